//! 回执: what became of every file that was handed in, and what to do about it.

use std::collections::BTreeMap;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::finding::Severity;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Its rows are in use.
    Used,
    /// Every row of it stands, with more or with corrections, in other files that count.
    Replaced,
    /// The same as another, or every row of it is.
    Double,
    /// Left for later: open in a program, or still being written.
    Deferred,
    /// Cannot be read, or is no table.
    Refused,
    /// Left out on purpose.
    LeftOut,
}

impl State {
    fn told(self) -> (&'static str, Tint, &'static str) {
        match self {
            State::Used => ("已采用", Tint::None, ""),
            State::Replaced => ("被新版替代", Tint::Faint, "内容已由其他文件代替，可以移走这一份"),
            State::Double => ("重复", Tint::Faint, "内容与其他文件重复，可以移走这一份"),
            State::Deferred => ("暂缓", Tint::Behind, "请保存并关闭该文件后再运行"),
            State::Refused => ("拒收", Tint::Bad, "请按原因处理后重新报送"),
            State::LeftOut => ("不读取", Tint::Faint, ""),
        }
    }
}

fn state(file: &FileAccount) -> State {
    let rows = |pick: fn(&crate::account::TableAccount) -> u64| -> u64 { file.tables.iter().map(pick).sum() };
    let (found, used) = (rows(|table| table.rows.found), rows(|table| table.rows.used));
    let (duplicate, set_aside) = (rows(|table| table.rows.duplicate), rows(|table| table.rows.set_aside));
    let reason = file.reason.as_deref().unwrap_or_default();
    match file.status {
        FileStatus::Failed if reason.contains("正在") || reason.contains("变动") => State::Deferred,
        FileStatus::Failed => State::Refused,
        FileStatus::Skipped if reason.starts_with('与') => State::Double,
        FileStatus::Skipped if reason.contains("打开") => State::Deferred,
        FileStatus::Skipped if reason.contains("不是表格") => State::Refused,
        FileStatus::Skipped => State::LeftOut,
        FileStatus::Read if found > 0 && used == 0 && duplicate == found => State::Double,
        FileStatus::Read if found > 0 && used == 0 && duplicate > 0 && duplicate + set_aside == found => State::Replaced,
        FileStatus::Read => State::Used,
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
    let rows = (1..)
        .zip(&outcome.account.files)
        .map(|(number, file)| line(number, file, findings.get(file.path.as_str()).copied().unwrap_or_default()));
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

fn line(number: u64, file: &FileAccount, [errors, warnings, notes]: [u64; 3]) -> Vec<Cell> {
    let (name, tint, remedy) = state(file).told();
    let mut status = cells::word(name);
    status.style = status.style.tint(tint);
    let mut kinds: Vec<&str> = file.tables.iter().map(|table| table.kind.name()).collect();
    kinds.dedup();
    let rows = |pick: fn(&crate::account::TableAccount) -> u64| cells::count(file.tables.iter().map(pick).sum());
    let reason = match (&file.reason, file.tables.is_empty()) {
        (Some(reason), _) => reason.as_str(),
        (None, true) => "未识别到数据表",
        (None, false) => "",
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
        cells::text(reason),
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
            .sheet("文旅/2.xlsx", "合同", &format!("{head}\n{}", row("1", "1")))
            .sheet("文旅/3.xlsx", "合同", &format!("{head}\n{}\n{}", row("1", "1"), row("2", "3")));
        scene.report(|outcome| {
            let states: Vec<State> = outcome.account.files.iter().map(state).collect();
            assert_eq!(states, [State::Used, State::Double, State::Replaced]);
            let sheet = sheet(outcome);
            assert!(sheet.cells.len() > 30);
        });
    }
}
