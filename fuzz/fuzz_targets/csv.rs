//! Text files: encodings and quoting of any kind.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhuanban::intake;
use zhuanban::settings::Limits;

fuzz_target!(|bytes: &[u8]| {
    // Containers are the target `workbook`'s.
    if !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xD0\xCF") {
        let _ = intake::read_bytes("a.csv", bytes.to_vec(), &Limits::default());
        let _ = intake::read_bytes("a.txt", bytes.to_vec(), &Limits::default());
    }
});
