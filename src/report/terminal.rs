//! Findings and the last lines of a run as text for the terminal: like a compiler's, in Chinese (spec 5).

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::account::FileStatus;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::place::Place;
use crate::values::id_number::mask_in_text;

use super::Outcome;
use super::briefs::words::day;

/// Whether the text is coloured for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Off,
    /// With ANSI colours.
    On,
}

impl Colour {
    fn paint(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31;1",
            Severity::Warning => "33;1",
            Severity::Note => "36",
        };
        match self {
            Colour::Off => text.to_owned(),
            Colour::On => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// Every finding, grouped by file; those about a period come last.
pub fn findings(outcome: &Outcome<'_>, colour: Colour) -> String {
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    let mut general = Vec::new();
    for finding in &outcome.judgement.findings {
        match &finding.place {
            Some(place) => by_file.entry(&place.source.file).or_default().push(finding),
            None => general.push(finding),
        }
    }
    let mut text = String::new();
    for (file, mut findings) in by_file {
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        group(&mut text, file, &findings, colour);
    }
    if !general.is_empty() {
        group(&mut text, &format!("{}总体", outcome.period.title()), &general, colour);
    }
    text
}

fn group(text: &mut String, head: &str, findings: &[&Finding], colour: Colour) {
    line(text, format_args!("── {head}（{}项）", findings.len()));
    for finding in findings {
        line(text, format_args!(""));
        one(text, finding, colour);
    }
    line(text, format_args!(""));
}

fn one(text: &mut String, finding: &Finding, colour: Colour) {
    let head = format!("{}[{}] {}", finding.severity.name(), finding.rule.code, finding.rule.name);
    line(
        text,
        format_args!("{}：{}", colour.paint(finding.severity, &head), mask_in_text(&finding.message)),
    );
    if let Some(place) = &finding.place {
        let title = finding
            .title
            .as_deref()
            .map(|title| format!("（{}）", title.replace(['\n', '\r'], "")))
            .unwrap_or_default();
        let value = finding
            .value
            .as_deref()
            .filter(|value| !value.is_empty())
            .map(|value| format!("　“{}”", shorten(&mask_in_text(value))))
            .unwrap_or_default();
        line(text, format_args!("  位置　{place}{title}{value}"));
    }
    if !finding.related.is_empty() {
        line(text, format_args!("  关联　{}", places(&finding.related)));
    }
    line(text, format_args!("  依据　{}", finding.rule.sources()));
    if let Some(cut) = finding.cut {
        line(text, format_args!("  核减　{cut}元"));
    }
    line(text, format_args!("  处理　{}", finding.remedy));
}

/// What a screen can hold of the other places; all of them stand in the findings list.
fn places(related: &[Place]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = related.iter().take(SHOWN).map(Place::to_string).collect();
    match related.len().checked_sub(SHOWN) {
        None | Some(0) => shown.join("；"),
        Some(more) => format!("{}；另有{more}处", shown.join("；")),
    }
}

fn shorten(value: &str) -> String {
    const SHOWN: usize = 40;
    let value = value.replace(['\n', '\r'], " ");
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    }
}

/// Every file with its tables and their rows, or why it was not read.
pub fn files(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for file in &outcome.account.files {
        let reason = file.reason.as_deref().unwrap_or("没有可以识别的表");
        let told = match file.status {
            FileStatus::Failed => format!("无法读取：{reason}"),
            FileStatus::Skipped => format!("跳过：{reason}"),
            FileStatus::Read if file.tables.is_empty() => "没有可以识别的表".to_owned(),
            FileStatus::Read => {
                let tables = file.tables.iter();
                let tables = tables.map(|table| format!("{} {}（{}行）", table.sheet, table.kind.name(), table.rows.found));
                tables.map(|table| table.trim_start().to_owned()).collect::<Vec<_>>().join("、")
            }
        };
        line(&mut text, format_args!("文件　{}　{told}", file.path));
    }
    text
}

/// The last lines: what was read, what was found, what could not be judged.
pub fn summary(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    let files = &outcome.account.files;
    let count = |status: FileStatus| files.iter().filter(|file| file.status == status).count();
    let rows = |pick: fn(&crate::account::TableAccount) -> u64| -> u64 { files.iter().flat_map(|file| &file.tables).map(pick).sum() };
    line(
        &mut text,
        format_args!(
            "文件 {} 个：读取 {}，跳过 {}，无法读取 {}。数据行 {}：采用 {}，重复 {}，暂不计入 {}。",
            files.len(),
            count(FileStatus::Read),
            count(FileStatus::Skipped),
            count(FileStatus::Failed),
            rows(|table| table.rows.found),
            rows(|table| table.rows.used),
            rows(|table| table.rows.duplicate),
            rows(|table| table.rows.set_aside),
        ),
    );
    if let Some(since) = outcome.since_last() {
        line(&mut text, format_args!("{since}。"));
    }
    for file in files.iter().filter(|file| file.status == FileStatus::Failed) {
        line(
            &mut text,
            format_args!("  无法读取　{}：{}", file.path, file.reason.as_deref().unwrap_or("原因不明")),
        );
    }
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| outcome.judgement.count(severity));
    let settled = match outcome.settled(Severity::Error) {
        0 => String::new(),
        settled => format!("（其中已豁免或已确定归属 {settled}）"),
    };
    line(
        &mut text,
        format_args!(
            "核查发现 {} 项：错误 {errors}{settled}，提醒 {warnings}，提示 {notes}。",
            errors + warnings + notes
        ),
    );
    let unjudged = &outcome.judgement.unjudged;
    if !unjudged.is_empty() {
        line(&mut text, format_args!("另有 {} 项因缺少材料未能核查：", unjudged.len()));
        let mut reasons: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for item in unjudged {
            let squad = item.squad.map_or("全部", |squad| &*outcome.records.city.squad(squad).name);
            reasons.entry((squad, &item.reason)).or_default().push(item.rule);
        }
        for ((squad, reason), rules) in reasons {
            line(
                &mut text,
                format_args!("  {squad}　{}（{}）", mask_in_text(reason), rules.join("、")),
            );
        }
    }
    for changed in &outcome.judgement.changed {
        line(&mut text, format_args!("规则调整　{changed}"));
    }
    if let Some(early) = not_ended(outcome) {
        line(&mut text, format_args!("{early}"));
    }
    text
}

/// What to know of a run before its last day: what is missing is judged as of that day all the same (spec 2.1).
fn not_ended(outcome: &Outcome<'_>) -> Option<String> {
    let (as_of, today) = (outcome.as_of, outcome.today);
    let only_until_today = match outcome.period.window().contains(today) {
        true => format!("；只看到今天的，请加 --as-of {today}"),
        false => String::new(),
    };
    (today < as_of).then(|| {
        format!(
            "注意　本次按截至{}判断，今天是{}，尚未到期，缺少的日志、会议和外出天数可能只是还未发生{only_until_today}。",
            day(as_of),
            day(today)
        )
    })
}

/// Findings as annotations of a continuous-integration service (`--format github`).
pub fn annotations(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for finding in &outcome.judgement.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = finding
            .place
            .as_ref()
            .map(|place| format!(" file={},line={}", escape(&place.source.file), place.row.max(1)));
        line(
            &mut text,
            format_args!(
                "::{level}{}::{} {}",
                place.unwrap_or_default(),
                finding.rule.code,
                escape(&mask_in_text(&finding.message))
            ),
        );
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    #[test]
    fn a_run_before_its_last_day_says_so() {
        let told = |today: &str| {
            Scene::new("2021-09")
                .sheet("文旅/日志.xlsx", "日志", "日期 | 姓名 | 工作内容\n2021-09-01 | 王伟 | 甲")
                .report(|outcome| {
                    let today = today.parse().expect("a day");
                    not_ended(&Outcome { today, ..*outcome })
                })
        };
        assert_eq!(
            told("2021-09-15").as_deref(),
            Some(
                "注意　本次按截至2021年9月30日判断，今天是2021年9月15日，尚未到期，缺少的日志、会议和外出天数可能只是还未发生；只看到今天的，请加 --as-of 2021-09-15。"
            )
        );
        assert!(told("2021-08-15").is_some_and(|text| !text.contains("--as-of")));
        assert_eq!(told("2021-09-30"), None);
        assert_eq!(told("2021-10-08"), None);
    }
}
