//! Names of output files that Windows, Excel and every other system take.

use unicode_normalization::UnicodeNormalization;

/// The longest name, in UTF-16 units and in bytes, without the ending.
const LONGEST: (usize, usize) = (80, 200);

/// Names that Windows keeps for itself, also with an ending.
const RESERVED: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// A text as part of a file's name: what no system takes, and what breaks links in Excel, in full-width form; cut when too long.
pub fn file_name(text: &str) -> String {
    let mut name = String::new();
    let mut units = 0;
    for letter in text.nfc() {
        let letter = match letter {
            '<' => '＜',
            '>' => '＞',
            ':' => '：',
            '"' => '＂',
            '/' => '／',
            '\\' => '＼',
            '|' => '｜',
            '?' => '？',
            '*' => '＊',
            '#' => '＃',
            '%' => '％',
            '[' => '［',
            ']' => '］',
            letter if letter.is_control() || letter.is_whitespace() => ' ',
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => continue,
            letter => letter,
        };
        units += letter.len_utf16();
        if units > LONGEST.0 || name.len() + letter.len_utf8() > LONGEST.1 {
            break;
        }
        name.push(letter);
    }
    let name = name.trim().trim_end_matches('.').trim_start_matches("~$").to_owned();
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let reserved =
        RESERVED.contains(&stem.as_str()) || port.is_some_and(|number| number.chars().count() == 1 && number.chars().all(char::is_numeric));
    match (name.is_empty(), reserved) {
        (true, _) => "未命名".to_owned(),
        (_, true) => format!("_{name}"),
        _ => name,
    }
}

/// Gives names that were given before a number: 甲, 甲（2）…; letters are compared without their case, as Windows does.
#[derive(Debug, Default)]
pub struct Distinct {
    given: std::collections::BTreeSet<String>,
}

impl Distinct {
    /// The name, or the name with the next number.
    pub fn of(&mut self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}（{number}）"));
        let free = std::iter::once(name.to_owned())
            .chain(numbered)
            .find(|name| self.given.insert(name.to_lowercase()));
        free.unwrap_or_else(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_every_system_takes() {
        for (text, expected) in [
            ("古城（一期）项目", "古城（一期）项目"),
            ("a/b\\c:d*e?f\"g<h>i|j#k%l[m]", "a／b＼c：d＊e？f＂g＜h＞i｜j＃k％l［m］"),
            (" 尾点. ", "尾点"),
            ("con", "_con"),
            ("COM1.x", "_COM1.x"),
            ("COM公司", "COM公司"),
            ("第一行\n第二行\u{200B}", "第一行 第二行"),
            ("", "未命名"),
            ("...", "未命名"),
        ] {
            assert_eq!(file_name(text), expected, "{text:?}");
        }
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), 66);
    }

    #[test]
    fn equal_names_get_numbers() {
        let mut names = Distinct::default();
        assert_eq!(
            ["甲", "甲", "A", "a", "甲"].map(|name| names.of(name)),
            ["甲", "甲（2）", "A", "a（2）", "甲（3）"]
        );
    }
}
