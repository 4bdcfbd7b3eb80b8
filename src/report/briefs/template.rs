//! The words of the briefs and of the page: templates, filled with what a brief has worked out.
//!
//! A template holds words, not arithmetic: every number comes to it written out. A value that is missing stops the brief instead
//! of leaving a blank, and every value is escaped for what it stands in: our line markup (`.gw.j2`) or HTML (`.html.j2`).

use std::borrow::Cow;
use std::collections::BTreeMap;

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
use crate::report::write::docx::reference::Reference;

/// The escape kind of our markup.
const MARKUP: &str = "gw";

/// The ending of the templates of pages; all others are of the line markup.
const PAGE: &str = ".html.j2";

/// What several templates say alike, which each may import.
const PHRASES: &str = "常用句.gw.j2";

/// The templates that the program brings along, by the name under which a workspace may put its own.
const EMBEDDED: &[(&str, &str)] = &[
    (PHRASES, include_str!("../../../templates/常用句.gw.j2")),
    ("周报.gw.j2", include_str!("../../../templates/周报.gw.j2")),
    ("半月通报.gw.j2", include_str!("../../../templates/半月通报.gw.j2")),
    ("月报.gw.j2", include_str!("../../../templates/月报.gw.j2")),
    ("季度汇报.gw.j2", include_str!("../../../templates/季度汇报.gw.j2")),
    ("年度考核.gw.j2", include_str!("../../../templates/年度考核.gw.j2")),
    ("考核表.gw.j2", include_str!("../../../templates/考核表.gw.j2")),
    ("项目登记表.gw.j2", include_str!("../../../templates/项目登记表.gw.j2")),
    ("经费申请报告.gw.j2", include_str!("../../../templates/经费申请报告.gw.j2")),
    ("经费申请汇总.gw.j2", include_str!("../../../templates/经费申请汇总.gw.j2")),
    ("使用说明.gw.j2", include_str!("../../../templates/使用说明.gw.j2")),
    ("一览.html.j2", include_str!("../../../templates/一览.html.j2")),
];

/// The templates of a run: a workspace's own before those of the program.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
    reference: Option<Reference>,
}

impl Templates {
    /// With a workspace's own, by file name; one that the program would never use is told, since its words would be missed.
    pub fn with_own(files: BTreeMap<String, String>) -> Result<Templates, Error> {
        if let Some(name) = files.keys().find(|name| embedded(name).is_none()) {
            let known: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            return Err(Error::Template {
                template: name.clone(),
                line: None,
                reason: format!("没有这个名称的模板，可以替换的有：{}", known.join("、")),
            });
        }
        Ok(Templates {
            own: files,
            reference: None,
        })
    }

    /// With the office's own document that lends the briefs its look.
    pub fn with_reference(self, reference: Option<Reference>) -> Templates {
        Templates { reference, ..self }
    }

    /// The office's own document that lends the briefs its look.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// The blocks of a template filled with a context.
    pub fn blocks(&self, name: &str, context: impl Serialize) -> Result<Vec<Block>, Error> {
        let markup = self.fill(name, context)?;
        markup::parse(&markup).map_err(|fault| {
            let line = markup.lines().nth(fault.line.saturating_sub(1)).unwrap_or_default();
            let start: String = line.trim().chars().take(20).collect();
            Error::Template {
                template: name.to_owned(),
                line: None,
                reason: format!("填入内容后的第{}行（{start}）：{}", fault.line, fault.what),
            }
        })
    }

    /// The text of a page's template filled with a context.
    pub fn page(&self, name: &str, context: impl Serialize) -> Result<String, Error> {
        self.fill(name, context)
    }

    /// The text of a template; without what Notepad leaves in a file, a byte-order mark and carriage returns.
    fn source(&self, name: &str) -> Option<Cow<'_, str>> {
        let source = self.own.get(name).map(String::as_str).or_else(|| embedded(name))?;
        let source = source.trim_start_matches('\u{feff}');
        Some(if source.contains('\r') {
            Cow::Owned(source.replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(source)
        })
    }

    fn fill(&self, name: &str, context: impl Serialize) -> Result<String, Error> {
        let source = self.source(name).ok_or_else(|| Error::Template {
            template: name.to_owned(),
            line: None,
            reason: "没有这个模板".to_owned(),
        })?;
        let phrases = self.source(PHRASES).unwrap_or_default();
        fill(name, &source, &phrases, context).map_err(|error| told(name, &error))
    }
}

/// The program's own templates, by name.
pub fn embedded_all() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.iter().copied()
}

fn embedded(name: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

fn fill(name: &str, source: &str, phrases: &str, context: impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(PAGE) {
        true => AutoEscape::Html,
        false => AutoEscape::Custom(MARKUP.into()),
    });
    environment.set_formatter(|out, state, value| {
        if value.is_none() || value.is_undefined() {
            return Err(minijinja::Error::from(ErrorKind::UndefinedError));
        }
        if *state.auto_escape() == AutoEscape::Html {
            return minijinja::escape_formatter(out, state, value);
        }
        let text = value.to_string();
        let text = if value.is_safe() { text } else { markup::escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    if name != PHRASES {
        environment.add_template(PHRASES, phrases)?;
    }
    environment.render_named_str(name, source, Serde(context))
}

/// The engine speaks English; its kind is told in Chinese, its own words behind it. What went wrong inside of another template is
/// the deepest error.
fn told(name: &str, error: &minijinja::Error) -> Error {
    let mut deepest = error;
    while let Some(deeper) = std::error::Error::source(deepest).and_then(|source| source.downcast_ref::<minijinja::Error>()) {
        deepest = deeper;
    }
    let kind = match deepest.kind() {
        ErrorKind::UndefinedError => "用到了没有的值",
        ErrorKind::SyntaxError => "写法不对",
        ErrorKind::UnknownFilter => "没有这个过滤器",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "没有这个函数",
        ErrorKind::UnknownTest => "没有这个判断",
        ErrorKind::TemplateNotFound => "引用了没有的模板",
        _ => "无法填写",
    };
    let detail = deepest.detail().map(|detail| format!("（{detail}）")).unwrap_or_default();
    Error::Template {
        template: deepest.name().unwrap_or(name).to_owned(),
        line: deepest.line(),
        reason: format!("{kind}{detail}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::markup::plain;

    fn words(source: &str, context: serde_json::Value) -> Result<Vec<String>, String> {
        let own = BTreeMap::from([("月报.gw.j2".to_owned(), source.to_owned())]);
        let templates = Templates::with_own(own).map_err(|error| error.to_string())?;
        let blocks = templates.blocks("月报.gw.j2", context).map_err(|error| error.to_string())?;
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
            ("甲\n{{ nothing }}", "模板 月报.gw.j2第2行有误：用到了没有的值"),
            ("{{ none_value }}", "模板 月报.gw.j2第1行有误：用到了没有的值"),
            ("{{ x", "模板 月报.gw.j2第1行有误：写法不对"),
            ("#坏", "模板 月报.gw.j2有误：填入内容后的第1行（#坏）：没有“#坏”这种标记"),
        ] {
            let told = words(source, json!({ "none_value": null })).unwrap_err();
            assert!(told.starts_with(what), "{told}");
        }
        assert!(Templates::default().blocks("没有.gw.j2", json!({})).is_err());
    }

    #[test]
    fn a_workspace_replaces_file_by_file_and_only_what_there_is() {
        let own = |name: &str, text: &str| Templates::with_own(BTreeMap::from([(name.to_owned(), text.to_owned())]));
        let phrases = own(PHRASES, "\u{feff}{% macro hello() %}\r\n{{ 1 // 0 }}{% endmacro %}\r\n").unwrap();
        let source = "甲\n{% from \"常用句.gw.j2\" import hello %}\n{{ hello() }}";
        let both = Templates {
            own: phrases
                .own
                .into_iter()
                .chain([("月报.gw.j2".to_owned(), source.to_owned())])
                .collect(),
            reference: None,
        };
        let told = both.blocks("月报.gw.j2", json!({})).unwrap_err().to_string();
        assert!(told.starts_with("模板 常用句.gw.j2第2行有误"), "{told}");
        for name in ["../月报.gw.j2", "/etc/passwd", "月报", "子\\月报.gw.j2", "月報.gw.j2"] {
            let told = own(name, "").unwrap_err().to_string();
            assert!(told.contains("没有这个名称的模板"), "{told}");
        }
        for include in ["../../设置.toml", "/etc/passwd", "季度汇报.gw.j2"] {
            let told = words(&format!("{{% include \"{include}\" %}}"), json!({})).unwrap_err();
            assert!(told.contains("引用了没有的模板"), "{told}");
        }
    }

    #[test]
    fn a_page_is_escaped_as_html() {
        let own = BTreeMap::from([("一览.html.j2".to_owned(), "<p>{{ name }}</p>".to_owned())]);
        let templates = Templates::with_own(own).unwrap();
        let page = templates.page("一览.html.j2", json!({ "name": "<b>\"&'=1+1" })).unwrap();
        assert_eq!(page, "<p>&lt;b&gt;&quot;&amp;&#x27;=1+1</p>");
        assert!(templates.page("一览.html.j2", json!({ "name": null })).is_err());
    }
}
