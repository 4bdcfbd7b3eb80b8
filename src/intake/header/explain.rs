//! How one kind of table explains the titles of a header.

use std::sync::Arc;

use crate::intake::title;
use crate::intake::title::Known;
use crate::intake::turn;
use crate::records::Kind;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::column::Table;
use crate::values::unit::Unit;

use super::readings::Candidate;
use super::readings::Reading;
use super::readings::Sure;

/// Columns that a table must explain unless it explains half of the filled headers.
const ENOUGH: usize = 3;

/// Words of a title that is about a part of the money only, and need not agree with the whole.
const PARTS: [&str; 6] = ["其中", "引资", "内资", "外资", "省外", "市外"];

/// A title's claim to a column; the least has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    /// Whether it is a sum of all so far (当年到位资金) of a table whose rows each have their own (本次到位).
    so_far: bool,
    /// Whether it is what is asked for or stands on a paper (申请金额), of a table of what was paid.
    asked_for: bool,
    child_alone: bool,
    /// 0 for the canonical name, then the synonyms in order.
    rank: usize,
    sure: Sure,
    /// Position of the title.
    at: usize,
}

/// How one kind of table explains the titles.
pub(super) struct Explained {
    pub(super) kind: Kind,
    /// Recognised columns that carry something.
    pub(super) columns: usize,
    /// What each title stands for, with its unit.
    pub(super) known: Vec<(Option<Known>, Option<Unit>)>,
    /// For each title the required money, by its position, that another title has and this one contradicts when its amount differs.
    pub(super) rivals: Vec<Option<usize>>,
    /// Required columns that are missing.
    pub(super) missing: Vec<&'static str>,
    /// Whether it is enough to be a table of the kind.
    pub(super) enough: bool,
    /// The column that a line above supplies.
    pub(super) said: Option<(usize, Arc<str>)>,
}

impl Explained {
    pub(super) fn is_table(&self) -> bool {
        self.missing.is_empty() && self.enough
    }
}

/// How many columns a kind cannot do without.
pub(super) fn required(table: &Table) -> usize {
    let required = table.columns.iter().filter(|column| column.need == Need::Required).count();
    required + table.alternatives.len()
}

/// Words of a title below which stands when people came back, and titles that are the other end of 日期.
const COME_BACK: [&str; 4] = ["返", "回", "外出", "出差"];
const OTHER_ENDS: [&str; 4] = ["止", "至", "日期止", "时间止"];

/// Takes a column that may hold the deadline of a task (截止日期, 结束日期) for none of the days of a log: one that does not stand right behind
/// 日期, in a table that has no column of when they begin.
fn forget_deadline(table: &Table, candidates: &[Candidate<'_>], known: &mut [(Option<Known>, Option<Unit>)]) {
    let at = |name: &str, known: &[(Option<Known>, Option<Unit>)]| {
        let position = table.column(name).map(|(position, _)| Known::Column(position))?;
        known.iter().position(|(what, _)| *what == Some(position))
    };
    let (Some(day), None, Some(end)) = (at("日期", known), at("开始日期", known), at("结束日期", known)) else {
        return;
    };
    let (Some(day), Some(candidate)) = (candidates.get(day), candidates.get(end)) else {
        return;
    };
    let is_behind = candidate.column == day.column.saturating_add(1);
    let comes_back = COME_BACK.iter().any(|word| candidate.written.contains(word)) || OTHER_ENDS.contains(&&*candidate.written);
    if !is_behind
        && !comes_back
        && let Some(known) = known.get_mut(end)
    {
        *known = (None, None);
    }
}

/// What the titles are in a table of the kind.
pub(super) fn explain(kind: Kind, candidates: &[Candidate<'_>]) -> Explained {
    let table = kind.table();
    // Of two titles for one column the pair goes before the child alone, then the canonical name, the earlier synonym, the surest, the
    // left one.
    let mut best: Vec<Option<Claim>> = vec![None; table.columns.len()];
    let mut ambiguous = vec![false; table.columns.len()];
    let readings: Vec<Option<(&Reading<'_>, Known, usize)>> = candidates
        .iter()
        .map(|candidate| {
            let mut readings = candidate.readings.iter();
            readings.find_map(|reading| reading.of(kind).map(|(known, rank)| (reading, known, rank)))
        })
        .collect();
    // For each title the column that it may be.
    let claims = readings.iter().enumerate().map(|(at, reading)| {
        let (reading, Known::Column(column), rank) = reading.as_ref()? else {
            return None;
        };
        let is_money = table
            .columns
            .get(*column)
            .is_some_and(|column| matches!(column.form, Form::Money(_)));
        let written = candidates.get(at).map_or("", |candidate| &*candidate.written);
        let claim = Claim {
            so_far: kind == Kind::Receipt && is_money && title::is_so_far(written),
            asked_for: kind == Kind::Expense && is_money && turn::is_asked_for(written),
            child_alone: reading.sure == Sure::ChildAlone,
            rank: *rank,
            sure: reading.sure,
            at,
        };
        Some((*column, claim))
    });
    let claims: Vec<Option<(usize, Claim)>> = claims.collect();
    for (column, claim) in claims.iter().flatten().copied() {
        if let (Some(slot), Some(ambiguous)) = (best.get_mut(column), ambiguous.get_mut(column)) {
            let standing = |claim: Claim| (claim.so_far, claim.asked_for, claim.rank, claim.sure);
            let as_good = slot.is_some_and(|slot| standing(slot) == standing(claim));
            if slot.is_none_or(|slot| claim < slot) {
                *slot = Some(claim);
                *ambiguous = false;
            }
            *ambiguous |= as_good && claim.sure != Sure::Pair;
        }
    }
    for (slot, _) in best.iter_mut().zip(ambiguous).filter(|(_, ambiguous)| *ambiguous) {
        *slot = None;
    }

    let mut seen_idle = Vec::new();
    let mut known: Vec<(Option<Known>, Option<Unit>)> = Vec::with_capacity(candidates.len());
    for (at, reading) in readings.iter().enumerate() {
        let of_title = reading.as_ref().and_then(|(reading, what, _)| match what {
            Known::Column(column) => {
                let winner = best.get(*column).copied().flatten().is_some_and(|claim| claim.at == at);
                winner.then_some((Some(*what), reading.unit))
            }
            Known::Idle(idle) => {
                seen_idle.push(*idle);
                Some((Some(*what), None))
            }
        });
        known.push(of_title.unwrap_or((None, None)));
    }

    if kind == Kind::Log {
        forget_deadline(table, candidates, &mut known);
    }
    let rivals = claims.iter().map(|claim| {
        let (column, claim) = claim.as_ref()?;
        let winner = best.get(*column).copied().flatten().filter(|winner| winner.at != claim.at)?;
        let declared = table.columns.get(*column)?;
        contradicts(declared, claim, &winner, candidates).then_some(*column)
    });
    let rivals: Vec<Option<usize>> = rivals.collect();

    let has = |name: &str| {
        let column = table.column(name).and_then(|(position, _)| best.get(position));
        column.is_some_and(Option::is_some)
    };
    let columns = best.iter().filter(|slot| slot.is_some()).count();
    let half = (columns + seen_idle.len()) * 2 >= candidates.len();
    // A date under another name than the library's (登记时间) stands on any list of names.
    let of_its_own = |name: &str, is_date: bool| {
        let column = table.column(name).and_then(|(position, _)| best.get(position)).copied().flatten();
        column.is_some_and(|claim| claim.rank == 0 || !is_date)
    };
    let own = !table.needs_further || title::own_columns(kind).any(|column| of_its_own(column.name, column.form == Form::Date));
    Explained {
        kind,
        columns,
        known,
        rivals,
        missing: missing(table, has),
        enough: (half || columns >= ENOUGH) && own,
        said: None,
    }
}
/// Whether a title that lost a required money contradicts the one that has it when their amounts differ: both are the whole, and alike
/// in what they say of it.
fn contradicts(column: &Column, claim: &Claim, winner: &Claim, candidates: &[Candidate<'_>]) -> bool {
    let required = column.need == Need::Required && matches!(column.form, Form::Money(_));
    let is_part = |at: usize| {
        let candidate = candidates.get(at);
        candidate.is_some_and(|candidate| PARTS.iter().any(|word| candidate.written.contains(word)))
    };
    let part = is_part(claim.at) != is_part(winner.at);
    // The canonical name says plainly more than a synonym.
    let plainer = winner.rank == 0 && claim.rank != 0;
    let kind_of = |claim: &Claim| (claim.so_far, claim.asked_for, claim.child_alone);
    required && !part && !plainer && kind_of(winner) == kind_of(claim)
}

/// The required columns that are missing, and what of the alternatives is nearest to being whole.
fn missing(table: &Table, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let required = table.columns.iter().filter(|column| column.need == Need::Required);
    let mut missing: Vec<&'static str> = required.map(|column| column.name).filter(|name| !has(name)).collect();
    for group in table.alternatives {
        let by_context = group
            .iter()
            .flat_map(|names| names.iter())
            .any(|name| table.column(name).is_some_and(|(_, column)| column.need == Need::Context));
        let there = group.iter().any(|names| names.iter().all(|name| has(name)));
        if !there && !by_context {
            let lacks = |names: &&[&'static str]| -> Vec<&'static str> { names.iter().copied().filter(|name| !has(name)).collect() };
            let nearest = group.iter().map(lacks).min_by_key(Vec::len);
            missing.extend(nearest.into_iter().flatten());
        }
    }
    missing
}
