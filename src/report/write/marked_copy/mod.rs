//! A squad's own workbook with the wrong cells marked: patched at the package level, so that every part that need not change stays the
//! same to the byte (spec 4.4).
//!
//! A marked cell is coloured by a conditional format that holds only while the wrong value stands: corrected, it loses its colour by
//! itself. What is wrong stands in a note, and on a sheet 核查意见 at the end. Marks of an earlier round are taken off first. What cannot
//! be patched without risk is refused with the reason; the findings list then goes out alone.

mod cells;
mod formats;
mod notes;
mod package;
mod remarks;
mod xml;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use cells::Content;
use package::Package;
use package::UNUSUAL;
use xml::attribute;
use xml::tags;

pub use remarks::REMARKS_TITLE;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORKBOOK: &str = "xl/workbook.xml";

/// One cell to be marked; row and column from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellMark {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
    /// What is wrong and what to do.
    pub note: String,
}

/// A line of the sheet of remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// 编号, 级别, 规则, 问题, 建议.
    pub cells: [String; 5],
    /// The sheet, and the cell or row as people read it.
    pub place: (String, String),
    /// The cell to go to, such as `C17`; empty for none.
    pub target: String,
}

/// The marked copy; or why there is none, in Chinese. The marks are by the sheet's name.
pub fn mark(bytes: &[u8], marks: &BTreeMap<String, Vec<CellMark>>, remarks: &[Remark]) -> Result<Vec<u8>, String> {
    let mut package = Package::open(bytes)?;
    if package.has("_xmlsignatures/") {
        return Err("工作簿有数字签名，改动会使签名失效".to_owned());
    }
    if package.text(WORKBOOK)?.contains("http://purl.oclc.org/ooxml/") {
        return Err("以“严格”格式保存的工作簿，请另存为普通的 .xlsx 后报送".to_owned());
    }
    let sheets = sheets(&mut package)?;
    if let Some(name) = marks.keys().find(|name| !sheets.contains_key(*name)) {
        return Err(format!("找不到工作表“{name}”的内容"));
    }
    let strings = match related(&mut package, "sharedStrings")? {
        Some(part) => cells::shared_strings(&package.text(&part)?).ok_or(UNUSUAL)?,
        None => Vec::new(),
    };
    let styles_part = related(&mut package, "styles")?.ok_or(UNUSUAL)?;
    for part in sheets.values() {
        let sheet = package.text(part)?;
        let clean = formats::without(&sheet);
        if clean != sheet {
            package.put(part, clean);
        }
        notes::take_off(&mut package, part)?;
    }
    let (styles, colour) = formats::with_colour(&package.text(&styles_part)?).ok_or(UNUSUAL)?;
    let (styles, wrapped) = match remarks::with_wrapped(&styles) {
        Some((styles, number)) => (styles, Some(number)),
        None => (styles, None),
    };
    package.put(&styles_part, styles);
    for (name, marks) in marks {
        let Some(part) = sheets.get(name) else { continue };
        let sheet = package.text(part)?;
        let marks = on_anchors(&sheet, marks);
        let sheet = formats::with(&sheet, &marks, colour, &strings).ok_or("工作表的结构不常见")?;
        package.put(part, sheet);
        notes::put_on(&mut package, part, &marks)?;
    }
    put_remarks(&mut package, &sheets, &strings, &remarks::sheet(remarks, wrapped))?;
    package.pack().map_err(|error| format!("无法写出（{error}）"))
}

/// The part of each sheet, by the sheet's name.
fn sheets(package: &mut Package<'_>) -> Result<BTreeMap<String, String>, String> {
    let workbook = package.text(WORKBOOK)?;
    let relations = package.relations(WORKBOOK)?;
    let part = |element: &BytesStart<'_>| {
        let id = cells::local_attribute(element, "id")?;
        let relation = relations.iter().find(|relation| relation.id == id)?;
        Some((cells::local_attribute(element, "name")?, relation.target.clone()))
    };
    let mut sheets = BTreeMap::new();
    let mut reader = Reader::from_str(&workbook);
    loop {
        match reader.read_event().map_err(|_| UNUSUAL)? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sheet" => sheets.extend(part(&element)),
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// The part of a kind that the workbook points to.
fn related(package: &mut Package<'_>, kind: &str) -> Result<Option<String>, String> {
    let relations = package.relations(WORKBOOK)?;
    Ok(relations
        .into_iter()
        .find(|relation| relation.kind == kind)
        .map(|relation| relation.target))
}

/// The marks with those inside a merged area moved to its first cell, where they are seen.
fn on_anchors(sheet: &str, marks: &[CellMark]) -> Vec<CellMark> {
    let areas: Vec<_> = tags(sheet, "mergeCell").filter_map(|tag| area(&attribute(tag, "ref")?)).collect();
    let mut moved: BTreeMap<(u32, u16), String> = BTreeMap::new();
    for mark in marks {
        let within = |((top, left), (bottom, right)): &&((u32, u16), (u32, u16))| {
            (*top..=*bottom).contains(&mark.row) && (*left..=*right).contains(&mark.column)
        };
        let place = areas.iter().find(within).map_or((mark.row, mark.column), |(first, _)| *first);
        let note = moved.entry(place).or_default();
        if !note.is_empty() {
            note.push_str("\n———\n");
        }
        note.push_str(&mark.note);
    }
    let mark = |((row, column), note)| CellMark { row, column, note };
    moved.into_iter().map(mark).collect()
}

/// The first and the last cell of an area such as `B2:C9`, row and column from 0.
fn area(text: &str) -> Option<((u32, u16), (u32, u16))> {
    let (first, last) = text.split_once(':')?;
    Some((cell(first)?, cell(last)?))
}

fn cell(text: &str) -> Option<(u32, u16)> {
    let (letters, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    let column = letters.bytes().try_fold(0_u16, |column, letter| {
        let letter = letter.is_ascii_uppercase().then(|| u16::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(letter)
    })?;
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn is_remarks(sheet: &str, strings: &[String]) -> bool {
    let first = cells::contents(sheet, &BTreeSet::from([(0, 0)]), strings);
    first.is_some_and(|found| found.get(&(0, 0)) == Some(&Content::Text(REMARKS_TITLE.to_owned())))
}

/// The sheet of remarks in the place of that of an earlier round, or at the end.
fn put_remarks(package: &mut Package<'_>, sheets: &BTreeMap<String, String>, strings: &[String], made: &str) -> Result<(), String> {
    for (name, part) in sheets {
        if name.starts_with(remarks::REMARKS) && is_remarks(&package.text(part)?, strings) {
            package.put(part, made.to_owned());
            return Ok(());
        }
    }
    let names = std::iter::once(remarks::REMARKS.to_owned()).chain((2..).map(|number| format!("{}{number}", remarks::REMARKS)));
    let name = names.into_iter().find(|name| !sheets.contains_key(name)).unwrap_or_default();
    let workbook = package.text(WORKBOOK)?;
    if !workbook.contains("</sheets>") {
        return Err(UNUSUAL.to_owned());
    }
    let next = tags(&workbook, "sheet")
        .filter_map(|tag| attribute(tag, "sheetId")?.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        .saturating_add(1);
    let entry = format!("<sheet xmlns:r=\"{RELATIONS}\" name=\"{name}\" sheetId=\"{next}\" r:id=\"rIdZbRemarks\"/></sheets>");
    package.put(WORKBOOK, workbook.replacen("</sheets>", &entry, 1));
    let part = "xl/worksheets/sheetZb.xml";
    package.put(part, made.to_owned());
    package.declare(part, "worksheet")?;
    package.relate(
        WORKBOOK,
        &format!("<Relationship Id=\"rIdZbRemarks\" Type=\"{RELATIONS}/worksheet\" Target=\"/{part}\"/>"),
    )
}
