//! Where the squads and the fund stand against their goals: figures that rules judge (T, E012) and reports show.

use rust_decimal::Decimal;

use crate::records::RowId;
use crate::regulation::SquadId;

/// One target of one squad for the year to date (spec 3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct TargetStanding {
    /// The squad.
    pub squad: SquadId,
    /// `T001` … `T006`.
    pub target: &'static str,
    /// 签约资金 …
    pub name: &'static str,
    /// Whether goal and reached are yuan (else counts).
    pub money: bool,
    /// The goal.
    pub goal: Decimal,
    /// What was reached; `None` when a table that it needs was not handed in (未报).
    pub reached: Option<Decimal>,
    /// Reached by the other basis of T001 (formal when the settings say recognised, and the reverse); `None` for other targets.
    pub other_basis: Option<Decimal>,
    /// reached ÷ goal, four places, half up, not capped; `None` with `reached`.
    pub share: Option<Decimal>,
    /// Share of the year that has passed, by days, four places.
    pub pace: Decimal,
    /// Behind the pace (spec 2.5); never when met.
    pub behind: Option<bool>,
    /// reached ≥ goal.
    pub met: Option<bool>,
    /// The rows that `reached` is made of.
    pub rows: Vec<RowId>,
}

/// One budget line against its spending.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetStanding {
    /// `None` for the whole; else the squad or heading of the budget's line.
    pub heading: Option<String>,
    /// The squad, when the heading names one.
    pub squad: Option<SquadId>,
    /// The line in the budget table; `None` when the policy's yearly sum stands in.
    pub row: Option<RowId>,
    /// Budget, yuan.
    pub budget: Decimal,
    /// Carried over, yuan.
    pub carry_over: Decimal,
    /// Spent in the year to date, yuan.
    pub spent: Decimal,
    /// The expenses, in order of date and place.
    pub rows: Vec<RowId>,
}

/// All standings.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    /// By squad, then target.
    pub targets: Vec<TargetStanding>,
    /// The whole first, then the parts; empty when no expense table was handed in.
    pub budgets: Vec<BudgetStanding>,
    /// Whether the as-of day is the last of the year.
    pub year_end: bool,
}
