//! The year's budget as the budget table has it, and what was spent of each line of it (考核办法 七).

use std::collections::BTreeMap;

use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::budget::Budget;
use crate::records::cell::Money;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::items::canonical_item;
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

/// Headings that mean the whole, as a blank one does.
const WHOLE: &[&str] = &["合计", "总计"];

/// The budget of a year.
pub(super) struct YearBudget {
    /// The rows that make the whole, in yuan: its own row, or else all parts; `None` when one of them is foreign money without a
    /// rate on the year's first day.
    pub(super) whole: Option<Vec<Part>>,
    /// What was carried over from the year before; `None` when that cannot be told.
    pub(super) carried: Option<Vec<Part>>,
    /// The parts, if the budget is divided, in file order.
    headings: Vec<Heading>,
}

/// A squad's or an item's part of the budget.
struct Heading {
    name: String,
    /// Where it stands among the others.
    level: Level,
    rows: Option<Vec<Part>>,
    carried: Option<Vec<Part>>,
}

impl YearBudget {
    /// Of the rows of that year; `None` when there are none. Of several rows for the whole the first counts.
    pub(super) fn new(records: &Records, year: i32) -> Option<YearBudget> {
        let mut whole = None;
        let mut lines: Vec<Heading> = Vec::new();
        let first_day = Period::Year { year }.window().from;
        let in_yuan = |row: RowId, money: Money| Some(vec![part(row, money.in_yuan(&records.city, first_day)?)]);
        // What a line carries over: nothing when it is blank, `None` when it cannot be told.
        let carried = |row: RowId, line: &Budget| match line.carried.state() {
            State::Value(money) => in_yuan(row, *money),
            State::Empty | State::NoColumn => Some(Vec::new()),
            State::Unreadable => None,
        };
        let of_year = rows(Kind::Budget, &records.tables.budgets).filter(|(_, line)| line.year_number() == Some(year));
        for (row, line) in of_year {
            let Some(amount) = line.amount.get().map(|amount| in_yuan(row, amount)) else {
                continue;
            };
            let name = line.heading.value().map_or("", |heading| heading);
            let folded = text::fold(name);
            if text::is_blank(name) || WHOLE.contains(&folded.as_str()) {
                whole = whole.or(Some((row, line, amount)));
                continue;
            }
            lines.push(Heading {
                name: name.trim().to_owned(),
                level: level(name),
                rows: amount,
                carried: carried(row, line),
            });
        }
        // What is a part of another line is in that line already; `None` when nobody can tell what is a part of what.
        let nested = nested(&lines);
        let all = |parts: fn(&Heading) -> &Option<Vec<Part>>| {
            let own = lines.iter().zip(nested.as_ref()?).filter(|(_, nested)| !**nested);
            own.map(|(line, _)| parts(line)).cloned().fold(Some(Vec::new()), merged)
        };
        let of_parts = all(|heading| &heading.carried);
        let (whole, carried) = match whole {
            // A blank beside the whole leaves what is carried over to the parts.
            Some((_, line, amount)) if line.carried.value().is_none() && line.carried.state() != State::Unreadable => (amount, of_parts),
            Some((row, line, amount)) => (amount, carried(row, line)),
            None if lines.is_empty() => return None,
            None => (all(|heading| &heading.rows), of_parts),
        };
        let headings = by_name(lines);
        Some(YearBudget { whole, carried, headings })
    }

    /// The whole against everybody's spending, then each part against its own; those whose budget, spending or carry-over cannot
    /// be told are left out.
    pub(super) fn standings(&self, records: &Records, policy: &Policy, spending: &Spending<'_>, ytd: Window) -> Vec<BudgetStanding> {
        let whole = standing(None, None, self.whole.as_deref(), self.carried.as_deref(), spending.within(ytd));
        let headings = self.headings.iter().filter_map(|heading| {
            let share = Share::of(&heading.name, records, policy, ytd);
            let lines = || spending.within(ytd).filter(|line| share.holds(line));
            if matches!(share, Share::Written(_)) && lines().next().is_none() {
                return None;
            }
            let squad = match share {
                Share::Squad(squad) => Some(squad),
                _ => None,
            };
            standing(
                Some(heading.name.clone()),
                squad,
                heading.rows.as_deref(),
                heading.carried.as_deref(),
                lines(),
            )
        });
        whole.into_iter().chain(headings).collect()
    }
}

/// Lines of one name together, in the order of the first of each.
fn by_name(lines: Vec<Heading>) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        match places.get(&text::fold(&line.name)).and_then(|place| headings.get_mut(*place)) {
            Some(heading) => {
                heading.rows = merged(heading.rows.take(), line.rows);
                heading.carried = merged(heading.carried.take(), line.carried);
            }
            None => {
                places.insert(text::fold(&line.name), headings.len());
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
    fn of(name: &str, records: &Records, policy: &Policy, ytd: Window) -> Share {
        // 1.先进制造 is the squad's line.
        let name = &*without_number(name);
        match records.city.body(name) {
            Some(Body::Squad(squad)) => Share::Squad(squad),
            Some(Body::Coordination) => Share::Coordination,
            Some(Body::Office) => Share::Office,
            None => match canonical_item(policy, name, ytd.to) {
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

fn standing<'l>(
    heading: Option<String>,
    squad: Option<SquadId>,
    rows: Option<&[Part]>,
    carried: Option<&[Part]>,
    lines: impl Iterator<Item = &'l Line<'l>>,
) -> Option<BudgetStanding> {
    let rows = rows?;
    let mut lines: Vec<&Line<'_>> = lines.collect();
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
                    "{} {squad} {budget} {carry_over} {spent} {rows:?}",
                    heading.as_deref().unwrap_or("all")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "all - 900 20 1257 [1, 0, 2, 3]",
                "文旅招商专班 3 500 1 1050 [0, 2]",
                "差旅费 - 300 0 1200 [1, 0]",
                "烟 酒 - 10 0 50 [2]",
                "文旅 3 5 0 1050 [0, 2]",
            ]
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
