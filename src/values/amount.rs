//! Money as people write it (spec 1.2).

use rust_decimal::Decimal;

use super::Unreadable;
use super::capitals;
use super::currency;
use super::currency::Currency;
use super::number;
use super::text;
use super::unit;
use super::unit::Unit;

/// What one cell says by itself, before the header's unit is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number as written, negative when in red brackets or with a minus.
    pub number: Decimal,
    /// The unit in the cell's own text (`1.2亿元`), if it has one. A sign or a code (`$`, `RMB`) is no unit.
    pub unit: Option<Unit>,
    /// The currency in the cell's own text (`$`, `500万美元`, `¥` = CNY), if it names one.
    pub currency: Option<Currency>,
}

/// Reads a cell's text. `Ok(None)` when blank. Words that make it inexact are `Inexact`, `1-2亿` is `Range`.
pub fn parse(text: &str) -> Result<Option<Written>, Unreadable> {
    if text::is_blank(text) {
        return Ok(None);
    }
    let text = number::compact(text);
    match exact(&text) {
        Some(written) => Ok(Some(written)),
        None => Err(number::why_not(&text, |part| exact(part).is_some())),
    }
}

/// `[-] currency [-] number unit currency 整`, or capitals.
fn exact(text: &str) -> Option<Written> {
    let (minus_before, text) = strip_minus(text);
    let (currency, text) = currency::strip_prefixes(text)?;
    let (minus_behind, text) = strip_minus(text);
    let negative = match (minus_before, minus_behind) {
        (true, true) => return None,
        (before, behind) => before || behind,
    };
    let written = in_capitals(text)
        .or_else(|| in_brackets(text, negative))
        .or_else(|| simple(text))
        .or_else(|| compound(text))?;
    let number = if negative { number::negate(written.number) } else { written.number };
    Some(Written {
        number,
        unit: written.unit,
        currency: currency::agree(currency, written.currency)?,
    })
}

fn strip_minus(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

fn in_capitals(text: &str) -> Option<Written> {
    if let Some(number) = capitals::parse(text) {
        return Some(Written {
            number,
            unit: Some(Unit::YUAN),
            currency: None,
        });
    }
    // 伍佰万美元: a currency's name in the place of 元.
    let (whole, currency) = currency::strip_name_behind(text.strip_suffix(['整', '正']).unwrap_or(text))?;
    if whole.contains(['元', '圆', '圓']) {
        return None;
    }
    let unit = Unit {
        currency: Some(currency),
        ..Unit::YUAN
    };
    Some(Written {
        number: capitals::parse(&format!("{whole}元"))?,
        unit: Some(unit),
        currency: Some(currency),
    })
}

/// `(500)`, which accounting writes for −500. With a minus before it, nobody can tell.
fn in_brackets(text: &str, negative: bool) -> Option<Written> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    if negative {
        return None;
    }
    let (currency, inner) = currency::strip_prefixes(inner)?;
    Some(Written {
        number: number::negate(number::unsigned(inner)?),
        unit: None,
        currency,
    })
}

/// One number with what stands behind it.
fn simple(text: &str) -> Option<Written> {
    let (digits, behind) = split_number(text);
    let number = number::unsigned(digits)?;
    // 1200(万元)
    let in_brackets = behind.strip_prefix('(').and_then(|unit| unit.strip_suffix(')'));
    if let Some(unit) = in_brackets.and_then(unit::suffix).filter(|unit| unit.factor != Decimal::ONE) {
        return Some(Written {
            number,
            unit: Some(unit),
            currency: unit.currency,
        });
    }
    // 1.2个亿
    let behind = behind.strip_prefix('个').filter(|unit| unit.starts_with('亿')).unwrap_or(behind);
    if let Some((unit, currency)) = currency_in_brackets(behind) {
        // A currency in brackets says nothing of the scale: 500(美元) may stand in a column of 万元.
        let unit = match unit {
            "" => None,
            unit => Some(unit::suffix(strip_closing(unit))?),
        };
        return Some(Written {
            number,
            unit,
            currency: currency::agree(unit.and_then(|unit| unit.currency), Some(currency))?,
        });
    }
    if behind.is_empty() {
        return Some(Written {
            number,
            unit: None,
            currency: None,
        });
    }
    if let Some(unit) = unit::suffix(strip_closing(behind)) {
        return Some(Written {
            number,
            unit: Some(unit),
            currency: unit.currency,
        });
    }
    match currency::strip_prefixes(behind)? {
        (currency, "") => Some(Written {
            number,
            unit: None,
            currency,
        }),
        _ => None,
    }
}

/// What stands before a currency in brackets, and the currency: 万(美元).
fn currency_in_brackets(behind: &str) -> Option<(&str, Currency)> {
    let (unit, currency) = behind.strip_suffix(')')?.split_once('(')?;
    Some((unit, Currency::parse(currency)?))
}

/// Takes off the 整 that closes an amount in whole 元.
fn strip_closing(text: &str) -> &str {
    text.strip_suffix(['整', '正'])
        .filter(|unit| unit.ends_with(['元', '圆']))
        .unwrap_or(text)
}

/// The number at the front, and the rest. The E of `5EUR` is no exponent: no digit or sign follows.
fn split_number(text: &str) -> (&str, &str) {
    let is_mantissa = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let mantissa = text.find(|c| !is_mantissa(c)).unwrap_or(text.len());
    let exponent = text.get(mantissa..).and_then(exponent_length).unwrap_or(0);
    text.split_at(mantissa + exponent)
}

/// How long the exponent at the front is: `E+08`.
fn exponent_length(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('E')?;
    let digits = behind.strip_prefix(['+', '-']).unwrap_or(behind);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then(|| text.len() - rest.len())
}

/// Several numbers with falling units, as speech has it: `1亿2000万元`, `3万5千元`, `12元5角`. The last unit must be written:
/// `1亿2` is 1.2亿 to most, and 100000002 to a machine.
fn compound(text: &str) -> Option<Written> {
    let mut total = Decimal::ZERO;
    let mut above: Option<Decimal> = None;
    let mut rest = text;
    loop {
        let (digits, behind) = split_number(rest);
        let number = number::unsigned(digits).filter(|_| !digits.contains('E'))?;
        let (factor, behind) = part_unit(behind)?;
        let value = number.checked_mul(factor)?;
        // Each part must fit into the unit before it, and there is no 5分 without 元 or 角 before: that may be a mark.
        let fits = above.map_or(factor >= Decimal::ONE, |above| value < above);
        if !fits {
            return None;
        }
        total = total.checked_add(value)?;
        if !behind.starts_with(|c: char| c.is_ascii_digit()) {
            let unit = closing_unit(behind)?;
            return Some(Written {
                number: total.normalize(),
                unit: Some(unit),
                currency: unit.currency,
            });
        }
        // Only the last part may have decimals: 1.5亿2000万 is no amount.
        if digits.contains('.') {
            return None;
        }
        above = Some(factor);
        rest = behind;
    }
}

/// The unit of one part, and what follows. The 元 or 美元 that ends the amount is left there for `closing_unit`.
fn part_unit(text: &str) -> Option<(Decimal, &str)> {
    if let Some(scale) = unit::strip_scale(text) {
        return Some(scale);
    }
    if let Some(rest) = text.strip_prefix(['元', '圆']) {
        let goes_on = rest.starts_with(|c: char| c.is_ascii_digit());
        return Some((Decimal::ONE, if goes_on { rest } else { text }));
    }
    if let Some(rest) = text.strip_prefix('角') {
        return Some((Decimal::new(1, 1), rest));
    }
    if let Some(rest) = text.strip_prefix('分') {
        return Some((Decimal::new(1, 2), rest));
    }
    currency::strip_name(text).map(|_| (Decimal::ONE, text))
}

/// What may stand behind the last part: nothing, or 元, a currency, 整.
fn closing_unit(text: &str) -> Option<Unit> {
    match strip_closing(text) {
        "" => Some(Unit::YUAN),
        text => unit::suffix(text).filter(|unit| unit.factor == Decimal::ONE),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(number: &str, unit: Option<(i64, Option<Currency>)>, currency: Option<Currency>) -> Written {
        Written {
            number: Decimal::from_str_exact(number).unwrap(),
            unit: unit.map(|(factor, currency)| Unit {
                factor: Decimal::from(factor),
                currency,
            }),
            currency,
        }
    }

    #[test]
    fn exact_amounts_are_read() {
        const CNY: Option<Currency> = Some(Currency::Cny);
        const USD: Option<Currency> = Some(Currency::Usd);
        let yuan = Some((1, None));
        let wan = Some((10_000, None));
        let yi = Some((100_000_000, None));
        let cases = [
            ("500", read("500", None, None)),
            ("５００", read("500", None, None)),
            ("0", read("0", None, None)),
            (".5", read("0.5", None, None)),
            (" 1,234,567.89 ", read("1234567.89", None, None)),
            ("1，234，567", read("1234567", None, None)),
            ("1.2亿元", read("1.2", yi, None)),
            ("1.2 亿 元", read("1.2", yi, None)),
            ("3,500万", read("3500", wan, None)),
            ("3，500万元", read("3500", wan, None)),
            ("3500 万元", read("3500", wan, None)),
            ("500元", read("500", yuan, None)),
            ("500圆", read("500", yuan, None)),
            ("500元整", read("500", yuan, None)),
            ("500元正", read("500", yuan, None)),
            ("500万元整", read("500", wan, None)),
            ("3千元", read("3", Some((1_000, None)), None)),
            ("3千万", read("3", Some((10_000_000, None)), None)),
            ("2百万元", read("2", Some((1_000_000, None)), None)),
            ("1万亿元", read("1", Some((1_000_000_000_000, None)), None)),
            ("¥500", read("500", None, CNY)),
            ("￥500", read("500", None, CNY)),
            ("¥ 1,200.00", read("1200.00", None, CNY)),
            ("¥500万元", read("500", wan, CNY)),
            ("RMB 500", read("500", None, CNY)),
            ("rmb500万", read("500", wan, CNY)),
            ("人民币500元", read("500", yuan, CNY)),
            ("人民币￥500元整", read("500", yuan, CNY)),
            ("500万人民币", read("500", Some((10_000, CNY)), CNY)),
            ("500万元人民币", read("500", Some((10_000, CNY)), CNY)),
            ("500人民币", read("500", Some((1, CNY)), CNY)),
            ("500RMB", read("500", None, CNY)),
            ("-5", read("-5", None, None)),
            ("－5", read("-5", None, None)),
            ("−5", read("-5", None, None)),
            ("- 5", read("-5", None, None)),
            ("-5万元", read("-5", wan, None)),
            ("-¥500", read("-500", None, CNY)),
            ("¥-500", read("-500", None, CNY)),
            ("(500)", read("-500", None, None)),
            ("（1,200.50）", read("-1200.50", None, None)),
            ("¥(500)", read("-500", None, CNY)),
            ("(¥500)", read("-500", None, CNY)),
            ("-0", read("0", None, None)),
            ("1.2E+08", read("120000000", None, None)),
            ("1.2e8元", read("120000000", yuan, None)),
            ("1亿2000万元", read("120000000", yuan, None)),
            ("1亿2000万", read("120000000", yuan, None)),
            ("1亿2,000万元整", read("120000000", yuan, None)),
            ("1亿2000万5000元", read("120005000", yuan, None)),
            ("3万5千元", read("35000", yuan, None)),
            ("1亿2000.5万元", read("120005000", yuan, None)),
            ("1亿500元", read("100000500", yuan, None)),
            ("12元5角", read("12.5", yuan, None)),
            ("12元5角3分", read("12.53", yuan, None)),
            ("12元3分", read("12.03", yuan, None)),
            ("¥1亿2000万", read("120000000", yuan, CNY)),
            ("-1亿2000万", read("-120000000", yuan, None)),
            ("1亿2000万美元", read("120000000", Some((1, USD)), USD)),
            ("500万美元", read("500", Some((10_000, USD)), USD)),
            ("500万(美元)", read("500", wan, USD)),
            ("500万元（美元）", read("500", wan, USD)),
            ("500（美元）", read("500", None, USD)),
            ("3500万（人民币）", read("3500", wan, CNY)),
            ("1200（万元）", read("1200", wan, None)),
            ("1200(万美元)", read("1200", Some((10_000, USD)), USD)),
            ("1.2个亿", read("1.2", yi, None)),
            ("1.2个亿元", read("1.2", yi, None)),
            ("伍佰万美元", read("5000000", Some((1, USD)), USD)),
            ("伍佰万美元整", read("5000000", Some((1, USD)), USD)),
            ("500美元", read("500", Some((1, USD)), USD)),
            ("500 美金", read("500", Some((1, USD)), USD)),
            ("美元 500", read("500", None, USD)),
            ("USD 500", read("500", None, USD)),
            ("500 USD", read("500", None, USD)),
            ("USD 500万", read("500", wan, USD)),
            ("$1,000", read("1000", None, USD)),
            ("US$1,000.50", read("1000.50", None, USD)),
            ("美元500万元", read("500", wan, USD)),
            ("HK$300", read("300", None, Some(Currency::Hkd))),
            ("港币300万元", read("300", wan, Some(Currency::Hkd))),
            ("€5", read("5", None, Some(Currency::Eur))),
            ("£5", read("5", None, Some(Currency::Gbp))),
            ("￡5万", read("5", wan, Some(Currency::Gbp))),
            ("2亿日元", read("2", Some((100_000_000, Some(Currency::Jpy))), Some(Currency::Jpy))),
            ("EUR5", read("5", None, Some(Currency::Eur))),
            ("5EUR", read("5", None, Some(Currency::Eur))),
            ("壹佰贰拾万元整", read("1200000", yuan, None)),
            ("人民币壹佰元整", read("100", yuan, CNY)),
            ("人民币（大写）壹佰元整", read("100", yuan, CNY)),
            ("港币壹佰元整", read("100", yuan, Some(Currency::Hkd))),
            ("\u{200B}500\u{00A0}", read("500", None, None)),
            ("79228162514264337593543950335", read("79228162514264337593543950335", None, None)),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Ok(Some(expected)), "{written}");
        }
    }

    #[test]
    fn places_stay_as_given() {
        for (written, scale) in [("500", 0), ("500.00", 2), ("1.2亿元", 1), ("¥0.500", 3)] {
            assert_eq!(parse(written).unwrap().unwrap().number.scale(), scale, "{written}");
        }
    }

    #[test]
    fn empty_marks_are_blank() {
        for blank in ["", "  ", "-", "－", "—", "——", "/", "／", "无", "\u{FEFF}"] {
            assert_eq!(parse(blank), Ok(None), "{blank:?}");
        }
    }

    #[test]
    fn what_is_no_exact_amount_is_refused() {
        use Unreadable::Inexact;
        use Unreadable::Range;
        use Unreadable::Unknown;
        let cases = [
            ("约500万", Inexact),
            ("大约1.2亿元", Inexact),
            ("近5亿元", Inexact),
            ("500万左右", Inexact),
            ("500余万元", Inexact),
            ("500多万元", Inexact),
            ("5亿元以上", Inexact),
            ("5亿元以下", Inexact),
            ("不足500万", Inexact),
            ("超5亿元", Inexact),
            ("超过5亿元", Inexact),
            ("5亿上下", Inexact),
            ("逾5亿", Inexact),
            ("几百万", Inexact),
            ("若干万元", Inexact),
            ("十几亿", Inexact),
            ("数千万", Inexact),
            ("预计5亿元", Inexact),
            ("不低于5亿元", Inexact),
            ("5亿+", Inexact),
            (">5亿", Inexact),
            ("≥500", Inexact),
            ("约1-2亿", Inexact),
            ("1-2亿", Range),
            ("1~2万", Range),
            ("1～2万", Range),
            ("1至2亿", Range),
            ("1亿到2亿元", Range),
            ("1亿—2亿", Range),
            ("1亿——2亿", Range),
            ("100–200", Range),
            ("¥100-¥200", Range),
            ("1,2,3", Unknown),
            ("12,34", Unknown),
            ("1,0000", Unknown),
            ("1234,567", Unknown),
            ("0,500", Unknown),
            (",500", Unknown),
            ("500,", Unknown),
            ("1.2.3", Unknown),
            ("1,234.5,6", Unknown),
            ("500.", Unknown),
            ("1 200", Unknown),
            ("500 600", Unknown),
            ("500\n600", Unknown),
            ("500万 3000元", Unknown),
            ("500万元 3000元", Unknown),
            ("500万元\n3000元", Unknown),
            ("1, 200", Unknown),
            ("50%", Unknown),
            ("５０％", Unknown),
            ("500万元（含税）", Unknown),
            ("500元/人", Unknown),
            ("500万元。", Unknown),
            ("500万平方米", Unknown),
            ("500人", Unknown),
            ("500个", Unknown),
            ("500个万元", Unknown),
            ("1200万（万元）", Unknown),
            ("1200（首期）", Unknown),
            ("500w", Unknown),
            ("5k", Unknown),
            ("万元", Unknown),
            ("元", Unknown),
            ("¥", Unknown),
            ("五百万元", Unknown),
            ("壹佰伍元整", Unknown),
            ("待定", Unknown),
            ("面议", Unknown),
            ("见合同", Unknown),
            ("$500人民币", Unknown),
            ("500万美元港币", Unknown),
            ("¥500美元", Unknown),
            ("1亿2", Unknown),
            ("1亿2000", Unknown),
            ("1.5亿2000万", Unknown),
            ("2000万1亿", Unknown),
            ("1亿2亿", Unknown),
            ("1万20000元", Unknown),
            ("12元5", Unknown),
            ("95分", Unknown),
            ("5角", Unknown),
            ("5角3分", Unknown),
            ("12元5分3角", Unknown),
            ("12元15角", Unknown),
            ("3千5百万", Unknown),
            ("3E", Unknown),
            ("3E+元", Unknown),
            ("500整", Unknown),
            ("500万整", Unknown),
            ("--5", Unknown),
            ("-¥-5", Unknown),
            ("-(500)", Unknown),
            ("(500", Unknown),
            ("500)", Unknown),
            ("(500万元)", Unknown),
            ("5-", Unknown),
            ("▲500", Unknown),
            ("+", Unknown),
            ("500²", Unknown),
            ("½", Unknown),
            ("①", Unknown),
            ("2020-07-08", Unknown),
            ("1E+40", Unknown),
            ("1E", Unknown),
            ("79228162514264337593543950336", Unknown),
            ("0.00000000000000000000000000001", Unknown),
            ("#REF!", Unknown),
            ("人民币", Unknown),
        ];
        for (written, expected) in cases {
            assert_eq!(parse(written), Err(expected), "{written}");
        }
    }

    /// The number with a separator before every three digits of its whole part.
    fn grouped(number: Decimal) -> String {
        let text = number.to_string();
        let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
        let mut out = String::new();
        for (at, c) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        if places.is_empty() { out } else { format!("{out}.{places}") }
    }

    fn full_width(text: &str) -> String {
        text.chars()
            .map(|c| {
                if c.is_ascii_graphic() {
                    char::from_u32(c as u32 + 0xFEE0).unwrap()
                } else {
                    c
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn every_form_of_an_amount_is_read_back(mantissa in 0_i64..=999_999_999_999, places in 0_u32..7, negative: bool) {
            let number = Decimal::new(mantissa, places);
            for form in [number.to_string(), grouped(number), full_width(&grouped(number))] {
                for (before, behind, factor) in [("", "", None), ("¥", "", None), ("", "元", Some(1)), ("人民币 ", "万元", Some(10_000)), ("", "亿", Some(100_000_000))] {
                    let sign = if negative { "-" } else { "" };
                    let written = format!("{sign}{before}{form}{behind}");
                    let read = parse(&written).unwrap().unwrap();
                    prop_assert_eq!(read.number, if negative { -number } else { number }, "{}", written);
                    prop_assert_eq!(read.number.scale(), places, "{}", written);
                    prop_assert_eq!(read.unit.map(|unit| unit.factor), factor.map(Decimal::from), "{}", written);
                }
            }
        }

        #[test]
        fn compound_amounts_are_read_back(yi in 1_u64..10_000, wan in 1_u64..10_000, yuan in 1_u64..10_000) {
            let read = parse(&format!("{yi}亿{wan}万{yuan}元")).unwrap().unwrap();
            prop_assert_eq!(read.number, Decimal::from(yi * 100_000_000 + wan * 10_000 + yuan));
            prop_assert_eq!(read.unit, Some(Unit::YUAN));
        }

        #[test]
        fn a_range_is_never_a_number(from in 0_u32..10_000, to in 0_u32..10_000, sign in "[-~至到—–～]") {
            prop_assert_eq!(parse(&format!("{from}{sign}{to}万元")), Err(Unreadable::Range));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*", near in "[-0-9.,，+E()（）万亿元角分千整¥$美人民币约至 ]{0,24}") {
            let _ = (parse(&text), parse(&near));
        }
    }
}
