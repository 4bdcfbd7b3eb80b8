//! D010: money that is negative or zero, and no reversal.

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

/// D010 金额为负或为零
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D010",
    name: "金额为负或为零",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "金额是否大于零；经费支出中注明原凭证、且不超过原金额的红冲除外。",
    why: "负数和零多为录入错误，混入后合计不实。",
    remedy: "核对后改正；确为红冲的，在事由或原凭证号中写明冲销的凭证。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::NotPositive(sum) => Some(Wording::of_cell(format!("为{}，应大于零", words::yuan(sum)))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_sum_is_told_in_yuan() {
        let what = What::NotPositive("-1200.5".parse().expect("a sum"));
        let problem = testing::problem(what, "金额", "-1200.5");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“金额”为-1,200.50元，应大于零");
    }
}
