//! `findings.json`: each finding with its place, its ground and what became of it.

use serde::Serialize;
use serde::Serializer;

use crate::finding;
use crate::place::Place;
use crate::report::Outcome;
use crate::values::id_number::mask_in_text;

use super::SCHEMA;
use super::numbers::Yuan;

#[derive(Serialize)]
pub(super) struct Findings<'a> {
    schema: u32,
    period: String,
    findings: Vec<Finding<'a>>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(outcome: &Outcome<'a>) -> Findings<'a> {
        Findings {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            findings: finding_list(outcome),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    id: &'a str,
    rule: &'a str,
    severity: &'a str,
    squad: Option<&'a str>,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    row: Option<u32>,
    value: Option<String>,
    message: String,
    remedy: String,
    articles: &'a [&'a str],
    cut: Option<Yuan>,
    subject: SubjectMap<'a>,
    related: Vec<Related<'a>>,
    status: &'static str,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    row: Option<u32>,
}

/// Every finding, in the order of the judgement.
pub(super) fn finding_list<'a>(outcome: &Outcome<'a>) -> Vec<Finding<'a>> {
    let findings = outcome.judgement.findings.iter().map(|finding| {
        let place = finding.place.as_ref().map(Related::new);
        let (file, sheet, cell, row) = match place {
            Some(place) => (Some(place.file), place.sheet, place.cell, place.row),
            None => (None, None, None, None),
        };
        Finding {
            id: &finding.id,
            rule: finding.rule.code,
            severity: finding.severity.key(),
            squad: finding.squad.map(|squad| &*outcome.records.city.squad(squad).name),
            file,
            sheet,
            cell,
            row,
            value: finding.value.as_deref().map(mask_in_text),
            message: mask_in_text(&finding.message),
            remedy: mask_in_text(&finding.remedy),
            articles: finding.rule.articles,
            cut: finding.cut.map(Yuan),
            subject: SubjectMap(&finding.subject),
            related: finding.related.iter().map(Related::new).collect(),
            status: match outcome.cycle.runs.get(&finding.id) {
                _ if outcome.reply(finding).is_some() => "replied",
                Some(1) | None => "new",
                Some(_) => "open",
            },
        }
    });
    findings.collect()
}

impl<'a> Related<'a> {
    fn new(place: &'a Place) -> Related<'a> {
        Related {
            file: &place.source.file,
            sheet: Some(&*place.source.sheet).filter(|sheet| !sheet.is_empty()),
            cell: place.a1(),
            row: Some(place.row).filter(|row| *row > 0),
        }
    }
}

/// A subject's values may be what somebody typed into a name's cell.
struct SubjectMap<'a>(&'a finding::Subject);

impl Serialize for SubjectMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, mask_in_text(value))))
    }
}
