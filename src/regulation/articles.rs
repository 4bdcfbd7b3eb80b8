//! The articles of the three documents, in the program's own words.

use std::sync::LazyLock;

use serde::Deserialize;

use super::embedded;

pub(super) const DATA: &str = include_str!("articles.toml");

/// One article or part of one, cited as `考核办法 九(4)`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The citation: `方案 三`, `考核办法 六`, `经费办法 七(三)`.
    pub id: String,
    /// What it asks for, in the program's own words.
    pub about: String,
    /// Who checks it.
    pub state: State,
    /// What is left to whom, in Chinese; empty only when the program checks all of it.
    #[serde(default)]
    pub why: String,
}

impl Article {
    /// The document that it stands in: `考核办法`.
    pub fn document(&self) -> &str {
        self.id.split(' ').next().unwrap_or(&self.id)
    }
}

/// Who checks an article (spec 2.1, "What the program does not judge").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The program, by the rules that cite it.
    Checked,
    /// The program in part, the rest is for people.
    Partly,
    /// People alone.
    People,
    /// Nobody: it asks for nothing that could be checked.
    None,
}

impl State {
    /// In Chinese.
    pub fn name(self) -> &'static str {
        match self {
            State::Checked => "由程序核查",
            State::Partly => "部分核查",
            State::People => "由人判断",
            State::None => "无可核查",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    article: Vec<Article>,
}

static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| embedded::<File, _>("articles.toml", toml::from_str(DATA)).article);

/// Every article of 方案, 考核办法 and 经费办法, in their order.
pub fn all() -> &'static [Article] {
    &ARTICLES
}

/// The article of a citation; `None` when there is none of that name.
pub fn find(id: &str) -> Option<&'static Article> {
    ARTICLES.iter().find(|article| article.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_numbered_part_of_the_three_documents_is_there_once() {
        let mut expected = Vec::new();
        let numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let documents = [
            ("方案", 4, vec![(1, 3), (2, 6), (4, 4)]),
            ("考核办法", 12, vec![(9, 5)]),
            ("经费办法", 12, vec![(3, 4), (4, 6), (7, 3)]),
        ];
        for (document, articles, parts) in documents {
            for article in 1..=articles {
                expected.push(format!("{document} {}", numbers[article - 1]));
                let count = parts.iter().find(|(of, _)| *of == article).map_or(0, |(_, count)| *count);
                for part in 1..=count {
                    // 考核办法 九 numbers its parts in digits.
                    let number = if document == "考核办法" {
                        part.to_string()
                    } else {
                        numbers[part - 1].to_owned()
                    };
                    expected.push(format!("{document} {}({number})", numbers[article - 1]));
                }
            }
        }
        let ids: Vec<&str> = all().iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, expected);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(all().iter().all(|article| !article.about.is_empty()));
    }

    #[test]
    fn what_is_left_to_people_says_why() {
        for article in all() {
            assert_eq!(article.why.is_empty(), article.state == State::Checked, "{}", article.id);
            assert!(!article.why.ends_with('。'), "{}", article.id);
        }
    }

    #[test]
    fn an_article_is_found_by_its_citation() {
        assert_eq!(find("考核办法 九(4)").map(|article| article.id.as_str()), Some("考核办法 九(4)"));
        assert!(find("考核办法 九(6)").is_none());
        assert!(find("九(4)").is_none());
    }
}
