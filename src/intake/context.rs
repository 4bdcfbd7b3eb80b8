//! What stands around a table and fills in what its columns do not say: the squad, the year, the unit (spec 1.1, 1.2).

use std::collections::BTreeSet;

use crate::regulation::City;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::regulation::city::Named;
use crate::values::date;
use crate::values::text;
use crate::values::unit::Unit;

use super::grid::GridRow;
use super::grid::Raw;
use super::header::is_filled;
use super::header::shown;
use super::heading;
use super::labels;
use super::title::Title;

/// Most lines above a header that are looked at.
const LINES: usize = 30;

/// Words before a year that is that of a document, and not of the table; and those behind it.
const ON_GROUNDS_OF: [&str; 5] = ["依据", "根据", "按照", "参照", "按"];
const OF_A_DOCUMENT: [&str; 10] = [
    "版",
    "修订",
    "印发",
    "发布",
    "施行",
    "起施行",
    "会议精神",
    "会议纪要",
    "文件精神",
    "文件要求",
];

/// What may stand behind the body's name in such a title.
const OF_TITLES: [&str; 24] = [
    "经费", "支出", "明细", "台账", "表", "情况", "统计", "汇总", "清单", "一览", "签约", "合同", "到位", "资金", "报销", "招商", "工作",
    "日志", "项目", "名册", "度", "年", "月", "份",
];

/// Whether a title is that of a body which is no squad (市商务局经费支出表): it begins with the body's name, and nothing but words of
/// titles follows. The office compiles the tables of others.
fn is_title_of_a_body(title: &str, city: &City) -> bool {
    let text = text::fold(title);
    let ends = heading::BODIES
        .iter()
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .max();
    let Some((name, mut rest)) = ends.and_then(|end| text.split_at_checked(end)) else {
        return false;
    };
    if text.contains(':') || matches!(city.body(name), Some(Body::Office)) {
        return false;
    }
    while let Some(behind) = OF_TITLES
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .or_else(|| rest.strip_prefix(|c: char| c.is_ascii_digit() || !c.is_alphanumeric()))
    {
        rest = behind;
    }
    rest.is_empty()
}

/// Whether a line says that another unit than a squad files what stands below.
fn is_filed_by_another(line: &str) -> bool {
    let text = text::fold(line);
    labels::FILERS.iter().any(|label| {
        let value = text.split_once(label).map(|(_, behind)| behind);
        value.is_some_and(|value| value.strip_prefix(':').is_some_and(|value| value.starts_with(char::is_alphabetic)))
    })
}

/// Where the year of a date without one comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// A line above the header, the sheet, the file or a folder names it.
    Named(i32),
    /// Nothing names one: that of the period asked for (D006).
    OfPeriod(i32),
    /// Several are named, and nobody can tell which.
    Ambiguous,
}

impl Year {
    /// The year, if one can be told.
    pub(super) fn value(self) -> Option<i32> {
        match self {
            Year::Named(year) | Year::OfPeriod(year) => Some(year),
            Year::Ambiguous => None,
        }
    }
}

/// What lines above a header say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// The squad that they name, the nearest first.
    pub squad: Option<SquadId>,
    /// Whether the nearest line that names any names several, or perhaps one, so that whose the table is cannot be told by what stands further away.
    pub several: bool,
    /// The squad that the nearest line that names any perhaps names.
    pub perhaps: Option<SquadId>,
    /// Whether the nearest title or filing unit is 综合协调组, so that the squad of sheet, file or folder does not hold.
    pub coordination: bool,
    /// Whether the nearest line is a title that names a body and no squad (市商务局经费表): the squad of a table above does not hold.
    pub elsewhere: bool,
    /// The row of the line that says so.
    pub elsewhere_at: u32,
    /// The unit of the amounts below.
    pub unit: Option<Unit>,
    /// The year that they name: `Some(None)` when they name several.
    pub year: Option<Option<i32>>,
    /// That of the day of filling in the form, for want of any other.
    pub filed: Option<Option<i32>>,
}

impl Lines {
    /// Reads lines, given from top to bottom.
    pub(super) fn read(rows: &[GridRow], city: &City) -> Lines {
        let mut lines = Lines::default();
        // The lines without a gap to the header; the first of them is a title, or the foot of the table above.
        let with_header = rows
            .iter()
            .rev()
            .zip(rows.iter().rev().skip(1))
            .take_while(|(row, above)| above.row + 1 == row.row)
            .count();
        for (at, row) in rows.iter().rev().take(LINES).enumerate() {
            let cells = row
                .cells
                .iter()
                .filter(|cell| is_filled(&cell.raw) && matches!(cell.raw, Raw::Text(_)));
            let texts: Vec<_> = cells.map(|cell| shown(&cell.raw)).collect();
            let line = texts.join(" ");
            if line.is_empty() {
                continue;
            }
            let addressed =
                |text: &str| labels::ADDRESSEES.iter().any(|word| text.trim_start().starts_with(word)) || heading::is_note(text);
            if !addressed(&line) {
                let first = lines.squad.is_none() && !lines.several && lines.perhaps.is_none() && !lines.coordination && !lines.elsewhere;
                if first && city.named_in(&line) == Named::Nobody {
                    let below_title = at < with_header;
                    lines.elsewhere = texts.len() == 1 && is_title_of_a_body(&line, city) || below_title && is_filed_by_another(&line);
                    lines.coordination = lines.elsewhere && line.contains("协调组");
                    lines.elsewhere_at = row.row;
                }
                let of_filer = texts.iter().filter(|text| !addressed(text)).map(|text| city.named_in(text));
                let mut named = of_filer.chain([city.named_in(&line)]).filter(|named| *named != Named::Nobody);
                if lines.squad.is_none() && !lines.several {
                    let (squad, several, perhaps) = nearest(named.next());
                    match lines.perhaps {
                        None => (lines.squad, lines.several, lines.perhaps) = (squad, several, perhaps),
                        // What was perhaps one is that one where a line above says so, and cannot be told where it says another.
                        Some(_) if squad == lines.perhaps => lines.squad = squad,
                        Some(_) => lines.several |= squad.is_some() || several,
                    }
                }
            }
            lines.unit = lines
                .unit
                .or_else(|| unit_in(&line))
                .or_else(|| texts.iter().find_map(|text| Unit::parse(text).or_else(|| Title::read(text).unit)));
            // A day by itself is that of filling in.
            let (days, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| is_day(text));
            let (about, of_filing) = years_in(&others.join(" "), false);
            lines.year = lines.year.or_else(|| one_of(&about));
            lines.filed = lines
                .filed
                .or_else(|| one_of(&of_filing))
                .or_else(|| one_of(&years_in(&days.join(" "), false).0));
        }
        lines
    }

    /// Whether they say something else than what holds for a table with those lines and names around it.
    pub(super) fn contradicts(&self, table: &Lines, names: &NamesAround) -> bool {
        fn differ<T: PartialEq>(own: Option<T>, held: Option<T>) -> bool {
            own.is_some() && own != held
        }
        let other_body = (self.coordination || self.elsewhere) && table.squad.is_some();
        other_body
            || differ(self.squad, table.squad.or(names.squad))
            || differ(self.unit, table.unit)
            || differ(self.year, table.year.or(names.year))
    }

    /// Whether they say whose the table is, be it no single squad's.
    fn says_whose(&self) -> bool {
        self.squad.is_some() || self.several || self.perhaps.is_some() || self.coordination || self.elsewhere
    }

    /// What these lines say, and where they are silent, what the others say.
    pub(super) fn or(self, other: Lines) -> Lines {
        Lines {
            squad: self.squad.or(other.squad.filter(|_| !self.says_whose())),
            several: self.several || !self.says_whose() && other.several,
            perhaps: self.perhaps.or(other.perhaps.filter(|_| !self.says_whose())),
            coordination: self.coordination,
            elsewhere: self.elsewhere,
            elsewhere_at: self.elsewhere_at,
            unit: self.unit.or(other.unit),
            year: self.year.or(other.year),
            filed: self.filed.or(other.filed),
        }
    }
}

/// What the names of sheet, file and folders say, the nearest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamesAround {
    /// The squad.
    pub squad: Option<SquadId>,
    /// Whether the nearest name that names any names several, or perhaps one.
    pub several: bool,
    /// The year.
    pub year: Option<Option<i32>>,
}

impl NamesAround {
    /// Reads the name of a sheet, and the path of its file relative to the inbox.
    pub(super) fn read(sheet: &str, path: &str, city: &City) -> NamesAround {
        let mut parts: Vec<&str> = path.split('/').collect();
        if let Some(last) = parts.last_mut() {
            *last = last.rsplit_once('.').map_or(*last, |(stem, _)| stem);
        }
        let nearest_first = || std::iter::once(sheet).chain(parts.iter().rev().copied());
        let mut named = nearest_first()
            .map(|name| city.named_in(name))
            .filter(|named| *named != Named::Nobody);
        let (mut squad, mut several, mut perhaps) = nearest(named.next());
        if perhaps.is_some() && named.next() == perhaps.map(Named::One) {
            (squad, several, perhaps) = (perhaps, false, None);
        }
        NamesAround {
            squad,
            several: several || perhaps.is_some(),
            year: nearest_first().find_map(|name| one_of(&years_in(name, true).0)),
        }
    }
}

/// The squad that the nearest name gives, or that it gives several, or the one that it perhaps gives: what stands further away must say so too.
fn nearest(named: Option<Named>) -> (Option<SquadId>, bool, Option<SquadId>) {
    match named {
        Some(Named::One(squad)) => (Some(squad), false, None),
        Some(Named::Several) => (None, true, None),
        Some(Named::Unsure(squad)) => (None, false, Some(squad)),
        Some(Named::Nobody) | None => (None, false, None),
    }
}

/// The year for dates without one.
pub(super) fn year(lines: &Lines, names: &NamesAround, of_period: i32) -> Year {
    match lines.year.or(names.year).or(lines.filed) {
        Some(Some(year)) => Year::Named(year),
        Some(None) => Year::Ambiguous,
        None => Year::OfPeriod(of_period),
    }
}

/// Nothing, the only one, or several.
fn one_of(years: &BTreeSet<i32>) -> Option<Option<i32>> {
    match (years.first(), years.len()) {
        (None, _) => None,
        (Some(year), 1) => Some(Some(*year)),
        (Some(_), _) => Some(None),
    }
}

/// The years that a text names: those that it is about, and those of days of filing. A bare number such as 2021 is a year in a
/// name of a sheet, a file or a folder only.
fn years_in(written: &str, bare: bool) -> (BTreeSet<i32>, BTreeSet<i32>) {
    let chars: Vec<char> = text::fold(written).chars().collect();
    let mut about = BTreeSet::new();
    let mut of_filing = BTreeSet::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if numeral(*c).is_none() {
            at += 1;
            continue;
        }
        let arabic = c.is_ascii_digit();
        let alike = |c: &&char| numeral(**c).is_some() && c.is_ascii_digit() == arabic;
        let run: Vec<char> = chars.iter().skip(at).take_while(alike).copied().collect();
        let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied();
        let after = chars.get(at + run.len()).copied();
        let next: Vec<char> = chars.iter().skip(at + run.len() + 1).take(5).copied().collect();
        if let Some(year) = year_of(&run, before, after, &next, bare && arabic) {
            let head: String = chars.iter().take(at).skip(at.saturating_sub(12)).collect();
            let behind: String = chars.iter().skip(at + run.len()).take(10).collect();
            let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日号.-/".contains(c));
            let of_document =
                ON_GROUNDS_OF.iter().any(|word| head.ends_with(word)) || OF_A_DOCUMENT.iter().any(|word| behind.starts_with(word));
            if of_document {
                at += run.len();
                continue;
            }
            let is_day = chars.iter().skip(at).take(12).any(|c| matches!(c, '日' | '号'));
            let filing = labels::FILING
                .iter()
                .any(|word| head.contains(word) || is_day && behind.starts_with(word));
            let years = if filing { &mut of_filing } else { &mut about };
            years.insert(year);
        }
        at += run.len();
    }
    (about, of_filing)
}

/// The value of a digit, Arabic or Chinese.
pub(super) fn numeral(c: char) -> Option<u32> {
    c.to_digit(10)
        .or_else(|| "〇一二三四五六七八九".chars().position(|n| n == c).map(|value| value as u32))
        .or(matches!(c, '○' | '零').then_some(0))
}

/// The year of a run of digits with what stands before and after it: 2021年, 2021-09, 2021.9, 202109, 20210930; 〔2020〕24号 is no year.
fn year_of(run: &[char], before: Option<char>, after: Option<char>, next: &[char], bare: bool) -> Option<i32> {
    let number = |digits: &[char]| digits.iter().try_fold(0u32, |sum, c| Some(sum * 10 + numeral(*c)?));
    let month = |digits: &[char]| number(digits).is_some_and(|month| (1..=12).contains(&month));
    let whole = match run.len() {
        4 => {
            let of_document = matches!(before, Some('[' | '〔' | '【')) && matches!(after, Some(']' | '〕' | '】'));
            let dated = matches!(after, Some('年')) || after.is_some_and(|mark| goes_on(mark, next)) && !bare;
            let counted = matches!(
                after,
                Some('万' | '亿' | '元' | '个' | '项' | '号' | '人' | '次' | '家' | '户' | '名')
            );
            dated || (bare && !counted && !of_document)
        }
        6 => bare && run.get(4..).is_some_and(month),
        // 21年9月
        2 => return short_year(run, after, next).filter(|_| before.is_none_or(|before| numeral(before).is_none())),
        8 => run.get(4..6).is_some_and(month) && run.get(6..).and_then(number).is_some_and(|day| (1..=31).contains(&day)),
        _ => false,
    };
    let year = run.get(..4).and_then(number)?;
    (whole && (2000..2100).contains(&year)).then_some(year as i32)
}

/// Whether what follows a number behind a mark makes a year of it: a month, or another year (2021-09, 2020-2021), and no amount (2020.5元).
fn goes_on(mark: char, next: &[char]) -> bool {
    let digits: String = next.iter().take_while(|c| c.is_ascii_digit()).collect();
    let behind = next.get(digits.len());
    let is_amount = matches!(behind, Some('元' | '圆' | '万' | '亿' | '千' | '%' | '倍' | '个'));
    let month = digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
    match mark {
        '.' | '/' => month && !is_amount,
        '-' | '—' | '~' | '–' => month && !is_amount || digits.len() == 4 && digits.starts_with("20"),
        _ => false,
    }
}

/// The year of two digits that a month follows: 21年9月.
fn short_year(run: &[char], after: Option<char>, next: &[char]) -> Option<i32> {
    let number = |digits: &[char]| digits.iter().try_fold(0u32, |sum, c| Some(sum * 10 + c.to_digit(10)?));
    let month = next
        .iter()
        .take(3)
        .position(|c| *c == '月')
        .and_then(|end| next.get(..end))
        .and_then(number);
    let is_month = month.is_some_and(|month| (1..=12).contains(&month));
    let year = number(run).filter(|year| (18..=40).contains(year) && is_month && after == Some('年'))?;
    i32::try_from(2000 + year).ok()
}

/// The unit behind `单位：` in a line, if it is one of money: `填报单位：市文旅局　金额单位：万元`.
fn unit_in(line: &str) -> Option<Unit> {
    let line: String = line
        .chars()
        .map(|c| match c {
            '：' | '﹕' => ':',
            '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']' | '，' | ',' | '、' | '；' | ';' | '\u{3000}' | '\n' => ' ',
            _ => c,
        })
        .collect();
    line.match_indices("单位").find_map(|(at, word)| {
        // 金额以亿元为单位
        let before = line.get(..at).and_then(|before| before.strip_suffix('为'));
        if let Some(unit) = before
            .and_then(|before| before.rsplit_once(['以', '按']))
            .and_then(|(_, unit)| Unit::parse(unit))
        {
            return Some(unit);
        }
        let behind = line.get(at + word.len()..)?;
        let behind = behind.trim_start().strip_prefix(':').unwrap_or(behind).trim_start();
        // 单位：个、万元 names what is counted and what is paid.
        let mut named = behind
            .split(' ')
            .take_while(|word| !word.contains(':'))
            .filter(|word| !word.is_empty());
        named.find_map(Unit::parse)
    })
}

/// Whether a line is nothing but labels, each with its value in the next cell: 专班 | 文旅 | 填报人 | 张三.
pub(super) fn are_labels_with_values<T: AsRef<str>>(texts: &[T]) -> bool {
    let label = |text: &str| {
        let text = text::fold(text);
        let text = text.trim_end_matches(':');
        [&labels::VALUES[..], &labels::OWNERS, &labels::SIGNERS]
            .iter()
            .any(|words| words.contains(&text))
    };
    let mut pairs = texts.chunks(2);
    texts.len() >= 2 && pairs.all(|pair| pair.len() == 2 && pair.first().is_some_and(|text| label(text.as_ref())))
}

/// Whether a text is one day and nothing else.
pub(super) fn is_day(text: &str) -> bool {
    date::parse(text, None).is_ok_and(|days| days.is_some_and(|days| days.from == days.to))
}

/// Whether a line says nothing but the unit of a table.
pub(super) fn is_unit_line(line: &str) -> bool {
    unit_in(line).is_some() || Unit::parse(line).is_some()
}
