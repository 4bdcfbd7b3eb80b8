//! P · 项目认定: what counts as brought in (考核办法 九), and whether ledger and contracts agree.

pub mod claimed_by_two_squads;
pub mod ledger_differs;
pub mod likely_same_project;
pub mod materials_missing;
pub mod not_formal;
pub mod not_in_ledger;
pub mod not_registered;
pub mod stage_contradicts_dates;
pub mod talks_stalled;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::When;
use crate::records::Kind;
use crate::records::Records;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::records::project::Project;
use crate::records::ties::ContractTie;
use crate::regulation::SquadId;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::known;
use super::known::tell_unreported;

/// A contract as the rules judge it; its 签订日期 decides whether it is judged.
#[derive(Clone, Copy)]
pub(super) struct Signed<'a> {
    /// The row.
    pub(super) row: &'a Contract,
    /// How it stands.
    pub(super) tie: &'a ContractTie,
    /// 签订日期
    pub(super) day: NaiveDate,
    /// Its squad.
    squad: Option<SquadId>,
}

impl<'a> Signed<'a> {
    /// `None` without a day.
    fn new(row: &'a Contract, tie: &'a ContractTie) -> Option<Signed<'a>> {
        let day = row.signed.get()?;
        let squad = row.squad.value().and_then(Owner::squad);
        Some(Signed { row, tie, day, squad })
    }

    /// Whether it is a formal contract and its project counts for no other squad (which P004 tells).
    pub(super) fn counts(&self) -> bool {
        self.row.contract_kind.get() == Some(ContractKind::Formal) && self.tie.yields_to.is_none()
    }

    /// A finding about one of its cells.
    pub(super) fn broken<T>(&self, records: &Records, cell: &Cell<T>, message: String) -> Broken {
        let broken = Broken::cell(records, &self.row.at, cell, When::Day(self.day), message)
            .about("contract", &**self.row.number.written())
            .about("project", &**self.row.project.written());
        match self.squad {
            Some(squad) => broken.of(&records.city, squad),
            None => broken,
        }
    }
}

/// Every contract with a day, in file order.
pub(super) fn contracts(records: &Records) -> impl Iterator<Item = Signed<'_>> {
    let contracts = records.tables.contracts.iter().zip(&records.ties.contracts);
    contracts.filter_map(|(row, tie)| Signed::new(row, tie))
}

/// The contracts that this run judges; squads without the table are told as not judged.
fn judged<'a>(case: &Case<'a>, docket: &mut Docket<'_>) -> Vec<Signed<'a>> {
    tell_unreported(case, docket, Kind::Contract);
    contracts(case.records).filter(|contract| case.judges(Some(contract.day))).collect()
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

/// The ledgers of all squads by what may name a project of another squad's contract.
struct Ledgers<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Project>>,
    by_number: BTreeMap<&'a str, Vec<&'a Project>>,
}

impl<'a> Ledgers<'a> {
    fn new(case: &Case<'a>) -> Ledgers<'a> {
        let mut ledgers = Ledgers {
            by_name: BTreeMap::new(),
            by_number: BTreeMap::new(),
        };
        for row in &case.records.tables.projects {
            if let Some(name) = row.name.value() {
                ledgers.by_name.entry(&name.key).or_default().push(row);
            }
            if let Some(number) = row.number.value() {
                ledgers.by_number.entry(&number.key).or_default().push(row);
            }
        }
        ledgers
    }

    /// A row of the contract's project in any ledger, when its own squad's has none of that name: by 项目编号, else by name unless
    /// another investor is written there.
    fn untied(&self, contract: &Signed<'_>) -> Option<&'a Project> {
        if contract.tie.project.is_some() {
            return None;
        }
        let row = contract.row;
        let number = row.project_number.value().and_then(|number| self.by_number.get(&*number.key));
        if let Some(found) = number.and_then(|rows| rows.first()) {
            return Some(found);
        }
        let same_investor = |project: &&&Project| match (project.investor.value(), row.investor.value()) {
            (Some(a), Some(b)) => a.key == b.key,
            _ => true,
        };
        self.by_name.get(&*row.project.value()?.key)?.iter().find(same_investor).copied()
    }
}
