//! The tables that staff keep, as typed rows (spec 1.3), and the look-ups over them. Built once, then read-only.

pub mod activity;
pub mod alike;
pub mod application;
pub mod approval;
pub mod budget;
pub mod cell;
pub mod claims;
pub mod column;
pub mod contract;
pub mod expense;
pub mod grant;
pub mod investor;
pub mod items;
pub mod log;
pub mod presence;
pub mod project;
pub mod receipt;
pub mod reserve;
pub mod roster;
pub mod row;
mod same;
pub mod talent;
pub mod ties;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::place::Place;
use crate::place::Source;
use crate::regulation::Calendar;
use crate::regulation::City;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::values::period::Window;

use self::activity::Activity;
use self::activity::ActivityKind;
use self::application::Application;
use self::approval::Approval;
use self::budget::Budget;
use self::cell::Name;
use self::cell::Owner;
use self::claims::Claim;
use self::column::Table;
use self::contract::Contract;
use self::contract::ContractKind;
use self::expense::Expense;
use self::grant::Grant;
use self::investor::Investor;
use self::log::Log;
use self::presence::Presence;
use self::project::Project;
use self::receipt::Receipt;
use self::reserve::Reserve;
use self::roster::Member;
use self::row::Record;
use self::row::RowAt;
use self::row::TableId;
use self::talent::Talent;
use self::ties::Ties;

/// The tables of spec 1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 名册
    Roster,
    /// 工作日志
    Log,
    /// 项目台账
    Project,
    /// 签约合同
    Contract,
    /// 到位资金
    Receipt,
    /// 经费支出
    Expense,
    /// 审批单
    Approval,
    /// 活动批复
    Grant,
    /// 经费申请
    Application,
    /// 活动记录
    Activity,
    /// 投资信息库
    Investor,
    /// 项目储备库
    Reserve,
    /// 人才信息库
    Talent,
    /// 年度预算
    Budget,
}

impl Kind {
    /// Every kind, in the order of spec 1.3.
    pub const ALL: [Kind; 14] = [
        Kind::Roster,
        Kind::Log,
        Kind::Project,
        Kind::Contract,
        Kind::Receipt,
        Kind::Expense,
        Kind::Approval,
        Kind::Grant,
        Kind::Application,
        Kind::Activity,
        Kind::Investor,
        Kind::Reserve,
        Kind::Talent,
        Kind::Budget,
    ];

    /// The English key of JSON, settings and the command line.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Roster => "roster",
            Kind::Log => "log",
            Kind::Project => "project",
            Kind::Contract => "contract",
            Kind::Receipt => "receipt",
            Kind::Expense => "expense",
            Kind::Approval => "approval",
            Kind::Grant => "grant",
            Kind::Application => "application",
            Kind::Activity => "activity",
            Kind::Investor => "investor",
            Kind::Reserve => "reserve",
            Kind::Talent => "talent",
            Kind::Budget => "budget",
        }
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Roster => "名册",
            Kind::Log => "工作日志",
            Kind::Project => "项目台账",
            Kind::Contract => "签约合同",
            Kind::Receipt => "到位资金",
            Kind::Expense => "经费支出",
            Kind::Approval => "审批单",
            Kind::Grant => "活动批复",
            Kind::Application => "经费申请",
            Kind::Activity => "活动记录",
            Kind::Investor => "投资信息库",
            Kind::Reserve => "项目储备库",
            Kind::Talent => "人才信息库",
            Kind::Budget => "年度预算",
        }
    }

    /// The table's declaration.
    pub fn table(self) -> &'static Table {
        match self {
            Kind::Roster => Member::TABLE,
            Kind::Log => Log::TABLE,
            Kind::Project => Project::TABLE,
            Kind::Contract => Contract::TABLE,
            Kind::Receipt => Receipt::TABLE,
            Kind::Expense => Expense::TABLE,
            Kind::Approval => Approval::TABLE,
            Kind::Grant => Grant::TABLE,
            Kind::Application => Application::TABLE,
            Kind::Activity => Activity::TABLE,
            Kind::Investor => Investor::TABLE,
            Kind::Reserve => Reserve::TABLE,
            Kind::Talent => Talent::TABLE,
            Kind::Budget => Budget::TABLE,
        }
    }
}

/// A table found in the inbox.
#[derive(Clone, Debug)]
pub struct FoundTable {
    /// Which.
    pub kind: Kind,
    /// Its sheet.
    pub source: Arc<Source>,
    /// First row of its header, from 1.
    pub header_row: u32,
    /// The header of each column as written, by column from 1, with the canonical name when it was recognised.
    pub titles: Vec<(u16, Arc<str>, Option<&'static str>)>,
    /// Whether it has a row, also one that was set aside or is a duplicate: a blank form hands in nothing.
    pub has_rows: bool,
    /// The squad that title lines, sheet, file or folder name, if any.
    pub squad: Option<SquadId>,
    /// Every squad that a row of it names, also rows that were set aside or are duplicates.
    pub squads: BTreeSet<SquadId>,
}

impl FoundTable {
    /// The title as written of a column by its canonical name.
    pub fn title(&self, name: &str) -> Option<&str> {
        self.titles
            .iter()
            .find(|(_, _, canonical)| *canonical == Some(name))
            .map(|(_, title, _)| &**title)
    }
}

/// A row that is in no figure, and why (spec 1.4).
#[derive(Clone, Debug)]
pub struct SetAside {
    /// Which table.
    pub kind: Kind,
    /// Where it stands.
    pub at: RowAt,
    /// Whose it is, if that could be read.
    pub owner: Option<Owner>,
    /// Its day, if that could be read.
    pub date: Option<NaiveDate>,
    /// How people name it.
    pub title: String,
    /// Whom it names, for a row of a log.
    pub people: Vec<Name>,
    /// What took place, for an activity whose kind could be read.
    pub activity: Option<ActivityKind>,
    /// Its required money in yuan, if the table has one and it could be read.
    pub money: Option<Decimal>,
    /// The rule that sets it aside (D005 …).
    pub rule: &'static str,
    /// The place of the problem that set it aside.
    pub place: Place,
}

impl SetAside {
    /// Whether it is no part of a run up to that day (spec 1.4, 2.1): it is dated after it. A row of a day yet to come stays set aside,
    /// since D007 tells it whatever the period.
    pub fn is_later(&self, as_of: NaiveDate) -> bool {
        self.rule != "D007" && self.date.is_some_and(|date| date > as_of)
    }
}

/// All rows in use, table by table, each in file order (spec 2.1); with the tables found and the rows set aside.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Every table found; `TableId` is a position in it.
    pub found: Vec<FoundTable>,
    /// 名册
    pub roster: Vec<Member>,
    /// 工作日志
    pub logs: Vec<Log>,
    /// 项目台账
    pub projects: Vec<Project>,
    /// 签约合同
    pub contracts: Vec<Contract>,
    /// 到位资金
    pub receipts: Vec<Receipt>,
    /// 经费支出
    pub expenses: Vec<Expense>,
    /// 审批单
    pub approvals: Vec<Approval>,
    /// 活动批复
    pub grants: Vec<Grant>,
    /// 经费申请
    pub applications: Vec<Application>,
    /// 活动记录
    pub activities: Vec<Activity>,
    /// 投资信息库
    pub investors: Vec<Investor>,
    /// 项目储备库
    pub reserves: Vec<Reserve>,
    /// 人才信息库
    pub talents: Vec<Talent>,
    /// 年度预算
    pub budgets: Vec<Budget>,
    /// Rows in no figure.
    pub set_aside: Vec<SetAside>,
    /// The lines of budgets among them, but those that only repeat another (D016): without one the others are not the year's budget.
    pub budgets_set_aside: Vec<Budget>,
    /// Folded numbers of the applications filed after the last day of the run: they are there, and are no part of it.
    pub later_applications: BTreeSet<Arc<str>>,
    /// The formal contracts signed after it.
    pub later_contracts: Vec<LaterContract>,
    /// The activities granted something after the last day of the run, by folded number, and the first such day.
    pub later_grants: BTreeMap<Arc<str>, NaiveDate>,
}

/// A contract that is there, and signed after the last day of the run.
#[derive(Clone, Debug)]
pub struct LaterContract {
    /// Its number, folded.
    pub number: Arc<str>,
    /// Its project's name, folded.
    pub project: Arc<str>,
    /// When it was signed.
    pub signed: NaiveDate,
    /// Where it stands.
    pub place: Place,
}

impl Tables {
    /// The table that a row stands in.
    pub fn found(&self, id: TableId) -> Option<&FoundTable> {
        self.found.get(id.0 as usize)
    }

    /// How people name the rows of a kind, those in use and those set aside.
    pub fn titles(&self, kind: Kind) -> Vec<String> {
        fn titles<R: Record>(rows: &[R]) -> Vec<String> {
            rows.iter().map(Record::title).collect()
        }
        let mut all = match kind {
            Kind::Roster => titles(&self.roster),
            Kind::Log => titles(&self.logs),
            Kind::Project => titles(&self.projects),
            Kind::Contract => titles(&self.contracts),
            Kind::Receipt => titles(&self.receipts),
            Kind::Expense => titles(&self.expenses),
            Kind::Approval => titles(&self.approvals),
            Kind::Grant => titles(&self.grants),
            Kind::Application => titles(&self.applications),
            Kind::Activity => titles(&self.activities),
            Kind::Investor => titles(&self.investors),
            Kind::Reserve => titles(&self.reserves),
            Kind::Talent => titles(&self.talents),
            Kind::Budget => titles(&self.budgets),
        };
        let set_aside = self.set_aside.iter().filter(|row| row.kind == kind);
        all.extend(set_aside.map(|row| row.title.clone()));
        all
    }

    /// Turns the order of the rows of every table round.
    pub(crate) fn reverse(&mut self) {
        self.roster.reverse();
        self.logs.reverse();
        self.projects.reverse();
        self.contracts.reverse();
        self.receipts.reverse();
        self.expenses.reverse();
        self.approvals.reverse();
        self.grants.reverse();
        self.applications.reverse();
        self.activities.reverse();
        self.investors.reverse();
        self.reserves.reverse();
        self.talents.reverse();
        self.budgets.reverse();
        self.set_aside.reverse();
        self.budgets_set_aside.reverse();
    }

    /// Drops the rows dated after the last day of the run: they are read and accounted for, and in no figure of it.
    pub fn until(mut self, as_of: NaiveDate) -> Tables {
        fn keep<R: Record>(rows: &mut Vec<R>, as_of: NaiveDate) {
            rows.retain(|row| row.date().is_none_or(|date| date <= as_of));
        }
        let later = self.applications.iter().filter(|row| row.date().is_some_and(|date| date > as_of));
        self.later_applications = later.filter_map(|row| Some(Arc::clone(&row.number.value()?.key))).collect();
        let formal = self
            .contracts
            .iter()
            .filter(|row| row.contract_kind.get() == Some(ContractKind::Formal));
        self.later_contracts = formal
            .filter_map(|row| {
                Some(LaterContract {
                    number: Arc::clone(&row.number.value()?.key),
                    project: Arc::clone(&row.project.value()?.key),
                    signed: row.signed.get().filter(|day| *day > as_of)?,
                    place: row.at.place(),
                })
            })
            .collect();
        for row in &self.grants {
            if let (Some(activity), Some(day)) = (row.activity.value(), row.date().filter(|day| *day > as_of)) {
                let first = self.later_grants.entry(Arc::clone(&activity.key)).or_insert(day);
                *first = day.min(*first);
            }
        }
        keep(&mut self.roster, as_of);
        keep(&mut self.logs, as_of);
        keep(&mut self.projects, as_of);
        keep(&mut self.contracts, as_of);
        keep(&mut self.receipts, as_of);
        keep(&mut self.expenses, as_of);
        keep(&mut self.approvals, as_of);
        keep(&mut self.grants, as_of);
        keep(&mut self.applications, as_of);
        keep(&mut self.activities, as_of);
        keep(&mut self.investors, as_of);
        keep(&mut self.reserves, as_of);
        keep(&mut self.talents, as_of);
        keep(&mut self.budgets, as_of);
        self.set_aside.retain(|row| !row.is_later(as_of));
        self
    }
}

/// A row by its table and its position in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// Which table.
    pub kind: Kind,
    /// Position in the table's list of `Tables`.
    pub index: u32,
}

/// Everything read, up to the last day of the run, with the look-ups over it.
#[derive(Clone, Debug)]
pub struct Records {
    /// The rows.
    pub tables: Tables,
    /// The city.
    pub city: Arc<City>,
    /// The last day of the run.
    pub as_of: NaiveDate,
    /// What belongs to what: contracts, receipts, projects.
    pub ties: Ties,
    /// The rulings by which the ties hold: the squad that a project counts for, by the finding that was replied to (P004).
    pub rulings: BTreeMap<String, SquadId>,
    /// Who was where on which day.
    pub presence: Presence,
    /// What was claimed, by day.
    pub claims: Vec<Claim>,
}

impl Records {
    /// Builds the look-ups over the rows up to `as_of`.
    pub fn new(tables: Tables, city: Arc<City>, policy: &Policy, as_of: NaiveDate) -> Records {
        let mut tables = tables.until(as_of);
        roster::drop_ended(&mut tables.roster);
        let ties = Ties::new(&tables, &city, policy, as_of, &BTreeMap::new());
        let presence = Presence::new(&tables, &city, policy);
        let claims = claims::claims(&tables, &city, policy);
        Records {
            tables,
            city,
            as_of,
            ties,
            rulings: BTreeMap::new(),
            presence,
            claims,
        }
    }

    /// The records with projects counting for the squads that they were ruled for: of each ruling the finding's id, one of the
    /// contracts that claim the project, and the squad.
    pub fn ruled(self, policy: &Policy, rulings: Vec<(String, u32, SquadId)>) -> Records {
        let by_contract = rulings.iter().map(|(_, contract, squad)| (*contract, *squad)).collect();
        Records {
            ties: Ties::new(&self.tables, &self.city, policy, self.as_of, &by_contract),
            rulings: rulings.into_iter().map(|(finding, _, squad)| (finding, squad)).collect(),
            ..self
        }
    }

    /// Whether the squad handed in a table of the kind: one whose context or any row names it (else its figures are 未报).
    pub fn handed_in(&self, kind: Kind, squad: SquadId) -> bool {
        self.tables
            .found
            .iter()
            .any(|table| table.kind == kind && (table.squad == Some(squad) || table.squads.contains(&squad)))
    }

    /// Whether anybody, squad or not, handed in a table of the kind: one with a row (else what is everybody's is 未报).
    pub fn anyone_handed_in(&self, kind: Kind) -> bool {
        self.tables.found.iter().any(|table| table.kind == kind && table.has_rows)
    }

    /// Whether the squad's log has a row of a day in the window, also one that was set aside; without any, what the log would
    /// say of the window is 未报. Of days on which nobody works a log that was handed in need not say anything.
    pub fn logged(&self, squad: SquadId, window: Window, calendar: &Calendar) -> bool {
        self.presence.has_days(squad, window)
            || self.handed_in(Kind::Log, squad) && calendar.is_all_rest(window)
            || self.has_log_set_aside(squad, window)
    }

    /// Whether a row of the squad's log of a day in the window was set aside.
    pub fn has_log_set_aside(&self, squad: SquadId, window: Window) -> bool {
        self.log_rows_set_aside(squad)
            .any(|row| row.date.is_some_and(|day| window.contains(day)))
    }

    /// Whether the squad handed in a log none of whose rows has a readable day: of which days it is nobody can tell, and so not of any
    /// days that they were not reported.
    pub fn has_undated_log(&self, squad: SquadId) -> bool {
        let mut undated: BTreeSet<TableId> = self.log_rows_set_aside(squad).map(|row| row.at.table).collect();
        for row in self.tables.set_aside.iter().filter(|row| row.date.is_some()) {
            undated.remove(&row.at.table);
        }
        undated
            .iter()
            .any(|table| self.tables.logs.iter().all(|log| log.at.table != *table))
    }

    fn log_rows_set_aside(&self, squad: SquadId) -> impl Iterator<Item = &SetAside> {
        let rows = self.tables.set_aside.iter().filter(|row| row.kind == Kind::Log);
        rows.filter(move |row| row.owner.as_ref().and_then(Owner::squad) == Some(squad))
    }

    /// How people name a row; empty when there is no such row.
    pub fn title(&self, row: RowId) -> String {
        fn title<R: Record>(rows: &[R], index: u32) -> String {
            rows.get(index as usize).map(Record::title).unwrap_or_default()
        }
        let tables = &self.tables;
        match row.kind {
            Kind::Roster => title(&tables.roster, row.index),
            Kind::Log => title(&tables.logs, row.index),
            Kind::Project => title(&tables.projects, row.index),
            Kind::Contract => title(&tables.contracts, row.index),
            Kind::Receipt => title(&tables.receipts, row.index),
            Kind::Expense => title(&tables.expenses, row.index),
            Kind::Approval => title(&tables.approvals, row.index),
            Kind::Grant => title(&tables.grants, row.index),
            Kind::Application => title(&tables.applications, row.index),
            Kind::Activity => title(&tables.activities, row.index),
            Kind::Investor => title(&tables.investors, row.index),
            Kind::Reserve => title(&tables.reserves, row.index),
            Kind::Talent => title(&tables.talents, row.index),
            Kind::Budget => title(&tables.budgets, row.index),
        }
    }

    /// Where a row stands.
    pub fn at(&self, row: RowId) -> Option<&RowAt> {
        fn at<R: Record>(rows: &[R], index: u32) -> Option<&RowAt> {
            rows.get(index as usize).map(Record::at)
        }
        let tables = &self.tables;
        match row.kind {
            Kind::Roster => at(&tables.roster, row.index),
            Kind::Log => at(&tables.logs, row.index),
            Kind::Project => at(&tables.projects, row.index),
            Kind::Contract => at(&tables.contracts, row.index),
            Kind::Receipt => at(&tables.receipts, row.index),
            Kind::Expense => at(&tables.expenses, row.index),
            Kind::Approval => at(&tables.approvals, row.index),
            Kind::Grant => at(&tables.grants, row.index),
            Kind::Application => at(&tables.applications, row.index),
            Kind::Activity => at(&tables.activities, row.index),
            Kind::Investor => at(&tables.investors, row.index),
            Kind::Reserve => at(&tables.reserves, row.index),
            Kind::Talent => at(&tables.talents, row.index),
            Kind::Budget => at(&tables.budgets, row.index),
        }
    }
}
