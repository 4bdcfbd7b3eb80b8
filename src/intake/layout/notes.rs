//! Rows that are written for people and hold no data: notes, signatures, the example of a blank form, and what a printed page adds.

use crate::intake::context;
use crate::intake::grid::GridCell;
use crate::intake::grid::Raw;
use crate::intake::header;
use crate::intake::labels;
use crate::intake::totals;
use crate::records::column::EXAMPLE;
use crate::values::text;

use super::Region;

/// What numbers the columns of words in the state's statistics; the columns of figures have numbers.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

/// What the first cell of other offices' example rows says.
const EXAMPLES: [&str; 7] = ["例", "示例", "样例", "范例", "举例", "填写示例", "示例行"];

impl Region {
    /// Whether it is a row of notes or signatures: the first cell says so, and no required cell holds anything else.
    pub(super) fn is_note(&self, own: &[&GridCell]) -> bool {
        let Some(GridCell { raw: Raw::Text(first), .. }) = own.first() else {
            return false;
        };
        // The example row of a blank form is whole, and nobody's data.
        let folded = text::fold(first);
        let marked = folded.trim_matches(['(', ')']);
        if folded == text::fold(EXAMPLE) || EXAMPLES.contains(&marked) || marked.starts_with("例:") {
            return true;
        }
        // 备注 without a colon begins a note of one cell; in a row of several it may be anybody's name.
        let behind = folded.strip_prefix("备注").filter(|_| own.len() > 1);
        let begins_name = behind.is_some_and(|behind| !behind.contains(':') && behind.starts_with(char::is_alphabetic));
        let signers = labels::SIGNERS.contains(&folded.as_str()) && own.len() > 1;
        if !signers && !note_word(first) || begins_name {
            return false;
        }
        let mut after_label = false;
        for (at, cell) in own.iter().enumerate() {
            let is_label = |text: &str| text.contains([':', '：']) || labels::SIGNERS.contains(&text::fold(text).as_str());
            let label = matches!(&cell.raw, Raw::Text(written) if is_label(written) || context::is_day(written));
            if at > 0 && !label && !after_label && self.is_required(cell.column) {
                return false;
            }
            after_label = match &cell.raw {
                Raw::Text(written) => written.trim_end().ends_with([':', '：']) || labels::SIGNERS.contains(&text::fold(written).as_str()),
                _ => false,
            };
        }
        true
    }
}

/// Whether a text begins like a note or a signature: `填表人：`, `备注：…`, `注1：…`.
pub(super) fn note_word(written: &str) -> bool {
    if !written.contains([':', '：', '注', '说']) {
        return false;
    }
    let text = text::fold(written);
    let text = text.trim_start_matches(['*', '★', '※', '(', '【', '[']);
    match text.split_once(':') {
        Some((label, _)) if label.chars().count() <= 12 => {
            let label = label.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ')' | '】' | ']' | '('));
            let label = match label.split_once('(') {
                Some((before, _)) => before,
                None => label,
            };
            labels::NOTES
                .iter()
                .any(|word| label == *word || (word.chars().count() > 1 && (label.starts_with(word) || label.ends_with(word))))
        }
        _ => {
            let numbered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ',' | '。'));
            text.strip_prefix("备注").is_some_and(|rest| !rest.is_empty())
                || ["注", "说明"].iter().any(|word| text.strip_prefix(word).is_some_and(numbered))
        }
    }
}

/// `第 1 页 共 3 页`, `1/3`, `-1-`, `Page 1 of 3`.
pub(super) fn is_page_number(written: &str) -> bool {
    let text = text::fold(written);
    if text.len() > 60 || !text.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) {
        return false;
    }
    let only = |allowed: &str| text.chars().all(|c| c.is_ascii_digit() || allowed.contains(c));
    (text.contains('页') && only("第共页,，/、-—~()总一二三四五六七八九十百")) || (text.starts_with("page") && only("page:of/")) || {
        let inner = text.trim_matches(['-', '—', '–']);
        inner.len() + 2 <= text.len()
            && text.starts_with(['-', '—', '–'])
            && inner.parse::<u32>().is_ok()
            && text.ends_with(['-', '—', '–'])
    }
}

/// `以下空白` and the like.
pub(super) fn is_end_mark(written: &str) -> bool {
    let text = text::fold(written);
    let text = text.trim_matches(['(', ')', '-', '—', '=', '*', '.', '…']);
    text.is_empty() || matches!(text, "以下空白" | "以下无正文" | "以下无内容" | "空白" | "完" | "本页完") || totals::turns_the_page(text)
}

/// Whether a row numbers the columns below a header of so many titles: 1 2 3 4, or 甲 乙 1 2, or A B C D=E+F. Few numbers may be data.
pub(super) fn is_numbering(own: &[&GridCell], titles: usize) -> bool {
    let mut stems = STEMS.chars();
    let mut letters = 'a'..='z';
    let mut expected = 1u32;
    let (mut stemmed, mut lettered) = (0, 0);
    for cell in own {
        let written = text::fold(&header::shown(&cell.raw));
        let inner = written.trim_matches(['(', ')']);
        // D=E+F says how the column is made.
        let (number, _) = inner.split_once('=').unwrap_or((inner, ""));
        let mut chars = number.chars();
        let only = chars.next().filter(|_| chars.as_str().is_empty());
        if number.parse() == Ok(expected) {
            expected += 1;
        } else if expected > 1 {
            return false;
        } else if only.is_some_and(|c| STEMS.contains(c)) && only == stems.next() {
            stemmed += 1;
        } else if only.is_some_and(|c| c.is_ascii_alphabetic()) && only.map(|c| c.to_ascii_lowercase()) == letters.next() {
            lettered += 1;
        } else if !matches!(inner, "栏次" | "序号") || stemmed + lettered > 0 {
            return false;
        }
    }
    let numbers = expected.saturating_sub(1) as usize;
    let whole = own.len() >= titles && own.len() > 3;
    numbers >= 3 || whole && (numbers > 0 && lettered == 0 && stemmed + numbers > 3 || lettered > 3 && stemmed == 0)
}
