//! What waits for somebody's signature on the as-of day: approvals asked for and not given, applications on their way.

use chrono::NaiveDate;
use serde::Serialize;

use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::report::Outcome;
use crate::report::sheet::shown;

use super::squad_name;
use super::words;

/// What waits.
#[derive(Debug, Serialize)]
pub(super) struct Pending {
    /// Whether the table was handed in at all.
    has_approvals: bool,
    approvals: Vec<Waiting>,
    /// Approvals whose date cannot be told.
    unknown_approvals: usize,
    has_applications: bool,
    applications: Vec<Waiting>,
    /// Applications of which it cannot be told how far they are.
    unknown_applications: usize,
}

/// One thing that waits.
#[derive(Debug, Serialize)]
struct Waiting {
    number: String,
    owner: String,
    /// What it is about.
    what: String,
    sum: String,
    since: String,
    /// The step that comes next.
    next: &'static str,
}

/// Whether a step is done on a day. A later date is not yet one: the workbooks may know more than the report may tell.
fn is_done(step: &Cell<NaiveDate>, day: NaiveDate) -> Option<bool> {
    match step.state() {
        State::Value(date) => Some(*date <= day),
        State::Empty => Some(false),
        State::Unreadable | State::NoColumn => None,
    }
}

impl Pending {
    pub(super) fn new(outcome: &Outcome<'_>) -> Pending {
        let (tables, day) = (&outcome.records.tables, outcome.window().to);
        let found = |kind| outcome.records.anyone_handed_in(kind);
        let mut pending = Pending {
            has_approvals: found(Kind::Approval),
            approvals: Vec::new(),
            unknown_approvals: 0,
            has_applications: found(Kind::Application),
            applications: Vec::new(),
            unknown_applications: 0,
        };
        let sum = |money: Option<&crate::records::cell::Money>| {
            let yuan = money.and_then(|money| money.yuan());
            yuan.map_or_else(|| "未填".to_owned(), words::wan)
        };
        for approval in &tables.approvals {
            match is_done(&approval.approved, day) {
                Some(true) => {}
                None => pending.unknown_approvals += 1,
                Some(false) => pending.approvals.push(Waiting {
                    number: approval.number.written().to_string(),
                    owner: owner(outcome, approval.squad.value()),
                    what: approval.approval_kind.get().map_or("未填", |kind| kind.name()).to_owned(),
                    sum: sum(approval.amount.value()),
                    since: approval.applied.get().map_or_else(|| "未填".to_owned(), words::day),
                    next: "批准",
                }),
            }
        }
        for application in &tables.applications {
            let steps = application.steps();
            // Steps that the table does not keep cannot be waited for.
            let done: Vec<(&'static str, Option<bool>)> = steps.iter().map(|(name, step)| (*name, is_done(step, day))).collect();
            if done.last().is_some_and(|(_, done)| *done == Some(true)) {
                continue;
            }
            let next = done.iter().rposition(|(_, done)| *done == Some(true)).map_or(0, |last| last + 1);
            match done.get(next) {
                Some((name, Some(false))) => pending.applications.push(Waiting {
                    number: application.number.written().to_string(),
                    owner: owner(outcome, application.applicant.value()),
                    what: String::new(),
                    sum: sum(application.amount.value()),
                    since: application.filed.get().map_or_else(|| "未填".to_owned(), words::day),
                    next: name,
                }),
                _ => pending.unknown_applications += 1,
            }
        }
        pending
    }
}

fn owner(outcome: &Outcome<'_>, owner: Option<&Owner>) -> String {
    match owner {
        Some(Owner::Squad(squad)) => squad_name(outcome, *squad),
        Some(Owner::Coordination) => "综合协调组".to_owned(),
        Some(Owner::Office) => outcome.records.city.office.clone(),
        Some(Owner::Other(name)) => shown(&name.shown),
        None => "未填".to_owned(),
    }
}
