//! R005: a squad without a roster, or without any row in the period.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Missing;
use crate::rules::Rule;

/// R005 专班缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "R005",
    name: "专班缺失",
    severity: Severity::Error,
    articles: &["方案 一"],
    checks: "本市的每个专班是否报了名册，报告期内是否有任何数据。",
    why: "一个专班整个缺报，日志、目标、调度各项都无法核查。",
    remedy: "向该专班催报名册和本期各表。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    if case.window().to < case.policy.in_force_from() {
        return;
    }
    for squad in case.city().squad_ids() {
        let name = &case.city().squad(squad).name;
        let message = match case.missing(squad) {
            None => {
                docket.kept();
                continue;
            }
            Some(Missing::Roster) => format!("{name}专班没有报名册"),
            Some(Missing::Rows) => format!("{name}专班{}没有任何数据", case.period.title()),
        };
        docket.broken(Broken::period(When::Window(case.window()), message).of(case.city(), squad));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    const ROSTER: &str = "姓名 | 角色\n王伟 | 专职成员";

    fn scene(period: &str, day: &str) -> Scene {
        let mut scene = Scene::new(period);
        for squad in ["先进制造", "新型材料", "高效农业", "文化旅游"] {
            let log = format!("日期 | 姓名 | 工作内容 | 地点\n{day} | 王伟 | 拜访企业 | 上海");
            scene = scene
                .sheet(&format!("{squad}/名册.xlsx"), "名册", ROSTER)
                .sheet(&format!("{squad}/日志.xlsx"), "日志", &log);
        }
        scene
    }

    #[test]
    fn squads_with_a_roster_and_a_row_are_quiet() {
        let verdicts = scene("2021-09", "2021-09-30").judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 4);
    }

    #[test]
    fn squads_without_a_row_in_the_period_are_told() {
        let verdicts = scene("2021-09", "2021-08-31").judge(&RULE);
        assert_eq!(verdicts.findings.len(), 4);
        assert_eq!(verdicts.findings[3].message, "文化旅游专班2021年9月没有任何数据");
    }

    #[test]
    fn a_week_without_a_working_day_asks_for_no_row() {
        // 15 to 21 February 2026 are the Spring Festival's, 22 too.
        assert!(scene("2026-W08", "2026-02-10").judge(&RULE).findings.is_empty());
        assert_eq!(scene("2026-W07", "2026-02-02").judge(&RULE).findings.len(), 4);
    }

    #[test]
    fn squads_without_a_roster_are_told() {
        let verdicts = Scene::new("2021-09").judge(&RULE);
        assert_eq!(verdicts.findings[0].message, "先进制造专班没有报名册");
    }

    #[test]
    fn nothing_is_judged_before_the_regulation_took_effect() {
        assert!(Scene::new("2020-06").judge(&RULE).findings.is_empty());
    }
}
