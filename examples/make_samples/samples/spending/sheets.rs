//! How each squad lays out its expenses and approvals.

use std::collections::BTreeMap;

use super::super::YEAR;
use super::super::form::Book;
use super::super::form::Column;
use super::super::form::DayStyle;
use super::super::form::MoneyStyle;
use super::super::form::Row;
use super::super::form::RowKind;
use super::super::form::Sheet;
use super::super::form::col;
use super::super::squads::Squad;
use super::QUARTERS;
use super::expenses_path;

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

/// 先进制造: a workbook per quarter, a sheet per month.
pub(super) fn quarterly(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
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
pub(super) fn by_kind(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
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
pub(super) fn with_subtotals(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
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
pub(super) fn monthly(squad: &Squad, expenses: &BTreeMap<u32, Vec<Row>>) -> Vec<Book> {
    let sheets = expenses.iter().map(|(month, rows)| {
        Sheet::new(format!("{YEAR}.{month}"), columns(3))
            .title(format!("{}{YEAR}年{month}月份经费支出台账", squad.full))
            .rows(rows.iter().cloned())
            .total("总计")
            .note(format!("填表人：贾思远    审核人：{}", squad.deputy))
    });
    vec![Book::new(expenses_path(3, 1), sheets.collect())]
}

pub(super) fn approvals(number: usize, squad: &Squad, rows: Vec<Row>) -> Sheet {
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
