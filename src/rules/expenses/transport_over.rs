//! E004 市内交通补助超标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::settle;
use crate::rules::words::yuan;

use super::Line;
use super::hire::Excess;
use super::hire::Hires;
use super::hire::excess;
use super::hire::is_claim;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E004",
    name: "市内交通补助超标",
    severity: Severity::Error,
    articles: &["考核办法 六"],
    checks: "交通补助是否超过每人每天的标准（按出差当天；没有起止日期的按支出日期当天）乘以人数和天数；有租车日的由 E005 核查。",
    why: "补助按标准包干，超出部分没有依据。",
    remedy: "按标准重新计算，超出部分不予报销；人数或起止日期填错的，改正后重报。",
    parameters: &["transport_allowance", "items_travel", "items_car_hire"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let hires = Hires::new(case);
    for line in super::judged(case, docket).iter().filter(|line| is_claim(case, line)) {
        let verdict = excess(case, &hires, line).map(|excess| {
            let without_hire = excess.filter(|excess| excess.hired.count.is_zero())?;
            let message = message(&without_hire);
            Some(line.broken(case, &line.row.transport, message).cutting(without_hire.excess))
        });
        settle(docket, line.squad, verdict);
    }
}

fn message(excess: &Excess) -> String {
    format!(
        "交通补助 {}，按 {} × {} 应不超过 {}，超 {}",
        yuan(excess.claimed),
        excess.rates.told(),
        Line::persons_by_days(excess.persons, excess.days),
        yuan(excess.bound),
        yuan(excess.excess)
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;
    use rust_decimal::Decimal;

    const HEADER: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 交通补助（元） | 租车起 | 租车止";

    fn judged(trip: &str) -> Verdicts {
        judge(&RULE, &format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | {trip}"), &[])
    }

    #[test]
    fn above_the_standard_the_excess_is_cut() {
        let verdicts = judged("王伟、李娜 | 2021-09-01 | 2021-09-04 | 700");
        assert_eq!(
            verdicts.told(),
            ["H2 交通补助 700.00元，按 80元/人·天 × 2人 × 4天 应不超过 640.00元，超 60.00元"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(60)));
    }

    #[test]
    fn exactly_the_standard_and_days_of_hire_are_quiet() {
        for trip in [
            "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640",
            "王伟、李娜 | 2021-09-01 | 2021-09-04 | 640 | 2021-09-02 | 2021-09-02",
        ] {
            let verdicts = judged(trip);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{trip}");
        }
    }

    #[test]
    fn half_a_hire_or_no_column_cannot_be_told() {
        let verdicts = judged("王伟 | 2021-09-01 | 2021-09-04 | 640 | 2021-09-02 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["租车起止日期不全或有误"]);
        let bare = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-10 | 差旅费 | 5000";
        assert_eq!(reasons(&judge(&RULE, bare, &[])), ["经费支出没有“交通补助”列"]);
    }
}
