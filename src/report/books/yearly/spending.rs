//! 经费明细 of one squad: what it claimed in the year, and what of it is proposed.

use crate::records::RowId;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::findings::RowFindings;
use super::listing::Column;
use super::listing::Listing;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>, squad: SquadId) -> Sheet {
    let figures = super::squads(outcome, Some(squad)).next();
    let figure = |key: &str| figures.and_then(|figures| figures.ytd.get(key));
    let money = |key: &str| figures.and_then(|figures| figures.ytd.money(key));
    let adds = |key: &str, row: RowId| {
        let parts = figure(key).map(|figure| figure.parts.as_slice()).unwrap_or_default();
        parts.iter().find(|part| part.row == row).map(|part| part.adds)
    };
    let findings = RowFindings::of(outcome);
    let name = cells::squad_name(outcome, squad);
    let sum = |title: &str, key: &str| {
        let column = Column::new(title, 12.0, 18.0).total_yuan(money(key));
        column.showing(&format!("{name}.{key}.ytd"), Unit::Same)
    };
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("日期", 11.5, 12.0),
        Column::new("凭证号", 12.0, 24.0),
        Column::new("支出项目", 10.0, 16.0),
        Column::new("事由", 14.0, 30.0).optional(),
        sum("申报金额", "spent"),
        sum("核减建议", "cuts"),
        sum("核定建议", "proposed"),
        Column::new("核减原因", 14.0, 30.0).optional(),
        Column::new("申请编号", 10.0, 18.0).optional(),
        Column::source(40.0),
    ];
    let spent = figure("spent").map(|figure| figure.parts.as_slice()).unwrap_or_default();
    let rows = (1..).zip(spent).filter_map(|(number, part)| {
        let expense = outcome.records.tables.expenses.get(part.row.index as usize)?;
        Some(vec![
            cells::number(number),
            cells::day(expense.date.get()),
            cells::code(expense.voucher.written()),
            cells::word(expense.item.written()),
            cells::text(expense.purpose.written()),
            cells::yuan(part.adds),
            adds("cuts", part.row).map_or_else(|| cells::faint(cells::NO_VALUE), cells::yuan),
            adds("proposed", part.row).map_or_else(|| cells::faint(cells::NO_VALUE), cells::yuan),
            cells::text(&findings.cuts(&expense.at)),
            cells::code(expense.application.written()),
            cells::source(outcome, part.row),
        ])
    });
    let rows = rows.collect();
    let reported = money("spent").is_some();
    Listing {
        name: super::name::SPENDING,
        title: format!("{}专班{}工作经费明细表", name, outcome.period.title()),
        unit: "单位：元",
        columns,
        rows,
        empty: if reported {
            "本年无".to_owned()
        } else {
            cells::NOT_REPORTED.to_owned()
        },
        notes: Vec::new(),
        keep: 3,
    }
    .sheet(outcome)
}
