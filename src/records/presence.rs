//! Who was where on which day, from the work logs; and the trips led by the heads. L rules and figures both read it here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use ahash::HashMap;
use chrono::NaiveDate;

use crate::regulation::Calendar;
use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::values::period::Window;
use crate::values::person;
use crate::values::person::Mention;

use super::Kind;
use super::RowId;
use super::Tables;
use super::activity::ActivityKind;
use super::cell::Cell;
use super::cell::Name;
use super::cell::Owner;
use super::cell::State;
use super::items::word_of;
use super::log::Log;
use super::roster::Member;
use super::roster::Role;

/// What the logs say of one person on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Some row has the person out of town.
    pub out: bool,
    /// Some row has the person at work and not out of town; a row that says neither place nor 是否外出 tells nothing.
    pub home: bool,
    /// Some row has the person on leave (a row for L004, no day out).
    pub leave: bool,
    /// Some row stands in a log that asks for neither place nor 是否外出.
    pub unasked: bool,
    /// Some row has a 是否外出, or without it a place, that cannot be read.
    pub unread: bool,
    /// Positions in `Tables::logs`.
    pub rows: Vec<u32>,
}

impl Day {
    /// Whether nobody can tell if the person was out: a row that cannot be read may say so whatever the others say, one that was not asked
    /// says nothing where another does.
    pub fn is_open(&self) -> bool {
        !self.out && (self.unread || self.unasked && !self.home && !self.leave)
    }
}

/// A day of which the logs leave open whether somebody was out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenDay {
    /// Some log with a row of it asks for neither place nor 是否外出.
    pub unasked: bool,
    /// Positions in `Tables::logs`.
    pub rows: Vec<u32>,
}

/// Days of which the logs leave open whether somebody was out, in order.
pub type OpenDays = BTreeMap<NaiveDate, OpenDay>;

/// A run of dates on which the head was out (L002): days that are no working days do not part it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// The days out, in order.
    pub days: Vec<NaiveDate>,
    /// The log rows and activities that say so.
    pub rows: Vec<RowId>,
}

/// Where a row has its people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Out of town.
    Out,
    /// At work, not out of town.
    Home,
    /// On leave.
    Leave,
    /// The row does not tell: nothing is written.
    Untold,
    /// What is written cannot be read.
    Unread,
    /// Its log has neither a column for the place nor 是否外出: nobody was asked.
    Unasked,
}

impl Log {
    /// Where the row has its people (spec 1.3): leave is no day out whatever else is written; 是否外出 decides; where it is blank
    /// the place does.
    pub fn whereabouts(&self, policy: &Policy, is_out_of_town: impl FnOnce(&str) -> bool) -> Whereabouts {
        let on_leave = match (self.work_kind.value(), self.window()) {
            (Some(kind), Some(window)) => word_of(policy, "leave_words", kind, window.from).is_some(),
            _ => false,
        };
        if on_leave {
            return Whereabouts::Leave;
        }
        match (self.out.state(), self.place.value()) {
            (State::Value(true), _) => Whereabouts::Out,
            (State::Value(false), _) => Whereabouts::Home,
            (State::NoColumn, _) if self.place.state() == State::NoColumn => Whereabouts::Unasked,
            (State::Unreadable, _) => Whereabouts::Unread,
            (_, None) if self.place.state() == State::Unreadable => Whereabouts::Unread,
            (_, None) => Whereabouts::Untold,
            (_, Some(place)) if is_out_of_town(place) => Whereabouts::Out,
            (_, Some(_)) => Whereabouts::Home,
        }
    }
}

impl Member {
    /// Whether the row has its person on post on the day: from 到岗日期 to 离岗日期, both counted; a date that is blank or cannot
    /// be read bounds nothing.
    pub fn is_on_post(&self, day: NaiveDate) -> bool {
        self.from.get().is_none_or(|from| from <= day) && self.to.get().is_none_or(|to| day <= to)
    }

    /// The part of a window in which the row has its person on post, if there is any.
    pub fn post_within(&self, window: Window) -> Option<Window> {
        let from = self.from.get().map_or(window.from, |from| from.max(window.from));
        let to = self.to.get().map_or(window.to, |to| to.min(window.to));
        (from <= to).then_some(Window { from, to })
    }
}

/// The rows of each day, by a person's folded name.
type RowsByDay = BTreeMap<Arc<str>, BTreeMap<NaiveDate, BTreeSet<RowId>>>;

/// The days of everyone, by the squad in whose log they stand and the person's folded name.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    days: BTreeMap<SquadId, BTreeMap<Arc<str>, BTreeMap<NaiveDate, Day>>>,
    /// The folded names on each squad's roster.
    members: BTreeMap<SquadId, BTreeSet<Arc<str>>>,
    /// Days on which a member of the squad was out, with the log rows that say so.
    members_out: BTreeMap<SquadId, BTreeMap<NaiveDate, Vec<u32>>>,
    /// Days on which a head of the squad led, or was out himself, by his folded name; whether he was on post is asked later.
    led: BTreeMap<SquadId, RowsByDay>,
    /// Days on which a row speaks of a head of the squad so that nobody can tell whether it was he.
    heads_unclear: BTreeMap<SquadId, BTreeSet<NaiveDate>>,
    /// Days on which a member of the squad has a row that leaves open where he was.
    open: BTreeMap<SquadId, OpenDays>,
    /// Those on which such a row names a head of the squad, also as the leader.
    heads_open: BTreeMap<SquadId, OpenDays>,
    /// Days on which people were, or may have been, out by a log that does not ask who led them.
    leaders_unasked: BTreeMap<SquadId, BTreeSet<NaiveDate>>,
    /// Days on which they were by a row whose leader cannot be read, or on a visit in activities without a column for it.
    leaders_unread: BTreeMap<SquadId, BTreeSet<NaiveDate>>,
}

/// When a roster row has its person on post; an end that is blank, unreadable or before the beginning bounds nothing.
type Post = (Option<NaiveDate>, Option<NaiveDate>);

/// The folded names on each squad's own roster, each with when the person was on post.
#[derive(Default)]
struct Rosters {
    everyone: BTreeMap<SquadId, BTreeMap<Arc<str>, Vec<Post>>>,
    heads: BTreeMap<SquadId, BTreeSet<Arc<str>>>,
}

impl Rosters {
    fn new(tables: &Tables) -> Rosters {
        let mut rosters = Rosters::default();
        for member in &tables.roster {
            let (Some(squad), Some(name)) = (squad_of(&member.squad), member.name.value()) else {
                continue;
            };
            let posts = rosters.everyone.entry(squad).or_default().entry(Arc::clone(&name.key)).or_default();
            posts.push(match (member.from.get(), member.to.get()) {
                (Some(from), Some(to)) if to < from => (None, None),
                post => post,
            });
            if member.role.get() == Some(Role::Head) {
                rosters.heads.entry(squad).or_default().insert(Arc::clone(&name.key));
            }
        }
        rosters
    }

    /// Of these people the members: when each is on post, nothing for always. Everyone is a member, always, where the squad has no roster
    /// to say who is.
    fn members<'r>(&'r self, squad: SquadId, people: &[Name]) -> Vec<&'r [Post]> {
        let Some(members) = self.everyone.get(&squad) else {
            return people.iter().map(|_| &[][..]).collect();
        };
        people
            .iter()
            .filter_map(|person| Some(members.get(&person.key)?.as_slice()))
            .collect()
    }

    /// The head of the squad whom the cell names, by his folded name.
    fn head(&self, squad: SquadId, person: &str) -> Option<&Arc<str>> {
        self.mentioned(squad, person, Mention::Named)
    }

    /// The head of whom the cell speaks in this way. Who bears the whole name is that member, whatever else can be read in it.
    fn mentioned(&self, squad: SquadId, person: &str, mention: Mention) -> Option<&Arc<str>> {
        let heads = self.heads.get(&squad)?;
        match heads.get(person) {
            Some(head) => Some(head).filter(|_| mention == Mention::Named),
            None if self.everyone.get(&squad).is_some_and(|names| names.contains_key(person)) => None,
            None => heads.iter().find(|head| person::mention(person, head) == mention),
        }
    }
}

impl Presence {
    /// Reads the logs in use, and the trips among the activities. `policy` says which kinds of work are leave.
    pub fn new(tables: &Tables, city: &City, policy: &Policy) -> Presence {
        let rosters = Rosters::new(tables);
        let mut presence = Presence::default();
        // Logs name few places, again and again.
        let mut out_of_town: HashMap<String, bool> = HashMap::default();
        for (index, log) in (0_u32..).zip(&tables.logs) {
            let whereabouts = log.whereabouts(policy, |place| match out_of_town.get(place) {
                Some(out) => *out,
                None => *out_of_town.entry(place.to_owned()).or_insert(city.is_out_of_town(place)),
            });
            presence.read_log(index, log, whereabouts, &rosters);
        }
        for (index, activity) in (0_u32..).zip(&tables.activities) {
            let (Some(squad), Some(days)) = (squad_of(&activity.squad), activity.days.get()) else {
                continue;
            };
            if activity.activity_kind.get() == Some(ActivityKind::Trip) && days.length() <= Window::LONGEST_ROW {
                let row = RowId {
                    kind: Kind::Activity,
                    index,
                };
                if activity.leader.is_unknown() {
                    presence.leaders_unread.entry(squad).or_default().extend(days.days());
                }
                presence.lead(squad, activity.leader.value().into_iter().flatten(), days, row, &rosters);
            }
        }
        let names = |members: BTreeMap<Arc<str>, Vec<Post>>| members.into_keys().collect();
        presence.members = rosters
            .everyone
            .into_iter()
            .map(|(squad, members)| (squad, names(members)))
            .collect();
        presence
    }

    /// Whether the squad has a roster, and it names the person.
    pub fn is_member(&self, squad: SquadId, person: &str) -> bool {
        self.members.get(&squad).is_some_and(|members| members.contains(person))
    }

    /// Whether the squad has a roster that does not name the person, and another squad's does.
    pub fn is_of_another_squad(&self, squad: SquadId, person: &str) -> bool {
        self.members.contains_key(&squad)
            && !self.is_member(squad, person)
            && self.members.keys().any(|other| self.is_member(*other, person))
    }

    /// The days within the window of a member of the squad that stand in the logs of squads whose roster does not name the person: they
    /// count for neither squad (R004), and what the person did on them is not in the squad's own log.
    pub fn strayed<'a>(&'a self, squad: SquadId, person: &'a str, window: Window) -> impl Iterator<Item = (SquadId, NaiveDate, &'a Day)> {
        let others = self
            .days
            .keys()
            .copied()
            .filter(move |other| *other != squad && !self.is_member(*other, person));
        let others = others.filter(move |_| self.is_member(squad, person));
        others.flat_map(move |other| self.days(other, person, window).map(move |(date, day)| (other, date, day)))
    }

    fn read_log(&mut self, index: u32, log: &Log, whereabouts: Whereabouts, rosters: &Rosters) {
        let (Some(squad), Some(window)) = (squad_of(&log.squad), log.window()) else {
            return;
        };
        if window.length() > Window::LONGEST_ROW {
            return;
        }
        let people = log.people.value().map_or(&[][..], Vec::as_slice);
        let of_squad = self.days.entry(squad).or_default();
        for person in people {
            let days = of_squad.entry(Arc::clone(&person.key)).or_default();
            for date in window.days() {
                let day = days.entry(date).or_default();
                match whereabouts {
                    Whereabouts::Out => day.out = true,
                    Whereabouts::Home => day.home = true,
                    Whereabouts::Leave => day.leave = true,
                    Whereabouts::Untold => {}
                    Whereabouts::Unread => day.unread = true,
                    Whereabouts::Unasked => day.unasked = true,
                }
                day.rows.push(index);
            }
        }
        let members = rosters.members(squad, people);
        // A day on which one of them is on post: who has left, or is not yet there, is no member.
        let is_on = |day: NaiveDate, (from, to): &Post| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
        let has_member = |day: &NaiveDate| {
            let mut members = members.iter();
            members.any(|posts| posts.is_empty() || posts.iter().any(|post| is_on(*day, post)))
        };
        let leaders = log.leader.value().into_iter().flatten();
        let is_open = matches!(whereabouts, Whereabouts::Unread | Whereabouts::Unasked);
        if !is_open && whereabouts != Whereabouts::Out {
            return;
        }
        let add = |open: &mut BTreeMap<SquadId, OpenDays>, days: &mut dyn Iterator<Item = NaiveDate>| {
            for date in days {
                let day = open.entry(squad).or_default().entry(date).or_default();
                day.unasked |= whereabouts == Whereabouts::Unasked;
                day.rows.push(index);
            }
        };
        let of_head = || {
            leaders
                .clone()
                .chain(people)
                .any(|person| rosters.head(squad, &person.key).is_some())
        };
        if is_open && of_head() {
            add(&mut self.heads_open, &mut window.days());
        }
        match log.leader.state() {
            State::NoColumn => self.leaders_unasked.entry(squad).or_default().extend(window.days()),
            State::Unreadable => self.leaders_unread.entry(squad).or_default().extend(window.days()),
            State::Value(_) | State::Empty => {}
        }
        if is_open {
            add(&mut self.open, &mut window.days().filter(has_member));
            return;
        }
        if !members.is_empty() {
            let out = self.members_out.entry(squad).or_default();
            for date in window.days().filter(has_member) {
                out.entry(date).or_default().push(index);
            }
        }
        let row = RowId { kind: Kind::Log, index };
        self.lead(squad, people.iter().chain(leaders), window, row, rosters);
    }

    /// Notes the days for those of the people who are heads of the squad.
    fn lead<'a>(&mut self, squad: SquadId, people: impl Iterator<Item = &'a Name>, window: Window, row: RowId, rosters: &Rosters) {
        for person in people {
            let Some(head) = rosters.head(squad, &person.key) else {
                if rosters.mentioned(squad, &person.key, Mention::Unclear).is_some() {
                    self.heads_unclear.entry(squad).or_default().extend(window.days());
                }
                continue;
            };
            let days = self.led.entry(squad).or_default().entry(Arc::clone(head)).or_default();
            for date in window.days() {
                days.entry(date).or_default().insert(row);
            }
        }
    }

    /// The days with a row of the person in the squad's log within the window, in order.
    pub fn days<'a>(&'a self, squad: SquadId, person: &str, window: Window) -> impl Iterator<Item = (NaiveDate, &'a Day)> + use<'a> {
        let days = self.days.get(&squad).and_then(|people| people.get(person));
        days.into_iter()
            .flat_map(move |days| days.range(window.from..).take_while(move |(day, _)| **day <= window.to))
            .map(|(day, facts)| (*day, facts))
    }

    /// Whether the squad's log has a row of anyone in the window.
    pub fn has_days(&self, squad: SquadId, window: Window) -> bool {
        let people = self.days.get(&squad);
        people.is_some_and(|people| people.values().any(|days| range(days, window).next().is_some()))
    }

    /// Distinct days out of the person in the squad's log within the window.
    pub fn days_out(&self, squad: SquadId, person: &str, window: Window) -> Vec<NaiveDate> {
        self.days(squad, person, window)
            .filter(|(_, day)| day.out)
            .map(|(day, _)| day)
            .collect()
    }

    /// Distinct working days out of the person in the squad's log within the window.
    pub fn workdays_out(&self, squad: SquadId, person: &str, window: Window, calendar: &Calendar) -> Vec<NaiveDate> {
        self.days_out(squad, person, window)
            .into_iter()
            .filter(|day| calendar.is_workday(*day) == Some(true))
            .collect()
    }

    /// The days in the window of which the squad's log leaves open whether the person was out.
    pub fn open_days(&self, squad: SquadId, person: &str, window: Window) -> OpenDays {
        let open = self.days(squad, person, window).filter(|(_, day)| day.is_open());
        open.map(|(date, day)| {
            let rows = day.rows.clone();
            let unasked = day.unasked;
            (date, OpenDay { unasked, rows })
        })
        .collect()
    }

    /// The days in the window that `squad_workdays_out` may lack, for the same reason.
    pub fn squad_open_days(&self, squad: SquadId, window: Window) -> OpenDays {
        let out = self.members_out.get(&squad);
        let open = self.open.get(&squad).into_iter().flat_map(|days| range(days, window));
        open.filter(|(day, _)| out.is_none_or(|out| !out.contains_key(day)))
            .map(|(day, open)| (*day, open.clone()))
            .collect()
    }

    /// The days in the window on which `leader_trips` may lack a trip, for the same reason.
    pub fn head_open_days(&self, squad: SquadId, window: Window) -> OpenDays {
        let led = self.led.get(&squad);
        let is_led = |day: &NaiveDate| led.is_some_and(|heads| heads.values().any(|days| days.contains_key(day)));
        let open = self.heads_open.get(&squad).into_iter().flat_map(|days| range(days, window));
        open.filter(|(day, _)| !is_led(day))
            .map(|(day, open)| (*day, open.clone()))
            .collect()
    }

    /// Whether people of the squad were, or may have been, out in the window by a log that does not ask who led them.
    pub fn is_leader_unasked(&self, squad: SquadId, window: Window) -> bool {
        dates_within(&self.leaders_unasked, squad, window).next().is_some()
    }

    /// Whether a row of people who were, or may have been, out in the window does not let anybody read who led them.
    pub fn is_leader_unread(&self, squad: SquadId, window: Window) -> bool {
        dates_within(&self.leaders_unread, squad, window).next().is_some()
    }

    /// Distinct working days in the window on which a member of the squad was out by the log of a squad that he is not of, and nobody was
    /// by the squad's own.
    pub fn squad_workdays_strayed(&self, squad: SquadId, window: Window, calendar: &Calendar) -> BTreeSet<NaiveDate> {
        let own = self.members_out.get(&squad);
        let members = self.members.get(&squad).into_iter().flatten();
        let strayed = members.flat_map(|member| self.strayed(squad, member, window));
        strayed
            .filter(|(_, date, day)| day.out && calendar.is_workday(*date) == Some(true))
            .map(|(_, date, _)| date)
            .filter(|date| own.is_none_or(|own| !own.contains_key(date)))
            .collect()
    }

    /// Whether `leader_trips` may lack a trip, since a row speaks of a head so that nobody can tell whether it was he.
    pub fn is_head_unclear(&self, squad: SquadId, window: Window) -> bool {
        dates_within(&self.heads_unclear, squad, window).next().is_some()
    }

    /// Distinct working days in the window on which at least one member of the squad was out, each with its log rows in order. Members are
    /// those whom the squad's roster has on post on the day, or without a roster everyone in its log.
    pub fn squad_workdays_out(&self, squad: SquadId, window: Window, calendar: &Calendar) -> BTreeMap<NaiveDate, &[u32]> {
        self.members_out
            .get(&squad)
            .into_iter()
            .flat_map(|days| range(days, window))
            .filter(|(day, _)| calendar.is_workday(**day) == Some(true))
            .map(|(day, rows)| (*day, rows.as_slice()))
            .collect()
    }

    /// The trips led by a head of the squad that have a day in the window (L002, `leader_trips`), in order, each whole.
    ///
    /// A day counts when the squad's own roster has the person on post as head on it. Days that are no working days do not part
    /// a trip, a day of a year that the calendar lacks does.
    pub fn leader_trips(&self, tables: &Tables, squad: SquadId, window: Window, calendar: &Calendar) -> Vec<Trip> {
        let mut days: BTreeMap<NaiveDate, Vec<&BTreeSet<RowId>>> = BTreeMap::new();
        let led = self.led.get(&squad);
        let heads = tables
            .roster
            .iter()
            .filter(|member| squad_of(&member.squad) == Some(squad) && member.role.get() == Some(Role::Head));
        for member in heads {
            let Some(name) = member.name.value() else { continue };
            let of_head = led.and_then(|led| led.get(&name.key)).into_iter().flatten();
            for (day, rows) in of_head.filter(|(day, _)| member.is_on_post(**day)) {
                days.entry(*day).or_default().push(rows);
            }
        }
        let mut trips: Vec<(Vec<NaiveDate>, Vec<&BTreeSet<RowId>>)> = Vec::new();
        for (day, rows) in days {
            match trips.last_mut() {
                Some((trip, trip_rows)) if trip.last().is_some_and(|last| none_works_between(*last, day, calendar)) => {
                    trip.push(day);
                    trip_rows.extend(rows);
                }
                _ => trips.push((vec![day], rows)),
            }
        }
        trips
            .into_iter()
            .filter(|(days, _)| days.iter().any(|day| window.contains(*day)))
            .map(|(days, rows)| Trip {
                days,
                rows: rows
                    .into_iter()
                    .flatten()
                    .copied()
                    .collect::<BTreeSet<RowId>>()
                    .into_iter()
                    .collect(),
            })
            .collect()
    }
}

/// Whether no day between the two is, or may be, a working day.
fn none_works_between(earlier: NaiveDate, later: NaiveDate, calendar: &Calendar) -> bool {
    let mut between = earlier.iter_days().skip(1).take_while(|day| *day < later);
    between.all(|day| calendar.is_workday(day) == Some(false))
}

/// The days of a map that lie in the window; none when the window ends before it begins.
fn range<T>(days: &BTreeMap<NaiveDate, T>, window: Window) -> impl Iterator<Item = (&NaiveDate, &T)> {
    days.range(window.from..).take_while(move |(day, _)| **day <= window.to)
}

fn dates_within(days: &BTreeMap<SquadId, BTreeSet<NaiveDate>>, squad: SquadId, window: Window) -> impl Iterator<Item = &NaiveDate> {
    let days = days.get(&squad).into_iter();
    days.flat_map(move |days| days.range(window.from..=window.to.max(window.from)))
}

fn squad_of(owner: &Cell<Owner>) -> Option<SquadId> {
    owner.value().and_then(Owner::squad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    #[test]
    fn what_the_rows_of_a_day_say_is_kept_apart() {
        let log = "日期 | 姓名 | 工作内容 | 地点 | 是否外出 | 工作类型
            2021-09-01 | 王  伟、李娜 | 拜访 | 上海 | |
            2021-09-01 | 王伟 | 整理材料 | 机关 | |
            2021-09-02至9-03 | 王伟 | 病假 | 上海 | | 病假
            2021-09-06 | 王伟 | 联系企业 | | |
            2021-09-07 | 王伟 | 联系企业 | 上海 | 不详 |";
        let bare = "日期 | 姓名 | 工作内容\n2021-09-01 | 王伟 | 拜访\n2021-09-08 | 王伟、李娜 | 拜访";
        let records = Scene::new("2021-09")
            .sheet("文旅/日志.xlsx", "工作日志", log)
            .sheet("文旅/日志（补）.xlsx", "工作日志", bare)
            .records();
        let month = Window {
            from: "2021-09-01".parse().expect("a day"),
            to: "2021-09-30".parse().expect("a day"),
        };
        let told: Vec<String> = records
            .presence
            .days(SquadId(3), "王伟", month)
            .map(|(date, day)| {
                let Day {
                    out,
                    home,
                    leave,
                    unasked,
                    unread,
                    rows,
                } = day;
                let facts = [
                    (*out, "out"),
                    (*home, "home"),
                    (*leave, "leave"),
                    (*unasked, "unasked"),
                    (*unread, "unread"),
                ];
                let facts: Vec<&str> = facts.into_iter().filter(|(holds, _)| *holds).map(|(_, fact)| fact).collect();
                format!("{} {} {rows:?}", date.format("%d"), facts.join("+"))
            })
            .collect();
        assert_eq!(
            told,
            [
                "01 out+home+unasked [0, 1, 5]",
                "02 leave [2]",
                "03 leave [2]",
                "06  [3]",
                "07 unread [4]",
                "08 unasked [6]"
            ]
        );
        let until = |day: &str| Window {
            to: day.parse().expect("a day"),
            ..month
        };
        let open = |day: &str, unasked: bool, row: u32| (day.parse().expect("a day"), OpenDay { unasked, rows: vec![row] });
        let days = [open("2021-09-07", false, 4), open("2021-09-08", true, 6)];
        for (window, count) in [(until("2021-09-06"), 0), (until("2021-09-07"), 1), (month, 2)] {
            let days: OpenDays = days.iter().take(count).cloned().collect();
            assert_eq!(records.presence.open_days(SquadId(3), "王伟", window), days);
            assert_eq!(records.presence.squad_open_days(SquadId(3), window), days);
        }
        assert_eq!(records.presence.days_out(SquadId(3), "李娜", month).len(), 1);
        assert_eq!(records.presence.days(SquadId(2), "王伟", month).count(), 0);
    }

    #[test]
    fn who_is_on_leave_by_the_column_that_asks_is_not_out() {
        let month = Window {
            from: "2021-09-01".parse().expect("a day"),
            to: "2021-09-30".parse().expect("a day"),
        };
        for leave in ["休假", "请假", "病假", "事假", "年假", "调休", "轮休", "公休"] {
            let log = format!("日期 | 姓名 | 工作内容 | 地点 | 是否外出\n2021-09-07 | 王伟 | 在家 | | {leave}");
            let records = Scene::new("2021-09").sheet("文旅/日志.xlsx", "工作日志", &log).records();
            let days: Vec<bool> = records.presence.days(SquadId(3), "王伟", month).map(|(_, day)| day.out).collect();
            assert_eq!(days, [false], "{leave}");
            assert!(records.presence.open_days(SquadId(3), "王伟", month).is_empty(), "{leave}");
        }
    }

    #[test]
    fn a_trip_knows_its_days_and_rows() {
        let roster = "姓名 | 角色\n赵刚 | 组长\n王伟 | 专职成员";
        let log = "日期 | 姓名 | 工作内容 | 地点 | 带队领导
            2021-09-03 | 王伟 | 考察 | 上海 | 赵刚
            2021-09-06至9-07 | 赵刚 | 考察 | 上海 |
            2021-09-06 | 赵刚 | 开会 | 机关 |";
        let activities = "日期 | 活动类型 | 活动名称 | 带队领导\n2021-09-08 | 外出考察 | 赴苏州考察 | 赵刚";
        let scene = Scene::new("2021-09")
            .sheet("文旅/名册.xlsx", "名册", roster)
            .sheet("文旅/日志.xlsx", "工作日志", log)
            .sheet("文旅/活动.xlsx", "活动记录", activities);
        let records = scene.records();
        let day = |day: &str| day.parse().expect("a day");
        let (from, to) = (day("2021-09-07"), day("2021-09-07"));
        let trips = records
            .presence
            .leader_trips(&records.tables, SquadId(3), Window { from, to }, &scene.policy.calendar);
        let row = |kind, index| RowId { kind, index };
        assert_eq!(
            trips,
            [Trip {
                days: ["2021-09-03", "2021-09-06", "2021-09-07", "2021-09-08"].map(day).into(),
                rows: vec![row(Kind::Log, 0), row(Kind::Log, 1), row(Kind::Activity, 0)],
            }]
        );
    }
}
