//! D005: a date that is not surely one day.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D005 日期无法识别
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D005",
    name: "日期无法识别",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "日期栏写的是否为确定的某一天。",
    why: "日期不确定，无法判断属于哪个月、是否在规定期限内。",
    remedy: "改写为确定的日期，如 2021-09-01。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::Date(why) => Some(Wording::of_cell(format!("写为{}，{why}", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;
    use crate::values::Unreadable;

    #[test]
    fn the_written_date_and_the_reason_are_told() {
        let date = |sets_aside| Problem {
            sets_aside,
            ..testing::problem(What::Date(Unreadable::NoDay), "签约日期", "2021年9月")
        };
        assert_eq!(
            testing::message(&RULE, date(true)),
            "HT-01的“签约日期”写为“2021年9月”，只有月份，没有日，该行未计入"
        );
        assert_eq!(
            testing::message(&RULE, date(false)),
            "HT-01的“签约日期”写为“2021年9月”，只有月份，没有日"
        );
    }
}
