//! R · 机构名册: who makes up a squad (方案 一), judged on each date of the period.

pub mod missing_squad;
pub mod person_in_several_squads;
pub mod wrong_dedicated_count;
pub mod wrong_deputy;
pub mod wrong_head_count;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::When;
use crate::place::Place;
use crate::records::Kind;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Broken;
use super::Case;
use super::Docket;
use super::post;
use super::post::Person;
use super::words;

/// How many people of a role a squad must have, by the policy's keys.
struct Headcount {
    role: Role,
    least: &'static str,
    most: &'static str,
}

/// Judges the number of people in a role on each day of the period, squad by squad: the limits of a day are those of that day.
/// What the roster leaves open (an unreadable date, a row set aside) makes a day broken only when no reading of it would do.
fn judge_headcount(case: &Case<'_>, docket: &mut Docket<'_>, headcount: &Headcount) {
    let role = headcount.role.name();
    for squad in squads_with_roster(case, docket) {
        let people = post::people(&case.records.tables, squad, Some(headcount.role));
        let set_aside = post::roster_rows_set_aside(&case.records.tables, squad).count();
        let mut runs: Vec<Run<'_>> = Vec::new();
        let mut open = false;
        let mut judged = false;
        for day in days_judged(case) {
            let least = case.policy.number(headcount.least, day);
            let most = case.policy.number(headcount.most, day);
            let (Some(least), Some(most)) = (least, most) else { continue };
            judged = true;
            let (surely, perhaps) = on_post(&people, day);
            let (fewest, highest) = (surely.len(), surely.len() + perhaps + set_aside);
            let broken = Decimal::from(fewest) > most || Decimal::from(highest) < least;
            match runs.last_mut() {
                _ if !broken => open |= Decimal::from(fewest) < least || Decimal::from(highest) > most,
                Some(run) if run.goes_on(day, &surely, (least, most)) => run.window.to = day,
                _ => runs.push(Run {
                    window: Window { from: day, to: day },
                    people: surely,
                    limits: (least, most),
                }),
            }
        }
        match runs.is_empty() {
            false => docket.broken(told(case, squad, role, &runs)),
            true if open => docket.cannot_tell(
                Some(squad),
                format!("名册中有到岗、离岗日期无法识别或未计入的行，无法核查{role}人数"),
            ),
            true if judged => docket.kept(),
            true => {}
        }
    }
}

/// Days in a row on which the same people made the number wrong.
struct Run<'a> {
    window: Window,
    people: Vec<&'a Person<'a>>,
    limits: (Decimal, Decimal),
}

impl Run<'_> {
    fn goes_on(&self, day: NaiveDate, people: &[&Person<'_>], limits: (Decimal, Decimal)) -> bool {
        let same = self
            .people
            .iter()
            .map(|person| person.name)
            .eq(people.iter().map(|person| person.name));
        self.window.to.succ_opt() == Some(day) && same && self.limits == limits
    }

    fn told(&self, role: &str) -> String {
        let names: Vec<&str> = self.people.iter().map(|person| &*person.name.shown).collect();
        let found = match names.len() {
            0 => format!("没有{role}"),
            count => format!("有{count}名{role}（{}）", words::names(&names)),
        };
        let (least, most) = (words::number(self.limits.0), words::number(self.limits.1));
        let required = if least == most { least } else { format!("{least}至{most}") };
        format!("{}{found}，应为{required}名", words::window(self.window))
    }
}

/// One finding for all runs of days, with each one's people.
fn told(case: &Case<'_>, squad: SquadId, role: &str, runs: &[Run<'_>]) -> Broken {
    let each: Vec<String> = runs.iter().map(|run| run.told(role)).collect();
    let message = format!("{}专班{}", case.city().squad(squad).name, each.join("；"));
    let people = runs.iter().flat_map(|run| &run.people);
    let places: BTreeSet<Place> = people.flat_map(|person| &person.rows).map(|row| row.at.place()).collect();
    Broken {
        related: places.into_iter().collect(),
        ..Broken::period(When::Window(case.window()), message).of(case.city(), squad)
    }
}

/// The people surely on post on the day, and how many more may be.
fn on_post<'a>(people: &'a [Person<'a>], day: NaiveDate) -> (Vec<&'a Person<'a>>, usize) {
    let mut surely = Vec::new();
    let mut perhaps = 0;
    for person in people {
        match person.on_post(day) {
            Some(true) => surely.push(person),
            Some(false) => {}
            None => perhaps += 1,
        }
    }
    (surely, perhaps)
}

/// The dates of the period that lie in force.
fn days_judged(case: &Case<'_>) -> impl Iterator<Item = NaiveDate> + use<> {
    let window = case.window();
    let in_force = Window {
        from: window.from.max(case.policy.in_force_from()),
        to: window.to,
    };
    in_force.days()
}

/// The squads that have a roster; of the others it cannot be told (R005 tells that it is missing).
fn squads_with_roster(case: &Case<'_>, docket: &mut Docket<'_>) -> Vec<SquadId> {
    let mut squads = Vec::new();
    for squad in case.city().squad_ids() {
        if case.handed_in(Kind::Roster, squad) {
            squads.push(squad);
        } else {
            docket.cannot_tell(Some(squad), "未报名册，无法核查");
        }
    }
    squads
}

#[cfg(test)]
mod testing {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// What a rule says of one squad's roster in September 2021; the other squads have none.
    pub(super) fn judge(rule: &Rule, rows: &str) -> Verdicts {
        let text = format!("姓名 | 角色 | 级别 | 到岗日期 | 离岗日期\n{rows}");
        Scene::new("2021-09").sheet("文化旅游/名册.xlsx", "名册", &text).judge(rule)
    }

    pub(super) fn messages(verdicts: &Verdicts) -> Vec<&str> {
        verdicts.findings.iter().map(|finding| finding.message.as_str()).collect()
    }
}
