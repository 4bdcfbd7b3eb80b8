//! What people replied to findings, in a list that came back (spec 4.4).

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::When;
use crate::place::Place;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::regulation::city::City;
use crate::values::date;
use crate::values::id_number::mask_in_text;
use crate::values::period::Period;
use crate::values::period::Window;
use crate::values::text;
use crate::values::text::fold;

use super::Stood;

/// What somebody replied to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The finding's id; as written when that is none.
    pub finding: String,
    /// The value as it was told, cleaned; empty when the finding is about no cell, `None` when the list has no such column.
    pub value: Option<String>,
    /// The finding's sentence as it was told; empty when the list has no such column.
    pub message: String,
    /// Where the finding was, as `cell_of` says it; `None` when the list has no such columns.
    pub cell: Option<String>,
    /// The squad's name as the list has it; empty when there is none or no such column.
    pub squad: String,
    /// The time that the finding concerns, as the list has it; `None` when it has no such column.
    pub when: Option<String>,
    /// The ids of all findings of the list.
    pub listed: Arc<BTreeSet<String>>,
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

/// What a finding is about, in time.
enum Concern {
    /// A row of that day.
    Day(NaiveDate),
    /// A month, a half-month, a quarter …
    Span(Window),
    /// A row without a day, a file, the year to date.
    Undated,
    /// The list does not say.
    Untold,
}

/// The keys of a finding's subject that name a row or a person.
const OF_ROWS: [&str; 7] = ["person", "contract", "voucher", "project", "activity", "approval", "application"];

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

    /// Whether it names a finding by an id; one that does not can be a reply to nothing.
    pub fn names_a_finding(&self) -> bool {
        finding_id(&self.finding).is_some()
    }

    /// Whether it is about that value: as written, or as lists show it, with the numbers of persons masked. In a list without the
    /// column the id decides.
    pub fn is_of(&self, value: Option<&str>) -> bool {
        self.value.as_deref().is_none_or(|replied| same(replied, value.unwrap_or_default()))
    }

    /// Whether a finding about a period, which has no cell, still has the figures that were replied to.
    pub fn has_figures_of(&self, message: &str) -> bool {
        self.message.is_empty() || same(&counted(&self.message), &counted(message))
    }

    /// What was replied to, when it is there under another id because its value or its row is another one. What the list told beside it,
    /// or another of the replies is to, is not it.
    pub fn changed_in<'f>(&self, findings: &'f [Finding], replies: &[Reply]) -> Option<&'f Finding> {
        if findings.iter().any(|finding| finding.id == self.finding) {
            return None;
        }
        let is_another = |finding: &Finding| self.listed.contains(&finding.id) || replies.iter().any(|reply| reply.finding == finding.id);
        findings.iter().find(|finding| self.may_be_of(finding) && !is_another(finding))
    }

    /// Whether a finding of another id may be what was replied to: the same rule says the same, but for the value and for numbers, of
    /// the same thing; or of the same cell, where its sentence names no such thing.
    fn may_be_of(&self, finding: &Finding) -> bool {
        let of_rule = self.finding.split('-').next() == Some(finding.rule.code);
        if !of_rule || self.message.is_empty() || !self.is_of_time(finding.when) {
            return false;
        }
        let is_of_the_same = self.is_of_subject(finding).unwrap_or_else(|| self.is_of_cell(finding));
        if !is_of_the_same {
            return false;
        }
        let said = |message: &str, value: &str| {
            let (message, value) = (fold(&mask_in_text(message)), fold(value));
            let message = if value.is_empty() { message } else { message.replace(&value, "") };
            message
                .chars()
                .filter(|c| !c.is_ascii_digit() && !".,".contains(*c))
                .collect::<String>()
        };
        let now = finding.value.as_deref().unwrap_or_default();
        said(&self.message, self.value.as_deref().unwrap_or(now)) == said(&finding.message, now)
    }

    /// Whether it is about the row or person that the finding names; `None` when its sentence names none.
    pub fn is_of_subject(&self, finding: &Finding) -> Option<bool> {
        let of_row = finding.subject.iter().filter(|(key, _)| OF_ROWS.contains(key));
        let named: Vec<&str> = of_row
            .map(|(_, name)| name.as_str())
            .filter(|name| names(&finding.message, name))
            .collect();
        (!named.is_empty()).then(|| named.iter().all(|name| names(&self.message, name)))
    }

    fn is_of_cell(&self, finding: &Finding) -> bool {
        let place = finding.place.as_ref();
        place.is_some_and(|place| self.cell.as_deref() == Some(Reply::cell_of(place).as_str()))
    }

    /// Whether a finding of that time may be the one replied to: what is said of one month is not said of another.
    fn is_of_time(&self, when: When) -> bool {
        match (self.concerns(), when) {
            (Concern::Span(replied), When::Window(now)) => replied == now,
            _ => true,
        }
    }

    /// Whether a run up to that day judges what it is about, so that a finding that is not there is gone (spec 2.1): rows of the run's
    /// year up to the day, months and half-months within the run's period; the ruling of a project in all later years too.
    pub fn is_judged_in(&self, run: Period, as_of: NaiveDate) -> bool {
        let is_ruling = self.kind == ReplyKind::Ruled;
        let listed = Period::of_title(&self.period);
        let year_to_date = Window {
            from: Period::Year { year: run.year() }.window().from,
            to: as_of,
        };
        match self.concerns() {
            Concern::Day(day) if is_ruling => day <= as_of,
            Concern::Day(day) => year_to_date.contains(day),
            Concern::Span(span) => span.to <= as_of && run.window().contains(span.from) && run.window().contains(span.to),
            Concern::Untold if !is_ruling => self.is_in(run),
            // As far as the list went: a run that ends before may not know the row yet.
            Concern::Undated | Concern::Untold => listed.is_none_or(|listed| {
                let same_year = is_ruling || listed.year() == run.year();
                listed == run || same_year && listed.window().to <= as_of
            }),
        }
    }

    /// What its finding is about, by what the list says of the time.
    fn concerns(&self) -> Concern {
        let Some(when) = &self.when else { return Concern::Untold };
        if let Some(period) = Period::of_title(when) {
            return Concern::Span(period.window());
        }
        match date::parse(when, None) {
            Ok(Some(written)) if written.from == written.to => Concern::Day(written.from),
            // The year to date is judged anew in each run.
            Ok(Some(written)) if written.from.ordinal() > 1 => Concern::Span(Window {
                from: written.from,
                to: written.to,
            }),
            _ => Concern::Undated,
        }
    }

    /// Where its finding stood, as far as the list says.
    pub fn stood(&self) -> Stood<'_> {
        match self.cell.as_deref().map(|cell| cell.split('\n').next().unwrap_or_default()) {
            None => Stood::Untold,
            Some(file) if text::is_blank(file) => Stood::Nowhere,
            Some(file) => Stood::In(file),
        }
    }

    /// The name of the squad that its finding concerns, if the list says one.
    pub fn squad(&self) -> Option<&str> {
        Some(self.squad.as_str()).filter(|squad| !text::is_blank(squad))
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

/// The id of a finding, however it was typed: `1、l001－7k3f9q2m` is `L001-7K3F9Q2M`, with a number behind it where two are alike.
/// `None` when it is none.
pub fn finding_id(written: &str) -> Option<String> {
    let folded = fold(written).to_ascii_uppercase();
    let dashed: String = folded.chars().map(|c| if DASHES.contains(c) { '-' } else { c }).collect();
    // A number of the line before it.
    let numbered = dashed
        .trim_start_matches(['(', '['])
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let id = match numbered.strip_prefix(['、', '.', ')', ']', ',', ':']) {
        Some(id) => id,
        None => &dashed,
    };
    let (code, rest) = id.split_once('-')?;
    let (letters, number) = rest.split_once('-').unwrap_or((rest, "2"));
    let is_id = code.len() == 4
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.bytes().skip(1).all(|byte| byte.is_ascii_digit())
        && letters.len() == 8
        && letters.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| id.to_owned())
}

/// Signs that are typed for the dash of an id, after folding.
const DASHES: &str = "‐‑‒–—―−－﹣一";

/// Whether a sentence names a code or a person, not only one that begins or ends like it.
fn names(sentence: &str, name: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    sentence.match_indices(name).any(|(at, name)| {
        let (before, after) = (sentence.get(..at), sentence.get(at + name.len()..));
        !is_part(before.and_then(|text| text.chars().next_back())) && !is_part(after.and_then(|text| text.chars().next()))
    })
}

/// What a sentence about a figure ends with where rows of its tables are in no figure.
const LEFT_OUT: [&str; 2] = ["另有", "未计入（"];

/// The end of a sentence about a figure: how many rows of one of its tables are in no figure, by which rules.
pub fn left_out_told(rows: usize, table: &str, rules: &str) -> String {
    let [besides, uncounted] = LEFT_OUT;
    format!("；{besides}{rows}行{table}{uncounted}{rules}）")
}

/// A sentence about a figure without what `left_out_told` adds: the figure is the same with it, and not every version adds it.
fn counted(message: &str) -> String {
    let [besides, uncounted] = LEFT_OUT;
    let parts = message
        .split('；')
        .filter(|part| !(part.starts_with(besides) && part.contains(uncounted)));
    parts.collect::<Vec<_>>().join("；")
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

#[cfg(test)]
mod tests {
    use super::*;

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
            value: None,
            message: String::new(),
            cell: None,
            squad: String::new(),
            when: None,
            listed: Arc::default(),
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
    fn rows_that_are_left_out_are_no_other_figures() {
        const TOLD: &str = "文化旅游专班2021年到位资金 0万元，年度目标不少于 10,000万元，差 10,000万元";
        let replied = |message: &str| Reply {
            message: message.to_owned(),
            ..reply("")
        };
        let left_out = TOLD.to_owned() + &left_out_told(1, "到位资金", "D003");
        assert!(left_out.ends_with("差 10,000万元；另有1行到位资金未计入（D003）"), "{left_out}");
        assert!(replied(TOLD).has_figures_of(&left_out));
        assert!(replied(&left_out).has_figures_of(TOLD));
        assert!(!replied(TOLD).has_figures_of(&left_out.replace("差 10,000", "差 9,000")));
    }

    #[test]
    fn ids_are_known_however_they_are_typed() {
        for (written, id) in [
            ("L001-7K3F9Q2M", Some("L001-7K3F9Q2M")),
            ("L001-7K3F9Q2M-2", Some("L001-7K3F9Q2M-2")),
            (" l001－7k3f9q2m ", Some("L001-7K3F9Q2M")),
            ("L001—7K3F9Q2M", Some("L001-7K3F9Q2M")),
            ("Ｌ００１–7K3F9Q2M", Some("L001-7K3F9Q2M")),
            ("12、L001-7K3F9Q2M", Some("L001-7K3F9Q2M")),
            ("（3）L001-7K3F9Q2M", Some("L001-7K3F9Q2M")),
            ("L001", None),
            ("L001-7K3F9Q2", None),
            ("L001-7K3F9Q2M-", None),
            ("", None),
            ("7", None),
            ("合计", None),
        ] {
            assert_eq!(finding_id(written).as_deref(), id, "{written}");
        }
    }

    #[test]
    fn a_code_is_named_whole() {
        assert!(names("合同 HT-1 是框架协议", "HT-1"));
        assert!(!names("合同 HT-10 是框架协议", "HT-1"));
        assert!(!names("合同 XHT-1 是框架协议", "HT-1"));
        assert!(names("合同 HT-10、HT-1是框架协议", "HT-1"));
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
}
