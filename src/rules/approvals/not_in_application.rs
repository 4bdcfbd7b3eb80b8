//! A006 支出未列入申请

use std::collections::BTreeSet;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::expenses;
use crate::rules::expenses::Line;
use crate::rules::known::Verdict;
use crate::rules::known::anyone_handed_in;
use crate::rules::known::known;
use crate::rules::known::numbers_in;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::set_aside;
use crate::rules::known::settle;
use crate::rules::known::unreported;
use crate::rules::words::yuan;
use crate::values::long_number;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A006",
    name: "支出未列入申请",
    severity: Severity::Warning,
    articles: &["经费办法 七", "考核办法 七"],
    checks: "每笔支出是否填了申请编号，该编号在经费申请中是否存在。",
    why: "支出要随经费申请逐级审批，不在任何申请下的支出没有经过程序。",
    remedy: "列入相应的经费申请并填写申请编号；编号填错的改正。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let applications = case.records.tables.applications.iter();
    let numbers: BTreeSet<&str> = applications.filter_map(|row| Some(&*row.number.value()?.key)).collect();
    let aside = set_aside(case, Kind::Application, long_number::fold);
    for line in expenses::judged(case, docket) {
        let verdict = if anyone_handed_in(case, Kind::Application) {
            judge(case, &line, &numbers, &aside)
        } else {
            Err(unreported(Kind::Application))
        };
        settle(docket, line.squad, verdict);
    }
}

fn judge(case: &Case<'_>, line: &Line<'_>, numbers: &BTreeSet<&str>, aside: &BTreeSet<String>) -> Verdict {
    let cell = &line.row.application;
    let what = match known(Kind::Expense, "申请编号", cell)? {
        Some(number) => match unknown(case, number, numbers, aside)? {
            Some(what) => what,
            None => return Ok(None),
        },
        None => "没有填申请编号".to_owned(),
    };
    let message = format!("{} {} {what}", line.row.item.written(), yuan(line.sum));
    Ok(Some(line.broken(case, cell, message)))
}

/// What is said of the numbers of a cell when none of them is an application's.
fn unknown(case: &Case<'_>, number: &Name, numbers: &BTreeSet<&str>, aside: &BTreeSet<String>) -> Result<Option<String>, String> {
    let later = &case.records.tables.later_applications;
    let is_known = |one: &str| numbers.contains(one) || later.contains(one) || aside.contains(one);
    let listed = numbers_in(number, is_known);
    let mut unknown = Vec::new();
    for one in &listed {
        match one.as_str() {
            one if numbers.contains(one) => {}
            // Saying that it does not exist would be false: it is filed, only later than this run looks.
            one if later.contains(one) => return Err("所填申请在截止日之后申报，届时再核查".to_owned()),
            one if aside.contains(one) => return Err(points_to_set_aside(Kind::Application)),
            one => unknown.push(one),
        }
    }
    if unknown.is_empty() {
        Ok(None)
    } else if unknown.len() < listed.len() {
        Err(format!("填了几个申请编号，其中 {} 在经费申请中不存在", unknown.join("、")))
    } else {
        Ok(Some(format!("所填申请编号 {number} 在经费申请中不存在")))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    const APPLICATIONS: &str = "申请编号 | 申报单位 | 申请金额（元） | 申报日期\n\
        SQ-1 | 文化旅游专班 | 5000 | 2021-09-01\nSQ-2 | 文化旅游专班 | 若干 | 2021-09-01";

    fn judged(number: &str) -> Verdicts {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n001 | 2021-09-03 | 会务费 | 900 | {number}");
        judge(&RULE, APPLICATIONS, &[("文化旅游/支出.xlsx", &text)])
    }

    #[test]
    fn an_application_filed_after_the_last_day_cannot_be_told_yet() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n001 | 2021-09-03 | 会务费 | 900 | SQ-3";
        let applications = format!("{APPLICATIONS}\nSQ-3 | 文化旅游专班 | 900 | 2021-10-08");
        let verdicts = judge(&RULE, &applications, &[("文化旅游/支出.xlsx", text)]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["所填申请在截止日之后申报，届时再核查"]);
    }

    #[test]
    fn an_unknown_number_or_none_is_told() {
        assert_eq!(judged("SQ-9").told(), ["E2 会务费 900.00元 所填申请编号 SQ-9 在经费申请中不存在"]);
        assert_eq!(judged("").told(), ["E2 会务费 900.00元 没有填申请编号"]);
    }

    #[test]
    fn a_known_number_is_quiet() {
        assert_eq!(judged("sq-1").kept, 1);
    }

    #[test]
    fn without_applications_or_the_column_or_with_the_row_set_aside_it_cannot_be_told() {
        assert_eq!(reasons(&judged("SQ-2")), ["所对应的经费申请行有数据问题，未计入"]);
        let text = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-03 | 会务费 | 900";
        let verdicts = judge(&RULE, APPLICATIONS, &[("文化旅游/支出.xlsx", text)]);
        assert_eq!(reasons(&verdicts), ["经费支出没有“申请编号”列"]);
        let verdicts = crate::testing::Scene::new("2021-09")
            .sheet("文化旅游/支出.xlsx", "支出", text)
            .judge(&RULE);
        assert_eq!(reasons(&verdicts), ["未报经费申请"]);
    }

    #[test]
    fn several_numbers_must_agree() {
        let applications = format!("{APPLICATIONS}\nSQ-4 | 文化旅游专班 | 900 | 2021-09-01");
        let judged = |number: &str| {
            let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n001 | 2021-09-03 | 会务费 | 900 | {number}");
            judge(&RULE, &applications, &[("文化旅游/支出.xlsx", &text)])
        };
        for number in ["SQ-1、SQ-4", "SQ-1（补报）"] {
            assert_eq!((judged(number).told(), judged(number).kept), (vec![], 1), "{number}");
        }
        let verdicts = judged("SQ-1、SQ-9");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["填了几个申请编号，其中 SQ-9 在经费申请中不存在"]);
        assert_eq!(judged("SQ-8、SQ-9").findings.len(), 1);
    }
}
