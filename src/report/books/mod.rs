//! Workbooks: outcome → sheets, each a pure function.

pub mod findings;
pub mod monthly;
pub mod yearly;

pub(super) mod cells;
mod fit;
mod listing;
mod places;

#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
