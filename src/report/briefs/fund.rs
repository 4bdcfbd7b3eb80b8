//! The fund: the budget and what was spent of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::WindowFigures;
use crate::records::Kind;
use crate::report::Outcome;
use crate::values::id_number::mask_in_text;

use super::words;
use super::words::Told;

/// The fund of the year to date.
#[derive(Debug, Serialize)]
pub(super) struct Fund {
    budget: Told,
    /// Whether nobody handed a budget in, so that it is the regulation's sum.
    budget_by_regulation: bool,
    carry_over: Told,
    spent: Told,
    proposed: Told,
    /// spent − proposed
    cuts: Told,
    committed: Told,
    balance: Told,
    used_share: Told,
    tracks: Vec<Track>,
    /// Items of the squads' spending: name, in the period, in the year to date.
    items: Vec<Vec<String>>,
    /// The last row of the squads' table.
    total: Vec<String>,
    /// Whether rounded parts do not add up to the rounded whole somewhere.
    is_rounded: bool,
}

#[derive(Debug, Serialize)]
struct Track {
    name: &'static str,
    sum: String,
}

impl Fund {
    pub(super) fn new(outcome: &Outcome<'_>) -> Fund {
        let figures = outcome.figures;
        let told = |key| words::told(figures.fund(key), "");
        let money = |key| match figures.fund(key).map(|figure| &figure.value) {
            Some(FigureValue::Money(sum)) => Some(*sum),
            _ => None,
        };
        let cuts = match (money("spent"), money("proposed")) {
            (Some(spent), Some(proposed)) => spent.checked_sub(proposed),
            _ => None,
        };
        let tracks = sums(figures.fund("by_track")).into_iter().filter_map(|(key, sum)| {
            let name = match key {
                "city" => "市级组织的招商活动",
                "squads" => "招商专班",
                "others" => "其他招商单位",
                _ => return None,
            };
            Some(Track {
                name,
                sum: words::wan_yuan(sum),
            })
        });
        let (total, total_ytd) = (&figures.total_period, &figures.total_ytd);
        let items = items(total, total_ytd);
        Fund {
            budget: told("budget"),
            budget_by_regulation: money("budget").is_some() && !outcome.records.anyone_handed_in(Kind::Budget),
            carry_over: told("carry_over"),
            spent: told("spent"),
            proposed: told("proposed"),
            cuts: words::told_sum(cuts),
            committed: told("committed"),
            balance: told("balance"),
            used_share: told("used_share"),
            tracks: tracks.collect(),
            items: items
                .iter()
                .map(|(name, now, ytd)| vec![name.clone(), words::wan(*now), words::wan(*ytd)])
                .collect(),
            total: spending(total, total_ytd),
            is_rounded: is_rounded(outcome, &items),
        }
    }
}

const SPENDING: [&str; 3] = ["spent", "proposed", "cuts"];

/// Spent, proposed and cut in the period and in the year to date.
pub(super) fn spending(now: &WindowFigures, ytd: &WindowFigures) -> Vec<String> {
    let cells = [now, ytd]
        .into_iter()
        .flat_map(|window| SPENDING.map(|key| words::cell(window.get(key))));
    cells.collect()
}

fn sums(figure: Option<&Figure>) -> Vec<(&str, Decimal)> {
    match figure.map(|figure| &figure.value) {
        Some(FigureValue::Sums(sums)) => sums.iter().map(|(name, sum)| (name.as_str(), *sum)).collect(),
        _ => Vec::new(),
    }
}

/// The items of the year to date, which hold those of the period, with both sums.
fn items(now: &WindowFigures, ytd: &WindowFigures) -> Vec<(String, Decimal, Decimal)> {
    let in_period: BTreeMap<&str, Decimal> = sums(now.get("spent_by_item")).into_iter().collect();
    sums(ytd.get("spent_by_item"))
        .into_iter()
        .map(|(name, sum)| {
            let now = in_period.get(name).copied().unwrap_or_default();
            (mask_in_text(name), now, sum)
        })
        .collect()
}

/// Whether in one of the spending tables the parts as shown, below or beside each other, do not add up to the whole as shown.
fn is_rounded(outcome: &Outcome<'_>, items: &[(String, Decimal, Decimal)]) -> bool {
    let shown = |sum: Decimal| words::wan(sum).parse::<Decimal>().unwrap_or_default();
    let differs = |parts: &[Decimal], whole: Option<Decimal>| {
        whole.is_some_and(|whole| parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(shown(*part))) != shown(whole))
    };
    let figures = outcome.figures;
    let by_squad = SPENDING.iter().any(|key| {
        let now: Vec<Decimal> = figures.squads.iter().filter_map(|squad| squad.period.money(key)).collect();
        let ytd: Vec<Decimal> = figures.squads.iter().filter_map(|squad| squad.ytd.money(key)).collect();
        differs(&now, figures.total_period.money(key)) || differs(&ytd, figures.total_ytd.money(key))
    });
    let across = figures.squads.iter().flat_map(|squad| [&squad.period, &squad.ytd]).any(|window| {
        let parts = window.money("proposed").zip(window.money("cuts"));
        parts.is_some_and(|(proposed, cuts)| differs(&[proposed, cuts], window.money("spent")))
    });
    let now: Vec<Decimal> = items.iter().map(|(_, now, _)| *now).collect();
    let ytd: Vec<Decimal> = items.iter().map(|(_, _, ytd)| *ytd).collect();
    by_squad || across || differs(&now, figures.total_period.money("spent")) || differs(&ytd, figures.total_ytd.money("spent"))
}
