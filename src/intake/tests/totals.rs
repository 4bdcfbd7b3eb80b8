use crate::intake::totals::label;
use crate::problem::What;

use super::*;

const HEADER: &str = "凭证号 | 日期 | 支出项目 | 事由 | 金额（元）";

/// A table of expenses: a number is a voucher of that sum, anything else stands as written.
fn expenses(rows: &[&str]) -> Intake {
    let mut text = HEADER.to_owned();
    for (at, row) in rows.iter().enumerate() {
        match row.parse::<f64>() {
            Ok(sum) => text.push_str(&format!("\nP{at} | 2021-07-08 | 差旅费 | 甲 | #{sum}")),
            Err(_) => text.push_str(&format!("\n{row}")),
        }
    }
    read_grid(merged(&text, &[]))
}

#[test]
fn labels_of_totals() {
    for text in [
        "合计",
        "合 计",
        "合计：",
        "总计",
        "小计",
        "累计",
        "本页合计",
        "共计",
        "1月小计",
        "先进制造小计",
        "全年合计",
        "合计（元）",
        "总计金额人民币（大写）",
    ] {
        assert!(label(text).is_some(), "{text}");
    }
    for text in [
        "会计",
        "设计费",
        "统计局",
        "计划",
        "",
        "组织设计小组",
        "合计科技有限公司",
        "共计农业合作社",
    ] {
        assert!(label(text).is_none(), "{text}");
    }
}

#[test]
fn what_a_book_of_accounts_carries_over_is_no_data() {
    let told = |rows: &[&str]| {
        let intake = expenses(rows);
        assert_eq!(intake.tables.set_aside.len(), 0, "{rows:?}");
        told(&intake)
    };
    let none: [&str; 0] = [];
    // The voucher's column, or that of the purpose, says what is carried.
    for carried in ["承前页 | | | | #50", " | | | 上年结转 | #50", " | | | 期初余额 | #50"] {
        assert_eq!(told(&[carried, "1", "2", "本月合计 | | | | #3"]), none, "{carried}");
        assert_eq!(
            told(&[carried, "1", "2", "合计 | | | | #53", "过次页 | | | | #53"]),
            none,
            "{carried}"
        );
        // It can only add to what stands here.
        assert_eq!(told(&[carried, "1", "2", "合计 | | | | #2"]), ["D013 E5"], "{carried}");
    }
    // The rows are of July: the year so far may hold what stands on other sheets, but no less than these rows.
    assert_eq!(told(&["1", "2", "本月合计 | | | | #3", "本年累计 | | | | #99"]), none);
    assert_eq!(told(&["1", "2", "本年累计 | | | | #2"]), ["D013 E4"]);
    assert_eq!(told(&["1", "2", "累计 | | | | #99"]), ["D013 E4"]);
    // With rows of January nothing is missing.
    let whole = "P9 | 2021-01-08 | 差旅费 | 甲 | #5";
    assert_eq!(told(&[whole, "1", "本年累计 | | | | #99"]), ["D013 E4"]);
    // A row that has all that a data row needs is one.
    let named = expenses(&["上年结转 | 2021-07-08 | 差旅费 | 甲 | #5"]);
    assert_eq!(named.tables.expenses.len(), 1);
}

#[test]
fn totals_are_no_data_and_are_checked() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["1", "2", "合计 | | | | #3"], &[]),
        (&["1", "2", " | 合计 | | | #3"], &[]),
        // A second one directly below adds up the same rows.
        (&["1", "2", "合计 | | | | #3", "总计 | | | | #3"], &[]),
        (&["1", "2", "合计 | | | | #3", "总计 | | | | #0"], &["D013 E5"]),
        (&["1", "2", "合计 | | | | #4", "总计 | | | | #4"], &["D013 E4", "D013 E5"]),
        (&["1", "2", "合 计： | | | | #3.01"], &["D013 E4"]),
        (&["#1", "1", "2", "合计 | | | | 3元"], &["D004! B2", "D004! C2", "D004! E2"]),
        // Cells shifted by one column.
        (&["1", "2", "合计 | | | #3"], &[]),
        (&["1", "2", "合计 | | | #4"], &["D013 D4"]),
        // Groups, and the whole.
        (&["1", "2", "1月小计 | | | | #3", "4", "2月小计 | | | | #4", "合计 | | | | #7"], &[]),
        (
            &["1", "2", "1月小计 | | | | #3", "4", "2月小计 | | | | #7", "合计 | | | | #4"],
            &["D013 E6", "D013 E7"],
        ),
        (&["1", "2", "1月合计 | | | | #3", "4", "2月合计 | | | | #4", "总计 | | | | #7"], &[]),
        (&["1", "本页合计 | | | | #1", "4", "本页合计 | | | | #4", "累计 | | | | #5"], &[]),
        (
            &[
                "1",
                "本月合计 | | | | #1",
                "本年累计 | | | | #1",
                "4",
                "本月合计 | | | | #4",
                "本年累计 | | | | #5",
            ],
            &[],
        ),
        // Totals above their rows.
        (&["合计 | | | | #3", "1", "2"], &[]),
        (&["合计 | | | | #4", "1", "2"], &["D013 E2"]),
        (&["小计 | | | | #1", "1", "小计 | | | | #5", "2", "3"], &[]),
        (&["合计 | | | | #6", "小计 | | | | #1", "1", "小计 | | | | #5", "2", "3"], &[]),
        (&["1", "2", "合计 | | | | #3", "其中：差旅费 | | | | #2"], &[]),
        // A total without a figure says nothing.
        (&["1", "合计 | | | |"], &[]),
        (&["1", "合计 | | | | !REF"], &["D011 E3"]),
        (&["1", "合计 | 1月 | | | —"], &[]),
    ];
    for (rows, expected) in cases {
        assert_eq!(told(&expenses(rows)), *expected, "{rows:?}");
    }
    let intake = expenses(&["0.1", "0.2", "合计 | | | | #0.30000000000000004"]);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.expenses.len(), 2);
}

#[test]
fn a_total_names_the_rows_that_have_findings_of_their_own() {
    let intake = expenses(&["1", "P9 | 2021-07-08 | 差旅费 | 甲 | 约2", "合计 | | | | #3"]);
    assert_eq!(told(&intake), ["D008! E3", "D013 E4"]);
    match what(&intake, "D013") {
        What::Total { written, sum, troubled } => {
            assert_eq!((written.to_string(), sum.to_string()), ("3".to_owned(), "1".to_owned()));
            assert_eq!(troubled.iter().map(|place| place.row).collect::<Vec<_>>(), [3]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(only(&intake, "D013").row_title, "合计");
}

#[test]
fn a_sentence_that_begins_like_a_total_is_data() {
    let intake = read("工作内容 | 日期 | 姓名\n累计走访企业五家 | 2021-07-08 | 王伟\n合计 | |");
    assert_eq!(intake.tables.logs.len(), 1);
    let intake = read("项目名称 | 阶段 | 总投资（万元）\n甲 | 签约 | 1\n先进制造小计 | | 1\n共计 | | 1");
    assert_eq!(intake.tables.projects.len(), 1);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn the_whole_budget_is_a_row_of_its_own() {
    let text = "年度 | 科目 | 预算金额（万元）\n2021 | 差旅费 | 300\n2021 | 会务费 | 200\n2021 | 合计 | 500";
    let intake = read(text);
    assert_eq!(intake.tables.budgets.len(), 3);
    assert_eq!(told(&intake), Vec::<String>::new());
    let text = "年度 | 科目 | 预算金额（万元）\n2021 | 差旅费 | 300\n合计 | | 300";
    assert_eq!(read(text).tables.budgets.len(), 1);
}

#[test]
fn the_words_may_stand_behind_the_cells_of_the_group() {
    let text =
        "活动编号 | 活动名称 | 支出项目 | 批准金额（元）\nA1 | 推介会 | 会务费 | 1\nA1 | 推介会 | 展位费 | 2\nA1 | 推介会 | 小计 | 3";
    let intake = read(text);
    assert_eq!(intake.tables.grants.len(), 2);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn a_total_below_stacked_tables_of_one_kind_may_add_them_all_up() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let row = |number: u32, amount: u32| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-03 | #{amount}");
    for (word, sums, expected) in [
        ("总计", [3, 3, 6], None),
        ("合计", [3, 3, 6], None),
        ("累计", [3, 3, 6], None),
        // Its own table's.
        ("合计", [3, 3, 3], None),
        // Neither: the nearer is meant.
        ("总计", [3, 3, 7], Some(60000)),
        ("合计", [3, 3, 4], Some(30000)),
        ("小计", [3, 3, 6], Some(30000)),
    ] {
        let [first, second, last] = sums;
        let text = format!(
            "文化旅游专班\n{header}\n{}\n{}\n小计 | | | | | #{first}\n高效农业专班\n{header}\n{}\n小计 | | | | | #{second}\n{word} | | | | | #{last}",
            row(1, 1),
            row(2, 2),
            row(3, 3)
        );
        let text = match word {
            // A second 小计 would add up nothing.
            "小计" => text.replace(&format!("小计 | | | | | #{second}\n小计"), "小计"),
            _ => text,
        };
        let intake = read_grids("台账.xlsx", vec![merged(&text, &[])]);
        assert_eq!(intake.tables.contracts.len(), 3, "{text}");
        let told = intake.problems.iter().map(|problem| match &problem.what {
            What::Total { sum, .. } => sum.to_string(),
            other => panic!("{word} {sums:?} {other:?}"),
        });
        let expected: Vec<String> = expected.iter().map(|sum: &u32| sum.to_string()).collect();
        assert_eq!(told.collect::<Vec<_>>(), expected, "{word} {sums:?}");
    }
    // Tables side by side are not above one another.
    let text = format!(
        "{header} | | {header}\n{} | | {}\n合计 | | | | | #1 | | 合计 | | | | | #3",
        row(1, 1),
        row(2, 2)
    );
    assert_eq!(told(&read_grid(merged(&text, &[]))), ["D013 M3"]);
}

#[test]
fn a_project_may_be_called_like_a_total() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let intake = |last: &str| {
        let text = format!("{header}\nHT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | #1\n{last}");
        read_grid(merged(&text, &[]))
    };
    let with_all = intake("HT-9 | 累计 | 乙 | 正式合同 | 2021-09-03 | #5");
    assert_eq!((with_all.tables.contracts.len(), told(&with_all)), (2, Vec::new()));
    for total in [
        "HT-9 | 累计 | 乙 | | 2021-09-03 | #1",
        " | 累计 | | | | #1",
        "累计 | 丙 | 乙 | 正式合同 | 2021-09-03 | #1",
    ] {
        assert_eq!(intake(total).tables.contracts.len(), 1, "{total}");
    }
}

#[test]
fn a_total_that_cannot_be_read_is_told_and_sets_nothing_aside() {
    for (cell, expected) in [
        ("约3", Some("D008 E4")),
        ("2-3", Some("D008 E4")),
        ("?", Some("D012 E4")),
        ("!REF", Some("D011 E4")),
        ("见附表", None),
        ("-", None),
    ] {
        let intake = expenses(&["1", "2", &format!("合计 | | | | {cell}")]);
        assert_eq!(told(&intake), expected.into_iter().collect::<Vec<_>>(), "{cell}");
        assert_eq!(intake.tables.expenses.len(), 2, "{cell}");
    }
}

#[test]
fn a_total_in_a_unit_of_its_own_is_compared_in_it() {
    let table = |total: &str| {
        read_grid(merged(
            &format!("单位：亿元\n项目名称 | 到账日期 | 到账金额 | 凭证类型 | 凭证号\n甲 | 2021-02-01 | #0.1 | 发票 | B1\n{total}"),
            &[],
        ))
    };
    assert_eq!(told(&table("总计（万元） | | #1000")), [""; 0]);
    assert_eq!(told(&table("总计 | | #1000")), ["D013 C4"]);
}

#[test]
fn who_filled_the_table_in_and_when_is_no_data() {
    for foot in [
        "填表人：张三 | | | | 2021年3月31日",
        " | | | | 2021年3月31日",
        "填表人 | 张三 | | 审核人 | 李四",
        "制表人 | 张三 | 复核人 | 李四 | 2021-3-31",
    ] {
        let intake = expenses(&["1", "2", foot]);
        assert_eq!(told(&intake), [""; 0], "{foot}");
        assert_eq!(intake.tables.expenses.len(), 2, "{foot}");
    }
    for month in ["一月", "9月份", "2021年2月"] {
        assert_eq!(told(&expenses(&["1", month, "2"])), [""; 0], "{month}");
    }
    // A day in the column of days is a row that somebody began.
    assert!(!told(&expenses(&["1", " | 2021-07-09"])).is_empty());
}
