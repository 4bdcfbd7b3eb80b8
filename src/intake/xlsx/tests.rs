//! The reader against what a writer wrote, against calamine, against odd sheets made by hand, and against damage.

use std::io::Cursor;
use std::io::Write;
use std::sync::Arc;

use rust_xlsxwriter::Color;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook as Writer;
use zip::CompressionMethod;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::intake::budget::Budget;
use crate::intake::calamine::oracle;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::place::Place;
use crate::place::Source;
use crate::settings::Limits;

fn read(bytes: &[u8]) -> Result<Workbook, Refused> {
    read_within(bytes, Limits::default())
}

fn read_within(bytes: &[u8], limits: Limits) -> Result<Workbook, Refused> {
    super::read(bytes, &mut Budget::new(limits))
}

/// `A1 Number(1.0)` for each cell.
fn cells(grid: &Grid) -> Vec<String> {
    let source = Arc::new(Source {
        file: Arc::from(""),
        sheet: Arc::from(""),
        order: 0,
    });
    let mut told = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            let place = Place::cell(&source, row.row, cell.column);
            told.push(format!("{} {:?}", place.a1().unwrap(), cell.raw));
        }
    }
    told
}

fn text(text: &str) -> Raw {
    Raw::Text(Arc::from(text))
}

/// A workbook with all that staff put in one.
fn rich() -> Vec<u8> {
    let mut writer = Writer::new();
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let money = Format::new().set_num_format("#,##0.00").set_bold();
    let title = Format::new().set_font_size(18.0);
    let red = Format::new().set_font_color(Color::Red);
    let duration = Format::new().set_num_format("[h]:mm");
    let sheet = writer.add_worksheet();
    sheet.set_name("经费 & <支出>").unwrap();
    sheet.merge_range(0, 0, 0, 5, "经费支出明细表", &title).unwrap();
    for (column, header) in ["凭证号", "日期", "金额（元）", "备注", "已审", "用时"].into_iter().enumerate() {
        sheet.write(1, column as u16, header).unwrap();
    }
    for row in 2..40u32 {
        sheet.write(row, 0, format!("{row:08}")).unwrap();
        sheet.write_with_format(row, 1, 44_000.0 + f64::from(row), &date).unwrap();
        sheet.write_with_format(row, 2, f64::from(row) * 0.1 + 1e-7, &money).unwrap();
        sheet
            .write_rich_string(row, 3, &[(&red, "注意 "), (&Format::new(), " 文旅")])
            .unwrap();
        sheet.write_boolean(row, 4, row % 2 == 0).unwrap();
        sheet.write_with_format(row, 5, 1.5, &duration).unwrap();
    }
    sheet.write_formula(40, 2, Formula::new("=SUM(C3:C40)").set_result("12.5")).unwrap();
    sheet.write_formula(41, 2, Formula::new("=A1&\"\"").set_result("文本")).unwrap();
    sheet.write_formula(42, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(43, 3, " 前后空格 \n第二行_x000D_").unwrap();
    sheet.write_blank(44, 3, &title).unwrap();
    sheet.merge_range(45, 0, 47, 0, "文旅", &title).unwrap();
    sheet.set_row_hidden(5).unwrap();
    sheet.set_row_hidden(900).unwrap();
    sheet.set_column_hidden(3).unwrap();
    sheet.set_column_hidden(20).unwrap();
    let hidden = writer.add_worksheet();
    hidden.set_name("隐藏").unwrap().set_hidden(true);
    hidden.write(1_048_575, 16_383, 1e300).unwrap();
    hidden.write(7, 2, "远").unwrap();
    writer.save_to_buffer().unwrap()
}

#[test]
fn what_was_written_is_read() {
    let workbook = read(&rich()).unwrap();
    assert!(workbook.remarks.is_empty());
    let [sheet, hidden] = &workbook.sheets[..] else {
        panic!("two sheets")
    };
    assert_eq!(&*sheet.name, "经费 & <支出>");
    assert!(!sheet.hidden && hidden.hidden);
    assert_eq!((sheet.order, hidden.order), (0, 1));
    let expected = [
        Merge {
            top: 1,
            bottom: 1,
            left: 1,
            right: 6,
        },
        Merge {
            top: 46,
            bottom: 48,
            left: 1,
            right: 1,
        },
    ];
    assert_eq!(sheet.merges, expected);
    assert_eq!(sheet.hidden_rows, [6]);
    assert_eq!(sheet.hidden_columns, [4]);
    let third = &sheet.rows[2];
    assert_eq!(third.row, 3);
    let raws: Vec<&Raw> = third.cells.iter().map(|cell| &cell.raw).collect();
    let date = Raw::Date {
        serial: 44_002.0,
        day: "2020-06-20".parse().ok(),
    };
    let expected = [
        text("00000002"),
        date,
        Raw::Number(2.0 * 0.1 + 1e-7),
        text("注意  文旅"),
        Raw::Bool(true),
        Raw::Number(1.5),
    ];
    assert_eq!(raws, expected.iter().collect::<Vec<_>>());
    let told = cells(sheet);
    for expected in [
        "C41 Number(12.5)",
        "C42 Text(\"文本\")",
        "C43 Error(\"#DIV/0!\")",
        "D44 Text(\" 前后空格 \\n第二行_x000D_\")",
    ] {
        assert!(told.iter().any(|cell| cell == expected), "{expected} is not in {told:?}");
    }
    assert_eq!(cells(hidden), ["C8 Text(\"远\")", "XFD1048576 Number(1e300)"]);
}

#[test]
fn calamine_reads_the_same() {
    let bytes = rich();
    let ours = read(&bytes).unwrap();
    let theirs = oracle::xlsx(&bytes, &mut Budget::new(Limits::default())).unwrap();
    assert_eq!(ours.sheets.len(), theirs.sheets.len());
    for (ours, theirs) in ours.sheets.iter().zip(&theirs.sheets) {
        assert_eq!(cells(ours), cells(theirs));
        assert_eq!(ours.merges, theirs.merges);
        assert_eq!((&ours.name, ours.order, ours.hidden), (&theirs.name, theirs.order, theirs.hidden));
    }
}

/// A container of these parts.
fn container(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MAIN: (&str, &str) = (
    "_rels/.rels",
    r#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>"#,
);
const BOOK: (&str, &str) = (
    "xl/workbook.xml",
    r#"<x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr/><x:sheets><x:sheet name="表" sheetId="1" r:id="s1"/></x:sheets></x:workbook>"#,
);
const LINKS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<p:Relationships xmlns:p="p"><p:Relationship Id="s1" Type="http://x/worksheet" Target="./worksheets/../sheets/1.xml"/>
    <p:Relationship Id="s2" Type="http://x/styles" Target="styles.xml"/><p:Relationship Id="s3" Type="http://x/sharedStrings" Target="none.xml"/></p:Relationships>"#,
);
const STYLES: (&str, &str) = (
    "xl/styles.xml",
    r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>"#,
);
const STRINGS: (&str, &str) = (
    "xl/none.xml",
    "<sst uniqueCount=\"4000000000\"><si><t>甲</t></si><si><t>乙</t></si></sst>",
);

/// Reads a sheet of these rows.
fn sheet(data: &str) -> Result<Workbook, Refused> {
    let content = format!(r#"<x:worksheet xmlns:x="m"><x:sheetData>{data}</x:sheetData></x:worksheet>"#);
    read(&container(&[MAIN, BOOK, LINKS, STYLES, STRINGS, ("xl/sheets/1.xml", &content)]))
}

#[test]
fn odd_cells_are_read_as_they_are_meant_or_marked() {
    let cases = [
        ("<c r='A1'><v>5</v></c>", "A1 Number(5.0)"),
        ("<c r='A1'><v> 5 </v></c>", "A1 Number(5.0)"),
        ("<c r='A1'><v>007</v></c>", "A1 Number(7.0)"),
        ("<c r='A1'><v>1,5</v></c>", "A1 Text(\"1,5\")"),
        ("<c r='A1'><v>-1.5E3</v></c>", "A1 Number(-1500.0)"),
        ("<c r='A1'><v>NaN</v></c>", "A1 Error(\"#NUM!\")"),
        ("<c r='A1'><v>INF</v></c>", "A1 Error(\"#NUM!\")"),
        ("<c r='A1'><v>12<!-- x -->34</v></c>", "A1 Number(1234.0)"),
        ("<c r='A1'><v><![CDATA[12]]></v></c>", "A1 Number(12.0)"),
        ("<c r='A1'><v>&#49;2</v></c>", "A1 Number(12.0)"),
        ("<c r='A1' t='s'><v>1</v></c>", "A1 Text(\"乙\")"),
        ("<c r='A1' t='s'><v>1 </v></c>", "A1 Text(\"乙\")"),
        ("<c r='A1' t='s'><v>2</v></c>", "A1 Error(\"#文字缺失\")"),
        ("<c r='A1' t='s'><v>x</v></c>", "A1 Error(\"#文字缺失\")"),
        ("<c r='A1' t='s'><v/></c>", ""),
        ("<c r='A1' t='str'><v>a&amp;b_x000A_c</v></c>", "A1 Text(\"a&b\\nc\")"),
        ("<c r='A1' t='inlineStr'><is><t>甲</t></is></c>", "A1 Text(\"甲\")"),
        ("<c r='A1' t='inlineStr'><is><t>甲</t></is><v/></c>", "A1 Text(\"甲\")"),
        ("<c r='A1' t='inlineStr'><v/><is><t>甲</t></is></c>", "A1 Text(\"甲\")"),
        (
            "<c r='A1' t='inlineStr'><is><r><t>甲</t></r><rPh><t>x</t></rPh><r><t>乙</t></r></is></c>",
            "A1 Text(\"甲乙\")",
        ),
        ("<c r='A1' t='b'><v>1</v></c>", "A1 Bool(true)"),
        ("<c r='A1' t='b'><v>FALSE</v></c>", "A1 Bool(false)"),
        ("<c r='A1' t='b'><v>2</v></c>", "A1 Error(\"#布尔值无效\")"),
        ("<c r='A1' t='e'><v>#SPILL!</v></c>", "A1 Error(\"#SPILL!\")"),
        ("<c r='A1' t='e'><v/></c>", "A1 Error(\"#错误\")"),
        (
            "<c r='A1' t='d'><v>2021-09-08T00:00:00</v></c>",
            "A1 Date { serial: 44447.0, day: Some(2021-09-08) }",
        ),
        ("<c r='A1' t='d'><v>明天</v></c>", "A1 Text(\"明天\")"),
        ("<c r='A1' t='zz'><v>5</v></c>", "A1 Error(\"#类型未知\")"),
        (
            "<c r='A1' s='1'><v>44447</v></c>",
            "A1 Date { serial: 44447.0, day: Some(2021-09-08) }",
        ),
        ("<c r='A1' s='2'><v>60</v></c>", "A1 Date { serial: 60.0, day: None }"),
        ("<c r='A1' s='99'><v>60</v></c>", "A1 Number(60.0)"),
        ("<c r='A1'><f>B1</f></c>", "A1 NoResult"),
        ("<c r='A1'><f>B1</f><v></v></c>", "A1 NoResult"),
        ("<c r='A1'><f t='shared' si='4000000000'/></c>", "A1 NoResult"),
        ("<c r='A1' t='str'><f>B1</f><v></v></c>", ""),
        ("<c r='A1'><f>B1</f><v>3</v></c>", "A1 Number(3.0)"),
        ("<c r='A0'><v>5</v></c>", "A1 Error(\"#地址无效\")"),
        ("<c r='ZZZZZ1'><v>5</v></c>", "A1 Error(\"#地址无效\")"),
        (
            "<c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c>",
            "A1 Number(1.0); D1 Number(2.0); E1 Number(3.0)",
        ),
        ("<c r='A1'><x:v xmlns:x='m'>5</x:v><extLst><v>6</v></extLst></c>", "A1 Number(5.0)"),
        ("<c r='A1' s='1'/>", ""),
        ("<c r='A1'><v>1</v></c><c r='A1'><v>1</v></c>", "A1 Number(1.0)"),
        ("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>", "A1 Error(\"#同址两值\")"),
    ];
    for (data, expected) in cases {
        let workbook = sheet(&format!("<row>{data}</row>")).unwrap();
        assert_eq!(cells(&workbook.sheets[0]).join("; "), expected, "{data}");
    }
}

#[test]
fn rows_need_no_number_and_may_come_in_any_order() {
    let data = "<row><c><v>1</v></c></row><row r='5' hidden='1'><c><v>5</v></c></row><row><c><v>6</v></c></row><row r='3'><c r='B3'><v>3</v></c></row>";
    let workbook = sheet(data).unwrap();
    let grid = &workbook.sheets[0];
    assert_eq!(
        cells(grid),
        ["A1 Number(1.0)", "B3 Number(3.0)", "A5 Number(5.0)", "A6 Number(6.0)"]
    );
    assert_eq!(grid.hidden_rows, [5]);
}

#[test]
fn doubtful_cells_are_told() {
    let remarks = |data: &str| sheet(data).unwrap().remarks.join("");
    assert!(remarks("<row><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>").contains("A1"));
    assert!(remarks("<row><c r='A0'><v>1</v></c></row>").contains("地址无效"));
}

#[test]
fn containers_are_read_by_their_links_and_refused_when_something_is_missing() {
    let data = (
        "xl/sheets/1.xml",
        "<worksheet><sheetData><row><c s='1'><v>44447</v></c><c t='s'><v>0</v></c></row></sheetData></worksheet>",
    );
    let whole = [MAIN, BOOK, LINKS, STYLES, STRINGS, data];
    assert!(read(&container(&whole)).is_ok());
    for (missing, part) in whole.iter().enumerate() {
        let rest: Vec<_> = whole.iter().filter(|other| other.0 != part.0).copied().collect();
        let outcome = read(&container(&rest));
        match missing {
            // The usual place of the workbook is known.
            0 => assert!(outcome.is_ok()),
            _ => assert!(outcome.is_err(), "{}", part.0),
        }
    }
    let wordless = (
        "xl/sheets/1.xml",
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
    );
    assert!(read(&container(&[MAIN, BOOK, LINKS, STYLES, wordless])).is_ok());
    let chart = LINKS.1.replace("http://x/worksheet", "http://x/chartsheet");
    assert!(
        read(&container(&[MAIN, BOOK, ("xl/_rels/workbook.xml.rels", &chart), STYLES, data]))
            .unwrap_err()
            .reason
            .contains("没有工作表")
    );
    let book = BOOK.1.replace("</x:sheets>", "<x:sheet name='宏' r:id='s4'/></x:sheets>");
    let links = LINKS
        .1
        .replace("</p:R", "<p:Relationship Id='s4' Type='x/xlMacrosheet' Target='m.xml'/></p:R");
    let macros = container(&[
        MAIN,
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &links),
        STYLES,
        wordless,
    ]);
    assert!(read(&macros).unwrap().remarks[0].contains("宏表"));
    let twice = BOOK.1.replace("</x:sheets>", "<x:sheet name='表' r:id='s1'/></x:sheets>");
    assert!(
        read(&container(&[MAIN, ("xl/workbook.xml", &twice), LINKS, STYLES, data]))
            .unwrap_err()
            .reason
            .contains("同名")
    );
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet/>";
    assert!(read(&container(&[MAIN, BOOK, LINKS, STYLES, ("xl/sheets/1.xml", bomb)])).is_err());
    let cut = "<worksheet><sheetData><row><c><v>1</v></c>";
    assert!(read(&container(&[MAIN, BOOK, LINKS, STYLES, ("xl/sheets/1.xml", cut)])).is_err());
}

#[test]
fn days_of_1904_are_known() {
    let book = BOOK.1.replace("workbookPr", "workbookPr date1904='1'");
    let data = "<worksheet><sheetData><row><c s='1'><v>42985</v></c></row></sheetData></worksheet>";
    let workbook = read(&container(&[
        MAIN,
        ("xl/workbook.xml", &book),
        LINKS,
        STYLES,
        ("xl/sheets/1.xml", data),
    ]))
    .unwrap();
    assert_eq!(cells(&workbook.sheets[0]), ["A1 Date { serial: 42985.0, day: Some(2021-09-08) }"]);
}

#[test]
fn limits_are_kept() {
    let bytes = rich();
    let limits = Limits::default();
    for limits in [
        Limits { cells: 50, ..limits },
        Limits { sheets: 1, ..limits },
        Limits { text_bytes: 20, ..limits },
        Limits {
            inflated_bytes: 1000,
            ..limits
        },
    ] {
        assert!(read_within(&bytes, limits).unwrap_err().reason.contains("上限"), "{limits:?}");
    }
}

/// A generator of numbers that are the same in every run.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// The same workbook, its parts not compressed.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .unwrap();
        std::io::copy(&mut part, &mut to).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_flipped_bit_never_gives_other_values_in_silence() {
    let packed = rich();
    let good = read(&packed).unwrap();
    let mut numbers = Lcg(1);
    for bytes in [stored(&packed), packed] {
        assert_eq!(read(&bytes).unwrap(), good);
        for _ in 0..400 {
            let mut bytes = bytes.clone();
            let at = numbers.below(bytes.len());
            bytes[at] ^= 1 << numbers.below(8);
            if let Ok(workbook) = read(&bytes) {
                assert!(workbook == good, "bit of byte {at}");
            }
        }
        // The directory holds the names, sizes and checksums.
        for at in (bytes.len() - 900)..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << numbers.below(8);
            if let Ok(workbook) = read(&bytes) {
                assert!(workbook == good, "bit of byte {at}");
            }
        }
    }
}

#[test]
fn damaged_parts_are_read_or_refused() {
    let good = rich();
    let mut numbers = Lcg(2);
    for _ in 0..300 {
        let mut from = ZipArchive::new(Cursor::new(&good[..])).unwrap();
        let damaged = numbers.below(from.len());
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..from.len() {
            let mut part = from.by_index(index).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut part, &mut content).unwrap();
            if index == damaged && !content.is_empty() {
                for _ in 0..1 + numbers.below(8) {
                    let at = numbers.below(content.len());
                    match numbers.below(4) {
                        0 => content[at] = b"<>\"/&!?= 09az"[numbers.below(13)],
                        1 => content.truncate(at.max(1)),
                        2 => drop(content.remove(at.min(content.len() - 1))),
                        _ => content[at] ^= 1 << numbers.below(8),
                    }
                    if content.len() < 2 {
                        break;
                    }
                }
            }
            to.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
            to.write_all(&content).unwrap();
        }
        // No panic; either outcome will do.
        let _ = read(&to.finish().unwrap().into_inner());
    }
    for length in (0..good.len()).step_by(97) {
        assert!(read(&good[..length]).is_err());
    }
}

#[test]
fn a_month_without_its_day_is_read_as_it_is_shown() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let first_of_june = 44_348.0;
    for (row, (code, serial)) in [
        ("yyyy\"年\"m\"月\"", first_of_june),
        ("m\"月\"", first_of_june),
        ("mmm-yy", first_of_june),
        ("yyyy\"年\"m\"月\"d\"日\"", first_of_june),
        // Of a month alone nobody makes another day than its first.
        ("yyyy\"年\"m\"月\"", first_of_june + 14.0),
        ("0%", 0.5),
    ]
    .into_iter()
    .enumerate()
    {
        let format = Format::new().set_num_format(code);
        sheet.write_with_format(row as u32, 0, serial, &format).unwrap();
    }
    let workbook = read(&writer.save_to_buffer().unwrap()).unwrap();
    let raws: Vec<&Raw> = workbook.sheets[0].rows.iter().map(|row| &row.cells[0].raw).collect();
    let day = |serial: f64, day: &str| Raw::Date {
        serial,
        day: day.parse().ok(),
    };
    let expected = [
        text("2021年6月"),
        text("6月"),
        text("2021年6月"),
        day(first_of_june, "2021-06-01"),
        day(first_of_june + 14.0, "2021-06-15"),
        text("50%"),
    ];
    assert_eq!(raws, expected.iter().collect::<Vec<_>>());
}
