//! Text in XML: the five entities, numbers of characters, line ends, and the `_xHHHH_` of workbooks.

use std::borrow::Cow;

/// Text as written → text as meant. An entity that is none of the five, and a bare `&`, stay as they are.
pub(in crate::intake) fn unescape(raw: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(raw);
    if !text.contains(['&', '\r']) {
        return text;
    }
    let mut meant = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = rest.find(['&', '\r']) {
        let (before, after) = rest.split_at(at);
        meant.push_str(before);
        if let Some(after) = after.strip_prefix('\r') {
            meant.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
        } else if let Some((c, after)) = entity(after) {
            meant.push(c);
            rest = after;
        } else {
            meant.push('&');
            rest = after.get(1..).unwrap_or_default();
        }
    }
    meant.push_str(rest);
    Cow::Owned(meant)
}

/// An attribute's value as meant: white space in it is blanks.
pub(in crate::intake) fn attribute(raw: &[u8]) -> String {
    let plain: Vec<u8> = raw
        .iter()
        .map(|&byte| if matches!(byte, b'\n' | b'\r' | b'\t') { b' ' } else { byte })
        .collect();
    unescape(&plain).into_owned()
}

/// The character of the entity at the front, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    // No entity of the five, and no number of a character, is longer.
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => of_number(name)?,
    };
    Some((c, text.get(end + 1..)?))
}

/// The character that `#20013` or `#x4E2D` stands for.
pub(in crate::intake) fn of_number(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    Some(char::from_u32(code.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// `_x000D_` → the character of that UTF-16 unit; `_x005F_` guards an underscore that means itself.
pub(in crate::intake) fn unescape_units(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text;
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest: &str = &text;
    let mut found = false;
    while !rest.is_empty() {
        if let Some(unit) = unit(rest) {
            units.push(unit);
            found = true;
            rest = rest.get(7..).unwrap_or_default();
        } else {
            let mut chars = rest.chars();
            units.extend(chars.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()));
            rest = chars.as_str();
        }
    }
    if found {
        Cow::Owned(String::from_utf16_lossy(&units))
    } else {
        text
    }
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (all && text.as_bytes().get(6) == Some(&b'_'))
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_and_line_ends_are_resolved() {
        let cases = [
            ("a", "a"),
            ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
            ("&#20013;&#x4E2D;", "中中"),
            ("&#13;", "\r"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("&b; & &#xD800;", "&b; & \u{FFFD}"),
            ("&amp;lt;", "&lt;"),
            ("&#99999999999;", "&#99999999999;"),
        ];
        for (raw, meant) in cases {
            assert_eq!(unescape(raw.as_bytes()), meant);
        }
        assert_eq!(attribute(b"a\n&#10;b"), "a \nb");
    }

    #[test]
    fn units_of_workbooks_are_resolved() {
        let cases = [
            ("_x000D_", "\r"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x4E2D_b", "a中b"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\u{FFFD}"),
            ("_x12", "_x12"),
            ("_x12G4_", "_x12G4_"),
            ("_x中文", "_x中文"),
            ("x_y", "x_y"),
        ];
        for (raw, meant) in cases {
            assert_eq!(unescape_units(Cow::Borrowed(raw)), meant);
        }
    }
}
