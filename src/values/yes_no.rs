//! Yes and no (spec 1.2).

use super::Unreadable;

/// 是 √ ✓ ✔ 有 已 齐 Y 1 true 已提供 已办 … / 否 × ✗ 无 未 缺 N 0 false …. `Ok(None)` only when the cell is empty (here `无` is no).
pub fn parse(text: &str) -> Result<Option<bool>, Unreadable> {
    unimplemented!("{text}")
}
