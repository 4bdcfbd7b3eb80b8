//! One table of a sheet → its rows with their values, and the problems of rows and table (spec 1.2, 2.2).

mod data_row;
mod owners;
mod sums;
mod titles;
mod together;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::place::Place;
use crate::place::Source;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::FoundTable;
use crate::records::cell::Content;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::IDLE;
use crate::records::column::Table;
use crate::records::row::TableId;
use crate::regulation::City;
use crate::regulation::SquadId;
use crate::values::id_number;
use crate::values::unit::Unit;

use self::titles::repeated_titles;
use self::titles::titles_of_marks;
use super::Reading;
use super::cells;
use super::cells::CellReader;
use super::cells::MoneyContext;
use super::cells::RowMoney;
use super::context;
use super::context::NamesAround;
use super::fields::Fields;
use super::grid::Grid;
use super::grid::Merge;
use super::grid::Raw;
use super::grid::TextLine;
use super::header::HeadColumn;
use super::layout::Line;
use super::layout::Region;
use super::positions::Positions;
use super::repeats::ReadCell;
use super::repeats::Repeats;
use super::row::Draft;
use super::shared::Shared;
use super::title::Known;
use super::totals::Sum;
use super::totals::Totals;
use super::unit_column::UnitColumns;

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
        // What is like the cell above is like the last row of data, unless something that is none stands between.
        other => {
            reader.above.clear();
            reader.other_line(other);
        }
    });
    reader.finish()
}

/// A table as far as it is read. What its rows have in common stands in the files below.
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
    /// Those of the last data row while nothing but blank rows and repeated titles follows: what 同上 means.
    above: Vec<Rc<ReadCell>>,
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
    /// Whether what stands nearest around the table names several squads.
    several_squads: bool,
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
        // 文旅招商推介会支出 is the squad's where its folder is.
        let said_around = names.squad.filter(|squad| {
            let agrees = region.lines.perhaps.is_none_or(|perhaps| perhaps == *squad);
            agrees && !region.lines.coordination && !region.lines.several
        });
        let squad = region.lines.squad.or(said_around);
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
                table,
                reading.today,
                context::year(&region.lines, names, reading.year),
                sheet.is_1904,
            ),
            repeats: Repeats::default(),
            cells_read: Vec::new(),
            above: Vec::new(),
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
            squad,
            several_squads: squad.is_none() && (region.lines.several || region.lines.perhaps.is_some() || names.several),
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

    fn money_context(&self, title: Option<&HeadColumn>, of_row: RowMoney) -> MoneyContext {
        money_context(title, self.region.lines.unit, of_row)
    }

    /// Goes on below a line that is no row of data.
    fn other_line(&mut self, line: Line<'_>) {
        match line {
            Line::Data(..) => {}
            Line::Total(row, label, written, cells) => self.totals_row(row, label, &written, &cells),
            Line::Group(row, text, owner) => self.enter_group(row, text, owner),
            Line::Said(value) => self.said = Some(value),
            Line::Carried => self.totals.carry(),
        }
    }

    /// The cell that stands in a declared column.
    fn raw<'r>(&self, position: usize, raws: &[Option<&'r Raw>]) -> Option<&'r Raw> {
        raws.get(self.titled_at.get(position).copied().flatten()?).copied().flatten()
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

    /// Tells what only the whole table shows, and hands everything over.
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

    /// What [`TableRead::digest`] is.
    fn digest(&self) -> u64 {
        let squad = self.squad.map(|squad| self.city.squad(squad).name.to_string()).unwrap_or_default();
        let first = self.drafts.iter().filter_map(|draft| draft.date).min();
        let month = first.map(|day| day.format("%Y-%m").to_string()).unwrap_or_default();
        crate::records::row::digest_of(&[self.table.kind.key(), &squad, &month])
    }
}

/// What is said of the money of a cell outside of it.
fn money_context(title: Option<&HeadColumn>, of_lines: Option<Unit>, of_row: RowMoney) -> MoneyContext {
    MoneyContext {
        of_title: title.and_then(|title| title.unit),
        several: title.is_some_and(|title| title.several_units),
        is_converted: title.is_some_and(|title| cells::says_converted(&title.title)),
        of_lines,
        of_row,
    }
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
