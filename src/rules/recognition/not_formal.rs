//! P001 非正式合同

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::contract::ContractKind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::wan;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P001",
    name: "非正式合同",
    severity: Severity::Note,
    articles: &["考核办法 九", "考核办法 九(1)"],
    checks: "合同类型是框架协议或意向协议的签约，不计入签约资金。",
    why: "只有当年签订的正式合同才能认定为引进。",
    remedy: "推动签订正式合同；已签正式合同的，补报正式合同。",
    parameters: &[],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for contract in super::judged(case, docket) {
        let kind = match contract.row.contract_kind.get() {
            Some(kind @ (ContractKind::Framework | ContractKind::Intent)) => kind,
            Some(ContractKind::Formal) | None => {
                docket.kept();
                continue;
            }
        };
        let sum = contract.tie.yuan.map_or(contract.row.amount.written().to_string(), wan);
        let message = format!(
            "合同 {} 是{}，不是正式合同，{sum} 不计入签约资金",
            contract.row.number.written(),
            kind.name()
        );
        docket.broken(contract.broken(case.records, &contract.row.contract_kind, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    fn told(kind: &str) -> Vec<String> {
        let text = format!(
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 文旅小镇 | 甲公司 | {kind} | 2021-03-01 | 5000"
        );
        Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &text).judge(&RULE).told()
    }

    #[test]
    fn framework_and_intent_are_told() {
        assert_eq!(
            told("框架协议"),
            ["D2 合同 HT-1 是框架协议，不是正式合同，5,000万元 不计入签约资金"]
        );
        assert_eq!(told("意向书"), ["D2 合同 HT-1 是意向协议，不是正式合同，5,000万元 不计入签约资金"]);
    }

    #[test]
    fn a_formal_contract_is_quiet() {
        assert!(told("正式合同").is_empty());
    }

    #[test]
    fn squads_without_contracts_cannot_be_judged() {
        let verdicts = Scene::new("2021-09").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged.len(), 4);
        assert_eq!(verdicts.unjudged[0].reason, "未报签约合同");
    }
}
