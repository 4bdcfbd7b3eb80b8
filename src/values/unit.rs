//! Units of money: 元, 千元, 万元, 百万元, 千万元, 亿元, each of any currency.

use rust_decimal::Decimal;

use super::currency;
use super::currency::Currency;
use super::text;

/// A unit of money, such as 万元 or 万美元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// How many yuan (or dollars …) one of it is.
    pub factor: Decimal,
    /// The currency that it names; `None` for 万元, which says no more than yuan or what a 币种 column says.
    pub currency: Option<Currency>,
}

/// Words of scale, each before the words that it starts with.
const SCALES: [(&str, i64); 11] = [
    ("十万", 100_000),
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("万亿", 1_000_000_000_000),
    ("十亿", 1_000_000_000),
    ("百亿", 10_000_000_000),
    ("千亿", 100_000_000_000),
    ("百", 100),
    ("千", 1_000),
    ("万", 10_000),
    ("亿", 100_000_000),
];

impl Unit {
    /// 元
    pub const YUAN: Unit = Unit {
        factor: Decimal::ONE,
        currency: None,
    };
    /// 万元
    pub const WAN: Unit = Unit {
        factor: Decimal::from_parts(10_000, 0, 0, false, 0),
        currency: None,
    };
    /// 亿元
    pub const YI: Unit = Unit {
        factor: Decimal::from_parts(100_000_000, 0, 0, false, 0),
        currency: None,
    };

    /// Reads a unit alone, as in a header's brackets or after 单位： (元, 人民币元, 万元, 万元人民币, 亿元, 万美元, 人民币：万元 …).
    /// `None` when the text is no unit of money.
    pub fn parse(text: &str) -> Option<Unit> {
        let text: String = text::half_width(text)
            .chars()
            .filter(|c| !matches!(c, ' ' | '(' | ')' | ':' | '/'))
            .collect();
        let text = ["金额单位", "货币单位", "计量单位", "单位"]
            .iter()
            .find_map(|word| text.strip_prefix(word))
            .unwrap_or(&text);
        // 百 and 千 alone count people as well as money, and a currency's code alone says nothing of the scale.
        if matches!(text, "百" | "千" | "人民币") {
            return None;
        }
        if let Some(unit) = suffix(text) {
            return Some(unit);
        }
        let (before, rest) = currency::strip_prefixes(text)?;
        before?;
        let unit = suffix(rest)?;
        Some(Unit {
            factor: unit.factor,
            currency: currency::agree(before, unit.currency)?,
        })
    }
}

/// Reads what stands behind a number: a scale, 元 or a currency's name, and a currency after that: 万元人民币. The whole text must be
/// understood, and must hold a scale, 元 or a name.
pub(super) fn suffix(text: &str) -> Option<Unit> {
    let (factor, rest) = match strip_scale(text) {
        Some((factor, rest)) => (Some(factor), rest),
        None => (None, text),
    };
    let (named, rest) = match currency::strip_name(rest) {
        Some((currency, rest)) => (Some(currency), rest),
        None => (None, rest),
    };
    let after_yuan = rest.strip_prefix(['元', '圆']);
    if factor.is_none() && named.is_none() && after_yuan.is_none() {
        return None;
    }
    let (behind, rest) = currency::strip_prefixes(after_yuan.unwrap_or(rest))?;
    if !rest.is_empty() {
        return None;
    }
    Some(Unit {
        factor: factor.unwrap_or(Decimal::ONE),
        currency: currency::agree(named, behind)?,
    })
}

/// The word of scale that is so many: 万 for 10000.
pub fn name(factor: Decimal) -> Option<&'static str> {
    SCALES
        .iter()
        .find(|(_, of_word)| Decimal::from(*of_word) == factor)
        .map(|(word, _)| *word)
}

/// A word of scale at the front, and what follows it.
pub(super) fn strip_scale(text: &str) -> Option<(Decimal, &str)> {
    SCALES
        .iter()
        .find_map(|(word, factor)| Some((Decimal::from(*factor), text.strip_prefix(word)?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_are_read() {
        let cases = [
            ("元", 1, None),
            ("千元", 1_000, None),
            ("万元", 10_000, None),
            ("万", 10_000, None),
            ("百万元", 1_000_000, None),
            ("千万元", 10_000_000, None),
            ("亿元", 100_000_000, None),
            ("亿", 100_000_000, None),
            (" 万 元 ", 10_000, None),
            ("（万元）", 10_000, None),
            ("单位：万元", 10_000, None),
            ("金额单位:元", 1, None),
            ("人民币元", 1, Some(Currency::Cny)),
            ("元人民币", 1, Some(Currency::Cny)),
            ("万元人民币", 10_000, Some(Currency::Cny)),
            ("人民币：万元", 10_000, Some(Currency::Cny)),
            ("单位：人民币万元", 10_000, Some(Currency::Cny)),
            ("RMB万元", 10_000, Some(Currency::Cny)),
            ("万元（RMB）", 10_000, Some(Currency::Cny)),
            ("美元", 1, Some(Currency::Usd)),
            ("万美元", 10_000, Some(Currency::Usd)),
            ("万元（美元）", 10_000, Some(Currency::Usd)),
            ("美元：万元", 10_000, Some(Currency::Usd)),
            ("亿港元", 100_000_000, Some(Currency::Hkd)),
            ("万USD", 10_000, Some(Currency::Usd)),
            ("百万日元", 1_000_000, Some(Currency::Jpy)),
        ];
        for (written, factor, currency) in cases {
            let expected = Unit {
                factor: Decimal::from(factor),
                currency,
            };
            assert_eq!(Unit::parse(written), Some(expected), "{written}");
        }
        assert_eq!(Unit::parse("万元"), Some(Unit::WAN));
        assert_eq!(Unit::parse("亿元"), Some(Unit::YI));
        assert_eq!(Unit::parse("元"), Some(Unit::YUAN));
    }

    #[test]
    fn what_is_no_unit_of_money_is_none() {
        for text in [
            "",
            "个",
            "天",
            "%",
            "百",
            "千",
            "人民币",
            "RMB",
            "USD",
            "元/人·天",
            "人次",
            "万人",
            "万元、个",
            "美元人民币",
            "万平方米",
            "单位",
        ] {
            assert_eq!(Unit::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*", near in "[人民币美元万亿千百:：()（）/ ]{0,8}") {
            let _ = (Unit::parse(&text), Unit::parse(&near));
        }
    }
}
