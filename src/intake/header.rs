//! Finds the header rows of a sheet, and the tables that they head (spec 1.1): by the names of columns, never by the name of
//! a file or a sheet.

mod beside;
mod explain;
mod readings;
mod stacks;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use ahash::HashMap;

use crate::records::Kind;
use crate::values::number;
use crate::values::text;
use crate::values::unit::Unit;

use self::beside::beside_boxes;
use self::beside::side_by_side;
use self::explain::Explained;
use self::explain::explain;
use self::explain::required;
use self::readings::Candidate;
use self::readings::TitleRead;
use self::stacks::is_like_a_title;
use super::grid::Grid;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Merge;
use super::grid::Raw;
use super::said;
use super::title;
use super::title::Known;
use super::title::Names;
use super::totals;

/// Words of a title of a list that shows who came or is on duty, and so is no library.
const OF_LISTS: [&str; 4] = ["签到", "值班", "考勤", "值守"];

/// Words of its columns besides.
const OF_LIST_COLUMNS: [&str; 4] = ["签字", "签名", "签退", "打卡"];

/// Rows above a header that may hold its title, and most cells of such a row.
const TITLE_ROWS: usize = 4;
const TITLE_CELLS: usize = 2;

/// What the title of a count ends with, in a small table below a list.
const COUNTS: [&str; 7] = ["次数", "数量", "个数", "家数", "人数", "占比", "比例"];

/// Names of columns in a row from which it looks like the header of some table, though of none that is known.
const LIKE_A_HEADER: usize = 3;

/// A title over a column.
#[derive(Clone, Debug)]
pub(super) struct HeadColumn {
    /// Column from 1.
    pub column: u16,
    /// As written, parents before children.
    pub title: Arc<str>,
    /// What it stands for.
    pub known: Option<Known>,
    /// The unit that it names.
    pub unit: Option<Unit>,
    /// Whether it names several units, so that an amount without one has none.
    pub several_units: bool,
    /// The required money, by its position in the declaration, that another title has and whose amount must be the same.
    pub rival_of: Option<usize>,
    /// The word beside the name of a column by which it says something else: 计划.
    pub means: Option<&'static str>,
}

/// A header of a known table.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Which table.
    pub kind: Kind,
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// Its titles, by column.
    pub columns: Vec<HeadColumn>,
    /// The required column that a line above supplies, by its position in the declaration, with what the line says.
    pub said: Option<(usize, Arc<str>)>,
    /// First and last column that may belong to the table: boxes of something else stand beyond.
    pub within: (u16, u16),
    explained: usize,
}

impl Header {
    /// First and last titled column.
    pub(super) fn span(&self) -> (u16, u16) {
        let first = self.columns.first().map_or(1, |column| column.column);
        let last = self.columns.last().map_or(1, |column| column.column);
        (first, last)
    }

    /// Whether it is the same header again, as on the next printed page.
    pub(super) fn repeats(&self, other: &Header) -> bool {
        let known = |header: &Header| -> Vec<(u16, Option<Known>, Option<Unit>)> {
            let columns = header.columns.iter().filter(|column| column.known.is_some());
            columns.map(|column| (column.column, column.known, column.unit)).collect()
        };
        self.kind == other.kind && self.said == other.said && known(self) == known(other)
    }
}

/// Rows that look like a header, of no table or of two.
#[derive(Clone, Debug)]
pub(super) struct Unrecognised {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// The kinds that are nearest, each with the required columns that are missing.
    pub nearest: Vec<(Kind, Vec<&'static str>)>,
    /// Whether two kinds explain it equally well.
    pub tie: bool,
    explained: usize,
}

/// What heads a part of a sheet.
#[derive(Clone, Debug)]
pub(super) enum Heading {
    /// A table that is known.
    Known(Header),
    /// One that is not.
    Unknown(Unrecognised),
}

impl Heading {
    /// Its first row.
    pub(super) fn top(&self) -> u32 {
        match self {
            Heading::Known(header) => header.top,
            Heading::Unknown(unknown) => unknown.top,
        }
    }

    /// Its last row.
    pub(super) fn bottom(&self) -> u32 {
        match self {
            Heading::Known(header) => header.bottom,
            Heading::Unknown(unknown) => unknown.bottom,
        }
    }
}

/// The headings of a sheet from top to bottom, and the nearest to a table that any other row came.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// From top to bottom, then from left to right.
    pub found: Vec<Heading>,
    /// The row that came nearest to a table without being one.
    pub nearest: Option<Unrecognised>,
    /// What looks like the header of a table beside one that is known, and is none that is known itself.
    pub beside: Vec<Unrecognised>,
}

/// Finds the headings of a sheet whose rows are in order, and whose merged blocks are by first row.
pub(super) fn find(grid: &Grid, merges: &[Merge], names: &Names) -> Headings {
    let finder = Finder::new(grid, merges, names);
    let mut headings = Headings::default();
    let mut free_from = 0;
    for (index, row) in grid.rows.iter().enumerate() {
        if row.row < free_from {
            continue;
        }
        let hits = finder.hits(row);
        if hits.all >= 2 {
            let found = finder.around(index, free_from);
            let mut found = finder.with_look_alikes(found, row, &hits, &mut headings.nearest);
            if found.is_empty() {
                let unknown = finder.small_table_below(index, &hits, &headings.found);
                found.extend(unknown.map(Heading::Unknown));
            }
            headings.beside.extend(finder.add_those_beside(&mut found, row, free_from));
            if let Some(last) = found.iter().map(Heading::bottom).max() {
                free_from = last.saturating_add(1);
            }
            headings.found.extend(found);
        } else if let Some(unknown) = finder.small_table_below(index, &hits, &headings.found) {
            free_from = unknown.bottom.saturating_add(1);
            headings.found.push(Heading::Unknown(unknown));
        } else if hits.all == 1 && headings.nearest.is_none() && index < 30 {
            headings.nearest = finder.nearest(row.row, row.row);
        }
    }
    headings
}

/// How many texts of a row are names of columns.
struct Hits {
    all: usize,
    /// Those that name a column with a figure or a fact, and not just a remark.
    named: usize,
    /// The most that are columns of one kind.
    of_one_kind: usize,
    /// Filled cells.
    filled: usize,
    /// Whether all filled cells are text.
    texts_only: bool,
}

impl Hits {
    /// Whether the row heads a table, though perhaps none that is known.
    fn looks_like_a_header(&self) -> bool {
        self.texts_only && self.of_one_kind >= LIKE_A_HEADER && self.all * 2 >= self.filled
    }
}

struct Finder<'a> {
    grid: &'a Grid,
    names: &'a Names,
    merges: &'a [Merge],
    /// The titles read so far.
    read: RefCell<HashMap<String, Rc<TitleRead<'a>>>>,
}

impl<'a> Finder<'a> {
    fn new(grid: &'a Grid, merges: &'a [Merge], names: &'a Names) -> Finder<'a> {
        Finder {
            grid,
            names,
            merges,
            read: RefCell::default(),
        }
    }

    fn hits(&self, row: &GridRow) -> Hits {
        let mut hits = Hits {
            all: 0,
            named: 0,
            of_one_kind: 0,
            filled: 0,
            texts_only: true,
        };
        let mut kinds = [0usize; Kind::ALL.len()];
        for cell in &row.cells {
            let Raw::Text(written) = &cell.raw else {
                hits.texts_only = false;
                hits.filled += 1;
                continue;
            };
            if written.chars().all(char::is_whitespace) {
                continue;
            }
            hits.filled += 1;
            if let Some(meanings) = self.names.hit(written) {
                hits.all += 1;
                hits.named += usize::from(meanings.kinds().next().is_some());
                for kind in meanings.kinds() {
                    if let Some(count) = kinds.get_mut(kind as usize) {
                        *count += 1;
                    }
                }
            }
        }
        hits.of_one_kind = kinds.into_iter().max().unwrap_or(0);
        hits
    }

    /// The position of the row of that number, if it has cells.
    fn index(&self, number: u32) -> Option<usize> {
        self.grid.rows.binary_search_by_key(&number, |row| row.row).ok()
    }

    /// The row of that number, if it has cells.
    fn row(&self, number: u32) -> Option<&'a GridRow> {
        self.grid.rows.get(self.index(number)?)
    }

    /// The best reading of the rows around one that holds names of columns.
    fn around(&self, index: usize, free_from: u32) -> Vec<Heading> {
        let Some(row) = self.grid.rows.get(index).map(|row| row.row) else {
            return Vec::new();
        };
        let mut best: Vec<Heading> = Vec::new();
        // Whether there was a table only as long as the titles below its parents were no titles.
        let mut cut = None;
        // The lowest blocks first, so that a taller one must explain more.
        for (above, below) in [(0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (2, 0)] {
            let (Some(top), bottom) = (row.checked_sub(above), row.saturating_add(below)) else {
                continue;
            };
            let exists = |number: u32| number == row || self.row(number).is_some();
            if top < free_from.max(1) || !(top..=bottom).all(exists) {
                continue;
            }
            let lowest = self.with_children(top, bottom);
            let found = self.block(top, lowest);
            if found.is_empty() && lowest > bottom && cut.is_none() && !self.block(top, bottom).is_empty() {
                cut = Some((top, lowest));
            }
            if explained(&found) > explained(&best) {
                best = found;
            }
        }
        if let (true, Some((top, bottom))) = (best.is_empty(), cut) {
            return self.nearest(top, bottom).map(Heading::Unknown).into_iter().collect();
        }
        // What stands above the names without adding one (年度 | 2021) is a line above the header, and no part of it.
        if let Some(lower) = self.without_lines_above(&best, row)
            && let Some(index) = self.index(lower)
        {
            return self.around(index, lower);
        }
        best.into_iter()
            .map(|heading| self.with_parents_and_units(heading, free_from))
            .collect()
    }

    /// The row at which the headings could begin as well, when that is below the given row.
    fn without_lines_above(&self, best: &[Heading], row: u32) -> Option<u32> {
        let (top, bottom) = best.first().map(|heading| (heading.top(), heading.bottom()))?;
        let lower = (top.saturating_add(1)..=bottom).rev();
        let as_good = |lower: &u32| *lower > row && explained(&self.block(*lower, bottom)) >= explained(best);
        lower.into_iter().find(as_good)
    }

    /// The tables whose header is exactly these rows: one, or several side by side with an empty column between them.
    fn block(&self, top: u32, bottom: u32) -> Vec<Heading> {
        let candidates = self.candidates(top, bottom);
        let whole = self.heading(&candidates, &candidates, top, bottom);
        let mut parts: Vec<Heading> = Vec::new();
        for part in side_by_side(&candidates)
            .into_iter()
            .filter(|part| part.own.len() < candidates.len())
        {
            parts.extend(self.heading(part.own, part.run, top, bottom));
        }
        let whole: Vec<Heading> = whole.into_iter().collect();
        if parts.len() >= 2 || explained(&parts) >= explained(&whole).max(1) {
            return parts;
        }
        match (parts.as_slice(), whole.as_slice()) {
            ([Heading::Known(part)], [Heading::Known(all)]) if part.kind == all.kind && self.has_box_beside(part, all) => {
                vec![Heading::Known(beside_boxes(part, all))]
            }
            _ => whole,
        }
    }

    /// The table that these titles head, or the two that explain them equally well.
    /// What the lines above say of the whole `run` that the titles stand in, they say of these too.
    fn heading(&self, candidates: &[Candidate<'_>], run: &[Candidate<'_>], top: u32, bottom: u32) -> Option<Heading> {
        let signed_in = candidates.iter().any(|candidate| says_who_came(&candidate.written)) || self.is_below_a_duty_roster(top);
        let mut tables: Vec<Explained> = Kind::ALL
            .into_iter()
            .filter(|kind| !(signed_in && kind.table().needs_further))
            .map(|kind| self.with_lines_above(explain(kind, candidates), [candidates, run], top))
            .filter(Explained::is_table)
            .collect();
        let most = tables.iter().map(|table| table.columns).max()?;
        tables.retain(|table| table.columns == most);
        if tables.len() > 1 {
            return Some(Heading::Unknown(Unrecognised {
                top,
                bottom,
                nearest: tables.iter().map(|table| (table.kind, Vec::new())).collect(),
                tie: true,
                explained: most,
            }));
        }
        let table = tables.pop()?;
        let columns = candidates.iter().zip(table.known).zip(table.rivals);
        let columns = columns.map(|((candidate, (known, unit)), rival_of)| HeadColumn {
            column: candidate.column,
            title: Arc::clone(&candidate.written),
            known,
            unit: unit.or(candidate.unit),
            several_units: candidate.several_units,
            rival_of,
            means: known.is_none().then(|| candidate.means(table.kind)).flatten(),
        });
        Some(Heading::Known(Header {
            kind: table.kind,
            top,
            bottom,
            columns: columns.collect(),
            said: table.said,
            within: (1, u16::MAX),
            explained: table.columns,
        }))
    }

    /// Takes what is missing from a labelled line above, where the kind allows it.
    fn with_lines_above(&self, mut table: Explained, titles: [&[Candidate<'_>]; 2], top: u32) -> Explained {
        let Some(name) = table.kind.table().said_above else {
            return table;
        };
        let (true, Some((position, _))) = (table.missing == [name], table.kind.table().column(name)) else {
            return table;
        };
        let is_label = |text: &str| {
            let known = self.names.hit(text).and_then(|meanings| meanings.of(table.kind));
            known.is_some_and(|(known, _)| known == Known::Column(position))
        };
        let above = self.grid.rows.partition_point(|row| row.row < top);
        let rows = self.grid.rows.get(..above).unwrap_or_default();
        let span = |titles: &[Candidate<'_>]| Some((titles.first()?.column, titles.last()?.column));
        let mut values = titles.into_iter().filter_map(|titles| said::above(rows, span(titles)?, &is_label));
        if let Some(value) = values.next() {
            table.said = Some((position, value));
            table.missing.clear();
        }
        table
    }

    /// Whether a line directly above calls the list a sign-in sheet or a duty roster.
    fn is_below_a_duty_roster(&self, top: u32) -> bool {
        let below = self.grid.rows.partition_point(|row| row.row < top);
        let above = self.grid.rows.get(..below).unwrap_or_default().iter().rev().take(TITLE_ROWS);
        let mut texts = above
            .filter(|row| row.cells.len() <= TITLE_CELLS)
            .flat_map(|row| &row.cells)
            .filter_map(|cell| match &cell.raw {
                Raw::Text(written) => Some(written),
                _ => None,
            });
        texts.any(|written| OF_LISTS.iter().any(|word| written.contains(word)))
    }

    /// Keeps what nearly is a table. When nothing was found: keeps the row as the nearest to a table, and takes it for the header of an unknown one when it is all names.
    fn with_look_alikes(&self, found: Vec<Heading>, row: &GridRow, hits: &Hits, nearest: &mut Option<Unrecognised>) -> Vec<Heading> {
        if !found.is_empty() {
            let cut = found.iter().find_map(|heading| match heading {
                Heading::Unknown(unknown) if !unknown.tie => Some(unknown),
                _ => None,
            });
            keep_nearest(nearest, cut);
            return found;
        }
        let Some(unknown) = self.nearest(row.row, self.with_children(row.row, row.row)) else {
            return found;
        };
        keep_nearest(nearest, Some(&unknown));
        if hits.looks_like_a_header() {
            vec![Heading::Unknown(unknown)]
        } else {
            found
        }
    }

    /// The heading of a small table of another kind below a list in which a name alone makes a row, or nearly so (类别 | 人数 below 人才信息库):
    /// behind a blank row, with rows of its own, and at least half of it names of columns. Its rows would be read as rows of the list.
    fn small_table_below(&self, index: usize, hits: &Hits, above: &[Heading]) -> Option<Unrecognised> {
        let Some(Heading::Known(list)) = above.last() else {
            return None;
        };
        if !list.kind.table().needs_further && list.kind != Kind::Roster {
            return None;
        }
        let row = self.grid.rows.get(index)?;
        let below = self.grid.rows.get(index + 1)?;
        let filled: Vec<&GridCell> = row.cells.iter().filter(|cell| is_filled(&cell.raw)).collect();
        let is_row = |row: &GridRow| row.cells.iter().filter(|cell| is_filled(&cell.raw)).take(2).count() == 2;
        // Its title may stand between.
        let above = self.grid.rows.get(..index)?.iter().rev().take(TITLE_ROWS);
        let mut first = row.row;
        let mut is_behind_blank = false;
        for row in above {
            is_behind_blank = row.row.saturating_add(1) < first;
            if is_behind_blank || is_row(row) {
                break;
            }
            first = row.row;
        }
        let has_rows = below.row == row.row.saturating_add(1) && is_row(below);
        if !is_behind_blank || !has_rows || filled.len() < 2 || !filled.iter().all(|cell| is_like_a_title(&cell.raw, false)) {
            return None;
        }
        let texts: Vec<Arc<str>> = filled.iter().map(|cell| shown(&cell.raw)).collect();
        if texts.iter().any(|text| totals::is_enterprise(text)) {
            return None;
        }
        let counts = texts.iter().filter(|text| COUNTS.iter().any(|word| text.ends_with(word)));
        let names = counts.filter(|text| self.names.hit(text).is_none()).count() + hits.named;
        (names * 2 >= filled.len()).then(|| {
            self.nearest(row.row, row.row).unwrap_or(Unrecognised {
                top: row.row,
                bottom: row.row,
                nearest: Vec::new(),
                tie: false,
                explained: 0,
            })
        })
    }

    /// The kind that rows come nearest to: the largest part of its required columns, then most columns.
    fn nearest(&self, top: u32, bottom: u32) -> Option<Unrecognised> {
        let candidates = self.candidates(top, bottom);
        let explained = Kind::ALL.into_iter().map(|kind| explain(kind, &candidates));
        let mut best: Option<(f64, Explained)> = None;
        for table in explained.filter(|table| table.columns > 0) {
            let required = required(table.kind.table()).max(1);
            let share = 1.0 - table.missing.len().min(required) as f64 / required as f64;
            let better = best
                .as_ref()
                .is_none_or(|(most, other)| (table.columns, share) > (other.columns, *most));
            if better {
                best = Some((share, table));
            }
        }
        let (share, mut table) = best?;
        // One name, or none of those that the kind cannot do without, makes no likeness.
        let is_like = share > 0.0 && (table.columns > 1 || !table.kind.table().needs_further);
        if table.missing.is_empty() && table.kind.table().needs_further {
            table.missing = title::own_columns(table.kind).map(|column| column.name).collect();
        }
        Some(Unrecognised {
            top,
            bottom,
            nearest: is_like.then_some((table.kind, table.missing)).into_iter().collect(),
            tie: false,
            explained: table.columns,
        })
    }

    /// Merges whose first row is one of these.
    fn merges_in(&self, top: u32, bottom: u32) -> impl Iterator<Item = &Merge> {
        let from = self.merges.partition_point(|merge| merge.top < top);
        let merges = self.merges.get(from..).unwrap_or_default();
        merges.iter().take_while(move |merge| merge.top <= bottom)
    }
}

/// Whether a column's title is one of a sign-in sheet or a duty roster.
fn says_who_came(title: &str) -> bool {
    OF_LISTS.iter().chain(&OF_LIST_COLUMNS).any(|word| title.contains(word))
}

/// Keeps what explains most.
fn keep_nearest(nearest: &mut Option<Unrecognised>, unknown: Option<&Unrecognised>) {
    if let Some(unknown) = unknown
        && nearest.as_ref().is_none_or(|nearest| unknown.explained > nearest.explained)
    {
        *nearest = Some(unknown.clone());
    }
}

/// All columns that the headings explain.
fn explained(headings: &[Heading]) -> usize {
    let each = headings.iter().map(|heading| match heading {
        Heading::Known(header) => header.explained,
        Heading::Unknown(unknown) => unknown.explained,
    });
    each.sum()
}

/// Whether there is anything to see in a cell. Asked of every cell, more than once.
pub(super) fn is_filled(raw: &Raw) -> bool {
    match raw {
        Raw::Text(written) => written.chars().any(says_something) || !text::clean(written).is_empty(),
        _ => true,
    }
}

/// Whether a character is a letter or a digit. Nearly all are Chinese ones, which the tables of Unicode are slow to tell.
pub(super) fn says_something(c: char) -> bool {
    title::is_chinese(c) || c.is_alphanumeric()
}

/// Whether a text surely holds nothing that `clean` takes away.
fn is_clean(written: &str) -> bool {
    let seen = |c: char| matches!(c, ' '..='~' | '\u{3001}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}');
    written.chars().all(seen) && !written.starts_with(' ') && !written.ends_with(' ')
}

/// A cell as a person would see it.
pub(super) fn shown(raw: &Raw) -> Arc<str> {
    match raw {
        Raw::Text(written) if is_clean(written) => Arc::clone(written),
        Raw::Text(written) => {
            let clean = text::clean(written);
            if clean == **written {
                Arc::clone(written)
            } else {
                Arc::from(clean)
            }
        }
        Raw::Number(number) => match number::from_f64(*number) {
            Ok(decimal) => Arc::from(decimal.normalize().to_string()),
            Err(_) => Arc::from(number.to_string()),
        },
        Raw::Date { day: Some(day), .. } => Arc::from(day.to_string()),
        Raw::Date { serial, day: None } => Arc::from(serial.to_string()),
        Raw::Bool(true) => Arc::from("TRUE"),
        Raw::Bool(false) => Arc::from("FALSE"),
        Raw::Error(error) => Arc::clone(error),
        Raw::NoResult => Arc::from(""),
    }
}
