//! How headings and lines of a list are numbered: 一、 above （一） above 1、.

use super::text::fold;

/// The Chinese numerals of small numbers.
pub const NUMERALS: &str = "一二三四五六七八九十百";

/// How a heading is numbered. Headings of one level are numbered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// Not at all.
    None,
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 1、
    Arabic,
}

/// How a folded text is numbered, and what stands behind the number.
pub fn numbered(text: &str) -> (Numbering, &str) {
    let (open, inner) = match text.strip_prefix('(') {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let chinese = inner.trim_start_matches(|c| NUMERALS.contains(c));
    let arabic = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let (rest, numbering) = match (chinese.len() < inner.len(), arabic.len() < inner.len()) {
        (true, _) => (chinese, Numbering::Chinese),
        (_, true) => (arabic, Numbering::Arabic),
        _ => return (Numbering::None, text),
    };
    let behind = match open {
        true => rest.strip_prefix(')'),
        false => rest.strip_prefix(['、', '.', ',', ')']),
    };
    match behind {
        Some(behind) => (if open { Numbering::Bracketed } else { numbering }, behind),
        None => (Numbering::None, text),
    }
}

/// How a heading is numbered.
pub fn numbering(written: &str) -> Numbering {
    numbered(&fold(written)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_in_levels() {
        for (written, expected) in [
            ("一、甲", Numbering::Chinese),
            ("十一、甲", Numbering::Chinese),
            ("（二）甲", Numbering::Bracketed),
            ("1、甲", Numbering::Arabic),
            ("2.甲", Numbering::Arabic),
            ("一）甲", Numbering::Chinese),
            ("一体化项目", Numbering::None),
            ("甲", Numbering::None),
            ("2021年", Numbering::None),
        ] {
            assert_eq!(numbering(written), expected, "{written}");
        }
    }
}
