//! `spent`, `spent_by_item`, `proposed`, `cuts` and `cost_per_yi_signed`; and the expense lines that the fund counts too
//! (经费办法 四, 七).

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::place::Source;
use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::cell::Owner;
use crate::records::expense::Expense;
use crate::records::items::canonical_item;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::values::period::Window;
use crate::values::unit::Unit;

use super::Figure;
use super::FigureValue;
use super::Part;
use super::view::View;
use super::view::bare;
use super::view::money;
use super::view::part;
use super::view::quotient;
use super::view::rows;

/// The rule whose one finding, at an activity's last row, cuts the rows before it too.
const OVER_GRANT: &str = "E009";

/// An expense whose sum and day are known.
pub(super) struct Line<'a> {
    pub(super) row: RowId,
    pub(super) date: NaiveDate,
    pub(super) owner: Option<&'a Owner>,
    /// Its item: its place in the policy's list (after all of them when it is unlawful), and its name.
    item: (usize, Arc<str>),
    /// Claimed, in yuan; negative when it takes back an earlier one.
    pub(super) yuan: Decimal,
    /// What should not be paid of it, in yuan.
    cut: Decimal,
    expense: &'a Expense,
}

impl Line<'_> {
    /// The squad whose expense it is.
    pub(super) fn squad(&self) -> Option<SquadId> {
        self.owner.and_then(Owner::squad)
    }

    /// The lawful item, or the item as written.
    pub(super) fn item(&self) -> &str {
        &self.item.1
    }
}

/// The expenses of all years in use, in file order.
pub(super) struct Spending<'a> {
    lines: Vec<Line<'a>>,
    /// Expenses before this day were not judged: what to cut of them is not known.
    judged_from: NaiveDate,
}

impl<'a> Spending<'a> {
    /// Reads the expenses with what the findings cut. Foreign money without a rate is in no sum.
    pub(super) fn new(records: &'a Records, policy: &Policy, findings: &[Finding], judged_from: NaiveDate) -> Spending<'a> {
        let mut items = Items::new(policy);
        let expenses = rows(Kind::Expense, &records.tables.expenses);
        let lines = expenses.filter_map(|(row, expense)| {
            let date = expense.date.get()?;
            Some(Line {
                row,
                date,
                owner: expense.owner(),
                item: items.of(expense.item.value(), date),
                yuan: expense.amount.get()?.in_yuan(&records.city, date)?,
                cut: Decimal::ZERO,
                expense,
            })
        });
        let mut spending = Spending {
            lines: lines.collect(),
            judged_from,
        };
        spending.cut(findings);
        spending
    }

    /// The lines of a window, in file order.
    pub(super) fn within(&self, window: Window) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |line| window.contains(line.date))
    }

    /// Sums by item, in the policy's order and then by name; with what the lines claim.
    pub(super) fn by_item<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> Option<Vec<(String, Decimal)>> {
        let mut sums: BTreeMap<(usize, Arc<str>), Decimal> = BTreeMap::new();
        for line in lines {
            let sum = sums.entry(line.item.clone()).or_default();
            *sum = sum.checked_add(line.yuan)?;
        }
        Some(sums.into_iter().map(|((_, item), sum)| (item.to_string(), sum)).collect())
    }

    /// What should be paid of the lines, and what not: a cut of all swallows the others. `None` when one of them was not judged.
    pub(super) fn proposed_and_cuts<'l>(&self, lines: impl Iterator<Item = &'l Line<'l>>) -> Option<(Vec<Part>, Vec<Part>)> {
        let (mut proposed, mut cuts) = (Vec::new(), Vec::new());
        for line in lines {
            if line.date < self.judged_from {
                return None;
            }
            proposed.push(part(line.row, line.yuan.checked_sub(line.cut)?));
            if !line.cut.is_zero() {
                cuts.push(part(line.row, line.cut));
            }
        }
        Some((proposed, cuts))
    }

    /// Takes the findings' cuts to their lines; together never more than what is claimed.
    fn cut(&mut self, findings: &[Finding]) {
        let mut places: HashMap<(Arc<Source>, u32), usize> = HashMap::new();
        for (position, line) in self.lines.iter().enumerate() {
            places.insert((Arc::clone(&line.expense.at.source), line.expense.at.row), position);
        }
        let mut over_grant = Vec::new();
        for finding in findings {
            let (Some(cut), Some(place)) = (finding.cut, &finding.place) else {
                continue;
            };
            let Some(position) = places.get(&(Arc::clone(&place.source), place.row)) else {
                continue;
            };
            if finding.rule.code == OVER_GRANT {
                over_grant.push((*position, cut));
            } else if let Some(line) = self.lines.get_mut(*position) {
                line.cut_by(cut);
            }
        }
        self.cut_over_grant(&over_grant);
    }

    /// What an activity's item spent beyond its grant is cut on its last rows (E009): from the finding's row backwards, by day and
    /// then file order, of each row at most what it claims.
    fn cut_over_grant(&mut self, excesses: &[(usize, Decimal)]) {
        if excesses.is_empty() {
            return;
        }
        let mut by_day: Vec<usize> = (0..self.lines.len()).collect();
        by_day.sort_by_key(|position| self.lines.get(*position).map(|line| line.date));
        let mut grants: HashMap<(Arc<str>, Arc<str>), Vec<usize>> = HashMap::new();
        for position in by_day {
            if let Some(key) = self.lines.get(position).and_then(Line::grant) {
                grants.entry(key).or_default().push(position);
            }
        }
        for (last, excess) in excesses {
            let of_grant = self.lines.get(*last).and_then(Line::grant).and_then(|key| grants.get(&key));
            let up_to_last = of_grant.map_or(std::slice::from_ref(last), |positions| {
                let end = positions.iter().position(|position| position == last).map_or(0, |end| end + 1);
                positions.get(..end).unwrap_or_default()
            });
            let mut rest = *excess;
            for position in up_to_last.iter().rev() {
                if rest <= Decimal::ZERO {
                    break;
                }
                if let Some(line) = self.lines.get_mut(*position) {
                    let here = rest.min(line.yuan.max(Decimal::ZERO));
                    line.cut_by(here);
                    rest -= here;
                }
            }
        }
    }
}

impl Line<'_> {
    fn cut_by(&mut self, cut: Decimal) {
        let most = self.yuan.max(Decimal::ZERO);
        self.cut = self.cut.checked_add(cut).map_or(most, |cut| cut.clamp(Decimal::ZERO, most));
    }

    /// The activity and item that a grant is for.
    fn grant(&self) -> Option<(Arc<str>, Arc<str>)> {
        let activity = self.expense.activity.value()?;
        Some((Arc::clone(&activity.key), Arc::clone(&self.item.1)))
    }
}

/// Which lawful item is written, remembered by what is written: sheets repeat a few words thousands of times.
struct Items<'p> {
    policy: &'p Policy,
    known: HashMap<(Arc<str>, NaiveDate), (usize, Arc<str>)>,
}

impl<'p> Items<'p> {
    fn new(policy: &'p Policy) -> Items<'p> {
        Items {
            policy,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, written: Option<&Arc<str>>, date: NaiveDate) -> (usize, Arc<str>) {
        let written = written.map_or_else(|| Arc::from(""), Arc::clone);
        let policy = self.policy;
        self.known
            .entry((Arc::clone(&written), date))
            .or_insert_with(|| match canonical_item(policy, &written, date) {
                Some(item) => (position_of(policy, &item, date), item.into()),
                None => (usize::MAX, written),
            })
            .clone()
    }
}

/// The place of an item in the policy's list.
fn position_of(policy: &Policy, item: &str, date: NaiveDate) -> usize {
    let words = policy.words("expense_items", date).iter();
    let mut names = words.map(|entry| entry.split_once('=').map_or(entry.as_str(), |(name, _)| name));
    names.position(|name| name == item).unwrap_or(usize::MAX)
}

/// The five figures; `signed` is `signed_formal` of the same view.
pub(super) fn figures(view: &View<'_>, spending: &Spending<'_>, signed: Option<&Figure>) -> Vec<Figure> {
    let reported = view.reported(Kind::Expense);
    let lines = || {
        let lines = spending.within(view.window);
        lines.filter(|line| view.is_of(line.squad()))
    };
    let claims: Vec<Part> = lines().map(|line| part(line.row, line.yuan)).collect();
    let spent = money("spent", reported, claims.clone());
    let mut by_item = Figure {
        key: "spent_by_item",
        ..spent.clone()
    };
    if spent.value != FigureValue::NotReported {
        by_item.value = Spending::by_item(lines()).map_or(FigureValue::None, FigureValue::Sums);
    }
    let is_reported = spent.value != FigureValue::NotReported;
    let [proposed, cuts] = proposed_and_cuts(spending.proposed_and_cuts(lines()), is_reported);
    let cost = cost_per_yi_signed(&spent, signed);
    vec![spent, by_item, proposed, cuts, cost]
}

/// The two figures; without a value when a line was not judged.
pub(super) fn proposed_and_cuts(parts: Option<(Vec<Part>, Vec<Part>)>, reported: bool) -> [Figure; 2] {
    match parts {
        Some((proposed, cuts)) => [money("proposed", reported, proposed), money("cuts", reported, cuts)],
        None => ["proposed", "cuts"].map(|key| bare(key, FigureValue::None)),
    }
}

/// Yuan spent for each 亿元 signed, two places.
fn cost_per_yi_signed(spent: &Figure, signed: Option<&Figure>) -> Figure {
    let value = match (&spent.value, signed.map(|figure| &figure.value)) {
        (FigureValue::NotReported, _) | (_, Some(FigureValue::NotReported)) => FigureValue::NotReported,
        (FigureValue::Money(spent), Some(FigureValue::Money(signed))) => spent
            .checked_mul(Unit::YI.factor)
            .and_then(|spent| quotient(spent, *signed, 2))
            .map_or(FigureValue::None, FigureValue::Money),
        _ => FigureValue::None,
    };
    bare("cost_per_yi_signed", value)
}
