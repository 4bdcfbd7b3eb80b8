//! The days of a log or an activity that cannot be counted: they go on for longer than a year, or the columns of one row say two times.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::log;
use crate::values::Unreadable;
use crate::values::period::Window;
use crate::values::text::fold;

/// Where the columns stand: 日期, and the first and the last day.
pub(super) type Columns = (usize, [Option<usize>; 2]);

/// Ends the days of a row on the day on which they begin, where only the hour of their end is written.
pub(super) fn close_day(cells: &mut [Arc<Content>], (_, ends): Columns) {
    let [Some(from), Some(to)] = ends.map(|end| end.and_then(|position| Some((position, cells.get(position)?)))) else {
        return;
    };
    let is_hour = matches!(to.1.state, State::Empty) && !to.1.written.trim().is_empty() && day(from.1).is_some();
    if is_hour {
        let (state, at) = (from.1.state.clone(), to.0);
        if let Some(cell) = cells.get_mut(at) {
            Arc::make_mut(cell).state = state;
        }
    }
}

/// The column at which the days of a row are wrong, and why; `None` when there is nothing wrong with them, or when there are none.
pub(super) fn wrong(kind: Kind, cells: &[Arc<Content>], (at_days, ends): Columns, title: Option<&str>) -> Option<(usize, Unreadable)> {
    let days = match cells.get(at_days)?.state {
        State::Value(Value::Days(days)) => Some(days),
        _ => None,
    };
    let ends = ends.map(|end| end.and_then(|position| Some((position, cells.get(position)?))));
    let [from, to] = ends.map(|end| end.and_then(|(_, cell)| day(cell)));
    let at_end = ends[1].map_or(at_days, |(position, _)| position);
    let is_filled_in = || title.is_some_and(|title| log::FILLED_IN.contains(&fold(title).as_str()));
    match (days, from, to) {
        // An end that is written, and cannot be read, leaves the days of the row open; a time of day is none.
        (Some(_), _, _) if ends.iter().flatten().any(|(_, cell)| is_unreadable_day(cell)) => {
            let (position, _) = ends.into_iter().flatten().find(|(_, cell)| is_unreadable_day(cell))?;
            Some((position, Unreadable::Unknown))
        }
        (_, Some(from), Some(to)) if from > to && kind == Kind::Log => Some((at_end, Unreadable::EndFirst)),
        // Which of the two is wrong D022 leaves open.
        (_, Some(from), Some(to)) if from > to => None,
        (days, Some(from), Some(to)) => {
            let ends = Window { from, to };
            let agree = days.is_none_or(|days| is_filled_in() || days == ends || days.from == days.to && ends.contains(days.from));
            if agree {
                is_long(ends).then_some((at_end, Unreadable::TooLong))
            } else {
                Some((at_days, Unreadable::Contradicted))
            }
        }
        (Some(days), None, Some(to)) => {
            // From the day of filling in nobody can tell when it began.
            let begins = days.from == days.to && days.from <= to && !is_filled_in();
            if begins {
                is_long(Window { from: days.from, to }).then_some((at_end, Unreadable::TooLong))
            } else {
                (days.to != to).then_some((at_end, Unreadable::Contradicted))
            }
        }
        (Some(days), _, None) => is_long(days).then_some((at_days, Unreadable::TooLong)),
        (None, _, _) => None,
    }
}

fn day(cell: &Arc<Content>) -> Option<NaiveDate> {
    match cell.state {
        State::Value(Value::Date(day)) => Some(day),
        _ => None,
    }
}

fn is_long(days: Window) -> bool {
    days.length() > Window::LONGEST_ROW
}

/// Whether a cell that cannot be read speaks of a day (6月底, 6月31日), and not of a time of day.
fn is_unreadable_day(cell: &Arc<Content>) -> bool {
    matches!(cell.state, State::Unreadable) && cell.written.contains(['年', '月', '日', '号'])
}

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    /// What is told of one row below these titles, and the days that it counts.
    fn see(titles: &str, days: &str) -> (Vec<String>, Vec<String>) {
        let intake = Scene::new("2021-06")
            .sheet(
                "文化旅游/日志.xlsx",
                "日志",
                &format!("姓名 | 工作内容 | {titles}\n王伟 | 拜访 | {days}"),
            )
            .intake();
        let rule = |problem: &crate::problem::Problem| {
            format!(
                "{}{}",
                problem.place.a1().unwrap_or_default(),
                ["", "!"][usize::from(problem.sets_aside)]
            )
        };
        let told = intake.problems.iter().map(rule).collect();
        let windows = intake.tables.logs.iter().filter_map(|log| log.window());
        (
            told,
            windows
                .map(|days| format!("{}-{}", days.from.format("%m.%d"), days.to.format("%m.%d")))
                .collect(),
        )
    }

    #[test]
    fn the_deadline_of_a_task_is_no_end_of_days() {
        let see = |titles: &str, cells: &str| {
            let text = format!("日期 | 姓名 | 工作内容 | {titles}\n2021-06-01 | 王伟 | 拜访 | {cells}");
            let intake = Scene::new("2021-06").sheet("文化旅游/日志.xlsx", "日志", &text).intake();
            let days: Vec<i64> = intake.tables.logs.iter().filter_map(|log| Some(log.window()?.length())).collect();
            days
        };
        for titles in ["下一步打算 | 截止日期", "需协调事项 | 结束日期", "下一步打算 | 终止时间"] {
            assert_eq!(see(titles, "补材料 | 2021-06-30"), [1], "{titles}");
        }
        assert_eq!(see("下一步打算 | 返回日期", "补材料 | 2021-06-04"), [4]);
    }

    #[test]
    fn an_end_long_before_the_beginning_sets_the_row_aside_as_no_run_of_days() {
        let text = "姓名 | 工作内容 | 开始日期 | 结束日期\n王伟 | 拜访 | 2021-06-01 | 1900-02-28";
        let intake = Scene::new("2021-06").sheet("文化旅游/日志.xlsx", "日志", text).intake();
        let rules: Vec<&str> = intake.tables.set_aside.iter().map(|row| row.rule).collect();
        assert_eq!(rules, ["D005"]);
    }

    #[test]
    fn an_hour_beside_the_day_is_no_day() {
        for (titles, cells) in [
            ("日期 | 外出时间（起） | 外出时间（止）", "2021-06-01 | 8:30 | 18:00"),
            ("外出时间（起） | 外出时间（止）", "2021-06-01 08:30 | 下午6点"),
        ] {
            assert_eq!(see(titles, cells), (vec![], vec!["06.01-06.01".to_owned()]), "{titles} {cells}");
        }
    }

    #[test]
    fn a_day_and_an_end_are_a_range() {
        for titles in [
            "外出日期 | 返回日期",
            "外出时间 | 返回时间",
            "日期 | 结束日期",
            "日期 | 至",
            "时间 | 止",
            "工作时间 | 结束时间",
            "外出日期 | 外出结束日期",
            "外出日期 | 外出返回日期",
            "外出时间 | 返运时间",
            "日期（起） | 日期（止）",
            "外出时间（起） | 外出时间（止）",
            "外出日期（自） | 外出日期（至）",
            "外出时间（开始） | 外出时间（结束）",
            "外出起始时间 | 外出截止时间",
            "起始日 | 截止日",
            "离运日期 | 返运日期",
        ] {
            assert_eq!(
                see(titles, "2021-06-01 | 2021-06-04"),
                (vec![], vec!["06.01-06.04".to_owned()]),
                "{titles}"
            );
        }
        // A row for each day of a trip, and one without an end.
        assert_eq!(see("日期 | 返回日期", "2021-06-04 | 2021-06-04").1, ["06.04-06.04"]);
        assert_eq!(see("日期 | 返回日期", "2021-06-04 |").1, ["06.04-06.04"]);
        assert_eq!(
            see("日期 | 返回日期", "2021.6.1-6.4 | 2021-06-04"),
            (vec![], vec!["06.01-06.04".to_owned()])
        );
        // Nobody comes back before leaving, nor ends a range on another day than its last.
        assert_eq!(see("日期 | 返回日期", "2021-06-04 | 2021-06-01"), (vec!["D2!".to_owned()], vec![]));
        assert_eq!(
            see("日期 | 返回日期", "2021.6.1-6.4 | 2021-06-05"),
            (vec!["D2!".to_owned()], vec![])
        );
        assert_eq!(see("日期 | 返回日期", "2021-06-04 | 6月底"), (vec!["D2!".to_owned()], vec![]));
        assert_eq!(see("日期 | 返回日期", "2021-06-04 | 2022-07-04"), (vec!["D2!".to_owned()], vec![]));
        // A time of day is no end of the days.
        assert_eq!(see("日期 | 结束时间", "2021-06-04 | 17:00").1, ["06.04-06.04"]);
    }

    #[test]
    fn a_beginning_and_an_end_go_before_the_day() {
        let titles = |day: &str| format!("{day} | 外出开始时间 | 外出结束时间");
        for day in ["填写日期", "记录日期", "日志日期"] {
            let told = see(&titles(day), "2021-06-07 | 2021-06-01 | 2021-06-04");
            assert_eq!(told, (vec![], vec!["06.01-06.04".to_owned()]), "{day}");
            // Of what was filled in only the end is told.
            assert_eq!(
                see(&format!("{day} | 结束日期"), "2021-06-01 | 2021-06-04"),
                (vec!["D2!".to_owned()], vec![])
            );
        }
        for day in ["日期", "时间"] {
            let told = see(&titles(day), "2021-06-02 | 2021-06-01 | 2021-06-04");
            assert_eq!(told, (vec![], vec!["06.01-06.04".to_owned()]), "{day}");
            let told = see(&titles(day), "2021-06-07 | 2021-06-01 | 2021-06-04");
            assert_eq!(told, (vec!["C2!".to_owned()], vec![]), "{day}");
            assert_eq!(see(&titles(day), "2021-06-07 | |").1, ["06.07-06.07"], "{day}");
        }
        assert_eq!(see(&titles("日期"), "2021-06-07 | 9:00 | 17:00").1, ["06.07-06.07"]);
        assert_eq!(see(&titles("日期"), "2021.6.1-6.3 | 2021-06-01 | 2021-06-04").0, ["C2!"]);
    }
}
