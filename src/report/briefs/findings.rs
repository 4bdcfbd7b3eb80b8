//! What the checks found, what is not counted, and what could not be judged or read.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::account::FileStatus;
use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::records::Kind;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::values::id_number::mask_in_text;

use super::squad_name;
use super::words;

/// What the checks found, and what they could not judge.
#[derive(Debug, Serialize)]
pub(super) struct Findings {
    count: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Errors by rule.
    error_rules: Vec<RuleCount>,
    /// Warnings by rule.
    warning_rules: Vec<RuleCount>,
    /// Sound rows that do not count, by rule.
    not_counted: Vec<RuleCount>,
    not_counted_rows: usize,
    set_aside: Vec<SetAside>,
    set_aside_rows: usize,
    unjudged: Vec<Unjudged>,
    failed: Vec<FailedFile>,
    changed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RuleCount {
    name: &'static str,
    squads: Vec<String>,
    count: usize,
    remedy: &'static str,
}

#[derive(Debug, Serialize)]
struct SetAside {
    table: &'static str,
    rows: usize,
    money: Option<String>,
}

#[derive(Debug, Serialize)]
struct Unjudged {
    /// Empty when it concerns all.
    squads: Vec<String>,
    reason: String,
    rules: usize,
}

#[derive(Debug, Serialize)]
struct FailedFile {
    path: String,
    reason: String,
}

impl Findings {
    pub(super) fn new(outcome: &Outcome<'_>) -> Findings {
        let findings = &outcome.judgement.findings;
        let count = |severity| outcome.judgement.count(severity);
        let not_counted = by_rule(outcome, |finding| finding.rule.effect == Effect::NotCounted);
        let set_aside = &outcome.records.tables.set_aside;
        Findings {
            count: findings.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            error_rules: by_rule(outcome, |finding| finding.severity == Severity::Error),
            warning_rules: by_rule(outcome, |finding| finding.severity == Severity::Warning),
            not_counted_rows: not_counted.iter().map(|rule| rule.count).sum(),
            not_counted,
            set_aside: Kind::ALL
                .into_iter()
                .filter_map(|kind| {
                    let rows: Vec<Option<Decimal>> = set_aside.iter().filter(|row| row.kind == kind).map(|row| row.money).collect();
                    let known: Vec<Decimal> = rows.iter().copied().flatten().collect();
                    let sum = known.iter().try_fold(Decimal::ZERO, |sum, money| sum.checked_add(*money));
                    (!rows.is_empty()).then(|| SetAside {
                        table: kind.name(),
                        rows: rows.len(),
                        money: sum.filter(|_| !known.is_empty()).map(words::wan_yuan),
                    })
                })
                .collect(),
            set_aside_rows: set_aside.len(),
            unjudged: unjudged(outcome),
            failed: failed_files(outcome),
            changed: outcome.judgement.changed.clone(),
        }
    }
}

/// Findings by rule in report order, with the squads concerned.
fn by_rule(outcome: &Outcome<'_>, pick: impl Fn(&Finding) -> bool) -> Vec<RuleCount> {
    let mut rules: Vec<(RuleCount, &str, BTreeSet<SquadId>)> = Vec::new();
    for finding in outcome.judgement.findings.iter().filter(|finding| pick(finding)) {
        let position = rules.iter().position(|(_, code, _)| *code == finding.rule.code);
        let position = position.unwrap_or_else(|| {
            let rule = RuleCount {
                name: finding.rule.name,
                squads: Vec::new(),
                count: 0,
                remedy: finding.rule.remedy,
            };
            rules.push((rule, finding.rule.code, BTreeSet::new()));
            rules.len() - 1
        });
        if let Some((rule, _, squads)) = rules.get_mut(position) {
            rule.count += 1;
            squads.extend(finding.squad);
        }
    }
    let with_names = rules.into_iter().map(|(mut rule, _, squads)| {
        rule.squads = squads.into_iter().map(|squad| squad_name(outcome, squad)).collect();
        rule
    });
    with_names.collect()
}

/// By reason, the squads concerned and the number of rules that could not be judged.
fn unjudged(outcome: &Outcome<'_>) -> Vec<Unjudged> {
    let mut reasons: BTreeMap<&str, (BTreeSet<SquadId>, BTreeSet<&str>)> = BTreeMap::new();
    for item in &outcome.judgement.unjudged {
        let (squads, rules) = reasons.entry(&item.reason).or_default();
        squads.extend(item.squad);
        rules.insert(item.rule);
    }
    let items = reasons.into_iter().map(|(reason, (squads, rules))| Unjudged {
        squads: squads.into_iter().map(|squad| squad_name(outcome, squad)).collect(),
        reason: mask_in_text(reason),
        rules: rules.len(),
    });
    items.collect()
}

fn failed_files(outcome: &Outcome<'_>) -> Vec<FailedFile> {
    let files = outcome.account.files.iter().filter(|file| file.status == FileStatus::Failed);
    files
        .map(|file| FailedFile {
            path: mask_in_text(&file.path),
            reason: file.reason.clone().unwrap_or_else(|| "原因不明".to_owned()),
        })
        .collect()
}
