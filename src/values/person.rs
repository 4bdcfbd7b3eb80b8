//! Names of people, alone and several in one cell (spec 1.2).

/// What is compared: `王  伟` = `王伟`.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}

/// The people named in one cell, each cleaned and with inner spaces removed, in order, without repeats. Parted by 、 ， , ； ; / or a line break,
/// and by spaces when each part has two to four characters. A blank cell gives none.
pub fn split(text: &str) -> Vec<String> {
    unimplemented!("{text}")
}
