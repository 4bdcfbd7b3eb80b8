//! D009: a money column without a unit, so the column's default was taken.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D009 金额单位未注明
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D009",
    name: "金额单位未注明",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "金额列是否在单元格、表头或表上方写明单位。",
    why: "元与万元相差一万倍，按惯例补上的单位可能不对。",
    remedy: "在表头注明单位，如“合同金额（万元）”。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::UnitAssumed(unit) => Some(Wording::new(format!("{}没有注明单位，按{unit}计", seen.column()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn the_unit_taken_is_told() {
        let problem = Problem {
            column: Some("合同金额"),
            ..testing::of_sheet(What::UnitAssumed("万元"))
        };
        assert_eq!(testing::message(&RULE, problem), "“合同金额”没有注明单位，按万元计");
    }
}
