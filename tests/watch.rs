//! `zhuanban watch`: what it ends with is what one check gives.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support;

fn findings(folder: &Path) -> Value {
    let bytes = fs::read(folder.join("报送/核查-2021-09/数据/findings.json")).unwrap();
    let mut findings: Value = serde_json::from_slice(&bytes).unwrap();
    // What it is compared with differs, as the watch has run before.
    for finding in findings["findings"].as_array_mut().unwrap() {
        finding["status"] = Value::Null;
    }
    findings
}

#[test]
fn a_burst_of_files_ends_as_one_check_would() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    let row = |number: usize| {
        format!("合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT{number},甲{number},乙公司,意向协议,2021-09-01,{number}\n")
    };
    fs::write(inbox.join("合同1.csv"), row(1)).unwrap();
    let (writing, folder) = (inbox.clone(), work.path().to_owned());
    let writer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(800));
        for number in 2..30 {
            fs::write(writing.join(format!("合同{number}.csv")), row(number)).unwrap();
        }
        // Slowly, in pieces, and with an editor's temporary file.
        let slow = row(99);
        for end in [20, 60, slow.len()] {
            let end = (end..=slow.len()).find(|end| slow.is_char_boundary(*end)).unwrap();
            fs::write(writing.join("合同99.csv"), &slow[..end]).unwrap();
            fs::write(writing.join("~$合同99.csv"), "x").unwrap();
            thread::sleep(Duration::from_millis(400));
        }
        fs::remove_file(writing.join("~$合同99.csv")).unwrap();
        fs::write(writing.join("合同2.csv"), row(2).replace("意向协议", "框架协议")).unwrap();
        fs::remove_file(writing.join("合同3.csv")).unwrap();
    });
    let output = support::zhuanban()
        .args([
            "watch",
            "--period",
            "2021-09",
            "--date",
            "2021-10-08",
            "--rest",
            "2",
            "--times",
            "2",
        ])
        .arg(&folder)
        .timeout(Duration::from_secs(60))
        .output()
        .unwrap();
    writer.join().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("文件 1 个") && told.contains("文件 29 个"), "{told}");
    let watched = findings(&folder);
    fs::remove_dir_all(folder.join("报送")).unwrap();
    support::zhuanban()
        .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
        .arg(&folder)
        .output()
        .unwrap();
    assert_eq!(findings(&folder), watched);
}
