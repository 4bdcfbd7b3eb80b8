//! The periods of reports, and windows of days.

use chrono::NaiveDate;

/// A run of days, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Window {
    /// Whether the day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Window) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// Every day, in order; none when `to` is before `from`.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }

    /// How many days, both ends counted.
    pub fn length(&self) -> i64 {
        ((self.to - self.from).num_days() + 1).max(0)
    }
}

/// What a report is about (spec 4): `2021-W36`, `2021-09-H1`, `2021-09`, `2021-Q3`, `2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// An ISO week.
    Week {
        /// ISO year.
        year: i32,
        /// 1 to 53.
        week: u32,
    },
    /// 1–15 or 16–end of a month.
    HalfMonth {
        /// Year.
        year: i32,
        /// 1 to 12.
        month: u32,
        /// 1 or 2.
        half: u32,
    },
    /// A calendar month.
    Month {
        /// Year.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// A quarter.
    Quarter {
        /// Year.
        year: i32,
        /// 1 to 4.
        quarter: u32,
    },
    /// A calendar year.
    Year {
        /// Year.
        year: i32,
    },
}

impl Period {
    /// Reads the form that the command line takes; `None` when it is no such period.
    pub fn parse(text: &str) -> Option<Period> {
        unimplemented!("{text}")
    }

    /// The year that targets and the budget are of.
    pub fn year(self) -> i32 {
        unimplemented!()
    }

    /// First to last day.
    pub fn window(self) -> Window {
        unimplemented!()
    }

    /// The period of the same kind just before.
    pub fn previous(self) -> Period {
        unimplemented!()
    }

    /// Chinese title without spaces: 2021年9月, 2021年第三季度, 2021年9月上半月, 2021年第36周, 2021年度.
    pub fn title(self) -> String {
        unimplemented!()
    }
}

/// Every calendar month that lies whole within the window.
pub fn whole_months(window: Window) -> Vec<Period> {
    unimplemented!("{window:?}")
}

/// Every half-month that lies whole within the window.
pub fn whole_halves(window: Window) -> Vec<Period> {
    unimplemented!("{window:?}")
}

/// Every quarter that lies whole within the window.
pub fn whole_quarters(window: Window) -> Vec<Period> {
    unimplemented!("{window:?}")
}

impl std::fmt::Display for Period {
    /// The same form that `parse` reads; also the name of the output folder.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "")
    }
}
