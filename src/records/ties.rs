//! What belongs to what: a project's contracts, a contract's receipts, one project claimed twice. Rules tell it, figures count
//! by it; both read it here, so that they cannot disagree.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;

use super::Tables;
use super::cell::Cell;
use super::cell::Owner;
use super::contract::Contract;
use super::contract::ContractKind;
use super::items::unaccepted_kinds;
use super::receipt::Receipt;
use super::same::Classes;
use super::same::Identity;
use super::same::key;

/// How a receipt stands (spec 2.7, 3.1 `received`). Positions are those of `Tables::receipts` and `Tables::contracts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptStanding {
    /// It counts.
    Counted {
        /// The contract that it is tied to.
        contract: u32,
        /// The squad that it counts for: the contract's, or that of the claim that counts (P004).
        squad: SquadId,
        /// Its sum in yuan.
        yuan: Decimal,
    },
    /// No formal contract with that number, or (without number) no single project of that name (F001).
    NoContract,
    /// The kind of voucher is not one that the article accepts (F002).
    VoucherKind {
        /// The contract that it is tied to.
        contract: u32,
    },
    /// The voucher number was counted before (F003).
    VoucherUsed {
        /// The receipt that counted it.
        first: u32,
    },
    /// Foreign money without a rate for its day (F008).
    NoRate {
        /// The contract that it is tied to.
        contract: u32,
    },
}

/// How a contract stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractTie {
    /// Its sum in yuan by the rate of its day; `None` for foreign money without a rate (F008).
    pub yuan: Option<Decimal>,
    /// The contract of another squad that claims the same project and was signed first (P004).
    pub later_claim_of: Option<u32>,
    /// The squad that somebody ruled the project to count for, when several claim it (P004).
    pub ruled_for: Option<SquadId>,
    /// The contract of another squad that counts in place of this one: the first of the squad ruled for, else the first of all. This
    /// one then counts nowhere.
    pub yields_to: Option<u32>,
    /// The row of the project in the ledger of the contract's squad: its first row there, if a single project has that name.
    pub project: Option<u32>,
    /// The first signed of its squad's formal contracts of the same project, itself if there is no other: equal for contracts of one
    /// project. `None` when it is no formal contract of a squad.
    pub first_of_project: Option<u32>,
}

/// How a ledger project stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectTie {
    /// Set when the same project also stands in the ledger of the squad that it counts for (P004), or twice in one ledger: the row that counts.
    pub counted_at: Option<u32>,
    /// The squad that the project counts for: the ledger's, or that of the claim that counts (P004).
    pub counts_for: Option<SquadId>,
    /// The first row of the same project in any squad's ledger: equal for rows that are one project.
    pub project: u32,
    /// The squad's formal contracts of the project, first signed first; at the project's first row in the squad's ledger.
    pub contracts: Vec<u32>,
}

/// The ties, each list parallel to the table of its name.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// Parallel to `Tables::contracts`.
    pub contracts: Vec<ContractTie>,
    /// Parallel to `Tables::receipts`.
    pub receipts: Vec<ReceiptStanding>,
    /// Parallel to `Tables::projects`.
    pub projects: Vec<ProjectTie>,
}

impl Ties {
    /// Ties the rows in use. `policy` says which voucher kinds are accepted and how alike names are, `city` the rates. `rulings` has
    /// the squads that projects were ruled to count for, by one of the contracts that claim them.
    pub fn new(tables: &Tables, city: &City, policy: &Policy, as_of: NaiveDate, rulings: &BTreeMap<u32, SquadId>) -> Ties {
        // Without a threshold only names that differ in nothing but plain words such as 项目 are alike.
        let threshold = policy.number("similarity", as_of).unwrap_or(Decimal::ONE);
        let claims = claims(tables, threshold, rulings);
        let yield_to: Vec<Option<usize>> = claims.iter().map(|claim| claim.yields_to).collect();
        let projects = Projects::new(tables, &yield_to, threshold);
        let of_projects = projects.contracts(tables);
        let first_of_project = |row: usize, contract: &Contract| {
            let is_formal = contract.contract_kind.get() == Some(ContractKind::Formal);
            let of_project = of_projects.get(&(squad_of(&contract.squad)?, projects.classes.of(row)))?;
            of_project.first().filter(|_| is_formal).copied()
        };
        let contracts = tables.contracts.iter().zip(&claims).zip(&projects.of_contracts).enumerate();
        let contracts = contracts
            .map(|(row, ((contract, claim), project))| ContractTie {
                yuan: yuan(contract, city),
                later_claim_of: claim.later_than.map(position),
                ruled_for: claim.ruled_for,
                yields_to: claim.yields_to.map(position),
                project: project.map(position),
                first_of_project: first_of_project(row, contract).map(position),
            })
            .collect();
        Ties {
            contracts,
            receipts: receipts(tables, city, policy, &yield_to, &projects.classes),
            projects: projects.ties(tables, &yield_to, &of_projects),
        }
    }
}

/// How a contract stands among those that claim its project (P004).
#[derive(Clone, Debug, Default)]
struct Claim {
    later_than: Option<usize>,
    ruled_for: Option<SquadId>,
    yields_to: Option<usize>,
}

/// The claim of each contract. Those of equal day go by squad order.
fn claims(tables: &Tables, threshold: Decimal, rulings: &BTreeMap<u32, SquadId>) -> Vec<Claim> {
    let formal: Vec<usize> = formal(tables).collect();
    let identities: Vec<Identity<'_>> = formal.iter().filter_map(|row| tables.contracts.get(*row)).map(identity).collect();
    let classes = Classes::of_identities(&identities, threshold);
    let mut projects: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, row) in formal.iter().enumerate() {
        projects.entry(classes.of(place)).or_default().push(*row);
    }
    let mut claims = vec![Claim::default(); tables.contracts.len()];
    for rows in projects.into_values() {
        let first_of = |rows: &mut dyn Iterator<Item = usize>| rows.min_by_key(|row| seniority(tables, *row));
        let Some(first) = first_of(&mut rows.iter().copied()) else {
            continue;
        };
        let ruled_for = rows.iter().find_map(|row| rulings.get(&position(*row)).copied());
        let of_ruled = |row: &usize| ruled_for.is_some() && squad_at(tables, *row) == ruled_for;
        let counting = first_of(&mut rows.iter().copied().filter(of_ruled)).unwrap_or(first);
        for row in rows {
            let of_other = |claim: usize| (squad_at(tables, row) != squad_at(tables, claim)).then_some(claim);
            if let Some(claim) = claims.get_mut(row) {
                *claim = Claim {
                    later_than: of_other(first),
                    ruled_for,
                    yields_to: of_other(counting),
                };
            }
        }
    }
    claims
}

/// Formal contracts by squad and class of projects.
type ContractsOfProjects = BTreeMap<(SquadId, usize), Vec<usize>>;

/// The projects of all contracts and ledgers.
struct Projects {
    /// Contracts first, then ledger rows.
    classes: Classes,
    /// For each contract its project's first row in the squad's ledger.
    of_contracts: Vec<Option<usize>>,
}

impl Projects {
    fn new(tables: &Tables, yield_to: &[Option<usize>], threshold: Decimal) -> Projects {
        let ledger = tables
            .projects
            .iter()
            .map(|row| Identity::new(&row.name, &row.investor, &row.credit_code));
        let identities: Vec<Identity<'_>> = tables.contracts.iter().map(identity).chain(ledger).collect();
        let mut projects = Projects {
            classes: Classes::of_identities(&identities, threshold),
            of_contracts: Vec::new(),
        };
        projects.join_rows_without_investor(tables);
        projects.find_rows_of_contracts(tables);
        for (row, first) in yield_to.iter().enumerate() {
            if let Some(first) = first {
                projects.classes.join(*first, row);
            }
        }
        projects.classes.flatten();
        projects
    }

    /// In one squad's ledger a row that names no investor is the project of that name, unless the credit codes differ.
    fn join_rows_without_investor(&mut self, tables: &Tables) {
        let mut named: BTreeMap<(SquadId, &str), Vec<usize>> = BTreeMap::new();
        for (row, project) in tables.projects.iter().enumerate() {
            let (Some(squad), name) = (squad_of(&project.squad), key(&project.name)) else {
                continue;
            };
            if !name.is_empty() {
                named.entry((squad, name)).or_default().push(row);
            }
        }
        let part = |row: &usize| {
            tables.projects.get(*row).map_or(("", ""), |row| {
                (key(&row.investor), row.credit_code.well_formed_code().unwrap_or_default())
            })
        };
        for rows in named.into_values() {
            let Some(to) = rows.iter().find(|row| !part(row).0.is_empty()).or(rows.first()) else {
                continue;
            };
            let (_, code) = part(to);
            for row in &rows {
                let (investor, other) = part(row);
                if investor.is_empty() && (code.is_empty() || other.is_empty() || code == other) {
                    self.classes.join(tables.contracts.len() + to, tables.contracts.len() + row);
                }
            }
        }
        self.classes.flatten();
    }

    /// A contract's project is the one of that name in its squad's ledger; of several that of the same investor; failing the
    /// name, the one that the credit code tells.
    fn find_rows_of_contracts(&mut self, tables: &Tables) {
        let mut named: BTreeMap<(SquadId, &str), BTreeMap<usize, usize>> = BTreeMap::new();
        let mut by_investor = BTreeMap::new();
        let mut by_class = BTreeMap::new();
        for (row, project) in tables.projects.iter().enumerate() {
            let Some(squad) = squad_of(&project.squad) else { continue };
            let (name, class) = (key(&project.name), self.classes.of(tables.contracts.len() + row));
            named.entry((squad, name)).or_default().entry(class).or_insert(row);
            by_investor.entry((squad, name, key(&project.investor))).or_insert(row);
            by_class.entry((squad, class)).or_insert(row);
        }
        let found = tables.contracts.iter().enumerate().map(|(contract, row)| {
            let (squad, name) = (squad_of(&row.squad)?, key(&row.project));
            let same_name = named.get(&(squad, name)).filter(|_| !name.is_empty());
            match same_name {
                Some(projects) if projects.len() == 1 => projects.first_key_value().map(|(_, row)| *row),
                Some(_) => by_investor.get(&(squad, name, key(&row.investor))).copied(),
                None => by_class.get(&(squad, self.classes.of(contract))).copied(),
            }
        });
        self.of_contracts = found.collect();
        for (contract, row) in self.of_contracts.iter().enumerate() {
            if let Some(row) = row {
                self.classes.join(contract, tables.contracts.len() + row);
            }
        }
    }

    /// The class of a ledger row.
    fn of_row(&self, tables: &Tables, row: usize) -> usize {
        self.classes.of(tables.contracts.len() + row)
    }

    /// Each squad's formal contracts of each project (by its class), first signed first.
    fn contracts(&self, tables: &Tables) -> ContractsOfProjects {
        let mut contracts = ContractsOfProjects::new();
        for contract in formal(tables) {
            if let Some(squad) = squad_at(tables, contract) {
                contracts.entry((squad, self.classes.of(contract))).or_default().push(contract);
            }
        }
        for of_project in contracts.values_mut() {
            of_project.sort_by_key(|contract| seniority(tables, *contract));
        }
        contracts
    }

    fn ties(&self, tables: &Tables, yield_to: &[Option<usize>], contracts: &ContractsOfProjects) -> Vec<ProjectTie> {
        // A project counts for another squad when all contracts of it yield to that one's.
        let counting_claim = |contract: &usize| yield_to.get(*contract).copied().flatten();
        let claimed_by = |squad, class| {
            let of_project: &Vec<usize> = contracts.get(&(squad, class))?;
            let counting: Option<Vec<usize>> = of_project.iter().map(counting_claim).collect();
            squad_at(tables, *counting?.first()?)
        };
        let mut counting: BTreeMap<(usize, Option<SquadId>), (bool, usize)> = BTreeMap::new();
        let mut placed: Vec<(usize, Option<SquadId>)> = Vec::new();
        let mut first_rows: BTreeMap<usize, usize> = BTreeMap::new();
        for (row, project) in tables.projects.iter().enumerate() {
            let (class, own) = (self.of_row(tables, row), squad_of(&project.squad));
            let squad = own.and_then(|own| claimed_by(own, class)).or(own);
            placed.push((class, squad));
            first_rows.entry(class).or_insert(row);
            // The row in the squad's own ledger counts before one in the ledger of a claim that yields.
            let rank = (own != squad, row);
            let best = counting.entry((class, squad)).or_insert(rank);
            *best = (*best).min(rank);
        }
        let mut listed = BTreeSet::new();
        let ties = placed.iter().zip(&tables.projects).enumerate();
        ties.map(|(row, ((class, squad), project))| {
            let own = squad_of(&project.squad);
            let counts = counting.get(&(*class, *squad)).map(|(_, row)| *row);
            let of_project = own.and_then(|own| contracts.get(&(own, *class)));
            let is_first = listed.insert((own, *class));
            ProjectTie {
                counted_at: counts.filter(|counts| *counts != row).map(position),
                counts_for: *squad,
                project: position(first_rows.get(class).copied().unwrap_or(row)),
                contracts: of_project
                    .filter(|_| is_first)
                    .map(|contracts| contracts.iter().copied().map(position).collect())
                    .unwrap_or_default(),
            }
        })
        .collect()
    }
}

/// How every receipt stands. A voucher number is counted at the first receipt, by day and then file order, that would count.
fn receipts(tables: &Tables, city: &City, policy: &Policy, yield_to: &[Option<usize>], classes: &Classes) -> Vec<ReceiptStanding> {
    let mut numbered: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut by_seniority: Vec<usize> = formal(tables).collect();
    by_seniority.sort_by_key(|contract| seniority(tables, *contract));
    for contract in by_seniority {
        let Some(row) = tables.contracts.get(contract) else { continue };
        numbered.entry(key(&row.number)).or_insert(contract);
        let of_name = named.entry(key(&row.project)).or_default();
        of_name.entry(classes.of(contract)).or_insert(contract);
    }
    let contract_of = |receipt: &Receipt| match (key(&receipt.contract), key(&receipt.project)) {
        ("", "") => None,
        ("", name) => named
            .get(name)
            .filter(|projects| projects.len() == 1)
            .and_then(|projects| projects.first_key_value())
            .map(|(_, contract)| *contract),
        (number, _) => numbered.get(number).copied(),
    };
    let mut standings = vec![ReceiptStanding::NoContract; tables.receipts.len()];
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_day: Vec<(usize, &Receipt)> = tables.receipts.iter().enumerate().collect();
    by_day.sort_by_key(|(row, receipt)| (receipt.received.get(), *row));
    for (row, receipt) in by_day {
        let (Some(day), Some(contract)) = (receipt.received.get(), contract_of(receipt)) else {
            continue;
        };
        let counted = yield_to.get(contract).copied().flatten().unwrap_or(contract);
        let Some(squad) = squad_at(tables, counted) else { continue };
        let kind = receipt.voucher_kind.value();
        let accepted = kind.is_some_and(|kind| unaccepted_kinds(policy, kind, day).is_empty());
        // A cell may hold several numbers; one that was counted is enough, since what of the sum is on the others cannot be told.
        let vouchers = receipt.voucher.vouchers();
        let first_use = vouchers.iter().find_map(|voucher| used.get(voucher));
        let yuan = receipt.amount.get().and_then(|amount| amount.in_yuan(city, day));
        let standing = match (accepted, first_use, yuan) {
            (false, _, _) => ReceiptStanding::VoucherKind {
                contract: position(contract),
            },
            (true, Some(first), _) => ReceiptStanding::VoucherUsed { first: position(*first) },
            (true, None, None) => ReceiptStanding::NoRate {
                contract: position(contract),
            },
            (true, None, Some(yuan)) => {
                used.extend(vouchers.into_iter().map(|voucher| (voucher, row)));
                ReceiptStanding::Counted {
                    contract: position(contract),
                    squad,
                    yuan,
                }
            }
        };
        if let Some(place) = standings.get_mut(row) {
            *place = standing;
        }
    }
    standings
}

/// The rows of the formal contracts.
fn formal(tables: &Tables) -> impl Iterator<Item = usize> {
    let rows = tables.contracts.iter().enumerate();
    rows.filter(|(_, contract)| contract.contract_kind.get() == Some(ContractKind::Formal))
        .map(|(row, _)| row)
}

fn identity(contract: &Contract) -> Identity<'_> {
    Identity::new(&contract.project, &contract.investor, &contract.credit_code)
}

fn yuan(contract: &Contract, city: &City) -> Option<Decimal> {
    contract.amount.get()?.in_yuan(city, contract.signed.get()?)
}

/// The order of claims: day of signing, then squad, then file order.
fn seniority(tables: &Tables, contract: usize) -> (Option<NaiveDate>, Option<SquadId>, usize) {
    let signed = tables.contracts.get(contract).and_then(|row| row.signed.get());
    (signed, squad_at(tables, contract), contract)
}

/// The squad of a contract.
fn squad_at(tables: &Tables, contract: usize) -> Option<SquadId> {
    tables.contracts.get(contract).and_then(|row| squad_of(&row.squad))
}

fn squad_of(owner: &Cell<Owner>) -> Option<SquadId> {
    owner.value().and_then(Owner::squad)
}

/// A position as `RowId` holds it; the reader's limits keep tables far below what it can hold.
fn position(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::records::Records;
    use crate::testing::Scene;

    use super::*;

    const HEAD: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种 | 统一社会信用代码";

    fn records(sheets: &[(&str, &str, &str)]) -> Records {
        let scene = Scene::new("2021-09");
        let scene = sheets.iter().fold(scene, |scene, (path, kind, text)| scene.sheet(path, kind, text));
        scene.records()
    }

    fn contracts(rows: &str) -> String {
        format!("{HEAD}\n{rows}")
    }

    #[test]
    fn a_contract_knows_its_sum_and_its_row_in_the_squads_ledger() {
        let ledger = "项目名称 | 阶段 | 投资方 | 统一社会信用代码
            古城 | 签约 | 甲公司 |
            果园 | 签约 | 乙公司 |
            果园 | 签约 | 丙公司 |
            电池项目 | 签约 | 丁公司 | 91440300708461136T
            古 城 | 签约 | |";
        let text = contracts(
            "HT1 | 古城 | 甲集团 | 正式合同 | 2021-09-01 | 1.05 | |
             HT2 | 果园 | 丙公司 | 正式合同 | 2021-09-01 | 1 | |
             HT3 | 果园 | 戊公司 | 框架协议 | 2021-09-01 | 1 | |
             HT4 | 电池生产项目 | 己公司 | 正式合同 | 2021-09-01 | 1 | | 91440300708461136T
             HT5 | 酒店 | 己公司 | 正式合同 | 2021-09-01 | 1 | 美元 | 91440300708461136T
             HT6 | 古城 | 甲公司 | 正式合同 | 2021-08-01 | 1 | |",
        );
        let other = contracts("NY1 | 古城 | 庚公司 | 正式合同 | 2021-09-01 | 1 | |");
        let records = records(&[
            ("文旅/台账.xlsx", "项目台账", ledger),
            ("文旅/合同.xlsx", "签约合同", &text),
            ("农业/合同.xlsx", "签约合同", &other),
        ]);
        let told: Vec<_> = records
            .ties
            .contracts
            .iter()
            .map(|tie| (tie.yuan.map(|yuan| yuan.normalize().to_string()), tie.project))
            .collect();
        let yuan = |sum: &str| Some(sum.to_owned());
        // In file order the farmers' contract comes first.
        assert_eq!(
            told,
            [
                (yuan("10000"), None),
                (yuan("10500"), Some(0)),
                (yuan("10000"), Some(2)),
                (yuan("10000"), None),
                (yuan("10000"), Some(3)),
                (None, None),
                (yuan("10000"), Some(0)),
            ]
        );
        let of_projects: Vec<_> = records.ties.projects.iter().map(|tie| tie.contracts.clone()).collect();
        assert_eq!(of_projects, [vec![6, 1], vec![], vec![2], vec![4], vec![]]);
        let counted: Vec<_> = records.ties.projects.iter().map(|tie| tie.counted_at).collect();
        assert_eq!(counted, [None, None, None, None, Some(0)]);
        assert_eq!(records.ties.projects[4].project, 0);
    }

    #[test]
    fn a_later_claim_points_to_the_first_and_takes_ledger_and_receipts_along() {
        let ledger = "项目名称 | 阶段 | 投资方\n温泉 | 在谈 | \n古城 | 签约 | 甲公司";
        let receipts = "合同编号 | 到账日期 | 金额 | 凭证类型 | 凭证号\nWL2 | 2021-09-08 | 1 | 发票 | 7\nWL2 | 2021-09-09 | 1 | 发票 | 7
            WL2 | 2021-09-09 | 1 | 收据 | 8\nWL9 | 2021-09-09 | 1 | 发票 | 9";
        let records = records(&[
            (
                "先进制造/合同.xlsx",
                "签约合同",
                &contracts("ZZ1 | 古城 | 甲公司 | 正式合同 | 2021-09-02 | 1 | |"),
            ),
            ("先进制造/台账.xlsx", "项目台账", ledger),
            (
                "文旅/合同.xlsx",
                "签约合同",
                &contracts("WL1 | 古城 | 甲公司 | 框架协议 | 2021-09-01 | 1 | |\nWL2 | 古城 | 甲公司 | 正式合同 | 2021-09-03 | 1 | |"),
            ),
            ("文旅/台账.xlsx", "项目台账", ledger),
            ("文旅/到位.xlsx", "到位资金", receipts),
        ]);
        let later: Vec<_> = records.ties.contracts.iter().map(|tie| tie.later_claim_of).collect();
        assert_eq!(later, [None, None, Some(0)]);
        let projects: Vec<_> = records
            .ties
            .projects
            .iter()
            .map(|tie| {
                (
                    tie.counts_for.map(|squad| squad.0),
                    tie.counted_at,
                    tie.project,
                    tie.contracts.clone(),
                )
            })
            .collect();
        assert_eq!(
            projects,
            [
                (Some(0), None, 0, vec![]),
                (Some(0), None, 1, vec![0]),
                (Some(3), None, 2, vec![]),
                (Some(0), Some(1), 1, vec![2]),
            ]
        );
        assert_eq!(
            records.ties.receipts,
            [
                ReceiptStanding::Counted {
                    contract: 2,
                    squad: SquadId(0),
                    yuan: Decimal::from(10_000),
                },
                ReceiptStanding::VoucherUsed { first: 0 },
                ReceiptStanding::VoucherKind { contract: 2 },
                ReceiptStanding::NoContract,
            ]
        );
    }
}
