//! A findings list that comes back filled in: shown beside the finding, bound through renamed files and inserted rows, and told
//! when the value is another one.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support;

const HEAD: &str = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\n";
const ROW: &str = "HT-1,古城,乙公司,框架协议,2021-09-01,3000\n";

fn contracts(workspace: &Path, path: &str, rows: &str) {
    let inbox = workspace.join("收件/文化旅游专班");
    let _ = fs::remove_dir_all(&inbox);
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join(path), format!("{HEAD}{rows}")).unwrap();
}

fn check(workspace: &Path) -> Vec<Value> {
    let output = support::zhuanban()
        .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let bytes = fs::read(workspace.join("报送/核查-2021-09/数据/findings.json")).unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    json["findings"].as_array().unwrap().clone()
}

fn of_rule<'a>(findings: &'a [Value], rule: &str) -> Vec<&'a Value> {
    findings.iter().filter(|finding| finding["rule"] == rule).collect()
}

/// Drops a list with one line filled in, as a spreadsheet program saves it as CSV.
fn reply(workspace: &Path, finding: &Value, answer: &str, note: &str) {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let list = format!(
        "2021年9月数据问题清单,,,,,,\n编号,级别,规则,问题,原值,处理情况,说明\n{},错误,{},\"{}\",{},{answer},{note}\n",
        text("id"),
        text("rule"),
        text("message").replace('"', "\"\""),
        text("value"),
    );
    fs::write(workspace.join("收件/问题清单.csv"), list).unwrap();
}

#[test]
fn a_reply_is_shown_survives_moves_and_lapses_with_the_value() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    let told = of_rule(&findings, "P001");
    assert_eq!(told[0]["status"], "new");
    reply(folder, told[0], "情况属实", "正在商谈正式合同");

    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P001")[0]["status"], "replied");
    for rule in ["D002", "D003", "D019", "H002"] {
        assert!(of_rule(&findings, rule).is_empty(), "{rule}: {findings:#?}");
    }
    let list = support::text(&folder.join("报送/核查-2021-09/问题清单.xlsx"));
    assert!(list.contains("正在商谈正式合同") && list.contains("答复与豁免"));

    let ten: String = (0..10)
        .map(|n| format!("HT-9{n},项目{n}号,己公司,正式合同,2021-08-01,100\n"))
        .collect();
    contracts(folder, "合同（再报）.csv", &format!("{ten}{ROW}"));
    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P001")[0]["status"], "replied");
    assert!(of_rule(&findings, "H002").is_empty());

    contracts(folder, "合同.csv", &ROW.replace("3000", "4000"));
    let findings = check(folder);
    assert_ne!(of_rule(&findings, "P001")[0]["status"], "replied");
    let void = of_rule(&findings, "H002");
    assert_eq!(void.len(), 1);
}

#[test]
fn words_without_a_choice_are_shown_beside_the_finding_and_a_word_of_ones_own_is_quoted() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    let told = of_rule(&findings, "P001")[0].clone();
    reply(folder, &told, "", "正在商谈正式合同");
    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P001")[0]["status"], "replied");
    let list = support::text(&folder.join("报送/核查-2021-09/问题清单.xlsx"));
    assert!(list.contains("说明：正在商谈正式合同"));

    reply(folder, &told, "正在核实", "");
    let findings = check(folder);
    let void = of_rule(&findings, "H002")[0]["message"].as_str().unwrap();
    assert!(void.contains("“正在核实”") && !void.contains("其他"), "{void}");
    let list = support::text(&folder.join("报送/核查-2021-09/问题清单.xlsx"));
    assert!(list.contains(">正在核实<") && !list.contains(">其他<"));
    let bytes = fs::read(folder.join("报送/核查-2021-09/数据/findings.json")).unwrap();
    let ids: Vec<String> = serde_json::from_slice::<Value>(&bytes).unwrap()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["id"].to_string())
        .collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
}

#[test]
fn a_reply_that_says_mended_is_checked() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    reply(folder, of_rule(&findings, "P001")[0], "已整改", "");
    let findings = check(folder);
    let void = of_rule(&findings, "H002");
    assert_eq!(void[0]["severity"], "warning");
    contracts(folder, "合同.csv", &ROW.replace("框架协议", "正式合同"));
    let findings = check(folder);
    assert!(of_rule(&findings, "P001").is_empty());
    assert!(of_rule(&findings, "H002").is_empty());
}

#[test]
fn an_exemption_needs_who_why_and_until_when() {
    for (note, told) in [
        ("批准人：张三；理由：上级文件；有效期至：2021-12-31", None),
        ("理由：上级文件", Some("豁免没有写明批准人、有效期，不作数")),
        (
            "批准人：张三；理由：上级文件；有效期至：2021-09-29",
            Some("豁免的有效期至2021年9月29日，已过期"),
        ),
    ] {
        let workspace = tempfile::tempdir().unwrap();
        let folder = workspace.path();
        contracts(folder, "合同.csv", ROW);
        let findings = check(folder);
        reply(folder, of_rule(&findings, "P001")[0], "豁免", note);
        let findings = check(folder);
        let void = of_rule(&findings, "H002");
        let replied = of_rule(&findings, "P001")[0]["status"] == "replied";
        assert_eq!(replied, told.is_none(), "{note}");
        assert_eq!(void.len(), usize::from(told.is_some()), "{note}");
    }
}

#[test]
fn the_programs_own_workbook_comes_back_without_a_finding_of_its_own() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let before = check(folder);
    fs::copy(folder.join("报送/核查-2021-09/问题清单.xlsx"), folder.join("收件/问题清单.xlsx")).unwrap();
    let after = check(folder);
    let ids = |findings: &[Value]| -> Vec<String> { findings.iter().map(|finding| finding["id"].to_string()).collect() };
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn a_reply_to_another_months_finding_is_not_told_as_lapsed() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let list = "2021年8月数据问题清单,,,\n编号,规则,问题,原值,处理情况,说明\nL001-7K3F9Q2M,L001,少于15个,,说明,培训\n";
    fs::write(folder.join("收件/问题清单.csv"), list).unwrap();
    assert!(of_rule(&check(folder), "H002").is_empty());
}

#[test]
fn a_finding_about_a_period_is_another_one_when_its_figures_are() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let meetings = |count: usize| {
        let rows: String = (1..=count)
            .map(|day| format!("2021-09-{day:02},月度汇报,汇报{day},文化旅游\n"))
            .collect();
        fs::write(
            folder.join("收件/活动.csv"),
            format!("活动日期,活动类型,活动名称,专班\n2021-08-01,月度汇报,8月,文化旅游\n{rows}"),
        )
        .unwrap();
    };
    fs::write(folder.join("收件/名册.csv"), "姓名,角色,专班\n王伟,专职成员,文化旅游\n").unwrap();
    meetings(0);
    fs::write(
        folder.join("政策.toml"),
        "[[parameter]]\nkey = \"reports_month\"\nfrom = \"2021-01-01\"\nvalue = 3\nsource = \"测试\"\n",
    )
    .unwrap();
    let findings = check(folder);
    let of_squad = |findings: &[Value]| -> Value {
        let mut told = findings
            .iter()
            .filter(|finding| finding["rule"] == "C002" && finding["squad"] == "文化旅游");
        told.next().cloned().unwrap_or_else(|| panic!("{findings:#?}"))
    };
    reply(folder, &of_squad(&findings), "情况属实", "");
    assert_eq!(of_squad(&check(folder))["status"], "replied");
    meetings(2);
    let findings = check(folder);
    assert_ne!(of_squad(&findings)["status"], "replied");
    assert_eq!(of_rule(&findings, "H002").len(), 1);
}

/// Puts two squads' contracts of one project into the inbox, with a receipt of each and the project in both ledgers.
fn two_claims(workspace: &Path, second_sum: &str) {
    let head = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\n";
    let receipts = "合同编号,到账日期,金额（万元）,凭证类型,凭证号\n";
    let ledger = "项目名称,投资方,阶段,开工日期,签约日期,是否产业类\n";
    for (squad, number, signed, sum, received) in [
        ("文化旅游", "HT-1", "2021-03-01", "5000", "700"),
        ("高效农业", "HT-9", "2021-09-02", second_sum, "30"),
    ] {
        let inbox = workspace.join(format!("收件/{squad}专班"));
        fs::create_dir_all(&inbox).unwrap();
        let write = |name: &str, text: String| fs::write(inbox.join(name), text).unwrap();
        write("合同.csv", format!("{head}{number},盐湖文旅小镇,甲公司,正式合同,{signed},{sum}\n"));
        write(
            "到位.csv",
            format!("{receipts}{number},2021-09-08,{received},银行进账单,{number}\n"),
        );
        write("台账.csv", format!("{ledger}盐湖文旅小镇,甲公司,开工,2021-09-05,{signed},是\n"));
    }
}

/// Signed and received this year, and starts, of 高效农业 and 文化旅游.
fn counted(folder: &Path) -> [String; 6] {
    let bytes = fs::read(folder.join("数据/figures.json")).unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let of = |squad: &str, key: &str| {
        let squads = json["squads"].as_array().unwrap();
        let found = squads.iter().find(|one| one["squad"] == squad).unwrap();
        found["ytd"][key].to_string().replace('"', "")
    };
    let keys = ["signed_formal", "received", "starts"];
    let all = ["高效农业", "文化旅游"].map(|squad| keys.map(|key| of(squad, key)));
    let [[a, b, c], [d, e, f]] = all;
    [a, b, c, d, e, f]
}

#[test]
fn a_ruling_is_followed_by_every_figure_listed_in_every_report_and_lapses_with_the_values() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    two_claims(folder, "6000");
    let report = |arguments: &[&str]| {
        let output = support::zhuanban()
            .args(["report", "2021-09", "--date", "2021-10-08"])
            .args(arguments)
            .arg(folder)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        counted(&folder.join("报送/2021-09"))
    };
    let by_signing = ["0.00", "0.00", "0", "50000000.00", "7300000.00", "1"];
    let by_ruling = ["60000000.00", "7300000.00", "1", "0.00", "0.00", "0"];
    assert_eq!(report(&["--close"]), by_signing);
    let findings = check(folder);
    let told = of_rule(&findings, "P004");
    assert_eq!((told.len(), &told[0]["squad"]), (1, &Value::from("高效农业")));
    reply(folder, told[0], "确定归属", "归属：高效农业专班；批准人：综合协调组 张三");

    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P004")[0]["status"], "replied");
    assert!(of_rule(&findings, "H002").is_empty());
    // What was handed in before is now another figure, which is told.
    let moved = of_rule(&findings, "H001");
    assert!(
        moved.iter().any(|finding| finding["message"]
            .as_str()
            .unwrap()
            .contains("到位资金，报出时为 7300000.00元，现在为 0.00元")),
        "{moved:#?}"
    );
    assert_eq!(report(&[]), by_ruling);
    let reported = folder.join("报送/2021-09");
    let brief = support::text(&reported.join("2021年9月招商专班工作情况汇报.md"));
    assert!(
        brief.contains("确定项目归属1项：“盐湖文旅小镇”计入高效农业专班（批准人：综合协调组 张三）"),
        "{brief}"
    );
    let book = support::text(&reported.join("2021年9月招商专班工作情况汇报附表.xlsx"));
    assert!(book.contains("同一项目已确定归属其他专班"));
    let list = support::text(&reported.join("问题清单.xlsx"));
    assert!(list.contains("确定归属：归属：高效农业专班；批准人：综合协调组 张三") && list.contains("答复与豁免"));
    let verified = support::zhuanban().arg("verify").arg(&reported).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    assert_eq!(report(&["--close"]), by_ruling);
    assert!(of_rule(&check(folder), "H001").is_empty());

    // Another sum: the ruling was about another contract.
    two_claims(folder, "6001");
    let findings = check(folder);
    assert_ne!(of_rule(&findings, "P004")[0]["status"], "replied");
    assert_eq!(of_rule(&findings, "H002").len(), 1);
    assert_eq!(report(&[]), by_signing);
}

#[test]
fn what_is_exempted_or_ruled_no_longer_fails_a_check_and_stays_listed() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    two_claims(folder, "6000");
    let others = zhuanban::rules::CATALOGUE
        .iter()
        .map(|rule| rule.card.code)
        .filter(|code| *code != "P004");
    let off: String = others
        .map(|code| format!("[rules.{code}]\nseverity = \"off\"\nreason = \"测试\"\n"))
        .collect();
    fs::write(folder.join("设置.toml"), off).unwrap();
    let exit = || {
        let output = support::zhuanban()
            .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
            .arg(folder)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(exit().0, Some(1));
    let findings = check(folder);
    let told = of_rule(&findings, "P004");
    for (answer, note, code) in [
        ("情况属实", "", 1),
        ("豁免", "批准人：张三；理由：合作引进；有效期至：2021-12-31", 0),
        ("豁免", "批准人：张三；理由：合作引进；有效期至：2021-09-29", 1),
        ("确定归属", "归属：高效农业专班；批准人：张三", 0),
        ("确定归属", "归属：高效农业专班", 1),
    ] {
        reply(folder, told[0], answer, note);
        let (found, said) = exit();
        assert_eq!(found, Some(code), "{answer} {note}: {said}");
        assert!(said.contains("错误 1") && said.contains("P004"), "{said}");
        assert_eq!(said.contains("其中已豁免或已确定归属 1"), code == 0, "{said}");
    }
}
