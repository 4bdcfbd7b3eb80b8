//! The half-monthly brief for the coordination group (方案 四(一), 考核办法 三): what 半月通报.gw.j2 is filled with.

use serde::Serialize;

use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;

use super::common::Common;
use super::compare;
use super::findings::Findings;
use super::pending::Pending;
use super::squad;
use super::squad::Squad;
use super::targets::Progress;
use super::warnings;
use super::warnings::Warning;

const TEMPLATE: &str = "半月通报.gw.j2";

/// What can still be put right in time: days out of the month, the pace of the targets, the budget, projects that stand still.
const WARNED: [&str; 4] = ["L006", "T", "E013", "P008"];

/// The brief as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let brief = Brief::new(outcome);
    super::files(outcome, TEMPLATE, &brief.common.title, &brief)
}

/// All that the template may say.
#[derive(Debug, Serialize)]
struct Brief {
    #[serde(flatten)]
    common: Common,
    compared: Vec<Vec<String>>,
    progress: Progress,
    warnings: Vec<Warning>,
    pending: Pending,
    squads: Vec<Squad>,
    findings: Findings,
}

impl Brief {
    fn new(outcome: &Outcome<'_>) -> Brief {
        Brief {
            common: Common::new(outcome),
            compared: compare::changes(outcome),
            progress: Progress::new(outcome),
            warnings: warnings::of_rules(outcome, &WARNED),
            pending: Pending::new(outcome),
            squads: squad::all(outcome),
            findings: Findings::new(outcome),
        }
    }
}
