//! The yearly targets: how far each squad is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::SquadFigures;
use crate::report::Outcome;
use crate::standing::TargetStanding;

use super::squad_name;
use super::words;

/// How many targets of all squads are in which state, and which ones are behind.
#[derive(Debug, Default, Serialize)]
pub(super) struct Progress {
    count: usize,
    met: usize,
    on_pace: usize,
    behind: usize,
    unknown: usize,
    /// By target, the squads behind.
    late: Vec<Late>,
    year_is_over: bool,
}

#[derive(Debug, Serialize)]
struct Late {
    target: &'static str,
    squads: Vec<String>,
}

/// What is said of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Met,
    OnPace,
    Behind,
    Missed,
    Unknown,
}

impl State {
    pub(super) fn of(target: &TargetStanding) -> State {
        match (target.met, target.behind) {
            (Some(true), _) => State::Met,
            (Some(false), _) if target.pace >= Decimal::ONE => State::Missed,
            (Some(false), Some(true)) => State::Behind,
            (Some(false), Some(false)) => State::OnPace,
            (None, _) | (Some(false), None) => State::Unknown,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            State::Met => "已完成",
            State::OnPace => "达到进度",
            State::Behind => "落后",
            State::Missed => "未完成",
            State::Unknown => words::NOT_REPORTED,
        }
    }

    fn is_late(self) -> bool {
        matches!(self, State::Behind | State::Missed)
    }
}

impl Progress {
    pub(super) fn new(outcome: &Outcome<'_>) -> Progress {
        let mut progress = Progress::default();
        let mut late: BTreeMap<&'static str, Late> = BTreeMap::new();
        for squad in &outcome.figures.squads {
            for target in &squad.targets {
                let state = State::of(target);
                progress.count += 1;
                match state {
                    State::Met => progress.met += 1,
                    State::OnPace => progress.on_pace += 1,
                    State::Behind | State::Missed => progress.behind += 1,
                    State::Unknown => progress.unknown += 1,
                }
                progress.year_is_over |= target.pace >= Decimal::ONE;
                if state.is_late() {
                    let entry = late.entry(target.target).or_insert_with(|| Late {
                        target: target.name,
                        squads: Vec::new(),
                    });
                    entry.squads.push(squad_name(outcome, squad.squad));
                }
            }
        }
        progress.late = late.into_values().collect();
        progress
    }
}

/// The targets of a squad as rows of a table.
#[derive(Debug, Serialize)]
pub(super) struct SquadTargets {
    squad: String,
    rows: Vec<Target>,
}

impl SquadTargets {
    pub(super) fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> SquadTargets {
        SquadTargets {
            squad: squad_name(outcome, squad.squad),
            rows: of_squad(outcome, squad),
        }
    }
}

/// One target in words.
#[derive(Debug, Serialize)]
pub(super) struct Target {
    name: &'static str,
    unit: &'static str,
    goal: String,
    reached: String,
    share: String,
    pace: String,
    state: &'static str,
    is_met: bool,
    is_late: bool,
    gap: Option<String>,
    /// How it is measured, where there are two ways.
    basis: Option<&'static str>,
}

/// 专题招商活动 are held, the others are things.
pub(super) fn unit(target: &TargetStanding) -> &'static str {
    match (target.money, target.target) {
        (true, _) => "万元",
        (false, "T006") => "次",
        (false, _) => "个",
    }
}

/// A goal, or what was reached of it, in the target's unit.
pub(super) fn quantity(target: &TargetStanding, value: Decimal) -> String {
    if target.money {
        words::wan(value)
    } else {
        value.normalize().to_string()
    }
}

/// What was reached as a share of the goal; of one that was not reached never 100.00%.
pub(super) fn share(target: &TargetStanding) -> Option<String> {
    let below = target.reached.and_then(|reached| words::share_below(reached, target.goal));
    match below.and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(percent) => Some(format!("{}%", percent.normalize())),
        None => target.share.map(words::percent),
    }
}

impl Target {
    fn new(outcome: &Outcome<'_>, target: &TargetStanding) -> Target {
        let by_recognition = !outcome.settings.verdict.signed_formal;
        let quantity = |value: Decimal| quantity(target, value);
        let unknown = || words::NOT_REPORTED.to_owned();
        let state = State::of(target);
        Target {
            name: target.name,
            unit: unit(target),
            goal: quantity(target.goal),
            reached: target
                .reached
                .map_or_else(unknown, |reached| match target.money && words::misleads(reached, target.goal) {
                    true => words::wan_exact(reached),
                    false => quantity(reached),
                }),
            share: share(target).unwrap_or_else(unknown),
            pace: words::percent(target.pace),
            state: state.name(),
            is_met: state == State::Met,
            is_late: state.is_late(),
            gap: target
                .share
                .filter(|_| state == State::Behind && target.money)
                .map(|share| words::points(share, target.pace)),
            basis: (target.other_basis.is_some()).then_some(if by_recognition { "按规定认定" } else { "按正式合同" }),
        }
    }
}

/// The targets of a squad, in the order of their codes.
pub(super) fn of_squad(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<Target> {
    squad.targets.iter().map(|target| Target::new(outcome, target)).collect()
}

/// What a squad signed by the basis that its target is not measured by, where the two differ.
#[derive(Debug, Serialize)]
pub(super) struct OtherBasis {
    squad: String,
    sum: String,
}

pub(super) fn other_basis(outcome: &Outcome<'_>) -> Vec<OtherBasis> {
    let targets = outcome.figures.squads.iter().flat_map(|squad| &squad.targets);
    targets
        .filter(|target| target.other_basis != target.reached)
        .filter_map(|target| {
            Some(OtherBasis {
                squad: squad_name(outcome, target.squad),
                sum: words::wan_yuan(target.other_basis?),
            })
        })
        .collect()
}
