//! `leader_trips`, `squad_days_out` and `members[]`: who was out of town (方案 三, 考核办法 一).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::cell::Name;
use crate::records::roster::Member;
use crate::records::roster::Role;
use crate::regulation::SquadId;

use super::Figure;
use super::MemberFigures;
use super::Part;
use super::view::View;
use super::view::count;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// The two figures. A trip's first row counts it; a day out is counted at the first row that says so.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    vec![leader_trips(view), squad_days_out(view)]
}

fn leader_trips(view: &View<'_>) -> Figure {
    let (records, calendar) = (view.records, &view.policy.calendar);
    let mut parts = Parts::default();
    for squad in view.squads() {
        for trip in records.presence.leader_trips(&records.tables, squad, view.window, calendar) {
            parts.one_of(trip.rows);
        }
    }
    // Who led is known by the roster, and where by the log.
    let reported = view
        .squads()
        .into_iter()
        .any(|squad| records.handed_in(Kind::Log, squad) && records.handed_in(Kind::Roster, squad));
    count("leader_trips", reported, parts.in_order())
}

/// Of all squads together: the days on which any squad had somebody out.
fn squad_days_out(view: &View<'_>) -> Figure {
    let mut days: BTreeMap<NaiveDate, BTreeSet<u32>> = BTreeMap::new();
    for squad in view.squads() {
        let presence = &view.records.presence;
        for (day, rows) in presence.squad_workdays_out(squad, view.window, &view.policy.calendar) {
            days.entry(day).or_default().extend(rows);
        }
    }
    let mut parts = Parts::default();
    for rows in days.into_values() {
        parts.one_of(rows.into_iter().map(|index| RowId { kind: Kind::Log, index }));
    }
    count("squad_days_out", view.reported(Kind::Log), parts.in_order())
}

/// How much each row adds, when a row may stand for several things.
#[derive(Default)]
struct Parts(BTreeMap<RowId, Decimal>);

impl Parts {
    /// One thing that the rows speak of: its first row adds one, the others nothing more.
    fn one_of(&mut self, rows: impl IntoIterator<Item = RowId>) {
        let mut adds = Decimal::ONE;
        for row in rows {
            *self.0.entry(row).or_default() += adds;
            adds = Decimal::ZERO;
        }
    }

    fn in_order(self) -> Vec<Part> {
        self.0.into_iter().map(|(row, adds)| part(row, adds)).collect()
    }
}

/// Every roster row on post on a day of the window, by squad, role and then file order; `None` when no roster was handed in.
pub(super) fn members(view: &View<'_>) -> Option<Vec<MemberFigures>> {
    let squads = view.squads();
    let reported = squads.iter().any(|squad| view.records.handed_in(Kind::Roster, *squad));
    if !reported {
        return None;
    }
    let roster = rows(Kind::Roster, &view.records.tables.roster);
    let mut members: Vec<(SquadId, MemberFigures)> = roster
        .filter_map(|(row, member)| {
            let squad = squad_of(&member.squad).filter(|squad| view.is_of(Some(*squad)))?;
            Some((squad, figures_of(view, squad, row, member)?))
        })
        .collect();
    members.sort_by_key(|(squad, member)| (*squad, member.role, member.row));
    Some(members.into_iter().map(|(_, member)| member).collect())
}

/// `None` when the row has nobody on post in the window.
fn figures_of(view: &View<'_>, squad: SquadId, row: RowId, member: &Member) -> Option<MemberFigures> {
    let on_post = member.post_within(view.window)?;
    let (name, role): (&Name, Role) = (member.name.value()?, member.role.get()?);
    let (presence, calendar) = (&view.records.presence, &view.policy.calendar);
    let mut log_days = 0_u64;
    let mut log_rows = BTreeSet::new();
    for (_, day) in presence.days(squad, &name.key, view.window) {
        log_days += 1;
        log_rows.extend(day.rows.iter().copied());
    }
    let logs = log_rows.iter().filter_map(|index| view.records.tables.logs.get(*index as usize));
    let firms: BTreeSet<&str> = logs
        .flat_map(|log| log.firms.value().into_iter().flatten())
        .map(|firm| &*firm.key)
        .collect();
    let reported = |figure: u64| view.records.handed_in(Kind::Log, squad).then_some(figure);
    let how_many = |count: usize| count as u64;
    Some(MemberFigures {
        row,
        name: name.clone(),
        role,
        workdays_out: reported(how_many(presence.workdays_out(squad, &name.key, view.window, calendar).len())),
        days_out: reported(how_many(presence.days_out(squad, &name.key, view.window).len())),
        log_days: reported(log_days),
        workdays: how_many(calendar.workdays(on_post).len()),
        firms_met: reported(how_many(firms.len())),
    })
}
