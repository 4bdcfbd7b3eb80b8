//! Where the columns stand that every row of a table is asked for, looked up once for the table.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::column::Table;

/// Where the columns stand that every row is asked for, by their positions in the declaration.
pub(super) struct Positions {
    /// The required columns.
    pub required: Vec<usize>,
    /// The groups of alternatives, but that of the squad.
    pub alternatives: Vec<Vec<Vec<usize>>>,
    /// The column of the squad.
    pub squad: Option<(usize, &'static Column)>,
    /// The column of units that may say instead whose a row is (申报单位).
    pub instead_of_squad: Option<usize>,
    /// The column of currencies.
    pub currency: Option<usize>,
    /// The columns that hold both ends of a time, each with those of the ends.
    pub spans: Vec<[usize; 3]>,
    /// The columns that date a row, the first before the others.
    dates: Vec<usize>,
}

impl Positions {
    /// Those of a table.
    pub(super) fn of(table: &'static Table) -> Positions {
        let position = |name: &str| table.column(name).map(|(position, _)| position);
        let columns = || table.columns.iter().enumerate();
        let squad = columns().find(|(_, column)| matches!(column.form, Form::Squad { .. }));
        let is_squad = |name: &str| squad.is_some_and(|(_, squad)| squad.name == name);
        let names_in = |group: &&&[&[&'static str]]| group.iter().flat_map(|names| names.iter().copied()).collect::<Vec<_>>();
        let has_squad = |group: &&&[&[&'static str]]| names_in(group).into_iter().any(is_squad);
        let groups = || table.alternatives.iter();
        let instead_of_squad = groups()
            .find(has_squad)
            .and_then(|group| names_in(&group).into_iter().find(|name| !is_squad(name)));
        let positions_of = |names: &&[&str]| names.iter().filter_map(|name| position(name)).collect();
        // A log may have its days in two columns, beside the day of filling in.
        let first_day = (table.kind == Kind::Log).then_some("开始日期");
        Positions {
            required: columns()
                .filter(|(_, column)| column.need == Need::Required)
                .map(|(position, _)| position)
                .collect(),
            alternatives: groups()
                .filter(|group| !has_squad(group))
                .map(|group| group.iter().map(positions_of).collect())
                .collect(),
            squad,
            instead_of_squad: instead_of_squad.and_then(position),
            currency: columns()
                .find(|(_, column)| column.form == Form::Currency)
                .map(|(position, _)| position),
            spans: table
                .spans
                .iter()
                .filter_map(|span| Some([position(span.days)?, position(span.from)?, position(span.to)?]))
                .collect(),
            dates: first_day.into_iter().chain(table.dated_by).filter_map(position).collect(),
        }
    }

    /// The day that dates a row of these cells.
    pub(super) fn date_of(&self, cells: &[Arc<Content>]) -> Option<NaiveDate> {
        let day = |position: &usize| match &cells.get(*position)?.state {
            State::Value(Value::Date(day)) => Some(*day),
            State::Value(Value::Days(days)) => Some(days.from),
            _ => None,
        };
        self.dates.iter().find_map(day)
    }
}
