//! 认定项目: the formal contracts of the year with the five materials of each (考核办法 九).

use crate::figures::Part;
use crate::records::contract::Contract;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// A contract that a squad claims for the year.
pub(in crate::report) struct Claim<'a> {
    /// The squad that it counts for.
    pub(in crate::report) squad: SquadId,
    /// The contract, with its sum in yuan.
    pub(in crate::report) part: Part,
    /// The row.
    pub(in crate::report) contract: &'a Contract,
    /// Whether it is recognised.
    pub(in crate::report) recognised: bool,
}

/// The formal contracts that count in the year to date, and those recognised besides, squad by squad in the order of signing.
pub(in crate::report) fn claimed<'a>(outcome: &Outcome<'a>, only: Option<SquadId>) -> Vec<Claim<'a>> {
    let contracts = &outcome.records.tables.contracts;
    let mut claims: Vec<Claim<'a>> = Vec::new();
    for squad in super::squads(outcome, only) {
        let parts = |key: &str| squad.ytd.get(key).map(|figure| figure.parts.clone()).unwrap_or_default();
        let recognised = parts("signed_recognised");
        let formal = parts("signed_formal");
        let others = recognised.iter().filter(|part| formal.iter().all(|other| other.row != part.row));
        for part in formal.iter().chain(others) {
            if let Some(contract) = contracts.get(part.row.index as usize) {
                claims.push(Claim {
                    squad: squad.squad,
                    part: *part,
                    contract,
                    recognised: recognised.iter().any(|other| other.row == part.row),
                });
            }
        }
    }
    claims.sort_by_key(|claim| (claim.squad, claim.contract.signed.get(), claim.part.row));
    claims
}

/// The sheet, of one squad or of all.
pub(super) fn sheet(outcome: &Outcome<'_>, only: Option<SquadId>) -> Sheet {
    let claims = claimed(outcome, only);
    let total = |recognised_only: bool| {
        let counted = claims.iter().filter(|claim| !recognised_only || claim.recognised);
        cells::sum(counted.map(|claim| claim.part.adds))
    };
    let mut columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("专班", 9.0, 14.0),
        Column::new("合同编号", 12.0, 18.0),
        Column::new("项目名称", 16.0, 26.0),
        Column::new("投资方", 14.0, 20.0),
        Column::new("签订日期", 11.5, 12.0),
        Column::new("合同金额", 13.0, 20.0).total_wan(total(false)),
        Column::new("认定金额", 13.0, 20.0).total_wan(total(true)),
        Column::new("注册企业名称", 14.0, 22.0),
        Column::new("注册日期", 11.5, 12.0),
    ];
    columns.extend(["合同文本", "注册证照", "投资方身份证明", "资金凭证", "项目登记表"].map(|name| Column::new(name, 8.0, 10.0)));
    columns.extend([Column::new("认定", 8.0, 9.0), Column::new("出处", 18.0, 32.0)]);
    let rows = (1..).zip(&claims).map(|(number, claim)| {
        let contract = claim.contract;
        let mut row = vec![
            cells::number(number),
            cells::squad(outcome, claim.squad),
            cells::code(&contract.number.written),
            cells::text(&contract.project.written),
            cells::text(&contract.investor.written),
            cells::day(contract.signed.get()),
            cells::wan(claim.part.adds),
            if claim.recognised {
                cells::wan(claim.part.adds)
            } else {
                cells::faint(cells::NO_VALUE)
            },
            cells::text(&contract.company.written),
            cells::day(contract.registered.get()),
        ];
        row.extend(contract.materials().map(|(_, cell)| mark(cell.get() == Some(true))));
        row.push(mark(claim.recognised));
        row.push(cells::source(outcome, claim.part.row));
        row
    });
    let rows = rows.collect();
    Listing {
        name: super::name::PROJECTS,
        title: format!("{}招商项目认定表", outcome.period.title()),
        unit: "单位：万元",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes: vec!["只列正式合同；不予认定的原因见“签约口径对照”和“不计入明细”。".to_owned()],
        keep: 4,
    }
    .sheet(outcome)
}

/// √ or ×.
fn mark(yes: bool) -> Cell {
    let mut cell = cells::word(if yes { "√" } else { "×" });
    cell.style = cell.style.tint(if yes { Tint::None } else { Tint::Bad });
    cell
}
