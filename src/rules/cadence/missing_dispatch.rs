//! C001: a half-month without a dispatch of a squad.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::activity::ActivityKind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Duty;
use super::judge_squads;

/// C001 半月调度缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "C001",
    name: "半月调度缺失",
    severity: Severity::Warning,
    articles: &["方案 四(一)", "考核办法 三"],
    checks: "每个专班每半个月（1至15日、16日至月底）是否有一次调度；没有写明专班的，算所有专班的。",
    why: "半月调度是发现和解决问题的固定时点，缺了就滞后半个月。",
    remedy: "补开调度或补记活动记录。",
    parameters: &["dispatches_half_month"],
    effect: Effect::None,
};

const DUTY: Duty = Duty {
    kind: ActivityKind::Dispatch,
    times: "dispatches_half_month",
    subject: "half",
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    judge_squads(case, docket, &DUTY, &case.halves());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cadence::testing::*;

    #[test]
    fn a_half_month_without_a_dispatch_is_told_for_each_squad() {
        let verdicts = scene(
            "2021-09",
            "2021-09-15 | 半月调度 | 调度会 |\n2021-09-20 | 半月调度 | 调度会 | 文化旅游",
        )
        .judge(&RULE);
        assert_eq!(messages(&verdicts), ["高效农业专班 2021年9月下半月半月调度 0 次，应不少于 1 次"]);
        assert_eq!(verdicts.findings[0].subject["half"], "2021-09-H2");
        assert_eq!(verdicts.kept, 3);
    }

    #[test]
    fn the_sixteenth_is_the_second_half() {
        let verdicts = scene("2021-09-H1", "2021-09-16 | 半月调度 | 调度会 |").judge(&RULE);
        assert_eq!(verdicts.findings.len(), 2);
        let verdicts = scene("2021-09-H1", "2021-09-15 | 半月调度 | 调度会 |").judge(&RULE);
        assert_eq!(verdicts.kept, 2);
    }

    #[test]
    fn another_kind_of_activity_is_no_dispatch() {
        let verdicts = scene("2021-09-H1", "2021-09-15 | 业务培训 | 培训 |").judge(&RULE);
        assert_eq!(verdicts.findings.len(), 2);
    }

    #[test]
    fn a_row_set_aside_leaves_it_open_and_so_does_no_table() {
        let verdicts = scene("2021-09-H1", "九月上旬 | 半月调度 | 调度会 | 文化旅游").judge(&RULE);
        assert_eq!(messages(&verdicts), ["高效农业专班 2021年9月上半月半月调度 0 次，应不少于 1 次"]);
        let verdicts = squads("2021-09").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged[0].reason, "没有活动记录，无法核查");
    }

    #[test]
    fn a_squad_that_no_row_is_about_has_not_reported() {
        let verdicts = bare_scene("2021-09-H1", "2021-09-02 | 半月调度 | 调度会 | 文化旅游").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!((verdicts.kept, verdicts.unjudged[2].reason.as_str()), (1, "未报活动记录"));
    }

    #[test]
    fn a_meeting_of_several_days_counts_for_each_half_that_it_has_a_day_in() {
        let verdicts = scene("2021-09", "2021-09-15至9-16 | 半月调度 | 调度会 |").judge(&RULE);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 4));
    }

    #[test]
    fn a_squad_that_handed_in_nothing_is_left_to_r005() {
        let verdicts = scene("2021-09-H1", "2021-09-15 | 半月调度 | 调度会 |").judge(&RULE);
        assert_eq!(verdicts.unjudged.len(), 2);
    }
}
