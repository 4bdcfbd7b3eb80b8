//! A004 超核定金额

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::anyone_handed_in;
use crate::rules::known::difference;
use crate::rules::known::known_or_blank;
use crate::rules::known::numbers_in;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::known::unreported;
use crate::rules::words::yuan;

use super::Claim;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "A004",
    name: "超核定金额",
    severity: Severity::Error,
    articles: &["经费办法 七", "考核办法 七"],
    checks: "列在一份申请下的支出累计（到截止日，红冲抵减）是否超过核定金额；尚未核定的，是否超过申请金额。",
    why: "报销以核定的总额为限。",
    remedy: "超出部分不予报销；确需增加的，另行申请。申请编号填错的，改正后重报。",
    parameters: &[],
    effect: Effect::None,
};

/// What is listed under an application.
#[derive(Default)]
struct Listed {
    sums: Vec<Decimal>,
    rows: Vec<Place>,
    /// Why how much is listed is not known: foreign money without a rate, a sum under several applications.
    unknown: Option<&'static str>,
}

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let applications = case.records.tables.applications.iter();
    let known: BTreeSet<&str> = applications.filter_map(|row| Some(&*row.number.value()?.key)).collect();
    let mut listed = BTreeMap::<String, Listed>::new();
    for row in &case.records.tables.expenses {
        let (Some(application), Some(day), Some(money)) = (row.application.value(), row.date.get(), row.amount.get()) else {
            continue;
        };
        let numbers = numbers_in(application, |number| known.contains(number));
        let is_one = numbers.len() == 1;
        for number in numbers {
            let of_application = listed.entry(number).or_default();
            of_application.rows.push(row.at.place());
            match money.in_yuan(case.city(), day) {
                Some(yuan) if is_one => of_application.sums.push(yuan),
                Some(_) => of_application.unknown = Some("有支出填了几个申请编号，各自的金额分不开"),
                None => of_application.unknown = Some("外币支出没有汇率"),
            }
        }
    }
    for claim in super::judged(case, docket) {
        if !anyone_handed_in(case, Kind::Expense) {
            docket.cannot_tell(claim.squad, unreported(Kind::Expense));
            continue;
        }
        let of_application = claim.row.number.value().and_then(|number| listed.get(&*number.key));
        let verdict = of_application.map_or(Ok(None), |listed| judge(case, &claim, listed));
        settle(docket, claim.squad, verdict);
    }
    tell_unfixed(case, docket);
}

/// Says of which applications it cannot be told what is committed by them: approved ones without a sum fixed, and those of a table that
/// does not ask when they were approved or paid.
fn tell_unfixed(case: &Case<'_>, docket: &mut Docket<'_>) {
    for row in &case.records.tables.applications {
        let number = row.number.written();
        let why = match row.is_open(case.as_of) {
            Some(true) if row.fixed.value().is_none() => "已审批、未报销，没有核定金额（未填或无法识别）".to_owned(),
            None => format!("所在的表没有“{}”列", row.unasked_step()),
            Some(_) => continue,
        };
        let reason = format!("申请 {number} {why}，“已批准未报销”无法确定");
        docket.cannot_tell(row.applicant.value().and_then(Owner::squad), reason);
    }
}

fn judge(case: &Case<'_>, claim: &Claim<'_>, listed: &Listed) -> Verdict {
    let fixed = known_or_blank(Kind::Application, "核定金额", &claim.row.fixed)?;
    let (money, cell, name) = match fixed {
        Some(fixed) => (Some(fixed), &claim.row.fixed, "核定金额"),
        None => (claim.row.amount.value(), &claim.row.amount, "申请金额"),
    };
    let bound = money
        .and_then(|money| money.in_yuan(case.city(), claim.day))
        .ok_or("外币申请没有汇率")?;
    let total = sum(listed.sums.iter().copied())?;
    if total <= bound {
        return match listed.unknown {
            Some(reason) => Err(reason.to_owned()),
            None => Ok(None),
        };
    }
    let message = format!(
        "申请 {} 列支 {} 笔共 {}，{name} {}，超 {}",
        claim.row.number.written(),
        listed.rows.len(),
        yuan(total),
        yuan(bound),
        yuan(difference(total, bound)?)
    );
    let mut broken = claim.broken(case, cell, message);
    broken.related = listed.rows.clone();
    Ok(Some(broken))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(fixed: &str, expenses: &[&str]) -> Verdicts {
        let application = format!(
            "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 核定金额（元） | 审批日期 | 报销日期\n\
             SQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | {fixed} | 2021-09-04 | 2021-09-05"
        );
        let expenses = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n{}", expenses.join("\n"));
        judge(&RULE, &application, &[("文化旅游/支出.xlsx", &expenses)])
    }

    const TWO: [&str; 2] = ["001 | 2021-08-03 | 会务费 | 3000 | SQ-1", "002 | 2021-08-04 | 会务费 | 2000 | sq-1"];

    #[test]
    fn above_what_was_fixed_or_else_applied_for_is_told() {
        let verdicts = judged("4500", &TWO);
        assert_eq!(
            verdicts.told(),
            ["E2 申请 SQ-1 列支 2 笔共 5,000.00元，核定金额 4,500.00元，超 500.00元"]
        );
        assert_eq!(verdicts.findings[0].related.len(), 2);
        let more = [TWO[0], TWO[1], "003 | 2021-08-05 | 会务费 | 0.01 | SQ-1"];
        assert_eq!(
            judged("", &more).told(),
            ["C2 申请 SQ-1 列支 3 笔共 5,000.01元，申请金额 5,000.00元，超 0.01元"]
        );
    }

    #[test]
    fn an_approved_application_without_a_fixed_sum_leaves_open_what_is_committed() {
        let reasons = |steps: &str| -> Vec<String> {
            let application = format!(
                "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审批日期 | 报销日期 | 核定金额（元）\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | {steps}"
            );
            let verdicts = judge(
                &RULE,
                &application,
                &[(
                    "文化旅游/支出.xlsx",
                    "凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n001 | 2021-08-03 | 会务费 | 1 | SQ-9",
                )],
            );
            let of_squad = verdicts
                .unjudged
                .iter()
                .filter(|unjudged| unjudged.squad.is_some_and(|squad| squad.0 == 3));
            of_squad.map(|unjudged| unjudged.reason.clone()).collect()
        };
        assert_eq!(
            reasons("2021-09-04 | | "),
            ["申请 SQ-1 已审批、未报销，没有核定金额（未填或无法识别），“已批准未报销”无法确定"]
        );
        for steps in ["2021-09-04 | | 100", "2021-09-04 | 2021-09-05 | ", " | | ", "2021-10-01 | | "] {
            assert_eq!(reasons(steps), Vec::<String>::new(), "{steps}");
        }
    }

    #[test]
    fn a_table_that_does_not_ask_for_a_step_leaves_open_what_is_committed() {
        let application = "申请编号 | 申报单位 | 申请金额（元） | 申报日期 | 审批日期 | 核定金额（元）\n\
            SQ-1 | 文化旅游专班 | 5000 | 2021-09-01 | 2021-09-04 | 100\nSQ-2 | 文化旅游专班 | 5000 | 2021-09-01 | | 100";
        let expenses = "凭证号 | 日期 | 支出项目 | 金额（元） | 申请编号\n001 | 2021-08-03 | 会务费 | 1 | SQ-1";
        let reasons: Vec<String> = judge(&RULE, application, &[("文化旅游/支出.xlsx", expenses)])
            .unjudged
            .into_iter()
            .filter(|unjudged| unjudged.squad.is_some_and(|squad| squad.0 == 3))
            .map(|unjudged| unjudged.reason)
            .collect();
        assert_eq!(reasons, ["申请 SQ-1 所在的表没有“报销日期”列，“已批准未报销”无法确定"]);
    }

    #[test]
    fn exactly_the_sum_and_other_applications_are_quiet() {
        assert_eq!(judged("5000", &TWO).kept, 1);
        assert_eq!(judged("", &TWO).kept, 1);
        assert_eq!(judged("100", &["001 | 2021-08-03 | 会务费 | 3000 | SQ-9"]).kept, 1);
        assert_eq!(
            judged("4500", &[TWO[0], TWO[1], "002 | 2021-08-05 | 会务费 | -2000 | SQ-1"]).kept,
            1
        );
    }

    #[test]
    fn without_expenses_or_with_an_unreadable_sum_it_cannot_be_told() {
        let application = "申请编号 | 申报单位 | 申请金额（元） | 申报日期\nSQ-1 | 文化旅游专班 | 5000 | 2021-09-01";
        let verdicts = judge(&RULE, application, &[]);
        assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason == "未报经费支出"));
        let verdicts = judged("约4500", &TWO);
        assert!(verdicts.findings.is_empty());
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "经费申请的“核定金额”无法识别")
        );
    }

    #[test]
    fn a_sum_under_several_applications_leaves_open_how_much_is_of_each() {
        let verdicts = judged(
            "1000",
            &[
                "001 | 2021-09-03 | 会务费 | 900 | SQ-1",
                "002 | 2021-09-04 | 会务费 | 300 | SQ-1、SQ-2",
            ],
        );
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            super::super::tests::reasons(&verdicts),
            ["有支出填了几个申请编号，各自的金额分不开"]
        );
        let verdicts = judged(
            "1000",
            &[
                "001 | 2021-09-03 | 会务费 | 900 | SQ-1",
                "002 | 2021-09-04 | 会务费 | 300 | SQ-1（补报）",
            ],
        );
        assert_eq!(verdicts.findings.len(), 1);
    }
}
