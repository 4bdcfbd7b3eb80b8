//! From plain books and texts to the bytes of files.

pub mod xlsx;

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
}
