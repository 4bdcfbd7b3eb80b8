//! The machine-readable files of a report (spec 5): figures, findings and the account of the run.
//!
//! Keys stand in a fixed order, money is text in yuan with two places or more, shares are numbers with four places, 未报 is null.

mod account;
mod figures;
mod findings;
mod numbers;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use crate::account::Asked;
use crate::history::Before;
use crate::report::Outcome;
use crate::report::OutputFile;

use self::account::Account;
use self::figures::Figures;
use self::findings::Findings;
use self::findings::finding_list;

/// The program and its version, as receipts name it.
pub const PROGRAM: &str = concat!("zhuanban ", env!("CARGO_PKG_VERSION"));

/// Version of the names and meanings of all keys.
const SCHEMA: u32 = 1;

/// `数据/figures.json`.
pub fn figures(outcome: &Outcome<'_>) -> OutputFile {
    OutputFile::new("数据/figures.json", document(&Figures::new(outcome, None)))
}

/// `数据/findings.json`.
pub fn findings(outcome: &Outcome<'_>) -> OutputFile {
    OutputFile::new("数据/findings.json", document(&Findings::new(outcome)))
}

/// `数据/上次.json`: what the findings were compared with, so that the run can be done again.
pub fn before(outcome: &Outcome<'_>) -> OutputFile {
    let before = Before {
        now_doubtful: outcome.cycle.doubtful(outcome.before),
        ..outcome.before.clone()
    };
    OutputFile::new("数据/上次.json", document(&before))
}

/// `数据/account.json`: the receipt of the run, with the digests of `outputs` (every other file of the report).
pub fn account(outcome: &Outcome<'_>, asked: &Asked, outputs: &[OutputFile]) -> OutputFile {
    OutputFile::new("数据/account.json", document(&Account::new(outcome, asked, outputs)))
}

/// Figures and findings in one document, for standard output: the keys of `figures.json`, then `findings`.
pub fn all(outcome: &Outcome<'_>) -> Vec<u8> {
    document(&Figures::new(outcome, Some(finding_list(outcome))))
}

/// A whole file: indented by one space, ending with a line break.
fn document(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b" "));
    // Writing to memory cannot fail, and every key is text.
    let _ = value.serialize(&mut serializer);
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample::Sample;

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).unwrap()
    }

    fn value(bytes: &[u8]) -> Value {
        serde_json::from_slice(bytes).unwrap()
    }

    /// The keys of the first object at that indentation after a line, in the order written.
    fn keys_after<'t>(text: &'t str, line: &str) -> Vec<&'t str> {
        let mut lines = text.lines().skip_while(|candidate| candidate.trim() != line);
        let indent = |line: &str| line.len() - line.trim_start().len();
        let outer = indent(lines.next().unwrap());
        lines
            .take_while(|line| indent(line) > outer)
            .filter(|line| indent(line) == outer + 1)
            .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\":").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn figures_have_exactly_these_keys_in_this_order() {
        let sample = Sample::new();
        let file = figures(&sample.outcome());
        assert_eq!(file.path, "数据/figures.json");
        let text = text(&file.bytes);
        assert_eq!(
            keys_after(text, "{"),
            ["schema", "period", "from", "to", "as_of", "squads", "total", "fund"]
        );
        let window = [
            "signed_formal",
            "signed_recognised",
            "contracts_formal",
            "contracts_recognised",
            "received",
            "starts",
            "starts_industrial",
            "in_talks",
            "events",
            "firm_visits",
            "firm_visits_leading",
            "leader_trips",
            "squad_days_out",
            "members",
            "investors",
            "reserve",
            "talents",
            "investors_all",
            "reserve_all",
            "talents_all",
            "dispatches",
            "reports",
            "spent",
            "spent_by_item",
            "proposed",
            "cuts",
            "cost_per_yi_signed",
            "findings",
        ];
        assert_eq!(keys_after(text, "\"period\": {"), window);
        assert_eq!(keys_after(text, "\"ytd\": {"), window);
        assert_eq!(keys_after(text, "\"total\": {"), ["period", "ytd"]);
        assert_eq!(keys_after(text, "\"findings\": {"), ["error", "warning", "note"]);
        assert_eq!(keys_after(text, "\"spent_by_item\": {"), ["差旅费", "接待费"]);
        let squad = &value(&file.bytes)["squads"][0];
        assert_eq!(squad.as_object().unwrap().len(), 5);
        for (line, keys) in [
            (
                "\"members\": [",
                ["name", "role", "workdays_out", "days_out", "log_days", "workdays", "firms_met"].as_slice(),
            ),
            (
                "\"targets\": [",
                ["target", "name", "goal", "reached", "share", "pace", "behind", "met"].as_slice(),
            ),
        ] {
            let from = text.find(line).unwrap();
            assert_eq!(keys_after(&text[from..], "{"), keys);
        }
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn money_is_text_shares_are_numbers_and_what_was_not_reported_is_null() {
        let sample = Sample::new();
        let json = value(&figures(&sample.outcome()).bytes);
        let squad = &json["squads"][0];
        assert_eq!(squad["squad"], "先进制造");
        assert_eq!(squad["period"]["signed_recognised"], "80000000.50");
        assert_eq!(squad["period"]["contracts_formal"], 3);
        assert_eq!(squad["targets"][0]["goal"], "1000000000.00");
        assert_eq!(squad["targets"][0]["share"].to_string(), "0.4321");
        assert_eq!(squad["targets"][0]["pace"].to_string(), "0.7479");
        assert_eq!(squad["targets"][2]["goal"].to_string(), "2");
        assert_eq!(squad["verdict"], Value::Null);
        assert_eq!(json["fund"]["used_share"].to_string(), "0.615");
        assert_eq!(json["fund"]["carry_to_next"], Value::Null);
        let silent = &json["squads"][3];
        assert_eq!(silent["period"]["signed_formal"], Value::Null);
        assert_eq!(silent["period"]["members"], Value::Null);
        assert_eq!(silent["targets"][0]["reached"], Value::Null);
        assert_eq!(silent["targets"][0]["share"], Value::Null);
        assert_eq!(
            (&json["from"], &json["as_of"]),
            (&Value::from("2021-09-01"), &Value::from("2021-09-30"))
        );
    }

    #[test]
    fn findings_have_exactly_these_keys_and_hide_telephone_numbers() {
        let sample = Sample::new();
        let file = findings(&sample.outcome());
        assert_eq!(file.path, "数据/findings.json");
        assert_eq!(keys_after(text(&file.bytes), "{"), ["schema", "period", "findings"]);
        let from = text(&file.bytes).find("[").unwrap();
        assert_eq!(
            keys_after(&text(&file.bytes)[from..], "{"),
            [
                "id", "rule", "severity", "squad", "file", "sheet", "cell", "row", "value", "message", "remedy", "articles", "cut",
                "subject", "related", "status"
            ]
        );
        let json = value(&file.bytes);
        let first = &json["findings"][0];
        assert_eq!((&first["cell"], &first["row"]), (&Value::from("C17"), &Value::from(17)));
        assert_eq!(first["value"], "联系人138******78");
        assert_eq!(first["related"][0]["row"], 4);
        assert_eq!(first["related"][0]["cell"], Value::Null);
        assert_eq!(first["subject"]["contract"], "HT-2021-003");
        let general = &json["findings"][1];
        for key in ["file", "sheet", "cell", "row", "value"] {
            assert_eq!(general[key], Value::Null, "{key}");
        }
        assert_eq!(
            (&general["cut"], &general["severity"]),
            (&Value::from("420.50"), &Value::from("error"))
        );
    }

    #[test]
    fn the_account_lists_every_file_and_the_outputs_by_path() {
        let sample = Sample::new();
        let output = |path: &str| OutputFile {
            path: path.to_owned(),
            shown: Vec::new(),
            bytes: b"abc".to_vec(),
        };
        let file = account(&sample.outcome(), &Asked::default(), &[output("b.xlsx"), output("a.docx")]);
        assert_eq!(file.path, "数据/account.json");
        assert_eq!(
            keys_after(text(&file.bytes), "{"),
            ["schema", "period", "program", "policy", "run", "counts", "files", "outputs"]
        );
        let json = value(&file.bytes);
        assert_eq!(json["program"], format!("zhuanban {}", env!("CARGO_PKG_VERSION")));
        assert_eq!(json["files"][1]["status"], "failed");
        assert_eq!(json["files"][1]["reason"], "文件有密码");
        let table = &json["files"][0]["tables"][1];
        assert_eq!((&table["rows"], &table["kind"]), (&Value::from(120), &Value::from("contract")));
        assert_eq!(table["money"]["found"], "300.125");
        assert_eq!(json["files"][0]["tables"][0]["money"], Value::Null);
        assert_eq!(json["outputs"][0]["path"], "a.docx");
        assert_eq!(
            json["outputs"][0]["sha256"],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn everything_in_one_document_is_the_figures_with_the_findings() {
        let sample = Sample::new();
        let outcome = sample.outcome();
        let whole = value(&all(&outcome));
        let mut expected = value(&figures(&outcome).bytes);
        expected["findings"] = value(&findings(&outcome).bytes)["findings"].clone();
        assert_eq!(whole, expected);
        assert_eq!(all(&outcome), all(&outcome));
    }
}
