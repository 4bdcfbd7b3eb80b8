//! E009 超批复金额

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::place::Source;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::difference;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::known::unreported;
use crate::rules::words::yuan;

use super::Line;
use super::grants::Activity;
use super::grants::Granted;
use super::grants::Grants;
use super::grants::activity_and_item;
use super::grants::of_several;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E009",
    name: "超批复金额",
    severity: Severity::Error,
    articles: &["经费办法 三(三)"],
    checks: "一项活动的某个支出项目累计（到截止日，红冲抵减，其他问题已核减的不计；几个项目合并批复的，合并核对）是否超过市政府批复的金额；超出部分从最后的支出往前核减。",
    why: "活动经费按批复的项目和金额使用，超出批复没有依据。",
    remedy: "超出部分不予报销；确需增加的，事前报批调整批复。",
    parameters: &["expense_items"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell_unjudged(case, docket);
    let grants = Grants::new(case);
    let cuts = cuts(docket);
    let mut spent = BTreeMap::<(String, &[String]), Vec<Spent<'_>>>::new();
    // What reversals took back is no longer there in the claims.
    for line in super::standing_lines(case).into_iter().filter(|line| line.sum > Decimal::ZERO) {
        let cut = cuts.get(&row_of(&line.row.at.place())).copied().unwrap_or_default().min(line.left);
        let Some((activity, item)) = activity_and_item(&line).filter(|_| cut < line.left) else {
            continue;
        };
        if !grants.handed_in {
            if case.judges(Some(line.day)) {
                docket.cannot_tell(line.squad, unreported(Kind::Grant));
            }
            continue;
        }
        let [number] = &grants.named(case, activity)[..] else {
            if case.judges(Some(line.day)) {
                docket.cannot_tell(line.squad, of_several());
            }
            continue;
        };
        // What no grant lists is E010's.
        if let Some(granted) = grants.activities.get(number.as_str()).and_then(|activity| activity.of(item)) {
            spent.entry((number.clone(), &granted.items)).or_default().push(Spent { line, cut });
        }
    }
    for ((number, items), rows) in &spent {
        // The finding stands at the last claim; one that is not judged was told in its own year.
        let Some(last) = rows.iter().rev().find(|row| case.judges(Some(row.line.day))) else {
            continue;
        };
        let granted = grants
            .activities
            .get(number.as_str())
            .and_then(|activity| Some((activity, activity.of(items.first()?)?)));
        if let Some(granted) = granted {
            settle(docket, last.line.squad, judge(case, &grants, (number, granted), rows, &last.line));
        }
    }
}

/// A claim, and what other rules cut of it, yuan.
struct Spent<'a> {
    line: Line<'a>,
    cut: Decimal,
}

/// A row by its sheet and number.
type Row = (Arc<Source>, u32);

fn row_of(place: &Place) -> Row {
    (Arc::clone(&place.source), place.row)
}

/// What other rules cut of each row: what is not paid uses up no grant, and is not cut again.
fn cuts(docket: &Docket<'_>) -> HashMap<Row, Decimal> {
    let mut cuts: HashMap<Row, Decimal> = HashMap::new();
    for finding in docket.found() {
        if let (Some(cut), Some(place)) = (finding.cut, &finding.place) {
            let of_row = cuts.entry(row_of(place)).or_default();
            *of_row = of_row.saturating_add(cut);
        }
    }
    cuts
}

fn judge(
    case: &Case<'_>,
    grants: &Grants<'_>,
    (number, (activity, granted)): (&str, (&Activity, &Granted)),
    rows: &[Spent<'_>],
    last: &Line<'_>,
) -> Verdict {
    if grants.is_partly_aside(number) {
        return Err(points_to_set_aside(Kind::Grant));
    }
    let shown = last.row.activity.value().map_or(number, |activity| &*activity.shown);
    if granted.overlaps {
        return Err(format!("活动 {shown} 的批复中几个项目合在一起又另有单列，无法逐项核对"));
    }
    let bound = granted.sum.ok_or("活动批复的外币金额没有汇率")?;
    let claimed = sum(rows.iter().map(|row| row.line.left))?;
    let cut = sum(rows.iter().map(|row| row.cut))?;
    let spent = difference(claimed, cut)?;
    if spent <= bound {
        return Ok(None);
    }
    // What was granted for no lawful item may be for this one too.
    let unread = activity.unread_sum(shown)?;
    let bound_with = sum([bound, unread])?;
    if spent <= bound_with {
        return Err(activity.may_be_covered(shown));
    }
    let excess = difference(spent, bound_with)?;
    let with = match unread.is_zero() {
        true => String::new(),
        false => {
            let items: Vec<&str> = activity.unread_items().collect();
            format!("，连同批复的{} {}", items.join("、"), yuan(unread))
        }
    };
    let without = match cut.is_zero() {
        true => String::new(),
        false => format!("，扣除其他问题已核减的 {}", yuan(cut)),
    };
    let message = format!(
        "活动 {shown} 的{}累计支出 {}{without}，批复 {}{with}，超 {}，从最后的支出核减",
        granted.items.join("、"),
        yuan(claimed),
        yuan(bound),
        yuan(excess)
    );
    let mut broken = last
        .broken(case, &last.row.amount, message)
        .about("activity", shown)
        .cutting(excess);
    let others = rows
        .iter()
        .filter(|row| row.line.index != last.index)
        .map(|row| row.line.row.at.place());
    broken.related = granted.rows.iter().cloned().chain(others).collect();
    Ok(Some(broken))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const GRANTS: &str = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期\n\
        HD-1 | 上海推介会 | 会务费 | 1000 | 2021-08-01\n\
        HD-1 | 上海推介会 | 布展费 | 500 | 2021-08-01\n\
        HD-2 | 北京推介会 | 会务费 | 若干 | 2021-08-01\n\
        HD-2 | 北京推介会 | 会议费 | 10 | 2021-08-01";

    fn judged(rows: &[&str]) -> Verdicts {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n{}", rows.join("\n"));
        judge(&RULE, &text, &[("活动批复.xlsx", GRANTS)])
    }

    #[test]
    fn the_excess_is_told_once_at_the_last_row() {
        let verdicts = judged(&[
            "003 | 2021-09-05 | 会务费 | 300 | HD-1",
            "001 | 2021-09-01 | 会议费 | 900 | hd-1",
            "002 | 2021-09-02 | 布展费 | 500 | HD-1",
        ]);
        assert_eq!(
            verdicts.told(),
            ["D2 活动 HD-1 的会务费累计支出 1,200.00元，批复 1,000.00元，超 200.00元，从最后的支出核减"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(Decimal::from(200)));
        assert_eq!(verdicts.findings[0].related.len(), 2);
    }

    #[test]
    fn exactly_the_grant_and_reversals_are_quiet() {
        for rows in [
            [
                "001 | 2021-09-01 | 会务费 | 900 | HD-1",
                "002 | 2021-09-02 | 会务费 | 100 | HD-1",
                "",
            ],
            [
                "001 | 2021-09-01 | 会务费 | 900 | HD-1",
                "002 | 2021-09-02 | 会务费 | 900 | HD-1",
                "002 | 2021-09-03 | 会务费 | -900 | HD-1",
            ],
        ] {
            let rows: Vec<&str> = rows.into_iter().filter(|row| !row.is_empty()).collect();
            let verdicts = judged(&rows);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1));
        }
    }

    #[test]
    fn what_is_cut_whole_uses_up_no_grant() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号
            001 | 2021-09-01 | 会务费 | 900 | HD-1
            001 | 2021-09-02 | 会务费 | 900 | HD-1
            002 | 2021-09-03 | 会务费 | 100 | HD-1";
        let told = |last: &str| {
            let scene = Scene::new("2021-09")
                .sheet("文化旅游/支出.xlsx", "支出", &text.replace("| 100 |", last))
                .sheet("活动批复.xlsx", "表", GRANTS);
            scene.report(|outcome| {
                let cuts = outcome.judgement.findings.iter().filter(|finding| finding.cut.is_some());
                let cuts: Vec<_> = cuts
                    .map(|finding| (finding.rule.code, finding.cut.map(|cut| cut.to_string())))
                    .collect();
                let squad = outcome.figures.squads.iter().find(|squad| squad.squad.0 == 3);
                (cuts, squad.and_then(|squad| squad.period.money("proposed")))
            })
        };
        let cut = |sum: &str| Some(sum.to_owned());
        assert_eq!(told("| 100 |"), (vec![("E002", cut("900"))], Some(Decimal::from(1000))));
        assert_eq!(
            told("| 150 |"),
            (vec![("E002", cut("900")), ("E009", cut("50"))], Some(Decimal::from(1000)))
        );
    }

    #[test]
    fn what_was_taken_back_whole_is_no_part_of_the_excess() {
        let told = |reversals: &str| {
            let grants = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期\nH1 | 推介会 | 会务费 | 1200 | 2021-01-01";
            let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号";
            let scene = Scene::new("2021")
                .sheet(
                    "先进制造/支出.xlsx",
                    "支出",
                    &format!("{head}\nB1 | 2021-02-01 | 会务费 | 1500 | H1"),
                )
                .sheet(
                    "文化旅游/支出.xlsx",
                    "支出",
                    &format!("{head}\nA1 | 2021-03-01 | 会务费 | 1000 | H1\n{reversals}"),
                )
                .sheet("活动批复.xlsx", "表", grants);
            scene.report(|outcome| {
                let cuts = outcome.judgement.findings.iter().filter(|finding| finding.rule.code == "E009");
                let cuts: Vec<_> = cuts
                    .map(|finding| (finding.squad.map(|squad| squad.0), finding.cut.map(|cut| cut.to_string())))
                    .collect();
                let proposed = |squad: usize| {
                    let figures = outcome.figures.squads.get(squad);
                    figures.and_then(|squad| squad.ytd.money("proposed")).map(|sum| sum.to_string())
                };
                (cuts, proposed(0), proposed(3))
            })
        };
        let sum = |sum: &str| Some(sum.to_owned());
        assert_eq!(
            told("A1 | 2021-03-20 | 会务费 | -1000 | H1"),
            (vec![(Some(0), sum("300"))], sum("1200"), sum("0"))
        );
        assert_eq!(
            told("A1 | 2021-03-20 | 会务费 | -400 | H1\nA1 | 2021-03-21 | 会务费 | -600 | H1"),
            (vec![(Some(0), sum("300"))], sum("1200"), sum("0"))
        );
        // What was taken back in part stands for the rest, of which no more can be cut.
        assert_eq!(
            told("A1 | 2021-03-20 | 会务费 | -800 | H1"),
            (vec![(Some(3), sum("500"))], sum("1200"), sum("0"))
        );
    }

    #[test]
    fn without_the_grant_or_with_a_row_of_it_set_aside_it_cannot_be_told() {
        let row = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n001 | 2021-09-01 | 会务费 | 900 | HD-2";
        assert_eq!(reasons(&judge(&RULE, row, &[])), ["未报活动批复"]);
        let verdicts = judge(&RULE, row, &[("活动批复.xlsx", GRANTS)]);
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["所对应的活动批复行有数据问题，未计入"]);
    }

    #[test]
    fn a_claim_cut_whole_takes_its_reversal_along() {
        let grants = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期\nH1 | 推介会 | 会务费 | 1200 | 2021-01-01";
        let expenses = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号 | 承担单位\n\
            A1 | 2021-03-01 | 会务费 | 1000 | H1 | 县级\nA1 | 2021-03-20 | 会务费 | -400 | H1 | 县级\nB1 | 2021-04-01 | 会务费 | 1500 | H1 | 市级";
        let scene = Scene::new("2021")
            .sheet("文化旅游/支出.xlsx", "支出", expenses)
            .sheet("活动批复.xlsx", "表", grants);
        let cuts = scene.report(|outcome| {
            let findings = outcome.judgement.findings.iter().filter(|finding| finding.rule.code == "E009");
            findings.map(|finding| finding.cut.map(|cut| cut.to_string())).collect::<Vec<_>>()
        });
        assert_eq!(cuts, [Some("300".to_owned())]);
    }

    fn of(grants: &str, rows: &str) -> Verdicts {
        let head = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期";
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n{rows}");
        judge(&RULE, &text, &[("活动批复.xlsx", &format!("{head}\n{grants}"))])
    }

    #[test]
    fn a_grant_for_several_items_holds_for_them_together() {
        let grant = "HD-1 | 推介会 | 会务费、布展费 | 1000 | 2021-08-01";
        let rows = |second: u32| format!("001 | 2021-09-01 | 会务费 | 900 | HD-1\n002 | 2021-09-02 | 布展费 | {second} | HD-1");
        let verdicts = of(grant, &rows(100));
        assert_eq!((verdicts.told(), verdicts.kept), (vec![], 1));
        assert_eq!(
            of(grant, &rows(300)).told(),
            ["D3 活动 HD-1 的会务费、布展费累计支出 1,200.00元，批复 1,000.00元，超 200.00元，从最后的支出核减"]
        );
        // One of them has a row of its own too: how much of the list is for it cannot be told.
        let both = format!("{grant}\nHD-1 | 推介会 | 布展费 | 50 | 2021-08-01");
        let verdicts = of(&both, &rows(100));
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["活动 HD-1 的批复中几个项目合在一起又另有单列，无法逐项核对"]);
    }

    #[test]
    fn an_excess_that_a_grants_item_that_is_not_understood_may_cover_cannot_be_told() {
        let grants = "HD-1 | 推介会 | 会务费 | 1000 | 2021-08-01\nHD-1 | 推介会 | 活动经费 | 500 | 2021-08-01";
        let verdicts = of(grants, "001 | 2021-09-01 | 会务费 | 1200 | HD-1");
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["活动 HD-1 批复的支出项目“活动经费”不是规定的开支项目，无法核对"]
        );
        assert_eq!(of(grants, "001 | 2021-09-01 | 会务费 | 1000 | HD-1").kept, 1);
        // What is beyond all of it is an excess whatever that is for.
        let verdicts = of(grants, "001 | 2021-09-01 | 会务费 | 1600 | HD-1");
        assert_eq!(
            verdicts.told(),
            ["D2 活动 HD-1 的会务费累计支出 1,600.00元，批复 1,000.00元，连同批复的活动经费 500.00元，超 100.00元，从最后的支出核减"]
        );
        assert_eq!(verdicts.findings[0].cut, Some(100.into()));
        assert_eq!(of(grants, "001 | 2021-09-01 | 会务费 | 1500 | HD-1").findings.len(), 0);
    }

    #[test]
    fn a_note_behind_the_number_is_no_part_of_it_and_two_numbers_cannot_be_parted() {
        let grants = "HD-1 | 推介会 | 会务费 | 1000 | 2021-08-01\nHD-2 | 洽谈会 | 会务费 | 1000 | 2021-08-01";
        assert_eq!(
            of(
                grants,
                "001 | 2021-09-01 | 会务费 | 900 | HD-1\n002 | 2021-09-02 | 会务费 | 300 | HD-1（推介会）"
            )
            .findings
            .len(),
            1
        );
        let verdicts = of(grants, "001 | 2021-09-01 | 会务费 | 900 | HD-1、HD-2");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["填了几个活动编号，各自的金额分不开"]);
    }

    #[test]
    fn what_another_rule_cuts_of_a_row_uses_up_no_grant() {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号 | 出差人员 | 出发日期 | 返回日期 | 伙食补助（元）";
        let grants = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期\nHD-1 | 推介会 | 差旅费 | 1000 | 2021-08-01";
        let rows = "001 | 2021-09-01 | 差旅费 | 800 | HD-1 | 王伟 | 2021-09-01 | 2021-09-01 |\n\
            002 | 2021-09-05 | 差旅费 | 600 | HD-1 | 王伟 | 2021-09-02 | 2021-09-04 | 600";
        let scene = Scene::new("2021-09")
            .sheet("文化旅游/支出.xlsx", "支出", &format!("{head}\n{rows}"))
            .sheet("活动批复.xlsx", "表", grants);
        let (told, proposed) = scene.report(|outcome| {
            let cuts = outcome.judgement.findings.iter().filter(|finding| finding.rule.code == "E009");
            let told: Vec<String> = cuts.map(|finding| finding.message.clone()).collect();
            let squad = outcome.figures.squads.iter().find(|squad| squad.squad.0 == 3);
            (told, squad.and_then(|squad| squad.period.money("proposed")))
        });
        assert_eq!(
            told,
            ["活动 HD-1 的差旅费累计支出 1,400.00元，扣除其他问题已核减的 300.00元，批复 1,000.00元，超 100.00元，从最后的支出核减"]
        );
        assert_eq!(proposed, Some(Decimal::from(1000)));
    }
}
