//! 总览: one page for the vice-mayor: cards, targets against reached for each squad, charts.

use rust_decimal::Decimal;

use crate::figures::FigureValue;
use crate::figures::MemberFigures;
use crate::figures::SquadFigures;
use crate::finding::Severity;
use crate::records::roster::Role as Post;
use crate::report::Outcome;
use crate::report::chart::Chart;
use crate::report::chart::ChartKind;
use crate::report::chart::Draw;
use crate::report::chart::Placed;
use crate::report::chart::Range;
use crate::report::chart::Series;
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
use crate::report::sheet::Shows;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;
use crate::report::sheet::a1;
use crate::standing::TargetStanding;
use crate::values::period::Period;

use super::cells;
use super::contracts;
use super::fit;
use super::listing::HEAD_ROW;
use super::listing::foot;
use super::listing::heading;
use super::name;
use super::rows;
use super::targets;

/// Height of a chart in pixels, and of the rows below it.
const CHART_HEIGHT: u32 = 296;
/// Height of a row below a chart, in points and in pixels.
const CHART_ROW: (f64, u32) = (15.0, 20);
/// Pixels between charts.
const GAP: u32 = 8;

/// The overview, and the hidden sheet that its charts read.
pub(super) fn sheets(outcome: &Outcome<'_>) -> (Sheet, Sheet) {
    let mut sheet = Sheet::new(name::OVERVIEW);
    let columns = Columns::of(outcome, &mut sheet);
    let title = format!("{}招商专班{}工作情况总览", outcome.settings.city.name, outcome.period.title());
    heading(&mut sheet, outcome, &title, "金额单位：万元", columns.last);
    cards(&mut sheet, outcome, HEAD_ROW, columns.last);
    let table_end = table(&mut sheet, outcome, HEAD_ROW + 4, &columns);
    let mut data = ChartData::new();
    let charts_end = charts(&mut sheet, outcome, &mut data, table_end + 1, columns.last);
    let notes = ["绿色为已完成，黄色为落后序时进度，红色为未完成；未报指该专班未报送相应表格，不等于零。".to_owned()];
    let bottom = foot(&mut sheet, outcome, charts_end, columns.last, &notes);
    sheet.one_page = true;
    sheet.print_area = Some(Area {
        top: 0,
        left: 0,
        bottom,
        right: columns.last,
    });
    (sheet, data.sheet)
}

// ── The cards ──

struct Card {
    name: &'static str,
    value: Cell,
    note: String,
    link: Option<Link>,
}

fn cards(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, last: u16) {
    let cards = cards_of(outcome);
    let count = cards.len();
    let wide: f64 = (0..=last).map(|column| sheet.widths.get(&column).copied().unwrap_or(9.0)).sum();
    let mut left = 0;
    let mut reached = 0.0;
    for (position, card) in (1..).zip(cards) {
        // Each card ends at the column nearest to its share of the width.
        let mut right = left;
        reached += sheet.widths.get(&right).copied().unwrap_or(9.0);
        while right < last {
            let next = sheet.widths.get(&(right + 1)).copied().unwrap_or(9.0);
            if position < count && reached + next / 2.0 > wide * position as f64 / count as f64 {
                break;
            }
            reached += next;
            right += 1;
        }
        let text = |text: String, role| Cell::new(Value::Text(text), Style::of(role));
        sheet.put_over(Area::row(row, left, right), text(card.name.to_owned(), Role::CardName));
        sheet.put_over(Area::row(row + 1, left, right), card.value.linked(card.link));
        sheet.put_over(Area::row(row + 2, left, right), text(card.note, Role::CardNote));
        left = right + 1;
        if left > last {
            break;
        }
    }
    for (row, height) in (row..).zip([20.0, 28.0, 18.0, 8.0]) {
        sheet.heights.insert(row, height);
    }
}

fn cards_of(outcome: &Outcome<'_>) -> Vec<Card> {
    let figures = outcome.figures;
    let year = |key: &str| figures.total_ytd.get(key).map(|figure| &figure.value);
    let fund = |key: &str| figures.fund(key).map(|figure| &figure.value);
    // In a yearly report the period says the same as the big figure.
    let period = |key: &str, unit: &str| {
        let value = figures.total_period.get(key).map(|figure| &figure.value);
        let words = format!("{}{}", cells::this(outcome.period), cells::figure_words(value, unit));
        rows::part_of_year(outcome).then_some(words)
    };
    let and = |first: Option<String>, second: String| first.into_iter().chain([second]).collect::<Vec<_>>().join(" · ");
    let severity = |severity: Severity| outcome.judgement.count(severity);
    let card = |name, value, note, sheet| Card {
        name,
        value,
        note,
        link: cells::to_sheet(sheet),
    };
    let recognised = format!("已认定{}", cells::figure_words(year("signed_recognised"), ""));
    let industrial = format!("产业类{}", cells::figure_words(year("starts_industrial"), "个"));
    let events = format!("专题活动累计{}", cells::figure_words(year("events"), "次"));
    let used = format!("预算执行率{}", cells::figure_words(fund("used_share"), ""));
    let grave = format!("错误{}条 · 提醒{}条", severity(Severity::Error), severity(Severity::Warning));
    let findings = Value::Number(Decimal::from(outcome.judgement.findings.len()));
    let findings = Cell::new(findings, Style::of(Role::CardValue).show(Show::CountOfFindings));
    vec![
        card(
            "本年签约资金",
            big(year("signed_formal")).showing("合计.signed_formal.ytd".to_owned(), Unit::Wan),
            and(period("signed_formal", ""), recognised),
            name::CONTRACTS,
        ),
        card(
            "本年到位资金",
            big(year("received")).showing("合计.received.ytd".to_owned(), Unit::Wan),
            period("received", "").unwrap_or_default(),
            name::RECEIPTS,
        ),
        card(
            "本年开工项目",
            big(year("starts")).showing("合计.starts.ytd".to_owned(), Unit::Same),
            and(period("starts", "个"), industrial),
            name::STARTS,
        ),
        card(
            "在谈项目",
            big(year("in_talks")).showing("合计.in_talks.ytd".to_owned(), Unit::Same),
            events,
            name::TALKS,
        ),
        card(
            "本年经费支出",
            big(fund("spent")).showing("经费.spent".to_owned(), Unit::Wan),
            used,
            name::FUND,
        ),
        card("数据问题", findings, grave, name::FINDINGS),
    ]
}

/// The big figure of a card, with its unit.
fn big(value: Option<&FigureValue>) -> Cell {
    let style = Style::of(Role::CardValue);
    match value {
        Some(FigureValue::Money(sum)) => Cell::new(Value::Number(cells::in_wan(*sum)), style.show(Show::MoneyInWan)),
        Some(FigureValue::Count(count)) => Cell::new(Value::Number(Decimal::from(*count)), style.show(Show::CountOfThings)),
        other => Cell::new(Value::Text(cells::figure_words(other, "")), style),
    }
}

// ── The table ──

/// Where the columns of the table stand.
struct Columns {
    /// Each target with its first column.
    targets: Vec<(TargetStanding, u16)>,
    pace: u16,
    last: u16,
}

impl Columns {
    fn of(outcome: &Outcome<'_>, sheet: &mut Sheet) -> Columns {
        let squads = &outcome.figures.squads;
        let first = squads.iter().max_by_key(|squad| squad.targets.len());
        let mut next = 1;
        let mut columns = Vec::new();
        sheet.widths.insert(0, 11.0);
        for (position, target) in first.into_iter().flat_map(|squad| squad.targets.iter().enumerate()) {
            columns.push((target.clone(), next));
            let widths: Vec<f64> = if target.money {
                let of_squads = squads.iter().filter_map(|squad| squad.targets.get(position));
                let sums: Vec<Decimal> = of_squads.flat_map(|target| [Some(target.goal), target.reached]).flatten().collect();
                let total = cells::sum(sums.iter().copied()).unwrap_or_default();
                let widest = sums.into_iter().chain([total]).map(|sum| {
                    let sum = cells::in_wan(sum);
                    fit::number_width(sum, cells::money_style().show)
                });
                let width = widest.max().unwrap_or(0) as f64 + 1.5;
                vec![width.clamp(11.0, 24.0), width.clamp(11.0, 24.0), 9.0]
            } else {
                vec![7.0, 7.0]
            };
            for width in widths {
                sheet.widths.insert(next, width);
                next += 1;
            }
        }
        for (column, width) in (next..).zip([9.0, 9.5, 11.0, 26.0]) {
            sheet.widths.insert(column, width);
        }
        Columns {
            targets: columns,
            pace: next,
            last: next + 3,
        }
    }
}

fn header(text: &str) -> Cell {
    Cell::new(Value::Text(text.to_owned()), Style::of(Role::Header))
}

fn table(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, columns: &Columns) -> u32 {
    let this = cells::this(outcome.period);
    sheet.put_over(Area::column(0, row, row + 1), header("专班"));
    for (target, column) in &columns.targets {
        let end = column + if target.money { 2 } else { 1 };
        sheet.put_over(Area::row(row, *column, end), header(target.name));
        for (column, title) in (*column..=end).zip(["目标", "完成", "完成率"]) {
            sheet.put(row + 1, column, header(title));
        }
    }
    let others = [
        "序时进度".to_owned(),
        format!("{this}\n组长带队"),
        format!("{this}\n在外工作日"),
        "状态".to_owned(),
    ];
    for (column, title) in (columns.pace..).zip(others) {
        sheet.put_over(Area::column(column, row, row + 1), header(&title));
    }
    sheet.heights.insert(row, 20.0);
    sheet.heights.insert(row + 1, 20.0);
    let first = row + 2;
    let mut next = first;
    for squad in &outcome.figures.squads {
        squad_line(sheet, outcome, next, squad, columns);
        next += 1;
    }
    if next == first {
        sheet.put_over(Area::row(first, 0, columns.last), cells::faint(&cells::nothing(outcome.period)));
        return first + 1;
    }
    for (target, column) in &columns.targets {
        if target.money {
            sheet.bars.push(DataBars {
                area: Area::column(column + 2, first, next - 1),
                colour: colour::BAR,
            });
        }
    }
    totals(sheet, outcome, first, next, columns);
    next + 1
}

fn squad_line(sheet: &mut Sheet, outcome: &Outcome<'_>, row: u32, squad: &SquadFigures, columns: &Columns) {
    sheet.put(row, 0, cells::squad(outcome, squad.squad));
    for ((_, column), target) in columns.targets.iter().zip(&squad.targets) {
        let (_, tint) = targets::state(target);
        let mut reached = targets::reached(outcome, target);
        if target.reached.is_some() {
            reached.style = reached.style.tint(tint);
        }
        sheet.put(row, *column, targets::goal(outcome, target));
        sheet.put(row, column + 1, reached);
        if target.money {
            sheet.put(row, column + 2, targets::share(outcome, target));
        }
    }
    let pace = squad
        .targets
        .first()
        .map_or_else(|| cells::share(None), |target| targets::pace(outcome, target));
    let name = cells::squad_name(outcome, squad.squad);
    let figure = |key: &str| {
        let mut cell = cells::figure(squad.period.get(key).map(|figure| &figure.value));
        cell.style = cell.style.align(Align::Centre);
        cell.showing(format!("{name}.{key}.period"), Unit::Same)
    };
    let (text, tint) = summary(squad);
    let mut state = cells::text(&text);
    state.style = state.style.tint(tint);
    let trips = figure("leader_trips").linked(cells::to_sheet(name::TRIPS));
    let days = figure("squad_days_out").linked(cells::to_sheet(name::DAYS_OUT));
    for (column, cell) in (columns.pace..).zip([pace, trips, days, state.clone()]) {
        sheet.put(row, column, cell);
    }
    let wide = sheet.widths.get(&columns.last).copied().unwrap_or(9.0);
    sheet.heights.insert(row, fit::lines(&text, wide) as f64 * fit::LINE + 8.0);
}

/// What stands behind, in one line: as 考核办法 八 has it, each target by itself.
fn summary(squad: &SquadFigures) -> (String, Tint) {
    let named = |wanted: &str| -> Vec<&str> {
        let targets = squad.targets.iter().filter(|target| targets::state(target).0 == wanted);
        targets.map(|target| target.name).collect()
    };
    let behind: Vec<(&str, Vec<&str>)> = ["未完成", "落后序时", cells::NOT_REPORTED]
        .map(|state| (state, named(state)))
        .into();
    let told: Vec<String> = behind
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(state, names)| format!("{state}：{}", names.join("、")))
        .collect();
    let tint = match behind.iter().find(|(_, names)| !names.is_empty()) {
        Some(("未完成", _)) => Tint::Bad,
        Some(("落后序时", _)) => Tint::Behind,
        Some(_) => Tint::Faint,
        None => Tint::None,
    };
    if !told.is_empty() {
        return (told.join("；"), tint);
    }
    if squad.targets.iter().all(|target| target.met == Some(true)) {
        return ("全部完成".to_owned(), Tint::Good);
    }
    ("全部达到序时进度".to_owned(), tint)
}

/// The sums of the squads, live.
fn totals(sheet: &mut Sheet, outcome: &Outcome<'_>, first: u32, row: u32, columns: &Columns) {
    let blank = || Cell::new(Value::Blank, Style::of(Role::Total));
    for column in 0..=columns.last {
        sheet.put(row, column, blank());
    }
    sheet.put(row, 0, Cell::new(Value::Text("专班合计".to_owned()), Style::of(Role::Total)));
    let squads = &outcome.figures.squads;
    for (position, (target, column)) in columns.targets.iter().enumerate() {
        let of_squads = || squads.iter().filter_map(|squad| squad.targets.get(position));
        let goal = cells::sum(of_squads().map(|target| target.goal));
        // What no squad reported has no sum.
        if of_squads().all(|target| target.reached.is_none()) {
            let untold = cells::faint(cells::NOT_REPORTED);
            let style = untold.style.role(Role::Total);
            sheet.put(row, column + 1, Cell { style, ..untold });
        }
        let reached = of_squads().filter_map(|target| target.reached).collect::<Vec<Decimal>>();
        let reached = (!reached.is_empty()).then(|| cells::sum(reached.into_iter())).flatten();
        for (column, sum) in [(*column, goal), (column + 1, reached)] {
            let Some(sum) = sum else { continue };
            let (result, style) = if target.money {
                let sum = cells::in_wan(sum);
                (sum, cells::money_style())
            } else {
                (sum, cells::count_style())
            };
            let formula = format!("=SUM({})", Area::column(column, first, row - 1).a1());
            sheet.put(row, column, Cell::new(Value::Formula { formula, result }, style.role(Role::Total)));
        }
        if let (true, Some(goal), Some(reached)) = (target.money, goal, reached) {
            share_of_sums(sheet, row, *column, goal, reached);
        }
    }
    let mut height = fit::LINE + 8.0;
    if let Some(remark) = counted_twice(outcome) {
        let wide = sheet.widths.get(&columns.last).copied().unwrap_or(9.0);
        height = fit::lines(&remark, wide) as f64 * fit::LINE + 8.0;
        let remark = cells::text(&remark);
        let style = remark.style.role(Role::Total);
        sheet.put(row, columns.last, Cell { style, ..remark });
    }
    sheet.heights.insert(row, height);
}

/// A remark on the counts of which the squads together have more than the city, since one project stands in the ledgers of two.
fn counted_twice(outcome: &Outcome<'_>) -> Option<String> {
    let counts = [
        ("starts", "开工项目"),
        ("starts_industrial", "产业类开工项目"),
        ("in_talks", "在谈项目"),
    ];
    let more = counts.into_iter().filter(|(key, _)| {
        let squads = outcome.figures.squads.iter();
        let of_squads: u64 = squads.filter_map(|squad| squad.ytd.count(key)).sum();
        outcome.figures.total_ytd.count(key).is_some_and(|of_city| of_squads > of_city)
    });
    let more: Vec<&str> = more.map(|(_, name)| name).collect();
    (!more.is_empty()).then(|| format!("{}为各专班之和；同一项目列在两个专班的，全市只计一个", more.join("、")))
}

fn share_of_sums(sheet: &mut Sheet, row: u32, column: u16, goal: Decimal, reached: Decimal) {
    let Some(share) = reached.checked_div(goal) else { return };
    let formula = format!("=ROUND({}/{},4)", a1(row, column + 1), a1(row, column));
    let result = share.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let style = Style::of(Role::Total).align(Align::Right).show(Show::Percent);
    sheet.put(row, column + 2, Cell::new(Value::Formula { formula, result }, style));
}

// ── The charts ──

/// The hidden sheet: a block of columns for each chart, side by side.
struct ChartData {
    sheet: Sheet,
    next: u16,
}

impl ChartData {
    fn new() -> ChartData {
        let mut sheet = Sheet::new(name::CHART_DATA);
        sheet.hidden = true;
        ChartData { sheet, next: 0 }
    }

    /// Puts a block: names down, a column of values for each title; gives the ranges of the names and of each column.
    fn block(&mut self, names: &[String], columns: &[(String, Vec<Option<Decimal>>)]) -> (Range, Vec<Range>) {
        let left = self.next;
        let bottom = u32::try_from(names.len()).unwrap_or(u32::MAX).max(1);
        let range = |column| Range {
            sheet: name::CHART_DATA.to_owned(),
            area: Area::column(column, 1, bottom),
        };
        let plain = Style::of(Role::Line);
        for (row, name) in (1..).zip(names) {
            self.sheet.put(row, left, Cell::new(Value::Text(name.clone()), plain));
        }
        let mut ranges = Vec::new();
        for (column, (title, values)) in (left + 1..).zip(columns) {
            self.sheet.put(0, column, Cell::new(Value::Text(title.clone()), plain));
            for (row, value) in (1..).zip(values) {
                if let Some(value) = value {
                    self.sheet.put(row, column, Cell::new(Value::Number(value.normalize()), plain));
                }
            }
            ranges.push(range(column));
            self.next = column + 1;
        }
        self.next += 1;
        (range(left), ranges)
    }

    /// Holds the values of a column to the figures of these names.
    fn hold(&mut self, values: &Range, unit: Unit, figures: impl IntoIterator<Item = String>) {
        for (row, figure) in (values.area.top..).zip(figures) {
            if let Some(cell) = self.sheet.cells.get_mut(&(row, values.area.left)) {
                cell.shows = Some(Box::new(Shows { figure, unit, rows: None }));
            }
        }
    }
}

fn charts(sheet: &mut Sheet, outcome: &Outcome<'_>, data: &mut ChartData, row: u32, last: u16) -> u32 {
    let pixels: Vec<u32> = (0..=last)
        .map(|column| fit::pixels(sheet.widths.get(&column).copied().unwrap_or(9.0)))
        .collect();
    let wide: u32 = pixels.iter().sum();
    let rows = (CHART_HEIGHT + GAP).div_ceil(CHART_ROW.1);
    let above: Vec<Chart> = [progress(outcome, data), trend(outcome, data), funnel(outcome, data)]
        .into_iter()
        .flatten()
        .collect();
    let below: Vec<Chart> = [days_out(outcome, data), fund(outcome, data)].into_iter().flatten().collect();
    let mut row = row;
    for (charts, shares) in [(above, [1, 1, 1]), (below, [2, 1, 0])] {
        // Charts that there is nothing to draw of leave their room to the others.
        let shares = if charts.len() == 1 { [1, 0, 0] } else { shares };
        let whole: u32 = shares.iter().take(charts.len()).sum();
        let room = wide - GAP * u32::try_from(charts.len().saturating_sub(1)).unwrap_or(0);
        if charts.is_empty() {
            continue;
        }
        for row in row..row + rows {
            sheet.heights.insert(row, CHART_ROW.0);
        }
        let mut left = 0;
        for (chart, share) in charts.into_iter().zip(shares) {
            let (column, right_by) = column_at(&pixels, left);
            let width = room * share / whole;
            left += width + GAP;
            sheet.charts.push(Placed {
                chart,
                row,
                column,
                right_by,
                width,
                height: CHART_HEIGHT,
            });
        }
        row += rows;
    }
    row
}

/// The column at a distance from the left, and the distance from its edge.
fn column_at(pixels: &[u32], left: u32) -> (u16, u32) {
    let mut rest = left;
    for (column, width) in (0..).zip(pixels) {
        if rest < *width {
            return (column, rest);
        }
        rest -= width;
    }
    (0, left)
}

fn chart(kind: ChartKind, title: String, categories: Range) -> Chart {
    Chart {
        kind,
        title,
        categories,
        series: Vec::new(),
        value_format: Some("#,##0"),
        second_format: "#,##0",
        value_title: None,
        second_title: None,
        max: None,
        legend: true,
    }
}

/// Progress by target and squad, with the pace as a line.
fn progress(outcome: &Outcome<'_>, data: &mut ChartData) -> Option<Chart> {
    let squads = &outcome.figures.squads;
    let first = squads.iter().max_by_key(|squad| squad.targets.len())?;
    if first.targets.is_empty() {
        return None;
    }
    let names: Vec<String> = first.targets.iter().map(|target| target.name.to_owned()).collect();
    let mut columns: Vec<(String, Vec<Option<Decimal>>)> = squads
        .iter()
        .map(|squad| {
            let shares = squad.targets.iter().map(|target| target.share);
            (cells::squad_name(outcome, squad.squad), shares.collect())
        })
        .collect();
    let most = squads
        .iter()
        .flat_map(|squad| &squad.targets)
        .filter_map(|target| target.share)
        .max();
    columns.push((
        "序时进度".to_owned(),
        first.targets.iter().map(|target| Some(target.pace)).collect(),
    ));
    let (categories, ranges) = data.block(&names, &columns);
    let shares = squads.iter().zip(&ranges).map(|(squad, values)| (squad, values, "share"));
    for (squad, values, key) in shares.chain(ranges.last().map(|values| (first, values, "pace"))) {
        let name = cells::squad_name(outcome, squad.squad);
        data.hold(
            values,
            Unit::Same,
            squad.targets.iter().map(|target| format!("{name}.{}.{key}", target.target)),
        );
    }
    let beyond = most.is_some_and(|most| most > Decimal::new(15, 1));
    let title = if beyond {
        "目标完成率（超过150%的不再加高）"
    } else {
        "目标完成率"
    };
    let mut chart = chart(ChartKind::Columns, title.to_owned(), categories);
    chart.value_format = Some("0%");
    chart.max = beyond.then_some(1.5);
    let count = columns.len();
    for (position, ((name, _), values)) in columns.into_iter().zip(ranges).enumerate() {
        let solid = colour::SERIES.get(position % colour::SERIES.len()).copied().unwrap_or(colour::BLUE);
        let draw = if position + 1 == count {
            Draw::Line(colour::RED)
        } else {
            Draw::Solid(solid)
        };
        chart.series.push(Series {
            name,
            values,
            draw,
            labels: None,
        });
    }
    Some(chart)
}

/// Signed and received month by month, each on its own axis.
fn trend(outcome: &Outcome<'_>, data: &mut ChartData) -> Option<Chart> {
    let months = &outcome.figures.months;
    let has_any = |key: &str| {
        months
            .iter()
            .any(|(_, figures)| figures.money(key).is_some_and(|sum| !sum.is_zero()))
    };
    if !has_any("signed_formal") && !has_any("received") {
        return None;
    }
    let names: Vec<String> = months
        .iter()
        .map(|(period, _)| match period {
            Period::Month { month, .. } => format!("{month}月"),
            other => other.title(),
        })
        .collect();
    let values = |key: &str| months.iter().map(|(_, figures)| figures.money(key).map(cells::in_wan)).collect();
    let columns = [
        ("签约资金".to_owned(), values("signed_formal")),
        ("到位资金".to_owned(), values("received")),
    ];
    let (categories, ranges) = data.block(&names, &columns);
    let mut chart = chart(ChartKind::Columns, "每月签约和到位资金（万元）".to_owned(), categories);
    chart.value_title = Some("签约".to_owned());
    chart.second_title = Some("到位".to_owned());
    let draws = [Draw::Solid(colour::BLUE), Draw::LineOnSecondAxis(colour::ORANGE)];
    for (((name, _), values), draw) in columns.into_iter().zip(ranges).zip(draws) {
        chart.series.push(Series {
            name,
            values,
            draw,
            labels: None,
        });
    }
    Some(chart)
}

/// 在谈 → 签约 → 注册 → 开工, as centred bars.
fn funnel(outcome: &Outcome<'_>, data: &mut ChartData) -> Option<Chart> {
    let figures = &outcome.figures.total_ytd;
    let registered = figures.count("contracts_formal").map(|_| contracts::registered_count(outcome));
    let steps = [
        ("在谈", figures.count("in_talks")),
        ("签约", figures.count("contracts_formal")),
        ("注册", registered),
        ("开工", figures.count("starts")),
    ];
    let most = Decimal::from(steps.iter().filter_map(|(_, count)| *count).max()?);
    let values: Vec<Option<Decimal>> = steps.iter().map(|(_, count)| count.map(Decimal::from)).collect();
    let before = values
        .iter()
        .map(|value| value.map(|value| (most - value) / Decimal::TWO))
        .collect();
    let names: Vec<String> = steps.iter().map(|(name, _)| (*name).to_owned()).collect();
    let columns = [("留空".to_owned(), before), ("项目数".to_owned(), values)];
    let (categories, ranges) = data.block(&names, &columns);
    // How many are registered is told by the list of contracts, not by a figure.
    for (row, key) in [(0, "in_talks"), (1, "contracts_formal"), (3, "starts")] {
        if let Some(values) = ranges.last() {
            let area = Area::column(values.area.left, values.area.top + row, values.area.top + row);
            let cell = Range { area, ..values.clone() };
            data.hold(&cell, Unit::Same, [format!("合计.{key}.ytd")]);
        }
    }
    let mut chart = chart(ChartKind::StackedBars, "项目推进（本年，个）".to_owned(), categories);
    chart.value_format = None;
    chart.legend = false;
    chart.max = most.to_string().parse().ok().filter(|most| *most > 0.0);
    let draws = [(Draw::Unseen, None), (Draw::Solid(colour::BAR), Some("0"))];
    for (((name, _), values), (draw, labels)) in columns.into_iter().zip(ranges).zip(draws) {
        chart.series.push(Series {
            name,
            values,
            draw,
            labels,
        });
    }
    Some(chart)
}

/// Working days out of each full-time member, with the days that a month asks for.
fn days_out(outcome: &Outcome<'_>, data: &mut ChartData) -> Option<Chart> {
    let squads = outcome.figures.squads.iter();
    let members: Vec<_> = squads
        .flat_map(|squad| {
            let members = squad.period.members.iter().flatten().enumerate();
            members.map(|(position, member)| (squad.squad, position, member))
        })
        .filter(|(_, _, member)| member.role == Post::Dedicated)
        .collect();
    if members.iter().all(|(_, _, member)| member.workdays_out.is_none()) {
        return None;
    }
    let name = |member: &MemberFigures| match member.workdays_out {
        Some(_) => member.name.shown.to_string(),
        None => format!("{}（{}）", member.name.shown, cells::NOT_REPORTED),
    };
    let names: Vec<String> = members.iter().map(|(_, _, member)| name(member)).collect();
    let days = members
        .iter()
        .map(|(_, _, member)| member.workdays_out.map(Decimal::from))
        .collect();
    let mut columns = vec![("外出工作日".to_owned(), days)];
    let required = match outcome.period {
        Period::Month { .. } => outcome.policy.number("workdays_out", outcome.window().to),
        _ => None,
    };
    if let Some(required) = required {
        columns.push((format!("规定（{required}个工作日）"), vec![Some(required); members.len()]));
    }
    let (categories, ranges) = data.block(&names, &columns);
    let figures = members.iter().map(|(squad, position, _)| {
        let squad = cells::squad_name(outcome, *squad);
        format!("{squad}.members.{position}.workdays_out.period")
    });
    if let Some(values) = ranges.first() {
        data.hold(values, Unit::Same, figures);
    }
    let title = format!("{}专职成员外出工作日", cells::this(outcome.period));
    let mut chart = chart(ChartKind::Columns, title, categories);
    chart.legend = columns.len() > 1;
    let draws = [(Draw::Solid(colour::GREEN), Some("0")), (Draw::Line(colour::RED), None)];
    for (((name, _), values), (draw, labels)) in columns.into_iter().zip(ranges).zip(draws) {
        chart.series.push(Series {
            name,
            values,
            draw,
            labels,
        });
    }
    Some(chart)
}

/// What the fund was spent on.
fn fund(outcome: &Outcome<'_>, data: &mut ChartData) -> Option<Chart> {
    let Some(FigureValue::Sums(items)) = outcome.figures.fund("by_item").map(|figure| &figure.value) else {
        return None;
    };
    if items.is_empty() {
        return None;
    }
    let names: Vec<String> = items.iter().map(|(name, _)| name.clone()).collect();
    let sums = items.iter().map(|(_, sum)| Some(cells::in_wan(*sum))).collect();
    let columns = [("支出".to_owned(), sums)];
    let (categories, ranges) = data.block(&names, &columns);
    for values in &ranges {
        data.hold(values, Unit::Wan, names.iter().map(|name| format!("经费.by_item.{name}")));
    }
    let mut chart = chart(ChartKind::Bars, "本年经费支出构成（万元）".to_owned(), categories);
    chart.legend = false;
    chart.value_format = None;
    for ((name, _), values) in columns.into_iter().zip(ranges) {
        chart.series.push(Series {
            name,
            values,
            draw: Draw::Solid(colour::GOLD),
            labels: Some("0.00"),
        });
    }
    Some(chart)
}
