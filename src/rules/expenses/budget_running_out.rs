//! E013 预算执行预警

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::product;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::words::percent;
use crate::rules::words::yuan;
use crate::standing::BudgetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::over_budget::available;
use super::over_budget::broken;
use super::over_budget::budget_and_carry_over;
use super::over_budget::subject;
use super::over_budget::tell_unknown;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E013",
    name: "预算执行预警",
    severity: Severity::Warning,
    articles: &["考核办法 七", "经费办法 六", "数据一致性"],
    checks: "当年累计支出占年度预算加上年结转的比例是否已到预警线，或明显快于全年时间进度（按截止日当天的规定）；已超预算的由 E012 核查。",
    why: "预算将尽或花得过快，要在超支之前安排。",
    remedy: "核对后续支出安排，控制进度或申请追加预算。",
    parameters: &["budget_warning_share", "budget_warning_lead"],
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
    if standing.spent > available || available <= Decimal::ZERO {
        return Ok(None);
    }
    let share = case.policy.number("budget_warning_share", case.as_of);
    let lead = case.policy.number("budget_warning_lead", case.as_of);
    let year = Period::Year { year: case.period.year() }.window();
    let days = Decimal::from(year.length());
    let passed = Decimal::from(
        Window {
            from: year.from,
            to: case.as_of.min(year.to),
        }
        .length(),
    );

    // Compared without dividing, so that no rounding decides.
    let nearly_used = match share {
        Some(share) => standing.spent >= product(&[share, available])?,
        None => false,
    };
    let too_fast = match lead {
        Some(lead) => product(&[standing.spent, days])? > product(&[sum([product(&[lead, days])?, passed])?, available])?,
        None => false,
    };
    if !nearly_used && !too_fast {
        return Ok(None);
    }
    let used = standing.spent.checked_div(available).unwrap_or_default();
    let mut message = format!(
        "{}累计支出 {}，已用{}的 {}",
        subject(case, standing),
        yuan(standing.spent),
        budget_and_carry_over(standing, available),
        percent(used)
    );
    if let Some(share) = share.filter(|_| nearly_used) {
        message.push_str(&format!("，达到 {} 的预警线", percent(share)));
    }
    if let Some(lead) = lead.filter(|_| too_fast) {
        let pace = passed.checked_div(days).unwrap_or_default();
        let ahead = used.saturating_sub(pace);
        message.push_str(&format!(
            "，比时间进度 {} 快 {} 个百分点，超过 {} 个百分点",
            percent(pace),
            percent(ahead).trim_end_matches('%'),
            percent(lead).trim_end_matches('%')
        ));
    }
    Ok(Some(broken(case, standing, message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// A budget of 100万元 and no carry-over.
    fn judged(period: &str, day: &str, sum: &str) -> Verdicts {
        let expenses = format!("凭证号 | 日期 | 支出项目 | 金额（元）\n001 | {day} | 会务费 | {sum}");
        let budget = "年度 | 科目 | 预算金额（万元） | 上年结转（万元）\n2021 | 合计 | 100 | 0";
        Scene::new(period)
            .sheet("文化旅游/支出.xlsx", "支出", &expenses)
            .sheet("预算.xlsx", "预算", budget)
            .judge(&RULE)
    }

    #[test]
    fn nearly_used_or_too_fast_is_told() {
        assert_eq!(
            judged("2021-12", "2021-12-01", "900000").told(),
            [
                "2 2021年经费累计支出 900,000.00元，已用预算 1,000,000.00元 加上年结转 0.00元（共 1,000,000.00元）的 90.00%，达到 90.00% 的预警线"
            ]
        );
        // On 31 March 90 of 365 days have passed: 24.66 %.
        assert_eq!(
            judged("2021-03", "2021-03-01", "450000").told(),
            [
                "2 2021年经费累计支出 450,000.00元，已用预算 1,000,000.00元 加上年结转 0.00元（共 1,000,000.00元）的 45.00%，比时间进度 24.66% 快 20.34 个百分点，超过 20.00 个百分点"
            ]
        );
    }

    #[test]
    fn just_below_either_line_and_beyond_the_budget_is_quiet() {
        for (period, day, sum) in [("2021-12", "2021-12-01", "899999.99"), ("2021-12", "2021-12-01", "1000000.01")] {
            let verdicts = judged(period, day, sum);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{sum}");
        }
    }

    #[test]
    fn exactly_the_lead_is_quiet() {
        let scene = |sum: &str| {
            let expenses = format!("凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-03-01 | 会务费 | {sum}");
            let budget = "年度 | 科目 | 预算金额（万元） | 上年结转（万元）\n2021 | 合计 | 100 | 0";
            Scene::new("2021-03")
                .as_of("2021-03-14")
                .sheet("文化旅游/支出.xlsx", "支出", &expenses)
                .sheet("预算.xlsx", "预算", budget)
                .judge(&RULE)
        };
        // On 14 March 73 of 365 days have passed: a fifth.
        assert!(scene("400000").findings.is_empty());
        assert_eq!(scene("400000.01").findings.len(), 1);
    }
}
