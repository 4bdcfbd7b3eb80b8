use crate::intake::grid::Grid;
use crate::intake::header;
use crate::intake::header::Heading;
use crate::intake::title;
use crate::intake::title::Known;
use crate::intake::title::Names;
use crate::problem::Layout;
use crate::problem::What;
use crate::records::Kind;
use crate::records::column::Column;
use crate::testing::Scene;

use super::*;

fn kinds(intake: &Intake) -> Vec<Kind> {
    intake.tables.found.iter().map(|found| found.kind).collect()
}

#[test]
fn every_table_is_recognised_by_its_canonical_names() {
    for kind in Kind::ALL {
        let names: Vec<&str> = kind.table().columns.iter().map(|column| column.name).collect();
        let intake = read(&names.join(" | "));
        assert_eq!(kinds(&intake), [kind], "{names:?} {:?}", told(&intake));
        let titles = &intake.tables.found[0].titles;
        for (_, title, name) in titles {
            assert_eq!(*name, Some(&**title), "{kind:?}");
        }
    }
}

#[test]
fn every_name_of_every_column_is_recognised() {
    let names = Names::new(&Settings::default());
    for kind in Kind::ALL {
        let columns = kind.table().columns;
        for (position, column) in columns.iter().enumerate() {
            for name in column.names() {
                let title = |(at, other): (usize, &Column)| if at == position { name } else { other.name };
                let titles: Vec<&str> = columns.iter().enumerate().map(title).collect();
                let headings = header::find(&merged(&titles.join(" | "), &[]), &[], &names);
                let [Heading::Known(header)] = headings.found.as_slice() else {
                    panic!("{kind:?} {name}: {headings:?}");
                };
                assert_eq!(header.kind, kind, "{name} for {}", column.name);
                assert_eq!(header.columns[position].known, Some(Known::Column(position)), "{kind:?} {name}");
            }
        }
    }
}

#[test]
fn no_name_stands_for_two_columns_of_one_table() {
    for kind in Kind::ALL {
        let mut seen = std::collections::BTreeMap::new();
        for column in kind.table().columns {
            for name in column.names() {
                let other = seen.insert(crate::intake::title::folded(name), column.name);
                assert!(
                    other.is_none_or(|other| other == column.name),
                    "{kind:?} {name}: {other:?} and {}",
                    column.name
                );
            }
        }
    }
}

#[test]
fn a_table_is_found_below_titles_and_with_odd_titles() {
    let text = "
文化旅游产业招商专班2021年签约合同台账
填报单位：文旅专班 | | | 单位：万元

 序  号 | *合同编号 | 项 目\u{3000}名称 | 投资方： | 合同类型（正式/框架） | 签订日期 | 合同金额（亿元）
1 | HT-1 | 甲项目 | 乙公司 | 正式合同 | 7月8日 | 1.5";
    let intake = read_as("台账.xlsx", "Sheet1", text);
    assert_eq!(told(&intake), Vec::<String>::new());
    let contract = &intake.tables.contracts[0];
    assert_eq!(
        contract.amount.value().map(|money| money.amount.to_string()),
        Some("150000000".to_owned())
    );
    assert_eq!(contract.signed.get(), "2021-07-08".parse().ok());
    assert_eq!(intake.tables.found[0].header_row, 5);
    assert_eq!(contract.squad.value().and_then(|owner| owner.squad()).map(|squad| squad.0), Some(3));
}

#[test]
fn two_rows_of_titles_with_merged_parents() {
    let text = "
合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额 | 认定材料 | | | |
 | | | | | （万元） | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表
HT-1 | 甲项目 | 乙公司 | 正式合同 | 2021-07-08 | 100 | 有 | 有 | 有 | 有 | 无";
    for merges in [vec![(2, 7, 2, 11), (2, 1, 3, 1), (2, 2, 3, 2)], vec![]] {
        let intake = read_grid(merged(text, &merges));
        assert_eq!(told(&intake), Vec::<String>::new());
        let contract = &intake.tables.contracts[0];
        assert_eq!(contract.has_form.get(), Some(false));
        assert_eq!(contract.has_contract.get(), Some(true));
        assert_eq!(intake.tables.found[0].header_row, 2);
    }
}

#[test]
fn a_line_of_unit_and_department_is_no_parent() {
    let text = "经费支出明细表\n填报单位：文旅专班 | | | 单位：万元\n凭证号 | 报销日期 | 支出项目 | 金 额 | 出差时间 |\n | | | | 起 | 止\nP1 | 2021-01-10 | 差旅费 | #5 | 2021-01-04 | 2021-01-07";
    let intake = read_grid(merged(text, &[(1, 1, 1, 6), (2, 1, 2, 3), (2, 4, 2, 6), (3, 5, 3, 6)]));
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.found[0].header_row, 3);
    assert_eq!(
        intake.tables.expenses[0]
            .amount
            .value()
            .map(|money| money.amount.to_string())
            .as_deref(),
        Some("50000")
    );
    // Parents that no name needs belong to the header nevertheless.
    let text = "名册\n基本情况 | | 专班情况 |\n姓名 | 单位 | 角色 | 到岗日期\n王伟 | 工信局 | 组长 | 2021-01-01";
    let intake = read_grid(merged(text, &[(1, 1, 1, 4), (2, 1, 2, 2), (2, 3, 2, 4)]));
    assert_eq!(intake.tables.found[0].header_row, 2);
}

#[test]
fn lines_of_labels_above_are_no_part_of_the_header() {
    let header = "姓名 | 角色 | 专班 | 单位 | 到岗日期";
    for line in [
        "专班 | 先进制造 | 年度 | 2021",
        "单位 | 工信局 | 级别 | 处级\n专班 | 先进制造 | 联系电话 | 0359",
        "人员 | 岗位",
    ] {
        let intake = read(&format!("名册\n{line}\n{header}\n王伟 | 组长 | 先进制造 | 工信局 | 2021-01-01"));
        assert_eq!(told(&intake), Vec::<String>::new(), "{line}");
        assert_eq!(intake.tables.found[0].header_row as usize, 2 + line.lines().count(), "{line}");
        assert_eq!(&*intake.tables.found[0].titles[2].1, "专班");
    }
}

#[test]
fn a_child_alone_may_be_ambiguous_the_pair_is_not() {
    let text = "
凭证号 | 日期 | 支出项目 | 金额（元） | 出差时间 | | 租车时间 |
 | | | | 起 | 止 | 起 | 止
P1 | 2021-07-08 | 差旅费 | 100 | 2021-07-01 | 2021-07-03 | 2021-07-02 | 2021-07-02";
    let intake = read_grid(merged(text, &[(2, 5, 2, 6), (2, 7, 2, 8)]));
    assert_eq!(told(&intake), Vec::<String>::new());
    let expense = &intake.tables.expenses[0];
    assert_eq!(expense.leaves.get(), "2021-07-01".parse().ok());
    assert_eq!(expense.hire_to.get(), "2021-07-02".parse().ok());
}

/// A header of two rows with its rows: a title alone is merged over both rows, a parent over its children (`parent > a, b`).
fn two_rows(titles: &str, rows: &str, with_merges: bool) -> Grid {
    let mut upper = Vec::new();
    let mut lower = Vec::new();
    let mut merges = Vec::new();
    for title in titles.split(" | ") {
        let left = upper.len() as u16 + 1;
        match title.split_once(" > ") {
            None => {
                upper.push(title.to_owned());
                lower.push(String::new());
                merges.push((1, left, 2, left));
            }
            Some((parent, children)) => {
                let children: Vec<&str> = children.split(", ").collect();
                merges.push((1, left, 1, left + children.len() as u16 - 1));
                upper.push(parent.to_owned());
                upper.extend(children.iter().skip(1).map(|_| String::new()));
                lower.extend(children.iter().map(|child| child.replace('_', "")));
            }
        }
    }
    let text = format!("{}\n{}\n{rows}", upper.join("|"), lower.join("|"));
    merged(&text, if with_merges { &merges } else { &[] })
}

/// The titles below which nothing of the only table counts.
fn unknown_titles(intake: &Intake) -> Vec<String> {
    let titles = intake.tables.found.iter().flat_map(|found| &found.titles);
    let unknown = titles.filter(|(_, _, name)| name.is_none());
    unknown.map(|(_, title, _)| title.to_string()).collect()
}

#[test]
fn titles_below_a_parent_are_titles_also_when_they_are_not_known() {
    let contract = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期";
    let row = "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03";
    let project = "项目名称 | 专班 | 阶段";
    // The titles, a row, the columns' names (a stroke where nothing is known), and the titles that are told.
    for (titles, row, names, unknown) in [
        (
            format!(
                "{contract} | 合同金额（万元） > 总额, 其中：外资 | 认定材料 > 合同文本, 注册证照, 投资方身份证明, 资金凭证, 项目登记表"
            ),
            format!("{row} | #5 | #1 | 是 | 是 | 是 | 是 | 是"),
            "合同金额 - 合同文本 注册证照 投资方身份证明 资金凭证 项目登记表",
            "合同金额（万元）／其中：外资",
        ),
        (
            format!("{contract} | 合同金额 > 金额（万元）, 币种"),
            format!("{row} | #5 | 人民币"),
            "合同金额 币种",
            "",
        ),
        (
            format!("{contract} | 合同金额（万元） > 一期, 二期, 合计"),
            format!("{row} | #2 | #3 | #5"),
            "- - 合同金额",
            "合同金额（万元）／一期 合同金额（万元）／二期",
        ),
        (
            format!("{contract} | 合同金额（万元） > 合计, 2021年, 2022年"),
            format!("{row} | #5 | #3 | #2"),
            "合同金额 - -",
            "合同金额（万元）／2021年 合同金额（万元）／2022年",
        ),
        (
            format!("{contract} | 合同金额（亿元） > 小计（万元）, 内资, 外资"),
            format!("{row} | #5 | #3 | #2"),
            "合同金额 - -",
            "合同金额（亿元）／内资 合同金额（亿元）／外资",
        ),
        (
            format!("{contract} | 合同金额（万元） | 联系方式 > 手机, 座机"),
            format!("{row} | #5 | 1 | 2"),
            "合同金额 - -",
            "联系方式／手机 联系方式／座机",
        ),
        (
            "合同编号 | 专班 | 到账日期 | 凭证类型 | 凭证号 | 实际到位内资（亿元） > 总额, 其中：省外资金".to_owned(),
            "HT-1 | 文旅 | 2021-09-09 | 发票 | 1 | #5 | #2".to_owned(),
            "金额 -",
            "实际到位内资（亿元）／其中：省外资金",
        ),
        (
            format!("{contract} | 合同金额 > 人民币（万元）, 其中外资（万美元）"),
            format!("{row} | #5 | #1"),
            "合同金额 -",
            "合同金额／其中外资（万美元）",
        ),
        (
            format!("{contract} | 合同金额（万元） | 注册情况 > 企业名称, 日期"),
            format!("{row} | #5 | 丙公司 | 2021-09-04"),
            "合同金额 注册企业名称 注册日期",
            "",
        ),
        (
            format!("{project} | 总投资（亿元） > 合计, 其中：固定资产投资 | 时间节点 > 签约, 注册, 开工, 投产"),
            "甲 | 文旅 | 开工 | #5 | #3 | 2021-01-01 | 2021-02-01 | 2021-09-05".to_owned(),
            "总投资 - 签约日期 注册日期 开工日期 投产日期",
            "总投资（亿元）／其中：固定资产投资",
        ),
        (
            format!("{project} | 投资额（亿元） > 总投资, 已完成投资 | 日期 > 签约, 注册, 开工, 投产"),
            "甲 | 文旅 | 开工 | #5 | #3 | 2021-01-01 | 2021-02-01 | 2021-09-05".to_owned(),
            "总投资 - 签约日期 注册日期 开工日期 投产日期",
            "投资额（亿元）／已完成投资",
        ),
    ] {
        for with_merges in [true, false] {
            let intake = read_grid(two_rows(&titles, &row, with_merges));
            let table = format!("{titles} {with_merges} {:?}", told(&intake));
            assert_eq!(intake.tables.found.len(), 1, "{table}");
            let found = &intake.tables.found[0];
            let kind_has = titles
                .split(" | ")
                .take_while(|title| !title.contains(" > ") && !title.contains('（'))
                .count();
            let read: Vec<&str> = found.titles.iter().skip(kind_has).map(|(_, _, name)| name.unwrap_or("-")).collect();
            assert_eq!(read.join(" "), names, "{table}");
            assert_eq!(unknown_titles(&intake).join(" "), unknown, "{table}");
            let expected: &[&str] = if unknown.is_empty() { &[] } else { &["D019"] };
            let rules: Vec<String> = told(&intake).iter().map(|told| told[..4].to_owned()).collect();
            assert_eq!(rules, expected, "{table}");
            let money = match found.kind {
                Kind::Contract => intake.tables.contracts[0].amount.value(),
                Kind::Receipt => intake.tables.receipts[0].amount.value(),
                _ => intake.tables.projects[0].investment.value(),
            };
            let yuan = money.map(|money| money.amount.to_string());
            let expected = if found.kind == Kind::Contract { "50000" } else { "500000000" };
            assert_eq!(yuan.as_deref(), Some(expected), "{table}");
        }
    }
}

#[test]
fn a_currency_below_money_takes_the_scale_of_its_parent() {
    let contract = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期";
    for (group, unit) in [
        ("合同金额（万元） > 美元, 其中：设备", Some("10000 USD")),
        ("合同金额（万元） > 美元（元）, 其中：设备", Some("1 USD")),
        ("合同金额 > 万美元, 其中：设备", Some("10000 USD")),
        ("合同金额（亿元） > 人民币, 其中：设备", Some("100000000 CNY")),
        ("合同金额 > 人民币, 其中：设备", None),
    ] {
        let row = "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #1 | #1";
        let intake = read_grid(two_rows(&format!("{contract} | {group}"), row, true));
        assert_eq!(intake.tables.contracts.len(), 1, "{group} {:?}", told(&intake));
        let money = intake.tables.contracts[0].amount.value();
        let read = money.map(|money| format!("{} {}", money.amount, money.currency.code()));
        assert_eq!(read.as_deref(), Some(unit.unwrap_or("10000 CNY")), "{group}");
        assert_eq!(told(&intake).iter().any(|told| told.starts_with("D009")), unit.is_none(), "{group}");
    }
}

#[test]
fn a_year_as_a_number_below_a_merged_parent_is_a_title() {
    let contract = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期";
    let row = "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #5 | #7";
    let titles = format!("{contract} | 合同金额（万元） > #2021, #2022");
    match what(&read_grid(two_rows(&titles, row, true)), "D002") {
        What::UnknownTable { nearest, .. } => assert_eq!(nearest, &[(Kind::Contract, vec!["合同金额"])]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn money_below_a_parent_is_not_guessed() {
    let contract = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期";
    let receipt = "合同编号 | 专班 | 到账日期 | 凭证类型 | 凭证号";
    for (titles, row, kind, missing) in [
        (
            format!("{contract} | 合同金额（万元） > 一期, 二期"),
            "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #2 | #3",
            Kind::Contract,
            "合同金额",
        ),
        (
            format!("{contract} | 合同金额 > 人民币（万元）, 美元（万美元）"),
            "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #2 | #3",
            Kind::Contract,
            "合同金额",
        ),
        (
            format!("{contract} | 合同金额（万元） > 合计, 总额"),
            "HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #2 | #3",
            Kind::Contract,
            "合同金额",
        ),
        (
            format!("{receipt} | 到位资金（万元） > 累计, 本月"),
            "HT-1 | 文旅 | 2021-09-09 | 发票 | 1 | #9 | #5",
            Kind::Receipt,
            "金额",
        ),
        (
            format!("{receipt} | 到位资金（万元） > 本月, 累计"),
            "HT-1 | 文旅 | 2021-09-09 | 发票 | 1 | #9 | #5",
            Kind::Receipt,
            "金额",
        ),
    ] {
        for with_merges in [true, false] {
            let intake = read_grid(two_rows(&titles, row, with_merges));
            match what(&intake, "D002") {
                What::UnknownTable { nearest, .. } => assert_eq!(nearest, &[(kind, vec![missing])], "{titles} {with_merges}"),
                other => panic!("{other:?}"),
            }
            assert!(intake.tables.found.is_empty(), "{titles} {with_merges}");
        }
    }
}

#[test]
fn three_rows_of_titles() {
    let text = "
合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | |
 | | | | | | 总额 | 其中 |
 | | | | | | | 内资 | 外资
HT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #5 | #4 | #1";
    let mut merges: Vec<_> = (1..=6).map(|column| (2, column, 4, column)).collect();
    merges.extend([(2, 7, 2, 9), (3, 7, 4, 7), (3, 8, 3, 9)]);
    for merges in [merges, vec![]] {
        let intake = read_grid(merged(text, &merges));
        assert_eq!(told(&intake), ["D019 H4"], "{merges:?}");
        assert_eq!(
            unknown_titles(&intake),
            ["合同金额（万元）／其中／内资", "合同金额（万元）／其中／外资"]
        );
        let amount = intake.tables.contracts[0].amount.value().map(|money| money.amount.to_string());
        assert_eq!(amount.as_deref(), Some("50000"));
    }
}

#[test]
fn the_row_below_a_parent_may_be_data() {
    // A parent merged over two columns, with data below that fills the other columns too, or that are no titles.
    let text = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册企业名称 |\nHT-1 | 甲 | 文旅 | 乙 | 正式合同 | 2021-09-03 | #5 | 甲公司 | 乙公司";
    let intake = read_grid(merged(text, &[(1, 8, 1, 9)]));
    assert_eq!(intake.tables.contracts.len(), 1, "{:?}", told(&intake));
    let text = "姓名 | 角色 | 到岗日期 |\n | | 2021-01-01 | 2021-02-01\n王伟 | 组长 | 2021-01-01 |";
    let intake = read_grid(merged(text, &[(1, 3, 1, 4)]));
    assert_eq!(intake.tables.found[0].titles.len(), 3);
}

#[test]
fn data_rows_are_no_header() {
    let text = "专班 | 姓名 | 角色\n先进制造 | 王伟 | 组长\n先进制造 | 姓名 | 专职成员";
    let intake = read(text);
    assert_eq!(intake.tables.roster.len(), 2);
}

#[test]
fn a_sheet_that_is_no_table_is_told_with_what_it_lacks() {
    let intake = read("合同编号 | 项目名称 | 投资方 | 签订日期\nHT-1 | 甲 | 乙 | 2021-07-08\nHT-2 | 丙 | 丁 | 2021-07-08");
    match what(&intake, "D002") {
        What::UnknownTable { nearest, tie, .. } => {
            assert!(!tie);
            assert_eq!(nearest, &[(Kind::Contract, vec!["合同类型", "合同金额"])]);
        }
        other => panic!("{other:?}"),
    }
    for sheet in ["", "运城市产业招商专班\n2021年9月", "说明 | 请填写\n", "封面"] {
        assert_eq!(told(&read(sheet)), Vec::<String>::new(), "{sheet}");
    }
    assert_eq!(told(&read("甲 | 乙\n1 | 2")), ["D002 0"]);
}

#[test]
fn a_sheet_that_is_no_list_is_told_by_its_layout() {
    let form = "产业招商专班项目登记表\n项目名称 | 甲项目 | 专班 | 先进制造专班\n投资方 | 甲公司 | 项目阶段 | 签约\n\
                总投资（万元） | 5000 | 签约日期 | 2021年3月5日\n首次对接日期 | 2021.1.5 | 开工日期 |";
    let narrow = "项目名称 | 甲项目\n专班 | 先进制造专班\n投资方 | 甲公司\n项目阶段 | 开工\n签约日期 | 2021年3月5日";
    let turned =
        "项目名称 | 甲项目 | 乙项目 | 丙项目\n专班 | 先进制造 | 先进制造 | 先进制造\n阶段 | 开工 | 在谈 | 在谈\n投资方 | 甲 | 乙 | 丙";
    let days = "先进制造专班外出考勤表\n姓名 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8\n王伟 | √ | √ | √ | √ | √ | √ | √ | 外\n赵志刚 | 外 | 外 | 外 | 外 | 外 | 外 | 外 | √";
    let cross = "专班 | 会务费 | 差旅费 | 接待费 | 合计\n先进制造 | 100 | 200 | 0 | 300\n文化旅游 | 50 | 0 | 0 | 50";
    for (sheet, expected) in [
        (form, Some(Layout::Form)),
        (narrow, Some(Layout::Form)),
        (turned, Some(Layout::Turned)),
        (days, Some(Layout::Days)),
        (cross, Some(Layout::Cross)),
        (
            "合同编号 | 项目名称 | 投资方 | 签订日期\nHT-1 | 甲 | 乙 | 2021-07-08\nHT-2 | 丙 | 丁 | 2021-07-08",
            None,
        ),
    ] {
        match what(&read(sheet), "D002") {
            What::UnknownTable { nearest, layout, .. } => {
                assert_eq!(*layout, expected, "{sheet}");
                assert_eq!(nearest.is_empty(), expected.is_some(), "{sheet}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_list_of_names_is_no_library() {
    for text in [
        "姓名 | 单位 | 职务 | 联系电话 | 签到时间\n王伟 | 工信局 | 科长 | 13900000000 | 9:00\n李强 | 工信局 | 科长 | 13900000001 | 9:00",
        "日期 | 姓名 | 联系电话\n2021-09-01 | 王伟 | 13900000000\n2021-09-02 | 李强 | 13900000001",
        "项目名称 | 总投资\n甲 | 1\n乙 | 2",
        "企业名称 | 单位 | 联系电话\n甲 | 王伟 | 1\n乙 | 李强 | 2",
        "姓名 | 单位 | 职称 | 签到时间 | 签字\n王伟 | 工信局 | 高工 | 9:00 | 王伟\n李强 | 工信局 | 高工 | 9:00 | 李强",
        "培训签到表\n姓名 | 单位 | 职称 | 联系电话\n王伟 | 工信局 | 高工 | 1\n李强 | 工信局 | 高工 | 2",
        "国庆值班安排\n2021年9月\n姓名 | 单位 | 职称 | 联系电话\n王伟 | 工信局 | 高工 | 1\n李强 | 工信局 | 高工 | 2",
    ] {
        assert_eq!(told(&read(text)), ["D002 0"], "{text}");
    }
    let intake = read("高层次人才信息库\n姓名 | 单位 | 专业领域\n王伟 | 大学 | 材料");
    assert_eq!(kinds(&intake), [Kind::Talent]);
}

#[test]
fn a_table_must_explain_enough_of_the_sheet() {
    assert_eq!(
        told(&read(
            "项目名称 | 阶段 | 甲 | 乙 | 丙\n一 | 签约 | 1 | 2 | 3\n二 | 签约 | 1 | 2 | 3"
        )),
        ["D002 0"]
    );
    assert_eq!(kinds(&read("项目名称 | 阶段 | 甲 | 乙\n一 | 签约 | 1 | 2")), [Kind::Project]);
    assert_eq!(
        kinds(&read("项目名称 | 阶段 | 投资方 | 甲 | 乙 | 丙 | 丁 | 戊\n一 | 签约 | 1 | 2")),
        [Kind::Project]
    );
}

#[test]
fn a_tie_is_told_and_not_guessed() {
    // Three columns of each explain it equally well.
    let text = "项目名称 | 阶段 | 姓名 | 角色\n甲 | 签约 | 王伟 | 组长\n乙 | 签约 | 李强 | 组长";
    let intake = read(text);
    match what(&intake, "D002") {
        What::UnknownTable { nearest, tie, .. } => {
            assert!(tie);
            assert_eq!(
                nearest.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
                [Kind::Roster, Kind::Project]
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(intake.tables.found.is_empty());
}

#[test]
fn two_tables_one_above_another_and_side_by_side() {
    let text = "
名册
姓名 | 角色
王伟 | 组长

项目台账（单位：亿元）
项目名称 | 阶段 | 总投资
甲 | 签约 | 2";
    let intake = read(text);
    assert_eq!(kinds(&intake), [Kind::Roster, Kind::Project]);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(
        intake.tables.projects[0]
            .investment
            .value()
            .map(|money| money.amount.to_string())
            .as_deref(),
        Some("200000000")
    );

    let text = "姓名 | 角色 | 职务 | | 项目名称 | 阶段\n王伟 | 组长 | 科长 | | 甲 | 签约\n | | | | 乙 | 在谈";
    let intake = read(text);
    assert_eq!(kinds(&intake), [Kind::Roster, Kind::Project]);
    assert_eq!((intake.tables.roster.len(), intake.tables.projects.len()), (1, 2));
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn tables_side_by_side_may_have_headers_of_different_heights() {
    let low = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let rows = [
        "HT1 | 甲 | 乙 | 正式合同 | 2021-03-01 | 100",
        "HT2 | 丙 | 丁 | 正式合同 | 2021-03-02 | 200",
    ];
    let (high, children) = ("合同编号 | 到账日期 | 凭证 | | 金额（万元）", " | | 类型 | 号 |");
    let receipts = ["HT1 | 2021-04-01 | 发票 | P1 | 10", "HT2 | 2021-04-02 | 发票 | P2 | 20"];
    let of_high = |left: u16| {
        [
            (1, left, 2, left),
            (1, left + 1, 2, left + 1),
            (1, left + 2, 1, left + 3),
            (1, left + 4, 2, left + 4),
        ]
    };
    // The low header on the left and on the right.
    let left_low = [
        format!("{low} | | {high}"),
        format!("{} | | {children}", rows[0]),
        format!("{} | | {}", rows[1], receipts[0]),
        format!(" | | | | | | | {}", receipts[1]),
    ];
    let right_low = [
        format!("{high} | | {low}"),
        format!("{children} | | {}", rows[0]),
        format!("{} | | {}", receipts[0], rows[1]),
        receipts[1].to_owned(),
    ];
    for (text, left) in [(left_low, 8), (right_low, 1)] {
        let intake = read_grid(merged(&text.join("\n"), &of_high(left)));
        assert_eq!(told(&intake), [""; 0], "{text:?}");
        let mut kinds = kinds(&intake);
        kinds.sort();
        assert_eq!(kinds, [Kind::Contract, Kind::Receipt]);
        assert_eq!((intake.tables.contracts.len(), intake.tables.receipts.len()), (2, 2));
    }
}

#[test]
fn an_unknown_table_beside_a_known_one_is_told() {
    let text = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | | 凭证号 | 支出项目 | 经办人\n\
                HT1 | 甲 | 乙 | 正式合同 | 2021-03-01 | 100 | | F1 | 会务费 | 王伟";
    let intake = read(text);
    assert_eq!(told(&intake), ["D002 1"]);
    assert_eq!(intake.tables.contracts.len(), 1);
}

#[test]
fn lines_above_one_of_two_tables_side_by_side_are_its_own() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额";
    let row = |number: u32, day: &str| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | {day} | #10");
    let tables = |lines: &str, days: [&str; 2]| {
        let rows = format!("{header} | | {header}\n{} | | {}", row(1, days[0]), row(2, days[1]));
        if lines.is_empty() { rows } else { format!("{lines}\n{rows}") }
    };
    let day = "2021-09-03";
    let read = |text: &str, merges: &[(u32, u16, u32, u16)]| -> Vec<String> {
        let intake = read_grids("台账.xlsx", vec![merged(text, merges)]);
        let contracts = intake.tables.contracts.iter();
        let told = contracts.map(|contract| {
            let squad = contract.squad.value().and_then(|owner| owner.squad()).map_or(0, |squad| squad.0);
            let amount = contract.amount.value().map(|money| money.amount.to_string());
            let signed = contract.signed.get().map(|day| day.to_string());
            format!("{squad} {} {}", amount.unwrap_or_default(), signed.unwrap_or_default())
        });
        told.collect()
    };
    let own = ["3 100000 2021-09-03", "2 10 2021-09-03"];
    // A line over all, then each table's squad and unit.
    let lines = "签约台账\n文化旅游专班 | | | | | | | 高效农业专班\n单位：万元 | | | | | | | 单位：元";
    assert_eq!(read(&tables(lines, [day, day]), &[]), own);
    assert_eq!(read(&tables(lines, [day, day]), &[(1, 1, 1, 13), (2, 1, 2, 6), (2, 8, 2, 13)]), own);
    // In rows of their own; the unit stands at the right end of each.
    let lines = "文化旅游专班\n | | | | | | | 高效农业专班\n | | | | | 单位：万元 | | | | | | | 单位：元";
    assert_eq!(read(&tables(lines, [day, day]), &[]), own);
    // One line for both.
    for (lines, merges) in [
        ("文化旅游专班（单位：元）", &[(1, 1, 1, 13)][..]),
        ("文化旅游专班（单位：元）", &[]),
        (" | | 文化旅游专班（单位：元）", &[(1, 3, 1, 10)]),
    ] {
        assert_eq!(
            read(&tables(lines, [day, day]), merges),
            ["3 10 2021-09-03", "3 10 2021-09-03"],
            "{merges:?}"
        );
    }
    // What stands merged over the one, or above the other, is not the neighbour's.
    let lines = "文化旅游专班（单位：元）";
    let intake = read_grids("台账.xlsx", vec![merged(&tables(lines, [day, day]), &[(1, 1, 1, 6)])]);
    assert_eq!(told(&intake), ["D003! 2", "D009 M2"]);
    let lines = " | | | | | | | 高效农业专班（单位：元）";
    let intake = read_grids("台账.xlsx", vec![merged(&tables(lines, [day, day]), &[])]);
    assert_eq!(told(&intake), ["D003! 2", "D009 F2"]);
    // Years.
    let lines = "文旅2020年（元） | | | | | | | 文旅2021年（元）\n单位：元 | | | | | | | 单位：元";
    let read = read(&tables(lines, ["9月1日", "9月1日"]), &[]);
    assert_eq!(read, ["3 10 2020-09-01", "3 10 2021-09-01"]);
}

#[test]
fn one_list_may_stand_twice_in_a_row() {
    let intake = read("姓名 | 角色 | 姓名 | 角色\n王伟 | 组长 | 李强 | 副组长\n赵刚 | 专职成员");
    assert_eq!(kinds(&intake), [Kind::Roster, Kind::Roster]);
    assert_eq!(intake.tables.roster.len(), 3);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn a_header_on_every_page_is_one_table() {
    let text = "
文化旅游专班人员名册
姓名 | 角色
王伟 | 组长
第 1 页 共 2 页
文化旅游专班人员名册
姓名 | 角色
李强 | 专职成员
第 2 页 共 2 页
填表人：张三 | 审核：李四";
    let intake = read(text);
    assert_eq!(kinds(&intake), [Kind::Roster]);
    assert_eq!(intake.tables.roster.iter().map(|row| row.at.row).collect::<Vec<_>>(), [4, 8]);
    assert_eq!(told(&intake), Vec::<String>::new());
}

#[test]
fn the_canonical_name_wins_over_a_synonym() {
    let intake = read("凭证号 | 日期 | 支出项目 | 合计金额 | 金额（元）\nP1 | 2021-07-08 | 差旅费 | 200 | 100");
    assert_eq!(told(&intake), ["D019 D1"]);
    assert_eq!(
        intake.tables.expenses[0]
            .amount
            .value()
            .map(|money| money.amount.to_string())
            .as_deref(),
        Some("100")
    );
}

#[test]
fn unknown_columns_are_told_once_with_the_nearest_name() {
    let intake = read("序号 | 姓名 | 角色 | 到岗的日期 | 血型 | 备注 | 到岗日期 | 角色名\n1 | 王伟 | 组长 | | A | | | 甲");
    match what(&intake, "D019") {
        What::UnknownColumns(columns) => {
            let columns: Vec<_> = columns
                .iter()
                .map(|unknown| (unknown.column, &*unknown.title, unknown.nearest))
                .collect();
            assert_eq!(
                columns,
                [(4, "到岗的日期", Some("到岗日期")), (5, "血型", None), (8, "角色名", Some("角色"))]
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_nearest_name_is_the_most_alike_in_its_order() {
    let header = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册企业名称 | 注册日期";
    let intake = read(&format!("{header} | 注册日其 | 合同文夲 | 签定日期 | 天气 | 期日册注"));
    match what(&intake, "D019") {
        What::UnknownColumns(columns) => {
            let near: Vec<_> = columns.iter().map(|unknown| (&*unknown.title, unknown.nearest)).collect();
            assert_eq!(
                near,
                [
                    ("注册日其", Some("注册日期")),
                    ("合同文夲", Some("合同文本")),
                    ("签定日期", Some("签订日期")),
                    ("天气", None),
                    ("期日册注", None)
                ]
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_workspace_adds_names() {
    let mut scene = Scene::new("2021").sheet("文旅.xlsx", "表", "谁 | 干啥的\n王伟 | 组长");
    for (column, name) in [("姓名", "谁"), ("角色", "干啥的")] {
        let names = scene.settings.synonyms.entry("roster".to_owned()).or_default();
        names.insert(column.to_owned(), vec![name.to_owned()]);
    }
    assert_eq!(kinds(&balanced(scene.intake())), [Kind::Roster]);
}

#[test]
fn hidden_rows_columns_and_sheets_are_read_and_told() {
    let sheet = || merged("姓名 | 角色\n王伟 | 组长\n李强 | 专职成员", &[]);
    let hidden = |grid: Grid| {
        let intake = read_grid(grid);
        assert_eq!(intake.tables.roster.len(), 2);
        match what(&intake, "D024") {
            What::Hidden { rows, columns, sheet, .. } => (rows.clone(), columns.clone(), *sheet),
            other => panic!("{other:?}"),
        }
    };
    let grid = Grid {
        hidden_rows: vec![2, 3, 99],
        hidden_columns: vec![2, 40],
        ..sheet()
    };
    assert_eq!(hidden(grid), (vec![(2, 3)], vec![(2, 2)], false));
    let grid = Grid { hidden: true, ..sheet() };
    assert_eq!(hidden(grid), (vec![], vec![], true));
    let grid = Grid {
        hidden_rows: vec![99],
        ..sheet()
    };
    assert_eq!(told(&read_grid(grid)), Vec::<String>::new());
}

#[test]
fn a_log_of_one_person_may_name_him_above_its_header() {
    let people = |intake: &Intake| -> Vec<String> {
        let rows = intake.tables.logs.iter();
        rows.map(|log| {
            log.people
                .value()
                .into_iter()
                .flatten()
                .map(|name| &*name.shown)
                .collect::<Vec<_>>()
                .join("、")
        })
        .collect()
    };
    let header = "日期 | 地点 | 工作内容";
    for line in [
        "姓名：王伟",
        "姓名： | 王伟",
        "工作人员：王伟　专班：文旅专班",
        "姓名 | 王伟 | 专班 | 文旅",
    ] {
        let intake = read(&format!(
            "工作日志\n{line}\n{header}\n2021-09-06 | 西安 | 洽谈\n2021-09-07 | 西安 | 洽谈"
        ));
        assert_eq!(told(&intake), [""; 0], "{line}");
        assert_eq!(people(&intake), ["王伟", "王伟"], "{line}");
    }
    // Who fills in a squad's log need not be the one who was out; two names in two labels are in doubt.
    for line in ["填报人：王伟", "姓名：王伟 | | 姓名：李娜"] {
        let intake = read(&format!("{line}\n{header}\n2021-09-06 | 西安 | 洽谈"));
        assert_eq!(told(&intake), ["D002 0"], "{line}");
    }
    // Each below his own.
    let two = format!("姓名：王伟\n{header}\n2021-09-06 | 西安 | 洽谈\n\n姓名：李娜\n{header}\n2021-09-06 | 太原 | 考察");
    let intake = read(&two);
    assert_eq!(
        (told(&intake), people(&intake)),
        (vec![], vec!["王伟".to_owned(), "李娜".to_owned()])
    );
    let beside = format!("姓名：王伟 | | | | 姓名：李娜\n{header} | | {header}\n2021-09-06 | 西安 | 洽谈 | | 2021-09-06 | 太原 | 考察");
    let intake = read(&beside);
    assert_eq!(
        (told(&intake), people(&intake)),
        (vec![], vec!["王伟".to_owned(), "李娜".to_owned()])
    );
    // A column of its own is the nearer word.
    let intake = read("姓名：王伟\n日期 | 姓名 | 工作内容\n2021-09-06 | 李娜 | 洽谈\n2021-09-07 | | 洽谈");
    assert_eq!(
        (told(&intake), people(&intake)),
        (vec!["D004! B4".to_owned()], vec!["李娜".to_owned()])
    );
}

#[test]
fn the_sum_of_a_year_so_far_is_no_receipt_beside_a_column_of_receipts() {
    let amounts = |intake: &Intake| -> Vec<String> {
        let amounts = intake.tables.receipts.iter().filter_map(|row| row.amount.get());
        amounts.map(|money| money.amount.normalize().to_string()).collect()
    };
    for (first, second) in [
        ("当年到位资金（万元）", "本次到位（万元）"),
        ("本年累计到位（万元）", "到位金额（万元）"),
        ("当年到位资金情况（亿元）", "本次到账金额（万元）"),
        ("到位资金（万元）", "现阶段到资情况（万元）"),
    ] {
        // Whichever column comes first.
        let so_far_first = title::is_so_far(first);
        for is_turned in [false, true] {
            let pair = |one: &'static str, other: &'static str| {
                if is_turned {
                    format!("{other} | {one}")
                } else {
                    format!("{one} | {other}")
                }
            };
            let (rows, titles) = match so_far_first {
                true => ([pair("500", "500"), pair("800", "300")], pair(first, second)),
                false => ([pair("500", "500"), pair("300", "800")], pair(first, second)),
            };
            let text = format!(
                "合同编号 | 到账日期 | {titles} | 凭证类型 | 凭证号\nHT-1 | 2021-03-01 | {} | 发票 | A1\nHT-1 | 2021-06-01 | {} | 发票 | A2",
                rows[0], rows[1]
            );
            let intake = read(&text);
            assert_eq!(amounts(&intake), ["5000000", "3000000"], "{text}");
        }
    }
}

#[test]
fn a_list_of_titles_that_stands_there_again_is_read_or_told() {
    let names = |text: &str| -> (Vec<String>, Vec<String>) {
        let intake = read(text);
        let names = intake
            .tables
            .roster
            .iter()
            .map(|member| member.name.written().to_string())
            .collect();
        (names, told(&intake))
    };
    let four = "姓名 | 角色 | 姓名 | 角色 | 姓名 | 角色 | 姓名 | 角色\n甲 | 组长 | 乙 | 副组长 | 丙 | 专职成员 | 丁 | 专职成员";
    assert_eq!(names(four).0, ["甲", "乙", "丙", "丁"]);
    assert_eq!(names(four).1, Vec::<String>::new());

    // A column in front belongs to all of them: how is not guessed.
    for (text, cell) in [
        ("专班 | 姓名 | 角色 | 姓名 | 角色\n文化旅游 | 甲 | 组长 | 乙 | 副组长", "D1"),
        (
            "序号 | 姓名 | 角色 | 电话 | 姓名 | 角色 | 电话\n1 | 甲 | 组长 | 1 | 乙 | 副组长 | 2",
            "E1",
        ),
    ] {
        let (read, told) = names(text);
        assert_eq!(read, ["甲"], "{text}");
        assert_eq!(told, [format!("D019 {cell}")], "{text}");
    }
    let intake = super::read("专班 | 姓名 | 角色 | 姓名 | 角色\n文化旅游 | 甲 | 组长 | |\n文化旅游 | 丙 | 专职成员 | 乙 | 副组长");
    let What::RepeatedColumns { columns, first_row } = what(&intake, "D019") else {
        panic!("repeated")
    };
    assert_eq!((columns.len(), *first_row), (2, 3));
    // Where they are blank, and where one title is there twice, a note will do.
    let intake = super::read("专班 | 姓名 | 角色 | 姓名 | 角色\n文化旅游 | 甲 | 组长 | |");
    assert!(matches!(what(&intake, "D019"), What::UnknownColumns(_)));
}

#[test]
fn a_line_above_says_whose_all_lists_below_it_are() {
    let days = |text: &str| -> Vec<String> {
        let intake = read(text);
        assert_eq!(told(&intake), Vec::<String>::new(), "{text}");
        let mut days: Vec<String> = intake
            .tables
            .logs
            .iter()
            .map(|log| format!("{} {}", log.people.written(), log.days.written()))
            .collect();
        days.sort();
        days
    };
    let one = "姓名：王伟\n日期 | 工作内容 | 日期 | 工作内容\n2021-09-01 | 甲 | 2021-09-16 | 乙\n2021-09-02 | 甲 | 2021-09-17 | 乙";
    assert_eq!(
        days(one),
        ["王伟 2021-09-01", "王伟 2021-09-02", "王伟 2021-09-16", "王伟 2021-09-17"]
    );
    let two = "姓名：王伟 | | 姓名：李强 |\n日期 | 工作内容 | 日期 | 工作内容\n2021-09-01 | 甲 | 2021-09-16 | 乙";
    assert_eq!(days(two), ["李强 2021-09-16", "王伟 2021-09-01"]);
}

#[test]
fn a_small_table_below_a_list_is_no_part_of_it() {
    let investors = "企业名称 | 行业 | 联系人 | 联系电话\n甲公司 | 旅游 | 王 | 1\n\n乙公司 | 旅游 | 李 | 2\n\n";
    let names = |intake: &Intake| -> Vec<String> {
        let tables = &intake.tables;
        let investors = tables.investors.iter().map(|row| row.name.written().to_string());
        let talents = tables.talents.iter().map(|row| row.name.written().to_string());
        let members = tables.roster.iter().map(|row| row.name.written().to_string());
        investors.chain(talents).chain(members).collect()
    };
    for small in [
        "已拜访企业 | 时间\n丙公司 | 2021-09-01\n丁公司 | 2021-09-02",
        "行业分布 | 家数\n旅游 | 2\n制造 | 0",
        "姓名 | 手机\n赵六 | 13800000000",
        "二、行业统计\n行业分布 | 家数\n旅游 | 2",
    ] {
        let intake = read(&format!("{investors}{small}"));
        assert_eq!(names(&intake), ["甲公司", "乙公司"], "{small}");
        let row = if small.starts_with('二') { 7 } else { 6 };
        assert_eq!(told(&intake), [format!("D002 {row}")], "{small}");
    }
    let talents = "姓名 | 专业领域 | 职称 | 联系电话\n王伟 | 旅游 | 高工 | 1\n\n类别 | 人数\n高工 | 3";
    assert_eq!(names(&read(talents)), ["王伟"]);
    let roster = "姓名 | 角色 | 电话\n王伟 | 组长 | 1\n\n姓名 | 手机\n赵六 | 13800000000";
    let intake = read(roster);
    assert_eq!(
        (names(&intake), told(&intake)),
        (vec!["王伟".to_owned()], vec!["D002 4".to_owned()])
    );
    // A row of the list behind a blank row is one of its own.
    for row in ["戊公司 | 旅游", "大槐树 | 人才服务 | 赵 | 3", "己公司 | 其他"] {
        let intake = read(&format!("{investors}{row}\n庚公司 | 旅游"));
        assert_eq!(names(&intake).len(), 4, "{row}");
        assert_eq!(told(&intake), Vec::<String>::new(), "{row}");
    }
}
