//! A squad's own workbook with the wrong cells marked: patched at the package level, so that every part that need not change stays the
//! same to the byte (spec 4.4).
//!
//! A marked cell is coloured by a conditional format that holds only while the wrong value stands: corrected, it loses its colour by
//! itself. What is wrong stands in a note, and on a sheet 核查意见 at the end. What cannot be patched without risk is refused with the
//! reason; the findings list then goes out alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use zip::CompressionMethod;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::report::sheet::a1;

/// What the first cell of the sheet of remarks says, by which it is known when it comes back.
pub const REMARKS_TITLE: &str = "核查意见（程序生成，改正原表后本页可删去）";
/// Its name.
const REMARKS: &str = "核查意见";
/// The mark of our conditional formats, which means nothing to the spreadsheet.
const TAG: &str = "N(\"招商核查\")=0";
/// Who writes the notes.
const AUTHOR: &str = "招商核查";
/// Notes on one sheet; more would make it slow. All stand on the sheet of remarks.
const MOST_NOTES: usize = 500;
/// A part larger than this is not patched.
const LARGEST_PART: u64 = 64 << 20;
/// A text longer than this is compared by its length.
const LONGEST_TEXT: usize = 200;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// What may stand behind the conditional formats of a sheet, in the order of the schema.
const BEHIND_FORMATS: [&str; 22] = [
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];
/// What may stand behind the drawing of the notes.
const BEHIND_NOTES: &[&str] = &[
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// One cell to be marked; row and column from 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellMark {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
    /// What is wrong and what to do.
    pub note: String,
}

/// A line of the sheet of remarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// 编号, 级别, 规则, 问题, 建议.
    pub cells: [String; 5],
    /// The sheet, and the cell or row as people read it.
    pub place: (String, String),
    /// The cell to go to, such as `C17`; empty for none.
    pub target: String,
}

/// The marked copy; or why there is none, in Chinese.
pub fn mark(bytes: &[u8], marks: &BTreeMap<String, Vec<CellMark>>, remarks: &[Remark]) -> Result<Vec<u8>, String> {
    let mut package = Package::open(bytes)?;
    let workbook = package.text("xl/workbook.xml")?.ok_or("不是通常的工作簿结构")?;
    let relations = package.text("xl/_rels/workbook.xml.rels")?.ok_or("不是通常的工作簿结构")?;
    if package.names.iter().any(|name| name.starts_with("_xmlsignatures/")) {
        return Err("工作簿有数字签名，改动会使签名失效".to_owned());
    }
    if !workbook.contains("</sheets>") {
        return Err("不是通常的工作簿结构".to_owned());
    }
    let sheets = sheets(&workbook, &relations);
    if sheets.contains_key(REMARKS) {
        return Err("已是退回的一份，请删去“核查意见”页后再报送".to_owned());
    }
    let strings = package
        .text("xl/sharedStrings.xml")?
        .map(|text| shared_strings(&text))
        .unwrap_or_default();
    let styles = package.text("xl/styles.xml")?.ok_or("不是通常的工作簿结构")?;
    let (styles, format) = with_format(&styles).ok_or("样式表的结构不常见")?;
    let mut types = package.text("[Content_Types].xml")?.ok_or("不是通常的工作簿结构")?;
    package.put("xl/styles.xml", styles);
    for (number, (sheet, marks)) in (1..).zip(marks) {
        let Some(part) = sheets.get(sheet.as_str()) else { continue };
        let xml = package.text(part)?.ok_or("工作表部件缺失")?;
        let mut patched = with_formats(&xml, marks, format, &strings).ok_or("工作表的结构不常见")?;
        // A sheet with notes of its own keeps them as they are; ours then stand on the sheet of remarks alone.
        if !has_element(&patched, "legacyDrawing") {
            let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
            let name = part.rsplit('/').next().unwrap_or(part);
            let of_sheet = format!("{folder}/_rels/{name}.rels");
            let relations = package.text(&of_sheet)?;
            patched = insert_before(
                &patched,
                BEHIND_NOTES,
                &format!("<legacyDrawing xmlns:r=\"{RELATIONS}\" r:id=\"rIdZb1\"/>"),
            )
            .ok_or("工作表的结构不常见")?;
            package.put(&of_sheet, with_relations(relations.as_deref(), number));
            package.put(&format!("xl/commentsZb{number}.xml"), comments(marks));
            package.put(&format!("xl/drawings/vmlDrawingZb{number}.vml"), drawing(marks));
            types = with_type(&types, &format!("/xl/commentsZb{number}.xml"), "comments");
            if !types.contains("Extension=\"vml\"") {
                types = types.replacen(
                    "<Override",
                    "<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/><Override",
                    1,
                );
            }
        }
        package.put(part, patched);
    }
    package.put("xl/worksheets/sheetZb.xml", remarks_sheet(remarks));
    types = with_type(&types, "/xl/worksheets/sheetZb.xml", "worksheet");
    package.put("[Content_Types].xml", types);
    let next = workbook
        .split("sheetId=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok())
        .max()
        .unwrap_or(0)
        + 1;
    let entry = format!("<sheet xmlns:r=\"{RELATIONS}\" name=\"{REMARKS}\" sheetId=\"{next}\" r:id=\"rIdZbRemarks\"/></sheets>");
    package.put("xl/workbook.xml", workbook.replacen("</sheets>", &entry, 1));
    let relation =
        format!("<Relationship Id=\"rIdZbRemarks\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheetZb.xml\"/></Relationships>");
    if !relations.contains("</Relationships>") {
        return Err("不是通常的工作簿结构".to_owned());
    }
    package.put("xl/_rels/workbook.xml.rels", relations.replacen("</Relationships>", &relation, 1));
    package.pack().map_err(|error| format!("无法写出（{error}）"))
}

/// A package with the parts that were changed.
struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<String, String>,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8]) -> Result<Package<'b>, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "文件打不开".to_owned())?;
        let names = zip
            .file_names()
            .filter_map(|name| name.ok().map(|name| name.into_owned()))
            .collect();
        Ok(Package {
            zip,
            names,
            changed: BTreeMap::new(),
        })
    }

    /// The text of a part; `None` when there is none.
    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        if let Some(text) = self.changed.get(name) {
            return Ok(Some(text.clone()));
        }
        if !self.names.iter().any(|known| known == name) {
            return Ok(None);
        }
        let mut part = self.zip.by_name(name).map_err(|_| "文件打不开".to_owned())?;
        if part.size() > LARGEST_PART {
            return Err("工作表过大，不作标记".to_owned());
        }
        let mut text = String::new();
        part.read_to_string(&mut text).map_err(|_| "内部编码不是 UTF-8".to_owned())?;
        Ok(Some(text))
    }

    fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// The changed parts in the place of the old ones, the new ones behind them, all others as they are.
    fn pack(mut self) -> zip::result::ZipResult<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::DEFAULT);
        for index in 0..self.zip.len() {
            let part = self.zip.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            match self.changed.remove(&name) {
                None => out.raw_copy_file(part)?,
                Some(text) => {
                    out.start_file(name, options)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        for (name, text) in self.changed {
            out.start_file(name, options)?;
            out.write_all(text.as_bytes())?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// An attribute of a tag, unescaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag.get(start..)?.split('"').next()?;
    Some(unescape(value))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    let seen = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    seen.collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The tags of a name in an XML text.
fn tags<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = &'x str> {
    let start = format!("<{name} ");
    xml.match_indices(&start)
        .map(|(at, _)| at)
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(move |at| {
            let rest = xml.get(at..)?;
            rest.get(..=rest.find('>')?)
        })
}

/// The part of each worksheet, by the sheet's name.
fn sheets(workbook: &str, relations: &str) -> BTreeMap<String, String> {
    let targets: BTreeMap<String, String> = tags(relations, "Relationship")
        .filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?)))
        .collect();
    let part = |target: &String| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    };
    let named = tags(workbook, "sheet").filter_map(|tag| Some((attribute(tag, "name")?, part(targets.get(&attribute(tag, "r:id")?)?))));
    named.collect()
}

/// The texts of the table of shared strings.
fn shared_strings(xml: &str) -> Vec<String> {
    let items = xml.split("<si>").skip(1).map(|item| {
        let item = item.split("</si>").next().unwrap_or_default();
        let runs = item.split("<t").skip(1).filter_map(|run| {
            let (head, rest) = run.split_once('>')?;
            (!head.ends_with('/') && (head.is_empty() || head.starts_with(' '))).then(|| rest.split("</t>").next().unwrap_or_default())
        });
        unescape(&runs.collect::<String>())
    });
    items.collect()
}

/// The styles with our format added; its number.
fn with_format(styles: &str) -> Option<(String, usize)> {
    const FORMAT: &str =
        "<dxf><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFC7CE\"/><bgColor rgb=\"FFFFC7CE\"/></patternFill></fill></dxf>";
    if let Some(start) = styles.find("<dxfs") {
        let rest = styles.get(start..)?;
        let tag_end = start + rest.find('>')? + 1;
        let tag = styles.get(start..tag_end)?;
        let (end, number) = if tag.ends_with("/>") {
            (tag_end, 0)
        } else {
            let close = start + rest.find("</dxfs>")?;
            (
                close,
                styles.get(tag_end..close)?.matches("<dxf>").count() + styles.get(tag_end..close)?.matches("<dxf/>").count(),
            )
        };
        let head = format!("<dxfs count=\"{}\">", number + 1);
        let inner = styles.get(tag_end..end).filter(|_| !tag.ends_with("/>")).unwrap_or_default();
        let behind = if tag.ends_with("/>") {
            styles.get(tag_end..)?
        } else {
            styles.get(end + "</dxfs>".len()..)?
        };
        return Some((format!("{}{head}{inner}{FORMAT}</dxfs>{behind}", styles.get(..start)?), number));
    }
    let behind = ["<tableStyles", "<colors", "<extLst", "</styleSheet>"];
    let at = behind.iter().find_map(|tag| styles.find(tag))?;
    let (before, after) = styles.split_at(at);
    Some((format!("{before}<dxfs count=\"1\">{FORMAT}</dxfs>{after}"), 0))
}

/// Where the elements behind the data begin.
fn behind_data(xml: &str) -> Option<usize> {
    let end = match xml.find("</sheetData>") {
        Some(at) => at + "</sheetData>".len(),
        None => xml.find("<sheetData/>")? + "<sheetData/>".len(),
    };
    // Views of their own hold elements of the same names.
    Some(xml.find("</customSheetViews>").map_or(end, |at| at + "</customSheetViews>".len()))
}

fn element_at(xml: &str, from: usize, name: &str) -> Option<usize> {
    let start = format!("<{name}");
    let found = xml.get(from..)?.match_indices(&start).find(|(at, _)| {
        let next = xml.as_bytes().get(from + at + start.len());
        matches!(next, Some(b' ' | b'/' | b'>' | b'\r' | b'\n'))
    });
    found.map(|(at, _)| from + at)
}

fn has_element(xml: &str, name: &str) -> bool {
    behind_data(xml).is_some_and(|from| element_at(xml, from, name).is_some())
}

/// The sheet with a text before the first of the elements named, or at its end.
fn insert_before(xml: &str, names: &[&str], text: &str) -> Option<String> {
    let from = behind_data(xml)?;
    let at = names.iter().filter_map(|name| element_at(xml, from, name)).min();
    let at = at.or_else(|| xml.rfind("</worksheet>"))?;
    let (before, after) = xml.split_at(at);
    Some(format!("{before}{text}{after}"))
}

/// The sheet with a conditional format for each mark before its own, whose priorities are raised.
fn with_formats(xml: &str, marks: &[CellMark], format: usize, strings: &[String]) -> Option<String> {
    if !xml.contains("<worksheet") || xml.contains("招商核查") {
        return None;
    }
    let raised = raise_priorities(xml, marks.len());
    let mut ours = String::new();
    for (priority, mark) in (1..).zip(marks) {
        let cell = a1(mark.row, mark.column);
        let condition = escape(&condition(xml, &cell, strings));
        let _ = write!(
            ours,
            "<conditionalFormatting sqref=\"{cell}\"><cfRule type=\"expression\" dxfId=\"{format}\" priority=\"{priority}\"><formula>AND({},{condition})</formula></cfRule></conditionalFormatting>",
            escape(TAG)
        );
    }
    let mut names = vec!["conditionalFormatting"];
    names.extend(BEHIND_FORMATS);
    insert_before(&raised, &names, &ours)
}

fn raise_priorities(xml: &str, by: usize) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("cfRule ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').unwrap_or(tag.len());
        let (tag, behind) = tag.split_at(end);
        match tag
            .split_once(" priority=\"")
            .and_then(|(head, value)| Some((head, value.split_once('"')?)))
        {
            Some((head, (number, tail))) if number.parse::<usize>().is_ok() => {
                let _ = write!(
                    out,
                    "{head} priority=\"{}\"{tail}",
                    number.parse::<usize>().unwrap_or_default() + by
                );
            }
            _ => out.push_str(tag),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The condition that holds while the cell has the value that it has now.
fn condition(xml: &str, cell: &str, strings: &[String]) -> String {
    let blank = format!("LEN(TRIM({cell}))=0");
    let Some(start) = xml.find(&format!("<c r=\"{cell}\"")) else {
        return blank;
    };
    let rest = xml.get(start..).unwrap_or_default();
    let Some(end) = rest.find('>') else { return blank };
    let tag = rest.get(..=end).unwrap_or_default();
    if tag.ends_with("/>") {
        return blank;
    }
    let inner = rest.get(end + 1..).and_then(|rest| rest.split("</c>").next()).unwrap_or_default();
    let value = inner
        .split_once("<v>")
        .and_then(|(_, rest)| rest.split("</v>").next())
        .unwrap_or_default();
    if inner.contains("<f") {
        return "TRUE".to_owned();
    }
    let text = |text: &str| match text.chars().count() {
        0 => blank.clone(),
        // A text with a line break, or a long one, is told by its length.
        length if length > LONGEST_TEXT || text.contains(['\n', '\r']) => format!("LEN({cell})={}", text.encode_utf16().count()),
        _ => format!("EXACT({cell},\"{}\")", text.replace('"', "\"\"")),
    };
    match attribute(tag, "t").as_deref() {
        Some("s") => value
            .trim()
            .parse::<usize>()
            .ok()
            .and_then(|index| strings.get(index))
            .map_or("TRUE".to_owned(), |found| text(found)),
        Some("str") => text(&unescape(value)),
        Some("inlineStr") => text(&unescape(
            inner
                .split("<t")
                .nth(1)
                .and_then(|run| run.split_once('>')?.1.split("</t>").next())
                .unwrap_or_default(),
        )),
        None | Some("n") if value.trim().parse::<f64>().is_ok() => format!("AND(ISNUMBER({cell}),{cell}={})", value.trim()),
        None | Some("n") if value.trim().is_empty() => blank,
        _ => "TRUE".to_owned(),
    }
}

fn with_relations(relations: Option<&str>, number: u32) -> String {
    let own = format!(
        "<Relationship Id=\"rIdZb1\" Type=\"{RELATIONS}/vmlDrawing\" Target=\"/xl/drawings/vmlDrawingZb{number}.vml\"/>\
         <Relationship Id=\"rIdZb2\" Type=\"{RELATIONS}/comments\" Target=\"/xl/commentsZb{number}.xml\"/></Relationships>"
    );
    match relations.filter(|relations| relations.contains("</Relationships>")) {
        Some(relations) => relations.replacen("</Relationships>", &own, 1),
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{own}"
        ),
    }
}

fn with_type(types: &str, part: &str, kind: &str) -> String {
    let entry = format!("<Override PartName=\"{part}\" ContentType=\"{CONTENT}.{kind}+xml\"/></Types>");
    types.replacen("</Types>", &entry, 1)
}

fn comments(marks: &[CellMark]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{MAIN}\"><authors><author>{AUTHOR}</author></authors><commentList>"
    );
    for mark in marks.iter().take(MOST_NOTES) {
        let _ = write!(
            xml,
            "<comment ref=\"{}\" authorId=\"0\"><text><t xml:space=\"preserve\">{}</t></text></comment>",
            a1(mark.row, mark.column),
            escape(&mark.note)
        );
    }
    xml.push_str("</commentList></comments>");
    xml
}

/// The boxes of the notes, hidden until the pointer is over the cell.
fn drawing(marks: &[CellMark]) -> String {
    let mut xml = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
                   xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>\
                   <v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>\
                   <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        .to_owned();
    for (number, mark) in (1025..).zip(marks.iter().take(MOST_NOTES)) {
        let (row, column) = (mark.row, mark.column);
        let lines = u32::try_from(mark.note.chars().count() / 16 + 3).unwrap_or(20).min(20);
        let _ = write!(
            xml,
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
             <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox/>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, 15, {row}, 2, {}, 15, {}, 4</x:Anchor>\
             <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
            column + 1,
            column + 4,
            row + lines,
        );
    }
    xml.push_str("</xml>");
    xml
}

/// The sheet at the end: what is wrong, cell by cell, with a link to each.
fn remarks_sheet(remarks: &[Remark]) -> String {
    let cell = |reference: String, text: &str| {
        format!(
            "<c r=\"{reference}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escape(text)
        )
    };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>\
         <cols><col min=\"1\" max=\"1\" width=\"17\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"8\" customWidth=\"1\"/><col min=\"3\" max=\"3\" width=\"22\" customWidth=\"1\"/>\
         <col min=\"4\" max=\"5\" width=\"14\" customWidth=\"1\"/><col min=\"6\" max=\"7\" width=\"60\" customWidth=\"1\"/></cols><sheetData>"
    );
    let _ = write!(xml, "<row r=\"1\">{}</row><row r=\"2\">", cell("A1".to_owned(), REMARKS_TITLE));
    for (column, title) in (0_u16..).zip(["编号", "级别", "规则", "工作表", "位置", "问题", "建议"]) {
        xml.push_str(&cell(a1(1, column), title));
    }
    xml.push_str("</row>");
    let mut links = String::new();
    for (row, remark) in (2_u32..).zip(remarks) {
        let [id, severity, rule, message, remedy] = &remark.cells;
        let (sheet, place) = &remark.place;
        let _ = write!(xml, "<row r=\"{}\">", row + 1);
        for (column, text) in (0_u16..).zip([id, severity, rule, sheet, place, message, remedy]) {
            xml.push_str(&cell(a1(row, column), text));
        }
        xml.push_str("</row>");
        if !remark.target.is_empty() {
            let location = format!("'{}'!{}", sheet.replace('\'', "''"), remark.target);
            let _ = write!(
                links,
                "<hyperlink ref=\"{}\" location=\"{}\" display=\"{place}\"/>",
                a1(row, 4),
                escape(&location)
            );
        }
    }
    xml.push_str("</sheetData>");
    if !links.is_empty() {
        let _ = write!(xml, "<hyperlinks>{links}</hyperlinks>");
    }
    xml.push_str("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\"/></worksheet>");
    xml
}
