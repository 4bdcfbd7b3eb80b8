//! What people read: official Chinese with the figures in it, and no number of a person.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use zhuanban::finding::Finding;

use crate::sample_data::FLAWED;
use crate::sample_data::RUNS;
use crate::sample_data::sample_data;
use crate::support;

/// Latin words that are names in Chinese texts too.
const NAMES: [&str; 6] = ["Excel", "WPS", "Word", "UTF-8", "xlsx", "CSV"];

/// What is the matter with a sentence, if anything is.
fn faults(sentence: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let own = own_words(sentence, known);
    let words = own
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()));
    faults.extend(words.filter(|word| !is_code(word)).map(|word| format!("Latin word {word}")));
    for doubled in [
        "。。", "，，", "、、", "；；", "：：", "。，", "，。", "、，", "；。", "、。", "（）", "“”", "  ", "「」", "于于", "，）", "（，",
        "） ", " （", "” ", " “", "， ", "。 ",
    ] {
        if sentence.contains(doubled) {
            faults.push(format!("{doubled} stands in it"));
        }
    }
    if own.contains(|c: char| ",;:!?\"'".contains(c)) && !only_in_numbers(&own) {
        faults.push("half-width punctuation".to_owned());
    }
    if sentence.trim() != sentence || sentence.chars().count() < 4 {
        faults.push("blank or too short".to_owned());
    }
    faults
}

/// The sentence without what it quotes, without the names of files and sheets, and without what stands in the sheets.
fn own_words(sentence: &str, known: &BTreeSet<String>) -> String {
    let mut own = String::new();
    let mut depth = 0_usize;
    for c in sentence.chars() {
        match c {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ if depth == 0 => own.push(c),
            _ => {}
        }
    }
    let mut known: Vec<&String> = known.iter().collect();
    known.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in known.into_iter().map(String::as_str).chain(NAMES) {
        own = own.replace(name, "");
    }
    own
}

/// A1 cells, columns, rule codes: a few capitals, then digits.
fn is_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - digits.len();
    (1..=3).contains(&letters) && digits.chars().all(|c| c.is_ascii_digit())
}

fn only_in_numbers(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut marks = chars.iter().enumerate().filter(|(_, c)| ",;:!?\"'".contains(**c));
    marks.all(|(at, c)| *c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1)))
}

/// The names that a finding may say without quoting them: its files and sheets, and what it is about.
fn known(finding: &Finding) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = finding.subject.values().cloned().collect();
    for place in finding.place.iter().chain(&finding.related) {
        known.insert(place.source.file.to_string());
        known.insert(place.source.sheet.to_string());
    }
    known.extend(finding.title.clone());
    known.extend(finding.value.clone());
    known.retain(|name| !name.is_empty());
    known
}

#[test]
fn a_fault_is_seen() {
    let none = BTreeSet::new();
    for (sentence, faulty) in [
        ("王伟2021年9月在外 12 个工作日，应不少于 15 个，差 3 个", false),
        ("“None 的 value”写为“a，，b”，无法识别", true),
        ("HT-01的“合同金额”写为“USD 3”，金额为1,234.50元", false),
        ("合同None未登记", true),
        ("有2列未用到：“abc”（D列）；见 D5", false),
        ("应为15天,差3天", true),
        ("未登记。。", true),
    ] {
        let known: BTreeSet<String> = ["HT-01".to_owned()].into();
        assert_eq!(
            !faults(sentence, &known).is_empty(),
            faulty,
            "{sentence}: {:?}",
            faults(sentence, &none)
        );
    }
}

#[test]
fn every_sentence_is_chinese_and_whole() {
    let mut wrong = BTreeSet::new();
    for (period, as_of) in RUNS {
        let judgement = FLAWED.judgement(period, as_of);
        for finding in &judgement.findings {
            let known = known(finding);
            let mut tell = |sentence: &str, stop: bool| {
                let mut faults = faults(sentence, &known);
                if sentence.ends_with('。') != stop || sentence.ends_with(['，', '、', '；', '：']) {
                    faults.push("the end".to_owned());
                }
                wrong.extend(faults.into_iter().map(|fault| format!("{} {sentence}: {fault}", finding.rule.code)));
            };
            tell(&finding.message, false);
            tell(&finding.remedy, true);
        }
        for unjudged in &judgement.unjudged {
            let mut faults = faults(&unjudged.reason, &BTreeSet::new());
            if unjudged.reason.ends_with('。') {
                faults.push("the end".to_owned());
            }
            wrong.extend(
                faults
                    .into_iter()
                    .map(|fault| format!("{} {}: {fault}", unjudged.rule, unjudged.reason)),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Identity numbers and mobile telephone numbers among the runs of digits of a text.
fn personal_numbers(text: &str) -> BTreeSet<&str> {
    let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    let digits = |run: &str| run.chars().all(|c| c.is_ascii_digit());
    let is_identity = |run: &str| {
        run.len() == 18
            && digits(&run[..17])
            && chrono::NaiveDate::parse_from_str(&run[6..14], "%Y%m%d")
                .is_ok_and(|born| (1930..2010).contains(&chrono::Datelike::year(&born)))
    };
    let is_mobile = |run: &str| run.len() == 11 && digits(run) && run.starts_with('1') && !run.starts_with("10") && !run.starts_with("12");
    runs.filter(|run| is_identity(run) || is_mobile(run)).collect()
}

/// The notes and remarks that the program wrote into the copy of a squad's workbook. (The condition of a colour repeats the value of
/// its own cell, which stands there anyway.)
fn written_into(copy: &Path) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(copy).unwrap()).unwrap();
    let mut text = String::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        if part.name().unwrap().contains("Zb") {
            part.read_to_string(&mut text).unwrap();
        }
    }
    assert!(text.contains("核查意见"), "{}", copy.display());
    text
}

#[test]
fn no_number_of_a_person_stands_whole_in_any_output() {
    // What must be masked is there to be masked.
    assert_eq!(
        personal_numbers("王伟140802199003071234、13803590001；00012021090112345678"),
        ["140802199003071234", "13803590001"].into()
    );
    let work = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("zhuanban").unwrap();
    let output = command
        .args(["report", "2021-09", "--date", "2022-01-10", "--json"])
        .arg(sample_data().join("flawed"))
        .arg("--out")
        .arg(work.path())
        .output()
        .unwrap();
    let mut texts = vec![("standard output".to_owned(), String::from_utf8(output.stdout).unwrap())];
    // A squad's own workbook goes back to it as it is; what is written into it is masked.
    let is_own = |path: &str| path.contains("退回/") && !path.contains("问题清单");
    let mut own = 0;
    for path in support::files(work.path()) {
        let full = work.path().join(&path);
        if is_own(&path) {
            own += 1;
            texts.push((path, written_into(&full)));
        } else {
            texts.push((path, support::text(&full)));
        }
    }
    assert!(texts.len() > 6 && own > 0);
    let shown: Vec<_> = texts
        .iter()
        .map(|(path, text)| (path, personal_numbers(text)))
        .filter(|(_, numbers)| !numbers.is_empty())
        .collect();
    assert!(shown.is_empty(), "{shown:#?}");
}
