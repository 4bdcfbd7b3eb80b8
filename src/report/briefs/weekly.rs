//! The weekly report to the coordination group (方案 四(四)): what 周报.gw.j2 is filled with.

use serde::Serialize;

use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;

use super::common::Common;
use super::findings::Findings;
use super::squad;
use super::squad::Squad;
use super::warnings;
use super::warnings::Warning;
use super::whereabouts;
use super::whereabouts::Days;

const TEMPLATE: &str = "周报.gw.j2";

/// What can still be put right in time: days out of the month, the budget, projects that stand still.
const WARNED: [&str; 3] = ["L006", "E013", "P008"];

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
    days: Vec<&'static str>,
    squads: Vec<Week>,
    warnings: Vec<Warning>,
    findings: Findings,
}

/// A squad's week.
#[derive(Debug, Serialize)]
struct Week {
    #[serde(flatten)]
    squad: Squad,
    week: Days,
}

impl Brief {
    fn new(outcome: &Outcome<'_>) -> Brief {
        let squads = squad::all(outcome).into_iter().zip(&outcome.figures.squads);
        Brief {
            common: Common::new(outcome),
            days: whereabouts::heads(outcome),
            squads: squads
                .map(|(squad, figures)| Week {
                    squad,
                    week: Days::new(outcome, figures),
                })
                .collect(),
            warnings: warnings::of_rules(outcome, &WARNED),
            findings: Findings::new(outcome),
        }
    }
}
