//! Transport allowance against car hire (考核办法 六), for E004 and E005 together: of one excess only one of them is told.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::expense::Expense;
use crate::rules::Case;
use crate::rules::known::difference;
use crate::rules::known::known_or_blank;
use crate::rules::known::product;
use crate::values::period::Window;
use crate::values::person;

use super::LONGEST_TRIP;
use super::Line;
use super::Rates;

/// A transport allowance above what is due.
pub(super) struct Excess {
    /// Claimed, yuan.
    pub(super) claimed: Decimal,
    /// The standard for a person and day.
    pub(super) rates: Rates,
    /// How many travelled.
    pub(super) persons: Decimal,
    /// The trip's days.
    pub(super) days: Decimal,
    /// The trip's days with a hired car.
    pub(super) hired: Hired,
    /// What is due, yuan.
    pub(super) bound: Decimal,
    /// What is above it, yuan.
    pub(super) excess: Decimal,
}

/// The days of a trip on which a car was hired.
#[derive(Default)]
pub(super) struct Hired {
    /// How many.
    pub(super) count: Decimal,
    /// Which, when the trip's dates are given.
    pub(super) days: Vec<NaiveDate>,
    /// The rows of the hire, other than the trip's own.
    pub(super) rows: Vec<Place>,
}

/// The car hire rows of all years, by what ties them to a trip.
pub(super) struct Hires<'a> {
    /// By owner and 活动编号.
    by_activity: BTreeMap<(&'a Owner, &'a str), HiredDays<'a>>,
    /// By owner and person.
    by_person: BTreeMap<(&'a Owner, String), HiredDays<'a>>,
}

/// The days on which a car was hired for an activity or a person.
#[derive(Default)]
struct HiredDays<'a> {
    /// Each with the first row that says so.
    days: BTreeMap<NaiveDate, Line<'a>>,
    /// The voucher days of rows that do not say when.
    untold: BTreeSet<NaiveDate>,
}

impl<'a> HiredDays<'a> {
    fn add(&mut self, line: Line<'a>) {
        match own_hire(line.row) {
            Ok(Some(hire)) => {
                for day in hire.days() {
                    self.days.entry(day).or_insert(line);
                }
            }
            _ => {
                self.untold.insert(line.day);
            }
        }
    }
}

impl<'a> Hires<'a> {
    /// Finds the car hire rows.
    pub(super) fn new(case: &Case<'a>) -> Hires<'a> {
        let mut hires = Hires {
            by_activity: BTreeMap::new(),
            by_person: BTreeMap::new(),
        };
        for line in super::standing_lines(case) {
            let Some(owner) = line.owner else { continue };
            if line.sum <= Decimal::ZERO || !line.is(case, "items_car_hire") {
                continue;
            }
            if let Some(activity) = line.row.activity.value() {
                hires.by_activity.entry((owner, &activity.key)).or_default().add(line);
            }
            for name in people(line.row) {
                hires.by_person.entry((owner, name)).or_default().add(line);
            }
        }
        hires
    }

    /// The days of the trip on which a car was hired, or why that is not known: by the row itself, or by a car hire row of its owner
    /// with its 活动编号 or one of its people.
    pub(super) fn during(&self, line: &Line<'a>) -> Result<Hired, String> {
        let own = own_hire(line.row)?;
        let owned = |owner: &'a Owner| {
            let activity = line.row.activity.value();
            let by_activity = activity.and_then(|activity| self.by_activity.get(&(owner, &activity.key)));
            let travellers = line.row.travellers.value().into_iter().flat_map(|party| &party.named);
            let by_person = travellers.filter_map(move |name| self.by_person.get(&(owner, name.key.to_string())));
            (by_activity, by_person)
        };
        let (by_activity, by_person) = line
            .owner
            .map(owned)
            .map_or((None, Vec::new()), |(activity, people)| (activity, people.collect()));
        if own.is_none() && by_activity.is_none() && by_person.is_empty() {
            return Ok(Hired::default());
        }
        let Ok(trip) = line.trip() else {
            // Without the trip's dates only the row's own hire is surely of this trip.
            let Some(own) = own.filter(|_| by_activity.is_none() && by_person.is_empty()) else {
                return Err("有租车，但出差起止日期缺失或有误".to_owned());
            };
            let count = Decimal::from(own.length()).min(line.days()?);
            return Ok(Hired { count, ..Hired::default() });
        };
        // A voucher's day is no day of the hire; within the trip it leaves open whether the car was used on it.
        let untold_on_trip = |days: &&HiredDays<'_>| days.untold.range(trip.from..=trip.to).next().is_some();
        if by_activity.is_some_and(|days| !days.untold.is_empty()) || by_person.iter().any(untold_on_trip) {
            return Err("有租车费，但租车起止日期缺失或有误".to_owned());
        }
        let mut hired: BTreeSet<NaiveDate> = own
            .into_iter()
            .flat_map(|own| own.days())
            .filter(|day| trip.contains(*day))
            .collect();
        let mut rows = BTreeMap::new();
        for days in by_activity.into_iter().chain(by_person) {
            for (day, hire) in days.days.range(trip.from..=trip.to) {
                hired.insert(*day);
                rows.insert(hire.index, hire.row.at.place());
            }
        }
        rows.remove(&line.index);
        Ok(Hired {
            count: Decimal::from(hired.len()),
            days: hired.into_iter().collect(),
            rows: rows.into_values().collect(),
        })
    }
}

/// What a line claims for transport above what is due; `None` when nothing is.
pub(super) fn excess<'a>(case: &Case<'a>, hires: &Hires<'a>, line: &Line<'a>) -> Result<Option<Excess>, String> {
    let claimed = line.claimed(case, "交通补助", &line.row.transport)?;
    let (Some(claimed), Some(rates)) = (claimed, line.rates(case, "transport_allowance")) else {
        return Ok(None);
    };
    let (persons, days) = (line.persons()?, line.days()?);
    let hired = hires.during(line)?;
    let due = difference(days, hired.count)?.max(Decimal::ZERO);
    let bound = product(&[rates.due(due, &hired.days)?, persons])?;
    if claimed <= bound {
        return Ok(None);
    }
    let excess = difference(claimed, bound)?;
    Ok(Some(Excess {
        claimed,
        rates,
        persons,
        days,
        hired,
        bound,
        excess,
    }))
}

/// Whether the line claims transport, or is a travel expense that may.
pub(super) fn is_claim(case: &Case<'_>, line: &Line<'_>) -> bool {
    !matches!(line.row.transport.state(), State::Empty | State::NoColumn) || line.is(case, "items_travel")
}

/// The days of hire that a row itself names.
fn own_hire(row: &Expense) -> Result<Option<Window>, String> {
    let from = known_or_blank(Kind::Expense, "租车起", &row.hire_from)?;
    let to = known_or_blank(Kind::Expense, "租车止", &row.hire_to)?;
    match (from, to) {
        (None, None) => Ok(None),
        _ => {
            let hire = row.hire().filter(|hire| hire.length() <= LONGEST_TRIP);
            hire.map(Some).ok_or_else(|| "租车起止日期不全或有误".to_owned())
        }
    }
}

/// The people of a car hire row: its travellers. Who handled it stands in for them only where the row names none, since a
/// handler need not have been in the car.
fn people(row: &Expense) -> BTreeSet<String> {
    match row.travellers.state() {
        State::Value(party) => party.named.iter().map(|name| name.key.to_string()).collect(),
        State::Empty | State::NoColumn => {
            let handlers = person::split(row.handler.written());
            handlers.iter().map(|name| person::fold(name)).collect()
        }
        State::Unreadable => BTreeSet::new(),
    }
}
