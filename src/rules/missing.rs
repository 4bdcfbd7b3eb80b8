//! Squads of which nothing can be judged: R005 tells it, and L, C and T are then silent.

use crate::records::Kind;
use crate::records::Tables;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::row::Record;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Case;

/// What a squad did not hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No roster.
    Roster,
    /// A roster, but no row of any table in the period.
    Rows,
}

impl Missing {
    /// Why the squad cannot be judged, in Chinese.
    pub fn reason(self) -> &'static str {
        match self {
            Missing::Roster => "未报名册，无法核查",
            Missing::Rows => "本期没有任何数据，无法核查",
        }
    }
}

impl Case<'_> {
    /// What the squad did not hand in at all, so that its duties cannot be judged.
    pub fn missing(&self, squad: SquadId) -> Option<Missing> {
        if !self.handed_in(Kind::Roster, squad) {
            Some(Missing::Roster)
        } else if self.records.logged(squad, self.window(), &self.policy.calendar) || has_rows(&self.records.tables, squad, self.window()) {
            // The log is looked up by day, and nearly every squad has one.
            None
        } else if self.policy.calendar.is_all_rest(self.window()) {
            // Nothing is asked of days on which nobody works.
            None
        } else {
            Some(Missing::Rows)
        }
    }

    /// Whether the squad has no roster, or no row in the period (R005): L, C and T are then silent for it.
    pub fn is_missing(&self, squad: SquadId) -> bool {
        self.missing(squad).is_some()
    }
}

/// Whether any row of the squad is dated in the window. A row set aside counts, since it was handed in; a project counts by any
/// of its dates, since the ledger's rows have no day of their own.
fn has_rows(tables: &Tables, squad: SquadId, window: Window) -> bool {
    fn dated<R: Record>(rows: &[R], owner: fn(&R) -> Option<&Owner>, squad: SquadId, window: Window) -> bool {
        rows.iter()
            .any(|row| is_squad(owner(row), squad) && row.date().is_some_and(|day| window.contains(day)))
    }
    fn days(cell: &Cell<chrono::NaiveDate>, window: Window) -> bool {
        cell.get().is_some_and(|day| window.contains(day))
    }
    tables
        .logs
        .iter()
        .any(|row| is_squad(row.squad.value(), squad) && row.window().is_some_and(|days| days.overlaps(&window)))
        || tables
            .activities
            .iter()
            .any(|row| is_squad(row.squad.value(), squad) && row.days.get().is_some_and(|days| days.overlaps(&window)))
        || tables.projects.iter().any(|row| {
            let dates = [
                &row.first_contact,
                &row.last_progress,
                &row.signed,
                &row.registered,
                &row.started,
                &row.producing,
                &row.ended,
            ];
            is_squad(row.squad.value(), squad) && dates.into_iter().any(|cell| days(cell, window))
        })
        || dated(&tables.contracts, |row| row.squad.value(), squad, window)
        || dated(&tables.receipts, |row| row.squad.value(), squad, window)
        || dated(&tables.expenses, |row| row.owner(), squad, window)
        || dated(&tables.approvals, |row| row.squad.value(), squad, window)
        || dated(&tables.applications, |row| row.applicant.value(), squad, window)
        || dated(&tables.investors, |row| row.squad.value(), squad, window)
        || dated(&tables.reserves, |row| row.squad.value(), squad, window)
        || dated(&tables.talents, |row| row.squad.value(), squad, window)
        || tables
            .set_aside
            .iter()
            .any(|row| is_squad(row.owner.as_ref(), squad) && row.date.is_some_and(|day| window.contains(day)))
}

fn is_squad(owner: Option<&Owner>, squad: SquadId) -> bool {
    owner.and_then(Owner::squad) == Some(squad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    const ROSTER: &str = "姓名 | 角色\n王伟 | 专职成员";

    fn missing(scene: Scene) -> Option<Missing> {
        scene.with_case(|case| case.missing(SquadId(3)))
    }

    #[test]
    fn a_squad_is_missing_without_a_roster_or_without_a_row_in_the_period() {
        let log = |day: &str| format!("日期 | 姓名 | 工作内容 | 地点\n{day} | 王伟 | 拜访企业 | 上海");
        let rostered = || Scene::new("2021-09").sheet("文化旅游/名册.xlsx", "名册", ROSTER);
        assert_eq!(missing(Scene::new("2021-09")), Some(Missing::Roster));
        assert_eq!(missing(rostered()), Some(Missing::Rows));
        let with_log = |day| rostered().sheet("文化旅游/日志.xlsx", "日志", &log(day));
        assert_eq!(missing(with_log("2021-09-30")), None);
        assert_eq!(missing(with_log("2021-08-31")), Some(Missing::Rows));
        assert_eq!(missing(with_log("2021-09-30").as_of("2021-09-29")), Some(Missing::Rows));
    }

    #[test]
    fn a_ledger_row_counts_by_any_of_its_dates() {
        let ledger = |day: &str| {
            let text = format!("项目名称 | 阶段 | 最近进展日期\n文旅小镇 | 在谈 | {day}");
            Scene::new("2021-09")
                .sheet("文化旅游/名册.xlsx", "名册", ROSTER)
                .sheet("文化旅游/台账.xlsx", "台账", &text)
        };
        assert_eq!(missing(ledger("2021-09-02")), None);
        assert_eq!(missing(ledger("2021-08-02")), Some(Missing::Rows));
    }
}
