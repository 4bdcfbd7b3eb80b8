//! figures.json by the names that cells and tables give.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde_json::Value;

use crate::report::briefs::words::NO_VALUE;

/// What stands for a figure that was not reported, or that there is none of.
pub(super) const NO_NUMBER: [&str; 3] = ["未报", "—", NO_VALUE];

/// figures.json by the names that cells give.
pub(super) struct Figures<'v> {
    document: &'v Value,
    /// Each squad's part of it, by name.
    pub squads: BTreeMap<&'v str, &'v Value>,
}

impl<'v> Figures<'v> {
    /// Of the document as read.
    pub(super) fn new(document: &'v Value) -> Figures<'v> {
        let squads = document["squads"].as_array().into_iter().flatten();
        Figures {
            document,
            squads: squads.filter_map(|squad| Some((squad["squad"].as_str()?, squad))).collect(),
        }
    }

    /// The figure of a name such as `文化旅游.signed_formal.ytd`, `合计.received.period`, `经费.spent`, `经费.by_item.差旅费`,
    /// `文化旅游.T001`, `文化旅游.T001.goal`, `文化旅游.members.0.days_out.period`. Names that people gave may hold dots themselves.
    pub(super) fn get(&self, name: &str) -> Option<&'v Value> {
        if let Some(key) = name.strip_prefix("经费.") {
            let fund = &self.document["fund"];
            let part = || {
                let (key, part) = key.split_once('.')?;
                fund.get(key)?.get(part)
            };
            return fund.get(key).or_else(part);
        }
        let (whose, rest) = match name.strip_prefix("合计.") {
            Some(rest) => (&self.document["total"], rest),
            None => self
                .squads
                .iter()
                .find_map(|(squad, figures)| Some((*figures, name.strip_prefix(squad)?.strip_prefix('.')?)))?,
        };
        let windowed = || {
            let (rest, window) = rest.rsplit_once('.')?;
            let figures = whose.get(window).filter(|_| matches!(window, "period" | "ytd"))?;
            let part = || match rest.split_once('.')? {
                ("members", member) => {
                    let (position, key) = member.split_once('.')?;
                    figures["members"].get(position.parse::<usize>().ok()?)?.get(key)
                }
                (key, part) => figures.get(key)?.get(part),
            };
            figures.get(rest).or_else(part)
        };
        let target = || {
            let (code, key) = rest.split_once('.').unwrap_or((rest, "reached"));
            let mut targets = whose["targets"].as_array().into_iter().flatten();
            targets.find(|one| one["target"] == *code)?.get(key)
        };
        windowed().or_else(target)
    }

    /// The number that a name stands for; `Some(None)` when it was not reported. `各专班.starts.ytd` is the sum of what the squads
    /// count, where one thing may stand with two of them.
    pub(super) fn number(&self, name: &str) -> Option<Option<Decimal>> {
        let Some(rest) = name.strip_prefix("各专班.") else {
            return self.get(name).map(number);
        };
        let of_squads: Option<Vec<&Value>> = self.squads.keys().map(|squad| self.get(&format!("{squad}.{rest}"))).collect();
        let known: Vec<Decimal> = of_squads?.into_iter().filter_map(number).collect();
        let sum = known.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(*one));
        Some(sum.filter(|_| !known.is_empty()))
    }
}

/// A value of figures.json as a number; `None` for null.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A figure as texts show it: 万元 with two places, counts whole.
pub(super) fn in_text(value: &Value, money: bool) -> String {
    match number(value) {
        None => "未报".to_owned(),
        Some(count) if !money => count.normalize().to_string(),
        Some(yuan) => {
            let wan = yuan / Decimal::from(10_000);
            // What two places would show as nothing is shown with as many as it needs.
            if !wan.is_zero() && wan.abs() < Decimal::new(1, 2) {
                return wan.normalize().to_string();
            }
            format!("{:.2}", wan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        }
    }
}
