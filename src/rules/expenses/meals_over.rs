//! E003 伙食补助超标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::State;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::difference;
use crate::rules::known::product;
use crate::rules::known::settle;
use crate::rules::words::yuan;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E003",
    name: "伙食补助超标",
    severity: Severity::Error,
    articles: &["考核办法 六"],
    checks: "伙食补助是否超过每人每天的标准（按出差当天；没有起止日期的按支出日期当天）乘以人数和自然天数；出发、返回当天都算，天数以起止日期为准。",
    why: "补助按标准包干，超出部分没有依据。",
    remedy: "按标准重新计算，超出部分不予报销；人数或起止日期填错的，改正后重报。",
    parameters: &["meal_allowance", "items_travel"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let claims = !matches!(line.row.meals.state(), State::Empty | State::NoColumn);
        if claims || line.is(case, "items_travel") {
            settle(docket, line.squad, judge(case, &line));
        }
    }
}

fn judge(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let claimed = line.claimed(case, "伙食补助", &line.row.meals)?;
    let (Some(claimed), Some(rates)) = (claimed, line.rates(case, "meal_allowance")) else {
        return Ok(None);
    };
    let (persons, days) = (line.persons()?, line.days()?);
    let bound = product(&[rates.due(days, &[])?, persons])?;
    if claimed <= bound {
        return Ok(None);
    }
    let excess = difference(claimed, bound)?;
    let message = format!(
        "伙食补助 {}，按 {} × {} 应不超过 {}，超 {}",
        yuan(claimed),
        rates.told(),
        Line::persons_by_days(persons, days),
        yuan(bound),
        yuan(excess)
    );
    Ok(Some(line.broken(case, &line.row.meals, message).cutting(excess)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::judge_with_rise;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;
    use rust_decimal::Decimal;

    const HEADER: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 人数 | 出发日期 | 返回日期 | 天数 | 伙食补助（元）";

    fn judged(trip: &str) -> Verdicts {
        judge(&RULE, &format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | {trip}"), &[])
    }

    #[test]
    fn above_the_standard_the_excess_is_cut() {
        let verdicts = judged("王伟、李娜、张强 | | 2021-09-01 | 2021-09-04 | | 1500");
        assert_eq!(
            verdicts.told(),
            ["J2 伙食补助 1,500.00元，按 100元/人·天 × 3人 × 4天 应不超过 1,200.00元，超 300.00元"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(300)));
    }

    #[test]
    fn the_standard_is_that_of_the_trips_days() {
        let judged = |trip: &str| {
            judge_with_rise(
                &RULE,
                &format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | 王伟、李娜 | | {trip}"),
            )
        };
        // Two days at 100, one at 120.
        assert_eq!(
            judged("2021-09-01 | 2021-09-03 | | 720").told(),
            ["J2 伙食补助 720.00元，按 每人每天2021年9月1日起100元、2021年9月3日起120元 × 2人 × 3天 应不超过 640.00元，超 80.00元"]
        );
        assert_eq!(judged("2021-09-01 | 2021-09-03 | | 640").kept, 1);
        assert_eq!(judged("2021-09-01 | 2021-09-02 | | 480").findings[0].cut, Some(Decimal::from(80)));
        assert_eq!(judged("2021-09-03 | 2021-09-04 | | 480").kept, 1);
        // Without the days of the trip, that of the expense.
        assert_eq!(judged(" | | 2 | 480").kept, 1);
    }

    #[test]
    fn persons_before_names_and_dates_before_days() {
        for (trip, cut) in [
            ("王伟、李娜 | 3 | 2021-09-01 | 2021-09-04 | | 1200.01", "0.01"),
            ("王伟 | | 2021-09-01 | 2021-09-04 | 9 | 500", "100"),
            // Of two that contradict each other the larger: the excess is one either way.
            ("王伟、李娜 | 1 | 2021-09-01 | 2021-09-04 | | 800.01", "0.01"),
            ("王伟 | | | | 4 | 500", "100"),
            ("王伟 | | 2021-09-04 | 2021-09-04 | | 101", "1"),
        ] {
            assert_eq!(judged(trip).findings[0].cut, Some(cut.parse().unwrap()), "{trip}");
        }
    }

    #[test]
    fn a_person_on_no_roster_is_told_by_d018_alone() {
        let roster = [("文旅专班/名册.xlsx", "姓名 | 角色\n王伟 | 专职成员")];
        let trip = |claimed| format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | 王伟、外人甲 | | 2021-09-01 | 2021-09-01 | | {claimed}");
        assert_eq!(judge(&RULE, &trip("200"), &roster).findings.len(), 0);
        assert_eq!(judge(&RULE, &trip("201"), &roster).findings.len(), 1);
    }

    #[test]
    fn exactly_the_standard_or_nothing_claimed_is_quiet() {
        for trip in [
            "王伟、李娜、张强 | | 2021-09-01 | 2021-09-04 | | 1200",
            "王伟 | | | | 0.5 | 50",
            "王伟 | | 2021-09-01 | 2021-09-04 | |",
            "王伟 | | 2021-09-01 | 2021-09-04 | | 0",
        ] {
            let verdicts = judged(trip);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{trip}");
        }
    }

    #[test]
    fn without_people_days_or_the_column_it_cannot_be_told() {
        for (trip, reason) in [
            (" | | 2021-09-01 | 2021-09-04 | | 1500", "未填出差人员和人数"),
            ("王伟 | | | | | 1500", "未填出差起止日期和天数"),
            ("王伟 | | 2021-09-04 | 2021-09-01 | | 1500", "返回日期早于出发日期"),
            ("王伟 | | 九月初 | 2021-09-04 | 4 | 1500", "经费支出的“出发日期”无法识别"),
            ("王伟 | | 2021-09-01 | 2021-09-04 | | 约1500", "经费支出的“伙食补助”无法识别"),
        ] {
            let verdicts = judged(trip);
            assert!(verdicts.findings.is_empty(), "{trip}");
            assert_eq!(reasons(&verdicts), [reason], "{trip}");
        }
        let bare = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-10 | 差旅费 | 5000\n002 | 2021-09-10 | 接待费 | 5000";
        assert_eq!(reasons(&judge(&RULE, bare, &[])), ["经费支出没有“伙食补助”列"]);
    }

    #[test]
    fn a_number_of_people_behind_a_name_is_all_of_them() {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 人数 | 出发日期 | 返回日期 | 伙食补助（元）";
        let judged = |people: &str, claimed: &str| {
            let row = format!("001 | 2021-09-10 | 差旅费 | 5000 | {people} | 2021-09-01 | 2021-09-03 | {claimed}");
            judge(&RULE, &format!("{head}\n{row}"), &[])
        };
        for people in [
            "张三等3人 |",
            "张三、李四等三人 |",
            "冯二及随行2人 |",
            "3人 |",
            "张三、李四等人 | 3",
            "招商专班全体人员 | 3",
            "张三（3人） |",
        ] {
            assert_eq!((judged(people, "900").told(), judged(people, "900").kept), (vec![], 1), "{people}");
            let told = judged(people, "1000").told();
            assert_eq!(told.len(), 1, "{people}");
            assert!(told[0].contains("3人 × 3天"), "{told:?}");
        }
        for people in [
            "吴十、郑一等人 |",
            "张三等 |",
            "张三一行 |",
            "招商专班全体人员 |",
            "张三及随行人员 |",
            "张三、李四、王五等2人 |",
        ] {
            let verdicts = judged(people, "900");
            assert!(verdicts.findings.is_empty(), "{people}");
            assert_eq!(reasons(&verdicts), ["出差人员没有逐一列名，人数未填，无法核对"], "{people}");
        }
    }
}
