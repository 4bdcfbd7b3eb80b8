//! The least that any program must do for the same job: calamine reads every cell of the inbox, rust_xlsxwriter writes every cell of
//! the workbooks that a run produced, nothing else. What `benches/compare.py` holds the program against.
//!
//! `cargo run --release --example floor -- [--own] INBOX [REPORT [OUT]]`; without REPORT it only reads, with --own by the reader of this
//! project instead of calamine.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;

use calamine::Data;
use calamine::DataRef;
use calamine::Reader;
use calamine::Xlsx;
use calamine::open_workbook_auto;
use rust_xlsxwriter::Workbook;
use zhuanban::intake::read_bytes;
use zhuanban::settings::Limits;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from).peekable();
    let own = arguments.next_if(|first| first == Path::new("--own")).is_some();
    let inbox = arguments.next().ok_or("[--own] INBOX [REPORT [OUT]]")?;
    let (mut read, mut written) = (0, 0);
    for path in workbooks(&inbox)? {
        read += if own { own_cells_of(&path)? } else { cells_of(&path)? };
    }
    if let Some(report) = arguments.next() {
        let out = arguments.next().unwrap_or_else(std::env::temp_dir);
        fs::create_dir_all(&out)?;
        for (number, path) in workbooks(&report)?.into_iter().enumerate() {
            written += written_again(&path, &out.join(format!("{number}.xlsx")))?;
        }
    }
    println!("{read} cells read, {written} written");
    Ok(())
}

/// The workbooks below a folder, in order.
fn workbooks(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(workbooks(&path)?);
        } else if matches!(path.extension().and_then(OsStr::to_str), Some("xlsx" | "xls" | "xlsb" | "ods")) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads every cell, the leanest way that the library has for the kind of file.
fn cells_of(path: &Path) -> Result<usize, Box<dyn Error>> {
    let mut cells = 0;
    if path.extension() == Some(OsStr::new("xlsx")) {
        let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?))?;
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name)?;
            while let Some(cell) = reader.next_cell()? {
                cells += usize::from(!matches!(cell.get_value(), DataRef::Empty));
            }
        }
        return Ok(cells);
    }
    let mut book = open_workbook_auto(path)?;
    for name in book.sheet_names() {
        cells += book.worksheet_range(&name)?.used_cells().count();
    }
    Ok(cells)
}

/// The same cells by the reader of this project.
fn own_cells_of(path: &Path) -> Result<usize, Box<dyn Error>> {
    let workbook = read_bytes(&path.to_string_lossy(), fs::read(path)?, &Limits::default())?;
    let rows = workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
    Ok(rows.map(|row| row.cells.len()).sum())
}

/// Writes the cells of a workbook into another, without formats.
fn written_again(path: &Path, to: &Path) -> Result<usize, Box<dyn Error>> {
    let mut from = open_workbook_auto(path)?;
    let mut book = Workbook::new();
    let mut cells = 0;
    for name in from.sheet_names() {
        let range = from.worksheet_range(&name)?;
        let sheet = book.add_worksheet();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (u32::try_from(row)?, u16::try_from(column)?);
            match value {
                Data::Int(number) => sheet.write(row, column, *number)?,
                Data::Float(number) => sheet.write(row, column, *number)?,
                Data::Bool(truth) => sheet.write(row, column, *truth)?,
                other => sheet.write(row, column, other.to_string())?,
            };
            cells += 1;
        }
    }
    book.save(to)?;
    Ok(cells)
}
