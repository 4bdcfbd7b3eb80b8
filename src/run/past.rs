//! What earlier runs of a workspace left: closed periods, and the findings of the run before.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::account::Account;
use crate::account::Asked;
use crate::figures;
use crate::figures::FigureValue;
use crate::finding::Judgement;
use crate::history::Before;
use crate::history::Changed;
use crate::history::Closed;
use crate::history::ClosedFigure;
use crate::history::ClosedRow;
use crate::history::Reply;
use crate::history::Seen;
use crate::history::row_changes;
use crate::publish;
use crate::records::Records;
use crate::records::Tables;
use crate::report::Outcome;
use crate::values::period::Period;

use super::Error;
use super::Job;
use super::Workspace;

/// Where closed periods are kept, inside of the output folder.
const CLOSED: &str = ".已报";

/// What a run was compared with, in the folder of its outputs.
pub(super) const BEFORE: &str = "数据/上次.json";

/// Figures that hang on the rules too, or are made of others: they follow from those that are held.
const NOT_HELD: [&str; 4] = ["proposed", "cuts", "cost_per_yi_signed", "findings"];

/// The figures of a period as they are now.
fn closed_of(records: &Records, figures: &figures::Figures, period: Period, job: &Job<'_>) -> Closed {
    let mut held = Vec::new();
    for squad in &figures.squads {
        for figure in &squad.period.figures {
            let value = match &figure.value {
                FigureValue::NotReported => "未报".to_owned(),
                FigureValue::Money(sum) => format!("{:.2}元", sum.normalize()),
                FigureValue::Count(count) => count.to_string(),
                _ => continue,
            };
            if NOT_HELD.contains(&figure.key) {
                continue;
            }
            let mut rows: Vec<ClosedRow> = figure
                .parts
                .iter()
                .filter_map(|part| {
                    let at = records.at(part.row)?;
                    Some(ClosedRow {
                        kind: part.row.kind.key().to_owned(),
                        title: records.title(part.row),
                        digest: format!("{:016x}", at.digest),
                        adds: part.adds.normalize().to_string(),
                        place: at.place().to_string(),
                    })
                })
                .collect();
            rows.sort();
            held.push(ClosedFigure {
                squad: records.city.squad(squad.squad).name.to_string(),
                key: figure.key.to_owned(),
                value,
                rows,
            });
        }
    }
    Closed {
        schema: 1,
        period: period.to_string(),
        as_of: records.as_of,
        closed: job.today,
        figures: held,
    }
}

/// Keeps the figures of the outcome's period as handed in. Whole or not at all.
pub(super) fn close(workspace: &Workspace, outcome: &Outcome<'_>, job: &Job<'_>) -> Result<(), Error> {
    let closed = closed_of(outcome.records, outcome.figures, outcome.period, job);
    // Numbers and texts always have a form in JSON.
    let mut bytes = serde_json::to_vec_pretty(&closed).unwrap_or_default();
    bytes.push(b'\n');
    publish::keep(&workspace.out.join(CLOSED), &format!("{}.json", outcome.period), &bytes)?;
    Ok(())
}

/// The closed figures that come out otherwise now, period by period.
pub(super) fn changed(
    workspace: &Workspace,
    tables: &Tables,
    replies: &[Reply],
    period: Period,
    job: &Job<'_>,
) -> Result<Vec<Changed>, Error> {
    let mut changes = Vec::new();
    for closed in closed_periods(&workspace.out)? {
        let Some(of) = Period::parse(&closed.period) else { continue };
        if closed.as_of > period.window().to {
            continue;
        }
        let (policy, verdict) = (&workspace.policy, workspace.settings.verdict);
        let records = workspace.records(tables.clone(), replies, closed.as_of);
        let standings = figures::standings(&records, policy, verdict, of);
        let now = figures::measure(&records, policy, verdict, of, &standings, &Judgement::default());
        let now = closed_of(&records, &now, of, job);
        changes.extend(differences(&records, of, &closed, &now));
    }
    Ok(changes)
}

fn differences(records: &Records, period: Period, closed: &Closed, now: &Closed) -> Vec<Changed> {
    let mut changes = Vec::new();
    for was in &closed.figures {
        let is = now.figures.iter().find(|figure| figure.squad == was.squad && figure.key == was.key);
        let squad = records
            .city
            .squad_ids()
            .find(|squad| *records.city.squad(*squad).name == *was.squad);
        let (Some(is), Some(squad)) = (is, squad) else { continue };
        if is.value == was.value {
            continue;
        }
        let rows = row_changes(&was.rows, &is.rows);
        changes.push(Changed {
            period,
            squad,
            key: was.key.clone(),
            was: was.value.clone(),
            is: is.value.clone(),
            places: Vec::new(),
            rows: rows.into_iter().map(|(said, _)| said).collect(),
        });
    }
    changes
}

/// Every closed period that is kept; one that cannot be read is told, since what it held would be missed.
fn closed_periods(out: &Path) -> Result<Vec<Closed>, Error> {
    let folder = out.join(CLOSED);
    let Ok(entries) = fs::read_dir(&folder) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| -> Result<Closed, Error> {
        let unreadable = || Error::Usage(format!("已封存的 {} 无法读取，请恢复该文件，或删去后重新封存", path.display()));
        let bytes = fs::read(path).map_err(|_| unreadable())?;
        serde_json::from_slice(&bytes).map_err(|_| unreadable())
    };
    paths.iter().map(read).collect()
}

/// What the outputs in that folder were compared with.
pub(super) fn stored(folder: &Path) -> Before {
    let bytes = fs::read(publish::joined(folder, BEFORE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// What this run is compared with: the run whose outputs stand in the folder. When that one had the very same inputs it is this run
/// again, and is compared with what that one was compared with, so that the same inputs give the same bytes.
pub(super) fn before(folder: &Path, account: &Account, asked: &Asked, job: &Job<'_>) -> Before {
    let json = |path: &str| -> Option<Value> { serde_json::from_slice(&fs::read(publish::joined(folder, path)).ok()?).ok() };
    let (Some(receipt), Some(findings)) = (json("数据/account.json"), json("数据/findings.json")) else {
        return Before::default();
    };
    let stored = stored(folder);
    if is_same_run(&receipt, account, asked, job) {
        return stored;
    }
    let ids: Vec<&str> = findings["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["id"].as_str())
        .collect();
    let runs = |id: &str| stored.findings.iter().find(|seen| seen.id == id).map_or(0, |seen| seen.runs);
    let mut mended: Vec<String> = stored.mended.clone();
    mended.extend(stored.findings.iter().map(|seen| seen.id.clone()));
    mended.retain(|id| !ids.contains(&id.as_str()));
    mended.sort();
    mended.dedup();
    let mut seen: Vec<Seen> = ids
        .iter()
        .map(|id| Seen {
            id: (*id).to_owned(),
            runs: runs(id) + 1,
        })
        .collect();
    seen.sort_by(|a, b| a.id.cmp(&b.id));
    Before {
        schema: 1,
        any: true,
        findings: seen,
        mended,
    }
}

/// Whether the receipt is that of a run with the same inputs, settings and dates.
fn is_same_run(receipt: &Value, account: &Account, asked: &Asked, job: &Job<'_>) -> bool {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let files = receipt["files"].as_array().into_iter().flatten();
    let files = files.map(|file| (text(&file["path"]), text(&file["sha256"])));
    let now = account
        .files
        .iter()
        .map(|file| (Some(file.path.clone()), Some(file.sha256.clone())));
    let used = |value: &Value| text(&value["sha256"]);
    let run = &receipt["run"];
    let templates = run["templates"].as_array().into_iter().flatten().map(used);
    files.eq(now)
        && text(&run["date"]) == Some(job.today.to_string())
        && job.as_of.is_none_or(|day| text(&run["as_of"]) == Some(day.to_string()))
        && used(&run["settings"]) == asked.settings.as_ref().map(|used| used.sha256.clone())
        && used(&run["policy_file"]) == asked.policy.as_ref().map(|used| used.sha256.clone())
        && templates.eq(asked.templates.iter().map(|used| Some(used.sha256.clone())))
        && receipt["program"] == crate::report::write::json::PROGRAM
}
