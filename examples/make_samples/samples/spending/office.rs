//! The sheets that the office keeps: its own expenses, grants, applications, the budget.

use std::collections::BTreeMap;

use super::super::YEAR;
use super::super::day;
use super::super::form::Book;
use super::super::form::Cell;
use super::super::form::DayStyle;
use super::super::form::MarkStyle;
use super::super::form::MoneyStyle;
use super::super::form::Row;
use super::super::form::Sheet;
use super::super::form::col;
use super::super::squads::SQUADS;
use super::APPLICATIONS;
use super::BUDGET;
use super::EVENTS;
use super::GRANTS;
use super::OFFICE_EXPENSES;
use super::OFFICE_UNIT;
use super::QUARTERS;
use super::YUAN;
use super::after;
use super::application_number;
use super::before;
use super::event_number;
use super::filing;

/// What the office and other units spent.
pub(super) fn office_expenses() -> Vec<Row> {
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

pub(super) fn office_book(rows: Vec<Row>) -> Book {
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

pub(super) fn grants() -> Book {
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

pub(super) fn applications_book(applications: &BTreeMap<(u32, usize), (String, String, i64)>) -> Book {
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
            row.cells.insert("核定金额", Cell::Money(*sum));
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

pub(super) fn budget() -> Book {
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
