//! One table of a sheet → its rows with their values, and the problems of rows and table (spec 1.2, 2.2).

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::place::Source;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::FoundTable;
use crate::records::Kind;
use crate::records::cell::Content;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::column::DefaultUnit;
use crate::records::column::Form;
use crate::records::column::IDLE;
use crate::records::column::Need;
use crate::records::column::Table;
use crate::records::row::RowAt;
use crate::records::row::TableId;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::Unreadable;
use crate::values::currency::Currency;
use crate::values::id_number;
use crate::values::long_number;
use crate::values::period::Window;
use crate::values::unit::Unit;

use super::Reading;
use super::cells::CellRead;
use super::cells::CellReader;
use super::cells::MoneyContext;
use super::cells::RowMoney;
use super::context;
use super::context::NamesAround;
use super::fields::Fields;
use super::fields::may_be_one_number;
use super::grid::Grid;
use super::grid::GridCell;
use super::grid::Merge;
use super::grid::Raw;
use super::grid::TextLine;
use super::header;
use super::header::HeadColumn;
use super::heading;
use super::layout::Line;
use super::layout::Region;
use super::positions::Positions;
use super::repeats::ReadCell;
use super::repeats::Repeats;
use super::row;
use super::row::Draft;
use super::row::Fate;
use super::shared::Shared;
use super::title;
use super::title::Known;
use super::totals::Label;
use super::totals::Sum;
use super::totals::TotalCell;
use super::totals::Totals;
use super::unit_column::UnitColumns;
use super::void;

/// What a table gives.
pub(super) struct TableRead {
    /// The table itself.
    pub found: FoundTable,
    /// Its data rows, in order.
    pub drafts: Vec<Draft>,
    /// Problems of rows and of the table.
    pub problems: Vec<Problem>,
    /// First and last row, header and data, and the titled columns, for what is hidden.
    pub extent: Extent,
    /// What the table is known by when its file and sheet are renamed and its rows are moved: its kind, its squad and its first month.
    pub digest: u64,
    /// What the rows add up to, by money column.
    pub sums: Vec<Sum>,
}

/// The cells that a table takes.
pub(super) struct Extent {
    /// First row of the header.
    pub first_row: u32,
    /// Last row that was read.
    pub last_row: u32,
    /// Its titled columns.
    pub columns: BTreeSet<u16>,
}

/// A problem of a cell, before it is known whether it sets the row aside.
struct CellProblem {
    what: What,
    column: usize,
    sets_aside: Severity,
}

/// A row, before it is known what becomes of it.
struct RowRead {
    /// The digest of its cells.
    content: u128,
    cells: Vec<Arc<Content>>,
    problems: Vec<CellProblem>,
    /// Whether nothing names its squad (D003).
    missing_squad: bool,
}

/// When a problem sets its row aside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Severity {
    Always,
    Never,
    /// When none of the alternatives of its group is there instead.
    UnlessReplaced,
}

/// The sheet that a table stands in.
#[derive(Clone, Copy)]
pub(super) struct SheetAround<'a> {
    /// Whether its file counts days from 1904.
    pub is_1904: bool,
    /// Its merged blocks by first row.
    pub merges: &'a [Merge],
    /// Its place.
    pub source: &'a Arc<Source>,
    /// What its name, and those of its file and folders say.
    pub names: &'a NamesAround,
    /// Its lines, if it is a text.
    pub lines: &'a [TextLine],
}

/// Reads one table, below those of its kind that add up to `above`; the only one of a sheet lets go of the rows that it has read.
pub(super) fn read(
    region: &Region,
    (grid, only_one): (&mut Grid, bool),
    sheet: SheetAround<'_>,
    above: Option<Vec<Sum>>,
    id: TableId,
    reading: &Reading<'_>,
) -> TableRead {
    let mut reader = TableReader::new(region, sheet, above, id, reading);
    region.walk(grid, only_one, sheet.merges, &reading.settings.city, &mut |line| match line {
        Line::Data(row, cells, tall, untitled) => {
            if reader.fields.too_many(row).is_none() {
                reader.untitled.extend(untitled.iter().map(|cell| cell.column));
            }
            reader.data_row(row, &cells, &tall, &untitled);
        }
        Line::Total(row, label, written, cells) => reader.totals_row(row, label, &written, &cells),
        Line::Group(row, text, owner) => reader.enter_group(row, text, owner),
        Line::Said(value) => reader.said = Some(value),
        Line::Carried => reader.totals.carry(),
    });
    reader.finish()
}

struct TableReader<'a> {
    region: &'a Region,
    table: &'static Table,
    source: &'a Arc<Source>,
    id: TableId,
    city: &'a City,
    cells: CellReader<'a>,
    /// The fields of its lines, if it is a text.
    fields: Fields<'a>,
    repeats: Repeats,
    /// The cells of the row being read; kept for the next one, so that no row asks for memory of its own.
    cells_read: Vec<Rc<ReadCell>>,
    /// What a declared column that the table lacks holds.
    no_column: Rc<ReadCell>,
    /// What an empty cell of each declared column holds.
    blanks: Vec<Rc<ReadCell>>,
    /// An empty squad cell, and what it holds when the context fills it: mostly the same in every row.
    filled_squad: Option<(Arc<Content>, Owner, Arc<Content>)>,
    /// The last cell that was filled, with what it adds to the digest of its row.
    changed: Option<(Arc<Content>, u128)>,
    /// For each declared column its title, if the table has it.
    titled: Vec<Option<&'a HeadColumn>>,
    /// For each declared column the position of its title among those of the header.
    titled_at: Vec<Option<usize>>,
    positions: Positions,
    /// The declared columns of money, in order.
    money: Vec<usize>,
    unit_columns: UnitColumns,
    /// The unit that 币种 names in the rows so far; `Err` when they differ.
    currency_unit: Result<Option<Unit>, ()>,
    /// The squad of the context around the table.
    squad: Option<SquadId>,
    /// Whose the current rows are by the heading above them: `Some(None)` when it does not say.
    group: Option<Option<Owner>>,
    /// The heading that does not say, where it stands and what it says.
    untold_group: Option<(Place, Arc<str>)>,
    /// What the last labelled line says in place of a column.
    said: Option<Arc<str>>,
    totals: Totals,
    shared: Shared,
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
    squads: BTreeSet<SquadId>,
    /// The money columns whose default unit was taken (D009), by position.
    unit_assumed: BTreeSet<usize>,
    /// The positions of the titles below which a row may be marked as void.
    may_be_marked: Vec<usize>,
    /// The positions of the titles that stand there a second time, beside those that are read.
    repeated: Vec<usize>,
    /// The first row in which one of them holds something.
    repeated_from: Option<u32>,
    /// The columns without a title in which a data row holds something.
    untitled: BTreeSet<u16>,
    /// The place of the problem that no column and no context names the squad (D003).
    no_squad: Option<Place>,
    last_row: u32,
}

impl<'a> TableReader<'a> {
    fn new(region: &'a Region, sheet: SheetAround<'a>, above: Option<Vec<Sum>>, id: TableId, reading: &Reading<'a>) -> TableReader<'a> {
        let SheetAround { source, names, .. } = sheet;
        let table = region.header.kind.table();
        let titles = &region.header.columns;
        let titled_at: Vec<Option<usize>> = (0..table.columns.len())
            .map(|position| titles.iter().position(|title| title.known == Some(Known::Column(position))))
            .collect();
        let titled: Vec<Option<&HeadColumn>> = titled_at.iter().map(|at| titles.get((*at)?)).collect();
        let is_money = |(_, column): &(usize, &Column)| matches!(column.form, Form::Money(_));
        let money: Vec<usize> = table
            .columns
            .iter()
            .enumerate()
            .filter(is_money)
            .map(|(position, _)| position)
            .collect();
        let city = &reading.settings.city;
        let header = &region.header;
        let fields = Fields::new(sheet.lines, (header.top, header.bottom), region.last_row(), header.span().1);
        TableReader {
            fields,
            region,
            table,
            source,
            id,
            city,
            positions: Positions::of(table),
            cells: CellReader::new(
                city,
                reading.today,
                context::year(&region.lines, names, reading.year),
                sheet.is_1904,
            ),
            repeats: Repeats::default(),
            cells_read: Vec::new(),
            no_column: blank(State::NoColumn, None),
            blanks: titled
                .iter()
                .map(|title| blank(State::Empty, title.map(|title| title.column)))
                .collect(),
            filled_squad: None,
            changed: None,
            titled,
            titled_at,
            totals: Totals::new(money.len(), above),
            shared: Shared::default(),
            money,
            unit_columns: UnitColumns::new(&region.header.columns, table),
            currency_unit: Ok(None),
            squad: region.lines.squad.or(names.squad.filter(|_| !region.lines.coordination)),
            group: None,
            untold_group: None,
            said: region.header.said.as_ref().map(|(_, said)| Arc::clone(said)),
            drafts: Vec::new(),
            problems: Vec::new(),
            squads: BTreeSet::new(),
            unit_assumed: BTreeSet::new(),
            may_be_marked: titles_of_marks(titles, table),
            repeated: repeated_titles(titles, table),
            repeated_from: None,
            untitled: BTreeSet::new(),
            no_squad: None,
            last_row: region.header.bottom,
        }
    }

    /// Goes on to the rows below a heading. In the sheet of one squad a heading that only sounds like another (农业项目) is none, and
    /// one that names nobody leaves the rows to that squad as long as no heading named another.
    fn enter_group(&mut self, row: u32, text: Arc<str>, owner: Option<Owner>) {
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
    fn context_owner(&self) -> Option<Owner> {
        match &self.group {
            Some(owner) => owner.clone(),
            None if self.region.lines.coordination && self.region.lines.squad.is_none() => Some(Owner::Coordination),
            None => self.squad.map(Owner::Squad),
        }
    }

    fn money_context(&self, position: usize, of_row: RowMoney) -> MoneyContext {
        let title = self.titled.get(position).copied().flatten();
        MoneyContext {
            of_title: title.and_then(|title| title.unit),
            of_lines: self.region.lines.unit,
            of_row,
        }
    }

    /// The cell that stands in a declared column.
    fn raw<'r>(&self, position: usize, raws: &[Option<&'r Raw>]) -> Option<&'r Raw> {
        raws.get(self.titled_at.get(position).copied().flatten()?).copied().flatten()
    }

    /// Reads the cell of a declared column, or knows it from an earlier row.
    fn cell(&mut self, position: usize, raw: &Raw, money: RowMoney) -> Option<Rc<ReadCell>> {
        let column = self.table.columns.get(position)?;
        let context = self.money_context(position, money);
        let title = self.titled.get(position).copied().flatten();
        let kind = self.table.kind;
        let TableReader { repeats, cells, city, .. } = self;
        let read = || {
            readied(
                cells.read(column, raw, context),
                (kind, column),
                title.map(|title| title.column),
                city,
            )
        };
        Some(repeats.cell(position, raw, money, read))
    }

    fn data_row(&mut self, number: u32, raws: &[Option<&Raw>], tall: &[(u16, u32)], untitled: &[&GridCell]) {
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
        let mut cells_read = std::mem::take(&mut self.cells_read);
        for (position, column) in self.table.columns.iter().enumerate() {
            let cell = if self.titled.get(position).copied().flatten().is_none() {
                self.said_above(column, position).unwrap_or_else(|| Rc::clone(&self.no_column))
            } else {
                let cell = match self.raw(position, raws) {
                    Some(raw) => {
                        let unit = self.unit_columns.of_row(position, raws).or(of_row.unit);
                        self.cell(position, raw, RowMoney { unit, ..of_row })
                    }
                    None => self.blanks.get(position).map(Rc::clone),
                };
                cell.unwrap_or_else(|| Rc::clone(&self.no_column))
            };
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
        self.tell_long(&mut cells, &mut problems);
        self.require(&cells, &mut problems);
        self.tell_several(&cells, &mut problems);
        let read = RowRead {
            content: self.digest_of_row(&cells, &cells_read),
            cells,
            problems,
            missing_squad,
        };
        cells_read.clear();
        self.cells_read = cells_read;
        self.finish_row(number, read, raws, tall);
        self.tell_void(raws, untitled);
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
            at: RowAt {
                source: Arc::clone(self.source),
                row: number,
                table: self.id,
                digest: row::short(content),
            },
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

    /// Takes an amount for unreadable that may go on in the remark or the like behind it: `1` and `000` in a line of text that lacks a field
    /// at its end. Behind an amount a number of its own may stand in a column of numbers.
    fn tell_parted(&self, raws: &[Option<&Raw>], cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) {
        const COUNTS: [&str; 2] = ["序号", "附件张数"];
        let titles = &self.region.header.columns;
        for position in &self.money {
            let Some(at) = self.titled_at.get(*position).copied().flatten() else {
                continue;
            };
            let (Some(here), Some(next)) = (titles.get(at), titles.get(at + 1)) else {
                continue;
            };
            let takes_any = match next.known {
                Some(Known::Column(other)) => self.table.columns.get(other).is_some_and(|column| column.form == Form::Text),
                Some(Known::Idle(idle)) => IDLE.get(idle).is_some_and(|column| !COUNTS.contains(&column.name)),
                None => true,
            };
            let raw = |at: usize| raws.get(at).copied().flatten();
            let (Some(Raw::Text(field)), Some(Raw::Text(behind))) = (raw(at), raw(at + 1)) else {
                continue;
            };
            if next.column == here.column.saturating_add(1) && takes_any && may_be_one_number(field, behind) {
                let what = What::Amount(Unreadable::Parted);
                if let (Some(cell), Some(column)) = (cells.get_mut(*position), self.table.columns.get(*position)) {
                    Arc::make_mut(cell).state = State::Unreadable;
                    problems.push(CellProblem {
                        sets_aside: severity(column, &what),
                        what,
                        column: *position,
                    });
                }
            }
        }
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

    /// Tells a voucher number that may be several: whether one of them was used before cannot be told then.
    fn tell_several(&self, cells: &[Arc<Content>], problems: &mut Vec<CellProblem>) {
        if !matches!(self.table.kind, Kind::Expense | Kind::Receipt) {
            return;
        }
        let Some((position, _)) = self.table.column("凭证号") else {
            return;
        };
        let in_doubt = |cell: &Arc<Content>| matches!(cell.state, State::Value(_)) && long_number::may_be_several(&cell.written);
        if cells.get(position).is_some_and(in_doubt) {
            problems.push(CellProblem {
                what: What::Amount(Unreadable::Several),
                column: position,
                sets_aside: Severity::Never,
            });
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

    /// Gives the days of a column that holds both ends of a time to the columns of the ends, where those say nothing themselves.
    fn fill_spans(&self, cells: &mut [Arc<Content>]) {
        for [days, from, to] in &self.positions.spans {
            let Some(days) = cells.get(*days).cloned() else {
                continue;
            };
            for (end, position) in [from, to].into_iter().enumerate() {
                let Some(cell) = cells.get_mut(*position) else {
                    continue;
                };
                if !matches!(cell.state, State::NoColumn | State::Empty) {
                    continue;
                }
                let state = match (&days.state, end) {
                    (State::Value(Value::Days(days)), 0) => State::Value(Value::Date(days.from)),
                    (State::Value(Value::Days(days)), _) => State::Value(Value::Date(days.to)),
                    (State::Unreadable, _) => State::Unreadable,
                    (State::Empty, _) if matches!(cell.state, State::NoColumn) => State::Empty,
                    _ => continue,
                };
                *cell = Arc::new(Content {
                    state,
                    ..Content::clone(&days)
                });
            }
        }
    }

    /// Tells days of a log or an activity that go on for longer than a year (D005): whether in one cell or in two, a year is written wrong,
    /// and no day of the row can be counted.
    fn tell_long(&self, cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) {
        if !matches!(self.table.kind, Kind::Log | Kind::Activity) {
            return;
        }
        let position = |name: &str| self.table.column(name).map(|(position, _)| position);
        let state = |name: &str| position(name).and_then(|position| cells.get(position)).map(|cell| &cell.state);
        let days = match (state("日期"), state("开始日期"), state("结束日期")) {
            (Some(State::Value(Value::Days(days))), _, _) => Some((*days, "日期")),
            (_, Some(State::Value(Value::Date(from))), Some(State::Value(Value::Date(to)))) => {
                Some((Window { from: *from, to: *to }, "结束日期"))
            }
            _ => None,
        };
        let Some((_, name)) = days.filter(|(days, _)| days.length() > Window::LONGEST_ROW) else {
            return;
        };
        let Some((position, column)) = self.table.column(name) else {
            return;
        };
        if let Some(cell) = cells.get_mut(position) {
            let what = What::Date(Unreadable::TooLong);
            Arc::make_mut(cell).state = State::Unreadable;
            problems.push(CellProblem {
                sets_aside: severity(column, &what),
                what,
                column: position,
            });
        }
    }

    /// The currency that the row's 币种 names, and the unit if it names one above 元; an error when it names none that is known.
    fn row_currency(&mut self, raws: &[Option<&Raw>]) -> Result<RowMoney, ()> {
        let none = RowMoney::default();
        let Some(position) = self.positions.currency else {
            return Ok(none);
        };
        let Some(cell) = self.raw(position, raws).and_then(|raw| self.cell(position, raw, none)) else {
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

    /// Fills an empty squad from the context. Says whether there is neither a column nor a context for it (D003).
    fn fill_squad(&mut self, cells: &mut [Arc<Content>], problems: &mut Vec<CellProblem>) -> bool {
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

    /// Tells empty required cells (D004), and which unreadable alternatives are missed.
    fn require(&self, cells: &[Arc<Content>], problems: &mut Vec<CellProblem>) {
        let is_empty = |position: usize| cells.get(position).is_some_and(|cell| cell.is_empty());
        for column in self.positions.required.iter().copied().filter(|position| is_empty(*position)) {
            problems.push(CellProblem {
                what: What::EmptyRequired,
                column,
                sets_aside: Severity::Always,
            });
        }
        for group in &self.positions.alternatives {
            let has_value = |position: &usize| cells.get(*position).is_some_and(|cell| cell.value().is_some());
            let satisfied = group.iter().any(|columns| columns.iter().all(has_value));
            let mut unreadable = false;
            let is_member = |position: usize| group.iter().flatten().any(|member| *member == position);
            for problem in problems.iter_mut().filter(|problem| is_member(problem.column)) {
                if problem.sets_aside == Severity::UnlessReplaced {
                    problem.sets_aside = if satisfied { Severity::Never } else { Severity::Always };
                    unreadable |= !satisfied;
                }
            }
            if satisfied || unreadable {
                continue;
            }
            // The alternative that is nearest to being whole says which cell is missing.
            let lacks = |columns: &&Vec<usize>| columns.iter().filter(|position| !has_value(position)).count();
            let is_there = |position: &usize| cells.get(*position).is_some_and(|cell| cell.column.is_some());
            let nearest = group.iter().filter(|columns| columns.iter().all(is_there)).min_by_key(lacks);
            let empty = nearest.and_then(|columns| columns.iter().copied().find(|position| is_empty(*position)));
            if let Some(column) = empty {
                problems.push(CellProblem {
                    what: What::EmptyRequired,
                    column,
                    sets_aside: Severity::Always,
                });
            }
        }
    }

    fn finish_row(&mut self, number: u32, read: RowRead, raws: &[Option<&Raw>], tall: &[(u16, u32)]) {
        let RowRead {
            content,
            cells,
            problems,
            missing_squad,
        } = read;
        let kind = self.table.kind;
        let owner = self.owner(&cells);
        let squad_unreadable = self
            .table
            .columns
            .iter()
            .zip(&cells)
            .any(|(column, cell)| matches!(column.form, Form::Squad { .. }) && matches!(cell.state, State::Unreadable));
        if let Some(squad) = owner.as_ref().and_then(Owner::squad) {
            self.squads.insert(squad);
        }
        let mut draft = Draft {
            kind,
            at: RowAt {
                source: Arc::clone(self.source),
                row: number,
                table: self.id,
                digest: row::short(content),
            },
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

        let context = self.context_owner();
        let mut told = Vec::new();
        for problem in problems {
            // What a negative expense takes back is judged when all vouchers are known.
            let reversal = kind == Kind::Expense
                && matches!(&problem.what, What::NotPositive(amount) if amount.is_sign_negative())
                && self
                    .table
                    .columns
                    .get(problem.column)
                    .is_some_and(|column| column.need == Need::Required);
            if reversal {
                continue;
            }
            let mut told_problem = draft.problem(problem.what, Some(problem.column));
            told_problem.sets_aside = problem.sets_aside == Severity::Always;
            self.dress(&mut told_problem);
            if squad_unreadable {
                // It goes back to those whose table it is.
                told_problem.owner = context.clone();
            }
            told.push(told_problem);
        }
        told.sort_by_key(|problem| problem.place.column);
        let missing_squad = missing_squad.then(|| self.tell_missing_squad());
        let has_trouble = !told.is_empty() || missing_squad.is_some();
        // A day after the run is told whatever the period (D007), so that is why the row is set aside, whatever else is wrong with it.
        let set_aside = |problem: &&Problem| problem.sets_aside;
        let in_future = |problem: &&Problem| matches!(problem.what, What::DateInFuture { .. });
        let ground = |problem: &Problem| Fate::SetAside(row::rule_of(&problem.what), problem.place.clone());
        if let Some(problem) = told.iter().filter(set_aside).find(in_future) {
            draft.fate = ground(problem);
        } else if let Some(place) = missing_squad {
            draft.fate = Fate::SetAside("D003", place);
        } else if let Some(first) = told.iter().find(set_aside) {
            draft.fate = ground(first);
        }

        let amounts = self.amounts(&draft, tall);
        let troubled = has_trouble.then(|| draft.at.place());
        self.totals.add_row(&amounts, troubled);
        self.problems.extend(told);
        self.drafts.push(draft);
    }

    /// The amounts of a row for the totals, by money column; what stands in one block over several rows is there once, as a
    /// spreadsheet adds it up.
    fn amounts(&mut self, draft: &Draft, tall: &[(u16, u32)]) -> Vec<Option<(Decimal, Currency)>> {
        let mut amounts = Vec::with_capacity(self.money.len());
        for position in &self.money {
            let cell = draft.cells.get(*position);
            let amount = match cell.map(|cell| &cell.state) {
                Some(State::Value(Value::Money(money))) => Some((money.amount, money.currency)),
                _ => None,
            };
            let block = tall
                .iter()
                .find(|(column, _)| cell.is_some_and(|cell| cell.column == Some(*column)));
            let again = match (amount, block) {
                (Some(_), Some((_, top))) => self.shared.add(*position, *top, self.drafts.len()),
                _ => false,
            };
            amounts.push(amount.filter(|_| !again));
        }
        amounts
    }

    /// Whose row it is: its squad, or the unit that stands instead, or the squad around a table without such columns.
    fn owner(&self, cells: &[Arc<Content>]) -> Option<Owner> {
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

    /// Tells once that nothing names the squad.
    fn tell_missing_squad(&mut self) -> Place {
        let (place, what) = match (&self.group, &self.untold_group) {
            (Some(None), Some((place, text))) => (place.clone(), What::UntoldGroup(Arc::clone(text))),
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

    /// A problem of the table.
    fn problem(&self, what: What, place: Place) -> Problem {
        Problem {
            what,
            place,
            table: Some(self.id),
            column: None,
            title: None,
            written: None,
            owner: self.squad.map(Owner::Squad),
            date: None,
            row_title: String::new(),
            digest: 0,
            sets_aside: false,
            related: Vec::new(),
        }
    }

    /// Adds the title as written, and hides what must not be shown.
    fn dress(&self, problem: &mut Problem) {
        let Some((position, column)) = problem.column.and_then(|name| self.table.column(name)) else {
            return;
        };
        let title = self.titled.get(position).copied().flatten();
        problem.title = title.map(|title| Arc::clone(&title.title));
        if column.form == Form::IdNumber {
            problem.written = problem
                .written
                .as_ref()
                .map(|written| Arc::from(id_number::mask(&id_number::fold(written))));
        }
    }

    fn totals_row(&mut self, number: u32, label: Label, written: &Arc<str>, own: &[&GridCell]) {
        self.last_row = number;
        if let Some((fields, columns)) = self.fields.too_many(number) {
            let mut problem = self.problem(What::Fields { fields, columns }, Place::row(self.source, number));
            problem.row_title = written.to_string();
            self.problems.push(problem);
            self.totals.add_total(label, Arc::clone(written), Vec::new());
            return;
        }
        let shift = self.shift(own);
        // 总计（万元） below columns in another unit.
        let of_label = title::Title::read(written).unit;
        let mut cells = Vec::new();
        for (at, position) in self.money.iter().enumerate() {
            let (Some(column), Some(title)) = (self.table.columns.get(*position), self.titled.get(*position).copied().flatten()) else {
                continue;
            };
            let stands_in = i32::from(title.column) + shift;
            let Some(cell) = own.iter().find(|cell| i32::from(cell.column) == stands_in) else {
                continue;
            };
            let of_total = self.unit_columns.of_total(*position, own);
            let (Ok(of_column), Ok(of_currency)) = (of_total, self.currency_unit) else {
                continue;
            };
            let unit = of_column.or(of_currency);
            let mut context = self.money_context(*position, RowMoney { currency: None, unit });
            if of_label.is_some() {
                (context.of_title, context.of_row.unit) = (of_label, None);
            }
            let read = self.cells.read(column, &cell.raw, context);
            let place = Place::cell(self.source, number, cell.column);
            // Text that is no amount may be a remark; what nearly is one would have been compared.
            let untold = read.problems.into_iter().filter(|what| {
                matches!(
                    what,
                    What::Amount(Unreadable::Inexact | Unreadable::Range) | What::ErrorCell | What::NoResult
                )
            });
            for what in untold {
                let mut problem = self.problem(what, place.clone());
                problem.column = Some(column.name);
                problem.written = Some(Arc::clone(&read.written));
                problem.row_title = written.to_string();
                self.dress(&mut problem);
                self.problems.push(problem);
            }
            if let State::Value(Value::Money(money)) = read.state {
                cells.push(TotalCell {
                    money: at,
                    amount: money.amount,
                    place,
                    written: read.written,
                });
            }
        }
        // The required money column is told first.
        let main = self
            .table
            .money
            .and_then(|name| self.table.column(name))
            .map(|(position, _)| position);
        cells.sort_by_key(|cell| self.money.get(cell.money).copied() != main);
        self.totals.add_total(label, Arc::clone(written), cells);
    }

    /// By how many columns the cells of a totals row are shifted: none, unless numbers then stand below texts, and one column to
    /// the right or to the left of the figures everything fits.
    fn shift(&self, own: &[&GridCell]) -> i32 {
        let numbers: Vec<i32> = own
            .iter()
            .filter(|cell| match &cell.raw {
                Raw::Number(_) => true,
                Raw::Text(text) => matches!(crate::values::amount::parse(text), Ok(Some(_))),
                _ => false,
            })
            .map(|cell| i32::from(cell.column))
            .collect();
        let form = |column: i32| {
            let titled = self.region.header.columns.iter().find(|titled| i32::from(titled.column) == column);
            titled.map(|titled| match titled.known {
                Some(Known::Column(position)) => self.table.columns.get(position).map(|column| column.form),
                Some(Known::Idle(_)) | None => None,
            })
        };
        // Figures may stand below figures, and below titles that are not known; the first look-up is whether there is a title at all.
        let fits = |shift: i32| {
            let mut below_money = false;
            let all = numbers.iter().all(|column| match form(column - shift) {
                Some(Some(Form::Money(_))) => {
                    below_money = true;
                    true
                }
                Some(Some(Form::Number) | None) => true,
                Some(Some(_)) => false,
                None => shift == 0,
            });
            all && below_money
        };
        [0, -1, 1].into_iter().find(|shift| fits(*shift)).unwrap_or(0)
    }

    /// Sets aside the rows beside one amount that cannot be parted (D008); a money cell that the row can do without is only unreadable.
    fn tell_shared(&mut self) {
        for (position, rows) in self.shared.in_doubt(&self.drafts, self.city) {
            let required = self.table.columns.get(position).is_some_and(|column| column.need == Need::Required);
            let drafts = rows.iter().filter_map(|row| self.drafts.get(*row));
            let places: Vec<Place> = drafts.map(|draft| draft.at.place()).collect();
            let Some(first) = rows.first().and_then(|row| self.drafts.get(*row)) else {
                continue;
            };
            let mut problem = first.problem(What::Amount(Unreadable::Shared), Some(position));
            problem.sets_aside = required;
            problem.related = places.into_iter().skip(1).collect();
            self.dress(&mut problem);
            for row in rows {
                let Some(draft) = self.drafts.get_mut(row) else { continue };
                if let Some(cell) = draft.cells.get_mut(position) {
                    Arc::make_mut(cell).state = State::Unreadable;
                }
                if required && draft.fate == Fate::Used {
                    draft.fate = Fate::SetAside("D008", problem.place.clone());
                }
            }
            self.problems.push(problem);
        }
    }

    fn finish(mut self) -> TableRead {
        self.tell_shared();
        self.tell_totals();
        self.tell_unit();
        let kind = self.table.kind;
        let titles: Vec<(u16, Arc<str>, Option<&'static str>)> = self
            .region
            .header
            .columns
            .iter()
            .map(|column| {
                let name = match column.known {
                    Some(Known::Column(position)) => self.table.columns.get(position).map(|column| column.name),
                    Some(Known::Idle(position)) => IDLE.get(position).map(|column| column.name),
                    None => None,
                };
                (column.column, Arc::clone(&column.title), name)
            })
            .collect();
        self.tell_unknown_columns(&titles);
        let digest = self.digest();
        for problem in self.problems.iter_mut().filter(|problem| problem.digest == 0) {
            problem.digest = digest;
        }
        TableRead {
            digest,
            extent: Extent {
                first_row: self.region.header.top,
                last_row: self.last_row,
                columns: titles.iter().map(|(column, _, _)| *column).collect(),
            },
            found: FoundTable {
                kind,
                source: Arc::clone(self.source),
                header_row: self.region.header.top,
                titles,
                has_rows: !self.drafts.is_empty(),
                // A blank form hands in nothing: 未报, and not 0.
                squad: self.squad.filter(|_| !self.drafts.is_empty()),
                squads: self.squads,
            },
            sums: self.totals.sums().to_vec(),
            drafts: self.drafts,
            problems: self.problems,
        }
    }

    fn digest(&self) -> u64 {
        let squad = self.squad.map(|squad| self.city.squad(squad).name.to_string()).unwrap_or_default();
        let first = self.drafts.iter().filter_map(|draft| draft.date).min();
        let month = first.map(|day| day.format("%Y-%m").to_string()).unwrap_or_default();
        crate::records::row::digest_of(&[self.table.kind.key(), &squad, &month])
    }

    fn tell_totals(&mut self) {
        let first = self.drafts.iter().filter_map(|draft| draft.date).min();
        let begins_later = first.is_some_and(|day| day.month() > 1);
        for off in self.totals.mismatches(begins_later) {
            let column = self
                .money
                .get(off.cell.money)
                .and_then(|position| self.table.columns.get(*position));
            let name = column.map(|column| column.name);
            let mut problem = self.problem(
                What::Total {
                    written: off.cell.amount,
                    sum: off.sum,
                    troubled: off.troubled,
                },
                off.cell.place,
            );
            problem.column = name;
            problem.written = Some(off.cell.written);
            problem.row_title = off.label.to_string();
            problem.related = off.others;
            let squad = self.squad.map(|squad| self.city.squad(squad).name.to_string()).unwrap_or_default();
            problem.digest = crate::records::row::digest_of(&[
                self.table.kind.key(),
                &squad,
                &off.label,
                name.unwrap_or_default(),
                &off.cell.amount.to_string(),
            ]);
            self.dress(&mut problem);
            self.problems.push(problem);
        }
    }

    /// Tells once for the table the money columns whose default unit was taken, where the first of them stands.
    fn tell_unit(&mut self) {
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

    fn tell_unknown_columns(&mut self, titles: &[(u16, Arc<str>, Option<&'static str>)]) {
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
        let unknown: Vec<(u16, Arc<str>, Option<&'static str>)> = titles
            .iter()
            .filter(|(column, _, name)| name.is_none() && !self.unit_columns.is_used(*column))
            .filter(|(column, _, _)| !again.iter().any(|(other, _)| other == column))
            .map(|(column, title, _)| {
                // Also those that another title has: one of the two may be a slip.
                let names = self.table.columns.iter().map(|column| (column.name, title::names_of(column)));
                (*column, Arc::clone(title), title::nearest(title, names))
            })
            .collect();
        // What stands beyond the titles may be a part of a value that fell apart, as 1,234.00 does in a CSV file.
        // What a blank column parts from them is something else.
        let mut adjoining: BTreeSet<u16> = titles.iter().map(|(column, _, _)| *column).collect();
        let mut untitled = Vec::new();
        for column in &self.untitled {
            if column.checked_sub(1).is_some_and(|before| adjoining.contains(&before)) {
                adjoining.insert(*column);
                untitled.push((*column, Arc::from(""), None));
            }
        }
        let unknown: Vec<_> = unknown.into_iter().chain(untitled).collect();
        if let Some((column, _, _)) = unknown.first() {
            let place = Place::cell(self.source, self.region.header.bottom, *column);
            let problem = self.problem(What::UnknownColumns(unknown), place);
            self.problems.push(problem);
        }
    }
}

/// The titles, by position, below which a mark makes a row void: names, numbers and remarks.
fn titles_of_marks(titles: &[HeadColumn], table: &Table) -> Vec<usize> {
    let takes_marks = |(_, title): &(usize, &HeadColumn)| match title.known {
        Some(Known::Column(position)) => table.columns.get(position).is_some_and(void::may_be_marked),
        Some(Known::Idle(_)) | None => true,
    };
    titles.iter().enumerate().filter(takes_marks).map(|(at, _)| at).collect()
}

/// The titles, by position, that a list of titles repeats which is read already (专班 | 姓名 | 角色 | 姓名 | 角色): two or more next to each
/// other, a column among them without which there is no row.
fn repeated_titles(titles: &[HeadColumn], table: &Table) -> Vec<usize> {
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

/// An empty cell, or one of a column that the table lacks.
fn blank(state: State<Value>, column: Option<u16>) -> Rc<ReadCell> {
    Rc::new(ReadCell {
        content: Arc::new(Content {
            state,
            column,
            written: Arc::from(""),
        }),
        problems: Vec::new(),
        unit_assumed: false,
        digest: 0,
    })
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

/// When a problem of a cell sets the row aside.
fn severity(column: &Column, what: &What) -> Severity {
    let when_required = match column.need {
        Need::Required => Severity::Always,
        Need::Context => Severity::Always,
        Need::Alternative => Severity::UnlessReplaced,
        Need::Optional | Need::Idle => Severity::Never,
    };
    match what {
        What::YearTaken(_) | What::DateTooEarly(_) => Severity::Never,
        // Whose the row is may stand in 专班.
        What::UnknownSquad if column.form == Form::Unit => when_required,
        What::DateInFuture { .. } | What::UnknownSquad => Severity::Always,
        What::NotPositive(_) if column.need != Need::Required => Severity::Never,
        What::UnknownWord(_) if column.form == Form::Currency => Severity::Always,
        What::ErrorCell | What::NoResult if matches!(column.form, Form::Currency) => Severity::Always,
        _ => when_required,
    }
}
