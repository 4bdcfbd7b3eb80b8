//! A findings list that came back with replies (spec 4.4): known by its head, and no table of anybody's.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::history::Reply;
use crate::history::ReplyKind;
use crate::history::finding_id;
use crate::place::Place;
use crate::place::Source;
use crate::values::text;

use super::grid::Grid;
use super::grid::GridRow;
use super::grid::Raw;
use super::header;
use super::spread;
use super::spread::Spread;
use super::totals;

/// Columns without which it is no such list.
const ID: &str = "编号";
const KIND: &str = "处理情况";
const WORDS: &str = "说明";
const RULE: &str = "规则";
const SQUAD: &str = "专班";
const WHEN: &str = "时间";
const VALUE: &str = "原值";
const MESSAGE: &str = "问题";
const CELL: [&str; 3] = ["文件", "工作表", "单元格"];

/// What the title of a list ends with, behind its period.
const TITLE: &str = "数据问题清单";

/// Rows that are looked at for the head.
const HEAD_ROWS: usize = 12;

/// The replies of a list; `None` when the sheet is none. Rows in which neither 处理情况 nor 说明 is filled in are left out. A reply that
/// is merged over several rows is one to each of them; one beside an id that cannot be read is kept, so that it can be told.
pub(super) fn read(grid: &Grid, source: &Arc<Source>) -> Option<Vec<Reply>> {
    let head = grid.rows.iter().take(HEAD_ROWS).find(|row| is_head(row))?;
    let column = |name: &str| head.cells.iter().find(|cell| shown(&cell.raw) == name).map(|cell| cell.column);
    let (id, kind, words) = (column(ID)?, column(KIND)?, column(WORDS)?);
    let (value, message, squad, when) = (column(VALUE), column(MESSAGE), column(SQUAD), column(WHEN));
    let cell = CELL.map(column);
    let period = period(grid, head.row);
    let below = || grid.rows.iter().filter(|row| row.row > head.row);
    let listed = below().filter_map(|row| finding_id(&said(row, id)));
    let listed = Arc::new(listed.collect::<BTreeSet<String>>());
    let merges = spread::by_top(grid);
    let mut spread = Spread::below(&merges, head.row + 1);
    let replies = below().filter_map(|row| {
        spread.enter(row);
        // A block of several columns is a line of its own: a note, a signature.
        let answered = |column: u16| match spread.covering(row.row, column) {
            Some(block) if block.merge.left == block.merge.right => block.value.as_ref().map(shown).unwrap_or_default(),
            _ => said(row, column),
        };
        let (finding, written, words) = (said(row, id), answered(kind), answered(words));
        let chosen = !text::is_blank(&written);
        let replied = (chosen || !text::is_blank(&words)) && !is_line_of_its_own(&finding);
        let of_row = |column: Option<u16>| column.map(|column| said(row, column));
        replied.then(|| Reply {
            finding: finding_id(&finding).unwrap_or(finding),
            value: of_row(value),
            message: of_row(message).unwrap_or_default(),
            cell: match cell {
                [Some(file), Some(sheet), Some(cell)] => Some([file, sheet, cell].map(|column| said(row, column)).join("\n")),
                _ => None,
            },
            squad: of_row(squad).unwrap_or_default(),
            when: of_row(when),
            listed: Arc::clone(&listed),
            period: period.clone(),
            // Whoever fills in nothing but the words explains.
            kind: if chosen { ReplyKind::of(&written) } else { ReplyKind::Explained },
            written,
            words,
            place: Place::row(source, row.row),
        })
    });
    Some(replies.collect())
}

/// What stands in a cell of the row.
fn said(row: &GridRow, column: u16) -> String {
    let cell = row.cells.iter().find(|cell| cell.column == column);
    cell.map(|cell| shown(&cell.raw)).unwrap_or_default()
}

/// What lines below a list begin with that are none of its rows.
const LINES: [&str; 8] = ["备注", "注：", "注:", "说明", "填表", "填报", "审核", "制表"];

/// Whether a first cell is that of a total, a note or a signature.
fn is_line_of_its_own(first: &str) -> bool {
    totals::label(first).is_some() || LINES.iter().any(|line| first.starts_with(line))
}

/// What the title above the head says: `2021年9月数据问题清单`.
fn period(grid: &Grid, head: u32) -> String {
    let above = grid.rows.iter().filter(|row| row.row < head).flat_map(|row| &row.cells);
    let mut titles = above.filter_map(|cell| shown(&cell.raw).strip_suffix(TITLE).map(str::to_owned));
    titles.next_back().unwrap_or_default()
}

/// What the sheet of remarks of a returned copy begins with.
const REMARKS: &str = "核查意见（程序生成";

/// Whether it is the sheet of remarks of a copy that was sent back.
pub(super) fn is_remarks(grid: &Grid) -> bool {
    let first = grid.rows.first().and_then(|row| row.cells.first());
    first.is_some_and(|cell| shown(&cell.raw).starts_with(REMARKS))
}

fn is_head(row: &GridRow) -> bool {
    let has = |name: &str| row.cells.iter().any(|cell| shown(&cell.raw) == name);
    [ID, KIND, WORDS, RULE].iter().all(|name| has(name))
}

fn shown(raw: &Raw) -> String {
    text::clean(&header::shown(raw))
}

#[cfg(test)]
mod tests {
    use crate::intake::grid::Merge;
    use crate::testing::Scene;

    use super::*;

    const HEAD: &str = "2021年9月数据问题清单\n编号 | 级别 | 规则 | 专班 | 问题 | 文件 | 原值 | 处理情况 | 说明";

    #[test]
    fn a_list_with_replies_is_read_and_is_no_table() {
        let text = format!(
            "{HEAD}\nE003-7K3F9Q2M | 错误 | E003 伙食补助超标 | 文旅 | 超 | a.xlsx | 400 | 情况属实 | 当时没有核对\n\
             E004-7K3F9Q2M | 错误 | E004 | 文旅 | 超 | a.xlsx | 1 | | \n\
             合计 | | | | | | | 说明 | 不是编号"
        );
        let intake = Scene::new("2021-09").sheet("回复/问题清单.xlsx", "全部问题", &text).intake();
        assert_eq!(intake.problems.len(), 0, "{:?}", intake.problems);
        assert_eq!(intake.replies.len(), 1);
        let reply = &intake.replies[0];
        assert_eq!(
            (reply.finding.as_str(), reply.value.as_deref(), reply.kind),
            ("E003-7K3F9Q2M", Some("400"), ReplyKind::Admitted)
        );
        assert_eq!(reply.words, "当时没有核对");
        assert!(intake.account.files.iter().all(|file| file.tables.is_empty()));
    }

    #[test]
    fn words_alone_are_an_explanation() {
        let text = format!(
            "{HEAD}\nE003-7K3F9Q2M | 错误 | E003 | 文旅 | 超 | a.xlsx | 400 | | 票据在补\nE004-7K3F9Q2M | 错误 | E004 | 文旅 | 超 | a.xlsx | 1 | — | "
        );
        let replies = Scene::new("2021-09").sheet("问题清单.xlsx", "全部问题", &text).intake().replies;
        let replies: Vec<_> = replies
            .iter()
            .map(|reply| (reply.finding.as_str(), reply.kind, reply.words.as_str()))
            .collect();
        assert_eq!(replies, [("E003-7K3F9Q2M", ReplyKind::Explained, "票据在补")]);
    }

    #[test]
    fn the_other_sheets_of_the_list_are_ours_too() {
        let intake = Scene::new("2021-09")
            .sheet(
                "问题清单.xlsx",
                "先办",
                "专班 | 问题数 | 先办什么\n文旅 | 3 | 补报日志\n农业 | 2 | 补报名册",
            )
            .sheet("问题清单.xlsx", "全部问题", HEAD)
            .intake();
        assert_eq!(intake.problems.len(), 0, "{:?}", intake.problems);
    }

    #[test]
    fn a_reply_merged_over_rows_is_one_to_each() {
        let text = format!(
            "{HEAD}\nE003-7K3F9Q2M | 错误 | E003 | 文旅 | 超 | a.xlsx | 400 | 情况属实 | 票据在补\n\
             E004-7K3F9Q2M | 错误 | E004 | 文旅 | 超 | a.xlsx | 1 | |\n\
             E005-7K3F9Q2M | 错误 | E005 | 文旅 | 超 | a.xlsx | 1 | |\n\
             备注：本表由专班填写"
        );
        let merge = |top, bottom, left, right| Merge { top, bottom, left, right };
        let merges = [merge(3, 4, 8, 8), merge(3, 4, 9, 9), merge(6, 6, 1, 9)];
        let scene = Scene::new("2021-09").sheet("问题清单.xlsx", "全部问题", &text).merged(&merges);
        let replies = scene.intake().replies;
        let replies: Vec<_> = replies.iter().map(|reply| (reply.finding.as_str(), reply.words.as_str())).collect();
        assert_eq!(replies, [("E003-7K3F9Q2M", "票据在补"), ("E004-7K3F9Q2M", "票据在补")]);
    }

    #[test]
    fn a_row_without_an_id_that_can_be_read_keeps_its_reply() {
        let row = |id: &str, answer: &str| format!("\n{id} | 错误 | E003 | 文旅 | 超 | a.xlsx | 400 | {answer} |");
        let rows = [("E003", "情况属实"), ("", "豁免"), ("", ""), ("合计", "1")].map(|(id, answer)| row(id, answer));
        let text = format!("{HEAD}{}", rows.concat());
        let replies = Scene::new("2021-09").sheet("问题清单.xlsx", "全部问题", &text).intake().replies;
        let unnamed: Vec<_> = replies
            .iter()
            .map(|reply| (reply.finding.as_str(), reply.names_a_finding()))
            .collect();
        assert_eq!(unnamed, [("E003", false), ("", false)]);
    }
}
