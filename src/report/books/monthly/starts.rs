//! 开工项目: the projects begun in the year to date.

use crate::records::Kind;
use crate::records::project::Project;
use crate::records::row::Record;
use crate::report::Outcome;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let part_of_year = rows::part_of_year(outcome);
    let in_period = rows::in_period(outcome, "starts");
    let industrial = rows::in_year(outcome, "starts_industrial");
    let projects = &outcome.records.tables.projects;
    let mut counted: Vec<(rows::Counted, &Project)> = rows::counted(outcome, "starts")
        .into_iter()
        .filter_map(|row| projects.get(row.row.index as usize).map(|project| (row, project)))
        .collect();
    counted.sort_by_key(|(row, project)| (row.squad, project.started.get(), project.at().place()));

    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("项目名称", 16.0, 34.0),
        Column::new("投资方", 14.0, 28.0),
        Column::new("开工日期", 11.5, 12.0),
        Column::new("本年开工", 8.0, 10.0)
            .total_count(None)
            .showing("各专班.starts.ytd", Unit::Same),
    ];
    if part_of_year {
        let title = format!("其中：{}", cells::this(outcome.period));
        columns.push(
            Column::new(title, 8.0, 10.0)
                .total_count(None)
                .showing("各专班.starts.period", Unit::Same),
        );
    }
    columns.extend([
        Column::new("产业类", 8.0, 10.0)
            .total_count(None)
            .showing("各专班.starts_industrial.ytd", Unit::Same),
        Column::new("总投资", 12.0, 20.0),
        Column::new("落地县区", 10.0, 18.0).optional(),
        Column::new("进展情况", 16.0, 30.0).optional(),
        Column::new("责任人", 8.0, 14.0).optional(),
        Column::source(34.0),
    ]);
    let rows = (1..).zip(&counted).map(|(number, (counted, project))| {
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, counted.squad),
            cells::text(project.name.written()),
            cells::text(project.investor.written()),
            cells::day(project.started.get()),
            rows::of_year(counted),
        ];
        if part_of_year {
            row.push(cells::flag(in_period.get(&counted.row).is_some_and(|adds| !adds.is_zero())));
        }
        row.extend([
            cells::flag(industrial.get(&counted.row).is_some_and(|adds| !adds.is_zero())),
            cells::investment(project),
            cells::word(project.county.written()),
            cells::text(project.progress.written()),
            cells::word(project.keeper.written()),
            cells::source(outcome, counted.row),
        ]);
        row
    });
    let rows = rows.collect();
    Listing {
        name: super::name::STARTS,
        title: format!("{}年开工项目明细表", outcome.period.year()),
        unit: "单位：万元",
        columns,
        rows,
        empty: rows::nothing(outcome, "starts", "本年无"),
        notes: rows::not_reported(outcome, "starts", &[Kind::Project], "“开工日期”列")
            .into_iter()
            .chain(rows::listed_twice(outcome, "starts"))
            .collect(),
        keep: 3,
    }
    .sheet(outcome)
}
