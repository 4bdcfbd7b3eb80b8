//! The sheet 核查意见 at the end of a copy.

use std::fmt::Write as _;

use crate::report::sheet::a1;
use crate::report::sheet::lines;

use super::Remark;
use super::xml::escape;

/// What its first cell says, by which it is known when it comes back.
pub const REMARKS_TITLE: &str = "核查意见（程序生成，改正原表后本页可删去）";
/// Its name.
pub(super) const REMARKS: &str = "核查意见";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The columns with their widths.
const COLUMNS: [(&str, u32); 7] = [
    ("编号", 17),
    ("级别", 8),
    ("规则", 22),
    ("工作表", 14),
    ("位置", 14),
    ("问题", 52),
    ("建议", 44),
];
/// The column of the links, and that of what is said of them, from 0.
const PLACE: u16 = 4;
const MESSAGE: u16 = 5;
/// The height of a line and the room between rows, in points, for the fonts that are usual; no row is higher than the format allows.
const LINE: usize = 16;
const ROOM: usize = 6;
const HIGHEST: usize = 400;
/// The format of the texts.
const WRAPPED: &str =
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>";

/// The styles with a format for texts of several lines among those of cells; its number.
pub(super) fn with_wrapped(styles: &str) -> Option<(String, usize)> {
    let (before, rest) = styles.split_at(styles.find("<cellXfs")?);
    let (tag, rest) = rest.split_at(rest.find('>')? + 1);
    if tag.ends_with("/>") {
        return None;
    }
    let (inner, behind) = rest.split_once("</cellXfs>")?;
    let formats = |xml: &str| {
        ["<xf>", "<xf ", "<xf/>"]
            .iter()
            .map(|start| xml.matches(start).count())
            .sum::<usize>()
    };
    if let Some((earlier, _)) = inner.split_once(WRAPPED) {
        return Some((styles.to_owned(), formats(earlier)));
    }
    let number = formats(inner);
    let count = number + 1;
    Some((
        format!("{before}<cellXfs count=\"{count}\">{inner}{WRAPPED}</cellXfs>{behind}"),
        number,
    ))
}

/// What is wrong, cell by cell, with a link to each; `wrapped` is the format of the texts.
pub(super) fn sheet(remarks: &[Remark], wrapped: Option<usize>) -> String {
    let style = wrapped.map_or_else(String::new, |number| format!(" s=\"{number}\""));
    let cell = |reference: String, style: &str, text: &str| {
        format!(
            "<c r=\"{reference}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escape(text)
        )
    };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
         <sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><cols>"
    );
    for (number, (_, width)) in (1..).zip(COLUMNS) {
        let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    let _ = write!(xml, "</cols><sheetData><row r=\"1\">{}", cell("A1".to_owned(), "", REMARKS_TITLE));
    if remarks.iter().any(|remark| !remark.target.is_empty()) {
        xml.push_str(&cell(a1(0, MESSAGE), "", "点击“位置”可转到该单元格。"));
    }
    let _ = write!(xml, "</row><row r=\"2\" ht=\"{}\" customHeight=\"1\">", LINE + ROOM);
    for (column, (title, _)) in (0..).zip(COLUMNS) {
        xml.push_str(&cell(a1(1, column), &style, title));
    }
    xml.push_str("</row>");
    let mut links = String::new();
    for (row, remark) in (2_u32..).zip(remarks) {
        let [id, severity, rule, message, remedy] = &remark.cells;
        let (sheet, place) = &remark.place;
        let texts = [id, severity, rule, sheet, place, message, remedy];
        let most = texts.iter().zip(COLUMNS).map(|(text, (_, width))| lines(text, f64::from(width)));
        let height = most.max().unwrap_or(1).saturating_mul(LINE).saturating_add(ROOM).min(HIGHEST);
        let _ = write!(xml, "<row r=\"{}\" ht=\"{height}\" customHeight=\"1\">", row + 1);
        for (column, text) in (0..).zip(texts) {
            xml.push_str(&cell(a1(row, column), &style, text));
        }
        xml.push_str("</row>");
        if !remark.target.is_empty() {
            let location = format!("'{}'!{}", sheet.replace('\'', "''"), remark.target);
            let _ = write!(
                links,
                "<hyperlink ref=\"{}\" location=\"{}\" display=\"{place}\"/>",
                a1(row, PLACE),
                escape(&location)
            );
        }
    }
    xml.push_str("</sheetData>");
    if !links.is_empty() {
        let _ = write!(xml, "<hyperlinks>{links}</hyperlinks>");
    }
    xml.push_str("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/></worksheet>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_the_texts_is_added_once() {
        let styles = "<styleSheet><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf a=\"1\"><alignment/></xf></cellXfs></styleSheet>";
        let (once, number) = with_wrapped(styles).unwrap();
        assert_eq!(number, 2);
        assert!(once.contains("<cellXfs count=\"3\">"), "{once}");
        assert_eq!(with_wrapped(&once), Some((once, 2)));
        assert_eq!(with_wrapped("<styleSheet/>"), None);
    }

    #[test]
    fn long_remarks_have_rows_that_are_high_enough() {
        let remark = |message: String| Remark {
            cells: ["D001".to_owned(), "错误".to_owned(), "规则".to_owned(), message, "改正".to_owned()],
            place: ("9月".to_owned(), "C17".to_owned()),
            target: "C17".to_owned(),
        };
        let xml = sheet(&[remark("短".to_owned()), remark("字".repeat(100))], Some(7));
        assert!(
            xml.contains("<row r=\"3\" ht=\"22\" customHeight=\"1\"><c r=\"A3\" s=\"7\""),
            "{xml}"
        );
        assert!(xml.contains("<row r=\"4\" ht=\"70\""), "{xml}");
        assert!(xml.contains("<hyperlink ref=\"E4\" location=\"'9月'!C17\""), "{xml}");
    }
}
