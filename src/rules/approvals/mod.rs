//! A · 审批程序: the steps that a claim for money goes through (经费办法 七, 考核办法 七).

pub mod effect_not_verified;
pub mod not_in_application;
pub mod not_signed;
pub mod over_fixed_sum;
pub mod paid_before_approval;
pub mod step_missing;
pub mod steps_out_of_order;

use chrono::NaiveDate;

use crate::finding::When;
use crate::records::Kind;
use crate::records::application::Application;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::regulation::SquadId;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::known;
use super::known::tell_unreported;

/// An application as the rules judge it; its 申报日期 decides whether it is judged.
#[derive(Clone, Copy)]
struct Claim<'a> {
    /// The row.
    row: &'a Application,
    /// 申报日期
    day: NaiveDate,
    /// The squad, if one applied.
    squad: Option<SquadId>,
}

/// A step of an application with what is known of its day.
struct Step<'a> {
    /// 申报 …
    name: &'static str,
    /// Its cell.
    cell: &'a Cell<NaiveDate>,
    /// Its day, `None` when blank, or why it is not known.
    day: Result<Option<NaiveDate>, String>,
}

impl<'a> Claim<'a> {
    /// The five steps in their order.
    fn steps(&self) -> Vec<Step<'a>> {
        let steps = self.row.steps().into_iter();
        steps
            .map(|(name, cell)| {
                let day = known(Kind::Application, &format!("{name}日期"), cell).map(|day| day.copied());
                Step { name, cell, day }
            })
            .collect()
    }

    /// A finding about one of its cells.
    fn broken<T>(&self, case: &Case<'_>, cell: &Cell<T>, message: String) -> Broken {
        let broken =
            Broken::cell(case.records, &self.row.at, cell, When::Day(self.day), message).about("application", &**self.row.number.written());
        match self.squad {
            Some(squad) => broken.of(case.city(), squad),
            None => broken,
        }
    }
}

/// The applications that this run judges, in file order; squads without the table are told as not judged.
fn judged<'a>(case: &Case<'a>, docket: &mut Docket<'_>) -> Vec<Claim<'a>> {
    tell_unreported(case, docket, Kind::Application);
    let rows = case.records.tables.applications.iter();
    let claims = rows.filter_map(|row| {
        let day = row.filed.get()?;
        let squad = row.applicant.value().and_then(Owner::squad);
        Some(Claim { row, day, squad })
    });
    claims.filter(|claim| case.judges(Some(claim.day))).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// Judges applications in 2021-09, given as header and rows, with further sheets.
    pub(super) fn judge(rule: &Rule, applications: &str, further: &[(&str, &str)]) -> Verdicts {
        let scene = Scene::new("2021-09").sheet("经费/申请.xlsx", "申请", applications);
        let scene = further.iter().fold(scene, |scene, (path, text)| scene.sheet(path, "表", text));
        scene.judge(rule)
    }

    /// The reasons why 文化旅游 could not be judged.
    pub(super) fn reasons(verdicts: &Verdicts) -> Vec<&str> {
        let own = verdicts
            .unjudged
            .iter()
            .filter(|unjudged| unjudged.squad == Some(crate::regulation::SquadId(3)));
        own.map(|unjudged| unjudged.reason.as_str()).collect()
    }
}
