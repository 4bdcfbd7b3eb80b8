//! What may go wrong around a run: it is killed, the disk is full, folders cannot be written to or are in use, files change while
//! they are read, another run is at work. There is never a half-written report, never a changed input, always a plain message, and
//! the next run is clean.
//!
//! The heavy ones are a command of their own: `cargo test --release -- --ignored faults --nocapture`. Those that need to mount
//! something are left out, and say so, where that is not allowed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

use crate::support;

const DATE: [&str; 2] = ["--date", "2021-10-08"];

/// A workspace with a copy of the sample, or of one small file.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn of_sample() -> Workspace {
        let work = tempfile::tempdir().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/flawed");
        support::copy(&sample, &work.path().join("收件"));
        Workspace(work)
    }

    fn small() -> Workspace {
        let work = tempfile::tempdir().unwrap();
        let inbox = work.path().join("收件/文化旅游专班");
        fs::create_dir_all(&inbox).unwrap();
        let rows = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,甲,乙公司,意向协议,2021-09-01,3000\n";
        fs::write(inbox.join("合同.csv"), rows).unwrap();
        Workspace(work)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn out(&self) -> PathBuf {
        self.path().join("报送")
    }

    fn inbox(&self) -> BTreeMap<String, Vec<u8>> {
        contents(&self.path().join("收件"))
    }

    fn command(&self) -> Command {
        let mut command = Command::cargo_bin("zhuanban").unwrap();
        command.env_clear().env("NO_COLOR", "1").args(["report", "2021-09"]).args(DATE);
        command.arg(self.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start(&self) -> Child {
        self.command().spawn().unwrap()
    }

    fn run(&self) -> Output {
        self.command().output().unwrap()
    }

    /// The report is whole: all that its receipt names, and nothing else, and nothing unfinished lies beside it.
    fn assert_whole(&self) {
        self.assert_report_whole();
        let beside = fs::read_dir(self.out()).unwrap().map(|entry| entry.unwrap().file_name());
        let beside: Vec<_> = beside.filter(|name| name.to_string_lossy().contains("未完成")).collect();
        assert!(beside.is_empty(), "{beside:?}");
    }

    fn assert_report_whole(&self) {
        assert_whole(&self.out().join("2021-09"));
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = support::files(folder).into_iter();
    files.map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}

fn assert_whole(folder: &Path) {
    let mut files = contents(folder);
    let receipt = files.remove("数据/account.json").unwrap();
    let receipt: Value = serde_json::from_slice(&receipt).unwrap();
    for output in receipt["outputs"].as_array().unwrap() {
        let path = output["path"].as_str().unwrap();
        let bytes = files.remove(path).unwrap_or_else(|| panic!("{path} is missing"));
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(output["sha256"], sha256.as_str(), "{path}");
    }
    assert!(files.is_empty(), "{:?}", files.keys());
}

/// Ended with that code and a message of Chinese words that has this text.
fn assert_told(output: &Output, code: i32, text: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains(text) && !told.contains("panicked"), "{told}");
}

/// Something mounted, until it is dropped.
struct Mounted(PathBuf);

impl Mounted {
    /// `None` where that is not allowed.
    fn new(place: &Path, options: &str) -> Option<Mounted> {
        fs::create_dir_all(place).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(place).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(Mounted(place.to_owned()));
        }
        println!("left out: nothing may be mounted here");
        None
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn an_output_folder_that_cannot_be_is_told() {
    let workspace = Workspace::small();
    fs::write(workspace.out(), "a file where the folder should be").unwrap();
    let before = workspace.inbox();
    assert_told(&workspace.run(), 3, "无法写入");
    assert_eq!(workspace.inbox(), before);
    fs::remove_file(workspace.out()).unwrap();
    assert_eq!(workspace.run().status.code(), Some(0));
    workspace.assert_whole();
}

#[test]
fn a_report_that_cannot_be_moved_away_stays_as_it_is() {
    let workspace = Workspace::small();
    assert_eq!(workspace.run().status.code(), Some(0));
    let before = contents(&workspace.out().join("2021-09"));
    fs::write(workspace.out().join(".历史"), "no folder").unwrap();
    assert_told(&workspace.run(), 3, "无法写入");
    assert_eq!(contents(&workspace.out().join("2021-09")), before);
    workspace.assert_whole();
}

#[test]
fn two_runs_at_once_end_well_both() {
    let workspace = Workspace::small();
    let runs: Vec<Child> = (0..2).map(|_| workspace.start()).collect();
    for run in runs {
        assert_told(&run.wait_with_output().unwrap(), 0, "");
    }
    workspace.assert_whole();
}

#[cfg(unix)]
#[test]
#[ignore = "a command of its own"]
fn faults_killed_at_any_moment() {
    const KILLS: u32 = 50;
    let workspace = Workspace::of_sample();
    let before = workspace.inbox();
    let begun = Instant::now();
    assert_eq!(workspace.run().status.code(), Some(0));
    let whole_run = begun.elapsed();
    let (mut killed, mut unfinished, mut between) = (0, 0, 0);
    for kill in 0..KILLS {
        // Spread over the run, a little beyond its end, in an order that is none.
        let moment = whole_run * (kill * 29 % KILLS) / (KILLS - 3);
        let mut run = workspace.start();
        thread::sleep(moment);
        run.kill().unwrap();
        killed += u32::from(run.wait().unwrap().code().is_none());
        let names = fs::read_dir(workspace.out()).unwrap().map(|entry| entry.unwrap().file_name());
        unfinished += u32::from(names.into_iter().any(|name| name.to_string_lossy().contains("未完成")));
        if workspace.out().join("2021-09").exists() {
            workspace.assert_report_whole();
        } else {
            // Killed between the two renames: the report before it is the last of the history.
            between += 1;
            let history = fs::read_dir(workspace.out().join(".历史")).unwrap();
            let number = |path: &PathBuf| path.extension().unwrap().to_str().unwrap().parse::<u64>().unwrap();
            let last = history.map(|entry| entry.unwrap().path()).max_by_key(number).unwrap();
            assert_whole(&last);
        }
        assert!(workspace.inbox() == before);
    }
    assert_eq!(workspace.run().status.code(), Some(0));
    workspace.assert_whole();
    println!(
        "{killed} of {KILLS} runs killed within {whole_run:.1?}: {unfinished} left something unfinished, {between} between the renames"
    );
    assert!(killed > KILLS / 2);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "a command of its own"]
fn faults_a_full_disk() {
    const DISK: usize = 16 << 20;
    let workspace = Workspace::of_sample();
    let before = workspace.inbox();
    let Some(_disk) = Mounted::new(&workspace.out(), &format!("size={DISK}")) else {
        return;
    };
    assert_eq!(workspace.run().status.code(), Some(0));
    let report = contents(&workspace.out().join("2021-09"));
    let size: usize = report.values().map(Vec::len).sum();
    let filler = workspace.out().join("占位");
    let mut failed = 0;
    for tenths in 0..=9 {
        // Room for that much of a second report.
        let room = size * tenths / 10;
        fs::write(&filler, vec![0; free_bytes(&workspace.out()).saturating_sub(room)]).unwrap();
        let output = workspace.run();
        if output.status.code() != Some(0) {
            failed += 1;
            assert_told(&output, 3, "无法写入");
            assert!(contents(&workspace.out().join("2021-09")) == report, "the report was changed");
        }
        workspace.assert_whole();
        fs::remove_file(&filler).unwrap();
    }
    println!("a report of {size} bytes, on a disk with room for 0 to 9 tenths of another: {failed} of 10 runs could not write");
    assert!(failed >= 8);
    assert_eq!(workspace.run().status.code(), Some(0));
    workspace.assert_whole();
    assert!(workspace.inbox() == before);
}

#[cfg(target_os = "linux")]
fn free_bytes(folder: &Path) -> usize {
    let output = Command::new("df").args(["-B1", "--output=avail"]).arg(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().nth(1).unwrap().trim().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "a command of its own"]
fn faults_a_folder_that_is_read_only_or_in_use() {
    let workspace = Workspace::of_sample();
    let out = workspace.out();
    {
        let Some(_read_only) = Mounted::new(&out, "ro") else { return };
        assert_told(&workspace.run(), 3, "无法写入");
    }
    assert_eq!(workspace.run().status.code(), Some(0));
    // A folder that something is mounted on cannot be renamed, as on Windows a folder with an open file.
    let before = contents(&out.join("2021-09"));
    {
        let Some(_in_use) = Mounted::new(&out.join("2021-09"), "size=1m") else {
            return;
        };
        assert_told(&workspace.run(), 3, "请先关闭其中已打开的文件");
    }
    assert!(contents(&out.join("2021-09")) == before);
    assert_eq!(workspace.run().status.code(), Some(0));
    workspace.assert_whole();
}

#[test]
#[ignore = "a command of its own"]
fn faults_an_inbox_that_changes_all_the_time() {
    const RUNS: u64 = 12;
    let workspace = Workspace::of_sample();
    let files = support::files(&workspace.path().join("收件"));
    let mut refused = 0;
    for round in 0..RUNS {
        let mut run = workspace.start();
        let mut writes = 0_usize;
        while run.try_wait().unwrap().is_none() {
            // One file is written anew bit by bit, one is moved away and comes back.
            let file = workspace
                .path()
                .join("收件")
                .join(&files[(writes * 7 + round as usize) % files.len()]);
            let bytes = fs::read(&file).unwrap();
            fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
            thread::sleep(Duration::from_millis(2));
            fs::write(&file, &bytes).unwrap();
            let away = file.with_extension("tmp");
            fs::rename(&file, &away).unwrap();
            fs::rename(&away, &file).unwrap();
            writes += 1;
        }
        let output = run.wait_with_output().unwrap();
        assert_told(&output, 0, "");
        workspace.assert_whole();
        let receipt = fs::read(workspace.out().join("2021-09/数据/account.json")).unwrap();
        let receipt: Value = serde_json::from_slice(&receipt).unwrap();
        refused += receipt["files"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|file| file["status"] == "failed")
            .count();
    }
    println!("{RUNS} runs while files were written and moved; {refused} files were refused as they were read");
}

#[test]
#[ignore = "a command of its own"]
fn faults_many_runs_at_once() {
    let workspace = Workspace::of_sample();
    let before = workspace.inbox();
    let runs: Vec<Child> = (0..6).map(|_| workspace.start()).collect();
    for run in runs {
        assert_told(&run.wait_with_output().unwrap(), 0, "");
    }
    workspace.assert_whole();
    assert!(workspace.inbox() == before);
    let history = fs::read_dir(workspace.out().join(".历史")).unwrap();
    let history: Vec<PathBuf> = history.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(history.len(), 5);
    history.iter().for_each(|folder| assert_whole(folder));
}
