//! The cells of a table that were read before. People write the same day, the same name, the same place in row after row; reading
//! each of them once makes a table cheap, and lets its rows share what the cells hold.

use ahash::HashMap;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::problem::What;
use crate::records::cell::Content;

use super::cells::RowMoney;
use super::grid::Raw;

/// Beyond this many different cells they hardly repeat, and keeping them would only cost memory.
const MOST: usize = 20_000;

/// A cell, read, with all that its row needs to know of it.
#[derive(Debug)]
pub(super) struct ReadCell {
    /// What it holds.
    pub content: Arc<Content>,
    /// What is wrong with it.
    pub problems: Vec<What>,
    /// Whether the column's default unit had to be taken.
    pub unit_assumed: bool,
    /// What it adds to the digest of its row (`row::cell_digest`).
    pub digest: u128,
}

/// What makes two cells of a table the same: the column, and what is written.
type Key = (usize, Written);

#[derive(Debug, PartialEq, Eq, Hash)]
enum Written {
    /// Where the text is kept: readers keep equal texts once, and comparing places costs less than comparing texts.
    Text(usize),
    Number(u64),
    Date(u64, Option<NaiveDate>),
    Bool(bool),
}

impl Written {
    /// `None` for what is told in every row where it stands.
    fn of(raw: &Raw) -> Option<Written> {
        match raw {
            Raw::Text(text) => Some(Written::Text(Arc::as_ptr(text).cast::<u8>().addr())),
            Raw::Number(number) => Some(Written::Number(number.to_bits())),
            Raw::Date { serial, day } => Some(Written::Date(serial.to_bits(), *day)),
            Raw::Bool(answer) => Some(Written::Bool(*answer)),
            Raw::Error(_) | Raw::NoResult => None,
        }
    }
}

/// The cells read so far.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Each with what it was read from: as long as a text is kept, no other has its place.
    known: HashMap<Key, (Raw, Rc<ReadCell>)>,
    /// Those of rows that say something of their money, by what they say.
    of_money: HashMap<(RowMoney, Key), (Raw, Rc<ReadCell>)>,
}

impl Repeats {
    /// The cell as it was read before, or as `read` reads it now.
    pub(super) fn cell(&mut self, position: usize, raw: &Raw, money: RowMoney, read: impl FnOnce() -> ReadCell) -> Rc<ReadCell> {
        let Some(written) = Written::of(raw) else {
            return Rc::new(read());
        };
        let key = (position, written);
        if money == RowMoney::default() {
            known_or_read(&mut self.known, key, raw, read)
        } else {
            known_or_read(&mut self.of_money, (money, key), raw, read)
        }
    }
}

fn known_or_read<K: Eq + Hash>(
    known: &mut HashMap<K, (Raw, Rc<ReadCell>)>,
    key: K,
    raw: &Raw,
    read: impl FnOnce() -> ReadCell,
) -> Rc<ReadCell> {
    if let Some((_, cell)) = known.get(&key) {
        return Rc::clone(cell);
    }
    if known.len() >= MOST {
        known.clear();
    }
    let cell = Rc::new(read());
    known.insert(key, (raw.clone(), Rc::clone(&cell)));
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::cell::State;
    use crate::values::currency::Currency;

    #[test]
    fn a_cell_is_read_once_for_each_column_and_money() {
        let mut repeats = Repeats::default();
        let mut reads = 0;
        let mut see = |position, raw: &Raw, currency| {
            let money = RowMoney { currency, unit: None };
            repeats.cell(position, raw, money, || {
                reads += 1;
                ReadCell {
                    content: Arc::new(Content {
                        state: State::Empty,
                        column: None,
                        written: Arc::from(""),
                    }),
                    problems: Vec::new(),
                    unit_assumed: false,
                    digest: 0,
                }
            })
        };
        let text = Raw::Text(Arc::from("上海"));
        let first = see(0, &text, None);
        assert!(Rc::ptr_eq(&first, &see(0, &text.clone(), None)));
        see(1, &text, None);
        see(0, &text, Some(Currency::Cny));
        see(0, &Raw::Number(1.0), None);
        see(0, &Raw::Number(1.0), None);
        see(0, &Raw::NoResult, None);
        see(0, &Raw::NoResult, None);
        assert_eq!(reads, 6);
    }
}
