//! 不计入明细: every row that is in no figure, or in one figure less, and why.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::account::FileStatus;
use crate::place::Place;
use crate::problem::What;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::SetAside;
use crate::records::cell::Owner;
use crate::records::contract::ContractKind;
use crate::records::receipt::Receipt;
use crate::records::row::Record;
use crate::records::ties::ReceiptStanding;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::values::long_number;

use super::cells;
use super::findings::RowFindings;
use super::listing::Column;
use super::listing::Listing;
use super::rows;

/// A row that is left out of something.
#[derive(Clone)]
struct Left {
    kind: &'static str,
    squad: String,
    day: Option<NaiveDate>,
    title: String,
    money: Option<Decimal>,
    rule: &'static str,
    effect: &'static str,
    reason: String,
    place: Place,
}

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let findings = RowFindings::of(outcome);
    let year = cells::year_to_date(outcome);
    let mut left = dropped_by_problems(outcome, &findings);
    left.extend(contracts(outcome, &findings));
    left.extend(receipts(outcome, &findings));
    left.extend(expenses(outcome, &findings));
    left.extend(projects(outcome, &findings));
    left.retain(|row| row.day.is_none_or(|day| year.contains(day)));
    // The account and the texts count every row set aside (spec 1.4), and its date may be what is wrong with it.
    let left = [set_aside(outcome, &findings), left].concat();
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("表种", 10.0, 12.0),
        Column::new("专班", 9.0, 18.0),
        Column::new("日期", 11.5, 12.0),
        Column::new("名称或编号", 14.0, 30.0),
        Column::new("金额", 12.0, 20.0),
        Column::new("规则", 7.0, 9.0),
        Column::new("影响", 12.0, 18.0),
        Column::new("原因", 24.0, 48.0),
        Column::source(34.0),
    ];
    let files = outcome
        .account
        .files
        .iter()
        .filter(|file| file.status == FileStatus::Failed)
        .count();
    let mut notes = vec![
        "金额为相应行的必填金额；同一行不符合多项条件的，列出最先适用的一项。不计入任何数据的行全部列出，其他列出本年内及无日期的行。"
            .to_owned(),
    ];
    if files > 0 {
        notes.push(format!("另有{files}个文件未能读取，其中的数据均未计入，见“数据来源”。"));
    }
    let rows = (1..).zip(&left).map(|(number, row)| line(outcome, number, row)).collect();
    Listing {
        name: super::name::UNCOUNTED,
        title: format!("{}年不计入数据明细表", outcome.period.year()),
        unit: "单位：万元",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes,
        keep: 2,
    }
    .sheet(outcome)
}

fn line(outcome: &Outcome<'_>, number: u64, row: &Left) -> Vec<Cell> {
    vec![
        cells::number(number),
        cells::word(row.kind),
        cells::word(&row.squad),
        cells::day(row.day),
        cells::code(&row.title),
        row.money.map_or_else(|| cells::faint(cells::NO_VALUE), cells::wan),
        cells::word(row.rule),
        cells::text(row.effect),
        cells::text(&row.reason),
        cells::place(outcome, &row.place),
    ]
}

/// Rows that could not be read.
fn set_aside(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let rows = outcome.records.tables.set_aside.iter();
    rows.map(|row| Left {
        kind: row.kind.name(),
        squad: cells::owner_name(outcome, row.owner.as_ref()),
        day: row.date,
        title: row.title.clone(),
        money: row.money,
        rule: row.rule,
        effect: "不计入任何数据",
        reason: findings
            .reason(row.rule, &row.place)
            .unwrap_or_else(|| "必填内容缺失、无法识别或与另一行矛盾".to_owned()),
        place: row.place.clone(),
    })
    .collect()
}

/// Rows that stand in another place too, and people that are on no roster (D015, D018).
fn dropped_by_problems(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let tables = &outcome.records.tables;
    let problems = outcome.problems.iter().filter_map(|problem| {
        let (rule, effect, reason) = match &problem.what {
            What::SameRow => ("D015", "只计一次", "与另一处的行完全相同"),
            What::NotOnRoster(_) if problem.sets_aside => ("D018", "该人员当日不计入", "人员不在名册"),
            _ => return None,
        };
        let kind = problem.table.and_then(|table| tables.found(table)).map(|table| table.kind);
        let first = problem.related.first().filter(|_| matches!(problem.what, What::SameRow));
        Some(Left {
            kind: kind.map_or(cells::NO_VALUE, Kind::name),
            squad: cells::owner_name(outcome, problem.owner.as_ref()),
            day: problem.date,
            title: problem.row_title.clone(),
            // The rows are equal, so the one that counts says what this one holds.
            money: first.zip(kind).and_then(|(first, kind)| money_at(outcome, kind, first)),
            rule,
            effect,
            reason: findings.reason(rule, &problem.place).unwrap_or_else(|| match first {
                Some(first) => format!("{reason}（{first}）"),
                None => reason.to_owned(),
            }),
            place: problem.place.clone(),
        })
    });
    problems.filter(|left| left.day.is_none_or(|day| day <= outcome.as_of)).collect()
}

/// The required money of the row at a place.
fn money_at(outcome: &Outcome<'_>, kind: Kind, place: &Place) -> Option<Decimal> {
    fn find<'a, R: Record>(rows: &'a [R], place: &Place) -> Option<(usize, &'a R)> {
        // Tables are in file order, by which places are ordered too.
        let at = rows.partition_point(|row| row.at().place().order_key() < (&place.source.file, place.source.order, place.row, 0));
        rows.get(at)
            .filter(|row| row.at().row == place.row && row.at().source == place.source)
            .map(|row| (at, row))
    }
    let tables = &outcome.records.tables;
    match kind {
        Kind::Contract => find(&tables.contracts, place).and_then(|(at, _)| outcome.records.ties.contracts.get(at)?.yuan),
        Kind::Receipt => find(&tables.receipts, place).and_then(|(_, row)| row.amount.value()?.yuan()),
        Kind::Expense => find(&tables.expenses, place).and_then(|(_, row)| row.amount.value()?.yuan()),
        _ => None,
    }
}

/// Contracts that are no formal ones, claimed by two, without a rate, or not recognised.
fn contracts(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let records = outcome.records;
    let recognised = rows::in_year(outcome, "signed_recognised");
    let contracts = (0u32..).zip(&records.tables.contracts).zip(&records.ties.contracts);
    let left = contracts.filter_map(|((index, contract), tie)| {
        let at = contract.at().place();
        let formal = contract.contract_kind.get() == Some(ContractKind::Formal);
        let row = RowId {
            kind: Kind::Contract,
            index,
        };
        let (rules, effect, reason): (&[&'static str], _, _) = if !formal {
            (&["P001"], "不计入签约", "不是正式合同")
        } else if tie.yields_to.is_some() {
            let reason = match tie.ruled_for {
                Some(_) => "同一项目已确定归属其他专班",
                None => "同一项目已由其他专班先签约",
            };
            (&["P004"], "不计入签约", reason)
        } else if tie.yuan.is_none() {
            (&["F008"], "不计入签约", "外币金额无适用汇率")
        } else if !recognised.contains_key(&row) {
            (&["P002", "P003"], "不计入认定", "未注册落户或认定材料不全")
        } else {
            return None;
        };
        let (rule, reason) = findings.first_of(rules, &at, reason);
        Some(Left {
            kind: Kind::Contract.name(),
            squad: cells::owner_name(outcome, contract.squad.value()),
            day: contract.signed.get(),
            title: format!("{} {}", contract.number.written(), contract.project.written()),
            money: tie.yuan,
            rule,
            effect,
            reason,
            place: at,
        })
    });
    left.collect()
}

/// Receipts that do not count.
fn receipts(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let records = outcome.records;
    let receipts = records.tables.receipts.iter().zip(&records.ties.receipts);
    let aside: Vec<&SetAside> = records.tables.set_aside.iter().filter(|row| row.kind == Kind::Contract).collect();
    let left = receipts.filter_map(|(receipt, standing)| {
        let (rule, reason): (&'static str, String) = match standing {
            ReceiptStanding::Counted { .. } => return None,
            ReceiptStanding::NoContract => ("F001", "没有对应的正式合同".to_owned()),
            ReceiptStanding::VoucherKind { .. } => ("F002", "凭证类型不符".to_owned()),
            ReceiptStanding::VoucherUsed { .. } => ("F003", "凭证已计入一次".to_owned()),
            ReceiptStanding::NoRate { .. } => ("F008", "外币金额无适用汇率".to_owned()),
        };
        let at = receipt.at().place();
        let (rule, reason) = match standing {
            ReceiptStanding::NoContract => unmatched(outcome, receipt, &aside),
            _ => None,
        }
        .unwrap_or_else(|| findings.first_of(&[rule], &at, &reason));
        Some(Left {
            kind: Kind::Receipt.name(),
            squad: cells::owner_name(outcome, receipt.squad.value()),
            day: receipt.received.get(),
            title: receipt.voucher.written().to_string(),
            money: receipt.amount.value().and_then(|money| money.yuan()),
            rule,
            effect: "不计入到位",
            reason,
            place: at,
        })
    });
    left.collect()
}

/// Why a receipt has no contract where F001 cannot tell: its contract may stand in a row that was set aside, or in a table that was
/// not handed in.
fn unmatched(outcome: &Outcome<'_>, receipt: &Receipt, aside: &[&SetAside]) -> Option<(&'static str, String)> {
    let squad = receipt.squad.value().and_then(Owner::squad);
    if squad.is_some_and(|squad| !outcome.records.handed_in(Kind::Contract, squad)) {
        return Some(("F001", "未报签约合同，不能对应".to_owned()));
    }
    let Some(number) = receipt.contract.value() else {
        let told = || {
            format!(
                "按项目名称没有对应的正式合同；另有签约合同{}行有数据问题、未计入，不能对应",
                aside.len()
            )
        };
        return (!aside.is_empty()).then(|| ("F001", told()));
    };
    let row = aside.iter().find(|row| long_number::fold(&row.title) == *number.key)?;
    // The rule is the one that the contract's row broke: it is what is to be put right.
    Some((row.rule, format!("所对应的签约合同 {number}（{}）有数据问题，未计入", row.place)))
}

/// Expenses in foreign money without a rate.
fn expenses(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let left = outcome.records.tables.expenses.iter().filter_map(|expense| {
        let day = expense.date.get()?;
        if expense.amount.get()?.in_yuan(&outcome.records.city, day).is_some() {
            return None;
        }
        let at = expense.at().place();
        let (rule, reason) = findings.first_of(&["F008"], &at, "外币金额无适用汇率");
        Some(Left {
            kind: Kind::Expense.name(),
            squad: cells::owner_name(outcome, expense.owner()),
            day: Some(day),
            title: expense.voucher.written().to_string(),
            money: None,
            rule,
            effect: "不计入经费支出",
            reason,
            place: at,
        })
    });
    left.collect()
}

/// Projects that count in another ledger.
fn projects(outcome: &Outcome<'_>, findings: &RowFindings<'_>) -> Vec<Left> {
    let records = outcome.records;
    let projects = (0u32..).zip(&records.tables.projects).zip(&records.ties.projects);
    let left = projects.filter_map(|((index, project), tie)| {
        let counted = tie.counted_at.filter(|counted| *counted != index)?;
        let first = records.tables.projects.get(counted as usize)?;
        let at = project.at().place();
        let reason = format!("同一项目已在另一处计入（{}）", first.at().place());
        let (rule, reason) = findings.first_of(&["P004"], &at, &reason);
        let squad: Option<&Owner> = project.squad.value();
        Some(Left {
            kind: Kind::Project.name(),
            squad: cells::owner_name(outcome, squad),
            day: None,
            title: project.name.written().to_string(),
            money: None,
            rule,
            effect: "在谈、开工只计一次",
            reason,
            place: at,
        })
    });
    left.collect()
}
