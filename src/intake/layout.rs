//! What lies below a header: data rows, totals, the headings of groups, and what is neither (spec 1.1). One sheet may hold several
//! tables one above another or side by side, or one table with its header on every printed page.

use std::collections::HashSet;
use std::sync::Arc;

use crate::records::Kind;
use crate::records::cell::Owner;
use crate::records::column::Form;
use crate::records::column::Need;
use crate::regulation::City;
use crate::values::numbering::NUMERALS;
use crate::values::numbering::Numbering;
use crate::values::numbering::numbering;
use crate::values::text;

use super::context;
use super::context::Lines;
use super::context::NamesAround;
use super::grid::Cells;
use super::grid::Grid;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Merge;
use super::grid::Raw;
use super::header;
use super::header::HeadColumn;
use super::header::Header;
use super::header::Heading;
use super::header::Unrecognised;
use super::heading;
use super::said;
use super::spread::Spread;
use super::title;
use super::title::Known;
use super::totals;
use super::totals::Label;
use super::totals::Reach;

/// Most lines directly above a header that are taken for its own, when another table stands above them.
const TITLE_LINES: usize = 6;

/// Most cells of a line of title, labels and values.
const MOST_IN_A_LINE: usize = 12;

/// Words that stand before a colon in rows of notes and signatures.
const NOTE_WORDS: [&str; 38] = [
    "备注",
    "注",
    "说明",
    "附注",
    "填表",
    "填报",
    "制表",
    "编制",
    "审核",
    "复核",
    "审批",
    "核对",
    "校对",
    "负责人",
    "主管",
    "分管领导",
    "领导",
    "经办",
    "经手",
    "会计",
    "出纳",
    "联系人",
    "联系电话",
    "电话",
    "日期",
    "时间",
    "签字",
    "签名",
    "签章",
    "盖章",
    "单位",
    "部门",
    "报送",
    "统计",
    "数据来源",
    "口径",
    "截至",
    "截止",
];

/// One table of a sheet.
#[derive(Debug)]
pub(super) struct Region {
    /// Its header.
    pub header: Header,
    /// What the lines above say.
    pub lines: Lines,
    /// Last row that may belong to it.
    last_row: u32,
    /// First column that may belong to it.
    left: u16,
    /// Last column that may belong to it.
    right: u16,
    /// Runs of rows that are no data: the header again on the next page, with the titles above it.
    skipped: Vec<(u32, u32)>,
    /// The lines above the header, folded: they come again on the next page.
    title_lines: HashSet<String>,
}

/// A row of a table.
pub(super) enum Line<'a> {
    /// A data row: for each titled column the cell that counts, own or of the merged block that covers it; and the columns whose block
    /// covers several rows, each with the block's first row; and the cells that it holds in columns without a title.
    Data(u32, Vec<Option<&'a Raw>>, Vec<(u16, u32)>, Vec<&'a GridCell>),
    /// A totals row: its label, the label as written, and the own cells of the table's columns.
    Total(u32, Label, Arc<str>, Vec<&'a GridCell>),
    /// The heading of a group of rows, by its row and its text: whose they are, or that it cannot be told.
    Group(u32, Arc<str>, Option<Owner>),
    /// A labelled line that says what the column above the header says from here on: 姓名：李四.
    Said(Arc<str>),
    /// What a book of accounts carries over from other pages, or to them: 承前页.
    Carried,
}

/// The tables of a sheet, and what looks like a table and is none.
pub(super) fn regions(
    grid: &Grid,
    merges: &[Merge],
    headings: Vec<Heading>,
    names: &NamesAround,
    city: &City,
) -> (Vec<Region>, Vec<Unrecognised>) {
    let sides = sides(&headings);
    let mut regions: Vec<Region> = Vec::new();
    let mut unknown = Vec::new();
    let mut first_lines: Option<Lines> = None;
    // Positions of the tables that may still have rows; no two share a column.
    let mut open: Vec<usize> = Vec::new();
    // The last row of the heading before, below which the next one's own lines may begin.
    let mut floor = 0;
    // The first of the lines above the heading before.
    let mut own_from = 1;
    // The lines above the tables so far.
    let mut said_lines: HashSet<String> = HashSet::new();
    for (heading, sides) in headings.into_iter().zip(sides) {
        let (top, bottom) = rows_of(&heading);
        // In a library a row with a name alone may be data.
        let names_alone: Vec<u16> = open
            .iter()
            .filter_map(|at| regions.get(*at))
            .filter_map(Region::only_required)
            .collect();
        // Tables side by side have their lines in the same rows.
        if top > floor && !regions.is_empty() {
            own_from = title_from(grid, top, floor, &names_alone);
        }
        let own_rows = rows_between(grid, own_from, top.saturating_sub(1));
        match heading {
            Heading::Unknown(heading) => {
                for at in open.drain(..) {
                    close(&mut regions, at, own_from);
                }
                unknown.push(heading);
            }
            Heading::Known(header) => {
                let (left, right) = header.span();
                let within = own_rows.iter().rev().take(TITLE_LINES * 5).rev();
                let mut shared = Lines::read(own_rows, city);
                let mut own = match sides {
                    None => {
                        let within: Vec<GridRow> = within.map(|row| only(row, |cell| (left..=right).contains(&cell.column))).collect();
                        Lines::read(&within, city).or(shared)
                    }
                    Some(side) => {
                        let lines = |of: &dyn Fn(&GridRow) -> GridRow| Lines::read(&within.clone().map(of).collect::<Vec<_>>(), city);
                        shared = lines(&|row| side.shared(row, merges));
                        lines(&|row| side.own(row, merges)).or(shared)
                    }
                };
                // The title again on the next page says nothing new.
                if own.elsewhere
                    && let Some(row) = own_rows.iter().find(|row| row.row == own.elsewhere_at)
                {
                    own.elsewhere = !said_lines.contains(&line_of(row.cells.iter()));
                }
                let overlaps = |at: &usize, regions: &[Region]| {
                    let span = regions.get(*at).map(|region| region.header.span());
                    span.is_some_and(|(other_left, other_right)| other_left <= right && left <= other_right)
                };
                let same = open.iter().copied().find(|at| overlaps(at, &regions));
                if let Some(region) = same.and_then(|at| regions.get_mut(at))
                    && header.repeats(&region.header)
                    && !own.contradicts(&region.lines, names)
                {
                    region.skipped.push((own_from, bottom));
                    floor = bottom;
                    continue;
                }
                open.retain(|at| {
                    let ends = overlaps(at, &regions);
                    if ends {
                        close(&mut regions, *at, own_from);
                    }
                    !ends
                });
                open.push(regions.len());
                let lines = own.or(first_lines.unwrap_or_default());
                first_lines.get_or_insert(if sides.is_some() { shared } else { own });
                let title_lines: HashSet<String> = own_rows
                    .iter()
                    .rev()
                    .take(TITLE_LINES)
                    .map(|row| line_of(row.cells.iter()))
                    .collect();
                said_lines.extend(title_lines.iter().cloned());
                regions.push(Region {
                    lines,
                    last_row: u32::MAX,
                    left: header.within.0,
                    right: header.within.1,
                    skipped: Vec::new(),
                    title_lines,
                    header,
                });
            }
        }
        floor = bottom;
    }
    part_side_by_side(&mut regions);
    (regions, unknown)
}

/// First and last row of a heading.
fn rows_of(heading: &Heading) -> (u32, u32) {
    match heading {
        Heading::Known(header) => (header.top, header.bottom),
        Heading::Unknown(unknown) => (unknown.top, unknown.bottom),
    }
}

/// The columns of a table that stands beside others: from its first one to the next table's.
#[derive(Clone, Copy, Debug)]
struct Side {
    left: u16,
    right: u16,
    /// The last column of the first table from the left.
    first_right: u16,
}

/// For each heading its side, if others stand in the same rows.
fn sides(headings: &[Heading]) -> Vec<Option<Side>> {
    let mut sides = Vec::with_capacity(headings.len());
    // They come from top to bottom, and then from left to right.
    for group in headings.chunk_by(|one, other| rows_of(other).0 <= rows_of(one).1) {
        let lefts: Vec<u16> = group
            .iter()
            .map(|heading| match heading {
                Heading::Known(header) => header.span().0,
                Heading::Unknown(_) => 1,
            })
            .collect();
        let last_of = |at: usize| lefts.get(at + 1).map_or(u16::MAX, |next| next.saturating_sub(1));
        for (at, left) in lefts.iter().enumerate() {
            let side = Side {
                left: if at == 0 { 1 } else { *left },
                right: last_of(at),
                first_right: last_of(0),
            };
            sides.push((group.len() > 1).then_some(side));
        }
    }
    sides
}

impl Side {
    /// What of a line stands above these columns, be it only in part.
    fn own(self, row: &GridRow, merges: &[Merge]) -> GridRow {
        only(row, |cell| {
            cell.column <= self.right && last_column(row.row, cell.column, merges) >= self.left
        })
    }

    /// What of a line is said for all tables: a text merged over this one's border, or one alone at the left that is not merged.
    fn shared(self, row: &GridRow, merges: &[Merge]) -> GridRow {
        let alone = row.cells.iter().filter(|cell| header::is_filled(&cell.raw)).count() == 1;
        only(row, |cell| {
            let last = last_column(row.row, cell.column, merges);
            let over_border = cell.column <= self.right && last > self.right || cell.column < self.left && last >= self.left;
            over_border || alone && last == cell.column && last <= self.first_right
        })
    }
}

/// The last column of the merged block that begins in a cell, or the cell's own.
fn last_column(row: u32, column: u16, merges: &[Merge]) -> u16 {
    let from = merges.partition_point(|merge| (merge.top, merge.left) < (row, column));
    let merge = merges.get(from).filter(|merge| (merge.top, merge.left) == (row, column));
    merge.map_or(column, |merge| merge.right)
}

/// A row with some of its cells.
fn only(row: &GridRow, is_kept: impl Fn(&GridCell) -> bool) -> GridRow {
    GridRow {
        row: row.row,
        cells: row.cells.iter().filter(|cell| is_kept(cell)).cloned().collect(),
    }
}

/// Ends a table above that row.
fn close(regions: &mut [Region], at: usize, row: u32) {
    if let Some(region) = regions.get_mut(at) {
        region.last_row = row.saturating_sub(1);
    }
}

/// Gives each table its columns where several share rows.
fn part_side_by_side(regions: &mut [Region]) {
    let spans: Vec<(u32, u32, u16, u16)> = regions
        .iter()
        .map(|region| {
            let (left, right) = region.header.span();
            (region.header.top, region.last_row, left, right)
        })
        .collect();
    // A sheet with hundreds of tables is no sheet that people made; each then keeps to its own titles.
    let many = regions.len() > 200;
    for (at, region) in regions.iter_mut().enumerate() {
        let (left, right) = region.header.span();
        if many {
            (region.left, region.right) = (left, right);
            continue;
        }
        for (other, (top, last_row, other_left, other_right)) in spans.iter().enumerate() {
            let beside = other != at && *top <= region.last_row && region.header.top <= *last_row;
            if beside && *other_right < left {
                region.left = region.left.max(other_right + 1);
            }
            if beside && *other_left > right {
                region.right = region.right.min(other_left - 1);
            }
        }
    }
}

/// The rows with cells from one number to another, both counted.
fn rows_between(grid: &Grid, from: u32, to: u32) -> &[GridRow] {
    let first = grid.rows.partition_point(|row| row.row < from);
    let after = grid.rows.partition_point(|row| row.row <= to);
    grid.rows.get(first..after).unwrap_or_default()
}

/// The first of the lines directly above a header that are its own, not data of the table above: one text, or a few labels.
/// A text in one of the columns that alone make a row of data must look like a title.
fn title_from(grid: &Grid, top: u32, floor: u32, names_alone: &[u16]) -> u32 {
    let above = rows_between(grid, floor.saturating_add(1), top.saturating_sub(1));
    let own = above
        .iter()
        .rev()
        .take(TITLE_LINES)
        .take_while(|row| is_title_line(row) && !is_name_alone(row, names_alone));
    own.last().map_or(top, |row| row.row)
}

fn is_name_alone(row: &GridRow, columns: &[u16]) -> bool {
    const LIKE_A_TITLE: [&str; 11] = ["表", "册", "库", "年", "页", "单位", "专班", "台账", "情况", "清单", "一览"];
    let filled: Vec<&GridCell> = row.cells.iter().filter(|cell| header::is_filled(&cell.raw)).collect();
    let name = filled.iter().find_map(|cell| match &cell.raw {
        Raw::Text(written) if columns.contains(&cell.column) => Some(written),
        _ => None,
    });
    name.is_some_and(|name| totals::is_enterprise(name) || filled.len() == 1 && !LIKE_A_TITLE.iter().any(|word| name.contains(word)))
}

fn is_title_line(row: &GridRow) -> bool {
    let filled: Vec<&GridCell> = row.cells.iter().filter(|cell| header::is_filled(&cell.raw)).collect();
    let texts: Vec<Arc<str>> = filled.iter().map(|cell| header::shown(&cell.raw)).collect();
    if filled.len() > MOST_IN_A_LINE || texts.iter().any(|text| totals::label(text).is_some()) {
        return false;
    }
    if context::are_labels_with_values(&texts) {
        return true;
    }
    let mut free = 0;
    let mut labelled = false;
    for (cell, text) in filled.iter().zip(&texts) {
        let is_text = matches!(cell.raw, Raw::Text(_));
        let is_label = is_text && (text.contains([':', '：']) || context::is_unit_line(text));
        // What stands behind a label's colon is its value, of whatever kind.
        if !is_label && !labelled {
            if !is_text {
                return false;
            }
            free += 1;
        }
        labelled = is_label && text.trim_end().ends_with([':', '：']);
    }
    free <= 1
}

/// The texts of a row, folded.
fn line_of<'a>(cells: impl Iterator<Item = &'a GridCell>) -> String {
    let texts = cells.map(|cell| text::fold(&header::shown(&cell.raw)));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
}

/// What a row is.
enum RowKind {
    Data,
    Total(Label, Arc<str>),
    Group(Option<Owner>),
    Said(Arc<str>),
    Carried,
    Nothing,
}

impl Region {
    /// Last row that may belong to it.
    pub(super) fn last_row(&self) -> u32 {
        self.last_row
    }

    /// Goes through the rows below the header, from top to bottom. Where nothing else needs them, `let_go` lets go of each row's cells as
    /// soon as it was seen.
    pub(super) fn walk(&self, grid: &mut Grid, let_go: bool, merges: &[Merge], city: &City, see: &mut dyn FnMut(Line<'_>)) {
        let Some(first) = self.header.bottom.checked_add(1) else {
            return;
        };
        let mut spread = Spread::below(merges, first);
        let mut skipped = self.skipped.iter().peekable();
        let mut right_below = true;
        // How the last heading that named somebody was numbered: its like ends the group.
        let mut grouped: Option<Numbering> = None;
        // Whether the column without a title in front of the table names squads.
        let mut in_front = false;
        let from = grid.rows.partition_point(|row| row.row < first);
        for row in grid.rows.iter_mut().skip(from).take_while(|row| row.row <= self.last_row) {
            spread.enter(row);
            while skipped.next_if(|(_, to)| *to < row.row).is_some() {}
            if skipped.peek().is_some_and(|(from, to)| (*from..=*to).contains(&row.row)) {
                right_below = true;
                continue;
            }
            let covered = spread.reaches(row.row);
            let mut own: Vec<&GridCell> = Vec::with_capacity(row.cells.len());
            let is_own = |cell: &&GridCell| {
                let block = || spread.covering(row.row, cell.column);
                let begins = || block().is_none_or(|block| (block.merge.top, block.merge.left) == (row.row, cell.column));
                (self.left..=self.right).contains(&cell.column) && header::is_filled(&cell.raw) && (!covered || begins())
            };
            own.extend(row.cells.iter().filter(is_own));
            if own.is_empty() || right_below && is_numbering(&own) {
                continue;
            }
            right_below = false;
            match self.kind_of(row.row, &own, &spread, grouped, city) {
                RowKind::Nothing => {}
                RowKind::Group(owner) => {
                    if owner.is_some() {
                        grouped = Some(numbering_of(&own));
                    }
                    see(Line::Group(row.row, text_of(&own), owner));
                }
                RowKind::Said(value) => see(Line::Said(value)),
                RowKind::Carried => see(Line::Carried),
                RowKind::Total(label, written) => see(Line::Total(row.row, label, written, own)),
                RowKind::Data => {
                    if let Some((text, owner)) = self.owner_in_front(row, &spread, city) {
                        in_front |= owner.is_some();
                        if in_front {
                            see(Line::Group(row.row, text, owner));
                        }
                    }
                    let untitled = own.iter().copied().filter(|cell| !self.is_titled(cell.column)).collect();
                    let (cells, tall) = if covered {
                        (self.cells_of(row, &spread), self.tall_of(row, &spread))
                    } else {
                        (self.cells_alone(&own), Vec::new())
                    };
                    see(Line::Data(row.row, cells, tall, untitled));
                    if let_go {
                        row.cells = Cells::default();
                    }
                }
            }
        }
    }

    /// For each titled column the cell that counts: the row's own, or that of the block that covers it.
    fn cells_of<'r>(&self, row: &'r GridRow, spread: &'r Spread<'_>) -> Vec<Option<&'r Raw>> {
        let cell = |column: &HeadColumn| {
            let raw = match spread.covering(row.row, column.column) {
                Some(block) if block.merge.left == column.column => block.value.as_ref(),
                Some(_) => None,
                None => cell_at(row, column.column),
            };
            raw.filter(|raw| header::is_filled(raw))
        };
        self.header.columns.iter().map(cell).collect()
    }

    /// The same of the row's own filled cells, which no block covers.
    fn cells_alone<'r>(&self, own: &[&'r GridCell]) -> Vec<Option<&'r Raw>> {
        let mut own = own.iter().copied().peekable();
        let cell = |column: &HeadColumn| {
            while own.next_if(|cell| cell.column < column.column).is_some() {}
            own.next_if(|cell| cell.column == column.column).map(|cell| &cell.raw)
        };
        self.header.columns.iter().map(cell).collect()
    }

    /// The titled columns whose block covers several rows, each with the block's first row.
    fn tall_of(&self, row: &GridRow, spread: &Spread<'_>) -> Vec<(u16, u32)> {
        let tall = |column: &HeadColumn| {
            let merge = spread.covering(row.row, column.column)?.merge;
            (merge.top < merge.bottom).then_some((column.column, merge.top))
        };
        self.header.columns.iter().filter_map(tall).collect()
    }

    /// Whose a row is by the cell of the column without a title directly in front of the table, with its text, if it says anything.
    fn owner_in_front(&self, row: &GridRow, spread: &Spread<'_>, city: &City) -> Option<(Arc<str>, Option<Owner>)> {
        let column = self.header.span().0.checked_sub(1).filter(|column| *column >= self.left)?;
        let raw = match spread.covering(row.row, column) {
            Some(block) => block.value.as_ref(),
            None => cell_at(row, column),
        };
        match raw? {
            Raw::Text(written) if written.chars().filter(|c| title::is_chinese(*c)).count() >= 2 => {
                Some((Arc::clone(written), heading::body(written, city)))
            }
            _ => None,
        }
    }

    /// The column that alone makes a row of data, in a table that requires no other.
    fn only_required(&self) -> Option<u16> {
        let mut required = self
            .header
            .columns
            .iter()
            .map(|titled| titled.column)
            .filter(|column| self.is_required(*column));
        let first = required.next()?;
        required.next().is_none().then_some(first)
    }

    fn is_titled(&self, column: u16) -> bool {
        self.header.columns.binary_search_by_key(&column, |titled| titled.column).is_ok()
    }

    /// What a titled column stands for.
    fn known(&self, column: u16) -> Option<Known> {
        let at = self.header.columns.binary_search_by_key(&column, |titled| titled.column).ok()?;
        self.header.columns.get(at)?.known
    }

    /// The declaration of a column that carries something.
    fn declared(&self, column: u16) -> Option<&'static crate::records::column::Column> {
        match self.known(column)? {
            Known::Column(position) => self.header.kind.table().columns.get(position),
            Known::Idle(_) => None,
        }
    }

    fn is_required(&self, column: u16) -> bool {
        let needs = self.declared(column).map(|column| column.need);
        matches!(needs, Some(Need::Required | Need::Alternative))
    }

    fn kind_of(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>, grouped: Option<Numbering>, city: &City) -> RowKind {
        if let Some((label, written)) = self.total(row, own, spread) {
            return RowKind::Total(label, written);
        }
        // A heading may have a number of its own before it: 一、 | 先进制造专班.
        let alone = match own {
            [
                GridCell {
                    column,
                    raw: Raw::Text(text),
                },
            ] => Some((*column, text)),
            [
                number,
                GridCell {
                    column,
                    raw: Raw::Text(text),
                },
            ] if self.declared(number.column).is_none() => {
                Some((*column, text)).filter(|(_, text)| heading::owner(text, city).is_some() && text.chars().count() <= 20)
            }
            _ => None,
        };
        if let Some((column, written)) = alone {
            if is_page_number(written) || is_end_mark(written) || context::is_unit_line(written) {
                return RowKind::Nothing;
            }
            // The day of filling in, under a column that holds no days.
            let holds_days = self
                .declared(column)
                .is_some_and(|column| matches!(column.form, Form::Date | Form::Days));
            if !holds_days && context::is_day(written) {
                return RowKind::Nothing;
            }
            let wide = spread
                .covering(row, column)
                .is_some_and(|block| self.is_wide(block.merge.left, block.merge.right));
            let note = note_word(written);
            let is_squad_cell = self.is_squad_cell(column);
            let in_front = self.header.columns.iter().take(2).any(|titled| column <= titled.column);
            let heads = wide || in_front && !is_squad_cell;
            let body = heading::body(written, city).filter(|_| !is_squad_cell);
            // Where a name alone makes a row, a firm may well be called like a squad.
            let may_be_row = !wide && self.only_required() == Some(column);
            let named = heading::owner(written, city).filter(|_| heads && !may_be_row && !heading::is_remark(written));
            if let Some(owner) = body.or(named) {
                return RowKind::Group(Some(owner));
            }
            let signs = heading::SIGNERS.iter().any(|signer| text::fold(written).starts_with(signer));
            if may_be_row && (signs || heading::closes_a_list(written)) {
                return RowKind::Nothing;
            }
            let numbered = is_numbered_heading(written);
            if !note && !may_be_row && (wide || in_front && numbered) && ends_group(grouped, own, written) {
                return RowKind::Group(None);
            }
            if wide || note || in_front && (numbered || is_month(written)) {
                return RowKind::Nothing;
            }
        }
        let again = own.len() <= 4 && self.title_lines.contains(&line_of(own.iter().copied()));
        if again {
            return RowKind::Nothing;
        }
        if let Some(value) = self.said_here(own).or_else(|| self.named_in_title(own)) {
            return RowKind::Said(value);
        }
        if self.is_heading_with_number(row, own, spread) {
            let text = own.last().map(|cell| header::shown(&cell.raw)).unwrap_or_default();
            return if ends_group(grouped, own, &text) {
                RowKind::Group(None)
            } else {
                RowKind::Nothing
            };
        }
        if let Some(owner) = self.heading_with_more(row, own, spread, city) {
            return RowKind::Group(Some(owner));
        }
        if self.is_carried(row, own, spread) {
            return RowKind::Carried;
        }
        if self.is_note(own) || self.is_part_of_total(row, own, spread) || !own.iter().any(|cell| self.declared(cell.column).is_some()) {
            return RowKind::Nothing;
        }
        RowKind::Data
    }

    /// Whether a row is the heading of a group with its number in a cell of its own (一、 | 在谈项目), and not a row of data whose other
    /// cells are empty: one that has all it needs is data.
    fn is_heading_with_number(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let [
            GridCell {
                column,
                raw: Raw::Text(number),
            },
            GridCell {
                column: named,
                raw: Raw::Text(_),
            },
        ] = own
        else {
            return false;
        };
        self.declared(*column).is_none()
            && is_group_number(number)
            && !self.has_required_beside(*column, row, own, spread)
            && *column < *named
    }

    /// Whether a column says whose a row is.
    fn is_squad_cell(&self, column: u16) -> bool {
        let declared = self.declared(column);
        declared.is_some_and(|column| matches!(column.form, Form::Squad { .. } | Form::Unit))
    }

    /// Whose the rows below are, when the row is a heading with a count or a sum beside it (二、文化旅游专班 | （1个） | 400), or a label
    /// with its value (专班： | 文旅), and not a row of data with everything that it needs.
    fn heading_with_more(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>, city: &City) -> Option<Owner> {
        let [
            GridCell {
                column,
                raw: Raw::Text(first),
            },
            others @ ..,
        ] = own
        else {
            return None;
        };
        if self.is_squad_cell(*column) || self.has_required_beside(*column, row, own, spread) {
            return None;
        }
        if let [GridCell { raw: Raw::Text(value), .. }] = others
            && first.trim_end().ends_with([':', '：'])
        {
            return heading::owner(&format!("{first}{value}"), city);
        }
        let is_sum = |cell: &&GridCell| match &cell.raw {
            Raw::Number(_) => true,
            Raw::Text(written) => written.chars().any(|c| c.is_ascii_digit()),
            _ => false,
        };
        let named = match numbering(first) {
            Numbering::None => heading::body(first, city),
            _ => heading::owner(first, city),
        };
        named.filter(|_| !others.is_empty() && others.iter().all(is_sum))
    }

    /// What a labelled line between the rows says in place of the column that a line above the header supplies.
    fn said_here(&self, own: &[&GridCell]) -> Option<Arc<str>> {
        let (position, _) = self.header.said.as_ref()?;
        let column = self.header.kind.table().columns.get(*position)?;
        let is_label = |text: &str| {
            let folded = text::fold(text);
            title::names_of(column).any(|name| text::fold(name) == folded)
        };
        said::in_line(own.iter().copied(), &is_label)
    }

    /// Whose a log is by its title (李四工作日志), where a line above the header says it for the rows before.
    fn named_in_title(&self, own: &[&GridCell]) -> Option<Arc<str>> {
        self.header.said.as_ref()?;
        let [
            GridCell {
                raw: Raw::Text(written), ..
            },
        ] = own
        else {
            return None;
        };
        let text = title::Title::read(written).bare;
        let name = LOGS.iter().find_map(|ending| text.strip_suffix(ending))?;
        let name = name.trim_matches(|c: char| c.is_ascii_digit() || "年月份日".contains(c));
        let of_a_time = name.starts_with(['本', '第', '每']) || name.ends_with(['旬', '末', '度']) || name.contains("季度");
        let is_name = (2..=3).contains(&name.chars().count()) && name.chars().all(title::is_chinese) && !of_a_time;
        let is_name = is_name && !NO_NAMES.contains(&name);
        is_name.then(|| Arc::from(name))
    }

    /// Whether a merged cell covers most of the table.
    fn is_wide(&self, left: u16, right: u16) -> bool {
        let covered = self
            .header
            .columns
            .iter()
            .filter(|column| (left..=right).contains(&column.column))
            .count();
        covered >= 3 && covered * 3 >= self.header.columns.len() * 2 || covered == self.header.columns.len()
    }

    /// The label of a totals row, if the row is one.
    fn total<'c>(&self, row: u32, own: &[&'c GridCell], spread: &Spread<'_>) -> Option<(Label, Arc<str>)> {
        let text = |cell: &'c GridCell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        };
        let mut texts = own.iter().copied().filter_map(text);
        let (first, written) = texts.next()?;
        let found = match totals::label(written) {
            Some(label) => Some((first, label, written)),
            // The group's own cells may stand before the word: 活动一 | 小计.
            None => texts.find_map(|(column, written)| {
                let label = totals::label(written).filter(|label| label.exact)?;
                // A budget's 科目 says what is added up.
                let free_text = self
                    .declared(column)
                    .is_some_and(|column| column.form == Form::Text && column.need == Need::Optional && self.header.kind != Kind::Budget);
                (!free_text && self.declared(column).is_some()).then_some((column, label, written))
            }),
        };
        let (column, label, written) = found?;
        // A project of that name, in a row with everything that a data row needs: HT-9 | 累计 | …
        if column != first && self.declared(column).is_some_and(|column| column.form == Form::Company) && self.has_all_required(own) {
            return None;
        }

        // In a budget the line 合计 is the whole budget, not a sum below it.
        let has_own = |name: &str| {
            let is_it = |cell: &&&GridCell| self.declared(cell.column).is_some_and(|column| column.name == name);
            own.iter().any(|cell| is_it(&cell))
        };
        let whole = label.reach == Reach::All && self.declared(column).is_none_or(|column| column.name != "年度");
        if self.header.kind == Kind::Budget && whole {
            let year = self
                .header
                .columns
                .iter()
                .find(|titled| self.declared(titled.column).is_some_and(|column| column.name == "年度"));
            let inherited = year.is_some_and(|year| spread.covering(row, year.column).is_some_and(|block| block.value.is_some()));
            if has_own("年度") || inherited {
                return None;
            }
        }

        // A sentence that begins with 累计, in a row with everything that a data row needs, is data.
        if !label.exact && self.has_required_beside(column, row, own, spread) {
            return None;
        }
        Some((label, Arc::clone(written)))
    }

    /// Whether the row's own cells are all that the table requires, the money too.
    fn has_all_required(&self, own: &[&GridCell]) -> bool {
        let titled = self.header.columns.iter().map(|titled| titled.column);
        let mut needed = titled.filter(|column| self.declared(*column).is_some_and(|column| column.need == Need::Required));
        needed.all(|column| own.iter().any(|cell| cell.column == column))
    }

    /// Whether every required cell but the given one is filled, the money left aside; never when nothing else is required.
    fn has_required_beside(&self, column: u16, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let money = self.header.kind.table().money;
        let is_needed = |other: u16| {
            let declared = self.declared(other).filter(|declared| declared.need == Need::Required);
            other != column && declared.is_some_and(|declared| Some(declared.name) != money)
        };
        let filled = |column: u16| {
            // A label merged over its neighbours fills only its own column.
            let covered = spread.covering(row, column).filter(|block| block.merge.left == column);
            own.iter().any(|cell| cell.column == column) || covered.is_some_and(|block| block.value.is_some())
        };
        let mut needed = self
            .header
            .columns
            .iter()
            .map(|titled| titled.column)
            .filter(|column| is_needed(*column))
            .peekable();
        needed.peek().is_some() && needed.all(filled)
    }

    /// Whether it is a line that is carried over, and not a row with everything that a data row needs.
    fn is_carried(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let first = own.iter().find_map(|cell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        });
        first.is_some_and(|(column, written)| totals::is_carried(written) && !self.has_required_beside(column, row, own, spread))
    }

    /// Whether it is a part of the totals row above: 其中：先进制造 | 500.
    fn is_part_of_total(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
        let mut texts = own.iter().filter_map(|cell| match &cell.raw {
            Raw::Text(written) => Some((cell.column, written)),
            _ => None,
        });
        let part = |written: &str| written.trim_start().starts_with("其中");
        // A budget's 其中 is a part of the line above, and never one of its own.
        if self.header.kind == Kind::Budget {
            let is_heading = |column: u16| self.declared(column).is_some_and(|column| column.name == "科目");
            return texts.any(|(column, written)| is_heading(column) && part(written));
        }
        let first = texts.next().filter(|(_, written)| part(written));
        first.is_some_and(|(column, _)| !self.has_required_beside(column, row, own, spread))
    }

    /// Whether it is a row of notes or signatures: the first cell says so, and no required cell holds anything else.
    fn is_note(&self, own: &[&GridCell]) -> bool {
        let Some(GridCell { raw: Raw::Text(first), .. }) = own.first() else {
            return false;
        };
        // The example row of a blank form is whole, and nobody's data.
        let example = text::fold(first);
        let marked = example.trim_matches(['(', ')']);
        if example == text::fold(EXAMPLE) || EXAMPLES.contains(&marked) || marked.starts_with("例:") {
            return true;
        }
        // 备注 without a colon begins a note of one cell; in a row of several it may be anybody's name.
        let folded = text::fold(first);
        let behind = folded.strip_prefix("备注").filter(|_| own.len() > 1);
        let begins_name = behind.is_some_and(|behind| !behind.contains(':') && behind.starts_with(char::is_alphabetic));
        let signers = heading::SIGNERS.contains(&folded.as_str()) && own.len() > 1;
        if !signers && !note_word(first) || begins_name {
            return false;
        }
        let mut after_label = false;
        for (at, cell) in own.iter().enumerate() {
            let is_label = |text: &str| text.contains([':', '：']) || heading::SIGNERS.contains(&text::fold(text).as_str());
            let label = matches!(&cell.raw, Raw::Text(written) if is_label(written) || context::is_day(written));
            if at > 0 && !label && !after_label && self.is_required(cell.column) {
                return false;
            }
            after_label = match &cell.raw {
                Raw::Text(written) => written.trim_end().ends_with([':', '：']) || heading::SIGNERS.contains(&text::fold(written).as_str()),
                _ => false,
            };
        }
        true
    }
}

/// The texts of a heading.
fn text_of(own: &[&GridCell]) -> Arc<str> {
    let texts: Vec<Arc<str>> = own.iter().take(2).map(|cell| header::shown(&cell.raw)).collect();
    Arc::from(texts.join(" ").trim())
}

/// How a heading is numbered, in the same cell or in one before it.
fn numbering_of(own: &[&GridCell]) -> Numbering {
    match own {
        [
            GridCell {
                raw: Raw::Text(number), ..
            },
            _,
        ] if is_group_number(number) => match numbering(number) {
            // 一 in a cell of its own
            Numbering::None => Numbering::Chinese,
            numbering => numbering,
        },
        [
            GridCell {
                raw: Raw::Text(written), ..
            },
            ..,
        ] => numbering(written),
        _ => Numbering::None,
    }
}

/// Whether a heading that names no single squad ends the group before: it is numbered alike, or without numbers names another body.
fn ends_group(grouped: Option<Numbering>, own: &[&GridCell], written: &str) -> bool {
    let like = grouped == Some(numbering_of(own));
    like && (grouped != Some(Numbering::None) || heading::names_a_body(written))
}

/// What the title of a person's log ends with.
const LOGS: [&str; 5] = ["工作日志", "外出日志", "工作记录", "日志", "工作日志表"];

/// What such a title says instead of a name.
const NO_NAMES: [&str; 17] = [
    "招商", "外出", "个人", "专班", "考察", "出差", "驻外", "日常", "上周", "下周", "首周", "全周", "全月", "上月", "下月", "全年", "当月",
];

/// What the first cell of other offices' example rows says.
const EXAMPLES: [&str; 7] = ["例", "示例", "样例", "范例", "举例", "填写示例", "示例行"];

/// What the first cell of a blank form's example row says.
const EXAMPLE: &str = "示例（删除本行）";

/// A cell of a row.
fn cell_at(row: &GridRow, column: u16) -> Option<&Raw> {
    let at = row.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
    row.cells.get(at).map(|cell| &cell.raw)
}

/// Whether a row numbers the columns below a header: 1 2 3 4, or 甲 乙 1 2.
fn is_numbering(own: &[&GridCell]) -> bool {
    let mut expected = 1u32;
    let mut numbers = 0;
    for cell in own {
        let written = text::fold(&header::shown(&cell.raw));
        let inner = written.trim_matches(['(', ')']);
        if inner.parse() == Ok(expected) {
            expected += 1;
            numbers += 1;
        } else if !matches!(inner, "甲" | "乙" | "丙" | "丁" | "栏次" | "序号") || numbers > 0 {
            return false;
        }
    }
    numbers >= 3
}

/// `第 1 页 共 3 页`, `1/3`, `-1-`, `Page 1 of 3`.
fn is_page_number(written: &str) -> bool {
    let text = text::fold(written);
    if text.len() > 60 || !text.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) {
        return false;
    }
    let only = |allowed: &str| text.chars().all(|c| c.is_ascii_digit() || allowed.contains(c));
    (text.contains('页') && only("第共页,，/、-—~()总一二三四五六七八九十百")) || (text.starts_with("page") && only("page:of/")) || {
        let inner = text.trim_matches(['-', '—', '–']);
        inner.len() + 2 <= text.len()
            && text.starts_with(['-', '—', '–'])
            && inner.parse::<u32>().is_ok()
            && text.ends_with(['-', '—', '–'])
    }
}

/// `一、在谈项目`, `（二）签约项目`: the heading of a group of rows. An Arabic number may number a row.
fn is_numbered_heading(written: &str) -> bool {
    let chinese = text::fold(written).trim_start_matches('(').starts_with(|c| NUMERALS.contains(c));
    chinese && numbering(written) != Numbering::None
}

/// `一月`, `9月份`, `2021年2月`: the heading of a month's rows.
fn is_month(written: &str) -> bool {
    let text = text::fold(written);
    let month = text.split_once('年').map_or(text.as_str(), |(_, month)| month);
    let month = month.strip_suffix("月份").or_else(|| month.strip_suffix('月')).unwrap_or_default();
    !month.is_empty() && month.chars().count() <= 2 && month.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

/// `一`, `一、`, `（二）`: the number of a group.
fn is_group_number(written: &str) -> bool {
    let text = text::fold(written);
    let inner = text.trim_matches(['(', ')', '、', '.', ',']);
    !inner.is_empty() && inner.chars().all(|c| NUMERALS.contains(c))
}

/// `以下空白` and the like.
fn is_end_mark(written: &str) -> bool {
    let text = text::fold(written);
    let text = text.trim_matches(['(', ')', '-', '—', '=', '*', '.', '…']);
    text.is_empty()
        || matches!(
            text,
            "以下空白"
                | "以下无正文"
                | "以下无内容"
                | "空白"
                | "完"
                | "本页完"
                | "续下页"
                | "接下页"
                | "转下页"
                | "承上页"
                | "接上页"
        )
}

/// Whether a text begins like a note or a signature: `填表人：`, `备注：…`, `注1：…`.
fn note_word(written: &str) -> bool {
    if !written.contains([':', '：', '注', '说']) {
        return false;
    }
    let text = text::fold(written);
    let text = text.trim_start_matches(['*', '★', '※', '(', '【', '[']);
    match text.split_once(':') {
        Some((label, _)) if label.chars().count() <= 12 => {
            let label = label.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ')' | '】' | ']' | '('));
            let label = match label.split_once('(') {
                Some((before, _)) => before,
                None => label,
            };
            NOTE_WORDS
                .iter()
                .any(|word| label == *word || (word.chars().count() > 1 && (label.starts_with(word) || label.ends_with(word))))
        }
        _ => {
            let numbered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ',' | '。'));
            text.strip_prefix("备注").is_some_and(|rest| !rest.is_empty())
                || ["注", "说明"].iter().any(|word| text.strip_prefix(word).is_some_and(numbered))
        }
    }
}
