//! .xls and .xlsb through calamine: the only file that knows it. What it does not tell or would fall over is looked at
//! beforehand (`biff`, `parts`).

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Cursor;
use std::sync::Arc;

use ::calamine::Data;
use ::calamine::DataRef;
use ::calamine::Dimensions;
use ::calamine::Range;
use ::calamine::Reader;
use ::calamine::Sheet as SheetInfo;
use ::calamine::SheetType;
use ::calamine::SheetVisible;
use ::calamine::Xls;
use ::calamine::XlsOptions;
use ::calamine::Xlsb;
#[cfg(test)]
use ::calamine::Xlsx;

use crate::intake::biff;
use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::parts::Parts;
use crate::intake::quiet;
use crate::intake::refuse;
use crate::intake::serial;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;

/// The name in messages.
const LIBRARY: &str = "calamine";

/// The code page of UTF-16, in which BIFF8 keeps its strings whatever its CODEPAGE record says.
const UTF_16: u16 = 1200;

/// Reads an .xls.
pub(super) fn xls(mut bytes: Vec<u8>, budget: &mut Budget) -> Result<Workbook, Refused> {
    let look = biff::look(&bytes, budget.limits())?;
    for &place in &look.vast {
        if let Some(byte) = bytes.get_mut(place) {
            *byte = 0;
        }
    }
    quiet::attempt(LIBRARY, || {
        let mut options = XlsOptions::default();
        options.force_codepage = look.is_biff_8.then_some(UTF_16);
        let mut library = Xls::new_with_options(Cursor::new(bytes), options).map_err(failed)?;
        let is_1904 = library.has_1904_epoch();
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let range = library.worksheet_range(&info.name).map_err(failed)?;
            let merges = library.merge_cells_by_sheet_name(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, is_1904);
            filling.range(&range)?;
            let mut grid = grid_of(order, &info, &merges);
            if let Some(sheet) = look.sheets.get(order) {
                grid.hidden_rows.clone_from(&sheet.hidden_rows);
                grid.hidden_columns.clone_from(&sheet.hidden_columns);
            }
            filling.finish(grid, &mut workbook);
        }
        Ok(workbook)
    })
}

/// Reads an .xlsb.
pub(super) fn xlsb(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    check_parts(bytes, budget)?;
    quiet::attempt(LIBRARY, || {
        let mut library = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
        let is_1904 = library.has_1904_epoch();
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let mut cells = library.worksheet_cells_reader(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, is_1904);
            while let Some(cell) = cells.next_cell().map_err(failed)? {
                let (row, column) = cell.get_position();
                filling.push((row.into(), column.into()), cell.get_value().clone())?;
            }
            filling.finish(grid_of(order, &info, &[]), &mut workbook);
        }
        Ok(workbook)
    })
}

/// Reads an .xlsx: only for comparison with our own reader.
#[cfg(test)]
pub(super) fn xlsx(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    check_parts(bytes, budget)?;
    quiet::attempt(LIBRARY, || {
        let mut library = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
        let is_1904 = library.has_1904_epoch();
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let merges = library.merge_cells_by_sheet_name(&info.name).map_err(failed)?;
            let mut cells = library.worksheet_cells_reader(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, is_1904);
            while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(failed)? {
                let place = (cell.pos.0.into(), cell.pos.1.into());
                match (cell.value, cell.formula) {
                    (DataRef::Empty, Some(_)) => filling.no_result(place)?,
                    (value, _) => filling.push(place, value)?,
                }
            }
            filling.finish(grid_of(order, &info, &merges), &mut workbook);
        }
        Ok(workbook)
    })
}

/// Reads an .ods: only for comparison with our own reader.
#[cfg(test)]
pub(super) fn ods(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    quiet::attempt(LIBRARY, || {
        let mut library = ::calamine::Ods::new(Cursor::new(bytes)).map_err(failed)?;
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let range = library.worksheet_range(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, false);
            filling.range(&range)?;
            filling.finish(grid_of(order, &info, &[]), &mut workbook);
        }
        Ok(workbook)
    })
}

/// Inflates every part of the workbook once, for its size and its checksum.
fn check_parts(bytes: &[u8], budget: &Budget) -> Result<(), Refused> {
    let mut parts = Parts::open(bytes, budget.limits())?;
    let names: Vec<String> = parts
        .names()
        .filter(|name| name.starts_with("xl/") && !name.starts_with("xl/media/"))
        .map(str::to_owned)
        .collect();
    for name in names {
        parts.check(&name, budget.limits().inflated_bytes)?;
    }
    Ok(())
}

/// The sheets with cells, and their places among all.
fn worksheets(infos: Vec<SheetInfo>) -> Result<Vec<(usize, SheetInfo)>, Refused> {
    let mut names = BTreeSet::new();
    for info in &infos {
        if !names.insert(info.name.to_lowercase()) {
            return Err(refuse::damaged(&format!("两张工作表同名“{}”", info.name)));
        }
    }
    let sheets: Vec<_> = infos
        .into_iter()
        .enumerate()
        .filter(|(_, info)| info.typ == SheetType::WorkSheet)
        .collect();
    if sheets.is_empty() {
        return Err(refuse::damaged("没有工作表"));
    }
    Ok(sheets)
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn failed(error: impl Display) -> Refused {
    refuse::damaged(&error.to_string())
}

fn grid_of(order: usize, info: &SheetInfo, merges: &[Dimensions]) -> Grid {
    let merges = merges.iter().filter_map(|block| {
        Some(Merge {
            top: block.start.0.checked_add(1)?,
            bottom: block.end.0.checked_add(1).filter(|&bottom| bottom <= LAST_ROW)?,
            left: u16::try_from(block.start.1).ok()?.checked_add(1)?,
            right: u16::try_from(block.end.1)
                .ok()?
                .checked_add(1)
                .filter(|&right| right <= LAST_COLUMN)?,
        })
    });
    Grid {
        name: Arc::from(info.name.as_str()),
        order: u32::try_from(order).unwrap_or(u32::MAX),
        hidden: info.visible != SheetVisible::Visible,
        merges: merges.collect(),
        ..Grid::default()
    }
}

/// A sheet being filled from the library's cells.
struct Filling<'b> {
    sheet: Sheet,
    words: Words,
    budget: &'b mut Budget,
    is_1904: bool,
}

impl<'b> Filling<'b> {
    fn new(budget: &'b mut Budget, is_1904: bool) -> Filling<'b> {
        Filling {
            sheet: Sheet::default(),
            words: Words::default(),
            budget,
            is_1904,
        }
    }

    /// Adds the cells of a range.
    fn range(&mut self, range: &Range<Data>) -> Result<(), Refused> {
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (u64::from(top) + row as u64, u64::from(left) + column as u64);
            self.push(place, borrowed(value))?;
        }
        Ok(())
    }

    /// Adds a cell; row and column from 0.
    fn push(&mut self, place: (u64, u64), value: DataRef<'_>) -> Result<(), Refused> {
        self.budget.cell()?;
        let raw = match value {
            DataRef::Empty => return Ok(()),
            DataRef::Int(number) => Raw::Number(number as f64),
            DataRef::Float(number) if number.is_finite() => Raw::Number(number),
            DataRef::Float(_) => Raw::Error(Arc::from("#NUM!")),
            DataRef::String(text) => self.text(&text)?,
            DataRef::SharedString(text) => self.text(text)?,
            DataRef::DurationIso(text) => self.text(&text)?,
            DataRef::Bool(value) => Raw::Bool(value),
            DataRef::DateTime(time) if time.is_duration() => Raw::Number(time.as_f64()),
            DataRef::DateTime(time) => serial::date(time.as_f64(), self.is_1904),
            DataRef::DateTimeIso(text) => serial::iso(&text),
            DataRef::Error(error) => Raw::Error(Arc::from(error.to_string())),
        };
        self.put(place, raw)
    }

    /// Adds a formula that was never calculated.
    #[cfg(test)]
    fn no_result(&mut self, place: (u64, u64)) -> Result<(), Refused> {
        self.budget.cell()?;
        self.put(place, Raw::NoResult)
    }

    fn text(&mut self, text: &str) -> Result<Raw, Refused> {
        self.budget.text(text.len())?;
        Ok(Raw::Text(self.words.share(text)))
    }

    fn put(&mut self, (row, column): (u64, u64), raw: Raw) -> Result<(), Refused> {
        let row = u32::try_from(row + 1).ok().filter(|&row| row <= LAST_ROW);
        let column = u16::try_from(column + 1).ok().filter(|&column| column <= LAST_COLUMN);
        let (Some(row), Some(column)) = (row, column) else {
            return Err(refuse::damaged("单元格地址超出表格范围"));
        };
        self.sheet.push(row, column, raw);
        Ok(())
    }

    fn finish(self, mut grid: Grid, workbook: &mut Workbook) {
        workbook.remarks.extend(self.sheet.finish(&mut grid));
        workbook.sheets.push(grid);
    }
}
