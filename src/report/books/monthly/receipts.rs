//! 到位资金: the receipts of the year to date that count.

use crate::records::Kind;
use crate::records::receipt::Receipt;
use crate::records::row::Record;
use crate::records::ties::ReceiptStanding;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let figures = outcome.figures;
    let part_of_year = rows::part_of_year(outcome);
    let in_period = rows::in_period(outcome, "received");
    let receipts = &outcome.records.tables.receipts;
    let mut counted: Vec<(rows::Counted, &Receipt)> = rows::counted(outcome, "received")
        .into_iter()
        .filter_map(|row| receipts.get(row.row.index as usize).map(|receipt| (row, receipt)))
        .collect();
    counted.sort_by_key(|(row, receipt)| (row.squad, receipt.received.get(), receipt.at().place()));

    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("项目名称", 16.0, 28.0),
        Column::new("合同编号", 12.0, 22.0),
        Column::new("到账日期", 11.5, 12.0),
        Column::new("到位金额", 13.0, 20.0)
            .total_wan(figures.total_ytd.money("received"))
            .showing("合计.received.ytd", Unit::Wan),
    ];
    if part_of_year {
        let title = format!("其中：{}到位", cells::this(outcome.period));
        columns.push(
            Column::new(title, 13.0, 20.0)
                .total_wan(figures.total_period.money("received"))
                .showing("合计.received.period", Unit::Wan),
        );
    }
    columns.extend([
        Column::new("凭证类型", 11.0, 16.0),
        Column::new("凭证号", 12.0, 24.0),
        Column::new("付款方", 14.0, 20.0).optional(),
        Column::new("收款方", 14.0, 20.0).optional(),
        Column::source(34.0),
    ]);
    let rows = (1..).zip(&counted).map(|(number, (counted, receipt))| {
        let (project, contract) = tied(outcome, counted.row.index, receipt);
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, counted.squad),
            project,
            contract,
            cells::day(receipt.received.get()),
            rows::wan_of_year(counted),
        ];
        if part_of_year {
            let sum = in_period.get(&counted.row);
            row.push(sum.map_or_else(|| cells::faint(cells::NO_VALUE), |sum| cells::wan(*sum)));
        }
        row.extend([
            cells::word(receipt.voucher_kind.written()),
            cells::code(receipt.voucher.written()),
            cells::text(receipt.payer.written()),
            cells::text(receipt.payee.written()),
            cells::source(outcome, counted.row),
        ]);
        row
    });
    let rows = rows.collect();
    Listing {
        name: super::name::RECEIPTS,
        title: format!("{}年到位资金明细表", outcome.period.year()),
        unit: "单位：万元",
        columns,
        rows,
        empty: rows::nothing(outcome, "received", "本年无"),
        notes: rows::not_reported(outcome, "received", &[Kind::Receipt, Kind::Contract], "所需的列")
            .into_iter()
            .chain(untied(outcome))
            .collect(),
        keep: 3,
    }
    .sheet(outcome)
}

/// That receipts of squads without contracts cannot be tied to any.
fn untied(outcome: &Outcome<'_>) -> Option<String> {
    let handed_in = |kind, squad| outcome.records.handed_in(kind, squad);
    let squads = outcome.figures.squads.iter().map(|squad| squad.squad);
    let untied = squads.filter(|squad| handed_in(Kind::Receipt, *squad) && !handed_in(Kind::Contract, *squad));
    let names: Vec<String> = untied.map(|squad| cells::squad_name(outcome, squad)).collect();
    (!names.is_empty()).then(|| format!("{}已报到位资金，未报签约合同，无法对应。", names.join("、")))
}

/// The project and the number of the contract that a receipt is tied to, else what the receipt itself says.
fn tied(outcome: &Outcome<'_>, index: u32, receipt: &Receipt) -> (Cell, Cell) {
    let contract = match outcome.records.ties.receipts.get(index as usize) {
        Some(ReceiptStanding::Counted { contract, .. }) => outcome.records.tables.contracts.get(*contract as usize),
        _ => None,
    };
    match contract {
        Some(contract) => (cells::text(contract.project.written()), cells::code(contract.number.written())),
        None => (cells::text(receipt.project.written()), cells::code(receipt.contract.written())),
    }
}
