//! Merged blocks below a header: which block covers a cell, and the value that it spreads down (spec 1.1).

use std::collections::BTreeMap;

use super::grid::Grid;
use super::grid::GridRow;
use super::grid::Merge;
use super::grid::Raw;

/// A merged block that reaches the current row.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where it lies.
    pub merge: Merge,
    /// What stands in its first cell.
    pub value: Option<Raw>,
}

/// The merged blocks of a sheet by first row, without what is no block.
pub(super) fn by_top(grid: &Grid) -> Vec<Merge> {
    let mut merges: Vec<Merge> = grid
        .merges
        .iter()
        .copied()
        .filter(|merge| merge.top <= merge.bottom && merge.left <= merge.right)
        .filter(|merge| merge.top < merge.bottom || merge.left < merge.right)
        .collect();
    merges.sort_by_key(|merge| (merge.top, merge.left));
    merges
}

/// The merged blocks of a sheet, met row by row from top to bottom.
pub(super) struct Spread<'a> {
    /// By first row.
    coming: &'a [Merge],
    /// Blocks that reach the current row or ended above it, by first column; no two overlap.
    active: BTreeMap<u16, Block>,
    /// The lowest row that any block so far reaches.
    lowest: u32,
}

impl Spread<'_> {
    /// The blocks that begin in that row or below, of all blocks by first row.
    pub(super) fn below(merges: &[Merge], first_row: u32) -> Spread<'_> {
        let from = merges.partition_point(|merge| merge.top < first_row);
        Spread {
            coming: merges.get(from..).unwrap_or_default(),
            active: BTreeMap::new(),
            lowest: 0,
        }
    }

    /// Moves on to a row; rows come in order.
    pub(super) fn enter(&mut self, row: &GridRow) {
        while let Some((merge, coming)) = self.coming.split_first().filter(|(merge, _)| merge.top <= row.row) {
            self.coming = coming;
            let merge = *merge;
            // A block that overlaps another that still reaches this row is a fault of the file: the first stands.
            let overlapping: Vec<u16> = self
                .active
                .range(..=merge.right)
                .rev()
                .take_while(|(_, block)| block.merge.right >= merge.left)
                .map(|(left, _)| *left)
                .collect();
            let alive = overlapping
                .iter()
                .any(|left| self.active.get(left).is_some_and(|block| block.merge.bottom >= merge.top));
            if !alive {
                for left in overlapping {
                    self.active.remove(&left);
                }
                let value = (merge.top == row.row)
                    .then(|| row.cells.binary_search_by_key(&merge.left, |cell| cell.column).ok())
                    .flatten()
                    .and_then(|at| row.cells.get(at))
                    .map(|cell| cell.raw.clone());
                self.lowest = self.lowest.max(merge.bottom);
                self.active.insert(merge.left, Block { merge, value });
            }
        }
    }

    /// Whether any block may reach the row.
    pub(super) fn reaches(&self, row: u32) -> bool {
        row <= self.lowest
    }

    /// The block that covers the cell of that column in the current row.
    pub(super) fn covering(&self, row: u32, column: u16) -> Option<&Block> {
        let (_, block) = self.active.range(..=column).next_back()?;
        let merge = block.merge;
        ((merge.top..=merge.bottom).contains(&row) && merge.right >= column).then_some(block)
    }
}
