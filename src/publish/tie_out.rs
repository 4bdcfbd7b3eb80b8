//! Tie-out (spec 4.6): before a report takes its place, its own files are read back from their bytes, and every number that a cell or
//! a table says it shows must be the figure of figures.json, the rows below it must add up to it, and a document must say what its
//! text says. Nothing that a writer was told is trusted: only what it wrote.

use std::collections::BTreeMap;
use std::io::Read;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde_json::Value;

use crate::intake;
use crate::intake::grid::Grid;
use crate::intake::grid::Raw;
use crate::report::OutputFile;
use crate::report::briefs::words::NO_VALUE;
use crate::report::sheet::Shown;
use crate::report::sheet::Unit;
use crate::report::sheet::a1;
use crate::settings::Limits;
use crate::values::number;
use crate::values::number::nearest_f64;

/// The figures that everything is held to.
const FIGURES: &str = "数据/figures.json";

/// By how much of itself the binary64 in a cell may be off its exact number: 2⁻⁵³, rounded up.
const LEAST_STEP: Decimal = Decimal::from_parts(2, 0, 0, false, 16);

/// What stands for a figure that was not reported, or that there is none of.
const NO_NUMBER: [&str; 3] = ["未报", "—", NO_VALUE];

/// The columns by which the table of targets is known in a text.
const TARGET_COLUMNS: [&str; 3] = ["指标", "目标", "完成"];

/// The rows of a table that has the squads beside each other: what they are called, their key, whether they are money in 万元.
const SIDE_BY_SIDE: [(&str, &str, bool); 12] = [
    ("正式合同（份）", "contracts_formal", false),
    ("签约资金（万元）", "signed_formal", true),
    ("其中已认定（万元）", "signed_recognised", true),
    ("到位资金（万元）", "received", true),
    ("开工项目（个）", "starts", false),
    ("其中产业类（个）", "starts_industrial", false),
    ("在谈项目（个）", "in_talks", false),
    ("专题招商活动（次）", "events", false),
    ("企业来访（批）", "firm_visits", false),
    ("组长带队外出（次）", "leader_trips", false),
    ("在外工作日（个）", "squad_days_out", false),
    ("经费支出（万元）", "spent", true),
];

/// The columns of tables that have the squads below each other.
const BELOW_EACH_OTHER: [(&str, &str, bool); 4] = [
    ("签约资金", "signed_formal", true),
    ("到位资金", "received", true),
    ("开工", "starts", false),
    ("在谈", "in_talks", false),
];

/// The columns of the tables of an application for money, in yuan.
const APPLIED: [(&str, &str); 2] = [("申请金额", "spent"), ("建议核定", "proposed")];

/// Two outputs that say different things, or one that cannot be read back; nothing is published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("输出之间的数字对不上，已停止，未生成任何文件：\n{}", .0.join("\n"))]
pub struct Difference(Vec<String>);

/// Reads the files back and compares.
pub fn tie_out(files: &[OutputFile]) -> Result<(), Difference> {
    let figures = files.iter().find(|file| file.path == FIGURES);
    let figures: Value = figures
        .and_then(|file| serde_json::from_slice(&file.bytes).ok())
        .unwrap_or_default();
    let figures = Figures::new(&figures);
    let told: Vec<Vec<String>> = files.par_iter().map(|file| differences(file, files, &figures)).collect();
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { Ok(()) } else { Err(Difference(told)) }
}

/// What one of the files says that the figures, or its twin among the others, do not.
fn differences(file: &OutputFile, files: &[OutputFile], figures: &Figures<'_>) -> Vec<String> {
    let mut told = Vec::new();
    if !file.shown.is_empty() {
        workbook(file, figures, &mut told);
    }
    if file.path.ends_with(".html") {
        page(file, figures, &mut told);
    }
    let twin = |from: &str, to: &str| {
        let name = file.path.strip_suffix(from)?;
        files.iter().find(|other| other.path.strip_suffix(to) == Some(name))
    };
    if file.path.ends_with(".md") {
        text(file, figures, &mut told);
        if let Some(document) = twin(".md", ".docx") {
            same_words(file, document, &mut told);
        }
    }
    if file.path.ends_with(".docx") && twin(".docx", ".md").is_none() {
        document(file, figures, &mut told);
    }
    told
}

/// figures.json by the names that cells give.
struct Figures<'v> {
    document: &'v Value,
    squads: BTreeMap<&'v str, &'v Value>,
}

impl<'v> Figures<'v> {
    fn new(document: &'v Value) -> Figures<'v> {
        let squads = document["squads"].as_array().into_iter().flatten();
        Figures {
            document,
            squads: squads.filter_map(|squad| Some((squad["squad"].as_str()?, squad))).collect(),
        }
    }

    /// The figure of a name such as `文化旅游.signed_formal.ytd`, `合计.received.period`, `经费.spent`, `经费.by_item.差旅费`,
    /// `文化旅游.T001`, `文化旅游.T001.goal`, `文化旅游.members.0.days_out.period`. Names that people gave may hold dots themselves.
    fn get(&self, name: &str) -> Option<&'v Value> {
        if let Some(key) = name.strip_prefix("经费.") {
            let fund = &self.document["fund"];
            let part = || {
                let (key, part) = key.split_once('.')?;
                fund.get(key)?.get(part)
            };
            return fund.get(key).or_else(part);
        }
        let (whose, rest) = match name.strip_prefix("合计.") {
            Some(rest) => (&self.document["total"], rest),
            None => self
                .squads
                .iter()
                .find_map(|(squad, figures)| Some((*figures, name.strip_prefix(squad)?.strip_prefix('.')?)))?,
        };
        let windowed = || {
            let (rest, window) = rest.rsplit_once('.')?;
            let figures = whose.get(window).filter(|_| matches!(window, "period" | "ytd"))?;
            let part = || match rest.split_once('.')? {
                ("members", member) => {
                    let (position, key) = member.split_once('.')?;
                    figures["members"].get(position.parse::<usize>().ok()?)?.get(key)
                }
                (key, part) => figures.get(key)?.get(part),
            };
            figures.get(rest).or_else(part)
        };
        let target = || {
            let (code, key) = rest.split_once('.').unwrap_or((rest, "reached"));
            let mut targets = whose["targets"].as_array().into_iter().flatten();
            targets.find(|one| one["target"] == *code)?.get(key)
        };
        windowed().or_else(target)
    }

    /// The number that a name stands for; `Some(None)` when it was not reported. `各专班.starts.ytd` is the sum of what the squads
    /// count, where one thing may stand with two of them.
    fn number(&self, name: &str) -> Option<Option<Decimal>> {
        let Some(rest) = name.strip_prefix("各专班.") else {
            return self.get(name).map(number);
        };
        let of_squads: Option<Vec<&Value>> = self.squads.keys().map(|squad| self.get(&format!("{squad}.{rest}"))).collect();
        let known: Vec<Decimal> = of_squads?.into_iter().filter_map(number).collect();
        let sum = known.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(*one));
        Some(sum.filter(|_| !known.is_empty()))
    }
}

/// A value of figures.json as a number; `None` for null.
fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A workbook's cells against the figures that they show, and totals against the rows above them.
fn workbook(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let read = match intake::read_bytes(&file.path, file.bytes.clone(), &Limits::default()) {
        Ok(read) => read,
        Err(refused) => return told.push(format!("{}：生成后读不回来（{}）", file.path, refused.reason)),
    };
    let sheets: BTreeMap<&str, &Grid> = read.sheets.iter().map(|grid| (&*grid.name, grid)).collect();
    for shown in &file.shown {
        let place = format!("{} › {} › {}", file.path, shown.sheet, a1(shown.row, shown.column));
        let Some(figure) = figures.number(&shown.figure) else {
            told.push(format!("{place} 所列的指标 {} 不在 {FIGURES} 中", shown.figure));
            continue;
        };
        let cell = sheets.get(shown.sheet.as_str()).and_then(|grid| raw(grid, shown.row, shown.column));
        let expected = figure.and_then(|figure| shown.unit.of(figure));
        let agrees = match (&cell, expected) {
            (Some(Raw::Number(number)), Some(expected)) => *number == nearest_f64(expected),
            (Some(Raw::Text(text)), None) => NO_NUMBER.contains(&&**text),
            // A number whose format shows its unit is read with it, in the digits that a spreadsheet has.
            (Some(Raw::Text(text)), Some(expected)) => {
                text.trim_end_matches(['万', '元', '个']).parse().ok() == number::from_f64(nearest_f64(expected)).ok()
            }
            _ => false,
        };
        if !agrees {
            let (cell, figure) = (
                said(cell.as_ref()),
                expected.map_or_else(|| "未报".to_owned(), |value| value.normalize().to_string()),
            );
            told.push(format!("{place} 是 {cell}，{FIGURES} 中的 {} 是 {figure}", shown.figure));
        }
        if let (Some((first, last)), Some(grid)) = (shown.rows, sheets.get(shown.sheet.as_str())) {
            adds_up(&place, grid, shown, (first, last), told);
        }
    }
}

/// Whether the rows of a column add up to its total.
fn adds_up(place: &str, grid: &Grid, shown: &Shown, (first, last): (u32, u32), told: &mut Vec<String>) {
    let number = |raw| match raw {
        Raw::Number(number) => Decimal::from_f64_retain(number),
        _ => Some(Decimal::ZERO),
    };
    let mut numbers = (first..=last).filter_map(|row| raw(grid, row, shown.column)).map(number);
    let Some(total @ Raw::Number(_)) = raw(grid, shown.row, shown.column) else {
        return;
    };
    // What a cell holds is off by as much as a binary64 must be: too little to hide a fen, unless the sum is beyond such numbers.
    let add = |(sum, size): (Decimal, Decimal), number: Decimal| Some((sum.checked_add(number)?, size.checked_add(number.abs())?));
    let sum = numbers.try_fold((Decimal::ZERO, Decimal::ZERO), |sums, number| add(sums, number?));
    let total = number(total);
    let off = sum.zip(total).and_then(|((sum, size), total)| {
        let room = size.checked_add(total.abs())?.checked_mul(LEAST_STEP)?;
        Some(sum.checked_sub(total)?.abs() > room)
    });
    if off != Some(false) {
        let say =
            |value: Option<Decimal>| value.map_or_else(|| "（无法相加）".to_owned(), |value| value.round_dp(9).normalize().to_string());
        told.push(format!(
            "{place} 是 {}，其上第{}至{}行相加是 {}",
            say(total),
            first + 1,
            last + 1,
            say(sum.map(|(sum, _)| sum))
        ));
    }
}

/// What stands in a cell; row and column from 0.
fn raw(grid: &Grid, row: u32, column: u16) -> Option<Raw> {
    let at = grid.rows.binary_search_by_key(&(row + 1), |row| row.row).ok()?;
    let cells = &grid.rows.get(at)?.cells;
    let at = cells.binary_search_by_key(&(column + 1), |cell| cell.column).ok()?;
    cells.get(at).map(|cell| cell.raw.clone())
}

fn said(raw: Option<&Raw>) -> String {
    match raw {
        None => "空".to_owned(),
        Some(Raw::Number(number)) => number.to_string(),
        Some(Raw::Text(text)) => format!("“{text}”"),
        Some(_) => "其他内容".to_owned(),
    }
}

/// The tables of a text: what they show is the figure, as it would be shown.
fn text(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut table = Table::new("");
    for (number_of_line, line) in (1..).zip(text.lines()) {
        match cells_of(line) {
            Some(cells) => table.row(&format!("{} 第{number_of_line}行", file.path), figures, cells, told),
            None => table = Table::new(""),
        }
    }
}

/// The tables of a document that has no text beside it.
fn document(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let Some(xml) = document_xml(&file.bytes) else {
        return told.push(format!("{}：生成后读不回来", file.path));
    };
    let mut parts = xml.split("<w:tbl>");
    let heading = words(parts.next().unwrap_or_default());
    let mut named: Vec<&&str> = figures.squads.keys().collect();
    named.retain(|squad| heading.contains(&format!("{squad}产业招商专班")));
    let squad = named.into_iter().max_by_key(|squad| squad.len()).copied().unwrap_or_default();
    for (number_of_table, part) in (1..).zip(parts) {
        let rows = part.split("</w:tbl>").next().unwrap_or_default();
        let mut table = Table::new(squad);
        for (number_of_row, row) in (1..).zip(rows.split_inclusive("</w:tr>").filter(|row| row.ends_with("</w:tr>"))) {
            let cells = row.split_inclusive("</w:tc>").filter(|cell| cell.ends_with("</w:tc>"));
            let place = format!("{} 第{number_of_table}个表第{number_of_row}行", file.path);
            table.row(&place, figures, cells.map(words).collect(), told);
        }
    }
}

/// A table that is read row by row.
struct Table {
    /// The last row that names columns.
    head: Vec<String>,
    /// Whose rows they are, unless they say so themselves.
    squad: String,
}

impl Table {
    fn new(squad: &str) -> Table {
        Table {
            head: Vec::new(),
            squad: squad.to_owned(),
        }
    }

    fn row(&mut self, place: &str, figures: &Figures<'_>, cells: Vec<String>, told: &mut Vec<String>) {
        let is_head = self.head.is_empty() || TARGET_COLUMNS.iter().all(|name| cells.iter().any(|cell| cell == name));
        if is_head {
            self.head = cells;
            return;
        }
        let column = |name: &str| self.head.iter().position(|title| title == name);
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
        let (first, title) = (cell(0), self.head.first().map(String::as_str).unwrap_or_default());
        if let [Some(names), Some(goals), Some(reached)] = TARGET_COLUMNS.map(column) {
            if let Some(squad) = column("专班").map(cell).filter(|squad| !squad.is_empty()) {
                self.squad = squad.to_owned();
            }
            let name = cell(names).split('（').next().unwrap_or_default();
            return target(place, figures, [&self.squad, name, cell(goals), cell(reached)], told);
        }
        let mut held = |name: String, written: &str, money: bool| {
            if let Some(figure) = figures.get(&name) {
                compare(place, &name, written, &in_text(figure, money), told);
            }
        };
        if title == "指标" {
            let indicator = SIDE_BY_SIDE.iter().find(|(name, ..)| *name == first);
            for (at, whose) in self.head.iter().enumerate().skip(1) {
                if let Some((_, key, money)) = indicator {
                    held(format!("{whose}.{key}.period"), cell(at), *money);
                }
            }
        }
        if title == "专班" {
            for (at, (_, key, money)) in BELOW_EACH_OTHER.iter().filter_map(|known| Some((column(known.0)?, known))) {
                held(format!("{first}.{key}.period"), cell(at), *money);
            }
        }
        let whose = match (title, self.squad.as_str()) {
            ("专班", _) => first,
            ("支出项目", "") => "合计",
            ("支出项目", squad) => squad,
            _ => return,
        };
        let spending = self.head.iter().enumerate().skip(1).filter(|(_, title)| title.ends_with("支出"));
        for (at, spent) in spending {
            let window = if spent == "本年支出" { "ytd" } else { "period" };
            if title == "支出项目" && first != "合计" {
                held(format!("{whose}.spent_by_item.{first}.{window}"), cell(at), true);
                continue;
            }
            let beside = [
                ("建议核定", "proposed"),
                ("建议核减", "cuts"),
                ("每亿元签约经费", "cost_per_yi_signed"),
            ];
            held(format!("{whose}.spent.{window}"), cell(at), true);
            for (at, (name, key)) in (at + 1..).zip(beside) {
                if self.head.get(at).is_some_and(|title| title == name) {
                    held(format!("{whose}.{key}.{window}"), cell(at), true);
                }
            }
        }
        if column("申请金额").is_none() {
            return;
        }
        for (at, key) in APPLIED.iter().filter_map(|(name, key)| Some((column(name)?, *key))) {
            let name = match (title, first, key) {
                ("专班", ..) | (_, "合计", _) => format!("{whose}.{key}.period"),
                (_, item, "spent") => format!("{whose}.spent_by_item.{item}.period"),
                _ => continue,
            };
            if let Some(figure) = figures.get(&name) {
                let expected = number(figure).map_or_else(|| "未报".to_owned(), |yuan| yuan.normalize().to_string());
                let written = cell(at).parse::<Decimal>();
                let written = written.map_or_else(|_| cell(at).to_owned(), |yuan| yuan.normalize().to_string());
                compare(place, &name, &written, &expected, told);
            }
        }
    }
}

/// What is written against the figure of that name.
fn compare(place: &str, name: &str, written: &str, expected: &str, told: &mut Vec<String>) {
    // The dash stands for what cannot be proposed, or that there is none of.
    let both_none = NO_NUMBER.contains(&expected) && NO_NUMBER.contains(&written);
    if written != expected && !both_none {
        told.push(format!("{place}写的是 {written}，{FIGURES} 中的 {name} 是 {expected}"));
    }
}

/// The table of targets of a page, in which a row of one cell names the squad of the rows below it.
fn page(file: &OutputFile, figures: &Figures<'_>, told: &mut Vec<String>) {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut squad = String::new();
    for (number_of_line, line) in (1..).zip(text.lines()) {
        for row in line.split("<tr").skip(1) {
            let cells = cells_of_page(row);
            match cells.as_slice() {
                [one] => squad = one.strip_suffix("专班").unwrap_or(one).to_owned(),
                [name, goal, reached, ..] => {
                    let name = name.split('（').next().unwrap_or_default();
                    let place = format!("{} 第{number_of_line}行", file.path);
                    target(&place, figures, [&squad, name, goal, reached], told);
                }
                _ => {}
            }
        }
    }
}

/// What is written of a squad's target (squad, name, goal, reached) against its figures; other names are no targets.
fn target(place: &str, figures: &Figures<'_>, [squad, name, goal, reached]: [&str; 4], told: &mut Vec<String>) {
    let of_squad = figures.squads.get(squad);
    let mut targets = of_squad.and_then(|figures| figures["targets"].as_array()).into_iter().flatten();
    let Some(target) = targets.find(|target| target["name"] == *name) else {
        return;
    };
    for (key, written) in [("goal", goal), ("reached", reached)] {
        let money = target["goal"].is_string();
        // A sum just below its goal is written with all of its places, which is right in every text.
        let wan = number(&target[key]).map(|yuan| yuan / Decimal::from(10_000));
        if money && wan.is_some() && written.parse().ok() == wan {
            continue;
        }
        let expected = in_text(&target[key], money);
        let code = target["target"].as_str().unwrap_or_default();
        let place = format!("{place}（{squad} {name}）");
        compare(&place, &format!("{squad}.{code}.{key}"), written, &expected, told);
    }
}

/// The words of the cells of a table's row in a page.
fn cells_of_page(row: &str) -> Vec<String> {
    let closed = row.replace("</th>", "</td>");
    let cells = closed.split_inclusive("</td>").filter_map(|cell| {
        let cell = cell.strip_suffix("</td>")?;
        let start = cell.rfind("<th").max(cell.rfind("<td"))?;
        Some(plain_of_xml(cell.get(start..)?.split_once('>')?.1.trim()))
    });
    cells.collect()
}

/// A text without the escapes of XML, and of pages.
fn plain_of_xml(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// The cells of a line of a Markdown table, without what escapes its signs; `None` when it is none.
fn cells_of(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    if inner.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) && inner.contains('-') {
        return Some(Vec::new());
    }
    let protected = inner.replace("\\|", "\u{0}");
    let cells = protected.split('|').map(|cell| cell.trim().replace('\u{0}', "|").replace('\\', ""));
    Some(cells.collect())
}

/// A figure as texts show it: 万元 with two places, counts whole.
fn in_text(value: &Value, money: bool) -> String {
    match number(value) {
        None => "未报".to_owned(),
        Some(count) if !money => count.normalize().to_string(),
        Some(yuan) => {
            let wan = yuan / Decimal::from(10_000);
            // What two places would show as nothing is shown with as many as it needs.
            if !wan.is_zero() && wan.abs() < Decimal::new(1, 2) {
                return wan.normalize().to_string();
            }
            format!("{:.2}", wan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        }
    }
}

/// Whether every line of the text stands in the document.
fn same_words(text: &OutputFile, document: &OutputFile, told: &mut Vec<String>) {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !"*#|-:\\".contains(*c)).collect() };
    let Some(xml) = document_xml(&document.bytes) else {
        return told.push(format!("{}：生成后读不回来", document.path));
    };
    let words = plain(&words(&xml));
    for (number, line) in (1..).zip(String::from_utf8_lossy(&text.bytes).lines()) {
        // A document numbers its enclosures on its own.
        let pieces = match cells_of(line) {
            Some(cells) => cells,
            None => vec![line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned()],
        };
        for piece in pieces.iter().map(|piece| plain(piece)).filter(|piece| !piece.is_empty()) {
            if !words.contains(&piece) {
                told.push(format!("{} 第{number}行“{piece}”不在 {} 中", text.path, document.path));
            }
        }
    }
}

/// The body of a Word document.
fn document_xml(bytes: &[u8]) -> Option<String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut xml = String::new();
    zip.by_name("word/document.xml").ok()?.read_to_string(&mut xml).ok()?;
    Some(xml)
}

/// The words of a part of it.
fn words(xml: &str) -> String {
    let runs = xml.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' ']));
    let texts = runs.filter_map(|run| run.split_once('>')?.1.split_once("</w:t>"));
    let text: String = texts.map(|(text, _)| text).collect();
    plain_of_xml(&text)
}

impl Unit {
    /// A figure in this unit.
    fn of(self, figure: Decimal) -> Option<Decimal> {
        match self {
            Unit::Wan => figure.checked_div(Decimal::from(10_000)),
            Unit::Same => Some(figure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    /// The report of a squad that signed and received something.
    fn files(period: &str) -> Vec<OutputFile> {
        let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
                         HT-1 | 甲 | 乙 | 正式合同 | 2021-09-01 | 1234.5678\nHT-2 | 丙 | 乙 | 正式合同 | 2021-08-01 | 0.1";
        let receipts = "合同编号 | 到账日期 | 金额（元） | 凭证类型 | 凭证号\nHT-1 | 2021-09-03 | 100.01 | 发票 | P1";
        let scene = Scene::new(period)
            .sheet("文旅/合同.xlsx", "合同", contracts)
            .sheet("文旅/到位.xlsx", "到位", receipts);
        scene.report(|outcome| crate::report::report(outcome).unwrap())
    }

    #[test]
    fn names_with_signs_stop_no_run() {
        for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
            let files = full_of(period, "+文.旅|<&>\"'");
            assert_eq!(tie_out(&files), Ok(()), "{period}");
        }
    }

    #[test]
    fn trips_that_activities_tell_of_tie_out_with_and_without_a_log() {
        let roster = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n马丽 | 专职成员 | 2020-07-10";
        let activities =
            "日期 | 活动类型 | 活动名称 | 带队领导\n2021-09-07 | 外出考察 | 赴沪招商 | 杨帆\n2021-08-04 | 外出考察 | 赴京招商 | 杨帆";
        let log = "日期 | 姓名 | 工作内容 | 地点 | 带队领导\n2021-08-03 | 马丽 | 拜访 | 上海 | 杨帆";
        for period in ["2021-09", "2021-Q3", "2021-08"] {
            let scene = Scene::new(period)
                .sheet("文旅/名册.xlsx", "名册", roster)
                .sheet("文旅/活动.xlsx", "活动记录", activities);
            let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
            assert_eq!(tie_out(&files), Ok(()), "{period} without any log");
            let scene = Scene::new(period)
                .sheet("文旅/名册.xlsx", "名册", roster)
                .sheet("文旅/活动.xlsx", "活动记录", activities)
                .sheet("文旅/日志.xlsx", "8月", log);
            let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
            assert_eq!(tie_out(&files), Ok(()), "{period} with a log of August");
        }
    }

    #[test]
    fn sums_of_more_digits_than_a_cell_holds_stop_no_run() {
        let expenses = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 差旅费 | 1000000002048617.22 | V1\n\
                        2021-09-03 | 会务费 | 204.80 | V2\n2021-09-06 | 培训费 | 0.01 | V3";
        let others = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 会务费 | 33.33 | V4";
        for period in ["2021-09", "2021"] {
            let scene = Scene::new(period)
                .sheet("文旅/经费.xlsx", "经费支出", expenses)
                .sheet("新材料/经费.xlsx", "经费支出", others);
            let files = scene.report(|outcome| crate::report::report(outcome).unwrap());
            assert_eq!(tie_out(&files), Ok(()), "{period}");
        }
    }

    fn full(period: &str) -> Vec<OutputFile> {
        full_of(period, "文化旅游")
    }

    /// A squad's report with people, expenses and a log: what stands in every kind of sheet and paper.
    fn full_of(period: &str, squad: &str) -> Vec<OutputFile> {
        let expenses = "日期 | 支出项目 | 金额（元） | 凭证号\n2021-09-02 | 差旅费 | 1200.50 | V1\n2021-09-03 | 会务费 | 34567 | V2";
        let roster = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n王.伟 | 专职成员 | 2020-07-10";
        let log = "日期 | 姓名 | 工作内容 | 地点 | 带队领导 | 对接单位\n2021-09-01 | 王.伟 | 拜访 | 上海 | 杨帆 | 甲公司\n2021-09-07 | 王.伟 | 拜访 | 上海 | |";
        let projects =
            "项目名称 | 阶段 | 首次对接日期 | 开工日期 | 产业类\n甲 | 开工 | 2021-01-04 | 2021-09-06 | 是\n乙 | 在谈 | 2021-01-04 | | 是";
        let contracts =
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 甲 | 乙 | 正式合同 | 2021-09-01 | 1234.5678";
        let receipts = "合同编号 | 到账日期 | 金额（元） | 凭证类型 | 凭证号\nHT-1 | 2021-09-03 | 50 | 发票 | P1";
        let budget = "年度 | 预算金额（万元） | 上年结转（万元）\n2021 | 100 | 3";
        let mut scene = Scene::new(period);
        scene.settings.city.squads[3].name = std::sync::Arc::from(squad);
        let scene = scene
            .sheet("文旅/经费.xlsx", "经费支出", expenses)
            .sheet("文旅/名册.xlsx", "名册", roster)
            .sheet("文旅/日志.xlsx", "工作日志", log)
            .sheet("文旅/台账.xlsx", "项目台账", projects)
            .sheet("文旅/合同.xlsx", "合同", contracts)
            .sheet("文旅/到位.xlsx", "到位", receipts)
            .sheet("中心/预算.xlsx", "年度预算", budget);
        scene.report(|outcome| crate::report::report(outcome).unwrap())
    }

    #[test]
    fn every_sheet_that_shows_a_figure_is_held_to_it() {
        let held = |period: &str| -> Vec<String> {
            let files = full(period);
            assert_eq!(tie_out(&files), Ok(()), "{period}");
            let shown = files.iter().flat_map(|file| file.shown.iter().map(move |shown| (file, shown)));
            shown
                .map(|(file, shown)| format!("{} › {} › {}", file.path, shown.sheet, shown.figure))
                .collect()
        };
        let month = held("2021-09");
        for part in [
            "附表.xlsx › 总览 › 经费.spent",
            "附表.xlsx › 总览 › 文化旅游.squad_days_out.period",
            "附表.xlsx › 图表数据 › 文化旅游.T001.share",
            "附表.xlsx › 图表数据 › 文化旅游.members.1.workdays_out.period",
            "附表.xlsx › 图表数据 › 经费.by_item.差旅费",
            "附表.xlsx › 图表数据 › 合计.in_talks.ytd",
            "附表.xlsx › 目标进度 › 文化旅游.T003.goal",
            "附表.xlsx › 开工项目 › 各专班.starts.ytd",
            "附表.xlsx › 在谈项目 › 各专班.in_talks.ytd",
            "附表.xlsx › 带队外出 › 各专班.leader_trips.period",
            "附表.xlsx › 外出情况 › 文化旅游.members.1.firms_met.period",
            "附表.xlsx › 外出情况 › 文化旅游.squad_days_out.period",
            "附表.xlsx › 经费使用 › 经费.carry_over",
            "附表.xlsx › 经费使用 › 经费.by_track.squads",
            "附表.xlsx › 经费使用 › 合计.spent.ytd",
        ] {
            assert!(month.iter().any(|shown| shown.ends_with(part)), "{part}");
        }
        let year = held("2021");
        for part in [
            "年度考核汇总.xlsx › 成员情况 › 文化旅游.members.1.workdays_out.ytd",
            "考核卷宗/文化旅游/考核卷宗.xlsx › 经费明细 › 文化旅游.spent.ytd",
            "经费决算与绩效.xlsx › 绩效目标 › 文化旅游.cost_per_yi_signed.ytd",
            "经费决算与绩效.xlsx › 绩效目标 › 合计.received.ytd",
            "经费决算与绩效.xlsx › 经费使用 › 经费.carry_to_next",
        ] {
            assert!(year.iter().any(|shown| shown.ends_with(part)), "{part}");
        }
        for period in ["2021-W36", "2021-09-H1", "2021-Q3"] {
            assert!(held(period).len() > 200, "{period}");
        }
    }

    #[test]
    fn a_figure_changed_is_told_by_every_sheet_and_paper_that_shows_it() {
        let files = full("2021-09");
        let change = |from: &str, to: &str| {
            let mut files = files.clone();
            let figures = files.iter_mut().find(|file| file.path == FIGURES).unwrap();
            let text = String::from_utf8(figures.bytes.clone()).unwrap();
            assert!(text.contains(from), "{from}\n{text}");
            figures.bytes = text.replace(from, to).into_bytes();
            tie_out(&files).unwrap_err().0
        };
        for (from, to, places) in [
            (
                "\"差旅费\": \"1200.50\"",
                "\"差旅费\": \"1200.51\"",
                vec!["经费使用 › ", "图表数据 › ", "经费申请报告（文化旅游专班）.docx 第1个表第3行"],
            ),
            (
                "\"spent\": \"35767.50\"",
                "\"spent\": \"35867.50\"",
                vec![
                    "经费使用 › ",
                    "总览 › ",
                    "经费台账.xlsx › ",
                    "汇报.md 第",
                    "经费申请报告（文化旅游专班）.docx 第1个表第4行",
                    "经费申请汇总报告.docx 第1个表第5行",
                ],
            ),
            ("\"workdays_out\": 2", "\"workdays_out\": 3", vec!["外出情况 › ", "图表数据 › "]),
            ("\"starts\": 1", "\"starts\": 2", vec!["开工项目 › ", "图表数据 › ", "总览 › "]),
            ("\"leader_trips\": 1", "\"leader_trips\": 2", vec!["带队外出 › ", "总览 › "]),
        ] {
            let told = change(from, to);
            for place in places {
                assert!(told.iter().any(|line| line.contains(place)), "{to}: {place}\n{told:#?}");
            }
        }
    }

    #[test]
    fn tables_that_compare_the_squads_are_held_to_the_figures() {
        for (period, from, to, told_of) in [
            (
                "2021-Q3",
                "| 开工项目（个） | 未报 | 未报 | 未报 | 1 |",
                "| 开工项目（个） | 未报 | 未报 | 未报 | 2 |",
                "文化旅游.starts.period",
            ),
            (
                "2021-09-H1",
                "| 文化旅游 | 1234.57 |",
                "| 文化旅游 | 1234.58 |",
                "文化旅游.signed_formal.period",
            ),
            (
                "2021-09",
                "| 差旅费 | 0.12 | 0.12 |",
                "| 差旅费 | 0.12 | 0.13 |",
                "合计.spent_by_item.差旅费.ytd",
            ),
            ("2021", "| 文化旅游 | 3.58 |", "| 文化旅游 | 3.59 |", "文化旅游.spent.period"),
        ] {
            let files = full(period);
            let told = planted(&files, ".md", from, to);
            assert!(told.iter().any(|line| line.contains(told_of)), "{period}: {told:?}");
        }
    }

    #[test]
    fn a_form_that_says_another_number_is_told() {
        let mut files = full("2021");
        let form = files
            .iter_mut()
            .find(|file| file.path.ends_with("年度考核表.docx") && file.path.contains("文化旅游"))
            .unwrap();
        form.bytes = with_text(&form.bytes, "word/document.xml", ">0.005<", ">0.006<");
        let told = tie_out(&files).unwrap_err().0;
        let line = "考核卷宗/文化旅游/年度考核表.docx 第1个表第5行（文化旅游 到位资金）写的是 0.006，数据/figures.json 中的 文化旅游.T002.reached 是 0.005";
        assert_eq!(told, [line]);
    }

    /// The same with some bytes of a file replaced.
    fn planted(files: &[OutputFile], path: &str, from: &str, to: &str) -> Vec<String> {
        let mut files = files.to_vec();
        let file = files.iter_mut().find(|file| file.path.ends_with(path)).unwrap();
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        assert!(text.contains(from), "{from} is not in {path}");
        file.bytes = text.replacen(from, to, 1).into_bytes();
        tie_out(&files).unwrap_err().0
    }

    #[test]
    fn what_the_program_writes_ties_out() {
        for period in ["2021-W36", "2021-09-H1", "2021-09", "2021-Q3", "2021"] {
            let files = files(period);
            assert_eq!(tie_out(&files), Ok(()), "{period}");
            let shown: usize = files.iter().map(|file| file.shown.len()).sum();
            assert!(shown > 100, "{period}: {shown} cells are held to the figures");
        }
    }

    #[test]
    fn a_figure_that_differs_is_told_with_both_places() {
        let files = files("2021-09");
        let told = planted(
            &files,
            "figures.json",
            "\"signed_formal\": \"12345678.00\"",
            "\"signed_formal\": \"12345679.00\"",
        );
        assert!(
            told.iter()
                .any(|line| line.contains("目标进度 › ") && line.contains("是 1234.5678") && line.contains("是 1234.5679")),
            "{told:?}"
        );
    }

    #[test]
    fn a_text_that_differs_is_told_with_its_line() {
        let files = files("2021-09");
        let told = planted(&files, ".md", "| 0.01 |", "| 0.02 |");
        assert!(told.iter().any(|line| line.contains("文化旅游.T002.reached 是 0.01")), "{told:?}");
        let told = planted(&files, ".md", "0.01万元", "0.03万元");
        assert!(told.iter().any(|line| line.contains(".docx")), "{told:?}");
    }

    #[test]
    fn a_page_that_differs_is_told_with_its_line() {
        let mut files = files("2021-09");
        let page = files.iter_mut().find(|file| file.path.ends_with(".html")).unwrap();
        let text = String::from_utf8(page.bytes.clone()).unwrap();
        let (before, targets) = text.split_once("<section id=\"targets\"").unwrap();
        assert!(targets.contains("<td>0.01</td>"), "{targets}");
        page.bytes = format!(
            "{before}<section id=\"targets\"{}",
            targets.replacen("<td>0.01</td>", "<td>0.02</td>", 1)
        )
        .into_bytes();
        let told = tie_out(&files).unwrap_err().0;
        assert!(
            told.iter()
                .any(|line| line.starts_with("一览.html 第") && line.contains("0.02") && line.contains("文化旅游.T002.reached 是 0.01")),
            "{told:?}"
        );
    }

    #[test]
    fn a_cell_changed_in_the_bytes_of_a_book_is_told() {
        let mut files = files("2021-09");
        let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
        book.bytes = with_text(&book.bytes, "xl/worksheets/sheet", "<v>1234.5678</v>", "<v>1234.5679</v>");
        let told = tie_out(&files).unwrap_err().0;
        assert!(
            told.iter()
                .any(|line| line.contains("目标进度 › ") && line.contains("是 1234.5679，") && line.ends_with("是 1234.5678")),
            "{told:?}"
        );
    }

    /// An archive with other text in the parts whose names begin so.
    fn with_text(archive: &[u8], part_name: &str, from: &str, to: &str) -> Vec<u8> {
        let mut old = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let mut changed = 0;
        for index in 0..old.len() {
            let mut part = old.by_index(index).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            if name.starts_with(part_name) {
                let text = String::from_utf8(bytes).unwrap();
                changed += text.matches(from).count();
                bytes = text.replace(from, to).into_bytes();
            }
            new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut new, &bytes).unwrap();
        }
        assert!(changed > 0, "{from} is in no part");
        new.finish().unwrap().into_inner()
    }

    #[test]
    fn a_figure_with_parts_is_found_by_its_part_and_never_as_a_whole() {
        let document = serde_json::json!({
            "fund": {"spent": "3.00", "by_item": {"差旅费": "1.00"}},
            "squads": [{"squad": "甲", "ytd": {"spent_by_item": {"差旅费": "2.00"}}}],
        });
        let figures = Figures::new(&document);
        for (name, value) in [
            ("经费.spent", Some("3.00")),
            ("经费.by_item.差旅费", Some("1.00")),
            ("经费.spent.差旅费", None),
            ("甲.spent_by_item.差旅费.ytd", Some("2.00")),
            ("甲.spent_by_item.会议费.ytd", None),
        ] {
            assert_eq!(figures.get(name).and_then(Value::as_str), value, "{name}");
        }
    }

    #[test]
    fn a_total_that_its_rows_do_not_make_is_told() {
        let mut files = files("2021-09");
        let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
        let shown = book
            .shown
            .iter_mut()
            .find(|shown| shown.sheet == "签约项目" && shown.rows.is_some())
            .unwrap();
        let (first, _) = shown.rows.unwrap();
        shown.rows = Some((first, first));
        let told = tie_out(&files).unwrap_err().0;
        assert!(
            told.iter().any(|line| line.contains("签约项目") && line.contains("相加是")),
            "{told:?}"
        );
    }

    #[test]
    fn a_book_that_cannot_be_read_back_is_told() {
        let mut files = files("2021-09");
        let book = files.iter_mut().find(|file| file.path.ends_with("附表.xlsx")).unwrap();
        book.bytes.truncate(1000);
        assert!(tie_out(&files).unwrap_err().to_string().contains("读不回来"));
    }
}
