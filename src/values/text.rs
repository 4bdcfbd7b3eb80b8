//! Text as written and as compared (spec 1.2).

/// What is shown: zero-width characters, BOM and NBSP removed, trimmed. Nothing else is changed.
pub fn clean(text: &str) -> String {
    unimplemented!("{text}")
}

/// What is compared: `clean`, NFKC, white space inside removed, ASCII lower-cased.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}

/// Whether the text stands for an empty cell of money, date, number or name: nothing, `-`, `—`, `/`, `无` … alone.
pub fn is_blank(text: &str) -> bool {
    unimplemented!("{text}")
}
