//! What a row below a header is: data, a totals row, a heading, or nothing that counts.

use std::sync::Arc;

use crate::intake::context;
use crate::intake::grid::GridCell;
use crate::intake::grid::Raw;
use crate::intake::header;
use crate::intake::heading;
use crate::intake::labels;
use crate::intake::spread::Spread;
use crate::intake::totals::Label;
use crate::records::cell::Owner;
use crate::records::column::Form;
use crate::regulation::City;
use crate::values::numbering::Numbering;
use crate::values::text;

use super::Region;
use super::groups::ends_group;
use super::groups::is_month;
use super::groups::is_numbered_heading;
use super::line_of;
use super::notes::is_end_mark;
use super::notes::is_page_number;
use super::notes::note_word;

/// What a row is.
pub(super) enum RowKind {
    /// A row of data.
    Data,
    /// A totals row, with its label as read and as written.
    Total(Label, Arc<str>),
    /// A heading between the rows: whose those below are, `None` when it cannot be told.
    Group(Option<Owner>),
    /// A line that says for the rows below what they have no column for.
    Said(Arc<str>),
    /// A line carried over from another page or year.
    Carried,
    /// Nothing that counts: a note, a signature, the header again.
    Nothing,
}

impl Region {
    /// What a row is, by what stands in its cells.
    pub(super) fn kind_of(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>, grouped: Option<Numbering>, city: &City) -> RowKind {
        if let Some((label, written)) = self.total(row, own, spread) {
            return RowKind::Total(label, written);
        }
        // A heading may have a number of its own before it: 一、 | 先进制造专班.
        let alone = match own {
            [
                GridCell {
                    column,
                    raw: Raw::Text(text),
                },
            ] => Some((*column, text)),
            [
                number,
                GridCell {
                    column,
                    raw: Raw::Text(text),
                },
            ] if self.declared(number.column).is_none() => {
                Some((*column, text)).filter(|(_, text)| heading::owner(text, city).is_some() && text.chars().count() <= 20)
            }
            _ => None,
        };
        if let Some((column, written)) = alone
            && let Some(kind) = self.kind_of_text(row, (column, written), own, spread, grouped, city)
        {
            return kind;
        }
        let again = own.len() <= 4 && self.title_lines.contains(&line_of(own.iter().copied()));
        if again {
            return RowKind::Nothing;
        }
        if let Some(value) = self.said_here(own).or_else(|| self.named_in_title(own)) {
            return RowKind::Said(value);
        }
        if self.is_heading_with_number(row, own, spread) {
            let text = own.last().map(|cell| header::shown(&cell.raw)).unwrap_or_default();
            return if ends_group(grouped, own, &text) {
                RowKind::Group(None)
            } else {
                RowKind::Nothing
            };
        }
        if let Some(owner) = self.heading_with_more(row, own, spread, city) {
            return RowKind::Group(Some(owner));
        }
        if self.is_carried(row, own, spread) {
            return RowKind::Carried;
        }
        if self.is_note(own) || self.is_part_of_total(row, own, spread) || !own.iter().any(|cell| self.declared(cell.column).is_some()) {
            return RowKind::Nothing;
        }
        RowKind::Data
    }

    /// What a row is that holds one text and nothing else but a number; `None` when that does not tell.
    fn kind_of_text(
        &self,
        row: u32,
        (column, written): (u16, &Arc<str>),
        own: &[&GridCell],
        spread: &Spread<'_>,
        grouped: Option<Numbering>,
        city: &City,
    ) -> Option<RowKind> {
        // The name of a squad heads its rows, also with a unit beside it.
        let is_unit_line = context::is_unit_line(written) && heading::before_unit(written, city).is_none();
        if is_page_number(written) || is_end_mark(written) || is_unit_line {
            return Some(RowKind::Nothing);
        }
        // The day of filling in, under a column that holds no days.
        let holds_days = self
            .declared(column)
            .is_some_and(|column| matches!(column.form, Form::Date | Form::Days));
        if !holds_days && context::is_day(written) {
            return Some(RowKind::Nothing);
        }
        let wide = spread
            .covering(row, column)
            .is_some_and(|block| self.is_wide(block.merge.left, block.merge.right));
        let note = note_word(written);
        let is_squad_cell = self.is_squad_cell(column);
        let in_front = self.header.columns.iter().take(2).any(|titled| column <= titled.column);
        let heads = wide || in_front && !is_squad_cell;
        let body = heading::body(written, city)
            .or_else(|| heading::before_unit(written, city))
            .filter(|_| !is_squad_cell);
        // Where a name alone makes a row, a firm may well be called like a squad.
        let may_be_row = !wide && self.only_required() == Some(column);
        let named = heading::owner(written, city).filter(|_| heads && !may_be_row && !heading::is_remark(written));
        if let Some(owner) = body.or(named) {
            return Some(RowKind::Group(Some(owner)));
        }
        if heads && !may_be_row && !heading::is_remark(written) && heading::names_several(written, city) {
            return Some(RowKind::Group(None));
        }
        let signs = labels::SIGNERS.iter().any(|signer| text::fold(written).starts_with(signer));
        if may_be_row && (signs || heading::closes_a_list(written)) {
            return Some(RowKind::Nothing);
        }
        let numbered = is_numbered_heading(written);
        if !note && !may_be_row && (wide || in_front && numbered) && ends_group(grouped, own, written) {
            return Some(RowKind::Group(None));
        }
        let again = self.title_lines.contains(&line_of(own.iter().copied()));
        if grouped.is_some() && !(note || may_be_row || signs || again) && (wide || in_front) && heading::ends_a_squads_rows(written) {
            return Some(RowKind::Group(None));
        }
        if wide || note || in_front && (numbered || is_month(written)) {
            return Some(RowKind::Nothing);
        }
        None
    }
}
