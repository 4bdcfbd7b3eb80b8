//! Sheets as workbooks.

use std::error::Error;
use std::path::Path;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;

/// What stands in a cell.
pub(crate) enum Cell {
    /// Nothing.
    None,
    /// Words.
    Text(String),
    /// A sum or a count.
    Number(f64),
    /// A day.
    Day(NaiveDate),
}

/// Words as a cell.
pub(crate) fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// One sheet: a title, the header, the rows.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) header: &'static [&'static str],
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Writes a workbook.
pub(crate) fn write(path: &Path, sheets: &[Sheet]) -> Result<(), Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2021, 12, 31)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    for sheet in sheets {
        let page = workbook.add_worksheet().set_name(sheet.name)?;
        for (column, title) in (0_u16..).zip(sheet.header) {
            page.write(0, column, *title)?;
        }
        for (row, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::None => continue,
                    Cell::Text(words) => page.write(row, column, words)?,
                    Cell::Number(number) => page.write(row, column, *number)?,
                    Cell::Day(day) => {
                        let (year, month, day) = (u16::try_from(day.year())?, u8::try_from(day.month())?, u8::try_from(day.day())?);
                        page.write_with_format(row, column, &ExcelDateTime::from_ymd(year, month, day)?, &day_format)?
                    }
                };
            }
        }
    }
    workbook.save(path)?;
    Ok(())
}
