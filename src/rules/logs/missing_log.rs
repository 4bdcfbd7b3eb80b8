//! L004: working days on post without a log row.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::roster::Role;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::post;
use crate::rules::post::Person;
use crate::rules::words;

use super::LeftOut;
use super::Strayed;
use super::squads_with_logs;
use super::tell_open_posts;
use super::tell_roster_rows_set_aside;

/// L004 日志缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L004",
    name: "日志缺失",
    severity: Severity::Warning,
    articles: &["考核办法 二"],
    checks: "专职成员在岗的每个工作日是否都有日志，请假也要记。",
    why: "没有日志就说不清当天做了什么，天数也无从核对。",
    remedy: "补记缺少的日志；请假的注明请假。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        tell_roster_rows_set_aside(case, docket, squad);
        let left_out = LeftOut::of(case, squad);
        let people = post::people(&case.records.tables, squad, Some(Role::Dedicated));
        for month in case.months() {
            let window = month.window();
            let workdays = case.policy.calendar.workdays(window);
            let open = |person: &&Person<'_>| workdays.iter().any(|day| person.on_post(*day).is_none());
            let open: Vec<&str> = people.iter().filter(open).map(|person| &*person.name.shown).collect();
            tell_open_posts(docket, squad, &open);
            for person in &people {
                let on_post = |day: &NaiveDate| person.on_post(*day);
                let logged: BTreeSet<NaiveDate> = case
                    .records
                    .presence
                    .days(squad, &person.name.key, window)
                    .map(|(day, _)| day)
                    .collect();
                let uncounted = left_out.of_person(person.name, window);
                // A day whose row was set aside has a row: what is wrong with it is told there.
                let set_aside: BTreeSet<NaiveDate> = uncounted.0.iter().filter_map(|row| row.date).collect();
                // Nor is one missing that stands in another squad's log, which R004 tells.
                let strayed = Strayed::of(case, squad, person.name, window).all;
                let days_on_post: Vec<NaiveDate> = workdays.iter().copied().filter(|day| on_post(day) == Some(true)).collect();
                let without: Vec<NaiveDate> = days_on_post
                    .iter()
                    .copied()
                    .filter(|day| !logged.contains(day) && !set_aside.contains(day) && !strayed.contains(day))
                    .collect();
                if !days_on_post.is_empty() {
                    let (all, missing) = (Decimal::from(days_on_post.len()), Decimal::from(without.len()));
                    docket.measured(squad, Some(person.name), window, all - missing, all);
                }
                if without.is_empty() {
                    if !days_on_post.is_empty() {
                        docket.kept();
                    }
                    continue;
                }
                let message = format!(
                    "{} {}有 {} 个工作日没有日志：{}{}",
                    person.name,
                    words::month(month),
                    without.len(),
                    words::days_of(month, &without),
                    uncounted.told()
                );
                let broken = Broken {
                    related: uncounted.places(),
                    ..Broken::period(When::Window(window), message)
                };
                docket.broken(
                    broken
                        .of(case.city(), squad)
                        .about("person", person.name.shown.to_string())
                        .about("month", month.to_string()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;

    const MEMBER: &str = "王伟 | 专职成员";

    #[test]
    fn the_days_without_a_row_are_listed() {
        let days: Vec<u32> = SEPTEMBER.into_iter().filter(|day| ![1, 3, 27, 28, 29].contains(day)).collect();
        let verdicts = scene(MEMBER, &out("王伟", &days)).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["王伟 2021年9月有 5 个工作日没有日志：9月1日、3日、27日至29日"]
        );
    }

    #[test]
    fn a_row_in_the_log_of_a_squad_that_does_not_name_him_is_a_row() {
        let verdicts = scene(MEMBER, &out("王伟", &SEPTEMBER[..2]))
            .sheet("高效农业/名册.xlsx", "名册", &format!("{ROSTER}\n李四 | 副组长"))
            .sheet("高效农业/日志.xlsx", "日志", &log(&out("王伟", &SEPTEMBER[3..])))
            .judge(&RULE);
        assert_eq!(messages(&verdicts), ["王伟 2021年9月有 1 个工作日没有日志：9月3日"]);
    }

    #[test]
    fn a_row_at_home_or_on_leave_is_a_row() {
        let verdicts = scene(
            MEMBER,
            &format!(
                "{}\n2021-09-01 | 王伟 | 开会 | 机关\n2021-09-02 | 王伟 | 病假 | | | 病假",
                out("王伟", &SEPTEMBER[2..])
            ),
        )
        .judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn only_days_on_post_are_asked_for() {
        let verdicts = scene("王伟 | 专职成员 | 2021-09-02 | 2021-09-29", &out("王伟", &SEPTEMBER[1..21])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn a_day_whose_row_was_set_aside_is_not_without_a_row() {
        let rows = format!("{}\n2021-09-01 | 王伟 | | 上海", out("王伟", &SEPTEMBER[1..]));
        let verdicts = scene(MEMBER, &rows).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn an_unreadable_arrival_or_a_missing_log_cannot_be_told() {
        cannot_tell_without_log(&RULE);
        let verdicts = scene("王伟 | 专职成员 | 去年", &out("王伟", &SEPTEMBER[..3])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts).len(), 1);
    }
}
