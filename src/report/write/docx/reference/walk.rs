//! A walk through the XML of a part: what comes, where in the tree, and where in the text.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use super::BROKEN;

/// Elements inside elements beyond this are no honest ones.
const DEEPEST: usize = 500;

/// What comes next.
pub(super) enum Piece<'x> {
    /// The start of an element, whether or not it is empty.
    Open(&'x Tag<'x>),
    /// The end of an element; comes for empty ones too.
    Close,
    /// Text, as read.
    Text(&'x str),
}

/// A tag with its attributes.
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// An attribute, unescaped; by its name with the prefix.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let attribute = self.0.try_get_attribute(name).ok()??;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.value(name)?.parse().ok()
    }
}

/// Calls `each` with the path of element names, the piece, and its place. An error of its own, or XML that is not well formed, ends
/// the walk.
pub(super) fn walk(xml: &str, mut each: impl FnMut(&[&str], Piece<'_>, Range<usize>) -> Result<(), String>) -> Result<(), String> {
    let broken = || BROKEN.to_owned();
    let mut reader = Reader::from_str(xml);
    let mut path: Vec<&str> = Vec::new();
    let mut roots = 0;
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(|_| broken())?;
        let at = start..position(&reader);
        match event {
            Event::Start(_) | Event::Empty(_) if path.len() >= DEEPEST => return Err(broken()),
            Event::Start(tag) => {
                roots += usize::from(path.is_empty());
                path.push(name(xml, &at));
                each(&path, Piece::Open(&checked(tag)?), at)?;
            }
            Event::Empty(tag) => {
                roots += usize::from(path.is_empty());
                path.push(name(xml, &at));
                each(&path, Piece::Open(&checked(tag)?), at.clone())?;
                each(&path, Piece::Close, at)?;
                path.pop();
            }
            Event::End(_) => {
                each(&path, Piece::Close, at)?;
                path.pop();
            }
            Event::Text(text) => each(&path, Piece::Text(&text.xml10_content()), at)?,
            Event::CData(text) => each(&path, Piece::Text(&text.xml10_content()), at)?,
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().map_err(|_| broken())?;
                let text = letter.map_or_else(|| " ".to_owned(), String::from);
                each(&path, Piece::Text(&text), at)?;
            }
            Event::DocType(_) => return Err(broken()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if path.is_empty() && roots == 1 { Ok(()) } else { Err(broken()) }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The name of the tag that stands there.
fn name<'x>(xml: &'x str, at: &Range<usize>) -> &'x str {
    let tag = xml.get(at.clone()).unwrap_or_default().trim_start_matches('<');
    let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    tag.get(..end.unwrap_or(tag.len())).unwrap_or_default()
}

/// A tag whose attributes are well formed, each there once.
fn checked(tag: BytesStart<'_>) -> Result<Tag<'_>, String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| BROKEN)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| BROKEN)?;
    }
    Ok(Tag(tag))
}
