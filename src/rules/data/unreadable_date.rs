//! D005: a date that is not surely one day.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D005 日期无法识别
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D005",
    name: "日期无法识别",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "日期栏写的是否为确定的某一天；日志、活动的起止日期相距是否超过一年，日志的日期与起止日期是否一致。",
    why: "日期不确定，无法判断属于哪个月、是否在规定期限内。",
    remedy: "改写为确定的日期，如 2021-09-01。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::Date(why) => Some(Wording::of_cell(format!("写为{}，{why}", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;
    use crate::testing::Scene;
    use crate::values::Unreadable;

    #[test]
    fn days_that_go_on_for_longer_than_a_year_are_told_in_one_cell_or_two() {
        let rows = |rows: &str| Scene::new("2021-09").sheet("文化旅游/日志.xlsx", "日志", rows).judge(&RULE);
        let why = "起止相距超过一年，疑为年份写错，该行未计入";
        assert_eq!(
            rows("开始日期 | 结束日期 | 姓名 | 工作内容\n2021-09-09 | 2022-09-10 | 王伟 | 拜访\n2021-09-09 | 2022-09-09 | 王伟 | 拜访")
                .told(),
            [format!("B2 王伟 2021-09-09的“结束日期”写为“2022-09-10”，{why}")]
        );
        assert_eq!(
            rows("日期 | 姓名 | 工作内容\n2021-09-09至2022-09-10 | 王伟 | 拜访\n2021-09-09至2021-09-10 | 王伟 | 拜访").told(),
            [format!("A2 王伟 2021-09-09至2022-09-10的“日期”写为“2021-09-09至2022-09-10”，{why}")]
        );
        let activities = "日期 | 活动类型 | 活动名称\n2021-09-09至2022-09-10 | 外出考察 | 赴沪";
        assert_eq!(
            rows(activities).told(),
            [format!("A2 赴沪的“日期”写为“2021-09-09至2022-09-10”，{why}")]
        );
    }

    #[test]
    fn the_written_date_and_the_reason_are_told() {
        let date = |sets_aside| Problem {
            sets_aside,
            ..testing::problem(What::Date(Unreadable::NoDay), "签约日期", "2021年9月")
        };
        assert_eq!(
            testing::message(&RULE, date(true)),
            "HT-01的“签约日期”写为“2021年9月”，只有月份，没有日，该行未计入"
        );
        assert_eq!(
            testing::message(&RULE, date(false)),
            "HT-01的“签约日期”写为“2021年9月”，只有月份，没有日"
        );
    }
}
