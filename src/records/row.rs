//! What every record knows of its row, and the declaration macro of the tables.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::place::Place;
use crate::place::Source;

use super::cell::Content;
use super::column::Table;

/// A table found in the inbox, by its position in `Records::tables`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAt {
    /// Sheet and file.
    pub source: Arc<Source>,
    /// Row from 1.
    pub row: u32,
    /// The table found.
    pub table: TableId,
    /// A digest of the row's recognised cells by canonical column name: the same wherever the row or its columns are moved.
    pub digest: u64,
}

impl RowAt {
    /// The row as a place.
    pub fn place(&self) -> Place {
        Place::row(&self.source, self.row)
    }
}

/// A digest of some texts, for what lies in no data row, or in two.
pub fn digest_of(texts: &[&str]) -> u64 {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    for text in texts {
        hasher.update(text);
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// A typed row of one of the tables.
pub trait Record: Sized {
    /// The table's one declaration.
    const TABLE: &'static Table;

    /// Makes the record of its cells, one for each column of `TABLE`, in that order.
    fn from_cells(at: RowAt, cells: Vec<Arc<Content>>) -> Self;

    /// Where it stands.
    fn at(&self) -> &RowAt;

    /// The day that dates the row (spec 2.1); `None` when the table has no such column or the cell is empty.
    fn date(&self) -> Option<NaiveDate>;

    /// How people name the row: contract number, person and day …
    fn title(&self) -> String;
}

/// Declares a table: the struct of its rows and its columns in one list, so that they cannot part.
macro_rules! table {
    (
        $(#[$doc:meta])*
        $record:ident: $kind:expr;
        $(alternatives: $alternatives:expr;)?
        $(key: $key:expr;)?
        $(dated_by: $dated_by:expr;)?
        $(money: $money:expr;)?
        $(spans: $spans:expr;)?
        $(said_above: $said_above:expr;)?
        $(needs_further: $needs_further:expr;)?
        columns {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $column:expr,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $record {
            /// Where the row stands.
            pub at: $crate::records::row::RowAt,
            $($(#[$field_doc])* pub $field: $crate::records::cell::Cell<$type>,)*
        }

        impl $record {
            /// The table's declaration.
            pub const DECLARED: $crate::records::column::Table = {
                #[allow(unused_mut, unused_assignments)]
                let mut table = $crate::records::column::Table {
                    kind: $kind,
                    columns: &[$($column),*],
                    alternatives: &[],
                    key: &[],
                    dated_by: None,
                    money: None,
                    spans: &[],
                    said_above: None,
                    needs_further: false,
                };
                $(table.alternatives = $alternatives;)?
                $(table.key = $key;)?
                $(table.dated_by = Some($dated_by);)?
                $(table.money = Some($money);)?
                $(table.spans = $spans;)?
                $(table.said_above = Some($said_above);)?
                $(table.needs_further = $needs_further;)?
                table
            };

            fn with_cells(at: $crate::records::row::RowAt, cells: Vec<std::sync::Arc<$crate::records::cell::Content>>) -> Self {
                let mut cells = cells.into_iter();
                let mut next = || cells.next().unwrap_or_else(|| std::sync::Arc::new($crate::records::cell::Content {
                    state: $crate::records::cell::State::NoColumn,
                    column: None,
                    written: "".into(),
                }));
                $record { at, $($field: $crate::records::cell::Cell::new(next())),* }
            }
        }
    };
}

/// Implements `Record` for a declared table by its date and title functions.
macro_rules! record {
    ($record:ident, date: $date:expr, title: $title:expr) => {
        impl $crate::records::row::Record for $record {
            const TABLE: &'static $crate::records::column::Table = &$record::DECLARED;

            fn from_cells(at: $crate::records::row::RowAt, cells: Vec<std::sync::Arc<$crate::records::cell::Content>>) -> Self {
                $record::with_cells(at, cells)
            }

            fn at(&self) -> &$crate::records::row::RowAt {
                &self.at
            }

            fn date(&self) -> Option<chrono::NaiveDate> {
                let date: fn(&$record) -> Option<chrono::NaiveDate> = $date;
                date(self)
            }

            fn title(&self) -> String {
                let title: fn(&$record) -> String = $title;
                title(self)
            }
        }
    };
}

/// Declares the type of a choice column together with its words.
macro_rules! choice {
    ($(#[$doc:meta])* $choice:ident { $($variant:ident = $name:literal $([$($synonym:literal),* $(,)?])?,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $choice {
            $(#[doc = $name] $variant,)*
        }

        impl $choice {
            /// Every value, in order.
            pub const ALL: &'static [$choice] = &[$($choice::$variant),*];

            /// The words of every value, in the same order.
            pub const WORDS: &'static [$crate::records::column::ChoiceWord] = &[
                $($crate::records::column::ChoiceWord { name: $name, synonyms: &[$($($synonym),*)?] }),*
            ];

            /// The Chinese word.
            pub fn name(self) -> &'static str {
                match self {
                    $($choice::$variant => $name,)*
                }
            }
        }

        impl $crate::records::cell::OfValue for $choice {
            fn of(value: &$crate::records::cell::Value) -> Option<&Self> {
                match value {
                    $crate::records::cell::Value::Choice(position) => $choice::ALL.get(*position),
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use choice;
pub(crate) use record;
pub(crate) use table;
