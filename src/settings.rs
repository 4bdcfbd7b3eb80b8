//! The workspace's settings (spec 5): plain data, read from 设置.toml, every key optional.

mod reader;
mod sections;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::DeTable;

use crate::finding::Severity;
use crate::regulation::City;
use crate::regulation::calendar::GivenYear;
use crate::regulation::policy::faults_text;

use self::reader::Reader;

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
        let reader = Reader::new(file, text);
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
