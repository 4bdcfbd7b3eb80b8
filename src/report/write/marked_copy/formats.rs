//! The conditional formats that colour a wrong cell as long as the wrong value stands in it.

use std::fmt::Write as _;

use crate::report::sheet::a1;

use super::CellMark;
use super::xml::attribute;
use super::xml::each_element;
use super::xml::escape;
use super::xml::insert_before;
use super::xml::texts;
use super::xml::unescape;

/// The mark of our formats, which means nothing to the spreadsheet.
const TAG: &str = "N(\"招商核查\")=0";
/// A text longer than this is compared by its length.
const LONGEST_TEXT: usize = 200;
/// The colour.
const FORMAT: &str =
    "<dxf><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFC7CE\"/><bgColor rgb=\"FFFFC7CE\"/></patternFill></fill></dxf>";
/// What may stand behind the conditional formats of a sheet, in the order of the schema, after themselves.
const FORMATS_AND_BEHIND: [&str; 23] = [
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// The styles with our colour among the differential formats; its number.
pub(super) fn with_colour(styles: &str) -> Option<(String, usize)> {
    if let Some(start) = styles.find("<dxfs") {
        let (before, rest) = styles.split_at(start);
        let tag_end = rest.find('>')? + 1;
        let (tag, rest) = rest.split_at(tag_end);
        let (inner, behind) = if tag.ends_with("/>") {
            ("", rest)
        } else {
            rest.split_once("</dxfs>")?
        };
        if let Some((earlier, _)) = inner.split_once(FORMAT) {
            return Some((styles.to_owned(), formats(earlier)));
        }
        let number = formats(inner);
        return Some((
            format!("{before}<dxfs count=\"{}\">{inner}{FORMAT}</dxfs>{behind}", number + 1),
            number,
        ));
    }
    let behind = ["<tableStyles", "<colors", "<extLst", "</styleSheet>"];
    let at = behind.iter().find_map(|tag| styles.find(tag))?;
    let (before, after) = styles.split_at(at);
    Some((format!("{before}<dxfs count=\"1\">{FORMAT}</dxfs>{after}"), 0))
}

/// How many differential formats there are.
fn formats(xml: &str) -> usize {
    ["<dxf>", "<dxf ", "<dxf/>"].iter().map(|start| xml.matches(start).count()).sum()
}

/// The sheet without the formats of an earlier round; the others get their priorities back.
pub(super) fn without(xml: &str) -> String {
    let tags = [escape(TAG), TAG.to_owned()];
    let ours = |rule: &str| tags.iter().any(|tag| rule.contains(tag));
    if !ours(xml) {
        return xml.to_owned();
    }
    let mut taken = 0;
    let xml = each_element(xml, "conditionalFormatting", &mut |block| {
        if !ours(block) {
            return Some(block.to_owned());
        }
        let rest = each_element(block, "cfRule", &mut |rule| {
            taken += usize::from(ours(rule));
            (!ours(rule)).then(|| rule.to_owned())
        });
        rest.contains("<cfRule").then_some(rest)
    });
    let mut lowest = usize::MAX;
    each_priority(&xml, |priority| {
        lowest = lowest.min(priority);
        priority
    });
    if lowest > taken {
        return each_priority(&xml, |priority| priority - taken);
    }
    xml
}

/// The sheet with a format for each mark before its own, whose priorities are raised.
pub(super) fn with(xml: &str, marks: &[CellMark], colour: usize, strings: &[String]) -> Option<String> {
    if !xml.contains("<worksheet") {
        return None;
    }
    let raised = each_priority(xml, |priority| priority.saturating_add(marks.len()));
    let mut ours = String::new();
    for (priority, mark) in (1..).zip(marks) {
        let cell = a1(mark.row, mark.column);
        let condition = escape(&condition(xml, &cell, strings));
        let _ = write!(
            ours,
            "<conditionalFormatting sqref=\"{cell}\"><cfRule type=\"expression\" dxfId=\"{colour}\" priority=\"{priority}\"><formula>AND({},{condition})</formula></cfRule></conditionalFormatting>",
            escape(TAG)
        );
    }
    insert_before(&raised, &FORMATS_AND_BEHIND, &ours)
}

/// The sheet with the priority of each rule put through a function.
fn each_priority(xml: &str, mut change: impl FnMut(usize) -> usize) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("cfRule ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let (tag, behind) = tag.split_at(tag.find('>').unwrap_or(tag.len()));
        let priority = tag.split_once(" priority=\"").and_then(|(head, value)| {
            let (number, tail) = value.split_once('"')?;
            Some((head, number.parse::<usize>().ok()?, tail))
        });
        match priority {
            Some((head, number, tail)) => {
                let _ = write!(out, "{head} priority=\"{}\"{tail}", change(number));
            }
            None => out.push_str(tag),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What stands in a cell, as far as a condition can hold it.
enum Content {
    Nothing,
    Text(String),
    Number(String),
    /// A formula, a truth value, an error.
    Other,
}

fn content(xml: &str, cell: &str, strings: &[String]) -> Content {
    let Some(rest) = xml.find(&format!("<c r=\"{cell}\"")).and_then(|start| xml.get(start..)) else {
        return Content::Nothing;
    };
    let Some((tag, rest)) = rest.split_once('>') else {
        return Content::Nothing;
    };
    if tag.ends_with('/') {
        return Content::Nothing;
    }
    let inner = rest.split("</c>").next().unwrap_or_default();
    let value = inner
        .split_once("<v>")
        .and_then(|(_, rest)| rest.split("</v>").next())
        .unwrap_or_default();
    if inner.contains("<f") {
        return Content::Other;
    }
    match attribute(tag, "t").as_deref() {
        Some("s") => match value.trim().parse::<usize>().ok().and_then(|index| strings.get(index)) {
            Some(text) => Content::Text(text.clone()),
            None => Content::Other,
        },
        Some("str") => Content::Text(unescape(value)),
        Some("inlineStr") => Content::Text(texts(inner)),
        None | Some("n") if value.trim().is_empty() => Content::Nothing,
        None | Some("n") if value.trim().parse::<f64>().is_ok() => Content::Number(value.trim().to_owned()),
        _ => Content::Other,
    }
}

/// The text of a cell; empty for any other.
pub(super) fn text(xml: &str, cell: &str, strings: &[String]) -> String {
    match content(xml, cell, strings) {
        Content::Text(text) => text,
        _ => String::new(),
    }
}

/// The condition that holds while the cell has the value that it has now.
fn condition(xml: &str, cell: &str, strings: &[String]) -> String {
    match content(xml, cell, strings) {
        Content::Number(number) => format!("AND(ISNUMBER({cell}),{cell}={number})"),
        Content::Other => "TRUE".to_owned(),
        Content::Nothing => format!("LEN(TRIM({cell}))=0"),
        Content::Text(text) if text.is_empty() => format!("LEN(TRIM({cell}))=0"),
        // A text with a line break, or a long one, is told by its length.
        Content::Text(text) if text.chars().count() > LONGEST_TEXT || text.contains(['\n', '\r']) => {
            format!("LEN({cell})={}", text.encode_utf16().count())
        }
        Content::Text(text) => format!("EXACT({cell},\"{}\")", text.replace('"', "\"\"")),
    }
}
