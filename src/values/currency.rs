//! Currencies by ISO code, and how sheets write them.

use super::text;

/// A currency that sheets may name (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// 人民币
    Cny,
    /// 美元
    Usd,
    /// 港元
    Hkd,
    /// 欧元
    Eur,
    /// 日元
    Jpy,
    /// 英镑
    Gbp,
    /// 澳门元
    Mop,
    /// 新台币
    Twd,
    /// 韩元
    Krw,
    /// 新加坡元
    Sgd,
    /// 澳大利亚元
    Aud,
    /// 加拿大元
    Cad,
    /// 瑞士法郎
    Chf,
}

/// Names that say the currency and, behind a number, that it is counted in whole ones: `500美元`.
const NAMES: &[(&str, Currency)] = &[
    ("人民币", Currency::Cny),
    ("美元", Currency::Usd),
    ("美圆", Currency::Usd),
    ("美金", Currency::Usd),
    ("港元", Currency::Hkd),
    ("港币", Currency::Hkd),
    ("欧元", Currency::Eur),
    ("日元", Currency::Jpy),
    ("日圆", Currency::Jpy),
    ("日币", Currency::Jpy),
    ("英镑", Currency::Gbp),
    ("澳门元", Currency::Mop),
    ("澳门币", Currency::Mop),
    ("新台币", Currency::Twd),
    ("台币", Currency::Twd),
    ("台湾元", Currency::Twd),
    ("韩元", Currency::Krw),
    ("韩圆", Currency::Krw),
    ("韩币", Currency::Krw),
    ("新加坡元", Currency::Sgd),
    ("新加坡币", Currency::Sgd),
    ("新元", Currency::Sgd),
    ("新币", Currency::Sgd),
    ("坡币", Currency::Sgd),
    ("澳大利亚元", Currency::Aud),
    ("澳元", Currency::Aud),
    ("加拿大元", Currency::Cad),
    ("加元", Currency::Cad),
    ("加币", Currency::Cad),
    ("瑞士法郎", Currency::Chf),
    ("瑞郎", Currency::Chf),
    ("香港元", Currency::Hkd),
    ("香港币", Currency::Hkd),
];

/// Signs and codes, each before the signs that it ends with. `¥` alone is yuan (spec 1.2).
const SIGNS: &[(&str, Currency)] = &[
    ("RMB¥", Currency::Cny),
    ("CNY¥", Currency::Cny),
    ("CN¥", Currency::Cny),
    ("RMB", Currency::Cny),
    ("CNY", Currency::Cny),
    ("JP¥", Currency::Jpy),
    ("JPY", Currency::Jpy),
    ("¥", Currency::Cny),
    ("USD$", Currency::Usd),
    ("USD", Currency::Usd),
    ("US$", Currency::Usd),
    ("HKD$", Currency::Hkd),
    ("HKD", Currency::Hkd),
    ("HK$", Currency::Hkd),
    ("EUR€", Currency::Eur),
    ("EUR", Currency::Eur),
    ("€", Currency::Eur),
    ("GBP£", Currency::Gbp),
    ("GBP", Currency::Gbp),
    ("£", Currency::Gbp),
    ("MOP$", Currency::Mop),
    ("MOP", Currency::Mop),
    ("NT$", Currency::Twd),
    ("NTD", Currency::Twd),
    ("TWD", Currency::Twd),
    ("KRW", Currency::Krw),
    ("₩", Currency::Krw),
    ("SGD", Currency::Sgd),
    ("S$", Currency::Sgd),
    ("AUD", Currency::Aud),
    ("AU$", Currency::Aud),
    ("A$", Currency::Aud),
    ("CAD", Currency::Cad),
    ("CA$", Currency::Cad),
    ("C$", Currency::Cad),
    ("CHF", Currency::Chf),
    ("$", Currency::Usd),
];

/// What names, signs and codes begin with. Every title and every amount is asked for them, and hardly one has any.
const BEGINNINGS: [char; 32] = [
    '人', '美', '港', '欧', '日', '英', '澳', '新', '台', '韩', '坡', '加', '瑞', '香', 'R', 'C', 'J', '¥', 'U', 'H', 'E', '€', 'G', '£',
    'M', 'N', 'T', 'K', '₩', 'S', 'A', '$',
];

impl Currency {
    /// ISO 4217 code, such as `USD`.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Cny => "CNY",
            Currency::Usd => "USD",
            Currency::Hkd => "HKD",
            Currency::Eur => "EUR",
            Currency::Jpy => "JPY",
            Currency::Gbp => "GBP",
            Currency::Mop => "MOP",
            Currency::Twd => "TWD",
            Currency::Krw => "KRW",
            Currency::Sgd => "SGD",
            Currency::Aud => "AUD",
            Currency::Cad => "CAD",
            Currency::Chf => "CHF",
        }
    }

    /// The Chinese name, such as 美元.
    pub fn name(self) -> &'static str {
        match self {
            Currency::Cny => "人民币",
            Currency::Usd => "美元",
            Currency::Hkd => "港元",
            Currency::Eur => "欧元",
            Currency::Jpy => "日元",
            Currency::Gbp => "英镑",
            Currency::Mop => "澳门元",
            Currency::Twd => "新台币",
            Currency::Krw => "韩元",
            Currency::Sgd => "新加坡元",
            Currency::Aud => "澳大利亚元",
            Currency::Cad => "加拿大元",
            Currency::Chf => "瑞士法郎",
        }
    }

    /// Reads a name, sign or code alone (美元, 美金, USD, $, US$, HK$ …); `None` when it is none of them.
    pub fn parse(text: &str) -> Option<Currency> {
        let text: String = text::half_width(text)
            .chars()
            .filter(|c| !matches!(c, ' ' | '(' | ')' | '/'))
            .collect();
        let (found, rest) = strip_prefixes(&text)?;
        // 人民币元 names no more than 人民币.
        (rest.is_empty() || rest == "元").then_some(found?)
    }
}

/// Takes all names, signs and codes from the front (`人民币¥`). The outer `None` means that two of them disagree.
pub(super) fn strip_prefixes(text: &str) -> Option<(Option<Currency>, &str)> {
    let mut found = None;
    let mut rest = text;
    while let Some((currency, behind)) = strip_prefix(rest) {
        found = Some(agree(found, Some(currency))?.unwrap_or(currency));
        rest = behind;
    }
    Some((found, rest))
}

fn strip_prefix(text: &str) -> Option<(Currency, &str)> {
    if !text.starts_with(BEGINNINGS) {
        return None;
    }
    NAMES
        .iter()
        .chain(SIGNS)
        .find_map(|(word, currency)| Some((*currency, text.strip_prefix(word)?)))
}

/// Takes a name from the front: 美元 of `美元人民币`.
pub(super) fn strip_name(text: &str) -> Option<(Currency, &str)> {
    if !text.starts_with(BEGINNINGS) {
        return None;
    }
    NAMES
        .iter()
        .find_map(|(word, currency)| Some((*currency, text.strip_prefix(word)?)))
}

/// Takes a name from the end: 美元 of `伍佰万美元`; the longest, since 台币 ends 新台币.
pub(super) fn strip_name_behind(text: &str) -> Option<(&str, Currency)> {
    let named = NAMES
        .iter()
        .filter_map(|(word, currency)| Some((text.strip_suffix(word)?, *currency)));
    named.min_by_key(|(before, _)| before.len())
}

/// What two mentions say together; the outer `None` means that they disagree.
pub(super) fn agree(one: Option<Currency>, other: Option<Currency>) -> Option<Option<Currency>> {
    match (one, other) {
        (Some(a), Some(b)) if a != b => None,
        _ => Some(one.or(other)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_is_read() {
        for (word, currency) in NAMES.iter().chain(SIGNS) {
            assert!(word.starts_with(BEGINNINGS), "{word}");
            assert_eq!(Currency::parse(word), Some(*currency), "{word}");
            assert_eq!(Currency::parse(currency.code()), Some(*currency));
            assert_eq!(Currency::parse(currency.name()), Some(*currency));
        }
        let cases = [
            ("￥", Currency::Cny),
            (" rmb ", Currency::Cny),
            ("人民币元", Currency::Cny),
            ("人民币（CNY）", Currency::Cny),
            ("人民币（元）", Currency::Cny),
            ("美元(USD)", Currency::Usd),
            ("ＵＳＤ", Currency::Usd),
            ("＄", Currency::Usd),
            ("￡", Currency::Gbp),
            ("hk$", Currency::Hkd),
        ];
        for (written, expected) in cases {
            assert_eq!(Currency::parse(written), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_names_no_one_currency_is_none() {
        for text in [
            "",
            "元",
            "万元",
            "法郎",
            "本币",
            "美元人民币",
            "美元/港元",
            "500美元",
            "万美元",
            "澳币",
        ] {
            assert_eq!(Currency::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = Currency::parse(&text);
        }
    }
}
