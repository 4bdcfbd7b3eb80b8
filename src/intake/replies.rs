//! A findings list that came back with replies (spec 4.4): known by its head, and no table of anybody's.

use std::sync::Arc;

use crate::history::Reply;
use crate::history::ReplyKind;
use crate::place::Place;
use crate::place::Source;
use crate::values::text;

use super::grid::Grid;
use super::grid::GridRow;
use super::grid::Raw;
use super::header;

/// Columns without which it is no such list.
const ID: &str = "编号";
const KIND: &str = "处理情况";
const WORDS: &str = "说明";
const RULE: &str = "规则";
const VALUE: &str = "原值";
const MESSAGE: &str = "问题";
const CELL: [&str; 3] = ["文件", "工作表", "单元格"];

/// What the title of a list ends with, behind its period.
const TITLE: &str = "数据问题清单";

/// Rows that are looked at for the head.
const HEAD_ROWS: usize = 12;

/// The replies of a list; `None` when the sheet is none. Rows in which neither 处理情况 nor 说明 is filled in are left out.
pub(super) fn read(grid: &Grid, source: &Arc<Source>) -> Option<Vec<Reply>> {
    let head = grid.rows.iter().take(HEAD_ROWS).find(|row| is_head(row))?;
    let column = |name: &str| head.cells.iter().find(|cell| shown(&cell.raw) == name).map(|cell| cell.column);
    let (id, kind, words) = (column(ID)?, column(KIND)?, column(WORDS)?);
    let (value, message) = (column(VALUE), column(MESSAGE));
    let cell = CELL.map(column);
    let period = period(grid, head.row);
    let replies = grid.rows.iter().filter(|row| row.row > head.row).filter_map(|row| {
        let said = |column: u16| {
            let cell = row.cells.iter().find(|cell| cell.column == column);
            cell.map(|cell| shown(&cell.raw)).unwrap_or_default()
        };
        let (finding, written, words) = (said(id), said(kind), said(words));
        let chosen = !text::is_blank(&written);
        let replied = is_id(&finding) && (chosen || !text::is_blank(&words));
        replied.then(|| Reply {
            finding,
            value: value.map(said).unwrap_or_default(),
            message: message.map(said).unwrap_or_default(),
            cell: match cell {
                [Some(file), Some(sheet), Some(cell)] => Some([file, sheet, cell].map(said).join("\n")),
                _ => None,
            },
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

/// `L001-7K3F9Q2M`, with a number behind it where two are alike.
fn is_id(text: &str) -> bool {
    let Some((code, rest)) = text.split_once('-') else { return false };
    let letters = rest.split('-').next().unwrap_or_default();
    code.len() == 4
        && code.is_ascii()
        && letters.len() == 8
        && letters.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
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
            (reply.finding.as_str(), reply.value.as_str(), reply.kind),
            ("E003-7K3F9Q2M", "400", ReplyKind::Admitted)
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
    fn ids_are_known() {
        for (text, expected) in [
            ("L001-7K3F9Q2M", true),
            ("L001-7K3F9Q2M-2", true),
            ("L001", false),
            ("合计", false),
            ("L001-7k3f9q2m", false),
        ] {
            assert_eq!(is_id(text), expected, "{text}");
        }
    }
}
