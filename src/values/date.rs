//! Dates and ranges of dates as people write them (spec 1.2).

use chrono::NaiveDate;

use super::Unreadable;

/// What one cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day, or the first day of a range.
    pub from: NaiveDate,
    /// The last day of a range; equal to `from` when `range` is false.
    pub to: NaiveDate,
    /// Whether a range was written.
    pub range: bool,
    /// Whether the year was not in the text, and was taken from `year`.
    pub year_taken: bool,
}

/// Reads a cell's text; `year` completes `7月8日` and `7.8`. `Ok(None)` when blank.
pub fn parse(text: &str, year: Option<i32>) -> Result<Option<Written>, Unreadable> {
    unimplemented!("{text}{year:?}")
}

/// Reads a number cell of a date column that is not formatted as a date: a plausible serial (36526–73050, 1900 system) or
/// digits such as 20210708; everything else (7.1) is `Unknown`.
pub fn from_number(number: f64) -> Result<NaiveDate, Unreadable> {
    unimplemented!("{number}")
}

/// The day of a spreadsheet serial in the 1900 or the 1904 system; `None` outside of 1900–9999.
pub fn from_serial(serial: f64, date1904: bool) -> Option<NaiveDate> {
    unimplemented!("{serial}{date1904}")
}
