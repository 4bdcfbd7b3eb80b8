//! A squad that falls behind, and one that hands in nothing.

use chrono::Datelike;

use super::super::Fault;
use super::super::activities;
use super::super::day;
use super::super::firms::FIRMS;
use super::super::firms::SIGNED;
use super::super::libraries;
use super::super::logs;
use super::super::pipeline;
use super::super::spending;
use super::planter::Planter;
use super::planter::SEPTEMBER;
use super::planter::WHOLE;
use super::planter::date;
use super::planter::in_september;

/// 高效农业 falls behind: few contracts, little money, no start, few talks, no event.
pub(super) fn squad_behind(year: &mut Planter) -> Result<(), Fault> {
    let ledger = pipeline::ledger_path(2);
    let contracts = pipeline::contracts_path(2);
    let known: Vec<&str> = FIRMS[2]
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < 2 || (SIGNED..SIGNED + 8).contains(at))
        .map(|(_, firm)| firm.project)
        .collect();
    year.remove((&ledger, "项目进展"), |row| !known.contains(&row.text("项目名称")))?;
    for row in &mut year.sheet((&ledger, "项目进展"))?.rows {
        if row.cells.remove("开工日期").is_some() {
            row.set("阶段", "注册");
            row.set("进展情况", "项目公司已注册，前期手续进展缓慢");
        }
    }
    year.remove((&contracts, "签约"), |row| !known.contains(&row.text("项目名称")))?;
    year.remove((&contracts, "资金到位"), |row| date(row) > Some(day(3, 31)))?;
    let event = "HD-2021-NY08";
    year.remove((&spending::expenses_path(2, 8), "第三季度"), |row| {
        row.text("活动编号") == event
    })?;
    year.remove((&spending::approvals_path(2), "审批单"), |row| row.text("活动编号") == event)?;
    year.remove((spending::GRANTS, "活动批复"), |row| row.text("活动编号") == event)?;
    year.remove((&activities::path(2), "活动记录"), |row| row.text("活动类型") == "专题招商活动")?;

    year.flaw("T001", SEPTEMBER, "高效农业专班全年只签 2 个正式合同，到 9 月落后于序时进度");
    year.flaw("T002", SEPTEMBER, "高效农业专班 3 月以后没有资金到位");
    year.flaw("T003", SEPTEMBER, "高效农业专班没有项目开工");
    year.flaw("T004", WHOLE, "高效农业专班全年没有产业类项目开工");
    year.flaw("T005", SEPTEMBER, "高效农业专班在谈项目只有 8 个");
    year.flaw("T006", WHOLE, "高效农业专班全年没有专题招商活动");
    Ok(())
}

/// 文化旅游 hands in nothing for September.
pub(super) fn squad_missing(year: &mut Planter) -> Result<(), Fault> {
    let log = logs::path(3, 9);
    year.books.retain(|book| book.path != log);
    year.book(&spending::expenses_path(3, 9))?
        .sheets
        .retain(|sheet| sheet.name != "2021.9");
    year.remove((&activities::path(3), "活动记录"), in_september)?;
    year.remove((&pipeline::contracts_path(3), "到位资金"), in_september)?;
    year.remove((&spending::approvals_path(3), "审批单"), in_september)?;
    year.remove((spending::APPLICATIONS, "三季度"), |row| row.text("申请编号") == "SQ-2021-WL09")?;
    year.remove((&libraries::path(3), "投资信息库"), in_september)?;
    for sheet in &mut year.book(&libraries::path(3))?.sheets {
        sheet.rows.retain(|row| !in_september(row));
    }
    for row in &mut year.sheet((&pipeline::ledger_path(3), "2021年"))?.rows {
        if row.day("开工日期").is_some_and(|day| day.month() == 9) {
            row.set("开工日期", day(8, 28));
        }
    }
    year.flaw("R005", SEPTEMBER, "文化旅游专班 9 月没有报送任何材料");
    Ok(())
}
