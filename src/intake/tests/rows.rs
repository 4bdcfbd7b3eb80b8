use super::*;

fn rows(intake: &Intake) -> Vec<u32> {
    intake.tables.roster.iter().map(|member| member.at.row).collect()
}

#[test]
fn what_is_no_data_is_left_out() {
    let skipped = [
        "填表人：张三 | 审核：李四",
        "填表人： | 张三 | 审核： | 李四 | 日期：2021年9月1日",
        "备注：本表一式三份",
        "注：1.以上为专职成员",
        "注1. 以上为专职成员",
        "审核：",
        "第 1 页 共 3 页",
        "- 1 -",
        "单位：万元",
        "（以下空白）",
        "一、专职成员",
        "（二）专职成员",
        "数据来源：组织部",
        "5",
        "名册（2021年9月）",
        " | | | 只有备注",
    ];
    for row in skipped {
        let text = format!(
            "名册（2021年9月）\n姓名 | 角色 | 职务 | 备注 | 序号\n王伟 | 组长 | 科长\n{}\n李强 | 组长",
            row.replace("5", " | | | | 5")
        );
        let intake = read(&text);
        assert_eq!(rows(&intake), [3, 5], "{row}");
        assert_eq!(told(&intake), Vec::<String>::new(), "{row}");
        assert_eq!(intake.account.files[0].tables[0].rows.found, 2, "{row}");
    }
    // A row that has something required is data, whatever it begins with.
    let intake = read("备注 | 姓名 | 角色\n备注：新到 | 王伟 | 组长");
    assert_eq!(rows(&intake), [2]);
    let intake = read("姓名 | 角色 | 职务\n王伟 | |");
    assert_eq!(told(&intake), ["D004! B2"]);
}

#[test]
fn titles_merged_over_the_table_are_no_data() {
    let text = "姓名 | 角色 | 职务\n王伟 | 组长 | 科长\n文化旅游专班工作人员一览\n李强 | 专职成员 |\n以上人员均已到岗";
    let intake = read_grid(merged(text, &[(3, 1, 3, 3), (5, 1, 5, 3)]));
    assert_eq!(rows(&intake), [2, 4]);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn one_amount_over_several_rows_is_told_and_never_multiplied() {
    let receipts = "项目名称 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号
甲 | 2021-05-01 | #500 | 发票 | A1
乙 | 2021-05-02 | | 发票 | A2
丙 | 2021-05-03 | #10 | 发票 | A3
合计 | | #510";
    let intake = read_grid(merged(receipts, &[(2, 3, 3, 3)]));
    // The total is of the numbers that are shown.
    assert_eq!(told(&intake), ["D008! C2"]);
    assert_eq!(intake.tables.receipts.len(), 1);
    assert_eq!(intake.tables.set_aside.len(), 2);
    assert_eq!(only(&intake, "D008").related.len(), 1);

    // One entry with two firms beside it is one entry.
    let expenses = "凭证号 | 日期 | 支出项目 | 金额（元） | 拜访企业 | 事由
F1 | 2021-09-03 | 差旅费 | #1500 | 甲公司 | 考察
 | | | | 乙公司 | 考察
小计 | | | #1500";
    let intake = read_grid(merged(expenses, &[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 3, 4)]));
    assert_eq!(told(&intake), ["D019 E1", "D015 3"]);
    assert_eq!(intake.tables.expenses.len(), 1);

    // A sum that the row can do without is unreadable, and the rows stay.
    let lodging = "凭证号 | 日期 | 支出项目 | 金额（元） | 住宿费（元）
F1 | 2021-09-03 | 差旅费 | #900 | #600
F2 | 2021-09-03 | 差旅费 | #800 |";
    let intake = read_grid(merged(lodging, &[(2, 5, 3, 5)]));
    assert_eq!(told(&intake), ["D008 E2"]);
    assert!(intake.tables.expenses.iter().all(|expense| expense.lodging.is_unknown()));
    assert_eq!(intake.tables.expenses.len(), 2);
}

#[test]
fn a_heading_with_its_number_in_a_cell_of_its_own_is_no_data() {
    let text = "序号 | 项目名称 | 阶段 | 责任人
一、 | 在谈项目
1 | 电池 | 在谈 | 王
（二） | 签约项目
2 | 整车 | 签约 | 李
三 | 其他";
    let intake = read(text);
    assert_eq!(told(&intake), [""; 0]);
    assert_eq!(intake.tables.projects.len(), 2);
    // Where the name is all that a row needs, it is data.
    let intake = read("序号 | 项目名称 | 产业环节\n一 | 光伏");
    assert_eq!(intake.tables.reserves.len(), 1);
}

#[test]
fn a_merged_value_belongs_to_each_row_that_it_covers() {
    let text = "专班 | 姓名 | 角色\n先进制造 | 王伟 | 组长\n | 李强 | 副组长\n | 赵刚 | 专职成员\n | 钱进 | 专职成员";
    let intake = read_as("a.xlsx", "表", text);
    assert_eq!(told(&intake), ["D004! A3", "D004! A4", "D004! A5"]);
    let intake = read_grids("a.xlsx", vec![merged(text, &[(2, 1, 4, 1)])]);
    assert_eq!(told(&intake), ["D004! A5"]);
    assert_eq!(rows(&intake), [2, 3, 4]);
    // A row of two lines, merged in every column, is one row.
    let text = "姓名 | 角色\n王伟 | 组长\n\n李强 | 专职成员";
    let intake = read_grid(merged(text, &[(2, 1, 3, 1), (2, 2, 3, 2)]));
    assert_eq!(rows(&intake), [2, 4]);
    // What is merged to the right stands in its first column only.
    let text = "姓名 | 角色 | 单位 | 职务\n王伟 | 组长 | 工信局\n李强 | 组长 | 商务局 | 隐";
    let intake = read_grid(merged(text, &[(2, 3, 2, 4), (3, 3, 3, 4)]));
    assert!(intake.tables.roster.iter().all(|member| member.post.is_empty()));
}

#[test]
fn headings_of_groups_name_the_squad_of_the_rows_below() {
    let text = "姓名 | 角色 | 职务\n一、先进制造专班\n王伟 | 组长\n二、新型材料专班\n李强 | 组长";
    for merges in [vec![(2, 1, 2, 3), (4, 1, 4, 3)], vec![]] {
        let intake = read_grids("a.xlsx", vec![merged(text, &merges)]);
        let squads: Vec<_> = intake
            .tables
            .roster
            .iter()
            .filter_map(|row| row.squad.value()?.squad())
            .map(|squad| squad.0)
            .collect();
        assert_eq!(squads, [0, 1]);
        assert_eq!(told(&intake), Vec::<String>::new());
    }
    let text = "序号 | 姓名 | 角色\n一 | 先进制造专班\n1 | 王伟 | 组长";
    let intake = read_as("a.xlsx", "表", text);
    assert_eq!(rows(&intake), [3]);
}

#[test]
fn columns_may_be_numbered_below_the_header() {
    let intake = read("姓名 | 角色 | 职务 | 级别\n1 | 2 | 3 | 4\n王伟 | 组长");
    assert_eq!(rows(&intake), [3]);
    let intake = read("栏目 | 姓名 | 角色 | 职务\n甲 | 1 | 2 | 3\n | 王伟 | 组长");
    assert_eq!(rows(&intake), [3]);
}

#[test]
fn sections_of_several_squads_are_tables_of_their_own() {
    let text = "先进制造专班名册\n姓名 | 角色\n王伟 | 组长\n\n新型材料专班名册\n姓名 | 角色\n李强 | 组长";
    let intake = read_as("a.xlsx", "表", text);
    let squads: Vec<_> = intake
        .tables
        .found
        .iter()
        .filter_map(|found| found.squad)
        .map(|squad| squad.0)
        .collect();
    assert_eq!(squads, [0, 1]);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn a_name_alone_before_the_next_page_is_data_in_a_library() {
    let text = "企业名称 | 行业 | 联系人\n甲公司 | 化工 | 王伟\n乙公司\n投资信息库（续）\n企业名称 | 行业 | 联系人\n丙公司 | 化工 | 李强";
    let intake = read(text);
    assert_eq!(intake.tables.investors.len(), 3);
    assert_eq!(intake.tables.found.len(), 1);
}

#[test]
fn an_unknown_table_below_a_known_one_is_told() {
    let text = "姓名 | 角色\n王伟 | 组长\n\n合同编号 | 项目名称 | 投资方 | 签订日期\nHT-1 | 甲 | 乙 | 2021-07-08";
    let intake = read(text);
    assert_eq!(told(&intake), ["D002 4"]);
    assert_eq!(rows(&intake), [2]);
}

#[test]
fn a_problem_has_all_that_people_need() {
    let intake =
        read("合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 甲 | 乙 | 正式合同 | 2021-07-08 | 约100");
    let problem = only(&intake, "D008");
    assert_eq!(problem.column, Some("合同金额"));
    assert_eq!(problem.title.as_deref(), Some("合同金额（万元）"));
    assert_eq!(problem.written.as_deref(), Some("约100"));
    assert_eq!(problem.row_title, "HT-1");
    assert_eq!(problem.date, "2021-07-08".parse().ok());
    assert_eq!(problem.owner.as_ref().and_then(|owner| owner.squad()).map(|squad| squad.0), Some(3));
    assert_ne!(problem.digest, 0);
    let set_aside = &intake.tables.set_aside[0];
    assert_eq!(
        (set_aside.rule, set_aside.place.a1().as_deref(), set_aside.at.digest),
        ("D008", Some("F2"), problem.digest)
    );
}

#[test]
fn a_blank_form_hands_in_nothing() {
    let intake = read("合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n合计 | | | | | 0");
    let found = &intake.tables.found[0];
    assert_eq!((found.squad, found.squads.len()), (None, 0));
    assert_eq!(told(&intake), Vec::<String>::new());
    let intake = read("姓名 | 角色\n王伟 |");
    assert!(intake.tables.found[0].squad.is_some());
}

#[test]
fn hostile_sheets_do_no_harm() {
    let cell = |column| (column, Raw::Text("姓名".into()));
    let all = Merge {
        top: 1,
        bottom: u32::MAX,
        left: 1,
        right: u16::MAX,
    };
    let far = grid(vec![(u32::MAX, vec![cell(1), cell(u16::MAX)])], vec![all, all]);
    assert!(read_grid(far).tables.found.is_empty());
    let text = "姓名 | 角色 | 级别\n王伟 | 组长 | 1";
    let backwards = Merge {
        top: 9,
        bottom: 1,
        left: 5,
        right: 1,
    };
    let mut sheet = merged(text, &[(1, 1, 1, 16384), (2, 1, 1_048_576, 16384)]);
    sheet.merges.extend([backwards, all]);
    let _ = read_grid(sheet);
    let huge = "项目名称 | 阶段 | 总投资（亿元）\n甲 | 签约 | 79228162514264337593543950335\n乙 | 签约 | #1e300\n合计 | | 79228162514264337593543950335";
    assert_eq!(told(&read_grid(merged(huge, &[]))), ["D008 C2", "D008 C3"]);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(60))]

    #[test]
    fn anything_is_read_and_accounted_for(
        cells in proptest::collection::vec((1u32..14, 1u16..10, 0usize..40), 0..90),
        merges in proptest::collection::vec((1u32..14, 1u16..10, 0u32..4, 0u16..5), 0..6),
        hidden in proptest::bool::ANY,
        kind in 0usize..28,
    ) {
        let words = [
            "姓名", "角色", "专班", "单位", "日期", "工作内容", "项目名称", "阶段", "总投资（万元）", "金额", "凭证号", "支出项目", "申报单位",
            "年度", "预算金额", "科目", "起", "止", "出差时间", "合计", "小计", "其中：甲", "备注", "备注：", "单位：万元", "王伟", "组长", "签约",
            "先进制造", "#1", "#-5", "#0", "2021-07-08", "7月8日", "约5", "!REF", "?", "第1页", "一、农业专班", "美元",
        ];
        let mut rows: std::collections::BTreeMap<u32, std::collections::BTreeMap<u16, Raw>> = std::collections::BTreeMap::new();
        for (row, column, word) in cells {
            rows.entry(row).or_default().insert(column, cell_of(words[word % words.len()]));
        }
        // Half of the sheets have a whole header, so that there are tables to read.
        if let Some(kind) = crate::records::Kind::ALL.get(kind) {
            let titles = kind.table().columns.iter().zip(1u16..).map(|(column, at)| (at, Raw::Text(Arc::from(column.name))));
            rows.entry(2).or_default().extend(titles);
        }
        let rows = rows.into_iter().map(|(row, cells)| (row, cells.into_iter().collect())).collect();
        let merges = merges.into_iter().map(|(top, left, height, width)| Merge {
            top,
            bottom: top + height,
            left,
            right: left + width,
        });
        let mut sheet = grid(rows, merges.collect());
        sheet.hidden = hidden;
        sheet.hidden_rows = vec![2, 3, 9];
        read_grids("a.xlsx", vec![sheet.clone()]);
        read_grids("文旅/a.xlsx", vec![sheet.clone(), sheet]);
    }
}

/// The names of the squads that the contracts of a sheet count for, in order; `-` for rows set aside.
fn squads_of(intake: &Intake) -> Vec<String> {
    let mut rows: Vec<(u32, String)> = intake
        .tables
        .contracts
        .iter()
        .map(|row| {
            (
                row.at.row,
                format!(
                    "{:?}",
                    row.squad.value().and_then(crate::records::cell::Owner::squad).map(|squad| squad.0)
                ),
            )
        })
        .collect();
    rows.extend(intake.tables.set_aside.iter().map(|row| (row.at.row, "-".to_owned())));
    rows.sort();
    rows.into_iter().map(|(_, squad)| squad).collect()
}

#[test]
fn a_heading_that_is_not_understood_ends_the_group_above() {
    let row = |number: u32| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | {number}");
    let sheet = |heading: &str| {
        let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
        read_as(
            "全市/合同.xlsx",
            "表",
            &format!("{header}\n一、先进制造专班\n{}\n{heading}\n{}", row(1), row(2)),
        )
    };
    for (heading, squad) in [
        (
            "二、文化旅游专班（牵头单位：市文化和旅游局，组长：王某某，副组长：李某某，联系电话：0359-1234567，共三人）",
            "Some(3)",
        ),
        ("二、文化旅游专班负责人：张三", "Some(3)"),
        ("填报单位：文化旅游专班", "Some(3)"),
        ("二、文化旅游专班 | （1个） | | | | 400", "Some(3)"),
        ("文化旅游专班（小计：400万元） | | | | | 400", "Some(3)"),
        ("专班名称： | 文化旅游专班", "Some(3)"),
        ("二、市文化和旅游局", "-"),
        ("二、各县（市、区）", "-"),
        ("二、文旅专班、农业专班联合引进", "-"),
        // A heading of a lower level, or a remark, changes nothing.
        ("（一）重点项目", "Some(0)"),
        ("备注：与文化旅游专班联合引进的不在此列", "Some(0)"),
    ] {
        assert_eq!(squads_of(&sheet(heading)), ["Some(0)", squad], "{heading}");
    }
}

#[test]
fn a_lone_text_between_groups_of_squads_ends_the_group() {
    let header = "凭证号 | 日期 | 支出项目 | 金额（元）";
    let row = |number: u32| format!("P{number} | 2021-09-03 | 差旅费 | {number}");
    for (wide, first, heading, squad) in [
        (false, "先进制造专班", "市招投中心", "-"),
        (false, "一、先进制造专班", "市商务局", "-"),
        (false, "先进制造专班", "文旅农业", "-"),
        (false, "先进制造专班", "其他单位", "-"),
        (false, "先进制造专班", "市商务局：", "-"),
        (false, "先进制造专班", "第五专班", "-"),
        (false, "先进制造专班", "公共支出", "-"),
        (true, "先进制造专班", "其他单位", "-"),
        (true, "一、先进制造专班", "第五专班", "-"),
        (true, "先进制造专班", "公共支出", "-"),
        // What says of what kind the rows are is no other body.
        (true, "先进制造专班", "差旅费", "Some(0)"),
        (true, "先进制造专班", "其他费用", "Some(0)"),
        (true, "先进制造专班", "上海会展中心", "Some(0)"),
        (true, "先进制造专班", "王伟组", "Some(0)"),
        (true, "先进制造专班", "外出考察", "Some(0)"),
        (true, "先进制造专班", "九月", "Some(0)"),
        (true, "先进制造专班", "（一）重点项目", "Some(0)"),
        (false, "先进制造专班", "文旅专班", "Some(3)"),
    ] {
        let text = format!("{header}\n{first}\n{}\n{heading}\n{}", row(1), row(2));
        let merges: &[(u32, u16, u32, u16)] = if wide { &[(2, 1, 2, 4), (4, 1, 4, 4)] } else { &[] };
        let grid = merged(&text, merges);
        let intake = read_grids("全市/支出.xlsx", vec![grid]);
        let mut rows: Vec<(u32, String)> = intake
            .tables
            .expenses
            .iter()
            .map(|row| {
                (
                    row.at.row,
                    format!(
                        "{:?}",
                        row.owner().and_then(crate::records::cell::Owner::squad).map(|squad| squad.0)
                    ),
                )
            })
            .collect();
        rows.extend(intake.tables.set_aside.iter().map(|row| (row.at.row, "-".to_owned())));
        rows.sort();
        let squads: Vec<&str> = rows.iter().map(|(_, squad)| squad.as_str()).collect();
        assert_eq!(squads, ["Some(0)", squad], "{wide} {first} {heading} {:?}", told(&intake));
    }
    // Unnumbered headings of a squad's own parts leave the rows to it.
    for heading in [
        "其他费用",
        "其他支出",
        "其他项目",
        "其他",
        "外出考察",
        "公务用车",
        "上海考察",
        "第一小组",
        "王伟组",
        "长三角组",
        "报销部分",
        "上海会展中心",
        "上海办事处",
    ] {
        let text = format!("{header}\n先进制造专班\n{}\n{heading}\n{}", row(1), row(2));
        let intake = read_as("全市/支出.xlsx", "表", &text);
        assert_eq!(intake.tables.expenses.len(), 2, "{heading} {:?}", told(&intake));
    }
    for heading in ["市商务局", "工信局", "市招投中心", "其他单位", "公共支出", "第五专班"] {
        let text = format!("{header}\n先进制造专班\n{}\n{heading}\n{}", row(1), row(2));
        let intake = read_as("全市/支出.xlsx", "表", &text);
        assert_eq!(intake.tables.expenses.len(), 1, "{heading} {:?}", told(&intake));
    }
    // Who signs at the end heads nothing.
    let text = format!("{header}\n先进制造专班\n{}\n市招投中心", row(1));
    let intake = read_as("全市/支出.xlsx", "表", &text);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn a_short_name_in_that_of_an_event_holds_where_what_stands_further_away_says_so_too() {
    let owner = |path: &str, title: &str| {
        let text = format!("{title} | | |\n凭证号 | 日期 | 支出项目 | 金额（元）\nA1 | 2021-06-01 | 会务费 | 10");
        let intake = read_as(path, "表", &text);
        intake
            .tables
            .expenses
            .first()
            .and_then(|row| row.owner().and_then(crate::records::cell::Owner::squad))
    };
    for title in ["赴上海文旅招商推介会支出", "文旅博览会经费表"] {
        assert_eq!(owner("文旅/支出.xlsx", title), Some(crate::regulation::SquadId(3)), "{title}");
        assert_eq!(owner("高效农业/支出.xlsx", title), None, "{title}");
        assert_eq!(owner("支出.xlsx", title), None, "{title}");
    }
    assert_eq!(owner("文旅/文旅推介会支出.xlsx", "支出表"), Some(crate::regulation::SquadId(3)));
    assert_eq!(owner("高效农业/文旅推介会支出.xlsx", "支出表"), None);
}

#[test]
fn where_the_nearest_context_names_two_squads_nobody_can_tell() {
    let header = "凭证号 | 日期 | 支出项目 | 金额（元）\nP1 | 2021-09-03 | 差旅费 | 1";
    for (path, sheet, title, squad) in [
        ("文化旅游专班/支出.xlsx", "表", "先进制造、高效农业专班经费支出表\n", None),
        ("文化旅游专班/先进制造和高效农业支出.xlsx", "表", "", None),
        ("文化旅游专班/支出.xlsx", "先进制造、高效农业", "", None),
        ("先进制造、高效农业/支出.xlsx", "表", "文旅专班经费支出表\n", Some(3)),
        ("文化旅游专班/支出.xlsx", "表", "四个专班经费支出表\n", Some(3)),
        ("支出.xlsx", "表", "赴上海文旅招商推介会支出\n", None),
    ] {
        let intake = read_as(path, sheet, &format!("{title}{header}"));
        let owner = intake
            .tables
            .expenses
            .first()
            .and_then(|row| row.owner().and_then(crate::records::cell::Owner::squad));
        assert_eq!(owner.map(|squad| squad.0), squad, "{path} {sheet} {title}");
        assert_eq!(
            told(&intake).iter().any(|told| told.starts_with("D003")),
            squad.is_none(),
            "{path} {sheet} {title}"
        );
    }
}

#[test]
fn headings_may_name_the_coordination_group() {
    let text = "凭证号 | 日期 | 支出项目 | 金额（元）\n一、文化旅游专班\nP1 | 2021-09-03 | 差旅费 | 1\n二、综合协调组\nP2 | 2021-09-03 | 差旅费 | 2";
    let intake = read_as("全市/支出.xlsx", "表", text);
    let owners: Vec<_> = intake.tables.expenses.iter().map(|row| row.owner().cloned()).collect();
    assert_eq!(
        owners,
        [
            Some(crate::records::cell::Owner::Squad(crate::regulation::SquadId(3))),
            Some(crate::records::cell::Owner::Coordination)
        ]
    );
}

#[test]
fn a_box_beside_a_table_is_no_part_of_it() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 签约金额（万元）";
    let row = |number: u32| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | {number}");
    for (title, cells) in [
        ("专班 | 合同金额（亿元）", ["先进制造 | 5", "新型材料 | 3", "合计 | 8"]),
        ("币种 | 汇率", ["美元 | 6.5", "港币 | 0.83", " | "]),
        ("专班 | 个数", ["先进制造 | 5", "合计 | 5", " | "]),
    ] {
        let [a, b, c] = cells;
        let text = format!("{header} | | {title}\n{} | | {a}\n{} | | {b}\n{} | | {c}", row(1), row(2), row(3));
        let intake = read_as("文旅/合同.xlsx", "表", &text);
        assert_eq!(squads_of(&intake), ["Some(3)", "Some(3)", "Some(3)"], "{title}");
        let sum: rust_decimal::Decimal = intake.tables.contracts.iter().filter_map(|row| row.amount.get()?.yuan()).sum();
        assert_eq!(sum.normalize().to_string(), "60000", "{title}");
        assert_eq!(told(&intake), ["D019 H1"], "{title}");
    }
    // Columns of its own behind a blank one are its own: they are filled beside every row.
    let text = format!("{header} | | 专班 | 备注\n{} | | 先进制造 |\n{} | | 新型材料 |", row(1), row(2));
    assert_eq!(squads_of(&read_as("文旅/合同.xlsx", "表", &text)), ["Some(0)", "Some(1)"]);
}

#[test]
fn a_table_below_another_is_whose_its_own_lines_say() {
    let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 事由 | 备注";
    let spent = |first: &str, second: &str| {
        let text = format!("{first}\n{header}\nP1 | 2021-09-03 | 差旅费 | 1 | |\n\n{second}\n{header}\nP2 | 2021-09-03 | 差旅费 | 2 | |");
        let intake = read_as("全市/支出.xlsx", "表", &text);
        let squad = |number: &str| {
            let row = intake.tables.expenses.iter().find(|row| &**row.voucher.written() == number)?;
            row.owner().and_then(crate::records::cell::Owner::squad).map(|squad| squad.0)
        };
        (squad("P1"), squad("P2"))
    };
    for (first, second) in [
        (
            "专班： | 文旅 | 填报人： | 张三 | 填报日期： | 2021-9-30",
            "专班： | 农业 | 填报人： | 李四 | 填报日期： | 2021-9-30",
        ),
        (
            "专班 | 文旅 | 填报人 | 张三 | 日期 | 2021-9-30",
            "专班 | 农业 | 填报人 | 李四 | 日期 | 2021-9-30",
        ),
        ("专班：文旅 | | 日期： | #44469", "专班：农业 | | 日期： | #44469"),
    ] {
        assert_eq!(spent(first, second), (Some(3), Some(2)), "{second}");
    }
    // A title that names another body takes nothing from the table above; the title again on the next page does.
    assert_eq!(spent("文旅专班经费表", "市商务局经费表"), (Some(3), None));
    assert_eq!(spent("文旅专班经费表", "综合协调组经费表"), (Some(3), None));
    assert_eq!(spent("市招商中心文旅专班经费表", "市招商中心文旅专班经费表"), (Some(3), Some(3)));
    assert_eq!(spent("文旅专班经费表", "经费表（续）"), (Some(3), Some(3)));
}

#[test]
fn a_log_of_one_person_after_another_is_parted_by_their_names() {
    let header = "日期 | 工作内容 | 地点";
    let people = |text: &str| {
        let intake = read_as("文旅/日志.xlsx", "表", text);
        let people: Vec<String> = intake.tables.logs.iter().map(|log| log.people.written().to_string()).collect();
        (people, told(&intake))
    };
    let none: Vec<String> = Vec::new();
    for name in ["姓名：李四", "姓名 | 李四", "李四工作日志"] {
        let text = format!("姓名：张三\n{header}\n2021-09-01 | 甲 | 北京\n{name}\n2021-09-02 | 乙 | 北京");
        assert_eq!(people(&text), (vec!["张三".to_owned(), "李四".to_owned()], none.clone()), "{name}");
    }
    // A header below a title that does not say the name in so many words: its rows are nobody's, and told.
    let text = format!("姓名：张三\n{header}\n2021-09-01 | 甲 | 北京\n李四工作日志\n{header}\n2021-09-02 | 乙 | 北京");
    assert_eq!(people(&text), (vec!["张三".to_owned()], vec!["D002 5".to_owned()]));
}

#[test]
fn firms_called_like_a_squad_are_rows_of_a_library() {
    let names = |rows: &str| {
        let text = format!("企业名称 | 行业 | 联系人\n{rows}");
        let intake = read_as("新型材料/投资信息库.xlsx", "表", &text);
        let names: Vec<String> = intake.tables.investors.iter().map(|row| row.name.written().to_string()).collect();
        names
    };
    assert_eq!(
        names("甲公司 | 旅游 | 张三\n先进制造产业基金 | |\n山西文化旅游投资集团有限公司 | |\n乙公司 | 康养 |"),
        ["甲公司", "先进制造产业基金", "山西文化旅游投资集团有限公司", "乙公司"]
    );
    for closing in [
        "共1家",
        "以上共计1家企业",
        "（盖章）",
        "1",
        "*本表每月更新",
        "填报人：张三",
        "填报人 张三",
    ] {
        assert_eq!(names(&format!("甲公司 | 旅游 | 张三\n{closing}")), ["甲公司"], "{closing}");
    }
    // Directly above the header of the next page.
    let text = "企业名称 | 行业 | 联系人\n甲公司 | 旅游 | 张三\n百年人寿保险公司 | |\n企业名称 | 行业 | 联系人\n乙公司 | 康养 | 李四";
    assert_eq!(read_as("文旅/投资信息库.xlsx", "表", text).tables.investors.len(), 3);
}

#[test]
fn a_budget_has_parts_that_are_no_lines_of_it() {
    let sum = |rows: &str| {
        let intake = read(&format!("年度 | 科目 | 预算金额（万元）\n{rows}"));
        let sums = intake.tables.budgets.iter().filter_map(|row| row.amount.get()?.yuan());
        (sums.sum::<rust_decimal::Decimal>().normalize().to_string(), told(&intake))
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(
        sum("2021 | 差旅费 | 200\n2021 | 接待费 | 300\n2021 | 小计 | 500"),
        ("5000000".to_owned(), none.clone())
    );
    assert_eq!(
        sum("2021 | 市本级 | 200\n2021 | 其中：专班 | 150\n2021 | 县级 | 100"),
        ("3000000".to_owned(), none)
    );
}

#[test]
fn a_column_without_a_title_in_front_may_name_the_squads() {
    let header = " | 合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let row = |front: &str, number: u32| format!("{front} | HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | {number}");
    let squads = |fronts: [&str; 4]| {
        let rows: Vec<String> = (1..).zip(fronts).map(|(number, front)| row(front, number)).collect();
        squads_of(&read_as("文旅/合同.xlsx", "表", &format!("{header}\n{}", rows.join("\n"))))
    };
    assert_eq!(
        squads(["先进制造", "", "新型材料专班", ""]),
        ["Some(0)", "Some(0)", "Some(1)", "Some(1)"]
    );
    assert_eq!(squads(["先进制造", "", "各县区", ""]), ["Some(0)", "Some(0)", "-", "-"]);
    // Anything else there says nothing.
    assert_eq!(squads(["√", "", "新签", ""]), ["Some(3)"; 4]);
}

#[test]
fn columns_behind_a_blank_one_are_the_tables_own_unless_they_surely_are_a_box() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 签约金额（万元）";
    let row = |number: u32| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | {number}");
    // Materials of registered contracts only, and a totals row.
    let text = format!(
        "{header} | | 注册企业名称 | 注册日期\n{} | | 甲公司 | 2021-09-05\n{} | | |\n合计 | | | | | 3 | | |",
        row(1),
        row(2)
    );
    let intake = read_as("文旅/合同.xlsx", "表", &text);
    assert_eq!(intake.tables.contracts[0].company.written().to_string(), "甲公司");
    assert_eq!(told(&intake), Vec::<String>::new());
    // A squad of its own in some rows only.
    let text = format!(
        "{header} | | 专班\n{} | | 先进制造\n{} | | 先进制造\n{} | |",
        row(1),
        row(2),
        row(3)
    );
    assert_eq!(
        squads_of(&read_as("文旅/合同.xlsx", "表", &text)),
        ["Some(0)", "Some(0)", "Some(3)"]
    );
    // As many lines as rows, each with a squad and a number.
    let text = format!(
        "{header} | | 专班 | 笔数\n{} | | 先进制造 | 1\n{} | | 新型材料 | 1\n{} | | 高效农业 | 1",
        row(1),
        row(2),
        row(3)
    );
    assert_eq!(
        squads_of(&read_as("文旅/合同.xlsx", "表", &text)),
        ["Some(3)", "Some(3)", "Some(3)"]
    );
    // Places differ from row to row without being a list of their own.
    let text = "日期 | 姓名 | 工作内容 | | 地点 | 交通工具\n2021-09-01 | 王伟 | 甲 | | 上海 | 高铁\n2021-09-02 | 王伟 | 乙 | | 北京 | 飞机";
    let intake = read_as("文旅/日志.xlsx", "表", text);
    let places: Vec<String> = intake.tables.logs.iter().map(|log| log.place.written().to_string()).collect();
    assert_eq!(places, ["上海", "北京"]);
    // More lines than rows.
    let text = format!("{header} | | 专班\n{} | | 先进制造\n | | | | | | | 新型材料", row(1));
    assert_eq!(squads_of(&read_as("文旅/合同.xlsx", "表", &text)), ["Some(3)"]);
}

#[test]
fn what_heads_no_squad_leaves_the_rows_to_the_squad_around() {
    let header = "序号 | 合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let row = |number: u32| format!("{number} | HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | {number}");
    let sheet = |path: &str, lines: &[&str]| {
        let lines: Vec<String> = (1..).zip(lines).map(|(number, line)| format!("{line}\n{}", row(number))).collect();
        squads_of(&read_as(path, "表", &format!("{header}\n{}", lines.join("\n"))))
    };
    for (path, lines) in [
        // Lower levels, also with the number in a cell of its own.
        ("全市/合同.xlsx", ["一 | 文旅专班", "（一） | 正式合同"]),
        ("全市/合同.xlsx", ["文旅专班", "长三角地区"]),
        ("全市/合同.xlsx", ["文旅专班", "盐湖区"]),
        // In the squad's own sheet nothing else is meant by what sounds like another, or like none.
        ("文旅/合同.xlsx", ["一 | 文旅专班", "二 | 其他"]),
        ("文旅/合同.xlsx", ["一、制造业项目", "二、农业项目"]),
        ("文旅/合同.xlsx", ["文旅专班", "以上项目已移交先进制造专班"]),
        // The office signs.
        ("文旅/合同.xlsx", ["文旅专班", "填报单位（盖章）： | 市招商投资促进中心"]),
        ("文旅/合同.xlsx", ["文旅专班", "单位：市招商投资促进中心"]),
        ("文旅/合同.xlsx", ["文旅专班", "市招商投资促进中心"]),
    ] {
        assert_eq!(sheet(path, &lines), ["Some(3)", "Some(3)"], "{path} {lines:?}");
    }
    // Another squad by its full title is meant.
    assert_eq!(
        sheet("文旅/合同.xlsx", &["一、文旅专班", "二、先进制造专班"]),
        ["Some(3)", "Some(0)"]
    );
}

#[test]
fn a_group_without_a_squad_is_told_at_its_heading() {
    let text = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n一、文旅专班\nHT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1\n\
                二、各县区\nHT-2 | 甲乙 | 乙 | 正式合同 | 2021-09-03 | 1\nHT-3 | 甲丙 | 乙 | 正式合同 | 2021-09-03 | 1";
    let intake = read_as("全市/合同.xlsx", "表", text);
    assert_eq!(told(&intake), ["D003! 4"]);
    assert!(matches!(what(&intake, "D003"), What::UntoldGroup(text) if &**text == "二、各县区"));
}

#[test]
fn a_label_line_of_one_person_may_say_more() {
    for line in [
        "姓名 | 王伟 | 职务 | 科员",
        "姓名 | 王伟 | 工号 | 17",
        "姓 名：王 伟",
        "姓名 | 王伟 | 角色 | 专职成员 | 单位 | 市文旅局",
    ] {
        let text = format!("工作日志\n{line}\n日期 | 工作内容 | 地点 | 对接单位\n2021-09-01 | 甲 | 北京 | 乙");
        let intake = read_as("文旅/日志.xlsx", "表", &text);
        let people: Vec<String> = intake.tables.logs.iter().map(|log| log.people.written().replace(' ', "")).collect();
        assert_eq!(people, ["王伟"], "{line}");
    }
    // A time is no person.
    for title in ["九月工作日志", "本周工作日志", "第二周工作日志", "下旬工作日志"] {
        let text = format!("姓名：王伟\n日期 | 工作内容 | 地点\n2021-09-01 | 甲 | 北京\n{title}\n2021-09-02 | 乙 | 北京");
        let intake = read_as("文旅/日志.xlsx", "表", &text);
        assert!(intake.tables.logs.iter().all(|log| &**log.people.written() == "王伟"), "{title}");
    }
    for title in ["李娜工作日志（9月）", "李娜2021年9月工作日志"] {
        let text = format!("姓名：王伟\n日期 | 工作内容 | 地点\n2021-09-01 | 甲 | 北京\n{title}\n2021-09-02 | 乙 | 北京");
        let intake = read_as("文旅/日志.xlsx", "表", &text);
        let people: Vec<String> = intake.tables.logs.iter().map(|log| log.people.written().to_string()).collect();
        assert_eq!(people, ["王伟", "李娜"], "{title}");
    }
}

#[test]
fn titles_that_only_mention_a_body_change_nothing() {
    let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 事由";
    let second = |first: &str, title: &str| {
        let text = format!("{first}\n{header}\nP1 | 2021-09-03 | 差旅费 | 1 |\n{title}\n{header}\nP2 | 2021-09-03 | 差旅费 | 2 |");
        let intake = read_as("全市/支出.xlsx", "表", &text);
        let row = intake.tables.expenses.iter().find(|row| &**row.voucher.written() == "P2").cloned();
        row.and_then(|row| row.owner().and_then(crate::records::cell::Owner::squad).map(|squad| squad.0))
    };
    for title in [
        "接待深圳华侨城集团公司来访支出",
        "赴国家会展中心参展支出",
        "布局谋划会议支出",
        "运城市招商投资促进中心2021年9月经费支出",
    ] {
        assert_eq!(second("文旅专班经费支出明细", title), Some(3), "{title}");
    }
    // Whoever else files the next page.
    assert_eq!(second("统计表\n填报单位：文旅专班", "统计表\n填报单位：盐湖区"), None);
    assert_eq!(second("统计表\n填报单位：文旅专班", "统计表\n填报单位：文旅专班"), Some(3));
    assert_eq!(second("统计表\n填报单位：文旅专班", "统计表\n填报单位："), Some(3));
    // At the foot of the table above, with a gap or without a title below it, it is that table's.
    assert_eq!(second("文旅专班支出", "填报单位：市文化和旅游局\n\n监制"), Some(3));
    assert_eq!(second("文旅专班支出", "填报单位：市招商投资促进中心"), Some(3));
}

#[test]
fn example_rows_of_others_are_no_data() {
    let text = "序号 | 合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n示例 | HT-0 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1000\n\
                （例） | HT-9 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1000\n1 | HT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1";
    let intake = read_as("文旅/合同.xlsx", "表", text);
    assert_eq!(intake.tables.contracts.len(), 1);
}

#[test]
fn what_only_mentions_a_squad_or_a_part_takes_nothing_away() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let row = "HT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1";
    for lines in [
        "文化旅游专班签约项目台账\n审核单位：综合协调组",
        "截至2021年9月底文化旅游专班签约项目台账",
        "以下为文化旅游专班签约项目",
    ] {
        let intake = read_as("全市/合同.xlsx", "表", &format!("{lines}\n{header}\n{row}"));
        assert_eq!(squads_of(&intake), ["Some(3)"], "{lines}");
    }
    // A remark beside a budget's line.
    let text = "年度 | 科目 | 预算金额（万元） | 备注\n2021 | 文旅 | 100 | 其中：宣传费20万";
    assert_eq!(read(text).tables.budgets.len(), 1);
    // A title about meetings has its year.
    let log = "日期 | 姓名 | 工作内容 | 地点 | 专班\n7月8日 | 王伟 | 走访 | 上海 | 文旅";
    let intake = read_as("日志.xlsx", "表", &format!("2020年会议费走访日志\n{log}"));
    assert_eq!(intake.tables.logs[0].window().expect("days").from.to_string(), "2020-07-08");
    // A person called 周.
    let text = "姓名：张三\n日期 | 工作内容 | 地点\n2021-09-01 | 甲 | 北京\n周伟工作日志\n2021-09-02 | 乙 | 北京";
    let intake = read_as("文旅/日志.xlsx", "表", text);
    assert_eq!(&**intake.tables.logs[1].people.written(), "周伟");
    // A stage with a remark is that stage.
    assert_eq!(read("项目名称 | 阶段 | 专班\n甲 | 在谈（拟签约） | 文旅").tables.projects.len(), 1);
    // The unit that 币种 names is that of the total too.
    let text = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额 | 币种 | 专班\n\
                HT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | #1.2 | 亿元 | 文旅\nHT-2 | 甲乙 | 乙 | 正式合同 | 2021-09-03 | #0.8 | 亿元 | 文旅\n合计 | | | | | #2 | |";
    assert_eq!(told(&read_grid(merged(text, &[]))), Vec::<String>::new());
}

#[test]
fn a_line_with_more_fields_than_columns_is_refused_and_never_read_shifted() {
    let header = "凭证号,日期,支出项目,金额（元）,经办人,备注\n";
    let sound = "V1,2021-09-01,会务费,300,王伟,\n";
    for (line, told_of) in [
        ("V2,2021-09-02,会务费,1,000,李强,无误\n", vec!["D008! 3"]),
        ("V2,2021-09-02,会务费,12,345.60,李强,\n", vec!["D008! 3"]),
        // The remark that is blank is not counted by the number of filled fields alone.
        ("V2,2021-09-02,会务费,1,000,,\n", vec!["D008! 3"]),
        ("V2,2021-09-02,会务费,1,000,李强,", vec!["D008! 3"]),
        ("V2,2021-09-02,会议,会务费,400,李强,\n", vec!["D008! 3"]),
        ("合计,,,1,300,,\n", vec!["D008 3"]),
        // In quotes it is one field, and blank fields at the end may be missing.
        ("V2,2021-09-02,会务费,\"1,000\",李强,无误\n", vec![]),
        ("V2,2021-09-02,会务费,400\n", vec![]),
        ("V2,2021-09-02,会务费,400,120,\n", vec!["D008! D3"]),
    ] {
        let header = header.replace(
            "经办人,备注",
            if line.contains(",120,") {
                "备注,事由"
            } else {
                "经办人,备注"
            },
        );
        let intake = read_csv(&format!("{header}{sound}{line}"));
        assert_eq!(told(&intake), told_of, "{line}");
        let amounts: Vec<String> = intake.tables.expenses.iter().map(|row| row.amount.written().to_string()).collect();
        let expected: &[&str] = match (told_of.is_empty(), line.contains("400")) {
            (false, _) => &["300"],
            (true, true) => &["300", "400"],
            (true, false) => &["300", "1,000"],
        };
        assert_eq!(amounts, expected, "{line}");
    }
    assert!(matches!(
        what(&read_csv(&format!("{header}{sound}V2,2021-09-02,会务费,1,000,李强,无误\n")), "D008"),
        What::Fields { fields: 7, columns: 6 }
    ));
}

#[test]
fn blank_fields_behind_every_line_move_nothing() {
    let text = "凭证号,日期,支出项目,金额（元）,人数\nV1,2021-09-01,会务费,300,20,\nV2,2021-09-02,会务费,400,30,\n合计,,,700,,\n";
    assert_eq!(told(&read_csv(text)), Vec::<String>::new());
    // A remark below a blank end of the header is told as before.
    let text = "凭证号,日期,支出项目,金额（元）,\nV1,2021-09-01,会务费,300,\nV2,2021-09-02,会务费,400,已核\n";
    assert_eq!(told(&read_csv(text)), ["D019 E1"]);
    // Where all lines are longer, the parts of a number show that they were moved.
    let text = "凭证号,日期,支出项目,金额（元）,备注\nV1,2021-09-01,会务费,1,300,\nV2,2021-09-02,会务费,2,400,\n";
    assert_eq!(told(&read_csv(text)), ["D008! 2", "D008! 3"]);
    let text = "凭证号,日期,支出项目,金额（元）,经办人,\nV1,2021-09-01,会务费,1,300,王伟\n";
    assert_eq!(told(&read_csv(text)), ["D008! 2"]);
}

#[test]
fn a_row_that_is_marked_as_void_counts_and_is_told() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 备注 | 复核";
    let row = |number: &str, project: &str, rest: &str| format!("{number} | {project} | 甲公司 | 正式合同 | 2021-09-01 | 500 | {rest}");
    let text = [
        header.to_owned(),
        row("HT-1", "古城", "已作废"),
        row("HT-2", "温泉（取消）", ""),
        row("HT-3（作废）", "民宿", ""),
        row("HT-4", "画廊", "| 撤销"),
        row("HT-5", "书院", "| | 作废"),
        row("HT-6", "茶社", "取消抵押手续已办"),
        row("HT-7", "客栈", "原件存档"),
        row("", "驿站", "作废"),
    ];
    let intake = read(&text.join("\n"));
    let told: Vec<String> = told(&intake).into_iter().filter(|told| !told.starts_with("D019")).collect();
    assert_eq!(told, ["D023 G2", "D023 B3", "D023 A4", "D023 H5", "D023 I6", "D004! A9"]);
    assert_eq!(intake.tables.contracts.len(), 7);
    let first = intake
        .problems
        .iter()
        .find(|problem| matches!(problem.what, What::Void))
        .expect("told");
    assert_eq!((first.title.as_deref(), first.written.as_deref()), (Some("备注"), Some("已作废")));

    // What was done is no mark, and a stage that says so is a known status.
    let text = "日期 | 姓名 | 工作内容\n2021-09-01 | 王伟 | 拜访企业，会议取消";
    assert_eq!(super::told(&read(text)), Vec::<String>::new());
    let text = "项目名称 | 阶段 | 备注\n古城 | 终止 | 已取消\n温泉 | 在谈 | 已取消";
    assert_eq!(super::told(&read(text)), ["D023 C3"]);
}
