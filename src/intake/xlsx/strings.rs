//! Shared strings, and the text of an element that holds one (`si`, `is`): plain or in runs, readings left out.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::grid::Refused;
use crate::intake::parts::Part;
use crate::intake::refuse;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;
use crate::intake::xml::text;

/// The shared strings, in their order.
pub(super) fn read(part: Part<'_, '_>, budget: &mut Budget) -> Result<Vec<Arc<str>>, Refused> {
    let mut xml = Xml::new(part)?;
    let mut strings = Vec::new();
    let mut buffer = String::new();
    loop {
        match xml.next()? {
            Token::End => return Ok(strings),
            Token::Open { name: b"si", empty, .. } => {
                buffer.clear();
                if !empty {
                    element(&mut xml, &mut buffer)?;
                }
                budget.text(buffer.len())?;
                if strings.len() as u64 >= budget.limits().cells {
                    return Err(refuse::too_large("共享文字过多"));
                }
                strings.push(Arc::from(buffer.as_str()));
            }
            _ => {}
        }
    }
}

/// Adds the text of the element that was just opened to `buffer`, up to its end tag.
pub(super) fn element<R: Read>(xml: &mut Xml<R>, buffer: &mut String) -> Result<(), Refused> {
    let mut depth = 0usize;
    let mut raw = String::new();
    loop {
        match xml.next()? {
            Token::Open {
                name: b"t",
                attributes,
                empty: false,
            } => {
                let preserve = attributes.local("space") == Some(b"preserve");
                raw.clear();
                content(xml, &mut raw)?;
                let kept = if preserve {
                    raw.as_str()
                } else {
                    raw.trim_matches([' ', '\t', '\r', '\n'])
                };
                buffer.push_str(&text::unescape_units(Cow::Borrowed(kept)));
            }
            // How East Asian names are read aloud.
            Token::Open {
                name: b"rPh",
                empty: false,
                ..
            } => xml.skip()?,
            Token::Open { empty: false, .. } => depth += 1,
            Token::Close(_) if depth > 0 => depth -= 1,
            Token::Close(_) | Token::End => return Ok(()),
            _ => {}
        }
    }
}

/// Adds the text right inside the element that was just opened to `buffer`, up to its end tag.
pub(super) fn content<R: Read>(xml: &mut Xml<R>, buffer: &mut String) -> Result<(), Refused> {
    loop {
        match xml.next()? {
            Token::Text(raw) => buffer.push_str(&text::unescape(raw)),
            Token::Verbatim(raw) => buffer.push_str(&String::from_utf8_lossy(raw)),
            Token::Open { empty: false, .. } => xml.skip()?,
            Token::Open { .. } => {}
            Token::Close(_) | Token::End => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_readings_left_out() {
        let cases = [
            ("<si><t>姓名</t></si>", "姓名"),
            (
                "<si><r><rPr><b/></rPr><t>姓</t></r><r><t xml:space=\"preserve\"> 名</t></r></si>",
                "姓 名",
            ),
            ("<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>", "東京"),
            ("<si><t> a </t></si>", "a"),
            ("<si><t xml:space='preserve'> a </t></si>", " a "),
            ("<si><t>\u{3000}a\u{a0}</t></si>", "\u{3000}a\u{a0}"),
            ("<si><t>a_x000D_&lt;<![CDATA[<b>]]></t></si>", "a\r<<b>"),
            ("<x:si xmlns:x='u'><x:t>a</x:t></x:si>", "a"),
            ("<si><t/></si>", ""),
            ("<si></si>", ""),
            ("<si><t>a<!-- b -->c</t></si>", "ac"),
        ];
        for (document, expected) in cases {
            let mut xml = Xml::new(document.as_bytes()).unwrap();
            let mut buffer = String::new();
            xml.next().unwrap();
            element(&mut xml, &mut buffer).unwrap();
            assert_eq!(buffer, expected, "{document}");
            assert_eq!(xml.next().unwrap(), Token::End);
        }
    }
}
