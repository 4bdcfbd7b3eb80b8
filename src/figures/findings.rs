//! `findings`: how many of each severity concern the window.

use chrono::NaiveDate;

use crate::finding::Finding;
use crate::finding::Severity;
use crate::finding::When;

use super::Figure;
use super::FigureValue;
use super::view::View;
use super::view::bare;

/// Counts by severity, gravest first. Rules judge nothing before the judged year, so a window that begins earlier has none.
pub(super) fn figure(view: &View<'_>, findings: &[Finding], judged_from: NaiveDate) -> Figure {
    if view.window.from < judged_from {
        return bare("findings", FigureValue::None);
    }
    let of_view: Vec<&Finding> = findings
        .iter()
        .filter(|finding| view.squad.is_none() || finding.squad == view.squad)
        .filter(|finding| concerns(finding.when, view))
        .collect();
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = of_view.iter().filter(|finding| finding.severity == severity).count();
        (severity.key().to_owned(), count as u64)
    });
    bare("findings", FigureValue::Counts(counts.into()))
}

/// A row's day lies in the window, or the days that the finding is about all do.
fn concerns(when: When, view: &View<'_>) -> bool {
    match when {
        When::Day(day) => view.window.contains(day),
        When::Window(window) => view.window.contains(window.from) && view.window.contains(window.to),
        When::Undated => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Judgement;
    use crate::finding::RuleCard;
    use crate::regulation::SquadId;
    use crate::values::period::Window;

    use super::super::tests::assert_said;
    use super::super::tests::card;
    use super::super::tests::finding;
    use super::super::tests::judged;
    use super::super::tests::scene;

    static CARD: RuleCard = card("L004");

    fn told(severity: Severity, squad: Option<u8>, when: When) -> Finding {
        Finding {
            severity,
            squad: squad.map(SquadId),
            when,
            ..finding(&CARD)
        }
    }

    #[test]
    fn findings_count_where_their_days_lie() {
        let day = |day: &str| When::Day(day.parse().expect("a day"));
        let days = |from: &str, to: &str| {
            When::Window(Window {
                from: from.parse().expect("a day"),
                to: to.parse().expect("a day"),
            })
        };
        let findings = vec![
            told(Severity::Error, Some(3), day("2021-09-01")),
            told(Severity::Error, Some(3), day("2021-08-31")),
            told(Severity::Warning, Some(3), days("2021-09-01", "2021-09-30")),
            told(Severity::Warning, Some(3), days("2021-01-01", "2021-09-30")),
            told(Severity::Note, Some(2), day("2021-09-30")),
            told(Severity::Note, None, day("2021-09-30")),
            told(Severity::Error, None, When::Undated),
        ];
        let judgement = Judgement {
            findings,
            ..Judgement::default()
        };
        assert_said(
            &judged(scene("2021-09", &[]), &judgement),
            "文化旅游.findings.period error 1，warning 1，note 0
             文化旅游.findings.previous error 1，warning 0，note 0
             文化旅游.findings.ytd error 2，warning 2，note 0
             高效农业.findings.period error 0，warning 0，note 1
             total.findings.period error 1，warning 1，note 2",
        );
        assert_said(&judged(scene("2021-01", &[]), &judgement), "文化旅游.findings.previous none");
    }
}
