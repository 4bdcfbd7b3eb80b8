//! Relationships between parts: which part a workbook means by an id.

use std::collections::BTreeMap;

use crate::intake::grid::Refused;
use crate::intake::parts::Parts;
use crate::intake::parts::SMALL_PART;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;

/// One relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::intake) struct Link {
    /// The last segment of its type: `worksheet`, `sharedStrings`, `chartsheet` …
    pub(in crate::intake) kind: String,
    /// The part, from the root of the container.
    pub(in crate::intake) target: String,
}

/// The relationships of a part, by id; none when it has no file of them. An empty name means the container itself.
pub(in crate::intake) fn of(parts: &mut Parts<'_>, part: &str) -> Result<BTreeMap<String, Link>, Refused> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() {
        format!("_rels/{name}.rels")
    } else {
        format!("{folder}/_rels/{name}.rels")
    };
    let mut links = BTreeMap::new();
    let Some(source) = parts.stream(&path, SMALL_PART)? else {
        return Ok(links);
    };
    let mut xml = Xml::new(source)?;
    loop {
        match xml.next()? {
            Token::End => return Ok(links),
            Token::Open {
                name: b"Relationship",
                attributes,
                ..
            } => {
                let external = attributes
                    .get("TargetMode")
                    .is_some_and(|mode| mode.eq_ignore_ascii_case(b"External"));
                let parts = (attributes.text("Id"), attributes.text("Type"), attributes.text("Target"));
                if let ((Some(id), Some(kind), Some(target)), false) = (parts, external) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let target = resolve(folder, &target);
                    links.insert(id, Link { kind, target });
                }
            }
            _ => {}
        }
    }
}

/// A target seen from a folder: `worksheets/sheet1.xml`, `./x`, `../x`, `/xl/x`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut segments: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.retain(|segment| !segment.is_empty());
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_as_writers_write_them() {
        let cases = [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "./sheet1.xml", "xl/sheet1.xml"),
            ("xl/a", "../sheet1.xml", "xl/sheet1.xml"),
            ("xl", "..\\..\\..\\x.xml", "x.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ];
        for (folder, target, expected) in cases {
            assert_eq!(resolve(folder, target), expected);
        }
    }
}
