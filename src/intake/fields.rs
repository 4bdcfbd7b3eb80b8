//! The fields of a text's lines (CSV). A separator inside a field that stands in no quotes (1,000) parts it in two, and all that follows
//! stands one column too far: such a line is refused, since nobody can tell which of its fields belong together.

use super::grid::TextLine;

/// What is known of the lines below one header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    lines: &'a [TextLine],
    /// Fields of the header.
    width: u16,
    /// The last column with a title.
    titled: u16,
    /// The fewest fields of a line that is as long as the header: every line may end in a separator more.
    shortest: u16,
}

impl<'a> Fields<'a> {
    /// Of the lines of a text, of which a table has its header and its rows in these, both counted.
    pub(super) fn new(lines: &'a [TextLine], (top, bottom): (u32, u32), last_row: u32, titled: u16) -> Fields<'a> {
        let width = between(lines, top, bottom).iter().map(|line| line.fields).max().unwrap_or(u16::MAX);
        let below = between(lines, bottom.saturating_add(1), last_row).iter().map(|line| line.fields);
        Fields {
            lines,
            width,
            titled,
            shortest: below.filter(|fields| *fields >= width).min().unwrap_or(width),
        }
    }

    /// How many fields a line has and how many columns the header, when there are too many to tell which is which.
    pub(super) fn too_many(&self, row: u32) -> Option<(u16, u16)> {
        let line = between(self.lines, row, row).first()?;
        let beyond_header = line.fields > self.width && (line.fields > self.shortest || line.parted);
        // A header may end in blank fields, below which there may be a remark, or the end of a row that was moved.
        let beyond_titles = line.filled > self.titled && line.parted;
        (line.filled > self.width || beyond_header || beyond_titles).then(|| (line.fields, self.width.min(self.titled)))
    }

    /// Whether an amount and the field behind it may be one number, by the line alone.
    pub(super) fn may_be_parted(&self, row: u32) -> bool {
        between(self.lines, row, row).first().is_some_and(|line| line.parted)
    }
}

/// The lines from one row to another, both counted.
fn between(lines: &[TextLine], from: u32, to: u32) -> &[TextLine] {
    let first = lines.partition_point(|line| line.row < from);
    let after = lines.partition_point(|line| line.row <= to);
    lines.get(first..after).unwrap_or_default()
}

/// Whether two fields next to each other may be one number with a thousands separator between them: `1` and `000`, `-12` and `345.60`.
pub(super) fn may_be_one_number(field: &str, next: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let head = field.trim().trim_start_matches(['-', '¥', '￥', '$', '+']);
    let head = head.trim();
    let begins = (1..=3).contains(&head.len()) && digits(head) && !head.starts_with('0');
    let next = next.trim();
    let tail = next.trim_end_matches(['元', '万', '亿', '整']);
    let (whole, places) = tail.split_once('.').unwrap_or((tail, ""));
    begins && whole.len() == 3 && digits(whole) && digits(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_number_are_seen() {
        for (field, next) in [("1", "000"), ("12", "345.60"), ("¥1", "234元"), ("-3", "500"), (" 120 ", " 000 ")] {
            assert!(may_be_one_number(field, next), "{field} {next}");
        }
        for (field, next) in [
            ("1200", "000"),
            ("0", "000"),
            ("1.5", "000"),
            ("1", "00"),
            ("1", "0000"),
            ("", "000"),
            ("1", "A00"),
        ] {
            assert!(!may_be_one_number(field, next), "{field} {next}");
        }
    }
}
