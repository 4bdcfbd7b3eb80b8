//! What was signed, received and started in a window, its change on the window before, and what was not reported.

use serde::Serialize;

use crate::figures::FigureValue;
use crate::figures::WindowFigures;
use crate::records::Kind;
use crate::report::Outcome;

use super::squad_name;
use super::words;
use super::words::Told;

/// What was signed, received, started … in a window.
#[derive(Debug, Serialize)]
pub(super) struct Deals {
    contracts: Told,
    signed: Told,
    contracts_recognised: Told,
    recognised: Told,
    received: Told,
    starts: Told,
    starts_industrial: Told,
    in_talks: Told,
    events: Told,
    visits: Told,
    visits_leading: Told,
    trips: Told,
    days_out: Told,
    spent: Told,
    proposed: Told,
    cuts: Told,
}

impl Deals {
    pub(super) fn new(figures: &WindowFigures) -> Deals {
        let told = |key, unit| words::told(figures.get(key), unit);
        Deals {
            contracts: told("contracts_formal", "份"),
            signed: told("signed_formal", ""),
            contracts_recognised: told("contracts_recognised", "份"),
            recognised: told("signed_recognised", ""),
            received: told("received", ""),
            starts: told("starts", "个"),
            starts_industrial: told("starts_industrial", "个"),
            in_talks: told("in_talks", "个"),
            events: told("events", "次"),
            visits: told("firm_visits", "批"),
            visits_leading: told("firm_visits_leading", "批"),
            trips: told("leader_trips", "次"),
            days_out: told("squad_days_out", "个工作日"),
            spent: told("spent", ""),
            proposed: told("proposed", ""),
            cuts: told("cuts", ""),
        }
    }
}

/// A change on the period before.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    name: &'static str,
    text: String,
}

pub(super) fn changes(now: &WindowFigures, before: &WindowFigures) -> Vec<Change> {
    let kinds = [
        ("signed_formal", "签约金额", ""),
        ("received", "到位资金", ""),
        ("starts", "开工项目", "个"),
        ("in_talks", "在谈项目", "个"),
    ];
    kinds
        .into_iter()
        .filter_map(|(key, name, unit)| {
            let text = words::change(now.get(key), before.get(key), unit)?;
            Some(Change { name, text })
        })
        .collect()
}

/// The tables that a squad did not hand in.
#[derive(Debug, Serialize)]
pub(super) struct NotReported {
    squad: String,
    tables: Vec<&'static str>,
}

pub(super) fn not_reported(outcome: &Outcome<'_>) -> Vec<NotReported> {
    let tables = [
        ("signed_formal", Kind::Contract),
        ("received", Kind::Receipt),
        ("in_talks", Kind::Project),
        ("squad_days_out", Kind::Log),
        ("spent", Kind::Expense),
    ];
    let squads = outcome.figures.squads.iter().filter_map(|squad| {
        let is_missing = |key| matches!(squad.ytd.get(key), Some(figure) if figure.value == FigureValue::NotReported);
        let missing = tables.into_iter().filter(|(key, _)| is_missing(key));
        let tables: Vec<&str> = missing.map(|(_, kind)| kind.name()).collect();
        (!tables.is_empty()).then(|| NotReported {
            squad: squad_name(outcome, squad.squad),
            tables,
        })
    });
    squads.collect()
}
