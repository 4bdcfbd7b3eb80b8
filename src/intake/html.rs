//! Tables of web pages, which many systems export under the name .xls. The page is walked once, tag by tag; no tree of it
//! is ever built.

use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::decode;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::refuse;
use crate::intake::sheet;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::sniff::Unfit;

mod tags;

use tags::Piece;
use tags::Tag;

/// Larger pages are no tables that people keep.
const LARGEST: usize = 20 << 20;

/// Tables in tables beyond this are not looked into.
const DEEPEST: usize = 32;

/// Reads the tables of a page.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Unfit> {
    if bytes.len() > LARGEST {
        return Err(refuse::too_large(&format!("网页大于 {} MiB", LARGEST >> 20)).into());
    }
    let decoded = decode::declared(bytes, tags::charset(bytes).as_deref())?;
    let mut page = Page {
        open: Vec::new(),
        done: Vec::new(),
        words: Words::default(),
        budget,
    };
    for piece in tags::pieces(&decoded.text) {
        page.budget.tick()?;
        match piece {
            Piece::Text(text) => page.text(text)?,
            Piece::Tag(tag) => page.tag(&tag)?,
        }
    }
    while !page.open.is_empty() {
        page.close_table()?;
    }
    let mut tables = page.done;
    // Layout often is a table of one cell around the real ones.
    let most = tables.iter().map(|table| table.cells).max().unwrap_or_default();
    tables.retain(|table| table.cells > 0 && (table.cells == most || table.cells >= 4));
    if tables.is_empty() {
        return Err(Unfit::Other("没有表格的网页"));
    }
    // They were closed inside out; people count them as they begin.
    tables.sort_by_key(|table| table.begun);
    let many = tables.len() > 1;
    let mut workbook = Workbook {
        sheets: Vec::new(),
        remarks: decoded.doubt.into_iter().collect(),
    };
    for (order, mut table) in tables.into_iter().enumerate() {
        if many {
            table.grid.name = Arc::from(format!("表{}", order + 1));
        }
        table.grid.order = u32::try_from(order).unwrap_or(u32::MAX);
        workbook.sheets.push(table.grid);
    }
    page.budget.sheets(workbook.sheets.len())?;
    Ok(workbook)
}

/// A table that was read.
struct Done {
    grid: Grid,
    cells: usize,
    /// The how-many-th table of the page.
    begun: usize,
}

/// A table being read.
#[derive(Default)]
struct Table {
    sheet: Sheet,
    grid: Grid,
    cells: usize,
    begun: usize,
    /// The row being read, from 1; 0 before the first.
    row: u32,
    /// The column behind the last cell, from 1.
    column: u16,
    /// For each column from 1, the last row that a cell above reaches down to.
    reach: Vec<u32>,
    cell: Option<Cell>,
}

/// A cell being read.
struct Cell {
    column: u16,
    right: u16,
    bottom: u32,
    /// The number that Excel keeps behind what is shown.
    number: Option<f64>,
    text: String,
}

/// A page being read.
struct Page<'b> {
    open: Vec<Table>,
    done: Vec<Done>,
    words: Words,
    budget: &'b mut Budget,
}

impl Page<'_> {
    fn text(&mut self, text: &str) -> Result<(), Refused> {
        let cell = self.open.last_mut().and_then(|table| table.cell.as_mut());
        if let Some(cell) = cell {
            self.budget.text(text.len())?;
            tags::add_text(text, &mut cell.text);
        }
        Ok(())
    }

    fn tag(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        match (tag.name.as_str(), tag.closes) {
            ("table", false) => {
                if self.open.len() >= DEEPEST {
                    return Err(refuse::too_large("网页中表格套表格层数过多"));
                }
                let begun = self.open.len() + self.done.len();
                self.open.push(Table { begun, ..Table::default() });
            }
            ("table", true) => self.close_table()?,
            ("tr", false) => {
                self.close_cell()?;
                if let Some(table) = self.open.last_mut() {
                    table.row = table.row.saturating_add(1);
                    table.column = 1;
                    if tag.is_hidden() {
                        table.grid.hidden_rows.push(table.row);
                    }
                }
            }
            ("td" | "th", false) => {
                self.close_cell()?;
                if let Some(table) = self.open.last_mut() {
                    table.open_cell(tag)?;
                }
            }
            ("td" | "th" | "tr", true) => self.close_cell()?,
            ("br" | "p" | "div" | "li", _) => {
                if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
                    tags::break_line(&mut cell.text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refused> {
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        let Some(cell) = table.cell.take() else {
            return Ok(());
        };
        let text = cell.text.trim_matches([' ', '\n', '\u{a0}']);
        let shown: Option<f64> = text.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite());
        let raw = match (cell.number, shown) {
            // What is shown may be rounded; but a date's number means nothing without its format.
            (Some(number), Some(_)) => Raw::Number(number),
            _ => sheet::shown(text, &mut self.words),
        };
        if !text.is_empty() {
            self.budget.cell()?;
            table.cells += 1;
            table.sheet.push(table.row, cell.column, raw);
        }
        if cell.right > cell.column || cell.bottom > table.row {
            table.grid.merges.push(Merge {
                top: table.row,
                bottom: cell.bottom,
                left: cell.column,
                right: cell.right,
            });
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Refused> {
        self.close_cell()?;
        if let Some(mut table) = self.open.pop() {
            // A block cannot reach below the last row.
            let last = table.row;
            for merge in &mut table.grid.merges {
                merge.bottom = merge.bottom.min(last);
            }
            table
                .grid
                .merges
                .retain(|merge| merge.bottom > merge.top || merge.right > merge.left);
            table.sheet.finish(&mut table.grid);
            self.done.push(Done {
                grid: table.grid,
                cells: table.cells,
                begun: table.begun,
            });
        }
        Ok(())
    }
}

impl Table {
    /// Starts a cell in the first column that no cell from above reaches into.
    fn open_cell(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        if self.row == 0 {
            (self.row, self.column) = (1, 1);
        }
        while self.reach.get(usize::from(self.column) - 1).is_some_and(|&reach| reach >= self.row) {
            self.column += 1;
        }
        let column = self.column;
        let width = tag.number("colspan").unwrap_or(1).clamp(1, 1000);
        let height = tag.number("rowspan").unwrap_or(1).clamp(1, 65_534);
        let right = u32::from(column) + width - 1;
        let bottom = self.row.saturating_add(height - 1);
        let right = u16::try_from(right).ok().filter(|&right| right < LAST_COLUMN);
        let Some(right) = right.filter(|_| self.row <= LAST_ROW) else {
            return Err(refuse::too_large("行列多于一张工作表"));
        };
        if self.reach.len() < usize::from(right) {
            self.reach.resize(usize::from(right), 0);
        }
        for reach in self.reach.iter_mut().take(usize::from(right)).skip(usize::from(column) - 1) {
            *reach = bottom;
        }
        self.column = right + 1;
        self.cell = Some(Cell {
            column,
            right,
            bottom,
            number: tag
                .attribute("x:num")
                .and_then(|number| number.parse().ok())
                .filter(|number: &f64| number.is_finite()),
            text: String::new(),
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Limits;

    fn outcome(page: &[u8]) -> Result<Workbook, Unfit> {
        read(page, &mut Budget::new(Limits::default()))
    }

    /// `row,column text` of each cell.
    fn cells(grid: &Grid) -> Vec<String> {
        let rows = grid.rows.iter();
        let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
        cells
            .map(|(row, cell)| match &cell.raw {
                Raw::Text(text) => format!("{row},{} {text}", cell.column),
                other => format!("{row},{} {other:?}", cell.column),
            })
            .collect()
    }

    #[test]
    fn cells_stand_where_the_page_shows_them() {
        let cases: [(&str, &[&str]); 9] = [
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                &["1,1 a", "1,2 b", "2,1 c"],
            ),
            ("<TABLE><TR><TH>a<TD>b<TR><TD>c", &["1,1 a", "1,2 b", "2,1 c"]),
            (
                "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>",
                &["1,1 a", "1,2 b", "2,2 c", "2,3 d"],
            ),
            (
                "<table><tr><td> a &amp;\n b&nbsp;<br>c<!-- <td>x --></td></tr></table>",
                &["1,1 a & b\nc"],
            ),
            (
                "<table><tr><td><script>if (a<b) document.write('<td>')</script>x</table>",
                &["1,1 x"],
            ),
            ("<style>td{}</style><table><tr><td title='>'>x</table>", &["1,1 x"]),
            (
                "<table><tr><td x:num=\"1234.567\">1,234.57</td><td x:num=\"44447\">2021-9-8</td></table>",
                &["1,1 Number(1234.567)", "1,2 2021-9-8"],
            ),
            (
                "<table><tr><td style=\"mso-number-format:'\\@'\">00123</td></tr></table>",
                &["1,1 00123"],
            ),
            ("<table><tr><td></td><td>&#22995;&#x540D;</td></tr></table>", &["1,2 姓名"]),
        ];
        for (page, expected) in cases {
            assert_eq!(cells(&outcome(page.as_bytes()).unwrap().sheets[0]), expected, "{page}");
        }
    }

    #[test]
    fn spans_are_merges_within_the_table() {
        let page = "<table><tr><td rowspan=9 colspan=2>a<td>b<tr style='display:none'><td>c</table>";
        let workbook = outcome(page.as_bytes()).unwrap();
        let expected = Merge {
            top: 1,
            bottom: 2,
            left: 1,
            right: 2,
        };
        assert_eq!(workbook.sheets[0].merges, [expected]);
        assert_eq!(workbook.sheets[0].hidden_rows, [2]);
    }

    #[test]
    fn tables_in_tables_are_told_apart() {
        let inner = "<table><tr><td>1<td>2<tr><td>3<td>4<tr><td>5</table>";
        let page = format!("<table><tr><td>标题{inner}</table>{inner}");
        let workbook = outcome(page.as_bytes()).unwrap();
        let names: Vec<_> = workbook.sheets.iter().map(|grid| (&*grid.name, grid.rows.len())).collect();
        assert_eq!(names, [("表1", 3), ("表2", 3)]);
    }

    #[test]
    fn charsets_are_obeyed() {
        let page = "<html><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><table><tr><td>姓名</table>";
        let page = encoding_rs::GBK.encode(page).0.into_owned();
        assert_eq!(cells(&outcome(&page).unwrap().sheets[0]), ["1,1 姓名"]);
    }

    #[test]
    fn hostile_pages_are_refused_or_cost_little() {
        assert_eq!(outcome(b"<html><p>x</p></html>"), Err(Unfit::Other("没有表格的网页")));
        assert!(outcome("<table>".repeat(100).as_bytes()).is_err());
        assert!(outcome(&vec![b'<'; LARGEST + 1]).is_err());
        let divs = format!("<table><tr><td>{}x", "<div>".repeat(200_000));
        assert_eq!(cells(&outcome(divs.as_bytes()).unwrap().sheets[0]), ["1,1 x"]);
        let wide = format!("<table><tr>{}", "<td colspan=1000>x".repeat(20));
        assert!(outcome(wide.as_bytes()).is_err());
        let page = "<html><meta charset=utf-8><table><tr><td rowspan=2>甲&amp;<td x:num='5'>5<!-- x --><tr><td>乙</table></html>";
        for length in 0..page.len() {
            let _ = outcome(&page.as_bytes()[..length]);
        }
        let mut state = 9u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        for _ in 0..2_000 {
            let mut page = page.as_bytes().to_vec();
            for _ in 0..1 + below(6) {
                let at = below(page.len());
                page[at] = b"<>/=\"'&; tdr1\xE4"[below(14)];
            }
            let _ = outcome(&page);
        }
    }
}
