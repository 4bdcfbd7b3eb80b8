//! Plain numbers: counts, days, people; and the exact decimal of a binary64 cell.

use rust_decimal::Decimal;

use super::Unreadable;
use super::text;

/// Words that make a number inexact (spec 1.2), among them words of estimates and of limits.
const INEXACT_WORDS: &[&str] = &[
    "约",
    "近",
    "左右",
    "余",
    "多",
    "以上",
    "以下",
    "以内",
    "不足",
    "超",
    "上下",
    "逾",
    "几",
    "数",
    "若干",
    "大概",
    "至少",
    "最少",
    "最多",
    "最高",
    "最低",
    "不低于",
    "不少于",
    "不超过",
    "不高于",
    "可达",
    "预计",
    "预估",
    "估",
    "拟",
    "暂定",
    "来",
    ">",
    "<",
    "≥",
    "≤",
    "±",
    "≈",
];

/// Words that may stand behind a plain number without changing it.
const COUNTERS: [char; 13] = ['个', '天', '日', '人', '名', '家', '次', '项', '件', '份', '年', '晚', '间'];

/// The decimal that a spreadsheet shows for a binary64: shortest form after rounding to 15 significant digits
/// (0.30000000000000004 is 0.3). NaN, infinities and what no Decimal holds are `Unknown`.
pub fn from_f64(number: f64) -> Result<Decimal, Unreadable> {
    // 1 place before the point and 14 behind it.
    let shown = format!("{number:.14e}");
    let (mantissa, exponent) = shown.split_once('e').ok_or(Unreadable::Unknown)?;
    let mantissa = Decimal::from_str_exact(mantissa).map_err(|_| Unreadable::Unknown)?;
    let exponent: i32 = exponent.parse().map_err(|_| Unreadable::Unknown)?;
    let value = shift(mantissa.normalize(), exponent).ok_or(Unreadable::Unknown)?;
    Ok(value.normalize())
}

/// The binary64 nearest to an exact number: spreadsheets hold no other.
pub fn nearest_f64(number: Decimal) -> f64 {
    // Through text, since the conversion of the decimal library is off by a unit in the last place for some numbers.
    number.normalize().to_string().parse().unwrap_or(f64::NAN)
}

/// A plain number in text: digits of any width, thousands separators, an ending 个 天 日 人 名 家 次 项 件 份 年 晚 or 间. `Ok(None)` when blank.
pub fn parse(text: &str) -> Result<Option<Decimal>, Unreadable> {
    if text::is_blank(text) {
        return Ok(None);
    }
    let text = compact(text);
    match counted(&text) {
        Some(number) => Ok(Some(number)),
        None => Err(why_not(&text, |part| counted(part).is_some())),
    }
}

fn counted(text: &str) -> Option<Decimal> {
    signed(text.strip_suffix(COUNTERS).unwrap_or(text))
}

/// Half-width, with spaces removed except between two numbers (`500 600`, `500万 3000元`), where they would join what may be two values.
pub(super) fn compact(text: &str) -> String {
    let half = text::half_width(text);
    let mut compact = String::with_capacity(half.len());
    let mut after_space = false;
    for c in half.chars() {
        if c == ' ' {
            after_space = true;
            continue;
        }
        if after_space && is_number_char(c) && compact.ends_with(ends_number) {
            compact.push(' ');
        }
        after_space = false;
        compact.push(c);
    }
    compact
}

fn is_number_char(c: char) -> bool {
    c.is_ascii_digit() || c == ',' || c == '.'
}

fn ends_number(c: char) -> bool {
    is_number_char(c) || matches!(c, '百' | '千' | '万' | '亿')
}

/// A number with an optional minus, or in the brackets that accounting writes for one: `-5`, `(500)`.
pub(super) fn signed(text: &str) -> Option<Decimal> {
    if let Some(inner) = text.strip_prefix('(') {
        return unsigned(inner.strip_suffix(')')?).map(negate);
    }
    match text.strip_prefix('-') {
        Some(rest) => unsigned(rest).map(negate),
        None => unsigned(text),
    }
}

/// Minus the number, without ever making a negative zero.
pub(super) fn negate(number: Decimal) -> Decimal {
    if number.is_zero() { number } else { -number }
}

/// Digits with or without separators every three, a decimal part and an exponent; with as many places as were written.
pub(super) fn unsigned(text: &str) -> Option<Decimal> {
    if let Some((mantissa, exponent)) = text.split_once('E') {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if mantissa.contains(',') || !is_digits(digits) {
            return None;
        }
        return shift(unsigned_plain(mantissa)?, exponent.parse().ok()?);
    }
    unsigned_plain(text)
}

fn unsigned_plain(text: &str) -> Option<Decimal> {
    let (whole, places) = match text.split_once('.') {
        Some((whole, places)) if is_digits(places) => (whole, places),
        Some(_) => return None,
        None => (text, ""),
    };
    let whole = if whole.contains(',') { ungroup(whole)? } else { whole.to_string() };
    let is_whole = is_digits(&whole) || (whole.is_empty() && !places.is_empty());
    if !is_whole {
        return None;
    }
    let digits = if places.is_empty() { whole } else { format!("{whole}.{places}") };
    // `from_str_exact` refuses what it would have to round.
    Decimal::from_str_exact(&digits).ok()
}

/// Takes the separators out when one stands before every three digits. `0,123` may be a decimal comma: refused.
fn ungroup(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_first = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    if !is_first || !groups.all(|group| group.len() == 3 && is_digits(group)) {
        return None;
    }
    Some(whole.chars().filter(|c| *c != ',').collect())
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The number times ten to the power, exactly; `None` when a Decimal cannot hold it.
pub(super) fn shift(number: Decimal, power: i32) -> Option<Decimal> {
    if number.is_zero() {
        return Some(Decimal::ZERO);
    }
    let scale = i64::from(number.scale()).checked_sub(i64::from(power))?;
    let mut shifted = number;
    if scale >= 0 {
        shifted.set_scale(u32::try_from(scale).ok()?).ok()?;
        return Some(shifted);
    }
    shifted.set_scale(0).ok()?;
    let zeros = u32::try_from(scale.checked_neg()?).ok()?;
    let factor = Decimal::try_from_i128_with_scale(10_i128.checked_pow(zeros)?, 0).ok()?;
    shifted.checked_mul(factor)
}

/// Why a text that is no value is none: an inexact number, a range of two values that `is_value` reads, or nothing known.
pub(super) fn why_not(text: &str, is_value: impl Fn(&str) -> bool) -> Unreadable {
    let has_number = text
        .chars()
        .any(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万亿".contains(c));
    let is_inexact = text.ends_with('+') || INEXACT_WORDS.iter().any(|word| text.contains(word));
    if has_number && is_inexact {
        return Unreadable::Inexact;
    }
    match split_range(text) {
        Some((from, to)) if is_value(from) && is_value(to) => Unreadable::Range,
        _ => Unreadable::Unknown,
    }
}

/// The two sides of the first run of range signs behind the first character (a sign there is a minus).
fn split_range(text: &str) -> Option<(&str, &str)> {
    let start = text.char_indices().skip(1).find(|(_, c)| is_range_sign(*c))?.0;
    let (from, rest) = text.split_at(start);
    Some((from, rest.trim_start_matches(is_range_sign)))
}

/// Any dash, wave, 至 or 到.
pub(super) fn is_range_sign(c: char) -> bool {
    text::is_dash(c) || matches!(c, '~' | '～' | '\u{301C}' | '至' | '到')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn binary_numbers_are_what_a_spreadsheet_shows() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.3"),
            (1.005, "1.005"),
            (4.35 * 100.0, "435"),
            (-2.5, "-2.5"),
            (1e15, "1000000000000000"),
            (123456789012345680.0, "123456789012346000"),
            (1.1e-5, "0.000011"),
            (35_000_000.0, "35000000"),
            (9999999.99, "9999999.99"),
            (1e28, "10000000000000000000000000000"),
            (1e-28, "0.0000000000000000000000000001"),
            (2.0 / 3.0, "0.666666666666667"),
        ];
        for (number, expected) in cases {
            let read = from_f64(number).unwrap();
            assert_eq!(read.to_string(), expected, "{number}");
        }
    }

    #[test]
    fn numbers_that_no_decimal_holds_are_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e29, -1e300, 1e-29, 5e-324, f64::MAX] {
            assert_eq!(from_f64(number), Err(Unreadable::Unknown), "{number}");
        }
    }

    #[test]
    fn plain_numbers_are_read() {
        let cases = [
            ("3", "3"),
            ("３", "3"),
            ("3人", "3"),
            ("12 天", "12"),
            ("1,234", "1234"),
            ("1，234.50", "1234.50"),
            ("0.5天", "0.5"),
            (".5", "0.5"),
            ("-2", "-2"),
            ("－2", "-2"),
            ("(3)", "-3"),
            ("2021年", "2021"),
            ("007", "7"),
            ("1.2E+3", "1200"),
            ("12e-1", "1.2"),
            ("0E9999999", "0"),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Ok(Some(decimal(expected))), "{written}");
        }
        assert_eq!(parse("1.50").unwrap().unwrap().scale(), 2);
        for blank in ["", "-", "无", "/", "——"] {
            assert_eq!(parse(blank), Ok(None), "{blank}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        let cases = [
            ("约3人", Unreadable::Inexact),
            ("10多人", Unreadable::Inexact),
            ("3人以上", Unreadable::Inexact),
            ("十几人", Unreadable::Inexact),
            ("3-5天", Unreadable::Range),
            ("3～5", Unreadable::Range),
            ("3天至5天", Unreadable::Range),
            ("三天", Unreadable::Unknown),
            ("3 5", Unreadable::Unknown),
            ("3人2天", Unreadable::Unknown),
            ("1,2,3", Unreadable::Unknown),
            ("12,34", Unreadable::Unknown),
            ("1,0000", Unreadable::Unknown),
            ("0,123", Unreadable::Unknown),
            ("1.2.3", Unreadable::Unknown),
            ("1.", Unreadable::Unknown),
            (".", Unreadable::Unknown),
            ("12%", Unreadable::Unknown),
            ("5²", Unreadable::Unknown),
            ("①", Unreadable::Unknown),
            ("--5", Unreadable::Unknown),
            ("-(5)", Unreadable::Unknown),
            ("1E999", Unreadable::Unknown),
            ("1E99999999999", Unreadable::Unknown),
            ("99999999999999999999999999999999", Unreadable::Unknown),
            ("人", Unreadable::Unknown),
            ("2020-07-08", Unreadable::Unknown),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Err(expected), "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*", numeric in "[-0-9.,，eE+()（）~至天人约 ]{0,40}", number: f64) {
            let _ = (parse(&text), parse(&numeric), from_f64(number));
        }

        #[test]
        fn fifteen_digits_survive_binary(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, places in 0_u32..12) {
            let exact = Decimal::new(mantissa, places);
            let binary: f64 = exact.to_string().parse().unwrap();
            prop_assert_eq!(from_f64(binary), Ok(exact));
        }

        #[test]
        fn written_numbers_are_read_back(mantissa: i64, places in 0_u32..10) {
            let exact = Decimal::new(mantissa, places);
            let read = parse(&exact.to_string()).unwrap().unwrap();
            prop_assert_eq!((read, read.scale()), (exact, places));
        }
    }
}
