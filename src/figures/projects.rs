//! `starts`, `starts_industrial` and `in_talks`: distinct projects of the ledgers (方案 三, 考核办法 八).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::RowId;
use crate::records::cell::State;
use crate::records::project::Project;
use crate::records::project::Stage;
use crate::records::project::Talks;
use crate::regulation::SquadId;

use super::Figure;
use super::Part;
use super::view::View;
use super::view::count;
use super::view::is_open;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// The rows of one project in file order.
type Rows<'a> = Vec<(RowId, &'a Project)>;

/// The three figures. Of all squads together a project counts once when it counts for any of them. A squad whose ledger has projects
/// under construction, but asks neither since when nor of what class, has not reported those figures; nor has one whose ledger leaves open
/// what could make them reach the target: when a project started, of what class it is, whether the talks are over.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let projects = projects(view);
    let mut days_unasked = BTreeSet::new();
    let mut classes_unasked = BTreeSet::new();
    let (mut starts, mut industrial, mut talks) = (Tally::default(), Tally::default(), Tally::default());
    for ((_, squad), rows) in &projects {
        if is_start_unasked(rows) {
            days_unasked.insert(*squad);
        }
        match talks_of(rows, view.window.to) {
            Talks::Under => talks.told(*squad),
            Talks::Untold => talks.untold(*squad),
            Talks::Over | Talks::NotYet => {}
        }
        let started = start(rows).map(|(_, day)| view.window.contains(day));
        let is_untold = Project::is_start_untold(rows.iter().map(|(_, project)| *project));
        match (started, class(rows)) {
            (Some(true), class) => {
                starts.told(*squad);
                match class {
                    Some(true) => industrial.told(*squad),
                    Some(false) => {}
                    None if is_class_unasked(rows) => {
                        classes_unasked.insert(*squad);
                    }
                    None => industrial.untold(*squad),
                }
            }
            (None, class) if is_untold => {
                starts.untold(*squad);
                if class != Some(false) {
                    industrial.untold(*squad);
                }
            }
            _ => {}
        }
    }
    let goal = |key| view.policy.number(key, view.window.to);
    // Where no day is asked for, nobody knows which projects' class to ask.
    classes_unasked.extend(&days_unasked);
    days_unasked.extend(starts.open(goal("target_starts")));
    classes_unasked.extend(industrial.open(goal("target_starts_industrial")));
    let talks_untold: BTreeSet<Option<SquadId>> = talks.open(goal("target_in_talks")).collect();
    let (mut starts, mut industrial, mut talks) = (Once::default(), Once::default(), Once::default());
    for ((project, squad), rows) in &projects {
        if let Some((row, _)) = start(rows).filter(|(_, day)| view.window.contains(*day)) {
            if !days_unasked.contains(squad) {
                starts.add(*project, row);
            }
            if class(rows) == Some(true) && !classes_unasked.contains(squad) {
                industrial.add(*project, row);
            }
        }
        if let Some(row) = in_talks(rows, view.window.to).filter(|_| !talks_untold.contains(squad)) {
            talks.add(*project, row);
        }
    }
    let reported_but = |unasked: &BTreeSet<Option<SquadId>>| {
        let mut squads = view.squads().into_iter();
        squads.any(|squad| view.records.handed_in(Kind::Project, squad) && !unasked.contains(&Some(squad)))
    };
    vec![
        count("starts", reported_but(&days_unasked), starts.parts),
        count("starts_industrial", reported_but(&classes_unasked), industrial.parts),
        count("in_talks", reported_but(&talks_untold), talks.parts),
    ]
}

/// How many projects of each squad surely count, and how many more may.
#[derive(Default)]
struct Tally(BTreeMap<Option<SquadId>, (u32, u32)>);

impl Tally {
    fn told(&mut self, squad: Option<SquadId>) {
        self.0.entry(squad).or_default().0 += 1;
    }

    fn untold(&mut self, squad: Option<SquadId>) {
        self.0.entry(squad).or_default().1 += 1;
    }

    /// The squads whose count those could make reach the target.
    fn open(&self, goal: Option<Decimal>) -> impl Iterator<Item = Option<SquadId>> {
        let counts = self.0.iter();
        let open = counts.filter(move |(_, (told, untold))| is_open((*told).into(), (*untold).into(), goal));
        open.map(|(squad, _)| *squad)
    }
}

/// Parts of a count of projects: the first row of a project adds one, a further one nothing.
#[derive(Default)]
struct Once {
    counted: BTreeSet<u32>,
    parts: Vec<Part>,
}

impl Once {
    fn add(&mut self, project: u32, row: RowId) {
        let adds = if self.counted.insert(project) {
            Decimal::ONE
        } else {
            Decimal::ZERO
        };
        self.parts.push(part(row, adds));
    }
}

/// A project's first row in any ledger, and the squad that it counts for.
type Key = (u32, Option<SquadId>);

/// The projects that count here, one by one for each squad that they count for, in the order of their first rows; each with its rows,
/// in whosever ledger they stand, the squad's own first.
fn projects<'a>(view: &View<'a>) -> BTreeMap<Key, Rows<'a>> {
    let mut projects: BTreeMap<Key, Rows<'a>> = BTreeMap::new();
    for ((row, project), tie) in rows(Kind::Project, &view.records.tables.projects).zip(&view.records.ties.projects) {
        if view.is_of(tie.counts_for) {
            projects.entry((tie.project, tie.counts_for)).or_default().push((row, project));
        }
    }
    for ((_, squad), rows) in &mut projects {
        rows.sort_by_key(|(row, project)| (squad_of(&project.squad) != *squad, *row));
    }
    projects
}

/// When the project started, by the row that says the earliest day: a project starts once.
fn start(rows: &Rows<'_>) -> Option<(RowId, NaiveDate)> {
    let days = rows.iter().filter_map(|(row, project)| Some((*row, project.started.get()?)));
    days.min_by_key(|(row, day)| (*day, *row))
}

/// Whether the project is under construction or further, by a ledger that does not ask since when.
fn is_start_unasked(rows: &Rows<'_>) -> bool {
    let has_started = |project: &Project| matches!(project.stage.get(), Some(Stage::Started | Stage::Producing));
    rows.iter().any(|(_, project)| has_started(project)) && rows.iter().all(|(_, project)| project.started.state() == State::NoColumn)
}

/// Whether the project is one of industry, by the first of its rows that says so or not; a blank is a no, as in any column of yes and no
/// (spec 1.2), and a word that tells no class leaves it open.
fn class(rows: &Rows<'_>) -> Option<bool> {
    let any = |is_so: fn(&Project) -> bool| rows.iter().any(|(_, project)| is_so(project));
    let told = rows.iter().find_map(|(_, project)| project.is_industrial());
    told.or_else(|| {
        let is_blank = any(|project| project.industrial.state() == State::Empty) && !any(Project::is_class_unknown);
        is_blank.then_some(false)
    })
}

fn is_class_unasked(rows: &Rows<'_>) -> bool {
    rows.iter().all(|(_, project)| project.industrial.state() == State::NoColumn)
}

fn talks_of(rows: &Rows<'_>, day: NaiveDate) -> Talks {
    Talks::of_rows(rows.iter().map(|(_, project)| *project), day)
}

/// The row that counts the project as one in talks on the day, if it is: the first that says so.
fn in_talks(rows: &Rows<'_>, day: NaiveDate) -> Option<RowId> {
    let under = talks_of(rows, day) == Talks::Under;
    let mut rows = rows.iter().filter(|(_, project)| Talks::of(project, day) == Talks::Under);
    rows.next().filter(|_| under).map(|(row, _)| *row)
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;
    use super::super::tests::say;

    const HEAD: &str = "项目名称 | 阶段 | 投资方 | 产业类 | 首次对接日期 | 签约日期 | 开工日期 | 终止日期 | 统一社会信用代码";

    fn ledger(rows: &str) -> String {
        format!("{HEAD}\n{rows}")
    }

    fn in_september(rows: &str, key: &str) -> String {
        let figures = figures("2021-09", &[("文旅/台账.xlsx", "项目台账", &ledger(rows))]);
        say(&figures, &format!("文化旅游.{key}.period"))
    }

    #[test]
    fn in_talks_is_of_the_last_day_of_the_window() {
        for (row, expected) in [
            ("甲 | 在谈 | | | | | |", "1"),
            ("甲 | 在谈 | | | 2021-09-30 | | |", "1"),
            ("甲 | 在谈 | | | 2021-10-01 | | |", "0"),
            ("甲 | 在谈 | | | | 2021-09-30 | |", "0"),
            ("甲 | 在谈 | | | | 2021-10-01 | |", "1"),
            ("甲 | 签约 | | | | 2021-10-01 | |", "1"),
            ("甲 | 签约 | | | | 2021-09-30 | |", "0"),
            ("甲 | 签约 | | | | | |", "0"),
            ("甲 | 开工 | | | | | 2021-11-01 |", "0"),
            ("甲 | 终止 | | | | | |", "0"),
            ("甲 | 终止 | | | | 2021-10-08 | | 2021-09-30", "0"),
            ("甲 | 终止 | | | | 2021-10-08 | | 2021-10-31", "1"),
        ] {
            assert_eq!(in_september(row, "in_talks"), expected, "{row}");
        }
    }

    #[test]
    fn starts_count_by_their_day() {
        for (rows, expected) in [
            ("甲 | 开工 | | | | | 2021-09-01 |", "1"),
            ("甲 | 开工 | | | | | 2021-09-30 |", "1"),
            ("甲 | 开工 | | | | | 2021-08-31 |", "0"),
            ("甲 | 开工 | | | | | |", "0"),
            ("甲 | 开工 | | | | | 2021-09-01 |\n乙 | 投产 | | | | | 2021-09-02 |", "2"),
        ] {
            assert_eq!(in_september(rows, "starts"), expected, "{rows}");
        }
    }

    #[test]
    fn a_project_counts_once_however_often_the_ledger_has_it() {
        for (rows, talks, starts) in [
            ("古城（一期） | 在谈 | | | | | |\n古城(一期) | 在谈 | | | | | |", "1", "0"),
            ("古城 | 在谈 | 甲公司 | | | | |\n古城 | 在谈 | | | | | |", "1", "0"),
            ("古城 | 在谈 | 甲公司 | | | | |\n古城 | 在谈 | 乙公司 | | | | |", "2", "0"),
            ("古城一期 | 在谈 | 甲公司 | | | | |\n古城二期 | 在谈 | 甲公司 | | | | |", "2", "0"),
            // The ledger of a later month knows more: the talks are over, the project started, once.
            (
                "古城 | 在谈 | 甲公司 | | | | |\n古城 | 开工 | 甲公司 | | | 2021-08-01 | 2021-09-03 |",
                "0",
                "1",
            ),
            (
                "古城 | 开工 | 甲公司 | | | | 2021-08-31 |\n古城 | 开工 | 甲公司 | | | | 2021-09-03 |",
                "0",
                "0",
            ),
            (
                "古城 | 开工 | 甲公司 | | | | 2021-09-05 |\n古城 | 开工 | 甲公司 | | | | 2021-09-03 |",
                "0",
                "1",
            ),
            (
                "电池项目 | 在谈 | 甲 | | | | | | 91440300708461136T\n电池生产项目 | 在谈 | 甲公司 | | | | | | 91440300708461136T",
                "1",
                "0",
            ),
            (
                "电池项目 | 在谈 | 甲 | | | | | | 91440300708461136T\n果蔬项目 | 在谈 | 甲公司 | | | | | | 91440300708461136T",
                "2",
                "0",
            ),
        ] {
            assert_eq!(in_september(rows, "in_talks"), talks, "{rows}");
            assert_eq!(in_september(rows, "starts"), starts, "{rows}");
        }
    }

    #[test]
    fn what_the_ledger_does_not_ask_is_not_told() {
        let said = |head: &str, row: &str| {
            let figures = figures("2021-09", &[("文旅/台账.xlsx", "项目台账", &format!("{head}\n{row}"))]);
            ["starts", "starts_industrial", "in_talks"].map(|key| say(&figures, &format!("文化旅游.{key}.ytd")))
        };
        let no_class = "项目名称 | 阶段 | 开工日期";
        assert_eq!(said(no_class, "甲 | 开工 | 2021-09-01"), ["1", "未报", "0"]);
        assert_eq!(said(no_class, "甲 | 在谈 |"), ["0", "0", "1"]);
        let no_day = "项目名称 | 阶段 | 产业类";
        assert_eq!(said(no_day, "甲 | 投产 | 是"), ["未报", "未报", "0"]);
        assert_eq!(said(no_day, "甲 | 签约 | 是"), ["0", "0", "0"]);
    }

    #[test]
    fn a_day_that_cannot_be_read_leaves_open_what_could_reach_the_target() {
        let days = |rows: &[(&str, &str)]| -> String {
            let rows = rows.iter().enumerate();
            let rows = rows.map(|(at, (stage, day))| format!("项目{at}甲 | {stage} | | 是 | | | {day} |"));
            rows.collect::<Vec<_>>().join("\n")
        };
        let (known, open) = (("开工", "2021-09-01"), ("开工", "2021年4月"));
        for (rows, starts, industrial) in [
            (&[known, open][..], "未报", "1"),
            (&[open, open], "未报", "未报"),
            // One cannot be two, two are enough, and what has not started by its stage is no start.
            (&[open], "0", "未报"),
            (&[known, known, open], "2", "2"),
            (&[known, ("在谈", "待定")], "1", "1"),
            (&[known, ("签约", "年底前")], "1", "1"),
            (&[known, ("开工", "")], "1", "1"),
        ] {
            assert_eq!(in_september(&days(rows), "starts"), starts, "{rows:?}");
            assert_eq!(in_september(&days(rows), "starts_industrial"), industrial, "{rows:?}");
        }
        // A ledger of another month that has the day tells it.
        assert_eq!(
            in_september("甲 | 开工 | | 是 | | | 2021年4月 |\n甲 | 开工 | | 是 | | | 2021-04-12 |", "starts"),
            "0"
        );
    }

    #[test]
    fn a_signing_day_that_cannot_be_read_leaves_open_whether_the_talks_are_over() {
        let talks = |count: usize, rest: &str| {
            let rows = (0..count).map(|at| format!("项目{at}甲 | 在谈 | | | | | |"));
            let rows: Vec<String> = rows.chain([rest.to_owned()]).collect();
            in_september(&rows.join("\n"), "in_talks")
        };
        // The target asks for 20.
        assert_eq!(talks(19, "谈末 | 签约 | | | 2021-01-01 | 近期 | |"), "未报");
        assert_eq!(talks(18, "谈末 | 签约 | | | 2021-01-01 | 近期 | |"), "18");
        assert_eq!(talks(20, "谈末 | 签约 | | | 2021-01-01 | 近期 | |"), "20");
        assert_eq!(talks(19, "谈末 | 终止 | | | 2021-01-01 | 2021-10-08 | | 近期"), "未报");
        // The stage says that it is not signed, or another day that it has begun.
        assert_eq!(talks(19, "谈末 | 在谈 | | | 2021-01-01 | 待定 | |"), "20");
        assert_eq!(talks(19, "谈末 | 开工 | | | 2021-01-01 | 近期 | 2021-08-01 |"), "19");
        assert_eq!(talks(19, "谈末 | 终止 | | | 2021-01-01 | | | 近期"), "19");
    }

    #[test]
    fn industrial_is_yes_or_a_class_of_industry() {
        for (class, expected) in [
            ("是", "1"),
            ("√", "1"),
            ("否", "0"),
            ("", "0"),
            ("产业类", "1"),
            ("非产业类", "0"),
            ("装备制造业", "1"),
            ("文化旅游", "1"),
            ("现代农业", "1"),
            ("基础设施", "0"),
            ("社会民生类", "0"),
            ("房地产开发", "0"),
            ("其他", "未报"),
            ("待定", "未报"),
        ] {
            let row = format!("甲 | 开工 | | {class} | | | 2021-09-01 |");
            assert_eq!(in_september(&row, "starts_industrial"), expected, "{class}");
            assert_eq!(in_september(&row, "starts"), "1", "{class}");
        }
    }

    #[test]
    fn a_start_whose_class_is_not_told_leaves_open_how_many_are_of_industry() {
        for (classes, expected) in [
            (&["待定"][..], "未报"),
            (&[""], "0"),
            (&["否", ""], "0"),
            (&["待定", ""], "未报"),
            (&["否"], "0"),
            (&["基础设施", "否"], "0"),
            // The target asks for one.
            (&["是", ""], "1"),
            (&["新能源", "其他", "否"], "1"),
        ] {
            let rows = classes.iter().enumerate();
            let rows: Vec<String> = rows
                .map(|(at, class)| format!("项目{at}甲 | 开工 | | {class} | | | 2021-09-01 |"))
                .collect();
            assert_eq!(in_september(&rows.join("\n"), "starts_industrial"), expected, "{classes:?}");
            assert_eq!(in_september(&rows.join("\n"), "starts"), classes.len().to_string(), "{classes:?}");
        }
        // Of a project that has not started nobody needs to know it.
        assert_eq!(in_september("甲 | 在谈 | | | | | |", "starts_industrial"), "0");
    }

    #[test]
    fn the_squad_that_a_project_counts_for_says_whether_it_is_one_of_industry() {
        let contract = |number: &str, day: &str| {
            format!("合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额\n{number} | 古城 | 甲公司 | 正式合同 | {day} | 100")
        };
        let row = |class: &str| ledger(&format!("古城 | 开工 | 甲公司 | {class} | | | 2021-09-01 |"));
        for (own, other, expected) in [("否", "是", "0"), ("是", "否", "1"), ("", "是", "1")] {
            let figures = figures(
                "2021-09",
                &[
                    ("先进制造/合同.xlsx", "签约合同", &contract("ZZ-1", "2021-08-02")),
                    ("先进制造/台账.xlsx", "项目台账", &row(other)),
                    ("文旅/合同.xlsx", "签约合同", &contract("WL-1", "2021-08-01")),
                    ("文旅/台账.xlsx", "项目台账", &row(own)),
                ],
            );
            assert_eq!(say(&figures, "文化旅游.starts_industrial.period"), expected, "{own} {other}");
        }
    }

    #[test]
    fn a_project_claimed_twice_counts_for_the_first_signed() {
        let contract = |number: &str, day: &str| {
            format!("合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额\n{number} | 古城 | 甲公司 | 正式合同 | {day} | 100")
        };
        let (first, second) = (contract("ZZ-1", "2021-08-01"), contract("WL-1", "2021-08-02"));
        let (started, talks) = (
            ledger("古城 | 开工 | 甲公司 | 是 | | | 2021-09-01 |"),
            ledger("果园 | 在谈 | | | | | |"),
        );
        let sheets = |of_first: &str| {
            figures(
                "2021-09",
                &[
                    ("先进制造/合同.xlsx", "签约合同", &first),
                    ("先进制造/台账.xlsx", "项目台账", of_first),
                    ("文旅/合同.xlsx", "签约合同", &second),
                    ("文旅/台账.xlsx", "项目台账", &started),
                ],
            )
        };
        let told = "先进制造.starts.period 1
                    先进制造.starts_industrial.period 1
                    文化旅游.starts.period 0
                    total.starts.period 1";
        // Both ledgers have it; or the first claimant's does not.
        assert_said(&sheets(&started), told);
        assert_said(&sheets(&talks), told);
    }

    #[test]
    fn together_no_less_counts_than_for_any_one_squad() {
        // One ledger still has it in talks, the other has it built: it is a thing of the first squad, and so of all together.
        let first = ledger("古城 | 在谈 | 甲公司 | | | | |");
        let second = ledger("古城 | 开工 | 甲公司 | 是 | 2021-01-05 | 2021-03-01 | 2021-09-02 |");
        let third = ledger("古城 | 开工 | 甲公司 | | 2021-01-05 | 2021-03-01 | 2021-08-02 |");
        let figures = figures(
            "2021-09",
            &[
                ("先进制造/台账.xlsx", "项目台账", &first),
                ("文旅/台账.xlsx", "项目台账", &second),
                ("农业/台账.xlsx", "项目台账", &third),
            ],
        );
        assert_said(
            &figures,
            "先进制造.in_talks.period 1
             文化旅游.in_talks.period 0
             total.in_talks.period 1
             文化旅游.starts.period 1
             高效农业.starts.period 0
             total.starts.period 1
             total.starts.ytd 1
             total.starts_industrial.ytd 1",
        );
    }

    #[test]
    fn together_a_project_in_two_ledgers_is_one() {
        let talks = ledger("古城 | 在谈 | 甲公司 | | | | |\n果园 | 在谈 | | | | | |");
        let figures = figures(
            "2021-09",
            &[("先进制造/台账.xlsx", "项目台账", &talks), ("文旅/台账.xlsx", "项目台账", &talks)],
        );
        assert_said(
            &figures,
            "先进制造.in_talks.period 2
             文化旅游.in_talks.period 2
             高效农业.in_talks.period 未报
             total.in_talks.period 3",
        );
    }
}
