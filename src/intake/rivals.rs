//! Rows against rows of all tables: the same row twice (D015), one key with two contents (D016), sums so far beside other receipts
//! (D008), reversals and what they take back (D010), people and the rosters (D018).

use ahash::HashMap;
use ahash::HashSet;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::problem::Difference;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::FoundTable;
use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::Money;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::Unreadable;
use crate::values::currency::Currency;
use crate::values::long_number;

use super::row;
use super::row::Draft;
use super::row::Fate;
use super::title;

/// How long a voucher number is that a text may name in passing.
const NAMEABLE: RangeInclusive<usize> = 3..=40;

/// How much of a text is searched for voucher numbers.
const LONGEST_TEXT: usize = 300;

/// Marks the rows whose content stands in an earlier row.
pub(super) fn same_rows(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut first: HashMap<[u8; 16], usize> = HashMap::default();
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
    let mut group_of: HashMap<(Kind, String), usize> = HashMap::default();
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

/// Sets aside the receipts whose amount stands below a title of sums so far (当年到位资金), when the same contract or project has another
/// receipt, of the same year if the sums are of a year: whether the earlier one is in the later sum cannot be told (D008).
pub(super) fn sums_so_far(drafts: &mut [Draft], found: &[FoundTable], problems: &mut Vec<Problem>) {
    let title = |draft: &Draft| found.get(draft.at.table.0 as usize).and_then(|found| found.title("金额"));
    let so_far: Vec<usize> = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.kind == Kind::Receipt && draft.fate == Fate::Used && title(draft).is_some_and(title::is_so_far))
        .map(|(at, _)| at)
        .collect();
    if so_far.is_empty() {
        return;
    }
    let mut of_one: HashMap<(&str, Arc<str>), Vec<usize>> = HashMap::default();
    let keys = |draft: &Draft| ["合同编号", "项目名称"].map(|column| (column, name_in(draft, column).map(|name| Arc::clone(&name.key))));
    for (at, draft) in drafts.iter().enumerate() {
        if draft.kind == Kind::Receipt && draft.fate == Fate::Used {
            for (column, key) in keys(draft) {
                if let Some(key) = key {
                    of_one.entry((column, key)).or_default().push(at);
                }
            }
        }
    }
    let year = |draft: &Draft| draft.date.map(|day| day.year());
    for at in so_far {
        let Some(draft) = drafts.get(at) else { continue };
        let of_a_year = title(draft).is_some_and(title::is_of_a_year);
        let is_other = |other: &usize| {
            let same_year = drafts.get(*other).is_some_and(|other| year(other) == year(draft));
            *other != at && (!of_a_year || same_year)
        };
        let others = keys(draft).into_iter().filter_map(|(column, key)| of_one.get(&(column, key?)));
        let Some(other) = others.flatten().copied().find(is_other) else {
            continue;
        };
        let column = draft.kind.table().column("金额").map(|(position, _)| position);
        let mut problem = draft.problem(What::Amount(Unreadable::SoFar), column);
        problem.sets_aside = true;
        problem.related.extend(drafts.get(other).map(|other| other.at.place()));
        let place = problem.place.clone();
        problems.push(problem);
        if let Some(draft) = drafts.get_mut(at) {
            draft.fate = Fate::SetAside("D008", place);
        }
    }
}

/// The key of a row as compared; `None` when the table has none or a part of it is empty.
pub(super) fn key_of(draft: &Draft, city: &City) -> Option<String> {
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
    let canonical = |cell: &Content| {
        let mut value = String::new();
        row::canonical(cell, city, &mut value);
        value
    };
    let shown = |cell: &Content| match &cell.state {
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

/// What stands under one voucher number in one currency: the day of each row, with the sum up to and with it.
type Standing = Vec<(Option<NaiveDate>, Decimal)>;

/// The vouchers that a reversal may take back.
#[derive(Default)]
struct Vouchers {
    standing: BTreeMap<(Arc<str>, Currency), Standing>,
    /// How long the numbers are that a text may name.
    lengths: BTreeSet<usize>,
    taken_back: HashMap<(Arc<str>, Currency), Decimal>,
}

impl Vouchers {
    fn new(drafts: &[Draft]) -> Vouchers {
        let mut vouchers = Vouchers::default();
        for draft in drafts
            .iter()
            .filter(|draft| draft.kind == Kind::Expense && draft.fate == Fate::Used)
        {
            if let (Some(number), Some(money)) = (name_in(draft, "凭证号"), draft.money().filter(|money| !is_negative(money))) {
                let standing = vouchers.standing.entry((Arc::clone(&number.key), money.currency)).or_default();
                standing.push((draft.date, money.amount));
                vouchers.lengths.insert(number.key.chars().count());
            }
        }
        vouchers.lengths.retain(|length| NAMEABLE.contains(length));
        for standing in vouchers.standing.values_mut() {
            standing.sort_by_key(|(day, _)| *day);
            let mut sum = Decimal::ZERO;
            for (_, amount) in standing {
                // A sum that no Decimal holds is more than any reversal.
                sum = sum.checked_add(*amount).unwrap_or(Decimal::MAX);
                *amount = sum;
            }
        }
        vouchers
    }

    /// Takes an amount back from a voucher as it stood on that day, if that much is there.
    fn take_back(&mut self, voucher: &(Arc<str>, Currency), amount: Decimal, day: Option<NaiveDate>) -> bool {
        let Some(standing) = self.standing.get(voucher) else {
            return false;
        };
        let until = match day {
            Some(_) => standing.partition_point(|(row, _)| *row <= day),
            None => standing.len(),
        };
        let there = until.checked_sub(1).and_then(|at| standing.get(at)).map(|(_, sum)| *sum);
        let before = self.taken_back.get(voucher).copied().unwrap_or_default();
        match (before.checked_add(amount), there) {
            (Some(all), Some(there)) if all <= there => {
                self.taken_back.insert(voucher.clone(), all);
                true
            }
            _ => false,
        }
    }

    /// The vouchers that a reversal may be of: the one in 原凭证号, its own number, those that its texts name.
    fn named_by(&self, draft: &Draft, currency: Currency) -> Vec<(Arc<str>, Currency)> {
        let own = ["原凭证号", "凭证号"].into_iter().filter_map(|column| name_in(draft, column));
        let mut named: Vec<(Arc<str>, Currency)> = own.map(|name| (Arc::clone(&name.key), currency)).collect();
        for text in draft.notes.iter().flat_map(|notes| notes.lines()) {
            let folded: Vec<char> = long_number::fold(text).chars().take(LONGEST_TEXT).collect();
            let of_number = |at: usize| folded.get(at).is_some_and(char::is_ascii_alphanumeric);
            // The longest first: 001-12 and not 001-1.
            for length in self.lengths.iter().rev() {
                for (at, window) in folded.windows(*length).enumerate() {
                    // 1234 is not named by 91234 or 12345.
                    let runs_on = at > 0 && of_number(at - 1) && of_number(at) || of_number(at + length) && of_number(at + length - 1);
                    let voucher = (Arc::from(window.iter().collect::<String>()), currency);
                    if !runs_on && self.standing.contains_key(&voucher) {
                        named.push(voucher);
                    }
                }
            }
        }
        named
    }
}

fn is_negative(money: &Money) -> bool {
    money.amount < Decimal::ZERO
}

/// Keeps in 原凭证号 what a reversal takes back, wherever the row names it.
fn keep_original(draft: &mut Draft, number: Arc<str>) {
    let original = draft.kind.table().column("原凭证号");
    if let Some(cell) = original.and_then(|(position, _)| draft.cells.get_mut(position)) {
        Arc::make_mut(cell).state = State::Value(Value::Name(Name {
            shown: Arc::clone(&number),
            key: number,
        }));
    }
}

/// Keeps a negative expense when it takes back a voucher that is there, by no more than its amount; sets the others aside (D010).
pub(super) fn reversals(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut vouchers = Vouchers::new(drafts);
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.kind == Kind::Expense && draft.fate == Fate::Used)
    {
        let Some(money) = draft.money().filter(is_negative) else {
            continue;
        };
        let named = vouchers.named_by(draft, money.currency);
        let found = named
            .into_iter()
            .find(|voucher| vouchers.take_back(voucher, money.amount.abs(), draft.date));
        if let Some((number, _)) = found {
            keep_original(draft, number);
            continue;
        }
        let column = draft.kind.table().money.and_then(|name| draft.kind.table().column(name));
        let mut problem = draft.problem(What::NotPositive(money.amount), column.map(|(position, _)| position));
        problem.sets_aside = true;
        draft.fate = Fate::SetAside("D010", problem.place.clone());
        problems.push(problem);
    }
}

fn name_in<'a>(draft: &'a Draft, column: &str) -> Option<&'a Name> {
    match &draft.cell(column)?.state {
        State::Value(Value::Name(name)) => Some(name),
        _ => None,
    }
}

/// Drops the people whom no roster names, where the squad of the row has a roster (D018).
pub(super) fn strangers(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut with_roster: BTreeSet<SquadId> = BTreeSet::new();
    let mut known: HashSet<Arc<str>> = HashSet::default();
    for draft in drafts.iter().filter(|draft| draft.kind == Kind::Roster) {
        if draft.fate == Fate::Used {
            with_roster.extend(draft.owner.as_ref().and_then(Owner::squad));
        }
        // Whoever stands in a row that is set aside has a finding already.
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
        let Some(Value::People(people)) = draft.cells.get(position).and_then(|cell| cell.value()) else {
            continue;
        };
        let (kept, strangers): (Vec<Name>, Vec<Name>) = people.iter().cloned().partition(|person| known.contains(&person.key));
        if strangers.is_empty() {
            continue;
        }
        for stranger in strangers {
            let mut problem = draft.problem(What::NotOnRoster(stranger.shown.to_string()), Some(position));
            // What was claimed for several travellers cannot be parted: it counts, whoever is unknown.
            problem.sets_aside = draft.kind == Kind::Log || kept.is_empty();
            problems.push(problem);
        }
        if kept.is_empty() {
            let place = draft.cells.get(position).map(|cell| cell.place(&draft.at));
            draft.fate = Fate::SetAside("D018", place.unwrap_or_else(|| draft.at.place()));
        } else if let Some(cell) = draft.cells.get_mut(position) {
            Arc::make_mut(cell).state = State::Value(Value::People(kept));
        }
    }
}
