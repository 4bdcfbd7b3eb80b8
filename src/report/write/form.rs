//! Blank forms as workbooks: drop-down lists, hints, notes, formats, an example row, print set-up.

use rust_xlsxwriter as xlsx;
use rust_xlsxwriter::XlsxError;

use crate::records::column::EXAMPLE;
use crate::report::forms::BlankForm;
use crate::report::forms::FormColumn;
use crate::report::forms::Keeps;
use crate::report::forms::NUMBER;

use super::Error;

/// Rows with formats, lists and borders.
const ROWS: u32 = 500;
/// The rows, from 0: title, hint, head, example.
const HINT: u32 = 1;
const HEAD: u32 = 2;
const ROW_OF_EXAMPLE: u32 = 3;
/// The longest list that a cell may offer, in characters with their commas.
const LONGEST_LIST: usize = 250;

/// The bytes of a form. The same form makes the same bytes.
pub fn bytes(form: &BlankForm) -> Result<Vec<u8>, Error> {
    write(form).map_err(|error| Error::Workbook {
        book: form.title.clone(),
        reason: error.to_string(),
    })
}

fn write(form: &BlankForm) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = xlsx::Workbook::new();
    let created = xlsx::ExcelDateTime::from_ymd(2021, 1, 1)?;
    workbook.set_properties(&xlsx::DocProperties::new().set_title(&form.title).set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name(form.name)?;
    let last = u16::try_from(form.columns.len()).unwrap_or(u16::MAX);
    let title = xlsx::Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(xlsx::FormatAlign::Center);
    sheet.merge_range(0, 0, 0, last, &form.title, &title)?;
    sheet.set_row_height(0, 28)?;
    let hint = xlsx::Format::new().set_text_wrap().set_font_color(xlsx::Color::RGB(0x0059_5959));
    sheet.merge_range(HINT, 0, HINT, last, &format!("填表说明：{}", form.hint), &hint)?;
    sheet.set_row_height(HINT, 32)?;
    let head = |required: bool| {
        let ground = if required { 0x00FC_E4D6 } else { 0x00DD_EBF7 };
        xlsx::Format::new()
            .set_bold()
            .set_text_wrap()
            .set_border(xlsx::FormatBorder::Thin)
            .set_align(xlsx::FormatAlign::Center)
            .set_align(xlsx::FormatAlign::VerticalCenter)
            .set_background_color(xlsx::Color::RGB(ground))
    };
    sheet.write_with_format(HEAD, 0, NUMBER, &head(false))?;
    sheet.set_column_width(0, 18)?;
    let example = |keeps: Keeps| cell_format(keeps).set_italic().set_font_color(xlsx::Color::RGB(0x0080_8080));
    sheet.write_with_format(ROW_OF_EXAMPLE, 0, EXAMPLE, &example(Keeps::Text))?;
    for (position, column) in (1_u16..).zip(&form.columns) {
        let mark = if column.required { "*" } else { "" };
        sheet.write_with_format(HEAD, position, format!("{mark}{}", column.title), &head(column.required))?;
        sheet.insert_note(HEAD, position, &xlsx::Note::new(note(column)).set_author("填表说明"))?;
        sheet.set_column_width(position, width(column))?;
        for row in ROW_OF_EXAMPLE + 1..ROWS {
            sheet.write_blank(row, position, &cell_format(column.keeps))?;
        }
        sheet.add_data_validation(ROW_OF_EXAMPLE, position, ROWS, position, &validation(column)?)?;
        write_example(sheet, position, column, &example(column.keeps))?;
    }
    sheet.set_row_height(HEAD, 32)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    workbook.save_to_buffer()
}

fn cell_format(keeps: Keeps) -> xlsx::Format {
    let format = xlsx::Format::new().set_border(xlsx::FormatBorder::Thin);
    match keeps {
        Keeps::Text => format.set_num_format("@").set_text_wrap(),
        Keeps::Day => format.set_num_format("yyyy-mm-dd"),
        Keeps::Money => format.set_num_format("#,##0.00"),
        Keeps::Number => format.set_num_format("0.##"),
    }
}

fn note(column: &FormColumn) -> String {
    let required = if column.required { "必填。" } else { "" };
    let choices = if column.choices.is_empty() {
        String::new()
    } else {
        format!("可选：{}。", column.choices.join("、"))
    };
    format!("{required}{}。{choices}", column.hint)
}

/// Other words than the listed ones are allowed: an office may have its own, and the program tells what it does not know.
fn validation(column: &FormColumn) -> Result<xlsx::DataValidation, XlsxError> {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let listed = column.choices.iter().map(|word| word.chars().count() + 1).sum::<usize>();
    let validation = xlsx::DataValidation::new();
    let validation = match column.choices.is_empty() || listed > LONGEST_LIST {
        true => validation.allow_any_value(),
        false => validation
            .allow_list_strings(&column.choices)?
            .set_error_style(xlsx::DataValidationErrorStyle::Information)
            .set_error_message("建议从下拉列表中选")?,
    };
    validation
        .set_input_title(cut(&column.title, 30))?
        .set_input_message(cut(&column.hint, 200))
}

fn write_example(sheet: &mut xlsx::Worksheet, position: u16, column: &FormColumn, format: &xlsx::Format) -> Result<(), XlsxError> {
    match (column.keeps, column.example.parse::<f64>()) {
        (Keeps::Money | Keeps::Number, Ok(number)) => sheet.write_with_format(ROW_OF_EXAMPLE, position, number, format)?,
        (Keeps::Day, _) => {
            let day = xlsx::ExcelDateTime::parse_from_str(&column.example)?;
            sheet.write_with_format(ROW_OF_EXAMPLE, position, &day, format)?
        }
        _ => sheet.write_with_format(ROW_OF_EXAMPLE, position, &column.example, format)?,
    };
    Ok(())
}

fn width(column: &FormColumn) -> f64 {
    let title = column.title.chars().count() as f64 * 2.0 + 3.0;
    match column.keeps {
        Keeps::Day => title.max(13.0),
        Keeps::Money | Keeps::Number => title.max(12.0),
        Keeps::Text => title.clamp(14.0, 30.0),
    }
}
