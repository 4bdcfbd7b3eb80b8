//! The quarterly report to the mayor's meeting (方案 四(一), 考核办法 三): what 季度汇报.gw.j2 is filled with.

use serde::Serialize;

use crate::records::Kind;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;

use super::common::Common;
use super::compare;
use super::compare::Ranking;
use super::compare::SideBySide;
use super::findings::Findings;
use super::fund::Fund;
use super::projects;
use super::projects::Large;
use super::squad;
use super::squad::Squad;
use super::targets::OtherBasis;
use super::targets::Progress;
use super::targets::SquadTargets;
use super::targets::other_basis;
use super::warnings;
use super::warnings::Warning;

const TEMPLATE: &str = "季度汇报.gw.j2";

/// What no squad can settle by itself: a project that two of them claim, a target behind, the budget.
const TO_DECIDE: [&str; 4] = ["P004", "T", "E012", "E013"];

/// The report as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let brief = Brief::new(outcome);
    super::files(outcome, TEMPLATE, &brief.common.title, &brief)
}

/// All that the template may say.
#[derive(Debug, Serialize)]
struct Brief {
    #[serde(flatten)]
    common: Common,
    progress: Progress,
    targets: Vec<SquadTargets>,
    other_basis: Vec<OtherBasis>,
    signed_by_recognition: bool,
    compared: Vec<SideBySide>,
    rankings: Vec<Ranking>,
    projects: Vec<Large>,
    has_ledger: bool,
    to_decide: Vec<Warning>,
    squads: Vec<Squad>,
    findings: Findings,
    fund: Fund,
}

impl Brief {
    fn new(outcome: &Outcome<'_>) -> Brief {
        let squads = &outcome.figures.squads;
        Brief {
            common: Common::new(outcome),
            progress: Progress::new(outcome),
            targets: squads.iter().map(|squad| SquadTargets::new(outcome, squad)).collect(),
            other_basis: other_basis(outcome),
            signed_by_recognition: !outcome.settings.verdict.signed_formal,
            compared: compare::side_by_side(outcome),
            rankings: compare::rankings(outcome),
            projects: projects::largest(outcome),
            has_ledger: outcome.records.anyone_handed_in(Kind::Project),
            to_decide: warnings::of_rules(outcome, &TO_DECIDE),
            squads: squad::all(outcome),
            findings: Findings::new(outcome),
            fund: Fund::new(outcome),
        }
    }
}
