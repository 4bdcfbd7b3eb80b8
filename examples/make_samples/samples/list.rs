//! The list of planted flaws: for tests as CSV, for people as a table.

use std::collections::BTreeMap;

use super::Fault;
use super::flaws::Flaw;
use super::write::Spot;

/// One line per flaw: rule, period, as-of day, place (empty for a period), what.
pub(crate) fn csv(flaws: &[Flaw], spots: &BTreeMap<usize, Spot>) -> Result<Vec<u8>, Fault> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["rule", "period", "as_of", "file", "sheet", "cell", "what"])?;
    for (number, flaw) in sorted(flaws) {
        let spot = spots.get(&number).cloned().unwrap_or_default();
        let as_of = flaw.run.as_of.unwrap_or_default();
        out.write_record([flaw.rule, flaw.run.period, as_of, &spot.file, &spot.sheet, &spot.cell, flaw.what])?;
    }
    Ok(out.into_inner()?)
}

/// The README of the sample data.
pub(crate) fn readme(flaws: &[Flaw], spots: &BTreeMap<usize, Spot>) -> String {
    let mut text = String::from(HEAD);
    for (number, flaw) in sorted(flaws) {
        let run = match flaw.run.as_of {
            Some(day) => format!("`{}`, as of {day}", flaw.run.period),
            None => format!("`{}`", flaw.run.period),
        };
        let place = match spots.get(&number) {
            None => "整个期间".to_owned(),
            Some(spot) => {
                let parts = [&spot.file, &spot.sheet, &spot.cell].map(String::as_str);
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(" › ")
            }
        };
        text.push_str(&format!("| {} | {run} | {place} | {} |\n", flaw.rule, flaw.what));
    }
    text
}

const HEAD: &str = "# Sample data

Four squads and the office through the year 2021, as offices keep their sheets. Every person, firm, number and project is invented.

- `clean/`: no finding of severity error in any month, any quarter or the year.
- `flawed/`: the same year with a flaw planted for every rule. One squad (高效农业) is behind its targets, one (文化旅游) handed in
  nothing for September; each of the other flaws has its own row where that can be. Some bring other findings with them: a row set
  aside is missing elsewhere, a month not handed in has no logs.

Try `zhuanban check --period 2021-09 sample-data/flawed`. Both sets, this page and `flaws.csv` (the same list for the tests) are made by
`cargo run --example make_samples`, the same bytes each time; change the program, not the files.

| rule | told by the run | where | planted |
|---|---|---|---|
";

/// By rule, then in the order of planting.
fn sorted(flaws: &[Flaw]) -> Vec<(usize, &Flaw)> {
    let mut sorted: Vec<(usize, &Flaw)> = flaws.iter().enumerate().collect();
    sorted.sort_by_key(|(number, flaw)| (flaw.rule, *number));
    sorted
}
