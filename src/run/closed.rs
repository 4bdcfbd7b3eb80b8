//! Periods that were handed in (`--close`): what is held of them, and what comes out otherwise now (spec 2.11).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ahash::HashSet;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::figures;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::Figures;
use crate::figures::MemberFigures;
use crate::figures::Part;
use crate::history::Before;
use crate::history::Changed;
use crate::history::Closed;
use crate::history::ClosedFigure;
use crate::history::ClosedRow;
use crate::history::Ground;
use crate::history::MEMBER;
use crate::history::NOT_REPORTED;
use crate::history::NOT_THERE;
use crate::history::REACHED;
use crate::history::RowChange;
use crate::history::Scope;
use crate::history::YUAN;
use crate::history::row_changes;
use crate::intake::Intake;
use crate::place::Place;
use crate::publish::Keep;
use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::Tables;
use crate::records::presence::Day;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::report::Outcome;
use crate::rules;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Error;
use super::Job;
use super::Workspace;

/// Where closed periods are kept, inside of the output folder.
const CLOSED: &str = ".已报";

/// Figures that are made of others, with which they change; and how many findings there are, which is no figure that was handed in.
const NOT_HELD: [&str; 6] = [
    "cost_per_yi_signed",
    "findings",
    "balance",
    "used_share",
    "by_squad",
    "carry_to_next",
];

/// The version of what is held; an older one held less, and what it did not hold is no news.
const SCHEMA: u32 = 3;

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
        held.extend(members.flat_map(|member| of_member(records, policy, of_squad.squad, of_squad.period.window, member)));
        held.extend(of_squad.targets.iter().flat_map(of_target));
    }
    held.extend(of_window(Scope::Period, None, &figures.total_period.figures));
    held.extend(of_window(Scope::Year, None, &figures.total_ytd.figures));
    held.extend(of_window(Scope::Fund, None, &figures.fund));
    held
}

fn of_window(scope: Scope, squad: Option<SquadId>, figures: &[Figure]) -> impl Iterator<Item = Held> {
    let figures = figures.iter().filter(|figure| !NOT_HELD.contains(&figure.key));
    figures.map(move |figure| Held {
        scope,
        squad,
        key: figure.key.to_owned(),
        value: value(&figure.value),
        parts: figure.parts.clone(),
    })
}

fn value(value: &FigureValue) -> String {
    let listed = |parts: Vec<String>| match parts.is_empty() {
        true => "无".to_owned(),
        false => parts.join("、"),
    };
    match value {
        FigureValue::NotReported => NOT_REPORTED.to_owned(),
        FigureValue::None => "无法计算".to_owned(),
        FigureValue::Money(sum) => yuan(*sum),
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Share(share) => share.to_string(),
        FigureValue::Sums(sums) => listed(sums.iter().map(|(name, sum)| format!("{name} {}", yuan(*sum))).collect()),
        FigureValue::Counts(counts) => listed(counts.iter().map(|(name, count)| format!("{name} {count}")).collect()),
    }
}

fn yuan(sum: Decimal) -> String {
    format!("{:.2}{YUAN}", sum.normalize())
}

/// The figures of a member: the working days out, which 方案 三 asks of everybody, and what else the report says of each.
fn of_member(records: &Records, policy: &Policy, squad: SquadId, window: Window, member: &MemberFigures) -> Vec<Held> {
    let days = || records.presence.days(squad, &member.name.key, window);
    let out = || days().filter(|(_, day)| day.out);
    let workdays_out = out().filter(|(date, _)| policy.calendar.is_workday(*date) == Some(true));
    let roster = Part {
        row: member.row,
        adds: member.workdays.into(),
    };
    let firms = firms_met(records, days().flat_map(|(_, day)| day.rows.iter().copied()));
    let figures = [
        ("", member.workdays_out, "个工作日", first_rows(workdays_out.map(|(_, day)| day))),
        (".days_out", member.days_out, "天", first_rows(out().map(|(_, day)| day))),
        (".log_days", member.log_days, "天", first_rows(days().map(|(_, day)| day))),
        (".firms_met", member.firms_met, "家", firms),
        (".workdays", Some(member.workdays), "个工作日", vec![roster]),
    ];
    let held = figures.map(|(figure, value, unit, parts)| Held {
        scope: Scope::Member,
        squad: Some(squad),
        key: format!("{}{figure}", member.name.shown),
        value: value.map_or_else(|| NOT_REPORTED.to_owned(), |value| format!("{value} {unit}")),
        parts,
    });
    held.into()
}

fn log(index: u32, adds: Decimal) -> Part {
    Part {
        row: RowId { kind: Kind::Log, index },
        adds,
    }
}

/// The rows of days; the first row of a day counts it.
fn first_rows<'d>(days: impl Iterator<Item = &'d Day>) -> Vec<Part> {
    let of_day = |day: &'d Day| {
        let adds = std::iter::once(Decimal::ONE).chain(std::iter::repeat(Decimal::ZERO));
        day.rows.iter().zip(adds).map(|(index, adds)| log(*index, adds))
    };
    days.flat_map(of_day).collect()
}

/// The rows of a log that name firms; each firm counts where it is named first.
fn firms_met(records: &Records, rows: impl Iterator<Item = u32>) -> Vec<Part> {
    let rows: BTreeSet<u32> = rows.collect();
    let mut met = BTreeSet::new();
    let of_row = rows.into_iter().filter_map(|index| {
        let firms = records.tables.logs.get(index as usize)?.firms.value()?;
        let new = firms.iter().filter(|firm| met.insert(Arc::clone(&firm.key))).count();
        Some(log(index, Decimal::from(new)))
    });
    of_row.collect()
}

/// The goal of a target, and what is reached of it on the basis that the settings choose.
fn of_target(target: &TargetStanding) -> [Held; 2] {
    let value = |value: Decimal| match target.money {
        true => yuan(value),
        false => value.normalize().to_string(),
    };
    let held = |key: String, value: String| Held {
        scope: Scope::Target,
        squad: Some(target.squad),
        key,
        value,
        parts: Vec::new(),
    };
    [
        held(target.target.to_owned(), value(target.goal)),
        held(
            format!("{}{REACHED}", target.target),
            target.reached.map_or_else(|| NOT_REPORTED.to_owned(), value),
        ),
    ]
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

/// Refuses to close a period up to an earlier day than it was: what was handed in of the days between would no longer be held.
pub(super) fn refuse_earlier(workspace: &Workspace, period: Period, as_of: NaiveDate) -> Result<(), Error> {
    let later = closed_periods(&workspace.out)?
        .into_iter()
        .find(|closed| closed.period == period.to_string() && closed.as_of > as_of);
    match later {
        None => Ok(()),
        Some(closed) => Err(Error::Usage(format!(
            "{}已按截至 {} 的数据报出并封存，不能改按截至 {as_of} 封存，否则其后各日的数据变动不再提示；请去掉 --as-of 或 --close，确要改按 {as_of} 封存的，先删去 {}",
            period.title(),
            closed.as_of,
            workspace.out.join(CLOSED).join(format!("{period}.json")).display()
        ))),
    }
}

/// The figures of the outcome's period as handed in, to be kept with its report.
pub(super) fn close(workspace: &Workspace, outcome: &Outcome<'_>, job: &Job<'_>) -> Keep {
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
        schema: SCHEMA,
        period: outcome.period.to_string(),
        as_of: records.as_of,
        closed: job.today,
        figures: figures.collect(),
    };
    // Numbers and texts always have a form in JSON.
    let mut bytes = serde_json::to_vec_pretty(&closed).unwrap_or_default();
    bytes.push(b'\n');
    Keep {
        folder: workspace.out.join(CLOSED),
        name: format!("{}.json", outcome.period),
        bytes,
    }
}

/// The periods handed in that are kept on disk.
pub(super) fn kept(workspace: &Workspace) -> Result<Vec<Closed>, Error> {
    closed_periods(&workspace.out)
}

/// The figures handed in that come out otherwise now, period by period; and these periods, as they were.
pub(super) fn changed(
    workspace: &Workspace,
    mut closed_periods: Vec<Closed>,
    intake: &Intake,
    period: Period,
) -> (Vec<Changed>, Vec<Closed>) {
    let mut changes: Vec<Changed> = Vec::new();
    let mut concerned = Vec::new();
    let titles = Titles::new(&intake.tables);
    closed_periods.sort_by_key(|closed| closed.as_of);
    for closed in closed_periods {
        let Some(of) = Period::parse(&closed.period) else { continue };
        if closed.as_of > period.window().to {
            continue;
        }
        let records = workspace.records(intake.tables.clone(), &intake.replies, closed.as_of);
        let now = now(workspace, &records, intake, of);
        let compared = Compared {
            records: &records,
            period: of,
            is_older: closed.schema < SCHEMA,
            titles: &titles,
        };
        let differing = compared.differences(&closed, &now);
        for change in &differing {
            if !follows(change, &changes, &differing) {
                changes.push(change.clone());
            }
        }
        if !differing.is_empty() {
            concerned.push(closed);
        }
    }
    (changes, concerned)
}

/// What is held of a closed period, as it is now: with what the rules cut of the claims of its days.
fn now(workspace: &Workspace, records: &Records, intake: &Intake, period: Period) -> Vec<Held> {
    let (policy, verdict) = (&workspace.policy, workspace.settings.verdict);
    let standings = figures::standings(records, policy, verdict, period);
    let ground = Ground {
        before: &Before::default(),
        account: &intake.account,
        city: &records.city,
    };
    let case = rules::Case {
        records,
        problems: &intake.problems,
        policy,
        standings: &standings,
        changed: &[],
        replies: &[],
        ground: &ground,
        period,
        as_of: records.as_of,
    };
    let cuts = rules::judge_cuts(&case, &workspace.settings);
    let figures = figures::measure(records, policy, verdict, period, &standings, &cuts);
    held(records, policy, &figures)
}

/// The names of all rows of the inbox, kind by kind, for those kinds that are asked for.
struct Titles<'t> {
    tables: &'t Tables,
    of_kind: RefCell<BTreeMap<Kind, HashSet<String>>>,
}

impl<'t> Titles<'t> {
    fn new(tables: &'t Tables) -> Titles<'t> {
        Titles {
            tables,
            of_kind: RefCell::default(),
        }
    }

    /// Whether any row, also one that is set aside or of another day, has the name.
    fn has(&self, row: &ClosedRow) -> bool {
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.key() == row.kind) else {
            return false;
        };
        let mut of_kind = self.of_kind.borrow_mut();
        let titles = of_kind
            .entry(kind)
            .or_insert_with(|| self.tables.titles(kind).into_iter().collect());
        titles.contains(&row.title)
    }
}

/// A closed period and the records as they are now.
struct Compared<'c> {
    records: &'c Records,
    period: Period,
    /// Whether an older version closed it.
    is_older: bool,
    titles: &'c Titles<'c>,
}

impl Compared<'_> {
    /// What differs, in the order in which it was held, and then what was not held: what
    /// became of each figure.
    fn differences(&self, closed: &Closed, now: &[Held]) -> Vec<Changed> {
        let mut left: BTreeMap<(Scope, Option<SquadId>, &str), VecDeque<&Held>> = BTreeMap::new();
        for held in now {
            let same = left.entry((held.scope, held.squad, &held.key)).or_default();
            same.push_back(held);
        }
        let mut differing = Vec::new();
        let mut gone: BTreeMap<&str, Vec<&ClosedFigure>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        // An older version held some that are made of others.
        for was in closed.figures.iter().filter(|was| !NOT_HELD.contains(&was.key.as_str())) {
            let Some(squad) = self.squad(&was.squad) else {
                gone.entry(&was.squad).or_default().push(was);
                continue;
            };
            known.insert(squad);
            let is = left.get_mut(&(was.scope, squad, &was.key)).and_then(VecDeque::pop_front);
            if is.is_none_or(|is| is.value != was.value) {
                let value = is.map_or(NOT_THERE, |is| &is.value);
                let parts = is.map_or(&[][..], |is| &is.parts);
                let change = self.change((was.scope, &was.squad, &was.key), (&was.value, &was.rows), (value, parts));
                differing.push(change);
            }
        }
        differing.extend(gone.into_iter().map(|(name, figures)| self.squad_gone(name, &figures)));
        let new = left.into_values().flatten().filter(|_| !self.is_older);
        for held in new {
            // A squad that is new to the settings has nothing in that period, unless rows of it are there.
            if known.contains(&held.squad) || !held.parts.is_empty() {
                let name = name_of(self.records, held.squad);
                let change = self.change((held.scope, &name, &held.key), (NOT_THERE, &[]), (&held.value, &held.parts));
                differing.push(change);
            }
        }
        differing
    }

    /// The squad that a closed figure is of, by the name that it had then; `None` when nobody is called so now.
    fn squad(&self, name: &str) -> Option<Option<SquadId>> {
        if name.is_empty() {
            return Some(None);
        }
        match self.records.city.body(name) {
            Some(Body::Squad(squad)) => Some(Some(squad)),
            _ => None,
        }
    }

    fn change(
        &self,
        (scope, squad, key): (Scope, &str, &str),
        (was, rows_then): (&str, &[ClosedRow]),
        (is, parts): (&str, &[Part]),
    ) -> Changed {
        let (rows, places) = row_changes(rows_then, &rows(self.records, parts), |row| self.titles.has(row));
        Changed {
            period: self.period,
            scope,
            squad: self.squad(squad).flatten(),
            squad_name: squad.to_owned(),
            key: key.to_owned(),
            is_older: self.is_older,
            was: was.to_owned(),
            is: is.to_owned(),
            rows,
            places,
        }
    }

    /// A squad that is not there any more is told once, with the rows of its figures.
    fn squad_gone(&self, name: &str, figures: &[&ClosedFigure]) -> Changed {
        let of_period = figures.iter().filter(|figure| figure.scope == Scope::Period);
        let mut seen = BTreeSet::new();
        let rows = of_period.flat_map(|figure| &figure.rows);
        let rows: Vec<ClosedRow> = rows.filter(|row| seen.insert((&row.kind, &row.digest))).cloned().collect();
        self.change((Scope::Squad, name, "squad"), ("有此专班", &rows), (NOT_THERE, &[]))
    }
}

/// Whether a change is nothing but what was told before (spec 2.1: the root cause once): a cumulative figure moves with that of its own
/// period or of an earlier closed one, the total of all squads and the fund with the squads' own, the parts of what was spent with
/// the whole, a member's figures with the working days out, and what was reached of a target with the figure that it is.
fn follows(change: &Changed, told: &[Changed], of_period: &[Changed]) -> bool {
    if change.key.ends_with(REACHED) {
        let is_the_figure = |figure: &Changed| {
            figure.scope == Scope::Year && figure.squad == change.squad && (&figure.was, &figure.is) == (&change.was, &change.is)
        };
        return of_period.iter().any(is_the_figure);
    }
    let of_other_scope = |earlier: &Changed| match change.scope {
        Scope::Period => change.squad.is_none() && change.squad_name.is_empty() && earlier.scope == Scope::Period,
        Scope::Year | Scope::Fund => matches!(earlier.scope, Scope::Period | Scope::Year),
        Scope::Member | Scope::Target | Scope::Squad => false,
    };
    let wholes = wholes(change.scope, &change.key);
    let is_cause = |earlier: &&Changed| {
        let same_squad = change.squad_name.is_empty() || earlier.squad_name == change.squad_name;
        let of_whole = wholes.contains(&earlier.key);
        let beside = earlier.scope == change.scope && earlier.period == change.period && of_whole;
        same_squad && (beside || of_other_scope(earlier) && (of_whole || earlier.key == change.key))
    };
    let causes: Vec<&Changed> = told.iter().filter(is_cause).collect();
    // Somebody who is not there on one side is told once.
    let side = |change: &Changed| (change.was == NOT_THERE, change.is == NOT_THERE);
    if side(change) != (false, false) && causes.iter().any(|cause| side(cause) == side(change)) {
        return true;
    }
    let told_rows: HashSet<&RowChange> = causes.iter().flat_map(|earlier| &earlier.rows).collect();
    !causes.is_empty() && change.rows.iter().all(|row| told_rows.contains(row))
}

/// The keys of the figures that one is a part of, or that say the same of a member.
fn wholes(scope: Scope, key: &str) -> Vec<String> {
    let member = MEMBER
        .iter()
        .filter(|_| scope == Scope::Member)
        .find_map(|(figure, _)| key.strip_suffix(figure));
    if let Some(member) = member {
        let figures = std::iter::once("").chain(MEMBER.map(|(figure, _)| figure));
        return figures.map(|figure| format!("{member}{figure}")).collect();
    }
    let of_spent: &[&str] = match key {
        "proposed" | "spent_by_item" | "by_track" => &["spent"],
        "by_item" => &["spent", "spent_by_item"],
        _ => &[],
    };
    of_spent.iter().map(|whole| (*whole).to_owned()).collect()
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

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    use super::*;

    #[test]
    fn what_an_older_version_held_and_this_one_does_not_is_no_news() {
        let records = Scene::new("2021-09").records();
        let titles = Titles::new(&records.tables);
        let compared = Compared {
            records: &records,
            period: Period::parse("2021-08").unwrap(),
            is_older: true,
            titles: &titles,
        };
        let figure = |scope: Scope, squad: &str, key: &str, value: &str| ClosedFigure {
            scope,
            squad: squad.to_owned(),
            key: key.to_owned(),
            value: value.to_owned(),
            rows: Vec::new(),
        };
        let closed = Closed {
            schema: 2,
            figures: vec![
                figure(Scope::Fund, "", "by_squad", NOT_REPORTED),
                figure(Scope::Fund, "", "balance", "5.00元"),
                figure(Scope::Year, "文化旅游", "used_share", NOT_REPORTED),
                figure(Scope::Period, "文化旅游", "starts", "1"),
            ],
            ..Closed::default()
        };
        let told = compared.differences(&closed, &[]).into_iter();
        let told: Vec<(String, bool)> = told.map(|change| (change.key, change.is_older)).collect();
        assert_eq!(told, [("starts".to_owned(), true)]);
    }
}
