//! zhuanban (专班): reads the workbooks that a city's investment squads keep, checks them against the
//! regulation, and writes the reports that follow from it.
//!
//! From ground to roof; each floor names only floors below it:
//!
//! ```text
//! place · values · system · regulation  where a value stands; what people write; what the system says; the law as data
//! records · problem · finding · history · standing · account · settings
//! intake | rules | figures             read | judge | measure: they never see each other
//! report · publish                     what goes out, whole or not at all
//! run → cli → main                     the whole program on one screen; words of the command line
//! ```
//!
//! Invariants: every value carries its place and what was written; money is decimal; a figure is computed once and
//! carries its rows; no number of the regulation stands outside `regulation`; missing data is "cannot tell", never 0;
//! the inbox is never written to; the same inputs give the same bytes.

pub mod digest;
pub mod place;
pub mod regulation;
pub mod system;
pub mod values;

pub mod account;
pub mod finding;
pub mod history;
pub mod problem;
pub mod records;
pub mod settings;
pub mod standing;

pub mod figures;
pub mod intake;
pub mod rules;

pub mod publish;
pub mod report;

pub mod cli;
pub mod run;

#[cfg(test)]
mod testing;
