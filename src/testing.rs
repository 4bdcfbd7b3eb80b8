//! A scene for tests: tables written as text, read by the real intake, judged and measured.
//!
//! ```text
//! Scene::new("2021-09")
//!     .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 专职成员")
//!     .judge(&rule)
//! ```

use std::sync::Arc;

use chrono::NaiveDate;

use crate::figures;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::Unjudged;
use crate::history::Before;
use crate::history::Changed;
use crate::history::Ground;
use crate::history::LifeCycle;
use crate::history::Reply;
use crate::intake;
use crate::intake::Intake;
use crate::intake::ReadFile;
use crate::intake::Reading;
use crate::intake::grid::Grid;
use crate::intake::grid::GridCell;
use crate::intake::grid::GridRow;
use crate::intake::grid::Merge;
use crate::intake::grid::Raw;
use crate::intake::grid::Workbook;
use crate::problem::Problem;
use crate::records::Records;
use crate::regulation::Policy;
use crate::report::Outcome;
use crate::report::briefs::template::Templates;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::settings::Settings;
use crate::values::period::Period;

/// A workspace in a test.
pub(crate) struct Scene {
    period: Period,
    as_of: Option<NaiveDate>,
    today: NaiveDate,
    files: Vec<ReadFile>,
    /// May be changed before judging.
    pub(crate) settings: Settings,
    /// May be changed before judging.
    pub(crate) policy: Policy,
    changed: Vec<Changed>,
    replies: Vec<Reply>,
}

/// What one rule said.
#[derive(Debug)]
pub(crate) struct Verdicts {
    /// Findings.
    pub(crate) findings: Vec<Finding>,
    /// What could not be judged.
    pub(crate) unjudged: Vec<Unjudged>,
    /// How often it was kept.
    pub(crate) kept: usize,
}

impl Verdicts {
    /// `A1 message` of each finding (`-` for findings about a period).
    pub(crate) fn told(&self) -> Vec<String> {
        let cell = |finding: &Finding| {
            let place = finding.place.as_ref();
            place.map_or("-".to_owned(), |place| place.a1().unwrap_or_else(|| place.row.to_string()))
        };
        self.findings
            .iter()
            .map(|finding| format!("{} {}", cell(finding), finding.message))
            .collect()
    }
}

impl Scene {
    /// An empty workspace of a period; the day of the run is the last day of the year after it.
    pub(crate) fn new(period: &str) -> Scene {
        let period = Period::parse(period).expect("a period");
        let today = NaiveDate::from_ymd_opt(period.year() + 1, 12, 31).expect("a day");
        Scene {
            period,
            as_of: None,
            today,
            files: Vec::new(),
            settings: Settings::default(),
            policy: Policy::built_in(),
            changed: Vec::new(),
            replies: Vec::new(),
        }
    }

    /// With another as-of day than the period's last.
    #[allow(clippy::wrong_self_convention, reason = "as of a day is the word of the reports")]
    pub(crate) fn as_of(mut self, day: &str) -> Scene {
        self.as_of = Some(day.parse().expect("a day"));
        self
    }

    /// With another day of the run.
    pub(crate) fn today(mut self, day: &str) -> Scene {
        self.today = day.parse().expect("a day");
        self
    }

    /// Adds a sheet, whose text has a line for each row from row 1 and `|` between cells; an empty cell is left out.
    /// Equal paths are sheets of one file.
    pub(crate) fn sheet(mut self, path: &str, name: &str, text: &str) -> Scene {
        let rows = text.lines().enumerate().map(|(index, line)| {
            let cells = line.split('|').enumerate().filter_map(|(column, cell)| {
                let cell = cell.trim();
                (!cell.is_empty()).then(|| GridCell {
                    column: column as u16 + 1,
                    raw: Raw::Text(Arc::from(cell)),
                })
            });
            GridRow {
                row: index as u32 + 1,
                cells: cells.collect(),
            }
        });
        let rows = rows.filter(|row| !row.cells.is_empty()).collect();
        let position = self.files.iter().position(|file| file.path == path).unwrap_or_else(|| {
            self.files.push(ReadFile {
                path: path.to_owned(),
                workbook: Workbook::default(),
            });
            self.files.len() - 1
        });
        let sheets = &mut self.files[position].workbook.sheets;
        let order = sheets.len() as u32;
        sheets.push(Grid {
            name: Arc::from(name),
            order,
            rows,
            ..Grid::default()
        });
        self
    }

    /// With merged blocks on its last sheet.
    pub(crate) fn merged(mut self, merges: &[Merge]) -> Scene {
        let sheet = self.files.last_mut().and_then(|file| file.workbook.sheets.last_mut());
        sheet.expect("a sheet").merges = merges.to_vec();
        self
    }

    /// What reading gives.
    pub(crate) fn intake(&self) -> Intake {
        let mut files = self.files.clone();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let reading = Reading {
            settings: &self.settings,
            policy: &self.policy,
            year: self.period.year(),
            today: self.today,
        };
        intake::settle(files, &reading)
    }

    /// The records up to the as-of day.
    pub(crate) fn records(&self) -> Records {
        self.records_of(self.intake())
    }

    /// With closed figures that come out otherwise now.
    pub(crate) fn changed(mut self, changed: Vec<Changed>) -> Scene {
        self.changed = changed;
        self
    }

    /// With replies besides those of its sheets.
    pub(crate) fn replies(mut self, replies: Vec<Reply>) -> Scene {
        self.replies = replies;
        self
    }

    /// What all rules say.
    pub(crate) fn judge_all(&self) -> Judgement {
        self.with_case(|case| crate::rules::judge(case, &self.settings))
    }

    /// What one rule says.
    pub(crate) fn judge(&self, rule: &Rule) -> Verdicts {
        self.with_case(|case| judge(rule, case))
    }

    /// What one rule says of problems that reading did not meet here.
    pub(crate) fn judge_problems(&self, rule: &Rule, problems: &[Problem]) -> Verdicts {
        self.with_case(|case| judge(rule, &Case { problems, ..*case }))
    }

    /// What a report sees of it, with the inbox beside the report's folder.
    pub(crate) fn report<T>(&self, see: impl FnOnce(&Outcome<'_>) -> T) -> T {
        let account = self.intake().account;
        self.with_case(|case| {
            let judgement = crate::rules::judge(case, &self.settings);
            let figures = figures::measure(
                case.records,
                &self.policy,
                self.settings.verdict,
                self.period,
                case.standings,
                &judgement,
            );
            see(&Outcome {
                period: self.period,
                as_of: case.as_of,
                today: self.today,
                records: case.records,
                problems: case.problems,
                judgement: &judgement,
                figures: &figures,
                coverage: &crate::rules::coverage(),
                before: &Before::default(),
                cycle: &LifeCycle::default(),
                replies: &self.replies,
                account: &account,
                policy: &self.policy,
                settings: &self.settings,
                templates: &Templates::default(),
                inbox_from_report: Some("../../收件"),
                made: None,
            })
        })
    }

    fn records_of(&self, intake: Intake) -> Records {
        let as_of = self.as_of.unwrap_or(self.period.window().to);
        let records = Records::new(intake.tables, Arc::new(self.settings.city.clone()), &self.policy, as_of);
        crate::rules::recognition::claimed_by_two_squads::ruled(records, &self.policy, &self.replies)
    }

    /// Shows the case that the rules would judge.
    pub(crate) fn with_case<T>(&self, see: impl FnOnce(&Case<'_>) -> T) -> T {
        let mut intake = self.intake();
        let problems = std::mem::take(&mut intake.problems);
        let account = intake.account.clone();
        let records = self.records_of(intake);
        let standings = figures::standings(&records, &self.policy, self.settings.verdict, self.period);
        let as_of = records.as_of;
        see(&Case {
            records: &records,
            problems: &problems,
            policy: &self.policy,
            standings: &standings,
            changed: &self.changed,
            replies: &self.replies,
            ground: &Ground {
                before: &Before::default(),
                account: &account,
                city: &self.settings.city,
            },
            period: self.period,
            as_of,
        })
    }
}

fn judge(rule: &Rule, case: &Case<'_>) -> Verdicts {
    let mut judgement = Judgement::default();
    let mut docket = Docket::new(rule.card, None, &mut judgement);
    (rule.check)(case, &mut docket);
    let kept = docket.kept_count();
    Verdicts {
        findings: judgement.findings,
        unjudged: judgement.unjudged,
        kept,
    }
}
