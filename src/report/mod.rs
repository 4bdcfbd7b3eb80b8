//! From an outcome to files: books (workbooks), briefs (texts), data (JSON).

pub mod assessment;
pub mod books;
pub mod briefs;
pub mod chart;
pub mod forms;
pub mod look;
pub mod made;
pub mod markup;
pub mod names;
pub mod returned;
#[cfg(test)]
mod sample;
pub mod sheet;
pub mod svg;
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod write;

use chrono::NaiveDate;
use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::account::Account;
use crate::figures::Figures;
use crate::finding::Coverage;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::Severity;
use crate::history::Before;
use crate::history::Doubt;
use crate::history::Ground;
use crate::history::LifeCycle;
use crate::history::Reply;
use crate::history::ReplyKind;
use crate::problem::Problem;
use crate::records::Records;
use crate::regulation::Policy;
use crate::settings::Settings;
use crate::values::period::Period;
use crate::values::period::Window;

/// All that a report may use.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    /// What the report is about.
    pub period: Period,
    /// The last day of the run.
    pub as_of: NaiveDate,
    /// The date on documents.
    pub today: NaiveDate,
    /// The rows.
    pub records: &'a Records,
    /// What could not be read.
    pub problems: &'a [Problem],
    /// Findings, and what could not be judged.
    pub judgement: &'a Judgement,
    /// The figures.
    pub figures: &'a Figures,
    /// Every article of the regulation with the rules that stand on it.
    pub coverage: &'a [Coverage],
    /// What the findings are compared with.
    pub before: &'a Before,
    /// What became of them since.
    pub cycle: &'a LifeCycle,
    /// What people replied.
    pub replies: &'a [Reply],
    /// The account of the inbox.
    pub account: &'a Account,
    /// The policy in use.
    pub policy: &'a Policy,
    /// The settings in use.
    pub settings: &'a Settings,
    /// The words of the texts.
    pub templates: &'a briefs::template::Templates,
    /// The way from the report's folder to the inbox with `/`, for links; `None` when there is none.
    pub inbox_from_report: Option<&'a str>,
    /// What the run before made.
    pub made: Option<&'a made::Made>,
}

impl Outcome<'_> {
    /// The reply to a finding that still holds: the value is the one replied to, an exemption is whole and has not expired, and a
    /// ruling is the one by which the figures are.
    pub fn reply(&self, finding: &Finding) -> Option<&Reply> {
        self.replies.iter().rev().find(|reply| self.holds(reply, finding))
    }

    /// Whether this very reply is one to the finding that still holds.
    pub fn holds(&self, reply: &Reply, finding: &Finding) -> bool {
        let holds = match reply.kind {
            ReplyKind::Admitted | ReplyKind::Explained => true,
            ReplyKind::Exempted => reply.exemption().is_some_and(|exemption| exemption.until >= self.as_of),
            ReplyKind::Ruled => {
                let ruling = reply.ruling(&self.records.city);
                ruling.is_some_and(|ruling| self.records.rulings.get(&finding.id) == Some(&ruling.squad))
            }
            ReplyKind::Mended | ReplyKind::Other => false,
        };
        let same_figures = finding.place.is_some() || reply.has_figures_of(&finding.message);
        reply.finding == finding.id && reply.is_of(finding.value.as_deref()) && same_figures && holds
    }

    /// Whether nobody can tell if what a reply is to was put right.
    pub fn is_in_doubt(&self, reply: &Reply) -> bool {
        let ground = Ground {
            before: self.before,
            account: self.account,
            city: &self.records.city,
        };
        let is_judged = reply.names_a_finding() && reply.is_judged_in(self.period, self.as_of);
        is_judged && ground.doubt(&reply.finding, reply.stood(), reply.squad(), self.judgement).is_some()
    }

    /// Whether nothing is left to be put right: it is exempted, or it is ruled which squad the project counts for. It stays among
    /// the findings, with its reply, until that lapses.
    pub fn is_settled(&self, finding: &Finding) -> bool {
        let kind = self.reply(finding).map(|reply| reply.kind);
        matches!(kind, Some(ReplyKind::Exempted | ReplyKind::Ruled))
    }

    /// How many findings of a severity are settled.
    pub fn settled(&self, severity: Severity) -> usize {
        let findings = self.judgement.findings.iter().filter(|finding| finding.severity == severity);
        findings.filter(|finding| self.is_settled(finding)).count()
    }

    /// 与上次相比新增3项、仍未改5项、已整改2项, with how many of those that are gone are in doubt; `None` in the first run.
    pub fn since_last(&self) -> Option<String> {
        let cycle = self.cycle;
        let back = match cycle.back.len() {
            0 => String::new(),
            back => format!("（其中重新出现{back}项）"),
        };
        let (count, doubts) = cycle.in_doubt();
        let doubts: Vec<&str> = doubts.into_iter().map(Doubt::name).collect();
        let doubts = match count {
            0 => String::new(),
            count => format!("（其中{count}项因{}，未能核实）", doubts.join("或")),
        };
        cycle.any.then(|| {
            format!(
                "与上次相比，新增{}项{back}，仍未改{}项，已整改{}项{doubts}",
                cycle.new,
                cycle.still,
                cycle.mended.len()
            )
        })
    }

    /// The period's days, ending with the as-of day.
    pub fn window(&self) -> Window {
        let window = self.period.window();
        Window {
            from: window.from,
            to: window.to.min(self.as_of),
        }
    }

    /// Whether the report is of the whole period, and not of its days so far.
    pub fn is_final(&self) -> bool {
        self.as_of == self.period.window().to
    }
}

/// One file of a report, whole, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path inside of the report's folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The cells that show figures, for the tie-out; of books only.
    pub shown: Vec<sheet::Shown>,
}

impl OutputFile {
    /// A file that is no book.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> OutputFile {
        OutputFile {
            path: path.into(),
            bytes,
            shown: Vec::new(),
        }
    }
}

/// Makes some files of a report.
type Part<'a> = Box<dyn Fn() -> Result<Vec<OutputFile>, write::Error> + Sync + 'a>;

/// Every file of a report, the one to open first at the head; all but the account, which names them.
pub fn report(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let mut parts: Vec<Part<'_>> = vec![Box::new(|| briefs::of_period(outcome)), Box::new(|| annex(outcome))];
    match outcome.period {
        Period::Year { .. } => {
            parts.push(Box::new(|| assessment(outcome)));
            parts.push(Box::new(|| final_account(outcome)));
        }
        Period::Month { .. } => {
            parts.push(Box::new(|| briefs::application::files(outcome)));
            parts.push(Box::new(|| account_book(outcome)));
        }
        _ => {}
    }
    parts.push(Box::new(|| Ok(vec![briefs::page::file(outcome)?])));
    parts.push(Box::new(|| check(outcome)));
    let files: Result<Vec<Vec<OutputFile>>, write::Error> = parts.par_iter().with_max_len(1).map(|part| part()).collect();
    Ok(files?.into_iter().flatten().collect())
}

/// The tables behind the text of a report.
fn annex(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let title = briefs::words::report_title(outcome.period);
    let book = books::monthly::book(outcome);
    Ok(vec![workbook(outcome, format!("{title}附表.xlsx"), book)?])
}

/// The year's account of the fund.
fn final_account(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let book = books::final_account::book(outcome);
    Ok(vec![workbook(outcome, "经费决算与绩效.xlsx".to_owned(), book)?])
}

/// The ledger of the fund, which stands with the applications.
fn account_book(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let way = deeper(outcome, 1);
    let book = books::account_book::book(&nested(outcome, &way));
    let path = format!("{}/经费台账.xlsx", briefs::application::FOLDER);
    Ok(vec![workbook(outcome, path, book)?])
}

/// The yearly assessment packet (spec 4.3): the summary, and a file for each squad.
fn assessment(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    let mut files = vec![workbook(outcome, "年度考核汇总.xlsx".to_owned(), books::yearly::book(outcome))?];
    files.extend(briefs::yearly::forms(outcome)?);
    let way = deeper(outcome, 2);
    let nested = nested(outcome, &way);
    for squad in &outcome.figures.squads {
        let name = names::file_name(&outcome.records.city.squad(squad.squad).name);
        let path = format!("{}/{name}/考核卷宗.xlsx", briefs::yearly::FILES);
        files.push(workbook(outcome, path, books::yearly::of_squad(&nested, squad.squad))?);
    }
    Ok(files)
}

/// The way to the inbox from a folder so many levels below the report's.
fn deeper(outcome: &Outcome<'_>, levels: usize) -> Option<String> {
    outcome.inbox_from_report.map(|way| format!("{}{way}", "../".repeat(levels)))
}

/// The outcome for books in a folder of their own, from which the links must lead.
fn nested<'a>(outcome: &Outcome<'a>, way: &'a Option<String>) -> Outcome<'a> {
    Outcome {
        inbox_from_report: way.as_deref(),
        ..*outcome
    }
}

/// What a check leaves: the findings list, the figures and the findings.
pub fn check(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, write::Error> {
    Ok(vec![
        workbook(outcome, "问题清单.xlsx".to_owned(), books::findings::book(outcome))?,
        workbook(outcome, "回执.xlsx".to_owned(), books::register::book(outcome))?,
        write::json::figures(outcome),
        write::json::findings(outcome),
        write::json::before(outcome),
    ])
}

fn workbook(outcome: &Outcome<'_>, path: String, book: sheet::Book) -> Result<OutputFile, write::Error> {
    let shown = book.shown();
    let make = |(book, today): &(sheet::Book, NaiveDate)| write::xlsx::bytes(book, *today);
    let of = (book, outcome.today);
    let bytes = match outcome.made {
        Some(made) => made.book(&path, of, make),
        None => make(&of),
    };
    Ok(OutputFile {
        path,
        bytes: bytes?,
        shown,
    })
}
