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
    open: super::starts_untold,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::targets::testing::judge_ledger;
    use crate::rules::targets::testing::reasons;

    const HEAD: &str = "项目名称 | 阶段 | 产业类 | 开工日期";

    #[test]
    fn a_start_whose_day_cannot_be_read_leaves_it_open_and_is_named() {
        let verdicts = judge_ledger(
            &RULE,
            &format!("{HEAD}\n古城 | 开工 | 是 | 2021-09-09\n温泉 | 开工 | 是 | 2021年4月"),
        );
        assert!(verdicts.findings.is_empty());
        assert!(reasons(&verdicts).contains(&"项目温泉的“开工日期”无法识别，是否当年开工无法判断"));
    }

    #[test]
    fn one_that_could_not_reach_the_target_is_mentioned() {
        let verdicts = judge_ledger(
            &RULE,
            &format!("{HEAD}\n温泉 | 开工 | 是 | 2021年4月\n画廊 | 某阶段 | 是 | 2021-04-01"),
        );
        assert_eq!(
            verdicts.told(),
            [
                "- 文化旅游专班2021年开工项目 0个，年度目标不少于 2个，差 2个；另有项目温泉的“开工日期”无法识别，未计入；另有1行项目台账未计入（D023）"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 2);
    }
}
