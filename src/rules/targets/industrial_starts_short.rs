//! T004 产业类开工项目未达标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::standing::TargetStanding;

use super::Target;
use super::Untold;

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
    open: classes_untold,
};

/// The squad's starts of the year of which the ledger does not say whether they are of industry; failing those, the projects of which it
/// leaves open whether they started in the year.
fn classes_untold(case: &Case<'_>, standing: &TargetStanding) -> Option<Untold> {
    let year = case.year_to_date();
    let mut projects = super::projects_of(case, standing.squad);
    projects.retain(|rows| {
        let started = rows.iter().any(|row| row.started.get().is_some_and(|day| year.contains(day)));
        started && rows.iter().any(|row| row.is_class_unknown())
    });
    let Some((names, places)) = super::named(&projects) else {
        return super::starts_untold(case, standing);
    };
    Some(Untold {
        what: format!("开工项目{names}的“产业类”不明确"),
        so: "是否产业类无法判断",
        places,
    })
}

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    #[test]
    fn starts_of_no_known_class_leave_it_open_and_are_named() {
        let judged = |classes: [&str; 2]| {
            let [first, second] = classes;
            let ledger =
                format!("项目名称 | 阶段 | 产业类 | 开工日期\n古城 | 开工 | {first} | 2021-09-09\n温泉 | 开工 | {second} | 2021-09-10");
            Scene::new("2021")
                .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 组长")
                .sheet("文化旅游/台账.xlsx", "台账", &ledger)
                .sheet("文化旅游/日志.xlsx", "日志", "日期 | 姓名 | 工作内容\n2021-09-09 | 王伟 | 拜访")
                .judge(&RULE)
        };
        for (classes, names) in [(["待定", ""], "古城"), (["否", "不详"], "温泉")] {
            let verdicts = judged(classes);
            assert!(verdicts.findings.is_empty(), "{classes:?}");
            let reason = format!("开工项目{names}的“产业类”不明确，是否产业类无法判断");
            assert!(
                verdicts.unjudged.iter().any(|unjudged| unjudged.reason == reason),
                "{:?}",
                verdicts.unjudged
            );
        }
        assert_eq!(judged(["是", ""]).kept, 1);
        for no in [["否", "否"], ["否", ""], ["", ""]] {
            assert_eq!(judged(no).findings.len(), 1, "{no:?}");
        }
    }
}
