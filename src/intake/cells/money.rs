//! The unit and the currency of an amount: what it says itself, its row, its title and the lines above (spec 1.2).

use rust_decimal::Decimal;

use crate::values::Unreadable;
use crate::values::amount;
use crate::values::currency::Currency;
use crate::values::unit::Unit;

/// Where the unit and the currency of a money cell come from when its own text does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::intake) struct MoneyContext {
    /// In the title's brackets.
    pub of_title: Option<Unit>,
    /// Whether the title names several units; `of_title` is then their scale, if that is the same.
    pub several: bool,
    /// In a line above the header.
    pub of_lines: Option<Unit>,
    /// Whether the title says that the amounts are converted (折合人民币).
    pub is_converted: bool,
    /// In the row itself.
    pub of_row: RowMoney,
}

/// What a row says of its money in columns of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::intake) struct RowMoney {
    /// In 币种.
    pub currency: Option<Currency>,
    /// In a column of units beside the amount.
    pub unit: Option<Unit>,
}

impl MoneyContext {
    /// The unit that holds where the amount's own text names none: the row's, the title's, that of the lines above. 元 in a column of
    /// its own below a title in 万元 may be meant as a currency, so that nobody can tell.
    pub(super) fn unit(&self) -> Result<Option<Unit>, Unreadable> {
        // Of 万元/万美元 the row's 币种 says which it is.
        let is_told = self.of_row.unit.is_some() || self.of_title.is_some() && self.of_row.currency.is_some();
        if self.several && !is_told {
            return Err(Unreadable::SeveralUnits);
        }
        let of_table = self.of_title.or(self.of_lines);
        match (self.of_row.unit, of_table) {
            (Some(own), Some(other)) if own.factor == Decimal::ONE && other.factor != Decimal::ONE => Err(Unreadable::UnitsDiffer),
            (own, other) => Ok(own.or(other)),
        }
    }

    /// The currency of an amount. What it says itself goes before its title, and the row's 币种 says what it was paid in, even where the
    /// title says that it is converted; apart from that two of them that differ leave it open.
    pub(super) fn currency(&self, said: &amount::Written, written: &str) -> Result<Currency, Unreadable> {
        let of_table = self.of_title.and_then(|unit| unit.currency);
        let of_table = of_table.or(self.of_lines.and_then(|unit| unit.currency));
        let of_row = [self.of_row.currency, self.of_row.unit.and_then(|unit| unit.currency)];
        let mut own = said.currency.or(said.unit.and_then(|unit| unit.currency));
        // ¥ is the sign of yen too.
        let beside = of_row.into_iter().flatten().next().or(of_table);
        if beside == Some(Currency::Jpy) && own == Some(Currency::Cny) && says_no_more_than_the_sign(written) {
            own = beside;
        }
        let stated: Vec<Currency> = match own {
            None if self.is_converted => return Ok(of_table.unwrap_or(Currency::Cny)),
            None => of_row.into_iter().chain([of_table]).flatten().collect(),
            Some(own) => [own].into_iter().chain(of_row.into_iter().flatten()).collect(),
        };
        let first = stated.first().copied().unwrap_or(Currency::Cny);
        if stated.iter().any(|other| *other != first) {
            return Err(Unreadable::CurrenciesDiffer);
        }
        Ok(first)
    }
}

/// Whether a title says that the amounts below it are converted into its currency.
pub(in crate::intake) fn says_converted(title: &str) -> bool {
    ["折合", "折算", "折人民币", "折成", "折美元"]
        .iter()
        .any(|word| title.contains(word))
}

/// Whether nothing but `¥` says that an amount is in yuan.
fn says_no_more_than_the_sign(written: &str) -> bool {
    let bare = written.replace(['¥', '￥'], "");
    matches!(amount::parse(&bare), Ok(Some(said)) if said.currency.is_none())
}
