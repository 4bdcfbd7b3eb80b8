//! D006: a date without a year, completed from the period.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D006 日期缺年份
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D006",
    name: "日期缺年份",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "日期是否写明年份；未写明时，标题、工作表名、文件名、文件夹名中是否有年份。",
    why: "按报表年份补上的年份可能不对，跨年的日期尤其如此。",
    remedy: "在日期中写上年份，或在标题行、文件名中注明年份。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::YearTaken(year) => Some(Wording::of_cell(format!("写为{}，没有年份，按{year}年计", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_year_taken_is_told() {
        let problem = testing::problem(What::YearTaken(2021), "日期", "9月1日");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“日期”写为“9月1日”，没有年份，按2021年计");
    }
}
