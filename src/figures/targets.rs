//! The yearly targets (方案 二(三), 三; 考核办法 八): how far each squad is, against the share of the year that has passed; and the
//! verdict (考核办法 十).

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Judgement;
use crate::finding::Severity;
use crate::records::RowId;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::settings::VerdictSettings;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Figure;
use super::FigureValue;
use super::Verdict;
use super::view::quotient;

/// A target and the figure that it is about.
struct Target {
    code: &'static str,
    name: &'static str,
    /// The policy's key of the goal.
    goal: &'static str,
    /// The key of the figure.
    figure: &'static str,
    money: bool,
}

const fn target(code: &'static str, name: &'static str, goal: &'static str, figure: &'static str, money: bool) -> Target {
    Target {
        code,
        name,
        goal,
        figure,
        money,
    }
}

/// In the order of their codes. T001's figure is that of the settings' basis.
const TARGETS: [Target; 6] = [
    target("T001", "签约资金", "target_signed", RECOGNISED, true),
    target("T002", "到位资金", "target_received", "received", true),
    target("T003", "开工项目", "target_starts", "starts", false),
    target("T004", "产业类开工项目", "target_starts_industrial", "starts_industrial", false),
    target("T005", "在谈项目", "target_in_talks", "in_talks", false),
    target("T006", "专题招商活动", "target_events", "events", false),
];

const SIGNED: &str = "T001";
const RECOGNISED: &str = "signed_recognised";
const FORMAL: &str = "signed_formal";

/// The targets that decide the verdict: those of 考核办法 八. T006 is one of 方案 二(三).
const DECIDING: [&str; 5] = ["T001", "T002", "T003", "T004", "T005"];

/// The monthly duties, which decide too when the settings say so.
const DUTIES: [&str; 3] = ["L001", "L002", "L009"];

/// How much of the year has passed, by days.
#[derive(Clone, Copy)]
struct Pace {
    passed: Decimal,
    days: Decimal,
}

impl Pace {
    fn of(year: i32, as_of: NaiveDate) -> Pace {
        let Window { from, to } = Period::Year { year }.window();
        let days = |to: NaiveDate| Decimal::from(Window { from, to }.length());
        Pace {
            passed: days(as_of.min(to)),
            days: days(to),
        }
    }

    /// Whether what was reached is less than the goal's share of the year (spec 2.5), compared without rounding; things are counted
    /// whole. `None` when the numbers are too large to compare.
    fn is_behind(self, reached: Decimal, goal: Decimal, money: bool) -> Option<bool> {
        let due = goal.checked_mul(self.passed)?;
        let due = if money {
            due
        } else {
            due.checked_sub(due.checked_rem(self.days)?)?
        };
        Some(reached.checked_mul(self.days)? < due)
    }
}

/// The squad's targets in force on the as-of day, by its figures of the year to date.
pub(super) fn standings(
    squad: SquadId,
    ytd: &[Figure],
    policy: &Policy,
    verdict: VerdictSettings,
    year: i32,
    as_of: NaiveDate,
) -> Vec<TargetStanding> {
    let pace = Pace::of(year, as_of);
    let basis = |target: &Target| match (target.code, verdict.signed_formal) {
        (SIGNED, true) => (FORMAL, Some(RECOGNISED)),
        (SIGNED, false) => (RECOGNISED, Some(FORMAL)),
        _ => (target.figure, None),
    };
    TARGETS
        .iter()
        .filter_map(|target| {
            let goal = policy.number(target.goal, as_of)?;
            let (figure, other) = basis(target);
            let figure = ytd.iter().find(|known| known.key == figure);
            let reached = figure.and_then(value);
            let met = reached.map(|reached| reached >= goal);
            let behind = match (reached, met) {
                (_, Some(true)) => Some(false),
                (Some(reached), _) => pace.is_behind(reached, goal, target.money),
                _ => None,
            };
            Some(TargetStanding {
                squad,
                target: target.code,
                name: target.name,
                money: target.money,
                goal,
                reached,
                other_basis: other.and_then(|other| ytd.iter().find(|known| known.key == other)).and_then(value),
                share: reached.and_then(|reached| quotient(reached, goal, 4)),
                pace: quotient(pace.passed, pace.days, 4).unwrap_or_default(),
                behind,
                met,
                rows: figure.map(rows).unwrap_or_default(),
            })
        })
        .collect()
}

fn value(figure: &Figure) -> Option<Decimal> {
    match figure.value {
        FigureValue::Money(sum) => Some(sum),
        FigureValue::Count(count) => Some(count.into()),
        _ => None,
    }
}

/// The rows that add something.
fn rows(figure: &Figure) -> Vec<RowId> {
    let adding = figure.parts.iter().filter(|part| !part.adds.is_zero());
    adding.map(|part| part.row).collect()
}

/// 完成 or 未完成 at the year's end: by the targets that decide, and by the monthly duties when the settings say so. `None` before,
/// and when it cannot be told.
pub(super) fn verdict(
    squad: SquadId,
    targets: &[TargetStanding],
    settings: VerdictSettings,
    period: Period,
    as_of: NaiveDate,
    judgement: &Judgement,
) -> Option<Verdict> {
    if !is_year_end(period.year(), as_of) {
        return None;
    }
    let met = |code: &&str| targets.iter().find(|target| target.target == *code).and_then(|target| target.met);
    let targets: Option<Vec<bool>> = DECIDING.iter().map(|code| met(code)).collect();
    let duties = if settings.duties_decide {
        duties_done(squad, period, judgement)
    } else {
        Some(true)
    };
    let missed_one = DECIDING.iter().any(|code| met(code) == Some(false));
    if missed_one || duties == Some(false) {
        return Some(Verdict::Missed);
    }
    (targets.is_some() && duties == Some(true)).then_some(Verdict::Reached)
}

/// Whether the squad kept its monthly duties all year; only a yearly run judges all months.
fn duties_done(squad: SquadId, period: Period, judgement: &Judgement) -> Option<bool> {
    let mut broken = judgement
        .findings
        .iter()
        .filter(|finding| DUTIES.contains(&finding.rule.code) && finding.squad == Some(squad));
    if broken.any(|finding| finding.severity == Severity::Error) {
        return Some(false);
    }
    let mut unjudged = judgement.unjudged.iter().filter(|unjudged| DUTIES.contains(&unjudged.rule));
    let is_judged = matches!(period, Period::Year { .. }) && !unjudged.any(|unjudged| unjudged.squad.is_none_or(|other| other == squad));
    is_judged.then_some(true)
}

/// Whether the day is the year's last.
pub(super) fn is_year_end(year: i32, day: NaiveDate) -> bool {
    (day.year(), day.month(), day.day()) == (year, 12, 31)
}
