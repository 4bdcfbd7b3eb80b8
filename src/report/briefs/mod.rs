//! Texts: outcome → the context of a template, each a pure function; the words stand in `templates/`.

mod common;
mod deals;
mod findings;
mod fund;
pub mod monthly;
pub mod page;
mod sayings;
mod squad;
mod targets;
pub mod template;
pub mod words;

use serde::Serialize;

use crate::regulation::SquadId;

use super::Outcome;
use super::OutputFile;
use super::write::Error;
use super::write::docx;
use super::write::docx::Document;
use super::write::text;

/// A brief as a Word document and as Markdown, both with the same words.
fn files(outcome: &Outcome<'_>, template: &str, title: &str, context: impl Serialize) -> Result<Vec<OutputFile>, Error> {
    let blocks = outcome.templates.blocks(template, context)?;
    let document = Document {
        title,
        author: &outcome.records.city.office,
        date: outcome.today,
        blocks: &blocks,
    };
    Ok(vec![
        OutputFile {
            path: format!("{title}.docx"),
            bytes: docx::write(&document)?,
        },
        OutputFile {
            path: format!("{title}.md"),
            bytes: text::markdown(&blocks),
        },
    ])
}

fn squad_name(outcome: &Outcome<'_>, squad: SquadId) -> String {
    outcome.records.city.squad(squad).name.to_string()
}
