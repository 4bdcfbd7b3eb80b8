//! The titles of columns: what of them is compared, and the unit that they name (spec 1.1).

use ahash::HashMap;
use ahash::HashSet;

use crate::records::Kind;
use crate::records::column::Column;
use crate::records::column::IDLE;
use crate::records::column::Need;
use crate::settings::Settings;
use crate::values::currency::Currency;
use crate::values::text;
use crate::values::unit::Unit;

use super::turn::Turn;

/// Longest text that can be a title, in bytes; a title with a long note in brackets has about 150.
const LONGEST: usize = 240;

/// Longest title without a note in brackets, in bytes.
const LONGEST_PLAIN: usize = 90;

/// How much of a text is compared with names that it may be near to.
const LONGEST_COMPARED: usize = 40;

/// A column that a title may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// A column of the table, by its position in the declaration.
    Column(usize),
    /// One of the columns that carry no figure, by its position in `IDLE`.
    Idle(usize),
}

/// What one name stands for in one kind of table.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    kind: Kind,
    column: usize,
    /// 0 for the canonical name, then the synonyms in order.
    rank: usize,
}

/// What one name stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Meanings {
    columns: Vec<Meaning>,
    idle: Option<usize>,
}

impl Meanings {
    /// The column of the kind, and how far down its list of names this one stands.
    pub(super) fn of(&self, kind: Kind) -> Option<(Known, usize)> {
        let column = self.columns.iter().find(|meaning| meaning.kind == kind);
        column
            .map(|meaning| (Known::Column(meaning.column), meaning.rank))
            .or_else(|| self.idle.map(|idle| (Known::Idle(idle), 0)))
    }

    /// The kinds that have a column of this name.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.columns.iter().map(|meaning| meaning.kind)
    }
}

/// One name that a title may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'n> {
    /// What the name stands for.
    pub meanings: &'n Meanings,
    /// The unit that the title names.
    pub unit: Option<Unit>,
    /// How the rest of the title turns it.
    pub turn: Option<Turn>,
}

/// Every name of every column: canonical ones, synonyms, and those that the workspace adds.
#[derive(Debug, Default)]
pub(super) struct Names {
    meanings: HashMap<String, Meanings>,
    /// For each Chinese character whether a name begins with it: most texts of a sheet are no titles by their first one.
    first: Vec<bool>,
    /// The first two characters of each name, and its first three: nearly every text of a sheet is no title by these.
    beginnings: HashSet<(char, char, Option<char>)>,
    /// The names of one and of two characters.
    short: HashSet<(char, Option<char>)>,
}

impl Names {
    /// The names in use.
    pub(super) fn new(settings: &Settings) -> Names {
        let mut names = Names::default();
        for kind in Kind::ALL {
            // What the workspace says of a name goes before what is built in.
            if let Some(columns) = settings.synonyms.get(kind.key()) {
                for (canonical, synonyms) in columns {
                    if let Some((position, column)) = kind.table().column(canonical) {
                        for (index, synonym) in synonyms.iter().enumerate() {
                            names.add(kind, position, column.synonyms.len() + 1 + index, synonym);
                        }
                    }
                }
            }
            for (position, column) in kind.table().columns.iter().enumerate() {
                for (rank, name) in column.names().enumerate() {
                    names.add(kind, position, rank, name);
                }
            }
        }
        // A name of the workspace with a unit in brackets is one without it too, where nothing else has that name.
        for kind in Kind::ALL {
            for (canonical, synonyms) in settings.synonyms.get(kind.key()).into_iter().flatten() {
                let Some((position, column)) = kind.table().column(canonical) else {
                    continue;
                };
                for (index, synonym) in synonyms.iter().enumerate() {
                    let title = Title::read(synonym);
                    if title.unit.is_some() && !title.bare.is_empty() {
                        names.add(kind, position, column.synonyms.len() + 1 + index, &title.bare);
                    }
                }
            }
        }
        for (position, column) in IDLE.iter().enumerate() {
            for name in column.names() {
                let meanings = names.meanings.entry(folded(name)).or_default();
                meanings.idle.get_or_insert(position);
            }
        }
        names.first = vec![false; CHINESE_CHARACTERS];
        for first in names.meanings.keys().filter_map(|name| name.chars().next()) {
            if let Some(begins) = of_chinese(first).and_then(|at| names.first.get_mut(at)) {
                *begins = true;
            }
        }
        let beginnings = names.meanings.keys().filter_map(|name| {
            let mut chars = name.chars();
            let (first, second) = (chars.next()?, chars.next()?);
            Some([(first, second, None), (first, second, chars.next())])
        });
        names.beginnings = beginnings.flatten().collect();
        let short = names.meanings.keys().filter_map(|name| {
            let mut chars = name.chars();
            let (first, second) = (chars.next()?, chars.next());
            chars.next().is_none().then_some((first, second))
        });
        names.short = short.collect();
        names
    }

    /// Whether a text may be a title by its first characters. Every reading keeps the Chinese ones that it begins with, and a letter or
    /// digit behind two of them; only a unit may follow a shorter name directly.
    fn may_begin(&self, text: &str) -> bool {
        let mut chars = text.chars();
        let mut next = |is_kept: fn(char) -> bool| chars.next().filter(|c| is_kept(*c));
        let (Some(first), Some(second)) = (next(is_chinese), next(is_chinese)) else {
            return true;
        };
        // 其中：外资
        if first == '其' {
            return true;
        }
        if of_chinese(first).and_then(|at| self.first.get(at)) == Some(&false) {
            return false;
        }
        let third = next(|c| is_chinese(c) || c.is_ascii_alphanumeric());
        let beginning = (first, second, third.map(|c| c.to_ascii_lowercase()));
        if self.beginnings.contains(&beginning) {
            return true;
        }
        let is_short_name = self.short.contains(&(first, None)) || third.is_some() && self.short.contains(&(first, Some(second)));
        is_short_name && unit_may_end(text)
    }

    fn add(&mut self, kind: Kind, column: usize, rank: usize, name: &str) {
        let whole = folded(name);
        let plain = without_marks(&whole);
        for name in [whole, plain] {
            let meanings = self.meanings.entry(name).or_default();
            if !meanings.columns.iter().any(|meaning| meaning.kind == kind) {
                meanings.columns.push(Meaning { kind, column, rank });
            }
        }
    }

    /// What a title may stand for, the likeliest reading first: as it stands, without its brackets, without marks, without
    /// a unit at its end. A note that turns the title may be a part of a name (外出时间（起）, 金额（申请）), which goes before the name
    /// without it.
    pub(super) fn readings(&self, title: &Title) -> Vec<Named<'_>> {
        let mut found: Vec<Named<'_>> = Vec::new();
        let mut add = |name: &str, unit: Option<Unit>, turn: Option<Turn>| {
            if let Some(meanings) = self.meanings.get(name)
                && !found.iter().any(|other| std::ptr::eq(other.meanings, meanings))
            {
                found.push(Named { meanings, unit, turn });
            }
        };
        let [opened, before] = &title.with_notes;
        add(&title.whole, title.unit, None);
        if title.turn.is_some() {
            add(opened, title.unit, None);
            add(before, title.unit, None);
        }
        add(&title.bare, title.unit, title.turn);
        add(&without_marks(&title.whole), title.unit, None);
        add(&without_marks(&title.bare), title.unit, title.turn);
        if let Some((name, unit)) = unit_at_end(&title.bare) {
            add(name, Some(unit), title.turn);
        }
        add(opened, title.unit, None);
        add(before, title.unit, None);
        found
    }

    /// Whether the text is the name of any column. Cheap, since it is asked of every text of a sheet.
    pub(super) fn hit(&self, text: &str) -> Option<&Meanings> {
        if text.len() > LONGEST || !self.may_begin(text) {
            return None;
        }
        if text.chars().all(is_chinese) {
            let meanings = self.meanings.get(text);
            return meanings.or_else(|| {
                let (name, _) = unit_at_end(text)?;
                self.meanings.get(name)
            });
        }
        let sentence = text.len() > LONGEST_PLAIN && !text.contains(['(', '（', '[', '【', '〔', '［', '\n']);
        if sentence || text.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.readings(&Title::read(text)).first().map(|named| named.meanings)
    }
}

/// The first and the last of the common Chinese characters.
const FIRST_CHINESE: char = '\u{4E00}';
const LAST_CHINESE: char = '\u{9FFF}';
const CHINESE_CHARACTERS: usize = LAST_CHINESE as usize - FIRST_CHINESE as usize + 1;

/// Whether a character is a common Chinese one.
pub(super) fn is_chinese(c: char) -> bool {
    (FIRST_CHINESE..=LAST_CHINESE).contains(&c)
}

/// Which of the common Chinese characters it is.
fn of_chinese(c: char) -> Option<usize> {
    is_chinese(c).then(|| c as usize - FIRST_CHINESE as usize)
}

/// A title, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// Folded, with what stands in brackets.
    pub whole: String,
    /// Folded, without the brackets.
    pub bare: String,
    /// The unit that the brackets name; of several that differ only in their currency the scale.
    pub unit: Option<Unit>,
    /// Whether the brackets name several units.
    pub several_units: bool,
    /// How the brackets turn what is left without them.
    pub turn: Option<Turn>,
    /// Folded, with what the brackets hold in its place, and before the rest; empty when they hold nothing but a unit.
    pub with_notes: [String; 2],
}

impl Title {
    /// Reads a title as written.
    pub(super) fn read(written: &str) -> Title {
        let whole = folded(written);
        let mut bare = String::with_capacity(whole.len());
        let mut notes = Notes::default();
        let mut note = String::new();
        let mut opened = String::new();
        let mut depth = 0usize;
        for c in whole.chars() {
            match c {
                '(' => depth += 1,
                ')' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        opened.push_str(notes.add(&note));
                        note.clear();
                    }
                }
                _ if depth > 0 => note.push(c),
                _ => {
                    bare.push(c);
                    opened.push(c);
                }
            }
        }
        opened.push_str(notes.add(&note));
        let bare = trimmed(&bare).to_owned();
        let with_notes = if notes.others.is_empty() {
            Default::default()
        } else {
            [opened, format!("{}{bare}", notes.others)]
        };
        Title {
            whole,
            bare,
            unit: notes.unit,
            several_units: notes.several_units,
            turn: notes.turn,
            with_notes,
        }
    }
}

/// What the notes in the brackets of a title say.
#[derive(Default)]
struct Notes {
    unit: Option<Unit>,
    several_units: bool,
    turn: Option<Turn>,
    /// Those that are more than a unit, as a part of a name.
    others: String,
}

impl Notes {
    /// Reads one more; gives what it adds to a name.
    fn add<'t>(&mut self, note: &'t str) -> &'t str {
        let units = units_in_note(note);
        if self.unit.is_none() && !self.several_units {
            (self.unit, self.several_units) = one_unit(&units);
        }
        let is_unit = Unit::parse(note).is_some();
        let turn = if is_unit { None } else { Turn::of_note(note) };
        self.turn = self.turn.or(turn);
        let part = match turn {
            Some(Turn::End(end)) => end,
            _ if units.is_empty() => note,
            // 万元,预计
            Some(turn) => turn.word(),
            None => "",
        };
        self.others.push_str(part);
        part
    }
}

/// Folded for comparison: NFKC, nothing unseen, no white space, one form of brackets, no quotes, no mark of a required column.
pub(super) fn folded(written: &str) -> String {
    let text: String = text::fold(written)
        .chars()
        .filter_map(|c| match c {
            '[' | '{' | '【' | '〔' | '〖' | '〈' | '「' => Some('('),
            ']' | '}' | '】' | '〕' | '〗' | '〉' | '」' => Some(')'),
            '"' | '\'' | '“' | '”' | '‘' | '’' => None,
            _ => Some(c),
        })
        .collect();
    trimmed(&text).to_owned()
}

/// Without the mark of a required column before it and the colon behind it.
fn trimmed(text: &str) -> &str {
    let text = text.trim_start_matches(['*', '★', '☆', '※', '▲', '●']);
    let text = text.trim_end_matches([':', '*', '★', '☆', '、', ',', '。']);
    text.strip_prefix("其中:").unwrap_or(text)
}

/// Without the marks that people put between the parts of a title.
fn without_marks(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !matches!(
                c,
                '-' | '—' | '–' | '_' | '/' | '\\' | '·' | '.' | '、' | ':' | ',' | ';' | '&' | '|'
            )
        })
        .collect()
}

/// Words of a title below which stands what has come in so far, and not what a row by itself says.
const SO_FAR: [&str; 9] = ["累计", "当年", "本年", "今年", "全年", "年度", "年初", "至今", "现阶段"];

/// Whether a title over money says that it is a sum of all so far: 当年到位资金, 累计到位.
pub(super) fn is_so_far(title: &str) -> bool {
    SO_FAR.iter().any(|word| title.contains(word))
}

/// Whether such a sum is one of a year.
pub(super) fn is_of_a_year(title: &str) -> bool {
    title.contains('年') && !title.contains("历年")
}

/// What may stand before and behind a unit in a title's brackets, and changes nothing of it: 折人民币元, 含税元, 以元计.
const BEFORE_UNIT: [&str; 14] = [
    "折合",
    "折算为",
    "折成",
    "折",
    "换算为",
    "等值",
    "约合",
    "含税",
    "不含税",
    "税前",
    "税后",
    "均为",
    "以",
    "按",
];
const BEHIND_UNIT: [&str; 3] = ["计算", "计", "整"];

/// The units in a title's brackets: `万元`, `单位:万元`, `外资-万美元`, `折人民币元`, `亿元、万美元`, `USD`.
fn units_in_note(note: &str) -> Vec<Unit> {
    let plain = |text: &str| {
        let text = BEFORE_UNIT.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        BEHIND_UNIT
            .iter()
            .find_map(|word| text.strip_suffix(word))
            .unwrap_or(text)
            .to_owned()
    };
    if note.is_empty() {
        return Vec::new();
    }
    // The sign or the code of another currency says as much as its name; that of the yuan leaves the scale open.
    let of_sign = |text: &str| {
        let currency = Currency::parse(text).filter(|currency| *currency != Currency::Cny)?;
        Some(Unit {
            currency: Some(currency),
            ..Unit::YUAN
        })
    };
    let parse = |text: &str| Unit::parse(text).or_else(|| Unit::parse(&plain(text))).or_else(|| of_sign(text));
    match parse(note) {
        Some(unit) => vec![unit],
        None => note
            .split(['-', '—', ',', '、', ';', ':', '/', '或', '和', '及'])
            .filter_map(parse)
            .collect(),
    }
}

/// The one unit of those named, and whether there are several: 万元/万美元 leaves the currency open, 亿元/万元 everything.
fn one_unit(units: &[Unit]) -> (Option<Unit>, bool) {
    let Some((first, others)) = units.split_first() else {
        return (None, false);
    };
    let named = |unit: &Unit| (unit.factor, unit.currency.unwrap_or(Currency::Cny));
    if others.iter().all(|other| named(other) == named(first)) {
        return (Some(*first), false);
    }
    let is_scale_known = others.iter().all(|other| other.factor == first.factor);
    let scale = Unit { currency: None, ..*first };
    (is_scale_known.then_some(scale), true)
}

/// What ends every unit that may stand behind a name without brackets.
const UNIT_ENDS: [char; 5] = ['元', '圆', '万', '亿', '币'];

/// Whether a reading of the text may end in a unit: its last character does, or other signs leave open which one is the last.
fn unit_may_end(text: &str) -> bool {
    text.ends_with(UNIT_ENDS) || !text.chars().all(|c| is_chinese(c) || c.is_ascii_alphanumeric())
}

/// A unit behind the name without brackets (`项目总投资 万元`), and the name.
fn unit_at_end(title: &str) -> Option<(&str, Unit)> {
    // The shortest that is a unit with all of its letters is wanted last.
    if !title.ends_with(UNIT_ENDS) {
        return None;
    }
    let starts = title.char_indices().rev().take(6).map(|(at, _)| at);
    let units = starts.filter_map(|at| Some((title.get(..at)?, Unit::parse(title.get(at..)?)?)));
    let (name, unit) = units.last()?;
    let name = name.trim_end_matches([':', '/', '-', ',', '、', '_']);
    (!name.is_empty()).then_some((name, unit))
}

/// Whether a text is nothing but a unit or a note in brackets, as stands below a title in a row of its own.
pub(super) fn is_only_note(written: &str) -> bool {
    let title = Title::read(written);
    title.bare.is_empty() || Unit::parse(&title.bare).is_some()
}

/// How alike two names are, from 0 to 1: characters that they share in the same order, over all characters.
fn likeness(one: &str, other: &str) -> f64 {
    let other: Vec<char> = other.chars().collect();
    // The longest list of shared characters, up to each place of the other name.
    let mut longest = vec![0usize; other.len() + 1];
    for c in one.chars() {
        let mut before = 0;
        for (at, o) in other.iter().enumerate() {
            let (Some(left), Some(here)) = (longest.get(at).copied(), longest.get_mut(at + 1)) else {
                continue;
            };
            let above = *here;
            *here = if *o == c { before + 1 } else { above.max(left) };
            before = above;
        }
    }
    let shared = longest.last().copied().unwrap_or_default();
    let all = one.chars().count() + other.len();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// How alike a name must be to be called near.
const NEAR: f64 = 0.6;

/// The one of the candidates, each with its names, that is nearest to the text; `None` when none is near.
pub(super) fn nearest<'a, N>(text: &str, candidates: impl Iterator<Item = (&'static str, N)>) -> Option<&'static str>
where
    N: Iterator<Item = &'a str>,
{
    let text: String = Title::read(text).bare.chars().take(LONGEST_COMPARED).collect();
    let mut best: Option<(f64, bool, &'static str)> = None;
    for (canonical, names) in candidates {
        for name in names {
            let alike = likeness(&text, name);
            // Of two that are as near, the canonical name.
            let of_name = name == canonical;
            if alike >= NEAR && best.is_none_or(|(most, canonical, _)| (alike, of_name) > (most, canonical)) {
                best = Some((alike, of_name, canonical));
            }
        }
    }
    best.map(|(_, _, canonical)| canonical)
}

/// The columns of a library that no other kind of table has: without one of them any list of names would be a library.
pub(super) fn own_columns(kind: Kind) -> impl Iterator<Item = &'static Column> {
    let columns = kind.table().columns.iter();
    columns.filter(move |column| {
        let others = Kind::ALL.into_iter().filter(|other| !other.table().needs_further);
        !matches!(column.need, Need::Required | Need::Context)
            && !others.into_iter().any(|other| other.table().column(column.name).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_is_missed_by_its_beginning() {
        let names = Names::new(&Settings::default());
        let titles = names.meanings.keys().flat_map(|name| {
            [
                name.clone(),
                format!("*{name}"),
                format!("{name}（万元）"),
                format!("（必填）{name}"),
                format!("其中：{name}"),
                format!("{name}万元"),
            ]
        });
        let missed: Vec<String> = titles.filter(|title| !names.may_begin(title)).collect();
        assert!(missed.is_empty(), "{missed:?}");
        for other in ["赴上海拜访企业", "王伟", "年产3万件项目", "外出对接", "项目部签到"] {
            assert!(!names.may_begin(other), "{other}");
        }
    }
}
