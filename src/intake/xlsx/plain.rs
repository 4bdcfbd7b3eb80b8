//! A cell as nearly every program writes it, taken from the bytes at one go: address, style, type, value, in this order. Reading
//! tag by tag takes three times as long; whatever is written otherwise is read that way.

use crate::intake::xlsx::address;
use crate::intake::xlsx::cells::Type;

/// A cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'b> {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) style: Option<usize>,
    pub(super) kind: Type,
    /// Its value, which holds no entity; `None` for a cell without inside.
    pub(super) value: Option<&'b [u8]>,
    /// Bytes that it takes.
    pub(super) length: usize,
}

/// The cell that stands right ahead, if it is such a one and is there to its end.
pub(super) fn cell(ahead: &[u8]) -> Option<Plain<'_>> {
    let (place, mut rest) = quoted(ahead.strip_prefix(b"<c r=\"")?)?;
    let (row, column) = address::cell(place)?;
    let mut style = None;
    if let Some(after) = rest.strip_prefix(b" s=\"") {
        let (digits, after) = quoted(after)?;
        style = Some(whole(digits)?);
        rest = after;
    }
    let mut kind = Type::Number;
    if let Some(after) = rest.strip_prefix(b" t=\"") {
        let (word, after) = quoted(after)?;
        kind = Type::of(word);
        rest = after;
    }
    let (value, after) = match rest.strip_prefix(b"><v>") {
        Some(inside) => {
            let length = inside.iter().position(|&byte| matches!(byte, b'<' | b'&' | b'\r'))?;
            let (value, after) = inside.split_at(length);
            (Some(value), after.strip_prefix(b"</v></c>")?)
        }
        None => (None, rest.strip_prefix(b"/>")?),
    };
    Some(Plain {
        row,
        column,
        style,
        kind,
        value,
        length: ahead.len() - after.len(),
    })
}

/// A short attribute's value up to its quotation mark, and what follows the mark.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().take(16).position(|&byte| byte == b'"')?;
    let (value, rest) = text.split_at(length);
    Some((value, rest.get(1..)?))
}

/// Decimal digits and nothing else.
pub(super) fn whole(text: &[u8]) -> Option<usize> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    text.iter().try_fold(0usize, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + usize::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_cells_are_taken_whole_and_others_left() {
        let plain = |style, kind, value, length| {
            Some(Plain {
                row: 7,
                column: 2,
                style,
                kind,
                value,
                length,
            })
        };
        let cases: [(&str, Option<Plain<'_>>); 14] = [
            ("<c r=\"B7\"><v>1</v></c>x", plain(None, Type::Number, Some(&b"1"[..]), 22)),
            (
                "<c r=\"B7\" s=\"3\" t=\"s\"><v>12</v></c>",
                plain(Some(3), Type::Shared, Some(&b"12"[..]), 35),
            ),
            ("<c r=\"B7\" t=\"str\"><v></v></c>", plain(None, Type::Text, Some(&b""[..]), 29)),
            ("<c r=\"B7\" s=\"3\"/><c", plain(Some(3), Type::Number, None, 17)),
            ("<c r=\"B7\" t=\"s\" s=\"3\"><v>1</v></c>", None),
            ("<c s=\"3\" r=\"B7\"><v>1</v></c>", None),
            ("<c r=\"B\"><v>1</v></c>", None),
            ("<c r=\"B7\" s=\"x\"><v>1</v></c>", None),
            ("<c r=\"B7\"><f>A1</f><v>1</v></c>", None),
            ("<c r=\"B7\"><v>&#49;</v></c>", None),
            ("<c r=\"B7\"><v>1</v></c", None),
            ("<c r=\"B7\"><v>1", None),
            ("<c r=\"B7\"></c>", None),
            (" <c r=\"B7\"/>", None),
        ];
        for (text, expected) in cases {
            assert_eq!(cell(text.as_bytes()), expected, "{text}");
        }
    }
}
