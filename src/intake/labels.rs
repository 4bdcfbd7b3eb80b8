//! The words that label what stands around and between the rows of a table: whose the rows are, who signs, what is a remark. One word may
//! do so in several ways (填报单位, 截至), so each stands here once, with all of them.

/// How a word labels.
#[derive(Clone, Copy)]
enum Says {
    /// Before the colon of a line that says whose the rows below are.
    Owner,
    /// Before the colon behind which stands the unit that files the table, be it no squad.
    Filer,
    /// Who signs a table, in a cell of its own before the name.
    Signer,
    /// At the beginning of a remark, which may name anybody.
    Remark,
    /// Before a colon in rows of notes and signatures; those of two characters or more may be a part of the label.
    Note,
    /// Before a value in a line of labels without colons.
    Value,
    /// Before or right behind a date that is the day of filling in a form, not the year that the table is about.
    Filing,
    /// At the beginning of a line that says who gets the table, not whose it is.
    Addressee,
}

use Says::*;

const WORDS: [(&str, &[Says]); 87] = [
    // Whose it is.
    ("单位", &[Owner, Note]),
    ("填报单位", &[Owner, Filer]),
    ("申报单位", &[Owner, Filer]),
    ("责任单位", &[Owner]),
    ("牵头单位", &[Owner]),
    ("专班", &[Owner]),
    ("专班名称", &[Owner]),
    ("所属专班", &[Owner]),
    ("组别", &[Owner]),
    ("报送单位", &[Filer]),
    ("填表单位", &[Filer]),
    ("所在专班", &[Value]),
    ("报销专班", &[Value]),
    ("报销单位", &[Value]),
    ("报销部门", &[Value]),
    ("部门", &[Note, Value]),
    // Who made it, looked at it and signs it.
    ("填表人", &[Signer]),
    ("制表人", &[Signer]),
    ("填报人", &[Signer]),
    ("编制人", &[Signer]),
    ("审核人", &[Signer]),
    ("复核人", &[Signer]),
    ("审核", &[Note]),
    ("复核", &[Note]),
    ("审批", &[Note]),
    ("核对", &[Note]),
    ("校对", &[Note]),
    ("负责人", &[Note, Value]),
    ("主管", &[Note]),
    ("分管领导", &[Note]),
    ("领导", &[Note]),
    ("经办", &[Note, Value]),
    ("经办人", &[Value]),
    ("报销人", &[Value]),
    ("经手", &[Note]),
    ("会计", &[Note]),
    ("出纳", &[Note]),
    ("签字", &[Note]),
    ("签名", &[Note]),
    ("签章", &[Note]),
    ("盖章", &[Note]),
    ("统计", &[Note]),
    // A person, and how to reach them.
    ("姓名", &[Value]),
    ("职务", &[Value]),
    ("角色", &[Value]),
    ("岗位", &[Value]),
    ("职称", &[Value]),
    ("级别", &[Value]),
    ("联系人", &[Note]),
    ("联系电话", &[Note, Value]),
    ("电话", &[Note, Value]),
    ("手机", &[Value]),
    ("手机号", &[Value]),
    // When.
    ("日期", &[Note, Value]),
    ("时间", &[Note, Value]),
    ("所属时间", &[Value]),
    ("年度", &[Value]),
    ("月份", &[Value]),
    ("填报月份", &[Value]),
    ("所属月份", &[Value]),
    ("填报日期", &[Value]),
    ("填表日期", &[Value]),
    ("报销日期", &[Value]),
    ("截至", &[Remark, Note, Filing]),
    ("截止", &[Note, Filing]),
    // Filling in, filing, passing on.
    ("填报", &[Note, Filing]),
    ("填表", &[Note, Filing]),
    ("制表", &[Note, Filing]),
    ("编制", &[Note, Filing]),
    ("填写", &[Filing]),
    ("编报", &[Filing]),
    ("上报", &[Filing]),
    ("打印", &[Filing]),
    ("报送", &[Note, Filing, Addressee]),
    ("抄送", &[Addressee]),
    ("抄报", &[Addressee]),
    ("主送", &[Addressee]),
    ("呈报", &[Addressee]),
    // Remarks and papers.
    ("备注", &[Remark, Note]),
    ("附注", &[Remark, Note]),
    ("注", &[Remark, Note]),
    ("说明", &[Remark, Note]),
    ("数据来源", &[Remark, Note]),
    ("口径", &[Remark, Note]),
    ("统计口径", &[Remark]),
    ("单据", &[Value]),
    ("附件", &[Value]),
];

/// What stands before the colon of a line that says whose the rows below are.
pub(super) static OWNERS: [&str; count(Owner)] = all(Owner);
/// Labels of the unit that files a table.
pub(super) static FILERS: [&str; count(Filer)] = all(Filer);
/// Who signs a table, in a cell of its own before the name.
pub(super) static SIGNERS: [&str; count(Signer)] = all(Signer);
/// What a remark begins with.
pub(super) static REMARKS: [&str; count(Remark)] = all(Remark);
/// What stands before a colon in rows of notes and signatures.
pub(super) static NOTES: [&str; count(Note)] = all(Note);
/// What stands before a value in a line of labels without colons, owners and signers aside.
pub(super) static VALUES: [&str; count(Value)] = all(Value);
/// What stands before or right behind the day of filling in.
pub(super) static FILING: [&str; count(Filing)] = all(Filing);
/// What a line begins with that says who gets the table.
pub(super) static ADDRESSEES: [&str; count(Addressee)] = all(Addressee);

/// How many words label in that way.
const fn count(says: Says) -> usize {
    let (mut found, mut at) = (0, 0);
    while at < WORDS.len() {
        if labels(WORDS[at].1, says) {
            found += 1;
        }
        at += 1;
    }
    found
}

/// The words that label in that way, of which there are `N`: lists of their own, since some are asked for in every row.
const fn all<const N: usize>(says: Says) -> [&'static str; N] {
    let mut words = [""; N];
    let (mut found, mut at) = (0, 0);
    while at < WORDS.len() {
        if labels(WORDS[at].1, says) {
            words[found] = WORDS[at].0;
            found += 1;
        }
        at += 1;
    }
    words
}

const fn labels(ways: &[Says], says: Says) -> bool {
    let mut at = 0;
    while at < ways.len() {
        if ways[at] as u8 == says as u8 {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_word_stands_once() {
        let words: BTreeSet<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words.len(), WORDS.len());
        assert!(WORDS.iter().all(|(_, ways)| !ways.is_empty()));
    }
}
