//! 签约口径对照: both ways of counting what was signed, and the contracts that make the difference (spec 3.3).

use rust_decimal::Decimal;

use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::records::RowId;
use crate::report::Outcome;
use crate::report::assessment::projects;
use crate::report::assessment::projects::Claim;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheet: for each squad its two sums, then each contract that is in one of them only.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("类别", 14.0, 20.0),
        Column::new("合同编号", 12.0, 18.0),
        Column::new("项目名称", 16.0, 28.0),
        Column::new("合同金额", 13.0, 20.0),
        Column::new("计入正式合同口径", 13.0, 20.0),
        Column::new("计入认定口径", 13.0, 20.0),
        Column::new("差额", 13.0, 20.0),
        Column::new("原因", 24.0, 46.0),
        Column::source(34.0),
    ];
    let squads = &outcome.figures.squads;
    let mut rows: Vec<Vec<Cell>> = squads.iter().flat_map(|squad| of_squad(outcome, squad)).collect();
    rows.push(sums("合计", cells::word("合计"), &outcome.figures.total_ytd));
    let carried: Vec<Decimal> = squads.iter().flat_map(|squad| &squad.carried.parts).map(|part| part.adds).collect();
    let mut notes = vec!["认定以年度内签订正式合同、已在本市注册落户且五项材料齐全为准（考核办法 九）。".to_owned()];
    notes.push(match (cells::sum(carried.iter().copied()), carried.len()) {
        (Some(sum), count) if count > 0 => {
            let counted = if outcome.settings.verdict.carry_recognition {
                "按设置计入落户之年的认定口径"
            } else {
                "按规定原文两年均不认定，单独列出"
            };
            format!("上年签约、本年落户的合同共{count}份、{}，{counted}。", cells::wan_words(sum))
        }
        _ => "本年没有上年签约、本年落户的合同。".to_owned(),
    });
    Listing {
        name: super::name::BASIS,
        title: format!("{}签约资金两种口径对照表", outcome.period.title()),
        unit: "单位：万元",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes,
        keep: 1,
    }
    .sheet(outcome)
}

/// The two sums of a squad, or of all, and their difference.
fn sums(whose: &str, name: Cell, figures: &WindowFigures) -> Vec<Cell> {
    let none = || cells::faint(cells::NO_VALUE);
    let sum = |key: &str| {
        let cell = cells::figure(figures.get(key).map(|figure| &figure.value));
        cell.showing(format!("{whose}.{key}.ytd"), Unit::Wan)
    };
    let money = |key| figures.money(key);
    let difference = money("signed_formal")
        .zip(money("signed_recognised"))
        .and_then(|(formal, recognised)| formal.checked_sub(recognised));
    vec![
        name,
        cells::word("合计"),
        none(),
        none(),
        none(),
        sum("signed_formal"),
        sum("signed_recognised"),
        difference.map_or_else(none, cells::wan),
        none(),
        none(),
    ]
}

fn of_squad(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<Vec<Cell>> {
    let name = cells::squad_name(outcome, squad.squad);
    let mut rows = vec![sums(&name, cells::squad(outcome, squad.squad), &squad.ytd)];
    let is_carried = |row: RowId| squad.carried.parts.iter().any(|part| part.row == row);
    let open = projects::claims(outcome, Some(squad.squad))
        .into_iter()
        .filter(|claim| !claim.recognised && !is_carried(claim.row));
    rows.extend(open.map(|claim| {
        let reason = claim.open_points(outcome).unwrap_or_default();
        line(outcome, &claim, "正式合同未认定", true, &reason)
    }));
    let recognised = squad
        .ytd
        .get("signed_recognised")
        .map(|figure| figure.parts.as_slice())
        .unwrap_or_default();
    let is_recognised = |row: RowId| recognised.iter().any(|part| part.row == row);
    let contracts = &outcome.records.tables.contracts;
    rows.extend(squad.carried.parts.iter().filter_map(|part| {
        let claim = Claim {
            squad: squad.squad,
            row: part.row,
            yuan: part.adds,
            contract: contracts.get(part.row.index as usize)?,
            recognised: is_recognised(part.row),
            carried: true,
        };
        let missing = claim.missing();
        let reason = if missing.is_empty() {
            "上年签订，本年注册落户".to_owned()
        } else {
            format!("上年签订，本年注册落户；缺{}", missing.join("、"))
        };
        Some(line(outcome, &claim, "上年签约、本年落户", false, &reason))
    }));
    rows
}

/// A contract: its sum, and in which of the two it is.
fn line(outcome: &Outcome<'_>, claim: &Claim<'_>, group: &str, formal: bool, reason: &str) -> Vec<Cell> {
    let counted = |counted: bool| {
        if counted {
            cells::wan(claim.yuan)
        } else {
            cells::faint(cells::NO_VALUE)
        }
    };
    let difference = match (formal, claim.recognised) {
        (true, false) => cells::wan(claim.yuan),
        (false, true) => cells::wan(-claim.yuan),
        _ => cells::faint(cells::NO_VALUE),
    };
    vec![
        cells::squad(outcome, claim.squad),
        cells::word(group),
        cells::code(claim.contract.number.written()),
        cells::text(claim.contract.project.written()),
        cells::wan(claim.yuan),
        counted(formal),
        counted(claim.recognised),
        difference,
        cells::text(reason),
        cells::source(outcome, claim.row),
    ]
}
