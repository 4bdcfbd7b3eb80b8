//! Values out of a 设置.toml, each fault with its line: what is wrong is kept, so that all of it is told at once.

use std::cell::RefCell;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use super::SettingsError;

pub(super) type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;

pub(super) type Item<'i> = Spanned<DeValue<'i>>;

/// Reads values out of the document, and knows where they stand.
pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// What is wrong so far: reading goes on, so that all of it is told at once.
    faults: RefCell<Vec<SettingsError>>,
}

impl<'a> Reader<'a> {
    /// Of a text that nothing was read of yet.
    pub(super) fn new(file: &'a str, text: &'a str) -> Reader<'a> {
        Reader {
            file,
            text,
            faults: RefCell::default(),
        }
    }

    /// Reads one thing; a fault of it is kept and the others are read.
    pub(super) fn tell(&self, read: impl FnOnce() -> Result<(), SettingsError>) {
        if let Err(error) = read() {
            self.faults.borrow_mut().push(error);
        }
    }

    /// How many faults there were so far. What lacks something because a part of it was at fault has been told.
    pub(super) fn count_of_faults(&self) -> usize {
        self.faults.borrow().len()
    }

    /// All faults in the order of their lines.
    pub(super) fn all_faults(self) -> Option<SettingsError> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line);
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        Some(SettingsError {
            others: faults.map(|fault| (fault.line, fault.what)).collect(),
            ..first
        })
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    pub(super) fn error(&self, offset: usize, what: impl Into<String>) -> SettingsError {
        SettingsError {
            file: self.file.to_owned(),
            line: self.line(offset),
            what: what.into(),
            others: Vec::new(),
        }
    }

    pub(super) fn wrong(&self, value: &Item<'_>, what: impl Into<String>) -> SettingsError {
        self.error(value.span().start, what)
    }

    pub(super) fn unknown(&self, key: &Key<'_>, name: &str) -> SettingsError {
        self.error(key.span().start, format!("没有“{name}”这个设置项"))
    }

    /// Tells that something is missing, unless what is there was at fault already.
    pub(super) fn lacks(&self, before: usize, value: &Item<'_>, what: &str) -> Result<(), SettingsError> {
        match self.count_of_faults() > before {
            true => Ok(()),
            false => Err(self.wrong(value, what)),
        }
    }

    pub(super) fn table<'v, 'i>(&self, value: &'v Item<'i>) -> Result<&'v DeTable<'i>, SettingsError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong(value, "这里应是一组设置（[…] 下的若干行）"))
    }

    pub(super) fn items<'v, 'i>(&self, value: &'v Item<'i>) -> Result<impl Iterator<Item = &'v Item<'i>>, SettingsError> {
        let array = value
            .get_ref()
            .as_array()
            .ok_or_else(|| self.wrong(value, "这里应是方括号中的一列值"))?;
        Ok(array.iter())
    }

    pub(super) fn text<'v>(&self, value: &'v Item<'_>) -> Result<&'v str, SettingsError> {
        value.get_ref().as_str().ok_or_else(|| self.wrong(value, "这里应是引号中的文字"))
    }

    pub(super) fn texts(&self, value: &Item<'_>) -> Result<Vec<String>, SettingsError> {
        self.items(value)?.map(|item| self.text(item).map(str::to_owned)).collect()
    }

    pub(super) fn flag(&self, value: &Item<'_>) -> Result<bool, SettingsError> {
        value.get_ref().as_bool().ok_or_else(|| self.wrong(value, "这里应是 true 或 false"))
    }

    pub(super) fn day(&self, value: &Item<'_>) -> Result<NaiveDate, SettingsError> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            _ => String::new(),
        };
        written.parse().map_err(|_| self.wrong(value, "这里应是日期，如 \"2021-01-01\""))
    }

    pub(super) fn count(&self, value: &Item<'_>) -> Result<u64, SettingsError> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|integer| u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok());
        number
            .filter(|number| *number > 0)
            .ok_or_else(|| self.wrong(value, "这里应是大于 0 的整数"))
    }
}
