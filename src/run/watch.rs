//! Staying with a workspace: when the files of the inbox or the settings have changed and come to rest, it is checked again. What each file gave is kept,
//! so that only files that changed are read.
//!
//! The inbox is looked at every little while: folders of other machines send no word of changes, and a look costs no more than a
//! listing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use chrono::NaiveDate;

use crate::intake;
use crate::intake::kept::Counts;
use crate::intake::kept::Kept;
use crate::report::made::Made;
use crate::values::period::Period;

use super::Done;
use super::Error;
use super::Job;
use super::POLICY;
use super::SETTINGS;
use super::Task;
use super::Workspace;
use super::run;

/// An inbox that does not come to rest is checked after so many times the rest all the same; what is being written then is deferred.
const PATIENCE: u32 = 40;

/// How to watch.
pub struct Watch<'a> {
    /// The period; the latest month with a log row when none is named.
    pub period: Option<Period>,
    /// How long nothing may have changed before the inbox is at rest.
    pub rest: Duration,
    /// How often the inbox is looked at.
    pub look: Duration,
    /// The date on documents, asked for at each check.
    pub today: &'a dyn Fn() -> NaiveDate,
    /// Whether somebody wants it to end; asked at each look.
    pub ended: &'a dyn Fn() -> bool,
}

/// What a watch tells.
pub enum Told {
    /// Files have changed; it is waited until they are at rest.
    Changed {
        /// Files that are new.
        new: usize,
        /// Files that were written to.
        changed: usize,
        /// Files that are gone.
        gone: usize,
        /// Whether the settings changed, or the policy beside them.
        settings: bool,
    },
    /// The inbox cannot be read now; it is waited for.
    Away,
    /// The inbox is there again.
    Back,
    /// A check was done.
    Checked(Box<Done>, Counts),
    /// A check could not be done; the next change is waited for.
    Failed(Error),
}

/// Size and time of everything in an inbox, and of the settings.
type Snapshot = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Checks at the start, and again whenever the inbox has changed and come to rest. `told` hears everything, and ends the watch by
/// `false`.
pub fn watch(watch: &Watch<'_>, job: &Job<'_>, mut told: impl FnMut(Told) -> bool) -> Result<(), Error> {
    let workspace = Workspace::open(job)?;
    let (kept, made) = (Kept::new(), Made::default());
    // Should the inbox go away, the folder around it is not to be taken for it.
    let job = Job {
        inbox: Some(workspace.inbox.clone()),
        kept: Some(&kept),
        made: Some(&made),
        ..job.clone()
    };
    let outputs = workspace.outputs();
    // What is checked hangs on the settings too: whoever mends them need not touch the inbox.
    let settings = job.settings.clone().unwrap_or_else(|| job.folder.join(SETTINGS));
    let policy = settings.with_file_name(POLICY);
    let look = || {
        let entries = intake::entries(&workspace.inbox, &outputs).ok()?;
        snapshot(entries.into_iter().chain([settings.clone(), policy.clone()]).collect())
    };
    let mut checked: Option<Snapshot> = None;
    let mut last = look();
    // At the start nothing is known of when the files were written, so they have to rest as well.
    let (mut rested_since, mut changed_since) = (Instant::now(), Instant::now());
    let mut on = last.is_some() || told(Told::Away);
    while on && !(watch.ended)() {
        let now = look();
        if now != last {
            on = match (&last, &now) {
                (_, None) => told(Told::Away),
                (None, Some(_)) => told(Told::Back),
                // Told once, when a change begins.
                (Some(_), Some(now)) => checked.as_ref() != last.as_ref() || told(difference(checked.as_ref(), now, &[&settings, &policy])),
            };
            if last == checked || last.is_none() {
                changed_since = Instant::now();
            }
            last = now;
            rested_since = Instant::now();
        } else if let Some(now) = last.as_ref().filter(|now| checked.as_ref() != Some(now)) {
            let waited_enough = changed_since.elapsed() >= watch.rest * PATIENCE;
            if rested_since.elapsed() >= watch.rest || waited_enough {
                checked = Some(now.clone());
                changed_since = Instant::now();
                let today = (watch.today)();
                kept.begins(SystemTime::now());
                made.begins();
                let job = Job { today, ..job.clone() };
                on = told(match run(Task::Check(watch.period), &job) {
                    Ok(done) => Told::Checked(Box::new(done), kept.counts()),
                    Err(error) => Told::Failed(error),
                });
                continue;
            }
        }
        if on {
            std::thread::sleep(watch.look);
        }
    }
    Ok(())
}

fn snapshot(entries: Vec<PathBuf>) -> Option<Snapshot> {
    let state = |path: PathBuf| {
        let metadata = path.symlink_metadata().ok()?;
        Some((path, (metadata.len(), metadata.modified().ok())))
    };
    Some(entries.into_iter().filter_map(state).collect())
}

/// What changed; what is in `settings` is no file of the inbox.
fn difference(before: Option<&Snapshot>, now: &Snapshot, settings: &[&PathBuf]) -> Told {
    let none = Snapshot::new();
    let before = before.unwrap_or(&none);
    let of_inbox = |path: &&PathBuf| !settings.contains(path);
    let differs = |path: &PathBuf| now.get(path) != before.get(path);
    Told::Changed {
        new: now.keys().filter(of_inbox).filter(|path| !before.contains_key(*path)).count(),
        changed: now
            .keys()
            .filter(of_inbox)
            .filter(|path| before.contains_key(*path) && differs(path))
            .count(),
        gone: before.keys().filter(of_inbox).filter(|path| !now.contains_key(*path)).count(),
        settings: settings.iter().any(|path| differs(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_no_file_of_the_inbox() {
        let (settings, policy) = (PathBuf::from("设置.toml"), PathBuf::from("政策.toml"));
        let snapshot =
            |files: &[(&str, u64)]| -> Snapshot { files.iter().map(|(path, size)| (PathBuf::from(path), (*size, None))).collect() };
        let before = snapshot(&[("a.csv", 1), ("设置.toml", 1)]);
        for (now, said) in [
            (snapshot(&[("a.csv", 1), ("设置.toml", 2)]), "设置有变动；等文件写完"),
            (snapshot(&[("a.csv", 1)]), "设置有变动；等文件写完"),
            (
                snapshot(&[("a.csv", 1), ("设置.toml", 1), ("政策.toml", 1)]),
                "设置有变动；等文件写完",
            ),
            (
                snapshot(&[("a.csv", 2), ("b.csv", 1), ("设置.toml", 2)]),
                "收件有变动：新增 1 个文件、改动 1 个文件；设置有变动；等文件写完",
            ),
            (snapshot(&[("设置.toml", 1)]), "收件有变动：移走 1 个文件；等文件写完"),
        ] {
            let told = difference(Some(&before), &now, &[&settings, &policy]);
            assert_eq!(crate::cli::watched_text(&told), said);
        }
    }
}
