//! Books as plain data: sheets of cells with places, values, looks and links. What a book says is decided here; how a file holds it,
//! in `write`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::values::id_number;

use super::chart::Placed;
use super::look::Style;

/// A workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Title of the document.
    pub title: String,
    /// The unit that compiles it.
    pub author: String,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number, in the unit in which it is shown.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// A live formula with the value that it has.
    Formula {
        /// The formula with its `=`.
        formula: String,
        /// Its exact value.
        result: Decimal,
    },
}

/// Where a click leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A cell of a sheet of this book.
    Inside {
        /// The sheet's name.
        sheet: String,
        /// Row from 0.
        row: u32,
        /// Column from 0.
        column: u16,
    },
    /// A place in a file, by its path relative to this book's folder.
    File {
        /// The path, with `/`.
        path: String,
        /// The cell such as `'9月'!C17`; empty for the file as a whole.
        cell: String,
    },
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub value: Value,
    /// Its look.
    pub style: Style,
    /// Where a click leads. Boxed, as few cells of a large sheet have one.
    pub link: Option<Box<Link>>,
    /// The figure that it shows, which is held to when the book is read back (spec 4.6).
    pub shows: Option<Box<Shows>>,
}

/// A figure that a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shows {
    /// Its name: `文化旅游.signed_formal.ytd`, `合计.received.period`, `经费.spent`, `文化旅游.T001`.
    pub figure: String,
    /// The unit of the cell.
    pub unit: Unit,
    /// First and last row, from 0, of the column that add up to it.
    pub rows: Option<(u32, u32)>,
}

/// The unit of a figure in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 万元
    Wan,
    /// As in figures.json: yuan, counts, shares.
    Same,
}

/// A cell of a written book that shows a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The sheet's name.
    pub sheet: String,
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u16,
    /// The figure's name, as in `Shows`.
    pub figure: String,
    /// The unit of the cell.
    pub unit: Unit,
    /// Rows that add up to it, as in `Shows`.
    pub rows: Option<(u32, u32)>,
}

impl Book {
    /// Every cell that shows a figure.
    pub fn shown(&self) -> Vec<Shown> {
        let mut all = Vec::new();
        for sheet in &self.sheets {
            for ((row, column), cell) in &sheet.cells {
                if let Some(shows) = &cell.shows {
                    all.push(Shown {
                        sheet: sheet.name.clone(),
                        row: *row,
                        column: *column,
                        figure: shows.figure.clone(),
                        unit: shows.unit,
                        rows: shows.rows,
                    });
                }
            }
        }
        all
    }
}

impl Cell {
    /// A cell without link.
    pub fn new(value: Value, style: Style) -> Cell {
        Cell {
            value,
            style,
            link: None,
            shows: None,
        }
    }

    /// The same with a link.
    pub fn linked(self, link: Option<Link>) -> Cell {
        Cell {
            link: link.map(Box::new),
            ..self
        }
    }

    /// The same, held to a figure.
    pub fn showing(self, figure: String, unit: Unit) -> Cell {
        self.showing_sum(figure, unit, None)
    }

    /// The same, held to a figure that these rows of its column add up to.
    pub fn showing_sum(self, figure: String, unit: Unit, rows: Option<(u32, u32)>) -> Cell {
        let shows = Some(Box::new(Shows { figure, unit, rows }));
        Cell { shows, ..self }
    }
}

/// A block of cells; rows and columns from 0, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

impl Area {
    /// A part of one row.
    pub fn row(row: u32, left: u16, right: u16) -> Area {
        Area {
            top: row,
            left,
            bottom: row,
            right,
        }
    }

    /// A part of one column.
    pub fn column(column: u16, top: u32, bottom: u32) -> Area {
        Area {
            top,
            left: column,
            bottom,
            right: column,
        }
    }

    /// As formulas write it: `D4:D9`.
    pub fn a1(&self) -> String {
        format!("{}:{}", a1(self.top, self.left), a1(self.bottom, self.right))
    }
}

/// Bars inside of cells, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataBars {
    /// The cells.
    pub area: Area,
    /// Colour of the bars, 0xRRGGBB.
    pub colour: u32,
}

/// A drop-down list for the cells of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The cells.
    pub area: Area,
    /// The words; other text is allowed too.
    pub words: Vec<&'static str>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name, at most 31 characters, without `: \ / ? * [ ]`.
    pub name: String,
    /// Whether people see it.
    pub hidden: bool,
    /// The cells by row and column, from 0.
    pub cells: BTreeMap<(u32, u16), Cell>,
    /// Merged blocks; the value is that of their first cell.
    pub merges: Vec<Area>,
    /// Widths of columns, in characters (Chinese ones count 2).
    pub widths: BTreeMap<u16, f64>,
    /// Heights of rows, in points.
    pub heights: BTreeMap<u32, f64>,
    /// Rows and columns that stay in view.
    pub frozen: Option<(u32, u16)>,
    /// First and last row repeated on each printed page.
    pub repeat: Option<(u32, u32)>,
    /// The table that can be filtered, with its header.
    pub filter: Option<Area>,
    /// Bars inside of cells.
    pub bars: Vec<DataBars>,
    /// Cells with an arrow that points up, down or across as their number is above, below or 0.
    pub arrows: Vec<Area>,
    /// Drop-down lists.
    pub choices: Vec<Choices>,
    /// Charts.
    pub charts: Vec<Placed>,
    /// Whether it is printed on one page; else only its width is fitted.
    pub one_page: bool,
    /// What is printed.
    pub print_area: Option<Area>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Sheet {
        Sheet {
            name: name.to_owned(),
            ..Sheet::default()
        }
    }

    /// Puts a cell.
    pub fn put(&mut self, row: u32, column: u16, cell: Cell) {
        self.cells.insert((row, column), cell);
    }

    /// Puts a cell over a block; a block of one cell is not merged.
    pub fn put_over(&mut self, area: Area, cell: Cell) {
        self.put(area.top, area.left, cell);
        if (area.top, area.left) != (area.bottom, area.right) {
            self.merges.push(area);
        }
    }
}

/// The name of a cell; row and column from 0.
pub fn a1(row: u32, column: u16) -> String {
    format!("{}{}", crate::place::column_letters(column.saturating_add(1)), row + 1)
}

/// The longest text that a cell may hold, below the 32,767 units of the format, with room for the mark of the cut.
const LONGEST_TEXT: usize = 32_000;

/// Free text of people as it may be shown: identity and mobile numbers masked, cut when no cell could hold it.
pub fn shown(text: &str) -> String {
    cut(id_number::mask_in_text(text))
}

/// Like `shown`, with the given codes (vouchers, contract numbers) left whole, since they only look like identity numbers.
pub fn shown_with_codes(text: &str, codes: &[&str]) -> String {
    // Shorter ones cannot look like an identity or a mobile number.
    let mut codes: Vec<&str> = codes.iter().copied().filter(|code| code.len() >= 11).collect();
    let mut shown = String::new();
    let mut rest = text;
    loop {
        codes.retain(|code| rest.contains(code));
        let next = codes.iter().filter_map(|code| rest.split_once(code).map(|parts| (parts, *code)));
        let Some(((before, after), code)) = next.min_by_key(|((before, _), _)| before.len()) else {
            shown.push_str(&id_number::mask_in_text(rest));
            return cut(shown);
        };
        shown.push_str(&id_number::mask_in_text(before));
        shown.push_str(code);
        rest = after;
    }
}

/// Cuts a text that is too long for a cell, and says so.
pub fn cut(text: String) -> String {
    if text.encode_utf16().count() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let mut kept: String = text
        .chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect();
    kept.push_str("……（过长，已截断）");
    kept
}

/// How wide a text is, in characters: Chinese ones count 2; of several lines the widest.
pub fn width(text: &str) -> usize {
    text.split('\n').map(line_width).max().unwrap_or(0)
}

fn line_width(line: &str) -> usize {
    line.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> usize {
    match u32::from(letter) {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F | 0xFEFF => 0,
        0..=0x1FFF => 1,
        _ => 2,
    }
}

/// How many lines a text takes in a column of that width, as a careful estimate: words of Latin letters are not parted, and a line
/// never uses the last character's room.
pub fn lines(text: &str, column: f64) -> usize {
    let room = (column - 1.0).max(2.0) as usize;
    text.split('\n')
        .map(|line| {
            let mut lines = 1;
            let mut used = 0;
            for word in words(line) {
                let wide = line_width(word);
                if used + wide <= room {
                    used += wide;
                } else if wide <= room {
                    lines += 1;
                    used = wide;
                } else {
                    let whole = used + wide;
                    lines += whole / room;
                    used = whole % room;
                }
            }
            lines
        })
        .sum()
}

/// Parts a line where it may break: around each wide letter, and after blanks.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(|letter: char| letter == ' ' || letter_width(letter) == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_letters_count_twice_and_the_widest_line_decides() {
        for (text, wide) in [("", 0), ("abc", 3), ("专班", 4), ("专班\nabcdefg", 7), ("a\u{200b}b", 2)] {
            assert_eq!(width(text), wide, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_with_room_to_spare() {
        for (text, column, count) in [
            ("", 10.0, 1),
            ("专班专班", 9.0, 1),
            ("专班专班专", 9.0, 2),
            ("一\n二", 9.0, 2),
            ("abcdefghij", 5.0, 3),
        ] {
            assert_eq!(lines(text, column), count, "{text:?} in {column}");
        }
    }

    #[test]
    fn cells_are_named_as_in_formulas() {
        assert_eq!(a1(0, 0), "A1");
        assert_eq!(Area::column(27, 3, 8).a1(), "AB4:AB9");
    }

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_says_so() {
        let long = "字".repeat(40_000);
        let cut_text = cut(long);
        assert!(cut_text.encode_utf16().count() < 32_767);
        assert!(cut_text.ends_with("……（过长，已截断）"));
    }
}
