//! A run that is compared with an earlier one is the same to the byte when it is done again, and can be verified.

use std::fs;
use std::path::Path;

use crate::support;

const HEAD: &str = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\n";

/// Writes the contracts, one framework agreement (P001) for each name.
fn contracts(workspace: &Path, names: &[&str]) {
    let inbox = workspace.join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    let rows: String = names
        .iter()
        .map(|name| format!("HT-{name},{name},{name}公司,框架协议,2021-09-01,3000\n"))
        .collect();
    fs::write(inbox.join("合同.csv"), format!("{HEAD}{rows}")).unwrap();
}

fn run(workspace: &Path, date: &str) -> String {
    run_of(workspace, "2021-09", date)
}

fn run_of(workspace: &Path, period: &str, date: &str) -> String {
    let output = support::zhuanban()
        .args(["report", period, "--date", date])
        .arg(workspace)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_same_run_twice_is_the_same_to_the_byte() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, &["古城", "温泉"]);
    run(folder, "2021-10-08");
    contracts(folder, &["温泉"]);
    run(folder, "2021-10-08");
    let report = folder.join("报送/2021-09");
    let contents = || -> Vec<(String, Vec<u8>)> {
        let paths = support::files(&report).into_iter();
        paths.map(|path| (path.clone(), fs::read(report.join(path)).unwrap())).collect()
    };
    let before = contents();
    run(folder, "2021-10-08");
    for ((path, before), (_, now)) in before.iter().zip(contents()) {
        assert!(*before == now, "{path} differs");
    }
    let verified = support::zhuanban().arg("verify").arg(&report).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
}

/// What a run says of the one before: new, back, still there, mended.
fn changes(said: &str) -> [usize; 4] {
    let count = |before: &str| {
        let rest = said.split_once(before).map_or("0", |(_, rest)| rest);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    ["，新增", "其中重新出现", "，仍未改", "，已整改"].map(count)
}

#[test]
fn of_three_runs_each_says_what_is_new_still_there_mended_and_back() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let list = folder.join("报送/2021-09/问题清单.xlsx");
    let mut before = None;
    for (names, expected, states) in [
        (&["古城", "温泉"][..], None, &["新增"][..]),
        (&["温泉", "画廊"], Some([1, 0, 1, 1]), &["仍未改（第2期）", "新增"]),
        (
            &["古城", "温泉", "画廊", "酒店"],
            Some([2, 1, 2, 0]),
            &["仍未改（第3期）", "仍未改（第2期）", "重新出现", "新增"],
        ),
    ] {
        contracts(folder, names);
        let said = run(folder, "2021-10-08");
        let json: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("报送/2021-09/数据/findings.json")).unwrap()).unwrap();
        let present: Vec<(&str, &str)> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| (finding["rule"].as_str().unwrap(), finding["status"].as_str().unwrap()))
            .collect();
        let contracts = present.iter().filter(|(rule, _)| *rule == "P001").count();
        assert_eq!(contracts, names.len());
        if let (Some(before), Some([new, back, _, mended])) = (before, expected) {
            let [all_new, all_back, all_still, all_mended] = changes(&said);
            assert_eq!((before + all_new) - all_mended, present.len(), "{said}");
            assert_eq!(all_new + all_still, present.len(), "{said}");
            assert_eq!(present.iter().filter(|(_, status)| *status == "new").count(), all_new, "{said}");
            assert_eq!((all_new, all_back, all_mended), (new, back, mended), "{said}");
            let brief = support::text(&folder.join("报送/2021-09/2021年9月招商专班工作情况汇报.md"));
            assert!(brief.contains(&format!("与上次相比，新增{all_new}项")) && brief.contains(&format!("仍未改{all_still}项")));
        }
        let text = support::text(&list);
        for state in ["新增", "仍未改（第2期）", "仍未改（第3期）", "重新出现"] {
            // What concerns no contract stays from run to run, so every run after the first has some that stood before.
            let expected = states.contains(&state) || (state == "仍未改（第2期）" && before.is_some() && states.len() == 2);
            assert_eq!(text.contains(&format!(">{state}<")), expected, "{state}: {said}");
        }
        before = Some(present.len());
    }
}

/// A run as of an earlier day is a run of its own, and what comes after is compared with it.
#[test]
fn a_run_as_of_another_day_is_not_the_same_run() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, &["古城"]);
    let file = folder.join("收件/文化旅游专班/合同.csv");
    let rows = fs::read_to_string(&file).unwrap().replace("2021-09-01", "2021-09-21");
    fs::write(&file, rows).unwrap();
    run(folder, "2021-10-08");
    let counts = |as_of: &[&str]| {
        let output = support::zhuanban()
            .args(["report", "2021-09", "--date", "2021-10-08", "--json"])
            .args(as_of)
            .arg(folder)
            .output()
            .unwrap();
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let before = fs::read(folder.join("报送/2021-09/数据/上次.json")).unwrap();
        let before: serde_json::Value = serde_json::from_slice(&before).unwrap();
        let count = |list: &serde_json::Value| list.as_array().unwrap().len();
        (count(&json["findings"]), count(&before["findings"]))
    };
    let (all, _) = counts(&[]);
    let (earlier, compared) = counts(&["--as-of", "2021-09-20"]);
    assert_eq!(compared, all);
    assert!(earlier < all);
    let (again, compared) = counts(&[]);
    assert_eq!((again, compared), (all, earlier));
}

#[test]
fn the_text_of_every_kind_of_report_tells_what_became_of_the_findings() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    for period in ["2021-W35", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
        contracts(folder, &["古城", "温泉"]);
        run_of(folder, period, "2022-01-10");
        contracts(folder, &["温泉", "果园"]);
        run_of(folder, period, "2022-01-11");
        let report = folder.join("报送").join(period);
        let text = support::files(&report).into_iter().find(|path| path.ends_with(".md")).unwrap();
        let text = fs::read_to_string(report.join(text)).unwrap();
        let told = text.split("（与上次相比，").nth(1).and_then(|rest| rest.split('）').next());
        let told = told.unwrap_or_else(|| panic!("{period}: {text}"));
        assert!(
            told.starts_with("新增1项，仍未改") && told.ends_with("已整改1项"),
            "{period}: {told}"
        );
    }
}
