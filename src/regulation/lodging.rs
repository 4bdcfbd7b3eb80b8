//! Caps on lodging per night and person by place, with peak seasons (national; data in lodging.csv).
//!
//! lodging.csv holds one place a row: the by-city table where it is known, the capital-city table elsewhere, the column for the
//! common rank. 其他地区 of a province stands there as the prefectures that it means, since a county-level city may belong to one
//! that has its own cap. A row whose city is its province is for the whole of it: a municipality with its `districts`, or (县城及以下) the
//! counties of a province. `area` is 城区 where the cap leaves counties out.

use std::sync::LazyLock;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;

use super::embedded;
use crate::values::text::fold;

pub(super) const DATA: &str = include_str!("lodging.csv");

/// What may stand after a province's name as its kind, longest first.
const PROVINCE_KINDS: [&str; 6] = ["维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"];
/// After a city's name, these make another place of it: 大同区 lies in 大庆, 南京路 in many cities.
const OTHER_PLACES: [&str; 8] = ["区", "县", "路", "街", "大道", "镇", "乡", "村"];
/// After a city's name, these make a street of it.
const STREETS: [&str; 8] = ["路", "东路", "西路", "南路", "北路", "中路", "街", "大道"];
/// How the name of a part of a city ends: 苏州工业园区, 杭州西湖宾馆.
const PARTS: [&str; 11] = ["区", "县", "园", "镇", "路", "号", "酒店", "宾馆", "饭店", "中心", "大厦"];
/// How the name of a part of a municipality ends, beside those of its districts. 北京燕郊镇 lies outside of it.
const IN_TOWN: [&str; 10] = ["开发区", "园区", "园", "路", "号", "酒店", "宾馆", "饭店", "中心", "大厦"];
/// What may stand behind the name of a municipality without leading out of it: 上海市区, 北京出差, 北京西站.
const BEHIND: [&str; 8] = ["市区", "市内", "出差", "考察", "招商", "站", "机场", "市"];
/// Its stations and airports are called by these.
const SIDES: [&str; 4] = ["东", "西", "南", "北"];
/// The `area` of a row for the counties of a province, and what lies in them.
const COUNTIES: &str = "县城及以下";
/// Characters that part two places, or stand before one.
const SEPARATORS: &str = "至到赴往去在驻与及";

/// One place.
#[derive(Debug, Deserialize)]
struct Row {
    province: String,
    /// The shortest text that surely names it: 苏州, but 吉林市.
    city: String,
    from: NaiveDate,
    other: Decimal,
    #[serde(deserialize_with = "seasons")]
    peak: Vec<Season>,
    peak_other: Option<Decimal>,
    area: String,
    /// What lies in a municipality, by the names of its districts and counties without their kind.
    districts: String,
}

/// From a month and day to another, both counted; one that ends before it begins runs over the year's end.
#[derive(Clone, Copy, Debug)]
struct Season {
    from: (u32, u32),
    to: (u32, u32),
}

impl Season {
    fn contains(self, night: NaiveDate) -> bool {
        let day = (night.month(), night.day());
        if self.from <= self.to {
            self.from <= day && day <= self.to
        } else {
            self.from <= day || day <= self.to
        }
    }
}

/// `07-01..09-30 11-01..03-31`, or nothing.
fn seasons<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Season>, D::Error> {
    fn day(text: &str) -> Option<(u32, u32)> {
        let (month, day) = text.split_once('-')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    }
    let season = |text: &str| {
        let (from, to) = text.split_once("..")?;
        Some(Season {
            from: day(from)?,
            to: day(to)?,
        })
    };
    let text = String::deserialize(source)?;
    text.split_whitespace()
        .map(season)
        .collect::<Option<_>>()
        .ok_or_else(|| D::Error::custom(format!("no seasons: {text}")))
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(DATA.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>();
    embedded("lodging.csv", rows)
});

/// The caps in yuan of nights in a place for the common rank, in their order; `None` when the table has no such place, or not yet
/// (标准待核).
pub fn caps(place: &str, nights: impl Iterator<Item = NaiveDate>) -> Option<Vec<Decimal>> {
    let row = find(place)?;
    let cap = |night: NaiveDate| {
        if night < row.from {
            return None;
        }
        let peak = row.peak.iter().any(|season| season.contains(night));
        row.peak_other.filter(|_| peak).or(Some(row.other))
    };
    nights.map(cap).collect()
}

/// The cap of any night in a place, as far as it is the same all year: `None` where the table has no such place, or not yet on that day.
pub fn cap_all_year(place: &str, day: NaiveDate) -> Option<Option<Decimal>> {
    let row = find(place).filter(|row| day >= row.from)?;
    Some(row.peak.is_empty().then_some(row.other))
}

/// The one row that a free text surely names. A text that names two places, or holds a part that is not understood, has none: a
/// night's cap is never taken from the wrong city.
fn find(place: &str) -> Option<&'static Row> {
    // What stands in brackets belongs to the name before: 北京（朝阳区）.
    let text: String = fold(place).chars().filter(|c| !matches!(c, '(' | ')')).collect();
    let parts = text
        .split(|c: char| !c.is_alphanumeric() || SEPARATORS.contains(c))
        .filter(|part| !part.is_empty());
    let mut province: Option<&str> = None;
    let mut found: Option<&Row> = None;
    for part in parts {
        match read(part)? {
            Named::Province(name) => {
                if province.is_some_and(|other| other != name) {
                    return None;
                }
                province = Some(name);
            }
            Named::Place(row) => {
                if found.is_some_and(|other| !std::ptr::eq(other, row)) {
                    return None;
                }
                found = Some(row);
            }
        }
    }
    found.filter(|row| province.is_none_or(|name| name == row.province))
}

/// What one part of the text names.
enum Named {
    /// A province and nothing inside of it.
    Province(&'static str),
    /// A place of the table.
    Place(&'static Row),
}

/// Reads from the left, so that 陕西宁强 is a county of 陕西 and not 西宁; `None` when not all of it is understood.
fn read(text: &str) -> Option<Named> {
    let province = ROWS
        .iter()
        .map(|row| row.province.as_str())
        .filter(|name| text.starts_with(name))
        .max_by_key(|name| name.len());
    // A longer name wins: 吉林市 is a city, 吉林 a province.
    let city = city(text, None).filter(|row| province.is_none_or(|name| row.city.len() > name.len()));
    if let Some(row) = city {
        return row.within(text).map(Named::Place);
    }
    let province = province?;
    let inside = text.strip_prefix(province)?;
    let inside = PROVINCE_KINDS.iter().find_map(|kind| inside.strip_prefix(kind)).unwrap_or(inside);
    if let Some(row) = self::city(inside, Some(province)) {
        return row.within(inside).map(Named::Place);
    }
    if let Some(row) = counties(province).filter(|_| inside != "县" && is_county(inside)) {
        return Some(Named::Place(row));
    }
    match ROWS.iter().find(|row| row.is_province() && row.province == province) {
        Some(row) => row.within(text).map(Named::Place),
        None => inside.is_empty().then_some(Named::Province(province)),
    }
}

/// The city that a text begins with, of the province if one is given; the longest.
fn city(text: &str, province: Option<&str>) -> Option<&'static Row> {
    let rows = ROWS
        .iter()
        .filter(|row| text.starts_with(&row.city) && province.is_none_or(|name| name == row.province));
    rows.max_by_key(|row| row.city.len())
}

/// The row for the counties of a province, where they have a cap of their own.
fn counties(province: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.province == province && row.area == COUNTIES)
}

/// Whether what follows a city or a province is one of its counties: 兰考县.
fn is_county(rest: &str) -> bool {
    rest.strip_suffix('县')
        .is_some_and(|name| name.chars().count() <= 3 && !name.contains(['市', '区', '县']))
}

impl Row {
    fn is_province(&self) -> bool {
        self.city == self.province && self.area != COUNTIES
    }

    /// The row that holds for a text which begins with this place: its own, or that of its province's counties.
    fn within(&'static self, text: &str) -> Option<&'static Row> {
        let inside = text.strip_prefix(self.city.as_str()).unwrap_or(text);
        let inside = inside.strip_prefix('市').unwrap_or(inside);
        match counties(&self.province).filter(|_| is_county(inside)) {
            Some(row) => Some(row),
            None => self.holds(text).then_some(self),
        }
    }

    /// Whether a text that begins with this place stays inside of it.
    fn holds(&self, text: &str) -> bool {
        let rest = text.strip_prefix(self.city.as_str()).unwrap_or(text);
        let another = ROWS.iter().filter(|row| row.city != self.city).any(|row| {
            let mut after = rest.match_indices(&row.city).filter_map(|(at, _)| rest.get(at + row.city.len()..));
            after.any(|after| !STREETS.iter().any(|street| after.starts_with(street)))
        });
        if another {
            return false;
        }
        if self.is_province() {
            let mut inside = rest;
            while let Some(shorter) = BEHIND.iter().find_map(|word| inside.strip_suffix(word)) {
                inside = shorter;
            }
            let inside = inside.strip_prefix('市').unwrap_or(inside);
            let is_district = self.districts.split_whitespace().any(|district| inside.starts_with(district));
            return inside.is_empty() || SIDES.contains(&inside) || is_district || IN_TOWN.iter().any(|part| inside.ends_with(part));
        }
        if self.area == "城区" {
            let inside = rest.strip_prefix('市').unwrap_or(rest);
            return inside.is_empty() || inside.ends_with('区');
        }
        if OTHER_PLACES.iter().any(|kind| rest.starts_with(kind)) {
            return false;
        }
        rest.is_empty()
            || ["市", "地区", "州", "旗"].iter().any(|kind| rest.starts_with(kind))
            || PARTS.iter().any(|part| rest.ends_with(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(place: &str, night: &str) -> Option<i64> {
        let caps = caps(place, std::iter::once(night.parse().unwrap()))?;
        Some(i64::try_from(caps[0]).unwrap())
    }

    #[test]
    fn places_as_people_write_them() {
        for (place, expected) in [
            ("北京", 500),
            ("北京市朝阳区", 500),
            ("北京（朝阳区）", 500),
            ("上海市黄浦区南京东路", 500),
            ("天津", 380),
            ("天津市滨海新区", 380),
            ("天津市宁河区", 320),
            ("重庆", 370),
            ("江苏苏州", 380),
            ("江苏省苏州市昆山市", 380),
            ("苏州市工业园区", 380),
            ("苏州工业园区", 380),
            ("江苏省徐州市", 360),
            ("江苏 南通", 360),
            ("浙江-宁波", 350),
            ("浙江温州", 340),
            ("河北省石家庄市", 350),
            ("河北唐山", 310),
            ("山西太原", 350),
            ("山西省运城市", 240),
            ("临汾", 330),
            ("吉林省吉林市", 350),
            ("吉林长春", 350),
            ("内蒙古自治区包头市", 320),
            ("广西壮族自治区桂林市", 330),
            ("新疆维吾尔自治区喀什地区", 340),
            ("河南省洛阳市", 330),
            ("郑州", 380),
            ("赴深圳", 450),
            ("上海、上海", 500),
            ("辽宁省朝阳市", 330),
        ] {
            assert_eq!(yuan(place, "2021-05-20"), Some(expected), "{place}");
        }
    }

    #[test]
    fn what_is_not_sure_has_no_cap() {
        for place in [
            "",
            "-",
            "江苏",
            "江苏省",
            "河北",
            "昆山",
            "江苏省昆山市",
            "朝阳",
            "大庆市大同区",
            "大同区",
            "长沙县",
            "南京路",
            "德国",
            "西安、宝鸡",
            "西安宝鸡",
            "北京、上海",
            "北京天津",
            "陕西宁强县",
            "江西安义县",
            "湖北京山市",
            "云南昌宁县",
            "山西-西安",
            "马鞍山",
            "北海道",
            "上海或杭州",
            "呼伦贝尔",
            "西安和咸阳",
            "苏州北京",
        ] {
            assert_eq!(yuan(place, "2021-05-20"), None, "{place}");
        }
    }

    #[test]
    fn peak_seasons_night_by_night() {
        for (place, night, expected) in [
            ("大连", "2021-06-30", 350),
            ("大连", "2021-07-01", 420),
            ("大连", "2021-09-30", 420),
            ("大连", "2021-10-01", 350),
            ("青岛", "2021-08-15", 450),
            ("青岛", "2021-10-15", 380),
            ("海口", "2021-10-31", 350),
            ("海口", "2021-11-01", 450),
            ("海口", "2022-01-15", 450),
            ("海口", "2024-02-29", 450),
            ("海口", "2022-03-01", 350),
            ("三亚", "2021-04-30", 480),
            ("三亚", "2021-05-01", 400),
            ("三亚", "2021-10-01", 480),
            ("河北省张家口市", "2021-08-01", 525),
            ("河北省张家口市", "2021-10-15", 350),
            ("河北省张家口市", "2021-12-31", 525),
            ("河北省张家口市", "2022-03-31", 525),
            ("河北省张家口市", "2022-04-01", 350),
            ("承德", "2021-07-20", 580),
            ("洛阳", "2021-03-31", 330),
            ("洛阳", "2021-04-01", 500),
            ("洛阳", "2021-05-10", 500),
            ("洛阳", "2021-05-11", 330),
            ("拉萨", "2021-06-01", 530),
            ("哈尔滨", "2021-07-31", 420),
            ("长春", "2021-07-31", 350),
            ("吉林市", "2021-07-31", 420),
            ("桂林", "2021-02-01", 430),
            ("海拉尔区", "2021-08-01", 480),
        ] {
            assert_eq!(yuan(place, night), Some(expected), "{place} {night}");
        }
    }

    #[test]
    fn no_cap_before_the_tables() {
        assert_eq!(yuan("北京", "2015-12-31"), None);
        assert_eq!(yuan("北京", "2016-01-01"), Some(500));
    }

    #[test]
    fn each_place_stands_once_and_a_peak_has_its_season() {
        let mut places: Vec<&str> = ROWS.iter().map(|row| row.city.as_str()).collect();
        let rows = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), rows);
        for row in ROWS.iter() {
            assert_eq!(row.peak.is_empty(), row.peak_other.is_none(), "{}", row.city);
            assert!(row.peak_other.is_none_or(|peak| peak > row.other), "{}", row.city);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_the_program(text in "[北京上海江苏省州市区吉林西安、至()\\PC]{0,40}") {
            let _ = caps(&text, std::iter::once(NaiveDate::MAX));
        }
    }

    #[test]
    fn a_municipality_holds_its_own_districts_and_nothing_more() {
        for place in [
            "天津等地",
            "上海昆山",
            "北京燕郊",
            "重庆周边",
            "北京三河",
            "上海及周边",
            "北京燕郊镇",
        ] {
            assert_eq!(yuan(place, "2021-05-20"), None, "{place}");
        }
        for (place, expected) in [
            ("北京市", 500),
            ("北京朝阳", 500),
            ("北京大兴机场", 500),
            ("上海浦东新区", 500),
            ("上海浦东", 500),
            ("天津滨海", 380),
            ("天津市静海区", 380),
            ("重庆渝中区", 370),
            ("重庆市忠县", 370),
            ("北京经济技术开发区", 500),
            ("北京饭店", 500),
            ("上海市区", 500),
            ("上海市内", 500),
            ("天津市区", 380),
            ("北京（出差）", 500),
            ("北京出差", 500),
            ("北京考察", 500),
            ("北京西站", 500),
        ] {
            assert_eq!(yuan(place, "2021-05-20"), Some(expected), "{place}");
        }
    }

    #[test]
    fn the_cities_and_counties_of_henan_have_the_caps_of_their_province() {
        for (place, expected) in [
            ("开封", 330),
            ("河南省南阳市", 330),
            ("三门峡市湖滨区", 330),
            ("洛阳市嵩县", 300),
            ("河南省兰考县", 300),
            ("河南开封兰考县", 300),
            ("新乡县", 300),
            ("郑州市中牟县", 300),
        ] {
            assert_eq!(yuan(place, "2021-05-20"), Some(expected), "{place}");
        }
        for place in ["河南", "洛阳市偃师市", "南阳镇", "周口店", "兰考县"] {
            assert_eq!(yuan(place, "2021-05-20"), None, "{place}");
        }
    }
}
