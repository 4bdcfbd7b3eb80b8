//! The office's own document that lends a brief its red head, footer, margins and styles (spec 4.2): the brief takes the place of
//! its paragraph 《正文》, and a style that it defines under the name of one of ours wins.
//!
//! It is looked through once, when it is opened: what could not become a document that Word opens, or that would fetch something from
//! elsewhere, is told by its name before anything is written.

mod merge;
mod walk;

use std::borrow::Cow;
use std::io::Cursor;
use std::io::Read;
use std::ops::Range;

use zip::ZipArchive;

use super::Document;
use super::NAMESPACE;
use super::TEXT_WIDTH;
use super::package;
use super::styles::Look;
use super::write_blocks;
use crate::report::write::Error;
use walk::Piece;
use walk::walk;

/// What the paragraph says that the brief takes the place of.
pub const PLACE: &str = "《正文》";

/// All parts together, inflated.
const LARGEST: u64 = 64 << 20;
/// Parts of a document.
const MOST_PARTS: usize = 2000;

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const FONTS: &str = "word/fontTable.xml";
const SETTINGS: &str = "word/settings.xml";
const SETTINGS_RELATIONS: &str = "word/_rels/settings.xml.rels";
const TYPES: &str = "[Content_Types].xml";

const UNCOMMON: &str = "文档的结构不常见，请用 Word 或 WPS 打开后另存为 .docx";
const BROKEN: &str = "文件已损坏，请用 Word 或 WPS 打开后另存为 .docx";

/// A document of the office, ready to take a brief.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Every part but the text, with our styles among its own.
    parts: Vec<(String, Vec<u8>)>,
    /// The text up to where the brief goes.
    before: String,
    /// The text from there on.
    after: String,
    look: Look,
}

impl Reference {
    /// Opens the document; `name` is what it is told by.
    pub fn open(name: &str, bytes: &[u8]) -> Result<Reference, Error> {
        prepare(bytes).map_err(|reason| Error::Template {
            template: name.to_owned(),
            line: None,
            reason,
        })
    }

    /// The parts of a brief in this look, in the order in which they are packed.
    pub(super) fn parts(&self, document: &Document<'_>) -> Vec<(&str, Cow<'_, [u8]>)> {
        let part = |(name, bytes): &'_ (String, Vec<u8>)| {
            match name.as_str() {
                DOCUMENT => Some(self.text(document)),
                // Whose the file is, and since when, is not what the office's document says of itself.
                "docProps/core.xml" => Some(package::core_properties(document)),
                "docProps/app.xml" => Some(package::application_properties(document)),
                _ => None,
            }
            .map_or(Cow::Owned(bytes.clone()), |text| Cow::Owned(text.into_bytes()))
        };
        self.parts.iter().map(|named| (named.0.as_str(), part(named))).collect()
    }

    fn text(&self, document: &Document<'_>) -> String {
        let mut text = self.before.clone();
        write_blocks(&mut text, document.blocks, &self.look);
        text.push_str(&self.after);
        text
    }
}

fn prepare(bytes: &[u8]) -> Result<Reference, String> {
    let mut parts = unpacked(bytes)?;
    admit(&parts)?;
    let text = take(&parts, DOCUMENT).ok_or(UNCOMMON)?;
    let body = Body::find(&text)?;
    let (before, after) = body.around(&text).ok_or(UNCOMMON)?;
    let styles = take(&parts, STYLES).ok_or("没有样式，请用 Word 或 WPS 打开后另存为 .docx")?;
    let (styles, named) = merge::styles(&styles)?;
    put(&mut parts, STYLES, styles);
    if let Some(fonts) = take(&parts, FONTS) {
        put(&mut parts, FONTS, merge::fonts(fonts)?);
    }
    detach(&mut parts)?;
    no_relation_outside(&parts)?;
    Ok(Reference {
        parts,
        before,
        after,
        look: Look {
            text_width: body.width.unwrap_or(TEXT_WIDTH),
            styles: named,
        },
    })
}

/// All parts, with their names; the types first, as readers of streams want them.
fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("设有密码，或是旧的 .doc 格式，请去掉密码后另存为 .docx".to_owned());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    if archive.has_duplicate_names() {
        return Err(BROKEN.to_owned());
    }
    let too_large = || format!("解压后大于 {} MiB，请压缩图片", LARGEST >> 20);
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = LARGEST;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| BROKEN)?;
        let name = part.name().map_err(|_| BROKEN)?.into_owned();
        if name.ends_with('/') {
            continue;
        }
        let odd = name.starts_with('/') || name.contains(['\\', ':']) || name.split('/').any(|step| step == "..");
        if odd || parts.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            return Err(BROKEN.to_owned());
        }
        let mut inflated = Vec::new();
        // What the directory says of its size need not be true.
        part.take(left + 1).read_to_end(&mut inflated).map_err(|_| BROKEN)?;
        left = left.checked_sub(inflated.len() as u64).ok_or_else(too_large)?;
        parts.push((name, inflated));
    }
    parts.sort_by_key(|(name, _)| name != TYPES);
    Ok(parts)
}

/// Refuses what is no plain document.
fn admit(parts: &[(String, Vec<u8>)]) -> Result<(), String> {
    let has = |what: &str| parts.iter().any(|(name, _)| name.contains(what));
    if has("vbaProject") {
        return Err("含有宏，请另存为不含宏的 .docx".to_owned());
    }
    if has("_xmlsignatures/") {
        return Err("有数字签名，填入正文会使签名失效，请使用未签名的文档".to_owned());
    }
    let types = text(parts, TYPES).ok_or(BROKEN)?;
    if !types.contains("wordprocessingml.document.main+xml") {
        return Err("不是 Word 文档，请用 Word 或 WPS 打开后另存为 .docx".to_owned());
    }
    for (name, _) in parts {
        // What other programs have left in a document may be written in any way.
        if !name.starts_with("customXml/") && (name.ends_with(".xml") || name.ends_with(".rels")) {
            let xml = text(parts, name).ok_or(UNCOMMON)?;
            walk(xml, |_, _, _| Ok(()))?;
        }
    }
    Ok(())
}

fn text<'p>(parts: &'p [(String, Vec<u8>)], name: &str) -> Option<&'p str> {
    let (_, bytes) = parts.iter().find(|(known, _)| known == name)?;
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.trim_start_matches('\u{feff}'))
}

/// The text of a part, to be put back changed.
fn take(parts: &[(String, Vec<u8>)], name: &str) -> Option<String> {
    text(parts, name).map(str::to_owned)
}

fn put(parts: &mut [(String, Vec<u8>)], name: &str, text: String) {
    if let Some((_, bytes)) = parts.iter_mut().find(|(known, _)| known == name) {
        *bytes = text.into_bytes();
    }
}

/// Where the brief goes, and how wide it may be.
#[derive(Debug, Default)]
struct Body {
    /// The paragraph 《正文》.
    place: Range<usize>,
    /// The section that ends with it, if one does.
    section: Option<Range<usize>>,
    /// Width of the text area there, in twentieths of a point.
    width: Option<u32>,
}

impl Body {
    fn find(xml: &str) -> Result<Body, String> {
        let mut all = String::new();
        let mut words = String::new();
        let mut start = 0;
        let mut section: Option<Range<usize>> = None;
        let mut places: Vec<Body> = Vec::new();
        // Where each section's page is described, and its page's width and margins.
        let mut pages: Vec<(usize, [Option<u32>; 4])> = Vec::new();
        walk(xml, |path, piece, at| {
            match (path, piece) {
                (["w:document"], Piece::Open(tag)) if tag.value("xmlns:w").as_deref() != Some(NAMESPACE) => {
                    return Err(UNCOMMON.to_owned());
                }
                (["w:document", "w:body", "w:p"], Piece::Open(_)) => {
                    start = at.start;
                    words.clear();
                    section = None;
                }
                (["w:document", "w:body", "w:p"], Piece::Close) if words.trim() == PLACE => {
                    places.push(Body {
                        place: start..at.end,
                        section: section.take(),
                        width: None,
                    });
                }
                (["w:document", "w:body", "w:p", "w:pPr", "w:sectPr"], Piece::Open(_)) => {
                    section = Some(at.clone());
                    pages.push((at.start, [None; 4]));
                }
                (["w:document", "w:body", "w:p", "w:pPr", "w:sectPr"], Piece::Close) => {
                    if let Some(section) = &mut section {
                        section.end = at.end;
                    }
                }
                (["w:document", "w:body", "w:sectPr"], Piece::Open(_)) => pages.push((at.start, [None; 4])),
                ([.., "w:sectPr", "w:pgSz"], Piece::Open(tag)) => {
                    if let Some((_, page)) = pages.last_mut() {
                        page[0] = tag.number("w:w");
                    }
                }
                ([.., "w:sectPr", "w:pgMar"], Piece::Open(tag)) => {
                    if let Some((_, page)) = pages.last_mut() {
                        page[1] = tag.number("w:left");
                        page[2] = tag.number("w:right");
                        page[3] = tag.number("w:gutter");
                    }
                }
                ([.., "w:t"], Piece::Text(text)) => {
                    words.push_str(text);
                    all.push_str(text);
                }
                _ => {}
            }
            Ok(())
        })?;
        let several = places.len() > 1;
        let Some(mut body) = places.pop().filter(|_| !several) else {
            return Err(match (several, all.contains(PLACE)) {
                (true, _) => format!("写着{PLACE}的段落不止一个，只能留一个"),
                (false, true) => format!("{PLACE}须单独成段，不能与其他文字同段，也不能放在表格、文本框或控件里"),
                (false, false) => format!("没有写着{PLACE}的段落，请在正文的位置单写一段{PLACE}"),
            });
        };
        let page = pages.iter().find(|(at, _)| *at >= body.place.start);
        body.width = page.and_then(|(_, [width, left, right, gutter])| {
            let margins = (*left)?.checked_add((*right)?)?.checked_add(gutter.unwrap_or(0))?;
            (*width)?.checked_sub(margins).filter(|width| *width >= 1000)
        });
        Ok(body)
    }

    /// The text before the brief and behind it.
    fn around(&self, xml: &str) -> Option<(String, String)> {
        let before = xml.get(..self.place.start)?.to_owned();
        let mut after = String::new();
        if let Some(section) = &self.section {
            after = format!("<w:p><w:pPr>{}</w:pPr></w:p>", xml.get(section.clone())?);
        }
        after.push_str(xml.get(self.place.end..)?);
        Some((before, after))
    }
}

/// The document's template of its own lies on somebody's computer; its styles stand in the document already.
fn detach(parts: &mut [(String, Vec<u8>)]) -> Result<(), String> {
    if let Some(settings) = take(parts, SETTINGS) {
        let cut = without(&settings, |path, _| path == ["w:settings", "w:attachedTemplate"])?;
        put(parts, SETTINGS, cut);
    }
    if let Some(relations) = take(parts, SETTINGS_RELATIONS) {
        let is_template = |tag: &walk::Tag<'_>| tag.value("Type").is_some_and(|kind| kind.ends_with("/attachedTemplate"));
        let cut = without(&relations, |path, tag| {
            path == ["Relationships", "Relationship"] && is_template(tag)
        })?;
        put(parts, SETTINGS_RELATIONS, cut);
    }
    Ok(())
}

/// The XML without the elements that are meant.
fn without(xml: &str, meant: impl Fn(&[&str], &walk::Tag<'_>) -> bool) -> Result<String, String> {
    let mut kept = String::with_capacity(xml.len());
    let mut from = 0;
    let mut within: Option<usize> = None;
    walk(xml, |path, piece, at| {
        match piece {
            Piece::Open(tag) if within.is_none() && meant(path, tag) => {
                kept.push_str(xml.get(from..at.start).unwrap_or_default());
                within = Some(path.len());
            }
            Piece::Close if within == Some(path.len()) => {
                from = at.end;
                within = None;
            }
            _ => {}
        }
        Ok(())
    })?;
    kept.push_str(xml.get(from..).unwrap_or_default());
    Ok(kept)
}

/// A brief fetches nothing from elsewhere when it is opened, and tells nobody that it was.
fn no_relation_outside(parts: &[(String, Vec<u8>)]) -> Result<(), String> {
    for (name, _) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        walk(text(parts, name).ok_or(UNCOMMON)?, |_, piece, _| match piece {
            Piece::Open(tag) if tag.value("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("External")) => {
                let target: String = tag.value("Target").unwrap_or_default().chars().take(60).collect();
                Err(format!("链接到文档之外（{target}），请去掉超链接，把链接的图片改为嵌入"))
            }
            _ => Ok(()),
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
