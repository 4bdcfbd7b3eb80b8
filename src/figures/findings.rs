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
