//! The cells of a sheet with their places: no meaning yet.

use std::sync::Arc;

use chrono::NaiveDate;

/// What stands in a cell, as the file keeps it. Empty cells are not kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// Text, as written.
    Text(Arc<str>),
    /// A number that is not formatted as a date.
    Number(f64),
    /// A number formatted as a date (1904 already resolved), or an ISO date cell; `None` when the serial is out of range.
    Date {
        /// The number in the file.
        serial: f64,
        /// The day.
        day: Option<NaiveDate>,
    },
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value: `#REF!`.
    Error(Arc<str>),
    /// A formula without a cached value.
    NoResult,
}

/// A filled cell.
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// Column from 1.
    pub column: u16,
    /// What stands in it.
    pub raw: Raw,
}

/// A row with at least one filled cell.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    /// Row from 1.
    pub row: u32,
    /// Its filled cells, by column.
    pub cells: Vec<GridCell>,
}

/// A merged block, both ends counted, all from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u16,
    /// Last column.
    pub right: u16,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Name; empty for files without sheets.
    pub name: Arc<str>,
    /// Position in the file from 0.
    pub order: u32,
    /// Whether the sheet itself is hidden.
    pub hidden: bool,
    /// Rows by number.
    pub rows: Vec<GridRow>,
    /// Merged blocks.
    pub merges: Vec<Merge>,
    /// Hidden rows that hold something, by number.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, by number.
    pub hidden_columns: Vec<u16>,
    /// Whether its file counts days from 1904: for numbers in columns of dates that are not formatted as dates.
    pub is_1904: bool,
}

/// Every sheet of a file, and what the reader had to say of the file as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// The sheets in order.
    pub sheets: Vec<Grid>,
    /// Chinese sentences for people (wrong extension, encoding in doubt …).
    pub remarks: Vec<String>,
}

/// Why a file could not be read; both texts are Chinese, without a final stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refused {
    /// What is the matter.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}
