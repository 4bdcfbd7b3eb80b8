//! The records of a binary part ([MS-XLSB] 2.1.4), one in memory at a time.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

use crate::intake::grid::Refused;
use crate::intake::parts;
use crate::intake::refuse;

/// A record beyond this is no honest one.
const LONGEST: usize = 16 << 20;

/// The records of a part; reading them all looks at its checksum.
#[derive(Debug)]
pub(super) struct Records<R> {
    source: BufReader<R>,
    data: Vec<u8>,
}

/// One record.
#[derive(Debug)]
pub(super) struct Record<'r> {
    /// What it is.
    pub(super) kind: u16,
    data: &'r [u8],
}

fn broken() -> Refused {
    refuse::damaged("二进制记录")
}

impl<R: Read> Records<R> {
    /// Starts a part.
    pub(super) fn new(source: R) -> Records<R> {
        Records {
            source: BufReader::with_capacity(64 << 10, source),
            data: Vec::new(),
        }
    }

    /// The next record, `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, Refused> {
        let failed = |error: io::Error| parts::broken(&error);
        if self.source.fill_buf().map_err(failed)?.is_empty() {
            return Ok(None);
        }
        let first = self.byte()?;
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()? & 0x7F) << 7;
        }
        let mut length = 0usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > LONGEST {
            return Err(refuse::too_large("一条记录长于 16 MiB"));
        }
        // Room is taken as the bytes come, whatever length is claimed.
        self.data.clear();
        let read = self
            .source
            .by_ref()
            .take(length as u64)
            .read_to_end(&mut self.data)
            .map_err(failed)?;
        if read < length {
            return Err(broken());
        }
        Ok(Some(Record { kind, data: &self.data }))
    }

    fn byte(&mut self) -> Result<u8, Refused> {
        let mut byte = [0];
        self.source.read_exact(&mut byte).map_err(|_| broken())?;
        let [byte] = byte;
        Ok(byte)
    }
}

impl Record<'_> {
    fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N], Refused> {
        let end = at.checked_add(N).ok_or_else(broken)?;
        self.data.get(at..end).and_then(|bytes| bytes.try_into().ok()).ok_or_else(broken)
    }

    /// A byte.
    pub(super) fn u8(&self, at: usize) -> Result<u8, Refused> {
        self.bytes::<1>(at).map(|[byte]| byte)
    }

    /// Two bytes.
    pub(super) fn u16(&self, at: usize) -> Result<u16, Refused> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    /// Four bytes.
    pub(super) fn u32(&self, at: usize) -> Result<u32, Refused> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// Eight bytes.
    pub(super) fn f64(&self, at: usize) -> Result<f64, Refused> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    /// RkNumber: 30 bits of an integer or of a binary64's upper half, perhaps times a hundred.
    pub(super) fn rk(&self, at: usize) -> Result<f64, Refused> {
        let bits = self.u32(at)?;
        let number = match bits & 2 {
            0 => f64::from_bits(u64::from(bits & !3) << 32),
            _ => f64::from(bits.cast_signed() >> 2),
        };
        Ok(if bits & 1 == 0 { number } else { number / 100.0 })
    }

    /// XLWideString, and where it ends; a null one is empty.
    pub(super) fn text(&self, at: usize) -> Result<(String, usize), Refused> {
        let length = self.u32(at)?;
        let start = at + 4;
        if length == u32::MAX {
            return Ok((String::new(), start));
        }
        let bytes = usize::try_from(length)
            .ok()
            .and_then(|length| length.checked_mul(2))
            .ok_or_else(broken)?;
        let end = start.checked_add(bytes).ok_or_else(broken)?;
        let units = self.data.get(start..end).ok_or_else(broken)?.chunks_exact(2);
        let units: Vec<u16> = units.filter_map(|unit| Some(u16::from_le_bytes(unit.try_into().ok()?))).collect();
        Ok((String::from_utf16_lossy(&units), end))
    }
}
