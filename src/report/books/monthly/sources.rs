//! 数据来源: the account of the inbox, every file and table with its rows and money.

use rust_decimal::Decimal;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Link;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let tables = || outcome.account.files.iter().flat_map(|file| &file.tables);
    let rows = |pick: fn(&TableAccount) -> u64| -> Option<u64> { Some(tables().map(pick).sum()) };
    let money = |pick: fn(&TableAccount) -> Option<Decimal>| -> Option<Decimal> { cells::sum(tables().filter_map(pick)) };
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("文件", 18.0, 40.0).link_in_front(),
        Column::new("状态", 7.0, 10.0),
        Column::new("工作表", 10.0, 18.0),
        Column::new("表种", 10.0, 12.0),
        Column::new("表头行", 7.0, 8.0),
        Column::new("行数", 7.0, 10.0).total_count(rows(|table| table.rows.found)),
        Column::new("采用", 7.0, 10.0).total_count(rows(|table| table.rows.used)),
        Column::new("重复", 7.0, 10.0).total_count(rows(|table| table.rows.duplicate)),
        Column::new("不计入", 8.0, 10.0).total_count(rows(|table| table.rows.set_aside)),
        Column::new("金额", 12.0, 20.0).total_wan(money(|table| table.money.map(|money| money.found))),
        Column::new("采用金额", 12.0, 20.0).total_wan(money(|table| table.money.map(|money| money.used))),
        Column::new("重复金额", 12.0, 20.0).total_wan(money(|table| table.money.map(|money| money.duplicate))),
        Column::new("不计入金额", 12.0, 20.0).total_wan(money(|table| table.money.map(|money| money.set_aside))),
        Column::new("说明", 12.0, 36.0),
        Column::new("文件指纹（SHA-256 前12位）", 15.0, 16.0),
    ];
    let lines = outcome.account.files.iter().flat_map(|file| {
        let tables: Vec<Option<&TableAccount>> = match file.tables.is_empty() {
            true => vec![None],
            false => file.tables.iter().map(Some).collect(),
        };
        tables.into_iter().map(move |table| (file, table))
    });
    let rows = (1..)
        .zip(lines)
        .map(|(number, (file, table))| line(outcome, number, file, table))
        .collect();
    Listing {
        name: super::name::SOURCES,
        title: format!("{}数据来源与采用情况表", outcome.period.title()),
        unit: "金额单位：万元",
        columns,
        rows,
        empty: "收件文件夹中没有文件".to_owned(),
        notes: vec![
            "行数＝采用＋重复＋不计入；金额为各表必填金额列的合计，含外币的表不合计。".to_owned(),
            "“采用”的行包括截止日以后及不符合认定条件的行，是否计入各项指标见“不计入明细”。".to_owned(),
        ],
        keep: 2,
    }
    .sheet(outcome)
}

fn line(outcome: &Outcome<'_>, number: u64, file: &FileAccount, table: Option<&TableAccount>) -> Vec<Cell> {
    let (state, tint) = match file.status {
        FileStatus::Read => ("已读取", Tint::None),
        FileStatus::Skipped => ("跳过", Tint::Faint),
        FileStatus::Failed => ("未能读取", Tint::Bad),
    };
    let mut status = cells::word(state);
    status.style = status.style.tint(tint);
    let remark = match (&file.reason, table) {
        (Some(reason), _) => reason.as_str(),
        (None, None) if file.status == FileStatus::Read => "未识别到数据表",
        (None, _) => "",
    };
    let none = || cells::faint(cells::NO_VALUE);
    let count = |pick: fn(&TableAccount) -> u64| table.map_or_else(none, |table| cells::count(pick(table)));
    let money = |pick: fn(&TableAccount) -> Option<Decimal>| table.and_then(pick).map_or_else(none, cells::wan);
    vec![
        cells::number(number),
        cells::text(&file.path).linked(link(outcome, file)),
        status,
        table.map_or_else(none, |table| cells::word(&table.sheet)),
        table.map_or_else(none, |table| cells::word(table.kind.name())),
        count(|table| u64::from(table.header_row)),
        count(|table| table.rows.found),
        count(|table| table.rows.used),
        count(|table| table.rows.duplicate),
        count(|table| table.rows.set_aside),
        money(|table| table.money.map(|money| money.found)),
        money(|table| table.money.map(|money| money.used)),
        money(|table| table.money.map(|money| money.duplicate)),
        money(|table| table.money.map(|money| money.set_aside)),
        cells::text(remark),
        cells::code(file.sha256.get(..12).unwrap_or(&file.sha256)),
    ]
}

fn link(outcome: &Outcome<'_>, file: &FileAccount) -> Option<Link> {
    let inbox = outcome.inbox_from_report?;
    Some(Link::File {
        path: format!("{}/{}", inbox.trim_end_matches('/'), file.path),
        cell: String::new(),
    })
}
