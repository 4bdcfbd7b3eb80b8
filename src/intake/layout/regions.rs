//! The tables of a sheet, from their headings: which lines above are each one's own, and where it ends.

use std::collections::HashSet;
use std::sync::Arc;

use crate::intake::context;
use crate::intake::context::Lines;
use crate::intake::context::NamesAround;
use crate::intake::grid::Grid;
use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::header;
use crate::intake::header::Heading;
use crate::intake::header::Unrecognised;
use crate::intake::totals;
use crate::regulation::City;

use super::Region;
use super::line_of;
use super::sides::only;
use super::sides::part_side_by_side;
use super::sides::sides;

/// Most lines directly above a header that are taken for its own, when another table stands above them.
const TITLE_LINES: usize = 6;

/// Most cells of a line of title, labels and values.
const MOST_IN_A_LINE: usize = 12;

/// The tables of a sheet, and what looks like a table and is none.
pub(in crate::intake) fn regions(
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
        let (top, bottom) = (heading.top(), heading.bottom());
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

/// Ends a table above that row.
fn close(regions: &mut [Region], at: usize, row: u32) {
    if let Some(region) = regions.get_mut(at) {
        region.last_row = row.saturating_sub(1);
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
