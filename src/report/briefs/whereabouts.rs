//! Who of a squad was where, day by day, and whom they met.

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;
use serde::Serialize;

use crate::figures::SquadFigures;
use crate::records::cell::Name;
use crate::records::cell::State;
use crate::records::log::Log;
use crate::records::presence::Whereabouts;
use crate::records::roster::Role;
use crate::report::Outcome;
use crate::values::period::Window;
use crate::values::text::is_blank;

use super::sayings;
use super::words;

/// Firms that a brief names of a squad.
const MOST_FIRMS: usize = 12;
/// Letters of a place that a table cell shows.
const LONGEST_PLACE: usize = 8;

/// A squad's days of a short period.
#[derive(Debug, Serialize)]
pub(super) struct Days {
    /// A row for each person: the name, then a word for each day.
    people: Vec<Vec<String>>,
    firms: Vec<String>,
    /// Firms met beyond those named.
    more_firms: usize,
    /// Why nothing can be said of firms.
    firms_unknown: Option<&'static str>,
}

/// The days of a period as heads of columns: 周一.
pub(super) fn heads(outcome: &Outcome<'_>) -> Vec<&'static str> {
    let names = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let days = outcome.window().days();
    days.filter_map(|day| names.get(day.weekday().num_days_from_monday() as usize).copied())
        .collect()
}

impl Days {
    pub(super) fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Days {
        let (records, window) = (outcome.records, outcome.window());
        let trips = records
            .presence
            .leader_trips(&records.tables, squad.squad, window, &outcome.policy.calendar);
        let led: BTreeSet<NaiveDate> = trips.into_iter().flat_map(|trip| trip.days).collect();
        let heads: BTreeSet<&Name> = (squad.period.members.iter().flatten())
            .filter(|member| member.role == Role::Head)
            .map(|member| &member.name)
            .collect();
        let row = |name: &Name| {
            let mut row = vec![words::person(&name.shown)];
            row.extend(window.days().map(|day| {
                // Heads keep no log of their own; the rows of others say when they lead.
                let leads = heads.contains(name) && heads.len() == 1 && led.contains(&day);
                let otherwise = if leads { "带队外出" } else { missing(outcome, day) };
                word(outcome, squad, name, day).unwrap_or_else(|| otherwise.to_owned())
            }));
            row
        };
        let mut firms = firms(outcome, squad);
        let more_firms = firms.len().saturating_sub(MOST_FIRMS);
        firms.truncate(MOST_FIRMS);
        Days {
            people: people(outcome, squad).into_iter().map(row).collect(),
            firms,
            more_firms,
            firms_unknown: sayings::unknown(records, squad.squad, window, |log| log.firms.state() != State::NoColumn),
        }
    }
}

fn logs<'a>(outcome: &Outcome<'a>, squad: &SquadFigures) -> impl Iterator<Item = &'a Log> {
    sayings::logs(outcome.records, squad.squad, outcome.window()).map(|(_, log)| log)
}

/// The members on post, each once; without a roster whoever the log names.
fn people<'a>(outcome: &Outcome<'a>, squad: &'a SquadFigures) -> Vec<&'a Name> {
    let mut seen = BTreeSet::new();
    let mut people: Vec<&Name> = match &squad.period.members {
        Some(members) => members.iter().map(|member| &member.name).collect(),
        None => logs(outcome, squad).filter_map(|log| log.people.value()).flatten().collect(),
    };
    people.retain(|name| seen.insert(&name.key));
    people
}

/// — for a working day without a row, nothing for such a day that is no working day.
fn missing(outcome: &Outcome<'_>, date: NaiveDate) -> &'static str {
    let rests = outcome.policy.calendar.is_workday(date) == Some(false);
    if rests { "" } else { "—" }
}

/// Where the person was: the place, 在岗, 请假; `None` for a day without a row.
fn word(outcome: &Outcome<'_>, squad: &SquadFigures, name: &Name, date: NaiveDate) -> Option<String> {
    let records = outcome.records;
    let window = Window { from: date, to: date };
    let (_, day) = records.presence.days(squad.squad, &name.key, window).next()?;
    if !day.out {
        let home = if day.home { "在岗" } else { "有日志" };
        return Some(if day.leave { "请假" } else { home }.to_owned());
    }
    let rows = day.rows.iter().filter_map(|row| records.tables.logs.get(*row as usize));
    let out = rows.filter(|log| log.whereabouts(outcome.policy, |place| records.city.is_out_of_town(place)) == Whereabouts::Out);
    let mut places: Vec<String> = Vec::new();
    for place in out.filter_map(|log| log.place.value()).filter(|place| !is_blank(place)) {
        // 江苏省苏州市 is 苏州市: a cell of a week's table has room for few letters.
        let place = words::person(place);
        let city = place.split_once('省').map(|(_, city)| city).filter(|city| !city.is_empty());
        let place = shortened(city.unwrap_or(&place));
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.push("外出".to_owned());
    }
    Some(places.join("、"))
}

/// What a table cell shows of a place; … says that it is longer.
fn shortened(place: &str) -> String {
    match place.char_indices().nth(LONGEST_PLACE) {
        Some(_) => place.chars().take(LONGEST_PLACE - 1).chain(['…']).collect(),
        None => place.to_owned(),
    }
}

/// The firms met, each once, in the order of the log.
fn firms(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let met = logs(outcome, squad).filter_map(|log| log.firms.value()).flatten();
    met.filter(|firm| seen.insert(&firm.key))
        .filter_map(|firm| words::quote(&firm.shown))
        .collect()
}
