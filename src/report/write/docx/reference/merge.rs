//! Our styles and fonts among those of the office's document.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::UNCOMMON;
use super::walk::Piece;
use super::walk::walk;
use crate::report::write::docx::NAMESPACE;
use crate::report::write::docx::package;
use crate::report::write::docx::styles;
use crate::report::write::docx::styles::Named;

/// A style that the document defines.
#[derive(Debug, Default)]
struct Style {
    kind: String,
    id: String,
    name: String,
    base: Option<String>,
    default: bool,
    font: Font,
}

/// What a style says of the font for Chinese text.
#[derive(Clone, Debug, Default)]
enum Font {
    /// Nothing: that of its base.
    #[default]
    Inherited,
    /// Its name.
    Named(String),
    /// That of the theme, which we do not look up.
    Themed,
}

/// The document's styles with those of ours that it does not define; and the style for each of ours.
pub(super) fn styles(xml: &str) -> Result<(String, BTreeMap<&'static str, Named>), String> {
    let theirs = Theirs::read(xml)?;
    let mut ids: BTreeSet<String> = theirs.styles.iter().map(|style| style.id.clone()).collect();
    let mut added = String::new();
    let mut named: BTreeMap<&'static str, Named> = BTreeMap::new();
    for style in styles::STYLES {
        let (id, name, base, _, run) = *style;
        if let Some(own) = theirs.of_name(name, "paragraph")? {
            let font = theirs.font(own);
            named.insert(id, Named { id: own.id.clone(), font });
            continue;
        }
        // A style stands behind the one that it is based on. Ours do not stand on the document's plainest, whose every setting they
        // would take over.
        let base = named.get(base).cloned();
        let fresh = fresh(id, &mut ids);
        styles::write_style(&mut added, style, &fresh, base.as_ref().map(|base| base.id.as_str()));
        let own = run.contains("w:eastAsia=\"").then(|| styles::east_asian_font(id).to_owned());
        let font = own.or_else(|| base.and_then(|base| base.font));
        named.insert(id, Named { id: fresh, font });
    }
    let table = match theirs.of_name(styles::TABLE_NAME, "table")? {
        Some(own) => own.id.clone(),
        None => {
            let base = theirs.styles.iter().find(|style| style.kind == "table" && style.default);
            let fresh = fresh(styles::TABLE, &mut ids);
            styles::write_table_style(&mut added, &fresh, base.map(|base| base.id.as_str()));
            fresh
        }
    };
    named.insert(styles::TABLE, Named { id: table, font: None });
    let (before, after) = xml.split_at_checked(theirs.end).ok_or(UNCOMMON)?;
    Ok((format!("{before}{added}{after}"), named))
}

/// An id that no style has yet.
fn fresh(id: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number: u32| format!("{id}{number}"));
    let mut candidates = std::iter::once(id.to_owned()).chain(numbered);
    // Ids are compared without regard to case by some programs.
    let free = candidates.find(|candidate| !taken.iter().any(|known| known.eq_ignore_ascii_case(candidate)));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// What the document defines.
#[derive(Debug, Default)]
struct Theirs {
    styles: Vec<Style>,
    default_font: Font,
    /// Where its list of styles ends.
    end: usize,
}

impl Theirs {
    fn read(xml: &str) -> Result<Theirs, String> {
        let mut theirs = Theirs::default();
        walk(xml, |path, piece, at| {
            match (path, piece) {
                (["w:styles"], Piece::Open(tag)) if tag.value("xmlns:w").as_deref() != Some(NAMESPACE) => {
                    return Err(UNCOMMON.to_owned());
                }
                (["w:styles"], Piece::Close) => {
                    // An empty element has no end tag to stand before.
                    let end_tag = xml.get(at.clone()).is_some_and(|tag| tag.starts_with("</"));
                    theirs.end = end_tag.then_some(at.start).ok_or(UNCOMMON)?;
                }
                (["w:styles", "w:style"], Piece::Open(tag)) => theirs.styles.push(Style {
                    kind: tag.value("w:type").unwrap_or_else(|| "paragraph".to_owned()),
                    id: tag.value("w:styleId").unwrap_or_default(),
                    default: tag.value("w:default").is_some_and(|on| matches!(on.as_str(), "1" | "true" | "on")),
                    ..Style::default()
                }),
                (["w:styles", "w:style", "w:name"], Piece::Open(tag)) => {
                    if let Some(style) = theirs.styles.last_mut() {
                        style.name = tag.value("w:val").unwrap_or_default();
                    }
                }
                (["w:styles", "w:style", "w:basedOn"], Piece::Open(tag)) => {
                    if let Some(style) = theirs.styles.last_mut() {
                        style.base = tag.value("w:val");
                    }
                }
                (["w:styles", "w:style", "w:rPr", "w:rFonts"], Piece::Open(tag)) => {
                    if let Some(style) = theirs.styles.last_mut() {
                        style.font = Font::of(tag.value("w:eastAsia"), tag.value("w:eastAsiaTheme"));
                    }
                }
                (["w:styles", "w:docDefaults", "w:rPrDefault", "w:rPr", "w:rFonts"], Piece::Open(tag)) => {
                    theirs.default_font = Font::of(tag.value("w:eastAsia"), tag.value("w:eastAsiaTheme"));
                }
                _ => {}
            }
            Ok(())
        })?;
        if theirs.end == 0 {
            return Err(UNCOMMON.to_owned());
        }
        Ok(theirs)
    }

    /// The style of a name; a style of that name and of another kind would clash with ours.
    fn of_name(&self, name: &str, kind: &str) -> Result<Option<&Style>, String> {
        match self.styles.iter().find(|style| style.name == name) {
            Some(style) if style.kind != kind => {
                let kind = if kind == "table" { "表格样式" } else { "段落样式" };
                Err(format!("样式“{name}”须是{kind}"))
            }
            found => Ok(found),
        }
    }

    /// The font of Chinese text in a style, where it is named.
    fn font(&self, style: &Style) -> Option<String> {
        let mut style = Some(style);
        // The steps are bounded by the list's length: styles may stand on each other in a circle.
        for _ in 0..=self.styles.len() {
            match style.map(|style| &style.font) {
                Some(Font::Named(font)) => return Some(font.clone()),
                Some(Font::Themed) => return None,
                Some(Font::Inherited) => {}
                None => break,
            }
            let base = style.and_then(|style| style.base.as_deref());
            style = base.and_then(|base| self.styles.iter().find(|style| style.id == base));
        }
        match &self.default_font {
            Font::Named(font) => Some(font.clone()),
            Font::Themed | Font::Inherited => None,
        }
    }
}

impl Font {
    fn of(name: Option<String>, theme: Option<String>) -> Font {
        match (name, theme) {
            (_, Some(_)) => Font::Themed,
            (Some(name), None) => Font::Named(name),
            (None, None) => Font::Inherited,
        }
    }
}

/// The document's table of fonts with those of ours that it does not know: it names what a computer without them takes instead.
pub(super) fn fonts(xml: String) -> Result<String, String> {
    let mut known = BTreeSet::new();
    let mut end = None;
    walk(&xml, |path, piece, at| {
        match (path, piece) {
            (["w:fonts", "w:font"], Piece::Open(tag)) => known.extend(tag.value("w:name")),
            (["w:fonts"], Piece::Close) if xml.get(at.clone()).is_some_and(|tag| tag.starts_with("</")) => end = Some(at.start),
            _ => {}
        }
        Ok(())
    })?;
    let Some((before, after)) = end.and_then(|end| xml.split_at_checked(end)) else {
        return Ok(xml);
    };
    let added: String = package::FONTS
        .iter()
        .filter(|(name, _)| !known.contains(*name))
        .map(|(name, other)| package::font(name, other))
        .collect();
    Ok(format!("{before}{added}{after}"))
}
