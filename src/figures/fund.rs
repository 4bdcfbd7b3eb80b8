//! The fund of the year to date (spec 3.2): everybody's spending against the budget.

use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::cell::Owner;

use super::Figure;
use super::FigureValue;
use super::Part;
use super::budget::YearBudget;
use super::spending::Line;
use super::spending::Spending;
use super::spending::proposed_and_cuts;
use super::view::View;
use super::view::bare;
use super::view::money;
use super::view::part;
use super::view::quotient;
use super::view::rows;
use super::view::sum;

/// The figures in the order of spec 3.2. `view` is that of all squads together in the year to date; the fund counts the lines of
/// the office and of other units too.
pub(super) fn figures(view: &View<'_>, spending: &Spending<'_>, budget: Option<&YearBudget>) -> Vec<Figure> {
    let lines = || spending.within(view.window);
    let claims: Vec<Part> = lines().map(|line| part(line.row, line.yuan)).collect();
    let spent = money("spent", view.records.anyone_handed_in(Kind::Expense), claims);
    let is_reported = spent.value != FigureValue::NotReported;
    let sums = |key, sums: Option<Vec<(String, Decimal)>>| Figure {
        key,
        value: match sums {
            _ if !is_reported => FigureValue::NotReported,
            Some(sums) => FigureValue::Sums(sums),
            None => FigureValue::None,
        },
        parts: spent.parts.clone(),
    };
    let [proposed, _] = proposed_and_cuts(spending.proposed_and_cuts(lines()), is_reported);
    let by_item = sums("by_item", Spending::by_item(view, lines()));
    let mut by_squad = sums("by_squad", by_squad(view, spending));
    by_squad.parts = lines()
        .filter(|line| line.squad().is_some())
        .map(|line| part(line.row, line.yuan))
        .collect();
    let by_track = sums("by_track", by_track(lines()));
    let carry_over = match budget {
        Some(YearBudget { carried: Some(parts), .. }) => money("carry_over", true, parts.clone()),
        _ => bare("carry_over", FigureValue::NotReported),
    };
    let planned = planned(view, budget);
    let balance = balance(&planned, &carry_over, &spent);
    let used_share = used_share(&planned, &carry_over, &spent);
    let carry_to_next = Figure {
        key: "carry_to_next",
        ..balance.clone()
    };
    let committed = committed(view);
    vec![
        planned,
        carry_over,
        spent,
        proposed,
        committed,
        balance,
        used_share,
        by_item,
        by_squad,
        by_track,
        carry_to_next,
    ]
}

/// `budget`: what the budget table says; without one what the regulation itself sets, which is in no row.
fn planned(view: &View<'_>, budget: Option<&YearBudget>) -> Figure {
    match budget {
        Some(YearBudget { whole: Some(parts), .. }) => money("budget", true, parts.clone()),
        // Foreign money without a rate: what the regulation sets is not this year's budget either.
        Some(_) => bare("budget", FigureValue::None),
        None => {
            let set = view.policy.number("annual_budget", view.window.to);
            bare("budget", set.map_or(FigureValue::NotReported, FigureValue::Money))
        }
    }
}

/// budget + carry_over − spent, made of the rows of all three; 未报 when one of them is, and no value when one has none.
fn balance(budget: &Figure, carry_over: &Figure, spent: &Figure) -> Figure {
    let key = "balance";
    if [budget, carry_over, spent]
        .iter()
        .any(|figure| figure.value == FigureValue::NotReported)
    {
        return bare(key, FigureValue::NotReported);
    }
    if [budget, carry_over, spent].iter().any(|figure| figure.value == FigureValue::None) {
        return bare(key, FigureValue::None);
    }
    let taken = spent.parts.iter().map(|spent| part(spent.row, -spent.adds));
    let parts = budget.parts.iter().chain(&carry_over.parts).copied().chain(taken);
    money(key, true, merged_by_row(parts))
}

/// One part for each row, in the order of their first appearance: a budget row gives budget and carry-over.
fn merged_by_row(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for part in parts {
        let place = *places.entry(part.row).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(known) => known.adds = known.adds.saturating_add(part.adds),
            None => merged.push(part),
        }
    }
    merged
}

/// spent ÷ (budget + carry_over), four places; no value when there is nothing to use.
fn used_share(budget: &Figure, carry_over: &Figure, spent: &Figure) -> Figure {
    let value = match (&budget.value, &carry_over.value, &spent.value) {
        (FigureValue::Money(budget), FigureValue::Money(carried), FigureValue::Money(spent)) => budget
            .checked_add(*carried)
            .and_then(|all| quotient(*spent, all, 4))
            .map_or(FigureValue::None, FigureValue::Share),
        (FigureValue::NotReported, _, _) | (_, FigureValue::NotReported, _) | (_, _, FigureValue::NotReported) => FigureValue::NotReported,
        _ => FigureValue::None,
    };
    bare("used_share", value)
}

/// The squads that handed in expenses, in report order.
fn by_squad(view: &View<'_>, spending: &Spending<'_>) -> Option<Vec<(String, Decimal)>> {
    let mut sums = Vec::new();
    for squad in view.records.city.squad_ids() {
        let lines = spending.within(view.window).filter(|line| line.squad() == Some(squad));
        let claims: Vec<Part> = lines.map(|line| part(line.row, line.yuan)).collect();
        if !claims.is_empty() || view.records.handed_in(Kind::Expense, squad) {
            sums.push((view.records.city.squad(squad).name.to_string(), sum(&claims)?));
        }
    }
    Some(sums)
}

/// The three tracks of 经费办法 七: what the office runs for the city, the squads, other units.
fn by_track<'l>(lines: impl Iterator<Item = &'l Line<'l>>) -> Option<Vec<(String, Decimal)>> {
    let (mut city, mut squads, mut others) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for line in lines {
        let track = match line.owner {
            Some(Owner::Coordination | Owner::Office) => &mut city,
            Some(Owner::Squad(_)) => &mut squads,
            Some(Owner::Other(_)) | None => &mut others,
        };
        *track = track.checked_add(line.yuan)?;
    }
    Some(
        [("city", city), ("squads", squads), ("others", others)]
            .map(|(track, sum)| (track.to_owned(), sum))
            .into(),
    )
}

/// `committed`: applications of any year approved and not yet reimbursed by the window's end, at the sum fixed. No value when one has
/// none, or one in foreign money without a rate for the day of its approval, or when the table does not ask for the day of a step: less or
/// more than what is committed would be told (A004 says which).
fn committed(view: &View<'_>) -> Figure {
    let open = rows(Kind::Application, &view.records.tables.applications)
        .map(|(row, application)| (row, application, application.is_open(view.window.to)))
        .filter(|(_, _, is_open)| *is_open != Some(false));
    let parts: Option<Vec<Part>> = open
        .map(|(row, application, is_open)| {
            is_open?;
            let (fixed, approved) = (application.fixed.get()?, application.approved.get()?);
            Some(part(row, fixed.in_yuan(&view.records.city, approved)?))
        })
        .collect();
    match parts {
        Some(parts) => money("committed", view.records.anyone_handed_in(Kind::Application), parts),
        None => bare("committed", FigureValue::None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;

    const EXPENSES: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班 | 申报单位
        001 | 2021-09-30 | 差旅费 | 1000.10 | 文旅 |
        002 | 2021-01-01 | 出差费 | 200 | 农业 |
        003 | 2021-09-03 | 烟酒 | 50 | 文旅 |
        008 | 2021-09-08 | 布展费 | 7000 | 市招投中心 |
        009 | 2021-09-09 | 会务费 | 60 | 综合协调组 |
        010 | 2021-09-09 | 会务费 | 80000 | | 市商务局
        011 | 2020-12-31 | 会务费 | 9 | 农业 |
        012 | 2021-10-01 | 会务费 | 9 | 农业 |";

    #[test]
    fn the_fund_is_everybodys_of_the_year_to_date() {
        let sheets = [
            ("经费.xlsx", "经费支出", EXPENSES),
            (
                "预算.xlsx",
                "年度预算",
                "年度 | 预算金额（万元） | 科目 | 上年结转（元）\n2020 | 200 | | 1\n2021 | 300 | | 12345.67",
            ),
        ];
        assert_said(
            &figures("2021-09", &sheets),
            "fund.budget 3000000
             fund.carry_over 12345.67
             fund.spent 88310.1
             fund.proposed 88310.1
             fund.balance 2924035.57
             fund.used_share 0.0293
             fund.by_item 布展费 7000，会务费 80060，差旅费 1200.1，烟酒 50
             fund.by_squad 高效农业 200，文化旅游 1050.1
             fund.by_track city 7060，squads 1250.1，others 80000
             fund.carry_to_next 2924035.57
             fund.committed 未报",
        );
    }

    #[test]
    fn without_a_budget_table_the_regulation_tells_the_budget_and_nobody_the_balance() {
        assert_said(
            &figures("2021-09", &[("经费.xlsx", "经费支出", EXPENSES)]),
            "fund.budget 3000000
             fund.carry_over 未报
             fund.balance 未报
             fund.used_share 未报
             fund.carry_to_next 未报
             fund.spent 88310.1",
        );
    }

    #[test]
    fn foreign_sums_are_taken_at_the_rate_of_their_day_and_untold_without_one() {
        use crate::regulation::city::Rate;
        use crate::values::currency::Currency;
        let budget = "年度 | 预算金额（万元） | 科目 | 上年结转（元）\n2021 | 10万美元 | | 100美元";
        let applications = "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审批日期 | 报销日期 | 核定金额（元）\n\
            SQ1 | 文旅 | 600 | 2021-08-01 | 2021-09-01 | | 500\nSQ2 | 文旅 | 600 | 2021-08-01 | 2021-09-02 | | 100美元";
        let sheets = [
            ("预算.xlsx", "年度预算", budget),
            ("申请.xlsx", "经费申请", applications),
            ("经费.xlsx", "经费支出", EXPENSES),
        ];
        let mut scene = super::super::tests::scene("2021-09", &sheets);
        let rate = |from: &str, yuan: &str| Rate {
            currency: Currency::Usd,
            from: from.parse().expect("a day"),
            yuan: yuan.parse().expect("a rate"),
        };
        scene.settings.city.rates = vec![rate("2021-01-01", "6.5"), rate("2021-09-02", "6.4")];
        let told = "fund.budget 650000\nfund.carry_over 650\nfund.committed 1140\nfund.balance 562339.9";
        assert_said(&super::super::tests::measured(scene), told);
        assert_said(
            &figures("2021-09", &sheets),
            "fund.budget none
             fund.carry_over 未报
             fund.committed none
             fund.balance 未报
             fund.used_share 未报",
        );
    }

    #[test]
    fn the_whole_is_its_own_row_or_the_sum_of_the_parts() {
        for (budget, whole, carried) in [
            ("2021 | 300 | 合计 | 5\n2021 | 100 | 文旅 | 3", "3000000", "50000"),
            ("2021 | 300 | | \n2021 | 100 | 文旅 | 3", "3000000", "30000"),
            ("2021 | 100 | 文旅 | 3\n2021 | 50 | 差旅费 |", "1500000", "30000"),
            // Nobody can tell which of two wholes is right; what says the same twice is one.
            ("2021 | 100 | | \n2021 | 200 | | ", "none", "0"),
            ("2021 | 100 | 合计 | 3\n2021 | 100 | 总计 | 4", "1000000", "未报"),
            ("2021 | 100 | 合计 | 3\n2021 | 100 | | ", "1000000", "30000"),
            // A line of the table's own, whatever it is called, is a part.
            ("2021 | 100 | 年初预算 | 3\n2021 | 50 | 追加预算 | ", "1500000", "30000"),
            (
                "2021 | 150 | 合计 | 3\n2021 | 100 | 年初预算 |\n2021 | 50 | 追加预算 | ",
                "1500000",
                "30000",
            ),
            // Whether the whole holds it nobody can tell.
            ("2021 | 100 | | 3\n2021 | 50 | 追加预算 | ", "none", "30000"),
            ("2021年 | 100 | | 约5万", "1000000", "未报"),
            ("2020 | 100 | | 5", "3000000", "未报"),
            // Lines of a lower level are in the line above them.
            (
                "2021 | 100 | 一、市级经费 |\n2021 | 60 | 1.接待费 |\n2021 | 40 | 2.差旅费 |\n2021 | 200 | 二、专班经费 |\n2021 | 200 | 1.文旅 |",
                "3000000",
                "0",
            ),
            (
                "2021 | 300 | 招商经费 |\n2021 | 60 | （一）接待费 |\n2021 | 240 | （二）差旅费 |",
                "3000000",
                "0",
            ),
            ("2021 | 100 | 一、接待费 |\n2021 | 200 | 二、差旅费 |", "3000000", "0"),
            // The same items under two headings.
            (
                "2021 | 100 | 一、市级 |\n2021 | 60 | 1.接待费 |\n2021 | 40 | 2.差旅费 |\n2021 | 50 | 二、专班 |\n2021 | 30 | 1.接待费 |\n2021 | 20 | 2.差旅费 |",
                "1500000",
                "0",
            ),
            // What is no sum of what is below it leaves open what counts.
            ("2021 | 100 | 一、市级经费 |\n2021 | 60 | 1.接待费 |", "none", "未报"),
        ] {
            let budget = format!("年度 | 预算金额（万元） | 科目 | 上年结转（万元）\n{budget}");
            let told = format!("fund.budget {whole}\nfund.carry_over {carried}");
            assert_said(&figures("2021-09", &[("预算.xlsx", "年度预算", &budget)]), &told);
        }
    }

    #[test]
    fn a_line_set_aside_leaves_the_budget_of_its_year_open() {
        let titles = "年度 | 科目 | 预算金额（万元） | 上年结转（万元）";
        for (rows, whole, carried) in [
            ("2021年 | 差旅费 | 100 | 0\n | 接待费 | 200 | 46", "none", "未报"),
            (
                "2021年 | 差旅费 | 100 | 0\n | 接待费 | 200 | 46\n | 合计 | 300 | 46",
                "none",
                "未报",
            ),
            ("2021年 | 差旅费 | 约100 | 0\n2021年 | 会务费 | 200 | 46", "none", "未报"),
            ("2021年 | 差旅费 | 约100 | 0", "none", "未报"),
            ("2021年 | | 约300 | 46", "none", "未报"),
            ("2021年 | | 300 | 46\n2021年 | | 约50 |", "none", "460000"),
            // The whole is the whole, whatever its lines are.
            ("2021年 | 差旅费 | 约100 | 0\n2021年 | 合计 | 300 | 46", "3000000", "460000"),
            ("2021年 | 差旅费 | 100 | 0\n2021年 | 合计 | 约100 | 46", "1000000", "0"),
            // A heading over others holds no sum; a 合计 below without a year is no line.
            ("2021年 | 一、专班经费 | |\n2021年 | 会务费 | 200 | 46", "2000000", "460000"),
            ("2021年 | 培训费 | — | —\n2021年 | 会务费 | 200 | 46", "2000000", "460000"),
            ("2021年 | 培训费 | | 46\n2021年 | 会务费 | 200 | 0", "none", "未报"),
            (
                "2021年 | 一、专班经费 | |\n2021年 | 差旅费 | 100 | 0\n2021年 | 会务费 | 200 | 46\n | 合计 | 300 | 46",
                "3000000",
                "460000",
            ),
            ("2021年 | 合计 | 300 | 46\n | 合计 | 300 | 46", "3000000", "460000"),
            // A line of another year, or of nothing, is none of this year's.
            ("2020年 | 差旅费 | 约100 | 0\n2021年 | 会务费 | 200 | 46", "2000000", "460000"),
            ("2021年 | 差旅费 | 0 | 0\n2021年 | 会务费 | 200 | 46", "2000000", "460000"),
        ] {
            let sheets = [
                ("预算.xlsx", "年度预算", &*format!("{titles}\n{rows}")),
                ("经费.xlsx", "经费支出", EXPENSES),
            ];
            assert_said(
                &figures("2021-09", &sheets),
                &format!("fund.budget {whole}\nfund.carry_over {carried}"),
            );
        }
        // Which year a line without one is of, its table says if it can.
        let other = format!("{titles}\n2020年 | 差旅费 | 100 | 0\n | 接待费 | 200 | 46");
        let whole = format!("{titles}\n2021 | | 300 | 1");
        let sheets = [("预算1.xlsx", "年度预算", &*other), ("预算2.xlsx", "年度预算", &*whole)];
        assert_said(&figures("2021-09", &sheets), "fund.budget 3000000\nfund.carry_over 10000");
    }

    #[test]
    fn a_budget_without_the_column_carries_nothing_over() {
        let sheets = [
            ("经费.xlsx", "经费支出", EXPENSES),
            ("预算.xlsx", "年度预算", "年度 | 预算金额（万元）\n2021 | 300"),
        ];
        assert_said(
            &figures("2021-09", &sheets),
            "fund.budget 3000000
             fund.carry_over 0
             fund.balance 2911689.9
             fund.used_share 0.0294",
        );
        // One of two tables says it for both.
        let more = [
            sheets[0],
            sheets[1],
            (
                "预算2.xlsx",
                "年度预算",
                "年度 | 预算金额（万元） | 科目 | 上年结转（万元）\n2021 | 300 | 差旅费 | 2",
            ),
        ];
        assert_said(&figures("2021-09", &more), "fund.budget 3000000\nfund.carry_over 20000");
    }

    #[test]
    fn additions_by_their_remark_come_on_top_and_nothing_else_does() {
        for (rows, whole, balance) in [
            ("2021 | 300 | 46.83 | 年初预算\n2021 | 50 | | 追加预算", "3500000", "3879989.9"),
            ("2021 | 300 | 46.83 | 年初预算\n2021 | 50 | 1 | 追加预算", "3500000", "3889989.9"),
            ("2021 | 300 | 46.83 | 年初预算\n2021 | 350 | | 追加后预算", "none", "none"),
            ("2021 | 300 | 46.83 |\n2021 | 50 | |", "none", "none"),
            // Of what it was added to nothing is known.
            ("2021 | 50 | | 追加预算", "none", "未报"),
        ] {
            let budget = format!("年度 | 预算金额（万元） | 上年结转（万元） | 备注\n{rows}");
            let sheets = [("经费.xlsx", "经费支出", EXPENSES), ("预算.xlsx", "年度预算", &*budget)];
            assert_said(
                &figures("2021-09", &sheets),
                &format!("fund.budget {whole}\nfund.balance {balance}"),
            );
        }
        let two = ["300", "350"].map(|sum| format!("年度 | 预算金额（万元）\n2021 | {sum}"));
        let sheets = [("预算1.xlsx", "预算", &*two[0]), ("预算2.xlsx", "预算", &*two[1])];
        assert_said(&figures("2021-09", &sheets), "fund.budget none");
    }

    #[test]
    fn what_is_committed_is_approved_and_not_yet_reimbursed() {
        for (row, expected) in [
            ("2021-09-30 | | 500", "500"),
            ("2021-10-01 | | 500", "0"),
            (" | | 500", "0"),
            ("2021-08-01 | 2021-10-01 | 500", "500"),
            ("2021-08-01 | 2021-09-30 | 500", "0"),
            ("2021-08-01 | 已报 | 500", "0"),
            // What was fixed is not known.
            ("2021-08-01 | | ", "none"),
            ("2021-08-01 | | 约500", "none"),
            ("2021-08-01 | 2021-09-30 | ", "0"),
            ("2020-12-01 | | 500", "500"),
        ] {
            let applications = format!(
                "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审批日期 | 报销日期 | 核定金额（元）\nSQ1 | 文旅 | 600 | 2020-11-01 | {row}"
            );
            let figures = figures("2021-09", &[("申请.xlsx", "经费申请", &applications)]);
            assert_said(&figures, &format!("fund.committed {expected}"));
        }
    }

    #[test]
    fn without_the_day_of_approval_or_of_payment_nobody_can_tell_what_is_committed() {
        for (titles, row, expected) in [
            ("审批日期", "2021-09-01 | 500", "none"),
            ("审批日期", " | 500", "0"),
            ("审批日期", "2021-10-01 | 500", "0"),
            ("报销日期", " | 500", "none"),
            ("报销日期", "2021-10-01 | 500", "none"),
            ("报销日期", "2021-09-01 | 500", "0"),
        ] {
            let applications = format!(
                "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | {titles} | 核定金额（元）\nSQ1 | 文旅 | 600 | 2020-11-01 | {row}"
            );
            let figures = figures("2021-09", &[("申请.xlsx", "经费申请", &applications)]);
            assert_said(&figures, &format!("fund.committed {expected}"));
        }
    }
}
