//! What people write beside names: titles, roles, who led, what joins two names, how many people there are.

/// Titles that stand before or after a name.
pub(super) const TITLES: &[&str] = &[
    "组长",
    "副组长",
    "局长",
    "副局长",
    "主任",
    "副主任",
    "书记",
    "副书记",
    "市长",
    "副市长",
    "县长",
    "副县长",
    "区长",
    "副区长",
    "部长",
    "副部长",
    "处长",
    "副处长",
    "主席",
    "副主席",
    "会长",
    "院长",
    "总经理",
    "董事长",
    "同志",
];

/// What stands in brackets behind a name, or before a colon, of those who do a squad's work.
pub(super) const ROLES: &[&str] = &[
    "成员",
    "组员",
    "专职成员",
    "专职人员",
    "人员",
    "招商人员",
    "外出人员",
    "工作人员",
    "带队人",
    "带队人员",
];

/// What is said of somebody who led the others.
pub(super) const LED: &[&str] = &["带队", "率队", "领队", "带团", "率团"];

/// What joins two names. Each is a character of names too.
pub(super) const AND: &[&str] = &["以及", "和", "及", "与", "同", "偕"];

/// Whether a text is a title, or what somebody is or did among those of a squad.
pub(super) fn is_role(text: &str) -> bool {
    ROLES.contains(&text) || TITLES.contains(&text) || LED.contains(&text)
}

/// `…3人`, `…共三人`, `…十二名`: what stands before the number, and the number.
pub(super) fn people_at_end(text: &str) -> Option<(&str, u32)> {
    let text = text.strip_suffix("名同志").or_else(|| text.strip_suffix(['人', '名']))?;
    let before = text.trim_end_matches(is_of_number);
    Some((before, number(text.get(before.len()..)?)?))
}

/// `3人`, `共三人`, `3名`: the number and nothing else.
pub(super) fn people(text: &str) -> Option<u32> {
    let (before, number) = people_at_end(text)?;
    matches!(before, "" | "共").then_some(number)
}

/// Whether a character may be a part of such a number.
pub(super) fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || numeral(c).is_some()
}

/// A number in digits, or in Chinese numerals below a hundred.
fn number(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut digits = text.chars().map(numeral);
    match (digits.next()?, digits.next(), digits.next(), digits.next()) {
        (Some(one), None, ..) => Some(one),
        // 十二, 二十, 二十三
        (Some(10), Some(Some(one)), None, _) if one < 10 => Some(10 + one),
        (Some(ten), Some(Some(10)), None, _) if ten < 10 => Some(ten * 10),
        (Some(ten), Some(Some(10)), Some(Some(one)), None) if ten < 10 && one < 10 => Some(ten * 10 + one),
        _ => None,
    }
}

/// The value of a Chinese numeral up to ten.
fn numeral(c: char) -> Option<u32> {
    let at = "一二三四五六七八九十".chars().position(|numeral| numeral == c);
    at.map(|at| at as u32 + 1).or((c == '两').then_some(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_read_behind_anything() {
        for (written, before, number) in [
            ("张三等3人", "张三等", 3),
            ("张三等三名", "张三等", 3),
            ("张三等十二人", "张三等", 12),
            ("张三一行二十三人", "张三一行", 23),
            ("共两名同志", "共", 2),
            ("20人", "", 20),
        ] {
            assert_eq!(people_at_end(written), Some((before, number)), "{written}");
        }
        for written in ["", "人", "张三等人", "主要负责人", "十十人", "1二人", "3", "99999999999人"] {
            assert_eq!(people_at_end(written), None, "{written}");
        }
    }
}
