//! The bytes of one file → its workbook, by the reader of its kind.

use crate::intake::budget::Budget;
use crate::intake::calamine;
use crate::intake::csv;
use crate::intake::grid::Workbook;
use crate::intake::html;
use crate::intake::ods;
use crate::intake::sniff::Kind;
use crate::intake::sniff::Unfit;
use crate::intake::xlsb;
use crate::intake::xlsx;
use crate::settings::Limits;

/// Reads a workbook of a known kind (no archive); `path` serves only for what its name promises.
pub(super) fn read(path: &str, kind: Kind, bytes: Vec<u8>, limits: &Limits) -> Result<Workbook, Unfit> {
    let mut budget = Budget::new(*limits);
    let mut workbook = match kind {
        Kind::Xlsx => xlsx::read(&bytes, &mut budget)?,
        Kind::Xlsb => xlsb::read(&bytes, &mut budget)?,
        Kind::Xls => calamine::xls(bytes, &mut budget)?,
        Kind::Ods => ods::read(&bytes, &mut budget)?,
        Kind::Html => html::read(&bytes, &mut budget)?,
        Kind::Text if is_text_of_others(path) => return Err(Unfit::Other("文本文件")),
        Kind::Text => csv::read(&bytes, !promises_spreadsheet(path), &mut budget)?,
        Kind::Archive => return Err(Unfit::Other("压缩包里的压缩包（请解压后放入）")),
    };
    workbook.remarks.extend(wrong_name(path, kind));
    Ok(workbook)
}

/// Names that promise a spreadsheet.
const SPREADSHEETS: &[&str] = &[
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "et", "ett", "ods", "ots", "csv", "tsv",
];

/// Names of texts that may be tables, besides those that promise one.
const TEXTS: &[&str] = &["txt", "tab", "prn", "dat", ""];

/// Text under a name that no table has: a program, settings, a page without tables.
fn is_text_of_others(path: &str) -> bool {
    !promises_spreadsheet(path) && !TEXTS.contains(&extension(path).as_str())
}

/// The part of a name after its last point, lower-case.
pub(super) fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// Whether a name promises a spreadsheet.
pub(super) fn promises_spreadsheet(path: &str) -> bool {
    SPREADSHEETS.contains(&extension(path).as_str())
}

/// A sentence when the name promises something else than the bytes are.
fn wrong_name(path: &str, kind: Kind) -> Option<String> {
    let (names, what): (&[&str], &str) = match kind {
        Kind::Xlsx => (&["xlsx", "xlsm", "xltx", "xltm", "et"], "Excel 2007 及以后的工作簿（.xlsx）"),
        Kind::Xlsb => (&["xlsb"], "Excel 二进制工作簿（.xlsb）"),
        Kind::Xls => (&["xls", "xlt", "et", "ett"], "Excel 97-2003 工作簿（.xls）"),
        Kind::Ods => (&["ods", "ots"], "OpenDocument 表格（.ods）"),
        Kind::Html => (&["html", "htm"], "网页（HTML）"),
        Kind::Text => (&["csv", "tsv", "txt", "tab", "prn", "dat", ""], "文本"),
        Kind::Archive => return None,
    };
    let extension = extension(path);
    let named = match extension.as_str() {
        "" => "文件名没有扩展名".to_owned(),
        _ => format!("扩展名为 .{extension}"),
    };
    (!names.contains(&extension.as_str())).then(|| format!("{named}，内容其实是{what}，已照内容读取，请核对"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_extension_is_told() {
        assert_eq!(wrong_name("a/b.XLSX", Kind::Xlsx), None);
        assert_eq!(wrong_name("b.et", Kind::Xls), None);
        let told = wrong_name("b.xls", Kind::Html).unwrap();
        assert!(told.contains(".xls") && told.contains("HTML"));
        let told = wrong_name("文旅", Kind::Xlsx).unwrap();
        assert!(told.starts_with("文件名没有扩展名，"));
        assert!(promises_spreadsheet("x/y.XLS"));
        assert!(!promises_spreadsheet("x.xls/y"));
    }
}
