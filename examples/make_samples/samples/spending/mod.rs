//! 经费支出, 审批单, 活动批复, 经费申请, 年度预算: where the money went, and who agreed.

mod office;
mod purse;
mod sheets;

pub(crate) use purse::visit;

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;

use super::YEAR;
use super::form::Book;
use super::itinerary;
use super::squads::SQUADS;

/// One yuan in fen.
pub(crate) const YUAN: i64 = 100;

/// The office's folder.
pub(crate) const OFFICE: &str = "市招投中心";

/// The office as claims name it.
pub(crate) const OFFICE_UNIT: &str = "市招商投资促进中心";

/// An event for which the city government granted money.
pub(crate) struct Event {
    /// Number of the squad.
    pub(crate) squad: usize,
    /// Month and day.
    pub(crate) on: (u32, u32),
    /// Its name.
    pub(crate) name: &'static str,
    /// What was granted, yuan.
    pub(crate) items: [(&'static str, i64); 5],
}

/// The 专题招商活动 of the year.
pub(crate) const EVENTS: [Event; 4] = [
    Event {
        squad: 3,
        on: (4, 20),
        name: "“关公故里 大美运城”文旅产业西安推介会",
        items: [
            ("租赁费", 24_000),
            ("布展费", 38_000),
            ("会务费", 16_000),
            ("宣传和资料印刷费", 13_500),
            ("样品", 5_000),
        ],
    },
    Event {
        squad: 0,
        on: (5, 18),
        name: "运城市先进制造产业苏州专题招商推介会",
        items: [
            ("租赁费", 30_000),
            ("布展费", 36_000),
            ("会务费", 20_000),
            ("宣传和资料印刷费", 14_000),
            ("样品", 4_000),
        ],
    },
    Event {
        squad: 1,
        on: (6, 17),
        name: "新材料产业深圳专题招商会",
        items: [
            ("租赁费", 32_000),
            ("布展费", 34_000),
            ("会务费", 21_000),
            ("宣传和资料印刷费", 12_000),
            ("样品", 6_500),
        ],
    },
    Event {
        squad: 2,
        on: (8, 19),
        name: "运城果业暨高效农业郑州专题招商活动",
        items: [
            ("租赁费", 22_000),
            ("布展费", 31_000),
            ("会务费", 15_000),
            ("宣传和资料印刷费", 11_000),
            ("样品", 9_000),
        ],
    },
];

/// The number of an event.
pub(crate) fn event_number(event: &Event) -> String {
    format!("HD-{YEAR}-{}{:02}", SQUADS[event.squad].letters, event.on.0)
}

/// The number of an application; `number` 4 is the office.
pub(crate) fn application_number(letters: &str, month: u32) -> String {
    format!("SQ-{YEAR}-{letters}{month:02}")
}

/// The day on which a month's claims are filed: its last working day.
pub(crate) fn filing(month: u32) -> NaiveDate {
    itinerary::workdays(month).last().copied().unwrap_or_default()
}

/// Where a squad keeps the expenses of a month.
pub(crate) fn expenses_path(number: usize, month: u32) -> String {
    let folder = SQUADS[number].folder;
    let quarter = ["一", "二", "三", "四"][(month as usize - 1) / 3];
    match number {
        0 => format!("{folder}/经费/{YEAR}年第{quarter}季度经费支出明细表.xlsx"),
        1 => format!("{folder}/新材料专班{YEAR}年经费支出.xlsx"),
        2 => format!("{folder}/经费支出/高效农业专班第{quarter}季度经费支出表（{YEAR}）.xlsx"),
        _ => format!("{folder}/文旅经费支出台账{YEAR}.xlsx"),
    }
}

/// Where a squad keeps its approvals.
pub(crate) fn approvals_path(number: usize) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/审批单登记表.xlsx"),
        1 => format!("{folder}/{YEAR}年审批事项登记.xlsx"),
        2 => format!("{folder}/事前审批台账.xlsx"),
        _ => format!("{folder}/文旅专班审批单.xlsx"),
    }
}

/// The office's list of applications.
pub(crate) const APPLICATIONS: &str = "市招投中心/2021年招商引资活动经费申请审批汇总表.xlsx";

/// The office's list of grants.
pub(crate) const GRANTS: &str = "市招投中心/2021年重点招商活动批复.xlsx";

/// The office's own expenses, and those of other units.
pub(crate) const OFFICE_EXPENSES: &str = "市招投中心/2021年经费支出台账（中心及其他单位）.xlsx";

/// The budget.
pub(crate) const BUDGET: &str = "市招投中心/招商引资专项经费年度预算.xlsx";

const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];

/// Every workbook about money.
pub(crate) fn books() -> Vec<Book> {
    let mut books = Vec::new();
    let mut applications: BTreeMap<(u32, usize), (String, String, i64)> = BTreeMap::new();
    for (number, squad) in SQUADS.iter().enumerate() {
        let purse = purse::purse(number, squad);
        for (month, rows) in &purse.expenses {
            let sum = rows.iter().map(|row| row.fen("金额")).sum();
            applications.insert(
                (*month, number),
                (application_number(squad.letters, *month), squad.full.to_owned(), sum),
            );
        }
        books.extend(match number {
            0 => sheets::quarterly(squad, &purse.expenses),
            1 => sheets::by_kind(squad, &purse.expenses),
            2 => sheets::with_subtotals(squad, &purse.expenses),
            _ => sheets::monthly(squad, &purse.expenses),
        });
        books.push(Book::new(
            approvals_path(number),
            vec![sheets::approvals(number, squad, purse.approvals)],
        ));
    }
    let office = office::office_expenses();
    for row in &office {
        let month = row.day("日期").map_or(0, |day| day.month());
        let unit = row.text("申报单位").to_owned();
        let order = if unit == OFFICE_UNIT { 4 } else { 5 };
        let entry = applications
            .entry((month, order))
            .or_insert_with(|| (row.text("申请编号").to_owned(), unit, 0));
        entry.2 += row.fen("金额");
    }
    books.push(office::office_book(office));
    books.push(office::grants());
    books.push(office::applications_book(&applications));
    books.push(office::budget());
    books
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day - Days::new(days)
}
