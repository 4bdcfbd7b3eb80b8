//! Amounts in Chinese capitals (《支付结算办法》 附一).

use rust_decimal::Decimal;

/// Reads capitals such as 壹佰贰拾万元整 to yuan, in every lawful form; `None` when it is no such amount.
pub fn parse(text: &str) -> Option<Decimal> {
    unimplemented!("{text}")
}
