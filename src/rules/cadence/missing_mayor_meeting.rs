//! C003: a quarter without a mayor's meeting.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::activity::ActivityKind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Duty;
use super::has_activities;
use super::judge;

/// C003 市长办公会缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "C003",
    name: "市长办公会缺失",
    severity: Severity::Warning,
    articles: &["方案 四(一)", "考核办法 三"],
    checks: "每个季度是否有一次市长办公会研究专班工作。",
    why: "重大项目的困难要在会上决定，缺了就悬而不决。",
    remedy: "报请安排，或补记活动记录。",
    parameters: &["mayor_meetings_quarter"],
    effect: Effect::None,
};

const DUTY: Duty = Duty {
    kind: ActivityKind::MayorMeeting,
    times: "mayor_meetings_quarter",
    subject: "quarter",
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let quarters = case.quarters();
    if quarters.is_empty() || !has_activities(case, docket) {
        return;
    }
    for quarter in quarters {
        judge(case, docket, &DUTY, quarter, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cadence::testing::*;

    #[test]
    fn a_quarter_without_a_meeting_is_told_once() {
        let verdicts = scene("2021-Q3", "2021-10-01 | 市长办公会 | 专题研究 |").judge(&RULE);
        assert_eq!(messages(&verdicts), ["2021年第三季度市长办公会 0 次，应不少于 1 次"]);
        assert_eq!(verdicts.findings[0].squad, None);
        assert_eq!(verdicts.findings[0].subject["quarter"], "2021-Q3");
    }

    #[test]
    fn one_meeting_in_the_quarter_is_enough() {
        let verdicts = scene("2021-Q3", "2021-09-30 | 市长办公会 | 专题研究 |").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn a_month_has_no_quarter_and_no_table_tells_nothing() {
        assert!(scene("2021-09", "2021-10-01 | 业务培训 | 培训 |").judge(&RULE).findings.is_empty());
        let verdicts = squads("2021-Q3").judge(&RULE);
        assert_eq!(verdicts.unjudged[0].reason, "没有活动记录，无法核查");
    }
}
