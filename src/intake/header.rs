//! Finds the header rows of a sheet, and the tables that they head (spec 1.1): by the names of columns, never by the name of
//! a file or a sheet.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use ahash::HashMap;

use crate::records::Kind;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::records::column::Table;
use crate::values::amount;
use crate::values::currency::Currency;
use crate::values::date;
use crate::values::number;
use crate::values::text;
use crate::values::unit::Unit;
use crate::values::yes_no;

use super::grid::Grid;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Merge;
use super::grid::Raw;
use super::said;
use super::title;
use super::title::Known;
use super::title::Meanings;
use super::title::Names;
use super::title::Title;
use super::totals;

/// Most rows that a header has.
const TALLEST: u32 = 3;
/// Columns that a table must explain unless it explains half of the filled headers.
const ENOUGH: usize = 3;
/// Longest title over several titles, in characters.
const LONGEST_PARENT: usize = 16;
/// Titles below a parent of money that stand for the whole of it, the likeliest first.
const WHOLE: [&[&str]; 3] = [
    &["合计", "总额", "总计", "总量", "总数", "合计金额", "总金额"],
    &["小计"],
    &["金额", "数额"],
];
/// Words of a title of a list that shows who came or is on duty, and so is no library.
const OF_LISTS: [&str; 4] = ["签到", "值班", "考勤", "值守"];
/// Words of its columns besides.
const OF_LIST_COLUMNS: [&str; 4] = ["签字", "签名", "签退", "打卡"];
/// Rows above a header that may hold its title, and most cells of such a row.
const TITLE_ROWS: usize = 4;
const TITLE_CELLS: usize = 2;
/// What a parent ends with that adds nothing (签约情况 over 时间).
const ABOUT: [&str; 2] = ["情况", "信息"];
/// Words of a parent whose children are dates (时间节点 over 签约 | 开工), and the words that a child then lacks.
const DATED: [&str; 3] = ["时间", "日期", "节点"];
const LACKED: [&str; 2] = ["日期", "时间"];
/// Most cells of a row, and merged blocks around it, that are looked at for titles below parents.
const WIDEST: usize = 1000;
/// Rows of a table that are looked at to tell whether a column beside it is one of its own.
const ROWS_BESIDE: usize = 200;
/// Most runs of titles in a row that are asked whether they head tables of their own.
const MOST_BESIDE: usize = 50;
/// Most titles that are kept read: a sheet with more is none that people made.
const MOST_READ: usize = 10_000;
/// Longest list of titles that may stand there several times to save paper.
const LONGEST_REPEATED: usize = 100;
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
    fn top(&self) -> u32 {
        match self {
            Heading::Known(header) => header.top,
            Heading::Unknown(unknown) => unknown.top,
        }
    }

    fn bottom(&self) -> u32 {
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

/// The texts that stand above one column in the rows of a header, from parent to child.
struct Stack {
    column: u16,
    texts: Vec<Arc<str>>,
}

/// How sure it is that a title stands for a column, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    /// The whole title, or parent and child together.
    Pair,
    /// The parent of money, since the child is the whole of it (合同金额 over 合计); with the child's place in `WHOLE`.
    Whole(usize),
    /// The child without its parent, which may be ambiguous.
    ChildAlone,
}

/// One reading of a column's title.
#[derive(Clone, Copy)]
struct Reading<'n> {
    sure: Sure,
    meanings: &'n Meanings,
    unit: Option<Unit>,
}

impl Reading<'_> {
    /// What it stands for in a table of the kind.
    fn of(&self, kind: Kind) -> Option<(Known, usize)> {
        let (known, rank) = self.meanings.of(kind)?;
        let is_money = |known: Known| match known {
            Known::Column(position) => {
                let column = kind.table().columns.get(position);
                column.is_some_and(|column| matches!(column.form, Form::Money(_)))
            }
            Known::Idle(_) => false,
        };
        (!matches!(self.sure, Sure::Whole(_)) || is_money(known)).then_some((known, rank))
    }
}

/// A column's title with all that it may stand for.
struct Candidate<'n> {
    column: u16,
    written: Arc<str>,
    unit: Option<Unit>,
    readings: Vec<Reading<'n>>,
}

/// A title's claim to a column; the least has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    /// Whether it is a sum of all so far (当年到位资金) of a table whose rows each have their own (本次到位).
    so_far: bool,
    child_alone: bool,
    /// 0 for the canonical name, then the synonyms in order.
    rank: usize,
    sure: Sure,
    /// Position of the title.
    at: usize,
}

/// How one kind of table explains the titles.
struct Explained {
    kind: Kind,
    /// Recognised columns that carry something.
    columns: usize,
    /// What each title stands for, with its unit.
    known: Vec<(Option<Known>, Option<Unit>)>,
    /// Required columns that are missing.
    missing: Vec<&'static str>,
    /// Whether it is enough to be a table of the kind.
    enough: bool,
    /// The column that a line above supplies.
    said: Option<(usize, Arc<str>)>,
}

impl Explained {
    fn is_table(&self) -> bool {
        self.missing.is_empty() && self.enough
    }
}

/// A title, read, with what it may stand for.
struct TitleRead<'n> {
    title: Title,
    readings: Vec<(&'n Meanings, Option<Unit>)>,
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
            if written.trim().is_empty() {
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

    /// The last of the rows with titles when the rows directly below these hold the titles below their parents, known or not.
    fn with_children(&self, top: u32, bottom: u32) -> u32 {
        let mut lowest = bottom;
        while lowest.saturating_sub(top) + 1 < TALLEST && self.is_row_of_children(top, lowest) {
            lowest = lowest.saturating_add(1);
        }
        lowest
    }

    /// Whether the row below holds nothing but titles below the parents of the last of these rows: below a parent merged over
    /// several columns, or one with blanks to its right, while at least one other title has nothing below it.
    fn is_row_of_children(&self, top: u32, bottom: u32) -> bool {
        let Some(below) = self.row(bottom.saturating_add(1)) else {
            return false;
        };
        let reaching: Vec<&Merge> = self.merges_in(top, below.row).filter(|merge| merge.bottom >= bottom).collect();
        if below.cells.len() > WIDEST || reaching.len() > WIDEST {
            return false;
        }
        let covering = |row: u32, column: u16| {
            let covers = |merge: &&&Merge| (merge.top..=merge.bottom).contains(&row) && (merge.left..=merge.right).contains(&column);
            reaching.iter().find(covers).copied()
        };
        let own = |row: u32, column: u16| covering(row, column).is_none_or(|merge| (merge.top, merge.left) == (row, column));
        let children: Vec<&GridCell> = below
            .cells
            .iter()
            .filter(|cell| is_filled(&cell.raw) && own(below.row, cell.column))
            .collect();
        // Columns over which a title stands in these rows.
        let titles: BTreeSet<u16> = (top..=bottom)
            .filter_map(|row| self.row(row))
            .flat_map(|row| {
                let filled = row.cells.iter().filter(|cell| is_filled(&cell.raw));
                filled.map(|cell| cell.column).collect::<Vec<_>>()
            })
            .collect();
        let Some(last) = self.row(bottom).filter(|last| last.cells.len() <= WIDEST) else {
            return false;
        };
        let filled: BTreeSet<u16> = children.iter().map(|cell| cell.column).collect();
        // A unit or a note stands below any title.
        let is_note = |raw: &Raw| matches!(raw, Raw::Text(written) if title::is_only_note(written));
        let mut others = children.iter().filter(|cell| !is_note(&cell.raw)).count();
        let mut has_parent = false;
        let mut plain = titles.len();
        let in_last = last.cells.iter().filter(|cell| is_filled(&cell.raw) && own(bottom, cell.column));
        for title in in_last {
            let merge = covering(bottom, title.column);
            let right = match merge {
                Some(merge) if merge.bottom > bottom => continue,
                Some(merge) if merge.right > merge.left => merge.right,
                _ => {
                    let blank = |column: &u16| !titles.contains(column) && covering(bottom, *column).is_none();
                    let blanks = (title.column.saturating_add(1)..=u16::MAX).take_while(blank);
                    blanks.take_while(|column| filled.contains(column)).last().unwrap_or(title.column)
                }
            };
            let here: Vec<&&GridCell> = children
                .iter()
                .filter(|cell| (title.column..=right).contains(&cell.column))
                .collect();
            let merged = merge.is_some_and(|merge| merge.right > merge.left);
            let part = matches!(here.as_slice(), [one] if right > title.column && shown(&one.raw).starts_with("其中"));
            if (here.len() >= 2 || part) && here.iter().all(|cell| is_like_a_title(&cell.raw, merged)) {
                others -= here.iter().filter(|cell| !is_note(&cell.raw)).count();
                has_parent = true;
                plain -= 1;
            }
        }
        has_parent && plain > 0 && others == 0
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

    /// Whether what stands beside a whole table behind a blank column is a box of its own (sums by squad, rates), and no part of the
    /// table. Only what surely says so is taken for a sign: a column that the table has already, a totals row beside a row of the
    /// table, cells that run on below it, or a list of different squads or currencies with one value each.
    fn has_box_beside(&self, part: &Header, all: &Header) -> bool {
        let own: Vec<Option<Known>> = part.columns.iter().map(|column| column.known).collect();
        let (left, right) = part.span();
        // A column that another title has already is known by one of them only.
        let lost = part.columns.iter().filter(|column| column.known.is_some()).any(|column| {
            let there = all.columns.iter().find(|other| other.column == column.column);
            there.is_none_or(|other| other.known != column.known)
        });
        let beyond = || all.columns.iter().filter(|column| !(left..=right).contains(&column.column));
        let again = beyond().filter(|column| column.known.is_none()).any(|column| {
            let title = self.read(&column.title);
            title
                .readings
                .iter()
                .any(|(meanings, _)| meanings.of(part.kind).is_some_and(|(known, _)| own.contains(&Some(known))))
        });
        let known: Vec<u16> = beyond()
            .filter(|column| matches!(column.known, Some(Known::Column(_))))
            .map(|column| column.column)
            .collect();
        let beside = self.beside(all.bottom, (left, right), &known);
        let is_key = |column: &HeadColumn| match column.known {
            Some(Known::Column(position)) => {
                let declared = all.kind.table().columns.get(position);
                declared.is_some_and(|column| matches!(column.form, Form::Squad { .. } | Form::Currency))
            }
            _ => false,
        };
        let of_keys = matches!(known.as_slice(), [_]) && beyond().any(is_key);
        let list = of_keys && beyond().any(|column| column.known.is_none()) && beside.keys_differ;
        lost || again || !known.is_empty() && (beside.totals || beside.runs_on || list)
    }

    /// What stands in columns beside the rows of a table that takes the columns from `left` to `right`.
    fn beside(&self, bottom: u32, (left, right): (u16, u16), columns: &[u16]) -> Beside {
        let mut beside = Beside::default();
        if columns.is_empty() {
            return beside;
        }
        let mut keys = BTreeSet::new();
        let mut twice = false;
        for row in self.rows_below(bottom) {
            let own = row
                .cells
                .iter()
                .filter(|cell| (left..=right).contains(&cell.column) && is_filled(&cell.raw));
            let own = own.take(2).count();
            // A row of the table whose own cells are merged with those above.
            let merged = || {
                let mut reaching = self
                    .merges_in(bottom.saturating_add(1), row.row)
                    .filter(|merge| row.row <= merge.bottom);
                reaching.any(|merge| merge.top < row.row && merge.left <= right && left <= merge.right)
            };
            for cell in row
                .cells
                .iter()
                .filter(|cell| columns.contains(&cell.column) && is_filled(&cell.raw))
            {
                let text = shown(&cell.raw);
                beside.totals |= own == 2 && totals::label(&text).is_some_and(|label| label.exact);
                // A signature below the table is none.
                beside.runs_on = beside.runs_on || own == 0 && !text.contains([':', '：']) && !merged();
                twice |= !keys.insert(text);
            }
        }
        beside.keys_differ = keys.len() >= 2 && !twice;
        beside
    }

    /// The rows directly below a header, up to the first number without a row.
    fn rows_below(&self, bottom: u32) -> Vec<&'a GridRow> {
        let below = self.grid.rows.partition_point(|row| row.row <= bottom);
        let rows = self.grid.rows.get(below..).unwrap_or_default().iter().take(ROWS_BESIDE);
        let expected = bottom.saturating_add(1)..;
        rows.zip(expected)
            .take_while(|(row, number)| row.row == *number)
            .map(|(row, _)| row)
            .collect()
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
        let columns = candidates.iter().zip(table.known).map(|(candidate, (known, unit))| HeadColumn {
            column: candidate.column,
            title: Arc::clone(&candidate.written),
            known,
            unit: unit.or(candidate.unit),
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

    /// Takes in a row of parents above that no name needed, and a row of units or notes below.
    fn with_parents_and_units(&self, heading: Heading, free_from: u32) -> Heading {
        let Heading::Known(mut header) = heading else {
            return heading;
        };
        if header.bottom - header.top + 1 < TALLEST
            && let Some(below) = self.row(header.bottom.saturating_add(1))
            && is_row_of_notes(below)
        {
            let taller = self.block(header.top, header.bottom.saturating_add(1));
            let same = taller.into_iter().find_map(|heading| match heading {
                Heading::Known(taller) if taller.kind == header.kind && taller.span().0 == header.span().0 => Some(taller),
                _ => None,
            });
            if let Some(taller) = same
                && taller.explained >= header.explained
            {
                header = taller;
            }
        }
        if header.bottom - header.top + 1 < TALLEST
            && let Some(above) = header.top.checked_sub(1)
            && above >= free_from
            && self.is_row_of_parents(above, header.span())
        {
            header.top = above;
        }
        Heading::Known(header)
    }

    /// Whether a row holds two texts or more, of which one is merged over some, but not all, of the columns below.
    fn is_row_of_parents(&self, number: u32, (first, last): (u16, u16)) -> bool {
        let Some(row) = self.row(number) else {
            return false;
        };
        let texts = row.cells.iter().filter(|cell| is_filled(&cell.raw)).count();
        // A title, and a line with the unit or the department, is no parent.
        let like_a_title = |written: &str| written.chars().count() <= LONGEST_PARENT && !written.contains([':', '：']);
        let only_texts = row
            .cells
            .iter()
            .all(|cell| matches!(&cell.raw, Raw::Text(written) if like_a_title(written) && Unit::parse(written).is_none()));
        let merged = self
            .merges_in(number, number)
            .filter(|merge| merge.left >= first && merge.right <= last);
        let parents = merged.filter(|merge| merge.right > merge.left && merge.bottom == number);
        let parents = parents.filter(|merge| u32::from(merge.right - merge.left) < u32::from(last - first) / 2 + 1);
        texts >= 2 && only_texts && parents.count() >= 1
    }

    /// Adds the known tables that are headed beside the headings found, with empty columns between: a header of another height ends
    /// in another row, so that no one block of rows holds both. Gives those that are no known table.
    fn add_those_beside(&self, found: &mut Vec<Heading>, row: &GridRow, free_from: u32) -> Vec<Unrecognised> {
        let taken: Vec<(u16, u16)> = found
            .iter()
            .filter_map(|heading| match heading {
                Heading::Known(header) => Some(header.span()),
                Heading::Unknown(_) => None,
            })
            .collect();
        // A heading of no known table takes the whole width of its rows.
        let mut unknown = Vec::new();
        if taken.is_empty() || taken.len() < found.len() {
            return unknown;
        }
        let candidates = self.candidates(row.row, row.row);
        for island in side_by_side(&candidates).into_iter().take(MOST_BESIDE) {
            let (Some(first), Some(last)) = (island.own.first(), island.own.last()) else {
                continue;
            };
            let (left, right) = (first.column, last.column);
            if taken.iter().any(|(from, to)| left <= *to && right >= *from) {
                continue;
            }
            // Titles below a parent may reach further to the right, up to what is taken there.
            let limit = taken.iter().map(|(from, _)| *from).filter(|from| *from > right).min();
            let (grid, merges) = self.cut_out(row.row, left, limit.unwrap_or(u16::MAX));
            let alone = Finder::new(&grid, &merges, self.names);
            let Some(index) = alone.index(row.row) else { continue };
            let Some(hits) = grid.rows.get(index).map(|row| alone.hits(row)).filter(|hits| hits.all >= 2) else {
                continue;
            };
            let beside = alone.around(index, free_from);
            if beside.is_empty() && hits.looks_like_a_header() {
                unknown.extend(alone.nearest(row.row, row.row));
            }
            for heading in beside {
                match heading {
                    Heading::Known(_) => found.push(heading),
                    Heading::Unknown(heading) => unknown.push(heading),
                }
            }
        }
        found.sort_by_key(|heading| match heading {
            Heading::Known(header) => (header.top, header.span().0),
            Heading::Unknown(unknown) => (unknown.top, u16::MAX),
        });
        unknown
    }

    /// The rows around one, and their merged blocks, of the columns from `left` to before `limit` only.
    fn cut_out(&self, row: u32, left: u16, limit: u16) -> (Grid, Vec<Merge>) {
        let around = |number: u32| number.saturating_add(TALLEST) >= row && number <= row.saturating_add(TALLEST);
        let from = self.grid.rows.partition_point(|other| other.row.saturating_add(TALLEST) < row);
        let rows = self.grid.rows.get(from..).unwrap_or_default().iter();
        let rows = rows.take_while(|row| around(row.row)).map(|row| GridRow {
            row: row.row,
            cells: row
                .cells
                .iter()
                .filter(|cell| (left..limit).contains(&cell.column))
                .cloned()
                .collect(),
        });
        let grid = Grid {
            rows: rows.filter(|row| !row.cells.is_empty()).collect(),
            ..Grid::default()
        };
        let merges = self.merges.iter().copied();
        let merges = merges.filter(|merge| around(merge.top) && merge.left >= left && merge.right < limit);
        (grid, merges.collect())
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
        let (_, mut table) = best?;
        if table.missing.is_empty() && table.kind.table().needs_further {
            table.missing = title::own_columns(table.kind).map(|column| column.name).collect();
        }
        Some(Unrecognised {
            top,
            bottom,
            nearest: vec![(table.kind, table.missing)],
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

    /// The titles over each column of these rows, with all that they may stand for.
    fn candidates(&self, top: u32, bottom: u32) -> Vec<Candidate<'a>> {
        let stacks = self.stacks(top, bottom).into_iter();
        stacks.filter_map(|stack| self.candidate(&stack)).collect()
    }

    fn candidate(&self, stack: &Stack) -> Option<Candidate<'a>> {
        let texts: Vec<&str> = stack.texts.iter().map(|text| &**text).collect();
        texts.last()?;
        let readings = self.readings(&texts);
        let written: Vec<String> = texts.iter().map(|text| text::clean(text).replace(['\n', '\r'], "")).collect();
        Some(Candidate {
            column: stack.column,
            written: Arc::from(written.join("／")),
            unit: texts.iter().rev().find_map(|text| self.read(text).title.unit),
            readings,
        })
    }

    /// A title with what it may stand for: rows around a header are read in several ways, the same title in each.
    fn read(&self, written: &str) -> Rc<TitleRead<'a>> {
        let mut read = self.read.borrow_mut();
        if let Some(known) = read.get(written) {
            return Rc::clone(known);
        }
        if read.len() >= MOST_READ {
            read.clear();
        }
        let title = Title::read(written);
        let readings = self.names.readings(&title);
        let new = Rc::new(TitleRead { title, readings });
        read.insert(written.to_owned(), Rc::clone(&new));
        new
    }

    /// What the texts over a column may stand for, from parent to child, the surest first.
    fn readings(&self, texts: &[&str]) -> Vec<Reading<'a>> {
        let mut names: Vec<(Sure, String)> = Vec::new();
        match texts {
            [] => return Vec::new(),
            [title] => names.push((Sure::Pair, (*title).to_owned())),
            [first, .., child] => {
                let parents = texts.get(..texts.len() - 1).unwrap_or_default();
                let parent = parents.last().unwrap_or(first);
                if denominated(child).is_none() {
                    names.push((Sure::Pair, texts.concat()));
                }
                if parents.len() > 1 {
                    names.push((Sure::Pair, format!("{parent}{child}")));
                    names.push((Sure::Pair, format!("{first}{child}")));
                }
                if let Some(about) = ABOUT.iter().find_map(|word| parent.strip_suffix(word)) {
                    names.push((Sure::Pair, format!("{about}{child}")));
                }
                if DATED.iter().any(|word| parent.contains(word)) {
                    names.extend(LACKED.iter().map(|word| (Sure::Pair, format!("{child}{word}"))));
                }
            }
        }
        let read = |(sure, name): &(Sure, String)| {
            let sure = *sure;
            let reading = |(meanings, unit): &(&'a Meanings, Option<Unit>)| Reading {
                sure,
                meanings,
                unit: *unit,
            };
            self.read(name).readings.iter().map(reading).collect::<Vec<_>>()
        };
        let mut readings: Vec<Reading<'a>> = names.iter().flat_map(read).collect();
        if let [parents @ .., child] = texts
            && !parents.is_empty()
        {
            let denominated = denominated(child);
            if let Some(place) = place_in_whole(child).or(denominated.map(|_| WHOLE.len())) {
                let of_child = self.read(child).title.unit;
                let unit = |of_parent: Option<Unit>| match denominated {
                    Some(denominated) => denominated.unit(of_child, of_parent),
                    None => of_child.or(of_parent),
                };
                let of_parent = self.readings(parents).into_iter();
                readings.extend(of_parent.map(|reading| Reading {
                    sure: Sure::Whole(place),
                    unit: unit(reading.unit),
                    ..reading
                }));
            }
            readings.extend(read(&(Sure::ChildAlone, (*child).to_owned())));
        }
        readings
    }

    /// The texts above each column, from parent to child. A merged parent stands over each of its children; so does one that is
    /// followed by empty cells, since not every file keeps its merges.
    fn stacks(&self, top: u32, bottom: u32) -> Vec<Stack> {
        let mut rows: Vec<(u32, BTreeMap<u16, Arc<str>>)> = Vec::new();
        let mut covered: Vec<Merge> = Vec::new();
        for number in top..=bottom {
            covered.extend(self.merges_in(number, number).copied());
            let cells = self.row(number).map_or(&[][..], |row| &row.cells);
            let mut texts = BTreeMap::new();
            for cell in cells.iter().filter(|cell| is_filled(&cell.raw)) {
                let inside =
                    |merge: &&Merge| (merge.top..=merge.bottom).contains(&number) && (merge.left..=merge.right).contains(&cell.column);
                let hidden = covered
                    .iter()
                    .find(inside)
                    .is_some_and(|merge| (merge.top, merge.left) != (number, cell.column));
                if !hidden {
                    texts.insert(cell.column, shown(&cell.raw));
                }
            }
            rows.push((number, texts));
        }

        for level in (0..rows.len().saturating_sub(1)).rev() {
            let below: BTreeMap<u16, bool> = rows
                .iter()
                .skip(level + 1)
                .flat_map(|(_, texts)| texts.keys().map(|column| (*column, true)))
                .collect();
            let Some((number, texts)) = rows.get_mut(level) else {
                continue;
            };
            let own: Vec<(u16, Arc<str>)> = texts.iter().map(|(column, text)| (*column, Arc::clone(text))).collect();
            for (at, (left, parent)) in own.iter().enumerate() {
                let merge = covered.iter().find(|merge| merge.top == *number && merge.left == *left);
                let right = match merge {
                    Some(merge) if merge.right > merge.left => merge.right,
                    Some(merge) if merge.bottom > merge.top => *left,
                    // Without a merge a parent reaches as far as the cells to its right are empty and stand over children.
                    _ => {
                        let next = own.get(at + 1).map_or(u16::MAX, |(column, _)| *column);
                        let mut right = *left;
                        while right.saturating_add(1) < next && below.contains_key(left) && below.contains_key(&(right + 1)) {
                            right += 1;
                        }
                        right
                    }
                };
                for (column, _) in below.range(*left..=right) {
                    texts.entry(*column).or_insert_with(|| Arc::clone(parent));
                }
            }
        }

        let mut stacks: BTreeMap<u16, Vec<Arc<str>>> = BTreeMap::new();
        for (_, texts) in rows {
            for (column, text) in texts {
                let stack = stacks.entry(column).or_default();
                if stack.last() != Some(&text) {
                    stack.push(text);
                }
            }
        }
        stacks.into_iter().map(|(column, texts)| Stack { column, texts }).collect()
    }
}

/// Whether a cell could be a title below a parent: a short text that is no amount, no day and no answer; a year below a merged parent.
fn is_like_a_title(raw: &Raw, below_merged: bool) -> bool {
    match raw {
        Raw::Text(written) if written.chars().count() <= LONGEST_PARENT => {
            let is_amount = matches!(amount::parse(written), Ok(Some(_)));
            let is_day = matches!(date::parse(written, None), Ok(Some(_)));
            let is_answer = matches!(yes_no::parse(written), Ok(Some(_)));
            !(is_amount || is_day || is_answer)
        }
        Raw::Number(year) => below_merged && (1990.0..=2100.0).contains(year) && year.fract() == 0.0,
        _ => false,
    }
}

/// Whether a column's title is one of a sign-in sheet or a duty roster.
fn says_who_came(title: &str) -> bool {
    OF_LISTS.iter().chain(&OF_LIST_COLUMNS).any(|word| title.contains(word))
}

/// The place in `WHOLE` of a title that stands for the whole of its parent.
fn place_in_whole(child: &str) -> Option<usize> {
    let bare = Title::read(child).bare;
    WHOLE.iter().position(|words| words.contains(&bare.as_str()))
}

/// A title that names nothing but a unit or a currency: 人民币（万元） below 合同金额.
#[derive(Clone, Copy)]
struct Denominated {
    unit: Option<Unit>,
    currency: Option<Currency>,
}

impl Denominated {
    /// The unit, when its own brackets or its parent name one: a currency alone says nothing of the scale.
    fn unit(self, of_brackets: Option<Unit>, of_parent: Option<Unit>) -> Option<Unit> {
        let scaled = self.unit.filter(|unit| unit.factor != Unit::YUAN.factor || unit.currency.is_none());
        let unit = of_brackets.or(scaled).or(of_parent).or(self.unit)?;
        Some(Unit {
            currency: unit.currency.or(self.currency),
            ..unit
        })
    }
}

fn denominated(child: &str) -> Option<Denominated> {
    let bare = Title::read(child).bare;
    let unit = Unit::parse(&bare);
    let currency = Currency::parse(&bare).or(unit.and_then(|unit| unit.currency));
    let said = !bare.is_empty() && (unit.is_some() || currency.is_some());
    said.then_some(Denominated { unit, currency })
}

/// Titles that may head a table of their own.
struct Part<'c, 'n> {
    own: &'c [Candidate<'n>],
    /// The titles that they stand among without an empty column between.
    run: &'c [Candidate<'n>],
}

/// The runs of titles that may head tables of their own: those with an empty column between them, and one list of titles that stands
/// there several times to save paper.
fn side_by_side<'c, 'n>(candidates: &'c [Candidate<'n>]) -> Vec<Part<'c, 'n>> {
    let mut parts = Vec::new();
    for run in candidates.chunk_by(|a, b| a.column.checked_add(1) == Some(b.column)) {
        let is_repeated = |length: &usize| {
            let mut lists = run.chunks(*length);
            let first = lists.next().unwrap_or_default();
            let same = |list: &[Candidate<'_>]| list.iter().map(|title| &title.written).eq(first.iter().map(|title| &title.written));
            run.len().is_multiple_of(*length) && lists.all(same)
        };
        // The shortest list that the run is made of.
        let most = (run.len() / 2).min(LONGEST_REPEATED);
        let length = (2..=most).find(is_repeated).unwrap_or(run.len().max(1));
        parts.extend(run.chunks(length).map(|own| Part { own, run }));
    }
    parts
}

/// What stands in some columns beside the rows of a table.
#[derive(Default)]
struct Beside {
    /// A totals row beside a row of the table.
    totals: bool,
    /// Something below the last row of the table.
    runs_on: bool,
    /// Two values or more, none of them twice.
    keys_differ: bool,
}

/// A table with the titles of the boxes beside it, which stand for nothing in it.
fn beside_boxes(part: &Header, all: &Header) -> Header {
    let (left, right) = part.span();
    let boxes = all.columns.iter().filter(|column| !(left..=right).contains(&column.column));
    let at_left = boxes.clone().any(|column| column.column < left);
    let at_right = boxes.clone().map(|column| column.column).find(|column| *column > right);
    let mut columns: Vec<HeadColumn> = part.columns.clone();
    columns.extend(boxes.map(|column| HeadColumn {
        known: None,
        ..column.clone()
    }));
    columns.sort_by_key(|column| column.column);
    Header {
        columns,
        within: (if at_left { left } else { 1 }, at_right.map_or(u16::MAX, |first| first - 1)),
        ..part.clone()
    }
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

/// How many columns a kind cannot do without.
fn required(table: &Table) -> usize {
    let required = table.columns.iter().filter(|column| column.need == Need::Required).count();
    required + table.alternatives.len()
}

/// What the titles are in a table of the kind.
fn explain(kind: Kind, candidates: &[Candidate<'_>]) -> Explained {
    let table = kind.table();
    // Of two titles for one column the pair goes before the child alone, then the canonical name, the earlier synonym, the surest, the
    // left one.
    let mut best: Vec<Option<Claim>> = vec![None; table.columns.len()];
    let mut ambiguous = vec![false; table.columns.len()];
    let readings: Vec<Option<(&Reading<'_>, Known, usize)>> = candidates
        .iter()
        .map(|candidate| {
            let mut readings = candidate.readings.iter();
            readings.find_map(|reading| reading.of(kind).map(|(known, rank)| (reading, known, rank)))
        })
        .collect();
    for (at, reading) in readings.iter().enumerate() {
        let Some((reading, Known::Column(column), rank)) = reading else {
            continue;
        };
        let is_money = table
            .columns
            .get(*column)
            .is_some_and(|column| matches!(column.form, Form::Money(_)));
        let written = candidates.get(at).map_or("", |candidate| &*candidate.written);
        let claim = Claim {
            so_far: kind == Kind::Receipt && is_money && title::is_so_far(written),
            child_alone: reading.sure == Sure::ChildAlone,
            rank: *rank,
            sure: reading.sure,
            at,
        };
        if let (Some(slot), Some(ambiguous)) = (best.get_mut(*column), ambiguous.get_mut(*column)) {
            let as_good = slot.is_some_and(|slot| (slot.so_far, slot.rank, slot.sure) == (claim.so_far, claim.rank, claim.sure));
            if slot.is_none_or(|slot| claim < slot) {
                *slot = Some(claim);
                *ambiguous = false;
            }
            *ambiguous |= as_good && claim.sure != Sure::Pair;
        }
    }
    for (slot, _) in best.iter_mut().zip(ambiguous).filter(|(_, ambiguous)| *ambiguous) {
        *slot = None;
    }

    let mut seen_idle = Vec::new();
    let mut known: Vec<(Option<Known>, Option<Unit>)> = Vec::with_capacity(candidates.len());
    for (at, reading) in readings.iter().enumerate() {
        let of_title = reading.as_ref().and_then(|(reading, what, _)| match what {
            Known::Column(column) => {
                let winner = best.get(*column).copied().flatten().is_some_and(|claim| claim.at == at);
                winner.then_some((Some(*what), reading.unit))
            }
            Known::Idle(idle) => {
                seen_idle.push(*idle);
                Some((Some(*what), None))
            }
        });
        known.push(of_title.unwrap_or((None, None)));
    }

    let has = |name: &str| {
        let column = table.column(name).and_then(|(position, _)| best.get(position));
        column.is_some_and(Option::is_some)
    };
    let mut missing: Vec<&'static str> = table
        .columns
        .iter()
        .filter(|column| column.need == Need::Required && !has(column.name))
        .map(|column| column.name)
        .collect();
    for group in table.alternatives {
        let by_context = group
            .iter()
            .flat_map(|names| names.iter())
            .any(|name| table.column(name).is_some_and(|(_, column)| column.need == Need::Context));
        let there = group.iter().any(|names| names.iter().all(|name| has(name)));
        if !there && !by_context {
            // What of the alternatives is nearest to being whole.
            let lacks = |names: &&[&'static str]| -> Vec<&'static str> { names.iter().copied().filter(|name| !has(name)).collect() };
            let nearest = group.iter().map(lacks).min_by_key(Vec::len);
            missing.extend(nearest.into_iter().flatten());
        }
    }

    let columns = best.iter().filter(|slot| slot.is_some()).count();
    let half = (columns + seen_idle.len()) * 2 >= candidates.len();
    // A date under another name than the library's (登记时间) stands on any list of names.
    let of_its_own = |name: &str, is_date: bool| {
        let column = table.column(name).and_then(|(position, _)| best.get(position)).copied().flatten();
        column.is_some_and(|claim| claim.rank == 0 || !is_date)
    };
    let own = !table.needs_further || title::own_columns(kind).any(|column| of_its_own(column.name, column.form == Form::Date));
    Explained {
        kind,
        columns,
        known,
        missing,
        enough: (half || columns >= ENOUGH) && own,
        said: None,
    }
}

/// Whether every filled cell is a unit or a note in brackets.
fn is_row_of_notes(row: &GridRow) -> bool {
    let mut filled = row.cells.iter().filter(|cell| is_filled(&cell.raw)).peekable();
    filled.peek().is_some() && filled.all(|cell| matches!(&cell.raw, Raw::Text(written) if title::is_only_note(written)))
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
