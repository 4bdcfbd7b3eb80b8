//! Names of companies and projects.

/// What is compared: NFKC, bracket characters (not what stands in them) and white space removed, ASCII lower-cased.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}
