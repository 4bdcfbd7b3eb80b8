//! E002 重复报销

use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::Owner;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;
use crate::rules::words::yuan;
use crate::values::text;

use super::Line;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E002",
    name: "重复报销",
    severity: Severity::Error,
    articles: &["考核办法 七", "经费办法 三(三)", "数据一致性"],
    checks: "同一凭证号是否报销两次：出现在两份申请、两个专班、不同月份或年度，或在同一份申请中项目和金额都相同。\
             同一份申请内按人员或项目分摊的除外（不同月份中项目相同、又不是分给不同人员的不算分摊）；红冲的除外。",
    why: "一张票据只能报销一次，重复报销就是套取资金。",
    remedy: "核对票据，撤回重复的一笔；凭证号录错的，改正后重报；确属分摊的，填写同一申请编号。",
    parameters: &["expense_items"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let lines = super::standing_lines(case);
    let twins = twins(&lines);
    for line in super::judged(case, docket) {
        let Some(twin) = twins.get(&line.index) else {
            docket.kept();
            continue;
        };
        let first = &twin.first;
        let before = format!(
            "已于{}报销{} {}{}",
            day(first.day),
            first.row.item.written(),
            yuan(first.sum),
            whose(case, first, &line),
        );
        let (written, sum) = (line.row.voucher.written(), yuan(line.sum));
        // What of the sum is on a number that was not claimed before cannot be told.
        let message = match &twin.some {
            Some(numbers) => format!("凭证号 {written} 中的 {numbers} {before}，本笔 {sum} 含重复报销，各号金额分不开，未核减"),
            None => format!("凭证号 {written} {before}，本笔 {sum} 属重复报销"),
        };
        let broken = line.broken(case, &line.row.voucher, message).with(first.row.at.place());
        docket.broken(match twin.some {
            Some(_) => broken,
            None => broken.cutting(line.sum),
        });
    }
}

/// What a line claims again.
pub(super) struct Twin<'a> {
    /// The line that claimed it first.
    pub(super) first: Line<'a>,
    /// The numbers claimed before, when others of its numbers were not.
    pub(super) some: Option<String>,
}

/// In brackets what of the first claim is another's: squad, application.
fn whose(case: &Case<'_>, first: &Line<'_>, later: &Line<'_>) -> String {
    let mut parts = Vec::new();
    if first.owner != later.owner {
        match first.owner {
            Some(Owner::Squad(squad)) => parts.push(format!("{}专班", case.city().squad(*squad).name)),
            Some(Owner::Other(name)) => parts.push(name.to_string()),
            _ => parts.push(first.row.squad_cell().written().to_string()),
        }
    }
    if let Some(application) = first.row.application.value() {
        parts.push(format!("申请编号 {application}"));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("（{}）", parts.join("，"))
    }
}

/// For each line that claims a voucher again (by its position in the table) the line that claimed it first. `lines` are those of
/// all years that stand, in the order in which "later" is meant.
pub(super) fn twins<'a>(lines: &[Line<'a>]) -> BTreeMap<usize, Twin<'a>> {
    let mut vouchers = BTreeMap::<String, Vec<Line<'a>>>::new();
    for line in lines {
        for number in line.row.voucher.vouchers() {
            vouchers.entry(number).or_default().push(*line);
        }
    }
    // For each line the numbers claimed before, each with its first claim.
    let mut again = BTreeMap::<usize, Vec<(&str, Line<'a>)>>::new();
    let mut counts = BTreeMap::<usize, usize>::new();
    for (number, claims) in vouchers.iter().filter(|(_, claims)| claims.len() > 1) {
        let mut seen = Seen::default();
        for claim in claims.iter().filter(|claim| claim.sum > Decimal::ZERO) {
            if let Some(first) = seen.conflict(claim) {
                again.entry(claim.index).or_default().push((number, first));
                counts.entry(claim.index).or_insert_with(|| claim.row.voucher.vouchers().len());
            }
        }
    }
    let twin = |(index, again): (usize, Vec<(&str, Line<'a>)>)| {
        let first = again.iter().map(|(_, first)| *first).min_by_key(|first| (first.day, first.index))?;
        let is_some = counts.get(&index).is_some_and(|all| *all > again.len());
        let some = is_some.then(|| again.iter().map(|(number, _)| *number).collect::<Vec<_>>().join("、"));
        Some((index, Twin { first, some }))
    };
    again.into_iter().filter_map(twin).collect()
}

/// Whose claim it is, under which application, in which month: two claims that differ here are two claims of one voucher.
type Context<'a> = (Option<&'a Owner>, Option<&'a str>, (i32, u32));

/// What a split voucher's parts must differ in: item, sum and person (none when no people are named).
type Part<'a> = (String, Decimal, Option<&'a str>);

/// The claims of one voucher before the one looked at.
#[derive(Default)]
struct Seen<'a> {
    contexts: BTreeMap<Context<'a>, Line<'a>>,
    parts: BTreeMap<Part<'a>, Line<'a>>,
    any_person: BTreeMap<(String, Decimal), Line<'a>>,
    /// By item and person, and by item alone, the first claim of each month.
    months: BTreeMap<(String, Option<&'a str>), BTreeMap<Month, Line<'a>>>,
    any_months: BTreeMap<String, BTreeMap<Month, Line<'a>>>,
}

type Month = (i32, u32);

impl<'a> Seen<'a> {
    /// The earlier claim that this one repeats, if it does; remembers this one.
    fn conflict(&mut self, claim: &Line<'a>) -> Option<Line<'a>> {
        let application = claim.row.application.value().map(|name| &*name.key);
        let context = (claim.owner, application, (claim.day.year(), claim.day.month()));
        let elsewhere = self
            .contexts
            .iter()
            .find(|(other, _)| differ(other, &context))
            .map(|(_, line)| *line);

        let item = claim.item.map_or_else(|| text::fold(claim.row.item.written()), str::to_owned);
        let travellers = claim.row.travellers.value();
        let mut people: Vec<Option<&str>> = travellers
            .into_iter()
            .flat_map(|party| &party.named)
            .map(|name| Some(&*name.key))
            .collect();
        let same_part = if people.is_empty() {
            people.push(None);
            self.any_person.get(&(item.clone(), claim.sum)).copied()
        } else {
            let of = |person| self.parts.get(&(item.clone(), claim.sum, person)).copied();
            people.iter().find_map(|person| of(*person)).or_else(|| of(None))
        };

        // Within one application a voucher may be split over people or items, and then in two months as well; what is neither is claimed
        // again in the other month.
        let month = context.2;
        let of_other_month = |months: &BTreeMap<Month, Line<'a>>| {
            let mut others = months.iter().filter(|(other, _)| **other != month);
            others.next().map(|(_, line)| *line)
        };
        let other_month = if people == [None] {
            self.any_months.get(&item).and_then(of_other_month)
        } else {
            let of = |person| self.months.get(&(item.clone(), person)).and_then(of_other_month);
            people.iter().find_map(|person| of(*person)).or_else(|| of(None))
        };

        self.contexts.entry(context).or_insert(*claim);
        self.any_months.entry(item.clone()).or_default().entry(month).or_insert(*claim);
        for person in people {
            self.parts.entry((item.clone(), claim.sum, person)).or_insert(*claim);
            let months = self.months.entry((item.clone(), person)).or_default();
            months.entry(month).or_insert(*claim);
        }
        self.any_person.entry((item, claim.sum)).or_insert(*claim);
        elsewhere.or(same_part).or(other_month)
    }
}

/// Whether two claims are of two squads or two applications, or, where an application is not given, of two months.
fn differ(a: &Context<'_>, b: &Context<'_>) -> bool {
    a.0 != b.0
        || match (a.1, b.1) {
            (Some(a), Some(b)) => a != b,
            _ => a.2 != b.2,
        }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const HEADER: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号 | 出差人员";

    fn two(first: &str, second: &str) -> Verdicts {
        judge(&RULE, &format!("{HEADER}\n{first}\n{second}"), &[])
    }

    #[test]
    fn the_later_claim_is_cut_whole_and_names_the_first() {
        let verdicts = two(
            "007 | 2021-09-05 | 差旅费 | 300 | SQ-2 |",
            "007 | 2021-08-01 | 接待费 | 500 | SQ-1 |",
        );
        assert_eq!(
            verdicts.told(),
            ["A2 凭证号 007 已于2021年8月1日报销接待费 500.00元（申请编号 SQ-1），本笔 300.00元 属重复报销"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(300)));
        assert_eq!(verdicts.findings[0].related[0].row, 3);
    }

    #[test]
    fn two_applications_squads_months_or_years_and_equal_parts_are_told() {
        for (first, second) in [
            // One application, and no split over people or items.
            ("007 | 2021-08-31 | 会务费 | 10 | SQ-1 |", "007 | 2021-09-01 | 会务费 | 20 | SQ-1 |"),
            (
                "007 | 2020-09-30 | 差旅费 | 10 | SQ-1 | 王伟",
                "007 | 2021-09-01 | 出差费 | 20 | SQ-1 | 李娜、王伟",
            ),
            (
                "007 | 2021-08-31 | 差旅费 | 10 | SQ-1 | 王伟",
                "007 | 2021-09-01 | 差旅费 | 20 | SQ-1 |",
            ),
            (
                "007 | 2021-08-31 | 差旅费 | 10 | SQ-1 |",
                "007 | 2021-09-01 | 差旅费 | 20 | SQ-1 | 王伟",
            ),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
                "007 | 2021-09-02 | 差旅费 | 400 | SQ-2 |",
            ),
            ("007 | 2021-08-31 | 差旅费 | 300 | |", "007 | 2021-09-01 | 差旅费 | 400 | |"),
            ("007 | 2020-09-01 | 差旅费 | 300 | |", "007 | 2021-09-01 | 差旅费 | 400 | |"),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
                "007 | 2021-09-02 | 出差费 | 300.00 | SQ-1 |",
            ),
            ("007 | 2021-09-01 | 差旅费 | 300 | |", "007 | 2021-09-02 | 差旅费 | 300 | |"),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 | 王伟、李娜",
                "007 | 2021-09-02 | 差旅费 | 300 | SQ-1 | 李娜",
            ),
        ] {
            let verdicts = two(first, second);
            assert_eq!(verdicts.findings.len(), 1, "{second}");
            assert_eq!(verdicts.findings[0].place.as_ref().unwrap().row, 3, "{second}");
        }
    }

    #[test]
    fn each_number_of_a_cell_is_looked_for() {
        // The later number was claimed among others; what it cost then does not matter.
        let verdicts = two(
            "记-12、记-13 | 2021-08-01 | 会务费 | 500 | SQ-1 |",
            "记-13 | 2021-09-02 | 会务费 | 200 | SQ-2 |",
        );
        assert_eq!(
            verdicts.told(),
            ["A3 凭证号 记-13 已于2021年8月1日报销会务费 500.00元（申请编号 SQ-1），本笔 200.00元 属重复报销"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(200)));
        // Of two numbers one was claimed before: that it was is told, and how much of the sum it is cannot be.
        let verdicts = two(
            "记-13 | 2021-08-01 | 会务费 | 200 | SQ-1 |",
            "记-12、记-13 | 2021-09-02 | 会务费 | 500 | SQ-2 |",
        );
        assert_eq!(
            verdicts.told(),
            [
                "A3 凭证号 记-12、记-13 中的 记-13 已于2021年8月1日报销会务费 200.00元（申请编号 SQ-1），本笔 500.00元 含重复报销，各号金额分不开，未核减"
            ]
        );
        assert_eq!(verdicts.findings[0].cut, None);
        // Both, in another order.
        let verdicts = two(
            "记-13、记-12 | 2021-08-01 | 会务费 | 200 | SQ-1 |",
            "记-12、记-13 | 2021-09-02 | 会务费 | 500 | SQ-2 |",
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(500)));
        let verdicts = two(
            "记-12、记-13 | 2021-08-01 | 会务费 | 500 | SQ-1 |",
            "记-14、记-15 | 2021-09-02 | 会务费 | 500 | SQ-2 |",
        );
        assert_eq!(verdicts.findings.len(), 0);
    }

    #[test]
    fn a_claim_taken_back_under_another_number_is_no_second_claim() {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 原凭证号 | 备注";
        let claims = "007 | 2021-08-01 | 会务费 | 100 | |\n007 | 2021-09-01 | 会务费 | 100 | |";
        for (reversal, found) in [
            ("", 1),
            ("088 | 2021-09-20 | 会务费 | -100 | 007 |", 0),
            ("088 | 2021-09-20 | 会务费 | -100 | | 冲销007号", 0),
            ("088 | 2021-09-20 | 会务费 | -60 | 007 |", 1),
        ] {
            let verdicts = judge(&RULE, &format!("{head}\n{claims}\n{reversal}"), &[]);
            assert_eq!(verdicts.findings.len(), found, "{reversal}");
        }
    }

    #[test]
    fn a_voucher_split_within_one_application_and_another_number_are_quiet() {
        for (first, second) in [
            // A split may be claimed in two months.
            ("007 | 2021-08-31 | 会务费 | 10 | SQ-1 |", "007 | 2021-09-01 | 布展费 | 20 | SQ-1 |"),
            (
                "007 | 2021-08-31 | 差旅费 | 10 | SQ-1 | 王伟",
                "007 | 2021-09-01 | 差旅费 | 20 | SQ-1 | 李娜",
            ),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
                "007 | 2021-09-01 | 接待费 | 300 | SQ-1 |",
            ),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
                "007 | 2021-09-01 | 差旅费 | 400 | SQ-1 |",
            ),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 | 王伟",
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 | 李娜",
            ),
            ("007 | 2021-09-01 | 差旅费 | 300 | |", "007 | 2021-09-01 | 接待费 | 200 | |"),
            (
                "007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
                "0007 | 2021-09-01 | 差旅费 | 300 | SQ-1 |",
            ),
        ] {
            let verdicts = two(first, second);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 2), "{second}");
        }
    }

    #[test]
    fn another_squads_claim_is_told() {
        let row = |sum: u32| format!("凭证号 | 日期 | 支出项目 | 金额（元）\n007 | 2021-09-0{sum} | 差旅费 | {sum}");
        let verdicts = Scene::new("2021-09")
            .sheet("高效农业/支出.xlsx", "支出", &row(2))
            .sheet("文化旅游/支出.xlsx", "支出", &row(1))
            .judge(&RULE);
        assert_eq!(
            verdicts.told(),
            ["A2 凭证号 007 已于2021年9月1日报销差旅费 1.00元（文化旅游专班），本笔 2.00元 属重复报销"]
        );
    }

    #[test]
    fn a_claim_taken_back_may_be_made_again() {
        let rows =
            "007 | 2021-08-01 | 差旅费 | 300 | SQ-1 |\n007 | 2021-09-01 | 差旅费 | -300 | SQ-1 |\n007 | 2021-09-02 | 差旅费 | 300 | SQ-2 |";
        let verdicts = judge(&RULE, &format!("{HEADER}\n{rows}"), &[]);
        assert!(verdicts.findings.is_empty());
    }

    #[test]
    fn marks_around_a_number_and_runs_of_numbers_are_read() {
        let first = "90000003 | 2021-08-01 | 会务费 | 500 | SQ-1 |";
        for voucher in ["No.90000003", "发票90000003", "90000003号", "№ 90000003", "票号：90000003"] {
            let verdicts = two(first, &format!("{voucher} | 2021-09-05 | 会务费 | 300 | SQ-2 |"));
            assert_eq!(verdicts.findings.len(), 1, "{voucher}");
            assert_eq!(verdicts.findings[0].cut, Some(300.into()), "{voucher}");
        }
        for voucher in ["90000002-90000004", "90000002至90000004", "90000002～90000004"] {
            let verdicts = two(first, &format!("{voucher} | 2021-09-05 | 会务费 | 300 | SQ-2 |"));
            assert_eq!(verdicts.findings.len(), 1, "{voucher}");
            assert_eq!(verdicts.findings[0].cut, None, "{voucher}");
        }
        // Of a short number, a voucher of the books may be meant, and an invoice with it.
        for (first, voucher) in [
            ("12", "发票12"),
            ("12", "记-12"),
            ("12", "12-13"),
            ("90000005", "90000002-90000004"),
        ] {
            let verdicts = two(
                &format!("{first} | 2021-08-01 | 会务费 | 500 | SQ-1 |"),
                &format!("{voucher} | 2021-09-05 | 会务费 | 300 | SQ-2 |"),
            );
            assert!(verdicts.findings.is_empty(), "{voucher}");
        }
    }
}
