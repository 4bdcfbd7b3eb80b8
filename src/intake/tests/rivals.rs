use crate::problem::What;
use crate::testing::Scene;
use crate::values::Unreadable;

use super::*;

const CONTRACT: &str = "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 备注";

fn fates(intake: &Intake) -> Vec<(u64, u64, u64)> {
    let tables = intake.account.files.iter().flat_map(|file| &file.tables);
    tables
        .map(|table| (table.rows.used, table.rows.duplicate, table.rows.set_aside))
        .collect()
}

#[test]
fn the_same_row_in_another_place_counts_once() {
    let one = format!("{CONTRACT}\nHT-1 | 甲 | 农业 | 乙 | 正式合同 | 2021年7月8日 | 100 | 原件");
    let other = "签约金额（元） | 合同号 | 项目 | 投资主体 | 协议类型 | 签约日期\n1000000 | ht-1 | 甲 | 乙 | 正式 | 2021-07-08";
    let scene = Scene::new("2021").sheet("1.xlsx", "表", &one).sheet("高效农业/2.xlsx", "表", other);
    let intake = balanced(scene.intake());
    assert_eq!(told(&intake), ["D015 2"]);
    assert_eq!(fates(&intake), [(1, 0, 0), (0, 1, 0)]);
    let problem = only(&intake, "D015");
    assert_eq!(&*problem.place.source.file, "高效农业/2.xlsx");
    assert_eq!(&*problem.related[0].source.file, "1.xlsx");
    let money = intake.account.files[1].tables[0].money.expect("money");
    assert_eq!(
        (money.found.to_string(), money.duplicate.to_string()),
        ("1000000".to_owned(), "1000000".to_owned())
    );
    assert_eq!(intake.tables.set_aside.len(), 0);
}

#[test]
fn one_key_with_two_contents_sets_the_later_aside() {
    let text = format!(
        "{CONTRACT}\nHT-1 | 甲 | 农业 | 丙 | 正式合同 | 2021-07-09 | 100 |\nHT-1 | 甲 | 制造 | 乙 | 正式合同 | 2021-07-08 | 200 |\nHT-1 | 甲 | 制造 | 乙 | 正式合同 | 2021-07-08 | 200 |"
    );
    let intake = read(&text);
    assert_eq!(told(&intake), ["D016! 2", "D015 4"]);
    match what(&intake, "D016") {
        What::SameKey { key, differences } => {
            assert_eq!(key, "HT-1");
            let differences: Vec<_> = differences.iter().map(|one| (one.column, &*one.first, &*one.this)).collect();
            assert_eq!(
                differences,
                [
                    ("专班", "制造", "农业"),
                    ("投资方", "乙", "丙"),
                    ("签订日期", "2021-07-08", "2021-07-09"),
                    ("合同金额", "200", "100")
                ]
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fates(&intake), [(1, 1, 1)]);

    let grants = "活动编号 | 活动名称 | 支出项目 | 批准金额（元）\nA1 | 甲 | 会务费 | 1\nA1 | 甲 | 展位费 | 1\nA1 | 甲 | 会务费 | 2";
    assert_eq!(told(&read(grants)), ["D016! 4"]);
    // A row set aside has no part in it.
    let text =
        format!("{CONTRACT}\nHT-1 | 甲 | 农业 | 乙 | 正式合同 | 某日 | 100 |\nHT-1 | 甲 | 农业 | 乙 | 正式合同 | 2021-07-08 | 100 |");
    assert_eq!(told(&read(&text)), ["D005! F2"]);
}

/// Vouchers of sums, with a text; a date may be given before `@`.
fn expenses(rows: &[(&str, &str, &str)]) -> Intake {
    let mut text = "凭证号 | 日期 | 支出项目 | 金额（元） | 事由 | 备注 | 原凭证号".to_owned();
    for (voucher, sum, notes) in rows {
        let (day, sum) = sum.split_once('@').unwrap_or(("2021-07-08", sum));
        text.push_str(&format!("\n{voucher} | {day} | 差旅费 | #{sum} | {notes}"));
    }
    read_grid(merged(&text, &[]))
}

#[test]
fn a_reversal_takes_back_a_voucher_that_is_there() {
    type Row = (&'static str, &'static str, &'static str);
    let cases: &[(&[Row], &[&str])] = &[
        (&[("P1", "100", ""), ("P1", "-100", "冲销")], &[]),
        (&[("P1", "100", ""), ("P2", "-40", " | | P1")], &[]),
        (&[("P-001", "100", ""), ("P2", "-40", "红冲P-001号凭证")], &[]),
        (&[("P-001", "100", ""), ("P2", "-40", " | 冲 p-001 多报")], &[]),
        (&[("P1", "100", ""), ("P1", "-100.01", "冲销")], &["D010! D3"]),
        (&[("P1", "100", ""), ("P1", "-60", "冲"), ("P1", "-60", "再冲")], &["D010! D4"]),
        (&[("P1", "60", ""), ("P1", "40", "二"), ("P1", "-100", "冲")], &[]),
        (&[("P1", "100", ""), ("P2", "-40", "退款")], &["D010! D3"]),
        (&[("P1", "2021-07-10@100", ""), ("P1", "2021-07-09@-40", "冲")], &["D010! D3"]),
        (&[("P1", "2021-07-09@-40", "冲"), ("P1", "2021-07-08@100", "")], &[]),
        (&[("P1", "0", "")], &["D010! D2"]),
    ];
    for (rows, expected) in cases {
        let intake = expenses(rows);
        assert_eq!(told(&intake), *expected, "{rows:?}");
        assert_eq!(intake.tables.set_aside.len(), expected.len());
    }
}

#[test]
fn one_number_under_which_two_squads_claim_a_project_is_left_to_p004() {
    let header = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let told_of = |first: &str, second: &str| {
        let scene = Scene::new("2021").sheet("文旅/1.xlsx", "表", &format!("{header}\n{first}")).sheet(
            "农业/1.xlsx",
            "表",
            &format!("{header}\n{second}"),
        );
        told(&balanced(scene.intake()))
    };
    let first = "HT1 | 古城 | 甲公司 | 正式合同 | 2021-09-01 | 100";
    assert_eq!(
        told_of(first, "HT1 | 古 城 | 甲公司 | 正式合同 | 2021-09-03 | 120"),
        Vec::<String>::new()
    );
    for second in [
        "HT1 | 温泉 | 甲公司 | 正式合同 | 2021-09-03 | 100",
        "HT1 | 古城 | 乙公司 | 正式合同 | 2021-09-03 | 100",
        "HT1 | 古城 | 甲公司 | 框架协议 | 2021-09-03 | 100",
    ] {
        assert_eq!(told_of(first, second), ["D016! 2"], "{second}");
    }
    // A second row of one of the squads is another content of its number.
    assert_eq!(
        told_of(
            first,
            "HT1 | 古城 | 甲公司 | 正式合同 | 2021-09-03 | 120\nHT1 | 古城 | 甲公司 | 正式合同 | 2021-09-04 | 130"
        ),
        ["D016! 3"]
    );
}

#[test]
fn people_on_no_roster_lose_their_day() {
    let roster = "姓名 | 角色\n王伟 | 组长\n李强 | 专职成员";
    let log = "日期 | 姓名 | 工作内容\n2021-07-08 | 王 伟、赵刚 | 甲\n2021-07-09 | 赵刚 | 乙\n2021-07-10 | 李强 | 丙";
    let scene = Scene::new("2021")
        .sheet("文旅/1.xlsx", "表", log)
        .sheet("文旅/名册.xlsx", "表", roster);
    let intake = balanced(scene.sheet("农业/1.xlsx", "表", log).intake());
    assert_eq!(told(&intake), ["D018! B2", "D018! B3"]);
    assert!(
        intake
            .problems
            .iter()
            .all(|problem| matches!(&problem.what, What::NotOnRoster(name) if name == "赵刚"))
    );
    assert_eq!(fates(&intake), [(3, 0, 0), (2, 0, 1), (2, 0, 0)]);
    let of_squad: Vec<_> = intake
        .tables
        .logs
        .iter()
        .filter(|log| log.at.source.file.starts_with('文'))
        .collect();
    assert_eq!(of_squad[0].people.value().map(Vec::len), Some(1));
    assert_eq!(intake.tables.set_aside[0].rule, "D018");

    // Who stands in a roster row with a finding of its own is no stranger.
    let faulty = "姓名 | 角色\n王伟 | 组长\n赵刚 | 队员";
    let scene = Scene::new("2021")
        .sheet("文旅/1.xlsx", "表", log)
        .sheet("文旅/名册.xlsx", "表", faulty);
    assert_eq!(told(&balanced(scene.intake())), ["D018! B4", "D023! B3"]);

    let travel = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员\nP1 | 2021-07-08 | 差旅费 | 100 | 王伟、钱进";
    let scene = Scene::new("2021")
        .sheet("文旅/1.xlsx", "表", travel)
        .sheet("文旅/名册.xlsx", "表", roster);
    assert_eq!(told(&balanced(scene.intake())), ["D018 E2"]);
}

#[test]
fn files_are_read_in_order_and_each_has_its_account() {
    let roster = "姓名 | 角色\n王伟 | 组长";
    let scene = Scene::new("2021")
        .sheet("b/文旅.xlsx", "一", roster)
        .sheet("b/文旅.xlsx", "二", "封面")
        .sheet("a/农业.xlsx", "表", roster);
    let intake = balanced(scene.intake());
    let files: Vec<_> = intake
        .account
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.tables.len()))
        .collect();
    assert_eq!(files, [("a/农业.xlsx", 1), ("b/文旅.xlsx", 1)]);
    assert_eq!(intake.tables.roster.len(), 2);
}

#[test]
fn sums_so_far_are_no_receipts_where_there_is_another_receipt() {
    let header = "合同编号 | 项目名称 | 到账日期 | 当年到位资金（万元） | 凭证类型 | 凭证号";
    let one = format!("{header}\nHT-1 | 古城 | 2021-03-01 | 500 | 发票 | A1\nHT-2 | 温泉 | 2021-03-02 | 70 | 发票 | A2");
    let other = format!("{header}\n | 古城 | 2021-06-01 | 800 | 发票 | A3\nHT-2 | 温泉 | 2020-12-01 | 60 | 发票 | A4");
    let scene = Scene::new("2021")
        .sheet("文化旅游/1.xlsx", "表", &one)
        .sheet("文化旅游/2.xlsx", "表", &other);
    let intake = balanced(scene.intake());
    // Those of another year are in no sum of this one.
    assert_eq!(told(&intake), ["D008! D2", "D008! D2"]);
    assert_eq!(fates(&intake), [(1, 0, 1), (1, 0, 1)]);
    let first = &intake.problems[0];
    assert!(matches!(first.what, What::Amount(Unreadable::SoFar)));
    assert_eq!(&*first.related[0].source.file, "文化旅游/2.xlsx");

    // The only receipt of a contract is all that has come in.
    let intake = read(&one);
    assert_eq!(told(&intake), Vec::<String>::new());
    assert_eq!(fates(&intake), [(2, 0, 0)]);
    // A receipt of its own elsewhere may be in the sum.
    let own = header.replace("当年到位资金", "到位金额") + "\nHT-2 | 温泉 | 2021-07-01 | 10 | 发票 | A5";
    let scene = Scene::new("2021")
        .sheet("文化旅游/1.xlsx", "表", &one)
        .sheet("文化旅游/2.xlsx", "表", &own);
    assert_eq!(told(&balanced(scene.intake())), ["D008! D3"]);
}

#[test]
fn two_budgets_of_one_year_are_told_and_never_added_up() {
    let two = |first: &str, second: &str| {
        let scene = Scene::new("2021").sheet("1.xlsx", "表", first).sheet("2.xlsx", "表", second);
        balanced(scene.intake())
    };
    let whole = |rows: &str| format!("年度 | 科目 | 预算金额（万元） | 上年结转（万元）\n{rows}");
    let intake = two(&whole("2021 | 合计 | 300 | 5"), "年度 | 预算金额（元）\n2021年 | 3200000");
    // Which of them is the budget nobody can tell: both stay, and the figures take neither.
    assert_eq!(told(&intake), ["D016 2"]);
    assert_eq!(fates(&intake), [(1, 0, 0), (1, 0, 0)]);
    let What::SameKey { key, differences } = what(&intake, "D016") else {
        panic!("same key")
    };
    assert_eq!(key, "2021年度预算");
    let money = differences
        .iter()
        .find(|difference| difference.column == "预算金额")
        .expect("money");
    assert_eq!((&*money.first, &*money.this), ("3000000元", "3200000元"));

    // One line of it in two files, numbered or not.
    let lines = |sum: &str| whole(&format!("2021 | 会务费 | {sum} |\n2021 | 差旅费 | 200 |"));
    let intake = two(&lines("100"), &lines("120").replace("会务费", "1.会务费"));
    assert_eq!(told(&intake), ["D016 2", "D015 3"]);
    assert_eq!(fates(&intake), [(2, 0, 0), (1, 1, 0)]);
    // Two lines of one table, and those of two squads, are two.
    let intake = read(&whole("2021 | 会务费 | 100 |\n2021 | 会务费 | 20 |"));
    assert_eq!(told(&intake), Vec::<String>::new());
    let scene = Scene::new("2021").sheet("先进制造/1.xlsx", "表", &lines("100")).sheet(
        "文化旅游/2.xlsx",
        "表",
        &lines("120").replace("200", "210"),
    );
    assert_eq!(told(&balanced(scene.intake())), Vec::<String>::new());
    // The same figure under another word, and another year.
    assert_eq!(
        told(&two(&whole("2021 | 合计 | 300 | 5"), &whole("2021 | | 300 | 5"))),
        Vec::<String>::new()
    );
    assert_eq!(
        told(&two(&whole("2021 | 合计 | 300 | 5"), &whole("2020 | 合计 | 310 | 5"))),
        Vec::<String>::new()
    );
    // Two wholes in one table.
    assert_eq!(told(&read("年度 | 预算金额（万元）\n2021 | 300\n2021 | 50")), ["D016 3"]);
}

#[test]
fn what_a_remark_calls_an_addition_is_no_second_budget() {
    let header = "年度 | 预算金额（万元） | 上年结转（万元） | 备注";
    for (remark, expected) in [
        ("追加预算", &[][..]),
        ("6月追加50万元", &[]),
        ("", &["D016 3"]),
        ("追加后", &["D016 3"]),
        ("调整预算", &["D016 3"]),
    ] {
        let intake = balanced(read(&format!("{header}\n2021 | 300 | 46.83 | 年初预算\n2021 | 50 | | {remark}")));
        assert_eq!(told(&intake), expected, "{remark}");
        assert_eq!(fates(&intake), [(2, 0, 0)], "{remark}");
    }
    // As a line of the table's own it is a part of the whole, if the lines add up to it.
    let lines = |rows: &str| told(&read(&format!("年度 | 科目 | 预算金额（万元）\n{rows}")));
    assert_eq!(lines("2021 | | 300\n2021 | 追加预算 | 50"), ["D016 3"]);
    assert_eq!(
        lines("2021 | | 350\n2021 | 年初预算 | 300\n2021 | 追加预算 | 50"),
        Vec::<String>::new()
    );
    assert_eq!(lines("2021 | 年初预算 | 300\n2021 | 追加预算 | 50"), Vec::<String>::new());
    // Of the same sum it is no repetition; entered twice it is one.
    let intake = read(&format!("{header}\n2021 | 50 | | 年初预算\n2021 | 50 | | 追加\n2021 | 50 | | 追加"));
    assert_eq!(told(&intake), ["D015 4"]);
}

#[test]
fn a_whole_budget_is_held_against_the_lines_of_another_file() {
    let told_of = |lines: &str| {
        let lines = format!("年度 | 科目 | 预算金额（万元）\n{lines}");
        let whole = "年度 | 预算金额（万元）\n2021 | 300";
        let scene = Scene::new("2021").sheet("1.xlsx", "表", whole).sheet("2.xlsx", "表", &lines);
        told(&balanced(scene.intake()))
    };
    assert_eq!(told_of("2021 | 会务费 | 120\n2021 | 差旅费 | 200"), ["D013 B2"]);
    assert_eq!(told_of("2021 | 会务费 | 100\n2021 | 差旅费 | 200"), Vec::<String>::new());
    assert_eq!(told_of("2021 | 1.市级 | 300\n2021 | （1）会务费 | 200"), Vec::<String>::new());
}

#[test]
fn a_member_whom_two_rosters_have_differently_is_told() {
    let told_of = |first: &str, second: &str| {
        let header = "姓名 | 角色 | 到岗日期 | 离岗日期";
        let scene = Scene::new("2021")
            .sheet("文化旅游/1.xlsx", "表", &format!("{header}\n{first}"))
            .sheet("文化旅游/2.xlsx", "表", &format!("{header}\n{second}"));
        let intake = balanced(scene.intake());
        assert_eq!(intake.tables.roster.len(), 2);
        told(&intake)
    };
    assert_eq!(told_of("王伟 | 组长 | 2021-01-01 |", "王伟 | 副组长 | 2021-01-01 |"), ["D016 2"]);
    assert_eq!(
        told_of("王伟 | 组长 | 2021-01-01 |", "王伟 | 组长 | 2021-01-01 | 2021-06-30"),
        ["D016 2"]
    );
    // One after the other, and another person.
    assert_eq!(
        told_of("王伟 | 专职成员 | 2021-01-01 | 2021-06-30", "王伟 | 组长 | 2021-07-01 |"),
        Vec::<String>::new()
    );
    assert_eq!(
        told_of("王伟 | 组长 | 2021-01-01 |", "李强 | 组长 | 2021-02-01 |"),
        Vec::<String>::new()
    );
    let scene = Scene::new("2021").sheet("文化旅游/1.xlsx", "表", "姓名 | 角色\n王伟 | 组长").sheet(
        "文化旅游/2.xlsx",
        "表",
        "姓名 | 角色 | 到岗日期\n王伟 | 组长 | 2021-03-01",
    );
    assert_eq!(told(&balanced(scene.intake())), Vec::<String>::new());
}

#[test]
fn travel_is_asked_for_the_people_named_and_other_expenses_for_nobody() {
    let roster = "姓名 | 角色\n张三 | 组长\n王伟 | 专职成员";
    let told_of = |item: &str, people: &str| {
        let travel = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员\nP1 | 2021-07-08 | {item} | 100 | {people}");
        let scene = Scene::new("2021")
            .sheet("文旅/1.xlsx", "表", &travel)
            .sheet("文旅/名册.xlsx", "表", roster);
        told(&balanced(scene.intake()))
    };
    for people in [
        "张三等3人",
        "张三等人",
        "3人",
        "全体人员",
        "王伟（副科长）",
        "张三、王伟（驾驶员）一行",
    ] {
        assert_eq!(told_of("差旅费", people), Vec::<String>::new(), "{people}");
    }
    for item in ["租车费", "接待费", "会务费", "购车款"] {
        assert_eq!(told_of(item, "刘师傅"), Vec::<String>::new(), "{item}");
    }
    assert_eq!(told_of("差旅费", "刘师傅"), ["D018! E2"]);
    assert_eq!(told_of("差旅费", "刘师傅等3人"), ["D018! E2"]);
    assert_eq!(told_of("差旅费", "张三、刘师傅"), ["D018 E2"]);
}

#[test]
fn a_reversal_may_name_a_voucher_of_one_or_two_characters() {
    let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 事由";
    let told_of = |first: &str, purpose: &str| {
        let rows = format!("{head}\n{first} | 2021-07-08 | 会务费 | 100 | 会场\nQ-900 | 2021-07-09 | 会务费 | -100 | {purpose}");
        told(&balanced(Scene::new("2021").sheet("文旅/1.xlsx", "表", &rows).intake()))
    };
    for (first, purpose) in [
        ("V1", "红冲V1号凭证"),
        ("V1", "冲销V1"),
        ("25", "红冲25号凭证"),
        ("25", "冲回第25号凭证"),
        ("7", "红冲凭证7"),
        ("25", "25号凭证红冲"),
        ("V1", "冲销V1号，重开"),
    ] {
        assert_eq!(told_of(first, purpose), Vec::<String>::new(), "{purpose}");
    }
    for (first, purpose) in [
        ("2", "冲减2人补助"),
        ("2", "红冲2人补助"),
        ("25", "红冲9月25号凭证"),
        ("25", "红冲25号的会场费"),
        ("5", "红冲25号凭证"),
        ("1", "冲销V1"),
    ] {
        assert_eq!(told_of(first, purpose), ["D010! D3"], "{purpose}");
    }
}
