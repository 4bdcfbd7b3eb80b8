//! What every brief says first: its names and dates, all squads together, what was not reported, how many files were read.

use chrono::Datelike;
use chrono::NaiveDate;
use serde::Serialize;

use crate::account::FileStatus;
use crate::history::ReplyKind;
use crate::report::Outcome;
use crate::values::id_number::mask_in_text;

use super::deals::Change;
use super::deals::Deals;
use super::deals::NotReported;
use super::deals::changes;
use super::deals::not_reported;
use super::squad_name;
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
    /// What the period is compared with: 上月; of a period that is not over it is told that the one before is whole.
    compared_with: String,
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
    /// The exemptions and rulings in force; none when there are none.
    settled: Option<String>,
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
            compared_with: compared_with(outcome),
            year: outcome.period.year(),
            from_short: short(outcome, outcome.window().from),
            as_of: words::day(outcome.as_of),
            as_of_short: short(outcome, outcome.as_of),
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
            settled: settled(outcome),
            enclosures: vec![format!("{title}附表"), "问题清单".to_owned()],
            title,
        }
    }
}

/// 9月30日; with its year where that is another than the one of the figures: a week may reach over New Year.
fn short(outcome: &Outcome<'_>, day: NaiveDate) -> String {
    if day.year() == outcome.period.year() {
        words::month_and_day(day)
    } else {
        words::day(day)
    }
}

/// 上月; 上月全期（本月只到9月15日） while this one is not over.
fn compared_with(outcome: &Outcome<'_>) -> String {
    let words = words::period_words(outcome.period);
    if outcome.is_final() {
        words.last.to_owned()
    } else {
        format!("{}全期（{}只到{}）", words.last, words.this, words::month_and_day(outcome.as_of))
    }
}

/// 豁免2项，确定项目归属1项：“盐湖文旅小镇”计入文化旅游专班（批准人：张三）
fn settled(outcome: &Outcome<'_>) -> Option<String> {
    let (mut exempted, mut ruled) = (0, Vec::new());
    for finding in &outcome.judgement.findings {
        match outcome.reply(finding) {
            Some(reply) if reply.kind == ReplyKind::Exempted => exempted += 1,
            Some(reply) if reply.kind == ReplyKind::Ruled => ruled.extend(reply.ruling(&outcome.records.city).map(|ruling| {
                let project = finding.value.as_deref().unwrap_or_default();
                let by = mask_in_text(&ruling.by);
                format!("“{project}”计入{}专班（批准人：{by}）", squad_name(outcome, ruling.squad))
            })),
            _ => {}
        }
    }
    // Three claims of one project are two findings.
    ruled.dedup();
    let exemptions = (exempted > 0).then(|| format!("豁免{exempted}项"));
    let rulings = (!ruled.is_empty()).then(|| format!("确定项目归属{}项：{}", ruled.len(), ruled.join("、")));
    let parts: Vec<String> = exemptions.into_iter().chain(rulings).collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}
