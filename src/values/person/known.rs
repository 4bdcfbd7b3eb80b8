//! The people of one name of a cell, read by the names that are known.

use super::Size;
use super::fold;
use super::words::AND;
use super::words::LED;
use super::words::ROLES;
use super::words::TITLES;
use super::words::is_role;
use super::words::people_at_end;

/// The people of one name of a cell (one of `split`) who surely are there, by the names that are known: with a title, a role or what they
/// did, several joined by 和 or +, before 等3人.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Their folded names, in order.
    pub names: Vec<String>,
    /// How many there are.
    pub size: Size,
}

/// Reads one name of a cell by the names that are known; `None` when anything of it is left that is no known name and no word for one.
/// 王伟（请假） says that he was elsewhere, and so does much else in brackets: only roles and titles may stand there.
pub fn known(written: &str, is_known: impl Fn(&str) -> bool) -> Option<Known> {
    if written.chars().nth(LONGEST_NAMES).is_some() {
        return None;
    }
    let text = fold(written);
    let (text, size) = without_others(&text);
    let text = match text.split_once(':') {
        Some((role, rest)) if is_role(role) => rest,
        _ => text,
    };
    let names = known_names(text, &is_known)?;
    Some(Known { names, size })
}

/// Takes 等, 等人, 等3人, 一行, 一行3人 from the end.
fn without_others(text: &str) -> (&str, Size) {
    const ENDS: [&str; 5] = ["等一行", "一行", "等同志", "等人", "等"];
    let (said, size) = match people_at_end(text) {
        Some((said, number)) => (said, Size::InAll(number)),
        None => (text, Size::Unknown),
    };
    match ENDS.iter().find_map(|end| said.strip_suffix(end)) {
        Some(named) => (named, size),
        None => (text, Size::Named),
    }
}

/// Longest text that is read for names, in characters.
const LONGEST_NAMES: usize = 60;

/// One known name, or several that are joined.
fn known_names(text: &str, is_known: &impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if let Some(name) = known_name(text, is_known) {
        return Some(vec![name.to_owned()]);
    }
    let joined = |and: &&str| {
        text.match_indices(and).find_map(|(at, and)| {
            let mut names = vec![known_name(text.get(..at)?, is_known)?.to_owned()];
            names.extend(known_names(text.get(at + and.len()..)?, is_known)?);
            Some(names)
        })
    };
    ["+", "&"].iter().chain(AND).find_map(joined)
}

/// A known name, with titles before or behind it.
fn known_name<'t>(text: &'t str, is_known: &impl Fn(&str) -> bool) -> Option<&'t str> {
    if is_known(text) {
        return Some(text);
    }
    let in_brackets = || text.strip_suffix(')')?.rsplit_once('(').filter(|(_, role)| is_role(role));
    // 副组长 and not 组长.
    let shortest = |rests: &mut dyn Iterator<Item = &'t str>| rests.min_by_key(|rest| rest.len());
    let bare = in_brackets()
        .map(|(name, _)| name)
        .or_else(|| shortest(&mut LED.iter().chain(TITLES).filter_map(|word| text.strip_suffix(word))))
        .or_else(|| shortest(&mut ROLES.iter().chain(TITLES).filter_map(|word| text.strip_prefix(word))));
    known_name(bare?, is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_are_known_are_read_out_of_what_stands_beside_them() {
        use Size::*;
        for (written, names, size) in [
            ("王伟", "王伟", Named),
            ("组长：王伟", "王伟", Named),
            ("王伟（副组长）", "王伟", Named),
            ("王伟带队", "王伟", Named),
            ("王伟和李娜", "王伟 李娜", Named),
            ("王伟+李娜+王和平", "王伟 李娜 王和平", Named),
            ("王伟等人", "王伟", Unknown),
            ("王伟一行3人", "王伟", InAll(3)),
            ("王伟和李娜等十二人", "王伟 李娜", InAll(12)),
        ] {
            let found = known(written, |name| ["王伟", "李娜", "王和平"].contains(&name));
            let found = found.map(|found| (found.names.join(" "), found.size));
            assert_eq!(found, Some((names.to_owned(), size)), "{written}");
        }
        for written in ["王伟（请假）", "王伟和张三", "王伟3人", "等3人", ""] {
            assert_eq!(known(written, |name| name == "王伟"), None, "{written}");
        }
    }
}
