//! D002: a sheet with data that is no known table.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D002 未识别的表
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D002",
    name: "未识别的表",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "有数据的工作表能否按表头认出是哪一种表。",
    why: "认不出的表，其中的数据不在任何报表里。",
    remedy: "补上缺少的必填列，或把表头改为通用的列名；不需要报送的表可以不理会。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::UnknownTable { nearest, tie } => Some(Wording::new(message(nearest, *tie))),
        _ => None,
    });
}

fn message(nearest: &[(Kind, Vec<&'static str>)], tie: bool) -> String {
    let kinds: Vec<String> = nearest.iter().map(|(kind, _)| format!("“{}”", kind.name())).collect();
    if tie {
        return format!("表头同样符合{}，无法判断是哪一种表", kinds.join("和"));
    }
    let missing = |columns: &[&str]| {
        let columns: Vec<String> = columns.iter().map(|column| format!("“{column}”")).collect();
        columns.join("、")
    };
    match nearest.first() {
        Some((kind, columns)) if columns.is_empty() => format!("未识别为任何一种表，最接近“{}”", kind.name()),
        Some((kind, columns)) => format!("未识别为任何一种表，最接近“{}”，缺少{}", kind.name(), missing(columns)),
        None => "有数据，但表头不是任何一种表".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_nearest_kind_and_what_it_misses_are_named() {
        for (nearest, tie, told) in [
            (
                vec![(Kind::Contract, vec!["合同编号", "签订日期"])],
                false,
                "未识别为任何一种表，最接近“签约合同”，缺少“合同编号”、“签订日期”",
            ),
            (
                vec![(Kind::Receipt, vec![]), (Kind::Expense, vec![])],
                true,
                "表头同样符合“到位资金”和“经费支出”，无法判断是哪一种表",
            ),
            (vec![], false, "有数据，但表头不是任何一种表"),
        ] {
            let what = What::UnknownTable { nearest, tie };
            assert_eq!(testing::message(&RULE, testing::of_sheet(what)), told);
        }
    }
}
