//! 带队外出: the trips led by the heads of the squads in the year to date.

use std::collections::BTreeSet;

use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::presence::Trip;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::values::period::Window;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let figures = outcome.figures;
    let window = outcome.window();
    let part_of_year = rows::part_of_year(outcome);
    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("带队组长", 10.0, 16.0),
        Column::new("起", 11.5, 12.0),
        Column::new("止", 11.5, 12.0),
        Column::new("在外天数", 8.0, 10.0),
        Column::new("本年次数", 9.0, 11.0)
            .total_count(squads_total(outcome, |squad| squad.ytd.count("leader_trips")))
            .showing("各专班.leader_trips.ytd", Unit::Same),
    ];
    if part_of_year {
        let total = squads_total(outcome, |squad| squad.period.count("leader_trips"));
        columns.push(
            Column::new(format!("其中：{}", cells::this(outcome.period)), 9.0, 13.0)
                .total_count(total)
                .showing("各专班.leader_trips.period", Unit::Same),
        );
    }
    columns.extend([
        Column::new("地点", 12.0, 24.0).optional(),
        Column::new("事项", 18.0, 40.0),
        Column::new("对接单位", 14.0, 30.0).optional(),
        Column::source(40.0),
    ]);
    let calendar = &outcome.policy.calendar;
    let tables = &outcome.records.tables;
    let counts = |figures: &WindowFigures| figures.count("leader_trips").is_some();
    let has_day_in = |trip: &Trip, window: Window| trip.days.iter().any(|day| window.contains(*day));
    let year = cells::year_to_date(outcome);
    // The first week of a year begins in the year before.
    let all = Window {
        from: year.from.min(window.from),
        to: year.to,
    };
    // Where a squad's trips are not reported, none is listed; those of the period may be, and those of the year not.
    let trips = figures.squads.iter().flat_map(|squad| {
        let (of_year, of_period) = (counts(&squad.ytd), counts(&squad.period));
        let trips = outcome.records.presence.leader_trips(tables, squad.squad, all, calendar);
        let listed = trips.into_iter().map(move |trip| {
            let counts_in_year = of_year && has_day_in(&trip, year);
            let counts_in_period = of_period && has_day_in(&trip, window);
            (squad.squad, counts_in_year, counts_in_period, trip)
        });
        listed.filter(|(_, in_year, in_period, _)| *in_year || *in_period)
    });
    let rows = (1..).zip(trips).map(|(number, (squad, counts_in_year, counts_in_period, trip))| {
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, squad),
            cells::word(&heads(outcome, squad, &trip)),
            cells::day(trip.days.first().copied()),
            cells::day(trip.days.last().copied()),
            cells::count(trip.days.len() as u64),
            cells::flag(counts_in_year),
        ];
        if part_of_year {
            row.push(cells::flag(counts_in_period));
        }
        row.extend([
            cells::text(&told(outcome, &trip, place)),
            cells::text(&told(outcome, &trip, matter)),
            cells::text(&told(outcome, &trip, firms)),
            source(outcome, &trip),
        ]);
        row
    });
    let rows = rows.collect();
    let missing = rows::not_reported(outcome, "leader_trips", &[Kind::Log, Kind::Roster], "“地点”列和“是否外出”列");
    Listing {
        name: super::name::TRIPS,
        title: format!("{}年组长带队外出情况表", outcome.period.year()),
        unit: "",
        columns,
        rows,
        empty: rows::nothing(outcome, "leader_trips", "本年无"),
        notes: missing
            .into_iter()
            .chain(["连续在外的日子为一次，中间只隔非工作日的仍为一次；跨月的，各月均计。".to_owned()])
            .collect(),
        keep: 3,
    }
    .sheet(outcome)
}

fn squads_total(outcome: &Outcome<'_>, count: impl Fn(&SquadFigures) -> Option<u64>) -> Option<u64> {
    let counts: Vec<u64> = outcome.figures.squads.iter().filter_map(count).collect();
    (!counts.is_empty()).then(|| counts.into_iter().sum())
}

/// The heads of the squad that were on post on a day of the trip.
fn heads(outcome: &Outcome<'_>, squad: SquadId, trip: &Trip) -> String {
    let roster = outcome.records.tables.roster.iter();
    let heads = roster.filter(|member| {
        member.role.get() == Some(Role::Head)
            && member.squad.value().and_then(|owner| owner.squad()) == Some(squad)
            && trip.days.iter().any(|day| member.is_on_post(*day))
    });
    let names: BTreeSet<&str> = heads.filter_map(|member| member.name.value()).map(|name| &*name.shown).collect();
    names.into_iter().collect::<Vec<_>>().join("、")
}

/// What the rows of a trip say, each word once, in their order.
fn told(outcome: &Outcome<'_>, trip: &Trip, what: fn(&Outcome<'_>, RowId) -> Option<String>) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for text in trip.rows.iter().filter_map(|row| what(outcome, *row)) {
        if !text.is_empty() && seen.insert(text.clone()) {
            told.push(text);
        }
    }
    told.join("；")
}

fn place(outcome: &Outcome<'_>, row: RowId) -> Option<String> {
    let log = (row.kind == Kind::Log).then(|| outcome.records.tables.logs.get(row.index as usize))??;
    Some(log.place.written().to_string())
}

fn matter(outcome: &Outcome<'_>, row: RowId) -> Option<String> {
    let tables = &outcome.records.tables;
    match row.kind {
        Kind::Log => tables.logs.get(row.index as usize).map(|log| log.content.written().to_string()),
        Kind::Activity => tables
            .activities
            .get(row.index as usize)
            .map(|activity| activity.name.written().to_string()),
        _ => None,
    }
}

fn firms(outcome: &Outcome<'_>, row: RowId) -> Option<String> {
    let tables = &outcome.records.tables;
    match row.kind {
        Kind::Log => tables.logs.get(row.index as usize).map(|log| log.firms.written().to_string()),
        Kind::Activity => tables
            .activities
            .get(row.index as usize)
            .map(|activity| activity.firm.written().to_string()),
        _ => None,
    }
}

/// The first row of a trip, and how many more there are.
fn source(outcome: &Outcome<'_>, trip: &Trip) -> Cell {
    let Some(at) = trip.rows.first().and_then(|row| outcome.records.at(*row)) else {
        return cells::faint(cells::NO_VALUE);
    };
    let place = at.place();
    match trip.rows.len() {
        0 | 1 => cells::place(outcome, &place),
        more => cells::text(&format!("{place} 等{more}处")).linked(cells::source_link(outcome, &place)),
    }
}
