//! 签约项目: the formal contracts of the year to date, with what of them is recognised.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::figures::Part;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::contract::Contract;
use crate::records::row::Record;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::rows;
use super::rows::Counted;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let figures = outcome.figures;
    let this = cells::this(outcome.period);
    let part_of_year = rows::part_of_year(outcome);
    let in_period = rows::in_period(outcome, "signed_formal");
    let recognised = rows::in_year(outcome, "signed_recognised");
    let recognised_in_period = rows::in_period(outcome, "signed_recognised");
    let end = outcome.window().to;
    let signed = rows::in_year(outcome, "signed_formal");
    let mut listed = rows::counted(outcome, "signed_formal");
    // Signed the year before and recognised in this one, when the settings carry recognition over.
    let known: BTreeSet<RowId> = listed.iter().map(|row| row.row).collect();
    listed.extend(
        rows::counted(outcome, "signed_recognised")
            .into_iter()
            .filter(|row| !known.contains(&row.row)),
    );
    let mut contracts = with_contracts(outcome, listed);
    contracts.sort_by_key(|(row, contract)| (row.squad, contract.signed.get(), contract.at().place()));

    let year_total = |key| figures.total_ytd.money(key);
    let period_total = |key| figures.total_period.money(key);
    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("合同编号", 12.0, 18.0),
        Column::new("项目名称", 16.0, 26.0),
        Column::new("投资方", 14.0, 20.0),
        Column::new("签订日期", 11.5, 12.0),
        Column::new("合同金额", 13.0, 20.0)
            .total_wan(year_total("signed_formal"))
            .showing("合计.signed_formal.ytd", Unit::Wan),
    ];
    if part_of_year {
        columns.push(
            Column::new(format!("其中：{this}签约"), 13.0, 20.0)
                .total_wan(period_total("signed_formal"))
                .showing("合计.signed_formal.period", Unit::Wan),
        );
    }
    columns.push(
        Column::new("已认定金额", 13.0, 20.0)
            .total_wan(year_total("signed_recognised"))
            .showing("合计.signed_recognised.ytd", Unit::Wan),
    );
    if part_of_year {
        columns.push(
            Column::new(format!("其中：{this}签约已认定"), 13.0, 20.0)
                .total_wan(period_total("signed_recognised"))
                .showing("合计.signed_recognised.period", Unit::Wan),
        );
    }
    columns.extend([
        Column::new("已注册", 7.0, 9.0).total_count(Some(registered_count(outcome))),
        Column::new("注册企业名称", 14.0, 20.0),
        Column::new("注册日期", 11.5, 12.0),
        Column::new("认定材料", 10.0, 16.0),
        Column::source(32.0),
    ]);

    let rows = (1..).zip(&contracts).map(|(number, (counted, contract))| {
        let money = |sum: Option<&Decimal>| sum.map_or_else(|| cells::faint(cells::NO_VALUE), |sum| cells::wan(*sum));
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, counted.squad),
            cells::code(contract.number.written()),
            cells::text(contract.project.written()),
            cells::text(contract.investor.written()),
            cells::day(contract.signed.get()),
            money(signed.get(&counted.row)),
        ];
        if part_of_year {
            row.push(money(in_period.get(&counted.row)));
        }
        row.push(money(recognised.get(&counted.row)));
        if part_of_year {
            row.push(money(recognised_in_period.get(&counted.row)));
        }
        row.extend([
            cells::flag(signed.contains_key(&counted.row) && is_registered(contract, end)),
            cells::text(contract.company.written()),
            cells::day(contract.registered.get()),
            materials(contract),
            cells::source(outcome, counted.row),
        ]);
        row
    });
    let rows = rows.collect();
    Listing {
        name: super::name::CONTRACTS,
        title: format!("{}年签约项目明细表（正式合同）", outcome.period.year()),
        unit: "单位：万元",
        columns,
        rows,
        empty: rows::nothing(outcome, "signed_formal", "本年无"),
        notes: rows::not_reported(outcome, "signed_formal", &[Kind::Contract], "所需的列")
            .into_iter()
            .chain(carried(outcome))
            .chain(["“已认定”指已在本市注册落户且五项认定材料齐全；框架协议、意向协议及重复申报的合同见“不计入明细”。".to_owned()])
            .collect(),
        keep: 4,
    }
    .sheet(outcome)
}

/// 上年签约、本年落户: contracts that the letter recognises in neither year, by name (考核办法 九).
fn carried(outcome: &Outcome<'_>) -> Option<String> {
    let figures = outcome.figures.squads.iter().map(|squad| &squad.carried);
    let parts: Vec<&Part> = figures.flat_map(|figure| &figure.parts).collect();
    let contracts = &outcome.records.tables.contracts;
    let names: Vec<String> = parts
        .iter()
        .filter_map(|part| contracts.get(part.row.index as usize))
        .map(|contract| format!("{}（{}）", contract.project.written(), contract.number.written()))
        .collect();
    let sum = cells::sum(parts.iter().map(|part| part.adds))?;
    let counted = if outcome.settings.verdict.carry_recognition {
        "按设置计入本年认定"
    } else {
        "两年均不计入认定"
    };
    (!names.is_empty()).then(|| {
        format!(
            "上年签约、本年落户的合同{counted}：{}，共{}。",
            names.join("、"),
            cells::wan_words(sum)
        )
    })
}

/// The contracts of the rows.
fn with_contracts<'a>(outcome: &Outcome<'a>, rows: Vec<Counted>) -> Vec<(Counted, &'a Contract)> {
    let contracts = &outcome.records.tables.contracts;
    let rows = rows.into_iter();
    rows.filter_map(|row| contracts.get(row.row.index as usize).map(|contract| (row, contract)))
        .collect()
}

/// How many of the contracts signed in the year have an enterprise registered by the end of the period.
pub(in crate::report) fn registered_count(outcome: &Outcome<'_>) -> u64 {
    let end = outcome.window().to;
    let contracts = with_contracts(outcome, rows::counted(outcome, "signed_formal"));
    let registered = contracts.into_iter().filter(|(_, contract)| is_registered(contract, end));
    registered.count() as u64
}

fn is_registered(contract: &Contract, end: NaiveDate) -> bool {
    contract.company.value().is_some() && contract.registered.get().is_some_and(|day| day <= end)
}

/// 齐全, or those that are missing.
fn materials(contract: &Contract) -> Cell {
    let missing: Vec<&str> = contract
        .materials()
        .into_iter()
        .filter(|(_, cell)| cell.get() != Some(true))
        .map(|(name, _)| name)
        .collect();
    if missing.is_empty() {
        cells::text("齐全")
    } else {
        cells::text(&format!("缺{}", missing.join("、")))
    }
}
