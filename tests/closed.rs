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
    for said in ["签约资金", "8,000万元", "7,000万元", "由 5,000万元 变为 4,000万元"] {
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
        told.iter().any(|message| message.contains("没有了 HT-2，原 5,000万元（原在")),
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
    let said = "已报的2021年9月文化旅游专班到位资金，报出时为 0万元，现在为 未报；变动：没有收到有关的表，报出时收到过";
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
        "已报的2021年9月文化旅游专班本年累计签约资金（正式合同），报出时为 9,000万元，现在为 8,900万元；变动：HT-0 由 1,000万元 变为 900万元（"
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
    assert!(told[0].contains("专项经费年度预算，报出时为 100万元，现在为 90万元"), "{told:#?}");

    let policy = "[[parameter]]\nkey = \"target_signed\"\nfrom = 2021-01-01\nvalue = 2000000000\nsource = \"补充通知\"\n";
    fs::write(folder.join("政策.toml"), policy).unwrap();
    let told = drop(&all, log, budget);
    assert_eq!(told.len(), 4, "{told:#?}");
    for message in told {
        assert!(
            message.contains("专班全年目标（T001），报出时为 100,000万元，现在为 200,000万元"),
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

/// Puts the tables of one squad's September into the inbox, with other texts in place of some.
fn september(folder: &Path, others: &[(&str, &str)]) {
    let inbox = folder.join("收件/文化旅游专班");
    let _ = fs::remove_dir_all(&inbox);
    fs::create_dir_all(&inbox).unwrap();
    let usual = [
        ("名册", "姓名,角色\n李组,组长\n王伟,专职成员\n张强,专职成员\n"),
        (
            "日志",
            "日期,姓名,工作内容,地点,对接单位\n2021-09-01,王伟,拜访,上海,甲公司\n2021-09-02,王伟,拜访,上海,甲公司\n2021-09-04,张强,拜访,上海,甲公司\n2021-09-06,张强,拜访,上海,甲公司\n",
        ),
        (
            "合同",
            "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,正式合同,2021-09-01,3000\n",
        ),
        (
            "支出",
            "凭证号,日期,支出项目,金额（元）,事由,审批单号,承担单位\nB2,2021-09-09,接待费,500,接待,J1,市级\nB3,2021-09-10,会务费,700,会,,市级\n",
        ),
        (
            "审批",
            "审批单号,事项类型,申请日期,批准日期,批准人,批准金额\nJ1,接待,2021-09-01,2021-09-05,李组,600\n",
        ),
    ];
    for (name, text) in usual {
        let other = others.iter().find(|(other, _)| *other == name);
        fs::write(inbox.join(format!("{name}.csv")), other.map_or(text, |(_, text)| text)).unwrap();
    }
}

/// What is told of September after it was closed with the usual tables, and the inbox and the settings are others.
fn told_after(others: &[(&str, &str)], settings: &str) -> Vec<String> {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    september(folder, &[]);
    run(folder, &["report", "2021-09", "--close"]);
    assert_eq!(changes(folder, "2021-09"), Vec::<String>::new());
    september(folder, others);
    fs::write(folder.join("设置.toml"), settings).unwrap();
    run(folder, &["report", "2021-09"]);
    let told = changes(folder, "2021-09");
    let verified = support::zhuanban().arg("verify").arg(folder.join("报送/2021-09")).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    told
}

fn assert_told(told: &[String], expected: &[&str]) {
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for said in expected {
        assert!(told.iter().any(|message| message.contains(said)), "{said}: {told:#?}");
    }
}

#[test]
fn nothing_is_told_of_the_same_tables() {
    assert_told(&told_after(&[], ""), &[]);
}

#[test]
fn what_is_cut_of_a_closed_month_is_held() {
    let approvals = "审批单号,事项类型,申请日期,批准日期,批准人,批准金额\nJ9,租车,2021-09-01,2021-09-05,李组,600\n";
    let cut = [
        "文化旅游专班核减金额，报出时为 0.00元，现在为 500.00元；变动：新增 B2，500.00元（",
        "文化旅游专班建议报销金额，报出时为 1,200.00元，现在为 700.00元；变动：B2 由 500.00元 变为 0.00元（",
    ];
    assert_told(&told_after(&[("审批", approvals)], ""), &cut);
    let county = "凭证号,日期,支出项目,金额（元）,事由,审批单号,承担单位\nB2,2021-09-09,接待费,500,接待,J1,县级\nB3,2021-09-10,会务费,700,会,,市级\n";
    assert_told(&told_after(&[("支出", county)], ""), &cut);
}

#[test]
fn a_rule_that_is_switched_off_changes_what_was_cut() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let approvals = "审批单号,事项类型,申请日期,批准日期,批准人,批准金额\nJ9,租车,2021-09-01,2021-09-05,李组,600\n";
    september(folder, &[("审批", approvals)]);
    run(folder, &["report", "2021-09", "--close"]);
    fs::write(folder.join("设置.toml"), "[rules.E007]\nseverity = \"off\"\nreason = \"测试\"\n").unwrap();
    run(folder, &["report", "2021-09"]);
    assert_told(
        &changes(folder, "2021-09"),
        &[
            "核减金额，报出时为 500.00元，现在为 0.00元；变动：不再核减 B2，原 500.00元（原在 ",
            "建议报销金额，报出时为 700.00元，现在为 1,200.00元",
        ],
    );
}

#[test]
fn what_was_spent_on_each_item_is_held_and_what_follows_is_told_once() {
    let training = "凭证号,日期,支出项目,金额（元）,事由,审批单号,承担单位\nB2,2021-09-09,接待费,500,接待,J1,市级\nB3,2021-09-10,培训费,700,会,,市级\n";
    assert_told(
        &told_after(&[("支出", training)], ""),
        &[
            "文化旅游专班分项支出，报出时为 会务费 700.00元、接待费 500.00元，现在为 培训费 700.00元、接待费 500.00元；变动：B3 的内容有改动（",
        ],
    );
    let more = "凭证号,日期,支出项目,金额（元）,事由,审批单号,承担单位\nB2,2021-09-09,接待费,500,接待,J1,市级\nB3,2021-09-10,会务费,800,会,,市级\n";
    assert_told(
        &told_after(&[("支出", more)], ""),
        &["文化旅游专班经费支出，报出时为 1,200.00元，现在为 1,300.00元；变动：B3 由 700.00元 变为 800.00元（"],
    );
}

#[test]
fn another_basis_of_a_target_is_told() {
    assert_told(
        &told_after(&[], "[verdict]\nsigned_basis = \"formal\"\n"),
        &["文化旅游专班目标完成数（T001），报出时为 0万元，现在为 3,000万元；变动：没有行的变动"],
    );
}

#[test]
fn all_figures_of_a_member_are_held_and_one_change_is_told_once() {
    let rows = |rows: &str| {
        format!("日期,姓名,工作内容,地点,对接单位\n2021-09-01,王伟,拜访,上海,甲公司\n{rows}2021-09-06,张强,拜访,上海,甲公司\n")
    };
    let second = "2021-09-02,王伟,拜访,上海,甲公司\n";
    // A Saturday.
    let off = "2021-09-04,张强,拜访,上海,甲公司\n";
    let firm = rows(&format!("{}{off}", second.replace("甲公司", "乙公司")));
    assert_told(
        &told_after(&[("日志", &firm)], ""),
        &["文化旅游专班王伟对接单位数，报出时为 1 家，现在为 2 家"],
    );
    let without_off = rows(second);
    assert_told(
        &told_after(&[("日志", &without_off)], ""),
        &["文化旅游专班张强在外天数，报出时为 2 天，现在为 1 天；变动：没有了 张强 2021-09-04"],
    );
    let at_home = rows(&format!("{second}{}", off.replace("上海", "运城")));
    assert_told(
        &told_after(&[("日志", &at_home)], ""),
        &["文化旅游专班张强在外天数，报出时为 2 天，现在为 1 天；变动：不再计入 张强 2021-09-04"],
    );
}

#[test]
fn a_member_who_is_gone_or_new_is_told() {
    let roster = |last: &str| format!("姓名,角色\n李组,组长\n王伟,专职成员\n{last}");
    assert_told(
        &told_after(&[("名册", &roster("张强,专职成员\n赵六,专职成员\n"))], ""),
        &["文化旅游专班赵六在外工作日，报出时没有这一项，现在为 0 个工作日"],
    );
    let told = told_after(&[("名册", &roster(""))], "");
    assert!(
        told.iter()
            .any(|message| message.contains("文化旅游专班张强在外工作日，报出时为 1 个工作日，现在没有这一项")),
        "{told:#?}"
    );
}

#[test]
fn a_squad_that_is_renamed_is_the_same_while_its_old_name_is_known() {
    let squads = |alias: &str| {
        format!(
            "[[squad]]\nname = \"康养旅游\"\naliases = [{alias}]\n[[squad]]\nname = \"高效农业\"\n[[squad]]\nname = \"先进制造\"\n[[squad]]\nname = \"新型材料\"\n"
        )
    };
    assert_told(&told_after(&[], &squads("\"文化旅游\"")), &[]);
    let contracts = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,正式合同,2021-09-01,5000\n";
    let told = told_after(&[("合同", contracts)], &squads("\"文化旅游\""));
    assert!(
        told.iter()
            .any(|message| message.contains("文化旅游专班签约资金（正式合同），报出时为 3,000万元，现在为 5,000万元")),
        "{told:#?}"
    );
    let told = told_after(&[], &squads(""));
    assert_eq!(
        told.iter()
            .filter(|message| message.starts_with("已报的2021年9月文化旅游专班"))
            .count(),
        1,
        "{told:#?}"
    );
    assert!(
        told.iter()
            .any(|message| message.contains("文化旅游专班，报出时为 有此专班，现在没有这一项；变动：")),
        "{told:#?}"
    );
}

#[test]
fn a_squad_that_is_new_to_the_settings_changes_nothing_of_a_closed_month() {
    let squads: String = ["先进制造", "新型材料", "高效农业", "文化旅游", "现代服务"]
        .map(|name| format!("[[squad]]\nname = \"{name}\"\n"))
        .concat();
    assert_told(&told_after(&[], &squads), &[]);
}

#[test]
fn a_row_of_another_month_or_set_aside_is_not_said_to_be_gone() {
    let contract = |day: &str, sum: &str| {
        format!("合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,正式合同,{day},{sum}\n")
    };
    for (day, sum) in [("2021-10-01", "3000"), ("2021-09-01", "约3000")] {
        let told = told_after(&[("合同", &contract(day, sum))], "");
        assert!(
            told.iter().any(|message| message.contains("不再计入 HT-1，原 3,000万元（原在 ")),
            "{day} {sum}: {told:#?}"
        );
        assert!(!told.iter().any(|message| message.contains("没有了 HT-1")), "{told:#?}");
    }
}

#[test]
fn a_month_is_not_closed_up_to_an_earlier_day_than_it_was() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, "合同.csv", ROWS);
    run(folder, &["report", "2021-09", "--close", "--as-of", "2021-09-15"]);
    run(folder, &["report", "2021-09", "--close"]);
    let closed = || fs::read(folder.join("报送/.已报/2021-09.json")).unwrap();
    let (before, report) = (closed(), support::files(&folder.join("报送")));
    let output = support::zhuanban()
        .args(["report", "2021-09", "--close", "--as-of", "2021-09-15", "--date", "2021-12-01"])
        .arg(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("已按截至 2021-09-30 的数据报出并封存"), "{said}");
    assert_eq!((closed(), support::files(&folder.join("报送"))), (before, report));
    // Without closing, an earlier day may be looked at.
    run(folder, &["report", "2021-09", "--as-of", "2021-09-15"]);
}

#[test]
fn a_report_that_cannot_be_closed_takes_nothings_place() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    write(folder, "合同.csv", ROWS);
    run(folder, &["report", "2021-09"]);
    let report = || fs::read(folder.join("报送/2021-09/数据/figures.json")).unwrap();
    let before = report();
    write(folder, "合同.csv", &ROWS.replace("5000", "4000"));
    fs::write(folder.join("报送/.已报"), "").unwrap();
    let output = support::zhuanban()
        .args(["report", "2021-09", "--close", "--date", "2021-12-01"])
        .arg(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(report() == before);
}
