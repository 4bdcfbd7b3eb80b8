//! The three libraries of 方案 二: `investors`, `reserve`, `talents`, and all that they hold.

use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::row::Record;

use super::Figure;
use super::view::View;
use super::view::count;
use super::view::one;
use super::view::rows;
use super::view::squad_of;

/// The six figures.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let tables = &view.records.tables;
    let (investors, investors_all) = library(view, ["investors", "investors_all"], &tables.investors, |row| &row.squad);
    let (reserve, reserve_all) = library(view, ["reserve", "reserve_all"], &tables.reserves, |row| &row.squad);
    let (talents, talents_all) = library(view, ["talents", "talents_all"], &tables.talents, |row| &row.squad);
    vec![investors, reserve, talents, investors_all, reserve_all, talents_all]
}

/// Rows updated in the window, and all rows up to its end with those that bear no date.
fn library<R: Record>(view: &View<'_>, keys: [&'static str; 2], library: &[R], owner: fn(&R) -> &Cell<Owner>) -> (Figure, Figure) {
    let kind = R::TABLE.kind;
    let own = || rows(kind, library).filter(|(_, row)| view.is_of(squad_of(owner(row))));
    let updated = own().filter(|(_, row)| view.holds(row.date()));
    let all = own().filter(|(_, row)| row.date().is_none_or(|day| day <= view.window.to));
    let reported = view.reported(kind);
    let [updated_key, all_key] = keys;
    (
        count(updated_key, reported, updated.map(|(row, _)| one(row)).collect()),
        count(all_key, reported, all.map(|(row, _)| one(row)).collect()),
    )
}
