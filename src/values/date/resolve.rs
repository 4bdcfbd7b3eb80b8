//! From what was written to days of the calendar.

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;

use super::Written;
use crate::values::Unreadable;

/// A range that runs into the next year without saying so, and is longer than this many days, is rather a slip of the
/// finger: `2020.7.8-7.2` is no year of travel.
const LONGEST_INTO_NEXT_YEAR: i64 = 183;
/// A leap year, in which every day that any year has exists.
const LEAP_YEAR: i32 = 2000;

/// The parts of one day that were written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    year: Option<i32>,
    month: Option<u32>,
    day: u32,
    /// What the text says that the day is.
    pub(super) weekday: Option<Weekday>,
}

impl Point {
    pub(super) fn of_day(day: u32) -> Point {
        Point {
            year: None,
            month: None,
            day,
            weekday: None,
        }
    }

    pub(super) fn of_month(month: u32, day: u32) -> Point {
        Point {
            month: Some(month),
            ..Point::of_day(day)
        }
    }

    pub(super) fn in_year(self, year: u32) -> Point {
        Point {
            year: i32::try_from(year).ok(),
            ..self
        }
    }

    /// The day in a year, and in a month for a point that names none.
    fn in_calendar(self, year: i32, month: u32) -> Result<NaiveDate, Unreadable> {
        NaiveDate::from_ymd_opt(year, self.month.unwrap_or(month), self.day).ok_or(Unreadable::NoSuchDay)
    }

    /// A day of the week that is not the day's own says that one of the two is wrong.
    fn check_weekday(self, day: NaiveDate) -> Result<(), Unreadable> {
        match self.weekday {
            Some(weekday) if weekday != day.weekday() => Err(Unreadable::Unknown),
            _ => Ok(()),
        }
    }
}

/// One day; `year` completes it.
pub(super) fn day(point: Point, year: Option<i32>) -> Result<Written, Unreadable> {
    // 2月30日 is no day in any year: say so rather than ask for the year.
    point.in_calendar(point.year.unwrap_or(LEAP_YEAR), 1)?;
    let in_year = point.year.or(year).ok_or(Unreadable::NoYear)?;
    let day = point.in_calendar(in_year, 1)?;
    point.check_weekday(day)?;
    Ok(Written {
        from: day,
        to: day,
        range: false,
        year_taken: point.year.is_none(),
    })
}

/// Both ends of a range; a year or a month that one end leaves out is the other's.
pub(super) fn range(first: Point, last: Point, year: Option<i32>) -> Result<Written, Unreadable> {
    let month = first.month.unwrap_or(1);
    let (from, to) = match (first.year, last.year) {
        (None, Some(last_year)) => {
            let to = last.in_calendar(last_year, month)?;
            (nearest_before(first, to)?, to)
        }
        (_, last_year) => {
            let from = day(Point { weekday: None, ..first }, year)?.from;
            let to = match last_year {
                Some(last_year) => last.in_calendar(last_year, month)?,
                None => nearest_after(last, from)?,
            };
            (from, to)
        }
    };
    if to < from {
        return Err(Unreadable::Unknown);
    }
    first.check_weekday(from)?;
    last.check_weekday(to)?;
    Ok(Written {
        from,
        to,
        range: true,
        year_taken: first.year.is_none() && last.year.is_none(),
    })
}

/// Days that follow each other, as a range; days with others between them are none.
pub(super) fn listed(first: Point, others: &[Point], year: Option<i32>) -> Result<Written, Unreadable> {
    let first = day(first, year)?;
    let mut to = first.from;
    for point in others {
        let next = nearest_after(*point, to)?;
        if Some(next) != to.succ_opt() {
            return Err(Unreadable::Unknown);
        }
        to = next;
    }
    Ok(Written { to, range: true, ..first })
}

/// The first such day from `from` on, in its year or the next.
fn nearest_after(point: Point, from: NaiveDate) -> Result<NaiveDate, Unreadable> {
    let in_year = point.in_calendar(from.year(), from.month());
    if let Ok(day) = in_year
        && day >= from
    {
        return Ok(day);
    }
    into_other_year(point, in_year, from.year() + 1, from)
}

/// The last such day up to `to`, in its year or the one before.
fn nearest_before(point: Point, to: NaiveDate) -> Result<NaiveDate, Unreadable> {
    let in_year = point.in_calendar(to.year(), to.month());
    if let Ok(day) = in_year
        && day <= to
    {
        return Ok(day);
    }
    into_other_year(point, in_year, to.year() - 1, to)
}

fn into_other_year(point: Point, in_year: Result<NaiveDate, Unreadable>, other_year: i32, end: NaiveDate) -> Result<NaiveDate, Unreadable> {
    // A day alone stays in the month of the other end.
    let in_other_year = point.month.and_then(|month| point.in_calendar(other_year, month).ok());
    match in_other_year {
        Some(day) if (day - end).num_days().abs() <= LONGEST_INTO_NEXT_YEAR => Ok(day),
        _ => in_year.and(Err(Unreadable::Unknown)),
    }
}
