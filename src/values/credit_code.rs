//! Unified social credit codes (GB 32100-2015; places 9–17 by GB 11714).

/// What a code's own digits say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Both check characters fit.
    Sound,
    /// Right length and alphabet, but a check character does not fit (some codes in real use fail it: 待核).
    CheckCharacter {
        /// What the last character should be.
        expected: char,
    },
    /// Wrong length.
    Length(usize),
    /// Characters outside of the alphabet, with the likely code when the usual slip (O/0, I/1, S/5, Z/2) explains it.
    Alphabet {
        /// The characters at fault.
        found: String,
        /// The code that was likely meant, sound by both checks.
        likely: Option<String>,
    },
}

/// Folds a code for comparison and checking: NFKC, white space removed, upper-cased.
pub fn fold(text: &str) -> String {
    unimplemented!("{text}")
}

/// Checks a folded code.
pub fn check(code: &str) -> Check {
    unimplemented!("{code}")
}
