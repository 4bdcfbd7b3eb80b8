//! What goes back to a squad: its own workbook with the wrong cells marked, all else as it was, and its own list.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::Button;
use rust_xlsxwriter::Chart;
use rust_xlsxwriter::ChartType;
use rust_xlsxwriter::ConditionalFormat3ColorScale;
use rust_xlsxwriter::ConditionalFormatCell;
use rust_xlsxwriter::ConditionalFormatCellRule;
use rust_xlsxwriter::ConditionalFormatDataBar;
use rust_xlsxwriter::ConditionalFormatFormula;
use rust_xlsxwriter::ConditionalFormatIconSet;
use rust_xlsxwriter::ConditionalFormatIconType;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationRule;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::HeaderImagePosition;
use rust_xlsxwriter::Image;
use rust_xlsxwriter::Note;
use rust_xlsxwriter::Shape;
use rust_xlsxwriter::Sparkline;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use serde_json::Value;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support;

const RETURNED: &str = "报送/核查-2021-09/退回/文化旅游";

/// A contracts sheet with one wrong amount (`约200` in F4), a list of choices and a colour rule of its own.
fn contracts(sheet: &mut Worksheet) {
    let heads = ["合同编号", "项目名称", "投资方", "合同类型", "签订日期", "合同金额（万元）"];
    sheet.set_name("合同").unwrap();
    sheet.merge_range(0, 0, 0, 5, "签约台账", &Format::new()).unwrap();
    sheet.write_row(1, 0, heads).unwrap();
    sheet
        .write_row(2, 0, ["HT-1", "古城", "乙公司", "框架协议", "2021-09-01", "3000"])
        .unwrap();
    sheet
        .write_row(3, 0, ["HT-2", "老街", "丙公司", "框架协议", "2021-09-02", "约200"])
        .unwrap();
    let choices = DataValidation::new().allow_list_strings(&["框架协议", "正式合同"]).unwrap();
    sheet.add_data_validation(2, 3, 99, 3, &choices).unwrap();
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo("老街"))
        .set_format(Format::new().set_bold());
    sheet.add_conditional_format(2, 1, 99, 1, &rule).unwrap();
}

fn workbook(with_note: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    contracts(sheet);
    if with_note {
        sheet.insert_note(2, 0, &Note::new("原有批注")).unwrap();
        sheet.insert_note(3, 5, &Note::new("F4的原有批注")).unwrap();
    }
    let other = book.add_worksheet();
    other.set_name("备忘").unwrap();
    other.write(0, 0, "不是台账").unwrap();
    book.save_to_buffer().unwrap()
}

fn drop_in(workspace: &Path, name: &str, bytes: &[u8]) {
    let inbox = workspace.join("收件/文化旅游专班");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(inbox.join(name), bytes).unwrap();
}

fn check(workspace: &Path) -> Vec<Value> {
    let output = support::zhuanban()
        .args(["check", "--period", "2021-09", "--date", "2021-10-08"])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let bytes = fs::read(workspace.join("报送/核查-2021-09/数据/findings.json")).unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    json["findings"].as_array().unwrap().clone()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.insert(part.name().unwrap().into_owned(), content);
    }
    parts
}

/// The parts of the copy that are not those of the original, and that none of the original's is missing.
fn changed(original: &[u8], copy: &[u8]) -> Vec<String> {
    let (original, copy) = (parts(original), parts(copy));
    assert!(original.keys().all(|name| copy.contains_key(name)));
    let other = copy.iter().filter(|(name, content)| original.get(*name) != Some(content));
    other.map(|(name, _)| name.clone()).collect()
}

fn text(copy: &[u8], part: &str) -> String {
    String::from_utf8(parts(copy)[part].clone()).unwrap()
}

#[test]
fn the_wrong_cell_is_marked_and_all_else_stays() {
    let workspace = tempfile::tempdir().unwrap();
    let original = workbook(false);
    drop_in(workspace.path(), "合同.xlsx", &original);
    let findings = check(workspace.path());
    assert!(findings.iter().any(|finding| finding["rule"] == "D008"), "{findings:?}");

    let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    assert_eq!(
        changed(&original, &copy),
        [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/commentsZb1.xml",
            "xl/drawings/vmlDrawingZb1.vml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheetZb.xml",
        ]
    );
    for part in parts(&copy).keys().filter(|name| !name.ends_with('/')) {
        let text = text(&copy, part);
        let told = well_formed(&text);
        assert!(told.is_ok(), "{part}: {told:?}\n{text}");
    }

    // The colour goes when the value goes; the sheet's own rule and list stay.
    let sheet = text(&copy, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<conditionalFormatting sqref=\"F4\"><cfRule type=\"expression\" dxfId=\"1\" "),
        "{sheet}"
    );
    assert!(sheet.contains("EXACT(F4,&quot;约200&quot;)"), "{sheet}");
    assert!(
        sheet.contains("sqref=\"B3:B100\"") && sheet.contains("<dataValidations count=\"1\">"),
        "{sheet}"
    );
    // Every priority of the sheet is one of its own.
    let mut priorities: Vec<&str> = sheet
        .split(" priority=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let all = priorities.len();
    priorities.sort_unstable();
    priorities.dedup();
    assert_eq!(priorities.len(), all, "{sheet}");

    let notes = text(&copy, "xl/commentsZb1.xml");
    assert!(notes.contains("<comment ref=\"F4\"") && notes.contains("D008"), "{notes}");
    let remarks = text(&copy, "xl/worksheets/sheetZb.xml");
    assert!(remarks.contains("location=\"'合同'!F4\""), "{remarks}");

    // The same again to the byte.
    check(workspace.path());
    assert!(fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap() == copy);
}

/// Whether a text is well-formed XML.
fn well_formed(text: &str) -> Result<(), quick_xml::Error> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event()? {
            quick_xml::events::Event::Eof => return Ok(()),
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.map_err(quick_xml::Error::from)?;
                }
            }
            _ => {}
        }
    }
}

#[test]
fn notes_of_its_own_stay_and_ours_stand_beside_them() {
    let workspace = tempfile::tempdir().unwrap();
    let original = workbook(true);
    drop_in(workspace.path(), "合同.xlsx", &original);
    check(workspace.path());
    let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    let notes = text(&copy, "xl/comments1.xml");
    for cell in ["A3", "F4"] {
        assert_eq!(notes.matches(&format!("ref=\"{cell}\"")).count(), 1, "{notes}");
    }
    assert!(notes.contains("原有批注") && notes.contains("D008"), "{notes}");
    // On one cell, the squad's own words come first.
    let own = notes.find("F4的原有批注").unwrap();
    assert!(own < notes.find("〔招商核查〕").unwrap(), "{notes}");
    assert!(!parts(&copy).keys().any(|part| part.contains("commentsZb")));
    // One box for each note.
    let boxes = text(&copy, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(boxes.matches("<v:shape ").count(), notes.matches("<comment ").count(), "{boxes}");
}

#[test]
fn a_returned_copy_that_comes_back_is_read_as_it_was_and_marked_anew() {
    for with_note in [false, true] {
        let workspace = tempfile::tempdir().unwrap();
        drop_in(workspace.path(), "合同.xlsx", &workbook(with_note));
        let ids = |findings: &[Value]| -> Vec<String> { findings.iter().map(|finding| finding["id"].to_string()).collect() };
        let before = ids(&check(workspace.path()));
        let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
        drop_in(workspace.path(), "合同.xlsx", &copy);
        assert_eq!(ids(&check(workspace.path())), before);
        let again = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
        let (first, second) = (parts(&copy), parts(&again));
        for (name, content) in &first {
            let (content, other) = (String::from_utf8_lossy(content), String::from_utf8_lossy(&second[name]));
            assert_eq!(content, other, "{name}");
        }
        assert_eq!(first.len(), second.len());
    }
}

/// The workbook with another text in one of its parts.
fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, content) in parts(bytes) {
        zip.start_file(&part, SimpleFileOptions::default()).unwrap();
        zip.write_all(if part == name { text.as_bytes() } else { &content }).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Some programs write every character outside of ASCII as its number.
#[test]
fn marks_are_taken_off_again_however_another_program_wrote_them() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let workspace = tempfile::tempdir().unwrap();
    drop_in(workspace.path(), "合同.xlsx", &workbook(false));
    check(workspace.path());
    let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    let sheet = text(&copy, SHEET);
    let rules = |sheet: &str| sheet.matches("<cfRule").count();
    let marked = rules(&sheet);
    assert!(marked > 1, "{sheet}");
    let numbered: String = sheet
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("&#{};", u32::from(c))
            }
        })
        .collect();
    drop_in(workspace.path(), "合同.xlsx", &with_part(&copy, SHEET, &numbered));
    check(workspace.path());
    let again = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    assert_eq!(rules(&text(&again, SHEET)), marked, "{}", text(&again, SHEET));
}

#[test]
fn a_file_that_cannot_be_marked_is_named_on_the_list() {
    let workspace = tempfile::tempdir().unwrap();
    let csv = "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,框架协议,2021-09-01,约200\n";
    drop_in(workspace.path(), "合同.csv", csv.as_bytes());
    check(workspace.path());
    let folder = workspace.path().join(RETURNED);
    assert!(!folder.join("合同.csv").exists());
    let list = fs::read(folder.join("问题清单（文化旅游）.xlsx")).unwrap();
    let told = parts(&list).into_values().any(|part| {
        let text = String::from_utf8_lossy(&part);
        text.contains("合同.csv") && text.contains("只列清单")
    });
    assert!(told);
}

/// A picture of one point.
const POINT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// What a workbook may have besides its cells, one kind in each.
fn varied() -> Vec<(&'static str, Vec<u8>)> {
    type Change = fn(&mut Worksheet) -> Result<(), rust_xlsxwriter::XlsxError>;
    let changes: [(&str, Change); 22] = [
        ("plain", |_| Ok(())),
        ("widths and formats", |sheet| {
            sheet.set_column_width(1, 40)?.set_row_height(3, 60)?;
            let format = Format::new()
                .set_bold()
                .set_background_color("FFFF00")
                .set_border(FormatBorder::Thin);
            sheet.set_cell_format(3, 5, &format)?;
            Ok(())
        }),
        ("merged, with the wrong cell inside", |sheet| {
            sheet.merge_range(3, 5, 3, 6, "约200", &Format::new())?;
            Ok(())
        }),
        ("note on another cell", |sheet| {
            sheet.insert_note(2, 0, &Note::new("核对过")).map(drop)
        }),
        ("note on the wrong cell", |sheet| {
            sheet.insert_note(3, 5, &Note::new("待定").set_author("王五")).map(drop)
        }),
        ("chart", |sheet| {
            let mut chart = Chart::new(ChartType::Column);
            chart.add_series().set_values("合同!$F$3:$F$4");
            sheet.insert_chart(6, 1, &chart).map(drop)
        }),
        ("picture", |sheet| {
            sheet.insert_image(8, 1, &Image::new_from_buffer(POINT)?).map(drop)
        }),
        ("text box", |sheet| {
            sheet.insert_shape(9, 1, &Shape::textbox().set_text("说明")).map(drop)
        }),
        ("button", |sheet| sheet.insert_button(9, 1, &Button::new()).map(drop)),
        ("button and note", |sheet| {
            sheet.insert_button(9, 1, &Button::new())?;
            sheet.insert_note(2, 1, &Note::new("核对过")).map(drop)
        }),
        ("dates to choose", |sheet| {
            let dates = DataValidation::new().allow_date(DataValidationRule::Between(
                ExcelDateTime::from_ymd(2021, 1, 1)?,
                ExcelDateTime::from_ymd(2021, 12, 31)?,
            ));
            sheet.add_data_validation(2, 4, 99, 4, &dates).map(drop)
        }),
        ("colour scale", |sheet| {
            sheet
                .add_conditional_format(2, 5, 99, 5, &ConditionalFormat3ColorScale::new())
                .map(drop)
        }),
        ("data bar", |sheet| {
            sheet
                .add_conditional_format(2, 5, 99, 5, &ConditionalFormatDataBar::new())
                .map(drop)
        }),
        ("icons", |sheet| {
            let icons = ConditionalFormatIconSet::new().set_icon_type(ConditionalFormatIconType::ThreeTrafficLights);
            sheet.add_conditional_format(2, 5, 99, 5, &icons).map(drop)
        }),
        ("stop if true", |sheet| {
            let rule = ConditionalFormatFormula::new()
                .set_rule("=$F3<>\"\"")
                .set_stop_if_true(true)
                .set_format(Format::new().set_background_color("00FF00"));
            sheet.add_conditional_format(2, 5, 99, 5, &rule).map(drop)
        }),
        ("links", |sheet| sheet.write_url(8, 1, "https://example.cn/").map(drop)),
        ("print set-up", |sheet| {
            sheet
                .set_landscape()
                .set_paper_size(9)
                .set_repeat_rows(0, 1)?
                .set_print_area(0, 0, 9, 5)?;
            sheet.set_header("&C台账").set_page_breaks(&[5])?;
            Ok(())
        }),
        ("picture in the header", |sheet| {
            sheet.set_header("&C&G");
            sheet
                .set_header_image(&Image::new_from_buffer(POINT)?, HeaderImagePosition::Center)
                .map(drop)
        }),
        ("frozen and filtered", |sheet| {
            sheet.set_freeze_panes(2, 0)?;
            sheet.autofilter(1, 0, 3, 5).map(drop)
        }),
        ("sparkline", |sheet| {
            sheet
                .add_sparkline(2, 7, &Sparkline::new().set_range(("合同", 2, 5, 3, 5)))
                .map(drop)
        }),
        ("protected", |sheet| {
            sheet.protect();
            Ok(())
        }),
        ("rich text and outline", |sheet| {
            sheet.write_rich_string(2, 2, &[(&Format::new().set_bold(), "乙"), (&Format::new(), "公司")])?;
            sheet.group_rows(2, 3).map(drop)
        }),
    ];
    let mut books: Vec<(&str, Vec<u8>)> = changes
        .iter()
        .map(|(name, change)| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            contracts(sheet);
            change(sheet).unwrap();
            (*name, book.save_to_buffer().unwrap())
        })
        .collect();
    let mut book = Workbook::new();
    contracts(book.add_worksheet());
    book.define_name("合同额", "=合同!$F$3:$F$4").unwrap();
    book.add_worksheet().set_name("草稿").unwrap().set_hidden(true);
    books.push(("name of an area and a hidden sheet", book.save_to_buffer().unwrap()));
    books
}

/// A worksheet without what is ours; priorities, which we raise, are left out.
fn without_ours(xml: &str) -> String {
    let mut blocks = xml.split("<conditionalFormatting");
    let mut rest = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (inner, behind) = block.split_once("</conditionalFormatting>").unwrap();
        if !inner.contains("招商核查") {
            rest.push_str(&format!("<conditionalFormatting{inner}</conditionalFormatting>"));
        }
        rest.push_str(behind);
    }
    if let Some(start) = rest.find("<legacyDrawing xmlns:r=") {
        let end = start + rest[start..].find("/>").unwrap() + 2;
        rest.replace_range(start..end, "");
    }
    let mut pieces = rest.split(" priority=\"");
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('"').unwrap().1)
}

#[test]
fn whatever_a_workbook_has_stays() {
    let ours = |part: &str| {
        let known = [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/workbook.xml",
        ];
        let of_sheet = ["xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"];
        let notes = ["xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"];
        part.contains("Zb") || known.contains(&part) || of_sheet.contains(&part) || notes.contains(&part)
    };
    for (name, original) in varied() {
        let workspace = tempfile::tempdir().unwrap();
        drop_in(workspace.path(), "合同.xlsx", &original);
        check(workspace.path());
        let path = workspace.path().join(RETURNED).join("合同.xlsx");
        let copy = fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let changed = changed(&original, &copy);
        assert!(changed.iter().all(|part| ours(part)), "{name}: {changed:?}");
        for part in parts(&copy).keys().filter(|part| part.ends_with(".xml") || part.ends_with(".vml")) {
            well_formed(&text(&copy, part)).unwrap_or_else(|error| panic!("{name} {part}: {error}"));
        }
        let (before, after) = (text(&original, "xl/worksheets/sheet1.xml"), text(&copy, "xl/worksheets/sheet1.xml"));
        assert_eq!(without_ours(&after), without_ours(&before), "{name}");
        assert!(after.contains("招商核查"), "{name}");
        // The drawing of the notes is a child of the sheet, behind every colour rule and before what extends the sheet.
        let notes_at = after.find("<legacyDrawing ").unwrap();
        assert!(after.rfind("</conditionalFormatting>").unwrap() < notes_at, "{name}: {after}");
        let extension = after.rfind("<extLst").filter(|at| after[*at..].contains("</extLst></worksheet>"));
        assert!(extension.is_none_or(|at| notes_at < at), "{name}: {after}");
        let notes: String = parts(&copy)
            .keys()
            .filter(|part| part.contains("comments"))
            .map(|part| text(&copy, part))
            .collect();
        let of_cell = notes.split("<comment ").find(|note| note.contains("ref=\"F4\""));
        assert!(of_cell.is_some_and(|note| note.contains("D008")), "{name}: {notes}");
    }
}
