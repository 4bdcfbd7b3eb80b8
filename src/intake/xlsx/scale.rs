//! Number formats that show another number than the one stored, or a unit with it: `0!.0,"万"` shows 12345 as 1.2万, `0.00"亿元"` shows
//! 1.2 as 1.20亿元. People read what is shown, and so does a column's title with its unit.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::intake::grid::Raw;
use crate::values::currency::Currency;
use crate::values::number;

/// Units that a format may write behind a number.
const UNITS: [&str; 22] = [
    "%",
    "万元",
    "亿元",
    "万",
    "亿",
    "元",
    "圆",
    "千元",
    "百万元",
    "千万元",
    "美元",
    "万美元",
    "亿美元",
    "欧元",
    "万欧元",
    "港元",
    "万港元",
    "港币",
    "万港币",
    "日元",
    "万日元",
    "英镑",
];

/// Most sections that a format has for numbers.
const SECTIONS: usize = 3;

/// What a format shows of a number, by section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::intake) struct Scale {
    sections: [Option<Section>; SECTIONS],
    /// Whether a section says for which numbers it is (`[>=10000]`); otherwise they are for what is above, below and at zero.
    tested: bool,
}

/// One section of a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Section {
    test: Option<(Test, i64)>,
    /// How many places the number shown is smaller than the one stored.
    places: u32,
    /// The unit shown.
    unit: Option<&'static str>,
    /// The foreign currency whose sign is shown.
    currency: Option<Currency>,
    /// Whether it is shown as a percentage: 0.5 as 50%.
    percent: bool,
}

/// What a number is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Other,
}

/// What matters of a section's characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A place for a digit.
    Digit,
    Comma,
    Point,
    /// A point that is only drawn.
    DrawnPoint,
}

impl Scale {
    /// 0%
    pub(super) const PERCENT: Scale = Scale {
        sections: [
            Some(Section {
                test: None,
                places: 0,
                unit: None,
                currency: None,
                percent: true,
            }),
            None,
            None,
        ],
        tested: false,
    };

    /// What a format's code shows; `None` when it shows the number as it is stored, without a unit.
    pub(super) fn by_code(code: &str) -> Option<Scale> {
        let mut sections = [None; SECTIONS];
        let mut chars = code.chars().peekable();
        for slot in &mut sections {
            if chars.peek().is_none() {
                break;
            }
            *slot = Some(section(&mut chars));
        }
        let all = || sections.iter().flatten();
        let tested = all().any(|section| section.test.is_some());
        all()
            .any(|section| section.is_shown_otherwise())
            .then_some(Scale { sections, tested })
    }

    /// The cell of a number as it is shown: with its unit, to the last place. A number that is shown smaller without a unit is no
    /// figure: the title's unit may be meant for either.
    pub(in crate::intake) fn cell(&self, stored: f64) -> Raw {
        let section = self.section(stored);
        let shown = shown(stored, section).filter(|_| section.is_shown_otherwise());
        shown.unwrap_or(Raw::Number(stored))
    }

    fn section(&self, stored: f64) -> Section {
        let all = self.sections.iter().flatten().copied();
        if self.tested {
            let mut all = all;
            return all
                .find(|section| section.test.is_none_or(|test| holds(test, stored)))
                .unwrap_or_default();
        }
        let all: Vec<Section> = all.collect();
        let first = all.first().copied().unwrap_or_default();
        let at = match stored {
            stored if stored < 0.0 => 1,
            0.0 => 2,
            _ => 0,
        };
        all.get(at).copied().unwrap_or(first)
    }
}

impl Section {
    /// Whether it shows more or other than the number as it is stored.
    fn is_shown_otherwise(&self) -> bool {
        self.places > 0 || self.unit.is_some() || self.currency.is_some() || self.percent
    }
}

/// A number that is shown smaller than it is, without a unit: no figure.
pub(in crate::intake) fn shown_smaller(number: Decimal) -> Raw {
    Raw::Text(Arc::from(format!("{number}（按格式缩小显示）")))
}

fn shown(stored: f64, section: Section) -> Option<Raw> {
    if stored == 0.0 {
        return None;
    }
    let number = number::from_f64(stored).ok()?;
    if section.percent {
        let hundredfold = number.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
        return Some(Raw::Text(Arc::from(format!("{hundredfold}%"))));
    }
    let sign = section.currency.map_or("", Currency::code);
    let Some(unit) = section.unit.or((section.places == 0).then_some("")) else {
        return Some(shown_smaller(number));
    };
    let smaller = Decimal::try_from_i128_with_scale(1, section.places).ok()?;
    let number = number.checked_mul(smaller)?.normalize();
    Some(Raw::Text(Arc::from(format!("{sign}{number}{unit}"))))
}

fn holds((test, than): (Test, i64), number: f64) -> bool {
    let than = than as f64;
    match test {
        Test::Less => number < than,
        Test::AtMost => number <= than,
        Test::More => number > than,
        Test::AtLeast => number >= than,
        Test::Equal => number == than,
        Test::Other => number != than,
    }
}

/// Reads one section, up to and with the semicolon that ends it.
fn section(chars: &mut impl Iterator<Item = char>) -> Section {
    let mut section = Section::default();
    let mut marks = Vec::new();
    let mut words = String::new();
    // The sign of a currency before the number, as a quoted or a bare one, or in brackets with a language: [$€-407].
    let mut sign = String::new();
    let draw = |c: char, marks: &mut Vec<Mark>, words: &mut String| match c {
        '.' => marks.push(Mark::DrawnPoint),
        c if !c.is_whitespace() => words.push(c),
        _ => {}
    };
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                for c in chars.by_ref().take_while(|&c| c != '"') {
                    draw(c, &mut marks, &mut words);
                }
            }
            '\\' | '!' => {
                if let Some(c) = chars.next() {
                    draw(c, &mut marks, &mut words);
                }
            }
            // The next character is only as wide, or fills the cell.
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                section.test = section.test.or_else(|| test(&inside));
                if let Some(symbol) = inside.strip_prefix('$') {
                    sign.push_str(symbol.split('-').next().unwrap_or_default());
                }
            }
            '0' | '#' | '?' => marks.push(Mark::Digit),
            ',' => marks.push(Mark::Comma),
            '.' => marks.push(Mark::Point),
            '$' => sign.push(c),
            '%' => section.percent = true,
            // Office writes Chinese words without quotes, too.
            c if !c.is_ascii() && !c.is_whitespace() => words.push(c),
            _ => {}
        }
    }
    section.places = places(&marks);
    section.unit = UNITS.into_iter().find(|unit| *unit == words.trim_start_matches(['¥', '￥']));
    if section.unit.is_none() {
        // What is quoted may hold a sign before the number and a unit behind it: "US$"0.00"万".
        let behind = UNITS.into_iter().filter(|unit| words.ends_with(unit)).max_by_key(|unit| unit.len());
        let before = behind.and_then(|unit| words.strip_suffix(unit)).unwrap_or(&words);
        sign.push_str(before);
        section.unit = behind.filter(|_| Currency::parse(&sign).is_some());
    }
    section.currency = Currency::parse(&sign).filter(|currency| *currency != Currency::Cny);
    section
}

/// How many places smaller a number is shown: three for each comma that no digit follows, and one for each digit behind a point that is
/// only drawn.
fn places(marks: &[Mark]) -> u32 {
    let whole = marks.split(|mark| *mark == Mark::Point).next().unwrap_or_default();
    let mut places = 0;
    let mut commas = 0;
    for part in marks.split(|mark| *mark == Mark::Point) {
        let ending = part.iter().rev().take_while(|mark| **mark == Mark::Comma).count();
        commas += if part.contains(&Mark::Digit) { ending } else { 0 };
    }
    places += commas * 3;
    if let Some(drawn) = whole.iter().position(|mark| *mark == Mark::DrawnPoint)
        && whole.iter().take(drawn).any(|mark| *mark == Mark::Digit)
    {
        places += whole.iter().skip(drawn).filter(|mark| **mark == Mark::Digit).count();
    }
    u32::try_from(places).unwrap_or(u32::MAX)
}

/// `>=10000`
fn test(inside: &str) -> Option<(Test, i64)> {
    let tests = [
        ("<=", Test::AtMost),
        (">=", Test::AtLeast),
        ("<>", Test::Other),
        ("<", Test::Less),
        (">", Test::More),
        ("=", Test::Equal),
    ];
    let (rest, test) = tests
        .into_iter()
        .find_map(|(sign, test)| Some((inside.strip_prefix(sign)?, test)))?;
    Some((test, rest.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_its_format_shows_it() {
        let ten_thousands = "[>=100000000]0!.00,,\"亿\";[>=10000]0!.0,\"万\";0";
        for (code, stored, expected) in [
            ("0.00\"亿元\"", 1.2, "1.2亿元"),
            ("#,##0.00\"万元\"", 1234.5, "1234.5万元"),
            ("#,##0.00 \"万元\"", 1234.5, "1234.5万元"),
            ("0.00万元", 5.0, "5万元"),
            ("0!.0,\"万\"", 12_345_678.0, "1234.5678万"),
            ("0\\.0,\"万元\"", 12_345_678.0, "1234.5678万元"),
            ("0\".\"0,\"万\"", 12_345_678.0, "1234.5678万"),
            ("0!.00,,\"亿\"", 120_000_000.0, "1.2亿"),
            ("0!.0000\"万\"", 12_345.0, "1.2345万"),
            ("\"¥\"#,##0.00\"元\"", 99.5, "99.5元"),
            ("[$USD] #,##0.00", 100.0, "USD100"),
            ("\"US$\"#,##0", 100.0, "USD100"),
            ("$#,##0.00", 100.0, "USD100"),
            ("[$$-409]#,##0.00\"万\"", 100.0, "USD100万"),
            ("\"US$\"#,##0.00\"万\"", 100.0, "USD100万"),
            ("\"HK$\"* #,##0.00", 100.0, "HKD100"),
            ("[$€-407]#,##0.00", 12.5, "EUR12.5"),
            ("0\"万美元\"", 5.0, "5万美元"),
            ("0.00\"千元\"", 5.0, "5千元"),
            (ten_thousands, 250_000_000.0, "2.5亿"),
            (ten_thousands, 25_000.0, "2.5万"),
            ("0.0\"万元\";-0.0\"万元\"", -3.0, "-3万元"),
            ("0!.0,", 12_000_000.0, "12000000（按格式缩小显示）"),
            ("#,##0,", 12_000.0, "12000（按格式缩小显示）"),
            ("0.00,,", 12_000.0, "12000（按格式缩小显示）"),
            ("0,,.00", 12_000.0, "12000（按格式缩小显示）"),
            ("0.00%", 0.5, "50%"),
            ("0%;-0%", -0.125, "-12.5%"),
            ("0\"%\"", 50.0, "50%"),
        ] {
            let scale = Scale::by_code(code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(scale.cell(stored), Raw::Text(Arc::from(expected)), "{code} {stored}");
        }
        for (code, stored) in [(ten_thousands, 250.0), ("0.0\"万元\";0.0;0", 0.0), ("0!.0,", 0.0)] {
            assert_eq!(Scale::by_code(code).unwrap().cell(stored), Raw::Number(stored), "{code}");
        }
    }

    #[test]
    fn usual_formats_show_what_is_stored() {
        for code in [
            "General",
            "0",
            "#,##0.00",
            "#,##0.00_ ",
            "\"¥\"#,##0.00",
            "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
            "0\"人\"",
            "0\"元/人\"",
            "\"第\"0\"批\"",
            "0.0E+00",
            "@",
            "",
            "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
            "[红色]-0.00",
            "[$-804]yyyy年m月d日",
            "[$¥-804]#,##0.00",
            "[$￥-804]#,##0.00;[$￥-804]-#,##0.00",
        ] {
            assert_eq!(Scale::by_code(code), None, "{code}");
        }
    }
}
