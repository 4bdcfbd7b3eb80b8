//! Plain numbers: counts, days, people; and the exact decimal of a binary64 cell.

use rust_decimal::Decimal;

use super::Unreadable;

/// The decimal that a spreadsheet shows for a binary64: shortest form after rounding to 15 significant digits
/// (0.30000000000000004 is 0.3). NaN, infinities and what no Decimal holds are `Unknown`.
pub fn from_f64(number: f64) -> Result<Decimal, Unreadable> {
    unimplemented!("{number}")
}

/// A plain number in text: digits of any width, thousands separators, an ending 个 天 日 人 名 家 次 项 件 份 年 晚 or 间. `Ok(None)` when blank.
pub fn parse(text: &str) -> Result<Option<Decimal>, Unreadable> {
    unimplemented!("{text}")
}
