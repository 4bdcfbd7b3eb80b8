//! Unified social credit codes (GB 32100-2015; places 9–17 by GB 11714).

use super::text;

/// GB 32100-2015: the place in this list is the value.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
/// 3^(i−1) mod 31, for places 1 to 17.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714, for places 9 to 16; its check character is place 17.
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// What a code's own digits say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Both check characters fit.
    Sound,
    /// Right length and alphabet, but a check character does not fit (some codes in real use fail it: 待核).
    CheckCharacter {
        /// What the last character should be; when it is that already, place 17 does not fit places 9–16.
        expected: char,
    },
    /// Wrong length.
    Length(usize),
    /// Characters outside of the alphabet, with the likely code when the usual slip (O/0, I/1, S/5, Z/2) explains it.
    Alphabet {
        /// The characters at fault, each once.
        found: String,
        /// The code that was likely meant, sound by both checks.
        likely: Option<String>,
    },
}

/// Folds a code for comparison and checking: NFKC, white space removed, upper-cased.
pub fn fold(text: &str) -> String {
    text::fold_upper(text)
}

/// Checks a folded code.
pub fn check(code: &str) -> Check {
    let length = code.chars().count();
    if length != LENGTH {
        return Check::Length(length);
    }
    let mut found = String::new();
    for c in code.chars() {
        if value(c).is_none() && !found.contains(c) {
            found.push(c);
        }
    }
    if !found.is_empty() {
        let likely = Some(mend_slips(code)).filter(|mended| is_sound(mended));
        return Check::Alphabet { found, likely };
    }
    match expected_last(code) {
        Some(expected) if !is_sound(code) => Check::CheckCharacter { expected },
        _ => Check::Sound,
    }
}

/// Whether two such folded codes that differ are surely two enterprises: right length and alphabet. A doubtful check character does not
/// matter here (some codes in real use have one).
pub fn is_well_formed(code: &str) -> bool {
    is_code_like(code) && matches!(check(code), Check::Sound | Check::CheckCharacter { .. })
}

/// Whether two such folded codes that are equal mean one enterprise: written as a code, if perhaps with a slip. Words in place of a code
/// (办理中) and fillers (18 zeros) mean nobody.
pub fn is_code_like(code: &str) -> bool {
    let filler = code.chars().all(|c| code.starts_with(c));
    !filler && code.len().abs_diff(LENGTH) <= 3 && code.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_sound(code: &str) -> bool {
    code.chars().last() == expected_last(code) && organisation_fits(code)
}

fn value(c: char) -> Option<u32> {
    u32::try_from(ALPHABET.find(c)?).ok()
}

/// What place 18 should be; `None` when one of the first 17 characters is outside of the alphabet.
fn expected_last(code: &str) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in code.chars().zip(WEIGHTS) {
        sum += value(c)? * weight;
    }
    let last = usize::try_from((31 - sum % 31) % 31).ok()?;
    ALPHABET.chars().nth(last)
}

/// Whether place 17 is the check character of places 9 to 16.
fn organisation_fits(code: &str) -> bool {
    let mut sum = 0;
    for (c, weight) in code.chars().skip(8).zip(ORGANISATION_WEIGHTS) {
        // Here letters count from A = 10 without gaps.
        let Some(value) = c.to_digit(36) else {
            return false;
        };
        sum += value * weight;
    }
    let expected = match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    };
    code.chars().nth(16) == expected
}

/// The letters that the alphabet leaves out, as the digits that they are taken for.
fn mend_slips(code: &str) -> String {
    code.chars()
        .map(|c| match c {
            'O' => '0',
            'I' => '1',
            'S' => '5',
            'Z' => '2',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Published codes, whether they fit, and what the last character should be.
    const VECTORS: [(&str, bool, char); 26] = [
        ("914403001922038216", true, '6'),
        ("91440300708461136T", true, 'T'),
        ("91110000600037341L", true, 'L'),
        ("91512081MA62K0260E", true, 'E'),
        ("91350100M000100Y43", true, '3'),
        ("91350100M000100Y4Z", false, '3'),
        ("91350211M0000XUF46", false, 'R'),
        ("91350100M0001TGQXM", false, '1'),
        ("9131000063159284XQ", true, 'Q'),
        ("91330100799655058B", true, 'B'),
        ("91110000802100433B", true, 'B'),
        ("91110108551385082Q", true, 'Q'),
        ("9144030027939873X7", true, '7'),
        ("9152000071430580XT", true, 'T'),
        ("91350900587527783P", true, 'P'),
        ("91440300192317458F", true, 'F'),
        ("91100000100003962T", true, 'T'),
        ("91110000710926094P", true, 'P'),
        ("91440400192548256N", true, 'N'),
        ("91440606722473344C", true, 'C'),
        ("91440300192181490G", true, 'G'),
        ("91140000701011888X", true, 'X'),
        ("91370200264574251E", true, 'E'),
        ("91310000132260250X", true, 'X'),
        ("911100001011016602", true, '2'),
        ("9132070070404786XB", true, 'B'),
    ];

    #[test]
    fn published_codes_are_judged() {
        for (code, fits, expected) in VECTORS {
            let verdict = match fits {
                true => Check::Sound,
                // Z is no letter of the alphabet, and its look-alike 2 does not fit either.
                false if code.ends_with('Z') => Check::Alphabet {
                    found: "Z".to_string(),
                    likely: None,
                },
                false => Check::CheckCharacter { expected },
            };
            assert_eq!(expected_last(code), Some(expected), "{code}");
            assert_eq!(check(code), verdict, "{code}");
        }
    }

    #[test]
    fn an_organisation_code_that_does_not_fit_is_told() {
        // Place 17 changed, and place 18 made to fit again.
        let changed = "9144030019220382";
        for seventeenth in "0234567890".chars() {
            let front = format!("{changed}{seventeenth}");
            let expected = expected_last(&front).unwrap();
            assert_eq!(check(&format!("{front}{expected}")), Check::CheckCharacter { expected });
        }
    }

    #[test]
    fn length_comes_before_the_alphabet() {
        assert_eq!(check(""), Check::Length(0));
        assert_eq!(check("91440300192203821"), Check::Length(17));
        assert_eq!(
            check("9144030019220382６6"),
            Check::Alphabet {
                found: "６".into(),
                likely: None
            }
        );
        assert_eq!(check("9144030019220382160"), Check::Length(19));
        assert_eq!(check("无"), Check::Length(1));
    }

    #[test]
    fn the_usual_slips_are_explained() {
        let cases = [
            ("91512081MA62KO26OE", "O", Some("91512081MA62K0260E")),
            ("9I5I2O8IMAGZKO26OE", "IOZ", None),
            ("91440300I9Z203821G", "IZ", None),
            ("9144030019ZZ038216", "Z", Some("914403001922038216")),
            ("9144O3OOI922O382I6", "OI", Some("914403001922038216")),
            ("911101085S1385082Q", "S", Some("91110108551385082Q")),
            ("91110108VS1385082Q", "VS", None),
        ];
        for (code, found, likely) in cases {
            let expected = Check::Alphabet {
                found: found.to_string(),
                likely: likely.map(str::to_string),
            };
            assert_eq!(check(code), expected, "{code}");
        }
    }

    #[test]
    fn words_and_fillers_are_no_codes_and_slips_tell_nobody_apart() {
        for (code, well_formed, code_like) in [
            ("914403001922038216", true, true),
            ("91350211M0000XUF46", true, true),
            ("9135021M0000XUF46", false, true),
            ("9135O211M0000XUF46", false, true),
            ("办理中", false, false),
            ("正在办理统一社会信用代码变更登记手续中", false, false),
            ("000000000000000000", false, false),
            ("12345", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_well_formed(code), is_code_like(code)), (well_formed, code_like), "{code}");
        }
    }

    #[test]
    fn codes_are_folded_before_the_check() {
        assert_eq!(fold(" ９１４４０３００７０８４６１１３６ｔ\n"), "91440300708461136T");
        assert_eq!(fold("91440300 7084 61136t"), "91440300708461136T");
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_told(at in 0_usize..18, vector in 0_usize..3, other in "[0-9A-HJ-NPQRTUWXY]") {
            let code = VECTORS[vector].0;
            let mut changed = code.to_string();
            changed.replace_range(at..=at, &other);
            prop_assert_eq!(check(&changed) == Check::Sound, changed == code);
        }

        #[test]
        fn any_text_is_judged(text in ".*", near in "[0-9A-Z]{18}") {
            let _ = (check(&fold(&text)), check(&text), check(&near));
        }
    }
}
