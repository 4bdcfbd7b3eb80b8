//! What the amounts of a table add up to, and its totals rows, which are held to it (D013).

use std::sync::Arc;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::intake::cells::RowMoney;
use crate::intake::grid::GridCell;
use crate::intake::grid::Raw;
use crate::intake::row::Draft;
use crate::intake::row::Fate;
use crate::intake::title;
use crate::intake::title::Known;
use crate::intake::totals::Label;
use crate::intake::totals::TotalCell;
use crate::place::Place;
use crate::problem::What;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::values::Unreadable;
use crate::values::currency::Currency;

use super::TableReader;

impl TableReader<'_> {
    /// The amounts of a row for the totals, by money column; what stands in one block over several rows is there once, as a
    /// spreadsheet adds it up.
    pub(super) fn amounts(&mut self, draft: &Draft, tall: &[(u16, u32)]) -> Vec<Option<(Decimal, Currency)>> {
        let mut amounts = Vec::with_capacity(self.money.len());
        for position in &self.money {
            let cell = draft.cells.get(*position);
            let amount = match cell.map(|cell| &cell.state) {
                Some(State::Value(Value::Money(money))) => Some((money.amount, money.currency)),
                _ => None,
            };
            let block = tall
                .iter()
                .find(|(column, _)| cell.is_some_and(|cell| cell.column == Some(*column)));
            let again = match (amount, block) {
                (Some(_), Some((_, top))) => self.shared.add(*position, *top, self.drafts.len()),
                _ => false,
            };
            amounts.push(amount.filter(|_| !again));
        }
        amounts
    }

    /// Sets aside the rows beside one amount that cannot be parted (D008); a money cell that the row can do without is only unreadable.
    pub(super) fn tell_shared(&mut self) {
        for (position, rows) in self.shared.in_doubt(&self.drafts, self.city) {
            let required = self.table.columns.get(position).is_some_and(|column| column.need == Need::Required);
            let drafts = rows.iter().filter_map(|row| self.drafts.get(*row));
            let places: Vec<Place> = drafts.map(|draft| draft.at.place()).collect();
            let Some(first) = rows.first().and_then(|row| self.drafts.get(*row)) else {
                continue;
            };
            let mut problem = first.problem(What::Amount(Unreadable::Shared), Some(position));
            problem.sets_aside = required;
            problem.related = places.into_iter().skip(1).collect();
            self.dress(&mut problem);
            for row in rows {
                let Some(draft) = self.drafts.get_mut(row) else { continue };
                if let Some(cell) = draft.cells.get_mut(position) {
                    Arc::make_mut(cell).state = State::Unreadable;
                }
                if required && draft.fate == Fate::Used {
                    draft.fate = Fate::SetAside("D008", problem.place.clone());
                }
            }
            self.problems.push(problem);
        }
    }

    /// Notes a totals row with the amounts that can be read in it; they are compared when all rows are known.
    pub(super) fn totals_row(&mut self, number: u32, label: Label, written: &Arc<str>, own: &[&GridCell]) {
        self.last_row = number;
        if let Some((fields, columns)) = self.fields.too_many(number) {
            let mut problem = self.problem(What::Fields { fields, columns }, Place::row(self.source, number));
            problem.row_title = written.to_string();
            self.problems.push(problem);
            self.totals.add_total(label, Arc::clone(written), Vec::new());
            return;
        }
        let shift = self.shift(own);
        // 总计（万元） below columns in another unit.
        let of_label = title::Title::read(written).unit;
        let mut cells = Vec::new();
        for (at, position) in self.money.iter().enumerate() {
            let (Some(column), Some(title)) = (self.table.columns.get(*position), self.titled.get(*position).copied().flatten()) else {
                continue;
            };
            let stands_in = i32::from(title.column) + shift;
            let Some(cell) = own.iter().find(|cell| i32::from(cell.column) == stands_in) else {
                continue;
            };
            let of_total = self.unit_columns.of_total(*position, own);
            let (Ok(of_column), Ok(of_currency)) = (of_total, self.currency_unit) else {
                continue;
            };
            let unit = of_column.or(of_currency);
            let mut context = self.money_context(self.titled.get(*position).copied().flatten(), RowMoney { currency: None, unit });
            if of_label.is_some() {
                (context.of_title, context.of_row.unit) = (of_label, None);
            }
            let read = self.cells.read(column, &cell.raw, context);
            let place = Place::cell(self.source, number, cell.column);
            // Text that is no amount may be a remark; what nearly is one would have been compared.
            let untold = read.problems.into_iter().filter(|what| {
                matches!(
                    what,
                    What::Amount(Unreadable::Inexact | Unreadable::Range) | What::ErrorCell | What::NoResult
                )
            });
            for what in untold {
                let mut problem = self.problem(what, place.clone());
                problem.column = Some(column.name);
                problem.written = Some(Arc::clone(&read.written));
                problem.row_title = written.to_string();
                self.dress(&mut problem);
                self.problems.push(problem);
            }
            if let State::Value(Value::Money(money)) = read.state {
                cells.push(TotalCell {
                    money: at,
                    amount: money.amount,
                    place,
                    written: read.written,
                });
            }
        }
        // The required money column is told first.
        let main = self
            .table
            .money
            .and_then(|name| self.table.column(name))
            .map(|(position, _)| position);
        cells.sort_by_key(|cell| self.money.get(cell.money).copied() != main);
        self.totals.add_total(label, Arc::clone(written), cells);
    }

    /// By how many columns the cells of a totals row are shifted: none, unless numbers then stand below texts, and one column to
    /// the right or to the left of the figures everything fits.
    fn shift(&self, own: &[&GridCell]) -> i32 {
        let numbers: Vec<i32> = own
            .iter()
            .filter(|cell| match &cell.raw {
                Raw::Number(_) => true,
                Raw::Text(text) => matches!(crate::values::amount::parse(text), Ok(Some(_))),
                _ => false,
            })
            .map(|cell| i32::from(cell.column))
            .collect();
        let form = |column: i32| {
            let titled = self.region.header.columns.iter().find(|titled| i32::from(titled.column) == column);
            titled.map(|titled| match titled.known {
                Some(Known::Column(position)) => self.table.columns.get(position).map(|column| column.form),
                Some(Known::Idle(_)) | None => None,
            })
        };
        // Figures may stand below figures, and below titles that are not known; the first look-up is whether there is a title at all.
        let fits = |shift: i32| {
            let mut below_money = false;
            let all = numbers.iter().all(|column| match form(column - shift) {
                Some(Some(Form::Money(_))) => {
                    below_money = true;
                    true
                }
                Some(Some(Form::Number) | None) => true,
                Some(Some(_)) => false,
                None => shift == 0,
            });
            all && below_money
        };
        [0, -1, 1].into_iter().find(|shift| fits(*shift)).unwrap_or(0)
    }

    /// Tells the totals rows that are not the sum of their rows (D013).
    pub(super) fn tell_totals(&mut self) {
        let first = self.drafts.iter().filter_map(|draft| draft.date).min();
        let begins_later = first.is_some_and(|day| day.month() > 1);
        for off in self.totals.mismatches(begins_later) {
            let column = self
                .money
                .get(off.cell.money)
                .and_then(|position| self.table.columns.get(*position));
            let name = column.map(|column| column.name);
            let mut problem = self.problem(
                What::Total {
                    written: off.cell.amount,
                    sum: off.sum,
                    troubled: off.troubled,
                },
                off.cell.place,
            );
            problem.column = name;
            problem.written = Some(off.cell.written);
            problem.row_title = off.label.to_string();
            problem.related = off.others;
            let squad = self.squad.map(|squad| self.city.squad(squad).name.to_string()).unwrap_or_default();
            problem.digest = crate::records::row::digest_of(&[
                self.table.kind.key(),
                &squad,
                &off.label,
                name.unwrap_or_default(),
                &off.cell.amount.to_string(),
            ]);
            self.dress(&mut problem);
            self.problems.push(problem);
        }
    }
}
