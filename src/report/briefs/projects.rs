//! The large projects one by one.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::records::cell::Name;
use crate::records::log::Log;
use crate::records::project::Project;
use crate::records::project::Stage;
use crate::regulation::SquadId;
use crate::report::Outcome;

use super::sayings;
use super::squad_name;
use super::words;

/// How many projects are told one by one.
const SHOWN: usize = 10;

/// One project. What its row does not say is left out.
#[derive(Debug, Serialize)]
pub(super) struct Large {
    name: String,
    squad: String,
    investor: Option<String>,
    investment: String,
    county: Option<String>,
    stage: Option<&'static str>,
    /// The last milestone with its day: 9月18日开工.
    milestone: Option<String>,
    progress: Option<String>,
    problems: Option<String>,
    /// The last 进展情况 of the period's logs, where the ledger has none of its own: 完成考察（9月3日）.
    news: Option<String>,
}

/// The projects of the largest 总投资 that had begun and not ended, the largest first, each once.
pub(super) fn largest(outcome: &Outcome<'_>) -> Vec<Large> {
    let (tables, day) = (&outcome.records.tables, outcome.window().to);
    let mut seen = BTreeSet::new();
    let rows = tables.projects.iter().zip(&outcome.records.ties.projects);
    let mut projects: Vec<(Decimal, usize, SquadId, &Project)> = rows
        .enumerate()
        .filter_map(|(order, (project, tie))| {
            let investment = project.investment.value()?.yuan()?;
            let has_begun = project.first_contact.get().is_none_or(|first| first <= day) && !has_ended(project, day);
            if !has_begun || !seen.insert(tie.project) {
                return None;
            }
            let squad = tie.counts_for?;
            Some((investment, order, squad, project))
        })
        .collect();
    projects.sort_by_key(|(investment, order, ..)| (Reverse(*investment), *order));
    let largest = projects.into_iter().take(SHOWN);
    let told = largest.map(|(investment, _, squad, project)| large(outcome, project, squad, investment));
    told.collect()
}

fn large(outcome: &Outcome<'_>, project: &Project, squad: SquadId, investment: Decimal) -> Large {
    let day = outcome.window().to;
    // What was written after the day is no news of the period.
    let is_current = project.last_progress.get().is_none_or(|last| last <= day);
    let quoted = |text: Option<&std::sync::Arc<str>>| text.and_then(|text| words::quote(text));
    let progress = quoted(project.progress.value()).filter(|_| is_current);
    Large {
        name: words::quote(project.name.written()).unwrap_or_default(),
        squad: squad_name(outcome, squad),
        investor: project.investor.value().and_then(|investor| words::quote(&investor.shown)),
        investment: words::wan_yuan(investment),
        county: quoted(project.county.value()),
        stage: stage(project, day).map(Stage::name),
        milestone: milestones(project)
            .into_iter()
            .filter_map(|(stage, date)| Some((stage, date.filter(|date| *date <= day)?)))
            .max_by_key(|(stage, date)| (*date, *stage))
            .map(|(stage, date)| format!("{}{}", words::day(date), stage.name())),
        news: if progress.is_none() { news(outcome, project, squad) } else { None },
        progress,
        problems: quoted(project.problems.value()).filter(|_| is_current),
    }
}

/// What the squad's logs of the period say last of the project, or of its investor.
fn news(outcome: &Outcome<'_>, project: &Project, squad: SquadId) -> Option<String> {
    let is_about = |log: &Log| {
        let named = |name: Option<&Name>| name.is_some_and(|name| log.project.value().is_some_and(|about| about.key == name.key));
        let met = project.investor.value().is_some_and(|investor| {
            let firms = log.firms.value();
            firms.is_some_and(|firms| matches!(firms.as_slice(), [firm] if firm.key == investor.key))
        });
        named(project.name.value()) || (met && log.project.value().is_none())
    };
    let logs = sayings::logs(outcome.records, squad, outcome.window());
    let told = logs
        .filter(|(_, log)| is_about(log))
        .filter_map(|(day, log)| Some((day, words::quote(log.progress.value()?)?)));
    let (day, text) = told.max_by_key(|(day, _)| *day)?;
    Some(format!("{text}（{}）", words::month_and_day(day)))
}

fn milestones(project: &Project) -> [(Stage, Option<NaiveDate>); 4] {
    [
        (Stage::Signed, project.signed.get()),
        (Stage::Registered, project.registered.get()),
        (Stage::Started, project.started.get()),
        (Stage::Producing, project.producing.get()),
    ]
}

/// Whether the project has ended by a day.
fn has_ended(project: &Project, day: NaiveDate) -> bool {
    match project.ended.get() {
        Some(end) => end <= day,
        None => project.stage.get() == Some(Stage::Ended),
    }
}

/// The stage on a day. The ledger's own may be a later one: where a milestone lies after the day, the one before it tells, if it is
/// dated; else it cannot be told.
fn stage(project: &Project, day: NaiveDate) -> Option<Stage> {
    let mut before = Some(Stage::Talks);
    for (stage, date) in milestones(project) {
        match date {
            Some(date) if date > day => return before,
            Some(_) => before = Some(stage),
            None => before = None,
        }
    }
    project.stage.get().filter(|stage| *stage != Stage::Ended)
}
