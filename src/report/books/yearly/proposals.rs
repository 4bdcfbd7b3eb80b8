//! 奖惩建议: what follows from each verdict, with the article and the evidence (考核办法 十); people decide.

use rust_decimal::Decimal;

use crate::figures::SquadFigures;
use crate::figures::Verdict;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::duties;
use super::listing::Column;
use super::listing::Listing;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("考核结论", 10.0, 12.0),
        Column::new("奖惩建议", 26.0, 44.0),
        Column::new("规定依据", 14.0, 18.0),
        Column::new("事实依据", 30.0, 60.0),
        Column::new("审定意见", 16.0, 24.0),
    ];
    let rows = outcome.figures.squads.iter().map(|squad| line(outcome, squad));
    Listing {
        name: super::name::PROPOSALS,
        title: format!("{}产业招商专班年度考核奖惩建议表", outcome.period.title()),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes: vec!["通报表彰、记功、提拔推荐、通报批评和调离由人决定，程序不作建议；“审定意见”由考核人员填写。".to_owned()],
        keep: 1,
    }
    .sheet(outcome)
}

/// What is proposed on a verdict.
pub(in crate::report) fn proposal(outcome: &Outcome<'_>, verdict: Option<Verdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(Verdict::Reached) => ("完成", "建议该专班全体成员年度考核评定为优秀等次，不占其所在单位的优秀名额"),
        Some(Verdict::Missed) => ("未完成", "建议取消该专班全体成员当年评先评优资格"),
        None if outcome.as_of < outcome.period.window().to => ("不作结论", "年度尚未结束，暂不提出建议"),
        None => ("不作结论", "有目标所需的材料未报，补报后再作结论，暂不提出建议"),
    }
}

/// The targets one by one, and the duties that were not kept; `money` tells yuan.
pub(in crate::report) fn evidence(outcome: &Outcome<'_>, squad: &SquadFigures, money: fn(Decimal) -> String) -> String {
    let mut said: Vec<String> = Vec::new();
    for target in &squad.targets {
        let amount = |value: Decimal| match (target.money, target.target) {
            (true, _) => money(value),
            (false, "T006") => format!("{}次", value.normalize()),
            (false, _) => format!("{}个", value.normalize()),
        };
        let state = match (target.reached, target.met) {
            (Some(reached), Some(true)) => format!("{}{}，已完成", target.name, amount(reached)),
            (Some(reached), _) => format!("{}{}，目标{}，未完成", target.name, amount(reached), amount(target.goal)),
            (None, _) => format!("{}未报", target.name),
        };
        said.push(state);
    }
    for (duty, broken, unknown) in duties::summary(outcome, squad.squad) {
        if broken > 0 {
            said.push(format!("{duty}有{broken}个月未达到"));
        }
        if unknown > 0 {
            said.push(format!("{duty}有{unknown}个月未报"));
        }
    }
    said.join("；")
}

fn line(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<Cell> {
    let (verdict, proposal) = proposal(outcome, squad.verdict);
    vec![
        cells::squad(outcome, squad.squad),
        cells::word(verdict),
        cells::text(proposal),
        cells::text("考核办法 八、考核办法 十"),
        cells::text(&evidence(outcome, squad, cells::wan_words)),
        cells::blank(),
    ]
}
