//! The whole program on one screen: find, read, check, measure, report, publish.

mod past;
mod verify;
mod workspace;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::account::FileStatus;
use crate::figures;
use crate::finding::Severity;
use crate::history::Past;
use crate::history::closed::Change;
use crate::intake;
use crate::intake::Intake;
use crate::problem::Problem;
use crate::publish;
use crate::records::Records;
use crate::records::Tables;
use crate::regulation::Policy;
use crate::regulation::policy::PolicyError;
use crate::report;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::closing;
use crate::report::terminal;
use crate::report::terminal::Colour;
use crate::report::trace::Trace;
use crate::report::write;
use crate::rules;
use crate::settings::SettingsError;
use crate::values::period::Period;

use self::past::Since;
pub use self::verify::Verified;
pub use self::verify::verify;
pub use self::workspace::INBOX;
pub use self::workspace::OUT;
pub use self::workspace::POLICY;
pub use self::workspace::SETTINGS;
pub use self::workspace::TEMPLATES;
use self::workspace::Workspace;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Findings only; the latest month with a log row when no period is named.
    Check(Option<Period>),
    /// The report of a period.
    Report(Period),
    /// The report of a period that is handed in: its figures are kept, and later runs tell what differs from them.
    Close(Period),
}

impl Task {
    /// The folder of its outputs; a check and a report of one period have each their own, and so each a history of their own.
    fn folder(self, period: Period) -> String {
        match self {
            Task::Check(_) => format!("核查-{period}"),
            Task::Report(_) | Task::Close(_) => period.to_string(),
        }
    }
}

/// Where a command works, and how.
pub struct Job<'a> {
    /// The workspace.
    pub folder: PathBuf,
    /// Another inbox than the workspace's.
    pub inbox: Option<PathBuf>,
    /// Another output folder.
    pub out: Option<PathBuf>,
    /// Another settings file.
    pub settings: Option<PathBuf>,
    /// A file of passwords for encrypted workbooks, one on each line.
    pub password_file: Option<PathBuf>,
    /// The date on documents, and the day of the run.
    pub today: NaiveDate,
    /// Another last day than the period's.
    pub as_of: Option<NaiveDate>,
    /// Workers.
    pub jobs: usize,
    /// Whether the findings text is coloured.
    pub colour: Colour,
    /// Told the files read and all files.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What a run gives back.
pub struct Done {
    /// The period judged.
    pub period: Period,
    /// Where the outputs are.
    pub folder: PathBuf,
    /// What to open first, relative to `folder`.
    pub first: Option<String>,
    /// Findings for the terminal.
    pub findings: String,
    /// Findings as annotations.
    pub annotations: String,
    /// The last lines for the terminal.
    pub summary: String,
    /// Figures and findings as one JSON document.
    pub json: Vec<u8>,
    /// Findings of severity error.
    pub errors: usize,
    /// Files that could not be read.
    pub failed: usize,
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Arguments that do not fit.
    #[error("{0}")]
    Usage(String),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The policy file.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The inbox.
    #[error(transparent)]
    Intake(#[from] intake::Error),
    /// A document could not be made.
    #[error(transparent)]
    Write(#[from] write::Error),
    /// The outputs could not be put in place.
    #[error(transparent)]
    Publish(#[from] publish::Error),
}

impl Error {
    /// 2 for wrong use, 3 when it could not be finished (spec 5).
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage(_) | Error::Settings(_) | Error::Policy(_) | Error::Intake(_) => 2,
            // The program's own templates are sound, so it is one of the workspace's.
            Error::Write(write::Error::Template { .. }) => 2,
            Error::Write(_) | Error::Publish(_) => 3,
        }
    }
}

/// Checks, or writes a report.
pub fn run(task: Task, job: &Job<'_>) -> Result<Done, Error> {
    let named = match task {
        Task::Check(period) => period,
        Task::Report(period) | Task::Close(period) => Some(period),
    };
    examine(task, named, None, job, |workspace, outcome| {
        let files = outputs(task, workspace, outcome)?;
        let first = files.first().map(|file| file.path.clone());
        let folder = publish::publish(&workspace.out, &task.folder(outcome.period), &files)?;
        let mut summary = terminal::summary(outcome);
        if matches!(task, Task::Close(_)) {
            let replaced = past::close(&workspace.out, &closing::closed(outcome.records, outcome.figures))?;
            summary.push_str(&terminal::closed(outcome.period, replaced));
        }
        let (findings, files) = (&outcome.judgement.findings, &outcome.account.files);
        Ok(Done {
            period: outcome.period,
            folder,
            first,
            findings: terminal::findings(outcome, job.colour),
            annotations: terminal::annotations(outcome),
            summary,
            json: write::json::all(outcome),
            errors: findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error && !finding.is_exempt())
                .count(),
            failed: files.iter().filter(|file| file.status == FileStatus::Failed).count(),
        })
    })
}

/// The rows behind figures of a period; several names are parted by commas.
pub fn trace(figures: &str, period: Period, job: &Job<'_>) -> Result<Vec<Trace>, Error> {
    examine(Task::Report(period), Some(period), Some(Since::Nothing), job, |_, outcome| {
        let names = figures.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
        let traces = names.map(|name| report::trace::trace(outcome, name));
        traces
            .collect::<Result<_, _>>()
            .map_err(|unknown| Error::Usage(unknown.to_string()))
    })
}

/// Reads, judges and measures a workspace, and hands over all that is then known; the period is the one named, or the latest month
/// with a log row. It is compared with the last run of the same task when no other past is given.
fn examine<T>(
    task: Task,
    named: Option<Period>,
    since: Option<Since<'_>>,
    job: &Job<'_>,
    then: impl FnOnce(&Workspace, &Outcome<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let workspace = Workspace::open(job)?;
    let (period, intake) = workspace.read(named, job)?;
    let as_of = as_of(job, period, &workspace.policy)?;
    let Intake {
        tables,
        problems,
        mut account,
    } = intake;
    account.until(&tables, as_of);
    let changes = changes(&workspace, &tables, &problems, as_of)?;

    let records = Records::new(tables, Arc::new(workspace.settings.city.clone()), &workspace.policy, as_of);
    let standings = figures::standings(&records, &workspace.policy, workspace.settings.verdict, period);
    let case = rules::Case {
        records: &records,
        problems: &problems,
        policy: &workspace.policy,
        standings: &standings,
        period,
        as_of,
        changes: &changes,
    };
    let judgement = rules::judge(&case, &workspace.settings);
    let figures = figures::measure(
        &records,
        &workspace.policy,
        workspace.settings.verdict,
        period,
        &standings,
        &judgement,
    );
    let coverage = rules::coverage();
    let outcome = Outcome {
        period,
        as_of,
        today: job.today,
        records: &records,
        problems: &problems,
        judgement: &judgement,
        figures: &figures,
        coverage: &coverage,
        past: &Past::default(),
        account: &account,
        policy: &workspace.policy,
        settings: &workspace.settings,
        templates: &workspace.templates,
        inbox_from_report: workspace.inbox_from_report.as_deref(),
    };
    let published = workspace.out.join(task.folder(period));
    let since = since.unwrap_or(Since::Published(&published));
    let past = since.past(&write::json::account(&outcome, &workspace.asked(task), &[]).bytes);
    // The receipt, by which the past is chosen, does not hang on what is new and what is not.
    let mut judgement = judgement.clone();
    past.tell(&mut judgement.findings);
    then(
        &workspace,
        &Outcome {
            past: &past,
            judgement: &judgement,
            ..outcome
        },
    )
}

/// The figures of closed reports up to that day that are others now: each is measured again as it was.
fn changes(workspace: &Workspace, tables: &Tables, problems: &[Problem], as_of: NaiveDate) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for closed in past::closed(&workspace.out)? {
        let (Some(period), Ok(day)) = (Period::parse(&closed.period), closed.as_of.parse::<NaiveDate>()) else {
            continue;
        };
        if day > as_of || !workspace.policy.calendar.has_year(period.year()) {
            continue;
        }
        let settings = &workspace.settings;
        let records = Records::new(tables.clone(), Arc::new(settings.city.clone()), &workspace.policy, day);
        let standings = figures::standings(&records, &workspace.policy, settings.verdict, period);
        let case = rules::Case {
            records: &records,
            problems,
            policy: &workspace.policy,
            standings: &standings,
            period,
            as_of: day,
            changes: &[],
        };
        let judgement = rules::judge(&case, settings);
        let figures = figures::measure(&records, &workspace.policy, settings.verdict, period, &standings, &judgement);
        changes.extend(closed.changes(&closing::closed(&records, &figures).figures));
    }
    Ok(changes)
}

/// Every file that a task gives; the run's receipt names all others, so it comes last.
fn outputs(task: Task, workspace: &Workspace, outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let mut files = match task {
        Task::Check(_) => report::check(outcome)?,
        Task::Report(_) | Task::Close(_) => report::report(outcome)?,
    };
    files.push(OutputFile {
        path: past::COMPARED_WITH.to_owned(),
        bytes: outcome.past.json(),
    });
    let account = write::json::account(outcome, &workspace.asked(task), &files);
    files.push(account);
    Ok(files)
}

/// The last day of the run, inside of the period; the calendar must know its year.
fn as_of(job: &Job<'_>, period: Period, policy: &Policy) -> Result<NaiveDate, Error> {
    let window = period.window();
    let as_of = job.as_of.unwrap_or(window.to);
    if !window.contains(as_of) {
        return Err(Error::Usage(format!(
            "截止日期 {as_of} 不在{}之内（{} 至 {}）",
            period.title(),
            window.from,
            window.to
        )));
    }
    for year in [window.from.year(), window.to.year(), period.year()] {
        if !policy.calendar.has_year(year) {
            return Err(Error::Usage(format!(
                "工作日历没有{year}年的放假安排，无法计算工作日；请换用更新的程序版本"
            )));
        }
    }
    Ok(as_of)
}

/// The rules as one card each, for `zhuanban rules`.
pub fn rule_cards() -> BTreeMap<&'static str, &'static crate::finding::RuleCard> {
    rules::CATALOGUE.iter().map(|rule| (rule.card.code, rule.card)).collect()
}
