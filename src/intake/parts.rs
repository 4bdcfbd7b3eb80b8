//! The parts of a zip container (.xlsx, .xlsb, .ods, .zip), opened with guards and read to their end, so that the
//! checksum of each is looked at.

use std::collections::BTreeMap;
use std::io;
use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::intake::grid::Refused;
use crate::intake::refuse;
use crate::settings::Limits;

/// More entries than any honest workbook has.
const MOST_ENTRIES: usize = 20_000;

/// Inflated size of a part that is neither a sheet nor the strings.
pub(super) const SMALL_PART: u64 = 32 << 20;

/// An opened container.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
    /// Lower-case name with `/` → index: part names differ in more than case.
    names: BTreeMap<String, usize>,
    /// Inflated bytes that may still be read.
    left: u64,
}

/// A part being inflated.
pub(super) type Part<'p, 'a> = ZipFile<'p, Cursor<&'a [u8]>>;

impl<'a> Parts<'a> {
    /// Opens a container and looks at its directory.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Parts<'a>, Refused> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_directory(bytes))?;
        if archive.len() > MOST_ENTRIES {
            return Err(refuse::too_large(&format!("压缩包内部件多于 {MOST_ENTRIES} 个")));
        }
        let mut names = BTreeMap::new();
        let repeated = || refuse::damaged("内部部件重名");
        if archive.has_duplicate_names() {
            return Err(repeated());
        }
        for (index, name) in archive.file_names_raw().enumerate() {
            if names.insert(plain(&readable(name)), index).is_some() {
                return Err(repeated());
            }
        }
        Ok(Parts {
            archive,
            bytes,
            names,
            left: limits.inflated_bytes,
        })
    }

    /// The names, lower-case, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether there is a part of this name (in any case).
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// A part to be streamed, `None` when there is none. It has to be read to its end.
    pub(super) fn stream(&mut self, name: &str, most: u64) -> Result<Option<Part<'_, 'a>>, Refused> {
        match self.names.get(&plain(name)).copied() {
            Some(index) => self.stream_at(index, most).map(Some),
            None => Ok(None),
        }
    }

    /// The part at a place of the directory, to be streamed.
    pub(super) fn stream_at(&mut self, index: usize, most: u64) -> Result<Part<'_, 'a>, Refused> {
        let part = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => refuse::password(),
            ZipError::CompressionMethodNotSupported(_) => refuse::save_as_xlsx("压缩方式少见"),
            _ => refuse::damaged("压缩包目录与内容不符"),
        })?;
        // The declared size holds: inflating more is an error of the library.
        if part.size() > most.min(self.left) {
            return Err(refuse::too_large(&format!("解压后大于 {} MiB", most.min(self.left) >> 20)));
        }
        self.left -= part.size();
        if local_name(self.bytes, part.header_start()).is_some_and(|name| name != part.name_raw()) {
            return Err(refuse::damaged("内部部件名前后不一"));
        }
        Ok(part)
    }

    /// A whole part, `None` when there is none.
    pub(super) fn read(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Refused> {
        let Some(mut part) = self.stream(name, most)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| broken(&error))?;
        Ok(Some(bytes))
    }

    /// The names as written, in the order of the directory.
    pub(super) fn raw_names(&self) -> impl Iterator<Item = &[u8]> {
        self.archive.file_names_raw()
    }
}

/// A failure while inflating.
pub(super) fn broken(_error: &io::Error) -> Refused {
    refuse::damaged("压缩内容校验不符")
}

/// Distinct names stay distinct, in whatever encoding.
fn readable(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => name.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Lower case, `/` between folders, none at the front.
fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The name in the local header at `start`, which has to be the directory's.
fn local_name(bytes: &[u8], start: u64) -> Option<&[u8]> {
    let header = bytes.get(usize::try_from(start).ok()?..)?;
    if !header.starts_with(b"PK\x03\x04") {
        return None;
    }
    let length = u16::from_le_bytes([*header.get(26)?, *header.get(27)?]);
    header.get(30..30 + usize::from(length))
}

/// No directory can be found at the end: cut short, or junk.
fn no_directory(bytes: &[u8]) -> Refused {
    let end = bytes.len().saturating_sub(66_000);
    let has_end = bytes
        .get(end..)
        .is_some_and(|tail| tail.windows(4).any(|window| window == b"PK\x05\x06"));
    if has_end {
        refuse::damaged("压缩包目录")
    } else {
        refuse::incomplete()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_found_in_any_case_and_read_whole() {
        let bytes = container(&[("xl/Workbook.xml", b"<workbook/>"), ("a\\b.xml", b"x")]);
        let mut parts = Parts::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(parts.read("/xl/workbook.xml", 100).unwrap().unwrap(), b"<workbook/>");
        assert!(parts.has("a/B.xml"));
        assert!(parts.read("none", 100).unwrap().is_none());
        assert_eq!(parts.raw_names().count(), 2);
    }

    #[test]
    fn declared_sizes_are_limited_one_by_one_and_together() {
        let bytes = container(&[("a", &[b'a'; 60]), ("b", &[b'b'; 60])]);
        let limits = Limits {
            inflated_bytes: 100,
            ..Limits::default()
        };
        let mut parts = Parts::open(&bytes, &limits).unwrap();
        assert!(parts.read("a", 59).unwrap_err().reason.contains("上限"));
        assert!(parts.read("a", 60).is_ok());
        assert!(parts.read("b", 60).is_err());
    }

    #[test]
    fn two_parts_of_one_name_are_refused() {
        let bytes = container(&[("xl/a.xml", b"1"), ("xl/A.xml", b"2")]);
        assert!(Parts::open(&bytes, &Limits::default()).unwrap_err().reason.contains("重名"));
    }

    #[test]
    fn an_encrypted_part_needs_a_password() {
        let mut bytes = container(&[("a", &[b'a'; 60])]);
        let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        let mut parts = Parts::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(parts.read("a", 100).unwrap_err(), refuse::password());
    }

    #[test]
    fn a_cut_or_damaged_container_is_told_as_such() {
        let bytes = container(&[("a", &[b'a'; 600])]);
        let cut = &bytes[..bytes.len() - 30];
        assert!(Parts::open(cut, &Limits::default()).unwrap_err().reason.contains("不完整"));
        let mut flipped = bytes.clone();
        flipped[40] ^= 1;
        let mut parts = Parts::open(&flipped, &Limits::default()).unwrap();
        assert!(parts.read("a", 1000).unwrap_err().reason.contains("校验"));
        let mut renamed = bytes.clone();
        renamed[30] = b'c';
        let mut parts = Parts::open(&renamed, &Limits::default()).unwrap();
        assert!(parts.read("a", 1000).unwrap_err().reason.contains("部件名"));
    }
}
