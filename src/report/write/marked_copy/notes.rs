//! The notes (批注) of a sheet: those of an earlier round are taken off, ours are put beside the squad's own.
//!
//! A note is two things: its text among the comments, and its box in the old vector drawing, found by row and column.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::report::sheet::a1;

use super::CellMark;
use super::RELATIONS;
use super::package::Package;
use super::xml::attribute;
use super::xml::each_element;
use super::xml::escape;
use super::xml::insert_before;
use super::xml::tag_behind_data;
use super::xml::tags;
use super::xml::texts;

/// Who writes the notes.
const AUTHOR: &str = "招商核查";
/// What a note of ours begins with, in case that its author is lost.
const FIRST_LINE: &str = "〔招商核查〕";
/// Notes on one sheet; more would make it slow. All stand on the sheet of remarks.
const MOST_NOTES: usize = 500;
const NO_COMMENTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors></authors><commentList></commentList></comments>";
const NO_BOXES: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
    xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>";
const BOX_TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
    <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// What the names in a box mean.
const NAMESPACES: [&str; 3] = [
    "xmlns:v=\"urn:schemas-microsoft-com:vml\"",
    "xmlns:o=\"urn:schemas-microsoft-com:office:office\"",
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"",
];
/// What may stand behind the drawing of the notes in a sheet.
const BEHIND: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The parts of a sheet's notes.
struct Parts {
    comments: Option<String>,
    boxes: Option<String>,
}

fn parts(package: &mut Package<'_>, sheet: &str, xml: &str) -> Result<Parts, String> {
    let relations = package.relations(sheet)?;
    let id = tag_behind_data(xml, "legacyDrawing").and_then(|tag| attribute(tag, "r:id"));
    let target = |found: Option<&super::package::Relation>| found.map(|relation| relation.target.clone());
    Ok(Parts {
        comments: target(relations.iter().find(|relation| relation.kind == "comments")),
        boxes: target(id.and_then(|id| relations.iter().find(|relation| relation.id == id))),
    })
}

/// Takes the notes of an earlier round off a sheet.
pub(super) fn take_off(package: &mut Package<'_>, sheet: &str) -> Result<(), String> {
    let xml = package.text(sheet)?;
    let parts = parts(package, sheet, &xml)?;
    let Some(name) = parts.comments else { return Ok(()) };
    let comments = package.text(&name)?;
    if !comments.contains(AUTHOR) {
        return Ok(());
    }
    let author = authors(&comments).iter().position(|author| author == AUTHOR);
    let mut gone = BTreeSet::new();
    let left = each_element(&comments, "comment", &mut |comment| {
        let by_us = author.is_some() && attribute(comment, "authorId").and_then(|id| id.parse().ok()) == author;
        if by_us || texts(comment).starts_with(FIRST_LINE) {
            gone.extend(attribute(comment, "ref"));
            return None;
        }
        Some(without_addition(comment))
    });
    package.put(&name, left);
    if let Some(name) = parts.boxes {
        let boxes = package.text(&name)?;
        let left = each_element(&boxes, "v:shape", &mut |shape| {
            let ours = place(shape).is_some_and(|place| gone.contains(&place));
            (!ours).then(|| shape.to_owned())
        });
        package.put(&name, left);
    }
    Ok(())
}

/// A squad's own note without what we added to it.
fn without_addition(comment: &str) -> String {
    let Some((before, rest)) = comment.split_once(FIRST_LINE) else {
        return comment.to_owned();
    };
    // A spreadsheet program may have split what we added into several runs.
    let behind = rest.rsplit_once("</text>").map_or("", |(_, behind)| behind);
    let before = before.trim_end().strip_suffix("———").unwrap_or(before).trim_end();
    match before.rsplit_once("<r>") {
        Some((kept, opened)) if !opened.contains("</r>") && texts(&format!("{opened}</t>")).is_empty() => format!("{kept}</text>{behind}"),
        _ if before.contains("<r>") => format!("{before}</t></r></text>{behind}"),
        _ => format!("{before}</t></text>{behind}"),
    }
}

fn authors(comments: &str) -> Vec<String> {
    let list = comments.split("</authors>").next().unwrap_or_default();
    let names = list.split("<author>").skip(1).filter_map(|rest| rest.split("</author>").next());
    names.map(super::xml::unescape).collect()
}

/// The cell of a box, such as `C4`.
fn place(shape: &str) -> Option<String> {
    let number = |name: &str| -> Option<u32> {
        let (_, rest) = shape.split_once(&format!("<x:{name}>"))?;
        rest.split('<').next()?.trim().parse().ok()
    };
    Some(a1(number("Row")?, number("Column")?.try_into().ok()?))
}

/// Puts our notes on a sheet. A sheet whose notes are kept in no way that we know stays without: they stand on the sheet of remarks.
pub(super) fn put_on(package: &mut Package<'_>, sheet: &str, marks: &[CellMark]) -> Result<(), String> {
    let xml = package.text(sheet)?;
    let found = parts(package, sheet, &xml)?;
    let (comments_part, boxes_part) = match (found.comments, found.boxes) {
        (None, None) if tag_behind_data(&xml, "legacyDrawing").is_none() => new_parts(package, sheet, &xml)?,
        (Some(comments), Some(boxes)) => (comments, boxes),
        // Boxes of buttons and the like, without a note yet.
        (None, Some(boxes)) => (new_comments(package, sheet)?, boxes),
        _ => return Ok(()),
    };
    let (comments, boxes) = (package.text(&comments_part)?, package.text(&boxes_part)?);
    if let Some((comments, boxes)) = with(comments, boxes, marks) {
        package.put(&comments_part, comments);
        package.put(&boxes_part, boxes);
    }
    Ok(())
}

/// A name for a new part that none has.
fn free(package: &Package<'_>, name: impl Fn(u32) -> String) -> String {
    let mut number = 1;
    while package.has(&name(number)) {
        number += 1;
    }
    name(number)
}

fn new_comments(package: &mut Package<'_>, sheet: &str) -> Result<String, String> {
    let part = free(package, |number| format!("xl/commentsZb{number}.xml"));
    package.put(&part, NO_COMMENTS.to_owned());
    package.declare(&part, "comments")?;
    package.relate(
        sheet,
        &format!("<Relationship Id=\"rIdZbNotes\" Type=\"{RELATIONS}/comments\" Target=\"/{part}\"/>"),
    )?;
    Ok(part)
}

fn new_parts(package: &mut Package<'_>, sheet: &str, xml: &str) -> Result<(String, String), String> {
    let drawing = format!("<legacyDrawing xmlns:r=\"{RELATIONS}\" r:id=\"rIdZbBoxes\"/>");
    let xml = insert_before(xml, &BEHIND, &drawing).ok_or("工作表的结构不常见")?;
    package.put(sheet, xml);
    let boxes = free(package, |number| format!("xl/drawings/vmlDrawingZb{number}.vml"));
    package.put(&boxes, NO_BOXES.to_owned());
    package.declare_vml()?;
    package.relate(
        sheet,
        &format!("<Relationship Id=\"rIdZbBoxes\" Type=\"{RELATIONS}/vmlDrawing\" Target=\"/{boxes}\"/>"),
    )?;
    Ok((new_comments(package, sheet)?, boxes))
}

/// The comments and the boxes with ours among them; `None` when they are written in a way that we do not know.
fn with(comments: String, boxes: String, marks: &[CellMark]) -> Option<(String, String)> {
    if !boxes.contains("</xml>") {
        return None;
    }
    let root = boxes.split_once("<xml").and_then(|(_, rest)| rest.split('>').next())?;
    // Some programs declare the namespaces in each shape, under names of their own.
    let undeclared: String = NAMESPACES
        .iter()
        .filter(|declared| !root.contains(**declared))
        .map(|declared| format!(" {declared}"))
        .collect();
    let comments = comments
        .replacen("<authors/>", "<authors></authors>", 1)
        .replacen("<commentList/>", "<commentList></commentList>", 1);
    let names = authors(&comments);
    let author = names.iter().position(|name| name == AUTHOR);
    let (authors_end, list_end) = ("</authors>", "</commentList>");
    if !comments.contains(authors_end) || !comments.contains(list_end) {
        return None;
    }
    let mut comments = match author {
        Some(_) => comments,
        None => comments.replacen(authors_end, &format!("<author>{AUTHOR}</author>{authors_end}"), 1),
    };
    let author = author.unwrap_or(names.len());
    let own: BTreeSet<String> = tags(&comments, "comment").filter_map(|tag| attribute(tag, "ref")).collect();
    let (mut added, mut shapes) = (String::new(), String::new());
    let first = boxes
        .split("\"_x0000_s")
        .skip(1)
        .filter_map(|id| id.split('"').next()?.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        .max(1024)
        .saturating_add(1);
    for (number, mark) in (first..).zip(marks.iter().take(MOST_NOTES)) {
        let cell = a1(mark.row, mark.column);
        let note = format!("{FIRST_LINE}\n{}", escape(&mark.note));
        if own.contains(&cell) {
            comments = each_element(&comments, "comment", &mut |comment| {
                let here = attribute(comment, "ref").as_ref() == Some(&cell);
                Some(if here {
                    with_addition(comment, &names, &note)
                } else {
                    comment.to_owned()
                })
            });
            continue;
        }
        let _ = write!(
            added,
            "<comment ref=\"{cell}\" authorId=\"{author}\"><text><t xml:space=\"preserve\">{note}</t></text></comment>"
        );
        shapes.push_str(&shape(number, mark, &undeclared));
    }
    let comments = comments.replacen(list_end, &format!("{added}{list_end}"), 1);
    let kind = match boxes.contains("\"_x0000_t202\"") {
        true => String::new(),
        false => BOX_TYPE.replacen("<v:shapetype", &format!("<v:shapetype{undeclared}"), 1),
    };
    let (before, after) = boxes.rsplit_once("</xml>")?;
    Some((comments, format!("{before}{kind}{shapes}</xml>{after}")))
}

/// A squad's own note with ours below it. The place holder of a conversation stays as it is.
fn with_addition(comment: &str, authors: &[String], note: &str) -> String {
    let author = attribute(comment, "authorId")
        .and_then(|id| id.parse().ok())
        .and_then(|id: usize| authors.get(id));
    let Some((before, after)) = comment.rsplit_once("</text>") else {
        return comment.to_owned();
    };
    if author.is_some_and(|author| author.starts_with("tc=")) {
        return comment.to_owned();
    }
    let ours = format!("<r><t xml:space=\"preserve\">\n———{note}</t></r></text>{after}");
    // A plain text becomes the first run.
    match before.split_once("<text><t") {
        Some((head, text)) if !before.contains("<r>") => format!("{head}<text><r><t{text}</r>{ours}"),
        _ => format!("{before}{ours}"),
    }
}

/// The box of a note, hidden until the pointer is over the cell.
fn shape(number: u32, mark: &CellMark, undeclared: &str) -> String {
    let (row, column) = (mark.row, u32::from(mark.column));
    let lines = u32::try_from(mark.note.chars().count() / 16 + 3).unwrap_or(20).min(20);
    format!(
        "<v:shape{undeclared} id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
         <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox/>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, 15, {row}, 2, {}, 15, {}, 4</x:Anchor>\
         <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        column + 1,
        column + 4,
        row + lines,
    )
}
