//! How a sheet is laid out that holds no table of rows below a header: what to hand in instead depends on it (D002).

use crate::problem::Layout;
use crate::regulation::City;

use super::grid::Grid;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Raw;
use super::header;
use super::title::Names;

/// Rows that are looked at.
const ROWS: usize = 60;

/// Rows with a name of a column on the left that make a form.
const LABELS: usize = 3;

/// Days beside each other that make a matrix of days, squads below each other that make a cross table.
const DAYS: u32 = 7;
const SQUADS: usize = 2;

/// The layout, if it is one that is known.
pub(super) fn layout(grid: &Grid, names: &Names, city: &City) -> Option<Layout> {
    let rows: Vec<Vec<&GridCell>> = grid.rows.iter().take(ROWS).map(filled).filter(|row| !row.is_empty()).collect();
    let is_name = |cell: &GridCell| matches!(&cell.raw, Raw::Text(written) if names.hit(written).is_some());
    if rows.iter().any(|row| counts_days(row)) {
        return Some(Layout::Days);
    }
    // 专班 | 会务费 | 差旅费: a squad before numbers in each row.
    let is_squad = |cell: &&GridCell| matches!(&cell.raw, Raw::Text(written) if city.body(written).is_some());
    let is_number = |cell: &&GridCell| matches!(cell.raw, Raw::Number(_)) || header::shown(&cell.raw).parse::<f64>().is_ok();
    let of_squads = rows.iter().filter(|row| {
        let numbers = row.iter().skip(1).filter(|cell| is_number(cell)).count();
        row.first().is_some_and(is_squad) && numbers >= 2 && numbers + 1 == row.len()
    });
    if of_squads.count() >= SQUADS {
        return Some(Layout::Cross);
    }
    // The first cell of each row is a name, and what stands beside it is none.
    let labelled: Vec<&Vec<&GridCell>> = rows
        .iter()
        .filter(|row| row.first().is_some_and(|cell| is_name(cell)) && row.get(1).is_none_or(|cell| !is_name(cell)))
        .collect();
    if labelled.len() < LABELS || labelled.len() * 2 < rows.len() {
        return None;
    }
    let pairs = labelled
        .iter()
        .filter(|row| row.len() >= 3 && row.iter().skip(1).all(|cell| !is_name(cell)));
    Some(if pairs.count() >= LABELS { Layout::Turned } else { Layout::Form })
}

fn filled(row: &GridRow) -> Vec<&GridCell> {
    row.cells.iter().filter(|cell| header::is_filled(&cell.raw)).collect()
}

/// Whether a row counts the days of a month or a week from left to right: 1 2 3, 1日 2日 3日.
fn counts_days(row: &[&GridCell]) -> bool {
    let day = |cell: &GridCell| {
        let shown = header::shown(&cell.raw);
        let digits: String = shown.chars().take_while(char::is_ascii_digit).collect();
        let behind = shown.get(digits.len()..).unwrap_or_default();
        matches!(behind, "" | "日" | "号").then(|| digits.parse::<u32>().ok()).flatten()
    };
    let days: Vec<Option<u32>> = row.iter().map(|cell| day(cell)).collect();
    let longest = days
        .chunk_by(|one, next| matches!((one, next), (Some(one), Some(next)) if one + 1 == *next))
        .map(<[_]>::len)
        .max();
    // 1 2 3 4 from the first cell on numbers the columns.
    days.first().is_some_and(Option::is_none) && longest.is_some_and(|longest| longest as u32 >= DAYS)
}
