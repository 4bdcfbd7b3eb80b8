//! The fund of the year to date (spec 3.2): everybody's spending against the budget.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::application::Application;
use crate::records::cell::Owner;
use crate::records::cell::State;

use super::Figure;
use super::FigureValue;
use super::Part;
use super::budget::YearBudget;
use super::spending::Line;
use super::spending::Spending;
use super::spending::proposed_and_cuts;
use super::view::View;
use super::view::bare;
use super::view::money;
use super::view::part;
use super::view::quotient;
use super::view::rows;
use super::view::sum;

/// The figures in the order of spec 3.2. `view` is that of all squads together in the year to date; the fund counts the lines of
/// the office and of other units too.
pub(super) fn figures(view: &View<'_>, spending: &Spending<'_>, budget: Option<&YearBudget>) -> Vec<Figure> {
    let lines = || spending.within(view.window);
    let claims: Vec<Part> = lines().map(|line| part(line.row, line.yuan)).collect();
    let spent = money("spent", view.reported(Kind::Expense), claims);
    let is_reported = spent.value != FigureValue::NotReported;
    let sums = |key, sums: Option<Vec<(String, Decimal)>>| Figure {
        key,
        value: match sums {
            _ if !is_reported => FigureValue::NotReported,
            Some(sums) => FigureValue::Sums(sums),
            None => FigureValue::None,
        },
        parts: spent.parts.clone(),
    };
    let [proposed, _] = proposed_and_cuts(spending.proposed_and_cuts(lines()), is_reported);
    let by_item = sums("by_item", Spending::by_item(lines()));
    let mut by_squad = sums("by_squad", by_squad(view, spending));
    by_squad.parts = lines()
        .filter(|line| line.squad().is_some())
        .map(|line| part(line.row, line.yuan))
        .collect();
    let by_track = sums("by_track", by_track(lines()));
    let carry_over = match budget {
        Some(YearBudget { carried: Some(parts), .. }) => money("carry_over", true, parts.clone()),
        _ => bare("carry_over", FigureValue::NotReported),
    };
    let planned = planned(view, budget);
    let balance = balance(&planned, &carry_over, &spent);
    let used_share = used_share(&planned, &carry_over, &spent);
    let carry_to_next = Figure {
        key: "carry_to_next",
        ..balance.clone()
    };
    let committed = committed(view);
    vec![
        planned,
        carry_over,
        spent,
        proposed,
        committed,
        balance,
        used_share,
        by_item,
        by_squad,
        by_track,
        carry_to_next,
    ]
}

/// `budget`: what the budget table says; without one what the regulation itself sets, which is in no row.
fn planned(view: &View<'_>, budget: Option<&YearBudget>) -> Figure {
    match budget {
        Some(budget) => money("budget", true, budget.whole.clone()),
        None => {
            let set = view.policy.number("annual_budget", view.window.to);
            bare("budget", set.map_or(FigureValue::NotReported, FigureValue::Money))
        }
    }
}

/// budget + carry_over − spent, made of the rows of all three; 未报 when one of them is.
fn balance(budget: &Figure, carry_over: &Figure, spent: &Figure) -> Figure {
    let key = "balance";
    if [budget, carry_over, spent]
        .iter()
        .any(|figure| figure.value == FigureValue::NotReported)
    {
        return bare(key, FigureValue::NotReported);
    }
    let taken = spent.parts.iter().map(|spent| part(spent.row, -spent.adds));
    let parts = budget.parts.iter().chain(&carry_over.parts).copied().chain(taken);
    money(key, true, merged_by_row(parts))
}

/// One part for each row, in the order of their first appearance: a budget row gives budget and carry-over.
fn merged_by_row(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for part in parts {
        let place = *places.entry(part.row).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(known) => known.adds = known.adds.saturating_add(part.adds),
            None => merged.push(part),
        }
    }
    merged
}

/// spent ÷ (budget + carry_over), four places; no value when there is nothing to use.
fn used_share(budget: &Figure, carry_over: &Figure, spent: &Figure) -> Figure {
    let value = match (&budget.value, &carry_over.value, &spent.value) {
        (FigureValue::Money(budget), FigureValue::Money(carried), FigureValue::Money(spent)) => budget
            .checked_add(*carried)
            .and_then(|all| quotient(*spent, all, 4))
            .map_or(FigureValue::None, FigureValue::Share),
        (FigureValue::NotReported, _, _) | (_, FigureValue::NotReported, _) | (_, _, FigureValue::NotReported) => FigureValue::NotReported,
        _ => FigureValue::None,
    };
    bare("used_share", value)
}

/// The squads that handed in expenses, in report order.
fn by_squad(view: &View<'_>, spending: &Spending<'_>) -> Option<Vec<(String, Decimal)>> {
    let mut sums = Vec::new();
    for squad in view.records.city.squad_ids() {
        let lines = spending.within(view.window).filter(|line| line.squad() == Some(squad));
        let claims: Vec<Part> = lines.map(|line| part(line.row, line.yuan)).collect();
        if !claims.is_empty() || view.records.handed_in(Kind::Expense, squad) {
            sums.push((view.records.city.squad(squad).name.to_string(), sum(&claims)?));
        }
    }
    Some(sums)
}

/// The three tracks of 经费办法 七: what the office runs for the city, the squads, other units.
fn by_track<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> Option<Vec<(String, Decimal)>> {
    let (mut city, mut squads, mut others) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for line in lines {
        let track = match line.owner {
            Some(Owner::Coordination | Owner::Office) => &mut city,
            Some(Owner::Squad(_)) => &mut squads,
            Some(Owner::Other(_)) | None => &mut others,
        };
        *track = track.checked_add(line.yuan)?;
    }
    Some(
        [("city", city), ("squads", squads), ("others", others)]
            .map(|(track, sum)| (track.to_owned(), sum))
            .into(),
    )
}

/// `committed`: applications of any year approved and not yet reimbursed by the window's end, at the sum fixed; those without one
/// add nothing.
fn committed(view: &View<'_>) -> Figure {
    let open = rows(Kind::Application, &view.records.tables.applications)
        .filter(|(_, application)| is_open(application, view.window.to))
        .filter_map(|(row, application)| Some(part(row, application.fixed.get()?.yuan()?)));
    money("committed", view.reported(Kind::Application), open.collect())
}

/// Approved, and no sign of its having been reimbursed. A date that cannot be read approves nothing, and may be the day of payment.
fn is_open(application: &Application, by: NaiveDate) -> bool {
    let reimbursed = match &application.reimbursed.state {
        State::Value(day) => *day <= by,
        State::Unreadable => true,
        State::Empty | State::NoColumn => false,
    };
    application.approved.get().is_some_and(|day| day <= by) && !reimbursed
}
