//! Files → grids → tables → records, with every problem on the way and the account of it all (spec 1).

mod archive;
mod biff;
mod budget;
mod calamine;
mod cells;
mod companions;
mod context;
mod csv;
mod decode;
mod decrypt;
mod ditto;
mod fields;
mod find;
pub mod grid;
mod header;
mod heading;
mod html;
mod inbox;
pub mod kept;
mod labels;
mod laid_out;
mod layout;
mod ods;
mod ole;
mod parts;
mod positions;
mod quiet;
mod refuse;
mod repeats;
mod replies;
mod rivals;
mod row;
mod row_days;
mod said;
mod serial;
mod settle;
mod shared;
mod sheet;
mod sniff;
mod spread;
mod table;
mod title;
mod totals;
mod turn;
mod unit_column;
mod void;
mod workbook;
mod xlsb;
mod xlsx;
mod xml;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::account::Account;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::history::Reply;
use crate::intake::find::Fate;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::inbox::Outcome;
use crate::intake::kept::Kept;
use crate::intake::sniff::Unfit;
use crate::intake::title::Names;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::Tables;
use crate::regulation::Policy;
use crate::settings::Limits;
use crate::settings::Settings;

/// What to read, and what is known before.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The folder that holds the sheets. It is only ever read.
    pub inbox: &'a Path,
    /// The folders that the program writes to (报送), which may lie in the inbox: its own reports there are not read; and its settings.
    pub outputs: &'a [PathBuf],
    /// City, synonyms, limits.
    pub settings: &'a Settings,
    /// Which expenses are travel (D018).
    pub policy: &'a Policy,
    /// The year of the period asked for, for dates that have none.
    pub year: i32,
    /// The day of the run (D007).
    pub today: NaiveDate,
    /// Passwords to try on encrypted workbooks; they appear in no output.
    pub passwords: &'a [String],
    /// Told the number of files read and of all files, from any worker.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
    /// What was read before.
    pub kept: Option<&'a Kept>,
}

/// Everything that reading gives.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// The rows in use.
    pub tables: Tables,
    /// Every problem, in file order.
    pub problems: Vec<Problem>,
    /// The account.
    pub account: Account,
    /// Replies to findings, in file order.
    pub replies: Vec<Reply>,
}

/// The inbox itself cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or is no folder.
    #[error("收件文件夹不存在或无法打开：{path}：{}", crate::system::said(source))]
    Inbox {
        /// As asked for.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// Reads the inbox.
pub fn read(request: &Request<'_>) -> Result<Intake, Error> {
    let inbox = |source| Error::Inbox {
        path: request.inbox.to_path_buf(),
        source,
    };
    let reading = Reading {
        settings: request.settings,
        policy: request.policy,
        year: request.year,
        today: request.today,
    };
    let names = Names::new(request.settings);
    let items = inbox::gather(request, &names, &reading).map_err(inbox)?;
    let (mut accounts, mut problems) = (Vec::new(), Vec::new());
    let pieces = items.filter_map(|item| {
        let (account, problem) = item.account();
        accounts.push(account);
        problems.extend(problem);
        let Outcome::Read { piece, remarks } = item.outcome else {
            return None;
        };
        let remarks = remarks.into_iter();
        problems.extend(remarks.map(|remark| inbox::file_problem(&item.path, &item.sha256, What::InDoubt(remark))));
        Some(piece)
    });
    let mut intake = settle::join(pieces, &reading);
    // Settling knows the tables of the files that were read, and nothing else of them.
    let mut settled: BTreeMap<String, FileAccount> = intake.account.files.drain(..).map(|file| (file.path.clone(), file)).collect();
    for account in &mut accounts {
        if let Some(settled) = settled.remove(&account.path).filter(|_| account.status == FileStatus::Read) {
            account.tables = settled.tables;
            account.status = settled.status;
            account.reason = settled.reason;
        }
    }
    accounts.sort_by(|a, b| a.path.cmp(&b.path));
    intake.account.files = accounts;
    intake.problems.extend(problems);
    intake.problems.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(intake)
}

/// Everything in an inbox that a reading of it would open or tell, with its whole path: no lock files, which come and go as a sheet is
/// only looked at, and nothing else that is left out by its name.
pub fn entries(inbox: &Path, outputs: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let found = find::walk(inbox, outputs)?.into_iter();
    Ok(found
        .filter(|found| !matches!(found.fate, Fate::Skip(_)))
        .map(|found| found.full)
        .collect())
}

/// Whether a file right inside of the folder, or one folder below, is named like a table.
pub fn has_tables(folder: &Path) -> bool {
    let entries = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let is_table = |path: &PathBuf| path.is_file() && path.to_str().is_some_and(workbook::promises_spreadsheet);
    let here = entries(folder);
    here.iter().any(is_table)
        || here
            .iter()
            .filter(|path| path.is_dir())
            .any(|folder| entries(folder).iter().any(is_table))
}

/// The sheets of one file's bytes, by the reader of their kind; `path` serves only for what its name promises. An archive is no
/// workbook. `read` is this for a whole folder, with archives, and with a panic of ours kept from ending the run.
pub fn read_bytes(path: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Workbook, Refused> {
    let workbook = sniff::kind(&bytes, limits).and_then(|kind| workbook::read(path, kind, bytes, limits));
    workbook.map_err(|unfit| match unfit {
        Unfit::Refused(refused) => refused,
        Unfit::Other(what) => refuse::no_table(what),
    })
}

/// A file's sheets as read, before any meaning.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// Path relative to the inbox, with `/`.
    pub path: String,
    /// Its sheets.
    pub workbook: Workbook,
}

/// What turns sheets into records needs to know.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// City and synonyms.
    pub settings: &'a Settings,
    /// Which expenses are travel.
    pub policy: &'a Policy,
    /// The year of the period asked for.
    pub year: i32,
    /// The day of the run.
    pub today: NaiveDate,
}

/// Finds the tables of the files, which are in file order (by path), and makes records of them; each file's sheets are let go
/// before the next file is asked for.
pub fn settle(files: impl IntoIterator<Item = ReadFile>, reading: &Reading<'_>) -> Intake {
    settle::settle(files, reading)
}

#[cfg(test)]
mod tests;
