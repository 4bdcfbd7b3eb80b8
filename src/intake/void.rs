//! Rows that somebody marked as void in a remark or behind a name: 已作废, （取消）. No column says that a row may be void, so it counts as any
//! other, and is told.

use crate::records::column::Column;
use crate::records::column::Form;
use crate::values::text::fold;

/// What makes a text say so wherever it stands in it.
const ANYWHERE: [&str; 3] = ["作废", "废止", "此行无效"];

/// What does so at the end of a short clause: 项目已取消, and not 取消抵押手续.
const AT_END: [&str; 3] = ["取消", "撤销", "撤消"];

/// What turns it round.
const NOT: [char; 5] = ['未', '不', '无', '非', '没'];

/// Longest clause of the second kind, in characters.
const SHORT: usize = 6;

/// Longest text looked at, in bytes: a remark, and no report.
const LONGEST: usize = 300;

/// Whether a column holds names or numbers, behind which such a mark may stand. What people did or plan (工作内容, 进展情况) is no mark.
pub(super) fn may_be_marked(column: &Column) -> bool {
    match column.form {
        Form::Company | Form::Companies | Form::Person | Form::People | Form::Party | Form::LongNumber => true,
        Form::Text => column.name.ends_with("名称"),
        _ => false,
    }
}

/// Whether a text says that its row is void.
pub(super) fn says_void(written: &str) -> bool {
    if written.len() > LONGEST || !written.chars().any(|c| matches!(c, '废' | '消' | '销' | '无')) {
        return false;
    }
    let text = fold(written);
    // 未作废, 不得撤销, 尚未正式取消
    let is_denied = |before: &str| before.chars().rev().take(3).any(|c| NOT.contains(&c));
    let anywhere = ANYWHERE
        .iter()
        .any(|word| text.split_once(word).is_some_and(|(before, _)| !is_denied(before)));
    let clauses = || text.split(|c: char| !c.is_alphanumeric());
    let at_end = |clause: &str| {
        let before = AT_END.iter().find_map(|word| clause.strip_suffix(word));
        clause.chars().count() <= SHORT && before.is_some_and(|before| !is_denied(before))
    };
    anywhere || clauses().any(at_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_what_only_speaks_of_them() {
        for written in [
            "作废",
            "已作废",
            "此合同作废，另签 HT-9",
            "取消",
            "（已取消）",
            "温泉小镇（取消）",
            "项目已撤销",
            "撤 销",
            "HT-1（作废）",
        ] {
            assert!(says_void(written), "{written}");
        }
        for written in [
            "",
            "无",
            "未作废",
            "不得撤销",
            "取消抵押手续已办",
            "废旧金属回收有限公司",
            "消防工程",
            "农产品销售",
            "会同市局研究后暂时不予取消",
        ] {
            assert!(!says_void(written), "{written}");
        }
    }
}
