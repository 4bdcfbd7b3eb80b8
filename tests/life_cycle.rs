//! 新增, 仍未改, 已整改, 重新出现 since the last run of the same period; old + new − mended = current, always.

use std::fs;
use std::path::Path;

use serde_json::Value;

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
    let output = support::zhuanban()
        .args(["report", "2021-09", "--date", date])
        .arg(workspace)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Project and status of each P001, and how many findings there are.
fn statuses(workspace: &Path) -> (Vec<(String, String)>, usize) {
    let bytes = fs::read(workspace.join("报送/2021-09/数据/findings.json")).unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_rule = findings.iter().filter(|finding| finding["rule"] == "P001");
    let told = of_rule.map(|finding| (text(&finding["subject"]["contract"]), text(&finding["status"])));
    (told.collect(), findings.len())
}

/// The numbers of the line that compares with the last run: old, new, back, mended, open, current.
fn balance(summary: &str) -> Option<[usize; 6]> {
    let line = summary.lines().find(|line| line.starts_with("与上次相比"))?;
    let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    Some(numbers.collect::<Vec<_>>().try_into().unwrap())
}

#[test]
fn three_runs_add_up() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, &["古城", "温泉"]);
    assert_eq!(balance(&run(folder, "2021-10-08")), None, "a first run has nothing to compare with");
    let (first, mut before) = statuses(folder);
    assert!(first.iter().all(|(_, status)| status == "new"), "{first:?}");

    let mut runs = Vec::new();
    for (names, date) in [
        (&["温泉", "画廊"][..], "2021-10-09"),
        (&["温泉", "古城"], "2021-10-10"),
        (&["温泉"], "2021-10-11"),
    ] {
        contracts(folder, names);
        let [old, new, back, mended, open, current] = balance(&run(folder, date)).unwrap();
        let (told, count) = statuses(folder);
        assert_eq!((old, current), (before, count));
        assert_eq!(old + new + back - mended, current);
        assert_eq!(open + new + back, current);
        before = count;
        runs.push((told, [new, back, mended]));
    }
    let told = |names: &[(&str, &str)]| -> Vec<(String, String)> {
        names
            .iter()
            .map(|(name, status)| (format!("HT-{name}"), (*status).to_owned()))
            .collect()
    };
    assert_eq!(runs[0].0, told(&[("温泉", "open"), ("画廊", "new")]));
    assert_eq!(runs[1].0, told(&[("温泉", "open"), ("古城", "new")]));
    assert_eq!(runs[1].1[1], runs[1].1[1].max(1), "古城 is told again");
    assert!(runs[2].1[2] >= 1, "古城 is mended again");
    let list = support::text(&folder.join("报送/2021-09/问题清单.xlsx"));
    assert!(list.contains("仍未改（第4期）"));
    let past = fs::read_to_string(folder.join("报送/2021-09/数据/上次.json")).unwrap();
    assert!(past.contains("\"runs\": 3"), "{past}");
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
