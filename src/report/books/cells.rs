//! Cells as the books need them again and again: sums in 万元, counts, days, names, places.

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

use crate::figures::FigureValue;
use crate::finding::Severity;
use crate::finding::When;
use crate::place::Place;
use crate::records::RowId;
use crate::records::cell::Owner;
use crate::records::project::Project;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::briefs::words;
use crate::report::look::Align;
use crate::report::look::Role;
use crate::report::look::Show;
use crate::report::look::Style;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Link;
use crate::report::sheet::Value;
use crate::report::sheet::cut;
use crate::report::sheet::shown;
use crate::standing::TargetStanding;
use crate::values::period::Period;
use crate::values::period::Window;

/// What stands where a table was not handed in.
pub(super) const NOT_REPORTED: &str = "未报";

/// What stands where there is no value.
pub(super) const NO_VALUE: &str = "—";

/// Free text, masked.
pub(super) fn text(text: &str) -> Cell {
    Cell::new(Value::Text(shown(text)), Style::of(Role::Body))
}

/// Short text in the middle, masked.
pub(super) fn word(text: &str) -> Cell {
    Cell::new(Value::Text(shown(text)), Style::of(Role::Body).align(Align::Centre))
}

/// A code (contract number, voucher), whole and as text.
pub(super) fn code(text: &str) -> Cell {
    let style = Style::of(Role::Body).show(Show::Text);
    Cell::new(Value::Text(cut(text.to_owned())), style)
}

/// A faint word in the middle: 未报, —.
pub(super) fn faint(text: &str) -> Cell {
    let style = Style::of(Role::Body).align(Align::Centre).tint(Tint::Faint);
    Cell::new(Value::Text(text.to_owned()), style)
}

/// An empty cell of a table.
pub(super) fn blank() -> Cell {
    Cell::new(Value::Blank, Style::of(Role::Body))
}

/// A day; — when there is none.
pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    match day {
        Some(day) => Cell::new(Value::Date(day), Style::of(Role::Body).align(Align::Centre).show(Show::Date)),
        None => faint(NO_VALUE),
    }
}

/// Yuan in 万元, exactly.
pub(super) fn in_wan(yuan: Decimal) -> Decimal {
    // Shifting the point is exact, and cannot overflow.
    (yuan * Decimal::new(1, 4)).normalize()
}

/// The exact sum; `None` when it is too large to be held.
pub(super) fn sum(mut numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number))
}

/// The look of a sum: two places; the cell holds all of them.
pub(super) fn money_style() -> Style {
    Style::of(Role::Body).align(Align::Right).show(Show::Money)
}

/// The look of a count.
pub(super) fn count_style() -> Style {
    Style::of(Role::Body).align(Align::Right).show(Show::Count)
}

/// A sum of yuan, shown in 万元.
pub(super) fn wan(yuan: Decimal) -> Cell {
    let value = in_wan(yuan);
    Cell::new(Value::Number(value), money_style())
}

/// A sum of yuan, shown in 元.
pub(super) fn yuan(yuan: Decimal) -> Cell {
    Cell::new(Value::Number(yuan), money_style())
}

/// A count.
pub(super) fn count(count: u64) -> Cell {
    Cell::new(Value::Number(Decimal::from(count)), count_style())
}

/// A running number.
pub(super) fn number(number: u64) -> Cell {
    let cell = count(number);
    let style = cell.style.align(Align::Centre);
    Cell { style, ..cell }
}

/// A share in per cent; — when there is none.
pub(super) fn share(share: Option<Decimal>) -> Cell {
    match share {
        Some(share) => Cell::new(Value::Number(share), Style::of(Role::Body).align(Align::Right).show(Show::Percent)),
        None => faint(NO_VALUE),
    }
}

/// Yes as 1 (√) and no as 0 (—), so that the column adds up.
pub(super) fn flag(yes: bool) -> Cell {
    let style = Style::of(Role::Body).align(Align::Centre).show(Show::Flag);
    Cell::new(Value::Number(Decimal::from(u8::from(yes))), style)
}

/// What was reached of a goal, or what is short, in 万元: with its places where two would mislead.
pub(super) fn wan_towards(yuan: Decimal, exactly: bool) -> Cell {
    let mut cell = wan(yuan);
    if exactly {
        cell.style = cell.style.show(Show::MoneyExact);
    }
    cell
}

/// The share of a goal that was not reached, where two places would show it as the whole.
pub(super) fn share_below(target: &TargetStanding) -> Option<Cell> {
    let share = words::share_below(target.reached?, target.goal)?;
    let style = Style::of(Role::Body).align(Align::Right).show(Show::PercentExact);
    Some(Cell::new(Value::Number(share), style))
}

/// A figure: money in 万元.
pub(super) fn figure(value: Option<&FigureValue>) -> Cell {
    match value {
        Some(FigureValue::NotReported) => faint(NOT_REPORTED),
        Some(FigureValue::Money(sum)) => wan(*sum),
        Some(FigureValue::Count(number)) => count(*number),
        Some(FigureValue::Share(part)) => share(Some(*part)),
        Some(FigureValue::None | FigureValue::Sums(_) | FigureValue::Counts(_)) | None => faint(NO_VALUE),
    }
}

/// The name of a squad.
pub(super) fn squad(outcome: &Outcome<'_>, squad: SquadId) -> Cell {
    word(&squad_name(outcome, squad))
}

/// The name of a squad.
pub(super) fn squad_name(outcome: &Outcome<'_>, squad: SquadId) -> String {
    let city = &outcome.records.city;
    let known = city.squads.get(usize::from(squad.0));
    known.map_or_else(|| NO_VALUE.to_owned(), |squad| squad.name.to_string())
}

/// The name of a row's owner.
pub(super) fn owner_name(outcome: &Outcome<'_>, owner: Option<&Owner>) -> String {
    match owner {
        Some(Owner::Squad(squad)) => squad_name(outcome, *squad),
        Some(Owner::Coordination) => "综合协调组".to_owned(),
        Some(Owner::Office) => outcome.records.city.office.clone(),
        Some(Owner::Other(name)) => shown(&name.shown),
        None => NO_VALUE.to_owned(),
    }
}

/// 错误, 提醒 or 提示 in its colour.
pub(super) fn severity(severity: Severity) -> Cell {
    let tint = match severity {
        Severity::Error => Tint::Bad,
        Severity::Warning => Tint::Behind,
        Severity::Note => Tint::Faint,
    };
    let style = Style::of(Role::Body).align(Align::Centre).tint(tint);
    Cell::new(Value::Text(severity.name().to_owned()), style)
}

/// When a finding is: a day, or the words of a window.
pub(super) fn when(when: When) -> Cell {
    match when {
        When::Day(date) => day(Some(date)),
        When::Window(window) => word(&window_name(window)),
        When::Undated => faint(NO_VALUE),
    }
}

/// 2021年9月, 2021年第三季度 …, or the first and last day.
pub(in crate::report) fn window_name(window: Window) -> String {
    let (year, month) = (window.from.year(), window.from.month());
    let quarter = (month - 1) / 3 + 1;
    let half = if window.from.day() == 1 { 1 } else { 2 };
    let last = window.to;
    let whole_months = window.from.day() == 1 && last.succ_opt().is_some_and(|next| next.day() == 1);
    let named = [
        Period::Month { year, month },
        Period::HalfMonth { year, month, half },
        Period::Quarter { year, quarter },
        Period::Year { year },
    ];
    match named.into_iter().find(|period| period.window() == window) {
        Some(period) => period.title(),
        None if whole_months && last.year() == year => format!("{year}年{month}至{}月", last.month()),
        None if window.from == window.to => date_name(window.from),
        None => format!("{}至{}", date_name(window.from), date_name(window.to)),
    }
}

/// 2021年9月30日
pub(super) fn date_name(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 截至2021年9月30日
pub(super) fn as_of(outcome: &Outcome<'_>) -> String {
    format!("截至{}", date_name(outcome.as_of.min(outcome.period.window().to)))
}

/// 本月, 本周 … of the report's period.
pub(super) fn this(period: Period) -> &'static str {
    match period {
        Period::Week { .. } => "本周",
        Period::HalfMonth { .. } => "本期",
        Period::Month { .. } => "本月",
        Period::Quarter { .. } => "本季度",
        Period::Year { .. } => "本年",
    }
}

/// 上月, 上周 … before the report's period.
pub(super) fn last(period: Period) -> &'static str {
    match period {
        Period::Week { .. } => "上周",
        Period::HalfMonth { .. } => "上期",
        Period::Month { .. } => "上月",
        Period::Quarter { .. } => "上季度",
        Period::Year { .. } => "上年",
    }
}

/// 本月无
pub(super) fn nothing(period: Period) -> String {
    format!("{}无", this(period))
}

/// Where a row stands, with a click that opens it.
pub(super) fn source(outcome: &Outcome<'_>, row: RowId) -> Cell {
    match outcome.records.at(row) {
        Some(at) => place(outcome, &at.place()),
        None => faint(NO_VALUE),
    }
}

/// A place, with a click that opens it.
pub(super) fn place(outcome: &Outcome<'_>, place: &Place) -> Cell {
    text(&place.to_string()).linked(source_link(outcome, place))
}

/// The link to a place of the inbox, if the report knows where that is.
pub(super) fn source_link(outcome: &Outcome<'_>, place: &Place) -> Option<Link> {
    let inbox = outcome.inbox_from_report?;
    let path = format!("{}/{}", inbox.trim_end_matches('/'), place.source.file);
    let sheet = &place.source.sheet;
    let cell = if sheet.is_empty() {
        String::new()
    } else {
        let cell = place.a1().unwrap_or_else(|| format!("A{}", place.row.max(1)));
        format!("'{}'!{cell}", sheet.replace('\'', "''"))
    };
    Some(Link::File { path, cell })
}

/// A link to the top of a sheet of the same book.
pub(super) fn to_sheet(name: &str) -> Option<Link> {
    Some(Link::Inside {
        sheet: name.to_owned(),
        row: 0,
        column: 0,
    })
}

/// 1 January of the period's year to the as-of day.
pub(in crate::report) fn year_to_date(outcome: &Outcome<'_>) -> Window {
    Window {
        from: Period::Year {
            year: outcome.period.year(),
        }
        .window()
        .from,
        to: outcome.window().to,
    }
}

/// The planned investment of a project in 万元; foreign money as written.
pub(super) fn investment(project: &Project) -> Cell {
    let sum = project.investment.value();
    match sum.map(|money| money.yuan()) {
        Some(Some(sum)) => wan(sum),
        Some(None) => text(project.investment.written()),
        None => faint(NO_VALUE),
    }
}

/// Text that is masked already.
pub(super) fn masked(text: String) -> Cell {
    Cell::new(Value::Text(text), Style::of(Role::Body))
}

/// A value as written that is masked already; digits stay text.
pub(super) fn masked_code(text: String) -> Cell {
    Cell::new(Value::Text(text), Style::of(Role::Body).show(Show::Text))
}

/// Yuan as words: `12,345.67万元`, with as many places as it needs and at least two.
pub(super) fn wan_words(yuan: Decimal) -> String {
    let value = in_wan(yuan);
    let places = value.scale().clamp(2, 6);
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let written = format!("{:.*}", places as usize, rounded.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let mut grouped = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() {
        "-"
    } else {
        ""
    };
    format!("{sign}{grouped}.{part}万元")
}

/// A figure as words: `12,345.67万元`, `3个`, 未报, —.
pub(super) fn figure_words(value: Option<&FigureValue>, unit: &str) -> String {
    match value {
        Some(FigureValue::NotReported) => NOT_REPORTED.to_owned(),
        Some(FigureValue::Money(sum)) => wan_words(*sum),
        Some(FigureValue::Count(count)) => format!("{count}{unit}"),
        Some(FigureValue::Share(share)) => {
            let percent = (*share * Decimal::ONE_HUNDRED).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            format!("{percent:.2}%")
        }
        Some(FigureValue::None | FigureValue::Sums(_) | FigureValue::Counts(_)) | None => NO_VALUE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn sums_are_told_in_wan_without_losing_a_fen() {
        for (yuan, words) in [
            ("0", "0.00万元"),
            ("120000000", "12,000.00万元"),
            ("1234567890", "123,456.789万元"),
            ("235.5", "0.02355万元"),
            ("-15000", "-1.50万元"),
            ("0.01", "0.000001万元"),
        ] {
            assert_eq!(wan_words(decimal(yuan)), words, "{yuan}");
        }
    }

    #[test]
    fn windows_are_named_as_periods_where_they_are_one() {
        let window = |from: &str, to: &str| Window {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        };
        for (from, to, name) in [
            ("2021-09-01", "2021-09-30", "2021年9月"),
            ("2021-07-01", "2021-09-30", "2021年第三季度"),
            ("2021-01-01", "2021-12-31", "2021年度"),
            ("2021-01-01", "2021-09-30", "2021年1至9月"),
            ("2021-01-01", "2021-09-29", "2021年1月1日至2021年9月29日"),
            ("2021-09-03", "2021-09-03", "2021年9月3日"),
        ] {
            assert_eq!(window_name(window(from, to)), name);
        }
    }
}
