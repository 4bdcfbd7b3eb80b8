//! Pages with tables.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhuanban::intake;
use zhuanban::settings::Limits;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        cells: 100_000,
        ..Limits::default()
    };
    let page = [b"<html><table>".as_slice(), bytes].concat();
    let _ = intake::read_bytes("a.xls", page, &limits);
});
