//! Dated parameters, each with its citation; a workspace's 政策.toml replaces them by key.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::calendar::Calendar;

/// A value that holds from a day on (until another value of the same key takes over, or `until`).
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Stable key: `workdays_out`.
    pub key: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, if it ends.
    pub until: Option<NaiveDate>,
    /// The value.
    pub value: Value,
    /// Unit for people: 个工作日, 元, 元/人·天, 天 …
    pub unit: String,
    /// Chinese name: 每月外出工作日.
    pub name: String,
    /// The article or rule that it comes from.
    pub source: String,
}

/// What a parameter holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, in the parameter's unit.
    Number(Decimal),
    /// A list of words; for synonyms each entry is `name=other|other`.
    Words(Vec<String>),
}

/// Everything of the regulation that may change with time.
#[derive(Clone, Debug)]
pub struct Policy {
    /// 运政发〔2020〕24号, and the name of the workspace's policy file when there is one.
    pub name: String,
    /// SHA-256 (lower-case hex) of the policy data in use.
    pub sha256: String,
    /// Every parameter, by key and date.
    pub parameters: Vec<Parameter>,
    /// Working days.
    pub calendar: Calendar,
}

/// A policy file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file} 第{line}行：{what}")]
pub struct PolicyError {
    /// The file as the user named it.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

impl Policy {
    /// The regulation as issued.
    pub fn built_in() -> Policy {
        unimplemented!()
    }

    /// Replaces parameters by the text of a 政策.toml. Unknown keys, wrong values, gaps and overlaps of dates are refused with file and line.
    pub fn with_file(self, file: &str, text: &str) -> Result<Policy, PolicyError> {
        unimplemented!("{file}{text}")
    }

    /// The number of a key on a day; `None` when none holds that day (the rule is then silent).
    pub fn number(&self, key: &str, day: NaiveDate) -> Option<Decimal> {
        unimplemented!("{key}{day}")
    }

    /// The words of a key on a day; empty when none hold.
    pub fn words(&self, key: &str, day: NaiveDate) -> &[String] {
        unimplemented!("{key}{day}")
    }

    /// The first day that the regulation is in force (2020-07-08).
    pub fn in_force_from(&self) -> NaiveDate {
        unimplemented!()
    }
}
