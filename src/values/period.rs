//! The periods of reports, and windows of days.

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;

/// A run of days, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Window {
    /// The most days that one row of a log or of the activities may be about: a longer range is a slip in a year, and tells no day.
    pub const LONGEST_ROW: i64 = 366;

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

/// Periods outside of these years are no periods: a slip of the finger, not a plan.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

impl Period {
    /// Reads the form that the command line takes; `None` when it is no such period.
    pub fn parse(text: &str) -> Option<Period> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year = i32::try_from(fixed_digits(year, 4)?).ok()?;
        if !YEARS.contains(&year) {
            return None;
        }
        let Some(rest) = rest else {
            return Some(Period::Year { year });
        };
        if let Some(week) = rest.strip_prefix('W') {
            let week = fixed_digits(week, 2)?;
            return monday(year, week).map(|_| Period::Week { year, week });
        }
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter = fixed_digits(quarter, 1).filter(|quarter| (1..=4).contains(quarter))?;
            return Some(Period::Quarter { year, quarter });
        }
        let (month, half) = match rest.split_once("-H") {
            Some((month, half)) => (month, Some(half)),
            None => (rest, None),
        };
        let month = fixed_digits(month, 2).filter(|month| (1..=12).contains(month))?;
        let Some(half) = half else {
            return Some(Period::Month { year, month });
        };
        let half = fixed_digits(half, 1).filter(|half| (1..=2).contains(half))?;
        Some(Period::HalfMonth { year, month, half })
    }

    /// The year that targets and the budget are of; of a week, its ISO year.
    pub fn year(self) -> i32 {
        match self {
            Period::Week { year, .. }
            | Period::HalfMonth { year, .. }
            | Period::Month { year, .. }
            | Period::Quarter { year, .. }
            | Period::Year { year } => year,
        }
    }

    /// First to last day.
    pub fn window(self) -> Window {
        match self {
            Period::Week { year, week } => {
                let from = monday(year, week).unwrap_or_default();
                Window {
                    from,
                    to: from + Days::new(6),
                }
            }
            Period::HalfMonth { year, month, half: 1 } => Window {
                from: day(year, month, 1),
                to: day(year, month, 15),
            },
            Period::HalfMonth { year, month, .. } => Window {
                from: day(year, month, 16),
                to: month_end(year, month),
            },
            Period::Month { year, month } => Window {
                from: day(year, month, 1),
                to: month_end(year, month),
            },
            Period::Quarter { year, quarter } => Window {
                from: day(year, quarter.saturating_mul(3).saturating_sub(2), 1),
                to: month_end(year, quarter.saturating_mul(3)),
            },
            Period::Year { year } => Window {
                from: day(year, 1, 1),
                to: day(year, 12, 31),
            },
        }
    }

    /// The period of the same kind just before.
    pub fn previous(self) -> Period {
        match self {
            Period::Week { .. } => {
                let before = (self.window().from - Days::new(7)).iso_week();
                Period::Week {
                    year: before.year(),
                    week: before.week(),
                }
            }
            Period::HalfMonth { year, month, half: 2 } => Period::HalfMonth { year, month, half: 1 },
            Period::HalfMonth { year, month, .. } => {
                let (year, month) = month_before(year, month);
                Period::HalfMonth { year, month, half: 2 }
            }
            Period::Month { year, month } => {
                let (year, month) = month_before(year, month);
                Period::Month { year, month }
            }
            Period::Quarter { year, quarter } if quarter > 1 => Period::Quarter {
                year,
                quarter: quarter - 1,
            },
            Period::Quarter { year, .. } => Period::Quarter {
                year: year - 1,
                quarter: 4,
            },
            Period::Year { year } => Period::Year { year: year - 1 },
        }
    }

    /// Chinese title without spaces: 2021年9月, 2021年第三季度, 2021年9月上半月, 2021年第36周, 2021年度.
    pub fn title(self) -> String {
        match self {
            Period::Week { year, week } => format!("{year}年第{week}周"),
            Period::HalfMonth { year, month, half: 1 } => format!("{year}年{month}月上半月"),
            Period::HalfMonth { year, month, .. } => format!("{year}年{month}月下半月"),
            Period::Month { year, month } => format!("{year}年{month}月"),
            Period::Quarter { year, quarter } => {
                let name = match quarter {
                    1 => "一",
                    2 => "二",
                    3 => "三",
                    _ => "四",
                };
                format!("{year}年第{name}季度")
            }
            Period::Year { year } => format!("{year}年度"),
        }
    }
}

impl Period {
    /// The period that has this title; `None` when none has.
    pub fn of_title(title: &str) -> Option<Period> {
        let (year, _) = title.split_once('年')?;
        let year = i32::try_from(fixed_digits(year, 4)?).ok()?;
        let months = (1..=12).map(|month| Period::Month { year, month });
        let halves = [1, 2].map(|half| (1..=12).map(move |month| Period::HalfMonth { year, month, half }));
        let weeks = (1..=53).filter(|week| monday(year, *week).is_some());
        let all = std::iter::once(Period::Year { year })
            .chain((1..=4).map(|quarter| Period::Quarter { year, quarter }))
            .chain(months)
            .chain(halves.into_iter().flatten())
            .chain(weeks.map(|week| Period::Week { year, week }));
        let mut of_title = all.filter(|period| period.title() == title);
        of_title.next().filter(|_| YEARS.contains(&year))
    }
}

/// So many ASCII digits and nothing else.
fn fixed_digits(text: &str, length: usize) -> Option<u32> {
    if text.len() != length || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn monday(year: i32, week: u32) -> Option<NaiveDate> {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
}

/// A day of a period made by `parse` always exists; for one put together by hand from numbers that are no date, 1970-01-01.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn month_end(year: i32, month: u32) -> NaiveDate {
    let (next_year, next_month) = month_after(year, month);
    day(next_year, next_month, 1).pred_opt().unwrap_or_default()
}

fn month_after(year: i32, month: u32) -> (i32, u32) {
    if month < 12 { (year, month + 1) } else { (year + 1, 1) }
}

fn month_before(year: i32, month: u32) -> (i32, u32) {
    if month > 1 { (year, month - 1) } else { (year - 1, 12) }
}

/// Every calendar month that lies whole within the window.
pub fn whole_months(window: Window) -> Vec<Period> {
    let mut months = Vec::new();
    let (mut year, mut month) = (window.from.year(), window.from.month());
    while (year, month) <= (window.to.year(), window.to.month()) {
        months.push(Period::Month { year, month });
        (year, month) = month_after(year, month);
    }
    months.retain(|month| lies_whole(*month, window));
    months
}

/// Every half-month that lies whole within the window.
pub fn whole_halves(window: Window) -> Vec<Period> {
    let mut halves = Vec::new();
    let (mut year, mut month) = (window.from.year(), window.from.month());
    while (year, month) <= (window.to.year(), window.to.month()) {
        halves.push(Period::HalfMonth { year, month, half: 1 });
        halves.push(Period::HalfMonth { year, month, half: 2 });
        (year, month) = month_after(year, month);
    }
    halves.retain(|half| lies_whole(*half, window));
    halves
}

/// Every quarter that lies whole within the window.
pub fn whole_quarters(window: Window) -> Vec<Period> {
    (window.from.year()..=window.to.year())
        .flat_map(|year| (1..=4).map(move |quarter| Period::Quarter { year, quarter }))
        .filter(|quarter| lies_whole(*quarter, window))
        .collect()
}

fn lies_whole(period: Period, window: Window) -> bool {
    let Window { from, to } = period.window();
    window.contains(from) && window.contains(to)
}

impl std::fmt::Display for Period {
    /// The same form that `parse` reads; also the name of the output folder.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Period::Week { year, week } => write!(f, "{year:04}-W{week:02}"),
            Period::HalfMonth { year, month, half } => write!(f, "{year:04}-{month:02}-H{half}"),
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Period::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
            Period::Year { year } => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn window(from: &str, to: &str) -> Window {
        Window {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        }
    }

    /// Written, first day, last day, the one before, title.
    const PERIODS: [(&str, &str, &str, &str, &str); 15] = [
        ("2021-W36", "2021-09-06", "2021-09-12", "2021-W35", "2021年第36周"),
        ("2020-W53", "2020-12-28", "2021-01-03", "2020-W52", "2020年第53周"),
        ("2021-W01", "2021-01-04", "2021-01-10", "2020-W53", "2021年第1周"),
        ("2020-W01", "2019-12-30", "2020-01-05", "2019-W52", "2020年第1周"),
        ("2021-09-H1", "2021-09-01", "2021-09-15", "2021-08-H2", "2021年9月上半月"),
        ("2021-09-H2", "2021-09-16", "2021-09-30", "2021-09-H1", "2021年9月下半月"),
        ("2021-01-H1", "2021-01-01", "2021-01-15", "2020-12-H2", "2021年1月上半月"),
        ("2020-02-H2", "2020-02-16", "2020-02-29", "2020-02-H1", "2020年2月下半月"),
        ("2021-09", "2021-09-01", "2021-09-30", "2021-08", "2021年9月"),
        ("2021-01", "2021-01-01", "2021-01-31", "2020-12", "2021年1月"),
        ("2021-12", "2021-12-01", "2021-12-31", "2021-11", "2021年12月"),
        ("2021-Q3", "2021-07-01", "2021-09-30", "2021-Q2", "2021年第三季度"),
        ("2021-Q1", "2021-01-01", "2021-03-31", "2020-Q4", "2021年第一季度"),
        ("2021-Q4", "2021-10-01", "2021-12-31", "2021-Q3", "2021年第四季度"),
        ("2021", "2021-01-01", "2021-12-31", "2020", "2021年度"),
    ];

    #[test]
    fn periods_are_read_and_written() {
        for (text, from, to, previous, title) in PERIODS {
            let read = period(text);
            assert_eq!(read.to_string(), text);
            assert_eq!(read.window(), window(from, to), "{text}");
            assert_eq!(read.previous(), period(previous), "{text}");
            assert_eq!(read.title(), title);
            assert_eq!(Period::of_title(title), Some(read));
            assert_eq!(read.year(), text[..4].parse::<i32>().unwrap());
        }
    }

    #[test]
    fn other_forms_are_no_periods() {
        for text in [
            "",
            "21",
            "2021-9",
            "2021-13",
            "2021-00",
            "2021-W54",
            "2021-W53",
            "2021-W00",
            "2021-W6",
            "2021-Q0",
            "2021-Q5",
            "2021-Q03",
            "2021-09-H0",
            "2021-09-H3",
            "2021-09-",
            "2021-",
            "2021-09-01",
            "2021-w36",
            "2021-q3",
            " 2021",
            "2021年",
            "２０２１",
            "1899",
            "2201",
            "+2021",
            "-2021",
            "2021-+9",
            "2021-09-H1-H2",
            "99999",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_holds_its_parts() {
        let year = period("2021").window();
        assert_eq!(whole_months(year).len(), 12);
        assert_eq!(whole_halves(year).len(), 24);
        assert_eq!(whole_quarters(year).len(), 4);
    }

    #[test]
    fn cut_periods_are_left_out() {
        let first_year = window("2020-07-08", "2021-07-07");
        let months = whole_months(first_year);
        assert_eq!(months.first(), Some(&period("2020-08")));
        assert_eq!(months.last(), Some(&period("2021-06")));
        assert_eq!(months.len(), 11);
        let halves = whole_halves(first_year);
        assert_eq!(halves.first(), Some(&period("2020-07-H2")));
        assert_eq!(halves.last(), Some(&period("2021-06-H2")));
        assert_eq!(halves.len(), 23);
        let quarters = whole_quarters(first_year);
        assert_eq!(quarters, [period("2020-Q4"), period("2021-Q1"), period("2021-Q2")]);
        let upside_down = window("2021-07-07", "2020-07-08");
        assert!(whole_months(upside_down).is_empty());
        assert!(whole_halves(upside_down).is_empty());
        assert!(whole_quarters(upside_down).is_empty());
    }

    #[test]
    fn windows_count_both_ends() {
        let one = window("2021-09-06", "2021-09-12");
        assert_eq!(one.length(), 7);
        assert_eq!(one.days().count(), 7);
        assert!(one.contains(one.from) && one.contains(one.to));
        assert!(one.overlaps(&window("2021-09-12", "2021-10-01")));
        assert!(!one.overlaps(&window("2021-09-13", "2021-10-01")));
        let upside_down = window("2021-09-12", "2021-09-06");
        assert_eq!((upside_down.length(), upside_down.days().count()), (0, 0));
    }

    #[test]
    fn a_period_made_by_hand_from_nonsense_does_not_panic() {
        let year = 2021;
        for number in [0, 13, 99, u32::MAX] {
            for period in [
                Period::Week { year, week: number },
                Period::HalfMonth {
                    year,
                    month: number,
                    half: number,
                },
                Period::Month { year, month: number },
                Period::Quarter { year, quarter: number },
            ] {
                let _ = (period.window(), period.previous(), period.title(), period.to_string());
            }
        }
    }

    proptest! {
        #[test]
        fn periods_follow_each_other_without_gap(at in 0_usize..15, steps in 0_usize..100) {
            let mut later = period(PERIODS[at].0);
            for _ in 0..steps {
                let earlier = later.previous();
                prop_assert_eq!(Period::parse(&earlier.to_string()), Some(earlier));
                prop_assert_eq!(earlier.window().to.succ_opt(), Some(later.window().from));
                later = earlier;
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*", near in "[0-9WQH-]{4,10}") {
            for text in [text, near] {
                if let Some(period) = Period::parse(&text) {
                    prop_assert_eq!(period.to_string(), text);
                }
            }
        }
    }
}
