//! Blocks as a Word document in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, page numbers — 1 — on the outer side.
//!
//! Everything that a reader may want to change hangs on named styles (公文正文, 公文标题 …). The fonts are named, not embedded; the
//! font table names what a computer without them takes instead.

use std::fmt::Write;
use std::io;

use chrono::NaiveDate;
use zip::CompressionMethod;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::report::markup::Align;
use crate::report::markup::Block;
use crate::report::markup::Cell;
use crate::report::markup::Span;
use crate::report::markup::Table;
use crate::report::markup::Text;
use crate::report::markup::plain;
use crate::report::sheet::width;

use super::Error;

/// Width of the text area in twentieths of a point: 156 mm.
const TEXT_WIDTH: u32 = 8844;
/// Width of a character of the body with its spacing, in twentieths of a point: 28 of them make a line.
const CHARACTER: u32 = 315;
/// Space on either side of a table cell's text, in twentieths of a point.
const CELL_MARGIN: u32 = 80;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What is made into a document.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Title among its properties.
    pub title: &'a str,
    /// Author among its properties.
    pub author: &'a str,
    /// Its date.
    pub date: NaiveDate,
    /// Its text.
    pub blocks: &'a [Block],
}

/// The bytes of the .docx. The same document makes the same bytes.
pub fn write(document: &Document<'_>) -> Result<Vec<u8>, Error> {
    pack(document).map_err(|error| Error::Document {
        document: document.title.to_owned(),
        reason: error.to_string(),
    })
}

fn pack(document: &Document<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    for (name, text) in parts(document) {
        zip.start_file(name, options)?;
        io::Write::write_all(&mut zip, text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files inside of the document, in the order in which they are packed.
fn parts(document: &Document<'_>) -> [(&'static str, String); 11] {
    [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core_properties(document)),
        ("docProps/app.xml", application_properties(document)),
        ("word/document.xml", body(document.blocks)),
        ("word/_rels/document.xml.rels", document_relations()),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts()),
        ("word/footer1.xml", footer("GwPageOdd")),
        ("word/footer2.xml", footer("GwPageEven")),
    ]
}

/// A text inside of XML. Characters that XML cannot hold are left out: Word refuses a file that has one.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Adds to a text; writing to memory cannot fail.
macro_rules! add {
    ($text:expr, $($argument:tt)*) => {
        let _ = write!($text, $($argument)*);
    };
}

fn body(blocks: &[Block]) -> String {
    let mut text = format!("{HEAD}<w:document xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{RELATIONS}\"><w:body>");
    for (index, block) in blocks.iter().enumerate() {
        let next = blocks.get(index + 1);
        write_block(&mut text, block, next, blocks);
    }
    text.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr></w:body></w:document>",
    );
    text
}

fn write_block(text: &mut String, block: &Block, next: Option<&Block>, blocks: &[Block]) {
    // The signature must not stand alone on a page: what comes before it keeps to it.
    let keep = matches!(next, Some(Block::Enclosures(_) | Block::Signature(_) | Block::Date(_)));
    let keep = if keep { "<w:keepNext/>" } else { "" };
    match block {
        Block::Title(words) => paragraph(text, "GwTitle", "", words),
        Block::Subtitle(words) => paragraph(text, "GwSubtitle", "", words),
        Block::Addressee(words) => paragraph(text, "GwAddressee", "", words),
        Block::Heading(words) => paragraph(text, "GwHeading1", "", words),
        Block::Subheading(words) => paragraph(text, "GwHeading2", "", words),
        Block::Paragraph(words) => paragraph(text, "GwBody", keep, words),
        Block::Caption(words) => paragraph(text, "GwCaption", "", words),
        Block::Remark(words) => paragraph(text, "GwRemark", keep, words),
        Block::Table(table) => {
            write_table(text, table);
            // Two tables without a paragraph between them would become one.
            if !matches!(next, Some(Block::Remark(_))) {
                paragraph(text, "GwGap", "", &[]);
            }
        }
        Block::Enclosures(names) => enclosures(text, names, keep),
        Block::Signature(words) => {
            let date = blocks.iter().find_map(|block| match block {
                Block::Date(date) => Some(plain(date)),
                _ => None,
            });
            let (indent, _) = signature_indents(&plain(words), &date.unwrap_or_default());
            let properties = format!("<w:keepNext/><w:spacing w:before=\"1158\"/>{}", right_indent(indent));
            paragraph(text, "GwSignature", &properties, words);
        }
        Block::Date(words) => {
            let signature = blocks.iter().find_map(|block| match block {
                Block::Signature(signature) => Some(plain(signature)),
                _ => None,
            });
            let (_, indent) = signature_indents(&signature.unwrap_or_default(), &plain(words));
            paragraph(text, "GwSignature", &right_indent(indent), words);
        }
    }
}

/// Space right of the signature and of the date below it, in half characters: the signature ends two characters from the right and
/// the date begins two characters after the signature's first; where the date is the longer, it is the date that ends there.
fn signature_indents(signature: &str, date: &str) -> (u32, u32) {
    let half = |text: &str| u32::try_from(width(text)).unwrap_or(u32::MAX).min(60);
    let (signature, date) = (half(signature), half(date));
    match signature.checked_sub(date) {
        Some(indent) if indent >= 4 => (4, indent),
        _ => ((date + 8).saturating_sub(signature), 4),
    }
}

fn right_indent(half_characters: u32) -> String {
    format!(
        "<w:ind w:rightChars=\"{}\" w:right=\"{}\"/>",
        half_characters * 50,
        half_characters * CHARACTER / 2
    )
}

/// A paragraph of a style, with properties of its own that keep the order of the schema.
fn paragraph(text: &mut String, style: &str, properties: &str, words: &[Span]) {
    add!(text, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
    for span in words {
        run(text, span);
    }
    text.push_str("</w:p>");
}

/// The hint makes quotation marks and dashes Chinese ones.
fn run(text: &mut String, span: &Span) {
    let bold = if span.bold { "<w:b/>" } else { "" };
    add!(
        text,
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>{bold}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        xml(&span.text)
    );
}

/// 附件：1. … with the names below one another.
fn enclosures(text: &mut String, names: &[Text], keep: &str) {
    let numbered = names.len() > 1;
    // In half characters: two characters in, then 附件： and the number.
    let (label, number) = (6, if numbered { 3 } else { 0 });
    for (index, name) in names.iter().enumerate() {
        let hanging = if index == 0 { label + number } else { number };
        let before = if index == 0 { "<w:spacing w:before=\"579\"/>" } else { "" };
        let keep = if index + 1 < names.len() { "<w:keepNext/>" } else { keep };
        let indent = format!(
            "<w:ind w:left=\"{}\" w:hanging=\"{}\"/>",
            (4 + label + number) * CHARACTER / 2,
            hanging * CHARACTER / 2
        );
        let mut mark = if index == 0 { "附件：".to_owned() } else { String::new() };
        if numbered {
            add!(mark, "{}. ", index + 1);
        }
        let mut words = vec![Span { text: mark, bold: false }];
        words.extend(name.iter().cloned());
        paragraph(text, "GwEnclosure", &format!("{keep}{before}{indent}"), &words);
    }
}

fn write_table(text: &mut String, table: &Table) {
    let natural = natural_widths(table);
    let needs = |letter: u32| {
        natural
            .iter()
            .map(|units| units * letter + 2 * CELL_MARGIN + 20)
            .collect::<Vec<u32>>()
    };
    // 小四, or 五号 where 小四 is too wide.
    let large = needs(120);
    let (style, head, widths) = if large.iter().sum::<u32>() <= TEXT_WIDTH {
        ("GwCell", "GwCellHead", fit(&large))
    } else {
        ("GwCellSmall", "GwCellHeadSmall", fit(&needs(105)))
    };
    add!(
        text,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"GwTable\"/><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    for width in &widths {
        add!(text, "<w:gridCol w:w=\"{width}\"/>");
    }
    text.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        start_cell(text, *width, "");
        paragraph(text, head, "<w:keepNext/>", &column.title);
        text.push_str("</w:tc>");
    }
    text.push_str("</w:tr>");
    for (index, row) in table.rows.iter().enumerate() {
        let below = table.rows.get(index + 1);
        // Rows under one merged cell stay on one page, so that each page shows whose they are.
        let keep = if below.is_some_and(|below| below.contains(&Cell::Above)) {
            "<w:keepNext/>"
        } else {
            ""
        };
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (position, ((cell, column), width)) in row.iter().zip(&table.columns).zip(&widths).enumerate() {
            let continued = below.and_then(|below| below.get(position)) == Some(&Cell::Above);
            let align = match column.align {
                Align::Centre => "",
                Align::Left => "<w:jc w:val=\"left\"/>",
                Align::Right => "<w:jc w:val=\"right\"/>",
            };
            let (merge, words) = match cell {
                Cell::Text(words) if continued => ("<w:vMerge w:val=\"restart\"/>", words.as_slice()),
                Cell::Text(words) => ("", words.as_slice()),
                Cell::Above => ("<w:vMerge/>", [].as_slice()),
            };
            start_cell(text, *width, merge);
            paragraph(text, style, &format!("{keep}{align}"), words);
            text.push_str("</w:tc>");
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
}

fn start_cell(text: &mut String, width: u32, merge: &str) {
    add!(
        text,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{merge}<w:vAlign w:val=\"center\"/></w:tcPr>"
    );
}

/// The widest text of each column, in halves of a character; long sentences wrap anyhow.
fn natural_widths(table: &Table) -> Vec<u32> {
    const WIDEST: usize = 60;
    let units = |text: &[Span]| width(&plain(text)).clamp(4, WIDEST);
    let columns = table.columns.iter().enumerate().map(|(position, column)| {
        let cells = table.rows.iter().filter_map(|row| match row.get(position) {
            Some(Cell::Text(text)) => Some(units(text)),
            _ => None,
        });
        cells.fold(units(&column.title), usize::max)
    });
    columns.map(|units| u32::try_from(units).unwrap_or(u32::MAX)).collect()
}

/// Widths that fill the text area: room to spare is shared alike; where there is too little, the widest columns give way.
fn fit(needs: &[u32]) -> Vec<u32> {
    let count = u32::try_from(needs.len()).unwrap_or(u32::MAX).max(1);
    let sum: u32 = needs.iter().sum();
    if let Some(spare) = TEXT_WIDTH.checked_sub(sum) {
        return needs.iter().map(|need| need + spare / count).collect();
    }
    let mut sorted = needs.to_vec();
    sorted.sort_unstable();
    let (mut room, mut left) = (TEXT_WIDTH, count);
    let mut most = room / left;
    for need in sorted {
        most = room / left.max(1);
        if need > most {
            break;
        }
        room -= need;
        left = left.saturating_sub(1);
    }
    needs.iter().map(|need| (*need).min(most)).collect()
}

fn footer(style: &str) -> String {
    let run = "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t";
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>\
         {run} xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \">{run}>1</w:t></w:r></w:fldSimple>\
         {run} xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
    )
}

fn content_types() -> String {
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

fn package_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        (&format!("{RELATIONS}/extended-properties"), "docProps/app.xml"),
    ])
}

fn document_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/styles"), "styles.xml"),
        (&format!("{RELATIONS}/settings"), "settings.xml"),
        (&format!("{RELATIONS}/fontTable"), "fontTable.xml"),
        (&format!("{RELATIONS}/footer"), "footer1.xml"),
        (&format!("{RELATIONS}/footer"), "footer2.xml"),
    ])
}

fn core_properties(document: &Document<'_>) -> String {
    let (title, author, date) = (xml(document.title), xml(document.author), document.date);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
}

fn application_properties(document: &Document<'_>) -> String {
    let company = xml(document.author);
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>zhuanban</Application><Company>{company}</Company></Properties>"
    )
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{NAMESPACE}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The fonts of the standard; `altName` is what most computers have instead.
fn fonts() -> String {
    let mut text = format!("{HEAD}<w:fonts xmlns:w=\"{NAMESPACE}\">");
    for (name, other) in [
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("方正小标宋简体", "华文中宋"),
        ("黑体", "SimHei"),
        ("宋体", "SimSun"),
    ] {
        add!(
            text,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/></w:font>"
        );
    }
    text.push_str("<w:font w:name=\"Times New Roman\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/></w:font></w:fonts>");
    text
}

/// A paragraph style: its id, its name, the one that it is based on, and its properties in the order of the schema.
type Style = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Character spacing of −0.25 pt makes 28 characters of 16 pt fill a line, in every program alike.
const STYLES: &[Style] = &[
    (
        "GwBody",
        "公文正文",
        "Normal",
        "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/>\
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
        "<w:keepNext/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    (
        "GwCell",
        "公文表格",
        "GwBody",
        "<w:spacing w:line=\"400\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
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
        "<w:spacing w:line=\"360\" w:lineRule=\"exact\"/>",
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
        "<w:spacing w:before=\"60\" w:after=\"219\" w:line=\"360\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>",
    ),
    (
        "GwGap",
        "公文表后空行",
        "GwBody",
        "<w:spacing w:line=\"240\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
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

fn styles() -> String {
    let mut text = format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" \
         w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>\
         <w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>"
    );
    for (id, name, base, paragraph, run) in STYLES {
        add!(
            text,
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{base}\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
    }
    text.push_str(
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"GwTable\"><w:name w:val=\"公文表\"/><w:basedOn w:val=\"TableNormal\"/>\
         <w:tblPr><w:tblBorders>",
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        add!(text, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    add!(
        text,
        "</w:tblBorders><w:tblCellMar><w:left w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/><w:right w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/>\
         </w:tblCellMar></w:tblPr></w:style></w:styles>"
    );
    text
}
