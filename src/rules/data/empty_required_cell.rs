//! D004: a required cell is empty.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D004 必填项为空
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D004",
    name: "必填项为空",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "每行的必填项是否都已填写。",
    why: "必填项为空的行说不清是什么，不能计入任何数据。",
    remedy: "补填该格。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::EmptyRequired => Some(Wording::of_cell("未填写")),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn the_empty_cell_is_named_by_row_and_column() {
        let problem = Problem {
            sets_aside: true,
            ..testing::problem(What::EmptyRequired, "合同金额（万元）", "")
        };
        assert_eq!(testing::message(&RULE, problem), "HT-01的“合同金额（万元）”未填写，该行未计入");
    }
}
