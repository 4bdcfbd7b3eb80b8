//! 目标进度: each squad against each yearly target, then all indicators of the squads side by side.

use rust_decimal::Decimal;

use crate::figures::WindowFigures;
use crate::report::Outcome;
use crate::report::briefs::words;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Show;
use crate::report::look::Style;
use crate::report::look::Tint;
use crate::report::look::colour;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::DataBars;
use crate::report::sheet::Link;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;
use crate::report::sheet::a1;
use crate::standing::TargetStanding;

use super::cells;
use super::fit;
use super::listing::HEAD_ROW;
use super::listing::foot;
use super::listing::heading;
use super::name;
use super::rows;

/// The indicators with their names and units, in the order of the figures.
const INDICATORS: [(&str, &str, &str); 21] = [
    ("signed_formal", "签约资金（正式合同）", "万元"),
    ("signed_recognised", "签约资金（已认定）", "万元"),
    ("contracts_formal", "正式合同", "个"),
    ("contracts_recognised", "已认定合同", "个"),
    ("received", "到位资金", "万元"),
    ("starts", "开工项目", "个"),
    ("starts_industrial", "其中：产业类", "个"),
    ("in_talks", "在谈项目", "个"),
    ("events", "专题招商活动", "次"),
    ("firm_visits", "企业来访", "次"),
    ("firm_visits_leading", "其中：行业领先企业", "次"),
    ("leader_trips", "组长带队外出", "次"),
    ("squad_days_out", "专班在外工作日", "天"),
    ("investors", "更新投资信息", "条"),
    ("reserve", "更新储备项目", "条"),
    ("talents", "更新人才信息", "条"),
    ("dispatches", "半月调度", "次"),
    ("reports", "月度汇报", "次"),
    ("spent", "经费支出（申报）", "万元"),
    ("proposed", "经费核定建议", "万元"),
    ("cost_per_yi_signed", "每亿元签约经费", "万元"),
];

/// The width of a column of a squad.
const SQUAD_COLUMN: f64 = 13.0;

/// What a target's standing is called, and its colour.
pub(super) fn state(target: &TargetStanding) -> (&'static str, Tint) {
    match (target.met, target.behind) {
        (Some(true), _) => ("已完成", Tint::Good),
        (Some(false), _) if target.pace >= Decimal::ONE => ("未完成", Tint::Bad),
        (_, Some(true)) => ("落后序时", Tint::Behind),
        (_, Some(false)) => ("达到序时", Tint::None),
        (_, None) => (cells::NOT_REPORTED, Tint::Faint),
    }
}

/// A goal or what was reached of it: money in 万元, or a count.
fn amount(target: &TargetStanding, amount: Option<Decimal>) -> Cell {
    match amount {
        None => cells::faint(cells::NOT_REPORTED),
        Some(sum) if target.money => {
            let exactly = target.reached.is_some_and(|reached| words::misleads(reached, target.goal));
            cells::wan_towards(sum, exactly && sum != target.goal)
        }
        Some(count) => Cell::new(Value::Number(count), cells::count_style()),
    }
}

/// The goal of a target.
pub(super) fn goal(outcome: &Outcome<'_>, target: &TargetStanding) -> Cell {
    held(outcome, target, "goal", unit(target), amount(target, Some(target.goal)))
}

/// What was reached of a target, with a click to the rows that it is made of.
pub(super) fn reached(outcome: &Outcome<'_>, target: &TargetStanding) -> Cell {
    let link = target.reached.and_then(|_| detail(target));
    held(
        outcome,
        target,
        "reached",
        unit(target),
        amount(target, target.reached).linked(link),
    )
}

/// What was reached as a share of the goal.
pub(super) fn share(outcome: &Outcome<'_>, target: &TargetStanding) -> Cell {
    // The figure itself has four places: what shows more is not held to it.
    cells::share_below(target).unwrap_or_else(|| held(outcome, target, "share", Unit::Same, cells::share(target.share)))
}

/// The share of the year that has passed.
pub(super) fn pace(outcome: &Outcome<'_>, target: &TargetStanding) -> Cell {
    held(outcome, target, "pace", Unit::Same, cells::share(Some(target.pace)))
}

fn unit(target: &TargetStanding) -> Unit {
    if target.money { Unit::Wan } else { Unit::Same }
}

/// A cell held to a value of a target.
fn held(outcome: &Outcome<'_>, target: &TargetStanding, key: &str, unit: Unit, cell: Cell) -> Cell {
    let squad = &outcome.records.city.squad(target.squad).name;
    cell.showing(format!("{squad}.{}.{key}", target.target), unit)
}

/// The sheet that lists what a target counts.
fn detail(target: &TargetStanding) -> Option<Link> {
    let sheet = match target.target {
        "T001" => name::CONTRACTS,
        "T002" => name::RECEIPTS,
        "T003" | "T004" => name::STARTS,
        "T005" => name::TALKS,
        _ => return None,
    };
    cells::to_sheet(sheet)
}

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let mut sheet = Sheet::new(name::TARGETS);
    let squads = u16::try_from(outcome.figures.squads.len()).unwrap_or(u16::MAX);
    let part_of_year = rows::part_of_year(outcome);
    let each = if part_of_year { 2 } else { 1 };
    let last = (1 + squads * each + 4).max(9);
    sheet.widths.insert(0, 22.0);
    sheet.widths.insert(1, 12.0);
    for column in 2..=last {
        sheet.widths.insert(column, SQUAD_COLUMN);
    }
    let title = format!("{}招商专班目标任务进度表", outcome.period.title());
    heading(&mut sheet, outcome, &title, "金额单位：万元", last);
    let next = targets(&mut sheet, outcome);
    let next = indicators(&mut sheet, outcome, next + 1, each);
    fit::numbers(&mut sheet);
    let basis = if outcome.settings.verdict.signed_formal {
        "正式合同金额"
    } else {
        "已认定合同金额"
    };
    let mut notes = vec![
        format!("签约目标按{basis}计，“另一口径”为另一种统计口径的数值。"),
        "序时进度为本年已过天数占全年天数的比例；个数类目标达到“目标×序时进度”的整数部分即为达到序时。".to_owned(),
        "未报指该专班未报送相应表格，不等于零。".to_owned(),
    ];
    if !outcome.is_final() {
        let (this, last) = (cells::this(outcome.period), cells::last(outcome.period));
        notes.push(format!(
            "{this}尚未结束，数据{}；{last}为全期，增减为两者之差。",
            cells::as_of(outcome)
        ));
    }
    foot(&mut sheet, outcome, next, last, &notes);
    sheet.frozen = Some((HEAD_ROW, 1));
    // Two tables with heads of their own: cut by a page, the second would go on without one.
    sheet.one_page = true;
    sheet
}

fn header(text: &str) -> Cell {
    Cell::new(Value::Text(text.to_owned()), Style::of(Role::Header))
}

fn section(sheet: &mut Sheet, row: u32, text: &str) {
    let cell = Cell::new(Value::Text(text.to_owned()), Style::of(Role::Section));
    sheet.put_over(Area::row(row, 0, 3), cell);
    sheet.heights.insert(row, 22.0);
}

fn targets(sheet: &mut Sheet, outcome: &Outcome<'_>) -> u32 {
    section(sheet, HEAD_ROW, "一、年度目标任务");
    let head = HEAD_ROW + 1;
    let titles = [
        "目标任务",
        "专班",
        "单位",
        "年度目标",
        "已完成",
        "完成率",
        "序时进度",
        "与序时相差\n（百分点）",
        "状态",
        "另一口径",
    ];
    for (column, title) in (0..).zip(titles) {
        sheet.put(head, column, header(title));
    }
    sheet.heights.insert(head, fit::LINE * 2.0 + 7.0);
    let first = head + 1;
    let mut next = first;
    let squads = &outcome.figures.squads;
    let count = squads.iter().map(|squad| squad.targets.len()).max().unwrap_or(0);
    for position in 0..count {
        let top = next;
        let of_squads = squads.iter().filter_map(|squad| squad.targets.get(position));
        for target in of_squads {
            line(sheet, outcome, next, target);
            next += 1;
        }
        let named = squads.iter().find_map(|squad| squad.targets.get(position));
        if let (Some(target), true) = (named, next > top) {
            let style = Style::of(Role::Body);
            let name = format!("{} {}", target.target, target.name);
            sheet.put_over(Area::column(0, top, next - 1), Cell::new(Value::Text(name), style));
        }
    }
    if next == first {
        sheet.put_over(Area::row(first, 0, 9), cells::faint("本年无"));
        return first + 1;
    }
    sheet.bars.push(DataBars {
        area: Area::column(5, first, next - 1),
        colour: colour::BAR,
    });
    next
}

fn line(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, target: &TargetStanding) {
    let (state, tint) = state(target);
    let mut state = cells::word(state);
    state.style = state.style.tint(tint);
    let ahead = target.share.map(|share| (share - target.pace) * Decimal::ONE_HUNDRED);
    let ahead = match ahead {
        Some(points) => {
            // Few things are counted in whole ones: such a target may lie below the line and not be behind.
            let tint = match target.behind {
                Some(true) => Tint::Behind,
                _ if points.is_sign_negative() => Tint::None,
                _ => Tint::Good,
            };
            let style = Style::of(Role::Body).align(Align::Right).show(Show::Points).tint(tint);
            Cell::new(Value::Number(points.normalize()), style)
        }
        None => cells::faint(cells::NO_VALUE),
    };
    let other = match target.other_basis {
        Some(_) => amount(target, target.other_basis),
        None => cells::faint(cells::NO_VALUE),
    };
    let named = match (target.money, target.target) {
        (true, _) => "万元",
        (false, "T006") => "次",
        (false, _) => "个",
    };
    let cells = [
        cells::squad(outcome, target.squad),
        cells::word(named),
        goal(outcome, target),
        reached(outcome, target),
        share(outcome, target),
        pace(outcome, target),
        ahead,
        state,
        other,
    ];
    fit::height_from(sheet, row, 1, &cells);
    for (column, cell) in (1..).zip(cells) {
        sheet.put(row, column, cell);
    }
}

/// All indicators: squads across (period and year to date), then all together with the change on the period before.
fn indicators(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, each: u16) -> u32 {
    section(sheet, row, "二、各项指标");
    let figures = outcome.figures;
    let this = cells::this(outcome.period);
    let head = row + 1;
    for (column, title) in [(0, "指标"), (1, "单位")] {
        sheet.put_over(Area::column(column, head, head + 1), header(title));
    }
    let mut column = 2;
    for squad in &figures.squads {
        let name = cells::squad_name(outcome, squad.squad);
        sheet.put_over(Area::row(head, column, column + each - 1), header(&name));
        if each == 2 {
            sheet.put(head + 1, column, header(this));
        }
        sheet.put(head + 1, column + each - 1, header("本年累计"));
        column += each;
    }
    let total_titles = if each == 2 {
        vec![this, cells::last(outcome.period), "增减", "本年累计"]
    } else {
        vec!["本年累计", "上年", "增减"]
    };
    let total_end = column + total_titles.len() as u16 - 1;
    sheet.put_over(Area::row(head, column, total_end), header("全市合计"));
    let totals = column;
    for (column, title) in (totals..).zip(&total_titles) {
        sheet.put(head + 1, column, header(title));
    }
    // A squad's name stands over its columns.
    let over = f64::from(each) * SQUAD_COLUMN;
    let names = figures.squads.iter().map(|squad| cells::squad_name(outcome, squad.squad));
    let lines = names.map(|name| fit::lines(&name, over)).max().unwrap_or(1);
    sheet.heights.insert(head, lines as f64 * fit::LINE + 7.0);
    sheet.heights.insert(head + 1, fit::LINE + 7.0);
    let mut next = head + 2;
    for (key, name, unit) in INDICATORS {
        sheet.put(next, 0, cells::text(name));
        sheet.put(next, 1, cells::word(unit));
        let value = |figures: &WindowFigures| cells::figure(figures.get(key).map(|figure| &figure.value));
        let unit = if unit == "万元" { Unit::Wan } else { Unit::Same };
        let shown = |figures: &WindowFigures, whose: &str, window: &str| {
            let cell = value(figures);
            let link = matches!(cell.value, Value::Number(_)).then(|| rows_of(key)).flatten();
            cell.linked(link).showing(format!("{whose}.{key}.{window}"), unit)
        };
        let mut column = 2;
        for squad in &figures.squads {
            let squad_name = &outcome.records.city.squad(squad.squad).name;
            if each == 2 {
                sheet.put(next, column, shown(&squad.period, squad_name, "period"));
            }
            sheet.put(next, column + each - 1, shown(&squad.ytd, squad_name, "ytd"));
            column += each;
        }
        let change = change(next, column, &figures.total_period, &figures.total_previous, key);
        let mut totals = vec![
            shown(&figures.total_period, "合计", "period"),
            value(&figures.total_previous),
            change,
        ];
        if each == 2 {
            totals.push(shown(&figures.total_ytd, "合计", "ytd"));
        }
        for (column, cell) in (column..).zip(totals) {
            sheet.put(next, column, cell);
        }
        sheet.heights.insert(next, fit::LINE + fit::ROOM);
        next += 1;
    }
    if let (Some(change), true) = (total_titles.iter().position(|title| *title == "增减"), next > head + 2) {
        sheet.arrows.push(Area::column(totals + change as u16, head + 2, next - 1));
    }
    next
}

/// The sheet that lists the rows of an indicator.
fn rows_of(key: &str) -> Option<Link> {
    let sheet = match key {
        "signed_formal" | "signed_recognised" | "contracts_formal" | "contracts_recognised" => name::CONTRACTS,
        "received" => name::RECEIPTS,
        "starts" | "starts_industrial" => name::STARTS,
        "in_talks" => name::TALKS,
        "leader_trips" => name::TRIPS,
        "squad_days_out" => name::DAYS_OUT,
        "spent" | "proposed" => name::EXPENSES,
        _ => return None,
    };
    cells::to_sheet(sheet)
}

/// The change on the period before, as a live difference; — when either is not known.
fn change(row: u32, column: u16, this: &WindowFigures, last: &WindowFigures, key: &str) -> Cell {
    let formula = format!("={}-{}", a1(row, column), a1(row, column + 1));
    let (result, style) = if let (Some(this), Some(last)) = (this.money(key), last.money(key)) {
        let Some(change) = this.checked_sub(last) else {
            return cells::faint(cells::NO_VALUE);
        };
        let change = cells::in_wan(change);
        (change, cells::money_style())
    } else if let (Some(this), Some(last)) = (this.count(key), last.count(key)) {
        (Decimal::from(this) - Decimal::from(last), cells::count_style())
    } else {
        return cells::faint(cells::NO_VALUE);
    };
    Cell::new(Value::Formula { formula, result }, style)
}
