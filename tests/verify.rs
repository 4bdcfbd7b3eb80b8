//! `zhuanban verify`: true on an untouched folder, false with the reason after any change.

use std::fs;
use std::path::Path;

use crate::support;

const LOG: &str = "日期,姓名,工作内容,地点\n2021-09-01,王伟,拜访,上海\n";

/// A workspace with two tables, settings and a report.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("日志.csv"), LOG).unwrap();
    fs::write(inbox.join("名册.csv"), "姓名,角色\n王伟,专职成员\n").unwrap();
    fs::write(folder.path().join("设置.toml"), "[city]\nname = \"某市\"\n").unwrap();
    let output = support::zhuanban()
        .args(["report", "2021-09", "--date", "2021-10-08"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    folder
}

/// The exit code and what is told of the report's folder.
fn verified(folder: &Path) -> (Option<i32>, String) {
    let output = support::zhuanban().arg("verify").arg(folder).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), told)
}

#[test]
fn an_untouched_folder_follows_from_its_inputs() {
    let workspace = workspace();
    let report = workspace.path().join("报送/2021-09");
    let before = support::files(&report);
    let (code, told) = verified(&report);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.starts_with("一致：2 个收件文件"), "{told}");
    assert_eq!(support::files(&report), before, "verifying writes nothing");
    // However the folder is named.
    for (from, name) in [
        (&report, "."),
        (&report, "../2021-09"),
        (&workspace.path().to_path_buf(), "报送/2021-09"),
    ] {
        let output = support::zhuanban().current_dir(from).args(["verify", name]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
    }
    // Also when the whole workspace was moved.
    let moved = tempfile::tempdir().unwrap();
    support::copy(workspace.path(), moved.path());
    assert_eq!(verified(&moved.path().join("报送/2021-09")).0, Some(0));
}

#[test]
fn what_came_of_it_can_be_had_as_json() {
    let workspace = workspace();
    let report = workspace.path().join("报送/2021-09");
    let json = || {
        let output = support::zhuanban().args(["verify", "--json"]).arg(&report).output().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), json)
    };
    let (code, told) = json();
    assert_eq!((code, &told["same"], &told["inputs"]), (Some(0), &true.into(), &2.into()));
    assert_eq!(told["differences"].as_array().map(Vec::len), Some(0));
    fs::write(workspace.path().join("收件/文化旅游专班/名册.csv"), "姓名,角色\n王伟,组长\n").unwrap();
    let (code, told) = json();
    assert_eq!((code, &told["same"]), (Some(1), &false.into()));
    assert!(
        told["differences"][0].as_str().is_some_and(|told| told.contains("名册.csv")),
        "{told}"
    );
}

#[test]
fn every_change_is_told_with_its_reason() {
    type Change = fn(&Path);
    let changes: [(&str, Change, &str); 8] = [
        (
            "a cell of an input",
            |folder| fs::write(folder.join("收件/文化旅游专班/日志.csv"), LOG.replace("上海", "北京")).unwrap(),
            "收件文件 文化旅游专班/日志.csv 已改动",
        ),
        (
            "an input gone",
            |folder| fs::remove_file(folder.join("收件/文化旅游专班/名册.csv")).unwrap(),
            "收件文件 文化旅游专班/名册.csv 不见了",
        ),
        (
            "an input more",
            |folder| fs::write(folder.join("收件/新.csv"), "甲,乙\n1,2\n").unwrap(),
            "收件文件 新.csv 是后来加入的",
        ),
        (
            "an output",
            |folder| {
                let path = folder.join("报送/2021-09/数据/figures.json");
                let text = fs::read_to_string(&path).unwrap().replacen('0', "1", 1);
                fs::write(path, text).unwrap();
            },
            "输出文件 数据/figures.json 在生成之后被改动过",
        ),
        (
            "an output gone",
            |folder| fs::remove_file(folder.join("报送/2021-09/一览.html")).unwrap(),
            "输出文件 一览.html 不见了",
        ),
        (
            "the settings",
            |folder| fs::write(folder.join("设置.toml"), "[city]\nname = \"别市\"\n").unwrap(),
            "设置文件与生成时不同",
        ),
        (
            "a policy",
            |folder| {
                let text = "[[parameter]]\nkey = \"workdays_out\"\nfrom = \"2021-01-01\"\nvalue = 16\nsource = \"某号\"\n";
                fs::write(folder.join("政策.toml"), text).unwrap();
            },
            "政策文件与生成时不同",
        ),
        (
            "the receipt",
            |folder| {
                let path = folder.join("报送/2021-09/数据/account.json");
                let text = fs::read_to_string(&path).unwrap().replacen("\"rows\": 1", "\"rows\": 2", 1);
                fs::write(path, text).unwrap();
            },
            "account.json 与重新生成的不同",
        ),
    ];
    for (what, change, reason) in changes {
        let workspace = workspace();
        change(workspace.path());
        let (code, told) = verified(&workspace.path().join("报送/2021-09"));
        assert_eq!(code, Some(1), "{what}: {told}");
        assert!(told.contains(reason), "{what}: {told}");
    }
}

/// Somebody opens a sheet, or closes one: nothing of what was read is another.
#[test]
fn a_lock_file_is_no_difference() {
    let workspace = workspace();
    let report = workspace.path().join("报送/2021-09");
    let lock = workspace.path().join("收件/文化旅游专班/~$日志.csv");
    let hidden = workspace.path().join("收件/.DS_Store");
    fs::write(&lock, "x").unwrap();
    fs::write(&hidden, "x").unwrap();
    assert_eq!(verified(&report).0, Some(0), "{}", verified(&report).1);
    let output = support::zhuanban()
        .args(["report", "2021-09", "--date", "2021-10-09"])
        .arg(workspace.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    fs::remove_file(&lock).unwrap();
    fs::write(&hidden, "yy").unwrap();
    let (code, told) = verified(&report);
    assert!(code == Some(0) && told.starts_with("一致：2 个收件文件"), "{told}");
}

#[test]
fn what_cannot_be_verified_is_said() {
    let workspace = workspace();
    let report = workspace.path().join("报送/2021-09");
    for (folder, reason) in [
        (workspace.path().join("收件"), "不是本程序生成的文件夹"),
        (workspace.path().join("没有"), "不是本程序生成的文件夹"),
    ] {
        let (code, told) = verified(&folder);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(reason), "{told}");
    }
    fs::rename(workspace.path().join("收件"), workspace.path().join("别处")).unwrap();
    let (code, told) = verified(&report);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("找不到生成时的收件文件夹"), "{told}");
}
