//! The OLE container (compound file) of .xls and of encrypted workbooks: its directory and streams, with every chain of
//! sectors bounded by the size of the file.

use std::collections::BTreeSet;

use crate::intake::grid::Refused;
use crate::intake::refuse;

/// The first bytes of a container.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const NO_ENTRY: u32 = 0xFFFF_FFFF;
const MINI_SECTOR: usize = 64;
/// Streams shorter than this live in the mini stream.
const MINI_CUTOFF: u64 = 4096;
const ENTRY: usize = 128;
const STREAM: u8 = 2;

/// An opened container.
#[derive(Debug)]
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    /// The sectors that hold the mini stream.
    mini_sectors: Vec<u32>,
    entries: Vec<Entry>,
}

/// One entry of the directory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Name as written.
    pub(super) name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    length: u64,
}

/// A stream: its bytes, and where each of its sectors lies in the file.
#[derive(Debug)]
pub(super) struct Stream {
    /// The bytes.
    pub(super) bytes: Vec<u8>,
    unit: usize,
    offsets: Vec<usize>,
}

impl Stream {
    /// Where a byte of the stream lies in the file.
    pub(super) fn offset(&self, position: usize) -> Option<usize> {
        Some(self.offsets.get(position / self.unit)? + position % self.unit)
    }
}

fn broken() -> Refused {
    refuse::damaged("OLE 容器结构")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

impl<'a> Ole<'a> {
    /// Opens a container.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Ole<'a>, Refused> {
        Ole::parse(bytes)?.ok_or_else(broken)
    }

    fn parse(bytes: &'a [u8]) -> Result<Option<Ole<'a>>, Refused> {
        if bytes.len() < 512 {
            return Err(refuse::incomplete());
        }
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        let mut ole = Ole {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_sectors: Vec::new(),
            entries: Vec::new(),
        };
        let number = |at| u32_at(bytes, at);
        let (Some(directory), Some(mini_fat), Some(mini_length), Some(more)) = (number(48), number(60), number(64), number(68)) else {
            return Ok(None);
        };
        let Some(sectors_of_fat) = ole.fat_sectors(more) else {
            return Ok(None);
        };
        for sector in sectors_of_fat {
            let Some(data) = ole.sector_at(sector) else {
                // The table's own end may be missing when the file is cut: the chains will tell.
                continue;
            };
            ole.fat.extend(data.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
        }
        let Some(chain) = ole.chain(directory, &ole.fat, u64::MAX) else {
            return Ok(None);
        };
        for &sector in &chain {
            let Some(data) = ole.sector_at(sector) else {
                return Err(refuse::incomplete());
            };
            ole.entries.extend(data.chunks_exact(ENTRY).filter_map(entry));
        }
        let Some(root) = ole.entries.first().cloned() else {
            return Ok(None);
        };
        if mini_length > 0 {
            let Some(chain) = ole.chain(mini_fat, &ole.fat, u64::MAX) else {
                return Ok(None);
            };
            for sector in chain {
                let Some(data) = ole.sector_at(sector) else {
                    return Err(refuse::incomplete());
                };
                ole.mini_fat.extend(data.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)));
            }
            let Some(chain) = ole.chain(root.start, &ole.fat, root.length) else {
                return Ok(None);
            };
            ole.mini_sectors = chain;
        }
        Ok(Some(ole))
    }

    /// The sectors that hold the sector table: 109 in the header, more in a chain of their own.
    fn fat_sectors(&self, more: u32) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = (0..109).filter_map(|index| u32_at(self.bytes, 76 + index * 4)).collect();
        let mut next = more;
        let mut seen = BTreeSet::new();
        while next < FIRST_MARK {
            if !seen.insert(next) {
                return None;
            }
            let data = self.sector_at(next)?;
            let mut numbers: Vec<u32> = data.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0)).collect();
            next = numbers.pop()?;
            sectors.extend(numbers);
        }
        sectors.retain(|&sector| sector < FIRST_MARK);
        Some(sectors)
    }

    fn sector_offset(&self, sector: u32) -> Option<usize> {
        usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector)
    }

    /// The bytes of a sector; the last one of a file may be short.
    fn sector_at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = self.sector_offset(sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The sectors of a chain, as many as `length` bytes need; `None` when it runs in a circle or out of the table.
    fn chain(&self, start: u32, table: &[u32], length: u64) -> Option<Vec<u32>> {
        let unit = if std::ptr::eq(table, self.mini_fat.as_slice()) {
            MINI_SECTOR
        } else {
            self.sector
        };
        let needed = length.div_ceil(unit as u64);
        let mut chain = Vec::new();
        let mut seen = vec![false; table.len()];
        let mut next = start;
        while next != END_OF_CHAIN && (chain.len() as u64) < needed {
            let index = usize::try_from(next).ok()?;
            if std::mem::replace(seen.get_mut(index)?, true) {
                return None;
            }
            chain.push(next);
            next = *table.get(index)?;
        }
        Some(chain)
    }

    /// The entries right under the root, by which a workbook is known from one embedded in another.
    pub(super) fn top(&self) -> Vec<&Entry> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next: Vec<u32> = self.entries.first().map(|root| root.child).into_iter().collect();
        while let Some(id) = next.pop() {
            if id == NO_ENTRY || !seen.insert(id) {
                continue;
            }
            if let Some(entry) = usize::try_from(id).ok().and_then(|id| self.entries.get(id)) {
                found.push(entry);
                next.extend([entry.left, entry.right]);
            }
        }
        found
    }

    /// A stream right under the root, by name in any case.
    pub(super) fn top_stream(&self, name: &str) -> Option<&Entry> {
        self.top()
            .into_iter()
            .find(|entry| entry.kind == STREAM && entry.name.eq_ignore_ascii_case(name))
    }

    /// Whether this entry is the first of its name in the whole directory.
    pub(super) fn is_first(&self, entry: &Entry) -> bool {
        let first = self.entries.iter().find(|other| other.name.eq_ignore_ascii_case(&entry.name));
        first.is_some_and(|first| std::ptr::eq(first, entry))
    }

    /// Reads a stream.
    pub(super) fn read(&self, entry: &Entry) -> Result<Stream, Refused> {
        if entry.length > self.bytes.len() as u64 {
            return Err(refuse::incomplete());
        }
        let mini = entry.length < MINI_CUTOFF;
        let (table, unit) = if mini {
            (&self.mini_fat, MINI_SECTOR)
        } else {
            (&self.fat, self.sector)
        };
        let chain = self.chain(entry.start, table, entry.length).ok_or_else(broken)?;
        let mut offsets = Vec::with_capacity(chain.len());
        let mut bytes = Vec::new();
        for sector in chain {
            let start = if mini {
                self.mini_offset(sector)
            } else {
                self.sector_offset(sector)
            };
            let start = start.filter(|&start| start < self.bytes.len()).ok_or_else(refuse::incomplete)?;
            let end = (start + unit).min(self.bytes.len());
            bytes.extend_from_slice(self.bytes.get(start..end).ok_or_else(broken)?);
            offsets.push(start);
        }
        if (bytes.len() as u64) < entry.length {
            return Err(refuse::incomplete());
        }
        bytes.truncate(usize::try_from(entry.length).map_err(|_| broken())?);
        Ok(Stream { bytes, unit, offsets })
    }

    fn mini_offset(&self, sector: u32) -> Option<usize> {
        let position = usize::try_from(sector).ok()?.checked_mul(MINI_SECTOR)?;
        let sector = *self.mini_sectors.get(position / self.sector)?;
        Some(self.sector_offset(sector)? + position % self.sector)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).saturating_sub(2).min(62);
    let units: Vec<u16> = bytes.get(..length)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        kind: *bytes.get(66)?,
        left: u32_at(bytes, 68)?,
        right: u32_at(bytes, 72)?,
        child: u32_at(bytes, 76)?,
        start: u32_at(bytes, 116)?,
        // The high half is junk in files of 512-byte sectors.
        length: u64::from(u32_at(bytes, 120)?),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A container with these streams under the root, each padded to the size at which it has sectors of its own.
    pub(crate) fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut sectors: Vec<Vec<u8>> = Vec::new();
        let mut fat: Vec<u32> = Vec::new();
        let mut put = |data: &[u8], fat: &mut Vec<u32>| {
            let start = sectors.len() as u32;
            let count = data.len().div_ceil(512).max(1);
            for index in 0..count {
                let mut sector = vec![0; 512];
                let chunk = &data[(index * 512).min(data.len())..((index + 1) * 512).min(data.len())];
                sector[..chunk.len()].copy_from_slice(chunk);
                sectors.push(sector);
                fat.push(if index + 1 == count {
                    END_OF_CHAIN
                } else {
                    start + index as u32 + 1
                });
            }
            start
        };
        let mut directory = Vec::new();
        let mut write = |name: &str, kind: u8, right: u32, child: u32, start: u32, length: u32| {
            let mut entry = vec![0u8; ENTRY];
            for (index, unit) in name.encode_utf16().enumerate() {
                entry[index * 2..index * 2 + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64..66].copy_from_slice(&(name.encode_utf16().count() as u16 * 2 + 2).to_le_bytes());
            entry[66] = kind;
            for (at, number) in [(68, NO_ENTRY), (72, right), (76, child), (116, start), (120, length)] {
                entry[at..at + 4].copy_from_slice(&number.to_le_bytes());
            }
            directory.extend(entry);
        };
        write(
            "Root Entry",
            5,
            NO_ENTRY,
            if streams.is_empty() { NO_ENTRY } else { 1 },
            END_OF_CHAIN,
            0,
        );
        for (index, (name, data)) in streams.iter().enumerate() {
            let mut data = data.to_vec();
            data.resize(data.len().max(4096), 0);
            let start = put(&data, &mut fat);
            let right = if index + 1 < streams.len() { index as u32 + 2 } else { NO_ENTRY };
            write(name, STREAM, right, NO_ENTRY, start, data.len() as u32);
        }
        let directory_start = put(&directory, &mut fat);
        let fat_start = sectors.len() as u32;
        let fat_sectors = (fat.len() + 1).div_ceil(127);
        fat.extend(std::iter::repeat_n(0xFFFF_FFFD, fat_sectors));
        let mut table: Vec<u8> = fat.iter().flat_map(|number| number.to_le_bytes()).collect();
        table.resize(fat_sectors * 512, 0xFF);
        let mut bytes = vec![0u8; 512];
        bytes[..8].copy_from_slice(SIGNATURE);
        bytes[26] = 3;
        bytes[30] = 9;
        bytes[32] = 6;
        bytes[44..48].copy_from_slice(&(fat_sectors as u32).to_le_bytes());
        bytes[48..52].copy_from_slice(&directory_start.to_le_bytes());
        bytes[60..64].copy_from_slice(&END_OF_CHAIN.to_le_bytes());
        bytes[68..72].copy_from_slice(&END_OF_CHAIN.to_le_bytes());
        for index in 0..109 {
            let number = if index < fat_sectors { fat_start + index as u32 } else { NO_ENTRY };
            bytes[76 + index * 4..80 + index * 4].copy_from_slice(&number.to_le_bytes());
        }
        bytes.extend(sectors.concat());
        bytes.extend(table);
        bytes
    }

    #[test]
    fn streams_under_the_root_are_read_and_located() {
        let bytes = container(&[("Workbook", b"abc"), ("Other", b"def")]);
        let ole = Ole::open(&bytes).unwrap();
        let entry = ole.top_stream("WORKBOOK").unwrap();
        let stream = ole.read(entry).unwrap();
        assert!(stream.bytes.starts_with(b"abc"));
        assert_eq!(bytes[stream.offset(1).unwrap()], b'b');
        assert!(ole.top_stream("Book").is_none());
    }

    #[test]
    fn circles_and_lies_are_refused() {
        let good = container(&[("Workbook", &[7; 9000])]);
        let fat = good.len() - 512;
        let directory = u32_at(&good, 48).unwrap() as usize;
        let mut circle = good.clone();
        circle[fat + directory * 4..fat + directory * 4 + 4].copy_from_slice(&(directory as u32).to_le_bytes());
        assert!(Ole::open(&circle).is_err());
        let mut long = good.clone();
        long[512 + directory * 512 + ENTRY + 120..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
        let ole = Ole::open(&long).unwrap();
        assert!(ole.read(ole.top_stream("Workbook").unwrap()).is_err());
        let mut stream_circle = good.clone();
        stream_circle[fat..fat + 4].copy_from_slice(&0u32.to_le_bytes());
        let ole = Ole::open(&stream_circle).unwrap();
        assert!(ole.read(ole.top_stream("Workbook").unwrap()).is_err());
        for cut in (0..good.len()).step_by(100) {
            if let Ok(ole) = Ole::open(&good[..cut]) {
                ole.top_stream("Workbook").map(|entry| ole.read(entry).is_ok());
            }
        }
    }
}
