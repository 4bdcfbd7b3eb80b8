//! What stands beside a table: other tables, boxes that are none, and lists that stand there several times.

use std::collections::BTreeSet;

use crate::intake::grid::Grid;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::title::Known;
use crate::intake::totals;
use crate::records::column::Form;

use super::Finder;
use super::HeadColumn;
use super::Header;
use super::Heading;
use super::Unrecognised;
use super::is_filled;
use super::readings::Candidate;
use super::shown;
use super::stacks::TALLEST;

/// Rows of a table that are looked at to tell whether a column beside it is one of its own.
const ROWS_BESIDE: usize = 200;

/// Most runs of titles in a row that are asked whether they head tables of their own.
const MOST_BESIDE: usize = 50;

/// Longest list of titles that may stand there several times to save paper.
const LONGEST_REPEATED: usize = 100;

/// Titles that may head a table of their own.
pub(super) struct Part<'c, 'n> {
    pub(super) own: &'c [Candidate<'n>],
    /// The titles that they stand among without an empty column between.
    pub(super) run: &'c [Candidate<'n>],
}

/// The runs of titles that may head tables of their own: those with an empty column between them, and one list of titles that stands
/// there several times to save paper.
pub(super) fn side_by_side<'c, 'n>(candidates: &'c [Candidate<'n>]) -> Vec<Part<'c, 'n>> {
    let mut parts = Vec::new();
    for run in candidates.chunk_by(|a, b| a.column.checked_add(1) == Some(b.column)) {
        let is_repeated = |length: &usize| {
            let mut lists = run.chunks(*length);
            let first = lists.next().unwrap_or_default();
            let same = |list: &[Candidate<'_>]| list.iter().map(|title| &title.written).eq(first.iter().map(|title| &title.written));
            run.len().is_multiple_of(*length) && lists.all(same)
        };
        // The shortest list that the run is made of.
        let most = (run.len() / 2).min(LONGEST_REPEATED);
        let length = (2..=most).find(is_repeated).unwrap_or(run.len().max(1));
        parts.extend(run.chunks(length).map(|own| Part { own, run }));
    }
    parts
}

/// What stands in some columns beside the rows of a table.
#[derive(Default)]
struct Beside {
    /// A totals row beside a row of the table.
    totals: bool,
    /// Something below the last row of the table.
    runs_on: bool,
    /// Two values or more, none of them twice.
    keys_differ: bool,
}

/// A table with the titles of the boxes beside it, which stand for nothing in it.
pub(super) fn beside_boxes(part: &Header, all: &Header) -> Header {
    let (left, right) = part.span();
    let boxes = all.columns.iter().filter(|column| !(left..=right).contains(&column.column));
    let at_left = boxes.clone().any(|column| column.column < left);
    let at_right = boxes.clone().map(|column| column.column).find(|column| *column > right);
    let mut columns: Vec<HeadColumn> = part.columns.clone();
    columns.extend(boxes.map(|column| HeadColumn {
        known: None,
        ..column.clone()
    }));
    columns.sort_by_key(|column| column.column);
    Header {
        columns,
        within: (if at_left { left } else { 1 }, at_right.map_or(u16::MAX, |first| first - 1)),
        ..part.clone()
    }
}

impl<'a> Finder<'a> {
    /// Whether what stands beside a whole table behind a blank column is a box of its own (sums by squad, rates), and no part of the
    /// table. Only what surely says so is taken for a sign: a column that the table has already, a totals row beside a row of the
    /// table, cells that run on below it, or a list of different squads or currencies with one value each.
    pub(super) fn has_box_beside(&self, part: &Header, all: &Header) -> bool {
        let own: Vec<Option<Known>> = part.columns.iter().map(|column| column.known).collect();
        let (left, right) = part.span();
        // A column that another title has already is known by one of them only.
        let lost = part.columns.iter().filter(|column| column.known.is_some()).any(|column| {
            let there = all.columns.iter().find(|other| other.column == column.column);
            there.is_none_or(|other| other.known != column.known)
        });
        let beyond = || all.columns.iter().filter(|column| !(left..=right).contains(&column.column));
        let again = beyond().filter(|column| column.known.is_none()).any(|column| {
            let title = self.read(&column.title);
            title
                .readings
                .iter()
                .any(|named| named.meanings.of(part.kind).is_some_and(|(known, _)| own.contains(&Some(known))))
        });
        let known: Vec<u16> = beyond()
            .filter(|column| matches!(column.known, Some(Known::Column(_))))
            .map(|column| column.column)
            .collect();
        let beside = self.beside(all.bottom, (left, right), &known);
        let is_key = |column: &HeadColumn| match column.known {
            Some(Known::Column(position)) => {
                let declared = all.kind.table().columns.get(position);
                declared.is_some_and(|column| matches!(column.form, Form::Squad { .. } | Form::Currency))
            }
            _ => false,
        };
        let of_keys = matches!(known.as_slice(), [_]) && beyond().any(is_key);
        let list = of_keys && beyond().any(|column| column.known.is_none()) && beside.keys_differ;
        lost || again || !known.is_empty() && (beside.totals || beside.runs_on || list)
    }

    /// What stands in columns beside the rows of a table that takes the columns from `left` to `right`.
    fn beside(&self, bottom: u32, (left, right): (u16, u16), columns: &[u16]) -> Beside {
        let mut beside = Beside::default();
        if columns.is_empty() {
            return beside;
        }
        let mut keys = BTreeSet::new();
        let mut twice = false;
        for row in self.rows_below(bottom) {
            let own = row
                .cells
                .iter()
                .filter(|cell| (left..=right).contains(&cell.column) && is_filled(&cell.raw));
            let own = own.take(2).count();
            // A row of the table whose own cells are merged with those above.
            let merged = || {
                let mut reaching = self
                    .merges_in(bottom.saturating_add(1), row.row)
                    .filter(|merge| row.row <= merge.bottom);
                reaching.any(|merge| merge.top < row.row && merge.left <= right && left <= merge.right)
            };
            for cell in row
                .cells
                .iter()
                .filter(|cell| columns.contains(&cell.column) && is_filled(&cell.raw))
            {
                let text = shown(&cell.raw);
                beside.totals |= own == 2 && totals::label(&text).is_some_and(|label| label.exact);
                // A signature below the table is none.
                beside.runs_on = beside.runs_on || own == 0 && !text.contains([':', '：']) && !merged();
                twice |= !keys.insert(text);
            }
        }
        beside.keys_differ = keys.len() >= 2 && !twice;
        beside
    }

    /// The rows directly below a header, up to the first number without a row.
    fn rows_below(&self, bottom: u32) -> Vec<&'a GridRow> {
        let below = self.grid.rows.partition_point(|row| row.row <= bottom);
        let rows = self.grid.rows.get(below..).unwrap_or_default().iter().take(ROWS_BESIDE);
        let expected = bottom.saturating_add(1)..;
        rows.zip(expected)
            .take_while(|(row, number)| row.row == *number)
            .map(|(row, _)| row)
            .collect()
    }

    /// Adds the known tables that are headed beside the headings found, with empty columns between: a header of another height ends
    /// in another row, so that no one block of rows holds both. Gives those that are no known table.
    pub(super) fn add_those_beside(&self, found: &mut Vec<Heading>, row: &GridRow, free_from: u32) -> Vec<Unrecognised> {
        let taken: Vec<(u16, u16)> = found
            .iter()
            .filter_map(|heading| match heading {
                Heading::Known(header) => Some(header.span()),
                Heading::Unknown(_) => None,
            })
            .collect();
        // A heading of no known table takes the whole width of its rows.
        let mut unknown = Vec::new();
        if taken.is_empty() || taken.len() < found.len() {
            return unknown;
        }
        let candidates = self.candidates(row.row, row.row);
        for island in side_by_side(&candidates).into_iter().take(MOST_BESIDE) {
            let (Some(first), Some(last)) = (island.own.first(), island.own.last()) else {
                continue;
            };
            let (left, right) = (first.column, last.column);
            if taken.iter().any(|(from, to)| left <= *to && right >= *from) {
                continue;
            }
            // Titles below a parent may reach further to the right, up to what is taken there.
            let limit = taken.iter().map(|(from, _)| *from).filter(|from| *from > right).min();
            let (grid, merges) = self.cut_out(row.row, left, limit.unwrap_or(u16::MAX));
            let alone = Finder::new(&grid, &merges, self.names);
            let Some(index) = alone.index(row.row) else { continue };
            let Some(hits) = grid.rows.get(index).map(|row| alone.hits(row)).filter(|hits| hits.all >= 2) else {
                continue;
            };
            let beside = alone.around(index, free_from);
            if beside.is_empty() && hits.looks_like_a_header() {
                unknown.extend(alone.nearest(row.row, row.row));
            }
            for heading in beside {
                match heading {
                    Heading::Known(_) => found.push(heading),
                    Heading::Unknown(heading) => unknown.push(heading),
                }
            }
        }
        found.sort_by_key(|heading| match heading {
            Heading::Known(header) => (header.top, header.span().0),
            Heading::Unknown(unknown) => (unknown.top, u16::MAX),
        });
        unknown
    }

    /// The rows around one, and their merged blocks, of the columns from `left` to before `limit` only.
    fn cut_out(&self, row: u32, left: u16, limit: u16) -> (Grid, Vec<Merge>) {
        let around = |number: u32| number.saturating_add(TALLEST) >= row && number <= row.saturating_add(TALLEST);
        let from = self.grid.rows.partition_point(|other| other.row.saturating_add(TALLEST) < row);
        let rows = self.grid.rows.get(from..).unwrap_or_default().iter();
        let rows = rows.take_while(|row| around(row.row)).map(|row| GridRow {
            row: row.row,
            cells: row
                .cells
                .iter()
                .filter(|cell| (left..limit).contains(&cell.column))
                .cloned()
                .collect(),
        });
        let grid = Grid {
            rows: rows.filter(|row| !row.cells.is_empty()).collect(),
            ..Grid::default()
        };
        let merges = self.merges.iter().copied();
        let merges = merges.filter(|merge| around(merge.top) && merge.left >= left && merge.right < limit);
        (grid, merges.collect())
    }
}
