//! Serial numbers of days, in the 1900 and the 1904 system, to days.

use chrono::Days;
use chrono::NaiveDate;

use crate::intake::grid::Raw;

/// The first serial that is no day any more: 10000-01-01 in the 1900 system.
const END_1900: f64 = 2_958_466.0;

/// The same in the 1904 system.
const END_1904: f64 = 2_957_004.0;

/// The day of a serial; `None` when it is no day that a spreadsheet shows. Serial 60 of the 1900 system is the
/// 29 February 1900 that never was.
pub(super) fn day(serial: f64, is_1904: bool) -> Option<NaiveDate> {
    let (first, end, year, month, start) = match is_1904 {
        true => (0.0, END_1904, 1904, 1, 1),
        false if serial < 61.0 => (1.0, 60.0, 1899, 12, 31),
        false => (61.0, END_1900, 1899, 12, 30),
    };
    if !(serial >= first && serial < end) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, start)?.checked_add_days(Days::new(serial as u64))
}

/// The cell of a number formatted as a date.
pub(super) fn date(serial: f64, is_1904: bool) -> Raw {
    Raw::Date {
        serial,
        day: day(serial, is_1904),
    }
}

/// The cell of an ISO date (`2021-09-08`, `2021-09-08T14:30:00`), with the serial of the 1900 system; text that is none stays text.
pub(super) fn iso(text: &str) -> Raw {
    let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    let rest = text.get(10..).unwrap_or_default();
    match day {
        Some(day) if rest.is_empty() || rest.starts_with(['T', ' ', 'Z']) => {
            let origin = NaiveDate::default();
            // 1970-01-01 is day 25569 of the 1900 system.
            let serial = (day - origin).num_days() as f64 + 25_569.0;
            Raw::Date { serial, day: Some(day) }
        }
        _ => Raw::Text(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_the_days_that_a_spreadsheet_shows() {
        let cases = [
            (0.5, false, None),
            (1.0, false, Some("1900-01-01")),
            (59.0, false, Some("1900-02-28")),
            (60.0, false, None),
            (60.5, false, None),
            (61.0, false, Some("1900-03-01")),
            (44_080.999, false, Some("2020-09-06")),
            (44_447.0, false, Some("2021-09-08")),
            (2_958_465.9, false, Some("9999-12-31")),
            (2_958_466.0, false, None),
            (-1.0, false, None),
            (f64::NAN, false, None),
            (f64::INFINITY, false, None),
            (1e300, false, None),
            (0.0, true, Some("1904-01-01")),
            (59.0, true, Some("1904-02-29")),
            (42_985.0, true, Some("2021-09-08")),
            (2_957_003.0, true, Some("9999-12-31")),
            (2_957_004.0, true, None),
            (-0.5, true, None),
            (f64::NAN, true, None),
        ];
        for (serial, is_1904, expected) in cases {
            let expected = expected.map(|day| day.parse().unwrap());
            assert_eq!(day(serial, is_1904), expected, "{serial} {is_1904}");
        }
    }

    #[test]
    fn iso_dates_are_dates_and_other_text_is_text() {
        let day = "2021-09-08".parse().unwrap();
        for text in ["2021-09-08", "2021-09-08T14:30:00", "2021-09-08Z"] {
            assert_eq!(
                iso(text),
                Raw::Date {
                    serial: 44_447.0,
                    day: Some(day)
                },
                "{text}"
            );
        }
        for text in ["明天", "2021-13-08", "2021-09-080", ""] {
            assert_eq!(iso(text), Raw::Text(text.into()), "{text}");
        }
    }
}
