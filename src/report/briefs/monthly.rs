//! The monthly report to the vice-mayor in charge (方案 四(一), 考核办法 三): what 月报.gw.j2 is filled with.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::account::FileStatus;
use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;
use crate::standing::TargetStanding;
use crate::values::id_number::mask_in_text;

use super::sayings;
use super::sayings::Sayings;
use super::template;
use super::words;
use super::words::PeriodWords;
use super::words::Told;

const TEMPLATE: &str = "月报.gw.j2";

/// The rules on the monthly duties, whose findings a squad's paragraph names.
const DUTIES: [&str; 3] = ["L001", "L002", "L009"];

/// The report as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let context = Brief::new(outcome);
    let blocks = template::render(TEMPLATE, &context)?;
    super::files(outcome, &context.title, &blocks)
}

/// All that the template may say. Every number is written out.
#[derive(Debug, Serialize)]
struct Brief {
    title: String,
    period: String,
    words: PeriodWords,
    /// 2021年1月至9月, for what was reached in the year to date.
    year: i32,
    as_of: String,
    as_of_short: String,
    today: String,
    office: String,
    squad_count: String,
    total: Deals,
    changes: Vec<Change>,
    total_ytd: Deals,
    pace: Option<String>,
    not_reported: Vec<NotReported>,
    progress: Progress,
    targets: Vec<SquadTargets>,
    other_basis: Vec<OtherBasis>,
    signed_by_recognition: bool,
    squads: Vec<Squad>,
    findings: Findings,
    fund: Fund,
    files: FileCounts,
    enclosures: Vec<String>,
}

/// What was signed, received, started … in a window.
#[derive(Debug, Serialize)]
struct Deals {
    contracts: Told,
    signed: Told,
    contracts_recognised: Told,
    recognised: Told,
    received: Told,
    starts: Told,
    starts_industrial: Told,
    in_talks: Told,
    events: Told,
    visits: Told,
    visits_leading: Told,
    trips: Told,
    days_out: Told,
    spent: Told,
    proposed: Told,
    cuts: Told,
}

impl Deals {
    fn new(figures: &WindowFigures) -> Deals {
        let told = |key, unit| words::told(figures.get(key), unit);
        Deals {
            contracts: told("contracts_formal", "份"),
            signed: told("signed_formal", ""),
            contracts_recognised: told("contracts_recognised", "份"),
            recognised: told("signed_recognised", ""),
            received: told("received", ""),
            starts: told("starts", "个"),
            starts_industrial: told("starts_industrial", "个"),
            in_talks: told("in_talks", "个"),
            events: told("events", "次"),
            visits: told("firm_visits", "批"),
            visits_leading: told("firm_visits_leading", "批"),
            trips: told("leader_trips", "次"),
            days_out: told("squad_days_out", "个工作日"),
            spent: told("spent", ""),
            proposed: told("proposed", ""),
            cuts: told("cuts", ""),
        }
    }
}

/// A change on the period before.
#[derive(Debug, Serialize)]
struct Change {
    name: &'static str,
    text: String,
}

fn changes(now: &WindowFigures, before: &WindowFigures) -> Vec<Change> {
    let kinds = [
        ("signed_formal", "签约金额", ""),
        ("received", "到位资金", ""),
        ("starts", "开工项目", "个"),
        ("in_talks", "在谈项目", "个"),
    ];
    kinds
        .into_iter()
        .filter_map(|(key, name, unit)| {
            let text = words::change(now.get(key), before.get(key), unit)?;
            Some(Change { name, text })
        })
        .collect()
}

/// The tables that a squad did not hand in.
#[derive(Debug, Serialize)]
struct NotReported {
    squad: String,
    tables: Vec<&'static str>,
}

fn not_reported(outcome: &Outcome<'_>) -> Vec<NotReported> {
    let tables = [
        ("signed_formal", Kind::Contract),
        ("received", Kind::Receipt),
        ("in_talks", Kind::Project),
        ("squad_days_out", Kind::Log),
        ("spent", Kind::Expense),
    ];
    let squads = outcome.figures.squads.iter().filter_map(|squad| {
        let is_missing = |key| matches!(squad.ytd.get(key), Some(figure) if figure.value == FigureValue::NotReported);
        let missing = tables.into_iter().filter(|(key, _)| is_missing(key));
        let tables: Vec<&str> = missing.map(|(_, kind)| kind.name()).collect();
        (!tables.is_empty()).then(|| NotReported {
            squad: squad_name(outcome, squad.squad),
            tables,
        })
    });
    squads.collect()
}

/// How many targets of all squads are in which state, and which ones are behind.
#[derive(Debug, Default, Serialize)]
struct Progress {
    count: usize,
    met: usize,
    on_pace: usize,
    behind: usize,
    unknown: usize,
    /// By target, the squads behind.
    late: Vec<Late>,
    year_is_over: bool,
}

#[derive(Debug, Serialize)]
struct Late {
    target: &'static str,
    squads: Vec<String>,
}

/// What is said of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Met,
    OnPace,
    Behind,
    Missed,
    Unknown,
}

impl State {
    fn of(target: &TargetStanding) -> State {
        match (target.met, target.behind) {
            (Some(true), _) => State::Met,
            (Some(false), _) if target.pace >= Decimal::ONE => State::Missed,
            (Some(false), Some(true)) => State::Behind,
            (Some(false), Some(false)) => State::OnPace,
            (None, _) | (Some(false), None) => State::Unknown,
        }
    }

    fn name(self) -> &'static str {
        match self {
            State::Met => "已完成",
            State::OnPace => "达到进度",
            State::Behind => "落后",
            State::Missed => "未完成",
            State::Unknown => words::NOT_REPORTED,
        }
    }

    fn is_late(self) -> bool {
        matches!(self, State::Behind | State::Missed)
    }
}

fn progress(outcome: &Outcome<'_>) -> Progress {
    let mut progress = Progress::default();
    let mut late: BTreeMap<&'static str, Late> = BTreeMap::new();
    for squad in &outcome.figures.squads {
        for target in &squad.targets {
            let state = State::of(target);
            progress.count += 1;
            match state {
                State::Met => progress.met += 1,
                State::OnPace => progress.on_pace += 1,
                State::Behind | State::Missed => progress.behind += 1,
                State::Unknown => progress.unknown += 1,
            }
            progress.year_is_over |= target.pace >= Decimal::ONE;
            if state.is_late() {
                let entry = late.entry(target.target).or_insert_with(|| Late {
                    target: target.name,
                    squads: Vec::new(),
                });
                entry.squads.push(squad_name(outcome, squad.squad));
            }
        }
    }
    progress.late = late.into_values().collect();
    progress
}

/// The targets of a squad as rows of a table.
#[derive(Debug, Serialize)]
struct SquadTargets {
    squad: String,
    rows: Vec<Target>,
}

#[derive(Debug, Serialize)]
struct Target {
    name: &'static str,
    unit: &'static str,
    goal: String,
    reached: String,
    share: String,
    pace: String,
    state: &'static str,
    is_late: bool,
    gap: Option<String>,
}

/// 专题招商活动 are held, the others are things.
fn unit(target: &TargetStanding) -> &'static str {
    match (target.money, target.target) {
        (true, _) => "万元",
        (false, "T006") => "次",
        (false, _) => "个",
    }
}

fn target(target: &TargetStanding) -> Target {
    let quantity = |value: Decimal| {
        if target.money {
            words::wan(value)
        } else {
            value.normalize().to_string()
        }
    };
    let unknown = || words::NOT_REPORTED.to_owned();
    let state = State::of(target);
    Target {
        name: target.name,
        unit: unit(target),
        goal: quantity(target.goal),
        reached: target.reached.map_or_else(unknown, quantity),
        share: target.share.map_or_else(unknown, words::percent),
        pace: words::percent(target.pace),
        state: state.name(),
        is_late: state.is_late(),
        gap: target
            .share
            .filter(|_| state == State::Behind && target.money)
            .map(|share| words::points(share, target.pace)),
    }
}

/// What a squad signed by the basis that its target is not measured by, where the two differ.
#[derive(Debug, Serialize)]
struct OtherBasis {
    squad: String,
    sum: String,
}

fn other_basis(outcome: &Outcome<'_>) -> Vec<OtherBasis> {
    let targets = outcome.figures.squads.iter().flat_map(|squad| &squad.targets);
    targets
        .filter(|target| target.other_basis != target.reached)
        .filter_map(|target| {
            Some(OtherBasis {
                squad: squad_name(outcome, target.squad),
                sum: words::wan_yuan(target.other_basis?),
            })
        })
        .collect()
}

/// One squad's paragraphs.
#[derive(Debug, Serialize)]
struct Squad {
    numeral: String,
    name: String,
    now: Deals,
    changes: Vec<Change>,
    ytd: Deals,
    targets: Vec<Target>,
    has_log: bool,
    members: Option<Vec<Member>>,
    /// Duties that were not kept, each with the people concerned.
    duties: Vec<Duty>,
    progress: Sayings,
    problems: Sayings,
    requests: Sayings,
    plans: Sayings,
    /// The row of the spending table.
    spending: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Member {
    name: String,
    /// 组长, 副组长; nothing for the others.
    role: Option<&'static str>,
    workdays_out: String,
}

#[derive(Debug, Serialize)]
struct Duty {
    name: &'static str,
    people: Vec<String>,
}

impl Squad {
    fn new(outcome: &Outcome<'_>, position: usize, squad: &SquadFigures) -> Squad {
        let (records, window) = (outcome.records, outcome.window());
        let members = squad.period.members.as_ref().map(|members| {
            let members = members.iter().map(|member| Member {
                name: mask_in_text(&member.name.shown),
                role: (member.role != Role::Dedicated).then(|| member.role.name()),
                workdays_out: member
                    .workdays_out
                    .map_or_else(|| words::NOT_REPORTED.to_owned(), |days| format!("{days}个")),
            });
            members.collect()
        });
        Squad {
            numeral: words::numeral(position + 1),
            name: squad_name(outcome, squad.squad),
            now: Deals::new(&squad.period),
            changes: changes(&squad.period, &squad.previous),
            ytd: Deals::new(&squad.ytd),
            targets: squad.targets.iter().map(target).collect(),
            has_log: words::told(squad.period.get("squad_days_out"), "").known,
            members,
            duties: duties(outcome, squad.squad),
            progress: sayings::progress(records, squad.squad, window),
            problems: sayings::problems(records, squad.squad, window),
            requests: sayings::requests(records, squad.squad, window),
            plans: sayings::plans(records, squad.squad, window),
            spending: spending(&squad.period, &squad.ytd),
        }
    }
}

/// The duties of which there is a finding in the period, in rule order.
fn duties(outcome: &Outcome<'_>, squad: SquadId) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    let findings = outcome.judgement.findings.iter();
    let of_squad = findings.filter(|finding| finding.squad == Some(squad) && DUTIES.contains(&finding.rule.code));
    for finding in of_squad {
        let person = finding.subject.get("person").map(|person| mask_in_text(person));
        match duties.iter_mut().find(|duty| duty.name == finding.rule.name) {
            Some(duty) => duty.people.extend(person.filter(|person| !duty.people.contains(person))),
            None => duties.push(Duty {
                name: finding.rule.name,
                people: person.into_iter().collect(),
            }),
        }
    }
    duties
}

/// What the checks found, and what they could not judge.
#[derive(Debug, Serialize)]
struct Findings {
    count: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Errors by rule.
    error_rules: Vec<RuleCount>,
    /// Warnings by rule.
    warning_rules: Vec<RuleCount>,
    /// Sound rows that do not count, by rule.
    not_counted: Vec<RuleCount>,
    not_counted_rows: usize,
    set_aside: Vec<SetAside>,
    set_aside_rows: usize,
    unjudged: Vec<Unjudged>,
    failed: Vec<FailedFile>,
    changed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RuleCount {
    name: &'static str,
    squads: Vec<String>,
    count: usize,
    remedy: &'static str,
}

#[derive(Debug, Serialize)]
struct SetAside {
    table: &'static str,
    rows: usize,
    money: Option<String>,
}

#[derive(Debug, Serialize)]
struct Unjudged {
    squad: Option<String>,
    reason: String,
    rules: usize,
}

#[derive(Debug, Serialize)]
struct FailedFile {
    path: String,
    reason: String,
}

impl Findings {
    fn new(outcome: &Outcome<'_>) -> Findings {
        let findings = &outcome.judgement.findings;
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let not_counted = by_rule(outcome, |finding| finding.rule.effect == Effect::NotCounted);
        let set_aside = &outcome.records.tables.set_aside;
        Findings {
            count: findings.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            error_rules: by_rule(outcome, |finding| finding.severity == Severity::Error),
            warning_rules: by_rule(outcome, |finding| finding.severity == Severity::Warning),
            not_counted_rows: not_counted.iter().map(|rule| rule.count).sum(),
            not_counted,
            set_aside: Kind::ALL
                .into_iter()
                .filter_map(|kind| {
                    let rows: Vec<Option<Decimal>> = set_aside.iter().filter(|row| row.kind == kind).map(|row| row.money).collect();
                    let known: Vec<Decimal> = rows.iter().copied().flatten().collect();
                    let sum = known.iter().try_fold(Decimal::ZERO, |sum, money| sum.checked_add(*money));
                    (!rows.is_empty()).then(|| SetAside {
                        table: kind.name(),
                        rows: rows.len(),
                        money: sum.filter(|_| !known.is_empty()).map(words::wan_yuan),
                    })
                })
                .collect(),
            set_aside_rows: set_aside.len(),
            unjudged: unjudged(outcome),
            failed: failed_files(outcome),
            changed: outcome.judgement.changed.clone(),
        }
    }
}

/// Findings by rule in report order, with the squads concerned.
fn by_rule(outcome: &Outcome<'_>, pick: impl Fn(&Finding) -> bool) -> Vec<RuleCount> {
    let mut rules: Vec<(RuleCount, &str, BTreeSet<SquadId>)> = Vec::new();
    for finding in outcome.judgement.findings.iter().filter(|finding| pick(finding)) {
        let position = rules.iter().position(|(_, code, _)| *code == finding.rule.code);
        let position = position.unwrap_or_else(|| {
            let rule = RuleCount {
                name: finding.rule.name,
                squads: Vec::new(),
                count: 0,
                remedy: finding.rule.remedy,
            };
            rules.push((rule, finding.rule.code, BTreeSet::new()));
            rules.len() - 1
        });
        if let Some((rule, _, squads)) = rules.get_mut(position) {
            rule.count += 1;
            squads.extend(finding.squad);
        }
    }
    let with_names = rules.into_iter().map(|(mut rule, _, squads)| {
        rule.squads = squads.into_iter().map(|squad| squad_name(outcome, squad)).collect();
        rule
    });
    with_names.collect()
}

/// By squad and reason, the number of rules that could not be judged.
fn unjudged(outcome: &Outcome<'_>) -> Vec<Unjudged> {
    let mut rules: BTreeMap<(Option<SquadId>, &str), BTreeSet<&str>> = BTreeMap::new();
    for item in &outcome.judgement.unjudged {
        rules.entry((item.squad, &item.reason)).or_default().insert(item.rule);
    }
    let items = rules.into_iter().map(|((squad, reason), rules)| Unjudged {
        squad: squad.map(|squad| squad_name(outcome, squad)),
        reason: mask_in_text(reason),
        rules: rules.len(),
    });
    items.collect()
}

fn failed_files(outcome: &Outcome<'_>) -> Vec<FailedFile> {
    let files = outcome.account.files.iter().filter(|file| file.status == FileStatus::Failed);
    files
        .map(|file| FailedFile {
            path: mask_in_text(&file.path),
            reason: file.reason.clone().unwrap_or_else(|| "原因不明".to_owned()),
        })
        .collect()
}

/// The fund of the year to date.
#[derive(Debug, Serialize)]
struct Fund {
    budget: Told,
    carry_over: Told,
    spent: Told,
    proposed: Told,
    cuts: Option<String>,
    committed: Told,
    balance: Told,
    used_share: Told,
    tracks: Vec<Track>,
    /// Items of the squads' spending: name, in the period, in the year to date.
    items: Vec<Vec<String>>,
    /// The last row of the squads' table.
    total: Vec<String>,
    /// Whether rounded parts do not add up to the rounded whole somewhere.
    is_rounded: bool,
}

#[derive(Debug, Serialize)]
struct Track {
    name: &'static str,
    sum: String,
}

impl Fund {
    fn new(outcome: &Outcome<'_>) -> Fund {
        let figures = outcome.figures;
        let told = |key| words::told(figures.fund(key), "");
        let money = |key| match figures.fund(key).map(|figure| &figure.value) {
            Some(FigureValue::Money(sum)) => Some(*sum),
            _ => None,
        };
        let cuts = match (money("spent"), money("proposed")) {
            (Some(spent), Some(proposed)) => spent.checked_sub(proposed),
            _ => None,
        };
        let tracks = sums(figures.fund("by_track")).into_iter().filter_map(|(key, sum)| {
            let name = match key {
                "city" => "市级组织的招商活动",
                "squads" => "招商专班",
                "others" => "其他招商单位",
                _ => return None,
            };
            Some(Track {
                name,
                sum: words::wan_yuan(sum),
            })
        });
        let (total, total_ytd) = (&figures.total_period, &figures.total_ytd);
        let items = items(total, total_ytd);
        Fund {
            budget: told("budget"),
            carry_over: told("carry_over"),
            spent: told("spent"),
            proposed: told("proposed"),
            cuts: cuts.filter(|cuts| !cuts.is_zero()).map(words::wan_yuan),
            committed: told("committed"),
            balance: told("balance"),
            used_share: told("used_share"),
            tracks: tracks.collect(),
            items: items
                .iter()
                .map(|(name, now, ytd)| vec![name.clone(), words::wan(*now), words::wan(*ytd)])
                .collect(),
            total: spending(total, total_ytd),
            is_rounded: is_rounded(outcome, &items),
        }
    }
}

const SPENDING: [&str; 3] = ["spent", "proposed", "cuts"];

/// Spent, proposed and cut in the period and in the year to date.
fn spending(now: &WindowFigures, ytd: &WindowFigures) -> Vec<String> {
    let cells = [now, ytd]
        .into_iter()
        .flat_map(|window| SPENDING.map(|key| words::cell(window.get(key))));
    cells.collect()
}

fn sums(figure: Option<&Figure>) -> Vec<(&str, Decimal)> {
    match figure.map(|figure| &figure.value) {
        Some(FigureValue::Sums(sums)) => sums.iter().map(|(name, sum)| (name.as_str(), *sum)).collect(),
        _ => Vec::new(),
    }
}

/// The items of the year to date, which hold those of the period, with both sums.
fn items(now: &WindowFigures, ytd: &WindowFigures) -> Vec<(String, Decimal, Decimal)> {
    let in_period: BTreeMap<&str, Decimal> = sums(now.get("spent_by_item")).into_iter().collect();
    sums(ytd.get("spent_by_item"))
        .into_iter()
        .map(|(name, sum)| {
            let now = in_period.get(name).copied().unwrap_or_default();
            (mask_in_text(name), now, sum)
        })
        .collect()
}

/// Whether in one of the two spending tables the parts as shown do not add up to the whole as shown.
fn is_rounded(outcome: &Outcome<'_>, items: &[(String, Decimal, Decimal)]) -> bool {
    let shown = |sum: Decimal| words::wan(sum).parse::<Decimal>().unwrap_or_default();
    let differs = |parts: &[Decimal], whole: Option<Decimal>| {
        whole.is_some_and(|whole| parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(shown(*part))) != shown(whole))
    };
    let figures = outcome.figures;
    let by_squad = SPENDING.iter().any(|key| {
        let now: Vec<Decimal> = figures.squads.iter().filter_map(|squad| squad.period.money(key)).collect();
        let ytd: Vec<Decimal> = figures.squads.iter().filter_map(|squad| squad.ytd.money(key)).collect();
        differs(&now, figures.total_period.money(key)) || differs(&ytd, figures.total_ytd.money(key))
    });
    let now: Vec<Decimal> = items.iter().map(|(_, now, _)| *now).collect();
    let ytd: Vec<Decimal> = items.iter().map(|(_, _, ytd)| *ytd).collect();
    by_squad || differs(&now, figures.total_period.money("spent")) || differs(&ytd, figures.total_ytd.money("spent"))
}

/// How many files the report was made of.
#[derive(Debug, Serialize)]
struct FileCounts {
    read: usize,
    failed: usize,
}

impl Brief {
    fn new(outcome: &Outcome<'_>) -> Brief {
        let figures = outcome.figures;
        let period = outcome.period.title();
        let title = format!("{period}招商专班工作情况汇报");
        let file_count = |status| outcome.account.files.iter().filter(|file| file.status == status).count();
        let first_target = figures.squads.iter().flat_map(|squad| &squad.targets).next();
        Brief {
            period: period.clone(),
            words: words::period_words(outcome.period),
            year: outcome.period.year(),
            as_of: words::day(outcome.as_of),
            as_of_short: words::month_and_day(outcome.as_of),
            today: words::day(outcome.today),
            office: outcome.records.city.office.clone(),
            squad_count: words::how_many(figures.squads.len()),
            total: Deals::new(&figures.total_period),
            changes: changes(&figures.total_period, &figures.total_previous),
            total_ytd: Deals::new(&figures.total_ytd),
            pace: first_target.map(|target| words::percent(target.pace)),
            not_reported: not_reported(outcome),
            progress: progress(outcome),
            targets: figures
                .squads
                .iter()
                .map(|squad| SquadTargets {
                    squad: squad_name(outcome, squad.squad),
                    rows: squad.targets.iter().map(target).collect(),
                })
                .collect(),
            other_basis: other_basis(outcome),
            signed_by_recognition: !outcome.settings.verdict.signed_formal,
            squads: figures
                .squads
                .iter()
                .enumerate()
                .map(|(position, squad)| Squad::new(outcome, position, squad))
                .collect(),
            findings: Findings::new(outcome),
            fund: Fund::new(outcome),
            files: FileCounts {
                read: file_count(FileStatus::Read),
                failed: file_count(FileStatus::Failed),
            },
            enclosures: vec![format!("{title}附表"), "问题清单".to_owned()],
            title,
        }
    }
}

fn squad_name(outcome: &Outcome<'_>, squad: SquadId) -> String {
    outcome.records.city.squad(squad).name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    #[test]
    fn tmp_write() {
        let sample = Sample::new();
        for file in files(&sample.outcome()).unwrap_or_else(|error| panic!("{error}")) {
            std::fs::create_dir_all("/tmp/brief_out").unwrap();
            std::fs::write(format!("/tmp/brief_out/{}", file.path), file.bytes).unwrap();
        }
    }
}
