//! P · 项目认定: what counts as brought in (考核办法 九), and whether ledger and contracts agree.

pub mod claimed_by_two_squads;
pub mod materials_missing;
pub mod not_formal;
pub mod not_registered;

use chrono::NaiveDate;

use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::records::ties::ContractTie;
use crate::regulation::SquadId;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::known;
use super::known::tell_unreported;

/// A contract as the rules judge it; its 签订日期 decides whether it is judged.
#[derive(Clone, Copy)]
struct Signed<'a> {
    /// The row.
    row: &'a Contract,
    /// How it stands.
    tie: &'a ContractTie,
    /// 签订日期
    day: NaiveDate,
    /// Its squad.
    squad: Option<SquadId>,
}

impl Signed<'_> {
    /// Whether it is a formal contract and no later claim of a project of another squad (which P004 tells).
    fn counts(&self) -> bool {
        self.row.contract_kind.get() == Some(ContractKind::Formal) && self.tie.later_claim_of.is_none()
    }

    /// A finding about one of its cells.
    fn broken<T>(&self, case: &Case<'_>, cell: &Cell<T>, message: String) -> Broken {
        let broken = Broken::cell(case, &self.row.at, cell, When::Day(self.day), message)
            .about("contract", &*self.row.number.written)
            .about("project", &*self.row.project.written);
        match self.squad {
            Some(squad) => broken.of(case.city(), squad),
            None => broken,
        }
    }
}

/// Every contract with a day, in file order.
fn contracts<'a>(case: &Case<'a>) -> impl Iterator<Item = Signed<'a>> + use<'a> {
    let records = case.records;
    records
        .tables
        .contracts
        .iter()
        .zip(&records.ties.contracts)
        .filter_map(|(row, tie)| {
            let day = row.signed.get()?;
            let squad = row.squad.value().and_then(Owner::squad);
            Some(Signed { row, tie, day, squad })
        })
}

/// The contracts that this run judges; squads without the table are told as not judged.
fn judged<'a>(case: &Case<'a>, docket: &mut Docket<'_>) -> Vec<Signed<'a>> {
    tell_unreported(case, docket, Kind::Contract);
    contracts(case).filter(|contract| case.judges(Some(contract.day))).collect()
}

/// Whether an enterprise is registered in the city by the as-of day (考核办法 九), or why that is not known. A blank that settles
/// it does so even when the other column is missing.
fn registered(case: &Case<'_>, contract: &Contract) -> Result<Result<(), String>, String> {
    let company = known(Kind::Contract, "注册企业名称", &contract.company);
    let registered = known(Kind::Contract, "注册日期", &contract.registered);
    match (company, registered) {
        (Ok(None), Ok(None)) => Ok(Err("未填注册企业名称和注册日期".to_owned())),
        (Ok(None), _) => Ok(Err("未填注册企业名称".to_owned())),
        (_, Ok(None)) => Ok(Err("未填注册日期".to_owned())),
        (_, Ok(Some(day))) if *day > case.as_of => Ok(Err(format!(
            "注册日期 {} 晚于截止日 {}",
            super::words::day(*day),
            super::words::day(case.as_of)
        ))),
        (Ok(Some(_)), Ok(Some(_))) => Ok(Ok(())),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    }
}
