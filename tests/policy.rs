//! What a workspace sets: its own values of the policy, from their day on, and its changes of rules, which the report shows.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

use crate::support;

/// From October the squads must be out for 16 working days.
const SIXTEEN: &str = "[[parameter]]\nkey = \"workdays_out\"\nfrom = 2021-10-01\nvalue = 16\nsource = \"某文件\"\n";

/// A workspace in which 王伟 is out on exactly 15 working days of September, and of October.
fn workspace(policy: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let squad = work.path().join("收件/先进制造专班");
    fs::create_dir_all(&squad).unwrap();
    let roster = "姓名,角色,到岗日期\n李强,组长,2021-01-01\n赵敏,副组长,2021-01-01\n王伟,专职成员,2021-01-01\n";
    fs::write(squad.join("名册.csv"), roster).unwrap();
    let mut log = "日期,姓名,是否外出,地点,工作内容\n".to_owned();
    // 26 September and 9 October were make-up working days.
    let september = [1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 26].map(|day| (9, day));
    let october = [8, 9, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27].map(|day| (10, day));
    for (month, day) in september.into_iter().chain(october) {
        writeln!(log, "2021-{month:02}-{day:02},王伟,是,深圳,拜访客商").unwrap();
    }
    fs::write(squad.join("工作日志.csv"), log).unwrap();
    if !policy.is_empty() {
        fs::write(work.path().join("政策.toml"), policy).unwrap();
    }
    work
}

fn check(work: &Path, period: &str) -> Output {
    Command::cargo_bin("zhuanban")
        .unwrap()
        .args(["check", "--json", "--date", "2022-01-10", "--period", period])
        .arg(work)
        .output()
        .unwrap()
}

/// What L001 says of 王伟 in a month.
fn days_short(policy: &str, month: &str) -> Vec<String> {
    let work = workspace(policy);
    let output = check(work.path(), month);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = document["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"] == "L001")
        .map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_new_value_changes_the_months_from_its_day_on_and_none_before() {
    for (policy, september, october) in [("", 0, 0), (SIXTEEN, 0, 1), (&SIXTEEN.replace("10-01", "09-01"), 1, 1)] {
        assert_eq!(days_short(policy, "2021-09").len(), september, "{policy}");
        let told = days_short(policy, "2021-10");
        assert_eq!(told.len(), october, "{policy}");
        assert!(
            told.iter().all(|told| told.contains("15 个工作日") && told.contains("16 个")),
            "{told:?}"
        );
    }
}

#[test]
fn dates_that_overlap_or_leave_a_gap_are_told_with_file_and_line() {
    let ending = SIXTEEN.replace("value = 16", "until = 2021-12-31\nvalue = 16");
    let next = |from: &str| SIXTEEN.replace("2021-10-01", from).replace("16", "17");
    for (policy, line) in [
        (format!("{SIXTEEN}{SIXTEEN}"), Some(8)),
        (format!("{ending}{}", next("2021-12-31")), Some(9)),
        (format!("{ending}{}", next("2022-01-02")), Some(9)),
        (format!("{ending}{}", next("2022-01-01")), None),
        (SIXTEEN.replace("workdays_out", "days"), Some(2)),
        (SIXTEEN.replace("16", "\"many\""), Some(4)),
    ] {
        let work = workspace(&policy);
        let output = check(work.path(), "2021-10");
        let told = String::from_utf8(output.stderr).unwrap();
        match line {
            Some(line) => {
                assert_eq!(output.status.code(), Some(2), "{policy}\n{told}");
                assert!(told.contains(&format!("政策.toml 第{line}行：")), "{policy}\n{told}");
            }
            None => assert_eq!(output.status.code(), Some(1), "{told}"),
        }
    }
}

#[test]
fn a_year_of_the_working_calendar_can_be_added_and_replaced() {
    let work = tempfile::tempdir().unwrap();
    let squad = work.path().join("收件/先进制造专班");
    fs::create_dir_all(&squad).unwrap();
    fs::write(squad.join("名册.csv"), "姓名,角色,到岗日期\n王伟,专职成员,2020-01-01\n").unwrap();
    let log = "日期,姓名,是否外出,地点,工作内容\n2027-02-13,王伟,是,深圳,拜访\n2027-02-15,王伟,是,深圳,拜访\n2027-02-16,王伟,是,深圳,拜访\n2021-09-01,王伟,是,深圳,拜访\n2021-09-02,王伟,是,深圳,拜访\n";
    fs::write(squad.join("工作日志.csv"), log).unwrap();
    let days_out = |period: &str| {
        let output = Command::cargo_bin("zhuanban")
            .unwrap()
            .args(["check", "--json", "--date", "2027-03-10", "--period", period])
            .arg(work.path())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let members = &document["squads"][0]["period"]["members"];
        (output.status.code(), members[0]["workdays_out"].as_i64(), told)
    };
    let (code, _, told) = days_out("2027-02");
    assert_eq!(code, Some(2), "{told}");
    for part in ["2027年", "设置.toml", "[[calendar]]"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(days_out("2021-09").1, Some(2));

    let year = |year: u32, more: &str, workdays: &str| {
        format!(
            "[[calendar]]\nyear = {year}\nholidays = [{year}-01-01, \"{year}-05-01\", \"{year}-10-01..{year}-10-03\", {more}]\nworkdays = [{workdays}]\n"
        )
    };
    let settings = year(2027, "\"2027-02-15\"", "\"2027-02-13\"") + &year(2021, "\"2021-09-01\"", "");
    fs::write(work.path().join("设置.toml"), settings).unwrap();
    assert_eq!(days_out("2027-02").1, Some(2), "the make-up Saturday counts, the holiday does not");
    assert_eq!(days_out("2021-09").1, Some(1), "a built-in year is replaced");
    assert!(work.path().join("报送/核查-2027-02").is_dir());
}

#[test]
fn the_report_shows_which_rules_were_changed_and_why() {
    let work = workspace("");
    let settings = "[rules.L004]\nseverity = \"note\"\nreason = \"日志系统切换\"\nuntil = 2021-12-31\n\
                    [rules.R005]\nseverity = \"off\"\nreason = \"只报一个专班\"\n";
    fs::write(work.path().join("设置.toml"), settings).unwrap();
    Command::cargo_bin("zhuanban")
        .unwrap()
        .args(["report", "2021-09", "--date", "2022-01-10"])
        .arg(work.path())
        .assert()
        .code(0);
    let folder = work.path().join("报送/2021-09");
    let told = [
        "L004 日志缺失：提示，试行至2021年12月31日（日志系统切换）",
        "R005 专班缺失：停用（只报一个专班）",
    ];
    for ending in [".md", ".docx", "问题清单.xlsx"] {
        let path = support::files(&folder).into_iter().find(|path| path.ends_with(ending)).unwrap();
        let text = support::text(&folder.join(&path));
        for told in told {
            assert!(text.contains(told), "{told} is not in {path}");
        }
    }
}
