//! An office sheet before it is written: title lines, header, rows, totals, notes. Rows are kept by the columns' canonical
//! names, so that each squad can lay the same facts out in its own way, and so that flaws can be planted by name.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// As it stands.
    Text(String),
    /// A plain number.
    Number(f64),
    /// A sum in fen, spelled as the column has it.
    Money(i64),
    /// A day, spelled as the column has it.
    Day(NaiveDate),
    /// A range of days, spelled as the column has it.
    Days(NaiveDate, NaiveDate),
    /// Yes or no, spelled as the column has it.
    Mark(bool),
    /// A formula that went wrong.
    Broken,
    /// A formula that was never calculated.
    Uncalculated,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Cell {
        Cell::Day(day)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::Number(f64::from(number))
    }
}

impl From<bool> for Cell {
    fn from(mark: bool) -> Cell {
        Cell::Mark(mark)
    }
}

/// How a column's days are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayStyle {
    /// A true date cell: 2021-03-05.
    Serial,
    /// A true date cell: 2021年3月5日.
    SerialWords,
    /// Text: 2021-03-05.
    Iso,
    /// Text: 2021.3.5.
    Dots,
    /// Text: 2021/3/5.
    Slash,
    /// Text: 2021年3月5日.
    Words,
    /// Text: 3月5日, the year standing in the title.
    MonthDay,
}

/// How a column's sums are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoneyStyle {
    /// A number in 元.
    Yuan,
    /// Text in 元 with thousands separators.
    YuanText,
    /// A number in 万元.
    Wan,
    /// Text in 万元 with thousands separators.
    WanText,
    /// A number in 亿元.
    Yi,
    /// Text with its own unit: 2.6亿元, 8,500万元.
    Worded,
}

/// How a column's yes and no are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkStyle {
    /// √ ×
    Tick,
    /// 是 否
    YesNo,
    /// 有 无
    Have,
    /// 已提供 未提供
    Done,
}

/// A column as the sheet shows it.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Canonical name (spec 1.3), or one of the known columns without a figure; 序号 and 星期 fill themselves.
    pub(crate) key: &'static str,
    /// Header as written, with its line breaks, blanks and brackets.
    pub(crate) title: String,
    /// The merged parent above it.
    pub(crate) group: Option<&'static str>,
    /// Width in characters.
    pub(crate) width: f64,
    /// Days.
    pub(crate) days: DayStyle,
    /// Sums.
    pub(crate) money: MoneyStyle,
    /// Yes and no.
    pub(crate) marks: MarkStyle,
    /// Whether totals rows add it up.
    pub(crate) summed: bool,
    /// Hidden in the workbook.
    pub(crate) hidden: bool,
}

/// A column of that canonical name and header.
pub(crate) fn col(key: &'static str, title: &str, width: f64) -> Column {
    Column {
        key,
        title: title.to_owned(),
        group: None,
        width,
        days: DayStyle::Iso,
        money: MoneyStyle::Yuan,
        marks: MarkStyle::YesNo,
        summed: false,
        hidden: false,
    }
}

impl Column {
    /// Under a merged parent.
    pub(crate) fn under(mut self, group: &'static str) -> Column {
        self.group = Some(group);
        self
    }

    /// Days spelled so.
    pub(crate) fn days(mut self, style: DayStyle) -> Column {
        self.days = style;
        self
    }

    /// Sums spelled so, and added up in totals rows.
    pub(crate) fn sum(mut self, style: MoneyStyle) -> Column {
        self.money = style;
        self.summed = true;
        self
    }

    /// Sums spelled so, in no totals row.
    pub(crate) fn money(mut self, style: MoneyStyle) -> Column {
        self.money = style;
        self
    }

    /// Yes and no spelled so.
    pub(crate) fn marks(mut self, style: MarkStyle) -> Column {
        self.marks = style;
        self
    }
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// Data.
    Data,
    /// 小计: the rows since the last such row.
    Subtotal(String),
    /// 合计: all rows.
    Total(String),
}

/// A row by canonical column names.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) kind: RowKind,
    /// Its filled cells.
    pub(crate) cells: BTreeMap<&'static str, Cell>,
    /// Hidden in the workbook.
    pub(crate) hidden: bool,
    /// Planted flaws, by number, in a cell or in the row as a whole.
    pub(crate) flaws: Vec<(usize, Option<&'static str>)>,
}

impl Row {
    /// A row without cells.
    pub(crate) fn new(kind: RowKind) -> Row {
        Row {
            kind,
            cells: BTreeMap::new(),
            hidden: false,
            flaws: Vec::new(),
        }
    }

    /// An empty data row.
    pub(crate) fn data() -> Row {
        Row::new(RowKind::Data)
    }

    /// With a cell.
    pub(crate) fn with(mut self, key: &'static str, cell: impl Into<Cell>) -> Row {
        self.set(key, cell);
        self
    }

    /// With a sum in fen.
    pub(crate) fn with_money(self, key: &'static str, fen: i64) -> Row {
        self.with(key, Cell::Money(fen))
    }

    /// Puts a cell.
    pub(crate) fn set(&mut self, key: &'static str, cell: impl Into<Cell>) {
        self.cells.insert(key, cell.into());
    }

    /// The text of a cell; empty when it is none.
    pub(crate) fn text(&self, key: &str) -> &str {
        match self.cells.get(key) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// The day of a cell, or the first of its days.
    pub(crate) fn day(&self, key: &str) -> Option<NaiveDate> {
        match self.cells.get(key) {
            Some(Cell::Day(day) | Cell::Days(day, _)) => Some(*day),
            _ => None,
        }
    }

    /// The sum of a cell in fen; 0 when it is none.
    pub(crate) fn fen(&self, key: &str) -> i64 {
        match self.cells.get(key) {
            Some(Cell::Money(fen)) => *fen,
            _ => 0,
        }
    }
}

/// A line above the header.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    /// The title, merged over the table's width.
    Title(String),
    /// Words at the left end and at the right end.
    Ends(String, String),
}

/// A sheet.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    /// Lines above the header.
    pub(crate) lines: Vec<Line>,
    /// Its columns in order.
    pub(crate) columns: Vec<Column>,
    /// Its rows in order.
    pub(crate) rows: Vec<Row>,
    /// The columns whose equal neighbours are merged down.
    pub(crate) merged_down: Vec<&'static str>,
    /// Whether totals are SUM formulas (else plain figures).
    pub(crate) formulas: bool,
    /// Whether totals rows lack the cell of 序号, so that theirs stand one column to the left.
    pub(crate) shifted: bool,
    /// Data rows on a printed page; the title and the header are then repeated.
    pub(crate) page: Option<usize>,
    /// Lines below the data: notes, signatures.
    pub(crate) notes: Vec<String>,
    /// Planted flaws of the sheet, by number.
    pub(crate) flaws: Vec<(usize, SheetSpot)>,
}

/// Where a flaw of a sheet is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetSpot {
    /// The sheet as a whole.
    Whole,
    /// The first row of the header.
    Header,
    /// The title of the column of that name.
    Title(&'static str),
}

impl Sheet {
    /// A sheet of these columns.
    pub(crate) fn new(name: impl Into<String>, columns: Vec<Column>) -> Sheet {
        Sheet {
            name: name.into(),
            lines: Vec::new(),
            columns,
            rows: Vec::new(),
            merged_down: Vec::new(),
            formulas: false,
            shifted: false,
            page: None,
            notes: Vec::new(),
            flaws: Vec::new(),
        }
    }

    /// With a title line.
    pub(crate) fn title(mut self, text: impl Into<String>) -> Sheet {
        self.lines.push(Line::Title(text.into()));
        self
    }

    /// With a line of words at both ends.
    pub(crate) fn ends(mut self, left: impl Into<String>, right: impl Into<String>) -> Sheet {
        self.lines.push(Line::Ends(left.into(), right.into()));
        self
    }

    /// With these rows.
    pub(crate) fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Sheet {
        self.rows.extend(rows);
        self
    }

    /// With a 合计 row at the end.
    pub(crate) fn total(mut self, label: &str) -> Sheet {
        self.rows.push(Row::new(RowKind::Total(label.to_owned())));
        self
    }

    /// With a note or signature line.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Sheet {
        self.notes.push(text.into());
        self
    }

    /// With the equal neighbours of a column merged down.
    pub(crate) fn merged(mut self, key: &'static str) -> Sheet {
        self.merged_down.push(key);
        self
    }

    /// With totals as formulas.
    pub(crate) fn with_formulas(mut self) -> Sheet {
        self.formulas = true;
        self
    }

    /// With totals rows one column to the left.
    pub(crate) fn with_shifted_totals(mut self) -> Sheet {
        self.shifted = true;
        self
    }

    /// Printed in pages of so many rows.
    pub(crate) fn pages(mut self, rows: usize) -> Sheet {
        self.page = Some(rows);
        self
    }

    /// The column of that canonical name.
    pub(crate) fn column_mut(&mut self, key: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.key == key)
    }
}

/// What is done to a written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Nothing.
    None,
    /// Cut off in the middle.
    Truncated,
    /// No byte at all.
    Emptied,
}

/// A workbook.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    /// Path in the set, with `/`.
    pub(crate) path: String,
    /// Its sheets.
    pub(crate) sheets: Vec<Sheet>,
    /// What is done to the written file.
    pub(crate) damage: Damage,
    /// Planted flaws of the file as a whole, by number.
    pub(crate) flaws: Vec<usize>,
}

impl Book {
    /// A workbook of these sheets.
    pub(crate) fn new(path: impl Into<String>, sheets: Vec<Sheet>) -> Book {
        Book {
            path: path.into(),
            sheets,
            damage: Damage::None,
            flaws: Vec::new(),
        }
    }
}
