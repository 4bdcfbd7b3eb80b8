//! D017: a name that is no squad.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D017 专班无法确定
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D017",
    name: "专班无法确定",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "专班栏写的是否为本市的专班；名册中的协调组、申报单位中的其他单位不在此列。",
    why: "不知道是哪个专班的，不能计入任何专班。",
    remedy: "改为专班的通用名称；本市另有简称的，在设置中加为别名。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::UnknownSquad => Some(Wording::of_cell(format!("写为{}，不是任何一个专班", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_written_name_is_told() {
        let problem = testing::problem(What::UnknownSquad, "专班", "体育专班");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“专班”写为“体育专班”，不是任何一个专班");
    }
}
