//! The city: its squads, its own places, its offices and its exchange rates. Data; the settings replace it.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::values::currency::Currency;

/// A squad, by its position in the settings (the order of every report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SquadId(pub u8);

/// One squad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Squad {
    /// Canonical name: 先进制造.
    pub name: Arc<str>,
    /// Other names without the affixes 产业 招商 专班 组 市, which are always understood.
    pub aliases: Vec<String>,
    /// The unit that leads it.
    pub lead_unit: String,
}

/// Yuan for one unit of a currency from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The currency.
    pub currency: Currency,
    /// First day.
    pub from: NaiveDate,
    /// Yuan for one unit.
    pub yuan: Decimal,
}

/// What the program knows of the city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    /// 运城市
    pub name: String,
    /// 市招商投资促进中心: compiles the reports.
    pub office: String,
    /// Other ways to write the office: 市招投中心 …
    pub office_aliases: Vec<String>,
    /// The city's own places: a 地点 that names one of these is not out of town.
    pub places: Vec<String>,
    /// In-house words: 机关, 办公室 …: a 地点 with one of these is not out of town either.
    pub in_house: Vec<String>,
    /// The squads in report order.
    pub squads: Vec<Squad>,
    /// Exchange rates; none are built in.
    pub rates: Vec<Rate>,
}

/// What a text in a squad column names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// One of the squads.
    Squad(SquadId),
    /// 综合协调组.
    Coordination,
    /// The office itself (市招投中心).
    Office,
}

impl City {
    /// The city of the regulation, from city.toml.
    pub fn built_in() -> City {
        unimplemented!()
    }

    /// What the text names, with or without 产业 招商 专班 组 市 and in any width; `None` when it is none of them.
    pub fn body(&self, text: &str) -> Option<Body> {
        unimplemented!("{text}")
    }

    /// The squad that a longer text (title line, sheet, file or folder name) names; `None` when it names none or more than one.
    pub fn squad_in(&self, text: &str) -> Option<SquadId> {
        unimplemented!("{text}")
    }

    /// The squad.
    pub fn squad(&self, id: SquadId) -> &Squad {
        &self.squads[usize::from(id.0)]
    }

    /// Every squad's id in report order.
    pub fn squad_ids(&self) -> impl Iterator<Item = SquadId> + use<> {
        (0..self.squads.len() as u8).map(SquadId)
    }

    /// Whether a 地点 is out of town: filled, and names no place of the city, no in-house word and no lead unit (spec 1.3).
    pub fn is_out_of_town(&self, place: &str) -> bool {
        unimplemented!("{place}")
    }

    /// Yuan for one unit of the currency on a day: the latest rate from that day or before. Always 1 for CNY.
    pub fn rate(&self, currency: Currency, day: NaiveDate) -> Option<Decimal> {
        unimplemented!("{currency:?}{day}")
    }
}
