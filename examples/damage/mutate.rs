//! Small changes to files, always the same for the same numbers.

use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use crate::makers;

/// Numbers that look random (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Dice for one variant of one file.
    pub fn new(seed: u64, file: u64, variant: u64) -> Dice {
        let mut dice = Dice(seed);
        for number in [file, variant] {
            dice.0 = dice.next().wrapping_add(number);
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// What is put in at times: ends of things, and numbers that are too large.
const SPICES: &[&[u8]] = &[
    b"\xFF\xFF\xFF\xFF",
    b"\xFF\xFF\xFF\x7F",
    b"\0\0\0\0",
    b"\xFF\xFF",
    b"4294967295",
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"XFD1048576",
    b"ZZZZZ1",
    b"<",
    b">",
    b"/>",
    b"&",
    b"\"",
    b"'",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<row>",
    b"</row>",
    b"<c r='A1' t='s'><v>7</v></c>",
    b"</sheetData>",
    b"</table>",
    b"<td rowspan=60000 colspan=1000>",
    b",",
    b"\n",
];

/// A variant with 1–8 small changes: for a zip container mostly inside one of its parts, with a right checksum.
pub fn variant(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    let changes = 1 + dice.below(8);
    if let Some(mut parts) = parts(original)
        && dice.below(4) > 0
    {
        let chosen = dice.below(parts.len());
        if let Some((_, bytes)) = parts.get_mut(chosen) {
            change(bytes, changes, dice);
        }
        return makers::zipped(&parts, true);
    }
    let mut bytes = original.to_vec();
    change(&mut bytes, changes, dice);
    bytes
}

fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        parts.push((part.name().ok()?.into_owned(), content));
    }
    (!parts.is_empty()).then_some(parts)
}

fn change(bytes: &mut Vec<u8>, changes: usize, dice: &mut Dice) {
    for _ in 0..changes {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(9) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 if !bytes.is_empty() => bytes[at] = dice.below(256) as u8,
            2 if at < end => {
                bytes.drain(at..end);
            }
            3 if at < end => {
                let run = bytes[at..end].to_vec();
                bytes.splice(at..at, run);
            }
            4 if dice.below(8) == 0 => bytes.truncate(at),
            5 => {
                let spice = SPICES[dice.below(SPICES.len())];
                let over = (at + spice.len()).min(bytes.len());
                bytes.splice(at..over, spice.iter().copied());
            }
            6 => number(bytes, at, dice),
            7 if at < end => bytes[at..end].reverse(),
            _ => {
                let spice = SPICES[dice.below(SPICES.len())];
                bytes.splice(at..at, spice.iter().copied());
            }
        }
    }
}

/// Writes another number over the next one.
fn number(bytes: &mut Vec<u8>, from: usize, dice: &mut Dice) {
    let Some(start) = bytes.iter().skip(from).position(u8::is_ascii_digit).map(|offset| from + offset) else {
        return;
    };
    let length = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
    let other = ["0", "1", "2", "65536", "1048577", "2147483648", "18446744073709551616"];
    bytes.splice(start..start + length, other[dice.below(other.len())].bytes());
}
