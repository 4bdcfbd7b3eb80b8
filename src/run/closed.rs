//! Periods that were handed in (`--close`): what is held of them, and what comes out otherwise now (spec 2.11).

use std::fs;
use std::path::Path;

use rust_decimal::Decimal;

use crate::figures;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::Figures;
use crate::figures::MemberFigures;
use crate::figures::Part;
use crate::finding::Judgement;
use crate::history::Changed;
use crate::history::Closed;
use crate::history::ClosedFigure;
use crate::history::ClosedRow;
use crate::history::NOT_REPORTED;
use crate::history::Reply;
use crate::history::Scope;
use crate::history::row_changes;
use crate::place::Place;
use crate::publish;
use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::Tables;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Error;
use super::Job;
use super::Workspace;

/// Where closed periods are kept, inside of the output folder.
const CLOSED: &str = ".已报";

/// Figures that hang on the rules too, or are made of others: they follow from those that are held.
const NOT_HELD: [&str; 7] = [
    "proposed",
    "cuts",
    "cost_per_yi_signed",
    "findings",
    "balance",
    "used_share",
    "carry_to_next",
];

/// A figure as it is now.
struct Held {
    scope: Scope,
    squad: Option<SquadId>,
    key: String,
    /// As told to people.
    value: String,
    parts: Vec<Part>,
}

/// All that is held of a run. What others follow from comes first.
fn held(records: &Records, policy: &Policy, figures: &Figures) -> Vec<Held> {
    let mut held = Vec::new();
    for of_squad in &figures.squads {
        let squad = Some(of_squad.squad);
        held.extend(of_window(Scope::Period, squad, &of_squad.period.figures));
        held.extend(of_window(Scope::Year, squad, &of_squad.ytd.figures));
        let members = of_squad.period.members.iter().flatten();
        held.extend(members.map(|member| of_member(records, policy, of_squad.squad, of_squad.period.window, member)));
        held.extend(of_squad.targets.iter().map(|target| Held {
            scope: Scope::Target,
            squad,
            key: target.target.to_owned(),
            value: goal(target),
            parts: Vec::new(),
        }));
    }
    held.extend(of_window(Scope::Period, None, &figures.total_period.figures));
    held.extend(of_window(Scope::Year, None, &figures.total_ytd.figures));
    held.extend(of_window(Scope::Fund, None, &figures.fund));
    held
}

fn of_window(scope: Scope, squad: Option<SquadId>, figures: &[Figure]) -> impl Iterator<Item = Held> {
    let figures = figures.iter().filter(|figure| !NOT_HELD.contains(&figure.key));
    figures.filter_map(move |figure| {
        let value = match &figure.value {
            FigureValue::NotReported => NOT_REPORTED.to_owned(),
            FigureValue::Money(sum) => format!("{:.2}元", sum.normalize()),
            FigureValue::Count(count) => count.to_string(),
            FigureValue::None | FigureValue::Share(_) | FigureValue::Sums(_) | FigureValue::Counts(_) => return None,
        };
        Some(Held {
            scope,
            squad,
            key: figure.key.to_owned(),
            value,
            parts: figure.parts.clone(),
        })
    })
}

/// The working days out of a member: what 方案 三 asks of everybody.
fn of_member(records: &Records, policy: &Policy, squad: SquadId, window: Window, member: &MemberFigures) -> Held {
    let mut parts = Vec::new();
    for (date, day) in records.presence.days(squad, &member.name.key, window) {
        if day.out && policy.calendar.is_workday(date) == Some(true) {
            // The first row of a day counts it.
            let adds = std::iter::once(Decimal::ONE).chain(std::iter::repeat(Decimal::ZERO));
            let row = |index: &u32| RowId {
                kind: Kind::Log,
                index: *index,
            };
            parts.extend(day.rows.iter().zip(adds).map(|(index, adds)| Part { row: row(index), adds }));
        }
    }
    Held {
        scope: Scope::Member,
        squad: Some(squad),
        key: member.name.shown.to_string(),
        value: member
            .workdays_out
            .map_or_else(|| NOT_REPORTED.to_owned(), |days| format!("{days} 个工作日")),
        parts,
    }
}

fn goal(target: &TargetStanding) -> String {
    match target.money {
        true => format!("{:.2}元", target.goal.normalize()),
        false => target.goal.normalize().to_string(),
    }
}

/// The rows of a figure, in an order that does not hang on where they stand, each with its place.
fn rows(records: &Records, parts: &[Part]) -> Vec<(ClosedRow, Place)> {
    let row = |part: &Part| {
        let at = records.at(part.row)?;
        let row = ClosedRow {
            kind: part.row.kind.key().to_owned(),
            title: records.title(part.row),
            digest: format!("{:016x}", at.digest),
            adds: part.adds.normalize().to_string(),
            place: at.place().to_string(),
        };
        Some((row, at.place()))
    };
    let mut rows: Vec<(ClosedRow, Place)> = parts.iter().filter_map(row).collect();
    rows.sort();
    rows
}

fn name_of(records: &Records, squad: Option<SquadId>) -> String {
    squad.map_or_else(String::new, |squad| records.city.squad(squad).name.to_string())
}

/// Keeps the figures of the outcome's period as handed in. Whole or not at all.
pub(super) fn close(workspace: &Workspace, outcome: &Outcome<'_>, job: &Job<'_>) -> Result<(), Error> {
    let records = outcome.records;
    let figures = held(records, outcome.policy, outcome.figures);
    let figures = figures.into_iter().map(|figure| ClosedFigure {
        scope: figure.scope,
        squad: name_of(records, figure.squad),
        key: figure.key,
        value: figure.value,
        rows: rows(records, &figure.parts).into_iter().map(|(row, _)| row).collect(),
    });
    let closed = Closed {
        schema: 2,
        period: outcome.period.to_string(),
        as_of: records.as_of,
        closed: job.today,
        figures: figures.collect(),
    };
    // Numbers and texts always have a form in JSON.
    let mut bytes = serde_json::to_vec_pretty(&closed).unwrap_or_default();
    bytes.push(b'\n');
    publish::keep(&workspace.out.join(CLOSED), &format!("{}.json", outcome.period), &bytes)?;
    Ok(())
}

/// The periods handed in that are kept on disk.
pub(super) fn kept(workspace: &Workspace) -> Result<Vec<Closed>, Error> {
    closed_periods(&workspace.out)
}

/// The figures handed in that come out otherwise now, period by period; and of these periods those figures, as they were.
pub(super) fn changed(
    workspace: &Workspace,
    mut closed_periods: Vec<Closed>,
    tables: &Tables,
    replies: &[Reply],
    period: Period,
) -> (Vec<Changed>, Vec<Closed>) {
    let mut changes: Vec<Changed> = Vec::new();
    let mut concerned = Vec::new();
    closed_periods.sort_by_key(|closed| closed.as_of);
    for closed in closed_periods {
        let Some(of) = Period::parse(&closed.period) else { continue };
        if closed.as_of > period.window().to {
            continue;
        }
        let (policy, verdict) = (&workspace.policy, workspace.settings.verdict);
        let records = workspace.records(tables.clone(), replies, closed.as_of);
        let standings = figures::standings(&records, policy, verdict, of);
        let now = figures::measure(&records, policy, verdict, of, &standings, &Judgement::default());
        let now = held(&records, policy, &now);
        let mut differing = Vec::new();
        for (was, change) in differences(&records, of, &closed, &now) {
            differing.push(was.clone());
            if !follows(&change, &changes) {
                changes.push(change);
            }
        }
        if !differing.is_empty() {
            concerned.push(Closed {
                figures: differing,
                ..closed
            });
        }
    }
    (changes, concerned)
}

/// The figures that differ, in the order in which they are held.
fn differences<'c>(records: &Records, period: Period, closed: &'c Closed, now: &[Held]) -> Vec<(&'c ClosedFigure, Changed)> {
    let differing = closed.figures.iter().filter_map(|was| {
        let is_same = |held: &&Held| held.scope == was.scope && held.key == was.key && name_of(records, held.squad) == was.squad;
        let is = now.iter().find(is_same).filter(|is| is.value != was.value)?;
        let (rows, places) = row_changes(was, &is.value, &rows(records, &is.parts));
        let change = Changed {
            period,
            scope: was.scope,
            squad: is.squad,
            key: was.key.clone(),
            was: was.value.clone(),
            is: is.value.clone(),
            rows,
            places,
        };
        Some((was, change))
    });
    differing.collect()
}

/// Whether a change is nothing but what was told before: a cumulative figure moves with that of its own period or of an earlier
/// closed one, the total of all squads and the fund with the squads' own (spec 2.1: the root cause once).
fn follows(change: &Changed, told: &[Changed]) -> bool {
    let of_other_scope = |earlier: &&Changed| match change.scope {
        Scope::Period => change.squad.is_none() && earlier.scope == Scope::Period,
        Scope::Year | Scope::Fund => matches!(earlier.scope, Scope::Period | Scope::Year),
        Scope::Member | Scope::Target => false,
    };
    let mut same_key = told
        .iter()
        .filter(of_other_scope)
        .filter(|earlier| earlier.key == change.key && (change.squad.is_none() || earlier.squad == change.squad))
        .peekable();
    let is_root = same_key.peek().is_none();
    let told_rows: Vec<&String> = same_key.flat_map(|earlier| &earlier.rows).collect();
    !is_root && change.rows.iter().all(|row| told_rows.contains(&row))
}

/// Every closed period that is kept; one that cannot be read is told, since what it held would be missed.
fn closed_periods(out: &Path) -> Result<Vec<Closed>, Error> {
    let folder = out.join(CLOSED);
    let Ok(entries) = fs::read_dir(&folder) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| -> Result<Closed, Error> {
        let unreadable = || Error::Usage(format!("已封存的 {} 无法读取，请恢复该文件，或删去后重新封存", path.display()));
        let bytes = fs::read(path).map_err(|_| unreadable())?;
        serde_json::from_slice(&bytes).map_err(|_| unreadable())
    };
    paths.iter().map(read).collect()
}
