//! The README's table of rules and the rule pages are what the cards say.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use zhuanban::finding::RuleCard;
use zhuanban::regulation::Policy;
use zhuanban::regulation::articles;
use zhuanban::regulation::policy::Value;
use zhuanban::rules::CATALOGUE;

use crate::support;

const BEGIN: &str = "<!-- rules: begin -->\n";
const END: &str = "<!-- rules: end -->";

#[test]
fn the_table_of_the_readme_is_made_from_the_cards() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    support::kept("README.md", &format!("{before}{BEGIN}{}{END}{after}", table()));
}

#[test]
fn the_rule_pages_are_made_from_the_cards() {
    let mut text = "# 核查规则\n\n本页由规则卡片生成，请勿直接修改。依据的写法：方案＝组建工作方案，考核办法＝管理考核暂行办法，\
         经费办法＝经费管理暂行办法，均见运政发〔2020〕24号。\n"
        .to_owned();
    let policy = Policy::built_in();
    for rule in CATALOGUE {
        section(&mut text, rule.card, &policy).unwrap();
    }
    support::kept("docs/rules.md", &text);
}

fn table() -> String {
    let mut text = "| 编号 | 级别 | 规则 | 依据 | 影响 |\n|---|---|---|---|---|\n".to_owned();
    for rule in CATALOGUE {
        let card = rule.card;
        let cells = [card.code, card.severity.name(), card.name, &card.sources(), card.effect.name()];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

fn section(text: &mut String, card: &RuleCard, policy: &Policy) -> std::fmt::Result {
    writeln!(text, "\n## {} {}\n", card.code, card.name)?;
    for (name, said) in [
        ("级别", card.severity.name()),
        ("核查", card.checks),
        ("意义", card.why),
        ("处理", card.remedy),
        ("影响", card.effect.name()),
    ] {
        writeln!(text, "- {name}：{said}")?;
    }
    for citation in card.articles {
        match articles::find(citation) {
            Some(article) => writeln!(text, "- 依据：{citation}（{}）", article.about)?,
            None => writeln!(text, "- 依据：{citation}")?,
        }
    }
    for key in card.parameters {
        for parameter in policy.parameters().iter().filter(|parameter| parameter.key == *key) {
            let value = match &parameter.value {
                Value::Number(number) => format!("{number}{}", parameter.unit),
                Value::Words(words) => words.entries.join("；").replace('|', "/"),
            };
            let until = parameter.until.map(|until| format!("，至 {until} 止")).unwrap_or_default();
            let (name, from, source) = (&parameter.name, parameter.from, &parameter.source);
            writeln!(text, "- 参数：`{key}` {name}＝{value}，自 {from} 起{until}〔{source}〕")?;
        }
    }
    Ok(())
}
