//! Citizen identity numbers (GB 11643-1999). They never leave the program whole.

use chrono::Datelike;
use chrono::NaiveDate;

use super::credit_code;
use super::text;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder by 11.
const CHECK_CHARACTERS: &str = "10X98765432";
/// Fewer characters than this are hidden whole.
const SHORTEST_SHOWN: usize = 8;

/// Folds: NFKC, white space removed, upper-cased.
pub fn fold(text: &str) -> String {
    text::fold_upper(text)
}

/// Whether a folded number is sound: 18 places with a right date and check character, or 15 digits with a right date.
pub fn is_sound(number: &str) -> bool {
    let chars: Vec<char> = number.chars().collect();
    birth(&chars).is_some() && (chars.len() == 15 || chars.last().copied() == check_character(&chars))
}

/// The date of birth in 18 places (the last may be X) or 15 digits; `None` when it is no such number.
fn birth(chars: &[char]) -> Option<NaiveDate> {
    let (last, front) = chars.split_last()?;
    let is_last = last.is_ascii_digit() || (*last == 'X' && chars.len() == 18);
    if !is_last || !front.iter().all(char::is_ascii_digit) {
        return None;
    }
    let (year, month_and_day) = match chars.len() {
        18 => (digits(chars.get(6..10)?)?, chars.get(10..14)?),
        // Numbers of 15 digits ended with the century.
        15 => (1900 + digits(chars.get(6..8)?)?, chars.get(8..12)?),
        _ => return None,
    };
    let (month, day) = month_and_day.split_at_checked(2)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, digits(month)?, digits(day)?)
}

fn digits(chars: &[char]) -> Option<u32> {
    chars.iter().try_fold(0, |sum, c| Some(sum * 10 + c.to_digit(10)?))
}

fn check_character(chars: &[char]) -> Option<char> {
    let mut sum = 0;
    for (c, weight) in chars.iter().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    CHECK_CHARACTERS.chars().nth(usize::try_from(sum % 11).ok()?)
}

/// The only form that may be shown: first three and last two places, the rest as stars (`140*************2X`); all stars when it is shorter than 8.
pub fn mask(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let shown = if chars.len() < SHORTEST_SHOWN { 0..0 } else { 3..chars.len() - 2 };
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| if shown.is_empty() || shown.contains(&at) { '*' } else { *c })
        .collect()
}

/// How people break long numbers into groups, by spaces or hyphens: mobile numbers, then identity numbers.
const GROUPS: [&[usize]; 6] = [
    &[3, 4, 4],
    &[6, 8, 4],
    &[6, 4, 4, 4],
    &[6, 4, 2, 2, 4],
    &[3, 3, 4, 4, 4],
    &[6, 6, 3],
];

/// Replaces whatever looks like an identity number (18 or 15 digits, the last may be X) or a mobile number (11 digits
/// from 13 to 19) inside a text by its masked form, for texts that are shown.
pub fn mask_in_text(text: &str) -> String {
    // The shortest of them has this many digits, and most texts have fewer.
    const FEWEST: usize = 11;
    // Bytes are counted sooner than characters; full-width digits begin with this one.
    if text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == 0xEF).count() < FEWEST {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = chars.as_slice();
    while !rest.is_empty() {
        let grouped = GROUPS.iter().find_map(|groups| grouped_length(rest, groups));
        if let Some((number, behind)) = grouped.and_then(|length| rest.split_at_checked(length)) {
            out.push_str(&mask(&number.iter().collect::<String>()));
            rest = behind;
            continue;
        }
        let word = rest.iter().take_while(|c| is_word(**c)).count();
        let (word, behind) = rest.split_at(word);
        mask_word(word, &mut out);
        let between = behind.iter().take_while(|c| !is_word(**c)).count();
        let (between, behind) = behind.split_at(between);
        out.extend(between);
        rest = behind;
    }
    out
}

fn is_word(c: char) -> bool {
    narrow(c).is_ascii_alphanumeric()
}

/// How far a private number at the front reaches that is broken into such groups.
fn grouped_length(chars: &[char], groups: &[usize]) -> Option<usize> {
    let mut number = Vec::with_capacity(18);
    let mut length = 0;
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            chars.get(length).filter(|c| matches!(c, ' ' | '-'))?;
            length += 1;
        }
        number.extend(chars.get(length..length + group)?.iter().copied().map(narrow));
        length += group;
    }
    let ends = chars.get(length).is_none_or(|c| !is_word(*c));
    (ends && is_private(&number)).then_some(length)
}

/// Full-width letters and digits as ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{2169}' => 'X',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
    .to_ascii_uppercase()
}

/// Masks what must be hidden in a run of letters and digits.
fn mask_word(word: &[char], out: &mut String) {
    let narrowed: String = word.iter().copied().map(narrow).collect();
    if credit_code::check(&narrowed) == credit_code::Check::Sound && !is_sound(&narrowed) {
        out.extend(word);
        return;
    }
    let mut rest = word;
    while let Some(first) = rest.first() {
        let is_digit = narrow(*first).is_ascii_digit();
        let length = rest.iter().take_while(|c| narrow(**c).is_ascii_digit() == is_digit).count();
        let mut run = length;
        if is_digit && run == 17 && rest.get(run).is_some_and(|c| narrow(*c) == 'X') {
            run += 1;
        }
        let (part, behind) = rest.split_at(run);
        let shown: String = part.iter().collect();
        let plain: Vec<char> = part.iter().copied().map(narrow).collect();
        if is_private(&plain) {
            out.push_str(&mask(&shown));
        } else {
            out.push_str(&shown);
        }
        rest = behind;
    }
}

/// An identity number with a believable date of birth, or a mobile number with or without 86.
fn is_private(run: &[char]) -> bool {
    if birth(run).is_some_and(|day| (1850..2100).contains(&day.year())) {
        return true;
    }
    let mobile = match run {
        ['8', '6', mobile @ ..] if mobile.len() == 11 => mobile,
        other => other,
    };
    mobile.len() == 11 && matches!(mobile, ['1', '3'..='9', ..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_numbers_are_judged() {
        let cases = [
            ("11010519491231002X", true),
            ("360426199101010071", true),
            ("440524188001010014", true),
            ("110105194912310021", false),
            ("11010519491231002x", true),
            ("１１０１０５１９４９１２３１００２Ｘ", true),
            (" 110105 19491231 002x ", true),
            ("110105491231002", true),
            ("110105490231002", false),
            ("11010549123100X", false),
            ("110105194902300025", false),
            ("11010519491231002", false),
            ("X1010519491231002X", false),
            ("", false),
            ("护照E12345678", false),
        ];
        for (written, expected) in cases {
            assert_eq!(is_sound(&fold(written)), expected, "{written}");
        }
    }

    #[test]
    fn little_is_shown_of_a_masked_number() {
        let cases = [
            ("14080219900101002X", "140*************2X"),
            ("110105491231002", "110**********02"),
            ("12345678", "123***78"),
            ("1234567", "*******"),
            ("", ""),
            ("护照号码一二三四", "护照号***三四"),
        ];
        for (number, expected) in cases {
            assert_eq!(mask(number), expected, "{number}");
        }
    }

    #[test]
    fn private_numbers_are_masked_in_texts() {
        let cases = [
            (
                "联系张三11010519491231002X，电话13812345678。",
                "联系张三110*************2X，电话138******78。",
            ),
            ("110105194912310021", "110*************21"),
            ("１１０１０５１９４９１２３１００２Ｘ", "１１０*************２Ｘ"),
            ("110105491231002", "110**********02"),
            ("11010519491231002x", "110*************2x"),
            ("+8613812345678", "+861********78"),
            ("电话：138 1234 5678。", "电话：138********78。"),
            ("138-1234-5678", "138********78"),
            ("110105 19491231 002X", "110***************2X"),
            ("110105-1949-12-31-002X", "110*****************2X"),
            ("110 105 1949 1231 002x", "110*****************2x"),
            ("期间2020-0708-1234", "期间2020-0708-1234"),
            ("电话0359-2022123", "电话0359-2022123"),
            ("6222 0212 3456 7890", "6222 0212 3456 7890"),
            ("tel13812345678", "tel138******78"),
            ("id11010519491231002Xa", "id110*************2Xa"),
            ("914403001922038216", "914403001922038216"),
            ("91440300708461136T", "91440300708461136T"),
            ("91140000701011888X", "91140000701011888X"),
            ("凭证号20200708123456789012", "凭证号20200708123456789012"),
            ("账号6222021234567890123", "账号6222021234567890123"),
            ("12812345678", "12812345678"),
            ("金额120000000.00元", "金额120000000.00元"),
            ("", ""),
            ("无数字", "无数字"),
        ];
        for (text, expected) in cases {
            assert_eq!(mask_in_text(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_never_survives_in_a_text(region in 110_000_u32..660_000, days in 0_i64..60_000, order in 0_u32..1000, before in "[^0-9０-９A-Za-zＡ-Ｚａ-ｚ]{0,5}", behind in "[^0-9０-９A-Za-zＡ-Ｚａ-ｚ]{0,5}") {
            let born = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Duration::days(days);
            let front = format!("{region}{}{order:03}", born.format("%Y%m%d"));
            let check = check_character(&front.chars().collect::<Vec<_>>()).unwrap();
            let number = format!("{front}{check}");
            prop_assert!(is_sound(&number));
            let shown = mask_in_text(&format!("{before}{number}{behind}"));
            prop_assert!(!shown.contains(&number));
            prop_assert_eq!(shown, format!("{before}{}{behind}", mask(&number)));
        }

        #[test]
        fn any_text_is_masked_without_panic(text in ".*", near in "[0-9Xx]{0,40}") {
            let _ = (mask_in_text(&text), mask(&text), is_sound(&text));
            prop_assert_eq!(mask(&near).chars().count(), near.chars().count());
            prop_assert_eq!(mask_in_text(&near).chars().count(), near.chars().count());
        }
    }
}
