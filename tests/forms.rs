//! The blank forms carry everything: a whole year filled into them gives the figures of the sheets that it was taken from.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use calamine::Data;
use calamine::Reader;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;
use zhuanban::intake;
use zhuanban::records::Kind;
use zhuanban::records::Tables;
use zhuanban::records::activity::ActivityKind;
use zhuanban::records::approval::ApprovalKind;
use zhuanban::records::cell::Cell;
use zhuanban::records::cell::Money;
use zhuanban::records::cell::Name;
use zhuanban::records::cell::OfValue;
use zhuanban::records::cell::Owner;
use zhuanban::records::cell::Party;
use zhuanban::records::column::Column;
use zhuanban::records::column::DefaultUnit;
use zhuanban::records::column::Form;
use zhuanban::records::contract::ContractKind;
use zhuanban::records::expense::Bearer;
use zhuanban::records::project::InvestorKind;
use zhuanban::records::project::Stage;
use zhuanban::records::reserve::ChainLink;
use zhuanban::records::roster::Role;
use zhuanban::records::row::RowAt;
use zhuanban::regulation::Policy;
use zhuanban::settings::Settings;
use zhuanban::values::currency::Currency;
use zhuanban::values::period::Window;

use crate::makers;
use crate::support;

/// What a clerk puts into a cell.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Text(String),
    Number(Decimal),
    Day(NaiveDate),
}

/// How a value is filled in.
trait Filled {
    fn entry(&self, column: &Column, settings: &Settings) -> Entry;
}

fn words(text: &str) -> Entry {
    Entry::Text(text.to_owned())
}

fn names(names: &[Name]) -> Entry {
    let shown: Vec<&str> = names.iter().map(|name| &*name.shown).collect();
    words(&shown.join("、"))
}

impl Filled for Arc<str> {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        words(self)
    }
}

impl Filled for Name {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        words(&self.shown)
    }
}

impl Filled for Vec<Name> {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        names(self)
    }
}

impl Filled for Party {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        names(&self.named)
    }
}

impl Filled for NaiveDate {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        Entry::Day(*self)
    }
}

impl Filled for Window {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        match self.from == self.to {
            true => words(&self.from.to_string()),
            false => words(&format!("{}至{}", self.from, self.to)),
        }
    }
}

impl Filled for Decimal {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        Entry::Number(*self)
    }
}

impl Filled for bool {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        words(if *self { "是" } else { "否" })
    }
}

impl Filled for Currency {
    fn entry(&self, _: &Column, _: &Settings) -> Entry {
        words(self.name())
    }
}

impl Filled for Money {
    fn entry(&self, column: &Column, _: &Settings) -> Entry {
        match column.form {
            Form::Money(DefaultUnit::Wan) => Entry::Number(self.amount * Decimal::new(1, 4)),
            _ => Entry::Number(self.amount),
        }
    }
}

impl Filled for Owner {
    fn entry(&self, _: &Column, settings: &Settings) -> Entry {
        match self {
            Owner::Squad(squad) => words(&settings.city.squad(*squad).name),
            Owner::Coordination => words("综合协调组"),
            Owner::Office => words(&settings.city.office),
            Owner::Other(name) => words(&name.shown),
        }
    }
}

macro_rules! filled_by_name {
    ($($choice:ty),*) => {
        $(impl Filled for $choice {
            fn entry(&self, _: &Column, _: &Settings) -> Entry {
                words(self.name())
            }
        })*
    };
}

filled_by_name!(
    InvestorKind,
    ChainLink,
    ActivityKind,
    Stage,
    ApprovalKind,
    Bearer,
    ContractKind,
    Role
);

/// The entry of a cell; `None` when nothing stands in it.
fn entry_of<T: Filled + OfValue>(cell: &Cell<T>, column: &Column, settings: &Settings) -> Option<Entry> {
    let written = || (!cell.written().is_empty()).then(|| words(cell.written()));
    cell.value().map(|value| value.entry(column, settings)).or_else(written)
}

/// A row: the canonical name of each column with what is filled in.
type Line = BTreeMap<&'static str, Entry>;

/// The rows of a table with where each stood.
macro_rules! lines {
    ($rows:expr, $kind:expr, $settings:expr; $($field:ident)*) => {
        $rows.iter().map(|row| {
            let mut columns = $kind.table().columns.iter();
            let mut line = Line::new();
            $(
                let column = columns.next().expect("a column for each field");
                line.extend(entry_of(&row.$field, column, $settings).map(|entry| (column.name, entry)));
            )*
            assert!(columns.next().is_none(), "a field for each column");
            (row.at.clone(), line)
        }).collect()
    };
}

fn lines(kind: Kind, tables: &Tables, settings: &Settings) -> Vec<(RowAt, Line)> {
    match kind {
        Kind::Roster => lines!(tables.roster, kind, settings; name squad role unit post level from to id_number phone),
        Kind::Log => lines!(tables.logs, kind, settings; days from to people squad content place out work_kind firms project leader
            project_news progress problems requests next companions),
        Kind::Project => lines!(tables.projects, kind, settings; name squad stage number investor investor_kind industrial investment
            credit_code first_contact last_progress signed registered started producing ended county progress problems keeper),
        Kind::Contract => lines!(tables.contracts, kind, settings; number project squad investor contract_kind signed amount currency
            project_number company credit_code registered has_contract has_licence has_identity has_funds has_form),
        Kind::Receipt => lines!(tables.receipts, kind, settings; contract project squad received amount voucher_kind voucher currency
            payer payee),
        Kind::Expense => lines!(tables.expenses, kind, settings; voucher date item amount squad applicant purpose handler activity
            approval application bearer travellers persons place leaves returns days meals transport lodging fares hire_from hire_to
            hire_contract supplier guests companions goods quantity unit_price buyer original trip_days hire_days currency),
        Kind::Approval => lines!(tables.approvals, kind, settings; number approval_kind squad applied approved approver amount purpose
            activity),
        Kind::Grant => lines!(tables.grants, kind, settings; activity name item amount host approved currency),
        Kind::Application => lines!(tables.applications, kind, settings; number applicant amount filed reviewed examined approved
            reimbursed fixed signed verified currency),
        Kind::Activity => lines!(tables.activities, kind, settings; days activity_kind name squad leader people firm investor_kind
            result),
        Kind::Investor => lines!(tables.investors, kind, settings; name squad firm_kind industry field plan contact phone updated),
        Kind::Reserve => lines!(tables.reserves, kind, settings; name squad link investment way updated),
        Kind::Talent => lines!(tables.talents, kind, settings; name squad unit field title_rank origin phone updated),
        Kind::Budget => lines!(tables.budgets, kind, settings; year amount heading carried currency),
    }
}

/// The first cells of the form's data rows: the style of each column, and the column of each title.
struct Blank {
    parts: Vec<(String, Vec<u8>)>,
    columns: BTreeMap<String, usize>,
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

impl Blank {
    fn open(path: &Path, kind: Kind) -> Blank {
        let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            parts.push((part.name().unwrap().into_owned(), bytes));
        }
        let mut book = calamine::open_workbook_auto(path).unwrap();
        let range = book.worksheet_range(kind.name()).unwrap();
        let head: Vec<String> = range.rows().nth(2).unwrap().iter().map(Data::to_string).collect();
        let title = |head: &String| {
            let title = head.trim_start_matches('*');
            title.split('（').next().unwrap().to_owned()
        };
        let columns = head.iter().enumerate().map(|(column, head)| (title(head), column)).collect();
        Blank { parts, columns }
    }

    /// The form with the lines below its example, in cells of the form's own formats.
    fn filled(&self, lines: &[Line]) -> Vec<u8> {
        let mut parts = self.parts.clone();
        let (_, sheet) = parts.iter_mut().find(|(name, _)| name == SHEET).unwrap();
        let text = String::from_utf8(sheet.clone()).unwrap();
        let (start, end) = (text.find("<row r=\"5\"").unwrap(), text.find("</sheetData>").unwrap());
        let first = &text[start..start + text[start..].find("</row>").unwrap()];
        let styles: BTreeMap<&str, &str> = first
            .split("<c r=\"")
            .skip(1)
            .map(|cell| {
                let (name, rest) = cell.split_once("5\" s=\"").unwrap();
                (name, rest.split('"').next().unwrap())
            })
            .collect();
        let mut rows = String::new();
        for (row, line) in (5..).zip(lines) {
            let mut cells: BTreeMap<usize, String> = BTreeMap::new();
            for (name, entry) in line {
                let column = *self.columns.get(*name).unwrap_or_else(|| panic!("the form has no column {name}"));
                let letters = letters(column);
                let style = styles[letters.as_str()];
                let content = match entry {
                    Entry::Text(text) => {
                        let text = text.replace('&', "&amp;").replace('<', "&lt;");
                        format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is>")
                    }
                    Entry::Number(number) => format!("><v>{}</v>", number.normalize()),
                    Entry::Day(day) => format!("><v>{}</v>", (*day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days()),
                };
                cells.insert(column, format!("<c r=\"{letters}{row}\" s=\"{style}\"{content}</c>"));
            }
            let cells: String = cells.into_values().collect();
            rows.push_str(&format!("<row r=\"{row}\">{cells}</row>"));
        }
        *sheet = format!("{}{rows}{}", &text[..start], &text[end..]).into_bytes();
        makers::zipped(&parts, true)
    }
}

fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
    match column.checked_div(26).unwrap() {
        0 => letter(column).to_string(),
        tens => format!("{}{}", letter(tens - 1), letter(column % 26)),
    }
}

/// The sample's rows in use.
fn sample(settings: &Settings, inbox: &Path) -> Tables {
    let request = intake::Request {
        inbox,
        outputs: &[],
        settings,
        policy: &Policy::built_in(),
        year: 2021,
        today: "2022-01-10".parse().unwrap(),
        passwords: &[],
        progress: &|_, _| (),
        kept: None,
    };
    intake::read(&request).unwrap().tables
}

/// The days of a trip or of a hire that stand in one cell are two columns of the form, which the reader has already made of it.
fn without_spans(kind: Kind, line: &mut Line) {
    for span in kind.table().spans {
        if line.remove(span.days).is_some() {
            assert!(line.contains_key(span.from) && line.contains_key(span.to), "{line:?}");
        }
    }
}

/// Fills the year into forms: of each folder of the sample and each table one workbook.
fn fill(forms: &Path, clean: &Path, inbox: &Path) {
    let settings = Settings::default();
    let tables = sample(&settings, clean);
    assert!(tables.set_aside.is_empty(), "the clean sample has every row in use");
    let folder = |file: &str| file.split('/').next().unwrap().to_owned();
    for kind in Kind::ALL {
        let form = Blank::open(&forms.join(format!("{}（表样）.xlsx", kind.name())), kind);
        let of_kind = tables.found.iter().filter(|table| table.kind == kind);
        let mut folders: BTreeMap<String, Vec<Line>> = of_kind.map(|table| (folder(&table.source.file), Vec::new())).collect();
        assert!(!folders.is_empty(), "the sample has no {}", kind.name());
        for (at, mut line) in lines(kind, &tables, &settings) {
            without_spans(kind, &mut line);
            folders.get_mut(&folder(&at.source.file)).unwrap().push(line);
        }
        for (folder, lines) in folders {
            let path = inbox.join(folder).join(format!("{}.xlsx", kind.name()));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, form.filled(&lines)).unwrap();
        }
    }
}

fn figures(folder: &Path, period: &str) -> Value {
    let output = support::zhuanban()
        .args(["report", period, "--date", "2022-01-10"])
        .arg(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let bytes = fs::read(folder.join(format!("报送/{period}/数据/figures.json"))).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Every value of a document by its path.
fn leaves(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| leaves(&format!("{path}.{key}"), value, into)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| leaves(&format!("{path}[{at}]"), value, into)),
        other => {
            into.insert(path.to_owned(), other.to_string());
        }
    }
}

#[test]
fn the_year_filled_into_the_forms_gives_the_figures_of_the_sample() {
    let clean = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/clean");
    let work = tempfile::tempdir().unwrap();
    let (original, filled) = (work.path().join("原表"), work.path().join("表样填报"));
    support::copy(&clean, &original.join("收件"));
    fs::create_dir_all(&filled).unwrap();
    support::zhuanban().arg("forms").arg(work.path().join("表样")).assert().success();
    fill(&work.path().join("表样"), &clean, &filled.join("收件"));
    for period in ["2021-09", "2021-W36", "2021-09-H1", "2021-Q3", "2021"] {
        let [expected, found] = [&original, &filled].map(|folder| {
            let mut values = BTreeMap::new();
            leaves("", &figures(folder, period), &mut values);
            values
        });
        // A log without the column of firms does not tell how many were met; a form has it, and left empty it tells that none were.
        let column_gained = |key: &str, value: &str| {
            let now = found.get(key).map(String::as_str);
            key.ends_with(".firms_met") && value == "null" && now == Some("0")
        };
        let differing: Vec<String> = expected
            .iter()
            .filter(|(key, value)| found.get(*key) != Some(value) && !column_gained(key, value))
            .map(|(key, value)| format!("{key}: {value} → {:?}", found.get(key)))
            .collect();
        assert!(
            differing.is_empty(),
            "{period}: {} differ:\n{}",
            differing.len(),
            differing.join("\n")
        );
        assert_eq!(expected.len(), found.len(), "{period}");
    }
    // And nothing of a form itself is in question.
    let bytes = fs::read(filled.join("报送/2021/数据/findings.json")).unwrap();
    let findings: Value = serde_json::from_slice(&bytes).unwrap();
    let of_data = findings["findings"].as_array().unwrap().iter();
    let of_data: Vec<&Value> = of_data
        .filter(|finding| finding["rule"].as_str().unwrap().starts_with('D'))
        .collect();
    assert!(of_data.is_empty(), "{of_data:#?}");
}
