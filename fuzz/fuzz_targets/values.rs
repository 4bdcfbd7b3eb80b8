//! Every parser of values: whatever a cell holds, it is read or refused; what was read is read the same when written plainly.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;
use zhuanban::values::amount;
use zhuanban::values::capitals;
use zhuanban::values::company;
use zhuanban::values::credit_code;
use zhuanban::values::currency::Currency;
use zhuanban::values::date;
use zhuanban::values::id_number;
use zhuanban::values::long_number;
use zhuanban::values::number;
use zhuanban::values::period::Period;
use zhuanban::values::person;
use zhuanban::values::text;
use zhuanban::values::unit::Unit;
use zhuanban::values::yes_no;

fuzz_target!(|bytes: &[u8]| {
    if let Some(eight) = bytes.first_chunk::<8>() {
        numbers(f64::from_le_bytes(*eight));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        texts(text);
    }
});

fn numbers(float: f64) {
    if let Ok(exact) = number::from_f64(float) {
        assert_eq!(number::parse(&exact.to_string()), Ok(Some(exact)));
    }
    let _ = long_number::from_f64(float);
    for is_1904 in [false, true] {
        let _ = date::from_number(float, is_1904);
        let _ = date::from_serial(float, is_1904);
    }
}

fn texts(written: &str) {
    if let Ok(Some(amount)) = amount::parse(written) {
        let plain = amount::parse(&amount.number.to_string());
        assert_eq!(plain.map(|again| again.map(|again| again.number)), Ok(Some(amount.number)));
    }
    if let Ok(Some(number)) = number::parse(written) {
        assert_eq!(number::parse(&number.to_string()), Ok(Some(number)));
    }
    if let Some(amount) = capitals::parse(written) {
        assert!(amount >= Decimal::ZERO || written.contains('负'));
    }
    for year in [None, Some(2021)] {
        if let Ok(Some(dates)) = date::parse(written, year) {
            assert!(dates.from <= dates.to);
        }
    }
    if let Some(period) = Period::parse(written) {
        assert!(period.window().from <= period.window().to);
        let _ = period.title();
        let _ = period.previous();
    }
    let folded = text::fold(written);
    assert_eq!(text::fold(&folded), folded);
    let _ = text::clean(written);
    let _ = text::is_blank(written);
    let _ = company::fold(written);
    let _ = credit_code::check(&credit_code::fold(written));
    let _ = Currency::parse(written);
    let _ = id_number::is_sound(&id_number::fold(written));
    let _ = id_number::mask(written);
    let _ = id_number::mask_in_text(written);
    let _ = long_number::fold(written);
    let _ = person::fold(written);
    let _ = person::split(written);
    let _ = Unit::parse(written);
    let _ = yes_no::parse(written);
}
