use chrono::NaiveDate;

use crate::intake::grid::Raw;
use crate::problem::What;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::contract::Contract;
use crate::regulation::SquadId;
use crate::values::Unreadable;
use crate::values::currency::Currency;

use super::*;

const CONTRACT: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn contract(intake: &Intake) -> &Contract {
    assert_eq!(intake.tables.contracts.len(), 1, "{:?}", told(intake));
    &intake.tables.contracts[0]
}

fn yuan(contract: &Contract) -> Option<(String, Currency)> {
    contract.amount.value().map(|money| (money.amount.to_string(), money.currency))
}

/// One contract whose money column has that title and that cell, in a sheet with that line above.
fn money(line: &str, title: &str, cell: &str, more: (&str, &str)) -> Intake {
    let text = format!(
        "{line}\n合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | {title} | {}\nHT-1 | 甲 | 乙 | 正式合同 | 2021-07-08 | {cell} | {}",
        more.0, more.1
    );
    read_grid(merged(&text, &[]))
}

#[test]
fn the_unit_comes_from_the_cell_then_the_title_then_a_line_above_then_the_default() {
    let cases = [
        ("单位：万元", "合同金额（亿元）", "#1.2", "120000000", "CNY"),
        ("单位：万元", "合同金额（亿元）", "3,500万", "35000000", "CNY"),
        ("单位：元", "合同金额", "#1.2", "1.2", "CNY"),
        ("填报单位：文旅专班 | | 金额单位：元", "合同金额", "#100", "100", "CNY"),
        ("台账（单位：亿元、个）", "合同金额", "#1", "100000000", "CNY"),
        ("单位： | 千元", "合同金额", "#1", "1000", "CNY"),
        ("（万元）", "合同金额", "#1", "10000", "CNY"),
        ("", "合同金额[亿元]", "0.1", "10000000", "CNY"),
        ("", "合同金额【元】", "壹佰贰拾万元整", "1200000", "CNY"),
        ("", "合同总金额 万元", "#3", "30000", "CNY"),
        ("", "合同金额（万元）", "#0.30000000000000004", "3000", "CNY"),
        ("", "合同金额（万美元）", "#500", "5000000", "USD"),
        ("", "合同金额（万元）", "500万美元", "5000000", "USD"),
        ("单位：万美元", "合同金额", "#500", "5000000", "USD"),
        ("", "合同金额（外资-万美元）", "#500", "5000000", "USD"),
        ("单位：个、元", "合同金额", "#7", "7", "CNY"),
        ("单位：人、万元", "合同金额", "#7", "70000", "CNY"),
        ("", "合同金额（折人民币元）", "#7", "7", "CNY"),
        ("", "合同金额（折合亿元）", "#7", "700000000", "CNY"),
        ("", "合同金额（含税 元）", "#7", "7", "CNY"),
        ("", "合同金额（以元计）", "#7", "7", "CNY"),
        ("", "合同金额（元整）", "#7", "7", "CNY"),
    ];
    for (line, title, cell, amount, currency) in cases {
        let intake = money(line, title, cell, ("", ""));
        assert_eq!(told(&intake), Vec::<String>::new(), "{line} {title} {cell}");
        let (sum, unit) = yuan(contract(&intake)).expect("an amount");
        assert_eq!((sum.as_str(), unit.code()), (amount, currency), "{line} {title} {cell}");
    }
    let intake = money("", "合同金额", "#500", ("", ""));
    assert_eq!(told(&intake), ["D009 F2"]);
    assert!(matches!(what(&intake, "D009"), What::UnitAssumed(columns) if columns == &[(Arc::from("合同金额"), "万元")]));
    assert_eq!(yuan(contract(&intake)).map(|(sum, _)| sum).as_deref(), Some("5000000"));
    // One word for the table, with every column.
    let text = "凭证号 | 日期 | 支出项目 | 住宿费 | 金额 | 伙食补助（元） | 交通补助\nP1 | 2021-07-08 | 差旅费 | 100 | 180 | 80 | 0\nP2 | 2021-07-08 | 差旅费 | 100 | 100 | | -";
    let columns = vec![(Arc::from("金额"), "元"), (Arc::from("住宿费"), "元")];
    assert!(matches!(what(&read(text), "D009"), What::UnitAssumed(told) if *told == columns));
    // A unit in the cell leaves nothing to assume.
    assert_eq!(told(&money("", "合同金额", "500万元", ("", ""))), Vec::<String>::new());
}

#[test]
fn a_currency_column_says_the_currency_and_the_header_its_unit() {
    for (word, code) in [("美元", "USD"), ("港币", "HKD"), ("人民币", "CNY"), ("", "CNY"), ("-", "CNY")] {
        let intake = money("", "合同金额（万元）", "#500", ("币种", word));
        assert_eq!(told(&intake), Vec::<String>::new());
        let (sum, currency) = yuan(contract(&intake)).expect("an amount");
        assert_eq!((sum.as_str(), currency.code()), ("5000000", code), "{word}");
        let table = &intake.account.files[0].tables[0];
        assert_eq!(table.money.is_some(), code == "CNY");
    }
    let intake = money("", "合同金额（万元）", "#500", ("币种", "金条"));
    assert_eq!(told(&intake), ["D023! G3"]);
    assert_eq!(intake.tables.set_aside[0].rule, "D023");
    assert_eq!(intake.tables.set_aside[0].money, None);
}

#[test]
fn a_currency_column_may_name_a_unit_with_it() {
    for (title, word, amount, code) in [
        ("合同金额（万元）", "元", "5000000", "CNY"),
        ("合同金额（万元）", "人民币元", "5000000", "CNY"),
        ("合同金额", "万元", "5000000", "CNY"),
        ("合同金额", "亿美元", "50000000000", "USD"),
    ] {
        let intake = money("", title, "#500", ("币种", word));
        assert_eq!(told(&intake), Vec::<String>::new(), "{title} {word}");
        let (sum, currency) = yuan(contract(&intake)).expect("an amount");
        assert_eq!((sum.as_str(), currency.code()), (amount, code), "{title} {word}");
    }
}

#[test]
fn a_column_of_units_says_the_unit_of_its_row() {
    for (line, title, of_units, unit, amount, code) in [
        ("", "合同金额", "单位", "亿元", "300000000", "CNY"),
        ("", "合同金额", "单位", "元", "3", "CNY"),
        ("", "合同金额", "金额单位", "万美元", "30000", "USD"),
        ("", "合同金额", "计量单位", "万", "30000", "CNY"),
        // It is nearer than the title and the line above.
        ("单位：万元", "合同金额", "单位", "亿元", "300000000", "CNY"),
        ("", "合同金额（万元）", "单位", "亿元", "300000000", "CNY"),
        ("", "合同金额（元）", "单位", "元", "3", "CNY"),
    ] {
        let intake = money(line, title, "#3", (of_units, unit));
        assert_eq!(told(&intake), Vec::<String>::new(), "{line} {title} {unit}");
        let (sum, currency) = yuan(contract(&intake)).expect("an amount");
        assert_eq!((sum.as_str(), currency.code()), (amount, code), "{line} {title} {unit}");
    }
    // The amount's own text is nearer still.
    let own = money("", "合同金额", "3亿元", ("单位", "万元"));
    assert_eq!(yuan(contract(&own)).map(|(sum, _)| sum).as_deref(), Some("300000000"));
    // 元 beside a title in 万元 may be meant as a currency.
    let differing = money("", "合同金额（万元）", "#3", ("单位", "元"));
    assert_eq!(told(&differing), ["D008! F3"]);
    assert!(matches!(what(&differing, "D008"), What::Amount(Unreadable::UnitsDiffer)));
    // What is no unit of money says nothing, and where a row's is blank the default is told.
    assert_eq!(told(&money("", "合同金额", "#3", ("单位", "个"))), ["D009 F2", "D019 G2"]);
    assert_eq!(told(&money("", "合同金额", "#3", ("单位", ""))), ["D009 F2", "D019 G2"]);
}

#[test]
fn each_amount_has_the_column_of_units_to_its_right() {
    let text =
        "凭证号 | 日期 | 支出项目 | 住宿费 | 单位 | 金额 | 单位\nP1 | 2021-07-08 | 差旅费 | #3 | 元 | #2 | 万元\n合计 | | | #3 | | #2 |";
    let intake = read_grid(merged(text, &[]));
    assert_eq!(told(&intake), Vec::<String>::new());
    let row = &intake.tables.expenses[0];
    let yuan = |cell: &crate::records::cell::Cell<crate::records::cell::Money>| cell.get().map(|money| money.amount.to_string());
    assert_eq!(
        (yuan(&row.lodging), yuan(&row.amount)),
        (Some("3".to_owned()), Some("20000".to_owned()))
    );
    // A total below rows of different units is compared with nothing; one with a unit of its own is.
    let rows = "凭证号 | 日期 | 支出项目 | 金额 | 单位\nP1 | 2021-07-08 | 差旅费 | #3 | 元\nP2 | 2021-07-09 | 差旅费 | #2 | 万元";
    assert_eq!(
        told(&read_grid(merged(&format!("{rows}\n合计 | | | #7 |"), &[]))),
        Vec::<String>::new()
    );
    assert_eq!(
        told(&read_grid(merged(&format!("{rows}\n合计 | | | #20003 | 元"), &[]))),
        Vec::<String>::new()
    );
    assert_eq!(told(&read_grid(merged(&format!("{rows}\n合计 | | | #7 | 元"), &[]))), ["D013 D4"]);
}

#[test]
fn money_that_cannot_be_told_sets_the_row_aside_when_required() {
    let cases = [
        ("约500", "D008", Unreadable::Inexact),
        ("1-2亿", "D008", Unreadable::Range),
        ("面议", "D008", Unreadable::Unknown),
    ];
    for (cell, rule, why) in cases {
        let intake = money("", "合同金额（万元）", cell, ("", ""));
        assert_eq!(told(&intake), [format!("{rule}! F3")], "{cell}");
        assert!(matches!(what(&intake, rule), What::Amount(found) if *found == why), "{cell}");
        assert_eq!(only(&intake, rule).written.as_deref(), Some(cell));
        assert_eq!(only(&intake, rule).title.as_deref(), Some("合同金额（万元）"));
        assert_eq!(only(&intake, rule).row_title, "HT-1");
    }
    for (cell, rule) in [
        ("#0", "D010"),
        ("#-5", "D010"),
        ("-", "D004"),
        ("无", "D004"),
        ("!REF", "D011"),
        ("?", "D012"),
    ] {
        assert_eq!(
            told(&money("", "合同金额（万元）", cell, ("", ""))),
            [format!("{rule}! F3")],
            "{cell}"
        );
    }
    let project = |cell: &str| read_grid(merged(&format!("项目名称 | 阶段 | 总投资（万元）\n甲 | 签约 | {cell}"), &[]));
    for (cell, expected) in [
        ("#0", vec![]),
        ("", vec![]),
        ("#-5", vec!["D010 C2"]),
        ("约500", vec!["D008 C2"]),
        ("!N/A", vec!["D011 C2"]),
    ] {
        let intake = project(cell);
        assert_eq!(told(&intake), expected, "{cell}");
        assert_eq!(intake.tables.projects.len(), 1);
    }
    assert_eq!(project("!N/A").tables.projects[0].investment.state(), State::Unreadable);
}

#[test]
fn dates_as_people_write_them() {
    let row = |cell: &str| read_grid(merged(&format!("{CONTRACT}\nHT-1 | 甲 | 乙 | 正式合同 | {cell} | #1"), &[]));
    for cell in [
        "2020.7.8",
        "#44020",
        "#44020.5",
        "#20200708",
        "二〇二〇年七月八日",
        "2020年7月8日",
        "2020.7.8 14:30",
    ] {
        let intake = row(cell);
        assert_eq!(told(&intake), Vec::<String>::new(), "{cell}");
        assert_eq!(contract(&intake).signed.get(), Some(day("2020-07-08")), "{cell}");
    }
    let cases = [
        ("#7.1", "D005! E2"),
        ("2021年7月", "D005! E2"),
        ("2021.7.8-7.12", "D005! E2"),
        ("待定", "D005! E2"),
        ("2023-01-01", "D007! E2"),
        ("1998-01-01", "D007 E2"),
        ("", "D004! E2"),
        ("/", "D004! E2"),
    ];
    for (cell, expected) in cases {
        assert_eq!(told(&row(cell)), [expected], "{cell}");
    }
    // Whatever else is wrong with the row, it is set aside for the day that has not come.
    let intake = read_grid(merged(&format!("{CONTRACT}\nHT-1 | | 乙 | 正式合同 | 2023-01-01 | #1"), &[]));
    assert_eq!(told(&intake), ["D004! B2", "D007! E2"]);
    assert_eq!(intake.tables.set_aside[0].rule, "D007");
    // A date that nothing requires may lie ahead.
    let intake = read("项目名称 | 阶段 | 签约日期 | 开工日期\n甲 | 签约 | 2099-01-01 | 8月");
    assert_eq!(told(&intake), ["D005 D2"]);
}

#[test]
fn a_log_may_have_one_day_a_range_or_two_columns() {
    let intake = read("日期 | 姓名 | 工作内容\n2021.7.8-7.12 | 王伟 | 甲\n2021年7月30日—8月2日 | 王伟 | 乙\n2021-07-01 | 王伟、李强 | 丙");
    assert_eq!(told(&intake), Vec::<String>::new());
    let windows: Vec<_> = intake
        .tables
        .logs
        .iter()
        .filter_map(|log| log.window())
        .map(|days| days.length())
        .collect();
    assert_eq!(windows, [5, 4, 1]);
    assert_eq!(intake.tables.logs[2].people.value().map(Vec::len), Some(2));

    let text = "出差时间 | | 姓名 | 工作内容\n起 | 止 | |\n2021-07-01 | 2021-07-03 | 王伟 | 甲\n2021-07-01 | | 王伟 | 乙\n | | 王伟 | 丙\n7.1 | 2021-07-03 | 王伟 | 丁";
    let intake = read(&text.replace("出差时间", "日期"));
    assert_eq!(told(&intake), ["D004! B4", "D004! A5"]);
    assert_eq!(intake.tables.logs.len(), 2);

    // What stands in one alternative replaces the other.
    let text = "日期 | 开始日期 | 结束日期 | 姓名 | 工作内容\n | 2021-07-01 | 2021-07-03 | 王伟 | 甲\n某日 | 2021-07-01 | 2021-07-03 | 王伟 | 乙\n某日 | | | 王伟 | 丙";
    assert_eq!(told(&read_as("文旅/2021.xlsx", "表", text)), ["D005 A3", "D005! A4"]);
}

#[test]
fn the_year_comes_from_the_nearest_that_names_it() {
    let header = "日期 | 姓名 | 工作内容\n7月8日 | 王伟 | 甲";
    let cases = [
        ("文旅/2018/日志.xlsx", "2019年", "2020年7月日志", Some(2020)),
        ("文旅/2018/日志.xlsx", "2019年", "日志", Some(2019)),
        ("文旅/2018/日志2017.xlsx", "表", "日志", Some(2017)),
        ("文旅/2018/日志.xlsx", "表", "日志", Some(2018)),
        ("文旅/日志202009.xlsx", "表", "日志", Some(2020)),
        ("文旅/日志.xlsx", "表", "二〇二〇年日志", Some(2020)),
        ("文旅/日志.xlsx", "表", "运政发〔2020〕24号 日志", None),
        ("文旅/日志2000万.xlsx", "表", "日志", None),
        ("文旅/日志.xlsx", "表", "2020年日志 | | 填报日期：2021年1月5日", Some(2020)),
        ("文旅/日志.xlsx", "表", "日志", None),
    ];
    for (path, sheet, line, year) in cases {
        let intake = read_as(path, sheet, &format!("{line}\n{header}"));
        let days = intake.tables.logs[0].window().expect("days");
        let expected = NaiveDate::from_ymd_opt(year.unwrap_or(2021), 7, 8);
        assert_eq!(Some(days.from), expected, "{path} {sheet} {line}");
        let expected: Vec<&str> = if year.is_some() { vec![] } else { vec!["D006 A3"] };
        assert_eq!(told(&intake), expected, "{path} {sheet} {line}");
    }
    let intake = read_as("文旅/日志.xlsx", "表", &format!("2020年12月至2021年1月日志\n{header}"));
    assert_eq!(told(&intake), ["D005! A3"]);
    assert!(matches!(what(&intake, "D005"), What::Date(Unreadable::SeveralYears)));
}

#[test]
fn the_squad_comes_from_the_cell_then_from_what_is_nearest() {
    let cases = [
        ("农业/先进制造.xlsx", "新型材料", "文化旅游专班", "专班", "高效农业", Some(2)),
        ("农业/先进制造.xlsx", "新型材料", "文化旅游专班", "专班", "", Some(3)),
        ("农业/先进制造.xlsx", "新型材料", "台账", "甲", "", Some(1)),
        ("农业/先进制造9月.xlsx", "表", "台账", "甲", "", Some(0)),
        ("高效农业专班/9月.xlsx", "表", "台账", "甲", "", Some(2)),
        ("各专班/9月.xlsx", "表", "台账", "甲", "", None),
        ("农业专班/支出.xlsx", "文旅差旅费", "台账", "甲", "", Some(3)),
        ("农业专班/支出.xlsx", "表", "文旅接待费明细", "甲", "", Some(3)),
        // What names two or perhaps one leaves nothing to a squad further out.
        ("农业专班/支出.xlsx", "文旅农业支出", "台账", "甲", "", None),
        ("农业专班/支出.xlsx", "表", "赴上海文旅招商推介会支出", "甲", "", None),
        ("农业专班/支出.xlsx", "表", "填报单位：农业文旅", "甲", "", None),
    ];
    for (path, sheet, line, title, cell, squad) in cases {
        let intake = read_as(path, sheet, &format!("{line}\n项目名称 | 阶段 | {title}\n甲 | 签约 | {cell}"));
        let owners: Vec<_> = intake.tables.projects.iter().filter_map(|row| row.squad.value()).cloned().collect();
        assert_eq!(
            owners.first(),
            squad.map(|squad| Owner::Squad(SquadId(squad))).as_ref(),
            "{path} {sheet} {line}"
        );
    }
    let intake = read_as("a.xlsx", "表", "项目名称 | 阶段\n甲 | 签约\n乙 | 签约");
    assert_eq!(told(&intake), ["D003! 1"]);
    assert_eq!(
        intake.tables.set_aside.iter().map(|row| row.rule).collect::<Vec<_>>(),
        ["D003", "D003"]
    );
    let intake = read_as(
        "a.xlsx",
        "表",
        "专班 | 项目名称 | 阶段\n | 甲 | 签约\n农业组 | 乙 | 签约\n科技 | 丙 | 签约\n综合协调组 | 丁 | 签约",
    );
    assert_eq!(told(&intake), ["D004! A2", "D017! A4", "D017! A5"]);
    assert_eq!(intake.tables.projects.len(), 1);
    assert_eq!(intake.tables.found[0].squads.len(), 1);
}

#[test]
fn who_else_than_a_squad_may_own_a_row() {
    let intake = read_as(
        "a.xlsx",
        "表",
        "姓名 | 角色 | 专班\n王伟 | 成员 | 综合协调组\n李强 | 成员 | 市招商投资促进中心",
    );
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.roster[0].squad.value(), Some(&Owner::Coordination));
    assert_eq!(intake.tables.roster[1].squad.value(), Some(&Owner::Office));

    let expense = |columns: &str, cells: &str, path: &str| {
        read_as(
            path,
            "表",
            &format!("凭证号 | 日期 | 支出项目 | 金额（元） | {columns}\nP1 | 2021-07-08 | 差旅费 | 1 | {cells}"),
        )
    };
    let intake = expense("申报单位", "市商务局", "文旅/a.xlsx");
    let owner = intake.tables.expenses[0].owner();
    assert!(matches!(owner, Some(Owner::Other(name)) if &*name.shown == "市商务局"), "{owner:?}");
    let intake = expense("申报单位", "文旅专班", "a.xlsx");
    assert_eq!(intake.tables.expenses[0].owner(), Some(&Owner::Squad(SquadId(3))));
    let intake = expense("申报单位", "", "文旅/a.xlsx");
    assert_eq!(intake.tables.expenses[0].owner(), Some(&Owner::Squad(SquadId(3))));
    assert_eq!(told(&expense("申报单位", "", "a.xlsx")), ["D004! E2"]);
    assert_eq!(told(&expense("事由", "甲", "a.xlsx")), ["D003! 1"]);

    let activity = |squad: &str, path: &str| {
        read_as(
            path,
            "表",
            &format!("日期 | 活动类型 | 活动名称 | 专班\n2021-07-08 | 调度会 | 甲 | {squad}"),
        )
    };
    for (squad, path, owner) in [
        ("各专班", "文旅/a.xlsx", None),
        ("", "a.xlsx", None),
        ("", "文旅/a.xlsx", Some(Owner::Squad(SquadId(3)))),
        ("制造", "a.xlsx", Some(Owner::Squad(SquadId(0)))),
    ] {
        let intake = activity(squad, path);
        assert_eq!(told(&intake), Vec::<String>::new());
        assert_eq!(intake.tables.activities[0].squad.value().cloned(), owner, "{squad} {path}");
    }
    assert_eq!(told(&activity("火星专班", "a.xlsx")), ["D017! D2"]);
}

#[test]
fn long_numbers_keep_their_digits() {
    let row = |cell: &str| read_grid(merged(&format!("{CONTRACT}\n{cell} | 甲 | 乙 | 正式合同 | 2021-07-08 | #1"), &[]));
    for (cell, key) in [
        ("#20210001", "20210001"),
        ("00123", "00123"),
        ("ｈｔ－１ ", "HT-1"),
        ("#123456789012345", "123456789012345"),
    ] {
        let intake = row(cell);
        assert_eq!(contract(&intake).number.value().map(|name| &*name.key), Some(key), "{cell}");
    }
    for cell in ["#1234567890123456", "1.23457E+17"] {
        assert_eq!(told(&row(cell)), ["D008! A2"], "{cell}");
    }
    let intake = read_grid(merged("姓名 | 角色 | 身份证号\n王伟 | 组长 | #110101199003071234", &[]));
    assert_eq!(told(&intake), ["D008 C2"]);
    assert!(!only(&intake, "D008").written.as_deref().unwrap_or_default().contains("19900307"));
}

#[test]
fn choices_are_known_words_or_told_with_the_nearest() {
    let row = |cell: &str| read(&format!("{CONTRACT}\nHT-1 | 甲 | 乙 | {cell} | 2021-07-08 | 1"));
    for cell in ["正式合同", "正式", "正式合同（已公证）", "战略合作框架协议"] {
        assert_eq!(told(&row(cell)), Vec::<String>::new(), "{cell}");
    }
    let intake = row("正试合同");
    assert_eq!(told(&intake), ["D023! D2"]);
    assert!(matches!(what(&intake, "D023"), What::UnknownWord(Some("正式合同"))));
    let intake = read("项目名称 | 阶段 | 投资方类型\n甲 | 签约 | 火星企业");
    assert_eq!(told(&intake), ["D023 C2"]);
    assert_eq!(intake.tables.projects.len(), 1);
}

#[test]
fn a_word_that_says_the_contrary_has_no_nearest() {
    let nearest = |table: &str, word: &str| -> Vec<String> {
        let sheet = table.replace('*', word);
        let scene = crate::testing::Scene::new("2021-09").sheet("文化旅游/表.xlsx", "表", &sheet);
        let problems = scene.intake().problems.into_iter();
        let told = problems.filter_map(|problem| match problem.what {
            What::UnknownWord(nearest) => Some(nearest.unwrap_or("-").to_owned()),
            _ => None,
        });
        told.collect()
    };
    let contract = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nH1 | 古城 | 甲公司 | * | 2021-03-01 | 5";
    for word in ["非正式合同", "拟签正式合同", "未签正式合同", "正式投资协议（框架）", "战略投资合同"] {
        assert_eq!(nearest(contract, word), ["-"], "{word}");
    }
    assert_eq!(nearest(contract, "正式的合同"), ["正式合同"]);
    for word in [
        "框架合同",
        "战略合同",
        "投资框架协议",
        "框架性协议",
        "合作意向书",
        "投资意向协议",
        "正式合同",
    ] {
        assert_eq!(nearest(contract, word), [""; 0], "{word}");
    }
    let ledger = "项目名称 | 阶段\n古城 | *";
    for word in ["未签约", "未开工", "即将开工"] {
        assert_eq!(nearest(ledger, word), ["-"], "{word}");
    }
    let roster = "姓名 | 角色\n王伟 | *";
    for word in [
        "组长（已调离）",
        "组长（原）",
        "组长（2021年3月前）",
        "专职成员（拟任）",
        "原组长",
        "组长（专职成员）",
    ] {
        assert_eq!(nearest(roster, word), ["-"], "{word}");
    }
    for word in [
        "组长（兼）",
        "副组长（常务）",
        "组长（市文旅局局长）",
        "组长（主要负责人）",
        "专职成员（驻点）",
        "组长（正县级）",
    ] {
        assert_eq!(nearest(roster, word), [""; 0], "{word}");
    }
}

#[test]
fn yes_no_numbers_years_and_text() {
    let text = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 合同文本 | 注册证照 | 资金凭证 | 项目登记表\nHT-1 | 甲 | 乙 | 正式合同 | 2021-07-08 | #1 | √ | 无 | 大概 |";
    let intake = read_grid(merged(text, &[]));
    assert_eq!(told(&intake), ["D023 I2"]);
    let row = contract(&intake);
    assert_eq!(row.has_contract.get(), Some(true));
    assert_eq!(row.has_licence.get(), Some(false));
    assert!(row.has_funds.is_unknown());
    assert!(row.has_form.is_empty());
    assert_eq!(row.has_identity.state(), State::NoColumn);

    for (year, sound) in [
        ("#2021", true),
        ("2021年", true),
        ("2021年度", true),
        ("二〇二一年", true),
        ("二○二一年度", true),
        ("二一年", false),
        ("今年", false),
        ("#21", false),
    ] {
        let intake = read_grid(merged(&format!("年度 | 预算金额（万元）\n{year} | #800"), &[]));
        assert_eq!(intake.tables.budgets.len(), usize::from(sound), "{year} {:?}", told(&intake));
    }

    let grid = grid(
        vec![
            (
                1,
                vec![
                    (1, Raw::Text("日期".into())),
                    (2, Raw::Text("姓名".into())),
                    (3, Raw::Text("工作内容".into())),
                ],
            ),
            (
                2,
                vec![
                    (
                        1,
                        Raw::Date {
                            serial: 44385.5,
                            day: Some(day("2021-07-08")),
                        },
                    ),
                    (2, Raw::Text("王  伟".into())),
                    (3, Raw::Number(12.0)),
                ],
            ),
            (
                3,
                vec![
                    (1, Raw::Date { serial: -1.0, day: None }),
                    (2, Raw::Text("王伟".into())),
                    (
                        3,
                        Raw::Date {
                            serial: 44385.0,
                            day: Some(day("2021-07-08")),
                        },
                    ),
                ],
            ),
        ],
        vec![],
    );
    let intake = read_grid(grid);
    assert_eq!(told(&intake), ["D005! A3"]);
    let log = &intake.tables.logs[0];
    assert_eq!(log.content.value().map(|text| &**text), Some("12"));
    assert_eq!(&**log.days.written(), "2021-07-08");
    assert_eq!(
        log.people.value().and_then(|people| people.first()).map(|name| &*name.key),
        Some("王伟")
    );
}

#[test]
fn the_digest_is_of_the_content_and_not_of_its_place() {
    let digest = |text: &str| read(text).tables.projects[0].at.digest;
    let one = digest("项目名称 | 阶段 | 总投资（万元）\n甲 | 签约 | 10000");
    assert_eq!(
        one,
        digest("台账\n\n备注 | 总投资（亿元） | 项目状态 | 序号 | 项目\n某 | 1 | 签约 | 3 | 甲")
    );
    assert_ne!(one, digest("项目名称 | 阶段 | 总投资（万元）\n甲 | 签约 | 10001"));
    assert_ne!(one, 0);
}

#[test]
fn both_ends_of_a_time_may_stand_in_one_cell() {
    let read_trip = |title: &str, written: &str| {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | {title}\nF1 | 2021-09-12 | 差旅费 | 100 | {written}");
        let intake = read(&text);
        let expense = intake.tables.expenses.first().expect("an expense").clone();
        (told(&intake), expense)
    };
    let days = |from: &str, to: &str| (Some(from.parse().expect("a day")), Some(to.parse().expect("a day")));
    for (written, expected) in [
        ("9.6-9.9", days("2021-09-06", "2021-09-09")),
        ("2021年9月6日至9日", days("2021-09-06", "2021-09-09")),
        ("2021-09-06", days("2021-09-06", "2021-09-06")),
        ("", (None, None)),
    ] {
        for title in ["出差时间", "起止日期", "出差起止日期"] {
            let (told, expense) = read_trip(title, written);
            assert_eq!((expense.leaves.get(), expense.returns.get()), expected, "{title} {written}");
            assert_eq!(told, [""; 0]);
        }
        let (_, expense) = read_trip("租车时间", written);
        assert_eq!((expense.hire_from.get(), expense.hire_to.get()), expected, "{written}");
    }
    let (told, expense) = read_trip("出差时间", "下周");
    assert_eq!(told, ["D005 E2"]);
    assert!(expense.leaves.is_unknown() && expense.returns.is_unknown());
    // Columns of their own say it first.
    let text =
        "凭证号 | 日期 | 支出项目 | 金额（元） | 出发日期 | 返回日期 | 出差时间\nF1 | 2021-09-12 | 差旅费 | 100 | 2021-09-01 | | 9.6-9.9";
    let intake = read(text);
    let expense = intake.tables.expenses.first().expect("an expense");
    assert_eq!((expense.leaves.get(), expense.returns.get()), days("2021-09-01", "2021-09-09"));
}

#[test]
fn a_day_of_filling_in_is_no_year_of_the_table_while_anything_else_names_one() {
    for (path, title, filed, expected) in [
        ("文旅.xlsx", "2020年文旅专班支出", "| | | 2021年1月5日", "2020-09-03"),
        ("文旅.xlsx", "2020年度文旅专班支出", "编制日期 2021/1/5", "2020-09-03"),
        ("文旅.xlsx", "2020年文旅专班支出（2021年1月5日填报）", "", "2020-09-03"),
        ("2020年文旅.xlsx", "文旅专班支出", "填报日期：2021年1月5日", "2020-09-03"),
        ("文旅.xlsx", "文旅专班支出", "填报日期：2021年1月5日", "2021-09-03"),
        ("文旅.xlsx", "2021年填报的支出", "", "2021-09-03"),
    ] {
        let text = format!("{title}\n{filed}\n凭证号 | 日期 | 支出项目 | 金额（元）\nV0001 | 9月3日 | 会务费 | 100");
        let intake = Scene::new("2021-12").sheet(path, "支出", &text).intake();
        let read = intake.tables.expenses[0].date.get();
        assert_eq!(read, Some(day(expected)), "{path} {title} {filed}");
    }
}

#[test]
fn an_amount_above_the_header_is_no_year() {
    for (title, expected) in [
        ("文旅专班本月支出2020.5元", "2021-09-03"),
        ("文旅专班共支出2020.12万元", "2021-09-03"),
        ("文旅专班合计2020.50元", "2021-09-03"),
        ("文旅专班完成2020.1%", "2021-09-03"),
        ("文旅专班2020.9支出", "2020-09-03"),
        ("文旅专班2020-09", "2020-09-03"),
        ("文旅专班2020/9/30", "2020-09-03"),
        ("文旅专班2020年支出", "2020-09-03"),
    ] {
        let text = format!("{title}\n凭证号 | 日期 | 支出项目 | 金额（元）\nV0001 | 9月3日 | 会务费 | 100");
        let intake = Scene::new("2021-12").sheet("文旅.xlsx", "支出", &text).intake();
        assert_eq!(intake.tables.expenses[0].date.get(), Some(day(expected)), "{title}");
    }
    let text = "文旅专班2020-2021年支出\n凭证号 | 日期 | 支出项目 | 金额（元）\nV0001 | 9月3日 | 会务费 | 100";
    let intake = Scene::new("2021-12").sheet("文旅.xlsx", "支出", text).intake();
    assert!(intake.tables.expenses.is_empty(), "two years");
}

#[test]
fn who_gets_a_table_is_not_whose_it_is() {
    let text = "文旅专班经费支出表\n抄送：高效农业专班\n凭证号 | 日期 | 支出项目 | 金额（元）\nV0001 | 2021-09-03 | 会务费 | 100";
    let intake = Scene::new("2021-12").sheet("支出.xlsx", "支出", text).intake();
    assert_eq!(intake.tables.expenses[0].owner().and_then(Owner::squad), Some(SquadId(3)));
}

#[test]
fn a_name_that_begins_like_a_note_is_a_row() {
    let text = "企业名称 | 行业 | 重点投资领域\n甲公司 | 化工 | 新材料\n备注网络科技有限公司 | 软件 | 数字\n备注1.本表按月填报";
    let intake = Scene::new("2021-12").sheet("文旅/投资信息库.xlsx", "投资信息库", text).intake();
    assert_eq!(intake.tables.investors.len(), 2, "{:?}", told(&intake));
}

#[test]
fn what_stands_beyond_the_titles_is_told() {
    let text = "凭证号 | 日期 | 支出项目 | 金额（元）\nV0001 | 2021-09-03 | 会务费 | 12 | 345 | 678.00\nV0002 | 2021-09-03 | 会务费 | 12";
    let intake = Scene::new("2021-12").sheet("文旅/支出.csv", "", text).intake();
    let columns: Vec<u16> = intake
        .problems
        .iter()
        .flat_map(|problem| match &problem.what {
            What::UnknownColumns(columns) => columns.iter().map(|column| column.column).collect(),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(columns, [5, 6]);
}

#[test]
fn a_time_that_goes_on_has_no_end() {
    let end = |word: &str| {
        read(&format!(
            "姓名 | 角色 | 专班 | 到岗日期 | 离岗日期\n王伟 | 组长 | 文化旅游 | 2020-08-01 | {word}"
        ))
    };
    for word in ["至今", "在 岗", "-", ""] {
        let intake = end(word);
        assert_eq!(told(&intake), Vec::<String>::new(), "{word}");
        assert_eq!(intake.tables.roster[0].to.state(), State::Empty, "{word}");
    }
    assert_eq!(told(&end("退休")), ["D005 E2"]);
}

#[test]
fn a_unit_in_the_title_or_in_a_sentence_above_holds() {
    for (line, amount) in [
        ("签约项目一览表（亿元）", "300000000"),
        ("签约项目一览表（金额：千元）", "3000"),
        ("本表金额以亿元为单位", "300000000"),
        ("金额按元为单位", "3"),
    ] {
        let intake = money(line, "合同金额", "#3", ("", ""));
        assert_eq!(told(&intake), Vec::<String>::new(), "{line}");
        assert_eq!(yuan(contract(&intake)).map(|(sum, _)| sum).as_deref(), Some(amount), "{line}");
    }
    // Of two units nobody can tell which it is.
    assert_eq!(told(&money("", "合同金额（元/万元）", "#3", ("", ""))), ["D008! F3"]);
}

#[test]
fn a_choice_with_another_in_its_brackets_is_none() {
    let kind = |word: &str| {
        told(&read(&format!(
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 专班\nHT-1 | 甲 | 乙 | {word} | 2021-09-03 | 5 | 文化旅游"
        )))
    };
    assert_eq!(kind("正式合同（意向协议）"), ["D023! D2"]);
    assert_eq!(kind("正式合同（含补充条款）"), Vec::<String>::new());
}

#[test]
fn the_year_of_a_document_is_not_that_of_the_table() {
    let header = "日期 | 姓名 | 工作内容 | 地点 | 专班\n7月8日 | 王伟 | 走访 | 上海 | 文旅";
    for (path, line, year) in [
        ("日志（2020版）.xlsx", "工作日志", None),
        ("日志.xlsx", "工作日志（依据2020年7月8日会议）", None),
        ("日志.xlsx", "根据2020年第3号文件填报", None),
        ("2020年以来/日志.xlsx", "21年7月工作日志", Some(2021)),
        ("日志.xlsx", "20年7月工作日志", Some(2020)),
        ("日志.xlsx", "35年老店走访日志", None),
    ] {
        let intake = read_as(path, "表", &format!("{line}\n{header}"));
        let days = intake.tables.logs[0].window().expect("days");
        assert_eq!(days.from.to_string(), format!("{}-07-08", year.unwrap_or(2021)), "{path} {line}");
        let expected: &[&str] = if year.is_some() { &[] } else { &["D006 A3"] };
        assert_eq!(told(&intake), expected, "{path} {line}");
    }
}

#[test]
fn a_voucher_cell_that_may_hold_several_numbers_is_told_and_counts() {
    let header = "凭证号 | 日期 | 支出项目 | 金额（元）";
    for (number, expected) in [
        ("1400182130，01234567", vec!["D008 A2"]),
        ("记-12、13", vec!["D008 A2"]),
        ("记-12、记-13", vec![]),
        ("记-12", vec![]),
    ] {
        let intake = read(&format!("{header}\n{number} | 2021-09-01 | 会务费 | 300"));
        assert_eq!(told(&intake), expected, "{number}");
        assert_eq!(intake.tables.expenses.len(), 1, "{number}");
    }
}

#[test]
fn a_line_of_a_budget_keeps_how_far_in_it_stands() {
    let intake = read_csv("年度,科目,预算金额（元）\n2021,市级,200\n2021,　　接待费,80\n");
    let headings: Vec<&str> = intake
        .tables
        .budgets
        .iter()
        .filter_map(|line| line.heading.value().map(|text| &**text))
        .collect();
    assert_eq!(headings, ["市级", "　　接待费"]);
    assert_eq!(&**intake.tables.budgets[1].heading.written(), "接待费");
}

/// What is told of a contract's money with that 币种, and what it comes to.
fn stated(title: &str, cell: &str, currency: &str) -> (Vec<String>, Option<(String, &'static str)>) {
    let intake = money("", title, cell, ("币种", currency));
    let sum = intake.tables.contracts.first().and_then(yuan);
    (told(&intake), sum.map(|(sum, currency)| (sum, currency.code())))
}

#[test]
fn two_currencies_that_a_row_states_and_that_differ_cannot_be_told() {
    for (title, cell, currency) in [
        ("合同金额（人民币万元）", "#3200", "美元"),
        ("合同金额（万美元）", "#500", "人民币"),
        ("合同金额（万美元）", "#500", "万欧元"),
        ("合同金额（万元）", "500万美元", "人民币"),
        ("合同金额（万元）", "$500", "人民币"),
        ("合同金额（万元）", "￥500", "美元"),
        ("合同金额（万元）", "RMB500", "日元"),
        ("合同金额（万元）", "￥500元人民币", "日元"),
    ] {
        assert_eq!(
            stated(title, cell, currency),
            (vec!["D008! F3".to_owned()], None),
            "{title} {cell} {currency}"
        );
    }
    for (title, cell, currency, sum) in [
        ("合同金额（万美元）", "#500", "美元", ("5000000", "USD")),
        ("合同金额（万美元）", "#500", "", ("5000000", "USD")),
        ("合同金额（人民币万元）", "#500", "人民币", ("5000000", "CNY")),
        ("合同金额（万元）", "500万美元", "美元", ("5000000", "USD")),
        ("合同金额（万元）", "500万元", "美元", ("5000000", "USD")),
        // The cell says everything itself.
        ("合同金额（人民币万元）", "500万美元", "", ("5000000", "USD")),
    ] {
        let expected = (vec![], Some((sum.0.to_owned(), sum.1)));
        assert_eq!(stated(title, cell, currency), expected, "{title} {cell} {currency}");
    }
}

#[test]
fn what_a_title_says_is_converted_is_in_its_currency_whatever_was_paid_in() {
    for title in ["合同金额（折合人民币万元）", "合同金额（折合万元）", "合同金额（万元，折算人民币）"]
    {
        let expected = (vec![], Some(("32000000".to_owned(), "CNY")));
        assert_eq!(stated(title, "#3200", "美元"), expected, "{title}");
    }
    // What is written in the cell is no converted figure.
    assert_eq!(
        stated("合同金额（折合人民币万元）", "500万美元", "美元"),
        (vec![], Some(("5000000".to_owned(), "USD")))
    );
}

#[test]
fn the_sign_of_yuan_is_that_of_yen_too() {
    for (title, cell, currency) in [
        ("合同金额（万元）", "￥500", "日元"),
        ("合同金额（万元）", "¥500万", "日元"),
        ("合同金额（万日元）", "¥500", ""),
    ] {
        let expected = (vec![], Some(("5000000".to_owned(), "JPY")));
        assert_eq!(stated(title, cell, currency), expected, "{title} {cell}");
    }
}

#[test]
fn a_count_is_whole_and_not_below_zero() {
    let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 来访人数 | 陪同人数 | 人数 | 天数 | 数量";
    let told_of = |rest: &str| told(&read(&format!("{head}\nP1 | 2021-07-08 | 接待费 | {rest}")));
    assert_eq!(told_of("100 | 10 | -4 | | |"), ["D008 F2"]);
    assert_eq!(told_of("100 | 4.5 | 3.5人 | | |"), ["D008 E2", "D008 F2"]);
    assert_eq!(told_of("100 | | | -1 | -2 | -3"), ["D008 G2", "D008 H2", "D008 I2"]);
    assert_eq!(told_of("100 | 10 | 4 | 2 | 0.5 | 1.5"), Vec::<String>::new());
    // What is taken back is counted below zero too.
    let reversed = format!("{head}\nP1 | 2021-07-08 | 接待费 | 100 | 10 | 4\nP1 | 2021-07-09 | 接待费 | -100 | -10 | -4");
    assert_eq!(told(&read(&reversed)), Vec::<String>::new());
}

#[test]
fn a_log_that_ends_before_it_begins_counts_no_day_and_is_told() {
    let head = "开始日期 | 结束日期 | 姓名 | 工作内容";
    assert_eq!(told(&read(&format!("{head}\n2021-09-24 | 2021-09-06 | 王伟 | 拜访"))), ["D005! B2"]);
    assert_eq!(
        told(&read(&format!("{head}\n2021-09-06 | 2021-09-06 | 王伟 | 拜访"))),
        Vec::<String>::new()
    );
}

#[test]
fn ditto_is_the_cell_above_of_the_same_column() {
    let log = "日期 | 姓名 | 工作内容 | 地点 | 工作类型\n2021-07-08 | 王伟 | 走访 | 机关 | 病假\n2021-07-09 | 同上 | 〃 | 同上 | \"\n同上 | 李四 | 同上 | 〃 | 同上";
    let intake = read(log);
    assert_eq!(told(&intake), Vec::<String>::new());
    let last = &intake.tables.logs[2];
    assert_eq!(last.window().map(|days| days.from), Some(day("2021-07-09")));
    let written = [last.content.value(), last.place.value(), last.work_kind.value()];
    assert_eq!(
        written.map(|text| text.map(|text| &**text)),
        [Some("走访"), Some("机关"), Some("病假")]
    );
    assert_eq!(&*intake.tables.logs[1].people.value().expect("people")[0].shown, "王伟");

    // A receipt may be of the contract above, in its currency.
    let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号 | 币种\nHT-1 | 2021-07-08 | 10 | 发票 | V1 | 美元\n同上 | 2021-07-09 | 20 | 同上 | V2 | 同上";
    let intake = read(receipts);
    assert_eq!(told(&intake), Vec::<String>::new());
    let second = &intake.tables.receipts[1];
    assert_eq!(second.contract.value().map(|name| &*name.key), Some("HT-1"));
    assert_eq!(second.amount.get().map(|money| money.currency), Some(Currency::Usd));

    let units =
        "凭证号 | 日期 | 支出项目 | 金额（元） | 申报单位\nP1 | 2021-07-08 | 会务费 | 1 | 文旅专班\nP2 | 2021-07-08 | 同上 | 2 | 同上";
    let intake = read_as("支出.xlsx", "表", units);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.expenses[1].owner(), Some(&Owner::Squad(SquadId(3))));
    assert_eq!(&**intake.tables.expenses[1].item.written(), "会务费");
}

#[test]
fn ditto_looks_past_a_repeated_header_and_blank_rows() {
    let text = "日期 | 姓名 | 工作内容\n2021-07-08 | 王伟 | 走访\n | |\n日期 | 姓名 | 工作内容\n2021-07-09 | 王伟 | 同上";
    let intake = read(text);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(&**intake.tables.logs[1].content.written(), "走访");
}

#[test]
fn ditto_that_says_nothing_sure_is_told_once_a_row() {
    let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 地点";
    // Amounts and numbers are each row's own.
    let own = format!("{head}\nP1 | 2021-07-08 | 会务费 | 1 | \n同上 | 2021-07-08 | 会务费 | 同上 |");
    assert_eq!(told(&read(&own)), ["D023! A3", "D023! D3"]);
    // No row of data stands right above.
    let apart = format!("{head}\nP1 | 2021-07-08 | 会务费 | 1 |\n小计 | | | 1 |\nP2 | 同上 | 同上 | 2 |\nP3 | 同上 | 会务费 | 3 |");
    assert_eq!(told(&read(&apart)), ["D023! B4", "D023! C4", "D023! B5"]);
    let first = format!("{head}\nP1 | 同上 | 会务费 | 1 |");
    assert_eq!(told(&read(&first)), ["D023! B2"]);
    // Nor may an empty cell stand there.
    let blank = "日期 | 姓名 | 工作内容 | 地点\n2021-07-08 | 王伟 | 走访 |\n2021-07-09 | 王伟 | 走访 | 同上";
    assert_eq!(told(&read(blank)), ["D023 D3"]);
}

#[test]
fn a_column_of_units_may_say_ditto() {
    let text = "项目名称 | 阶段 | 总投资 | 单位\n甲 | 在谈 | 1 | 亿元\n乙 | 在谈 | 2 | 同上";
    let intake = read(text);
    let sums: Vec<String> = intake
        .tables
        .projects
        .iter()
        .filter_map(|row| row.investment.get())
        .map(|money| money.amount.to_string())
        .collect();
    assert_eq!(sums, ["100000000", "200000000"]);
}

#[test]
fn names_that_are_surely_there_are_read_out_of_what_stands_beside_them() {
    let roster = "姓名 | 角色\n王伟 | 专职成员\n赵志刚 | 专职成员\n郑国栋 | 组长\n王和平 | 专职成员";
    let see = |people: &str| {
        let log = format!("日期 | 姓名 | 工作内容\n2021-07-08 | {people} | 走访");
        let intake = Scene::new("2021")
            .sheet("文旅/名册.xlsx", "名册", roster)
            .sheet("文旅/日志.xlsx", "日志", &log)
            .intake();
        let names = intake
            .tables
            .logs
            .first()
            .and_then(|log| log.people.value().cloned())
            .unwrap_or_default();
        let names: Vec<String> = names.iter().map(|name| name.shown.to_string()).collect();
        (names.join(" "), told(&intake))
    };
    for (written, names) in [
        ("王伟（带队）、赵志刚", "王伟 赵志刚"),
        ("王伟和赵志刚", "王伟 赵志刚"),
        ("王伟与王和平", "王伟 王和平"),
        ("王和平和王伟", "王和平 王伟"),
        ("王伟+赵志刚", "王伟 赵志刚"),
        ("王伟＆赵志刚", "王伟 赵志刚"),
        ("郑国栋（组长）", "郑国栋"),
        ("郑国栋局长带队", "郑国栋"),
        ("组长郑国栋", "郑国栋"),
        ("郑国栋副局长", "郑国栋"),
        ("郑国栋（副组长）、王伟和赵志刚", "郑国栋 王伟 赵志刚"),
        ("王伟同志", "王伟"),
        ("专职成员：王伟、赵志刚", "王伟 赵志刚"),
        ("王伟、赵志刚等2人", "王伟 赵志刚"),
    ] {
        assert_eq!(see(written), (names.to_owned(), vec![]), "{written}");
    }
    // Others whom the cell does not name are told, and set nobody aside.
    for written in ["王伟等3人", "王伟等", "王伟等人", "王伟一行", "王伟一行5人", "王伟等三人"] {
        assert_eq!(see(written), ("王伟".to_owned(), vec!["D018 B2".to_owned()]), "{written}");
    }
    // What is said of them may be that they were not there, and who else is meant is not sure.
    for written in [
        "王伟（请假）",
        "王伟（未参加）",
        "王伟和李娜",
        "小王",
        "全体成员",
        "王伟代赵志刚",
        "王伟的司机",
    ] {
        assert_eq!(see(written), (String::new(), vec!["D018! B2".to_owned()]), "{written}");
    }
}

#[test]
fn days_that_follow_each_other_may_be_listed() {
    let log = |days: &str| read_as("文旅/2021年.xlsx", "表", &format!("日期 | 姓名 | 工作内容\n{days} | 王伟 | 走访"));
    for (written, days) in [
        ("6月17、18日", "2021-06-17..2021-06-18"),
        ("6月17日、18日", "2021-06-17..2021-06-18"),
        ("2021年6月28、29、30日", "2021-06-28..2021-06-30"),
        ("2021.6.30、7.1", "2021-06-30..2021-07-01"),
    ] {
        let intake = log(written);
        let window = intake.tables.logs.first().and_then(|log| log.window());
        assert_eq!(
            window.map(|days| format!("{}..{}", days.from, days.to)).as_deref(),
            Some(days),
            "{written}"
        );
    }
    for written in ["6月21日、23日", "6月17、17日", "6月18、17日", "6月17、"] {
        assert_eq!(told(&log(written)), ["D005! A2"], "{written}");
    }
}

#[test]
fn a_days_total_of_a_month_is_no_row() {
    let log = "日期 | 姓名 | 工作内容\n2021-05-08 | 王伟 | 走访\n5月小计：1天\n5月合计 3天\n共计：1天 | | ";
    let intake = read(log);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.logs.len(), 1);
    assert_eq!(intake.tables.set_aside.len(), 0);
}

#[test]
fn a_heading_with_a_unit_beside_it_says_whose_rows_follow() {
    let head = "凭证号 | 日期 | 支出项目 | 金额（元）";
    let row = |voucher: &str| format!("{voucher} | 2021-07-08 | 会务费 | 1");
    let headings = ["先进制造专班", "高效农业专班   单位：元", "三、文旅专班（单位：元）"];
    let rows = headings
        .iter()
        .zip(["P1", "P2", "P3"])
        .map(|(heading, voucher)| format!("{heading}\n{}", row(voucher)));
    let text = format!("{head}\n{}\n单位：元\n{}", rows.collect::<Vec<_>>().join("\n"), row("P4"));
    let intake = read_as("支出.xlsx", "表", &text);
    assert_eq!(told(&intake), Vec::<String>::new());
    let owners: Vec<Option<SquadId>> = intake
        .tables
        .expenses
        .iter()
        .map(|row| row.owner().and_then(Owner::squad))
        .collect();
    assert_eq!(owners, [0, 2, 3, 3].map(|id| Some(SquadId(id))));
}

#[test]
fn a_currency_column_is_heard_wherever_there_is_money() {
    let tables = [
        (
            "凭证号 | 日期 | 支出项目 | 金额 | 币种\n1 | 2021-07-08 | 会务费 | 1000 | 美元",
            "文旅/1.xlsx",
        ),
        (
            "活动编号 | 活动名称 | 支出项目 | 批准金额 | 货币\nHD1 | 推介会 | 会务费 | 1000 | 美元",
            "1.xlsx",
        ),
        (
            "申请编号 | 申报单位 | 申请金额 | 申报日期 | 币别\nS1 | 文旅专班 | 1000 | 2021-07-08 | 美元",
            "1.xlsx",
        ),
        ("年度 | 预算金额 | 币种\n2021 | 1000 | 美元", "1.xlsx"),
    ];
    for (text, path) in tables {
        let intake = Scene::new("2021").sheet(path, "表", text).intake();
        let tables = &intake.tables;
        let money = [
            tables.expenses.first().and_then(|row| row.amount.get()),
            tables.grants.first().and_then(|row| row.amount.get()),
            tables.applications.first().and_then(|row| row.amount.get()),
            tables.budgets.first().and_then(|row| row.amount.get()),
        ];
        let currencies: Vec<Currency> = money.into_iter().flatten().map(|money| money.currency).collect();
        assert_eq!(currencies, [Currency::Usd], "{text}");
    }
}

#[test]
fn an_amount_in_another_currency_than_its_row_says_cannot_be_told() {
    let head = "凭证号 | 日期 | 支出项目 | 金额 | 币种";
    let told_of = |amount: &str, currency: &str| {
        let text = format!("{head}\n1 | 2021-07-08 | 会务费 | {amount} | {currency}");
        let told = told(&Scene::new("2021").sheet("文旅/1.xlsx", "表", &text).intake());
        told.into_iter().filter(|told| told.starts_with("D008")).collect::<Vec<_>>()
    };
    assert_eq!(told_of("100万美元", "人民币"), ["D008! D2"]);
    assert_eq!(told_of("￥100", "美元"), ["D008! D2"]);
    for (amount, currency) in [
        ("100万美元", "美元"),
        ("100万美元", ""),
        ("100万元", "美元"),
        ("￥100", "人民币"),
        ("100", "港币"),
    ] {
        assert_eq!(told_of(amount, currency), Vec::<String>::new(), "{amount} {currency}");
    }
}

#[test]
fn a_unit_that_means_squads_and_is_none_is_told() {
    let told_of = |unit: &str| {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 申报单位\n1 | 2021-07-08 | 会务费 | 1000 | {unit}");
        told(&Scene::new("2021").sheet("1.xlsx", "表", &text).intake())
    };
    for unit in [
        "文旅专班、农业专班",
        "文化旅游专斑",
        "文旅农业联合",
        "各专班",
        "四个专班",
        "专班",
        "专班办",
        "第三招商组",
        "四个产业招商专班",
        "文旅专班、永济市招商专班",
    ] {
        assert_eq!(told_of(unit), ["D017! E2"], "{unit}");
    }
    for unit in [
        "文旅专班",
        "市招投中心",
        "市招商投资促进中心",
        "综合协调组",
        "盐湖区商务局",
        "市文化旅游局",
        "市农业农村局",
        "农业银行",
        "文化旅游集团",
        "市文旅局",
        "永济市招商专班",
        "盐湖区文旅专班",
        "市重点工程专班",
        "市防汛专班",
        "市招商专班办公室",
    ] {
        assert_eq!(told_of(unit), Vec::<String>::new(), "{unit}");
    }
}

#[test]
fn counties_in_general_bear_as_counties() {
    for bearer in ["各县（市、区）", "县（市、区）", "各县市区", "相关县（市、区）", "各县"] {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 承担单位\n1 | 2021-07-08 | 会务费 | 1000 | {bearer}");
        let intake = Scene::new("2021").sheet("文旅/1.xlsx", "表", &text).intake();
        let bearer_read = intake.tables.expenses.first().and_then(|row| row.bearer.get());
        assert_eq!(bearer_read, Some(crate::records::expense::Bearer::County), "{bearer}");
    }
}

#[test]
fn the_total_of_a_travel_table_is_its_amount_where_there_is_no_other() {
    let text = "凭证号 | 日期 | 支出项目 | 伙食补助（元） | 住宿费（元） | 合计（元）\n1 | 2021-07-08 | 差旅费 | 100 | 300 | 400";
    let intake = Scene::new("2021").sheet("文旅/1.xlsx", "表", text).intake();
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(intake.tables.expenses[0].amount.get().map(|money| money.amount), Some(400.into()));
    // Beside an amount it is none.
    let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 伙食补助（元） | 住宿费（元） | 合计（元）\n1 | 2021-07-08 | 差旅费 | 450 | 100 | 300 | 400";
    let intake = Scene::new("2021").sheet("文旅/1.xlsx", "表", text).intake();
    assert_eq!(intake.tables.expenses[0].amount.get().map(|money| money.amount), Some(450.into()));
}
