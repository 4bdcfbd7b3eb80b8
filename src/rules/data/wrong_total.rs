//! D013: a written total that is not the sum of its rows.

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::Wording;
use super::tell;

/// D013 合计与明细不符
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D013",
    name: "合计与明细不符",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "表中写的合计、小计与各行金额之和是否逐分相等。",
    why: "合计与明细不符，说明有行漏填、错填或未被合计。",
    remedy: "核对明细与合计，改正有误的一方；各项数据按明细计算。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::Total { written, sum, troubled } => {
            // Of many such rows only the first are listed, so that they are not counted here.
            let rows = if troubled.is_empty() {
                ""
            } else {
                "；其中有的行另有问题，已一并列出"
            };
            Some(Wording::new(format!(
                "{}的合计写为{}，明细之和为{}，{}{rows}",
                seen.column(),
                words::yuan(*written),
                words::yuan(*sum),
                difference(*written, *sum),
            )))
        }
        _ => None,
    });
}

fn difference(written: Decimal, sum: Decimal) -> String {
    match written.checked_sub(sum) {
        Some(more) if more > Decimal::ZERO => format!("合计多{}", words::yuan(more)),
        Some(less) => format!("合计少{}", words::yuan(less.abs())),
        None => "相差过大".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    fn total(written: &str, sum: &str, troubled: Vec<Place>) -> Problem {
        let what = What::Total {
            written: written.parse().expect("a sum"),
            sum: sum.parse().expect("a sum"),
            troubled,
        };
        testing::problem(what, "金额（万元）", "合计")
    }

    #[test]
    fn written_sum_and_difference_are_told() {
        for (written, sum, told) in [
            ("30000000", "29000000.01", "合计多999,999.99元"),
            ("29000000", "30000000", "合计少1,000,000.00元"),
        ] {
            let message = testing::message(&RULE, total(written, sum, Vec::new()));
            assert!(message.starts_with("“金额（万元）”的合计写为"), "{message}");
            assert!(message.ends_with(told), "{message}");
        }
    }

    #[test]
    fn rows_with_problems_of_their_own_are_listed() {
        let place = testing::problem(What::NoResult, "金额", "").place;
        let verdicts = testing::judge(&RULE, &[total("3", "2", vec![place])]);
        assert!(verdicts.findings[0].message.ends_with("；其中有的行另有问题，已一并列出"));
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }
}
