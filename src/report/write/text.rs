//! Blocks as a Markdown file: the same words as the document, for reading on a screen and for comparing two months.

use crate::report::markup::Align;
use crate::report::markup::Block;
use crate::report::markup::Cell;
use crate::report::markup::Form;
use crate::report::markup::FormCell;
use crate::report::markup::Span;
use crate::report::markup::Table;

/// The whole file.
pub fn markdown(blocks: &[Block]) -> Vec<u8> {
    let paragraphs: Vec<String> = blocks.iter().map(block).collect();
    let mut text = paragraphs.join("\n\n");
    text.push('\n');
    text.into_bytes()
}

fn block(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("# {}", inline(text)),
        Block::Heading(text) => format!("## {}", inline(text)),
        Block::Subheading(text) => format!("### {}", inline(text)),
        Block::Caption(text) => format!("**{}**", words(text)),
        Block::Subtitle(text)
        | Block::Addressee(text)
        | Block::Paragraph(text)
        | Block::Remark(text)
        | Block::Signature(text)
        | Block::Date(text) => inline(text),
        Block::Enclosures(names) => enclosures(names),
        Block::Table(table) => rows(table),
        Block::Form(form) => form_rows(form),
    }
}

fn enclosures(names: &[Vec<Span>]) -> String {
    match names {
        [only] => format!("附件：{}", inline(only)),
        names => {
            let lines: Vec<String> = names
                .iter()
                .enumerate()
                .map(|(index, name)| format!("{}. {}", index + 1, inline(name)))
                .collect();
            format!("附件：\n\n{}", lines.join("\n"))
        }
    }
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![
        line(table.columns.iter().map(|column| inline(&column.title)).collect()),
        line(
            table
                .columns
                .iter()
                .map(|column| match column.align {
                    Align::Left => "---".to_owned(),
                    Align::Centre => ":-:".to_owned(),
                    Align::Right => "--:".to_owned(),
                })
                .collect(),
        ),
    ];
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => inline(text),
            Cell::Above => String::new(),
        });
        lines.push(line(cells.collect()));
    }
    lines.join("\n")
}

/// A form as a table without names of columns.
fn form_rows(form: &Form) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let columns = form.widths.len();
    let mut lines = vec![line(vec![String::new(); columns]), line(vec!["---".to_owned(); columns])];
    for row in &form.rows {
        let cells = row.iter().map(|cell| match cell {
            FormCell::Lines(lines) => {
                let lines = lines.iter().map(|(_, text)| inline(text)).filter(|line| !line.is_empty());
                lines.collect::<Vec<_>>().join(" ")
            }
            FormCell::Left | FormCell::Above => String::new(),
        });
        lines.push(line(cells.collect()));
    }
    lines.join("\n")
}

fn inline(text: &[Span]) -> String {
    text.iter()
        .map(|span| {
            if span.bold {
                format!("**{}**", escape(&span.text))
            } else {
                escape(&span.text)
            }
        })
        .collect()
}

/// The words alone, where the place itself is bold already.
fn words(text: &[Span]) -> String {
    text.iter().map(|span| escape(&span.text)).collect()
}

/// Signs that Markdown or HTML would read.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, letter) in text.chars().enumerate() {
        let at_start = index == 0 && matches!(letter, '#' | '-' | '+' | '=');
        if at_start || matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::markup;

    #[test]
    fn a_document_as_markdown() {
        let blocks = markup::parse(
            "# 汇报\n@主送 市政府：\n## 一、情况\n**签约。**项目A\\|B\\*C <x>。\n@表题 表1\n|专班|数:|:说明|\n|制造|1|甲|\n|^|2|乙|\n@附件 附表\n@附件 清单\n@落款 中心\n@日期 2021年10月8日",
        );
        let expected = "# 汇报\n\n市政府：\n\n## 一、情况\n\n**签约。**项目A\\|B\\*C \\<x\\>。\n\n**表1**\n\n| 专班 | 数 | 说明 |\n| :-: | --: | --- |\n\
            | 制造 | 1 | 甲 |\n|  | 2 | 乙 |\n\n附件：\n\n1. 附表\n2. 清单\n\n中心\n\n2021年10月8日\n";
        assert_eq!(String::from_utf8(markdown(&blocks.unwrap())).unwrap(), expected);
    }
}
