//! L007: days out that are no working days.

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::period::Window;

use super::people_in_logs;
use super::places_of;
use super::squads_with_logs;

/// L007 非工作日外出
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L007",
    name: "非工作日外出",
    severity: Severity::Note,
    articles: &["方案 三"],
    checks: "日志中的外出有哪些在周末和节假日。",
    why: "这些天不计入规定的工作日，列出供核对。",
    remedy: "不必处理；日期写错的请改正。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let calendar = &case.policy.calendar;
    for squad in squads_with_logs(case, docket) {
        let mut told = false;
        for person in people_in_logs(case, squad) {
            for month in case.months_to_date() {
                let window = Window {
                    to: month.window().to.min(case.as_of),
                    ..month.window()
                };
                let presence = &case.records.presence;
                let off_work = |day: &NaiveDate| calendar.is_workday(*day) == Some(false) && case.judges(Some(*day));
                let mut days = presence.days_out(squad, &person.key, window);
                days.retain(off_work);
                if days.is_empty() {
                    continue;
                }
                let rows = presence.days(squad, &person.key, window).filter(|(day, _)| days.contains(day));
                let related = places_of(case, rows.flat_map(|(_, facts)| facts.rows.iter().copied()));
                let message = format!(
                    "{person} {}在非工作日外出 {} 天（{}），不计入规定的在外工作日",
                    words::month(month),
                    days.len(),
                    words::days_of(month, &days)
                );
                let broken = Broken {
                    related,
                    ..Broken::period(When::Window(window), message)
                };
                docket.broken(
                    broken
                        .of(case.city(), squad)
                        .about("person", person.shown.to_string())
                        .about("month", month.to_string()),
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
    fn days_out_at_weekends_and_on_holidays_are_listed() {
        let verdicts = scene(MEMBER, &out("王伟", &[3, 4, 20])).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["王伟 2021年9月在非工作日外出 2 天（9月4日、20日），不计入规定的在外工作日"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 2);
    }

    #[test]
    fn made_up_working_days_and_weekends_at_home_are_quiet() {
        let verdicts = scene(MEMBER, &format!("{}\n2021-09-04 | 王伟 | 值班 | 机关", out("王伟", &[18, 26]))).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn without_a_log_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
    }
}
