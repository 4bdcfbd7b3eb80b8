//! The line markup that a brief's template is written in, read into blocks that every writer of texts understands.
//!
//! One line is one block; blank lines part tables and are otherwise nothing:
//!
//! ```text
//! # 标题            ## 一、…          ### （一）…        plain line: a paragraph, **bold** inside
//! @副题 …           @主送 …           @表题 …            @注 … (below a table)
//! @附件 …           @落款 …           @日期 …
//! |专班|目标:|      a table: its first row names the columns; `目标:` is set right, `:事项` left, others in the middle;
//! |先进制造|2|      a cell of `^` alone belongs to the cell above
//! @表格 2,3,3      a form: its columns' widths in proportion; each row below is one of the form, none names the columns
//! |专班|:制造|<|    `<` alone belongs to the cell on the left; `~` begins a new line in a cell, each line set by its own `:`
//! ```
//!
//! A backslash takes the meaning from the sign after it. [`escape`] does so for every value that a template shows, so that a
//! project called `A|B*C` stays in its cell.

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The title.
    Title(Text),
    /// A line below the title: the as-of date.
    Subtitle(Text),
    /// 主送机关.
    Addressee(Text),
    /// 一、
    Heading(Text),
    /// （一）
    Subheading(Text),
    /// Body text.
    Paragraph(Text),
    /// The caption above a table.
    Caption(Text),
    /// A table.
    Table(Table),
    /// A form, with cells over several columns and rows.
    Form(Form),
    /// A remark below a table.
    Remark(Text),
    /// The names of all enclosures, in order.
    Enclosures(Vec<Text>),
    /// Who signs.
    Signature(Text),
    /// The date below the signature.
    Date(Text),
}

/// A line of text as pieces, plain and bold.
pub type Text = Vec<Span>;

/// A piece of text of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    pub bold: bool,
}

/// A table with named columns; every row has a cell for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands in its head.
    pub title: Text,
    /// How its cells are set.
    pub align: Align,
}

/// How the cells of a column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// In the middle.
    Centre,
    /// Left, for sentences.
    Left,
    /// Right, for numbers.
    Right,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// With its text.
    Text(Text),
    /// Part of the cell above.
    Above,
}

/// A table without a head, as people fill it in and sign it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The widths of its columns, in proportion to one another.
    pub widths: Vec<u32>,
    /// Its rows; each has a cell for every column.
    pub rows: Vec<Vec<FormCell>>,
}

/// A cell of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormCell {
    /// With its lines, each set on its own.
    Lines(Vec<(Align, Text)>),
    /// Part of the cell on the left.
    Left,
    /// Part of the cell above.
    Above,
}

/// A line that is no markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

/// The words of a text without their weight.
pub fn plain(text: &[Span]) -> String {
    text.iter().map(|span| span.text.as_str()).collect()
}

/// A value as it must stand in the markup to be shown as it is. Line breaks and other control characters become spaces.
pub fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' | '|' | '*' | '#' | '@' | '^' | ':' | '<' | '~' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Reads a whole document.
pub fn parse(markup: &str) -> Result<Vec<Block>, Fault> {
    let mut blocks = Vec::new();
    let mut in_table = false;
    for (index, line) in markup.lines().enumerate() {
        let line = line.trim();
        let fault = |what: String| Fault { line: index + 1, what };
        let was_in_table = std::mem::replace(&mut in_table, line.starts_with('|'));
        if line.is_empty() {
            continue;
        }
        if in_table {
            let cells = cells(line).ok_or_else(|| fault("表格的一行应以 | 结尾".to_owned()))?;
            match blocks.last_mut() {
                Some(Block::Table(table)) if was_in_table => table.rows.push(row(table, &cells).map_err(fault)?),
                Some(Block::Form(form)) if was_in_table || form.rows.is_empty() => form.rows.push(form_row(form, &cells).map_err(fault)?),
                _ => blocks.push(Block::Table(head(&cells).map_err(fault)?)),
            }
            continue;
        }
        let block = block(line).map_err(fault)?;
        match (block, blocks.last_mut()) {
            (Block::Enclosures(more), Some(Block::Enclosures(names))) => names.extend(more),
            (block, _) => blocks.push(block),
        }
    }
    Ok(blocks)
}

/// A line that is no row of a table.
fn block(line: &str) -> Result<Block, String> {
    if let Some(widths) = line.strip_prefix("@表格 ") {
        return form(widths).map(Block::Form);
    }
    let (make, rest): (fn(Text) -> Block, &str) = match line.split_once(' ').unwrap_or((line, "")) {
        ("#", rest) => (Block::Title, rest),
        ("##", rest) => (Block::Heading, rest),
        ("###", rest) => (Block::Subheading, rest),
        ("@副题", rest) => (Block::Subtitle, rest),
        ("@主送", rest) => (Block::Addressee, rest),
        ("@表题", rest) => (Block::Caption, rest),
        ("@注", rest) => (Block::Remark, rest),
        ("@附件", rest) => (|text| Block::Enclosures(vec![text]), rest),
        ("@落款", rest) => (Block::Signature, rest),
        ("@日期", rest) => (Block::Date, rest),
        (mark, _) if mark.starts_with(['#', '@']) => return Err(format!("没有“{mark}”这种标记")),
        _ => (Block::Paragraph, line),
    };
    let text = text(rest)?;
    if text.is_empty() {
        return Err("标记后面没有文字".to_owned());
    }
    Ok(make(text))
}

/// The raw cells of a row; `None` when its last `|` is missing.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut letters = line.chars().skip(1);
    while let Some(letter) = letters.next() {
        match letter {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\\' => {
                cell.push('\\');
                cell.extend(letters.next());
            }
            letter => cell.push(letter),
        }
    }
    cell.is_empty().then_some(cells)
}

fn head(cells: &[String]) -> Result<Table, String> {
    if cells.is_empty() {
        return Err("表格没有列".to_owned());
    }
    let columns = cells.iter().map(|cell| {
        let (title, align) = aligned(cell);
        Ok(Column {
            title: text(title)?,
            align,
        })
    });
    Ok(Table {
        columns: columns.collect::<Result<_, String>>()?,
        rows: Vec::new(),
    })
}

fn row(table: &Table, cells: &[String]) -> Result<Vec<Cell>, String> {
    if cells.len() != table.columns.len() {
        return Err(format!("表格有{}列，这一行有{}格", table.columns.len(), cells.len()));
    }
    cells
        .iter()
        .map(|cell| {
            if cell == "^" && !table.rows.is_empty() {
                Ok(Cell::Above)
            } else {
                Ok(Cell::Text(text(cell)?))
            }
        })
        .collect()
}

/// The most columns of a form, and the widest of them: the page holds no more.
const LARGEST_FORM: (usize, u32) = (12, 100);

fn form(widths: &str) -> Result<Form, String> {
    let widths: Option<Vec<u32>> = widths
        .split([',', '，'])
        .map(|width| width.trim().parse().ok().filter(|width| (1..=LARGEST_FORM.1).contains(width)))
        .collect();
    match widths {
        Some(widths) if widths.len() <= LARGEST_FORM.0 => Ok(Form { widths, rows: Vec::new() }),
        _ => Err("表格各列的宽度应写成 2,3,3 这样的比例".to_owned()),
    }
}

fn form_row(form: &Form, cells: &[String]) -> Result<Vec<FormCell>, String> {
    if cells.len() != form.widths.len() {
        return Err(format!("表格有{}列，这一行有{}格", form.widths.len(), cells.len()));
    }
    let row: Vec<FormCell> = cells
        .iter()
        .enumerate()
        .map(|(position, cell)| match cell.as_str() {
            "<" if position > 0 => Ok(FormCell::Left),
            "^" if !form.rows.is_empty() => Ok(FormCell::Above),
            cell => form_lines(cell).map(FormCell::Lines),
        })
        .collect::<Result<_, String>>()?;
    // A cell goes on below only as wide as it is above: other shapes are no rectangle, which no word processor draws.
    let fits = form.rows.last().is_none_or(|above| {
        let starts = (0..).zip(&row).filter(|(_, cell)| **cell == FormCell::Above);
        starts
            .map(|(position, _)| position)
            .all(|position| above.get(position) != Some(&FormCell::Left) && across(above, position) == across(&row, position))
    });
    if fits {
        Ok(row)
    } else {
        Err("^ 与上一行的格子宽度不同".to_owned())
    }
}

/// How many columns the cell that begins there takes.
pub fn across(row: &[FormCell], position: usize) -> usize {
    let more = row.iter().skip(position + 1).take_while(|cell| **cell == FormCell::Left);
    1 + more.count()
}

/// The lines of a form's cell, parted where no backslash takes the meaning from the sign.
fn form_lines(cell: &str) -> Result<Vec<(Align, Text)>, String> {
    let mut lines = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        match (letter, lines.last_mut()) {
            ('~', _) => lines.push(String::new()),
            ('\\', Some(line)) => line.extend(std::iter::once(letter).chain(letters.next())),
            (letter, Some(line)) => line.push(letter),
            (_, None) => {}
        }
    }
    lines
        .iter()
        .map(|line| {
            let (line, align) = aligned(line.trim());
            Ok((align, text(line)?))
        })
        .collect()
}

/// A text without the sign that says how it is set.
fn aligned(cell: &str) -> (&str, Align) {
    if let Some(left) = cell.strip_prefix(':') {
        (left, Align::Left)
    } else if let Some(right) = cell.strip_suffix(':').filter(|right| !right.ends_with('\\')) {
        (right, Align::Right)
    } else {
        (cell, Align::Centre)
    }
}

/// Takes backslashes off and parts the bold pieces.
fn text(raw: &str) -> Result<Text, String> {
    let mut spans: Text = Vec::new();
    let mut bold = false;
    let mut letters = raw.chars().peekable();
    let mut piece = String::new();
    let mut end = |piece: &mut String, bold: bool| {
        if !piece.is_empty() {
            spans.push(Span {
                text: std::mem::take(piece),
                bold,
            });
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => piece.extend(letters.next()),
            '*' if letters.peek() == Some(&'*') => {
                letters.next();
                end(&mut piece, bold);
                bold = !bold;
            }
            letter => piece.push(letter),
        }
    }
    end(&mut piece, bold);
    if bold {
        return Err("** 没有成对".to_owned());
    }
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Text {
        vec![Span {
            text: text.to_owned(),
            bold: false,
        }]
    }

    #[test]
    fn marks_become_blocks() {
        for (line, block) in [
            ("# 标题", Block::Title(words("标题"))),
            ("@副题 （截至9月30日）", Block::Subtitle(words("（截至9月30日）"))),
            ("@主送 市政府：", Block::Addressee(words("市政府："))),
            ("## 一、总体情况", Block::Heading(words("一、总体情况"))),
            ("### （一）先进制造", Block::Subheading(words("（一）先进制造"))),
            ("  正文 一段。  ", Block::Paragraph(words("正文 一段。"))),
            ("1. 项目", Block::Paragraph(words("1. 项目"))),
            ("@表题 表1", Block::Caption(words("表1"))),
            ("@注 说明", Block::Remark(words("说明"))),
            ("@落款 市招商投资促进中心", Block::Signature(words("市招商投资促进中心"))),
            ("@日期 2021年10月8日", Block::Date(words("2021年10月8日"))),
            ("\\# 不是标题", Block::Paragraph(words("# 不是标题"))),
            ("\\@主送 不是", Block::Paragraph(words("@主送 不是"))),
            ("2 * 3", Block::Paragraph(words("2 * 3"))),
        ] {
            assert_eq!(parse(line), Ok(vec![block]), "{line}");
        }
        assert_eq!(
            parse("@附件 附表\n\n@附件 清单"),
            Ok(vec![Block::Enclosures(vec![words("附表"), words("清单")])])
        );
        let blocks = parse("甲**乙**丙").unwrap();
        let [Block::Paragraph(text)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let weights: Vec<(&str, bool)> = text.iter().map(|span| (span.text.as_str(), span.bold)).collect();
        assert_eq!(weights, [("甲", false), ("乙", true), ("丙", false)]);
    }

    #[test]
    fn rows_become_tables_and_a_blank_line_parts_them() {
        let blocks = parse("|专班|目标:|:事项|\n|制造|2|甲|\n|^| 3 ||\n\n|单列|").unwrap();
        let [Block::Table(table), Block::Table(second)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let columns: Vec<(String, Align)> = table.columns.iter().map(|column| (plain(&column.title), column.align)).collect();
        assert_eq!(
            columns,
            [
                ("专班".to_owned(), Align::Centre),
                ("目标".to_owned(), Align::Right),
                ("事项".to_owned(), Align::Left)
            ]
        );
        assert_eq!(
            table.rows,
            [
                vec![Cell::Text(words("制造")), Cell::Text(words("2")), Cell::Text(words("甲"))],
                vec![Cell::Above, Cell::Text(words("3")), Cell::Text(Vec::new())]
            ]
        );
        assert_eq!((second.columns.len(), second.rows.len()), (1, 0));
    }

    #[test]
    fn a_form_has_cells_over_columns_and_rows_and_lines_in_a_cell() {
        let blocks = parse("@表格 2,3，3\n|专班|:制造|<|\n|材料|甲\\~乙|√|\n|^|~右侧:|<|\n正文").unwrap();
        let [Block::Form(form), Block::Paragraph(_)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        let line = |align, text: &str| vec![(align, words(text))];
        assert_eq!(form.widths, [2, 3, 3]);
        assert_eq!(
            form.rows,
            [
                vec![
                    FormCell::Lines(line(Align::Centre, "专班")),
                    FormCell::Lines(line(Align::Left, "制造")),
                    FormCell::Left
                ],
                vec![
                    FormCell::Lines(line(Align::Centre, "材料")),
                    FormCell::Lines(line(Align::Centre, "甲~乙")),
                    FormCell::Lines(line(Align::Centre, "√"))
                ],
                vec![
                    FormCell::Above,
                    FormCell::Lines(vec![(Align::Centre, Vec::new()), (Align::Right, words("右侧"))]),
                    FormCell::Left
                ],
            ]
        );
    }

    #[test]
    fn what_is_no_markup_is_told_with_its_line() {
        for (markup, line, what) in [
            ("正文\n#标题", 2, "没有“#标题”这种标记"),
            ("@主题 甲", 1, "没有“@主题”这种标记"),
            ("##", 1, "标记后面没有文字"),
            ("|甲|乙|\n|丙|", 2, "表格有2列，这一行有1格"),
            ("|甲|乙", 1, "表格的一行应以 | 结尾"),
            ("|", 1, "表格没有列"),
            ("甲**乙", 1, "** 没有成对"),
            ("@表格 2,x", 1, "表格各列的宽度应写成 2,3,3 这样的比例"),
            ("@表格 0", 1, "表格各列的宽度应写成 2,3,3 这样的比例"),
            ("@表格 2,2\n|甲|", 2, "表格有2列，这一行有1格"),
            ("@表格 2,2,2\n|甲|<|乙|\n|^|丙|丁|", 3, "^ 与上一行的格子宽度不同"),
            ("@表格 2,2,2\n|甲|<|乙|\n|丙|^|丁|", 3, "^ 与上一行的格子宽度不同"),
        ] {
            assert_eq!(
                parse(markup),
                Err(Fault {
                    line,
                    what: what.to_owned()
                }),
                "{markup}"
            );
        }
    }

    #[test]
    fn an_escaped_value_is_shown_as_it_is() {
        for value in [
            "A|B*C",
            "**",
            "# 号",
            "@主送 x",
            "^",
            "目标:",
            ":x",
            "a\\|b",
            "\\",
            "<&>\"'",
            "一:二",
            "<",
            "甲~乙",
        ] {
            let expected = words(value);
            let cell = escape(value);
            let markup = format!("|甲|{cell}|\n|^|x|\n|{cell}|乙|\n|{cell}|丙|");
            let Some(Block::Table(table)) = parse(&markup).unwrap().pop() else {
                panic!("no table");
            };
            assert_eq!(table.columns[1].title, expected, "{value}");
            assert_eq!(table.rows[1][0], Cell::Text(expected.clone()), "{value}");
            assert_eq!(table.rows[2][0], Cell::Text(expected.clone()), "{value}");
            assert_eq!(parse(&cell), Ok(vec![Block::Paragraph(expected.clone())]), "{value}");
            let Some(Block::Form(form)) = parse(&format!("@表格 1,1\n|甲|乙|\n|{cell}|{cell}|")).unwrap().pop() else {
                panic!("no form");
            };
            let lines = FormCell::Lines(vec![(Align::Centre, expected)]);
            assert_eq!(form.rows[1], [lines.clone(), lines], "{value}");
        }
        assert_eq!(escape("一\r\n二\t三\u{0}"), "一  二 三 ");
    }

    proptest! {
        #[test]
        fn any_markup_is_read_or_refused(markup in "(?s).*", near in "[|\\\\*#@^: 甲\n]{0,40}") {
            let _ = (parse(&markup), parse(&near));
        }

        #[test]
        fn any_value_survives_a_cell(value in ".*") {
            let shown: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let markup = format!("|甲|\n|x{}x|", escape(&value));
            let blocks = parse(&markup).unwrap();
            let Some(Block::Table(table)) = blocks.first() else {
                panic!("no table");
            };
            prop_assert_eq!(&table.rows[0][0], &Cell::Text(words(&format!("x{shown}x"))));
        }
    }
}
