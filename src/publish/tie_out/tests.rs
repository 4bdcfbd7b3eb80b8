//! Reports tie out, and whatever is changed in one of their files is told.

use std::io::Read;

use super::*;
use crate::testing::Scene;

/// The report of a squad that signed and received something.
fn files(period: &str) -> Vec<OutputFile> {
    let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
                     HT-1 | 甲 | 乙 | 正式合同 | 2021-09-01 | 1234.5678\nHT-2 | 丙 | 乙 | 正式合同 | 2021-08-01 | 0.1";
    let receipts = "合同编号 | 到账日期 | 金额（元） | 凭证类型 | 凭证号\nHT-1 | 2021-09-03 | 100.01 | 发票 | P1";
    let scene = Scene::new(period)
        .sheet("文旅/合同.xlsx", "合同", contracts)
        .sheet("文旅/到位.xlsx", "到位", receipts);
    scene.report(|outcome| crate::report::report(outcome).unwrap())
}

#[test]
fn names_with_signs_stop_no_run() {
    for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
        let files = full_of(period, "+文.旅|<&>\"'");
        assert_eq!(tie_out(&files), Ok(()), "{period}");
    }
}

#[test]
fn trips_that_activities_tell_of_tie_out_with_and_without_a_log() {
    let roster = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n马丽 | 专职成员 | 2020-07-10";
    let activities =
        "日期 | 活动类型 | 活动名称 | 带队领导\n2021-09-07 | 外出考察 | 赴沪招商 | 杨帆\n2021-08-04 | 外出考察 | 赴京招商 | 杨帆";
    let log = "日期 | 姓名 | 工作内容 | 地点 | 带队领导\n2021-08-03 | 马丽 | 拜访 | 上海 | 杨帆";
    for period in ["2021-09", "2021-Q3", "2021-08"] {
        let scene = Scene::new(period)
            .sheet("文旅/名册.xlsx", "名册", roster)
            .sheet("文旅/活动.xlsx", "活动记录", activities);
        let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
        assert_eq!(tie_out(&files), Ok(()), "{period} without any log");
        let scene = Scene::new(period)
            .sheet("文旅/名册.xlsx", "名册", roster)
            .sheet("文旅/活动.xlsx", "活动记录", activities)
            .sheet("文旅/日志.xlsx", "8月", log);
        let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
        assert_eq!(tie_out(&files), Ok(()), "{period} with a log of August");
    }
}

#[test]
fn sums_of_more_digits_than_a_cell_holds_stop_no_run() {
    let expenses = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 差旅费 | 1000000002048617.22 | V1\n\
                    2021-09-03 | 会务费 | 204.80 | V2\n2021-09-06 | 培训费 | 0.01 | V3";
    let others = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 会务费 | 33.33 | V4";
    for period in ["2021-09", "2021"] {
        let scene = Scene::new(period)
            .sheet("文旅/经费.xlsx", "经费支出", expenses)
            .sheet("新材料/经费.xlsx", "经费支出", others);
        let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
        assert_eq!(tie_out(&files), Ok(()), "{period}");
    }
}

#[test]
fn a_recognised_sum_that_nobody_can_tell_stops_no_run() {
    let head = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（亿元） | 注册企业名称 | 注册日期";
    let bare = format!("{head}\n1 | 甲 | 乙 | 正式合同 | 2021-03-01 | 12 | 甲运城公司 | 2021-04-01");
    let materials = "合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表";
    let row = "正式合同 | 2021-09-07 | 6";
    let unread = format!(
        "{head} | {materials}\n1 | 甲 | 乙 | {row} | 甲运城公司 | 2021-09-08 | 是 | 是 | 是 | 是 | 是\n\
         2 | 丙 | 丁 | {row} | 丙运城公司 | 2021年 | 是 | 是 | 是 | 是 | 是"
    );
    for period in ["2021", "2021-Q3", "2021-09", "2021-W36", "2021-09-H1"] {
        for contracts in [&bare, &unread] {
            for beside in [None, Some(&bare)] {
                let mut scene = Scene::new(period).sheet("文旅/合同.xlsx", "合同", contracts);
                if let Some(beside) = beside {
                    scene = scene.sheet("农业/合同.xlsx", "合同", &beside.replace("| 12 |", "| 1 |").replace("甲", "戊"));
                }
                let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
                assert_eq!(tie_out(&files), Ok(()), "{period} {}", contracts.lines().count());
            }
        }
    }
}

fn full(period: &str) -> Vec<OutputFile> {
    full_of(period, "文化旅游")
}

/// A squad's report with people, expenses and a log: what stands in every kind of sheet and paper.
fn full_of(period: &str, squad: &str) -> Vec<OutputFile> {
    let expenses = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 差旅费 | 1200.50 | V1\n2021-09-03 | 会务费 | 34567 | V2";
    let roster = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n王.伟 | 专职成员 | 2020-07-10";
    let log = "日期 | 姓名 | 工作内容 | 地点 | 带队领导 | 对接单位\n2021-09-01 | 王.伟 | 拜访 | 上海 | 杨帆 | 甲公司\n2021-09-07 | 王.伟 | 拜访 | 上海 | |";
    let projects =
        "项目名称 | 阶段 | 首次对接日期 | 开工日期 | 产业类\n甲 | 开工 | 2021-01-04 | 2021-09-06 | 是\n乙 | 在谈 | 2021-01-04 | | 是";
    let contracts =
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 甲 | 乙 | 正式合同 | 2021-09-01 | 1234.5678";
    let receipts = "合同编号 | 到账日期 | 金额（元） | 凭证类型 | 凭证号\nHT-1 | 2021-09-03 | 50 | 发票 | P1";
    let budget = "年度 | 预算金额（万元） | 上年结转（万元）\n2021 | 100 | 3";
    let mut scene = Scene::new(period);
    scene.settings.city.squads[3].name = std::sync::Arc::from(squad);
    let scene = scene
        .sheet("文旅/经费.xlsx", "经费支出", expenses)
        .sheet("文旅/名册.xlsx", "名册", roster)
        .sheet("文旅/日志.xlsx", "工作日志", log)
        .sheet("文旅/台账.xlsx", "项目台账", projects)
        .sheet("文旅/合同.xlsx", "合同", contracts)
        .sheet("文旅/到位.xlsx", "到位", receipts)
        .sheet("中心/预算.xlsx", "年度预算", budget);
    scene.report(|outcome| crate::report::report(outcome).unwrap())
}

#[test]
fn every_sheet_that_shows_a_figure_is_held_to_it() {
    let held = |period: &str| -> Vec<String> {
        let files = full(period);
        assert_eq!(tie_out(&files), Ok(()), "{period}");
        let shown = files.iter().flat_map(|file| file.shown.iter().map(move |shown| (file, shown)));
        shown
            .map(|(file, shown)| format!("{} › {} › {}", file.path, shown.sheet, shown.figure))
            .collect()
    };
    let month = held("2021-09");
    for part in [
        "附表.xlsx › 总览 › 经费.spent",
        "附表.xlsx › 总览 › 文化旅游.squad_days_out.period",
        "附表.xlsx › 图表数据 › 文化旅游.T001.share",
        "附表.xlsx › 图表数据 › 文化旅游.members.1.workdays_out.period",
        "附表.xlsx › 图表数据 › 经费.by_item.差旅费",
        "附表.xlsx › 图表数据 › 合计.in_talks.ytd",
        "附表.xlsx › 目标进度 › 文化旅游.T003.goal",
        "附表.xlsx › 开工项目 › 各专班.starts.ytd",
        "附表.xlsx › 在谈项目 › 各专班.in_talks.ytd",
        "附表.xlsx › 带队外出 › 各专班.leader_trips.period",
        "附表.xlsx › 外出情况 › 文化旅游.members.1.firms_met.period",
        "附表.xlsx › 外出情况 › 文化旅游.squad_days_out.period",
        "附表.xlsx › 经费使用 › 经费.carry_over",
        "附表.xlsx › 经费使用 › 经费.by_track.squads",
        "附表.xlsx › 经费使用 › 合计.spent.ytd",
    ] {
        assert!(month.iter().any(|shown| shown.ends_with(part)), "{part}");
    }
    let year = held("2021");
    for part in [
        "年度考核汇总.xlsx › 成员情况 › 文化旅游.members.1.workdays_out.ytd",
        "考核卷宗/文化旅游/考核卷宗.xlsx › 经费明细 › 文化旅游.spent.ytd",
        "经费决算与绩效.xlsx › 绩效目标 › 文化旅游.cost_per_yi_signed.ytd",
        "经费决算与绩效.xlsx › 绩效目标 › 合计.received.ytd",
        "经费决算与绩效.xlsx › 经费使用 › 经费.carry_to_next",
    ] {
        assert!(year.iter().any(|shown| shown.ends_with(part)), "{part}");
    }
    for period in ["2021-W36", "2021-09-H1", "2021-Q3"] {
        assert!(held(period).len() > 200, "{period}");
    }
}

#[test]
fn a_figure_changed_is_told_by_every_sheet_and_paper_that_shows_it() {
    let files = full("2021-09");
    let change = |from: &str, to: &str| {
        let mut files = files.clone();
        let figures = files.iter_mut().find(|file| file.path == FIGURES).unwrap();
        let text = String::from_utf8(figures.bytes.clone()).unwrap();
        assert!(text.contains(from), "{from}\n{text}");
        figures.bytes = text.replace(from, to).into_bytes();
        tie_out(&files).unwrap_err().0
    };
    for (from, to, places) in [
        (
            "\"差旅费\": \"1200.50\"",
            "\"差旅费\": \"1200.51\"",
            vec!["经费使用 › ", "图表数据 › ", "经费申请报告（文化旅游专班）.docx 第1个表第3行"],
        ),
        (
            "\"spent\": \"35767.50\"",
            "\"spent\": \"35867.50\"",
            vec![
                "经费使用 › ",
                "总览 › ",
                "经费台账.xlsx › ",
                "汇报.md 第",
                "经费申请报告（文化旅游专班）.docx 第1个表第4行",
                "经费申请汇总报告.docx 第1个表第5行",
            ],
        ),
        ("\"workdays_out\": 2", "\"workdays_out\": 3", vec!["外出情况 › ", "图表数据 › "]),
        ("\"starts\": 1", "\"starts\": 2", vec!["开工项目 › ", "图表数据 › ", "总览 › "]),
        ("\"leader_trips\": 1", "\"leader_trips\": 2", vec!["带队外出 › ", "总览 › "]),
    ] {
        let told = change(from, to);
        for place in places {
            assert!(told.iter().any(|line| line.contains(place)), "{to}: {place}\n{told:#?}");
        }
    }
}

#[test]
fn tables_that_compare_the_squads_are_held_to_the_figures() {
    for (period, from, to, told_of) in [
        (
            "2021-Q3",
            "| 开工项目（个） | 未报 | 未报 | 未报 | 1 |",
            "| 开工项目（个） | 未报 | 未报 | 未报 | 2 |",
            "文化旅游.starts.period",
        ),
        (
            "2021-09-H1",
            "| 文化旅游 | 1234.57 |",
            "| 文化旅游 | 1234.58 |",
            "文化旅游.signed_formal.period",
        ),
        (
            "2021-09",
            "| 差旅费 | 0.12 | 0.12 |",
            "| 差旅费 | 0.12 | 0.13 |",
            "合计.spent_by_item.差旅费.ytd",
        ),
        ("2021", "| 文化旅游 | 3.58 |", "| 文化旅游 | 3.59 |", "文化旅游.spent.period"),
    ] {
        let files = full(period);
        let told = planted(&files, ".md", from, to);
        assert!(told.iter().any(|line| line.contains(told_of)), "{period}: {told:?}");
    }
}

#[test]
fn a_form_that_says_another_number_is_told() {
    let mut files = full("2021");
    let form = files
        .iter_mut()
        .find(|file| file.path.ends_with("年度考核表.docx") && file.path.contains("文化旅游"))
        .unwrap();
    form.bytes = with_text(&form.bytes, "word/document.xml", ">0.005<", ">0.006<");
    let told = tie_out(&files).unwrap_err().0;
    let line = "考核卷宗/文化旅游/年度考核表.docx 第1个表第5行（文化旅游 到位资金）写的是 0.006，数据/figures.json 中的 文化旅游.T002.reached 是 0.005";
    assert_eq!(told, [line]);
}

/// The same with some bytes of a file replaced.
fn planted(files: &[OutputFile], path: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files.to_vec();
    let file = files.iter_mut().find(|file| file.path.ends_with(path)).unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {path}");
    file.bytes = text.replacen(from, to, 1).into_bytes();
    tie_out(&files).unwrap_err().0
}

#[test]
fn what_the_program_writes_ties_out() {
    for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
        let files = files(period);
        assert_eq!(tie_out(&files), Ok(()), "{period}");
        let shown: usize = files.iter().map(|file| file.shown.len()).sum();
        assert!(shown > 100, "{period}: {shown} cells are held to the figures");
    }
}

#[test]
fn a_figure_that_differs_is_told_with_both_places() {
    let files = files("2021-09");
    let told = planted(
        &files,
        "figures.json",
        "\"signed_formal\": \"12345678.00\"",
        "\"signed_formal\": \"12345679.00\"",
    );
    assert!(
        told.iter()
            .any(|line| line.contains("目标进度 › ") && line.contains("是 1234.5678") && line.contains("是 1234.5679")),
        "{told:?}"
    );
}

#[test]
fn a_text_that_differs_is_told_with_its_line() {
    let files = files("2021-09");
    let told = planted(&files, ".md", "| 0.01 |", "| 0.02 |");
    assert!(told.iter().any(|line| line.contains("文化旅游.T002.reached 是 0.01")), "{told:?}");
    let told = planted(&files, ".md", "0.01万元", "0.03万元");
    assert!(told.iter().any(|line| line.contains(".docx")), "{told:?}");
}

#[test]
fn a_page_that_differs_is_told_with_its_line() {
    let mut files = files("2021-09");
    let page = files.iter_mut().find(|file| file.path.ends_with(".html")).unwrap();
    let text = String::from_utf8(page.bytes.clone()).unwrap();
    let (before, targets) = text.split_once("<section id=\"targets\"").unwrap();
    assert!(targets.contains("<td>0.01</td>"), "{targets}");
    page.bytes = format!(
        "{before}<section id=\"targets\"{}",
        targets.replacen("<td>0.01</td>", "<td>0.02</td>", 1)
    )
    .into_bytes();
    let told = tie_out(&files).unwrap_err().0;
    assert!(
        told.iter()
            .any(|line| line.starts_with("一览.html 第") && line.contains("0.02") && line.contains("文化旅游.T002.reached 是 0.01")),
        "{told:?}"
    );
}

#[test]
fn a_cell_changed_in_the_bytes_of_a_book_is_told() {
    let mut files = files("2021-09");
    let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
    book.bytes = with_text(&book.bytes, "xl/worksheets/sheet", "<v>1234.5678</v>", "<v>1234.5679</v>");
    let told = tie_out(&files).unwrap_err().0;
    assert!(
        told.iter()
            .any(|line| line.contains("目标进度 › ") && line.contains("是 1234.5679，") && line.ends_with("是 1234.5678")),
        "{told:?}"
    );
}

/// An archive with other text in the parts whose names begin so.
fn with_text(archive: &[u8], part_name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut changed = 0;
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.starts_with(part_name) {
            let text = String::from_utf8(bytes).unwrap();
            changed += text.matches(from).count();
            bytes = text.replace(from, to).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut new, &bytes).unwrap();
    }
    assert!(changed > 0, "{from} is in no part");
    new.finish().unwrap().into_inner()
}

#[test]
fn a_figure_with_parts_is_found_by_its_part_and_never_as_a_whole() {
    let document = serde_json::json!({
        "fund": {"spent": "3.00", "by_item": {"差旅费": "1.00"}},
        "squads": [{"squad": "甲", "ytd": {"spent_by_item": {"差旅费": "2.00"}}}],
    });
    let figures = Figures::new(&document);
    for (name, value) in [
        ("经费.spent", Some("3.00")),
        ("经费.by_item.差旅费", Some("1.00")),
        ("经费.spent.差旅费", None),
        ("甲.spent_by_item.差旅费.ytd", Some("2.00")),
        ("甲.spent_by_item.会议费.ytd", None),
    ] {
        assert_eq!(figures.get(name).and_then(Value::as_str), value, "{name}");
    }
}

#[test]
fn a_total_that_its_rows_do_not_make_is_told() {
    let mut files = files("2021-09");
    let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
    let shown = book
        .shown
        .iter_mut()
        .find(|shown| shown.sheet == "签约项目" && shown.rows.is_some())
        .unwrap();
    let (first, _) = shown.rows.unwrap();
    shown.rows = Some((first, first));
    let told = tie_out(&files).unwrap_err().0;
    assert!(
        told.iter().any(|line| line.contains("签约项目") && line.contains("相加是")),
        "{told:?}"
    );
}

#[test]
fn a_book_that_cannot_be_read_back_is_told() {
    let mut files = files("2021-09");
    let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
    book.bytes.truncate(1000);
    assert!(tie_out(&files).unwrap_err().to_string().contains("读不回来"));
}
