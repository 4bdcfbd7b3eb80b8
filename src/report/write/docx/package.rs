//! The parts around a document's text: what the package holds, its properties, settings and fonts.

use std::fmt::Write;

use super::Document;
use super::HEAD;
use super::NAMESPACE;
use super::RELATIONS;
use super::add;
use super::xml;

pub(super) fn content_types() -> String {
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let package = "application/vnd.openxmlformats-";
    let mut text = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"{package}package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"{package}package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"{package}officedocument.extended-properties+xml\"/>"
    );
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ] {
        add!(text, "<Override PartName=\"/word/{part}.xml\" ContentType=\"{main}.{kind}+xml\"/>");
    }
    text.push_str("</Types>");
    text
}

fn relations(targets: &[(&str, &str)]) -> String {
    let mut text = format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (index, (kind, target)) in targets.iter().enumerate() {
        let id = index + 1;
        add!(text, "<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    text.push_str("</Relationships>");
    text
}

pub(super) fn package_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        (&format!("{RELATIONS}/extended-properties"), "docProps/app.xml"),
    ])
}

pub(super) fn document_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/styles"), "styles.xml"),
        (&format!("{RELATIONS}/settings"), "settings.xml"),
        (&format!("{RELATIONS}/fontTable"), "fontTable.xml"),
        (&format!("{RELATIONS}/footer"), "footer1.xml"),
        (&format!("{RELATIONS}/footer"), "footer2.xml"),
    ])
}

pub(super) fn core_properties(document: &Document<'_>) -> String {
    let (title, author, date) = (xml(document.title), xml(document.author), document.date);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
}

pub(super) fn application_properties(document: &Document<'_>) -> String {
    let company = xml(document.author);
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>zhuanban</Application><Company>{company}</Company></Properties>"
    )
}

pub(super) fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{NAMESPACE}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The fonts of the standard, and what most computers have instead.
pub(super) const FONTS: [(&str, &str); 5] = [
    ("仿宋_GB2312", "仿宋"),
    ("楷体_GB2312", "楷体"),
    ("方正小标宋简体", "华文中宋"),
    ("黑体", "SimHei"),
    ("宋体", "SimSun"),
];

pub(super) fn fonts() -> String {
    let chinese: String = FONTS.iter().map(|(name, other)| font(name, other)).collect();
    format!(
        "{HEAD}<w:fonts xmlns:w=\"{NAMESPACE}\">{chinese}<w:font w:name=\"Times New Roman\"><w:charset w:val=\"00\"/>\
         <w:family w:val=\"roman\"/></w:font></w:fonts>"
    )
}

/// A Chinese font in the table of fonts.
pub(super) fn font(name: &str, other: &str) -> String {
    format!("<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/></w:font>")
}
