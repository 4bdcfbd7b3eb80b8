//! The books of a whole scene, as they are written and as a reader's program sees them.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::io::Read;

use calamine::Data;
use calamine::Reader;
use calamine::Xlsx;
use rust_decimal::Decimal;

use super::findings;
use super::fit;
use super::monthly;
use super::scene::scene;
use crate::report::Outcome;
use crate::report::sheet::Book;
use crate::report::sheet::Link;
use crate::report::sheet::Value;
use crate::report::write::xlsx;
use crate::testing::Scene;

type Read1 = Xlsx<Cursor<Vec<u8>>>;

fn written(outcome: &Outcome<'_>, book: &Book) -> Vec<u8> {
    xlsx::bytes(book, outcome.today).unwrap()
}

fn read(bytes: Vec<u8>) -> Read1 {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The rows of a sheet as text, numbers in their shortest form.
fn rows(book: &mut Read1, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap();
    let text = |data: &Data| match data {
        Data::Empty => String::new(),
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// The cells of a listing's column above its totals row, and the cell in it.
fn column(rows: &[Vec<String>], title: &str) -> (Vec<String>, String) {
    let position = rows[2]
        .iter()
        .position(|head| head == title)
        .unwrap_or_else(|| panic!("{title} in {:?}", rows[2]));
    let end = rows.iter().position(|row| row[0] == "合计").expect("a totals row");
    let cells = rows[3..end].iter().map(|row| row[position].clone()).collect();
    (cells, rows[end][position].clone())
}

fn sum(cells: &[String]) -> Decimal {
    cells.iter().filter_map(|cell| cell.parse::<Decimal>().ok()).sum()
}

fn wan(yuan: Option<Decimal>) -> Decimal {
    (yuan.unwrap() / Decimal::from(10_000)).normalize()
}

#[test]
fn totals_of_the_lists_are_the_figures_and_the_sums_of_their_rows() {
    scene("2021-09").report(|outcome| {
        let figures = outcome.figures;
        let count = |count: Option<u64>| Decimal::from(count.unwrap());
        let fund = |key: &str| match figures.fund(key).unwrap().value {
            crate::figures::FigureValue::Money(sum) => sum,
            _ => panic!("{key}"),
        };
        let expected = [
            ("签约项目", "合同金额", wan(figures.total_ytd.money("signed_formal"))),
            ("签约项目", "其中：本月签约", wan(figures.total_period.money("signed_formal"))),
            ("签约项目", "已认定金额", wan(figures.total_ytd.money("signed_recognised"))),
            (
                "签约项目",
                "其中：本月签约已认定",
                wan(figures.total_period.money("signed_recognised")),
            ),
            ("到位资金", "到位金额", wan(figures.total_ytd.money("received"))),
            ("到位资金", "其中：本月到位", wan(figures.total_period.money("received"))),
            ("开工项目", "本年开工", count(figures.total_ytd.count("starts"))),
            ("开工项目", "其中：本月", count(figures.total_period.count("starts"))),
            ("开工项目", "产业类", count(figures.total_ytd.count("starts_industrial"))),
            ("在谈项目", "在谈", count(figures.total_period.count("in_talks"))),
            ("带队外出", "本年次数", count(figures.total_ytd.count("leader_trips"))),
            ("带队外出", "其中：本月", count(figures.total_period.count("leader_trips"))),
            ("经费明细", "申报金额", fund("spent")),
            ("经费明细", "核定建议", fund("proposed")),
            ("经费明细", "核减建议", fund("spent") - fund("proposed")),
        ];
        let mut book = read(written(outcome, &monthly::book(outcome)));
        for (sheet, title, figure) in expected {
            let (cells, total) = column(&rows(&mut book, sheet), title);
            assert_eq!(total.parse::<Decimal>().unwrap(), figure.normalize(), "{sheet} {title}");
            assert_eq!(sum(&cells), figure, "{sheet} {title}: rows");
        }
        assert!(figures.total_ytd.money("signed_formal").unwrap() > Decimal::ZERO);
        assert!(fund("spent") > fund("proposed"), "the scene has cuts");
    });
}

#[test]
fn days_out_of_each_member_are_the_marks_of_the_row() {
    scene("2021-09").report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        let rows = rows(&mut book, "外出情况");
        let total = rows[2].iter().position(|head| head == "外出工作日").unwrap();
        let members = outcome
            .figures
            .squads
            .iter()
            .flat_map(|squad| squad.period.members.iter().flatten());
        let mut seen = 0;
        for member in members {
            let row = rows.iter().find(|row| row[1] == *member.name.shown).unwrap();
            let marks = |mark: &str| row.iter().filter(|cell| *cell == mark).count() as u64;
            assert_eq!(Some(marks("●")), member.workdays_out, "{}", member.name);
            assert_eq!(Some(marks("●") + marks("○")), member.days_out, "{}", member.name);
            assert_eq!(row[total], member.workdays_out.unwrap().to_string());
            seen += 1;
        }
        assert_eq!(seen, 20);
    });
}

#[test]
fn what_a_squad_did_not_hand_in_is_never_nought() {
    scene("2021-09").report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        let rows = rows(&mut book, "总览");
        let row = rows.iter().find(|row| row[0] == "文化旅游").unwrap();
        assert_eq!(row.iter().filter(|cell| *cell == "未报").count(), 2, "{row:?}");
    });
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    let both = |_: usize| {
        scene("2021-09").report(|outcome| {
            let books = [monthly::book(outcome), findings::book(outcome)];
            books.map(|book| written(outcome, &book))
        })
    };
    assert_eq!(both(0), both(1));
}

#[test]
fn no_whole_mobile_number_leaves_the_program() {
    scene("2021-09").report(|outcome| {
        assert!(outcome.records.tables.logs[0].content.written().contains("13812345678"));
        for book in [monthly::book(outcome), findings::book(outcome)] {
            let mut archive = zip::ZipArchive::new(Cursor::new(written(outcome, &book))).unwrap();
            for index in 0..archive.len() {
                let mut part = archive.by_index(index).unwrap();
                let mut text = String::new();
                if part.read_to_string(&mut text).is_ok() {
                    assert!(!text.contains("13812345678"), "part {index} of {}", book.title);
                }
            }
        }
    });
}

#[test]
fn counts_of_findings_are_the_same_on_every_sheet() {
    scene("2021-09").report(|outcome| {
        let all = outcome.judgement.findings.len();
        assert!(all > 20);
        let mut book = read(written(outcome, &findings::book(outcome)));
        let first = rows(&mut book, "先办");
        let total = first.iter().find(|row| row[0] == "合计").unwrap();
        assert_eq!(total[5], all.to_string());
        let (counts, total) = column(&rows(&mut book, "按规则"), "合计");
        assert_eq!((sum(&counts), total), (Decimal::from(all), all.to_string()));
        let list = rows(&mut book, "全部问题");
        let ids: BTreeSet<&str> = outcome.judgement.findings.iter().map(|finding| finding.id.as_str()).collect();
        let listed: Vec<&str> = list.iter().map(|row| row[0].as_str()).filter(|id| ids.contains(id)).collect();
        assert_eq!(listed.len(), all);
        let mut monthly = read(written(outcome, &monthly::book(outcome)));
        let list = rows(&mut monthly, "问题清单");
        assert_eq!(list.iter().filter(|row| ids.contains(row[0].as_str())).count(), all);
    });
}

#[test]
fn an_empty_inbox_gives_books_that_say_so() {
    Scene::new("2021-09").report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        for (sheet, words) in [
            ("签约项目", "未报"),
            ("在谈项目", "未报"),
            ("不计入明细", "本年无"),
            ("经费使用", "未报"),
        ] {
            let rows = rows(&mut book, sheet);
            assert!(rows.iter().flatten().any(|cell| cell == words), "{sheet}: {rows:?}");
        }
        written(outcome, &findings::book(outcome));
    });
}

#[test]
fn foreign_money_without_a_rate_is_listed_whatever_table_it_stands_in() {
    let expenses = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-03 | 会务费 | 1200美元\n002 | 2021-09-03 | 会务费 | 1200";
    let contracts =
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT1 | 古城 | 甲公司 | 正式合同 | 2021-09-01 | 100万美元";
    let scene = Scene::new("2021-09")
        .sheet("文化旅游/支出.xlsx", "经费支出", expenses)
        .sheet("文化旅游/合同.xlsx", "签约合同", contracts);
    scene.report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        let list = rows(&mut book, "不计入明细");
        let listed = list.iter().filter(|row| row.iter().any(|cell| cell == "F008"));
        let listed: Vec<[&str; 3]> = listed.map(|row| [&*row[1], &*row[4], &*row[7]]).collect();
        assert_eq!(
            listed,
            [["签约合同", "HT1 古城", "不计入签约"], ["经费支出", "001", "不计入经费支出"]]
        );
    });
}

#[test]
fn every_kind_of_period_has_its_book() {
    for period in ["2021-W36", "2021-09-H1", "2021-Q3", "2021"] {
        scene(period).as_of("2021-09-10").report(|outcome| {
            let mut book = read(written(outcome, &monthly::book(outcome)));
            let rows = rows(&mut book, "总览");
            assert!(rows[0][0].contains(&outcome.period.title()), "{:?}", rows[0]);
            assert!(rows[1][0].starts_with("截至2021年9月"), "{:?}", rows[1]);
        });
    }
}

/// A number wider than its column shows as `####`.
#[test]
fn every_number_fits_its_column() {
    scene("2021-09").report(|outcome| {
        for book in [monthly::book(outcome), findings::book(outcome)] {
            for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden) {
                let merged: BTreeSet<(u32, u16)> = sheet.merges.iter().map(|area| (area.top, area.left)).collect();
                for ((row, column), cell) in &sheet.cells {
                    let number = !matches!(cell.value, Value::Blank | Value::Text(_));
                    if number && !merged.contains(&(*row, *column)) {
                        let room = sheet.widths[column];
                        let needed = fit::cell_width(cell) as f64;
                        assert!(room > needed, "{} {row} {column}: {:?} in {room}", sheet.name, cell.value);
                    }
                }
            }
        }
    });
}

/// LibreOffice does not wrap the text of a link: what does not fit on its line is cut off.
#[test]
fn every_text_with_a_link_to_a_file_fits_its_column() {
    scene("2021-09").report(|outcome| {
        let mut links = 0;
        for book in [monthly::book(outcome), findings::book(outcome)] {
            for sheet in &book.sheets {
                let merged: BTreeSet<(u32, u16)> = sheet.merges.iter().map(|area| (area.top, area.left)).collect();
                for ((row, column), cell) in &sheet.cells {
                    if matches!(cell.link.as_deref(), Some(Link::File { .. })) && !merged.contains(&(*row, *column)) {
                        let (room, needed) = (sheet.widths[column], fit::cell_width(cell) as f64);
                        assert!(room >= needed, "{} {row} {column}: {:?} in {room}", sheet.name, cell.value);
                        links += 1;
                    }
                }
            }
        }
        assert!(links > 0);
    });
}

#[test]
fn every_link_inside_of_a_book_leads_to_one_of_its_sheets() {
    scene("2021-09").report(|outcome| {
        for book in [monthly::book(outcome), findings::book(outcome)] {
            let names: BTreeSet<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            assert_eq!(names.len(), book.sheets.len());
            let cells = book.sheets.iter().flat_map(|sheet| sheet.cells.values());
            let mut links = 0;
            for cell in cells {
                if let Some(Link::Inside { sheet, .. }) = cell.link.as_deref() {
                    assert!(names.contains(sheet.as_str()), "{sheet}");
                    links += 1;
                }
            }
            assert!(links > 0);
        }
    });
}

#[test]
fn what_nobody_reported_is_neither_nothing_nor_0() {
    let roster = "姓名 | 角色\n王伟 | 专职成员";
    Scene::new("2021-09")
        .today("2022-01-10")
        .sheet("文旅/名册.xlsx", "名册", roster)
        .report(|outcome| {
            let mut book = read(written(outcome, &monthly::book(outcome)));
            let overview = rows(&mut book, "总览");
            let totals = overview.iter().find(|row| row[0] == "专班合计").expect("a totals row");
            assert_eq!(totals.iter().filter(|cell| *cell == "未报").count(), 6, "{totals:?}");
            assert!(!totals.contains(&"0".to_owned()), "{totals:?}");
            for sheet in ["签约项目", "到位资金", "开工项目", "在谈项目", "带队外出", "经费明细"] {
                assert_eq!(rows(&mut book, sheet)[3][0], "未报", "{sheet}");
            }
        });
}

#[test]
fn a_project_of_two_squads_is_one_of_the_city_and_the_overview_says_so() {
    let ledger = "项目名称 | 投资方 | 阶段 | 首次对接日期\n温泉 | 甲公司 | 在谈 | 2021-03-01";
    let scene = || {
        Scene::new("2021-09")
            .today("2022-01-10")
            .sheet("文旅专班/台账.xlsx", "项目台账", ledger)
    };
    let remark = |scene: Scene| {
        scene.report(|outcome| {
            let mut book = read(written(outcome, &monthly::book(outcome)));
            let overview = rows(&mut book, "总览");
            let totals = overview.into_iter().find(|row| row[0] == "专班合计").expect("a totals row");
            totals
                .into_iter()
                .any(|cell| cell == "在谈项目为各专班之和；同一项目列在两个专班的，全市只计一个")
        })
    };
    assert!(!remark(scene()));
    assert!(remark(scene().sheet("农业专班/台账.xlsx", "项目台账", ledger)));
}

/// A contract that cannot be counted is there all the same: its receipt does not lack a contract.
#[test]
fn a_receipt_of_a_contract_that_was_set_aside_says_so() {
    let contracts =
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 古城 | 甲公司 | 正式合同 | 2021-03-01 | 若干";
    let receipts = "合同编号 | 项目名称 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\n\
                    HT-1 | | 2021-04-01 | 100 | 银行进账单 | 001\n\
                    HT-7 | | 2021-04-01 | 100 | 银行进账单 | 002\n\
                     | 古城 | 2021-04-01 | 100 | 银行进账单 | 003";
    let scene = Scene::new("2021-09")
        .sheet("文化旅游/合同.xlsx", "合同", contracts)
        .sheet("文化旅游/到位.xlsx", "到位", receipts)
        .sheet(
            "高效农业/到位.xlsx",
            "到位",
            "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT-8 | 2021-04-01 | 100 | 银行进账单 | 004",
        );
    scene.report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        let rows = rows(&mut book, "不计入明细");
        for (voucher, rule, reason) in [
            (
                "001",
                "D008",
                "所对应的签约合同 HT-1（文化旅游/合同.xlsx › 合同 › F2）有数据问题，未计入",
            ),
            ("002", "F001", "合同编号 HT-7 在签约合同中没有对应的正式合同，该笔到位资金不计入"),
            (
                "003",
                "F001",
                "按项目名称没有对应的正式合同；另有签约合同1行有数据问题、未计入，不能对应",
            ),
            ("004", "F001", "未报签约合同，不能对应"),
        ] {
            let row = rows
                .iter()
                .find(|row| row[4] == voucher)
                .unwrap_or_else(|| panic!("{voucher}: {rows:?}"));
            assert_eq!((row[6].as_str(), row[8].as_str()), (rule, reason));
        }
    });
}

#[test]
fn every_row_set_aside_is_listed_whatever_its_date() {
    let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
                     HT-1 | 古城 | 甲公司 | 正式合同 | 2021-09-06 | 500\n\
                     HT-2 | 温泉 | 乙公司 | 正式合同 | 2021-11-06 | 700\n\
                     HT-3 | 画廊 | 丙公司 | 正式合同 | 2022-09-06 | 800\n\
                     HT-4 | 书院 | 丁公司 | 正式合同 | 2020-12-06 | 若干\n\
                     HT-5 | 民宿 | 戊公司 | 正式合同 | 2021-10-04 | 若干\n\
                     HT-6 | 茶园 | 己公司 | 框架协议 | 2020-12-07 | 100";
    let scene = Scene::new("2021-09")
        .today("2021-10-05")
        .sheet("文化旅游/合同.xlsx", "合同", contracts);
    scene.report(|outcome| {
        let mut book = read(written(outcome, &monthly::book(outcome)));
        let rows = rows(&mut book, "不计入明细");
        let titles: Vec<&str> = rows
            .iter()
            .map(|row| row[4].as_str())
            .filter(|title| title.starts_with("HT-") && !title.contains(' '))
            .collect();
        // One after the last day is no part of the run, and one of the year before is only listed when it is in no figure at all.
        assert_eq!(titles, ["HT-2", "HT-3", "HT-4"]);
        let files = crate::report::briefs::of_period(outcome).unwrap();
        let text = String::from_utf8(files[1].bytes.clone()).unwrap();
        assert!(text.contains("3行未计入以上数据：签约合同3行（可辨认金额1500.00万元）"), "{text}");
    });
}

#[test]
fn months_of_which_a_duty_cannot_be_told_are_said_beside_those_short() {
    let log: String = (1..=31)
        .map(|day| format!("\n2021-03-{day:02} | 王伟 | 拜访 | 北京 | 是"))
        .collect();
    let scene = Scene::new("2021")
        .today("2022-01-10")
        .sheet("文旅/名册.xlsx", "名册", "姓名 | 角色 | 到岗日期\n王伟 | 专职成员 | 2021-01-01")
        .sheet("文旅/日志.xlsx", "3月", &format!("日期 | 姓名 | 工作内容 | 地点 | 是否外出{log}"));
    scene.report(|outcome| {
        let book = super::yearly::book(outcome);
        let mut book = read(written(outcome, &book));
        let rows = rows(&mut book, "成员情况");
        let row = rows.iter().find(|row| row[1] == "王伟").expect("the member");
        assert_eq!(row[8], "0（另11个月未报或无法判断）");
    });
}

#[test]
fn a_long_name_of_a_squad_has_room() {
    let mut scene = scene("2021-09");
    let squads = scene.settings.city.squads.iter_mut();
    for (squad, name) in squads.zip(["先进装备制造和新一代信息技术产业", "", "", ""]) {
        if !name.is_empty() {
            squad.name = name.into();
        }
    }
    scene.report(|outcome| {
        let book = monthly::book(outcome);
        let sheet = book.sheets.iter().find(|sheet| sheet.name == "目标进度").unwrap();
        let findings = findings::book(outcome);
        for sheet in [sheet, &findings.sheets[0]] {
            let mut seen = 0;
            for ((row, column), cell) in &sheet.cells {
                let Value::Text(text) = &cell.value else { continue };
                let merged = sheet.merges.iter().any(|area| area.top == *row && area.left == *column);
                if !cell.style.wrap || merged {
                    continue;
                }
                let width = sheet.widths.get(column).copied().unwrap_or(9.0);
                let needed = fit::lines(text, width) as f64 * fit::LINE;
                let height = sheet.heights.get(row).copied().unwrap_or(15.0);
                assert!(height >= needed, "{} {row} {column} {text}: {height} < {needed}", sheet.name);
                seen += usize::from(text.starts_with("先进装备"));
            }
            assert!(seen > 0, "{}", sheet.name);
        }
    });
}

#[test]
fn a_sum_just_below_its_goal_shows_its_places() {
    let contract =
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nW1 | 古城 | 甲公司 | 正式合同 | 2021-01-04 | 50000";
    let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nW1 | 2021-05-01 | 9999.9999 | 银行进账单 | 1";
    let scene = Scene::new("2021")
        .today("2022-01-10")
        .sheet("文旅/合同.xlsx", "合同", contract)
        .sheet("文旅/到位.xlsx", "到位资金", receipts);
    scene.report(|outcome| {
        use crate::report::look::Show;
        let show = |book: &Book, sheet: &str, shown: &str| {
            let sheet = book.sheets.iter().find(|one| one.name == sheet).unwrap();
            let wanted: Decimal = shown.parse().unwrap();
            let cells = sheet
                .cells
                .values()
                .filter(|cell| matches!(cell.value, Value::Number(number) if number == wanted));
            cells.map(|cell| cell.style.show).collect::<BTreeSet<Show>>()
        };
        let yearly = super::yearly::book(outcome);
        assert_eq!(show(&yearly, "目标完成情况", "9999.9999"), BTreeSet::from([Show::MoneyExact]));
        assert_eq!(show(&yearly, "目标完成情况", "0.0001"), BTreeSet::from([Show::MoneyExact]));
        assert_eq!(show(&yearly, "目标完成情况", "10000"), BTreeSet::from([Show::Money]));
        assert_eq!(show(&yearly, "目标完成情况", "0.99999999"), BTreeSet::from([Show::PercentExact]));
    });
}
