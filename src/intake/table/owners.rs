//! Whose the rows of a table are: by their own cells, by the heading of a group above them, or by what stands around the table.

use std::sync::Arc;

use crate::intake::heading;
use crate::place::Place;
use crate::problem::What;
use crate::records::cell::Content;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Form;
use crate::records::column::Need;

use super::TableReader;
use super::together::CellProblem;
use super::together::Severity;

impl TableReader<'_> {
    /// Goes on to the rows below a heading. In the sheet of one squad a heading that only sounds like another (农业项目) is none, and
    /// one that names nobody leaves the rows to that squad as long as no heading named another.
    pub(super) fn enter_group(&mut self, row: u32, text: Arc<str>, owner: Option<Owner>) {
        let own = self.squad.map(Owner::Squad);
        let only_own = match &self.group {
            None => true,
            Some(group) => *group == own,
        };
        match owner {
            Some(owner) if own.is_some() && Some(&owner) != own.as_ref() && !heading::is_sure(&text, self.city) => {}
            Some(owner) => self.group = Some(Some(owner)),
            None if own.is_some() && only_own => self.group = None,
            None => {
                self.untold_group = Some((Place::row(self.source, row), text));
                self.group = Some(None);
            }
        }
    }

    /// Whose the rows below the last heading are, unless they say another.
    pub(super) fn context_owner(&self) -> Option<Owner> {
        match &self.group {
            Some(owner) => owner.clone(),
            None if self.region.lines.coordination && self.region.lines.squad.is_none() => Some(Owner::Coordination),
            None => self.squad.map(Owner::Squad),
        }
    }

    /// Fills an empty squad from the context. Says whether there is neither a column nor a context for it (D003).
    pub(super) fn fill_squad(&mut self, cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) -> bool {
        let Some((position, column)) = self.positions.squad else {
            return false;
        };
        let instead = self.positions.instead_of_squad;
        let state = |position: usize| cells.get(position).map(|cell| &cell.state);
        let said = |state: Option<&State<Value>>| matches!(state, Some(State::Value(_) | State::Unreadable));
        if said(state(position)) {
            return false;
        }
        if let Some(instead) = instead.filter(|instead| said(state(*instead))) {
            // What stands there and cannot be read is the only word on whose row it is.
            for problem in problems.iter_mut().filter(|problem| problem.column == instead) {
                problem.sets_aside = Severity::Always;
            }
            return false;
        }
        // 各专班 in a table that takes it is no empty cell: the row belongs to all squads.
        let says_all = cells
            .get(position)
            .is_some_and(|cell| !cell.written.is_empty() && !crate::values::text::is_blank(&cell.written));
        if says_all && column.need == Need::Optional {
            return false;
        }
        let offices = column.form == Form::Squad { offices: true };
        let allowed = |owner: &Owner| offices || owner.squad().is_some();
        if let Some(owner) = self.context_owner().filter(allowed) {
            if let Some(cell) = cells.get_mut(position) {
                *cell = self.filled_squad(cell, owner);
            }
            return false;
        }
        if column.need == Need::Optional {
            return false;
        }
        let there = [Some(position), instead]
            .into_iter()
            .flatten()
            .find(|position| self.titled.get(*position).is_some_and(Option::is_some));
        match there {
            Some(position) => {
                problems.push(CellProblem {
                    what: What::EmptyRequired,
                    column: position,
                    sets_aside: Severity::Always,
                });
                false
            }
            None => true,
        }
    }

    /// An empty squad cell, filled.
    fn filled_squad(&mut self, empty: &Arc<Content>, owner: Owner) -> Arc<Content> {
        if let Some((before, of, filled)) = &self.filled_squad
            && Arc::ptr_eq(before, empty)
            && *of == owner
        {
            return Arc::clone(filled);
        }
        let filled = Arc::new(Content {
            state: State::Value(Value::Owner(owner.clone())),
            ..Content::clone(empty)
        });
        self.filled_squad = Some((Arc::clone(empty), owner, Arc::clone(&filled)));
        filled
    }

    /// Whose row it is: its squad, or the unit that stands instead, or the squad around a table without such columns.
    pub(super) fn owner(&self, cells: &[Arc<Content>]) -> Option<Owner> {
        let owners = || {
            self.table
                .columns
                .iter()
                .zip(cells)
                .filter(|(column, _)| matches!(column.form, Form::Squad { .. } | Form::Unit))
        };
        // 采购单位 buys, and owns nothing.
        let mut named = owners().filter(|(column, _)| column.name != "采购单位");
        let owner = named.find_map(|(_, cell)| match &cell.state {
            State::Value(Value::Owner(owner)) => Some(owner.clone()),
            _ => None,
        });
        let has_none = owners().next().is_none();
        owner.or_else(|| has_none.then(|| self.context_owner()).flatten())
    }

    /// Tells once that nothing names the squad.
    pub(super) fn tell_missing_squad(&mut self) -> Place {
        let (place, what) = match (&self.group, &self.untold_group) {
            (Some(None), Some((place, text))) => (place.clone(), What::UntoldGroup(Arc::clone(text))),
            _ if self.several_squads => (Place::row(self.source, self.region.header.top), What::SeveralSquads),
            _ => (Place::row(self.source, self.region.header.top), What::MissingColumn),
        };
        if self.no_squad.as_ref() == Some(&place) {
            return place;
        }
        let squad = self.table.columns.iter().find(|column| matches!(column.form, Form::Squad { .. }));
        let mut problem = self.problem(what, place.clone());
        problem.column = squad.map(|column| column.name);
        problem.sets_aside = true;
        self.problems.push(problem);
        self.no_squad = Some(place.clone());
        place
    }
}
