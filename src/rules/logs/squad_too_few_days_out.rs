//! L009: a squad that was out on too few working days of a month.

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

use super::LeftOut;
use super::Open;
use super::logged;
use super::squads_with_logs;

/// L009 专班外出不足
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L009",
    name: "专班外出不足",
    severity: Severity::Error,
    articles: &["考核办法 一"],
    checks: "每个专班每月至少有一人在外的工作日，是否达到规定天数。",
    why: "脱产招商要求专班每月有足够的时间在外。",
    remedy: "核对日志有无漏报；确实不足的，由专班说明原因。",
    parameters: &["squad_workdays_out", "leave_words"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        for month in case.months() {
            let window = month.window();
            // The limit of a month is the one that holds on its first day.
            let Some(required) = case.policy.number("squad_workdays_out", window.from) else {
                continue;
            };
            if !logged(case, docket, squad, window) {
                continue;
            }
            let presence = &case.records.presence;
            let days = presence.squad_workdays_out(squad, window, &case.policy.calendar);
            let found = Decimal::from(days.len());
            let open = Open::of_squad(case, squad, window);
            let strayed = presence.squad_workdays_strayed(squad, window, &case.policy.calendar).len();
            let may_reach = found < required && found + open.days_out() + Decimal::from(strayed) >= required;
            if may_reach && !open.0.is_empty() {
                docket.cannot_tell(Some(squad), open.reason("", window));
                continue;
            }
            if may_reach {
                let reason = format!(
                    "{}有{strayed}个工作日的外出写在其他专班的日志中（R004），计入后是否达到天数无法判断",
                    words::window(window)
                );
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            docket.measured(squad, None, window, found, required);
            if found >= required {
                docket.kept();
                continue;
            }
            let uncounted = LeftOut::of(case, squad).in_window(window);
            let message = format!(
                "{}专班 {}在外 {found} 个工作日，应不少于 {} 个，差 {} 个{}{}",
                case.city().squad(squad).name,
                words::month(month),
                words::number(required),
                words::number(required.saturating_sub(found)),
                open.told(),
                uncounted.told()
            );
            let broken = Broken {
                related: [open.places(case), uncounted.places()].concat(),
                ..Broken::period(When::Window(window), message)
            };
            docket.broken(broken.of(case.city(), squad).about("month", month.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;

    const MEMBERS: &str = "王伟 | 专职成员\n李四 | 专职成员";

    fn rows(first: &[u32], second: &[u32]) -> String {
        format!("{}\n{}", out("王伟", first), out("李四", second))
    }

    #[test]
    fn days_on_which_anyone_was_out_count_once() {
        let verdicts = scene(MEMBERS, &rows(&SEPTEMBER[..10], &SEPTEMBER[5..14])).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班 2021年9月在外 14 个工作日，应不少于 15 个，差 1 个"]
        );
        let verdicts = scene(MEMBERS, &rows(&SEPTEMBER[..10], &SEPTEMBER[5..15])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn days_of_members_in_the_log_of_another_squad_leave_it_open() {
        let judged = |days: &[u32]| {
            scene(MEMBERS, &rows(&SEPTEMBER[..2], &SEPTEMBER[..1]))
                .sheet("高效农业/名册.xlsx", "名册", &format!("{ROSTER}\n赵六 | 副组长"))
                .sheet("高效农业/日志.xlsx", "日志", &log(&out("王伟", days)))
                .judge(&RULE)
        };
        let of_squad = |days: &[u32]| {
            judged(days)
                .findings
                .iter()
                .filter(|finding| finding.squad.is_some_and(|squad| squad.0 == 3))
                .count()
        };
        assert_eq!(of_squad(&SEPTEMBER[..15]), 0);
        assert_eq!(
            reasons(&judged(&SEPTEMBER[..15])),
            ["2021年9月1日至30日有13个工作日的外出写在其他专班的日志中（R004），计入后是否达到天数无法判断"]
        );
        assert_eq!(of_squad(&SEPTEMBER[..14]), 1);
    }

    #[test]
    fn days_whose_whereabouts_cannot_be_read_may_be_days_out() {
        let judged = |days: &[u32]| {
            let rows = format!("{}\n2021-09-24 | 李四 | 拜访企业 | 上海 | 半天", rows(days, &[]));
            scene(MEMBERS, &rows).judge(&RULE)
        };
        let verdicts = judged(&SEPTEMBER[..14]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["2021年9月24日（1个工作日）的日志看不出是否外出，计入后是否达到要求无法判断"]
        );
        let verdicts = judged(&SEPTEMBER[..13]);
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班 2021年9月在外 13 个工作日，应不少于 15 个，差 2 个；另有1个工作日（2021年9月24日）的日志看不出是否外出，未计入"]
        );
        assert_eq!(judged(&SEPTEMBER[..15]).kept, 1);
    }

    #[test]
    fn one_who_is_not_on_post_is_no_member() {
        let members = "王伟 | 专职成员 | | 2021-09-10\n李四 | 专职成员";
        let verdicts = scene(members, &rows(&SEPTEMBER, &SEPTEMBER[..1])).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班 2021年9月在外 8 个工作日，应不少于 15 个，差 7 个"]
        );
        assert!(scene("李四 | 专职成员", &out("李四", &SEPTEMBER)).judge(&RULE).findings.is_empty());
    }

    #[test]
    fn rows_set_aside_are_mentioned() {
        let rows = format!("{}\n九月末 | 王伟 | 拜访企业 | 上海", rows(&SEPTEMBER[..10], &SEPTEMBER[5..14]));
        let verdicts = scene(MEMBERS, &rows).judge(&RULE);
        assert!(messages(&verdicts)[0].ends_with("；另有1行日志未计入（D005）"));
    }

    #[test]
    fn without_a_log_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
    }
}
