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

/// What stands between two numbers in one cell.
const BETWEEN: [char; 6] = ['、', ',', '，', ';', '；', '\n'];

/// What stands there only behind a digit: a word may hold it as well.
const BEHIND_DIGITS: [char; 2] = ['和', '及'];

/// What stands between the ends of a run of numbers.
const RUNS: [char; 3] = ['至', '~', '∼'];

/// The numbers of a cell as compared, when it surely holds several: `记-12、记-13`, `12#,13#`. They are alike in all but their digits;
/// others may be the parts of one (发票代码，发票号码).
pub fn several(written: &str) -> Option<Vec<String>> {
    let parts = parts(written)?;
    let first = parts.first()?.clone();
    let is_thousands = |other: &String| written.contains([',', '，']) && other.len() == 3 && is_digits(other) && is_digits(&first);
    let all_alike = parts.iter().skip(1).all(|other| are_alike(&first, other) && !is_thousands(other));
    all_alike.then(|| {
        let mut numbers: Vec<String> = Vec::new();
        for part in parts {
            if !numbers.contains(&part) {
                numbers.push(part);
            }
        }
        numbers
    })
}

/// Whether a cell may hold several numbers, and whether or which cannot be told: `1400182130，01234567`, `记-12、13`, `12至15`.
pub fn may_be_several(written: &str) -> bool {
    let has_digits = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    let is_run = |text: &str| match text.split_once(RUNS) {
        Some((from, to)) => has_digits(from) && to.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic()) && has_digits(to),
        None => false,
    };
    let spaced = || {
        let words: Vec<String> = written.split_whitespace().map(fold).collect();
        let named = |word: &String| !is_digits(word) && has_digits(word);
        words.len() > 1
            && words
                .iter()
                .all(|word| named(word) && words.first().is_some_and(|first| are_alike(first, word)))
    };
    if !written.contains(|c: char| c.is_whitespace() || !c.is_ascii()) && !written.contains([',', ';', '~']) {
        return false;
    }
    let folded = text::fold(written);
    several(written).is_none() && (parts(written).is_some() || is_run(&folded) || spaced())
}

/// The parts between signs that part numbers, folded; `None` when there is one, or one without digits.
fn parts(written: &str) -> Option<Vec<String>> {
    // Nearly all cells hold nothing but letters and digits.
    if !written.contains(BETWEEN) && !written.contains(BEHIND_DIGITS) {
        return None;
    }
    let mut is_behind_digits = false;
    let is_between = |c: char| {
        let is_between = BETWEEN.contains(&c) || is_behind_digits && BEHIND_DIGITS.contains(&c);
        is_behind_digits = c.is_numeric() || matches!(c, '号' | '#');
        is_between
    };
    let parts: Vec<String> = written.split(is_between).map(fold).filter(|part| !part.is_empty()).collect();
    let has_digits = |part: &String| part.contains(|c: char| c.is_ascii_digit());
    (parts.len() > 1 && parts.iter().all(has_digits)).then_some(parts)
}

fn is_digits(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// Whether two numbers have the same signs around their digits, and nearly as many digits.
fn are_alike(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let signs = |text: &str| -> String {
        let mut signs = String::new();
        for c in text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }) {
            if c != '0' || !signs.ends_with('0') {
                signs.push(c);
            }
        }
        signs
    };
    digits(one).abs_diff(digits(other)) <= 1 && signs(one) == signs(other)
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

    #[test]
    fn several_numbers_in_one_cell_are_told_apart_when_they_are_alike() {
        let numbers = |written: &str| several(written).map(|numbers| numbers.join("|"));
        for (written, expected) in [
            ("记-12、记-13", "记-12|记-13"),
            ("12#,13#", "12#|13#"),
            ("记-9；记-10；记-11", "记-9|记-10|记-11"),
            ("No 0012\nNo 0013", "NO0012|NO0013"),
            ("00123，00124", "00123|00124"),
            ("V1和V2", "V1|V2"),
            ("京和-12、京和-13", "京和-12|京和-13"),
            ("记-12、", ""),
        ] {
            assert_eq!(numbers(written).unwrap_or_default(), expected, "{written}");
            assert!(!may_be_several(written), "{written}");
        }
        for written in [
            "1400182130，01234567",
            "记-12、13",
            "12,345",
            "记12至记15",
            "记-12 记-13",
            "0012~0015",
        ] {
            assert_eq!(numbers(written), None, "{written}");
            assert!(may_be_several(written), "{written}");
        }
        for written in [
            "",
            "记-12",
            "6222 0000 1111",
            "运招〔2020〕1号",
            "2021/12",
            "12-13",
            "记字第12号",
            "发票，收据",
            "No 0012",
            "至诚-12",
        ] {
            assert_eq!(numbers(written), None, "{written}");
            assert!(!may_be_several(written), "{written}");
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
