//! F006 付款方不符

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::records::contract::Contract;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::values::company;

use super::Received;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F006",
    name: "付款方不符",
    severity: Severity::Warning,
    articles: &["考核办法 九(4)", "数据一致性"],
    checks: "到位资金的付款方是否为合同的投资方或在本市注册的企业。",
    why: "付款方与项目无关，资金未必是这个项目的投资。",
    remedy: "核对付款凭证；由关联企业代付的，附说明材料。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for receipt in super::judged(case, docket) {
        if let Some(contract) = receipt.counted_under(case) {
            settle(docket, receipt.squad, judge(case, &receipt, contract));
        }
    }
}

fn judge(case: &Case<'_>, receipt: &Received<'_>, contract: &Contract) -> Verdict {
    let Some(payer) = known(Kind::Receipt, "付款方", &receipt.row.payer)? else {
        return Err("未填付款方".to_owned());
    };
    let is_payer = |name: &Name| name.key == payer.key;
    let of_several = || {
        // 和 stands in names too, but not behind 公司.
        let parted = ["以及", "和", "与", "及"]
            .iter()
            .fold(contract.investor.written().to_string(), |text, and| {
                text.replace(&format!("公司{and}"), "公司、")
            });
        company::split(&parted).iter().any(|investor| company::fold(investor) == *payer.key)
    };
    if contract.investor.value().is_some_and(is_payer) || of_several() {
        return Ok(None);
    }
    let company = known(Kind::Contract, "注册企业名称", &contract.company)?;
    if company.is_some_and(is_payer) {
        return Ok(None);
    }
    let company = company.map_or("未填".to_owned(), |company| format!("“{company}”"));
    let message = format!(
        "付款方“{payer}”既不是合同 {} 的投资方“{}”，也不是注册企业（{company}）",
        contract.number.written(),
        contract.investor.written()
    );
    Ok(Some(receipt.broken(case, &receipt.row.payer, message).with(contract.at.place())))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;

    const CONTRACT: &str = "HT-1 | 盐湖康养度假区 | 甲（集团）公司 | 正式合同 | 2021-03-02 | 5000 | | 甲运城公司 |";

    #[test]
    fn a_payer_that_is_neither_is_told() {
        assert_eq!(
            judge(&RULE, CONTRACT, &["HT-1 | 2021-03-03 | 100 | 发票 | 001 | | 丙公司"]).told(),
            ["G2 付款方“丙公司”既不是合同 HT-1 的投资方“甲（集团）公司”，也不是注册企业（“甲运城公司”）"]
        );
    }

    #[test]
    fn the_investor_and_the_enterprise_are_quiet_however_written() {
        for payer in ["甲(集团) 公司", "甲运城公司"] {
            let verdicts = judge(&RULE, CONTRACT, &[&format!("HT-1 | 2021-03-03 | 100 | 发票 | 001 | | {payer}")]);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{payer}");
        }
    }

    #[test]
    fn each_of_several_investors_may_pay() {
        let told = |investor: &str, payer: &str| {
            let contract = format!("HT-1 | 盐湖康养度假区 | {investor} | 正式合同 | 2021-03-02 | 5000 | | 甲运城公司 |");
            let receipt = format!("HT-1 | 2021-03-03 | 100 | 发票 | 001 | | {payer}");
            judge(&RULE, &contract, &[&receipt]).findings.len()
        };
        for and in ["、", "，", "和", "以及"] {
            let investor = format!("甲公司{and}丙（集团）公司");
            for (payer, expected) in [("甲公司", 0), ("丙(集团)公司", 0), ("丙公司", 1), ("公司", 1)] {
                assert_eq!(told(&investor, payer), expected, "{investor} {payer}");
            }
        }
        // A name with 和 is one name.
        assert_eq!((told("三和公司", "公司"), told("三和公司", "三和公司")), (1, 0));
    }

    #[test]
    fn without_a_payer_it_cannot_be_told() {
        let verdicts = judge(&RULE, CONTRACT, &["HT-1 | 2021-03-03 | 100 | 发票 | 001 | |"]);
        assert!(verdicts.findings.is_empty());
        assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason == "未填付款方"));
    }
}
