//! What the cells of one row say only together: what is missing, what one column says for another, and what contradicts itself.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::intake::cells::RowMoney;
use crate::intake::fields::may_be_one_number;
use crate::intake::grid::Raw;
use crate::intake::header::HeadColumn;
use crate::intake::row_days;
use crate::intake::title::Known;
use crate::place::Place;
use crate::problem::What;
use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::IDLE;
use crate::records::column::Need;
use crate::values::Unreadable;
use crate::values::long_number;

use super::TableReader;

/// A problem of a cell, before it is known whether it sets the row aside.
pub(super) struct CellProblem {
    pub what: What,
    /// The declared column that it stands in, by position.
    pub column: usize,
    pub sets_aside: Severity,
}

/// When a problem sets its row aside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    Always,
    Never,
    /// When none of the alternatives of its group is there instead.
    UnlessReplaced,
}

impl TableReader<'_> {
    /// Tells empty required cells (D004), and which unreadable alternatives are missed.
    pub(super) fn require(&self, cells: &[Arc<Content>], problems: &mut Vec<CellProblem>) {
        let is_empty = |position: usize| cells.get(position).is_some_and(|cell| cell.is_empty());
        for column in self.positions.required.iter().copied().filter(|position| is_empty(*position)) {
            problems.push(CellProblem {
                what: What::EmptyRequired,
                column,
                sets_aside: Severity::Always,
            });
        }
        for group in &self.positions.alternatives {
            let has_value = |position: &usize| cells.get(*position).is_some_and(|cell| cell.value().is_some());
            let satisfied = group.iter().any(|columns| columns.iter().all(has_value));
            let mut unreadable = false;
            let is_member = |position: usize| group.iter().flatten().any(|member| *member == position);
            for problem in problems.iter_mut().filter(|problem| is_member(problem.column)) {
                if problem.sets_aside == Severity::UnlessReplaced {
                    problem.sets_aside = if satisfied { Severity::Never } else { Severity::Always };
                    unreadable |= !satisfied;
                }
            }
            if satisfied || unreadable {
                continue;
            }
            // The alternative that is nearest to being whole says which cell is missing.
            let lacks = |columns: &&Vec<usize>| columns.iter().filter(|position| !has_value(position)).count();
            let is_there = |position: &usize| cells.get(*position).is_some_and(|cell| cell.column.is_some());
            let nearest = group.iter().filter(|columns| columns.iter().all(is_there)).min_by_key(lacks);
            let empty = nearest.and_then(|columns| columns.iter().copied().find(|position| is_empty(*position)));
            if let Some(column) = empty {
                problems.push(CellProblem {
                    what: What::EmptyRequired,
                    column,
                    sets_aside: Severity::Always,
                });
            }
        }
    }

    /// Gives the days of a column that holds both ends of a time to the columns of the ends, where those say nothing themselves.
    pub(super) fn fill_spans(&self, cells: &mut [Arc<Content>]) {
        for [days, from, to] in &self.positions.spans {
            let Some(days) = cells.get(*days).cloned() else {
                continue;
            };
            for (end, position) in [from, to].into_iter().enumerate() {
                let Some(cell) = cells.get_mut(*position) else {
                    continue;
                };
                if !matches!(cell.state, State::NoColumn | State::Empty) {
                    continue;
                }
                let state = match (&days.state, end) {
                    (State::Value(Value::Days(days)), 0) => State::Value(Value::Date(days.from)),
                    (State::Value(Value::Days(days)), _) => State::Value(Value::Date(days.to)),
                    (State::Unreadable, _) => State::Unreadable,
                    (State::Empty, _) if matches!(cell.state, State::NoColumn) => State::Empty,
                    _ => continue,
                };
                *cell = Arc::new(Content {
                    state,
                    ..Content::clone(&days)
                });
            }
        }
    }

    /// Tells days of a log or an activity that cannot be counted (D005).
    pub(super) fn tell_days(&self, cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) {
        let Some(columns) = self.positions.days else {
            return;
        };
        row_days::close_day(cells, columns);
        let title = self.titled.get(columns.0).copied().flatten();
        let Some((position, why)) = row_days::wrong(self.table.kind, cells, columns, title.map(|title| &*title.title)) else {
            return;
        };
        let Some(cell) = cells.get_mut(position) else {
            return;
        };
        if !matches!(cell.state, State::Unreadable) {
            Arc::make_mut(cell).state = State::Unreadable;
            problems.push(CellProblem {
                what: What::Date(why),
                column: position,
                sets_aside: Severity::Always,
            });
        }
        // A day that was told as one that cannot be read leaves the row open too; that an end is improbable (D007) is not why.
        let told = problems
            .iter_mut()
            .filter(|problem| problem.column == position && matches!(problem.what, What::Date(_)));
        told.for_each(|problem| problem.sets_aside = Severity::Always);
    }

    /// Takes an amount for unreadable that may go on in the remark or the like behind it: `1` and `000` in a line of text that lacks a field
    /// at its end. Behind an amount a number of its own may stand in a column of numbers.
    pub(super) fn tell_parted(&self, raws: &[Option<&Raw>], cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) {
        const COUNTS: [&str; 2] = ["序号", "附件张数"];
        let titles = &self.region.header.columns;
        for position in &self.money {
            let Some(at) = self.titled_at.get(*position).copied().flatten() else {
                continue;
            };
            let (Some(here), Some(next)) = (titles.get(at), titles.get(at + 1)) else {
                continue;
            };
            let takes_any = match next.known {
                Some(Known::Column(other)) => self.table.columns.get(other).is_some_and(|column| column.form == Form::Text),
                Some(Known::Idle(idle)) => IDLE.get(idle).is_some_and(|column| !COUNTS.contains(&column.name)),
                None => true,
            };
            let raw = |at: usize| raws.get(at).copied().flatten();
            let (Some(Raw::Text(field)), Some(Raw::Text(behind))) = (raw(at), raw(at + 1)) else {
                continue;
            };
            if next.column == here.column.saturating_add(1) && takes_any && may_be_one_number(field, behind) {
                let what = What::Amount(Unreadable::Parted);
                if let (Some(cell), Some(column)) = (cells.get_mut(*position), self.table.columns.get(*position)) {
                    Arc::make_mut(cell).state = State::Unreadable;
                    problems.push(CellProblem {
                        sets_aside: severity(column, &what),
                        what,
                        column: *position,
                    });
                }
            }
        }
    }

    /// Tells an amount that another column of the same meaning contradicts: which of the two counts cannot be told. Amounts that only
    /// differ by the rounding of the larger unit are the same.
    pub(super) fn tell_rivals(
        &mut self,
        row: u32,
        raws: &[Option<&Raw>],
        money: RowMoney,
        cells: &mut [Arc<Content>],
        problems: &mut Vec<CellProblem>,
    ) {
        for (at, title) in self.region.header.columns.iter().enumerate() {
            let (Some(position), Some(raw)) = (title.rival_of, raws.get(at).copied().flatten()) else {
                continue;
            };
            let (Some(column), Some(cell)) = (self.table.columns.get(position), cells.get_mut(position)) else {
                continue;
            };
            let State::Value(Value::Money(own)) = cell.state else { continue };
            let unit = self.unit_columns.of_row(position, raws).or(money.unit);
            let context = self.money_context(Some(title), RowMoney { unit, ..money });
            let other = self.cells.read(column, raw, context);
            let State::Value(Value::Money(rival)) = other.state else { continue };
            let own_title = self.titled.get(position).copied().flatten();
            let factor = |title: &HeadColumn| title.unit.map(|unit| unit.factor);
            if own.currency != rival.currency || is_same((own.amount, own_title.and_then(factor)), (rival.amount, factor(title))) {
                continue;
            }
            let what = What::AmountsDiffer {
                other: other.written,
                title: Arc::clone(&title.title),
                place: Place::cell(self.source, row, title.column),
            };
            Arc::make_mut(cell).state = State::Unreadable;
            problems.push(CellProblem {
                sets_aside: severity(column, &what),
                what,
                column: position,
            });
        }
    }

    /// Tells numbers of people that are not whole, and of anything that are below zero (D008), unless the row takes back what another
    /// one counted.
    pub(super) fn tell_counts(&self, cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) {
        let is_wrong = |(column, cell): (&Column, &Arc<Content>)| match cell.state {
            State::Value(Value::Number(number)) if column.form == Form::Number => number.is_sign_negative() || !number.is_integer(),
            _ => false,
        };
        if !self.table.columns.iter().zip(cells.iter()).any(is_wrong) {
            return;
        }
        let money = self.table.money.and_then(|name| self.table.column(name));
        let takes_back = money.is_some_and(|(position, _)| {
            let money = cells.get(position).map(|cell| &cell.state);
            matches!(money, Some(State::Value(Value::Money(money))) if money.amount.is_sign_negative())
        });
        for ((position, column), cell) in self.table.columns.iter().enumerate().zip(cells) {
            let State::Value(Value::Number(number)) = cell.state else {
                continue;
            };
            let why = match number {
                _ if column.form != Form::Number => continue,
                number if number.is_sign_negative() && !number.is_zero() && !takes_back => Unreadable::BelowZero,
                number if column.name.ends_with("人数") && !number.is_integer() => Unreadable::NotWhole,
                _ => continue,
            };
            let what = What::Amount(why);
            Arc::make_mut(cell).state = State::Unreadable;
            problems.push(CellProblem {
                sets_aside: severity(column, &what),
                what,
                column: position,
            });
        }
    }

    /// Tells a voucher number that may be several: whether one of them was used before cannot be told then.
    pub(super) fn tell_several(&self, cells: &[Arc<Content>], problems: &mut Vec<CellProblem>) {
        if !matches!(self.table.kind, Kind::Expense | Kind::Receipt) {
            return;
        }
        let Some((position, _)) = self.table.column("凭证号") else {
            return;
        };
        let in_doubt = |cell: &Arc<Content>| matches!(cell.state, State::Value(_)) && long_number::may_be_several(&cell.written);
        if cells.get(position).is_some_and(in_doubt) {
            problems.push(CellProblem {
                what: What::Amount(Unreadable::Several),
                column: position,
                sets_aside: Severity::Never,
            });
        }
    }
}

/// Whether two amounts, each with the factor of its title's unit, are the same but for the rounding of the larger unit.
fn is_same((one, of_one): (Decimal, Option<Decimal>), (other, of_other): (Decimal, Option<Decimal>)) -> bool {
    let (Some(of_one), Some(of_other)) = (of_one, of_other) else {
        return one == other;
    };
    if of_one == of_other {
        return one == other;
    }
    let (larger, factor) = if of_one > of_other { (one, of_one) } else { (other, of_other) };
    // The last digit that is written in the larger unit.
    let written = larger.checked_div(factor).map(|number| number.normalize().scale());
    let step = written.and_then(|scale| factor.checked_mul(Decimal::new(1, scale)));
    step.is_some_and(|step| (one - other).abs() * Decimal::TWO <= step) && one.is_zero() == other.is_zero()
}

/// When a problem of a cell sets the row aside.
pub(super) fn severity(column: &Column, what: &What) -> Severity {
    let when_required = match column.need {
        Need::Required => Severity::Always,
        Need::Context => Severity::Always,
        Need::Alternative => Severity::UnlessReplaced,
        Need::Optional | Need::Idle => Severity::Never,
    };
    match what {
        What::YearTaken(_) | What::DateTooEarly(_) => Severity::Never,
        // Whose the row is may stand in 专班.
        What::UnknownSquad if column.form == Form::Unit => when_required,
        What::DateInFuture { .. } | What::UnknownSquad => Severity::Always,
        What::NotPositive(_) if column.need != Need::Required => Severity::Never,
        What::UnknownWord(_) | What::Ditto { .. } if column.form == Form::Currency => Severity::Always,
        What::ErrorCell | What::NoResult if matches!(column.form, Form::Currency) => Severity::Always,
        _ => when_required,
    }
}
