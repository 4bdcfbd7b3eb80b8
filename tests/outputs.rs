//! Every number that goes out is the one in figures.json: the text, the document and the workbook are read back (spec 4.6).

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use assert_cmd::Command;
use calamine::Data;
use calamine::Reader;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde_json::Value;

/// A report of a sample, made by the program itself, with the figures of the period before.
struct Report {
    folder: PathBuf,
    figures: Value,
    before: Value,
    // The outputs live as long as the test.
    _work: tempfile::TempDir,
}

fn report(sample: &str) -> Report {
    report_of(sample, "2021-08", "2021-09")
}

fn report_of(sample: &str, before: &str, period: &str) -> Report {
    let work = tempfile::tempdir().unwrap();
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(sample);
    let run = |period: &str| {
        let mut command = Command::cargo_bin("zhuanban").unwrap();
        command
            .args(["report", period, "--date", "2022-01-10"])
            .arg(&inbox)
            .arg("--out")
            .arg(work.path())
            .assert()
            .code(0);
        let folder = work.path().join(period);
        let figures = fs::read(folder.join("数据/figures.json")).unwrap();
        (folder, serde_json::from_slice(&figures).unwrap())
    };
    let (_, before) = run(before);
    let (folder, figures) = run(period);
    Report {
        folder,
        figures,
        before,
        _work: work,
    }
}

impl Report {
    fn file(&self, ending: &str) -> PathBuf {
        let files = crate::support::files(&self.folder);
        let found: Vec<&String> = files.iter().filter(|path| path.ends_with(ending)).collect();
        assert_eq!(found.len(), 1, "{ending}: {files:?}");
        self.folder.join(found[0])
    }

    fn markdown(&self) -> String {
        fs::read_to_string(self.file(".md")).unwrap()
    }

    /// The text of the document, a line for each paragraph.
    fn document(&self) -> String {
        let mut zip = zip::ZipArchive::new(fs::File::open(self.file("汇报.docx")).unwrap()).unwrap();
        let mut xml = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let paragraphs = xml.split("</w:p>").map(|paragraph| {
            let runs = paragraph
                .split("<w:t")
                .skip(1)
                .filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
            runs.map(|(text, _)| text).collect::<String>()
        });
        paragraphs
            .collect::<Vec<_>>()
            .join("\n")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
    }

    fn sheet(&self, name: &str) -> Vec<Vec<Data>> {
        let mut book = calamine::open_workbook_auto(self.file("附表.xlsx")).unwrap();
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    }
}

pub fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// Whether a cell holds that text.
fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(written) if written == text)
}

/// Yuan as 万元 with two places.
pub fn wan(yuan: Decimal) -> String {
    format!(
        "{:.2}",
        (yuan / Decimal::from(10_000)).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    )
}

fn percent(share: Decimal) -> String {
    format!("{:.2}%", share * Decimal::ONE_HUNDRED)
}

/// Every sum of a document, as the text would show it.
pub fn sums(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains('.') => found.extend(text.parse::<Decimal>().ok().map(wan)),
        Value::Array(items) => items.iter().for_each(|item| sums(item, found)),
        Value::Object(items) => items.values().for_each(|item| sums(item, found)),
        _ => {}
    }
}

/// The differences of the sums of two documents of one shape.
fn changes(now: &Value, before: &Value, found: &mut BTreeSet<String>) {
    match (now, before) {
        (Value::String(now), Value::String(before)) => {
            if let (Ok(now), Ok(before)) = (now.parse::<Decimal>(), before.parse::<Decimal>()) {
                found.insert(wan((now - before).abs()));
            }
        }
        (Value::Object(now), Value::Object(before)) => {
            now.iter()
                .filter_map(|(key, value)| Some((value, before.get(key)?)))
                .for_each(|(now, before)| changes(now, before, found));
        }
        (Value::Array(now), Value::Array(before)) => now.iter().zip(before).for_each(|(now, before)| changes(now, before, found)),
        _ => {}
    }
}

/// The numbers that stand before a unit in a text.
pub fn before_unit<'a>(text: &'a str, unit: &str) -> Vec<&'a str> {
    let pieces: Vec<&str> = text.split(unit).collect();
    let ends = pieces.iter().take(pieces.len().saturating_sub(1));
    ends.filter_map(|piece| {
        let start = piece
            .rfind(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(0, |at| at + piece[at..].chars().next().unwrap().len_utf8());
        Some(&piece[start..]).filter(|number| !number.is_empty())
    })
    .collect()
}

/// The lines of the text that the figures make: not what the logs say in their own words, nor the findings.
fn own_words(markdown: &str, others: &[&str]) -> String {
    let sections: Vec<&str> = markdown.split("\n## ").collect();
    let own = sections
        .iter()
        .filter(|section| !others.iter().any(|head| section.starts_with(head)));
    let lines = own
        .flat_map(|section| section.lines())
        .filter(|line| !line.starts_with("**重点项目进展") && !line.starts_with("**有价值项目信息"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every sum of the sections that the figures make is one of them, or the change of one.
fn sums_are_figures(report: &Report, others: &[&str], at_least: usize) {
    let mut known = BTreeSet::new();
    sums(&report.figures, &mut known);
    changes(&report.figures, &report.before, &mut known);
    let fund = &report.figures["fund"];
    if let (Some(spent), Some(proposed)) = (decimal(&fund["spent"]), decimal(&fund["proposed"])) {
        known.insert(wan(spent - proposed));
    }
    let text = own_words(&report.markdown(), others);
    let found = before_unit(&text, "万元");
    let period = &report.figures["period"];
    assert!(found.len() >= at_least, "{period}: {} sums were found", found.len());
    for number in found {
        assert!(known.contains(number), "{period}: {number}万元 is no figure");
    }
}

#[test]
fn every_sum_of_the_text_is_a_figure() {
    for sample in ["clean", "flawed"] {
        sums_are_figures(&report(sample), &["三、", "四、", "五、"], 30);
    }
}

/// What the charts of a workbook hold, as a program shows them before it reads the cells: the reference and the numbers.
fn chart_caches(book: &Path) -> Vec<(String, Vec<Option<f64>>)> {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    let mut caches = Vec::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        if !part.name().unwrap().starts_with("xl/charts/chart") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        for values in xml.split("<c:numRef>").skip(1) {
            let inside = |text: &str, from: &str, to: &str| Some(text.split_once(from)?.1.split_once(to)?.0.to_owned());
            let reference = inside(values, "<c:f>", "</c:f>").unwrap();
            let cache = inside(values, "<c:numCache>", "</c:numCache>").unwrap();
            let count: usize = inside(&cache, "<c:ptCount val=\"", "\"").unwrap().parse().unwrap();
            let mut numbers = vec![None; count];
            for point in cache.split("<c:pt idx=\"").skip(1) {
                let position: usize = point.split_once('"').unwrap().0.parse().unwrap();
                numbers[position] = inside(point, "<c:v>", "</c:v>").and_then(|number| number.parse().ok());
            }
            caches.push((reference, numbers));
        }
    }
    caches
}

/// The numbers of a reference such as `图表数据!$B$2:$B$7`.
fn cells_of(report: &Report, reference: &str) -> Vec<Option<f64>> {
    let (sheet, area) = reference.split_once('!').unwrap();
    let corners: Vec<(u32, u32)> = area
        .split(':')
        .map(|corner| {
            let parts: Vec<&str> = corner.split('$').collect();
            let letters = parts[1]
                .bytes()
                .fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
            (parts[2].parse::<u32>().unwrap() - 1, letters - 1)
        })
        .collect();
    let mut book = calamine::open_workbook_auto(report.file("附表.xlsx")).unwrap();
    let range = book.worksheet_range(sheet.trim_matches('\'')).unwrap();
    let (first, last) = (corners[0], *corners.last().unwrap());
    (first.0..=last.0)
        .map(|row| match range.get_value((row, first.1)) {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        })
        .collect()
}

/// The tie-out of each run holds the cells that charts read to figures.json; here the charts themselves are held to those cells.
fn charts_are_their_cells(report: &Report) {
    let caches = chart_caches(&report.file("附表.xlsx"));
    let period = &report.figures["period"];
    assert!(caches.len() >= 8, "{period}: {} series", caches.len());
    for (reference, numbers) in caches {
        assert_eq!(numbers, cells_of(report, &reference), "{period}: {reference}");
        assert!(numbers.iter().any(Option::is_some), "{period}: {reference} is empty");
    }
    // Month by month the trend adds up to the year.
    let data = report.sheet("图表数据");
    for (title, key) in [("签约资金", "signed_formal"), ("到位资金", "received")] {
        let column = data[0].iter().rposition(|cell| is(cell, title)).unwrap();
        let column = data
            .iter()
            .skip(1)
            .filter_map(|row| row[column].to_string().parse::<Decimal>().ok());
        let sum: Decimal = column.map(|sum| sum.round_dp(6)).sum();
        let year = decimal(&report.figures["total"]["ytd"][key]).unwrap() / Decimal::from(10_000);
        assert_eq!(sum.normalize(), year.normalize(), "{period} {title}");
    }
}

#[test]
fn the_texts_and_charts_of_short_periods_are_the_figures() {
    for (before, period, others) in [("2021-W35", "2021-W36", ["三、"]), ("2021-08-H2", "2021-09-H1", ["二、"])] {
        let report = report_of("flawed", before, period);
        sums_are_figures(&report, &others, 2);
        charts_are_their_cells(&report);
    }
}

#[test]
fn the_texts_and_charts_of_long_periods_are_the_figures() {
    let quarter = report_of("flawed", "2021-Q2", "2021-Q3");
    sums_are_figures(&quarter, &["三、", "四、"], 15);
    charts_are_their_cells(&quarter);
}

#[test]
fn the_charts_of_a_month_are_the_figures() {
    charts_are_their_cells(&report("flawed"));
}

#[test]
fn the_document_says_what_the_text_says() {
    let report = report("flawed");
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !"*#|-:".contains(*c)).collect() };
    let (document, markdown) = (plain(&report.document()), report.markdown());
    for line in markdown.lines().filter(|line| !line.starts_with('|') && !plain(line).is_empty()) {
        // The document numbers the enclosures on their own.
        let line = plain(line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
        assert!(document.contains(&line), "not in the document: {line}");
    }
    for cell in markdown
        .lines()
        .filter(|line| line.starts_with("| "))
        .flat_map(|line| line.split('|'))
    {
        assert!(document.contains(&plain(cell)), "not in the document: {cell}");
    }
}

#[test]
fn the_table_of_targets_is_the_figures_in_text_and_workbook() {
    let report = report("flawed");
    let markdown = report.markdown();
    let mut rows = markdown
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with("|"))
        .skip(2);
    let sheet = report.sheet("目标进度");
    for squad in report.figures["squads"].as_array().unwrap() {
        for target in squad["targets"].as_array().unwrap() {
            let show = |key: &str| match (&target[key], target["goal"].is_string()) {
                (Value::Null, _) => "未报".to_owned(),
                (value, true) => wan(decimal(value).unwrap()),
                (value, false) => decimal(value).unwrap().normalize().to_string(),
            };
            let expected = [
                show("goal"),
                show("reached"),
                target["share"]
                    .as_f64()
                    .map_or("未报".to_owned(), |_| percent(decimal(&target["share"]).unwrap())),
            ];
            let row: Vec<&str> = rows.next().unwrap().split('|').map(str::trim).collect();
            assert_eq!(row[3..6], expected, "{} {}", squad["squad"], target["target"]);
            let name = target["name"].as_str().unwrap();
            let squads: Vec<&Vec<Data>> = sheet
                .iter()
                .skip_while(|row| {
                    !row.iter()
                        .any(|cell| cell.to_string().ends_with(name) && cell.to_string().starts_with('T'))
                })
                .take(4)
                .collect();
            let line = squads
                .iter()
                .find(|row| row.iter().any(|cell| is(cell, squad["squad"].as_str().unwrap())))
                .unwrap();
            let at = line.iter().position(|cell| is(cell, squad["squad"].as_str().unwrap())).unwrap();
            let number = |cell: &Data| {
                cell.to_string()
                    .parse::<Decimal>()
                    .unwrap_or_else(|_| panic!("{cell:?}"))
                    .round_dp(4)
            };
            let scale = if target["goal"].is_string() {
                Decimal::from(10_000)
            } else {
                Decimal::ONE
            };
            assert_eq!(number(&line[at + 2]) * scale, decimal(&target["goal"]).unwrap());
            assert_eq!(number(&line[at + 3]) * scale, decimal(&target["reached"]).unwrap());
        }
    }
}

#[test]
fn the_totals_of_the_lists_are_the_figures() {
    let report = report("flawed");
    let total = &report.figures["total"]["ytd"];
    for (sheet, key) in [("签约项目", "signed_formal"), ("到位资金", "received")] {
        let rows = report.sheet(sheet);
        let expected = decimal(&total[key]).unwrap() / Decimal::from(10_000);
        let sum = rows.iter().rev().find(|row| row.iter().any(|cell| is(cell, "合计"))).unwrap();
        let numbers: Vec<Decimal> = sum.iter().filter_map(|cell| cell.to_string().parse().ok()).collect();
        assert!(
            numbers.contains(&expected.normalize()),
            "{sheet}: {expected} is not among {numbers:?}"
        );
    }
}

/// The last week of a year ends in the next one, and its first one begins in the year before.
#[test]
fn a_week_on_both_sides_of_new_year_has_its_report() {
    let weeks = [
        ("2025-W01", ["2024-12-30", "2024-12-31", "2025-01-02", "2025-01-03"], 2, "605.00"),
        ("2021-W52", ["2021-12-30", "2021-12-31", "2022-01-01", "2022-01-02"], 4, "1206.00"),
    ];
    for (week, days, starts_of_year, spent) in weeks {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("收件").join("文化旅游专班");
        fs::create_dir_all(&inbox).unwrap();
        let file = |name: &str, header: &str, row: &dyn Fn(usize, &str) -> String| {
            let rows: String = days.iter().enumerate().map(|(at, day)| row(at, day)).collect();
            fs::write(inbox.join(name), format!("{header}\n{rows}")).unwrap();
        };
        file(
            "签约合同.csv",
            "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）",
            &|at, day| format!("HT-{at},项目{at},公司{at},正式合同,{day},80{at}\n"),
        );
        file(
            "到位资金.csv",
            "合同编号,到账日期,金额（万元）,凭证类型,凭证号",
            &|at, day| format!("HT-{at},{day},1{at},银行进账单,J-2024-{at}\n"),
        );
        file("项目台账.csv", "项目名称,阶段,开工日期", &|at, day| {
            format!("项目{at},开工,{day}\n")
        });
        file("经费支出.csv", "日期,支出项目,金额（元）,凭证号", &|at, day| {
            format!("{day},差旅费,30{at},P-{at}\n")
        });
        file("工作日志.csv", "日期,姓名,工作内容,地点", &|_, day| {
            format!("{day},赵刚,考察,上海\n")
        });
        fs::write(inbox.join("名册.csv"), "姓名,角色,到岗日期\n赵刚,组长,2021-01-01\n").unwrap();
        fs::write(inbox.join("年度预算.csv"), "年度,预算金额（元）\n2021,700\n2025,700\n").unwrap();
        let mut command = Command::cargo_bin("zhuanban").unwrap();
        command
            .args(["report", week, "--date", "2025-01-06"])
            .arg(folder.path())
            .assert()
            .code(0);
        let figures = folder.path().join("报送").join(week).join("数据/figures.json");
        let figures: Value = serde_json::from_slice(&fs::read(figures).unwrap()).unwrap();
        let squad = figures["squads"]
            .as_array()
            .unwrap()
            .iter()
            .find(|squad| squad["squad"] == "文化旅游");
        let squad = squad.unwrap();
        assert_eq!(squad["period"]["starts"], 4, "{week}");
        assert_eq!(squad["ytd"]["starts"], starts_of_year, "{week}");
        assert_eq!(figures["fund"]["spent"], spent, "{week}");
        // A verdict is one year's, and so is a budget: what January spent breaks none of the year before.
        assert_eq!(squad["verdict"], Value::Null, "{week}");
        let findings = fs::read_to_string(folder.path().join("报送").join(week).join("数据/findings.json")).unwrap();
        assert!(!findings.contains("E012"), "{week}: {findings}");
    }
}
