//! L008: a log of a day on which the person was not on post.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::cell::Owner;
use crate::records::log::Log;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::post;
use crate::rules::post::Person;
use crate::rules::words;
use crate::values::period::Window;

use super::squads_with_logs;
use super::tell_open_posts;

/// L008 不在岗期间日志
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L008",
    name: "不在岗期间日志",
    severity: Severity::Warning,
    articles: &["考核办法 二"],
    checks: "日志的日期是否在本人到岗之后、离岗之前。",
    why: "不在岗的日子不应计为专班的外出，多为名册或日志日期有误。",
    remedy: "核对名册的到岗、离岗日期和日志的日期。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        let people = post::people(&case.records.tables, squad, None);
        let people: BTreeMap<&str, &Person<'_>> = people.iter().map(|person| (&*person.name.key, person)).collect();
        let mut told = false;
        let mut open = BTreeSet::new();
        for log in &case.records.tables.logs {
            if log.squad.value().and_then(Owner::squad) != Some(squad) {
                continue;
            }
            for name in log.people.value().into_iter().flatten() {
                // Whom the squad's roster does not name is D018's or R004's.
                let Some(person) = people.get(&*name.key) else { continue };
                let judged = days_judged(case, log);
                if judged.iter().any(|day| person.on_post(*day).is_none()) {
                    open.insert(&*person.name.shown);
                }
                let mut days = judged;
                days.retain(|day| person.on_post(*day) == Some(false));
                if let Some(first) = days.first() {
                    docket.broken(broken(case, squad, log, person, &days, *first));
                    told = true;
                }
            }
        }
        tell_open_posts(docket, squad, &open.iter().copied().collect::<Vec<_>>());
        if !told {
            docket.kept();
        }
    }
}

fn days_judged(case: &Case<'_>, log: &Log) -> Vec<NaiveDate> {
    match log.window() {
        Some(window) if window.length() <= Window::LONGEST_ROW => window.days().filter(|day| case.judges(Some(*day))).collect(),
        _ => Vec::new(),
    }
}

fn broken(case: &Case<'_>, squad: SquadId, log: &Log, person: &Person<'_>, days: &[NaiveDate], first: NaiveDate) -> Broken {
    let posts: Vec<String> = person
        .rows
        .iter()
        .map(|row| match (row.from.get(), row.to.get()) {
            (Some(from), Some(to)) => format!("{}到岗、{}离岗", words::day(from), words::day(to)),
            (Some(from), None) => format!("{}到岗", words::day(from)),
            (None, Some(to)) => format!("{}离岗", words::day(to)),
            (None, None) => "日期未填".to_owned(),
        })
        .collect();
    let message = format!(
        "{} {}的日志不在在岗期间（名册：{}）",
        person.name,
        words::days_list(days),
        posts.join("；")
    );
    let mut broken = Broken::row(&log.at, When::Day(first), message)
        .of(case.city(), squad)
        .about("person", person.name.shown.to_string())
        .about("date", first.to_string());
    broken.related = person.rows.iter().map(|row| row.at.place()).collect();
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;

    #[test]
    fn a_log_before_arrival_or_after_leaving_is_told_with_the_roster_row() {
        let verdicts = scene("王伟 | 专职成员 | 2021-09-06 | 2021-09-10", &out("王伟", &[3, 6, 10, 13])).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            [
                "王伟 2021年9月3日的日志不在在岗期间（名册：2021年9月6日到岗、2021年9月10日离岗）",
                "王伟 2021年9月13日的日志不在在岗期间（名册：2021年9月6日到岗、2021年9月10日离岗）",
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn the_first_and_last_day_on_post_are_quiet() {
        let verdicts = scene("王伟 | 专职成员 | 2021-09-06 | 2021-09-10", &out("王伟", &[6, 10])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn one_who_came_back_is_quiet_in_both_spells() {
        let rows = "王伟 | 专职成员 | | 2021-09-03\n王伟 | 专职成员 | 2021-09-13 |";
        assert!(scene(rows, &out("王伟", &[3, 13])).judge(&RULE).findings.is_empty());
        assert_eq!(scene(rows, &out("王伟", &[6])).judge(&RULE).findings.len(), 1);
    }

    #[test]
    fn an_unreadable_date_and_a_missing_log_cannot_be_told() {
        cannot_tell_without_log(&RULE);
        let verdicts = scene("王伟 | 专职成员 | 九月", &out("王伟", &[3])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["名册中王伟的到岗、离岗日期无法识别或相互矛盾，无法核查"]);
    }
}
