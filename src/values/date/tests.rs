use proptest::prelude::*;

use super::*;

#[test]
fn the_month_of_what_is_no_day_is_known_where_it_is_written() {
    for (written, month) in [
        ("2021年9月31日", Some((2021, 9))),
        ("2021-09-31", Some((2021, 9))),
        ("2021/9", Some((2021, 9))),
        ("20210931", Some((2021, 9))),
        ("2021年9月底", Some((2021, 9))),
        ("2021-13-01", None),
        ("9月31日", None),
        ("2021年9月31日至10月2日", None),
        ("2021年", None),
        ("待定", None),
        ("", None),
    ] {
        assert_eq!(month_of(written), month, "{written}");
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn written(from: &str, to: &str, range: bool, year_taken: bool) -> Written {
    Written {
        from: day(from),
        to: day(to),
        range,
        year_taken,
    }
}

#[test]
fn one_day_is_read_in_every_form() {
    for text in [
        "2020-07-08",
        "2020-7-8",
        "2020/7/8",
        "2020/07/08",
        "2020.7.8",
        "2020.07.08",
        "2020.7.8.",
        "2020年7月8日",
        "2020年07月08日",
        "2020年7月8号",
        "2020年7月8",
        "2020 年 7 月 8 日",
        " 2020年7月8日 ",
        "２０２０年７月８日",
        "２０２０－０７－０８",
        "2020. 7. 8",
        "2020年7月8日。",
        "20200708",
        "44020",
        "2020.7.8 14:30",
        "2020-07-08 00:00:00",
        "2020-07-08T00:00:00",
        "2020-07-08T00:00:00.000",
        "2020-07-08 9:05:30",
        "2020/7/8 2:30 PM",
        "2020/7/8 下午2:30",
        "20200708 14:30",
        "2020年7月8日14:30",
        "2020年7月8日14时30分",
        "2020年7月8日14时",
        "2020年7月8日下午3点",
        "2020年7月8日下午3点半",
        "2020年7月8日上午",
        "2020年7月8日 9:00-11:30",
        "2020年7月8日上午9:00—下午5:00",
        "2020年7月8日（星期三）",
        "2020年7月8日(周三)",
        "2020年7月8日 星期三",
        "2020-07-08 周三",
        "2020年7月8日（星期三）下午3:00",
        "二〇二〇年七月八日",
        "二○二○年七月八日",
        "二零二零年七月八日",
        "二O二O年七月八日",
        "二0二0年七月八日",
        "贰零贰零年零柒月零捌日",
        "2020\u{2F44}7\u{2F49}8\u{2F47}".replace('\u{2F44}', "年").as_str(),
        "\u{FEFF}2020-07-08\u{200B}",
    ] {
        assert_eq!(
            parse(text, None),
            Ok(Some(written("2020-07-08", "2020-07-08", false, false))),
            "{text}"
        );
        assert_eq!(parse(text, Some(1999)), parse(text, None), "{text}");
    }
}

#[test]
fn other_days_are_read() {
    let cases = [
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("二〇二一年十月二十日", "2021-10-20"),
        ("二〇二一年十一月十一日", "2021-11-11"),
        ("二〇二一年一月廿一日", "2021-01-21"),
        ("贰零贰壹年零壹拾月零贰拾日", "2021-10-20"),
        ("2020-02-29", "2020-02-29"),
        ("20201231", "2020-12-31"),
        ("36526", "2000-01-01"),
        ("73050", "2099-12-31"),
        ("1999.12.31", "1999-12-31"),
        ("9999-12-31", "9999-12-31"),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text, None), Ok(Some(single(day(expected)))), "{text}");
    }
}

#[test]
fn a_year_is_taken_when_the_text_has_none() {
    for text in [
        "7月8日",
        "7月8号",
        "07月08日",
        "7 月 8 日",
        "七月八日",
        "7.8",
        "07.08",
        "7/8",
        "7月8日上午",
        "7月8日（星期三）",
        "7.8 14:30",
    ] {
        assert_eq!(
            parse(text, Some(2020)),
            Ok(Some(written("2020-07-08", "2020-07-08", false, true))),
            "{text}"
        );
        assert_eq!(parse(text, None), Err(Unreadable::NoYear), "{text}");
    }
    assert_eq!(parse("7.10", Some(2020)).unwrap().unwrap().from, day("2020-07-10"));
    assert_eq!(parse("2月29日", None), Err(Unreadable::NoYear));
    assert_eq!(parse("2月29日", Some(2020)).unwrap().unwrap().from, day("2020-02-29"));
    assert_eq!(parse("2月29日", Some(2021)), Err(Unreadable::NoSuchDay));
    // In 2021 the 8 July was a Thursday: the year, or the day, is wrong.
    assert_eq!(parse("7月8日（星期三）", Some(2021)), Err(Unreadable::Unknown));
}

#[test]
fn ranges_are_read() {
    let cases = [
        ("2020.7.8-7.12", "2020-07-08", "2020-07-12"),
        ("2020.7.8-12", "2020-07-08", "2020-07-12"),
        ("2020.7.8—2020.7.12", "2020-07-08", "2020-07-12"),
        ("2020-07-08~2020-07-12", "2020-07-08", "2020-07-12"),
        ("2020-07-08-2020-07-12", "2020-07-08", "2020-07-12"),
        ("2020-07-08 - 2020-07-12", "2020-07-08", "2020-07-12"),
        ("2020-07-08~07-12", "2020-07-08", "2020-07-12"),
        ("2020-07-08~12", "2020-07-08", "2020-07-12"),
        ("2020-07-08-07-12", "2020-07-08", "2020-07-12"),
        ("2020/7/8-2020/7/12", "2020-07-08", "2020-07-12"),
        ("2020/7/8-7/12", "2020-07-08", "2020-07-12"),
        ("2020/7/8–12", "2020-07-08", "2020-07-12"),
        ("20200708-20200712", "2020-07-08", "2020-07-12"),
        ("2020年7月8日-7月12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8日至12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8-12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8日到7月12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8日——12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8日～2020年7月12日", "2020-07-08", "2020-07-12"),
        ("2020年7月8日（周三）至12日（周日）", "2020-07-08", "2020-07-12"),
        ("2020年7月8日8:00至7月12日17:30", "2020-07-08", "2020-07-12"),
        ("2020.7.8 14:30-7.12 10:00", "2020-07-08", "2020-07-12"),
        ("2020年7月8日8时-12日17时", "2020-07-08", "2020-07-12"),
        ("二〇二〇年七月八日至十二日", "2020-07-08", "2020-07-12"),
        ("7月8日-2020年7月12日", "2020-07-08", "2020-07-12"),
        ("2020年7月30日—8月2日", "2020-07-30", "2020-08-02"),
        ("2020年12月30日-1月2日", "2020-12-30", "2021-01-02"),
        ("2020.12.30-1.2", "2020-12-30", "2021-01-02"),
        ("12月30日-2021年1月2日", "2020-12-30", "2021-01-02"),
        ("2019年12月30日-2月29日", "2019-12-30", "2020-02-29"),
        ("2020.7.8-7.8", "2020-07-08", "2020-07-08"),
    ];
    for (text, from, to) in cases {
        assert_eq!(parse(text, None), Ok(Some(written(from, to, true, false))), "{text}");
    }
    for text in [
        "7月8日至12日",
        "7月8日-7月12日",
        "7月8-12日",
        "7.8-7.12",
        "7.8-12",
        "7/8~7/12",
        "七月八日至十二日",
    ] {
        assert_eq!(
            parse(text, Some(2020)),
            Ok(Some(written("2020-07-08", "2020-07-12", true, true))),
            "{text}"
        );
        assert_eq!(parse(text, None), Err(Unreadable::NoYear), "{text}");
    }
    assert_eq!(
        parse("12月30日至1月2日", Some(2020)),
        Ok(Some(written("2020-12-30", "2021-01-02", true, true)))
    );
}

#[test]
fn empty_marks_are_blank() {
    for blank in ["", "  ", "-", "—", "/", "无", "－"] {
        assert_eq!(parse(blank, Some(2020)), Ok(None), "{blank:?}");
    }
}

#[test]
fn what_is_not_surely_one_day_is_refused() {
    use Unreadable::NoDay;
    use Unreadable::NoSuchDay;
    use Unreadable::Unknown;
    let cases = [
        ("2020年7月", NoDay),
        ("2020年7月份", NoDay),
        ("2020.7", NoDay),
        ("2020-07", NoDay),
        ("2020/7", NoDay),
        ("7月", NoDay),
        ("七月", NoDay),
        ("二〇二〇年七月", NoDay),
        ("7月上旬", NoDay),
        ("2020年7月底", NoDay),
        ("7-9月", NoDay),
        ("1月-8月", NoDay),
        ("1月至8月份", NoDay),
        ("2020年7月-8月", NoDay),
        ("2020.7-2020.8", NoDay),
        ("2020.7-8", NoDay),
        ("2020-02-30", NoSuchDay),
        ("2021-02-29", NoSuchDay),
        ("2020年2月30日", NoSuchDay),
        ("2月30日", NoSuchDay),
        ("6月31日", NoSuchDay),
        ("2020-13-05", NoSuchDay),
        ("2020年13月5日", NoSuchDay),
        ("2020-07-00", NoSuchDay),
        ("2020.0.8", NoSuchDay),
        ("20200230", NoSuchDay),
        ("20201301", NoSuchDay),
        ("7.80", NoSuchDay),
        ("2020.7.8-7.32", NoSuchDay),
        ("2020.2.28-30", NoSuchDay),
        ("2020年12月30日-2月29日", Unknown),
        ("2020-07-08（星期四）", Unknown),
        ("2020.7.8-7.2", Unknown),
        ("2020.7.8-2", Unknown),
        ("2020-07-12~2020-07-08", Unknown),
        ("20.7.8", Unknown),
        ("20-7-8", Unknown),
        ("20年7月8日", Unknown),
        ("200708", Unknown),
        ("202007", Unknown),
        ("2020", Unknown),
        ("2020年", Unknown),
        ("7", Unknown),
        ("8日", Unknown),
        ("7-8", Unknown),
        ("07-08", Unknown),
        ("7月8、10日", Unknown),
        ("7月8日、7日", Unknown),
        ("7/8/2020", Unknown),
        ("2020-7/8", Unknown),
        ("2020.7/8", Unknown),
        ("2020-07-081", Unknown),
        ("2020-07-08-12", Unknown),
        ("2020.7.8.12", Unknown),
        ("2020年7月8日9:00-10", Unknown),
        ("2020-07-08 25:00", Unknown),
        ("2020-07-08 14:60", Unknown),
        ("2020-07-08 14", Unknown),
        ("2020-07-08T", Unknown),
        ("2020-07-08T00:00:00Z", Unknown),
        ("2020.7.814:30", Unknown),
        ("2020年7月8日前", Unknown),
        ("约2020年7月8日", Unknown),
        ("2020年7月8日-", Unknown),
        ("2020年7月8日（星期三", Unknown),
        ("农历七月八日", Unknown),
        ("13.5", Unknown),
        ("0.5", Unknown),
        ("36525", Unknown),
        ("73051", Unknown),
        ("44020.5", Unknown),
        ("12345678", Unknown),
        ("18990101", Unknown),
        ("0020-07-08", Unknown),
        ("②020-07-08", Unknown),
        ("明天", Unknown),
        ("长期", Unknown),
        ("#VALUE!", Unknown),
        ("2020 7 8", Unknown),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text, Some(2020)), Err(expected), "{text}");
    }
}

#[test]
fn number_cells_are_read_or_refused() {
    let cases = [
        (44020.0, Ok("2020-07-08")),
        (44020.75, Ok("2020-07-08")),
        (36526.0, Ok("2000-01-01")),
        (73050.5, Ok("2099-12-31")),
        (20200708.0, Ok("2020-07-08")),
        (20200230.0, Err(Unreadable::NoSuchDay)),
        (20200708.5, Err(Unreadable::Unknown)),
        (36525.0, Err(Unreadable::Unknown)),
        (73051.0, Err(Unreadable::Unknown)),
        (7.1, Err(Unreadable::Unknown)),
        (0.0, Err(Unreadable::Unknown)),
        (-44020.0, Err(Unreadable::Unknown)),
        (12345678.0, Err(Unreadable::Unknown)),
        (202007.0, Err(Unreadable::Unknown)),
        (f64::NAN, Err(Unreadable::Unknown)),
        (f64::INFINITY, Err(Unreadable::Unknown)),
        (1e300, Err(Unreadable::Unknown)),
    ];
    for (number, expected) in cases {
        assert_eq!(from_number(number, false), expected.map(day), "{number}");
    }
    for (number, expected) in [
        (42985.0, Ok("2021-09-08")),
        (35064.0, Ok("2000-01-01")),
        (71588.5, Ok("2099-12-31")),
        (71589.0, Err(Unreadable::Unknown)),
        (20210708.0, Ok("2021-07-08")),
    ] {
        assert_eq!(from_number(number, true), expected.map(day), "{number} of 1904");
    }
}

#[test]
fn serials_of_both_systems_are_read() {
    let cases = [
        (1.0, false, Some("1900-01-01")),
        (59.0, false, Some("1900-02-28")),
        (60.0, false, Some("1900-02-28")),
        (61.0, false, Some("1900-03-01")),
        (44020.0, false, Some("2020-07-08")),
        (44020.999, false, Some("2020-07-08")),
        (44_019.999_999_999_99, false, Some("2020-07-08")),
        (2_958_465.0, false, Some("9999-12-31")),
        (2_958_465.5, false, Some("9999-12-31")),
        (2_958_466.0, false, None),
        (0.0, false, None),
        (0.5, false, None),
        (-1.0, false, None),
        (f64::NAN, false, None),
        (f64::INFINITY, false, None),
        (f64::NEG_INFINITY, false, None),
        (1e300, false, None),
        (0.0, true, Some("1904-01-01")),
        (1.0, true, Some("1904-01-02")),
        (59.0, true, Some("1904-02-29")),
        (42558.0, true, Some("2020-07-08")),
        (2_957_003.0, true, Some("9999-12-31")),
        (2_957_004.0, true, None),
        (-1.0, true, None),
    ];
    for (serial, date1904, expected) in cases {
        assert_eq!(from_serial(serial, date1904), expected.map(day), "{serial} {date1904}");
    }
}

fn chinese(number: u32) -> String {
    let digit = |d: u32| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][d as usize];
    match number {
        1..=9 => digit(number).to_string(),
        10..=19 => format!("十{}", digit(number % 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}

fn chinese_year(year: i32) -> String {
    let digits = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    year.to_string().bytes().map(|b| digits[usize::from(b - b'0')]).collect()
}

proptest! {
    #[test]
    fn a_day_in_any_form_is_read_back(days in 0_i64..73_000) {
        let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Duration::days(days);
        let (y, m, d) = (day.year(), day.month(), day.day());
        for text in [
            day.to_string(),
            format!("{y}/{m}/{d}"),
            format!("{y}.{m}.{d}"),
            format!("{y}年{m}月{d}日"),
            format!("{y}{m:02}{d:02}"),
            format!("{y}.{m}.{d} 23:59"),
            format!("{y}-{m}-{d}T12:00:00"),
            format!("{}年{}月{}日", chinese_year(y), chinese(m), chinese(d)),
        ] {
            prop_assert_eq!(parse(&text, None), Ok(Some(single(day))), "{}", text);
        }
        for text in [format!("{m}月{d}日"), format!("{m}.{d}"), format!("{m}/{d}"), format!("{}月{}日", chinese(m), chinese(d))] {
            prop_assert_eq!(parse(&text, Some(y)), Ok(Some(Written { year_taken: true, ..single(day) })), "{}", text);
        }
    }

    #[test]
    fn a_range_in_any_form_is_read_back(days in 0_i64..73_000, length in 0_i64..150, sign in "-|–|—|——|~|～|至|到| - ") {
        let from = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Duration::days(days);
        let to = from + chrono::Duration::days(length);
        let (y, m, d) = (from.year(), from.month(), from.day());
        let (y2, m2, d2) = (to.year(), to.month(), to.day());
        let expected = Written { from, to, range: true, year_taken: false };
        for text in [
            format!("{from}{sign}{to}"),
            format!("{y}.{m}.{d}{sign}{y2}.{m2}.{d2}"),
            format!("{y}年{m}月{d}日{sign}{y2}年{m2}月{d2}日"),
            format!("{y}年{m}月{d}日{sign}{m2}月{d2}日"),
            format!("{y}.{m}.{d}{sign}{m2}.{d2}"),
        ] {
            prop_assert_eq!(parse(&text, None), Ok(Some(expected)), "{}", text);
        }
    }

    #[test]
    fn serials_count_days(serial in 61_u32..2_958_466, fraction in 0.0..0.999_f64) {
        let first = day("1900-03-01");
        let expected = first + chrono::Duration::days(i64::from(serial) - 61);
        prop_assert_eq!(from_serial(f64::from(serial) + fraction, false), Some(expected));
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in ".*",
        near in "[-0-9./年月日号至到~—T: （）周星期一三十二〇上午]{0,24}",
        year: Option<i32>,
        number: f64,
        date1904: bool,
    ) {
        for text in [text, near] {
            if let Ok(Some(written)) = parse(&text, year) {
                prop_assert!(written.from <= written.to);
                prop_assert!(written.range || written.from == written.to);
            }
        }
        let _ = (from_number(number, date1904), from_serial(number, date1904));
    }
}
