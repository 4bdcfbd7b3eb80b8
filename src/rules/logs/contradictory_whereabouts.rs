//! L003: one person both out of town and not on one date.

use std::collections::BTreeMap;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::presence::Day;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::period::Window;

use super::people_in_logs;
use super::places_of;
use super::squads_with_logs;

/// L003 同日去向矛盾
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L003",
    name: "同日去向矛盾",
    severity: Severity::Note,
    articles: &["考核办法 二"],
    checks: "同一人同一天的日志（各专班的合起来看），是否既写外出又写在家或请假。",
    why: "去向说法不一，当天按外出计，需要有人核实。",
    remedy: "核实当天去向，改正有误的一行。",
    parameters: &["leave_words"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let squads = squads_with_logs(case, docket);
    let mut named: BTreeMap<&str, Vec<SquadId>> = BTreeMap::new();
    for squad in &squads {
        for person in people_in_logs(case, *squad) {
            named.entry(&person.key).or_default().push(*squad);
        }
    }
    for squad in squads {
        let mut told = false;
        for person in people_in_logs(case, squad) {
            let elsewhere: Vec<SquadId> = named.get(&*person.key).into_iter().flatten().copied().collect();
            let elsewhere: Vec<SquadId> = elsewhere.into_iter().filter(|other| *other != squad).collect();
            for (date, day) in case.records.presence.days(squad, &person.key, case.year_to_date()) {
                if !day.out || !case.judges(Some(date)) {
                    continue;
                }
                let one_day = Window { from: date, to: date };
                let others = elsewhere
                    .iter()
                    .flat_map(|other| case.records.presence.days(*other, &person.key, one_day))
                    .filter(|(_, other)| other.home || other.leave);
                let saying: Vec<&Day> = std::iter::once(day).chain(others.map(|(_, other)| other)).collect();
                let otherwise = match (saying.iter().any(|day| day.home), saying.iter().any(|day| day.leave)) {
                    (true, _) => "未外出",
                    (false, true) => "请假",
                    (false, false) => continue,
                };
                let message = format!("{person} {}的日志既写外出，又写{otherwise}", words::day(date));
                let mut places = places_of(case, saying.iter().flat_map(|day| day.rows.iter().copied()));
                let first = (!places.is_empty()).then(|| places.remove(0));
                let broken = Broken {
                    place: first,
                    related: places,
                    ..Broken::period(When::Day(date), message)
                };
                docket.broken(
                    broken
                        .of(case.city(), squad)
                        .about("person", person.shown.to_string())
                        .about("date", date.to_string()),
                );
                told = true;
            }
        }
        if !told {
            docket.kept();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;

    const MEMBER: &str = "王伟 | 专职成员";

    #[test]
    fn out_and_at_home_on_one_day_is_told_at_both_rows() {
        let verdicts = scene(MEMBER, "2021-09-06 | 王伟 | 拜访企业 | 上海\n2021-09-06 | 王伟 | 开会 | 机关").judge(&RULE);
        assert_eq!(messages(&verdicts), ["王伟 2021年9月6日的日志既写外出，又写未外出"]);
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn the_logs_of_two_squads_are_read_together() {
        let verdicts = scene(MEMBER, "2021-09-06 | 王伟 | 拜访企业 | 上海")
            .sheet("高效农业/名册.xlsx", "名册", &format!("{ROSTER}\n{MEMBER}"))
            .sheet(
                "高效农业/日志.xlsx",
                "日志",
                &log("2021-09-06 | 王伟 | 开会 | 机关\n2021-09-07 | 王伟 | 开会 | 机关"),
            )
            .judge(&RULE);
        assert_eq!(messages(&verdicts), ["王伟 2021年9月6日的日志既写外出，又写未外出"]);
        assert_eq!(verdicts.findings[0].squad, Some(SquadId(3)));
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn two_places_out_of_town_and_two_days_are_quiet() {
        for second in [
            "2021-09-06 | 王伟 | 拜访企业 | 苏州",
            "2021-09-07 | 王伟 | 开会 | 机关",
            "2021-09-06 | 张局 | 开会 | 机关",
        ] {
            let verdicts = scene(MEMBER, &format!("2021-09-06 | 王伟 | 拜访企业 | 上海\n{second}")).judge(&RULE);
            assert!(verdicts.findings.is_empty(), "{second}");
            assert_eq!(verdicts.kept, 1);
        }
    }

    #[test]
    fn without_a_log_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
    }
}
