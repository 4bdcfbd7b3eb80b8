//! The articles of the three documents, in the program's own words.

use serde::Deserialize;

/// One article or part of one, cited as `考核办法 九(4)`.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// The citation: `方案 三`, `考核办法 六`, `经费办法 七(三)`.
    pub id: String,
    /// What it asks for, in the program's own words.
    pub about: String,
}

/// Every article of 方案, 考核办法 and 经费办法, in their order.
pub fn all() -> &'static [Article] {
    unimplemented!()
}

/// The article of a citation; `None` when there is none of that name.
pub fn find(id: &str) -> Option<&'static Article> {
    unimplemented!("{id}")
}
