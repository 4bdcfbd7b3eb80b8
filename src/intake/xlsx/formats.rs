//! Number formats: which cells' numbers are dates, and which are shown otherwise than they are stored.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;

use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::parts::Part;
use crate::intake::serial;
use crate::intake::xlsx::scale::Scale;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;

/// What a number of this format means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::intake) enum Format {
    /// A number.
    #[default]
    Number,
    /// A date, a time of day, or both.
    Date,
    /// A month, with its year or without, and no day.
    Month {
        /// Whether the year is shown.
        with_year: bool,
    },
    /// A length of time: `[h]:mm`.
    Duration,
    /// A number shown smaller, or with its unit.
    Scaled(Scale),
}

impl Format {
    /// The cell of a number of this format.
    pub(in crate::intake) fn cell(self, number: f64, is_1904: bool) -> Raw {
        match self {
            Format::Date => serial::date(number, is_1904),
            Format::Month { with_year } => month(serial::date(number, is_1904), with_year),
            Format::Number | Format::Duration => Raw::Number(number),
            Format::Scaled(scale) => scale.cell(number),
        }
    }
}

/// A day that is shown as its month. Where 2021年6月 is typed, a spreadsheet keeps the month's first day, so that this one is no day; any
/// other was typed as a day.
pub(in crate::intake) fn month(date: Raw, with_year: bool) -> Raw {
    match date {
        Raw::Date { day: Some(day), .. } if day.day() == 1 => Raw::Text(Arc::from(match with_year {
            true => format!("{}年{}月", day.year(), day.month()),
            false => format!("{}月", day.month()),
        })),
        other => other,
    }
}

/// The formats of the cell styles, in their order.
pub(super) fn read(part: Part<'_, '_>) -> Result<Vec<Format>, Refused> {
    let mut xml = Xml::new(part)?;
    let mut own: BTreeMap<u32, Format> = BTreeMap::new();
    let mut styles = Vec::new();
    let mut in_cell_styles = false;
    loop {
        match xml.next()? {
            Token::End => break,
            Token::Open {
                name: b"numFmt",
                attributes,
                ..
            } => {
                if let (Some(id), Some(code)) = (number(attributes.get("numFmtId")), attributes.text("formatCode")) {
                    own.insert(id, of_code(&code));
                }
            }
            Token::Open {
                name: b"cellXfs", empty, ..
            } => in_cell_styles = !empty,
            Token::Close(b"cellXfs") => in_cell_styles = false,
            Token::Open {
                name: b"xf", attributes, ..
            } if in_cell_styles => {
                styles.push(number(attributes.get("numFmtId")).unwrap_or_default());
            }
            _ => {}
        }
    }
    Ok(resolve(styles, &own))
}

/// The formats of styles by their ids; what the workbook defines itself goes before what is built in.
pub(in crate::intake) fn resolve(styles: Vec<u32>, own: &BTreeMap<u32, Format>) -> Vec<Format> {
    let format = |id| own.get(&id).copied().unwrap_or_else(|| built_in(id));
    styles.into_iter().map(format).collect()
}

fn number(value: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(value?).ok()?.trim().parse().ok()
}

/// The formats that have no code in the file (ECMA-376 18.8.30), those of East Asia too.
fn built_in(id: u32) -> Format {
    match id {
        9 | 10 => Format::Scaled(Scale::PERCENT),
        // mmm-yy, and yyyy年m月 in Chinese editions.
        17 | 27 | 36 | 50 | 52 | 57 => Format::Month { with_year: true },
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Format::Date,
        46 => Format::Duration,
        _ => Format::Number,
    }
}

/// What a format code shows.
pub(in crate::intake) fn of_code(code: &str) -> Format {
    match by_code(code) {
        Format::Number => Scale::by_code(code).map_or(Format::Number, Format::Scaled),
        other => other,
    }
}

/// What a format code's first section shows: a date when a letter of day, month, year or time stands there before any
/// digit, outside quotes and brackets.
fn by_code(code: &str) -> Format {
    let mut chars = code.chars().peekable();
    if ["general", "standard", "g/通用格式"]
        .iter()
        .any(|word| code.trim().to_lowercase().starts_with(word))
    {
        return Format::Number;
    }
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            // The next character stands for itself, or for its width.
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            ';' | '0' | '#' | '?' | '@' => return Format::Number,
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                let inside = inside.to_ascii_lowercase();
                let first = inside.chars().next().unwrap_or_default();
                if matches!(first, 'h' | 'm' | 's') && inside.chars().all(|c| c == first) {
                    return Format::Duration;
                }
            }
            'y' | 'm' | 'd' | 'h' | 's' => return date_by_letters(code),
            // AM/PM, A/P
            '/' | 'p' if previous == 'a' => return Format::Date,
            _ => {}
        }
        previous = c.to_ascii_lowercase();
    }
    Format::Number
}

/// What a format of dates shows, by the letters of its first section: without a day and a time of day it is a month.
fn date_by_letters(code: &str) -> Format {
    let mut letters = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            ';' => break,
            c => letters.push(c),
        }
    }
    let is_month = letters.contains('m') && !letters.contains(['d', 'h', 's', '午']);
    match is_month {
        true => Format::Month {
            with_year: letters.contains(['y', 'e']),
        },
        false => Format::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_by_their_format() {
        let dates = [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "yyyy年m月d日",
            "[$-804]yyyy/m/d;@",
            "m/d/yy h:mm",
            "上午/下午h\"时\"mm\"分\"",
            "AM/PM h:mm",
            "yyyymmdd",
            "ge.m.d",
            "[红色]m-d",
            "mmss.0",
        ];
        let numbers = [
            "General",
            "G/通用格式",
            "Standard",
            "0.0s",
            "0\"d\"",
            "General\"月\"",
            "0!.0,\"万\"",
            "#,##0.00",
            "\"¥\"#,##0.00",
            "￥#,##0",
            "[红色]-0.00",
            "[$-804]aaaa",
            "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
            "@",
            "\\d0",
            "",
        ];
        for code in dates {
            assert_eq!(by_code(code), Format::Date, "{code}");
        }
        for code in numbers {
            assert_eq!(by_code(code), Format::Number, "{code}");
        }
        for (code, with_year) in [
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"", true),
            ("yyyy年m月", true),
            ("mmm-yy", true),
            ("[$-804]m\"月\";@", false),
        ] {
            assert_eq!(by_code(code), Format::Month { with_year }, "{code}");
        }
        for code in ["[h]:mm", "[hh]:mm:ss", "[m]", "[SS]"] {
            assert_eq!(by_code(code), Format::Duration, "{code}");
        }
    }
}
