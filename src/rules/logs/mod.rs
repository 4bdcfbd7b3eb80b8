//! L · 工作日志: the duties of being out of town, and what the logs must say (方案 三, 四(四); 考核办法 一, 二, 八).

pub mod contradictory_whereabouts;
pub mod days_out_at_risk;
pub mod days_out_off_work;
pub mod incomplete_monthly_report;
pub mod log_off_post;
pub mod missing_log;
pub mod no_led_trip;
pub mod squad_too_few_days_out;
pub mod too_few_days_out;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::SetAside;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::presence::OpenDays;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Case;
use super::Docket;
use super::post;
use super::post::Person;
use super::words;

/// The squads whose logs can be judged; why the others' cannot is told.
fn squads_with_logs(case: &Case<'_>, docket: &mut Docket<'_>) -> Vec<SquadId> {
    let mut squads = Vec::new();
    for squad in case.city().squad_ids() {
        if let Some(missing) = case.missing(squad) {
            docket.cannot_tell(Some(squad), missing.reason());
        } else if !case.handed_in(Kind::Log, squad) {
            docket.cannot_tell(Some(squad), "未报工作日志，无法核查");
        } else {
            squads.push(squad);
        }
    }
    squads
}

/// Whether the squad's log has any row in the window; that it has not is told, since nobody's days can then be counted.
fn logged(case: &Case<'_>, docket: &mut Docket<'_>, squad: SquadId, window: Window) -> bool {
    let logged = case.records.logged(squad, window, &case.policy.calendar);
    if !logged {
        let reason = format!("未报{}的工作日志，无法核查", words::window(window));
        docket.cannot_tell(Some(squad), reason);
    }
    logged
}

/// Working days of which the logs leave open whether somebody was out.
struct Open(OpenDays);

impl Open {
    fn workdays_of(case: &Case<'_>, days: OpenDays) -> Open {
        let mut days = days;
        days.retain(|day, _| case.policy.calendar.is_workday(*day) == Some(true));
        Open(days)
    }

    fn of_person(case: &Case<'_>, squad: SquadId, person: &Name, window: Window) -> Open {
        Open::workdays_of(case, case.records.presence.open_days(squad, &person.key, window))
    }

    fn of_squad(case: &Case<'_>, squad: SquadId, window: Window) -> Open {
        Open::workdays_of(case, case.records.presence.squad_open_days(squad, window))
    }

    /// How many days out there may be besides those that are told.
    fn days_out(&self) -> Decimal {
        Decimal::from(self.0.len())
    }

    fn list(&self) -> String {
        let days: Vec<NaiveDate> = self.0.keys().copied().collect();
        words::days_list(&days)
    }

    /// `；另有2个工作日（2021年9月6日、7日）的日志看不出是否外出，未计入`, or nothing.
    fn told(&self) -> String {
        match self.0.len() {
            0 => String::new(),
            days => format!("；另有{days}个工作日（{}）的日志看不出是否外出，未计入", self.list()),
        }
    }

    /// Why days out cannot be counted: the log does not ask for them, or what it says of somebody's whereabouts cannot be read.
    fn reason(&self, whose: &str, window: Window) -> String {
        if self.0.values().any(|day| day.unasked) {
            return format!("{}的工作日志没有“地点”列和“是否外出”列，无法核查", words::window(window));
        }
        let (days, list) = (self.0.len(), self.list());
        format!("{whose}{list}（{days}个工作日）的日志看不出是否外出，计入后是否达到要求无法判断")
    }

    /// Why the trips of a head cannot be counted.
    fn reason_of_heads(&self, window: Window) -> String {
        if self.0.values().any(|day| day.unasked) {
            return self.reason("", window);
        }
        format!("{}有组长姓名的日志看不出是否外出，无法核查带队外出", self.list())
    }

    fn places(&self, case: &Case<'_>) -> Vec<Place> {
        places_of(case, self.0.values().flat_map(|day| day.rows.iter().copied()))
    }
}

/// A member's working days that stand in the logs of squads whose roster does not name him (R004), and not in his own squad's.
struct Strayed {
    /// Those out of town.
    out: BTreeSet<NaiveDate>,
    /// All of them.
    all: BTreeSet<NaiveDate>,
    /// Whose logs.
    squads: BTreeSet<SquadId>,
}

impl Strayed {
    fn of(case: &Case<'_>, squad: SquadId, person: &Name, window: Window) -> Strayed {
        let presence = &case.records.presence;
        let mut strayed = Strayed {
            out: BTreeSet::new(),
            all: BTreeSet::new(),
            squads: BTreeSet::new(),
        };
        for (other, date, day) in presence.strayed(squad, &person.key, window) {
            if case.policy.calendar.is_workday(date) == Some(true) {
                strayed.squads.insert(other);
                strayed.all.insert(date);
                if day.out {
                    strayed.out.insert(date);
                }
            }
        }
        if !strayed.all.is_empty() {
            for (date, day) in presence.days(squad, &person.key, window) {
                strayed.all.remove(&date);
                if day.out {
                    strayed.out.remove(&date);
                }
            }
        }
        strayed
    }

    /// How many working days out the person may have besides those in the squad's own log.
    fn days_out(&self) -> Decimal {
        Decimal::from(self.out.len())
    }

    /// `；另有3个工作日的外出写在先进制造专班的日志中，未计入`, or nothing.
    fn told(&self, case: &Case<'_>) -> String {
        match self.out.len() {
            0 => String::new(),
            days => format!("；另有{days}个工作日的外出写在{}的日志中，未计入", self.squads(case)),
        }
    }

    fn squads(&self, case: &Case<'_>) -> String {
        let names: Vec<String> = self
            .squads
            .iter()
            .map(|squad| format!("{}专班", case.city().squad(*squad).name))
            .collect();
        names.join("、")
    }

    /// Why it cannot be told whether the person was out on enough days.
    fn reason(&self, case: &Case<'_>, person: &Name, window: Window) -> String {
        let (days, squads) = (self.out.len(), self.squads(case));
        format!(
            "{person} {}有{days}个工作日的外出写在{squads}的日志中（R004），计入后是否达到天数无法判断",
            words::window(window)
        )
    }
}

/// The dedicated members on post throughout the window; whom the roster leaves open is told.
fn dedicated_throughout<'a>(case: &Case<'a>, docket: &mut Docket<'_>, squad: SquadId, window: Window) -> Vec<Person<'a>> {
    tell_roster_rows_set_aside(case, docket, squad);
    let mut throughout = Vec::new();
    let mut open = Vec::new();
    for person in post::people(&case.records.tables, squad, Some(Role::Dedicated)) {
        match person.on_post_throughout(window) {
            Some(true) => throughout.push(person),
            Some(false) => {}
            None => open.push(&*person.name.shown),
        }
    }
    tell_open_posts(docket, squad, &open);
    throughout
}

/// Tells that the roster does not say when these people were on post.
fn tell_open_posts(docket: &mut Docket<'_>, squad: SquadId, people: &[&str]) {
    if !people.is_empty() {
        let names = words::names(people);
        docket.cannot_tell(Some(squad), format!("名册中{names}的到岗、离岗日期无法识别或相互矛盾，无法核查"));
    }
}

fn tell_roster_rows_set_aside(case: &Case<'_>, docket: &mut Docket<'_>, squad: SquadId) {
    match post::roster_rows_set_aside(&case.records.tables, squad).count() {
        0 => {}
        rows => docket.cannot_tell(Some(squad), format!("名册有{rows}行未计入，其中的人员无法核查")),
    }
}

/// Everyone whom the squad's logs name, in order of their names.
fn people_in_logs<'a>(case: &Case<'a>, squad: SquadId) -> BTreeSet<&'a Name> {
    let logs = case.records.tables.logs.iter();
    let of_squad = logs.filter(|log| log.squad.value().and_then(Owner::squad) == Some(squad));
    let mut keys = BTreeSet::new();
    of_squad
        .flat_map(|log| log.people.value().into_iter().flatten())
        .filter(|name| keys.insert(&*name.key))
        .collect()
}

/// The log rows in no figure that may be a squad's: they may hold days that its counts lack.
struct LeftOut<'a> {
    rows: Vec<&'a SetAside>,
    /// By the folded names of the people whom they name.
    by_person: BTreeMap<&'a str, Vec<&'a SetAside>>,
}

impl<'a> LeftOut<'a> {
    fn of(case: &Case<'a>, squad: SquadId) -> LeftOut<'a> {
        let may_be_the_squads = |row: &&SetAside| row.owner.as_ref().is_none_or(|owner| owner.squad() == Some(squad));
        let logs = case.records.tables.set_aside.iter().filter(|row| row.kind == Kind::Log);
        let rows: Vec<&SetAside> = logs.filter(may_be_the_squads).collect();
        let mut by_person: BTreeMap<&str, Vec<&SetAside>> = BTreeMap::new();
        for row in &rows {
            for name in &row.people {
                by_person.entry(&name.key).or_default().push(row);
            }
        }
        LeftOut { rows, by_person }
    }

    /// Those of a day in the window, or of a day that could not be read.
    fn in_window(&self, window: Window) -> LeftOutRows<'a> {
        LeftOutRows::of(&self.rows, window)
    }

    /// Those among them that name the person.
    fn of_person(&self, person: &Name, window: Window) -> LeftOutRows<'a> {
        let rows = self.by_person.get(&*person.key).map_or(&[][..], Vec::as_slice);
        LeftOutRows::of(rows, window)
    }
}

/// What a message says of rows in no figure, and where they are.
struct LeftOutRows<'a>(Vec<&'a SetAside>);

impl<'a> LeftOutRows<'a> {
    fn of(rows: &[&'a SetAside], window: Window) -> LeftOutRows<'a> {
        let in_window = |row: &&&SetAside| row.date.is_none_or(|day| window.contains(day));
        LeftOutRows(rows.iter().filter(in_window).copied().collect())
    }

    /// `；另有2行日志未计入（D005、D023）`, or nothing.
    fn told(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let rules: BTreeSet<&str> = self.0.iter().map(|row| row.rule).collect();
        let rules: Vec<&str> = rules.into_iter().collect();
        format!("；另有{}行日志未计入（{}）", self.0.len(), rules.join("、"))
    }

    fn places(&self) -> Vec<Place> {
        self.0.iter().map(|row| row.place.clone()).collect()
    }
}

/// The places of log rows by their positions, each once, in file order.
fn places_of(case: &Case<'_>, rows: impl IntoIterator<Item = u32>) -> Vec<Place> {
    let rows: BTreeSet<u32> = rows.into_iter().collect();
    let logs = &case.records.tables.logs;
    rows.into_iter()
        .filter_map(|row| logs.get(row as usize))
        .map(|log| log.at.place())
        .collect()
}

#[cfg(test)]
mod testing {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// A squad's roster: a head, and the members that the test is about.
    pub(super) const ROSTER: &str = "姓名 | 角色 | 到岗日期 | 离岗日期\n张局 | 组长";

    /// The 22 working days of September 2021: the 18th and 26th are made up, the 19th to 21st a holiday.
    pub(super) const SEPTEMBER: [u32; 22] = [1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 22, 23, 24, 26, 27, 28, 29, 30];

    /// A scene of one squad in September 2021.
    pub(super) fn scene(members: &str, logs: &str) -> Scene {
        Scene::new("2021-09")
            .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n{members}"))
            .sheet("文化旅游/日志.xlsx", "日志", &log(logs))
    }

    /// A log of these rows.
    pub(super) fn log(rows: &str) -> String {
        format!("日期 | 姓名 | 工作内容 | 地点 | 是否外出 | 工作类型 | 带队领导\n{rows}")
    }

    /// One row a day out of town for the person.
    pub(super) fn out(person: &str, days: &[u32]) -> String {
        let rows: Vec<String> = days
            .iter()
            .map(|day| format!("2021-09-{day:02} | {person} | 拜访企业 | 上海"))
            .collect();
        rows.join("\n")
    }

    pub(super) fn messages(verdicts: &Verdicts) -> Vec<&str> {
        verdicts.findings.iter().map(|finding| finding.message.as_str()).collect()
    }

    /// Why the rule cannot tell, for the squad of the scene.
    pub(super) fn reasons(verdicts: &Verdicts) -> Vec<&str> {
        let of_squad = verdicts
            .unjudged
            .iter()
            .filter(|unjudged| unjudged.squad.is_some_and(|squad| squad.0 == 3));
        of_squad.map(|unjudged| unjudged.reason.as_str()).collect()
    }

    /// That the rule cannot tell of a squad without a log.
    pub(super) fn cannot_tell_without_log(rule: &Rule) {
        let ledger = "项目名称 | 阶段 | 最近进展日期\n文旅小镇 | 在谈 | 2021-09-02";
        let verdicts = Scene::new("2021-09")
            .as_of("2021-09-30")
            .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n王伟 | 专职成员"))
            .sheet("文化旅游/台账.xlsx", "台账", ledger)
            .judge(rule);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["未报工作日志，无法核查"]);
    }
}
