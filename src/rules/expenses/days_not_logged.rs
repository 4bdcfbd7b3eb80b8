//! E011 出差与日志不符

use std::collections::BTreeSet;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::presence::OpenDays;
use crate::regulation::SquadId;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::settle;
use crate::rules::known::unreported as unreported_table;
use crate::rules::words::days_list;
use crate::rules::words::month as month_name;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E011",
    name: "出差与日志不符",
    severity: Severity::Warning,
    articles: &["考核办法 二", "考核办法 六", "数据一致性"],
    checks: "报销出差的每个人，出差期间的每个工作日是否都有在外的工作日志；休息日和节假日不要求。",
    why: "报了出差而没有外出日志，要么日志漏记，要么出差天数不实。",
    remedy: "补记日志；出差人员或日期填错的，改正报销单。",
    parameters: &["items_travel"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let rostered = rostered(case);
    for line in super::judged(case, docket) {
        let Some(squad) = line.squad else { continue };
        let travels = line.is(case, "items_travel") || line.row.trip().is_some();
        let Some(party) = line.row.travellers.value().filter(|_| travels) else {
            continue;
        };
        let mut unreported = Unreported::new();
        let verdict = match judge(case, &line, (squad, &party.named), &rostered, &mut unreported) {
            Ok(None) if line.is_partly_named() => Err("出差人员没有逐一列名，其余人员的日志无法核对".to_owned()),
            verdict => verdict,
        };
        for (of, year, month) in unreported {
            let log = format!("未报{}的工作日志", month_name(Period::Month { year, month }));
            docket.cannot_tell(Some(of), log);
        }
        settle(docket, Some(squad), verdict);
    }
}

/// The months of which squads handed in no log: whoever travelled then may well have been out.
type Unreported = BTreeSet<(SquadId, i32, u32)>;

fn judge(
    case: &Case<'_>,
    line: &Line<'_>,
    (squad, people): (SquadId, &[Name]),
    rostered: &BTreeSet<&str>,
    unreported: &mut Unreported,
) -> Verdict {
    if !case.handed_in(Kind::Log, squad) {
        return Err(unreported_table(Kind::Log));
    }
    let trip = line.trip()?;
    let trip = Window {
        from: trip.from.max(case.policy.in_force_from()),
        to: trip.to.min(case.as_of),
    };
    let workdays = case.policy.calendar.workdays(trip);
    let mut missing = Vec::new();
    let mut untold = Vec::new();
    let mut unasked = false;
    // Who is on no roster is D018's.
    for person in people
        .iter()
        .filter(|person| rostered.is_empty() || rostered.contains(&*person.key))
    {
        let out = days_out(case, person, trip);
        let mut without: Vec<NaiveDate> = workdays.iter().copied().filter(|day| !out.contains(day)).collect();
        without.retain(|day| {
            let missing = logs_of(case, squad, person).find(|of| !is_logged(case, *of, *day));
            if let Some(of) = missing {
                unreported.insert((of, day.year(), day.month()));
            }
            missing.is_none()
        });
        let open = open_days(case, person, trip);
        unasked |= without.iter().any(|day| open.get(day).is_some_and(|day| day.unasked));
        let (of_open, without): (Vec<NaiveDate>, Vec<NaiveDate>) = without.into_iter().partition(|day| open.contains_key(day));
        if !of_open.is_empty() {
            untold.push(format!("{person}{}", days_list(&of_open)));
        }
        if !without.is_empty() {
            missing.push(format!("{person} {}（{} 天）", days_list(&without), without.len()));
        }
    }
    let untold = (!untold.is_empty()).then(|| format!("{}的工作日志看不出是否外出", untold.join("、")));
    if missing.is_empty() {
        return match untold {
            Some(_) if unasked => Err("工作日志没有“地点”列和“是否外出”列".to_owned()),
            Some(reason) => Err(reason),
            None => Ok(None),
        };
    }
    let may_be_aside = |row: &crate::records::SetAside| {
        row.kind == Kind::Log
            && row.owner.as_ref().is_none_or(|owner| owner.squad() == Some(squad))
            && row.date.is_none_or(|day| trip.contains(day))
    };
    if case.records.tables.set_aside.iter().any(may_be_aside) {
        return Err("出差期间有工作日志行未计入".to_owned());
    }
    let rest = untold.map_or_else(String::new, |untold| format!("；另有{untold}"));
    let message = format!("出差期间的工作日没有外出日志：{}{rest}", missing.join("；"));
    Ok(Some(line.broken(case, &line.row.travellers, message)))
}

/// The squads in whose logs the person should stand: those whose roster names him, or else the one that claims.
fn logs_of<'a>(case: &Case<'a>, squad: SquadId, person: &'a Name) -> impl Iterator<Item = SquadId> {
    let presence = &case.records.presence;
    let own: Vec<SquadId> = case
        .city()
        .squad_ids()
        .filter(|own| presence.is_member(*own, &person.key))
        .collect();
    let claims = own.is_empty().then_some(squad);
    own.into_iter().chain(claims)
}

/// Whether the squad handed in a log of the day's month, or of what has passed of it.
fn is_logged(case: &Case<'_>, squad: SquadId, day: NaiveDate) -> bool {
    let month = Period::Month {
        year: day.year(),
        month: day.month(),
    };
    case.records.logged(squad, month.window(), &case.policy.calendar)
}

/// The days on which anybody's log has the person out.
fn days_out(case: &Case<'_>, person: &Name, trip: Window) -> BTreeSet<NaiveDate> {
    let squads = case.city().squad_ids();
    squads
        .flat_map(|squad| case.records.presence.days_out(squad, &person.key, trip))
        .collect()
}

/// The days of which somebody's log leaves open whether the person was out.
fn open_days(case: &Case<'_>, person: &Name, trip: Window) -> OpenDays {
    let squads = case.city().squad_ids();
    squads
        .flat_map(|squad| case.records.presence.open_days(squad, &person.key, trip))
        .collect()
}

/// Everybody on the roster of a squad.
fn rostered<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let members = case.records.tables.roster.iter();
    let of_squads = members.filter(|member| member.squad.value().and_then(Owner::squad).is_some());
    of_squads.filter_map(|member| Some(&*member.name.value()?.key)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    // 2021-09-04 and 05 are a weekend.
    const LOG: &str = "日期 | 姓名 | 工作内容 | 地点 | 是否外出\n\
        2021-09-02 | 王伟、李娜 | 拜访企业 | 上海 | 是\n\
        2021-09-03 | 王伟 | 拜访企业 | 上海 | 是\n\
        2021-09-06 | 王伟 | 拜访企业 | 上海 | 是\n\
        2021-09-03 | 李娜 | 整理材料 | 办公室 | 否\n\
        2021-09-06 | 李娜 | 拜访企业 | 上海 | 是";

    fn judged(people: &str, trip: &str, log: &str) -> Verdicts {
        let text = format!(
            "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期\n001 | 2021-09-10 | 差旅费 | 900 | {people} | {trip}"
        );
        judge(&RULE, &text, &[("文化旅游/日志.xlsx", log)])
    }

    #[test]
    fn each_persons_working_days_without_a_row_out_of_town_are_told_in_one_finding() {
        assert_eq!(
            judged("王伟、李娜", "2021-09-02 | 2021-09-08", LOG).told(),
            ["E2 出差期间的工作日没有外出日志：王伟 2021年9月7日、8日（2 天）；李娜 2021年9月3日、7日、8日（3 天）"]
        );
    }

    #[test]
    fn with_rows_on_all_working_days_it_is_quiet() {
        let verdicts = judged("王伟", "2021-09-02 | 2021-09-06", LOG);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1));
    }

    #[test]
    fn months_of_which_no_log_was_handed_in_cannot_be_told() {
        let verdicts = judged("王伟、李娜", "2021-08-30 | 2021-08-31", LOG);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["未报2021年8月的工作日志"]);
        // What is known of the other month is told all the same.
        let verdicts = judged(
            "王伟",
            "2021-08-30 | 2021-09-02",
            &LOG.replace("2021-09-02 | 王伟、李娜", "2021-09-02 | 李娜"),
        );
        assert_eq!(verdicts.told(), ["E2 出差期间的工作日没有外出日志：王伟 2021年9月1日、2日（2 天）"]);
        assert_eq!(reasons(&verdicts), ["未报2021年8月的工作日志"]);
        // Of a member of another squad that one's log tells.
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期\n001 | 2021-09-10 | 差旅费 | 900 | 赵敏 | 2021-09-02 | 2021-09-03";
        let roster = "姓名 | 角色\n赵敏 | 专职成员";
        let verdicts = judge(&RULE, text, &[("文化旅游/日志.xlsx", LOG), ("高效农业/名册.xlsx", roster)]);
        assert!(verdicts.findings.is_empty());
        let of_agriculture = verdicts.unjudged.iter().filter(|unjudged| unjudged.squad == Some(SquadId(2)));
        let of_agriculture: Vec<&str> = of_agriculture.map(|unjudged| unjudged.reason.as_str()).collect();
        assert!(of_agriculture.contains(&"未报2021年9月的工作日志"), "{of_agriculture:?}");
    }

    #[test]
    fn days_whose_log_does_not_tell_whether_he_was_out_are_not_missing() {
        let log = LOG.replace(
            "2021-09-03 | 李娜 | 整理材料 | 办公室 | 否",
            "2021-09-03 | 李娜 | 拜访企业 | 上海 | 是？",
        );
        let verdicts = judged("李娜", "2021-09-02 | 2021-09-06", &log);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["李娜2021年9月3日的工作日志看不出是否外出"]);
        assert_eq!(verdicts.kept, 0);
        assert_eq!(
            judged("李娜", "2021-09-02 | 2021-09-07", &log).told(),
            ["E2 出差期间的工作日没有外出日志：李娜 2021年9月7日（1 天）；另有李娜2021年9月3日的工作日志看不出是否外出"]
        );
    }

    #[test]
    fn who_is_on_no_roster_is_left_to_d018() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期\n001 | 2021-09-10 | 差旅费 | 900 | 赵敏 | 2021-09-02 | 2021-09-03";
        let roster = "姓名 | 角色\n王伟 | 专职成员\n李娜 | 副组长";
        let verdicts = judge(&RULE, text, &[("文化旅游/日志.xlsx", LOG), ("文化旅游/名册.xlsx", roster)]);
        assert!(verdicts.findings.is_empty());
    }

    #[test]
    fn without_a_log_or_the_trips_days_it_cannot_be_told() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期\n001 | 2021-09-10 | 差旅费 | 900 | 王伟 | 2021-09-02 | 2021-09-03";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["未报工作日志"]);
        assert_eq!(reasons(&judged("王伟", "2021-09-02 |", LOG)), ["出差起止日期缺失或有误"]);
        let aside = format!("{LOG}\n2021-09-07 | 王伟 | | 上海 | 是");
        assert_eq!(
            reasons(&judged("王伟", "2021-09-02 | 2021-09-07", &aside)),
            ["出差期间有工作日志行未计入"]
        );
    }
}
