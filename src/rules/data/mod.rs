//! D · 数据: what could not be read or does not agree with itself. All but D020–D022 are told of reading's problems, and share
//! the way from a problem to a finding that stands here.

pub mod conflicting_rows;
pub mod contradictory_dates;
pub mod duplicate_file;
pub mod duplicate_row;
pub mod empty_required_cell;
pub mod error_cell;
pub mod hidden_content;
pub mod implausible_date;
pub mod missing_column;
pub mod missing_unit;
pub mod missing_year;
pub mod non_positive_amount;
pub mod person_not_on_roster;
pub mod uncalculated_formula;
pub mod unknown_columns;
pub mod unknown_squad;
pub mod unknown_table;
pub mod unknown_value;
pub mod unreadable_amount;
pub mod unreadable_date;
pub mod unreadable_file;
pub mod wrong_credit_code;
pub mod wrong_id_number;
pub mod wrong_total;

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::finding::When;
use crate::place::Place;
use crate::problem::Problem;
use crate::problem::What;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::records::column::Form;
use crate::values::id_number;

use super::Broken;
use super::Case;
use super::Docket;
use super::words;

/// What a D rule says of a problem that is its own.
struct Wording {
    message: Message,
    severity: Option<Severity>,
    remedy: Option<String>,
    person: Option<String>,
    date_in_doubt: bool,
}

/// The sentence of a finding.
enum Message {
    /// The whole of it.
    Whole(String),
    /// What is said of one cell of a row. The row's and the column's names go before it and the row's fate after it, so that the
    /// cells of one row are told in one sentence.
    OfCell(String),
}

impl Wording {
    /// With the whole message.
    fn new(message: String) -> Wording {
        Wording::with(Message::Whole(message))
    }

    /// With what is said of a cell: `未填写`.
    fn of_cell(said: impl Into<String>) -> Wording {
        Wording::with(Message::OfCell(said.into()))
    }

    fn with(message: Message) -> Wording {
        Wording {
            message,
            severity: None,
            remedy: None,
            person: None,
            date_in_doubt: false,
        }
    }

    /// With a remedy of its own.
    fn remedy(self, remedy: &str) -> Wording {
        Wording {
            remedy: Some(remedy.to_owned()),
            ..self
        }
    }

    /// With another severity than the card's.
    fn of_severity(self, severity: Severity) -> Wording {
        Wording {
            severity: Some(severity),
            ..self
        }
    }

    /// About one person of the row.
    fn person(self, person: &str) -> Wording {
        Wording {
            person: Some(person.to_owned()),
            ..self
        }
    }

    /// The row's day is itself what is wrong, so it cannot decide whether the row is judged.
    fn date_in_doubt(self, in_doubt: bool) -> Wording {
        Wording {
            date_in_doubt: in_doubt,
            ..self
        }
    }
}

/// Tells every problem that the rule has words for and that this run judges: by the row's day, or always when there is none.
/// Cells of one row with the same remedy are one finding (spec 2.1).
fn tell(case: &Case<'_>, docket: &mut Docket<'_>, words: impl Fn(&Seen<'_>) -> Option<Wording>) {
    let mut told: Vec<Told<'_>> = Vec::new();
    let mut by_row = BTreeMap::new();
    for problem in case.problems {
        let seen = Seen { case, problem };
        let Some(wording) = words(&seen) else { continue };
        let date = problem.date.filter(|_| !wording.date_in_doubt);
        if !case.judges(date) {
            continue;
        }
        let when = date.map_or(When::Undated, When::Day);
        let mut one = Told {
            seen,
            when,
            wording,
            cells: Vec::new(),
        };
        if let Message::OfCell(said) = &one.wording.message {
            one.cells.push((problem, said.clone()));
            let (file, sheet, row, _) = problem.place.order_key();
            let at = *by_row.entry((file, sheet, row, one.wording.remedy.clone())).or_insert(told.len());
            if let Some(row) = told.get_mut(at) {
                row.join(one);
                continue;
            }
        }
        told.push(one);
    }
    if told.is_empty() {
        docket.kept();
    }
    for one in told {
        docket.broken(one.broken());
    }
}

/// What becomes one finding: a problem, or the cells of one row that have the same one.
struct Told<'a> {
    seen: Seen<'a>,
    when: When,
    wording: Wording,
    cells: Vec<(&'a Problem, String)>,
}

impl<'a> Told<'a> {
    /// With another cell of the row.
    fn join(&mut self, other: Told<'a>) {
        if other.when == When::Undated {
            self.when = When::Undated;
        }
        self.cells.extend(other.cells);
    }

    fn broken(mut self) -> Broken {
        self.cells.sort_by(|(a, _), (b, _)| a.place.cmp(&b.place));
        let case = self.seen.case;
        let seen = match self.cells.first() {
            Some((problem, _)) => Seen { case, problem },
            None => self.seen,
        };
        let message = match &self.wording.message {
            Message::Whole(message) => message.clone(),
            Message::OfCell(_) => sentence(case, &self.cells),
        };
        let mut broken = seen.broken(self.wording, message, self.when);
        let others = self.cells.get(1..).unwrap_or_default();
        if !others.is_empty() {
            broken.related.extend(others.iter().map(|(problem, _)| problem.place.clone()));
            broken = broken.about("column", columns(seen.kind(), &self.cells));
            // The columns are the subject; which of them comes first is a matter of their order on the sheet.
            broken.column = None;
        }
        broken
    }
}

/// `HT-01的“支出日期”“单据号”未填写，该行未计入`: what is said alike of several cells is said once.
fn sentence(case: &Case<'_>, cells: &[(&Problem, String)]) -> String {
    let mut parts: Vec<(String, &str)> = Vec::new();
    for (problem, said) in cells {
        let column = Seen { case, problem }.column();
        match parts.iter_mut().find(|(_, other)| other == said) {
            Some((columns, _)) => columns.push_str(&column),
            None => parts.push((column, said)),
        }
    }
    let parts: Vec<String> = parts.into_iter().map(|(columns, said)| format!("{columns}{said}")).collect();
    let mut row = String::new();
    let mut fate = "";
    for (problem, _) in cells {
        let seen = Seen { case, problem };
        row = seen.row();
        if problem.sets_aside {
            fate = seen.fate();
        }
    }
    if !row.is_empty() {
        row.push('的');
    }
    format!("{row}{}{fate}", parts.join("；"))
}

/// The canonical names of the cells' columns, in the order of the table's declaration.
fn columns(kind: Option<Kind>, cells: &[(&Problem, String)]) -> String {
    let position = |name: &str| kind.and_then(|kind| Some(kind.table().column(name)?.0));
    let mut names: Vec<&str> = cells.iter().filter_map(|(problem, _)| problem.column).collect();
    names.sort_by_key(|name| (position(name), *name));
    names.dedup();
    names.join("、")
}

/// A problem as its rule sees it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    case: &'a Case<'a>,
    problem: &'a Problem,
}

impl Seen<'_> {
    /// The column by its title as written, in quotation marks.
    fn column(&self) -> String {
        let title = self.problem.title.as_deref().or(self.problem.column);
        title.map_or_else(|| "该格".to_owned(), words::quote)
    }

    /// How people name the row, empty when the problem lies in none.
    fn row(&self) -> String {
        let title = &self.problem.row_title;
        match self.kind() {
            // These rows are named by people, and now and then an identity number stands beside a name.
            Some(Kind::Roster | Kind::Log | Kind::Talent) => id_number::mask_in_text(title),
            _ => title.clone(),
        }
    }

    /// The value as written, quoted, without what may not be shown.
    fn value(&self) -> String {
        words::quote(&self.shown().unwrap_or_default())
    }

    /// What the problem does to the row, for the end of the sentence.
    fn fate(&self) -> &'static str {
        if self.problem.sets_aside { "，该行未计入" } else { "" }
    }

    fn kind(&self) -> Option<Kind> {
        let found = self.case.records.tables.found(self.problem.table?)?;
        Some(found.kind)
    }

    /// The value as written, masked where it is or may hold an identity or telephone number.
    fn shown(&self) -> Option<String> {
        let written = self.problem.written.as_deref()?;
        Some(match self.problem.column {
            Some(column) => self.shown_in(column, written),
            None => written.to_owned(),
        })
    }

    /// A value of a column of the problem's table, masked likewise.
    fn shown_in(&self, column: &str, written: &str) -> String {
        match self.kind() {
            Some(kind) => shown(kind, column, written),
            None => written.to_owned(),
        }
    }

    fn broken(&self, wording: Wording, message: String, when: When) -> Broken {
        let problem = self.problem;
        let mut broken = Broken {
            place: Some(problem.place.clone()),
            title: problem.title.as_deref().map(str::to_owned),
            column: problem.column,
            value: self.shown(),
            severity: wording.severity,
            remedy: wording.remedy,
            related: related(problem),
            digest: problem.digest,
            ..Broken::period(when, message)
        };
        let table = problem.table.and_then(|table| self.case.records.tables.found(table));
        let squad = match &problem.owner {
            Some(owner) => owner.squad(),
            None => table.and_then(|table| table.squad),
        };
        if let Some(squad) = squad {
            broken = broken.of(self.case.city(), squad);
        }
        if let Some(kind) = self.kind() {
            broken = broken.about("table", kind.name());
            if !problem.row_title.is_empty() && !matches!(problem.what, What::Total { .. }) {
                broken = broken.about(row_key(kind), self.row_name(kind));
            }
        }
        if let Some(column) = problem.column {
            broken = broken.about("column", column);
        }
        if let When::Day(day) = when {
            broken = broken.about("date", day.to_string());
        }
        match wording.person {
            Some(person) => broken.about("person", person),
            None => broken,
        }
    }

    /// The row's name as a subject: of a log row the people alone, since its day is a subject of its own.
    fn row_name(&self, kind: Kind) -> String {
        let row = self.row();
        // A name is shown without spaces; a day may have some.
        match (kind, row.split_once(' ')) {
            (Kind::Log, Some((people, _))) => people.to_owned(),
            _ => row,
        }
    }
}

/// The other places concerned, among them the rows that may explain a wrong total.
fn related(problem: &Problem) -> Vec<Place> {
    let mut places = problem.related.clone();
    if let What::Total { troubled, .. } = &problem.what {
        places.extend(troubled.iter().filter(|place| !problem.related.contains(place)).cloned());
    }
    places
}

/// The place of the row that was there before.
fn elsewhere(problem: &Problem) -> String {
    problem.related.first().map_or_else(|| "另一处".to_owned(), Place::to_string)
}

/// A value of a column as it may be shown: identity numbers masked, and telephone numbers where people write them.
fn shown(kind: Kind, column: &str, written: &str) -> String {
    match kind.table().column(column).map(|(_, column)| column.form) {
        Some(Form::IdNumber) => id_number::mask(&id_number::fold(written)),
        Some(Form::LongNumber) if column == "联系电话" => id_number::mask_in_text(written),
        Some(Form::Text | Form::Person | Form::People | Form::Party) | None => id_number::mask_in_text(written),
        // Contract numbers, vouchers and codes stay whole: they are what people look the row up by.
        Some(_) => written.to_owned(),
    }
}

/// The subject's key for the name of a table's rows (spec 5).
fn row_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Roster | Kind::Log | Kind::Talent => "person",
        Kind::Project | Kind::Reserve => "project",
        Kind::Contract => "contract",
        Kind::Receipt | Kind::Expense => "voucher",
        Kind::Approval => "approval",
        Kind::Grant | Kind::Activity => "activity",
        Kind::Application => "application",
        Kind::Investor | Kind::Budget => "item",
    }
}

/// With the squad of the row, if it is a squad's.
fn of_owner(case: &Case<'_>, broken: Broken, owner: Option<&Owner>) -> Broken {
    match owner.and_then(Owner::squad) {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }
}

#[cfg(test)]
mod testing {
    use std::sync::Arc;

    use crate::place::Place;
    use crate::place::Source;
    use crate::problem::Problem;
    use crate::problem::What;
    use crate::records::Kind;
    use crate::records::cell::Owner;
    use crate::regulation::SquadId;
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;
    use crate::values::Unreadable;

    /// A problem in cell C5 of a dated row of a squad, as reading would tell it.
    pub(super) fn problem(what: What, title: &str, written: &str) -> Problem {
        let source = Arc::new(Source {
            file: Arc::from("文化旅游/台账.xlsx"),
            sheet: Arc::from("9月"),
            order: 0,
        });
        Problem {
            what,
            place: Place::cell(&source, 5, 3),
            table: None,
            column: None,
            title: Some(Arc::from(title)),
            written: Some(Arc::from(written)),
            owner: Some(Owner::Squad(SquadId(3))),
            date: Some("2021-09-06".parse().expect("a day")),
            row_title: "HT-01".to_owned(),
            digest: 7,
            sets_aside: false,
            related: Vec::new(),
        }
    }

    /// The same problem in a row of another day.
    pub(super) fn on(problem: &Problem, day: Option<&str>) -> Problem {
        Problem {
            date: day.map(|day| day.parse().expect("a day")),
            ..problem.clone()
        }
    }

    /// A problem of a sheet as a whole.
    pub(super) fn of_sheet(what: What) -> Problem {
        let problem = problem(what, "", "");
        Problem {
            place: Place::sheet(&problem.place.source),
            title: None,
            written: None,
            date: None,
            row_title: String::new(),
            digest: 0,
            ..problem
        }
    }

    /// What a rule says of these problems in September 2021.
    pub(super) fn judge(rule: &Rule, problems: &[Problem]) -> Verdicts {
        Scene::new("2021-09").judge_problems(rule, problems)
    }

    /// The one message that a rule has for a problem; also sees that a problem of another rule leaves it quiet.
    pub(super) fn message(rule: &Rule, problem: Problem) -> String {
        let quiet = judge(rule, &[of_sheet(What::SameFile(String::new()))]);
        if rule.card.code != "D014" {
            assert!(quiet.findings.is_empty());
            assert_eq!(quiet.kept, 1);
        }
        let verdicts = judge(rule, &[problem]);
        assert_eq!(verdicts.findings.len(), 1);
        verdicts.findings[0].message.clone()
    }

    #[test]
    fn a_problem_is_told_by_the_day_of_its_row() {
        let rule = &super::unreadable_amount::RULE;
        let problem = problem(What::Amount(Unreadable::Inexact), "金额", "约3000");
        for (day, findings) in [
            (Some("2021-01-01"), 1),
            (Some("2021-09-30"), 1),
            (None, 1),
            (Some("2020-12-31"), 0),
            (Some("2021-10-01"), 0),
        ] {
            let verdicts = judge(rule, &[on(&problem, day)]);
            assert_eq!(verdicts.findings.len(), findings, "{day:?}");
            assert_eq!(verdicts.kept, 1 - findings, "{day:?}");
        }
    }

    #[test]
    fn a_finding_names_squad_value_and_subject() {
        let problem = problem(What::Amount(Unreadable::Inexact), "金额", "约3000");
        let verdicts = judge(&super::unreadable_amount::RULE, &[problem]);
        let finding = &verdicts.findings[0];
        assert_eq!(finding.squad, Some(SquadId(3)));
        assert_eq!(finding.value.as_deref(), Some("约3000"));
        assert_eq!(finding.title.as_deref(), Some("金额"));
        assert_eq!(finding.subject["squad"], "文化旅游");
        assert_eq!(finding.subject["date"], "2021-09-06");
    }

    #[test]
    fn numbers_of_people_are_masked_and_numbers_of_papers_are_not() {
        let id = "140802199003071234";
        assert!(!super::shown(Kind::Roster, "身份证号", id).contains("199003"));
        assert!(!super::shown(Kind::Roster, "联系电话", "13803590001").contains("80359000"));
        assert!(!super::shown(Kind::Log, "姓名", &format!("王伟{id}")).contains("199003"));
        assert_eq!(super::shown(Kind::Contract, "合同编号", id), id);
    }

    /// Each flaw of a sheet as reading meets it, told by the one rule that it is the ground of, at its cell.
    #[test]
    fn what_reading_meets_is_told_at_its_cell() {
        let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
             HT-1 | 古城 | 乙公司 | 正式合同 | 2021年9月 | 3000\n\
             HT-2 | 温泉 | 乙公司 | 半正式 | 2021-09-02 | 3000\n\
             HT-3 |  | 乙公司 | 正式合同 | 2021-09-03 | 3000\n\
             HT-4 | 民宿 | 乙公司 | 正式合同 | 2021-12-03 | 3000\n\
             HT-5 | 画廊 | 乙公司 | 正式合同 | 2021-09-05 | 约3000\n\
             HT-6 | 书院 | 乙公司 | 正式合同 | 9月6日 | 3000";
        let scene = Scene::new("2021-09")
            .today("2021-10-08")
            .sheet("文化旅游/合同.xlsx", "合同", contracts);
        for (rule, told) in [
            (
                &super::unreadable_date::RULE,
                "E2 HT-1的“签订日期”写为“2021年9月”，只有月份，没有日，该行未计入",
            ),
            (
                &super::unknown_value::RULE,
                "D3 HT-2的“合同类型”写为“半正式”，不在选项内，最接近“正式合同”，该行未计入",
            ),
            (&super::empty_required_cell::RULE, "B4 HT-3的“项目名称”未填写，该行未计入"),
            (
                &super::implausible_date::RULE,
                "E5 HT-4的“签订日期”写为“2021-12-03”，晚于今天（2021年10月8日），该行未计入",
            ),
            (
                &super::unreadable_amount::RULE,
                "F6 HT-5的“合同金额（万元）”写为“约3000”，数字不确定（约数），该行未计入",
            ),
            (&super::missing_year::RULE, "E7 HT-6的“签订日期”写为“9月6日”，没有年份，按2021年计"),
        ] {
            let verdicts = scene.judge(rule);
            assert_eq!(verdicts.told(), [told]);
            let finding = &verdicts.findings[0];
            assert_eq!(finding.subject["table"], "签约合同");
            assert!(told.contains(&finding.subject["contract"]), "{told}");
            assert_eq!(finding.squad, Some(SquadId(3)));
        }
    }

    /// Several cells of one row with one problem are one finding, at the first of them, with each column's own value.
    #[test]
    fn the_cells_of_one_row_are_told_once() {
        let sheet = |text: &str| Scene::new("2021-09").today("2021-10-08").sheet("文化旅游/合同.xlsx", "合同", text);
        let scene = sheet(
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 注册日期 | 合同金额（万元）\n\
             HT-1 |  | 乙公司 | 正式合同 | 2021-09-01 |  | \n\
             HT-2 | 温泉 | 乙公司 | 正式合同 | 2021年9月 | 待定 | 3000\n\
             HT-4 | 画廊 |  | 正式合同 | 2021-09-05 |  | 3000",
        );
        for (rule, told, related) in [
            (
                &super::empty_required_cell::RULE,
                &[
                    "B2 HT-1的“项目名称”“合同金额（万元）”未填写，该行未计入",
                    "C4 HT-4的“投资方”未填写，该行未计入",
                ][..],
                &["G2"][..],
            ),
            (
                &super::unreadable_date::RULE,
                &["E3 HT-2的“签订日期”写为“2021年9月”，只有月份，没有日；“注册日期”写为“待定”，无法识别，该行未计入"],
                &["F3"],
            ),
        ] {
            let verdicts = scene.judge(rule);
            assert_eq!(verdicts.told(), told);
            let finding = &verdicts.findings[0];
            let places: Vec<String> = finding.related.iter().filter_map(Place::a1).collect();
            assert_eq!(places, related);
        }
        let empty = scene.judge(&super::empty_required_cell::RULE).findings.remove(0);
        assert_eq!(empty.subject["column"], "项目名称、合同金额");

        // The id hangs on the columns, not on which of them comes first.
        let moved = sheet(
            "合同金额（万元） | 合同编号 | 投资方 | 合同类型 | 签订日期 | 注册日期 | 项目名称\n\
             3000 | HT-2 | 乙公司 | 正式合同 | 2021年9月 | 待定 | 温泉\n\
              | HT-1 | 乙公司 | 正式合同 | 2021-09-01 |  | ",
        );
        let moved = moved.judge(&super::empty_required_cell::RULE).findings.remove(0);
        assert_eq!(moved.message, "HT-1的“合同金额（万元）”“项目名称”未填写，该行未计入");
        assert_eq!(moved.id, empty.id);
    }

    /// Whatever the reason, a row of the year to date that is in no figure has a finding of the rule that set it aside.
    #[test]
    fn every_row_set_aside_has_a_finding() {
        let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种\n\
             HT-1 | 古城 | 乙公司 | 正式合同 | 2021年9月 | 3000\n\
             HT-2 | 温泉 | 乙公司 | 半正式 | 2021-09-02 | 3000\n\
             HT-3 |  | 乙公司 | 正式合同 | 2021-09-03 | 3000\n\
             HT-4 | 民宿 | 乙公司 | 正式合同 | 2021-12-03 | 3000\n\
             HT-5 | 画廊 | 乙公司 | 正式合同 | 2021-09-05 | 约3000\n\
             HT-6 | 书院 | 乙公司 | 正式合同 | 2021-09-05 | -3000\n\
             HT-7 | 茶社 | 乙公司 | 正式合同 | 2021-09-05 | 3000 | 金条\n\
             同上 | 客栈 | 同上 | 正式合同 | 2021-09-05 | 3000\n\
             HT-8 | 酒庄 | 乙公司 | 正式合同 | 2021-09-05 | ￥3000 | 美元\n\
             HT-9 | 花海 | 乙公司 | 正式合同 | 2021-09-05 | 3000\n\
             HT-9 | 花海 | 乙公司 | 正式合同 | 2021-09-05 | 4000";
        let logs = "日期 | 开始日期 | 结束日期 | 姓名 | 工作内容\n\
             2021-10-05至2021-10-15 | | | 王伟 | 拜访\n\
             2021-09-27至2021-10-15 | | | 王伟 | 拜访\n\
             2021-09-27至2021-09-15 | | | 王伟 | 拜访\n\
              | 2021-10-05 | 2021-10-15 | 王伟 | 拜访\n\
              | 2021-09-05 | 2021-09-03 | 王伟 | 拜访\n\
             2020-09-05至2021-10-10 | | | 王伟 | 拜访\n\
             2021-09-05 | | | 李四 | 拜访";
        let scene = Scene::new("2021-09")
            .today("2021-10-08")
            .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 专职成员")
            .sheet("文化旅游/合同.xlsx", "合同", contracts)
            .sheet("文化旅游/日志.xlsx", "日志", logs);
        let judgement = scene.judge_all();
        let intake = scene.intake();
        let set_aside = &intake.tables.set_aside;
        assert_eq!(set_aside.len(), 17);
        for row in set_aside {
            let told = judgement.findings.iter().any(|finding| {
                let place = finding.place.as_ref();
                finding.rule.code == row.rule && place.is_some_and(|place| place.row == row.at.row && place.source == row.at.source)
            });
            assert!(told, "{} {:?} {}", row.rule, row.at.place().a1(), row.title);
        }
    }
}
