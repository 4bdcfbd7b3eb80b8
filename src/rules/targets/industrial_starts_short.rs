//! T004 产业类开工项目未达标

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
    code: "T004",
    name: "产业类开工项目未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八"],
    checks: "各专班当年开工项目中产业类项目个数是否达到年度目标；年内看是否落后于序时进度。",
    why: "开工项目中须有产业类项目，缺了即为未完成。",
    remedy: "推动产业类项目开工；在项目台账写明是否产业类和开工日期。",
    parameters: &["target_starts_industrial"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T004",
    unit: "个",
    tables: &[Kind::Project],
    columns: &["开工日期", "产业类"],
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
