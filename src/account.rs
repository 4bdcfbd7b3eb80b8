//! The account of a run (spec 1.4): every file, every table, every row, and the money.

use rust_decimal::Decimal;

use crate::records::Kind;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// Its tables were read.
    Read,
    /// Left out on purpose: a lock file, a duplicate, no spreadsheet.
    Skipped,
    /// Could not be read (D001).
    Failed,
}

/// One number for each fate of a row: found = used + duplicate + set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally<T> {
    /// All.
    pub found: T,
    /// In use.
    pub used: T,
    /// The same row in another place.
    pub duplicate: T,
    /// In no figure.
    pub set_aside: T,
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAccount {
    /// Sheet name.
    pub sheet: String,
    /// Kind of table.
    pub kind: Kind,
    /// First row of its header, from 1.
    pub header_row: u32,
    /// Rows.
    pub rows: Tally<u64>,
    /// The required money column in yuan; `None` when the table has none, or has foreign money.
    pub money: Option<Tally<Decimal>>,
}

/// One file of the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAccount {
    /// Path relative to the inbox, with `/`.
    pub path: String,
    /// SHA-256, lower-case hex; empty when the bytes could not be read.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What became of it.
    pub status: FileStatus,
    /// Why it was skipped or failed, in Chinese.
    pub reason: Option<String>,
    /// Its tables, in file order.
    pub tables: Vec<TableAccount>,
}

/// Every file of the inbox, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The files.
    pub files: Vec<FileAccount>,
}
