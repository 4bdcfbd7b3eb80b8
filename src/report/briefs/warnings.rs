//! Findings that a brief quotes one by one, because something can still be done about them or has to be decided.

use serde::Serialize;

use crate::finding::Finding;
use crate::report::Outcome;
use crate::report::books;

/// Findings of one rule that are quoted; all of them stand in 问题清单.
const SHOWN: usize = 8;

/// The findings of one rule.
#[derive(Debug, Serialize)]
pub(super) struct Warning {
    name: &'static str,
    count: usize,
    /// The first of them, as they are told.
    told: Vec<String>,
    /// How many more there are.
    more: usize,
    remedy: &'static str,
}

/// Those of the rules whose codes begin so, in report order; what is settled is left out.
pub(super) fn of_rules(outcome: &Outcome<'_>, codes: &[&str]) -> Vec<Warning> {
    let mut groups: Vec<(&str, Vec<&Finding>)> = Vec::new();
    let findings = outcome.judgement.findings.iter();
    let of_rules = findings.filter(|finding| codes.iter().any(|code| finding.rule.code.starts_with(code)));
    for finding in of_rules.filter(|finding| !outcome.is_settled(finding)) {
        match groups.iter_mut().find(|(code, _)| *code == finding.rule.code) {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((finding.rule.code, vec![finding])),
        }
    }
    let warnings = groups.into_iter().filter_map(|(_, findings)| {
        let rule = findings.first()?.rule;
        let told = findings.iter().take(SHOWN).map(|finding| {
            let message = books::findings::message(finding);
            close_up(message.trim_end_matches(['。', '；']))
        });
        Some(Warning {
            name: rule.name,
            count: findings.len(),
            told: told.collect(),
            more: findings.len().saturating_sub(SHOWN),
            remedy: rule.remedy.trim_end_matches('。'),
        })
    });
    warnings.collect()
}

/// A finding's message as a document prints it: the blanks that set off names and numbers on a screen are left out; what stands in
/// quotation marks is as it was written.
fn close_up(message: &str) -> String {
    let wide = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_ascii());
    let mut closed = String::with_capacity(message.len());
    let mut quoted = false;
    let mut letters = message.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '“' => quoted = true,
            '”' => quoted = false,
            ' ' if !quoted && (wide(closed.chars().next_back()) || wide(letters.peek().copied())) => continue,
            _ => {}
        }
        closed.push(letter);
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_beside_chinese_are_left_out_but_not_in_quotations() {
        for (message, closed) in [
            (
                "赵刚 截至9月15日在外 3 个工作日，不少于 15 个",
                "赵刚截至9月15日在外3个工作日，不少于15个",
            ),
            ("项目“A B 甲 乙”在 HT 01 中", "项目“A B 甲 乙”在HT 01中"),
        ] {
            assert_eq!(close_up(message), closed);
        }
    }
}
