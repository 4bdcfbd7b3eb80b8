//! Numbers, days and changes as briefs write them: money in 万元 with two places, shares in percent with two, rounded half up.

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde::Serialize;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::values::id_number::mask_in_text;
use crate::values::period::Period;
use crate::values::text::fold;
use crate::values::text::is_blank;
use crate::values::unit::Unit;

/// The squad handed in no such table.
pub const NOT_REPORTED: &str = "未报";

/// What a change of nothing is called.
pub(super) const UNCHANGED: &str = "持平";
/// There is no such number: it was not judged, or nothing divides it.
pub const NO_VALUE: &str = "无法计算";
/// Letters of one entry of a log that a brief quotes.
const LONGEST: usize = 120;

/// The ways of 经费办法 七(一) to (三), by their keys.
pub fn track(key: &str) -> Option<&'static str> {
    match key {
        "city" => Some("市级统一组织"),
        "squads" => Some("招商专班"),
        "others" => Some("其他招商单位"),
        _ => None,
    }
}

/// A figure in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The number with its unit, or why there is none.
    pub text: String,
    /// Whether it is a number.
    pub known: bool,
    /// Whether it is zero.
    pub zero: bool,
}

/// A figure with its unit: money always in 万元, counts in `unit`.
pub fn told(figure: Option<&Figure>, unit: &str) -> Told {
    let unknown = |text: &str| Told {
        text: text.to_owned(),
        known: false,
        zero: false,
    };
    let known = |text: String, zero: bool| Told { text, known: true, zero };
    match figure.map(|figure| &figure.value) {
        Some(FigureValue::Money(sum)) => known(wan_yuan(*sum), sum.is_zero()),
        Some(FigureValue::Count(count)) => known(format!("{count}{unit}"), *count == 0),
        Some(FigureValue::Share(share)) => known(percent(*share), share.is_zero()),
        Some(FigureValue::NotReported) => unknown(NOT_REPORTED),
        Some(FigureValue::None | FigureValue::Sums(_) | FigureValue::Counts(_)) | None => unknown(NO_VALUE),
    }
}

/// A sum made of figures; `None` when one of them is no number.
pub fn told_sum(yuan: Option<Decimal>) -> Told {
    Told {
        text: yuan.map_or_else(|| NO_VALUE.to_owned(), wan_yuan),
        known: yuan.is_some(),
        zero: yuan.is_some_and(|yuan| yuan.is_zero()),
    }
}

/// A figure for a table, whose head gives the unit.
pub fn cell(figure: Option<&Figure>) -> String {
    match figure.map(|figure| &figure.value) {
        Some(FigureValue::Money(sum)) => wan(*sum),
        _ => told(figure, "").text,
    }
}

/// Yuan as 万元 with two places; a sum that would show as nothing keeps as many as it needs.
pub fn wan(yuan: Decimal) -> String {
    let Some(wan) = yuan.checked_div(Unit::WAN.factor) else {
        return NO_VALUE.to_owned();
    };
    let least = Decimal::new(1, 2);
    if !wan.is_zero() && wan.abs() < least {
        return wan.normalize().to_string();
    }
    fixed(wan, 2)
}

/// Yuan as 万元 with the unit behind it.
pub fn wan_yuan(yuan: Decimal) -> String {
    let number = wan(yuan);
    if number == NO_VALUE { number } else { number + "万元" }
}

/// Yuan as 万元 with as many places as it has and at least two.
pub fn wan_exact(yuan: Decimal) -> String {
    match yuan.checked_div(Unit::WAN.factor).map(|wan| wan.normalize()) {
        Some(exact) if exact.scale() > 2 => exact.to_string(),
        _ => wan(yuan),
    }
}

/// Whether two places would show a sum below a goal as the goal.
pub fn misleads(reached: Decimal, goal: Decimal) -> bool {
    reached < goal && shown(reached).zip(shown(goal)).is_some_and(|(reached, goal)| reached >= goal)
}

/// Whether two places would show a sum below a goal, and what is short of it, as sums that do not add up to the goal: for a sentence
/// that tells all three.
pub fn adds_up_otherwise(reached: Decimal, goal: Decimal) -> bool {
    let short = goal.checked_sub(reached).filter(|short| *short > Decimal::ZERO).and_then(shown);
    let told = short.zip(shown(reached)).zip(shown(goal));
    told.is_some_and(|((short, reached), goal)| reached.checked_add(short) != Some(goal))
}

/// A sum in 万元, as two places show it.
fn shown(yuan: Decimal) -> Option<Decimal> {
    wan(yuan).parse().ok()
}

/// A part of a goal as a share, exactly, where four places would show it as the whole; `None` elsewhere.
pub fn share_below(reached: Decimal, goal: Decimal) -> Option<Decimal> {
    let is_below = reached < goal && goal > Decimal::ZERO;
    let share = reached.checked_div(goal).filter(|_| is_below)?;
    let rounded = |places: u32| share.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    if rounded(4) < Decimal::ONE {
        return None;
    }
    (5..=Decimal::MAX_SCALE).map(rounded).find(|share| *share < Decimal::ONE)
}

/// A share in percent with two places: 0.4321 → 43.21%.
pub fn percent(share: Decimal) -> String {
    share
        .checked_mul(Decimal::ONE_HUNDRED)
        .map_or_else(|| NO_VALUE.to_owned(), |percent| fixed(percent, 2) + "%")
}

/// The distance between two shares in percentage points, without its sign: 31.58个百分点.
pub fn points(one: Decimal, other: Decimal) -> String {
    one.checked_sub(other)
        .and_then(|gap| gap.abs().checked_mul(Decimal::ONE_HUNDRED))
        .map_or_else(|| NO_VALUE.to_owned(), |points| fixed(points, 2) + "个百分点")
}

fn fixed(number: Decimal, places: u32) -> String {
    let rounded = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let places = usize::try_from(places).unwrap_or(0);
    let text = format!("{rounded:.places$}");
    // Rounding may leave a zero with a sign.
    text.strip_prefix('-')
        .filter(|_| rounded.is_zero())
        .map_or_else(|| text.clone(), str::to_owned)
}

/// A figure against the same one before: 增加3个, 减少500.00万元, 持平; `None` when either is no number.
pub fn change(now: Option<&Figure>, before: Option<&Figure>, unit: &str) -> Option<String> {
    let (difference, shown) = match (&now?.value, &before?.value) {
        (FigureValue::Money(now), FigureValue::Money(before)) => {
            let difference = now.checked_sub(*before)?;
            (difference, wan_yuan(difference.abs()))
        }
        (FigureValue::Count(now), FigureValue::Count(before)) => {
            let difference = Decimal::from(*now).checked_sub(Decimal::from(*before))?;
            (difference, format!("{}{unit}", difference.abs()))
        }
        _ => return None,
    };
    Some(match difference.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Greater => format!("增加{shown}"),
        std::cmp::Ordering::Less => format!("减少{shown}"),
        std::cmp::Ordering::Equal => UNCHANGED.to_owned(),
    })
}

/// A change for a table, whose head gives the unit: +3, -500.00, 持平; 无法计算 when either is no number.
pub fn difference(now: Option<&Figure>, before: Option<&Figure>) -> String {
    let Some(told) = change(now, before, "") else {
        return NO_VALUE.to_owned();
    };
    let number = told.trim_end_matches("万元");
    match (number.strip_prefix("增加"), number.strip_prefix("减少")) {
        (Some(more), _) => format!("+{more}"),
        (_, Some(less)) => format!("-{less}"),
        _ => told,
    }
}

/// 2021年9月30日
pub fn day(day: NaiveDate) -> String {
    format!("{}年{}", day.year(), month_and_day(day))
}

/// 9月30日
pub fn month_and_day(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// What a period, the one before and the one after are called in a text about it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PeriodWords {
    /// 本月
    pub this: &'static str,
    /// 上月
    pub last: &'static str,
    /// 下月
    pub next: &'static str,
}

/// The words of a period of that kind.
pub fn period_words(period: Period) -> PeriodWords {
    let (this, last, next) = match period {
        Period::Week { .. } => ("本周", "上周", "下周"),
        Period::HalfMonth { .. } => ("本期", "上期", "下期"),
        Period::Month { .. } => ("本月", "上月", "下月"),
        Period::Quarter { .. } => ("本季度", "上季度", "下季度"),
        Period::Year { .. } => ("本年", "上年", "下年"),
    };
    PeriodWords { this, last, next }
}

/// The title of the report about a period; also the name of its files.
pub fn report_title(period: Period) -> String {
    let kind = match period {
        Period::Week { .. } => "招商专班工作周报",
        Period::HalfMonth { .. } => "招商专班工作情况通报",
        Period::Month { .. } | Period::Quarter { .. } | Period::Year { .. } => "招商专班工作情况汇报",
    };
    format!("{}{kind}", period.title())
}

/// A number from 1 to 999 as it stands in headings: 一, 十二, 二十, 一百零五; Arabic beyond.
pub fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value % 10).copied().unwrap_or_default();
    let tens = |value: usize, is_first: bool| match (value / 10, value % 10) {
        (0, units) => digit(units).to_owned(),
        (1, 0) if is_first => "十".to_owned(),
        (1, units) if is_first => format!("十{}", digit(units)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, units) => format!("{}十{}", digit(tens), digit(units)),
    };
    match (number / 100, number % 100) {
        (0, rest) if rest > 0 => tens(rest, true),
        (hundreds @ 1..=9, 0) => format!("{}百", digit(hundreds)),
        (hundreds @ 1..=9, rest @ 1..=9) => format!("{}百零{}", digit(hundreds), digit(rest)),
        (hundreds @ 1..=9, rest) => format!("{}百{}", digit(hundreds), tens(rest, false)),
        _ => number.to_string(),
    }
}

/// How many of something in a sentence: 两个, 四个.
pub fn how_many(number: usize) -> String {
    if number == 2 { "两".to_owned() } else { numeral(number) }
}

/// A person's name in a sentence: sheets part two characters by spaces (王  伟) to make them as long as three.
pub fn person(name: &str) -> String {
    let name = mask_in_text(name);
    if name.is_ascii() || name.chars().any(|letter| letter.is_ascii_alphabetic()) {
        return name;
    }
    name.split_whitespace().collect()
}

/// What somebody wrote in a cell, as a brief quotes it: on one line, without a final stop, not too long, numbers of persons
/// masked; `None` when it says that there is nothing to say.
pub fn quote(written: &str) -> Option<String> {
    const NOTHING: [&str; 12] = [
        "暂无",
        "没有",
        "无问题",
        "暂无问题",
        "无需协调",
        "无需协调事项",
        "暂无需协调事项",
        "本日无",
        "今日无",
        "本周无",
        "本月无",
        "不涉及",
    ];
    let mut line = String::with_capacity(written.len());
    for part in written.lines().map(str::trim).filter(|part| !part.is_empty()) {
        let joined = line.is_empty() || line.ends_with(is_stop);
        if !joined {
            line.push('；');
        }
        line.push_str(part);
    }
    let line = mask_in_text(line.trim_end_matches(is_stop));
    if is_blank(&line) || NOTHING.contains(&fold(&line).as_str()) {
        return None;
    }
    Some(match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", line.get(..end).unwrap_or_default()),
        None => line,
    })
}

fn is_stop(letter: char) -> bool {
    matches!(letter, '。' | '；' | ';' | '，' | ',' | '、' | '.' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn figure(value: FigureValue) -> Figure {
        Figure {
            key: "x",
            value,
            parts: Vec::new(),
        }
    }

    #[test]
    fn money_is_told_in_wan_with_two_places() {
        for (yuan, text) in [
            ("120000000", "12000.00"),
            ("1000000000", "100000.00"),
            ("36420.50", "3.64"),
            ("0", "0.00"),
            ("50", "0.005"),
            ("99.99", "0.009999"),
            ("100", "0.01"),
            ("149.99", "0.01"),
            ("150", "0.02"),
            ("-150", "-0.02"),
            ("-1250050", "-125.01"),
            ("0.01", "0.000001"),
            ("79228162514264337593543950335", "7922816251426433759354395.03"),
        ] {
            assert_eq!(wan(decimal(yuan)), text, "{yuan}");
        }
        assert_eq!(wan_yuan(decimal("5000000")), "500.00万元");
    }

    #[test]
    fn shares_are_percent_and_their_distance_percentage_points() {
        for (share, text) in [("0.4321", "43.21%"), ("1.28", "128.00%"), ("0", "0.00%"), ("0.00005", "0.01%")] {
            assert_eq!(percent(decimal(share)), text);
        }
        assert_eq!(points(decimal("0.4321"), decimal("0.7479")), "31.58个百分点");
        assert_eq!(points(decimal("0.7479"), decimal("0.4321")), "31.58个百分点");
        assert_eq!(percent(Decimal::MAX), NO_VALUE);
    }

    #[test]
    fn places_are_shown_where_two_would_mislead() {
        for (reached, goal, as_goal, otherwise) in [
            ("500000050", "1000000000", false, true),
            ("99999999", "100000000", true, true),
            ("90000000", "100000000", false, false),
            ("100000000", "100000000", false, false),
            ("200000050", "100000000", false, false),
        ] {
            let (reached, goal) = (decimal(reached), decimal(goal));
            assert_eq!(
                (misleads(reached, goal), adds_up_otherwise(reached, goal)),
                (as_goal, otherwise),
                "{reached}"
            );
        }
    }

    #[test]
    fn changes_have_a_direction() {
        let money = |text: &str| figure(FigureValue::Money(decimal(text)));
        let count = |count| figure(FigureValue::Count(count));
        for (now, before, text) in [
            (money("12000000"), money("7000000"), Some("增加500.00万元")),
            (money("0"), money("7000000"), Some("减少700.00万元")),
            (money("5"), money("5.00"), Some("持平")),
            (count(5), count(2), Some("增加3个")),
            (count(0), count(u64::MAX), Some("减少18446744073709551615个")),
            (count(1), count(1), Some("持平")),
            (figure(FigureValue::NotReported), count(1), None),
            (count(1), figure(FigureValue::NotReported), None),
            (money("79228162514264337593543950335"), money("-1"), None),
        ] {
            assert_eq!(change(Some(&now), Some(&before), "个").as_deref(), text);
        }
        assert_eq!(change(None, Some(&count(1)), "个"), None);
    }

    #[test]
    fn what_was_not_reported_is_not_zero() {
        let not_reported = told(Some(&figure(FigureValue::NotReported)), "个");
        assert_eq!(
            (not_reported.text.as_str(), not_reported.known, not_reported.zero),
            ("未报", false, false)
        );
        let none = told(Some(&figure(FigureValue::None)), "个");
        assert_eq!((none.text.as_str(), none.known), ("无法计算", false));
        let zero = told(Some(&figure(FigureValue::Count(0))), "个");
        assert_eq!((zero.text.as_str(), zero.known, zero.zero), ("0个", true, true));
        assert_eq!(cell(Some(&figure(FigureValue::NotReported))), "未报");
        assert_eq!(cell(Some(&figure(FigureValue::Money(decimal("120000000"))))), "12000.00");
        assert_eq!(cell(None), "无法计算");
    }

    #[test]
    fn numbers_in_headings() {
        for (number, text) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
            (100, "一百"),
            (105, "一百零五"),
            (112, "一百一十二"),
            (200, "二百"),
            (999, "九百九十九"),
            (0, "0"),
            (1000, "1000"),
        ] {
            assert_eq!(numeral(number), text);
        }
        assert_eq!(how_many(2), "两");
        assert_eq!(how_many(4), "四");
    }

    #[test]
    fn entries_are_quoted_on_one_line_and_nothing_is_not_quoted() {
        for (written, quoted) in [
            ("与客商洽谈。", Some("与客商洽谈")),
            ("一、用地未落实\r\n二、蒸汽价格偏高；\n", Some("一、用地未落实；二、蒸汽价格偏高")),
            ("1.甲；\n\n2.乙。", Some("1.甲；2.乙")),
            ("电话13812345678联系", Some("电话138******78联系")),
            ("无", None),
            ("无。", None),
            ("暂无", None),
            (" / ", None),
            ("", None),
            ("。", None),
            ("无锡项目", Some("无锡项目")),
        ] {
            assert_eq!(quote(written).as_deref(), quoted, "{written}");
        }
        let long = quote(&"长".repeat(500)).unwrap();
        assert_eq!(long.chars().count(), LONGEST + 2);
        assert!(long.ends_with("……"));
    }

    #[test]
    fn names_of_two_characters_have_no_gap_in_a_sentence() {
        for (written, shown) in [
            ("王  伟", "王伟"),
            ("王　伟", "王伟"),
            ("John Smith", "John Smith"),
            ("李娜13812345678", "李娜138******78"),
        ] {
            assert_eq!(person(written), shown);
        }
    }

    #[test]
    fn days_have_no_leading_zeros() {
        assert_eq!(day("2021-09-08".parse().unwrap()), "2021年9月8日");
        assert_eq!(month_and_day("2021-10-30".parse().unwrap()), "10月30日");
    }
}
