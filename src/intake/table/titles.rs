//! What is told of the titles of a table once all of its rows are read: those that nobody knows, those that stand there twice, and those
//! whose unit was assumed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::intake::header::HeadColumn;
use crate::intake::title;
use crate::intake::title::Known;
use crate::intake::void;
use crate::place::Place;
use crate::problem::UnknownColumn;
use crate::problem::What;
use crate::records::column::Column;
use crate::records::column::DefaultUnit;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::column::Table;

use super::TableReader;

impl TableReader<'_> {
    /// Tells once for the table the money columns whose default unit was taken, where the first of them stands.
    pub(super) fn tell_unit(&mut self) {
        let mut assumed: Vec<(u16, Arc<str>, &'static str, &'static Column)> = self
            .unit_assumed
            .iter()
            .filter_map(|position| {
                let column = self.table.columns.get(*position)?;
                let title = self.titled.get(*position).copied().flatten()?;
                let unit = match column.form {
                    Form::Money(DefaultUnit::Wan) => "万元",
                    _ => "元",
                };
                Some((title.column, Arc::clone(&title.title), unit, column))
            })
            .collect();
        assumed.sort_by_key(|(at, _, _, column)| (column.need != Need::Required, *at));
        let Some((at, _, _, column)) = assumed.first() else {
            return;
        };
        let place = Place::cell(self.source, self.region.header.bottom, *at);
        let name = column.name;
        let units = assumed.into_iter().map(|(_, title, unit, _)| (title, unit)).collect();
        let mut problem = self.problem(What::UnitAssumed(units), place);
        problem.column = Some(name);
        self.dress(&mut problem);
        problem.written = problem.title.clone();
        self.problems.push(problem);
    }

    pub(super) fn tell_unknown_columns(&mut self, titles: &[(u16, Arc<str>, Option<&'static str>)]) {
        let again: Vec<(u16, Arc<str>)> = match self.repeated_from {
            Some(_) => self
                .repeated
                .iter()
                .filter_map(|at| titles.get(*at))
                .map(|(column, title, _)| (*column, Arc::clone(title)))
                .collect(),
            None => Vec::new(),
        };
        if let (Some(first_row), Some((column, _))) = (self.repeated_from, again.first()) {
            let place = Place::cell(self.source, self.region.header.bottom, *column);
            let columns = again.clone();
            let problem = self.problem(What::RepeatedColumns { columns, first_row }, place);
            self.problems.push(problem);
        }
        let unknown: Vec<UnknownColumn> = self
            .region
            .header
            .columns
            .iter()
            .filter(|title| title.known.is_none() && !self.unit_columns.is_used(title.column))
            .filter(|title| !again.iter().any(|(other, _)| *other == title.column))
            .map(|title| {
                // Also those that another title has: one of the two may be a slip.
                let names = self.table.columns.iter().map(|column| (column.name, column.names()));
                UnknownColumn {
                    column: title.column,
                    title: Arc::clone(&title.title),
                    nearest: title::nearest(&title.title, names),
                    means: title.means,
                }
            })
            .collect();
        // What stands beyond the titles may be a part of a value that fell apart, as 1,234.00 does in a CSV file.
        // What a blank column parts from them is something else.
        let mut adjoining: BTreeSet<u16> = titles.iter().map(|(column, _, _)| *column).collect();
        let mut untitled = Vec::new();
        for column in &self.untitled {
            if column.checked_sub(1).is_some_and(|before| adjoining.contains(&before)) {
                adjoining.insert(*column);
                untitled.push(UnknownColumn {
                    column: *column,
                    title: Arc::from(""),
                    nearest: None,
                    means: None,
                });
            }
        }
        let unknown: Vec<_> = unknown.into_iter().chain(untitled).collect();
        if let Some(first) = unknown.first() {
            let place = Place::cell(self.source, self.region.header.bottom, first.column);
            let problem = self.problem(What::UnknownColumns(unknown), place);
            self.problems.push(problem);
        }
    }
}

/// The titles, by position, below which a mark makes a row void: names, numbers and remarks.
pub(super) fn titles_of_marks(titles: &[HeadColumn], table: &Table) -> Vec<usize> {
    let takes_marks = |(_, title): &(usize, &HeadColumn)| match title.known {
        Some(Known::Column(position)) => table.columns.get(position).is_some_and(void::may_be_marked),
        Some(Known::Idle(_)) | None => true,
    };
    titles.iter().enumerate().filter(takes_marks).map(|(at, _)| at).collect()
}

/// The titles, by position, that a list of titles repeats which is read already (专班 | 姓名 | 角色 | 姓名 | 角色): two or more next to each
/// other, a column among them without which there is no row.
pub(super) fn repeated_titles(titles: &[HeadColumn], table: &Table) -> Vec<usize> {
    // Below parents that differ (上半月, 下半月) only the last part is the same.
    let last = |title: &HeadColumn| crate::values::text::fold(title.title.rsplit('／').next().unwrap_or_default());
    let read: Vec<(String, bool)> = titles
        .iter()
        .filter_map(|title| {
            let Some(Known::Column(position)) = title.known else { return None };
            let column = table.columns.get(position)?;
            Some((last(title), matches!(column.need, Need::Required | Need::Alternative)))
        })
        .collect();
    let again: Vec<(usize, u16, bool)> = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| title.known.is_none())
        .filter_map(|(at, title)| {
            let name = last(title);
            let (_, required) = read.iter().find(|(other, _)| *other == name)?;
            Some((at, title.column, *required))
        })
        .collect();
    let lists = again.chunk_by(|(_, one, _), (_, other, _)| one.checked_add(1) == Some(*other));
    let repeated = lists.filter(|list| list.len() > 1 && list.iter().any(|(_, _, required)| *required));
    repeated.flatten().map(|(at, _, _)| *at).collect()
}
