//! The fund's papers (spec 4.5): sums in figures and in capitals, the account line by line, what the year's money brought.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use calamine::Reader;
use rust_decimal::Decimal;
use serde_json::Value;
use zhuanban::values::capitals;

use crate::support;

/// A workspace in which one squad spent, one handed in a table of another month, and two nothing; its report of a period.
fn reported(period: &str) -> (tempfile::TempDir, PathBuf) {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件");
    let write = |path: &str, text: &str| {
        let path = inbox.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "文化旅游专班/经费.csv",
        "凭证号,日期,支出项目,金额（元）,出差人员,出发日期,返回日期,伙食补助（元）,交通补助（元）,申请编号\n\
         F1,2021-09-12,差旅费,1009.50,王伟,2021-09-06,2021-09-08,400,240,SQ1\n\
         F2,2021-09-13,会务费,20000,,,,,,SQ1\n\
         F3,2021-09-14,烟酒,300,,,,,,\n\
         F2,2021-09-20,会务费,-500,,,,,,SQ1\n",
    );
    write(
        "先进制造专班/经费.csv",
        "凭证号,日期,支出项目,金额（元）\nG1,2021-08-13,会务费,100\n",
    );
    write(
        "申请.csv",
        "申请编号,申报单位,申请金额（元）,申报日期,审核日期,初审日期,审批日期,报销日期,核定金额（元）,负责人签字\n\
         SQ1,文化旅游专班,21000,2021-09-21,,2021-09-23,,,,是\n",
    );
    write("预算.csv", "年度,预算金额（万元）,上年结转（万元）\n2021,300,10\n");
    write(
        "文化旅游专班/合同.csv",
        "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT1,古城,甲公司,正式合同,2021-03-01,20000\n",
    );
    let output = support::zhuanban()
        .args(["report", period, "--date", "2022-01-10"])
        .arg(work.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let folder = work.path().join("报送").join(period);
    (work, folder)
}

fn words(document: &Path) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(document).unwrap()).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let runs = xml
        .split("<w:t")
        .skip(1)
        .filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
    runs.map(|(text, _)| text).collect::<Vec<_>>().join("\n")
}

fn rows(book: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = calamine::open_workbook_auto(book).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn figures(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("数据/figures.json")).unwrap()).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn the_application_says_its_sums_in_figures_and_in_capitals() {
    let (_work, folder) = reported("2021-09");
    let squad = &figures(&folder)["squads"][3]["period"].clone();
    let text = words(&folder.join("经费/经费申请报告（文化旅游专班）.docx"));
    for (key, sum) in [("spent", "20809.50"), ("cuts", "400.00"), ("proposed", "20409.50")] {
        assert_eq!(decimal(&squad[key]), sum.parse().unwrap(), "{key}");
        assert!(text.contains(sum), "{key}: {text}");
    }
    let capitals: Vec<Decimal> = text
        .split("人民币")
        .skip(1)
        .filter_map(|rest| capitals::parse(rest.split('）').next()?))
        .collect();
    assert_eq!(capitals, [decimal(&squad["spent"]), decimal(&squad["proposed"])]);
    for said in ["F1", "E003", "E001", "差旅费", "-500.00"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // A squad without expenses of the month has no application; one without a table is not said to have spent nothing.
    assert_eq!(
        support::files(&folder.join("经费")),
        ["经费台账.xlsx", "经费申请报告（文化旅游专班）.docx", "经费申请汇总报告.docx"]
    );
    let summary = words(&folder.join("经费/经费申请汇总报告.docx"));
    assert!(summary.contains("新型材料、高效农业未报经费支出表，不等于零。"), "{summary}");
    assert!(summary.contains("20809.50"), "{summary}");
}

#[test]
fn the_account_goes_line_by_line_with_what_is_left() {
    let (_work, folder) = reported("2021-09");
    let lines = rows(&folder.join("经费/经费台账.xlsx"), "经费台账");
    let column = |name: &str| {
        lines[2]
            .iter()
            .position(|title| title == name)
            .unwrap_or_else(|| panic!("{name}: {:?}", lines[2]))
    };
    let told: Vec<[&str; 5]> = lines[3..]
        .iter()
        .filter(|row| row[column("凭证号")].len() == 2)
        .map(|row| ["凭证号", "申报金额", "核定建议", "结余", "审批进度"].map(|name| row[column(name)].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ["G1", "100", "100", "3099900", "未列入申请"],
            ["F1", "1009.5", "909.5", "3098890.5", "已初审"],
            ["F2", "20000", "20000", "3078890.5", "已初审"],
            ["F3", "300", "0", "3078590.5", "未列入申请"],
            ["F2", "-500", "-500", "3079090.5", "已初审"],
        ]
    );
    assert_eq!(decimal(&figures(&folder)["fund"]["balance"]), "3079090.50".parse().unwrap());
    let applications = rows(&folder.join("经费/经费台账.xlsx"), "申请进度");
    let row = applications.iter().find(|row| row[1] == "SQ1").unwrap();
    assert!(row.contains(&"20509.5".to_owned()) && row.contains(&"审核".to_owned()), "{row:?}");
}

#[test]
fn the_final_account_says_what_each_yi_cost() {
    let (_work, folder) = reported("2021");
    let sheet = rows(&folder.join("经费决算与绩效.xlsx"), "绩效目标");
    let squad = sheet.iter().find(|row| row[0] == "文化旅游").unwrap();
    // 20 809.50 yuan for 2亿元 signed; nothing is known to have come in.
    assert_eq!(
        (squad[1].as_str(), squad[5].as_str(), squad[6].as_str()),
        ("20809.5", "10404.75", "未报")
    );
    assert_eq!(
        decimal(&figures(&folder)["squads"][3]["ytd"]["cost_per_yi_signed"]),
        "10404.75".parse().unwrap()
    );
}
