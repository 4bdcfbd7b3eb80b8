//! What the titles of a header may stand for: each title in every way that it can be read.

use std::rc::Rc;
use std::sync::Arc;

use crate::intake::title::Known;
use crate::intake::title::Meanings;
use crate::intake::title::Named;
use crate::intake::title::Title;
use crate::intake::turn::Turn;
use crate::records::Kind;
use crate::records::column::Form;
use crate::values::currency::Currency;
use crate::values::text;
use crate::values::unit::Unit;

use super::Finder;
use super::stacks::Stack;

/// Titles below a parent of money that stand for the whole of it, the likeliest first.
const WHOLE: [&[&str]; 3] = [
    &["合计", "总额", "总计", "总量", "总数", "合计金额", "总金额"],
    &["小计"],
    &["金额", "数额"],
];

/// What a parent ends with that adds nothing (签约情况 over 时间), and what adds nothing to a date below it (到位资金 over 日期).
const ABOUT: [&str; 2] = ["情况", "信息"];
const MONEY: [&str; 2] = ["资金", "金额"];

/// Words of a parent whose children are dates (时间节点 over 签约 | 开工), and the words that a child then lacks.
const DATED: [&str; 3] = ["时间", "日期", "节点"];
const LACKED: [&str; 2] = ["日期", "时间"];

/// Most titles that are kept read: a sheet with more is none that people made.
const MOST_READ: usize = 10_000;

/// How sure it is that a title stands for a column, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// The whole title, or parent and child together.
    Pair,
    /// The parent of money, since the child is the whole of it (合同金额 over 合计); with the child's place in `WHOLE`.
    Whole(usize),
    /// The child without its parent, which may be ambiguous.
    ChildAlone,
}

/// One reading of a column's title.
#[derive(Clone, Copy)]
pub(super) struct Reading<'n> {
    pub(super) sure: Sure,
    pub(super) meanings: &'n Meanings,
    pub(super) unit: Option<Unit>,
    /// How the rest of the title, or a parent, turns it.
    pub(super) turn: Option<Turn>,
}

impl Reading<'_> {
    /// What it stands for in a table of the kind.
    pub(super) fn of(&self, kind: Kind) -> Option<(Known, usize)> {
        self.of_name(kind).filter(|_| self.turned(kind).is_none())
    }

    /// How it is turned, when in a table of the kind it would else stand for a column.
    pub(super) fn turned(&self, kind: Kind) -> Option<Turn> {
        let (known, _) = self.of_name(kind)?;
        let Known::Column(position) = known else { return None };
        let (table, turn) = (kind.table(), self.turn?);
        let column = table.columns.get(position)?;
        turn.takes_away(column, table).then_some(turn)
    }

    /// What its name stands for in a table of the kind, however it is turned.
    fn of_name(&self, kind: Kind) -> Option<(Known, usize)> {
        let (known, rank) = self.meanings.of(kind)?;
        let is_money = |known: Known| match known {
            Known::Column(position) => {
                let column = kind.table().columns.get(position);
                column.is_some_and(|column| matches!(column.form, Form::Money(_)))
            }
            Known::Idle(_) => false,
        };
        (!matches!(self.sure, Sure::Whole(_)) || is_money(known)).then_some((known, rank))
    }
}

/// A column's title with all that it may stand for.
pub(super) struct Candidate<'n> {
    pub(super) column: u16,
    pub(super) written: Arc<str>,
    pub(super) unit: Option<Unit>,
    /// Whether its texts name several units.
    pub(super) several_units: bool,
    pub(super) readings: Vec<Reading<'n>>,
}

impl Candidate<'_> {
    /// The word by which it says something else than a column of the kind whose name it holds.
    pub(super) fn means(&self, kind: Kind) -> Option<&'static str> {
        let turn = self.readings.iter().find_map(|reading| reading.turned(kind))?;
        Some(turn.word())
    }
}

/// A title, read, with what it may stand for.
pub(super) struct TitleRead<'n> {
    pub(super) title: Title,
    pub(super) readings: Vec<Named<'n>>,
}

/// The place in `WHOLE` of a title that stands for the whole of its parent.
fn place_in_whole(child: &str) -> Option<usize> {
    let bare = Title::read(child).bare;
    WHOLE.iter().position(|words| words.contains(&bare.as_str()))
}

/// A title that names nothing but a unit or a currency: 人民币（万元） below 合同金额.
#[derive(Clone, Copy)]
struct Denominated {
    unit: Option<Unit>,
    currency: Option<Currency>,
}

impl Denominated {
    /// The unit, when its own brackets or its parent name one: a currency alone says nothing of the scale.
    pub(super) fn unit(self, of_brackets: Option<Unit>, of_parent: Option<Unit>) -> Option<Unit> {
        let scaled = self.unit.filter(|unit| unit.factor != Unit::YUAN.factor || unit.currency.is_none());
        let unit = of_brackets.or(scaled).or(of_parent).or(self.unit)?;
        Some(Unit {
            currency: unit.currency.or(self.currency),
            ..unit
        })
    }
}

fn denominated(child: &str) -> Option<Denominated> {
    let bare = Title::read(child).bare;
    let unit = Unit::parse(&bare);
    let currency = Currency::parse(&bare).or(unit.and_then(|unit| unit.currency));
    let said = !bare.is_empty() && (unit.is_some() || currency.is_some());
    said.then_some(Denominated { unit, currency })
}

impl<'a> Finder<'a> {
    /// The titles over each column of these rows, with all that they may stand for.
    pub(super) fn candidates(&self, top: u32, bottom: u32) -> Vec<Candidate<'a>> {
        let stacks = self.stacks(top, bottom).into_iter();
        stacks.filter_map(|stack| self.candidate(&stack)).collect()
    }

    pub(super) fn candidate(&self, stack: &Stack) -> Option<Candidate<'a>> {
        let texts: Vec<&str> = stack.texts.iter().map(|text| &**text).collect();
        texts.last()?;
        let readings = self.readings(&texts);
        let written: Vec<String> = texts.iter().map(|text| text::clean(text).replace(['\n', '\r'], "")).collect();
        Some(Candidate {
            column: stack.column,
            written: Arc::from(written.join("／")),
            unit: texts.iter().rev().find_map(|text| self.read(text).title.unit),
            several_units: texts.iter().any(|text| self.read(text).title.several_units),
            readings,
        })
    }

    /// A title with what it may stand for: rows around a header are read in several ways, the same title in each.
    pub(super) fn read(&self, written: &str) -> Rc<TitleRead<'a>> {
        let mut read = self.read.borrow_mut();
        if let Some(known) = read.get(written) {
            return Rc::clone(known);
        }
        if read.len() >= MOST_READ {
            read.clear();
        }
        let title = Title::read(written);
        let readings = self.names.readings(&title);
        let new = Rc::new(TitleRead { title, readings });
        read.insert(written.to_owned(), Rc::clone(&new));
        new
    }

    /// What the texts over a column may stand for, from parent to child, the surest first.
    pub(super) fn readings(&self, texts: &[&str]) -> Vec<Reading<'a>> {
        let mut names: Vec<(Sure, String)> = Vec::new();
        match texts {
            [] => return Vec::new(),
            [title] => names.push((Sure::Pair, (*title).to_owned())),
            [first, .., child] => {
                let parents = texts.get(..texts.len() - 1).unwrap_or_default();
                let parent = parents.last().unwrap_or(first);
                if denominated(child).is_none() {
                    names.push((Sure::Pair, texts.concat()));
                }
                if parents.len() > 1 {
                    names.push((Sure::Pair, format!("{parent}{child}")));
                    names.push((Sure::Pair, format!("{first}{child}")));
                }
                // 到位资金 over 本次
                if denominated(child).is_none() {
                    names.push((Sure::Pair, format!("{child}{parent}")));
                }
                let bare = &self.read(parent).title.bare;
                let is_date = LACKED.iter().any(|word| child.contains(word));
                let about = ABOUT.iter().chain(MONEY.iter().filter(|_| is_date));
                if let Some(about) = about.into_iter().find_map(|word| bare.strip_suffix(word)) {
                    names.push((Sure::Pair, format!("{about}{child}")));
                }
                if DATED.iter().any(|word| parent.contains(word)) {
                    names.extend(LACKED.iter().map(|word| (Sure::Pair, format!("{child}{word}"))));
                }
            }
        }
        let of_parent = |parent: &&str| self.read(parent).title.turn.or_else(|| Turn::of_parent(parent));
        let of_parents = texts.split_last().and_then(|(_, parents)| parents.iter().find_map(of_parent));
        let read = |(sure, name): &(Sure, String)| {
            let sure = *sure;
            // A name that holds the parent's word says itself what it is.
            let of_parents = of_parents.filter(|turn| !name.contains(turn.word()));
            let reading = |named: &Named<'a>| Reading {
                sure,
                meanings: named.meanings,
                unit: named.unit,
                turn: named.turn.or(of_parents),
            };
            self.read(name).readings.iter().map(reading).collect::<Vec<_>>()
        };
        let mut readings: Vec<Reading<'a>> = names.iter().flat_map(read).collect();
        if let [parents @ .., child] = texts
            && !parents.is_empty()
        {
            let denominated = denominated(child);
            if let Some(place) = place_in_whole(child).or(denominated.map(|_| WHOLE.len())) {
                let of_child = self.read(child).title.unit;
                let unit = |of_parent: Option<Unit>| match denominated {
                    Some(denominated) => denominated.unit(of_child, of_parent),
                    None => of_child.or(of_parent),
                };
                let of_parent = self.readings(parents).into_iter();
                readings.extend(of_parent.map(|reading| Reading {
                    sure: Sure::Whole(place),
                    unit: unit(reading.unit),
                    ..reading
                }));
            }
            readings.extend(read(&(Sure::ChildAlone, (*child).to_owned())));
        }
        readings
    }
}
