//! What every brief says first: its names and dates, all squads together, what was not reported, how many files were read.

use serde::Serialize;

use crate::account::FileStatus;
use crate::report::Outcome;

use super::deals::Change;
use super::deals::Deals;
use super::deals::NotReported;
use super::deals::changes;
use super::deals::not_reported;
use super::words;
use super::words::PeriodWords;

/// The part of a template's context that all briefs share.
#[derive(Debug, Serialize)]
pub(super) struct Common {
    /// 2021年9月招商专班工作情况汇报
    pub(super) title: String,
    /// 2021年9月
    period: String,
    words: PeriodWords,
    /// The year of the targets and of the budget.
    year: i32,
    /// 9月6日, the first day of the period.
    from_short: String,
    as_of: String,
    as_of_short: String,
    today: String,
    office: String,
    squad_count: String,
    total: Deals,
    changes: Vec<Change>,
    total_ytd: Deals,
    /// The share of the year that has passed.
    pace: Option<String>,
    not_reported: Vec<NotReported>,
    files: FileCounts,
    /// What became of the findings since the run before; none in the first run.
    since_last: Option<String>,
    /// How many replies and exemptions were taken into account.
    replies: usize,
    /// What goes with it.
    pub(super) enclosures: Vec<String>,
}

/// How many files the report was made of.
#[derive(Debug, Serialize)]
struct FileCounts {
    read: usize,
    failed: usize,
}

impl Common {
    pub(super) fn new(outcome: &Outcome<'_>) -> Common {
        let figures = outcome.figures;
        let title = words::report_title(outcome.period);
        let file_count = |status| outcome.account.files.iter().filter(|file| file.status == status).count();
        let first_target = figures.squads.iter().flat_map(|squad| &squad.targets).next();
        Common {
            period: outcome.period.title(),
            words: words::period_words(outcome.period),
            year: outcome.period.year(),
            from_short: words::month_and_day(outcome.window().from),
            as_of: words::day(outcome.as_of),
            as_of_short: words::month_and_day(outcome.as_of),
            today: words::day(outcome.today),
            office: outcome.records.city.office.clone(),
            squad_count: words::how_many(figures.squads.len()),
            total: Deals::new(&figures.total_period),
            changes: changes(&figures.total_period, &figures.total_previous),
            total_ytd: Deals::new(&figures.total_ytd),
            pace: first_target.map(|target| words::percent(target.pace)),
            not_reported: not_reported(outcome),
            files: FileCounts {
                read: file_count(FileStatus::Read),
                failed: file_count(FileStatus::Failed),
            },
            since_last: outcome.since_last(),
            replies: outcome.replies.len(),
            enclosures: vec![format!("{title}附表"), "问题清单".to_owned()],
            title,
        }
    }
}
