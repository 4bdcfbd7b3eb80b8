//! Sheets → tables → rows: a sheet made of titles, words and numbers in any order never loses a row or a yuan.

#![no_main]

use std::sync::Arc;
use std::sync::LazyLock;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use zhuanban::intake;
use zhuanban::intake::ReadFile;
use zhuanban::intake::Reading;
use zhuanban::intake::grid::Grid;
use zhuanban::intake::grid::GridCell;
use zhuanban::intake::grid::GridRow;
use zhuanban::intake::grid::Merge;
use zhuanban::intake::grid::Raw;
use zhuanban::intake::grid::Workbook;
use zhuanban::records::Kind;
use zhuanban::regulation::Policy;
use zhuanban::settings::Settings;

/// What stands in sheets besides titles.
const WORDS: &[&str] = &[
    "合计", "小计", "本页合计", "1月小计", "先进制造小计", "单位：万元", "2021年招商项目台账", "文旅专班", "填表人：", "备注：", "第 1 页 共 3 页",
    "是", "否", "√", "新材料", "农业", "市招投中心", "王伟", "李娜、张强", "9月8日", "2021-09-08", "2021年9月8日至12日", "500万美元", "1.2亿元", "约3亿",
    "-", "在谈", "正式合同", "银行进账单", "接待", "91140800MA0K000000", "出差时间", "起", "止", "认定材料", "运城", "上海",
];

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);
static POLICY: LazyLock<Policy> = LazyLock::new(Policy::built_in);

fuzz_target!(|bytes: &[u8]| {
    let Some(grid) = grid(bytes) else { return };
    let reading = Reading {
        settings: &SETTINGS,
        policy: &POLICY,
        year: 2021,
        today: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap(),
    };
    let file = ReadFile {
        path: "收件/文化旅游/2021年.xlsx".to_owned(),
        workbook: Workbook {
            sheets: vec![grid],
            remarks: Vec::new(),
        },
    };
    let intake = intake::settle(vec![file], &reading);
    for table in intake.account.files.iter().flat_map(|file| &file.tables) {
        assert_eq!(table.rows.found, table.rows.used + table.rows.duplicate + table.rows.set_aside);
        if let Some(money) = table.money {
            assert_eq!(money.found, money.used + money.duplicate + money.set_aside);
        }
    }
});

/// Cells one after another: an opcode, and one or two bytes of what it needs.
fn grid(bytes: &[u8]) -> Option<Grid> {
    let columns: Vec<&str> = Kind::ALL.iter().flat_map(|kind| kind.table().columns.iter().map(|column| column.name)).collect();
    let mut grid = Grid {
        name: Arc::from("表"),
        ..Grid::default()
    };
    let (mut row, mut column) = (1_u32, 1_u16);
    let mut cells: Vec<GridCell> = Vec::new();
    let mut bytes = bytes.iter().copied();
    while let Some(code) = bytes.next() {
        let operand = bytes.next()?;
        let near = usize::from(operand);
        let raw = match code % 12 {
            0 => {
                column = column.checked_add(u16::from(operand))?;
                continue;
            }
            1 => {
                if !cells.is_empty() {
                    grid.rows.push(GridRow {
                        row,
                        cells: std::mem::take(&mut cells),
                    });
                }
                row += 1 + u32::from(operand % 4);
                column = 1;
                continue;
            }
            2 => {
                grid.merges.push(Merge {
                    top: row,
                    bottom: row + u32::from(operand >> 4),
                    left: column,
                    right: column + u16::from(operand & 15),
                });
                continue;
            }
            3 => {
                grid.hidden_rows.push(row);
                grid.hidden_columns.push(u16::from(operand));
                continue;
            }
            4..=6 => {
                let at = near + 256 * usize::from(code / 12);
                Raw::Text(Arc::from(columns[at % columns.len()]))
            }
            7 | 8 => Raw::Text(Arc::from(WORDS[near % WORDS.len()])),
            9 => {
                let number = i32::from(code / 12) * 256 + i32::from(operand);
                Raw::Number(f64::from(number) / if code > 128 { 7.0 } else { 1.0 })
            }
            10 => {
                let serial = 44197.0 + f64::from(operand);
                Raw::Date {
                    serial,
                    day: zhuanban::values::date::from_serial(serial, false),
                }
            }
            _ if operand % 3 == 0 => Raw::NoResult,
            _ if operand % 3 == 1 => Raw::Error(Arc::from("#REF!")),
            _ => Raw::Bool(code > 128),
        };
        cells.push(GridCell { column, raw });
        column = column.checked_add(1)?;
    }
    if !cells.is_empty() {
        grid.rows.push(GridRow { row, cells });
    }
    Some(grid)
}
