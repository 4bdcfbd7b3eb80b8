//! Text as written and as compared (spec 1.2).

use unicode_normalization::UnicodeNormalization;

/// Characters that nobody sees and that make equal texts differ: zero-width ones, direction marks, the soft hyphen,
/// the BOM, and the no-break space that web pages leave behind.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{00A0}'
            | '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}'
    )
}

/// What is shown: zero-width characters, BOM and NBSP removed, trimmed. Nothing else is changed.
pub fn clean(text: &str) -> String {
    if !text.chars().any(is_unseen) {
        return text.trim().to_owned();
    }
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    seen.trim().to_owned()
}

/// What is compared: `clean`, NFKC, white space inside removed, ASCII lower-cased.
pub fn fold(text: &str) -> String {
    folded(text, |c| c.to_ascii_lowercase())
}

/// `fold` for codes and numbers, whose letters are compared in upper case.
pub(super) fn fold_upper(text: &str) -> String {
    folded(text, |c| c.to_ascii_uppercase())
}

fn folded(text: &str, case: fn(char) -> char) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match simple_fold(c) {
            Some(c) if c.is_whitespace() => {}
            Some(c) => folded.push(case(c)),
            None => return folded_by_the_tables(text, case),
        }
    }
    folded
}

/// What NFKC makes of a character that stands for itself whatever its neighbours are: ASCII, its full-width forms, Chinese
/// characters and their usual punctuation. Nearly all text of the sheets is made of these, and asking the tables of Unicode for
/// each of them took a fifth of a run. `None` for any other.
fn simple_fold(c: char) -> Option<char> {
    match c {
        '\u{00}'..='\u{7F}' | '\u{4E00}'..='\u{9FFF}' | '、' | '。' | '〈'..='】' | '“' | '”' | '‘' | '’' | '—' | '·' | '×' => {
            Some(c)
        }
        '\u{3000}' => Some(' '),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0),
        _ => None,
    }
}

fn folded_by_the_tables(text: &str, case: fn(char) -> char) -> String {
    text.chars()
        .filter(|c| !is_unseen(*c))
        .nfkc()
        .filter(|c| !c.is_whitespace() && !is_unseen(*c))
        .map(case)
        // NFKC makes of some accents a space and a mark, which joins the letter before when the space is gone.
        .nfc()
        .collect()
}

/// Whether the text stands for an empty cell of money, date, number or name: nothing, `-`, `—`, `/`, `无` … alone.
pub fn is_blank(text: &str) -> bool {
    let text = clean(text);
    text == "无" || is_blank_mark(&text)
}

/// Nothing, or only the strokes that people draw through a cell with nothing to say.
pub(super) fn is_blank_mark(clean: &str) -> bool {
    clean.chars().all(|c| c.is_whitespace() || c == '/' || c == '／' || is_dash(c))
}

/// Any dash: they serve as the sign of an empty cell, and between the ends of a range.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Half-width forms of what stands in numbers and dates, ASCII upper-cased. Unlike NFKC it makes no digit of `²`, `①` or
/// `½`, which would turn `5²` into 52.
pub(super) fn half_width(text: &str) -> String {
    clean(text).chars().map(half_width_char).map(|c| c.to_ascii_uppercase()).collect()
}

fn half_width_char(c: char) -> char {
    // Full-width ASCII stands in the same order as ASCII.
    if ('\u{FF01}'..='\u{FF5E}').contains(&c) {
        return char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
    }
    if matches!(c, '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}') {
        return '-';
    }
    // Radicals (⽇, from PDF files) and compatibility ideographs become the characters that they show.
    let is_look_alike = matches!(c, '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{FFE0}'..='\u{FFE6}');
    if is_look_alike {
        let mut folded = std::iter::once(c).nfkc();
        if let (Some(single), None) = (folded.next(), folded.next()) {
            return single;
        }
    }
    if c.is_whitespace() { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_removes_what_nobody_sees_and_keeps_the_rest() {
        let cases = [
            ("", ""),
            ("  张三 ", "张三"),
            ("\u{3000}张三\u{3000}", "张三"),
            ("\u{FEFF}张\u{200B}三", "张三"),
            ("\u{00A0}张\u{00A0}三", "张三"),
            ("\u{200E}12\u{202C}", "12"),
            ("soft\u{00AD}hyphen", "softhyphen"),
            ("第一行\n第二行", "第一行\n第二行"),
            ("a  b", "a  b"),
            ("（Ａ）", "（Ａ）"),
            (" \u{200B} ", ""),
        ];
        for (written, expected) in cases {
            assert_eq!(clean(written), expected, "{written:?}");
        }
    }

    #[test]
    fn fold_makes_equal_what_people_take_for_equal() {
        let cases = [
            ("合同金额（万元）", "合同金额(万元)"),
            ("ＡＢＣ　公司", "abc公司"),
            ("合同\n金额", "合同金额"),
            ("１２３", "123"),
            ("联系\u{00A0}电话", "联系电话"),
            ("\u{2F42}件", "文件"),
        ];
        for (written, expected) in cases {
            assert_eq!(fold(written), expected, "{written:?}");
        }
        assert_eq!(fold_upper("ａb 1"), "AB1");
    }

    #[test]
    fn blank_marks_are_blank_and_words_are_not() {
        for blank in [
            "", " ", "-", "－", "—", "——", "–", "--", "/", "／", "//", "无", " 无 ", "\u{200B}", "- -",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for filled in ["0", "无锡", "否", "-5", "/a", "暂无", "*", "."] {
            assert!(!is_blank(filled), "{filled:?}");
        }
    }

    #[test]
    fn half_width_makes_no_digits_of_other_signs() {
        assert_eq!(half_width("１，２３４．５０　ｅ"), "1,234.50 E");
        assert_eq!(half_width("￥５"), "¥5");
        assert_eq!(half_width("7\u{2F49}8\u{2F47}"), "7月8日");
        for sign in ["5²", "①", "½", "㋀"] {
            assert_eq!(half_width(sign), sign);
        }
        assert_eq!(half_width("－‐‑−"), "----");
        assert_eq!(half_width("–—"), "–—");
    }

    #[test]
    fn every_simple_character_is_folded_as_the_tables_say() {
        for c in ('\0'..=char::MAX).filter(|c| simple_fold(*c).is_some()) {
            let text = format!("a{c}e");
            assert_eq!(fold(&text), folded_by_the_tables(&text, |c| c.to_ascii_lowercase()), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn simple_folding_is_what_the_tables_say(text in "[\\u{00}-\\u{7F}\\u{B7}\\u{D7}\\u{2014}\\u{2018}-\\u{201D}\\u{3000}-\\u{3015}\\u{4E00}-\\u{9FFF}\\u{FF01}-\\u{FF5E}]*") {
            prop_assert_eq!(fold(&text), folded_by_the_tables(&text, |c| c.to_ascii_lowercase()));
        }

        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            let clean_once = clean(&text);
            prop_assert_eq!(clean(&clean_once), clean_once);
            let _ = (is_blank(&text), half_width(&text));
        }
    }
}
