//! D024: hidden rows, hidden columns, or a hidden sheet.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::column_letters;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D024 隐藏的行列或工作表
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D024",
    name: "隐藏的行列或工作表",
    severity: Severity::Note,
    articles: &["数据一致性"],
    checks: "表中是否有隐藏的行、列，或整个工作表被隐藏。",
    why: "隐藏的内容照样计入，屏幕上看到的合计会与报表不同。",
    remedy: "取消隐藏；不要的内容请删除。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::Hidden {
            rows,
            columns,
            sheet,
            is_read,
        } => {
            let mut parts = Vec::new();
            if *sheet {
                parts.push("整个工作表".to_owned());
            }
            if !rows.is_empty() {
                parts.push(format!("第{}行", runs(rows, u32::to_string)));
            }
            if !columns.is_empty() {
                parts.push(format!("{}列", runs(columns, |column| column_letters(*column))));
            }
            let fate = if *is_read {
                "其中的数据照样计入"
            } else {
                "其中没有认出任何一种表，数据未读入"
            };
            Some(Wording::new(format!("隐藏了{}，{fate}", parts.join("、"))))
        }
        _ => None,
    });
}

fn runs<T: PartialEq>(runs: &[(T, T)], name: impl Fn(&T) -> String) -> String {
    let each = runs.iter().map(|(from, to)| {
        if from == to {
            name(from)
        } else {
            format!("{}至{}", name(from), name(to))
        }
    });
    let list: Vec<String> = each.collect();
    list.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn what_is_hidden_is_told() {
        for (rows, columns, sheet, is_read, told) in [
            (
                vec![(5, 9), (12, 12)],
                vec![],
                false,
                true,
                "隐藏了第5至9、12行，其中的数据照样计入",
            ),
            (vec![], vec![(3, 3), (27, 28)], false, true, "隐藏了C、AA至AB列，其中的数据照样计入"),
            (vec![], vec![], true, true, "隐藏了整个工作表，其中的数据照样计入"),
            (vec![], vec![], true, false, "隐藏了整个工作表，其中没有认出任何一种表，数据未读入"),
        ] {
            let what = What::Hidden {
                rows,
                columns,
                sheet,
                is_read,
            };
            assert_eq!(testing::message(&RULE, testing::of_sheet(what)), told);
        }
    }
}
