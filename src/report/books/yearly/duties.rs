//! 履职情况: the duties of every month (方案 三, 四(一); 考核办法 一–三), squad by squad.

use crate::figures::SquadFigures;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::values::period::Period;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// A duty: its name, the rule that tells its breach, and whether it is told by the log (else by the activities).
const DUTIES: [(&str, &str, bool); 5] = [
    ("专职成员外出", "L001", true),
    ("专班在外", "L009", true),
    ("组长带队外出", "L002", true),
    ("半月调度", "C001", false),
    ("月度书面汇报", "C002", false),
];

/// How a duty stands in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum State {
    /// Kept.
    Kept,
    /// Broken, so many times (people, half-months).
    Broken(usize),
    /// No breach is known, but not everybody could be judged.
    Partly,
    /// Nothing was handed in from which it could be told.
    Unknown,
    /// Not yet, or not in force.
    Outside,
}

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let mut columns = vec![Column::new("专班", 10.0, 14.0), Column::new("职责", 14.0, 18.0)];
    columns.extend((1..=12).map(|month| Column::new(format!("{month}月"), 7.0, 8.0)));
    columns.push(Column::new("未达到（月）", 9.0, 11.0));
    let rows = outcome.figures.squads.iter().flat_map(|squad| {
        DUTIES.iter().map(|(name, rule, by_log)| {
            let states = months(outcome).map(|month| state(outcome, squad, rule, *by_log, month));
            let broken = states.iter().filter(|state| matches!(state, State::Broken(_))).count();
            let mut row = vec![cells::squad(outcome, squad.squad), cells::word(name)];
            row.extend(states.map(cell));
            row.push(cells::count(broken as u64));
            row
        })
    });
    let rows = rows.collect();
    Listing {
        name: super::name::DUTIES,
        title: format!("{}产业招商专班履职情况表", outcome.period.title()),
        unit: "",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes: vec![
            "√为达到；×为未达到，后面的数字为未达到的人数或半月数；部分为未发现问题，但有的行无法核查；未报为没有报当月材料，不作判断；—为规定尚未施行或尚未到期。".to_owned(),
            "专职成员每月外出、专班每月在外的天数，以及组长每月带队的次数，按规定当月有效的标准判断。".to_owned(),
        ],
        keep: 2,
    }
    .sheet(outcome)
}

/// How many months each duty was broken in, for those that were: 组长带队外出2个月.
pub(in crate::report) fn summary(outcome: &Outcome<'_>, squad: SquadId) -> Vec<(&'static str, usize, usize)> {
    let figures = outcome.figures.squads.iter().find(|figures| figures.squad == squad);
    let count = |name, rule, by_log| {
        let states = figures.map(|figures| months(outcome).map(|month| state(outcome, figures, rule, by_log, month)));
        let states = states.as_ref().map(|states| states.as_slice()).unwrap_or_default();
        let broken = states.iter().filter(|state| matches!(state, State::Broken(_))).count();
        let unknown = states.iter().filter(|state| matches!(state, State::Unknown)).count();
        (name, broken, unknown)
    };
    DUTIES.iter().map(|(name, rule, by_log)| count(*name, rule, *by_log)).collect()
}

fn months(outcome: &Outcome<'_>) -> [Period; 12] {
    let year = outcome.period.year();
    std::array::from_fn(|index| Period::Month {
        year,
        month: index as u32 + 1,
    })
}

fn state(outcome: &Outcome<'_>, squad: &SquadFigures, rule: &str, by_log: bool, month: Period) -> State {
    let window = month.window();
    // Monthly duties are judged from the first whole month in force, when the month has ended.
    if window.from < outcome.policy.in_force_from() || window.to > outcome.as_of {
        return State::Outside;
    }
    let name = month.to_string();
    let broken = outcome.judgement.findings.iter().filter(|finding| {
        let of_month = ["month", "half"]
            .iter()
            .any(|key| finding.subject.get(key).is_some_and(|value| value.starts_with(&name)));
        finding.rule.code == rule && finding.squad == Some(squad.squad) && of_month
    });
    match broken.count() {
        0 if by_log && !outcome.records.logged(squad.squad, window) => State::Unknown,
        0 if !has_tables(outcome, squad.squad, rule) => State::Unknown,
        0 if is_unjudged_in_part(outcome, squad.squad, rule) => State::Partly,
        0 => State::Kept,
        count => State::Broken(count),
    }
}

/// Whether the tables besides the log were handed in from which the duty is told.
fn has_tables(outcome: &Outcome<'_>, squad: SquadId, rule: &str) -> bool {
    let records = outcome.records;
    match rule {
        "L001" | "L002" => records.handed_in(Kind::Roster, squad),
        "C001" | "C002" => records.tables.found.iter().any(|table| table.kind == Kind::Activity),
        _ => true,
    }
}

/// Whether somebody, or some row, could not be judged by the rule; months without a log are told by themselves.
fn is_unjudged_in_part(outcome: &Outcome<'_>, squad: SquadId, rule: &str) -> bool {
    let rows = |kind: Kind| outcome.records.tables.set_aside.iter().filter(move |row| row.kind == kind);
    let of_squad = |owner: &Option<Owner>| owner.as_ref().and_then(Owner::squad).is_none_or(|of| of == squad);
    match rule {
        "L001" | "L002" => rows(Kind::Roster).any(|row| of_squad(&row.owner)),
        "C001" | "C002" => rows(Kind::Activity).any(|row| of_squad(&row.owner)),
        _ => false,
    }
}

fn cell(state: State) -> Cell {
    let (word, tint) = match state {
        State::Kept => ("√".to_owned(), Tint::None),
        State::Broken(1) => ("×".to_owned(), Tint::Bad),
        State::Broken(count) => (format!("×{count}"), Tint::Bad),
        State::Partly => ("部分".to_owned(), Tint::Faint),
        State::Unknown => (cells::NOT_REPORTED.to_owned(), Tint::Faint),
        State::Outside => (cells::NO_VALUE.to_owned(), Tint::Faint),
    };
    let mut cell = cells::word(&word);
    cell.style = cell.style.tint(tint);
    cell
}
