//! A002 审批顺序颠倒

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::settle;
use crate::rules::words::day;

use super::Claim;
use super::Step;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A002",
    name: "审批顺序颠倒",
    severity: Severity::Error,
    articles: &["经费办法 七", "经费办法 七(一)", "经费办法 七(二)", "经费办法 七(三)"],
    checks: "经费申请各环节的日期是否依次不早于前一环节（申报→审核→初审→审批→报销）；同一天办理的不算颠倒。",
    why: "先办后审、先批后报等于没有把关。",
    remedy: "核对各环节日期；日期填错的改正，确实颠倒的说明原因并重新履行程序。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for claim in super::judged(case, docket) {
        settle(docket, claim.squad, judge(case, &claim));
    }
}

fn judge(case: &Case<'_>, claim: &Claim<'_>) -> Verdict {
    let steps = claim.steps();
    let dated: Vec<(&Step<'_>, NaiveDate)> = steps
        .iter()
        .filter_map(|step| Some((step, *step.day.as_ref().ok()?.as_ref()?)))
        .collect();
    let turned = dated.windows(2).filter_map(|pair| match pair {
        [(before, first), (after, then)] if then < first => Some((
            *after,
            format!("{}（{}）早于{}（{}）", after.name, day(*then), before.name, day(*first)),
        )),
        _ => None,
    });
    let turned: Vec<(&Step<'_>, String)> = turned.collect();
    let Some((first, _)) = turned.first() else {
        let unreadable = steps.iter().find_map(|step| step.day.as_ref().err());
        return unreadable.map_or(Ok(None), |reason| Err(reason.clone()));
    };
    let pairs: Vec<&str> = turned.iter().map(|(_, pair)| pair.as_str()).collect();
    let message = format!("申请 {} 的环节顺序颠倒：{}", claim.row.number.written(), pairs.join("；"));
    Ok(Some(claim.broken(case, first.cell, message)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    const HEADER: &str = "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审核日期 | 初审日期 | 审批日期 | 报销日期";

    fn judged(dates: &str) -> Verdicts {
        judge(&RULE, &format!("{HEADER}\nSQ-1 | 文化旅游专班 | 5000 | {dates}"), &[])
    }

    #[test]
    fn each_pair_out_of_order_is_told_in_one_finding() {
        for (dates, told) in [
            (
                "2021-09-05 | 2021-09-02 | 2021-09-06 | 2021-09-04 |",
                "E2 申请 SQ-1 的环节顺序颠倒：审核（2021年9月2日）早于申报（2021年9月5日）；审批（2021年9月4日）早于初审（2021年9月6日）",
            ),
            (
                "2021-09-05 | | | 2021-09-04 |",
                "G2 申请 SQ-1 的环节顺序颠倒：审批（2021年9月4日）早于申报（2021年9月5日）",
            ),
        ] {
            assert_eq!(judged(dates).told(), [told]);
        }
    }

    #[test]
    fn in_order_or_on_one_day_is_quiet() {
        for dates in [
            "2021-09-01 | 2021-09-02 | 2021-09-03 | 2021-09-05 | 2021-09-08",
            "2021-09-01 | 2021-09-01 | 2021-09-01 | 2021-09-01 | 2021-09-01",
            "2021-09-01 | | | |",
        ] {
            let verdicts = judged(dates);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{dates}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_read_cannot_be_told() {
        let verdicts = judged("2021-09-01 | 2021-09-02 | 下旬 | 2021-09-05 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["经费申请的“初审日期”无法识别"]);
    }
}
