//! P007 阶段与日期矛盾

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::project::Project;
use crate::records::project::Stage;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::known::tell_unreported;
use crate::rules::words::day;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P007",
    name: "阶段与日期矛盾",
    severity: Severity::Warning,
    articles: &["方案 三", "考核办法 八", "数据一致性"],
    checks: "项目台账的阶段与日期是否相符：到了某个阶段应有该阶段的日期，有了某个阶段的日期（截止日以前）阶段不应还停在前面。",
    why: "开工、在谈项目数按台账的阶段和日期统计，两者矛盾会多计或漏计。",
    remedy: "核实项目实际进展，改正阶段或补填、改正日期。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unreported(case, docket, Kind::Project);
    for row in &case.records.tables.projects {
        let squad = row.squad.value().and_then(Owner::squad);
        settle(docket, squad, judge(case, row));
    }
}

/// The stages with a day of their own, in their order.
fn steps(row: &Project) -> [(Stage, &'static str, &Cell<NaiveDate>); 4] {
    [
        (Stage::Signed, "签约日期", &row.signed),
        (Stage::Registered, "注册日期", &row.registered),
        (Stage::Started, "开工日期", &row.started),
        (Stage::Producing, "投产日期", &row.producing),
    ]
}

fn judge(case: &Case<'_>, row: &Project) -> Verdict {
    let Some(stage) = row.stage.get() else { return Ok(None) };
    if stage == Stage::Ended {
        // When it ended is asked for; how far it had come by then is not.
        return Ok(match known(Kind::Project, "终止日期", &row.ended)? {
            None => Some(broken(case, row, &row.ended, format!("阶段为{}，但没有终止日期", stage.name()))),
            Some(_) => None,
        });
    }
    // A day after the as-of day is no contradiction yet.
    let passed = |cell: &Cell<NaiveDate>| cell.get().filter(|day| *day <= case.as_of);
    let ahead = steps(row)
        .into_iter()
        .rev()
        .find_map(|(step, name, cell)| Some((step, name, cell, passed(cell)?)));
    if let Some((step, name, cell, date)) = ahead
        && step > stage
    {
        let what = format!("阶段为{}，但已有{name}（{}）", stage.name(), day(date));
        return Ok(Some(broken(case, row, cell, what)));
    }
    if let Some(date) = passed(&row.ended) {
        let what = format!("阶段为{}，但已有终止日期（{}）", stage.name(), day(date));
        return Ok(Some(broken(case, row, &row.ended, what)));
    }
    // What produces has started: without that day it is among no starts.
    let due = |step: Stage| step == stage || step == Stage::Started && stage == Stage::Producing;
    let mut missing = Vec::new();
    for (step, name, cell) in steps(row) {
        if due(step) && known(Kind::Project, name, cell)?.is_none() {
            missing.push((step, name, cell));
        }
    }
    let Some((step, _, cell)) = missing.first() else {
        return Ok(None);
    };
    let names: Vec<&str> = missing.iter().map(|(_, name, _)| *name).collect();
    let so = if *step == Stage::Started && stage == Stage::Producing {
        "，未计入开工项目"
    } else {
        ""
    };
    let what = format!("阶段为{}，但没有{}{so}", stage.name(), names.join("、"));
    Ok(Some(broken(case, row, cell, what)))
}

fn broken(case: &Case<'_>, row: &Project, cell: &Cell<NaiveDate>, what: String) -> Broken {
    let message = format!("项目“{}”{what}", row.name.written());
    let broken = Broken::cell(case.records, &row.at, cell, When::Undated, message).about("project", &**row.name.written());
    match row.squad.value().and_then(Owner::squad) {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judged(row: &str) -> Verdicts {
        let ledger = format!("项目名称 | 阶段 | 签约日期 | 注册日期 | 开工日期 | 投产日期 | 终止日期\n盐湖康养度假区 | {row}");
        Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", &ledger).judge(&RULE)
    }

    #[test]
    fn a_stage_without_its_day_and_a_day_ahead_of_the_stage_are_told() {
        for (row, told) in [
            (
                "开工 | 2021-03-01 | 2021-04-01 | | |",
                "E2 项目“盐湖康养度假区”阶段为开工，但没有开工日期",
            ),
            (
                "投产 | | | | 2021-08-01 |",
                "E2 项目“盐湖康养度假区”阶段为投产，但没有开工日期，未计入开工项目",
            ),
            ("投产 | | | 2021-05-01 | |", "F2 项目“盐湖康养度假区”阶段为投产，但没有投产日期"),
            (
                "投产 | | | | |",
                "E2 项目“盐湖康养度假区”阶段为投产，但没有开工日期、投产日期，未计入开工项目",
            ),
            ("签约 | | | | |", "C2 项目“盐湖康养度假区”阶段为签约，但没有签约日期"),
            ("终止 | 2021-03-01 | | | |", "G2 项目“盐湖康养度假区”阶段为终止，但没有终止日期"),
            (
                "在谈 | 2021-03-01 | | | |",
                "C2 项目“盐湖康养度假区”阶段为在谈，但已有签约日期（2021年3月1日）",
            ),
            (
                "在谈 | | | | | 2021-08-01",
                "G2 项目“盐湖康养度假区”阶段为在谈，但已有终止日期（2021年8月1日）",
            ),
            (
                "注册 | 2021-03-01 | 2021-04-01 | 2021-09-30 | |",
                "E2 项目“盐湖康养度假区”阶段为注册，但已有开工日期（2021年9月30日）",
            ),
        ] {
            assert_eq!(judged(row).told(), [told]);
        }
    }

    #[test]
    fn what_agrees_and_what_lies_ahead_is_quiet() {
        for row in [
            "在谈 | | | | |",
            "开工 | 2021-03-01 | | 2021-05-01 | |",
            "注册 | 2021-03-01 | 2021-04-01 | 2021-10-01 | |",
            "投产 | | | 2021-05-01 | 2021-08-01 |",
            "终止 | 2021-03-01 | | | | 2021-05-01",
        ] {
            let verdicts = judged(row);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{row}");
        }
    }

    #[test]
    fn without_the_column_it_cannot_be_told() {
        let ledger = "项目名称 | 阶段 | 签约日期\n盐湖康养度假区 | 开工 | 2021-03-01";
        let verdicts = Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", ledger).judge(&RULE);
        assert!(verdicts.findings.is_empty());
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "项目台账没有“开工日期”列")
        );
    }
}
