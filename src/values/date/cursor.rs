//! A place in a text that moves only over what it understands.

use crate::values::number;

/// Every sign that is typed for 〇 among Chinese numerals, letters too.
const ZEROS: [char; 6] = ['〇', '○', '零', 'O', '0', '◯'];

/// What is still to be read of a half-width text.
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Cursor<'a> {
        Cursor { rest: text }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.trim_start().is_empty()
    }

    /// Reads by `read`, or stays where it was.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Cursor<'a>) -> Option<T>) -> Option<T> {
        let before = self.rest;
        let value = read(self);
        if value.is_none() {
            self.rest = before;
        }
        value
    }

    /// Takes one of the characters, and the spaces around it.
    pub(super) fn take_any(&mut self, wanted: &[char]) -> Option<char> {
        let rest = self.rest.trim_start();
        let c = rest.chars().next().filter(|c| wanted.contains(c))?;
        self.rest = rest.strip_prefix(c)?.trim_start();
        Some(c)
    }

    /// Takes the first of the words that comes next, and the spaces around it.
    pub(super) fn take_word(&mut self, words: &[&str]) -> Option<()> {
        let rest = self.rest.trim_start();
        let behind = words.iter().find_map(|word| rest.strip_prefix(word))?;
        self.rest = behind.trim_start();
        Some(())
    }

    /// Takes the sign between the ends of a range: one, or the same one twice (——).
    pub(super) fn take_range_sign(&mut self) -> Option<char> {
        let rest = self.rest.trim_start();
        let sign = rest.chars().next().filter(|c| number::is_range_sign(*c))?;
        let rest = rest.strip_prefix(sign)?;
        self.rest = rest.strip_prefix(sign).unwrap_or(rest).trim_start();
        Some(sign)
    }

    /// A run of ASCII digits, of a length within the bounds and not longer.
    pub(super) fn digits(&mut self, shortest: usize, longest: usize) -> Option<u32> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if !(shortest..=longest).contains(&end) {
            return None;
        }
        let (digits, rest) = rest.split_at(end);
        self.rest = rest;
        digits.parse().ok()
    }

    /// A year in four digits, ASCII or Chinese (二〇二〇).
    pub(super) fn year(&mut self) -> Option<u32> {
        self.digits(4, 4).or_else(|| {
            self.attempt(|cursor| {
                let word = cursor.chinese_run();
                let digits: Option<Vec<u32>> = word.chars().map(chinese_digit).collect();
                let digits = digits.filter(|digits| digits.len() == 4)?;
                Some(digits.into_iter().fold(0, |year, digit| year * 10 + digit))
            })
        })
    }

    /// A number of a month or a day, ASCII with so many digits at most, or Chinese (三十一, 廿一, 〇八).
    pub(super) fn number(&mut self, longest: usize) -> Option<u32> {
        self.digits(1, longest)
            .or_else(|| self.attempt(|cursor| chinese_below_100(cursor.chinese_run())))
    }

    /// Takes the Chinese numerals that come next.
    fn chinese_run(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let is_numeral = |c: char| chinese_digit(c).is_some() || matches!(c, '十' | '拾' | '廿' | '卅');
        let end = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        word
    }
}

fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        zero if ZEROS.contains(&zero) => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// 八, 十, 十二, 二十, 三十一, 廿一; with the leading 零 of cheques too (零捌, 零壹拾).
fn chinese_below_100(word: &str) -> Option<u32> {
    let word = word.strip_prefix(ZEROS).unwrap_or(word);
    let chars: Vec<char> = word.chars().collect();
    let digit = |c: char| chinese_digit(c).filter(|digit| *digit > 0);
    match *chars.as_slice() {
        ['十' | '拾'] => Some(10),
        ['廿'] => Some(20),
        ['卅'] => Some(30),
        [units] => digit(units),
        ['十' | '拾', units] => Some(10 + digit(units)?),
        ['廿', units] => Some(20 + digit(units)?),
        ['卅', units] => Some(30 + digit(units)?),
        [tens, '十' | '拾'] => Some(digit(tens)? * 10),
        [tens, '十' | '拾', units] => Some(digit(tens)? * 10 + digit(units)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_are_read() {
        let cases = [
            ("一", Some(1)),
            ("八", Some(8)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("三十一", Some(31)),
            ("廿", Some(20)),
            ("廿一", Some(21)),
            ("卅一", Some(31)),
            ("〇八", Some(8)),
            ("零捌", Some(8)),
            ("零壹拾", Some(10)),
            ("壹拾贰", Some(12)),
            ("零贰拾", Some(20)),
            ("", None),
            ("零", None),
            ("一二", None),
            ("十十", None),
            ("二十十", None),
            ("十二十", None),
            ("二一十", None),
            ("廿十", None),
            ("廿廿", None),
            ("十〇", None),
            ("二十一二", None),
            ("三三十", None),
        ];
        for (word, expected) in cases {
            assert_eq!(chinese_below_100(word), expected, "{word}");
        }
    }
}
