//! A workbook's package: parts are read as text, changed ones written anew, all others carried over as they lie.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use zip::CompressionMethod;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::report::write::COMPRESSION;

use super::xml::attribute;
use super::xml::tags;

/// A part larger than this is not patched.
const LARGEST_PART: u64 = 64 << 20;
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const TYPES: &str = "[Content_Types].xml";

/// How old workbooks begin, and encrypted ones.
const OLD_CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0";

/// What stands in the way of a copy when the package is not like those of spreadsheet programs.
pub(super) const UNUSUAL: &str = "不是通常的工作簿结构";

const NOT_UTF_8: &str = "内部编码不是 UTF-8";

/// A package with the parts that were changed.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
    changed: BTreeMap<String, String>,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>, String> {
        if bytes.starts_with(OLD_CONTAINER) {
            return Err("有密码或其实是旧格式的工作簿，请取消密码或另存为 .xlsx 后报送".to_owned());
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "文件打不开".to_owned())?;
        let names = zip
            .file_names()
            .filter_map(|name| name.ok().map(|name| name.into_owned()))
            .collect();
        Ok(Package {
            zip,
            names,
            changed: BTreeMap::new(),
        })
    }

    /// Whether there is a part whose name begins so.
    pub(super) fn has(&self, start: &str) -> bool {
        self.names.iter().chain(self.changed.keys()).any(|name| name.starts_with(start))
    }

    /// The text of a part; `None` when there is none.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<String>, String> {
        if let Some(text) = self.changed.get(name) {
            return Ok(Some(text.clone()));
        }
        if !self.names.iter().any(|known| known == name) {
            return Ok(None);
        }
        let mut part = self.zip.by_name(name).map_err(|_| "文件打不开".to_owned())?;
        if part.size() > LARGEST_PART {
            return Err("工作表过大，不作标记".to_owned());
        }
        let mut text = String::new();
        let part = part.by_ref().take(LARGEST_PART);
        { part }.read_to_string(&mut text).map_err(|_| NOT_UTF_8.to_owned())?;
        // Plain characters are read in any encoding; what we add is Chinese.
        let declaration = text.split("?>").next().filter(|start| start.contains("<?xml"));
        let encoding = declaration.and_then(|declaration| attribute(declaration, "encoding"));
        if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
            return Err(NOT_UTF_8.to_owned());
        }
        Ok(Some(text))
    }

    /// The text of a part that must be there.
    pub(super) fn text(&mut self, name: &str) -> Result<String, String> {
        self.find(name)?.ok_or_else(|| UNUSUAL.to_owned())
    }

    pub(super) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// Declares the kind of a new part.
    pub(super) fn declare(&mut self, part: &str, kind: &str) -> Result<(), String> {
        let types = self.text(TYPES)?;
        let entry = format!("<Override PartName=\"/{part}\" ContentType=\"{CONTENT}.{kind}+xml\"/></Types>");
        self.put(TYPES, types.replacen("</Types>", &entry, 1));
        Ok(())
    }

    /// Declares what a file ending in `.vml` is.
    pub(super) fn declare_vml(&mut self) -> Result<(), String> {
        const VML: &str = "<Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/><Override";
        let types = self.text(TYPES)?;
        if !types.contains("Extension=\"vml\"") {
            self.put(TYPES, types.replacen("<Override", VML, 1));
        }
        Ok(())
    }

    /// What a part points to: the kind (the last word of its address), the identifier, and the part.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, String> {
        let text = self.find(&relations_of(part))?.unwrap_or_default();
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relation = |tag: &str| {
            Some(Relation {
                kind: attribute(tag, "Type")?.rsplit('/').next()?.to_owned(),
                id: attribute(tag, "Id")?,
                target: resolved(folder, &attribute(tag, "Target")?),
            })
        };
        Ok(tags(&text, "Relationship").filter_map(relation).collect())
    }

    /// Adds relations to a part, written as XML.
    pub(super) fn relate(&mut self, part: &str, relations: &str) -> Result<(), String> {
        let name = relations_of(part);
        let text = match self.find(&name)? {
            Some(text) if text.contains("</Relationships>") => {
                text.replacen("</Relationships>", &format!("{relations}</Relationships>"), 1)
            }
            Some(_) => return Err(UNUSUAL.to_owned()),
            None => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
            ),
        };
        self.put(&name, text);
        Ok(())
    }

    /// The changed parts in the place of the old ones, the new ones behind them, all others as they are.
    pub(super) fn pack(mut self) -> zip::result::ZipResult<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION.into()))
            .last_modified_time(zip::DateTime::DEFAULT);
        for index in 0..self.zip.len() {
            let part = self.zip.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            match self.changed.remove(&name) {
                None => out.raw_copy_file(part)?,
                Some(text) => {
                    out.start_file(name, options)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        for (name, text) in self.changed {
            out.start_file(name, options)?;
            out.write_all(text.as_bytes())?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// What a part points to.
pub(super) struct Relation {
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) target: String,
}

/// The part that holds the relations of a part.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The name of a part from the folder of the one that points to it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}
