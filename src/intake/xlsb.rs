//! .xlsb, by a reader of our own: the library drops the error values of formulas without a word, and knows neither merges
//! nor hidden rows here. Record numbers are those of [MS-XLSB] 2.3.2.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::parts::Part;
use crate::intake::parts::Parts;
use crate::intake::parts::SMALL_PART;
use crate::intake::refuse;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::xlsx;
use crate::intake::xlsx::formats;
use crate::intake::xlsx::formats::Format;
use crate::intake::xlsx::links;

mod records;

use records::Record;
use records::Records;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    let mut parts = Parts::open(bytes, budget.limits())?;
    let main = links::of(&mut parts, "")?.into_values().find(|link| link.kind == "officeDocument");
    let path = main.map_or_else(|| "xl/workbook.bin".to_owned(), |link| link.target);
    let part = parts.stream(&path, SMALL_PART)?.ok_or_else(|| refuse::damaged("没有工作簿部件"))?;
    let book = book(part, budget)?;
    let links = links::of(&mut parts, &path)?;
    let target = |kind: &str| links.values().find(|link| link.kind == kind).map(|link| link.target.as_str());
    let inflated = budget.limits().inflated_bytes;
    let missing = |what: &str| refuse::damaged(&format!("{what}缺失"));
    let strings = match target("sharedStrings") {
        Some(target) => {
            let part = parts.stream(target, inflated)?.ok_or_else(|| missing("共享文字部件"))?;
            strings(part, budget)?
        }
        None => Vec::new(),
    };
    let formats = match target("styles") {
        Some(target) => styles(parts.stream(target, SMALL_PART)?.ok_or_else(|| missing("样式部件"))?)?,
        None => Vec::new(),
    };
    let context = Context {
        strings: &strings,
        formats: &formats,
        is_1904: book.is_1904,
    };
    let mut workbook = Workbook::default();
    for (order, entry) in book.sheets.into_iter().enumerate() {
        let lost = || missing(&format!("工作表“{}”的内容", entry.name));
        let link = links.get(&entry.link).ok_or_else(lost)?;
        if xlsx::is_no_table(&link.kind) {
            workbook.remarks.extend(xlsx::left_out(&link.kind, &entry.name));
            continue;
        }
        let part = parts.stream(&link.target, inflated)?.ok_or_else(lost)?;
        let mut grid = Grid {
            name: Arc::from(entry.name.as_str()),
            order: u32::try_from(order).unwrap_or(u32::MAX),
            hidden: entry.hidden,
            is_1904: context.is_1904,
            ..Grid::default()
        };
        let remark = sheet(part, &context, budget, &mut grid)?;
        workbook.remarks.extend(remark);
        workbook.sheets.push(grid);
    }
    if workbook.sheets.is_empty() {
        return Err(refuse::damaged("没有工作表"));
    }
    Ok(workbook)
}

/// What the workbook part says.
#[derive(Default)]
struct Book {
    is_1904: bool,
    sheets: Vec<Entry>,
}

/// A sheet as the workbook part lists it.
struct Entry {
    name: String,
    hidden: bool,
    link: String,
}

fn book(part: Part<'_, '_>, budget: &Budget) -> Result<Book, Refused> {
    let mut records = Records::new(part);
    let mut book = Book::default();
    let mut names = BTreeSet::new();
    while let Some(record) = records.next()? {
        match record.kind {
            // BrtWbProp
            0x99 => book.is_1904 = record.u32(0)? & 1 != 0,
            // BrtBundleSh
            0x9C => {
                let (link, end) = record.text(8)?;
                let (name, _) = record.text(end)?;
                if !names.insert(name.to_lowercase()) {
                    return Err(refuse::damaged(&format!("两张工作表同名“{name}”")));
                }
                let hidden = record.u32(0)? != 0;
                book.sheets.push(Entry { name, hidden, link });
                budget.sheets(book.sheets.len())?;
            }
            _ => {}
        }
    }
    Ok(book)
}

fn strings(part: Part<'_, '_>, budget: &mut Budget) -> Result<Vec<Arc<str>>, Refused> {
    let mut records = Records::new(part);
    let mut strings = Vec::new();
    while let Some(record) = records.next()? {
        // BrtSSTItem; runs and readings follow the text.
        if record.kind == 0x13 {
            let (text, _) = record.text(1)?;
            budget.text(text.len())?;
            if strings.len() as u64 >= budget.limits().cells {
                return Err(refuse::too_large("共享文字过多"));
            }
            strings.push(Arc::from(text));
        }
    }
    Ok(strings)
}

/// The formats of the cell styles, in their order.
fn styles(part: Part<'_, '_>) -> Result<Vec<Format>, Refused> {
    let mut records = Records::new(part);
    let mut own = BTreeMap::new();
    let mut styles = Vec::new();
    let mut in_cell_styles = false;
    while let Some(record) = records.next()? {
        match record.kind {
            // BrtFmt
            0x2C => {
                own.insert(u32::from(record.u16(0)?), formats::of_code(&record.text(2)?.0));
            }
            // BrtBeginCellXFs, BrtEndCellXFs
            0x269 => in_cell_styles = true,
            0x26A => in_cell_styles = false,
            // BrtXF
            0x2F if in_cell_styles => styles.push(u32::from(record.u16(2)?)),
            _ => {}
        }
    }
    Ok(formats::resolve(styles, &own))
}

/// What a cell's value refers to.
struct Context<'w> {
    strings: &'w [Arc<str>],
    formats: &'w [Format],
    is_1904: bool,
}

/// Reads a sheet into `grid`; gives a remark when something is in doubt.
fn sheet(part: Part<'_, '_>, context: &Context<'_>, budget: &mut Budget, grid: &mut Grid) -> Result<Option<String>, Refused> {
    let mut records = Records::new(part);
    let mut filling = Sheet::default();
    let mut words = Words::default();
    let mut in_data = false;
    let mut row = 0;
    while let Some(record) = records.next()? {
        match record.kind {
            // BrtBeginSheetData, BrtEndSheetData
            0x91 => in_data = true,
            0x92 => in_data = false,
            // BrtRowHdr
            0x00 if in_data => {
                row = record.u32(0)?.saturating_add(1);
                if row > LAST_ROW {
                    return Err(refuse::damaged("单元格地址超出表格范围"));
                }
                if record.u8(11)? & 0x10 != 0 && grid.hidden_rows.last() != Some(&row) {
                    grid.hidden_rows.push(row);
                }
            }
            0x01..=0x0B if in_data => {
                budget.tick()?;
                let column = record.u32(0)?.saturating_add(1);
                let column = u16::try_from(column).ok().filter(|&column| column <= LAST_COLUMN);
                let column = column
                    .filter(|_| row > 0)
                    .ok_or_else(|| refuse::damaged("单元格地址超出表格范围"))?;
                if let Some(raw) = value(&record, context, budget, &mut words)? {
                    budget.cell()?;
                    filling.push(row, column, raw);
                }
            }
            // BrtColInfo
            0x3C if record.u16(16)? & 1 != 0 => {
                let last = record.u32(4)?.min(u32::from(LAST_COLUMN) - 1);
                let columns = record.u32(0)?..=last;
                grid.hidden_columns
                    .extend(columns.filter_map(|column| u16::try_from(column + 1).ok()));
            }
            // BrtMergeCell
            0xB0 => grid.merges.extend(merge(&record)?),
            _ => {}
        }
    }
    Ok(filling.finish(grid))
}

/// What a cell's record means; `None` for a blank.
fn value(record: &Record<'_>, context: &Context<'_>, budget: &mut Budget, words: &mut Words) -> Result<Option<Raw>, Refused> {
    // The style takes three bytes, behind the column.
    let style = record.u32(4)? & 0x00FF_FFFF;
    let number = |number: f64| {
        let format = usize::try_from(style)
            .ok()
            .and_then(|style| context.formats.get(style))
            .copied()
            .unwrap_or_default();
        match number.is_finite() {
            true => format.cell(number, context.is_1904),
            false => Raw::Error(Arc::from("#NUM!")),
        }
    };
    Ok(match record.kind {
        // BrtCellRk
        0x02 => Some(number(record.rk(8)?)),
        // BrtCellError, BrtFmlaError
        0x03 | 0x0B => Some(Raw::Error(Arc::from(error(record.u8(8)?)))),
        // BrtCellBool, BrtFmlaBool
        0x04 | 0x0A => Some(Raw::Bool(record.u8(8)? != 0)),
        // BrtCellReal, BrtFmlaNum
        0x05 | 0x09 => Some(number(record.f64(8)?)),
        // BrtCellSt, BrtFmlaString
        0x06 | 0x08 => {
            let (text, _) = record.text(8)?;
            budget.text(text.len())?;
            Some(Raw::Text(words.share(&text)))
        }
        // BrtCellIsst
        0x07 => {
            let text = usize::try_from(record.u32(8)?).ok().and_then(|index| context.strings.get(index));
            Some(text.map_or_else(|| Raw::Error(Arc::from("#文字缺失")), |text| Raw::Text(Arc::clone(text))))
        }
        _ => None,
    })
}

/// BErr
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#错误",
    }
}

fn merge(record: &Record<'_>) -> Result<Option<Merge>, Refused> {
    let [top, bottom] = [record.u32(0)?, record.u32(4)?].map(|row| row.saturating_add(1));
    let [left, right] = [record.u32(8)?, record.u32(12)?].map(|column| u16::try_from(column.saturating_add(1)));
    let (Ok(left), Ok(right)) = (left, right) else {
        return Ok(None);
    };
    let inside = top <= bottom && left <= right && bottom <= LAST_ROW && right <= LAST_COLUMN;
    Ok((inside && (top < bottom || left < right)).then_some(Merge { top, bottom, left, right }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::intake::calamine::oracle;
    use crate::settings::Limits;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![kind as u8 | 0x80, (kind >> 7) as u8],
        };
        let mut length = data.len();
        while length >= 0x80 {
            bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend(data);
        bytes
    }

    fn wide(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [(units.len() as u32 / 2).to_le_bytes().to_vec(), units].concat()
    }

    fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
        record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), value].concat())
    }

    fn row(row: u32, hidden: bool) -> Vec<u8> {
        let mut data = vec![0; 17];
        data[..4].copy_from_slice(&row.to_le_bytes());
        data[11] = if hidden { 0x10 } else { 0 };
        record(0x00, &data)
    }

    fn sheet_part() -> Vec<u8> {
        let mut column = vec![0; 18];
        (column[0], column[4], column[16]) = (1, 1, 1);
        let formula = [0; 8];
        [
            record(0x81, &[]),
            record(0x94, &[0; 16]),
            record(0x186, &[]),
            record(0x3C, &column),
            record(0x187, &[]),
            record(0x91, &[]),
            row(0, false),
            cell(0x07, 0, 0, &0u32.to_le_bytes()),
            cell(0x06, 1, 0, &wide("专班")),
            row(4, true),
            cell(0x02, 0, 1, &((44_447i32 << 2) | 2).to_le_bytes()),
            cell(0x02, 1, 0, &((1_250i32 << 2) | 3).to_le_bytes()),
            cell(0x05, 2, 2, &44_447.5f64.to_le_bytes()),
            cell(0x04, 3, 0, &[1]),
            cell(0x03, 4, 0, &[0x17]),
            cell(0x09, 5, 0, &[&1.5f64.to_le_bytes()[..], &formula].concat()),
            cell(0x01, 6, 0, &[]),
            record(0x92, &[]),
            record(0xB0, &[0u32, 1, 0, 2].map(u32::to_le_bytes).concat()),
        ]
        .concat()
    }

    /// A workbook with this sheet.
    fn container(sheet: &[u8]) -> Vec<u8> {
        let book = [
            record(0x83, &[]),
            record(0x99, &[0; 12]),
            record(0x8F, &[]),
            record(0x9C, &[vec![1, 0, 0, 0, 1, 0, 0, 0], wide("rId1"), wide("表")].concat()),
            record(0x90, &[]),
            record(0x9D, &[]),
            record(0x84, &[]),
        ]
        .concat();
        let strings = [
            record(0x9F, &[1, 0, 0, 0, 1, 0, 0, 0]),
            record(0x13, &[vec![0], wide("姓名")].concat()),
            record(0xA0, &[]),
        ]
        .concat();
        let style = |format: u16| record(0x2F, &[&[0, 0], &format.to_le_bytes()[..], &[0; 12]].concat());
        let styles = [
            record(0x267, &[1, 0, 0, 0]),
            record(0x2C, &[170u16.to_le_bytes().to_vec(), wide("yyyy年m月d日")].concat()),
            record(0x268, &[]),
            record(0x272, &[]),
            style(14),
            record(0x273, &[]),
            record(0x269, &[3, 0, 0, 0]),
            style(0),
            style(14),
            style(170),
            record(0x26A, &[]),
        ]
        .concat();
        let links = "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.bin'/>\
            <Relationship Id='rId2' Type='x/styles' Target='styles.bin'/><Relationship Id='rId3' Type='x/sharedStrings' Target='sharedStrings.bin'/></Relationships>";
        let parts: [(&str, &[u8]); 6] = [
            ("[Content_Types].xml", b""),
            ("xl/workbook.bin", &book),
            ("xl/_rels/workbook.bin.rels", links.as_bytes()),
            ("xl/styles.bin", &styles),
            ("xl/sharedStrings.bin", &strings),
            ("xl/worksheets/sheet1.bin", sheet),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read_sheet(sheet: &[u8]) -> Result<Workbook, Refused> {
        read(&container(sheet), &mut Budget::new(Limits::default()))
    }

    fn cells(grid: &Grid) -> Vec<String> {
        let rows = grid.rows.iter();
        rows.flat_map(|row| {
            row.cells
                .iter()
                .map(move |cell| format!("{},{} {:?}", row.row, cell.column, cell.raw))
        })
        .collect()
    }

    #[test]
    fn cells_are_read_with_all_around_them() {
        let workbook = read_sheet(&sheet_part()).unwrap();
        let grid = &workbook.sheets[0];
        let expected = [
            "1,1 Text(\"姓名\")",
            "1,2 Text(\"专班\")",
            "5,1 Date { serial: 44447.0, day: Some(2021-09-08) }",
            "5,2 Number(12.5)",
            "5,3 Date { serial: 44447.5, day: Some(2021-09-08) }",
            "5,4 Bool(true)",
            "5,5 Error(\"#REF!\")",
            "5,6 Number(1.5)",
        ];
        assert_eq!(cells(grid), expected);
        assert!(grid.hidden);
        assert_eq!((&grid.hidden_rows[..], &grid.hidden_columns[..]), (&[5][..], &[2][..]));
        let merge = Merge {
            top: 1,
            bottom: 2,
            left: 1,
            right: 3,
        };
        assert_eq!(grid.merges, [merge]);
    }

    #[test]
    fn calamine_reads_the_same() {
        let bytes = container(&sheet_part());
        let theirs = oracle::xlsb(&bytes, &mut Budget::new(Limits::default())).unwrap();
        let ours = read(&bytes, &mut Budget::new(Limits::default())).unwrap();
        assert_eq!(cells(&ours.sheets[0]), cells(&theirs.sheets[0]));
        assert_eq!(ours.sheets[0].hidden, theirs.sheets[0].hidden);
    }

    #[test]
    fn errors_of_formulas_are_seen() {
        let sheet = [
            record(0x91, &[]),
            row(0, false),
            cell(0x0B, 0, 0, &[0x07, 0, 0, 0]),
            record(0x92, &[]),
        ]
        .concat();
        assert_eq!(cells(&read_sheet(&sheet).unwrap().sheets[0]), ["1,1 Error(\"#DIV/0!\")"]);
    }

    #[test]
    fn damaged_sheets_are_read_or_refused() {
        let good = sheet_part();
        let mut state = 7u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        for _ in 0..500 {
            let mut sheet = good.clone();
            for _ in 0..1 + below(4) {
                let at = below(sheet.len());
                sheet[at] = below(256) as u8;
            }
            let _ = read_sheet(&sheet);
        }
        for length in 0..good.len() {
            let _ = read_sheet(&good[..length]);
        }
        let huge = [record(0x91, &[]), vec![0x06, 0xFF, 0xFF, 0xFF, 0x7F]].concat();
        assert!(read_sheet(&huge).is_err());
    }
}
