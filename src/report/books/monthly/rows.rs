//! The rows that figures are made of, squad by squad.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::SquadFigures;
use crate::records::Kind;
use crate::records::RowId;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::values::period::Period;

/// A row of a figure of the year to date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// The squad that it counts for.
    pub(super) squad: SquadId,
    /// The row.
    pub(super) row: RowId,
    /// What it adds: yuan, or 1.
    pub(super) adds: Decimal,
}

/// The rows of a figure in the year to date, by squad; rows that add nothing (the same thing was counted already) are left out.
pub(super) fn counted(outcome: &Outcome<'_>, key: &str) -> Vec<Counted> {
    let squads = outcome.figures.squads.iter();
    let rows = squads.flat_map(|squad| {
        let parts = squad.ytd.get(key).map(|figure| figure.parts.as_slice()).unwrap_or_default();
        parts.iter().map(|part| Counted {
            squad: squad.squad,
            row: part.row,
            adds: part.adds,
        })
    });
    rows.filter(|row| !row.adds.is_zero()).collect()
}

/// What each row adds to a figure in the period.
pub(super) fn in_period(outcome: &Outcome<'_>, key: &str) -> BTreeMap<RowId, Decimal> {
    let figures = outcome.figures.squads.iter().filter_map(|squad| squad.period.get(key));
    adds(figures)
}

/// What each row adds to a figure in the year to date.
pub(super) fn in_year(outcome: &Outcome<'_>, key: &str) -> BTreeMap<RowId, Decimal> {
    let figures = outcome.figures.squads.iter().filter_map(|squad| squad.ytd.get(key));
    adds(figures)
}

/// What each row adds to figures.
pub(super) fn adds<'a>(figures: impl Iterator<Item = &'a Figure>) -> BTreeMap<RowId, Decimal> {
    let mut adds = BTreeMap::new();
    for part in figures.flat_map(|figure| &figure.parts) {
        *adds.entry(part.row).or_insert(Decimal::ZERO) += part.adds;
    }
    adds
}

/// A remark when squads together count more projects than there are, since one stands in the ledgers of two; `None` otherwise.
pub(super) fn listed_twice(outcome: &Outcome<'_>, key: &str) -> Option<String> {
    let listed = counted(outcome, key).len() as u64;
    let distinct = outcome.figures.total_ytd.count(key)?;
    (listed > distinct).then(|| format!("有的项目列在两个专班的台账中，各专班分别列出；全市按一个计，共{distinct}个。"))
}

/// Whether the report is about less than the year, so that the period has columns of its own.
pub(super) fn part_of_year(outcome: &Outcome<'_>) -> bool {
    !matches!(outcome.period, Period::Year { .. })
}

/// The squads without a figure, as a remark: those that handed in no such table, and those whose table lacks a column that it needs
/// (`columns`).
pub(super) fn not_reported(outcome: &Outcome<'_>, key: &str, kinds: &[Kind], columns: &str) -> Option<String> {
    let is_reported = |squad: &&SquadFigures| squad.ytd.get(key).is_some_and(|figure| figure.value != FigureValue::NotReported);
    let squads = outcome.figures.squads.iter().filter(|squad| !is_reported(squad));
    let handed_in = |squad: &&SquadFigures| {
        kinds.iter().all(|kind| match kind {
            Kind::Log => outcome.records.logged(squad.squad, squad.ytd.window),
            _ => outcome.records.handed_in(*kind, squad.squad),
        })
    };
    let (lacking, missing): (Vec<_>, Vec<_>) = squads.partition(handed_in);
    let names = |squads: &[&SquadFigures]| {
        let names = squads.iter().map(|squad| super::cells::squad_name(outcome, squad.squad));
        names.collect::<Vec<_>>().join("、")
    };
    let tables: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let mut said = Vec::new();
    if !missing.is_empty() {
        said.push(format!("{}未报{}", names(&missing), tables.join("或")));
    }
    if !lacking.is_empty() {
        let table = tables.first().copied().unwrap_or_default();
        said.push(format!("{}的{table}缺少{columns}", names(&lacking)));
    }
    (!said.is_empty()).then(|| format!("{}，相应数据未列入。", said.join("；")))
}
