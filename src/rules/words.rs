//! How figures and days are written in the rules' sentences.

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

use crate::records::cell::Money;
use crate::values::currency::Currency;
use crate::values::period::Period;
use crate::values::period::Window;

/// The most characters of a written value that a sentence quotes; the finding's own value stays whole.
const QUOTED: usize = 40;

/// The most names that a sentence lists.
const LISTED: usize = 8;

/// Yuan to the fen, with separators: `1,234,567.80元`. Places beyond the fen are shown when there are any, never rounded away.
pub fn yuan(sum: Decimal) -> String {
    let plain = sum.normalize();
    let places = plain.scale().max(2) as usize;
    let text = format!("{:.places$}", plain.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    let sign = if plain.is_sign_negative() && !plain.is_zero() { "-" } else { "" };
    format!("{sign}{}.{fraction}元", grouped(whole))
}

/// Yuan in 万元, exactly: `85,000万元`, `1.234567万元`. For the sums of contracts and receipts.
pub fn wan(sum: Decimal) -> String {
    let text = sum.checked_mul(Decimal::new(1, 4)).map(|wan| wan.normalize().abs().to_string());
    let Some(text) = text else { return yuan(sum) };
    let sign = if sum.is_sign_negative() && !sum.is_zero() { "-" } else { "" };
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}万元", grouped(whole)),
        None => format!("{sign}{}万元", grouped(&text)),
    }
}

/// A sum in its own currency: `85,000万元`, `80万美元`.
pub fn money(sum: Money) -> String {
    let text = wan(sum.amount);
    match sum.currency {
        Currency::Cny => text,
        foreign => format!("{}{}", text.trim_end_matches('元'), foreign.name()),
    }
}

/// Whole digits with a comma every three.
fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number without needless zeros: a limit, a count of days or people.
pub fn number(number: Decimal) -> String {
    number.normalize().to_string()
}

/// A share as people read it, to two places: `83.33%`.
pub fn percent(share: Decimal) -> String {
    let hundredfold = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    let rounded = hundredfold.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.2}%")
}

/// `2021年9月1日`
pub fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `2021年9月`, and likewise for other periods.
pub fn month(period: Period) -> String {
    period.title()
}

/// Days in order, runs drawn together: `2021年9月1日至3日、6日、10月8日`. The year and the month stand where they change.
pub fn days_list(days: &[NaiveDate]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let mut list = String::new();
    let mut before: Option<NaiveDate> = None;
    let mut rest = days.as_slice();
    while let Some((&first, _)) = rest.split_first() {
        let run = 1 + rest
            .windows(2)
            .take_while(|pair| matches!(pair, [a, b] if a.succ_opt() == Some(*b)))
            .count();
        let (these, others) = rest.split_at(run);
        if !list.is_empty() {
            list.push('、');
        }
        list.push_str(&after(before, first));
        if let [first, .., last] = these {
            // Two days in a row read better as two.
            list.push_str(if run == 2 { "、" } else { "至" });
            list.push_str(&after(Some(*first), *last));
        }
        before = these.last().copied();
        rest = others;
    }
    list
}

/// Days of a month or year that the sentence has named already: `9月1日至3日、6日`.
pub fn days_of(period: Period, days: &[NaiveDate]) -> String {
    let list = days_list(days);
    let year = format!("{}年", period.year());
    list.strip_prefix(&year).map(str::to_owned).unwrap_or(list)
}

/// A run of days without repeating what both ends share: `2021年9月6日至12日`; a single day is that day.
pub fn window(window: Window) -> String {
    if window.from == window.to {
        day(window.from)
    } else {
        format!("{}至{}", day(window.from), after(Some(window.from), window.to))
    }
}

/// A written value in quotation marks, cut when it is long.
pub fn quote(written: &str) -> String {
    let mut characters = written.chars();
    let head: String = characters.by_ref().take(QUOTED).collect();
    let rest = if characters.next().is_some() { "……" } else { "" };
    format!("“{head}{rest}”")
}

/// Names parted by 、; of a long list the first ones and how many there are: `张三、李四等12人`.
pub fn names(names: &[&str]) -> String {
    match names.get(..LISTED) {
        Some(first) if names.len() > LISTED => format!("{}等{}人", first.join("、"), names.len()),
        _ => names.join("、"),
    }
}

/// A day without the year and month that it shares with the one before.
fn after(before: Option<NaiveDate>, day: NaiveDate) -> String {
    match before {
        Some(before) if (before.year(), before.month()) == (day.year(), day.month()) => format!("{}日", day.day()),
        Some(before) if before.year() == day.year() => format!("{}月{}日", day.month(), day.day()),
        _ => self::day(day),
    }
}

/// What a figure is called, by its key (spec 3.1).
pub fn figure_name(key: &str) -> &str {
    match key {
        "signed_formal" => "签约资金（正式合同）",
        "signed_recognised" => "签约资金（已认定）",
        "contracts_formal" => "正式合同数",
        "contracts_recognised" => "已认定合同数",
        "received" => "到位资金",
        "starts" => "开工项目数",
        "starts_industrial" => "产业类开工项目数",
        "in_talks" => "在谈项目数",
        "events" => "专题招商活动次数",
        "firm_visits" => "企业来访次数",
        "firm_visits_leading" => "行业领先企业来访次数",
        "leader_trips" => "组长带队外出次数",
        "squad_days_out" => "专班在外工作日",
        "investors" => "更新投资信息条数",
        "reserve" => "更新储备项目数",
        "talents" => "更新人才信息条数",
        "dispatches" => "半月调度次数",
        "reports" => "月度汇报次数",
        "spent" => "经费支出",
        "spent_by_item" => "分项支出",
        "proposed" => "建议报销金额",
        "cuts" => "核减金额",
        "by_item" => "分项支出",
        "by_squad" => "各专班支出",
        "by_track" => "各渠道支出",
        "investors_all" => "投资信息总条数",
        "reserve_all" => "储备项目总数",
        "talents_all" => "人才信息总条数",
        "budget" => "年度预算",
        "carry_over" => "上年结转",
        "committed" => "已批未报销金额",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_has_separators_and_keeps_every_place() {
        for (sum, text) in [
            ("0", "0.00元"),
            ("-0", "0.00元"),
            ("999.5", "999.50元"),
            ("1500", "1,500.00元"),
            ("1234567.8000", "1,234,567.80元"),
            ("-300", "-300.00元"),
            ("0.005", "0.005元"),
            ("1000000000", "1,000,000,000.00元"),
        ] {
            assert_eq!(yuan(sum.parse().unwrap()), text);
        }
    }

    #[test]
    fn wan_is_exact() {
        for (sum, text) in [
            ("850000000", "85,000万元"),
            ("12345.67", "1.234567万元"),
            ("0", "0万元"),
            ("-10000.00", "-1万元"),
        ] {
            assert_eq!(wan(sum.parse().unwrap()), text);
        }
    }

    #[test]
    fn numbers_and_shares_are_plain() {
        assert_eq!(number("3.00".parse().unwrap()), "3");
        assert_eq!(number("2.5".parse().unwrap()), "2.5");
        assert_eq!(percent("0.8333".parse().unwrap()), "83.33%");
        assert_eq!(percent("1.2".parse().unwrap()), "120.00%");
    }

    #[test]
    fn days_are_drawn_together() {
        let days = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<NaiveDate>>();
        for (given, text) in [
            (days(&[]), ""),
            (days(&["2021-09-01"]), "2021年9月1日"),
            (days(&["2021-09-02", "2021-09-01"]), "2021年9月1日、2日"),
            (
                days(&["2021-09-01", "2021-09-02", "2021-09-03", "2021-09-06"]),
                "2021年9月1日至3日、6日",
            ),
            (
                days(&["2021-09-29", "2021-09-30", "2021-10-01", "2022-01-04"]),
                "2021年9月29日至10月1日、2022年1月4日",
            ),
        ] {
            assert_eq!(days_list(&given), text);
        }
    }
    #[test]
    fn windows_do_not_repeat_what_both_ends_share() {
        for (from, to, text) in [
            ("2021-09-06", "2021-09-06", "2021年9月6日"),
            ("2021-09-06", "2021-09-12", "2021年9月6日至12日"),
            ("2021-09-06", "2021-10-03", "2021年9月6日至10月3日"),
            ("2020-12-06", "2021-01-03", "2020年12月6日至2021年1月3日"),
        ] {
            let run = Window {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
            };
            assert_eq!(window(run), text);
        }
    }

    #[test]
    fn the_year_that_was_named_is_not_repeated() {
        let september = Period::Month { year: 2021, month: 9 };
        let days = ["2021-09-01", "2021-09-03"].map(|day| day.parse().unwrap());
        assert_eq!(days_of(september, &days), "9月1日、3日");
    }

    #[test]
    fn long_values_and_lists_are_cut() {
        assert_eq!(quote("约3000万"), "“约3000万”");
        assert_eq!(quote(&"长".repeat(41)), format!("“{}……”", "长".repeat(40)));
        assert_eq!(names(&["张三", "李四"]), "张三、李四");
        assert_eq!(names(&["甲"; 9]), "甲、甲、甲、甲、甲、甲、甲、甲等9人");
    }
}
