//! Citizen identity numbers (GB 11643-1999). They never leave the program whole.

/// Folds: NFKC, white space removed, upper-cased.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}

/// Whether a folded number is sound: 18 places with a right date and check character, or 15 digits with a right date.
pub fn is_sound(number: &str) -> bool {
    unimplemented!("{number}")
}

/// The only form that may be shown: first three and last two places, the rest as stars (`140**************2X`); all stars when it is shorter than 8.
pub fn mask(number: &str) -> String {
    unimplemented!("{number}")
}

/// Replaces whatever looks like an identity number (18 or 15 digits, the last may be X) or a mobile number (11 digits
/// from 13 to 19) inside a text by its masked form, for texts that are shown.
pub fn mask_in_text(text: &str) -> String {
    unimplemented!("{text}")
}
