//! Voucher, invoice, account, contract and approval numbers: text, whatever the cell holds (spec 1.2).

use super::Unreadable;
use super::number;
use super::text;

/// A binary64 from a spreadsheet keeps 15 digits.
const FIRST_LOST: f64 = 1e15;

/// The digits of a number cell without `.0` or exponent; `DigitsLost` above 15 digits.
pub fn from_f64(number: f64) -> Result<String, Unreadable> {
    if !number.is_finite() {
        return Err(Unreadable::Unknown);
    }
    if number.abs() >= FIRST_LOST {
        return Err(Unreadable::DigitsLost);
    }
    Ok(number::from_f64(number)?.to_string())
}

/// What is compared: NFKC, white space removed, upper-cased; leading zeros stay.
pub fn fold(text: &str) -> String {
    text::fold_upper(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn number_cells_keep_their_digits() {
        let cases = [
            (12345678.0, Ok("12345678")),
            (0.0, Ok("0")),
            (999_999_999_999_999.0, Ok("999999999999999")),
            (100_000_000_000_000.0, Ok("100000000000000")),
            (1_000_000_000_000_000.0, Err(Unreadable::DigitsLost)),
            (1.4082719900101e17, Err(Unreadable::DigitsLost)),
            (-1e20, Err(Unreadable::DigitsLost)),
            (123.5, Ok("123.5")),
            (f64::NAN, Err(Unreadable::Unknown)),
            (f64::INFINITY, Err(Unreadable::Unknown)),
        ];
        for (number, expected) in cases {
            assert_eq!(from_f64(number), expected.map(str::to_string), "{number}");
        }
    }

    #[test]
    fn numbers_are_compared_folded() {
        let cases = [
            (" no-0012 ", "NO-0012"),
            ("００１２３", "00123"),
            ("运招〔2020〕1号", "运招〔2020〕1号"),
            ("6222 0000 1111", "622200001111"),
        ];
        for (written, expected) in cases {
            assert_eq!(fold(written), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_are_read_back(number in 0_u64..1_000_000_000_000_000) {
            prop_assert_eq!(from_f64(number as f64), Ok(number.to_string()));
        }

        #[test]
        fn any_number_and_text_is_read_or_refused(number: f64, text in ".*") {
            let _ = (from_f64(number), fold(&text));
        }
    }
}
