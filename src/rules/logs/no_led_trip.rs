//! L002: a month without enough trips led by the head.

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::place::Place;
use crate::records::Kind;
use crate::records::activity::ActivityKind;
use crate::records::cell::Name;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::post;
use crate::rules::words;
use crate::values::period::Window;

use super::LeftOut;
use super::Open;
use super::logged;
use super::squads_with_logs;

/// L002 领导带队不足
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L002",
    name: "领导带队不足",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八"],
    checks: "每个月组长是否带队外出过规定的次数；日志中组长本人外出或带队、活动记录中组长带队的外出考察都算，跨月的一次在两个月都算。",
    why: "主要负责人带队才谈得下大项目，每月都要有。",
    remedy: "核对日志和活动记录是否漏填带队领导；确实没有的，由组长说明。",
    parameters: &["leader_trips_month"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        for month in case.months() {
            let window = month.window();
            // The limit of a month is the one that holds on its first day.
            let Some(required) = case.policy.number("leader_trips_month", window.from) else {
                continue;
            };
            let (records, calendar) = (case.records, &case.policy.calendar);
            let trips = records.presence.leader_trips(&records.tables, squad, window, calendar);
            let found = Decimal::from(trips.len());
            if found >= required {
                docket.measured(squad, None, window, found, required);
                docket.kept();
                continue;
            }
            if trips.is_empty() && !logged(case, docket, squad, window) {
                continue;
            }
            let open = Open(records.presence.head_open_days(squad, window));
            if !open.0.is_empty() {
                docket.cannot_tell(Some(squad), open.reason_of_heads(window));
                continue;
            }
            if records.presence.is_head_unclear(squad, window) {
                let reason = format!(
                    "{}有的行写有组长姓名，但无法确定是否由组长本人带队，无法核查带队外出",
                    words::month(month)
                );
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            if records.presence.is_leader_unread(squad, window) {
                let reason = format!("{}有外出的行看不出由谁带队，无法核查带队外出", words::month(month));
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            let heads = heads(case, squad, window);
            if heads.is_empty() {
                let reason = format!("名册中{}没有组长，无法核查带队外出", words::month(month));
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            if records.presence.is_leader_unasked(squad, window) && !case.handed_in(Kind::Activity, squad) {
                let reason = format!(
                    "{}的工作日志没有“带队领导”列，也未报活动记录，无法核查带队外出",
                    words::month(month)
                );
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            if may_be_left_out(case, squad, &heads, window) {
                let reason = format!("{}有可能是组长外出的行未计入，无法核查带队外出", words::month(month));
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            docket.measured(squad, None, window, found, required);
            let names: Vec<&str> = heads.iter().map(|name| &*name.shown).collect();
            let message = format!(
                "{}专班组长（{}）{}带队外出 {found} 次，应不少于 {} 次",
                case.city().squad(squad).name,
                words::names(&names),
                words::month(month),
                words::number(required)
            );
            let places = trips.iter().flat_map(|trip| &trip.rows).filter_map(|row| records.at(*row));
            let related: Vec<Place> = places.map(|at| at.place()).collect();
            let broken = Broken {
                related,
                ..Broken::period(When::Window(window), message)
            };
            docket.broken(broken.of(case.city(), squad).about("month", month.to_string()));
        }
    }
}

/// The heads who are, or may be, on post on a day of the window.
fn heads<'a>(case: &Case<'a>, squad: SquadId, window: Window) -> Vec<&'a Name> {
    let people = post::people(&case.records.tables, squad, Some(Role::Head));
    let on_post = people
        .into_iter()
        .filter(|person| window.days().any(|day| person.on_post(day) != Some(false)));
    on_post.map(|person| person.name).collect()
}

/// Whether a row in no figure may be a led trip: a log row that names a head, or an activity that may be a visit. Nothing else among the
/// activities is a trip, whatever is wrong with its row.
fn may_be_left_out(case: &Case<'_>, squad: SquadId, heads: &[&Name], window: Window) -> bool {
    let left_out = LeftOut::of(case, squad);
    let of_heads = heads.iter().any(|head| !left_out.of_person(head, window).0.is_empty());
    of_heads
        || case.records.tables.set_aside.iter().any(|row| {
            row.kind == Kind::Activity
                && row.activity.is_none_or(|kind| kind == ActivityKind::Trip)
                && row.owner.as_ref().is_none_or(|owner| owner.squad() == Some(squad))
                && row.date.is_none_or(|day| window.contains(day))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;
    use crate::testing::Scene;

    const MEMBER: &str = "王伟 | 专职成员";

    #[test]
    fn a_month_without_the_head_out_is_told() {
        let verdicts = scene(MEMBER, &out("王伟", &SEPTEMBER)).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班组长（张局）2021年9月带队外出 0 次，应不少于 1 次"]
        );
        assert_eq!(verdicts.findings[0].subject["month"], "2021-09");
    }

    #[test]
    fn the_head_out_or_leading_is_enough() {
        for row in [
            "2021-09-06 | 张局 | 拜访企业 | 上海",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局（市文旅局局长）",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局等3人",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局等",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局一行",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局带队",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局和郑副",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 张局及郑副",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | | | 郑副与张局",
            "2021年8月30日至9月1日 | 张局 | 拜访企业 | 上海",
        ] {
            let verdicts = scene(MEMBER, row).judge(&RULE);
            assert!(verdicts.findings.is_empty(), "{row}");
            assert_eq!(verdicts.kept, 1, "{row}");
        }
        let at_home = scene(MEMBER, "2021-09-06 | 张局 | 开会 | 机关").judge(&RULE);
        assert_eq!(at_home.findings.len(), 1);
    }

    #[test]
    fn a_row_of_the_head_that_does_not_tell_where_he_was_leaves_it_open() {
        for row in [
            "2021-09-06 | 张局 | 拜访企业 | 上海 | 是？",
            "2021-09-06 | 王伟 | 拜访企业 | 上海 | 是？ | | 张局",
        ] {
            let verdicts = scene(MEMBER, row).judge(&RULE);
            assert!(verdicts.findings.is_empty(), "{row}");
            assert_eq!(
                reasons(&verdicts),
                ["2021年9月6日有组长姓名的日志看不出是否外出，无法核查带队外出"],
                "{row}"
            );
        }
        // Of somebody else it says nothing of the head.
        assert_eq!(
            scene(MEMBER, "2021-09-06 | 王伟 | 拜访企业 | 上海 | 是？")
                .judge(&RULE)
                .findings
                .len(),
            1
        );
    }

    #[test]
    fn where_nothing_asks_who_led_it_cannot_be_told() {
        let judged = |log: &str, activities: bool| {
            let scene = Scene::new("2021-09")
                .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n{MEMBER}"))
                .sheet("文化旅游/日志.xlsx", "日志", log);
            let activity = "日期 | 活动类型 | 活动名称 | 带队领导\n2021-09-06 | 半月调度 | 调度会 |";
            let scene = if activities {
                scene.sheet("文化旅游/活动.xlsx", "活动记录", activity)
            } else {
                scene
            };
            scene.judge(&RULE)
        };
        let bare = "日期 | 姓名 | 工作内容\n2021-09-06 | 王伟 | 拜访企业";
        let placed = "日期 | 姓名 | 工作内容 | 地点\n2021-09-06 | 王伟 | 拜访企业 | 上海";
        for log in [bare, placed] {
            let verdicts = judged(log, false);
            assert!(verdicts.findings.is_empty(), "{log}");
            assert_eq!(
                reasons(&verdicts),
                ["2021年9月的工作日志没有“带队领导”列，也未报活动记录，无法核查带队外出"]
            );
            // Trips that are led stand among the activities.
            assert_eq!(judged(log, true).findings.len(), 1, "{log}");
        }
        // Nobody was out, so that nobody led.
        let at_home = "日期 | 姓名 | 工作内容 | 地点\n2021-09-06 | 王伟 | 整理材料 | 机关";
        assert_eq!(judged(at_home, false).findings.len(), 1);
        let of_head = "日期 | 姓名 | 工作内容 | 地点\n2021-09-06 | 王伟、张局 | 拜访企业 | 上海";
        assert_eq!(judged(of_head, false).kept, 1);
    }

    #[test]
    fn a_trip_among_the_activities_is_enough() {
        for leader in ["张局", "张局等5人"] {
            let activities = format!("日期 | 活动类型 | 活动名称 | 专班 | 带队领导\n2021-09-06 | 外出考察 | 赴沪 | 文化旅游 | {leader}");
            let verdicts = scene(MEMBER, &out("王伟", &SEPTEMBER))
                .sheet("活动.xlsx", "活动记录", &activities)
                .judge(&RULE);
            assert_eq!(verdicts.kept, 1, "{leader}");
        }
    }

    #[test]
    fn a_trip_among_activities_that_do_not_ask_who_led_leaves_it_open() {
        let judged = |kind: &str| {
            let activities = format!("日期 | 活动类型 | 活动名称 | 专班\n2021-09-06 | {kind} | 赴沪 | 文化旅游");
            scene(MEMBER, &out("王伟", &SEPTEMBER))
                .sheet("活动.xlsx", "活动记录", &activities)
                .judge(&RULE)
        };
        let verdicts = judged("外出考察");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["2021年9月有外出的行看不出由谁带队，无法核查带队外出"]);
        assert_eq!(judged("半月调度").findings.len(), 1);
    }

    #[test]
    fn another_whose_name_holds_the_heads_is_not_he() {
        for leader in ["张局和", "张局和平", "张局等"] {
            let roster = format!("{MEMBER}\n张局等 | 副组长");
            let row = format!("2021-09-06 | 王伟 | 拜访企业 | 上海 | | | {leader}");
            assert_eq!(scene(&roster, &row).judge(&RULE).findings.len(), 1, "{leader}");
        }
    }

    #[test]
    fn a_leader_who_may_be_another_leaves_it_open() {
        for leader in ["张局（郑副代）", "郑副代张局带队", "市文旅局张局"] {
            let row = format!("2021-09-06 | 王伟 | 拜访企业 | 上海 | | | {leader}");
            let verdicts = scene(MEMBER, &row).judge(&RULE);
            let reason = "2021年9月有的行写有组长姓名，但无法确定是否由组长本人带队，无法核查带队外出";
            assert_eq!(reasons(&verdicts), [reason], "{leader}");
            assert!(verdicts.findings.is_empty());
        }
    }

    #[test]
    fn a_row_of_the_head_that_was_set_aside_leaves_it_open() {
        let verdicts = scene(MEMBER, "九月上旬 | 张局 | 拜访企业 | 上海\n2021-09-06 | 王伟 | 拜访企业 | 上海").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["2021年9月有可能是组长外出的行未计入，无法核查带队外出"]);
    }

    #[test]
    fn an_activity_that_was_set_aside_leaves_it_open_only_if_it_may_be_a_trip_of_the_squad() {
        let judged = |row: &str| {
            let activities = format!("日期 | 活动类型 | 活动名称 | 专班 | 带队领导\n{row}");
            scene(MEMBER, &out("王伟", &SEPTEMBER))
                .sheet("活动.xlsx", "活动记录", &activities)
                .judge(&RULE)
        };
        for (row, open) in [
            ("九月初 | 外出考察 | 赴沪 | 文化旅游 | 张局", true),
            ("2021-09-06 | 外出考察 | 赴沪 | 文化旅游、高效农业 | 张局", true),
            ("2021-09-06 | 考察调研交流 | 赴沪 | 文化旅游 | 张局", true),
            ("九月初 | 外出考察 | 赴沪 | 高效农业 | 张局", false),
            ("2021-08-06 | 外出考察 | 赴沪 | 文化旅游、高效农业 | 张局", false),
            ("九月初 | 半月调度 | 调度会 | 文化旅游 |", false),
            ("2021-09-06 | 半月调度 | 调度会 | 先进制造、新型材料 |", false),
        ] {
            assert_eq!(judged(row).findings.is_empty(), open, "{row}");
            assert_eq!(!reasons(&judged(row)).is_empty(), open, "{row}");
        }
    }

    #[test]
    fn without_a_head_or_a_log_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
        let verdicts = Scene::new("2021-09")
            .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 专职成员")
            .sheet("文化旅游/日志.xlsx", "日志", &log(&out("王伟", &SEPTEMBER)))
            .judge(&RULE);
        assert_eq!(reasons(&verdicts), ["名册中2021年9月没有组长，无法核查带队外出"]);
    }
}
