//! What a squad spends month by month, and what was approved before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::YEAR;
use super::super::day;
use super::super::firms::FIRMS;
use super::super::form::Row;
use super::super::ids::Dice;
use super::super::itinerary;
use super::super::itinerary::Stay;
use super::super::squads::Squad;
use super::EVENTS;
use super::OFFICE;
use super::YUAN;
use super::after;
use super::application_number;
use super::before;
use super::event_number;
use super::filing;

/// Expenses and approvals of a squad as they come to pass.
#[derive(Default)]
pub(super) struct Purse {
    /// By month, in order of day.
    pub(super) expenses: BTreeMap<u32, Vec<Row>>,
    pub(super) approvals: Vec<Row>,
}

pub(super) fn purse(number: usize, squad: &Squad) -> Purse {
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
