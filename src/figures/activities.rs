//! `events`, `firm_visits`, `firm_visits_leading`, `dispatches` and `reports` (方案 二, 三, 四; 考核办法 三).

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::activity::Activity;
use crate::records::activity::ActivityKind;
use crate::records::cell::State;
use crate::records::items::word_of;
use crate::records::row::Record;
use crate::values::period::Window;

use super::Figure;
use super::FigureValue;
use super::view::View;
use super::view::bare;
use super::view::count;
use super::view::one;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// `events`, `firm_visits`, `firm_visits_leading`: an activity is one of the day on which it begins.
pub(super) fn events_and_visits(view: &View<'_>) -> Vec<Figure> {
    let events = of_kind(view, ActivityKind::Event).map(|(row, _)| one(row)).collect();
    let visits = of_kind(view, ActivityKind::FirmVisit).map(|(row, _)| one(row)).collect();
    let leading = of_kind(view, ActivityKind::FirmVisit)
        .filter(|(_, activity)| is_by_leading_firm(activity, view))
        .map(|(row, _)| one(row))
        .collect();
    // Of which kind a visitor is, the table may not ask; a word that is none of them D023 tells.
    let is_untold = of_kind(view, ActivityKind::FirmVisit).any(|(_, activity)| activity.investor_kind.state() == State::NoColumn);
    // Those without a squad count for all squads together.
    let of_all = || view.squad.is_none() && view.records.tables.activities.iter().any(is_of_all);
    let reported = view.reported(Kind::Activity) || of_all();
    vec![
        count("events", reported, events),
        count("firm_visits", reported, visits),
        match is_untold {
            true => bare("firm_visits_leading", FigureValue::None),
            false => count("firm_visits_leading", reported, leading),
        },
    ]
}

/// `dispatches` and `reports`: half-months with a 半月调度, months with a 月度汇报. A row without a squad is one of every squad.
pub(super) fn cadence(view: &View<'_>) -> Vec<Figure> {
    let activities = &view.records.tables.activities;
    let reported = view.reported(Kind::Activity) || activities.iter().any(is_of_all);
    let half = |day: NaiveDate| (day.year(), day.month(), day.day() > 15);
    let month = |day: NaiveDate| (day.year(), day.month(), false);
    vec![
        spans("dispatches", view, reported, ActivityKind::Dispatch, half),
        spans("reports", view, reported, ActivityKind::Report, month),
    ]
}

/// The distinct spans that have a day of a row of the kind; the first such row of each counts it.
fn spans<S: Ord>(key: &'static str, view: &View<'_>, reported: bool, kind: ActivityKind, span: impl Fn(NaiveDate) -> S) -> Figure {
    let mut meetings: Vec<(Window, RowId)> = rows(Kind::Activity, &view.records.tables.activities)
        .filter(|(_, activity)| activity.activity_kind.get() == Some(kind))
        .filter(|(_, activity)| view.is_of_owner(&activity.squad) || is_of_all(activity))
        .filter_map(|(row, activity)| Some((activity.days.get()?, row)))
        .filter(|(days, _)| days.overlaps(&view.window))
        .collect();
    meetings.sort_by_key(|(days, row)| (days.from, *row));
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for (days, row) in meetings {
        let within = Window {
            from: days.from.max(view.window.from),
            to: days.to.min(view.window.to),
        };
        let new = within.days().filter(|day| seen.insert(span(*day))).count();
        parts.push(part(row, Decimal::from(new)));
    }
    count(key, reported, parts)
}

/// Activities of the kind in the window.
fn of_kind<'a>(view: &View<'a>, kind: ActivityKind) -> impl Iterator<Item = (RowId, &'a Activity)> {
    let view = *view;
    rows(Kind::Activity, &view.records.tables.activities).filter(move |(_, activity)| {
        activity.activity_kind.get() == Some(kind) && view.holds(activity.date()) && view.is_of_owner(&activity.squad)
    })
}

/// Whether the row names no squad; the coordination group's and the office's meetings are those of all squads too.
fn is_of_all(activity: &Activity) -> bool {
    squad_of(&activity.squad).is_none()
}

fn is_by_leading_firm(activity: &Activity, view: &View<'_>) -> bool {
    let (Some(kind), Some(day)) = (activity.investor_kind.get(), activity.date()) else {
        return false;
    };
    word_of(view.policy, "leading_firm_kinds", kind.name(), day).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;

    const HEAD: &str = "日期 | 活动类型 | 活动名称 | 专班 | 客商单位 | 投资方类型";

    #[test]
    fn events_and_visits_count_on_the_day_on_which_they_begin() {
        let text = format!(
            "{HEAD}
            2021-09-01 | 专题招商活动 | 推介会 | 文旅 | |
            2021-09-30至10-02 | 专题招商活动 | 博览会 | 文旅 | |
            2021-08-31至9-02 | 专题招商活动 | 展会 | 文旅 | |
            2021-09-08 | 专题招商活动 | 全市推介会 | | |
            2021-09-09 | 企业来访 | 来访 | 文旅 | 甲公司 | 世界500强
            2021-09-10 | 企业来访 | 来访 | 文旅 | 乙公司 | 中国500强
            2021-09-11 | 企业来访 | 来访 | 文旅 | 丙公司 | 行业龙头
            2021-09-12 | 企业来访 | 来访 | 文旅 | 丁公司 | 独角兽
            2021-09-13 | 企业来访 | 来访 | 文旅 | 戊公司 | 央企
            2021-09-14 | 企业来访 | 来访 | 文旅 | 己公司 |
            2021-09-15 | 外出考察 | 考察 | 文旅 | 庚公司 | 世界500强"
        );
        assert_said(
            &figures("2021-09", &[("活动.xlsx", "活动记录", &text)]),
            "文化旅游.events.period 2
             文化旅游.firm_visits.period 6
             文化旅游.firm_visits_leading.period 4
             高效农业.events.period 未报
             total.events.period 3
             total.firm_visits.period 6
             文化旅游.events.previous 1",
        );
    }

    #[test]
    fn visits_that_nobody_was_asked_the_kind_of_may_be_by_leading_firms() {
        let see = |rows: &str, told: &str| {
            let text = format!("日期 | 活动类型 | 活动名称 | 专班\n{rows}");
            assert_said(&figures("2021-09", &[("活动.xlsx", "活动记录", &text)]), told);
        };
        see(
            "2021-09-09 | 企业来访 | 来访 | 文旅\n2021-09-09 | 专题招商活动 | 推介会 | 农业",
            "文化旅游.firm_visits.period 1
             文化旅游.firm_visits_leading.period none
             total.firm_visits_leading.period none
             高效农业.firm_visits_leading.period 0
             文化旅游.firm_visits_leading.previous 0",
        );
    }

    #[test]
    fn dispatches_are_half_months_and_reports_are_months() {
        let text = format!(
            "{HEAD}
            2021-09-01 | 半月调度 | 调度 | 文旅 | |
            2021-09-15 | 半月调度 | 调度 | 文旅 | |
            2021-09-16 | 半月调度 | 调度 | | |
            2021-08-31 | 半月调度 | 调度 | 综合协调组 | |
            2021-09-03 | 月度汇报 | 汇报 | 文旅 | |
            2021-09-29 | 月度汇报 | 汇报 | 文旅 | |
            2021-08-29 | 月度汇报 | 汇报 | 农业 | |"
        );
        assert_said(
            &figures("2021-09", &[("活动.xlsx", "活动记录", &text)]),
            "文化旅游.dispatches.period 2
             文化旅游.dispatches.ytd 3
             文化旅游.reports.period 1
             高效农业.dispatches.period 1
             高效农业.reports.period 0
             高效农业.reports.ytd 1
             先进制造.dispatches.ytd 2
             先进制造.reports.ytd 0
             先进制造.events.ytd 未报
             total.dispatches.period 2
             total.reports.ytd 2",
        );
    }

    #[test]
    fn a_meeting_of_several_days_is_one_of_each_span_that_it_has_a_day_in() {
        let text = format!("{HEAD}\n2021-09-15至9-16 | 半月调度 | 调度 | 文旅 | |\n2021-08-31至9-01 | 月度汇报 | 汇报 | 文旅 | |");
        let said = |period: &str, told: &str| assert_said(&figures(period, &[("活动.xlsx", "活动记录", &text)]), told);
        said(
            "2021-09",
            "文化旅游.dispatches.period 2\n文化旅游.reports.period 1\n文化旅游.reports.ytd 2",
        );
        said("2021-09-H2", "文化旅游.dispatches.period 1\n文化旅游.reports.period 0");
    }

    #[test]
    fn without_a_meeting_of_all_squads_others_rows_say_nothing_of_a_squad() {
        let text = format!("{HEAD}\n2021-09-01 | 半月调度 | 调度 | 文旅 | |");
        assert_said(
            &figures("2021-09", &[("活动.xlsx", "活动记录", &text)]),
            "文化旅游.reports.period 0\n高效农业.dispatches.period 未报",
        );
    }
}
