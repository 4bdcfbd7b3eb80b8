//! Widths of columns and heights of rows, worked out here, since no program fits Chinese text by itself when a file is opened.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::report::look::Show;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Value;

pub(super) use crate::report::sheet::lines;
pub(super) use crate::report::sheet::width;

/// Height of a line of text, in points.
pub(super) const LINE: f64 = 14.0;

/// Room above and below the text of a row, in points.
pub(super) const ROOM: f64 = 5.0;

/// No row may be higher (the format's limit is 409).
const HIGHEST: f64 = 400.0;

/// How wide a column of that many characters is, in pixels.
pub(super) fn pixels(width: f64) -> u32 {
    (width * 7.0 + 5.0) as u32
}

/// How wide a cell's value is, in characters.
pub(super) fn cell_width(cell: &Cell) -> usize {
    match &cell.value {
        Value::Blank => 0,
        Value::Text(text) => width(text),
        Value::Number(number) | Value::Formula { result: number, .. } => number_width(*number, cell.style.show),
        Value::Date(_) => 10,
    }
}

/// How wide a number is as shown.
pub(super) fn number_width(number: Decimal, show: Show) -> usize {
    let whole = |number: Decimal| {
        let digits = number.trunc().abs().to_string().len();
        digits + (digits.saturating_sub(1)) / 3 + usize::from(number.is_sign_negative())
    };
    match show {
        Show::Plain | Show::Text => number.to_string().len(),
        Show::Money => whole(number) + 3,
        Show::MoneyExact => whole(number) + 7,
        Show::MoneyInWan => whole(number) + 7,
        Show::Count => whole(number),
        Show::CountOfThings | Show::CountOfFindings => whole(number) + 2,
        Show::Percent => whole(number * Decimal::ONE_HUNDRED) + 4,
        Show::PercentExact => whole(number * Decimal::ONE_HUNDRED) + 10,
        Show::Points => whole(number) + 4,
        Show::Date => 10,
        Show::Flag => 2,
    }
}

/// Sets the height of a row that its cells need at the widths of the sheet; the widths must stand.
pub(super) fn height(sheet: &mut Sheet, row: u32, cells: &[Cell]) {
    height_from(sheet, row, 0, cells);
}

/// The same for cells of which the first stands in another column than the first.
pub(super) fn height_from(sheet: &mut Sheet, row: u32, first: u16, cells: &[Cell]) {
    let mut most = 1;
    for (column, cell) in (first..).zip(cells) {
        if let (Value::Text(text), true) = (&cell.value, cell.style.wrap) {
            let column = sheet.widths.get(&column).copied().unwrap_or(9.0);
            most = most.max(lines(text, column));
        }
    }
    sheet.heights.insert(row, (most as f64 * LINE + ROOM).min(HIGHEST));
}

/// Widens the columns of a sheet until every number shows: one that does not fit shows as `####`, a text only breaks.
pub(super) fn numbers(sheet: &mut Sheet) {
    let merged: BTreeSet<(u32, u16)> = sheet.merges.iter().map(|area| (area.top, area.left)).collect();
    for (&(row, column), cell) in &sheet.cells {
        let is_number = !matches!(cell.value, Value::Blank | Value::Text(_));
        if is_number && !merged.contains(&(row, column)) {
            let needed = cell_width(cell) as f64 + 2.0;
            let width = sheet.widths.entry(column).or_insert(needed);
            *width = width.max(needed);
        }
    }
}
