//! The rows that figures are made of, squad by squad.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::records::Kind;
use crate::records::RowId;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::books::cells;
use crate::report::sheet::Cell;
use crate::values::period::Period;

/// A row of a figure of the year to date, or of the period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// The squad that it counts for.
    pub(super) squad: SquadId,
    /// The row.
    pub(super) row: RowId,
    /// What it adds to the figure of the year to date: yuan, or 1; 0 for a row of the period that lies before the year.
    pub(super) adds: Decimal,
}

/// The rows of a figure in the year to date, and those that it has only in the period: the first week of a year begins in the year
/// before. By squad; rows that add nothing (the same thing was counted already) are left out.
pub(super) fn counted(outcome: &Outcome<'_>, key: &str) -> Vec<Counted> {
    let adding = |figures: &WindowFigures| -> BTreeMap<RowId, Decimal> {
        let mut adding = adds(figures.get(key).into_iter());
        adding.retain(|_, adds| !adds.is_zero());
        adding
    };
    let mut counted = Vec::new();
    for figures in &outcome.figures.squads {
        let mut rows = adding(&figures.ytd);
        for row in adding(&figures.period).into_keys() {
            rows.entry(row).or_default();
        }
        counted.extend(rows.into_iter().map(|(row, adds)| Counted {
            squad: figures.squad,
            row,
            adds,
        }));
    }
    counted
}

/// A flag for whether the row of a count is one of the year.
pub(super) fn of_year(counted: &Counted) -> Cell {
    cells::flag(!counted.adds.is_zero())
}

/// What a row adds to a sum of the year, in 万元; — where it lies before the year.
pub(super) fn wan_of_year(counted: &Counted) -> Cell {
    if counted.adds.is_zero() {
        return cells::faint(cells::NO_VALUE);
    }
    cells::wan(counted.adds)
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
    let listed = counted(outcome, key).iter().filter(|row| !row.adds.is_zero()).count() as u64;
    let distinct = outcome.figures.total_ytd.count(key)?;
    (listed > distinct).then(|| format!("有的项目列在两个专班的台账中，各专班分别列出；全市按一个计，共{distinct}个。"))
}

/// What stands in a list without rows: nothing of the year or the period, or 未报 where no squad reported the figure.
pub(super) fn nothing(outcome: &Outcome<'_>, key: &str, none: &str) -> String {
    let is_reported = |squad: &SquadFigures| squad.ytd.get(key).is_some_and(|figure| figure.value != FigureValue::NotReported);
    let told = if outcome.figures.squads.iter().any(is_reported) {
        none
    } else {
        cells::NOT_REPORTED
    };
    told.to_owned()
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
            Kind::Log => outcome.records.logged(squad.squad, squad.ytd.window, &outcome.policy.calendar),
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
