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
    /// Whether it was taken back whole, or is a reversal that did so: together they come to nothing, and nothing of them is paid.
    pub taken_back: bool,
    /// What is left of it after the reversals of its voucher, in yuan; a reversal has nothing left.
    pub left: Decimal,
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
                left: sum.max(Decimal::ZERO),
            })
        })
        .collect();
    claims.sort_by_key(|claim| (claim.day, claim.index));
    take_back(&mut claims, &tables.expenses);
    claims
}

/// Marks what was taken back, voucher by voucher of each owner.
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
    let mut vouchers = BTreeMap::<(&str, Option<&Owner>), Voucher>::new();
    for (at, claim) in claims.iter().enumerate() {
        let Some((voucher, owner)) = voucher(claim).filter(|(voucher, _)| reversed.contains(voucher)) else {
            continue;
        };
        vouchers.entry((voucher, owner)).or_default().add(at, claim.sum);
    }
    for voucher in vouchers.into_values() {
        for (at, left) in voucher.lessened() {
            if let Some(claim) = claims.get_mut(at) {
                claim.left = left;
            }
        }
        for at in voucher.taken_back {
            if let Some(claim) = claims.get_mut(at) {
                claim.taken_back = true;
                claim.left = Decimal::ZERO;
            }
        }
    }
}

/// What is claimed and taken back of one voucher by one owner, by day. Positions are those of the claims.
#[derive(Default)]
struct Voucher {
    /// Claims that stand, with what partial reversals left of them.
    open: BTreeMap<usize, Decimal>,
    /// Those that nothing was taken back of, by their sum.
    whole: BTreeMap<Decimal, BTreeSet<usize>>,
    /// Claims of which nothing is left.
    empty: Vec<usize>,
    /// Reversals that took back nothing whole so far.
    partial: Vec<usize>,
    /// Claims taken back, and the reversals that took them back.
    taken_back: Vec<usize>,
}

impl Voucher {
    /// Adds the next claim or reversal. A reversal takes back the latest claim of exactly its sum; those that match no claim lessen
    /// the latest ones, and when nothing is left they have taken back all that stands.
    fn add(&mut self, at: usize, sum: Decimal) {
        if sum > Decimal::ZERO {
            self.open.insert(at, sum);
            self.whole.entry(sum).or_default().insert(at);
            return;
        }
        if let Some(same) = self.whole.get_mut(&-sum).and_then(BTreeSet::pop_last) {
            self.open.remove(&same);
            self.taken_back.extend([same, at]);
        } else {
            self.partial.push(at);
            self.lessen(-sum);
        }
        if self.open.is_empty() && !self.empty.is_empty() {
            self.taken_back.append(&mut self.empty);
            self.taken_back.append(&mut self.partial);
        }
    }

    /// Takes a sum from the latest claims that stand.
    fn lessen(&mut self, mut rest: Decimal) {
        while rest > Decimal::ZERO
            && let Some((at, left)) = self.open.pop_last()
        {
            if let Some(whole) = self.whole.get_mut(&left) {
                whole.remove(&at);
            }
            if left > rest {
                self.open.insert(at, left - rest);
            } else {
                self.empty.push(at);
            }
            rest -= left.min(rest);
        }
    }

    /// The claims that stand, each with what is left of it.
    fn lessened(&self) -> Vec<(usize, Decimal)> {
        let empty = self.empty.iter().map(|at| (*at, Decimal::ZERO));
        self.open.iter().map(|(at, left)| (*at, *left)).chain(empty).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::records::Records;
    use crate::testing::Scene;

    fn records(rows: &str) -> Records {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元）\n{rows}");
        Scene::new("2021-09").sheet("文化旅游/支出.xlsx", "支出", &text).records()
    }

    /// The rows (from 2) that were taken back or took back.
    fn taken_back(rows: &str) -> Vec<u32> {
        let records = records(rows);
        let claims = records.claims.iter().filter(|claim| claim.taken_back);
        claims.map(|claim| records.tables.expenses[claim.index].at.row).collect()
    }

    /// What is left of each row.
    fn left(rows: &str) -> Vec<String> {
        let claims = records(rows).claims;
        claims.iter().map(|claim| claim.left.normalize().to_string()).collect()
    }

    #[test]
    fn a_reversal_takes_back_the_latest_claim_of_its_sum() {
        let claims = "1 | 2021-08-01 | 会务费 | 100\n1 | 2021-08-02 | 会务费 | 100\n1 | 2021-08-02 | 会务费 | 60";
        assert_eq!(taken_back(&format!("{claims}\n1 | 2021-08-03 | 会务费 | -100")), [3, 5]);
        assert_eq!(taken_back(&format!("{claims}\n2 | 2021-08-03 | 会务费 | 100")), [0; 0]);
    }

    #[test]
    fn reversals_that_add_up_to_what_stands_take_all_of_it_back() {
        for (rows, expected) in [
            (
                "1 | 2021-08-01 | 会务费 | 100\n1 | 2021-08-02 | 会务费 | -60\n1 | 2021-08-03 | 会务费 | -40",
                &[2, 3, 4][..],
            ),
            (
                "1 | 2021-08-01 | 会务费 | 60\n1 | 2021-08-01 | 租赁费 | 40\n1 | 2021-08-03 | 会务费 | -100",
                &[2, 3, 4],
            ),
            // What is left after one claim was taken back alone.
            (
                "1 | 2021-08-01 | 会务费 | 60\n1 | 2021-08-01 | 租赁费 | 40\n1 | 2021-08-02 | 会务费 | -10\n1 | 2021-08-03 | 租赁费 | -40\n1 | 2021-08-04 | 会务费 | -50",
                &[2, 3, 4, 5, 6],
            ),
            // Claimed again afterwards.
            (
                "1 | 2021-08-01 | 会务费 | 100\n1 | 2021-08-02 | 会务费 | -60\n1 | 2021-08-03 | 会务费 | -40\n1 | 2021-08-04 | 会务费 | 100",
                &[2, 3, 4],
            ),
        ] {
            assert_eq!(taken_back(rows), expected, "{rows}");
        }
    }

    #[test]
    fn a_part_taken_back_leaves_the_claim() {
        for rows in [
            "1 | 2021-08-01 | 会务费 | 100\n1 | 2021-08-02 | 会务费 | -60\n1 | 2021-08-03 | 会务费 | -39",
            "1 | 2021-08-01 | 会务费 | 60\n1 | 2021-08-01 | 租赁费 | 40\n1 | 2021-08-03 | 会务费 | -99",
        ] {
            assert_eq!(taken_back(rows), [0; 0], "{rows}");
        }
    }

    #[test]
    fn a_part_taken_back_is_of_the_latest_claims_before_it() {
        let part = "1 | 2021-08-01 | 会务费 | 60\n1 | 2021-08-01 | 租赁费 | 40\n1 | 2021-08-03 | 会务费 | -50";
        assert_eq!(left(part), ["50", "0", "0"]);
        // A claim made afterwards is none that it can be of.
        assert_eq!(left(&format!("{part}\n1 | 2021-08-04 | 会务费 | 30")), ["50", "0", "0", "30"]);
        assert_eq!(left(&format!("{part}\n1 | 2021-08-04 | 会务费 | -50")), ["0", "0", "0", "0"]);
    }

    #[test]
    fn a_reversal_of_anothers_claim_takes_back_nothing() {
        let text = |row: &str| format!("凭证号 | 日期 | 支出项目 | 金额（元）\n{row}");
        let records = Scene::new("2021-09")
            .sheet("文化旅游/支出.xlsx", "支出", &text("1 | 2021-08-01 | 会务费 | 100"))
            .sheet("高效农业/支出.xlsx", "支出", &text("1 | 2021-08-02 | 会务费 | -100"))
            .records();
        assert_eq!(records.claims.len(), 2);
        assert!(records.claims.iter().all(|claim| !claim.taken_back));
    }
}
