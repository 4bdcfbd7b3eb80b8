//! What stands in the cells that are to be marked: read in one pass, however many there are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// A cell's row and column, from 0.
pub(super) type Spot = (u32, u16);

/// What stands in a cell, as far as a condition can hold it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing, or an empty text.
    Nothing,
    /// A text, typed or calculated.
    Text(String),
    /// A number as it is stored; whether a formula calculated it.
    Number(String, bool),
    /// A truth value.
    Truth(bool),
    /// An error that a formula came to.
    Fault,
    /// What no condition can hold: a formula without a result, a text that is not there.
    Other,
}

/// An attribute of an element, unescaped, by its name without the prefix.
pub(super) fn local_attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(super::xml::unescape(&found.value))
}

/// The table of shared strings; what is read aloud beside a text is no part of it. `None` when it is not well formed.
pub(super) fn shared_strings(xml: &str) -> Option<Vec<String>> {
    let mut reader = Reader::from_str(xml);
    let mut strings = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => strings.push(text_within(&mut reader, "si")?),
            Event::Empty(element) if element.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::Eof => return Some(strings),
            _ => {}
        }
    }
}

/// What stands in the cells wanted. `None` when the sheet is not well formed.
pub(super) fn contents(xml: &str, wanted: &BTreeSet<Spot>, strings: &[String]) -> Option<BTreeMap<Spot, Content>> {
    let mut found = BTreeMap::new();
    let mut reader = Reader::from_str(xml);
    // Rows and cells without a place stand behind the one before.
    let (mut row, mut next_row, mut next_column) = (0, 0, 0);
    loop {
        let event = reader.read_event().ok()?;
        match event {
            Event::Start(ref element) | Event::Empty(ref element) if element.local_name().as_ref() == "row" => {
                row = local_attribute(element, "r").map_or(Some(next_row), |r| r.parse::<u32>().ok()?.checked_sub(1))?;
                next_row = row.saturating_add(1);
                next_column = 0;
                let has_wanted = wanted.range((row, 0)..=(row, u16::MAX)).next().is_some();
                if matches!(event, Event::Start(_)) && !has_wanted {
                    reader.read_to_end(element.name()).ok()?;
                }
            }
            Event::Start(element) if element.local_name().as_ref() == "c" => {
                let spot = spot(&element, row, next_column)?;
                next_column = spot.1.saturating_add(1);
                if wanted.contains(&spot) {
                    found.insert(spot, content(&mut reader, &element, strings)?);
                }
            }
            Event::Empty(element) if element.local_name().as_ref() == "c" => {
                next_column = spot(&element, row, next_column)?.1.saturating_add(1);
            }
            Event::End(element) if element.local_name().as_ref() == "sheetData" => return Some(found),
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

fn spot(cell: &BytesStart<'_>, row: u32, next_column: u16) -> Option<Spot> {
    match local_attribute(cell, "r") {
        Some(place) => super::cell(&place),
        None => Some((row, next_column)),
    }
}

/// The content of a cell whose tag was just read.
fn content(reader: &mut Reader<&[u8]>, cell: &BytesStart<'_>, strings: &[String]) -> Option<Content> {
    let kind = local_attribute(cell, "t").unwrap_or_default();
    let (mut value, mut inline, mut formula) = (String::new(), String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => value = characters(reader)?,
                "is" => inline = text_within(reader, "is")?,
                "f" => {
                    formula = true;
                    characters(reader)?;
                }
                _ => {}
            },
            Event::Empty(element) => formula |= element.local_name().as_ref() == "f",
            Event::End(element) if element.local_name().as_ref() == "c" => break,
            Event::Eof => return None,
            _ => {}
        }
    }
    let number = value.trim();
    Some(match kind.as_str() {
        "s" => number
            .parse::<usize>()
            .ok()
            .and_then(|index| strings.get(index))
            .map_or(Content::Other, |text| Content::Text(text.clone())),
        "inlineStr" => Content::Text(inline),
        "str" => Content::Text(units(&value).into_owned()),
        "b" => Content::Truth(number == "1"),
        "e" => Content::Fault,
        "" | "n" if number.is_empty() && formula => Content::Other,
        "" | "n" if number.is_empty() => Content::Nothing,
        "" | "n" if number.parse::<f64>().is_ok_and(f64::is_finite) => Content::Number(number.to_owned(), formula),
        _ => Content::Other,
    })
}

/// The texts of the `t` elements up to the end of an element, joined.
fn text_within(reader: &mut Reader<&[u8]>, end: &str) -> Option<String> {
    let (mut text, mut aloud) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if element.local_name().as_ref() == "rPh" => aloud = true,
            Event::Start(element) if element.local_name().as_ref() == "t" => {
                let kept = local_attribute(&element, "space").is_some_and(|space| space == "preserve");
                let run = characters(reader)?;
                if !aloud {
                    text.push_str(&units(if kept { &run } else { run.trim_matches([' ', '\t', '\r', '\n']) }));
                }
            }
            Event::End(element) if element.local_name().as_ref() == "rPh" => aloud = false,
            Event::End(element) if element.local_name().as_ref() == end => return Some(text),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The characters up to the end of the element whose tag was just read.
fn characters(reader: &mut Reader<&[u8]>) -> Option<String> {
    let mut text = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Text(raw) => text.push_str(&raw.xml10_content()),
            Event::CData(raw) => text.push_str(&raw.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().ok()? {
                Some(c) => text.push(c),
                None => text.push_str(resolve_predefined_entity(&name.xml10_content())?),
            },
            Event::End(_) => return Some(text),
            Event::Start(_) | Event::Eof => return None,
            _ => {}
        }
    }
}

/// `_x000D_` stands for the character of that number, `_x005F_` for an underscore that means itself.
fn units(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut meant = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        meant.push_str(before);
        let code = from
            .get(2..6)
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()) && from.as_bytes().get(6) == Some(&b'_'));
        let character = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        let length = match character {
            Some(character) => {
                meant.push(character);
                7
            }
            None => {
                meant.push_str("_x");
                2
            }
        };
        rest = from.get(length..).unwrap_or_default();
    }
    meant.push_str(rest);
    Cow::Owned(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(row: &str, spot: Spot) -> Option<Content> {
        let strings = shared_strings(
            "<sst><si><t>甲</t></si><si/><si><r><t>&#20057;</t></r><r><t xml:space=\"preserve\"> 丙</t></r><rPh><t>x</t></rPh></si></sst>",
        );
        let xml = format!("<worksheet><sheetData>{row}</sheetData></worksheet>");
        contents(&xml, &BTreeSet::from([spot]), &strings.unwrap()).unwrap().remove(&spot)
    }

    #[test]
    fn a_cell_is_found_however_its_place_is_written() {
        let text = |text: &str| Some(Content::Text(text.to_owned()));
        let rows = [
            "<row r=\"1\"><c r=\"A1\"/><c r=\"B1\" t=\"s\"><v>2</v></c></row>",
            "<row><c/><c t=\"s\"><v>2</v></c></row>",
            "<row\n r='1'><c\n r='B1' t='s'><v>2</v></c></row>",
            "<row r=\"1\"><c t=\"inlineStr\" r=\"B1\"><is><t>乙</t><t xml:space=\"preserve\"> 丙</t></is></c></row>",
            "<row><c/><c t=\"str\"><f>A1&amp;1</f><v>&#x4E59;<![CDATA[ 丙]]></v></c></row>",
        ];
        for row in rows {
            assert_eq!(read(row, (0, 1)), text("乙 丙"), "{row}");
        }
        // A row behind one without a place, and a cell behind a gap.
        assert_eq!(
            read("<row r=\"4\"/><row><c r=\"C5\"/><c><v>7</v></c></row>", (4, 3)),
            Some(Content::Number("7".into(), false))
        );
    }

    #[test]
    fn what_a_condition_can_hold_is_told() {
        let cases = [
            ("<c><v>1E-3</v></c>", Content::Number("1E-3".into(), false)),
            ("<c><f>1/8</f><v>0.125</v></c>", Content::Number("0.125".into(), true)),
            ("<c><f>A9</f></c>", Content::Other),
            ("<c><f>A9</f><v/></c>", Content::Other),
            ("<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", Content::Fault),
            ("<c t=\"b\"><v>1</v></c>", Content::Truth(true)),
            ("<c t=\"s\"><v>9</v></c>", Content::Other),
            ("<c t=\"s\"><v>1</v></c>", Content::Text(String::new())),
            ("<c><v></v></c>", Content::Nothing),
            ("<c><v>NaN</v></c>", Content::Other),
            (
                "<c t=\"str\"><v>a_x000D_b_x005F_x000D_</v></c>",
                Content::Text("a\rb_x000D_".into()),
            ),
        ];
        for (cell, expected) in cases {
            assert_eq!(read(&format!("<row>{cell}</row>"), (0, 0)), Some(expected), "{cell}");
        }
        assert_eq!(read("<row><c s=\"1\"/></row>", (0, 0)), None);
    }

    #[test]
    fn a_sheet_that_breaks_off_gives_nothing() {
        assert_eq!(contents("<worksheet><sheetData><row><c><v>1", &BTreeSet::from([(0, 0)]), &[]), None);
    }
}
