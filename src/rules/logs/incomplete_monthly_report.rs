//! L005: a squad-month whose logs lack an element of the monthly report.

use std::sync::Arc;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::log::Log;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::squads_with_logs;

/// L005 月报要素缺失
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "L005",
    name: "月报要素缺失",
    severity: Severity::Warning,
    articles: &["方案 四(四)", "考核办法 二"],
    checks: "每个专班每月的日志，是否写有存在问题、下一步打算、项目信息或进展。",
    why: "月报由日志汇总而成，日志里没有的内容，月报也写不出。",
    remedy: "在当月日志中补写缺少的内容；确实没有的写“无”。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for squad in squads_with_logs(case, docket) {
        for month in case.months() {
            let window = month.window();
            let of_month = |log: &&Log| {
                log.squad.value().and_then(Owner::squad) == Some(squad) && log.window().is_some_and(|days| days.overlaps(&window))
            };
            let logs: Vec<&Log> = case.records.tables.logs.iter().filter(of_month).collect();
            if logs.is_empty() {
                let reason = format!("{}没有工作日志，无法核查月报要素", words::month(month));
                docket.cannot_tell(Some(squad), reason);
                continue;
            }
            let missing: Vec<&str> = elements(&logs)
                .into_iter()
                .filter_map(|(element, given)| (!given).then_some(element))
                .collect();
            if missing.is_empty() {
                docket.kept();
                continue;
            }
            let message = format!(
                "{}专班{}的日志（{}行）都没有写{}",
                case.city().squad(squad).name,
                words::month(month),
                logs.len(),
                missing.join("、")
            );
            let broken = Broken::period(When::Window(window), message).of(case.city(), squad);
            docket.broken(broken.about("month", month.to_string()));
        }
    }
}

/// What the monthly report must say, and whether any of the rows says it.
fn elements(logs: &[&Log]) -> [(&'static str, bool); 3] {
    let any = |given: fn(&Log) -> bool| logs.iter().any(|log| given(log));
    [
        ("存在问题", any(|log| filled(&log.problems))),
        ("下一步打算", any(|log| filled(&log.next))),
        ("项目信息或进展", any(|log| filled(&log.project_news) || filled(&log.progress))),
    ]
}

fn filled(cell: &Cell<Arc<str>>) -> bool {
    cell.value().is_some_and(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::logs::testing::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judge(rows: &str) -> Verdicts {
        let log = format!("日期 | 姓名 | 工作内容 | 地点 | 存在问题 | 下一步打算 | 项目信息 | 进展情况\n{rows}");
        Scene::new("2021-09")
            .sheet("文化旅游/名册.xlsx", "名册", &format!("{ROSTER}\n王伟 | 专职成员"))
            .sheet("文化旅游/日志.xlsx", "日志", &log)
            .judge(&RULE)
    }

    #[test]
    fn what_no_row_of_the_month_says_is_told() {
        let verdicts = judge("2021-09-06 | 王伟 | 拜访企业 | 上海 | 用地紧张 | | | 已签意向\n2021-09-07 | 王伟 | 拜访企业 | 上海");
        assert_eq!(messages(&verdicts), ["文化旅游专班2021年9月的日志（2行）都没有写下一步打算"]);
    }

    #[test]
    fn elements_spread_over_the_rows_are_enough() {
        let verdicts = judge("2021-09-06 | 王伟 | 拜访企业 | 上海 | 用地紧张 | | 新线索\n2021-09-07 | 王伟 | 拜访企业 | 上海 | | 月底再访");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn another_months_row_does_not_help() {
        let verdicts = judge("2021-09-06 | 王伟 | 拜访企业 | 上海 | 有 | | 有\n2021-08-07 | 王伟 | 拜访企业 | 上海 | | 月底再访");
        assert_eq!(verdicts.findings.len(), 1);
    }

    #[test]
    fn without_a_log_it_cannot_be_told() {
        cannot_tell_without_log(&RULE);
    }
}
