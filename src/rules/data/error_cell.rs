//! D011: an error value such as #REF!.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D011 单元格为错误值
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D011",
    name: "单元格为错误值",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "单元格是否为 #REF!、#DIV/0! 等错误值。",
    why: "错误值没有数据，引用它的合计也不对。",
    remedy: "修好公式，或直接填写数值。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::ErrorCell => Some(Wording::of_cell(format!("为错误值{}", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_error_value_is_told() {
        let problem = testing::problem(What::ErrorCell, "金额", "#REF!");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“金额”为错误值“#REF!”");
    }
}
