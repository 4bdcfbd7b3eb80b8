//! Damages workbooks in thousands of ways and reads what comes of it, in one process: every variant has to end as read or as
//! refused, within its time. Then turns single bits of .xlsx files over: no such file may give other values without a word.
//!
//! `cargo run --release --example damage -- [--variants 200] [--flips 4000] [--seed 1] [FILE …]`; without files, the sample
//! workbooks and small files of the other kinds. A variant that fails is left in `target/damage`.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "../../tests/makers.rs"]
#[allow(dead_code)]
mod makers;
mod mutate;
mod watch;

use std::fs;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::Duration;

use chrono::NaiveDate;
use encoding_rs::GB18030;
use zhuanban::intake;
use zhuanban::intake::ReadFile;
use zhuanban::intake::Reading;
use zhuanban::intake::grid::Workbook;
use zhuanban::regulation::Policy;
use zhuanban::settings::Limits;
use zhuanban::settings::Settings;

use mutate::Dice;
use watch::Watch;

/// Where failing variants are left.
const LEFT: &str = "target/damage";

/// What came of the variants.
#[derive(Default)]
struct Counts {
    read: u64,
    refused: u64,
    /// Panics of a library, which the reader turned into refusals.
    caught: u64,
    /// Panics of our own.
    panics: u64,
    slowest: Duration,
    slowest_name: String,
}

fn main() -> ExitCode {
    let (mut variants, mut flips, mut seed, mut files) = (200_u64, 4000_u64, 1_u64, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().unwrap_or_default().parse().expect("a number");
        match argument.as_str() {
            "--variants" => variants = number(),
            "--flips" => flips = number(),
            "--seed" => seed = number(),
            file => files.push(PathBuf::from(file)),
        }
    }
    let mut originals: Vec<(String, Vec<u8>)> = files.iter().map(|path| (name_of(path), fs::read(path).unwrap())).collect();
    if originals.is_empty() {
        originals = small_files();
        samples(Path::new("sample-data"), &mut originals);
    }

    let watch = Watch::start(Duration::from_secs(10));
    let mut counts = Counts::default();
    for (at, (name, original)) in originals.iter().enumerate() {
        if let Err(refused) = intake::read_bytes(name, original.clone(), &Limits::default()) {
            println!("{name} cannot be read to begin with: {refused}");
        }
        for variant in 0..variants {
            let mut dice = Dice::new(seed, at as u64, variant);
            let bytes = mutate::variant(original, &mut dice);
            read(name, bytes, &format!("{variant}-{name}"), &watch, &mut counts);
        }
    }
    println!(
        "{} files × {variants} damaged variants: {} read, {} refused ({} of them after a panic of a library), {} panics of ours",
        originals.len(),
        counts.read,
        counts.refused,
        counts.caught,
        counts.panics
    );
    println!(
        "slowest {:.3} s ({}); peak memory {}",
        counts.slowest.as_secs_f64(),
        counts.slowest_name,
        watch::peak_memory()
    );

    let mut different = 0;
    for packed in [true, false] {
        different += turn_bits(&staff_list(packed), packed, flips, seed, &watch);
    }
    ExitCode::from(u8::from(counts.panics + different > 0))
}

/// Reads a file and makes rows of it.
fn read(name: &str, bytes: Vec<u8>, label: &str, watch: &Watch, counts: &mut Counts) {
    watch.begin(label, &bytes);
    let settings = Settings::default();
    let kept = bytes.clone();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        intake::read_bytes(name, bytes, &Limits::default()).map(|workbook| settle(name, workbook, &settings))
    }));
    let took = watch.end();
    if took > counts.slowest {
        counts.slowest = took;
        label.clone_into(&mut counts.slowest_name);
    }
    match outcome {
        Ok(Ok(())) => counts.read += 1,
        Ok(Err(refused)) => {
            counts.refused += 1;
            counts.caught += u64::from(refused.reason.starts_with("读取时出错"));
        }
        Err(_) => {
            counts.panics += 1;
            watch::leave(label, &kept);
        }
    }
}

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::built_in);

fn settle(name: &str, workbook: Workbook, settings: &Settings) {
    let reading = Reading {
        settings,
        policy: &POLICY,
        year: 2021,
        today: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap(),
    };
    let file = ReadFile {
        path: format!("文化旅游/{name}"),
        workbook,
    };
    drop(intake::settle(vec![file], &reading));
}

/// Turns single bits over; gives how many files had other values without a word.
fn turn_bits(original: &[u8], packed: bool, flips: u64, seed: u64, watch: &Watch) -> u64 {
    let expected = intake::read_bytes("a.xlsx", original.to_vec(), &Limits::default()).unwrap();
    let (mut refused, mut same, mut different) = (0_u64, 0_u64, 0_u64);
    for flip in 0..flips {
        let mut dice = Dice::new(seed, u64::from(packed), flip);
        let mut bytes = original.to_vec();
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        let label = format!("bit-{flip}.xlsx");
        watch.begin(&label, &bytes);
        match intake::read_bytes("a.xlsx", bytes.clone(), &Limits::default()) {
            Err(_) => refused += 1,
            Ok(workbook) if workbook == expected => same += 1,
            Ok(_) => {
                different += 1;
                watch::leave(&label, &bytes);
            }
        }
        watch.end();
    }
    let kind = if packed { "packed" } else { "stored" };
    println!("{flips} single bits of a {kind} .xlsx: {refused} refused, {same} the same, {different} silently different");
    different
}

/// A list of 300 rows.
fn staff_list(packed: bool) -> Vec<u8> {
    let mut sheet = "<worksheet><sheetData>".to_owned();
    let mut strings = "<sst>".to_owned();
    for row in 1..=300 {
        strings.push_str(&format!("<si><t>王伟{row}</t></si>"));
        let index = row - 1;
        sheet.push_str(&format!(
            "<row r='{row}'><c r='A{row}' t='s'><v>{index}</v></c><c r='B{row}'><v>{}</v></c></row>",
            row * 37
        ));
    }
    sheet.push_str("</sheetData></worksheet>");
    strings.push_str("</sst>");
    makers::xlsx(&[sheet.as_bytes()], strings.as_bytes(), packed)
}

/// A small file of each kind that the samples have not.
fn small_files() -> Vec<(String, Vec<u8>)> {
    let rows: makers::Rows<'_> = &[
        &["文旅专班2021年工作日志"],
        &["日期", "姓名", "工作内容", "地点", "是否外出"],
        &["2021年9月8日", "王伟、李娜", "拜访企业", "上海", "是"],
        &["9月9日至12日", "王伟", "洽谈项目", "深圳", "是"],
        &["填表人：张三"],
    ];
    let text: String = rows.iter().map(|row| row.join(",") + "\r\n").collect();
    let page: String = rows
        .iter()
        .map(|row| row.iter().map(|cell| format!("<td rowspan=1>{cell}</td>")).collect::<String>())
        .map(|cells| format!("<tr>{cells}</tr>"))
        .collect();
    let utf_16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("a.xls".to_owned(), makers::xls(rows)),
        ("a.xlsb".to_owned(), makers::xlsb(rows)),
        ("a.ods".to_owned(), makers::ods(rows)),
        ("utf-8.csv".to_owned(), text.clone().into_bytes()),
        ("gb18030.csv".to_owned(), GB18030.encode(&text).0.into_owned()),
        ("utf-16.csv".to_owned(), utf_16),
        (
            "page.xls".to_owned(),
            format!("<html><meta charset=utf-8><table>{page}</table></html>").into_bytes(),
        ),
        ("staff.xlsx".to_owned(), staff_list(true)),
    ]
}

/// The workbooks of a folder, one of each set of bytes.
fn samples(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            samples(&path, found);
        } else if path.extension().is_some_and(|extension| extension != "md") {
            let bytes = fs::read(&path).unwrap();
            if found.iter().all(|(_, known)| *known != bytes) {
                found.push((name_of(&path), bytes));
            }
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
