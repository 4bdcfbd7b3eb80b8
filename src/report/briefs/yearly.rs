//! The yearly assessment in words (考核办法 八–十一): the report, and the forms of the squads' files.

mod form;
mod registration;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::SquadFigures;
use crate::figures::Verdict;
use crate::figures::WindowFigures;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::assessment::duties;
use crate::report::assessment::projects;
use crate::report::assessment::projects::Claim;
use crate::report::assessment::projects::LeftOut;
use crate::report::assessment::verdict;
use crate::report::assessment::verdict::Evidence;
use crate::report::names;
use crate::report::names::file_name;
use crate::report::sheet::shown;
use crate::report::sheet::shown_with_codes;
use crate::report::write::Error;
use crate::report::write::docx;
use crate::report::write::docx::Document;

use super::common::Common;
use super::compare;
use super::compare::Ranking;
use super::compare::SideBySide;
use super::each_once;
use super::findings::Findings;
use super::fund::Fund;
use super::squad_name;
use super::targets::OtherBasis;
use super::targets::SquadTargets;
use super::targets::other_basis;
use super::words;

const REPORT: &str = "年度考核.gw.j2";

/// The folder of the squads' files.
pub const FILES: &str = "考核卷宗";

/// What stands where nothing was written.
const NOTHING: &str = "—";

/// The report as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    super::files(outcome, REPORT, "年度考核报告", Report::new(outcome))
}

/// The forms of every squad, each in its folder.
pub fn forms(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let mut files = Vec::new();
    for squad in &outcome.figures.squads {
        let folder = format!("{FILES}/{}", file_name(&squad_name(outcome, squad.squad)));
        files.push(form::file(outcome, &folder, squad)?);
        let mut distinct = names::Distinct::default();
        for project in projects::projects(outcome, squad.squad) {
            let name = distinct.of(&file_name(&shown(project.name())));
            files.push(registration::file(outcome, &folder, &name, &project)?);
        }
    }
    Ok(files)
}

/// One Word document in a folder.
fn document(outcome: &Outcome<'_>, template: &str, folder: &str, title: &str, context: impl Serialize) -> Result<OutputFile, Error> {
    let blocks = outcome.templates.blocks(template, context)?;
    let document = Document {
        title,
        author: &outcome.records.city.office,
        date: outcome.today,
        blocks: &blocks,
        reference: None,
    };
    Ok(OutputFile::new(format!("{folder}/{title}.docx"), docx::write(&document)?))
}

/// All that the report may say.
#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    common: Common,
    is_final: bool,
    /// 全年, or up to which day.
    all_year: String,
    /// 年末, or on which day.
    at_end: String,
    /// The squads by verdict.
    reached: Vec<String>,
    missed: Vec<String>,
    open: Vec<String>,
    verdicts: Vec<Assessed>,
    targets: Vec<SquadTargets>,
    other_basis: Vec<OtherBasis>,
    signed_by_recognition: bool,
    /// Both ways of counting 签约: squad, formal, recognised, difference; all squads in the last row.
    bases: Vec<Vec<String>>,
    compared: Vec<SideBySide>,
    rankings: Vec<Ranking>,
    /// The contracts that are not recognised, and those that were left out: squad, project, contract, sum, why.
    unrecognised: Vec<Vec<String>>,
    duties_decide: bool,
    /// The names of those that decide then.
    deciding_duties: String,
    /// What the policy requires of every month.
    duties: String,
    findings: Findings,
    /// What was found of each squad, and of none, where anything was.
    problems: Vec<Problems>,
    fund: Fund,
    /// squad, spent, proposed, cut, cost per 亿元 signed; all squads in the last row.
    spending: Vec<Vec<String>>,
}

/// The findings of a squad by severity, and the rules told of it most often.
#[derive(Debug, Serialize)]
struct Problems {
    squad: String,
    errors: usize,
    warnings: usize,
    notes: usize,
    main: Vec<String>,
    /// Whether there are more rules than those.
    more: bool,
}

/// A squad as assessed.
#[derive(Debug, Serialize)]
struct Assessed {
    squad: String,
    verdict: &'static str,
    /// What was reached, missed and not reported of the targets.
    targets_told: String,
    duties_told: String,
    /// The formal contracts of the year that were handed in: those that count, and those left out.
    claimed: usize,
    /// The sum of those that count; none when none does.
    claimed_sum: Option<String>,
    /// Those left out: another squad's project, or foreign money without a rate.
    left_out: usize,
    /// Why those are in no sum: 归属其他专班, 没有适用汇率, or either.
    left_out_why: String,
    /// Contracts of which nothing is known but that they were handed in: their rows were set aside.
    set_aside: usize,
    recognised: usize,
    recognised_sum: String,
    has_contracts: bool,
    /// 上年签约、本年落户, by name with their sums.
    carried: Vec<String>,
    carries: bool,
    /// How many of them the settings recognise in this year, and their sum.
    carried_recognised: usize,
    carried_sum: String,
    proposals: Vec<Proposed>,
}

#[derive(Debug, Serialize)]
struct Proposed {
    whom: &'static str,
    what: &'static str,
    articles: &'static str,
    by_judgement: bool,
}

impl Assessed {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Assessed {
        let evidence = Evidence::of(outcome, squad, |yuan, exactly| match exactly {
            true => words::wan_exact(yuan) + "万元",
            false => words::wan_yuan(yuan),
        });
        let (carried_claims, claims): (Vec<Claim<'_>>, Vec<Claim<'_>>) = projects::claims(outcome, Some(squad.squad))
            .into_iter()
            .partition(|claim| claim.carried);
        let (left_out, set_aside): (Vec<LeftOut<'_>>, Vec<LeftOut<'_>>) = projects::left_out(outcome, Some(squad.squad))
            .into_iter()
            .partition(|left| left.contract.is_some());
        let contracts = &outcome.records.tables.contracts;
        let carried = squad.carried.parts.iter().filter_map(|part| {
            let contract = contracts.get(part.row.index as usize)?;
            Some(format!("{}（{}）", shown(contract.project.written()), words::wan_yuan(part.adds)))
        });
        let proposals = verdict::proposals(outcome, squad.verdict).into_iter().map(|proposal| Proposed {
            whom: proposal.whom,
            what: proposal.what,
            articles: proposal.articles,
            by_judgement: proposal.by_judgement,
        });
        Assessed {
            squad: squad_name(outcome, squad.squad),
            verdict: verdict::word(squad.verdict),
            targets_told: evidence.targets(),
            duties_told: evidence.duties,
            claimed: claims.len() + left_out.len(),
            claimed_sum: (!claims.is_empty()).then(|| sum(claims.iter().map(|claim| claim.yuan))),
            left_out: left_out.len(),
            left_out_why: each_once(left_out.iter().filter_map(|left| left.cause).map(str::to_owned)).join("或"),
            set_aside: set_aside.len(),
            recognised: claims.iter().filter(|claim| claim.recognised).count(),
            recognised_sum: sum(claims.iter().filter(|claim| claim.recognised).map(|claim| claim.yuan)),
            has_contracts: squad.ytd.money("signed_formal").is_some(),
            carried: carried.collect(),
            carries: outcome.settings.verdict.carry_recognition,
            carried_recognised: carried_claims.len(),
            carried_sum: sum(carried_claims.iter().map(|claim| claim.yuan)),
            proposals: proposals.collect(),
        }
    }
}

/// A sum in words.
fn sum(mut yuan: impl Iterator<Item = Decimal>) -> String {
    words::told_sum(yuan.try_fold(Decimal::ZERO, |sum, yuan| sum.checked_add(yuan))).text
}

impl Report {
    fn new(outcome: &Outcome<'_>) -> Report {
        let figures = outcome.figures;
        let squads = &figures.squads;
        let mut common = Common::new(outcome);
        common.title = format!("{}产业招商专班年度考核报告", outcome.period.title());
        common.enclosures = vec![
            "年度考核汇总".to_owned(),
            "各专班考核卷宗".to_owned(),
            "经费决算与绩效".to_owned(),
            "问题清单".to_owned(),
        ];
        let with_verdict = |verdict: Option<Verdict>| {
            let names = squads.iter().filter(|squad| squad.verdict == verdict);
            names.map(|squad| squad_name(outcome, squad.squad)).collect()
        };
        let rows = |row: fn(String, &WindowFigures) -> Vec<String>| {
            let of_squads = squads.iter().map(|squad| row(squad_name(outcome, squad.squad), &squad.ytd));
            of_squads.chain([row("合计".to_owned(), &figures.total_ytd)]).collect()
        };
        Report {
            common,
            is_final: outcome.is_final(),
            all_year: all_year(outcome),
            at_end: up_to_day(outcome).unwrap_or_else(|| "年末".to_owned()),
            reached: with_verdict(Some(Verdict::Reached)),
            missed: with_verdict(Some(Verdict::Missed)),
            open: with_verdict(None),
            verdicts: squads.iter().map(|squad| Assessed::new(outcome, squad)).collect(),
            targets: squads.iter().map(|squad| SquadTargets::new(outcome, squad)).collect(),
            other_basis: other_basis(outcome),
            signed_by_recognition: !outcome.settings.verdict.signed_formal,
            bases: rows(bases),
            compared: compare::side_by_side(outcome),
            rankings: compare::rankings(outcome),
            unrecognised: unrecognised(outcome),
            duties_decide: outcome.settings.verdict.duties_decide,
            deciding_duties: duties::names().0,
            duties: duties::standards(outcome),
            findings: Findings::new(outcome),
            problems: problems(outcome),
            fund: Fund::new(outcome),
            spending: rows(spending),
        }
    }
}

/// What the figures of the year are of: the whole year, or its days so far.
fn all_year(outcome: &Outcome<'_>) -> String {
    up_to_day(outcome).unwrap_or_else(|| "全年".to_owned())
}

/// 截至9月30日, while the year is not over.
fn up_to_day(outcome: &Outcome<'_>) -> Option<String> {
    (!outcome.is_final()).then(|| format!("截至{}", words::month_and_day(outcome.as_of)))
}

/// Rules named of a squad.
const MAIN_PROBLEMS: usize = 5;

fn problems(outcome: &Outcome<'_>) -> Vec<Problems> {
    let squads = outcome.figures.squads.iter().map(|squad| Some(squad.squad));
    let of = |squad: Option<SquadId>| {
        let findings: Vec<&Finding> = outcome.judgement.findings.iter().filter(|finding| finding.squad == squad).collect();
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let mut rules: Vec<(Severity, usize, &str)> = Vec::new();
        for finding in &findings {
            match rules.iter_mut().find(|(_, _, name)| *name == finding.rule.name) {
                Some((severity, count, _)) => {
                    *severity = (*severity).max(finding.severity);
                    *count += 1;
                }
                None => rules.push((finding.severity, 1, finding.rule.name)),
            }
        }
        // The gravest first, then the most frequent; the rest stays in report order.
        rules.sort_by_key(|(severity, count, _)| std::cmp::Reverse((*severity, *count)));
        let main = rules.iter().take(MAIN_PROBLEMS).map(|(_, count, name)| format!("{name}{count}项"));
        (squad.is_some() || !findings.is_empty()).then(|| Problems {
            squad: squad.map_or_else(|| "其他".to_owned(), |squad| squad_name(outcome, squad)),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            main: main.collect(),
            more: rules.len() > MAIN_PROBLEMS,
        })
    };
    squads.chain([None]).filter_map(of).collect()
}

fn bases(name: String, figures: &WindowFigures) -> Vec<String> {
    let cell = |key| words::cell(figures.get(key));
    let difference = figures
        .money("signed_formal")
        .zip(figures.money("signed_recognised"))
        .and_then(|(formal, recognised)| formal.checked_sub(recognised));
    vec![
        name,
        cell("signed_formal"),
        cell("signed_recognised"),
        difference.map_or_else(|| words::NOT_REPORTED.to_owned(), words::wan),
    ]
}

fn spending(name: String, figures: &WindowFigures) -> Vec<String> {
    let keys = ["spent", "proposed", "cuts", "cost_per_yi_signed"];
    std::iter::once(name).chain(keys.map(|key| words::cell(figures.get(key)))).collect()
}

fn unrecognised(outcome: &Outcome<'_>) -> Vec<Vec<String>> {
    let claims = projects::claims(outcome, None).into_iter();
    let claims = claims.filter_map(|claim| {
        let why = claim.open_points(outcome)?;
        let row = vec![
            squad_name(outcome, claim.squad),
            filled(claim.contract.project.written()),
            code(claim.contract.number.written()),
            words::wan(claim.yuan),
            why,
        ];
        Some((claim.squad, row))
    });
    let left_out = projects::left_out(outcome, None).into_iter().map(|left| {
        let row = vec![
            squad_name(outcome, left.squad),
            left.contract
                .map_or_else(|| NOTHING.to_owned(), |contract| filled(contract.project.written())),
            code(left.title),
            // What is in no sum is none here either, as in the list of the projects.
            NOTHING.to_owned(),
            left.why,
        ];
        (left.squad, row)
    });
    let mut rows: Vec<(SquadId, Vec<String>)> = claims.chain(left_out).collect();
    rows.sort_by_key(|(squad, _)| *squad);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What was written, numbers of persons masked; a stroke where nothing was.
fn filled(written: &str) -> String {
    if written.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        shown(written)
    }
}

/// A code as written, whole; a stroke where there is none.
fn code(written: &str) -> String {
    if written.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        shown_with_codes(written, &[written])
    }
}
