//! How money, counts and shares are written.

use rust_decimal::Decimal;
use serde::Serialize;
use serde::Serializer;

/// Money or a count.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Quantity {
    Money(Yuan),
    Count(Number),
}

/// Yuan with two places, or as many more as the sum has: `"120000000.00"`.
pub(super) struct Yuan(pub Decimal);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sum = self.0.normalize();
        let places = usize::try_from(sum.scale()).unwrap_or(2).max(2);
        serializer.collect_str(&format_args!("{sum:.places$}"))
    }
}

/// A share or a count as a number.
pub(super) struct Number(pub Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match u64::try_from(self.0) {
            Ok(whole) if self.0.scale() == 0 => whole.serialize(serializer),
            // Four places: the shortest form that reads back to the same binary number is the decimal itself.
            _ => self.0.to_string().parse::<f64>().ok().serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_has_two_places_and_more_only_where_the_sum_has_more() {
        for (sum, written) in [
            ("120000000", "\"120000000.00\""),
            ("0", "\"0.00\""),
            ("-420.5", "\"-420.50\""),
            ("1.2300", "\"1.23\""),
            ("0.125", "\"0.125\""),
            ("79228162514264337593543950335", "\"79228162514264337593543950335.00\""),
        ] {
            assert_eq!(serde_json::to_string(&Yuan(sum.parse().unwrap())).unwrap(), written);
        }
        for (share, written) in [("0.4321", "0.4321"), ("2", "2"), ("12.3000", "12.3"), ("1.0000", "1.0")] {
            assert_eq!(serde_json::to_string(&Number(share.parse().unwrap())).unwrap(), written);
        }
    }
}
