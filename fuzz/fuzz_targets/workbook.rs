//! Whole files of every kind: .xlsx, .xlsb, .xls, .ods, text, pages.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhuanban::intake;
use zhuanban::settings::Limits;

fuzz_target!(|bytes: &[u8]| {
    // Small limits: what is looked for is a wrong step, not a long way.
    let limits = Limits {
        inflated_bytes: 4 << 20,
        cells: 20_000,
        text_bytes: 4 << 20,
        ..Limits::default()
    };
    let _ = intake::read_bytes("a.xlsx", bytes.to_vec(), &limits);
});
