//! T005 在谈项目未达标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::project::Talks;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::standing::TargetStanding;

use super::Target;
use super::Untold;

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
    open: talks_untold,
};

/// The squad's projects of which a day that cannot be read decides whether they are still in talks.
fn talks_untold(case: &Case<'_>, standing: &TargetStanding) -> Option<Untold> {
    let mut projects = super::projects_of(case, standing.squad);
    projects.retain(|rows| Talks::of_rows(rows.iter().copied(), case.as_of) == Talks::Untold);
    let (names, places) = super::named(&projects)?;
    Some(Untold {
        what: format!("项目{names}的签约、终止日期无法识别"),
        so: "是否仍在谈无法判断",
        places,
    })
}

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::targets::testing::judge_ledger;
    use crate::rules::targets::testing::reasons;

    #[test]
    fn a_signing_day_that_cannot_be_read_leaves_it_open_and_is_named() {
        let talks = (0..19).map(|at| format!("在谈{at}号 | 在谈 | |"));
        let rows: Vec<String> = talks.chain(["谈末 | 签约 | 近期".to_owned()]).collect();
        let verdicts = judge_ledger(&RULE, &format!("项目名称 | 阶段 | 签约日期\n{}", rows.join("\n")));
        assert!(verdicts.findings.is_empty());
        assert!(reasons(&verdicts).contains(&"项目谈末的签约、终止日期无法识别，是否仍在谈无法判断"));
    }
}
