//! A001 审批缺环节

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::State;
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
    code: "A001",
    name: "审批缺环节",
    severity: Severity::Error,
    articles: &["经费办法 七", "经费办法 七(一)", "经费办法 七(二)", "经费办法 七(三)"],
    checks: "经费申请的后一环节已有日期，而前面的环节没有日期（申报→审核→初审→审批→报销）。未经审批而报销的，由 A007 核查。",
    why: "每个环节都是一道把关，缺一道就不能往下走。",
    remedy: "补办所缺环节并填写日期；已办而漏填的，补填。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for claim in super::judged(case, docket) {
        settle(docket, claim.squad, judge(case, &claim));
    }
}

/// 报销 needs no look of its own: either 审批 is dated and asks for all before it, or A007 tells it.
fn judge(case: &Case<'_>, claim: &Claim<'_>) -> Verdict {
    let mut steps = claim.steps();
    steps.truncate(4);
    let last = steps.iter().rposition(|step| matches!(step.day, Ok(Some(_)))).unwrap_or(0);
    let (before, rest) = steps.split_at(last);
    let missing: Vec<&Step<'_>> = before.iter().filter(|step| matches!(step.day, Ok(None))).collect();
    let (Some(first), Some(later)) = (missing.first(), rest.first()) else {
        // What is written and cannot be read may be a later step still, with blanks before it.
        let written = |step: &Step<'_>| !matches!(step.cell.state(), State::Empty | State::NoColumn);
        let reached = steps.iter().rposition(written).map_or(0, |position| position + 1);
        let unknown = steps.iter().take(reached).find_map(|step| step.day.as_ref().err());
        return unknown.map_or(Ok(None), |reason| Err(reason.clone()));
    };
    let names: Vec<&str> = missing.iter().map(|step| step.name).collect();
    let message = format!(
        "申请 {} 已于{}{}，但缺{}日期",
        claim.row.number.written(),
        later.cell.get().map_or_else(|| later.cell.written().to_string(), day),
        later.name,
        names.join("、")
    );
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
        judge(&RULE, &format!("{HEADER}\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | {dates}"), &[])
    }

    #[test]
    fn a_step_left_out_is_told_once_for_the_application() {
        for (dates, told) in [
            (" | 2021-09-03", "E2 申请 SQ-1 已于2021年9月3日初审，但缺审核日期"),
            (
                " | | 2021-09-05 | 2021-09-08",
                "E2 申请 SQ-1 已于2021年9月5日审批，但缺审核、初审日期",
            ),
            ("2021-09-02 | | 2021-09-05", "F2 申请 SQ-1 已于2021年9月5日审批，但缺初审日期"),
        ] {
            assert_eq!(judged(dates).told(), [told]);
        }
    }

    #[test]
    fn whole_or_under_way_or_paid_without_approval_is_quiet() {
        for dates in [
            "2021-09-02 | 2021-09-03 | 2021-09-05 | 2021-09-08",
            "2021-09-02 | 2021-09-03",
            " | | |",
            "2021-09-02 | | | 2021-09-08",
        ] {
            let verdicts = judged(dates);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{dates}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_read_or_a_missing_column_cannot_be_told() {
        let verdicts = judged("上旬 | 2021-09-03");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["经费申请的“审核日期”无法识别"]);
        let text = "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审核日期 | 审批日期\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | 2021-09-02 | 2021-09-05";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["经费申请没有“初审日期”列"]);
    }
}
