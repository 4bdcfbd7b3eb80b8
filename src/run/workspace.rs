//! A workspace, opened: what is read from where, by which settings, policy and templates (spec 5).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::account::Account;
use crate::account::Asked;
use crate::account::Used;
use crate::digest;
use crate::history::Reply;
use crate::intake;
use crate::intake::Intake;
use crate::problem::What;
use crate::records::Records;
use crate::records::Tables;
use crate::records::row::Record;
use crate::regulation::Policy;
use crate::report::briefs::template::Templates;
use crate::report::write::docx::reference::Reference;
use crate::rules;
use crate::settings::Settings;
use crate::settings::SettingsError;
use crate::system;
use crate::values::period::Period;

use super::Error;
use super::Job;
use super::Task;

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

/// The document among them that lends the briefs its red head, footer, margins and styles.
pub(super) const REFERENCE: &str = "公文.docx";

/// A reference document beyond this is no honest one.
const LARGEST_REFERENCE: u64 = 64 << 20;

/// What is read from where, by which settings and policy.
pub(super) struct Workspace {
    /// The folder that staff drop their sheets in; only ever read.
    pub(super) inbox: PathBuf,
    /// The folder that outputs go to.
    pub(super) out: PathBuf,
    /// The settings.
    pub(super) settings: Settings,
    /// The policy in use.
    pub(super) policy: Policy,
    /// Passwords to try on encrypted workbooks.
    passwords: Vec<String>,
    /// What the run goes by, without its task.
    asked: Asked,
    /// The words of the texts.
    pub(super) templates: Templates,
    /// The way from a report's folder to the inbox with `/`; `None` when they share no root.
    pub(super) inbox_from_report: Option<String>,
}

/// What is wrong in the settings, and in the policy beside them, so that both can be put right at once.
fn with_faults_of_policy(error: SettingsError, policy: &Path) -> Error {
    let text = Some(policy)
        .filter(|policy| policy.is_file())
        .and_then(|policy| text_of(policy).ok());
    let faults = text.and_then(|text| Policy::built_in().with_file(&policy.display().to_string(), &text).err());
    match faults {
        Some(faults) => Error::Usage(format!("{error}\n{faults}")),
        None => error.into(),
    }
}

impl Workspace {
    /// The rows up to a day with the look-ups over them, by the settings, the policy and the rulings among the replies.
    pub(super) fn records(&self, tables: Tables, replies: &[Reply], as_of: NaiveDate) -> Records {
        let records = Records::new(tables, Arc::new(self.settings.city.clone()), &self.policy, as_of);
        rules::recognition::claimed_by_two_squads::ruled(records, &self.policy, replies)
    }

    /// Opens the workspace of a job.
    pub(super) fn open(job: &Job<'_>) -> Result<Workspace, Error> {
        let folder = &job.folder;
        if !folder.is_dir() {
            return Err(Error::Usage(format!("文件夹不存在：{}", folder.display())));
        }
        let settings_path = match &job.settings {
            Some(path) => Some(path.clone()),
            None => Some(folder.join(SETTINGS)).filter(|path| path.is_file()),
        };
        let settings = match &settings_path {
            Some(path) => {
                let settings = Settings::parse(&path.display().to_string(), &text_of(path)?);
                settings.map_err(|error| with_faults_of_policy(error, &path.with_file_name(POLICY)))?
            }
            None => Settings::default(),
        };
        let known = |code: &str| rules::CATALOGUE.iter().any(|rule| rule.card.code == code);
        let unknown = settings.rules.iter().filter(|(code, _)| !known(code));
        let mut unknown: Vec<(usize, String)> = unknown
            .map(|(code, change)| (change.line, format!("没有编号为“{code}”的规则")))
            .collect();
        unknown.sort();
        if !unknown.is_empty() {
            let (line, what) = unknown.remove(0);
            return Err(SettingsError {
                file: settings_path.as_ref().map(|path| path.display().to_string()).unwrap_or_default(),
                line,
                what,
                others: unknown,
            }
            .into());
        }
        let beside = settings_path.as_ref().and_then(|path| path.parent()).unwrap_or(folder);
        let policy_path = match &settings.policy {
            Some(file) => Some(beside.join(file)),
            None => Some(beside.join(POLICY)).filter(|path| path.is_file()),
        };
        let mut policy = match &policy_path {
            Some(path) => Policy::built_in().with_file(&path.display().to_string(), &text_of(path)?)?,
            None => Policy::built_in(),
        };
        policy.calendar = policy.calendar.with_years(&settings.calendar);
        let own_templates = own_templates(&folder.join(TEMPLATES))?;
        let reference_path = folder.join(TEMPLATES).join(REFERENCE);
        let reference = reference(&reference_path)?;
        let own_inbox = folder.join(INBOX);
        let inbox = match &job.inbox {
            Some(inbox) => inbox.clone(),
            None if own_inbox.is_dir() => own_inbox,
            None => folder.clone(),
        };
        let out = job.out.clone().unwrap_or_else(|| folder.join(OUT));
        // All folders of outputs lie equally deep, whatever they are called.
        let report = out.join("期间");
        let inbox_from_report = relative(&report, &inbox);
        let used = |path: &Path, bytes: &[u8]| Used {
            path: relative(&report, path),
            sha256: digest::sha256(bytes),
        };
        let file_used = |path: &Option<PathBuf>| -> Result<Option<Used>, Error> {
            path.as_deref().map(|path| Ok(used(path, text_of(path)?.as_bytes()))).transpose()
        };
        let templates = own_templates.iter();
        let asked = Asked {
            task: "",
            workspace: relative(&report, folder),
            inbox: inbox_from_report.clone(),
            settings: file_used(&settings_path)?,
            policy: file_used(&policy_path)?,
            templates: templates
                .map(|(name, text)| used(&folder.join(TEMPLATES).join(name), text.as_bytes()))
                .chain(reference.iter().map(|bytes| used(&reference_path, bytes)))
                .collect(),
        };
        Ok(Workspace {
            inbox,
            out,
            settings,
            policy,
            passwords: job.password_file.as_deref().map_or(Ok(Vec::new()), passwords)?,
            asked,
            templates: Templates::with_own(own_templates)?.with_reference(match &reference {
                Some(bytes) => Some(Reference::open(REFERENCE, bytes)?),
                None => None,
            }),
            inbox_from_report,
        })
    }

    /// The bytes of a file of the inbox, when they are those that were read.
    pub(super) fn original(&self, path: &str, account: &Account) -> Option<Vec<u8>> {
        let file = account.files.iter().find(|file| file.path == path)?;
        let full = self.inbox.join(path);
        if full.symlink_metadata().ok()?.len() != file.bytes {
            return None;
        }
        let bytes = fs::read(full).ok()?;
        (digest::sha256(&bytes) == file.sha256).then_some(bytes)
    }

    /// What a task was asked, for the receipt.
    pub(super) fn asked(&self, task: Task) -> Asked {
        Asked {
            task: match task {
                Task::Check(_) => "check",
                Task::Report(_) => "report",
            },
            ..self.asked.clone()
        }
    }

    /// What is the program's own, should it lie in the inbox: the folders that it writes to, also the usual one when this run writes
    /// elsewhere; and its settings, where the inbox is the workspace itself.
    pub(super) fn outputs(&self) -> [PathBuf; 4] {
        let [usual, settings, policy] = [OUT, SETTINGS, POLICY].map(|name| self.inbox.join(name));
        [self.out.clone(), usual, settings, policy]
    }

    /// Reads the inbox, and settles the period when none was named.
    pub(super) fn read(&self, named: Option<Period>, job: &Job<'_>) -> Result<(Period, Intake), Error> {
        let read = |year: i32| -> Result<Intake, Error> {
            let outputs = self.outputs();
            let request = intake::Request {
                inbox: &self.inbox,
                outputs: &outputs,
                settings: &self.settings,
                policy: &self.policy,
                year,
                today: job.today,
                passwords: &self.passwords,
                progress: job.progress,
                kept: job.kept,
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

/// The passwords of a file, one on each line; blanks at the ends of a line may be part of it.
fn passwords(file: &Path) -> Result<Vec<String>, Error> {
    let text = text_of(file)?;
    let lines = text.trim_start_matches('\u{feff}').lines();
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// The texts of a workspace's own templates: the `.j2` files right inside of the folder; there need not be one.
fn own_templates(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let mut own = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(own);
    }
    let unreadable = |error: std::io::Error| Error::Usage(format!("无法读取 {}：{}", folder.display(), system::said(&error)));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // A file that a program has open leaves a lock file of such a name.
        if !name.ends_with(".j2") || name.starts_with(['~', '.']) || !path.is_file() {
            continue;
        }
        own.insert(name.nfc().collect(), text_of(&path)?);
    }
    Ok(own)
}

/// The bytes of the reference document, if there is one. A file that was meant to be it is told, since its look would be missed.
fn reference(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let unreadable = |error: std::io::Error| Error::Usage(format!("无法读取 {}：{}", path.display(), system::said(&error)));
    for other in ["公文.doc", "公文.dot", "公文.dotx", "公文.docm", "公文.wps", "公文.docx.docx"] {
        if path.with_file_name(other).is_file() {
            return Err(Error::Usage(format!("{TEMPLATES}/{other} 不会被使用，请另存为 {REFERENCE}")));
        }
    }
    if !path.is_file() {
        return Ok(None);
    }
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST_REFERENCE {
        return Err(Error::Usage(format!("{TEMPLATES}/{REFERENCE} 过大，请压缩图片")));
    }
    fs::read(path).map(Some).map_err(unreadable)
}

/// The text of a file of the workspace.
pub(super) fn text_of(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|error| Error::Usage(format!("无法读取 {}：{}", path.display(), system::said(&error))))?;
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
