//! The squads side by side.

use std::cmp::Ordering;

use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::WindowFigures;
use crate::report::Outcome;

use super::squad_name;
use super::words;

/// What is compared: the key, its name with its unit.
const INDICATORS: [(&str, &str); 12] = [
    ("contracts_formal", "正式合同（份）"),
    ("signed_formal", "签约资金（万元）"),
    ("signed_recognised", "其中已认定（万元）"),
    ("received", "到位资金（万元）"),
    ("starts", "开工项目（个）"),
    ("starts_industrial", "其中产业类（个）"),
    ("in_talks", "在谈项目（个）"),
    ("events", "专题招商活动（次）"),
    ("firm_visits", "企业来访（批）"),
    ("leader_trips", "组长带队外出（次）"),
    ("squad_days_out", "在外工作日（个）"),
    ("spent", "经费支出（万元）"),
];

/// What changes are told of.
const CHANGING: [&str; 4] = ["signed_formal", "received", "starts", "in_talks"];

/// What squads are ranked by.
const RANKED: [(&str, &str); 2] = [("signed_formal", "签约资金"), ("received", "到位资金")];

/// Squads that a table has room for beside each other, each with sums of eight digits, in an upright page.
const ABREAST: usize = 5;

/// A table of squads beside each other.
#[derive(Debug, Serialize)]
pub(super) struct SideBySide {
    /// The squads, after the last of them 合计.
    names: Vec<String>,
    /// One row for each indicator: its name, then the figures.
    rows: Vec<Vec<String>>,
}

/// All squads and what they come to together, in as many tables as they need.
pub(super) fn side_by_side(outcome: &Outcome<'_>) -> Vec<SideBySide> {
    let figures = outcome.figures;
    let squads = figures.squads.iter().map(|squad| (squad_name(outcome, squad.squad), &squad.period));
    let all: Vec<(String, &WindowFigures)> = squads.chain([("合计".to_owned(), &figures.total_period)]).collect();
    // The total takes no column of its own from the squads where they fit without it.
    let abreast = if all.len() <= ABREAST + 1 { ABREAST + 1 } else { ABREAST };
    let tables = all.chunks(abreast).map(|part| SideBySide {
        names: part.iter().map(|(name, _)| name.clone()).collect(),
        rows: INDICATORS
            .into_iter()
            .map(|(key, name)| {
                let cells = part.iter().map(|(_, figures)| words::cell(figures.get(key)));
                std::iter::once(name.to_owned()).chain(cells).collect()
            })
            .collect(),
    });
    tables.collect()
}

/// One row for each squad and one for all: each figure with its change on the period before.
pub(super) fn changes(outcome: &Outcome<'_>) -> Vec<Vec<String>> {
    let figures = outcome.figures;
    let row = |name: String, now: &WindowFigures, before: &WindowFigures| {
        let mut row = vec![name];
        for key in CHANGING {
            row.push(words::cell(now.get(key)));
            row.push(words::difference(now.get(key), before.get(key)));
        }
        row
    };
    let squads = figures
        .squads
        .iter()
        .map(|squad| row(squad_name(outcome, squad.squad), &squad.period, &squad.previous));
    let total = row("合计".to_owned(), &figures.total_period, &figures.total_previous);
    squads.chain([total]).collect()
}

/// An order of squads.
#[derive(Debug, Serialize)]
pub(super) struct Ranking {
    name: &'static str,
    /// The squads with their figures, the first first; equal ones in report order.
    squads: Vec<String>,
}

/// The squads by what they signed and received in the year; where one did not report, or none has anything, there is no order.
pub(super) fn rankings(outcome: &Outcome<'_>) -> Vec<Ranking> {
    // One alone is no order.
    let ranked = RANKED.into_iter().filter(|_| outcome.figures.squads.len() > 1);
    let rankings = ranked.filter_map(|(key, name)| {
        let squads = outcome.figures.squads.iter();
        let mut known: Vec<(&Figure, String)> = squads
            .map(|squad| squad.ytd.get(key).map(|figure| (figure, squad_name(outcome, squad.squad))))
            .collect::<Option<_>>()?;
        if known.iter().any(|(figure, _)| !matches!(figure.value, FigureValue::Money(_))) {
            return None;
        }
        if known
            .iter()
            .all(|(figure, _)| matches!(figure.value, FigureValue::Money(sum) if sum.is_zero()))
        {
            return None;
        }
        known.sort_by(|(one, _), (other, _)| match (&one.value, &other.value) {
            (FigureValue::Money(one), FigureValue::Money(other)) => other.cmp(one),
            _ => Ordering::Equal,
        });
        let squads = known
            .iter()
            .map(|(figure, squad)| format!("{squad}{}", words::told(Some(figure), "").text));
        Some(Ranking {
            name,
            squads: squads.collect(),
        })
    });
    rankings.collect()
}
