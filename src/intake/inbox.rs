//! Every file of the inbox with what became of it: found, read, told apart.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::vec;

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::digest;
use crate::intake::ReadFile;
use crate::intake::Reading;
use crate::intake::Request;
use crate::intake::archive;
use crate::intake::decrypt;
use crate::intake::find;
use crate::intake::find::Fate;
use crate::intake::find::Found;
use crate::intake::grid::Refused;
use crate::intake::kept::Kept;
use crate::intake::quiet;
use crate::intake::refuse;
use crate::intake::settle;
use crate::intake::settle::Piece;
use crate::intake::sniff;
use crate::intake::sniff::Kind;
use crate::intake::sniff::Unfit;
use crate::intake::title::Names;
use crate::intake::workbook;
use crate::place::Place;
use crate::place::Source;
use crate::problem::Problem;
use crate::problem::What;
use crate::settings::Limits;

/// How many files each worker reads before all wait for the last one.
const FILES_A_WORKER: usize = 8;

/// What may be read, by which passwords, and what makes rows of it.
#[derive(Clone, Copy)]
struct Leave<'a> {
    limits: &'a Limits,
    passwords: &'a [String],
    names: &'a Names,
    reading: &'a Reading<'a>,
    kept: Option<&'a Kept>,
}

/// A file, or a file in an archive.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Path relative to the inbox, with `/`.
    pub(super) path: String,
    /// SHA-256, lower-case hex; empty when the bytes could not be read.
    pub(super) sha256: String,
    /// Size in bytes.
    pub(super) bytes: u64,
    /// What became of it.
    pub(super) outcome: Outcome,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// Read: its tables, and what the reader has to say of it as a whole.
    Read {
        /// Its tables and their rows.
        piece: Piece,
        /// Remarks in Chinese.
        remarks: Vec<String>,
    },
    /// Left out, said only in the account.
    Skipped(String),
    /// No spreadsheet; what it is.
    Other(String),
    /// The same bytes as the file of this path.
    SameAs(String),
    /// Cannot be read.
    Failed(Refused),
}

/// Finds everything, and reads it while it is asked for, in order of the paths (the files of an archive at its place): no more
/// workbooks are in memory at a time than there are workers.
pub(super) fn gather<'a>(request: &'a Request<'a>, names: &'a Names, reading: &'a Reading<'a>) -> io::Result<Gathering<'a>> {
    let mut found = find::walk(request.inbox, request.outputs)?;
    let total = found.len();
    let mut paths = Paths::default();
    for found in &mut found {
        paths.tell_apart(&mut found.path);
    }
    if let Some(kept) = request.kept {
        kept.begin(request, found.iter().map(|found| found.full.as_path()));
    }
    found.reverse();
    Ok(Gathering {
        request,
        names,
        reading,
        found,
        total,
        done: AtomicUsize::new(0),
        ready: Vec::new().into_iter(),
        seen: Seen::default(),
    })
}

/// Everything of an inbox, being read.
pub(super) struct Gathering<'a> {
    request: &'a Request<'a>,
    names: &'a Names,
    reading: &'a Reading<'a>,
    /// What is still to be read, last first.
    found: Vec<Found>,
    total: usize,
    done: AtomicUsize,
    ready: vec::IntoIter<Item>,
    seen: Seen,
}

impl Iterator for Gathering<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(mut item) = self.ready.next() {
                self.seen.tell_twin(&mut item);
                self.seen.tell_same(&mut item);
                return Some(item);
            }
            if self.found.is_empty() {
                return None;
            }
            self.read_some();
        }
    }
}

impl Gathering<'_> {
    /// Reads some files for each worker, so that none waits for long for another's large one.
    fn read_some(&mut self) {
        let some = rayon::current_num_threads().saturating_mul(FILES_A_WORKER);
        let mut some = self.found.split_off(self.found.len().saturating_sub(some));
        some.reverse();
        let leave = Leave {
            limits: &self.request.settings.limits,
            passwords: self.request.passwords,
            names: self.names,
            reading: self.reading,
            kept: self.request.kept,
        };
        let read = |found: &Found| {
            let mut items = items(found, leave);
            items.sort_by(|a, b| a.path.cmp(&b.path));
            (self.request.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1, self.total);
            items
        };
        let items: Vec<Vec<Item>> = some.par_iter().with_max_len(1).map(read).collect();
        self.ready = items.into_iter().flatten().collect::<Vec<_>>().into_iter();
    }
}

/// Reads one thing found, unless it is as it was when it was read before.
fn items(found: &Found, leave: Leave<'_>) -> Vec<Item> {
    let kept = leave.kept.filter(|_| found.fate == Fate::Read);
    if let Some(items) = kept.and_then(|kept| kept.untouched(found)) {
        return items;
    }
    let mut item = Item {
        path: found.path.clone(),
        sha256: String::new(),
        bytes: 0,
        outcome: Outcome::Skipped(String::new()),
    };
    let contents = match &found.fate {
        Fate::Skip(why) => Err(Outcome::Skipped((*why).to_owned())),
        Fate::Refuse(refused) => Err(Outcome::Failed(refused.clone())),
        Fate::Read => find::contents(&found.full, leave.limits.file_bytes).map_err(Outcome::Failed),
    };
    match contents {
        Err(outcome) => {
            item.outcome = outcome;
            item.bytes = found.full.symlink_metadata().map_or(0, |metadata| metadata.len());
            vec![item]
        }
        Ok(contents) => {
            if let Some(items) = kept.and_then(|kept| kept.same_bytes(found, &contents)) {
                return items;
            }
            item.sha256 = contents.sha256;
            item.bytes = contents.bytes.len() as u64;
            let items = read_item(item, contents.bytes, leave);
            if let Some(kept) = kept {
                kept.keep(found, contents.identity, &items);
            }
            items
        }
    }
}

/// Reads a file's bytes; an archive gives an item for each file in it, and its own.
fn read_item(mut item: Item, bytes: Vec<u8>, leave: Leave<'_>) -> Vec<Item> {
    match open(&item.path, bytes, leave) {
        Ok((Kind::Archive, bytes)) => archive_items(item, &bytes, leave),
        opened => {
            item.outcome = outcome(&item.path, opened, leave);
            vec![item]
        }
    }
}

/// The kind of a file and its bytes, decrypted when they are encrypted.
fn open(path: &str, bytes: Vec<u8>, leave: Leave<'_>) -> Result<(Kind, Vec<u8>), Unfit> {
    // Of bytes that are not there, only the name says whether a table is missing.
    if bytes.is_empty() && !workbook::promises_spreadsheet(path) {
        return Err(Unfit::Other("空文件（0 字节）"));
    }
    quietly(|| {
        let bytes = decrypt::open(bytes, leave.passwords, leave.limits)?;
        Ok((sniff::kind(&bytes, leave.limits)?, bytes))
    })
}

/// Our own readers do not panic; should one do so, the file is lost and not the run.
fn quietly<T>(read: impl FnOnce() -> Result<T, Unfit>) -> Result<T, Unfit> {
    quiet::attempt("zhuanban", || Ok(read())).unwrap_or_else(|refused| Err(Unfit::Refused(refused)))
}

/// Reads the sheets of a file and makes rows of them; the sheets are let go.
fn outcome(path: &str, opened: Result<(Kind, Vec<u8>), Unfit>, leave: Leave<'_>) -> Outcome {
    let read = |kind, bytes| {
        let mut workbook = workbook::read(path, kind, bytes, leave.limits)?;
        let remarks = std::mem::take(&mut workbook.remarks);
        let path = path.to_owned();
        let piece = settle::piece(ReadFile { path, workbook }, leave.names, leave.reading);
        Ok(Outcome::Read { piece, remarks })
    };
    match opened.and_then(|(kind, bytes)| quietly(|| read(kind, bytes))) {
        Ok(outcome) => outcome,
        Err(Unfit::Refused(refused)) => Outcome::Failed(refused),
        Err(Unfit::Other(what)) if workbook::promises_spreadsheet(path) => Outcome::Failed(refuse::no_table(what)),
        Err(Unfit::Other(what)) => Outcome::Other(format!("这是{what}，不是表格")),
    }
}

/// The files of an archive, and the archive itself.
fn archive_items(mut item: Item, bytes: &[u8], leave: Leave<'_>) -> Vec<Item> {
    let (mut items, mut paths) = (Vec::new(), Paths::default());
    let walked = archive::walk(bytes, leave.limits, |inner| {
        let mut path = format!("{}/{}", item.path, inner.path);
        paths.tell_apart(&mut path);
        let left_out = inner.path.split('/').find_map(find::left_out_by_name);
        let (sha256, length) = inner
            .bytes
            .as_ref()
            .map_or_else(|_| (String::new(), 0), |bytes| (digest::sha256(bytes), bytes.len() as u64));
        let outcome = match (left_out, inner.bytes) {
            (Some(why), _) => Outcome::Skipped(why.to_owned()),
            (None, Err(refused)) => Outcome::Failed(refused),
            (None, Ok(bytes)) => {
                match outcome(&path, open(&path, bytes, leave), leave) {
                    // What else lies in an archive is nobody's table; the account names it.
                    Outcome::Other(what) => Outcome::Skipped(what),
                    outcome => outcome,
                }
            }
        };
        items.push(Item {
            path,
            sha256,
            bytes: length,
            outcome,
        });
    });
    item.outcome = match walked {
        Err(refused) => Outcome::Failed(refused),
        Ok(()) if items.iter().all(|inner| matches!(inner.outcome, Outcome::Skipped(_))) => {
            Outcome::Other("这是压缩包，其中没有表格".to_owned())
        }
        Ok(()) => Outcome::Skipped(format!("压缩包，其中的 {} 个文件逐个读取", items.len())),
    };
    items.push(item);
    items
}

/// How often each path was shown. Names that are no text may be shown alike; they get a number then.
#[derive(Default)]
struct Paths(BTreeMap<String, usize>);

impl Paths {
    /// Whether the path was shown before; it has a number then.
    fn tell_apart(&mut self, path: &mut String) -> bool {
        let count = self.0.entry(path.clone()).or_default();
        *count += 1;
        if *count > 1 {
            *path = format!("{path}（{count}）");
        }
        *count > 1
    }
}

/// What came before.
#[derive(Default)]
struct Seen {
    paths: Paths,
    /// The first path of each digest and fate.
    digests: BTreeMap<(String, u8), String>,
}

impl Seen {
    /// An archive and a folder whose names are no text may be shown alike, with files of one name in both: the places of the second
    /// one's rows could not be told from those of the first.
    fn tell_twin(&mut self, item: &mut Item) {
        if self.paths.tell_apart(&mut item.path) {
            item.outcome = Outcome::Failed(refuse::because("与另一个文件显示为同一路径，无法区分", "请改名后重新放入"));
        }
    }

    /// Of files with the same bytes and the same fate, the first by path counts.
    fn tell_same(&mut self, item: &mut Item) {
        let fate = match item.outcome {
            Outcome::Read { .. } => 0,
            Outcome::Failed(_) => 1,
            Outcome::Other(_) => 2,
            Outcome::Skipped(_) | Outcome::SameAs(_) => return,
        };
        if item.sha256.is_empty() || item.bytes == 0 {
            return;
        }
        match self.digests.entry((item.sha256.clone(), fate)) {
            Entry::Occupied(first) => item.outcome = Outcome::SameAs(first.get().clone()),
            Entry::Vacant(place) => {
                place.insert(item.path.clone());
            }
        }
    }
}

impl Item {
    /// Its entry in the account, without tables, and the problem that it is.
    pub(super) fn account(&self) -> (FileAccount, Option<Problem>) {
        let (status, reason, what) = match &self.outcome {
            Outcome::Read { .. } => (FileStatus::Read, None, None),
            Outcome::Skipped(why) => (FileStatus::Skipped, Some(why.clone()), None),
            Outcome::Other(what) => {
                let problem = What::NotASpreadsheet { reason: what.clone() };
                (FileStatus::Skipped, Some(what.clone()), Some(problem))
            }
            Outcome::SameAs(path) => {
                let reason = format!("与“{path}”内容相同");
                (FileStatus::Skipped, Some(reason), Some(What::SameFile(path.clone())))
            }
            Outcome::Failed(refused) => {
                let problem = What::File {
                    reason: refused.reason.clone(),
                    remedy: refused.remedy.clone(),
                };
                (FileStatus::Failed, Some(refused.reason.clone()), Some(problem))
            }
        };
        let account = FileAccount {
            path: self.path.clone(),
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            status,
            reason,
            tables: Vec::new(),
        };
        (account, what.map(|what| file_problem(&self.path, &self.sha256, what)))
    }
}

/// The whole file.
fn file_place(path: &str) -> Place {
    let source = Source {
        file: Arc::from(path),
        sheet: Arc::from(""),
        order: 0,
    };
    Place::sheet(&Arc::new(source))
}

/// A problem of a file as a whole, which it is known by when it is renamed: its digest, empty when it could not be read.
pub(super) fn file_problem(path: &str, sha256: &str, what: What) -> Problem {
    let related = match &what {
        What::SameFile(first) => vec![file_place(first)],
        _ => Vec::new(),
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    Problem {
        what,
        place: file_place(path),
        table: None,
        column: None,
        title: None,
        written: None,
        owner: None,
        date: None,
        row_title: path.to_owned(),
        // A file too large to read has no digest; its name without the folders is the next best.
        digest: crate::records::row::digest_of(&[if sha256.is_empty() { name } else { sha256 }]),
        sets_aside: false,
        related,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Cursor;
    use std::io::Write;
    use std::sync::Mutex;

    use rust_xlsxwriter::Workbook as Writer;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::intake;
    use crate::regulation::Policy;
    use crate::settings::Settings;

    fn xlsx(text: &str) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.add_worksheet().write(0, 0, text).unwrap();
        writer.save_to_buffer().unwrap()
    }

    #[test]
    fn every_file_is_in_the_account_and_what_is_wrong_is_told_once() {
        let inbox = tempfile::tempdir().unwrap();
        let archive = {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let files = [
                ("内/日志.csv", "姓名,日期\n王伟,9月8日\n".as_bytes().to_vec()),
                ("名册.xlsx", xlsx("甲")),
                ("图.png", b"\x89PNG\r\n\x1a\n".to_vec()),
            ];
            for (name, bytes) in files {
                zip.start_file(name, SimpleFileOptions::default()).unwrap();
                zip.write_all(&bytes).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let files: Vec<(&str, Vec<u8>)> = vec![
            ("b/名册.xlsx", xlsx("甲")),
            ("a/名册.xlsx", xlsx("甲")),
            ("说明.pdf", b"%PDF-1.7".to_vec()),
            ("假.xlsx", b"%PDF-1.7 ".to_vec()),
            ("空.xlsx", Vec::new()),
            ("空2.xlsx", Vec::new()),
            ("空.docx", Vec::new()),
            ("空", Vec::new()),
            ("~$名册.xlsx", b"x".to_vec()),
            ("包.zip", archive),
        ];
        for (path, bytes) in files {
            let path = inbox.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let progress = Mutex::new(Vec::new());
        let settings = Settings::default();
        let intake = intake::read(&Request {
            inbox: inbox.path(),
            outputs: &[],
            settings: &settings,
            policy: &Policy::built_in(),
            year: 2021,
            today: "2022-01-01".parse().unwrap(),
            passwords: &[],
            progress: &|done, total| progress.lock().unwrap().push((done, total)),
            kept: None,
        })
        .unwrap();
        let told: BTreeMap<_, _> = intake
            .account
            .files
            .iter()
            .map(|file| (file.path.as_str(), (file.status, file.reason.as_deref())))
            .collect();
        assert_eq!(told.len(), 13);
        assert!(intake.account.files.is_sorted_by_key(|file| file.path.clone()));
        assert_eq!(told["a/名册.xlsx"], (FileStatus::Read, None));
        assert_eq!(told["b/名册.xlsx"], (FileStatus::Skipped, Some("与“a/名册.xlsx”内容相同")));
        assert_eq!(told["说明.pdf"].0, FileStatus::Skipped);
        assert_eq!(told["假.xlsx"].0, FileStatus::Failed);
        assert_eq!(told["空2.xlsx"], (FileStatus::Failed, Some("空文件（0 字节）")));
        assert_eq!(told["空.docx"], (FileStatus::Skipped, Some("这是空文件（0 字节），不是表格")));
        assert_eq!(told["~$名册.xlsx"].0, FileStatus::Skipped);
        assert_eq!(told["包.zip"].0, FileStatus::Skipped);
        assert_eq!(told["包.zip/内/日志.csv"].0, FileStatus::Read);
        assert_eq!(told["包.zip/名册.xlsx"], (FileStatus::Skipped, Some("与“a/名册.xlsx”内容相同")));
        assert_eq!(told["包.zip/图.png"].0, FileStatus::Skipped);
        assert_eq!(intake.account.files[0].sha256.len(), 64);
        let of_files = intake
            .problems
            .iter()
            .filter(|problem| matches!(problem.what, What::File { .. } | What::NotASpreadsheet { .. } | What::SameFile(_)));
        let mut problems: Vec<_> = of_files.map(|problem| problem.place.to_string()).collect();
        problems.sort();
        assert_eq!(
            problems,
            [
                "b/名册.xlsx",
                "假.xlsx",
                "包.zip/名册.xlsx",
                "空",
                "空.docx",
                "空.xlsx",
                "空2.xlsx",
                "说明.pdf"
            ]
        );
        let mut progress = progress.into_inner().unwrap();
        progress.sort_unstable();
        assert_eq!(progress, (1..=10).map(|done| (done, 10)).collect::<Vec<_>>());
    }

    #[test]
    fn paths_that_look_alike_are_told_apart() {
        let (mut first, mut second) = ("\u{FFFD}.csv".to_owned(), "\u{FFFD}.csv".to_owned());
        let mut paths = Paths::default();
        assert!(!paths.tell_apart(&mut first) && paths.tell_apart(&mut second));
        assert_eq!((first.as_str(), second.as_str()), ("\u{FFFD}.csv", "\u{FFFD}.csv（2）"));
    }

    #[test]
    fn a_missing_inbox_is_an_error() {
        let settings = Settings::default();
        let request = Request {
            inbox: std::path::Path::new("/没有"),
            outputs: &[],
            settings: &settings,
            policy: &Policy::built_in(),
            year: 2021,
            today: "2022-01-01".parse().unwrap(),
            passwords: &[],
            progress: &|_, _| {},
            kept: None,
        };
        assert!(intake::read(&request).is_err());
    }
}
