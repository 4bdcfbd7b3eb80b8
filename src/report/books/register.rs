//! 回执: what became of every file that was handed in, and what to do about it.

use std::collections::BTreeMap;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::finding::Severity;
use crate::problem::What;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Its rows are in use, all of them or some.
    Used,
    /// Every row of it stands in the file named, which has more rows: nothing is lost without it. Times of files say nothing: copying
    /// changes them.
    Replaced(String),
    /// Every row of it stands in other files, which are named, or it is the same as another to the byte.
    Double(Vec<String>),
    /// Rows of it stand in another file with another content. Which of the two is the newer only people know.
    AtOdds,
    /// It has rows, and none of them counts.
    NoneCounted,
    /// A table of a known kind without rows, as a blank form is.
    Blank,
    /// It was read, and no known table was found in it.
    Unrecognised,
    /// A findings list with replies.
    Replies,
    /// Left for later: open in a program, or still being written.
    Deferred,
    /// Cannot be read, or is no table.
    Refused,
    /// Left out on purpose.
    LeftOut,
}

impl State {
    fn told(&self) -> (&'static str, Tint, &'static str) {
        match self {
            State::Used => ("已采用", Tint::None, ""),
            State::Replaced(_) => ("被新版替代", Tint::Faint, "各行都在内容更全的文件中，可以移走这一份"),
            State::Double(_) => ("重复", Tint::Faint, "内容与其他文件重复，可以移走这一份"),
            State::AtOdds => ("暂缓", Tint::Behind, "请确认以哪一份为准，移走或改正另一份"),
            State::NoneCounted => ("拒收", Tint::Bad, "请按问题清单改正后重新报送"),
            State::Blank => ("拒收", Tint::Behind, "请填写后重新报送"),
            State::Unrecognised => ("拒收", Tint::Behind, "请按问题清单改正表头后重新报送；不需要报送的，可以移走"),
            State::Replies => ("已采用", Tint::None, ""),
            State::Deferred => ("暂缓", Tint::Behind, "请保存并关闭该文件后再运行"),
            State::Refused => ("拒收", Tint::Bad, "请按原因处理后重新报送"),
            State::LeftOut => ("不读取", Tint::Faint, ""),
        }
    }

    /// Why, where the account does not say it.
    fn reason(&self) -> Option<String> {
        match self {
            State::Replaced(by) => Some(format!("各行都已在“{by}”中")),
            State::Double(others) if !others.is_empty() => Some(format!("各行都已在“{}”中", others.join("”“"))),
            State::AtOdds => Some("没有一行计入：有的行与其他文件同号而内容不同，或本身有误".to_owned()),
            State::NoneCounted => Some("没有一行计入，各行原因见《问题清单》".to_owned()),
            State::Blank => Some("表中没有数据行".to_owned()),
            State::Unrecognised => Some("未识别到数据表".to_owned()),
            State::Replies => Some("问题清单的答复，已读入".to_owned()),
            _ => None,
        }
    }
}

/// Which files have the rows that a file has once more (D015), by the file's path.
type Elsewhere = BTreeMap<String, BTreeMap<String, u64>>;

fn elsewhere(outcome: &Outcome<'_>) -> Elsewhere {
    let mut elsewhere = Elsewhere::new();
    for problem in outcome.problems.iter().filter(|problem| matches!(problem.what, What::SameRow)) {
        for first in &problem.related {
            let others = elsewhere.entry(problem.place.source.file.to_string()).or_default();
            *others.entry(first.source.file.to_string()).or_default() += 1;
        }
    }
    elsewhere
}

fn rows(file: &FileAccount, pick: fn(&TableAccount) -> u64) -> u64 {
    file.tables.iter().map(pick).sum()
}

fn state(file: &FileAccount, files: &[FileAccount], elsewhere: &Elsewhere, has_replies: bool) -> State {
    let found = rows(file, |table| table.rows.found);
    let used = rows(file, |table| table.rows.used);
    let duplicate = rows(file, |table| table.rows.duplicate);
    let reason = file.reason.as_deref().unwrap_or_default();
    match file.status {
        FileStatus::Failed if ["正在", "变动", "占用", "移走"].iter().any(|word| reason.contains(word)) => State::Deferred,
        FileStatus::Failed => State::Refused,
        FileStatus::Skipped if reason.starts_with('与') => State::Double(Vec::new()),
        FileStatus::Skipped if reason.contains("打开") => State::Deferred,
        FileStatus::Skipped if reason.contains("不是表格") => State::Refused,
        FileStatus::Skipped => State::LeftOut,
        FileStatus::Read if used > 0 => State::Used,
        FileStatus::Read if file.tables.is_empty() && has_replies => State::Replies,
        FileStatus::Read if file.tables.is_empty() => State::Unrecognised,
        FileStatus::Read if found == 0 => State::Blank,
        FileStatus::Read if duplicate == 0 => State::NoneCounted,
        FileStatus::Read if duplicate < found => State::AtOdds,
        FileStatus::Read => {
            let others = elsewhere.get(&file.path);
            let has_more = |other: &&String| {
                files
                    .iter()
                    .any(|file| file.path == **other && rows(file, |table| table.rows.found) > found)
            };
            // The rows of a file may stand in it twice.
            let others: Vec<String> = others
                .into_iter()
                .flat_map(BTreeMap::keys)
                .filter(|other| **other != file.path)
                .cloned()
                .collect();
            match others.as_slice() {
                [only] if has_more(&only) => State::Replaced(only.clone()),
                _ => State::Double(others),
            }
        }
    }
}

/// The book.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    Book {
        title: format!("{}招商专班报送材料回执（{}）", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets: vec![sheet(outcome)],
    }
}

fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let mut findings: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for finding in &outcome.judgement.findings {
        if let Some(place) = &finding.place {
            let counts = findings.entry(&place.source.file).or_default();
            let [errors, warnings, notes] = counts;
            match finding.severity {
                Severity::Error => *errors += 1,
                Severity::Warning => *warnings += 1,
                Severity::Note => *notes += 1,
            }
        }
    }
    let elsewhere = elsewhere(outcome);
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("文件", 20.0, 46.0),
        Column::new("状态", 9.0, 12.0),
        Column::new("表种", 12.0, 24.0),
        Column::new("行数", 7.0, 10.0).total_count(None),
        Column::new("采用", 7.0, 10.0).total_count(None),
        Column::new("重复", 7.0, 10.0).total_count(None),
        Column::new("不计入", 7.0, 10.0).total_count(None),
        Column::new("错误", 7.0, 9.0).total_count(None),
        Column::new("提醒", 7.0, 9.0).total_count(None),
        Column::new("提示", 7.0, 9.0).total_count(None),
        Column::new("原因", 16.0, 36.0),
        Column::new("请处理", 16.0, 30.0),
    ];
    let rows = (1..).zip(&outcome.account.files).map(|(number, file)| {
        let has_replies = outcome.replies.iter().any(|reply| *reply.place.source.file == *file.path);
        let state = state(file, &outcome.account.files, &elsewhere, has_replies);
        line(number, file, &state, findings.get(file.path.as_str()).copied().unwrap_or_default())
    });
    Listing {
        name: "回执",
        title: format!("{}报送材料回执", outcome.period.title()),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: "收件文件夹中没有文件".to_owned(),
        notes: vec!["行数＝采用＋重复＋不计入；问题逐条见《问题清单》。".to_owned()],
        keep: 2,
    }
    .sheet(outcome)
}

fn line(number: u64, file: &FileAccount, state: &State, [errors, warnings, notes]: [u64; 3]) -> Vec<Cell> {
    let (name, tint, remedy) = state.told();
    let mut status = cells::word(name);
    status.style = status.style.tint(tint);
    let mut kinds: Vec<&str> = file.tables.iter().map(|table| table.kind.name()).collect();
    kinds.dedup();
    let rows = |pick: fn(&TableAccount) -> u64| cells::count(rows(file, pick));
    let reason = match (state.reason(), &file.reason) {
        (Some(reason), _) => reason,
        (None, Some(reason)) => reason.clone(),
        (None, None) => String::new(),
    };
    let remedy = match (errors > 0, remedy) {
        (true, "") => "请按问题清单改正后重新报送",
        (_, remedy) => remedy,
    };
    vec![
        cells::number(number),
        cells::text(&file.path),
        status,
        cells::text(&kinds.join("、")),
        rows(|table| table.rows.found),
        rows(|table| table.rows.used),
        rows(|table| table.rows.duplicate),
        rows(|table| table.rows.set_aside),
        cells::count(errors),
        cells::count(warnings),
        cells::count(notes),
        cells::text(&reason),
        cells::text(remedy),
    ]
}

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    use super::*;

    #[test]
    fn every_file_has_its_state() {
        let head = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）";
        let row = |number: &str, sum: &str| format!("HT-{number} | 甲{number} | 乙 | 正式合同 | 2021-09-01 | {sum}");
        let scene = Scene::new("2021-09")
            .sheet("文旅/1.xlsx", "合同", &format!("{head}\n{}\n{}", row("1", "1"), row("2", "2")))
            // Both of its rows, and no more.
            .sheet("文旅/2.xlsx", "合同", &format!("{head}\n{}\n{}", row("2", "2"), row("1", "1")))
            // One of its rows.
            .sheet("文旅/3.xlsx", "合同", &format!("{head}\n{}", row("1", "1")))
            // May be the newer one: it is not to be put away on our word.
            .sheet("文旅/4.xlsx", "合同", &format!("{head}\n{}\n{}", row("1", "1"), row("2", "3")))
            // One row is its own.
            .sheet("文旅/5.xlsx", "合同", &format!("{head}\n{}\n{}", row("1", "1"), row("6", "3")))
            // Rows of two files.
            .sheet("文旅/6.xlsx", "合同", &format!("{head}\n{}\n{}", row("1", "1"), row("6", "3")))
            // No table that is known, a blank form, and rows that are all at fault.
            .sheet("文旅/7.xlsx", "值班表", "日子 | 值守\n一 | 王伟\n二 | 李强")
            .sheet("文旅/8.xlsx", "合同", head)
            .sheet("文旅/9.xlsx", "合同", &format!("{head}\n{}", row("8", "约3")));
        scene.report(|outcome| {
            let (files, elsewhere) = (&outcome.account.files, elsewhere(outcome));
            let states: Vec<State> = files.iter().map(|file| state(file, files, &elsewhere, false)).collect();
            let first = "文旅/1.xlsx".to_owned();
            assert_eq!(
                states,
                [
                    State::Used,
                    State::Double(vec![first.clone()]),
                    State::Replaced(first.clone()),
                    State::AtOdds,
                    State::Used,
                    State::Double(vec![first, "文旅/5.xlsx".to_owned()]),
                    State::Unrecognised,
                    State::Blank,
                    State::NoneCounted,
                ]
            );
            assert_eq!(state(&files[6], files, &elsewhere, true), State::Replies);
            let sheet = sheet(outcome);
            assert!(sheet.cells.len() > 60);
        });
    }
}
