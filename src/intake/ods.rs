//! .ods, by a reader of our own: the library refuses honest files (indented ones) and tells neither merges nor hidden rows.

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::intake::budget::Budget;
use crate::intake::budget::LAST_COLUMN;
use crate::intake::budget::LAST_ROW;
use crate::intake::grid::Grid;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::parts::Parts;
use crate::intake::parts::SMALL_PART;
use crate::intake::refuse;
use crate::intake::serial;
use crate::intake::sheet::Sheet;
use crate::intake::sheet::Words;
use crate::intake::xlsx::formats;
use crate::intake::xlsx::scale;
use crate::intake::xml::Attributes;
use crate::intake::xml::Token;
use crate::intake::xml::Xml;
use crate::intake::xml::text;
use crate::values::Unreadable;
use crate::values::amount;
use crate::values::currency::Currency;
use crate::values::date;
use crate::values::number;
use crate::values::unit;

/// Blanks that one element may stand for.
const MOST_BLANKS: u32 = 100_000;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    let mut parts = Parts::open(bytes, budget.limits())?;
    if is_encrypted(&mut parts)? {
        return Err(refuse::password());
    }
    let inflated = budget.limits().inflated_bytes;
    let part = parts
        .stream("content.xml", inflated)?
        .ok_or_else(|| refuse::damaged("没有内容部件"))?;
    let mut xml = Xml::new(part)?;
    let mut workbook = Workbook::default();
    let mut names = BTreeSet::new();
    let mut hidden_styles = BTreeSet::new();
    let mut style = String::new();
    loop {
        match xml.next()? {
            Token::End => break,
            Token::Open {
                name: b"style",
                attributes,
                ..
            } => style = value(attributes, "name"),
            Token::Open {
                name: b"table-properties",
                attributes,
                ..
            } if attributes.local("display") == Some(b"false") => {
                hidden_styles.insert(style.clone());
            }
            // Old versions of tables, and copies of others' tables.
            Token::Open {
                name: b"tracked-changes" | b"dde-links" | b"annotation",
                empty: false,
                ..
            } => xml.skip()?,
            Token::Open {
                name: b"table",
                attributes,
                empty: false,
            } => {
                let order = workbook.sheets.len();
                budget.sheets(order + 1)?;
                let name = value(attributes, "name");
                if !names.insert(name.to_lowercase()) {
                    return Err(refuse::damaged(&format!("两张工作表同名“{name}”")));
                }
                let mut grid = Grid {
                    name: Arc::from(name),
                    order: u32::try_from(order).unwrap_or(u32::MAX),
                    hidden: hidden_styles.contains(&value(attributes, "style-name")),
                    ..Grid::default()
                };
                let mut table = Table::new(budget);
                table.read(&mut xml, &mut grid)?;
                workbook.remarks.extend(table.sheet.finish(&mut grid));
                workbook.sheets.push(grid);
            }
            _ => {}
        }
    }
    if workbook.sheets.is_empty() {
        return Err(refuse::damaged("没有工作表"));
    }
    Ok(workbook)
}

fn is_encrypted(parts: &mut Parts<'_>) -> Result<bool, Refused> {
    let Some(part) = parts.stream("META-INF/manifest.xml", SMALL_PART)? else {
        return Ok(false);
    };
    let mut xml = Xml::new(part)?;
    let mut found = false;
    loop {
        match xml.next()? {
            Token::End => return Ok(found),
            Token::Open { name, .. } => found |= name == b"encryption-data",
            _ => {}
        }
    }
}

fn value(attributes: Attributes<'_>, name: &str) -> String {
    attributes.local(name).map(text::attribute).unwrap_or_default()
}

/// A count that is 1 when it is not given.
fn count(attributes: Attributes<'_>, name: &str) -> Result<u32, Refused> {
    match attributes.local(name) {
        None => Ok(1),
        Some(digits) => std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.trim().parse().ok())
            .ok_or_else(|| refuse::damaged("重复次数无效")),
    }
}

fn is_hidden(attributes: Attributes<'_>) -> bool {
    matches!(attributes.local("visibility"), Some(b"collapse" | b"filter"))
}

/// A table being read.
struct Table<'b> {
    budget: &'b mut Budget,
    sheet: Sheet,
    words: Words,
    /// The next row and column, from 1; beyond the last only where nothing stands.
    row: u32,
    column: u32,
    /// Columns declared so far.
    declared: u32,
}

/// What a cell's tag says.
struct Head {
    kind: Kind,
    number: Option<f64>,
    /// The value that is no number, as written.
    written: Option<String>,
    /// The currency of its format.
    currency: Option<Currency>,
    is_formula: bool,
    is_error: bool,
    repeated: u32,
    wide: u32,
    high: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Number,
    Date,
    Time,
    Bool,
    Text,
}

impl<'b> Table<'b> {
    fn new(budget: &'b mut Budget) -> Table<'b> {
        Table {
            budget,
            sheet: Sheet::default(),
            words: Words::default(),
            row: 1,
            column: 1,
            declared: 0,
        }
    }

    /// Everything up to the end of the table.
    fn read<R: Read>(&mut self, xml: &mut Xml<R>, grid: &mut Grid) -> Result<(), Refused> {
        loop {
            match xml.next()? {
                Token::Open {
                    name: b"table-column",
                    attributes,
                    empty,
                } => {
                    self.column_tag(attributes, &mut grid.hidden_columns)?;
                    if !empty {
                        xml.skip()?;
                    }
                }
                Token::Open {
                    name: b"table-row",
                    attributes,
                    empty,
                } => {
                    let repeated = count(attributes, "number-rows-repeated")?;
                    let hidden = is_hidden(attributes);
                    self.row(xml, empty, repeated, hidden, grid)?;
                }
                // They only group what they hold.
                Token::Open {
                    name:
                        b"table-header-rows"
                        | b"table-rows"
                        | b"table-row-group"
                        | b"table-columns"
                        | b"table-header-columns"
                        | b"table-column-group",
                    ..
                } => {}
                Token::Open { empty: false, .. } => xml.skip()?,
                Token::Close(b"table") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn column_tag(&mut self, attributes: Attributes<'_>, hidden: &mut Vec<u16>) -> Result<(), Refused> {
        let repeated = count(attributes, "number-columns-repeated")?;
        let first = self.declared.saturating_add(1);
        self.declared = self.declared.saturating_add(repeated);
        if is_hidden(attributes) {
            let last = self.declared.min(u32::from(LAST_COLUMN));
            hidden.extend((first..=last).filter_map(|column| u16::try_from(column).ok()));
        }
        Ok(())
    }

    fn row<R: Read>(&mut self, xml: &mut Xml<R>, empty: bool, repeated: u32, hidden: bool, grid: &mut Grid) -> Result<(), Refused> {
        self.budget.tick()?;
        let mut cells: Vec<(u16, Raw)> = Vec::new();
        self.column = 1;
        if !empty {
            self.cells(xml, &mut cells, &mut grid.merges)?;
        }
        let next = self.row.saturating_add(repeated);
        if !cells.is_empty() {
            if next > LAST_ROW + 1 {
                return Err(refuse::too_large("重复的行超出一张工作表"));
            }
            self.budget.cells((cells.len() as u64).saturating_mul(u64::from(repeated)))?;
            for row in self.row..next {
                self.budget.tick()?;
                for (column, raw) in &cells {
                    self.sheet.push(row, *column, raw.clone());
                }
                if hidden {
                    grid.hidden_rows.push(row);
                }
            }
        }
        self.row = next;
        Ok(())
    }

    /// The cells of a row, up to its end.
    fn cells<R: Read>(&mut self, xml: &mut Xml<R>, cells: &mut Vec<(u16, Raw)>, merges: &mut Vec<Merge>) -> Result<(), Refused> {
        loop {
            match xml.next()? {
                Token::Open {
                    name: b"table-cell" | b"covered-table-cell",
                    attributes,
                    empty,
                } => {
                    self.budget.tick()?;
                    let head = head(attributes)?;
                    let shown = if empty { String::new() } else { shown(xml)? };
                    self.cell(&head, &shown, cells, merges)?;
                }
                Token::Open { empty: false, .. } => xml.skip()?,
                Token::Close(b"table-row") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn cell(&mut self, head: &Head, shown: &str, cells: &mut Vec<(u16, Raw)>, merges: &mut Vec<Merge>) -> Result<(), Refused> {
        let next = self.column.saturating_add(head.repeated);
        if let Some(raw) = self.raw(head, shown)? {
            if next > u32::from(LAST_COLUMN) + 1 {
                return Err(refuse::too_large("重复的列超出一张工作表"));
            }
            self.budget.text(shown.len().saturating_mul(head.repeated as usize))?;
            cells.extend((self.column..next).filter_map(|column| Some((u16::try_from(column).ok()?, raw.clone()))));
        }
        if head.wide > 1 || head.high > 1 {
            let bottom = self.row.saturating_add(head.high.saturating_sub(1)).min(LAST_ROW);
            let right = self.column.saturating_add(head.wide.saturating_sub(1)).min(u32::from(LAST_COLUMN));
            if let (Ok(left), Ok(right)) = (u16::try_from(self.column), u16::try_from(right))
                && left <= right
                && self.row <= bottom
            {
                merges.push(Merge {
                    top: self.row,
                    bottom,
                    left,
                    right,
                });
            }
        }
        self.column = next;
        Ok(())
    }

    fn raw(&mut self, head: &Head, shown: &str) -> Result<Option<Raw>, Refused> {
        let written = head.written.as_deref().unwrap_or_default();
        Ok(match head.kind {
            _ if head.is_error => Some(Raw::Error(Arc::from(if shown.is_empty() { "#错误" } else { shown }))),
            Kind::Number => match head.number {
                Some(number) => Some(shown_number(number, shown, head.currency).unwrap_or(Raw::Number(number))),
                None => Some(Raw::Error(Arc::from("#NUM!"))),
            },
            Kind::Date => Some(match date::parse(shown, None) {
                Err(Unreadable::NoDay) => formats::month(serial::iso(written), shown.contains(['年', '-', '/', '.'])),
                _ => serial::iso(written),
            }),
            Kind::Time => Some(time(written)),
            Kind::Bool => Some(Raw::Bool(written == "true")),
            Kind::Text => {
                let text = head.written.as_deref().unwrap_or(shown);
                self.budget.text(text.len())?;
                (!text.is_empty()).then(|| Raw::Text(self.words.share(text)))
            }
            Kind::None if head.is_formula => Some(Raw::NoResult),
            Kind::None => (!shown.is_empty()).then(|| Raw::Text(self.words.share(shown))),
        })
    }
}

fn head(attributes: Attributes<'_>) -> Result<Head, Refused> {
    let mut head = Head {
        kind: Kind::None,
        number: None,
        written: None,
        currency: None,
        is_formula: false,
        is_error: false,
        repeated: count(attributes, "number-columns-repeated")?,
        wide: count(attributes, "number-columns-spanned")?,
        high: count(attributes, "number-rows-spanned")?,
    };
    for (name, raw) in attributes {
        match name {
            b"office:value-type" => {
                head.kind = match raw {
                    b"float" | b"percentage" | b"currency" => Kind::Number,
                    b"date" => Kind::Date,
                    b"time" => Kind::Time,
                    b"boolean" => Kind::Bool,
                    b"string" => Kind::Text,
                    _ => Kind::None,
                }
            }
            b"office:value" => {
                let number = std::str::from_utf8(raw).ok().and_then(|number| number.trim().parse().ok());
                head.number = number.filter(|number: &f64| number.is_finite());
            }
            b"office:date-value" | b"office:time-value" | b"office:boolean-value" | b"office:string-value" => {
                head.written = Some(text::attribute(raw));
            }
            b"office:currency" => head.currency = Currency::parse(&text::attribute(raw)),
            b"calcext:value-type" => head.is_error = raw == b"error",
            b"table:formula" => head.is_formula = true,
            _ => {}
        }
    }
    Ok(head)
}

/// A number as its format shows it, to the last place: with its unit, its currency, as a percentage; `None` when it is shown as it is.
fn shown_number(stored: f64, shown: &str, currency: Option<Currency>) -> Option<Raw> {
    let number = number::from_f64(stored).ok().filter(|number| !number.is_zero())?;
    let currency = currency.filter(|currency| *currency != Currency::Cny);
    if shown.trim_end().ends_with(['%', '％']) {
        let hundredfold = number.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
        return Some(Raw::Text(Arc::from(format!("{hundredfold}%"))));
    }
    let said = amount::parse(shown).ok().flatten();
    let Some(said) = said else {
        return currency.map(|currency| Raw::Text(Arc::from(format!("{}{number}", currency.code()))));
    };
    let sign = said.currency.or(currency).filter(|currency| *currency != Currency::Cny);
    let rounds_to = |number: Decimal| {
        number
            .checked_sub(said.number)
            .is_some_and(|off| off.abs() <= half_a_place(said.number))
    };
    let unit = said.unit.map(|unit| unit.factor).filter(|factor| *factor != Decimal::ONE);
    let named = |number: Decimal| {
        let unit = unit.and_then(unit::name).unwrap_or_default();
        let sign = sign.map_or("", Currency::code);
        Some(Raw::Text(Arc::from(format!("{sign}{number}{unit}"))))
    };
    if rounds_to(number) {
        return (unit.is_some() || sign.is_some()).then(|| named(number)).flatten();
    }
    let smaller = unit.and_then(|factor| number.checked_div(factor)).map(|number| number.normalize());
    if let Some(smaller) = smaller.filter(|smaller| rounds_to(*smaller)) {
        return named(smaller);
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let thousandth = (1..=3).filter_map(|times| number.checked_div(Decimal::from(1000_u64.pow(times))));
    let is_smaller = thousandth.into_iter().any(rounds_to) && digits(shown) != digits(&number.to_string());
    is_smaller.then(|| scale::shown_smaller(number))
}

/// Half of the last place of a number that was rounded to it.
fn half_a_place(number: Decimal) -> Decimal {
    Decimal::new(5, number.scale() + 1)
}

/// `PT08H30M00S` as a part of a day.
fn time(written: &str) -> Raw {
    let mut seconds = 0.0;
    let mut number = String::new();
    let Some(rest) = written.strip_prefix("PT") else {
        return Raw::Text(Arc::from(written));
    };
    for c in rest.chars() {
        let unit = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => {
                number.push(if c == ',' { '.' } else { c });
                continue;
            }
        };
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() => seconds += value * unit,
            _ => return Raw::Text(Arc::from(written)),
        }
        number.clear();
    }
    let serial: f64 = seconds / 86_400.0;
    if (0.0..1.0).contains(&serial) {
        Raw::Date { serial, day: None }
    } else {
        Raw::Number(serial)
    }
}

/// What the cell that was just opened shows: its paragraphs, each a line, without notes and drawings.
fn shown<R: Read>(xml: &mut Xml<R>) -> Result<String, Refused> {
    let mut shown = String::new();
    let mut paragraphs = 0;
    // Elements open inside the cell; text counts in paragraphs only.
    let mut depth = 0usize;
    loop {
        match xml.next()? {
            Token::Open {
                name: b"p" | b"h", empty, ..
            } if depth == 0 => {
                if paragraphs > 0 {
                    shown.push('\n');
                }
                paragraphs += 1;
                depth += usize::from(!empty);
            }
            Token::Open {
                name: b"s",
                attributes,
                empty,
                ..
            } if depth > 0 => {
                let blanks = count(attributes, "c")?;
                if blanks > MOST_BLANKS {
                    return Err(refuse::too_large("单元格内空格过多"));
                }
                shown.extend(std::iter::repeat_n(' ', blanks as usize));
                depth += usize::from(!empty);
            }
            Token::Open { name: b"tab", empty, .. } if depth > 0 => {
                shown.push('\t');
                depth += usize::from(!empty);
            }
            Token::Open {
                name: b"line-break",
                empty,
                ..
            } if depth > 0 => {
                shown.push('\n');
                depth += usize::from(!empty);
            }
            Token::Open {
                name: b"span" | b"a",
                empty: false,
                ..
            } if depth > 0 => depth += 1,
            Token::Open { empty: false, .. } => xml.skip()?,
            Token::Text(raw) if depth > 0 => shown.push_str(&text::unescape(raw)),
            Token::Verbatim(raw) if depth > 0 => shown.push_str(&String::from_utf8_lossy(raw)),
            Token::Close(_) if depth > 0 => depth -= 1,
            Token::Close(_) | Token::End => return Ok(shown),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::intake::calamine::oracle;
    use crate::settings::Limits;

    fn container(content: &str, manifest: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content),
        ];
        for (name, content) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn content(rows: &str) -> String {
        format!(
            "<office:document-content><office:automatic-styles><style:style style:name='h'><style:table-properties table:display='false'/></style:style>\
             </office:automatic-styles><office:body><office:spreadsheet><table:table table:name='表' table:style-name='h'>{rows}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        )
    }

    fn read_rows(rows: &str) -> Result<Workbook, Refused> {
        read(&container(&content(rows), "<m/>"), &mut Budget::new(Limits::default()))
    }

    /// `row,column raw` of each cell.
    fn cells(grid: &Grid) -> Vec<String> {
        let rows = grid.rows.iter();
        rows.flat_map(|row| {
            row.cells
                .iter()
                .map(move |cell| format!("{},{} {:?}", row.row, cell.column, cell.raw))
        })
        .collect()
    }

    const ROWS: &str = "<table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>\
        <table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
        <table:table-row><table:table-cell/><table:table-cell office:value-type='string'><text:p>姓<text:s text:c='2'/>名</text:p><text:p>第二行</text:p>\
        <office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>\
        <table:table-cell office:value-type='float' office:value='12.5' table:number-columns-repeated='2'><text:p>12.50</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='2' table:visibility='collapse'><table:table-cell office:value-type='boolean' office:boolean-value='true'/>\
        <table:table-cell office:value-type='date' office:date-value='2021-09-08'><text:p>9月8日</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='1048571'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";

    #[test]
    fn cells_are_read_where_they_stand() {
        let workbook = read_rows(ROWS).unwrap();
        let grid = &workbook.sheets[0];
        assert!(grid.hidden);
        assert_eq!(&*grid.name, "表");
        assert_eq!(grid.hidden_rows, [4, 5]);
        assert_eq!(grid.hidden_columns, [3]);
        let expected = [
            "3,2 Text(\"姓  名\\n第二行\")",
            "3,3 Number(12.5)",
            "3,4 Number(12.5)",
            "4,1 Bool(true)",
            "4,2 Date { serial: 44447.0, day: Some(2021-09-08) }",
            "5,1 Bool(true)",
            "5,2 Date { serial: 44447.0, day: Some(2021-09-08) }",
        ];
        assert_eq!(cells(grid), expected);
        let indented = ROWS.replace("><table", ">\n  <table");
        assert_eq!(cells(&read_rows(&indented).unwrap().sheets[0]), expected);
    }

    #[test]
    fn calamine_reads_the_same() {
        let bytes = container(&content(ROWS), "<m/>");
        let ours = read(&bytes, &mut Budget::new(Limits::default())).unwrap();
        let theirs = oracle::ods(&bytes, &mut Budget::new(Limits::default())).unwrap();
        assert_eq!(cells(&ours.sheets[0]), cells(&theirs.sheets[0]));
        assert_eq!(ours.sheets[0].hidden, theirs.sheets[0].hidden);
    }

    #[test]
    fn spans_errors_times_and_uncalculated_formulas_are_seen() {
        let row = |cells: &str| {
            read_rows(&format!("<table:table-row>{cells}</table:table-row>"))
                .unwrap()
                .sheets
                .remove(0)
        };
        let grid = row(
            "<table:table-cell office:value-type='string' table:number-columns-spanned='2' table:number-rows-spanned='3'><text:p>合并</text:p></table:table-cell>\
             <table:covered-table-cell/><table:table-cell table:formula='of:=1'/>",
        );
        let expected = Merge {
            top: 1,
            bottom: 3,
            left: 1,
            right: 2,
        };
        assert_eq!(grid.merges, [expected]);
        assert_eq!(cells(&grid), ["1,1 Text(\"合并\")", "1,3 NoResult"]);
        let grid = row(
            "<table:table-cell table:formula='of:=1/0' office:value-type='string' office:string-value='' calcext:value-type='error'><text:p>#DIV/0!</text:p></table:table-cell>\
             <table:table-cell office:value-type='time' office:time-value='PT06H00M00S'/><table:table-cell office:value-type='time' office:time-value='PT36H00M00S'/>\
             <table:table-cell office:value-type='float' office:value='x'/>",
        );
        let expected = [
            "1,1 Error(\"#DIV/0!\")",
            "1,2 Date { serial: 0.25, day: None }",
            "1,3 Number(1.5)",
            "1,4 Error(\"#NUM!\")",
        ];
        assert_eq!(cells(&grid), expected);
    }

    #[test]
    fn what_would_cost_too_much_or_is_cut_is_refused() {
        let value = "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='16000'/>";
        let vast = format!("<table:table-row table:number-rows-repeated='1000000'>{value}</table:table-row>");
        assert!(read_rows(&vast).unwrap_err().reason.contains("上限"));
        let beyond = format!("<table:table-row table:number-rows-repeated='4000000000'/><table:table-row>{value}</table:table-row>");
        assert!(read_rows(&beyond).is_err());
        let blanks = "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='2000000000'/></text:p></table:table-cell></table:table-row>";
        assert!(read_rows(blanks).is_err());
        let whole = content(ROWS);
        for length in (0..whole.len()).step_by(7).filter(|&length| whole.is_char_boundary(length)) {
            assert!(read(&container(&whole[..length], "<m/>"), &mut Budget::new(Limits::default())).is_err());
        }
        let encrypted = container(&whole, "<manifest:manifest><manifest:encryption-data/></manifest:manifest>");
        assert!(
            read(&encrypted, &mut Budget::new(Limits::default()))
                .unwrap_err()
                .reason
                .contains("密码")
        );
    }

    #[test]
    fn a_number_is_read_as_its_format_shows_it() {
        let cell = |kind: &str, value: &str, shown: &str| {
            let row = format!(
                "<table:table-row><table:table-cell office:value-type='{kind}' {value}><text:p>{shown}</text:p></table:table-cell></table:table-row>"
            );
            let workbook = read_rows(&row).unwrap();
            cells(&workbook.sheets[0]).remove(0)
        };
        for (kind, value, shown, expected) in [
            ("float", "office:value='3500.5'", "3,500.50万元", "Text(\"3500.5万\")"),
            ("float", "office:value='3500.456'", "3,500.46 美元", "Text(\"USD3500.456\")"),
            (
                "currency",
                "office:currency='USD' office:value='3500.5'",
                "$3,500.50",
                "Text(\"USD3500.5\")",
            ),
            (
                "currency",
                "office:currency='USD' office:value='3500.5'",
                "3500.50",
                "Text(\"USD3500.5\")",
            ),
            ("float", "office:value='100'", "USD 100", "Text(\"USD100\")"),
            ("float", "office:value='12345'", "1.2万", "Text(\"1.2345万\")"),
            ("float", "office:value='12000'", "12", "Text(\"12000（按格式缩小显示）\")"),
            ("percentage", "office:value='0.5'", "50.00%", "Text(\"50%\")"),
            ("date", "office:date-value='2021-06-01'", "2021年6月", "Text(\"2021年6月\")"),
            (
                "date",
                "office:date-value='2021-06-15'",
                "2021年6月",
                "Date { serial: 44362.0, day: Some(2021-06-15) }",
            ),
            (
                "date",
                "office:date-value='2021-06-01'",
                "2021年6月1日",
                "Date { serial: 44348.0, day: Some(2021-06-01) }",
            ),
            (
                "currency",
                "office:currency='CNY' office:value='3500.5'",
                "￥3,500.50",
                "Number(3500.5)",
            ),
            ("float", "office:value='3500.5'", "3,501", "Number(3500.5)"),
            ("float", "office:value='3500.5'", "3.50E+03", "Number(3500.5)"),
            ("float", "office:value='12'", "12人", "Number(12.0)"),
            ("float", "office:value='12000'", "12.000", "Number(12000.0)"),
            ("float", "office:value='12'", "###", "Number(12.0)"),
            ("float", "office:value='0'", "", "Number(0.0)"),
            ("float", "office:value='44348'", "44348", "Number(44348.0)"),
        ] {
            assert_eq!(cell(kind, value, shown), format!("1,1 {expected}"), "{value} {shown}");
        }
    }
}
