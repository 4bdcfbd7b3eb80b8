//! T006 专题招商活动未达标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Target;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "T006",
    name: "专题招商活动未达标",
    severity: Severity::Error,
    articles: &["方案 二(三)"],
    checks: "各专班当年专题招商活动次数是否达到要求；年内看是否落后于序时进度。不影响年度完成与否的结论。",
    why: "每年至少办一场专题招商活动是专班的规定动作。",
    remedy: "安排并举办专题招商活动；已举办的补入活动记录。",
    parameters: &["target_events"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T006",
    unit: "次",
    tables: &[Kind::Activity],
    columns: &[],
    open: super::none_open,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
