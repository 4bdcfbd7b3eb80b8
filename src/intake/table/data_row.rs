//! One data row: its cells read, what is wrong with them, and what becomes of the row.

use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::intake::cells::CellRead;
use crate::intake::cells::MoneyContext;
use crate::intake::cells::RowMoney;
use crate::intake::ditto;
use crate::intake::grid::GridCell;
use crate::intake::grid::Raw;
use crate::intake::header;
use crate::intake::repeats::ReadCell;
use crate::intake::row;
use crate::intake::row::Draft;
use crate::intake::row::Fate;
use crate::intake::title::Known;
use crate::intake::void;
use crate::place::Place;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::row::RowAt;
use crate::regulation::City;
use crate::values::unit::Unit;

use super::TableReader;
use super::money_context;
use super::together::CellProblem;
use super::together::Severity;
use super::together::severity;

/// A row, before it is known what becomes of it.
struct RowRead {
    /// The digest of its cells.
    content: u128,
    cells: Vec<Arc<Content>>,
    problems: Vec<CellProblem>,
    /// Whether nothing names its squad (D003).
    missing_squad: bool,
}

impl TableReader<'_> {
    /// Reads a data row and settles what becomes of it.
    pub(super) fn data_row(&mut self, number: u32, raws: &[Option<&Raw>], tall: &[(u16, u32)], untitled: &[&GridCell]) {
        self.last_row = number;
        if let Some((fields, columns)) = self.fields.too_many(number) {
            self.moved_row(number, raws, What::Fields { fields, columns });
            return;
        }
        let holds = |at: &usize| raws.get(*at).copied().flatten().is_some();
        if self.repeated_from.is_none() && self.repeated.iter().any(holds) {
            self.repeated_from = Some(number);
        }
        let mut problems: Vec<CellProblem> = Vec::new();
        let currency = self.row_currency(raws);
        let of_row = currency.unwrap_or_default();
        if let Some(unit) = of_row.unit {
            self.currency_unit = match self.currency_unit {
                Ok(before) if before.is_none_or(|before| before == unit) => Ok(Some(unit)),
                _ => Err(()),
            };
        }
        let cells_read = self.cells_of(raws, of_row, &mut problems);
        let mut cells: Vec<Arc<Content>> = cells_read.iter().map(|cell| Arc::clone(&cell.content)).collect();
        // Of money in an unknown currency nothing can be told.
        if currency.is_err() {
            let money = cells.iter_mut().filter(|cell| matches!(cell.state, State::Value(Value::Money(_))));
            money.for_each(|cell| Arc::make_mut(cell).state = State::Unreadable);
        }

        if self.fields.may_be_parted(number) {
            self.tell_parted(raws, &mut cells, &mut problems);
        }
        self.fill_spans(&mut cells);
        let missing_squad = self.fill_squad(&mut cells, &mut problems);
        self.tell_days(&mut cells, &mut problems);
        self.tell_counts(&mut cells, &mut problems);
        self.require(&cells, &mut problems);
        self.tell_rivals(number, raws, of_row, &mut cells, &mut problems);
        self.tell_several(&cells, &mut problems);
        let read = RowRead {
            content: self.digest_of_row(&cells, &cells_read),
            cells,
            problems,
            missing_squad,
        };
        self.cells_read = std::mem::replace(&mut self.above, cells_read);
        self.cells_read.clear();
        self.finish_row(number, read, raws, tall);
        self.tell_void(raws, untitled);
    }

    /// Reads the cells of all declared columns, and what is wrong with each.
    fn cells_of(&mut self, raws: &[Option<&Raw>], of_row: RowMoney, problems: &mut Vec<CellProblem>) -> Vec<Rc<ReadCell>> {
        let mut cells_read = std::mem::take(&mut self.cells_read);
        for (position, column) in self.table.columns.iter().enumerate() {
            let cell = if self.titled.get(position).copied().flatten().is_none() {
                self.said_above(column, position)
            } else {
                match self.raw(position, raws) {
                    Some(raw) if ditto::is_ditto(raw) => self.ditto(position, raw),
                    Some(raw) => {
                        let unit = self.unit_columns.of_row(position, raws).or(of_row.unit);
                        self.cell(position, raw, RowMoney { unit, ..of_row })
                    }
                    None => self.blanks.get(position).map(Rc::clone),
                }
            };
            let cell = cell.unwrap_or_else(|| Rc::clone(&self.no_column));
            if cell.unit_assumed {
                self.unit_assumed.insert(position);
            }
            for what in &cell.problems {
                let told_before =
                    matches!(what, What::YearTaken(_)) && problems.iter().any(|problem| matches!(problem.what, What::YearTaken(_)));
                if !told_before {
                    problems.push(CellProblem {
                        what: what.clone(),
                        column: position,
                        sets_aside: severity(column, what),
                    });
                }
            }
            cells_read.push(cell);
        }
        cells_read
    }

    /// Reads the cell of a declared column, or knows it from an earlier row.
    pub(super) fn cell(&mut self, position: usize, raw: &Raw, money: RowMoney) -> Option<Rc<ReadCell>> {
        let column = self.table.columns.get(position)?;
        let title = self.titled.get(position).copied().flatten();
        let (kind, of_lines) = (self.table.kind, self.region.lines.unit);
        let TableReader { repeats, cells, city, .. } = self;
        // Most cells say what an earlier one said, and are not read.
        let read = || {
            readied(
                cells.read(column, raw, money_context(title, of_lines, money)),
                (kind, column),
                title.map(|title| title.column),
                city,
            )
        };
        Some(repeats.cell(position, raw, money, read))
    }

    /// The currency that the row's 币种 names, and the unit if it names one above 元; an error when it names none that is known.
    fn row_currency(&mut self, raws: &[Option<&Raw>]) -> Result<RowMoney, ()> {
        let none = RowMoney::default();
        let Some((position, raw)) = self.positions.currency.and_then(|at| Some((at, self.raw(at, raws)?))) else {
            return Ok(none);
        };
        let cell = match ditto::is_ditto(raw) {
            true => self.ditto(position, raw),
            false => self.cell(position, raw, none),
        };
        let Some(cell) = cell else {
            return Ok(none);
        };
        match cell.content.state {
            State::Value(Value::Currency(currency)) => Ok(RowMoney {
                currency: Some(currency),
                unit: Unit::parse(&cell.content.written).filter(|unit| unit.factor != Decimal::ONE),
            }),
            State::Unreadable => Err(()),
            _ => Ok(none),
        }
    }

    /// What a cell that says 同上 holds: what stands above it, where that is the cell of a row of data and may come again.
    fn ditto(&mut self, position: usize, raw: &Raw) -> Option<Rc<ReadCell>> {
        let column = self.table.columns.get(position)?;
        let above = self.above.get(position).filter(|above| !above.content.is_empty());
        match above.filter(|_| !ditto::is_of_row(column, self.table)) {
            Some(above) => Some(Rc::clone(above)),
            None => self.cell(position, raw, RowMoney::default()),
        }
    }

    /// What a line above the header says in place of a column.
    fn said_above(&mut self, column: &'static Column, position: usize) -> Option<Rc<ReadCell>> {
        self.region.header.said.as_ref().filter(|(said, _)| *said == position)?;
        let raw = Raw::Text(Arc::clone(self.said.as_ref()?));
        let kind = self.table.kind;
        let TableReader { repeats, cells, city, .. } = self;
        // Its problems are not told again in every row.
        let read = || ReadCell {
            problems: Vec::new(),
            ..readied(cells.read(column, &raw, MoneyContext::default()), (kind, column), None, city)
        };
        Some(repeats.cell(position, &raw, RowMoney::default(), read))
    }

    /// The digest of a row; what filling changed is looked at anew.
    fn digest_of_row(&mut self, cells: &[Arc<Content>], read: &[Rc<ReadCell>]) -> u128 {
        let mut digest_of_changed = |column, cell: &Arc<Content>| match &self.changed {
            Some((changed, digest)) if Arc::ptr_eq(changed, cell) => *digest,
            _ => {
                let digest = row::cell_digest(self.table.kind, column, cell, self.city);
                self.changed = Some((Arc::clone(cell), digest));
                digest
            }
        };
        let cells = self.table.columns.iter().zip(cells).zip(read);
        row::digest(cells.map(|((column, cell), read)| {
            if Arc::ptr_eq(cell, &read.content) {
                read.digest
            } else {
                digest_of_changed(column, cell)
            }
        }))
    }

    /// Makes the draft of a row, and tells what is wrong with it.
    fn finish_row(&mut self, number: u32, read: RowRead, raws: &[Option<&Raw>], tall: &[(u16, u32)]) {
        let RowRead {
            content,
            cells,
            problems,
            missing_squad,
        } = read;
        let kind = self.table.kind;
        let owner = self.owner(&cells);
        if let Some(squad) = owner.as_ref().and_then(Owner::squad) {
            self.squads.insert(squad);
        }
        let mut draft = Draft {
            kind,
            at: self.row_at(number, content),
            content,
            date: self.positions.date_of(&cells),
            cells,
            owner,
            fate: Fate::Used,
            notes: None,
        };
        let is_reversal = kind == Kind::Expense && draft.money().is_some_and(|money| money.amount.is_sign_negative());
        if is_reversal || kind == Kind::Budget {
            draft.notes = Some(self.texts_of(raws));
        }

        let told = self.told(&draft, problems);
        let missing_squad = missing_squad.then(|| self.tell_missing_squad());
        let has_trouble = !told.is_empty() || missing_squad.is_some();
        draft.fate = fate(&told, missing_squad);
        let amounts = self.amounts(&draft, tall);
        let troubled = has_trouble.then(|| draft.at.place());
        self.totals.add_row(&amounts, troubled);
        self.problems.extend(told);
        self.drafts.push(draft);
    }

    /// Of the problems of a row those that are told, from left to right.
    fn told(&self, draft: &Draft, problems: Vec<CellProblem>) -> Vec<Problem> {
        if problems.is_empty() {
            return Vec::new();
        }
        let is_required = |position: usize| self.table.columns.get(position).is_some_and(|column| column.need == Need::Required);
        // What a negative expense takes back is judged when all vouchers are known.
        let is_reversal = |problem: &CellProblem| {
            draft.kind == Kind::Expense
                && matches!(&problem.what, What::NotPositive(amount) if amount.is_sign_negative())
                && is_required(problem.column)
        };
        let mut cells = self.table.columns.iter().zip(&draft.cells);
        let squad_unreadable =
            cells.any(|(column, cell)| matches!(column.form, Form::Squad { .. }) && matches!(cell.state, State::Unreadable));
        let tell = |problem: CellProblem| {
            let mut told = draft.problem(problem.what, Some(problem.column));
            told.sets_aside = problem.sets_aside == Severity::Always;
            self.dress(&mut told);
            if squad_unreadable {
                // It goes back to those whose table it is.
                told.owner = self.context_owner();
            }
            told
        };
        let mut told: Vec<Problem> = problems.into_iter().filter(|problem| !is_reversal(problem)).map(tell).collect();
        told.sort_by_key(|problem| problem.place.column);
        told
    }

    /// Where a row of that content stands.
    fn row_at(&self, number: u32, content: u128) -> RowAt {
        RowAt {
            source: Arc::clone(self.source),
            row: number,
            table: self.id,
            digest: row::short(content),
        }
    }

    /// What is written in a row for people: its texts, also those of columns that are not known.
    fn texts_of(&self, raws: &[Option<&Raw>]) -> Arc<str> {
        let is_text = |known: Option<Known>| match known {
            Some(Known::Column(position)) => self.table.columns.get(position).is_some_and(|column| column.form == Form::Text),
            Some(Known::Idle(_)) | None => true,
        };
        let columns = self
            .region
            .header
            .columns
            .iter()
            .zip(raws)
            .filter(|(column, _)| is_text(column.known));
        let texts = columns.filter_map(|(_, raw)| raw.filter(|raw| matches!(raw, Raw::Text(_))).map(header::shown));
        Arc::from(texts.collect::<Vec<_>>().join("\n"))
    }

    /// Tells what marks the last row as void, if it counts; in a table that has a stage, a row whose stage says as much is no surprise.
    fn tell_void(&mut self, raws: &[Option<&Raw>], untitled: &[&GridCell]) {
        let Some(draft) = self.drafts.last().filter(|draft| draft.fate == Fate::Used) else {
            return;
        };
        let titles = &self.region.header.columns;
        let titled = self.may_be_marked.iter().filter_map(|at| {
            let title = titles.get(*at)?;
            Some((title.column, Some(title), raws.get(*at).copied().flatten()?))
        });
        let beside = untitled.iter().map(|cell| (cell.column, None, &cell.raw));
        let says_void = |raw: &Raw| matches!(raw, Raw::Text(written) if void::says_void(written));
        let Some((column, title, raw)) = titled.chain(beside).find(|(_, _, raw)| says_void(raw)) else {
            return;
        };
        if draft.kind == Kind::Project && draft.cell("阶段").is_some_and(|stage| stage.written.contains("终止")) {
            return;
        }
        let mut problem = draft.problem(What::Void, None);
        problem.place = Place::cell(self.source, draft.at.row, column);
        problem.column = match title.and_then(|title| title.known) {
            Some(Known::Column(position)) => self.table.columns.get(position).map(|column| column.name),
            _ => None,
        };
        problem.title = title.map(|title| Arc::clone(&title.title));
        problem.written = Some(header::shown(raw));
        self.problems.push(problem);
    }

    /// Sets a line of text aside whose fields do not stand below their titles: what is written stays, and none of it is read.
    fn moved_row(&mut self, number: u32, raws: &[Option<&Raw>], what: What) {
        let unread = |at: &usize| {
            let title = self.titled.get(*at).copied().flatten()?;
            let written = header::shown(self.raw(*at, raws)?);
            Some(Arc::new(Content {
                state: State::Unreadable,
                column: Some(title.column),
                written,
            }))
        };
        let cells: Vec<Arc<Content>> = (0..self.table.columns.len())
            .map(|at| unread(&at).unwrap_or_else(|| Arc::clone(&self.no_column.content)))
            .collect();
        let columns = self.table.columns.iter().zip(&cells);
        let content = row::digest(columns.map(|(column, cell)| row::cell_digest(self.table.kind, column, cell, self.city)));
        let draft = Draft {
            kind: self.table.kind,
            at: self.row_at(number, content),
            content,
            date: None,
            owner: self.context_owner(),
            fate: Fate::SetAside(row::rule_of(&what), Place::row(self.source, number)),
            cells,
            notes: None,
        };
        let mut problem = draft.problem(what, None);
        problem.sets_aside = true;
        self.totals.add_row(&vec![None; self.money.len()], Some(draft.at.place()));
        self.problems.push(problem);
        self.drafts.push(draft);
    }
}

/// What becomes of a row by what is told of it, and by the place that says that no squad is named. A day after the run is told whatever
/// the period (D007), so that is why the row is set aside, whatever else is wrong with it.
fn fate(told: &[Problem], missing_squad: Option<Place>) -> Fate {
    let ground = |problem: &Problem| Fate::SetAside(row::rule_of(&problem.what), problem.place.clone());
    let mut set_aside = told.iter().filter(|problem| problem.sets_aside);
    let in_future = set_aside.clone().find(|problem| matches!(problem.what, What::DateInFuture { .. }));
    match (in_future, missing_squad) {
        (Some(problem), _) => ground(problem),
        (None, Some(place)) => Fate::SetAside("D003", place),
        (None, None) => set_aside.next().map_or(Fate::Used, ground),
    }
}

/// A cell that was just read, made ready for its rows.
fn readied(read: CellRead, (kind, declared): (Kind, &Column), column: Option<u16>, city: &City) -> ReadCell {
    let content = Content {
        state: read.state,
        column,
        written: read.written,
    };
    ReadCell {
        digest: row::cell_digest(kind, declared, &content, city),
        content: Arc::new(content),
        problems: read.problems,
        unit_assumed: read.unit_assumed,
    }
}
