//! The yearly assessment in words (考核办法 八–十一): the report, each squad's form, and one registration form for each project.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::figures::SquadFigures;
use crate::records::Kind;
use crate::records::roster::Role;
use crate::records::ties::ReceiptStanding;
use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::books::yearly::Claim;
use crate::report::books::yearly::claimed;
use crate::report::books::yearly::duties_summary;
use crate::report::books::yearly::evidence;
use crate::report::books::yearly::proposal;
use crate::report::names;
use crate::report::names::file_name;
use crate::report::sheet::shown_with_codes;
use crate::report::write::Error;
use crate::report::write::docx;
use crate::report::write::docx::Document;

use super::common::Common;
use super::compare;
use super::compare::Ranking;
use super::findings::Findings;
use super::fund::Fund;
use super::squad_name;
use super::targets::OtherBasis;
use super::targets::Progress;
use super::targets::SquadTargets;
use super::targets::other_basis;
use super::words;

const REPORT: &str = "年度考核.gw.j2";
const FORM: &str = "考核表.gw.j2";
const REGISTRATION: &str = "项目登记表.gw.j2";

/// The folder of the squads' files.
pub const FILES: &str = "考核卷宗";

/// What stands where nothing was written.
const NOTHING: &str = "—";

/// The report as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let report = Report::new(outcome);
    super::files(outcome, REPORT, "年度考核报告", &report)
}

/// The forms of every squad, each in its folder.
pub fn forms(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let mut files = Vec::new();
    for squad in &outcome.figures.squads {
        let folder = format!("{FILES}/{}", file_name(&squad_name(outcome, squad.squad)));
        files.push(document(outcome, FORM, &folder, "年度考核表", Form::new(outcome, squad))?);
        let mut distinct = names::Distinct::default();
        for claim in claimed(outcome, Some(squad.squad)) {
            let project = distinct.of(&file_name(&claim.contract.project.written));
            let title = format!("项目登记表（{project}）");
            files.push(document(
                outcome,
                REGISTRATION,
                &folder,
                &title,
                Registration::new(outcome, &claim),
            )?);
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
    city: String,
    is_final: bool,
    progress: Progress,
    targets: Vec<SquadTargets>,
    other_basis: Vec<OtherBasis>,
    signed_by_recognition: bool,
    squad_names: Vec<String>,
    compared: Vec<Vec<String>>,
    rankings: Vec<Ranking>,
    verdicts: Vec<Assessed>,
    findings: Findings,
    fund: Fund,
}

/// A squad as assessed.
#[derive(Debug, Serialize)]
struct Assessed {
    squad: String,
    verdict: &'static str,
    proposal: &'static str,
    evidence: String,
    recognised: usize,
    claimed: usize,
    /// Duties that were not kept, or not told: name, months.
    broken: Vec<Duty>,
    unknown: Vec<Duty>,
    carried: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Duty {
    name: &'static str,
    months: usize,
}

impl Assessed {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Assessed {
        let (verdict, proposal) = proposal(outcome, squad.verdict);
        let claims = claimed(outcome, Some(squad.squad));
        let duties = duties_summary(outcome, squad.squad);
        let listed = |of: fn(&(&'static str, usize, usize)) -> usize| {
            let duties = duties.iter().filter(|duty| of(duty) > 0);
            duties
                .map(|duty| Duty {
                    name: duty.0,
                    months: of(duty),
                })
                .collect::<Vec<_>>()
        };
        let contracts = &outcome.records.tables.contracts;
        let carried = squad.carried.parts.iter().filter_map(|part| {
            let contract = contracts.get(part.row.index as usize)?;
            Some(format!("{}（{}）", contract.project.written, words::wan_yuan(part.adds)))
        });
        Assessed {
            squad: squad_name(outcome, squad.squad),
            verdict,
            proposal,
            evidence: evidence(outcome, squad, words::wan_yuan),
            recognised: claims.iter().filter(|claim| claim.recognised).count(),
            claimed: claims.len(),
            broken: listed(|duty| duty.1),
            unknown: listed(|duty| duty.2),
            carried: carried.collect(),
        }
    }
}

impl Report {
    fn new(outcome: &Outcome<'_>) -> Report {
        let squads = &outcome.figures.squads;
        let mut common = Common::new(outcome);
        common.title = format!("{}产业招商专班年度考核报告", outcome.period.title());
        common.enclosures = vec!["年度考核汇总".to_owned(), "各专班考核卷宗".to_owned(), "问题清单".to_owned()];
        Report {
            common,
            city: outcome.records.city.name.clone(),
            is_final: outcome.as_of == outcome.period.window().to,
            progress: Progress::new(outcome),
            targets: squads.iter().map(|squad| SquadTargets::new(outcome, squad)).collect(),
            other_basis: other_basis(outcome),
            signed_by_recognition: !outcome.settings.verdict.signed_formal,
            squad_names: squads.iter().map(|squad| squad_name(outcome, squad.squad)).collect(),
            compared: compare::side_by_side(outcome),
            rankings: compare::rankings(outcome),
            verdicts: squads.iter().map(|squad| Assessed::new(outcome, squad)).collect(),
            findings: Findings::new(outcome),
            fund: Fund::new(outcome),
        }
    }
}

/// A squad's assessment form.
#[derive(Debug, Serialize)]
struct Form {
    year: i32,
    as_of: String,
    lead_unit: String,
    heads: String,
    members: String,
    targets: SquadTargets,
    #[serde(flatten)]
    assessed: Assessed,
}

impl Form {
    fn new(outcome: &Outcome<'_>, squad: &SquadFigures) -> Form {
        let city = &outcome.records.city;
        let names = |wanted: fn(Role) -> bool| {
            let members = squad.ytd.members.iter().flatten().filter(|member| wanted(member.role));
            let names: Vec<&str> = members.map(|member| &*member.name.shown).collect();
            match (squad.ytd.members.is_some(), names.is_empty()) {
                (false, _) => words::NOT_REPORTED.to_owned(),
                (true, true) => NOTHING.to_owned(),
                (true, false) => names.join("、"),
            }
        };
        Form {
            year: outcome.period.year(),
            as_of: words::day(outcome.as_of),
            lead_unit: filled(&city.squad(squad.squad).lead_unit),
            heads: names(|role| role == Role::Head),
            members: names(|role| role != Role::Head),
            targets: SquadTargets::new(outcome, squad),
            assessed: Assessed::new(outcome, squad),
        }
    }
}

/// The registration form of a project (考核办法 九(5)).
#[derive(Debug, Serialize)]
struct Registration {
    city: String,
    year: i32,
    squad: String,
    rows: Vec<(&'static str, String)>,
    materials: Vec<(&'static str, bool)>,
    receipts: Vec<Received>,
    received: String,
    recognised: bool,
}

/// One sum that came in.
#[derive(Debug, Serialize)]
struct Received {
    day: String,
    sum: String,
    kind: String,
    voucher: String,
}

impl Registration {
    fn new(outcome: &Outcome<'_>, claim: &Claim<'_>) -> Registration {
        let (records, contract) = (outcome.records, claim.contract);
        let date = |day: Option<chrono::NaiveDate>| day.map_or_else(|| NOTHING.to_owned(), words::day);
        let tie = records.ties.contracts.get(claim.part.row.index as usize);
        let project = tie.and_then(|tie| records.tables.projects.get(tie.project? as usize));
        let of_project = |written: Option<&str>| filled(written.unwrap_or_default());
        let rows = vec![
            ("项目名称", filled(&contract.project.written)),
            ("引进专班", format!("{}产业招商专班", squad_name(outcome, claim.squad))),
            ("投资方", filled(&contract.investor.written)),
            ("投资方类型", of_project(project.map(|row| &*row.investor_kind.written))),
            ("合同编号", filled(&contract.number.written)),
            ("签订日期", date(contract.signed.get())),
            ("合同金额", words::wan_yuan(claim.part.adds)),
            ("注册企业名称", filled(&contract.company.written)),
            ("统一社会信用代码", filled(&contract.credit_code.written)),
            ("注册日期", date(contract.registered.get())),
            ("落地县区", of_project(project.map(|row| &*row.county.written))),
            ("总投资", of_project(project.map(|row| &*row.investment.written))),
            ("开工日期", date(project.and_then(|row| row.started.get()))),
            ("进展情况", of_project(project.map(|row| &*row.progress.written))),
        ];
        let standings = records.tables.receipts.iter().zip(&records.ties.receipts);
        let mut sum = Decimal::ZERO;
        let mut receipts = Vec::new();
        for (receipt, standing) in standings {
            if let ReceiptStanding::Counted { contract: of, yuan, .. } = standing
                && *of == claim.part.row.index
            {
                sum = sum.saturating_add(*yuan);
                receipts.push((receipt.received.get(), receipt, *yuan));
            }
        }
        receipts.sort_by_key(|(day, receipt, _)| (*day, receipt.at.place()));
        Registration {
            city: records.city.name.clone(),
            year: outcome.period.year(),
            squad: squad_name(outcome, claim.squad),
            rows,
            materials: contract.materials().map(|(name, cell)| (name, cell.get() == Some(true))).into(),
            receipts: receipts
                .into_iter()
                .map(|(day, receipt, yuan)| Received {
                    day: date(day),
                    sum: words::wan(yuan),
                    kind: filled(&receipt.voucher_kind.written),
                    voucher: filled(&receipt.voucher.written),
                })
                .collect(),
            received: match records.handed_in(Kind::Receipt, claim.squad) || !sum.is_zero() {
                true => words::wan_yuan(sum),
                false => words::NOT_REPORTED.to_owned(),
            },
            recognised: claim.recognised,
        }
    }
}

/// What was written, numbers of persons masked; a stroke where nothing was.
fn filled(written: &str) -> String {
    if written.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        shown_with_codes(written, &[written])
    }
}
