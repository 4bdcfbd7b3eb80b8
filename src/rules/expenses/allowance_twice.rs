//! E018 补助重复领取

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::product;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::words::days_list;
use crate::rules::words::quote;
use crate::rules::words::yuan;

use super::Line;
use super::hire::Hires;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E018",
    name: "补助重复领取",
    severity: Severity::Error,
    articles: &["考核办法 六", "数据一致性"],
    checks: "同一人同一天的伙食补助或交通补助是否在两笔支出中领取，跨专班、跨年度一并比对；同名的按身份证号区分。整笔重复的由 E002 核查。",
    why: "一人一天只能领一份补助。",
    remedy: "扣除后一笔中重复日期的补助；人员或日期填错的，改正后重报。",
    parameters: &["meal_allowance", "transport_allowance", "items_travel", "items_car_hire"],
    effect: Effect::Cut,
};

/// The two allowances.
const KINDS: [(&str, &str); 2] = [("伙食补助", "meal_allowance"), ("交通补助", "transport_allowance")];

/// A traveller: folded name, and the identity number where several people have the name.
type Person<'a> = (&'a str, &'a str);

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let judged: BTreeSet<usize> = super::judged(case, docket).iter().map(|line| line.index).collect();
    let hires = Hires::new(case);
    let people = People::new(case);
    let lines = super::standing_lines(case);
    let twins = super::claimed_twice::twins(&lines);
    let mut drawn: [BTreeMap<Person<'_>, Drawn<'_>>; 2] = Default::default();
    for line in &lines {
        let travellers = line.row.travellers.value();
        // What E002 cuts whole is not cut again.
        let is_cut = twins.get(&line.index).is_some_and(|twin| twin.some.is_none());
        let Some(travellers) = travellers.filter(|_| line.sum > Decimal::ZERO && !is_cut) else {
            continue;
        };
        let is_judged = judged.contains(&line.index);
        let allowances = match allowances(case, &hires, line) {
            Ok(allowances) => allowances,
            Err(reason) if is_judged => {
                docket.cannot_tell(line.squad, reason);
                continue;
            }
            Err(_) => continue,
        };
        if allowances.iter().all(Option::is_none) {
            continue;
        }
        if is_judged && line.is_partly_named() {
            docket.cannot_tell(line.squad, "出差人员没有逐一列名，其余人员的补助无法比对");
        }
        let mut of_all = Vec::new();
        for name in &travellers.named {
            let Some(person) = people.person(line.squad, name) else {
                docket.cannot_tell(line.squad, "同名人员没有身份证号，无法区分");
                continue;
            };
            let mut again = Vec::new();
            for ((drawn, allowance), (kind, _)) in drawn.iter_mut().zip(&allowances).zip(KINDS) {
                let Some(allowance) = allowance else { continue };
                let before = drawn.entry(person).or_default().draw(&allowance.days, *line);
                if !before.is_empty() {
                    again.push(Again::new(kind, &allowance.shares, before));
                }
            }
            of_all.push((name, again.into_iter().collect::<Result<Vec<_>, String>>()));
        }
        if is_judged {
            to_the_fen(&mut of_all);
            for (name, again) in of_all {
                settle(docket, line.squad, again.and_then(|again| verdict(case, line, name, &again)));
            }
        }
    }
}

/// An allowance that a line claims.
struct Allowance {
    /// The days that it is for.
    days: Vec<NaiveDate>,
    /// Of one person on each of them, yuan, as far as it is within the standard: what is above it is cut by another rule.
    shares: Shares,
}

/// What of an allowance is for one person on a day.
#[derive(Clone)]
enum Shares {
    /// The same on every day.
    Even(Decimal),
    /// So much of a standard that changes within the trip: claimed ÷ due, and the standard of each day.
    Of(Decimal, BTreeMap<NaiveDate, Decimal>),
}

impl Shares {
    /// Of these days together.
    fn on(&self, days: &[NaiveDate]) -> Result<Decimal, String> {
        match self {
            Shares::Even(a_day) => product(&[*a_day, Decimal::from(days.len())]),
            Shares::Of(share, by_day) => {
                let due = sum(days.iter().filter_map(|day| by_day.get(day)).copied())?;
                product(&[due, *share])
            }
        }
    }
}

/// The two allowances of a line, or why they cannot be laid out.
fn allowances<'a>(case: &Case<'a>, hires: &Hires<'a>, line: &Line<'a>) -> Result<[Option<Allowance>; 2], String> {
    let cells = [&line.row.meals, &line.row.transport];
    let mut allowances = [None, None];
    for (((name, key), cell), allowance) in KINDS.into_iter().zip(cells).zip(&mut allowances) {
        // A table without the column claims none, which E003 and E004 tell.
        let claimed = if cell.column().is_none() {
            None
        } else {
            line.claimed(case, name, cell)?
        };
        let Some(claimed) = claimed else { continue };
        let trip = line.trip()?;
        let mut days: Vec<NaiveDate> = trip.days().collect();
        if name == "交通补助" {
            let hired = hires.during(line)?.days;
            days.retain(|day| !hired.contains(day));
        }
        let persons = line.persons()?;
        let person_days = product(&[persons, Decimal::from(days.len())])?;
        // Without a day that is due, all of it is above the standard.
        let Some(share) = claimed.checked_div(person_days) else { continue };
        let shares = match line.rates(case, key) {
            None => Shares::Even(share),
            Some(rates) if rates.by_day.is_empty() => Shares::Even(share.min(rates.usual)),
            Some(rates) => {
                let due = product(&[sum(days.iter().map(|day| rates.on(*day)))?, persons])?;
                let Some(share) = claimed.checked_div(due) else { continue };
                Shares::Of(share.min(Decimal::ONE), rates.by_day)
            }
        };
        *allowance = Some(Allowance { days, shares });
    }
    Ok(allowances)
}

/// The days on which a person drew an allowance, as runs by their first day.
#[derive(Default)]
struct Drawn<'a> {
    runs: BTreeMap<NaiveDate, (NaiveDate, Line<'a>)>,
}

impl<'a> Drawn<'a> {
    /// The days among these that were drawn before, each with the claim; the others are drawn now.
    fn draw(&mut self, days: &[NaiveDate], line: Line<'a>) -> Vec<(NaiveDate, Line<'a>)> {
        let mut before = Vec::new();
        let mut fresh: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for day in days {
            match self.runs.range(..=*day).next_back() {
                Some((_, (to, first))) if to >= day => before.push((*day, *first)),
                _ => match fresh.last_mut() {
                    Some((_, to)) if to.succ_opt() == Some(*day) => *to = *day,
                    _ => fresh.push((*day, *day)),
                },
            }
        }
        self.runs.extend(fresh.into_iter().map(|(from, to)| (from, (to, line))));
        before
    }
}

/// An allowance drawn again.
struct Again<'a> {
    kind: &'static str,
    /// What to cut of it, yuan.
    cut: Decimal,
    before: Vec<(NaiveDate, Line<'a>)>,
}

impl<'a> Again<'a> {
    fn new(kind: &'static str, shares: &Shares, before: Vec<(NaiveDate, Line<'a>)>) -> Result<Again<'a>, String> {
        let days: Vec<NaiveDate> = before.iter().map(|(day, _)| *day).collect();
        let cut = shares.on(&days)?;
        Ok(Again { kind, cut, before })
    }
}

/// Rounds what is cut of a line to the fen, so that together it is what was drawn again: what rounding leaves is the last traveller's.
fn to_the_fen(of_all: &mut [(&Name, Result<Vec<Again<'_>>, String>)]) {
    let to_fen = |sum: Decimal| sum.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    for (kind, _) in KINDS {
        let again = of_all.iter_mut().filter_map(|(_, again)| again.as_mut().ok()).flatten();
        let mut cuts: Vec<&mut Decimal> = again.filter(|again| again.kind == kind).map(|again| &mut again.cut).collect();
        let Some(mut rest) = cuts.iter().try_fold(Decimal::ZERO, |sum, cut| sum.checked_add(**cut)).map(to_fen) else {
            continue;
        };
        let last = cuts.pop();
        for cut in cuts {
            *cut = to_fen(*cut).min(rest);
            rest -= *cut;
        }
        if let Some(last) = last {
            *last = rest;
        }
    }
}

fn verdict(case: &Case<'_>, line: &Line<'_>, name: &Name, again: &[Again<'_>]) -> Verdict {
    if again.is_empty() {
        return Ok(None);
    }
    let told = |again: &Again<'_>| format!("{} {} 天 {}", again.kind, again.before.len(), yuan(again.cut));
    let parts: Vec<String> = again.iter().map(told).collect();
    let cut = sum(again.iter().map(|again| again.cut))?;
    let days: BTreeSet<NaiveDate> = again.iter().flat_map(|again| &again.before).map(|(day, _)| *day).collect();
    let firsts: BTreeMap<usize, Line<'_>> = again
        .iter()
        .flat_map(|again| &again.before)
        .map(|(_, first)| (first.index, *first))
        .collect();
    let vouchers: Vec<String> = firsts.values().map(|first| voucher(case, first)).collect();
    let message = format!(
        "{name} {}的补助已在凭证{}中领取，本笔重复领取{}",
        days_list(&days.into_iter().collect::<Vec<_>>()),
        vouchers.join("、"),
        parts.join("、")
    );
    let mut broken: Broken = line
        .broken(case, &line.row.travellers, message)
        .about("person", &*name.shown)
        .cutting(cut);
    broken.related = firsts.values().map(|first| first.row.at.place()).collect::<Vec<Place>>();
    Ok(Some(broken))
}

/// The voucher of an earlier claim, with its squad.
fn voucher(case: &Case<'_>, first: &Line<'_>) -> String {
    let squad = first
        .squad
        .map_or_else(String::new, |squad| format!("（{}专班）", case.city().squad(squad).name));
    format!("{}{squad}", quote(first.row.voucher.written()))
}

/// Who is who: people of one name are told apart by their identity numbers in the rosters.
struct People<'a> {
    /// The identity numbers of a name.
    of_name: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Those in the squad's roster.
    of_squad: BTreeMap<(SquadId, &'a str), BTreeSet<&'a str>>,
}

impl<'a> People<'a> {
    fn new(case: &Case<'a>) -> People<'a> {
        let mut people = People {
            of_name: BTreeMap::new(),
            of_squad: BTreeMap::new(),
        };
        for member in &case.records.tables.roster {
            if let (Some(name), Some(number)) = (member.name.value(), member.id_number.value()) {
                people.of_name.entry(&name.key).or_default().insert(&number.key);
                if let Some(squad) = member.squad.value().and_then(Owner::squad) {
                    people.of_squad.entry((squad, &name.key)).or_default().insert(&number.key);
                }
            }
        }
        people
    }

    /// The person whom a name in a squad's claim means; `None` when several have the name and nothing tells which.
    fn person(&self, squad: Option<SquadId>, name: &'a Name) -> Option<Person<'a>> {
        if self.of_name.get(&*name.key).is_none_or(|numbers| numbers.len() < 2) {
            return Some((&name.key, ""));
        }
        let numbers = self.of_squad.get(&(squad?, &name.key))?;
        let number = numbers.first().filter(|_| numbers.len() == 1)?;
        Some((&name.key, number))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::judge_with_rise;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const HEADER: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 伙食补助（元） | 交通补助（元）";

    fn two(first: &str, second: &str) -> Verdicts {
        let text = format!("{HEADER}\n001 | 2021-09-10 | 差旅费 | 5000 | {first}\n002 | 2021-09-20 | 差旅费 | 5000 | {second}");
        judge(&RULE, &text, &[])
    }

    #[test]
    fn a_day_drawn_again_is_cut_at_its_own_standard() {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 出差人员 | 出发日期 | 返回日期 | 伙食补助 | 交通补助";
        let rows = "001 | 2021-09-08 | 差旅费 | 120 | 王伟 | 2021-09-03 | 2021-09-03 | 120 |\n\
            002 | 2021-09-10 | 差旅费 | 320 | 王伟 | 2021-09-01 | 2021-09-03 | 320 |";
        let verdicts = judge_with_rise(&RULE, &format!("{head}\n{rows}"));
        assert_eq!(verdicts.findings.len(), 1);
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(120)));
    }

    #[test]
    fn the_days_allowances_are_cut_on_the_later_claim_for_each_traveller() {
        let verdicts = two(
            "王伟、李娜 | 2021-09-01 | 2021-09-04 | 800 | 640",
            "王伟、李娜、张强 | 2021-09-04 | 2021-09-06 | 900 | 720",
        );
        assert_eq!(
            verdicts.told(),
            [
                "E3 王伟 2021年9月4日的补助已在凭证“001”（文化旅游专班）中领取，本笔重复领取伙食补助 1 天 100.00元、交通补助 1 天 80.00元",
                "E3 李娜 2021年9月4日的补助已在凭证“001”（文化旅游专班）中领取，本笔重复领取伙食补助 1 天 100.00元、交通补助 1 天 80.00元",
            ]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(180)));
        assert_eq!(verdicts.kept, 3);
    }

    #[test]
    fn what_is_above_or_below_the_standard_is_cut_no_further_than_claimed() {
        for (second, cut) in [
            // Above the standard: the excess is E003's.
            ("王伟 | 2021-09-04 | 2021-09-06 | 600 |", "100"),
            // A hundred for three days.
            ("王伟 | 2021-09-04 | 2021-09-06 | 100 |", "33.33"),
        ] {
            let verdicts = two("王伟 | 2021-09-01 | 2021-09-04 | 400 | 320", second);
            assert_eq!(verdicts.findings[0].cut, Some(cut.parse().unwrap()), "{second}");
        }
    }

    #[test]
    fn other_days_other_people_and_other_allowances_are_quiet() {
        for (first, second) in [
            (
                "王伟 | 2021-09-01 | 2021-09-04 | 400 | 320",
                "王伟 | 2021-09-05 | 2021-09-06 | 200 | 160",
            ),
            (
                "王伟 | 2021-09-01 | 2021-09-04 | 400 | 320",
                "李娜 | 2021-09-01 | 2021-09-04 | 400 | 320",
            ),
            ("王伟 | 2021-09-01 | 2021-09-04 | 400 |", "王伟 | 2021-09-01 | 2021-09-04 | | 320"),
        ] {
            assert!(two(first, second).findings.is_empty(), "{second}");
        }
    }

    #[test]
    fn namesakes_are_told_apart_by_their_numbers() {
        let roster = |number: &str| format!("姓名 | 角色 | 身份证号\n王伟 | 专职成员 | {number}");
        let claim = |voucher: &str| format!("{HEADER}\n{voucher} | 2021-09-10 | 差旅费 | 400 | 王伟 | 2021-09-01 | 2021-09-04 | 400 |");
        let judged = |first: &str, second: &str| {
            Scene::new("2021-09")
                .sheet("文化旅游/名册.xlsx", "名册", &roster(first))
                .sheet("高效农业/名册.xlsx", "名册", &roster(second))
                .sheet("文化旅游/支出.xlsx", "支出", &claim("001"))
                .sheet("高效农业/支出.xlsx", "支出", &claim("002"))
                .judge(&RULE)
        };
        assert!(judged("11010519491231002X", "440524188001010014").findings.is_empty());
        assert_eq!(judged("11010519491231002X", "11010519491231002X").findings.len(), 1);
    }

    #[test]
    fn without_the_trips_days_it_cannot_be_told() {
        let verdicts = two("王伟 | 2021-09-01 | 2021-09-04 | 400 |", "王伟 | | 2021-09-04 | 400 |");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["出差起止日期缺失或有误"]);
    }

    #[test]
    fn whoever_is_named_before_others_is_compared() {
        let verdicts = two(
            "张三 | 2021-09-01 | 2021-09-02 | 200 |",
            "张三等2人 | 2021-09-01 | 2021-09-02 | 400 |",
        );
        assert_eq!(verdicts.findings.len(), 1);
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(200)));
        // Of those who are not named it cannot be told.
        assert_eq!(reasons(&verdicts), ["出差人员没有逐一列名，其余人员的补助无法比对"]);
        let verdicts = two(
            "张三 | 2021-09-01 | 2021-09-02 | 200 |",
            "全体人员 | 2021-09-01 | 2021-09-02 | 400 |",
        );
        assert!(verdicts.findings.is_empty());
        assert!(!reasons(&verdicts).is_empty());
    }

    #[test]
    fn what_cannot_be_divided_evenly_is_cut_whole_from_all() {
        let verdicts = two(
            "王伟、李娜、张强 | 2021-09-01 | 2021-09-01 | 300 |",
            "王伟、李娜、张强 | 2021-09-01 | 2021-09-01 | 100 |",
        );
        let cuts: Vec<String> = verdicts
            .findings
            .iter()
            .filter_map(|finding| Some(finding.cut?.to_string()))
            .collect();
        assert_eq!(cuts, ["33.33", "33.33", "33.34"]);
    }
}
