//! The sections of a 设置.toml, each with what may stand in it and why what stands there cannot be.

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;
use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::records::Kind;
use crate::regulation::City;
use crate::regulation::calendar::GivenYear;
use crate::regulation::calendar::SAME_DAY_EACH_YEAR;
use crate::regulation::city::Rate;
use crate::regulation::city::Squad;
use crate::values::currency::Currency;
use crate::values::text::fold;

use super::Limits;
use super::RuleSetting;
use super::Settings;
use super::SettingsError;
use super::VerdictSettings;
use super::reader::Item;
use super::reader::Reader;

impl Reader<'_> {
    pub(super) fn city(&self, value: &Item<'_>, city: &mut City) -> Result<(), SettingsError> {
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

    pub(super) fn squads(&self, value: &Item<'_>) -> Result<Vec<Squad>, SettingsError> {
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

    pub(super) fn synonyms(&self, value: &Item<'_>) -> Result<BTreeMap<String, BTreeMap<String, Vec<String>>>, SettingsError> {
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

    pub(super) fn rates(&self, value: &Item<'_>) -> Result<Vec<Rate>, SettingsError> {
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

    pub(super) fn calendar(&self, value: &Item<'_>) -> Result<Vec<GivenYear>, SettingsError> {
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

    pub(super) fn rules(&self, value: &Item<'_>) -> Result<BTreeMap<String, RuleSetting>, SettingsError> {
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

    pub(super) fn verdict(&self, value: &Item<'_>) -> Result<VerdictSettings, SettingsError> {
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

    pub(super) fn limits(&self, value: &Item<'_>) -> Result<Limits, SettingsError> {
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

/// Every name of every column of a table that is built in, folded, with the column.
fn built_in_names(kind: Kind) -> BTreeMap<String, &'static str> {
    let names = kind.table().columns.iter().flat_map(|column| {
        let names = column.names();
        names.map(|name| (fold(name), column.name))
    });
    names.collect()
}
