//! One amount over several rows. A merged block shows one number, and only its writer knows whether that is the sum of the rows or
//! stands for each of them: counted in each it would multiply the money unseen, so that it is told instead (D008).

use std::collections::BTreeMap;

use crate::regulation::City;

use super::rivals;
use super::row::Draft;

/// The amounts of one table that stand in blocks over several rows.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The rows beside each block, as positions of drafts, by the declared column and the block's first row.
    rows: BTreeMap<(usize, u32), Vec<usize>>,
}

impl Shared {
    /// Notes that the amount of a row stands in a block; says whether an earlier row has that same amount.
    pub(super) fn add(&mut self, column: usize, block: u32, draft: usize) -> bool {
        let rows = self.rows.entry((column, block)).or_default();
        rows.push(draft);
        rows.len() > 1
    }

    /// The blocks beside rows of different content, each with its declared column and its rows. Rows that are one entry are none of
    /// them: equal ones (D015), and those under one number (D016), count once anyhow.
    pub(super) fn in_doubt(&self, drafts: &[Draft], city: &City) -> Vec<(usize, Vec<usize>)> {
        let is_one_entry = |rows: &[usize]| {
            let mut rows = rows.iter().filter_map(|row| drafts.get(*row));
            let Some(first) = rows.next() else { return true };
            let key = rivals::key_of(first, city);
            rows.all(|row| row.content == first.content || key.is_some() && rivals::key_of(row, city) == key)
        };
        let in_doubt = self.rows.iter().filter(|(_, rows)| !is_one_entry(rows));
        in_doubt.map(|((column, _), rows)| (*column, rows.clone())).collect()
    }
}
