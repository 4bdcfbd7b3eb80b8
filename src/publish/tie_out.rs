//! Tie-out (spec 4.6): before a report takes its place, its own files are read back from their bytes, and every number that a cell or
//! a table says it shows must be the figure of figures.json, the rows below it must add up to it, and a document must say what its
//! text says. Nothing that a writer was told is trusted: only what it wrote.

mod figures;
mod papers;
mod tables;
mod workbook;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use serde_json::Value;

use crate::report::OutputFile;

use self::figures::Figures;
use self::papers::document;
use self::papers::page;
use self::papers::same_words;
use self::papers::text;
use self::workbook::workbook;

/// The figures that everything is held to.
const FIGURES: &str = "数据/figures.json";

/// Two outputs that say different things, or one that cannot be read back; nothing is published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("输出之间的数字对不上，已停止，未生成任何文件：\n{}", .0.join("\n"))]
pub struct Difference(Vec<String>);

/// Reads the files back and compares.
pub fn tie_out(files: &[OutputFile]) -> Result<(), Difference> {
    let figures = files.iter().find(|file| file.path == FIGURES);
    let figures: Value = figures
        .and_then(|file| serde_json::from_slice(&file.bytes).ok())
        .unwrap_or_default();
    let figures = Figures::new(&figures);
    let told: Vec<Vec<String>> = files.par_iter().map(|file| differences(file, files, &figures)).collect();
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { Ok(()) } else { Err(Difference(told)) }
}

/// What one of the files says that the figures, or its twin among the others, do not.
fn differences(file: &OutputFile, files: &[OutputFile], figures: &Figures<'_>) -> Vec<String> {
    let mut told = Vec::new();
    if !file.shown.is_empty() {
        workbook(file, figures, &mut told);
    }
    if file.path.ends_with(".html") {
        page(file, figures, &mut told);
    }
    let twin = |from: &str, to: &str| {
        let name = file.path.strip_suffix(from)?;
        files.iter().find(|other| other.path.strip_suffix(to) == Some(name))
    };
    if file.path.ends_with(".md") {
        text(file, figures, &mut told);
        if let Some(document) = twin(".md", ".docx") {
            same_words(file, document, &mut told);
        }
    }
    if file.path.ends_with(".docx") && twin(".docx", ".md").is_none() {
        document(file, figures, &mut told);
    }
    told
}

#[cfg(test)]
mod tests;
