//! D009: a money column without a unit, so the column's default was taken.

use std::collections::BTreeSet;
use std::sync::Arc;

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
    tell(case, docket, |seen| match &seen.problem.what {
        What::UnitAssumed(columns) => Some(Wording::new(message(columns))),
        _ => None,
    });
}

/// The columns, together where they have one unit.
fn message(columns: &[(Arc<str>, &'static str)]) -> String {
    let units: BTreeSet<&str> = columns.iter().map(|(_, unit)| *unit).collect();
    if let (Some(unit), 1) = (units.first(), units.len()) {
        let titles: Vec<String> = columns.iter().map(|(title, _)| words::quote(title)).collect();
        return format!("{}没有注明单位，按{unit}计", titles.join("、"));
    }
    let each: Vec<String> = columns
        .iter()
        .map(|(title, unit)| format!("{}按{unit}计", words::quote(title)))
        .collect();
    format!("没有注明单位的列：{}", each.join("，"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn each_column_is_told_with_the_unit_taken() {
        for (columns, message) in [
            (vec![("合同金额", "万元")], "“合同金额”没有注明单位，按万元计"),
            (
                vec![("金额", "元"), ("补助／伙食", "元")],
                "“金额”、“补助／伙食”没有注明单位，按元计",
            ),
            (
                vec![("金额", "元"), ("总投资", "万元")],
                "没有注明单位的列：“金额”按元计，“总投资”按万元计",
            ),
        ] {
            let columns = columns.into_iter().map(|(title, unit)| (Arc::from(title), unit)).collect();
            let problem = testing::of_sheet(What::UnitAssumed(columns));
            assert_eq!(testing::message(&RULE, problem), message);
        }
    }
}
