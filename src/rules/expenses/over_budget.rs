//! E012 超年度预算

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::Kind;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::anyone_handed_in;
use crate::rules::known::difference;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::known::unreported;
use crate::rules::words::yuan;
use crate::standing::BudgetStanding;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E012",
    name: "超年度预算",
    severity: Severity::Error,
    articles: &["考核办法 七", "经费办法 六"],
    checks: "当年累计支出是否超过年度预算加上年结转；预算表分专班或科目的，逐项核查。",
    why: "经费实行总额控制，超支没有资金来源。",
    remedy: "停止超支部分的报销，或按程序追加、调剂预算。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unknown(case, docket);
    for standing in &case.standings.budgets {
        settle(docket, standing.squad, judge(case, standing));
    }
}

fn judge(case: &Case<'_>, standing: &BudgetStanding) -> Verdict {
    let available = available(standing)?;
    if standing.spent <= available {
        return Ok(None);
    }
    let message = format!(
        "{}累计支出 {}，{}，超 {}",
        subject(case, standing),
        yuan(standing.spent),
        budget_and_carry_over(standing, available),
        yuan(difference(standing.spent, available)?)
    );
    Ok(Some(broken(case, standing, message)))
}

/// Says why the whole budget has no standing, when it has none.
pub(super) fn tell_unknown(case: &Case<'_>, docket: &mut Docket<'_>) {
    if case.standings.budgets.iter().any(|standing| standing.heading.is_none()) {
        return;
    }
    let year = case.period.year();
    let reason = if !anyone_handed_in(case, Kind::Expense) {
        unreported(Kind::Expense)
    } else if !has_budget(case, year) {
        // Without the table what was carried over is not known either.
        format!("未报{year}年度预算")
    } else {
        format!("{year}年度预算或上年结转无法确定")
    };
    docket.cannot_tell(None, reason);
}

/// Whether a line of the year's budget is there, be it one that was set aside.
fn has_budget(case: &Case<'_>, year: i32) -> bool {
    let tables = &case.records.tables;
    let mut lines = tables.budgets.iter().chain(&tables.budgets_set_aside);
    lines.any(|line| line.year_number() == Some(year))
}

/// Budget and carry-over together.
pub(super) fn available(standing: &BudgetStanding) -> Result<Decimal, String> {
    sum([standing.budget, standing.carry_over])
}

/// `2021年经费`, `2021年文化旅游经费`
pub(super) fn subject(case: &Case<'_>, standing: &BudgetStanding) -> String {
    let heading = standing
        .heading
        .as_deref()
        .map_or_else(String::new, |heading| format!("“{heading}”"));
    format!("{}年{heading}经费", case.period.year())
}

/// `预算 3,000,000.00元 加上年结转 0.00元（共 3,000,000.00元）`
pub(super) fn budget_and_carry_over(standing: &BudgetStanding, available: Decimal) -> String {
    format!(
        "预算 {} 加上年结转 {}（共 {}）",
        yuan(standing.budget),
        yuan(standing.carry_over),
        yuan(available)
    )
}

/// A finding about a line of the budget, at its row when there is one.
pub(super) fn broken(case: &Case<'_>, standing: &BudgetStanding, message: String) -> Broken {
    let when = When::Window(case.year_to_date());
    let row = standing.row.and_then(|row| case.records.at(row));
    let mut broken = match row {
        Some(at) => Broken::row(at, when, message),
        None => Broken::period(when, message),
    };
    if let Some(heading) = &standing.heading {
        broken = broken.about("item", heading);
    }
    match standing.squad {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;
    use crate::testing::Scene;

    fn expenses(sum: &str) -> String {
        format!("凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-02 | 会务费 | {sum}")
    }

    const BUDGET: &str = "年度 | 科目 | 预算金额（万元） | 上年结转（万元）\n2021 | 合计 | 100 | 10\n2021 | 文化旅游 | 30 |";

    #[test]
    fn the_whole_and_each_part_are_judged() {
        let told = judge(&RULE, &expenses("1100000.01"), &[("预算.xlsx", BUDGET)]).told();
        assert_eq!(
            told,
            [
                "2 2021年经费累计支出 1,100,000.01元，预算 1,000,000.00元 加上年结转 100,000.00元（共 1,100,000.00元），超 0.01元",
                "3 2021年“文化旅游”经费累计支出 1,100,000.01元，预算 300,000.00元 加上年结转 0.00元（共 300,000.00元），超 800,000.01元",
            ]
        );
    }

    #[test]
    fn a_line_set_aside_leaves_the_whole_open() {
        let budget =
            "年度 | 科目 | 预算金额（万元） | 上年结转（万元）\n2021年 | 会务费 | 100 | 0\n | 接待费 | 200 | 46\n | 合计 | 300 | 46";
        let verdicts = judge(&RULE, &expenses("1500000"), &[("预算.xlsx", budget)]);
        let heading =
            "2 2021年“会务费”经费累计支出 1,500,000.00元，预算 1,000,000.00元 加上年结转 0.00元（共 1,000,000.00元），超 500,000.00元";
        assert_eq!(verdicts.told(), [heading]);
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "2021年度预算或上年结转无法确定")
        );
        // A second line of the same item is a part of its budget.
        let twice = budget.replace("接待费", "会议费");
        assert_eq!(judge(&RULE, &expenses("1500000"), &[("预算.xlsx", &twice)]).told(), [""; 0]);
    }

    #[test]
    fn a_budget_without_the_column_of_what_was_carried_over_carries_nothing() {
        let see = |sum: &str| {
            let verdicts = judge(&RULE, &expenses(sum), &[("预算.xlsx", "年度 | 预算金额（万元）\n2021 | 100")]);
            (verdicts.findings.len(), verdicts.kept, verdicts.unjudged.len())
        };
        assert_eq!(see("1000000"), (0, 1, 0));
        assert_eq!(see("1000001"), (1, 0, 0));
    }

    #[test]
    fn exactly_the_budget_is_quiet() {
        let verdicts = judge(&RULE, &expenses("300000"), &[("预算.xlsx", BUDGET)]);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 2));
    }

    #[test]
    fn without_budget_or_expenses_it_cannot_be_told() {
        let verdicts = judge(&RULE, &expenses("9000000"), &[]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged[0].reason, "未报2021年度预算");
        let verdicts = Scene::new("2021-09").sheet("预算.xlsx", "预算", BUDGET).judge(&RULE);
        assert_eq!(verdicts.unjudged[0].reason, "未报经费支出");
    }
}
