//! Whether a folder of outputs still follows from its inputs (spec 4.6): the run is done again by what its receipt says, and compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use crate::digest;
use crate::publish;
use crate::report::OutputFile;
use crate::report::write;
use crate::values::period::Period;

use super::Compared;
use super::Error;
use super::Job;
use super::Task;
use super::examine;
use super::outputs;
use super::past;

/// The receipt of a run, in the folder of its outputs.
const RECEIPT: &str = "数据/account.json";

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Every difference, as a Chinese sentence; none when everything is as it was.
    pub differences: Vec<String>,
    /// How many inputs and outputs were compared.
    pub compared: (usize, usize),
}

impl Verified {
    /// For machines: whether all is as it was, how much was compared, and every difference.
    pub fn json(&self) -> Vec<u8> {
        let (inputs, outputs) = self.compared;
        let told = Told {
            schema: 1,
            same: self.differences.is_empty(),
            inputs,
            outputs,
            differences: &self.differences,
        };
        // Numbers and texts always have a JSON.
        let mut json = serde_json::to_vec_pretty(&told).unwrap_or_default();
        json.push(b'\n');
        json
    }
}

/// The JSON of what came of it.
#[derive(Serialize)]
struct Told<'a> {
    schema: u32,
    same: bool,
    inputs: usize,
    outputs: usize,
    differences: &'a [String],
}

/// Runs again what made the folder. Workers, passwords and progress are those of `how`; everything else is in the receipt.
pub fn verify(folder: &Path, how: &Job<'_>) -> Result<Verified, Error> {
    let folder = &in_full(folder);
    let bytes = fs::read(folder.join(RECEIPT))
        .map_err(|_| Error::Usage(format!("{} 中没有 {RECEIPT}，不是本程序生成的文件夹", folder.display())))?;
    let receipt: Value = serde_json::from_slice(&bytes).map_err(|_| Error::Usage(format!("{RECEIPT} 已损坏，无法核对")))?;
    let mut differences = Vec::new();
    let recorded = digests(&receipt["outputs"]);
    changed_on_disk(folder, &recorded, &mut differences);
    let program = write::json::PROGRAM;
    if receipt["program"] != program {
        differences.push(format!("生成时的程序是 {}，现在是 {program}", said(&receipt["program"])));
    }
    let (task, job) = asked(folder, &receipt, how)?;
    let named = match task {
        Task::Check(period) => period,
        Task::Report(period) => Some(period),
    };
    let left_out = past::left_out(&receipt);
    let again = Compared::Again {
        before: past::stored(folder),
        left_out: left_out.clone(),
    };
    let files = examine(named, again, &job, |workspace, outcome| outputs(task, workspace, outcome))?;
    let again: Value = files
        .last()
        .and_then(|account| serde_json::from_slice(&account.bytes).ok())
        .unwrap_or_default();
    changed_rules(&receipt, &again, &mut differences);
    let inputs = (digests(&receipt["files"]), digests(&again["files"]));
    changed_inputs(&inputs.0, &inputs.1, &mut differences);
    changed_outputs(&recorded, &files, &mut differences);
    if differences.is_empty() && files.last().is_none_or(|account| account.bytes != bytes) {
        differences.push(format!("{RECEIPT} 与重新生成的不同"));
    }
    Ok(Verified {
        differences,
        compared: (inputs.0.len().saturating_sub(left_out.len()), recorded.len()),
    })
}

/// The folder with all of its parents, which `.` and `../2021-09` do not show: what it names is relative to them.
fn in_full(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let mut full = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            part => full.push(part),
        }
    }
    full
}

/// The job that the receipt records.
fn asked<'a>(folder: &Path, receipt: &Value, how: &Job<'a>) -> Result<(Task, Job<'a>), Error> {
    let run = &receipt["run"];
    let broken = || Error::Usage(format!("{RECEIPT} 没有记下生成时的条件，无法核对"));
    let there = |way: &Value| way.as_str().map(|way| publish::joined(folder, way));
    let day = |day: &Value| day.as_str()?.parse::<NaiveDate>().ok();
    let period = receipt["period"].as_str().and_then(Period::parse).ok_or_else(broken)?;
    let task = match run["task"].as_str() {
        Some("check") => Task::Check(Some(period)),
        Some("report") => Task::Report(period),
        _ => return Err(broken()),
    };
    let missing = |what: &str| Error::Usage(format!("找不到生成时的{what}，可能已移动或改名，无法核对"));
    let workspace = there(&run["workspace"])
        .filter(|path| path.is_dir())
        .ok_or_else(|| missing("工作文件夹"))?;
    let inbox = how.inbox.clone().or_else(|| there(&run["inbox"]));
    let inbox = inbox.filter(|path| path.is_dir()).ok_or_else(|| missing("收件文件夹"))?;
    let settings = there(&run["settings"]["path"]);
    if settings.as_ref().is_some_and(|path| !path.is_file()) {
        return Err(missing("设置文件"));
    }
    Ok((
        task,
        Job {
            folder: workspace,
            inbox: Some(inbox),
            out: folder.parent().map(Path::to_path_buf),
            settings,
            password_file: how.password_file.clone(),
            today: day(&run["date"]).ok_or_else(broken)?,
            as_of: Some(day(&run["as_of"]).ok_or_else(broken)?),
            close: false,
            jobs: how.jobs,
            colour: how.colour,
            progress: how.progress,
            kept: None,
            made: None,
        },
    ))
}

/// Digests by path.
fn digests(list: &Value) -> BTreeMap<String, String> {
    let entries = list.as_array().into_iter().flatten();
    let entry = |entry: &Value| Some((entry["path"].as_str()?.to_owned(), entry["sha256"].as_str()?.to_owned()));
    entries.filter_map(entry).collect()
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or("（未记）")
}

/// Outputs that somebody changed, added or removed since.
fn changed_on_disk(folder: &Path, recorded: &BTreeMap<String, String>, differences: &mut Vec<String>) {
    for (path, sha256) in recorded {
        match fs::read(publish::joined(folder, path)) {
            Err(_) => differences.push(format!("输出文件 {path} 不见了")),
            Ok(bytes) if digest::sha256(&bytes) != *sha256 => differences.push(format!("输出文件 {path} 在生成之后被改动过")),
            Ok(_) => {}
        }
    }
}

/// Settings, policy and templates that are others now.
fn changed_rules(receipt: &Value, again: &Value, differences: &mut Vec<String>) {
    for (key, name) in [("settings", "设置文件"), ("policy_file", "政策文件"), ("templates", "模板")] {
        if receipt["run"][key] != again["run"][key] {
            differences.push(format!("{name}与生成时不同"));
        }
    }
    if receipt["policy"] != again["policy"] && receipt["run"]["policy_file"] == again["run"]["policy_file"] {
        differences.push("规定的参数与生成时不同（程序内置的已更新）".to_owned());
    }
}

/// Inputs that were changed, added or removed since.
fn changed_inputs(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>, differences: &mut Vec<String>) {
    for (path, sha256) in before {
        match now.get(path) {
            None => differences.push(format!("收件文件 {path} 不见了")),
            Some(other) if other != sha256 => differences.push(format!("收件文件 {path} 已改动")),
            Some(_) => {}
        }
    }
    for path in now.keys().filter(|path| !before.contains_key(*path)) {
        differences.push(format!("收件文件 {path} 是后来加入的"));
    }
}

/// Outputs that come out otherwise now.
fn changed_outputs(recorded: &BTreeMap<String, String>, files: &[OutputFile], differences: &mut Vec<String>) {
    let made = files.iter().filter(|file| file.path != RECEIPT);
    let made: BTreeMap<&str, String> = made.map(|file| (file.path.as_str(), digest::sha256(&file.bytes))).collect();
    for (path, sha256) in recorded {
        match made.get(path.as_str()) {
            None => differences.push(format!("现在不再生成 {path}")),
            Some(now) if now != sha256 => differences.push(format!("重新生成的 {path} 与原来不同")),
            Some(_) => {}
        }
    }
    for path in made.keys().filter(|path| !recorded.contains_key(**path)) {
        differences.push(format!("现在多生成了 {path}"));
    }
}
