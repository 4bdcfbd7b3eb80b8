//! Makes a workspace of a given size, for measuring: sound rows of a whole year, with a few slips as there always are.
//!
//! `cargo run --release --example make_load -- city|province|sheet FOLDER`
//!
//! | size | workbooks | rows |
//! |---|---|---|
//! | city | 60 | 20 thousand, four squads |
//! | province | 400 | 1 million, forty squads |
//! | sheet | 1 | 200 thousand, one log |
//!
//! Every row has about fifteen cells. The same size gives the same bytes.

#![allow(clippy::print_stderr)]

mod book;
mod squad;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use book::Sheet;
use squad::Plan;

/// How much of everything a squad has.
struct Size {
    squads: usize,
    /// Log rows of a squad in a year.
    logs: usize,
    /// Workbooks that a squad's logs are spread over: a divisor of 12.
    log_books: usize,
    /// Contracts of a squad; twice as many projects in its ledger.
    contracts: usize,
    receipts: usize,
    expenses: usize,
    /// Workbooks that a squad's expenses are spread over.
    expense_books: usize,
}

const CITY: Size = Size {
    squads: 4,
    logs: 3_600,
    log_books: 6,
    contracts: 100,
    receipts: 250,
    expenses: 900,
    expense_books: 4,
};

const PROVINCE: Size = Size {
    squads: 40,
    logs: 17_400,
    log_books: 4,
    contracts: 600,
    receipts: 1_400,
    expenses: 4_400,
    expense_books: 1,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [size, folder] = arguments.as_slice() else {
        eprintln!("make_load city|province|sheet FOLDER");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    let made = match size.as_str() {
        "city" => workspace(&CITY, &folder),
        "province" => workspace(&PROVINCE, &folder),
        "sheet" => sheet(200_000, &folder),
        other => Err(format!("no such size: {other}").into()),
    };
    match made {
        Ok(rows) => {
            eprintln!("{rows} rows below {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A workspace with its settings; returns the rows written.
fn workspace(size: &Size, folder: &Path) -> Result<usize, Box<dyn Error>> {
    let names: Vec<String> = (0..size.squads).map(|number| squad::name(number, size.squads)).collect();
    fs::create_dir_all(folder)?;
    if size.squads > squad::CITY.len() {
        let squads: Vec<String> = names.iter().map(|name| format!("[[squad]]\nname = \"{name}\"\n")).collect();
        fs::write(folder.join("设置.toml"), squads.join("\n"))?;
    }
    let mut rows = 0;
    for (number, name) in names.iter().enumerate() {
        let plan = Plan::new(number, name);
        let own = folder.join("收件").join(format!("{name}专班"));
        fs::create_dir_all(&own)?;
        let mut write = |file: String, sheets: Vec<Sheet>| -> Result<(), Box<dyn Error>> {
            rows += sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>();
            book::write(&own.join(file), &sheets)
        };
        let months = 12 / size.log_books;
        for part in 0..size.log_books {
            let first = part * months + 1;
            let log = plan.log(first, first + months - 1, size.logs / size.log_books);
            write(format!("工作日志{first:02}月起.xlsx"), vec![log])?;
        }
        for part in 0..size.expense_books {
            let expenses = plan.expenses(part, size.expenses / size.expense_books);
            write(format!("经费支出{}.xlsx", part + 1), vec![expenses])?;
        }
        write("签约合同.xlsx".to_owned(), vec![plan.contracts(size.contracts)])?;
        write("到位资金.xlsx".to_owned(), vec![plan.receipts(size.contracts, size.receipts)])?;
        write("项目台账.xlsx".to_owned(), vec![plan.projects(size.contracts)])?;
        write("名册.xlsx".to_owned(), vec![plan.roster()])?;
        write("经费申请和活动.xlsx".to_owned(), vec![plan.applications(), plan.activities()])?;
    }
    Ok(rows)
}

/// One log of so many rows.
fn sheet(rows: usize, folder: &Path) -> Result<usize, Box<dyn Error>> {
    let own = folder.join("收件");
    fs::create_dir_all(&own)?;
    let plan = Plan::new(3, squad::CITY[3]);
    let log = plan.log(1, 12, rows);
    let written = log.rows.len();
    book::write(&own.join("文化旅游专班名册.xlsx"), &[plan.roster()])?;
    book::write(&own.join("文化旅游专班日志.xlsx"), &[log])?;
    Ok(written)
}
