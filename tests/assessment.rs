//! The yearly packet (spec 4.3): its verdicts follow from the figures, its files from the squads, and nothing is guessed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use calamine::Data;
use calamine::Reader;
use serde_json::Value;

use crate::support;

/// A squad that reaches every target but perhaps the sum of its last contract, in a workspace of its own; its report of 2021.
fn packet(wan: &str) -> (tempfile::TempDir, PathBuf) {
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    let yes = "是,是,是,是,是";
    fs::write(
        inbox.join("合同.csv"),
        format!(
            "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）,注册企业名称,注册日期,合同文本,注册证照,投资方身份证明,资金凭证,项目登记表\n\
             HT1,古城,甲公司,正式合同,2021-03-01,99999,甲运城公司,2021-04-01,{yes}\n\
             HT2,温泉/一期,乙公司,正式合同,2021-03-02,{wan},乙运城公司,2021-12-31,{yes}\n\
             HT3,民宿,丙公司,正式合同,2021-03-03,5,丙运城公司,2022-01-01,{yes}\n\
             HT4,果园,丁公司,正式合同,2021-03-03,7,丁运城公司,2021-05-01,是,是,,是,是\n\
             HT5,旧城,戊公司,正式合同,2020-12-03,9,戊运城公司,2021-05-01,{yes}\n"
        ),
    )
    .unwrap();
    fs::write(
        inbox.join("到位.csv"),
        "合同编号,到账日期,金额（万元）,凭证类型,凭证号\nHT1,2021-05-01,10000,银行进账单,P1\n",
    )
    .unwrap();
    let talks: String = (0..20)
        .map(|number| format!("在谈{number}号项目,在谈,第{number}公司,是,\n"))
        .collect();
    fs::write(
        inbox.join("台账.csv"),
        format!("项目名称,阶段,投资方,产业类,开工日期\n古城,开工,甲公司,是,2021-06-01\n温泉/一期,开工,乙公司,否,2021-07-01\n{talks}"),
    )
    .unwrap();
    fs::write(inbox.join("名册.csv"), "姓名,角色\n王伟,专职成员\n赵刚,组长\n").unwrap();
    let output = support::zhuanban()
        .args(["report", "2021", "--date", "2022-01-10"])
        .arg(work.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let folder = work.path().join("报送/2021");
    (work, folder)
}

fn rows(book: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = calamine::open_workbook_auto(book).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// The text of a document, a line for each paragraph or cell.
fn words(document: &Path) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(document).unwrap()).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let paragraphs = xml.split("</w:p>").map(|paragraph| {
        let runs = paragraph
            .split("<w:t")
            .skip(1)
            .filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
        runs.map(|(text, _)| text).collect::<String>()
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

#[test]
fn one_yuan_short_is_missed_and_exactly_the_goal_is_reached() {
    for (wan, verdict, met) in [("1", "完成", true), ("0.9999", "未完成", false)] {
        let (_work, folder) = packet(wan);
        let figures: Value = serde_json::from_slice(&fs::read(folder.join("数据/figures.json")).unwrap()).unwrap();
        let squad = figures["squads"]
            .as_array()
            .unwrap()
            .iter()
            .find(|squad| squad["squad"] == "文化旅游")
            .unwrap();
        assert_eq!(squad["verdict"], verdict);
        assert_eq!(squad["targets"][0]["met"], met);
        let sheet = rows(&folder.join("年度考核汇总.xlsx"), "考核结论");
        let of_squad: Vec<&Vec<String>> = sheet.iter().filter(|row| row[0] == "文化旅游").collect();
        assert_eq!(of_squad.len(), 6);
        assert!(of_squad.iter().all(|row| row[1] == verdict), "{of_squad:?}");
        assert_eq!(of_squad[0][8], verdict);
        assert_eq!(of_squad[0][7], if met { "—" } else { "0.0001" }, "what is short, in 万元");
        let proposals = rows(&folder.join("年度考核汇总.xlsx"), "奖惩建议");
        let proposal = &proposals.iter().find(|row| row[0] == "文化旅游").unwrap()[2];
        assert!(proposal.contains(if met { "优秀" } else { "评先评优" }), "{proposal}");
        // Those who handed in nothing are judged by nobody.
        for row in sheet.iter().filter(|row| row[0] == "先进制造") {
            assert_eq!((row[1].as_str(), row[5].as_str(), row[8].as_str()), ("不作结论", "未报", "未报"));
        }
        assert!(words(&folder.join("年度考核报告.docx")).contains(&format!("文化旅游专班：{verdict}。")));
    }
}

#[test]
fn both_ways_of_counting_stand_side_by_side_with_what_makes_the_difference() {
    let (_work, folder) = packet("1");
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "签约口径对照");
    let listed: Vec<(&str, &str, &str)> = sheet
        .iter()
        .filter(|row| row[0] == "文化旅游")
        .map(|row| (row[1].as_str(), row[2].as_str(), row[6].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("合计", "—", "12"),
            ("正式合同未认定", "HT3", "5"),
            ("正式合同未认定", "HT4", "7"),
            ("上年签约、本年落户", "HT5", "9"),
        ]
    );
    let reasons: Vec<&String> = sheet.iter().filter(|row| row[1] == "正式合同未认定").map(|row| &row[7]).collect();
    assert!(reasons[1].contains("投资方身份证明"), "{reasons:?}");
}

#[test]
fn every_claimed_project_has_its_form_and_every_squad_its_file() {
    let (_work, folder) = packet("1");
    let files = support::files(&folder.join("考核卷宗"));
    let of_squad: Vec<&str> = files.iter().filter_map(|file| file.strip_prefix("文化旅游/")).collect();
    assert_eq!(
        of_squad,
        [
            "年度考核表.docx",
            "考核卷宗.xlsx",
            "项目登记表（古城）.docx",
            "项目登记表（果园）.docx",
            "项目登记表（民宿）.docx",
            "项目登记表（温泉／一期）.docx",
        ]
    );
    let form = words(&folder.join("考核卷宗/文化旅游/项目登记表（古城）.docx"));
    for said in ["甲公司", "HT1", "99999.00万元", "10000.00", "P1", "符合认定条件"] {
        assert!(form.contains(said), "{said}: {form}");
    }
    assert!(words(&folder.join("考核卷宗/文化旅游/项目登记表（果园）.docx")).contains("尚不符合认定条件"));
    for squad in ["先进制造", "新型材料", "高效农业"] {
        let form = words(&folder.join(format!("考核卷宗/{squad}/年度考核表.docx")));
        assert!(form.contains("不作结论") && form.contains("未报"), "{form}");
    }
}

#[test]
fn duties_are_shown_month_by_month_and_never_guessed() {
    let (_work, folder) = packet("1");
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "履职情况");
    let out: &Vec<String> = sheet.iter().find(|row| row[0] == "文化旅游" && row[1] == "专职成员外出").unwrap();
    assert!(out[2..14].iter().all(|month| month == "未报"), "{out:?}");
    let coverage = rows(&folder.join("年度考核汇总.xlsx"), "规定对照");
    for article in ["方案 三", "考核办法 十", "经费办法 七"] {
        assert!(coverage.iter().any(|row| row[1] == article), "{article}");
    }
}
