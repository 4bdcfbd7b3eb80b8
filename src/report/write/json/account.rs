//! `account.json`: what was asked, what was read, and what came of it.

use serde::Serialize;

use crate::account::Asked;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::account::Tally;
use crate::account::Used;
use crate::digest::sha256;
use crate::finding::Severity;
use crate::report::Outcome;
use crate::report::OutputFile;

use super::PROGRAM;
use super::SCHEMA;
use super::numbers::Yuan;

#[derive(Serialize)]
pub(super) struct Account<'a> {
    schema: u32,
    period: String,
    program: &'static str,
    policy: Policy<'a>,
    run: Run<'a>,
    counts: Counts,
    files: Vec<File<'a>>,
    outputs: Vec<Output<'a>>,
}

impl<'a> Account<'a> {
    /// Of a run whose other files are `outputs`.
    pub(super) fn new(outcome: &Outcome<'a>, asked: &'a Asked, outputs: &'a [OutputFile]) -> Account<'a> {
        let mut outputs: Vec<Output<'_>> = outputs
            .iter()
            .map(|file| Output {
                path: &file.path,
                sha256: sha256(&file.bytes),
            })
            .collect();
        outputs.sort_by(|a, b| a.path.cmp(b.path));
        Account {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            program: PROGRAM,
            policy: Policy {
                name: &outcome.policy.name,
                sha256: &outcome.policy.sha256,
            },
            run: Run::new(outcome, asked),
            counts: Counts::new(outcome),
            files: outcome.account.files.iter().map(File::new).collect(),
            outputs,
        }
    }
}

#[derive(Serialize)]
struct Policy<'a> {
    name: &'a str,
    sha256: &'a str,
}

/// What was asked, so that `zhuanban verify` can ask it again.
#[derive(Serialize)]
struct Run<'a> {
    task: &'a str,
    date: String,
    as_of: String,
    workspace: Option<&'a str>,
    inbox: Option<&'a str>,
    settings: Option<UsedFile<'a>>,
    policy_file: Option<UsedFile<'a>>,
    templates: Vec<UsedFile<'a>>,
}

#[derive(Serialize)]
struct UsedFile<'a> {
    path: Option<&'a str>,
    sha256: &'a str,
}

impl<'a> UsedFile<'a> {
    fn new(used: &'a Used) -> UsedFile<'a> {
        UsedFile {
            path: used.path.as_deref(),
            sha256: &used.sha256,
        }
    }
}

impl<'a> Run<'a> {
    fn new(outcome: &Outcome<'_>, asked: &'a Asked) -> Run<'a> {
        Run {
            task: asked.task,
            date: outcome.today.to_string(),
            as_of: outcome.as_of.to_string(),
            workspace: asked.workspace.as_deref(),
            inbox: asked.inbox.as_deref(),
            settings: asked.settings.as_ref().map(UsedFile::new),
            policy_file: asked.policy.as_ref().map(UsedFile::new),
            templates: asked.templates.iter().map(UsedFile::new).collect(),
        }
    }
}

/// How much there was of everything.
#[derive(Serialize)]
struct Counts {
    files: FileCounts,
    rows: RowCounts,
    findings: FindingCounts,
}

#[derive(Serialize)]
struct FileCounts {
    found: usize,
    read: usize,
    skipped: usize,
    failed: usize,
}

#[derive(Serialize)]
struct RowCounts {
    found: u64,
    used: u64,
    duplicate: u64,
    set_aside: u64,
}

#[derive(Serialize)]
struct FindingCounts {
    error: usize,
    warning: usize,
    note: usize,
}

impl Counts {
    fn new(outcome: &Outcome<'_>) -> Counts {
        let files = &outcome.account.files;
        let with = |status| files.iter().filter(|file| file.status == status).count();
        let rows = |of: fn(&Tally<u64>) -> u64| files.iter().flat_map(|file| &file.tables).map(|table| of(&table.rows)).sum();
        let findings = |severity| outcome.judgement.count(severity);
        Counts {
            files: FileCounts {
                found: files.len(),
                read: with(FileStatus::Read),
                skipped: with(FileStatus::Skipped),
                failed: with(FileStatus::Failed),
            },
            rows: RowCounts {
                found: rows(|rows| rows.found),
                used: rows(|rows| rows.used),
                duplicate: rows(|rows| rows.duplicate),
                set_aside: rows(|rows| rows.set_aside),
            },
            findings: FindingCounts {
                error: findings(Severity::Error),
                warning: findings(Severity::Warning),
                note: findings(Severity::Note),
            },
        }
    }
}

#[derive(Serialize)]
struct Output<'a> {
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    sha256: &'a str,
    bytes: u64,
    status: &'static str,
    reason: Option<&'a str>,
    tables: Vec<Table<'a>>,
}

impl<'a> File<'a> {
    fn new(file: &'a FileAccount) -> File<'a> {
        File {
            path: &file.path,
            sha256: &file.sha256,
            bytes: file.bytes,
            status: match file.status {
                FileStatus::Read => "read",
                FileStatus::Skipped => "skipped",
                FileStatus::Failed => "failed",
            },
            reason: file.reason.as_deref(),
            tables: file.tables.iter().map(Table::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct Table<'a> {
    sheet: &'a str,
    kind: &'static str,
    header_row: u32,
    rows: u64,
    used: u64,
    duplicate: u64,
    set_aside: u64,
    money: Option<MoneyTally>,
}

#[derive(Serialize)]
struct MoneyTally {
    found: Yuan,
    used: Yuan,
    duplicate: Yuan,
    set_aside: Yuan,
}

impl<'a> Table<'a> {
    fn new(table: &'a TableAccount) -> Table<'a> {
        Table {
            sheet: &table.sheet,
            kind: table.kind.key(),
            header_row: table.header_row,
            rows: table.rows.found,
            used: table.rows.used,
            duplicate: table.rows.duplicate,
            set_aside: table.rows.set_aside,
            money: table.money.map(
                |Tally {
                     found,
                     used,
                     duplicate,
                     set_aside,
                 }| MoneyTally {
                    found: Yuan(found),
                    used: Yuan(used),
                    duplicate: Yuan(duplicate),
                    set_aside: Yuan(set_aside),
                },
            ),
        }
    }
}
