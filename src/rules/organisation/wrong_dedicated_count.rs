//! R003: too few or too many dedicated members.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::roster::Role;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Headcount;
use super::judge_headcount;

/// R003 专职成员人数不符
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "R003",
    name: "专职成员人数不符",
    severity: Severity::Error,
    articles: &["方案 一(二)"],
    checks: "报告期内每一天，每个专班的专职成员人数是否在规定的范围内。",
    why: "人手不足完不成外出任务，超出规定的人员不应占用专班编组。",
    remedy: "按实际在岗情况更正名册，或按规定调整人员。",
    parameters: &["dedicated_min", "dedicated_max"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let headcount = Headcount {
        role: Role::Dedicated,
        least: "dedicated_min",
        most: "dedicated_max",
    };
    judge_headcount(case, docket, &headcount);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::organisation::testing::judge;
    use crate::rules::organisation::testing::messages;

    const TWO: &str = "甲一 | 专职成员\n乙二 | 专职成员";

    #[test]
    fn two_and_three_are_quiet_and_the_numbers_beside_them_are_told() {
        assert_eq!(judge(&RULE, TWO).kept, 1);
        assert_eq!(judge(&RULE, &format!("{TWO}\n丙三 | 专职成员")).kept, 1);
        assert_eq!(
            messages(&judge(&RULE, "甲一 | 专职成员")),
            ["文化旅游专班2021年9月1日至30日有1名专职成员（甲一），应为2至3名"]
        );
        assert_eq!(
            messages(&judge(&RULE, &format!("{TWO}\n丙三 | 专职成员\n丁四 | 专职成员 | | 2021-09-30 |"))),
            ["文化旅游专班2021年9月30日有4名专职成员（甲一、乙二、丙三、丁四），应为2至3名"]
        );
    }

    #[test]
    fn a_member_whose_date_cannot_be_read_may_be_the_second() {
        let verdicts = judge(&RULE, "甲一 | 专职成员\n乙二 | 专职成员 | | 九月 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged.len(), 4);
        assert_eq!(judge(&RULE, &format!("{TWO}\n丙三 | 专职成员 | | 九月 |")).kept, 1);
    }

    #[test]
    fn a_row_set_aside_may_name_the_second() {
        let verdicts = judge(&RULE, "甲一 | 专职成员\n乙二 | 帮忙的");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 0);
    }
}
