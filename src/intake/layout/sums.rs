//! Rows that add up others or carry their sums over, told from rows of data that are only called so.

use std::sync::Arc;

use crate::intake::grid::GridCell;
use crate::intake::grid::Raw;
use crate::intake::spread::Spread;
use crate::intake::totals;
use crate::intake::totals::Label;
use crate::intake::totals::Reach;
use crate::records::Kind;
use crate::records::column::Form;
use crate::records::column::Need;

use super::Region;

impl Region {
    /// The label of a totals row, if the row is one.
    pub(super) fn total<'c>(&self, row: u32, own: &[&'c GridCell], spread: &Spread<'_>) -> Option<(Label, Arc<str>)> {
        let text = |cell: &'c GridCell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        };
        let mut texts = own.iter().copied().filter_map(text);
        let (first, written) = texts.next()?;
        let found = match totals::label(written) {
            Some(label) => Some((first, label, written)),
            // The group's own cells may stand before the word: 活动一 | 小计.
            None => texts.find_map(|(column, written)| {
                let label = totals::label(written).filter(|label| label.exact)?;
                // A budget's 科目 says what is added up.
                let free_text = self
                    .declared(column)
                    .is_some_and(|column| column.form == Form::Text && column.need == Need::Optional && self.header.kind != Kind::Budget);
                (!free_text && self.declared(column).is_some()).then_some((column, label, written))
            }),
        };
        let (column, label, written) = found?;
        // A project of that name, in a row with everything that a data row needs: HT-9 | 累计 | …
        if column != first && self.declared(column).is_some_and(|column| column.form == Form::Company) && self.has_all_required(own) {
            return None;
        }

        // In a budget the line 合计 is the whole budget, not a sum below it.
        let has_own = |name: &str| {
            let is_it = |cell: &&&GridCell| self.declared(cell.column).is_some_and(|column| column.name == name);
            own.iter().any(|cell| is_it(&cell))
        };
        let whole = label.reach == Reach::All && self.declared(column).is_none_or(|column| column.name != "年度");
        if self.header.kind == Kind::Budget && whole {
            let year = self
                .header
                .columns
                .iter()
                .find(|titled| self.declared(titled.column).is_some_and(|column| column.name == "年度"));
            let inherited = year.is_some_and(|year| spread.covering(row, year.column).is_some_and(|block| block.value.is_some()));
            if has_own("年度") || inherited {
                return None;
            }
        }

        // A sentence that begins with 累计, in a row with everything that a data row needs, is data.
        if !label.exact && self.has_required_beside(column, row, own, spread) {
            return None;
        }
        Some((label, Arc::clone(written)))
    }

    /// Whether it is a line that is carried over, and not a row with everything that a data row needs.
    pub(super) fn is_carried(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let first = own.iter().find_map(|cell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        });
        first.is_some_and(|(column, written)| totals::is_carried(written) && !self.has_required_beside(column, row, own, spread))
    }

    /// Whether it is a part of the totals row above: 其中：先进制造 | 500.
    pub(super) fn is_part_of_total(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let mut texts = own.iter().filter_map(|cell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        });
        let part = |written: &str| written.trim_start().starts_with("其中");
        // A budget's 其中 is a part of the line above, and never one of its own.
        if self.header.kind == Kind::Budget {
            let is_heading = |column: u16| self.declared(column).is_some_and(|column| column.name == "科目");
            return texts.any(|(column, written)| is_heading(column) && part(written));
        }
        let first = texts.next().filter(|(_, written)| part(written));
        first.is_some_and(|(column, _)| !self.has_required_beside(column, row, own, spread))
    }

    /// Whether the row's own cells are all that the table requires, the money too.
    fn has_all_required(&self, own: &[&GridCell]) -> bool {
        let titled = self.header.columns.iter().map(|titled| titled.column);
        let mut needed = titled.filter(|column| self.declared(*column).is_some_and(|column| column.need == Need::Required));
        needed.all(|column| own.iter().any(|cell| cell.column == column))
    }
}
