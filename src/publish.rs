//! Outputs appear whole or not at all: a temporary folder beside the target, one rename, a short history (spec 4).

mod tie_out;

use std::fs;
use std::fs::TryLockError;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use crate::report::OutputFile;
use crate::system;

pub use self::tie_out::Difference;
pub use self::tie_out::tie_out;

/// Where replaced folders go, inside of the output root.
pub const HISTORY: &str = ".历史";

/// How many replaced folders of one name are kept.
const KEPT: usize = 10;

/// Why nothing could be published; nothing half-written is left.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something could not be written.
    #[error("无法写入 {path}：{}", system::said(source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Another run of the same workspace is at its outputs, and does not end.
    #[error("另一个窗口中的本程序正在写 {path}（{since} 开始）；请等它结束，或关闭那个窗口，再运行")]
    Busy {
        /// The folder of outputs.
        path: PathBuf,
        /// Since when.
        since: String,
    },
    /// The folder in place could not be moved away, or the new one not put there: most often a file of it is open.
    #[error("无法替换 {path}：{}；请先关闭其中已打开的文件", system::said(source))]
    Replace {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// A small file that is kept in a folder of its own with the outputs: both appear, or none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The folder.
    pub folder: PathBuf,
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes the files as folder `name` under `root`, in place of an older one, which moves to the history; with what is to be kept with
/// them. Returns the folder.
pub fn publish(root: &Path, name: &str, files: &[OutputFile], keep: Option<&Keep>) -> Result<PathBuf, Error> {
    let _lock = lock(root)?;
    remove_unfinished(root);
    let target = root.join(name);
    let temporary = root.join(format!(".{name}.未完成-{}", std::process::id()));
    // All is written before anything takes its place.
    let staged = write_all(&temporary, files).and_then(|()| keep.map(Staged::new).transpose());
    let result = staged.and_then(|staged| {
        let replaced = replace(root, name, &temporary, &target)?;
        match staged.map_or(Ok(()), Staged::put) {
            Ok(()) => {
                forget_oldest(root, name);
                Ok(())
            }
            Err(error) => {
                replaced.undo(&temporary, &target);
                Err(error)
            }
        }
    });
    if result.is_err() {
        // The error that matters is the first one; a folder that cannot be removed either is hidden and named as unfinished.
        let _ = fs::remove_dir_all(&temporary);
    }
    result.map(|()| target)
}

/// The file by which runs of one workspace wait for each other while they put their outputs in place. The system lets it go when a run
/// ends, however it ends, so that none is ever left locked.
const LOCK: &str = ".锁";

/// How long another run is waited for: it needs a second or two, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is tried.
const TRY: Duration = Duration::from_millis(50);

fn lock(root: &Path) -> Result<fs::File, Error> {
    lock_within(root, PATIENCE)
}

fn lock_within(root: &Path, patience: Duration) -> Result<fs::File, Error> {
    let path = root.join(LOCK);
    let failed = |source| Error::Write {
        path: path.clone(),
        source,
    };
    fs::create_dir_all(root).map_err(failed)?;
    let file = fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => std::thread::sleep(TRY),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy {
                    path: root.to_owned(),
                    since: since(&file),
                });
            }
            // Some network drives know no locks; there a second run is not waited for.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
    // The time of the file is since when; its only content says whose it is, for whoever looks.
    let _ = file
        .set_len(0)
        .and_then(|()| (&file).write_all(format!("{}\n", std::process::id()).as_bytes()));
    Ok(file)
}

/// Since when the file is locked.
fn since(file: &fs::File) -> String {
    let written = file.metadata().and_then(|metadata| metadata.modified());
    written.map_or_else(
        |_| "此前".to_owned(),
        |written| chrono::DateTime::<chrono::Local>::from(written).format("%H:%M:%S").to_string(),
    )
}

/// What runs that were killed left behind; with the lock held, none of it is of a run that goes on.
fn remove_unfinished(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with('.') && name.contains(".未完成-")) {
            // It is hidden and named as unfinished: the next run tries again.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A file that is written beside its place.
struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

impl Staged {
    fn new(keep: &Keep) -> Result<Staged, Error> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Write { path, source }
        };
        fs::create_dir_all(&keep.folder).map_err(failed(&keep.folder))?;
        let temporary = keep.folder.join(format!(".{}.未完成-{}", keep.name, std::process::id()));
        let staged = Staged {
            target: keep.folder.join(&keep.name),
            temporary,
        };
        let written = fs::File::create(&staged.temporary).and_then(|mut file| file.write_all(&keep.bytes).and_then(|()| file.sync_all()));
        written.map_err(failed(&staged.temporary))?;
        Ok(staged)
    }

    /// Puts it in its place.
    fn put(self) -> Result<(), Error> {
        fs::rename(&self.temporary, &self.target).map_err(|source| Error::Replace {
            path: self.target.clone(),
            source,
        })
    }
}

impl Drop for Staged {
    /// One that was not put in its place goes.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.temporary);
    }
}

/// What took the place of what.
struct Replaced {
    /// Where the replaced folder is now, if there was one.
    old: Option<PathBuf>,
}

impl Replaced {
    /// Puts everything back: the reader must not be left with a report that is not the one handed in.
    fn undo(self, temporary: &Path, target: &Path) {
        let _ = fs::rename(target, temporary);
        if let Some(old) = self.old {
            let _ = fs::rename(old, target);
        }
    }
}

/// A path inside of a folder, or beside it, from its way with `/`; `..` is taken off the folder itself, which need not exist.
pub fn joined(folder: &Path, way: &str) -> PathBuf {
    let mut path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for part in way.split('/') {
        match part {
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path
}

fn write_all(folder: &Path, files: &[OutputFile]) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed(folder))?;
    }
    for file in files {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(failed(parent))?;
        let mut out = fs::File::create(&path).map_err(failed(&path))?;
        out.write_all(&file.bytes).and_then(|()| out.sync_all()).map_err(failed(&path))?;
    }
    Ok(())
}

fn replace(root: &Path, name: &str, temporary: &Path, target: &Path) -> Result<Replaced, Error> {
    let failed = |source| Error::Replace {
        path: target.to_owned(),
        source,
    };
    if !target.exists() {
        fs::rename(temporary, target).map_err(failed)?;
        return Ok(Replaced { old: None });
    }
    let history = root.join(HISTORY);
    fs::create_dir_all(&history).map_err(|source| Error::Write {
        path: history.clone(),
        source,
    })?;
    let next = numbers(&history, name).last().copied().unwrap_or(0) + 1;
    let old = history.join(format!("{name}.{next}"));
    fs::rename(target, &old).map_err(failed)?;
    if let Err(source) = fs::rename(temporary, target) {
        // Back to where we were: the reader must not be left without a report.
        let _ = fs::rename(&old, target);
        return Err(failed(source));
    }
    Ok(Replaced { old: Some(old) })
}

/// Of the replaced folders of one name the last ones are kept.
fn forget_oldest(root: &Path, name: &str) {
    let history = root.join(HISTORY);
    for number in numbers(&history, name).iter().rev().skip(KEPT) {
        // An old copy that somebody has open stays; the next run tries again.
        let _ = fs::remove_dir_all(history.join(format!("{name}.{number}")));
    }
}

/// The numbers of the kept folders of that name, ascending.
fn numbers(history: &Path, name: &str) -> Vec<u64> {
    let entries = fs::read_dir(history).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut numbers: Vec<u64> = names
        .filter_map(|entry| entry.strip_prefix(name)?.strip_prefix('.')?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Vec<OutputFile> {
        vec![OutputFile::new("数据/a.json".to_owned(), text.as_bytes().to_vec())]
    }

    #[test]
    fn the_replaced_folder_moves_to_the_history_and_ten_are_kept() {
        let root = tempfile::tempdir().unwrap();
        for round in 0..13 {
            let folder = publish(root.path(), "2021-09", &file(&round.to_string()), None).unwrap();
            assert_eq!(fs::read_to_string(folder.join("数据/a.json")).unwrap(), round.to_string());
        }
        let history = root.path().join(HISTORY);
        assert_eq!(numbers(&history, "2021-09"), (3..=12).collect::<Vec<_>>());
        assert_eq!(fs::read_to_string(history.join("2021-09.12/数据/a.json")).unwrap(), "11");
    }

    #[test]
    fn another_run_is_waited_for_and_told_when_it_does_not_end() {
        let root = tempfile::tempdir().unwrap();
        let first = lock(root.path()).unwrap();
        let told = lock_within(root.path(), Duration::from_millis(120)).unwrap_err().to_string();
        assert!(told.contains("正在写") && told.contains("开始"), "{told}");
        let waiting = root.path().to_owned();
        let second = std::thread::spawn(move || publish(&waiting, "2021-09", &file("second"), None).is_ok());
        std::thread::sleep(Duration::from_millis(200));
        assert!(!root.path().join("2021-09").exists());
        drop(first);
        assert!(second.join().unwrap());
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_away_by_the_next() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join(".2021-09.未完成-4242/数据");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("a.json"), "half").unwrap();
        publish(root.path(), "2021-09", &file("new"), None).unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_failed_write_leaves_the_old_report_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        publish(root.path(), "2021-09", &file("old"), None).unwrap();
        let bad = [file("new"), vec![OutputFile::new("数据/a.json/b".to_owned(), Vec::new())]].concat();
        assert!(publish(root.path(), "2021-09", &bad, None).is_err());
        assert_eq!(fs::read_to_string(root.path().join("2021-09/数据/a.json")).unwrap(), "old");
        // The report and the lock.
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_report_and_what_is_kept_with_it_appear_together_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let keep = |text: &str| Keep {
            folder: root.path().join(".已报"),
            name: "2021-09.json".to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let both = || {
            let read = |path: &str| fs::read_to_string(root.path().join(path)).unwrap_or_default();
            (read("2021-09/数据/a.json"), read(".已报/2021-09.json"))
        };
        publish(root.path(), "2021-09", &file("old"), Some(&keep("old"))).unwrap();
        assert_eq!(both(), ("old".to_owned(), "old".to_owned()));
        publish(root.path(), "2021-09", &file("new"), Some(&keep("new"))).unwrap();
        assert_eq!(both(), ("new".to_owned(), "new".to_owned()));
        // A folder stands where the file should be.
        fs::remove_file(root.path().join(".已报/2021-09.json")).unwrap();
        fs::create_dir_all(root.path().join(".已报/2021-09.json/x")).unwrap();
        assert!(publish(root.path(), "2021-09", &file("newer"), Some(&keep("newer"))).is_err());
        assert_eq!(both().0, "new");
        assert_eq!(fs::read_dir(root.path().join(".已报")).unwrap().count(), 1);
        // A file stands where the folder should be.
        fs::remove_dir_all(root.path().join(".已报")).unwrap();
        fs::write(root.path().join(".已报"), "").unwrap();
        assert!(publish(root.path(), "2021-09", &file("newer"), Some(&keep("newer"))).is_err());
        assert_eq!(both().0, "new");
        let left = fs::read_dir(root.path()).unwrap().flatten().map(|entry| entry.file_name());
        let unfinished = left.filter(|name| name.to_string_lossy().contains("未完成"));
        assert_eq!(unfinished.count(), 0);
    }
}
