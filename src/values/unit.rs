//! Units of money: 元, 千元, 万元, 百万元, 千万元, 亿元, each of any currency.

use rust_decimal::Decimal;

use super::currency::Currency;

/// A unit of money, such as 万元 or 万美元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// How many yuan (or dollars …) one of it is.
    pub factor: Decimal,
    /// The currency that it names; `None` for 万元, which says no more than yuan or what a 币种 column says.
    pub currency: Option<Currency>,
}

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
        unimplemented!("{text}")
    }
}
