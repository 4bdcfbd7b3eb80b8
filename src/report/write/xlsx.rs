//! Books as .xlsx: the only file that knows rust_xlsxwriter.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_xlsxwriter as xlsx;
use rust_xlsxwriter::XlsxError;

use crate::report::chart::Chart;
use crate::report::chart::ChartKind;
use crate::report::chart::Draw;
use crate::report::chart::Placed;
use crate::report::chart::Range;
use crate::report::chart::Series;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Show;
use crate::report::look::Style;
use crate::report::look::Tint;
use crate::report::sheet::Area;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Link;
use crate::report::sheet::Sheet;
use crate::report::sheet::Value;
use crate::report::sheet::a1;
use crate::values::number::nearest_f64;

use super::COMPRESSION;
use super::Error;

/// Excel keeps 65,530 links a sheet and drops the rest with a repair message; the library does not guard it.
const MOST_LINKS: usize = 60_000;

/// Text of tables and charts: every Windows and every WPS has it.
const TEXT_FONT: &str = "宋体";

/// Titles and heads.
const HEAD_FONT: &str = "黑体";

/// Cells from which a sheet is written to a temporary file row by row, as it would take much memory whole.
const LARGE: usize = 20_000;

/// Paper A4.
const A4: u8 = 9;

/// The book as a file. `created` is the day in its properties, so that the same book gives the same bytes.
pub fn bytes(book: &Book, created: NaiveDate) -> Result<Vec<u8>, Error> {
    workbook(book, created).map_err(|error| Error::Workbook {
        book: book.title.clone(),
        reason: error.to_string(),
    })
}

fn workbook(book: &Book, created: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = xlsx::Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let created = xlsx::ExcelDateTime::parse_from_str(&created.format("%Y-%m-%d").to_string())?;
    let properties = xlsx::DocProperties::new()
        .set_title(&book.title)
        .set_author(&book.author)
        .set_company(&book.author)
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let mut formats = Formats::default();
    for (position, sheet) in book.sheets.iter().enumerate() {
        let worksheet = if sheet.cells.len() < LARGE {
            workbook.add_worksheet()
        } else {
            workbook.add_worksheet_with_low_memory()?
        };
        write_sheet(worksheet, sheet, &mut formats)?;
        if position == 0 {
            worksheet.set_active(true);
        }
    }
    workbook.save_to_buffer()
}

fn write_sheet(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, formats: &mut Formats) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_hidden(sheet.hidden);
    for (column, width) in &sheet.widths {
        worksheet.set_column_width(*column, *width)?;
    }
    for (row, height) in &sheet.heights {
        worksheet.set_row_height(*row, *height)?;
    }
    // A sheet that is written row by row never goes back to one above.
    let mut merges = sheet.merges.clone();
    merges.sort_by_key(|area| (area.top, area.left));
    let mut merges = merges.into_iter().peekable();
    let mut filter = sheet.filter;
    let mut links = 0;
    for (&(row, column), cell) in &sheet.cells {
        // A merge writes its first cell and blanks, and a table its heads, so the cells come after them.
        while let Some(area) = merges.next_if(|area| area.top <= row) {
            merge(worksheet, sheet, area, formats)?;
        }
        if let Some(area) = filter.take_if(|area| area.top <= row) {
            add_filter(worksheet, sheet, area)?;
        }
        let link = cell.link.as_deref().filter(|_| links < MOST_LINKS).and_then(url);
        links += usize::from(link.is_some());
        write_cell(worksheet, row, column, cell, link, formats)?;
    }
    for area in merges {
        merge(worksheet, sheet, area, formats)?;
    }
    if let Some(area) = filter {
        add_filter(worksheet, sheet, area)?;
    }
    if let Some((rows, columns)) = sheet.frozen {
        worksheet.set_freeze_panes(rows, columns)?;
    }
    for area in &sheet.arrows {
        let from = |rule: f64| xlsx::ConditionalFormatCustomIcon::new().set_rule(xlsx::ConditionalFormatType::Number, rule);
        // Below 0, 0, above 0: not every program knows "greater than", and no number shown is smaller than this.
        let rule = xlsx::ConditionalFormatIconSet::new()
            .set_icon_type(xlsx::ConditionalFormatIconType::ThreeArrowsGray)
            .set_icons(&[from(0.0), from(0.0), from(1e-7)]);
        worksheet.add_conditional_format(area.top, area.left, area.bottom, area.right, &rule)?;
    }
    for bars in &sheet.bars {
        let rule = xlsx::ConditionalFormatDataBar::new()
            .set_fill_color(xlsx::Color::RGB(bars.colour))
            .set_solid_fill(true)
            .set_border_off(true)
            .set_minimum(xlsx::ConditionalFormatType::Number, 0)
            .set_maximum(xlsx::ConditionalFormatType::Number, 1);
        worksheet.add_conditional_format(bars.area.top, bars.area.left, bars.area.bottom, bars.area.right, &rule)?;
    }
    for choices in &sheet.choices {
        let rule = xlsx::DataValidation::new()
            .allow_list_strings(&choices.words)?
            .set_error_style(xlsx::DataValidationErrorStyle::Information);
        let area = choices.area;
        worksheet.add_data_validation(area.top, area.left, area.bottom, area.right, &rule)?;
    }
    for placed in &sheet.charts {
        let chart = chart(placed);
        worksheet.insert_chart_with_offset(placed.row, placed.column, &chart, placed.right_by, 0)?;
    }
    page(worksheet, sheet)
}

/// Merges a block, with the look of its first cell.
fn merge(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, area: Area, formats: &mut Formats) -> Result<(), XlsxError> {
    let style = sheet
        .cells
        .get(&(area.top, area.left))
        .map_or(Style::of(Role::Body), |cell| cell.style);
    let format = formats.of(style, false);
    worksheet.merge_range(area.top, area.left, area.bottom, area.right, "", format)?;
    Ok(())
}

/// Makes a block one that can be filtered: a table where its heads allow it.
fn add_filter(worksheet: &mut xlsx::Worksheet, sheet: &Sheet, area: Area) -> Result<(), XlsxError> {
    let Some(heads) = heads(sheet, area) else {
        worksheet.autofilter(area.top, area.left, area.bottom, area.right)?;
        return Ok(());
    };
    let columns: Vec<xlsx::TableColumn> = heads.into_iter().map(|head| xlsx::TableColumn::new().set_header(head)).collect();
    let table = xlsx::Table::new().set_style(xlsx::TableStyle::None).set_columns(&columns);
    worksheet.add_table(area.top, area.left, area.bottom, area.right, &table)?;
    Ok(())
}

/// The heads of a table; `None` where the format has none for them: heads must be texts of one line, each once, and nothing merged.
fn heads(sheet: &Sheet, area: Area) -> Option<Vec<String>> {
    let merged = |merge: &Area| merge.top <= area.bottom && merge.bottom >= area.top;
    if sheet.merges.iter().any(merged) {
        return None;
    }
    let head = |column| match &sheet.cells.get(&(area.top, column))?.value {
        Value::Text(text) if !text.is_empty() && !text.contains('\n') => Some(text.clone()),
        _ => None,
    };
    let heads: Vec<String> = (area.left..=area.right).map(head).collect::<Option<_>>()?;
    let folded: BTreeSet<String> = heads.iter().map(|head| head.to_lowercase()).collect();
    (folded.len() == heads.len()).then_some(heads)
}

/// A4 across, fitted to the width, with the table's head on each page and page numbers below.
fn page(worksheet: &mut xlsx::Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    worksheet.set_paper_size(A4);
    worksheet.set_landscape();
    worksheet.set_margins(0.5, 0.5, 0.55, 0.6, 0.3, 0.3);
    worksheet.set_print_fit_to_pages(1, u16::from(sheet.one_page));
    worksheet.set_print_center_horizontally(true);
    worksheet.set_footer("&C&\"宋体\"&9第 &P 页 共 &N 页");
    worksheet.set_screen_gridlines(false);
    if let Some((first, last)) = sheet.repeat {
        worksheet.set_repeat_rows(first, last)?;
    }
    if let Some(area) = sheet.print_area {
        worksheet.set_print_area(area.top, area.left, area.bottom, area.right)?;
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut xlsx::Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    link: Option<xlsx::Url>,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    let format = formats.of(cell.style, link.is_some());
    // A link writes its text; whatever else stands there is then written over it and keeps the link.
    if let Some(link) = link {
        let text = match &cell.value {
            Value::Text(text) => text.as_str(),
            Value::Blank | Value::Number(_) | Value::Date(_) | Value::Formula { .. } => "",
        };
        worksheet.write_url_with_options(row, column, link, text, "", Some(format))?;
        if !text.is_empty() {
            return Ok(());
        }
    }
    match &cell.value {
        Value::Blank => worksheet.write_blank(row, column, format)?,
        Value::Text(text) => worksheet.write_string_with_format(row, column, text, format)?,
        Value::Number(number) => worksheet.write_number_with_format(row, column, nearest_f64(*number), format)?,
        Value::Date(day) => {
            let day = xlsx::ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
            worksheet.write_datetime_with_format(row, column, &day, format)?
        }
        Value::Formula { formula, result } => {
            let formula = xlsx::Formula::new(formula).set_result(nearest_f64(*result).to_string());
            worksheet.write_formula_with_format(row, column, formula, format)?
        }
    };
    Ok(())
}

fn url(link: &Link) -> Option<xlsx::Url> {
    match link {
        Link::Inside { sheet, row, column } => {
            let cell = a1(*row, *column);
            Some(xlsx::Url::new(format!("internal:'{}'!{cell}", sheet.replace('\'', "''"))))
        }
        // `#` would part the path, `%` be taken for an escape, `\` and `:` for a path of Windows.
        Link::File { path, .. } if path.contains(['#', '%', '\\', ':']) => None,
        Link::File { path, cell } => {
            let link = match cell.as_str() {
                "" => format!("file:///{path}"),
                cell => format!("file:///{path}#{cell}"),
            };
            // Longer ones are an error of the library, and Excel refuses them.
            (link.encode_utf16().count() < 2_000).then(|| xlsx::Url::new(link))
        }
    }
}

/// Formats by look, each made once.
#[derive(Default)]
struct Formats {
    made: BTreeMap<(Style, bool), xlsx::Format>,
}

impl Formats {
    fn of(&mut self, style: Style, linked: bool) -> &xlsx::Format {
        self.made.entry((style, linked)).or_insert_with(|| format(style, linked))
    }
}

/// The line of tables.
const BORDER: u32 = 0x8EA9C8;
/// The ground of heads.
const HEAD_GROUND: u32 = 0xD9E5F3;
/// The ground of totals rows and cards.
const TOTAL_GROUND: u32 = 0xF2F6FB;

fn format(style: Style, linked: bool) -> xlsx::Format {
    let rgb = xlsx::Color::RGB;
    let (font, size) = match style.role {
        Role::Title => (HEAD_FONT, 18.0),
        Role::Section => (HEAD_FONT, 12.0),
        Role::Header => (HEAD_FONT, 10.0),
        Role::CardName => (HEAD_FONT, 10.5),
        Role::CardValue => (HEAD_FONT, 16.0),
        Role::Line | Role::Body | Role::Total => (TEXT_FONT, 10.0),
        Role::Note | Role::CardNote => (TEXT_FONT, 9.0),
    };
    let mut format = xlsx::Format::new()
        .set_font_name(font)
        .set_font_size(size)
        .set_align(xlsx::FormatAlign::VerticalCenter)
        .set_align(match style.align {
            Align::Left => xlsx::FormatAlign::Left,
            Align::Centre => xlsx::FormatAlign::Center,
            Align::Right => xlsx::FormatAlign::Right,
        });
    if style.wrap {
        format = format.set_text_wrap();
    }
    if matches!(style.role, Role::CardValue | Role::CardNote) {
        format = format.set_shrink();
    }
    format = match style.role {
        Role::Header | Role::Body | Role::Total => format.set_border(xlsx::FormatBorder::Thin).set_border_color(rgb(BORDER)),
        Role::CardName => format
            .set_border_top(xlsx::FormatBorder::Medium)
            .set_border_top_color(rgb(0x2F5597)),
        Role::Title | Role::Line | Role::Section | Role::Note | Role::CardValue | Role::CardNote => format,
    };
    format = match style.role {
        Role::Header => format.set_background_color(rgb(HEAD_GROUND)).set_font_color(rgb(0x1F3864)),
        Role::Total => format.set_background_color(rgb(TOTAL_GROUND)).set_bold(),
        Role::CardName | Role::CardNote => format.set_background_color(rgb(TOTAL_GROUND)).set_font_color(rgb(0x44546A)),
        Role::CardValue => format
            .set_background_color(rgb(TOTAL_GROUND))
            .set_font_color(rgb(0x1F3864))
            .set_bold(),
        Role::Section => format.set_font_color(rgb(0x1F3864)).set_bold(),
        Role::Title => format.set_bold(),
        Role::Line | Role::Body => format,
        Role::Note => format.set_font_color(rgb(0x595959)),
    };
    format = match style.tint {
        Tint::None => format,
        Tint::Good => format.set_background_color(rgb(0xE2F0D9)).set_font_color(rgb(0x375623)),
        Tint::Behind => format.set_background_color(rgb(0xFFF2CC)).set_font_color(rgb(0x7F6000)),
        Tint::Bad => format.set_background_color(rgb(0xFBE0DD)).set_font_color(rgb(0xC00000)),
        Tint::Faint => format.set_font_color(rgb(0x8C8C8C)),
        Tint::RestDay => format.set_background_color(rgb(0xEDEDED)),
        Tint::Holiday => format.set_background_color(rgb(0xFBE5D6)),
        Tint::Out => format.set_background_color(rgb(0xDDEBF7)).set_font_color(rgb(0x1F3864)),
    };
    if let Some(number_format) = number_format(style.show) {
        format = format.set_num_format(number_format);
    }
    // The marks of days are many: a line below each would hide the pattern.
    let is_day = matches!(style.tint, Tint::Out | Tint::RestDay | Tint::Holiday);
    if linked && !is_day {
        format = format.set_font_color(rgb(0x0563C1));
        if style.role == Role::Body {
            format = format.set_underline(xlsx::FormatUnderline::Single);
        }
    }
    format
}

fn number_format(show: Show) -> Option<&'static str> {
    match show {
        Show::Plain => None,
        Show::Text => Some("@"),
        Show::Money => Some("#,##0.00"),
        Show::MoneyExact => Some("#,##0.00####"),
        Show::MoneyInWan => Some("#,##0.00\"万元\""),
        Show::Count => Some("#,##0"),
        Show::CountOfThings => Some("#,##0\"个\""),
        Show::CountOfFindings => Some("#,##0\"条\""),
        Show::Percent => Some("0.00%"),
        Show::PercentExact => Some("0.00########%"),
        Show::Points => Some("+0.00;-0.00;0.00"),
        Show::Date => Some("yyyy-mm-dd"),
        Show::Flag => Some("\"√\";;\"—\""),
    }
}

fn chart(placed: &Placed) -> xlsx::Chart {
    let chart = &placed.chart;
    let mut main = xlsx::Chart::new(match chart.kind {
        ChartKind::Columns => xlsx::ChartType::Column,
        ChartKind::Bars => xlsx::ChartType::Bar,
        ChartKind::StackedBars => xlsx::ChartType::BarStacked,
    });
    let mut lines = xlsx::Chart::new(xlsx::ChartType::Line);
    let mut has_lines = false;
    let mut has_second_axis = false;
    for one in &chart.series {
        let line = matches!(one.draw, Draw::Line(_) | Draw::LineOnSecondAxis(_));
        has_lines |= line;
        has_second_axis |= matches!(one.draw, Draw::LineOnSecondAxis(_));
        let series = series(one, &chart.categories, chart.kind);
        if line { &mut lines } else { &mut main }.push_series(&series);
    }
    axes(&mut main, chart);
    if has_lines {
        if has_second_axis {
            let axis = main.y2_axis();
            axis.set_min(0);
            axis.set_font(&font(8))
                .set_num_format(chart.second_format)
                .set_major_gridlines(false);
            if let Some(title) = &chart.second_title {
                axis.set_name(title).set_name_font(&font(8));
            }
        }
        main.combine(&lines);
    }
    main.title().set_name(&chart.title).set_font(font(11).set_bold());
    if chart.legend {
        main.legend().set_position(xlsx::ChartLegendPosition::Bottom).set_font(&font(8));
    } else {
        main.legend().set_hidden();
    }
    main.chart_area()
        .set_format(xlsx::ChartFormat::new().set_border(xlsx::ChartLine::new().set_color(xlsx::Color::RGB(BORDER))));
    main.set_width(placed.width).set_height(placed.height);
    main.show_hidden_data();
    main.set_alt_text(&chart.title);
    main.set_object_movement(xlsx::ObjectMovement::MoveButDontSizeWithCells);
    main
}

/// In bar charts the library's x axis is the one of values and lies below; the categories run upward unless reversed.
fn axes(main: &mut xlsx::Chart, chart: &Chart) {
    let bars = chart.kind != ChartKind::Columns;
    let categories = if bars { main.y_axis() } else { main.x_axis() };
    categories.set_font(&font(8)).set_major_gridlines(false);
    if bars {
        categories.set_reverse();
    }
    let values = if bars { main.x_axis() } else { main.y_axis() };
    values.set_min(0);
    if let Some(max) = chart.max {
        values.set_max(max);
    }
    match chart.value_format {
        Some(format) => {
            values.set_font(&font(8)).set_num_format(format);
            let line = xlsx::ChartLine::new().set_color(xlsx::Color::RGB(0xE0E0E0)).clone();
            values.set_major_gridlines(true).set_major_gridlines_line(&line);
            if let Some(title) = &chart.value_title {
                values.set_name(title).set_name_font(&font(8));
            }
        }
        None => {
            values.set_hidden(true).set_major_gridlines(false);
        }
    }
}

fn series(series: &Series, categories: &Range, kind: ChartKind) -> xlsx::ChartSeries {
    let mut made = xlsx::ChartSeries::new();
    made.set_name(&series.name)
        .set_categories(range(categories))
        .set_values(range(&series.values));
    match series.draw {
        Draw::Solid(colour) => {
            made.set_format(xlsx::ChartFormat::new().set_solid_fill(xlsx::ChartSolidFill::new().set_color(xlsx::Color::RGB(colour))));
        }
        Draw::Unseen => {
            made.set_format(xlsx::ChartFormat::new().set_no_fill().set_no_line());
        }
        Draw::Line(colour) | Draw::LineOnSecondAxis(colour) => {
            made.set_format(xlsx::ChartFormat::new().set_line(xlsx::ChartLine::new().set_color(xlsx::Color::RGB(colour)).set_width(2.0)));
            let marker = xlsx::ChartMarker::new()
                .set_type(xlsx::ChartMarkerType::Circle)
                .set_size(5)
                .set_format(xlsx::ChartFormat::new().set_solid_fill(xlsx::ChartSolidFill::new().set_color(xlsx::Color::RGB(colour))))
                .clone();
            made.set_marker(&marker);
            made.set_secondary_axis(matches!(series.draw, Draw::LineOnSecondAxis(_)));
        }
    }
    if !matches!(series.draw, Draw::Line(_) | Draw::LineOnSecondAxis(_)) {
        made.set_gap(60);
        if kind == ChartKind::StackedBars {
            made.set_overlap(100);
        }
    }
    if let Some(format) = series.labels {
        let label = xlsx::ChartDataLabel::new()
            .show_value()
            .set_num_format(format)
            .set_font(&font(8))
            .clone();
        made.set_data_label(&label);
    }
    made
}

fn range(range: &Range) -> (&str, u32, u16, u32, u16) {
    let Area { top, left, bottom, right } = range.area;
    (range.sheet.as_str(), top, left, bottom, right)
}

fn font(size: u32) -> xlsx::ChartFont {
    let mut font = xlsx::ChartFont::new();
    font.set_name(TEXT_FONT).set_size(size);
    font
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Read;

    use calamine::Data;
    use calamine::Reader;

    use super::*;

    fn book(cells: Vec<Cell>) -> Book {
        let mut sheet = Sheet::new("表");
        for (row, cell) in (0..).zip(cells) {
            sheet.put(row, 0, cell);
        }
        Book {
            title: "试".to_owned(),
            author: "市招商投资促进中心".to_owned(),
            sheets: vec![sheet],
        }
    }

    fn made(book: &Book) -> Vec<u8> {
        bytes(book, "2021-10-08".parse().unwrap()).unwrap()
    }

    fn text(text: &str) -> Cell {
        Cell::new(Value::Text(text.to_owned()), Style::of(Role::Body))
    }

    fn part(bytes: Vec<u8>, name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn texts_stay_texts_whatever_they_look_like() {
        let hostile = [
            "=1+1",
            "+8613",
            "-1",
            "@SUM(A1)",
            "<b>&\"'",
            "001234567890123456",
            "http://a.b/c",
            "一\n二",
            "{=A1}",
        ];
        let bytes = made(&book(hostile.map(text).to_vec()));
        let mut read = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = read.worksheet_range("表").unwrap();
        for (row, written) in hostile.iter().enumerate() {
            assert_eq!(range.get((row, 0)), Some(&Data::String((*written).to_owned())));
        }
        assert_eq!(read.worksheet_formula("表").unwrap().used_cells().count(), 0);
    }

    #[test]
    fn numbers_are_the_nearest_binary_ones() {
        for (decimal, number) in [
            ("0.1", 0.1),
            ("123456.789012", 123_456.789_012),
            ("79228162514264337593543950335", 79_228_162_514_264_337_593_543_950_335.0),
            ("-0.000001", -0.000_001),
        ] {
            assert_eq!(nearest_f64(decimal.parse().unwrap()), number, "{decimal}");
        }
    }

    #[test]
    fn a_link_to_a_name_that_breaks_links_is_left_out() {
        let file = |path: &str| {
            Some(Link::File {
                path: path.to_owned(),
                cell: "'9月'!C17".to_owned(),
            })
        };
        let paths = [
            "../../收件/日志.xlsx",
            "../../收件/1#楼.xlsx",
            "../../收件/50%.xlsx",
            "../../收件/a:b.xlsx",
        ];
        let bytes = made(&book(paths.iter().map(|path| text(path).linked(file(path))).collect()));
        let sheet = part(bytes.clone(), "xl/worksheets/sheet1.xml");
        assert_eq!(sheet.matches("<hyperlink ").count(), 1, "{sheet}");
        assert!(sheet.contains("location=\"'9月'!C17\""), "{sheet}");
        let targets = part(bytes, "xl/worksheets/_rels/sheet1.xml.rels");
        assert!(targets.contains("Target=\"../../收件/日志.xlsx\""), "{targets}");
    }

    #[test]
    fn links_end_before_the_number_that_excel_bears() {
        let link = Some(Link::Inside {
            sheet: "表".to_owned(),
            row: 0,
            column: 0,
        });
        let cells = vec![text("甲").linked(link); MOST_LINKS + 5];
        let sheet = part(made(&book(cells)), "xl/worksheets/sheet1.xml");
        assert_eq!(sheet.matches("<hyperlink ").count(), MOST_LINKS);
    }

    #[test]
    fn a_formula_carries_its_value() {
        let formula = Value::Formula {
            formula: "=SUM(A1:A3)".to_owned(),
            result: "12.5".parse().unwrap(),
        };
        let sheet = part(
            made(&book(vec![Cell::new(formula, Style::of(Role::Total))])),
            "xl/worksheets/sheet1.xml",
        );
        assert!(sheet.contains("<f>SUM(A1:A3)</f><v>12.5</v>"), "{sheet}");
    }

    #[test]
    fn what_the_library_refuses_is_told_with_the_book() {
        let mut refused = book(Vec::new());
        refused.sheets[0].name = "a/b".to_owned();
        let error = bytes(&refused, "2021-10-08".parse().unwrap()).unwrap_err();
        assert!(error.to_string().contains("《试》"), "{error}");
    }
}
