//! The regulation as data: articles, dated parameters, the working-day calendar, the city, lodging caps. No number, name or
//! limit of the regulation stands anywhere else in the program.

pub mod articles;
pub mod calendar;
pub mod city;
pub mod lodging;
pub mod policy;

pub use calendar::Calendar;
pub use city::{City, SquadId};
pub use policy::Policy;
