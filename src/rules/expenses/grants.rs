//! What was granted to activities, item by item, and what was spent on it (经费办法 三(三)): E009 and E010.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::records::items::canonical_item;
use crate::rules::Case;
use crate::rules::known::anyone_handed_in;
use crate::values::long_number;

use super::Line;

/// What an activity was granted for one item.
#[derive(Default)]
pub(super) struct Granted {
    /// In yuan; `None` for foreign money without a rate.
    pub(super) sum: Option<Decimal>,
    /// The rows of the grant.
    pub(super) rows: Vec<Place>,
}

/// The grants up to the as-of day.
pub(super) struct Grants<'a> {
    /// By 活动编号, then item.
    pub(super) items: BTreeMap<&'a str, BTreeMap<String, Granted>>,
    /// 活动编号 of grant rows that were set aside, folded.
    pub(super) aside: BTreeSet<String>,
    /// Whether anybody handed in a table of grants.
    pub(super) handed_in: bool,
}

impl<'a> Grants<'a> {
    /// Reads the grants.
    pub(super) fn new(case: &Case<'a>) -> Grants<'a> {
        let tables = &case.records.tables;
        let mut items = BTreeMap::<&str, BTreeMap<String, Granted>>::new();
        for row in &tables.grants {
            let Some(activity) = row.activity.value() else { continue };
            let day = row.approved.get().unwrap_or(case.as_of);
            let Some(item) = canonical_item(case.policy, row.item.written(), day) else {
                continue;
            };
            let first = Granted {
                sum: Some(Decimal::ZERO),
                rows: Vec::new(),
            };
            let granted = items.entry(&activity.key).or_default().entry(item).or_insert(first);
            let yuan = row.amount.get().and_then(|money| money.in_yuan(case.city(), day));
            granted.sum = granted.sum.zip(yuan).and_then(|(sum, yuan)| sum.checked_add(yuan));
            granted.rows.push(row.at.place());
        }
        // People name a grant's row by activity and item.
        let aside = tables.set_aside.iter().filter(|row| row.kind == Kind::Grant);
        Grants {
            items,
            aside: aside
                .map(|row| long_number::fold(row.title.split(' ').next().unwrap_or_default()))
                .collect(),
            handed_in: anyone_handed_in(case, Kind::Grant),
        }
    }

    /// Whether a row of the activity's grant was set aside, so that not all of it is known.
    pub(super) fn is_partly_aside(&self, activity: &Name) -> bool {
        self.aside.contains(&*activity.key) || self.aside.contains("")
    }
}

/// The activity and lawful item of an expense; an unlawful item is E001's.
pub(super) fn activity_and_item<'a>(line: &Line<'a>) -> Option<(&'a Name, &'a str)> {
    Some((line.row.activity.value()?, line.item?))
}
