//! What the squads wrote in their logs, in their own words: each thing once, the latest first, only so many.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::records::Records;
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
}

/// The latest 进展情况 of each project or firm in the squad's log of the window, with the row's 项目信息; rows that name neither stand
/// for themselves.
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
    latest(entries)
}

/// 项目信息 of rows without 进展情况: leads of which nothing came yet.
pub(super) fn leads(records: &Records, squad: SquadId, window: Window) -> Sayings {
    let entries = logs(records, squad, window).filter_map(|(day, log)| {
        let has_progress = log.progress.value().is_some_and(|progress| words::quote(progress).is_some());
        let text = words::quote(log.project_news.value().filter(|_| !has_progress)?)?;
        Some(about(day, log, None, text))
    });
    latest(entries)
}

/// An entry about the row's project, else its firm, under which the latest is known; else about `otherwise`. A text that names its
/// subject does so alone.
fn about(day: NaiveDate, log: &Log, otherwise: Option<String>, text: String) -> (String, NaiveDate, Saying) {
    let name = log.project.value().or_else(|| log.firms.value()?.first());
    let subject = name.map_or(otherwise, |name| words::quote(&name.shown));
    let key = match name {
        Some(name) => name.key.to_string(),
        None => fold(&format!("{}{text}", subject.as_deref().unwrap_or_default())),
    };
    let subject = subject.filter(|subject| !text.contains(subject.as_str()));
    (key, day, Saying::new(day, subject, text))
}

/// 存在问题
pub(super) fn problems(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| log.problems.value().map(|text| &**text))
}

/// 需协调事项
pub(super) fn requests(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| log.requests.value().map(|text| &**text))
}

/// 下一步打算
pub(super) fn plans(records: &Records, squad: SquadId, window: Window) -> Sayings {
    column(records, squad, window, |log| log.next.value().map(|text| &**text))
}

fn column(records: &Records, squad: SquadId, window: Window, written: fn(&Log) -> Option<&str>) -> Sayings {
    let entries = logs(records, squad, window).filter_map(|(day, log)| {
        let text = words::quote(written(log)?)?;
        Some((fold(&text), day, Saying::new(day, None, text)))
    });
    latest(entries)
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

/// Of equal keys the latest entry (the first of one day), the latest first.
fn latest(entries: impl Iterator<Item = (String, NaiveDate, Saying)>) -> Sayings {
    let mut known: BTreeMap<String, (NaiveDate, usize, Saying)> = BTreeMap::new();
    for (order, (key, day, saying)) in entries.enumerate() {
        let is_news = known.get(&key).is_none_or(|(last, _, _)| *last < day);
        if is_news {
            known.insert(key, (day, order, saying));
        }
    }
    let mut all: Vec<(NaiveDate, usize, Saying)> = known.into_values().collect();
    all.sort_by_key(|(day, order, _)| (Reverse(*day), *order));
    Sayings {
        more: all.len().saturating_sub(SHOWN),
        shown: all.into_iter().take(SHOWN).map(|(_, _, saying)| saying).collect(),
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
                "9月9日 拜访丁公司 一",
                "9月8日 丙项目 丙公司扩产，完成考察",
                "9月7日 - 乙公司投资，达成意向"
            ]
        );
        assert_eq!(news.more, 1, "the latest of 甲项目, of the 6th");
        assert_eq!(told(&leads(&records, squad, window)), ["9月12日 辛 拟来运考察"]);
        assert_eq!(told(&problems(&records, squad, window)), ["9月6日 - 用地未落实"]);
        assert_eq!(told(&requests(&records, squad, window)), ["9月2日 - 请协调用地"]);
        assert_eq!(told(&plans(&records, squad, window)), ["9月6日 - 赴上海"]);
        assert_eq!(progress(&records, SquadId(0), window), Sayings::default());
    }
}
