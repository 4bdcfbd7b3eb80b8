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
            message.trim_end_matches(['。', '；']).to_owned()
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
