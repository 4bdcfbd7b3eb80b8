//! Writes the sample data: a whole year of four squads, once clean and once with planted flaws.
//!
//! ```text
//! cargo run --example make_samples [OUT]      OUT is sample-data by default
//! ```

mod samples;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("sample-data"), PathBuf::from);
    samples::write(&out)
}
