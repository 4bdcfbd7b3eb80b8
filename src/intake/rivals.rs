//! Rows against rows of all tables: the same row twice (D015), one key with two contents (D016), sums so far beside other receipts
//! (D008), reversals and what they take back (D010), people and the rosters (D018).

use ahash::HashMap;
use ahash::HashSet;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::problem::Difference;
use crate::problem::Excess;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::FoundTable;
use crate::records::Kind;
use crate::records::budget;
use crate::records::cell::Cell;
use crate::records::cell::Content;
use crate::records::cell::Money;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::Party;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::records::contract::ContractKind;
use crate::records::items::is_item;
use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::regulation::city::Body;
use crate::values::Unreadable;
use crate::values::currency::Currency;
use crate::values::long_number;
use crate::values::numbering::Level;
use crate::values::numbering::level;
use crate::values::numbering::without_number;
use crate::values::person;
use crate::values::person::Size;

use super::row;
use super::row::Draft;
use super::row::Fate;
use super::title;

/// How long a voucher number is that a text may name. A shorter one than `IN_PASSING` it names only where it says that it is a voucher.
const NAMEABLE: RangeInclusive<usize> = 1..=40;

/// How long a voucher number is that a text may name in passing.
const IN_PASSING: usize = 3;

/// What stands before a voucher's number, and behind it.
const BEFORE_NUMBER: [&str; 9] = ["冲", "冲销", "冲回", "凭证", "发票", "票据", "凭证号", "发票号", "第"];
const BEHIND_NUMBER: [&str; 8] = ["号凭证", "号发票", "号票据", "号单据", "号记账凭证", "凭证", "发票", "票据"];

/// How much of a text is searched for voucher numbers.
const LONGEST_TEXT: usize = 300;

/// Marks the rows whose content stands in an earlier row.
pub(super) fn same_rows(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut first: HashMap<u128, usize> = HashMap::default();
    first.reserve(drafts.len());
    for at in 0..drafts.len() {
        let Some(draft) = drafts.get(at).filter(|draft| draft.fate == Fate::Used) else {
            continue;
        };
        let earlier = match first.get(&draft.content) {
            None => {
                first.insert(draft.content, at);
                continue;
            }
            Some(earlier) => *earlier,
        };
        let mut problem = draft.problem(What::SameRow, None);
        problem.related.extend(drafts.get(earlier).map(|draft| draft.at.place()));
        problems.push(problem);
        if let Some(draft) = drafts.get_mut(at) {
            draft.fate = Fate::Duplicate;
        }
    }
}

/// Sets aside the rows whose key stands in an earlier row with another content.
pub(super) fn same_keys(drafts: &mut [Draft], city: &City, problems: &mut Vec<Problem>) {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<(Kind, String), usize> = HashMap::default();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.fate == Fate::Used) {
        let Some(key) = key_of(draft, city) else {
            continue;
        };
        let group = *group_of.entry((draft.kind, key)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.push(at);
        }
    }
    for mut group in groups.into_iter().filter(|group| group.len() > 1) {
        // The date comes before the place, where all have one.
        let day = |at: &usize| drafts.get(*at).and_then(|draft| draft.date);
        if group.iter().all(|at| day(at).is_some()) {
            group.sort_by_key(|at| (day(at), *at));
        }
        // Those that count: one, or one for each squad that claims the project.
        let mut counting: Vec<usize> = Vec::new();
        for at in &group {
            let Some(draft) = drafts.get(*at) else { continue };
            let first = counting.iter().filter_map(|first| drafts.get(*first));
            let Some(counts) = first.into_iter().find(|first| !claims_too(first, draft)) else {
                counting.push(*at);
                continue;
            };
            let names = draft.kind.table().key.iter().filter_map(|name| draft.cell(name));
            let key: Vec<&str> = names.map(|cell| &*cell.written).collect();
            let mut problem = draft.problem(
                What::SameKey {
                    key: key.join(" "),
                    differences: differences(counts, draft, city),
                },
                None,
            );
            problem.sets_aside = true;
            problem.related.push(counts.at.place());
            let place = problem.place.clone();
            problems.push(problem);
            if let Some(draft) = drafts.get_mut(*at) {
                draft.fate = Fate::SetAside("D016", place);
            }
        }
    }
}

/// Whether two rows of one number are the formal contracts by which two squads claim one project: which of them counts is P004's to say,
/// by the day of signing and the order of the squads, and not that of the files.
fn claims_too(first: &Draft, this: &Draft) -> bool {
    if first.kind != Kind::Contract {
        return false;
    }
    let name = |draft: &Draft, column: &str| draft.cell(column).map(|cell| Cell::<Name>::new(Arc::clone(cell)));
    let key = |draft: &Draft, column: &str| Some(Arc::clone(&name(draft, column)?.value()?.key));
    let code = |draft: &Draft| name(draft, "统一社会信用代码").and_then(|code| code.well_formed_code().map(str::to_owned));
    let is_formal = |draft: &Draft| {
        let kind = draft.cell("合同类型").map(|cell| Cell::<ContractKind>::new(Arc::clone(cell)));
        kind.and_then(|kind| kind.get()) == Some(ContractKind::Formal)
    };
    let same = |column: &str| key(first, column).is_some_and(|name| key(this, column) == Some(name));
    let squad = |draft: &Draft| draft.owner.as_ref().and_then(Owner::squad);
    let of_two_squads = squad(first).zip(squad(this)).is_some_and(|(first, this)| first != this);
    let same_code = match (code(first), code(this)) {
        (Some(first), Some(this)) => Some(first == this),
        _ => None,
    };
    let is_same = same("项目名称") && (same_code.unwrap_or_else(|| same("投资方")));
    of_two_squads && is_formal(first) && is_formal(this) && is_same
}

/// Sets aside the receipts whose amount stands below a title of sums so far (当年到位资金), when the same contract or project has another
/// receipt, of the same year if the sums are of a year: whether the earlier one is in the later sum cannot be told (D008).
pub(super) fn sums_so_far(drafts: &mut [Draft], found: &[FoundTable], problems: &mut Vec<Problem>) {
    let title = |draft: &Draft| found.get(draft.at.table.0 as usize).and_then(|found| found.title("金额"));
    let so_far: Vec<usize> = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.kind == Kind::Receipt && draft.fate == Fate::Used && title(draft).is_some_and(title::is_so_far))
        .map(|(at, _)| at)
        .collect();
    if so_far.is_empty() {
        return;
    }
    let mut of_one: HashMap<(&str, Arc<str>), Vec<usize>> = HashMap::default();
    let keys = |draft: &Draft| ["合同编号", "项目名称"].map(|column| (column, name_in(draft, column).map(|name| Arc::clone(&name.key))));
    for (at, draft) in drafts.iter().enumerate() {
        if draft.kind == Kind::Receipt && draft.fate == Fate::Used {
            for (column, key) in keys(draft) {
                if let Some(key) = key {
                    of_one.entry((column, key)).or_default().push(at);
                }
            }
        }
    }
    let year = |draft: &Draft| draft.date.map(|day| day.year());
    for at in so_far {
        let Some(draft) = drafts.get(at) else { continue };
        let of_a_year = title(draft).is_some_and(title::is_of_a_year);
        let is_other = |other: &usize| {
            let same_year = drafts.get(*other).is_some_and(|other| year(other) == year(draft));
            *other != at && (!of_a_year || same_year)
        };
        let others = keys(draft).into_iter().filter_map(|(column, key)| of_one.get(&(column, key?)));
        let Some(other) = others.flatten().copied().find(is_other) else {
            continue;
        };
        let column = draft.kind.table().column("金额").map(|(position, _)| position);
        let mut problem = draft.problem(What::Amount(Unreadable::SoFar), column);
        problem.sets_aside = true;
        problem.related.extend(drafts.get(other).map(|other| other.at.place()));
        let place = problem.place.clone();
        problems.push(problem);
        if let Some(draft) = drafts.get_mut(at) {
            draft.fate = Fate::SetAside("D008", place);
        }
    }
}

/// What an addition to a budget is called where only a remark says what it is.
const ADDITION: &str = "追加预算";

/// Gives the rows of budgets without a heading whose remark says that they are an addition (追加预算) that as their heading: they are
/// no second whole, and no repetition of a row of the same sum.
pub(super) fn additions(drafts: &mut [Draft]) {
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.kind == Kind::Budget && draft.fate == Fate::Used)
    {
        let says_so = |notes: &Arc<str>| notes.lines().any(budget::says_addition);
        if !draft.notes.as_ref().is_some_and(says_so) {
            continue;
        }
        let Some((position, _)) = draft.kind.table().column("科目") else {
            continue;
        };
        let Some(cell) = draft.cells.get_mut(position) else { continue };
        if matches!(cell.state, State::Empty | State::NoColumn) {
            *cell = Arc::new(Content {
                state: State::Value(Value::Text(Arc::from(ADDITION))),
                column: None,
                written: Arc::clone(&cell.written),
            });
            draft.content = !draft.content;
        }
    }
}

/// A line of a budget: its year, what it is for (nothing for the whole) and how far in it stands.
struct BudgetLine {
    at: usize,
    year: Decimal,
    name: String,
    level: Level,
    is_addition: bool,
}

impl BudgetLine {
    fn of(at: usize, draft: &Draft, city: &City) -> Option<BudgetLine> {
        let year = match draft.cell("年度")?.state {
            State::Value(Value::Number(year)) => year.normalize(),
            _ => return None,
        };
        let cell = draft.cell("科目");
        let heading = match cell.map(|cell| &cell.state) {
            Some(State::Value(Value::Text(heading))) => heading,
            Some(State::Empty | State::NoColumn) | None => "",
            Some(_) => return None,
        };
        let name = without_number(heading);
        // 先进制造 and 先进制造专班 are one line.
        let name = match city.body(&name) {
            Some(Body::Squad(squad)) => city.squad(squad).name.to_string(),
            _ => name,
        };
        Some(BudgetLine {
            at,
            year,
            name: if budget::is_whole(heading) { String::new() } else { name },
            level: level(heading),
            is_addition: heading == ADDITION && cell.is_some_and(|cell| cell.column.is_none()),
        })
    }
}

/// Holds the lines of budgets against each other. A year has one whole, and a line of it stands in one table: two that differ are told
/// (D016), and which of them is the budget cannot be told, so that neither is taken for it (`figures::budget`). Of two with the same
/// sums the first counts. Lines of one name in the sheets of two squads are each squad's own, and additions come on top of the whole.
/// Where the whole stands in one table and its lines in others, what they add up to is told when it is not the whole (D013).
pub(super) fn budgets(drafts: &mut [Draft], city: &City, problems: &mut Vec<Problem>) {
    let used = |draft: &&Draft| draft.kind == Kind::Budget && draft.fate == Fate::Used;
    let lines = drafts.iter().enumerate().filter(|(_, draft)| used(draft));
    let lines: Vec<BudgetLine> = lines.filter_map(|(at, draft)| BudgetLine::of(at, draft, city)).collect();
    let mut first: HashMap<(Decimal, &str), usize> = HashMap::default();
    for line in lines.iter().filter(|line| !line.is_addition) {
        let Some(earlier) = first.get(&(line.year, line.name.as_str())).copied() else {
            first.insert((line.year, line.name.as_str()), line.at);
            continue;
        };
        let (Some(counts), Some(draft)) = (drafts.get(earlier), drafts.get(line.at)) else {
            continue;
        };
        let squad = |draft: &Draft| draft.owner.as_ref().and_then(Owner::squad);
        let of_two_squads = squad(counts).is_some() && squad(draft).is_some() && squad(counts) != squad(draft);
        if !line.name.is_empty() && (counts.at.table == draft.at.table || of_two_squads) {
            continue;
        }
        let differences: Vec<Difference> = differences(counts, draft, city)
            .into_iter()
            .map(|difference| in_yuan(difference, counts, draft))
            // The whole under another word is the same whole.
            .filter(|difference| !line.name.is_empty() || difference.column != "科目")
            .collect();
        // The whole, or a line, under another word is the same one.
        let is_same = differences.iter().all(|difference| difference.column == "科目");
        if line.name.is_empty() && is_same {
            continue;
        }
        let key = match line.name.as_str() {
            "" => format!("{}年度预算", line.year),
            name => format!("{}年度预算 {name}", line.year),
        };
        let mut problem = draft.problem(What::SameKey { key, differences }, None);
        problem.sets_aside = is_same;
        problem.related.push(counts.at.place());
        let place = problem.place.clone();
        problems.push(problem);
        if let Some(draft) = drafts.get_mut(line.at).filter(|_| is_same) {
            draft.fate = Fate::SetAside("D016", place);
        }
    }
    additions_beside_a_whole(drafts, &lines, city, problems);
    whole_and_lines(drafts, &lines, problems);
}

/// Tells a line that is called an addition (科目: 追加预算) beside a whole that the lines do not add up to (D016): whether the whole holds it
/// cannot be told.
fn additions_beside_a_whole(drafts: &[Draft], lines: &[BudgetLine], city: &City, problems: &mut Vec<Problem>) {
    let draft = |line: &BudgetLine| drafts.get(line.at).filter(|draft| draft.fate == Fate::Used);
    for line in lines.iter().filter(|line| !line.is_addition && budget::says_addition(&line.name)) {
        let of_year = || lines.iter().filter(|other| other.year == line.year && !other.is_addition);
        let whole = of_year().filter(|other| other.name.is_empty()).find_map(draft);
        let (Some(whole), Some(this)) = (whole, draft(line)) else {
            continue;
        };
        let parts = of_year()
            .filter(|other| !other.name.is_empty() && other.level == line.level)
            .filter_map(draft);
        let sum = parts.map(Draft::yuan).try_fold(Decimal::ZERO, |sum, yuan| sum.checked_add(yuan?));
        if sum.is_some() && sum == whole.yuan() {
            continue;
        }
        let differences = differences(whole, this, city).into_iter();
        let differences = differences.map(|difference| in_yuan(difference, whole, this)).collect();
        let key = format!("{}年度预算", line.year);
        let mut problem = this.problem(What::SameKey { key, differences }, None);
        problem.related.push(whole.at.place());
        problems.push(problem);
    }
}

/// Tells a whole that the lines in other tables do not add up to.
fn whole_and_lines(drafts: &[Draft], lines: &[BudgetLine], problems: &mut Vec<Problem>) {
    let draft = |line: &BudgetLine| drafts.get(line.at).filter(|draft| draft.fate == Fate::Used);
    // What an addition is for cannot be told, so that lines may hold it or not.
    let has_addition = |year: Decimal| lines.iter().any(|line| line.year == year && line.is_addition);
    for whole in lines.iter().filter(|line| line.name.is_empty() && !has_addition(line.year)) {
        let Some(here) = draft(whole) else { continue };
        let of_year = || lines.iter().filter(|line| line.year == whole.year && !line.name.is_empty());
        let others = of_year().filter_map(|line| Some((line, draft(line)?)));
        let others: Vec<(&BudgetLine, &Draft)> = others.collect();
        let Some((first, _)) = others.first() else { continue };
        if others.iter().any(|(_, draft)| draft.at.table == here.at.table) {
            continue;
        }
        // What is a part of another line is in it.
        let top: Vec<&Draft> = others
            .iter()
            .filter(|(line, _)| line.level == first.level)
            .map(|(_, draft)| *draft)
            .collect();
        let sum = top.iter().try_fold(Decimal::ZERO, |sum, draft| sum.checked_add(draft.yuan()?));
        let (Some(sum), Some(written)) = (sum, here.yuan()) else { continue };
        if sum == written {
            continue;
        }
        let column = here.kind.table().column("预算金额").map(|(position, _)| position);
        let what = What::Total {
            written,
            sum,
            troubled: Vec::new(),
        };
        let mut problem = here.problem(what, column);
        problem.related.extend(top.iter().map(|draft| draft.at.place()));
        problems.push(problem);
    }
}

/// A difference of money with both sums in yuan, since the two tables may have units of their own.
fn in_yuan(difference: Difference, first: &Draft, this: &Draft) -> Difference {
    let sum = |draft: &Draft, written: Arc<str>| match draft.cell(difference.column).map(|cell| &cell.state) {
        Some(State::Value(Value::Money(money))) if money.currency == Currency::Cny => Arc::from(format!("{}元", money.amount.normalize())),
        _ => written,
    };
    Difference {
        first: sum(first, Arc::clone(&difference.first)),
        this: sum(this, Arc::clone(&difference.this)),
        ..difference
    }
}

/// Tells a member of a squad whom two rosters have at the same time with another role or other days (D016). Both rows count: which of
/// the rosters is the right one cannot be told, and who is on post twice is judged with the squad.
pub(super) fn members(drafts: &[Draft], city: &City, problems: &mut Vec<Problem>) {
    const TOLD: [&str; 3] = ["角色", "到岗日期", "离岗日期"];
    let mut first: HashMap<(SquadId, Arc<str>), usize> = HashMap::default();
    for (at, draft) in drafts.iter().enumerate() {
        if draft.kind != Kind::Roster || draft.fate != Fate::Used {
            continue;
        }
        let (Some(squad), Some(name)) = (draft.owner.as_ref().and_then(Owner::squad), name_in(draft, "姓名")) else {
            continue;
        };
        let Some(earlier) = first.get(&(squad, Arc::clone(&name.key))).and_then(|at| drafts.get(*at)) else {
            first.insert((squad, Arc::clone(&name.key)), at);
            continue;
        };
        let ids = [earlier, draft].map(|draft| name_in(draft, "身份证号").map(|name| &name.key));
        let are_two = ids.iter().all(Option::is_some) && ids[0] != ids[1];
        let day = |draft: &Draft, column: &str| match draft.cell(column).map(|cell| &cell.state) {
            Some(State::Value(Value::Date(day))) => Some(*day),
            _ => None,
        };
        let ends_before = |one: &Draft, other: &Draft| match (day(one, "离岗日期"), day(other, "到岗日期")) {
            (Some(end), Some(begin)) => end < begin,
            _ => false,
        };
        let is_apart = ends_before(earlier, draft) || ends_before(draft, earlier);
        if earlier.at.table == draft.at.table || are_two || is_apart {
            continue;
        }
        // A roster without the column says nothing of it.
        let says = |draft: &Draft, column: &str| draft.cell(column).is_some_and(|cell| !matches!(cell.state, State::NoColumn));
        let shown = |written: Arc<str>| if written.is_empty() { Arc::from("空白") } else { written };
        let differences: Vec<Difference> = differences(earlier, draft, city)
            .into_iter()
            .filter(|difference| TOLD.contains(&difference.column))
            .filter(|difference| says(earlier, difference.column) && says(draft, difference.column))
            .map(|difference| Difference {
                first: shown(difference.first),
                this: shown(difference.this),
                ..difference
            })
            .collect();
        if differences.is_empty() {
            continue;
        }
        let key = name.shown.to_string();
        let mut problem = draft.problem(What::SameKey { key, differences }, None);
        problem.related.push(earlier.at.place());
        problems.push(problem);
    }
}

/// The key of a row as compared; `None` when the table has none or a part of it is empty.
pub(super) fn key_of(draft: &Draft, city: &City) -> Option<String> {
    let columns = draft.kind.table().key;
    let mut key = String::new();
    for name in columns {
        let before = key.len();
        row::canonical(draft.cell(name)?, city, &mut key);
        if key.len() == before {
            return None;
        }
        key.push('\u{1f}');
    }
    (!columns.is_empty()).then_some(key)
}

/// The columns that two rows have different.
fn differences(first: &Draft, this: &Draft, city: &City) -> Vec<Difference> {
    let canonical = |cell: &Content| {
        let mut value = String::new();
        row::canonical(cell, city, &mut value);
        value
    };
    let shown = |cell: &Content| match &cell.state {
        State::Value(Value::Owner(owner)) if cell.written.is_empty() => Arc::from(row::owner_name(owner, city)),
        _ => Arc::clone(&cell.written),
    };
    let columns = this.kind.table().columns.iter().zip(first.cells.iter().zip(&this.cells));
    columns
        .filter(|(_, (first, this))| canonical(first) != canonical(this))
        .map(|(column, (first, this))| Difference {
            column: column.name,
            first: shown(first),
            this: shown(this),
        })
        .collect()
}

/// A row under one voucher number in one currency.
struct Standing {
    day: Option<NaiveDate>,
    /// The sum up to and with it.
    sum: Decimal,
    /// Its place among the drafts.
    at: usize,
}

/// The vouchers that a reversal may take back.
#[derive(Default)]
struct Vouchers {
    standing: BTreeMap<(Arc<str>, Currency), Vec<Standing>>,
    /// How long the numbers are that a text may name.
    lengths: BTreeSet<usize>,
    taken_back: HashMap<(Arc<str>, Currency), Decimal>,
}

impl Vouchers {
    fn new(drafts: &[Draft]) -> Vouchers {
        let mut vouchers = Vouchers::default();
        for (at, draft) in drafts
            .iter()
            .enumerate()
            .filter(|(_, draft)| draft.kind == Kind::Expense && draft.fate == Fate::Used)
        {
            if let (Some(number), Some(money)) = (name_in(draft, "凭证号"), draft.money().filter(|money| !is_negative(money))) {
                let standing = vouchers.standing.entry((Arc::clone(&number.key), money.currency)).or_default();
                standing.push(Standing {
                    day: draft.date,
                    sum: money.amount,
                    at,
                });
                vouchers.lengths.insert(number.key.chars().count());
            }
        }
        vouchers.lengths.retain(|length| NAMEABLE.contains(length));
        for standing in vouchers.standing.values_mut() {
            standing.sort_by_key(|row| row.day);
            let mut sum = Decimal::ZERO;
            for row in standing {
                // A sum that no Decimal holds is more than any reversal.
                sum = sum.checked_add(row.sum).unwrap_or(Decimal::MAX);
                row.sum = sum;
            }
        }
        vouchers
    }

    /// The rows of a voucher that were there on a day.
    fn on(&self, voucher: &(Arc<str>, Currency), day: Option<NaiveDate>) -> &[Standing] {
        let standing = self.standing.get(voucher).map(Vec::as_slice).unwrap_or_default();
        let until = match day {
            Some(_) => standing.partition_point(|row| row.day <= day),
            None => standing.len(),
        };
        standing.get(..until).unwrap_or_default()
    }

    /// Takes an amount back from a voucher as it stood on that day, if that much is there.
    fn take_back(&mut self, voucher: &(Arc<str>, Currency), amount: Decimal, day: Option<NaiveDate>) -> bool {
        let there = self.on(voucher, day).last().map(|row| row.sum);
        let before = self.taken_back.get(voucher).copied().unwrap_or_default();
        match (before.checked_add(amount), there) {
            (Some(all), Some(there)) if all <= there => {
                self.taken_back.insert(voucher.clone(), all);
                true
            }
            _ => false,
        }
    }

    /// What is told of a reversal that is of a voucher and takes back too much of it, with the voucher's rows.
    fn excess(&self, voucher: &(Arc<str>, Currency), sum: Decimal, day: Option<NaiveDate>) -> Option<(Excess, Vec<usize>)> {
        let all = self.standing.get(voucher)?;
        let on_day = self.on(voucher, day);
        let excess = Excess {
            sum,
            voucher: Arc::clone(&voucher.0),
            there: on_day.last().map(|row| row.sum),
            before: self.taken_back.get(voucher).copied().unwrap_or_default(),
        };
        let rows = if on_day.is_empty() { all } else { on_day };
        Some((excess, rows.iter().map(|row| row.at).collect()))
    }

    /// The vouchers that a reversal may be of: the one in 原凭证号, its own number, those that its texts name.
    fn named_by(&self, draft: &Draft, currency: Currency) -> Vec<(Arc<str>, Currency)> {
        let own = ["原凭证号", "凭证号"].into_iter().filter_map(|column| name_in(draft, column));
        let mut named: Vec<(Arc<str>, Currency)> = own.map(|name| (Arc::clone(&name.key), currency)).collect();
        for text in draft.notes.iter().flat_map(|notes| notes.lines()) {
            let folded: Vec<char> = long_number::fold(text).chars().take(LONGEST_TEXT).collect();
            let of_number = |at: usize| folded.get(at).is_some_and(char::is_ascii_alphanumeric);
            // The longest first: 001-12 and not 001-1.
            for length in self.lengths.iter().rev() {
                for (at, window) in folded.windows(*length).enumerate() {
                    // 1234 is not named by 91234 or 12345.
                    let runs_on = at > 0 && of_number(at - 1) && of_number(at) || of_number(at + length) && of_number(at + length - 1);
                    if runs_on {
                        continue;
                    }
                    let voucher = (Arc::from(window.iter().collect::<String>()), currency);
                    let is_told = || *length >= IN_PASSING || says_voucher(&folded, at, *length);
                    if self.standing.contains_key(&voucher) && is_told() {
                        named.push(voucher);
                    }
                }
            }
        }
        named
    }
}

/// Whether a text says of a short number in it that it is a voucher's: 红冲V1号凭证, 冲销V1, 25号凭证冲回; not 红冲2人补助, nor 红冲9月25号凭证.
fn says_voucher(text: &[char], at: usize, length: usize) -> bool {
    let before: String = text.get(..at).unwrap_or_default().iter().collect();
    let behind: String = text.get(at + length..).unwrap_or_default().iter().collect();
    let ends = |text: &str| text.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let begins = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let is_behind = BEHIND_NUMBER.iter().any(|word| behind.starts_with(word));
    // 25号 alone may be a day; V1号 is none.
    let is_number = text.get(at..at + length).unwrap_or_default().iter().any(char::is_ascii_alphabetic);
    let is_alone = ends(&behind) || is_number && behind.strip_prefix('号').is_some_and(ends);
    let is_before = BEFORE_NUMBER.iter().any(|word| before.ends_with(word));
    is_before && (is_behind || is_alone) || begins && is_behind
}

fn is_negative(money: &Money) -> bool {
    money.amount < Decimal::ZERO
}

/// Keeps in 原凭证号 what a reversal takes back, wherever the row names it.
fn keep_original(draft: &mut Draft, number: Arc<str>) {
    let original = draft.kind.table().column("原凭证号");
    if let Some(cell) = original.and_then(|(position, _)| draft.cells.get_mut(position)) {
        Arc::make_mut(cell).state = State::Value(Value::Name(Name {
            shown: Arc::clone(&number),
            key: number,
        }));
    }
}

/// Keeps a negative expense when it takes back a voucher that is there, by no more than its amount; sets the others aside (D010).
pub(super) fn reversals(drafts: &mut [Draft], problems: &mut Vec<Problem>) {
    let mut vouchers = Vouchers::new(drafts);
    for at in 0..drafts.len() {
        let reversal = |draft: &&Draft| draft.kind == Kind::Expense && draft.fate == Fate::Used;
        let Some(draft) = drafts.get(at).filter(reversal) else { continue };
        let Some(money) = draft.money().filter(is_negative) else {
            continue;
        };
        let named = vouchers.named_by(draft, money.currency);
        let found = named
            .iter()
            .find(|voucher| vouchers.take_back(voucher, money.amount.abs(), draft.date));
        if let Some((number, _)) = found {
            if let Some(draft) = drafts.get_mut(at) {
                keep_original(draft, Arc::clone(number));
            }
            continue;
        }
        let excess = named.iter().find_map(|voucher| vouchers.excess(voucher, money.amount, draft.date));
        let (what, of) = match excess {
            Some((excess, rows)) => (What::BeyondVoucher(Box::new(excess)), rows),
            None => (What::NotPositive(money.amount), Vec::new()),
        };
        let column = draft.kind.table().money.and_then(|name| draft.kind.table().column(name));
        let mut problem = draft.problem(what, column.map(|(position, _)| position));
        problem.sets_aside = true;
        let of = of.into_iter().filter_map(|row| drafts.get(row));
        problem.related.extend(of.map(|draft| draft.at.place()));
        if let Some(draft) = drafts.get_mut(at) {
            draft.fate = Fate::SetAside("D010", problem.place.clone());
        }
        problems.push(problem);
    }
}

fn name_in<'a>(draft: &'a Draft, column: &str) -> Option<&'a Name> {
    match &draft.cell(column)?.state {
        State::Value(Value::Name(name)) => Some(name),
        _ => None,
    }
}

/// The people of a cell by the rosters.
struct Read {
    /// Those who stand on one.
    kept: Vec<Name>,
    /// The others.
    strangers: Vec<Name>,
    /// How many went.
    size: Size,
}

impl Read {
    /// In a log a name may stand with what people write beside it; who of a claim it is bears on its amounts.
    fn of(people: &[Name], kind: Kind, known: &HashSet<Arc<str>>) -> Read {
        let mut read = Read {
            kept: Vec::new(),
            strangers: Vec::new(),
            size: Size::Named,
        };
        for person in people {
            if known.contains(&person.key) {
                read.keep(person.clone());
                continue;
            }
            let by_roster = Some(person).filter(|_| kind == Kind::Log);
            match by_roster.and_then(|person| person::known(&person.shown, |name| known.contains(name))) {
                Some(found) => {
                    if read.size == Size::Named {
                        read.size = found.size;
                    }
                    for name in found.names {
                        let name: Arc<str> = Arc::from(name);
                        read.keep(Name {
                            shown: Arc::clone(&name),
                            key: name,
                        });
                    }
                }
                None => read.strangers.push(person.clone()),
            }
        }
        read
    }

    fn keep(&mut self, person: Name) {
        if !self.kept.iter().any(|kept| kept.key == person.key) {
            self.kept.push(person);
        }
    }

    /// Whether there were more than those who are named.
    fn leaves_others_unnamed(&self) -> bool {
        let named = self.kept.len() + self.strangers.len();
        match self.size {
            Size::Named => false,
            Size::InAll(number) => usize::try_from(number) != Ok(named),
            Size::Unknown => true,
        }
    }
}

/// Drops the people whom no roster names, where the squad of the row has a roster (D018): from logs and travel. Who else an expense
/// names, a driver or a guest, need not be of the squad.
pub(super) fn strangers(drafts: &mut [Draft], policy: &Policy, problems: &mut Vec<Problem>) {
    let mut with_roster: BTreeSet<SquadId> = BTreeSet::new();
    let mut known: HashSet<Arc<str>> = HashSet::default();
    for draft in drafts.iter().filter(|draft| draft.kind == Kind::Roster) {
        if draft.fate == Fate::Used {
            with_roster.extend(draft.owner.as_ref().and_then(Owner::squad));
        }
        // Whoever stands in a row that is set aside has a finding already.
        known.extend(name_in(draft, "姓名").map(|name| Arc::clone(&name.key)));
    }
    for draft in drafts.iter_mut().filter(|draft| draft.fate == Fate::Used) {
        let column = match draft.kind {
            Kind::Log => "姓名",
            Kind::Expense if is_travel(draft, policy) => "出差人员",
            _ => continue,
        };
        let squad = draft.owner.as_ref().and_then(Owner::squad);
        if !squad.is_some_and(|squad| with_roster.contains(&squad)) {
            continue;
        }
        let Some((position, _)) = draft.kind.table().column(column) else {
            continue;
        };
        let (people, size) = match draft.cells.get(position).and_then(|cell| cell.value()) {
            Some(Value::People(people)) => (people, None),
            Some(Value::Party(party)) => (&party.named, Some(party.size)),
            _ => continue,
        };
        let read = Read::of(people, draft.kind, &known);
        if read.leaves_others_unnamed() {
            problems.push(draft.problem(What::Unnamed, Some(position)));
        }
        let Read { kept, strangers, .. } = read;
        let put_back = |kept: Vec<Name>| {
            State::Value(match size {
                Some(size) => Value::Party(Party { named: kept, size }),
                None => Value::People(kept),
            })
        };
        if strangers.is_empty() {
            if kept != *people
                && let Some(cell) = draft.cells.get_mut(position)
            {
                Arc::make_mut(cell).state = put_back(kept);
            }
            continue;
        }
        for stranger in strangers {
            let mut problem = draft.problem(What::NotOnRoster(stranger.shown.to_string()), Some(position));
            // What was claimed for several travellers cannot be parted: it counts, whoever is unknown.
            problem.sets_aside = draft.kind == Kind::Log || kept.is_empty();
            problems.push(problem);
        }
        if kept.is_empty() {
            let place = draft.cells.get(position).map(|cell| cell.place(&draft.at));
            draft.fate = Fate::SetAside("D018", place.unwrap_or_else(|| draft.at.place()));
        } else if let Some(cell) = draft.cells.get_mut(position) {
            Arc::make_mut(cell).state = put_back(kept);
        }
    }
}

/// Whether an expense is travel: by its item, or because it claims an allowance, which only travel has.
fn is_travel(draft: &Draft, policy: &Policy) -> bool {
    let item = || draft.cell("支出项目").map(|cell| &*cell.written).zip(draft.date);
    let claims = |column: &&str| matches!(draft.cell(column).map(|cell| &cell.state), Some(State::Value(Value::Money(money))) if !money.amount.is_zero());
    item().is_some_and(|(item, day)| is_item(policy, "items_travel", item, day)) || ["伙食补助", "交通补助"].iter().any(claims)
}
