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
