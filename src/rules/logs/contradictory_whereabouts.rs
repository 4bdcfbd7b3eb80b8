//! L003: one person both out of town and not on one date.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

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
    checks: "同一人同一天的日志，是否既写外出又写在家或请假。",
    why: "去向说法不一，当天按外出计，需要有人核实。",
    remedy: "核实当天去向，改正有误的一行。",
    parameters: &["leave_words"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        let mut told = false;
        for person in people_in_logs(case, squad) {
            for (date, day) in case.records.presence.days(squad, &person.key, case.year_to_date()) {
                if !(day.out && (day.home || day.leave)) || !case.judges(Some(date)) {
                    continue;
                }
                let otherwise = if day.home { "未外出" } else { "请假" };
                let message = format!("{person} {}的日志既写外出，又写{otherwise}", words::day(date));
                let mut places = places_of(case, day.rows.iter().copied());
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
