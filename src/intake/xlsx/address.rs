//! Addresses as sheets write them: `B7`, `A1:C3`.

use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Merge;

/// Row and column, from 1, of an address; `None` when it lies outside every sheet.
pub(super) fn cell(text: &[u8]) -> Option<(u32, u16)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = text.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.iter().fold(0u32, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let column = u16::try_from(column).ok().filter(|&column| column <= LAST_COLUMN)?;
    Some((row(digits)?, column))
}

/// A row's number, from 1.
pub(super) fn row(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 7 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let row = digits.iter().fold(0, |row, digit| row * 10 + u32::from(digit - b'0'));
    (1..=LAST_ROW).contains(&row).then_some(row)
}

/// A merged block; one cell alone is none.
pub(super) fn block(text: &[u8]) -> Option<Merge> {
    let colon = text.iter().position(|&byte| byte == b':')?;
    let (top, left) = cell(text.get(..colon)?)?;
    let (bottom, right) = cell(text.get(colon + 1..)?)?;
    let (top, bottom) = (top.min(bottom), top.max(bottom));
    let (left, right) = (left.min(right), left.max(right));
    (top < bottom || left < right).then_some(Merge { top, bottom, left, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lie_within_a_sheet() {
        let cases: [(&str, Option<(u32, u16)>); 10] = [
            ("A1", Some((1, 1))),
            ("aa10", Some((10, 27))),
            ("XFD1048576", Some((1_048_576, 16_384))),
            ("XFE1", None),
            ("A1048577", None),
            ("A0", None),
            ("ZZZZZ1", None),
            ("A99999999999", None),
            ("1", None),
            ("A1B", None),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn blocks_have_their_corners_in_order() {
        let expected = Merge {
            top: 1,
            bottom: 3,
            left: 2,
            right: 4,
        };
        assert_eq!(block(b"B1:D3"), Some(expected));
        assert_eq!(block(b"D3:B1"), Some(expected));
        assert_eq!(block(b"B1:B1"), None);
        assert_eq!(block(b"B1"), None);
    }
}
