//! The texts above each column: titles below their parents, and the rows that hold them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::title;
use crate::values::amount;
use crate::values::date;
use crate::values::unit::Unit;
use crate::values::yes_no;

use super::Finder;
use super::Heading;
use super::is_filled;
use super::shown;

/// Most rows that a header has.
pub(super) const TALLEST: u32 = 3;

/// Longest title over several titles, in characters.
const LONGEST_PARENT: usize = 16;

/// Most cells of a row, and merged blocks around it, that are looked at for titles below parents.
const WIDEST: usize = 1000;

/// The texts that stand above one column in the rows of a header, from parent to child.
pub(super) struct Stack {
    pub(super) column: u16,
    pub(super) texts: Vec<Arc<str>>,
}

/// Whether a cell could be a title below a parent: a short text that is no amount, no day and no answer; a year below a merged parent.
pub(super) fn is_like_a_title(raw: &Raw, below_merged: bool) -> bool {
    match raw {
        Raw::Text(written) if written.chars().count() <= LONGEST_PARENT => {
            let is_amount = matches!(amount::parse(written), Ok(Some(_)));
            let is_day = matches!(date::parse(written, None), Ok(Some(_)));
            let is_answer = matches!(yes_no::parse(written), Ok(Some(_)));
            !(is_amount || is_day || is_answer)
        }
        Raw::Number(year) => below_merged && (1990.0..=2100.0).contains(year) && year.fract() == 0.0,
        _ => false,
    }
}

/// Whether every filled cell is a unit or a note in brackets.
fn is_row_of_notes(row: &GridRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| is_filled(&cell.raw)).peekable();
    filled.peek().is_some() && filled.all(|cell| matches!(&cell.raw, Raw::Text(written) if title::is_only_note(written)))
}

impl<'a> Finder<'a> {
    /// The last of the rows with titles when the rows directly below these hold the titles below their parents, known or not.
    pub(super) fn with_children(&self, top: u32, bottom: u32) -> u32 {
        let mut lowest = bottom;
        while lowest.saturating_sub(top) + 1 < TALLEST && self.is_row_of_children(top, lowest) {
            lowest = lowest.saturating_add(1);
        }
        lowest
    }

    /// Whether the row below holds nothing but titles below the parents of the last of these rows: below a parent merged over
    /// several columns, or one with blanks to its right, while at least one other title has nothing below it.
    fn is_row_of_children(&self, top: u32, bottom: u32) -> bool {
        let Some(below) = self.row(bottom.saturating_add(1)) else {
            return false;
        };
        let reaching: Vec<&Merge> = self.merges_in(top, below.row).filter(|merge| merge.bottom >= bottom).collect();
        if below.cells.len() > WIDEST || reaching.len() > WIDEST {
            return false;
        }
        let covering = |row: u32, column: u16| {
            let covers = |merge: &&&Merge| (merge.top..=merge.bottom).contains(&row) && (merge.left..=merge.right).contains(&column);
            reaching.iter().find(covers).copied()
        };
        let own = |row: u32, column: u16| covering(row, column).is_none_or(|merge| (merge.top, merge.left) == (row, column));
        let children: Vec<&GridCell> = below
            .cells
            .iter()
            .filter(|cell| is_filled(&cell.raw) && own(below.row, cell.column))
            .collect();
        // Columns over which a title stands in these rows.
        let titles: BTreeSet<u16> = (top..=bottom)
            .filter_map(|row| self.row(row))
            .flat_map(|row| {
                let filled = row.cells.iter().filter(|cell| is_filled(&cell.raw));
                filled.map(|cell| cell.column).collect::<Vec<_>>()
            })
            .collect();
        let Some(last) = self.row(bottom).filter(|last| last.cells.len() <= WIDEST) else {
            return false;
        };
        let filled: BTreeSet<u16> = children.iter().map(|cell| cell.column).collect();
        // A unit or a note stands below any title.
        let is_note = |raw: &Raw| matches!(raw, Raw::Text(written) if title::is_only_note(written));
        let mut others = children.iter().filter(|cell| !is_note(&cell.raw)).count();
        let mut has_parent = false;
        let mut plain = titles.len();
        let in_last = last.cells.iter().filter(|cell| is_filled(&cell.raw) && own(bottom, cell.column));
        for title in in_last {
            let merge = covering(bottom, title.column);
            let right = match merge {
                Some(merge) if merge.bottom > bottom => continue,
                Some(merge) if merge.right > merge.left => merge.right,
                _ => {
                    let blank = |column: &u16| !titles.contains(column) && covering(bottom, *column).is_none();
                    let blanks = (title.column.saturating_add(1)..=u16::MAX).take_while(blank);
                    blanks.take_while(|column| filled.contains(column)).last().unwrap_or(title.column)
                }
            };
            let here: Vec<&&GridCell> = children
                .iter()
                .filter(|cell| (title.column..=right).contains(&cell.column))
                .collect();
            let merged = merge.is_some_and(|merge| merge.right > merge.left);
            let part = matches!(here.as_slice(), [one] if right > title.column && shown(&one.raw).starts_with("其中"));
            if (here.len() >= 2 || part) && here.iter().all(|cell| is_like_a_title(&cell.raw, merged)) {
                others -= here.iter().filter(|cell| !is_note(&cell.raw)).count();
                has_parent = true;
                plain -= 1;
            }
        }
        has_parent && plain > 0 && others == 0
    }

    /// Takes in a row of parents above that no name needed, and a row of units or notes below.
    pub(super) fn with_parents_and_units(&self, heading: Heading, free_from: u32) -> Heading {
        let Heading::Known(mut header) = heading else {
            return heading;
        };
        if header.bottom - header.top + 1 < TALLEST
            && let Some(below) = self.row(header.bottom.saturating_add(1))
            && is_row_of_notes(below)
        {
            let taller = self.block(header.top, header.bottom.saturating_add(1));
            let same = taller.into_iter().find_map(|heading| match heading {
                Heading::Known(taller) if taller.kind == header.kind && taller.span().0 == header.span().0 => Some(taller),
                _ => None,
            });
            if let Some(taller) = same
                && taller.explained >= header.explained
            {
                header = taller;
            }
        }
        if header.bottom - header.top + 1 < TALLEST
            && let Some(above) = header.top.checked_sub(1)
            && above >= free_from
            && self.is_row_of_parents(above, header.span())
        {
            header.top = above;
        }
        Heading::Known(header)
    }

    /// Whether a row holds two texts or more, of which one is merged over some, but not all, of the columns below.
    fn is_row_of_parents(&self, number: u32, (first, last): (u16, u16)) -> bool {
        let Some(row) = self.row(number) else {
            return false;
        };
        let texts = row.cells.iter().filter(|cell| is_filled(&cell.raw)).count();
        // A title, and a line with the unit or the department, is no parent.
        let like_a_title = |written: &str| written.chars().count() <= LONGEST_PARENT && !written.contains([':', '：']);
        let only_texts = row
            .cells
            .iter()
            .all(|cell| matches!(&cell.raw, Raw::Text(written) if like_a_title(written) && Unit::parse(written).is_none()));
        let merged = self
            .merges_in(number, number)
            .filter(|merge| merge.left >= first && merge.right <= last);
        let parents = merged.filter(|merge| merge.right > merge.left && merge.bottom == number);
        let parents = parents.filter(|merge| u32::from(merge.right - merge.left) < u32::from(last - first) / 2 + 1);
        texts >= 2 && only_texts && parents.count() >= 1
    }

    /// The texts above each column, from parent to child. A merged parent stands over each of its children; so does one that is
    /// followed by empty cells, since not every file keeps its merges.
    pub(super) fn stacks(&self, top: u32, bottom: u32) -> Vec<Stack> {
        let mut rows: Vec<(u32, BTreeMap<u16, Arc<str>>)> = Vec::new();
        let mut covered: Vec<Merge> = Vec::new();
        for number in top..=bottom {
            covered.extend(self.merges_in(number, number).copied());
            let cells = self.row(number).map_or(&[][..], |row| &row.cells);
            let mut texts = BTreeMap::new();
            for cell in cells.iter().filter(|cell| is_filled(&cell.raw)) {
                let inside =
                    |merge: &&Merge| (merge.top..=merge.bottom).contains(&number) && (merge.left..=merge.right).contains(&cell.column);
                let hidden = covered
                    .iter()
                    .find(inside)
                    .is_some_and(|merge| (merge.top, merge.left) != (number, cell.column));
                if !hidden {
                    texts.insert(cell.column, shown(&cell.raw));
                }
            }
            rows.push((number, texts));
        }

        for level in (0..rows.len().saturating_sub(1)).rev() {
            let below: BTreeMap<u16, bool> = rows
                .iter()
                .skip(level + 1)
                .flat_map(|(_, texts)| texts.keys().map(|column| (*column, true)))
                .collect();
            let Some((number, texts)) = rows.get_mut(level) else {
                continue;
            };
            let own: Vec<(u16, Arc<str>)> = texts.iter().map(|(column, text)| (*column, Arc::clone(text))).collect();
            for (at, (left, parent)) in own.iter().enumerate() {
                let merge = covered.iter().find(|merge| merge.top == *number && merge.left == *left);
                let right = match merge {
                    Some(merge) if merge.right > merge.left => merge.right,
                    Some(merge) if merge.bottom > merge.top => *left,
                    // Without a merge a parent reaches as far as the cells to its right are empty and stand over children.
                    _ => {
                        let next = own.get(at + 1).map_or(u16::MAX, |(column, _)| *column);
                        let mut right = *left;
                        while right.saturating_add(1) < next && below.contains_key(left) && below.contains_key(&(right + 1)) {
                            right += 1;
                        }
                        right
                    }
                };
                for (column, _) in below.range(*left..=right) {
                    texts.entry(*column).or_insert_with(|| Arc::clone(parent));
                }
            }
        }

        let mut stacks: BTreeMap<u16, Vec<Arc<str>>> = BTreeMap::new();
        for (_, texts) in rows {
            for (column, text) in texts {
                let stack = stacks.entry(column).or_default();
                if stack.last() != Some(&text) {
                    stack.push(text);
                }
            }
        }
        stacks.into_iter().map(|(column, texts)| Stack { column, texts }).collect()
    }
}
