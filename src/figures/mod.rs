//! The figures (spec 3): each computed once, here, exactly, with the rows that it is made of.

use rust_decimal::Decimal;

use crate::finding::Judgement;
use crate::records::Records;
use crate::records::RowId;
use crate::records::cell::Name;
use crate::records::roster::Role;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::settings::VerdictSettings;
use crate::standing::Standings;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

/// What a figure says.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureValue {
    /// 未报: the squad handed in no such table. JSON null.
    NotReported,
    /// There is no such value (cost per 亿元 when nothing is signed). JSON null.
    None,
    /// Yuan.
    Money(Decimal),
    /// How many.
    Count(u64),
    /// A share, four places, half up, not capped.
    Share(Decimal),
    /// Sums by name, in a fixed order. Yuan.
    Sums(Vec<(String, Decimal)>),
    /// Counts by name, in a fixed order.
    Counts(Vec<(String, u64)>),
}

/// One row's part in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The row.
    pub row: RowId,
    /// What it adds: yuan, or 1 (0 when another row of the same thing was counted already).
    pub adds: Decimal,
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// JSON key (spec 3).
    pub key: &'static str,
    /// Its value.
    pub value: FigureValue,
    /// The rows that it is made of.
    pub parts: Vec<Part>,
}

/// A roster row on post in the window (spec 3.1 `members[]`).
#[derive(Clone, Debug, PartialEq)]
pub struct MemberFigures {
    /// The roster row.
    pub row: RowId,
    /// Name.
    pub name: Name,
    /// Role.
    pub role: Role,
    /// Distinct working days out; `None` when the squad handed in no log.
    pub workdays_out: Option<u64>,
    /// Distinct days out.
    pub days_out: Option<u64>,
    /// Distinct days with a row.
    pub log_days: Option<u64>,
    /// Working days on post.
    pub workdays: u64,
    /// Distinct 对接单位.
    pub firms_met: Option<u64>,
}

/// The figures of a squad, or of all, in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowFigures {
    /// The window.
    pub window: Window,
    /// In the order of spec 3.1.
    pub figures: Vec<Figure>,
    /// `members[]`; `None` when there is no roster.
    pub members: Option<Vec<MemberFigures>>,
}

impl WindowFigures {
    /// The figure of a key.
    pub fn get(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    /// The money of a key, when it has one.
    pub fn money(&self, key: &str) -> Option<Decimal> {
        match self.get(key)?.value {
            FigureValue::Money(sum) => Some(sum),
            _ => None,
        }
    }

    /// The count of a key, when it has one.
    pub fn count(&self, key: &str) -> Option<u64> {
        match self.get(key)?.value {
            FigureValue::Count(count) => Some(count),
            _ => None,
        }
    }
}

/// 考核办法 十.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 完成
    Reached,
    /// 未完成
    Missed,
}

/// One squad.
#[derive(Clone, Debug, PartialEq)]
pub struct SquadFigures {
    /// The squad.
    pub squad: SquadId,
    /// In the period.
    pub period: WindowFigures,
    /// In the year to date.
    pub ytd: WindowFigures,
    /// In the period just before (for the change on it).
    pub previous: WindowFigures,
    /// T001–T006.
    pub targets: Vec<TargetStanding>,
    /// At the year's end only; `None` also when a target cannot be told.
    pub verdict: Option<Verdict>,
}

/// All figures of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The period.
    pub period: Period,
    /// By squad in report order.
    pub squads: Vec<SquadFigures>,
    /// All squads together, in the period.
    pub total_period: WindowFigures,
    /// All squads together, in the year to date.
    pub total_ytd: WindowFigures,
    /// All squads together, in the period just before.
    pub total_previous: WindowFigures,
    /// Months of the year up to the as-of day: signed_formal, signed_recognised, received of all squads, for the trend.
    pub months: Vec<(Period, WindowFigures)>,
    /// Spec 3.2, of the year to date.
    pub fund: Vec<Figure>,
}

impl Figures {
    /// A figure of the fund.
    pub fn fund(&self, key: &str) -> Option<&Figure> {
        self.fund.iter().find(|figure| figure.key == key)
    }
}

/// The standings, which the rules judge: before the rules run.
pub fn standings(records: &Records, policy: &Policy, verdict: VerdictSettings, period: Period) -> Standings {
    let _ = (records, policy, verdict, period);
    Standings::default()
}

/// All figures: after the rules have run, since cuts and counts of findings are among them.
pub fn measure(
    records: &Records,
    policy: &Policy,
    verdict: VerdictSettings,
    period: Period,
    standings: &Standings,
    judgement: &Judgement,
) -> Figures {
    let _ = (records, policy, verdict, standings, judgement);
    let none = WindowFigures {
        window: period.window(),
        figures: Vec::new(),
        members: None,
    };
    Figures {
        period,
        squads: Vec::new(),
        total_period: none.clone(),
        total_ytd: none.clone(),
        total_previous: none,
        months: Vec::new(),
        fund: Vec::new(),
    }
}
