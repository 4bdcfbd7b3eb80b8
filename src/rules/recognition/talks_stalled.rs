//! P008 在谈项目停滞

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::project::Project;
use crate::records::project::Talks;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known_or_blank;
use crate::rules::known::settle;
use crate::rules::known::tell_unreported;
use crate::rules::words::day;
use crate::rules::words::number;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P008",
    name: "在谈项目停滞",
    severity: Severity::Warning,
    articles: &["方案 二", "数据一致性"],
    checks: "截止日仍在谈的项目，最近进展日期（没填的用首次对接日期）到截止日是否已超过规定天数（按截止日当天的规定）。",
    why: "长期没有进展的项目占着在谈个数，掩盖项目储备的真实情况。",
    remedy: "跟进项目并更新进展；确已谈不成的，把阶段改为终止。",
    parameters: &["stalled_days"],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unreported(case, docket, Kind::Project);
    let Some(most) = case.policy.number("stalled_days", case.as_of) else {
        return;
    };
    let mut projects: BTreeMap<(u32, Option<SquadId>), Vec<&Project>> = BTreeMap::new();
    for (row, tie) in case.records.tables.projects.iter().zip(&case.records.ties.projects) {
        projects.entry((tie.project, tie.counts_for)).or_default().push(row);
    }
    for ((_, squad), rows) in projects {
        if Talks::of_rows(rows.iter().copied(), case.as_of) == Talks::Under {
            settle(docket, squad, judge(case, &rows, most));
        }
    }
}

/// A day of a row, with the cell that has it.
type Known<'a> = (NaiveDate, &'a Cell<NaiveDate>, &'a Project);

/// The latest day of the rows; the first row of that day has it.
fn latest<'a>(rows: &[&'a Project], column: &str, cell: impl Fn(&'a Project) -> &'a Cell<NaiveDate>) -> Result<Option<Known<'a>>, String> {
    let mut latest: Option<Known<'a>> = None;
    for row in rows {
        let day = known_or_blank(Kind::Project, column, cell(row))?;
        if let Some(day) = day.filter(|day| latest.is_none_or(|(known, ..)| known < **day)) {
            latest = Some((*day, cell(row), row));
        }
    }
    Ok(latest)
}

fn judge(case: &Case<'_>, rows: &[&Project], most: Decimal) -> Verdict {
    let progress = latest(rows, "最近进展日期", |row| &row.last_progress)?;
    let contact = latest(rows, "首次对接日期", |row| &row.first_contact)?;
    let ((last, cell, row), name) = match (progress, contact) {
        (Some(known), _) => (known, "最近进展"),
        (None, Some(known)) => (known, "首次对接"),
        (None, None) => return Err("未填最近进展日期和首次对接日期".to_owned()),
    };
    if last > case.as_of {
        return Err("最近进展日期晚于截止日".to_owned());
    }
    let days = Decimal::from((case.as_of - last).num_days());
    if days <= most {
        return Ok(None);
    }
    let message = format!(
        "在谈项目“{}”{name}在{}，到{}已 {} 天没有进展，超过 {} 天",
        row.name.written(),
        day(last),
        day(case.as_of),
        number(days),
        number(most)
    );
    let broken = Broken::cell(case.records, &row.at, cell, When::Undated, message).about("project", &**row.name.written());
    Ok(Some(match row.squad.value().and_then(Owner::squad) {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judged(row: &str) -> Verdicts {
        let ledger = format!("项目名称 | 阶段 | 首次对接日期 | 最近进展日期 | 签约日期 | 终止日期\n盐湖康养度假区 | {row}");
        Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", &ledger).judge(&RULE)
    }

    #[test]
    fn more_than_the_days_since_the_last_progress_or_first_contact_is_told() {
        for (row, told) in [
            (
                "在谈 | 2021-01-01 | 2021-07-01 | |",
                "D2 在谈项目“盐湖康养度假区”最近进展在2021年7月1日，到2021年9月30日已 91 天没有进展，超过 90 天",
            ),
            (
                "在谈 | 2021-07-01 | | |",
                "C2 在谈项目“盐湖康养度假区”首次对接在2021年7月1日，到2021年9月30日已 91 天没有进展，超过 90 天",
            ),
        ] {
            assert_eq!(judged(row).told(), [told]);
        }
    }

    #[test]
    fn a_ledger_of_a_sheet_for_each_month_is_judged_by_what_it_knows_last() {
        let ledger = |first: &str, second: &str| {
            let text = |row: &str| format!("项目名称 | 阶段 | 首次对接日期 | 最近进展日期 | 签约日期\n盐湖康养度假区 | {row}");
            Scene::new("2021-09")
                .sheet("文化旅游/台账8月.xlsx", "台账", &text(first))
                .sheet("文化旅游/台账9月.xlsx", "台账", &text(second))
                .judge(&RULE)
        };
        let old = "在谈 | 2021-01-01 | 2021-06-01 |";
        let signed = ledger(old, "签约 | 2021-01-01 | 2021-09-10 | 2021-09-05");
        assert_eq!((signed.findings.len(), signed.kept), (0, 0));
        let moved_on = ledger(old, "在谈 | 2021-01-01 | 2021-09-10 |");
        assert_eq!((moved_on.findings.len(), moved_on.kept), (0, 1));
        let stalled = ledger(old, "在谈 | 2021-01-01 | 2021-06-20 |");
        assert_eq!(stalled.findings.len(), 1);
        assert!(stalled.findings[0].message.contains("2021年6月20日"));
    }

    #[test]
    fn exactly_the_days_and_what_is_not_in_talks_is_quiet() {
        for (row, kept) in [
            ("在谈 | 2021-01-01 | 2021-07-02 | |", 1),
            ("在谈 | 2021-01-01 | 2021-03-01 | 2021-04-01 |", 0),
            ("终止 | 2021-01-01 | 2021-03-01 | | 2021-04-01", 0),
            ("签约 | 2021-01-01 | 2021-03-01 | |", 0),
        ] {
            let verdicts = judged(row);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, kept), "{row}");
        }
    }

    #[test]
    fn without_a_day_it_cannot_be_told() {
        let verdicts = judged("在谈 | | | |");
        assert!(verdicts.findings.is_empty());
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "未填最近进展日期和首次对接日期")
        );
    }
}
