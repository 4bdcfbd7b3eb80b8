//! What was signed, received and started in a window, its change on the window before, and what was not reported.

use std::collections::BTreeSet;

use chrono::Datelike;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::FigureValue;
use crate::figures::Part;
use crate::figures::WindowFigures;
use crate::records::Kind;
use crate::records::RowId;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::values::period::whole_months;

use super::squad_name;
use super::words;
use super::words::Told;

/// What was signed, received, started … in a window.
#[derive(Debug, Serialize)]
pub(super) struct Deals {
    contracts: Told,
    signed: Told,
    /// Recognised of the contracts signed in the window: how many, and their sum.
    contracts_recognised: Told,
    recognised: Told,
    /// Recognised besides, when the settings carry recognition over: signed the year before, so in no sum of what was signed.
    carried: Option<Carried>,
    /// The sum of both.
    all_recognised: Told,
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
        let parts = |key| figures.get(key).map(|figure| figure.parts.as_slice()).unwrap_or_default();
        let formal: BTreeSet<RowId> = parts("signed_formal").iter().map(|part| part.row).collect();
        let (own, carried): (Vec<&Part>, Vec<&Part>) = parts("signed_recognised").iter().partition(|part| formal.contains(&part.row));
        let sum = |parts: &[&Part]| words::told_sum(parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.adds)));
        let (contracts_recognised, recognised, carried) = if carried.is_empty() {
            (told("contracts_recognised", "份"), told("signed_recognised", ""), None)
        } else {
            let contracts = Told {
                text: format!("{}份", own.len()),
                known: true,
                zero: own.is_empty(),
            };
            let carried = Carried {
                contracts: format!("{}份", carried.len()),
                sum: sum(&carried).text,
            };
            (contracts, sum(&own), Some(carried))
        };
        Deals {
            contracts: told("contracts_formal", "份"),
            signed: told("signed_formal", ""),
            contracts_recognised,
            recognised,
            carried,
            all_recognised: told("signed_recognised", ""),
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

/// 上年签约、本年落户 that is recognised.
#[derive(Debug, Serialize)]
pub(super) struct Carried {
    contracts: String,
    sum: String,
}

/// A change on the period before.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    name: String,
    text: String,
}

/// What changed, then in one what did not.
pub(super) fn changes(now: &WindowFigures, before: &WindowFigures) -> Vec<Change> {
    let kinds = [
        ("signed_formal", "签约金额", ""),
        ("received", "到位资金", ""),
        ("starts", "开工项目", "个"),
        ("in_talks", "在谈项目", "个"),
    ];
    let known = kinds
        .into_iter()
        .filter_map(|(key, name, unit)| Some((name, words::change(now.get(key), before.get(key), unit)?)));
    let (same, changed): (Vec<_>, Vec<_>) = known.partition(|(_, text)| text == words::UNCHANGED);
    let mut changes: Vec<Change> = changed
        .into_iter()
        .map(|(name, text)| Change {
            name: name.to_owned(),
            text,
        })
        .collect();
    let names: Vec<&str> = same.into_iter().map(|(name, _)| name).collect();
    match names.as_slice() {
        [] => {}
        [name] => changes.push(Change {
            name: (*name).to_owned(),
            text: words::UNCHANGED.to_owned(),
        }),
        names => changes.push(Change {
            name: if names.len() == kinds.len() {
                "各项".to_owned()
            } else {
                names.join("、")
            },
            text: format!("均{}", words::UNCHANGED),
        }),
    }
    changes
}

/// The tables that some squads did not hand in.
#[derive(Debug, Serialize)]
pub(super) struct NotReported {
    /// The squads that lack the same tables: 先进制造、新型材料.
    squad: String,
    tables: Vec<String>,
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
        let is_missing = |figures: &WindowFigures, key, kind| match kind {
            // A log without a column for the whereabouts was handed in all the same.
            Kind::Log => {
                let logged = outcome.records.logged(squad.squad, figures.window, &outcome.policy.calendar);
                !logged && !outcome.records.has_undated_log(squad.squad)
            }
            _ => matches!(figures.get(key), Some(figure) if figure.value == FigureValue::NotReported),
        };
        let missing = tables.into_iter().filter_map(|(key, kind)| {
            let name = kind.name();
            match kind {
                Kind::Receipt if is_untied(outcome, squad.squad) => None,
                Kind::Contract if is_untied(outcome, squad.squad) => Some(format!("{name}（已报的到位资金无法对应）")),
                _ if is_missing(&squad.ytd, key, kind) => Some(name.to_owned()),
                _ if is_missing(&squad.period, key, kind) => Some(format!("{}{name}", words::period_words(outcome.period).this)),
                Kind::Log => months_without_log(outcome, squad.squad).map(|months| format!("{months}{name}")),
                _ => None,
            }
        });
        let tables: Vec<String> = missing.collect();
        (!tables.is_empty()).then(|| (squad_name(outcome, squad.squad), tables))
    });
    let mut missing: Vec<NotReported> = Vec::new();
    for (squad, tables) in squads {
        match missing.iter_mut().find(|item| item.tables == tables) {
            Some(item) => item.squad = format!("{}、{squad}", item.squad),
            None => missing.push(NotReported { squad, tables }),
        }
    }
    missing
}

/// Whether the squad handed in receipts, and no contracts to tie them to.
pub(super) fn is_untied(outcome: &Outcome<'_>, squad: SquadId) -> bool {
    let handed_in = |kind| outcome.records.handed_in(kind, squad);
    handed_in(Kind::Receipt) && !handed_in(Kind::Contract)
}

/// The whole months of the period of which a squad handed in no log, since logs are asked for: 2月、9月.
fn months_without_log(outcome: &Outcome<'_>, squad: SquadId) -> Option<String> {
    let months = whole_months(outcome.window()).into_iter().map(|month| month.window());
    let asked = months.filter(|month| outcome.policy.number("workdays_out", month.from).is_some());
    let missing = asked.filter(|month| !outcome.records.logged(squad, *month, &outcome.policy.calendar));
    let names: Vec<String> = missing.map(|month| format!("{}月", month.from.month())).collect();
    (!names.is_empty() && !outcome.records.has_undated_log(squad)).then(|| names.join("、"))
}
