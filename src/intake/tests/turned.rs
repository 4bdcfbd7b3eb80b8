//! Titles that say something else than the column whose name they hold: a plan, a cut, one end of a time, two units, two amounts.

use crate::intake::Intake;
use crate::intake::tests::balanced;
use crate::intake::tests::merged;
use crate::intake::tests::only;
use crate::intake::tests::read;
use crate::intake::tests::read_grid;
use crate::intake::tests::told;
use crate::intake::tests::what;
use crate::problem::What;
use crate::testing::Scene;
use crate::values::Unreadable;

/// Reads a header and one row.
fn rows(titles: &str, row: &str) -> Intake {
    read(&format!("{titles}\n{}", row.replace('#', "")))
}

/// `column title` of what is told of the titles that turn.
fn turned(intake: &Intake) -> Vec<String> {
    let columns = intake.problems.iter().filter_map(|problem| match &problem.what {
        What::UnknownColumns(columns) => Some(columns),
        _ => None,
    });
    let turned = columns
        .flatten()
        .filter_map(|column| column.means.as_ref().map(|means| (column, means)));
    turned.map(|(column, means)| format!("{} {means}", column.title)).collect()
}

#[test]
fn a_note_that_turns_a_title_takes_its_column_away() {
    for title in [
        "开工日期（计划）",
        "开工时间（预计）",
        "开工日期（拟）",
        "开工日期【目标】",
        "开工时间(计划/实际)",
        "开工日期（预计开工填预计时间）",
        "开工日期（计划开工日期）",
    ] {
        let intake = rows(&format!("项目名称 | 阶段 | {title}"), "甲 | 签约 | 2021-06-01");
        assert_eq!(intake.tables.projects.len(), 1, "{title} {:?}", told(&intake));
        assert_eq!(intake.tables.projects[0].started.get(), None, "{title}");
        assert_eq!(turned(&intake).len(), 1, "{title} {:?}", told(&intake));
    }
    for title in [
        "开工日期（实际）",
        "开工日期（含预计）",
        "开工日期（按计划填写）",
        "开工日期（未开工的不填）",
        "开工时间（年月日）",
        "开工日期（非计划）",
    ] {
        let intake = rows(&format!("项目名称 | 阶段 | {title}"), "甲 | 签约 | 2021-06-01");
        assert!(intake.tables.projects[0].started.get().is_some(), "{title} {:?}", told(&intake));
        assert!(turned(&intake).is_empty(), "{title}");
    }
}

#[test]
fn a_note_and_its_title_may_together_be_a_name() {
    for title in [
        "总投资（计划）（万元）",
        "总投资（万元，预计）",
        "项目总投资（计划）（万元）",
        "投资额（拟）（万元）",
    ] {
        let intake = rows(&format!("项目名称 | 阶段 | {title}"), "甲 | 签约 | #5");
        assert!(
            intake.tables.projects[0].investment.value().is_some(),
            "{title} {:?}",
            told(&intake)
        );
        assert!(told(&intake).is_empty(), "{title} {:?}", told(&intake));
    }
    // 申请金额 is a name of the amount, 预算金额 is none.
    let claimed = rows("凭证号 | 日期 | 支出项目 | 金额（申请）（元）", "A1 | 2021-06-01 | 会务费 | #5");
    assert_eq!(claimed.tables.expenses.len(), 1, "{:?}", told(&claimed));
    for title in ["金额（预算）（元）", "支出金额（退回）（元）", "金额（核减）（元）"] {
        let intake = rows(&format!("凭证号 | 日期 | 支出项目 | {title}"), "A1 | 2021-06-01 | 会务费 | #5");
        assert!(intake.tables.expenses.is_empty(), "{title}");
        assert_eq!(told(&intake)[0].get(..4), Some("D002"), "{title} {:?}", told(&intake));
    }
}

#[test]
fn of_a_plan_and_what_came_of_it_the_latter_is_taken() {
    let receipt = "合同编号 | 到账日期 | 凭证类型 | 凭证号";
    for (plan, actual) in [
        ("到位资金（计划）（万元）", "到位资金（实际）（万元）"),
        ("到位金额（全年目标）（万元）", "到位金额（万元）"),
        ("金额（预计）（万元）", "到账金额（万元）"),
    ] {
        for (titles, row) in [
            (format!("{plan} | {actual}"), "#10 | #90"),
            (format!("{actual} | {plan}"), "#90 | #10"),
        ] {
            let intake = rows(&format!("{receipt} | {titles}"), &format!("H1 | 2021-05-01 | 发票 | V1 | {row}"));
            let amount = intake.tables.receipts[0].amount.value().map(|money| money.amount.to_string());
            assert_eq!(amount.as_deref(), Some("900000"), "{titles} {:?}", told(&intake));
            assert_eq!(turned(&intake).len(), 1, "{titles}");
        }
    }
    let claimed = "凭证号 | 日期 | 支出项目 | 申报金额（元） | 实报金额（元）";
    let intake = rows(claimed, "A1 | 2021-06-01 | 会务费 | #100 | #70");
    let amount = intake.tables.expenses[0].amount.value().map(|money| money.amount.to_string());
    assert_eq!(amount.as_deref(), Some("70"), "{:?}", told(&intake));
}

#[test]
fn a_note_may_turn_the_marks_of_an_answer() {
    for (title, is_known) in [
        ("是否外出（否打√）", false),
        ("是否外出（未外出打√）", false),
        ("是否外出（是打√，否打×）", true),
        ("是否外出（是/否）", true),
        ("是否外出（外出打√）", true),
    ] {
        let intake = rows(&format!("日期 | 姓名 | 工作内容 | {title}"), "2021-06-01 | 王伟 | 考察 | √");
        let intake = intake
            .tables
            .found
            .first()
            .map(|found| found.titles.iter().any(|(_, _, name)| *name == Some("是否外出")));
        assert_eq!(intake, Some(is_known), "{title}");
    }
}

#[test]
fn a_parent_that_says_a_plan_takes_the_columns_below_away() {
    for (parent, is_known) in [
        ("计划", false),
        ("计划时间", false),
        ("预计时间节点", false),
        ("下一步计划", false),
        ("时间节点", true),
        ("实际", true),
        ("拟建项目", true),
    ] {
        let text = format!("项目名称 | 专班 | 阶段 | {parent} |\n | | | 签约日期 | 开工日期\n甲 | 文旅 | 签约 | 2021-02-01 | 2021-03-01");
        let intake = read_grid(merged(&text, &[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5)]));
        let project = &intake.tables.projects[0];
        assert_eq!(project.started.get().is_some(), is_known, "{parent} {:?}", told(&intake));
        assert_eq!(project.signed.get().is_some(), is_known, "{parent}");
        assert_eq!(turned(&intake).len(), if is_known { 0 } else { 2 }, "{parent}");
    }
    let text = "项目名称 | 专班 | 阶段 | 开工时间 |\n | | | 计划 | 实际\n甲 | 文旅 | 签约 | 2021-02-01 | 2021-03-01";
    let intake = read_grid(merged(text, &[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5)]));
    let started = intake.tables.projects[0].started.get().map(|day| day.to_string());
    assert_eq!(started.as_deref(), Some("2021-03-01"), "{:?}", told(&intake));
    let text = "合同编号 | 到账日期 | 凭证类型 | 凭证号 | 全年目标（万元） | | 到位资金（万元）\n | | | | 签约金额 | 到位资金 |\n\
                H1 | 2021-05-01 | 发票 | V1 | #500 | #90 | #10";
    let intake = read_grid(merged(
        text,
        &[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4), (1, 5, 1, 6), (1, 7, 2, 7)],
    ));
    let amount = intake.tables.receipts[0].amount.value().map(|money| money.amount.to_string());
    assert_eq!(amount.as_deref(), Some("100000"), "{:?}", told(&intake));
}

#[test]
fn a_parent_or_a_note_of_a_plan_turns_only_what_was_reached() {
    for (parent, titles, before, row) in [
        (
            "年度预算",
            "预算金额（万元） | 上年结转（万元）",
            "专班 | 年度",
            "文旅 | 2021 | #5 | #1",
        ),
        (
            "预算安排情况",
            "预算金额（万元） | 上年结转（万元）",
            "专班 | 年度",
            "文旅 | 2021 | #5 | #1",
        ),
        (
            "申请预算",
            "申请金额（元） | 申报日期",
            "专班 | 申请编号",
            "文旅 | S1 | #5 | 2021-09-03",
        ),
        (
            "批准预算情况",
            "批准金额（元） | 批准日期",
            "活动编号 | 活动名称 | 支出项目",
            "H1 | 甲 | 会务费 | #5 | 2021-09-03",
        ),
        (
            "活动计划",
            "日期 | 活动类型",
            "活动名称 | 专班",
            "推介 | 文旅 | 2021-09-03 | 推介会",
        ),
        (
            "接待计划",
            "事项类型 | 申请日期",
            "审批单号 | 专班",
            "S1 | 文旅 | 接待 | 2021-09-03",
        ),
        (
            "完成年度目标情况",
            "签约日期 | 开工日期",
            "项目名称 | 阶段",
            "甲 | 签约 | 2021-09-03 | 2021-09-04",
        ),
    ] {
        let header = titles.replace(" | ", "|");
        let names: Vec<&str> = header.split('|').collect();
        let first = before.split('|').count() as u16 + 1;
        let text = format!(
            "{before} | {parent} |\n{}{} | {}\n{row}",
            "| ".repeat(usize::from(first) - 1),
            names[0],
            names[1]
        );
        let mut merges: Vec<_> = (1..first).map(|column| (1, column, 2, column)).collect();
        merges.push((1, first, 1, first + 1));
        let intake = read_grid(merged(&text.replace('#', ""), &merges));
        assert!(turned(&intake).is_empty(), "{parent} {:?}", told(&intake));
        let known = intake
            .tables
            .found
            .first()
            .map(|found| found.titles.iter().filter(|(_, _, name)| name.is_some()).count());
        assert_eq!(known, Some(usize::from(first) + 1), "{parent} {:?}", told(&intake));
    }
    for (titles, row) in [
        (
            "专班 | 年度 | 预算金额（计划）（万元） | 上年结转（余额）（万元）",
            "文旅 | 2021 | #5 | #1",
        ),
        (
            "专班 | 年度 | 预算金额（年度任务）（万元） | 上年结转（剩余）（万元）",
            "文旅 | 2021 | #5 | #1",
        ),
        (
            "专班 | 年度 | 预算金额（核减后）（万元） | 上年结转（结余）（万元）",
            "文旅 | 2021 | #5 | #1",
        ),
        (
            "专班 | 申请编号 | 申请金额（预算）（元） | 申报日期 | 核定金额（核减后）（元）",
            "文旅 | S1 | #5 | 2021-09-03 | #4",
        ),
        (
            "专班 | 申请编号 | 申请金额（元） | 申报日期 | 核定金额（元，扣减后）",
            "文旅 | S1 | #5 | 2021-09-03 | #4",
        ),
    ] {
        let intake = rows(titles, row);
        assert!(turned(&intake).is_empty(), "{titles} {:?}", told(&intake));
        assert_eq!(
            intake.tables.budgets.len() + intake.tables.applications.len(),
            1,
            "{titles} {:?}",
            told(&intake)
        );
    }
    let intake = rows(
        "专班 | 申请编号 | 申请金额（元） | 申报日期 | 核定金额（核减）（元）",
        "文旅 | S1 | #5 | 2021-09-03 | #4",
    );
    assert_eq!(turned(&intake).len(), 1, "{:?}", told(&intake));
}

#[test]
fn of_the_ends_of_a_time_the_first_is_the_day_where_a_table_has_one() {
    let intake = rows(
        "活动时间（起） | 活动时间（止） | 活动类型 | 活动名称 | 专班",
        "2021-09-03 | 2021-09-05 | 推介会 | 甲 | 文旅",
    );
    assert_eq!(intake.tables.activities.len(), 1, "{:?}", told(&intake));
    let from = intake.tables.activities[0].days.get().map(|days| days.from.to_string());
    assert_eq!(from.as_deref(), Some("2021-09-03"));
    let intake = rows(
        "凭证号 | 支出日期（起） | 支出日期（止） | 支出项目 | 金额（元）",
        "A1 | 2021-09-03 | 2021-09-05 | 会务费 | #5",
    );
    assert_eq!(intake.tables.expenses.len(), 1, "{:?}", told(&intake));
    let intake = rows("审批单号 | 专班 | 事项类型 | 申请时间（起）", "S1 | 文旅 | 接待 | 2021-09-03");
    assert_eq!(intake.tables.approvals.len(), 1, "{:?}", told(&intake));
}

#[test]
fn the_ends_of_a_time_may_stand_in_brackets() {
    for (from, to) in [
        ("外出时间（起）", "外出时间（止）"),
        ("日期（自）", "日期（至）"),
        ("外出日期（开始）", "外出日期（结束）"),
        ("时间(起)", "时间(止)"),
    ] {
        let intake = rows(&format!("{from} | {to} | 姓名 | 工作内容"), "2021-06-01 | 2021-06-03 | 王伟 | 考察");
        let days = intake.tables.logs.first().and_then(|log| log.window()).map(|days| days.length());
        assert_eq!(days, Some(3), "{from} {:?}", told(&intake));
    }
    for (from, to, of_hire) in [
        ("出差时间（起）", "出差时间（止）", false),
        ("外出时间（起）", "外出时间（止）", false),
        ("租车时间（起）", "租车时间（止）", true),
        ("租车日期（自）", "租车日期（至）", true),
    ] {
        let intake = rows(
            &format!("凭证号 | 日期 | 支出项目 | 金额（元） | {from} | {to}"),
            "A1 | 2021-06-05 | 差旅费 | #5 | 2021-06-01 | 2021-06-03",
        );
        let expense = &intake.tables.expenses[0];
        let days = if of_hire { expense.hire() } else { expense.trip() };
        assert_eq!(days.map(|days| days.length()), Some(3), "{from} {:?}", told(&intake));
    }
    // One end alone is no day of a log.
    let intake = rows("日期（起） | 姓名 | 工作内容", "2021-06-01 | 王伟 | 考察");
    assert!(intake.tables.logs.is_empty(), "{:?}", told(&intake));
}

#[test]
fn a_title_that_names_two_units_names_none() {
    let contract = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期";
    let row = "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03";
    for title in ["合同金额（亿元、万美元）", "合同金额（万元或万美元）", "合同金额（元/万元）"] {
        let intake = rows(&format!("{contract} | {title}"), &format!("{row} | #5"));
        assert!(intake.tables.contracts.is_empty(), "{title} {:?}", told(&intake));
        assert!(matches!(what(&intake, "D008"), What::Amount(Unreadable::SeveralUnits)), "{title}");
        let own = rows(&format!("{contract} | {title}"), &format!("{row} | 5万美元"));
        assert_eq!(own.tables.contracts.len(), 1, "{title} {:?}", told(&own));
    }
    for (title, expected) in [
        ("合同金额（USD）", "5 USD"),
        ("合同金额（$）", "5 USD"),
        ("合同金额（万元，含税）", "50000 CNY"),
        ("合同金额（单位：万元人民币）", "50000 CNY"),
    ] {
        let intake = rows(&format!("{contract} | {title}"), &format!("{row} | #5"));
        let money = intake.tables.contracts[0].amount.value();
        let shown = money.map(|money| format!("{} {}", money.amount, money.currency.code()));
        assert_eq!(shown.as_deref(), Some(expected), "{title} {:?}", told(&intake));
        assert!(told(&intake).is_empty(), "{title} {:?}", told(&intake));
    }
    // 币种 says which of two currencies it is.
    let titles = format!("{contract} | 合同金额（万元/万美元） | 币种");
    let intake = rows(&titles, &format!("{row} | #5 | 美元"));
    let money = intake.tables.contracts[0].amount.value();
    assert_eq!(money.map(|money| money.amount.to_string()).as_deref(), Some("50000"));
}

#[test]
fn two_columns_for_one_amount_must_agree() {
    let expense = "凭证号 | 日期 | 支出项目";
    let row = "A1 | 2021-06-01 | 会务费";
    for (titles, cells, told_at) in [
        ("金额（元） | 金额（元）", "#10 | #20", Some("D2")),
        ("金额（元） | 金额（元）", "#10 | #10", None),
        ("金额（元） | 金额（元）", "#10 |", None),
        ("金额（元） | 金额（万元）", "#10 | #0.001", None),
        ("支出金额（元） | 实付金额（元）", "#10 | #20", Some("E2")),
        ("支出金额（元） | 票据金额（元）", "#10 | #20", None),
        ("报销金额（元） | 申请金额（元）", "#10 | #20", None),
    ] {
        let intake = rows(&format!("{expense} | {titles}"), &format!("{row} | {cells}"));
        assert_eq!(
            intake.tables.expenses.len(),
            usize::from(told_at.is_none()),
            "{titles} {cells} {:?}",
            told(&intake)
        );
        if told_at.is_some() {
            let problem = only(&intake, "D008");
            assert!(matches!(&problem.what, What::AmountsDiffer { .. }), "{titles}");
            assert_eq!(problem.place.a1().as_deref(), told_at);
        }
    }
    let receipt = "合同编号 | 到账日期 | 凭证类型 | 凭证号";
    let row = "H1 | 2021-05-01 | 发票 | V1";
    for (titles, cells, agree) in [
        ("实际到位资金（万元） | 到账金额（万元）", "#55 | #5", false),
        ("到位金额（亿元） | 到位金额（万元）", "#0.0005 | #5", true),
        ("到位资金（万元） | 累计到位资金（万元）", "#5 | #55", true),
        ("本次到位（万元） | 当年到位资金（万元）", "#5 | #55", true),
        ("金额（万元） | 其中：省外资金（万元）", "#5 | #3", true),
    ] {
        let intake = rows(&format!("{receipt} | {titles}"), &format!("{row} | {cells}"));
        assert_eq!(intake.tables.receipts.len(), usize::from(agree), "{titles} {:?}", told(&intake));
    }
}

#[test]
fn an_amount_need_not_agree_with_a_part_of_it() {
    let contract = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同总投资（亿元） | 合同引资额（万元）";
    let intake = rows(contract, "HT-1 | 甲 | 乙 | 正式合同 | 2021-09-03 | 1 | 2000");
    assert_eq!(intake.tables.contracts.len(), 1, "{:?}", told(&intake));
}

#[test]
fn a_child_and_its_parent_may_make_a_name_in_that_order() {
    let receipt = "合同编号 | 专班 | 到账日期 | 凭证类型 | 凭证号 | 到位资金（万元） |\n | | | | |";
    let merges = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4), (1, 5, 2, 5), (1, 6, 1, 7)];
    for (children, cells) in [("本次 | 累计", "#5 | #55"), ("累计 | 本次", "#55 | #5")] {
        let text = format!("{receipt} {children}\nH1 | 文旅 | 2021-09-05 | 发票 | P1 | {cells}");
        let intake = read_grid(merged(&text, &merges));
        assert_eq!(intake.tables.receipts.len(), 1, "{children} {:?}", told(&intake));
        let amount = intake.tables.receipts[0].amount.value().map(|money| money.amount.to_string());
        assert_eq!(amount.as_deref(), Some("50000"), "{children}");
    }
    let text = "合同编号 | 专班 | 到位资金 | | |\n | | 日期 | 金额（万元） | 凭证类型 | 凭证号\nH1 | 文旅 | 2021-09-05 | #5 | 发票 | P1";
    let intake = read_grid(merged(text, &[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 6)]));
    assert_eq!(intake.tables.receipts.len(), 1, "{:?}", told(&intake));
    let text = "凭证号 | 日期 | 支出项目 | 专班 | 金额（元） |\n | | | | 申报 | 核定\nA1 | 2021-09-03 | 差旅费 | 文旅 | #300 | #200";
    let intake = read_grid(merged(
        text,
        &[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 2, 4), (1, 5, 1, 6)],
    ));
    assert_eq!(intake.tables.expenses.len(), 1, "{:?}", told(&intake));
}

#[test]
fn a_row_that_numbers_the_columns_is_no_data() {
    for row in [
        "甲 | 乙 | 丙 | 1 | 2",
        "A | B | C | D=E+F | E",
        "(1) | (2) | (3) | (4) | (5)",
        "栏次 | 1 | 2 | 3 | 4",
        "① | ② | ③ | ④ | ⑤",
    ] {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 专班\n{row}\nA1 | 2021-09-03 | 会务费 | 5 | 文旅");
        let intake = read(&text);
        assert_eq!(intake.tables.expenses.len(), 1, "{row}");
        assert!(told(&intake).is_empty(), "{row} {:?}", told(&intake));
    }
    // 甲 alone is the name of a project.
    let intake = read("项目名称 | 阶段 | 总投资（万元）\n甲 | 在谈 | 1\n乙 | 签约 | 2");
    assert_eq!(intake.tables.projects.len(), 2);
}

#[test]
fn a_synonym_of_the_workspace_with_a_unit_stands_for_the_name_without_it() {
    for (title, amount) in [("花了多少钱（元）", "5"), ("花了多少钱（万元）", "50000"), ("花了多少钱", "5")] {
        let text = format!("凭证号 | 日期 | 支出项目 | {title}\nA1 | 2021-09-03 | 会务费 | 5");
        let mut scene = Scene::new("2021").sheet("文旅.xlsx", "表", &text);
        let names = scene.settings.synonyms.entry("expense".to_owned()).or_default();
        names.insert("金额".to_owned(), vec!["花了多少钱（元）".to_owned(), "单价（元）".to_owned()]);
        let intake = balanced(scene.intake());
        let read = intake.tables.expenses.first().and_then(|row| row.amount.value());
        assert_eq!(read.map(|money| money.amount.to_string()).as_deref(), Some(amount), "{title}");
    }
    // What is built in stays what it is.
    let mut scene = Scene::new("2021").sheet(
        "文旅.xlsx",
        "表",
        "凭证号 | 日期 | 支出项目 | 单价 | 金额（元）\nA1 | 2021-09-03 | 会务费 | 3 | 5",
    );
    let names = scene.settings.synonyms.entry("expense".to_owned()).or_default();
    names.insert("金额".to_owned(), vec!["单价（元）".to_owned()]);
    let intake = balanced(scene.intake());
    assert_eq!(
        intake.tables.expenses[0]
            .amount
            .value()
            .map(|money| money.amount.to_string())
            .as_deref(),
        Some("5")
    );
}
