//! 签约口径对照: both ways of counting what was signed, and the contracts that make the difference (spec 3.3).

use crate::figures::SquadFigures;
use crate::report::Outcome;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::findings::RowFindings;
use super::listing::Column;
use super::listing::Listing;

/// The rules that say why a formal contract is not recognised.
const REASONS: [&str; 2] = ["P002", "P003"];

/// The sheet: for each squad its two sums, then each contract that is in one of them only.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let findings = RowFindings::of(outcome);
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("类别", 14.0, 20.0),
        Column::new("合同编号", 12.0, 18.0),
        Column::new("项目名称", 16.0, 28.0),
        Column::new("正式合同金额", 13.0, 20.0),
        Column::new("认定合同金额", 13.0, 20.0),
        Column::new("差额", 13.0, 20.0),
        Column::new("不认定的原因", 24.0, 46.0),
        Column::new("出处", 18.0, 34.0),
    ];
    let rows = outcome.figures.squads.iter().flat_map(|squad| of_squad(outcome, &findings, squad));
    Listing {
        name: super::name::BASIS,
        title: format!("{}签约资金两种口径对照表", outcome.period.title()),
        unit: "单位：万元",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes: vec![
            "认定以年度内签订正式合同、已在本市注册落户且五项材料齐全为准（考核办法 九）。".to_owned(),
            "上年签约、本年落户的合同，按规定原文两年均不认定，在此单独列出；设置可改为计入落户之年。".to_owned(),
        ],
        keep: 1,
    }
    .sheet(outcome)
}

fn of_squad(outcome: &Outcome<'_>, findings: &RowFindings<'_>, squad: &SquadFigures) -> Vec<Vec<Cell>> {
    let none = || cells::faint(cells::NO_VALUE);
    let sum = |key| cells::figure(squad.ytd.get(key).map(|figure| &figure.value));
    let (formal, recognised) = (squad.ytd.money("signed_formal"), squad.ytd.money("signed_recognised"));
    let difference = formal
        .zip(recognised)
        .and_then(|(formal, recognised)| formal.checked_sub(recognised));
    let mut rows = vec![vec![
        cells::squad(outcome, squad.squad),
        cells::word("合计"),
        none(),
        none(),
        sum("signed_formal"),
        sum("signed_recognised"),
        difference.map_or_else(none, cells::wan),
        none(),
        none(),
    ]];
    let parts = |key: &str| squad.ytd.get(key).map(|figure| figure.parts.as_slice()).unwrap_or_default();
    let recognised = parts("signed_recognised");
    let open = parts("signed_formal")
        .iter()
        .filter(|part| recognised.iter().all(|other| other.row != part.row));
    let groups = open
        .map(|part| ("正式合同未认定", part))
        .chain(squad.carried.parts.iter().map(|part| ("上年签约、本年落户", part)));
    for (group, part) in groups {
        let Some(contract) = outcome.records.tables.contracts.get(part.row.index as usize) else {
            continue;
        };
        let carried = group != "正式合同未认定";
        let (_, reason) = findings.first_of(
            &REASONS,
            &contract.at.place(),
            if carried {
                "上年签订，本年注册"
            } else {
                "未达到认定条件"
            },
        );
        rows.push(vec![
            cells::squad(outcome, squad.squad),
            cells::word(group),
            cells::code(&contract.number.written),
            cells::text(&contract.project.written),
            if carried { none() } else { cells::wan(part.adds) },
            none(),
            cells::wan(part.adds),
            cells::text(&reason),
            cells::source(outcome, part.row),
        ]);
    }
    rows
}
