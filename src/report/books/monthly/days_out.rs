//! 外出情况: who was out of town on which day, against the calendar of working days.

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::figures::MemberFigures;
use crate::figures::SquadFigures;
use crate::finding::When;
use crate::records::presence::Day;
use crate::records::presence::Whereabouts;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Style;
use crate::report::look::Tint;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;
use crate::values::period::Window;
use crate::values::period::whole_months;

use super::cells;
use super::fit;
use super::listing::HEAD_ROW;
use super::listing::foot;
use super::listing::heading;

/// A day out that is a working day.
const OUT: &str = "●";
/// A day out that is none.
const OUT_AT_REST: &str = "○";
/// A day at home.
const HOME: &str = "在";
/// A day of leave.
const LEAVE: &str = "假";

/// Most rows that are still read well on one page.
const ONE_PAGE: u32 = 36;

/// More days than this have no room beside each other on a page; then each month is a column.
const MOST_DAYS: i64 = 31;

/// Columns before those of days: 专班, 姓名, 角色.
const BEFORE: u16 = 3;

/// What the columns between the names and the totals stand for.
enum Span {
    Days(Vec<NaiveDate>),
    Months(Vec<Window>),
}

impl Span {
    fn of(window: Window) -> Span {
        if window.length() <= MOST_DAYS {
            return Span::Days(window.days().collect());
        }
        // The month that the as-of day cuts is no whole month, and is shown as far as it goes.
        let mut months: Vec<Window> = whole_months(window).into_iter().map(|month| month.window()).collect();
        let next = months.last().map_or(Some(window.from), |month| month.to.succ_opt());
        if let Some(from) = next.filter(|from| *from <= window.to) {
            months.push(Window { from, to: window.to });
        }
        Span::Months(months)
    }

    fn length(&self) -> u16 {
        let length = match self {
            Span::Days(days) => days.len(),
            Span::Months(months) => months.len(),
        };
        u16::try_from(length).unwrap_or(u16::MAX)
    }
}

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let span = Span::of(outcome.window());
    let totals = BEFORE + span.length();
    let titles = ["外出工作日", "外出天数", "日志天数", "在岗工作日", "对接企业数"];
    let last = totals + titles.len() as u16 - 1;
    let mut sheet = Sheet::new(super::name::DAYS_OUT);
    for (column, width) in [(0, 10.0), (1, 10.0), (2, 10.0)] {
        sheet.widths.insert(column, width);
    }
    // Few days share the room of a month, so that the page is filled.
    let narrow = (105.0 / f64::from(span.length().max(1))).clamp(3.4, 10.0);
    for column in BEFORE..totals {
        sheet.widths.insert(column, narrow);
    }
    for column in totals..=last {
        sheet.widths.insert(column, 8.0);
    }
    let title = format!("{}专班成员外出情况表", outcome.period.title());
    heading(&mut sheet, outcome, &title, "单位：天", last);
    head(&mut sheet, outcome, &span, totals, &titles);

    let mut row = HEAD_ROW + 2;
    for squad in &outcome.figures.squads {
        let first = row;
        match squad.period.members.as_deref() {
            Some(members) if !members.is_empty() => {
                for (position, member) in members.iter().enumerate() {
                    member_row(&mut sheet, outcome, squad.squad, (position, member), &span, row, totals);
                    row += 1;
                }
            }
            members => {
                let text = if members.is_some() {
                    "名册中无在岗成员"
                } else {
                    "未报名册"
                };
                sheet.put_over(Area::row(row, 1, last), cells::faint(text));
                row += 1;
            }
        }
        squad_row(&mut sheet, outcome, squad, &span, row, totals, last);
        sheet.put_over(Area::column(0, first, row), cells::squad(outcome, squad.squad));
        row += 1;
    }
    for row in HEAD_ROW + 2..row {
        sheet.heights.insert(row, fit::LINE + fit::ROOM);
    }
    foot(&mut sheet, outcome, row, last, &notes(&span));
    // Four squads of usual size fit one page, and a last row alone on a second one says little.
    sheet.one_page = row <= ONE_PAGE;
    sheet.frozen = Some((HEAD_ROW + 2, BEFORE));
    sheet.repeat = (!sheet.one_page).then_some((0, HEAD_ROW + 1));
    sheet
}

fn notes(span: &Span) -> Vec<String> {
    let mark = match span {
        Span::Days(_) => format!(
            "{OUT} 工作日外出；{OUT_AT_REST} 非工作日外出（不计入外出工作日）；{HOME} 在单位；{LEAVE} 请休假；空白为无日志。灰色为周末，橙色为法定节假日。"
        ),
        Span::Months(_) => "各月数字为当月外出工作日。".to_owned(),
    };
    vec![
        mark,
        "专班在外：当日至少有一名成员外出。红色为外出工作日不足规定天数的成员。".to_owned(),
    ]
}

fn head(sheet: &mut Sheet, outcome: &Outcome<'_>, span: &Span, totals: u16, titles: &[&str]) {
    let header = Style::of(Role::Header);
    let tall = |sheet: &mut Sheet, column: u16, text: &str| {
        sheet.put_over(
            Area::column(column, HEAD_ROW, HEAD_ROW + 1),
            Cell::new(Value::Text(text.to_owned()), header),
        );
    };
    for (column, title) in (0..).zip(["专班", "姓名", "角色"]) {
        tall(sheet, column, title);
    }
    for (column, title) in (totals..).zip(titles) {
        tall(sheet, column, title);
    }
    match span {
        Span::Days(days) => {
            for (column, day) in (BEFORE..).zip(days) {
                let style = header.tint(rest(outcome, *day));
                sheet.put(HEAD_ROW, column, Cell::new(Value::Number(Decimal::from(day.day())), style));
                sheet.put(HEAD_ROW + 1, column, Cell::new(Value::Text(weekday(*day).to_owned()), style));
            }
        }
        Span::Months(months) => {
            for (column, month) in (BEFORE..).zip(months) {
                tall(sheet, column, &format!("{}月", month.from.month()));
            }
        }
    }
    sheet.heights.insert(HEAD_ROW, 18.0);
    sheet.heights.insert(HEAD_ROW + 1, 18.0);
}

fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        chrono::Weekday::Mon => "一",
        chrono::Weekday::Tue => "二",
        chrono::Weekday::Wed => "三",
        chrono::Weekday::Thu => "四",
        chrono::Weekday::Fri => "五",
        chrono::Weekday::Sat => "六",
        chrono::Weekday::Sun => "日",
    }
}

fn rest(outcome: &Outcome<'_>, day: NaiveDate) -> Tint {
    let calendar = &outcome.policy.calendar;
    match calendar.is_workday(day) {
        Some(false) if calendar.holiday(day).is_some() => Tint::Holiday,
        Some(false) => Tint::RestDay,
        Some(true) | None => Tint::None,
    }
}

fn member_row(
    sheet: &mut Sheet,
    outcome: &Outcome<'_>,
    squad: SquadId,
    (position, member): (usize, &MemberFigures),
    span: &Span,
    row: u32,
    totals: u16,
) {
    let presence = &outcome.records.presence;
    let name = cells::word(&member.name.shown);
    let roster = outcome.records.at(member.row);
    sheet.put(row, 1, name.linked(roster.and_then(|at| cells::source_link(outcome, &at.place()))));
    sheet.put(row, 2, cells::word(member.role.name()));
    match span {
        Span::Days(days) => {
            for (column, day) in (BEFORE..).zip(days) {
                let window = Window { from: *day, to: *day };
                let facts = presence.days(squad, &member.name.key, window).next().map(|(_, facts)| facts);
                // A day out leads to the row of the log that says so.
                let rows = facts.map(|facts| facts.rows.as_slice()).unwrap_or_default();
                let mut logs = rows.iter().filter_map(|index| outcome.records.tables.logs.get(*index as usize));
                let out = logs
                    .find(|log| log.whereabouts(outcome.policy, |place| outcome.records.city.is_out_of_town(place)) == Whereabouts::Out);
                let link = out.and_then(|log| cells::source_link(outcome, &log.at.place()));
                sheet.put(row, column, mark(outcome, *day, facts).linked(link));
            }
        }
        Span::Months(months) => {
            let calendar = &outcome.policy.calendar;
            for (column, month) in (BEFORE..).zip(months) {
                let days = presence.workdays_out(squad, &member.name.key, *month, calendar).len();
                let mut cell = live(member.workdays_out.map(|_| days as u64), None);
                if is_short(outcome, squad, &member.name.shown, *month) {
                    cell.style = cell.style.tint(Tint::Bad);
                }
                sheet.put(row, column, cell);
            }
        }
    }
    let marks = Area::row(row, BEFORE, totals - 1).a1();
    let out = match span {
        Span::Days(_) => format!("=COUNTIF({marks},\"{OUT}\")"),
        Span::Months(_) => format!("=SUM({marks})"),
    };
    let mut workdays = live(member.workdays_out, Some(out));
    if matches!(span, Span::Days(_)) && is_short(outcome, squad, &member.name.shown, outcome.window()) {
        workdays.style = workdays.style.tint(Tint::Bad);
    }
    let all = matches!(span, Span::Days(_)).then(|| format!("=COUNTIF({marks},\"{OUT}\")+COUNTIF({marks},\"{OUT_AT_REST}\")"));
    let figures = [
        ("workdays_out", workdays),
        ("days_out", live(member.days_out, all)),
        ("log_days", live(member.log_days, None)),
        ("workdays", live(Some(member.workdays), None)),
        ("firms_met", live(member.firms_met, None)),
    ];
    let name = cells::squad_name(outcome, squad);
    for (column, (key, cell)) in (totals..).zip(figures) {
        sheet.put(
            row,
            column,
            cell.showing(format!("{name}.members.{position}.{key}.period"), Unit::Same),
        );
    }
}

/// What one day of one person says.
fn mark(outcome: &Outcome<'_>, day: NaiveDate, facts: Option<&Day>) -> Cell {
    let works = outcome.policy.calendar.is_workday(day) == Some(true);
    let (text, tint) = match facts {
        Some(facts) if facts.out && works => (OUT, Tint::Out),
        Some(facts) if facts.out => (OUT_AT_REST, rest(outcome, day)),
        Some(facts) if facts.leave => (LEAVE, rest(outcome, day)),
        Some(facts) if facts.home => (HOME, rest(outcome, day)),
        Some(_) | None => ("", rest(outcome, day)),
    };
    let value = if text.is_empty() {
        Value::Blank
    } else {
        Value::Text(text.to_owned())
    };
    let mut style = Style::of(Role::Body).align(Align::Centre).tint(tint);
    style.wrap = false;
    Cell::new(value, style)
}

/// A count as a formula over its row, or as it is; 未报 without one.
fn live(count: Option<u64>, formula: Option<String>) -> Cell {
    let Some(count) = count else {
        return cells::faint(cells::NOT_REPORTED);
    };
    let style = cells::count_style().align(Align::Centre);
    let result = Decimal::from(count);
    match formula {
        Some(formula) => Cell::new(Value::Formula { formula, result }, style),
        None => Cell::new(Value::Number(result), style),
    }
}

/// Whether a finding says that the person was out too little in a month of the window (L001).
fn is_short(outcome: &Outcome<'_>, squad: SquadId, person: &str, window: Window) -> bool {
    let findings = &outcome.judgement.findings;
    findings.iter().any(|finding| {
        finding.rule.code == "L001"
            && finding.squad == Some(squad)
            && finding.subject.get("person").is_some_and(|name| name == person)
            && matches!(finding.when, When::Window(month) if month.overlaps(&window))
    })
}

/// The days on which at least one of the squad was out.
fn squad_row(sheet: &mut Sheet, outcome: &Outcome<'_>, squad: &SquadFigures, span: &Span, row: u32, totals: u16, last: u16) {
    let total = Style::of(Role::Total);
    sheet.put_over(Area::row(row, 1, 2), Cell::new(Value::Text("专班在外".to_owned()), total));
    let calendar = &outcome.policy.calendar;
    let presence = &outcome.records.presence;
    let days = presence.squad_workdays_out(squad.squad, outcome.window(), calendar);
    let marks = Area::row(row, BEFORE, totals - 1).a1();
    let formula = match span {
        Span::Days(all) => {
            for (column, day) in (BEFORE..).zip(all) {
                let value = if days.contains_key(day) {
                    Value::Text(OUT.to_owned())
                } else {
                    Value::Blank
                };
                sheet.put(row, column, Cell::new(value, total.tint(rest(outcome, *day))));
            }
            format!("=COUNTIF({marks},\"{OUT}\")")
        }
        Span::Months(months) => {
            for (column, month) in (BEFORE..).zip(months) {
                let out = days.keys().filter(|day| month.contains(**day)).count();
                sheet.put(row, column, Cell::new(Value::Number(Decimal::from(out)), total));
            }
            format!("=SUM({marks})")
        }
    };
    let mut cell = live(squad.period.count("squad_days_out"), Some(formula));
    cell.style = cell.style.role(Role::Total);
    let name = cells::squad_name(outcome, squad.squad);
    sheet.put(row, totals, cell.showing(format!("{name}.squad_days_out.period"), Unit::Same));
    for column in totals + 1..=last {
        sheet.put(row, column, Cell::new(Value::Blank, total));
    }
}
