//! The whole program on one screen: find, read, check, measure, report, publish.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::figures;
use crate::finding::Severity;
use crate::intake;
use crate::intake::Intake;
use crate::problem::What;
use crate::publish;
use crate::records::Records;
use crate::records::Tables;
use crate::records::row::Record;
use crate::regulation::Policy;
use crate::regulation::policy::PolicyError;
use crate::report;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::briefs::template::Templates;
use crate::report::terminal;
use crate::report::terminal::Colour;
use crate::report::write;
use crate::rules;
use crate::settings::Settings;
use crate::settings::SettingsError;
use crate::values::period::Period;

/// The settings file of a workspace.
pub const SETTINGS: &str = "设置.toml";
/// The policy file of a workspace.
pub const POLICY: &str = "政策.toml";
/// The inbox of a workspace.
pub const INBOX: &str = "收件";
/// The output folder of a workspace.
pub const OUT: &str = "报送";

/// The folder of a workspace's own templates.
pub const TEMPLATES: &str = "模板";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Findings only; the latest month with a log row when no period is named.
    Check(Option<Period>),
    /// The report of a period.
    Report(Period),
}

/// A job: what to do, and where.
pub struct Job<'a> {
    /// What to do.
    pub what: Task,
    /// The workspace.
    pub folder: PathBuf,
    /// Another inbox than the workspace's.
    pub inbox: Option<PathBuf>,
    /// Another output folder.
    pub out: Option<PathBuf>,
    /// Another settings file.
    pub settings: Option<PathBuf>,
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

/// Does the job.
pub fn run(job: &Job<'_>) -> Result<Done, Error> {
    let workspace = Workspace::open(job)?;
    let (period, intake) = workspace.read(job)?;
    let as_of = as_of(job, period, &workspace.policy)?;
    let Intake {
        tables,
        problems,
        mut account,
    } = intake;
    account.until(&tables, as_of);

    let records = Records::new(tables, Arc::new(workspace.settings.city.clone()), &workspace.policy, as_of);
    let standings = figures::standings(&records, &workspace.policy, workspace.settings.verdict, period);
    let case = rules::Case {
        records: &records,
        problems: &problems,
        policy: &workspace.policy,
        standings: &standings,
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

    let outcome = Outcome {
        period,
        as_of,
        today: job.today,
        records: &records,
        problems: &problems,
        judgement: &judgement,
        figures: &figures,
        account: &account,
        policy: &workspace.policy,
        settings: &workspace.settings,
        templates: &workspace.templates,
        inbox_from_report: workspace.inbox_from_report.as_deref(),
    };
    let (name, files) = match job.what {
        Task::Check(_) => (format!("核查-{period}"), report::check(&outcome)?),
        Task::Report(_) => (period.to_string(), report::report(&outcome)?),
    };
    let first = files.first().map(|file| file.path.clone());
    let folder = publish::publish(&workspace.out, &name, &with_account(&outcome, files))?;
    Ok(Done {
        period,
        folder,
        first,
        findings: terminal::findings(&outcome, job.colour),
        annotations: terminal::annotations(&outcome),
        summary: terminal::summary(&outcome),
        json: write::json::all(&outcome),
        errors: judgement
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count(),
        failed: account
            .files
            .iter()
            .filter(|file| file.status == crate::account::FileStatus::Failed)
            .count(),
    })
}

/// The run's receipt names every other output, so it comes last.
fn with_account(outcome: &Outcome<'_>, mut files: Vec<OutputFile>) -> Vec<OutputFile> {
    let account = write::json::account(outcome, &files);
    files.push(account);
    files
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

/// A workspace, opened: what is read from where, by which settings and policy.
struct Workspace {
    inbox: PathBuf,
    out: PathBuf,
    settings: Settings,
    policy: Policy,
    templates: Templates,
    inbox_from_report: Option<String>,
}

impl Workspace {
    fn open(job: &Job<'_>) -> Result<Workspace, Error> {
        let folder = &job.folder;
        if !folder.is_dir() {
            return Err(Error::Usage(format!("文件夹不存在：{}", folder.display())));
        }
        let settings_path = match &job.settings {
            Some(path) => Some(path.clone()),
            None => Some(folder.join(SETTINGS)).filter(|path| path.is_file()),
        };
        let settings = match &settings_path {
            Some(path) => Settings::parse(&path.display().to_string(), &text_of(path)?)?,
            None => Settings::default(),
        };
        for (code, change) in &settings.rules {
            if !rules::CATALOGUE.iter().any(|rule| rule.card.code == code) {
                let file = settings_path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
                return Err(SettingsError {
                    file,
                    line: change.line,
                    what: format!("没有编号为“{code}”的规则"),
                }
                .into());
            }
        }
        let beside = settings_path.as_ref().and_then(|path| path.parent()).unwrap_or(folder);
        let policy_path = match &settings.policy {
            Some(file) => Some(beside.join(file)),
            None => Some(beside.join(POLICY)).filter(|path| path.is_file()),
        };
        let policy = match &policy_path {
            Some(path) => Policy::built_in().with_file(&path.display().to_string(), &text_of(path)?)?,
            None => Policy::built_in(),
        };
        let own_inbox = folder.join(INBOX);
        let inbox = match &job.inbox {
            Some(inbox) => inbox.clone(),
            None if own_inbox.is_dir() => own_inbox,
            None => folder.clone(),
        };
        let out = job.out.clone().unwrap_or_else(|| folder.join(OUT));
        let inbox_from_report = relative(&out.join("期间"), &inbox);
        Ok(Workspace {
            inbox,
            out,
            settings,
            policy,
            templates: own_templates(&folder.join(TEMPLATES))?,
            inbox_from_report,
        })
    }

    /// Reads the inbox, and settles the period when none was named.
    fn read(&self, job: &Job<'_>) -> Result<(Period, Intake), Error> {
        let named = match job.what {
            Task::Check(period) => period,
            Task::Report(period) => Some(period),
        };
        let read = |year: i32| -> Result<Intake, Error> {
            // What the program wrote is no input, also when this run writes elsewhere.
            let except = [self.out.clone(), self.inbox.join(OUT)];
            let request = intake::Request {
                inbox: &self.inbox,
                except: &except,
                settings: &self.settings,
                year,
                today: job.today,
                jobs: job.jobs,
                progress: job.progress,
            };
            Ok(intake::read(&request)?)
        };
        let year = named.map_or(job.today.year(), Period::year);
        let mut intake = read(year)?;
        if intake.account.files.iter().all(|file| file.tables.is_empty()) && intake.problems.is_empty() {
            return Err(Error::Usage(format!("没有可读的表格：{}", self.inbox.display())));
        }
        let period = match named {
            Some(period) => period,
            None => latest_month(&intake.tables).unwrap_or(Period::Month {
                year: job.today.year(),
                month: job.today.month(),
            }),
        };
        if period.year() != year && intake.problems.iter().any(|problem| matches!(problem.what, What::YearTaken(_))) {
            // Dates without a year were completed by the wrong one.
            intake = read(period.year())?;
        }
        Ok((period, intake))
    }
}

/// The latest month in which a log has a row.
fn latest_month(tables: &Tables) -> Option<Period> {
    let day = tables.logs.iter().filter_map(Record::date).max()?;
    Some(Period::Month {
        year: day.year(),
        month: day.month(),
    })
}

/// The texts of a workspace's own templates: the `.j2` files right inside of the folder; there need not be one.
fn own_templates(folder: &Path) -> Result<Templates, Error> {
    let mut own = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(Templates::default());
    }
    let unreadable = |error: std::io::Error| Error::Usage(format!("无法读取 {}：{error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // A file that a program has open leaves a lock file of such a name.
        if !name.ends_with(".j2") || name.starts_with(['~', '.']) || !path.is_file() {
            continue;
        }
        own.insert(name.nfc().collect(), text_of(&path)?);
    }
    Ok(Templates::with_own(own)?)
}

fn text_of(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|error| Error::Usage(format!("无法读取 {}：{error}", path.display())))?;
    String::from_utf8(bytes).map_err(|_| Error::Usage(format!("{} 不是 UTF-8 文本，请用“另存为”选择 UTF-8 编码", path.display())))
}

/// The way from one folder to another with `/`; `None` when they share no root. The folders need not exist.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to) = (std::path::absolute(from).ok()?, std::path::absolute(to).ok()?);
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let mut parts = vec!["..".to_owned(); from.len() - shared];
    for component in to.iter().skip(shared) {
        parts.push(component.as_os_str().to_str()?.to_owned());
    }
    Some(parts.join("/"))
}

/// The rules as one card each, for `zhuanban rules`.
pub fn rule_cards() -> BTreeMap<&'static str, &'static crate::finding::RuleCard> {
    rules::CATALOGUE.iter().map(|rule| (rule.card.code, rule.card)).collect()
}
