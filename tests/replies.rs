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
    check_of(workspace, "2021-09")
}

fn check_of(workspace: &Path, period: &str) -> Vec<Value> {
    let date = if period.starts_with("2021-0") { "2021-10-08" } else { "2022-02-08" };
    let output = support::zhuanban()
        .args(["check", "--period", period, "--date", date])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let bytes = fs::read(workspace.join(format!("报送/核查-{period}/数据/findings.json"))).unwrap();
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
            .contains("到位资金，报出时为 730万元，现在为 0万元")),
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

/// A list with the columns of the program's own, one line for each reply: the finding, what is written in 编号, 处理情况, 说明.
fn replies_of(workspace: &Path, period: &str, lines: &[(&Value, &str, &str, &str)]) {
    // A CSV file has no sheet.
    let none = |key: &str| if key == "sheet" { "" } else { "—" };
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or(none(key)).replace('"', "\"\"");
    let mut list = format!("{period}数据问题清单\n编号,级别,规则,专班,时间,问题,文件,工作表,单元格,原值,处理情况,说明\n");
    for (finding, id, answer, note) in lines {
        let when = finding["subject"]["date"].as_str().map(str::to_owned).or_else(|| {
            let (year, month) = finding["subject"]["month"].as_str()?.split_once('-')?;
            Some(format!("{year}年{}月", month.trim_start_matches('0')))
        });
        let of = ["rule", "squad", "message", "file", "sheet", "cell", "value"].map(|key| text(finding, key));
        let [rule, squad, message, file, sheet, cell, value] = of;
        list += &format!(
            "{id},错误,{rule},{squad},{},\"{message}\",\"{file}\",{sheet},{cell},\"{value}\",{answer},{note}\n",
            when.as_deref().unwrap_or("—")
        );
    }
    fs::write(workspace.join("收件/问题清单.csv"), list).unwrap();
}

fn messages(findings: &[Value], rule: &str) -> Vec<String> {
    let told = of_rule(findings, rule).into_iter();
    told.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

fn id_of(finding: &Value) -> &str {
    finding["id"].as_str().unwrap()
}

#[test]
fn a_ruling_that_lapses_is_told_in_every_later_period_and_not_before_its_contracts() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    two_claims(folder, "6000");
    let findings = check(folder);
    let told = of_rule(&findings, "P004")[0];
    reply(folder, told, "确定归属", "归属：高效农业专班；批准人：综合协调组 张三");
    for period in ["2021-08", "2021-09", "2021-10", "2021", "2022-01"] {
        assert_eq!(messages(&check_of(folder, period), "H002"), [""; 0], "{period}");
    }
    two_claims(folder, "6001");
    for (period, lapsed) in [("2021-08", 0), ("2021-09", 1), ("2021-10", 1), ("2021", 1), ("2022-01", 1)] {
        assert_eq!(messages(&check_of(folder, period), "H002").len(), lapsed, "{period}");
    }
}

#[test]
fn a_reply_to_a_row_that_is_gone_is_told_wherever_the_row_would_be_judged() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    let told = of_rule(&findings, "P001")[0];
    replies_of(folder, "2021年9月", &[(told, id_of(told), "情况属实", "")]);
    contracts(folder, "合同.csv", &ROW.replace("框架协议", "正式合同"));
    for (period, lapsed) in [
        ("2021-08", 0),
        ("2021-09", 1),
        ("2021-10", 1),
        ("2021-Q4", 1),
        ("2021", 1),
        ("2022-01", 0),
    ] {
        assert_eq!(messages(&check_of(folder, period), "H002").len(), lapsed, "{period}");
    }
}

#[test]
fn a_reply_to_a_duty_of_a_month_is_told_where_that_month_is_judged() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let inbox = folder.join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join("名册.csv"), "姓名,角色,专班\n王伟,专职成员,文化旅游\n").unwrap();
    let log = |days: u32| {
        let rows: String = (1..=days).map(|day| format!("2021-09-{day:02},王伟,拜访企业,上海\n")).collect();
        fs::write(inbox.join("日志.csv"), format!("日期,姓名,工作内容,地点\n{rows}")).unwrap();
    };
    log(3);
    let findings = check(folder);
    let told = of_rule(&findings, "L001")[0];
    replies_of(folder, "2021年9月", &[(told, id_of(told), "说明", "培训")]);
    log(30);
    for (period, lapsed) in [("2021-08", 0), ("2021-09", 1), ("2021-10", 0), ("2021", 1)] {
        assert_eq!(messages(&check_of(folder, period), "H002").len(), lapsed, "{period}");
    }
}

#[test]
fn a_ruling_hangs_neither_on_the_order_of_the_squads_nor_on_a_code_filled_in_later() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    two_claims(folder, "6000");
    let findings = check(folder);
    reply(
        folder,
        of_rule(&findings, "P004")[0],
        "确定归属",
        "归属：高效农业专班；批准人：综合协调组 张三",
    );
    let squads: String = ["现代服务", "文化旅游", "高效农业"]
        .iter()
        .map(|name| format!("[[squad]]\nname = \"{name}\"\n"))
        .collect();
    fs::write(folder.join("设置.toml"), squads).unwrap();
    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P004")[0]["status"], "replied");
    assert_eq!(messages(&findings, "H002"), [""; 0]);

    let coded = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）,统一社会信用代码\nHT-9,盐湖文旅小镇,甲公司,正式合同,2021-09-02,6000,91440300708461136T\n";
    fs::write(folder.join("收件/高效农业专班/合同.csv"), coded).unwrap();
    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P004")[0]["status"], "replied");
    assert_eq!(messages(&findings, "H002"), [""; 0]);
}

#[test]
fn another_row_is_not_taken_for_the_one_replied_to() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let expenses = |rows: &str| {
        let inbox = folder.join("收件/文化旅游专班");
        fs::create_dir_all(&inbox).unwrap();
        fs::write(inbox.join("支出.csv"), format!("凭证号,日期,支出项目,金额（元）,事由\n{rows}")).unwrap();
    };
    expenses("00123,2021-09-05,烟酒,100,甲\n00124,2021-09-06,烟酒,400,乙\n");
    let findings = check(folder);
    let told = of_rule(&findings, "E001");
    let (first, second) = (told[0], told[1]);
    // The list has both, of which one is replied to.
    replies_of(
        folder,
        "2021年9月",
        &[(first, id_of(first), "情况属实", ""), (second, id_of(second), "", "")],
    );
    expenses("00124,2021-09-06,烟酒,400,乙\n");
    let lapsed = messages(&check(folder), "H002");
    assert_eq!(lapsed.len(), 1, "{lapsed:?}");
    assert!(lapsed[0].contains("所指的问题已经没有了"), "{lapsed:?}");

    // Each of two is replied to in a list of its own, cut down to that row; now the rows change places.
    replies_of(folder, "2021年9月", &[(first, id_of(first), "情况属实", "")]);
    let other = fs::read(folder.join("收件/问题清单.csv")).unwrap();
    fs::write(folder.join("收件/另一份.csv"), other).unwrap();
    replies_of(folder, "2021年9月", &[(second, id_of(second), "情况属实", "")]);
    let lapsed = messages(&check(folder), "H002");
    assert_eq!(lapsed.len(), 1, "{lapsed:?}");
    assert!(lapsed[0].contains("所指的问题已经没有了"), "{lapsed:?}");

    // The row itself, otherwise changed.
    fs::remove_file(folder.join("收件/另一份.csv")).unwrap();
    replies_of(folder, "2021年9月", &[(first, id_of(first), "情况属实", "")]);
    expenses("00123,2021-09-05,烟酒,100,丙\n00124,2021-09-06,烟酒,400,乙\n");
    let lapsed = messages(&check(folder), "H002");
    assert!(lapsed[0].contains("见问题 E001-"), "{lapsed:?}");
}

#[test]
fn a_contract_in_the_place_of_another_is_not_taken_for_it() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let wrong = |number: &str, sum: &str| format!("{number},古城,乙公司,正式合同,2021-09-01,{sum}\n");
    contracts(folder, "合同.csv", &wrong("HT-1", "约500"));
    let findings = check(folder);
    let told = of_rule(&findings, "D008")[0];
    for (number, said) in [("HT-2", "所指的问题已经没有了"), ("HT-1", "所指的值已由“约500”变为“约600”")] {
        replies_of(folder, "2021年9月", &[(told, id_of(told), "情况属实", "")]);
        contracts(folder, "合同.csv", &wrong(number, "约600"));
        let lapsed = messages(&check(folder), "H002");
        assert!(lapsed.len() == 1 && lapsed[0].contains(said), "{number}: {lapsed:?}");
    }
}

#[test]
fn an_id_is_read_however_it_was_typed_and_one_that_cannot_be_is_told() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    let told = of_rule(&findings, "P001")[0];
    let id = id_of(told);
    for written in [
        id.to_lowercase(),
        id.replace('-', "－"),
        id.replace('-', "—"),
        id.replace('-', " – "),
        format!("1、{id}"),
        format!("（2）{id}"),
        format!("12.{id}"),
    ] {
        replies_of(folder, "2021年9月", &[(told, &written, "情况属实", "知悉")]);
        let findings = check(folder);
        assert_eq!(of_rule(&findings, "P001")[0]["status"], "replied", "{written}");
        assert_eq!(messages(&findings, "H002"), [""; 0], "{written}");
    }
    for written in ["", "7", &id[..id.len() - 1]] {
        replies_of(folder, "2021年9月", &[(told, written, "情况属实", "知悉")]);
        let findings = check(folder);
        assert_ne!(of_rule(&findings, "P001")[0]["status"], "replied", "{written}");
        let lapsed = messages(&findings, "H002");
        assert!(lapsed.len() == 1 && lapsed[0].contains("编号"), "{written}: {lapsed:?}");
    }
    // Nothing is replied, or it is no row of the list.
    replies_of(folder, "2021年9月", &[(told, "", "", ""), (told, "合计", "说明", "共1项")]);
    assert_eq!(messages(&check(folder), "H002"), [""; 0]);
}

#[test]
fn a_list_without_the_values_is_bound_by_the_ids() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    contracts(folder, "合同.csv", ROW);
    let findings = check(folder);
    let told = of_rule(&findings, "P001")[0];
    let list = |value: &str| {
        format!(
            "2021年9月数据问题清单\n编号,规则,问题,处理情况,说明{value}\n{},P001,\"{}\",情况属实,\n",
            id_of(told),
            told["message"].as_str().unwrap()
        )
    };
    fs::write(folder.join("收件/问题清单.csv"), list("")).unwrap();
    let findings = check(folder);
    assert_eq!(of_rule(&findings, "P001")[0]["status"], "replied");
    assert_eq!(messages(&findings, "H002"), [""; 0]);
    // The column is there, and says nothing.
    fs::write(folder.join("收件/问题清单.csv"), list(",原值")).unwrap();
    assert_eq!(messages(&check(folder), "H002").len(), 1);
}

#[test]
fn what_cannot_be_told_to_be_mended_is_not_said_to_be() {
    let workspace = tempfile::tempdir().unwrap();
    let folder = workspace.path();
    let other = "HT-7,湖,丁公司,正式合同,2021-08-01,700\n";
    let since = || {
        let output = support::zhuanban()
            .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
            .arg(folder)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines()
            .find(|line| line.starts_with("与上次相比"))
            .unwrap_or_default()
            .to_owned()
    };
    let set_up = || {
        let _ = fs::remove_dir_all(folder.join("报送"));
        let _ = fs::remove_file(folder.join("收件/问题清单.csv"));
        let _ = fs::remove_file(folder.join("设置.toml"));
        contracts(folder, "合同.csv", ROW);
        fs::write(folder.join("收件/文化旅游专班/八月.csv"), format!("{HEAD}{other}")).unwrap();
        let findings = check(folder);
        let told = of_rule(&findings, "P001")[0].clone();
        replies_of(folder, "2021年9月", &[(&told, id_of(&told), "已整改", "")]);
    };
    let file = folder.join("收件/文化旅游专班/合同.csv");
    let doubtful: [(&str, &dyn Fn()); 3] = [
        ("文件无法读取", &|| {
            fs::remove_file(&file).unwrap();
            fs::write(folder.join("收件/文化旅游专班/合同.xlsx"), b"PK\x03\x04junk").unwrap();
        }),
        ("没有再报", &|| fs::remove_file(&file).unwrap()),
        ("停用", &|| {
            fs::write(folder.join("设置.toml"), "[rules.P001]\nseverity = \"off\"\nreason = \"测试\"\n").unwrap();
        }),
    ];
    for (why, doubt) in doubtful {
        set_up();
        doubt();
        let said = since();
        assert!(said.contains("未能核实"), "{why}: {said}");
        // Again, and on another day.
        for _ in 0..2 {
            let lapsed = messages(&check(folder), "H002");
            assert!(lapsed.len() == 1 && lapsed[0].contains("无法核实"), "{why}: {lapsed:?}");
        }
        let list = support::text(&folder.join("报送/核查-2021-09/问题清单.xlsx"));
        assert!(list.contains("无法核实，见 H002"), "{why}");
    }
    // Mended in the file, or in another one that took its place.
    let mended = ROW.replace("框架协议", "正式合同");
    for name in ["合同.csv", "合同（更正）.csv"] {
        set_up();
        fs::remove_file(&file).unwrap();
        fs::write(folder.join("收件/文化旅游专班").join(name), format!("{HEAD}{mended}")).unwrap();
        let said = since();
        assert!(said.contains("已整改") && !said.contains("未能核实"), "{name}: {said}");
        assert_eq!(messages(&check(folder), "H002"), [""; 0], "{name}");
    }
}
