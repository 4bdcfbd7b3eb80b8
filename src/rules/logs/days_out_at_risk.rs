//! L006: a month under way in which a member can no longer reach the working days out.

use rust_decimal::Decimal;

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

use super::LeftOut;
use super::Open;
use super::Strayed;
use super::dedicated_throughout;
use super::logged;
use super::squads_with_logs;

/// L006 外出天数预警
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L006",
    name: "外出天数预警",
    severity: Severity::Warning,
    articles: &["方案 三", "考核办法 一"],
    checks: "月中某日为止，专职成员已在外的工作日加上本月剩余的工作日，是否还够规定天数。",
    why: "到月底再发现就来不及了。",
    remedy: "尽快安排外出；日志漏报的先补报。",
    parameters: &["workdays_out", "leave_words"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let Some(month) = case.month_under_way() else { return };
    let window = month.window();
    // The limit of a month is the one that holds on its first day.
    let Some(required) = case.policy.number("workdays_out", window.from) else {
        return;
    };
    let so_far = Window {
        from: window.from,
        to: case.as_of,
    };
    let calendar = &case.policy.calendar;
    let left = calendar.workdays(window).into_iter().filter(|day| *day > case.as_of).count();
    for squad in squads_with_logs(case, docket) {
        if !logged(case, docket, squad, so_far) {
            continue;
        }
        let left_out = LeftOut::of(case, squad);
        for person in dedicated_throughout(case, docket, squad, window) {
            let days = case.records.presence.workdays_out(squad, &person.name.key, so_far, calendar);
            let most = days.len().saturating_add(left);
            if Decimal::from(most) >= required {
                docket.kept();
                continue;
            }
            let open = Open::of_person(case, squad, person.name, so_far);
            let strayed = Strayed::of(case, squad, person.name, so_far);
            let may_reach = Decimal::from(most) + open.days_out() + strayed.days_out() >= required;
            if may_reach && !open.0.is_empty() {
                docket.cannot_tell(Some(squad), open.reason(&person.name.shown, so_far));
                continue;
            }
            if may_reach {
                docket.cannot_tell(Some(squad), strayed.reason(case, person.name, so_far));
                continue;
            }
            let uncounted = left_out.of_person(person.name, so_far);
            let message = format!(
                "{} 截至{}在外 {} 个工作日，本月还剩 {left} 个工作日，最多 {most} 个，应不少于 {} 个{}{}",
                person.name,
                words::day(case.as_of),
                days.len(),
                words::number(required),
                open.told(),
                uncounted.told()
            );
            let broken = Broken {
                related: [open.places(case), uncounted.places()].concat(),
                ..Broken::period(When::Window(so_far), message)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;
    use crate::testing::Verdicts;

    /// As of 17 September, after which 9 working days are left.
    fn judge(days: &[u32]) -> Verdicts {
        scene("王伟 | 专职成员", &out("王伟", days)).as_of("2021-09-17").judge(&RULE)
    }

    #[test]
    fn one_who_can_no_longer_reach_it_is_told() {
        let verdicts = judge(&SEPTEMBER[..5]);
        assert_eq!(
            messages(&verdicts),
            ["王伟 截至2021年9月17日在外 5 个工作日，本月还剩 9 个工作日，最多 14 个，应不少于 15 个"]
        );
    }

    #[test]
    fn one_who_can_just_reach_it_is_quiet() {
        let verdicts = judge(&SEPTEMBER[..6]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn days_whose_whereabouts_cannot_be_read_may_be_days_out() {
        let judged = |days: &[u32]| {
            let rows = format!("{}\n2021-09-17 | 王伟 | 拜访企业 | 上海 | 半天", out("王伟", days));
            scene("王伟 | 专职成员", &rows).as_of("2021-09-17").judge(&RULE)
        };
        let verdicts = judged(&SEPTEMBER[..5]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["王伟2021年9月17日（1个工作日）的日志看不出是否外出，计入后是否达到要求无法判断"]
        );
        assert!(messages(&judged(&SEPTEMBER[..4]))[0].ends_with("；另有1个工作日（2021年9月17日）的日志看不出是否外出，未计入"));
    }

    #[test]
    fn a_month_that_has_ended_is_left_to_the_count() {
        let verdicts = scene("王伟 | 专职成员", &out("王伟", &SEPTEMBER[..5])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 0);
    }

    #[test]
    fn without_a_log_it_cannot_be_told() {
        let ledger = "项目名称 | 阶段 | 最近进展日期\n文旅小镇 | 在谈 | 2021-09-02";
        let verdicts = crate::testing::Scene::new("2021-09")
            .as_of("2021-09-17")
            .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n王伟 | 专职成员"))
            .sheet("文化旅游/台账.xlsx", "台账", ledger)
            .judge(&RULE);
        assert_eq!(reasons(&verdicts), ["未报工作日志，无法核查"]);
    }
}
