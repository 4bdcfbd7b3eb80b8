//! The duties of every month (方案 三, 四(一); 考核办法 一, 三, 八), squad by squad and member by member, as the rules measured them.
//! What was not measured was not judged, and never counts as kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::figures::DUTIES;
use crate::figures::MemberFigures;
use crate::figures::SquadFigures;
use crate::finding::Measured;
use crate::records::RowId;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::briefs::words;
use crate::values::period::Period;
use crate::values::period::Window;

/// A duty of the squad as a whole: its name, what is counted, the rule that measures it, and whether it is told by the log.
struct Kind {
    name: &'static str,
    unit: &'static str,
    rule: &'static str,
    by_log: bool,
}

/// The duty of each dedicated member.
const OF_MEMBERS: Kind = Kind {
    name: "外出",
    unit: "工作日",
    rule: "L001",
    by_log: true,
};

/// The duties of the squads, in the order of the articles.
const OF_SQUADS: [Kind; 4] = [
    Kind {
        name: "专班在外",
        unit: "工作日",
        rule: "L009",
        by_log: true,
    },
    Kind {
        name: "组长带队外出",
        unit: "次",
        rule: "L002",
        by_log: true,
    },
    Kind {
        name: "半月调度",
        unit: "次",
        rule: "C001",
        by_log: false,
    },
    Kind {
        name: "月度书面汇报",
        unit: "次",
        rule: "C002",
        by_log: false,
    },
];

/// How a duty stands in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// So many days or times, which is enough.
    Kept(Decimal),
    /// So many days or times, which is too few.
    Broken(Decimal),
    /// No log of the month was handed in.
    NotReported,
    /// It could not be judged.
    Unknown,
    /// The member was not on post throughout the month.
    OffPost,
    /// Not in force yet, or not over yet.
    Outside,
}

/// A duty through the year.
pub struct Duty {
    /// 王伟外出, 专班在外 …
    pub name: String,
    /// What is counted.
    pub unit: &'static str,
    /// The rule that measures it.
    rule: &'static str,
    /// The member whose duty it is, by the folded name.
    person: Option<Arc<str>>,
    /// How it stands in each month.
    pub states: [State; 12],
}

impl Duty {
    /// Whether it is one of those that decide the verdict when the settings say so.
    pub fn decides(&self) -> bool {
        DUTIES.contains(&self.rule)
    }

    /// The months in which it was not kept.
    pub fn broken(&self) -> Vec<u32> {
        self.months(|state| matches!(state, State::Broken(_)))
    }

    /// The months of which it cannot be told.
    pub fn unknown(&self) -> Vec<u32> {
        self.months(|state| matches!(state, State::NotReported | State::Unknown))
    }

    /// The months in which it was kept.
    pub fn kept(&self) -> Vec<u32> {
        self.months(|state| matches!(state, State::Kept(_)))
    }

    /// Whether no month of it was there to be judged yet.
    fn is_open(&self) -> bool {
        self.states.iter().all(|state| *state == State::Outside)
    }

    fn months(&self, wanted: fn(&State) -> bool) -> Vec<u32> {
        (1..)
            .zip(&self.states)
            .filter(|(_, state)| wanted(state))
            .map(|(month, _)| month)
            .collect()
    }
}

/// What the policy requires of each month of the year so far, in one sentence without its stop; empty when nothing is.
pub fn standards(outcome: &Outcome<'_>) -> String {
    let year = outcome.period.year();
    let wanted_of = |windows: Vec<(String, Window)>, key: &str, what: &str, unit: &str| {
        let so_far = windows.into_iter().take_while(|(_, window)| window.from <= outcome.as_of);
        standard(
            what,
            unit,
            so_far.map(|(name, window)| (name, outcome.policy.number(key, window.from))),
        )
    };
    let wanted = |key: &str, what: &str, unit: &str| {
        let months = (1..).zip(months(outcome)).map(|(month, window)| (format!("{month}月"), window));
        wanted_of(months.collect(), key, what, unit)
    };
    // A half-month is in force from the first whole one, which may begin within a month.
    let wanted_by_half = |key: &str, what: &str, unit: &str| {
        let halves = (1..=12).flat_map(|month| [(month, 1), (month, 2)]).map(|(month, half)| {
            let name = if half == 1 {
                format!("{month}月")
            } else {
                format!("{month}月下半月")
            };
            (name, Period::HalfMonth { year, month, half }.window())
        });
        wanted_of(halves.collect(), key, what, unit)
    };
    let all = [
        wanted("workdays_out", "专职成员每月外出", "个工作日"),
        wanted("squad_workdays_out", "专班每月在外", "个工作日"),
        wanted("leader_trips_month", "组长每月带队外出", "次"),
        wanted_by_half("dispatches_half_month", "每半月调度", "次"),
        wanted("reports_month", "每月书面汇报", "次"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    all.join("，")
}

/// One standard, and from which month (or half) on it was another: 每月外出不少于15个工作日（7月起不少于18个工作日）. `None` when none held.
fn standard(what: &str, unit: &str, numbers: impl Iterator<Item = (String, Option<Decimal>)>) -> Option<String> {
    let mut changes: Vec<(String, Option<Decimal>)> = numbers.collect();
    changes.dedup_by_key(|(_, number)| *number);
    let holds_from_the_first = changes.first().is_some_and(|(_, number)| number.is_some());
    let mut changes = changes.into_iter().skip_while(|(_, number)| number.is_none());
    let (from, number) = changes.next()?;
    let from = if holds_from_the_first {
        String::new()
    } else {
        format!("{from}起")
    };
    let later: Vec<String> = changes
        .map(|(from, number)| match number {
            Some(number) => format!("{from}起不少于{}{unit}", number.normalize()),
            None => format!("{from}起不作要求"),
        })
        .collect();
    let later = if later.is_empty() {
        String::new()
    } else {
        format!("（{}）", later.join("，"))
    };
    Some(format!("{from}{what}不少于{}{unit}{later}", number?.normalize()))
}

/// The duties of a squad: those of its dedicated members, then its own.
pub fn of_squad(outcome: &Outcome<'_>, squad: SquadId) -> Vec<Duty> {
    let figures = outcome.figures.squads.iter().find(|figures| figures.squad == squad);
    let members = figures.map(dedicated).unwrap_or_default();
    let of_members = members.into_iter().map(|person| {
        let state = |month: Window| match state(outcome, squad, &OF_MEMBERS, Some(&person.key), month) {
            State::NotReported | State::Unknown if !person.is_on_post_throughout(outcome, month) => State::OffPost,
            state => state,
        };
        Duty {
            name: format!("{}{}", words::person(&person.name), OF_MEMBERS.name),
            unit: OF_MEMBERS.unit,
            rule: OF_MEMBERS.rule,
            person: Some(Arc::clone(&person.key)),
            states: months(outcome).map(state),
        }
    });
    let of_squad = OF_SQUADS.iter().map(|kind| Duty {
        name: kind.name.to_owned(),
        unit: kind.unit,
        rule: kind.rule,
        person: None,
        states: months(outcome).map(|month| state(outcome, squad, kind, None, month)),
    });
    of_members.chain(of_squad).collect()
}

/// The names of the duties that decide the verdict when the settings say so, and of those that never do.
pub fn names() -> (String, String) {
    let of_members = std::iter::once((format!("专职成员{}", OF_MEMBERS.name), OF_MEMBERS.rule));
    let of_squads = OF_SQUADS.iter().map(|kind| (kind.name.to_owned(), kind.rule));
    let (deciding, others): (Vec<_>, Vec<_>) = of_members.chain(of_squads).partition(|(_, rule)| DUTIES.contains(rule));
    let joined = |named: Vec<(String, &str)>| named.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join("、");
    (joined(deciding), joined(others))
}

/// What is said of those of a squad's duties in one sentence, without its stop.
pub fn told(outcome: &Outcome<'_>, squad: SquadId, which: fn(&Duty) -> bool) -> String {
    let mut duties = of_squad(outcome, squad);
    duties.retain(which);
    let listed = |months: fn(&Duty) -> Vec<u32>| {
        let named = duties.iter().filter_map(|duty| {
            let months = months(duty);
            (!months.is_empty()).then(|| format!("{}（{}）", duty.name, months_words(&months)))
        });
        named.collect::<Vec<_>>()
    };
    let (broken, unknown, kept) = (listed(Duty::broken), listed(Duty::unknown), listed(Duty::kept));
    // Early in a year most months have not ended: what was judged is no word on the others.
    let open: Vec<&str> = duties
        .iter()
        .filter(|duty| !outcome.is_final() && duty.is_open())
        .map(|duty| duty.name.as_str())
        .collect();
    let parts = [
        (!broken.is_empty()).then(|| format!("未达到规定的有{}", broken.join("、"))),
        (broken.is_empty() && !kept.is_empty()).then(|| match (unknown.is_empty(), open.is_empty()) {
            (true, true) => "各项月度职责均达到规定".to_owned(),
            (false, true) => "能够判断的月度职责均达到规定".to_owned(),
            (_, false) => format!("已核查的{}达到规定", kept.join("、")),
        }),
        (!unknown.is_empty()).then(|| format!("未报或材料不全、不能判断的有{}", unknown.join("、"))),
    ];
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        let none = if outcome.is_final() {
            "没有可以判断的月份"
        } else {
            "尚无整月可核查"
        };
        none.to_owned()
    } else {
        if !open.is_empty() {
            parts.push(format!("{}尚无整月可核查", open.join("、")));
        }
        parts.join("；")
    }
}

/// How many months of a member's days out cannot be told, by the duties of the squad.
pub fn unknown_months_out(duties: &[Duty], person: &Arc<str>) -> usize {
    let of_person = duties.iter().find(|duty| duty.person.as_ref() == Some(person));
    of_person.map_or(0, |duty| duty.unknown().len())
}

/// A dedicated member with all rows of the roster that name him as one.
struct Person {
    name: Arc<str>,
    key: Arc<str>,
    rows: Vec<RowId>,
}

impl Person {
    fn is_on_post_throughout(&self, outcome: &Outcome<'_>, month: Window) -> bool {
        let members = &outcome.records.tables.roster;
        let rows = self.rows.iter().filter_map(|row| members.get(row.index as usize));
        let posts: Vec<Window> = rows.filter_map(|row| row.post_within(month)).collect();
        month.days().all(|day| posts.iter().any(|post| post.contains(day)))
    }
}

fn dedicated(figures: &SquadFigures) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let members = figures.ytd.members.iter().flatten();
    for MemberFigures { name, row, .. } in members.filter(|member| member.role == Role::Dedicated) {
        match people.iter_mut().find(|person| person.key == name.key) {
            Some(person) => person.rows.push(*row),
            None => people.push(Person {
                name: Arc::clone(&name.shown),
                key: Arc::clone(&name.key),
                rows: vec![*row],
            }),
        }
    }
    people
}

fn months(outcome: &Outcome<'_>) -> [Window; 12] {
    let year = outcome.period.year();
    std::array::from_fn(|index| {
        let month = index as u32 + 1;
        Period::Month { year, month }.window()
    })
}

fn state(outcome: &Outcome<'_>, squad: SquadId, kind: &Kind, person: Option<&Arc<str>>, month: Window) -> State {
    let measured: Vec<&Measured> = outcome
        .judgement
        .measured
        .iter()
        .filter(|one| one.rule == kind.rule && one.squad == squad && one.person.as_ref() == person)
        .filter(|one| month.contains(one.window.from) && month.contains(one.window.to))
        .collect();
    // Of half-months, it is told in how many the duty was kept.
    let found = if measured.iter().any(|one| one.window != month) {
        Decimal::from(measured.iter().filter(|half| half.is_kept()).count())
    } else {
        measured.iter().map(|one| one.found).sum()
    };
    // What is judged lies whole in force, and has ended.
    let judged = Window {
        from: month.from.max(outcome.policy.in_force_from()),
        to: month.to.min(outcome.as_of),
    };
    let covered: BTreeSet<NaiveDate> = measured.iter().flat_map(|one| one.window.days()).collect();
    if measured.iter().any(|one| !one.is_kept()) {
        State::Broken(found)
    } else if !measured.is_empty() && (judged != month || month.days().all(|day| covered.contains(&day))) {
        State::Kept(found)
    } else if judged != month {
        State::Outside
    } else if kind.by_log && !outcome.records.logged(squad, month, &outcome.policy.calendar) {
        State::NotReported
    } else {
        State::Unknown
    }
}

/// Months as words: 3月, 1至4月、9月.
pub fn months_words(months: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &month in months {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == month => *to = month,
            _ => runs.push((month, month)),
        }
    }
    let words = runs.iter().flat_map(|(from, to)| match to - from {
        0 => vec![format!("{from}月")],
        1 => vec![format!("{from}月"), format!("{to}月")],
        _ => vec![format!("{from}至{to}月")],
    });
    words.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_that_changes_within_the_year_is_told_with_its_month() {
        let of = |numbers: &[Option<i64>]| {
            let numbers = numbers.iter().map(|number| number.map(Decimal::from));
            standard("每月外出", "天", (1..).map(|month| format!("{month}月")).zip(numbers))
        };
        for (numbers, told) in [
            (&[None, None][..], None),
            (&[Some(15), Some(15)], Some("每月外出不少于15天")),
            (&[Some(15), Some(15), Some(18)], Some("每月外出不少于15天（3月起不少于18天）")),
            (&[None, Some(15)], Some("2月起每月外出不少于15天")),
            (
                &[Some(15), None, Some(9)],
                Some("每月外出不少于15天（2月起不作要求，3月起不少于9天）"),
            ),
        ] {
            assert_eq!(of(numbers).as_deref(), told, "{numbers:?}");
        }
    }

    #[test]
    fn months_in_a_row_are_told_as_one() {
        for (months, words) in [
            (&[][..], ""),
            (&[9], "9月"),
            (&[3, 4], "3月、4月"),
            (&[1, 2, 3, 4, 9], "1至4月、9月"),
        ] {
            assert_eq!(months_words(months), words);
        }
    }
}
