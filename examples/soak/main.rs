//! Runs the whole program on the sample again and again, each time with other cells, rows, sheets and files changed by chance, and
//! holds every run to what must be so whatever the files say: no panic; every file in the account; found = used + duplicates + set
//! aside, for rows and for money, counted once more from the rows themselves; every row set aside told by a finding; the outputs
//! agree with each other (tie-out); the inbox is as it was; the same run again gives the same bytes.
//!
//! `cargo run --release --example soak -- [--runs 500] [--seed 1] [--only RUN]`. The workspace of a run that fails is left in
//! `target/soak/<run>`; `--only` does that run alone.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod held;
#[path = "../../tests/makers.rs"]
#[allow(dead_code)]
mod makers;
#[path = "../damage/mutate.rs"]
#[allow(dead_code)]
mod mutate;
mod mutations;

use std::collections::BTreeMap;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use chrono::NaiveDate;
use zhuanban::report::terminal::Colour;
use zhuanban::run;
use zhuanban::run::Done;
use zhuanban::run::Error;
use zhuanban::run::Job;
use zhuanban::run::Task;
use zhuanban::values::period::Period;

use mutate::Dice;

/// Where the workspaces of failing runs are left.
const LEFT: &str = "target/soak";

/// Every kind of period, and a check.
const PERIODS: [&str; 8] = [
    "2021-09",
    "2021-W37",
    "2021-09-H2",
    "2021-Q3",
    "2021",
    "2021-12",
    "2021-01",
    "2021-06",
];

/// One run in so many is done twice.
const AGAIN: u64 = 10;

/// What came of the runs.
#[derive(Default)]
struct Counts {
    mutations: BTreeMap<&'static str, u64>,
    reports: u64,
    checks: u64,
    /// Runs that ended with a message instead of a report: nothing readable was left.
    refused: u64,
    again: u64,
    rows: held::Rows,
    failures: Vec<String>,
}

fn main() -> ExitCode {
    let (mut runs, mut seed, mut only) = (500_u64, 1_u64, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = arguments.next().and_then(|value| value.parse().ok());
        match (argument.as_str(), number) {
            ("--runs", Some(number)) => runs = number,
            ("--seed", Some(number)) => seed = number,
            ("--only", Some(number)) => only = Some(number),
            _ => {
                eprintln!("soak [--runs 500] [--seed 1] [--only RUN]");
                return ExitCode::from(2);
            }
        }
    }
    let started = Instant::now();
    let mut counts = Counts::default();
    for number in only.map_or(0..runs, |only| only..only + 1) {
        if let Err(why) = one(number, seed, only.is_some(), &mut counts) {
            eprintln!("run {number}: {why}");
            counts.failures.push(format!("run {number}: {why}"));
        }
    }
    println!(
        "{} reports, {} checks, {} runs with nothing readable; {} done twice; {:.0} s",
        counts.reports,
        counts.checks,
        counts.refused,
        counts.again,
        started.elapsed().as_secs_f64()
    );
    let total: u64 = counts.mutations.values().sum();
    let kinds: Vec<String> = counts.mutations.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    println!("{total} mutations: {}", kinds.join(", "));
    println!("{}", counts.rows);
    println!("{} failures", counts.failures.len());
    ExitCode::from(u8::from(!counts.failures.is_empty()))
}

/// One run; what is wrong with it.
fn one(number: u64, seed: u64, keep: bool, counts: &mut Counts) -> Result<(), String> {
    let mut dice = Dice::new(seed, 0, number);
    let work = tempfile::tempdir().unwrap();
    let inbox = work.path().join("收件");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let origin = if dice.below(3) == 0 { "clean" } else { "flawed" };
    copy(&sample.join(origin), &inbox);
    for kind in mutations::some(&inbox, &mut dice) {
        *counts.mutations.entry(kind).or_default() += 1;
    }
    let before = contents(&inbox);
    let period = Period::parse(PERIODS[dice.below(PERIODS.len())]).unwrap();
    let task = if dice.below(4) == 0 {
        Task::Check(Some(period))
    } else {
        Task::Report(period)
    };
    let result = judged(work.path(), task, period, number, counts);
    let result = result.and_then(|()| match contents(&inbox) == before {
        true => Ok(()),
        false => Err("the inbox was changed".to_owned()),
    });
    if result.is_err() || keep {
        let left = Path::new(LEFT).join(number.to_string());
        let _ = fs::remove_dir_all(&left);
        copy(work.path(), &left);
    }
    result
}

fn judged(folder: &Path, task: Task, period: Period, number: u64, counts: &mut Counts) -> Result<(), String> {
    let done = match attempt(folder, "报送", task)? {
        Ok(done) => done,
        // Whoever has nothing readable is told so.
        Err(Error::Usage(told)) if told.starts_with("没有可读的表格") => {
            counts.refused += 1;
            return Ok(());
        }
        Err(error) => return Err(format!("{task:?} ended with: {error}")),
    };
    match task {
        Task::Check(_) => counts.checks += 1,
        Task::Report(_) => counts.reports += 1,
    }
    let left = names(&folder.join("报送")).into_iter().find(|name| name.contains("未完成"));
    if let Some(left) = left {
        return Err(format!("{left} is left"));
    }
    held::held(&folder.join("收件"), &done.folder, period, &mut counts.rows)?;
    if number.is_multiple_of(AGAIN) {
        counts.again += 1;
        let again = attempt(folder, "再次", task)?.map_err(|error| error.to_string())?;
        let (first, second) = (contents(&done.folder), contents(&again.folder));
        if let Some(path) = first.keys().find(|path| first.get(*path) != second.get(*path)) {
            return Err(format!("{} is not the same the second time", path.display()));
        }
    }
    Ok(())
}

/// A run, with a panic told as what is wrong.
fn attempt(folder: &Path, out: &str, task: Task) -> Result<Result<Done, Error>, String> {
    let job = Job {
        folder: folder.to_owned(),
        inbox: None,
        out: Some(folder.join(out)),
        settings: None,
        password_file: None,
        today: today(),
        as_of: None,
        close: false,
        jobs: 2,
        colour: Colour::Off,
        progress: &|_, _| (),
        kept: None,
        made: None,
    };
    catch_unwind(AssertUnwindSafe(|| run::run(task, &job))).map_err(|_| "a panic".to_owned())
}

/// The day of every run.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 10).unwrap()
}

/// The files below a folder with their bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    mutations::files(folder)
        .into_iter()
        .map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

fn copy(from: &Path, to: &Path) {
    for path in mutations::files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
}
