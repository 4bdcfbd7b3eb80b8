//! 奖惩建议: what follows from each verdict, with the article and the evidence (考核办法 十); people decide.

use crate::figures::SquadFigures;
use crate::report::Outcome;
use crate::report::assessment::verdict;
use crate::report::assessment::verdict::Evidence;
use crate::report::briefs::words;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::verdict::verdict_cell;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("考核结论", 10.0, 12.0),
        Column::new("对象", 14.0, 18.0),
        Column::new("奖惩建议", 26.0, 40.0),
        Column::new("规定依据", 13.0, 16.0),
        Column::new("事实依据", 34.0, 64.0),
        Column::new("人员", 16.0, 24.0),
        Column::new("审定意见", 14.0, 18.0),
    ];
    let rows = outcome.figures.squads.iter().flat_map(|squad| lines(outcome, squad));
    Listing {
        name: super::name::PROPOSALS,
        title: format!("{}产业招商专班年度考核奖惩建议表", outcome.period.title()),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes: vec!["通报表彰、记功、推荐、通报批评和调离的人员由考核人员判断，本表不提人选；空白各栏由考核人员填写。".to_owned()],
        keep: 2,
    }
    .sheet(outcome)
}

fn lines(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<Vec<Cell>> {
    let evidence = Evidence::of(outcome, squad, |yuan, _| cells::wan_words(yuan)).told();
    let members = squad.ytd.members.iter().flatten();
    let mut members: Vec<String> = members.map(|member| words::person(&member.name.shown)).collect();
    members.dedup();
    let proposals = verdict::proposals(outcome, squad.verdict);
    let line = |proposal: verdict::Proposal| {
        let (facts, people) = if proposal.by_judgement {
            (cells::text("各成员的外出、对接、日志和问题见“成员情况”"), cells::blank())
        } else {
            let people = match (squad.verdict, members.is_empty()) {
                (None, _) => cells::faint(cells::NO_VALUE),
                (_, true) => cells::faint(cells::NOT_REPORTED),
                (_, false) => cells::text(&members.join("、")),
            };
            (cells::text(&evidence), people)
        };
        vec![
            cells::squad(outcome, squad.squad),
            verdict_cell(squad.verdict),
            cells::word(proposal.whom),
            cells::text(proposal.what),
            cells::text(proposal.articles),
            facts,
            people,
            cells::blank(),
        ]
    };
    proposals.into_iter().map(line).collect()
}
