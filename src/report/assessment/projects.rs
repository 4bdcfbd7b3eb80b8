//! The projects that a squad claims for the year, and which of them are recognised (考核办法 九).

use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::records::project::Project as LedgerRow;
use crate::records::receipt::Receipt;
use crate::records::row::Record;
use crate::records::ties::ReceiptStanding;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::books::RowFindings;
use crate::report::books::cells;
use crate::report::briefs::words;

/// A formal contract that a squad claims for the year.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// The squad that it counts for.
    pub squad: SquadId,
    /// Its row.
    pub row: RowId,
    /// Its sum in yuan.
    pub yuan: Decimal,
    /// What the row says.
    pub contract: &'a Contract,
    /// Whether it is recognised by the last day of the run.
    pub recognised: bool,
    /// Whether it was signed the year before, and only its recognition is of this year.
    pub carried: bool,
}

impl Claim<'_> {
    /// The materials that the row does not say are there.
    pub fn missing(&self) -> Vec<&'static str> {
        let materials = self.contract.materials().into_iter();
        materials
            .filter(|(_, cell)| cell.get() != Some(true))
            .map(|(name, _)| name)
            .collect()
    }

    /// Why it is not recognised; `None` when it is.
    pub fn open_points(&self, outcome: &Outcome<'_>) -> Option<String> {
        if self.recognised {
            return None;
        }
        let contract = self.contract;
        let mut points = Vec::new();
        if contract.company.value().is_none() {
            points.push("没有注册企业名称".to_owned());
        }
        match (contract.registered.get(), contract.registered.state()) {
            (Some(day), _) if day > outcome.window().to => {
                let after = if outcome.is_final() {
                    "在考核期之后"
                } else {
                    "晚于截止日"
                };
                points.push(format!("注册日期{}{after}", words::day(day)));
            }
            (Some(_), _) => {}
            (None, State::Unreadable) => points.push("注册日期无法识别".to_owned()),
            (None, _) => points.push("没有注册日期".to_owned()),
        }
        let missing = self.missing();
        if !missing.is_empty() {
            points.push(format!("缺{}", missing.join("、")));
        }
        Some(points.join("；"))
    }
}

/// A project that a squad claims: its contracts of the year, its row in the ledger, and what came in for it.
pub struct Project<'a> {
    /// The squad.
    pub squad: SquadId,
    /// Its contracts, by day and row; never empty.
    pub claims: Vec<Claim<'a>>,
    /// Its row in the ledger, when there is one.
    pub ledger: Option<&'a LedgerRow>,
    /// The receipts that count for it up to the last day of the run, by day and row, with their sums in yuan.
    pub receipts: Vec<(&'a Receipt, Decimal)>,
}

impl Project<'_> {
    /// Its name as the first contract writes it.
    pub fn name(&self) -> &str {
        self.claims.first().map_or("", |claim| claim.contract.project.written())
    }

    /// Whether all of its contracts are recognised.
    pub fn is_recognised(&self) -> bool {
        self.claims.iter().all(|claim| claim.recognised)
    }

    /// The sum of its contracts in yuan; `None` when it is too large to be held.
    pub fn yuan(&self) -> Option<Decimal> {
        let mut sums = self.claims.iter().map(|claim| claim.yuan);
        sums.try_fold(Decimal::ZERO, Decimal::checked_add)
    }
}

/// The formal contracts that count in the year to date, and those recognised besides, squad by squad in the order of signing.
pub fn claims<'a>(outcome: &Outcome<'a>, only: Option<SquadId>) -> Vec<Claim<'a>> {
    let contracts = &outcome.records.tables.contracts;
    let mut claims: Vec<Claim<'a>> = Vec::new();
    let squads = outcome.figures.squads.iter();
    for squad in squads.filter(|figures| only.is_none_or(|squad| figures.squad == squad)) {
        let parts = |key: &str| squad.ytd.get(key).map(|figure| figure.parts.as_slice()).unwrap_or_default();
        let (formal, recognised) = (parts("signed_formal"), parts("signed_recognised"));
        let others = recognised.iter().filter(|part| formal.iter().all(|other| other.row != part.row));
        let of_year = formal.iter().map(|part| (part, false));
        for (part, carried) in of_year.chain(others.map(|part| (part, true))) {
            if let Some(contract) = contracts.get(part.row.index as usize) {
                claims.push(Claim {
                    squad: squad.squad,
                    row: part.row,
                    yuan: part.adds,
                    contract,
                    recognised: recognised.iter().any(|other| other.row == part.row),
                    carried,
                });
            }
        }
    }
    claims.sort_by_key(|claim| (claim.squad, claim.contract.signed.get(), claim.row));
    claims
}

/// A contract that a squad handed in for the year and that is in no sum of it.
pub struct LeftOut<'a> {
    /// The squad that handed it in.
    pub squad: SquadId,
    /// Where it stands.
    pub place: Place,
    /// What the row says; of a row set aside that is not known, not even whether the contract is a formal one.
    pub contract: Option<&'a Contract>,
    /// How people name the row.
    pub title: &'a str,
    /// Why, in short, of a row that was read: 归属其他专班, 没有适用汇率.
    pub cause: Option<&'static str>,
    /// Why.
    pub why: String,
}

/// The contracts of the year to date that are in no sum: formal ones that another squad signed first (P004) or that are in foreign money
/// without a rate (F008), then rows that were set aside; squad by squad in the order of the tables.
pub fn left_out<'a>(outcome: &Outcome<'a>, only: Option<SquadId>) -> Vec<LeftOut<'a>> {
    let (records, year) = (outcome.records, cells::year_to_date(outcome));
    let findings = RowFindings::of(outcome);
    let of_squad = |owner: Option<&Owner>| owner.and_then(Owner::squad).filter(|squad| only.is_none_or(|only| only == *squad));
    let contracts = records.tables.contracts.iter().zip(&records.ties.contracts);
    let formal = contracts.filter_map(|(contract, tie)| {
        let squad = of_squad(contract.squad.value())?;
        let is_of_year = contract.signed.get().is_some_and(|day| year.contains(day));
        if contract.contract_kind.get() != Some(ContractKind::Formal) || !is_of_year {
            return None;
        }
        let place = contract.at().place();
        let (rule, cause, why) = match (tie.yields_to, tie.ruled_for) {
            (Some(_), Some(_)) => ("P004", "归属其他专班", "同一项目已确定归属其他专班"),
            (Some(_), None) => ("P004", "归属其他专班", "同一项目已由其他专班先签约"),
            (None, _) if tie.yuan.is_none() => ("F008", "没有适用汇率", "外币金额无适用汇率"),
            (None, _) => return None,
        };
        Some(LeftOut {
            squad,
            why: findings.first_of(&[rule], &place, why).1,
            place,
            contract: Some(contract),
            title: contract.number.written(),
            cause: Some(cause),
        })
    });
    let set_aside = records.tables.set_aside.iter().filter_map(|row| {
        let squad = of_squad(row.owner.as_ref()).filter(|_| row.kind == Kind::Contract)?;
        // A day yet to come is itself what is wrong with the row (D007).
        let may_be_of_year = row.date.is_none_or(|day| year.contains(day) || day > outcome.as_of);
        may_be_of_year.then(|| LeftOut {
            squad,
            why: findings.first_of(&[row.rule], &row.place, "必填内容缺失、无法识别或与另一行矛盾").1,
            place: row.place.clone(),
            contract: None,
            title: &row.title,
            cause: None,
        })
    });
    let mut left: Vec<LeftOut<'a>> = formal.chain(set_aside).collect();
    left.sort_by_key(|row| (row.squad, row.contract.is_none()));
    left
}

/// What makes contracts those of one project: its row in the ledger; without one its name and its investor.
#[derive(PartialEq, Eq)]
enum Identity<'a> {
    Ledger(u32),
    Names(Option<&'a str>, Option<&'a str>),
}

/// The projects of a squad, in the order of their first contracts.
pub fn projects<'a>(outcome: &Outcome<'a>, squad: SquadId) -> Vec<Project<'a>> {
    let records = outcome.records;
    let mut projects: Vec<(Identity<'_>, Project<'a>)> = Vec::new();
    for claim in claims(outcome, Some(squad)) {
        let tie = records.ties.contracts.get(claim.row.index as usize);
        let in_ledger = tie.and_then(|tie| tie.project);
        let identity = match in_ledger {
            Some(row) => Identity::Ledger(row),
            None => Identity::Names(
                claim.contract.project.value().map(|name| &*name.key),
                claim.contract.investor.value().map(|name| &*name.key),
            ),
        };
        match projects.iter_mut().find(|(known, _)| *known == identity) {
            Some((_, project)) => project.claims.push(claim),
            None => projects.push((
                identity,
                Project {
                    squad,
                    claims: vec![claim],
                    ledger: in_ledger.and_then(|row| records.tables.projects.get(row as usize)),
                    receipts: Vec::new(),
                },
            )),
        }
    }
    let with_receipts = projects.into_iter().map(|(_, project)| Project {
        receipts: receipts(outcome, &project.claims),
        ..project
    });
    with_receipts.collect()
}

/// What came in for contracts, and counts.
fn receipts<'a>(outcome: &Outcome<'a>, claims: &[Claim<'_>]) -> Vec<(&'a Receipt, Decimal)> {
    let records = outcome.records;
    let standings = records.tables.receipts.iter().zip(&records.ties.receipts);
    let counted = standings.filter_map(|(receipt, standing)| match standing {
        ReceiptStanding::Counted { contract, yuan, .. } => {
            let is_of = |claim: &Claim<'_>| claim.row.kind == Kind::Contract && claim.row.index == *contract;
            let in_time = receipt.received.get().is_some_and(|day| day <= outcome.as_of);
            (in_time && claims.iter().any(is_of)).then_some((receipt, *yuan))
        }
        _ => None,
    });
    let mut counted: Vec<(&Receipt, Decimal)> = counted.collect();
    counted.sort_by(|(one, _), (other, _)| {
        let key = |receipt: &'a Receipt| (receipt.received.get(), receipt.at().place());
        key(one).cmp(&key(other))
    });
    counted
}
