//! 退回: each squad's own workbooks with the wrong cells marked, and its own findings list (spec 4.4).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::finding::Finding;
use crate::place::Place;
use crate::records::FoundTable;
use crate::regulation::SquadId;

use super::Outcome;
use super::OutputFile;
use super::books;
use super::made::CopyOf;
use super::names::Distinct;
use super::names::file_name;
use super::sheet::a1;
use super::sheet::shown_with_codes;
use super::write;
use super::write::marked_copy;
use super::write::marked_copy::CellMark;
use super::write::marked_copy::Remark;

/// The folder of what goes back.
pub const FOLDER: &str = "退回";
/// Findings that are nobody's in particular go back to the office.
const NOBODYS: &str = "综合";

/// The workbooks of the inbox: the bytes of a file, `None` when it is not the one that was read.
type Originals<'a> = &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync);

/// What goes back to each squad. `original` gives the bytes of a file of the inbox, `None` when it is not the one that was read.
pub fn files(outcome: &Outcome<'_>, original: Originals<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let squads: BTreeSet<Option<SquadId>> = outcome.judgement.findings.iter().map(|finding| finding.squad).collect();
    let files: Result<Vec<Vec<OutputFile>>, write::Error> =
        squads.into_par_iter().map(|squad| of_squad(outcome, squad, original)).collect();
    Ok(files?.into_iter().flatten().collect())
}

/// The marked copy of a file for one squad's folder; or why there is none.
fn marked(
    outcome: &Outcome<'_>,
    original: Originals<'_>,
    folder: &str,
    file: &FileAccount,
    found: &[(&Finding, &Place)],
) -> Result<Vec<u8>, String> {
    let of = CopyOf {
        sha256: file.sha256.clone(),
        marks: marks(outcome, found),
        remarks: remarks(found),
    };
    let make = |of: &CopyOf| {
        let bytes = original(&file.path).ok_or("在压缩包中，或读取之后又有改动")?;
        marked_copy::mark(&bytes, &of.marks, &of.remarks)
    };
    match outcome.made {
        Some(made) => made.copy(&format!("{folder}/{}", file.path), of, make),
        None => make(&of),
    }
}

/// What goes back to one squad.
fn of_squad(outcome: &Outcome<'_>, squad: Option<SquadId>, original: Originals<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let name = squad.map_or_else(|| NOBODYS.to_owned(), |squad| outcome.records.city.squad(squad).name.to_string());
    let folder = format!("{FOLDER}/{}", file_name(&name));
    let own = |finding: &&Finding| finding.squad == squad;
    let findings: Vec<&Finding> = outcome.judgement.findings.iter().filter(own).collect();
    let (copies, refused) = marked_copies(outcome, squad, &folder, &findings, original);
    let way = super::deeper(outcome, 2);
    let book = books::findings::of_squad(&super::nested(outcome, &way), &name, findings, &refused);
    let list = format!("{folder}/问题清单（{}）.xlsx", file_name(&name));
    let mut files = vec![super::workbook(outcome, list, book)?];
    files.extend(copies);
    Ok(files)
}

/// The marked copies, and the files of which there is none, with the reason.
fn marked_copies(
    outcome: &Outcome<'_>,
    squad: Option<SquadId>,
    folder: &str,
    findings: &[&Finding],
    original: Originals<'_>,
) -> (Vec<OutputFile>, Vec<(String, String)>) {
    let mut by_file: BTreeMap<&str, Vec<(&Finding, &Place)>> = BTreeMap::new();
    for finding in findings {
        if let Some(place) = &finding.place {
            by_file.entry(&place.source.file).or_default().push((finding, place));
        }
    }
    let read = outcome.account.files.iter().filter(|file| file.status == FileStatus::Read);
    let read: BTreeMap<&str, &FileAccount> = read.map(|file| (file.path.as_str(), file)).collect();
    let to_mark: Vec<(&FileAccount, Vec<(&Finding, &Place)>)> = by_file
        .into_iter()
        .filter_map(|(path, found)| Some((*read.get(path)?, found)))
        .collect();
    let made = to_mark.into_par_iter().map(|(file, found)| {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let extension = extension.to_ascii_lowercase();
        let copy = match extension.as_str() {
            _ if squad.is_some_and(|squad| has_ids_of_others(outcome, file, squad)) => {
                Err("表中有其他专班人员的身份证号，不附副本，只列清单".to_owned())
            }
            "xlsx" | "xlsm" => marked(outcome, original, folder, file, &found),
            _ => Err("不是 .xlsx 工作簿，只列清单；请另存为 .xlsx 后报送".to_owned()),
        };
        (file, stem, extension, copy)
    });
    let made: Vec<_> = made.collect();
    let (mut copies, mut refused, mut distinct) = (Vec::new(), Vec::new(), Distinct::default());
    for (file, stem, extension, copy) in made {
        match copy {
            Ok(bytes) => {
                let name = distinct.of(&file_name(stem));
                copies.push(OutputFile::new(format!("{folder}/{name}.{extension}"), bytes));
            }
            Err(why) => refused.push((file.path.clone(), why)),
        }
    }
    (copies, refused)
}

/// Whether the file has the ID numbers of another squad's people, which are nobody else's to have (D021).
fn has_ids_of_others(outcome: &Outcome<'_>, file: &FileAccount, squad: SquadId) -> bool {
    let mut tables = outcome.records.tables.found.iter().filter(|table| *table.source.file == *file.path);
    tables.any(|table| table.title("身份证号").is_some() && table.squads.iter().any(|other| *other != squad))
}

/// The cells to mark, sheet by sheet; several findings of one cell share one mark.
fn marks(outcome: &Outcome<'_>, found: &[(&Finding, &Place)]) -> BTreeMap<String, Vec<CellMark>> {
    let mut cells: BTreeMap<String, BTreeMap<(u32, u16), String>> = BTreeMap::new();
    for (finding, place) in found {
        let Some(row) = place.row.checked_sub(1) else { continue };
        let column = place.column.unwrap_or_else(|| first_column(outcome, place)).saturating_sub(1);
        let note = cells
            .entry(place.source.sheet.to_string())
            .or_default()
            .entry((row, column))
            .or_default();
        if !note.is_empty() {
            note.push_str("\n———\n");
        }
        note.push_str(&format!(
            "【{} {}】{}\n处理：{}",
            finding.rule.code,
            finding.rule.name,
            message(finding),
            remedy(finding)
        ));
    }
    let marks = |cells: BTreeMap<(u32, u16), String>| {
        cells
            .into_iter()
            .map(|((row, column), note)| CellMark { row, column, note })
            .collect()
    };
    cells.into_iter().map(|(sheet, cells)| (sheet, marks(cells))).collect()
}

/// The first recognised column of the table that a row stands in.
fn first_column(outcome: &Outcome<'_>, place: &Place) -> u16 {
    let mut tables = outcome.records.tables.found.iter();
    let above = |table: &&FoundTable| table.source == place.source && table.header_row <= place.row;
    let table = tables.rfind(above);
    let known = table.and_then(|table| table.titles.iter().find(|(_, _, canonical)| canonical.is_some()));
    known.map_or(1, |(column, _, _)| *column)
}

fn message(finding: &Finding) -> String {
    books::findings::message(finding)
}

fn remedy(finding: &Finding) -> String {
    shown_with_codes(&finding.remedy, &books::findings::codes(finding))
}

fn remarks(found: &[(&Finding, &Place)]) -> Vec<Remark> {
    let remark = |(finding, place): &(&Finding, &Place)| {
        let target = match (place.row.checked_sub(1), place.column) {
            (Some(row), column) => a1(row, column.unwrap_or(1).saturating_sub(1)),
            (None, _) => String::new(),
        };
        let shown = match (place.row, place.a1()) {
            (0, _) => "整表".to_owned(),
            (_, Some(cell)) => cell,
            (row, None) => format!("第{row}行"),
        };
        Remark {
            cells: [
                finding.id.clone(),
                finding.severity.name().to_owned(),
                format!("{} {}", finding.rule.code, finding.rule.name),
                message(finding),
                remedy(finding),
            ],
            place: (place.source.sheet.to_string(), shown),
            target,
        }
    };
    found.iter().map(remark).collect()
}
