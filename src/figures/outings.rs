//! `leader_trips`, `squad_days_out` and `members[]`: who was out of town (方案 三, 考核办法 一). A squad without a log row in the
//! window has not reported it: 未报, not 0; nor has one whose log leaves open who was out on a day.

use std::collections::BTreeMap;

use ahash::HashSet;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::cell::Name;
use crate::records::cell::State;
use crate::records::log::Log;
use crate::records::roster::Member;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Figure;
use super::MemberFigures;
use super::Part;
use super::view::View;
use super::view::count;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// The two figures. A trip's first row counts it; a day out is counted at the first row that says so.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    vec![leader_trips(view), squad_days_out(view)]
}

fn leader_trips(view: &View<'_>) -> Figure {
    let (records, calendar) = (view.records, &view.policy.calendar);
    let mut parts = Parts::default();
    let mut reported = false;
    for squad in view.squads() {
        let presence = &records.presence;
        if !presence.head_open_days(squad, view.window).is_empty() {
            continue;
        }
        let trips = presence.leader_trips(&records.tables, squad, view.window, calendar);
        // Where nothing asks, or lets anybody read, who led, there may have been trips although none is told.
        let is_unasked = presence.is_leader_unasked(squad, view.window) && !records.handed_in(Kind::Activity, squad);
        if trips.is_empty() && (is_unasked || presence.is_leader_unread(squad, view.window)) {
            continue;
        }
        for trip in trips {
            parts.one_of(trip.rows);
        }
        // Who led is known by the roster, and where by the log.
        reported |= records.logged(squad, view.window, &view.policy.calendar) && records.handed_in(Kind::Roster, squad);
    }
    count("leader_trips", reported, parts.in_order())
}

/// Of all squads together: the days on which any squad had somebody out.
fn squad_days_out(view: &View<'_>) -> Figure {
    let presence = &view.records.presence;
    let mut days: BTreeMap<NaiveDate, Vec<&[u32]>> = BTreeMap::new();
    let mut reported = false;
    for squad in view.squads() {
        let open = presence.squad_open_days(squad, view.window);
        if open.keys().any(|day| view.policy.calendar.is_workday(*day) == Some(true)) {
            continue;
        }
        // What a squad has besides stands in the log of another: together they are days all the same.
        let strayed = || presence.squad_workdays_strayed(squad, view.window, &view.policy.calendar);
        if view.squads().len() == 1 && !strayed().is_empty() {
            continue;
        }
        for (day, rows) in presence.squad_workdays_out(squad, view.window, &view.policy.calendar) {
            days.entry(day).or_default().push(rows);
        }
        reported |= view.records.logged(squad, view.window, &view.policy.calendar);
    }
    let mut parts = Parts::default();
    // A row belongs to one squad, so that no two of these lists share one.
    for rows in days.into_values() {
        let first = rows.iter().filter_map(|rows| rows.first()).min();
        let others = rows.iter().copied().flatten().filter(|row| Some(*row) != first);
        let in_order = first.into_iter().chain(others);
        parts.one_of(in_order.map(|index| RowId {
            kind: Kind::Log,
            index: *index,
        }));
    }
    count("squad_days_out", reported, parts.in_order())
}

/// The rows of some things, each thing's first row with a one, when a row may stand for several.
#[derive(Default)]
struct Parts(Vec<(RowId, u32)>);

impl Parts {
    /// One thing that the rows speak of: its first row adds one, the others nothing more.
    fn one_of(&mut self, rows: impl IntoIterator<Item = RowId>) {
        self.0.extend(rows.into_iter().zip(std::iter::once(1).chain(std::iter::repeat(0))));
    }

    fn in_order(mut self) -> Vec<Part> {
        self.0.sort_unstable();
        let of_row = self.0.chunk_by(|one, other| one.0 == other.0);
        let of_row = of_row.filter_map(|same| Some((same.first()?.0, same.iter().map(|(_, adds)| *adds).sum::<u32>())));
        of_row.map(|(row, adds)| part(row, Decimal::from(adds))).collect()
    }
}

/// Squad, person and role, from when to when.
type Post<'a> = (SquadId, &'a str, Role, Option<NaiveDate>, Option<NaiveDate>);

/// Every roster row on post on a day of the window, by squad, role and then file order; `None` when no roster was handed in.
pub(super) fn members(view: &View<'_>) -> Option<Vec<MemberFigures>> {
    let squads = view.squads();
    let reported = squads.iter().any(|squad| view.records.handed_in(Kind::Roster, *squad));
    if !reported {
        return None;
    }
    let roster = rows(Kind::Roster, &view.records.tables.roster);
    // Two rosters that have somebody in one role for the same days have one member.
    let mut known: BTreeMap<Post<'_>, Vec<&Member>> = BTreeMap::new();
    let mut members: Vec<(SquadId, MemberFigures)> = roster
        .filter_map(|(row, member)| {
            let squad = squad_of(&member.squad).filter(|squad| view.is_of(Some(*squad)))?;
            let key = (
                squad,
                &*member.name.value()?.key,
                member.role.get()?,
                member.from.get(),
                member.to.get(),
            );
            let alike = known.entry(key).or_default();
            if alike.iter().any(|other| other.at.table != member.at.table && other.may_be(member)) {
                return None;
            }
            alike.push(member);
            Some((squad, figures_of(view, squad, row, member)?))
        })
        .collect();
    members.sort_by_key(|(squad, member)| (*squad, member.role, member.row));
    Some(members.into_iter().map(|(_, member)| member).collect())
}

/// `None` when the row has nobody on post in the window.
fn figures_of(view: &View<'_>, squad: SquadId, row: RowId, member: &Member) -> Option<MemberFigures> {
    let on_post = member.post_within(view.window)?;
    let (name, role): (&Name, Role) = (member.name.value()?, member.role.get()?);
    let (presence, calendar) = (&view.records.presence, &view.policy.calendar);
    let mut log_days = 0_u64;
    let mut log_rows: Vec<u32> = Vec::new();
    for (_, day) in presence.days(squad, &name.key, view.window) {
        log_days += 1;
        log_rows.extend(&day.rows);
    }
    log_rows.sort_unstable();
    log_rows.dedup();
    let logs: Vec<&Log> = log_rows
        .iter()
        .filter_map(|index| view.records.tables.logs.get(*index as usize))
        .collect();
    let firms: HashSet<&str> = logs
        .iter()
        .flat_map(|log| log.firms.value().into_iter().flatten())
        .map(|firm| &*firm.key)
        .collect();
    // A log without the column says nothing of firms, not that none was met.
    let firms_told = logs.is_empty() || logs.iter().any(|log| log.firms.state() != State::NoColumn);
    let has_log = view.records.logged(squad, view.window, &view.policy.calendar);
    let reported = |figure: u64| has_log.then_some(figure);
    let how_many = |count: usize| count as u64;
    // Days in the log of a squad that does not name him count for neither squad, and are no days at home.
    let strayed = presence
        .strayed(squad, &name.key, view.window)
        .any(|(_, date, day)| day.out && presence.days_out(squad, &name.key, Window { from: date, to: date }).is_empty());
    let is_open = strayed || !presence.open_days(squad, &name.key, view.window).is_empty();
    let out = |figure: u64| reported(figure).filter(|_| !is_open);
    Some(MemberFigures {
        row,
        name: name.clone(),
        role,
        workdays_out: out(how_many(presence.workdays_out(squad, &name.key, view.window, calendar).len())),
        days_out: out(how_many(presence.days_out(squad, &name.key, view.window).len())),
        log_days: reported(log_days),
        workdays: how_many(calendar.workdays(on_post).len()),
        firms_met: reported(how_many(firms.len())).filter(|_| firms_told),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;
    use super::super::tests::measured;
    use super::super::tests::say;
    use super::super::tests::scene;
    use crate::figures::Figures;

    const ROSTER: &str = "姓名 | 角色 | 到岗日期 | 离岗日期
        王伟 | 专职成员 | |
        李娜 | 专职成员 | | 2021-09-10
        周强 | 副组长 | |
        赵刚 | 组长 | | 2021-09-15
        钱进 | 组长 | 2021-09-16 |
        孙丽 | 专职成员 | 2021-10-01 |";

    fn log(rows: &str) -> String {
        format!("日期 | 姓名 | 工作内容 | 地点 | 是否外出 | 工作类型 | 带队领导 | 对接单位\n{rows}")
    }

    fn of_log(rows: &str) -> Figures {
        let log = log(rows);
        figures(
            "2021-09",
            &[("文旅/名册.xlsx", "名册", ROSTER), ("文旅/日志.xlsx", "工作日志", &log)],
        )
    }

    fn days_out(rows: &str) -> String {
        say(&of_log(rows), "文化旅游.squad_days_out.period")
    }

    fn trips(rows: &str) -> String {
        say(&of_log(rows), "文化旅游.leader_trips.period")
    }

    #[test]
    fn where_a_row_has_its_people() {
        for (row, expected) in [
            ("2021-09-01 | 王伟 | 拜访 | 上海", "1"),
            ("2021-09-01 | 王伟 | 拜访 | 运城盐湖区", "0"),
            ("2021-09-01 | 王伟 | 拜访 | 本单位", "0"),
            ("2021-09-01 | 王伟 | 拜访 |", "0"),
            ("2021-09-01 | 王伟 | 拜访 | | 是", "1"),
            ("2021-09-01 | 王伟 | 拜访 | 上海 | 否", "0"),
            ("2021-09-01 | 王伟 | 拜访 | 永济 | √", "1"),
            ("2021-09-01 | 王伟 | 休息 | 上海 | 是 | 请假", "0"),
            ("2021-09-01 | 王伟 | 拜访 | 上海 | | 外出拜访", "1"),
            // Saturday; a make-up working Saturday; a public holiday.
            ("2021-09-04 | 王伟 | 拜访 | 上海", "0"),
            ("2021-09-18 | 王伟 | 拜访 | 上海", "1"),
            ("2021-09-20 | 王伟 | 拜访 | 上海", "0"),
        ] {
            assert_eq!(days_out(row), expected, "{row}");
        }
    }

    #[test]
    fn days_out_are_distinct_days_on_which_a_member_was_out() {
        for (rows, expected) in [
            ("2021-09-01 | 王伟、李娜 | 拜访 | 上海\n2021-09-01 | 周强 | 拜访 | 北京", "1"),
            ("2021-09-01 | 王伟 | 拜访 | 上海\n2021-09-02 | 周强 | 拜访 | 北京", "2"),
            ("2021-09-06至9-12 | 王伟 | 拜访 | 上海", "5"),
            // Only the window's part of the row.
            ("2021-08-30至9-02 | 王伟 | 拜访 | 上海", "2"),
            ("2021-09-29至10-20 | 王伟 | 拜访 | 上海", "2"),
            // Somebody of another squad in this log is no member.
            ("2021-09-01 | 郑爽 | 拜访 | 上海", "0"),
            ("2021-09-01 | 郑爽、王伟 | 拜访 | 上海", "1"),
            // Nor is one who has left, or is not yet there: 李娜 to the 10th, 孙丽 from October.
            ("2021-09-09至9-14 | 李娜 | 拜访 | 上海", "2"),
            ("2021-09-13 | 李娜、孙丽 | 拜访 | 上海\n2021-09-14 | 李娜、王伟 | 拜访 | 上海", "1"),
            // A range longer than a year is a slip of the pen.
            ("2020-09-01至2021-09-30 | 王伟 | 拜访 | 上海", "未报"),
        ] {
            let other = "姓名 | 角色\n郑爽 | 专职成员";
            let sheets = [
                ("文旅/名册.xlsx", "名册", ROSTER),
                ("农业/名册.xlsx", "名册", other),
                ("文旅/日志.xlsx", "工作日志", &log(rows)),
            ];
            assert_eq!(
                say(&figures("2021-09", &sheets), "文化旅游.squad_days_out.period"),
                expected,
                "{rows}"
            );
        }
    }

    #[test]
    fn together_a_day_on_which_two_squads_were_out_is_one() {
        let (first, second) = (
            log("2021-09-01至9-02 | 王伟 | 拜访 | 上海"),
            log("2021-09-02至9-03 | 郑爽 | 拜访 | 上海"),
        );
        let figures = figures(
            "2021-09",
            &[
                ("文旅/名册.xlsx", "名册", ROSTER),
                ("农业/名册.xlsx", "名册", "姓名 | 角色\n郑爽 | 专职成员"),
                ("文旅/日志.xlsx", "工作日志", &first),
                ("农业/日志.xlsx", "工作日志", &second),
            ],
        );
        assert_said(
            &figures,
            "文化旅游.squad_days_out.period 2
             高效农业.squad_days_out.period 2
             先进制造.squad_days_out.period 未报
             total.squad_days_out.period 3
             total.squad_days_out.previous 未报",
        );
    }

    #[test]
    fn trips_are_runs_of_days_that_working_days_part() {
        for (rows, expected) in [
            ("2021-09-01 | 赵刚 | 考察 | 上海", "1"),
            ("2021-09-01 | 王伟 | 考察 | 上海 | | | 赵刚", "1"),
            ("2021-09-01 | 王伟 | 考察 | 上海 | | | 周强", "0"),
            ("2021-09-01 | 王伟 | 考察 | 盐湖区 | | | 赵刚", "0"),
            ("2021-09-01 | 赵刚 | 考察 | 上海 | | 请假", "0"),
            ("2021-09-01 | 赵刚 | 考察 | 上海\n2021-09-02 | 王伟 | 考察 | 上海 | | | 赵刚", "1"),
            ("2021-09-01 | 赵刚 | 考察 | 上海\n2021-09-03 | 赵刚 | 考察 | 上海", "2"),
            // A weekend between, with or without the Monday.
            ("2021-09-03 | 赵刚 | 考察 | 上海\n2021-09-06 | 赵刚 | 考察 | 上海", "1"),
            ("2021-09-03 | 赵刚 | 考察 | 上海\n2021-09-07 | 赵刚 | 考察 | 上海", "2"),
            // 18 September is a Saturday on which everyone works.
            (
                "2021-09-15 | 赵刚 | 考察 | 上海\n2021-09-17 | 钱进 | 考察 | 上海\n2021-09-19 | 钱进 | 考察 | 上海",
                "3",
            ),
            // Who is head is a matter of the day: 赵刚 to the 15th, 钱进 from the 16th.
            ("2021-09-16 | 赵刚 | 考察 | 上海", "0"),
            ("2021-09-15 | 钱进 | 考察 | 上海", "0"),
            ("2021-09-15 | 赵刚 | 考察 | 上海\n2021-09-16 | 钱进 | 考察 | 上海", "1"),
            // A trip counts in each month that it has a day in.
            ("2021-08-30至9-01 | 赵刚 | 考察 | 上海", "1"),
            // Without a row of the month its log is not handed in.
            ("2021-08-30至8-31 | 赵刚 | 考察 | 上海", "未报"),
        ] {
            assert_eq!(trips(rows), expected, "{rows}");
        }
        let figures = of_log("2021-08-30至9-01 | 赵刚 | 考察 | 上海");
        assert_said(&figures, "文化旅游.leader_trips.previous 1\n文化旅游.leader_trips.ytd 1");
    }

    #[test]
    fn a_visit_in_the_activities_that_the_head_leads_is_a_trip_of_the_squad_in_whose_table_it_stands() {
        let activities = "日期 | 活动类型 | 活动名称 | 专班 | 带队领导 | 参加人员
            2021-09-02 | 外出考察 | 赴苏州考察 | 文旅 | 赵刚 | 王伟
            2021-09-03 | 外出考察 | 赴无锡考察 | 文旅 | 赵刚 |
            2021-09-08 | 外出考察 | 赴常州考察 | 文旅 | 王伟 | 赵刚
            2021-09-09 | 专题招商活动 | 推介会 | 文旅 | 赵刚 |
            2021-09-10 | 外出考察 | 赴南京考察 | 农业 | 赵刚 |";
        let log = log("2021-09-06 | 赵刚 | 考察 | 上海");
        let sheets = [
            ("文旅/名册.xlsx", "名册", ROSTER),
            ("文旅/日志.xlsx", "工作日志", &*log),
            ("活动.xlsx", "活动记录", activities),
        ];
        assert_said(
            &figures("2021-09", &sheets),
            "文化旅游.leader_trips.period 1
             高效农业.leader_trips.period 未报",
        );
    }

    #[test]
    fn trips_need_a_roster_and_a_log() {
        let log = log("2021-09-01 | 赵刚 | 考察 | 上海");
        assert_said(
            &figures("2021-09", &[("文旅/日志.xlsx", "工作日志", &log)]),
            "文化旅游.leader_trips.period 未报\n文化旅游.squad_days_out.period 1",
        );
        assert_said(
            &figures("2021-09", &[("文旅/名册.xlsx", "名册", ROSTER)]),
            "文化旅游.leader_trips.period 未报\n文化旅游.squad_days_out.period 未报",
        );
    }

    #[test]
    fn members_are_those_on_post_on_a_day_of_the_window() {
        let figures = of_log(
            "2021-09-04至9-07 | 王伟 | 拜访 | 上海 | | | | 甲公司、乙公司
             2021-09-08 | 王伟 | 整理材料 | 机关 | 否 | | | 甲 公司
             2021-09-08 | 王伟 | 拜访 | 上海 | | | | 丙公司
             2021-08-31 | 王伟 | 拜访 | 上海 | | | | 丁公司",
        );
        let members: Vec<String> = figures.squads[3]
            .period
            .members
            .iter()
            .flatten()
            .map(|member| {
                let [workdays_out, days_out, log_days, firms_met] =
                    [member.workdays_out, member.days_out, member.log_days, member.firms_met].map(|figure| figure.expect("a log"));
                format!(
                    "{} {} {workdays_out} {days_out} {log_days} {} {firms_met}",
                    member.role.name(),
                    member.name,
                    member.workdays
                )
            })
            .collect();
        // September 2021 has 22 working days; to the 10th 8, to the 15th 11.
        assert_eq!(
            members,
            [
                "组长 赵刚 0 0 0 11 0",
                "组长 钱进 0 0 0 11 0",
                "副组长 周强 0 0 0 22 0",
                "专职成员 王伟 3 5 5 22 3",
                "专职成员 李娜 0 0 0 8 0",
            ]
        );
        let names = |members: &Option<Vec<crate::figures::MemberFigures>>| members.as_ref().map(Vec::len);
        assert_eq!(names(&figures.total_period.members), Some(5));
        assert_eq!(names(&figures.squads[0].period.members), None);
    }

    #[test]
    fn one_member_of_two_rosters_is_one() {
        let names = |first: &str, second: &str| -> Vec<String> {
            let roster = |rows: &str| format!("姓名 | 角色 | 单位 | 到岗日期 | 离岗日期 | 身份证号\n{rows}");
            let files = [
                ("文旅/名册（8月）.xlsx", "名册", &*roster(first)),
                ("文旅/名册（9月）.xlsx", "名册", &*roster(second)),
            ];
            let figures = figures("2021-09", &files);
            let members = figures.squads[3].period.members.as_deref().expect("members");
            members
                .iter()
                .map(|member| format!("{} {}", member.role.name(), member.workdays))
                .collect()
        };
        let first = "王伟 | 专职成员 | 市文旅局 | 2021-01-01 |";
        assert_eq!(names(first, "王伟 | 专职成员 | 市文化和旅游局 | 2021-01-01 |"), ["专职成员 22"]);
        assert_eq!(names(first, "王伟 | 专职成员 | 市文旅局 | 2021-01-01 | 2021-09-03"), ["专职成员 3"]);
        assert_eq!(names(first, "王伟 | 副组长 | 市文旅局 | 2021-01-01 |").len(), 2);
        assert_eq!(
            names(
                "王伟 | 专职成员 | | | | 14080219900307123X",
                "王伟 | 专职成员 | | | | 140802198503071238"
            )
            .len(),
            2
        );
    }

    #[test]
    fn days_in_the_log_of_another_squad_leave_open_how_many_there_are() {
        let (own, other) = (log("2021-09-01 | 王伟 | 拜访 | 上海"), log("2021-09-02 | 王伟 | 拜访 | 上海"));
        let sheets = |other_roster| {
            figures(
                "2021-09",
                &[
                    ("文旅/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 专职成员"),
                    ("农业/名册.xlsx", "名册", other_roster),
                    ("文旅/日志.xlsx", "工作日志", &*own),
                    ("农业/日志.xlsx", "工作日志", &*other),
                ],
            )
        };
        let days_out = |figures: &Figures| figures.squads[3].period.members.as_deref().expect("members")[0].workdays_out;
        assert_eq!(days_out(&sheets("姓名 | 角色\n郑爽 | 专职成员")), None);
        assert_said(
            &sheets("姓名 | 角色\n郑爽 | 专职成员"),
            "文化旅游.squad_days_out.period 未报\n高效农业.squad_days_out.period 0\ntotal.squad_days_out.period 1",
        );
        assert_eq!(days_out(&sheets("姓名 | 角色\n王伟 | 副组长")), Some(1));
    }

    #[test]
    fn firms_are_unknown_where_the_log_has_no_column_of_them() {
        let log = "日期 | 姓名 | 工作内容 | 地点\n2021-09-01 | 王伟 | 拜访 | 上海";
        let files = [("文旅/名册.xlsx", "名册", ROSTER), ("文旅/日志.xlsx", "工作日志", log)];
        let figures = measured(scene("2021-09", &files));
        let members = figures.squads[3].period.members.as_deref().expect("members");
        let of = |name: &str| members.iter().find(|member| &*member.name.shown == name).expect("a member");
        assert_eq!((of("王伟").workdays_out, of("王伟").firms_met), (Some(1), None));
        assert_eq!(of("李娜").firms_met, Some(0), "no row, no firm");
    }

    #[test]
    fn without_a_log_nobody_is_known_to_have_stayed_at_home() {
        let figures = measured(scene("2021-09", &[("文旅/名册.xlsx", "名册", ROSTER)]));
        let member = &figures.squads[3].period.members.as_ref().expect("members")[0];
        assert_eq!((member.workdays_out, member.firms_met, member.workdays), (None, None, 11));
    }
}
