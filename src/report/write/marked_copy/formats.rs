//! The conditional formats that colour a wrong cell as long as the wrong value stands in it.

use std::fmt::Write as _;

use crate::report::sheet::a1;

use super::CellMark;
use super::cells::Content;
use super::cells::contents;
use super::xml::each_element;
use super::xml::escape;
use super::xml::insert_before;
use super::xml::unescape;

/// The mark of our formats, which means nothing to the spreadsheet.
const TAG: &str = "N(\"招商核查\")=0";
/// A text longer than this is compared by its beginning and its length: a formula holds no longer one.
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
    // A program that saved it in between may have written the characters as their numbers.
    let ours = |rule: &str| tags.iter().any(|tag| rule.contains(tag)) || rule.contains("&#") && unescape(rule).contains(TAG);
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
    // Priorities that are written in another way could not be raised.
    if !xml.contains("<worksheet") || xml.contains(" priority='") {
        return None;
    }
    let wanted = marks.iter().map(|mark| (mark.row, mark.column)).collect();
    let contents = contents(xml, &wanted, strings)?;
    let raised = each_priority(xml, |priority| priority.saturating_add(marks.len()));
    let mut ours = String::new();
    for (priority, mark) in (1..).zip(marks) {
        let cell = a1(mark.row, mark.column);
        let condition = escape(&condition(
            contents.get(&(mark.row, mark.column)).unwrap_or(&Content::Nothing),
            &cell,
        ));
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

/// The condition that holds while the cell has the content that it has now.
fn condition(content: &Content, cell: &str) -> String {
    match content {
        Content::Nothing => format!("LEN(TRIM({cell}))=0"),
        Content::Text(text) if text.is_empty() => format!("LEN(TRIM({cell}))=0"),
        Content::Text(text) if text.chars().count() > LONGEST_TEXT => {
            let start: String = text.chars().take(LONGEST_TEXT).collect();
            let units = start.encode_utf16().count();
            format!(
                "AND(LEN({cell})={},EXACT(LEFT({cell},{units}),{}))",
                text.encode_utf16().count(),
                quoted(&start)
            )
        }
        Content::Text(text) => format!("EXACT({cell},{})", quoted(text)),
        Content::Number(number, false) => format!("AND(ISNUMBER({cell}),{cell}={number})"),
        // Calculated again, the last digits of a result may be others.
        Content::Number(number, true) => format!("AND(ISNUMBER({cell}),ABS({cell}-({number}))<=ABS({number})*1E-12)"),
        Content::Truth(truth) => format!("AND(ISLOGICAL({cell}),{cell}={})", if *truth { "TRUE" } else { "FALSE" }),
        Content::Fault => format!("ISERROR({cell})"),
        Content::Other => "TRUE".to_owned(),
    }
}

/// A text in a formula. A formula is written in one line: a line break is called by its number.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
        .replace('\r', "\"&CHAR(13)&\"")
        .replace('\n', "\"&CHAR(10)&\"")
}
