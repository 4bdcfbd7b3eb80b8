//! Whose rows a figure is taken of, in which window; and how its rows make it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Figure;
use super::FigureValue;
use super::Part;

/// One squad, or all together, in one window.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) records: &'a Records,
    pub(super) policy: &'a Policy,
    /// Ends with the as-of day at the latest.
    pub(super) window: Window,
    /// `None`: all squads together.
    pub(super) squad: Option<SquadId>,
    /// Contracts of the year before count as recognised in the year of registration (`carry_recognition`).
    pub(super) carries: bool,
}

impl View<'_> {
    /// Whether rows of that squad are looked at.
    pub(super) fn is_of(&self, squad: Option<SquadId>) -> bool {
        squad.is_some() && (self.squad.is_none() || self.squad == squad)
    }

    /// Whether rows of that owner are looked at; together, those without a squad too.
    pub(super) fn is_of_owner(&self, owner: &Cell<Owner>) -> bool {
        self.squad.is_none() || self.squad == squad_of(owner)
    }

    /// Whether the day lies in the window.
    pub(super) fn holds(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.window.contains(day))
    }

    /// Whether a table of the kind was handed in by one of the squads looked at. What others hand in is none of their figures.
    pub(super) fn reported(&self, kind: Kind) -> bool {
        self.squads().into_iter().any(|squad| self.records.handed_in(kind, squad))
    }

    /// The squads looked at, in report order.
    pub(super) fn squads(&self) -> Vec<SquadId> {
        match self.squad {
            Some(squad) => vec![squad],
            None => self.records.city.squad_ids().collect(),
        }
    }
}

/// The squad that a cell names.
pub(super) fn squad_of(owner: &Cell<Owner>) -> Option<SquadId> {
    owner.value().and_then(Owner::squad)
}

/// Rows of a table with their ids, in file order.
pub(super) fn rows<R>(kind: Kind, rows: &[R]) -> impl Iterator<Item = (RowId, &R)> {
    (0_u32..).zip(rows).map(move |(index, row)| (RowId { kind, index }, row))
}

/// A row that adds a sum.
pub(super) fn part(row: RowId, adds: Decimal) -> Part {
    Part { row, adds }
}

/// A row that counts as one.
pub(super) fn one(row: RowId) -> Part {
    part(row, Decimal::ONE)
}

/// The sum of rows; `None` when it is beyond what can be held exactly.
pub(super) fn sum(parts: &[Part]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.adds))
}

/// The sum of its rows in yuan; 未报 when there are none and no table was handed in.
pub(super) fn money(key: &'static str, reported: bool, parts: Vec<Part>) -> Figure {
    let value = match sum(&parts) {
        _ if parts.is_empty() && !reported => FigureValue::NotReported,
        Some(sum) => FigureValue::Money(sum),
        None => FigureValue::None,
    };
    Figure { key, value, parts }
}

/// How many its rows count; 未报 when there are none and no table was handed in.
pub(super) fn count(key: &'static str, reported: bool, parts: Vec<Part>) -> Figure {
    let value = match sum(&parts).and_then(|sum| sum.to_u64()) {
        _ if parts.is_empty() && !reported => FigureValue::NotReported,
        Some(count) => FigureValue::Count(count),
        None => FigureValue::None,
    };
    Figure { key, value, parts }
}

/// Whether what rows leave open could make a figure reach the target that it misses without it. It is then not told: with less it is
/// missed, and without it reached, whatever they mean.
pub(super) fn is_open(told: Decimal, untold: Decimal, goal: Option<Decimal>) -> bool {
    let reaches = |goal: Decimal| told < goal && told.checked_add(untold).is_none_or(|most| most >= goal);
    !untold.is_zero() && goal.is_none_or(reaches)
}

/// A figure without rows of its own.
pub(super) fn bare(key: &'static str, value: FigureValue) -> Figure {
    Figure {
        key,
        value,
        parts: Vec::new(),
    }
}

/// A quotient to so many places, half up; `None` when nothing divides it or it cannot be held.
pub(super) fn quotient(dividend: Decimal, divisor: Decimal, places: u32) -> Option<Decimal> {
    let quotient = dividend.checked_div(divisor)?;
    Some(quotient.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
}
