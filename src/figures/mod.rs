//! The figures (spec 3): each computed once, here, exactly, with the rows that it is made of.

mod activities;
mod budget;
mod findings;
mod fund;
mod libraries;
mod outings;
mod projects;
mod received;
mod signed;
mod spending;
mod targets;
mod view;

#[cfg(test)]
mod tests;

use chrono::Datelike;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::Judgement;
use crate::records::Kind;
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

pub use self::spending::cost_per_yi;
pub use self::targets::DUTIES;

use self::budget::YearBudget;
use self::spending::Spending;
use self::view::View;

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
    /// What it adds: yuan, or how many things (0 when another row of the same thing was counted already).
    pub adds: Decimal,
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// JSON key (spec 3).
    pub key: &'static str,
    /// Its value.
    pub value: FigureValue,
    /// The rows that it is made of; they add up to its sum or count. Without rows of their own are the quotients
    /// (`cost_per_yi_signed`, `used_share`), `findings`, and a `budget` that the regulation sets.
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
    /// 上年签约、本年落户: formal contracts signed the year before whose enterprise was registered in the year to date. By the letter
    /// they are recognised in neither year (spec 3.3), so reports list them by name.
    pub carried: Figure,
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
    let run = Run::new(records, policy, verdict, period, &[]);
    let (year, as_of) = (period.year(), records.as_of);
    let targets = records.city.squad_ids().flat_map(|squad| {
        let ytd = run.targeted(&run.view(run.ytd, Some(squad)));
        targets::standings(squad, &ytd, policy, verdict, year, as_of)
    });
    let budget = YearBudget::new(records, policy, year).filter(|_| records.anyone_handed_in(Kind::Expense));
    Standings {
        targets: targets.collect(),
        budgets: budget.map_or(Vec::new(), |budget| budget.standings(&run.spending, run.year)),
        year_end: targets::is_year_end(year, as_of),
    }
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
    let run = Run::new(records, policy, verdict, period, &judgement.findings);
    let within = Window {
        from: period.window().from,
        to: period.window().to.min(records.as_of),
    };
    let previous = period.previous().window();
    let squads: Vec<SquadId> = records.city.squad_ids().collect();
    let squads = squads.into_par_iter().map(|squad| {
        let targets: Vec<TargetStanding> = standings.targets.iter().filter(|target| target.squad == squad).cloned().collect();
        SquadFigures {
            squad,
            period: run.window(within, Some(squad)),
            ytd: run.window(run.ytd, Some(squad)),
            previous: run.window(previous, Some(squad)),
            carried: signed::carried(&run.view(run.ytd, Some(squad))),
            verdict: targets::verdict(squad, &targets, verdict, period, records.as_of, judgement),
            targets,
        }
    });
    let budget = YearBudget::new(records, policy, period.year());
    Figures {
        period,
        squads: squads.collect(),
        total_period: run.window(within, None),
        total_ytd: run.window(run.ytd, None),
        total_previous: run.window(previous, None),
        months: run.months(),
        fund: fund::figures(&run.view(run.ytd, None), &run.spending, budget.as_ref()),
    }
}

/// What the figures of one run share.
struct Run<'a> {
    records: &'a Records,
    policy: &'a Policy,
    verdict: VerdictSettings,
    findings: &'a [Finding],
    spending: Spending<'a>,
    /// 1 January to the as-of day; its first day is also the first that rules judge.
    ytd: Window,
    /// The same, without the days of the next year that the last week of a year may have: no line of this year's budget is broken by
    /// what they spent.
    year: Window,
}

impl<'a> Run<'a> {
    fn new(records: &'a Records, policy: &'a Policy, verdict: VerdictSettings, period: Period, findings: &'a [Finding]) -> Run<'a> {
        // The last week of a year may end in the next one, and the year to date with it (spec 3): the rules judge up to that day too.
        let year = Period::Year { year: period.year() }.window();
        let ytd = Window {
            from: year.from,
            to: records.as_of,
        };
        Run {
            records,
            policy,
            verdict,
            findings,
            spending: Spending::new(records, findings, ytd.from),
            ytd,
            year: Window {
                from: year.from,
                to: year.to.min(records.as_of),
            },
        }
    }

    fn view(&self, window: Window, squad: Option<SquadId>) -> View<'a> {
        View {
            records: self.records,
            policy: self.policy,
            window,
            squad,
            carries: self.verdict.carry_recognition,
        }
    }

    /// Every figure of spec 3.1, in its order.
    fn window(&self, window: Window, squad: Option<SquadId>) -> WindowFigures {
        let view = self.view(window, squad);
        let mut figures = self.targeted(&view);
        figures.extend(outings::figures(&view));
        figures.extend(libraries::figures(&view));
        figures.extend(activities::cadence(&view));
        let signed = figures.iter().find(|figure| figure.key == "signed_formal");
        let spending = spending::figures(&view, &self.spending, signed);
        figures.extend(spending);
        figures.push(findings::figure(&view, self.findings, self.ytd.from));
        WindowFigures {
            window,
            figures,
            members: outings::members(&view),
        }
    }

    /// The first of them, up to the visits: those that targets are about.
    fn targeted(&self, view: &View<'_>) -> Vec<Figure> {
        let mut figures = signed::figures(view);
        figures.extend(received::figures(view));
        figures.extend(projects::figures(view));
        figures.extend(activities::events_and_visits(view));
        figures
    }

    /// What was signed and received in each month of the year up to the as-of day.
    fn months(&self) -> Vec<(Period, WindowFigures)> {
        let year = self.ytd.from.year();
        let months = (1..=12).map(|month| Period::Month { year, month });
        months
            .filter(|month| month.window().from <= self.ytd.to)
            .map(|month| {
                let window = Window {
                    from: month.window().from,
                    to: month.window().to.min(self.ytd.to),
                };
                let view = self.view(window, None);
                let mut figures = signed::figures(&view);
                figures.retain(|figure| matches!(figure.key, "signed_formal" | "signed_recognised"));
                figures.extend(received::figures(&view));
                let members = None;
                (month, WindowFigures { window, figures, members })
            })
            .collect()
    }
}
