//! `received`: money that came in under formal contracts (考核办法 九(4)).

use crate::records::Kind;
use crate::records::ties::ReceiptStanding;

use super::Figure;
use super::view::View;
use super::view::money;
use super::view::part;
use super::view::rows;

/// The figure. A receipt counts for the squad of its contract, whoever lists it (F009).
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let tables = &view.records.tables;
    let standings = &view.records.ties.receipts;
    let counted = rows(Kind::Receipt, &tables.receipts)
        .zip(standings)
        .filter_map(|((row, receipt), standing)| match standing {
            ReceiptStanding::Counted { squad, yuan, .. } if view.is_of(Some(*squad)) && view.holds(receipt.received.get()) => {
                Some(part(row, *yuan))
            }
            _ => None,
        });
    vec![money("received", view.reported(Kind::Receipt), counted.collect())]
}
