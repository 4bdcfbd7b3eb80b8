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
            '\\' | '|' | '*' | '#' | '@' | '^' | ':' => escaped.extend(['\\', letter]),
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
        let (title, align) = if let Some(title) = cell.strip_prefix(':') {
            (title, Align::Left)
        } else if let Some(title) = cell.strip_suffix(':').filter(|title| !title.ends_with('\\')) {
            (title, Align::Right)
        } else {
            (cell.as_str(), Align::Centre)
        };
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
    fn what_is_no_markup_is_told_with_its_line() {
        for (markup, line, what) in [
            ("正文\n#标题", 2, "没有“#标题”这种标记"),
            ("@主题 甲", 1, "没有“@主题”这种标记"),
            ("##", 1, "标记后面没有文字"),
            ("|甲|乙|\n|丙|", 2, "表格有2列，这一行有1格"),
            ("|甲|乙", 1, "表格的一行应以 | 结尾"),
            ("|", 1, "表格没有列"),
            ("甲**乙", 1, "** 没有成对"),
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
            assert_eq!(parse(&cell), Ok(vec![Block::Paragraph(expected)]), "{value}");
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
