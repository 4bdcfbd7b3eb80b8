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

fn run(workspace: &Path, date: &str) {
    run_of(workspace, "2021-09", date);
}

fn run_of(workspace: &Path, period: &str, date: &str) {
    let output = support::zhuanban()
        .args(["report", period, "--date", date])
        .arg(workspace)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
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
