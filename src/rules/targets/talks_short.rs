//! T005 在谈项目未达标

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
    code: "T005",
    name: "在谈项目未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八"],
    checks: "各专班截止日的在谈项目个数是否达到目标；年内看是否落后于序时进度。",
    why: "在谈项目数是年度考核的硬指标，也是后续签约的来源。",
    remedy: "拓展新项目线索；把实际在谈而未登记的项目补入项目台账。",
    parameters: &["target_in_talks"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T005",
    unit: "个",
    tables: &[Kind::Project],
    columns: &[],
    open: super::none_open,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
