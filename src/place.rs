//! Where a value stands in the human's own file.

use std::fmt;
use std::sync::Arc;

/// One sheet of one file, shared by every place in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Path relative to the inbox, with `/`.
    pub file: Arc<str>,
    /// Sheet name as written; empty for files without sheets (CSV).
    pub sheet: Arc<str>,
    /// Position of the sheet in its file, from 0; file order is (file, sheet order, row).
    pub order: u32,
}

/// A cell, a row (no column) or a whole sheet (row 0) of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The sheet.
    pub source: Arc<Source>,
    /// Row as the reader's program counts it, from 1; 0 means the sheet as a whole.
    pub row: u32,
    /// Column from 1; `None` means the row as a whole.
    pub column: Option<u16>,
}

impl Place {
    /// A cell; `row` and `column` count from 1.
    pub fn cell(source: &Arc<Source>, row: u32, column: u16) -> Place {
        Place {
            source: Arc::clone(source),
            row,
            column: Some(column),
        }
    }

    /// A row as a whole.
    pub fn row(source: &Arc<Source>, row: u32) -> Place {
        Place {
            source: Arc::clone(source),
            row,
            column: None,
        }
    }

    /// A sheet as a whole.
    pub fn sheet(source: &Arc<Source>) -> Place {
        Place {
            source: Arc::clone(source),
            row: 0,
            column: None,
        }
    }

    /// The A1 name of the cell, or `None` for a row or a sheet.
    pub fn a1(&self) -> Option<String> {
        self.column.map(|column| format!("{}{}", column_letters(column), self.row))
    }

    /// The order of files, sheets, rows and columns that "first" and "later" mean (spec 2.1).
    pub fn order_key(&self) -> (&str, u32, u32, u16) {
        (&self.source.file, self.source.order, self.row, self.column.unwrap_or(0))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order_key().cmp(&other.order_key())
    }
}

impl fmt::Display for Place {
    /// `文旅日志9月.xlsx › 9月 › C17`, as people read it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source.file)?;
        if !self.source.sheet.is_empty() {
            write!(f, " › {}", self.source.sheet)?;
        }
        match (self.row, self.a1()) {
            (0, _) => Ok(()),
            (_, Some(cell)) => write!(f, " › {cell}"),
            (row, None) => write!(f, " › 第{row}行"),
        }
    }
}

/// The letters of a column counted from 1: 1 → A, 27 → AA, 16384 → XFD.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_letters_follow_the_spreadsheet() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
