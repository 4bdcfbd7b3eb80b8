use std::io::Read;

use zip::write::SimpleFileOptions;

use super::*;
use crate::report::markup;
use crate::report::write::docx;

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const PLACE_PARAGRAPH: &str = "<w:p><w:r><w:t>《正</w:t></w:r><w:r><w:t>文》 </w:t></w:r></w:p>";
const PAGE: &str = "<w:sectPr><w:pgSz w:w=\"12000\" w:h=\"16838\"/><w:pgMar w:left=\"1000\" w:right=\"900\" w:gutter=\"100\"/></w:sectPr>";

/// A document written by hand.
struct Made {
    parts: Vec<(&'static str, String)>,
}

impl Made {
    fn new(body: &str, styles: &str) -> Made {
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" \
                     ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
        let parts = vec![
            (
                "word/document.xml",
                format!("<w:document {WORD}><w:body>{body}</w:body></w:document>"),
            ),
            ("word/styles.xml", format!("<w:styles {WORD}>{styles}</w:styles>")),
            ("[Content_Types].xml", types.to_owned()),
            ("docProps/core.xml", "<c>张某某</c>".to_owned()),
            ("word/media/image1.png", "图".to_owned()),
        ];
        Made { parts }
    }

    fn with(mut self, name: &'static str, text: &str) -> Made {
        self.parts.retain(|(known, _)| *known != name);
        self.parts.push((name, text.to_owned()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn refused(&self) -> String {
        Reference::open("公文.docx", &self.bytes()).unwrap_err().to_string()
    }

    /// The parts of a brief in this look.
    fn filled(&self, words: &str) -> Vec<(String, String)> {
        let reference = Reference::open("公文.docx", &self.bytes()).unwrap();
        let blocks = markup::parse(words).unwrap();
        let document = Document {
            title: "汇报",
            author: "中心",
            date: "2021-10-08".parse().unwrap(),
            blocks: &blocks,
            reference: Some(&reference),
        };
        let bytes = docx::write(&document).unwrap();
        assert_eq!(bytes, docx::write(&document).unwrap());
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let read = |index| {
            let mut part = zip.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        };
        (0..self.parts.len()).map(read).collect()
    }
}

fn part<'p>(parts: &'p [(String, String)], name: &str) -> &'p str {
    &parts.iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn the_brief_takes_the_place_of_the_paragraph_and_all_else_stays() {
    let head = "<w:p><w:r><w:t>某某文件</w:t></w:r></w:p>";
    let made = Made::new(&format!("{head}{PLACE_PARAGRAPH}<w:p/>{PAGE}"), "");
    let parts = made.filled("甲<乙>\n|专班|数:|\n|制造|1|");
    let text = part(&parts, "word/document.xml");
    assert!(
        text.starts_with(&format!(
            "<w:document {WORD}><w:body>{head}<w:p><w:pPr><w:pStyle w:val=\"GwBody\"/>"
        )),
        "{text}"
    );
    assert!(text.ends_with(&format!("<w:p/>{PAGE}</w:body></w:document>")), "{text}");
    assert!(text.contains("甲&lt;乙&gt;") && !text.contains("正"), "{text}");
    // The page's own width: 12000 − 1000 − 900 − 100.
    assert!(text.contains("<w:tblW w:w=\"10000\" w:type=\"dxa\"/>"), "{text}");
    assert_eq!(part(&parts, "word/media/image1.png"), "图");
    assert_eq!(parts[0].0, "[Content_Types].xml");
    let core = part(&parts, "docProps/core.xml");
    assert!(core.contains("<dc:title>汇报</dc:title>") && !core.contains("张某某"), "{core}");
}

#[test]
fn a_section_that_ends_with_the_paragraph_still_ends_there_and_its_page_counts() {
    let first = format!("<w:p><w:pPr>{PAGE}</w:pPr><w:r><w:t>{PLACE}</w:t></w:r></w:p>");
    let made = Made::new(&format!("{first}<w:p/><w:sectPr><w:pgSz w:w=\"8000\"/></w:sectPr>"), "");
    let parts = made.filled("|专班|数:|\n|制造|1|");
    let text = part(&parts, "word/document.xml");
    assert!(
        text.contains(&format!("</w:p><w:p><w:pPr>{PAGE}</w:pPr></w:p><w:p/><w:sectPr>")),
        "{text}"
    );
    assert!(text.contains("<w:tblW w:w=\"10000\""), "{text}");
}

#[test]
fn a_style_of_the_office_under_our_name_wins_with_its_font() {
    let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia=\"华文仿宋\"/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:styleId=\"a&amp;1\"><w:name w:val=\"公文正文\"/><w:basedOn w:val=\"b\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:name w:val=\"基础\"/><w:basedOn w:val=\"a&amp;1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"t\"><w:name w:val=\"公文标题\"/><w:rPr><w:rFonts w:eastAsia=\"x\" w:eastAsiaTheme=\"minorEastAsia\"/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"GWHEADING1\"><w:name w:val=\"别的\"/></w:style>\
        <w:style w:type=\"table\" w:styleId=\"tab\"><w:name w:val=\"公文表\"/></w:style>";
    let parts = Made::new(PLACE_PARAGRAPH, styles).filled("# 标题\n## 一、甲\n正文\n|专班|\n|制造|");
    let text = part(&parts, "word/document.xml");
    let run = |style: &str, font: &str, words: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"{font}/></w:rPr>\
             <w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>"
        )
    };
    for paragraph in [
        // Styles that stand on each other in a circle say nothing: the document's default font.
        run("a&amp;1", " w:eastAsia=\"华文仿宋\"", "正文"),
        // A font of the theme is not looked up, and not written over.
        run("t", "", "标题"),
        run("GwHeading12", " w:eastAsia=\"黑体\"", "一、甲"),
    ] {
        assert!(text.contains(&paragraph), "{text}\n{paragraph}");
    }
    assert!(text.contains("<w:tblStyle w:val=\"tab\"/>"), "{text}");
    let styles = part(&parts, "word/styles.xml");
    assert_eq!(styles.matches("w:val=\"公文正文\"").count(), 1, "{styles}");
    assert!(
        styles.contains("w:styleId=\"GwCell\"><w:name w:val=\"公文表格\"/><w:basedOn w:val=\"a&amp;1\"/>"),
        "{styles}"
    );
    let other = "<w:style w:type=\"character\" w:styleId=\"c\"><w:name w:val=\"公文正文\"/></w:style>";
    assert!(Made::new(PLACE_PARAGRAPH, other).refused().contains("样式“公文正文”须是段落样式"));
}

#[test]
fn a_template_on_somebodys_computer_is_let_go() {
    let relation =
        |kind: &str| format!("<Relationship Id=\"r{kind}\" Type=\"x/{kind}\" Target=\"file:///C:/a.dotx\" TargetMode=\"External\"/>");
    let relations = |kinds: &str| format!("<Relationships xmlns=\"x\">{kinds}</Relationships>");
    let settings = format!("<w:settings {WORD}><w:zoom/><w:attachedTemplate r:id=\"r\" xmlns:r=\"r\"/><w:a/></w:settings>");
    let made = Made::new(PLACE_PARAGRAPH, "")
        .with("word/settings.xml", &settings)
        .with("word/_rels/settings.xml.rels", &relations(&relation("attachedTemplate")));
    let parts = made.filled("甲");
    assert_eq!(
        part(&parts, "word/settings.xml"),
        format!("<w:settings {WORD}><w:zoom/><w:a/></w:settings>")
    );
    assert_eq!(part(&parts, "word/_rels/settings.xml.rels"), relations(""));
    let linked = Made::new(PLACE_PARAGRAPH, "").with("word/_rels/document.xml.rels", &relations(&relation("image")));
    assert!(
        linked.refused().contains("链接到文档之外（file:///C:/a.dotx）"),
        "{}",
        linked.refused()
    );
}

#[test]
fn fonts_that_the_office_does_not_name_are_added_with_what_stands_in_for_them() {
    let fonts = format!("<w:fonts {WORD}><w:font w:name=\"黑体\"/></w:fonts>");
    let parts = Made::new(PLACE_PARAGRAPH, "").with("word/fontTable.xml", &fonts).filled("甲");
    let fonts = part(&parts, "word/fontTable.xml");
    assert_eq!(fonts.matches("w:name=\"黑体\"").count(), 1);
    assert!(
        fonts.contains("<w:font w:name=\"仿宋_GB2312\"><w:altName w:val=\"仿宋\"/>"),
        "{fonts}"
    );
}

#[test]
fn what_cannot_take_a_brief_is_told_by_its_name() {
    let place = |body: &str| Made::new(body, "").refused();
    let inside = format!("<w:tbl><w:tr><w:tc>{PLACE_PARAGRAPH}</w:tc></w:tr></w:tbl>");
    let beside = "<w:p><w:r><w:t>见《正文》</w:t></w:r></w:p>";
    let deep = format!("{}{}", "<w:x>".repeat(600), "</w:x>".repeat(600));
    for (told, what) in [
        (place("<w:p/>"), "没有写着《正文》的段落"),
        (place(&inside), "须单独成段"),
        (place(beside), "须单独成段"),
        (place(&PLACE_PARAGRAPH.repeat(2)), "不止一个"),
        (place("<w:p>"), "文件已损坏"),
        (place(&deep), "文件已损坏"),
        (place("<w:p a=\"1\" a=\"2\"/>"), "文件已损坏"),
        (place("<w:p a=\"&no;\"/>"), "文件已损坏"),
        (
            Made::new("", "").with("word/styles.xml", "<!DOCTYPE x><x/>").refused(),
            "文件已损坏",
        ),
        (
            Made::new("", "")
                .with(
                    "word/document.xml",
                    "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>",
                )
                .refused(),
            "不常见",
        ),
        (
            Made::new(PLACE_PARAGRAPH, "")
                .with("word/styles.xml", &format!("<w:styles {WORD}/>"))
                .refused(),
            "不常见",
        ),
        (
            Made::new("", "").with("[Content_Types].xml", "<Types/>").refused(),
            "不是 Word 文档",
        ),
        (Made::new("", "").with("word/vbaProject.bin", "").refused(), "含有宏"),
        (Made::new("", "").with("_xmlsignatures/a.xml", "").refused(), "数字签名"),
        (Made::new("", "").with("word/../../a.xml", "<a/>").refused(), "文件已损坏"),
        (Made::new("", "").with("WORD/STYLES.XML", "<a/>").refused(), "文件已损坏"),
    ] {
        assert!(told.starts_with("模板 公文.docx有误：") && told.contains(what), "{what}: {told}");
    }
    for (bytes, what) in [
        (b"no zip".as_slice(), "文件已损坏"),
        (b"", "文件已损坏"),
        (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1], "旧的 .doc 格式"),
        (&Made::new(PLACE_PARAGRAPH, "").bytes()[..300], "文件已损坏"),
    ] {
        let told = Reference::open("公文.docx", bytes).unwrap_err().to_string();
        assert!(told.contains(what), "{what}: {told}");
    }
}

#[test]
fn a_part_that_inflates_without_end_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/media/a.bin", SimpleFileOptions::default()).unwrap();
    for _ in 0..=(LARGEST >> 20) {
        std::io::Write::write_all(&mut zip, &vec![0; 1 << 20]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let told = Reference::open("公文.docx", &bytes).unwrap_err().to_string();
    assert!(told.contains("解压后大于"), "{told}");
}
