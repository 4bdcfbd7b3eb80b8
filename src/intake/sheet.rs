//! Builds a grid from cells as they come.

use ahash::HashSet;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::mem;
use std::sync::Arc;

use crate::intake::grid::Cells;
use crate::intake::grid::Grid;
use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Raw;
use crate::place::column_letters;

/// What a cell shows whose address stands twice in its sheet with different values: which one is meant cannot be told.
const TWICE: &str = "#同址两值";

/// Cells in one block of memory: enough to be had from the system by itself and given back to it.
const BLOCK: usize = 16_384;

/// Room for so many more cells may stay: giving it back costs more than it is worth.
const SPARE_CELLS: usize = 64;

/// A grid being filled.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The rows whose block is full.
    rows: Vec<GridRow>,
    /// The cells of the others, one row after the other.
    cells: Vec<GridCell>,
    /// The others, each with its number and the count of its cells.
    open: Vec<(u32, u32)>,
    /// The row and the column of the last cell.
    last: Option<(u32, u16)>,
    /// A cell came after one that it should precede.
    disorder: bool,
}

impl Sheet {
    /// Adds a cell; row and column from 1. Empty text is no cell.
    pub(super) fn push(&mut self, row: u32, column: u16, raw: Raw) {
        if matches!(&raw, Raw::Text(text) if text.is_empty()) {
            return;
        }
        match (self.last, self.open.last_mut()) {
            (Some((last, before)), Some((_, length))) if last == row => {
                self.disorder |= before >= column;
                *length += 1;
            }
            (last, _) => {
                self.disorder |= last.is_some_and(|(last, _)| last > row);
                if self.cells.len() >= BLOCK {
                    self.close_block();
                }
                self.open.push((row, 1));
            }
        }
        self.last = Some((row, column));
        self.cells.push(GridCell { column, raw });
    }

    /// Ends the block of memory that the cells go to.
    fn close_block(&mut self) {
        let cells = mem::replace(&mut self.cells, Vec::with_capacity(BLOCK));
        self.rows.extend(Cells::rows(cells, self.open.drain(..)));
    }

    /// Puts the cells into the grid, in order, and keeps of its hidden rows and columns those that hold something;
    /// gives a remark when an address stood twice with different values.
    pub(super) fn finish(mut self, grid: &mut Grid) -> Option<String> {
        if self.cells.capacity() - self.cells.len() > SPARE_CELLS {
            self.cells.shrink_to_fit();
        }
        self.rows.extend(Cells::rows(self.cells, self.open.drain(..)));
        let (rows, twice) = if self.disorder {
            in_order(self.rows)
        } else {
            (self.rows, Vec::new())
        };
        let holds = |row: &u32| rows.binary_search_by_key(row, |row| row.row).is_ok();
        grid.hidden_rows.retain(holds);
        if !grid.hidden_columns.is_empty() {
            let filled: BTreeSet<u16> = rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
            grid.hidden_columns.retain(|column| filled.contains(column));
            grid.hidden_columns.sort_unstable();
            grid.hidden_columns.dedup();
        }
        grid.rows = rows;
        let (row, column) = *twice.first()?;
        let cell = format!("{}{row}", column_letters(column));
        Some(format!(
            "工作表“{}”的 {cell} 等 {} 个单元格在文件中各有两个不同的值，无法判断取哪一个",
            grid.name,
            twice.len()
        ))
    }
}

fn in_order(rows: Vec<GridRow>) -> (Vec<GridRow>, Vec<(u32, u16)>) {
    let mut sorted: BTreeMap<u32, BTreeMap<u16, Raw>> = BTreeMap::new();
    let mut twice = Vec::new();
    for row in rows {
        let cells = sorted.entry(row.row).or_default();
        for cell in &row.cells {
            let before = cells.entry(cell.column).or_insert_with(|| cell.raw.clone());
            if *before != cell.raw {
                twice.push((row.row, cell.column));
                *before = Raw::Error(Arc::from(TWICE));
            }
        }
    }
    let rows = sorted.into_iter().map(|(row, cells)| {
        let cells = cells.into_iter().map(|(column, raw)| GridCell { column, raw });
        GridRow {
            row,
            cells: cells.collect(),
        }
    });
    let rows = rows.collect();
    twice.dedup();
    (rows, twice)
}

/// The error values that every spreadsheet shows the same.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// A cell of a text or a page, which keeps only what was shown: an error value is one there too.
pub(super) fn shown(text: &str, words: &mut Words) -> Raw {
    let text = words.share(text);
    if ERRORS.contains(&&*text) {
        Raw::Error(text)
    } else {
        Raw::Text(text)
    }
}

/// Keeps one copy of each text, for sheets that write the same words again and again.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: HashSet<Arc<str>>,
}

impl Words {
    /// Beyond this many different texts they hardly repeat, and the set would only cost memory.
    const MOST: usize = 50_000;

    /// The text, shared with earlier cells when it stood there too.
    pub(super) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        if self.known.len() >= Words::MOST {
            mem::take(&mut self.known);
        }
        let text: Arc<str> = Arc::from(text);
        self.known.insert(Arc::clone(&text));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Raw {
        Raw::Text(Arc::from(text))
    }

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut sheet = Sheet::default();
        for (row, column) in [(5, 2), (1, 3), (1, 1), (5, 1)] {
            sheet.push(row, column, Raw::Number(f64::from(row) * 10.0 + f64::from(column)));
        }
        sheet.push(9, 9, text(""));
        let mut grid = Grid {
            hidden_rows: vec![2, 5],
            hidden_columns: vec![4, 2, 1, 2],
            ..Grid::default()
        };
        assert_eq!(sheet.finish(&mut grid), None);
        let seen: Vec<_> = grid
            .rows
            .iter()
            .map(|row| (row.row, row.cells.iter().map(|cell| cell.column).collect::<Vec<_>>()))
            .collect();
        assert_eq!(seen, [(1, vec![1, 3]), (5, vec![1, 2])]);
        assert_eq!(grid.hidden_rows, [5], "an empty hidden row hides nothing");
        assert_eq!(grid.hidden_columns, [1, 2]);
    }

    #[test]
    fn an_address_with_two_values_is_an_error_and_with_one_value_is_none() {
        let mut sheet = Sheet::default();
        for raw in [text("甲"), text("甲")] {
            sheet.push(1, 1, raw);
        }
        for raw in [text("甲"), text("乙")] {
            sheet.push(1, 2, raw);
        }
        let mut grid = Grid::default();
        assert!(sheet.finish(&mut grid).unwrap().contains("B1 等 1 个"));
        assert_eq!(grid.rows[0].cells[0].raw, text("甲"));
        assert_eq!(grid.rows[0].cells[1].raw, Raw::Error(Arc::from(TWICE)));
    }

    #[test]
    fn shown_errors_are_errors() {
        let mut words = Words::default();
        assert_eq!(shown("#REF!", &mut words), Raw::Error(Arc::from("#REF!")));
        assert_eq!(shown("#1", &mut words), text("#1"));
    }

    #[test]
    fn equal_words_are_kept_once() {
        let mut words = Words::default();
        assert!(Arc::ptr_eq(&words.share("文化旅游"), &words.share("文化旅游")));
    }
}
