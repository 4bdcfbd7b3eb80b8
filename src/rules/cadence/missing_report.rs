//! C002: a month without a squad's written report.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::activity::ActivityKind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Duty;
use super::judge_squads;

/// C002 月度书面汇报缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "C002",
    name: "月度书面汇报缺失",
    severity: Severity::Warning,
    articles: &["方案 四(一)", "考核办法 三"],
    checks: "每个专班每个月是否有一次书面汇报。",
    why: "没有书面汇报，分管领导不掌握专班当月的进展。",
    remedy: "补报书面汇报，或补记活动记录。",
    parameters: &["reports_month"],
    effect: Effect::None,
};

const DUTY: Duty = Duty {
    kind: ActivityKind::Report,
    times: "reports_month",
    subject: "month",
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    judge_squads(case, docket, &DUTY, &case.months());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::cadence::testing::*;

    #[test]
    fn a_month_without_a_report_is_told_for_the_squad() {
        let verdicts = scene("2021-09", "2021-09-30 | 月度汇报 | 9月汇报 | 文化旅游").judge(&RULE);
        assert_eq!(messages(&verdicts), ["高效农业专班 2021年9月月度汇报 0 次，应不少于 1 次"]);
        assert_eq!(verdicts.findings[0].subject["month"], "2021-09");
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn a_report_of_the_next_month_does_not_help() {
        let verdicts = scene("2021-09", "2021-10-01 | 月度汇报 | 9月汇报 |").judge(&RULE);
        assert_eq!(verdicts.findings.len(), 2);
    }

    #[test]
    fn without_activities_it_cannot_be_told() {
        let verdicts = squads("2021-09").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.unjudged[0].reason, "没有活动记录，无法核查");
    }
}
