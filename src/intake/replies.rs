//! Findings lists that come back filled in (spec 4.4): known by their header, and no table of spec 1.3.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::place::Place;
use crate::place::Source;
use crate::records::reply::Answer;
use crate::records::reply::Exemption;
use crate::records::reply::Reply;
use crate::values::date;
use crate::values::text::clean;
use crate::values::text::fold;

use super::grid::Grid;
use super::grid::GridRow;
use super::grid::Raw;

/// What the other sheets of the program's own findings workbook are called: in a workbook with a list they are no tables.
const BESIDE: [&str; 5] = ["先办", "按规则", "未能核查", "整改情况", "答复与豁免"];

/// Rows from the top among which the header is looked for.
const HEADER_WITHIN: usize = 20;

/// The columns of a list, by position in its rows.
struct Columns {
    id: u16,
    answer: u16,
    note: Option<u16>,
    value: Option<u16>,
    message: Option<u16>,
    cut: Option<u16>,
}

/// Whether a sheet is a findings list.
pub(super) fn is_list(grid: &Grid) -> bool {
    header(grid).is_some()
}

/// Whether a sheet is one that stands beside the list in the program's own workbook.
pub(super) fn stands_beside(grid: &Grid) -> bool {
    BESIDE.contains(&&*grid.name)
}

/// The filled-in lines of a findings list.
pub(super) fn read(grid: &Grid, source: &Arc<Source>) -> Vec<Reply> {
    let Some((at, columns)) = header(grid) else {
        return Vec::new();
    };
    let (above, rows) = grid.rows.split_at(at);
    let period = above.iter().flat_map(|row| &row.cells).find_map(|cell| {
        let text = text_of(&cell.raw);
        let title = text.trim().strip_suffix("数据问题清单")?;
        Some(title.rsplit_once("专班").map_or(title, |(_, period)| period).to_owned())
    });
    let period = period.unwrap_or_default();
    rows.iter().skip(1).filter_map(|row| line(row, &columns, &period, source)).collect()
}

fn line(row: &GridRow, columns: &Columns, period: &str, source: &Arc<Source>) -> Option<Reply> {
    let of = |column: Option<u16>| column.map(|column| text_at(row, column)).unwrap_or_default();
    let (id, word, note) = (text_at(row, columns.id), text_at(row, columns.answer), of(columns.note));
    if !is_id(&id) || (word.is_empty() && note.is_empty()) {
        return None;
    }
    Some(Reply {
        place: Place::row(source, row.row),
        period: period.to_owned(),
        id,
        value: of(columns.value),
        message: of(columns.message),
        cut: of(columns.cut),
        answer: answer(&word, &note),
        note,
    })
}

fn answer(word: &str, note: &str) -> Answer {
    match word {
        "已整改" => Answer::Mended,
        "情况属实" => Answer::Confirmed,
        "豁免" => Answer::Exempted(exemption(note)),
        _ => Answer::Explained,
    }
}

/// `批准人：…；理由：…；有效期至：…`, in any order.
fn exemption(note: &str) -> Exemption {
    let mut exemption = Exemption::default();
    for part in note.split(['；', ';', '\n', '\r']) {
        let Some((name, said)) = part.split_once(['：', ':']) else {
            continue;
        };
        let said = Some(said.trim().to_owned()).filter(|said| !said.is_empty());
        match name.trim() {
            "批准人" => exemption.approver = said,
            "理由" => exemption.grounds = said,
            "有效期至" => {
                let written = said.and_then(|said| date::parse(&said, None).ok().flatten());
                exemption.until = written.map(|written| written.to);
            }
            _ => {}
        }
    }
    exemption
}

/// The header row's position and its columns: 编号, 规则 and 处理情况 in one row.
fn header(grid: &Grid) -> Option<(usize, Columns)> {
    grid.rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| {
        let column = |title: &str| {
            let cells = row.cells.iter();
            let mut named = cells.filter(|cell| matches!(&cell.raw, Raw::Text(text) if fold(text) == fold(title)));
            named.next().map(|cell| cell.column)
        };
        column("规则")?;
        let columns = Columns {
            id: column("编号")?,
            answer: column("处理情况")?,
            note: column("说明"),
            value: column("原值"),
            message: column("问题"),
            cut: column("核减金额（元）"),
        };
        Some((at, columns))
    })
}

/// `L001-7K3F9Q2M`, also with a number behind it.
fn is_id(text: &str) -> bool {
    let mut parts = text.split('-');
    let code = parts.next().unwrap_or_default();
    let letters = parts.next().unwrap_or_default();
    code.len() == 4 && code.starts_with(|c: char| c.is_ascii_uppercase()) && letters.len() == 8
}

fn text_at(row: &GridRow, column: u16) -> String {
    let cell = row.cells.iter().find(|cell| cell.column == column);
    cell.map(|cell| clean(&text_of(&cell.raw))).unwrap_or_default()
}

fn text_of(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) | Raw::Error(text) => text.to_string(),
        Raw::Number(number) => Decimal::from_f64_retain(*number)
            .map(|exact| exact.round_dp(8).normalize().to_string())
            .unwrap_or_default(),
        Raw::Date { day, .. } => day.map(|day| day.to_string()).unwrap_or_default(),
        Raw::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Raw::NoResult => String::new(),
    }
}
