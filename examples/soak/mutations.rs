//! What happens to sheets in offices, and some that should not: changes of cells, rows, columns and files, by the dice.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use rust_xlsxwriter::Format;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook as Written;
use zhuanban::intake;
use zhuanban::intake::grid::Grid;
use zhuanban::intake::grid::GridCell;
use zhuanban::intake::grid::GridRow;
use zhuanban::intake::grid::Raw;
use zhuanban::intake::grid::Workbook;
use zhuanban::settings::Limits;

use crate::mutate;
use crate::mutate::Dice;

/// What people, and programs, leave in a cell.
const TEXTS: [&str; 40] = [
    "",
    " ",
    "-",
    "—",
    "/",
    "无",
    "同上",
    "〃",
    "？",
    "待定",
    "0",
    "-1",
    "１２３．５",
    "1,234.50",
    "1.234,50",
    "壹佰万元整",
    "3千万",
    "1.2亿元",
    "约300万",
    "300-500万",
    "USD 120",
    "9999999999999999999999999999",
    "1e308",
    "NaN",
    "2021.9.31",
    "2021年2月29日",
    "9月8日",
    "昨天",
    "44444",
    "1900-01-00",
    "9999-12-31",
    "合计",
    "小计",
    "总计：",
    "文化旅游",
    "新材料、先进制造",
    "王伟，李娜",
    "是否",
    "=1+1",
    "\u{202e}\u{200b}甲\u{feff}",
];

const NUMBERS: [f64; 12] = [
    0.0,
    -0.0,
    -1.0,
    0.1,
    1e-9,
    1e15,
    1e17,
    9.99e28,
    1e300,
    44_444.0,
    0.004,
    123_456_789.125,
];

/// Every file below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Changes the files of an inbox in some ways; gives what was done.
pub fn some(inbox: &Path, dice: &mut Dice) -> Vec<&'static str> {
    let mut done = Vec::new();
    // Most runs get a few changes, some get very many.
    let count = match dice.below(10) {
        0 => 200,
        1..3 => 60,
        _ => 1 + dice.below(20),
    };
    for _ in 0..count {
        let files = files(inbox);
        if files.is_empty() {
            break;
        }
        let path = &files[dice.below(files.len())];
        done.extend(if dice.below(6) == 0 {
            file(path, &files, dice)
        } else {
            cells(path, dice)
        });
    }
    done
}

/// Changes a file as such.
fn file(path: &Path, files: &[PathBuf], dice: &mut Dice) -> Option<&'static str> {
    let other = &files[dice.below(files.len())];
    let folder = other.parent().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = fs::read(path).unwrap();
    let (target, kind) = match dice.below(11) {
        0 => {
            fs::remove_file(path).unwrap();
            return Some("file removed");
        }
        1 => (folder.join(format!("副本{}{name}", dice.below(100))), "file copied"),
        2 => {
            fs::rename(path, folder.join(format!("改名{}.xlsx", dice.below(1000)))).unwrap();
            return Some("file renamed");
        }
        3 => (folder.join(format!("{name}.xls")), "extension wrong"),
        4 => (folder.join(format!("~${name}")), "lock file"),
        5 => {
            fs::write(path, &bytes[..dice.below(bytes.len())]).unwrap();
            return Some("file cut off");
        }
        6 => {
            fs::write(path, mutate::variant(&bytes, dice)).unwrap();
            return Some("file damaged");
        }
        7 => {
            fs::write(path, b"").unwrap();
            return Some("file emptied");
        }
        8 => {
            let parts = [("表.xlsx", bytes.as_slice()), ("说明.txt", b"x".as_slice())];
            fs::write(folder.join(format!("{name}.zip")), crate::makers::zipped(&parts, true)).unwrap();
            return Some("file zipped");
        }
        9 => {
            let workbook = read(path)?;
            fs::write(folder.join(format!("{name}.csv")), csv(workbook.sheets.first()?)).unwrap();
            return Some("saved as csv");
        }
        _ => {
            // The same rows in other bytes, one of them changed: a new copy beside the old one.
            let mut workbook = read(path)?;
            let sheet = dice.below(workbook.sheets.len());
            one_cell(workbook.sheets.get_mut(sheet)?, dice);
            fs::write(folder.join(format!("新{}{name}", dice.below(100))), written(&workbook)?).unwrap();
            return Some("new copy");
        }
    };
    fs::write(target, bytes).unwrap();
    Some(kind)
}

/// Changes cells, rows or columns of a workbook.
fn cells(path: &Path, dice: &mut Dice) -> Option<&'static str> {
    let mut workbook = read(path)?;
    let chosen = dice.below(workbook.sheets.len());
    let grid = workbook.sheets.get_mut(chosen)?;
    if grid.rows.is_empty() {
        return None;
    }
    let at = dice.below(grid.rows.len());
    let kind = match dice.below(16) {
        0..7 => {
            for _ in 0..=dice.below(3) {
                one_cell(grid, dice);
            }
            "cell"
        }
        7 => {
            grid.rows.remove(at);
            "row emptied"
        }
        8 => {
            let from = grid.rows.remove(at).row;
            shift(grid, from, -1);
            "row removed"
        }
        9 => {
            let row = grid.rows[at].clone();
            shift(grid, row.row, 1);
            grid.rows.push(row);
            grid.rows.sort_by_key(|row| row.row);
            "row doubled"
        }
        10 => {
            let other = dice.below(grid.rows.len());
            let (a, b) = (grid.rows[at].row, grid.rows[other].row);
            grid.rows[at].row = b;
            grid.rows[other].row = a;
            grid.rows.sort_by_key(|row| row.row);
            "rows swapped"
        }
        11 => {
            let from = grid.rows[at].row;
            shift(grid, from, 1);
            let text = format!("合计{}", dice.below(1000));
            grid.rows.push(GridRow {
                row: from,
                cells: vec![cell(1, Raw::Text(text.into())), cell(5, Raw::Number(dice.below(100_000) as f64))].into(),
            });
            grid.rows.sort_by_key(|row| row.row);
            "total put in"
        }
        12 => {
            let column = 1 + dice.below(12) as u16;
            for row in &mut grid.rows {
                row.cells = row.cells.iter().filter(|cell| cell.column != column).cloned().collect();
            }
            "column emptied"
        }
        13 => {
            let (a, b) = (1 + dice.below(10) as u16, 1 + dice.below(10) as u16);
            for row in &mut grid.rows {
                let mut cells = row.cells.to_vec();
                for cell in &mut cells {
                    cell.column = match cell.column {
                        column if column == a => b,
                        column if column == b => a,
                        column => column,
                    };
                }
                cells.sort_by_key(|cell| cell.column);
                row.cells = cells.into();
            }
            grid.merges.clear();
            "columns swapped"
        }
        14 => {
            let row = grid.rows[at].row;
            grid.hidden_rows.push(row);
            grid.hidden = dice.below(4) == 0;
            "hidden"
        }
        _ => {
            let mut copy = grid.clone();
            copy.name = Arc::from(format!("复制{}", dice.below(1000)));
            workbook.sheets.push(copy);
            "sheet doubled"
        }
    };
    fs::write(path, written(&workbook)?).unwrap();
    Some(kind)
}

fn cell(column: u16, raw: Raw) -> GridCell {
    GridCell { column, raw }
}

/// Moves all rows from that number on.
fn shift(grid: &mut Grid, from: u32, by: i32) {
    for row in grid.rows.iter_mut().filter(|row| row.row >= from) {
        row.row = row.row.saturating_add_signed(by).max(1);
    }
    grid.merges.retain(|merge| merge.bottom < from);
}

fn one_cell(grid: &mut Grid, dice: &mut Dice) {
    if grid.rows.is_empty() {
        return;
    }
    let (row, other) = (dice.below(grid.rows.len()), dice.below(grid.rows.len()));
    let pick = dice.below(grid.rows[other].cells.len());
    let copied = grid.rows[other].cells.get(pick).map(|cell| cell.raw.clone());
    let at = dice.below(grid.rows[row].cells.len());
    let mut cells = grid.rows[row].cells.to_vec();
    let Some(cell) = cells.get_mut(at) else { return };
    cell.raw = match dice.below(9) {
        0..3 => Raw::Text(TEXTS[dice.below(TEXTS.len())].into()),
        3 => Raw::Number(NUMBERS[dice.below(NUMBERS.len())]),
        4 => match &cell.raw {
            Raw::Number(number) => Raw::Number(number * [10.0, -1.0, 0.0001, 1.5][dice.below(4)]),
            Raw::Text(text) => Raw::Text(turned(text, dice).into()),
            raw => raw.clone(),
        },
        5 => Raw::Date {
            serial: [0.0, 1.0, 59.5, 60.0, 44_444.0, 44_561.9, 73_050.0, 2_958_465.0][dice.below(8)],
            day: None,
        },
        6 => Raw::Error("#REF!".into()),
        7 => Raw::NoResult,
        _ => copied.unwrap_or(Raw::Bool(dice.below(2) == 0)),
    };
    grid.rows[row].cells = cells.into();
}

/// A text as somebody may have written it instead.
fn turned(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = dice.below(letters.len());
    match dice.below(5) {
        0 if !letters.is_empty() => {
            letters.remove(at);
        }
        1 => letters.insert(at, ' '),
        2 => letters.extend(text.chars()),
        3 => letters.truncate(at),
        _ => letters.insert(at, ['\n', '、', '，', '（', '0'][dice.below(5)]),
    }
    letters.into_iter().collect()
}

fn read(path: &Path) -> Option<Workbook> {
    let name = path.file_name()?.to_str()?;
    intake::read_bytes(name, fs::read(path).unwrap(), &Limits::default()).ok()
}

/// A workbook as .xlsx; `None` when that holds no such thing.
fn written(workbook: &Workbook) -> Option<Vec<u8>> {
    let mut book = Written::new();
    let day = Format::new().set_num_format("yyyy-m-d");
    for grid in &workbook.sheets {
        let sheet = book.add_worksheet();
        if !grid.name.is_empty() {
            sheet.set_name(&*grid.name).ok()?;
        }
        for merge in &grid.merges {
            let blank = Format::new();
            sheet
                .merge_range(merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "", &blank)
                .ok()?;
        }
        for row in &grid.rows {
            for cell in &row.cells {
                let (row, column) = (row.row - 1, cell.column - 1);
                match &cell.raw {
                    Raw::Text(text) => sheet.write_string(row, column, &**text).ok()?,
                    Raw::Number(number) => sheet.write_number(row, column, *number).ok()?,
                    Raw::Date { serial, .. } => sheet.write_number_with_format(row, column, *serial, &day).ok()?,
                    Raw::Bool(bool) => sheet.write_boolean(row, column, *bool).ok()?,
                    Raw::Error(error) => sheet.write_formula(row, column, Formula::new("A1/0").set_result(&**error)).ok()?,
                    Raw::NoResult => sheet.write_formula(row, column, Formula::new("A1+1").set_result("")).ok()?,
                };
            }
        }
        for row in &grid.hidden_rows {
            sheet.set_row_hidden(row - 1).ok()?;
        }
        for column in &grid.hidden_columns {
            sheet.set_column_hidden(column - 1).ok()?;
        }
        if grid.hidden && grid.order > 0 {
            sheet.set_hidden(true);
        }
    }
    book.save_to_buffer().ok()
}

fn csv(grid: &Grid) -> String {
    let mut text = String::new();
    let mut last = 0;
    for row in &grid.rows {
        text.extend(std::iter::repeat_n('\n', (row.row.saturating_sub(last)).min(1000) as usize));
        last = row.row;
        let mut column = 1;
        for cell in &row.cells {
            text.extend(std::iter::repeat_n(',', cell.column.saturating_sub(column).into()));
            column = cell.column;
            match &cell.raw {
                Raw::Text(text_) => text.push_str(&format!("\"{}\"", text_.replace('"', "\"\""))),
                Raw::Number(number) => text.push_str(&number.to_string()),
                Raw::Date { day: Some(day), .. } => text.push_str(&day.to_string()),
                _ => {}
            }
        }
    }
    text
}
