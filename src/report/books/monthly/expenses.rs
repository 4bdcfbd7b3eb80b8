//! 经费明细: the expenses of the year to date, line by line, with what should be cut and why.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::FigureValue;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::expense::Expense;
use crate::records::row::Record;
use crate::report::Outcome;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::findings::RowFindings;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let adds = |key: &str| -> BTreeMap<RowId, Decimal> { rows::adds(outcome.figures.fund(key).into_iter()) };
    let spent = adds("spent");
    let proposed = adds("proposed");
    let sum = |key: &str| match outcome.figures.fund(key)?.value {
        FigureValue::Money(sum) => Some(sum),
        _ => None,
    };
    let cuts = sum("spent")
        .zip(sum("proposed"))
        .and_then(|(spent, proposed)| spent.checked_sub(proposed));
    let expenses = &outcome.records.tables.expenses;
    let mut lines: Vec<(RowId, Decimal, &Expense)> = spent
        .iter()
        .filter_map(|(row, sum)| expenses.get(row.index as usize).map(|expense| (*row, *sum, expense)))
        .collect();
    lines.sort_by_key(|(_, _, expense)| (expense.owner().cloned(), expense.date.get(), expense.at().place()));
    let findings = RowFindings::of(outcome);
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("单位", 9.0, 20.0),
        Column::new("日期", 11.5, 12.0),
        Column::new("凭证号", 12.0, 24.0),
        Column::new("支出项目", 10.0, 16.0),
        Column::new("事由", 14.0, 30.0).optional(),
        Column::new("经办人", 8.0, 12.0).optional(),
        Column::new("申报金额", 12.0, 18.0)
            .total_yuan(sum("spent"))
            .showing("经费.spent", Unit::Same),
        Column::new("核减建议", 12.0, 18.0).total_yuan(cuts),
        Column::new("核定建议", 12.0, 18.0)
            .total_yuan(sum("proposed"))
            .showing("经费.proposed", Unit::Same),
        Column::new("核减原因", 14.0, 30.0).optional(),
        Column::new("申请编号", 10.0, 18.0).optional(),
        Column::new("活动编号", 10.0, 18.0).optional(),
        Column::source(40.0),
    ];
    let rows = (1..).zip(lines).map(|(number, (row, sum, expense))| {
        let proposed = proposed.get(&row).copied().unwrap_or_default();
        let cut = sum - proposed;
        vec![
            cells::number(number),
            cells::word(&cells::owner_name(outcome, expense.owner())),
            cells::day(expense.date.get()),
            cells::code(expense.voucher.written()),
            cells::word(expense.item.written()),
            cells::text(expense.purpose.written()),
            cells::word(expense.handler.written()),
            cells::yuan(sum),
            if cut.is_zero() {
                cells::faint(cells::NO_VALUE)
            } else {
                cells::yuan(cut)
            },
            cells::yuan(proposed),
            cells::text(&findings.cuts(expense.at())),
            cells::code(expense.application.written()),
            cells::code(expense.activity.written()),
            cells::source(outcome, row),
        ]
    });
    let rows = rows.collect();
    Listing {
        name: super::name::EXPENSES,
        title: format!("{}年招商专班工作经费支出明细表", outcome.period.year()),
        unit: "单位：元",
        columns,
        rows,
        empty: match sum("spent") {
            Some(_) => "本年无",
            None => cells::NOT_REPORTED,
        }
        .to_owned(),
        notes: rows::not_reported(outcome, "spent", &[Kind::Expense], "所需的列")
            .into_iter()
            .collect(),
        keep: 4,
    }
    .sheet(outcome)
}
