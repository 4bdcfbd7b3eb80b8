//! One figure with the rows behind it, to file and cell (`zhuanban trace`, spec 3).
//!
//! A figure is named as in figures.json: whose it is, its key, and its window: `文化旅游.signed_formal.ytd`, `合计.received.period`,
//! `经费.spent`; a part of it by one word more: `先进制造.spent_by_item.差旅费`, `文化旅游.王伟.workdays_out`, `文化旅游.T001`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::MemberFigures;
use crate::figures::Part;
use crate::figures::WindowFigures;
use crate::finding::Severity;
use crate::place::Place;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::cell::Owner;
use crate::records::items;
use crate::records::presence::Whereabouts;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::values::id_number;
use crate::values::text::fold;

use super::Outcome;
use super::briefs::words;

/// The word for all squads together, and the one for the fund.
const TOTAL: &str = "合计";
const FUND: &str = "经费";

/// The figures of a member, as in `members[]`.
const OF_MEMBERS: [&str; 5] = ["workdays_out", "days_out", "log_days", "workdays", "firms_met"];

/// How a figure of a member is asked for.
const MEMBERS: &str = "姓名.workdays_out（或 days_out、log_days、workdays、firms_met）";

/// The figure of the year to date that each target is about (T001: on the basis of the settings).
const REACHED: [(&str, &str); 6] = [
    ("T001", "signed_recognised"),
    ("T002", "received"),
    ("T003", "starts"),
    ("T004", "starts_industrial"),
    ("T005", "in_talks"),
    ("T006", "events"),
];

/// Figures without rows of their own: what they are made of.
const DERIVED: [(&str, &[&str]); 2] = [
    ("cost_per_yi_signed", &["spent", "signed_formal"]),
    ("used_share", &["spent", "budget", "carry_over"]),
];

/// A figure, followed to its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Its name in full.
    pub figure: String,
    /// What it says, as people read it.
    pub value: String,
    /// Its rows; they add up to it.
    pub rows: Vec<Row>,
    /// What a quotient is made of: names and values.
    pub operands: Vec<(String, String)>,
    /// Why there are no rows, or what else must be known.
    pub remark: Option<String>,
    /// Whether the rows add yuan.
    pub money: bool,
}

/// A row behind a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it stands: the cell that holds what it adds where there is one, else the row.
    pub place: Place,
    /// How people name it.
    pub title: String,
    /// What it adds: yuan, or how many things (0 when another row of the same thing was counted already).
    pub adds: Decimal,
}

/// A name that stands for no figure; the sentence says what there is instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unknown(String);

/// Follows the figure of a name.
pub fn trace(outcome: &Outcome<'_>, name: &str) -> Result<Trace, Unknown> {
    let parts: Vec<&str> = name.split('.').map(str::trim).collect();
    let [whose, rest @ ..] = parts.as_slice() else {
        return Err(unknown_whose(outcome, name));
    };
    if fold(whose) == "fund" || *whose == FUND {
        return of_fund(outcome, rest);
    }
    let squad = match outcome.records.city.body(whose) {
        Some(Body::Squad(squad)) => Some(squad),
        _ if *whose == TOTAL || fold(whose) == "total" => None,
        _ => return Err(unknown_whose(outcome, whose)),
    };
    let (rest, window) = match rest {
        [rest @ .., "period" | "本期"] => (rest, "period"),
        [rest @ .., "ytd" | "本年累计"] => (rest, "ytd"),
        rest => (rest, "period"),
    };
    let subject = Subject { outcome, squad, window };
    match rest {
        [key] if squad.is_some() && REACHED.iter().any(|(code, _)| code.eq_ignore_ascii_case(key)) => subject.target(key),
        [key] => subject.figure(key, None),
        [person, key] if OF_MEMBERS.contains(key) => subject.member(person, key),
        [key, part] => subject.figure(key, Some(part)),
        _ => Err(Unknown(format!("指标应写作“专班.指标.期间”，如“{}”", subject.example()))),
    }
}

fn unknown_whose(outcome: &Outcome<'_>, written: &str) -> Unknown {
    let city = &outcome.records.city;
    let squads: Vec<&str> = city.squads.iter().map(|squad| &*squad.name).collect();
    Unknown(format!("没有“{written}”；可以是：{}、{TOTAL}、{FUND}", squads.join("、")))
}

/// The figures of the fund, which have no window of their own.
fn of_fund(outcome: &Outcome<'_>, rest: &[&str]) -> Result<Trace, Unknown> {
    let (key, part) = match rest {
        [key] | [key, "ytd"] => (*key, None),
        [key, part] => (*key, Some(*part)),
        _ => return Err(Unknown(format!("经费指标应写作“{FUND}.指标”，如“{FUND}.spent”"))),
    };
    let figures = &outcome.figures.fund;
    let figure = figures
        .iter()
        .find(|figure| figure.key == key)
        .ok_or_else(|| no_figure(key, figures.iter().map(|figure| figure.key)))?;
    traced(outcome, figure, part, FUND.to_owned(), String::new(), &|key| {
        figures.iter().find(|figure| figure.key == key)
    })
}

fn no_figure<'k>(key: &str, keys: impl Iterator<Item = &'k str>) -> Unknown {
    let keys: Vec<&str> = keys.collect();
    Unknown(format!("没有“{key}”这个指标；可以是：{}", keys.join("、")))
}

/// Whose figures of which window.
struct Subject<'a, 'o> {
    outcome: &'a Outcome<'o>,
    squad: Option<SquadId>,
    window: &'static str,
}

impl Subject<'_, '_> {
    fn name(&self) -> String {
        let city = &self.outcome.records.city;
        self.squad
            .map_or_else(|| TOTAL.to_owned(), |squad| city.squad(squad).name.to_string())
    }

    fn example(&self) -> String {
        format!("{}.signed_formal.ytd", self.name())
    }

    fn figures(&self) -> Option<&WindowFigures> {
        let figures = self.outcome.figures;
        let own = self.squad.map(|squad| figures.squads.iter().find(|figures| figures.squad == squad));
        match (own, self.window) {
            (None, "ytd") => Some(&figures.total_ytd),
            (None, _) => Some(&figures.total_period),
            (Some(squad), "ytd") => squad.map(|squad| &squad.ytd),
            (Some(squad), _) => squad.map(|squad| &squad.period),
        }
    }

    fn figure(&self, key: &str, part: Option<&str>) -> Result<Trace, Unknown> {
        let figures = self.figures().map(|figures| figures.figures.as_slice()).unwrap_or_default();
        let find = |key: &str| figures.iter().find(|figure| figure.key == key);
        let figure = find(key).ok_or_else(|| no_figure(key, figures.iter().map(|figure| figure.key).chain([MEMBERS])))?;
        traced(self.outcome, figure, part, self.name(), format!(".{}", self.window), &find)
    }

    /// What a target has reached is a figure of the year to date.
    fn target(&self, code: &str) -> Result<Trace, Unknown> {
        let standings = self
            .squad
            .and_then(|squad| self.outcome.figures.squads.iter().find(|figures| figures.squad == squad));
        let targets = standings.map(|figures| figures.targets.as_slice()).unwrap_or_default();
        let target = targets
            .iter()
            .find(|target| target.target.eq_ignore_ascii_case(code))
            .ok_or_else(|| no_figure(code, targets.iter().map(|target| target.target)))?;
        let ytd = Subject {
            outcome: self.outcome,
            squad: self.squad,
            window: "ytd",
        };
        let formal = self.outcome.settings.verdict.signed_formal;
        let known = REACHED.iter().find(|(code, _)| *code == target.target);
        let key = match known {
            Some(("T001", _)) if formal => "signed_formal",
            Some((_, key)) => key,
            None => return Err(no_figure(code, REACHED.iter().map(|(code, _)| *code))),
        };
        let trace = ytd.figure(key, None)?;
        Ok(Trace {
            remark: Some(format!("{}按 {} 计", target.name, trace.figure)),
            figure: format!("{}.{}", self.name(), target.target),
            ..trace
        })
    }

    fn member(&self, person: &str, key: &str) -> Result<Trace, Unknown> {
        let members = self.figures().and_then(|figures| figures.members.as_deref()).unwrap_or_default();
        let wanted = fold(person);
        let found: Vec<&MemberFigures> = members.iter().filter(|member| fold(&member.name.key) == wanted).collect();
        let Some(member) = found.first() else {
            let names: Vec<&str> = members.iter().map(|member| &*member.name.shown).collect();
            return Err(Unknown(format!("{}名册中没有“{person}”；有：{}", self.name(), names.join("、"))));
        };
        let value = match key {
            "workdays_out" => member.workdays_out,
            "days_out" => member.days_out,
            "log_days" => member.log_days,
            "firms_met" => member.firms_met,
            _ => Some(member.workdays),
        };
        Ok(Trace {
            figure: format!("{}.{}.{key}.{}", self.name(), member.name, self.window),
            value: value.map_or_else(|| "未报".to_owned(), |value| value.to_string()),
            rows: if key == "workdays" {
                self.post(member)
            } else {
                self.log_rows(member, key)
            },
            operands: Vec::new(),
            money: false,
            remark: value.is_none().then(|| "本期没有日志".to_owned()),
        })
    }

    /// The roster row, from which the calendar counts.
    fn post(&self, member: &MemberFigures) -> Vec<Row> {
        let part = Part {
            row: member.row,
            adds: Decimal::from(member.workdays),
        };
        row(self.outcome, &part, None).into_iter().collect()
    }

    /// The log rows that say so; the first to name a day, or a company, counts it.
    fn log_rows(&self, member: &MemberFigures, key: &str) -> Vec<Row> {
        let (records, calendar) = (&self.outcome.records, &self.outcome.policy.calendar);
        let Some(figures) = self.figures() else { return Vec::new() };
        let squad = records
            .tables
            .roster
            .get(member.row.index as usize)
            .and_then(|row| row.squad.value()?.squad());
        let Some(squad) = squad.or(self.squad) else { return Vec::new() };
        let mut adds: BTreeMap<u32, Decimal> = BTreeMap::new();
        let mut firms = BTreeSet::new();
        let days = records.presence.days(squad, &member.name.key, figures.window);
        for (date, day) in days {
            let counts = match key {
                "log_days" => true,
                "firms_met" => false,
                "workdays_out" => day.out && calendar.is_workday(date) == Some(true),
                _ => day.out,
            };
            let saying = day
                .rows
                .iter()
                .filter(|index| key != "workdays_out" && key != "days_out" || self.says_out(**index));
            let mut one = if counts { Decimal::ONE } else { Decimal::ZERO };
            for index in saying {
                let companies = records.tables.logs.get(*index as usize).and_then(|log| log.firms.value());
                let new = companies
                    .into_iter()
                    .flatten()
                    .filter(|firm| key == "firms_met" && firms.insert(firm.key.clone()));
                let more = Decimal::from(new.count());
                if counts || !more.is_zero() {
                    *adds.entry(*index).or_default() += one + more;
                    one = Decimal::ZERO;
                }
            }
        }
        let parts = adds.into_iter().map(|(index, adds)| Part {
            row: RowId { kind: Kind::Log, index },
            adds,
        });
        parts.filter_map(|part| row(self.outcome, &part, None)).collect()
    }

    fn says_out(&self, index: u32) -> bool {
        let outcome = self.outcome;
        let log = outcome.records.tables.logs.get(index as usize);
        log.is_some_and(|log| log.whereabouts(outcome.policy, |place| outcome.records.city.is_out_of_town(place)) == Whereabouts::Out)
    }
}

/// A figure with its rows; `find` gives another figure of the same window.
fn traced<'f>(
    outcome: &Outcome<'_>,
    figure: &Figure,
    part: Option<&str>,
    whose: String,
    window: String,
    find: &dyn Fn(&str) -> Option<&'f Figure>,
) -> Result<Trace, Unknown> {
    let of_part = part.map(|part| (part, named_part(figure, part)));
    let value = match &of_part {
        None => said(&figure.value),
        Some((_, Ok(value))) => value.clone(),
        Some((_, Err(unknown))) => return Err(unknown.clone()),
    };
    let belongs = |row: RowId| part.is_none_or(|part| is_of_part(outcome, figure.key, row, part));
    let parts = figure.parts.iter().filter(|part| belongs(part.row));
    let column = match figure.key {
        "carry_over" => Some("上年结转"),
        "committed" => Some("核定金额"),
        _ => None,
    };
    let rows: Vec<Row> = parts.filter_map(|part| row(outcome, part, column)).collect();
    let operands = DERIVED
        .iter()
        .find(|(key, _)| *key == figure.key)
        .map_or(&[][..], |(_, operands)| operands);
    let operands: Vec<(String, String)> = operands
        .iter()
        .filter_map(|key| Some((format!("{whose}.{key}{window}"), said(&find(key)?.value))))
        .collect();
    let remark = match (&figure.value, figure.key) {
        (FigureValue::NotReported, _) => Some("没有报这种表，故为未报，不是零".to_owned()),
        (FigureValue::None, _) => Some("没有这个数（如尚无签约，有支出未经核查，或外币没有汇率）".to_owned()),
        (_, "findings") => Some("问题逐条列在问题清单中".to_owned()),
        (_, "budget") if rows.is_empty() => Some("没有报年度预算，按规定的预算数计".to_owned()),
        _ => None,
    };
    let suffix = part.map(|part| format!(".{part}")).unwrap_or_default();
    Ok(Trace {
        figure: format!("{whose}.{}{suffix}{window}", figure.key),
        value,
        rows,
        operands,
        remark,
        money: matches!(figure.value, FigureValue::Money(_) | FigureValue::Sums(_)),
    })
}

/// The value of one name of a figure that has several.
fn named_part(figure: &Figure, part: &str) -> Result<String, Unknown> {
    let is_named = |name: &str| name == part || part_name(name) == part;
    let names: Vec<&str> = match &figure.value {
        FigureValue::Sums(sums) => {
            if let Some((_, sum)) = sums.iter().find(|(name, _)| is_named(name)) {
                return Ok(said(&FigureValue::Money(*sum)));
            }
            sums.iter().map(|(name, _)| part_name(name)).collect()
        }
        FigureValue::Counts(counts) => {
            if let Some((_, count)) = counts.iter().find(|(name, _)| is_named(name)) {
                return Ok(count.to_string());
            }
            counts.iter().map(|(name, _)| part_name(name)).collect()
        }
        _ => return Err(Unknown(format!("{}没有分项，请去掉“{part}”", figure.key))),
    };
    Err(Unknown(format!("{}中没有“{part}”；有：{}", figure.key, names.join("、"))))
}

/// Whether a row belongs to one name of a figure that has several: an item, a squad, a track.
fn is_of_part(outcome: &Outcome<'_>, key: &str, row: RowId, part: &str) -> bool {
    let expense = match row.kind {
        Kind::Expense => outcome.records.tables.expenses.get(row.index as usize),
        _ => None,
    };
    let Some(expense) = expense else { return false };
    match key {
        "spent_by_item" | "by_item" => {
            let written = expense.item.value().map(|item| &**item).unwrap_or_default();
            let canonical = expense
                .date
                .get()
                .and_then(|day| items::canonical_item(outcome.policy, written, day));
            canonical.as_deref().unwrap_or(written) == part
        }
        "by_squad" => {
            let squad = expense.owner().and_then(Owner::squad);
            squad.is_some_and(|squad| &*outcome.records.city.squad(squad).name == part)
        }
        "by_track" => {
            let track = match expense.owner() {
                Some(Owner::Coordination | Owner::Office) => "city",
                Some(Owner::Squad(_)) => "squads",
                Some(Owner::Other(_)) | None => "others",
            };
            track == part || part_name(track) == part
        }
        _ => false,
    }
}

/// A part with its place: the cell of the given column, else that of the table's money, else the row.
fn row(outcome: &Outcome<'_>, part: &Part, column: Option<&str>) -> Option<Row> {
    let at = outcome.records.at(part.row)?;
    let found = outcome.records.tables.found(at.table);
    let name = column.or_else(|| part.row.kind.table().money);
    let cell = name.and_then(|name| found?.titles.iter().find(|(_, _, canonical)| *canonical == Some(name)));
    Some(Row {
        place: cell.map_or_else(|| at.place(), |(column, _, _)| Place::cell(&at.source, at.row, *column)),
        title: id_number::mask_in_text(&outcome.records.title(part.row)),
        adds: part.adds,
    })
}

/// A value in full: money to the fen or beyond, no rounding.
fn said(value: &FigureValue) -> String {
    let named = |parts: Vec<String>| parts.join("，");
    match value {
        FigureValue::NotReported => "未报".to_owned(),
        FigureValue::None => "无".to_owned(),
        FigureValue::Money(sum) => format!("{}元", yuan(*sum)),
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Share(share) => share.to_string(),
        FigureValue::Sums(sums) => named(
            sums.iter()
                .map(|(name, sum)| format!("{} {}元", part_name(name), yuan(*sum)))
                .collect(),
        ),
        FigureValue::Counts(counts) => named(counts.iter().map(|(name, count)| format!("{} {count}", part_name(name))).collect()),
    }
}

/// A name of a figure that has several, as people read it; those of figures.json are keys.
fn part_name(key: &str) -> &str {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let severity = severities
        .iter()
        .find(|severity| severity.key() == key)
        .map(|severity| severity.name());
    severity.or_else(|| words::track(key)).unwrap_or(key)
}

/// Two places, or as many as there are.
fn yuan(sum: Decimal) -> String {
    let sum = sum.normalize();
    if sum.scale() < 2 { format!("{sum:.2}") } else { sum.to_string() }
}

/// The traces for people.
pub fn text(traces: &[Trace]) -> String {
    traces.iter().map(text_of).collect::<Vec<_>>().join("\n")
}

fn text_of(trace: &Trace) -> String {
    let mut text = format!("{} ＝ {}\n", trace.figure, trace.value);
    for (name, value) in &trace.operands {
        line(&mut text, format_args!("  由 {name} ＝ {value}"));
    }
    let mut counted = Decimal::ZERO;
    for row in &trace.rows {
        counted = counted.saturating_add(row.adds);
        let adds = match (trace.money, row.adds.is_zero()) {
            (true, _) => format!("{}元", yuan(row.adds)),
            (false, true) => "同一事项，已计过".to_owned(),
            (false, false) => row.adds.normalize().to_string(),
        };
        line(&mut text, format_args!("  {}　{}　{adds}", row.place, row.title));
    }
    if !trace.rows.is_empty() {
        let sum = if trace.money {
            format!("{}元", yuan(counted))
        } else {
            counted.normalize().to_string()
        };
        line(&mut text, format_args!("共 {} 行，合计 {sum}", trace.rows.len()));
    }
    if let Some(remark) = &trace.remark {
        line(&mut text, format_args!("说明：{remark}"));
    }
    text
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(arguments);
    text.push('\n');
}

/// The traces as JSON.
pub fn json(traces: &[Trace]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Document<'t> {
        schema: u32,
        traces: Vec<TraceOf<'t>>,
    }
    #[derive(Serialize)]
    struct TraceOf<'t> {
        figure: &'t str,
        value: &'t str,
        rows: Vec<RowOf<'t>>,
        operands: Vec<(&'t str, &'t str)>,
        remark: Option<&'t str>,
    }
    #[derive(Serialize)]
    struct RowOf<'t> {
        file: &'t str,
        sheet: &'t str,
        cell: Option<String>,
        row: u32,
        title: &'t str,
        adds: String,
    }
    fn row_of(row: &Row) -> RowOf<'_> {
        RowOf {
            file: &row.place.source.file,
            sheet: &row.place.source.sheet,
            cell: row.place.a1(),
            row: row.place.row,
            title: &row.title,
            adds: row.adds.normalize().to_string(),
        }
    }
    let traces = traces.iter().map(|trace| TraceOf {
        figure: &trace.figure,
        value: &trace.value,
        rows: trace.rows.iter().map(row_of).collect(),
        operands: trace.operands.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        remark: trace.remark.as_deref(),
    });
    let document = Document {
        schema: 1,
        traces: traces.collect(),
    };
    // Every key is text, so nothing can fail.
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    #[test]
    fn the_parts_of_a_figure_are_named_in_chinese_and_known_by_key_and_name() {
        let expenses = "凭证号 | 日期 | 支出项目 | 金额（元） | 申报单位\n\
            1 | 2021-09-01 | 会务费 | 100 | 文旅专班\n2 | 2021-09-02 | 会务费 | 30 | 市招投中心";
        let scene = Scene::new("2021-09").sheet("支出.xlsx", "支出", expenses);
        let said = |name: &str| scene.report(|outcome| trace(outcome, name).map_or_else(|unknown| unknown.0, |trace| trace.value));
        assert_eq!(
            said("经费.by_track"),
            "市级统一组织 30.00元，招商专班 100.00元，其他招商单位 0.00元"
        );
        for part in ["squads", "招商专班"] {
            assert_eq!(said(&format!("经费.by_track.{part}")), "100.00元");
            let rows = scene.report(|outcome| trace(outcome, &format!("经费.by_track.{part}")).unwrap().rows.len());
            assert_eq!(rows, 1);
        }
        assert_eq!(
            said("经费.by_track.县区"),
            "by_track中没有“县区”；有：市级统一组织、招商专班、其他招商单位"
        );
        assert!(said("文化旅游.findings").starts_with("错误 "), "{}", said("文化旅游.findings"));
    }
}
