//! The yearly packet (spec 4.3): its verdicts follow from the figures, its files from the squads, and nothing is guessed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use calamine::Data;
use calamine::Reader;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::outputs;
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
        let book = folder.join("年度考核汇总.xlsx");
        let conclusion = rows(&book, "考核结论");
        let of = |sheet: &[Vec<String>], squad: &str| sheet.iter().find(|row| row[0] == squad).unwrap().clone();
        assert_eq!(of(&conclusion, "文化旅游")[1], verdict);
        let sheet = rows(&book, "目标完成情况");
        let signed = sheet.iter().find(|row| row[0] == "签约资金" && row[1] == "文化旅游").unwrap();
        assert_eq!(signed[7], verdict);
        assert_eq!(signed[6], if met { "—" } else { "0.0001" }, "what is short, in 万元");
        let proposal = &of(&rows(&book, "奖惩建议"), "文化旅游")[3];
        assert!(proposal.contains(if met { "优秀" } else { "评先评优" }), "{proposal}");
        // Those who handed in nothing are judged by nobody.
        assert_eq!(of(&conclusion, "先进制造")[1], "不作结论");
        for row in sheet.iter().filter(|row| row[1] == "先进制造") {
            assert_eq!((row[4].as_str(), row[7].as_str()), ("未报", "未报"));
        }
        assert!(words(&folder.join("年度考核报告.docx")).contains(&format!("文化旅游专班：{verdict}。")));
    }
}

#[test]
fn both_ways_of_counting_stand_side_by_side_with_what_makes_the_difference() {
    let (_work, folder) = packet("1");
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "签约口径对照");
    let listed: Vec<(&str, &str, &str, &str)> = sheet
        .iter()
        .filter(|row| row[0] == "文化旅游")
        .map(|row| (row[1].as_str(), row[2].as_str(), row[4].as_str(), row[7].as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("合计", "—", "—", "12"),
            ("正式合同未认定", "HT3", "5", "5"),
            ("正式合同未认定", "HT4", "7", "7"),
            ("上年签约、本年落户", "HT5", "9", "—"),
        ]
    );
    let reasons: Vec<&str> = sheet
        .iter()
        .filter(|row| row[1] == "正式合同未认定")
        .map(|row| row[8].as_str())
        .collect();
    assert_eq!(reasons, ["注册日期2022年1月1日在考核期之后", "缺投资方身份证明"]);
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

/// A workspace of 文化旅游 with these files, and its report of a year.
fn reported(year: &str, files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let work = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = match name.ends_with(".toml") {
            true => work.path().join(name),
            false => work.path().join("收件/文化旅游专班").join(name),
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let output = support::zhuanban()
        .args(["report", year, "--date", "2022-01-10"])
        .arg(work.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let folder = work.path().join("报送").join(year);
    (work, folder)
}

const CONTRACTS: &str = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）,注册企业名称,注册日期,合同文本,注册证照,投资方身份证明,资金凭证,项目登记表\n";

#[test]
fn projects_of_one_name_get_numbers_and_contracts_of_one_project_share_a_form() {
    let contracts = format!(
        "{CONTRACTS}HT1,古城,甲公司,正式合同,2021-03-01,10,甲运城公司,2021-04-01,是,是,是,是,是\n\
         HT2,古城,乙公司,正式合同,2021-03-02,20,,,是,否,,,\n\
         HT3,古城,甲公司,正式合同,2021-05-01,30,甲运城公司,2021-04-01,是,是,是,是,是\n\
         HT4,CON,丙公司,正式合同,2021-06-01,40,,,,,,,\n"
    );
    let (_work, folder) = reported("2021", &[("合同.csv", &contracts)]);
    let folder = folder.join("考核卷宗/文化旅游");
    let forms: Vec<String> = support::files(&folder).into_iter().filter(|file| file.contains("登记表")).collect();
    assert_eq!(
        forms,
        ["项目登记表（_CON）.docx", "项目登记表（古城（2））.docx", "项目登记表（古城）.docx"]
    );
    let form = words(&folder.join("项目登记表（古城）.docx"));
    for said in ["HT1", "HT3", "40.00万元", "（未报）", "五项材料齐全，符合认定条件"] {
        assert!(form.contains(said), "{said}: {form}");
    }
    assert!(!form.contains("HT2"), "{form}");
    let other = words(&folder.join("项目登记表（古城（2））.docx"));
    for said in [
        "HT2",
        "1. 合同文本（√）",
        "2. 注册证照（×）",
        "3. 投资方身份证明（未填）",
        "尚不符合认定条件",
        "没有注册企业名称",
    ] {
        assert!(other.contains(said), "{said}: {other}");
    }
}

#[test]
fn goals_of_the_next_year_do_not_touch_this_one() {
    let policy = |from: &str| format!("[[parameter]]\nkey = \"target_signed\"\nfrom = {from}\nvalue = 2000000000\nsource = \"某文件\"\n");
    let contracts = format!("{CONTRACTS}HT1,古城,甲公司,正式合同,2021-03-01,100000,甲运城公司,2021-04-01,是,是,是,是,是\n");
    for (from, goal, met) in [("2022-01-01", "100000", "完成"), ("2021-01-01", "200000", "未完成")] {
        let (_work, folder) = reported("2021", &[("合同.csv", &contracts), ("政策.toml", &policy(from))]);
        let sheet = rows(&folder.join("年度考核汇总.xlsx"), "目标完成情况");
        let row = sheet.iter().find(|row| row[0] == "签约资金" && row[1] == "文化旅游").unwrap();
        assert_eq!((row[3].as_str(), row[7].as_str()), (goal, met), "{from}");
    }
}

/// Every weekday from 8 July 2020, on which 王伟 and the head are out.
fn log_of_2020() -> String {
    let mut log = "日期,姓名,是否外出,地点,工作内容,带队领导\n".to_owned();
    let first: chrono::NaiveDate = "2020-07-08".parse().unwrap();
    for day in first.iter_days().take_while(|day| day.to_string().starts_with("2020")) {
        if chrono::Datelike::weekday(&day).number_from_monday() < 6 && !day.to_string().starts_with("2020-11") {
            log += &format!("{day},王伟,是,上海,拜访,赵刚\n");
        }
    }
    log
}

#[test]
fn months_before_the_regulation_are_grey_and_each_duty_shows_what_was_measured() {
    let roster = "姓名,角色,到岗日期\n王伟,专职成员,2020-07-08\n李娜,专职成员,2020-09-15\n赵刚,组长,2020-07-08\n";
    let activities = "日期,活动类型,活动名称,专班\n2020-07-20,半月调度,调度,文化旅游\n2020-08-20,半月调度,调度,文化旅游\n2020-08-31,月度汇报,汇报,文化旅游\n";
    let log = log_of_2020();
    let files = [("名册.csv", roster), ("日志.csv", log.as_str()), ("活动记录.csv", activities)];
    let (_work, folder) = reported("2020", &files);
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "履职情况");
    let of = |duty: &str| -> Vec<String> {
        let row = sheet.iter().find(|row| row[0] == "文化旅游" && row[1] == duty);
        row.unwrap_or_else(|| panic!("{duty}: {sheet:?}"))[3..].to_vec()
    };
    let told = of("王伟外出");
    assert!(told[..7].iter().all(|month| month == "—"), "{told:?}");
    assert_eq!(told[7..], ["√ 21", "√ 22", "√ 16", "未报", "√ 23", "0", "1"], "{told:?}");
    let told = of("李娜外出");
    assert_eq!(told[7..], ["不满月", "不满月", "× 0", "未报", "× 0", "2", "1"], "{told:?}");
    assert_eq!(of("组长带队外出")[7], "√ 1");
    // The second half of July lies whole in force.
    assert_eq!(of("半月调度")[6..9], ["√ 1", "× 1", "× 0"]);
    assert_eq!(of("月度书面汇报")[6..9], ["—", "√ 1", "× 0"]);
    let report = fs::read_to_string(folder.join("年度考核报告.md")).unwrap();
    assert!(report.contains("李娜外出（10月、12月）"), "{report}");
    assert!(report.contains("2020年度产业招商专班年度考核报告"), "{report}");
}

#[test]
fn a_duty_whose_rule_is_switched_off_is_not_kept() {
    let roster = "姓名,角色\n王伟,专职成员\n";
    let log = log_of_2020();
    let settings = "[rules.L001]\nseverity = \"off\"\nreason = \"口径待定\"\n";
    let (_work, folder) = reported("2020", &[("名册.csv", roster), ("日志.csv", &log), ("设置.toml", settings)]);
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "履职情况");
    let row = sheet.iter().find(|row| row[1] == "王伟外出").unwrap();
    assert_eq!(row[10], "未核", "{row:?}");
}

#[test]
fn duties_that_decide_are_told_with_the_conclusion() {
    let settings = "[verdict]\nduties_decide = true\n";
    for (settings, told) in [("", false), (settings, true)] {
        let (_work, folder) = reported("2020", &[("日志.csv", &log_of_2020()), ("设置.toml", settings)]);
        let report = fs::read_to_string(folder.join("年度考核报告.md")).unwrap();
        assert_eq!(report.contains("按设置决定结论的月度职责："), told, "{report}");
        assert_eq!(report.contains("不决定年度目标任务是否完成"), !told, "{report}");
    }
}

#[test]
fn recognition_carried_over_stands_in_the_year_of_registration() {
    let contracts = format!(
        "{CONTRACTS}HT1,古城,甲公司,正式合同,2020-12-01,90,甲运城公司,2021-04-01,是,是,是,是,是\nHT2,温泉,乙公司,正式合同,2021-02-01,10,乙运城公司,2021-04-01,是,是,是,是,是\n"
    );
    let settings = "[verdict]\ncarry_recognition = true\n";
    let (_work, folder) = reported("2021", &[("合同.csv", &contracts), ("设置.toml", settings)]);
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "签约口径对照");
    let listed: Vec<Vec<&str>> = sheet
        .iter()
        .filter(|row| row[0] == "文化旅游")
        .map(|row| row[4..8].iter().map(String::as_str).collect())
        .collect();
    assert_eq!(listed, [["—", "10", "100", "-90"], ["90", "—", "90", "-90"]]);
    assert!(folder.join("考核卷宗/文化旅游/项目登记表（古城）.docx").exists());
}

/// The packet of a sample.
fn of_sample(sample: &str) -> (tempfile::TempDir, PathBuf) {
    let out = tempfile::tempdir().unwrap();
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(sample);
    let run = support::zhuanban()
        .args(["report", "2021", "--date", "2022-01-10"])
        .arg(&inbox)
        .arg("--out")
        .arg(out.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let folder = out.path().join("2021");
    (out, folder)
}

#[test]
fn every_sum_of_the_report_and_of_the_forms_is_a_figure() {
    for sample in ["clean", "flawed"] {
        let (_out, folder) = of_sample(sample);
        let figures: Value = serde_json::from_slice(&fs::read(folder.join("数据/figures.json")).unwrap()).unwrap();
        let mut known = std::collections::BTreeSet::new();
        outputs::sums(&figures, &mut known);
        let mut differences = |one: &Value, other: &Value| {
            if let (Some(one), Some(other)) = (outputs::decimal(one), outputs::decimal(other)) {
                known.insert(outputs::wan((one - other).abs()));
            }
        };
        differences(&figures["fund"]["spent"], &figures["fund"]["proposed"]);
        // What is spent beyond the budget is told without its sign.
        differences(&figures["fund"]["balance"], &Value::from("0"));
        for squad in figures["squads"].as_array().unwrap() {
            differences(&squad["ytd"]["signed_formal"], &squad["ytd"]["signed_recognised"]);
            for target in squad["targets"].as_array().unwrap() {
                differences(&target["goal"], &target["reached"]);
            }
        }
        let report = fs::read_to_string(folder.join("年度考核报告.md")).unwrap();
        // What could be told of rows in no figure is no figure.
        let report: String = report.lines().filter(|line| !line.starts_with("**未计入的数据")).collect();
        let mut found = outputs::before_unit(&report, "万元").len();
        assert!(found > 30, "{sample}: {found}");
        for number in outputs::before_unit(&report, "万元") {
            assert!(known.contains(number), "{sample}: {number}万元 is no figure");
        }
        for squad in figures["squads"].as_array().unwrap() {
            let form = words(&folder.join(format!("考核卷宗/{}/年度考核表.docx", squad["squad"].as_str().unwrap())));
            for number in outputs::before_unit(&form, "万元") {
                assert!(known.contains(number), "{sample} {}: {number}万元 is no figure", squad["squad"]);
                found += 1;
            }
            assert!(form.contains(squad["verdict"].as_str().unwrap()), "{form}");
            // The table of the form: name, goal, reached, line by line.
            for target in squad["targets"].as_array().unwrap() {
                let money = target["goal"].is_string();
                let show = |value: &Value| match outputs::decimal(value) {
                    None => "未报".to_owned(),
                    Some(yuan) if money => outputs::wan(yuan),
                    Some(count) => count.normalize().to_string(),
                };
                let unit = match (money, target["target"] == "T006") {
                    (true, _) => "万元",
                    (false, true) => "次",
                    (false, false) => "个",
                };
                let name = target["name"].as_str().unwrap();
                let line = format!("{name}（{unit}）\n{}\n{}\n", show(&target["goal"]), show(&target["reached"]));
                assert!(form.contains(&line), "{line} is not in {form}");
            }
        }
        assert!(found > 60, "{sample}: {found}");
    }
}

#[test]
fn the_lists_of_projects_add_up_to_the_figures() {
    let (_out, folder) = of_sample("flawed");
    let figures: Value = serde_json::from_slice(&fs::read(folder.join("数据/figures.json")).unwrap()).unwrap();
    for squad in figures["squads"].as_array().unwrap() {
        let name = squad["squad"].as_str().unwrap();
        let sheet = rows(&folder.join(format!("考核卷宗/{name}/考核卷宗.xlsx")), "认定项目");
        let number = |cell: &String| cell.parse::<Decimal>().unwrap_or_default() * Decimal::from(10_000);
        let listed = sheet.iter().filter(|row| row[1] == name);
        let (formal, recognised) = listed.fold((Decimal::ZERO, Decimal::ZERO), |(formal, recognised), row| {
            (formal + number(&row[6]), recognised + number(&row[7]))
        });
        assert_eq!(Some(formal), outputs::decimal(&squad["ytd"]["signed_formal"]), "{name}");
        assert_eq!(Some(recognised), outputs::decimal(&squad["ytd"]["signed_recognised"]), "{name}");
    }
}

#[test]
fn what_could_not_be_judged_and_every_article_are_listed() {
    let (_work, folder) = packet("1");
    let sheet = rows(&folder.join("年度考核汇总.xlsx"), "履职情况");
    let of_member: Vec<&Vec<String>> = sheet.iter().filter(|row| row[1] == "王伟外出").collect();
    assert!(of_member[0][3..15].iter().all(|month| month == "未报"), "{of_member:?}");
    let coverage = rows(&folder.join("年度考核汇总.xlsx"), "规定对照");
    for article in ["方案 三", "考核办法 十", "经费办法 七"] {
        assert!(coverage.iter().any(|row| row[1] == article), "{article}");
    }
}
