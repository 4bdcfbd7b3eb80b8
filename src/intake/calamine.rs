//! .xls through calamine: the only file that knows it. What it does not tell or would fall over is looked at beforehand
//! (`biff`). In tests it is also what our own readers are compared with.

use std::collections::BTreeMap;
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

use crate::intake::biff;
use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::quiet;
use crate::intake::refuse;
use crate::intake::serial;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::xlsx::formats::Format;

#[cfg(test)]
pub(super) mod oracle;

/// The name in messages.
const LIBRARY: &str = "calamine";

/// The code page of UTF-16, in which BIFF8 keeps its strings whatever its CODEPAGE record says.
const UTF_16: u16 = 1200;

/// Where every number is shown as it is stored.
static NO_FORMATS: BTreeMap<(u16, u16), Format> = BTreeMap::new();

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
            let formats = look.sheets.get(order).map_or(&NO_FORMATS, |sheet| &sheet.formats);
            let mut filling = Filling::new(budget, is_1904, formats);
            filling.range(&range)?;
            let mut grid = grid_of(order, &info, &merges);
            grid.is_1904 = is_1904;
            if let Some(sheet) = look.sheets.get(order) {
                grid.hidden_rows.clone_from(&sheet.hidden_rows);
                grid.hidden_columns.clone_from(&sheet.hidden_columns);
            }
            filling.finish(grid, &mut workbook);
        }
        Ok(workbook)
    })
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

/// The library's own words are English, and of no use to those who read ours.
fn failed(_error: impl Display) -> Refused {
    refuse::damaged("内部结构无法解析")
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
    /// The formats of the numbers that are shown otherwise than they are stored, by row and column from 0.
    formats: &'b BTreeMap<(u16, u16), Format>,
}

impl<'b> Filling<'b> {
    fn new(budget: &'b mut Budget, is_1904: bool, formats: &'b BTreeMap<(u16, u16), Format>) -> Filling<'b> {
        Filling {
            sheet: Sheet::default(),
            words: Words::default(),
            budget,
            is_1904,
            formats,
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
            DataRef::Int(number) => self.number(place, number as f64, Raw::Number),
            DataRef::Float(number) if number.is_finite() => self.number(place, number, Raw::Number),
            DataRef::Float(_) => Raw::Error(Arc::from("#NUM!")),
            DataRef::String(text) => self.text(&text)?,
            DataRef::SharedString(text) => self.text(text)?,
            DataRef::DurationIso(text) => self.text(&text)?,
            DataRef::Bool(value) => Raw::Bool(value),
            DataRef::DateTime(time) if time.is_duration() => Raw::Number(time.as_f64()),
            DataRef::DateTime(time) => self.number(place, time.as_f64(), |serial| serial::date(serial, self.is_1904)),
            DataRef::DateTimeIso(text) => serial::iso(&text),
            DataRef::Error(error) => Raw::Error(Arc::from(error.to_string())),
        };
        self.put(place, raw)
    }

    /// The cell of a number: as its format shows it, if that is otherwise than it is stored.
    fn number(&self, (row, column): (u64, u64), number: f64, stored: impl Fn(f64) -> Raw) -> Raw {
        let place = u16::try_from(row).ok().zip(u16::try_from(column).ok());
        match place.and_then(|place| self.formats.get(&place)) {
            Some(format) => format.cell(number, self.is_1904),
            None => stored(number),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::biff::tests::record;
    use crate::intake::biff::tests::workbook;
    use crate::intake::ole::tests::container;
    use crate::settings::Limits;

    /// Row, column and style from 0.
    fn at(row: u16, column: u16, style: u16, rest: &[u8]) -> Vec<u8> {
        let head = [row, column, style].map(u16::to_le_bytes).concat();
        [&head, rest].concat()
    }

    fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = (units.len() as u16 / 2).to_le_bytes();
        record(0x0204, &at(row, column, 0, &[&length[..], &[1], &units].concat()))
    }

    fn number(row: u16, column: u16, style: u16, number: f64) -> Vec<u8> {
        record(0x0203, &at(row, column, style, &number.to_le_bytes()))
    }

    /// A workbook that says 1252 and writes UTF-16, like those of many exporters.
    fn exported() -> Vec<u8> {
        let style = |format: u16| {
            let mut data = vec![0; 20];
            data[2..4].copy_from_slice(&format.to_le_bytes());
            record(0x00E0, &data)
        };
        let globals = [record(0x0042, &1252u16.to_le_bytes()), style(0), style(14)];
        let mut vast = vec![0; 14];
        vast[4..8].copy_from_slice(&65_536u32.to_le_bytes());
        vast[10..12].copy_from_slice(&256u16.to_le_bytes());
        let mut hidden = vec![0; 16];
        hidden[0] = 1;
        hidden[12] = 0x20;
        let sheet = [
            record(0x0200, &vast),
            record(0x0208, &hidden),
            label(0, 0, "姓名"),
            number(1, 0, 1, 44_447.0),
            number(1, 1, 0, 12.5),
            record(0x0205, &at(2, 0, 0, &[1, 0])),
            record(0x0205, &at(2, 1, 0, &[0x17, 1])),
            record(0x00E5, &[1, 0, 0, 0, 0, 0, 0, 0, 2, 0]),
        ];
        container(&[("Workbook", &workbook(&globals, &sheet))])
    }

    fn read(bytes: &[u8]) -> Result<Workbook, Refused> {
        xls(bytes.to_vec(), &mut Budget::new(Limits::default()))
    }

    #[test]
    fn an_old_workbook_is_read_whatever_its_code_page_says() {
        let workbook = read(&exported()).unwrap();
        let [grid] = &workbook.sheets[..] else { panic!("one sheet") };
        let cells = grid
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell.column, &cell.raw)));
        let cells: Vec<_> = cells.collect();
        let day = "2021-09-08".parse().ok();
        let expected = [
            (1, 1, &Raw::Text(Arc::from("姓名"))),
            (2, 1, &Raw::Date { serial: 44_447.0, day }),
            (2, 2, &Raw::Number(12.5)),
            (3, 1, &Raw::Bool(true)),
            (3, 2, &Raw::Error(Arc::from("#REF!"))),
        ];
        assert_eq!(cells, expected);
        let merge = Merge {
            top: 1,
            bottom: 1,
            left: 1,
            right: 3,
        };
        assert_eq!(grid.merges, [merge]);
        assert_eq!(grid.hidden_rows, [2]);
        assert_eq!(&*grid.name, "S1");
    }

    #[test]
    fn damaged_old_workbooks_are_read_or_refused() {
        let good = exported();
        let mut state = 3u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        for _ in 0..2_000 {
            let mut bytes = good.clone();
            for _ in 0..1 + below(4) {
                // The records are few; the rest is padding.
                let at = if below(2) == 0 { 512 + below(600) } else { below(bytes.len()) };
                bytes[at] = if below(2) == 0 {
                    bytes[at] ^ (1 << below(8))
                } else {
                    below(256) as u8
                };
            }
            let _ = read(&bytes);
        }
        for length in (0..good.len()).step_by(61) {
            let _ = read(&good[..length]);
        }
    }

    #[test]
    fn a_number_is_read_as_its_format_shows_it() {
        let format = |id: u16, code: &str| {
            let units: Vec<u8> = code.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = (units.len() as u16 / 2).to_le_bytes();
            record(0x041E, &[&id.to_le_bytes()[..], &length, &[1], &units].concat())
        };
        let style = |format: u16| {
            let mut data = vec![0; 20];
            data[2..4].copy_from_slice(&format.to_le_bytes());
            record(0x00E0, &data)
        };
        let globals = [
            format(164, "#,##0.00\"万元\""),
            format(165, "yyyy\"年\"m\"月\""),
            format(166, "\"$\"#,##0.00"),
            style(0),
            style(164),
            style(165),
            style(166),
            style(9),
        ];
        // RK: a whole number above its two lowest bits.
        let rk = |number: u32| (number << 2 | 2).to_le_bytes();
        let several = [&[4, 0, 0, 0][..], &[1, 0], &rk(3), &[3, 0], &rk(4), &[1, 0]].concat();
        let sheet = [
            number(0, 0, 1, 12.5),
            number(1, 0, 2, 44_348.0),
            record(0x027E, &at(2, 0, 3, &rk(7))),
            number(3, 0, 4, 0.5),
            record(0x00BD, &several),
            number(5, 0, 0, 8.0),
        ];
        let bytes = container(&[("Workbook", &workbook(&globals, &sheet))]);
        let workbook = read(&bytes).unwrap();
        let raws = workbook.sheets[0]
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|cell| cell.raw.clone()));
        let text = |text: &str| Raw::Text(Arc::from(text));
        let expected = [
            text("12.5万元"),
            text("2021年6月"),
            text("USD7"),
            text("50%"),
            text("3万元"),
            text("USD4"),
            Raw::Number(8.0),
        ];
        assert_eq!(raws.collect::<Vec<_>>(), expected);
    }
}
