//! Working days as the State Council sets them: weekdays less public holidays plus make-up working days.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::Datelike;
use chrono::NaiveDate;
use chrono::Weekday;
use serde::Deserialize;

use super::embedded;
use crate::values::period::Window;

pub(super) const DATA: &str = include_str!("calendar.csv");

/// The known years.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The days that a notice names; every other day goes by its weekday. A notice also sets days of the year before its own.
    special: BTreeMap<NaiveDate, Special>,
    /// The years whose own notice is there.
    years: BTreeSet<i32>,
}

/// A year as a workspace gives it, from that year's notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenYear {
    /// The year.
    pub year: i32,
    /// The days off, weekends within them or not; they may begin in December of the year before.
    pub holidays: Vec<NaiveDate>,
    /// The days of weekends that are worked to make up for them.
    pub workdays: Vec<NaiveDate>,
}

/// Holidays of every year on the same day (全国年节及纪念日放假办法): a year without one of them is not given whole.
pub const SAME_DAY_EACH_YEAR: [(u32, u32); 3] = [(1, 1), (5, 1), (10, 1)];

/// What a day off of a given year is called: the notice's names are not asked for.
const GIVEN_HOLIDAY: &str = "放假";

/// A day that a notice names.
#[derive(Clone, Debug)]
struct Special {
    works: bool,
    name: String,
}

/// One row of calendar.csv. The notice stands there for the reader of the file.
#[derive(Deserialize)]
struct Row {
    date: NaiveDate,
    kind: Kind,
    name: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Off,
    Work,
}

static BUILT_IN: LazyLock<Calendar> = LazyLock::new(|| embedded("calendar.csv", Calendar::read(DATA)));

impl Calendar {
    /// 2018–2026, from the notices named in calendar.csv.
    pub fn built_in() -> Calendar {
        BUILT_IN.clone()
    }

    fn read(text: &str) -> Result<Calendar, csv::Error> {
        let mut special = BTreeMap::new();
        let mut years = BTreeSet::new();
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: Row = row?;
            // New Year's Day is a holiday of every year, so it tells the years whose own notice was read from those of
            // which only a few last days are set by the next year's.
            if row.date.ordinal() == 1 {
                years.insert(row.date.year());
            }
            special.insert(
                row.date,
                Special {
                    works: row.kind == Kind::Work,
                    name: row.name,
                },
            );
        }
        Ok(Calendar { special, years })
    }

    /// With years that a workspace gives; one that is built in is replaced, whole.
    pub fn with_years(mut self, given: &[GivenYear]) -> Calendar {
        let mut given: Vec<&GivenYear> = given.iter().collect();
        // A notice may set days of the year before its own, which that year's own must not take away again.
        given.sort_by_key(|given| given.year);
        for given in given {
            self.special.retain(|day, _| day.year() != given.year);
            self.years.insert(given.year);
            for (days, works) in [(&given.holidays, false), (&given.workdays, true)] {
                let name = if works { "" } else { GIVEN_HOLIDAY };
                let special = || Special {
                    works,
                    name: name.to_owned(),
                };
                self.special.extend(days.iter().map(|day| (*day, special())));
            }
        }
        self
    }

    /// Whether the calendar holds that year; a run over a year that it lacks is refused.
    pub fn has_year(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether the day is a working day; `None` when the calendar lacks its year: never a guess.
    pub fn is_workday(&self, day: NaiveDate) -> Option<bool> {
        if !self.has_year(day.year()) {
            return None;
        }
        Some(match self.special.get(&day) {
            Some(special) => special.works,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        })
    }

    /// The name of the public holiday that the day belongs to, for shading: 国庆节.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.special
            .get(&day)
            .filter(|special| !special.works)
            .map(|special| special.name.as_str())
    }

    /// Whether nobody works on any day of a window, as in the week of the Spring Festival.
    pub fn is_all_rest(&self, window: Window) -> bool {
        window.days().all(|day| self.is_workday(day) == Some(false))
    }

    /// The working days of a window, in order. Days of years that the calendar lacks are left out; `run` refuses such periods before.
    pub fn workdays(&self, window: Window) -> Vec<NaiveDate> {
        // Only the known years are walked, however long the window.
        let first = self.years.first().and_then(|year| NaiveDate::from_ymd_opt(*year, 1, 1));
        let last = self.years.last().and_then(|year| NaiveDate::from_ymd_opt(*year, 12, 31));
        let (Some(first), Some(last)) = (first, last) else {
            return Vec::new();
        };
        let known = Window {
            from: window.from.max(first),
            to: window.to.min(last),
        };
        known.days().filter(|day| self.is_workday(*day) == Some(true)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn month(year: i32, month: u32) -> usize {
        let from = day(year, month, 1);
        let to = from + chrono::Months::new(1) - chrono::Days::new(1);
        Calendar::built_in().workdays(Window { from, to }).len()
    }

    #[test]
    fn the_first_year_of_the_squads() {
        let counts: Vec<usize> = (7..=12)
            .map(|number| month(2020, number))
            .chain((1..=6).map(|number| month(2021, number)))
            .collect();
        assert_eq!(counts, [23, 21, 23, 17, 21, 23, 20, 17, 23, 22, 19, 21]);
    }

    #[test]
    fn the_months_with_the_fewest_working_days() {
        let mut counts = BTreeMap::<usize, Vec<(i32, u32)>>::new();
        for year in 2018..=2026 {
            for number in 1..=12 {
                counts.entry(month(year, number)).or_default().push((year, number));
            }
        }
        let mut fewest = counts.into_iter();
        assert_eq!(fewest.next(), Some((16, vec![(2022, 2), (2026, 2)])));
        assert_eq!(
            fewest.next(),
            Some((17, vec![(2018, 2), (2019, 2), (2020, 1), (2020, 10), (2021, 2), (2021, 10)]))
        );
    }

    #[test]
    fn days_that_other_calendars_get_wrong() {
        let calendar = Calendar::built_in();
        for (date, works, why) in [
            (day(2018, 12, 29), true, "set by the notice for 2019"),
            (day(2018, 12, 31), false, "set by the notice for 2019"),
            (day(2019, 4, 28), true, "the changed Labour Day"),
            (day(2019, 5, 5), true, "the changed Labour Day"),
            (day(2019, 5, 2), false, "the changed Labour Day"),
            (day(2020, 1, 31), false, "the extended Spring Festival"),
            (day(2020, 2, 1), false, "a make-up Saturday that became a holiday"),
            (day(2020, 2, 3), true, "a plain Monday"),
            (day(2020, 10, 10), true, "a make-up Saturday"),
            (day(2022, 12, 31), false, "set by the notice for 2023"),
            (day(2021, 9, 18), true, "a make-up Saturday"),
            (day(2021, 9, 25), false, "a plain Saturday"),
            (day(2021, 9, 24), true, "a plain Friday"),
        ] {
            assert_eq!(calendar.is_workday(date), Some(works), "{date}: {why}");
        }
    }

    #[test]
    fn a_year_without_a_notice_is_not_guessed() {
        let calendar = Calendar::built_in();
        assert!((2018..=2026).all(|year| calendar.has_year(year)));
        for year in [2017, 2027] {
            assert!(!calendar.has_year(year));
            assert_eq!(calendar.is_workday(day(year, 6, 15)), None);
        }
        assert_eq!(
            calendar.workdays(Window {
                from: day(2027, 1, 1),
                to: day(2027, 12, 31)
            }),
            []
        );
        let across = calendar.workdays(Window {
            from: NaiveDate::MIN,
            to: NaiveDate::MAX,
        });
        assert_eq!((across[0], across[across.len() - 1]), (day(2018, 1, 2), day(2026, 12, 31)));
    }

    #[test]
    fn a_given_year_is_added_and_replaces_one_that_is_built_in() {
        let given = |year: i32, holidays: &[NaiveDate], workdays: &[NaiveDate]| GivenYear {
            year,
            holidays: holidays.to_vec(),
            workdays: workdays.to_vec(),
        };
        let calendar = Calendar::built_in().with_years(&[
            given(2028, &[day(2027, 12, 31), day(2028, 1, 1)], &[]),
            given(2027, &[day(2027, 1, 1)], &[day(2027, 2, 13)]),
            given(2021, &[day(2021, 1, 1)], &[]),
        ]);
        for (date, works) in [
            (day(2027, 1, 1), Some(false)),
            (day(2027, 2, 13), Some(true)),
            (day(2027, 2, 14), Some(false)),
            (day(2027, 2, 15), Some(true)),
            (day(2027, 12, 31), Some(false)),
            (day(2028, 1, 3), Some(true)),
            (day(2021, 10, 1), Some(true)),
            (day(2021, 9, 18), Some(false)),
            (day(2022, 10, 3), Some(false)),
            (day(2029, 1, 2), None),
        ] {
            assert_eq!(calendar.is_workday(date), works, "{date}");
        }
        assert_eq!(calendar.holiday(day(2027, 1, 1)), Some("放假"));
        assert_eq!(calendar.holiday(day(2027, 2, 13)), None);
    }

    #[test]
    fn a_window_that_ends_before_it_begins_has_no_days() {
        assert_eq!(
            Calendar::built_in().workdays(Window {
                from: day(2021, 9, 30),
                to: day(2021, 9, 1)
            }),
            []
        );
    }

    #[test]
    fn holidays_have_names_and_make_up_days_have_not() {
        let calendar = Calendar::built_in();
        assert_eq!(calendar.holiday(day(2021, 10, 1)), Some("国庆节"));
        assert_eq!(calendar.holiday(day(2021, 9, 20)), Some("中秋节"));
        assert_eq!(calendar.holiday(day(2021, 10, 9)), None);
        assert_eq!(calendar.holiday(day(2021, 9, 25)), None);
    }
}
