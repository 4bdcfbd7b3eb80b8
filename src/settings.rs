//! The workspace's settings (spec 5): plain data, read from 设置.toml, every key optional.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::finding::Severity;
use crate::records::Kind;
use crate::regulation::City;
use crate::regulation::calendar::GivenYear;
use crate::regulation::calendar::SAME_DAY_EACH_YEAR;
use crate::regulation::city::Rate;
use crate::regulation::city::Squad;
use crate::regulation::policy::faults_text;
use crate::values::currency::Currency;
use crate::values::text::fold;

/// What a workspace sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The city, with the settings' changes.
    pub city: City,
    /// Table key → canonical column → more names.
    pub synonyms: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Rule code → change.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Years of the working calendar, added to those built in or in their place.
    pub calendar: Vec<GivenYear>,
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
    /// Line of the settings file, from 1, for messages about it.
    pub line: usize,
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

/// A settings file that cannot be used, with all that is wrong in it: the first in its order, and the others.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", faults_text(file, *line, what, others))]
pub struct SettingsError {
    /// The file as the user named it.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
    /// What else is wrong, each with its line.
    pub others: Vec<(usize, String)>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            city: City::built_in(),
            synonyms: BTreeMap::new(),
            rules: BTreeMap::new(),
            calendar: Vec::new(),
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
    /// Reads the text of a 设置.toml. Unknown keys, tables, columns and wrong values are refused, each with file and line. Whether the
    /// rule codes exist is for the caller to say, who knows the rules.
    pub fn parse(file: &str, text: &str) -> Result<Settings, SettingsError> {
        let text = text.trim_start_matches('\u{feff}');
        let reader = Reader {
            file,
            text,
            faults: RefCell::default(),
        };
        let document = DeTable::parse(text).map_err(|error| reader.error(error.span().map_or(0, |span| span.start), "TOML 写法有误"))?;
        let mut settings = Settings::default();
        for (key, value) in document.get_ref() {
            reader.tell(|| {
                match key.get_ref().as_ref() {
                    "city" => reader.city(value, &mut settings.city)?,
                    "squad" => settings.city.squads = reader.squads(value)?,
                    "synonyms" => settings.synonyms = reader.synonyms(value)?,
                    "rate" => settings.city.rates = reader.rates(value)?,
                    "rules" => settings.rules = reader.rules(value)?,
                    "calendar" => settings.calendar = reader.calendar(value)?,
                    "verdict" => settings.verdict = reader.verdict(value)?,
                    "limits" => settings.limits = reader.limits(value)?,
                    "policy" => settings.policy = Some(reader.text(value)?.to_owned()),
                    unknown => return Err(reader.unknown(key, unknown)),
                }
                Ok(())
            });
        }
        match reader.all_faults() {
            Some(error) => Err(error),
            None => Ok(settings),
        }
    }
}

/// Every name of every column of a table that is built in, folded, with the column.
fn built_in_names(kind: Kind) -> BTreeMap<String, &'static str> {
    let names = kind.table().columns.iter().flat_map(|column| {
        let names = column.names();
        names.map(|name| (fold(name), column.name))
    });
    names.collect()
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
type Item<'i> = Spanned<DeValue<'i>>;

/// Reads values out of the document, and knows where they stand.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// What is wrong so far: reading goes on, so that all of it is told at once.
    faults: RefCell<Vec<SettingsError>>,
}

impl Reader<'_> {
    /// Reads one thing; a fault of it is kept and the others are read.
    fn tell(&self, read: impl FnOnce() -> Result<(), SettingsError>) {
        if let Err(error) = read() {
            self.faults.borrow_mut().push(error);
        }
    }

    /// How many faults there were so far. What lacks something because a part of it was at fault has been told.
    fn count_of_faults(&self) -> usize {
        self.faults.borrow().len()
    }

    /// All faults in the order of their lines.
    fn all_faults(self) -> Option<SettingsError> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line);
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        Some(SettingsError {
            others: faults.map(|fault| (fault.line, fault.what)).collect(),
            ..first
        })
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn error(&self, offset: usize, what: impl Into<String>) -> SettingsError {
        SettingsError {
            file: self.file.to_owned(),
            line: self.line(offset),
            what: what.into(),
            others: Vec::new(),
        }
    }

    fn wrong(&self, value: &Item<'_>, what: impl Into<String>) -> SettingsError {
        self.error(value.span().start, what)
    }

    fn unknown(&self, key: &Key<'_>, name: &str) -> SettingsError {
        self.error(key.span().start, format!("没有“{name}”这个设置项"))
    }

    /// Tells that something is missing, unless what is there was at fault already.
    fn lacks(&self, before: usize, value: &Item<'_>, what: &str) -> Result<(), SettingsError> {
        match self.count_of_faults() > before {
            true => Ok(()),
            false => Err(self.wrong(value, what)),
        }
    }

    fn table<'v, 'i>(&self, value: &'v Item<'i>) -> Result<&'v DeTable<'i>, SettingsError> {
        value
            .get_ref()
            .as_table()
            .ok_or_else(|| self.wrong(value, "这里应是一组设置（[…] 下的若干行）"))
    }

    fn items<'v, 'i>(&self, value: &'v Item<'i>) -> Result<impl Iterator<Item = &'v Item<'i>>, SettingsError> {
        let array = value
            .get_ref()
            .as_array()
            .ok_or_else(|| self.wrong(value, "这里应是方括号中的一列值"))?;
        Ok(array.iter())
    }

    fn text<'v>(&self, value: &'v Item<'_>) -> Result<&'v str, SettingsError> {
        value.get_ref().as_str().ok_or_else(|| self.wrong(value, "这里应是引号中的文字"))
    }

    fn texts(&self, value: &Item<'_>) -> Result<Vec<String>, SettingsError> {
        self.items(value)?.map(|item| self.text(item).map(str::to_owned)).collect()
    }

    fn flag(&self, value: &Item<'_>) -> Result<bool, SettingsError> {
        value.get_ref().as_bool().ok_or_else(|| self.wrong(value, "这里应是 true 或 false"))
    }

    fn day(&self, value: &Item<'_>) -> Result<NaiveDate, SettingsError> {
        let written = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            _ => String::new(),
        };
        written.parse().map_err(|_| self.wrong(value, "这里应是日期，如 \"2021-01-01\""))
    }

    fn count(&self, value: &Item<'_>) -> Result<u64, SettingsError> {
        let integer = value.get_ref().as_integer();
        let number = integer.and_then(|integer| u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok());
        number
            .filter(|number| *number > 0)
            .ok_or_else(|| self.wrong(value, "这里应是大于 0 的整数"))
    }

    fn city(&self, value: &Item<'_>, city: &mut City) -> Result<(), SettingsError> {
        for (key, value) in self.table(value)? {
            self.tell(|| {
                match key.get_ref().as_ref() {
                    "name" => city.name = self.text(value)?.to_owned(),
                    "office" => city.office = self.text(value)?.to_owned(),
                    "office_aliases" => city.office_aliases = self.texts(value)?,
                    "places" => city.places = self.texts(value)?,
                    "in_house" => city.in_house = self.texts(value)?,
                    unknown => return Err(self.unknown(key, unknown)),
                }
                Ok(())
            });
        }
        Ok(())
    }

    fn squads(&self, value: &Item<'_>) -> Result<Vec<Squad>, SettingsError> {
        let mut squads: Vec<Squad> = Vec::new();
        let before = self.count_of_faults();
        for item in self.items(value)? {
            self.tell(|| {
                let (mut name, mut aliases, mut lead_unit) = (None, Vec::new(), String::new());
                let before = self.count_of_faults();
                for (key, value) in self.table(item)? {
                    self.tell(|| {
                        match key.get_ref().as_ref() {
                            "name" => name = Some(self.text(value)?.trim().to_owned()),
                            "aliases" => aliases = self.texts(value)?,
                            "lead_unit" => lead_unit = self.text(value)?.to_owned(),
                            unknown => return Err(self.unknown(key, unknown)),
                        }
                        Ok(())
                    });
                }
                let Some(name) = name.filter(|name| !name.is_empty()) else {
                    return self.lacks(before, item, "专班缺少名称 name");
                };
                if squads.iter().any(|squad| *squad.name == *name) {
                    return Err(self.wrong(item, format!("专班“{name}”写了两次")));
                }
                squads.push(Squad {
                    name: name.into(),
                    aliases,
                    lead_unit,
                });
                Ok(())
            });
        }
        if self.count_of_faults() > before {
            return Ok(squads);
        }
        let mut names = BTreeMap::new();
        for squad in &squads {
            for name in std::iter::once(&*squad.name).chain(squad.aliases.iter().map(String::as_str)) {
                if names.insert(fold(name), &squad.name).is_some_and(|other| *other != squad.name) {
                    return Err(self.wrong(value, format!("两个专班都叫“{name}”")));
                }
            }
        }
        // A squad is known by its position in one byte, and a report of no squad says nothing.
        if squads.is_empty() || squads.len() > 200 {
            return Err(self.wrong(value, "专班应有 1 至 200 个"));
        }
        Ok(squads)
    }

    fn synonyms(&self, value: &Item<'_>) -> Result<BTreeMap<String, BTreeMap<String, Vec<String>>>, SettingsError> {
        let mut tables = BTreeMap::new();
        for (key, value) in self.table(value)? {
            self.tell(|| {
                let kind = Kind::ALL
                    .into_iter()
                    .find(|kind| kind.key() == key.get_ref().as_ref() || kind.name() == key.get_ref().as_ref());
                let kind = kind.ok_or_else(|| self.error(key.span().start, format!("没有“{}”这种表", key.get_ref())))?;
                let mut columns = BTreeMap::new();
                let mut taken = built_in_names(kind);
                for (key, value) in self.table(value)? {
                    self.tell(|| {
                        let name = key.get_ref().to_string();
                        let Some((_, column)) = kind.table().column(&name) else {
                            return Err(self.error(key.span().start, format!("{}中没有“{name}”这一列", kind.name())));
                        };
                        let mut synonyms = Vec::new();
                        for item in self.items(value)? {
                            self.tell(|| {
                                let synonym = self.text(item)?;
                                // One title cannot stand for two columns: the rows would be read under the wrong one.
                                let other = taken.insert(fold(synonym), column.name).filter(|other| *other != column.name);
                                if let Some(other) = other {
                                    let (synonym, kind) = (synonym.trim(), kind.name());
                                    let what = format!("“{synonym}”已是{kind}中“{other}”列的叫法，不能再作“{name}”列的");
                                    return Err(self.wrong(item, what));
                                }
                                synonyms.push(synonym.to_owned());
                                Ok(())
                            });
                        }
                        columns.insert(name, synonyms);
                        Ok(())
                    });
                }
                tables.insert(kind.key().to_owned(), columns);
                Ok(())
            });
        }
        Ok(tables)
    }

    fn rates(&self, value: &Item<'_>) -> Result<Vec<Rate>, SettingsError> {
        let mut rates: Vec<Rate> = Vec::new();
        for item in self.items(value)? {
            self.tell(|| {
                let (mut currency, mut from, mut yuan) = (None, None, None);
                let before = self.count_of_faults();
                for (key, value) in self.table(item)? {
                    self.tell(|| {
                        match key.get_ref().as_ref() {
                            "currency" => {
                                let found = Currency::parse(self.text(value)?);
                                currency = Some(found.ok_or_else(|| self.wrong(value, "不认识的币种，应为代码，如 \"USD\""))?);
                            }
                            "from" => from = Some(self.day(value)?),
                            "yuan" => {
                                let rate: Option<Decimal> = self.text(value)?.trim().parse().ok();
                                let rate = rate.filter(|rate| *rate > Decimal::ZERO);
                                yuan = Some(rate.ok_or_else(|| self.wrong(value, "汇率应是引号中的正数，如 \"6.4601\""))?);
                            }
                            unknown => return Err(self.unknown(key, unknown)),
                        }
                        Ok(())
                    });
                }
                let (Some(currency), Some(from), Some(yuan)) = (currency, from, yuan) else {
                    return self.lacks(before, item, "汇率应有 currency、from、yuan 三项");
                };
                if rates.iter().any(|rate| rate.currency == currency && rate.from == from) {
                    return Err(self.wrong(item, format!("{} 自 {from} 起的汇率写了两次", currency.code())));
                }
                rates.push(Rate { currency, from, yuan });
                Ok(())
            });
        }
        Ok(rates)
    }

    fn calendar(&self, value: &Item<'_>) -> Result<Vec<GivenYear>, SettingsError> {
        let mut years: Vec<GivenYear> = Vec::new();
        for item in self.items(value)? {
            self.tell(|| self.calendar_year(item, &mut years));
        }
        Ok(years)
    }

    /// Adds one year of the calendar.
    fn calendar_year(&self, item: &Item<'_>, years: &mut Vec<GivenYear>) -> Result<(), SettingsError> {
        let (mut year, mut holidays, mut workdays) = (None, None, None);
        let before = self.count_of_faults();
        for (key, value) in self.table(item)? {
            self.tell(|| {
                match key.get_ref().as_ref() {
                    "year" => year = Some(self.year(value)?),
                    "holidays" => holidays = Some(value),
                    "workdays" => workdays = Some(value),
                    unknown => return Err(self.unknown(key, unknown)),
                }
                Ok(())
            });
        }
        let Some(year) = year else {
            return self.lacks(before, item, "放假安排缺少年份 year");
        };
        if years.iter().any(|other| other.year == year) {
            return Err(self.wrong(item, format!("{year}年的放假安排写了两次")));
        }
        let before_list = self.count_of_faults();
        let Some(list) = holidays else {
            return self.lacks(before, item, "放假安排缺少放假的日子 holidays");
        };
        let holidays = self.days_of(list, year)?;
        let is_sound = self.count_of_faults() == before_list;
        let is_holiday = |day: &NaiveDate| holidays.iter().any(|(holiday, _)| holiday == day);
        // What is missing among days of which some could not be read may be one of those.
        for (month, day) in SAME_DAY_EACH_YEAR.into_iter().filter(|_| is_sound) {
            if NaiveDate::from_ymd_opt(year, month, day).is_none_or(|day| !is_holiday(&day)) {
                self.tell(|| Err(self.wrong(list, format!("没有{month}月{day}日，该年放假的日子应写全"))));
            }
        }
        let workdays = workdays.map_or(Ok(Vec::new()), |list| self.days_of(list, year))?;
        for (day, written) in &workdays {
            // Any day that is no weekend is worked anyhow: most likely the date was mistyped.
            if is_holiday(day) {
                self.tell(|| Err(self.wrong(written, format!("{day} 又放假又上班"))));
            } else if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                self.tell(|| Err(self.wrong(written, format!("{day} 不是周末，不必写为调休上班的日子"))));
            }
        }
        let days = |days: Vec<(NaiveDate, _)>| days.into_iter().map(|(day, _)| day).collect();
        years.push(GivenYear {
            year,
            holidays: days(holidays),
            workdays: days(workdays),
        });
        Ok(())
    }

    fn year(&self, value: &Item<'_>) -> Result<i32, SettingsError> {
        let year = i32::try_from(self.count(value)?).ok();
        year.filter(|year| (2000..=2999).contains(year))
            .ok_or_else(|| self.wrong(value, "年份应是四位数，如 2027"))
    }

    /// The days of a list, each with where it is written: `"2027-01-01"`, or from and to, `"2027-01-01..2027-01-03"`. A year's notice
    /// may also name days of the December before.
    fn days_of<'v, 'i>(&self, value: &'v Item<'i>, year: i32) -> Result<Vec<(NaiveDate, &'v Item<'i>)>, SettingsError> {
        let mut all = Vec::new();
        for item in self.items(value)? {
            self.tell(|| {
                let (from, to) = match item.get_ref().as_str().and_then(|text| text.split_once("..")) {
                    Some((from, to)) => {
                        let day = |text: &str| text.trim().parse::<NaiveDate>();
                        let (Ok(from), Ok(to)) = (day(from), day(to)) else {
                            return Err(self.wrong(item, "起止应写作 \"2027-01-01..2027-01-03\""));
                        };
                        (from, to)
                    }
                    None => self.day(item).map(|day| (day, day))?,
                };
                if from > to {
                    return Err(self.wrong(item, "起止日期颠倒"));
                }
                let belongs = |day: NaiveDate| day.year() == year || (day.year(), day.month()) == (year - 1, 12);
                if !belongs(from) || !belongs(to) {
                    return Err(self.wrong(item, format!("不是{year}年（或上一年12月）的日子")));
                }
                all.extend(from.iter_days().take_while(|day| *day <= to).map(|day| (day, item)));
                Ok(())
            });
        }
        Ok(all)
    }

    fn rules(&self, value: &Item<'_>) -> Result<BTreeMap<String, RuleSetting>, SettingsError> {
        let mut rules = BTreeMap::new();
        for (code, value) in self.table(value)? {
            self.tell(|| {
                let (mut severity, mut reason, mut until) = (None, None, None);
                let before = self.count_of_faults();
                for (key, value) in self.table(value)? {
                    self.tell(|| {
                        match key.get_ref().as_ref() {
                            "severity" => severity = Some(self.severity(value)?),
                            "reason" => reason = Some(self.text(value)?.trim().to_owned()),
                            "until" => until = Some(self.day(value)?),
                            unknown => return Err(self.unknown(key, unknown)),
                        }
                        Ok(())
                    });
                }
                let Some(reason) = reason.filter(|reason| !reason.is_empty()) else {
                    return self.lacks(before, value, "改动规则须写明理由 reason");
                };
                let Some(severity) = severity else {
                    return self.lacks(before, value, "缺少 severity（off、note、warning 或 error）");
                };
                let line = self.line(code.span().start);
                let setting = RuleSetting {
                    severity,
                    reason,
                    until,
                    line,
                };
                rules.insert(code.get_ref().to_string(), setting);
                Ok(())
            });
        }
        Ok(rules)
    }

    fn severity(&self, value: &Item<'_>) -> Result<Option<Severity>, SettingsError> {
        match self.text(value)? {
            "off" => Ok(None),
            "note" => Ok(Some(Severity::Note)),
            "warning" => Ok(Some(Severity::Warning)),
            "error" => Ok(Some(Severity::Error)),
            _ => Err(self.wrong(value, "severity 应为 off、note、warning 或 error")),
        }
    }

    fn verdict(&self, value: &Item<'_>) -> Result<VerdictSettings, SettingsError> {
        let mut verdict = Settings::default().verdict;
        for (key, value) in self.table(value)? {
            self.tell(|| {
                match key.get_ref().as_ref() {
                    "signed_basis" => {
                        verdict.signed_formal = match self.text(value)? {
                            "recognised" => false,
                            "formal" => true,
                            _ => return Err(self.wrong(value, "signed_basis 应为 recognised 或 formal")),
                        }
                    }
                    "duties_decide" => verdict.duties_decide = self.flag(value)?,
                    "carry_recognition" => verdict.carry_recognition = self.flag(value)?,
                    unknown => return Err(self.unknown(key, unknown)),
                }
                Ok(())
            });
        }
        Ok(verdict)
    }

    fn limits(&self, value: &Item<'_>) -> Result<Limits, SettingsError> {
        let mut limits = Limits::default();
        for (key, value) in self.table(value)? {
            self.tell(|| {
                let count = self.count(value)?;
                let megabytes = count.saturating_mul(1 << 20);
                match key.get_ref().as_ref() {
                    "file_megabytes" => limits.file_bytes = megabytes,
                    "inflated_megabytes" => limits.inflated_bytes = megabytes,
                    "text_megabytes" => limits.text_bytes = megabytes,
                    "cells" => limits.cells = count,
                    "sheets" => limits.sheets = usize::try_from(count).unwrap_or(usize::MAX),
                    "seconds" => limits.seconds = count,
                    unknown => return Err(self.unknown(key, unknown)),
                }
                Ok(())
            });
        }
        Ok(limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_specification_is_understood() {
        let settings = Settings::parse(
            "设置.toml",
            r#"
policy = "政策2022.toml"
[city]
name = "运城市"
office = "市招商投资促进中心"
places = ["运城", "盐湖区"]
[[squad]]
name = "先进制造"
aliases = ["制造"]
lead_unit = "市工业和信息化局"
[synonyms.contract]
"合同金额" = ["协议总额"]
[[rate]]
currency = "USD"
from = "2021-01-01"
yuan = "6.4601"
[rules.L004]
severity = "note"
reason = "试运行期间"
until = "2021-12-31"
[[calendar]]
year = 2027
holidays = ["2026-12-31..2027-01-03", 2027-05-01, "2027-10-01..2027-10-07"]
workdays = ["2027-02-14"]
[verdict]
signed_basis = "formal"
duties_decide = true
carry_recognition = true
[limits]
cells = 1000
"#,
        )
        .unwrap();
        assert_eq!(settings.city.squads.len(), 1);
        assert_eq!(settings.synonyms["contract"]["合同金额"], ["协议总额"]);
        assert_eq!(settings.city.rates[0].yuan.to_string(), "6.4601");
        assert_eq!(settings.rules["L004"].severity, Some(Severity::Note));
        assert!(settings.verdict.signed_formal && settings.verdict.duties_decide && settings.verdict.carry_recognition);
        assert_eq!((settings.calendar[0].year, settings.calendar[0].holidays.len()), (2027, 12));
        assert_eq!(settings.calendar[0].workdays[0].to_string(), "2027-02-14");
        assert_eq!(settings.limits.cells, 1000);
        assert_eq!(settings.policy.as_deref(), Some("政策2022.toml"));
    }

    #[test]
    fn a_name_of_the_column_itself_or_of_another_table_is_no_contradiction() {
        let text =
            "[synonyms.contract]\n\"合同金额\" = [\"合同金额\", \"协议总额\", \"协议总额\"]\n[synonyms.receipt]\n\"金额\" = [\"协议总额\"]";
        assert!(Settings::parse("设置.toml", text).is_ok());
    }

    #[test]
    fn wrong_settings_are_told_with_their_line() {
        for (text, line, part) in [
            ("[city]\nnane = \"x\"", 2, "nane"),
            ("\n[rules.L001]\nseverity = \"off\"", 2, "理由"),
            ("[rules.L001]\nreason = \"x\"\nseverity = \"loud\"", 3, "severity"),
            ("[[rate]]\ncurrency = \"USD\"\nfrom = \"2021-13-01\"", 3, "日期"),
            ("[[rate]]\ncurrency = \"USD\"\nfrom = \"2021-01-01\"\nyuan = 6.4", 4, "引号"),
            ("[synonyms.contract]\n\"合同额度\" = []", 2, "合同额度"),
            ("[limits]\ncells = 0", 2, "整数"),
            ("squad = []", 1, "专班"),
            ("[[squad]]\nname = \"甲\"\n[[squad]]\nname = \"乙\"\naliases = [\"甲\"]", 1, "都叫"),
            ("a = = 1", 1, "TOML"),
            ("[[calendar]]\nholidays = []", 1, "year"),
            ("[[calendar]]\nyear = 20277\nholidays = []", 2, "年份"),
            ("[[calendar]]\nyear = 2027", 1, "holidays"),
            (
                "[[calendar]]\nyear = 2027\nholidays = [\"2027-01-01\", \"2027-05-01\"]",
                3,
                "10月1日",
            ),
            ("[[calendar]]\nyear = 2027\nholidays = [\n\"2027-01-03..2027-01-01\"]", 4, "起止"),
            ("[[calendar]]\nyear = 2027\nholidays = [\n\"1月1日\"]", 4, "日期"),
            ("[[calendar]]\nyear = 2027\nholidays = [\n\"2026-01-01\"]", 4, "2027年"),
            (
                "[[calendar]]\nyear = 2027\nholidays = [\"2027-01-01\", \"2027-05-01\", \"2027-10-01..2027-10-07\"]\nworkdays = [\n\"2027-10-02\"]",
                5,
                "又放假又上班",
            ),
            (
                "[[calendar]]\nyear = 2027\nholidays = [\"2027-01-01\", \"2027-05-01\", \"2027-10-01\"]\nworkdays = [\n\"2027-10-11\"]",
                5,
                "不是周末",
            ),
            (
                "[[calendar]]\nyear = 2027\nholidays = [\"2027-01-01\", \"2027-05-01\", \"2027-10-01\"]\n[[calendar]]\nyear = 2027\nholidays = []",
                4,
                "两次",
            ),
            ("[[calendar]]\nyear = 2027\nnotice = \"x\"", 3, "notice"),
            ("[synonyms.contract]\n\"合同金额\" = [\"合同编号\"]", 2, "合同编号"),
            ("[synonyms.contract]\n\"合同金额\" = [\"协议总额\",\n\"合同号\"]", 3, "合同编号"),
            (
                "[synonyms.contract]\n\"合同金额\" = [\"总额\"]\n\"项目名称\" = [\" 总额 \"]",
                3,
                "合同金额",
            ),
        ] {
            let error = Settings::parse("设置.toml", text).unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.what.contains(part), "{}", error.what);
        }
    }
    #[test]
    fn all_that_is_wrong_is_told_at_once_by_line() {
        let text = r#"
[limits]
cells = 0
files = 3
[city]
nam = "运城市"
places = "运城"
[[rate]]
currency = "XXQ"
from = "2021-13-01"
yuan = 6.4
[[rate]]
currency = "USD"
[synonyms.contract]
"合同总" = ["甲"]
"合同金额" = ["项目名称", 3]
[rules.L004]
severity = "off"
[[calendar]]
year = 2027
holidays = ["2027-01-01", "2028-01-01", "x"]
workdays = []
"#;
        let error = Settings::parse("设置.toml", text).unwrap_err();
        let lines: Vec<usize> = std::iter::once(error.line)
            .chain(error.others.iter().map(|(line, _)| *line))
            .collect();
        assert_eq!(lines, [3, 4, 6, 7, 9, 10, 11, 12, 15, 16, 16, 17, 21, 21], "{error}");
        let told = error.to_string();
        assert!(
            told.starts_with("设置.toml 第3行：这里应是大于 0 的整数\n设置.toml 第4行："),
            "{told}"
        );
        assert_eq!(told.lines().count(), lines.len());
    }
}
