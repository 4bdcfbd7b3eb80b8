//! What the squads wrote in their logs, in their own words: each thing once, the latest first, only so many.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::records::Records;
use crate::records::cell::Cell;
use crate::records::cell::State;
use crate::records::log::Log;
use crate::regulation::SquadId;
use crate::values::period::Window;
use crate::values::text::fold;

use super::words;

/// How many entries of one kind a brief quotes of a squad.
const SHOWN: usize = 5;

/// One thing that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Saying {
    /// The last day on which it was written: 9月3日.
    pub(super) day: String,
    /// The project or firm that the row names, or the day's work; unless the words name it.
    pub(super) subject: Option<String>,
    /// The words.
    pub(super) text: String,
}

/// What was written of one kind by a squad.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Sayings {
    /// The latest.
    pub(super) shown: Vec<Saying>,
    /// How many more there are.
    pub(super) more: usize,
    /// Why nothing can be said of it, where the log has no such column.
    pub(super) unknown: Option<&'static str>,
}

/// The latest 进展情况 of each project or firm in the squad's log of the window, with the row's 项目信息; rows that name neither stand
/// for themselves, after the others.
pub(super) fn progress(records: &Records, squad: SquadId, window: Window) -> Sayings {
    let entries = logs(records, squad, window).filter_map(|(day, log)| {
        let progress = words::quote(log.progress.value()?)?;
        let news = log.project_news.value().and_then(|news| words::quote(news));
        Some(match news {
            Some(news) => about(day, log, None, format!("{news}，{progress}")),
            // 达成意向 alone says nothing; the day's work says with whom.
            None => about(day, log, log.content.value().and_then(|content| words::quote(content)), progress),
        })
    });
    let unknown = unknown(records, squad, window, |log| log.progress.state() != State::NoColumn);
    latest(entries, unknown)
}

/// 项目信息 of rows without 进展情况: leads of which nothing came yet.
pub(super) fn leads(records: &Records, squad: SquadId, window: Window) -> Sayings {
    let entries = logs(records, squad, window).filter_map(|(day, log)| {
        let has_progress = log.progress.value().is_some_and(|progress| words::quote(progress).is_some());
        let text = words::quote(log.project_news.value().filter(|_| !has_progress)?)?;
        // One chamber of commerce may name several projects: each is a lead of its own.
        let words = fold(&text);
        let entry = about(day, log, None, text);
        Some(Entry {
            key: format!("{}\n{words}", entry.key),
            ..entry
        })
    });
    let unknown = unknown(records, squad, window, |log| log.project_news.state() != State::NoColumn);
    latest(entries, unknown)
}

/// An entry about the row's project, else its firm, under which the latest is known; else about `otherwise`. A text that names its
/// subject does so alone.
fn about(day: NaiveDate, log: &Log, otherwise: Option<String>, text: String) -> Entry {
    let name = log.project.value().or_else(|| log.firms.value()?.first());
    let is_vague = name.is_none() && otherwise.is_some();
    let subject = name.map_or(otherwise, |name| words::quote(&name.shown));
    let key = match name {
        Some(name) => name.key.to_string(),
        None => fold(&format!("{}{text}", subject.as_deref().unwrap_or_default())),
    };
    let subject = subject.filter(|subject| !text.contains(subject.as_str()));
    Entry {
        key,
        is_vague,
        day,
        saying: Saying::new(day, subject, text),
    }
}

/// 存在问题
pub(super) fn problems(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| &log.problems)
}

/// 需协调事项
pub(super) fn requests(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| &log.requests)
}

/// 下一步打算
pub(super) fn plans(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| &log.next)
}

fn column(records: &Records, squad: SquadId, window: Window, written: fn(&Log) -> &Cell<Arc<str>>) -> Sayings {
    let entries = logs(records, squad, window).filter_map(|(day, log)| {
        let text = words::quote(written(log).value()?)?;
        Some(Entry {
            key: fold(&text),
            is_vague: false,
            day,
            saying: Saying::new(day, None, text),
        })
    });
    let unknown = unknown(records, squad, window, |log| written(log).state() != State::NoColumn);
    latest(entries, unknown)
}

/// Why nothing can be said of a column of the squad's log: none of its rows has it, or no row could be used. A column that stands
/// empty says that there is nothing, and so does a log that was handed in and has no row of days on which nobody works.
pub(super) fn unknown(records: &Records, squad: SquadId, window: Window, has_column: impl Fn(&Log) -> bool) -> Option<&'static str> {
    let mut rows = logs(records, squad, window).peekable();
    if rows.peek().is_none() {
        let untold = records.has_log_set_aside(squad, window) || records.has_undated_log(squad);
        return untold.then_some("无法确定（工作日志各行均未计入）");
    }
    (!rows.any(|(_, log)| has_column(log))).then_some("未报（工作日志没有这一栏）")
}

/// The squad's rows that share a day with the window, each with its last day inside of it.
pub(super) fn logs(records: &Records, squad: SquadId, window: Window) -> impl Iterator<Item = (NaiveDate, &Log)> {
    let logs = records.tables.logs.iter();
    logs.filter(move |log| log.squad.value().and_then(|owner| owner.squad()) == Some(squad))
        .filter_map(move |log| {
            let days = log.window().filter(|days| days.overlaps(&window))?;
            Some((days.to.min(window.to), log))
        })
}

/// What one row says.
struct Entry {
    /// What it is about; of several about the same the latest counts.
    key: String,
    /// Whether it names neither project nor firm.
    is_vague: bool,
    day: NaiveDate,
    saying: Saying,
}

/// Of equal keys the latest entry (the first of one day), the latest first and the vague ones last.
fn latest(entries: impl Iterator<Item = Entry>, unknown: Option<&'static str>) -> Sayings {
    let mut known: BTreeMap<String, (usize, Entry)> = BTreeMap::new();
    for (order, entry) in entries.enumerate() {
        let is_news = known.get(&entry.key).is_none_or(|(_, last)| last.day < entry.day);
        if is_news {
            known.insert(entry.key.clone(), (order, entry));
        }
    }
    let mut all: Vec<(usize, Entry)> = known.into_values().collect();
    all.sort_by_key(|(order, entry)| (entry.is_vague, Reverse(entry.day), *order));
    Sayings {
        more: all.len().saturating_sub(SHOWN),
        shown: all.into_iter().take(SHOWN).map(|(_, entry)| entry.saying).collect(),
        unknown,
    }
}

impl Saying {
    fn new(day: NaiveDate, subject: Option<String>, text: String) -> Saying {
        Saying {
            day: words::month_and_day(day),
            subject,
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    const LOG: &str = "日期 | 姓名 | 工作内容 | 地点 | 项目名称 | 项目信息 | 进展情况 | 存在问题 | 需协调事项 | 下一步打算
2021-08-31 | 王伟 | 洽谈 | 上海 | 甲项目 | | 初次接触 | 上月的问题 | |
2021-09-02 | 王伟 | 洽谈 | 上海 | 甲项目 | | 签订意向 | 用地未落实。 | 请协调用地 | 赴上海
2021-09-06 | 李娜 | 洽谈 | 上海 | 甲项目 | | 完成考察 | 用地未落实 | 无 | 赴上海；
2021-09-07 | 李娜 | 洽谈 | 苏州 | | 乙公司投资 | 达成意向 | | |
2021-09-08 | 李娜 | 洽谈 | 苏州 | 丙项目 | 丙公司扩产 | 完成考察 | 暂无 | |
2021-09-12 | 李娜 | 洽谈 | 苏州 | 辛 | 拟来运考察 | | | |
2021-09-09 | 李娜 | 拜访丁公司 | 苏州 | | | 一 | | |
2021-09-10 | 李娜 | 洽谈 | 苏州 | 戊 | | 二 | | |
2021-09-11 | 李娜 | 洽谈 | 苏州 | 己 | | 三 | | |
2021-10-01 | 李娜 | 洽谈 | 苏州 | 庚 | | 四 | 下月的问题 | |";

    fn told(sayings: &Sayings) -> Vec<String> {
        let one = |saying: &Saying| format!("{} {} {}", saying.day, saying.subject.as_deref().unwrap_or("-"), saying.text);
        sayings.shown.iter().map(one).collect()
    }

    #[test]
    fn each_thing_is_quoted_once_the_latest_first() {
        let scene = Scene::new("2021-09").sheet("文化旅游/日志.xlsx", "9月", LOG);
        let records = scene.records();
        let window = Window {
            from: "2021-09-01".parse().unwrap(),
            to: "2021-09-30".parse().unwrap(),
        };
        let squad = SquadId(3);
        let news = progress(&records, squad, window);
        assert_eq!(
            told(&news),
            [
                "9月11日 己 三",
                "9月10日 戊 二",
                "9月8日 丙项目 丙公司扩产，完成考察",
                "9月7日 - 乙公司投资，达成意向",
                "9月6日 甲项目 完成考察"
            ]
        );
        assert_eq!(news.more, 1, "what names neither project nor firm, of the 9th");
        assert_eq!(told(&leads(&records, squad, window)), ["9月12日 辛 拟来运考察"]);
        assert_eq!(told(&problems(&records, squad, window)), ["9月6日 - 用地未落实"]);
        assert_eq!(told(&requests(&records, squad, window)), ["9月2日 - 请协调用地"]);
        assert_eq!(told(&plans(&records, squad, window)), ["9月6日 - 赴上海"]);
        let nobody = progress(&records, SquadId(0), window);
        assert_eq!((nobody.shown.len(), nobody.more), (0, 0));
    }

    #[test]
    fn a_column_that_no_row_has_is_not_nothing() {
        let window = Window {
            from: "2021-09-01".parse().unwrap(),
            to: "2021-09-30".parse().unwrap(),
        };
        let unknown = |log: &str| {
            let records = Scene::new("2021-09").sheet("文化旅游/日志.xlsx", "9月", log).records();
            let told = [progress, problems, requests, plans, leads].map(|of| of(&records, SquadId(3), window));
            assert!(told.iter().all(|sayings| sayings.shown.is_empty()));
            told.map(|sayings| sayings.unknown)
        };
        let missing = Some("未报（工作日志没有这一栏）");
        assert_eq!(
            unknown("日期 | 姓名 | 工作内容 | 地点 | 存在问题\n2021-09-02 | 王伟 | 洽谈 | 上海 | 无"),
            [missing, None, missing, missing, missing]
        );
        assert_eq!(
            unknown("日期 | 姓名 | 工作内容 | 地点\n2021-09-02 | | 洽谈 | 上海"),
            [Some("无法确定（工作日志各行均未计入）"); 5]
        );
        assert_eq!(unknown("日期 | 姓名 | 工作内容 | 地点\n2021-08-02 | 王伟 | 洽谈 | 上海"), [None; 5]);
    }
}
