//! The cells of one sheet.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Grid;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::parts::Part;
use crate::intake::refuse;
use crate::intake::serial;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::xlsx::address;
use crate::intake::xlsx::formats::Format;
use crate::intake::xlsx::is_true;
use crate::intake::xlsx::plain;
use crate::intake::xlsx::plain::Plain;
use crate::intake::xlsx::strings;
use crate::intake::xml::Attributes;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;
use crate::intake::xml::text;

/// What a cell's value refers to.
pub(super) struct Context<'w> {
    /// Shared strings, when the workbook has that part.
    pub(super) strings: Option<&'w [Arc<str>]>,
    /// Formats of the cell styles.
    pub(super) formats: &'w [Format],
    /// Whether days count from 1904.
    pub(super) is_1904: bool,
}

/// More merged blocks than any honest sheet has.
const MOST_MERGES: usize = 1_000_000;

/// Reads a sheet into `grid`; `false` when it is a sheet without cells (a chart, a dialog, macros).
pub(super) fn read(
    part: Part<'_, '_>,
    context: &Context<'_>,
    budget: &mut Budget,
    grid: &mut Grid,
    remarks: &mut Vec<String>,
) -> Result<bool, Refused> {
    let mut xml = Xml::new(part)?;
    let mut reading = Reading {
        context,
        budget,
        sheet: Sheet::default(),
        words: Words::default(),
        row: 0,
        row_is_hidden: false,
        column: 0,
        value: Vec::new(),
        inline: String::new(),
        misplaced: 0,
    };
    let mut is_worksheet = false;
    loop {
        match xml.next()? {
            Token::End => break,
            Token::Open { name, .. } if xml_is_root(name) => is_worksheet = name == b"worksheet",
            Token::Open {
                name: b"sheetData",
                empty: false,
                ..
            } => reading.rows(&mut xml, &mut grid.hidden_rows)?,
            Token::Open {
                name: b"col", attributes, ..
            } => hidden_columns(attributes, &mut grid.hidden_columns),
            Token::Open {
                name: b"mergeCell",
                attributes,
                ..
            } => {
                if grid.merges.len() >= MOST_MERGES {
                    return Err(refuse::too_large("合并单元格过多"));
                }
                grid.merges.extend(attributes.get("ref").and_then(address::block));
            }
            Token::Open {
                name: b"cols" | b"mergeCells",
                ..
            } => {}
            Token::Open { empty: false, .. } => xml.skip()?,
            _ => {}
        }
    }
    let misplaced = reading.misplaced;
    let twice = reading.sheet.finish(grid);
    if is_worksheet {
        remarks.extend(twice);
        if misplaced > 0 {
            remarks.push(format!(
                "工作表“{}”有 {misplaced} 个单元格的地址无效，按所在位置列出，不作数",
                grid.name
            ));
        }
    }
    Ok(is_worksheet)
}

/// The names of a sheet part's outermost element.
fn xml_is_root(name: &[u8]) -> bool {
    matches!(name, b"worksheet" | b"chartsheet" | b"dialogsheet" | b"macrosheet")
}

fn hidden_columns(attributes: Attributes<'_>, hidden: &mut Vec<u16>) {
    let number = |name| {
        let digits = std::str::from_utf8(attributes.get(name)?).ok()?;
        digits.trim().parse::<u16>().ok()
    };
    if attributes.get("hidden").is_some_and(is_true)
        && let (Some(first), Some(last)) = (number("min"), number("max"))
        && first >= 1
        && hidden.len() <= usize::from(LAST_COLUMN)
    {
        hidden.extend(first..=last.min(LAST_COLUMN));
    }
}

/// What the `t` of a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Shared,
    Text,
    Inline,
    Bool,
    Error,
    Date,
    Unknown,
}

impl Type {
    pub(super) fn of(value: &[u8]) -> Type {
        match value {
            b"n" => Type::Number,
            b"s" => Type::Shared,
            b"str" => Type::Text,
            b"inlineStr" | b"is" => Type::Inline,
            b"b" => Type::Bool,
            b"e" => Type::Error,
            b"d" => Type::Date,
            _ => Type::Unknown,
        }
    }
}

/// What a cell's tag says.
#[derive(Clone, Copy)]
struct Head {
    kind: Type,
    format: Format,
    /// Its address is none.
    misplaced: bool,
}

/// A sheet being read.
struct Reading<'r> {
    context: &'r Context<'r>,
    budget: &'r mut Budget,
    sheet: Sheet,
    words: Words,
    /// The row and column of the last cell, from 1.
    row: u32,
    row_is_hidden: bool,
    column: u16,
    value: Vec<u8>,
    inline: String,
    misplaced: usize,
}

fn outside() -> Refused {
    refuse::damaged("单元格地址超出表格范围")
}

impl Reading<'_> {
    /// The rows, up to the end of the sheet's data.
    fn rows<R: Read>(&mut self, xml: &mut Xml<R>, hidden: &mut Vec<u32>) -> Result<(), Refused> {
        loop {
            if let Some(plain) = plain::cell(xml.ahead()) {
                self.plain(&plain, hidden)?;
                let length = plain.length;
                xml.take(length);
                continue;
            }
            match xml.next()? {
                Token::Open {
                    name: b"row", attributes, ..
                } => {
                    let number = attributes.get("r").and_then(address::row);
                    self.row = number.unwrap_or_else(|| self.row.saturating_add(1));
                    if self.row > LAST_ROW {
                        return Err(outside());
                    }
                    self.row_is_hidden = attributes.get("hidden").is_some_and(is_true);
                    self.column = 0;
                }
                Token::Open {
                    name: b"c",
                    attributes,
                    empty,
                } => {
                    let head = self.head(attributes)?;
                    if !empty {
                        self.cell(xml, head)?;
                        self.note_hidden(hidden);
                    }
                }
                Token::Open { empty: false, .. } => xml.skip()?,
                Token::Close(b"sheetData") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// A cell that was taken at one go.
    fn plain(&mut self, plain: &Plain<'_>, hidden: &mut Vec<u32>) -> Result<(), Refused> {
        self.budget.tick()?;
        (self.row, self.column) = (plain.row, plain.column);
        if let Some(value) = plain.value {
            let head = Head {
                kind: plain.kind,
                format: self.format(plain.style.unwrap_or_default()),
                misplaced: false,
            };
            let raw = self.valued(head, value)?;
            self.put(head, raw)?;
            self.note_hidden(hidden);
        }
        Ok(())
    }

    /// Notes that a hidden row has a cell.
    fn note_hidden(&self, hidden: &mut Vec<u32>) {
        if self.row_is_hidden && hidden.last() != Some(&self.row) {
            hidden.push(self.row);
        }
    }

    fn format(&self, style: usize) -> Format {
        self.context.formats.get(style).copied().unwrap_or_default()
    }

    /// The tag of a cell; moves to its address.
    fn head(&mut self, attributes: Attributes<'_>) -> Result<Head, Refused> {
        self.budget.tick()?;
        let mut kind = Type::Number;
        let mut style = 0;
        let mut place = Some((self.row.max(1), self.column.saturating_add(1)));
        let mut misplaced = false;
        for (name, value) in attributes {
            match name {
                b"r" => match address::cell(value) {
                    Some(given) => place = Some(given),
                    None => misplaced = true,
                },
                b"s" => style = plain::whole(value).unwrap_or(usize::MAX),
                b"t" => kind = Type::of(value),
                _ => {}
            }
        }
        place = place.filter(|&(row, column)| row <= LAST_ROW && column <= LAST_COLUMN);
        let (row, column) = place.ok_or_else(outside)?;
        (self.row, self.column) = (row, column);
        let format = self.format(style);
        Ok(Head { kind, format, misplaced })
    }

    /// The inside of a cell.
    fn cell<R: Read>(&mut self, xml: &mut Xml<R>, head: Head) -> Result<(), Refused> {
        let (mut formula, mut has_inline) = (false, false);
        self.value.clear();
        loop {
            match xml.next()? {
                Token::Open {
                    name: b"v", empty: false, ..
                } => content(xml, &mut self.value)?,
                Token::Open { name: b"f", empty, .. } => {
                    formula = true;
                    if !empty {
                        xml.skip()?;
                    }
                }
                Token::Open {
                    name: b"is", empty: false, ..
                } => {
                    has_inline = true;
                    self.inline.clear();
                    strings::element(xml, &mut self.inline)?;
                }
                Token::Open { empty: false, .. } => xml.skip()?,
                Token::Close(b"c") | Token::End => break,
                _ => {}
            }
        }
        // The text in the cell itself counts when it has any; some writers put it beside an empty value, or the reverse.
        let raw = if has_inline && (head.kind == Type::Inline || self.value.is_empty()) && !self.inline.is_empty() {
            self.budget.text(self.inline.len())?;
            Some(Raw::Text(self.words.share(&self.inline)))
        } else {
            let value = std::mem::take(&mut self.value);
            let raw = self.valued(head, &value)?;
            self.value = value;
            raw
        };
        let raw = match raw {
            None if formula && !matches!(head.kind, Type::Text | Type::Inline) => Some(Raw::NoResult),
            raw => raw,
        };
        self.put(head, raw)
    }

    /// Adds what stands in the cell, if anything does.
    fn put(&mut self, head: Head, raw: Option<Raw>) -> Result<(), Refused> {
        let Some(raw) = raw else {
            return Ok(());
        };
        self.budget.cell()?;
        let raw = if head.misplaced {
            Raw::Error(Arc::from("#地址无效"))
        } else {
            raw
        };
        self.misplaced += usize::from(head.misplaced);
        self.sheet.push(self.row, self.column, raw);
        Ok(())
    }

    /// What the value means; `None` when there is none.
    fn valued(&mut self, head: Head, written: &[u8]) -> Result<Option<Raw>, Refused> {
        let value = written.trim_ascii();
        let error = |text: &str| Some(Raw::Error(Arc::from(text)));
        if value.is_empty() && !matches!(head.kind, Type::Text | Type::Inline | Type::Error) {
            return Ok(None);
        }
        let strings = match (head.kind, self.context.strings) {
            (Type::Shared, None) => return Err(refuse::damaged("共享文字部件缺失")),
            (_, strings) => strings.unwrap_or_default(),
        };
        Ok(match head.kind {
            Type::Number => match number(value) {
                Some(number) if !number.is_finite() => error("#NUM!"),
                Some(number) => Some(head.format.cell(number, self.context.is_1904)),
                None => self.text(written)?,
            },
            // An index that is none, or that points nowhere, must not become some other cell's words.
            Type::Shared => match plain::whole(value).and_then(|index| strings.get(index)) {
                Some(text) => Some(Raw::Text(Arc::clone(text))),
                None => error("#文字缺失"),
            },
            Type::Text | Type::Inline => self.text(written)?,
            Type::Bool => match value {
                b"1" => Some(Raw::Bool(true)),
                b"0" => Some(Raw::Bool(false)),
                _ if value.eq_ignore_ascii_case(b"true") => Some(Raw::Bool(true)),
                _ if value.eq_ignore_ascii_case(b"false") => Some(Raw::Bool(false)),
                _ => error("#布尔值无效"),
            },
            Type::Error if value.is_empty() => error("#错误"),
            Type::Error => error(&String::from_utf8_lossy(value)),
            Type::Date => Some(serial::iso(&String::from_utf8_lossy(value))),
            Type::Unknown => error("#类型未知"),
        })
    }

    /// The value as text.
    fn text(&mut self, value: &[u8]) -> Result<Option<Raw>, Refused> {
        let text = text::unescape_units(String::from_utf8_lossy(value));
        if text.is_empty() {
            return Ok(None);
        }
        self.budget.text(text.len())?;
        Ok(Some(Raw::Text(self.words.share(&text))))
    }
}

/// Adds the text right inside the element that was just opened, up to its end tag.
fn content<R: Read>(xml: &mut Xml<R>, value: &mut Vec<u8>) -> Result<(), Refused> {
    loop {
        match xml.next()? {
            Token::Text(raw) if raw.iter().any(|byte| matches!(byte, b'&' | b'\r')) => {
                let meant: Cow<'_, str> = text::unescape(raw);
                value.extend_from_slice(meant.as_bytes());
            }
            Token::Text(raw) | Token::Verbatim(raw) => value.extend_from_slice(raw),
            Token::Open { empty: false, .. } => xml.skip()?,
            Token::Open { .. } => {}
            Token::Close(_) | Token::End => return Ok(()),
        }
    }
}

fn number(text: &[u8]) -> Option<f64> {
    match plain::whole(text) {
        // Nine digits are exact in binary64.
        Some(whole) => Some(whole as f64),
        None => std::str::from_utf8(text).ok()?.parse().ok(),
    }
}
