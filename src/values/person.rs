//! Names of people, alone and several in one cell (spec 1.2).

mod known;
mod mention;
mod party;
mod words;

use super::text;

pub use self::known::Known;
pub use self::known::known;
pub use self::mention::Mention;
pub use self::mention::mention;
pub use self::party::Counted;
pub use self::party::Party;
pub use self::party::Size;
pub use self::party::party;

/// What is compared: `王  伟` = `王伟`. The dots that part the names of some peoples are typed in many ways: all are `·`.
pub fn fold(text: &str) -> String {
    text::fold(text).replace(['•', '・', '∙', '‧', '⋅'], "·")
}

/// One name as a sentence shows it: without the spaces that fill up `王  伟`; those between names in letters are single.
pub fn shown(text: &str) -> String {
    let text = text::clean(text);
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.join(if text.contains(|c: char| c.is_ascii_alphabetic()) {
        " "
    } else {
        ""
    })
}

/// The people named in one cell, each cleaned and with inner spaces removed, in order, without repeats. Parted by 、 ， , ； ; / or a line break,
/// and by spaces when each part has two to four characters. A blank cell gives none.
pub fn split(text: &str) -> Vec<String> {
    let text = text::clean(text);
    let mut people: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for piece in text.split(is_separator).filter(|piece| !text::is_blank(piece)) {
        for name in split_spaces(piece) {
            if seen.insert(fold(&name)) {
                people.push(name);
            }
        }
    }
    people
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | '。' | ',' | '；' | ';' | '/' | '／' | '\n' | '\r' | '\u{2028}' | '\u{FF64}'
    )
}

fn split_spaces(piece: &str) -> Vec<String> {
    let parts: Vec<&str> = piece.split_whitespace().collect();
    // A space inside a name in letters parts given name and surname, not two people.
    let are_names = parts
        .iter()
        .all(|part| (2..=4).contains(&part.chars().count()) && !part.contains(|c: char| c.is_ascii_alphabetic()));
    if are_names {
        parts.into_iter().map(str::to_string).collect()
    } else {
        vec![parts.concat()]
    }
}

/// A folded text without what stands in brackets; one that is not closed lasts to the end.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_shown_without_filling() {
        for (written, name) in [
            ("王  伟", "王伟"),
            (" 马\u{3000}丽", "马丽"),
            ("John  Smith ", "John Smith"),
            ("", ""),
        ] {
            assert_eq!(shown(written), name);
        }
    }

    #[test]
    fn names_are_compared_without_spaces() {
        assert_eq!(fold("王  伟"), "王伟");
        assert_eq!(fold(" 王\u{3000}伟 "), "王伟");
        assert_eq!(fold("买买提•阿不都"), fold("买买提·阿不都"));
        assert_ne!(fold("王伟"), fold("王玮"));
    }

    #[test]
    fn people_in_one_cell_are_parted() {
        let cases: [(&str, &[&str]); 22] = [
            ("", &[]),
            ("-", &[]),
            ("无", &[]),
            ("张三", &["张三"]),
            ("张三、李四", &["张三", "李四"]),
            ("张三，李四,王五", &["张三", "李四", "王五"]),
            ("张三；李四;王五", &["张三", "李四", "王五"]),
            ("张三/李四／王五", &["张三", "李四", "王五"]),
            ("张三\n李四\r\n王五", &["张三", "李四", "王五"]),
            ("张三 李四", &["张三", "李四"]),
            ("张三\u{3000}欧阳修文", &["张三", "欧阳修文"]),
            ("王  伟", &["王伟"]),
            ("王  伟、李 娜", &["王伟", "李娜"]),
            ("王伟 李 娜", &["王伟李娜"]),
            ("张三、张三、张 三", &["张三"]),
            ("张三、", &["张三"]),
            ("、，；", &[]),
            ("张三、-", &["张三"]),
            ("买买提·阿不都", &["买买提·阿不都"]),
            ("John Li", &["JohnLi"]),
            ("张\u{200B}三", &["张三"]),
            ("阿里木江 王伟", &["阿里木江", "王伟"]),
        ];
        for (written, expected) in cases {
            assert_eq!(split(written), expected, "{written:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parted_without_blanks_or_repeats(text in ".*", near in "[张三李四、, /-]{0,20}") {
            for written in [text, near] {
                let people = split(&written);
                let _ = known(&written, |name| name == "张三");
                let keys: std::collections::BTreeSet<String> = people.iter().map(|name| fold(name)).collect();
                prop_assert_eq!(keys.len(), people.len());
                prop_assert!(people.iter().all(|name| !name.contains(char::is_whitespace)));
                let _ = party(&written);
            }
        }
    }
}
