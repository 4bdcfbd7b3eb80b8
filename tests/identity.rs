//! A finding's id hangs on rule and content: not on where the row stands, nor on what file, sheet and column are called.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use zhuanban::intake;
use zhuanban::intake::ReadFile;
use zhuanban::intake::Reading;
use zhuanban::intake::grid::Grid;
use zhuanban::intake::grid::GridCell;
use zhuanban::intake::grid::GridRow;
use zhuanban::intake::grid::Raw;
use zhuanban::intake::grid::Workbook;
use zhuanban::regulation::Policy;
use zhuanban::settings::Settings;

use crate::sample_data::Set;
use crate::sample_data::sample_data;
use crate::support;

/// The ids of a month, with what is told.
fn ids(files: &[ReadFile]) -> BTreeMap<String, String> {
    let settings = Settings::default();
    let mut files = files.to_vec();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let reading = Reading {
        settings: &settings,
        policy: &Policy::built_in(),
        year: 2021,
        today: "2022-01-15".parse().unwrap(),
    };
    let set = Set::of(intake::settle(files, &reading));
    let findings = set.judgement("2021-09", "").findings;
    let count = findings.len();
    let ids: BTreeMap<String, String> = findings.into_iter().map(|finding| (finding.id, finding.message)).collect();
    assert_eq!(ids.len(), count, "two findings of one id");
    ids
}

fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, change: &str) {
    let only = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| -> Vec<String> {
        let lost = a.iter().filter(|(id, _)| !b.contains_key(*id));
        lost.map(|(id, message)| format!("{id} {message}")).collect()
    };
    let (lost, new) = (only(before, after), only(after, before));
    assert!(lost.is_empty() && new.is_empty(), "{change}: lost {lost:#?}\nnew {new:#?}");
}

/// The flawed sample as read, before any meaning.
fn flawed() -> Vec<ReadFile> {
    let folder = sample_data().join("flawed");
    let paths = support::files(&folder).into_iter().filter(|path| !path.starts_with("报送/"));
    let mut seen = BTreeSet::new();
    let files = paths.filter_map(|path| {
        let bytes = fs::read(folder.join(&path)).unwrap();
        let workbook = intake::read_bytes(&path, bytes.clone(), &Settings::default().limits).ok()?;
        // Of equal files one is read.
        seen.insert(bytes).then_some(ReadFile { path, workbook })
    });
    files.collect()
}

fn for_each_sheet(files: &mut [ReadFile], change: impl Fn(&mut Grid)) {
    for file in files {
        file.workbook.sheets.iter_mut().for_each(&change);
    }
}

#[test]
fn moving_and_renaming_the_sample_changes_no_id() {
    let files = flawed();
    let before = ids(&files);
    assert!(before.len() > 80, "{}", before.len());

    let mut renamed = files.clone();
    for file in &mut renamed {
        let (stem, ending) = file.path.rsplit_once('.').unwrap();
        file.path = format!("{stem}（再报）.{ending}");
    }
    for_each_sheet(&mut renamed, |grid| grid.name = Arc::from(format!("{}（再报）", grid.name)));
    assert_same(&before, &ids(&renamed), "renamed files and sheets");

    let mut lower = files.clone();
    for_each_sheet(&mut lower, |grid| {
        grid.rows.iter_mut().for_each(|row| row.row += 3);
        grid.hidden_rows.iter_mut().for_each(|row| *row += 3);
        for merge in &mut grid.merges {
            merge.top += 3;
            merge.bottom += 3;
        }
    });
    assert_same(&before, &ids(&lower), "rows moved down");

    let mut aside = files;
    for_each_sheet(&mut aside, |grid| {
        for row in &mut grid.rows {
            let moved = row.cells.iter().map(|cell| GridCell {
                column: cell.column + 2,
                raw: cell.raw.clone(),
            });
            row.cells = moved.collect();
        }
        grid.hidden_columns.iter_mut().for_each(|column| *column += 2);
        for merge in &mut grid.merges {
            merge.left += 2;
            merge.right += 2;
        }
    });
    assert_same(&before, &ids(&aside), "columns moved aside");
}

const TABLES: [(&str, &str, &str); 5] = [
    (
        "文化旅游专班/名册.xlsx",
        "名册",
        "姓名|角色|到岗日期\n李强|组长|2021-01-01\n赵敏|副组长|2021-01-01\n王伟|专职成员|2021-01-01\n孙丽|专职成员|2021年1月",
    ),
    (
        "文化旅游专班/日志.xlsx",
        "9月",
        "日期|姓名|是否外出|地点|工作内容\n2021-09-01|王伟|是|深圳|拜访\n2021-09-02|王伟|是|深圳|拜访\n\
         2021-09-02|王伟|否|运城|会议\n2021-09-04|王伟|是|深圳|拜访\n2021-09-06|周杰|是|深圳|拜访\n9月7日|孙丽|是||拜访",
    ),
    (
        "文化旅游专班/合同.xlsx",
        "合同",
        "合同编号|项目名称|投资方|合同类型|签订日期|注册日期|统一社会信用代码|合同金额（万元）|备注甲\n\
         HT-1|古城|乙公司|正式合同|2021年9月|待定|91140800MA0K0K0K0|3000|无\n\
         HT-2||丙公司|正式合同|2021-09-02|||约3000|无\n\
         HT-3|温泉|丁公司|半正式|2021-09-03|||3000|无\n\
         HT-4|民宿|戊公司|框架协议|2021-09-04|||3000|无\n\
         HT-5|画廊|己公司|正式合同|2021-09-05|||5000|无\n\
         HT-5|画廊|己公司|正式合同|2021-09-06|||6000|无",
    ),
    (
        "文化旅游专班/到位.xlsx",
        "到位",
        "合同编号|到账日期|到账金额|凭证类型|凭证号|付款方\nHT-5|2021-09-10|100|银行进账单|JZ-1|己公司\n\
         HT-9|2021-09-11|200|银行进账单|JZ-2|己公司\nHT-5|2021-09-12|-300|收据|JZ-3|辛公司\nHT-5|2021-09-13|400|收据|JZ-4|辛公司",
    ),
    (
        "文化旅游专班/经费.xlsx",
        "经费",
        "日期|支出项目|金额|单据号|人员|出发日期|返回日期|伙食补助|交通补助|审批单号\n\
         2021-09-03|差旅费|1000|PJ-1|王伟|2021-09-01|2021-09-02|900|100|\n2021-09-08|健身费|500|PJ-2|||||| \n\
         2021-09-09|接待费|800|PJ-3||||||SP-404\n||900|PJ-4||||||\n2021-09-10|租车费|700|PJ-5||||||",
    ),
];

/// The tables, each with its columns and data rows in another order; `move_column` and `move_row` give the place of each.
fn tables(moved: bool) -> Vec<ReadFile> {
    let made = TABLES.map(|(path, name, text)| {
        let mut lines: Vec<Vec<&str>> = text.lines().map(|line| line.trim().split('|').map(str::trim).collect()).collect();
        if moved {
            // The two rows of one key keep their order: which of them is the first decides which counts.
            let keep = lines.len().saturating_sub(if name == "合同" { 2 } else { 0 });
            if let Some(data) = lines.get_mut(1..keep) {
                data.reverse();
            }
            let width = lines[0].len();
            for line in &mut lines {
                line.resize(width, "");
                line.rotate_left(2);
                line.swap(0, width - 3);
            }
        }
        let rows = lines.iter().zip(1..).map(|(line, row)| GridRow {
            row,
            cells: line
                .iter()
                .zip(1..)
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, column)| GridCell {
                    column,
                    raw: Raw::Text(Arc::from(*text)),
                })
                .collect(),
        });
        let grid = Grid {
            name: Arc::from(name),
            rows: rows.collect(),
            ..Grid::default()
        };
        ReadFile {
            path: path.to_owned(),
            workbook: Workbook {
                sheets: vec![grid],
                ..Workbook::default()
            },
        }
    });
    made.into()
}

#[test]
fn shuffling_rows_and_columns_changes_no_id() {
    let before = ids(&tables(false));
    let rules: BTreeSet<&str> = before.keys().map(|id| &id[..4]).collect();
    assert!(rules.len() > 20, "{rules:?}");
    assert_same(&before, &ids(&tables(true)), "shuffled");
}

#[test]
fn a_synonym_for_a_title_changes_no_id() {
    let before = ids(&tables(false));
    let mut files = tables(false);
    for_each_sheet(&mut files, |grid| {
        let other = |text: &str| match text {
            "签订日期" => Some("签约日期"),
            "投资方" => Some("投资企业"),
            "单据号" => Some("凭证号"),
            "合同金额（万元）" => Some("签约金额（万元）"),
            _ => None,
        };
        for row in grid.rows.iter_mut().take(1) {
            let renamed = row.cells.iter().map(|cell| match &cell.raw {
                Raw::Text(text) => GridCell {
                    column: cell.column,
                    raw: Raw::Text(other(text).map_or_else(|| Arc::clone(text), Arc::from)),
                },
                _ => cell.clone(),
            });
            row.cells = renamed.collect();
        }
    });
    assert_same(&before, &ids(&files), "titles by other names");
}
