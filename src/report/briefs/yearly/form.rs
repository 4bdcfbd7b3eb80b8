//! 年度考核表: the assessment of one squad on one form, for opinions and signatures (考核办法 十, 十一).

use serde::Serialize;

use crate::figures::SquadFigures;
use crate::finding::Severity;
use crate::records::roster::Role;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;

use super::Assessed;
use super::NOTHING;
use super::document;
use super::filled;
use crate::report::briefs::each_once;
use crate::report::briefs::targets;
use crate::report::briefs::targets::Target;
use crate::report::briefs::words;
use crate::report::briefs::words::Told;

const TEMPLATE: &str = "考核表.gw.j2";

/// The form of a squad.
pub(super) fn file(outcome: &Outcome<'_>, folder: &str, squad: &SquadFigures) -> Result<OutputFile, Error> {
    document(outcome, TEMPLATE, folder, "年度考核表", Form::new(outcome, squad))
}

/// A squad's assessment form.
#[derive(Debug, Serialize)]
struct Form {
    year: i32,
    /// 全年, or up to which day.
    all_year: String,
    as_of: String,
    office: String,
    lead_unit: String,
    heads: String,
    deputies: String,
    members: String,
    targets: Vec<Target>,
    spent: Told,
    proposed: Told,
    cuts: Told,
    errors: usize,
    warnings: usize,
    notes: usize,
    verdict_by_recognition: bool,
    #[serde(flatten)]
    assessed: Assessed,
}

impl Form {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Form {
        let city = &outcome.records.city;
        let names = |role: Role| {
            let members = squad.ytd.members.iter().flatten().filter(|member| member.role == role);
            let names = each_once(members.map(|member| words::person(&member.name.shown)));
            match (squad.ytd.members.is_some(), names.is_empty()) {
                (false, _) => words::NOT_REPORTED.to_owned(),
                (true, true) => NOTHING.to_owned(),
                (true, false) => names.join("、"),
            }
        };
        let count = |severity| {
            let findings = outcome.judgement.findings.iter();
            findings
                .filter(|finding| finding.squad == Some(squad.squad) && finding.severity == severity)
                .count()
        };
        let told = |key| words::told(squad.ytd.get(key), "");
        Form {
            year: outcome.period.year(),
            all_year: super::all_year(outcome),
            as_of: words::day(outcome.as_of),
            office: city.office.clone(),
            lead_unit: filled(&city.squad(squad.squad).lead_unit),
            heads: names(Role::Head),
            deputies: names(Role::Deputy),
            members: names(Role::Dedicated),
            targets: targets::of_squad(outcome, squad),
            spent: told("spent"),
            proposed: told("proposed"),
            cuts: told("cuts"),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            verdict_by_recognition: !outcome.settings.verdict.signed_formal,
            assessed: Assessed::new(outcome, squad),
        }
    }
}
