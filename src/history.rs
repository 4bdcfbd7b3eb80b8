//! What earlier runs said: the figures of closed months (spec 2.11), the findings of the run before, and the replies of people (4.4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::Serialize;

use crate::finding::Finding;
use crate::place::Place;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::regulation::city::City;
use crate::values::date;
use crate::values::id_number::mask_in_text;
use crate::values::period::Period;
use crate::values::text::fold;

/// A period as it was handed in: `报送/.已报/<period>.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Version of the names of all keys.
    pub schema: u32,
    /// The period, as in its name.
    pub period: String,
    /// The last day that it was about.
    pub as_of: NaiveDate,
    /// The day on which it was closed.
    pub closed: NaiveDate,
    /// Its figures.
    pub figures: Vec<ClosedFigure>,
}

/// What a closed figure is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The period itself; also what an older file says nothing of.
    #[default]
    Period,
    /// The year to the period's end.
    Year,
    /// The working days out of one member in the period.
    Member,
    /// The goal of one target.
    Target,
    /// The fund, in the year to the period's end.
    Fund,
}

/// One figure of a closed period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedFigure {
    /// What it is about.
    #[serde(default)]
    pub scope: Scope,
    /// The squad's name; empty for all squads together and for the fund.
    pub squad: String,
    /// The key, as in figures.json; of a member the name, of a target its code.
    pub key: String,
    /// The value as told to people; 未报 when there was none.
    pub value: String,
    /// The rows that it was made of.
    pub rows: Vec<ClosedRow>,
}

/// The value of a figure whose table nobody handed in.
pub const NOT_REPORTED: &str = "未报";

/// What the values of sums of money end with.
const YUAN: &str = "元";

impl ClosedFigure {
    /// What a row adds to a figure of this value, as told to people: of a sum of money with its unit, as the sum itself.
    fn added(&self, is: &str, adds: &str) -> String {
        let money = [self.value.as_str(), is].iter().any(|value| value.ends_with(YUAN));
        match adds.parse::<Decimal>() {
            Ok(sum) if money => format!("{sum:.2}{YUAN}"),
            _ => adds.to_owned(),
        }
    }
}

/// A row of a closed figure: the same wherever it is moved, another when a cell of it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClosedRow {
    /// Kind of its table.
    pub kind: String,
    /// How people name it.
    pub title: String,
    /// Digest of its recognised cells, hexadecimal.
    pub digest: String,
    /// What it added.
    pub adds: String,
    /// Where it stood: file › sheet › row.
    pub place: String,
}

/// A closed figure that comes out otherwise now.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The closed period.
    pub period: Period,
    /// What the figure is about.
    pub scope: Scope,
    /// The squad; `None` for all squads together and for the fund.
    pub squad: Option<SquadId>,
    /// The key of the figure; of a member the name, of a target its code.
    pub key: String,
    /// What was handed in.
    pub was: String,
    /// What it is now.
    pub is: String,
    /// The rows that changed, as sentences.
    pub rows: Vec<String>,
    /// Where those that are still there stand.
    pub places: Vec<Place>,
}

/// What happened to the rows of a figure between then and now, when its value is `value`, as sentences: gone, new, or another content or
/// part under the same name; and where those that are still there stand.
pub fn row_changes(figure: &ClosedFigure, value: &str, is: &[(ClosedRow, Place)]) -> (Vec<String>, Vec<Place>) {
    let was = &figure.rows;
    let added = |row: &ClosedRow| figure.added(value, &row.adds);
    type Same<'r> = (&'r str, &'r str, &'r str);
    fn same(row: &ClosedRow) -> Same<'_> {
        (&row.kind, &row.digest, &row.adds)
    }
    let mut unchanged: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    for (row, _) in is {
        *unchanged.entry(same(row)).or_default() += 1;
    }
    let mut gone: BTreeMap<(&str, &str), Vec<&ClosedRow>> = BTreeMap::new();
    let mut kept: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    for row in was {
        match unchanged.get_mut(&same(row)).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                *kept.entry(same(row)).or_default() += 1;
            }
            None => gone.entry((&row.kind, &row.title)).or_default().push(row),
        }
    }
    let (mut changes, mut places) = (Vec::new(), Vec::new());
    for (row, place) in is {
        if let Some(left) = kept.get_mut(&same(row)).filter(|left| **left > 0) {
            *left -= 1;
            continue;
        }
        let before = gone.get_mut(&(row.kind.as_str(), row.title.as_str())).and_then(Vec::pop);
        changes.push(match before {
            Some(before) if before.adds != row.adds => format!("{} 由 {} 变为 {}（{}）", row.title, added(before), added(row), row.place),
            Some(_) => format!("{} 的内容有改动（{}）", row.title, row.place),
            None => format!("新增 {}，{}（{}）", row.title, added(row), row.place),
        });
        places.push(place.clone());
    }
    for row in gone.into_values().flatten() {
        changes.push(format!("没有了 {}，原 {}（原在 {}）", row.title, added(row), row.place));
    }
    (changes, places)
}

/// What somebody replied to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The finding's id.
    pub finding: String,
    /// The value as it was told, cleaned; empty when the finding is about no cell.
    pub value: String,
    /// The finding's sentence as it was told; empty when the list has no such column.
    pub message: String,
    /// Where the finding was, as `cell_of` says it; `None` when the list has no such columns.
    pub cell: Option<String>,
    /// What the list is about, as its title says: `2021年9月`; empty when it has no title.
    pub period: String,
    /// What was chosen.
    pub kind: ReplyKind,
    /// The word as written; blank when only `words` are.
    pub written: String,
    /// What was written besides.
    pub words: String,
    /// Where the reply stands.
    pub place: Place,
}

/// The names of whoever exempts or rules.
const APPROVED_BY: [&str; 5] = ["批准人", "批准", "批准单位", "确定人", "确定单位"];
/// Those of the grounds of an exemption, of its last day, and of the squad that a project is ruled for.
const GROUNDS: [&str; 3] = ["理由", "依据", "原因"];
const UNTIL: [&str; 3] = ["有效期至", "有效期", "截止"];
const RULED_FOR: [&str; 3] = ["归属", "归属专班", "项目归属"];

/// What can be replied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyKind {
    /// 已整改: the finding must be gone.
    Mended,
    /// 情况属实: so it is.
    Admitted,
    /// 说明: an explanation.
    Explained,
    /// 豁免: exempted, by whom, on what grounds, until when.
    Exempted,
    /// 确定归属: which squad the project counts for that several claim (P004), and who ruled it.
    Ruled,
    /// Some other word.
    Other,
}

impl ReplyKind {
    /// By the word written, whatever punctuation stands around it.
    pub fn of(written: &str) -> ReplyKind {
        let written = fold(written);
        match written.trim_matches(|c: char| !c.is_alphanumeric()) {
            "已整改" | "已改" | "已更正" => ReplyKind::Mended,
            "情况属实" | "属实" => ReplyKind::Admitted,
            "说明" | "情况说明" => ReplyKind::Explained,
            "豁免" => ReplyKind::Exempted,
            "确定归属" | "归属" | "项目归属" | "裁定归属" | "裁定" => ReplyKind::Ruled,
            _ => ReplyKind::Other,
        }
    }

    /// In Chinese.
    pub fn name(self) -> &'static str {
        match self {
            ReplyKind::Mended => "已整改",
            ReplyKind::Admitted => "情况属实",
            ReplyKind::Explained => "说明",
            ReplyKind::Exempted => "豁免",
            ReplyKind::Ruled => "确定归属",
            ReplyKind::Other => "其他",
        }
    }
}

/// Who exempted, on what grounds, and until when, as written in 说明: `批准人：…；理由：…；有效期至：2021-12-31`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// Who approved it.
    pub by: String,
    /// On what grounds.
    pub grounds: String,
    /// The last day on which it holds.
    pub until: NaiveDate,
}

/// Which squad a project counts for, and who ruled it, as written in 说明: `归属：文化旅游专班；批准人：…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The squad.
    pub squad: SquadId,
    /// Who ruled it.
    pub by: String,
}

impl Reply {
    /// What was chosen, in Chinese; as written when it is none of the choices.
    pub fn answer(&self) -> &str {
        match self.kind {
            ReplyKind::Other => &self.written,
            known => known.name(),
        }
    }

    /// Whether it is about that value: as written, or as lists show it, with the numbers of persons masked.
    pub fn is_of(&self, value: Option<&str>) -> bool {
        same(&self.value, value.unwrap_or_default())
    }

    /// Whether a finding about a period, which has no cell, still has the figures that were replied to.
    pub fn has_figures_of(&self, message: &str) -> bool {
        self.message.is_empty() || same(&self.message, message)
    }

    /// What was replied to, when it is there under another id because its value is another one.
    pub fn changed_in<'f>(&self, findings: &'f [Finding]) -> Option<&'f Finding> {
        if findings.iter().any(|finding| finding.id == self.finding) {
            return None;
        }
        findings.iter().find(|finding| self.is_of_changed(finding))
    }

    /// Whether a finding of another id is what was replied to, with another value: the same rule says the same of the same thing, or of
    /// the same cell if its numbers differ.
    fn is_of_changed(&self, finding: &Finding) -> bool {
        let of_rule = self.finding.split('-').next() == Some(finding.rule.code);
        let said = |message: &str, value: &str| {
            let message = fold(&mask_in_text(message));
            let value = fold(value);
            if value.is_empty() { message } else { message.replace(&value, "") }
        };
        let replied = said(&self.message, &self.value);
        let now = said(&finding.message, finding.value.as_deref().unwrap_or_default());
        let without_numbers = |text: &str| -> String { text.chars().filter(|c| !c.is_ascii_digit() && !".,".contains(*c)).collect() };
        let place = finding.place.as_ref();
        let same_cell = place.is_some_and(|place| self.cell.as_deref() == Some(Reply::cell_of(place).as_str()));
        // A ruling is about a project, whatever its contracts say.
        of_rule
            && self.kind != ReplyKind::Ruled
            && !self.message.is_empty()
            && (replied == now || same_cell && without_numbers(&replied) == without_numbers(&now))
    }

    /// A place as a list names it in its columns 文件, 工作表 and 单元格.
    pub fn cell_of(place: &Place) -> String {
        let cell = place.a1().unwrap_or_else(|| format!("第{}行", place.row));
        format!("{}\n{}\n{cell}", place.source.file, place.source.sheet)
    }

    /// Whether the list that it stands in is about that period; one without a title may be.
    pub fn is_in(&self, period: Period) -> bool {
        self.period.is_empty() || self.period == period.title()
    }

    /// The exemption of its words; `None` when one of the three is missing.
    pub fn exemption(&self) -> Option<Exemption> {
        let until = date::parse(&self.said(&UNTIL)?, None).ok().flatten()?.to;
        Some(Exemption {
            by: self.said(&APPROVED_BY)?,
            grounds: self.said(&GROUNDS)?,
            until,
        })
    }

    /// The ruling of its words; `None` when one of the two is missing, or the squad is none, or more than one.
    pub fn ruling(&self, city: &City) -> Option<Ruling> {
        let Some(Body::Squad(squad)) = city.body(&self.said(&RULED_FOR)?) else {
            return None;
        };
        let by = self.said(&APPROVED_BY)?;
        Some(Ruling { squad, by })
    }

    /// What its words say behind one of the names and a colon; `None` when they say nothing, or say it twice.
    fn said(&self, names: &[&str]) -> Option<String> {
        let words = self.in_parts();
        let parts = words.split(['；', ';', '\n', '。']);
        let mut said = parts.filter_map(|part| {
            let (name, value) = part.split_once(['：', ':'])?;
            let value = value.trim();
            (names.contains(&name.trim()) && !value.is_empty()).then(|| value.to_owned())
        });
        said.next().filter(|_| said.next().is_none())
    }

    /// Its words, with a semicolon for each comma that a name follows: grounds may hold commas themselves.
    fn in_parts(&self) -> String {
        let mut words = self.words.clone();
        for name in [&APPROVED_BY[..], &GROUNDS, &UNTIL, &RULED_FOR].concat() {
            for (comma, colon) in ["，", ",", "、"]
                .into_iter()
                .flat_map(|comma| ["：", ":"].map(|colon| (comma, colon)))
            {
                words = words.replace(&format!("{comma}{name}{colon}"), &format!("；{name}{colon}"));
            }
        }
        words
    }
}

/// Whether a list says the same, also after another program saved it again: 400.00 as 400, 2021-09-01 as 2021/9/1.
fn same(replied: &str, now: &str) -> bool {
    let folded = |text: &str| if text == "—" { String::new() } else { fold(text) };
    let number = |text: &str| text.trim().replace([',', '，'], "").parse::<Decimal>().ok();
    let day = |text: &str| date::parse(text, None).ok().flatten();
    folded(replied) == folded(now)
        || folded(replied) == folded(&mask_in_text(now))
        || number(replied).is_some_and(|replied| number(now) == Some(replied))
        || day(replied).is_some_and(|replied| day(now).is_some_and(|now| (now.from, now.to) == (replied.from, replied.to)))
}

/// A finding of the run before: its id, and in how many runs it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The finding's id.
    pub id: String,
    /// Runs in a row in which it was told.
    pub runs: u32,
}

/// What the run before left: `数据/上次.json` of a folder holds what that folder's run was compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Version of the names of all keys.
    pub schema: u32,
    /// Whether there was a run before.
    pub any: bool,
    /// Its findings.
    pub findings: Vec<Seen>,
    /// Ids of findings that were told once and were gone in that run.
    pub mended: Vec<String>,
    /// The figures handed in that come out otherwise (H001), as they were then: closing a period anew replaces them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
}

/// What became of the findings since the run before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifeCycle {
    /// Whether there was a run before.
    pub any: bool,
    /// How many runs each present finding has stood, this one counted; 1 is new.
    pub runs: BTreeMap<String, u32>,
    /// Present findings that had been mended before.
    pub back: Vec<String>,
    /// New ones, those that had been mended before counted too.
    pub new: usize,
    /// Those that stood in the run before.
    pub still: usize,
    /// Those of the run before that are gone.
    pub mended: Vec<String>,
}

impl LifeCycle {
    /// Compares the present ids with the run before.
    pub fn new<'f>(before: &Before, present: impl Iterator<Item = &'f str>) -> LifeCycle {
        // Ids are one finding's each. Should two findings share one all the same, they are counted one by one, so that old and new less
        // mended is what there is.
        let mut old: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for seen in &before.findings {
            old.entry(&seen.id).or_default().push(seen.runs);
        }
        let mut cycle = LifeCycle {
            any: before.any,
            ..LifeCycle::default()
        };
        for id in present {
            let stood = old.get_mut(id).and_then(Vec::pop);
            match stood {
                Some(_) => cycle.still += 1,
                None => {
                    cycle.new += 1;
                    if before.mended.iter().any(|mended| mended == id) {
                        cycle.back.push(id.to_owned());
                    }
                }
            }
            let runs = stood.map_or(1, |runs| runs.saturating_add(1));
            cycle.runs.entry(id.to_owned()).or_insert(runs);
        }
        let gone = old
            .into_iter()
            .flat_map(|(id, stood)| stood.into_iter().map(move |_| id.to_owned()));
        cycle.mended = gone.collect();
        cycle
    }

    /// What the next run is compared with.
    pub fn as_before(&self, before: &Before) -> Before {
        let mut mended: Vec<String> = before.mended.iter().chain(&self.mended).cloned().collect();
        mended.retain(|id| !self.runs.contains_key(id));
        mended.sort();
        mended.dedup();
        Before {
            schema: 1,
            any: true,
            findings: self
                .runs
                .iter()
                .map(|(id, runs)| Seen {
                    id: id.clone(),
                    runs: *runs,
                })
                .collect(),
            mended,
            closed: Vec::new(),
        }
    }

    /// 新增, 仍未改（第2期）, 重新出现.
    pub fn state(&self, id: &str) -> String {
        match self.runs.get(id) {
            Some(1) if self.back.iter().any(|back| back == id) => "重新出现".to_owned(),
            Some(1) | None => "新增".to_owned(),
            Some(runs) => format!("仍未改（第{runs}期）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_less_mended_is_what_there_is() {
        let runs: [&[&str]; 4] = [&["A", "B"], &["B", "C"], &["A", "C", "D"], &["A", "C", "D"]];
        let mut before = Before::default();
        let mut count = 0;
        let mut told = Vec::new();
        for present in runs {
            let cycle = LifeCycle::new(&before, present.iter().copied());
            assert_eq!(count + cycle.new - cycle.mended.len(), present.len());
            assert_eq!(cycle.new + cycle.still, present.len());
            told.push(present.iter().map(|id| cycle.state(id)).collect::<Vec<_>>());
            count = present.len();
            before = cycle.as_before(&before);
        }
        assert_eq!(told[1], ["仍未改（第2期）", "新增"]);
        assert_eq!(told[2], ["重新出现", "仍未改（第2期）", "新增"]);
        assert_eq!(told[3], ["仍未改（第2期）", "仍未改（第3期）", "仍未改（第2期）"]);
    }

    #[test]
    fn findings_that_share_an_id_are_counted_one_by_one() {
        let seen = |id: &str| Seen {
            id: id.to_owned(),
            runs: 1,
        };
        for (old, present, told) in [
            (&["A", "A"][..], &["A", "A"][..], (0, 2, 0)),
            (&["A"], &["A", "A"], (1, 1, 0)),
            (&["A", "A", "B"], &["A"], (0, 1, 2)),
            (&[], &["A", "A"], (2, 0, 0)),
        ] {
            let before = Before {
                findings: old.iter().map(|id| seen(id)).collect(),
                ..Before::default()
            };
            let cycle = LifeCycle::new(&before, present.iter().copied());
            assert_eq!((cycle.new, cycle.still, cycle.mended.len()), told, "{old:?} {present:?}");
        }
    }

    #[test]
    fn the_word_of_a_reply_is_known_however_it_ends() {
        for (written, kind) in [
            ("已整改", ReplyKind::Mended),
            ("已整改。", ReplyKind::Mended),
            (" 已整改！ ", ReplyKind::Mended),
            ("（情况属实）", ReplyKind::Admitted),
            ("说明：", ReplyKind::Explained),
            ("豁 免", ReplyKind::Exempted),
            ("正在核实", ReplyKind::Other),
            ("未整改", ReplyKind::Other),
        ] {
            assert_eq!(ReplyKind::of(written), kind, "{written}");
        }
    }

    fn reply(words: &str) -> Reply {
        Reply {
            finding: "E003-AAAAAAAA".to_owned(),
            value: String::new(),
            message: String::new(),
            cell: None,
            period: String::new(),
            kind: ReplyKind::Exempted,
            written: String::new(),
            words: words.to_owned(),
            place: Place::sheet(&std::sync::Arc::new(crate::place::Source {
                file: "a.xlsx".into(),
                sheet: "表".into(),
                order: 0,
            })),
        }
    }

    #[test]
    fn an_exemption_says_who_why_and_until_when() {
        let whole = reply("批准人：张三；理由：防疫期间；有效期至：2021年12月31日").exemption().unwrap();
        assert_eq!(
            (whole.by.as_str(), whole.grounds.as_str(), whole.until.to_string().as_str()),
            ("张三", "防疫期间", "2021-12-31")
        );
        let by_commas = reply("批准人：张三，理由：凭证遗失，已登报，有效期至：2021年12月31日")
            .exemption()
            .unwrap();
        assert_eq!((by_commas.by.as_str(), by_commas.grounds.as_str()), ("张三", "凭证遗失，已登报"));
        for words in [
            "",
            "批准人：张三",
            "批准人：张三；理由：；有效期至：2021-12-31",
            "批准人：张三；理由：甲；有效期至：年底",
        ] {
            assert_eq!(reply(words).exemption(), None, "{words}");
        }
    }

    #[test]
    fn a_ruling_says_which_squad_and_who() {
        let city = City::built_in();
        let ruled = |words: &str| {
            let reply = Reply {
                kind: ReplyKind::Ruled,
                ..reply(words)
            };
            reply.ruling(&city).map(|ruling| (ruling.squad.0, ruling.by))
        };
        for words in [
            "归属：文化旅游专班；批准人：综合协调组 张三",
            "批准人：综合协调组 张三；归属：文化旅游",
        ] {
            assert_eq!(ruled(words), Some((3, "综合协调组 张三".to_owned())), "{words}");
        }
        for words in [
            "",
            "归属：文化旅游专班",
            "批准人：张三",
            "归属：张三；批准人：张三",
            "归属：综合协调组；批准人：张三",
            "归属：文化旅游专班、高效农业专班；批准人：张三",
            "归属：文化旅游专班；归属：高效农业专班；批准人：张三",
        ] {
            assert_eq!(ruled(words), None, "{words}");
        }
    }

    #[test]
    fn rows_are_compared_by_what_they_say_and_not_by_where_they_stand() {
        let row = |title: &str, digest: &str, adds: &str, place: &str| ClosedRow {
            kind: "contract".to_owned(),
            title: title.to_owned(),
            digest: digest.to_owned(),
            adds: adds.to_owned(),
            place: place.to_owned(),
        };
        let was = [
            row("HT-1", "a", "1", "第2行"),
            row("HT-2", "b", "2", "第3行"),
            row("HT-3", "c", "3", "第4行"),
        ];
        let is = [
            row("HT-2", "x", "5", "第9行"),
            row("HT-1", "a", "1", "第7行"),
            row("HT-4", "d", "4", "第8行"),
        ];
        let placed = |rows: &[ClosedRow]| -> Vec<(ClosedRow, Place)> {
            let rows = rows.iter().cloned();
            rows.map(|row| (row, reply("").place)).collect()
        };
        let figure = |value: &str| ClosedFigure {
            value: value.to_owned(),
            rows: was.to_vec(),
            ..ClosedFigure::default()
        };
        let (said, places) = row_changes(&figure("3"), "3", &placed(&is));
        assert_eq!(
            said,
            [
                "HT-2 由 2 变为 5（第9行）",
                "新增 HT-4，4（第8行）",
                "没有了 HT-3，原 3（原在 第4行）"
            ]
        );
        assert_eq!(places.len(), 2);
        assert!(row_changes(&figure("3"), "3", &placed(&was)).0.is_empty());
        // Of money the unit is told, also when there was none or is none any more.
        for (before, now) in [("6.00元", "10.00元"), ("未报", "10.00元"), ("6.00元", "未报")] {
            let (said, _) = row_changes(&figure(before), now, &placed(&is));
            assert_eq!(
                said,
                [
                    "HT-2 由 2.00元 变为 5.00元（第9行）",
                    "新增 HT-4，4.00元（第8行）",
                    "没有了 HT-3，原 3.00元（原在 第4行）"
                ]
            );
        }
    }
}
