//! A003 负责人未签字

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::known;
use crate::rules::known::settle;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A003",
    name: "负责人未签字",
    severity: Severity::Error,
    articles: &["考核办法 七"],
    checks: "专班的经费申请是否有主责单位主要负责人签字；空白视为未签字。",
    why: "凭据要由主责单位审查、主要负责人同意签字才能上报。",
    remedy: "请主要负责人审签后再报；已签字而漏填的，补填“是”。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for claim in super::judged(case, docket) {
        if claim.squad.is_none() {
            continue;
        }
        let signed = &claim.row.signed;
        let verdict = known(Kind::Application, "负责人签字", signed).map(|known| {
            let message = format!("申请 {} 没有负责人签字", claim.row.number.written());
            (known != Some(&true)).then(|| claim.broken(case, signed, message))
        });
        settle(docket, claim.squad, verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;

    fn application(unit: &str, signed: &str) -> String {
        format!("申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 负责人签字\nSQ-1 | {unit} | 5000 | 2021-09-01 | {signed}")
    }

    #[test]
    fn no_or_blank_is_told() {
        for signed in ["否", ""] {
            let verdicts = judge(&RULE, &application("文化旅游专班", signed), &[]);
            assert_eq!(verdicts.told(), ["E2 申请 SQ-1 没有负责人签字"]);
        }
    }

    #[test]
    fn signed_or_another_units_is_quiet() {
        assert_eq!(judge(&RULE, &application("文化旅游专班", "√"), &[]).kept, 1);
        let verdicts = judge(&RULE, &application("市商务局", "否"), &[]);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0));
    }

    #[test]
    fn without_the_column_it_cannot_be_told() {
        let text = "申请编号 | 申报单位 | 申请金额（元） | 申报日期\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["经费申请没有“负责人签字”列"]);
    }
}
