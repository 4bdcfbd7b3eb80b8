//! Columns of units beside amounts: 合同金额 | 单位, with 万元 or 亿元 in each row. The row's own unit goes before the header's.

use crate::records::column::Form;
use crate::records::column::Table;
use crate::values::unit::Unit;

use super::ditto;
use super::grid::GridCell;
use super::grid::Raw;
use super::header::HeadColumn;
use super::title::Known;
use super::title::Title;

/// What such a column is called, brackets aside.
const TITLES: [&str; 5] = ["单位", "金额单位", "货币单位", "计量单位", "资金单位"];

/// The columns of units of one table.
#[derive(Debug)]
pub(super) struct UnitColumns {
    /// From left to right.
    columns: Vec<UnitColumn>,
    /// For each declared column of money the position of its column of units.
    of: Vec<Option<usize>>,
}

#[derive(Debug)]
struct UnitColumn {
    /// Column from 1.
    column: u16,
    /// Position among the header's titles.
    at: usize,
    /// The unit of the last row, which 同上 repeats.
    last: Option<Unit>,
    /// The unit of the rows so far; `Err` when they differ.
    said: Result<Option<Unit>, ()>,
}

impl UnitColumns {
    /// Finds them among the titles that stand for nothing else.
    pub(super) fn new(titles: &[HeadColumn], table: &Table) -> UnitColumns {
        let columns: Vec<UnitColumn> = titles
            .iter()
            .enumerate()
            .filter(|(_, title)| title.known.is_none() && TITLES.contains(&Title::read(&title.title).bare.as_str()))
            .map(|(at, title)| UnitColumn {
                column: title.column,
                at,
                last: None,
                said: Ok(None),
            })
            .collect();
        let of_money = |(position, declared): (usize, &crate::records::column::Column)| {
            if !matches!(declared.form, Form::Money(_)) {
                return None;
            }
            let title = titles.iter().find(|title| title.known == Some(Known::Column(position)))?;
            match columns.len() {
                // One for the whole row.
                1 => Some(0),
                _ => columns.iter().position(|unit| unit.column > title.column),
            }
        };
        let of = table.columns.iter().enumerate().map(of_money).collect();
        UnitColumns { columns, of }
    }

    /// The unit that the row gives for the declared column of money; `cells` are those of the header's titles.
    pub(super) fn of_row(&mut self, position: usize, cells: &[Option<&Raw>]) -> Option<Unit> {
        let column = self.columns.get_mut(self.of.get(position).copied().flatten()?)?;
        let cell = cells.get(column.at).copied().flatten();
        column.last = match cell {
            Some(cell) if ditto::is_ditto(cell) => column.last,
            cell => cell.and_then(unit_in),
        };
        let unit = column.last?;
        column.said = match column.said {
            Ok(before) if before.is_none_or(|before| before == unit) => Ok(Some(unit)),
            _ => Err(()),
        };
        Some(unit)
    }

    /// The unit of the column's total: its own row's, or that of all rows above; an error when these differ.
    pub(super) fn of_total(&self, position: usize, own: &[&GridCell]) -> Result<Option<Unit>, ()> {
        let Some(column) = self.of.get(position).copied().flatten().and_then(|at| self.columns.get(at)) else {
            return Ok(None);
        };
        let cell = own.iter().find(|cell| cell.column == column.column);
        match cell.and_then(|cell| unit_in(&cell.raw)) {
            Some(unit) => Ok(Some(unit)),
            None => column.said,
        }
    }

    /// Whether a column of the sheet gave the unit of any row.
    pub(super) fn is_used(&self, column: u16) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|unit| unit.column == column && unit.said != Ok(None))
    }
}

fn unit_in(raw: &Raw) -> Option<Unit> {
    match raw {
        Raw::Text(written) => Unit::parse(written),
        _ => None,
    }
}
