//! D012: a formula that was never calculated.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D012 公式无计算结果
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D012",
    name: "公式无计算结果",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "公式单元格是否保存有计算结果。",
    why: "没有结果的公式读不出数值，该行不能计入。",
    remedy: "用 Excel 或 WPS 打开该文件，保存一次后重新报送。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::NoResult => Some(Wording::of_cell("是没有计算结果的公式")),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_cell_is_named() {
        let problem = testing::problem(What::NoResult, "金额", "=B2*C2");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“金额”是没有计算结果的公式");
    }
}
