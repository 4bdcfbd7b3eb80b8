//! A .zip that holds workbooks is read as a folder.

use std::io::Read;

use encoding_rs::GB18030;

use crate::intake::grid::Refused;
use crate::intake::parts;
use crate::intake::parts::Parts;
use crate::settings::Limits;

/// A file in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inner {
    /// Its path in the archive, with `/`.
    pub(super) path: String,
    /// Its bytes, or why they cannot be had.
    pub(super) bytes: Result<Vec<u8>, Refused>,
}

/// Calls `each` with every file of the archive, by path, one in memory at a time.
pub(super) fn walk(bytes: &[u8], limits: &Limits, mut each: impl FnMut(Inner)) -> Result<(), Refused> {
    let mut parts = Parts::open(bytes, limits)?;
    let mut files: Vec<(String, usize)> = Vec::new();
    for (index, raw) in parts.raw_names().enumerate() {
        let path = path(&name(raw));
        if !raw.ends_with(b"/") && !raw.ends_with(b"\\") && !path.is_empty() {
            files.push((path, index));
        }
    }
    files.sort();
    for (path, index) in files {
        let bytes = parts.stream_at(index, limits.file_bytes).and_then(|mut part| {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(|error| parts::broken(&error))?;
            Ok(bytes)
        });
        each(Inner { path, bytes });
    }
    Ok(())
}

/// A name as its archiver meant it: UTF-8 whether or not it is flagged so, else GBK, as Chinese Windows writes it.
fn name(raw: &[u8]) -> String {
    let chinese = GB18030.decode_without_bom_handling_and_without_replacement(raw);
    match (std::str::from_utf8(raw), chinese) {
        // Two bytes a character is no Chinese in UTF-8, but it is in GBK.
        (Ok(text), Some(chinese)) if !text.is_ascii() && text.chars().all(|c| c < '\u{800}') => chinese.into_owned(),
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some(chinese)) => chinese.into_owned(),
        (Err(_), None) => String::from_utf8_lossy(raw).into_owned(),
    }
}

/// A path that stays below the archive.
fn path(name: &str) -> String {
    let name = name.replace('\\', "/");
    let segments: Vec<&str> = name.split('/').filter(|segment| !matches!(*segment, "" | "." | "..")).collect();
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn names_are_read_as_they_were_meant() {
        let gbk = GB18030.encode("文化旅游/名册.xlsx").0.into_owned();
        assert_eq!(name(&gbk), "文化旅游/名册.xlsx");
        assert_eq!(name("文化旅游/名册.xlsx".as_bytes()), "文化旅游/名册.xlsx");
        assert_eq!(name(&GB18030.encode("一些").0), "一些");
        assert_eq!(name(b"a.xlsx"), "a.xlsx");
        assert_eq!(path("../a\\.\\b.xlsx"), "a/b.xlsx");
        assert_eq!(path("/a//b/"), "a/b");
    }

    #[test]
    fn files_come_by_path_within_the_limits() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_directory("夹", SimpleFileOptions::default()).unwrap();
        for name in ["b.csv", "夹/c.csv", "a.csv"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let files = |limits: &Limits| {
            let mut files = Vec::new();
            walk(&bytes, limits, |inner| files.push((inner.path, inner.bytes.is_ok()))).unwrap();
            files
        };
        let expected = ["a.csv", "b.csv", "夹/c.csv"];
        let all = files(&Limits::default());
        assert_eq!(all, expected.map(|path| (path.to_owned(), true)));
        let limits = Limits {
            inflated_bytes: 12,
            ..Limits::default()
        };
        assert_eq!(files(&limits)[2], ("夹/c.csv".to_owned(), false));
    }
}
