//! Whether a name of a cell is that of a person, with what people write around it.

use super::outside_brackets;
use super::words::AND;
use super::words::LED;
use super::words::TITLES;

/// What is said after a name of those with him.
const COMPANY: &[&str] = &["等", "一行", "带领", "率领"];

/// What a signature says of itself, before a name or behind it; nothing else stands there.
const SIGNED: &[&str] = &["批准", "审批", "签批", "同意", "签字", "已批", "已批准", "已同意"];

/// What says that somebody acted for another. 代 alone is a surname, and 代理 and 代县长 are titles.
const STAND_IN: &[&str] = &["代签", "代批", "代审", "代为", "代行", "代表", "委托", "授权"];

/// How a person stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// The cell is about somebody else.
    Not,
    /// The name is there, but another may have acted for its bearer, or it may be a part of something else: that cannot be told.
    Unclear,
    /// The cell names the person.
    Named,
}

/// How one folded name of a cell (one of `split`) speaks of the person of this folded name: alone, with a title, with others.
/// `马丽（市文旅局局长）`, `局长马丽`, `马丽局长`, `马丽等3人`, `马丽一行`, `马丽带队` and `王伟和马丽` name 马丽.
/// More than that makes it another name: `马丽丽局长` is not 马丽, nor `马丽和` or `马丽和平`.
pub fn mention(written: &str, name: &str) -> Mention {
    if name.is_empty() {
        return Mention::Not;
    }
    if !written.contains(name) {
        return if is_surname_of(written, name) {
            Mention::Unclear
        } else {
            Mention::Not
        };
    }
    if written != name && is_stand_in(written, name) {
        return Mention::Unclear;
    }
    // 组长（马丽）: only the brackets say who.
    if let Some((title, inside)) = written.strip_suffix(')').and_then(|written| written.split_once('('))
        && TITLES.contains(&title)
    {
        return mention(inside, name);
    }
    let bare = outside_brackets(written);
    let is_named = bare.match_indices(name).any(|(at, _)| {
        let (before, after) = (bare.get(..at).unwrap_or_default(), bare.get(at + name.len()..).unwrap_or_default());
        may_precede(before) && may_follow(after)
    });
    match is_named {
        true => Mention::Named,
        false if is_longer_name(&bare, name) => Mention::Not,
        false => Mention::Unclear,
    }
}

/// Surnames of two characters.
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯", "端木", "司徒", "南宫",
];

/// Whether a text is the surname of this name with a title, which others may bear too: 李局长 for 李明.
fn is_surname_of(written: &str, name: &str) -> bool {
    let bare = outside_brackets(written);
    let surname = TITLES
        .iter()
        .filter_map(|title| bare.strip_suffix(title))
        .min_by_key(|rest| rest.len());
    surname.is_some_and(|surname| {
        let is_one = surname.chars().count() == 1 || LONG_SURNAMES.contains(&surname);
        is_one && surname.len() < name.len() && name.starts_with(surname)
    })
}

/// Whether what surrounds a name makes a longer one of it, titles and company apart: four characters at most, or more in letters
/// and in names with a dot.
fn is_longer_name(bare: &str, name: &str) -> bool {
    let Some((before, after)) = bare.split_once(name) else {
        return false;
    };
    let starts = TITLES.iter().chain(AND);
    let before = starts.fold(before, |rest, word| rest.rsplit(word).next().unwrap_or(rest));
    let ends = TITLES.iter().chain(COMPANY).chain(LED).chain(AND);
    let end = ends.filter_map(|word| after.find(word)).min();
    let after = end.and_then(|end| after.get(..end)).unwrap_or(after);
    let around = || before.chars().chain(after.chars());
    let is_foreign = around().any(|c| c == '·' || c.is_ascii_alphabetic());
    is_foreign || name.chars().chain(around()).count() <= 4
}

fn may_precede(before: &str) -> bool {
    let ends_with_title = || TITLES.iter().any(|title| before.ends_with(title));
    let joins = || AND.iter().any(|and| before.strip_suffix(and).is_some_and(may_be_a_name));
    let consents = || SIGNED.contains(&before.strip_suffix(':').unwrap_or(before));
    before.is_empty() || before == "由" || consents() || ends_with_title() || joins()
}

fn may_follow(after: &str) -> bool {
    let mut after = after;
    while let Some(rest) = TITLES.iter().find_map(|title| after.strip_prefix(title)) {
        after = rest;
    }
    let joins = || AND.iter().any(|and| after.strip_prefix(and).is_some_and(may_be_a_name));
    after.is_empty() || SIGNED.contains(&after) || COMPANY.iter().chain(LED).any(|word| after.starts_with(word)) || joins()
}

/// A name has two characters or more: what is left beside 和 in 王和平 is none, so nothing was joined.
fn may_be_a_name(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

fn is_stand_in(written: &str, name: &str) -> bool {
    let others = written.replace(name, "");
    written.contains(&format!("代{name}"))
        || STAND_IN.iter().any(|word| others.contains(word))
        || others.split(['(', ')']).any(|part| part.ends_with('代'))
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn a_title_or_company_does_not_hide_a_name() {
        use Mention::Named;
        use Mention::Not;
        use Mention::Unclear;
        for (written, expected) in [
            ("马丽", Named),
            ("马丽(市文旅局局长)", Named),
            ("马丽（局长）同志", Named),
            ("局长马丽", Named),
            ("市文旅局局长马丽", Named),
            ("马丽副局长", Named),
            ("组长（马丽）", Named),
            ("代县长马丽", Named),
            ("马丽丽", Not),
            ("马丽丽局长", Not),
            ("司马丽", Not),
            ("组长（马丽丽）", Not),
            ("马丽等3人", Named),
            ("马丽等", Named),
            ("马丽（局长）等（3人）", Named),
            ("马丽局长一行", Named),
            ("由马丽带队", Named),
            ("马丽同意", Named),
            ("马丽丽等3人", Not),
            ("马丽和王伟", Named),
            ("马丽局长与王伟等3人", Named),
            ("王伟及马丽", Named),
            ("王伟（副组长）以及马丽（组长）", Named),
            ("马丽和", Not),
            ("马丽和平", Not),
            ("马丽及第", Not),
            ("王和马丽", Not),
            ("局长欧阳马丽", Not),
            ("古丽·马丽", Not),
            ("马丽丽和王伟", Not),
            ("王伟及马丽丽", Not),
            ("马丽的司机王伟", Unclear),
            ("市文旅局马丽", Unclear),
            ("王伟（马丽代）", Unclear),
            ("马丽（王伟代签）", Unclear),
            ("王伟代马丽", Unclear),
            ("受马丽委托王伟带队", Unclear),
            ("马丽和代明", Named),
            ("同意马丽", Named),
            ("批准:马丽", Named),
            ("马丽已批", Named),
            ("马局长", Unclear),
            ("马副组长（市文旅局）", Unclear),
            ("王局长", Not),
            ("马强局长", Not),
            ("局长", Not),
            ("", Not),
        ] {
            assert_eq!(mention(&fold(written), "马丽"), expected, "{written}");
        }
        assert_eq!(mention("马丽", ""), Not);
        // The name has the characters itself.
        for name in ["王和平", "及第", "马代", "同同", "王带队"] {
            assert_eq!(mention(name, name), Named);
            assert_eq!(mention(&format!("{name}等2人"), name), Named);
        }
        assert_eq!(mention("王和平", "王和"), Not);
    }
}
