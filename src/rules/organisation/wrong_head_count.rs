//! R001: not exactly one head.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::roster::Role;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Headcount;
use super::judge_headcount;

/// R001 组长人数不符
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "R001",
    name: "组长人数不符",
    severity: Severity::Error,
    articles: &["方案 一(二)"],
    checks: "报告期内每一天，每个专班是否正好有一名组长。",
    why: "没有组长则无人负责管理，有两名则责任不清；带队外出也按组长核查。",
    remedy: "按任职文件更正名册中的角色和到岗、离岗日期。",
    parameters: &["heads"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let headcount = Headcount {
        role: Role::Head,
        least: "heads",
        most: "heads",
    };
    judge_headcount(case, docket, &headcount);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::organisation::testing::judge;
    use crate::rules::organisation::testing::messages;

    #[test]
    fn two_heads_on_the_same_days_are_told_with_every_run_of_days() {
        let verdicts = judge(
            &RULE,
            "张三 | 组长 | | | 2021-09-12\n李四 | 组长 | | 2021-09-06 | 2021-09-20\n王五 | 组长 | | 2021-09-20 |",
        );
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班2021年9月6日至12日有2名组长（张三、李四），应为1名；2021年9月20日有2名组长（李四、王五），应为1名"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 3);
    }

    #[test]
    fn heads_who_follow_each_other_without_a_gap_are_quiet() {
        let verdicts = judge(&RULE, "张三 | 组长 | | | 2021-09-05\n李四 | 组长 | | 2021-09-06 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
        let verdicts = judge(&RULE, "张三 | 组长 | | | 2021-09-05\n李四 | 组长 | | 2021-09-07 |");
        assert_eq!(messages(&verdicts), ["文化旅游专班2021年9月6日没有组长，应为1名"]);
    }

    #[test]
    fn one_person_in_two_rows_is_one_head() {
        assert_eq!(judge(&RULE, "张三 | 组长\n张三 | 组长 | 正县级").kept, 1);
    }

    #[test]
    fn an_unreadable_date_leaves_it_open_unless_no_reading_would_do() {
        let verdicts = judge(&RULE, "张三 | 组长 | | 九月初 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged.len(), 4, "three squads without a roster, and this one");
        let verdicts = judge(&RULE, "张三 | 组长 | | 九月初 |\n李四 | 组长\n王五 | 组长");
        assert_eq!(
            messages(&verdicts),
            ["文化旅游专班2021年9月1日至30日有2名组长（李四、王五），应为1名"]
        );
    }
}
