//! The year's budget as the budget table has it, and what was spent of each line of it (考核办法 七).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::budget::Budget;
use crate::records::budget::is_whole;
use crate::records::budget::says_addition;
use crate::records::cell::Cell;
use crate::records::cell::Money;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::items::canonical_item;
use crate::records::row::TableId;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::standing::BudgetStanding;
use crate::values::numbering::Level;
use crate::values::numbering::level;
use crate::values::numbering::without_number;
use crate::values::period::Period;
use crate::values::period::Window;
use crate::values::text;

use super::Part;
use super::spending::Line;
use super::spending::Spending;
use super::view::part;
use super::view::rows;
use super::view::sum;

/// The budget of a year.
pub(super) struct YearBudget {
    /// The rows that make the whole, in yuan: its own row with what was added to it, or else all parts; `None` when one of them is
    /// foreign money without a rate on the year's first day, or when two rows differ on it (D016).
    pub(super) whole: Option<Vec<Part>>,
    /// What was carried over from the year before; `None` when that cannot be told.
    pub(super) carried: Option<Vec<Part>>,
    /// The parts, if the budget is divided, in file order.
    headings: Vec<Heading>,
}

/// A squad's or an item's part of the budget.
struct Heading {
    name: String,
    /// Whose, or which, spending it is about: lines that are about the same are one.
    share: Share,
    /// The table of the line, and the squad whose sheet that is.
    table: (TableId, Option<SquadId>),
    /// Where it stands among the others.
    level: Level,
    rows: Option<Vec<Part>>,
    carried: Option<Vec<Part>>,
}

impl YearBudget {
    /// Of the rows of that year; `None` when there are none. Several rows for the whole that say the same are one; of those that do not,
    /// or of lines that stand in two tables with two sums, nobody can tell which is right.
    pub(super) fn new(records: &Records, policy: &Policy, year: i32) -> Option<YearBudget> {
        let mut wholes = Vec::new();
        let mut additions = Vec::new();
        let mut lines: Vec<Heading> = Vec::new();
        let Window {
            from: first_day,
            to: last_day,
        } = Period::Year { year }.window();
        let in_yuan = |row: RowId, money: Money| Some(vec![part(row, money.in_yuan(&records.city, first_day)?)]);
        // What a line carries over: nothing when it is blank or the table has no such column, `None` when it cannot be told.
        let carried = |row: RowId, line: &Budget| match line.carried.state() {
            State::Value(money) => in_yuan(row, *money),
            State::Empty | State::NoColumn => Some(Vec::new()),
            State::Unreadable => None,
        };
        let of_year = rows(Kind::Budget, &records.tables.budgets).filter(|(_, line)| line.year_number() == Some(year));
        let lost = lost(records, year);
        for (row, line) in of_year {
            let Some(amount) = line.amount.get().map(|amount| in_yuan(row, amount)) else {
                continue;
            };
            let name = line.heading.value().map_or("", |heading| heading);
            if line.is_addition() {
                additions.push((amount, carried(row, line)));
                continue;
            }
            if is_whole(name) {
                // A blank leaves what is carried over to the other rows.
                let blank = line.carried.value().is_none() && line.carried.state() != State::Unreadable;
                wholes.push((amount, (!blank).then(|| carried(row, line))));
                continue;
            }
            let squad = records.tables.found(line.at.table).and_then(|table| table.squad);
            lines.push(Heading {
                name: name.trim().to_owned(),
                share: Share::of(name, records, policy, last_day),
                table: (line.at.table, squad),
                level: level(name),
                rows: amount,
                carried: carried(row, line),
            });
        }
        contradict(&mut lines);
        // A 合计 that was set aside is no part, and the parts are there without it.
        let has_lost_part = lost
            .iter()
            .any(|line| line.heading.value().is_none_or(|heading| !is_whole(heading)));
        // One without a heading may be a second whole, or an addition.
        let has_lost_whole = lost.iter().any(|line| line.heading.value().is_none_or(|heading| is_whole(heading)));
        // What is a part of another line is in that line already; `None` when nobody can tell what is a part of what.
        let nested = nested(&lines);
        let all = |parts: fn(&Heading) -> &Option<Vec<Part>>| {
            let own = lines.iter().zip(nested.as_ref()?).filter(|(_, nested)| !**nested);
            own.map(|(line, _)| parts(line)).cloned().fold(Some(Vec::new()), merged)
        };
        let of_parts = all(|heading| &heading.carried);
        let (mut whole, mut carried) = match wholes.first() {
            Some((amount, carried)) => {
                let amounts = wholes.iter().map(|(amount, _)| amount);
                let all_carried: Vec<&Option<Vec<Part>>> = wholes.iter().filter_map(|(_, carried)| carried.as_ref()).collect();
                let carried = match all_carried.first() {
                    Some(first) => agreed(all_carried.iter().copied(), first),
                    None => carried.clone().unwrap_or(of_parts),
                };
                (agreed(amounts, amount), carried)
            }
            None if lines.is_empty() && additions.is_empty() && lost.is_empty() => return None,
            // What an addition was added to is not there, nor all that makes the whole.
            None if !additions.is_empty() || has_lost_part || lines.is_empty() => (None, None),
            None => (all(|heading| &heading.rows), of_parts),
        };
        // Whether a whole that the lines do not add up to holds the line of it that is called an addition, nobody can tell.
        let adds = lines.iter().any(|line| says_addition(&line.name));
        let said = |parts: &Option<Vec<Part>>| parts.as_ref().and_then(|parts| sum(parts));
        if adds && !wholes.is_empty() && said(&all(|heading| &heading.rows)) != said(&whole) {
            whole = None;
        }
        if !wholes.is_empty() && has_lost_whole {
            whole = None;
        }
        for (amount, also_carried) in additions {
            whole = merged(whole, amount);
            carried = merged(carried, also_carried);
        }
        for share in lost
            .iter()
            .filter_map(|line| Some(Share::of(line.heading.value()?, records, policy, last_day)))
        {
            for line in lines.iter_mut().filter(|line| line.share == share) {
                (line.rows, line.carried) = (None, None);
            }
        }
        Some(YearBudget {
            whole,
            carried,
            headings: by_share(lines),
        })
    }

    /// The whole against everybody's spending, then each part against its own; those whose budget, spending or carry-over cannot
    /// be told are left out.
    pub(super) fn standings(&self, spending: &Spending<'_>, ytd: Window) -> Vec<BudgetStanding> {
        let whole = standing(
            None,
            None,
            self.whole.as_deref(),
            self.carried.as_deref(),
            spending.within(ytd).collect(),
        );
        let headings = self.headings.iter().filter_map(|heading| {
            let lines = || spending.within(ytd).filter(|line| heading.share.holds(line));
            if matches!(heading.share, Share::Written(_)) && lines().next().is_none() {
                return None;
            }
            let squad = match heading.share {
                Share::Squad(squad) => Some(squad),
                _ => None,
            };
            standing(
                Some(heading.name.clone()),
                squad,
                heading.rows.as_deref(),
                heading.carried.as_deref(),
                lines().collect(),
            )
        });
        whole.into_iter().chain(headings).collect()
    }
}

/// The lines of the year's budget that were set aside with a sum that is not nothing. One without a year is of those that its table has.
fn lost(records: &Records, year: i32) -> Vec<&Budget> {
    let tables = &records.tables;
    let mut years: BTreeMap<TableId, BTreeSet<i32>> = BTreeMap::new();
    for line in tables.budgets.iter().chain(&tables.budgets_set_aside) {
        years.entry(line.at.table).or_default().extend(line.year_number());
    }
    let is_of_year = |line: &Budget| match line.year_number() {
        Some(of) => of == year,
        None => years
            .get(&line.at.table)
            .is_none_or(|years| years.is_empty() || years.contains(&year)),
    };
    // A heading over others (一、专班经费) holds no sum of its own.
    let is_blank = |cell: &Cell<Money>| matches!(cell.state(), State::Empty | State::NoColumn);
    let is_nothing = |line: &Budget| {
        let is_zero = line.amount.value().is_some_and(|money| money.amount.is_zero());
        is_zero || is_blank(&line.amount) && is_blank(&line.carried)
    };
    let set_aside = tables.budgets_set_aside.iter();
    set_aside.filter(|line| !is_nothing(line) && is_of_year(line)).collect()
}

/// The sum that all of these say, as the first has it; `None` when two differ, or one is not known.
fn agreed<'p>(mut all: impl Iterator<Item = &'p Option<Vec<Part>>>, first: &Option<Vec<Part>>) -> Option<Vec<Part>> {
    let said = sum(first.as_ref()?);
    let is_agreed = all.all(|other| other.as_ref().is_some_and(|other| sum(other) == said));
    first.clone().filter(|_| is_agreed)
}

/// Makes the lines about one thing unknown that stand in two tables with two sums (D016). Those of two squads' sheets are each squad's own.
fn contradict(lines: &mut [Heading]) {
    let mut tables: BTreeMap<Share, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        tables.entry(line.share.clone()).or_default().push(at);
    }
    for of_share in tables.into_values().filter(|of_share| of_share.len() > 1) {
        let tables = || of_share.iter().filter_map(|at| Some(lines.get(*at)?.table));
        let differ = |(table, squad): (TableId, Option<SquadId>), (other, of_other): (TableId, Option<SquadId>)| {
            let of_two_squads = squad.is_some() && of_other.is_some() && squad != of_other;
            table != other && !of_two_squads
        };
        let Some(first) = tables().next() else { continue };
        if tables().any(|table| differ(first, table)) {
            for at in of_share {
                if let Some(line) = lines.get_mut(at) {
                    (line.rows, line.carried) = (None, None);
                }
            }
        }
    }
}

/// Lines about one thing together, however they are written, in the order of the first of each.
fn by_share(lines: Vec<Heading>) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut places: BTreeMap<Share, usize> = BTreeMap::new();
    for line in lines {
        match places.get(&line.share).and_then(|place| headings.get_mut(*place)) {
            Some(heading) => {
                heading.rows = merged(heading.rows.take(), line.rows);
                heading.carried = merged(heading.carried.take(), line.carried);
            }
            None => {
                places.insert(line.share.clone(), headings.len());
                headings.push(line);
            }
        }
    }
    headings
}

/// Which lines are parts of the line above them (一、市级经费 above 1.接待费): those further in or numbered otherwise that add up to it.
/// `None` when such lines add up to something else, or when one stands further out than the first.
fn nested(headings: &[Heading]) -> Option<Vec<bool>> {
    let levels: Vec<&Level> = headings.iter().map(|heading| &heading.level).collect();
    let mut nested = vec![false; headings.len()];
    let Some(top) = levels.first() else { return Some(nested) };
    if levels.iter().any(|level| level.indent < top.indent) {
        return None;
    }
    let mut at = 0;
    while let Some(line) = headings.get(at) {
        let below = levels.iter().skip(at + 1).take_while(|level| *level != top).count();
        let parts = headings.get(at + 1..at + 1 + below).unwrap_or_default();
        let first_level = levels.get(at + 1);
        let direct = parts
            .iter()
            .zip(levels.iter().skip(at + 1))
            .filter(|(_, level)| Some(*level) == first_level);
        let direct = direct.map(|(part, _)| part.rows.clone()).fold(Some(Vec::new()), merged);
        let adds_up = below > 0 && sum(&direct?) == sum(line.rows.as_ref()?);
        if adds_up {
            nested.iter_mut().skip(at + 1).take(below).for_each(|part| *part = true);
        } else if first_level.is_some_and(|level| below > 0 && (!level.mark.is_empty() || level.indent > top.indent)) {
            return None;
        }
        at += 1 + below;
    }
    Some(nested)
}

/// Whose, or which, spending a heading is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    Squad(SquadId),
    Coordination,
    Office,
    /// A lawful item.
    Item(String),
    /// Something else, folded: the items that are written like it.
    Written(String),
}

impl Share {
    fn of(name: &str, records: &Records, policy: &Policy, day: NaiveDate) -> Share {
        // 1.先进制造 is the squad's line.
        let name = &*without_number(name);
        match records.city.body(name) {
            Some(Body::Squad(squad)) => Share::Squad(squad),
            Some(Body::Coordination) => Share::Coordination,
            Some(Body::Office) => Share::Office,
            None => match canonical_item(policy, name, day) {
                Some(item) => Share::Item(item),
                None => Share::Written(name.to_owned()),
            },
        }
    }

    fn holds(&self, line: &Line<'_>) -> bool {
        match self {
            Share::Squad(squad) => line.squad() == Some(*squad),
            Share::Coordination => line.owner == Some(&Owner::Coordination),
            Share::Office => line.owner == Some(&Owner::Office),
            Share::Item(item) => line.item() == item,
            Share::Written(name) => text::fold(line.item()) == *name,
        }
    }
}

fn standing(
    heading: Option<String>,
    squad: Option<SquadId>,
    rows: Option<&[Part]>,
    carried: Option<&[Part]>,
    mut lines: Vec<&Line<'_>>,
) -> Option<BudgetStanding> {
    let rows = rows?;
    lines.sort_by_key(|line| (line.date, line.row));
    let claims: Vec<Part> = lines.iter().map(|line| part(line.row, line.yuan)).collect();
    Some(BudgetStanding {
        heading,
        squad,
        row: rows.first().map(|part| part.row),
        budget: sum(rows)?,
        carry_over: sum(carried?)?,
        spent: sum(&claims)?,
        rows: lines.iter().map(|line| line.row).collect(),
    })
}

/// Both together, if both can be told.
fn merged(first: Option<Vec<Part>>, second: Option<Vec<Part>>) -> Option<Vec<Part>> {
    let mut all = first?;
    all.extend(second?);
    Some(all)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::tests::scene;
    use super::*;

    fn standings(sheets: &[(&str, &str, &str)]) -> Vec<BudgetStanding> {
        scene("2021-09", sheets).with_case(|case| case.standings.budgets.clone())
    }

    const EXPENSES: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班
        001 | 2021-09-02 | 差旅费 | 1000 | 文旅
        002 | 2021-01-01 | 出差费 | 200 | 农业
        003 | 2021-09-03 | 烟酒 | 50 | 文旅
        004 | 2021-09-04 | 布展费 | 7 | 市招投中心
        005 | 2021-10-04 | 布展费 | 7 | 文旅";

    #[test]
    fn the_whole_and_each_part_stand_against_their_own_spending() {
        let budget = "年度 | 预算金额（元） | 科目 | 上年结转（元）
            2021 | 500 | 文旅招商专班 | 1
            2021 | 300 | 差旅费 |
            2021 | 900 | 合计 | 20
            2021 | 100 | 预备费 |
            2021 | 10 | 烟 酒 |
            2021 | 5 | 文旅 |
            2021 | 40 | 出差费 |
            2020 | 1 | 合计 |";
        let told: Vec<String> = standings(&[("经费.xlsx", "经费支出", EXPENSES), ("预算.xlsx", "年度预算", budget)])
            .into_iter()
            .map(|line| {
                let BudgetStanding {
                    heading,
                    squad,
                    budget,
                    carry_over,
                    spent,
                    rows,
                    ..
                } = line;
                let squad = squad.map_or("-".to_owned(), |squad| squad.0.to_string());
                let rows: Vec<u32> = rows.iter().map(|row| row.index).collect();
                format!(
                    "{} {squad} {budget} {} {spent} {rows:?}",
                    heading.as_deref().unwrap_or("all"),
                    carry_over
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "all - 900 20 1257 [1, 0, 2, 3]",
                // However a squad or an item is written, its lines are one.
                "文旅招商专班 3 505 1 1050 [0, 2]",
                "差旅费 - 340 0 1200 [1, 0]",
                "烟 酒 - 10 0 50 [2]",
            ]
        );
    }

    #[test]
    fn a_line_in_two_tables_with_two_sums_cannot_be_told() {
        let table = |rows: &str| format!("年度 | 预算金额（元） | 科目\n{rows}");
        let told = |first: (&str, &str), second: (&str, &str)| -> Vec<String> {
            let (one, other) = (table(first.1), table(second.1));
            let sheets = [
                ("经费.xlsx", "经费支出", EXPENSES),
                (first.0, "预算", &*one),
                (second.0, "预算", &*other),
            ];
            let lines = standings(&sheets).into_iter();
            lines
                .map(|line| format!("{} {}", line.heading.as_deref().unwrap_or("all"), line.budget))
                .collect()
        };
        assert_eq!(
            told(
                ("1.xlsx", "2021 | 500 | 差旅费\n2021 | 9 | 农业"),
                ("2.xlsx", "2021 | 600 | 出差费")
            ),
            ["农业 9"]
        );
        assert_eq!(
            told(("1.xlsx", "2021 | 500 | 文旅"), ("2.xlsx", "2021 | 600 | 文旅专班")),
            Vec::<String>::new()
        );
        assert_eq!(
            told(("文旅/1.xlsx", "2021 | 500 | 差旅费"), ("农业/2.xlsx", "2021 | 600 | 差旅费")),
            ["all 1100", "差旅费 1100"]
        );
    }

    #[test]
    fn parts_of_a_line_count_once_or_cannot_be_told() {
        let whole = |lines: &str| -> Option<Decimal> {
            let budget = format!("年度 | 科目 | 预算金额（元）\n{lines}");
            let standings = standings(&[("经费.xlsx", "经费支出", EXPENSES), ("预算.xlsx", "年度预算", &budget)]);
            standings.iter().find(|line| line.heading.is_none()).map(|line| line.budget)
        };
        for (lines, expected) in [
            (
                "2021 | 1.市级 | 200\n2021 | （1）接待费 | 80\n2021 | （2）差旅费 | 120\n2021 | 2.县级 | 100",
                Some(300),
            ),
            (
                "2021 | 1.市级 | 200\n2021 | 1.1接待费 | 80\n2021 | 1.2差旅费 | 120\n2021 | 2.县级 | 100",
                Some(300),
            ),
            (
                "2021 | （一）市级 | 200\n2021 | （1）接待费 | 80\n2021 | （2）差旅费 | 120\n2021 | （二）县级 | 100",
                Some(300),
            ),
            (
                "2021 | 1、市级 | 200\n2021 | 1）接待费 | 80\n2021 | 2）差旅费 | 120\n2021 | 2、县级 | 100",
                Some(300),
            ),
            (
                "2021 | 1、市级 | 200\n2021 | ①接待费 | 80\n2021 | ②差旅费 | 110\n2021 | 2、县级 | 100",
                None,
            ),
            ("2021 | 1.1市级 | 200\n2021 | 1.2县级 | 100", Some(300)),
        ] {
            assert_eq!(whole(lines), expected.map(Decimal::from), "{lines}");
        }
    }

    #[test]
    fn lines_further_in_are_parts_of_the_one_above() {
        let heading = |written: &str, sum: i64| Heading {
            name: written.trim().to_owned(),
            share: Share::Written(written.trim().to_owned()),
            table: (TableId(0), None),
            level: level(written),
            rows: Some(vec![part(
                RowId {
                    kind: Kind::Budget,
                    index: 0,
                },
                Decimal::from(sum),
            )]),
            carried: Some(Vec::new()),
        };
        let parts = |second: i64| {
            let lines = [
                heading("市级", 200),
                heading("　　接待费", 80),
                heading("　　差旅费", second),
                heading("县级", 100),
            ];
            nested(&lines)
        };
        assert_eq!(parts(120), Some(vec![false, true, true, false]));
        assert_eq!(parts(110), None);
        // Nobody can tell what stands further out than the first.
        assert_eq!(nested(&[heading("  接待费", 80), heading("市级", 80)]), None);
    }

    #[test]
    fn parts_make_the_whole_and_without_either_there_is_no_standing() {
        let parts = "年度 | 预算金额（元） | 科目\n2021 | 500 | 文旅\n2021 | 300 | 农业";
        let expenses = ("经费.xlsx", "经费支出", EXPENSES);
        let of_parts = standings(&[expenses, ("预算.xlsx", "年度预算", parts)]);
        assert_eq!(of_parts.len(), 3);
        assert_eq!((of_parts[0].budget, of_parts[0].spent), (Decimal::from(800), Decimal::from(1257)));
        assert!(standings(&[expenses]).is_empty());
        assert!(standings(&[("预算.xlsx", "年度预算", parts)]).is_empty());
        let unreadable = "年度 | 预算金额（元） | 科目 | 上年结转（元）\n2021 | 500 | | 约3";
        assert!(standings(&[expenses, ("预算.xlsx", "年度预算", unreadable)]).is_empty());
    }
}
