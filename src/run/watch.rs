//! Staying with a workspace: when the files of the inbox have changed and come to rest, it is checked again.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use crate::intake;
use crate::values::period::Period;

use super::Done;
use super::Error;
use super::Job;
use super::OUT;
use super::Task;
use super::Workspace;
use super::run;

/// How often the inbox is looked at. Looking, rather than being told, works on network drives too.
const LOOK: Duration = Duration::from_millis(500);

/// Size and time of each file of an inbox.
type Snapshot = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Checks now, and again whenever the inbox has changed and rested for `rest`; `told` hears each result, and ends the watch by `false`.
pub fn watch(
    period: Option<Period>,
    rest: Duration,
    job: &Job<'_>,
    mut told: impl FnMut(Result<Done, Error>) -> bool,
) -> Result<(), Error> {
    let workspace = Workspace::open(job)?;
    let except = [workspace.out.clone(), workspace.inbox.join(OUT)];
    let mut checked: Option<Snapshot> = None;
    let mut last = look(&workspace.inbox, &except);
    let mut rested_since = Instant::now();
    loop {
        let now = look(&workspace.inbox, &except);
        if now != last {
            last = now;
            rested_since = Instant::now();
        } else if checked.as_ref() != Some(&last) && (checked.is_none() || rested_since.elapsed() >= rest) && !last.is_empty() {
            checked = Some(last.clone());
            if !told(run(Task::Check(period), job)) {
                return Ok(());
            }
        }
        std::thread::sleep(LOOK);
    }
}

/// The files as they are; an inbox that has gone away has none, and is looked for again.
fn look(inbox: &Path, except: &[PathBuf]) -> Snapshot {
    let files = intake::files(inbox, except).unwrap_or_default();
    let state = |path: PathBuf| {
        let metadata = path.symlink_metadata().ok()?;
        Some((path, (metadata.len(), metadata.modified().ok())))
    };
    files.into_iter().filter_map(state).collect()
}
