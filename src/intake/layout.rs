//! What lies below a header: data rows, totals, the headings of groups, and what is neither (spec 1.1). One sheet may hold several
//! tables one above another or side by side, or one table with its header on every printed page.

mod groups;
mod notes;
mod regions;
mod row_kind;
mod sides;
mod sums;

use std::collections::HashSet;
use std::sync::Arc;

use crate::records::cell::Owner;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::regulation::City;
use crate::values::numbering::Numbering;
use crate::values::text;

use self::groups::numbering_of;
use self::groups::text_of;
use self::notes::is_numbering;
pub(super) use self::regions::regions;
use self::row_kind::RowKind;
use super::context::Lines;
use super::grid::Cells;
use super::grid::Grid;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Merge;
use super::grid::Raw;
use super::header;
use super::header::HeadColumn;
use super::header::Header;
use super::spread::Spread;
use super::title::Known;
use super::totals::Label;

/// One table of a sheet.
#[derive(Debug)]
pub(super) struct Region {
    /// Its header.
    pub header: Header,
    /// What the lines above say.
    pub lines: Lines,
    /// Last row that may belong to it.
    last_row: u32,
    /// First column that may belong to it.
    left: u16,
    /// Last column that may belong to it.
    right: u16,
    /// Runs of rows that are no data: the header again on the next page, with the titles above it.
    skipped: Vec<(u32, u32)>,
    /// The lines above the header, folded: they come again on the next page.
    title_lines: HashSet<String>,
}

/// A row of a table.
pub(super) enum Line<'a> {
    /// A data row: for each titled column the cell that counts, own or of the merged block that covers it; and the columns whose block
    /// covers several rows, each with the block's first row; and the cells that it holds in columns without a title.
    Data(u32, Vec<Option<&'a Raw>>, Vec<(u16, u32)>, Vec<&'a GridCell>),
    /// A totals row: its label, the label as written, and the own cells of the table's columns.
    Total(u32, Label, Arc<str>, Vec<&'a GridCell>),
    /// The heading of a group of rows, by its row and its text: whose they are, or that it cannot be told.
    Group(u32, Arc<str>, Option<Owner>),
    /// A labelled line that says what the column above the header says from here on: 姓名：李四.
    Said(Arc<str>),
    /// What a book of accounts carries over from other pages, or to them: 承前页.
    Carried,
}

/// The texts of a row, folded.
fn line_of<'a>(cells: impl Iterator<Item = &'a GridCell>) -> String {
    let texts = cells.map(|cell| text::fold(&header::shown(&cell.raw)));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

impl Region {
    /// Last row that may belong to it.
    pub(super) fn last_row(&self) -> u32 {
        self.last_row
    }

    /// Goes through the rows below the header, from top to bottom. Where nothing else needs them, `let_go` lets go of each row's cells as
    /// soon as it was seen.
    pub(super) fn walk(&self, grid: &mut Grid, let_go: bool, merges: &[Merge], city: &City, see: &mut dyn FnMut(Line<'_>)) {
        let Some(first) = self.header.bottom.checked_add(1) else {
            return;
        };
        let mut spread = Spread::below(merges, first);
        let mut skipped = self.skipped.iter().peekable();
        let mut right_below = true;
        // How the last heading that named somebody was numbered: its like ends the group.
        let mut grouped: Option<Numbering> = None;
        // Whether the column without a title in front of the table names squads.
        let mut in_front = false;
        let from = grid.rows.partition_point(|row| row.row < first);
        for row in grid.rows.iter_mut().skip(from).take_while(|row| row.row <= self.last_row) {
            spread.enter(row);
            while skipped.next_if(|(_, to)| *to < row.row).is_some() {}
            if skipped.peek().is_some_and(|(from, to)| (*from..=*to).contains(&row.row)) {
                right_below = true;
                continue;
            }
            let covered = spread.reaches(row.row);
            let mut own: Vec<&GridCell> = Vec::with_capacity(row.cells.len());
            let is_own = |cell: &&GridCell| {
                let block = || spread.covering(row.row, cell.column);
                let begins = || block().is_none_or(|block| (block.merge.top, block.merge.left) == (row.row, cell.column));
                (self.left..=self.right).contains(&cell.column) && header::is_filled(&cell.raw) && (!covered || begins())
            };
            own.extend(row.cells.iter().filter(is_own));
            if own.is_empty() || right_below && is_numbering(&own, self.header.columns.len()) {
                continue;
            }
            right_below = false;
            match self.kind_of(row.row, &own, &spread, grouped, city) {
                RowKind::Nothing => {}
                RowKind::Group(owner) => {
                    if owner.is_some() {
                        grouped = Some(numbering_of(&own));
                    }
                    see(Line::Group(row.row, text_of(&own), owner));
                }
                RowKind::Said(value) => see(Line::Said(value)),
                RowKind::Carried => see(Line::Carried),
                RowKind::Total(label, written) => see(Line::Total(row.row, label, written, own)),
                RowKind::Data => {
                    if let Some((text, owner)) = self.owner_in_front(row, &spread, city) {
                        in_front |= owner.is_some();
                        if in_front {
                            see(Line::Group(row.row, text, owner));
                        }
                    }
                    let untitled = own.iter().copied().filter(|cell| !self.is_titled(cell.column)).collect();
                    let (cells, tall) = if covered {
                        (self.cells_of(row, &spread), self.tall_of(row, &spread))
                    } else {
                        (self.cells_alone(&own), Vec::new())
                    };
                    see(Line::Data(row.row, cells, tall, untitled));
                    if let_go {
                        row.cells = Cells::default();
                    }
                }
            }
        }
    }

    /// For each titled column the cell that counts: the row's own, or that of the block that covers it.
    fn cells_of<'r>(&self, row: &'r GridRow, spread: &'r Spread<'_>) -> Vec<Option<&'r Raw>> {
        let cell = |column: &HeadColumn| {
            let raw = match spread.covering(row.row, column.column) {
                Some(block) if block.merge.left == column.column => block.value.as_ref(),
                Some(_) => None,
                None => cell_at(row, column.column),
            };
            raw.filter(|raw| header::is_filled(raw))
        };
        self.header.columns.iter().map(cell).collect()
    }

    /// The same of the row's own filled cells, which no block covers.
    fn cells_alone<'r>(&self, own: &[&'r GridCell]) -> Vec<Option<&'r Raw>> {
        let mut own = own.iter().copied().peekable();
        let cell = |column: &HeadColumn| {
            while own.next_if(|cell| cell.column < column.column).is_some() {}
            own.next_if(|cell| cell.column == column.column).map(|cell| &cell.raw)
        };
        self.header.columns.iter().map(cell).collect()
    }

    /// The titled columns whose block covers several rows, each with the block's first row.
    fn tall_of(&self, row: &GridRow, spread: &Spread<'_>) -> Vec<(u16, u32)> {
        let tall = |column: &HeadColumn| {
            let merge = spread.covering(row.row, column.column)?.merge;
            (merge.top < merge.bottom).then_some((column.column, merge.top))
        };
        self.header.columns.iter().filter_map(tall).collect()
    }

    /// The column that alone makes a row of data, in a table that requires no other.
    fn only_required(&self) -> Option<u16> {
        let mut required = self
            .header
            .columns
            .iter()
            .map(|titled| titled.column)
            .filter(|column| self.is_required(*column));
        let first = required.next()?;
        required.next().is_none().then_some(first)
    }

    fn is_titled(&self, column: u16) -> bool {
        self.header.columns.binary_search_by_key(&column, |titled| titled.column).is_ok()
    }

    /// What a titled column stands for.
    fn known(&self, column: u16) -> Option<Known> {
        let at = self.header.columns.binary_search_by_key(&column, |titled| titled.column).ok()?;
        self.header.columns.get(at)?.known
    }

    /// The declaration of a column that carries something.
    fn declared(&self, column: u16) -> Option<&'static crate::records::column::Column> {
        match self.known(column)? {
            Known::Column(position) => self.header.kind.table().columns.get(position),
            Known::Idle(_) => None,
        }
    }

    fn is_required(&self, column: u16) -> bool {
        let needs = self.declared(column).map(|column| column.need);
        matches!(needs, Some(Need::Required | Need::Alternative))
    }

    /// Whether a column says whose a row is.
    fn is_squad_cell(&self, column: u16) -> bool {
        let declared = self.declared(column);
        declared.is_some_and(|column| matches!(column.form, Form::Squad { .. } | Form::Unit))
    }

    /// Whether a merged cell covers most of the table.
    fn is_wide(&self, left: u16, right: u16) -> bool {
        let covered = self
            .header
            .columns
            .iter()
            .filter(|column| (left..=right).contains(&column.column))
            .count();
        covered >= 3 && covered * 3 >= self.header.columns.len() * 2 || covered == self.header.columns.len()
    }

    /// Whether every required cell but the given one is filled, the money left aside; never when nothing else is required.
    fn has_required_beside(&self, column: u16, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let money = self.header.kind.table().money;
        let is_needed = |other: u16| {
            let declared = self.declared(other).filter(|declared| declared.need == Need::Required);
            other != column && declared.is_some_and(|declared| Some(declared.name) != money)
        };
        let filled = |column: u16| {
            // A label merged over its neighbours fills only its own column.
            let covered = spread.covering(row, column).filter(|block| block.merge.left == column);
            own.iter().any(|cell| cell.column == column) || covered.is_some_and(|block| block.value.is_some())
        };
        let mut needed = self
            .header
            .columns
            .iter()
            .map(|titled| titled.column)
            .filter(|column| is_needed(*column))
            .peekable();
        needed.peek().is_some() && needed.all(filled)
    }
}

/// A cell of a row.
fn cell_at(row: &GridRow, column: u16) -> Option<&Raw> {
    let at = row.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
    row.cells.get(at).map(|cell| &cell.raw)
}
