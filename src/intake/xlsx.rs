//! .xlsx and .xlsm, by a reader of our own: streaming, every part that is read is read to its end so that its checksum
//! is looked at, and nothing is left out without a word.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::grid::Grid;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::parts::Parts;
use crate::intake::parts::SMALL_PART;
use crate::intake::refuse;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;
use crate::intake::xml::text;

mod address;
mod cells;
pub(super) mod formats;
pub(super) mod links;
mod plain;
pub(super) mod scale;
mod strings;
#[cfg(test)]
mod tests;

use cells::Context;

/// Where a workbook lies when nothing says otherwise.
const USUAL_BOOK: &str = "xl/workbook.xml";

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    let mut parts = Parts::open(bytes, budget.limits())?;
    let main = links::of(&mut parts, "")?.into_values().find(|link| link.kind == "officeDocument");
    let path = main.map_or_else(|| USUAL_BOOK.to_owned(), |link| link.target);
    let book = book(&mut parts, &path, budget)?;
    let links = links::of(&mut parts, &path)?;
    let target = |kind: &str| links.values().find(|link| link.kind == kind).map(|link| link.target.as_str());

    // They may be missing as long as no cell needs them.
    let inflated = budget.limits().inflated_bytes;
    let strings = match parts.stream(target("sharedStrings").unwrap_or("xl/sharedStrings.xml"), inflated)? {
        Some(part) => Some(strings::read(part, budget)?),
        None => None,
    };
    // Without them dates would be numbers in silence, so they have to be there when the workbook names them.
    let formats = match (
        parts.stream(target("styles").unwrap_or("xl/styles.xml"), SMALL_PART)?,
        target("styles"),
    ) {
        (Some(part), _) => formats::read(part)?,
        (None, Some(_)) => return Err(refuse::damaged("样式部件缺失")),
        (None, None) => Vec::new(),
    };
    let context = Context {
        strings: strings.as_deref(),
        formats: &formats,
        is_1904: book.is_1904,
    };

    let mut workbook = Workbook::default();
    for (order, sheet) in book.sheets.into_iter().enumerate() {
        let missing = || refuse::damaged(&format!("工作表“{}”的内容缺失", sheet.name));
        let link = links.get(&sheet.link).ok_or_else(missing)?;
        if is_no_table(&link.kind) {
            workbook.remarks.extend(left_out(&link.kind, &sheet.name));
            continue;
        }
        let part = parts.stream(&link.target, inflated)?.ok_or_else(missing)?;
        let mut grid = Grid {
            name: Arc::from(sheet.name.as_str()),
            order: u32::try_from(order).unwrap_or(u32::MAX),
            hidden: sheet.hidden,
            is_1904: context.is_1904,
            ..Grid::default()
        };
        if cells::read(part, &context, budget, &mut grid, &mut workbook.remarks)? {
            workbook.sheets.push(grid);
        }
    }
    if workbook.sheets.is_empty() {
        return Err(refuse::damaged("没有工作表"));
    }
    Ok(workbook)
}

/// What the workbook part says.
struct Book {
    is_1904: bool,
    sheets: Vec<Entry>,
}

/// A sheet as the workbook part lists it.
struct Entry {
    name: String,
    hidden: bool,
    /// Id of its relationship.
    link: String,
}

fn book(parts: &mut Parts<'_>, path: &str, budget: &Budget) -> Result<Book, Refused> {
    let part = parts.stream(path, SMALL_PART)?.ok_or_else(|| refuse::damaged("没有工作簿部件"))?;
    let mut xml = Xml::new(part)?;
    let mut book = Book {
        is_1904: false,
        sheets: Vec::new(),
    };
    let mut names = BTreeSet::new();
    loop {
        match xml.next()? {
            Token::End => return Ok(book),
            Token::Open {
                name: b"workbookPr",
                attributes,
                ..
            } => {
                book.is_1904 = attributes.get("date1904").is_some_and(is_true);
            }
            Token::Open {
                name: b"sheet",
                attributes,
                ..
            } => {
                let name = attributes.text("name").unwrap_or_default();
                if !names.insert(name.to_lowercase()) {
                    return Err(refuse::damaged(&format!("两张工作表同名“{name}”")));
                }
                book.sheets.push(Entry {
                    name,
                    hidden: matches!(attributes.get("state"), Some(b"hidden" | b"veryHidden")),
                    link: attributes.local("id").map(text::attribute).unwrap_or_default(),
                });
                budget.sheets(book.sheets.len())?;
            }
            // Names and revisions hold elements of other sheets' names.
            Token::Open {
                name: b"definedNames" | b"extLst" | b"externalReferences",
                empty: false,
                ..
            } => xml.skip()?,
            _ => {}
        }
    }
}

/// Whether a sheet of this kind of relationship is a chart, a dialog or macros.
pub(super) fn is_no_table(kind: &str) -> bool {
    kind != "worksheet" && kind.to_lowercase().ends_with("sheet")
}

/// A sentence on a sheet that was not read; charts have nothing to be read.
pub(super) fn left_out(kind: &str, name: &str) -> Option<String> {
    (kind != "chartsheet").then(|| format!("工作表“{name}”是宏表或对话框，没有读取"))
}

/// An XML Schema boolean.
fn is_true(value: &[u8]) -> bool {
    matches!(value.trim_ascii(), b"1" | b"true" | b"on")
}
