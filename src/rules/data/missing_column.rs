//! D003: a recognised table without a column that nothing else supplies.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D003 缺少必填列
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D003",
    name: "缺少必填列",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "认出的表是否有全部必填列；专班可由表上方标题、工作表名、文件名或文件夹名给出。",
    why: "缺了这一列，表中各行无从归属，全部不能计入。",
    remedy: "在表中补上该列，或在标题、工作表名、文件名中写明。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::MissingColumn => {
            let column = seen.problem.column.unwrap_or("必填");
            Some(Wording::new(format!(
                "表中没有“{column}”列，标题、工作表名、文件名和文件夹名里也没有写明，各行均未计入"
            )))
        }
        What::SeveralSquads => {
            let column = seen.problem.column.unwrap_or("专班");
            let told = Wording::new(format!(
                "表中没有“{column}”列，而标题、工作表名、文件名或文件夹名中写了不止一个专班，或专班简称只是其他名称的一部分，无法判断各行是哪个专班的，各行均未计入"
            ));
            Some(told.remedy("为各行增加“专班”列，或按专班分表填写。"))
        }
        What::UntoldGroup(heading) => {
            let told = Wording::new(format!("“{heading}”以下各行没有写明是哪个专班，未计入"));
            Some(told.remedy("在该标题中写明专班，或为各行增加“专班”列。"))
        }
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn the_missing_column_is_named() {
        let problem = Problem {
            column: Some("专班"),
            ..testing::of_sheet(What::MissingColumn)
        };
        let told = testing::message(&RULE, problem);
        assert_eq!(told, "表中没有“专班”列，标题、工作表名、文件名和文件夹名里也没有写明，各行均未计入");
        let problem = Problem {
            column: Some("专班"),
            ..testing::of_sheet(What::SeveralSquads)
        };
        assert!(testing::message(&RULE, problem).contains("写了不止一个专班"));
    }
}
