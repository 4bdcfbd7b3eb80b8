//! Voucher, invoice, account, contract and approval numbers: text, whatever the cell holds (spec 1.2).

use super::Unreadable;

/// The digits of a number cell without `.0` or exponent; `DigitsLost` above 15 digits.
pub fn from_f64(number: f64) -> Result<String, Unreadable> {
    unimplemented!("{number}")
}

/// What is compared: NFKC, white space removed, upper-cased; leading zeros stay.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}
