//! E016 陪同人数超标

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::words::number;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E016",
    name: "陪同人数超标",
    severity: Severity::Error,
    articles: &["国家规定", "考核办法 五", "经费办法 五"],
    checks: "接待的陪同人数是否超过国家规定：来访人数在分界以内的有固定上限，超过分界的按来访人数的比例向下取整（按支出日期当天的规定）。",
    why: "陪餐人数有国家规定，超标陪餐是八项规定查处的重点。",
    remedy: "核对来访和陪同人数；确实超标的，说明情况并由超出人员自理。",
    parameters: &[
        "companions_few_guests",
        "companions_few_max",
        "companions_divisor",
        "items_reception",
    ],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        if line.is(case, "items_reception") {
            settle(docket, line.squad, judge(case, &line));
        }
    }
}

fn judge(case: &Case<'_>, line: &Line<'_>) -> Verdict {
    let Some(companions) = known(Kind::Expense, "陪同人数", &line.row.companions)? else {
        return Err("未填陪同人数".to_owned());
    };
    let Some(guests) = known(Kind::Expense, "来访人数", &line.row.guests)? else {
        return Err("未填来访人数".to_owned());
    };
    let limit = |key| case.policy.number(key, line.day);
    let (Some(few), Some(few_max), Some(divisor)) = (
        limit("companions_few_guests"),
        limit("companions_few_max"),
        limit("companions_divisor"),
    ) else {
        return Ok(None);
    };
    let most = if *guests <= few {
        few_max
    } else {
        guests.checked_div(divisor).map(|share| share.floor()).ok_or("陪同比例有误")?
    };
    if *companions <= most {
        return Ok(None);
    }
    let over = companions.saturating_sub(most).max(Decimal::ZERO);
    let message = format!(
        "来访 {} 人，陪同 {} 人，陪同应不超过 {} 人，超 {} 人",
        number(*guests),
        number(*companions),
        number(most),
        number(over)
    );
    Ok(Some(line.broken(case, &line.row.companions, message)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(guests: &str, companions: &str) -> Verdicts {
        let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 来访人数 | 陪同人数";
        judge(
            &RULE,
            &format!("{header}\n001 | 2021-09-03 | 接待费 | 900 | {guests} | {companions}"),
            &[],
        )
    }

    #[test]
    fn more_companions_than_the_guests_allow_are_told() {
        for (guests, companions, told) in [
            ("6", "4", "F2 来访 6 人，陪同 4 人，陪同应不超过 3 人，超 1 人"),
            ("10", "4", "F2 来访 10 人，陪同 4 人，陪同应不超过 3 人，超 1 人"),
            ("14", "5", "F2 来访 14 人，陪同 5 人，陪同应不超过 4 人，超 1 人"),
        ] {
            assert_eq!(judged(guests, companions).told(), [told]);
        }
    }

    #[test]
    fn exactly_the_limit_is_quiet() {
        for (guests, companions) in [("1", "3"), ("10", "3"), ("11", "3"), ("12", "4"), ("15", "5")] {
            let verdicts = judged(guests, companions);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{guests}");
        }
    }

    #[test]
    fn without_a_number_it_cannot_be_told() {
        assert_eq!(reasons(&judged("", "3")), ["未填来访人数"]);
        assert_eq!(reasons(&judged("6", "若干")), ["经费支出的“陪同人数”无法识别"]);
    }
}
