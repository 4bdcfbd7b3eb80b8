//! zhuanban (专班): reads the workbooks that a city's investment squads keep, checks them against the
//! regulation, and writes the reports that follow from it.

pub mod place;
pub mod regulation;
pub mod values;
