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
    if numbering == Numbering::Arabic
        && !open
        && let Some(deeper) = rest.strip_prefix('.').and_then(behind_deeper)
    {
        return (numbering, deeper);
    }
    match behind {
        Some(behind) => (if open { Numbering::Bracketed } else { numbering }, behind),
        None => (Numbering::None, text),
    }
}

/// Where a line of a list stands among the others: lines of one level are as far in and numbered alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Blanks before it; a full-width one counts for two.
    pub indent: usize,
    /// The number with each numeral written as one sign: `(0)`, `一、`; empty when it has none.
    pub mark: String,
}

/// The level of a line as written, blanks before it and all.
pub fn level(written: &str) -> Level {
    let line = written.trim_start();
    let before = written.strip_suffix(line).unwrap_or_default();
    let indent = before.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
    Level { indent, mark: mark(line) }
}

/// What stands behind the number of a line, folded.
pub fn without_number(written: &str) -> String {
    let line = written.trim_start();
    if line.starts_with(is_circled) {
        return fold(line.trim_start_matches(is_circled));
    }
    let folded = fold(line);
    numbered(&folded).1.to_owned()
}

/// The kind of number that a line begins with. 1、 and 1. are of one kind; 1) and (1) are not, and 1.1 is below 1.
fn mark(line: &str) -> String {
    if line.starts_with(is_circled) {
        return "①".to_owned();
    }
    let folded = fold(line);
    let (numbering, rest) = numbered(&folded);
    if numbering == Numbering::None {
        return String::new();
    }
    let number = folded.strip_suffix(rest).unwrap_or_default();
    let mut mark = String::new();
    for c in number.chars() {
        let sign = match c {
            '0'..='9' => '0',
            '、' | ',' => '.',
            c if NUMERALS.contains(c) => '一',
            c => c,
        };
        if !mark.ends_with(sign) || !matches!(sign, '0' | '一') {
            mark.push(sign);
        }
    }
    // 1.1 and 1.1.
    mark.trim_end_matches('.').to_owned()
}

/// ① to ⑳, which folding makes plain digits.
fn is_circled(c: char) -> bool {
    matches!(c, '①'..='⑳')
}

/// What stands behind a second number and those below it: 1.1 接待费. A year or a sum behind the first number is none.
fn behind_deeper(rest: &str) -> Option<&str> {
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len() - behind.len();
    if !(1..=2).contains(&digits) || behind.starts_with(['年', '月', '日', '万', '亿', '元', '%', '个', '家', '名', '人', '次'])
    {
        return None;
    }
    let next = behind.strip_prefix(['.', '、']).unwrap_or(behind);
    Some(behind_deeper(next).unwrap_or(next))
}

/// How a heading is numbered.
pub fn numbering(written: &str) -> Numbering {
    numbered(&fold(written)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_level_are_as_far_in_and_numbered_alike() {
        for (written, indent, mark, name) in [
            ("一、市级经费", 0, "一", "市级经费"),
            ("十二、市级经费", 0, "一", "市级经费"),
            ("（一）市级经费", 0, "(一)", "市级经费"),
            ("（1）接待费", 0, "(0)", "接待费"),
            ("1.接待费", 0, "0", "接待费"),
            ("12、接待费", 0, "0", "接待费"),
            ("1）接待费", 0, "0)", "接待费"),
            ("1.1接待费", 0, "0.0", "接待费"),
            ("1.1、接待费", 0, "0.0", "接待费"),
            ("1.1.2 接待费", 0, "0.0.0", "接待费"),
            ("1.2021年会务费", 0, "0", "2021年会务费"),
            ("1.5个专班会务费", 0, "0", "5个专班会务费"),
            ("①接待费", 0, "①", "接待费"),
            ("　　接待费", 4, "", "接待费"),
            ("  接待费", 2, "", "接待费"),
            ("接待费", 0, "", "接待费"),
        ] {
            let expected = Level {
                indent,
                mark: mark.to_owned(),
            };
            assert_eq!((level(written), without_number(written).as_str()), (expected, name), "{written}");
        }
    }

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
