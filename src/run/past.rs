//! What earlier runs left in the output folder: what the last run of the period told, and the closed reports (spec 4.4, 2.11).

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::history::Past;
use crate::history::closed::Closed;

use super::Error;

/// What the run was compared with, in the folder of its outputs.
pub(super) const COMPARED_WITH: &str = "数据/上次.json";

/// Where closed reports are kept, inside of the output folder.
pub(super) const CLOSED: &str = ".已报";

/// What a run is compared with.
pub(super) enum Since<'a> {
    /// The last run whose outputs stand in that folder.
    Published(&'a Path),
    /// What the run in that folder was compared with, to make it again.
    ComparedWith(&'a Path),
    /// Nothing: nobody asks.
    Nothing,
}

impl Since<'_> {
    /// The past of a run with that receipt. The last run with the very same inputs, settings and dates is this run itself: it is
    /// compared with what that one was compared with, so that it comes out the same.
    pub(super) fn past(&self, receipt: &[u8]) -> Past {
        match self {
            Since::Nothing => Past::default(),
            Since::ComparedWith(folder) => compared_with(folder),
            Since::Published(folder) => {
                let before = compared_with(folder);
                let read = |path: &str| fs::read(folder.join(path)).ok();
                let (Some(last), Some(findings)) = (read("数据/account.json"), read("数据/findings.json")) else {
                    return before;
                };
                if asked(&last) == asked(receipt) {
                    return before;
                }
                match Past::told(&findings) {
                    Some(told) => before.after(told),
                    None => before,
                }
            }
        }
    }
}

fn compared_with(folder: &Path) -> Past {
    let bytes = fs::read(folder.join(COMPARED_WITH)).unwrap_or_default();
    Past::parse(&bytes).unwrap_or_default()
}

/// A receipt without what came of the run.
fn asked(receipt: &[u8]) -> Option<Value> {
    let mut receipt: Value = serde_json::from_slice(receipt).ok()?;
    receipt.as_object_mut()?.remove("outputs");
    Some(receipt)
}

/// The closed reports of an output folder, by period.
pub(super) fn closed(out: &Path) -> Result<Vec<Closed>, Error> {
    let folder = out.join(CLOSED);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        move |error: io::Error| Error::Usage(format!("无法读取 {path}：{error}"))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
        let path = entry.map_err(unreadable(&folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".json") && !name.starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    let closed = paths.iter().map(|path| {
        let bytes = fs::read(path).map_err(unreadable(path))?;
        Closed::parse(&bytes).ok_or_else(|| Error::Usage(format!("封存的数据已损坏，无法核对：{}", path.display())))
    });
    closed.collect()
}

/// Keeps a closed report, whole or not at all; whether it replaced another one that said something else.
pub(super) fn close(out: &Path, closed: &Closed) -> Result<bool, Error> {
    let folder = out.join(CLOSED);
    let path = folder.join(format!("{}.json", closed.period));
    let temporary = folder.join(format!(".{}.未完成-{}", closed.period, std::process::id()));
    let bytes = closed.json();
    let before = fs::read(&path).ok();
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::File::create(&temporary))
        .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, &path));
    if let Err(source) = written {
        // The error that matters is the first one.
        let _ = fs::remove_file(&temporary);
        return Err(crate::publish::Error::Write { path, source }.into());
    }
    Ok(before.is_some_and(|before| before != bytes))
}
