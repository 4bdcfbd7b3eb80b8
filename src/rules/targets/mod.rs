//! T · 目标任务: where each squad stands against its yearly targets (方案 三, 考核办法 八). The standings are measured elsewhere;
//! these rules only tell them.

pub mod events_short;
pub mod industrial_starts_short;
pub mod received_short;
pub mod signed_short;
pub mod starts_short;
pub mod talks_short;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::finding::When;
use crate::history::left_out_told;
use crate::place::Place;
use crate::records::Kind;
use crate::records::SetAside;
use crate::records::activity::ActivityKind;
use crate::records::project::Project;
use crate::regulation::SquadId;
use crate::standing::TargetStanding;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::no_column;
use super::known::unreported;
use super::words::names as names_of;
use super::words::number;
use super::words::percent;
use super::words::wan;

/// A target as its rule tells it.
struct Target {
    /// The rule's code, which is the target's.
    code: &'static str,
    /// What the count counts; money says 万元 itself.
    unit: &'static str,
    /// The tables that it is measured on.
    tables: &'static [Kind],
    /// Columns of those tables that the measure needs, though a table may lack them.
    columns: &'static [&'static str],
    /// What rows of the squad leave open.
    open: fn(&Case<'_>, &TargetStanding) -> Option<Untold>,
}

/// What rows leave open of a measure.
struct Untold {
    /// Which rows, and what of them cannot be told.
    what: String,
    /// What it is therefore that nobody knows.
    so: &'static str,
    /// Where they are.
    places: Vec<Place>,
}

/// Nothing that a row leaves open makes the measure unknown.
fn none_open(_: &Case<'_>, _: &TargetStanding) -> Option<Untold> {
    None
}

/// The rows of each project that counts for the squad, in file order.
fn projects_of<'a>(case: &Case<'a>, squad: SquadId) -> Vec<Vec<&'a Project>> {
    let records = case.records;
    let mut projects: BTreeMap<u32, Vec<&Project>> = BTreeMap::new();
    for (row, tie) in records.tables.projects.iter().zip(&records.ties.projects) {
        if tie.counts_for == Some(squad) {
            projects.entry(tie.project).or_default().push(row);
        }
    }
    projects.into_values().collect()
}

/// The projects of which these are the rows: their names, and where they are.
fn named(projects: &[Vec<&Project>]) -> Option<(String, Vec<Place>)> {
    let first = || projects.iter().filter_map(|rows| rows.first());
    let names: Vec<&str> = first().map(|row| &**row.name.written()).collect();
    let places = projects.iter().flatten().map(|row| row.at.place()).collect();
    (!names.is_empty()).then(|| (names_of(&names), places))
}

/// The squad's projects of which the ledger leaves open whether they started in the year.
fn starts_untold(case: &Case<'_>, standing: &TargetStanding) -> Option<Untold> {
    let mut projects = projects_of(case, standing.squad);
    projects.retain(|rows| Project::is_start_untold(rows.iter().copied()));
    let (names, places) = named(&projects)?;
    Some(Untold {
        what: format!("项目{names}的“开工日期”无法识别"),
        so: "是否当年开工无法判断",
        places,
    })
}

/// The rows of the target's tables that are in no figure and may be the squad's, of the year or of a day that could not be read.
fn left_out<'a>(case: &Case<'a>, squad: SquadId, kind: Kind) -> Vec<&'a SetAside> {
    let year = case.year_to_date();
    let rows = case.records.tables.set_aside.iter();
    rows.filter(|row| row.kind == kind && row.owner.as_ref().is_none_or(|owner| owner.squad() == Some(squad)))
        .filter(|row| row.date.is_none_or(|day| year.contains(day)))
        .filter(|row| row.activity.is_none_or(|kind| kind == ActivityKind::Event))
        .collect()
}

/// Tells each squad's standing: an error when missed at the year's end, before that a warning when behind the pace.
fn tell(case: &Case<'_>, docket: &mut Docket<'_>, target: &Target) {
    let standings = case.standings.targets.iter().filter(|standing| standing.target == target.code);
    for standing in standings.filter(|standing| !case.is_missing(standing.squad)) {
        let Some(reached) = standing.reached else {
            let reason = why_unknown(case, standing, target);
            docket.cannot_tell(Some(standing.squad), reason);
            continue;
        };
        let year_end = case.standings.year_end;
        let broken = if year_end {
            standing.met == Some(false)
        } else {
            standing.behind == Some(true)
        };
        if !broken {
            docket.kept();
            continue;
        }
        let severity = if year_end { Severity::Error } else { Severity::Warning };
        let mut broken = Broken::period(When::Window(case.year_to_date()), message(case, standing, reached, target.unit));
        if let Some(untold) = (target.open)(case, standing) {
            broken.message.push_str(&format!("；另有{}，未计入", untold.what));
            broken.related.extend(untold.places);
        }
        for kind in target.tables {
            let rows = left_out(case, standing.squad, *kind);
            if !rows.is_empty() {
                let rules: BTreeSet<&str> = rows.iter().map(|row| row.rule).collect();
                let rules: Vec<&str> = rules.into_iter().collect();
                broken.message.push_str(&left_out_told(rows.len(), kind.name(), &rules.join("、")));
                broken.related.extend(rows.iter().map(|row| row.place.clone()));
            }
        }
        docket.broken(
            broken
                .of(case.city(), standing.squad)
                .about("target", target.code)
                .as_severity(severity),
        );
    }
}

/// The tables that the squad did not hand in, or the columns that those handed in lack.
fn why_unknown(case: &Case<'_>, standing: &TargetStanding, target: &Target) -> String {
    let squad = standing.squad;
    let missing = target.tables.iter().filter(|kind| !case.handed_in(**kind, squad));
    let mut reasons: Vec<String> = missing.map(|kind| unreported(*kind)).collect();
    if reasons.is_empty() {
        for kind in target.tables {
            let lacks = |column: &&&str| {
                let tables = case.records.tables.found.iter().filter(|table| table.kind == *kind);
                let mut of_squad = tables.filter(|table| table.squad == Some(squad) || table.squads.contains(&squad));
                of_squad.any(|table| table.title(column).is_none())
            };
            reasons.extend(target.columns.iter().filter(lacks).map(|column| no_column(*kind, column)));
        }
    }
    if reasons.is_empty() {
        let open = (target.open)(case, standing);
        reasons.extend(open.map(|untold| format!("{}，{}", untold.what, untold.so)));
    }
    match reasons.is_empty() {
        true => "所需数据不全".to_owned(),
        false => reasons.join("、"),
    }
}

/// Reached, goal, difference, and before the year's end the pace; T001 on both bases.
fn message(case: &Case<'_>, standing: &TargetStanding, reached: Decimal, unit: &str) -> String {
    let shown = |amount: Decimal| {
        if standing.money {
            wan(amount)
        } else {
            format!("{}{unit}", number(amount))
        }
    };
    let year = case.period.year();
    let squad = &case.city().squad(standing.squad).name;
    let short = standing.goal.saturating_sub(reached);
    let mut message = format!(
        "{squad}专班{year}年{} {}，年度目标不少于 {}，差 {}",
        standing.name,
        shown(reached),
        shown(standing.goal),
        shown(short),
    );
    if let Some(other) = standing.other_basis {
        message.push_str(&format!("（按另一口径为 {}）", shown(other)));
    }
    if let Some(share) = standing.share.filter(|_| !case.standings.year_end) {
        let pace = percent(standing.pace);
        message.push_str(&format!("；已完成 {}，序时进度 {pace}", percent(share)));
    }
    message
}

#[cfg(test)]
mod testing {
    use crate::rules::Rule;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// What a rule says at the end of 2021 of one squad that handed in this sheet.
    pub(super) fn judge_sheet(rule: &Rule, name: &str, text: &str) -> Verdicts {
        Scene::new("2021")
            .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 组长")
            .sheet("文化旅游/日志.xlsx", "日志", "日期 | 姓名 | 工作内容\n2021-09-09 | 王伟 | 拜访")
            .sheet(&format!("文化旅游/{name}.xlsx"), name, text)
            .judge(rule)
    }

    pub(super) fn judge_ledger(rule: &Rule, text: &str) -> Verdicts {
        judge_sheet(rule, "项目台账", text)
    }

    pub(super) fn reasons(verdicts: &Verdicts) -> Vec<&str> {
        verdicts.unjudged.iter().map(|unjudged| unjudged.reason.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::account::Account;
    use crate::history::Before;
    use crate::history::Ground;

    use super::*;
    use crate::finding::Judgement;
    use crate::place::Source;
    use crate::records::FoundTable;
    use crate::records::Records;
    use crate::records::SetAside;
    use crate::records::Tables;
    use crate::records::cell::Owner;
    use crate::records::row::RowAt;
    use crate::records::row::TableId;
    use crate::regulation::City;
    use crate::regulation::Policy;
    use crate::rules::Rule;
    use crate::standing::Standings;
    use crate::values::period::Period;
    use std::sync::Arc;

    fn standing(target: &'static str, money: bool, goal: i64, reached: Option<i64>, behind: bool) -> TargetStanding {
        let (goal, reached) = (Decimal::from(goal), reached.map(Decimal::from));
        TargetStanding {
            squad: SquadId(3),
            target,
            name: "签约资金",
            money,
            goal,
            reached,
            other_basis: (target == "T001").then(|| Decimal::from(950_000_000)),
            share: reached.map(|reached| (reached / goal).round_dp(4)),
            pace: "0.7479".parse().unwrap(),
            behind: reached.map(|_| behind),
            met: reached.map(|reached| reached >= goal),
            rows: Vec::new(),
        }
    }

    /// A squad that handed in a roster, and a row in the period that was set aside.
    fn handed_in(period: Period) -> Tables {
        let source = Arc::new(Source {
            file: "a.xlsx".into(),
            sheet: "a".into(),
            order: 0,
        });
        let at = RowAt {
            source: Arc::clone(&source),
            row: 2,
            table: TableId(0),
            digest: 0,
        };
        let found = FoundTable {
            kind: Kind::Roster,
            source,
            header_row: 1,
            titles: Vec::new(),
            has_rows: true,
            squad: Some(SquadId(3)),
            squads: [SquadId(3)].into(),
        };
        let row = SetAside {
            kind: Kind::Log,
            place: at.place(),
            at,
            owner: Some(Owner::Squad(SquadId(3))),
            date: Some(period.window().from),
            title: String::new(),
            people: Vec::new(),
            activity: None,
            money: None,
            rule: "D004",
        };
        Tables {
            found: vec![found],
            set_aside: vec![row],
            ..Tables::default()
        }
    }

    fn judge(rule: &Rule, standing: TargetStanding, year_end: bool) -> Judgement {
        let policy = Policy::built_in();
        let period = Period::parse(if year_end { "2021" } else { "2021-09" }).unwrap();
        let records = Records::new(handed_in(period), Arc::new(City::built_in()), &policy, period.window().to);
        let standings = Standings {
            targets: vec![standing],
            year_end,
            ..Standings::default()
        };
        let mut judgement = Judgement::default();
        let ground = Ground {
            before: &Before::default(),
            account: &Account::default(),
            city: &records.city,
        };
        let case = Case {
            records: &records,
            changed: &[],
            replies: &[],
            ground: &ground,
            problems: &[],
            policy: &policy,
            standings: &standings,
            period,
            as_of: records.as_of,
        };
        (rule.check)(&case, &mut Docket::new(rule.card, None, &mut judgement));
        judgement
    }

    #[test]
    fn missed_at_the_years_end_is_an_error_with_both_bases() {
        let told = judge(
            &signed_short::RULE,
            standing("T001", true, 1_000_000_000, Some(850_000_000), true),
            true,
        );
        assert_eq!(told.findings.len(), 1);
        assert_eq!(told.findings[0].severity, Severity::Error);
        assert_eq!(
            told.findings[0].message,
            "文化旅游专班2021年签约资金 85,000万元，年度目标不少于 100,000万元，差 15,000万元（按另一口径为 95,000万元）"
        );
    }

    #[test]
    fn behind_the_pace_is_a_warning_with_the_pace() {
        let told = judge(&starts_short::RULE, standing("T003", false, 2, Some(0), true), false);
        assert_eq!(told.findings[0].severity, Severity::Warning);
        assert_eq!(
            told.findings[0].message,
            "文化旅游专班2021年签约资金 0个，年度目标不少于 2个，差 2个；已完成 0.00%，序时进度 74.79%"
        );
    }

    #[test]
    fn reached_exactly_or_on_pace_is_quiet() {
        for (year_end, reached) in [(true, 2), (false, 1)] {
            let told = judge(&starts_short::RULE, standing("T003", false, 2, Some(reached), false), year_end);
            assert!(told.findings.is_empty() && told.unjudged.is_empty());
        }
    }

    #[test]
    fn not_reported_cannot_be_told() {
        let told = judge(&talks_short::RULE, standing("T005", false, 20, None, false), true);
        assert!(told.findings.is_empty());
        assert_eq!(told.unjudged[0].reason, "未报项目台账");
        assert_eq!(told.unjudged[0].squad, Some(SquadId(3)));
    }

    #[test]
    fn a_squad_that_handed_in_nothing_is_left_to_r005() {
        let mut other = standing("T003", false, 2, Some(0), true);
        other.squad = SquadId(0);
        let told = judge(&starts_short::RULE, other, true);
        assert!(told.findings.is_empty() && told.unjudged.is_empty());
    }

    #[test]
    fn each_rule_tells_its_own_target_only() {
        let rules = [
            (&signed_short::RULE, "T001"),
            (&received_short::RULE, "T002"),
            (&starts_short::RULE, "T003"),
            (&industrial_starts_short::RULE, "T004"),
            (&talks_short::RULE, "T005"),
            (&events_short::RULE, "T006"),
        ];
        for (rule, code) in &rules {
            assert_eq!(rule.card.code, *code);
            for (_, target) in &rules {
                let told = judge(rule, standing(target, false, 5, Some(1), true), true);
                assert_eq!(told.findings.len(), usize::from(code == target), "{code} {target}");
            }
        }
    }
}
