//! The named styles of a document (GB/T 9704-2012): sizes, spacing and fonts of everything in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::CELL_MARGIN;
use super::HEAD;
use super::NAMESPACE;
use super::TEXT_WIDTH;
use super::add;
use super::xml;

/// The id of the table style.
pub(super) const TABLE: &str = "GwTable";
/// Its name.
pub(super) const TABLE_NAME: &str = "公文表";

/// A paragraph style: its id, its name, the one that it is based on, and its properties in the order of the schema.
pub(super) type Style = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// What an office's own defaults may set otherwise, such as space between paragraphs, is said here too.
///
/// Character spacing of −0.25 pt makes 28 characters of 16 pt fill a line, in every program alike.
pub(super) const STYLES: &[Style] = &[
    (
        "GwBody",
        "公文正文",
        "Normal",
        "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/><w:jc w:val=\"both\"/>",
        "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\"/><w:spacing w:val=\"-5\"/>\
         <w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    ),
    (
        "GwTitle",
        "公文标题",
        "GwBody",
        "<w:keepNext/><w:spacing w:after=\"579\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"方正小标宋简体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
    ),
    (
        "GwSubtitle",
        "公文副题",
        "GwBody",
        "<w:keepNext/><w:spacing w:after=\"579\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/>",
    ),
    (
        "GwAddressee",
        "公文主送",
        "GwBody",
        "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        "",
    ),
    (
        "GwHeading1",
        "公文一级标题",
        "GwBody",
        "<w:keepNext/><w:outlineLvl w:val=\"0\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/>",
    ),
    (
        "GwHeading2",
        "公文二级标题",
        "GwBody",
        "<w:keepNext/><w:outlineLvl w:val=\"1\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/>",
    ),
    (
        "GwCaption",
        "公文表题",
        "GwBody",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    (
        "GwCell",
        "公文表格",
        "GwBody",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"400\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:spacing w:val=\"0\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    (
        "GwCellHead",
        "公文表头",
        "GwCell",
        "<w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/>",
    ),
    (
        "GwCellSmall",
        "公文表格小字",
        "GwCell",
        "<w:spacing w:line=\"380\" w:lineRule=\"exact\"/>",
        "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>",
    ),
    (
        "GwCellHeadSmall",
        "公文表头小字",
        "GwCellSmall",
        "<w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/>",
    ),
    (
        "GwRemark",
        "公文表注",
        "GwBody",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"60\" w:after=\"219\" w:line=\"360\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>",
    ),
    (
        "GwGap",
        "公文表后空行",
        "GwBody",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>",
    ),
    (
        "GwEnclosure",
        "公文附件说明",
        "GwBody",
        "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
        "",
    ),
    (
        "GwSignature",
        "公文落款",
        "GwBody",
        "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
        "",
    ),
    (
        "GwPageOdd",
        "公文页码单页",
        "Normal",
        "<w:ind w:rightChars=\"100\" w:right=\"280\"/><w:jc w:val=\"right\"/>",
        "<w:rFonts w:ascii=\"宋体\" w:eastAsia=\"宋体\" w:hAnsi=\"宋体\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
    ),
    (
        "GwPageEven",
        "公文页码双页",
        "GwPageOdd",
        "<w:ind w:leftChars=\"100\" w:left=\"280\" w:rightChars=\"0\" w:right=\"0\"/><w:jc w:val=\"left\"/>",
        "",
    ),
];

/// The font of Chinese text in a style: its own, or that of the style that it is based on.
pub(super) fn east_asian_font(style: &str) -> &'static str {
    let mut style = style;
    // The steps are bounded by the list's length, so that no circle of styles could keep us here.
    for _ in STYLES {
        let Some((_, _, based_on, _, run)) = STYLES.iter().find(|(id, ..)| *id == style) else {
            break;
        };
        let font = run.split_once("w:eastAsia=\"").and_then(|(_, rest)| rest.split_once('"'));
        if let Some((font, _)) = font {
            return font;
        }
        style = based_on;
    }
    "仿宋_GB2312"
}

/// What a document's paragraphs and tables are set in.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// Width of the text area in twentieths of a point.
    pub(super) text_width: u32,
    /// The style in the document that stands for each of ours, by our id.
    pub(super) styles: BTreeMap<&'static str, Named>,
}

/// A style as a document has it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its id there.
    pub(super) id: String,
    /// Its font for Chinese text, where it names one.
    pub(super) font: Option<String>,
}

impl Look {
    /// The look of a document of our own.
    pub(super) fn own() -> Look {
        let named = |id: &'static str| {
            let font = Some(east_asian_font(id).to_owned());
            (id, Named { id: id.to_owned(), font })
        };
        Look {
            text_width: TEXT_WIDTH,
            styles: STYLES.iter().map(|(id, ..)| named(id)).collect(),
        }
    }

    /// The id in the document of one of our styles.
    pub(super) fn id(&self, style: &'static str) -> &str {
        self.styles.get(style).map_or(style, |named| named.id.as_str())
    }

    /// The font of its Chinese text, where the document names one.
    pub(super) fn font(&self, style: &str) -> Option<&str> {
        self.styles.get(style)?.font.as_deref()
    }
}

pub(super) fn styles() -> String {
    let mut text = format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" \
         w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>"
    );
    for style in STYLES {
        write_style(&mut text, style, style.0, Some(style.2));
    }
    write_table_style(&mut text, TABLE, Some("TableNormal"));
    text.push_str("</w:styles>");
    text
}

/// One of our paragraph styles, under the id and on the base that the document has for it.
pub(super) fn write_style(text: &mut String, style: &Style, id: &str, base: Option<&str>) {
    let (_, name, _, paragraph, run) = style;
    let (id, base) = (xml(id), based_on(base));
    add!(
        text,
        "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{base}\
         <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    );
}

/// Our table style.
pub(super) fn write_table_style(text: &mut String, id: &str, base: Option<&str>) {
    let (id, base) = (xml(id), based_on(base));
    add!(
        text,
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{TABLE_NAME}\"/>{base}\
         <w:tblPr><w:tblBorders>"
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        add!(text, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    add!(
        text,
        "</w:tblBorders><w:tblCellMar><w:left w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/><w:right w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/>\
         </w:tblCellMar></w:tblPr></w:style>"
    );
}

fn based_on(base: Option<&str>) -> String {
    base.map(|base| format!("<w:basedOn w:val=\"{}\"/>", xml(base))).unwrap_or_default()
}
