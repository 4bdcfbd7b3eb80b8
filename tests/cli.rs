//! The program as its users meet it: arguments, exit codes, what it prints, what it writes, what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

use crate::support;
use crate::support::zhuanban;

fn sample(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(name)
}

/// Every file under a folder with its digest.
fn digests(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    support::files(folder)
        .into_iter()
        .map(|path| (path.clone(), Sha256::digest(fs::read(folder.join(path)).unwrap()).to_vec()))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn wrong_use_is_told_in_chinese_and_ends_with_2() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    for (arguments, told) in [
        (vec!["report"], "缺少参数"),
        (vec!["report", "2021-13", folder], "2021-13"),
        (vec!["repot"], "repot"),
        (vec!["check", folder, "--colour"], "--colour"),
        (vec!["check", folder], "没有可读的表"),
        (vec!["check", "/没有这个文件夹"], "文件夹不存在"),
        (vec!["report", "2021-09", folder, "--as-of", "2021-10-01"], ""),
        (vec!["rules", "Z999"], "没有这个编号"),
        (vec!["columns", "菜单"], "没有这种表"),
        (vec!["watch", folder, "--rest", "abc"], "--rest <秒> 的内容“abc”不对：应为"),
        (vec!["watch", folder, "--rest", "99999999999"], "应为"),
        (vec!["watch", folder, "--times", "0"], "应为"),
    ] {
        let output = zhuanban().args(&arguments).output().unwrap();
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(told), "{arguments:?}: {error}");
        for english in ["error:", "Usage", "invalid", "number", "digit"] {
            assert!(!error.contains(english), "{error}");
        }
    }
}

#[test]
fn the_settings_are_told_with_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("设置.toml"),
        "[rules.L999]\nseverity = \"off\"\nreason = \"x\"\n",
    )
    .unwrap();
    let output = zhuanban().arg("check").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("设置.toml 第1行：没有编号为“L999”的规则"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn help_rules_and_columns_are_shown_whole() {
    let help = zhuanban().arg("--help").output().unwrap();
    assert!(
        help.status.success() && text(&help.stdout).contains("命令："),
        "{}",
        text(&help.stdout)
    );
    let card = text(&zhuanban().args(["rules", "L001"]).output().unwrap().stdout);
    for part in ["L001", "级别", "方案 三", "核查", "意义", "处理", "影响", "workdays_out", "15"] {
        assert!(card.contains(part), "{part} is missing:\n{card}");
    }
    let coverage = text(&zhuanban().args(["rules", "--coverage"]).output().unwrap().stdout);
    for part in [
        "【方案】",
        "【考核办法】",
        "【经费办法】",
        "考核办法 九(4)",
        "由人判断",
        "无可核查",
        "规则：T006",
        "说明：",
    ] {
        assert!(coverage.contains(part), "{part} is missing:\n{coverage}");
    }
    let columns = text(&zhuanban().args(["columns", "log"]).output().unwrap().stdout);
    for part in ["工作日志", "★工作内容", "☆专班", "是否外出", "也可写作"] {
        assert!(columns.contains(part), "{part} is missing:\n{columns}");
    }
}

#[test]
fn two_runs_give_the_same_bytes_and_the_inbox_is_left_alone() {
    let work = tempfile::tempdir().unwrap();
    let before = digests(&sample("flawed"));
    let mut runs = Vec::new();
    for (out, jobs) in [("a", "1"), ("b", "2")] {
        let out = work.path().join(out);
        zhuanban()
            .args(["report", "2021-09", "--date", "2021-10-08", "--jobs", jobs])
            .arg(sample("flawed"))
            .arg("--out")
            .arg(&out)
            .assert()
            .code(0);
        runs.push(digests(&out.join("2021-09")));
    }
    assert!(runs[0].len() >= 6, "{:?}", runs[0].keys());
    assert_eq!(runs[0], runs[1]);
    assert_eq!(digests(&sample("flawed")), before);
}

/// A folder that is its own inbox, with sheets of staff in a folder of outputs: whatever way it is named, and however often it is run,
/// the same sheets are read, and never a report of our own.
#[test]
fn the_same_is_read_however_the_folder_is_named() {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("甲");
    let contract = |number: u32| {
        format!("合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-{number},古城{number}号,乙公司,正式合同,2021-09-01,3000\n")
    };
    for (number, path) in [
        (1, "文化旅游专班/合同.csv"),
        (2, "报送/文化旅游专班/合同.csv"),
        (3, "汇总/文化旅游专班/合同.csv"),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contract(number)).unwrap();
    }
    let absolute = folder.to_str().unwrap().to_owned();
    let mut runs = Vec::new();
    for (from, name, out) in [
        (work.path(), "甲", None),
        (folder.as_path(), ".", None),
        (folder.as_path(), "../甲", None),
        (work.path(), absolute.as_str(), None),
        (work.path(), "甲", Some("甲/汇总")),
        (work.path(), "甲/", Some("甲/汇总")),
    ] {
        let mut run = zhuanban();
        run.current_dir(from).args(["report", "2021-09", "--date", "2021-10-08", name]);
        let output = run.args(out.into_iter().flat_map(|out| ["--out", out])).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
        let report = folder.join(if out.is_some() { "汇总" } else { "报送" }).join("2021-09");
        let account: serde_json::Value = serde_json::from_slice(&fs::read(report.join("数据/account.json")).unwrap()).unwrap();
        let files = account["files"].as_array().unwrap();
        let files: Vec<String> = files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect();
        assert_eq!(
            files,
            ["报送/文化旅游专班/合同.csv", "文化旅游专班/合同.csv", "汇总/文化旅游专班/合同.csv"],
            "{name}"
        );
        let figures: serde_json::Value = serde_json::from_slice(&fs::read(report.join("数据/figures.json")).unwrap()).unwrap();
        assert_eq!(figures["squads"][3]["period"]["signed_formal"], "90000000.00", "{name}");
        runs.push(digests(&report));
    }
    assert!(runs[1..4].iter().all(|run| *run == runs[0]) && runs[4] == runs[5]);
}

#[test]
fn files_that_cannot_be_read_are_told_and_the_rest_is_reported() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件");
    support::copy(&sample("clean"), &inbox);
    let good = support::files(&inbox).into_iter().find(|path| path.ends_with(".xlsx")).unwrap();
    let bytes = fs::read(inbox.join(good)).unwrap();
    fs::write(inbox.join("损坏.xlsx"), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(inbox.join("空.xlsx"), b"").unwrap();
    fs::write(inbox.join("加密.xlsx"), support::encrypted_container()).unwrap();

    let check = zhuanban()
        .args(["check", "--period", "2021-09", "--json"])
        .arg(work.path())
        .output()
        .unwrap();
    assert_eq!(check.status.code(), Some(1), "{}", text(&check.stderr));
    let document: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let mut told: Vec<(String, String)> = Vec::new();
    for finding in document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "D001")
    {
        told.push((
            finding["file"].as_str().unwrap().to_owned(),
            finding["message"].as_str().unwrap().to_owned(),
        ));
    }
    for (file, word) in [("损坏.xlsx", "不完整"), ("空.xlsx", "空文件"), ("加密.xlsx", "密码")] {
        assert!(
            told.iter().any(|(path, message)| path == file && message.contains(word)),
            "{file}: {told:?}"
        );
    }
    zhuanban().args(["report", "2021-09"]).arg(work.path()).assert().code(0);
    zhuanban().args(["report", "2021-09", "--strict"]).arg(work.path()).assert().code(1);
    assert!(work.path().join("报送/2021-09/数据/figures.json").is_file());
}

#[test]
fn an_output_folder_that_cannot_be_made_ends_with_3() {
    let work = tempfile::tempdir().unwrap();
    let blocked = work.path().join("报送");
    fs::write(&blocked, b"a file where the folder should be").unwrap();
    let output = zhuanban()
        .args(["report", "2021-09"])
        .arg(sample("clean"))
        .arg("--out")
        .arg(&blocked)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("无法写入"));
}

#[test]
fn a_workspace_has_words_of_its_own_and_their_mistakes_are_told_with_file_and_line() {
    let work = tempfile::tempdir().unwrap();
    support::copy(&sample("clean"), &work.path().join("收件"));
    let templates = work.path().join("模板");
    fs::create_dir(&templates).unwrap();
    let report = || {
        let report = zhuanban()
            .args(["report", "2021-09", "--date", "2021-10-08"])
            .arg(work.path())
            .output()
            .unwrap();
        (report.status.code(), text(&report.stderr))
    };

    let own = "\u{feff}# {{ title }}\r\n本单位自己的话，{{ words.this }}。\r\n";
    fs::write(templates.join("月报.gw.j2"), own).unwrap();
    fs::write(templates.join("说明.txt"), "不是模板").unwrap();
    assert_eq!(report().0, Some(0));
    let markdown = work.path().join("报送/2021-09/2021年9月招商专班工作情况汇报.md");
    let told = fs::read_to_string(markdown).unwrap();
    assert_eq!(told, "# 2021年9月招商专班工作情况汇报\n\n本单位自己的话，本月。\n");

    for (name, words, expected) in [
        ("月报.gw.j2", "# 标题\n{{ 没有的值 }}", "模板 月报.gw.j2第2行有误：用到了没有的值"),
        ("月报.gw.j2", "# 标题\n\n{% if %}", "模板 月报.gw.j2第3行有误：写法不对"),
        ("一览.html.j2", "<p>\n{{ 没有的值 }}", "模板 一览.html.j2第2行有误：用到了没有的值"),
        ("月抱.gw.j2", "", "没有这个名称的模板"),
    ] {
        fs::write(templates.join("月报.gw.j2"), own).unwrap();
        fs::write(templates.join(name), words).unwrap();
        let (code, told) = report();
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(expected), "{told}");
        fs::remove_file(templates.join(name)).unwrap();
    }
}

#[test]
fn a_workspace_that_is_its_own_inbox_does_not_tell_its_settings_and_lists_its_files_when_asked() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    fs::write(
        folder.join("文旅合同.csv"),
        "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,正式合同,2021-09-01,3000\n",
    )
    .unwrap();
    fs::write(folder.join("设置.toml"), "[city]\nname = \"运城市\"\n").unwrap();
    fs::write(folder.join("政策.toml"), "").unwrap();
    let said = |more: &[&str]| {
        let output = support::zhuanban()
            .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
            .args(more)
            .arg(folder)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let usual = said(&[]);
    assert!(!usual.contains("设置.toml") && !usual.contains("政策.toml"), "{usual}");
    let more = said(&["-v"]);
    assert!(more.contains("文件　文旅合同.csv　签约合同（1行）"), "{more}");
    assert!(more.contains("文件　设置.toml　跳过：本程序的设置"), "{more}");
}
