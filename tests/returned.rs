//! What goes back to a squad: its own workbook with the wrong cells marked, all else as it was, and its own list.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::io::Read;
use std::path::Path;

use rust_xlsxwriter::ConditionalFormatCell;
use rust_xlsxwriter::ConditionalFormatCellRule;
use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Note;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use serde_json::Value;
use zip::ZipArchive;

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
fn notes_of_its_own_stay_as_they_are() {
    let workspace = tempfile::tempdir().unwrap();
    let original = workbook(true);
    drop_in(workspace.path(), "合同.xlsx", &original);
    check(workspace.path());
    let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    let changed = changed(&original, &copy);
    assert!(
        !changed.iter().any(|part| part.contains("omments") || part.contains("vml")),
        "{changed:?}"
    );
    assert!(text(&copy, "xl/worksheets/sheet1.xml").contains("EXACT(F4,&quot;约200&quot;)"));
    assert!(text(&copy, "xl/worksheets/sheetZb.xml").contains("约200"));
}

#[test]
fn a_returned_copy_is_read_as_the_workbook_that_it_was() {
    let workspace = tempfile::tempdir().unwrap();
    drop_in(workspace.path(), "合同.xlsx", &workbook(false));
    let ids = |findings: &[Value]| -> Vec<String> { findings.iter().map(|finding| finding["id"].to_string()).collect() };
    let before = ids(&check(workspace.path()));
    let copy = fs::read(workspace.path().join(RETURNED).join("合同.xlsx")).unwrap();
    drop_in(workspace.path(), "合同.xlsx", &copy);
    assert_eq!(ids(&check(workspace.path())), before);
    // It is not marked twice, and the list says why.
    assert!(!workspace.path().join(RETURNED).join("合同.xlsx").exists());
    let list = fs::read(workspace.path().join(RETURNED).join("问题清单（文化旅游）.xlsx")).unwrap();
    let told = parts(&list)
        .into_values()
        .any(|part| String::from_utf8_lossy(&part).contains("已是退回的一份"));
    assert!(told);
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
