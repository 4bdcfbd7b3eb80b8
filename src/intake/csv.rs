//! Tables kept as text: .csv, .tsv, .txt, in the usual encodings, separators and quotes.

use std::sync::Arc;

use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::decode;
use crate::intake::fields::may_be_one_number;
use crate::intake::grid::Grid;
use crate::intake::grid::Refused;
use crate::intake::grid::TextLine;
use crate::intake::grid::Workbook;
use crate::intake::refuse;
use crate::intake::sheet;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::sniff::Unfit;

/// The longest text that a cell of a spreadsheet holds: a quote that is never closed soon passes it.
const LONGEST_FIELD: usize = 32_767;

/// Lines looked at for the separator.
const LOOKED_AT: usize = 50;

/// Separators, the likelier first.
const SEPARATORS: [char; 4] = ['\t', ',', ';', '|'];

/// Reads a text. One that `may_be_notes` has to look like a table.
pub(super) fn read(bytes: &[u8], may_be_notes: bool, budget: &mut Budget) -> Result<Workbook, Unfit> {
    let decoded = decode::decode(bytes).map_err(|refused| match may_be_notes {
        true => Unfit::Other("编码无法确定的文本"),
        false => Unfit::Refused(refused),
    })?;
    // ^Z ends a text of old.
    let text = decoded.text.trim_end_matches('\u{1a}');
    let (named, text) = named_separator(text);
    let separator = match named.or_else(|| separator(text)) {
        Some(separator) => separator,
        None if may_be_notes => return Err(Unfit::Other("文字说明")),
        None => ',',
    };
    let mut filling = Sheet::default();
    let mut words = Words::default();
    let first_row = 1 + u32::from(named.is_some());
    let mut fields = Fields::new(text, separator, first_row);
    let mut lines: Vec<TextLine> = Vec::new();
    let mut before = String::new();
    while let Some(field) = fields.next()? {
        let line = match lines.last_mut().filter(|line| line.row == field.row) {
            Some(line) => line,
            None => {
                lines.push(TextLine {
                    row: field.row,
                    fields: 0,
                    filled: 0,
                    parted: false,
                });
                before.clear();
                let Some(line) = lines.last_mut() else { continue };
                line
            }
        };
        line.fields = field.column;
        line.parted |= separator == ',' && may_be_one_number(&before, &field.text);
        if !field.text.trim().is_empty() {
            line.filled = field.column;
        }
        before.clone_from(&field.text);
        if !field.text.is_empty() {
            if field.row > LAST_ROW || field.column > LAST_COLUMN {
                return Err(refuse::too_large("行列多于一张工作表").into());
            }
            budget.cell()?;
            budget.text(field.text.len())?;
            filling.push(field.row, field.column, sheet::shown(&field.text, &mut words));
        }
    }
    // The last line need not end in a line break.
    if text.ends_with(separator)
        && let Some(last) = lines.last_mut()
    {
        last.fields = last.fields.saturating_add(1);
    }
    let mut grid = Grid {
        name: Arc::from(""),
        lines,
        ..Grid::default()
    };
    let mut remarks: Vec<String> = decoded.doubt.into_iter().collect();
    remarks.extend(filling.finish(&mut grid));
    Ok(Workbook {
        sheets: vec![grid],
        remarks,
    })
}

/// `sep=;` in the first line is Excel's way to name the separator.
fn named_separator(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.trim_end_matches('\r').strip_prefix("sep=") {
        Some(separator) if separator.chars().count() == 1 => (separator.chars().next(), rest),
        _ => (None, text),
    }
}

/// The separator that stands in the most lines, outside quotes, and in at least half of them.
fn separator(text: &str) -> Option<char> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
    let mut all = 0;
    let mut found = [0u32; SEPARATORS.len()];
    for line in lines {
        all += 1;
        let mut quoted = false;
        let mut in_line = [false; SEPARATORS.len()];
        for c in line.chars() {
            quoted ^= c == '"';
            if let Some(which) = SEPARATORS.iter().position(|&separator| separator == c).filter(|_| !quoted) {
                in_line[which] = true;
            }
        }
        for (count, is_there) in found.iter_mut().zip(in_line) {
            *count += u32::from(is_there);
        }
    }
    // Of equals the likelier: `max_by_key` takes the last.
    let (separator, lines) = SEPARATORS.into_iter().zip(found).rev().max_by_key(|(_, lines)| *lines)?;
    (lines > 0 && lines * 2 >= all).then_some(separator)
}

/// One field.
#[derive(Debug, PartialEq, Eq)]
struct Field {
    row: u32,
    column: u16,
    text: String,
}

/// The fields of a text, in order.
struct Fields<'t> {
    rest: &'t str,
    separator: char,
    row: u32,
    column: u16,
    /// Lines of the text, which are more than rows when a field holds line breaks.
    line: u32,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, separator: char, row: u32) -> Fields<'t> {
        Fields {
            rest: text,
            separator,
            row,
            column: 1,
            line: row,
        }
    }

    fn next(&mut self) -> Result<Option<Field>, Refused> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let start = self.rest.trim_start_matches(' ');
        // ="00123" keeps its zeros in Excel.
        let quoted = start.strip_prefix('"').or_else(|| start.strip_prefix("=\""));
        let mut text = match quoted {
            Some(quoted) => self.quoted(quoted)?,
            None => String::new(),
        };
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at(end);
        self.rest = rest;
        text.push_str(plain);
        if text.chars().nth(LONGEST_FIELD).is_some() {
            return Err(too_long(self.line));
        }
        let field = Field {
            row: self.row,
            column: self.column,
            text,
        };
        let mut rest = self.rest.chars();
        match rest.next() {
            Some('\r') => {
                self.rest = rest.as_str().strip_prefix('\n').unwrap_or(rest.as_str());
                self.new_row();
            }
            Some('\n') => {
                self.rest = rest.as_str();
                self.new_row();
            }
            _ => {
                self.rest = rest.as_str();
                self.column = self.column.saturating_add(1);
            }
        }
        Ok(Some(field))
    }

    fn new_row(&mut self) {
        self.row = self.row.saturating_add(1);
        self.line = self.line.saturating_add(1);
        self.column = 1;
    }

    /// What stands in quotes, the first already passed; a doubled quote means one.
    fn quoted(&mut self, mut rest: &'t str) -> Result<String, Refused> {
        let opened = self.line;
        let mut text = String::new();
        loop {
            let (inside, after) = rest.split_once('"').ok_or_else(|| too_long(opened))?;
            if text.len() + inside.len() > LONGEST_FIELD * 4 {
                return Err(too_long(opened));
            }
            text.push_str(inside);
            self.line = self
                .line
                .saturating_add(u32::try_from(inside.matches('\n').count()).unwrap_or(u32::MAX));
            match after.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    rest = after;
                }
                None => {
                    self.rest = after;
                    return Ok(text.replace("\r\n", "\n"));
                }
            }
        }
    }
}

fn too_long(line: u32) -> Refused {
    refuse::because(
        format!("第 {line} 行开始的引号没有结束，或单元格内容过长"),
        "请用 WPS/Excel 打开核对后另存为 .xlsx",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::grid::Raw;
    use crate::settings::Limits;

    fn outcome(bytes: &[u8], may_be_notes: bool) -> Result<Workbook, Unfit> {
        read(bytes, may_be_notes, &mut Budget::new(Limits::default()))
    }

    /// `row,column text` of each cell.
    fn cells(text: &str) -> Vec<String> {
        let workbook = outcome(text.as_bytes(), false).unwrap();
        let rows = workbook.sheets[0].rows.iter();
        let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
        cells
            .map(|(row, cell)| match &cell.raw {
                Raw::Text(text) => format!("{row},{} {text}", cell.column),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn fields_stand_where_a_spreadsheet_puts_them() {
        let cases: [(&str, &[&str]); 13] = [
            ("a,b\nc,d\n", &["1,1 a", "1,2 b", "2,1 c", "2,2 d"]),
            ("a;b\r\n\r\nc;d", &["1,1 a", "1,2 b", "3,1 c", "3,2 d"]),
            ("a\tb\rc\td", &["1,1 a", "1,2 b", "2,1 c", "2,2 d"]),
            ("a|b\n", &["1,1 a", "1,2 b"]),
            ("sep=;\na;b,c\n", &["2,1 a", "2,2 b,c"]),
            (
                "a,\"b,\"\"c\"\"\n二行\",d\ne,f",
                &["1,1 a", "1,2 b,\"c\"\n二行", "1,3 d", "2,1 e", "2,2 f"],
            ),
            ("=\"00123\", \"x\" ,z", &["1,1 00123", "1,2 x ", "1,3 z"]),
            ("a,,b,\n,c", &["1,1 a", "1,3 b", "2,2 c"]),
            ("甲，乙,丙", &["1,1 甲，乙", "1,2 丙"]),
            ("\u{feff}a,b", &["1,1 a", "1,2 b"]),
            ("a,b\u{1a}", &["1,1 a", "1,2 b"]),
            ("只有一列\n王伟\n", &["1,1 只有一列", "2,1 王伟"]),
            ("1,2\n\"3;4\";x,5", &["1,1 1", "1,2 2", "2,1 3;4;x", "2,2 5"]),
        ];
        for (text, expected) in cases {
            assert_eq!(cells(text), expected, "{text}");
        }
    }

    #[test]
    fn notes_are_no_table() {
        let notes = "各专班：\n请于本月底前报送。\n联系人：王伟\n";
        assert_eq!(outcome(notes.as_bytes(), true), Err(Unfit::Other("文字说明")));
        assert!(outcome("姓名\t专班\n王伟\t文旅\n".as_bytes(), true).is_ok());
    }

    #[test]
    fn an_open_quote_is_refused_with_its_line() {
        let text = format!("a,b\n1,\"2\n{}", "3,4\n".repeat(50_000));
        let Err(Unfit::Refused(refused)) = outcome(text.as_bytes(), false) else {
            panic!("refused")
        };
        assert!(refused.reason.contains("第 2 行"), "{}", refused.reason);
    }

    #[test]
    fn damaged_texts_are_read_or_refused() {
        let table = "姓名,\"专班\",工作内容\n王伟,\"文化\n旅游\",拜访企业\n".repeat(4);
        let mut state = 5u64;
        let mut below = |end: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        for good in [table.as_bytes().to_vec(), encoding_rs::GBK.encode(&table).0.into_owned()] {
            for _ in 0..300 {
                let mut bytes = good.clone();
                for _ in 0..1 + below(4) {
                    let at = below(bytes.len());
                    bytes[at] = below(256) as u8;
                }
                let _ = outcome(&bytes, below(2) == 0);
            }
        }
    }

    #[test]
    fn limits_are_kept() {
        let limits = Limits {
            cells: 3,
            ..Limits::default()
        };
        assert!(read(b"1,2,3,4", false, &mut Budget::new(limits)).is_err());
        let wide = ",".repeat(20_000) + "x";
        assert!(outcome(wide.as_bytes(), false).is_err());
    }
}
