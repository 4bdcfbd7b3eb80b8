//! Every figure of figures.json followed to its rows: they add up to it.

use std::path::Path;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::support;

/// One run of the program; its output, which must be JSON when asked for.
fn ran(arguments: &[&str]) -> String {
    let output = support::zhuanban().args(arguments).args(["--date", "2022-01-10"]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

fn sum(trace: &Value) -> Decimal {
    let rows = trace["rows"].as_array().unwrap().iter();
    rows.map(|row| row["adds"].as_str().unwrap().parse::<Decimal>().unwrap()).sum()
}

/// Figures that are quotients, and those that say how much is wrong: they have no rows of their own.
const WITHOUT_ROWS: [&str; 3] = ["cost_per_yi_signed", "used_share", "findings"];

/// What a figure should add up to; `None` when it has no value or no rows of its own.
fn expected(key: &str, value: &Value) -> Option<Decimal> {
    if WITHOUT_ROWS.contains(&key) {
        return None;
    }
    match value {
        Value::String(money) => money.parse().ok(),
        Value::Number(count) => count.to_string().parse().ok(),
        _ => None,
    }
}

/// All names of figures in a document, with what each should add up to.
fn names(document: &Value) -> Vec<(String, Decimal)> {
    let mut names = Vec::new();
    let mut scopes: Vec<(String, &Value)> = Vec::new();
    for squad in document["squads"].as_array().unwrap() {
        scopes.push((squad["squad"].as_str().unwrap().to_owned(), squad));
        for target in squad["targets"].as_array().unwrap() {
            if let Some(reached) = expected("", &target["reached"]) {
                names.push((
                    format!("{}.{}", squad["squad"].as_str().unwrap(), target["target"].as_str().unwrap()),
                    reached,
                ));
            }
        }
    }
    scopes.push(("合计".to_owned(), &document["total"]));
    for (scope, figures) in scopes {
        for window in ["period", "ytd"] {
            for (key, value) in figures[window].as_object().unwrap() {
                names.extend(expected(key, value).map(|value| (format!("{scope}.{key}.{window}"), value)));
                for (part, value) in value.as_object().into_iter().flatten().filter(|_| key == "spent_by_item") {
                    names.extend(expected(part, value).map(|value| (format!("{scope}.{key}.{part}.{window}"), value)));
                }
            }
            // Of all squads together, one head may lead two; each row has its figures in its own squad.
            for member in figures[window]["members"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|_| scope != "合计")
            {
                for key in ["workdays_out", "days_out", "log_days", "workdays", "firms_met"] {
                    let name = member["name"].as_str().unwrap();
                    names.extend(expected(key, &member[key]).map(|value| (format!("{scope}.{name}.{key}.{window}"), value)));
                }
            }
        }
    }
    for (key, value) in document["fund"].as_object().unwrap() {
        names.extend(expected(key, value).map(|value| (format!("经费.{key}"), value)));
        for (part, value) in value.as_object().into_iter().flatten() {
            names.extend(expected(part, value).map(|value| (format!("经费.{key}.{part}"), value)));
        }
    }
    names
}

/// Every figure of a report of a sample is the sum of its rows.
fn adds_up(set: &str, period: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(set);
    let folder = folder.to_str().unwrap();
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    let figures: Value = serde_json::from_str(&ran(&["report", period, folder, "--out", out, "--json"])).unwrap();
    let names = names(&figures);
    assert!(names.len() > 300, "{set} {period}: {}", names.len());
    // One run follows as many figures as are named.
    let mut arguments = vec!["trace"];
    let all = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、");
    arguments.extend([all.as_str(), period, folder, "--json"]);
    let traces: Value = serde_json::from_str(&ran(&arguments)).unwrap();
    let traces = traces["traces"].as_array().unwrap();
    assert_eq!(traces.len(), names.len());
    for ((name, value), trace) in names.iter().zip(traces) {
        // A budget that the regulation sets stands in no row.
        if trace["rows"].as_array().unwrap().is_empty() && !trace["remark"].is_null() {
            assert!(name == "经费.budget" || value.is_zero(), "{name}: {trace}");
            continue;
        }
        assert_eq!(sum(trace), *value, "{set} {period} {name}");
    }
}

#[test]
fn the_rows_of_every_figure_add_up_to_it_in_a_month() {
    adds_up("clean", "2021-09");
    adds_up("flawed", "2021-09");
}

#[test]
fn the_rows_of_every_figure_add_up_to_it_in_short_periods() {
    adds_up("flawed", "2021-W36");
    adds_up("flawed", "2021-09-H1");
}

#[test]
fn the_rows_of_every_figure_add_up_to_it_in_long_periods() {
    adds_up("flawed", "2021-Q3");
    adds_up("flawed", "2021");
}

#[test]
fn a_figure_is_told_with_its_cells_and_a_wrong_name_with_the_right_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/clean");
    let folder = folder.to_str().unwrap();
    let told = ran(&["trace", "文旅.signed_formal.ytd", "2021-09", folder]);
    assert!(told.starts_with("文化旅游.signed_formal.ytd ＝ "), "{told}");
    assert!(told.contains(" › ") && told.contains("合计"), "{told}");
    for (name, hint) in [
        ("文旅.signed", "signed_formal"),
        ("某专班.spent", "先进制造"),
        ("经费.spend", "spent"),
        ("文旅.spent_by_item.烟酒", "有："),
        ("文旅.某人.days_out", "名册中没有"),
        ("文旅.members", "姓名.workdays_out"),
        ("文旅", "如“文化旅游.signed_formal.ytd”"),
    ] {
        let output = support::zhuanban().args(["trace", name, "2021-09", folder]).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {error}");
        assert!(error.contains(hint) && !error.contains("、members"), "{name}: {error}");
    }
}
