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
            "\n{} | 文旅 | 在谈 | 某公司{number} | {number}000 | 2021-03-01 | 2021-03-02",
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
                    assert!(
                        !formula.contains("HYPERLINK") && !formula.contains('王'),
                        "{}: {formula}",
                        file.path
                    );
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
            }
        }
    }
}
