//! Rows against rows of all tables: the same row twice (D015), one key with two contents (D016), reversals and what they take
//! back (D010), people and the rosters (D018).

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::problem::Difference;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::long_number;

use super::row;
use super::row::Draft;
use super::row::Fate;

/// Shortest voucher number that a text may name in passing.
const SHORTEST_VOUCHER: usize = 3;

/// Marks the rows whose content stands in an earlier row.
pub(super) fn same_rows(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut first: HashMap<[u8; 16], usize> = HashMap::new();
    for at in 0..drafts.len() {
        let Some(draft) = drafts.get(at).filter(|draft| draft.fate == Fate::Used) else {
            continue;
        };
        let earlier = match first.get(&draft.content) {
            None => {
                first.insert(draft.content, at);
                continue;
            }
            Some(earlier) => *earlier,
        };
        let mut problem = draft.problem(What::SameRow, None);
        problem.related.extend(drafts.get(earlier).map(|draft| draft.at.place()));
        problems.push(problem);
        if let Some(draft) = drafts.get_mut(at) {
            draft.fate = Fate::Duplicate;
        }
    }
}

/// Sets aside the rows whose key stands in an earlier row with another content.
pub(super) fn same_keys(drafts: &mut [Draft], city: &City, problems: &mut Vec<Problem>) {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<(Kind, String), usize> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.fate == Fate::Used) {
        let Some(key) = key_of(draft, city) else {
            continue;
        };
        let group = *group_of.entry((draft.kind, key)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.push(at);
        }
    }
    for mut group in groups.into_iter().filter(|group| group.len() > 1) {
        // The date comes before the place, where all have one.
        let day = |at: &usize| drafts.get(*at).and_then(|draft| draft.date);
        if group.iter().all(|at| day(at).is_some()) {
            group.sort_by_key(|at| (day(at), *at));
        }
        let Some((first, later)) = group.split_first() else {
            continue;
        };
        for at in later {
            let (Some(counts), Some(draft)) = (drafts.get(*first), drafts.get(*at)) else {
                continue;
            };
            let names = draft.kind.table().key.iter().filter_map(|name| draft.cell(name));
            let key: Vec<&str> = names.map(|cell| &*cell.written).collect();
            let mut problem = draft.problem(
                What::SameKey {
                    key: key.join(" "),
                    differences: differences(counts, draft, city),
                },
                None,
            );
            problem.sets_aside = true;
            problem.related.push(counts.at.place());
            let place = problem.place.clone();
            problems.push(problem);
            if let Some(draft) = drafts.get_mut(*at) {
                draft.fate = Fate::SetAside("D016", place);
            }
        }
    }
}

/// The key of a row as compared; `None` when the table has none or a part of it is empty.
fn key_of(draft: &Draft, city: &City) -> Option<String> {
    let columns = draft.kind.table().key;
    let mut key = String::new();
    for name in columns {
        let before = key.len();
        row::canonical(draft.cell(name)?, city, &mut key);
        if key.len() == before {
            return None;
        }
        key.push('\u{1f}');
    }
    (!columns.is_empty()).then_some(key)
}

/// The columns that two rows have different.
fn differences(first: &Draft, this: &Draft, city: &City) -> Vec<Difference> {
    let canonical = |cell: &Cell<Value>| {
        let mut value = String::new();
        row::canonical(cell, city, &mut value);
        value
    };
    let shown = |cell: &Cell<Value>| match &cell.state {
        State::Value(Value::Owner(owner)) if cell.written.is_empty() => Arc::from(row::owner_name(owner, city)),
        _ => Arc::clone(&cell.written),
    };
    let columns = this.kind.table().columns.iter().zip(first.cells.iter().zip(&this.cells));
    columns
        .filter(|(_, (first, this))| canonical(first) != canonical(this))
        .map(|(column, (first, this))| Difference {
            column: column.name,
            first: shown(first),
            this: shown(this),
        })
        .collect()
}

/// Keeps a negative expense when it takes back a voucher that is there, by no more than its amount; sets the others aside (D010).
pub(super) fn reversals(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let is_negative = |draft: &Draft| {
        draft
            .money()
            .is_some_and(|money| money.amount.is_sign_negative() && !money.amount.is_zero())
    };
    let mut vouchers: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
    let mut negative = Vec::new();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.kind == Kind::Expense) {
        if is_negative(draft) {
            // A row that is set aside already tells its amount too, as any other row would.
            negative.push(at);
        } else if draft.fate == Fate::Used
            && let Some(voucher) = name_in(draft, "凭证号")
        {
            vouchers.entry(Arc::clone(&voucher.key)).or_default().push(at);
        }
    }
    let mut lengths: BTreeSet<usize> = vouchers.keys().map(|key| key.chars().count()).collect();
    lengths.retain(|length| *length >= SHORTEST_VOUCHER);

    let mut taken_back: HashMap<Arc<str>, Decimal> = HashMap::new();
    for at in negative {
        let Some(draft) = drafts.get(at).filter(|draft| draft.fate != Fate::Duplicate) else {
            continue;
        };
        let Some(money) = draft.money() else {
            continue;
        };
        let there = |voucher: &Arc<str>| {
            let rows = vouchers.get(voucher).into_iter().flatten().filter_map(|at| drafts.get(*at));
            let before = rows.filter(|row| match (row.date, draft.date) {
                (Some(row), Some(reversal)) => row <= reversal,
                _ => true,
            });
            let amounts = before.filter_map(Draft::money).filter(|amount| amount.currency == money.currency);
            amounts
                .fold(Some(Decimal::ZERO), |sum, amount| sum?.checked_add(amount.amount))
                .unwrap_or_default()
        };
        let fits = |voucher: &Arc<str>| {
            let back = taken_back.get(voucher).copied().unwrap_or_default();
            let all = back.checked_add(money.amount.abs());
            all.is_some_and(|all| all <= there(voucher))
        };
        let named = vouchers_named(draft, &vouchers, &lengths);
        let voucher = named.iter().find(|voucher| fits(voucher)).cloned();
        match voucher {
            Some(voucher) => {
                if draft.fate == Fate::Used {
                    let back = taken_back.entry(voucher).or_default();
                    *back = back.checked_add(money.amount.abs()).unwrap_or(Decimal::MAX);
                }
            }
            None => {
                let amount = draft.kind.table().money.and_then(|name| draft.kind.table().column(name));
                let mut problem = draft.problem(What::NotPositive(money.amount), amount.map(|(position, _)| position));
                problem.sets_aside = true;
                let place = problem.place.clone();
                problems.push(problem);
                if let Some(draft) = drafts.get_mut(at).filter(|draft| draft.fate == Fate::Used) {
                    draft.fate = Fate::SetAside("D010", place);
                }
            }
        }
    }
}

fn name_in<'a>(draft: &'a Draft, column: &str) -> Option<&'a Name> {
    match &draft.cell(column)?.state {
        State::Value(Value::Name(name)) => Some(name),
        _ => None,
    }
}

/// The vouchers that a reversal may be of: its own number, the one in 原凭证号, those that its texts name.
fn vouchers_named(draft: &Draft, vouchers: &HashMap<Arc<str>, Vec<usize>>, lengths: &BTreeSet<usize>) -> Vec<Arc<str>> {
    let columns = ["原凭证号", "凭证号"];
    let own = columns
        .iter()
        .filter_map(|column| name_in(draft, column))
        .map(|name| Arc::clone(&name.key));
    let mut named: Vec<Arc<str>> = own.filter(|key| vouchers.contains_key(key)).collect();
    for text in draft.notes.iter().flat_map(|notes| notes.lines()) {
        let folded: Vec<char> = long_number::fold(text).chars().take(2_000).collect();
        // The longest first: 001-12 and not 001-1.
        for length in lengths.iter().rev() {
            for window in folded.windows(*length) {
                let window: String = window.iter().collect();
                if let Some((key, _)) = vouchers.get_key_value(window.as_str()) {
                    named.push(Arc::clone(key));
                }
            }
        }
    }
    named
}

/// Drops the people whom no roster names, where the squad of the row has a roster (D018).
pub(super) fn strangers(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut with_roster: BTreeSet<SquadId> = BTreeSet::new();
    let mut known: HashSet<Arc<str>> = HashSet::new();
    for draft in drafts.iter().filter(|draft| draft.kind == Kind::Roster && draft.fate == Fate::Used) {
        with_roster.extend(draft.owner.as_ref().and_then(Owner::squad));
        known.extend(name_in(draft, "姓名").map(|name| Arc::clone(&name.key)));
    }
    for draft in drafts.iter_mut().filter(|draft| draft.fate == Fate::Used) {
        let column = match draft.kind {
            Kind::Log => "姓名",
            Kind::Expense => "出差人员",
            _ => continue,
        };
        let squad = draft.owner.as_ref().and_then(Owner::squad);
        if !squad.is_some_and(|squad| with_roster.contains(&squad)) {
            continue;
        }
        let Some((position, _)) = draft.kind.table().column(column) else {
            continue;
        };
        let Some(Cell {
            state: State::Value(Value::People(people)),
            ..
        }) = draft.cells.get(position)
        else {
            continue;
        };
        let (kept, strangers): (Vec<Name>, Vec<Name>) = people.iter().cloned().partition(|person| known.contains(&person.key));
        if strangers.is_empty() {
            continue;
        }
        for stranger in strangers {
            let mut problem = draft.problem(What::NotOnRoster(stranger.shown.to_string()), Some(position));
            problem.sets_aside = true;
            problem.digest = row::digest_of(&[&draft.at.digest.to_string(), &stranger.key]);
            problems.push(problem);
        }
        if kept.is_empty() {
            let place = draft.cells.get(position).map(|cell| cell.place(&draft.at));
            draft.fate = Fate::SetAside("D018", place.unwrap_or_else(|| draft.at.place()));
        } else if let Some(cell) = draft.cells.get_mut(position) {
            cell.state = State::Value(Value::People(kept));
        }
    }
}
