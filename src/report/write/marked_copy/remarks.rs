//! The sheet 核查意见 at the end of a copy.

use std::fmt::Write as _;

use crate::report::sheet::a1;

use super::Remark;
use super::xml::escape;

/// What its first cell says, by which it is known when it comes back.
pub const REMARKS_TITLE: &str = "核查意见（程序生成，改正原表后本页可删去）";
/// Its name.
pub(super) const REMARKS: &str = "核查意见";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// What is wrong, cell by cell, with a link to each.
pub(super) fn sheet(remarks: &[Remark]) -> String {
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
