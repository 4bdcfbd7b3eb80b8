//! The expenses as claims, by day: what each claims in yuan, for which lawful item, and which were taken back (红冲).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::regulation::City;
use crate::regulation::Policy;

use super::Tables;
use super::cell::Owner;
use super::expense::Expense;
use super::items::canonical_item;

/// An expense with a day and a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Position in `Tables::expenses`.
    pub index: usize,
    /// 日期
    pub day: NaiveDate,
    /// 金额 in yuan; negative when it is a reversal.
    pub sum: Decimal,
    /// The lawful item that 支出项目 names on that day; `None` when it is none of them.
    pub item: Option<Arc<str>>,
    /// Whether a reversal takes it back.
    pub taken_back: bool,
}

/// Every claim of all years, by day and then in file order. Foreign money without a rate claims no sum, so it is not among them.
pub fn claims(tables: &Tables, city: &City, policy: &Policy) -> Vec<Claim> {
    // Sheets repeat a few words thousands of times.
    let mut items = BTreeMap::<(&str, NaiveDate), Option<Arc<str>>>::new();
    let rows = tables.expenses.iter().enumerate();
    let mut claims: Vec<Claim> = rows
        .filter_map(|(index, row)| {
            let day = row.date.get()?;
            let sum = row.amount.get()?.in_yuan(city, day)?;
            let written: &str = row.item.written();
            let item = items
                .entry((written, day))
                .or_insert_with(|| canonical_item(policy, written, day).map(Arc::from));
            Some(Claim {
                index,
                day,
                sum,
                item: item.clone(),
                taken_back: false,
            })
        })
        .collect();
    claims.sort_by_key(|claim| (claim.day, claim.index));
    take_back(&mut claims, &tables.expenses);
    claims
}

/// Marks what was taken back: a reversal takes back the latest claim of its voucher, owner and sum before it.
fn take_back(claims: &mut [Claim], rows: &[Expense]) {
    // A reversal may have a number of its own, and name the voucher that it takes back.
    let voucher = |claim: &Claim| -> Option<(&str, Option<&Owner>)> {
        let row = rows.get(claim.index)?;
        let original = row.original.value().filter(|_| claim.sum < Decimal::ZERO);
        let voucher = original.or(row.voucher.value())?;
        Some((&*voucher.key, row.owner()))
    };
    let reversals = claims.iter().filter(|claim| claim.sum < Decimal::ZERO);
    let reversed: BTreeSet<&str> = reversals.filter_map(voucher).map(|(voucher, _)| voucher).collect();
    let mut open = BTreeMap::<(&str, Option<&Owner>, Decimal), Vec<usize>>::new();
    let mut taken_back = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let Some((voucher, owner)) = voucher(claim).filter(|(voucher, _)| reversed.contains(voucher)) else {
            continue;
        };
        if claim.sum > Decimal::ZERO {
            open.entry((voucher, owner, claim.sum)).or_default().push(at);
        } else if let Some(earlier) = open.get_mut(&(voucher, owner, -claim.sum)).and_then(Vec::pop) {
            taken_back.push(earlier);
        }
    }
    for at in taken_back {
        if let Some(claim) = claims.get_mut(at) {
            claim.taken_back = true;
        }
    }
}
