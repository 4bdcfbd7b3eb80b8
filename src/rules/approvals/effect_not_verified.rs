//! A005 实效未核实

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::known;
use crate::rules::known::settle;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A005",
    name: "实效未核实",
    severity: Severity::Error,
    articles: &["经费办法 七(三)", "经费办法 三(一)"],
    checks: "专班和市招投中心以外的单位申请经费，招商实效是否已由市招投中心核实；空白视为未核实。",
    why: "其他单位的招商经费按实效安排，未核实的不能往下走。",
    remedy: "先核实认定招商实效再审批；已核实而漏填的，补填“是”。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for claim in super::judged(case, docket) {
        let Some(Owner::Other(unit)) = claim.row.applicant.value() else {
            continue;
        };
        let verified = &claim.row.verified;
        let verdict = known(Kind::Application, "实效核实", verified).map(|known| {
            let message = format!("{unit}的申请 {} 没有核实招商实效", claim.row.number.written());
            (known != Some(&true)).then(|| claim.broken(case, verified, message))
        });
        settle(docket, None, verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;

    fn application(unit: &str, verified: &str) -> String {
        format!("申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 实效核实\nSQ-1 | {unit} | 5000 | 2021-09-01 | {verified}")
    }

    #[test]
    fn another_unit_without_verification_is_told() {
        for verified in ["否", ""] {
            let verdicts = judge(&RULE, &application("市商务局", verified), &[]);
            assert_eq!(verdicts.told(), ["E2 市商务局的申请 SQ-1 没有核实招商实效"]);
        }
    }

    #[test]
    fn verified_squads_and_the_office_are_quiet() {
        for (unit, verified) in [("市商务局", "是"), ("文化旅游专班", ""), ("市招投中心", "")] {
            assert!(judge(&RULE, &application(unit, verified), &[]).findings.is_empty(), "{unit}");
        }
    }

    #[test]
    fn without_the_column_it_cannot_be_told() {
        let text = "申请编号 | 申报单位 | 申请金额（元） | 申报日期\nSQ-1 | 市商务局 | 5000 | 2021-09-01";
        let verdicts = judge(&RULE, text, &[]);
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "经费申请没有“实效核实”列")
        );
    }
}
