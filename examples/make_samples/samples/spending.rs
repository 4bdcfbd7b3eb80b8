//! 经费支出, 审批单, 活动批复, 经费申请, 年度预算: where the money went, and who agreed.

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;

use super::YEAR;
use super::day;
use super::firms::FIRMS;
use super::form::Book;
use super::form::Column;
use super::form::DayStyle;
use super::form::MarkStyle;
use super::form::MoneyStyle;
use super::form::Row;
use super::form::RowKind;
use super::form::Sheet;
use super::form::col;
use super::ids::Dice;
use super::itinerary;
use super::itinerary::Stay;
use super::squads::SQUADS;
use super::squads::Squad;

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

/// Expenses and approvals of a squad as they come to pass.
#[derive(Default)]
struct Purse {
    /// By month, in order of day.
    expenses: BTreeMap<u32, Vec<Row>>,
    approvals: Vec<Row>,
}

/// Every workbook about money.
pub(crate) fn books() -> Vec<Book> {
    let mut books = Vec::new();
    let mut applications: BTreeMap<(u32, usize), (String, String, i64)> = BTreeMap::new();
    for (number, squad) in SQUADS.iter().enumerate() {
        let purse = purse(number, squad);
        for (month, rows) in &purse.expenses {
            let sum = rows.iter().map(|row| row.fen("金额")).sum();
            applications.insert(
                (*month, number),
                (application_number(squad.letters, *month), squad.full.to_owned(), sum),
            );
        }
        books.extend(match number {
            0 => quarterly(squad, &purse.expenses),
            1 => by_kind(squad, &purse.expenses),
            2 => with_subtotals(squad, &purse.expenses),
            _ => monthly(squad, &purse.expenses),
        });
        books.push(Book::new(approvals_path(number), vec![approvals(number, squad, purse.approvals)]));
    }
    let office = office_expenses();
    for row in &office {
        let month = row.day("日期").map_or(0, |day| day.month());
        let unit = row.text("申报单位").to_owned();
        let order = if unit == OFFICE_UNIT { 4 } else { 5 };
        let entry = applications
            .entry((month, order))
            .or_insert_with(|| (row.text("申请编号").to_owned(), unit, 0));
        entry.2 += row.fen("金额");
    }
    books.push(office_book(office));
    books.push(grants());
    books.push(applications_book(&applications));
    books.push(budget());
    books
}

fn purse(number: usize, squad: &Squad) -> Purse {
    let mut purse = Purse::default();
    for month in 1..=12 {
        let mut rows = travel(number, squad, month, &mut purse.approvals);
        rows.extend(others(number, squad, month, &mut purse.approvals));
        rows.sort_by_key(|row| row.day("日期"));
        for (at, row) in rows.iter_mut().enumerate() {
            row.set("凭证号", voucher(number, month, at));
            row.set("申请编号", application_number(squad.letters, month));
            row.set("专班", squad.full);
        }
        purse.expenses.insert(month, rows);
    }
    purse.approvals.sort_by_key(|row| row.day("申请日期"));
    purse
}

fn voucher(number: usize, month: u32, at: usize) -> String {
    match number {
        0 => format!("ZZBX{YEAR}{month:02}-{:02}", at + 1),
        1 => format!("{:08}", 30_412 + month * 1_009 + at as u32 * 13),
        2 => format!("农业{month:02}{:02}号", at + 1),
        _ => format!("WL21-{month:02}-{:02}", at + 1),
    }
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day - Days::new(days)
}

/// The journeys of the month that are claimed, from the days that the log has.
fn travel(number: usize, squad: &Squad, month: u32, approvals: &mut Vec<Row>) -> Vec<Row> {
    let mut dice = Dice::new(1300 + number as u64 * 50 + u64::from(month));
    let mut journeys: BTreeMap<usize, Vec<Stay>> = BTreeMap::new();
    for stay in itinerary::month(squad, number, month) {
        if stay.city.is_some() {
            journeys.entry(stay.journey).or_default().push(stay);
        }
    }
    let limit = filing(month);
    let mut rows = Vec::new();
    let mut claimed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut hired_already = false;
    for stays in journeys.into_values() {
        let (Some(first), Some(last)) = (stays.first(), stays.last()) else {
            continue;
        };
        let (Some(city), Some(name)) = (first.city, first.people.first()) else {
            continue;
        };
        let (from, to) = (first.from, last.to);
        let days = (to - from).num_days() + 1;
        let most = if first.people.len() > 1 { 2 } else { 3 };
        let so_far = claimed.entry(name).or_insert(0);
        if days < 2 || after(to, 1) >= limit || *so_far >= most {
            continue;
        }
        *so_far += 1;
        let persons = first.people.len() as i64;
        // Now and then a car is hired for two days of a longer journey.
        let hired = if days >= 4 && !hired_already && (month as usize + number).is_multiple_of(3) {
            hired_already = true;
            2
        } else {
            0
        };
        let meals = 100 * days * persons;
        let transport = 80 * (days - hired) * persons;
        let lodging = (city.lodging - 10 * dice.below(3) as i64) * (days - 1) * persons;
        let fares = (city.fares + 2 * dice.below(20) as i64) * persons;
        let booked = after(to, 1).max(before(limit, 1).min(after(to, 3)));
        let people = first.people.join("、");
        rows.push(
            Row::data()
                .with("日期", booked)
                .with("支出项目", "差旅费")
                .with_money("金额", (meals + transport + lodging + fares) * YUAN)
                .with("事由", format!("赴{}对接{}项目", city.short, dice.pick(squad.topics)))
                .with("经办人", *name)
                .with("出差人员", people.clone())
                .with("人数", first.people.len() as u32)
                .with("出差地点", city.short)
                .with("出发日期", from)
                .with("返回日期", to)
                .with("天数", days as u32)
                .with_money("伙食补助", meals * YUAN)
                .with_money("交通补助", transport * YUAN)
                .with_money("住宿费", lodging * YUAN)
                .with_money("城市间交通费", fares * YUAN),
        );
        if hired > 0 {
            let approval = format!("{}-SP-{YEAR}-ZC{month:02}{}", squad.letters, approvals.len() % 10);
            let price = 860 * hired;
            approvals.push(
                approval_row(&approval, "租车", before(from, 4), before(from, 2), squad.head, price + 200)
                    .with("事由", format!("赴{}考察项目租用车辆", city.short)),
            );
            rows.push(
                Row::data()
                    .with("日期", booked)
                    .with("支出项目", "租车费")
                    .with_money("金额", price * YUAN)
                    .with("事由", format!("{}考察租车", city.short))
                    .with("经办人", *name)
                    .with("审批单号", approval)
                    .with("出差人员", people)
                    .with("出差地点", city.short)
                    .with("租车起", after(from, 1))
                    .with("租车止", after(from, 2))
                    .with("租车合同号", format!("ZL{YEAR}{month:02}{number}{}", approvals.len() % 10))
                    .with("供应商", format!("{}顺行汽车租赁有限公司", city.short)),
            );
        }
    }
    rows
}

fn approval_row(number: &str, kind: &str, applied: NaiveDate, approved: NaiveDate, approver: &str, yuan: i64) -> Row {
    Row::data()
        .with("审批单号", number)
        .with("事项类型", kind)
        .with("申请日期", applied)
        .with("批准日期", approved)
        .with("批准人", approver)
        .with_money("批准金额", yuan * YUAN)
}

/// Receptions, gifts, events, printing.
fn others(number: usize, squad: &Squad, month: u32, approvals: &mut Vec<Row>) -> Vec<Row> {
    let mut dice = Dice::new(1700 + number as u64 * 50 + u64::from(month));
    let mut rows = Vec::new();
    let handler = squad.teams.last().and_then(|team| team.people.last()).copied().unwrap_or_default();
    if let Some((visit, firm)) = visit(number, month) {
        let guests = 4 + dice.below(7) as u32;
        let companions = 2 + dice.below(2) as u32;
        let yuan = i64::from(guests + companions) * 96 + dice.below(9) as i64;
        let approval = format!("{}-SP-{YEAR}-JD{month:02}", squad.letters);
        approvals.push(
            approval_row(&approval, "接待", before(visit, 3), before(visit, 1), squad.head, yuan + 100)
                .with("事由", format!("接待{firm}来运考察")),
        );
        rows.push(
            Row::data()
                .with("日期", visit)
                .with("支出项目", "接待费")
                .with_money("金额", yuan * YUAN + 50)
                .with("事由", format!("{firm}来运考察接待"))
                .with("经办人", handler)
                .with("审批单号", approval)
                .with("来访人数", guests)
                .with("陪同人数", companions),
        );
    }
    if month % 6 == (3 + number as u32) % 6 {
        let on = day(month, 18);
        let quantity = 12 + 4 * number as u32;
        let approval = format!("{}-SP-{YEAR}-LP{month:02}", squad.letters);
        let goods = ["运城苹果礼盒", "芮城花椒礼盒", "闻喜煮饼礼盒", "绛州澄泥砚"][number];
        approvals.push(
            approval_row(
                &approval,
                "赠礼",
                before(on, 6),
                before(on, 4),
                squad.head,
                i64::from(quantity) * 128,
            )
            .with("事由", format!("拜访客商赠送{goods}")),
        );
        rows.push(
            Row::data()
                .with("日期", on)
                .with("支出项目", "赠品")
                .with_money("金额", i64::from(quantity) * 128 * YUAN)
                .with("事由", "外出拜访客商赠礼（本地土特产）")
                .with("经办人", handler)
                .with("审批单号", approval)
                .with("品名", goods)
                .with("数量", quantity)
                .with_money("单价", 128 * YUAN)
                .with("采购单位", OFFICE)
                .with("供应商", "运城市特产供销有限公司"),
        );
    }
    if month % 3 == 2 {
        rows.push(
            Row::data()
                .with("日期", day(month, 12 + number as u32))
                .with("支出项目", "宣传和资料印刷费")
                .with_money("金额", (3_200 + 260 * dice.below(12) as i64) * YUAN)
                .with("事由", "印制招商手册、产业链图谱")
                .with("经办人", handler)
                .with("供应商", "运城市文印彩色印刷厂"),
        );
    }
    for event in EVENTS.iter().filter(|event| event.squad == number && event.on.0 == month) {
        let on = day(event.on.0, event.on.1);
        let approval = format!("{}-SP-{YEAR}-HD{month:02}", squad.letters);
        let granted: i64 = event.items.iter().map(|(_, yuan)| yuan).sum();
        approvals.push(
            approval_row(&approval, "活动", before(on, 40), before(on, 32), "尚明远", granted)
                .with("事由", event.name)
                .with("活动编号", event_number(event)),
        );
        for (at, (item, yuan)) in event.items.iter().enumerate() {
            let suppliers = [
                "会展中心",
                "展览服务有限公司",
                "会议服务有限公司",
                "文化传媒有限公司",
                "农特产品有限公司",
            ];
            rows.push(
                Row::data()
                    .with("日期", after(on, 1 + at as u64))
                    .with("支出项目", *item)
                    .with_money("金额", (yuan - 150 * (1 + at as i64)) * YUAN)
                    .with("事由", event.name)
                    .with("经办人", handler)
                    .with("审批单号", approval.clone())
                    .with("活动编号", event_number(event))
                    .with("供应商", suppliers[at]),
            );
        }
    }
    rows
}

/// The visit of a firm to the city in a month, if there is one, and the firm.
pub(crate) fn visit(number: usize, month: u32) -> Option<(NaiveDate, &'static str)> {
    let without: [&[u32]; 4] = [&[2, 8], &[1, 5, 8, 12], &[3, 7, 11], &[6]];
    if without[number].contains(&month) {
        return None;
    }
    let firms = FIRMS[number];
    let firm = firms[(month as usize * 3 + number) % firms.len()];
    let days = itinerary::workdays(month);
    days.get(7 + number).map(|day| (*day, firm.name))
}

/// The columns of a trip, of a hire, of a reception and of a gift, as one squad titles them.
fn columns(style: usize) -> Vec<Column> {
    match style {
        0 => vec![
            col("序号", "序号", 5.0),
            col("凭证号", "凭证号", 16.0),
            col("日期", "报销日期", 11.0).days(DayStyle::Serial),
            col("支出项目", "支出项目", 12.0),
            col("事由", "事 由", 28.0),
            col("出差人员", "出差人员", 12.0),
            col("人数", "人数", 6.0),
            col("出差地点", "出差地点", 9.0),
            col("出发日期", "起", 11.0).under("出差时间").days(DayStyle::Serial),
            col("返回日期", "止", 11.0).under("出差时间").days(DayStyle::Serial),
            col("天数", "天数", 6.0),
            col("伙食补助", "伙食\n补助", 10.0).under("补助（元）").sum(MoneyStyle::Yuan),
            col("交通补助", "交通\n补助", 10.0).under("补助（元）").sum(MoneyStyle::Yuan),
            col("住宿费", "住宿费", 11.0).sum(MoneyStyle::Yuan),
            col("城市间交通费", "城市间\n交通费", 11.0).sum(MoneyStyle::Yuan),
            col("租车起", "起", 11.0).under("租车").days(DayStyle::Serial),
            col("租车止", "止", 11.0).under("租车").days(DayStyle::Serial),
            col("租车合同号", "租车\n合同号", 12.0),
            col("供应商", "供应商", 20.0),
            col("来访人数", "来访\n人数", 6.0),
            col("陪同人数", "陪同\n人数", 6.0),
            col("品名", "品名", 14.0),
            col("数量", "数量", 6.0),
            col("单价", "单价", 9.0),
            col("采购单位", "采购单位", 12.0),
            col("金额", "金 额", 12.0).sum(MoneyStyle::Yuan),
            col("活动编号", "活动编号", 14.0),
            col("审批单号", "审批单号", 17.0),
            col("申请编号", "申请编号", 15.0),
            col("经办人", "经办人", 9.0),
            col("备注", "备注", 8.0),
        ],
        2 => vec![
            col("序号", "序号", 5.0),
            col("日期", "支出日期", 11.0).days(DayStyle::Dots),
            col("凭证号", "单据号", 12.0),
            col("支出项目", "费用类别", 13.0),
            col("事由", "支出事由", 28.0),
            col("金额", "支出金额", 12.0).sum(MoneyStyle::YuanText),
            col("出差人员", "出差人", 14.0),
            col("人数", "出差人数", 6.0),
            col("出差地点", "目的地", 9.0),
            col("出发日期", "出发日期", 11.0).days(DayStyle::Dots),
            col("返回日期", "返回日期", 11.0).days(DayStyle::Dots),
            col("天数", "出差天数", 6.0),
            col("伙食补助", "伙食补助", 11.0).sum(MoneyStyle::YuanText),
            col("交通补助", "市内交通费", 11.0).sum(MoneyStyle::YuanText),
            col("住宿费", "住宿", 11.0).sum(MoneyStyle::YuanText),
            col("城市间交通费", "城际交通费", 11.0).sum(MoneyStyle::YuanText),
            col("租车起", "租车起", 11.0).days(DayStyle::Dots),
            col("租车止", "租车止", 11.0).days(DayStyle::Dots),
            col("租车合同号", "租赁合同号", 12.0),
            col("供应商", "供货单位", 20.0),
            col("来访人数", "客商人数", 6.0),
            col("陪同人数", "陪同人数", 6.0),
            col("品名", "礼品名称", 14.0),
            col("数量", "数量", 6.0),
            col("单价", "单价", 9.0).money(MoneyStyle::YuanText),
            col("采购单位", "采购部门", 12.0),
            col("活动编号", "批复编号", 14.0),
            col("审批单号", "审批编号", 17.0),
            col("申请编号", "申请单号", 15.0),
            col("经办人", "经手人", 9.0),
        ],
        _ => vec![
            col("序号", "序号", 5.0),
            col("凭证号", "票据号码", 13.0),
            col("日期", "日期", 11.0).days(DayStyle::Slash),
            col("支出项目", "开支项目", 13.0),
            col("金额", "金额（元）", 12.0).sum(MoneyStyle::Yuan),
            col("事由", "摘要", 28.0),
            col("出差人员", "出差人员", 20.0),
            col("人数", "人数", 6.0),
            col("出差地点", "出差地", 9.0),
            col("出发日期", "起", 11.0).under("出差日期").days(DayStyle::Slash),
            col("返回日期", "止", 11.0).under("出差日期").days(DayStyle::Slash),
            col("天数", "天数", 6.0),
            col("伙食补助", "伙食补助费（元）", 11.0).sum(MoneyStyle::Yuan),
            col("交通补助", "交通补助费（元）", 11.0).sum(MoneyStyle::Yuan),
            col("住宿费", "住宿费（元）", 11.0).sum(MoneyStyle::Yuan),
            col("城市间交通费", "往返交通费（元）", 11.0).sum(MoneyStyle::Yuan),
            col("租车起", "租车开始日期", 11.0).days(DayStyle::Slash),
            col("租车止", "租车结束日期", 11.0).days(DayStyle::Slash),
            col("租车合同号", "租车合同", 12.0),
            col("供应商", "收款单位", 20.0),
            col("来访人数", "来宾人数", 6.0),
            col("陪同人数", "陪同人数", 6.0),
            col("品名", "品名", 14.0),
            col("数量", "数量", 6.0),
            col("单价", "单价（元）", 9.0).money(MoneyStyle::Yuan),
            col("采购单位", "采购单位", 12.0),
            col("活动编号", "活动编号", 14.0),
            col("审批单号", "审批单号", 17.0),
            col("申请编号", "申请编号", 15.0),
            col("经办人", "报销人", 9.0),
        ],
    }
}

const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];

/// 先进制造: a workbook per quarter, a sheet per month.
fn quarterly(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
    let book = |quarter: u32| {
        let sheets = (quarter * 3 + 1..=quarter * 3 + 3).map(|month| {
            Sheet::new(format!("{month}月"), columns(0))
                .title(format!("{}{YEAR}年{month}月经费支出明细表", squad.full))
                .ends(format!("填报单位：{}", squad.full), "单位：元")
                .rows(expenses.get(&month).cloned().unwrap_or_default())
                .total("合  计")
                .with_formulas()
                .note(format!(
                    "填表人：孙晓燕          审核：{}          负责人：{}",
                    squad.deputy, squad.head
                ))
        });
        Book::new(expenses_path(0, quarter * 3 + 1), sheets.collect())
    };
    (0..4).map(book).collect()
}

/// 新型材料: one workbook, for each quarter a sheet of travel and one of the rest.
fn by_kind(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
    let travel_columns = || {
        vec![
            col("序号", "序号", 5.0),
            col("凭证号", "发票号码", 12.0),
            col("日期", "报销日期", 14.0).days(DayStyle::SerialWords),
            col("支出项目", "支出科目", 12.0),
            col("出差人员", "出差人员", 16.0),
            col("人数", "人数", 6.0),
            col("出差地点", "目的地", 9.0),
            col("事由", "出差事由", 26.0),
            col("出发日期", "出发时间", 14.0).days(DayStyle::SerialWords),
            col("返回日期", "返回时间", 14.0).days(DayStyle::SerialWords),
            col("天数", "出差天数", 6.0),
            col("伙食补助", "生活补助", 11.0).sum(MoneyStyle::Yuan),
            col("交通补助", "交通补贴", 11.0).sum(MoneyStyle::Yuan),
            col("住宿费", "住宿费", 11.0).sum(MoneyStyle::Yuan),
            col("城市间交通费", "车船机票费", 11.0).sum(MoneyStyle::Yuan),
            col("金额", "合计金额", 12.0).sum(MoneyStyle::Yuan),
            col("申请编号", "申请报告编号", 15.0),
            col("备注", "备注", 8.0),
        ]
    };
    let other_columns = || {
        vec![
            col("序号", "序号", 5.0),
            col("凭证号", "发票号码", 12.0),
            col("日期", "发票日期", 14.0).days(DayStyle::SerialWords),
            col("支出项目", "支出科目", 16.0),
            col("事由", "用途", 28.0),
            col("金额", "金额", 12.0).sum(MoneyStyle::Yuan),
            col("供应商", "收款单位", 22.0),
            col("出差人员", "出差人员", 14.0),
            col("租车起", "租车起始日期", 14.0).days(DayStyle::SerialWords),
            col("租车止", "租车截止日期", 14.0).days(DayStyle::SerialWords),
            col("租车合同号", "租车合同编号", 12.0),
            col("来访人数", "接待人数", 6.0),
            col("陪同人数", "陪餐人数", 6.0),
            col("品名", "物品名称", 14.0),
            col("数量", "件数", 6.0),
            col("单价", "单价", 9.0),
            col("采购单位", "采购单位", 12.0),
            col("活动编号", "活动编号", 14.0),
            col("审批单号", "审批单编号", 17.0),
            col("申请编号", "申请报告编号", 15.0),
            col("经办人", "经办人", 9.0),
        ]
    };
    let mut sheets = Vec::new();
    for (at, quarter) in QUARTERS.iter().enumerate() {
        let months = at as u32 * 3 + 1..=at as u32 * 3 + 3;
        let rows: Vec<Row> = expenses.range(months).flat_map(|(_, rows)| rows.iter().cloned()).collect();
        let (travel, rest): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.text("支出项目") == "差旅费");
        for (name, columns, rows) in [("差旅", travel_columns(), travel), ("其他", other_columns(), rest)] {
            sheets.push(
                Sheet::new(format!("{quarter}季度{name}"), columns)
                    .title(format!("新材料产业招商专班{YEAR}年第{quarter}季度{name}费用明细"))
                    .ends("", "单位：元")
                    .rows(rows)
                    .total("合计")
                    .with_formulas()
                    .note(format!("填表人：陈立新    审核：{}", squad.deputy)),
            );
        }
    }
    vec![Book::new(expenses_path(1, 1), sheets)]
}

/// 高效农业: a workbook per quarter, a 小计 after each month.
fn with_subtotals(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
    let book = |quarter: u32| {
        let mut rows = Vec::new();
        for month in quarter * 3 + 1..=quarter * 3 + 3 {
            rows.extend(expenses.get(&month).cloned().unwrap_or_default());
            rows.push(Row::new(RowKind::Subtotal(format!("{month}月小计"))));
        }
        let name = QUARTERS[quarter as usize];
        let sheet = Sheet::new(format!("第{name}季度"), columns(2))
            .title(format!("{}{YEAR}年第{name}季度经费支出表", squad.full))
            .ends("填报人：薛文斌", "单位：元")
            .rows(rows)
            .total("合计")
            .note("备注：接待费、赠品均附事前审批单。")
            .note(format!("填表人：薛文斌            审核：{}", squad.deputy));
        Book::new(expenses_path(2, quarter * 3 + 1), vec![sheet])
    };
    (0..4).map(book).collect()
}

/// 文化旅游: one workbook, a sheet per month.
fn monthly(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
    let sheets = expenses.iter().map(|(month, rows)| {
        Sheet::new(format!("{YEAR}.{month}"), columns(3))
            .title(format!("{}{YEAR}年{month}月份经费支出台账", squad.full))
            .rows(rows.iter().cloned())
            .total("总计")
            .note(format!("填表人：贾思远    审核人：{}", squad.deputy))
    });
    vec![Book::new(expenses_path(3, 1), sheets.collect())]
}

fn approvals(number: usize, squad: &Squad, rows: Vec<Row>) -> Sheet {
    let style = [DayStyle::Serial, DayStyle::SerialWords, DayStyle::Dots, DayStyle::Slash][number];
    let titles = [
        ["审批单号", "事项类型", "申请日期", "批准日期", "批准人", "批准金额（元）", "事由"],
        [
            "审批单编号",
            "审批事项",
            "申请时间",
            "审批时间",
            "审批人",
            "审批金额（元）",
            "申请事由",
        ],
        ["审批编号", "事项", "送审日期", "审批日期", "批准领导", "预计金额（元）", "事项内容"],
        ["单号", "审批类型", "提交日期", "批准时间", "签批人", "批准额度（元）", "审批事由"],
    ][number];
    let keys = ["审批单号", "事项类型", "申请日期", "批准日期", "批准人", "批准金额", "事由"];
    let widths = [18.0, 10.0, 15.0, 15.0, 10.0, 14.0, 36.0];
    let mut columns = vec![col("序号", "序号", 6.0)];
    for ((key, title), width) in keys.into_iter().zip(titles).zip(widths) {
        let money = if number == 2 { MoneyStyle::YuanText } else { MoneyStyle::Yuan };
        columns.push(col(key, title, width).days(style).money(money));
    }
    columns.push(col("活动编号", "活动编号", 14.0));
    columns.push(col("备注", "备注", 10.0));
    Sheet::new("审批单", columns)
        .title(format!("{}{YEAR}年事前审批登记表", squad.full))
        .rows(rows)
}

/// What the office and other units spent.
fn office_expenses() -> Vec<Row> {
    let line = |unit: &str, letters: &str, on: (u32, u32), item: &str, yuan: i64, purpose: &str| {
        Row::data()
            .with("申报单位", unit)
            .with("日期", day(on.0, on.1))
            .with("支出项目", item)
            .with_money("金额", yuan * YUAN)
            .with("事由", purpose)
            .with("承担单位", "市级")
            .with("申请编号", application_number(letters, on.0))
            .with("经办人", "范晓东")
    };
    let office = |on, item, yuan, purpose| line(OFFICE_UNIT, "ZX", on, item, yuan, purpose);
    let mut rows = vec![
        office((1, 19), "宣传和资料印刷费", 46_800, "运城市投资指南印刷"),
        office((2, 24), "会务费", 12_600, "产业招商专班年度部署会"),
        office((3, 18), "培训费", 38_400, "专班业务培训班（第一期）"),
        office((4, 14), "宣传和资料印刷费", 52_000, "招商宣传片拍摄制作"),
        office((5, 20), "租赁费", 33_500, "中部博览会运城展区场地租赁"),
        office((5, 24), "布展费", 88_600, "中部博览会运城展区搭建"),
        office((6, 22), "会务费", 15_800, "全市招商引资二季度推进会"),
        office((7, 15), "样品", 21_300, "特色产品展示样品采购"),
        office((8, 18), "宣传和资料印刷费", 36_700, "产业链招商图谱编印"),
        office((9, 16), "培训费", 41_200, "专班业务培训班（第二期）"),
        office((10, 20), "租车费", 9_600, "重点客商考察团用车"),
        office((11, 18), "会务费", 18_900, "全市招商引资四季度推进会"),
        office((12, 15), "奖励", 60_000, "项目引荐人奖励"),
        line("市商务局", "SW", (5, 25), "布展费", 42_000, "进出口商品展览会参展"),
        line("市贸促会", "MC", (10, 21), "会务费", 26_500, "外资企业座谈会"),
    ];
    for (at, row) in rows.iter_mut().enumerate() {
        row.set("凭证号", format!("中心〔{YEAR}〕{:03}", at + 1));
        if row.text("支出项目") == "租车费" {
            row.set("租车起", day(10, 14));
            row.set("租车止", day(10, 16));
            row.set("租车合同号", "ZX-ZC-2021-03");
            row.set("供应商", "运城顺达汽车租赁有限公司");
        }
    }
    rows.sort_by_key(|row| row.day("日期"));
    rows
}

fn office_book(rows: Vec<Row>) -> Book {
    let columns = || {
        vec![
            col("序号", "序号", 6.0),
            col("凭证号", "凭证编号", 15.0),
            col("日期", "支出时间", 13.0).days(DayStyle::MonthDay),
            col("申报单位", "申报单位", 20.0),
            col("支出项目", "经费项目", 17.0),
            col("事由", "摘要", 32.0),
            col("金额", "支出金额\n（元）", 13.0).sum(MoneyStyle::Yuan),
            col("承担单位", "承担主体", 9.0),
            col("租车起", "起", 11.0).under("租车时间").days(DayStyle::MonthDay),
            col("租车止", "止", 11.0).under("租车时间").days(DayStyle::MonthDay),
            col("租车合同号", "租车合同号", 14.0),
            col("供应商", "供应商", 24.0),
            col("申请编号", "经费申请编号", 15.0),
            col("经办人", "经办人", 9.0),
            col("备注", "备注", 8.0),
        ]
    };
    let half = day(6, 30);
    let (first, second): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.day("日期").is_some_and(|day| day <= half));
    let sheets = [("上半年", first), ("下半年", second)].into_iter().map(|(name, rows)| {
        Sheet::new(name, columns())
            .title(format!("{YEAR}年{name}招商引资活动经费支出台账"))
            .ends("填报单位：市招商投资促进中心", "")
            .rows(rows)
            .total("合计")
            .with_formulas()
            .note("填表人：范晓东        审核：侯文静")
    });
    Book::new(OFFICE_EXPENSES, sheets.collect())
}

fn grants() -> Book {
    let columns = vec![
        col("活动编号", "活动编号", 16.0),
        col("活动名称", "活动名称", 40.0),
        col("支出项目", "支出项目", 18.0),
        col("批准金额", "批复金额（元）", 15.0).sum(MoneyStyle::Yuan),
        col("主办单位", "主办单位", 24.0),
        col("批准日期", "批复时间", 14.0).days(DayStyle::Iso),
        col("备注", "备注", 10.0),
    ];
    let mut rows = Vec::new();
    for event in &EVENTS {
        for (item, yuan) in event.items {
            rows.push(
                Row::data()
                    .with("活动编号", event_number(event))
                    .with("活动名称", event.name)
                    .with("支出项目", item)
                    .with_money("批准金额", yuan * YUAN)
                    .with("主办单位", SQUADS[event.squad].unit)
                    .with("批准日期", before(day(event.on.0, event.on.1), 25)),
            );
        }
    }
    let sheet = Sheet::new("活动批复", columns)
        .title(format!("{YEAR}年重点招商活动经费批复情况表"))
        .rows(rows)
        .total("合 计")
        .merged("活动编号")
        .merged("活动名称")
        .merged("主办单位")
        .with_formulas();
    Book::new(GRANTS, vec![sheet])
}

fn applications_book(applications: &BTreeMap<(u32, usize), (String, String, i64)>) -> Book {
    let columns = || {
        vec![
            col("序号", "序号", 6.0),
            col("申请编号", "申请编号", 16.0),
            col("申报单位", "申报单位", 26.0),
            col("申请金额", "申请金额", 14.0).sum(MoneyStyle::Yuan),
            col("申报日期", "申报日期", 12.0).days(DayStyle::Iso),
            col("负责人签字", "主要负责人签字", 9.0),
            col("实效核实", "实效核实", 9.0).marks(MarkStyle::Done),
            col("审核日期", "审核日期\n（市招投中心）", 14.0)
                .under("审批程序")
                .days(DayStyle::Iso),
            col("初审日期", "初审日期\n（市财政局）", 14.0)
                .under("审批程序")
                .days(DayStyle::Iso),
            col("审批日期", "审批日期\n（市政府）", 14.0).under("审批程序").days(DayStyle::Iso),
            col("核定金额", "核定金额", 14.0).sum(MoneyStyle::Yuan),
            col("报销日期", "报销日期", 12.0).days(DayStyle::Iso),
            col("备注", "备注", 10.0),
        ]
    };
    let mut quarters: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for ((month, order), (number, unit, sum)) in applications {
        let filed = filing(*month);
        let mut row = Row::data()
            .with("申请编号", number.as_str())
            .with("申报单位", unit.as_str())
            .with_money("申请金额", *sum)
            .with("申报日期", filed)
            .with("负责人签字", true);
        if *order > 4 {
            row.set("实效核实", "已核实");
        } else {
            row.set("实效核实", "/");
        }
        if *month < 12 {
            row.set("审核日期", after(filed, 4));
            row.set("初审日期", after(filed, 9));
            row.set("审批日期", after(filed, 15));
            row.cells.insert("核定金额", super::form::Cell::Money(*sum));
            if *month < 11 || *order < 2 {
                row.set("报销日期", after(filed, 21));
            }
        }
        quarters.entry((month - 1) / 3).or_default().push(row);
    }
    let sheets = quarters.into_iter().map(|(quarter, rows)| {
        let name = QUARTERS[quarter as usize];
        Sheet::new(format!("{name}季度"), columns())
            .title(format!("{YEAR}年第{name}季度招商引资活动经费申请审批汇总表"))
            .ends("填报单位：市招商投资促进中心", "单位：元")
            .rows(rows)
            .total("合计")
            .with_formulas()
            .note("填表人：范晓东        审核：侯文静")
    });
    Book::new(APPLICATIONS, sheets.collect())
}

fn budget() -> Book {
    let columns = vec![
        col("序号", "序号", 6.0),
        col("年度", "年度", 10.0),
        col("预算金额", "预算数\n（万元）", 14.0).money(MoneyStyle::Wan),
        col("上年结转", "上年结转\n（万元）", 14.0).money(MoneyStyle::Wan),
        col("备注", "备注", 40.0),
    ];
    let row = |year: u32, wan: i64, carried: i64, note: &str| {
        Row::data()
            .with("年度", year)
            .with_money("预算金额", wan * 100 * 10_000)
            .with_money("上年结转", carried)
            .with("备注", note)
    };
    let sheet = Sheet::new("预算", columns)
        .title("招商引资活动专项经费年度预算")
        .rows([row(2021, 300, 46_830_000, "市财政预算安排，上年结余结转使用")])
        .note("注：核定总额，凭据报销，结余接转。");
    Book::new(BUDGET, vec![sheet])
}
