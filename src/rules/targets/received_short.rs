//! T002 到位资金未达标

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
    code: "T002",
    name: "到位资金未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八", "考核办法 九(4)"],
    checks: "各专班当年实际到位资金是否达到年度目标；年内看是否落后于序时进度。",
    why: "到位资金是年度考核的硬指标，决定专班完成与否。",
    remedy: "催促已签约项目按约投入；已到账的补报凭证，未计入的按相应问题改正。",
    parameters: &["target_received"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T002",
    unit: "个",
    tables: &[Kind::Contract, Kind::Receipt],
    columns: &[],
    open: super::none_open,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}
