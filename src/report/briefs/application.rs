//! The papers by which the month's expenses are asked for (经费办法 七): each squad's application to the office, and the office's
//! summary to the finance bureau.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::Part;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::records::RowId;
use crate::records::expense::Expense;
use crate::records::roster::Role;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::books::RowFindings;
use crate::report::names::file_name;
use crate::report::sheet::shown_with_codes;
use crate::report::write::Error;
use crate::report::write::docx;
use crate::report::write::docx::Document;
use crate::values::capitals;

use super::each_once;
use super::squad_name;
use super::words;

const OF_SQUAD: &str = "经费申请报告.gw.j2";
const SUMMARY: &str = "经费申请汇总.gw.j2";

/// The folder of the fund's papers.
pub const FOLDER: &str = "经费";

/// An application for each squad that spent something in the period, and the summary.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let mut files = vec![document(outcome, SUMMARY, "经费申请汇总报告", Summary::new(outcome))?];
    for squad in &outcome.figures.squads {
        if rows(squad.period.get("spent")).is_empty() {
            continue;
        }
        let title = format!("经费申请报告（{}专班）", file_name(&squad_name(outcome, squad.squad)));
        files.push(document(outcome, OF_SQUAD, &title, Application::new(outcome, squad))?);
    }
    Ok(files)
}

fn document(outcome: &Outcome<'_>, template: &str, title: &str, context: impl Serialize) -> Result<OutputFile, Error> {
    let blocks = outcome.templates.blocks(template, context)?;
    let document = Document {
        title,
        author: &outcome.records.city.office,
        date: outcome.today,
        blocks: &blocks,
        reference: None,
    };
    Ok(OutputFile::new(format!("{FOLDER}/{title}.docx"), docx::write(&document)?))
}

fn rows(figure: Option<&Figure>) -> &[Part] {
    figure.map(|figure| figure.parts.as_slice()).unwrap_or_default()
}

/// A sum in figures and in capitals.
#[derive(Debug, Serialize)]
struct Sum {
    figures: String,
    capitals: String,
}

impl Sum {
    fn of(yuan: Decimal) -> Sum {
        // What capitals cannot say (a reversal greater than all claims) stands in figures alone.
        Sum {
            figures: yuan_words(yuan),
            capitals: capitals::write(yuan).map_or_else(|| "—".to_owned(), |written| format!("人民币{written}")),
        }
    }
}

/// Yuan with two places, more only where the sum has more.
fn yuan_words(yuan: Decimal) -> String {
    let yuan = yuan.normalize();
    if yuan.scale() < 2 { format!("{yuan:.2}") } else { yuan.to_string() }
}

/// An item with its sums.
#[derive(Debug, Serialize)]
struct Item {
    name: String,
    spent: String,
    cuts: String,
    proposed: String,
}

/// A voucher.
#[derive(Debug, Serialize)]
struct Voucher {
    number: String,
    day: String,
    item: String,
    purpose: String,
    spent: String,
    cut: Option<String>,
    rules: String,
}

/// A squad's application.
#[derive(Debug, Serialize)]
struct Application {
    squad: String,
    period: String,
    office: String,
    today: String,
    lead_unit: String,
    heads: String,
    spent: Sum,
    cuts: Option<Sum>,
    /// `None` when some expense was not judged.
    proposed: Option<Sum>,
    items: Vec<Item>,
    vouchers: Vec<Voucher>,
}

impl Application {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Application {
        let figures = &squad.period;
        let heads = figures.members.iter().flatten().filter(|member| member.role == Role::Head);
        let heads = each_once(heads.map(|member| member.name.shown.to_string()));
        Application {
            squad: squad_name(outcome, squad.squad),
            period: outcome.period.title(),
            office: outcome.records.city.office.clone(),
            today: words::day(outcome.today),
            lead_unit: outcome.records.city.squad(squad.squad).lead_unit.clone(),
            heads: heads.join("、"),
            spent: Sum::of(figures.money("spent").unwrap_or_default()),
            cuts: figures.money("cuts").filter(|cuts| !cuts.is_zero()).map(Sum::of),
            proposed: figures.money("proposed").map(Sum::of),
            items: items(outcome, figures),
            vouchers: vouchers(outcome, figures),
        }
    }
}

/// The expense of a row.
fn expense<'a>(outcome: &Outcome<'a>, row: RowId) -> Option<&'a Expense> {
    outcome.records.tables.expenses.get(row.index as usize)
}

/// By item in the order of the figure; cuts and proposals by the rows of each item.
fn items(outcome: &Outcome<'_>, figures: &WindowFigures) -> Vec<Item> {
    let Some(FigureValue::Sums(sums)) = figures.get("spent_by_item").map(|figure| &figure.value) else {
        return Vec::new();
    };
    let by_item = |key: &str| {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        for part in rows(figures.get(key)) {
            if let Some(item) = expense(outcome, part.row).map(|expense| item_of(outcome, expense)) {
                *sums.entry(item).or_default() += part.adds;
            }
        }
        sums
    };
    let known = figures.money("proposed").is_some();
    let (cuts, proposed) = (by_item("cuts"), by_item("proposed"));
    let told = |sums: &BTreeMap<String, Decimal>, name: &str| match known {
        true => yuan_words(sums.get(name).copied().unwrap_or_default()),
        false => "—".to_owned(),
    };
    sums.iter()
        .map(|(name, sum)| Item {
            name: shown_with_codes(name, &[]),
            spent: yuan_words(*sum),
            cuts: told(&cuts, name),
            proposed: told(&proposed, name),
        })
        .collect()
}

/// The lawful item of an expense, or the item as written.
fn item_of(outcome: &Outcome<'_>, expense: &Expense) -> String {
    let written = expense.item.value().map(|item| &**item).unwrap_or_default();
    let lawful = expense
        .date
        .get()
        .and_then(|day| crate::records::items::canonical_item(outcome.policy, written, day));
    lawful.unwrap_or_else(|| written.to_owned())
}

/// The vouchers by day.
fn vouchers(outcome: &Outcome<'_>, figures: &WindowFigures) -> Vec<Voucher> {
    let cuts: BTreeMap<RowId, Decimal> = rows(figures.get("cuts")).iter().map(|part| (part.row, part.adds)).collect();
    let findings = RowFindings::of(outcome);
    let mut parts: Vec<(&Part, &Expense)> = rows(figures.get("spent"))
        .iter()
        .filter_map(|part| Some((part, expense(outcome, part.row)?)))
        .collect();
    parts.sort_by_key(|(part, expense)| (expense.date.get(), part.row));
    let vouchers = parts.into_iter().map(|(part, expense)| Voucher {
        number: expense.voucher.written().to_string(),
        day: expense.date.get().map(words::month_and_day).unwrap_or_default(),
        item: shown_with_codes(expense.item.written(), &[]),
        purpose: shown_with_codes(expense.purpose.written(), &[expense.voucher.written()]),
        spent: yuan_words(part.adds),
        cut: cuts.get(&part.row).map(|cut| yuan_words(*cut)),
        rules: findings.cuts(&expense.at),
    });
    vouchers.collect()
}

/// The office's summary.
#[derive(Debug, Serialize)]
struct Summary {
    period: String,
    office: String,
    today: String,
    spent: Option<Sum>,
    cuts: Option<Sum>,
    proposed: Option<Sum>,
    squads: Vec<OfSquad>,
    not_reported: Vec<String>,
    items: Vec<Item>,
}

/// A squad's line of it.
#[derive(Debug, Serialize)]
struct OfSquad {
    squad: String,
    spent: String,
    cuts: String,
    proposed: String,
}

impl Summary {
    fn new(outcome: &Outcome<'_>) -> Summary {
        let total = &outcome.figures.total_period;
        let told = |figures: &WindowFigures, key: &str| match figures.get(key).map(|figure| &figure.value) {
            Some(FigureValue::Money(sum)) => yuan_words(*sum),
            Some(FigureValue::NotReported) => words::NOT_REPORTED.to_owned(),
            _ => "—".to_owned(),
        };
        let squads = &outcome.figures.squads;
        let not_reported = squads.iter().filter(|squad| squad.period.money("spent").is_none());
        Summary {
            period: outcome.period.title(),
            office: outcome.records.city.office.clone(),
            today: words::day(outcome.today),
            spent: total.money("spent").map(Sum::of),
            cuts: total.money("cuts").filter(|cuts| !cuts.is_zero()).map(Sum::of),
            proposed: total.money("proposed").map(Sum::of),
            squads: squads
                .iter()
                .map(|squad| OfSquad {
                    squad: squad_name(outcome, squad.squad),
                    spent: told(&squad.period, "spent"),
                    cuts: told(&squad.period, "cuts"),
                    proposed: told(&squad.period, "proposed"),
                })
                .collect(),
            not_reported: not_reported.map(|squad| squad_name(outcome, squad.squad)).collect(),
            items: items(outcome, total),
        }
    }
}
