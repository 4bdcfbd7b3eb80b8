//! Sheets → tables → records (spec 1): each sheet by itself, then rows against rows, then the account.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::account::Account;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::account::Tally;
use crate::history::Reply;
use crate::place::Place;
use crate::place::Source;
use crate::problem::Layout;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::FoundTable;
use crate::records::Kind;
use crate::records::SetAside;
use crate::records::Tables;
use crate::records::budget::Budget;
use crate::records::row::Record;
use crate::records::row::TableId;
use crate::regulation::City;
use crate::values::currency::Currency;
use crate::values::text::fold;

use super::Intake;
use super::ReadFile;
use super::Reading;
use super::companions;
use super::context::NamesAround;
use super::grid::Grid;
use super::grid::GridRow;
use super::grid::Raw;
use super::header;
use super::header::Unrecognised;
use super::laid_out;
use super::layout;
use super::replies;
use super::rivals;
use super::row::Draft;
use super::row::Fate;
use super::spread;
use super::table;
use super::table::Extent;
use super::table::SheetAround;
use super::title::Names;
use super::totals::Above;

/// Filled rows and filled cells in each from which a sheet has data, and not just a cover or a note.
const DATA_ROWS: usize = 2;
const DATA_CELLS: usize = 2;

/// What one file gives by itself, before its rows are held against those of others.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    path: String,
    /// Its tables; their rows and problems number them from 0.
    found: Vec<FoundTable>,
    drafts: Vec<Draft>,
    pub(super) problems: Vec<Problem>,
    replies: Vec<Reply>,
}

/// Finds the tables of the files, which are in file order (by path), and makes records of them.
pub(super) fn settle(files: impl IntoIterator<Item = ReadFile>, reading: &Reading<'_>) -> Intake {
    let names = Names::new(reading.settings);
    join(files.into_iter().map(|file| piece(file, &names, reading)), reading)
}

/// Finds the tables of one file.
pub(super) fn piece(file: ReadFile, names: &Names, reading: &Reading<'_>) -> Piece {
    let mut settling = Settling {
        names,
        reading,
        piece: Piece {
            path: file.path,
            ..Piece::default()
        },
    };
    settling.sheets(file.workbook.sheets);
    settling.piece
}

/// Puts the files together, which are in file order, and makes records of their rows.
pub(super) fn join(pieces: impl IntoIterator<Item = Piece>, reading: &Reading<'_>) -> Intake {
    let mut joining = Joining::default();
    for piece in pieces {
        joining.add(piece);
    }
    joining.finish(reading)
}

struct Settling<'a> {
    names: &'a Names,
    reading: &'a Reading<'a>,
    piece: Piece,
}

impl Settling<'_> {
    fn city(&self) -> &City {
        &self.reading.settings.city
    }

    fn sheets(&mut self, sheets: Vec<Grid>) {
        let path: Arc<str> = Arc::from(self.piece.path.as_str());
        let source = |grid: &Grid| {
            Arc::new(Source {
                file: Arc::clone(&path),
                sheet: Arc::clone(&grid.name),
                order: grid.order,
            })
        };
        // A findings list that came back is ours, with all of its sheets.
        let lists: Vec<Vec<Reply>> = sheets.iter().filter_map(|grid| replies::read(grid, &source(grid))).collect();
        if !lists.is_empty() {
            self.piece.replies.extend(lists.into_iter().flatten());
            return;
        }
        // The sheet of remarks of a copy that was sent back is ours.
        for grid in sheets.into_iter().filter(|grid| !replies::is_remarks(grid)) {
            let source = source(&grid);
            self.sheet(grid, &source);
        }
    }

    fn sheet(&mut self, mut grid: Grid, source: &Arc<Source>) {
        if !grid.rows.is_sorted_by_key(|row| row.row) {
            grid.rows.sort_by_key(|row| row.row);
        }
        let around = NamesAround::read(&source.sheet, &source.file, self.city());
        let merges = spread::by_top(&grid);
        let headings = header::find(&grid, &merges, self.names);
        let nearest = headings.nearest;
        let (regions, unknown) = layout::regions(&grid, &merges, headings.found, &around, self.city());
        let mut extents = Vec::new();
        let mut digest = None;
        let mut above = Above::default();
        // What other headings there are is read from the rows afterwards.
        let lines = std::mem::take(&mut grid.lines);
        let only_one = regions.len() == 1 && unknown.is_empty() && headings.beside.is_empty();
        for region in &regions {
            let id = TableId(u32::try_from(self.piece.found.len()).unwrap_or(u32::MAX));
            let sheet = SheetAround {
                is_1904: grid.is_1904,
                merges: &merges,
                source,
                names: &around,
                lines: &lines,
            };
            let cells = (&mut grid, only_one);
            let read = table::read(
                region,
                cells,
                sheet,
                above.row(region.header.kind, region.header.top),
                id,
                self.reading,
            );
            self.piece.found.push(read.found);
            // The only table of a file, be it large, moves as it is.
            if self.piece.drafts.is_empty() {
                self.piece.drafts = read.drafts;
            } else {
                self.piece.drafts.extend(read.drafts);
            }
            self.piece.problems.extend(read.problems);
            above.add(region.header.kind, read.extent.last_row, read.sums);
            extents.push(read.extent);
            digest.get_or_insert(read.digest);
        }
        let digest = digest.unwrap_or_else(|| heading_digest(&grid, 0));
        if regions.is_empty() {
            let has_data = has_data(&grid);
            if has_data {
                let tie = unknown.into_iter().find(|unknown| unknown.tie);
                let layout = match tie {
                    Some(_) => None,
                    None => laid_out::layout(&grid, self.names, self.city()),
                };
                self.unknown_table(Place::sheet(source), tie.or(nearest), layout, &around, digest);
            }
            if has_data && grid.hidden {
                self.hidden(&grid, source, &[], &around, digest);
            }
            return;
        }
        for unknown in unknown.into_iter().chain(headings.beside) {
            let place = Place::row(source, unknown.top);
            let digest = heading_digest(&grid, unknown.top);
            self.unknown_table(place, Some(unknown), None, &around, digest);
        }
        self.hidden(&grid, source, &extents, &around, digest);
    }

    fn unknown_table(&mut self, place: Place, unknown: Option<Unrecognised>, layout: Option<Layout>, around: &NamesAround, digest: u64) {
        let tie = unknown.as_ref().is_some_and(|unknown| unknown.tie);
        // The titles of a header say little of what is laid out otherwise.
        let nearest = unknown
            .filter(|_| layout.is_none())
            .map(|unknown| unknown.nearest)
            .unwrap_or_default();
        self.piece
            .problems
            .push(sheet_problem(What::UnknownTable { nearest, tie, layout }, place, around, digest));
    }

    /// Tells what is hidden inside the tables of a sheet (D024).
    fn hidden(&mut self, grid: &Grid, source: &Arc<Source>, extents: &[Extent], around: &NamesAround, digest: u64) {
        let spans = joined(extents.iter().map(|extent| (extent.first_row, extent.last_row)).collect());
        let titled: BTreeSet<u16> = extents.iter().flat_map(|extent| extent.columns.iter().copied()).collect();
        let in_rows = |row: &u32| {
            let after = spans.partition_point(|(first, _)| first <= row);
            let span = after.checked_sub(1).and_then(|at| spans.get(at));
            span.is_some_and(|(_, last)| row <= last)
        };
        let in_columns = |column: &u16| titled.contains(column);
        let rows = grid.hidden_rows.iter().copied().filter(in_rows).map(u64::from);
        let columns = grid.hidden_columns.iter().copied().filter(in_columns).map(u64::from);
        let rows = runs(rows.collect())
            .into_iter()
            .map(|(from, to)| (from as u32, to as u32))
            .collect::<Vec<_>>();
        let columns = runs(columns.collect())
            .into_iter()
            .map(|(from, to)| (from as u16, to as u16))
            .collect::<Vec<_>>();
        if rows.is_empty() && columns.is_empty() && !grid.hidden {
            return;
        }
        let what = What::Hidden {
            rows,
            columns,
            sheet: grid.hidden,
            is_read: !extents.is_empty(),
        };
        self.piece.problems.push(sheet_problem(what, Place::sheet(source), around, digest));
    }
}

/// Files put together.
#[derive(Default)]
struct Joining {
    tables: Tables,
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
    /// Each file's path, with the tables that it holds.
    accounts: Vec<(String, std::ops::Range<usize>)>,
    replies: Vec<Reply>,
}

impl Joining {
    fn add(&mut self, mut piece: Piece) {
        let from = self.tables.found.len();
        let here = |id: TableId| TableId(u32::try_from(from).unwrap_or(u32::MAX).saturating_add(id.0));
        for draft in &mut piece.drafts {
            draft.at.table = here(draft.at.table);
        }
        for problem in &mut piece.problems {
            problem.table = problem.table.map(here);
        }
        self.tables.found.append(&mut piece.found);
        if self.drafts.is_empty() {
            self.drafts = piece.drafts;
        } else {
            self.drafts.append(&mut piece.drafts);
        }
        self.problems.append(&mut piece.problems);
        self.replies.append(&mut piece.replies);
        self.accounts.push((piece.path, from..self.tables.found.len()));
    }

    fn finish(mut self, reading: &Reading<'_>) -> Intake {
        let city = &reading.settings.city;
        rivals::additions(&mut self.drafts);
        rivals::same_rows(&mut self.drafts, &mut self.problems);
        rivals::same_keys(&mut self.drafts, city, &mut self.problems);
        rivals::budgets(&mut self.drafts, city, &mut self.problems);
        rivals::members(&self.drafts, city, &mut self.problems);
        rivals::sums_so_far(&mut self.drafts, &self.tables.found, &mut self.problems);
        rivals::reversals(&mut self.drafts, &mut self.problems);
        companions::join(&mut self.drafts);
        rivals::strangers(&mut self.drafts, reading.policy, &mut self.problems);
        for problem in &mut self.problems {
            complete(problem, &self.tables);
        }
        self.problems.sort_by(|a, b| a.place.cmp(&b.place));

        let accounts = self.accounts(&self.drafts);
        Intake {
            tables: keep_all(self.drafts, self.tables),
            problems: self.problems,
            account: accounts,
            replies: self.replies,
        }
    }

    fn accounts(&self, drafts: &[Draft]) -> Account {
        let mut tables: Vec<TableAccount> = self
            .tables
            .found
            .iter()
            .map(|found| TableAccount {
                sheet: found.source.sheet.to_string(),
                kind: found.kind,
                header_row: found.header_row,
                rows: Tally::default(),
                money: found.kind.table().money.map(|_| Tally::default()),
            })
            .collect();
        for draft in drafts {
            let Some(table) = tables.get_mut(draft.at.table.0 as usize) else {
                continue;
            };
            count(&mut table.rows, &draft.fate, |sum| *sum += 1);
            let foreign = draft.money().is_some_and(|money| money.currency != Currency::Cny);
            let mut sound = !foreign;
            if let Some(money) = &mut table.money {
                let yuan = draft.yuan().unwrap_or_default();
                count(money, &draft.fate, |sum: &mut Decimal| match sum.checked_add(yuan) {
                    Some(all) => *sum = all,
                    None => sound = false,
                });
            }
            // A sum with foreign money, or beyond what a Decimal holds, is no sum.
            if !sound {
                table.money = None;
            }
        }
        let mut tables = tables.into_iter();
        let files = self.accounts.iter().map(|(path, range)| FileAccount {
            path: path.clone(),
            sha256: String::new(),
            bytes: 0,
            status: FileStatus::Read,
            reason: None,
            tables: tables.by_ref().take(range.len()).collect(),
        });
        Account { files: files.collect() }
    }
}

/// Counts a row, once as found and once by its fate.
fn count<T>(tally: &mut Tally<T>, fate: &Fate, mut add: impl FnMut(&mut T)) {
    add(&mut tally.found);
    add(match fate {
        Fate::Used => &mut tally.used,
        Fate::Duplicate => &mut tally.duplicate,
        Fate::SetAside(..) => &mut tally.set_aside,
    });
}

/// Fills in the title as written, which problems found between tables do not know.
fn complete(problem: &mut Problem, tables: &Tables) {
    if problem.title.is_some() {
        return;
    }
    let found = problem.table.and_then(|table| tables.found(table));
    let titles = found.map(|found| &found.titles);
    problem.title = problem.column.and_then(|name| {
        let title = titles?.iter().find(|(_, _, canonical)| *canonical == Some(name))?;
        Some(Arc::clone(&title.1))
    });
}

fn sheet_problem(what: What, place: Place, around: &NamesAround, digest: u64) -> Problem {
    Problem {
        what,
        place,
        table: None,
        column: None,
        title: None,
        written: None,
        owner: around.squad.map(crate::records::cell::Owner::Squad),
        date: None,
        row_title: String::new(),
        digest,
        sets_aside: false,
        related: Vec::new(),
    }
}

/// What an unknown table is known by when its sheet is renamed and its columns are moved: the texts of its first row, from a row
/// on, that has more than one.
fn heading_digest(grid: &Grid, from: u32) -> u64 {
    let texts = |row: &GridRow| -> Vec<String> {
        let texts = row.cells.iter().filter_map(|cell| match &cell.raw {
            Raw::Text(text) => Some(fold(text)),
            _ => None,
        });
        texts.filter(|text| !text.is_empty()).collect()
    };
    let rows = grid.rows.iter().filter(|row| row.row >= from);
    let mut heading = rows.map(texts).find(|texts| texts.len() > 1).unwrap_or_default();
    heading.sort_unstable();
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    crate::records::row::digest_of(&heading)
}

/// Whether a sheet holds more than a cover or a note.
fn has_data(grid: &Grid) -> bool {
    let filled = |row: &&GridRow| {
        row.cells
            .iter()
            .filter(|cell| header::is_filled(&cell.raw))
            .take(DATA_CELLS)
            .count()
            == DATA_CELLS
    };
    grid.rows.iter().filter(filled).take(DATA_ROWS).count() == DATA_ROWS
}

/// Runs of rows without overlaps, in order.
fn joined(mut spans: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    spans.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if first <= *end => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// Numbers as runs: 5 6 7 9 → 5–7, 9–9.
fn runs(mut numbers: Vec<u64>) -> Vec<(u64, u64)> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == number => *to = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// Drafts after which those that were put away are let go of.
const LET_GO: usize = 10_000;

/// Puts every row where it belongs. From the last to the first, so that the list of drafts shrinks as those of records grow: a large
/// inbox is never held twice.
fn keep_all(mut drafts: Vec<Draft>, mut tables: Tables) -> Tables {
    while let Some(draft) = drafts.pop() {
        keep(draft, &mut tables);
        if drafts.len().is_multiple_of(LET_GO) {
            drafts.shrink_to_fit();
        }
    }
    tables.reverse();
    tables
}

/// Puts a row where it belongs: among the rows in use, or those set aside.
fn keep(draft: Draft, tables: &mut Tables) {
    match &draft.fate {
        Fate::Used => {}
        Fate::Duplicate => return,
        Fate::SetAside(rule, place) => {
            let row = SetAside {
                kind: draft.kind,
                at: draft.at.clone(),
                owner: draft.owner.clone(),
                date: draft.date,
                title: draft.title(),
                people: draft.people(),
                activity: draft.activity_kind(),
                money: draft.yuan(),
                rule,
                place: place.clone(),
            };
            tables.set_aside.push(row);
            if draft.kind == Kind::Budget && *rule != "D016" {
                tables.budgets_set_aside.push(Budget::from_cells(draft.at, draft.cells));
            }
            return;
        }
    }
    fn push<R: Record>(rows: &mut Vec<R>, draft: Draft) {
        rows.push(R::from_cells(draft.at, draft.cells));
    }
    match draft.kind {
        Kind::Roster => push(&mut tables.roster, draft),
        Kind::Log => push(&mut tables.logs, draft),
        Kind::Project => push(&mut tables.projects, draft),
        Kind::Contract => push(&mut tables.contracts, draft),
        Kind::Receipt => push(&mut tables.receipts, draft),
        Kind::Expense => push(&mut tables.expenses, draft),
        Kind::Approval => push(&mut tables.approvals, draft),
        Kind::Grant => push(&mut tables.grants, draft),
        Kind::Application => push(&mut tables.applications, draft),
        Kind::Activity => push(&mut tables.activities, draft),
        Kind::Investor => push(&mut tables.investors, draft),
        Kind::Reserve => push(&mut tables.reserves, draft),
        Kind::Talent => push(&mut tables.talents, draft),
        Kind::Budget => push(&mut tables.budgets, draft),
    }
}
