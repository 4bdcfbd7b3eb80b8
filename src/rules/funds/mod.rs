//! F · 到位资金: money received under contracts (考核办法 九(4)). How each receipt stands is tied elsewhere; these rules tell it.

pub mod before_signing;
pub mod beyond_contract;
pub mod no_rate;
pub mod other_payer;
pub mod other_squad;
pub mod voucher_used_twice;
pub mod without_contract;
pub mod wrong_voucher_kind;

use chrono::NaiveDate;

use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::receipt::Receipt;
use crate::records::ties::ReceiptStanding;
use crate::regulation::SquadId;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::tell_unreported;

/// A receipt as the rules judge it; its 到账日期 decides whether it is judged.
#[derive(Clone, Copy)]
struct Received<'a> {
    /// The row.
    row: &'a Receipt,
    /// How it stands.
    standing: &'a ReceiptStanding,
    /// 到账日期
    day: NaiveDate,
    /// The squad that reports it.
    squad: Option<SquadId>,
}

impl<'a> Received<'a> {
    /// The contract under which it counts; `None` when it does not count, which another rule tells.
    fn counted_under(&self, case: &Case<'a>) -> Option<&'a Contract> {
        match self.standing {
            ReceiptStanding::Counted { contract, .. } => case.records.tables.contracts.get(*contract as usize),
            _ => None,
        }
    }

    /// A finding about one of its cells.
    fn broken<T>(&self, case: &Case<'_>, cell: &Cell<T>, message: String) -> Broken {
        let mut broken =
            Broken::cell(case.records, &self.row.at, cell, When::Day(self.day), message).about("voucher", &**self.row.voucher.written());
        if let Some(contract) = self.row.contract.value() {
            broken = broken.about("contract", &*contract.shown);
        }
        match self.squad {
            Some(squad) => broken.of(case.city(), squad),
            None => broken,
        }
    }
}

/// Every receipt with a day, in file order.
fn receipts<'a>(case: &Case<'a>) -> impl Iterator<Item = Received<'a>> + use<'a> {
    let records = case.records;
    records
        .tables
        .receipts
        .iter()
        .zip(&records.ties.receipts)
        .filter_map(|(row, standing)| {
            let day = row.received.get()?;
            let squad = row.squad.value().and_then(Owner::squad);
            Some(Received { row, standing, day, squad })
        })
}

/// The receipts that this run judges; squads without the table are told as not judged.
fn judged<'a>(case: &Case<'a>, docket: &mut Docket<'_>) -> Vec<Received<'a>> {
    tell_unreported(case, docket, Kind::Receipt);
    receipts(case).filter(|receipt| case.judges(Some(receipt.day))).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// One contract and its receipts, of one squad in 2021-09.
    pub(super) fn scene(contract: &str, receipts: &[&str]) -> Scene {
        let contracts = format!("合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种 | 注册企业名称\n{contract}");
        let header = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号 | 币种 | 付款方";
        Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &contracts).sheet(
            "文化旅游/到位.xlsx",
            "到位",
            &format!("{header}\n{}", receipts.join("\n")),
        )
    }

    /// What the rule says of them.
    pub(super) fn judge(rule: &Rule, contract: &str, receipts: &[&str]) -> Verdicts {
        scene(contract, receipts).judge(rule)
    }
}
