//! E006 租车手续不全

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::words::yuan;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E006",
    name: "租车手续不全",
    severity: Severity::Error,
    articles: &["考核办法 六"],
    checks: "租车费是否写明租车合同号和供应商（租赁公司）。",
    why: "租车要与有资质的公司签合同，没有合同和公司的租车费无从核实。",
    remedy: "补填租车合同号和供应商并附合同；确无合同的，不予报销。",
    parameters: &["items_car_hire"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        if line.is(case, "items_car_hire") {
            settle(docket, line.squad, judge(case, &line));
        }
    }
}

/// One paper that is surely missing decides, even when the other cannot be told.
fn judge(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let contract = known(Kind::Expense, "租车合同号", &line.row.hire_contract).map(|number| number.is_some());
    let supplier = known(Kind::Expense, "供应商", &line.row.supplier).map(|name| name.is_some());
    let message = |missing: &str| format!("租车费 {} 未填{missing}", yuan(line.sum));
    let broken = match (&contract, &supplier) {
        (Ok(false), Ok(false)) => line.broken(case, &line.row.hire_contract, message("租车合同号和供应商")),
        (Ok(false), _) => line.broken(case, &line.row.hire_contract, message("租车合同号")),
        (_, Ok(false)) => line.broken(case, &line.row.supplier, message("供应商")),
        _ => {
            contract?;
            supplier?;
            return Ok(None);
        }
    };
    Ok(Some(broken.cutting(line.sum)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(item: &str, cells: &str) -> Verdicts {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 租车合同号 | 供应商\n001 | 2021-09-03 | {item} | 900 | {cells}");
        judge(&RULE, &text, &[])
    }

    #[test]
    fn without_contract_or_company_it_is_cut_whole() {
        for (cells, told) in [
            (" | ", "E2 租车费 900.00元 未填租车合同号和供应商"),
            (" | 运城租车公司", "E2 租车费 900.00元 未填租车合同号"),
            ("ZC-1 | ", "F2 租车费 900.00元 未填供应商"),
        ] {
            let verdicts = judged("车辆租赁费", cells);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(900.into()));
        }
    }

    #[test]
    fn with_both_or_as_another_item_it_is_quiet() {
        assert!(judged("租车费", "ZC-1 | 运城租车公司").findings.is_empty());
        assert!(judged("会务费", " | ").findings.is_empty());
    }

    #[test]
    fn without_the_column_it_cannot_be_told() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 租车合同号\n001 | 2021-09-03 | 租车费 | 900 | ZC-1";
        let verdicts = judge(&RULE, text, &[]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["经费支出没有“供应商”列"]);
    }
}
