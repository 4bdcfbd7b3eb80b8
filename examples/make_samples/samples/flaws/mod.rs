//! The flawed year: the clean one with a flaw for every rule, each in its own row where that can be.

mod deals;
mod money;
mod people;
mod planter;
mod reading;
mod squads;

pub(crate) use planter::Flaw;
pub(crate) use planter::Planter;

use super::Fault;

/// The year with every flaw in it.
pub(crate) fn flawed() -> Result<Planter, Fault> {
    let mut year = Planter {
        books: super::clean(),
        flaws: Vec::new(),
    };
    squads::squad_behind(&mut year)?;
    squads::squad_missing(&mut year)?;
    people::roster(&mut year)?;
    people::work_logs(&mut year)?;
    people::cadence(&mut year)?;
    deals::projects(&mut year)?;
    deals::contracts(&mut year)?;
    deals::receipts(&mut year)?;
    money::travel(&mut year)?;
    money::expenses(&mut year)?;
    money::applications(&mut year)?;
    reading::cells(&mut year)?;
    reading::files(&mut year)?;
    Ok(year)
}
