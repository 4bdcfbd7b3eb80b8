//! F001 无对应合同

use std::collections::BTreeMap;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::LaterContract;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::records::receipt::Receipt;
use crate::records::ties::ReceiptStanding;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::set_aside;
use crate::rules::known::settle;
use crate::rules::known::unreported;
use crate::rules::words::day;
use crate::values::long_number;

use super::Received;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F001",
    name: "无对应合同",
    severity: Severity::Error,
    articles: &["考核办法 九", "考核办法 九(4)"],
    checks: "到位资金能否对应到一份正式合同：按合同编号；没有编号的，按项目名称，且该名称只能对应一个项目。",
    why: "到位资金要跟着引进的项目走，对不上正式合同的资金不能计入。",
    remedy: "核对合同编号或项目名称；合同尚未上报的，补报正式合同。",
    parameters: &[],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let contracts = &case.records.tables.contracts;
    let numbered: BTreeMap<&str, &Contract> = contracts.iter().filter_map(|row| Some((&*row.number.value()?.key, row))).collect();
    let aside = set_aside(case, Kind::Contract, long_number::fold);
    let later = Later::of(&case.records.tables.later_contracts);
    for receipt in super::judged(case, docket) {
        if *receipt.standing != ReceiptStanding::NoContract {
            docket.kept();
            continue;
        }
        let unknown = if receipt.squad.is_some_and(|squad| !case.handed_in(Kind::Contract, squad)) {
            Some(unreported(Kind::Contract))
        } else {
            let by_number = receipt.row.contract.value();
            let hidden = by_number.map_or(!aside.is_empty(), |number| aside.contains(&*number.key));
            hidden.then(|| points_to_set_aside(Kind::Contract))
        };
        match unknown {
            Some(reason) => docket.cannot_tell(receipt.squad, reason),
            None => settle(docket, receipt.squad, Ok(Some(broken(case, &receipt, &numbered, &later)))),
        }
    }
}

/// The contracts signed after the last day of the run, each by what may point to it; of several with the same the first.
struct Later<'a> {
    by_number: BTreeMap<&'a str, &'a LaterContract>,
    by_project: BTreeMap<&'a str, &'a LaterContract>,
}

impl<'a> Later<'a> {
    fn of(contracts: &'a [LaterContract]) -> Later<'a> {
        let by = |key: fn(&'a LaterContract) -> &'a str| contracts.iter().rev().map(|later| (key(later), later)).collect();
        Later {
            by_number: by(|later| &later.number),
            by_project: by(|later| &later.project),
        }
    }

    /// The one that a receipt points to.
    fn contract_of(&self, receipt: &Receipt) -> Option<&'a LaterContract> {
        match receipt.contract.value() {
            Some(number) => self.by_number.get(&*number.key),
            None => self.by_project.get(&*receipt.project.value()?.key),
        }
        .copied()
    }
}

fn broken(case: &Case<'_>, receipt: &Received<'_>, numbered: &BTreeMap<&str, &Contract>, later: &Later<'_>) -> Broken {
    let row = receipt.row;
    let number = row.contract.value();
    if let Some(later) = later.contract_of(row) {
        let which = match number {
            Some(number) => format!("合同编号 {number}"),
            None => format!("项目“{}”", row.project.written()),
        };
        let (signed, as_of) = (day(later.signed), day(case.as_of));
        let message = format!("{which} 对应的合同签订日期为{signed}，晚于截止日{as_of}，该笔到位资金暂不计入");
        let cell = if number.is_some() { &row.contract } else { &row.project };
        return receipt.broken(case, cell, message).with(later.place.clone());
    }
    let Some(number) = number else {
        let message = format!("按项目名称“{}”找不到唯一对应的正式合同，该笔到位资金不计入", row.project.written());
        return receipt
            .broken(case, &row.project, message)
            .about("project", &**row.project.written());
    };
    let contract = numbered.get(&*number.key);
    let informal = contract.and_then(|contract| contract.contract_kind.get().filter(|kind| *kind != ContractKind::Formal));
    let message = match informal {
        Some(kind) => format!("合同编号 {number} 对应的是{}，不是正式合同，该笔到位资金不计入", kind.name()),
        None => format!("合同编号 {number} 在签约合同中没有对应的正式合同，该笔到位资金不计入"),
    };
    let broken = receipt.broken(case, &row.contract, message);
    match contract {
        Some(contract) => broken.with(contract.at.place()),
        None => broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
        HT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000\n\
        HT-2 | 关公文化园 | 乙公司 | 框架协议 | 2021-03-02 | 6000\n\
        HT-3 | 永乐宫民宿 | 丙公司 | 正式合同 | 2021-03-03 | 若干";

    fn judged(header: &str, cell: &str) -> Verdicts {
        let receipts = format!("{header} | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\n{cell} | 2021-04-01 | 100 | 银行进账单 | 001");
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", CONTRACTS)
            .sheet("文化旅游/到位.xlsx", "到位", &receipts)
            .judge(&RULE)
    }

    #[test]
    fn an_unknown_number_an_informal_contract_and_an_unknown_project_are_told() {
        for (header, cell, told) in [
            (
                "合同编号",
                "HT-7",
                "A2 合同编号 HT-7 在签约合同中没有对应的正式合同，该笔到位资金不计入",
            ),
            (
                "合同编号",
                "HT-2",
                "A2 合同编号 HT-2 对应的是框架协议，不是正式合同，该笔到位资金不计入",
            ),
        ] {
            assert_eq!(judged(header, cell).told(), [told]);
        }
    }

    #[test]
    fn a_contract_signed_after_the_last_day_is_told_with_its_day() {
        let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT-9 | 2021-04-01 | 100 | 银行进账单 | 001";
        let contracts = format!("{CONTRACTS}\nHT-9 | 书院 | 丁公司 | 正式合同 | 2021-10-08 | 500");
        let verdicts = Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", &contracts)
            .sheet("文化旅游/到位.xlsx", "到位", receipts)
            .judge(&RULE);
        assert_eq!(
            verdicts.told(),
            ["A2 合同编号 HT-9 对应的合同签订日期为2021年10月8日，晚于截止日2021年9月30日，该笔到位资金暂不计入"]
        );
    }

    #[test]
    fn a_formal_contract_by_number_or_by_project_is_quiet() {
        for (header, cell) in [("合同编号", "HT-1"), ("合同编号", "ht-1"), ("项目名称", "盐湖文旅小镇")] {
            let verdicts = judged(header, cell);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{cell}");
        }
    }

    #[test]
    fn a_contract_set_aside_cannot_be_told() {
        let verdicts = judged("合同编号", "HT-3");
        assert!(verdicts.findings.is_empty());
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "所对应的签约合同行有数据问题，未计入")
        );
    }

    #[test]
    fn without_contracts_it_cannot_be_told() {
        let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT-1 | 2021-04-01 | 100 | 银行进账单 | 001";
        let verdicts = Scene::new("2021-09").sheet("文化旅游/到位.xlsx", "到位", receipts).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason == "未报签约合同"));
    }
}
