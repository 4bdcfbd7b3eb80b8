//! A listing: the plain sheet of a report with title, as-of line, a table that can be filtered and printed, totals and the foot.

use rust_decimal::Decimal;

use crate::figures::FigureValue;
use crate::figures::WindowFigures;
use crate::report::Outcome;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Show;
use crate::report::look::Style;
use crate::report::look::Tint;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::Choices;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;
use crate::report::sheet::a1;

use super::cells;
use super::fit;

/// A sheet of the format ends at 1,048,576 rows; a list is cut before it, and says so.
const MOST_ROWS: usize = 1_000_000;

/// Row of the listing's head, from 0: title and line stand above it.
pub(super) const HEAD_ROW: u32 = 2;

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    title: String,
    narrow: f64,
    wide: f64,
    total: Option<Total>,
    shows: Option<(String, Unit)>,
    choices: Vec<&'static str>,
    optional: bool,
    link_in_front: bool,
}

/// The total of a column: what kind of number, and its value where a figure says it (else the rows do).
#[derive(Clone, Copy, Debug)]
enum Total {
    Money(Option<Decimal>),
    Count(Option<u64>),
}

impl Total {
    /// The value in the unit of the column, and its look; `None` when it is too large to be told.
    fn value(self, rows: impl Iterator<Item = Decimal>) -> Option<(Decimal, Style)> {
        match self {
            Total::Money(known) => {
                let value = known.or_else(|| cells::sum(rows))?;
                Some((value, cells::money_style()))
            }
            Total::Count(known) => {
                let value = known.map(Decimal::from).or_else(|| cells::sum(rows))?;
                Some((value, cells::count_style()))
            }
        }
    }
}

impl Column {
    /// A column of a title, between two widths in characters.
    pub(super) fn new(title: impl Into<String>, narrow: f64, wide: f64) -> Column {
        Column {
            title: title.into(),
            narrow,
            wide,
            total: None,
            shows: None,
            choices: Vec::new(),
            optional: false,
            link_in_front: false,
        }
    }

    /// 出处, at most that wide: where a row stands.
    pub(super) fn source(wide: f64) -> Column {
        Column::new("出处", 18.0, wide).link_in_front()
    }

    /// The first cell of each row carries the link of this column: a cell with a link keeps its text in one line, so that a long one is
    /// cut off.
    pub(super) fn link_in_front(self) -> Column {
        Column {
            link_in_front: true,
            ..self
        }
    }

    /// Left out when no row has anything in it.
    pub(super) fn optional(self) -> Column {
        Column { optional: true, ..self }
    }

    /// With a live total of money in 万元; `yuan` is what the figures say.
    pub(super) fn total_wan(self, yuan: Option<Decimal>) -> Column {
        self.total(Total::Money(yuan.map(cells::in_wan)))
    }

    /// With a live total of money in 元; `yuan` is what the figures say.
    pub(super) fn total_yuan(self, yuan: Option<Decimal>) -> Column {
        self.total(Total::Money(yuan))
    }

    /// The figure that the total is: its name as in `Shows`.
    pub(super) fn showing(self, figure: &str, unit: Unit) -> Column {
        Column {
            shows: Some((figure.to_owned(), unit)),
            ..self
        }
    }

    /// The cell of the total, held to the figure that it is, if it is one; `rows` add up to it.
    fn held(&self, total: Cell, rows: Option<(u32, u32)>) -> Cell {
        match &self.shows {
            Some((figure, unit)) => total.showing_sum(figure.clone(), *unit, rows),
            None => total,
        }
    }

    /// With a live total of a count; `count` is what the figures say.
    pub(super) fn total_count(self, count: Option<u64>) -> Column {
        self.total(Total::Count(count))
    }

    fn total(self, total: Total) -> Column {
        Column {
            total: Some(total),
            ..self
        }
    }

    /// With a drop-down list for its cells.
    pub(super) fn choices(self, words: &[&'static str]) -> Column {
        Column {
            choices: words.to_vec(),
            ..self
        }
    }
}

/// A sheet with one table.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    /// The sheet's name.
    pub(super) name: &'static str,
    /// The title over the table.
    pub(super) title: String,
    /// What stands on the right below the title: 单位：万元.
    pub(super) unit: &'static str,
    /// The columns; the first is the running number when `numbered`.
    pub(super) columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub(super) rows: Vec<Vec<Cell>>,
    /// What an empty table says.
    pub(super) empty: String,
    /// Remarks below the table.
    pub(super) notes: Vec<String>,
    /// Columns from the left that stay in view.
    pub(super) keep: u16,
}

impl Listing {
    /// Lays it out.
    pub(super) fn sheet(mut self, outcome: &Outcome<'_>) -> Sheet {
        let mut sheet = Sheet::new(self.name);
        self.drop_empty_columns();
        self.put_links_in_front();
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let whole = self.rows.len() <= MOST_ROWS;
        if !whole {
            let more = self.rows.len() - MOST_ROWS;
            self.rows.truncate(MOST_ROWS);
            self.notes.insert(0, format!("另有{more}行因工作表行数限制未列出，合计数已包含。"));
        }
        self.widths(&mut sheet);
        heading(&mut sheet, outcome, &self.title, self.unit, last);
        self.head(&mut sheet);
        let first = HEAD_ROW + 1;
        let end = first + u32::try_from(self.rows.len().max(1)).unwrap_or(u32::MAX) - 1;
        if self.rows.is_empty() {
            let style = Style::of(Role::Body).align(Align::Centre).tint(Tint::Faint);
            sheet.put_over(Area::row(first, 0, last), Cell::new(Value::Text(self.empty.clone()), style));
            sheet.heights.insert(first, fit::LINE + fit::ROOM);
        } else {
            sheet.filter = Some(Area {
                top: HEAD_ROW,
                left: 0,
                bottom: end,
                right: last,
            });
            for (row, column, words) in self.choice_columns() {
                let area = Area::column(column, row, end);
                sheet.choices.push(Choices { area, words });
            }
        }
        let totals = self.totals(outcome, first, end, whole);
        for (row, cells) in (first..).zip(std::mem::take(&mut self.rows)) {
            fit::height(&mut sheet, row, &cells);
            for (column, cell) in (0..).zip(cells) {
                sheet.put(row, column, cell);
            }
        }
        let mut next = end + 1;
        if let Some(totals) = totals {
            for (column, cell) in (0..).zip(totals) {
                sheet.put(next, column, cell);
            }
            sheet.heights.insert(next, fit::LINE + fit::ROOM);
            next += 1;
        }
        foot(&mut sheet, outcome, next, last, &self.notes);
        sheet.frozen = Some((HEAD_ROW + 1, self.keep));
        sheet.repeat = Some((0, HEAD_ROW));
        sheet
    }

    /// Leaves out the optional columns in which no row has anything.
    fn drop_empty_columns(&mut self) {
        let is_empty = |position: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(position));
            cells.all(|cell| match &cell.value {
                Value::Blank => true,
                Value::Text(text) => text.is_empty() || text == cells::NO_VALUE,
                Value::Number(_) | Value::Date(_) | Value::Formula { .. } => false,
            })
        };
        let kept: Vec<bool> = (0..)
            .zip(&self.columns)
            .map(|(position, column)| !(column.optional && is_empty(position)))
            .collect();
        keep(&mut self.columns, &kept);
        for row in &mut self.rows {
            keep(row, &kept);
        }
    }

    /// Moves the links of the columns that ask for it to the first cells, and says so to the reader.
    fn put_links_in_front(&mut self) {
        let Some(from) = self.columns.iter().position(|column| column.link_in_front) else {
            return;
        };
        let mut moved = false;
        for row in &mut self.rows {
            let link = row.get_mut(from).and_then(|cell| cell.link.take());
            if let (Some(first), Some(link)) = (row.first_mut(), link) {
                first.link = Some(link);
                moved = true;
            }
        }
        if let (true, Some(first)) = (moved, self.columns.first()) {
            self.notes.push(opens_source(&first.title));
        }
    }

    fn choice_columns(&self) -> Vec<(u32, u16, Vec<&'static str>)> {
        (0..)
            .zip(&self.columns)
            .filter(|(_, column)| !column.choices.is_empty())
            .map(|(position, column)| (HEAD_ROW + 1, position, column.choices.clone()))
            .collect()
    }

    /// The numbers of a column.
    fn numbers(&self, position: u16) -> impl Iterator<Item = Decimal> {
        let cells = self.rows.iter().filter_map(move |row| row.get(usize::from(position)));
        cells.filter_map(|cell| match &cell.value {
            Value::Number(number) => Some(*number),
            _ => None,
        })
    }

    fn total_of(&self, position: u16, column: &Column) -> Option<(Decimal, Style)> {
        column.total.and_then(|total| total.value(self.numbers(position)))
    }

    /// Widths from the widest cell, between the column's own bounds; a head may take several lines.
    fn widths(&self, sheet: &mut Sheet) {
        for (position, column) in (0u16..).zip(&self.columns) {
            let cells = self.rows.iter().filter_map(|row| row.get(usize::from(position)));
            let total = self.total_of(position, column);
            let total = total.map_or(0, |(value, style)| fit::number_width(value, style.show));
            let widest = cells.map(fit::cell_width).max().unwrap_or(0).max(total);
            // Room for the filter's button beside the last line of the head.
            let head = (fit::width(&column.title) as f64 / 2.0).max(4.0) + 3.5;
            let width = (widest as f64 + 1.5).max(head).clamp(column.narrow, column.wide);
            sheet.widths.insert(position, width);
        }
    }

    fn head(&self, sheet: &mut Sheet) {
        let mut lines = 1;
        for (position, column) in (0..).zip(&self.columns) {
            let room = sheet.widths.get(&position).copied().unwrap_or(column.narrow);
            lines = lines.max(fit::lines(&column.title, room));
            let cell = Cell::new(Value::Text(column.title.clone()), Style::of(Role::Header));
            sheet.put(HEAD_ROW, position, cell);
        }
        sheet.heights.insert(HEAD_ROW, lines as f64 * fit::LINE + 9.0);
    }

    /// The totals row: SUBTOTAL, so that it follows the filter; `whole` when every row is listed, so that they add up to it.
    fn totals(&self, outcome: &Outcome<'_>, first: u32, end: u32, whole: bool) -> Option<Vec<Cell>> {
        if self.rows.is_empty() || self.columns.iter().all(|column| column.total.is_none()) {
            return None;
        }
        let blank = || Cell::new(Value::Blank, Style::of(Role::Total));
        let cells = (0u16..)
            .zip(&self.columns)
            .map(|(position, column)| match self.total_of(position, column) {
                Some((_, style)) if !is_told(outcome, column) => {
                    let text = Value::Text(cells::NOT_REPORTED.to_owned());
                    column.held(Cell::new(text, style.role(Role::Total)), None)
                }
                Some((result, style)) => {
                    let formula = format!("=SUBTOTAL(109,{}:{})", a1(first, position), a1(end, position));
                    let cell = Cell::new(Value::Formula { formula, result }, style.role(Role::Total));
                    column.held(cell, whole.then_some((first, end)))
                }
                None => blank(),
            });
        let mut cells: Vec<Cell> = cells.collect();
        if let Some(label) = cells.iter_mut().find(|cell| cell.value == Value::Blank) {
            label.value = Value::Text("合计".to_owned());
        }
        Some(cells)
    }
}

/// Whether the figure that the total of the column shows is told: `各专班`, by any squad.
fn is_told(outcome: &Outcome<'_>, column: &Column) -> bool {
    let parts = column.shows.as_ref().and_then(|(figure, _)| {
        let (rest, window) = figure.rsplit_once('.')?;
        let (whose, key) = rest.rsplit_once('.')?;
        Some((whose, key, window))
    });
    let Some((whose, key, window)) = parts else {
        return true;
    };
    let of_window = |period, ytd| if window == "period" { period } else { ytd };
    let figures = outcome.figures;
    let squads = figures.squads.iter();
    let squads = squads.filter(|squad| whose == "各专班" || cells::squad_name(outcome, squad.squad) == whose);
    let mut all: Vec<&WindowFigures> = squads.map(|squad| of_window(&squad.period, &squad.ytd)).collect();
    if whose == "合计" {
        all.push(of_window(&figures.total_period, &figures.total_ytd));
    }
    let is_told = |figures: &&WindowFigures| figures.get(key).is_none_or(|figure| figure.value != FigureValue::NotReported);
    all.is_empty() || all.iter().any(is_told)
}

/// What says to the reader in which column a click opens the source.
pub(super) fn opens_source(column: &str) -> String {
    format!("点击“{column}”可打开原表对应位置。")
}

/// Keeps the items at which `kept` is true.
fn keep<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    items.retain(|_| kept.next().copied().unwrap_or(true));
}

/// Title, and below it the as-of day on the left and the unit on the right.
pub(super) fn heading(sheet: &mut Sheet, outcome: &Outcome<'_>, title: &str, unit: &str, last: u16) {
    let title = Cell::new(Value::Text(title.to_owned()), Style::of(Role::Title));
    sheet.put_over(Area::row(0, 0, last), title);
    sheet.heights.insert(0, 30.0);
    let line = Style::of(Role::Line);
    let middle = last / 2;
    sheet.put_over(Area::row(1, 0, middle), Cell::new(Value::Text(cells::as_of(outcome)), line));
    if middle < last {
        let unit = Cell::new(Value::Text(unit.to_owned()), line.align(Align::Right));
        sheet.put_over(Area::row(1, middle + 1, last), unit);
    }
    sheet.heights.insert(1, 18.0);
}

/// What is said below a sheet whose sums have more places than are shown.
const ROUNDED: &str = "金额显示两位小数，单元格中为精确值，显示的分项之和与合计可能略有出入。";

/// Whether a sum of the sheet has more places than are shown.
fn is_rounded(sheet: &Sheet) -> bool {
    sheet.cells.values().any(|cell| {
        let money = matches!(cell.style.show, Show::Money | Show::MoneyInWan);
        let hides = |sum: &Decimal| sum.scale() > 2 && sum.normalize().scale() > 2;
        money && matches!(&cell.value, Value::Number(sum) | Value::Formula { result: sum, .. } if hides(sum))
    })
}

/// Remarks, then who compiles the table and from what; gives the last row of it.
pub(super) fn foot(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, last: u16, notes: &[String]) -> u32 {
    let wide: f64 = (0..=last).map(|column| sheet.widths.get(&column).copied().unwrap_or(9.0)).sum();
    let rounded = is_rounded(sheet).then_some(ROUNDED);
    let notes: Vec<String> = notes
        .iter()
        .map(String::as_str)
        .chain(rounded)
        .map(|note| format!("注：{note}"))
        .collect();
    let compiled = format!("编制单位：{}　　数据来源：各专班报送的表格", outcome.settings.city.office);
    let mut end = row;
    for (row, text) in (row..).zip(notes.into_iter().chain([compiled])) {
        end = row;
        let height = fit::lines(&text, wide) as f64 * fit::LINE + fit::ROOM;
        sheet.heights.insert(row, height);
        sheet.put_over(Area::row(row, 0, last), Cell::new(Value::Text(text), Style::of(Role::Note)));
    }
    end
}
