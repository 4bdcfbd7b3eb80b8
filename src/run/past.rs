//! What the run before left in a folder of outputs: the findings to compare with.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ahash::HashMap;
use ahash::HashSet;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use crate::account::Account;
use crate::account::Asked;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::history::Before;
use crate::history::Seen;
use crate::publish;

use super::Job;

/// What a run was compared with, in the folder of its outputs.
pub(super) const BEFORE: &str = "数据/上次.json";

/// What is asked of the findings of an earlier run.
#[derive(Deserialize)]
struct Findings {
    findings: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    id: String,
    file: Option<String>,
    squad: Option<String>,
}

/// What the outputs in that folder were compared with.
pub(super) fn stored(folder: &Path) -> Before {
    let bytes = fs::read(publish::joined(folder, BEFORE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// What this run is compared with: the run whose outputs stand in the folder. When that one had the very same inputs it is this run
/// again, and is compared with what that one was compared with, so that the same inputs give the same bytes.
pub(super) fn before(folder: &Path, account: &Account, asked: &Asked, as_of: NaiveDate, job: &Job<'_>) -> Before {
    let read = |path: &str| fs::read(publish::joined(folder, path)).ok();
    let receipt = read("数据/account.json").and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let findings = read("数据/findings.json").and_then(|bytes| serde_json::from_slice::<Findings>(&bytes).ok());
    let (Some(receipt), Some(Findings { findings })) = (receipt, findings) else {
        return Before::default();
    };
    let stored = stored(folder);
    if is_same_run(&receipt, account, asked, as_of, job) {
        return stored;
    }
    let ids: HashSet<&str> = findings.iter().map(|finding| &*finding.id).collect();
    let runs: HashMap<&str, u32> = stored.findings.iter().map(|seen| (&*seen.id, seen.runs)).collect();
    let mut mended: Vec<String> = stored.mended.clone();
    mended.extend(stored.findings.iter().map(|seen| seen.id.clone()));
    mended.retain(|id| !ids.contains(id.as_str()));
    mended.sort();
    mended.dedup();
    let mut seen: Vec<Seen> = findings
        .iter()
        .map(|finding| Seen {
            id: finding.id.clone(),
            runs: runs.get(&*finding.id).copied().unwrap_or_default() + 1,
            file: finding.file.clone(),
            squad: finding.squad.clone(),
        })
        .collect();
    seen.sort_by(|a, b| a.id.cmp(&b.id));
    Before {
        schema: 1,
        any: true,
        findings: seen,
        mended,
        files: files(&receipt),
        doubtful: stored.now_doubtful,
        ..Before::default()
    }
}

/// The files of a run that are not left out by their names, each with the kinds of its tables, by its receipt.
fn files(receipt: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let left_out = left_out(receipt);
    let files = receipt["files"].as_array().into_iter().flatten();
    let files = files.filter_map(|file| {
        let path = file["path"].as_str()?;
        let tables = file["tables"].as_array().into_iter().flatten();
        let kinds = tables.filter_map(|table| Some(table["kind"].as_str()?.to_owned()));
        let is_left_out = left_out.iter().any(|left_out| left_out.path == path);
        (!is_left_out).then(|| (path.to_owned(), kinds.collect()))
    });
    files.collect()
}

/// What a run left out by its name, by its receipt.
pub(super) fn left_out(receipt: &Value) -> Vec<FileAccount> {
    let files = receipt["files"].as_array().into_iter().flatten();
    let left_out = files.filter_map(|file| {
        let left_out = FileAccount {
            path: file["path"].as_str()?.to_owned(),
            sha256: file["sha256"].as_str()?.to_owned(),
            bytes: file["bytes"].as_u64()?,
            status: (file["status"] == "skipped").then_some(FileStatus::Skipped)?,
            reason: file["reason"].as_str().map(str::to_owned),
            tables: Vec::new(),
        };
        left_out.is_left_out().then_some(left_out)
    });
    left_out.collect()
}

/// Whether the receipt is that of a run with the same inputs, settings and dates, whatever lock files lay beside them.
fn is_same_run(receipt: &Value, account: &Account, asked: &Asked, as_of: NaiveDate, job: &Job<'_>) -> bool {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let left_out = left_out(receipt);
    let is_left_out = |file: &Value| left_out.iter().any(|left_out| file["path"] == left_out.path.as_str());
    let files = receipt["files"].as_array().into_iter().flatten().filter(|file| !is_left_out(file));
    let files = files.map(|file| (text(&file["path"]), text(&file["sha256"])));
    let now = account
        .files
        .iter()
        .filter(|file| !file.is_left_out())
        .map(|file| (Some(file.path.clone()), Some(file.sha256.clone())));
    let used = |value: &Value| text(&value["sha256"]);
    let run = &receipt["run"];
    let templates = run["templates"].as_array().into_iter().flatten().map(used);
    files.eq(now)
        && text(&run["date"]) == Some(job.today.to_string())
        && text(&run["as_of"]) == Some(as_of.to_string())
        && used(&run["settings"]) == asked.settings.as_ref().map(|used| used.sha256.clone())
        && used(&run["policy_file"]) == asked.policy.as_ref().map(|used| used.sha256.clone())
        && templates.eq(asked.templates.iter().map(|used| Some(used.sha256.clone())))
        && receipt["program"] == crate::report::write::json::PROGRAM
}
