//! The rows that figures are made of, squad by squad.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::Figure;
use crate::figures::FigureValue;
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

/// The squads whose table for the figure was not handed in, as a remark; `None` when all did.
pub(super) fn not_reported(outcome: &Outcome<'_>, key: &str, table: &str) -> Option<String> {
    let squads = outcome.figures.squads.iter();
    let names: Vec<String> = squads
        .filter(|squad| {
            matches!(
                squad.ytd.get(key),
                Some(Figure {
                    value: FigureValue::NotReported,
                    ..
                })
            )
        })
        .map(|squad| super::cells::squad_name(outcome, squad.squad))
        .collect();
    (!names.is_empty()).then(|| format!("{}未报{table}，相应数据未列入。", names.join("、")))
}
