//! Looks through the records of an .xls before the library does: what would make it fall, and what it does not tell
//! (hidden rows and columns).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::intake::grid::Refused;
use crate::intake::ole::Ole;
use crate::intake::ole::Stream;
use crate::intake::refuse;
use crate::intake::xlsx::formats;
use crate::intake::xlsx::formats::Format;
use crate::settings::Limits;

/// A BOF record's version that means BIFF8.
const BIFF_8: u16 = 0x0600;

/// Declared areas beyond this make the library ask for much memory; they mostly come of formats on whole columns.
const HONEST_AREA: u64 = 100_000;

/// What the look gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether strings are UTF-16 whatever the code page says.
    pub(super) is_biff_8: bool,
    /// One for each BOUNDSHEET, in order.
    pub(super) sheets: Vec<SheetLook>,
    /// Places in the file whose bytes declare a needlessly large area; they can be zeroed.
    pub(super) vast: Vec<usize>,
}

/// What the look gave of one sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SheetLook {
    /// Hidden rows from 1.
    pub(super) hidden_rows: Vec<u32>,
    /// Hidden columns from 1.
    pub(super) hidden_columns: Vec<u16>,
    /// The numbers that their format shows otherwise than they are stored, by row and column from 0.
    pub(super) formats: BTreeMap<(u16, u16), Format>,
}

fn damaged() -> Refused {
    refuse::damaged("工作簿记录")
}

/// Looks through a whole .xls.
pub(super) fn look(bytes: &[u8], limits: &Limits) -> Result<Look, Refused> {
    let ole = Ole::open(bytes)?;
    let entry = ole.top_stream("Workbook").or_else(|| ole.top_stream("Book")).ok_or_else(damaged)?;
    if !ole.is_first(entry) {
        return Err(refuse::because(
            "文件中嵌有另一个工作簿，无法分清读取哪一个",
            "请用 Excel/WPS 打开后另存为 .xlsx",
        ));
    }
    let stream = ole.read(entry)?;
    let mut look = Look::default();
    let mut starts = Vec::new();
    let mut records = Records::at(&stream.bytes, 0);
    let mut own = BTreeMap::new();
    let mut styles = Vec::new();
    let mut first = true;
    while let Some(record) = records.next() {
        match (record.kind, first) {
            (0x0809, true) => {
                let version = record.u16(0).unwrap_or_default();
                if version != BIFF_8 && version != 0x0500 {
                    return Err(refuse::save_as_xlsx("这是少见的 BIFF 版本"));
                }
                look.is_biff_8 = version == BIFF_8;
            }
            (_, true) => return Err(damaged()),
            (0x002F, _) => return Err(refuse::password()),
            (0x041E, _) => own.extend(record.format(look.is_biff_8)),
            // XF
            (0x00E0, _) => styles.push(u32::from(record.u16(2).unwrap_or_default())),
            (0x0085, _) => starts.push(record.u32(0).ok_or_else(damaged)?),
            (0x000A, _) => break,
            _ => {}
        }
        first = false;
    }
    if starts.len() > limits.sheets {
        return Err(refuse::too_large(&format!("工作表多于 {} 张", limits.sheets)));
    }
    let formats = formats::resolve(styles, &own);
    let mut area = 0u64;
    let mut seen = BTreeSet::new();
    for start in starts {
        if !seen.insert(start) {
            return Err(damaged());
        }
        let start = usize::try_from(start)
            .ok()
            .filter(|&start| start < stream.bytes.len())
            .ok_or_else(damaged)?;
        let (sheet, of_cells) = look_at_sheet(&stream, start, &formats, &mut look.vast)?;
        area = area.saturating_add(of_cells);
        if area > limits.cells {
            return Err(refuse::too_large(&format!(
                "已用区域多于 {} 个单元格（多为远处有零星内容）",
                limits.cells
            )));
        }
        look.sheets.push(sheet);
    }
    Ok(look)
}

/// One sheet's part of the stream; also gives the area that its filled cells span.
fn look_at_sheet(stream: &Stream, start: usize, formats: &[Format], vast: &mut Vec<usize>) -> Result<(SheetLook, u64), Refused> {
    let mut sheet = SheetLook::default();
    let mut span: Option<(u16, u16, u16, u16)> = None;
    let mut depth = 0u32;
    let mut records = Records::at(&stream.bytes, start);
    while let Some(record) = records.next() {
        match record.kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // Charts inside the sheet have cell records of their own.
            _ if depth > 1 => {}
            0x0200 => look_at_dimensions(&record, stream, vast)?,
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                let (row, first) = (record.u16(0).ok_or_else(damaged)?, record.u16(2).ok_or_else(damaged)?);
                let last = match record.kind {
                    0x00BD => record
                        .u16(record.data.len().saturating_sub(2))
                        .filter(|&last| last >= first)
                        .ok_or_else(damaged)?,
                    _ => first,
                };
                if matches!(record.kind, 0x0203 | 0x027E | 0x00BD | 0x0006) {
                    let shown = (first..=last).filter_map(|column| {
                        let style = usize::from(record.u16(4 + 6 * usize::from(column - first))?);
                        let format = formats.get(style).copied()?;
                        matches!(format, Format::Scaled(_) | Format::Month { .. }).then_some(((row, column), format))
                    });
                    sheet.formats.extend(shown);
                }
                let (top, bottom, left, right) = span.unwrap_or((row, row, first, last));
                span = Some((top.min(row), bottom.max(row), left.min(first), right.max(last)));
            }
            // STRING, a formula's value: without a formula the library takes it for the first cell.
            0x0207 => {
                let (_, bottom, _, right) = span.unwrap_or_default();
                span = Some((0, bottom, 0, right));
            }
            // ROW: height zero is hidden.
            0x0208 if record.u32(12).is_some_and(|flags| flags & 0x20 != 0) => {
                sheet.hidden_rows.extend(record.u16(0).map(|row| u32::from(row) + 1));
            }
            // COLINFO
            0x007D if record.u16(8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (record.u16(0), record.u16(2)) {
                    sheet.hidden_columns.extend(first.min(255) + 1..=last.min(255) + 1);
                }
            }
            _ => {}
        }
    }
    let area = span.map_or(0, |(top, bottom, left, right)| {
        (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
    });
    Ok((sheet, area))
}

/// A declared area that is vast or runs backwards is marked to be zeroed.
fn look_at_dimensions(record: &Record<'_>, stream: &Stream, vast: &mut Vec<usize>) -> Result<(), Refused> {
    let wide = record.data.len() >= 14;
    let limits = match wide {
        true => [
            record.u32(0),
            record.u32(4),
            record.u16(8).map(u32::from),
            record.u16(10).map(u32::from),
        ],
        false => [record.u16(0), record.u16(2), record.u16(4), record.u16(6)].map(|limit| limit.map(u32::from)),
    };
    let [Some(top), Some(bottom), Some(left), Some(right)] = limits else {
        return Err(damaged());
    };
    // From the first cell on, as the library does not believe every first column.
    let area = u64::from(bottom) * u64::from(right);
    if bottom < top || right < left || area > HONEST_AREA {
        let length = if wide { 12 } else { 8 };
        for position in record.start..record.start + length {
            vast.push(stream.offset(position).ok_or_else(damaged)?);
        }
    }
    Ok(())
}

/// One record.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    /// Where its data start in the stream.
    start: usize,
}

impl Record<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.data.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    /// The number and the meaning of a FORMAT.
    fn format(&self, is_biff_8: bool) -> Option<(u32, Format)> {
        let id = u32::from(self.u16(0)?);
        let code = match is_biff_8 {
            true if self.data.get(4)? & 1 == 1 => {
                let units = self
                    .data
                    .get(5..)?
                    .chunks_exact(2)
                    .filter_map(|unit| Some(u16::from_le_bytes(unit.try_into().ok()?)));
                char::decode_utf16(units)
                    .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect()
            }
            // One byte for each character of Latin-1.
            true => self.data.get(5..)?.iter().copied().map(char::from).collect(),
            false => encoding_rs::GBK.decode(self.data.get(3..)?).0.into_owned(),
        };
        Some((id, formats::of_code(&code)))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.data.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }
}

/// The records from some place on.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }

    fn next(&mut self) -> Option<Record<'a>> {
        let head = self.stream.get(self.at..self.at + 4)?;
        let kind = u16::from_le_bytes([*head.first()?, *head.get(1)?]);
        let length = usize::from(u16::from_le_bytes([*head.get(2)?, *head.get(3)?]));
        let start = self.at + 4;
        let data = self.stream.get(start..start + length)?;
        self.at = start + length;
        Some(Record { kind, data, start })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::intake::ole::tests::container;

    /// A record.
    pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A workbook stream with one sheet of these records.
    pub(crate) fn workbook(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let bof = record(0x0809, &[0x00, 0x06, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let eof = record(0x000A, &[]);
        let globals = globals.concat();
        let bound_length = 4 + 8 + 2;
        let start = (bof.len() + globals.len() + bound_length + eof.len()) as u32;
        let bound = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 2, 0, b'S', b'1']].concat());
        assert_eq!(bound.len(), bound_length);
        [bof.clone(), globals, bound, eof.clone(), bof, sheet.concat(), eof].concat()
    }

    fn look_of(stream: &[u8]) -> Result<Look, Refused> {
        look(&container(&[("Workbook", stream)]), &Limits::default())
    }

    #[test]
    fn hidden_rows_and_columns_are_seen() {
        let mut row = vec![0; 16];
        row[0] = 4;
        row[12] = 0x20;
        let stream = workbook(&[], &[record(0x0208, &row), record(0x007D, &[1, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0])]);
        let look = look_of(&stream).unwrap();
        assert!(look.is_biff_8);
        assert_eq!(
            look.sheets,
            [SheetLook {
                hidden_rows: vec![5],
                hidden_columns: vec![2, 3],
                formats: BTreeMap::new(),
            }]
        );
    }

    #[test]
    fn what_would_fell_the_library_is_refused() {
        let password = record(0x002F, &[0, 0, 0, 0]);
        assert!(look_of(&workbook(&[password], &[])).unwrap_err().reason.contains("密码"));
        let number = |row: u16, column: u16| {
            let mut data = vec![0; 14];
            data[..2].copy_from_slice(&row.to_le_bytes());
            data[2..4].copy_from_slice(&column.to_le_bytes());
            record(0x0203, &data)
        };
        let far = workbook(&[], &[number(0, 0), number(65_535, 255)]);
        assert!(look_of(&far).unwrap_err().reason.contains("已用区域"));
        let near = workbook(&[], &[number(0, 0), number(9, 9)]);
        assert!(look_of(&near).is_ok());
        let old = record(0x0809, &[0, 4, 0, 0]);
        assert!(look_of(&old).is_err());
        assert!(look_of(b"").is_err());
    }

    #[test]
    fn vast_dimensions_are_marked() {
        let mut vast = vec![0; 14];
        vast[4..8].copy_from_slice(&65_536u32.to_le_bytes());
        vast[10..12].copy_from_slice(&256u16.to_le_bytes());
        let stream = workbook(&[], &[record(0x0200, &vast)]);
        let bytes = container(&[("Workbook", &stream)]);
        let look = look(&bytes, &Limits::default()).unwrap();
        assert_eq!(look.vast.len(), 12);
        assert_eq!(bytes[look.vast[4] + 2], 1, "65536 is 00 00 01 00");
        let far = [0x0001_000Cu32.to_le_bytes(), 0xAAAB_0018u32.to_le_bytes(), [0xAA; 4], [0, 0, 0, 0]].concat();
        let stream = workbook(&[], &[record(0x0200, &far[..14])]);
        assert_eq!(look_of(&stream).unwrap().vast.len(), 12);
    }
}
