//! Names that look like markup or like formulas are text in every file that goes out.

use std::io::Cursor;
use std::io::Read;
use std::sync::Arc;

use calamine::Data;
use calamine::Reader;

use crate::report::OutputFile;
use crate::report::names;
use crate::testing::Scene;

const PERSON: &str = "=王<b>&\"'伟";
const SQUAD: &str = "+文旅<&>\"'";
const PROJECTS: [&str; 4] = ["=HYPERLINK(\"x\")<i>&'", "+甲<script>|B*C", "-乙&\"丙\"", "@丁<'>"];

fn scene(period: &str) -> Scene {
    let mut scene = Scene::new(period).today("2022-01-10");
    scene.settings.city.squads[3].name = Arc::from(SQUAD);
    let mut ledger = "项目名称 | 专班 | 阶段 | 投资方 | 总投资（万元） | 首次对接日期 | 最近进展日期".to_owned();
    let mut log = "日期 | 姓名 | 专班 | 工作内容 | 地点 | 项目名称 | 进展情况 | 存在问题 | 下一步打算".to_owned();
    for (number, project) in (1..).zip(PROJECTS) {
        ledger += &format!(
            "\n{} | 文旅 | 在谈 | =公司{number}<&> | {number}000 | 2021-03-01 | 2021-03-02",
            project.replace('|', "｜")
        );
        log += &format!(
            "\n2021-09-0{} | {PERSON} | 文旅 | 洽谈 | 上海 | {} | 完成考察{number} | 问题{number} | 打算{number}",
            number + 5,
            project.replace('|', "｜")
        );
    }
    scene
        .sheet(
            "文旅/名册.xlsx",
            "名册",
            &format!("姓名 | 专班 | 角色 | 到岗日期\n{PERSON} | 文旅 | 专职成员 | 2020-07-10"),
        )
        .sheet("文旅/日志.xlsx", "9月", &log)
        .sheet("文旅/项目台账.xlsx", "项目台账", &ledger)
}

/// The texts of a file as a reader sees them, joined.
fn shown(file: &OutputFile) -> String {
    let entities = |text: &str| {
        let pairs = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#x27;", "'"),
            ("&#39;", "'"),
            ("&#x2f;", "/"),
            ("&amp;", "&"),
        ];
        pairs
            .iter()
            .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
    };
    match file.path.rsplit_once('.').unwrap().1 {
        "md" => String::from_utf8(file.bytes.clone()).unwrap().replace('\\', ""),
        "docx" => {
            let mut zip = zip::ZipArchive::new(Cursor::new(&file.bytes)).unwrap();
            let mut xml = String::new();
            zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
            let texts = xml
                .split("<w:t xml:space=\"preserve\">")
                .skip(1)
                .filter_map(|part| part.split("</w:t>").next());
            let texts: String = texts.collect();
            assert!(!texts.contains('<'), "{}", file.path);
            entities(&texts)
        }
        "html" => {
            let page = String::from_utf8(file.bytes.clone()).unwrap();
            assert_eq!(page.matches("<script").count(), 1, "only the page's own");
            assert!(!page.contains("<i>") && !page.contains("<b>&"), "{page}");
            entities(&page)
        }
        "json" => {
            fn texts(value: &serde_json::Value, found: &mut String) {
                match value {
                    serde_json::Value::String(text) => found.push_str(&format!("{text}\n")),
                    serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
                    serde_json::Value::Object(items) => items.iter().for_each(|(name, item)| {
                        found.push_str(&format!("{name}\n"));
                        texts(item, found);
                    }),
                    _ => {}
                }
            }
            let mut found = String::new();
            texts(&serde_json::from_slice(&file.bytes).unwrap(), &mut found);
            found
        }
        "xlsx" => {
            let mut workbook = calamine::Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
            let mut texts = String::new();
            for sheet in workbook.sheet_names() {
                for (_, _, cell) in workbook.worksheet_range(&sheet).unwrap().used_cells() {
                    if let Data::String(text) = cell {
                        texts.push_str(text);
                        texts.push('\n');
                    }
                }
                for (_, _, formula) in workbook.worksheet_formula(&sheet).unwrap().used_cells() {
                    let signs = ["HYPERLINK", "王", "甲", "乙", "丁", "文旅", "公司"];
                    assert!(!signs.iter().any(|sign| formula.contains(sign)), "{}: {formula}", file.path);
                }
            }
            texts
        }
        _ => String::new(),
    }
}

#[test]
fn names_with_signs_are_text_everywhere() {
    for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
        let files = scene(period).report(|outcome| crate::report::report(outcome).unwrap_or_else(|error| panic!("{error}")));
        for name in [SQUAD, PERSON] {
            let figures = files.iter().find(|file| file.path == "数据/figures.json").unwrap();
            assert!(shown(figures).contains(name), "{period}: {name} in figures.json");
        }
        for file in files.iter().filter(|file| !file.path.ends_with(".json")) {
            let text = shown(file);
            // Each squad's file is about that squad alone.
            let of_squad = file.path.strip_prefix("考核卷宗/");
            // Nobody here spent anything, and the fund's papers name those who did.
            // The receipt names files.
            if file.path.starts_with("回执")
                || file.path.starts_with("经费")
                || of_squad.is_some_and(|path| !path.starts_with(&names::file_name(SQUAD)))
            {
                continue;
            }
            assert!(text.contains(SQUAD), "{period} {}: the squad\n{text}", file.path);
            let is_form = of_squad.is_some_and(|path| path.contains("项目登记表"));
            // A quarter is told by squads, not by people; so are the findings here.
            let is_brief = file.path.ends_with(".docx") || file.path.ends_with(".md");
            let is_assessment = file.path.starts_with("年度考核") || of_squad.is_some();
            let has_no_people =
                file.path.contains("问题清单") || (is_brief && period == "2021-Q3") || file.path.starts_with("年度考核报告") || is_form;
            if !has_no_people {
                assert!(text.contains(PERSON), "{period} {}: the person\n{text}", file.path);
            }
            if !file.path.contains("一览") && !file.path.contains("问题清单") && !is_assessment {
                for project in PROJECTS {
                    assert!(
                        text.contains(&project.replace('|', "｜")),
                        "{period} {}: {project}\n{text}",
                        file.path
                    );
                }
                if file.path.ends_with("附表.xlsx") {
                    assert!(text.contains("=公司1<&>"), "{period} {}: the firm\n{text}", file.path);
                }
            }
        }
    }
}

/// Three squads keep their logs; the fourth, with people on its roster, handed in August only.
fn without_log(period: &str) -> Scene {
    let log = "日期 | 姓名 | 工作内容 | 地点 | 对接单位 | 进展情况 | 存在问题 | 需协调事项 | 下一步打算";
    let roster = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n马丽 | 专职成员 | 2020-07-10";
    Scene::new(period)
        .today("2022-01-10")
        .sheet("文旅/名册.xlsx", "名册", roster)
        .sheet(
            "文旅/日志.xlsx",
            "8月",
            &format!("{log}\n2021-08-03 | 马丽 | 拜访 | 上海 | 甲公司 | 完成考察 | 无 | 无 | 再访"),
        )
        .sheet("先进制造/名册.xlsx", "名册", "姓名 | 角色 | 到岗日期\n王伟 | 专职成员 | 2020-07-10")
        .sheet(
            "先进制造/日志.xlsx",
            "9月",
            &format!("{log}\n2021-09-06 | 王伟 | 拜访 | 上海 | 乙公司 | 完成考察 | 无 | 无 | 再访"),
        )
}

#[test]
fn a_squad_without_a_log_of_the_period_is_never_nought() {
    for (period, this) in [("2021-W36", "本周"), ("2021-09-H1", "本期"), ("2021-09", "本月")] {
        let files = without_log(period).report(|outcome| crate::report::report(outcome).unwrap());
        let file = |ending: &str| files.iter().find(|file| file.path.ends_with(ending)).unwrap();
        // The data: null, not 0.
        let figures: serde_json::Value = serde_json::from_slice(&file("figures.json").bytes).unwrap();
        let squad = &figures["squads"][3]["period"];
        for key in ["leader_trips", "squad_days_out"] {
            assert!(squad[key].is_null(), "{period} {key}: {}", squad[key]);
        }
        for member in squad["members"].as_array().unwrap() {
            for key in ["workdays_out", "days_out", "log_days", "firms_met"] {
                assert!(member[key].is_null(), "{period} {member}");
            }
        }
        // The text: what is asked of the log is 未报, and the sums say that they lack it.
        let text = String::from_utf8(file(".md").bytes.clone()).unwrap();
        let missing = format!("{this}工作日志");
        let not_reported = text.lines().find(|line| line.starts_with("**未报情况。**")).unwrap();
        assert!(
            not_reported.contains(&missing) && not_reported.contains("文化旅游"),
            "{not_reported}"
        );
        let section = text.split("### （四）文化旅游专班").nth(1).unwrap().split("\n## ").next().unwrap();
        assert!(section.contains("工作日志未报"), "{period}: {section}");
        assert!(
            !section.contains("外出0") && !section.contains("招商0") && !section.contains("0次"),
            "{period}: {section}"
        );
        for what in ["**重点项目进展。**", "**存在问题。**", "打算。**"] {
            let told = section.split(what).nth(1).and_then(|rest| rest.split('\n').next());
            assert!(told.is_none_or(|told| told == "未报。"), "{period} {what}{told:?}");
        }
        // The books: 未报 in each cell that a log would fill.
        let mut workbook = calamine::Xlsx::new(Cursor::new(file("附表.xlsx").bytes.clone())).unwrap();
        let mut rows = |sheet: &str, of: &str| -> Vec<Vec<String>> {
            let range = workbook.worksheet_range(sheet).unwrap();
            let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
            rows.filter(|row| row.iter().take(3).any(|cell| cell == of)).collect()
        };
        let member = &rows("外出情况", "马丽")[0];
        assert_eq!(member.iter().filter(|cell| *cell == "未报").count(), 4, "{period}: {member:?}");
        assert!(!member.contains(&"0".to_owned()), "{period}: {member:?}");
        let squad = rows("总览", "文化旅游").into_iter().next().unwrap();
        let end = squad.len();
        assert_eq!(squad[end - 3..end - 1], ["未报", "未报"], "{period}: {squad:?}");
        let mut texts = String::new();
        for (_, _, cell) in workbook.worksheet_range("图表数据").unwrap().used_cells() {
            texts += &format!("{cell}\n");
        }
        assert!(texts.contains("马丽（未报）"), "{period}: {texts}");
        // The page.
        let page = String::from_utf8(file(".html").bytes.clone()).unwrap();
        assert!(page.contains(&missing) && page.contains("未报</text>"), "{period}");
    }
}
