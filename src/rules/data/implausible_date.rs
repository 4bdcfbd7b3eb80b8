//! D007: a date before the year 2000, or a required one after the day of the run.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::Wording;
use super::tell;

/// D007 日期超出合理范围
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D007",
    name: "日期超出合理范围",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "日期是否早于2000年，必填的日期是否晚于程序运行当日。",
    why: "这样的日期多为笔误；尚未到来的日期不能作为已发生的事计入。",
    remedy: "核对后改正日期。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| {
        let of_row = seen.problem.date;
        let (in_doubt, said) = match seen.problem.what {
            What::DateTooEarly(date) => (of_row == Some(date), format!("写为{}，早于2000年", seen.value())),
            // It sets the row aside, of whatever period the row is: days may begin in one and end after today.
            What::DateInFuture { date, today } => {
                let today = words::day(today);
                let in_doubt = of_row == Some(date) || !case.judges(of_row);
                (in_doubt, format!("写为{}，晚于今天（{today}）", seen.value()))
            }
            _ => return None,
        };
        Some(Wording::of_cell(said).date_in_doubt(in_doubt))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn a_date_in_doubt_is_told_whatever_the_period() {
        let early = "1921-09-01";
        let what = What::DateTooEarly(early.parse().expect("a day"));
        let problem = testing::on(&testing::problem(what, "签订日期", early), Some(early));
        assert_eq!(testing::message(&RULE, problem), "HT-01的“签订日期”写为“1921-09-01”，早于2000年");

        let late = "2091-09-01";
        let what = What::DateInFuture {
            date: late.parse().expect("a day"),
            today: "2021-10-08".parse().expect("a day"),
        };
        let problem = Problem {
            sets_aside: true,
            ..testing::on(&testing::problem(what, "签订日期", late), Some(late))
        };
        assert_eq!(
            testing::message(&RULE, problem),
            "HT-01的“签订日期”写为“2091-09-01”，晚于今天（2021年10月8日），该行未计入"
        );
    }

    #[test]
    fn an_early_date_beside_a_sound_one_is_judged_by_the_rows_day() {
        let what = What::DateTooEarly("1921-09-01".parse().expect("a day"));
        let problem = testing::problem(what, "注册日期", "1921-09-01");
        assert_eq!(
            testing::judge(&RULE, &[testing::on(&problem, Some("2021-09-02"))]).findings.len(),
            1
        );
        assert_eq!(
            testing::judge(&RULE, &[testing::on(&problem, Some("2020-09-02"))]).findings.len(),
            0
        );
    }

    /// It is set aside whatever the period, so it is told whatever the period.
    #[test]
    fn days_that_begin_after_the_as_of_day_and_end_after_today_are_told() {
        for (head, days, cell) in [
            ("日期", "2021-10-05至2021-10-15", "A2"),
            ("开始日期 | 结束日期", "2021-10-05 | 2021-10-15", "B2"),
            ("日期", "2021-09-27至2021-10-15", "A2"),
        ] {
            let log = format!("{head} | 姓名 | 工作内容\n{days} | 王伟 | 拜访");
            let scene = crate::testing::Scene::new("2021-09")
                .today("2021-10-08")
                .sheet("文化旅游/日志.xlsx", "日志", &log);
            let told = scene.judge(&RULE).told();
            assert_eq!(told.len(), 1, "{days}");
            assert!(
                told[0].starts_with(cell) && told[0].ends_with("晚于今天（2021年10月8日），该行未计入"),
                "{told:?}"
            );
        }
        // What is over by today counts when its period comes.
        let log = "日期 | 姓名 | 工作内容\n2021-10-05至2021-10-07 | 王伟 | 拜访";
        let scene = crate::testing::Scene::new("2021-09")
            .today("2021-10-08")
            .sheet("文化旅游/日志.xlsx", "日志", log);
        assert_eq!(scene.judge(&RULE).kept, 1);
    }
}
