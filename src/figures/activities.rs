//! `events`, `firm_visits`, `firm_visits_leading`, `dispatches` and `reports` (方案 二, 三, 四; 考核办法 三).

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::activity::Activity;
use crate::records::activity::ActivityKind;
use crate::records::items::word_of;
use crate::records::row::Record;

use super::Figure;
use super::view::View;
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
    let reported = view.reported(Kind::Activity);
    vec![
        count("events", reported, events),
        count("firm_visits", reported, visits),
        count("firm_visits_leading", reported, leading),
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

/// The distinct spans in which there is a row of the kind; the first row of each counts it.
fn spans<S: Ord>(key: &'static str, view: &View<'_>, reported: bool, kind: ActivityKind, span: impl Fn(NaiveDate) -> S) -> Figure {
    let mut meetings: Vec<(NaiveDate, RowId)> = rows(Kind::Activity, &view.records.tables.activities)
        .filter(|(_, activity)| activity.activity_kind.get() == Some(kind) && view.holds(activity.date()))
        .filter(|(_, activity)| view.is_of_owner(&activity.squad) || is_of_all(activity))
        .filter_map(|(row, activity)| Some((activity.date()?, row)))
        .collect();
    meetings.sort();
    let mut seen = BTreeSet::new();
    let parts = meetings
        .into_iter()
        .map(|(day, row)| part(row, u8::from(seen.insert(span(day))).into()))
        .collect();
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
