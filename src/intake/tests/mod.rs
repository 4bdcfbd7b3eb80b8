//! What reading makes of sheets, by subject of spec 1.

mod headers;
mod rivals;
mod rows;
mod totals;
mod turned;
mod values;

use std::sync::Arc;

use crate::account::Tally;
use crate::intake::Intake;
use crate::intake::ReadFile;
use crate::intake::Reading;
use crate::intake::grid::Grid;
use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Workbook;
use crate::intake::row::rule_of;
use crate::problem::Problem;
use crate::problem::What;
use crate::regulation::Policy;
use crate::settings::Settings;
use crate::testing::Scene;

/// `D005 B3` of each problem, with `!` when it sets its row aside; the row when it lies in no cell.
pub(super) fn told(intake: &Intake) -> Vec<String> {
    intake.problems.iter().map(told_one).collect()
}

fn told_one(problem: &Problem) -> String {
    let place = problem.place.a1().unwrap_or_else(|| problem.place.row.to_string());
    let mark = if problem.sets_aside { "!" } else { "" };
    format!("{}{mark} {place}", rule_of(&problem.what))
}

/// Checks that every row and every yuan is accounted for, and that the records agree with the account.
pub(super) fn balanced(intake: Intake) -> Intake {
    let tables = &intake.tables;
    let mut used = 0;
    for table in intake.account.files.iter().flat_map(|file| &file.tables) {
        let rows = table.rows;
        assert_eq!(rows.found, rows.used + rows.duplicate + rows.set_aside, "{table:?}");
        if let Some(Tally {
            found,
            used,
            duplicate,
            set_aside,
        }) = table.money
        {
            assert_eq!(found, used + duplicate + set_aside, "{table:?}");
        }
        used += rows.used;
    }
    let kept = tables.roster.len()
        + tables.logs.len()
        + tables.projects.len()
        + tables.contracts.len()
        + tables.receipts.len()
        + tables.expenses.len()
        + tables.approvals.len()
        + tables.grants.len()
        + tables.applications.len()
        + tables.activities.len()
        + tables.investors.len()
        + tables.reserves.len()
        + tables.talents.len()
        + tables.budgets.len();
    assert_eq!(kept as u64, used);
    let set_aside: u64 = intake
        .account
        .files
        .iter()
        .flat_map(|file| &file.tables)
        .map(|table| table.rows.set_aside)
        .sum();
    assert_eq!(tables.set_aside.len() as u64, set_aside);
    let places: Vec<_> = intake.problems.iter().map(|problem| problem.place.clone()).collect();
    assert!(places.is_sorted(), "problems stand in file order");
    intake
}

/// Reads one sheet of text in a squad's folder.
pub(super) fn read(text: &str) -> Intake {
    read_as("文化旅游/2021年.xlsx", "表", text)
}

/// Reads one sheet of text.
pub(super) fn read_as(path: &str, sheet: &str, text: &str) -> Intake {
    balanced(Scene::new("2021").sheet(path, sheet, text).intake())
}

/// A sheet of raw cells: each row with its number and its cells by column.
pub(super) fn grid(rows: Vec<(u32, Vec<(u16, Raw)>)>, merges: Vec<Merge>) -> Grid {
    let row = |(row, cells): (u32, Vec<(u16, Raw)>)| GridRow {
        row,
        cells: cells.into_iter().map(|(column, raw)| GridCell { column, raw }).collect(),
    };
    Grid {
        name: Arc::from("表"),
        rows: rows.into_iter().map(row).collect(),
        merges,
        ..Grid::default()
    }
}

/// A sheet of text with merged blocks, given by their first and last cells.
pub(super) fn merged(text: &str, merges: &[(u32, u16, u32, u16)]) -> Grid {
    let rows = text.lines().enumerate().map(|(row, line)| {
        let cells = line.split('|').enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let cells = cells.map(|(column, cell)| (column as u16 + 1, cell_of(cell.trim())));
        (row as u32 + 1, cells.collect::<Vec<_>>())
    });
    let rows = rows.filter(|(_, cells)| !cells.is_empty()).collect();
    let merges = merges.iter().map(|(top, left, bottom, right)| Merge {
        top: *top,
        left: *left,
        bottom: *bottom,
        right: *right,
    });
    grid(rows, merges.collect())
}

/// `#12.5` is a number cell, `!REF` an error, `?` a formula without a result, anything else text.
fn cell_of(text: &str) -> Raw {
    match text.split_at_checked(1) {
        Some(("#", number)) => Raw::Number(number.parse().expect("a number")),
        Some(("!", error)) => Raw::Error(Arc::from(format!("#{error}!"))),
        Some(("?", "")) => Raw::NoResult,
        _ => Raw::Text(Arc::from(text)),
    }
}

/// Reads one sheet in a squad's folder.
pub(super) fn read_grid(grid: Grid) -> Intake {
    read_grids("文化旅游/2021年.xlsx", vec![grid])
}

/// Reads the sheets of one file.
pub(super) fn read_grids(path: &str, sheets: Vec<Grid>) -> Intake {
    let settings = Settings::default();
    let reading = Reading {
        settings: &settings,
        policy: &Policy::built_in(),
        year: 2021,
        today: "2022-12-31".parse().expect("a day"),
    };
    let file = ReadFile {
        path: path.to_owned(),
        workbook: Workbook {
            sheets,
            remarks: Vec::new(),
        },
    };
    balanced(super::settle(vec![file], &reading))
}

/// Reads a text file in a squad's folder.
pub(super) fn read_csv(text: &str) -> Intake {
    let path = "文化旅游/2021年.csv";
    let workbook = super::read_bytes(path, text.as_bytes().to_vec(), &Settings::default().limits).expect("a text");
    read_grids(path, workbook.sheets)
}

/// The only problem of a kind.
pub(super) fn only<'a>(intake: &'a Intake, rule: &str) -> &'a Problem {
    let mut found = intake.problems.iter().filter(|problem| rule_of(&problem.what) == rule);
    let first = found.next().unwrap_or_else(|| panic!("no {rule} in {:?}", told(intake)));
    assert!(found.next().is_none(), "more than one {rule}: {:?}", told(intake));
    first
}

/// What of the only problem of a kind.
pub(super) fn what<'a>(intake: &'a Intake, rule: &str) -> &'a What {
    &only(intake, rule).what
}
