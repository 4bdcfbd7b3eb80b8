//! Money as people write it (spec 1.2).

use rust_decimal::Decimal;

use super::Unreadable;
use super::currency::Currency;
use super::unit::Unit;

/// What one cell says by itself, before the header's unit is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number as written, negative when in red brackets or with a minus.
    pub number: Decimal,
    /// The unit in the cell's own text (`1.2亿元`), if it has one.
    pub unit: Option<Unit>,
    /// The currency in the cell's own text (`$`, `500万美元`, `¥` = CNY), if it names one.
    pub currency: Option<Currency>,
}

/// Reads a cell's text. `Ok(None)` when blank. Words that make it inexact are `Inexact`, `1-2亿` is `Range`.
pub fn parse(text: &str) -> Result<Option<Written>, Unreadable> {
    unimplemented!("{text}")
}
