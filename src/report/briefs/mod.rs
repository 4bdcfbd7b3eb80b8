//! Texts: outcome → the context of a template, each a pure function; the words stand in `templates/`.

pub mod application;
mod common;
mod compare;
mod deals;
mod findings;
mod fund;
pub mod guide;
pub mod half_month;
pub mod monthly;
pub mod page;
mod pending;
mod projects;
pub mod quarterly;
mod sayings;
mod squad;
mod targets;
pub mod template;
#[cfg(test)]
mod tests;
mod warnings;
pub mod weekly;
mod whereabouts;
pub mod words;
pub mod yearly;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::figures::MemberFigures;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::values::period::Period;

use super::Outcome;
use super::OutputFile;
use super::write::Error;
use super::write::docx;
use super::write::docx::Document;
use super::write::text;

/// The brief of the outcome's period, in the words of its kind.
pub fn of_period(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    match outcome.period {
        Period::Week { .. } => weekly::files(outcome),
        Period::HalfMonth { .. } => half_month::files(outcome),
        Period::Month { .. } => monthly::files(outcome),
        Period::Quarter { .. } => quarterly::files(outcome),
        Period::Year { .. } => yearly::files(outcome),
    }
}

/// A brief as a Word document and as Markdown, both with the same words.
fn files(outcome: &Outcome<'_>, template: &str, title: &str, context: impl Serialize) -> Result<Vec<OutputFile>, Error> {
    let blocks = outcome.templates.blocks(template, context)?;
    let document = Document {
        title,
        author: &outcome.records.city.office,
        date: outcome.today,
        blocks: &blocks,
        reference: outcome.templates.reference(),
    };
    Ok(vec![
        OutputFile::new(format!("{title}.docx"), docx::write(&document)?),
        OutputFile::new(format!("{title}.md"), text::markdown(&blocks)),
    ])
}

/// The 专职成员 among the rows of a roster, each person once: the days of somebody with two posts are the person's, whichever row
/// they are read from.
fn dedicated(members: &[MemberFigures]) -> Vec<&MemberFigures> {
    let mut seen = BTreeSet::new();
    let dedicated = members.iter().filter(|member| member.role == Role::Dedicated);
    dedicated.filter(|member| seen.insert(&member.name.key)).collect()
}

/// Names in their order, each once.
fn each_once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

fn squad_name(outcome: &Outcome<'_>, squad: SquadId) -> String {
    outcome.records.city.squad(squad).name.to_string()
}
