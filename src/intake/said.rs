//! What labelled lines directly above a header say in place of a column: `姓名：王伟` above a work log of one person (spec 1.1).

use std::sync::Arc;

use super::context;
use super::grid::GridCell;
use super::grid::GridRow;
use super::grid::Raw;
use super::header::is_filled;
use super::header::shown;

/// Most lines above a header that may hold the label.
const LINES: usize = 4;

/// Longest value, in characters: names of several people.
const LONGEST: usize = 40;

/// The value of the label in the nearest line that has it, above a table that takes these columns. `None` when the line says two
/// different things: whose the table is cannot be told then.
pub(super) fn above(rows: &[GridRow], (left, right): (u16, u16), is_label: &dyn Fn(&str) -> bool) -> Option<Arc<str>> {
    let is_text = |row: &&GridRow| row.cells.iter().all(|cell| matches!(cell.raw, Raw::Text(_)));
    let lines = rows
        .iter()
        .rev()
        .take(LINES)
        .take_while(is_text)
        .take_while(|row| is_line(row, is_label));
    let mut values = lines
        .map(|row| values_in(row, (left, right), is_label))
        .find(|values| !values.is_empty())?;
    values.dedup();
    match values.as_slice() {
        [only] => Some(Arc::from(only.as_str())),
        _ => None,
    }
}

/// Whether a row is a line of title or labels, and neither data nor a header: what stands above those is said of another table.
fn is_line(row: &GridRow, is_label: &dyn Fn(&str) -> bool) -> bool {
    let filled = row.cells.iter().filter(|cell| is_filled(&cell.raw));
    let texts: Vec<Arc<str>> = filled.map(|cell| shown(&cell.raw)).collect();
    let labelled = texts.len().is_multiple_of(2) && texts.iter().step_by(2).any(|text| is_label(text));
    texts.len() <= 1 || texts.iter().any(|text| text.contains([':', '：'])) || labelled || context::are_labels_with_values(&texts)
}

/// The value of the label in a line between the rows of a table, when the line says one.
pub(super) fn in_line<'a>(cells: impl Iterator<Item = &'a GridCell>, is_label: &dyn Fn(&str) -> bool) -> Option<Arc<str>> {
    let texts: Vec<Arc<str>> = cells.map(|cell| shown(&cell.raw)).collect();
    let mut values = values_of(&texts, is_label);
    values.dedup();
    match values.as_slice() {
        [only] => Some(Arc::from(only.as_str())),
        _ => None,
    }
}

/// What a line says behind the label.
fn values_in(row: &GridRow, (left, right): (u16, u16), is_label: &dyn Fn(&str) -> bool) -> Vec<String> {
    let around = |column: u16| column.saturating_add(1) >= left && column <= right;
    let cells = row.cells.iter().filter(|cell| around(cell.column) && is_filled(&cell.raw));
    let texts: Vec<Arc<str>> = cells.map(|cell| shown(&cell.raw)).collect();
    values_of(&texts, is_label)
}

/// What the texts of a line say behind the label.
fn values_of(texts: &[Arc<str>], is_label: &dyn Fn(&str) -> bool) -> Vec<String> {
    // Pieces between white space, each with whether it begins a cell; a colon ends a piece.
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for text in texts {
        // 姓 名： is one word.
        let text = text.replace("姓 名", "姓名").replace("姓　名", "姓名");
        let text = text.replace('：', ":").replace(':', ": ");
        let words = text.split_whitespace().enumerate();
        pieces.extend(words.map(|(at, word)| (word.to_owned(), at == 0)));
    }
    let mut values = Vec::new();
    for (at, (piece, begins)) in pieces.iter().enumerate() {
        let label = piece.strip_suffix(':');
        // Without a colon the label must be a cell of its own, with its value in the next: 姓名 | 王伟.
        let next_begins = pieces.get(at + 1).is_some_and(|(_, begins)| *begins);
        if !is_label(label.unwrap_or(piece)) || label.is_none() && !(*begins && next_begins) {
            continue;
        }
        if let Some(value) = value_of(pieces.get(at + 1..).unwrap_or_default()) {
            values.push(value);
        }
    }
    values
}

/// The names that pieces begin with: one piece (王伟、李娜), or two of which the first is a single character (王 伟). Nothing when more
/// words follow in the cell that are no label and no date: whether they are names cannot be told.
fn value_of(pieces: &[(String, bool)]) -> Option<String> {
    let (first, _) = pieces.first()?;
    let mut more = pieces
        .iter()
        .skip(1)
        .take_while(|(piece, begins)| !begins && is_word(piece))
        .map(|(piece, _)| piece);
    let mut value = first.clone();
    if first.chars().count() == 1
        && let Some(second) = more.next()
    {
        value = format!("{first} {second}");
    }
    let value = value.trim_end_matches([',', '，', ';', '；', '、', '。']);
    let like_names = is_word(value) && (1..=LONGEST).contains(&value.chars().count());
    (like_names && more.next().is_none()).then(|| value.to_owned())
}

/// Whether a piece is neither a label nor a date.
fn is_word(piece: &str) -> bool {
    !piece.ends_with(':') && !piece.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::grid::GridCell;

    #[test]
    fn the_value_behind_a_label_is_found_however_it_is_written() {
        let is_label = |text: &str| text == "姓名";
        for (line, expected) in [
            ("姓名：王伟", Some("王伟")),
            ("姓名: 王伟", Some("王伟")),
            ("姓名：|王伟|专班：|文旅", Some("王伟")),
            ("姓名|王伟|专班|文旅", Some("王伟")),
            ("专班：文旅专班　姓名：王伟　2021年9月", Some("王伟")),
            ("专班：文旅 姓名：王 伟 职务：科员", Some("王 伟")),
            ("姓名：王伟、李娜；", Some("王伟、李娜")),
            ("姓名：", None),
            ("姓名：  专班：文旅", None),
            ("填报人：王伟", None),
            ("姓名：王伟|姓名：李娜", None),
            ("姓名 王伟", None),
            ("姓名：王伟 工作日志", None),
            ("姓名：王 伟", Some("王 伟")),
            ("姓名：13800000000", None),
        ] {
            let cells = line.split('|').enumerate().map(|(at, text)| GridCell {
                column: at as u16 + 1,
                raw: Raw::Text(Arc::from(text)),
            });
            let row = GridRow {
                row: 1,
                cells: cells.collect(),
            };
            let found = above(std::slice::from_ref(&row), (1, 5), &is_label);
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }
}
