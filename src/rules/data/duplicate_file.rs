//! D014: a file with the same content as another.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D014 重复文件
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D014",
    name: "重复文件",
    severity: Severity::Note,
    articles: &["数据一致性"],
    checks: "收件文件夹中是否有内容完全相同的文件。",
    why: "同一份数据只能计一次，重复的文件不再读取。",
    remedy: "删去多余的一份即可。",
    parameters: &[],
    effect: Effect::FileSkipped,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::SameFile(other) => Some(Wording::new(format!("内容与“{other}”完全相同，已读取该文件，这一份跳过"))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_file_that_is_read_instead_is_named() {
        let problem = testing::of_sheet(What::SameFile("文化旅游/日志.xlsx".to_owned()));
        assert_eq!(
            testing::message(&RULE, problem),
            "内容与“文化旅游/日志.xlsx”完全相同，已读取该文件，这一份跳过"
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_no_duplicate() {
        let what = What::NotASpreadsheet { reason: String::new() };
        assert_eq!(testing::judge(&RULE, &[testing::of_sheet(what)]).kept, 1);
    }
}
