//! The machine-readable files of a report (spec 5): figures, findings and the account of the run.
//!
//! Keys stand in a fixed order, money is text in yuan with two places or more, shares are numbers with four places, 未报 is null.

use rust_decimal::Decimal;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;
use serde_json::ser::PrettyFormatter;
use sha2::Digest;
use sha2::Sha256;

use crate::account::Asked;
use crate::account::FileAccount;
use crate::account::FileStatus;
use crate::account::TableAccount;
use crate::account::Tally;
use crate::account::Used;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::MemberFigures;
use crate::figures::Verdict;
use crate::figures::WindowFigures;
use crate::finding;
use crate::finding::Severity;
use crate::history::Before;
use crate::place::Place;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::standing::TargetStanding;
use crate::values::id_number::mask_in_text;

/// The program and its version, as receipts name it.
pub const PROGRAM: &str = concat!("zhuanban ", env!("CARGO_PKG_VERSION"));

/// Version of the names and meanings of all keys.
const SCHEMA: u32 = 1;

/// The key of `figures` that `members` follows (spec 3.1).
const BEFORE_MEMBERS: &str = "squad_days_out";

/// `数据/figures.json`.
pub fn figures(outcome: &Outcome<'_>) -> OutputFile {
    OutputFile {
        path: "数据/figures.json".to_owned(),
        shown: Vec::new(),
        bytes: document(&Figures::new(outcome, None)),
    }
}

/// `数据/findings.json`.
pub fn findings(outcome: &Outcome<'_>) -> OutputFile {
    OutputFile {
        path: "数据/findings.json".to_owned(),
        shown: Vec::new(),
        bytes: document(&Findings {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            findings: finding_list(outcome),
        }),
    }
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
    let mut outputs: Vec<Output<'_>> = outputs
        .iter()
        .map(|file| Output {
            path: &file.path,
            sha256: sha256(&file.bytes),
        })
        .collect();
    outputs.sort_by(|a, b| a.path.cmp(b.path));
    OutputFile {
        path: "数据/account.json".to_owned(),
        shown: Vec::new(),
        bytes: document(&Account {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            program: PROGRAM,
            policy: Policy {
                name: &outcome.policy.name,
                sha256: &outcome.policy.sha256,
            },
            run: Run::new(outcome, asked),
            counts: Counts::new(outcome),
            files: outcome.account.files.iter().map(File::new).collect(),
            outputs,
        }),
    }
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

#[derive(Serialize)]
struct Figures<'a> {
    schema: u32,
    period: String,
    from: String,
    to: String,
    as_of: String,
    squads: Vec<Squad<'a>>,
    total: Total<'a>,
    fund: FigureMap<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Finding<'a>>>,
}

impl<'a> Figures<'a> {
    fn new(outcome: &Outcome<'a>, findings: Option<Vec<Finding<'a>>>) -> Figures<'a> {
        let window = outcome.period.window();
        let squads = outcome.figures.squads.iter().map(|squad| Squad {
            squad: &outcome.records.city.squad(squad.squad).name,
            period: WindowMap(&squad.period),
            ytd: WindowMap(&squad.ytd),
            targets: squad.targets.iter().map(Target::new).collect(),
            verdict: squad.verdict.map(|verdict| match verdict {
                Verdict::Reached => "完成",
                Verdict::Missed => "未完成",
            }),
        });
        Figures {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            from: window.from.to_string(),
            to: window.to.to_string(),
            as_of: outcome.as_of.to_string(),
            squads: squads.collect(),
            total: Total {
                period: WindowMap(&outcome.figures.total_period),
                ytd: WindowMap(&outcome.figures.total_ytd),
            },
            fund: FigureMap(&outcome.figures.fund),
            findings,
        }
    }
}

#[derive(Serialize)]
struct Squad<'a> {
    squad: &'a str,
    period: WindowMap<'a>,
    ytd: WindowMap<'a>,
    targets: Vec<Target<'a>>,
    verdict: Option<&'static str>,
}

#[derive(Serialize)]
struct Total<'a> {
    period: WindowMap<'a>,
    ytd: WindowMap<'a>,
}

/// The figures of a window by key, with `members` in their place among them.
struct WindowMap<'a>(&'a WindowFigures);

impl Serialize for WindowMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let WindowFigures { figures, members, .. } = self.0;
        let members = members
            .as_ref()
            .map(|members| members.iter().map(Member::new).collect::<Vec<Member<'_>>>());
        let after = figures
            .iter()
            .position(|figure| figure.key == BEFORE_MEMBERS)
            .map_or(figures.len(), |position| position + 1);
        let (before, behind) = figures.split_at(after);
        let mut map = serializer.serialize_map(None)?;
        for figure in before {
            map.serialize_entry(figure.key, &ValueOf(&figure.value))?;
        }
        map.serialize_entry("members", &members)?;
        for figure in behind {
            map.serialize_entry(figure.key, &ValueOf(&figure.value))?;
        }
        map.end()
    }
}

/// Figures by key.
struct FigureMap<'a>(&'a [Figure]);

impl Serialize for FigureMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|figure| (figure.key, ValueOf(&figure.value))))
    }
}

struct ValueOf<'a>(&'a FigureValue);

impl Serialize for ValueOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            FigureValue::NotReported | FigureValue::None => serializer.serialize_none(),
            FigureValue::Money(sum) => Yuan(*sum).serialize(serializer),
            FigureValue::Count(count) => count.serialize(serializer),
            FigureValue::Share(share) => Number(*share).serialize(serializer),
            FigureValue::Sums(sums) => serializer.collect_map(sums.iter().map(|(name, sum)| (name, Yuan(*sum)))),
            FigureValue::Counts(counts) => serializer.collect_map(counts.iter().map(|(name, count)| (name, count))),
        }
    }
}

#[derive(Serialize)]
struct Member<'a> {
    name: String,
    role: &'a str,
    workdays_out: Option<u64>,
    days_out: Option<u64>,
    log_days: Option<u64>,
    workdays: u64,
    firms_met: Option<u64>,
}

impl<'a> Member<'a> {
    fn new(member: &'a MemberFigures) -> Member<'a> {
        Member {
            name: mask_in_text(&member.name.shown),
            role: member.role.name(),
            workdays_out: member.workdays_out,
            days_out: member.days_out,
            log_days: member.log_days,
            workdays: member.workdays,
            firms_met: member.firms_met,
        }
    }
}

#[derive(Serialize)]
struct Target<'a> {
    target: &'a str,
    name: &'a str,
    goal: Quantity,
    reached: Option<Quantity>,
    share: Option<Number>,
    pace: Number,
    behind: Option<bool>,
    met: Option<bool>,
}

impl<'a> Target<'a> {
    fn new(target: &'a TargetStanding) -> Target<'a> {
        let quantity = |value| {
            if target.money {
                Quantity::Money(Yuan(value))
            } else {
                Quantity::Count(Number(value))
            }
        };
        Target {
            target: target.target,
            name: target.name,
            goal: quantity(target.goal),
            reached: target.reached.map(quantity),
            share: target.share.map(Number),
            pace: Number(target.pace),
            behind: target.behind,
            met: target.met,
        }
    }
}

/// Money or a count.
#[derive(Serialize)]
#[serde(untagged)]
enum Quantity {
    Money(Yuan),
    Count(Number),
}

/// Yuan with two places, or as many more as the sum has: `"120000000.00"`.
struct Yuan(Decimal);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sum = self.0.normalize();
        let places = usize::try_from(sum.scale()).unwrap_or(2).max(2);
        serializer.collect_str(&format_args!("{sum:.places$}"))
    }
}

/// A share or a count as a number.
struct Number(Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match u64::try_from(self.0) {
            Ok(whole) if self.0.scale() == 0 => whole.serialize(serializer),
            // Four places: the shortest form that reads back to the same binary number is the decimal itself.
            _ => self.0.to_string().parse::<f64>().ok().serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct Findings<'a> {
    schema: u32,
    period: String,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    rule: &'a str,
    severity: &'a str,
    squad: Option<&'a str>,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    row: Option<u32>,
    value: Option<String>,
    message: String,
    remedy: String,
    articles: &'a [&'a str],
    cut: Option<Yuan>,
    subject: SubjectMap<'a>,
    related: Vec<Related<'a>>,
    status: &'static str,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    row: Option<u32>,
}

fn finding_list<'a>(outcome: &Outcome<'a>) -> Vec<Finding<'a>> {
    let findings = outcome.judgement.findings.iter().map(|finding| {
        let place = finding.place.as_ref().map(Related::new);
        let (file, sheet, cell, row) = match place {
            Some(place) => (Some(place.file), place.sheet, place.cell, place.row),
            None => (None, None, None, None),
        };
        Finding {
            id: &finding.id,
            rule: finding.rule.code,
            severity: finding.severity.key(),
            squad: finding.squad.map(|squad| &*outcome.records.city.squad(squad).name),
            file,
            sheet,
            cell,
            row,
            value: finding.value.as_deref().map(mask_in_text),
            message: mask_in_text(&finding.message),
            remedy: mask_in_text(&finding.remedy),
            articles: finding.rule.articles,
            cut: finding.cut.map(Yuan),
            subject: SubjectMap(&finding.subject),
            related: finding.related.iter().map(Related::new).collect(),
            status: match outcome.cycle.runs.get(&finding.id) {
                _ if outcome.reply(finding).is_some() => "replied",
                Some(1) | None => "new",
                Some(_) => "open",
            },
        }
    });
    findings.collect()
}

impl<'a> Related<'a> {
    fn new(place: &'a Place) -> Related<'a> {
        Related {
            file: &place.source.file,
            sheet: Some(&*place.source.sheet).filter(|sheet| !sheet.is_empty()),
            cell: place.a1(),
            row: Some(place.row).filter(|row| *row > 0),
        }
    }
}

/// A subject's values may be what somebody typed into a name's cell.
struct SubjectMap<'a>(&'a finding::Subject);

impl Serialize for SubjectMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, mask_in_text(value))))
    }
}

#[derive(Serialize)]
struct Account<'a> {
    schema: u32,
    period: String,
    program: &'static str,
    policy: Policy<'a>,
    run: Run<'a>,
    counts: Counts,
    files: Vec<File<'a>>,
    outputs: Vec<Output<'a>>,
}

#[derive(Serialize)]
struct Policy<'a> {
    name: &'a str,
    sha256: &'a str,
}

/// What was asked, so that `zhuanban verify` can ask it again.
#[derive(Serialize)]
struct Run<'a> {
    task: &'a str,
    date: String,
    as_of: String,
    workspace: Option<&'a str>,
    inbox: Option<&'a str>,
    settings: Option<UsedFile<'a>>,
    policy_file: Option<UsedFile<'a>>,
    templates: Vec<UsedFile<'a>>,
}

#[derive(Serialize)]
struct UsedFile<'a> {
    path: Option<&'a str>,
    sha256: &'a str,
}

impl<'a> UsedFile<'a> {
    fn new(used: &'a Used) -> UsedFile<'a> {
        UsedFile {
            path: used.path.as_deref(),
            sha256: &used.sha256,
        }
    }
}

impl<'a> Run<'a> {
    fn new(outcome: &Outcome<'_>, asked: &'a Asked) -> Run<'a> {
        Run {
            task: asked.task,
            date: outcome.today.to_string(),
            as_of: outcome.as_of.to_string(),
            workspace: asked.workspace.as_deref(),
            inbox: asked.inbox.as_deref(),
            settings: asked.settings.as_ref().map(UsedFile::new),
            policy_file: asked.policy.as_ref().map(UsedFile::new),
            templates: asked.templates.iter().map(UsedFile::new).collect(),
        }
    }
}

/// How much there was of everything.
#[derive(Serialize)]
struct Counts {
    files: FileCounts,
    rows: RowCounts,
    findings: FindingCounts,
}

#[derive(Serialize)]
struct FileCounts {
    found: usize,
    read: usize,
    skipped: usize,
    failed: usize,
}

#[derive(Serialize)]
struct RowCounts {
    found: u64,
    used: u64,
    duplicate: u64,
    set_aside: u64,
}

#[derive(Serialize)]
struct FindingCounts {
    error: usize,
    warning: usize,
    note: usize,
}

impl Counts {
    fn new(outcome: &Outcome<'_>) -> Counts {
        let files = &outcome.account.files;
        let with = |status| files.iter().filter(|file| file.status == status).count();
        let rows = |of: fn(&Tally<u64>) -> u64| files.iter().flat_map(|file| &file.tables).map(|table| of(&table.rows)).sum();
        let findings = |severity| {
            outcome
                .judgement
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Counts {
            files: FileCounts {
                found: files.len(),
                read: with(FileStatus::Read),
                skipped: with(FileStatus::Skipped),
                failed: with(FileStatus::Failed),
            },
            rows: RowCounts {
                found: rows(|rows| rows.found),
                used: rows(|rows| rows.used),
                duplicate: rows(|rows| rows.duplicate),
                set_aside: rows(|rows| rows.set_aside),
            },
            findings: FindingCounts {
                error: findings(Severity::Error),
                warning: findings(Severity::Warning),
                note: findings(Severity::Note),
            },
        }
    }
}

#[derive(Serialize)]
struct Output<'a> {
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    sha256: &'a str,
    bytes: u64,
    status: &'static str,
    reason: Option<&'a str>,
    tables: Vec<Table<'a>>,
}

impl<'a> File<'a> {
    fn new(file: &'a FileAccount) -> File<'a> {
        File {
            path: &file.path,
            sha256: &file.sha256,
            bytes: file.bytes,
            status: match file.status {
                FileStatus::Read => "read",
                FileStatus::Skipped => "skipped",
                FileStatus::Failed => "failed",
            },
            reason: file.reason.as_deref(),
            tables: file.tables.iter().map(Table::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct Table<'a> {
    sheet: &'a str,
    kind: &'static str,
    header_row: u32,
    rows: u64,
    used: u64,
    duplicate: u64,
    set_aside: u64,
    money: Option<MoneyTally>,
}

#[derive(Serialize)]
struct MoneyTally {
    found: Yuan,
    used: Yuan,
    duplicate: Yuan,
    set_aside: Yuan,
}

impl<'a> Table<'a> {
    fn new(table: &'a TableAccount) -> Table<'a> {
        Table {
            sheet: &table.sheet,
            kind: table.kind.key(),
            header_row: table.header_row,
            rows: table.rows.found,
            used: table.rows.used,
            duplicate: table.rows.duplicate,
            set_aside: table.rows.set_aside,
            money: table.money.map(
                |Tally {
                     found,
                     used,
                     duplicate,
                     set_aside,
                 }| MoneyTally {
                    found: Yuan(found),
                    used: Yuan(used),
                    duplicate: Yuan(duplicate),
                    set_aside: Yuan(set_aside),
                },
            ),
        }
    }
}

/// SHA-256 as lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
    fn yuan_has_two_places_and_more_only_where_the_sum_has_more() {
        for (sum, written) in [
            ("120000000", "\"120000000.00\""),
            ("0", "\"0.00\""),
            ("-420.5", "\"-420.50\""),
            ("1.2300", "\"1.23\""),
            ("0.125", "\"0.125\""),
            ("79228162514264337593543950335", "\"79228162514264337593543950335.00\""),
        ] {
            assert_eq!(serde_json::to_string(&Yuan(sum.parse().unwrap())).unwrap(), written);
        }
        for (share, written) in [("0.4321", "0.4321"), ("2", "2"), ("12.3000", "12.3"), ("1.0000", "1.0")] {
            assert_eq!(serde_json::to_string(&Number(share.parse().unwrap())).unwrap(), written);
        }
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
