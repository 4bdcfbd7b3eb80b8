//! The sample data: what is committed is what the program makes; the clean year is clean; in the flawed one every rule speaks
//! where a flaw was planted.

#![allow(clippy::unwrap_used, reason = "a test stops where its ground is missing")]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use zhuanban::account::FileStatus;
use zhuanban::figures;
use zhuanban::figures::Figures;
use zhuanban::finding::Finding;
use zhuanban::finding::Judgement;
use zhuanban::finding::Severity;
use zhuanban::history::Before;
use zhuanban::history::Ground;
use zhuanban::intake;
use zhuanban::intake::Intake;
use zhuanban::records::Records;
use zhuanban::regulation::Policy;
use zhuanban::rules;
use zhuanban::rules::Case;
use zhuanban::settings::Settings;
use zhuanban::values::period::Period;

use crate::support;

#[path = "../examples/make_samples/samples/mod.rs"]
mod make_samples;

use make_samples::form::RowKind;

/// Both sets, each read once for all tests.
static CLEAN: LazyLock<Set> = LazyLock::new(|| Set::read("clean"));
pub static FLAWED: LazyLock<Set> = LazyLock::new(|| Set::read("flawed"));

/// The runs that tell the planted flaws: period, and the as-of day when it is not the period's last.
pub const RUNS: [(&str, &str); 4] = [("2021-09", ""), ("2021-09", "2021-09-20"), ("2021-Q3", ""), ("2021", "")];

pub fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

/// A set as read once; the runs over it differ in period and as-of day only.
pub struct Set {
    settings: Settings,
    policy: Policy,
    intake: Intake,
}

impl Set {
    fn read(name: &str) -> Set {
        Set::of(
            intake::read(&intake::Request {
                inbox: &sample_data().join(name),
                outputs: &[sample_data().join(name).join("报送")],
                settings: &Settings::default(),
                policy: &Policy::built_in(),
                year: 2021,
                today: "2022-01-15".parse().unwrap(),
                passwords: &[],
                progress: &|_, _| {},
                kept: None,
            })
            .unwrap(),
        )
    }

    /// What was read, by the usual settings.
    pub fn of(intake: Intake) -> Set {
        Set {
            settings: Settings::default(),
            policy: Policy::built_in(),
            intake,
        }
    }

    fn findings(&self, period: &str, as_of: &str) -> Vec<Finding> {
        self.judgement(period, as_of).findings
    }

    pub fn judgement(&self, period: &str, as_of: &str) -> Judgement {
        self.run(period, as_of, |_, judgement, _| judgement.clone())
    }

    /// Judges and measures a period; an empty as-of day is the period's last.
    pub fn run<T>(&self, period: &str, as_of: &str, see: impl FnOnce(&Records, &Judgement, &Figures) -> T) -> T {
        let period = Period::parse(period).unwrap();
        let as_of: NaiveDate = as_of.parse().unwrap_or(period.window().to);
        let city = Arc::new(self.settings.city.clone());
        let records = Records::new(self.intake.tables.clone(), city, &self.policy, as_of);
        let verdict = self.settings.verdict;
        let standings = figures::standings(&records, &self.policy, verdict, period);
        let ground = Ground {
            before: &Before::default(),
            account: &self.intake.account,
            city: &records.city,
        };
        let case = Case {
            records: &records,
            changed: &[],
            replies: &[],
            ground: &ground,
            problems: &self.intake.problems,
            policy: &self.policy,
            standings: &standings,
            period,
            as_of,
        };
        let judgement = rules::judge(&case, &self.settings);
        let figures = figures::measure(&records, &self.policy, verdict, period, &standings, &judgement);
        see(&records, &judgement, &figures)
    }

    /// Says where rows or money of a table do not add up (spec 1.4).
    fn lost(&self) -> Vec<String> {
        let tables = self
            .intake
            .account
            .files
            .iter()
            .flat_map(|file| file.tables.iter().map(move |table| (file, table)));
        tables
            .filter(|(_, table)| {
                let rows = table.rows;
                let rows_kept = rows.found == rows.used + rows.duplicate + rows.set_aside;
                let money_kept = table
                    .money
                    .as_ref()
                    .is_none_or(|money| money.found == money.used + money.duplicate + money.set_aside);
                !(rows_kept && money_kept)
            })
            .map(|(file, table)| format!("{} › {}", file.path, table.sheet))
            .collect()
    }
}

/// File, sheet, and cell or row as flaws.csv writes them; all empty for a finding about a period.
pub fn spot(finding: &Finding) -> [String; 3] {
    let Some(place) = &finding.place else {
        return Default::default();
    };
    let cell = match (place.row, place.a1()) {
        (0, _) => String::new(),
        (_, Some(cell)) => cell,
        (row, None) => row.to_string(),
    };
    [place.source.file.to_string(), place.source.sheet.to_string(), cell]
}

fn told(finding: &Finding) -> String {
    let spot = spot(finding).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let place = if spot.is_empty() {
        "整个期间".to_owned()
    } else {
        spot.join(" › ")
    };
    format!("{} {place}\n  {}", finding.rule.code, finding.message)
}

#[test]
fn the_committed_files_are_what_the_program_makes() {
    let folder = tempfile::tempdir().unwrap();
    make_samples::write(folder.path()).unwrap();
    let made = support::files(folder.path());
    // The README's first command writes a report into the sample; it is no sample data.
    let committed = support::files(&sample_data()).into_iter().filter(|path| !path.contains("/报送/"));
    assert_eq!(made, committed.collect::<Vec<_>>());
    let differs = |path: &&String| fs::read(folder.path().join(path)).unwrap() != fs::read(sample_data().join(path)).unwrap();
    let differing: Vec<&String> = made.iter().filter(differs).collect();
    assert!(
        differing.is_empty(),
        "run `cargo run --example make_samples`; these differ: {differing:#?}"
    );
}

#[test]
fn nothing_is_lost() {
    assert_eq!(CLEAN.lost(), Vec::<String>::new());
    assert_eq!(FLAWED.lost(), Vec::<String>::new());
}

/// The program that made the sheets knows what stands in them, and in what style is no matter.
#[test]
fn every_row_and_every_fen_of_the_clean_year_is_read() {
    let mut written = BTreeMap::new();
    for book in make_samples::clean() {
        for sheet in book.sheets {
            let rows: Vec<_> = sheet.rows.into_iter().filter(|row| row.kind == RowKind::Data).collect();
            written.insert((book.path.clone(), sheet.name), rows);
        }
    }
    for file in &CLEAN.intake.account.files {
        assert_eq!(file.status, FileStatus::Read, "{}", file.path);
        for table in &file.tables {
            let rows = written.remove(&(file.path.clone(), table.sheet.clone())).unwrap();
            let place = format!("{} › {}", file.path, table.sheet);
            assert_eq!(
                (table.rows.found, table.rows.used),
                (rows.len() as u64, rows.len() as u64),
                "{place}"
            );
            if let Some(money) = &table.money {
                let column = table.kind.table().money.unwrap();
                let sum: i64 = rows.iter().map(|row| row.fen(column)).sum();
                assert_eq!((money.found, money.used), (Decimal::new(sum, 2), Decimal::new(sum, 2)), "{place}");
            }
        }
    }
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "sheets not read"
    );
}

#[test]
fn the_clean_year_has_no_error() {
    let months = (1..=12).map(|month| format!("2021-{month:02}"));
    let quarters = (1..=4).map(|quarter| format!("2021-Q{quarter}"));
    for period in months.chain(quarters).chain(["2021".to_owned()]) {
        let findings = CLEAN.findings(&period, "");
        let errors: Vec<String> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(told)
            .collect();
        assert!(errors.is_empty(), "{period}: {errors:#?}");
    }
}

#[test]
fn every_planted_flaw_is_told_where_it_was_planted() {
    let runs: BTreeMap<_, _> = RUNS.iter().map(|run| (*run, FLAWED.findings(run.0, run.1))).collect();
    let mut list = csv::Reader::from_path(sample_data().join("flaws.csv")).unwrap();
    let mut silent = Vec::new();
    for line in list.records() {
        let line = line.unwrap();
        let [rule, period, as_of, file, sheet, cell, what] = std::array::from_fn(|column| line.get(column).unwrap());
        let findings = &runs[&(period, as_of)];
        // Without a place it must at least be about the person or the squad that the list names.
        let is_meant = |finding: &Finding| {
            let mut names = ["person", "squad"]
                .into_iter()
                .filter_map(|key| finding.subject.get(key))
                .peekable();
            !file.is_empty() || names.peek().is_none() || names.any(|name| what.contains(name.as_str()))
        };
        let mut of_rule = findings.iter().filter(|finding| finding.rule.code == rule);
        if !of_rule.any(|finding| spot(finding) == [file, sheet, cell] && is_meant(finding)) {
            let others = findings.iter().filter(|finding| finding.rule.code == rule).map(told);
            silent.push((line.iter().collect::<Vec<_>>().join(" | "), others.collect::<Vec<_>>()));
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_rule_speaks_over_the_flawed_year() {
    let spoke: BTreeSet<&str> = RUNS
        .iter()
        .flat_map(|(period, as_of)| FLAWED.findings(period, as_of))
        .map(|finding| finding.rule.code)
        .collect();
    // H is about earlier runs and replies, which a folder of sheets does not hold: tests/past.rs.
    let cards = rules::CATALOGUE.iter().map(|rule| rule.card.code);
    let all: BTreeSet<&str> = cards.filter(|code| !code.starts_with('H')).collect();
    assert_eq!(spoke, all);
}

/// The exact list, for people to read: what the flawed sample is told of in its month, and what the other runs tell besides.
#[test]
fn the_flawed_sample_is_told_of_exactly_this() {
    let mut text = String::new();
    let mut seen = BTreeSet::new();
    for (period, as_of) in RUNS {
        let judgement = FLAWED.judgement(period, as_of);
        let until = if as_of.is_empty() {
            String::new()
        } else {
            format!("（截至 {as_of}）")
        };
        let besides = if seen.is_empty() { "" } else { " · 另有" };
        text.push_str(&format!("# {period}{until}{besides}\n"));
        for finding in &judgement.findings {
            let line = told(finding);
            if seen.insert(line.clone()) {
                text.push_str(&format!("\n{} {line}\n", finding.severity.name()));
            }
        }
        let unjudged = judgement.unjudged.iter().map(|unjudged| {
            let squad = unjudged.squad.map(|squad| &*FLAWED.settings.city.squad(squad).name);
            format!("未能核查 {} {} {}", unjudged.rule, squad.unwrap_or("全市"), unjudged.reason)
        });
        for line in unjudged {
            if seen.insert(line.clone()) {
                text.push_str(&format!("\n{line}\n"));
            }
        }
        text.push('\n');
    }
    support::kept("tests/flawed-sample.txt", &text);
}
