//! Who is on post on which day, by the roster: R and L rules read it alike.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::SetAside;
use crate::records::Tables;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::roster::Member;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::values::period::Window;

/// A person of a squad's roster with the rows that name him in one role (or in any).
pub(super) struct Person<'a> {
    /// Name.
    pub(super) name: &'a Name,
    /// The roster rows, in file order: one who left and came back has two.
    pub(super) rows: Vec<&'a Member>,
}

impl Person<'_> {
    /// Whether the person is on post on the day; `None` when the roster's dates cannot tell.
    pub(super) fn on_post(&self, day: NaiveDate) -> Option<bool> {
        let mut answer = Some(false);
        for row in &self.rows {
            match on_post(row, day) {
                Some(true) if self.is_denied(row, day) => answer = None,
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    }

    /// Whether another roster, which has the person at the same time with other days (D016), does not have him on post on the day.
    fn is_denied(&self, row: &Member, day: NaiveDate) -> bool {
        let others = || self.rows.iter().filter(|other| other.at.table != row.at.table && other.may_be(row));
        let denies = |other: &Member| {
            let says = on_post(other, day) == Some(false) && shares_a_day(row, other);
            let mut of_roster = others().filter(|third| third.at.table == other.at.table);
            says && !of_roster.any(|third| on_post(third, day) != Some(false))
        };
        others().any(|other| denies(other))
    }

    /// Whether the person is on post on every day of the window; `None` when the roster's dates cannot tell.
    pub(super) fn on_post_throughout(&self, window: Window) -> Option<bool> {
        let mut answer = Some(true);
        for day in window.days() {
            match self.on_post(day) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => answer = None,
            }
        }
        answer
    }
}

/// Whether the days of two rows overlap: one who left and came back has two that do not.
fn shares_a_day(row: &Member, other: &Member) -> bool {
    let before = |one: &Member, other: &Member| one.to.get().zip(other.from.get()).is_some_and(|(to, from)| to < from);
    !before(row, other) && !before(other, row)
}

/// Whether a roster row has its person on post on the day: from 到岗日期 to 离岗日期, both counted, a blank one always; `None`
/// when a date that matters is unreadable, or the two contradict each other (D022).
pub(super) fn on_post(member: &Member, day: NaiveDate) -> Option<bool> {
    if let (Some(from), Some(to)) = (member.from.get(), member.to.get())
        && from > to
    {
        return None;
    }
    let arrived = bound(&member.from, |from| from <= day);
    let not_left = bound(&member.to, |to| day <= to);
    match (arrived, not_left) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// The people of the squad's roster in the role (any role when `None`), in file order, each once.
pub(super) fn people(tables: &Tables, squad: SquadId, role: Option<Role>) -> Vec<Person<'_>> {
    let mut people: Vec<Person<'_>> = Vec::new();
    let mut positions = BTreeMap::new();
    for member in &tables.roster {
        let in_role = role.is_none() || member.role.get() == role;
        let (Some(name), true) = (member.name.value(), in_role) else {
            continue;
        };
        if member.squad.value().and_then(Owner::squad) != Some(squad) {
            continue;
        }
        let position = *positions.entry(&*name.key).or_insert_with(|| {
            people.push(Person { name, rows: Vec::new() });
            people.len() - 1
        });
        if let Some(person) = people.get_mut(position) {
            person.rows.push(member);
        }
    }
    people
}

/// The roster rows set aside that may be the squad's: whoever they name is in no count.
pub(super) fn roster_rows_set_aside(tables: &Tables, squad: SquadId) -> impl Iterator<Item = &SetAside> {
    tables.set_aside.iter().filter(move |row| {
        let may_be_the_squads = row.owner.as_ref().is_none_or(|owner| owner.squad() == Some(squad));
        row.kind == Kind::Roster && may_be_the_squads
    })
}

fn bound(cell: &Cell<NaiveDate>, holds: impl Fn(NaiveDate) -> bool) -> Option<bool> {
    match cell.state() {
        State::Value(day) => Some(holds(*day)),
        State::Empty | State::NoColumn => Some(true),
        State::Unreadable => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    fn throughout_september(row: &str) -> Option<bool> {
        let text = format!("姓名 | 角色 | 到岗日期 | 离岗日期\n{row}");
        let records = Scene::new("2021-09").sheet("文化旅游/名册.xlsx", "名册", &text).records();
        let window = Window {
            from: "2021-09-01".parse().expect("a day"),
            to: "2021-09-30".parse().expect("a day"),
        };
        people(&records.tables, SquadId(3), Some(Role::Dedicated))[0].on_post_throughout(window)
    }

    #[test]
    fn where_two_rosters_contradict_each_other_nobody_can_tell() {
        let throughout = |first: &str, second: &str| {
            let header = "姓名 | 角色 | 到岗日期 | 离岗日期";
            let records = Scene::new("2021-09")
                .sheet("文化旅游/1.xlsx", "名册", &format!("{header}\n{first}"))
                .sheet("文化旅游/2.xlsx", "名册", &format!("{header}\n{second}"))
                .records();
            let window = Window {
                from: "2021-09-01".parse().expect("a day"),
                to: "2021-09-30".parse().expect("a day"),
            };
            people(&records.tables, SquadId(3), Some(Role::Dedicated))[0].on_post_throughout(window)
        };
        for (first, second, expected) in [
            // The end that only one of them has is the end.
            (
                "王伟 | 专职成员 | 2021-01-01 |",
                "王伟 | 专职成员 | 2021-01-01 | 2021-08-31",
                Some(false),
            ),
            (
                "王伟 | 专职成员 | 2021-01-01 | 2021-08-31",
                "王伟 | 专职成员 | 2021-01-01 |",
                Some(false),
            ),
            ("王伟 | 专职成员 | | 2021-09-30", "王伟 | 专职成员 | | 2021-08-31", None),
            ("王伟 | 专职成员 | 2021-01-01 |", "王伟 | 专职成员 | 2021-09-06 |", None),
            ("王伟 | 专职成员 | 2021-01-01 |", "王伟 | 专职成员 | 2021-02-01 |", Some(true)),
            ("王伟 | 专职成员 | | 2021-03-31", "王伟 | 专职成员 | 2021-06-01 |", Some(true)),
            (
                "王伟 | 专职成员 | 2021-01-01 |",
                "王伟 | 专职成员 | 2021-01-01 | 2021-03-31\n王伟 | 专职成员 | 2021-06-01 |",
                Some(true),
            ),
        ] {
            assert_eq!(throughout(first, second), expected, "{first} {second}");
        }
    }

    #[test]
    fn both_ends_are_on_post_and_blank_ends_are_open() {
        for (row, expected) in [
            ("王伟 | 专职成员", Some(true)),
            ("王伟 | 专职成员 | 2021-09-01 | 2021-09-30", Some(true)),
            ("王伟 | 专职成员 | 2021-09-02", Some(false)),
            ("王伟 | 专职成员 | | 2021-09-29", Some(false)),
            ("王伟 | 专职成员 | 九月初", None),
            ("王伟 | 专职成员 | 九月初 | 2021-09-29", Some(false)),
            ("王伟 | 专职成员 | 2021-10-01 | 2021-09-01", None),
            ("王伟 | 专职成员 | | 2021-09-15\n王伟 | 专职成员 | 2021-09-16 |", Some(true)),
        ] {
            assert_eq!(throughout_september(row), expected, "{row}");
        }
    }
}
