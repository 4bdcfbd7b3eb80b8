//! T003 开工项目未达标

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
    code: "T003",
    name: "开工项目未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八"],
    checks: "各专班当年开工项目个数是否达到年度目标；年内看是否落后于序时进度。",
    why: "开工项目数是年度考核的硬指标，决定专班完成与否。",
    remedy: "推动已签约项目开工；已开工的在项目台账填写开工日期。",
    parameters: &["target_starts"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T003",
    unit: "个",
    tables: &[Kind::Project],
    columns: &["开工日期"],
    open: super::none_open,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
