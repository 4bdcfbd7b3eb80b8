//! Forms as workbooks, the same bytes each time, and where the planted flaws came to stand.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use super::Fault;
use super::YEAR;
use super::form::Book;
use super::form::Cell;
use super::form::Column;
use super::form::Damage;
use super::form::DayStyle;
use super::form::Line;
use super::form::MarkStyle;
use super::form::MoneyStyle;
use super::form::RowKind;
use super::form::Sheet;
use super::form::SheetSpot;

/// Where a planted flaw stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Path in the set.
    pub(crate) file: String,
    /// Sheet; empty for a file as a whole.
    pub(crate) sheet: String,
    /// A1 name of a cell, the number of a row, or empty for a sheet as a whole.
    pub(crate) cell: String,
}

/// A formula whose result is taken out of the written part, as in a workbook that was never calculated.
const NEVER_CALCULATED: &str = "1000*30+0";

/// The bytes of a workbook; the spots of its flaws are added to `spots`.
pub(crate) fn book(book: &Book, spots: &mut BTreeMap<usize, Spot>) -> Result<Vec<u8>, Fault> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2021, 12, 31)?.and_hms(17, 30, 0)?;
    workbook.set_properties(&DocProperties::new().set_author("综合协调组办公室").set_creation_datetime(&created));
    for flaw in &book.flaws {
        spots.insert(*flaw, spot(book, "", String::new()));
    }
    for form in &book.sheets {
        let mut pen = Pen {
            sheet: workbook.add_worksheet().set_name(&form.name)?,
            form,
            row: 0,
        };
        for (flaw, cell) in pen.write()? {
            spots.insert(flaw, spot(book, &form.name, cell));
        }
    }
    let bytes = workbook.save_to_buffer()?;
    Ok(match book.damage {
        Damage::None => without_results(bytes)?,
        Damage::Truncated => bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec(),
        Damage::Emptied => Vec::new(),
    })
}

fn spot(book: &Book, sheet: &str, cell: String) -> Spot {
    Spot {
        file: book.path.clone(),
        sheet: sheet.to_owned(),
        cell,
    }
}

/// Takes the results out of the formulas that were never calculated.
fn without_results(bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let mut source = zip::ZipArchive::new(Cursor::new(&bytes))?;
    let mut parts = Vec::new();
    let mut changed = false;
    for index in 0..source.len() {
        let mut part = source.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        let formula = format!("<f>{NEVER_CALCULATED}</f><v>0</v>");
        if name.starts_with("xl/worksheets/") {
            let text = String::from_utf8(content)?;
            changed |= text.contains(&formula);
            content = text.replace(&formula, &format!("<f>{NEVER_CALCULATED}</f>")).into_bytes();
        }
        parts.push((name, content));
    }
    if !changed {
        return Ok(bytes);
    }
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        target.start_file(
            name,
            zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default()),
        )?;
        target.write_all(&content)?;
    }
    Ok(target.finish()?.into_inner())
}

/// Writes one sheet from top to bottom.
struct Pen<'a> {
    sheet: &'a mut Worksheet,
    form: &'a Sheet,
    row: u32,
}

impl Pen<'_> {
    fn last(&self) -> u16 {
        self.form.columns.len() as u16 - 1
    }

    /// Returns the flaws with the cell or row where each stands.
    fn write(&mut self) -> Result<Vec<(usize, String)>, XlsxError> {
        let form = self.form;
        for (at, column) in form.columns.iter().enumerate() {
            self.sheet.set_column_width(at as u16, column.width)?;
            if column.hidden {
                self.sheet.set_column_hidden(at as u16)?;
            }
        }
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        self.head()?;
        if form.page.is_none() {
            self.sheet.set_freeze_panes(self.row, 0)?;
        }

        let rows_of_data = form.rows.iter().filter(|row| row.kind == RowKind::Data).count();
        let pages = form.page.map_or(1, |page| rows_of_data.div_ceil(page));
        let mut flaws = self.sheet_flaws();
        let mut data: Vec<u32> = Vec::new();
        let mut since: Vec<u32> = Vec::new();
        let mut subtotals: Vec<u32> = Vec::new();
        // Where each data row will stand is known beforehand only without pages, and only there a total may stand first.
        let first = self.row;
        for (at, row) in form.rows.iter().enumerate() {
            if let Some(page) = form.page
                && row.kind == RowKind::Data
                && !data.is_empty()
                && data.len().is_multiple_of(page)
            {
                self.page_end(data.len() / page, pages)?;
                self.head()?;
            }
            match &row.kind {
                RowKind::Data => {
                    for (column, _) in form.columns.iter().enumerate() {
                        self.cell(at, column, data.len() + 1)?;
                    }
                    self.sheet.set_row_height(self.row, height(row, &form.columns))?;
                    data.push(self.row);
                    since.push(self.row);
                }
                RowKind::Subtotal(label) => {
                    self.totals(at, label, &runs(&since))?;
                    subtotals.push(self.row);
                    since.clear();
                }
                RowKind::Total(label) if at == 0 => {
                    let rows = (first + 1..=first + rows_of_data as u32).collect::<Vec<_>>();
                    self.totals(at, label, &runs(&rows))?;
                }
                RowKind::Total(label) if subtotals.is_empty() => self.totals(at, label, &runs(&data))?,
                RowKind::Total(label) => {
                    let singles: Vec<(u32, u32)> = subtotals.iter().map(|row| (*row, *row)).collect();
                    self.totals(at, label, &singles)?;
                }
            }
            if row.hidden {
                self.sheet.set_row_hidden(self.row)?;
            }
            for (flaw, key) in &row.flaws {
                let column = key.and_then(|key| form.columns.iter().position(|column| column.key == key));
                let cell = column.map_or(format!("{}", self.row + 1), |column| format!("{}{}", letters(column), self.row + 1));
                flaws.push((*flaw, cell));
            }
            self.row += 1;
        }
        for key in &form.merged_down {
            self.merge_down(first, key)?;
        }
        if form.page.is_some() {
            self.page_end(pages, pages)?;
        }
        for note in &form.notes {
            self.across(0, self.last(), note, &plain().set_align(FormatAlign::Left))?;
            self.sheet.set_row_height(self.row, 20)?;
            self.row += 1;
        }
        Ok(flaws)
    }

    /// The flaws of the sheet; to be asked for right below the header.
    fn sheet_flaws(&self) -> Vec<(usize, String)> {
        let columns = &self.form.columns;
        let tall = columns.iter().any(|column| column.group.is_some());
        let flaws = self.form.flaws.iter().map(|(flaw, spot)| {
            let cell = match spot {
                SheetSpot::Whole => String::new(),
                SheetSpot::Header => (self.row - u32::from(tall)).to_string(),
                SheetSpot::Title(key) => {
                    let column = columns.iter().position(|column| column.key == *key).unwrap_or(0);
                    format!("{}{}", letters(column), self.row)
                }
            };
            (*flaw, cell)
        });
        flaws.collect()
    }

    fn head(&mut self) -> Result<(), XlsxError> {
        let form = self.form;
        for line in &form.lines {
            match line {
                Line::Title(text) => {
                    let format = Format::new()
                        .set_font_name("黑体")
                        .set_font_size(16)
                        .set_align(FormatAlign::Center)
                        .set_align(FormatAlign::VerticalCenter);
                    self.across(0, self.last(), text, &format)?;
                    self.sheet.set_row_height(self.row, 30)?;
                }
                Line::Ends(left, right) => {
                    let middle = self.last().div_ceil(2);
                    if !left.is_empty() {
                        self.across(0, middle, left, &plain().set_align(FormatAlign::Left))?;
                    }
                    if !right.is_empty() {
                        let from = if left.is_empty() { 0 } else { middle + 1 };
                        self.across(from, self.last(), right, &plain().set_align(FormatAlign::Right))?;
                    }
                    self.sheet.set_row_height(self.row, 20)?;
                }
            }
            self.row += 1;
        }
        self.header()
    }

    fn header(&mut self) -> Result<(), XlsxError> {
        let columns = &self.form.columns;
        let format = boxed().set_bold().set_align(FormatAlign::Center).set_background_color("#E7E6E6");
        let two_rows = columns.iter().any(|column| column.group.is_some());
        self.sheet.set_row_height(self.row, 20)?;
        let mut at = 0;
        while let Some(column) = columns.get(at) {
            let here = at as u16;
            match column.group {
                None if two_rows => {
                    self.sheet.merge_range(self.row, here, self.row + 1, here, &column.title, &format)?;
                    at += 1;
                }
                None => {
                    self.sheet.write_with_format(self.row, here, &column.title, &format)?;
                    at += 1;
                }
                Some(group) => {
                    let width = columns.iter().skip(at).take_while(|column| column.group == Some(group)).count();
                    let last = (at + width - 1) as u16;
                    if width > 1 {
                        self.sheet.merge_range(self.row, here, self.row, last, group, &format)?;
                    } else {
                        self.sheet.write_with_format(self.row, here, group, &format)?;
                    }
                    for (offset, column) in columns.iter().skip(at).take(width).enumerate() {
                        self.sheet
                            .write_with_format(self.row + 1, here + offset as u16, &column.title, &format)?;
                    }
                    at += width;
                }
            }
        }
        let lines = columns.iter().map(|column| column.title.matches('\n').count()).max().unwrap_or(0);
        self.sheet
            .set_row_height(self.row + u32::from(two_rows), 22 + 14 * u32::try_from(lines).unwrap_or(0))?;
        self.row += 1 + u32::from(two_rows);
        Ok(())
    }

    fn cell(&mut self, row: usize, column: usize, number: usize) -> Result<(), XlsxError> {
        let (Some(row), Some(head)) = (self.form.rows.get(row), self.form.columns.get(column)) else {
            return Ok(());
        };
        let value = match (head.key, row.cells.get(head.key)) {
            ("序号", None) => Written::Number(number as f64, "0"),
            ("星期", None) => row.day("日期").map_or(Written::Blank, |day| Written::Text(weekday(day))),
            (_, None) => Written::Blank,
            (_, Some(cell)) => spell(cell, head),
        };
        self.put(column as u16, &value, &boxed())
    }

    fn put(&mut self, column: u16, value: &Written, base: &Format) -> Result<(), XlsxError> {
        let (row, base) = (self.row, base.clone());
        match value {
            Written::Blank => self.sheet.write_blank(row, column, &base)?,
            Written::Text(text) => {
                let fits = self
                    .form
                    .columns
                    .get(usize::from(column))
                    .is_some_and(|column| wide(text) < column.width);
                let align = if fits { FormatAlign::Center } else { FormatAlign::Left };
                self.sheet.write_with_format(row, column, text, &base.set_align(align))?
            }
            Written::Number(number, format) => {
                let align = if *format == "0" { FormatAlign::Center } else { FormatAlign::Right };
                self.sheet
                    .write_with_format(row, column, *number, &base.set_align(align).set_num_format(*format))?
            }
            Written::Day(day, format) => {
                let written = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
                let format = base.set_align(FormatAlign::Center).set_num_format(*format);
                self.sheet.write_with_format(row, column, &written, &format)?
            }
            Written::Formula(formula, result, format) => self.sheet.write_formula_with_format(
                row,
                column,
                Formula::new(formula).set_result(result),
                &base.set_align(FormatAlign::Right).set_num_format(*format),
            )?,
        };
        Ok(())
    }

    /// A totals row: the label over the columns before the first sum, then the sums over `runs` of rows.
    fn totals(&mut self, at: usize, label: &str, runs: &[(u32, u32)]) -> Result<(), XlsxError> {
        let form = self.form;
        let Some(row) = form.rows.get(at) else {
            return Ok(());
        };
        let sums = form.columns.iter().position(|column| column.summed).unwrap_or(form.columns.len());
        let shift = usize::from(form.shifted);
        let before = (sums.max(1 + shift) - 1 - shift) as u16;
        self.across(0, before, label, &boxed().set_bold().set_align(FormatAlign::Center))?;
        self.sheet.set_row_height(self.row, 19)?;
        let of = |key: &str| -> i64 {
            let rows: Box<dyn Iterator<Item = &super::form::Row>> = match row.kind {
                RowKind::Subtotal(_) => {
                    let before = form.rows.iter().take(at).rev();
                    Box::new(before.take_while(|row| row.kind == RowKind::Data))
                }
                _ => Box::new(form.rows.iter()),
            };
            rows.filter(|row| row.kind == RowKind::Data).map(|row| row.fen(key)).sum()
        };
        for (at, head) in form.columns.iter().enumerate().skip(usize::from(before) + 1 + shift) {
            let column = at - shift;
            let base = boxed().set_bold();
            let value = match row.cells.get(head.key) {
                Some(written) => spell(written, head),
                None if !head.summed => Written::Blank,
                None => match spell(&Cell::Money(of(head.key)), head) {
                    Written::Number(number, format) if form.formulas => {
                        let letters = letters(at);
                        let spans: Vec<String> = runs
                            .iter()
                            .map(|(from, to)| match from == to {
                                true => format!("{letters}{}", from + 1),
                                false => format!("{letters}{}:{letters}{}", from + 1, to + 1),
                            })
                            .collect();
                        Written::Formula(format!("SUM({})", spans.join(",")), number.to_string(), format)
                    }
                    plain => plain,
                },
            };
            self.put(column as u16, &value, &base)?;
        }
        Ok(())
    }

    /// Merges the equal neighbours of a column; `first` is the sheet row of the first row.
    fn merge_down(&mut self, first: u32, key: &str) -> Result<(), XlsxError> {
        let form = self.form;
        let Some(column) = form.columns.iter().position(|column| column.key == key) else {
            return Ok(());
        };
        let column = column as u16;
        let mut from = 0;
        while let Some(row) = form.rows.get(from) {
            let text = row.text(key);
            let same = form.rows.iter().skip(from);
            let length = same
                .take_while(|other| row.kind == RowKind::Data && other.kind == RowKind::Data && other.text(key) == text)
                .count()
                .max(1);
            if length > 1 && !text.is_empty() {
                let top = first + from as u32;
                let format = boxed().set_align(FormatAlign::Center);
                self.sheet
                    .merge_range(top, column, top + length as u32 - 1, column, text, &format)?;
            }
            from += length;
        }
        Ok(())
    }

    fn page_end(&mut self, page: usize, pages: usize) -> Result<(), XlsxError> {
        self.across(
            0,
            self.last(),
            &format!("第 {page} 页 共 {pages} 页"),
            &plain().set_align(FormatAlign::Center),
        )?;
        self.row += 1;
        Ok(())
    }

    fn across(&mut self, from: u16, to: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if from < to {
            self.sheet.merge_range(self.row, from, self.row, to, text, format)?;
        } else {
            self.sheet.write_with_format(self.row, from, text, format)?;
        }
        Ok(())
    }
}

/// Runs of neighbouring rows.
fn runs(rows: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == *row => *to = *row,
            _ => runs.push((*row, *row)),
        }
    }
    runs
}

/// The width of a text in characters; Han characters are two wide.
fn wide(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

/// High enough for the longest text when it is wrapped.
fn height(row: &super::form::Row, columns: &[Column]) -> f64 {
    let lines = columns.iter().map(|column| match row.cells.get(column.key) {
        Some(Cell::Text(text)) => (wide(text) / (column.width - 1.0)).ceil(),
        _ => 1.0,
    });
    5.0 + 14.0 * lines.fold(1.0, f64::max)
}

fn plain() -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(11)
        .set_align(FormatAlign::VerticalCenter)
}

fn boxed() -> Format {
    plain().set_font_size(10).set_border(FormatBorder::Thin).set_text_wrap()
}

fn letters(column: usize) -> String {
    zhuanban::place::column_letters(column as u16 + 1)
}

/// What goes into the workbook's cell.
enum Written {
    Blank,
    Text(String),
    Number(f64, &'static str),
    Day(NaiveDate, &'static str),
    Formula(String, String, &'static str),
}

fn spell(cell: &Cell, column: &Column) -> Written {
    match cell {
        Cell::Text(text) => Written::Text(text.clone()),
        Cell::Number(number) => Written::Number(*number, "0"),
        Cell::Money(fen) => money(*fen, column.money),
        Cell::Day(day) => match column.days {
            DayStyle::Serial => Written::Day(*day, "yyyy-mm-dd"),
            DayStyle::SerialWords => Written::Day(*day, "yyyy\"年\"m\"月\"d\"日\""),
            style => Written::Text(day_text(*day, style)),
        },
        Cell::Days(from, to) => Written::Text(days_text(*from, *to, column.days)),
        Cell::Mark(mark) => Written::Text(mark_text(*mark, column.marks).to_owned()),
        Cell::Broken => Written::Formula("VLOOKUP(#REF!,$A$1:$B$9,2,0)".to_owned(), "#REF!".to_owned(), "#,##0.00"),
        Cell::Uncalculated => Written::Formula(NEVER_CALCULATED.to_owned(), "0".to_owned(), "#,##0.00"),
    }
}

fn day_text(day: NaiveDate, style: DayStyle) -> String {
    let (year, month, dom) = (day.year(), day.month(), day.day());
    match style {
        DayStyle::Dots => format!("{year}.{month}.{dom}"),
        DayStyle::Slash => format!("{year}/{month}/{dom}"),
        DayStyle::MonthDay if year == YEAR => format!("{month}月{dom}日"),
        DayStyle::Words | DayStyle::MonthDay => format!("{year}年{month}月{dom}日"),
        DayStyle::Iso | DayStyle::Serial | DayStyle::SerialWords => day.to_string(),
    }
}

fn days_text(from: NaiveDate, to: NaiveDate, style: DayStyle) -> String {
    let start = day_text(from, style);
    if from == to {
        return start;
    }
    let same_month = from.month() == to.month();
    match style {
        DayStyle::Dots => format!("{start}-{}.{}", to.month(), to.day()),
        DayStyle::MonthDay | DayStyle::Words if same_month => format!("{start}至{}日", to.day()),
        DayStyle::MonthDay | DayStyle::Words => format!("{start}—{}月{}日", to.month(), to.day()),
        _ => format!("{start}~{}", day_text(to, style)),
    }
}

fn weekday(day: NaiveDate) -> String {
    let names = ["一", "二", "三", "四", "五", "六", "日"];
    let name = names.get(day.weekday().num_days_from_monday() as usize).unwrap_or(&"");
    format!("星期{name}")
}

fn mark_text(mark: bool, style: MarkStyle) -> &'static str {
    match (style, mark) {
        (MarkStyle::Tick, true) => "√",
        (MarkStyle::Tick, false) => "×",
        (MarkStyle::YesNo, true) => "是",
        (MarkStyle::YesNo, false) => "否",
        (MarkStyle::Have, true) => "有",
        (MarkStyle::Have, false) => "无",
        (MarkStyle::Done, true) => "已提供",
        (MarkStyle::Done, false) => "未提供",
    }
}

fn money(fen: i64, style: MoneyStyle) -> Written {
    let number = |places: usize, format| Written::Number(decimal(fen, places).parse().unwrap_or_default(), format);
    match style {
        MoneyStyle::Yuan => number(2, "#,##0.00"),
        MoneyStyle::Wan => number(6, "#,##0.00####"),
        MoneyStyle::Yi => number(10, "0.00######"),
        MoneyStyle::YuanText => Written::Text(format!("{}.{:02}", grouped(fen / 100), (fen % 100).abs())),
        MoneyStyle::WanText => Written::Text(with_groups(&decimal(fen, 6))),
        MoneyStyle::Worded if fen >= 10_000_000_000 => Written::Text(format!("{}亿元", decimal(fen, 10))),
        MoneyStyle::Worded => Written::Text(format!("{}万元", with_groups(&decimal(fen, 6)))),
    }
}

/// The sum with so many decimal places split off, without idle zeros: 26000000 fen with 6 places is 26.
fn decimal(fen: i64, places: usize) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", fen.abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

fn with_groups(decimal: &str) -> String {
    match decimal.split_once('.') {
        Some((whole, part)) => format!("{}.{part}", grouped(whole.parse().unwrap_or_default())),
        None => grouped(decimal.parse().unwrap_or_default()),
    }
}

fn grouped(number: i64) -> String {
    let digits = number.abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}
