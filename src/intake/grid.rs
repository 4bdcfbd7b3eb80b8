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
    pub cells: Cells,
}

/// The cells of one row. Rows that follow each other have theirs in one block of memory, which goes when the last of them lets go: a
/// sheet of many short rows costs no more than its cells, and gives its memory back as it is read.
#[derive(Clone, Default)]
pub struct Cells {
    /// None where there are none.
    block: Option<Arc<Vec<GridCell>>>,
    from: u32,
    length: u32,
}

impl Cells {
    /// The cells of several rows, one after the other, parted into rows of these numbers and lengths.
    pub(super) fn rows(cells: Vec<GridCell>, rows: impl Iterator<Item = (u32, u32)>) -> impl Iterator<Item = GridRow> {
        let block = Arc::new(cells);
        let mut from = 0;
        rows.map(move |(row, length)| {
            let cells = Cells {
                block: Some(Arc::clone(&block)),
                from,
                length,
            };
            from += length;
            GridRow { row, cells }
        })
    }
}

impl std::ops::Deref for Cells {
    type Target = [GridCell];

    fn deref(&self) -> &[GridCell] {
        let from = self.from as usize;
        let cells = self.block.as_ref().and_then(|block| block.get(from..from + self.length as usize));
        cells.unwrap_or_default()
    }
}

impl From<Vec<GridCell>> for Cells {
    fn from(cells: Vec<GridCell>) -> Cells {
        Cells {
            from: 0,
            length: u32::try_from(cells.len()).unwrap_or(u32::MAX),
            block: Some(Arc::new(cells)),
        }
    }
}

impl FromIterator<GridCell> for Cells {
    fn from_iter<I: IntoIterator<Item = GridCell>>(cells: I) -> Cells {
        Cells::from(cells.into_iter().collect::<Vec<GridCell>>())
    }
}

impl<'a> IntoIterator for &'a Cells {
    type Item = &'a GridCell;
    type IntoIter = std::slice::Iter<'a, GridCell>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Cells) -> bool {
        **self == **other
    }
}

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self).finish()
    }
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
    /// The lines of a text (CSV) by row; none in a workbook, whose cells stand where they were put.
    pub lines: Vec<TextLine>,
}

/// One line of a text that is parted into fields by a separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLine {
    /// Row from 1.
    pub row: u32,
    /// How many fields it has, empty ones too.
    pub fields: u16,
    /// Its last field that holds something.
    pub filled: u16,
    /// Whether two fields next to each other may be one number that a thousands separator parted.
    pub parted: bool,
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
