//! A workbook read back: its cells against the figures that they show, and its totals against the rows above them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::intake;
use crate::intake::grid::Grid;
use crate::intake::grid::Raw;
use crate::report::OutputFile;
use crate::report::sheet::Shown;
use crate::report::sheet::Unit;
use crate::report::sheet::a1;
use crate::settings::Limits;
use crate::values::number;
use crate::values::number::nearest_f64;

use super::FIGURES;
use super::figures::Figures;
use super::figures::NO_NUMBER;

/// By how much of itself the binary64 in a cell may be off its exact number: 2⁻⁵³, rounded up.
const LEAST_STEP: Decimal = Decimal::from_parts(2, 0, 0, false, 16);

/// A workbook's cells against the figures that they show, and totals against the rows above them.
pub(super) fn workbook(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let read = match intake::read_bytes(&file.path, file.bytes.clone(), &Limits::default()) {
        Ok(read) => read,
        Err(refused) => return told.push(format!("{}：生成后读不回来（{}）", file.path, refused.reason)),
    };
    let sheets: BTreeMap<&str, &Grid> = read.sheets.iter().map(|grid| (&*grid.name, grid)).collect();
    for shown in &file.shown {
        let place = format!("{} › {} › {}", file.path, shown.sheet, a1(shown.row, shown.column));
        let Some(figure) = figures.number(&shown.figure) else {
            told.push(format!("{place} 所列的指标 {} 不在 {FIGURES} 中", shown.figure));
            continue;
        };
        let cell = sheets.get(shown.sheet.as_str()).and_then(|grid| raw(grid, shown.row, shown.column));
        let expected = figure.and_then(|figure| shown.unit.of(figure));
        let agrees = match (&cell, expected) {
            (Some(Raw::Number(number)), Some(expected)) => *number == nearest_f64(expected),
            (Some(Raw::Text(text)), None) => NO_NUMBER.contains(&&**text),
            // A number whose format shows its unit is read with it, in the digits that a spreadsheet has.
            (Some(Raw::Text(text)), Some(expected)) => {
                let hundredfold = text.strip_suffix('%').and_then(|share| share.parse().ok());
                let share = hundredfold.and_then(|share: Decimal| share.checked_div(Decimal::ONE_HUNDRED));
                let shown = share.or_else(|| text.trim_end_matches(['万', '元', '个']).parse().ok());
                shown == number::from_f64(nearest_f64(expected)).ok()
            }
            _ => false,
        };
        if !agrees {
            let (cell, figure) = (
                said(cell.as_ref()),
                expected.map_or_else(|| "未报".to_owned(), |value| value.normalize().to_string()),
            );
            told.push(format!("{place} 是 {cell}，{FIGURES} 中的 {} 是 {figure}", shown.figure));
        }
        if let (Some((first, last)), Some(grid)) = (shown.rows, sheets.get(shown.sheet.as_str())) {
            adds_up(&place, grid, shown, (first, last), told);
        }
    }
}

/// Whether the rows of a column add up to its total.
fn adds_up(place: &str, grid: &Grid, shown: &Shown, (first, last): (u32, u32), told: &mut Vec<String>) {
    let number = |raw| match raw {
        Raw::Number(number) => Decimal::from_f64_retain(number),
        _ => Some(Decimal::ZERO),
    };
    let mut numbers = (first..=last).filter_map(|row| raw(grid, row, shown.column)).map(number);
    let Some(total @ Raw::Number(_)) = raw(grid, shown.row, shown.column) else {
        return;
    };
    // What a cell holds is off by as much as a binary64 must be: too little to hide a fen, unless the sum is beyond such numbers.
    let add = |(sum, size): (Decimal, Decimal), number: Decimal| Some((sum.checked_add(number)?, size.checked_add(number.abs())?));
    let sum = numbers.try_fold((Decimal::ZERO, Decimal::ZERO), |sums, number| add(sums, number?));
    let total = number(total);
    let off = sum.zip(total).and_then(|((sum, size), total)| {
        let room = size.checked_add(total.abs())?.checked_mul(LEAST_STEP)?;
        Some(sum.checked_sub(total)?.abs() > room)
    });
    if off != Some(false) {
        let say =
            |value: Option<Decimal>| value.map_or_else(|| "（无法相加）".to_owned(), |value| value.round_dp(9).normalize().to_string());
        told.push(format!(
            "{place} 是 {}，其上第{}至{}行相加是 {}",
            say(total),
            first + 1,
            last + 1,
            say(sum.map(|(sum, _)| sum))
        ));
    }
}

/// What stands in a cell; row and column from 0.
fn raw(grid: &Grid, row: u32, column: u16) -> Option<Raw> {
    let at = grid.rows.binary_search_by_key(&(row + 1), |row| row.row).ok()?;
    let cells = &grid.rows.get(at)?.cells;
    let at = cells.binary_search_by_key(&(column + 1), |cell| cell.column).ok()?;
    cells.get(at).map(|cell| cell.raw.clone())
}

fn said(raw: Option<&Raw>) -> String {
    match raw {
        None => "空".to_owned(),
        Some(Raw::Number(number)) => number.to_string(),
        Some(Raw::Text(text)) => format!("“{text}”"),
        Some(_) => "其他内容".to_owned(),
    }
}

impl Unit {
    /// A figure in this unit.
    fn of(self, figure: Decimal) -> Option<Decimal> {
        match self {
            Unit::Wan => figure.checked_div(Decimal::from(10_000)),
            Unit::Same => Some(figure),
        }
    }
}
