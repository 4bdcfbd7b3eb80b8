//! What was read before, file by file, for whoever reads one inbox again and again (`watch`): a file that is as it was is neither read
//! nor parsed. Rows are kept, and no sheets.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::SystemTime;

use crate::digest;
use crate::intake::Request;
use crate::intake::find::Contents;
use crate::intake::find::Found;
use crate::intake::find::Identity;
use crate::intake::inbox::Item;
use crate::intake::inbox::Outcome;
use crate::problem::What;

/// How exact the time of a file may be: two seconds on a memory stick. A file written later than that before it was read may be
/// written again without another time.
const EXACT: Duration = Duration::from_secs(2);

/// What was read before.
#[derive(Debug)]
pub struct Kept(Mutex<Files>);

#[derive(Debug)]
struct Files {
    /// When the reading that goes on was begun.
    begun: SystemTime,
    /// The year of the period that it is for.
    year: i32,
    /// A digest of everything that rows hang on besides the file.
    under: String,
    /// By the file's place, and the year for files whose dates have none of their own.
    files: BTreeMap<(PathBuf, Option<i32>), File>,
    counts: Counts,
}

#[derive(Debug)]
struct File {
    /// The path as shown, which stands in every place of its rows.
    path: String,
    /// The file as it was; `None` when it was written too short a time before to know it by that.
    identity: Option<Identity>,
    sha256: String,
    items: Vec<Item>,
}

/// How the files of the last reading came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not even opened.
    pub untouched: usize,
    /// Opened, and the same bytes as before.
    pub same: usize,
    /// Read anew.
    pub anew: usize,
}

impl Kept {
    /// Nothing yet.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Kept {
        Kept(Mutex::new(Files {
            begun: SystemTime::UNIX_EPOCH,
            year: 0,
            under: String::new(),
            files: BTreeMap::new(),
            counts: Counts::default(),
        }))
    }

    /// Says when the next reading begins: a file written right before is not known by its time.
    pub fn begins(&self, now: SystemTime) {
        let mut files = self.files();
        files.begun = now;
        files.counts = Counts::default();
    }

    /// How the files came since then.
    pub fn counts(&self) -> Counts {
        self.files().counts
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        // A panic leaves whole entries only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what does not hold for this request, and files that are gone.
    pub(super) fn begin<'a>(&self, request: &Request<'_>, found: impl Iterator<Item = &'a Path>) {
        let under = format!("{:?} {:?} {}", request.settings, request.passwords, request.today);
        let under = digest::sha256(under.as_bytes());
        let mut files = self.files();
        files.year = request.year;
        if files.under == under {
            let found: BTreeSet<&Path> = found.collect();
            files.files.retain(|(path, _), _| found.contains(path.as_path()));
        } else {
            files.files.clear();
            files.under = under;
        }
    }

    /// What the file gave, if nobody has written to it since.
    pub(super) fn untouched(&self, found: &Found) -> Option<Vec<Item>> {
        let identity = Identity::now(&found.full)?;
        let mut files = self.files();
        let items = files.of(found, |file| file.identity == Some(identity))?.items.clone();
        files.counts.untouched += 1;
        Some(items)
    }

    /// What the same bytes gave.
    pub(super) fn same_bytes(&self, found: &Found, contents: &Contents) -> Option<Vec<Item>> {
        let mut files = self.files();
        let before = files.begun.checked_sub(EXACT)?;
        let file = files.of(found, |file| file.sha256 == contents.sha256)?;
        file.identity = Some(contents.identity).filter(|identity| identity.is_older_than(before));
        let items = file.items.clone();
        files.counts.same += 1;
        Some(items)
    }

    /// Keeps what a file gave.
    pub(super) fn keep(&self, found: &Found, identity: Identity, items: &[Item]) {
        let mut files = self.files();
        files.counts.anew += 1;
        let (Some(before), Some(whole)) = (files.begun.checked_sub(EXACT), items.iter().find(|item| item.path == found.path)) else {
            return;
        };
        let year = items.iter().any(takes_a_year).then_some(files.year);
        files
            .files
            .retain(|(path, _), file| *path != found.full || file.sha256 == whole.sha256);
        let file = File {
            path: found.path.clone(),
            identity: Some(identity).filter(|identity| identity.is_older_than(before)),
            sha256: whole.sha256.clone(),
            items: items.to_vec(),
        };
        files.files.insert((found.full.clone(), year), file);
    }
}

impl Files {
    fn of(&mut self, found: &Found, is_it: impl Fn(&File) -> bool) -> Option<&mut File> {
        let year = self.year;
        let key = [None, Some(year)].map(|year| (found.full.clone(), year)).into_iter().find(|key| {
            let file = self.files.get(key);
            file.is_some_and(|file| file.path == found.path && is_it(file))
        })?;
        self.files.get_mut(&key)
    }
}

/// Whether a date of the file was completed by the year of the period.
fn takes_a_year(item: &Item) -> bool {
    match &item.outcome {
        Outcome::Read { piece, .. } => piece.problems.iter().any(|problem| matches!(problem.what, What::YearTaken(_))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::account::FileStatus;
    use crate::intake;
    use crate::intake::Intake;
    use crate::regulation::Policy;
    use crate::settings::Settings;

    fn read(inbox: &Path, year: i32, kept: Option<&Kept>) -> Intake {
        let request = Request {
            inbox,
            outputs: &[],
            settings: &Settings::default(),
            policy: &Policy::built_in(),
            year,
            today: "2022-01-01".parse().unwrap(),
            passwords: &[],
            progress: &|_, _| (),
            kept,
        };
        intake::read(&request).unwrap()
    }

    fn told(intake: &Intake) -> String {
        format!("{:?} {:?} {:?}", intake.account, intake.problems, intake.tables)
    }

    /// A moment so late that every file is known by its time.
    fn late() -> SystemTime {
        SystemTime::now() + Duration::from_secs(60)
    }

    const HEAD: &str = "日期,姓名,工作内容\n";

    #[test]
    fn only_what_changed_is_read_and_the_outcome_is_that_of_a_fresh_reading() {
        let inbox = tempfile::tempdir().unwrap();
        let write = |name: &str, rows: &str| fs::write(inbox.path().join(name), format!("{HEAD}{rows}")).unwrap();
        write("日志1.csv", "2021-09-01,王伟,甲\n");
        write("日志2.csv", "9月2日,王伟,乙\n");
        write("日志3.csv", "2021-09-01,王伟,甲\n2021-09-03,王伟,丙\n");
        write("日志4.csv", "2021-09-01,王伟,甲\n");
        let kept = Kept::new();
        let again = |year: i32| {
            kept.begins(late());
            let now = read(inbox.path(), year, Some(&kept));
            assert_eq!(told(&now), told(&read(inbox.path(), year, None)));
            let Counts { untouched, same, anew } = kept.counts();
            (untouched, same, anew)
        };
        assert_eq!(again(2021), (0, 0, 4));
        assert_eq!(again(2021), (4, 0, 0));
        // Only the file with a date without a year hangs on the year.
        assert_eq!(again(2020), (3, 0, 1));
        assert_eq!(again(2020), (4, 0, 0));
        assert_eq!(again(2021), (4, 0, 0));
        write("日志1.csv", "2021-09-08,王伟,甲\n");
        assert_eq!(again(2021), (3, 0, 1));
        fs::remove_file(inbox.path().join("日志3.csv")).unwrap();
        fs::rename(inbox.path().join("日志2.csv"), inbox.path().join("日志5.csv")).unwrap();
        assert_eq!(again(2021), (2, 0, 1));
        // Written again with the same bytes.
        write("日志1.csv", "2021-09-08,王伟,甲\n");
        assert_eq!(again(2021), (2, 1, 0));
    }

    #[test]
    fn a_file_written_just_now_is_not_known_by_its_time() {
        let inbox = tempfile::tempdir().unwrap();
        fs::write(inbox.path().join("日志.csv"), format!("{HEAD}2021-09-01,王伟,甲\n")).unwrap();
        let kept = Kept::new();
        for expected in [
            Counts {
                anew: 1,
                ..Counts::default()
            },
            Counts {
                same: 1,
                ..Counts::default()
            },
        ] {
            kept.begins(SystemTime::now());
            read(inbox.path(), 2021, Some(&kept));
            assert_eq!(kept.counts(), expected);
        }
    }

    #[test]
    fn a_file_that_could_not_be_read_is_tried_again() {
        let inbox = tempfile::tempdir().unwrap();
        fs::write(inbox.path().join("日志.csv"), "").unwrap();
        let kept = Kept::new();
        kept.begins(late());
        let intake = read(inbox.path(), 2021, Some(&kept));
        assert_eq!(intake.account.files[0].status, FileStatus::Failed);
        fs::write(inbox.path().join("日志.csv"), format!("{HEAD}2021-09-01,王伟,甲\n")).unwrap();
        kept.begins(late());
        let intake = read(inbox.path(), 2021, Some(&kept));
        assert_eq!(intake.account.files[0].status, FileStatus::Read);
    }
}
