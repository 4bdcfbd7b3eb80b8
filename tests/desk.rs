//! A new workspace, blank forms, and a start without a word.

use std::fs;
use std::path::Path;

use calamine::Data;
use calamine::Reader;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support;

fn ran(arguments: &[&str], folder: &Path) -> (Option<i32>, String) {
    let output = support::zhuanban().args(arguments).current_dir(folder).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), told)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_new_workspace_is_laid_out_and_nothing_there_is_changed() {
    let work = tempfile::tempdir().unwrap();
    fs::write(work.path().join("设置.toml"), "[city]\nname = \"某市\"\n").unwrap();
    let (code, told) = ran(&["init"], work.path());
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("已存在，未改动") && told.contains("已建立"), "{told}");
    assert_eq!(
        fs::read_to_string(work.path().join("设置.toml")).unwrap(),
        "[city]\nname = \"某市\"\n"
    );
    for path in [
        "收件/文化旅游专班",
        "收件/综合",
        "报送",
        "模板",
        "政策.toml",
        "使用说明.docx",
        "表样/工作日志（表样）.xlsx",
    ] {
        assert!(work.path().join(path).exists(), "{path}");
    }
    let guide = support::text(&work.path().join("使用说明.docx"));
    for required in [
        "日期，或开始日期和结束日期；姓名、专班、工作内容",
        "合同编号或项目名称；专班、到账日期",
    ] {
        assert!(guide.contains(required), "{required}");
    }
    let before = support::files(work.path());
    let (code, told) = ran(&["init"], work.path());
    assert_eq!((code, told.contains("已建立")), (Some(0), false), "{told}");
    assert_eq!(support::files(work.path()), before);
    // The workspace works at once, and says that there is nothing yet.
    let (code, told) = ran(&["report", "2021-09"], work.path());
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("没有可读的表"), "{told}");
}

/// The blank forms, dropped as they are: read, without a row and without a question about any of their columns.
#[test]
fn blank_forms_are_read_without_a_finding_and_their_example_is_no_data() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    assert_eq!(ran(&["forms", inbox.to_str().unwrap()], work.path()).0, Some(0));
    assert_eq!(support::files(&inbox).len(), 14);
    let (_, told) = ran(&["check", "--period", "2021-09", "--date", "2021-10-08"], work.path());
    let folder = work.path().join("报送/核查-2021-09/数据");
    let findings = json(&folder.join("findings.json"));
    let of_data: Vec<&Value> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"].as_str().unwrap().starts_with('D'))
        .collect();
    assert!(of_data.is_empty(), "{of_data:?} {told}");
    let account = json(&folder.join("account.json"));
    for file in account["files"].as_array().unwrap() {
        let tables = file["tables"].as_array().unwrap();
        assert_eq!(tables.len(), 1, "{file}");
        assert_eq!(tables[0]["rows"], 0, "{file}");
    }
}

/// Every table filled in by its own form gives the same rows and sums as a plain sheet of the same words.
#[test]
fn what_is_filled_into_a_form_is_read_as_meant() {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    ran(&["forms", work.path().join("表样").to_str().unwrap()], work.path());
    let fill = |name: &str, rows: &[&[(&str, &str)]]| {
        let mut form = calamine::open_workbook_auto(work.path().join(format!("表样/{name}（表样）.xlsx"))).unwrap();
        let range = form.worksheet_range(name).unwrap();
        let lines: Vec<Vec<String>> = range.rows().take(4).map(|row| row.iter().map(Data::to_string).collect()).collect();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip(&lines) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        for (row, cells) in (4_u32..).zip(rows) {
            for (title, value) in *cells {
                let column = lines[2].iter().position(|head| head.trim_start_matches('*') == *title);
                let column = column.unwrap_or_else(|| panic!("{title}: {:?}", lines[2]));
                sheet.write(row, u16::try_from(column).unwrap(), *value).unwrap();
            }
        }
        book.save(inbox.join(format!("{name}.xlsx"))).unwrap();
    };
    fill("名册", &[&[("姓名", "王伟"), ("角色", "专职成员")]]);
    fill(
        "工作日志",
        &[&[("日期", "2021-09-01"), ("姓名", "王伟"), ("工作内容", "拜访"), ("地点", "上海")]],
    );
    fill(
        "签约合同",
        &[&[
            ("合同编号", "HT1"),
            ("项目名称", "古城"),
            ("投资方", "甲公司"),
            ("合同类型", "正式合同"),
            ("签订日期", "2021-09-01"),
            ("合同金额（万元）", "1200.5"),
        ]],
    );
    fill(
        "经费支出",
        &[&[
            ("凭证号", "0012"),
            ("日期", "2021-09-01"),
            ("支出项目", "会务费"),
            ("金额（元）", "1000"),
        ]],
    );
    let (code, told) = ran(&["report", "2021-09", "--date", "2021-10-08"], work.path());
    assert_eq!(code, Some(0), "{told}");
    let figures = json(&work.path().join("报送/2021-09/数据/figures.json"));
    let squad = &figures["squads"][3]["period"];
    assert_eq!(
        (&squad["signed_formal"], &squad["spent"]),
        (&Value::from("12005000.00"), &Value::from("1000.00"))
    );
    assert_eq!(squad["members"][0]["workdays_out"], 1);
}

#[test]
fn started_without_a_word_it_reports_the_latest_month_and_never_hangs() {
    let work = tempfile::tempdir().unwrap();
    let (code, told) = ran(&[], work.path());
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("没有表格") && told.contains("zhuanban init"), "{told}");
    fs::create_dir(work.path().join("文旅专班")).unwrap();
    fs::write(
        work.path().join("文旅专班/日志.csv"),
        "日期,姓名,工作内容,地点\n2021-08-31,王伟,拜访,上海\n2021-09-01,王伟,拜访,上海\n",
    )
    .unwrap();
    let (code, told) = ran(&[], work.path());
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("已生成2021年9月汇报材料。请先打开："), "{told}");
    assert!(work.path().join("报送/2021-09/数据/account.json").is_file());
}

#[test]
fn the_templates_are_written_out_and_an_own_one_is_kept() {
    let work = tempfile::tempdir().unwrap();
    fs::create_dir(work.path().join("模板")).unwrap();
    fs::write(work.path().join("模板/月报.gw.j2"), "# 自己的\n").unwrap();
    let (code, told) = ran(&["templates"], work.path());
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(fs::read_to_string(work.path().join("模板/月报.gw.j2")).unwrap(), "# 自己的\n");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for name in support::files(&own)
        .iter()
        .filter(|name| name.ends_with(".j2") && *name != "月报.gw.j2")
    {
        let (written, kept) = (work.path().join("模板").join(name), own.join(name));
        assert_eq!(fs::read(written).unwrap(), fs::read(kept).unwrap(), "{name}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script) = ran(&["completions", shell], work.path());
        assert!(code == Some(0) && script.contains("zhuanban"), "{shell}");
    }
}
