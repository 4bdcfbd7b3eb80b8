//! E · 经费支出: what was spent, and what of it should not be paid (考核办法 四–七, 经费办法 三–七).
//!
//! The expense's own 日期 decides whether it is judged, and which limits hold, but for allowances, which are of the trip's days. A cut is of one finding; where cuts of one expense
//! overlap, the sum proposed is never below zero.

pub mod allowance_twice;
mod approvals;
pub mod borne_by_county;
pub mod budget_running_out;
pub mod claimed_twice;
pub mod days_differ;
pub mod days_not_logged;
pub mod gift_not_approved;
mod grants;
mod hire;
pub mod hire_papers_missing;
pub mod item_not_granted;
pub mod lodging_over;
pub mod meals_over;
pub mod out_of_scope;
pub mod over_budget;
pub mod over_grant;
pub mod parts_differ;
pub mod reception_not_approved;
pub mod too_many_companions;
pub mod transport_over;
pub mod transport_while_hiring;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Money;
use crate::records::cell::Owner;
use crate::records::claims::Claim;
use crate::records::expense::Expense;
use crate::regulation::SquadId;
use crate::values::period::Window;
use crate::values::person;
use crate::values::person::Counted;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::known;
use super::known::known_or_blank;
use super::known::product;
use super::known::sum;
use super::known::tell_unreported;
use super::words;

/// No trip is longer; a longer one is a slip in a year, and is not laid out day by day.
const LONGEST_TRIP: i64 = 366;

/// An expense as the rules judge it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Position in `Tables::expenses`.
    pub(super) index: usize,
    /// The row.
    pub(super) row: &'a Expense,
    /// 日期
    pub(super) day: NaiveDate,
    /// 金额 in yuan; negative when it is a reversal (红冲).
    pub(super) sum: Decimal,
    /// What partial reversals left of it.
    pub(super) left: Decimal,
    /// Whose it is.
    pub(super) owner: Option<&'a Owner>,
    /// The squad, if it is one's.
    pub(super) squad: Option<SquadId>,
    /// The lawful item that 支出项目 names.
    pub(super) item: Option<&'a str>,
}

/// Every expense with a day and a sum, of all years, by day and then in file order, but for those that were taken back whole and
/// the reversals that did so.
fn standing_lines<'a>(case: &Case<'a>) -> Vec<Line<'a>> {
    let claims = case.records.claims.iter().filter(|claim| !claim.taken_back);
    claims.filter_map(|claim| Line::of(case, claim)).collect()
}

/// The expenses that this run judges, by day: neither reversals nor what they took back, since nothing of it is paid.
pub(super) fn judged<'a>(case: &Case<'a>, docket: &mut Docket<'_>) -> Vec<Line<'a>> {
    tell_unjudged(case, docket);
    let claims = case.records.claims.iter();
    let judged = claims.filter(|claim| !claim.taken_back && claim.sum > Decimal::ZERO && case.judges(Some(claim.day)));
    judged.filter_map(|claim| Line::of(case, claim)).collect()
}

/// Tells the squads without the table, and those with expenses in foreign money without a rate.
fn tell_unjudged(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unreported(case, docket, Kind::Expense);
    for row in &case.records.tables.expenses {
        if let (Some(day), Some(money)) = (row.date.get(), row.amount.get())
            && case.judges(Some(day))
            && money.in_yuan(case.city(), day).is_none()
        {
            docket.cannot_tell(row.owner().and_then(Owner::squad), "外币支出没有汇率");
        }
    }
}

/// The standard of an allowance on the days of a trip, yuan for a person and day.
struct Rates {
    /// The one of all days, or of the first.
    usual: Decimal,
    /// That of each day, where it changes within the trip.
    by_day: BTreeMap<NaiveDate, Decimal>,
}

impl Rates {
    /// That of a day.
    fn on(&self, day: NaiveDate) -> Decimal {
        self.by_day.get(&day).copied().unwrap_or(self.usual)
    }

    /// Of one person: the standard times so many days, but where it changes within the trip its sum over the days that are not left out.
    fn due(&self, days: Decimal, without: &[NaiveDate]) -> Result<Decimal, String> {
        if self.by_day.is_empty() {
            return product(&[self.usual, days]);
        }
        let counted = self.by_day.iter().filter(|(day, _)| !without.contains(day));
        sum(counted.map(|(_, rate)| *rate))
    }

    /// `100元/人·天`, or the standard of each run of days.
    fn told(&self) -> String {
        let Some((first, _)) = self.by_day.first_key_value() else {
            return format!("{}元/人·天", words::number(self.usual));
        };
        let mut runs: Vec<(NaiveDate, Decimal)> = vec![(*first, self.usual)];
        for (day, rate) in &self.by_day {
            if runs.last().is_some_and(|(_, before)| before != rate) {
                runs.push((*day, *rate));
            }
        }
        let told = runs
            .iter()
            .map(|(day, rate)| format!("{}起{}元", words::day(*day), words::number(*rate)));
        format!("每人每天{}", told.collect::<Vec<_>>().join("、"))
    }
}

impl<'a> Line<'a> {
    fn of(case: &Case<'a>, claim: &'a Claim) -> Option<Line<'a>> {
        let row = case.records.tables.expenses.get(claim.index)?;
        let owner = row.owner();
        Some(Line {
            index: claim.index,
            row,
            day: claim.day,
            sum: claim.sum,
            left: claim.left,
            owner,
            squad: owner.and_then(Owner::squad),
            item: claim.item.as_deref(),
        })
    }

    /// A finding about one of its cells.
    pub(super) fn broken<T>(&self, case: &Case<'_>, cell: &Cell<T>, message: String) -> Broken {
        let broken = Broken::cell(case.records, &self.row.at, cell, When::Day(self.day), message)
            .about("voucher", &**self.row.voucher.written())
            .about("item", &**self.row.item.written());
        match self.squad {
            Some(squad) => broken.of(case.city(), squad),
            None => broken,
        }
    }

    /// Whether its 支出项目 is one of the policy's group (`items_travel` …).
    fn is(&self, case: &Case<'_>, group: &str) -> bool {
        let of_group = |item: &str| case.policy.words(group, self.day).iter().any(|name| name == item);
        self.item.is_some_and(of_group)
    }

    /// The trip's days: its dates decide, 天数 stands in when there are none.
    fn days(&self) -> Result<Decimal, String> {
        let leaves = known_or_blank(Kind::Expense, "出发日期", &self.row.leaves)?;
        let returns = known_or_blank(Kind::Expense, "返回日期", &self.row.returns)?;
        if let (Some(leaves), Some(returns)) = (leaves, returns) {
            let trip = Window {
                from: *leaves,
                to: *returns,
            };
            return if leaves <= returns {
                Ok(Decimal::from(trip.length()))
            } else {
                Err("返回日期早于出发日期".to_owned())
            };
        }
        match known_or_blank(Kind::Expense, "天数", &self.row.days)? {
            Some(days) if *days > Decimal::ZERO => Ok(*days),
            Some(_) => Err("经费支出的“天数”不是正数".to_owned()),
            None => Err("未填出差起止日期和天数".to_owned()),
        }
    }

    /// How many travelled: 人数, or else the travellers named. Where the two contradict each other (E015) it is the larger: what is
    /// cut then is too much whichever of them is true.
    fn persons(&self) -> Result<Decimal, String> {
        let number = match known_or_blank(Kind::Expense, "人数", &self.row.persons)? {
            Some(persons) if *persons > Decimal::ZERO => Some(*persons),
            Some(_) => return Err("经费支出的“人数”不是正数".to_owned()),
            None => None,
        };
        let said = match (known_or_blank(Kind::Expense, "出差人员", &self.row.travellers), number) {
            (Err(reason), None) => return Err(reason),
            (Ok(Some(_)), _) => Some(self.party()),
            _ => None,
        };
        match said.map(|party| party.counted()) {
            Some(Counted::All(counted)) => Ok(number.map_or(counted, |number| number.max(counted))),
            Some(Counted::AtLeast(counted)) => {
                let number = number.ok_or("出差人员没有逐一列名，人数未填，无法核对")?;
                Ok(number.max(counted))
            }
            None => number.ok_or_else(|| "未填出差人员和人数".to_owned()),
        }
    }

    /// The travellers as written. A person on no roster was there too: that is told once, by D018, and not again as too few people.
    fn party(&self) -> person::Party {
        person::party(self.row.travellers.written())
    }

    /// Whether others travelled too than those named.
    fn is_partly_named(&self) -> bool {
        let party = self.party();
        match party.counted() {
            Counted::All(counted) => counted != Decimal::from(party.named.len()),
            Counted::AtLeast(_) => true,
        }
    }

    /// The trip, when it can be laid out day by day.
    fn trip(&self) -> Result<Window, String> {
        let trip = self.row.trip().ok_or("出差起止日期缺失或有误")?;
        if trip.length() > LONGEST_TRIP {
            Err("出差起止日期相距过长".to_owned())
        } else {
            Ok(trip)
        }
    }

    /// What was claimed in a column of the trip, in yuan; `None` when nothing was. A row that is no travel expense need not have
    /// the column.
    fn claimed(&self, case: &Case<'_>, column: &str, cell: &'a Cell<Money>) -> Result<Option<Decimal>, String> {
        let money = if self.is(case, "items_travel") {
            known(Kind::Expense, column, cell)?
        } else {
            known_or_blank(Kind::Expense, column, cell)?
        };
        let Some(money) = money else { return Ok(None) };
        let yuan = money.in_yuan(case.city(), self.day).ok_or("外币支出没有汇率")?;
        Ok((yuan > Decimal::ZERO).then_some(yuan))
    }

    /// The standard of an allowance for each day of the trip, by the policy's key; of the day of the expense where the trip's days are not
    /// given. `None` when there is none on one of them.
    fn rates(&self, case: &Case<'_>, key: &str) -> Option<Rates> {
        // A trip that began before there was a standard is held to that of the expense.
        let on = |day: NaiveDate| case.policy.number(key, day).or_else(|| case.policy.number(key, self.day));
        let Ok(trip) = self.trip() else {
            return Some(Rates {
                usual: on(self.day)?,
                by_day: BTreeMap::new(),
            });
        };
        let by_day: Option<BTreeMap<NaiveDate, Decimal>> = trip.days().map(|day| Some((day, on(day)?))).collect();
        let by_day = by_day?;
        let usual = by_day.values().next().copied().or_else(|| on(self.day))?;
        let is_one = by_day.values().all(|rate| *rate == usual);
        Some(Rates {
            usual,
            by_day: if is_one { BTreeMap::new() } else { by_day },
        })
    }

    /// `3人 × 4天` for messages.
    fn persons_by_days(persons: Decimal, days: Decimal) -> String {
        format!("{}人 × {}天", words::number(persons), words::number(days))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// Judges the expense table of one squad in 2021-09, given as header and rows, with further sheets.
    pub(super) fn judge(rule: &Rule, expenses: &str, further: &[(&str, &str)]) -> Verdicts {
        let scene = Scene::new("2021-09").sheet("文化旅游/支出.xlsx", "支出", expenses);
        let scene = further.iter().fold(scene, |scene, (path, text)| scene.sheet(path, "表", text));
        scene.judge(rule)
    }

    /// The same for a year in which both allowances rise by 20 yuan on 3 September.
    pub(super) fn judge_with_rise(rule: &Rule, expenses: &str) -> Verdicts {
        let rise = |key: &str, value: u32| {
            format!("[[parameter]]\nkey = \"{key}\"\nfrom = \"2021-09-03\"\nvalue = {value}\nsource = \"x〔2021〕1号 二\"\n")
        };
        let policy = rise("meal_allowance", 120) + &rise("transport_allowance", 100);
        let mut scene = Scene::new("2021-09").sheet("文化旅游/支出.xlsx", "支出", expenses);
        scene.policy = scene.policy.with_file("政策.toml", &policy).expect("a policy");
        scene.judge(rule)
    }

    /// The reasons why the squad of `judge` could not be judged.
    pub(super) fn reasons(verdicts: &Verdicts) -> Vec<&str> {
        let own = verdicts
            .unjudged
            .iter()
            .filter(|unjudged| unjudged.squad == Some(crate::regulation::SquadId(3)));
        own.map(|unjudged| unjudged.reason.as_str()).collect()
    }
}
