//! The tables of a file of parameters, value by value, each fault with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use super::PolicyError;
use super::Value;
use super::Words;

/// What is wrong, and the bytes of the text where it is.
pub(super) struct Fault {
    pub at: Range<usize>,
    pub what: String,
}

impl Fault {
    pub(super) fn at<T>(place: &Spanned<T>, what: String) -> Fault {
        Fault { at: place.span(), what }
    }

    pub(super) fn within(self, file: &str, text: &str) -> PolicyError {
        let before = text.as_bytes().get(..self.at.start.min(text.len())).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        PolicyError {
            file: file.to_owned(),
            line,
            what: self.what,
            others: Vec::new(),
        }
    }
}

/// All faults of a file in their order.
pub(super) fn within(faults: Vec<Fault>, file: &str, text: &str) -> PolicyError {
    let mut faults: Vec<PolicyError> = faults.into_iter().map(|fault| fault.within(file, text)).collect();
    faults.sort_by_key(|fault| fault.line);
    let mut faults = faults.into_iter();
    let first = faults.next().unwrap_or_else(|| PolicyError {
        file: file.to_owned(),
        line: 1,
        what: "无法使用".to_owned(),
        others: Vec::new(),
    });
    PolicyError {
        others: faults.map(|fault| (fault.line, fault.what)).collect(),
        ..first
    }
}

pub(super) fn document(text: &str) -> Result<Spanned<DeTable<'_>>, Fault> {
    // The parser's own words are English.
    let what = "格式有误，请检查引号、等号、方括号和重复的键";
    DeTable::parse(text).map_err(|error| Fault {
        at: error.span().unwrap_or(0..0),
        what: what.to_owned(),
    })
}

/// The tables of an array of tables.
pub(super) fn tables<'t, 'i>(value: &'t Spanned<DeValue<'i>>) -> Result<Vec<&'t Spanned<DeValue<'i>>>, Fault> {
    match value.get_ref().as_array() {
        Some(array) => Ok(array.iter().collect()),
        None => Err(Fault::at(value, "应写成 [[parameter]]".to_owned())),
    }
}

/// One table of the file, with the places of its values.
pub(super) struct Entry<'t> {
    at: Range<usize>,
    fields: BTreeMap<&'t str, &'t Spanned<DeValue<'t>>>,
}

/// What an [`Entry`] can be read from.
pub(super) trait Table<'i> {
    fn table(&self) -> Option<&DeTable<'i>>;
}

impl<'i> Table<'i> for DeTable<'i> {
    fn table(&self) -> Option<&DeTable<'i>> {
        Some(self)
    }
}

impl<'i> Table<'i> for DeValue<'i> {
    fn table(&self) -> Option<&DeTable<'i>> {
        self.as_table()
    }
}

impl<'t> Entry<'t> {
    pub(super) fn read<T: Table<'t>>(table: &'t Spanned<T>, known: &[&str]) -> Result<Entry<'t>, Fault> {
        let mut entry = Entry {
            at: table.span(),
            fields: BTreeMap::new(),
        };
        let Some(fields) = table.get_ref().table() else {
            return Err(Fault::at(table, "应写成 [[parameter]]".to_owned()));
        };
        for (name, value) in fields {
            if !known.contains(&name.get_ref().as_ref()) {
                return Err(Fault::at(
                    name,
                    format!("未知的项“{}”，可用的是：{}", name.get_ref(), known.join("、")),
                ));
            }
            entry.fields.insert(name.get_ref(), value);
        }
        Ok(entry)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Where the field is, or the entry when it has no such field.
    pub(super) fn span(&self, name: &str) -> Range<usize> {
        self.fields.get(name).map_or_else(|| self.at.clone(), |value| value.span())
    }

    pub(super) fn fault(&self, name: &str, what: String) -> Fault {
        Fault { at: self.span(name), what }
    }

    pub(super) fn required(&self, name: &str) -> Result<&'t Spanned<DeValue<'t>>, Fault> {
        self.fields
            .get(name)
            .copied()
            .ok_or_else(|| self.fault(name, format!("缺少“{name}”")))
    }

    pub(super) fn words(&self, name: &str) -> Result<&'t str, Fault> {
        let value = self.required(name)?;
        value
            .get_ref()
            .as_str()
            .ok_or_else(|| Fault::at(value, format!("“{name}”应是引号中的文字")))
    }

    /// Text that says something.
    pub(super) fn text(&self, name: &str) -> Result<String, Fault> {
        let text = self.words(name)?.trim();
        if text.is_empty() {
            return Err(self.fault(name, format!("“{name}”不能为空")));
        }
        Ok(text.to_owned())
    }

    /// A day, in quotes or as TOML's own date.
    pub(super) fn date(&self, name: &str) -> Result<NaiveDate, Fault> {
        let value = self.required(name)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        // The length, because chrono also reads 2021-1-1 and years of five digits.
        let day = if text.len() == 10 {
            NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()
        } else {
            None
        };
        day.ok_or_else(|| Fault::at(value, format!("“{name}”应是日期，写成 \"2021-10-01\"")))
    }

    pub(super) fn value(&self, name: &str) -> Result<Value, Fault> {
        let value = self.required(name)?;
        let fault = |what: &str| Err(Fault::at(value, what.to_owned()));
        match value.get_ref() {
            // Underscores and the other bases of TOML are given by the parser as digits and radix.
            DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(number) => Ok(Value::Number(Decimal::from(number))),
                Err(_) => fault("数字太大"),
            },
            DeValue::String(text) => match Decimal::from_str_exact(text.trim()) {
                Ok(number) => Ok(Value::Number(number)),
                Err(_) => fault("引号中应是一个数，如 \"0.9\""),
            },
            // A binary number is not the number that was written.
            DeValue::Float(written) => fault(&format!("小数要写在引号中：\"{}\"", written.as_str())),
            DeValue::Array(array) => array
                .iter()
                .map(word)
                .collect::<Result<_, _>>()
                .map(|words| Value::Words(Words::new(words))),
            _ => fault("“value”应是整数、引号中的小数，或一组词"),
        }
    }
}

/// One word of a list: `name` or `name=other|other`, no part of it blank (a blank word would be found in every text).
fn word(value: &Spanned<DeValue<'_>>) -> Result<String, Fault> {
    let Some(text) = value.get_ref().as_str() else {
        return Err(Fault::at(value, "词要写在引号中".to_owned()));
    };
    let parts = text
        .split_once('=')
        .map(|(name, others)| std::iter::once(name).chain(others.split('|')).collect());
    let parts: Vec<&str> = parts.unwrap_or_else(|| vec![text]);
    if parts.iter().any(|part| part.trim().is_empty() || part.contains('=')) {
        return Err(Fault::at(value, "词不能为空；同义词写成 \"名称=别名|别名\"".to_owned()));
    }
    Ok(text.trim().to_owned())
}
