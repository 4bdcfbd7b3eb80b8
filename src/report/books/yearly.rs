//! 年度考核汇总 and the squads' 考核卷宗 (考核办法 八–十一): what the assessment stands on. What people must judge is left empty.

mod basis;
mod coverage;
mod duties;
mod members;
mod projects;
mod proposals;
mod spending;
mod targets;
mod verdict;

use crate::figures::SquadFigures;
use crate::finding::Finding;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::sheet::Book;

use super::cells;
use super::findings;
use super::fit;
use super::listing;
use super::monthly;

/// The names of the sheets.
mod name {
    pub(super) const VERDICT: &str = "考核结论";
    pub(super) const TARGETS: &str = "目标完成情况";
    pub(super) const BASIS: &str = "签约口径对照";
    pub(super) const PROJECTS: &str = "认定项目";
    pub(super) const DUTIES: &str = "履职情况";
    pub(super) const MEMBERS: &str = "成员情况";
    pub(super) const PROPOSALS: &str = "奖惩建议";
    pub(super) const SPENDING: &str = "经费明细";
    pub(super) const FINDINGS: &str = "未结问题";
    pub(super) const COVERAGE: &str = "规定对照";
}

/// The book of the year.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    let mut sheets = vec![
        verdict::sheet(outcome),
        targets::sheet(outcome),
        basis::sheet(outcome),
        projects::sheet(outcome, None),
        duties::sheet(outcome, None),
        members::sheet(outcome, None),
        proposals::sheet(outcome),
    ];
    sheets.extend(monthly::sheets_of_the_year(outcome));
    sheets.extend([coverage::sheet(outcome), findings::unjudged(outcome)]);
    Book {
        title: format!("{}招商专班{}年度考核汇总", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets,
    }
}

/// The book of one squad's file.
pub fn of_squad(outcome: &Outcome<'_>, squad: SquadId) -> Book {
    let city = &outcome.settings.city;
    let own = |finding: &&Finding| finding.squad == Some(squad);
    Book {
        title: format!("{}专班{}考核卷宗", cells::squad_name(outcome, squad), outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![
            projects::sheet(outcome, Some(squad)),
            duties::sheet(outcome, Some(squad)),
            members::sheet(outcome, Some(squad)),
            spending::sheet(outcome, squad),
            findings::list_of(
                outcome,
                name::FINDINGS,
                false,
                outcome.judgement.findings.iter().filter(own).collect(),
            ),
        ],
    }
}

/// The squads that a sheet is about: one, or all.
fn squads<'a>(outcome: &Outcome<'a>, only: Option<SquadId>) -> impl Iterator<Item = &'a SquadFigures> + use<'a> {
    outcome
        .figures
        .squads
        .iter()
        .filter(move |figures| only.is_none_or(|squad| figures.squad == squad))
}
