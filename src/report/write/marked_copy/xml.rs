//! What is needed of XML to put a text into a part without touching the rest.

use std::borrow::Cow;

/// An attribute of a tag, unescaped.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    ['"', '\''].into_iter().find_map(|quote| {
        let start = tag.find(&format!(" {name}={quote}"))? + name.len() + 3;
        Some(unescape(tag.get(start..)?.split(quote).next()?))
    })
}

/// The text that a piece of XML stands for; characters may be written as their numbers.
pub(super) fn unescape(text: &str) -> String {
    // What names no character stays as it is written.
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// A text as it may stand in XML.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The tags of a name.
pub(super) fn tags<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = &'x str> {
    let start = format!("<{name} ");
    let places: Vec<usize> = xml.match_indices(&start).map(|(at, _)| at).collect();
    places.into_iter().filter_map(move |at| {
        let rest = xml.get(at..)?;
        rest.get(..=rest.find('>')?)
    })
}

/// The texts of the `t` elements, joined and unescaped.
pub(super) fn texts(xml: &str) -> String {
    let runs = xml.split("<t").skip(1).filter_map(|run| {
        let (head, rest) = run.split_once('>')?;
        (!head.ends_with('/') && (head.is_empty() || head.starts_with(' '))).then(|| rest.split("</t>").next().unwrap_or_default())
    });
    unescape(&runs.collect::<String>())
}

/// The text with each element of a name put through a function; `None` takes the element out. Elements of the name do not nest.
pub(super) fn each_element(xml: &str, name: &str, change: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = element_at(rest, &start) {
        let (before, element) = rest.split_at(at);
        out.push_str(before);
        let tag = element.find('>').map_or(element.len(), |at| at + 1);
        let length = if element.get(..tag).is_some_and(|tag| tag.ends_with("/>")) {
            tag
        } else {
            element.find(&end).map_or(element.len(), |at| at + end.len())
        };
        let (element, behind) = element.split_at(length);
        if let Some(changed) = change(element) {
            out.push_str(&changed);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Where an element begins whose tag starts with the text given, such as `<drawing`.
fn element_at(xml: &str, start: &str) -> Option<usize> {
    let found = xml.match_indices(start).find(|(at, _)| {
        let next = xml.as_bytes().get(at + start.len());
        matches!(next, Some(b' ' | b'/' | b'>' | b'\r' | b'\n'))
    });
    found.map(|(at, _)| at)
}

/// Where the elements behind a worksheet's data begin.
fn behind_data(xml: &str) -> Option<usize> {
    let end = match xml.find("</sheetData>") {
        Some(at) => at + "</sheetData>".len(),
        None => xml.find("<sheetData/>")? + "<sheetData/>".len(),
    };
    // Views of their own hold elements of the same names.
    Some(xml.find("</customSheetViews>").map_or(end, |at| at + "</customSheetViews>".len()))
}

/// The elements that stand behind a worksheet's data, not inside one another: where each begins, and its name. What is offered in
/// two versions stands at the place of the offer.
fn elements_behind_data(xml: &str) -> Option<Vec<(usize, &str)>> {
    let from = behind_data(xml)?;
    let (mut depth, mut offer, mut elements) = (0_usize, None, Vec::new());
    for (at, _) in xml.get(from..)?.match_indices('<') {
        let at = from + at;
        let tag = xml.get(at + 1..)?;
        let tag = tag.get(..tag.find('>')?)?;
        let end = tag.strip_prefix('/');
        let name = end.unwrap_or(tag).split([' ', '/', '\r', '\n', '\t']).next()?;
        if matches!(name, "mc:AlternateContent" | "mc:Choice" | "mc:Fallback") {
            if name == "mc:AlternateContent" && depth == 0 {
                offer = end.is_none().then_some(at);
            }
        } else if end.is_some() {
            depth = depth.saturating_sub(1);
        } else {
            if depth == 0 {
                elements.push((offer.unwrap_or(at), name));
            }
            depth += usize::from(!tag.ends_with('/'));
        }
    }
    Some(elements)
}

/// The tag of an element behind a worksheet's data.
pub(super) fn tag_behind_data<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let elements = elements_behind_data(xml)?;
    let (at, _) = elements.into_iter().find(|(_, found)| *found == name)?;
    let rest = xml.get(at..)?;
    rest.get(..=rest.find('>')?)
}

/// A worksheet with a text before the first of the elements named, or at its end.
pub(super) fn insert_before(xml: &str, names: &[&str], text: &str) -> Option<String> {
    let elements = elements_behind_data(xml)?;
    let at = elements.into_iter().find(|(_, name)| names.contains(name)).map(|(at, _)| at);
    let at = at.or_else(|| xml.rfind("</worksheet>"))?;
    let (before, after) = xml.split_at(at);
    Some(format!("{before}{text}{after}"))
}
