//! R002: not exactly one deputy, or one of another level.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::items::word_of;
use crate::records::roster::Role;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::post;
use crate::rules::words;

use super::Headcount;
use super::days_judged;
use super::judge_headcount;

/// R002 副组长不符
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "R002",
    name: "副组长不符",
    severity: Severity::Error,
    articles: &["方案 一(二)"],
    checks: "报告期内每一天，每个专班是否正好有一名副组长；名册填有级别的，是否为规定的级别。",
    why: "副组长负责专班的日常工作，人数和级别都有规定。",
    remedy: "按任职文件更正名册中的角色、级别和到岗、离岗日期。",
    parameters: &["deputies", "deputy_levels"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let headcount = Headcount {
        role: Role::Deputy,
        least: "deputies",
        most: "deputies",
    };
    judge_headcount(case, docket, &headcount);
    judge_levels(case, docket);
}

/// The level of each deputy who is on post in the period, by the levels that hold on his first day in it.
fn judge_levels(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in case.city().squad_ids() {
        for person in post::people(&case.records.tables, squad, Some(Role::Deputy)) {
            for row in &person.rows {
                let first_day = days_judged(case).find(|day| post::on_post(row, *day) == Some(true));
                let (Some(day), Some(level)) = (first_day, row.level.value()) else {
                    continue;
                };
                let levels = case.policy.words("deputy_levels", day);
                if levels.is_empty() || word_of(case.policy, "deputy_levels", level, day).is_some() {
                    continue;
                }
                let names: Vec<&str> = levels.iter().filter_map(|words| words.split('=').next()).collect();
                let message = format!(
                    "{}专班副组长{}级别为{}，应为{}",
                    case.city().squad(squad).name,
                    person.name,
                    words::quote(level),
                    names.join("或")
                );
                let broken = Broken::cell(case.records, &row.at, &row.level, When::Window(case.window()), message);
                docket.broken(broken.of(case.city(), squad).about("person", person.name.shown.to_string()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::organisation::testing::judge;
    use crate::rules::organisation::testing::messages;

    #[test]
    fn one_deputy_of_the_level_is_quiet_and_none_is_told() {
        let verdicts = judge(&RULE, "李四 | 副组长 | 副县级");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
        let verdicts = judge(&RULE, "李四 | 专职成员 | 副县级");
        assert_eq!(messages(&verdicts), ["文化旅游专班2021年9月1日至30日没有副组长，应为1名"]);
    }

    #[test]
    fn another_level_is_told_at_its_cell() {
        let verdicts = judge(&RULE, "李四 | 副组长 | 正科级");
        assert_eq!(messages(&verdicts), ["文化旅游专班副组长李四级别为“正科级”，应为副县级"]);
        assert_eq!(verdicts.findings[0].value.as_deref(), Some("正科级"));
        let verdicts = judge(&RULE, "李四 | 副组长 | 正科级（副县级待遇）");
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班副组长李四级别为“正科级（副县级待遇）”，应为副县级"]
        );
    }

    #[test]
    fn a_level_written_otherwise_or_not_at_all_and_one_who_left_before_are_quiet() {
        for rows in [
            "李四 | 副组长 | 副处级",
            "李四 | 副组长 | 副县级（副处）",
            "李四 | 副组长 | 副处级(2019年任)",
            "李四 | 副组长",
            "李四 | 副组长 | 副县级\n赵六 | 副组长 | 正科级 | | 2021-08-31",
        ] {
            assert!(judge(&RULE, rows).findings.is_empty(), "{rows}");
        }
    }

    #[test]
    fn an_unreadable_date_leaves_the_number_open() {
        let verdicts = judge(&RULE, "李四 | 副组长 | 副县级 | 去年 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged.len(), 4);
    }
}
