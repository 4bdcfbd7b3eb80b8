//! What a rule can know of a squad, a cell or a sum, and the reason when it cannot.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::OfValue;
use crate::records::cell::State;
use crate::regulation::SquadId;
use crate::values::long_number;

use super::Broken;
use super::Case;
use super::Docket;

/// Kept (`None`), broken, or the reason why that cannot be told.
pub(crate) type Verdict = Result<Option<Broken>, String>;

/// Puts a verdict where it belongs.
pub(crate) fn settle(docket: &mut Docket<'_>, squad: Option<SquadId>, verdict: Verdict) {
    match verdict {
        Ok(None) => docket.kept(),
        Ok(Some(broken)) => docket.broken(broken),
        Err(reason) => docket.cannot_tell(squad, reason),
    }
}

/// Says of each squad without a table of the kind that it could not be judged.
pub(crate) fn tell_unreported(case: &Case<'_>, docket: &mut Docket<'_>, kind: Kind) {
    for squad in case.city().squad_ids() {
        if !case.handed_in(kind, squad) {
            docket.cannot_tell(Some(squad), unreported(kind));
        }
    }
}

/// The reason for a table that was not handed in.
pub(crate) fn unreported(kind: Kind) -> String {
    format!("未报{}", kind.name())
}

/// Whether anybody handed in a table of the kind.
pub(crate) fn anyone_handed_in(case: &Case<'_>, kind: Kind) -> bool {
    case.records.anyone_handed_in(kind)
}

/// The cell's value, `None` when it is blank, or why it is not known.
pub(crate) fn known<'a, T: OfValue>(kind: Kind, column: &str, cell: &'a Cell<T>) -> Result<Option<&'a T>, String> {
    match cell.state() {
        State::Value(value) => Ok(Some(value)),
        State::Empty => Ok(None),
        State::Unreadable => Err(format!("{}的“{column}”无法识别", kind.name())),
        State::NoColumn => Err(no_column(kind, column)),
    }
}

/// Like `known`, for a column that a table may well lack: then it is blank.
pub(crate) fn known_or_blank<'a, T: OfValue>(kind: Kind, column: &str, cell: &'a Cell<T>) -> Result<Option<&'a T>, String> {
    match cell.state() {
        State::NoColumn => Ok(None),
        _ => known(kind, column, cell),
    }
}

/// The reason for a column that the table lacks.
pub(crate) fn no_column(kind: Kind, column: &str) -> String {
    format!("{}没有“{column}”列", kind.name())
}

/// The names, folded by `fold`, of the rows of a kind that were set aside: what points to one of them is not judged, since the
/// row's own finding is the root of it.
pub(crate) fn set_aside(case: &Case<'_>, kind: Kind, fold: fn(&str) -> String) -> BTreeSet<String> {
    let rows = case.records.tables.set_aside.iter();
    rows.filter(|row| row.kind == kind).map(|row| fold(&row.title)).collect()
}

/// The numbers that a cell points to, as compared: its own, where a row is known by it, or those that it lists.
pub(crate) fn numbers_in(cell: &Name, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    match is_known(&cell.key) {
        true => vec![cell.key.to_string()],
        false => long_number::listed(&cell.shown),
    }
}

/// The reason for a row that points to one set aside.
pub(crate) fn points_to_set_aside(kind: Kind) -> String {
    format!("所对应的{}行有数据问题，未计入", kind.name())
}

/// The product, or why there is none.
pub(crate) fn product(factors: &[Decimal]) -> Result<Decimal, String> {
    let product = factors
        .iter()
        .try_fold(Decimal::ONE, |product, factor| product.checked_mul(*factor));
    product.ok_or_else(too_large)
}

/// The sum, or why there is none.
pub(crate) fn sum(parts: impl IntoIterator<Item = Decimal>) -> Result<Decimal, String> {
    let sum = parts.into_iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part));
    sum.ok_or_else(too_large)
}

/// The difference, or why there is none.
pub(crate) fn difference(from: Decimal, less: Decimal) -> Result<Decimal, String> {
    from.checked_sub(less).ok_or_else(too_large)
}

fn too_large() -> String {
    "数字过大，无法计算".to_owned()
}
