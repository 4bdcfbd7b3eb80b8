//! A report that was handed in (`--close`): what differs from it later is told with the figures before and after and the row.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support;

const HEAD: &str = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\n";
const ROWS: &str = "HT-1,古城,乙公司,正式合同,2021-09-01,3000\nHT-2,温泉,丙公司,正式合同,2021-09-02,5000\n";

fn write(workspace: &Path, path: &str, rows: &str) {
    let inbox = workspace.join("收件/文化旅游专班");
    let _ = fs::remove_dir_all(&inbox);
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join(path), format!("{HEAD}{rows}")).unwrap();
}

fn run(workspace: &Path, arguments: &[&str]) {
    let output = support::zhuanban()
        .args(arguments)
        .args(["--date", "2021-12-01"])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
}

/// The messages of H001.
fn changes(workspace: &Path, folder: &str) -> Vec<String> {
    let bytes = fs::read(workspace.join("报送").join(folder).join("数据/findings.json")).unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let of_rule = findings.filter(|finding| finding["rule"] == "H001");
    of_rule.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_changed_amount_in_a_closed_month_is_told_with_the_row() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, "合同.csv", ROWS);
    run(folder, &["report", "2021-09", "--close"]);

    // The same rows in another file and in another order are the same data.
    let (first, second) = ROWS.split_once('\n').unwrap();
    write(folder, "合同（再报）.csv", &format!("{second}{first}\n"));
    run(folder, &["report", "2021-09"]);
    assert_eq!(changes(folder, "2021-09"), Vec::<String>::new());

    write(folder, "合同.csv", &ROWS.replace("5000", "4000"));
    run(folder, &["report", "2021-09"]);
    let told = changes(folder, "2021-09");
    for said in ["签约资金", "80000000.00元", "70000000.00元", "由 50000000.00元 变为 40000000.00元"] {
        assert!(told.iter().any(|message| message.contains(said)), "{said}: {told:#?}");
    }
    assert!(
        told.iter().all(|message| message.contains("HT-2") && !message.contains("HT-1")),
        "{told:#?}"
    );

    // A later month, and a check, tell it as well; an earlier one does not know of it.
    run(folder, &["report", "2021-10"]);
    assert_eq!(changes(folder, "2021-10"), told);
    run(folder, &["check", "--period", "2021-09"]);
    assert_eq!(changes(folder, "核查-2021-09"), told);
    run(folder, &["report", "2021-08"]);
    assert_eq!(changes(folder, "2021-08"), Vec::<String>::new());

    // Handed in again, the new figures are the ones reported.
    run(folder, &["report", "2021-09", "--close"]);
    run(folder, &["report", "2021-09"]);
    assert_eq!(changes(folder, "2021-09"), Vec::<String>::new());
}

#[test]
fn rows_gone_and_added_are_told() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, "合同.csv", ROWS);
    run(folder, &["report", "2021-09", "--close"]);
    write(folder, "合同.csv", &ROWS.replace("HT-2,温泉,丙公司", "HT-3,画廊,丁公司"));
    run(folder, &["report", "2021-09"]);
    assert_eq!(changes(folder, "2021-09"), Vec::<String>::new(), "the figures are the same");
    write(folder, "合同.csv", ROWS.split_once('\n').unwrap().0);
    run(folder, &["report", "2021-09"]);
    let told = changes(folder, "2021-09");
    assert!(
        told.iter().any(|message| message.contains("没有了 HT-2，原 50000000.00元（原在")),
        "{told:#?}"
    );
}

#[test]
fn a_table_that_is_no_longer_handed_in_is_told_as_that() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let receipts = "合同编号,到账日期,金额（万元）,凭证类型,凭证号\nHT-1,2021-08-08,30,银行进账单,001\n";
    write(folder, "合同.csv", ROWS);
    fs::write(folder.join("收件/文化旅游专班/到位.csv"), receipts).unwrap();
    run(folder, &["report", "2021-09", "--close"]);
    fs::remove_file(folder.join("收件/文化旅游专班/到位.csv")).unwrap();
    run(folder, &["report", "2021-09"]);
    let told = changes(folder, "2021-09");
    let said = "已报的2021年9月文化旅游专班到位资金，报出时为 0.00元，现在为 未报；变动：没有收到有关的表，报出时收到过";
    assert!(told.iter().any(|message| message == said), "{told:#?}");
}

#[test]
fn what_the_year_the_fund_a_member_or_a_goal_comes_to_is_held_too() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let inbox = folder.join("收件/文化旅游专班");
    let earlier = "HT-0,碑林,丁公司,正式合同,2021-03-01,1000\n";
    let log = "姓名,日期,地点,工作内容\n羊一,2021-09-13,西安,拜访\n羊一,2021-09-14,西安,拜访\n羊二,2021-09-14,西安,拜访\n";
    let budget = "年度,预算金额（万元）,上年结转（万元）\n2021,100,0\n";
    let drop = |rows: &str, log: &str, budget: &str| {
        write(folder, "合同.csv", rows);
        fs::write(inbox.join("名册.csv"), "姓名,角色\n羊一,专职成员\n羊二,专职成员\n").unwrap();
        fs::write(inbox.join("工作日志.csv"), log).unwrap();
        fs::write(inbox.join("经费预算.csv"), budget).unwrap();
        run(folder, &["report", "2021-09"]);
        changes(folder, "2021-09")
    };
    let all = format!("{earlier}{ROWS}");
    drop(&all, log, budget);
    run(folder, &["report", "2021-09", "--close"]);

    // The year's sum moves with a contract of March; that of all squads does too, which is no news.
    let told = drop(&all.replace("2021-03-01,1000", "2021-03-01,900"), log, budget);
    assert!(told.iter().any(|message| message.contains(
        "已报的2021年9月文化旅游专班本年累计签约资金（正式合同），报出时为 90000000.00元，现在为 89000000.00元；变动：HT-0 由 10000000.00元 变为 9000000.00元（"
    )), "{told:#?}");
    assert!(!told.iter().any(|message| message.contains("全市")), "{told:#?}");
    assert_eq!(told.len(), 1, "{told:#?}");

    // A day that another member was out too is the member's alone.
    let told = drop(&all, &log.replace("羊二,2021-09-14,西安,拜访\n", ""), budget);
    assert_eq!(told.len(), 1, "{told:#?}");
    for said in ["文化旅游专班羊二在外工作日，报出时为 1 个工作日，现在为 0 个工作日", "羊二"] {
        assert!(told[0].contains(said), "{said}: {told:#?}");
    }

    let told = drop(&all, log, &budget.replace("100", "90"));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("专项经费年度预算，报出时为 1000000.00元，现在为 900000.00元"),
        "{told:#?}"
    );

    let policy = "[[parameter]]\nkey = \"target_signed\"\nfrom = 2021-01-01\nvalue = 2000000000\nsource = \"补充通知\"\n";
    fs::write(folder.join("政策.toml"), policy).unwrap();
    let told = drop(&all, log, budget);
    assert_eq!(told.len(), 4, "{told:#?}");
    for message in told {
        assert!(
            message.contains("专班全年目标（T001），报出时为 1000000000.00元，现在为 2000000000.00元"),
            "{message}"
        );
    }
    fs::remove_file(folder.join("政策.toml")).unwrap();
    assert_eq!(drop(&all, log, budget), Vec::<String>::new());
}

#[test]
fn a_report_verifies_also_when_its_period_was_closed_anew() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, "合同.csv", ROWS);
    run(folder, &["report", "2021-09", "--close"]);
    write(folder, "合同.csv", &ROWS.replace("5000", "4000"));
    run(folder, &["report", "2021-10"]);
    let told = changes(folder, "2021-10");
    run(folder, &["report", "2021-09", "--close"]);
    assert_eq!(changes(folder, "2021-09"), told, "what closing anew changes is told once more");
    assert!(!told.is_empty());
    for report in ["2021-09", "2021-10"] {
        let output = support::zhuanban()
            .arg("verify")
            .arg(folder.join("报送").join(report))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{report}: {output:?}");
    }
}

#[test]
fn a_damaged_closure_is_told_and_nothing_is_guessed() {
    let workspace = tempfile::tempdir().unwrap();
    write(workspace.path(), "合同.csv", ROWS);
    fs::create_dir_all(workspace.path().join("报送/.已报")).unwrap();
    fs::write(workspace.path().join("报送/.已报/2021-09.json"), "{").unwrap();
    let output = support::zhuanban()
        .args(["report", "2021-09"])
        .arg(workspace.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("封存"));
}
