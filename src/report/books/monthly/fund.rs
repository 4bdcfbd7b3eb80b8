//! 经费使用: the fund of the year to date against its budget, and what it was spent on.

use rust_decimal::Decimal;

use crate::figures::FigureValue;
use crate::report::Outcome;
use crate::report::briefs::words;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Style;
use crate::report::look::colour;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::DataBars;
use crate::report::sheet::Link;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;

use super::cells;
use super::fit;
use super::listing::HEAD_ROW;
use super::listing::foot;
use super::listing::heading;

/// The last column: two tables of three columns with a gap between them.
const LAST: u16 = 6;

/// The sheet; a click on a sum leads to the sheet that lists what was spent, if the book has one.
pub(super) fn sheet(outcome: &Outcome<'_>, detail: Option<&str>) -> Sheet {
    let mut sheet = Sheet::new(super::name::FUND);
    for (column, width) in (0u16..).zip([24.0, 18.0, 14.0, 4.0, 24.0, 18.0, 14.0]) {
        sheet.widths.insert(column, width);
    }
    let title = format!("{}年招商专班工作经费使用情况表", outcome.period.year());
    heading(&mut sheet, outcome, &title, "单位：万元", LAST);
    let detail = detail.and_then(cells::to_sheet);
    let budget = table(
        &mut sheet,
        outcome,
        HEAD_ROW,
        0,
        "一、预算执行",
        ["项目", "金额", "说明"],
        &budget_rows(outcome, &detail),
        None,
    );
    let tracks = sums(outcome, "by_track", |key| words::track(key).unwrap_or(key).to_owned(), &detail);
    let track_end = table(
        &mut sheet,
        outcome,
        HEAD_ROW,
        4,
        "二、按经费渠道",
        ["渠道", "金额", "占比"],
        &tracks,
        spent(outcome),
    );
    let next = budget.max(track_end) + 1;
    let items = sums(outcome, "by_item", str::to_owned, &detail);
    let items_end = table(
        &mut sheet,
        outcome,
        next,
        0,
        "三、按支出项目",
        ["支出项目", "金额", "占比"],
        &items,
        spent(outcome),
    );
    let squads = sums(outcome, "by_squad", str::to_owned, &detail);
    let squads_end = table(
        &mut sheet,
        outcome,
        next,
        4,
        "四、按专班",
        ["专班", "金额", "占比"],
        &squads,
        squads_spent(outcome),
    );
    fit::numbers(&mut sheet);
    let notes = ["支出按申报金额统计，逐笔明细及核减情况见“经费明细”。".to_owned()];
    foot(&mut sheet, outcome, items_end.max(squads_end), LAST, &notes);
    sheet.frozen = Some((HEAD_ROW, 0));
    sheet.repeat = Some((0, HEAD_ROW - 1));
    sheet
}

/// One line of a table.
struct Line {
    name: String,
    cell: Cell,
    remark: Cell,
}

/// What everybody spent, and the figure that it is.
fn spent(outcome: &Outcome<'_>) -> Option<(Decimal, &'static str)> {
    match outcome.figures.fund("spent")?.value {
        FigureValue::Money(sum) => Some((sum, "经费.spent")),
        _ => None,
    }
}

/// What the squads spent, and the figure that it is.
fn squads_spent(outcome: &Outcome<'_>) -> Option<(Decimal, &'static str)> {
    Some((outcome.figures.total_ytd.money("spent")?, "合计.spent.ytd"))
}

fn budget_rows(outcome: &Outcome<'_>, detail: &Option<Link>) -> Vec<Line> {
    let names = [
        ("budget", "年度预算", ""),
        ("carry_over", "上年结转", ""),
        ("spent", "累计支出", "全部单位申报"),
        ("proposed", "核定建议", "扣除核减建议后"),
        ("committed", "已批准未报销", "按核定金额"),
        ("balance", "结余", "预算＋结转－支出"),
        ("used_share", "预算执行率", ""),
        ("carry_to_next", "结转下年", ""),
    ];
    let lines = names.into_iter().filter_map(|(key, name, remark)| {
        let figure = outcome.figures.fund(key)?;
        Some(Line {
            name: name.to_owned(),
            cell: shown(key, cells::figure(Some(&figure.value))).linked(detail.clone().filter(|_| matches!(key, "spent" | "proposed"))),
            remark: cells::text(remark),
        })
    });
    lines.collect()
}

/// A figure of the fund, held to it.
fn shown(key: &str, cell: Cell) -> Cell {
    let unit = if key == "used_share" { Unit::Same } else { Unit::Wan };
    cell.showing(format!("经费.{key}"), unit)
}

/// The sums of a figure of the fund, each with its share of them all.
fn sums(outcome: &Outcome<'_>, of: &str, name: fn(&str) -> String, detail: &Option<Link>) -> Vec<Line> {
    let Some(FigureValue::Sums(sums)) = outcome.figures.fund(of).map(|figure| &figure.value) else {
        return Vec::new();
    };
    let all: Decimal = sums.iter().map(|(_, sum)| *sum).sum();
    let lines = sums.iter().map(|(key, sum)| Line {
        name: name(key),
        cell: cells::wan(*sum)
            .linked(detail.clone())
            .showing(format!("经费.{of}.{key}"), Unit::Wan),
        remark: cells::share(sum.checked_div(all).map(|share| share.round_dp(4))),
    });
    lines.collect()
}

/// A table of three columns with its heading; gives the row after it.
#[expect(clippy::too_many_arguments, reason = "a table's place, words and rows")]
fn table(
    sheet: &mut Sheet,
    outcome: &Outcome<'_>,
    row: u32,
    left: u16,
    section: &str,
    head: [&str; 3],
    lines: &[Line],
    total: Option<(Decimal, &str)>,
) -> u32 {
    let section = Cell::new(Value::Text(section.to_owned()), Style::of(Role::Section));
    sheet.put_over(Area::row(row, left, left + 2), section);
    sheet.heights.insert(row, 22.0);
    let first = row + 2;
    for (column, title) in (left..).zip(head) {
        sheet.put(row + 1, column, Cell::new(Value::Text(title.to_owned()), Style::of(Role::Header)));
    }
    sheet.heights.insert(row + 1, fit::LINE + 7.0);
    if lines.is_empty() {
        let text = if spent(outcome).is_some() {
            "本年无"
        } else {
            cells::NOT_REPORTED
        };
        sheet.put_over(Area::row(first, left, left + 2), cells::faint(text));
        return first + 1;
    }
    let mut next = first;
    for line in lines {
        sheet.put(next, left, cells::text(&line.name));
        sheet.put(next, left + 1, line.cell.clone());
        sheet.put(next, left + 2, line.remark.clone());
        sheet.heights.insert(next, fit::LINE + fit::ROOM);
        next += 1;
    }
    let Some((total, figure)) = total else { return next };
    let bars = Area::column(left + 2, first, next - 1);
    sheet.bars.push(DataBars {
        area: bars,
        colour: colour::BAR,
    });
    let style = Style::of(Role::Total);
    let sum = cells::in_wan(total);
    let formula = format!("=SUM({})", Area::column(left + 1, first, next - 1).a1());
    sheet.put(next, left, Cell::new(Value::Text("合计".to_owned()), style));
    let value = Value::Formula { formula, result: sum };
    let sum = Cell::new(value, cells::money_style().role(Role::Total));
    let sum = sum.showing_sum(figure.to_owned(), Unit::Wan, Some((first, next - 1)));
    sheet.put(next, left + 1, sum);
    sheet.put(next, left + 2, Cell::new(Value::Blank, style.align(Align::Right)));
    sheet.heights.insert(next, fit::LINE + fit::ROOM);
    next + 1
}
