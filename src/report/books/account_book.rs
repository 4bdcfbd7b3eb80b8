//! 经费台账: the special account of the year to date, line by line, and how far each application has come (经费办法 七).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figures::FigureValue;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::application::Application;
use crate::records::expense::Expense;
use crate::report::Outcome;
use crate::report::briefs::application;
use crate::report::look::Tint;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::findings::RowFindings;
use super::listing::Column;
use super::listing::Listing;

/// The sheet of the account, line by line.
pub(super) const LINES: &str = "经费台账";
/// The sheet of the applications.
const APPLICATIONS: &str = "申请进度";

/// The book.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    Book {
        title: format!("{}招商引资活动经费台账（{}）", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![lines(outcome), applications(outcome)],
    }
}

/// What a figure of the fund says, and what each row adds to it.
fn fund(outcome: &Outcome<'_>, key: &str) -> (Option<Decimal>, BTreeMap<RowId, Decimal>) {
    let figure = outcome.figures.fund(key);
    let sum = figure.and_then(|figure| match figure.value {
        FigureValue::Money(sum) => Some(sum),
        _ => None,
    });
    let parts = figure.into_iter().flat_map(|figure| &figure.parts);
    (sum, parts.map(|part| (part.row, part.adds)).collect())
}

/// The expenses of everybody in the order of their days, with what is left of the year's money after each.
fn lines(outcome: &Outcome<'_>) -> Sheet {
    let (spent_sum, spent) = fund(outcome, "spent");
    let (proposed_sum, proposed) = fund(outcome, "proposed");
    let cut_sum = spent_sum
        .zip(proposed_sum)
        .and_then(|(spent, proposed)| spent.checked_sub(proposed));
    let start = fund(outcome, "budget")
        .0
        .zip(fund(outcome, "carry_over").0)
        .and_then(|(budget, carried)| budget.checked_add(carried));
    let applications = by_number(outcome);
    let findings = RowFindings::of(outcome);
    let mut expenses: Vec<(RowId, Decimal, &Expense)> = spent
        .iter()
        .filter_map(|(row, sum)| Some((*row, *sum, outcome.records.tables.expenses.get(row.index as usize)?)))
        .collect();
    expenses.sort_by_key(|(row, _, expense)| (expense.date.get(), *row));
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("日期", 11.5, 12.0),
        Column::new("单位", 9.0, 20.0),
        Column::new("凭证号", 12.0, 24.0),
        Column::new("支出项目", 10.0, 16.0),
        Column::new("事由", 12.0, 26.0).optional(),
        Column::new("申报金额", 12.0, 18.0)
            .total_yuan(spent_sum)
            .showing("经费.spent", Unit::Same),
        Column::new("核减建议", 11.0, 18.0).total_yuan(cut_sum),
        Column::new("核定建议", 12.0, 18.0)
            .total_yuan(proposed_sum)
            .showing("经费.proposed", Unit::Same),
        Column::new("核减原因", 12.0, 26.0).optional(),
        Column::new("结余", 13.0, 20.0),
        Column::new("申请编号", 10.0, 18.0).optional(),
        Column::new("审批进度", 12.0, 22.0),
        Column::source(34.0),
    ];
    let mut left = start;
    let mut rows = Vec::new();
    for (number, (row, sum, expense)) in (1..).zip(expenses) {
        left = left.and_then(|left| left.checked_sub(sum));
        let proposal = proposed.get(&row).copied();
        let cut = proposal.and_then(|proposed| sum.checked_sub(proposed)).filter(|cut| !cut.is_zero());
        let application = expense.application.value().and_then(|number| applications.get(&*number.key));
        let none = || cells::faint(cells::NO_VALUE);
        rows.push(vec![
            cells::number(number),
            cells::day(expense.date.get()),
            cells::word(&cells::owner_name(outcome, expense.owner())),
            cells::code(expense.voucher.written()),
            cells::word(expense.item.written()),
            cells::text(expense.purpose.written()),
            cells::yuan(sum),
            cut.map_or_else(none, cells::yuan),
            proposal.map_or_else(none, cells::yuan),
            cells::text(&findings.cuts(&expense.at)),
            left.map_or_else(|| cells::faint(cells::NOT_REPORTED), cells::yuan),
            cells::code(expense.application.written()),
            match application {
                Some(application) => progress(application),
                None => tinted("未列入申请", Tint::Behind),
            },
            cells::source(outcome, row),
        ]);
    }
    let left_out = application::left_out(outcome, None, cells::year_to_date(outcome));
    let mut notes = vec!["申报金额为负的是红冲，冲减原支出；结余按日期先后逐笔计算。".to_owned()];
    if start.is_none() {
        notes.push("没有报年度预算或上年结转，结余为未报，不等于零。".to_owned());
    }
    if !left_out.is_empty() {
        let (count, vouchers) = (left_out.len(), left_out.join("、"));
        notes.push(format!("另有{count}笔因填写有误或没有适用汇率未列入：{vouchers}。"));
    }
    Listing {
        name: LINES,
        title: format!("{}年招商引资活动经费台账", outcome.period.year()),
        unit: "单位：元",
        columns,
        rows,
        empty: if spent_sum.is_some() {
            "本年无".to_owned()
        } else {
            cells::NOT_REPORTED.to_owned()
        },
        notes,
        keep: 4,
    }
    .sheet(outcome)
}

/// The applications by their folded numbers.
fn by_number<'a>(outcome: &Outcome<'a>) -> BTreeMap<&'a str, &'a Application> {
    let applications = outcome.records.tables.applications.iter();
    applications
        .filter_map(|application| Some((&*application.number.value()?.key, application)))
        .collect()
}

fn tinted(word: &str, tint: Tint) -> Cell {
    let mut cell = cells::word(word);
    cell.style = cell.style.tint(tint);
    cell
}

/// The last step that is dated: 已审批.
fn progress(application: &Application) -> Cell {
    let steps = application.steps();
    let last = steps.iter().rev().find(|(_, day)| day.get().is_some());
    match last {
        Some((step, _)) => cells::word(&format!("已{step}")),
        None => tinted("未申报", Tint::Behind),
    }
}

/// Every application with its five steps, and what it lacks.
fn applications(outcome: &Outcome<'_>) -> Sheet {
    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("申请编号", 12.0, 20.0),
        Column::new("申报单位", 10.0, 20.0),
        Column::new("申请金额", 12.0, 18.0),
        Column::new("核定金额", 12.0, 18.0),
        Column::new("所列支出", 12.0, 18.0),
    ];
    columns.extend(["申报", "审核", "初审", "审批", "报销"].map(|step| Column::new(format!("{step}日期"), 11.5, 12.0)));
    columns.extend([
        Column::new("负责人签字", 8.0, 10.0),
        Column::new("缺少", 12.0, 26.0),
        Column::new("问题", 14.0, 34.0),
        Column::source(34.0),
    ]);
    let (_, spent) = fund(outcome, "spent");
    let mut listed: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (row, sum) in &spent {
        let expense = outcome.records.tables.expenses.get(row.index as usize);
        if let Some(number) = expense.and_then(|expense| expense.application.value()) {
            *listed.entry(&number.key).or_default() += sum;
        }
    }
    let year = cells::year_to_date(outcome);
    let mut applications: Vec<&Application> = outcome.records.tables.applications.iter().collect();
    applications.retain(|application| application.filed.get().is_none_or(|day| year.contains(day)));
    applications.sort_by_key(|application| (application.filed.get(), application.at.place()));
    let rows = (1..).zip(applications).map(|(number, application)| {
        let money = |money: Option<Decimal>| money.map_or_else(|| cells::faint(cells::NO_VALUE), cells::yuan);
        let place = application.at.place();
        let findings = outcome.judgement.findings.iter().filter(|finding| {
            let at = finding.place.as_ref();
            at.is_some_and(|at| at.source == place.source && at.row == place.row)
        });
        let problems: Vec<String> = findings.map(super::findings::message).collect();
        let steps = application.steps();
        let last = steps.iter().rposition(|(_, day)| day.get().is_some());
        let missing: Vec<&str> = steps
            .iter()
            .take(last.unwrap_or(0))
            .filter(|(_, day)| day.get().is_none())
            .map(|(step, _)| *step)
            .collect();
        let mut row = vec![
            cells::number(number),
            cells::code(application.number.written()),
            cells::word(&cells::owner_name(outcome, application.applicant.value())),
            money(application.amount.get().and_then(|amount| amount.yuan())),
            money(application.fixed.get().and_then(|amount| amount.yuan())),
            money(application.number.value().and_then(|number| listed.get(&*number.key)).copied()),
        ];
        row.extend(steps.map(|(_, day)| cells::day(day.get())));
        row.extend([
            cells::word(match application.signed.get() {
                Some(true) => "已签",
                Some(false) | None => "未签",
            }),
            cells::text(&missing.join("、")),
            cells::text(&problems.join("；")),
            cells::place(outcome, &place),
        ]);
        row
    });
    Listing {
        name: APPLICATIONS,
        title: format!("{}年经费申请进度表", outcome.period.year()),
        unit: "单位：元",
        columns,
        rows: rows.collect(),
        empty: match outcome.records.anyone_handed_in(Kind::Application) {
            true => "本年无",
            false => cells::NOT_REPORTED,
        }
        .to_owned(),
        notes: vec!["“所列支出”为经费支出表中填写该申请编号的各行合计。".to_owned()],
        keep: 2,
    }
    .sheet(outcome)
}
