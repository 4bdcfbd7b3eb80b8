//! The sample data: four squads and the office through the year 2021, laid out as offices do. Everything is invented.

pub(crate) mod activities;
pub(crate) mod firms;
pub(crate) mod form;
pub(crate) mod ids;
pub(crate) mod itinerary;
pub(crate) mod libraries;
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

/// Writes both sets below `out`.
pub(crate) fn write(out: &Path) -> Result<(), Fault> {
    let mut spots = BTreeMap::new();
    for book in clean() {
        put(&out.join("clean").join(&book.path), &write::book(&book, &mut spots)?)?;
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
