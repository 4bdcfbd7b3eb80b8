//! D001: a file that cannot be read at all.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D001 文件无法读取
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D001",
    name: "文件无法读取",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "收件文件夹中的每个文件能否打开、是否为表格、是否超出大小限制。",
    why: "读不出的文件，其中的数据不在任何报表里。",
    remedy: "按提示处理后重新放入收件文件夹；有密码的去掉密码另存，损坏的向报送人重新索取。",
    parameters: &[],
    effect: Effect::FileFailed,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::File { reason, remedy } => Some(Wording::new(reason.clone()).remedy(&format!("{remedy}。"))),
        What::NotASpreadsheet { reason } => Some(
            Wording::new(reason.clone())
                .of_severity(Severity::Note)
                .remedy("如其中有应报的数据，请填入表格后另存为 .xlsx 放入收件文件夹；否则不必处理。"),
        ),
        What::InDoubt(doubt) => Some(
            Wording::new(doubt.clone())
                .of_severity(Severity::Warning)
                .remedy("文件已读取；请用 Excel 或 WPS 打开核对，另存为 .xlsx 后重新放入收件文件夹。"),
        ),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn a_file_that_cannot_be_read_is_told_with_its_own_remedy() {
        let what = What::File {
            reason: "文件有密码，无法读取".to_owned(),
            remedy: "去掉密码后另存".to_owned(),
        };
        let verdicts = testing::judge(&RULE, &[testing::of_sheet(what)]);
        assert_eq!(verdicts.findings[0].message, "文件有密码，无法读取");
        assert_eq!(verdicts.findings[0].remedy, "去掉密码后另存。");
        assert_eq!(verdicts.findings[0].severity, Severity::Error);
    }

    #[test]
    fn a_file_that_is_no_spreadsheet_is_information() {
        let what = What::NotASpreadsheet {
            reason: "不是表格文件".to_owned(),
        };
        let verdicts = testing::judge(&RULE, &[testing::of_sheet(what)]);
        assert_eq!(verdicts.findings[0].severity, Severity::Note);
    }

    #[test]
    fn what_is_in_doubt_of_a_file_that_was_read_is_a_warning() {
        let what = What::InDoubt("扩展名与内容不符".to_owned());
        let verdicts = testing::judge(&RULE, &[testing::of_sheet(what)]);
        assert_eq!(verdicts.findings[0].severity, Severity::Warning);
    }

    #[test]
    fn a_file_skipped_as_a_duplicate_is_not_unreadable() {
        let verdicts = testing::judge(&RULE, &[testing::of_sheet(What::SameFile("另一份.xlsx".to_owned()))]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }
}
