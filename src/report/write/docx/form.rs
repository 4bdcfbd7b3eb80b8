//! Forms: tables without a head, whose cells go over columns and rows and hold lines of their own.

use crate::report::markup::Form;
use crate::report::markup::FormCell;
use crate::report::markup::across;

use super::Look;
use super::align;
use super::paragraph;
use super::start_cell;
use super::start_table;

/// The style of the lines.
const LINE: &str = "GwCellSmall";

pub(super) fn write(text: &mut String, look: &Look, form: &Form) {
    let widths = widths(&form.widths, look.text_width);
    start_table(text, look, &widths);
    for (index, row) in form.rows.iter().enumerate() {
        let below = form.rows.get(index + 1).map(Vec::as_slice).unwrap_or_default();
        // Rows under one cell stay on one page with it; the last row, which people sign, is never alone on a page.
        let keeps = below.contains(&FormCell::Above) || index + 2 == form.rows.len();
        let keep = if keeps { "<w:keepNext/>" } else { "" };
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (position, cell) in row.iter().enumerate() {
            let columns = across(row, position);
            let width = widths.iter().skip(position).take(columns).sum();
            let span = if columns > 1 {
                format!("<w:gridSpan w:val=\"{columns}\"/>")
            } else {
                String::new()
            };
            let goes_on = below.get(position) == Some(&FormCell::Above);
            match cell {
                FormCell::Left => continue,
                FormCell::Above => {
                    start_cell(text, width, &format!("{span}<w:vMerge/>"));
                    paragraph(text, look, LINE, keep, &[]);
                }
                FormCell::Lines(lines) => {
                    let merge = if goes_on { "<w:vMerge w:val=\"restart\"/>" } else { "" };
                    start_cell(text, width, &format!("{span}{merge}"));
                    for (set, words) in lines {
                        paragraph(text, look, LINE, &format!("{keep}{}", align(*set)), words);
                    }
                }
            }
            text.push_str("</w:tc>");
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
}

/// The proportions as widths that fill the text area to the last twentieth of a point.
fn widths(proportions: &[u32], room: u32) -> Vec<u32> {
    let sum = proportions.iter().sum::<u32>().max(1);
    let mut left = room;
    let mut widths: Vec<u32> = proportions
        .iter()
        .map(|part| {
            let width = room * part / sum;
            left = left.saturating_sub(width);
            width
        })
        .collect();
    if let Some(last) = widths.last_mut() {
        *last += left;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::super::TEXT_WIDTH;
    use super::*;
    use crate::report::markup::Block;
    use crate::report::markup::parse;

    #[test]
    fn cells_are_joined_over_columns_and_rows() {
        let blocks = parse("@表格 1,2,3\n|甲|乙|<|\n|^|:左~右:|丙|").unwrap();
        let [Block::Form(form)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let mut text = String::new();
        write(&mut text, &Look::own(), form);
        for (part, times) in [
            ("<w:tr>", 2),
            ("<w:tc>", 5),
            ("<w:gridSpan w:val=\"2\"/>", 1),
            ("<w:vMerge w:val=\"restart\"/>", 1),
            ("<w:vMerge/>", 1),
            ("<w:jc w:val=\"left\"/>", 1),
            ("<w:jc w:val=\"right\"/>", 1),
            ("<w:gridCol w:w=\"1474\"/>", 1),
            ("<w:tcW w:w=\"7370\" w:type=\"dxa\"/>", 1),
        ] {
            assert_eq!(text.matches(part).count(), times, "{part} in {text}");
        }
        assert_eq!(widths(&[1, 1, 1], TEXT_WIDTH).iter().sum::<u32>(), TEXT_WIDTH);
    }

    #[test]
    fn the_row_that_is_signed_stays_with_the_one_before() {
        let blocks = parse("@表格 1,1\n|甲|乙|\n|丙|丁|\n|意见|签字|").unwrap();
        let [Block::Form(form)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let mut text = String::new();
        write(&mut text, &Look::own(), form);
        let kept: Vec<usize> = text
            .split("<w:tr>")
            .skip(1)
            .map(|row| row.matches("<w:keepNext/>").count())
            .collect();
        assert_eq!(kept, [0, 2, 0]);
    }
}
