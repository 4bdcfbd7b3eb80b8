//! Working days as the State Council sets them: weekdays less public holidays plus make-up working days.

use chrono::NaiveDate;

use crate::values::period::Window;

/// The known years.
#[derive(Clone, Debug)]
pub struct Calendar {}

impl Calendar {
    /// 2018–2026, from the notices named in calendar.csv.
    pub fn built_in() -> Calendar {
        unimplemented!()
    }

    /// Whether the calendar holds that year; a run over a year that it lacks is refused.
    pub fn has_year(&self, year: i32) -> bool {
        unimplemented!("{year}")
    }

    /// Whether the day is a working day; `None` when the calendar lacks its year: never a guess.
    pub fn is_workday(&self, day: NaiveDate) -> Option<bool> {
        unimplemented!("{day}")
    }

    /// The name of the public holiday that the day belongs to, for shading: 国庆节.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        unimplemented!("{day}")
    }

    /// The working days of a window, in order. Days of years that the calendar lacks are left out; `run` refuses such periods before.
    pub fn workdays(&self, window: Window) -> Vec<NaiveDate> {
        unimplemented!("{window:?}")
    }
}
