//! The sample data: four squads and the office through the year 2021, laid out as offices do. Everything is invented.

pub(crate) mod activities;
pub(crate) mod firms;
pub(crate) mod flaws;
pub(crate) mod form;
pub(crate) mod ids;
pub(crate) mod itinerary;
pub(crate) mod libraries;
pub(crate) mod list;
pub(crate) mod logs;
pub(crate) mod pipeline;
pub(crate) mod spending;
pub(crate) mod squads;
pub(crate) mod write;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

/// Why the data could not be made.
pub(crate) type Fault = Box<dyn std::error::Error>;

/// The year of the sample.
pub(crate) const YEAR: i32 = 2021;

/// A day of the year.
pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    let last = (28..=31).rev().find_map(|last| NaiveDate::from_ymd_opt(YEAR, month, last.min(day)));
    last.unwrap_or_default()
}

/// The whole year, without a flaw.
pub(crate) fn clean() -> Vec<form::Book> {
    let mut books = logs::books();
    books.extend(pipeline::books());
    books.extend(spending::books());
    books.extend(activities::books());
    books.extend(libraries::books());
    books
}

/// Everything that is written, by path below the output folder.
pub(crate) fn files() -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut files = BTreeMap::new();
    let mut spots = BTreeMap::new();
    for book in clean() {
        files.insert(format!("clean/{}", book.path), write::book(&book, &mut spots)?);
    }
    let year = flaws::flawed()?;
    for book in &year.books {
        files.insert(format!("flawed/{}", book.path), write::book(book, &mut spots)?);
    }
    files.insert("flaws.csv".to_owned(), list::csv(&year.flaws, &spots)?);
    files.insert("README.md".to_owned(), list::readme(&year.flaws, &spots).into_bytes());
    Ok(files)
}

/// Writes everything below `out`, in place of what is there.
pub(crate) fn write(out: &Path) -> Result<(), Fault> {
    for set in ["clean", "flawed"] {
        if out.join(set).is_dir() {
            std::fs::remove_dir_all(out.join(set))?;
        }
    }
    for (path, bytes) in files()? {
        put(&out.join(path), &bytes)?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)?;
    Ok(())
}
