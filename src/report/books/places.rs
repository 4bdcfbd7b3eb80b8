//! Places as people read them: the cells of one column as runs, sheet by sheet (`D5:D9, D12`).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::place::Place;
use crate::place::column_letters;

/// Rows of each column of a sheet; `None` are rows as a whole.
type Rows = BTreeMap<Option<u16>, BTreeSet<u32>>;

/// The places in file order, a line for each sheet; after `most` sheets it says how many more there are.
pub(super) fn grouped<'a>(places: impl Iterator<Item = &'a Place>, most: usize) -> String {
    let mut sheets: BTreeMap<(&str, u32, &str), Rows> = BTreeMap::new();
    for place in places {
        let source = &place.source;
        let sheet = sheets.entry((&source.file, source.order, &source.sheet)).or_default();
        sheet.entry(place.column).or_default().insert(place.row);
    }
    let all = sheets.len();
    let mut lines: Vec<String> = Vec::new();
    for ((file, _, sheet), rows) in sheets.into_iter().take(most) {
        let mut line = file.to_owned();
        if !sheet.is_empty() {
            line.push_str(" › ");
            line.push_str(sheet);
        }
        let cells = cells(&rows);
        if !cells.is_empty() {
            line.push_str(" › ");
            line.push_str(&cells);
        }
        lines.push(line);
    }
    if all > most {
        lines.push(format!("另有{}张表", all - most));
    }
    lines.join("\n")
}

/// `D5:D9, D12, 第3行`
fn cells(rows: &Rows) -> String {
    const SHOWN: usize = 12;
    let mut runs: Vec<String> = Vec::new();
    for (column, rows) in rows {
        for (from, to) in runs_of(rows) {
            match column {
                // Row 0 is the sheet as a whole, which its name says already.
                None if from == 0 => {}
                None if from == to => runs.push(format!("第{from}行")),
                None => runs.push(format!("第{from}至{to}行")),
                Some(column) => {
                    let letters = column_letters(*column);
                    runs.push(if from == to {
                        format!("{letters}{from}")
                    } else {
                        format!("{letters}{from}:{letters}{to}")
                    });
                }
            }
        }
    }
    match runs.len().checked_sub(SHOWN) {
        None | Some(0) => runs.join(", "),
        Some(more) => {
            runs.truncate(SHOWN);
            format!("{} 等{}处", runs.join(", "), SHOWN + more)
        }
    }
}

fn runs_of(rows: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, to)) if *to != 0 && to.checked_add(1) == Some(*row) => *to = *row,
            _ => runs.push((*row, *row)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::place::Source;

    fn source(file: &str, sheet: &str) -> Arc<Source> {
        Arc::new(Source {
            file: Arc::from(file),
            sheet: Arc::from(sheet),
            order: 0,
        })
    }

    #[test]
    fn cells_of_a_column_are_told_as_runs() {
        let sheet = source("文旅.xlsx", "9月");
        let mut places: Vec<Place> = [5, 6, 7, 8, 9, 12].map(|row| Place::cell(&sheet, row, 4)).to_vec();
        places.push(Place::row(&sheet, 3));
        assert_eq!(grouped(places.iter(), 3), "文旅.xlsx › 9月 › 第3行, D5:D9, D12");
    }

    #[test]
    fn sheets_are_told_line_by_line_and_counted_beyond_the_most() {
        let sheets = [source("甲.xlsx", "一"), source("乙.csv", ""), source("丙.xlsx", "三")];
        let places: Vec<Place> = sheets.iter().map(|sheet| Place::cell(sheet, 2, 1)).collect();
        assert_eq!(grouped(places.iter(), 2), "丙.xlsx › 三 › A2\n乙.csv › A2\n另有1张表");
    }

    #[test]
    fn a_sheet_as_a_whole_is_its_name() {
        let sheet = source("甲.xlsx", "一");
        assert_eq!(grouped([Place::sheet(&sheet)].iter(), 2), "甲.xlsx › 一");
    }
}
