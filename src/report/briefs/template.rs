//! The words of the briefs: templates of the line markup, filled and read into blocks.
//!
//! A template holds words, not arithmetic: every number comes to it written out. A value that is missing stops the brief instead
//! of leaving a blank, and every value is escaped for the markup.

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::ErrorKind;
use minijinja::UndefinedBehavior;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use crate::report::markup;
use crate::report::markup::Block;
use crate::report::write::Error;

/// The escape kind of our markup.
const MARKUP: &str = "gw";

/// The templates that the program brings along, by the name under which a workspace may put its own.
const EMBEDDED: &[(&str, &str)] = &[("月报.gw.j2", include_str!("../../../templates/月报.gw.j2"))];

/// The blocks of a template filled with a context.
pub fn render(name: &str, context: impl Serialize) -> Result<Vec<Block>, Error> {
    let source = EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, source)| *source);
    let source = source.ok_or_else(|| Error::Template {
        template: name.to_owned(),
        line: None,
        reason: "没有这个模板".to_owned(),
    })?;
    render_source(name, source, context)
}

fn render_source(name: &str, source: &str, context: impl Serialize) -> Result<Vec<Block>, Error> {
    // What Notepad leaves in a file: a byte-order mark and carriage returns.
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let markup = fill(name, &source, context).map_err(|error| told(name, &error))?;
    markup::parse(&markup).map_err(|fault| Error::Template {
        template: name.to_owned(),
        line: None,
        reason: format!("填入内容后的第{}行：{}", fault.line, fault.what),
    })
}

fn fill(name: &str, source: &str, context: impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom(MARKUP.into()));
    environment.set_formatter(|out, _, value| {
        if value.is_none() || value.is_undefined() {
            return Err(minijinja::Error::from(ErrorKind::UndefinedError));
        }
        let text = value.to_string();
        let text = if value.is_safe() { text } else { markup::escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    environment.render_named_str(name, source, Serde(context))
}

/// The engine speaks English; its kind is told in Chinese, its own words behind it.
fn told(name: &str, error: &minijinja::Error) -> Error {
    let kind = match error.kind() {
        ErrorKind::UndefinedError => "用到了没有的值",
        ErrorKind::SyntaxError => "写法不对",
        ErrorKind::UnknownFilter => "没有这个过滤器",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "没有这个函数",
        ErrorKind::UnknownTest => "没有这个判断",
        _ => "无法填写",
    };
    let detail = error.detail().map(|detail| format!("（{detail}）")).unwrap_or_default();
    Error::Template {
        template: name.to_owned(),
        line: error.line(),
        reason: format!("{kind}{detail}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::markup::plain;

    fn words(source: &str, context: serde_json::Value) -> Result<Vec<String>, String> {
        let blocks = render_source("试.gw.j2", source, context).map_err(|error| error.to_string())?;
        Ok(blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => plain(text),
                Block::Table(table) => format!("{}×{}", table.columns.len(), table.rows.len()),
                other => format!("{other:?}"),
            })
            .collect())
    }

    #[test]
    fn values_cannot_break_the_markup() {
        let hostile = json!({ "name": "A|B*C\n## 假标题 **x** <&>\"'" });
        assert_eq!(
            words("{{ name }}\n|项目|\n|{{ name }}|", hostile),
            Ok(vec!["A|B*C ## 假标题 **x** <&>\"'".to_owned(), "1×1".to_owned()])
        );
    }

    #[test]
    fn blocks_of_logic_leave_no_blank_lines_in_tables() {
        let source = "\u{feff}|名|\r\n{% for n in names %}\r\n|{{ n }}|\r\n{% endfor %}\r\n";
        assert_eq!(words(source, json!({ "names": ["甲", "乙"] })), Ok(vec!["1×2".to_owned()]));
    }

    #[test]
    fn a_missing_value_stops_the_brief() {
        for (source, what) in [
            ("甲\n{{ nothing }}", "模板 试.gw.j2第2行有误：用到了没有的值"),
            ("{{ none_value }}", "模板 试.gw.j2第1行有误：用到了没有的值"),
            ("{{ x", "模板 试.gw.j2第1行有误：写法不对"),
            ("#坏", "模板 试.gw.j2有误：填入内容后的第1行：没有“#坏”这种标记"),
        ] {
            let told = words(source, json!({ "none_value": null })).unwrap_err();
            assert!(told.starts_with(what), "{told}");
        }
        assert!(render("没有.gw.j2", json!({})).is_err());
    }
}
