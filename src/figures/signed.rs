//! `signed_formal`, `signed_recognised` and how many contracts they are (考核办法 八, 九).

use chrono::Datelike;
use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::values::period::Window;

use super::Figure;
use super::Part;
use super::view::View;
use super::view::count;
use super::view::money;
use super::view::one;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// The four figures. Foreign money without a rate is in none of them (F008 tells), nor is a later claim (P004).
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let mut formal = Vec::new();
    let mut recognised = Vec::new();
    let tables = &view.records.tables;
    for ((row, contract), tie) in rows(Kind::Contract, &tables.contracts).zip(&view.records.ties.contracts) {
        let counts = contract.contract_kind.get() == Some(ContractKind::Formal)
            && tie.later_claim_of.is_none()
            && view.is_of(squad_of(&contract.squad));
        let (Some(yuan), Some(signed), true) = (tie.yuan, contract.signed.get(), counts) else {
            continue;
        };
        let in_window = view.window.contains(signed);
        if in_window {
            formal.push(part(row, yuan));
        }
        let carried = view.carries && registered_the_year_after(contract, signed, view.window);
        if (in_window || carried) && is_recognised(contract, view.window.to) {
            recognised.push(part(row, yuan));
        }
    }
    let reported = view.reported(Kind::Contract);
    let each_one = |parts: &[Part]| parts.iter().map(|part| one(part.row)).collect();
    let (formals, recogniseds) = (each_one(&formal), each_one(&recognised));
    vec![
        money("signed_formal", reported, formal),
        money("signed_recognised", reported, recognised),
        count("contracts_formal", reported, formals),
        count("contracts_recognised", reported, recogniseds),
    ]
}

/// Whether the contract is recognised by a day (考核办法 九): the enterprise registered by then, and all five materials there.
fn is_recognised(contract: &Contract, by: NaiveDate) -> bool {
    contract.company.value().is_some()
        && contract.registered.get().is_some_and(|day| day <= by)
        && contract.materials().iter().all(|(_, cell)| cell.get() == Some(true))
}

/// Whether the contract was signed in one year and its enterprise registered in the next, on a day of the window (上年签约、本年落户).
fn registered_the_year_after(contract: &Contract, signed: NaiveDate, window: Window) -> bool {
    contract
        .registered
        .get()
        .is_some_and(|day| window.contains(day) && day.year() == signed.year() + 1)
}
