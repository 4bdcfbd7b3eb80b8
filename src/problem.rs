//! What could not be read, where, and what was assumed instead. Reading goes on; the D rules turn each into a finding.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::records::row::TableId;
use crate::values::Unreadable;

/// One problem of reading.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What it is.
    pub what: What,
    /// Where it stands; for a file, its sheet-less source with row 0.
    pub place: Place,
    /// The table, when the problem lies in one.
    pub table: Option<TableId>,
    /// Canonical name of the column, when it lies in one.
    pub column: Option<&'static str>,
    /// The column's title as written.
    pub title: Option<Arc<str>>,
    /// The cell as written.
    pub written: Option<Arc<str>>,
    /// Whose row it is, as far as could be read.
    pub owner: Option<Owner>,
    /// The row's day, as far as could be read.
    pub date: Option<NaiveDate>,
    /// How people name the row.
    pub row_title: String,
    /// The digest of what it lies in: the row's content (`RowAt::digest`), or what stays of a file, sheet or table when it is renamed.
    pub digest: u64,
    /// Whether it sets the row aside (or drops the person's day).
    pub sets_aside: bool,
    /// The other places concerned: the first of two equal rows …
    pub related: Vec<Place>,
}

/// A column that two rows of one key have different (D016).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Canonical name.
    pub column: &'static str,
    /// As written in the row that counts.
    pub first: Arc<str>,
    /// As written in this row.
    pub this: Arc<str>,
}

/// The kinds of problems, each the ground of one D rule.
#[derive(Clone, Debug)]
pub enum What {
    /// D001: a file that cannot be read; both texts are Chinese sentences without a final stop.
    File {
        /// What is the matter.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// D001, told as information: a file that is no spreadsheet, or whose kind is not what its name says.
    NotASpreadsheet {
        /// What it is.
        reason: String,
    },
    /// D001, told for a look: something of a file that was read is in doubt (its name, its encoding, a cell given twice); a Chinese
    /// sentence.
    InDoubt(String),
    /// D002: a sheet with data that is no known table.
    UnknownTable {
        /// The nearest kinds, each with the required columns that the sheet misses; two when they tie.
        nearest: Vec<(Kind, Vec<&'static str>)>,
        /// Whether two kinds explain it equally well.
        tie: bool,
        /// How it is laid out, when not as a list below a header.
        layout: Option<Layout>,
    },
    /// D003: neither the ☆ column nor context for it.
    MissingColumn,
    /// D003: what stands nearest around the table names several squads.
    SeveralSquads,
    /// A heading between the rows, as written, below which nobody can tell whose the rows are (D003).
    UntoldGroup(Arc<str>),
    /// D004: a required cell is empty.
    EmptyRequired,
    /// D005
    Date(Unreadable),
    /// D006: the year was taken from the period.
    YearTaken(i32),
    /// D007: before 2000.
    DateTooEarly(NaiveDate),
    /// D007: a required date after the day of the run; set aside.
    DateInFuture {
        /// The date.
        date: NaiveDate,
        /// The day of the run.
        today: NaiveDate,
    },
    /// D008: money or a number that could not be read, or a long number that lost its digits.
    Amount(Unreadable),
    /// D008: two columns for the one amount of a row that do not agree.
    AmountsDiffer {
        /// The other amount, as written.
        other: Arc<str>,
        /// Its title.
        title: Arc<str>,
        /// Its place.
        place: Place,
    },
    /// D008: a line of text with more fields than the header has columns, as an amount with a separator and without quotes makes it;
    /// which of them belong together cannot be told.
    Fields {
        /// Fields of the line.
        fields: u16,
        /// Columns of the header.
        columns: u16,
    },
    /// D009: the default unit of columns was taken: their titles, each with the unit (`元`, `万元`).
    UnitAssumed(Vec<(Arc<str>, &'static str)>),
    /// D010: money that is negative or zero; in yuan.
    NotPositive(Decimal),
    /// D010: a reversal that takes back more of a voucher than is there on its day (the voucher's rows are in `related`).
    BeyondVoucher(Box<Excess>),
    /// D011: an error value such as #REF!.
    ErrorCell,
    /// D012: a formula that was never calculated.
    NoResult,
    /// D013: a written total that is not the sum of its rows.
    Total {
        /// As written, in yuan.
        written: Decimal,
        /// What the rows add up to, in yuan.
        sum: Decimal,
        /// Rows among them with problems of their own.
        troubled: Vec<Place>,
    },
    /// D014: a file with the same content as another, read instead.
    SameFile(String),
    /// D015: the same row in another place (the first is in `related`).
    SameRow,
    /// D016: one key, different content (the row that counts is in `related`).
    SameKey {
        /// The key as written.
        key: String,
        /// The columns that differ.
        differences: Vec<Difference>,
    },
    /// D017: a name that is no squad.
    UnknownSquad,
    /// D018: a person on no roster.
    NotOnRoster(String),
    /// D019: columns that are not known.
    UnknownColumns(Vec<UnknownColumn>),
    /// D019: columns that stand there a second time beside those that are read, and hold something: those rows are not read.
    RepeatedColumns {
        /// Each with its title.
        columns: Vec<(u16, Arc<str>)>,
        /// The first row in which they hold something.
        first_row: u32,
    },
    /// D023: a value that is no known word, with the nearest.
    UnknownWord(Option<&'static str>),
    /// D023: 同上 where no row of data stands right above, or where each row has to have a value of its own.
    Ditto {
        /// Whether it is the latter.
        own: bool,
    },
    /// D018: a log names some of those who went together, and others only by their number (王伟等3人).
    Unnamed,
    /// D023: a row that a remark or a name marks as void, in a table where no column says so; it counts.
    Void,
    /// D024: hidden rows, columns or the sheet itself.
    Hidden {
        /// Rows, as runs such as 5–9.
        rows: Vec<(u32, u32)>,
        /// Columns, as runs.
        columns: Vec<(u16, u16)>,
        /// The sheet itself.
        sheet: bool,
        /// Whether any table of the sheet was read.
        is_read: bool,
    },
}

/// How a sheet is laid out that is no list below a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A form: names on the left, what is filled in beside them.
    Form,
    /// A list that is turned: names on the left, each column a row.
    Turned,
    /// The days of a month beside each other.
    Days,
    /// Squads below each other, sums beside them.
    Cross,
}

/// A column that stands for nothing in its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Column from 1.
    pub column: u16,
    /// Its title as written; empty when it has none and holds something.
    pub title: Arc<str>,
    /// The nearest known name.
    pub nearest: Option<&'static str>,
    /// The word beside the name by which the column says something else: 计划.
    pub means: Option<&'static str>,
}

/// What a reversal takes back, against what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The reversal, below zero.
    pub sum: Decimal,
    /// The voucher.
    pub voucher: Arc<str>,
    /// What the voucher comes to on the reversal's day; `None` when all of its rows are of later days.
    pub there: Option<Decimal>,
    /// What other reversals took back of it.
    pub before: Decimal,
}
