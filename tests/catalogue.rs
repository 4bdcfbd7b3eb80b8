//! The catalogue holds together: every rule is listed once, says everything of itself, and cites what there is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use zhuanban::regulation::Policy;
use zhuanban::regulation::articles;
use zhuanban::regulation::articles::State;
use zhuanban::rules::CATALOGUE;
use zhuanban::rules::coverage;

/// The families in report order.
const FAMILIES: &str = "DRLTPFEACH";

/// Citations of what is no article of the regulation.
const OTHER_SOURCES: [&str; 4] = ["数据一致性", "国家规定", "GB 32100-2015", "GB 11643-1999"];

#[test]
fn codes_are_unique_and_in_report_order() {
    let keys: Vec<(usize, &str)> = CATALOGUE
        .iter()
        .map(|rule| {
            let code = rule.card.code;
            let family = FAMILIES.find(&code[..1]);
            assert!(code.len() == 4 && code[1..].parse::<u16>().is_ok(), "{code}");
            (family.unwrap_or_else(|| panic!("{code} is of no family")), code)
        })
        .collect();
    assert!(!keys.is_empty());
    assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
}

/// Spec 2.2–2.11, family by family: the first and last number, and those between that are no rule.
const CODES: [(&str, u16, u16, &[u16]); 10] = [
    ("D", 1, 24, &[]),
    ("R", 1, 5, &[]),
    ("L", 1, 9, &[]),
    ("T", 1, 6, &[]),
    ("P", 1, 9, &[]),
    ("F", 1, 9, &[7]),
    ("E", 1, 19, &[]),
    ("A", 1, 7, &[]),
    ("C", 1, 3, &[]),
    ("H", 1, 2, &[]),
];

#[test]
fn the_catalogue_is_the_specified_one() {
    let mut expected = Vec::new();
    for (family, first, last, without) in CODES {
        let numbers = (first..=last).filter(|number| !without.contains(number));
        expected.extend(numbers.map(|number| format!("{family}{number:03}")));
    }
    let codes: Vec<&str> = CATALOGUE.iter().map(|rule| rule.card.code).collect();
    assert_eq!(codes, expected);
}

#[test]
fn every_card_says_everything() {
    for rule in CATALOGUE {
        let card = rule.card;
        for (field, text) in [("checks", card.checks), ("why", card.why), ("remedy", card.remedy)] {
            let code = card.code;
            assert!(text.chars().count() > 4, "{code} says too little: {field}");
            assert!(text.ends_with('。'), "{code}: {field} is no whole sentence");
            assert!(!text.contains("  "), "{code}: {field} has a gap");
        }
        let no_title = |c: char| "。，；：“”".contains(c) || c.is_whitespace();
        assert!(
            !card.name.is_empty() && !card.name.contains(no_title),
            "{}: a name is a few words",
            card.code
        );
    }
    let names: BTreeSet<&str> = CATALOGUE.iter().map(|rule| rule.card.name).collect();
    assert_eq!(names.len(), CATALOGUE.len(), "two rules of one name");
}

#[test]
fn every_citation_exists() {
    for rule in CATALOGUE {
        assert!(!rule.card.articles.is_empty(), "{} cites nothing", rule.card.code);
        for citation in rule.card.articles {
            let known = OTHER_SOURCES.contains(citation) || articles::find(citation).is_some();
            assert!(known, "{} cites {citation}, which does not exist", rule.card.code);
        }
    }
}

#[test]
fn every_article_has_its_state_and_the_rules_agree() {
    let rows = coverage();
    let ids: Vec<&str> = rows.iter().map(|row| row.article.id.as_str()).collect();
    assert_eq!(ids, articles::all().iter().map(|article| article.id.as_str()).collect::<Vec<_>>());
    for row in rows {
        let by_program = matches!(row.article.state, State::Checked | State::Partly);
        let codes: Vec<&str> = row.rules.iter().map(|card| card.code).collect();
        assert_eq!(
            by_program,
            !codes.is_empty(),
            "{} is {}: {codes:?}",
            row.article.id,
            row.article.state.name()
        );
    }
}

#[test]
fn every_parameter_exists() {
    let policy = Policy::built_in();
    let keys: BTreeSet<&str> = policy.parameters().iter().map(|parameter| parameter.key.as_str()).collect();
    for rule in CATALOGUE {
        for key in rule.card.parameters {
            assert!(keys.contains(key), "{} uses {key}, which the policy lacks", rule.card.code);
        }
    }
}

#[test]
fn every_rule_file_is_listed_and_every_listed_rule_has_its_file() -> io::Result<()> {
    let listed: BTreeSet<String> = CATALOGUE.iter().map(|rule| rule.card.code.to_owned()).collect();
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in rule_files()? {
        let text = std::fs::read_to_string(&path)?;
        if !text.contains("pub const RULE: Rule") {
            // What several rules of a family share.
            continue;
        }
        let code = code_of(&text).unwrap_or_else(|| panic!("{} has no code", path.display()));
        assert!(listed.contains(code), "{} ({code}) is not in CATALOGUE", path.display());
        if let Some(other) = files.insert(code.to_owned(), path.clone()) {
            panic!("{code} stands in {} and in {}", other.display(), path.display());
        }
    }
    let with_file: BTreeSet<String> = files.into_keys().collect();
    assert_eq!(with_file, listed);
    Ok(())
}

/// The files of the families.
fn rule_files() -> io::Result<Vec<PathBuf>> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = Vec::new();
    for family in entries(&rules)?.into_iter().filter(|path| path.is_dir()) {
        files.extend(entries(&family)?);
    }
    files.retain(|path| path.is_file() && path.file_name().is_some_and(|name| name != "mod.rs"));
    Ok(files)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The code that a rule's file declares on its card.
fn code_of(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("\n    code: \"")?;
    rest.split('"').next()
}
