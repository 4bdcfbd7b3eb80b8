//! What a file is, by its bytes and never by its name.

use crate::intake::grid::Refused;
use crate::intake::ole;
use crate::intake::ole::Ole;
use crate::intake::parts::Parts;
use crate::intake::refuse;
use crate::settings::Limits;

/// How much of a text is looked at.
const HEAD: usize = 16 << 10;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// .xlsx, .xlsm
    Xlsx,
    /// .xlsb
    Xlsb,
    /// .xls, .et: BIFF5 and BIFF8 in an OLE container.
    Xls,
    /// .ods
    Ods,
    /// A page with tables.
    Html,
    /// Text: perhaps a table.
    Text,
    /// A zip with files in it.
    Archive,
}

/// What cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// A spreadsheet that cannot be read.
    Refused(Refused),
    /// No spreadsheet; what it is, in Chinese.
    Other(&'static str),
}

impl From<Refused> for Unfit {
    fn from(refused: Refused) -> Unfit {
        Unfit::Refused(refused)
    }
}

/// Signatures of what is no spreadsheet.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "图片"),
    (b"\xFF\xD8\xFF", "图片"),
    (b"GIF8", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"BM", "图片"),
    (b"Rar!\x1a\x07", "RAR 压缩包（请解压后放入）"),
    (b"7z\xBC\xAF\x27\x1C", "7z 压缩包（请解压后放入）"),
    (b"\x1F\x8B", "gzip 压缩包（请解压后放入）"),
    (b"{\\rtf", "RTF 文档"),
    (b"ID3", "音频"),
    (b"MZ", "程序"),
    (b"\x7FELF", "程序"),
    (b"SQLite format 3\0", "数据库"),
];

/// BOF records of BIFF2 to BIFF4, and of BIFF5 without a container.
const OLD_WORKBOOKS: &[&[u8]] = &[
    b"\x09\x00\x04\x00",
    b"\x09\x00\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
];

/// Looks at the bytes.
pub(super) fn kind(bytes: &[u8], limits: &Limits) -> Result<Kind, Unfit> {
    if bytes.is_empty() {
        return Err(refuse::because("空文件（0 字节）", "请重新复制或重新索取").into());
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Err(refuse::because("内容全为零：复制未完成", "请重新复制或重新索取").into());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return in_zip(bytes, limits);
    }
    if bytes.starts_with(ole::SIGNATURE) {
        return in_ole(bytes);
    }
    if OLD_WORKBOOKS.iter().any(|signature| bytes.starts_with(signature)) {
        return Err(refuse::save_as_xlsx("这是 Excel 4.0 及更早格式").into());
    }
    if bytes.starts_with(b"ID;P") {
        return Err(refuse::save_as_xlsx("这是 SYLK 格式").into());
    }
    // After the marks that are text too (BM, MZ, ID3), what follows decides.
    let other = OTHERS.iter().find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, what)) = other.filter(|(signature, _)| signature.len() > 3 || bytes.iter().take(HEAD).any(|&byte| byte == 0)) {
        return Err(Unfit::Other(what));
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Err(Unfit::Other("图片"));
    }
    if bytes.starts_with(b"\x1F\x8B") {
        return Err(Unfit::Other("gzip 压缩包（请解压后放入）"));
    }
    if bytes.get(4..8) == Some(b"ftyp") || bytes.starts_with(b"RIFF") {
        return Err(Unfit::Other("图片、音频或视频"));
    }
    in_text(bytes)
}

fn in_zip(bytes: &[u8], limits: &Limits) -> Result<Kind, Unfit> {
    let mut parts = Parts::open(bytes, limits)?;
    let starts = |folder: &str| parts.names().any(|name| name.starts_with(folder));
    if parts.has("[Content_Types].xml") {
        return if starts("word/") {
            Err(Unfit::Other("Word 文档"))
        } else if starts("ppt/") {
            Err(Unfit::Other("演示文稿"))
        } else if parts.has("xl/workbook.bin") {
            Ok(Kind::Xlsb)
        } else {
            Ok(Kind::Xlsx)
        };
    }
    if starts("xl/workbook") || starts("xl/worksheets/") {
        return Ok(Kind::Xlsx);
    }
    if starts("index/") && parts.names().any(|name| name.ends_with(".iwa")) {
        return Err(refuse::save_as_xlsx("这是 Numbers 表格").into());
    }
    if parts.has("content.xml") && parts.has("mimetype") {
        let mimetype = parts.read("mimetype", 1000)?.unwrap_or_default();
        let mimetype = String::from_utf8_lossy(&mimetype);
        return if mimetype.contains("opendocument.spreadsheet") {
            Ok(Kind::Ods)
        } else if mimetype.contains("opendocument.text") {
            Err(Unfit::Other("文字文档"))
        } else {
            Err(Unfit::Other("OpenDocument 文档"))
        };
    }
    Ok(Kind::Archive)
}

fn in_ole(bytes: &[u8]) -> Result<Kind, Unfit> {
    let ole = Ole::open(bytes)?;
    let has = |name: &str| ole.top().iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    if has("EncryptedPackage") {
        Err(refuse::password().into())
    } else if has("Workbook") || has("Book") {
        Ok(Kind::Xls)
    } else if has("WordDocument") {
        Err(Unfit::Other("Word 文档"))
    } else if has("PowerPoint Document") {
        Err(Unfit::Other("演示文稿"))
    } else {
        Err(Unfit::Other("其他 Office 文档"))
    }
}

fn in_text(bytes: &[u8]) -> Result<Kind, Unfit> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0.into_owned(),
        None if looks_utf_16(head) => return Ok(Kind::Text),
        // Markup is ASCII in every encoding that is met here.
        None => head.iter().map(|&byte| char::from(byte)).collect(),
    };
    let lower = head.trim_start().to_ascii_lowercase();
    if lower.starts_with("version https://git-lfs") {
        return Err(refuse::because("文件尚未下载到本机", "请先下载文件本身再运行").into());
    }
    if lower.starts_with("mime-version:") {
        return Err(refuse::save_as_xlsx("这是单个文件网页").into());
    }
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.contains("<workbook") {
        return Err(refuse::save_as_xlsx("这是 XML 表格 2003").into());
    }
    if lower.starts_with("<?xml") && lower.contains("opendocument") {
        return Err(refuse::save_as_xlsx("这是单个文件的 OpenDocument 表格").into());
    }
    if lower.starts_with('<') && ["<html", "<table", "<meta", "<!doctype html"].iter().any(|tag| lower.contains(tag)) {
        return Ok(Kind::Html);
    }
    let odd = head
        .chars()
        .filter(|&c| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x1a'))
        .count();
    if odd * 100 > head.chars().count() || head.contains('\0') {
        return Err(Unfit::Other("无法识别的二进制文件"));
    }
    Ok(Kind::Text)
}

/// Whether text has no mark but the zeros of UTF-16: many, and all at even or all at odd places.
pub(super) fn looks_utf_16(head: &[u8]) -> bool {
    let pairs = head.len() / 2;
    let (mut even, mut odd) = (0, 0);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    pairs >= 4 && (even == 0) != (odd == 0) && (even + odd) * 5 >= pairs
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(names: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// What is said of the bytes, in short.
    fn told(bytes: &[u8]) -> String {
        match kind(bytes, &Limits::default()) {
            Ok(kind) => format!("{kind:?}"),
            Err(Unfit::Other(what)) => what.to_owned(),
            Err(Unfit::Refused(refused)) => refused.reason,
        }
    }

    #[test]
    fn kinds_are_known_by_their_bytes() {
        let types = ("[Content_Types].xml", "");
        let ods = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        let odt = ("mimetype", "application/vnd.oasis.opendocument.text");
        let gbk = encoding_rs::GB18030.encode("姓名,专班\n王伟,文化旅游\n").0.into_owned();
        let utf_16: Vec<u8> = "姓名,abc,1234".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: Vec<(Vec<u8>, &str)> = vec![
            (vec![], "空文件"),
            (vec![0; 900], "全为零"),
            (zipped(&[types, ("xl/workbook.xml", "")]), "Xlsx"),
            (zipped(&[types, ("xl/workbook.bin", "")]), "Xlsb"),
            (zipped(&[types, ("word/document.xml", "")]), "Word"),
            (zipped(&[types, ("ppt/presentation.xml", "")]), "演示"),
            (zipped(&[ods, ("content.xml", "")]), "Ods"),
            (zipped(&[odt, ("content.xml", "")]), "文字文档"),
            (zipped(&[("a.xlsx", "")]), "Archive"),
            (zipped(&[("Index/Document.iwa", "")]), "Numbers"),
            (zipped(&[types])[..50].to_vec(), "不完整"),
            (ole::tests::container(&[("Workbook", b"")]), "Xls"),
            (ole::tests::container(&[("EncryptedPackage", b"")]), "密码"),
            (ole::tests::container(&[("WordDocument", b"")]), "Word"),
            (b"%PDF-1.7".to_vec(), "PDF"),
            (b"\x89PNG\r\n\x1a\n00".to_vec(), "图片"),
            (b"\xFF\xD8\xFF\xE0ab".to_vec(), "图片"),
            (b"Rar!\x1a\x07\x00".to_vec(), "RAR"),
            (b"\x09\x08\x10\x00\x00\x06".to_vec(), "4.0"),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(),
                "2003",
            ),
            (b"MIME-Version: 1.0\n".to_vec(), "单个文件网页"),
            (b" \n<html><table>".to_vec(), "Html"),
            (b"version https://git-lfs.github.com/spec/v1\n".to_vec(), "尚未下载"),
            (b"\x01\x02\x03\x04\x05\x00\x07\x00\x00\x01".to_vec(), "二进制"),
            ("姓名,专班\n".as_bytes().to_vec(), "Text"),
            (b"BMI,name\n".to_vec(), "Text"),
            (gbk, "Text"),
            (utf_16, "Text"),
        ];
        for (bytes, expected) in cases {
            let told = told(&bytes);
            assert!(told.contains(expected), "{told} is not {expected}");
        }
    }
}
