//! 认定项目: the formal contracts of the year with the five materials of each (考核办法 九).

use crate::records::cell::Cell as Given;
use crate::records::cell::State;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::assessment::projects;
use crate::report::assessment::projects::LeftOut;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheet, of one squad or of all.
pub(super) fn sheet(outcome: &Outcome<'_>, only: Option<SquadId>) -> Sheet {
    let claims = projects::claims(outcome, only);
    let total = |recognised_only: bool| {
        let counted = claims.iter().filter(|claim| !recognised_only || claim.recognised);
        cells::sum(counted.map(|claim| claim.yuan))
    };
    let whose = only.map_or_else(|| "合计".to_owned(), |squad| cells::squad_name(outcome, squad));
    let mut formal = Column::new("合同金额", 13.0, 20.0).total_wan(total(false));
    // Contracts of the year before, recognised in this one when the settings say so, are in no sum of the year's contracts.
    if !outcome.settings.verdict.carry_recognition {
        formal = formal.showing(&format!("{whose}.signed_formal.ytd"), Unit::Wan);
    }
    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("合同编号", 12.0, 18.0),
        Column::new("项目名称", 16.0, 26.0),
        Column::new("投资方", 14.0, 20.0),
        Column::new("签订日期", 11.5, 12.0),
        formal,
        Column::new("认定金额", 13.0, 20.0)
            .total_wan(total(true))
            .showing(&format!("{whose}.signed_recognised.ytd"), Unit::Wan),
        Column::new("注册企业名称", 14.0, 22.0),
        Column::new("注册日期", 11.5, 12.0),
    ];
    columns.extend(["合同文本", "注册证照", "投资方身份证明", "资金凭证", "项目登记表"].map(|name| Column::new(name, 8.0, 9.0)));
    columns.extend([
        Column::new("是否认定", 8.0, 9.0),
        Column::new("不予认定的原因", 14.0, 30.0),
        Column::source(32.0),
    ]);
    let rows = (1..).zip(&claims).map(|(number, claim)| {
        let contract = claim.contract;
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, claim.squad),
            cells::code(contract.number.written()),
            cells::text(contract.project.written()),
            cells::text(contract.investor.written()),
            cells::day(contract.signed.get()),
            cells::wan(claim.yuan),
            if claim.recognised {
                cells::wan(claim.yuan)
            } else {
                cells::faint(cells::NO_VALUE)
            },
            cells::text(contract.company.written()),
            cells::day(contract.registered.get()),
        ];
        row.extend(contract.materials().map(|(_, given)| material(given)));
        row.push(tinted(if claim.recognised { "是" } else { "否" }, claim.recognised));
        row.push(cells::text(
            &claim.open_points(outcome).unwrap_or_else(|| cells::NO_VALUE.to_owned()),
        ));
        row.push(cells::source(outcome, claim.row));
        row
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    for (number, left) in (rows.len() as u64 + 1..).zip(projects::left_out(outcome, only)) {
        rows.push(left_out(outcome, number, &left));
    }
    let reported = outcome
        .figures
        .squads
        .iter()
        .filter(|squad| only.is_none_or(|only| squad.squad == only))
        .any(|squad| squad.ytd.money("signed_formal").is_some());
    let carried: Vec<_> = claims.iter().filter(|claim| claim.carried).collect();
    let carried = (!carried.is_empty()).then(|| {
        let sum = cells::sum(carried.iter().map(|claim| claim.yuan));
        let sum = sum.map_or_else(String::new, |sum| format!("、{}", cells::wan_words(sum)));
        format!(
            "其中上年签约、本年落户按设置计入本年认定的合同{}份{sum}，不在本年正式合同金额内。",
            carried.len()
        )
    });
    let carried = carried.into_iter();
    let title = match only {
        Some(_) => format!("{whose}专班{}招商项目认定表", outcome.period.title()),
        None => format!("{}招商项目认定表", outcome.period.title()),
    };
    Listing {
        name: super::name::PROJECTS,
        title,
        unit: "单位：万元",
        columns,
        rows,
        empty: if reported { "本年无" } else { cells::NOT_REPORTED }.to_owned(),
        notes: carried
            .chain([
                "只列正式合同和有数据问题的合同，后者及归属其他专班、没有适用汇率的合同不计金额；√为有，×为无，未填为没有填写；其他未计入的合同见《年度考核汇总》“不计入明细”。"
                    .to_owned(),
            ])
            .collect(),
        keep: 4,
    }
    .sheet(outcome)
}

/// A contract that is in no sum: without one, and with the reason.
fn left_out(outcome: &Outcome<'_>, number: u64, left: &LeftOut<'_>) -> Vec<Cell> {
    let none = || cells::faint(cells::NO_VALUE);
    let mut row = vec![cells::number(number), cells::squad(outcome, left.squad), cells::code(left.title)];
    match left.contract {
        Some(contract) => {
            row.extend([
                cells::text(contract.project.written()),
                cells::text(contract.investor.written()),
                cells::day(contract.signed.get()),
                none(),
                none(),
                cells::text(contract.company.written()),
                cells::day(contract.registered.get()),
            ]);
            row.extend(contract.materials().map(|(_, given)| material(given)));
        }
        None => row.extend((0..12).map(|_| none())),
    }
    row.extend([
        tinted("否", false),
        cells::masked(left.why.clone()),
        cells::place(outcome, &left.place),
    ]);
    row
}

/// √, ×, or 未填.
fn material(given: &Given<bool>) -> Cell {
    match (given.get(), given.state()) {
        (Some(true), _) => tinted("√", true),
        (Some(false), _) => tinted("×", false),
        (None, State::Unreadable) => tinted("不明", false),
        (None, _) => tinted("未填", false),
    }
}

fn tinted(word: &str, good: bool) -> Cell {
    let mut cell = cells::word(word);
    cell.style = cell.style.tint(if good { Tint::None } else { Tint::Bad });
    cell
}
