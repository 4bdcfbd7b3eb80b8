//! From plain books and texts to the bytes of files.

pub mod docx;
pub mod form;
pub mod json;
pub mod marked_copy;
pub mod text;
pub mod xlsx;

/// How hard files are packed: a third of the time of the usual 6, for files larger by a few per cent.
const COMPRESSION: u8 = 3;

/// A file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The workbook writer refused something.
    #[error("无法生成工作簿《{book}》：{reason}")]
    Workbook {
        /// Title of the book.
        book: String,
        /// The writer's own words.
        reason: String,
    },
    /// A template is wrong, or asks for something that there is not.
    #[error("模板 {template}{}有误：{reason}", .line.map(|line| format!("第{line}行")).unwrap_or_default())]
    Template {
        /// Name of the template.
        template: String,
        /// Line from 1, where known.
        line: Option<usize>,
        /// What is wrong, in Chinese, with the engine's own words.
        reason: String,
    },
    /// A document could not be packed.
    #[error("无法生成文档《{document}》：{reason}")]
    Document {
        /// Title of the document.
        document: String,
        /// The packer's own words.
        reason: String,
    },
}
