//! Totals rows: how they are told from data, and what their figures are compared with (spec 1.1, D013).

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::place::Place;
use crate::records::Kind;
use crate::values::currency::Currency;

use super::title::Title;

/// What a totals row adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// 小计, 本页合计: the rows since the last totals row.
    Group,
    /// 合计, 总计, 共计: all rows.
    All,
    /// 1月合计: one group or all rows, as it fits.
    Named,
    /// 累计: all rows so far.
    Running,
}

/// The label of a totals row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// What it adds up.
    pub reach: Reach,
    /// Whether the text is the word and nothing else.
    pub exact: bool,
    /// Whether it is the year so far (本年累计), of which a month's sheet has only the last part.
    pub of_year: bool,
}

/// What a book of accounts carries from one page, month or year to the next: no row of the table, and no total of its rows.
const CARRIED: [&str; 15] = [
    "承前页",
    "接前页",
    "过次页",
    "转次页",
    "结转下页",
    "结转下年",
    "结转次年",
    "上年结转",
    "上月结转",
    "上期结转",
    "期初余额",
    "年初余额",
    "月初余额",
    "期末余额",
    "月末余额",
];

/// What does so in a book of accounts, and by itself is no more than a mark of the printed page.
const PAGE_TURNS: [&str; 5] = ["承上页", "接上页", "转下页", "接下页", "续下页"];

/// Whether a text is the word of a line that is carried over.
pub(super) fn is_carried(written: &str) -> bool {
    // Asked of every row that lacks something.
    written.contains(['页', '转', '额']) && {
        let text = Title::read(written).bare;
        CARRIED.contains(&text.as_str()) || turns_the_page(&text)
    }
}

/// Whether a text, folded, says that a page goes on from another one or on to it.
pub(super) fn turns_the_page(text: &str) -> bool {
    PAGE_TURNS.contains(&text)
}

/// Names of the year before 累计.
const YEARS: [&str; 7] = ["本年", "本年度", "全年", "年度", "当年", "今年", "年初至今"];

/// Longest label, in bytes.
const LONGEST_LABEL: usize = 200;

/// Longest text before the word: the name of a squad, a month, an item.
const LONGEST_NAME: usize = 16;

/// What the names of enterprises end with.
const ENTERPRISES: [&str; 3] = ["公司", "集团", "合作社"];

/// Whether a text ends like the name of an enterprise.
pub(super) fn is_enterprise(written: &str) -> bool {
    ENTERPRISES.iter().any(|ending| written.trim_end().ends_with(ending))
}

/// Names before the word that stand for everything.
const WHOLE: [&str; 14] = [
    "全年",
    "全部",
    "全市",
    "全体",
    "总",
    "本年",
    "年度",
    "各专班",
    "四个专班",
    "以上",
    "本表",
    "本年度",
    "金额",
    "费用",
];

/// The label that a text is, if it is one.
pub(super) fn label(written: &str) -> Option<Label> {
    // Asked of every text of every row.
    if written.len() > LONGEST_LABEL || !written.chars().any(|c| matches!(c, '计' | '計')) {
        return None;
    }
    let text = Title::read(written).bare.replace('計', "计");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let text = without_days(text);
    // 合计科技有限公司 adds nothing up.
    if is_enterprise(text) {
        return None;
    }
    let words = [
        ("本页合计", Reach::Group),
        ("本页小计", Reach::Group),
        ("小计", Reach::Group),
        ("合计", Reach::All),
        ("总计", Reach::All),
        ("共计", Reach::All),
        ("累计", Reach::Running),
    ];
    for (word, reach) in words {
        if let Some(rest) = text.strip_prefix(word) {
            return Some(Label {
                reach,
                exact: rest.is_empty(),
                of_year: false,
            });
        }
        if let Some(name) = text.strip_suffix(word)
            && name.chars().count() <= LONGEST_NAME
        {
            let named = reach == Reach::All && !WHOLE.contains(&name);
            return Some(Label {
                reach: if named { Reach::Named } else { reach },
                exact: false,
                of_year: reach == Reach::Running && YEARS.contains(&name),
            });
        }
    }
    None
}

/// A label without the days that it adds up to in its own cell: 5月小计:1天, 5月合计3天.
fn without_days(text: &str) -> &str {
    let label = text
        .strip_suffix('天')
        .map(|text| text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
    let label = label.filter(|label| label.len() + '天'.len_utf8() < text.len());
    label.map_or(text, |label| label.trim_end_matches([':', '共', '为']))
}

/// The sum of one money column so far; `None` once it cannot be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    amount: Option<Decimal>,
    currency: Option<Currency>,
}

impl Sum {
    const ZERO: Sum = Sum {
        amount: Some(Decimal::ZERO),
        currency: None,
    };

    /// Sums of different currencies mean nothing.
    fn and(self, other: Sum) -> Sum {
        let one_currency = self.currency.is_none() || other.currency.is_none() || self.currency == other.currency;
        let amount = self.amount.zip(other.amount).filter(|_| one_currency);
        Sum {
            amount: amount.and_then(|(one, other)| one.checked_add(other)),
            currency: self.currency.or(other.currency),
        }
    }
}

/// The sums of the same columns of two tables.
fn together(one: &[Sum], other: &[Sum]) -> Vec<Sum> {
    one.iter().zip(other).map(|(one, other)| one.and(*other)).collect()
}

/// What the tables of one sheet add up to, as they are read from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// Tables that may still stand beside the next one: kind, last row, sums by money column.
    beside: Vec<(Kind, u32, Vec<Sum>)>,
    /// The others, by kind.
    ended: BTreeMap<Kind, Vec<Sum>>,
}

impl Above {
    /// Adds a table that was read.
    pub(super) fn add(&mut self, kind: Kind, last_row: u32, sums: Vec<Sum>) {
        self.beside.push((kind, last_row, sums));
    }

    /// What the tables of the kind that end above a row add up to, if there are any; never asked of a row above the row before.
    pub(super) fn row(&mut self, kind: Kind, row: u32) -> Option<Vec<Sum>> {
        for (kind, _, sums) in self.beside.extract_if(.., |(_, last, _)| *last < row) {
            let ended = self.ended.entry(kind).or_insert_with(|| vec![Sum::ZERO; sums.len()]);
            *ended = together(ended, &sums);
        }
        self.ended.get(&kind).cloned()
    }
}

/// A figure in a totals row.
#[derive(Clone, Debug)]
pub(super) struct TotalCell {
    /// Position of its money column among the table's money columns.
    pub money: usize,
    /// The amount as read.
    pub amount: Decimal,
    /// Where it stands.
    pub place: Place,
    /// What was written.
    pub written: Arc<str>,
}

/// A totals row.
#[derive(Clone, Debug)]
struct TotalRow {
    label: Label,
    written: Arc<str>,
    cells: Vec<TotalCell>,
    /// Data rows above it.
    rows_above: usize,
    /// What they add up to.
    above: Vec<Sum>,
    /// Position in the list of troubled rows.
    troubled_above: usize,
}

/// A total that is not the sum of its rows.
#[derive(Clone, Debug)]
pub(super) struct Mismatch {
    /// The figure.
    pub cell: TotalCell,
    /// The row's label.
    pub label: Arc<str>,
    /// What its rows add up to.
    pub sum: Decimal,
    /// Rows among them with problems of their own.
    pub troubled: Vec<Place>,
    /// The other figures of the row that are off.
    pub others: Vec<Place>,
}

/// The running sums of one table and its totals rows.
#[derive(Clone, Debug)]
pub(super) struct Totals {
    /// What the tables of the same kind above in the sheet add up to, if there are any.
    above: Option<Vec<Sum>>,
    sums: Vec<Sum>,
    rows: usize,
    troubled: Vec<Place>,
    totals: Vec<TotalRow>,
    /// Whether a line carries over what stands on other pages or sheets.
    carried: bool,
}

/// The totals rows above that end an earlier part.
#[derive(Clone, Copy, Default)]
struct Earlier {
    /// The last 合计.
    whole: Option<usize>,
    /// The last one of a named group.
    named: Option<usize>,
}

/// Most troubled rows that one total names: enough to look at.
const MOST_TROUBLED: usize = 100;

/// From one totals row (or the start) to another (or the end).
#[derive(Clone, Copy)]
struct Range {
    /// A position in `totals`: what stands above it is left out. `None` is the start.
    from: Option<usize>,
    /// A position in `totals`; `None` is the end.
    to: Option<usize>,
}

impl Totals {
    /// For a table with so many money columns, below others of its kind.
    pub(super) fn new(money_columns: usize, above: Option<Vec<Sum>>) -> Totals {
        Totals {
            above,
            sums: vec![Sum::ZERO; money_columns],
            rows: 0,
            troubled: Vec::new(),
            totals: Vec::new(),
            carried: false,
        }
    }

    /// Notes that a line carries over what stands elsewhere.
    pub(super) fn carry(&mut self) {
        self.carried = true;
    }

    /// Counts in a data row, with the amounts of its money columns that could be read.
    pub(super) fn add_row(&mut self, amounts: &[Option<(Decimal, Currency)>], troubled: Option<Place>) {
        self.rows += 1;
        self.troubled.extend(troubled);
        for (sum, amount) in self.sums.iter_mut().zip(amounts) {
            let Some((amount, currency)) = amount else {
                continue;
            };
            *sum = sum.and(Sum {
                amount: Some(*amount),
                currency: Some(*currency),
            });
        }
    }

    /// Notes a totals row where it stands.
    pub(super) fn add_total(&mut self, label: Label, written: Arc<str>, cells: Vec<TotalCell>) {
        self.totals.push(TotalRow {
            label,
            written,
            cells,
            rows_above: self.rows,
            above: self.sums.clone(),
            troubled_above: self.troubled.len(),
        });
    }

    /// What all rows add up to, by money column.
    pub(super) fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The totals rows that are off. `begins_later` when the rows begin later than their year, so that a total of the year may hold
    /// what stands on other sheets.
    pub(super) fn mismatches(&self, begins_later: bool) -> Vec<Mismatch> {
        // Where the first group's total stands before any row, each group's total stands above its rows.
        let first_group = self.totals.iter().find(|total| total.label.reach == Reach::Group);
        let groups_first = first_group.is_some_and(|total| total.rows_above == 0);
        let mut earlier = Earlier::default();
        let mut found = Vec::new();
        for (at, total) in self.totals.iter().enumerate() {
            let ranges = self.ranges(at, total, groups_first, earlier);
            found.extend(self.mismatch(total, &ranges, begins_later));
            match total.label.reach {
                Reach::All if total.rows_above > 0 => earlier.whole = Some(at),
                Reach::Named if total.rows_above > 0 => earlier.named = Some(at),
                _ => {}
            }
        }
        found
    }

    fn mismatch(&self, total: &TotalRow, ranges: &[Range], begins_later: bool) -> Option<Mismatch> {
        let told = *ranges.first()?;
        let label = total.label;
        let may_hold_more = label.of_year && begins_later || self.carried && matches!(label.reach, Reach::All | Reach::Running);
        let mut off = total.cells.iter().filter_map(|cell| {
            let mut sums = ranges.iter().map(|range| self.sum(*range, cell.money));
            // A sum that cannot be told is no ground for a finding.
            if sums.any(|sum| sum.is_none_or(|sum| sum == cell.amount)) {
                return None;
            }
            let sum = self.sum(told, cell.money)?;
            if may_hold_more && cell.amount > sum {
                return None;
            }
            let Some(above) = self.with_above(total) else {
                return Some((cell.clone(), sum));
            };
            // Of the rows of the table and those of the tables above too, what is nearer is meant.
            let of_all = above.get(cell.money)?.amount.filter(|sum| *sum != cell.amount)?;
            let off_by = |sum: Decimal| cell.amount.checked_sub(sum).map(|off| off.abs());
            let nearer = if off_by(of_all)? < off_by(sum)? { of_all } else { sum };
            Some((cell.clone(), nearer))
        });
        let (cell, sum) = off.next()?;
        Some(Mismatch {
            cell,
            label: Arc::clone(&total.written),
            sum,
            troubled: self.troubled_in(told),
            others: off.map(|(cell, _)| cell.place).collect(),
        })
    }

    /// What a 合计 adds up to together with the tables of its kind above in the sheet, if there are any.
    fn with_above(&self, total: &TotalRow) -> Option<Vec<Sum>> {
        let above = self.above.as_ref().filter(|_| total.label.reach != Reach::Group)?;
        Some(together(above, &total.above))
    }

    /// The runs of rows that a totals row may add up; the first is the one that is told.
    fn ranges(&self, at: usize, total: &TotalRow, groups_first: bool, earlier: Earlier) -> Vec<Range> {
        let to_here = |from: Option<usize>| Range { from, to: Some(at) };
        let all = Range { from: None, to: None };
        let so_far = to_here(None);
        let since_last = to_here(at.checked_sub(1));
        let until_next = Range {
            from: Some(at),
            to: (at + 1 < self.totals.len()).then_some(at + 1),
        };
        let has_rows_since = |at: usize| self.totals.get(at).is_some_and(|before| before.rows_above < total.rows_above);
        let first = total.rows_above == 0;
        let last = total.rows_above == self.rows;
        match total.label.reach {
            Reach::Group if groups_first => vec![until_next],
            Reach::Group => vec![since_last],
            Reach::Running => vec![so_far],
            Reach::Named if first => vec![until_next, all],
            Reach::Named => vec![to_here(earlier.named), since_last, so_far, all],
            Reach::All if first => vec![all],
            // A 合计 below each part of a sheet, and perhaps one more for all of them.
            Reach::All if earlier.whole.is_some_and(has_rows_since) => vec![to_here(earlier.whole), so_far, all],
            Reach::All if earlier.whole.is_some() => vec![so_far, all],
            Reach::All if last => vec![all],
            Reach::All => vec![all, so_far],
        }
    }

    fn sum(&self, range: Range, money: usize) -> Option<Decimal> {
        let upto = |end: Option<usize>, otherwise: &[Sum]| -> Option<Decimal> {
            let sums = match end {
                Some(at) => &self.totals.get(at)?.above,
                None => otherwise,
            };
            sums.get(money)?.amount
        };
        let nothing = vec![Sum::ZERO; self.sums.len()];
        upto(range.to, &self.sums)?.checked_sub(upto(range.from, &nothing)?)
    }

    fn troubled_in(&self, range: Range) -> Vec<Place> {
        let end = |end: Option<usize>, otherwise: usize| {
            end.and_then(|at| self.totals.get(at))
                .map_or(otherwise, |total| total.troubled_above)
        };
        let from = end(range.from, 0);
        let to = end(range.to, self.troubled.len());
        let troubled = self.troubled.get(from..to).unwrap_or_default();
        troubled.iter().take(MOST_TROUBLED).cloned().collect()
    }
}
