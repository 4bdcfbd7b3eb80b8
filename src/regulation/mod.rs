//! The regulation as data: articles, dated parameters, the working-day calendar, the city, lodging caps. No number, name or
//! limit of the regulation stands anywhere else in the program.

pub mod articles;
pub mod calendar;
pub mod city;
pub mod lodging;
pub mod policy;

use std::fmt::Display;

pub use calendar::Calendar;
pub use city::{City, SquadId};
pub use policy::Policy;

/// The content of a data file that is part of the program. These are constants, each read by a test; a fault in one is a
/// fault of the build and not of any input, so nothing could go on from it.
#[expect(clippy::panic, reason = "the program's own constants, not input; every file is read by tests")]
fn embedded<T, E: Display>(file: &str, content: Result<T, E>) -> T {
    match content {
        Ok(content) => content,
        Err(error) => panic!("{file}: {error}"),
    }
}
