//! Whether two project names are so alike that a person must look (P005), or with one credit code are the same project (P004).
//!
//! A name has a core and marks. Marks are what tells sister projects apart: numbers, capacities, phases (一期, 扩建), Latin words;
//! names whose marks differ are never alike. The cores are compared by edit distance (Damerau–Levenshtein, adjacent
//! transpositions), as 1 − distance ÷ length of the longer one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::values::company;

/// Words that say no more than that it is a project; they are no part of the core.
const PLAIN: &[&str] = &["建设项目", "投资项目", "生产项目", "项目", "工程", "建设", "投资", "新建", "生产"];

/// Words that tell a later undertaking from the first one.
const LATER: &[&str] = &["改扩建", "扩建", "扩能", "技术改造", "技改", "续建", "迁建", "搬迁", "二次开发"];

/// Measures that make a capacity of the number before them.
const MEASURES: &[&str] = &[
    "平方米",
    "立方米",
    "千瓦时",
    "千瓦",
    "兆瓦",
    "吨",
    "套",
    "台",
    "辆",
    "件",
    "只",
    "个",
    "条",
    "头",
    "亩",
    "米",
    "期",
    "号",
    "线",
    "站",
    "家",
    "瓶",
    "箱",
    "块",
    "片",
    "支",
    "羽",
    "升",
    "区",
    "标段",
    "年",
];

/// Beyond this many characters a cell holds a description, not a name: then only the same text is alike.
const LONGEST: usize = 200;

/// A name, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Likeness {
    marks: Vec<String>,
    core: Vec<char>,
}

impl Likeness {
    /// Parts a name into core and marks.
    pub fn of(name: &str) -> Likeness {
        let folded: Vec<char> = company::fold(name).chars().collect();
        if folded.len() > LONGEST {
            return Likeness {
                marks: vec![folded.into_iter().collect()],
                core: Vec::new(),
            };
        }
        let mut marks = Vec::new();
        let mut core = String::new();
        let mut rest: &[char] = &folded;
        while let Some((&first, others)) = rest.split_first() {
            if let Some(word) = LATER.iter().find(|word| starts_with(rest, word)) {
                marks.push((*word).to_owned());
                rest = after(rest, word.chars().count());
            } else if let Some((mark, length)) = number(rest) {
                marks.push(mark);
                rest = after(rest, length);
            } else if first.is_ascii_alphanumeric() {
                let length = rest.iter().take_while(|letter| letter.is_ascii_alphanumeric()).count();
                marks.push(rest.iter().take(length).collect());
                rest = after(rest, length);
            } else {
                if first.is_alphanumeric() {
                    core.push(first);
                }
                rest = others;
            }
        }
        marks.sort_unstable();
        let bare = PLAIN.iter().fold(core.clone(), |core, word| core.replace(word, ""));
        let core = if bare.is_empty() { core } else { bare };
        Likeness {
            marks,
            core: core.chars().collect(),
        }
    }

    /// Whether the two are alike: equal marks, and cores at least as similar as the threshold (0 to 1).
    pub fn is_like(&self, other: &Likeness, threshold: Decimal) -> bool {
        if self.marks != other.marks {
            return false;
        }
        let longer = self.core.len().max(other.core.len());
        distance_within(&self.core, &other.core, allowed(longer, threshold))
    }
}

/// Whether two names are alike at the threshold (the policy's `similarity`).
pub fn alike(a: &str, b: &str, threshold: Decimal) -> bool {
    Likeness::of(a).is_like(&Likeness::of(b), threshold)
}

/// For each name the names alike with it, as positions in order, without itself. Equal names are not listed for each other.
/// Only names that share a rare pair of characters are compared, so that thousands of names take no time.
pub fn neighbours(names: &[Likeness], threshold: Decimal) -> Vec<Vec<usize>> {
    let mut frequency = BTreeMap::<(char, char), usize>::new();
    for pair in names.iter().flat_map(|name| pairs(&name.core)) {
        *frequency.entry(pair).or_insert(0) += 1;
    }
    let mut shelves = BTreeMap::<(&[String], Option<(char, char)>), Vec<usize>>::new();
    let mut neighbours = vec![Vec::new(); names.len()];
    for (position, name) in names.iter().enumerate() {
        let mut found = Vec::new();
        for pair in signature(name, threshold, &frequency) {
            let shelf = shelves.entry((&name.marks, pair)).or_default();
            found.extend(shelf.iter().copied());
            shelf.push(position);
        }
        found.sort_unstable();
        found.dedup();
        for earlier in found {
            let alike = names
                .get(earlier)
                .is_some_and(|other| other != name && name.is_like(other, threshold));
            if alike {
                if let Some(list) = neighbours.get_mut(earlier) {
                    list.push(position);
                }
                if let Some(list) = neighbours.get_mut(position) {
                    list.push(earlier);
                }
            }
        }
    }
    for list in &mut neighbours {
        list.sort_unstable();
    }
    neighbours
}

/// The rarest pairs of a core, enough of them that two alike cores share one: an edit changes at most three pairs. A core with
/// too few pairs stands on the common shelf (`None`) besides.
fn signature(name: &Likeness, threshold: Decimal, frequency: &BTreeMap<(char, char), usize>) -> Vec<Option<(char, char)>> {
    let mut own: Vec<(char, char)> = pairs(&name.core).collect();
    own.sort_unstable_by_key(|pair| (frequency.get(pair).copied().unwrap_or(0), *pair));
    own.dedup();
    // The other name may be the longer one, and longer names may differ more.
    let longest = longest_alike(name.core.len(), threshold);
    let needed = 3 * allowed(longest, threshold) + 1;
    let few = own.len() < needed;
    let mut signature: Vec<_> = own.into_iter().take(needed).map(Some).collect();
    if few {
        signature.push(None);
    }
    signature
}

/// How long a name may be that is alike with one of this length.
fn longest_alike(length: usize, threshold: Decimal) -> usize {
    (length..=LONGEST)
        .take_while(|longer| longer - length <= allowed(*longer, threshold))
        .last()
        .unwrap_or(length)
}

/// How many edits a name of that length may be away: ⌊(1 − threshold) × length⌋.
fn allowed(length: usize, threshold: Decimal) -> usize {
    let share = (Decimal::ONE - threshold.min(Decimal::ONE).max(Decimal::ZERO)) * Decimal::from(length.min(LONGEST));
    share.floor().to_usize().unwrap_or(0)
}

fn pairs(core: &[char]) -> impl Iterator<Item = (char, char)> {
    core.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((*a, *b)),
        _ => None,
    })
}

/// Whether the edit distance (insert, delete, replace, swap neighbours) is at most `most`.
fn distance_within(a: &[char], b: &[char], most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut letter_before = None;
    for (row, letter) in a.iter().enumerate() {
        let mut this = Vec::with_capacity(last.len());
        this.push(row + 1);
        for (column, other) in b.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(letter != other);
            let mut best = replaced.min(at(&last, column + 1) + 1).min(at(&this, column) + 1);
            let swapped = column > 0 && letter_before == Some(other) && b.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            this.push(best);
        }
        letter_before = Some(letter);
        before_last = std::mem::replace(&mut last, this);
    }
    last.last().is_some_and(|distance| *distance <= most)
}

/// A number at the start with its measure, as one mark, and how many characters it takes: `10万吨`, `十万吨` → `100000吨`; `二期` → `2期`.
fn number(text: &[char]) -> Option<(String, usize)> {
    let roman = [("iii期", "3期"), ("ii期", "2期"), ("iv期", "4期"), ("i期", "1期"), ("首期", "1期")];
    if let Some((word, mark)) = roman.iter().find(|(word, _)| starts_with(text, word)) {
        return Some(((*mark).to_owned(), word.chars().count()));
    }
    let digits = text.iter().take_while(|letter| letter.is_ascii_digit() || **letter == '.').count();
    let (value, mut length) = if digits > 0 && text.first().is_some_and(char::is_ascii_digit) {
        let written: String = text.iter().take(digits).collect();
        (written.trim_end_matches('.').parse::<Decimal>().ok(), digits)
    } else {
        let length = text.iter().take_while(|letter| numeral(**letter).is_some()).count();
        (counted(text.get(..length)?), length)
    };
    if length == 0 {
        return None;
    }
    let mut value = value;
    for (word, factor) in [('万', 10_000), ('亿', 100_000_000)] {
        if text.get(length) == Some(&word) {
            value = value.and_then(|value| value.checked_mul(Decimal::from(factor)));
            length += 1;
        }
    }
    let rest = after(text, length);
    let letters = rest.iter().take_while(|letter| letter.is_ascii_alphabetic()).count();
    let measure: String = if letters > 0 {
        rest.iter().take(letters).collect()
    } else {
        MEASURES
            .iter()
            .find(|word| starts_with(rest, word))
            .map(|word| (*word).to_owned())
            .unwrap_or_default()
    };
    let length_with_measure = length + measure.chars().count();
    let shown = value.map_or_else(|| text.iter().take(length).collect(), |value| value.normalize().to_string());
    Some((format!("{shown}{measure}"), length_with_measure))
}

/// The value of a Chinese numeral below ten thousand: 十二, 二十, 三百零五, 两.
fn counted(numerals: &[char]) -> Option<Decimal> {
    let mut sum = 0u64;
    let mut digit = None;
    for letter in numerals {
        match numeral(*letter)? {
            unit @ (10 | 100 | 1000) => sum = sum.checked_add(unit.checked_mul(digit.take().unwrap_or(1))?)?,
            next => digit = Some(digit.unwrap_or(0u64).checked_mul(10)?.checked_add(next)?),
        }
    }
    sum.checked_add(digit.unwrap_or(0)).map(Decimal::from)
}

fn numeral(letter: char) -> Option<u64> {
    Some(match letter {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

fn starts_with(text: &[char], word: &str) -> bool {
    let mut letters = text.iter();
    word.chars().all(|letter| letters.next() == Some(&letter))
}

fn after(text: &[char], length: usize) -> &[char] {
    text.get(length..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold() -> Decimal {
        Decimal::new(85, 2)
    }

    #[test]
    fn names_are_alike_by_their_core_and_apart_by_their_marks() {
        for (a, b, expected) in [
            ("新能源汽车零部件产业园项目", "新能源汽车零部件产业园建设项目", true),
            ("新能源汽车零部件产业园", "新能源汽车零部件产业园（运城）", false),
            ("高端装备制造产业园", "高端装备造制产业园", true),
            ("高端装备制造产业园", "高端装配制造产业园", true),
            ("年产10万吨新型铝材项目", "年产十万吨新型铝材项目", true),
            ("年产10万吨新型铝材项目", "年产20万吨新型铝材项目", false),
            ("年产10万吨新型铝材项目", "年产10万套新型铝材项目", false),
            ("新型铝材深加工项目", "年产10万吨新型铝材深加工项目", false),
            ("新型铝材深加工项目一期", "新型铝材深加工项目二期", false),
            ("新型铝材深加工项目二期", "新型铝材深加工项目（2期）", true),
            ("新型铝材深加工项目Ⅱ期", "新型铝材深加工项目（二期）", true),
            ("新型铝材深加工项目", "新型铝材深加工扩建项目", false),
            ("50MW光伏发电项目", "50GW光伏发电项目", false),
            ("苹果种植项目", "苹果加工项目", false),
            ("项目", "建设项目", false),
            ("", "", true),
        ] {
            assert_eq!(alike(a, b, threshold()), expected, "{a} / {b}");
            assert_eq!(alike(b, a, threshold()), expected, "{b} / {a}");
        }
    }

    #[test]
    fn the_threshold_itself_is_alike() {
        let (a, b) = ("东西南北春夏秋冬山水", "东西南北春夏秋冬山石");
        assert!(alike(a, b, Decimal::new(90, 2)));
        assert!(!alike(a, b, Decimal::new(91, 2)));
    }

    #[test]
    fn neighbours_are_what_comparing_all_pairs_finds() {
        let stems = [
            "新能源汽车零部件产业园",
            "新能源汽车零配件产业园",
            "高端装备制造基地",
            "高端装备制造基地甲",
            "铝材",
            "铝板",
            "甲",
            "",
        ];
        let names: Vec<Likeness> = stems
            .iter()
            .flat_map(|stem| ["", "一期", "二期", "科技"].map(|tail| Likeness::of(&format!("{stem}{tail}"))))
            .collect();
        for threshold in [Decimal::new(85, 2), Decimal::new(5, 1), Decimal::ZERO, Decimal::ONE] {
            let found = neighbours(&names, threshold);
            for (a, name) in names.iter().enumerate() {
                let expected: Vec<usize> = (0..names.len())
                    .filter(|b| names[*b] != *name && name.is_like(&names[*b], threshold))
                    .collect();
                assert_eq!(found[a], expected, "{name:?} {threshold}");
            }
        }
    }

    #[test]
    fn a_description_is_alike_with_itself_only() {
        let long = "长".repeat(40_000);
        assert!(alike(&long, &long, threshold()));
        assert!(!alike(&long, &format!("{long}长"), threshold()));
    }
}
