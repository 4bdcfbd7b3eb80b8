//! 在谈项目: the projects in talks at the end of the period.

use crate::records::Kind;
use crate::records::project::Project;
use crate::records::row::Record;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let projects = &outcome.records.tables.projects;
    let mut counted: Vec<(rows::Counted, &Project)> = rows::counted(outcome, "in_talks")
        .into_iter()
        .filter_map(|row| projects.get(row.row.index as usize).map(|project| (row, project)))
        .collect();
    counted.sort_by_key(|(row, project)| (row.squad, project.first_contact.get(), project.at().place()));
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("项目名称", 16.0, 28.0),
        Column::new("在谈", 7.0, 8.0)
            .total_count(None)
            .showing("各专班.in_talks.ytd", Unit::Same),
        Column::new("投资方", 14.0, 20.0).optional(),
        Column::new("投资方类型", 10.0, 12.0).optional(),
        Column::new("产业类", 8.0, 12.0).optional(),
        Column::new("总投资", 12.0, 20.0).optional(),
        Column::new("首次对接日期", 11.5, 13.0),
        Column::new("最近进展日期", 11.5, 13.0),
        Column::new("未进展天数", 9.0, 10.0),
        Column::new("进展情况", 16.0, 24.0).optional(),
        Column::new("存在问题", 14.0, 20.0).optional(),
        Column::new("责任人", 8.0, 12.0).optional(),
        Column::source(32.0),
    ];
    let rows = (1..).zip(&counted).map(|(number, (counted, project))| {
        vec![
            cells::number(number),
            cells::squad(outcome, counted.squad),
            cells::text(project.name.written()),
            cells::flag(true),
            cells::text(project.investor.written()),
            cells::word(project.investor_kind.written()),
            cells::word(project.industrial.written()),
            cells::investment(project),
            cells::day(project.first_contact.get()),
            cells::day(project.last_progress.get()),
            since(outcome, project),
            cells::text(project.progress.written()),
            cells::text(project.problems.written()),
            cells::word(project.keeper.written()),
            cells::source(outcome, counted.row),
        ]
    });
    let rows = rows.collect();
    Listing {
        name: super::name::TALKS,
        title: format!("{}在谈项目明细表", outcome.period.title()),
        unit: "单位：万元",
        columns,
        rows,
        empty: rows::nothing(outcome, "in_talks", &cells::nothing(outcome.period)),
        notes: rows::not_reported(outcome, "in_talks", &[Kind::Project], "所需的列")
            .into_iter()
            .chain(rows::listed_twice(outcome, "in_talks"))
            .collect(),
        keep: 3,
    }
    .sheet(outcome)
}

/// Days since the last progress (else since the first contact), tinted when the project stands still (P008).
fn since(outcome: &Outcome<'_>, project: &Project) -> Cell {
    let end = outcome.window().to;
    let last = project.last_progress.get().or(project.first_contact.get());
    let Some(days) = last.map(|last| (end - last).num_days()).and_then(|days| u64::try_from(days).ok()) else {
        return cells::faint(cells::NO_VALUE);
    };
    let mut cell = cells::count(days);
    let most = outcome.policy.number("stalled_days", end);
    if most.is_some_and(|most| rust_decimal::Decimal::from(days) > most) {
        cell.style = cell.style.tint(Tint::Behind);
    }
    cell
}
