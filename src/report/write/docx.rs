//! Blocks as a Word document in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, page numbers — 1 — on the outer side.
//!
//! Everything that a reader may want to change hangs on named styles (公文正文, 公文标题 …). The fonts are named, not embedded; the
//! font table names what a computer without them takes instead.

mod form;
mod package;
pub mod reference;
mod styles;

use std::borrow::Cow;
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

use self::reference::Reference;
use self::styles::Look;
use super::Error;

/// Width of the text area in twentieths of a point: 156 mm.
const TEXT_WIDTH: u32 = 8844;
/// Width of a character of the body with its spacing, in twentieths of a point: 28 of them make a line.
const CHARACTER: u32 = 315;
/// Space on either side of a table cell's text, in twentieths of a point.
const CELL_MARGIN: u32 = 70;
/// Room that a cell's border takes of its width in some programs, in twentieths of a point.
const CELL_LINES: u32 = 20;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Adds to a text; writing to memory cannot fail.
macro_rules! add {
    ($text:expr, $($argument:tt)*) => {
        let _ = write!($text, $($argument)*);
    };
}

use add;

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
    /// The office's own document that lends its head, footer, margins and styles; `None` for ours.
    pub reference: Option<&'a Reference>,
}

/// The bytes of the .docx. The same document makes the same bytes.
pub fn write(document: &Document<'_>) -> Result<Vec<u8>, Error> {
    pack(document).map_err(|error| Error::Document {
        document: document.title.to_owned(),
        reason: error.to_string(),
    })
}

fn pack(document: &Document<'_>) -> zip::result::ZipResult<Vec<u8>> {
    match document.reference {
        Some(reference) => zipped(reference.parts(document)),
        None => zipped(parts(document).map(|(name, text)| (name, Cow::Owned(text.into_bytes())))),
    }
}

/// A package of these parts, in their order.
fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, Cow<'a, [u8]>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(super::COMPRESSION.into()))
        .last_modified_time(DateTime::DEFAULT);
    for (name, bytes) in parts {
        zip.start_file(name, options)?;
        io::Write::write_all(&mut zip, &bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files inside of a document of our own, in the order in which they are packed.
fn parts(document: &Document<'_>) -> [(&'static str, String); 11] {
    let look = Look::own();
    [
        ("[Content_Types].xml", package::content_types()),
        ("_rels/.rels", package::package_relations()),
        ("docProps/core.xml", package::core_properties(document)),
        ("docProps/app.xml", package::application_properties(document)),
        ("word/document.xml", body(document.blocks, &look)),
        ("word/_rels/document.xml.rels", package::document_relations()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", package::settings()),
        ("word/fontTable.xml", package::fonts()),
        ("word/footer1.xml", footer("GwPageOdd", &look)),
        ("word/footer2.xml", footer("GwPageEven", &look)),
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

fn body(blocks: &[Block], look: &Look) -> String {
    let mut text = format!("{HEAD}<w:document xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{RELATIONS}\"><w:body>");
    write_blocks(&mut text, blocks, look);
    text.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr></w:body></w:document>",
    );
    text
}

fn write_blocks(text: &mut String, blocks: &[Block], look: &Look) {
    for (index, block) in blocks.iter().enumerate() {
        let after = blocks.get(index + 1..).unwrap_or_default();
        write_block(text, block, after, blocks, look);
    }
}

fn write_block(text: &mut String, block: &Block, after: &[Block], blocks: &[Block], look: &Look) {
    // The signature must not stand alone on a page, nor with nothing but 特此报告: the two paragraphs before it keep to it.
    let closes = |block: &Block| matches!(block, Block::Enclosures(_) | Block::Signature(_) | Block::Date(_));
    let keep = match after {
        [Block::Paragraph(_), last, ..] if closes(last) => true,
        [next, ..] => closes(next),
        [] => false,
    };
    let keep = if keep { "<w:keepNext/>" } else { "" };
    match block {
        Block::Title(words) => paragraph(text, look, "GwTitle", "", words),
        Block::Subtitle(words) => paragraph(text, look, "GwSubtitle", "", words),
        Block::Addressee(words) => paragraph(text, look, "GwAddressee", "", words),
        Block::Heading(words) => paragraph(text, look, "GwHeading1", "", words),
        Block::Subheading(words) => paragraph(text, look, "GwHeading2", "", words),
        Block::Paragraph(words) => paragraph(text, look, "GwBody", keep, words),
        Block::Caption(words) => paragraph(text, look, "GwCaption", "", words),
        Block::Remark(words) => paragraph(text, look, "GwRemark", keep, words),
        Block::Table(table) => {
            write_table(text, look, table);
            // Two tables without a paragraph between them would become one.
            if !matches!(after, [Block::Remark(_), ..]) {
                paragraph(text, look, "GwGap", "", &[]);
            }
        }
        Block::Form(form) => {
            form::write(text, look, form);
            if !matches!(after, [Block::Remark(_), ..]) {
                paragraph(text, look, "GwGap", "", &[]);
            }
        }
        Block::Enclosures(names) => enclosures(text, look, names, keep),
        Block::Signature(words) => {
            let date = blocks.iter().find_map(|block| match block {
                Block::Date(date) => Some(plain(date)),
                _ => None,
            });
            let (indent, _) = signature_indents(&plain(words), &date.unwrap_or_default());
            let properties = format!("<w:keepNext/><w:spacing w:before=\"1158\"/>{}", right_indent(indent));
            paragraph(text, look, "GwSignature", &properties, words);
        }
        Block::Date(words) => {
            let signature = blocks.iter().find_map(|block| match block {
                Block::Signature(signature) => Some(plain(signature)),
                _ => None,
            });
            let (_, indent) = signature_indents(&signature.unwrap_or_default(), &plain(words));
            paragraph(text, look, "GwSignature", &right_indent(indent), words);
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
fn paragraph(text: &mut String, look: &Look, style: &'static str, properties: &str, words: &[Span]) {
    add!(
        text,
        "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{properties}</w:pPr>",
        xml(look.id(style))
    );
    for span in words {
        let bold = if span.bold { "<w:b/>" } else { "" };
        let font = fonts(look, style);
        add!(
            text,
            "<w:r><w:rPr>{font}{bold}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            xml(&span.text)
        );
    }
    text.push_str("</w:p>");
}

/// The font stands on the run too, as some programs look for it there alone; the hint makes quotation marks and dashes Chinese ones.
fn fonts(look: &Look, style: &'static str) -> String {
    match look.font(style) {
        Some(font) => format!("<w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"{}\"/>", xml(font)),
        None => "<w:rFonts w:hint=\"eastAsia\"/>".to_owned(),
    }
}

/// 附件：1. … with the names below one another.
fn enclosures(text: &mut String, look: &Look, names: &[Text], keep: &str) {
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
        paragraph(text, look, "GwEnclosure", &format!("{keep}{before}{indent}"), &words);
    }
}

fn write_table(text: &mut String, look: &Look, table: &Table) {
    // 小四, or 五号 where 小四 is too wide.
    let large = needs(table, 240);
    let room = look.text_width;
    let (style, head, widths) = if large.iter().sum::<u32>() <= room {
        ("GwCell", "GwCellHead", fit(&large, room))
    } else {
        ("GwCellSmall", "GwCellHeadSmall", fit(&needs(table, 210), room))
    };
    start_table(text, look, &widths);
    text.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        start_cell(text, *width, "");
        paragraph(text, look, head, "<w:keepNext/>", &column.title);
        text.push_str("</w:tc>");
    }
    text.push_str("</w:tr>");
    for (index, row) in table.rows.iter().enumerate() {
        let below = table.rows.get(index + 1);
        // Rows under one merged cell stay on one page, so that each page shows whose they are; the last row, mostly the total, is
        // never alone on a page.
        let keep = if below.is_some_and(|below| below.contains(&Cell::Above)) || index + 2 == table.rows.len() {
            "<w:keepNext/>"
        } else {
            ""
        };
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (position, ((cell, column), width)) in row.iter().zip(&table.columns).zip(&widths).enumerate() {
            let continued = below.and_then(|below| below.get(position)) == Some(&Cell::Above);
            let align = align(column.align);
            let (merge, words) = match cell {
                Cell::Text(words) if continued => ("<w:vMerge w:val=\"restart\"/>", words.as_slice()),
                Cell::Text(words) => ("", words.as_slice()),
                Cell::Above => ("<w:vMerge/>", [].as_slice()),
            };
            start_cell(text, *width, merge);
            paragraph(text, look, style, &format!("{keep}{align}"), words);
            text.push_str("</w:tc>");
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
}

fn start_table(text: &mut String, look: &Look, widths: &[u32]) {
    add!(
        text,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
        xml(look.id(styles::TABLE)),
        look.text_width
    );
    for width in widths {
        add!(text, "<w:gridCol w:w=\"{width}\"/>");
    }
    text.push_str("</w:tblGrid>");
}

/// The cells' style has them in the middle.
fn align(align: Align) -> &'static str {
    match align {
        Align::Centre => "",
        Align::Left => "<w:jc w:val=\"left\"/>",
        Align::Right => "<w:jc w:val=\"right\"/>",
    }
}

/// `merge` is what joins the cell to others, in the order of the schema.
fn start_cell(text: &mut String, width: u32, merge: &str) {
    add!(
        text,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{merge}<w:vAlign w:val=\"center\"/></w:tcPr>"
    );
}

/// The width that each column needs to stay on one line, in letters of that size (in twentieths of a point). A Latin letter or
/// digit is given a little more than half a character, for computers whose fonts are wide, and a quarter where it stands beside a
/// Chinese one, for programs that part the two; long sentences wrap anyhow.
fn needs(table: &Table, size: u32) -> Vec<u32> {
    const LONGEST: u32 = 30;
    let need = |text: &[Span]| {
        let text = plain(text);
        let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        // The percent sign is nearly as wide as a Chinese character.
        let signs = text.matches('%').count();
        let wide = u32::try_from(width(&text).saturating_add(signs))
            .unwrap_or(u32::MAX)
            .saturating_sub(letters);
        let narrow = letters.saturating_sub(wide).min(2 * LONGEST);
        let pairs = text.chars().zip(text.chars().skip(1));
        let seams = pairs.filter(|(one, next)| one.is_alphanumeric() && next.is_alphanumeric() && one.is_ascii() != next.is_ascii());
        let seams = u32::try_from(seams.count()).unwrap_or(u32::MAX).min(LONGEST);
        (wide.min(LONGEST) * size + narrow * size * 3 / 5 + seams * size / 4).clamp(2 * size, LONGEST * size)
    };
    let columns = table.columns.iter().enumerate().map(|(position, column)| {
        let cells = table.rows.iter().filter_map(|row| match row.get(position) {
            Some(Cell::Text(text)) => Some(need(text)),
            _ => None,
        });
        cells.fold(need(&column.title), u32::max) + 2 * CELL_MARGIN + CELL_LINES
    });
    columns.collect()
}

/// Widths that fill the text area: room to spare is shared alike; where there is too little, the widest columns give way.
fn fit(needs: &[u32], text_width: u32) -> Vec<u32> {
    let count = u32::try_from(needs.len()).unwrap_or(u32::MAX).max(1);
    let sum: u32 = needs.iter().sum();
    if let Some(spare) = text_width.checked_sub(sum) {
        return needs.iter().map(|need| need + spare / count).collect();
    }
    let mut sorted = needs.to_vec();
    sorted.sort_unstable();
    let (mut room, mut left) = (text_width, count);
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

fn footer(style: &'static str, look: &Look) -> String {
    let run = format!("<w:r><w:rPr>{}</w:rPr><w:t", fonts(look, style));
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>\
         {run} xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \">{run}>1</w:t></w:r></w:fldSimple>\
         {run} xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::report::markup;

    /// Children of `w:pPr` and `w:rPr` that we write, in the order of the schema.
    const PARAGRAPH_ORDER: [&str; 11] = [
        "w:pStyle",
        "w:keepNext",
        "w:autoSpaceDE",
        "w:autoSpaceDN",
        "w:snapToGrid",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
        "w:sectPr",
    ];
    const RUN_ORDER: [&str; 6] = ["w:rFonts", "w:b", "w:spacing", "w:sz", "w:szCs", "w:lang"];

    const MARKUP: &str = "# 汇报\n@副题 （截至9月30日）\n@主送 市政府：\n## 一、情况\n### （一）甲\n**签约。**项目A\\|B\\*C <&>\"'。\n\
        @表题 表1\n|专班|数:|:说明|\n|制造|1|甲|\n|^|2|乙|\n\n|单列|\n|甲|\n@注 说明\n结尾。\n@附件 附表\n@附件 清单\n@落款 市招商投资促进中心\n@日期 2021年10月8日";

    fn document(blocks: &[Block]) -> Document<'_> {
        Document {
            title: "汇报<&>",
            author: "中心",
            date: "2021-10-08".parse().unwrap(),
            blocks,
            reference: None,
        }
    }

    /// The names of a part's elements with the one that each stands in; fails when it is not well formed.
    fn elements(xml: &str) -> Vec<(String, String)> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut open = vec![String::new()];
        let mut found = Vec::new();
        loop {
            let name = |start: &quick_xml::events::BytesStart<'_>| start.name().as_ref().to_owned();
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    found.push((open.last().unwrap().clone(), name(&start)));
                    open.push(name(&start));
                }
                Event::Empty(start) => found.push((open.last().unwrap().clone(), name(&start))),
                Event::End(_) => {
                    // Marks where a parent ends, so that the order is looked at within each one.
                    found.push((open.pop().unwrap(), String::new()));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1);
        found
    }

    #[test]
    fn every_part_is_well_formed_and_keeps_the_order_of_the_schema() {
        let blocks = markup::parse(MARKUP).unwrap();
        for (name, xml) in parts(&document(&blocks)) {
            let elements = elements(&xml);
            for (parent, order) in [("w:pPr", PARAGRAPH_ORDER.as_slice()), ("w:rPr", RUN_ORDER.as_slice())] {
                let mut last = 0;
                for (_, child) in elements.iter().filter(|(of, _)| of == parent) {
                    if child.is_empty() {
                        last = 0;
                        continue;
                    }
                    let place = order.iter().position(|known| known == child);
                    let place = place.unwrap_or_else(|| panic!("{name}: {child} in {parent}"));
                    assert!(place >= last, "{name}: {child} in {parent} comes too late");
                    last = place;
                }
            }
        }
    }

    #[test]
    fn every_run_is_set_in_chinese_type() {
        let blocks = markup::parse(MARKUP).unwrap();
        let xml = body(&blocks, &Look::own());
        assert!(xml.contains("<w:r>"));
        assert_eq!(
            xml.matches("<w:r>").count(),
            xml.matches("<w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"").count()
        );
        for style in xml.split("<w:pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(styles::STYLES.iter().any(|(id, ..)| *id == style), "{style}");
        }
    }

    #[test]
    fn a_paragraph_and_a_table_as_xml() {
        let blocks = markup::parse("甲<乙>\n|专班|数:|\n|制造|1|\n|^|2|").unwrap();
        let xml = body(&blocks, &Look::own());
        let in_font = |font: &str, text: &str| {
            format!(
                "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:eastAsia=\"{font}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
            )
        };
        let run = |text: &str| in_font("仿宋_GB2312", text);
        let head = |text: &str| in_font("黑体", text);
        let cell = |merge: &str, properties: &str, style: &str, content: String| {
            format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"4422\" w:type=\"dxa\"/>{merge}<w:vAlign w:val=\"center\"/></w:tcPr>\
                 <w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{content}</w:p></w:tc>"
            )
        };
        let (keep, right) = ("<w:keepNext/>", "<w:jc w:val=\"right\"/>");
        let expected = [
            format!("<w:p><w:pPr><w:pStyle w:val=\"GwBody\"/></w:pPr>{}</w:p>", run("甲&lt;乙&gt;")),
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"GwTable\"/><w:tblW w:w=\"8844\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"4422\"/><w:gridCol w:w=\"4422\"/></w:tblGrid>\
             <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
                .to_owned(),
            cell("", keep, "GwCellHead", head("专班")),
            cell("", keep, "GwCellHead", head("数")),
            "</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>".to_owned(),
            cell("<w:vMerge w:val=\"restart\"/>", keep, "GwCell", run("制造")),
            cell("", &format!("{keep}{right}"), "GwCell", run("1")),
            "</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>".to_owned(),
            cell("<w:vMerge/>", "", "GwCell", String::new()),
            cell("", right, "GwCell", run("2")),
            "</w:tr></w:tbl>".to_owned(),
        ];
        let expected = expected.concat();
        assert!(xml.contains(&expected), "{xml}\n\n{expected}");
    }

    #[test]
    fn the_signature_keeps_the_words_before_it() {
        let words = |word: &str| {
            vec![Span {
                text: word.to_owned(),
                bold: false,
            }]
        };
        let blocks = [
            Block::Paragraph(words("甲")),
            Block::Paragraph(words("乙")),
            Block::Paragraph(words("特此报告。")),
            Block::Enclosures(vec![words("表")]),
            Block::Signature(words("中心")),
        ];
        let xml = body(&blocks, &Look::own());
        let kept: Vec<bool> = xml
            .split("<w:p>")
            .skip(1)
            .map(|paragraph| paragraph.contains("<w:keepNext/>"))
            .collect();
        assert_eq!(kept.get(..3), Some(&[false, true, true][..]), "{xml}");
    }

    #[test]
    fn the_last_row_of_a_table_stays_with_the_one_before() {
        let blocks = markup::parse("|专班|数:|\n|制造|1|\n|材料|2|\n|合计|3|").unwrap();
        let xml = body(&blocks, &Look::own());
        let kept: Vec<usize> = xml
            .split("<w:tr>")
            .skip(2)
            .map(|row| row.matches("<w:keepNext/>").count())
            .collect();
        assert_eq!(kept, [0, 2, 0]);
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_left_out() {
        assert_eq!(xml("甲\u{0}\u{b}乙\t\u{fffe}<&>\"'\u{1f600}"), "甲乙 &lt;&amp;&gt;&quot;'\u{1f600}");
        let words = [Span {
            text: "\u{1}甲\u{ffff}".to_owned(),
            bold: false,
        }];
        elements(&body(&[Block::Paragraph(words.to_vec())], &Look::own()));
    }

    #[test]
    fn the_signature_ends_two_characters_from_the_right_or_its_date_does() {
        // In half characters: space right of the signature, space right of the date.
        for (signature, date, indents) in [
            ("市招商投资促进中心", "2021年10月8日", (4, 5)),
            ("运城市招商投资促进中心办公室", "2021年10月8日", (4, 15)),
            // The standard's own case: six characters over ten are moved eight from the right.
            ("六字的发文机", "十个字长的成文日期呀", (16, 4)),
            ("", "2021年10月8日", (21, 4)),
        ] {
            assert_eq!(signature_indents(signature, date), indents, "{signature}");
        }
    }

    #[test]
    fn columns_fill_the_page_and_the_widest_give_way() {
        for (needs, widths) in [
            (vec![1000, 2000], vec![3922, 4922]),
            (vec![8844], vec![8844]),
            (vec![1000, 9000, 9000], vec![1000, 3922, 3922]),
            (vec![1000, 2000, 90000], vec![1000, 2000, 5844]),
            (vec![9000; 4], vec![2211; 4]),
            (vec![], vec![]),
        ] {
            assert_eq!(fit(&needs, TEXT_WIDTH), widths);
            assert!(widths.iter().sum::<u32>() <= TEXT_WIDTH);
        }
    }

    #[test]
    fn the_same_document_makes_the_same_bytes() {
        let blocks = markup::parse(MARKUP).unwrap();
        let bytes = write(&document(&blocks)).unwrap();
        assert_eq!(bytes, write(&document(&blocks)).unwrap());
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut core = String::new();
        archive.by_name("docProps/core.xml").unwrap().read_to_string(&mut core).unwrap();
        assert!(core.contains("<dc:title>汇报&lt;&amp;&gt;</dc:title><dc:creator>中心</dc:creator>"));
        assert!(core.contains(">2021-10-08T00:00:00Z</dcterms:created>"));
        for (index, (name, _)) in parts(&document(&blocks)).iter().enumerate() {
            let part = archive.by_index(index).unwrap();
            assert_eq!((&*part.name().unwrap(), part.last_modified()), (*name, Some(DateTime::DEFAULT)));
        }
    }
}
