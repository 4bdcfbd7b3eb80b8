//! L001: a dedicated member with too few working days out of town in a month.

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
use super::Strayed;
use super::dedicated_throughout;
use super::logged;
use super::squads_with_logs;

/// L001 个人外出不足
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L001",
    name: "个人外出不足",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 一"],
    checks: "整月在岗的专职成员，当月在市外的工作日是否达到规定天数；同一天只计一次，非工作日和请假不计。",
    why: "在外时间是专职招商的基本要求，达不到即未履职。",
    remedy: "核对日志有无漏报；确实不足的，由专班说明原因，次月补足。",
    parameters: &["workdays_out", "leave_words"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        let left_out = LeftOut::of(case, squad);
        for month in case.months() {
            let window = month.window();
            // The limit of a month is the one that holds on its first day.
            let Some(required) = case.policy.number("workdays_out", window.from) else {
                continue;
            };
            if !logged(case, docket, squad, window) {
                continue;
            }
            for person in dedicated_throughout(case, docket, squad, window) {
                let presence = &case.records.presence;
                let days = presence.workdays_out(squad, &person.name.key, window, &case.policy.calendar);
                let found = Decimal::from(days.len());
                let open = Open::of_person(case, squad, person.name, window);
                let strayed = Strayed::of(case, squad, person.name, window);
                let may_reach = found < required && found + open.days_out() + strayed.days_out() >= required;
                if may_reach && !open.0.is_empty() {
                    docket.cannot_tell(Some(squad), open.reason(&person.name.shown, window));
                    continue;
                }
                if may_reach {
                    docket.cannot_tell(Some(squad), strayed.reason(case, person.name, window));
                    continue;
                }
                docket.measured(squad, Some(person.name), window, found, required);
                if found >= required {
                    docket.kept();
                    continue;
                }
                let uncounted = left_out.of_person(person.name, window);
                let message = format!(
                    "{} {}在外 {} 个工作日，应不少于 {} 个，差 {} 个{}{}{}",
                    person.name,
                    words::month(month),
                    found,
                    words::number(required),
                    words::number(required.saturating_sub(found)),
                    strayed.told(case),
                    open.told(),
                    uncounted.told()
                );
                let broken = Broken {
                    related: [open.places(case), uncounted.places()].concat(),
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
    use crate::testing::Scene;

    #[test]
    fn fourteen_days_are_told_and_fifteen_are_quiet() {
        let verdicts = scene("王伟 | 专职成员", &out("王伟", &SEPTEMBER[..14])).judge(&RULE);
        assert_eq!(messages(&verdicts), ["王伟 2021年9月在外 14 个工作日，应不少于 15 个，差 1 个"]);
        assert_eq!(verdicts.findings[0].subject["month"], "2021-09");
        let verdicts = scene("王伟 | 专职成员", &out("王伟", &SEPTEMBER[..15])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn holidays_and_second_rows_of_a_day_do_not_count() {
        let rows = format!("{}\n{}", out("王伟", &SEPTEMBER[..14]), out("王伟", &[19, 20, 25, 1]));
        assert_eq!(scene("王伟 | 专职成员", &rows).judge(&RULE).findings.len(), 1);
    }

    #[test]
    fn days_in_the_log_of_a_squad_that_does_not_name_him_leave_it_open() {
        let judged = |days: &[u32], other_roster: &str| {
            scene("王伟 | 专职成员", "2021-09-01 | 王伟 | 整理材料 | 机关")
                .sheet("高效农业/名册.xlsx", "名册", &format!("{ROSTER}\n{other_roster}"))
                .sheet("高效农业/日志.xlsx", "日志", &log(&out("王伟", days)))
                .judge(&RULE)
        };
        let verdicts = judged(&SEPTEMBER[1..16], "李四 | 副组长");
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["王伟 2021年9月1日至30日有15个工作日的外出写在高效农业专班的日志中（R004），计入后是否达到天数无法判断"]
        );
        assert_eq!(
            messages(&judged(&SEPTEMBER[1..15], "李四 | 副组长")),
            ["王伟 2021年9月在外 0 个工作日，应不少于 15 个，差 15 个；另有14个工作日的外出写在高效农业专班的日志中，未计入"]
        );
        // On both rosters, the days count for the squad in whose log they stand.
        assert_eq!(
            messages(&judged(&SEPTEMBER[1..16], "王伟 | 副组长")),
            ["王伟 2021年9月在外 0 个工作日，应不少于 15 个，差 15 个"]
        );
    }

    #[test]
    fn one_who_handed_in_nothing_has_no_days() {
        let verdicts = scene("王伟 | 专职成员\n李四 | 专职成员", &out("王伟", &SEPTEMBER)).judge(&RULE);
        assert_eq!(messages(&verdicts), ["李四 2021年9月在外 0 个工作日，应不少于 15 个，差 15 个"]);
    }

    #[test]
    fn a_month_of_which_the_squad_handed_in_no_log_cannot_be_told() {
        let verdicts = scene("王伟 | 专职成员", "2021-08-31 | 王伟 | 拜访企业 | 上海").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts).len(), 1);
    }

    #[test]
    fn a_log_that_does_not_ask_for_whereabouts_cannot_tell() {
        let rows: Vec<String> = SEPTEMBER.iter().map(|day| format!("2021-09-{day:02} | 王伟 | 拜访企业")).collect();
        let text = format!("日期 | 姓名 | 工作内容\n{}", rows.join("\n"));
        for rule in [RULE, super::super::squad_too_few_days_out::RULE] {
            let verdicts = Scene::new("2021-09")
                .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n王伟 | 专职成员"))
                .sheet("文化旅游/日志.xlsx", "日志", &text)
                .judge(&rule);
            assert!(verdicts.findings.is_empty());
            assert_eq!(
                reasons(&verdicts),
                ["2021年9月1日至30日的工作日志没有“地点”列和“是否外出”列，无法核查"]
            );
        }
    }

    #[test]
    fn days_whose_whereabouts_cannot_be_read_may_be_days_out() {
        let judged = |out_days: usize, rest: &str| {
            scene("王伟 | 专职成员", &format!("{}\n{rest}", out("王伟", &SEPTEMBER[..out_days]))).judge(&RULE)
        };
        let open = "2021-09-24 | 王伟 | 拜访企业 | 上海 | 是？";
        let verdicts = judged(14, open);
        assert!(verdicts.findings.is_empty(), "{:?}", messages(&verdicts));
        assert_eq!(
            reasons(&verdicts),
            ["王伟2021年9月24日（1个工作日）的日志看不出是否外出，计入后是否达到要求无法判断"]
        );
        let verdicts = judged(13, open);
        assert_eq!(
            messages(&verdicts),
            ["王伟 2021年9月在外 13 个工作日，应不少于 15 个，差 2 个；另有1个工作日（2021年9月24日）的日志看不出是否外出，未计入"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
        assert_eq!(judged(15, open).kept, 1);
        // Blank cells say that nobody was out; a day out by another row is no open one, nor is one on which nobody works.
        for rest in [
            "2021-09-24 | 王伟 | 整理材料 | |",
            "2021-09-03 | 王伟 | 拜访企业 | 上海 | 是？",
            "2021-09-25 | 王伟 | 拜访企业 | 上海 | 是？",
        ] {
            assert_eq!(
                messages(&judged(14, rest)),
                ["王伟 2021年9月在外 14 个工作日，应不少于 15 个，差 1 个"],
                "{rest}"
            );
        }
    }

    #[test]
    fn words_of_the_column_itself_are_read() {
        for (word, kept) in [("外出", 1), ("在外", 1), ("市外", 1), ("未外出", 0), ("在岗", 0), ("在机关", 0)] {
            let rows = format!("{}\n2021-09-24 | 王伟 | 拜访企业 | 上海 | {word}", out("王伟", &SEPTEMBER[..14]));
            let verdicts = scene("王伟 | 专职成员", &rows).judge(&RULE);
            assert_eq!((verdicts.kept, verdicts.findings.len()), (kept, 1 - kept), "{word}");
        }
    }

    #[test]
    fn one_who_came_or_left_within_the_month_is_not_judged() {
        for member in ["王伟 | 专职成员 | 2021-09-02", "王伟 | 专职成员 | | 2021-09-29", "王伟 | 副组长"] {
            let verdicts = scene(member, &out("王伟", &SEPTEMBER[..3])).judge(&RULE);
            assert!(verdicts.findings.is_empty(), "{member}");
            assert_eq!(verdicts.kept, 0, "{member}");
        }
    }

    #[test]
    fn an_unreadable_arrival_cannot_be_told() {
        let verdicts = scene("王伟 | 专职成员 | 去年", &out("王伟", &SEPTEMBER[..3])).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["名册中王伟的到岗、离岗日期无法识别或相互矛盾，无法核查"]);
    }

    #[test]
    fn rows_set_aside_are_mentioned_and_listed() {
        let rows = format!(
            "{}\n九月末 | 王伟 | 拜访企业 | 上海\n2021-09-22 | 赵六 | 拜访企业 | 上海",
            out("王伟", &SEPTEMBER[..14])
        );
        let verdicts = scene("王伟 | 专职成员", &rows).judge(&RULE);
        assert_eq!(
            messages(&verdicts),
            ["王伟 2021年9月在外 14 个工作日，应不少于 15 个，差 1 个；另有1行日志未计入（D005）"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn a_day_with_a_space_in_it_hides_nobody() {
        for day in ["9月6日 - 9月8日（3天）", "下周 一"] {
            for people in ["王伟", "李四、王 伟"] {
                let rows = format!("{}\n{day} | {people} | 拜访企业 | 上海", out("王伟", &SEPTEMBER[..14]));
                let verdicts = scene("王伟 | 专职成员", &rows).judge(&RULE);
                assert_eq!(
                    messages(&verdicts),
                    ["王伟 2021年9月在外 14 个工作日，应不少于 15 个，差 1 个；另有1行日志未计入（D005）"],
                    "{day} {people}"
                );
            }
        }
    }

    #[test]
    fn a_month_not_whole_in_force_or_not_ended_is_not_judged() {
        let scene = || scene("王伟 | 专职成员", &out("王伟", &SEPTEMBER[..3]));
        assert!(scene().as_of("2021-09-29").judge(&RULE).findings.is_empty());
        let july = Scene::new("2020-07")
            .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n王伟 | 专职成员"))
            .sheet("文化旅游/日志.xlsx", "日志", &log("2020-07-20 | 王伟 | 拜访企业 | 上海"));
        assert!(july.judge(&RULE).findings.is_empty());
    }

    #[test]
    fn without_a_log_or_a_roster_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
        let verdicts = Scene::new("2021-09").judge(&RULE);
        assert_eq!(reasons(&verdicts), ["未报名册，无法核查"]);
    }
}
