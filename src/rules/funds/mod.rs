//! F · 到位资金: money received under contracts (考核办法 九(4)). How each receipt stands is tied elsewhere; these rules tell it.

pub mod voucher_used_twice;
pub mod without_contract;
pub mod wrong_voucher_kind;

use chrono::NaiveDate;

use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
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

impl Received<'_> {
    /// A finding about one of its cells.
    fn broken<T>(&self, case: &Case<'_>, cell: &Cell<T>, message: String) -> Broken {
        let mut broken = Broken::cell(case, &self.row.at, cell, When::Day(self.day), message).about("voucher", &*self.row.voucher.written);
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
