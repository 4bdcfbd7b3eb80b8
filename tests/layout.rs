//! The documents of every kind of report as XML: what GB/T 9704 asks for is in them, and nothing leads outside.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::support;

const KINDS: [&str; 5] = ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"];

/// The XML parts of every file of that ending of every kind of report of a sample; the squads' own workbooks that go back to
/// them are theirs.
fn documents(sample: &str, ending: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let work = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(sample);
    let mut documents = Vec::new();
    for kind in KINDS {
        Command::cargo_bin("zhuanban")
            .unwrap()
            .args(["report", kind, "--date", "2022-01-10"])
            .arg(&sample)
            .arg("--out")
            .arg(work.path())
            .assert()
            .code(0);
        let folder = work.path().join(kind);
        let ours = |path: &String| path.ends_with(ending) && (!path.starts_with("退回/") || path.contains("问题清单"));
        let found = support::files(&folder).into_iter().filter(ours);
        let before = documents.len();
        for path in found {
            let mut zip = zip::ZipArchive::new(fs::File::open(folder.join(&path)).unwrap()).unwrap();
            let mut parts = BTreeMap::new();
            for index in 0..zip.len() {
                let mut part = zip.by_index(index).unwrap();
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                parts.insert(part.name().unwrap().to_string(), text);
            }
            documents.push((format!("{kind}/{path}"), parts));
        }
        assert!(documents.len() > before, "{kind} has no {ending}");
    }
    documents
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|found| found.key.as_ref() == name)?;
    Some(found.value.to_string())
}

/// Every opening of an element with what it says.
fn visit(xml: &str, mut see: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                see(&name, &start);
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

/// The texts that the cells of a workbook point to.
fn shared_strings(xml: &str) -> Vec<&str> {
    let texts = xml.split("<si>").skip(1).map(|item| {
        let text = item.split_once("<t").and_then(|(_, rest)| rest.split_once('>'));
        text.and_then(|(_, rest)| rest.split_once("</t>")).map_or("", |(text, _)| text)
    });
    texts.collect()
}

/// The text of a cell; `None` where it holds a number.
fn text_of<'a>(sheet: &str, cell: &str, strings: &[&'a str]) -> Option<&'a str> {
    let (_, cell) = sheet.split_once(&format!("<c r=\"{cell}\""))?;
    let (start, rest) = cell.split_once('>')?;
    let (index, _) = rest.strip_prefix("<v>")?.split_once("</v>")?;
    start.contains(" t=\"s\"").then(|| strings[index.parse::<usize>().unwrap()])
}

/// The column of a cell such as `C17`, from 1.
fn column(cell: &str) -> usize {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1)
}

/// The Chinese font that each paragraph style names, itself or by the one that it is based on.
fn chinese_fonts(styles: &str) -> BTreeMap<String, String> {
    let (mut id, mut own, mut based) = (String::new(), BTreeMap::new(), BTreeMap::new());
    visit(styles, |name, start| match name {
        "w:style" => id = attribute(start, "w:styleId").unwrap(),
        "w:basedOn" => {
            based.insert(id.clone(), attribute(start, "w:val").unwrap());
        }
        "w:rFonts" => {
            if let Some(font) = attribute(start, "w:eastAsia") {
                own.insert(id.clone(), font);
            }
        }
        _ => {}
    });
    let mut fonts = own.clone();
    for id in based.keys() {
        let mut at = id;
        while !own.contains_key(at) {
            let Some(next) = based.get(at) else { break };
            at = next;
        }
        if let Some(font) = own.get(at) {
            fonts.insert(id.clone(), font.clone());
        }
    }
    fonts
}

#[test]
fn every_document_keeps_the_official_layout() {
    for (path, parts) in documents("clean", ".docx") {
        let fonts = chinese_fonts(&parts["word/styles.xml"]);
        for part in ["word/document.xml", "word/footer1.xml", "word/footer2.xml"] {
            let (mut style, mut runs, mut hinted) = (String::new(), 0, 0);
            visit(&parts[part], |name, start| match name {
                "w:p" => style.clear(),
                "w:pStyle" => style = attribute(start, "w:val").unwrap(),
                "w:r" => {
                    runs += 1;
                    assert!(
                        fonts.contains_key(&style),
                        "{path} {part}: a run of style {style:?} has no Chinese font"
                    );
                }
                "w:rFonts" => hinted += usize::from(attribute(start, "w:hint").as_deref() == Some("eastAsia")),
                _ => {}
            });
            assert!(
                runs > 0 && runs == hinted,
                "{path} {part}: {runs} runs, {hinted} set in Chinese type"
            );
        }

        let (mut tables, mut heads, mut margins, mut footers) = (0, 0, Vec::new(), Vec::new());
        visit(&parts["word/document.xml"], |name, start| match name {
            "w:tbl" => tables += 1,
            "w:tblHeader" => heads += 1,
            "w:pgMar" => {
                margins = ["w:top", "w:right", "w:bottom", "w:left"]
                    .map(|side| attribute(start, side).unwrap())
                    .to_vec();
            }
            "w:pgSz" => assert_eq!(attribute(start, "w:w").as_deref(), Some("11906"), "{path}"),
            "w:footerReference" => footers.push(attribute(start, "w:type").unwrap()),
            _ => {}
        });
        // A form is one table that has no head to repeat.
        let is_form = ["考核表.docx", "登记表（"].iter().any(|part| path.contains(part));
        let expected = if is_form { (1, 0) } else { (tables, tables) };
        assert!(tables > 0, "{path}: no table");
        assert_eq!((tables, heads), expected, "{path}: tables, repeated heads");
        assert_eq!(margins, ["2098", "1474", "1984", "1588"], "{path}");
        assert_eq!(footers, ["default", "even"], "{path}");
        assert!(parts["word/settings.xml"].contains("<w:evenAndOddHeaders/>"), "{path}");
        for footer in ["word/footer1.xml", "word/footer2.xml"] {
            assert!(parts[footer].contains(" PAGE ") && parts[footer].contains("— "), "{path}");
        }

        for (name, xml) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
            visit(xml, |_, start| {
                assert_eq!(attribute(start, "TargetMode"), None, "{path} {name}");
                let target = attribute(start, "Target").unwrap_or_default();
                assert!(!target.contains("://") && !target.contains(".."), "{path} {name}: {target}");
            });
        }
    }
}

#[test]
fn every_workbook_can_be_printed_and_leads_nowhere_but_to_the_inbox() {
    let mut tables = 0;
    let mut charts = 0;
    let mut icons = 0;
    for (path, parts) in documents("clean", ".xlsx") {
        let mut hidden = Vec::new();
        let mut titles = 0;
        visit(&parts["xl/workbook.xml"], |name, start| match name {
            "sheet" => hidden.push(attribute(start, "state").is_some()),
            "definedName" => titles += usize::from(attribute(start, "name").as_deref() == Some("_xlnm.Print_Titles")),
            _ => {}
        });
        let mut repeated = 0;
        for (index, hidden) in hidden.iter().enumerate().filter(|(_, hidden)| !**hidden) {
            let sheet = &parts[&format!("xl/worksheets/sheet{}.xml", index + 1)];
            let place = format!("{path} sheet {}", index + 1);
            assert!(!hidden);
            let mut seen = BTreeMap::new();
            visit(sheet, |name, start| match name {
                "pageMargins" => {
                    let sides = ["left", "right", "top", "bottom"].map(|side| attribute(start, side).unwrap());
                    seen.insert("margins", sides.join(" "));
                }
                "pageSetup" => {
                    let paper = ["paperSize", "orientation"].map(|what| attribute(start, what).unwrap());
                    let tall = attribute(start, "fitToHeight").unwrap_or_else(|| "1".to_owned());
                    seen.insert("page", format!("{} {tall}", paper.join(" ")));
                }
                "pageSetUpPr" => {
                    seen.insert("fit", attribute(start, "fitToPage").unwrap());
                }
                "iconSet" => icons += 1,
                _ => {}
            });
            assert_eq!(seen["margins"], "0.5 0.5 0.55 0.6", "{place}");
            assert_eq!(seen["fit"], "1", "{place}");
            assert!(
                ["9 landscape 0", "9 landscape 1"].contains(&seen["page"].as_str()),
                "{place}: {}",
                seen["page"]
            );
            repeated += usize::from(seen["page"].ends_with('0'));
            assert!(sheet.contains("第 &amp;P 页 共 &amp;N 页"), "{place}");
        }
        assert_eq!(titles, repeated, "{path}: heads repeated on each page");
        for (name, xml) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
            visit(xml, |_, start| {
                let target = attribute(start, "Target").unwrap_or_default();
                assert!(!target.contains("://"), "{path} {name}: {target}");
                if attribute(start, "TargetMode").as_deref() == Some("External") {
                    let kind = attribute(start, "Type").unwrap_or_default();
                    assert!(
                        kind.ends_with("/hyperlink") && target.contains("sample-data/clean/"),
                        "{path} {name}: {target}"
                    );
                }
            });
        }
        tables += parts.keys().filter(|name| name.starts_with("xl/tables/")).count();
        charts += parts.keys().filter(|name| name.starts_with("xl/charts/chart")).count();
        // A table's heads are the texts of its cells, or Excel repairs the file.
        for (name, xml) in parts.iter().filter(|(name, _)| name.starts_with("xl/tables/")) {
            let mut heads = Vec::new();
            visit(xml, |element, start| {
                if element == "tableColumn" {
                    heads.push(attribute(start, "name").unwrap());
                }
            });
            let strings = &parts["xl/sharedStrings.xml"];
            assert!(
                heads.iter().all(|head| strings.contains(&format!(">{head}</t>"))),
                "{path} {name}: {heads:?}"
            );
        }
    }
    assert!(
        tables > 50 && charts > 20 && icons >= 5,
        "{tables} tables, {charts} charts, {icons} sets of icons"
    );
}

/// A cell with a link keeps its text in one line, so what does not fit is cut off.
#[test]
fn no_text_with_a_link_is_wider_than_its_column() {
    let mut to_the_inbox = 0;
    let mut sheets_with_links = 0;
    for (path, parts) in documents("flawed", ".xlsx") {
        let strings = parts.get("xl/sharedStrings.xml").map_or_else(Vec::new, |xml| shared_strings(xml));
        for (part, sheet) in parts.iter().filter(|(part, _)| part.starts_with("xl/worksheets/sheet")) {
            let (mut widths, mut merged, mut links) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
            visit(sheet, |name, start| match name {
                "col" => {
                    let [from, to] = ["min", "max"].map(|end| attribute(start, end).unwrap().parse::<usize>().unwrap());
                    let width = attribute(start, "width").unwrap().parse::<f64>().unwrap();
                    widths.extend((from..=to).map(|column| (column, width)));
                }
                "mergeCell" => {
                    let area = attribute(start, "ref").unwrap();
                    let (first, last) = area.split_once(':').unwrap();
                    merged.insert(first.to_owned(), column(last));
                }
                "hyperlink" => {
                    to_the_inbox += usize::from(attribute(start, "r:id").is_some());
                    links.push(attribute(start, "ref").unwrap());
                }
                _ => {}
            });
            sheets_with_links += usize::from(!links.is_empty());
            for link in links {
                let Some(text) = text_of(sheet, &link, &strings) else { continue };
                let first = column(&link);
                let last = merged.get(&link).copied().unwrap_or(first);
                let room: f64 = (first..=last).map(|column| widths[&column]).sum();
                let wide: usize = text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
                assert!(wide as f64 <= room, "{path} {part} {link}: {text} in {room}");
            }
        }
    }
    assert!(
        to_the_inbox > 1000 && sheets_with_links > 50,
        "{to_the_inbox} links to the inbox, {sheets_with_links} sheets with links"
    );
}
