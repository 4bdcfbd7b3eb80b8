//! A page in pieces: tags with their attributes, and text. Comments, scripts and styles are passed over.

use encoding_rs::Encoding;

use crate::intake::xml::text::of_number;

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Piece<'p> {
    /// Text as written.
    Text(&'p str),
    /// A tag.
    Tag(Tag<'p>),
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag<'p> {
    /// Lower-case name.
    pub(super) name: String,
    /// `</name>`
    pub(super) closes: bool,
    /// What stands behind the name.
    attributes: &'p str,
}

impl Tag<'_> {
    /// The value of an attribute, its entities resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() && after.is_empty() {
                return None;
            }
            let after = after.trim_start();
            let (value, after) = match after.strip_prefix('=') {
                None => ("", after),
                Some(value) => {
                    let value = value.trim_start();
                    match value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
                        Some(quote) => {
                            let value = value.get(1..).unwrap_or_default();
                            value.split_once(quote).unwrap_or((value, ""))
                        }
                        None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
                    }
                }
            };
            if key.eq_ignore_ascii_case(name) {
                let mut text = String::new();
                add_text(value, &mut text);
                return Some(text);
            }
            rest = after;
        }
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// `style="display:none"` or `hidden`.
    pub(super) fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().to_ascii_lowercase();
        style.replace(' ', "").contains("display:none") || self.attribute("hidden").is_some()
    }
}

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> impl Iterator<Item = Piece<'_>> {
    Pieces { rest: page }
}

struct Pieces<'p> {
    rest: &'p str,
}

impl<'p> Iterator for Pieces<'p> {
    type Item = Piece<'p>;

    fn next(&mut self) -> Option<Piece<'p>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(inside) = self.rest.strip_prefix('<') else {
                let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
                self.rest = rest;
                return Some(Piece::Text(text));
            };
            if let Some(comment) = inside.strip_prefix("!--") {
                self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            if inside.starts_with(['!', '?']) {
                self.rest = inside.split_once('>').map_or("", |(_, rest)| rest);
                continue;
            }
            let name = inside.strip_prefix('/').unwrap_or(inside);
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A bare `<` is text.
                self.rest = inside;
                return Some(Piece::Text("<"));
            }
            let end = tag_end(inside);
            let (tag, rest) = inside.split_at(end);
            self.rest = rest.strip_prefix('>').unwrap_or(rest);
            let tag = to_tag(tag);
            if !tag.closes && matches!(tag.name.as_str(), "script" | "style") {
                self.pass_over(&tag.name);
                continue;
            }
            return Some(Piece::Tag(tag));
        }
    }
}

impl Pieces<'_> {
    /// Up to the end tag of an element whose inside is no markup.
    fn pass_over(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            self.rest = self.rest.get(at + 2..).unwrap_or_default();
            if self.rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
                self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
                return;
            }
        }
        self.rest = "";
    }
}

/// Where the tag ends: at a `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at,
            // A quote opens a value only behind `=`; elsewhere it is a slip.
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

fn to_tag(tag: &str) -> Tag<'_> {
    let (closes, tag) = match tag.strip_prefix('/') {
        Some(tag) => (true, tag),
        None => (false, tag),
    };
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(end);
    Tag {
        name: name.to_ascii_lowercase(),
        closes,
        attributes,
    }
}

/// Adds text as a page shows it: entities resolved, white space in one blank.
pub(super) fn add_text(mut raw: &str, text: &mut String) {
    while let Some(c) = raw.chars().next() {
        let mut rest = raw.get(c.len_utf8()..).unwrap_or_default();
        if c == '&'
            && let Some((meant, after)) = entity(raw)
        {
            text.push(meant);
            rest = after;
        } else if c.is_ascii_whitespace() {
            if !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        } else {
            text.push(c);
        }
        raw = rest;
    }
}

/// Starts a new line, if something stands in this one.
pub(super) fn break_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\u{a0}']).len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The character of the entity at the front, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let meant = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ensp" | "emsp" => '\u{3000}',
        "yen" => '¥',
        "middot" => '·',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "times" => '×',
        "deg" => '°',
        _ => of_number(name)?,
    };
    Some((meant, text.get(end + 1..)?))
}

/// The encoding that a page's head names.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head: String = bytes
        .iter()
        .take(16 << 10)
        .map(|&byte| char::from(byte).to_ascii_lowercase())
        .collect();
    let (_, behind) = head.split_once("charset")?;
    let label = behind.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .unwrap_or(label.len());
    let label = label.get(..end)?;
    Encoding::for_label(label.as_bytes()).map(|_| label.to_owned())
}
