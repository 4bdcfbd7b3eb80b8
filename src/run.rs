//! The whole program on one screen: find, read, check, measure, report, publish.

mod closed;
mod desk;
mod past;
mod verify;
mod watch;
mod workspace;

use std::path::PathBuf;

use chrono::Datelike;
use chrono::NaiveDate;
use rayon::ThreadPoolBuilder;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::figures;
use crate::finding::Severity;
use crate::history::Before;
use crate::history::Ground;
use crate::history::LifeCycle;
use crate::intake;
use crate::intake::Intake;
use crate::intake::kept::Kept;
use crate::publish;
use crate::regulation::Policy;
use crate::regulation::policy::PolicyError;
use crate::report;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::made::Made;
use crate::report::terminal;
use crate::report::terminal::Colour;
use crate::report::trace::Trace;
use crate::report::write;
use crate::rules;
use crate::settings::SettingsError;
use crate::values::period::Period;

pub use self::desk::Laid;
pub use self::desk::blank_forms;
pub use self::desk::init;
pub use self::desk::templates;
pub use self::verify::Verified;
pub use self::verify::verify;
pub use self::watch::Told;
pub use self::watch::Watch;
pub use self::watch::watch;
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
}

/// Where a command works, and how.
#[derive(Clone)]
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
    /// Whether the period is handed in with this report: its figures are kept, and later changes told (H001).
    pub close: bool,
    /// Workers.
    pub jobs: usize,
    /// Whether the findings text is coloured.
    pub colour: Colour,
    /// Told the files read and all files.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
    /// What earlier readings of the inbox gave.
    pub kept: Option<&'a Kept>,
    /// What the run before made.
    pub made: Option<&'a Made>,
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
    /// Every file with what became of it, for whoever asks for more.
    pub files: String,
    /// The last lines for the terminal.
    pub summary: String,
    /// Figures and findings as one JSON document.
    pub json: Vec<u8>,
    /// Findings of severity error that are not settled by an exemption or a ruling.
    pub errors: usize,
    /// Files that could not be read.
    pub failed: usize,
}

impl Done {
    /// The file to open first, or the folder of all.
    pub fn opened_first(&self) -> PathBuf {
        self.first
            .as_ref()
            .map_or_else(|| self.folder.clone(), |first| self.folder.join(first))
    }
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
    /// The outputs say different things (spec 4.6).
    #[error(transparent)]
    TieOut(#[from] publish::Difference),
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
            Error::Write(_) | Error::TieOut(_) | Error::Publish(_) => 3,
        }
    }
}

/// Checks, or writes a report.
pub fn run(task: Task, job: &Job<'_>) -> Result<Done, Error> {
    let named = match task {
        Task::Check(period) => period,
        Task::Report(period) => Some(period),
    };
    examine(named, Compared::Last(task), job, |workspace, outcome| {
        if job.close {
            closed::refuse_earlier(workspace, outcome.period, outcome.as_of)?;
        }
        let files = outputs(task, workspace, outcome)?;
        let name = folder_name(task, outcome.period);
        let first = files.first().map(|file| file.path.clone());
        publish::tie_out(&files)?;
        let keep = job.close.then(|| closed::close(workspace, outcome, job));
        let folder = publish::publish(&workspace.out, &name, &files, keep.as_ref())?;
        let read = &outcome.account.files;
        Ok(Done {
            period: outcome.period,
            folder,
            first,
            findings: terminal::findings(outcome, job.colour),
            annotations: terminal::annotations(outcome),
            files: terminal::files(outcome),
            summary: terminal::summary(outcome),
            json: write::json::all(outcome),
            errors: outcome.judgement.count(Severity::Error) - outcome.settled(Severity::Error),
            failed: read.iter().filter(|file| file.status == FileStatus::Failed).count(),
        })
    })
}

/// The rows behind figures of a period; several names are parted by commas.
pub fn trace(figures: &str, period: Period, job: &Job<'_>) -> Result<Vec<Trace>, Error> {
    examine(Some(period), Compared::Nothing, job, |_, outcome| {
        let names = figures.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty());
        let traces = names.map(|name| report::trace::trace(outcome, name));
        traces
            .collect::<Result<_, _>>()
            .map_err(|unknown| Error::Usage(unknown.to_string()))
    })
}

/// Reads, judges and measures a workspace by the job's workers, and hands over all that is then known; the period is the one named,
/// or the latest month with a log row.
fn examine<T: Send>(
    named: Option<Period>,
    compared: Compared,
    job: &Job<'_>,
    then: impl FnOnce(&Workspace, &Outcome<'_>) -> Result<T, Error> + Send,
) -> Result<T, Error> {
    with_workers(job.jobs, || examine_here(named, compared, job, then))
}

/// Does the work where all that is done in parallel is done by so many workers.
fn with_workers<T: Send>(jobs: usize, work: impl FnOnce() -> T + Send) -> T {
    let workers = ThreadPoolBuilder::new().num_threads(jobs.max(1)).build();
    // No threads to be had: this one will do.
    let workers = workers.or_else(|_| ThreadPoolBuilder::new().num_threads(1).use_current_thread().build());
    match workers {
        Ok(workers) => workers.install(work),
        Err(_) => work(),
    }
}

/// `examine`, by the workers of the pool that it is called in.
fn examine_here<T>(
    named: Option<Period>,
    compared: Compared,
    job: &Job<'_>,
    then: impl FnOnce(&Workspace, &Outcome<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let workspace = Workspace::open(job)?;
    let (period, intake) = workspace.read(named, job)?;
    let as_of = as_of(job, period, &workspace.policy)?;
    let closed_periods = match &compared {
        Compared::Again { before, .. } => before.closed.clone(),
        Compared::Last(_) | Compared::Nothing => closed::kept(&workspace)?,
    };
    let (changed, closed) = closed::changed(&workspace, closed_periods, &intake, period);
    let Intake {
        tables,
        problems,
        mut account,
        replies,
    } = intake;
    account.until(&tables, as_of);
    if let Compared::Again { left_out, .. } = &compared {
        account.leave_out_as(left_out);
    }

    let records = workspace.records(tables, &replies, as_of);
    let standings = figures::standings(&records, &workspace.policy, workspace.settings.verdict, period);
    let before = match compared {
        Compared::Last(task) => {
            let folder = workspace.out.join(folder_name(task, period));
            past::before(&folder, &account, &workspace.asked(task), as_of, job)
        }
        Compared::Again { before, .. } => before,
        Compared::Nothing => Before::default(),
    };
    let before = Before { closed, ..before };
    let ground = Ground {
        before: &before,
        account: &account,
        city: &records.city,
    };
    let case = rules::Case {
        records: &records,
        problems: &problems,
        policy: &workspace.policy,
        standings: &standings,
        changed: &changed,
        replies: &replies,
        ground: &ground,
        period,
        as_of,
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
    let cycle = LifeCycle::new(&before, judgement.findings.iter().map(|finding| finding.id.as_str()));
    let cycle = cycle.with_doubts(&ground, &judgement);
    let outcome = Outcome {
        period,
        as_of,
        today: job.today,
        records: &records,
        problems: &problems,
        judgement: &judgement,
        figures: &figures,
        coverage: &coverage,
        before: &before,
        cycle: &cycle,
        replies: &replies,
        account: &account,
        policy: &workspace.policy,
        settings: &workspace.settings,
        templates: &workspace.templates,
        inbox_from_report: workspace.inbox_from_report.as_deref(),
        made: job.made,
    };
    then(&workspace, &outcome)
}

/// With which earlier run the findings are compared.
enum Compared {
    /// The last one of the same task and period.
    Last(Task),
    /// That of the run that is made again.
    Again {
        /// What that run was compared with.
        before: Before,
        /// What it left out by its name: what is left out now is no other input.
        left_out: Vec<FileAccount>,
    },
    /// None.
    Nothing,
}

/// The name of the folder that a task's outputs go to.
fn folder_name(task: Task, period: Period) -> String {
    match task {
        Task::Check(_) => format!("核查-{period}"),
        Task::Report(_) => period.to_string(),
    }
}

/// Every file that a task gives; the run's receipt names all others, so it comes last.
fn outputs(task: Task, workspace: &Workspace, outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let (own, returned) = rayon::join(
        || match task {
            Task::Check(_) => report::check(outcome),
            Task::Report(_) => report::report(outcome),
        },
        || {
            let original = |path: &str| workspace.original(path, outcome.account);
            report::returned::files(outcome, &original)
        },
    );
    let mut files = own?;
    files.extend(returned?);
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
                "工作日历没有{year}年的放假安排，无法计算工作日；请按国务院办公厅的放假通知，在 {SETTINGS} 中用 [[calendar]] 写明 year = {year} 和该年的 holidays、workdays（写法见 zhuanban init 建立的 {SETTINGS}）"
            )));
        }
    }
    Ok(as_of)
}

/// Whether a folder is a workspace: it has settings, an inbox, or a file that promises to be a table.
pub fn is_workspace(folder: &std::path::Path) -> bool {
    folder.join(SETTINGS).is_file() || folder.join(INBOX).is_dir() || intake::has_tables(folder)
}
