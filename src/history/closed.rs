//! The figures of a report that was handed in (`--close`), with the rows that they are made of, and what differs from them now.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

/// Version of the names and meanings of the keys.
const SCHEMA: u32 = 1;

/// All squads together, in a figure's key.
pub const ALL: &str = "合计";

/// A row behind a figure, known by its contents and not by where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClosedRow {
    /// Digest of the row's recognised cells.
    pub digest: String,
    /// The kind of its table, in Chinese.
    pub kind: String,
    /// How people name it.
    pub title: String,
    /// What it adds to the figure.
    pub adds: String,
    /// Where it stood: file › sheet › row.
    pub place: String,
}

/// A figure with its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedFigure {
    /// `文化旅游.signed_formal.period`.
    pub key: String,
    /// How people name it.
    pub name: String,
    /// Its value; 未报 when it was not reported.
    pub value: String,
    /// In the order of the figure.
    pub rows: Vec<ClosedRow>,
}

/// A closed report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Version of the keys.
    schema: u32,
    /// The period: `2021-09`.
    pub period: String,
    /// Its last day.
    pub as_of: String,
    /// Every figure.
    pub figures: Vec<ClosedFigure>,
}

/// A figure of a closed report that is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The closed period.
    pub period: String,
    /// The figure's key.
    pub key: String,
    /// How people name it.
    pub name: String,
    /// What was reported.
    pub was: String,
    /// What it is.
    pub is: String,
    /// Rows that were not there: the row as it is.
    pub added: Vec<ClosedRow>,
    /// Rows that are gone: the row as it was.
    pub gone: Vec<ClosedRow>,
    /// Rows of one name that differ: as it was, as it is.
    pub changed: Vec<(ClosedRow, ClosedRow)>,
}

impl Change {
    /// Digests of all its rows.
    fn digests(&self) -> impl Iterator<Item = &str> {
        let changed = self.changed.iter().flat_map(|(was, is)| [was, is]);
        let rows = self.added.iter().chain(&self.gone).chain(changed);
        rows.map(|row| row.digest.as_str())
    }
}

impl Closed {
    /// A report as it is handed in.
    pub fn new(period: String, as_of: String, figures: Vec<ClosedFigure>) -> Closed {
        Closed {
            schema: SCHEMA,
            period,
            as_of,
            figures,
        }
    }

    /// Reads what `json` wrote; `None` when it is not that.
    pub fn parse(bytes: &[u8]) -> Option<Closed> {
        serde_json::from_slice(bytes).ok().filter(|closed: &Closed| closed.schema == SCHEMA)
    }

    /// As a file.
    pub fn json(&self) -> Vec<u8> {
        // Plain data cannot fail to be written to memory.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The figures that differ from those of now; one that only one of the two has differs from nothing. A change is told where it
    /// stands first: in the squad's period, else in its year to date, else in the sum of all squads.
    pub fn changes(&self, now: &[ClosedFigure]) -> Vec<Change> {
        let now: BTreeMap<&str, &ClosedFigure> = now.iter().map(|figure| (figure.key.as_str(), figure)).collect();
        let pairs = self.figures.iter().filter_map(|was| Some((was, *now.get(was.key.as_str())?)));
        let differing = pairs.filter(|(was, is)| was.value != is.value);
        let changes: Vec<Change> = differing.map(|(was, is)| self.change(was, is)).collect();
        let told = |change: &&Change| {
            let causes = changes.iter().filter(|cause| follows_from(&change.key, &cause.key));
            let known: BTreeSet<&str> = causes.flat_map(Change::digests).collect();
            // A longer window may have lost other rows besides.
            known.is_empty() || change.digests().any(|digest| !known.contains(digest))
        };
        changes.iter().filter(told).cloned().collect()
    }

    fn change(&self, was: &ClosedFigure, is: &ClosedFigure) -> Change {
        let same = |a: &ClosedRow, b: &ClosedRow| a.digest == b.digest && a.adds == b.adds;
        let mut gone = without(&was.rows, &is.rows, same);
        let mut added = without(&is.rows, &was.rows, same);
        let mut changed = Vec::new();
        gone.retain(|old| {
            let twin = added.iter().position(|new| new.kind == old.kind && new.title == old.title);
            if let Some(twin) = twin {
                changed.push((old.clone(), added.remove(twin)));
            }
            twin.is_none()
        });
        // A row that adds what it added is not why the figure is another one.
        changed.retain(|(was, is)| was.adds != is.adds);
        Change {
            period: self.period.clone(),
            key: was.key.clone(),
            name: was.name.clone(),
            was: was.value.clone(),
            is: is.value.clone(),
            added,
            gone,
            changed,
        }
    }
}

/// Whether a figure is that of a longer window, or of all squads, with another one in it.
fn follows_from(key: &str, cause: &str) -> bool {
    let parts = |key: &str| -> Option<(String, String, String)> {
        let mut parts = key.split('.').map(str::to_owned);
        Some((parts.next()?, parts.next()?, parts.next()?))
    };
    let (Some((whose, figure, window)), Some((cause_of, cause_figure, cause_window))) = (parts(key), parts(cause)) else {
        return false;
    };
    let wider = window == "ytd" && cause_window == "period";
    let all = whose == ALL && cause_of != ALL;
    figure == cause_figure && ((whose == cause_of && wider) || (all && (wider || window == cause_window)))
}

/// The rows of the one that the other lacks, each as often as it has more of them.
fn without(rows: &[ClosedRow], others: &[ClosedRow], same: impl Fn(&ClosedRow, &ClosedRow) -> bool) -> Vec<ClosedRow> {
    let mut left: Vec<&ClosedRow> = others.iter().collect();
    let mut only = Vec::new();
    for row in rows {
        match left.iter().position(|other| same(row, other)) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => only.push(row.clone()),
        }
    }
    only
}
