//! A cell of a record: its value, where it stands, and what was written.

use std::marker::PhantomData;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::credit_code;
use crate::values::currency::Currency;
use crate::values::long_number;
use crate::values::period::Window;
use crate::values::person::Size;

use super::row::RowAt;

/// A name or number as shown and as compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// As written, cleaned.
    pub shown: Arc<str>,
    /// As compared (spec 1.2).
    pub key: Arc<str>,
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

/// An exact sum in the base unit of its currency (yuan, dollars …).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The sum.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// The sum in yuan by the rate of that day; `None` for foreign money without a rate (F008).
    pub fn in_yuan(&self, city: &City, day: NaiveDate) -> Option<Decimal> {
        if self.currency == Currency::Cny {
            return Some(self.amount);
        }
        self.amount.checked_mul(city.rate(self.currency, day)?)
    }

    /// The sum when it is yuan.
    pub fn yuan(&self) -> Option<Decimal> {
        (self.currency == Currency::Cny).then_some(self.amount)
    }
}

/// Whose row it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A squad.
    Squad(SquadId),
    /// 综合协调组.
    Coordination,
    /// The office (市招投中心).
    Office,
    /// Another unit, by its name.
    Other(Name),
}

impl Owner {
    /// The squad, if it is one.
    pub fn squad(&self) -> Option<SquadId> {
        match self {
            Owner::Squad(squad) => Some(*squad),
            Owner::Coordination | Owner::Office | Owner::Other(_) => None,
        }
    }
}

/// People who went together: `张三等3人`.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Those named, without those on no roster.
    pub named: Vec<Name>,
    /// How many went.
    pub size: Size,
}

/// A value of any form, as the layout reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `Form::Text`
    Text(Arc<str>),
    /// `Form::{LongNumber, Person, Company, CreditCode, IdNumber}`
    Name(Name),
    /// `Form::{People, Companies}`
    People(Vec<Name>),
    /// `Form::Party`
    Party(Party),
    /// `Form::Date`
    Date(NaiveDate),
    /// `Form::Days`
    Days(Window),
    /// `Form::Money`
    Money(Money),
    /// `Form::{Number, Year}`
    Number(Decimal),
    /// `Form::YesNo`
    YesNo(bool),
    /// `Form::{Squad, Unit}`
    Owner(Owner),
    /// `Form::Choice`: position in its list of words.
    Choice(usize),
    /// `Form::Currency`
    Currency(Currency),
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum State<T> {
    /// A value.
    Value(T),
    /// The column is there, the cell is empty.
    Empty,
    /// Something is written that could not be read (a problem says what).
    Unreadable,
    /// The table has no such column.
    NoColumn,
}

/// What a cell holds. Equal cells of a column share one, so that a row costs a pointer for each of its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Its value, of any form.
    pub state: State<Value>,
    /// Its column from 1; `None` when the table has no such column (a value then comes from context).
    pub column: Option<u16>,
    /// What was written, cleaned; empty when nothing was.
    pub written: Arc<str>,
}

impl Content {
    /// Whether the column is there and the cell is empty.
    pub fn is_empty(&self) -> bool {
        matches!(self.state, State::Empty)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match &self.state {
            State::Value(value) => Some(value),
            State::Empty | State::Unreadable | State::NoColumn => None,
        }
    }

    /// Where it stands: the cell, or the row when the table has no such column.
    pub fn place(&self, at: &RowAt) -> Place {
        Place {
            source: Arc::clone(&at.source),
            row: at.row,
            column: self.column,
        }
    }
}

/// One cell of a record, read as the type of its field.
#[derive(Debug)]
pub struct Cell<T> {
    content: Arc<Content>,
    field: PhantomData<fn() -> T>,
}

impl<T> Clone for Cell<T> {
    fn clone(&self) -> Cell<T> {
        Cell::new(Arc::clone(&self.content))
    }
}

impl<T> Cell<T> {
    /// The cell of this content.
    pub fn new(content: Arc<Content>) -> Cell<T> {
        Cell {
            content,
            field: PhantomData,
        }
    }

    /// Its column from 1; `None` when the table has no such column (a value then comes from context).
    pub fn column(&self) -> Option<u16> {
        self.content.column
    }

    /// What was written, cleaned; empty when nothing was.
    pub fn written(&self) -> &Arc<str> {
        &self.content.written
    }

    /// Whether the column is there and the cell is empty.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Whether nothing can be said of it: unreadable, or the table has no such column.
    pub fn is_unknown(&self) -> bool {
        matches!(self.content.state, State::Unreadable | State::NoColumn)
    }

    /// Where it stands: the cell, or the row when the table has no such column.
    pub fn place(&self, at: &RowAt) -> Place {
        self.content.place(at)
    }
}

impl<T: OfValue> Cell<T> {
    /// What stands in it.
    pub fn state(&self) -> State<&T> {
        match &self.content.state {
            // A form that is not the field's is a declaration's mistake, which a test finds.
            State::Value(value) => T::of(value).map_or(State::Unreadable, State::Value),
            State::Empty => State::Empty,
            State::Unreadable => State::Unreadable,
            State::NoColumn => State::NoColumn,
        }
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        self.content.value().and_then(T::of)
    }
}

impl<T: OfValue + Copy> Cell<T> {
    /// The value by copy.
    pub fn get(&self) -> Option<T> {
        self.value().copied()
    }
}

impl Cell<Name> {
    /// The numbers of a voucher as compared; a cell may hold several.
    pub fn vouchers(&self) -> Vec<String> {
        self.value()
            .map(|voucher| long_number::vouchers(&voucher.shown))
            .unwrap_or_default()
    }

    /// The credit code in the cell, folded, if an equal one elsewhere means the same enterprise (spec 1.2).
    pub fn code(&self) -> Option<&str> {
        self.value().map(|code| &*code.key).filter(|code| credit_code::is_code_like(code))
    }

    /// The credit code in the cell, folded, if another such one elsewhere means another enterprise.
    pub fn well_formed_code(&self) -> Option<&str> {
        self.code().filter(|code| credit_code::is_well_formed(code))
    }
}

/// A type that the values of a form hold.
pub trait OfValue: Sized {
    /// The typed value; `None` when the form is another one.
    fn of(value: &Value) -> Option<&Self>;
}

macro_rules! of_value {
    ($($variant:ident => $type:ty),* $(,)?) => {
        $(impl OfValue for $type {
            fn of(value: &Value) -> Option<&Self> {
                match value {
                    Value::$variant(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

of_value! {
    Text => Arc<str>,
    Name => Name,
    People => Vec<Name>,
    Party => Party,
    Date => NaiveDate,
    Days => Window,
    Money => Money,
    Number => Decimal,
    YesNo => bool,
    Owner => Owner,
    Currency => Currency,
}
