//! What lies in the inbox: every file, in a fixed order, and its bytes read once.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::digest::sha256;
use crate::intake::grid::Refused;
use crate::intake::refuse;
use crate::system;

/// Folders inside folders beyond this are not entered.
const DEEPEST: usize = 64;

/// Something found in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Path relative to the inbox, with `/`.
    pub(super) path: String,
    /// Where it is.
    pub(super) full: PathBuf,
    /// What to do with it.
    pub(super) fate: Fate,
}

/// What to do with something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// A plain file to be read.
    Read,
    /// Left out without a word to anybody but the account; why, in Chinese.
    Skip(&'static str),
    /// Cannot be read.
    Refuse(Refused),
}

/// A file's bytes and what identifies them.
#[derive(Debug)]
pub(super) struct Contents {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    /// SHA-256, lower-case hex.
    pub(super) sha256: String,
    /// The file as it was when it was read.
    pub(super) identity: Identity,
}

/// Walks the inbox; everything in it by path (code points), without the reports that the program wrote. `outputs` are the folders that
/// it writes to and its settings, named as any path is, which may lie in the inbox: what others put there is read.
pub(super) fn walk(inbox: &Path, outputs: &[PathBuf]) -> io::Result<Vec<Found>> {
    let outputs: BTreeSet<PathBuf> = outputs.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let mut found = Vec::new();
    let mut folders = vec![(inbox.to_path_buf(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let is_output = folder.canonicalize().is_ok_and(|folder| outputs.contains(&folder));
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            Err(error) => {
                found.push(refused(prefix, folder, unreadable(&error)));
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.push(refused(prefix.clone(), folder.clone(), unreadable(&error)));
                    break;
                }
            };
            let full = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}/{name}")
            };
            let metadata = match entry.metadata() {
                Ok(metadata) => metadata,
                Err(error) => {
                    found.push(refused(path, full, unreadable(&error)));
                    continue;
                }
            };
            // What is hidden there is the program's own too: earlier reports, closed periods, a lock. Were it told, the second run of the
            // same inputs would say something else than the first.
            if is_output && name.starts_with('.') || metadata.is_dir() && is_own_report(&full) {
                continue;
            }
            let is_own = || name.ends_with(".toml") && full.canonicalize().is_ok_and(|full| outputs.contains(&full));
            if let Some(why) = left_out(&name, &metadata).or_else(|| is_own().then_some(OWN_SETTINGS)) {
                found.push(Found {
                    path,
                    full,
                    fate: Fate::Skip(why),
                });
            } else if metadata.is_dir() {
                if depth >= DEEPEST {
                    let refusal = refuse::because(format!("文件夹层数超过 {DEEPEST}"), "请把文件移到较浅的文件夹");
                    found.push(refused(path, full, refusal));
                } else {
                    folders.push((full, path, depth + 1));
                }
            } else if metadata.is_file() {
                found.push(Found {
                    path,
                    full,
                    fate: Fate::Read,
                });
            } else if metadata.is_symlink() {
                let refusal = refuse::because("这是链接（快捷方式），不是文件本身", "请把原文件复制到收件文件夹");
                found.push(refused(path, full, refusal));
            } else {
                let refusal = refuse::because("不是普通文件（管道、设备等）", "请移出收件文件夹");
                found.push(refused(path, full, refusal));
            }
        }
    }
    found.sort_by(|a, b| (&a.path, &a.full).cmp(&(&b.path, &b.full)));
    Ok(found)
}

fn refused(path: String, full: PathBuf, refusal: Refused) -> Found {
    Found {
        path,
        full,
        fate: Fate::Refuse(refusal),
    }
}

/// Whether the folder is a report that this program wrote, wherever it was put: it carries the run's receipt.
fn is_own_report(folder: &Path) -> bool {
    folder.join("数据").join("account.json").is_file()
}

/// Why something is left out by its name or its hidden flag (spec 1.4).
fn left_out(name: &str, metadata: &Metadata) -> Option<&'static str> {
    left_out_by_name(name).or_else(|| hidden(metadata).then_some(HIDDEN))
}

/// What is said of the program's own settings, where the inbox is the workspace itself.
const OWN_SETTINGS: &str = "本程序的设置";

/// What is said of files and folders that are hidden.
const HIDDEN: &str = "隐藏文件或文件夹";

/// Why something is left out by its name.
pub(super) fn left_out_by_name(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    if name.starts_with("~$") || name.starts_with(".~") {
        Some("锁文件：有人正在打开同名文件")
    } else if matches!(lower.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini" | "__macosx") {
        Some("系统文件")
    } else {
        name.starts_with('.').then_some(HIDDEN)
    }
}

#[cfg(windows)]
fn hidden(metadata: &Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    const FILE_ATTRIBUTE_HIDDEN: u32 = 2;
    metadata.file_attributes() & FILE_ATTRIBUTE_HIDDEN != 0
}

#[cfg(not(windows))]
fn hidden(_metadata: &Metadata) -> bool {
    false
}

/// Reads a plain file once, into memory; refuses it when it is too large or changes meanwhile.
pub(super) fn contents(path: &Path, most: u64) -> Result<Contents, Refused> {
    let failed = |error: io::Error| unreadable(&error);
    // Looked at before it is opened: opening a pipe would wait for ever.
    let before = fs::symlink_metadata(path).map_err(failed)?;
    if !before.is_file() {
        return Err(changed());
    }
    if before.len() > most {
        return Err(refuse::too_large(&format!("文件大于 {} MiB", most >> 20)));
    }
    let mut file = File::open(path).map_err(failed)?;
    let opened = file.metadata().map_err(failed)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default());
    file.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    let read = file.metadata().map_err(failed)?;
    let after = fs::symlink_metadata(path).map_err(failed)?;
    let identity = identity(&before);
    let same = [&opened, &read, &after].iter().all(|metadata| self::identity(metadata) == identity);
    if !same || bytes.len() as u64 != before.len() {
        return Err(changed());
    }
    let sha256 = sha256(&bytes);
    Ok(Contents { bytes, sha256, identity })
}

/// What differs when a file was written to, or replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    plain: bool,
    length: u64,
    modified: Option<SystemTime>,
    created: Option<SystemTime>,
    /// Device and number of the file, and when anything of it was changed last, in seconds and nanoseconds.
    node: (u64, u64, i64, i64),
}

impl Identity {
    /// The file as it is now; `None` when it is not there.
    pub(super) fn now(path: &Path) -> Option<Identity> {
        fs::symlink_metadata(path).ok().as_ref().map(identity)
    }

    /// Whether the file was written last before that moment, so that a later write has another time. Without a time it is not known.
    pub(super) fn is_older_than(&self, moment: SystemTime) -> bool {
        self.modified.is_some_and(|modified| modified < moment)
    }
}

fn identity(metadata: &Metadata) -> Identity {
    Identity {
        plain: metadata.is_file(),
        length: metadata.len(),
        modified: metadata.modified().ok(),
        created: metadata.created().ok(),
        node: node(metadata),
    }
}

#[cfg(unix)]
fn node(metadata: &Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn node(_metadata: &Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}

fn changed() -> Refused {
    refuse::because("读取时文件正在被改写", "请等保存或复制完成后再运行")
}

/// A failure of the system in words.
fn unreadable(error: &io::Error) -> Refused {
    /// Windows: another program has the file open and shares it with nobody.
    const SHARING_VIOLATION: i32 = 32;
    match error.kind() {
        io::ErrorKind::PermissionDenied => refuse::because("没有读取权限", "请检查文件的访问权限"),
        io::ErrorKind::NotFound => refuse::because("读取前已被移走或改名", "请确认文件后再运行"),
        _ if cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION) => {
            refuse::because("文件正被其他程序占用", "请在 Excel/WPS 中关闭后再运行")
        }
        _ => refuse::because(format!("无法读取：{}", system::said(error)), "请检查磁盘、网络或重新复制文件"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inbox(files: &[&str]) -> tempfile::TempDir {
        let inbox = tempfile::tempdir().unwrap();
        for file in files {
            let path = inbox.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        inbox
    }

    #[test]
    fn files_come_by_path_and_what_is_not_for_us_is_skipped() {
        let inbox = inbox(&[
            "b.xlsx",
            "a/2.xlsx",
            "a/1.xlsx",
            "a.xlsx",
            "目录.xlsx/x.csv",
            "~$b.xlsx",
            ".~lock.b.xlsx#",
            ".DS_Store",
            "Thumbs.db",
            "Desktop.ini",
            ".git/config",
        ]);
        let found = walk(inbox.path(), &[inbox.path().join("没有")]).unwrap();
        let read: Vec<_> = found
            .iter()
            .filter(|found| found.fate == Fate::Read)
            .map(|found| found.path.as_str())
            .collect();
        assert_eq!(read, ["a.xlsx", "a/1.xlsx", "a/2.xlsx", "b.xlsx", "目录.xlsx/x.csv"]);
        let skipped: Vec<_> = found
            .iter()
            .filter(|found| found.fate != Fate::Read)
            .map(|found| found.path.as_str())
            .collect();
        assert_eq!(
            skipped,
            [".DS_Store", ".git", ".~lock.b.xlsx#", "Desktop.ini", "Thumbs.db", "~$b.xlsx"]
        );
        assert!(found.iter().all(|found| !matches!(found.fate, Fate::Refuse(_))));
    }

    #[test]
    fn a_report_of_our_own_is_no_input_wherever_it_was_put() {
        let inbox = tempfile::tempdir().unwrap();
        fs::create_dir_all(inbox.path().join("旧/2021-08/数据")).unwrap();
        fs::write(inbox.path().join("旧/2021-08/数据/account.json"), b"{}").unwrap();
        fs::write(inbox.path().join("旧/2021-08/附表.xlsx"), b"x").unwrap();
        fs::write(inbox.path().join("旧/名册.xlsx"), b"x").unwrap();
        let found: Vec<String> = walk(inbox.path(), &[]).unwrap().into_iter().map(|found| found.path).collect();
        assert_eq!(found, ["旧/名册.xlsx"]);
    }

    #[test]
    fn of_our_output_folder_only_what_we_wrote_is_no_input() {
        let inbox = inbox(&[
            "a.xlsx",
            "报送/2021-08/数据/account.json",
            "报送/2021-08/附表.xlsx",
            "报送/.历史/2021-08.1/附表.xlsx",
            "报送/.已报/2021-08.json",
            "报送/8月/账.xlsx",
            "报送/8月/.git/config",
            "报送/账.xlsx",
            "报送/.锁",
            "报送/8月/.账.xlsx",
        ]);
        let found = walk(inbox.path(), &[inbox.path().join("报送")]).unwrap();
        let found: Vec<_> = found.iter().map(|found| (found.path.as_str(), found.fate == Fate::Read)).collect();
        assert_eq!(
            found,
            [
                ("a.xlsx", true),
                ("报送/8月/.git", false),
                ("报送/8月/.账.xlsx", false),
                ("报送/8月/账.xlsx", true),
                ("报送/账.xlsx", true)
            ]
        );
    }

    #[test]
    fn a_missing_inbox_is_an_error() {
        assert!(walk(Path::new("/没有这个文件夹"), &[]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_sockets_are_told_and_never_opened() {
        let inbox = inbox(&["a.xlsx"]);
        std::os::unix::fs::symlink("/dev/zero", inbox.path().join("z.xlsx")).unwrap();
        std::os::unix::fs::symlink(inbox.path(), inbox.path().join("loop")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(inbox.path().join("s.xlsx")).unwrap();
        let found = walk(inbox.path(), &[]).unwrap();
        let refused: Vec<_> = found
            .iter()
            .filter(|found| matches!(found.fate, Fate::Refuse(_)))
            .map(|found| found.path.as_str())
            .collect();
        assert_eq!(refused, ["loop", "s.xlsx", "z.xlsx"]);
        assert!(contents(&inbox.path().join("s.xlsx"), 100).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_shown_as_far_as_they_are() {
        use std::os::unix::ffi::OsStrExt;
        let inbox = inbox(&[]);
        let name = std::ffi::OsStr::from_bytes(b"\xd0\xd5.csv");
        if fs::write(inbox.path().join(name), "x").is_ok() {
            let found = walk(inbox.path(), &[]).unwrap();
            assert!(found[0].path.ends_with(".csv"));
            assert!(contents(&found[0].full, 10).is_ok());
        }
    }

    #[test]
    fn bytes_are_read_once_within_the_limit() {
        let inbox = inbox(&[]);
        let path = inbox.path().join("a.csv");
        fs::write(&path, "abc").unwrap();
        let contents_read = contents(&path, 3).unwrap();
        assert_eq!(contents_read.bytes, b"abc");
        assert_eq!(
            contents_read.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(contents(&path, 2).unwrap_err().reason.contains("上限"));
        assert!(contents(&inbox.path().join("没有.csv"), 2).is_err());
    }
}
