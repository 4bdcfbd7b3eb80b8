//! Tables side by side: which columns each one has, and what the lines above say of one or of all.

use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::header;
use crate::intake::header::Heading;

use super::Region;

/// The columns of a table that stands beside others: from its first one to the next table's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    left: u16,
    right: u16,
    /// The last column of the first table from the left.
    first_right: u16,
}

/// For each heading its side, if others stand in the same rows.
pub(super) fn sides(headings: &[Heading]) -> Vec<Option<Side>> {
    let mut sides = Vec::with_capacity(headings.len());
    // They come from top to bottom, and then from left to right.
    for group in headings.chunk_by(|one, other| other.top() <= one.bottom()) {
        let lefts: Vec<u16> = group
            .iter()
            .map(|heading| match heading {
                Heading::Known(header) => header.span().0,
                Heading::Unknown(_) => 1,
            })
            .collect();
        let last_of = |at: usize| lefts.get(at + 1).map_or(u16::MAX, |next| next.saturating_sub(1));
        for (at, left) in lefts.iter().enumerate() {
            let side = Side {
                left: if at == 0 { 1 } else { *left },
                right: last_of(at),
                first_right: last_of(0),
            };
            sides.push((group.len() > 1).then_some(side));
        }
    }
    sides
}

impl Side {
    /// What of a line stands above these columns, be it only in part.
    pub(super) fn own(self, row: &GridRow, merges: &[Merge]) -> GridRow {
        only(row, |cell| {
            cell.column <= self.right && last_column(row.row, cell.column, merges) >= self.left
        })
    }

    /// What of a line is said for all tables: a text merged over this one's border, or one alone at the left that is not merged.
    pub(super) fn shared(self, row: &GridRow, merges: &[Merge]) -> GridRow {
        let alone = row.cells.iter().filter(|cell| header::is_filled(&cell.raw)).count() == 1;
        only(row, |cell| {
            let last = last_column(row.row, cell.column, merges);
            let over_border = cell.column <= self.right && last > self.right || cell.column < self.left && last >= self.left;
            over_border || alone && last == cell.column && last <= self.first_right
        })
    }
}

/// The last column of the merged block that begins in a cell, or the cell's own.
fn last_column(row: u32, column: u16, merges: &[Merge]) -> u16 {
    let from = merges.partition_point(|merge| (merge.top, merge.left) < (row, column));
    let merge = merges.get(from).filter(|merge| (merge.top, merge.left) == (row, column));
    merge.map_or(column, |merge| merge.right)
}

/// A row with some of its cells.
pub(super) fn only(row: &GridRow, is_kept: impl Fn(&GridCell) -> bool) -> GridRow {
    GridRow {
        row: row.row,
        cells: row.cells.iter().filter(|cell| is_kept(cell)).cloned().collect(),
    }
}

/// Gives each table its columns where several share rows.
pub(super) fn part_side_by_side(regions: &mut [Region]) {
    let spans: Vec<(u32, u32, u16, u16)> = regions
        .iter()
        .map(|region| {
            let (left, right) = region.header.span();
            (region.header.top, region.last_row, left, right)
        })
        .collect();
    // A sheet with hundreds of tables is no sheet that people made; each then keeps to its own titles.
    let many = regions.len() > 200;
    for (at, region) in regions.iter_mut().enumerate() {
        let (left, right) = region.header.span();
        if many {
            (region.left, region.right) = (left, right);
            continue;
        }
        for (other, (top, last_row, other_left, other_right)) in spans.iter().enumerate() {
            let beside = other != at && *top <= region.last_row && region.header.top <= *last_row;
            if beside && *other_right < left {
                region.left = region.left.max(other_right + 1);
            }
            if beside && *other_left > right {
                region.right = region.right.min(other_left - 1);
            }
        }
    }
}
