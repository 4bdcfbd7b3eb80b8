//! Workbooks: outcome → sheets, each a pure function.

pub mod account_book;
pub mod final_account;
pub mod findings;
pub mod monthly;
pub mod register;
pub mod yearly;

pub(super) mod cells;
mod fit;
mod listing;
mod places;

pub(super) use findings::RowFindings;

#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
