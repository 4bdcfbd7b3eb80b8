//! The city: its squads, its own places, its offices and its exchange rates. Data; the settings replace it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::embedded;
use crate::values::currency::Currency;
use crate::values::text::fold;
use crate::values::text::is_blank;

pub(super) const DATA: &str = include_str!("city.toml");

/// What stands before or after a squad's name without being part of it. 小组 before 组, so that no 小 is left.
const AFFIXES: [&str; 8] = ["产业", "招商", "专班", "工作", "小组", "领导", "组", "市"];

/// 综合协调组 without affixes, in full and short.
const COORDINATION: [&str; 2] = ["综合协调", "协调"];

/// How offices shorten the names of their units. Applied to both sides of a comparison, so that either form may be written.
const ABBREVIATIONS: [(&str, &str); 3] = [("工业和信息化", "工信"), ("文化和旅游", "文旅"), ("农业农村局", "农业局")];

/// Bodies and events that a squad's short name is a part of when one stands directly beside it: 文旅集团, 农业博览会, 公司文旅.
const OTHER_WORDS: [&str; 29] = [
    "局",
    "公司",
    "集团",
    "协会",
    "商会",
    "学会",
    "联盟",
    "大学",
    "学院",
    "学校",
    "博览会",
    "博览",
    "推介会",
    "推介活动",
    "展会",
    "展览会",
    "展销会",
    "展示会",
    "展洽会",
    "大会",
    "论坛",
    "峰会",
    "年会",
    "交易会",
    "洽谈会",
    "交流会",
    "发布会",
    "文化节",
    "旅游节",
];

/// What does so only behind it: 农业农村, 制造商, 制造装备, 新材料科技.
const CONTINUATIONS: [&str; 18] = [
    "农村",
    "装备",
    "股份",
    "有限",
    "科技",
    "实业",
    "厂",
    "园",
    "基地",
    "部门",
    "厅",
    "委",
    "商",
    "展",
    "研究院",
    "中心",
    "发展银行",
    "机械",
];

/// What does not, though it begins alike: 展位费, 商务接待 and 委托费 are items of a squad.
const ITEMS: [&str; 9] = ["展费", "展位", "展台", "展板", "展架", "展览费", "商务", "委托", "中心组"];

/// What does so only before it: 中国制造.
const BEGINNINGS: [&str; 1] = ["中国"];

/// A bank has a squad's name in its own, and only says where money lies: 农业银行回单.
const BANKS: [&str; 2] = ["银行", "发展银行"];

/// What only a squad is called.
const SQUAD_WORDS: [&str; 2] = ["专班", "招商组"];

/// What beside 专班 leaves it this city's: 各专班, 四个招商专班, 专班办. 市防汛专班 and 招商专班办公室 are units of their own.
const ANY_SQUAD: [&str; 26] = [
    "专班",
    "招商组",
    "产业",
    "招商",
    "引资",
    "工作",
    "各",
    "几",
    "全部",
    "所有",
    "相关",
    "有关",
    "个",
    "第",
    "一",
    "二",
    "两",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "办",
];

/// How the name of a unit that is no squad ends.
const UNIT_KINDS: [&str; 22] = [
    "局", "厅", "委", "部", "处", "科", "办", "会", "院", "所", "站", "中心", "公司", "集团", "银行", "学校", "大学", "县", "区", "厂",
    "园", "馆",
];

/// How many characters beside a squad's name are taken for its kind, written wrongly: 专斑.
const LONGEST_SLIP: usize = 3;

/// Words of one character after which a text begins anew: 到市内, 在市工信局.
const CONNECTIVES: &str = "在到回赴去往至和与及同驻访我本";

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
    /// Places elsewhere whose names hold one of the city's: 临夏县 holds 夏县.
    pub namesakes: Vec<String>,
    /// In-house words: 机关, 办公室 …: a 地点 with one of these is not out of town either.
    pub in_house: Vec<String>,
    /// What is no place at all: 线上, 电话 …: a 地点 of nothing else is not out of town either.
    pub remote: Vec<String>,
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

/// Which squads a longer text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// None.
    Nobody,
    /// One of them.
    One(SquadId),
    /// More than one: whose a thing is cannot be told by it.
    Several,
    /// Perhaps this one, by a short name inside of other words (文旅招商推介会): whose a thing is must be said elsewhere too.
    Unsure(SquadId),
}

/// city.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    office: String,
    office_aliases: Vec<String>,
    places: Vec<String>,
    namesakes: Vec<String>,
    in_house: Vec<String>,
    remote: Vec<String>,
    squad: Vec<FileSquad>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSquad {
    name: String,
    aliases: Vec<String>,
    lead_unit: String,
}

impl City {
    /// The city of the regulation, from city.toml.
    pub fn built_in() -> City {
        let file: File = embedded("city.toml", toml::from_str(DATA));
        let squads = file.squad.into_iter();
        City {
            name: file.name,
            office: file.office,
            office_aliases: file.office_aliases,
            places: file.places,
            namesakes: file.namesakes,
            in_house: file.in_house,
            remote: file.remote,
            squads: squads
                .map(|squad| Squad {
                    name: squad.name.into(),
                    aliases: squad.aliases,
                    lead_unit: squad.lead_unit,
                })
                .collect(),
            rates: Vec::new(),
        }
    }

    /// What the text names, with or without 产业 招商 专班 组 市 and in any width; `None` when it is none of them.
    pub fn body(&self, text: &str) -> Option<Body> {
        let text = compared(text);
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        if text.is_empty() {
            return None;
        }
        let office = self.without_city(text);
        if self.offices().any(|name| self.without_city(&name) == office) {
            return Some(Body::Office);
        }
        let core = self.core(text);
        if COORDINATION.contains(&core) {
            return Some(Body::Coordination);
        }
        let mut named = self.squad_ids().zip(&self.squads).filter(|(_, squad)| {
            squad.names().map(compared).any(|name| {
                let of_squad = self.core(&name);
                name == text || (!of_squad.is_empty() && of_squad == core)
            })
        });
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Some(Body::Squad(id)),
            _ => None,
        }
    }

    /// Whether a unit that is no squad means squads all the same: 文旅专班、农业专班, 专班办, 文化旅游专斑, 文旅农业联合. 市文化旅游局 and
    /// 文化旅游集团 are units of their own.
    pub fn means_squads(&self, text: &str) -> bool {
        let text = compared(text);
        if SQUAD_WORDS.iter().any(|word| text.contains(word)) {
            return self.means_own_squads(&text);
        }
        if UNIT_KINDS.iter().any(|kind| text.ends_with(kind)) {
            return false;
        }
        let names = |squad: &Squad| squad.names().any(|name| !name.is_empty() && text.contains(&*compared(name)));
        let slip_of = |squad: &Squad| {
            let name = compared(&squad.name);
            text.contains(&*name) && text.chars().count() <= name.chars().count() + LONGEST_SLIP
        };
        self.squads.iter().any(slip_of) || self.squads.iter().filter(|squad| names(squad)).count() > 1
    }

    /// Whether a text with 专班 in it means this city's: by a squad's name and no county before it, or since it names nobody else.
    fn means_own_squads(&self, text: &str) -> bool {
        let text = self.without_city(text);
        let named = self.squads.iter().flat_map(Squad::names).map(compared);
        let first = named.filter(|name| !name.is_empty()).filter_map(|name| text.find(&*name)).min();
        if let Some(at) = first {
            let before = text.get(..at).unwrap_or_default();
            return !words(&self.places).any(|place| before.contains(&*place));
        }
        let other = ANY_SQUAD.iter().fold(text.to_owned(), |rest, word| rest.replace(word, ""));
        // 办公室 is no rest of 办.
        !other.contains(char::is_alphanumeric)
    }

    /// The squad that a longer text (title line, sheet, file or folder name) names; `None` when it names none or more than one.
    pub fn squad_in(&self, text: &str) -> Option<SquadId> {
        match self.named_in(text) {
            Named::One(squad) => Some(squad),
            Named::Nobody | Named::Several | Named::Unsure(_) => None,
        }
    }

    /// Which squads a longer text names.
    ///
    /// The names of the office and of the lead units are taken out first: one unit may lead two squads, so a lead unit never
    /// names one, and 农业 inside 市农业农村局 is not the squad. A full name counts everywhere; an alias where 专班 or the like follows, or
    /// where it is no part of the name of another body or an event (农业博览会).
    pub fn named_in(&self, text: &str) -> Named {
        let mut rest = compared(text).into_owned();
        let mut units: Vec<String> = self.own_units().collect();
        units.sort_by_key(|unit| Reverse(unit.len()));
        for unit in units {
            rest = rest.replace(&unit, "|");
        }

        // A name found is taken out, so that 制造 is not found again inside 先进制造.
        let mut names: Vec<(Cow<'_, str>, SquadId, bool)> = Vec::new();
        for (id, squad) in self.squad_ids().zip(&self.squads) {
            names.extend(squad.names().map(|name| (compared(name), id, *name == *squad.name)));
        }
        names.retain(|(name, ..)| !name.is_empty());
        names.sort_by_key(|(name, ..)| Reverse(name.chars().count()));
        let (mut found, mut is_sure, mut in_other_words) = (None, false, None);
        for (name, id, full) in names {
            for (at, _) in rest.match_indices(&*name) {
                let (before, behind) = (rest.get(..at).unwrap_or_default(), rest.get(at + name.len()..).unwrap_or_default());
                let is_called = full || is_called_squad(behind);
                if !is_called && BANKS.iter().any(|bank| behind.starts_with(bank)) {
                    continue;
                }
                if !is_called && is_in_other_words(before, behind) {
                    in_other_words = in_other_words.or(Some(id));
                    continue;
                }
                if found.is_some_and(|other| other != id) {
                    return Named::Several;
                }
                found = Some(id);
                is_sure |= is_called;
            }
            rest = rest.replace(&*name, "|");
        }
        match found {
            Some(squad) if is_sure => Named::One(squad),
            found => match (found, in_other_words) {
                (Some(squad), None) => Named::One(squad),
                // 文旅农业博览会 is not the one for not being the other.
                (Some(squad), Some(other)) if squad != other => Named::Several,
                (_, Some(perhaps)) => Named::Unsure(perhaps),
                (None, None) => Named::Nobody,
            },
        }
    }

    /// The squad.
    pub fn squad(&self, id: SquadId) -> &Squad {
        &self.squads[usize::from(id.0)]
    }

    /// Every squad's id in report order.
    pub fn squad_ids(&self) -> impl Iterator<Item = SquadId> + use<> {
        (0..self.squads.len() as u8).map(SquadId)
    }

    /// Whether a 地点 is out of town: filled, and names no place of the city, no in-house word and no lead unit (spec 1.3), and not only
    /// how people spoke from afar.
    pub fn is_out_of_town(&self, place: &str) -> bool {
        if is_blank(place) {
            return false;
        }
        let mut text = compared(place).into_owned();
        for namesake in words(&self.namesakes) {
            text = text.replace(&*namesake, "|");
        }
        // 线上（上海）: a note does not bring anybody there.
        let before_note = text.split(['(', '（']).next().unwrap_or_default();
        let parts = || {
            before_note
                .split(['、', ',', '，', ';', '；', '/', '|'])
                .filter(|part| !part.is_empty())
        };
        if parts().next().is_some() && parts().all(|part| words(&self.remote).any(|word| word == part)) {
            return false;
        }
        let name = compared(&self.name);
        let stem = stem(&name);
        if !stem.is_empty() && text.contains(stem) || words(&self.places).any(|place| text.contains(&*place)) {
            return false;
        }
        let unit = self
            .own_units()
            .any(|unit| text.match_indices(&unit).any(|(at, _)| is_own(&text, at, stem)));
        let in_house =
            words(&self.in_house).any(|word| text.match_indices(&*word).any(|(at, _)| !belongs_to_a_name(&text, at, &word, stem)));
        !unit && !in_house
    }

    /// Whether the text is the name of one of the city's counties, districts or development zones, in full or short, alone or of an
    /// office of theirs: 盐湖区, 运城市永济市, 临猗, 盐湖区财政局. The city itself is none.
    pub fn is_county(&self, text: &str) -> bool {
        const OFFICES: [&str; 7] = ["政府", "局", "中心", "委", "财政", "级", "承担"];
        let (text, city) = (compared(text), compared(&self.name));
        let is_city = |place: &str| place == city || place == stem(&city);
        let places: Vec<Cow<'_, str>> = words(&self.places).filter(|place| !is_city(place)).collect();
        let is_full = |place: &str| place.ends_with(['县', '市', '区', '旗']) && !place.ends_with("市区");
        // 盐湖 is a county since 盐湖区 is: other places of the city, a park or a square, are none.
        let is_short = |place: &str| {
            places
                .iter()
                .any(|full| is_full(full) && full.strip_prefix(place).is_some_and(|end| end.chars().count() == 1))
        };
        let is_named = |text: &str| {
            places.iter().any(|place| match text.strip_prefix(&**place) {
                Some("") => is_full(place) || is_short(place),
                Some(office) => is_full(place) && !office.contains('市') && OFFICES.iter().any(|end| office.ends_with(end)),
                None => false,
            })
        };
        is_named(&text) || is_named(self.without_city(&text))
    }

    /// Yuan for one unit of the currency on a day: the latest rate from that day or before. Always 1 for CNY.
    pub fn rate(&self, currency: Currency, day: NaiveDate) -> Option<Decimal> {
        if currency == Currency::Cny {
            return Some(Decimal::ONE);
        }
        let known = self.rates.iter().filter(|rate| rate.currency == currency && rate.from <= day);
        known.max_by_key(|rate| rate.from).map(|rate| rate.yuan)
    }

    /// The office's name and its other names, as compared.
    fn offices(&self) -> impl Iterator<Item = Cow<'_, str>> {
        words(std::slice::from_ref(&self.office)).chain(words(&self.office_aliases))
    }

    /// The lead units, with and without 市 before them, and the office, as compared.
    fn own_units(&self) -> impl Iterator<Item = String> {
        let leads = self.squads.iter().flat_map(|squad| {
            let unit = compared(&squad.lead_unit).into_owned();
            let short = unit.strip_prefix('市').unwrap_or_default().to_owned();
            [unit, short]
        });
        leads.chain(self.offices().map(Cow::into_owned)).filter(|unit| !unit.is_empty())
    }

    /// A folded text without the city's name or 市 before it.
    fn without_city<'t>(&self, text: &'t str) -> &'t str {
        let city = compared(&self.name);
        let stem = stem(&city);
        let text = if stem.is_empty() {
            text
        } else {
            text.strip_prefix(stem).unwrap_or(text)
        };
        text.strip_prefix('市').unwrap_or(text)
    }

    /// A folded text without the city's name, affixes and punctuation around it: 市先进制造产业招商专班 → 先进制造.
    fn core<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = self.without_city(text);
        loop {
            let mut shorter = rest.trim_matches(|c: char| !c.is_alphanumeric());
            for affix in AFFIXES {
                shorter = shorter.strip_prefix(affix).unwrap_or(shorter);
                shorter = shorter.strip_suffix(affix).unwrap_or(shorter);
            }
            if shorter.len() == rest.len() {
                return rest;
            }
            rest = shorter;
        }
    }
}

impl Squad {
    /// Its name and its aliases.
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.name).chain(self.aliases.iter().map(String::as_str))
    }
}

/// A text as compared here: folded, and with the units' usual abbreviations.
fn compared(text: &str) -> Cow<'_, str> {
    // Nearly every name is plain Chinese, which folding leaves alone; this is asked for each row of a log.
    let plain = text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut text = if plain { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) };
    for (long, short) in ABBREVIATIONS {
        if text.contains(long) {
            text = Cow::Owned(text.replace(long, short));
        }
    }
    text
}

/// The words as compared; an empty one would be found everywhere, and is left out.
fn words(words: &[String]) -> impl Iterator<Item = Cow<'_, str>> {
    words.iter().map(|word| compared(word)).filter(|word| !word.is_empty())
}

/// A city's name without 市.
fn stem(city: &str) -> &str {
    city.strip_suffix('市').unwrap_or(city)
}

/// Whether what follows a short name says that it is a squad's: 文旅专班, 农业产业招商组.
fn is_called_squad(behind: &str) -> bool {
    let behind = ["产业", "招商", "工作"]
        .iter()
        .fold(behind, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    ["专班", "组", "小组"].iter().any(|word| behind.starts_with(word))
}

/// Whether a short name between these is a part of the name of another body or an event.
fn is_in_other_words(before: &str, behind: &str) -> bool {
    let before = before.strip_suffix("招商").unwrap_or(before);
    let behind = ["产业", "招商", "工作"]
        .iter()
        .fold(behind, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let is_item = ITEMS.iter().any(|word| behind.starts_with(word));
    OTHER_WORDS.iter().chain(&BEGINNINGS).any(|word| before.ends_with(word))
        || !is_item && OTHER_WORDS.iter().chain(&CONTINUATIONS).any(|word| behind.starts_with(word))
}

/// Whether a unit named at that place is the city's own, and not another city's: 市工信局, 到工信局, but not 西安市工信局.
fn is_own(text: &str, at: usize, stem: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.strip_suffix('市').unwrap_or(before);
    let own_name = !stem.is_empty() && before.ends_with(stem);
    own_name
        || before
            .chars()
            .next_back()
            .is_none_or(|last| !last.is_alphanumeric() || CONNECTIVES.contains(last))
}

/// Whether an in-house word at that place is part of another name: the 市 of 西安市内, the 本 of 日本地区.
fn belongs_to_a_name(text: &str, at: usize, word: &str, stem: &str) -> bool {
    (word.starts_with('市') && !is_own(text, at, stem))
        || (word.starts_with('本') && text.get(..at).is_some_and(|before| before.ends_with('日')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUFACTURING: SquadId = SquadId(0);
    const MATERIALS: SquadId = SquadId(1);
    const FARMING: SquadId = SquadId(2);
    const TOURISM: SquadId = SquadId(3);

    #[test]
    fn the_built_in_city() {
        let city = City::built_in();
        let names: Vec<&str> = city.squads.iter().map(|squad| &*squad.name).collect();
        assert_eq!((city.name.as_str(), city.office.as_str()), ("运城市", "市招商投资促进中心"));
        assert_eq!(names, ["先进制造", "新型材料", "高效农业", "文化旅游"]);
        assert_eq!(&*city.squad(TOURISM).name, "文化旅游");
        assert_eq!(city.squad(MATERIALS).lead_unit, "市工业和信息化局");
        assert!(city.rates.is_empty());
    }

    #[test]
    fn a_cell_names_a_squad_the_coordination_group_or_the_office() {
        let city = City::built_in();
        for (text, body) in [
            ("先进制造", Some(Body::Squad(MANUFACTURING))),
            ("先进制造产业招商专班", Some(Body::Squad(MANUFACTURING))),
            ("运城市先进制造产业招商专班", Some(Body::Squad(MANUFACTURING))),
            ("市先进制造专班", Some(Body::Squad(MANUFACTURING))),
            ("制造组", Some(Body::Squad(MANUFACTURING))),
            ("制造", Some(Body::Squad(MANUFACTURING))),
            ("先进制造业专班", Some(Body::Squad(MANUFACTURING))),
            (" 新型 材料\n专班 ", Some(Body::Squad(MATERIALS))),
            ("新材料招商小组", Some(Body::Squad(MATERIALS))),
            ("产业招商专班（新型材料）", Some(Body::Squad(MATERIALS))),
            ("农业", Some(Body::Squad(FARMING))),
            ("高效农业产业专班工作组", Some(Body::Squad(FARMING))),
            ("文旅专班", Some(Body::Squad(TOURISM))),
            ("文化和旅游专班", Some(Body::Squad(TOURISM))),
            ("文化旅游招商组", Some(Body::Squad(TOURISM))),
            ("综合协调组", Some(Body::Coordination)),
            ("协调组", Some(Body::Coordination)),
            ("市综合协调组", Some(Body::Coordination)),
            ("市招商投资促进中心", Some(Body::Office)),
            ("运城市招商投资促进中心", Some(Body::Office)),
            ("市招投中心", Some(Body::Office)),
            ("招投中心", Some(Body::Office)),
            ("综合协调组办公室", Some(Body::Office)),
            // A lead unit may lead two squads, so it names none.
            ("市工信局", None),
            ("市工业和信息化局", None),
            ("市农业农村局", None),
            ("市文旅局", None),
            ("专班", None),
            ("招商专班", None),
            ("", None),
            ("-", None),
            ("先进制造、新型材料", None),
            ("数字经济专班", None),
            ("农", None),
        ] {
            assert_eq!(city.body(text), body, "{text}");
        }
    }

    #[test]
    fn a_title_or_a_file_name_names_a_squad() {
        let city = City::built_in();
        for (text, squad) in [
            ("文旅日志9月.xlsx", Some(TOURISM)),
            ("2021年9月先进制造产业招商专班工作日志", Some(MANUFACTURING)),
            ("制造台账", Some(MANUFACTURING)),
            ("新材料产业专班", Some(MATERIALS)),
            ("03-高效农业", Some(FARMING)),
            ("农业专班经费", Some(FARMING)),
            ("文化和旅游专班名册", Some(TOURISM)),
            ("先进制造专班（制造组）", Some(MANUFACTURING)),
            ("市农业农村局 高效农业专班", Some(FARMING)),
            ("市农业农村局牵头文旅专班联席会", Some(TOURISM)),
            ("高效农业园区项目", Some(FARMING)),
            ("文旅", Some(TOURISM)),
            ("文旅9月支出", Some(TOURISM)),
            ("2021年9月文旅经费支出明细表", Some(TOURISM)),
            ("填报单位：文旅", Some(TOURISM)),
            ("市文旅招商工作台账（9月）", Some(TOURISM)),
            ("赴杨凌制造组考察", Some(MANUFACTURING)),
            ("制造（2021）", Some(MANUFACTURING)),
            ("文旅差旅费", Some(TOURISM)),
            ("文旅布展费", Some(TOURISM)),
            ("文旅展位费", Some(TOURISM)),
            ("文旅商务接待", Some(TOURISM)),
            ("文旅累计支出", Some(TOURISM)),
            ("文旅9月上旬支出", Some(TOURISM)),
            ("附件1文旅支出", Some(TOURISM)),
            ("王伟文旅支出", Some(TOURISM)),
            ("山西省运城市文旅支出", Some(TOURISM)),
            ("现代农业支出", Some(FARMING)),
            ("文旅招商队", Some(TOURISM)),
            ("文旅口", Some(TOURISM)),
            ("文旅专班赴山西农业博览会支出", Some(TOURISM)),
            ("文旅支出（农业银行）", Some(TOURISM)),
            // A short name inside of other words is no squad.
            ("山西农业博览会支出", None),
            ("赴上海文旅招商推介会支出", None),
            ("智能制造装备展支出", None),
            ("中国制造2025论坛支出", None),
            ("新材料展支出", None),
            ("全国农业招商大会", None),
            // A lead unit's name is no squad's.
            ("市农业农村局", None),
            ("运城市农业农村局", None),
            ("填报单位：市文化和旅游局", None),
            ("市文旅局", None),
            ("市工信局", None),
            // Longer words.
            ("中国农业银行回单", None),
            ("XX新材料有限公司洽谈", None),
            ("农业农村工作", None),
            // More than one.
            ("先进制造、新型材料专班", None),
            ("四个专班汇总", None),
            ("", None),
        ] {
            assert_eq!(city.squad_in(text), squad, "{text}");
        }
        for (text, is_several) in [
            ("先进制造、高效农业专班经费支出表", true),
            ("农业、文旅专班", true),
            ("文旅专班经费支出表", false),
            ("四个专班汇总", false),
        ] {
            assert_eq!(city.named_in(text) == Named::Several, is_several, "{text}");
        }
        for text in ["文旅农业支出", "制造农业支出", "新材料文旅支出", "文旅和农业支出", "农业文旅"] {
            assert_eq!(city.named_in(text), Named::Several, "{text}");
        }
        for text in [
            "山西农业博览会支出",
            "赴上海文旅招商推介会支出",
            "中国制造2025论坛支出",
            "文旅农业博览会支出",
            "甲集团文旅支出",
        ] {
            assert!(matches!(city.named_in(text), Named::Unsure(_) | Named::Several), "{text}");
        }
        assert_eq!(city.named_in("中国农业银行回单"), Named::Nobody);
    }

    #[test]
    fn the_longer_name_of_another_squad_is_not_the_shorter() {
        let mut city = City::built_in();
        city.squads.push(Squad {
            name: "装备制造".into(),
            aliases: vec![String::new()],
            lead_unit: String::new(),
        });
        assert_eq!(city.squad_in("装备制造专班日志"), Some(SquadId(4)));
        assert_eq!(city.body("装备制造专班"), Some(Body::Squad(SquadId(4))));
        assert_eq!(city.squad_in("装备制造与制造"), None);
        assert_eq!(city.body("专班"), None);
        city.squads[4].aliases = vec!["制造".to_owned()];
        assert_eq!(city.body("制造"), None, "two squads of one name");
    }

    #[test]
    fn out_of_town_is_what_names_nothing_of_the_city() {
        let city = City::built_in();
        for place in [
            "上海",
            "北京市朝阳区",
            "苏州工业园区",
            "西安市工信局",
            "西安市农业农村局",
            "西安市内",
            "甘肃省临夏县",
            "广西平陆运河",
            "日本地区",
            "太原市",
            "上海市永济路",
            "临汾",
            "深圳市招商局",
            "德国",
            "上海视频会议中心",
            "苏州居家养老公司",
            "上海、线上",
        ] {
            assert!(city.is_out_of_town(place), "{place}");
        }
        for place in [
            "运城市盐湖区",
            "运城",
            "盐湖",
            "夏县",
            "绛县",
            "新绛",
            "永济市",
            "本市",
            "本地",
            "机关",
            "办公室",
            "本单位",
            "市内",
            "市工信局",
            "工信局",
            "市工业和信息化局",
            "运城市工信局",
            "到市农业农村局",
            "市文旅局",
            "文化和旅游局",
            "运城-西安",
            "运城开发区",
            "运城市内",
            "市招投中心",
            "ｙ运 城",
            "",
            "-",
            "无",
            "/",
            "在市内",
            "局机关",
            "线上",
            "腾讯会议",
            "视频会议",
            "电话",
            "居家",
            "家里",
            "线上（上海）",
            "电话、微信",
        ] {
            assert!(!city.is_out_of_town(place), "{place}");
        }
    }

    #[test]
    fn counties_are_known_in_full_and_short_and_by_their_offices() {
        let city = City::built_in();
        for county in [
            "盐湖区",
            "盐湖",
            "永济市",
            "运城市永济市",
            "运城盐湖区",
            "绛县",
            "运城开发区",
            "盐湖区人民政府",
            "临猗县财政局",
        ] {
            assert!(city.is_county(county), "{county}");
        }
        for other in [
            "",
            "运城市",
            "运城",
            "市级",
            "市盐务局",
            "盐湖区市级",
            "永济路",
            "盐湖公园",
            "平陆运河",
            "上海市",
            "盐湖区和市级承担",
        ] {
            assert!(!city.is_county(other), "{other}");
        }
    }

    #[test]
    fn settings_may_leave_everything_empty() {
        let city = City {
            name: String::new(),
            office: String::new(),
            office_aliases: vec![String::new()],
            places: vec![String::new()],
            namesakes: vec![String::new()],
            in_house: vec![String::new()],
            remote: vec![String::new()],
            squads: Vec::new(),
            rates: Vec::new(),
        };
        assert!(city.is_out_of_town("上海"));
        assert_eq!(city.body("上海"), None);
        assert!(!city.is_county("上海"));
        assert_eq!(city.squad_in("先进制造"), None);
    }

    #[test]
    fn the_rate_of_a_day_is_the_latest_from_it_or_before() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rate = |from, yuan: &str| Rate {
            currency: Currency::Usd,
            from: day(from),
            yuan: yuan.parse().unwrap(),
        };
        let mut city = City::built_in();
        city.rates = vec![rate("2021-06-01", "6.37"), rate("2021-01-01", "6.4601")];
        assert_eq!(city.rate(Currency::Usd, day("2020-12-31")), None);
        assert_eq!(city.rate(Currency::Usd, day("2021-01-01")), Some("6.4601".parse().unwrap()));
        assert_eq!(city.rate(Currency::Usd, day("2021-05-31")), Some("6.4601".parse().unwrap()));
        assert_eq!(city.rate(Currency::Usd, day("2022-01-01")), Some("6.37".parse().unwrap()));
        assert_eq!(city.rate(Currency::Eur, day("2022-01-01")), None);
        assert_eq!(city.rate(Currency::Cny, day("2000-01-01")), Some(Decimal::ONE));
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_the_program(text in "[市专班组产业招商制造农业运城本日内工信局 ()（）|=\\PC]{0,40}") {
            let city = City::built_in();
            let _ = (city.body(&text), city.squad_in(&text), city.is_out_of_town(&text), city.is_county(&text));
        }
    }
}
