//! The floors of the house: no import runs upward, and no circle runs between modules of one floor.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Every top-level module on its floor, from the ground up. `intake`, `rules` and `figures` stand side by side.
const FLOORS: &[&[&str]] = &[
    &["place", "values", "system", "digest"],
    &["regulation"],
    &["records", "problem", "finding", "history", "standing", "account", "settings"],
    &["intake", "rules", "figures"],
    &["report"],
    &["publish"],
    &["run"],
    &["cli"],
    &["main"],
];

/// Floors whose modules must not see each other at all.
const SEPARATE: &[&str] = &["intake", "rules", "figures"];

/// What a report may name of the floor of intake, rules and figures: the figures are data by then.
const REPORT_MAY_NOT: &[&str] = &["intake", "rules"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The top-level modules that a source names outside of its tests and comments.
fn names(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    let mut names = BTreeSet::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for start in ["crate::", "zhuanban::"] {
            for after in line.split(start).skip(1) {
                assert!(!after.starts_with('{'), "grouped import, which this test cannot see: {line}");
                let name: String = after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                names.insert(name);
            }
        }
    }
    names
}

/// What is wrong with the imports of `sources` (top-level module, text).
fn faults<'a>(sources: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, module, text) in sources {
        let Some(own) = floor(module) else {
            faults.push(format!("{path}: module {module} stands on no floor"));
            continue;
        };
        for name in names(text).into_iter().filter(|name| name != module) {
            match floor(&name) {
                None => continue,
                Some(other) if other > own => faults.push(format!("{path}: {module} names {name}, which stands above it")),
                Some(_) if SEPARATE.contains(&module) && SEPARATE.contains(&name.as_str()) => {
                    faults.push(format!("{path}: {module} and {name} may not see each other"));
                }
                Some(_) if module == "report" && REPORT_MAY_NOT.contains(&name.as_str()) => {
                    faults.push(format!("{path}: report names {name}"));
                }
                Some(other) if other == own => {
                    imports.entry(module.to_owned()).or_default().insert(name);
                }
                Some(_) => {}
            }
        }
    }
    for (module, names) in &imports {
        for name in names {
            if reaches(&imports, name, module, &mut BTreeSet::new()) {
                faults.push(format!("{module} and {name} name each other in a circle"));
            }
        }
    }
    faults
}

fn reaches(imports: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str, seen: &mut BTreeSet<String>) -> bool {
    from == to
        || (seen.insert(from.to_owned())
            && imports
                .get(from)
                .is_some_and(|names| names.iter().any(|name| reaches(imports, name, to, seen))))
}

#[test]
fn no_import_runs_upward() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths.sort();
    let read: Vec<(String, String, String)> = paths
        .iter()
        .filter_map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let module = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_str()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            // lib.rs is the map; testing.rs stands on the roof and is there for tests only.
            (!["lib", "testing"].contains(&module.as_str()))
                .then(|| (inside.display().to_string(), module, fs::read_to_string(path).unwrap()))
        })
        .collect();
    assert!(read.len() > 30, "the sources were not found");
    let faults = faults(
        read.iter()
            .map(|(path, module, text)| (path.as_str(), module.as_str(), text.as_str())),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn planted_faults_are_found() {
    for (module, text, told) in [
        ("values", "use crate::records::Kind;", "above"),
        ("rules", "use crate::intake::Intake;", "may not see"),
        ("figures", "fn f() { crate::rules::judge() }", "may not see"),
        ("report", "use crate::rules::CATALOGUE;", "report names rules"),
        ("novel", "", "no floor"),
    ] {
        let faults = faults([("x.rs", module, text)].into_iter());
        assert!(faults.iter().any(|fault| fault.contains(told)), "{module}: {faults:?}");
    }
    let circle = [
        ("a.rs", "account", "use crate::finding::F;"),
        ("f.rs", "finding", "use crate::account::A;"),
    ];
    assert!(faults(circle.into_iter()).iter().any(|fault| fault.contains("circle")));
    assert!(
        faults(
            [(
                "x.rs",
                "rules",
                "use crate::records::Kind;\n#[cfg(test)]\nmod tests {\n use crate::intake::X;\n}"
            )]
            .into_iter()
        )
        .is_empty()
    );
}
