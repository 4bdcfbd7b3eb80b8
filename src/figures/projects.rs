//! `starts`, `starts_industrial` and `in_talks`: distinct projects of the ledgers (方案 三, 考核办法 八).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::project::Project;
use crate::records::project::Stage;
use crate::values::text;
use crate::values::yes_no;

use super::Figure;
use super::view::View;
use super::view::count;
use super::view::one;
use super::view::rows;

/// Words in a class of projects that is none of industry, wherever they stand in it.
const NOT_INDUSTRIAL: &[&str] = &[
    "非产业",
    "不属于",
    "基础设施",
    "基建",
    "公共服务",
    "公共设施",
    "公益",
    "民生",
    "社会事业",
    "房地产",
    "住宅",
    "棚改",
    "棚户区",
    "市政",
];

/// Cells that tell no class.
const UNTOLD: &[&str] = &["其他", "其它", "待定", "未定", "不详", "不明", "未知", "未填"];

/// The rows of one project in file order.
type Rows<'a> = Vec<(RowId, &'a Project)>;

/// The three figures.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let (mut starts, mut industrial, mut talks) = (Vec::new(), Vec::new(), Vec::new());
    for rows in projects(view).values() {
        if let Some((row, _)) = start(rows).filter(|(_, day)| view.window.contains(*day)) {
            starts.push(one(row));
            let told = rows.iter().find_map(|(_, project)| is_industrial(project));
            if told == Some(true) {
                industrial.push(one(row));
            }
        }
        if let Some(row) = in_talks(rows, view.window.to) {
            talks.push(one(row));
        }
    }
    let reported = view.reported(Kind::Project);
    vec![
        count("starts", reported, starts),
        count("starts_industrial", reported, industrial),
        count("in_talks", reported, talks),
    ]
}

/// The projects that count here, in the order of their first rows; each with all its rows, in whosever ledger they stand.
fn projects<'a>(view: &View<'a>) -> BTreeMap<u32, Rows<'a>> {
    let mut projects: BTreeMap<u32, Rows<'a>> = BTreeMap::new();
    for ((row, project), tie) in rows(Kind::Project, &view.records.tables.projects).zip(&view.records.ties.projects) {
        if view.is_of(tie.counts_for) {
            projects.entry(tie.project).or_default().push((row, project));
        }
    }
    projects
}

/// When the project started, by the row that says the earliest day: a project starts once.
fn start(rows: &Rows<'_>) -> Option<(RowId, NaiveDate)> {
    let days = rows.iter().filter_map(|(row, project)| Some((*row, project.started.get()?)));
    days.min_by_key(|(row, day)| (*day, *row))
}

/// Whether the row says that the project is one of industry; `None` when it does not tell. 产业类 holds yes or no, or the class:
/// every class is one of industry but those that name infrastructure, housing, public services and the like.
fn is_industrial(project: &Project) -> Option<bool> {
    let written = project.industrial.value()?;
    if let Ok(answer) = yes_no::parse(written) {
        return answer;
    }
    let class = text::fold(written);
    if class.is_empty() || UNTOLD.contains(&class.as_str()) {
        return None;
    }
    Some(!NOT_INDUSTRIAL.iter().any(|word| class.contains(word)))
}

/// Where a ledger row has the project on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// First contact lies later.
    NotYet,
    /// In talks.
    Talks,
    /// Signed, ended, or at a stage after the talks.
    Past,
}

/// The first row that has the project in talks on the day, unless another row of it knows that the talks are over.
fn in_talks(rows: &Rows<'_>, day: NaiveDate) -> Option<RowId> {
    let standings = || rows.iter().map(|(row, project)| (*row, standing(project, day)));
    if standings().any(|(_, standing)| standing == Standing::Past) {
        return None;
    }
    standings().find(|(_, standing)| *standing == Standing::Talks).map(|(row, _)| row)
}

/// Spec 3.1 `in_talks`, of one row.
fn standing(project: &Project, day: NaiveDate) -> Standing {
    let stage = project.stage.get();
    let later = |date: Option<NaiveDate>| date.is_some_and(|date| date > day);
    let ended = stage == Some(Stage::Ended) && !later(project.ended.get());
    let signed = project.signed.get();
    let talks = match signed {
        None => stage == Some(Stage::Talks),
        Some(_) => later(signed),
    };
    if ended || !talks {
        Standing::Past
    } else if later(project.first_contact.get()) {
        Standing::NotYet
    } else {
        Standing::Talks
    }
}
