//! Rows that say whose or of what kind the rows below are: the headings of groups, and labelled lines between the rows.

use std::sync::Arc;

use crate::intake::ditto;
use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Raw;
use crate::intake::header;
use crate::intake::heading;
use crate::intake::said;
use crate::intake::spread::Spread;
use crate::intake::title;
use crate::records::cell::Owner;
use crate::regulation::City;
use crate::values::numbering::NUMERALS;
use crate::values::numbering::Numbering;
use crate::values::numbering::numbering;
use crate::values::text;

use super::Region;
use super::cell_at;

/// What the title of a person's log ends with.
const LOGS: [&str; 5] = ["工作日志", "外出日志", "工作记录", "日志", "工作日志表"];

/// What such a title says instead of a name.
const NO_NAMES: [&str; 17] = [
    "招商", "外出", "个人", "专班", "考察", "出差", "驻外", "日常", "上周", "下周", "首周", "全周", "全月", "上月", "下月", "全年", "当月",
];

impl Region {
    /// Whose a row is by the cell of the column without a title directly in front of the table, with its text, if it says anything.
    pub(super) fn owner_in_front(&self, row: &GridRow, spread: &Spread<'_>, city: &City) -> Option<(Arc<str>, Option<Owner>)> {
        let column = self.header.span().0.checked_sub(1).filter(|column| *column >= self.left)?;
        let raw = match spread.covering(row.row, column) {
            Some(block) => block.value.as_ref(),
            None => cell_at(row, column),
        };
        match raw? {
            // Still of the one above.
            Raw::Text(written) if ditto::says_ditto(written) => None,
            Raw::Text(written) if written.chars().filter(|c| title::is_chinese(*c)).count() >= 2 => {
                Some((Arc::clone(written), heading::body(written, city)))
            }
            _ => None,
        }
    }

    /// Whether a row is the heading of a group with its number in a cell of its own (一、 | 在谈项目), and not a row of data whose other
    /// cells are empty: one that has all it needs is data.
    pub(super) fn is_heading_with_number(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>) -> bool {
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

    /// Whose the rows below are, when the row is a heading with a count or a sum beside it (二、文化旅游专班 | （1个） | 400), or a label
    /// with its value (专班： | 文旅), and not a row of data with everything that it needs.
    pub(super) fn heading_with_more(&self, row: u32, own: &[&GridCell], spread: &Spread<'_>, city: &City) -> Option<Owner> {
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
    pub(super) fn said_here(&self, own: &[&GridCell]) -> Option<Arc<str>> {
        let (position, _) = self.header.said.as_ref()?;
        let column = self.header.kind.table().columns.get(*position)?;
        let is_label = |text: &str| {
            let folded = text::fold(text);
            column.names().any(|name| text::fold(name) == folded)
        };
        said::in_line(own.iter().copied(), &is_label)
    }

    /// Whose a log is by its title (李四工作日志), where a line above the header says it for the rows before.
    pub(super) fn named_in_title(&self, own: &[&GridCell]) -> Option<Arc<str>> {
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
}

/// The texts of a heading.
pub(super) fn text_of(own: &[&GridCell]) -> Arc<str> {
    let texts: Vec<Arc<str>> = own.iter().take(2).map(|cell| header::shown(&cell.raw)).collect();
    Arc::from(texts.join(" ").trim())
}

/// How a heading is numbered, in the same cell or in one before it.
pub(super) fn numbering_of(own: &[&GridCell]) -> Numbering {
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
pub(super) fn ends_group(grouped: Option<Numbering>, own: &[&GridCell], written: &str) -> bool {
    let like = grouped == Some(numbering_of(own));
    like && (grouped != Some(Numbering::None) || heading::names_a_body(written))
}

/// `一、在谈项目`, `（二）签约项目`: the heading of a group of rows. An Arabic number may number a row.
pub(super) fn is_numbered_heading(written: &str) -> bool {
    let chinese = text::fold(written).trim_start_matches('(').starts_with(|c| NUMERALS.contains(c));
    chinese && numbering(written) != Numbering::None
}

/// `一月`, `9月份`, `2021年2月`: the heading of a month's rows.
pub(super) fn is_month(written: &str) -> bool {
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
