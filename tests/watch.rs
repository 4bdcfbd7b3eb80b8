//! `zhuanban watch`: what it ends with is what one check gives.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;

use crate::support;

const DATES: [&str; 4] = ["--period", "2021-09", "--date", "2021-10-08"];

fn row(number: usize) -> String {
    format!("合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT{number},甲{number},乙公司,意向协议,2021-09-01,{number}\n")
}

/// A workbook of one contract, whose sum is no number.
fn book(number: usize, sum: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("签约合同").unwrap();
    let head = ["合同编号", "项目名称", "投资方", "合同类型", "签订日期", "合同金额（万元）"];
    let project = format!("乙{number}");
    let cells = [&format!("BK{number}"), &project, "乙公司", "正式合同", "2021-09-01", sum];
    for (row, cells) in [head, cells].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// What a check leaves, without what hangs on earlier runs: findings, figures and account; the register and the returned copies.
fn state(folder: &Path) -> ([Value; 3], BTreeMap<String, Vec<u8>>) {
    let folder = folder.join("报送/核查-2021-09");
    let json = |name: &str| -> Value {
        let bytes = fs::read(folder.join("数据").join(name)).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let (mut findings, figures, mut account) = (json("findings.json"), json("figures.json"), json("account.json"));
    for finding in findings["findings"].as_array_mut().unwrap() {
        finding["status"] = Value::Null;
    }
    account["outputs"] = Value::Null;
    let same_each_time = |path: &String| path == "回执.xlsx" || (path.starts_with("退回/") && !path.contains("问题清单"));
    let files = support::files(&folder).into_iter().filter(same_each_time);
    let files = files.map(|path| (path.clone(), fs::read(folder.join(&path)).unwrap())).collect();
    ([findings, figures, account], files)
}

/// A watch that goes on, with what it says.
struct Watching {
    child: Child,
    says: BufReader<std::process::ChildStdout>,
}

impl Watching {
    fn start(folder: &Path) -> Watching {
        let mut command = Command::cargo_bin("zhuanban").unwrap();
        command.env_clear().env("NO_COLOR", "1").stdout(Stdio::piped());
        let mut child = command.arg("watch").args(DATES).args(["--rest", "1"]).arg(folder).spawn().unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        Watching { child, says }
    }

    /// Waits for a line with that text; gives all that was said until then.
    fn until(&mut self, text: &str) -> String {
        let mut said = String::new();
        while !said.contains(text) {
            let read = self.says.read_line(&mut said).unwrap();
            assert!(read > 0, "“{text}” was never said: {said}");
        }
        said
    }

    /// Ends it as Ctrl-C does.
    #[cfg(unix)]
    fn end(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let said = self.until("已结束守候");
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{said}");
        said
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_burst_of_files_ends_as_one_check_would() {
    const FILES: usize = 190;
    const BOOKS: usize = 10;
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    let write = |name: &str, text: &str| fs::write(inbox.join(name), text).unwrap();
    write("合同1.csv", &row(1));
    let mut watching = Watching::start(work.path());
    let first = watching.until("请先打开");
    assert!(first.contains("新读 1 个文件"), "{first}");
    for number in 2..FILES {
        write(&format!("合同{number}.csv"), &row(number));
    }
    for number in 0..BOOKS {
        fs::write(inbox.join(format!("合同{number}.xlsx")), book(number, "约三千")).unwrap();
    }
    // One in halves, one replaced by another one, as programs save: written beside it and renamed.
    let whole = book(0, "大约五千");
    fs::write(inbox.join("合同0.xlsx"), &whole[..whole.len() / 2]).unwrap();
    fs::write(inbox.join("合同1.xlsx.tmp"), book(1, "约四千")).unwrap();
    fs::rename(inbox.join("合同1.xlsx.tmp"), inbox.join("合同1.xlsx")).unwrap();
    // Slowly, in pieces, and with an editor's temporary file.
    let slow = row(FILES);
    for end in [20, 60, slow.len()] {
        let end = (end..=slow.len()).find(|end| slow.is_char_boundary(*end)).unwrap();
        write("合同慢.csv", &slow[..end]);
        write("~$合同慢.csv", "x");
        thread::sleep(Duration::from_millis(400));
    }
    fs::remove_file(inbox.join("~$合同慢.csv")).unwrap();
    fs::write(inbox.join("合同0.xlsx"), &whole).unwrap();
    write("合同2.csv", &row(2).replace("意向协议", "框架协议"));
    fs::remove_file(inbox.join("合同3.csv")).unwrap();
    fs::rename(inbox.join("合同4.csv"), inbox.join("改名.csv")).unwrap();
    watching.until("收件有变动");
    let burst = watching.until("请先打开");
    assert!(
        burst.contains(&format!("新读 {} 个文件，其余 1 个未变", FILES + BOOKS - 2)),
        "{burst}"
    );
    // One file more is one file read.
    write("合同5.csv", &row(5).replace("乙公司", "丙公司"));
    let one = watching.until("请先打开");
    assert!(one.contains("新读 1 个文件"), "{one}");
    watching.end();
    let watched = state(work.path());
    assert_eq!(watched.0[2]["files"].as_array().unwrap().len(), FILES + BOOKS - 1);
    assert_eq!(watched.1.len(), BOOKS + 1, "a copy of each workbook, and the register");
    fs::remove_dir_all(work.path().join("报送")).unwrap();
    support::zhuanban().arg("check").args(DATES).arg(work.path()).output().unwrap();
    assert!(state(work.path()) == watched);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_only_opened_is_no_change() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("文旅合同.csv"), row(1)).unwrap();
    let mut watching = Watching::start(work.path());
    watching.until("请先打开");
    for lock in ["~$文旅合同.csv", ".~lock.文旅合同.csv#", "Thumbs.db"] {
        fs::write(inbox.join(lock), "x").unwrap();
    }
    thread::sleep(Duration::from_millis(2500));
    fs::write(inbox.join("文旅合同2.csv"), row(2)).unwrap();
    let said = watching.until("请先打开");
    assert!(said.contains("收件有变动：新增 1 个文件；"), "{said}");
    assert_eq!(said.matches("已核查").count(), 1, "{said}");
    watching.end();
}

#[cfg(unix)]
#[test]
fn an_inbox_that_goes_away_is_waited_for() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("文旅合同.csv"), row(1)).unwrap();
    let mut watching = Watching::start(work.path());
    watching.until("请先打开");
    let before = state(work.path());
    fs::rename(&inbox, work.path().join("别处")).unwrap();
    watching.until("等它恢复");
    assert!(state(work.path()) == before);
    fs::write(work.path().join("别处/文旅合同2.csv"), row(2)).unwrap();
    fs::rename(work.path().join("别处"), &inbox).unwrap();
    watching.until("已恢复");
    let back = watching.until("请先打开");
    assert!(back.contains("新读 1 个文件，其余 1 个未变"), "{back}");
    watching.end();
}
