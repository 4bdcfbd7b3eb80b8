//! 项目登记表: the fifth material of a project (考核办法 九(5)), filled in from the tables and ready to be signed.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::State;
use crate::records::contract::Contract;
use crate::records::roster::Role;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::assessment::projects::Claim;
use crate::report::assessment::projects::Project;
use crate::report::briefs::squad_name;
use crate::report::briefs::words;
use crate::report::write::Error;

use super::NOTHING;
use super::code;
use super::document;
use super::filled;

const TEMPLATE: &str = "项目登记表.gw.j2";

/// The form of a project; `name` is the project's name as part of the file's.
pub(super) fn file(outcome: &Outcome<'_>, folder: &str, name: &str, project: &Project<'_>) -> Result<OutputFile, Error> {
    let title = format!("项目登记表（{name}）");
    document(outcome, TEMPLATE, folder, &title, Registration::new(outcome, project))
}

/// The registration form of a project.
#[derive(Debug, Serialize)]
struct Registration {
    city: String,
    year: i32,
    as_of: String,
    office: String,
    squad: String,
    lead_unit: String,
    heads: String,
    name: String,
    investor: String,
    investor_kind: String,
    industrial: String,
    contracts: Vec<Signed>,
    sum: String,
    investment: String,
    company: String,
    credit_code: String,
    registered: String,
    county: String,
    started: String,
    progress: String,
    receipts: Vec<Received>,
    received: String,
    materials: Vec<Material>,
    is_recognised: bool,
    /// Why it is not, contract by contract.
    open_points: Vec<String>,
}

/// A contract of the project.
#[derive(Debug, Serialize)]
struct Signed {
    number: String,
    day: String,
    sum: String,
}

/// One sum that came in.
#[derive(Debug, Serialize)]
struct Received {
    day: String,
    sum: String,
    kind: String,
    voucher: String,
}

/// One of the five materials.
#[derive(Debug, Serialize)]
struct Material {
    name: &'static str,
    mark: &'static str,
}

impl Registration {
    fn new(outcome: &Outcome<'_>, project: &Project<'_>) -> Registration {
        let (records, claims) = (outcome.records, &project.claims);
        let squad = records.city.squad(project.squad);
        let ledger = project.ledger;
        let of_ledger = |written: Option<&str>| filled(written.unwrap_or_default());
        let sum = project
            .receipts
            .iter()
            .try_fold(Decimal::ZERO, |sum, (_, yuan)| sum.checked_add(*yuan));
        let is_reported = records.handed_in(Kind::Receipt, project.squad) || !project.receipts.is_empty();
        let open_points = claims.iter().filter_map(|claim| {
            let points = claim.open_points(outcome)?;
            Some(match claims.len() {
                1 => points,
                _ => format!("合同{}：{points}", code(claim.contract.number.written())),
            })
        });
        Registration {
            city: records.city.name.clone(),
            year: outcome.period.year(),
            as_of: words::day(outcome.as_of),
            office: records.city.office.clone(),
            squad: squad_name(outcome, project.squad),
            lead_unit: filled(&squad.lead_unit),
            heads: heads(outcome, project),
            name: filled(project.name()),
            investor: distinct(claims, |contract| contract.investor.written()),
            investor_kind: of_ledger(ledger.map(|row| &**row.investor_kind.written())),
            industrial: of_ledger(ledger.map(|row| &**row.industrial.written())),
            contracts: claims.iter().map(signed).collect(),
            sum: words::told_sum(project.yuan()).text,
            investment: match ledger.and_then(|row| row.investment.value()) {
                Some(money) => match money.yuan() {
                    Some(yuan) => words::wan_yuan(yuan),
                    None => of_ledger(ledger.map(|row| &**row.investment.written())),
                },
                None => NOTHING.to_owned(),
            },
            company: distinct(claims, |contract| contract.company.written()),
            credit_code: codes(claims),
            registered: days(claims, |contract| contract.registered.get()),
            county: of_ledger(ledger.map(|row| &**row.county.written())),
            started: ledger
                .and_then(|row| row.started.get())
                .map_or_else(|| NOTHING.to_owned(), words::day),
            progress: of_ledger(ledger.map(|row| &**row.progress.written())),
            receipts: project
                .receipts
                .iter()
                .map(|(receipt, yuan)| Received {
                    day: receipt.received.get().map_or_else(|| NOTHING.to_owned(), words::day),
                    sum: words::wan(*yuan),
                    kind: filled(receipt.voucher_kind.written()),
                    voucher: code(receipt.voucher.written()),
                })
                .collect(),
            received: match is_reported {
                true => words::told_sum(sum).text,
                false => words::NOT_REPORTED.to_owned(),
            },
            materials: materials(claims),
            is_recognised: project.is_recognised(),
            open_points: open_points.collect(),
        }
    }
}

/// The heads of the squad; 未报 without a roster.
fn heads(outcome: &Outcome<'_>, project: &Project<'_>) -> String {
    let figures = outcome.figures.squads.iter().find(|squad| squad.squad == project.squad);
    let Some(members) = figures.and_then(|figures| figures.ytd.members.as_ref()) else {
        return words::NOT_REPORTED.to_owned();
    };
    let heads = members.iter().filter(|member| member.role == Role::Head);
    let mut names: Vec<String> = heads.map(|member| words::person(&member.name.shown)).collect();
    names.dedup();
    filled(&names.join("、"))
}

fn signed(claim: &Claim<'_>) -> Signed {
    Signed {
        number: code(claim.contract.number.written()),
        day: claim.contract.signed.get().map_or_else(|| NOTHING.to_owned(), words::day),
        sum: words::wan_yuan(claim.yuan),
    }
}

/// What the contracts write, each different text once.
fn distinct(claims: &[Claim<'_>], written: fn(&Contract) -> &str) -> String {
    joined(claims.iter().map(|claim| filled(written(claim.contract))))
}

fn codes(claims: &[Claim<'_>]) -> String {
    joined(claims.iter().map(|claim| code(claim.contract.credit_code.written())))
}

fn days(claims: &[Claim<'_>], day: fn(&Contract) -> Option<chrono::NaiveDate>) -> String {
    joined(
        claims
            .iter()
            .map(|claim| day(claim.contract).map_or_else(|| NOTHING.to_owned(), words::day)),
    )
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut known: Vec<String> = Vec::new();
    for text in texts.filter(|text| text != NOTHING) {
        if !known.contains(&text) {
            known.push(text);
        }
    }
    if known.is_empty() { NOTHING.to_owned() } else { known.join("、") }
}

/// The five materials: √ when every contract has it, × when one is said not to, 未填 when one does not say.
fn materials(claims: &[Claim<'_>]) -> Vec<Material> {
    let by_contract: Vec<[(&'static str, &Cell<bool>); 5]> = claims.iter().map(|claim| claim.contract.materials()).collect();
    let named = by_contract.first().into_iter().flatten().enumerate();
    named
        .map(|(position, (name, _))| {
            let given: Vec<&Cell<bool>> = by_contract
                .iter()
                .filter_map(|all| all.get(position))
                .map(|(_, cell)| *cell)
                .collect();
            let mark = if given.iter().all(|cell| cell.get() == Some(true)) {
                "√"
            } else if given.iter().any(|cell| cell.get() == Some(false)) {
                "×"
            } else if given.iter().any(|cell| matches!(cell.state(), State::Unreadable)) {
                "不明"
            } else {
                "未填"
            };
            Material { name, mark }
        })
        .collect()
}
