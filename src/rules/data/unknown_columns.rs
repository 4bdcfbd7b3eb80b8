//! D019: columns that the program did not recognise.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::column_letters;
use crate::problem::UnknownColumn;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::text::fold;

use super::Wording;
use super::tell;

/// D019 未用到的列
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D019",
    name: "未用到的列",
    severity: Severity::Note,
    articles: &["数据一致性"],
    checks: "认出的表中有哪些列没有用到。",
    why: "列名写法不同会使该列的数据用不上。",
    remedy: "有用的列改为通用列名，或在设置中加为同义词；其余不必处理。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::UnknownColumns(columns) => {
            let each = columns.iter().map(|unknown| {
                let UnknownColumn { column, title, .. } = unknown;
                // The table has another column of the name, or the title stands in a box beside it.
                let same = |name: &str| fold(title).split('(').next() == Some(name);
                let near = match unknown.nearest {
                    _ if unknown.means.is_some() => format!("，含义为“{}”，不取用", unknown.means.unwrap_or_default()),
                    Some(name) if same(name) => "，同名但未取用".to_owned(),
                    Some(name) => format!("，接近“{name}”"),
                    None => String::new(),
                };
                match title.is_empty() {
                    true => format!("没有列名的{}列（数据行中有内容）", column_letters(*column)),
                    false => format!("{}（{}列{near}）", words::quote(title), column_letters(*column)),
                }
            });
            let list: Vec<String> = each.collect();
            Some(Wording::new(format!("有{}列未用到：{}", columns.len(), list.join("、"))))
        }
        What::RepeatedColumns { columns, first_row } => {
            let titles: String = columns.iter().map(|(_, title)| words::quote(title)).collect();
            let letters: Vec<String> = columns.iter().map(|(column, _)| column_letters(*column)).collect();
            let said = format!(
                "{titles}（{}列）与前面的列同名，这{}列自第{first_row}行起的内容没有读入",
                letters.join("、"),
                columns.len()
            );
            let remedy = "把后面同名各列的内容移到前面各列的下面，列名只写一遍。";
            Some(Wording::new(said).remedy(remedy).of_severity(Severity::Warning))
        }
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;
    use std::sync::Arc;

    #[test]
    fn each_column_is_named_with_its_nearest() {
        let unknown = |(column, title, nearest, means)| UnknownColumn {
            column,
            title: Arc::from(title),
            nearest,
            means,
        };
        let columns = [
            (3, "合同总金", Some("合同金额"), None),
            (4, "合同金额（亿元）", Some("合同金额"), None),
            (5, "合同金额（意向）", Some("合同金额"), Some("意向")),
            (28, "颜色", None, None),
            (29, "", None, None),
        ];
        let columns = columns.into_iter().map(unknown).collect();
        let problem = testing::of_sheet(What::UnknownColumns(columns));
        assert_eq!(
            testing::message(&RULE, problem),
            "有5列未用到：“合同总金”（C列，接近“合同金额”）、“合同金额（亿元）”（D列，同名但未取用）、\
             “合同金额（意向）”（E列，含义为“意向”，不取用）、“颜色”（AB列）、没有列名的AC列（数据行中有内容）"
        );
    }
    #[test]
    fn columns_that_stand_there_again_are_a_warning() {
        let columns = vec![(4, Arc::from("姓名")), (5, Arc::from("角色"))];
        let problem = testing::of_sheet(What::RepeatedColumns { columns, first_row: 3 });
        let verdicts = testing::judge(&RULE, &[problem]);
        let finding = &verdicts.findings[0];
        assert_eq!(
            finding.message,
            "“姓名”“角色”（D、E列）与前面的列同名，这2列自第3行起的内容没有读入"
        );
        assert_eq!(finding.severity, Severity::Warning);
    }
}
