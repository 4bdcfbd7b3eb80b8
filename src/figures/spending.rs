//! `spent`, `spent_by_item`, `proposed`, `cuts` and `cost_per_yi_signed`; and the expense lines that the fund counts too
//! (经费办法 四, 七).

use ahash::HashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::place::Place;
use crate::place::Source;
use crate::records::Kind;
use crate::records::Records;
use crate::records::RowId;
use crate::records::cell::Owner;
use crate::records::claims::Claim;
use crate::records::expense::Expense;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::values::period::Window;
use crate::values::unit::Unit;

use super::Figure;
use super::FigureValue;
use super::Part;
use super::view::View;
use super::view::bare;
use super::view::money;
use super::view::part;
use super::view::quotient;

/// The rule whose one finding, at an activity's last row, cuts the rows before it too.
const OVER_GRANT: &str = "E009";

/// An expense whose sum and day are known.
pub(super) struct Line<'a> {
    pub(super) row: RowId,
    pub(super) date: NaiveDate,
    pub(super) owner: Option<&'a Owner>,
    /// The lawful item, or the item as written.
    item: Arc<str>,
    /// Claimed, in yuan; negative when it takes back an earlier one.
    pub(super) yuan: Decimal,
    /// What should not be paid of it, in yuan.
    cut: Decimal,
    /// What reversals left of it, in yuan: no more can be cut.
    left: Decimal,
    expense: &'a Expense,
}

impl Line<'_> {
    /// The squad whose expense it is.
    pub(super) fn squad(&self) -> Option<SquadId> {
        self.owner.and_then(Owner::squad)
    }

    /// The lawful item, or the item as written.
    pub(super) fn item(&self) -> &str {
        &self.item
    }
}

/// The expenses of all years in use, in file order.
pub(super) struct Spending<'a> {
    lines: Vec<Line<'a>>,
    /// Expenses before this day were not judged: what to cut of them is not known.
    judged_from: NaiveDate,
}

impl<'a> Spending<'a> {
    /// Takes the claims with what the findings cut of them. Foreign money without a rate is in no sum.
    pub(super) fn new(records: &'a Records, findings: &[Finding], judged_from: NaiveDate) -> Spending<'a> {
        let mut claims: Vec<&Claim> = records.claims.iter().collect();
        claims.sort_by_key(|claim| claim.index);
        let lines = claims.into_iter().filter_map(|claim| {
            let expense = records.tables.expenses.get(claim.index)?;
            let written = || expense.item.value().map_or_else(|| Arc::from(""), Arc::clone);
            Some(Line {
                row: RowId {
                    kind: Kind::Expense,
                    index: u32::try_from(claim.index).ok()?,
                },
                date: claim.day,
                owner: expense.owner(),
                item: claim.item.clone().unwrap_or_else(written),
                yuan: claim.sum,
                cut: Decimal::ZERO,
                left: claim.left,
                expense,
            })
        });
        let mut spending = Spending {
            lines: lines.collect(),
            judged_from,
        };
        spending.cut(findings);
        spending
    }

    /// The lines of a window, in file order.
    pub(super) fn within(&self, window: Window) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |line| window.contains(line.date))
    }

    /// Sums by item with what the lines claim, in the order of the list that holds at the window's end and then by name: an item is one
    /// sum, however many lists the policy has had meanwhile.
    pub(super) fn by_item<'l>(view: &View<'_>, lines: impl Iterator<Item = &'l Line<'l>>) -> Option<Vec<(String, Decimal)>> {
        let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
        for line in lines {
            let sum = sums.entry(&line.item).or_default();
            *sum = sum.checked_add(line.yuan)?;
        }
        let mut sums: Vec<(String, Decimal)> = sums.into_iter().map(|(item, sum)| (item.to_owned(), sum)).collect();
        sums.sort_by_key(|(item, _)| position_of(view.policy, item, view.window.to));
        Some(sums)
    }

    /// What should be paid of the lines, and what not: a cut of all swallows the others. `None` when one of them was not judged.
    pub(super) fn proposed_and_cuts<'l>(&self, lines: impl Iterator<Item = &'l Line<'l>>) -> Option<(Vec<Part>, Vec<Part>)> {
        let (mut proposed, mut cuts) = (Vec::new(), Vec::new());
        for line in lines {
            if line.date < self.judged_from {
                return None;
            }
            proposed.push(part(line.row, line.yuan.checked_sub(line.cut)?));
            if !line.cut.is_zero() {
                cuts.push(part(line.row, line.cut));
            }
        }
        Some((proposed, cuts))
    }

    /// Takes the findings' cuts to their lines; together never more than what reversals left of them.
    fn cut(&mut self, findings: &[Finding]) {
        let mut places: HashMap<(Arc<Source>, u32), usize> = HashMap::default();
        for (position, line) in self.lines.iter().enumerate() {
            places.insert((Arc::clone(&line.expense.at.source), line.expense.at.row), position);
        }
        let mut over_grant = Vec::new();
        for finding in findings {
            let at = |place: &Place| places.get(&(Arc::clone(&place.source), place.row)).copied();
            let (Some(cut), Some(position)) = (finding.cut, finding.place.as_ref().and_then(at)) else {
                continue;
            };
            if finding.rule.code == OVER_GRANT {
                let before = finding.related.iter().filter_map(at);
                over_grant.push((before.chain([position]).collect(), cut));
            } else if let Some(line) = self.lines.get_mut(position) {
                line.cut_by(cut);
            }
        }
        self.cut_over_grant(over_grant);
    }

    /// What was spent beyond a grant is cut on the last rows of it (E009): from the last backwards, by day and then file order, of each
    /// row at most what reversals and other cuts left of it.
    fn cut_over_grant(&mut self, excesses: Vec<(Vec<usize>, Decimal)>) {
        for (mut rows, mut rest) in excesses {
            rows.sort_by_key(|position| (self.lines.get(*position).map(|line| line.date), *position));
            for position in rows.into_iter().rev() {
                if let Some(line) = self.lines.get_mut(position).filter(|_| rest > Decimal::ZERO) {
                    let here = rest.min(line.left - line.cut);
                    line.cut_by(here);
                    rest -= here;
                }
            }
        }
    }
}

impl Line<'_> {
    fn cut_by(&mut self, cut: Decimal) {
        let cut = self.cut.checked_add(cut).unwrap_or(self.left);
        self.cut = cut.clamp(Decimal::ZERO, self.left);
    }
}

/// The place of an item in the policy's list; after all of them when it is unlawful.
fn position_of(policy: &Policy, item: &str, date: NaiveDate) -> usize {
    let words = policy.words("expense_items", date).iter();
    let mut names = words.map(|entry| entry.split_once('=').map_or(entry.as_str(), |(name, _)| name));
    names.position(|name| name == item).unwrap_or(usize::MAX)
}

/// The five figures; `signed` is `signed_formal` of the same view.
pub(super) fn figures(view: &View<'_>, spending: &Spending<'_>, signed: Option<&Figure>) -> Vec<Figure> {
    let reported = view.reported(Kind::Expense);
    let lines = || {
        let lines = spending.within(view.window);
        lines.filter(|line| view.is_of(line.squad()))
    };
    let claims: Vec<Part> = lines().map(|line| part(line.row, line.yuan)).collect();
    let spent = money("spent", reported, claims.clone());
    let mut by_item = Figure {
        key: "spent_by_item",
        ..spent.clone()
    };
    if spent.value != FigureValue::NotReported {
        by_item.value = Spending::by_item(view, lines()).map_or(FigureValue::None, FigureValue::Sums);
    }
    let is_reported = spent.value != FigureValue::NotReported;
    let [proposed, cuts] = proposed_and_cuts(spending.proposed_and_cuts(lines()), is_reported);
    let cost = cost_per_yi_signed(&spent, signed);
    vec![spent, by_item, proposed, cuts, cost]
}

/// The two figures; without a value when a line was not judged.
pub(super) fn proposed_and_cuts(parts: Option<(Vec<Part>, Vec<Part>)>, reported: bool) -> [Figure; 2] {
    match parts {
        Some((proposed, cuts)) => [money("proposed", reported, proposed), money("cuts", reported, cuts)],
        None => ["proposed", "cuts"].map(|key| bare(key, FigureValue::None)),
    }
}

/// Yuan spent for each 亿元 signed, two places.
fn cost_per_yi_signed(spent: &Figure, signed: Option<&Figure>) -> Figure {
    bare("cost_per_yi_signed", cost_per_yi(Some(spent), signed))
}

/// Yuan spent for each 亿元 of another sum (signed, received), two places; no value when that sum is nothing.
pub fn cost_per_yi(spent: Option<&Figure>, sum: Option<&Figure>) -> FigureValue {
    match (spent.map(|figure| &figure.value), sum.map(|figure| &figure.value)) {
        (Some(FigureValue::NotReported), _) | (_, Some(FigureValue::NotReported)) => FigureValue::NotReported,
        (Some(FigureValue::Money(spent)), Some(FigureValue::Money(sum))) => spent
            .checked_mul(Unit::YI.factor)
            .and_then(|spent| quotient(spent, *sum, 2))
            .map_or(FigureValue::None, FigureValue::Money),
        _ => FigureValue::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::card;
    use super::super::tests::finding;
    use super::super::tests::judged;
    use super::super::tests::measured;
    use super::super::tests::scene;
    use super::*;
    use crate::finding::Judgement;
    use crate::finding::RuleCard;

    static EXCESS: RuleCard = card("E003");
    static OVER: RuleCard = card(OVER_GRANT);

    const EXPENSES: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班 | 申报单位 | 活动编号
        001 | 2021-09-01 | 差旅费 | 1000.10 | 文旅 | |
        002 | 2021-09-02 | 出差费 | 200 | 文旅 | |
        003 | 2021-09-03 | 烟酒 | 50 | 文旅 | |
        004 | 2021-09-04 | 接待费 | 300 | 文旅 | | HD1
        005 | 2021-09-05 | 接待费 | 400 | 文旅 | | HD1
        006 | 2021-08-31 | 接待费 | 500 | 文旅 | | HD1
        001 | 2021-09-30 | 差旅费 | -100.10 | 文旅 | |
        008 | 2021-09-08 | 布展费 | 7000 | 市招投中心 | |
        009 | 2021-09-09 | 会务费 | 60 | 农业 | |
        010 | 2021-09-09 | 会务费 | 80000 | | 市商务局 |
        011 | 2020-12-31 | 会务费 | 9 | 农业 | |";

    /// Findings that cut, given by rule, row and sum in yuan.
    fn cuts(cuts: &[(&'static RuleCard, u32, i64)]) -> Judgement {
        let source = Arc::new(Source {
            file: "经费.xlsx".into(),
            sheet: "经费支出".into(),
            order: 0,
        });
        let findings = cuts.iter().map(|(rule, row, cut)| Finding {
            place: Some(Place::cell(&source, *row, 4)),
            cut: Some(Decimal::from(*cut)),
            // Of a grant that was spent too much of, the finding names its other rows.
            related: if rule.code == OVER_GRANT {
                [5, 7].map(|row| Place::row(&source, row)).into()
            } else {
                Vec::new()
            },
            ..finding(rule)
        });
        Judgement {
            findings: findings.collect(),
            ..Judgement::default()
        }
    }

    fn with_cuts(period: &str, given: &[(&'static RuleCard, u32, i64)]) -> crate::figures::Figures {
        judged(scene(period, &[("经费.xlsx", "经费支出", EXPENSES)]), &cuts(given))
    }

    #[test]
    fn spending_is_what_is_claimed_on_its_day() {
        assert_said(
            &with_cuts("2021-09", &[]),
            "文化旅游.spent.period 1850
             文化旅游.spent.previous 500
             文化旅游.spent.ytd 2350
             文化旅游.spent_by_item.period 接待费 700，差旅费 1100，烟酒 50
             文化旅游.proposed.period 1850
             文化旅游.cuts.period 0
             高效农业.spent.ytd 60
             先进制造.spent.ytd 未报
             先进制造.spent_by_item.ytd 未报
             先进制造.cuts.ytd 未报
             total.spent.period 1910
             total.spent_by_item.period 会务费 60，接待费 700，差旅费 1100，烟酒 50",
        );
    }

    #[test]
    fn an_item_is_one_sum_also_where_the_list_of_items_changed() {
        let mut scene = scene("2021-09", &[("经费.xlsx", "经费支出", EXPENSES)]);
        let policy = "[[parameter]]\nkey = \"expense_items\"\nfrom = 2021-09-01\nsource = \"某号\"\n\
                      value = [\"差旅费=出差费\", \"接待费\", \"会务费\"]\n";
        scene.policy = scene.policy.with_file("政策.toml", policy).unwrap();
        assert_said(
            &measured(scene),
            "文化旅游.spent_by_item.period 差旅费 1100，接待费 700，烟酒 50
             文化旅游.spent_by_item.ytd 差旅费 1100，接待费 1200，烟酒 50
             fund.by_item 差旅费 1100，接待费 1200，会务费 80060，布展费 7000，烟酒 50",
        );
    }

    #[test]
    fn cuts_of_a_row_add_up_and_never_go_beyond_it() {
        for (given, proposed, cut) in [
            (&[(&EXCESS, 2, 100)][..], "1750", "100"),
            (&[(&EXCESS, 2, 100), (&EXCESS, 2, 30)], "1720", "130"),
            (&[(&EXCESS, 4, 50), (&EXCESS, 4, 30)], "1800", "50"),
            (&[(&EXCESS, 4, 5000)], "1800", "50"),
            // A reversal is cut by nothing, and neither is what is not there.
            (&[(&EXCESS, 8, 10)], "1850", "0"),
            (&[(&EXCESS, 99, 10)], "1850", "0"),
            (&[(&EXCESS, 9, 7000)], "1850", "0"),
        ] {
            let told = format!("文化旅游.proposed.period {proposed}\n文化旅游.cuts.period {cut}\n文化旅游.spent.period 1850");
            assert_said(&with_cuts("2021-09", given), &told);
        }
    }

    #[test]
    fn what_is_over_a_grant_is_cut_on_the_last_rows() {
        // HD1: 500 on 31 August, 300 on the 4th, 400 on the 5th; the finding stands at the last.
        for (excess, september, august) in [
            (350, "350", "0"),
            (400, "400", "0"),
            (650, "650", "0"),
            (900, "700", "200"),
            (5000, "700", "500"),
        ] {
            let told = format!("文化旅游.cuts.period {september}\n文化旅游.cuts.previous {august}");
            assert_said(&with_cuts("2021-09", &[(&OVER, 6, excess)]), &told);
        }
    }

    #[test]
    fn what_was_not_judged_has_no_cuts() {
        assert_said(
            &with_cuts("2021-01", &[]),
            "高效农业.spent.previous 9
             高效农业.cuts.previous none
             高效农业.proposed.previous none
             文化旅游.cuts.previous 0
             total.proposed.previous none",
        );
    }

    #[test]
    fn cost_is_spending_for_each_yi_signed() {
        let cost = |wan: &str| {
            let contracts = format!(
                "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT1 | 甲 | 甲公司 | 正式合同 | 2021-09-01 | {wan}
                 HT2 | 乙 | 乙公司 | 框架协议 | 2021-09-01 | 1"
            );
            measured(scene(
                "2021-09",
                &[("经费.xlsx", "经费支出", EXPENSES), ("文旅/合同.xlsx", "签约合同", &contracts)],
            ))
        };
        assert_said(
            &cost("30000"),
            "文化旅游.cost_per_yi_signed.period 616.67\n文化旅游.cost_per_yi_signed.ytd 783.33",
        );
        // 1850 ÷ 16 is 115.625: half up.
        assert_said(&cost("160000"), "文化旅游.cost_per_yi_signed.period 115.63");
        assert_said(
            &cost("30000"),
            "文化旅游.cost_per_yi_signed.previous none
             高效农业.cost_per_yi_signed.period 未报
             total.cost_per_yi_signed.period 636.67",
        );
    }
}
