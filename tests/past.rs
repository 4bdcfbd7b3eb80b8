//! What earlier runs said, and what people replied: life-cycle of findings, replies, exemptions, closed months (spec 2.11, 4.4).

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use calamine::Reader;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support;

struct Workspace {
    work: tempfile::TempDir,
}

impl Workspace {
    fn new(amount: &str) -> Workspace {
        let workspace = Workspace {
            work: tempfile::tempdir().unwrap(),
        };
        workspace.contracts(&format!(
            "HT1,古城,甲公司,正式合同,2021-09-01,{amount}\nHT2,温泉,乙公司,意向协议,2021-09-02,5"
        ));
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.work.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn contracts(&self, rows: &str) {
        self.write(
            "收件/文化旅游专班/合同.csv",
            &format!("合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\n{rows}\n"),
        );
    }

    /// One run; its findings and what it printed.
    fn run(&self, arguments: &[&str]) -> (Vec<Value>, String) {
        let output = support::zhuanban()
            .args(arguments)
            .args(["--date", "2022-01-10"])
            .arg(self.work.path())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        let findings = fs::read(self.path("报送/2021-09/数据/findings.json"))
            .or_else(|_| fs::read(self.path("报送/2021-10/数据/findings.json")))
            .unwrap();
        let findings: Value = serde_json::from_slice(&findings).unwrap();
        (findings["findings"].as_array().unwrap().clone(), told)
    }

    fn report(&self) -> (Vec<Value>, String) {
        self.run(&["report", "2021-09"])
    }

    /// Fills the reply of one finding into the list of the last report, and puts it into the inbox under another name, with rows
    /// inserted above.
    fn reply(&self, id: &str, kind: &str, words: &str) {
        let mut list = calamine::open_workbook_auto(self.path("报送/2021-09/问题清单.xlsx")).unwrap();
        let range = list.worksheet_range("全部问题").unwrap();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("全部问题").unwrap();
        let head: Vec<String> = range.rows().nth(2).unwrap().iter().map(ToString::to_string).collect();
        let column = |name: &str| u16::try_from(head.iter().position(|title| title == name).unwrap()).unwrap();
        for (row, cells) in (10_u32..).zip(range.rows()) {
            for (at, cell) in (0_u16..).zip(cells) {
                sheet.write(row, at, cell.to_string()).unwrap();
            }
            if cells[0] == id {
                sheet.write(row, column("处理情况"), kind).unwrap();
                sheet.write(row, column("说明"), words).unwrap();
            }
        }
        book.save(self.path("收件/回复（改了名）.xlsx")).unwrap();
    }
}

fn of_rule<'f>(findings: &'f [Value], rule: &str) -> Vec<&'f Value> {
    findings.iter().filter(|finding| finding["rule"] == rule).collect()
}

fn texts(book: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = calamine::open_workbook_auto(book).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn old_and_new_less_mended_is_current_over_three_runs() {
    let workspace = Workspace::new("100");
    let (first, told) = workspace.report();
    assert!(!told.contains("与上次相比"), "{told}");
    assert!(first.iter().all(|finding| finding["status"] == "new"));
    // The same again gives the same bytes: it is the same run.
    let bytes = |path: &str| fs::read(workspace.path(path)).unwrap();
    let before = bytes("报送/2021-09/数据/account.json");
    workspace.report();
    assert_eq!(bytes("报送/2021-09/数据/account.json"), before);
    // One finding mended, one new.
    workspace.contracts("HT1,古城,甲公司,正式合同,2021-09-01,100\nHT3,民宿,丙公司,框架协议,2021-09-03,7");
    let (second, told) = workspace.report();
    let open = second.iter().filter(|finding| finding["status"] == "open").count();
    let new = second.len() - open;
    let mended = first.len() - open;
    assert!(new >= 1 && mended >= 1, "{new} {mended}");
    assert_eq!(first.len() + new - mended, second.len());
    assert!(
        told.contains(&format!("与上次相比，新增{new}项，仍未改{open}项，已整改{mended}项")),
        "{told}"
    );
    // And back as it was.
    workspace.contracts("HT1,古城,甲公司,正式合同,2021-09-01,100\nHT2,温泉,乙公司,意向协议,2021-09-02,5");
    let (third, told) = workspace.report();
    assert_eq!(third.len(), first.len());
    assert!(told.contains("其中重新出现"), "{told}");
    let list = texts(&workspace.path("报送/2021-09/问题清单.xlsx"), "全部问题");
    let state = list[2].iter().position(|title| title == "状态").unwrap();
    let states: Vec<&str> = list[3..].iter().map(|row| row[state].as_str()).collect();
    assert!(states.contains(&"重新出现") && states.contains(&"仍未改（第3期）"), "{states:?}");
}

#[test]
fn a_reply_is_bound_to_the_finding_and_its_value() {
    let workspace = Workspace::new("约100");
    let (findings, _) = workspace.report();
    let finding = of_rule(&findings, "D008")[0].clone();
    let id = finding["id"].as_str().unwrap();
    workspace.reply(id, "情况属实", "投资方尚未确认");
    let (findings, _) = workspace.report();
    let replied = of_rule(&findings, "D008")[0];
    assert_eq!((&replied["id"], replied["status"].as_str()), (&finding["id"], Some("replied")));
    assert_eq!(of_rule(&findings, "H002").len(), 0);
    assert_eq!(of_rule(&findings, "D002").len(), 0, "the list is no table");
    let list = texts(&workspace.path("报送/2021-09/问题清单.xlsx"), "答复与豁免");
    assert!(
        list.iter()
            .any(|row| row.contains(&id.to_owned()) && row.contains(&"有效".to_owned())),
        "{list:?}"
    );
    // Ten rows more, and the file renamed: still bound.
    let mut rows: Vec<String> = (10..20)
        .map(|number| format!("HT{number},甲{number},乙{number}公司,意向协议,2021-08-01,1"))
        .collect();
    rows.push("HT1,古城,甲公司,正式合同,2021-09-01,约100\nHT2,温泉,乙公司,意向协议,2021-09-02,5".to_owned());
    workspace.contracts(&rows.join("\n"));
    fs::rename(
        workspace.path("收件/文化旅游专班/合同.csv"),
        workspace.path("收件/文化旅游专班/合同（新）.csv"),
    )
    .unwrap();
    let (findings, _) = workspace.report();
    assert_eq!(of_rule(&findings, "D008")[0]["status"], "replied");
    // Another value: lapsed, and told.
    fs::remove_file(workspace.path("收件/文化旅游专班/合同（新）.csv")).unwrap();
    workspace.contracts("HT1,古城,甲公司,正式合同,2021-09-01,近200\nHT2,温泉,乙公司,意向协议,2021-09-02,5");
    let (findings, _) = workspace.report();
    assert_ne!(of_rule(&findings, "D008")[0]["status"], "replied");
    let lapsed = of_rule(&findings, "H002");
    assert_eq!(lapsed.len(), 1, "{findings:?}");
    assert_eq!(lapsed[0]["file"], "回复（改了名）.xlsx");
}

#[test]
fn mended_is_believed_when_the_finding_is_gone() {
    let workspace = Workspace::new("约100");
    let (findings, _) = workspace.report();
    let id = of_rule(&findings, "D008")[0]["id"].as_str().unwrap().to_owned();
    workspace.reply(&id, "已整改", "");
    let (findings, _) = workspace.report();
    assert!(of_rule(&findings, "H002")[0]["message"].as_str().unwrap().contains("问题仍在"));
    workspace.contracts("HT1,古城,甲公司,正式合同,2021-09-01,100\nHT2,温泉,乙公司,意向协议,2021-09-02,5");
    let (findings, _) = workspace.report();
    assert_eq!(of_rule(&findings, "H002").len(), 0);
}

#[test]
fn a_changed_amount_of_a_closed_month_is_told_with_the_row() {
    let workspace = Workspace::new("100");
    workspace.run(&["report", "2021-09", "--close"]);
    let (findings, _) = workspace.report();
    assert_eq!(of_rule(&findings, "H001").len(), 0);
    // Moved and renamed, the same rows say the same.
    fs::remove_file(workspace.path("收件/文化旅游专班/合同.csv")).unwrap();
    workspace.write(
        "收件/文化旅游专班/汇总/合同表.csv",
        "\n合同编号,签订日期,项目名称,投资方,合同类型,合同金额（元）\nHT2,2021-09-02,温泉,乙公司,意向协议,50000\nHT1,2021-09-01,古城,甲公司,正式合同,1000000\n",
    );
    let (findings, _) = workspace.report();
    assert_eq!(of_rule(&findings, "H001").len(), 0, "{:?}", of_rule(&findings, "H001"));
    fs::remove_dir_all(workspace.path("收件/文化旅游专班/汇总")).unwrap();
    workspace.contracts("HT1,古城,甲公司,正式合同,2021-09-01,120\nHT2,温泉,乙公司,意向协议,2021-09-02,5");
    let (findings, _) = workspace.report();
    let changed = of_rule(&findings, "H001");
    let messages: Vec<&str> = changed.iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    for said in ["签约资金", "100万元", "120万元", "HT1 由 100万元 变为 120万元"] {
        assert!(messages[0].contains(said), "{said}: {messages:?}");
    }
    assert_eq!(changed[0]["subject"]["month"], "2021-09");
    // A later month tells it too; closing anew is the way out.
    fs::remove_dir_all(workspace.path("报送/2021-09")).unwrap();
    let (findings, _) = workspace.run(&["report", "2021-10"]);
    assert_eq!(of_rule(&findings, "H001").len(), 1);
    workspace.run(&["report", "2021-09", "--close"]);
    let (findings, _) = workspace.report();
    assert_eq!(of_rule(&findings, "H001").len(), 0);
}
