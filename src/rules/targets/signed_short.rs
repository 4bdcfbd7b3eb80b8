//! T001 签约资金未达标

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
    code: "T001",
    name: "签约资金未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八", "考核办法 九"],
    checks: "各专班当年签约资金是否达到年度目标；年内看是否落后于序时进度。按设置选定的口径（默认只算已认定引进的合同），同时列出另一口径。",
    why: "签约资金是年度考核的硬指标，决定专班完成与否。",
    remedy: "加快在谈项目签约；已签约的尽快注册落户并补齐认定材料。",
    parameters: &["target_signed"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T001",
    unit: "个",
    tables: &[Kind::Contract],
    columns: &[],
    open: super::none_open,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
