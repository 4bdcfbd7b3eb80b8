//! What must be so of every run, whatever its files say.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;
use zhuanban::account::FileStatus;
use zhuanban::account::Tally;
use zhuanban::intake;
use zhuanban::intake::Intake;
use zhuanban::intake::Request;
use zhuanban::records::Kind;
use zhuanban::records::Tables;
use zhuanban::records::cell::Cell;
use zhuanban::records::cell::Money;
use zhuanban::records::row::Record;
use zhuanban::regulation::Policy;
use zhuanban::settings::Settings;
use zhuanban::values::currency::Currency;
use zhuanban::values::period::Period;

/// Rows of all runs by their fate.
#[derive(Default)]
pub struct Rows {
    found: u64,
    used: u64,
    duplicate: u64,
    set_aside: u64,
    files: u64,
    failed: u64,
    money: Decimal,
}

impl fmt::Display for Rows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} files ({} refused); {} rows found = {} used + {} duplicates + {} set aside; {} yuan found",
            self.files, self.failed, self.found, self.used, self.duplicate, self.set_aside, self.money
        )
    }
}

/// A table as people find it: file, sheet, kind, first row of the header.
type At = (String, String, Kind, u32);

/// Holds the outputs of a run, and the reading of its inbox, to each other.
pub fn held(inbox: &Path, report: &Path, period: Period, rows: &mut Rows) -> Result<(), String> {
    let json = |name: &str| -> Value { serde_json::from_slice(&fs::read(report.join("数据").join(name)).unwrap()).unwrap() };
    let (account, findings) = (json("account.json"), json("findings.json"));
    balanced(&account, rows)?;
    every_file(inbox, &account)?;
    let intake = intake::read(&Request {
        inbox,
        outputs: &[],
        settings: &Settings::default(),
        policy: &Policy::built_in(),
        year: period.year(),
        today: crate::today(),
        passwords: &[],
        progress: &|_, _| (),
        kept: None,
    })
    .map_err(|error| error.to_string())?;
    counted_again(&intake)?;
    every_row_set_aside_is_told(&intake, &findings, period.window().to)
}

/// The sums of the account as written.
fn balanced(account: &Value, rows: &mut Rows) -> Result<(), String> {
    for file in account["files"].as_array().unwrap() {
        rows.files += 1;
        rows.failed += u64::from(file["status"] == "failed");
        if file["status"] != "read" && file["reason"].as_str().is_none_or(str::is_empty) {
            return Err(format!("no reason for {}", file["path"]));
        }
        if file["reason"].as_str().is_some_and(|reason| reason.contains("zhuanban")) {
            return Err(format!("a panic of ours over {}", file["path"]));
        }
        for table in file["tables"].as_array().unwrap() {
            let count = |key: &str| table[key].as_u64().unwrap();
            let (found, used, duplicate, aside) = (count("rows"), count("used"), count("duplicate"), count("set_aside"));
            if found != used + duplicate + aside {
                return Err(format!("rows do not balance: {} {table}", file["path"]));
            }
            rows.found += found;
            rows.used += used;
            rows.duplicate += duplicate;
            rows.set_aside += aside;
            if let Some(money) = table["money"].as_object() {
                let sum = |key: &str| money[key].as_str().unwrap().parse::<Decimal>().unwrap();
                let found = sum("found");
                if found != sum("used") + sum("duplicate") + sum("set_aside") {
                    return Err(format!("money does not balance: {} {table}", file["path"]));
                }
                rows.money = rows.money.checked_add(found).unwrap_or(rows.money);
            }
        }
    }
    Ok(())
}

/// Every file of the inbox stands in the account.
fn every_file(inbox: &Path, account: &Value) -> Result<(), String> {
    let listed: BTreeSet<&str> = account["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|file| file["path"].as_str())
        .collect();
    for path in crate::mutations::files(inbox) {
        let path = path.strip_prefix(inbox).unwrap().to_str().unwrap().replace('\\', "/");
        if !listed.contains(path.as_str()) {
            return Err(format!("{path} is missing in the account"));
        }
    }
    Ok(())
}

/// Counts the rows that reading gave, and adds their money up, table by table.
fn counted_again(intake: &Intake) -> Result<(), String> {
    let mut counted: BTreeMap<At, Counted> = BTreeMap::new();
    count(&intake.tables, &mut counted);
    let mut told: BTreeMap<At, Told> = BTreeMap::new();
    for file in &intake.account.files {
        if file.status != FileStatus::Read && !file.tables.is_empty() {
            return Err(format!("{} is {:?} and has tables", file.path, file.status));
        }
        for table in &file.tables {
            let at = (file.path.clone(), table.sheet.clone(), table.kind, table.header_row);
            let told = told.entry(at).or_default();
            told.used += table.rows.used;
            told.set_aside += table.rows.set_aside;
            match table.money {
                Some(money) => told.money = told.money.map(|sum| added(sum, money)),
                None => told.money = None,
            }
        }
    }
    for (at, told) in &told {
        let counted = counted.remove(at).unwrap_or_default();
        if (told.used, told.set_aside) != (counted.used, counted.set_aside) {
            return Err(format!("{at:?}: {told:?} but counted {counted:?}"));
        }
        if let Some(money) = told.money
            && (money.used, money.set_aside) != (counted.money.used, counted.money.set_aside)
        {
            return Err(format!("{at:?}: {told:?} but added up {counted:?}"));
        }
    }
    match counted.into_iter().next() {
        None => Ok(()),
        Some((at, counted)) => Err(format!("{at:?} is in no account: {counted:?}")),
    }
}

#[derive(Debug, Default)]
struct Counted {
    used: u64,
    set_aside: u64,
    money: Tally<Decimal>,
}

#[derive(Debug)]
struct Told {
    used: u64,
    set_aside: u64,
    money: Option<Tally<Decimal>>,
}

impl Default for Told {
    fn default() -> Told {
        Told {
            used: 0,
            set_aside: 0,
            money: Some(Tally::default()),
        }
    }
}

/// Two tables side by side have one place. Sums beyond a Decimal are told as no money at all.
fn added(a: Tally<Decimal>, b: Tally<Decimal>) -> Tally<Decimal> {
    Tally {
        found: a.found + b.found,
        used: a.used + b.used,
        duplicate: a.duplicate + b.duplicate,
        set_aside: a.set_aside + b.set_aside,
    }
}

fn count(tables: &Tables, counted: &mut BTreeMap<At, Counted>) {
    fn each<R: Record>(
        kind: Kind,
        rows: &[R],
        money: impl Fn(&R) -> Option<&Cell<Money>>,
        tables: &Tables,
        counted: &mut BTreeMap<At, Counted>,
    ) {
        for row in rows {
            let counted = counted.entry(place(tables, row.at().table, kind)).or_default();
            counted.used += 1;
            let sum = money(row).and_then(Cell::value).filter(|money| money.currency == Currency::Cny);
            if let Some(sum) = sum {
                counted.money.used = counted.money.used.saturating_add(sum.amount);
            }
        }
    }
    each(Kind::Roster, &tables.roster, |_| None, tables, counted);
    each(Kind::Log, &tables.logs, |_| None, tables, counted);
    each(Kind::Project, &tables.projects, |_| None, tables, counted);
    each(Kind::Contract, &tables.contracts, |row| Some(&row.amount), tables, counted);
    each(Kind::Receipt, &tables.receipts, |row| Some(&row.amount), tables, counted);
    each(Kind::Expense, &tables.expenses, |row| Some(&row.amount), tables, counted);
    each(Kind::Approval, &tables.approvals, |_| None, tables, counted);
    each(Kind::Grant, &tables.grants, |row| Some(&row.amount), tables, counted);
    each(Kind::Application, &tables.applications, |row| Some(&row.amount), tables, counted);
    each(Kind::Activity, &tables.activities, |_| None, tables, counted);
    each(Kind::Investor, &tables.investors, |_| None, tables, counted);
    each(Kind::Reserve, &tables.reserves, |_| None, tables, counted);
    each(Kind::Talent, &tables.talents, |_| None, tables, counted);
    each(Kind::Budget, &tables.budgets, |row| Some(&row.amount), tables, counted);
    for row in &tables.set_aside {
        let counted = counted.entry(place(tables, row.at.table, row.kind)).or_default();
        counted.set_aside += 1;
        counted.money.set_aside = counted.money.set_aside.saturating_add(row.money.unwrap_or_default());
    }
}

fn place(tables: &Tables, id: zhuanban::records::row::TableId, kind: Kind) -> At {
    let found = tables.found(id).unwrap();
    assert_eq!(found.kind, kind);
    (
        found.source.file.to_string(),
        found.source.sheet.to_string(),
        kind,
        found.header_row,
    )
}

/// A row that is in no figure has a finding of the rule that it was set aside by.
fn every_row_set_aside_is_told(intake: &Intake, findings: &Value, as_of: NaiveDate) -> Result<(), String> {
    let told: BTreeSet<(&str, &str, &str, u64)> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| {
            let row = finding["row"].as_u64().unwrap_or_default();
            Some((
                finding["rule"].as_str()?,
                finding["file"].as_str()?,
                finding["sheet"].as_str().unwrap_or_default(),
                row,
            ))
        })
        .collect();
    for row in &intake.tables.set_aside {
        // A row of another year, or after the last day, is no part of the run.
        if row.rule != "D007" && row.date.is_some_and(|date| date > as_of || date.year() != as_of.year()) {
            continue;
        }
        let source = &row.place.source;
        if !told.contains(&(row.rule, &*source.file, &*source.sheet, row.place.row.into())) {
            return Err(format!("{} {} is set aside by {} and not told", source.file, row.at.row, row.rule));
        }
    }
    Ok(())
}
