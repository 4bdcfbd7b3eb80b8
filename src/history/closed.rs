//! Periods as they were handed in, and what became of their figures since (spec 2.11).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::place::Place;
use crate::regulation::SquadId;
use crate::values::period::Period;

/// A period as it was handed in: `报送/.已报/<period>.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Version of the names of all keys.
    pub schema: u32,
    /// The period, as in its name.
    pub period: String,
    /// The last day that it was about.
    pub as_of: NaiveDate,
    /// The day on which it was closed.
    pub closed: NaiveDate,
    /// Its figures.
    pub figures: Vec<ClosedFigure>,
}

/// What a closed figure is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The period itself; also what an older file says nothing of.
    #[default]
    Period,
    /// The year to the period's end.
    Year,
    /// One member in the period.
    Member,
    /// The goal of one target, or what was reached of it.
    Target,
    /// The fund, in the year to the period's end.
    Fund,
    /// A squad as a whole, which is not there on one side.
    Squad,
}

/// One figure of a closed period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedFigure {
    /// What it is about.
    #[serde(default)]
    pub scope: Scope,
    /// The squad's name; empty for all squads together and for the fund.
    pub squad: String,
    /// The key, as in figures.json; of a member the name, of a target its code, with what of them behind it (`MEMBER`, `REACHED`).
    pub key: String,
    /// The value as told to people; 未报 when there was none.
    pub value: String,
    /// The rows that it was made of.
    pub rows: Vec<ClosedRow>,
}

/// The value of a figure whose table nobody handed in.
pub const NOT_REPORTED: &str = "未报";

/// The value of a figure that is not there at all: of somebody who is no member any more, or was none then.
pub const NOT_THERE: &str = "没有这一项";

/// What the values of sums of money end with.
pub const YUAN: &str = "元";

/// What the keys of a member's figures end with, and how they are called; the working days out have the name alone.
pub const MEMBER: [(&str, &str); 4] = [
    (".days_out", "在外天数"),
    (".log_days", "有日志天数"),
    (".firms_met", "对接单位数"),
    (".workdays", "在岗工作日"),
];

/// What the key of what was reached of a target ends with.
pub const REACHED: &str = ".reached";

/// A row of a closed figure: the same wherever it is moved, another when a cell of it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClosedRow {
    /// Kind of its table.
    pub kind: String,
    /// How people name it.
    pub title: String,
    /// Digest of its recognised cells, hexadecimal.
    pub digest: String,
    /// What it added.
    pub adds: String,
    /// Where it stood: file › sheet › row.
    pub place: String,
}

/// What happened to a row of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowChange {
    /// How people name the row.
    pub title: String,
    /// What it added; `None` when it was no part of the figure.
    pub was: Option<String>,
    /// What it adds now; `None` when it is no part of it any more.
    pub is: Option<String>,
    /// Where it stands, or stood: file › sheet › row.
    pub place: String,
    /// Whether a row of this kind and name is still in the tables.
    pub is_there: bool,
}

/// A closed figure that comes out otherwise now.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The closed period.
    pub period: Period,
    /// What the figure is about.
    pub scope: Scope,
    /// The squad; `None` for all squads together and for the fund, and for a squad that is not there any more.
    pub squad: Option<SquadId>,
    /// The squad's name; empty for all squads together and for the fund.
    pub squad_name: String,
    /// The key of the figure, as in `ClosedFigure`.
    pub key: String,
    /// Whether an older version closed it, which may have read the same rows otherwise.
    pub is_older: bool,
    /// What was handed in.
    pub was: String,
    /// What it is now.
    pub is: String,
    /// The rows that changed.
    pub rows: Vec<RowChange>,
    /// Where those that are still there stand.
    pub places: Vec<Place>,
}

/// What happened to the rows of a figure between then and now: gone, new, or another content or part under the same name; and where
/// those that are still part of it stand. `is_there` tells of a row that is gone whether the tables still have one of its name.
pub fn row_changes(was: &[ClosedRow], is: &[(ClosedRow, Place)], is_there: impl Fn(&ClosedRow) -> bool) -> (Vec<RowChange>, Vec<Place>) {
    type Same<'r> = (&'r str, &'r str, &'r str);
    fn same(row: &ClosedRow) -> Same<'_> {
        (&row.kind, &row.digest, &row.adds)
    }
    let mut unchanged: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    for (row, _) in is {
        *unchanged.entry(same(row)).or_default() += 1;
    }
    let mut gone: BTreeMap<(&str, &str), Vec<&ClosedRow>> = BTreeMap::new();
    let mut kept: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    for row in was {
        match unchanged.get_mut(&same(row)).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                *kept.entry(same(row)).or_default() += 1;
            }
            None => gone.entry((&row.kind, &row.title)).or_default().push(row),
        }
    }
    let (mut changes, mut places) = (Vec::new(), Vec::new());
    for (row, place) in is {
        if let Some(left) = kept.get_mut(&same(row)).filter(|left| **left > 0) {
            *left -= 1;
            continue;
        }
        let before = gone.get_mut(&(row.kind.as_str(), row.title.as_str())).and_then(Vec::pop);
        changes.push(RowChange {
            title: row.title.clone(),
            was: before.map(|before| before.adds.clone()),
            is: Some(row.adds.clone()),
            place: row.place.clone(),
            is_there: true,
        });
        places.push(place.clone());
    }
    let gone = gone.into_values().flatten();
    changes.extend(gone.map(|row| RowChange {
        title: row.title.clone(),
        was: Some(row.adds.clone()),
        is: None,
        place: row.place.clone(),
        is_there: is_there(row),
    }));
    (changes, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_compared_by_what_they_say_and_not_by_where_they_stand() {
        let row = |title: &str, digest: &str, adds: &str, place: &str| ClosedRow {
            kind: "contract".to_owned(),
            title: title.to_owned(),
            digest: digest.to_owned(),
            adds: adds.to_owned(),
            place: place.to_owned(),
        };
        let was = [
            row("HT-1", "a", "1", "第2行"),
            row("HT-2", "b", "2", "第3行"),
            row("HT-3", "c", "3", "第4行"),
            row("HT-5", "e", "6", "第5行"),
        ];
        let is = [
            row("HT-2", "x", "5", "第9行"),
            row("HT-1", "a", "1", "第7行"),
            row("HT-4", "d", "4", "第8行"),
        ];
        let source = std::sync::Arc::new(crate::place::Source {
            file: "a.xlsx".into(),
            sheet: "表".into(),
            order: 0,
        });
        let placed = |rows: &[ClosedRow]| -> Vec<(ClosedRow, Place)> {
            let rows = rows.iter().cloned();
            rows.map(|row| (row, Place::sheet(&source))).collect()
        };
        let (changes, places) = row_changes(&was, &placed(&is), |row| row.title == "HT-5");
        let said: Vec<_> = changes
            .iter()
            .map(|row| {
                (
                    row.title.as_str(),
                    row.was.as_deref(),
                    row.is.as_deref(),
                    row.place.as_str(),
                    row.is_there,
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                ("HT-2", Some("2"), Some("5"), "第9行", true),
                ("HT-4", None, Some("4"), "第8行", true),
                ("HT-3", Some("3"), None, "第4行", false),
                ("HT-5", Some("6"), None, "第5行", true),
            ]
        );
        assert_eq!(places.len(), 2);
        assert!(row_changes(&was, &placed(&was), |_| true).0.is_empty());
    }
}
