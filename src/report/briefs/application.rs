//! The papers by which the month's expenses are asked for (经费办法 七): each squad's application to the office, and the office's
//! summary to the finance bureau.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::Part;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::place::Place;
use crate::records::Kind;
use crate::records::RowId;
use crate::records::SetAside;
use crate::records::cell::Owner;
use crate::records::expense::Expense;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::books::RowFindings;
use crate::report::names::file_name;
use crate::report::sheet::shown_with_codes;
use crate::report::write::Error;
use crate::report::write::docx;
use crate::report::write::docx::Document;
use crate::values::capitals;
use crate::values::date;
use crate::values::period::Period;
use crate::values::period::Window;

use super::each_once;
use super::squad_name;
use super::words;

const OF_SQUAD: &str = "经费申请报告.gw.j2";
const SUMMARY: &str = "经费申请汇总.gw.j2";

/// The folder of the fund's papers.
pub const FOLDER: &str = "经费";

/// An application for each squad whose claims of the period are more than what it took back in it, and the summary, which names the
/// others: nothing can be paid out on a sum that is none.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let mut files = vec![document(outcome, SUMMARY, "经费申请汇总报告", Summary::new(outcome))?];
    for squad in &outcome.figures.squads {
        if !applies(squad) {
            continue;
        }
        let title = format!("经费申请报告（{}专班）", file_name(&squad_name(outcome, squad.squad)));
        files.push(document(outcome, OF_SQUAD, &title, Application::new(outcome, squad))?);
    }
    Ok(files)
}

/// Whether there is a sum that the squad can apply for.
fn applies(squad: &SquadFigures) -> bool {
    squad.period.money("spent").is_some_and(|spent| spent > Decimal::ZERO)
}

fn document(outcome: &Outcome<'_>, template: &str, title: &str, context: impl Serialize) -> Result<OutputFile, Error> {
    let blocks = outcome.templates.blocks(template, context)?;
    let document = Document {
        title,
        author: &outcome.records.city.office,
        date: outcome.today,
        blocks: &blocks,
        reference: None,
    };
    Ok(OutputFile::new(format!("{FOLDER}/{title}.docx"), docx::write(&document)?))
}

fn rows(figure: Option<&Figure>) -> &[Part] {
    figure.map(|figure| figure.parts.as_slice()).unwrap_or_default()
}

/// A sum in figures and in capitals.
#[derive(Debug, Serialize)]
struct Sum {
    figures: String,
    capitals: String,
    /// Whether more was taken back than claimed: such a sum cannot be paid.
    is_negative: bool,
}

impl Sum {
    fn of(yuan: Decimal) -> Sum {
        // What capitals cannot say (a reversal greater than all claims) stands in figures alone.
        Sum {
            figures: yuan_words(yuan),
            capitals: capitals::write(yuan).map_or_else(|| "—".to_owned(), |written| format!("人民币{written}")),
            is_negative: yuan < Decimal::ZERO,
        }
    }
}

/// Yuan with two places, more only where the sum has more.
fn yuan_words(yuan: Decimal) -> String {
    let yuan = yuan.normalize();
    if yuan.scale() < 2 { format!("{yuan:.2}") } else { yuan.to_string() }
}

/// An item with its sums.
#[derive(Debug, Serialize)]
struct Item {
    name: String,
    spent: String,
    cuts: String,
    proposed: String,
}

/// A voucher.
#[derive(Debug, Serialize)]
struct Voucher {
    number: String,
    day: String,
    item: String,
    purpose: String,
    spent: String,
    cut: Option<String>,
    rules: String,
}

/// A squad's application.
#[derive(Debug, Serialize)]
struct Application {
    squad: String,
    period: String,
    office: String,
    today: String,
    lead_unit: String,
    heads: String,
    spent: Sum,
    cuts: Option<Sum>,
    /// `None` when some expense was not judged.
    proposed: Option<Sum>,
    items: Vec<Item>,
    vouchers: Vec<Voucher>,
    /// Those that cannot be counted: F2（金额无法识别）.
    left_out: Vec<String>,
}

impl Application {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Application {
        let figures = &squad.period;
        let heads = figures.members.iter().flatten().filter(|member| member.role == Role::Head);
        let heads = each_once(heads.map(|member| member.name.shown.to_string()));
        Application {
            squad: squad_name(outcome, squad.squad),
            period: outcome.period.title(),
            office: outcome.records.city.office.clone(),
            today: words::day(outcome.today),
            lead_unit: outcome.records.city.squad(squad.squad).lead_unit.clone(),
            heads: heads.join("、"),
            spent: Sum::of(figures.money("spent").unwrap_or_default()),
            cuts: figures.money("cuts").filter(|cuts| !cuts.is_zero()).map(Sum::of),
            proposed: figures.money("proposed").map(Sum::of),
            items: items(outcome, figures),
            vouchers: vouchers(outcome, figures),
            left_out: left_out(outcome, Some(squad.squad), outcome.window()),
        }
    }
}

/// The expense of a row.
fn expense<'a>(outcome: &Outcome<'a>, row: RowId) -> Option<&'a Expense> {
    outcome.records.tables.expenses.get(row.index as usize)
}

/// By item in the order of the figure; cuts and proposals by the rows of each item.
fn items(outcome: &Outcome<'_>, figures: &WindowFigures) -> Vec<Item> {
    let Some(FigureValue::Sums(sums)) = figures.get("spent_by_item").map(|figure| &figure.value) else {
        return Vec::new();
    };
    let by_item = |key: &str| {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        for part in rows(figures.get(key)) {
            if let Some(item) = expense(outcome, part.row).map(|expense| item_of(outcome, expense)) {
                *sums.entry(item).or_default() += part.adds;
            }
        }
        sums
    };
    let known = figures.money("proposed").is_some();
    let (cuts, proposed) = (by_item("cuts"), by_item("proposed"));
    let told = |sums: &BTreeMap<String, Decimal>, name: &str| match known {
        true => yuan_words(sums.get(name).copied().unwrap_or_default()),
        false => "—".to_owned(),
    };
    sums.iter()
        .map(|(name, sum)| Item {
            name: shown_with_codes(name, &[]),
            spent: yuan_words(*sum),
            cuts: told(&cuts, name),
            proposed: told(&proposed, name),
        })
        .collect()
}

/// The lawful item of an expense, or the item as written.
fn item_of(outcome: &Outcome<'_>, expense: &Expense) -> String {
    let written = expense.item.value().map(|item| &**item).unwrap_or_default();
    let lawful = expense
        .date
        .get()
        .and_then(|day| crate::records::items::canonical_item(outcome.policy, written, day));
    lawful.unwrap_or_else(|| written.to_owned())
}

/// The vouchers by day.
fn vouchers(outcome: &Outcome<'_>, figures: &WindowFigures) -> Vec<Voucher> {
    let cuts: BTreeMap<RowId, Decimal> = rows(figures.get("cuts")).iter().map(|part| (part.row, part.adds)).collect();
    let findings = RowFindings::of(outcome);
    let mut parts: Vec<(&Part, &Expense)> = rows(figures.get("spent"))
        .iter()
        .filter_map(|part| Some((part, expense(outcome, part.row)?)))
        .collect();
    parts.sort_by_key(|(part, expense)| (expense.date.get(), part.row));
    let vouchers = parts.into_iter().map(|(part, expense)| Voucher {
        number: expense.voucher.written().to_string(),
        day: expense.date.get().map(words::month_and_day).unwrap_or_default(),
        item: shown_with_codes(expense.item.written(), &[]),
        purpose: shown_with_codes(expense.purpose.written(), &[expense.voucher.written()]),
        spent: yuan_words(part.adds),
        cut: cuts.get(&part.row).map(|cut| yuan_words(*cut)),
        rules: findings.cuts(&expense.at),
    });
    vouchers.collect()
}

/// The vouchers of a window, of a squad or of everybody, that are in no sum, each with the reason: rows set aside, of which those
/// without a readable day are of the month that they name, and otherwise may be of any window; and foreign money without a rate.
pub(in crate::report) fn left_out(outcome: &Outcome<'_>, only: Option<SquadId>, window: Window) -> Vec<String> {
    let findings = &outcome.judgement.findings;
    let of_squad = |owner: Option<&Owner>| only.is_none() || owner.and_then(Owner::squad) == only;
    let named = |voucher: &str, rule: &str, doubt: &str| {
        let rule = findings
            .iter()
            .find(|finding| finding.rule.code == rule)
            .map(|finding| finding.rule.name);
        let voucher = if voucher.trim().is_empty() { "无凭证号" } else { voucher };
        format!("{voucher}（{}{doubt}）", rule.unwrap_or("数据有误"))
    };
    let no_days = findings.iter().filter(|finding| finding.rule.code == NO_DAY);
    let no_days: BTreeMap<RowPlace<'_>, &str> = no_days
        .filter_map(|finding| Some((row_place(finding.place.as_ref()?), finding.value.as_deref()?)))
        .collect();
    let month = |row: &SetAside| {
        let (year, month) = date::month_of(no_days.get(&row_place(&row.place))?)?;
        Some(Period::Month { year, month }.window())
    };
    let set_aside = outcome.records.tables.set_aside.iter();
    let set_aside = set_aside.filter(|row| row.kind == Kind::Expense && of_squad(row.owner.as_ref()));
    let set_aside = set_aside.filter_map(|row| {
        let is_of_window = match row.date {
            Some(day) => Some(window.contains(day)),
            None => month(row).map(|month| month.overlaps(&window)),
        };
        let doubt = match is_of_window {
            Some(false) => return None,
            Some(true) => "",
            None if row.rule == NO_DAY => "，不能确定属于哪一期",
            None => "；日期无法识别，不能确定属于哪一期",
        };
        Some(named(&row.title, row.rule, doubt))
    });
    let without_rate = outcome.records.tables.expenses.iter().filter(|expense| {
        let money = expense.date.get().zip(expense.amount.get());
        let lacks_rate = money.is_some_and(|(day, amount)| window.contains(day) && amount.in_yuan(&outcome.records.city, day).is_none());
        lacks_rate && of_squad(expense.owner())
    });
    set_aside
        .chain(without_rate.map(|expense| named(expense.voucher.written(), "F008", "")))
        .collect()
}

/// The rule of a date that is not surely one day.
const NO_DAY: &str = "D005";

/// A row of the inbox: its file, the position of its sheet, and its number.
type RowPlace<'p> = (&'p str, u32, u32);

fn row_place(place: &Place) -> RowPlace<'_> {
    (&place.source.file, place.source.order, place.row)
}

/// The office's summary.
#[derive(Debug, Serialize)]
struct Summary {
    period: String,
    office: String,
    today: String,
    spent: Option<Sum>,
    cuts: Option<Sum>,
    proposed: Option<Sum>,
    /// What the squads apply for together; `None` when none of them does.
    applied: Option<Sum>,
    /// The squads that took back as much as they claimed, or more, and so apply for nothing.
    taken_back: Vec<TakenBack>,
    squads: Vec<OfSquad>,
    not_reported: Vec<String>,
    items: Vec<Item>,
    left_out: Vec<LeftOut>,
}

/// The vouchers of a squad that cannot be counted.
#[derive(Debug, Serialize)]
struct LeftOut {
    squad: String,
    vouchers: Vec<String>,
}

/// What a squad took back beyond its claims.
#[derive(Debug, Serialize)]
struct TakenBack {
    squad: String,
    sum: String,
    /// Whether it took back just what it claimed.
    equal: bool,
}

/// A squad's line of it.
#[derive(Debug, Serialize)]
struct OfSquad {
    squad: String,
    spent: String,
    cuts: String,
    proposed: String,
}

impl Summary {
    fn new(outcome: &Outcome<'_>) -> Summary {
        let total = &outcome.figures.total_period;
        let told = |figures: &WindowFigures, key: &str| match figures.get(key).map(|figure| &figure.value) {
            Some(FigureValue::Money(sum)) => yuan_words(*sum),
            Some(FigureValue::NotReported) => words::NOT_REPORTED.to_owned(),
            _ => "—".to_owned(),
        };
        let squads = &outcome.figures.squads;
        let not_reported = squads.iter().filter(|squad| squad.period.money("spent").is_none());
        let applied: Vec<Decimal> = squads
            .iter()
            .filter(|squad| applies(squad))
            .filter_map(|squad| squad.period.money("spent"))
            .collect();
        let applied_sum = applied.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(*one));
        let taken_back = squads.iter().filter_map(|squad| {
            let spent = squad.period.money("spent").filter(|spent| *spent <= Decimal::ZERO)?;
            (!rows(squad.period.get("spent")).is_empty()).then(|| TakenBack {
                squad: squad_name(outcome, squad.squad),
                sum: yuan_words(spent.abs()),
                equal: spent.is_zero(),
            })
        });
        Summary {
            period: outcome.period.title(),
            office: outcome.records.city.office.clone(),
            today: words::day(outcome.today),
            spent: total.money("spent").map(Sum::of),
            cuts: total.money("cuts").filter(|cuts| !cuts.is_zero()).map(Sum::of),
            proposed: total.money("proposed").map(Sum::of),
            applied: applied_sum.filter(|_| !applied.is_empty()).map(Sum::of),
            taken_back: taken_back.collect(),
            squads: squads
                .iter()
                .map(|squad| OfSquad {
                    squad: squad_name(outcome, squad.squad),
                    spent: told(&squad.period, "spent"),
                    cuts: told(&squad.period, "cuts"),
                    proposed: told(&squad.period, "proposed"),
                })
                .collect(),
            not_reported: not_reported.map(|squad| squad_name(outcome, squad.squad)).collect(),
            items: items(outcome, total),
            left_out: squads
                .iter()
                .map(|squad| LeftOut {
                    squad: squad_name(outcome, squad.squad),
                    vouchers: left_out(outcome, Some(squad.squad), outcome.window()),
                })
                .filter(|left| !left.vouchers.is_empty())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    fn text(outcome: &Outcome<'_>, template: &str, context: impl Serialize) -> String {
        format!("{:?}", outcome.templates.blocks(template, context).unwrap())
    }

    /// The papers of September by name, each with its blocks as text.
    fn papers(expenses: &str) -> Vec<(String, String)> {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班 | 事由";
        let scene = Scene::new("2021-09").sheet("经费.xlsx", "经费支出", &format!("{head}\n{expenses}"));
        scene.report(|outcome| {
            let names = files(outcome).unwrap().into_iter().map(|file| file.path);
            let squads = outcome.figures.squads.iter().filter(|squad| applies(squad));
            let mut texts = vec![text(outcome, SUMMARY, Summary::new(outcome))];
            texts.extend(squads.map(|squad| text(outcome, OF_SQUAD, Application::new(outcome, squad))));
            names.zip(texts).collect()
        })
    }

    #[test]
    fn a_sum_that_is_none_is_no_application() {
        const BEFORE: &str = "F1 | 2021-08-01 | 会务费 | 500 | 文旅 |\nF1 | 2021-09-01 | 会务费 | -100 | 文旅 | 冲减";
        for (expenses, squads, told, asks) in [
            (
                BEFORE.to_owned(),
                0,
                "2021年9月，文化旅游专班红冲超过支出，净冲减100.00元，各产业招商专班没有可以申请报销的招商引资活动经费。",
                false,
            ),
            (
                format!("{BEFORE}\nF2 | 2021-09-02 | 会务费 | 100 | 文旅 |"),
                0,
                "2021年9月，文化旅游专班红冲与支出相等，相抵后没有支出，各产业招商专班没有可以申请报销的招商引资活动经费。",
                false,
            ),
            (
                format!("{BEFORE}\nF2 | 2021-09-02 | 会务费 | 300 | 农业 |"),
                1,
                "2021年9月，各产业招商专班申请报销招商引资活动经费300.00元（人民币叁佰元整）；文化旅游专班红冲超过支出，净冲减100.00元，\
                 不申请报销；相抵后合计200.00元。经审核汇总，没有建议核减的支出。",
                true,
            ),
            (
                format!("{BEFORE}\nF2 | 2021-09-02 | 会务费 | 300 | 文旅 |"),
                1,
                "2021年9月，各产业招商专班申请报销招商引资活动经费200.00元（人民币贰佰元整）。经审核汇总，没有建议核减的支出。",
                true,
            ),
            (
                "F1 | 2021-08-01 | 会务费 | 500 | 文旅 |".to_owned(),
                0,
                "2021年9月，各产业招商专班没有发生招商引资活动经费支出。",
                false,
            ),
        ] {
            let papers = papers(&expenses);
            let (_, summary) = &papers[0];
            assert!(summary.contains(told), "{told}\n{summary}");
            assert_eq!(papers.len(), 1 + squads, "{papers:?}");
            assert_eq!(summary.contains("请予初审"), asks, "{summary}");
            assert_eq!(summary.contains("各专班经费申请报告"), asks, "{summary}");
        }
    }

    #[test]
    fn vouchers_that_cannot_be_counted_are_named() {
        let papers = papers(
            "F1 | 2021-09-01 | 会务费 | 500 | 文旅 |\nF2 | 2021-09-02 | 会务费 | 约3000 | 文旅 |\nF3 | 2021-09-31 | 会务费 | 900 | 文旅 |\n\
             F4 | 2021-08-02 | 会务费 | 约3000 | 文旅 |\nF5 | 2021-09-02 | 会务费 | 500美元 | 文旅 |\nF6 | 2021-09-02 | 会务费 | 约1 | 农业 |",
        );
        let [(_, summary), (_, application)] = &papers[..] else {
            panic!("{papers:?}")
        };
        let told = "另有3笔因填写有误或没有适用汇率未列入，补正后再行申请：F2（金额无法识别）、F3（日期无法识别）、F5（外币无汇率）。";
        assert!(application.contains(told), "{application}");
        let told = "高效农业专班1笔：F6（金额无法识别）；文化旅游专班3笔：F2（金额无法识别）、F3（日期无法识别）、F5（外币无汇率）。";
        assert!(summary.contains(told), "{summary}");
        let sound = super::tests::papers("F1 | 2021-09-01 | 会务费 | 500 | 文旅 |");
        assert!(sound.iter().all(|(_, text)| !text.contains("未列入")), "{sound:?}");
    }

    #[test]
    fn a_voucher_without_a_day_is_named_in_its_month_alone_where_that_is_written() {
        const EXPENSES: &str = "F1 | 2021-09-01 | 会务费 | 500 | 文旅 |\nF2 | 2021年9月31日 | 会务费 | 900 | 文旅 |\nF3 | 2021年8月32日 | 会务费 | 900 | 文旅 |\n\
             F4 | 待定 | 会务费 | 900 | 文旅 |";
        let papers = papers(EXPENSES);
        let (_, application) = &papers[1];
        let told = "另有2笔因填写有误或没有适用汇率未列入，补正后再行申请：F2（日期无法识别）、F4（日期无法识别，不能确定属于哪一期）。";
        assert!(application.contains(told), "{application}");
    }

    #[test]
    fn what_is_cut_to_less_than_nothing_cannot_be_granted() {
        let papers = papers(
            "F1 | 2021-08-01 | 会务费 | 500 | 文旅 |\nF1 | 2021-09-01 | 会务费 | -100 | 文旅 | 冲减\nF2 | 2021-09-02 | 烟酒 | 300 | 文旅 |",
        );
        let [(_, summary), (_, application)] = &papers[..] else {
            panic!("{papers:?}")
        };
        let told = "建议核减300.00元，核减后为-100.00元（红冲超过可以核定的支出），没有可以核定报销的金额，核减原因见表2。";
        assert!(application.contains(told), "{application}");
        let told = "建议核减300.00元，核减后合计-100.00元，没有可以核定报销的金额。";
        assert!(summary.contains(told), "{summary}");
        assert!(!summary.contains("（—）") && !application.contains("（—）"));
    }
}
