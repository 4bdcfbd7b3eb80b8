//! Amounts in Chinese capitals (《支付结算办法》 附一).

use rust_decimal::Decimal;

use super::number;

/// One thing that capitals say, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A digit 1–9 at a power of ten: 元 is 0, 角 −1, 分 −2.
    Digit(u32, i32),
    /// 零
    Zero,
}

/// Reads capitals such as 壹佰贰拾万元整 to yuan, in every lawful form; `None` when it is no such amount.
pub fn parse(text: &str) -> Option<Decimal> {
    let text = number::compact(text);
    let text = text.strip_prefix("人民币").unwrap_or(&text);
    let text = ["(大写)", "大写"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    amount(text.strip_prefix(':').unwrap_or(text))
}

/// Writes yuan in capitals as the payment rules' examples do, with 整 after 元 and 角, so that nothing can be added behind:
/// `壹仟肆佰零玖元伍角整`. `None` for what has a part of a 分, is below zero, or is 1万亿元 or more.
pub fn write(yuan: Decimal) -> Option<String> {
    const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    // By power of ten, from 分 up.
    const PLACES: [&str; 14] = ["分", "角", "", "拾", "佰", "仟", "", "拾", "佰", "仟", "", "拾", "佰", "仟"];
    let fen = (yuan * Decimal::ONE_HUNDRED).normalize();
    let fen: u64 = fen.is_integer().then(|| fen.try_into().ok()).flatten()?;
    if fen >= 10_u64.pow(14) {
        return None;
    }
    if fen == 0 {
        return Some("零元整".to_owned());
    }
    let mut text = String::new();
    let mut gap = false;
    for (power, place) in (0_u32..).zip(PLACES).collect::<Vec<_>>().into_iter().rev() {
        let above = fen / 10_u64.pow(power);
        let digit = usize::try_from(above % 10).ok()?;
        if digit == 0 {
            gap = true;
        } else {
            if gap && !text.is_empty() {
                text.push('零');
            }
            gap = false;
            text.push(*DIGITS.get(digit)?);
            text.push_str(place);
        }
        match power {
            10 if !above.is_multiple_of(10_000) => text.push('亿'),
            6 if !above.is_multiple_of(10_000) => text.push('万'),
            2 if above > 0 => text.push('元'),
            _ => {}
        }
    }
    if fen.is_multiple_of(10) {
        text.push('整');
    }
    Some(text)
}

fn amount(text: &str) -> Option<Decimal> {
    let closed = text.strip_suffix(['整', '正']);
    // After 分 there is nothing left to close.
    if closed.is_some_and(|text| text.ends_with('分')) {
        return None;
    }
    let text = closed.unwrap_or(text);
    let (whole, fraction) = match text.split_once(['元', '圆', '圓']) {
        Some((whole, fraction)) => (Some(whole), fraction),
        None => (None, text),
    };
    let mut marks = Vec::new();
    match whole {
        // 零元伍角, as some programs write.
        Some("零") if fraction.is_empty() => return Some(Decimal::ZERO),
        Some("零") => {}
        Some(whole) => whole_yuan(whole, &mut marks)?,
        None => {}
    }
    let below_one = marks.is_empty();
    jiao_and_fen(fraction, &mut marks)?;
    if below_one && whole.is_some() && marks.first() == Some(&Mark::Zero) {
        marks.remove(0);
    }
    is_lawful(&marks).then(|| value(&marks)).flatten()
}

/// Everything before 元: split at 亿, then at 万, then digits with 仟 佰 拾.
fn whole_yuan(text: &str, marks: &mut Vec<Mark>) -> Option<()> {
    match text.split_once(['亿', '億']) {
        Some((above, below)) => {
            below_yi(above, 8, marks)?;
            if below.is_empty() { Some(()) } else { below_yi(below, 0, marks) }
        }
        None => below_yi(text, 0, marks),
    }
}

fn below_yi(text: &str, base: i32, marks: &mut Vec<Mark>) -> Option<()> {
    match text.split_once(['万', '萬']) {
        Some((above, below)) => {
            section(above, base + 4, marks)?;
            if below.is_empty() { Some(()) } else { section(below, base, marks) }
        }
        None => section(text, base, marks),
    }
}

/// Up to four digits; `base` is the power of the last one.
fn section(text: &str, base: i32, marks: &mut Vec<Mark>) -> Option<()> {
    let mut chars = text.chars().peekable();
    chars.peek()?;
    while let Some(c) = chars.next() {
        if c == '零' {
            marks.push(Mark::Zero);
            // A 零 before 万 or 元 counts nothing.
            chars.peek()?;
            continue;
        }
        let digit = digit(c)?;
        let power = match chars.next() {
            Some('拾') => 1,
            Some('佰') => 2,
            Some('仟') => 3,
            Some(_) => return None,
            None => 0,
        };
        marks.push(Mark::Digit(digit, base + power));
    }
    Some(())
}

fn jiao_and_fen(text: &str, marks: &mut Vec<Mark>) -> Option<()> {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '零' {
            marks.push(Mark::Zero);
            continue;
        }
        let power = match chars.next()? {
            '角' => -1,
            '分' => -2,
            _ => return None,
        };
        marks.push(Mark::Digit(digit(c)?, power));
    }
    Some(())
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '壹' => 1,
        '贰' | '貳' => 2,
        '叁' | '參' | '叄' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' | '陸' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        _ => return None,
    })
}

/// Whether digits go down, and 零 stands where the rules want or allow it. 壹佰伍元, without the 零 that the rules want, is
/// 105 to some and 150 to others.
fn is_lawful(marks: &[Mark]) -> bool {
    let mut last = None;
    let mut zero = false;
    for mark in marks {
        match *mark {
            Mark::Zero if zero || last.is_none() => return false,
            Mark::Zero => zero = true,
            Mark::Digit(_, power) => {
                if last.is_some_and(|last| !may_follow(last, power, zero)) {
                    return false;
                }
                last = Some(power);
                zero = false;
            }
        }
    }
    last.is_some() && !zero
}

fn may_follow(last: i32, power: i32, zero: bool) -> bool {
    // 零 may be left out where the places before a 仟 or a 角 are empty, since 万, 亿 or 元 already shows the gap.
    let is_optional = matches!(power, -1 | 3 | 7 | 11);
    match last - power {
        gap if gap <= 0 => false,
        1 => !zero,
        _ => zero || is_optional,
    }
}

/// Counted in 分, which are whole.
fn value(marks: &[Mark]) -> Option<Decimal> {
    let mut fen: i128 = 0;
    for mark in marks {
        if let Mark::Digit(digit, power) = *mark {
            let places = u32::try_from(power + 2).ok()?;
            fen = fen.checked_add(i128::from(digit).checked_mul(10_i128.checked_pow(places)?)?)?;
        }
    }
    Decimal::try_from_i128_with_scale(fen, 2).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Amount, then every form of it, as the payment rules and common programs write them.
    const LAWFUL: [(&str, &[&str]); 37] = [
        ("1409.50", &["壹仟肆佰零玖元伍角", "壹仟肆佰零玖元伍角整"]),
        ("6007.14", &["陆仟零柒元壹角肆分"]),
        ("16409.02", &["壹万陆仟肆佰零玖元零贰分"]),
        ("325.04", &["叁佰贰拾伍元零肆分"]),
        (
            "100",
            &["壹佰元整", "壹佰元正", "壹佰圆整", "人民币壹佰元整", "人民币（大写）：壹佰元整"],
        ),
        ("10000", &["壹万元整"]),
        ("100000", &["壹拾万元整"]),
        ("10000000", &["壹仟万元整"]),
        ("100000000", &["壹亿元整"]),
        ("100010000", &["壹亿零壹万元整"]),
        ("100700", &["壹拾万零柒佰元整"]),
        ("1010", &["壹仟零壹拾元整"]),
        ("1009", &["壹仟零玖元整"]),
        ("123456789012.34", &["壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分"]),
        ("900990099009.99", &["玖仟零玖亿玖仟零玖万玖仟零玖元玖角玖分"]),
        ("100000001110.00", &["壹仟亿零壹仟壹佰壹拾元整", "壹仟亿壹仟壹佰壹拾元整"]),
        ("100000000000.01", &["壹仟亿元零壹分"]),
        ("0.5", &["伍角", "零元伍角", "伍角整"]),
        ("0.05", &["伍分", "零元零伍分"]),
        ("0.55", &["伍角伍分", "零元伍角伍分"]),
        ("123.40", &["壹佰贰拾叁元肆角整", "壹佰贰拾叁元肆角"]),
        ("101.50", &["壹佰零壹元伍角整", "壹佰零壹元伍角"]),
        ("425.03", &["肆佰贰拾伍元零叁分"]),
        ("289546.52", &["贰拾捌万玖仟伍佰肆拾陆元伍角贰分"]),
        ("1000000000", &["壹拾亿元整"]),
        ("1200000", &["壹佰贰拾万元整", "壹佰贰拾萬圓整", " 壹佰贰拾万元整 "]),
        ("1680.32", &["壹仟陆佰捌拾元零叁角贰分", "壹仟陆佰捌拾元叁角贰分"]),
        (
            "107000.53",
            &[
                "壹拾万零柒仟元零伍角叁分",
                "壹拾万柒仟元零伍角叁分",
                "壹拾万零柒仟元伍角叁分",
                "壹拾万柒仟元伍角叁分",
            ],
        ),
        ("0", &["零元整", "零元"]),
        ("1000000000000", &["壹万亿元整"]),
        ("1200000000000", &["壹万贰仟亿元整"]),
        ("1002003", &["壹佰万零贰仟零叁元整", "壹佰万贰仟零叁元整"]),
        ("20", &["贰拾元整", "貳拾圓整", "贰拾元"]),
        ("336", &["叁佰叁拾陆元整", "參佰參拾陸圓整"]),
        ("0.10", &["壹角", "壹角正", "壹角整"]),
        ("1.01", &["壹元零壹分"]),
        (
            "9999999999999999.99",
            &["玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"],
        ),
    ];

    #[test]
    fn every_lawful_form_is_read() {
        for (amount, forms) in LAWFUL {
            for form in forms {
                assert_eq!(parse(form), Some(Decimal::from_str_exact(amount).unwrap()), "{form}");
            }
        }
    }

    #[test]
    fn unlawful_forms_are_refused() {
        for form in [
            "",
            "整",
            "元整",
            "零",
            "零元零",
            "壹佰",
            "壹佰万",
            "一百元整",
            "壹佰伍元整",
            "壹佰零元整",
            "壹佰零零伍元整",
            "壹佰零伍拾元整",
            "壹拾贰佰元整",
            "壹万万元整",
            "壹亿壹亿元整",
            "壹亿万元整",
            "万元整",
            "拾万元整",
            "壹贰元整",
            "壹仟壹仟元整",
            "伍分整",
            "伍分伍角",
            "零伍分",
            "壹元壹分",
            "壹元零伍角",
            "壹元角",
            "壹佰元整整",
            "壹佰元X",
            "壹佰元元",
            "壹佰毛",
            "廿元整",
            "壹仟元零零伍分",
            "美元壹佰元整",
            "约壹佰元整",
        ] {
            assert_eq!(parse(form), None, "{form}");
        }
    }

    #[test]
    fn what_is_written_is_a_lawful_form() {
        for (amount, forms) in LAWFUL {
            let amount = Decimal::from_str_exact(amount).unwrap();
            if let Some(written) = write(amount) {
                assert!(forms.contains(&written.as_str()), "{amount}: {written} is none of {forms:?}");
                assert_eq!(parse(&written), Some(amount));
            } else {
                assert!(amount >= Decimal::from(1_000_000_000_000_u64), "{amount}");
            }
        }
    }

    #[test]
    fn what_capitals_cannot_say_is_not_written() {
        for amount in ["0.001", "-1", "1000000000000"] {
            assert_eq!(write(Decimal::from_str_exact(amount).unwrap()), None, "{amount}");
        }
    }

    proptest! {
        #[test]
        fn written_capitals_are_read_back(fen in 1_u64..100_000_000_000_000) {
            let amount = Decimal::from_i128_with_scale(i128::from(fen), 2);
            let written = write(amount).unwrap();
            prop_assert_eq!(parse(&written), Some(amount));
            prop_assert_eq!(write(parse(&written).unwrap()), Some(written));
        }

        #[test]
        fn round_capitals_are_read_back(digits in 1_u64..1000, zeros in 0_u32..11) {
            let fen = digits * 10_u64.pow(zeros);
            let amount = Decimal::from_i128_with_scale(i128::from(fen), 2);
            prop_assert_eq!(parse(&write(amount).unwrap()), Some(amount));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*", near in "[零壹贰叁拾佰仟万亿元角分整]{0,24}") {
            let _ = (parse(&text), parse(&near));
        }
    }
}
