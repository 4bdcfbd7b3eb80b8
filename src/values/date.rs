//! Dates and ranges of dates as people write them (spec 1.2).

mod cursor;
mod resolve;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;

use super::Unreadable;
use super::number;
use super::text;
use cursor::Cursor;
use resolve::Point;

/// What one cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day, or the first day of a range.
    pub from: NaiveDate,
    /// The last day of a range; equal to `from` when `range` is false.
    pub to: NaiveDate,
    /// Whether a range was written.
    pub range: bool,
    /// Whether the year was not in the text, and was taken from `year`.
    pub year_taken: bool,
}

/// Serials that are plausibly dates where nothing says that they are: the years 2000–2099.
const PLAUSIBLE_SERIALS: std::ops::RangeInclusive<u32> = 36_526..=73_050;
/// The serial that 1904-01-01, the first day of the 1904 system, has in the 1900 system.
const DAYS_TO_1904: u32 = 1462;
/// Years that a date with four digits of year may have; later rules judge whether they make sense.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=9999;

/// Reads a cell's text; `year` completes `7月8日` and `7.8`. `Ok(None)` when blank.
pub fn parse(text: &str, year: Option<i32>) -> Result<Option<Written>, Unreadable> {
    if text::is_blank(text) {
        return Ok(None);
    }
    let text = text::half_width(text);
    let text = text.trim().trim_end_matches(['。', '.']);
    if let Some(day) = digits_alone(text) {
        return Ok(Some(single(day?)));
    }
    if let Some((first, others)) = listed_days(text) {
        return resolve::listed(first, &others, year).map(Some);
    }
    match whole_text(text) {
        Some((first, None)) => resolve::day(first, year).map(Some),
        Some((first, Some(last))) => resolve::range(first, last, year).map(Some),
        None if is_month(text) => Err(Unreadable::NoDay),
        None => Err(Unreadable::Unknown),
    }
}

/// Year and month of a text that is no day: `2021年9月31日`, `2021-09-`. `None` when they cannot be told, and of a range.
pub fn month_of(text: &str) -> Option<(i32, u32)> {
    const RANGE: [char; 4] = ['至', '到', '~', '—'];
    let text = text::half_width(text);
    if text.contains(RANGE) {
        return None;
    }
    let mut cursor = Cursor::new(text.trim());
    let chinese = |cursor: &mut Cursor| {
        let year = cursor.year()?;
        cursor.take_any(&['年'])?;
        let month = cursor.number(2)?;
        cursor.take_any(&['月'])?;
        Some((year, month))
    };
    let parted = |cursor: &mut Cursor| {
        let year = cursor.digits(4, 4)?;
        cursor.take_any(&['-', '.', '/'])?;
        Some((year, cursor.digits(1, 2)?))
    };
    let digits = |cursor: &mut Cursor| eight_digits(cursor.digits(8, 8)?).map(|(year, month, _)| (year, month));
    let found = cursor
        .attempt(chinese)
        .or_else(|| cursor.attempt(parted))
        .or_else(|| cursor.attempt(digits));
    let (year, month) = found.filter(|(year, month)| YEARS.contains(year) && (1..=12).contains(month))?;
    Some((i32::try_from(year).ok()?, month))
}

fn single(day: NaiveDate) -> Written {
    Written {
        from: day,
        to: day,
        range: false,
        year_taken: false,
    }
}

/// Reads a number cell of a date column that is not formatted as a date: a plausible serial (36526–73050 in the 1900 system, the
/// same days in the 1904 system) or digits such as 20210708, which are `NoSuchDay` when they are none; everything else (7.1) is
/// `Unknown`.
pub fn from_number(number: f64, date1904: bool) -> Result<NaiveDate, Unreadable> {
    let shift = if date1904 { f64::from(DAYS_TO_1904) } else { 0.0 };
    let of_1900 = number + shift;
    let after_last = f64::from(*PLAUSIBLE_SERIALS.end() + 1);
    if of_1900 >= f64::from(*PLAUSIBLE_SERIALS.start()) && of_1900 < after_last {
        return from_serial(number, date1904).ok_or(Unreadable::Unknown);
    }
    // Five digits alone are a serial too, of the 1900 system.
    if date1904 && number < 100_000.0 {
        return Err(Unreadable::Unknown);
    }
    digits_alone(&number.to_string()).unwrap_or(Err(Unreadable::Unknown))
}

/// The day of a spreadsheet serial in the 1900 or the 1904 system; `None` outside of 1900–9999.
pub fn from_serial(serial: f64, date1904: bool) -> Option<NaiveDate> {
    const MILLISECONDS: f64 = 86_400_000.0;
    const AFTER_9999: f64 = 2_958_466.0;
    if !(0.0..AFTER_9999).contains(&serial) {
        return None;
    }
    // Times are sums of binary fractions: what is less than a millisecond before midnight is midnight.
    let days = ((serial * MILLISECONDS).round() / MILLISECONDS).floor() as u64;
    let day = if date1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days >= 60 {
        // Serial 60 is the 29 February 1900 that never was; it becomes the day before.
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    }
    .checked_add_days(Days::new(days))?;
    (1900..=9999).contains(&day.year()).then_some(day)
}

/// Eight digits such as 20210708, or five that are a plausible serial; `None` when the text is neither.
fn digits_alone(text: &str) -> Option<Result<NaiveDate, Unreadable>> {
    if !number::is_digits(text) {
        return None;
    }
    let digits: u32 = text.parse().ok()?;
    match text.len() {
        5 if PLAUSIBLE_SERIALS.contains(&digits) => from_serial(f64::from(digits), false).map(Ok),
        8 => {
            let (year, month, day) = eight_digits(digits)?;
            let year = i32::try_from(year).ok()?;
            Some(NaiveDate::from_ymd_opt(year, month, day).ok_or(Unreadable::NoSuchDay))
        }
        _ => None,
    }
}

/// Year, month and day of 20210708; `None` when the year is none.
fn eight_digits(digits: u32) -> Option<(u32, u32, u32)> {
    let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100);
    YEARS.contains(&year).then_some((year, month, day))
}

/// One day, or the two ends of a range; nothing may be left over.
fn whole_text(text: &str) -> Option<(Point, Option<Point>)> {
    let mut cursor = Cursor::new(text);
    let (mut first, style) = first_day(&mut cursor)?;
    first.weekday = weekday(&mut cursor);
    let has_clock = time_of_day(&mut cursor);
    if cursor.is_at_end() {
        return Some((first, None));
    }
    let sign = cursor.take_range_sign()?;
    // 9:00-10 may end at ten o'clock, and 2020-07-08-12 may be a number of something else.
    let may_be_bare = !has_clock && style != Style::Parted(sign);
    let mut last = last_day(&mut cursor, style, may_be_bare)?;
    last.weekday = weekday(&mut cursor);
    time_of_day(&mut cursor);
    cursor.is_at_end().then_some((first, Some(last)))
}

/// Days one after the other: 6月17、18日, 6月28、29、30日.
fn listed_days(text: &str) -> Option<(Point, Vec<Point>)> {
    if !text.contains('、') {
        return None;
    }
    let mut cursor = Cursor::new(text);
    let (first, style) = first_day(&mut cursor)?;
    let mut others = Vec::new();
    while cursor.take_any(&['、']).is_some() {
        others.push(last_day(&mut cursor, style, true)?);
    }
    cursor.is_at_end().then_some((first, others))
}

/// How a day is written, since the second one of a range is written like the first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 7月8日
    Chinese,
    /// 2020-7-8, with the sign that parts the numbers.
    Parted(char),
    /// 20200708
    Digits,
}

fn first_day(cursor: &mut Cursor) -> Option<(Point, Style)> {
    full_day(cursor).or_else(|| month_and_day(cursor, &['.', '/']))
}

/// The second day of a range: whole, month and day, or the day alone (`12日`, and `12` where it may stand bare).
fn last_day(cursor: &mut Cursor, style: Style, may_be_bare: bool) -> Option<Point> {
    if let Some((point, _)) = full_day(cursor) {
        return Some(point);
    }
    let signs: &[char] = match style {
        Style::Parted('-') => &['-'],
        Style::Parted('/') => &['/'],
        Style::Parted(_) => &['.'],
        Style::Chinese | Style::Digits => &[],
    };
    if let Some((point, _)) = month_and_day(cursor, signs) {
        return Some(point);
    }
    if style == Style::Digits {
        return None;
    }
    cursor.attempt(|cursor| {
        let day = cursor.number(2)?;
        let is_named = cursor.take_any(&['日', '号']).is_some();
        (is_named || may_be_bare).then(|| Point::of_day(day))
    })
}

/// A day with its year.
fn full_day(cursor: &mut Cursor) -> Option<(Point, Style)> {
    cursor
        .attempt(full_chinese)
        .or_else(|| cursor.attempt(full_parted))
        .or_else(|| cursor.attempt(full_digits))
}

fn full_chinese(cursor: &mut Cursor) -> Option<(Point, Style)> {
    let year = cursor.year().filter(|year| YEARS.contains(year))?;
    cursor.take_any(&['年'])?;
    let point = chinese_month_and_day(cursor)?;
    Some((point.in_year(year), Style::Chinese))
}

fn full_parted(cursor: &mut Cursor) -> Option<(Point, Style)> {
    let year = cursor.digits(4, 4).filter(|year| YEARS.contains(year))?;
    let sign = cursor.take_any(&['-', '.', '/'])?;
    let month = cursor.digits(1, 2)?;
    cursor.take_any(&[sign])?;
    let day = cursor.digits(1, 2)?;
    Some((Point::of_month(month, day).in_year(year), Style::Parted(sign)))
}

fn full_digits(cursor: &mut Cursor) -> Option<(Point, Style)> {
    let (year, month, day) = eight_digits(cursor.digits(8, 8)?)?;
    Some((Point::of_month(month, day).in_year(year), Style::Digits))
}

/// A day without its year. `7-8` may be two days, or two months, so `-` parts them only behind a whole date.
fn month_and_day(cursor: &mut Cursor, signs: &[char]) -> Option<(Point, Style)> {
    if let Some(point) = cursor.attempt(chinese_month_and_day) {
        return Some((point, Style::Chinese));
    }
    cursor.attempt(|cursor| {
        let month = cursor.digits(1, 2).filter(|month| (1..=12).contains(month))?;
        let sign = cursor.take_any(signs)?;
        let day = cursor.digits(1, 2)?;
        Some((Point::of_month(month, day), Style::Parted(sign)))
    })
}

fn chinese_month_and_day(cursor: &mut Cursor) -> Option<Point> {
    let month = cursor.number(2)?;
    cursor.take_any(&['月'])?;
    let day = cursor.number(2)?;
    cursor.take_any(&['日', '号']);
    Some(Point::of_month(month, day))
}

/// `（星期三）`, `周三`.
fn weekday(cursor: &mut Cursor) -> Option<Weekday> {
    cursor.attempt(|cursor| {
        let has_bracket = cursor.take_any(&['(']).is_some();
        cursor.take_word(&["星期", "礼拜", "周"])?;
        let day = match cursor.take_any(&['一', '二', '三', '四', '五', '六', '日', '天'])? {
            '一' => Weekday::Mon,
            '二' => Weekday::Tue,
            '三' => Weekday::Wed,
            '四' => Weekday::Thu,
            '五' => Weekday::Fri,
            '六' => Weekday::Sat,
            _ => Weekday::Sun,
        };
        if has_bracket {
            cursor.take_any(&[')'])?;
        }
        Some(day)
    })
}

/// Takes the time behind a day, if there is one: `14:30`, `T00:00:00.000`, `下午3时`, `9:00-11:30`. Says whether the clock's time was in it.
fn time_of_day(cursor: &mut Cursor) -> bool {
    let with_t = cursor.attempt(|cursor| {
        cursor.take_any(&['T'])?;
        clock_time(cursor)
    });
    if with_t.is_some() {
        return true;
    }
    let has_clock = clock_time_in_words(cursor);
    if has_clock {
        // A stretch of time within the day.
        cursor.attempt(|cursor| {
            cursor.take_range_sign()?;
            clock_time_in_words(cursor).then_some(())
        });
    }
    has_clock
}

/// A part of the day, a time, or both; says whether there was a time.
fn clock_time_in_words(cursor: &mut Cursor) -> bool {
    const PARTS_OF_DAY: [&str; 9] = ["上午", "中午", "下午", "晚上", "傍晚", "早上", "凌晨", "全天", "晚"];
    let _ = cursor.take_word(&PARTS_OF_DAY);
    cursor.attempt(clock_time).is_some()
}

/// `14:30`, `14:30:00.000`, `3:30 PM`, `14时30分`, `3点半`.
fn clock_time(cursor: &mut Cursor) -> Option<()> {
    cursor.digits(1, 2).filter(|hour| *hour < 24)?;
    if cursor.take_any(&[':', '时', '点'])? == ':' {
        minute(cursor)?;
        cursor.attempt(|cursor| {
            cursor.take_any(&[':'])?;
            minute(cursor)
        });
        cursor.attempt(|cursor| {
            cursor.take_any(&['.'])?;
            cursor.digits(1, 9)
        });
        let _ = cursor.take_word(&["AM", "PM"]);
    } else if cursor.take_any(&['半', '整']).is_none() {
        cursor.attempt(|cursor| {
            minute(cursor)?;
            cursor.take_any(&['分'])
        });
    }
    Some(())
}

/// Two digits below 60, for minutes and seconds.
fn minute(cursor: &mut Cursor) -> Option<u32> {
    cursor.digits(1, 2).filter(|minute| *minute < 60)
}

/// Whether the text is a month without a day, or two of them: 2020年7月, 2020.7, 7月上旬, 7-9月, 1月至8月.
fn is_month(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    let is_first = cursor.attempt(month_alone).is_some();
    if is_first && cursor.is_at_end() {
        return true;
    }
    let is_first_number = is_first || cursor.digits(1, 2).is_some();
    let is_range = cursor.take_range_sign().is_some();
    let is_last = cursor.attempt(month_alone).is_some();
    let is_last_number = is_last || cursor.digits(1, 2).is_some();
    is_first_number && is_range && is_last_number && (is_first || is_last) && cursor.is_at_end()
}

fn month_alone(cursor: &mut Cursor) -> Option<()> {
    const ENDINGS: [&str; 10] = ["份", "上旬", "中旬", "下旬", "上半月", "下半月", "初", "中", "底", "末"];
    let parted = cursor.attempt(|cursor| {
        cursor.digits(4, 4).filter(|year| YEARS.contains(year))?;
        cursor.take_any(&['-', '.', '/'])?;
        cursor.digits(1, 2).filter(|month| (1..=12).contains(month))
    });
    if parted.is_none() {
        cursor.attempt(|cursor| {
            cursor.year()?;
            cursor.take_any(&['年'])
        });
        cursor.number(2).filter(|month| (1..=12).contains(month))?;
        cursor.take_any(&['月'])?;
        let _ = cursor.take_word(&ENDINGS);
    }
    Some(())
}

#[cfg(test)]
mod tests;
