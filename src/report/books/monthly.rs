//! 附表: the tables that go with the report of a period, from the one-page overview to where each figure comes from.

mod contracts;
mod days_out;
mod expenses;
mod fund;
mod overview;
mod receipts;
mod rows;
mod sources;
mod starts;
mod talks;
mod targets;
mod trips;
mod uncounted;

pub(in crate::report) use contracts::registered_count;

use crate::report::Outcome;
use crate::report::sheet::Book;
use crate::report::sheet::Sheet;

use super::cells;
use super::findings;
use super::fit;
use super::listing;

/// The names of the sheets, by which links find them.
mod name {
    pub(super) const OVERVIEW: &str = "总览";
    pub(super) const TARGETS: &str = "目标进度";
    pub(super) const CONTRACTS: &str = "签约项目";
    pub(super) const RECEIPTS: &str = "到位资金";
    pub(super) const STARTS: &str = "开工项目";
    pub(super) const TALKS: &str = "在谈项目";
    pub(super) const DAYS_OUT: &str = "外出情况";
    pub(super) const TRIPS: &str = "带队外出";
    pub(super) const FUND: &str = "经费使用";
    pub(super) const EXPENSES: &str = "经费明细";
    pub(super) const UNCOUNTED: &str = "不计入明细";
    pub(super) const FINDINGS: &str = "问题清单";
    pub(super) const SOURCES: &str = "数据来源";
    pub(super) const CHART_DATA: &str = "图表数据";
}

/// The sheets that the yearly assessment has as they are: the fund, and what is not counted.
pub(super) fn sheets_of_the_year(outcome: &Outcome<'_>) -> Vec<Sheet> {
    vec![fund::sheet(outcome, None), uncounted::sheet(outcome)]
}

/// The sheet of the fund, beside a sheet that lists what was spent.
pub(super) fn fund_of_the_year(outcome: &Outcome<'_>, detail: &str) -> Sheet {
    fund::sheet(outcome, Some(detail))
}

/// The book of a period.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    let (overview, chart_data) = overview::sheets(outcome);
    Book {
        title: format!("{}招商专班{}工作情况附表", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![
            overview,
            targets::sheet(outcome),
            contracts::sheet(outcome),
            receipts::sheet(outcome),
            starts::sheet(outcome),
            talks::sheet(outcome),
            days_out::sheet(outcome),
            trips::sheet(outcome),
            fund::sheet(outcome, Some(name::EXPENSES)),
            expenses::sheet(outcome),
            uncounted::sheet(outcome),
            findings::list(outcome, name::FINDINGS, false),
            sources::sheet(outcome),
            chart_data,
        ],
    }
}
