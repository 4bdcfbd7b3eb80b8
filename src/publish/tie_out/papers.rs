//! What the papers of a report say, read back from their bytes: texts, Word documents and pages.

use std::io::Read;

use crate::report::OutputFile;

use super::figures::Figures;
use super::tables::Table;
use super::tables::target;

/// The tables of a text: what they show is the figure, as it would be shown.
pub(super) fn text(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut table = Table::new("");
    for (number_of_line, line) in (1..).zip(text.lines()) {
        match cells_of(line) {
            Some(cells) => table.row(&format!("{} 第{number_of_line}行", file.path), figures, cells, told),
            None => table = Table::new(""),
        }
    }
}

/// The tables of a document that has no text beside it.
pub(super) fn document(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let Some(xml) = document_xml(&file.bytes) else {
        return told.push(format!("{}：生成后读不回来", file.path));
    };
    let mut parts = xml.split("<w:tbl>");
    let heading = words(parts.next().unwrap_or_default());
    let mut named: Vec<&&str> = figures.squads.keys().collect();
    named.retain(|squad| heading.contains(&format!("{squad}产业招商专班")));
    let squad = named.into_iter().max_by_key(|squad| squad.len()).copied().unwrap_or_default();
    for (number_of_table, part) in (1..).zip(parts) {
        let rows = part.split("</w:tbl>").next().unwrap_or_default();
        let mut table = Table::new(squad);
        for (number_of_row, row) in (1..).zip(rows.split_inclusive("</w:tr>").filter(|row| row.ends_with("</w:tr>"))) {
            let cells = row.split_inclusive("</w:tc>").filter(|cell| cell.ends_with("</w:tc>"));
            let place = format!("{} 第{number_of_table}个表第{number_of_row}行", file.path);
            table.row(&place, figures, cells.map(words).collect(), told);
        }
    }
}

/// The table of targets of a page, in which a row of one cell names the squad of the rows below it.
pub(super) fn page(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut squad = String::new();
    for (number_of_line, line) in (1..).zip(text.lines()) {
        for row in line.split("<tr").skip(1) {
            let cells = cells_of_page(row);
            match cells.as_slice() {
                [one] => squad = one.strip_suffix("专班").unwrap_or(one).to_owned(),
                [name, goal, reached, ..] => {
                    let name = name.split('（').next().unwrap_or_default();
                    let place = format!("{} 第{number_of_line}行", file.path);
                    target(&place, figures, [&squad, name, goal, reached], told);
                }
                _ => {}
            }
        }
    }
}

/// Whether every line of the text stands in the document.
pub(super) fn same_words(text: &OutputFile, document: &OutputFile, told: &mut Vec<String>) {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !"*#|-:\\".contains(*c)).collect() };
    let Some(xml) = document_xml(&document.bytes) else {
        return told.push(format!("{}：生成后读不回来", document.path));
    };
    let words = plain(&words(&xml));
    for (number, line) in (1..).zip(String::from_utf8_lossy(&text.bytes).lines()) {
        // A document numbers its enclosures on its own.
        let pieces = match cells_of(line) {
            Some(cells) => cells,
            None => vec![line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned()],
        };
        for piece in pieces.iter().map(|piece| plain(piece)).filter(|piece| !piece.is_empty()) {
            if !words.contains(&piece) {
                told.push(format!("{} 第{number}行“{piece}”不在 {} 中", text.path, document.path));
            }
        }
    }
}

/// The words of the cells of a table's row in a page.
fn cells_of_page(row: &str) -> Vec<String> {
    let closed = row.replace("</th>", "</td>");
    let cells = closed.split_inclusive("</td>").filter_map(|cell| {
        let cell = cell.strip_suffix("</td>")?;
        let start = cell.rfind("<th").max(cell.rfind("<td"))?;
        Some(plain_of_xml(cell.get(start..)?.split_once('>')?.1.trim()))
    });
    cells.collect()
}

/// A text without the escapes of XML, and of pages.
fn plain_of_xml(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// The cells of a line of a Markdown table, without what escapes its signs; `None` when it is none.
fn cells_of(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    if inner.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) && inner.contains('-') {
        return Some(Vec::new());
    }
    let protected = inner.replace("\\|", "\u{0}");
    let cells = protected.split('|').map(|cell| cell.trim().replace('\u{0}', "|").replace('\\', ""));
    Some(cells.collect())
}

/// The body of a Word document.
fn document_xml(bytes: &[u8]) -> Option<String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut xml = String::new();
    zip.by_name("word/document.xml").ok()?.read_to_string(&mut xml).ok()?;
    Some(xml)
}

/// The words of a part of it.
fn words(xml: &str) -> String {
    let runs = xml.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' ']));
    let texts = runs.filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
    let text: String = texts.map(|(text, _)| text).collect();
    plain_of_xml(&text)
}
