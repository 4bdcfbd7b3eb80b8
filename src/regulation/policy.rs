//! Dated parameters, each with its citation; a workspace's 政策.toml replaces them by key.

mod entries;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use ahash::HashMap;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use sha2::Digest;
use sha2::Sha256;

use crate::digest::hex;
use crate::values::text::fold;

use self::entries::Entry;
use self::entries::Fault;
use self::entries::document;
use self::entries::tables;
use self::entries::within;
use super::articles;
use super::calendar;
use super::calendar::Calendar;
use super::city;
use super::embedded;
use super::lodging;

const DATA: &str = include_str!("parameters.toml");

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
    /// A list of words.
    Words(Words),
}

/// A list of words; for synonyms each entry is `name=other|other`.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The entries.
    pub entries: Vec<String>,
    /// The position of the entry of every name and synonym, folded.
    known: HashMap<String, usize>,
}

impl Words {
    fn new(entries: Vec<String>) -> Words {
        let mut known = HashMap::default();
        for (position, entry) in entries.iter().enumerate() {
            for word in entry.split(['=', '|']).filter(|word| !word.is_empty()) {
                known.entry(fold(word)).or_insert(position);
            }
        }
        Words { entries, known }
    }

    /// The name that a text means, by the name itself or one of its synonyms.
    fn name_of(&self, text: &str) -> Option<&str> {
        let entry = self.entries.get(*self.known.get(&fold(text))?)?;
        Some(entry.split_once('=').map_or(entry, |(name, _)| name))
    }
}

/// Everything of the regulation that may change with time.
#[derive(Clone, Debug)]
pub struct Policy {
    /// 运政发〔2020〕24号, and the name of the workspace's policy file when there is one.
    pub name: String,
    /// SHA-256 (lower-case hex) of the policy data in use.
    pub sha256: String,
    /// Every parameter, by key and date.
    parameters: Vec<Parameter>,
    /// The positions of each key's values: rules ask for them row by row.
    positions: HashMap<String, Range<usize>>,
    /// Working days.
    pub calendar: Calendar,
    in_force_from: NaiveDate,
}

/// A policy file that cannot be used, with all that is wrong in it: the first in its order, and the others.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", faults_text(file, *line, what, others))]
pub struct PolicyError {
    /// The file as the user named it.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
    /// What else is wrong, each with its line.
    pub others: Vec<(usize, String)>,
}

/// Each fault of a file in a line of its own: `政策.toml 第3行：…`.
pub(crate) fn faults_text(file: &str, line: usize, what: &str, others: &[(usize, String)]) -> String {
    let others = others.iter().map(|(line, what)| (*line, what.as_str()));
    let lines = std::iter::once((line, what)).chain(others);
    let lines: Vec<String> = lines.map(|(line, what)| format!("{file} 第{line}行：{what}")).collect();
    lines.join("\n")
}

/// The built-in parameters as read.
struct BuiltIn {
    name: String,
    in_force_from: NaiveDate,
    /// By key and date.
    parameters: Vec<Parameter>,
    /// The smallest number allowed, where it is not 0.
    least: BTreeMap<String, Decimal>,
}

static BUILT_IN: LazyLock<BuiltIn> =
    LazyLock::new(|| embedded("parameters.toml", BuiltIn::read(DATA).map_err(|fault| fault.within("", DATA))));

static SHA256: LazyLock<String> = LazyLock::new(|| digest(&[DATA, articles::DATA, calendar::DATA, city::DATA, lodging::DATA]));

impl Policy {
    /// The regulation as issued.
    pub fn built_in() -> Policy {
        Policy {
            name: BUILT_IN.name.clone(),
            sha256: SHA256.clone(),
            parameters: BUILT_IN.parameters.clone(),
            positions: positions(&BUILT_IN.parameters),
            calendar: Calendar::built_in(),
            in_force_from: BUILT_IN.in_force_from,
        }
    }

    /// What holds of a key from a day on: the value of that day, from then, and those that follow.
    fn from(&self, key: &str, day: NaiveDate) -> Vec<Parameter> {
        let on_the_day = self.parameter(key, day).map(|value| Parameter {
            from: day,
            ..value.clone()
        });
        let later = self.parameters.iter().filter(|value| value.key == key && value.from > day);
        on_the_day.into_iter().chain(later.cloned()).collect()
    }

    /// Replaces parameters by the text of a 政策.toml. Unknown keys, wrong values, gaps and overlaps of dates are refused with file and line.
    ///
    /// From the first day that the file gives for a key, only the file's values of that key hold; before it, and after an `until` that
    /// nothing follows, what held before.
    pub fn with_file(mut self, file: &str, text: &str) -> Result<Policy, PolicyError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let replaced = self.read_file(text).map_err(|faults| within(faults, file, text))?;
        for values in replaced.into_values() {
            let Some(first) = values.first().cloned() else {
                continue;
            };
            let again = values
                .last()
                .and_then(|last| last.until?.succ_opt())
                .map_or_else(Vec::new, |day| self.from(&first.key, day));
            self.parameters.retain(|old| old.key != first.key || old.from < first.from);
            self.parameters.extend(values.into_iter().chain(again));
        }
        sort(&mut self.parameters);
        self.positions = positions(&self.parameters);
        // Only the last part of the path: where a workspace lies must not change what is written.
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        self.name = format!("{}、{name}", self.name);
        self.sha256 = digest(&[&self.sha256, text]);
        Ok(self)
    }

    /// The number of a key on a day; `None` when none holds that day (the rule is then silent).
    pub fn number(&self, key: &str, day: NaiveDate) -> Option<Decimal> {
        match self.parameter(key, day)?.value {
            Value::Number(number) => Some(number),
            Value::Words(_) => None,
        }
    }

    /// The words of a key on a day; empty when none hold.
    pub fn words(&self, key: &str, day: NaiveDate) -> &[String] {
        match self.parameter(key, day).map(|parameter| &parameter.value) {
            Some(Value::Words(words)) => &words.entries,
            _ => &[],
        }
    }

    /// The name in a list of words that a text means on a day, by the name itself or one of its synonyms, both folded;
    /// `None` when the list has no such word.
    pub fn canonical(&self, key: &str, text: &str, day: NaiveDate) -> Option<&str> {
        match &self.parameter(key, day)?.value {
            Value::Words(words) => words.name_of(text),
            Value::Number(_) => None,
        }
    }

    /// The value of a key on a day, with its citation; `None` when none holds that day.
    pub fn parameter(&self, key: &str, day: NaiveDate) -> Option<&Parameter> {
        let values = self.parameters.get(self.positions.get(key)?.clone())?;
        let latest = values.iter().rfind(|value| value.from <= day)?;
        latest.until.is_none_or(|until| day <= until).then_some(latest)
    }

    /// Every parameter, by key and date.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The first day that the regulation is in force (2020-07-08).
    pub fn in_force_from(&self) -> NaiveDate {
        self.in_force_from
    }

    /// The values of a policy file by key, each key's in the order of their dates.
    fn read_file(&self, text: &str) -> Result<BTreeMap<String, Vec<Parameter>>, Vec<Fault>> {
        let document = document(text).map_err(|fault| vec![fault])?;
        let mut by_key: BTreeMap<String, Vec<(Range<usize>, Parameter)>> = BTreeMap::new();
        let mut faults = Vec::new();
        for (name, value) in document.get_ref() {
            if name.get_ref() != "parameter" {
                faults.push(Fault::at(name, format!("未知的项“{}”，只能写 [[parameter]]", name.get_ref())));
                continue;
            }
            let entries = tables(value).unwrap_or_else(|fault| {
                faults.push(fault);
                Vec::new()
            });
            for entry in entries {
                let entry = Entry::read(entry, &["key", "from", "until", "value", "source"]);
                match entry.map_err(|fault| vec![fault]).and_then(|entry| self.replacement(&entry)) {
                    Ok((at, parameter)) => by_key.entry(parameter.key.clone()).or_default().push((at, parameter)),
                    Err(of_entry) => faults.extend(of_entry),
                }
            }
        }
        let mut ordered = BTreeMap::new();
        for (key, values) in by_key {
            match in_order(values) {
                Ok(values) => {
                    ordered.insert(key, values);
                }
                Err(fault) => faults.push(fault),
            }
        }
        match faults.is_empty() {
            true => Ok(ordered),
            false => Err(faults),
        }
    }

    /// One value of a policy file, with the place of its first day.
    fn replacement(&self, entry: &Entry<'_>) -> Result<(Range<usize>, Parameter), Vec<Fault>> {
        let old = entry.text("key").and_then(|key| {
            let old = self.parameters.iter().find(|parameter| parameter.key == key);
            old.ok_or_else(|| entry.fault("key", format!("没有名为“{key}”的参数")))
        });
        let from = entry.date("from");
        let until = entry.has("until").then(|| entry.date("until")).transpose();
        let until = match (&from, until) {
            (Ok(from), Ok(Some(until))) if until < *from => Err(entry.fault("until", "截止日期早于起始日期".to_owned())),
            (_, until) => until,
        };
        let value = entry.value("value").and_then(|value| match &old {
            Ok(old) => fits(old, value).map_err(|what| entry.fault("value", what)),
            Err(_) => Ok(value),
        });
        match (old, from, until, value, entry.text("source")) {
            (Ok(old), Ok(from), Ok(until), Ok(value), Ok(source)) => {
                let parameter = Parameter {
                    key: old.key.clone(),
                    from,
                    until,
                    value,
                    unit: old.unit.clone(),
                    name: old.name.clone(),
                    source,
                };
                Ok((entry.span("from"), parameter))
            }
            (old, from, until, value, source) => {
                let faults = [old.err(), from.err(), until.err(), value.err(), source.err()];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }
}

/// A new value in place of the old one of its key, or why it cannot be that.
fn fits(old: &Parameter, value: Value) -> Result<Value, String> {
    match (&old.value, &value) {
        (Value::Number(_), Value::Number(number)) => {
            let least = BUILT_IN.least.get(&old.key).copied().unwrap_or_default();
            if *number < least {
                return Err(format!("“{}”不能小于{least}", old.name));
            }
        }
        (Value::Words(_), Value::Words(_)) => {}
        (Value::Number(_), Value::Words(_)) => return Err(format!("“{}”应是一个数", old.name)),
        (Value::Words(_), Value::Number(_)) => return Err(format!("“{}”应是一组词，写成 [\"…\", \"…\"]", old.name)),
    }
    Ok(value)
}

/// The values of one key by date. Two from one day, a value that ends after the next begins, and a gap between the two are refused.
fn in_order(mut values: Vec<(Range<usize>, Parameter)>) -> Result<Vec<Parameter>, Fault> {
    // Of two from one day, the later in the file is at fault.
    values.sort_by_key(|(at, parameter)| (parameter.from, at.start));
    for pair in values.windows(2) {
        let [(_, earlier), (at, later)] = pair else {
            continue;
        };
        let fault = |what| Err(Fault { at: at.clone(), what });
        if earlier.from == later.from {
            return fault(format!("“{}”从{}起有两个值", later.key, later.from));
        }
        if let Some(until) = earlier.until {
            if later.from <= until {
                return fault(format!("“{}”的前一个值到{until}为止，与这里的起始日期重叠", later.key));
            }
            if until.succ_opt().is_some_and(|next| next < later.from) {
                return fault(format!("“{}”的前一个值到{until}为止，到这里的起始日期之间没有值", later.key));
            }
        }
    }
    Ok(values.into_iter().map(|(_, parameter)| parameter).collect())
}

impl BuiltIn {
    fn read(text: &str) -> Result<BuiltIn, Fault> {
        let document = document(text)?;
        let root = Entry::read(&document, &["name", "in_force_from", "parameter"])?;
        let mut built_in = BuiltIn {
            name: root.text("name")?,
            in_force_from: root.date("in_force_from")?,
            parameters: Vec::new(),
            least: BTreeMap::new(),
        };
        for entry in tables(root.required("parameter")?)? {
            let entry = Entry::read(entry, &["key", "name", "unit", "source", "from", "value", "least"])?;
            let key = entry.text("key")?;
            if entry.has("least")
                && let Value::Number(least) = entry.value("least")?
            {
                built_in.least.insert(key.clone(), least);
            }
            built_in.parameters.push(Parameter {
                key,
                from: entry.date("from")?,
                until: None,
                value: entry.value("value")?,
                unit: entry.words("unit")?.to_owned(),
                name: entry.text("name")?,
                source: entry.text("source")?,
            });
        }
        sort(&mut built_in.parameters);
        Ok(built_in)
    }
}

/// Where the values of each key stand among parameters that are by key.
fn positions(parameters: &[Parameter]) -> HashMap<String, Range<usize>> {
    let mut positions = HashMap::default();
    let mut from = 0;
    for values in parameters.chunk_by(|a, b| a.key == b.key) {
        if let Some(first) = values.first() {
            positions.insert(first.key.clone(), from..from + values.len());
        }
        from += values.len();
    }
    positions
}

fn sort(parameters: &mut [Parameter]) {
    parameters.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
}

/// SHA-256 over texts; each length goes first, so that no two lists of texts share their bytes.
fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn number(text: &str) -> Option<Decimal> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_figures_of_the_regulation() {
        let policy = Policy::built_in();
        assert_eq!(policy.name, "运政发〔2020〕24号");
        assert_eq!(policy.in_force_from(), day("2020-07-08"));
        for (key, value) in [
            ("workdays_out", "15"),
            ("squad_workdays_out", "15"),
            ("leader_trips_month", "1"),
            ("heads", "1"),
            ("deputies", "1"),
            ("dedicated_min", "2"),
            ("dedicated_max", "3"),
            ("target_signed", "1000000000"),
            ("target_received", "100000000"),
            ("target_starts", "2"),
            ("target_starts_industrial", "1"),
            ("target_in_talks", "20"),
            ("target_events", "1"),
            ("meal_allowance", "100"),
            ("transport_allowance", "80"),
            ("annual_budget", "3000000"),
            ("dispatches_half_month", "1"),
            ("reports_month", "1"),
            ("mayor_meetings_quarter", "1"),
            ("stalled_days", "90"),
            ("budget_warning_share", "0.9"),
            ("budget_warning_lead", "0.2"),
            ("companions_few_guests", "10"),
            ("companions_few_max", "3"),
            ("companions_divisor", "3"),
            ("similarity", "0.85"),
        ] {
            assert_eq!(policy.number(key, day("2021-09-30")), number(value), "{key}");
        }
    }

    #[test]
    fn duties_begin_with_the_regulation_and_targets_with_its_year() {
        let policy = Policy::built_in();
        assert_eq!(policy.number("workdays_out", day("2020-07-07")), None);
        assert_eq!(policy.number("workdays_out", day("2020-07-08")), number("15"));
        for key in ["target_signed", "target_in_talks", "annual_budget"] {
            assert!(policy.number(key, day("2020-01-01")).is_some(), "{key}");
            assert!(policy.number(key, day("2019-12-31")).is_none(), "{key}");
        }
        for key in [
            "expense_items",
            "voucher_kinds",
            "leave_words",
            "leading_firm_kinds",
            "deputy_levels",
            "items_gift",
        ] {
            assert!(!policy.words(key, day("2012-05-01")).is_empty(), "{key}");
        }
        assert_eq!(policy.words("workdays_out", day("2021-01-01")), &[] as &[String]);
        assert_eq!(policy.number("expense_items", day("2021-01-01")), None);
        assert_eq!(policy.number("no_such_key", day("2021-01-01")), None);
    }

    #[test]
    fn every_source_is_an_article_a_national_rule_or_consistency() {
        for parameter in Policy::built_in().parameters() {
            for source in parameter.source.split('；') {
                let known = articles::find(source).is_some() || source.starts_with("国家规定：") || source.starts_with("一致性：");
                assert!(known, "{}: {source}", parameter.key);
            }
        }
    }

    #[test]
    fn synonyms_mean_one_name_each() {
        let policy = Policy::built_in();
        for parameter in policy.parameters() {
            let Value::Words(words) = &parameter.value else {
                continue;
            };
            let mut seen = BTreeSet::new();
            for word in words.entries.iter().flat_map(|entry| entry.split(['=', '|'])) {
                assert!(seen.insert(fold(word)), "{}: {word} twice", parameter.key);
            }
        }
        let on = day("2021-09-01");
        let items: Vec<&str> = policy
            .words("expense_items", on)
            .iter()
            .map(|item| item.split('=').next().unwrap())
            .collect();
        let expected = "宣传和资料印刷费 租赁费 布展费 租车费 会务费 培训费 接待费 差旅费 奖励 样品 赠品";
        assert_eq!(items, expected.split(' ').collect::<Vec<_>>());
        for key in ["items_reception", "items_car_hire", "items_travel", "items_gift"] {
            assert!(policy.words(key, on).iter().all(|item| items.contains(&item.as_str())), "{key}");
        }
        for (key, text, name) in [
            ("expense_items", "会议费", Some("会务费")),
            ("expense_items", "差旅费", Some("差旅费")),
            ("expense_items", " 礼 品 ", Some("赠品")),
            ("expense_items", "车辆租赁费", Some("租车费")),
            ("expense_items", "燃油费", None),
            ("expense_items", "", None),
            ("voucher_kinds", "增值税专用发票", Some("发票")),
            ("voucher_kinds", "银行回单", Some("银行进账单")),
            ("voucher_kinds", "收据", None),
            ("deputy_levels", "副县（处）级", Some("副县级")),
            ("deputy_levels", "正县级", None),
            ("leading_firm_kinds", "世界５００强", Some("世界500强")),
            ("leading_firm_kinds", "民企", None),
        ] {
            assert_eq!(policy.canonical(key, text, on), name, "{text}");
        }
    }

    #[test]
    fn a_policy_file_takes_over_from_its_day_on() {
        let text = r#"
[[parameter]]
key = "workdays_out"
from = "2021-10-01"
until = "2021-12-31"
value = 16
source = "新办法 第一条"

[[parameter]]
key = "workdays_out"
from = 2022-01-01
value = "12.5"
source = "新办法 第二条"

[[parameter]]
key = "leave_words"
from = "1999-01-01"
until = "2021-12-31"
value = ["休息", "请假=事假|病假"]
source = "新办法 第三条"
"#;
        let built_in = Policy::built_in();
        let policy = Policy::built_in().with_file("某处/政策.toml", text).unwrap();
        for (on, value) in [
            ("2021-09-30", "15"),
            ("2021-10-01", "16"),
            ("2021-12-31", "16"),
            ("2022-01-01", "12.5"),
        ] {
            assert_eq!(policy.number("workdays_out", day(on)), number(value), "{on}");
        }
        assert_eq!(policy.number("squad_workdays_out", day("2022-01-01")), number("15"));
        // After the file's last day what held before holds again.
        assert_eq!(policy.words("leave_words", day("2021-12-31")), ["休息", "请假=事假|病假"]);
        assert_eq!(
            policy.words("leave_words", day("2022-01-01")),
            built_in.words("leave_words", day("2022-01-01"))
        );
        assert_eq!(policy.parameter("workdays_out", day("2021-10-01")).unwrap().source, "新办法 第一条");
        assert_eq!(policy.parameter("workdays_out", day("2021-10-01")).unwrap().unit, "个工作日");
        assert_eq!(policy.name, "运政发〔2020〕24号、政策.toml");
        assert_ne!(policy.sha256, built_in.sha256);
        assert_eq!(policy.sha256.len(), 64);
        assert_eq!(built_in.sha256, Policy::built_in().sha256);
    }

    #[test]
    fn an_empty_policy_file_changes_no_value() {
        let policy = Policy::built_in().with_file("政策.toml", "\u{feff}# nothing yet\n").unwrap();
        assert_eq!(policy.parameters, Policy::built_in().parameters);
    }

    /// A file of one parameter with the line in place of its own.
    fn with(field: &str, line: &str) -> String {
        let fields = [
            ("key", "key = \"workdays_out\""),
            ("from", "from = \"2021-10-01\""),
            ("value", "value = 16"),
            ("source", "source = \"某条\""),
        ];
        let lines = fields.map(|(name, usual)| if name == field { line } else { usual });
        format!("[[parameter]]\n{}\n", lines.join("\n"))
    }

    #[test]
    fn a_faulty_policy_file_is_refused_with_its_line() {
        for (text, line, says) in [
            (with("key", "key = \"workday\""), 2, "没有名为“workday”的参数"),
            (with("key", ""), 1, "缺少“key”"),
            (with("key", "key = 1"), 2, "引号"),
            (with("from", "from = \"2021年10月\""), 3, "日期"),
            (with("from", "from = \"2021-02-30\""), 3, "日期"),
            (with("from", "from = 2021-10-01T00:00:00"), 3, "日期"),
            (with("from", ""), 1, "缺少“from”"),
            (with("value", "value = 0.9"), 4, "\"0.9\""),
            (with("value", "value = \"十六\""), 4, "数"),
            (with("value", "value = [\"十六\"]"), 4, "应是一个数"),
            (with("value", "value = -1"), 4, "不能小于0"),
            (with("value", "value = true"), 4, "整数"),
            (with("value", "value = 99999999999999999999"), 4, "太大"),
            (with("value", "value = \"99999999999999999999999999999999\""), 4, "数"),
            (with("value", ""), 1, "缺少“value”"),
            (with("source", ""), 1, "缺少“source”"),
            (with("source", "source = \"  \""), 5, "不能为空"),
            (with("", "") + "until = \"2021-09-30\"\n", 6, "早于"),
            (with("", "") + "unit = \"天\"\n", 6, "未知的项“unit”"),
            (with("", "") + "value = 17\n", 6, "格式有误"),
            (with("", "") + "name = \n", 6, "格式有误"),
            ("[parameter]\nkey = 1\n".to_owned(), 1, "[[parameter]]"),
            ("parameter = [1]\n".to_owned(), 1, "[[parameter]]"),
            ("# 政策\n[policy]\n".to_owned(), 2, "未知的项“policy”"),
            (with("", "") + &with("value", "value = 17"), 8, "两个值"),
            (
                with("source", "source = \"某条\"\nuntil = \"2021-12-31\"") + &with("from", "from = \"2021-12-31\""),
                9,
                "重叠",
            ),
            (
                with("source", "source = \"某条\"\nuntil = \"2021-12-31\"") + &with("from", "from = \"2022-01-02\""),
                9,
                "没有值",
            ),
            (with("key", "key = \"leave_words\""), 4, "一组词"),
            (with("key", "key = \"leave_words\"").replace("16", "[\"\"]"), 4, "不能为空"),
            (with("key", "key = \"leave_words\"").replace("16", "[\"假=\"]"), 4, "不能为空"),
            (with("key", "key = \"leave_words\"").replace("16", "[\n\"假\",\n1]"), 6, "引号"),
            (with("key", "key = \"companions_divisor\"").replace("16", "0"), 4, "不能小于1"),
        ] {
            let error = Policy::built_in().with_file("政策.toml", &text).unwrap_err();
            assert!(
                error.line == line && error.what.contains(says),
                "{error}\nexpected line {line}, {says} of\n{text}"
            );
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_by_line() {
        let text = with("key", "key = \"workday\"").replace("16", "true") + &with("from", "from = 1").replace("某条", " ") + "[other]\n";
        let error = Policy::built_in().with_file("政策.toml", &text).unwrap_err();
        let told = error.to_string();
        let lines: Vec<&str> = told.lines().filter_map(|line| line.split('：').next()).collect();
        let expected = [2, 4, 8, 10, 11].map(|line| format!("政策.toml 第{line}行"));
        assert_eq!(lines, expected, "{told}");
    }

    #[test]
    fn values_may_stand_in_any_order() {
        let later = with("from", "from = \"2022-01-01\"").replace("16", "17");
        let earlier = with("source", "source = \"某条\"\nuntil = \"2021-12-31\"");
        let policy = Policy::built_in().with_file("政策.toml", &(later + &earlier)).unwrap();
        assert_eq!(policy.number("workdays_out", day("2021-12-31")), number("16"));
        assert_eq!(policy.number("workdays_out", day("2022-01-01")), number("17"));
        assert_eq!(policy.number("workdays_out", day("2021-09-30")), number("15"));
    }

    #[test]
    fn an_error_reads_in_chinese() {
        let error = Policy::built_in()
            .with_file("政策.toml", &with("key", "key = \"天数\""))
            .unwrap_err();
        assert_eq!(error.to_string(), "政策.toml 第2行：没有名为“天数”的参数");
    }

    proptest::proptest! {
        #[test]
        fn no_policy_file_stops_the_program(text in "(\\[\\[parameter\\]\\]\n|key = \"heads\"\n|from = 2021-01-01\n|value = |source = |[\\PC\n]{0,9}){0,9}") {
            let _ = Policy::built_in().with_file("政策.toml", &text);
        }
    }
}
