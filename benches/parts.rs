//! How long each part of a run takes by itself, on the sample year: `cargo bench --locked --bench parts`.

// A bench that cannot have its data says so and ends.
#![allow(clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::Bencher;
use divan::black_box;
use rust_decimal::Decimal;
use zhuanban::figures;
use zhuanban::history::Before;
use zhuanban::history::Ground;
use zhuanban::intake;
use zhuanban::intake::Intake;
use zhuanban::intake::ReadFile;
use zhuanban::intake::Reading;
use zhuanban::intake::Request;
use zhuanban::records::Records;
use zhuanban::regulation::Policy;
use zhuanban::report::look::Role;
use zhuanban::report::look::Style;
use zhuanban::report::sheet::Book;
use zhuanban::report::sheet::Cell;
use zhuanban::report::sheet::Sheet;
use zhuanban::report::sheet::Value;
use zhuanban::report::write::xlsx;
use zhuanban::rules;
use zhuanban::settings::Limits;
use zhuanban::settings::Settings;
use zhuanban::standing::Standings;
use zhuanban::values::amount;
use zhuanban::values::date;
use zhuanban::values::period::Period;

fn main() {
    divan::main();
}

fn inbox() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/flawed")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The workbooks of the sample, with their paths.
fn workbooks() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![inbox()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sample") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "xlsx") {
                found.push((path.display().to_string(), fs::read(&path).expect("a workbook")));
            }
        }
    }
    found.sort();
    found
}

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::built_in);

fn reading(settings: &Settings) -> Reading<'_> {
    Reading {
        settings,
        policy: &POLICY,
        year: 2021,
        today: day("2022-01-10"),
    }
}

/// The sample, read.
fn read(settings: &Settings) -> Intake {
    let request = Request {
        inbox: &inbox(),
        outputs: &[],
        settings,
        policy: &POLICY,
        year: 2021,
        today: day("2022-01-10"),
        passwords: &[],
        progress: &|_, _| {},
        kept: None,
    };
    intake::read(&request).expect("the sample")
}

/// All that rules and figures look at.
struct Sample {
    settings: Settings,
    policy: Policy,
    period: Period,
    intake: Intake,
    records: Records,
    standings: Standings,
}

impl Sample {
    fn new() -> Sample {
        let (settings, policy) = (Settings::default(), Policy::built_in());
        let period = Period::parse("2021").expect("a period");
        let intake = read(&settings);
        let city = Arc::new(settings.city.clone());
        let records = Records::new(intake.tables.clone(), city, &policy, period.window().to);
        let standings = figures::standings(&records, &policy, settings.verdict, period);
        Sample {
            settings,
            policy,
            period,
            intake,
            records,
            standings,
        }
    }

    fn judge(&self) -> zhuanban::finding::Judgement {
        let ground = Ground {
            before: &Before::default(),
            account: &self.intake.account,
            city: &self.records.city,
        };
        let case = rules::Case {
            records: &self.records,
            problems: &self.intake.problems,
            policy: &self.policy,
            standings: &self.standings,
            changed: &[],
            replies: &self.intake.replies,
            ground: &ground,
            period: self.period,
            as_of: self.period.window().to,
        };
        rules::judge(&case, &self.settings)
    }
}

#[divan::bench]
fn amounts() {
    for text in ["3000", "1,200.50", "3.5亿元", "约200万", "￥12.30元", "叁万元整", "500万美元"] {
        let _ = black_box(amount::parse(black_box(text)));
    }
}

#[divan::bench]
fn dates() {
    for text in [
        "2021-09-01",
        "2021年9月1日",
        "9月1日至9月3日",
        "2021.9.1-9.3",
        "20210901",
        "九月一日",
    ] {
        let _ = black_box(date::parse(black_box(text), Some(2021)));
    }
}

#[divan::bench]
fn reading_workbooks(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(workbooks).bench_values(|files| {
        let limits = Limits::default();
        let read = files.into_iter().map(|(path, bytes)| intake::read_bytes(&path, bytes, &limits));
        read.filter(Result::is_ok).count()
    });
}

/// From cells to headers, tables and rows.
#[divan::bench]
fn finding_tables(bencher: Bencher<'_, '_>) {
    let settings = Settings::default();
    let limits = Limits::default();
    let files = || -> Vec<ReadFile> {
        let files = workbooks().into_iter();
        let read = |(path, bytes): (String, Vec<u8>)| {
            let workbook = intake::read_bytes(&path, bytes, &limits).ok()?;
            Some(ReadFile { path, workbook })
        };
        files.filter_map(read).collect()
    };
    bencher
        .with_inputs(files)
        .bench_values(|files| intake::settle(files, &reading(&settings)));
}

#[divan::bench]
fn judging(bencher: Bencher<'_, '_>) {
    let sample = Sample::new();
    bencher.bench_local(|| sample.judge());
}

#[divan::bench]
fn measuring(bencher: Bencher<'_, '_>) {
    let sample = Sample::new();
    let judgement = sample.judge();
    bencher.bench_local(|| {
        let Sample { settings, policy, .. } = &sample;
        figures::measure(
            &sample.records,
            policy,
            settings.verdict,
            sample.period,
            &sample.standings,
            &judgement,
        )
    });
}

/// A workbook of 24,000 cells.
#[divan::bench]
fn writing_a_workbook(bencher: Bencher<'_, '_>) {
    let mut sheet = Sheet::new("明细");
    for row in 0..2_000_u32 {
        for column in 0..6 {
            let text = Value::Text(format!("第{}项", row % 50));
            let number = Value::Number(Decimal::from(row) + Decimal::from(column));
            sheet.put(row, column * 2, Cell::new(text, Style::of(Role::Body)));
            sheet.put(row, column * 2 + 1, Cell::new(number, Style::of(Role::Body)));
        }
    }
    let book = Book {
        title: "明细".to_owned(),
        author: "测试".to_owned(),
        sheets: vec![sheet],
    };
    bencher.bench_local(|| xlsx::bytes(&book, day("2022-01-10")));
}
