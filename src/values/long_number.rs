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

/// What says of a number in a cell that it is one, in front of it and behind.
const MARKS: [&str; 7] = ["NO.", "NO:", "NO", "№", "第", "号码", "编号"];

/// What says whose number it is. Of a short one this may be the whole difference: 发票12 is not 凭证12.
const KINDS: [&str; 9] = ["发票号码", "发票号", "票据号", "凭证号", "票号", "发票", "票据", "凭证", "收据"];

/// How many digits the number of an invoice has at least: so many are no other paper's by chance.
const INVOICE_DIGITS: usize = 8;

/// How many numbers a run may have.
const LONGEST_RUN: u64 = 1000;

/// What stands between the ends of a run of numbers.
const RUNS: [char; 3] = ['至', '~', '∼'];

/// The numbers of a voucher's cell as compared: those of `several`, or its one number, each without the marks around it.
pub fn vouchers(written: &str) -> Vec<String> {
    several(written)
        .unwrap_or_else(|| vec![fold(written)])
        .iter()
        .map(|number| bare(number))
        .collect()
}

/// The numbers that a cell points to, as compared: `SP-1、SP-2`. A note in brackets behind one is no part of it: `HD1（推介会）`.
pub fn listed(written: &str) -> Vec<String> {
    let numbers = parts(written).unwrap_or_else(|| vec![fold(written)]);
    let mut listed: Vec<String> = Vec::new();
    for number in numbers {
        let number = match number.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((name, note)) if has_digits(name) && !has_digits(note) => name.to_owned(),
            _ => number,
        };
        if !listed.contains(&number) {
            listed.push(number);
        }
    }
    listed
}

/// A folded number without what only says that it is one: `NO.90000001`, `90000001号`, `发票90000001`.
fn bare(folded: &str) -> String {
    let digits = folded.trim_matches(|c: char| !c.is_ascii_digit());
    let Some((before, behind)) = folded.split_once(digits).filter(|_| !digits.is_empty() && is_digits(digits)) else {
        return folded.to_owned();
    };
    let is_long = digits.len() >= INVOICE_DIGITS;
    let kinds = || KINDS.iter().copied().filter(|_| is_long);
    let mut rest = before.trim_end_matches([':', '.', '#']);
    while let Some(shorter) = kinds().chain(MARKS).chain(["号"]).find_map(|mark| rest.strip_suffix(mark)) {
        rest = shorter.trim_end_matches([':', '.', '#']);
    }
    let is_mark = rest.is_empty() && (behind.is_empty() || behind == "号" || kinds().any(|kind| behind == format!("号{kind}")));
    if is_mark { digits.to_owned() } else { folded.to_owned() }
}

/// The numbers of a run between two of equal length: `90000003-90000005`. Behind a dash a short number may be a part of one.
fn run(written: &str) -> Option<Vec<String>> {
    let folded = fold(written);
    let (from, to, is_dash) = match folded.split_once(RUNS) {
        Some((from, to)) => (from, to, false),
        None => folded.split_once(['-', '—', '–']).map(|(from, to)| (from, to, true))?,
    };
    let (from, to) = (bare(from), bare(to));
    let is_run = is_digits(&from) && is_digits(&to) && from.len() == to.len() && (!is_dash || from.len() >= INVOICE_DIGITS);
    let (first, last): (u64, u64) = (from.parse().ok()?, to.parse().ok()?);
    let count = last.checked_sub(first).filter(|count| is_run && (1..LONGEST_RUN).contains(count))?;
    let length = from.len();
    Some((first..=first + count).map(|number| format!("{number:0length$}")).collect())
}

/// Whether a number is followed by the end of another that counts on from it: `90000011/12`, `90000003-05`. A day of the calendar
/// followed by a number counts nothing on: 20210901-3.
fn counts_on(folded: &str) -> bool {
    let Some((from, to)) = folded.split_once(['/', '-', '—', '–']) else {
        return false;
    };
    let is_tail = is_digits(to) && (1..=4).contains(&to.len()) && is_digits(from) && from.len() >= INVOICE_DIGITS;
    let end = from.len().checked_sub(to.len()).and_then(|at| from.get(at..));
    is_tail && end.is_some_and(|end| end < to) && chrono::NaiveDate::parse_from_str(from, "%Y%m%d").is_err()
}

/// The numbers of a cell as compared, when it surely holds several: `记-12、记-13`, `12#,13#`, `90000003-90000005`. They are alike in all
/// but their digits; others may be the parts of one (发票代码，发票号码).
pub fn several(written: &str) -> Option<Vec<String>> {
    if let Some(numbers) = run(written) {
        return Some(numbers);
    }
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
    if !written.contains(|c: char| c.is_whitespace() || !c.is_ascii()) && !written.contains([',', ';', '~', '/', '-']) {
        return false;
    }
    let folded = text::fold(written);
    if counts_on(&folded) {
        return true;
    }
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
    (parts.len() > 1 && parts.iter().all(|part| has_digits(part))).then_some(parts)
}

fn has_digits(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
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
            ("90000003-90000005", "90000003|90000004|90000005"),
            ("0012~0014", "0012|0013|0014"),
            ("00123至00124", "00123|00124"),
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
            "90000011/12",
            "90000003-05",
            "0012~15",
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
            "20210901-3",
            "1400182130-01234567",
            "90000005-90000003",
            "90000012/11",
        ] {
            assert_eq!(numbers(written), None, "{written}");
            assert!(!may_be_several(written), "{written}");
        }
    }

    #[test]
    fn what_only_says_that_it_is_a_number_is_no_part_of_it() {
        for (written, numbers) in [
            ("90000001", "90000001"),
            ("No.90000001", "90000001"),
            ("№ 90000001", "90000001"),
            ("90000001号", "90000001"),
            ("发票90000001", "90000001"),
            ("发票号：90000001", "90000001"),
            ("第12号", "12"),
            ("90000001号、90000002号", "90000001|90000002"),
            ("发票12", "发票12"),
            ("记-12", "记-12"),
            ("V1号", "V1号"),
            ("12-13", "12-13"),
            ("运招〔2020〕1号", "运招〔2020〕1号"),
            ("", ""),
        ] {
            assert_eq!(vouchers(written).join("|"), numbers, "{written}");
        }
        for (written, numbers) in [
            ("SP-1、SP2", "SP-1|SP2"),
            ("HD1（推介会）", "HD1"),
            ("HD1（推介会）、HD2", "HD1|HD2"),
            ("HD(1)", "HD(1)"),
            ("HD1", "HD1"),
        ] {
            assert_eq!(listed(written).join("|"), numbers, "{written}");
        }
    }

    proptest! {
        #[test]
        fn whole_numbers_are_read_back(number in 0_u64..1_000_000_000_000_000) {
            prop_assert_eq!(from_f64(number as f64), Ok(number.to_string()));
        }

        #[test]
        fn any_number_and_text_is_read_or_refused(number: f64, text in ".*") {
            let _ = (from_f64(number), fold(&text), vouchers(&text), listed(&text), may_be_several(&text));
        }
    }
}
