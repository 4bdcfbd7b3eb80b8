//! E005 租车期间领交通补助

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::settle;
use crate::rules::words::days_list;
use crate::rules::words::number;
use crate::rules::words::yuan;

use super::hire::Excess;
use super::hire::Hires;
use super::hire::excess;
use super::hire::is_claim;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E005",
    name: "租车期间领交通补助",
    severity: Severity::Error,
    articles: &["考核办法 六"],
    checks: "出差期间租了车的日子（本行的租车起止，或本专班同一活动、同一人员的租车费），是否又领了交通补助。\
             标准按出差当天，没有起止日期的按支出日期当天。",
    why: "租车的日子交通已由租车费解决，不再发交通补助。",
    remedy: "扣除租车日的交通补助；租车日期填错的，改正后重报。",
    parameters: &["transport_allowance", "items_travel", "items_car_hire"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let hires = Hires::new(case);
    for line in super::judged(case, docket).iter().filter(|line| is_claim(case, line)) {
        let verdict = excess(case, &hires, line).map(|excess| {
            let with_hire = excess.filter(|excess| excess.hired.count > Decimal::ZERO)?;
            let message = message(&with_hire);
            let mut broken = line.broken(case, &line.row.transport, message).cutting(with_hire.excess);
            broken.related = with_hire.hired.rows;
            Some(broken)
        });
        settle(docket, line.squad, verdict);
    }
}

fn message(excess: &Excess) -> String {
    let which = if excess.hired.days.is_empty() {
        String::new()
    } else {
        format!("（{}）", days_list(&excess.hired.days))
    };
    format!(
        "出差 {} 天中租车 {} 天{which}，租车日不再领交通补助；交通补助 {}，按 {} × {}人 × {}天 应不超过 {}，超 {}",
        number(excess.days),
        number(excess.hired.count),
        yuan(excess.claimed),
        excess.rates.told(),
        number(excess.persons),
        number((excess.days - excess.hired.count).max(Decimal::ZERO)),
        yuan(excess.bound),
        yuan(excess.excess)
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::judge_with_rise;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    const HEADER: &str =
        "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 交通补助（元） | 租车起 | 租车止 | 活动编号";

    fn judged(trip: &str, hire: &str) -> Verdicts {
        judge(
            &RULE,
            &format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | {trip}\n002 | 2021-09-11 | 租车费 | 900 | {hire}"),
            &[],
        )
    }

    const NO_HIRE: &str = "赵敏 | | | | 2021-09-01 | 2021-09-04 |";

    #[test]
    fn the_rows_own_hire_is_told() {
        let verdicts = judged("王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | 2021-09-02 | 2021-09-03 |", NO_HIRE);
        assert_eq!(
            verdicts.told(),
            [
                "H2 出差 4 天中租车 2 天（2021年9月2日、3日），租车日不再领交通补助；交通补助 640.00元，按 80元/人·天 × 2人 × 2天 应不超过 320.00元，超 320.00元"
            ]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(320)));
    }

    #[test]
    fn the_days_that_are_left_have_their_own_standard() {
        // The 1st at 80, the 2nd hired, the 3rd at 100.
        let text = |sum| {
            format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | 王伟 | 2021-09-01 | 2021-09-03 | {sum} | 2021-09-02 | 2021-09-02 |")
        };
        let verdicts = judge_with_rise(&RULE, &text(200));
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(20)));
        assert!(judge_with_rise(&RULE, &text(180)).findings.is_empty());
    }

    #[test]
    fn a_hire_row_of_the_same_people_or_activity_is_told_and_named() {
        for (trip, hire) in [
            (
                "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | | |",
                "李娜 | | | | 2021-08-30 | 2021-09-01 |",
            ),
            (
                "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | | | HD-1",
                " | | | | 2021-09-04 | 2021-09-09 | HD-1",
            ),
        ] {
            let verdicts = judged(trip, hire);
            assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(160)), "{hire}");
            assert_eq!(verdicts.findings[0].related[0].row, 3);
        }
    }

    #[test]
    fn no_allowance_on_the_days_of_hire_is_quiet() {
        for (trip, hire) in [
            ("王伟、李娜 | 2021-09-01 | 2021-09-04 | 320 | 2021-09-02 | 2021-09-03 |", NO_HIRE),
            (
                "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | | | HD-1",
                "赵敏 | | | | 2021-09-01 | 2021-09-04 | HD-2",
            ),
            (
                "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | | |",
                "李娜 | | | | 2021-09-05 | 2021-09-06 |",
            ),
        ] {
            assert!(judged(trip, hire).findings.is_empty(), "{trip}");
        }
    }

    #[test]
    fn who_handled_the_hire_rode_along_only_where_nobody_is_named() {
        let told = |travellers: &str| {
            let text = format!(
                "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 交通补助（元） | 租车起 | 租车止 | 经办人\n\
                 001 | 2021-09-10 | 差旅费 | 5000 | 王伟 | 2021-09-01 | 2021-09-04 | 320 | | |\n\
                 002 | 2021-09-11 | 租车费 | 900 | {travellers} | | | | 2021-09-01 | 2021-09-02 | 王伟"
            );
            judge(&RULE, &text, &[]).findings.len()
        };
        assert_eq!((told("赵敏"), told(""), told("赵敏、王伟")), (0, 1, 1));
    }

    #[test]
    fn a_hire_row_of_a_table_without_travellers_is_of_who_handled_it() {
        let trip = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 交通补助（元）\n\
            001 | 2021-09-10 | 差旅费 | 5000 | 王伟 | 2021-09-01 | 2021-09-04 | 320";
        let hire = "凭证号 | 日期 | 支出项目 | 金额（元） | 租车起 | 租车止 | 经办人\n\
            002 | 2021-09-11 | 租车费 | 900 | 2021-09-01 | 2021-09-02 | 王伟";
        assert_eq!(judge(&RULE, trip, &[("文化旅游/租车.xlsx", hire)]).findings.len(), 1);
    }

    #[test]
    fn a_hire_without_days_cannot_be_told() {
        let verdicts = judged("王伟 | 2021-09-01 | 2021-09-04 | 320 | | | HD-1", " | | | | | | HD-1");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["有租车费，但租车起止日期缺失或有误"]);
    }
}
