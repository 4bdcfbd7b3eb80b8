//! Figures of small workspaces, and what holds for every figure.

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::Subject;
use crate::finding::When;
use crate::testing::Scene;

use super::Figure;
use super::FigureValue;
use super::Figures;
use super::WindowFigures;
use super::measure;
use super::view::sum;

/// The figures of the sheets, each given by path, kind of table and text; every figure's rows have been added up.
pub(super) fn figures(period: &str, sheets: &[(&str, &str, &str)]) -> Figures {
    measured(scene(period, sheets))
}

/// A workspace of the sheets.
pub(super) fn scene(period: &str, sheets: &[(&str, &str, &str)]) -> Scene {
    sheets
        .iter()
        .fold(Scene::new(period), |scene, (path, kind, text)| scene.sheet(path, kind, text))
}

/// The figures of a scene without findings, after all figures' rows have been added up.
pub(super) fn measured(scene: Scene) -> Figures {
    judged(scene, &Judgement::default())
}

/// The figures of a scene with the findings, after all figures' rows have been added up.
pub(super) fn judged(scene: Scene, judgement: &Judgement) -> Figures {
    let verdict = scene.settings.verdict;
    let figures = scene.with_case(|case| measure(case.records, case.policy, verdict, case.period, case.standings, judgement));
    let of_squads = figures.squads.iter().flat_map(|squad| [&squad.period, &squad.ytd, &squad.previous]);
    let totals = [&figures.total_period, &figures.total_ytd, &figures.total_previous];
    let months = figures.months.iter().map(|(_, month)| month);
    let windows = of_squads.chain(totals).chain(months);
    for figure in windows.flat_map(|window| &window.figures).chain(&figures.fund) {
        assert_rows_make(figure);
    }
    figures
}

/// A rule's card with nothing but a code.
pub(super) const fn card(code: &'static str) -> RuleCard {
    RuleCard {
        code,
        name: "",
        severity: Severity::Error,
        articles: &[],
        checks: "",
        why: "",
        remedy: "",
        parameters: &[],
        effect: Effect::None,
    }
}

/// A finding of a rule, about no squad and no day.
pub(super) fn finding(rule: &'static RuleCard) -> Finding {
    Finding {
        id: rule.code.to_owned(),
        rule,
        severity: rule.severity,
        squad: None,
        place: None,
        title: None,
        value: None,
        message: String::new(),
        remedy: String::new(),
        subject: Subject::new(),
        when: When::Undated,
        cut: None,
        related: Vec::new(),
    }
}

/// The rows of a figure add up to its value, exactly; quotients and the like have none.
fn assert_rows_make(figure: &Figure) {
    let of_rows = sum(&figure.parts).expect("a sum");
    let expected = match &figure.value {
        FigureValue::Money(_) | FigureValue::Share(_) if figure.parts.is_empty() && is_without_rows(figure.key) => return,
        FigureValue::Money(sum) => *sum,
        FigureValue::Count(count) => Decimal::from(*count),
        FigureValue::Sums(sums) => sums.iter().map(|(_, sum)| sum).sum(),
        FigureValue::NotReported | FigureValue::None | FigureValue::Share(_) | FigureValue::Counts(_) => {
            assert!(figure.parts.is_empty(), "{} has rows and no sum", figure.key);
            return;
        }
    };
    assert_eq!(of_rows, expected, "{}", figure.key);
}

fn is_without_rows(key: &str) -> bool {
    ["cost_per_yi_signed", "used_share", "budget"].contains(&key)
}

/// A figure by the path that `trace` takes: `文化旅游.starts.period`, `total.spent.ytd`, `fund.balance`.
pub(super) fn say(figures: &Figures, path: &str) -> String {
    let mut steps = path.split('.');
    let (whose, key, when) = (steps.next().expect("whose"), steps.next().expect("a key"), steps.next());
    let squad = ["先进制造", "新型材料", "高效农业", "文化旅游"]
        .iter()
        .position(|name| *name == whose);
    let window: Option<&WindowFigures> = match (squad.map(|squad| &figures.squads[squad]), when) {
        (Some(squad), Some("period")) => Some(&squad.period),
        (Some(squad), Some("ytd")) => Some(&squad.ytd),
        (Some(squad), Some("previous")) => Some(&squad.previous),
        (None, Some("period")) => Some(&figures.total_period),
        (None, Some("ytd")) => Some(&figures.total_ytd),
        (None, Some("previous")) => Some(&figures.total_previous),
        _ => None,
    };
    let figure = match window {
        Some(window) => window.get(key),
        None => figures.fund(key),
    };
    spoken(&figure.expect(path).value)
}

/// A value in short: sums without needless zeros, `未报` and `none`.
fn spoken(value: &FigureValue) -> String {
    match value {
        FigureValue::NotReported => "未报".to_owned(),
        FigureValue::None => "none".to_owned(),
        FigureValue::Money(sum) | FigureValue::Share(sum) => sum.normalize().to_string(),
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Sums(sums) => {
            let sums: Vec<String> = sums.iter().map(|(name, sum)| format!("{name} {}", sum.normalize())).collect();
            sums.join("，")
        }
        FigureValue::Counts(counts) => {
            let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            counts.join("，")
        }
    }
}

/// Checks `path value` lines against the figures.
pub(super) fn assert_said(figures: &Figures, lines: &str) {
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (path, expected) = line.split_once(' ').expect("path and value");
        assert_eq!(say(figures, path), expected, "{path}");
    }
}

#[test]
fn every_figure_of_the_list_is_there_in_its_order() {
    let keys = [
        "signed_formal",
        "signed_recognised",
        "contracts_formal",
        "contracts_recognised",
        "received",
        "starts",
        "starts_industrial",
        "in_talks",
        "events",
        "firm_visits",
        "firm_visits_leading",
        "leader_trips",
        "squad_days_out",
        "investors",
        "reserve",
        "talents",
        "investors_all",
        "reserve_all",
        "talents_all",
        "dispatches",
        "reports",
        "spent",
        "spent_by_item",
        "proposed",
        "cuts",
        "cost_per_yi_signed",
        "findings",
    ];
    let figures = figures("2021-09", &[]);
    let of = |window: &WindowFigures| window.figures.iter().map(|figure| figure.key).collect::<Vec<_>>();
    assert_eq!(figures.squads.len(), 4);
    for squad in &figures.squads {
        for window in [&squad.period, &squad.ytd, &squad.previous] {
            assert_eq!(of(window), keys);
        }
    }
    assert_eq!(of(&figures.total_period), keys);
    let fund: Vec<&str> = figures.fund.iter().map(|figure| figure.key).collect();
    assert_eq!(
        fund,
        [
            "budget",
            "carry_over",
            "spent",
            "proposed",
            "committed",
            "balance",
            "used_share",
            "by_item",
            "by_squad",
            "by_track",
            "carry_to_next"
        ]
    );
}

#[test]
fn what_nobody_handed_in_is_not_reported() {
    let figures = figures("2021-09", &[]);
    for window in [&figures.squads[0].period, &figures.total_ytd] {
        for figure in window.figures.iter().filter(|figure| figure.key != "findings") {
            assert_eq!(figure.value, FigureValue::NotReported, "{}", figure.key);
        }
        assert_eq!(window.members, None);
    }
    for target in &figures.squads[0].targets {
        assert_eq!((target.reached, target.met, target.behind, target.share), (None, None, None, None));
    }
    assert_said(
        &figures,
        "fund.budget 3000000
         fund.carry_over 未报
         fund.spent 未报
         fund.committed 未报
         fund.balance 未报
         fund.by_track 未报",
    );
}

#[test]
fn a_blank_form_and_the_rows_of_others_are_no_figure_of_the_squads() {
    let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
    let expenses = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班";
    let blank = figures(
        "2021-09",
        &[("文旅/合同.xlsx", "签约合同", contracts), ("经费.xlsx", "经费支出", expenses)],
    );
    assert_said(
        &blank,
        "文化旅游.signed_formal.ytd 未报
         total.signed_formal.ytd 未报
         total.contracts_formal.period 未报
         total.spent.ytd 未报
         total.spent_by_item.ytd 未报
         total.proposed.ytd 未报
         fund.spent 未报
         fund.by_track 未报",
    );
    let of_office = figures(
        "2021-09",
        &[(
            "经费.xlsx",
            "经费支出",
            &format!("{expenses}\n001 | 2021-08-01 | 会务费 | 5 | 市招投中心"),
        )],
    );
    assert_said(
        &of_office,
        "total.spent.period 未报
         total.spent.ytd 未报
         total.cuts.ytd 未报
         fund.spent 5
         fund.by_track city 5，squads 0，others 0",
    );
    // Activities of no squad count for all together.
    let of_all = figures(
        "2021-09",
        &[(
            "活动.xlsx",
            "活动记录",
            "日期 | 活动类型 | 活动名称\n2021-08-01 | 专题招商活动 | 推介会",
        )],
    );
    assert_said(
        &of_all,
        "文化旅游.events.ytd 未报
         total.events.ytd 1
         total.events.period 0",
    );
}

#[test]
fn a_table_without_rows_for_the_window_is_zero_and_only_for_those_who_handed_it_in() {
    let figures = figures(
        "2021-09",
        &[(
            "文旅/合同.xlsx",
            "签约合同",
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额\nHT1 | 古城 | 甲公司 | 正式合同 | 2021-08-31 | 100",
        )],
    );
    assert_said(
        &figures,
        "文化旅游.signed_formal.period 0
         文化旅游.signed_formal.ytd 1000000
         文化旅游.signed_formal.previous 1000000
         文化旅游.contracts_formal.period 0
         高效农业.signed_formal.ytd 未报
         total.signed_formal.period 0
         total.signed_formal.ytd 1000000
         文化旅游.received.ytd 未报",
    );
}

#[test]
fn the_windows_end_with_the_as_of_day_and_months_go_up_to_it() {
    let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）
        HT1 | 甲项目 | 甲公司 | 正式合同 | 2021-01-01 | 100
        HT2 | 乙项目 | 乙公司 | 正式合同 | 2021-09-20 | 10
        HT3 | 丙项目 | 丙公司 | 正式合同 | 2021-09-21 | 1
        HT0 | 丁项目 | 丁公司 | 正式合同 | 2020-12-31 | 1000";
    let figures = measured(scene("2021-09", &[("文旅/合同.xlsx", "签约合同", contracts)]).as_of("2021-09-20"));
    assert_said(
        &figures,
        "文化旅游.signed_formal.period 100000
         文化旅游.signed_formal.ytd 1100000
         文化旅游.signed_formal.previous 0",
    );
    let months: Vec<String> = figures
        .months
        .iter()
        .map(|(month, window)| format!("{month} {}", spoken(&window.get("signed_formal").expect("signed").value)))
        .collect();
    assert_eq!(months.len(), 9);
    assert_eq!((&*months[0], &*months[8]), ("2021-01 1000000", "2021-09 100000"));
    assert_eq!(figures.months[8].1.window.to.to_string(), "2021-09-20");
}

#[test]
fn sums_too_large_to_hold_are_no_figure_and_no_panic() {
    let huge = "9".repeat(28);
    let contracts = format!(
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（元）
        HT1 | 甲项目 | 甲公司 | 正式合同 | 2021-09-01 | {huge}
        HT2 | 乙项目 | 乙公司 | 正式合同 | 2021-09-02 | {}",
        huge.replace('9', "7") + "0"
    );
    let scene = scene("2021-09", &[("文旅/合同.xlsx", "签约合同", &contracts)]);
    let verdict = scene.settings.verdict;
    let none = Judgement::default();
    let figures = scene.with_case(|case| measure(case.records, case.policy, verdict, case.period, case.standings, &none));
    assert!(["none", &huge].contains(&say(&figures, "文化旅游.signed_formal.period").as_str()));
}
