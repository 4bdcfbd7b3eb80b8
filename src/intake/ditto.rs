//! Marks for what stands in the cell above: 同上, 〃.

use crate::records::column::Column;
use crate::records::column::Form;
use crate::records::column::Table;
use crate::values::text;

use super::grid::Raw;

/// The marks, folded.
const MARKS: [&str; 9] = ["同上", "同前", "同上行", "同上格", "〃", "″", "”", "“", "\""];

/// Whether a cell says that it is like the one above.
pub(super) fn is_ditto(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(written) if says_ditto(written))
}

/// What a text that says so begins with, as people type it.
const BEGINNINGS: [char; 7] = ['同', '〃', '″', '”', '“', '"', '＂'];

/// Whether a text says so.
pub(super) fn says_ditto(written: &str) -> bool {
    // Asked of every text of every row.
    written.len() <= 12 && written.trim_start().starts_with(BEGINNINGS) && {
        let folded = text::fold(written);
        MARKS.contains(&folded.trim_end_matches(['。', '.']))
    }
}

/// Whether each row of a table has its own in the column: amounts, vouchers, the number that the row is known by.
pub(super) fn is_of_row(column: &Column, table: &Table) -> bool {
    let is_number = column.form == Form::LongNumber && (table.key == [column.name] || column.name == "凭证号");
    is_number || matches!(column.form, Form::Money(_) | Form::IdNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_however_they_are_typed() {
        for written in ["同上", " 同 上 ", "同上。", "〃", "\"", "＂", "”", "同前"] {
            assert!(says_ditto(written), "{written}");
        }
        for written in ["", "同", "同上海公司", "上", "-", "''", "同上会议室"] {
            assert!(!says_ditto(written), "{written}");
        }
    }
}
