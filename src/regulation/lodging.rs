//! Caps on lodging per night and person by place, with peak seasons (national; data in lodging.csv).

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The cap in yuan of one night in a place for the common rank; `None` when the table has no such place (标准待核).
pub fn cap(place: &str, night: NaiveDate) -> Option<Decimal> {
    unimplemented!("{place}{night}")
}
