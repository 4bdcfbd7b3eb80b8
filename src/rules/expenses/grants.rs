//! What was granted to activities, item by item, and what was spent on it (经费办法 三(三)): E009 and E010.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::records::items::canonical_items;
use crate::rules::Case;
use crate::rules::known::anyone_handed_in;
use crate::rules::known::numbers_in;
use crate::rules::words::quote;
use crate::values::long_number;
use crate::values::text::fold;

use super::Line;

/// What an activity was granted for an item, or for several together (`会务费、布展费`).
pub(super) struct Granted {
    /// The items.
    pub(super) items: Vec<String>,
    /// In yuan; `None` for foreign money without a rate.
    pub(super) sum: Option<Decimal>,
    /// The rows of the grant.
    pub(super) rows: Vec<Place>,
    /// Whether another grant of the activity is for one of the items too: how much there is for it cannot be told.
    pub(super) overlaps: bool,
}

/// A grant for something that is no lawful item.
struct Unread {
    /// As written.
    item: String,
    /// In yuan; `None` when that is not known.
    sum: Option<Decimal>,
}

/// Words of a grant that may be for anything.
const GENERAL: [&str; 9] = ["其他", "其它", "经费", "合计", "总计", "小计", "综合", "杂费", "活动费"];

impl Unread {
    /// Whether it may be for the item: 活动经费 for any, 会务费等 too; 办公用品 is for itself alone.
    fn may_be_for(&self, item: &str) -> bool {
        let written = fold(&self.item);
        GENERAL.iter().any(|word| written.contains(word)) || written.ends_with('等') || written == "费用" || written.contains(item)
    }
}

/// What was granted to an activity.
#[derive(Default)]
pub(super) struct Activity {
    /// By its items.
    granted: BTreeMap<Vec<String>, Granted>,
    /// What was granted for what is no lawful item.
    unread: Vec<Unread>,
}

impl Activity {
    /// What was granted for an item.
    pub(super) fn of(&self, item: &str) -> Option<&Granted> {
        self.granted.values().find(|granted| granted.items.iter().any(|one| one == item))
    }

    /// The items granted.
    pub(super) fn items(&self) -> BTreeSet<&str> {
        self.granted
            .values()
            .flat_map(|granted| &granted.items)
            .map(String::as_str)
            .collect()
    }

    /// The rows granted.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Place> {
        self.granted.values().flat_map(|granted| &granted.rows)
    }

    /// Why it is not known whether the item was granted, if so.
    pub(super) fn unread_for(&self, item: &str, activity: &str) -> Option<String> {
        let unread = self.unread.iter().find(|unread| unread.may_be_for(item))?;
        Some(cannot_check(activity, &unread.item))
    }

    /// What was granted for no lawful item, as written.
    pub(super) fn unread_items(&self) -> impl Iterator<Item = &str> {
        self.unread.iter().map(|unread| unread.item.as_str())
    }

    /// How much was granted for no lawful items; why that cannot be told, if so.
    pub(super) fn unread_sum(&self, activity: &str) -> Result<Decimal, String> {
        self.unread.iter().try_fold(Decimal::ZERO, |all, unread| {
            let all = unread.sum.and_then(|sum| all.checked_add(sum));
            all.ok_or_else(|| cannot_check(activity, &unread.item))
        })
    }

    /// Why an excess may be none.
    pub(super) fn may_be_covered(&self, activity: &str) -> String {
        cannot_check(activity, self.unread_items().next().unwrap_or_default())
    }
}

fn cannot_check(activity: &str, item: &str) -> String {
    format!("活动 {activity} 批复的支出项目{}不是规定的开支项目，无法核对", quote(item))
}

/// The grants up to the as-of day.
pub(super) struct Grants<'a> {
    /// By 活动编号.
    pub(super) activities: BTreeMap<&'a str, Activity>,
    /// 活动编号 of grant rows that were set aside, folded.
    aside: BTreeSet<String>,
    /// Whether anybody handed in a table of grants.
    pub(super) handed_in: bool,
}

impl<'a> Grants<'a> {
    /// Reads the grants.
    pub(super) fn new(case: &Case<'a>) -> Grants<'a> {
        let tables = &case.records.tables;
        let mut activities = BTreeMap::<&str, Activity>::new();
        for row in &tables.grants {
            let Some(activity) = row.activity.value() else { continue };
            let activity = activities.entry(&activity.key).or_default();
            let day = row.approved.get().unwrap_or(case.as_of);
            let yuan = row.amount.get().and_then(|money| money.in_yuan(case.city(), day));
            let Some(items) = canonical_items(case.policy, row.item.written(), day) else {
                let item = row.item.written().to_string();
                activity.unread.push(Unread { item, sum: yuan });
                continue;
            };
            let granted = activity.granted.entry(items.clone()).or_insert(Granted {
                items,
                sum: Some(Decimal::ZERO),
                rows: Vec::new(),
                overlaps: false,
            });
            granted.sum = granted.sum.zip(yuan).and_then(|(sum, yuan)| sum.checked_add(yuan));
            granted.rows.push(row.at.place());
        }
        for activity in activities.values_mut() {
            let mut times = BTreeMap::<String, usize>::new();
            for item in activity.granted.keys().flatten() {
                *times.entry(item.clone()).or_default() += 1;
            }
            for granted in activity.granted.values_mut() {
                granted.overlaps = granted.items.iter().any(|item| times.get(item).is_some_and(|times| *times > 1));
            }
        }
        // People name a grant's row by activity and item.
        let aside = tables.set_aside.iter().filter(|row| row.kind == Kind::Grant);
        Grants {
            activities,
            aside: aside
                .map(|row| long_number::fold(row.title.split(' ').next().unwrap_or_default()))
                .collect(),
            handed_in: anyone_handed_in(case, Kind::Grant),
        }
    }

    /// The activities that an expense names: 活动编号, or the several of them, or the one with a note behind it.
    pub(super) fn named(&self, case: &Case<'_>, activity: &Name) -> Vec<String> {
        let later = &case.records.tables.later_grants;
        let is_known = |number: &str| self.activities.contains_key(number) || self.aside.contains(number) || later.contains_key(number);
        numbers_in(activity, is_known)
    }

    /// Whether a row of the activity's grant was set aside, so that not all of it is known.
    pub(super) fn is_partly_aside(&self, activity: &str) -> bool {
        self.aside.contains(activity) || self.aside.contains("")
    }
}

/// The reason for an expense of several activities that cannot be told apart.
pub(super) fn of_several() -> String {
    "填了几个活动编号，各自的金额分不开".to_owned()
}

/// The activity and lawful item of an expense; an unlawful item is E001's.
pub(super) fn activity_and_item<'a>(line: &Line<'a>) -> Option<(&'a Name, &'a str)> {
    Some((line.row.activity.value()?, line.item?))
}
