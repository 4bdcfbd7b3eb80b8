//! A007 未批先支

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::known_or_blank;
use crate::rules::known::settle;
use crate::rules::words::day;

use super::Claim;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A007",
    name: "未批先支",
    severity: Severity::Error,
    articles: &["经费办法 七", "考核办法 七"],
    checks: "经费申请已有报销日期，是否已有市政府的审批日期。",
    why: "未经市政府审批就报销，等于绕过了全部把关。",
    remedy: "查明原因，补办审批或追回款项；已审批而漏填的，补填审批日期。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for claim in super::judged(case, docket) {
        settle(docket, claim.squad, judge(case, &claim));
    }
}

fn judge(case: &Case<'_>, claim: &Claim<'_>) -> Verdict {
    let row = claim.row;
    // A table without the column pays nothing.
    let Some(paid) = known_or_blank(Kind::Application, "报销日期", &row.reimbursed)? else {
        return Ok(None);
    };
    if known(Kind::Application, "审批日期", &row.approved)?.is_some() {
        return Ok(None);
    }
    let message = format!("申请 {} 已于{}报销，但没有审批日期", row.number.written(), day(*paid));
    Ok(Some(claim.broken(case, &row.approved, message)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(dates: &str) -> Verdicts {
        let text = format!(
            "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审批日期 | 报销日期\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | {dates}"
        );
        judge(&RULE, &text, &[])
    }

    #[test]
    fn paid_without_approval_is_told() {
        assert_eq!(
            judged(" | 2021-09-08").told(),
            ["E2 申请 SQ-1 已于2021年9月8日报销，但没有审批日期"]
        );
    }

    #[test]
    fn approved_or_not_yet_paid_is_quiet() {
        for dates in ["2021-09-05 | 2021-09-08", "2021-09-05 |", " |"] {
            let verdicts = judged(dates);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{dates}");
        }
    }

    #[test]
    fn an_unreadable_approval_or_no_column_cannot_be_told() {
        assert_eq!(reasons(&judged("上旬 | 2021-09-08")), ["经费申请的“审批日期”无法识别"]);
        let text = "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 报销日期\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | 2021-09-08";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["经费申请没有“审批日期”列"]);
    }
}
