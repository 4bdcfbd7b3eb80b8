//! E010 擅自调项扩项

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Name;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::settle;
use crate::rules::known::unreported;
use crate::rules::words::day;
use crate::rules::words::yuan;

use super::Line;
use super::grants::Grants;
use super::grants::activity_and_item;
use super::grants::of_several;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E010",
    name: "擅自调项扩项",
    severity: Severity::Error,
    articles: &["经费办法 三(三)"],
    checks: "填了活动编号的支出，其活动是否有批复，支出项目是否在该活动批复的项目之内。",
    why: "活动经费按批复的项目使用，调项、扩项要先报批。",
    remedy: "不予报销；活动编号填错的，改正后重报；批复未上报的，补报批复。",
    parameters: &["expense_items"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let grants = Grants::new(case);
    for line in super::judged(case, docket) {
        if let Some((activity, item)) = activity_and_item(&line) {
            settle(docket, line.squad, judge(case, &grants, &line, activity, item));
        }
    }
}

fn judge(case: &Case<'_>, grants: &Grants<'_>, line: &Line<'_>, activity: &Name, item: &str) -> Verdict {
    if !grants.handed_in {
        return Err(unreported(Kind::Grant));
    }
    let named = grants.named(case, activity);
    if let [number] = named.as_slice() {
        return judge_one(case, grants, line, (number, &activity.shown), item);
    }
    let of_each = named.iter().map(|number| judge_one(case, grants, line, (number, number), item));
    let mut of_each: Vec<Option<Broken>> = of_each.collect::<Result<_, _>>()?;
    let is_broken = of_each.iter().filter(|broken| broken.is_some()).count();
    match is_broken {
        0 => Ok(None),
        broken if broken == of_each.len() => Ok(of_each.swap_remove(0)),
        _ => Err(of_several()),
    }
}

/// What one activity's grant says of the item; the number as compared and as shown.
fn judge_one(case: &Case<'_>, grants: &Grants<'_>, line: &Line<'_>, (number, shown): (&str, &str), item: &str) -> Verdict {
    let granted = grants.activities.get(number);
    if granted.is_some_and(|activity| activity.of(item).is_some()) {
        return Ok(None);
    }
    if grants.is_partly_aside(number) {
        return Err(points_to_set_aside(Kind::Grant));
    }
    if let Some(reason) = granted.and_then(|activity| activity.unread_for(item, shown)) {
        return Err(reason);
    }
    // Saying that there is no grant would be false: it is given, only later than this run looks.
    if let Some(later) = case.records.tables.later_grants.get(number) {
        return Err(format!("活动 {shown} 的批复日期是{}，在截止日之后，届时再核查", day(*later)));
    }
    let broken = match granted {
        None => {
            let message = format!("活动编号 {shown} 没有批复，{} {} 不应列支", line.row.item.written(), yuan(line.sum));
            line.broken(case, &line.row.activity, message)
        }
        Some(granted) => {
            let names: Vec<&str> = granted.items().into_iter().chain(granted.unread_items()).collect();
            let message = format!(
                "活动 {shown} 的批复只有{}，没有{item}，{} 不应列支",
                names.join("、"),
                yuan(line.sum)
            );
            let mut broken = line.broken(case, &line.row.item, message);
            broken.related = granted.rows().cloned().collect();
            broken
        }
    };
    Ok(Some(broken.about("activity", shown).cutting(line.sum)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    const GRANTS: &str = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期\n\
        HD-1 | 上海推介会 | 会务费 | 1000 | 2021-08-01\n\
        HD-1 | 上海推介会 | 布展费 | 500 | 2021-08-01\n\
        HD-2 | 北京推介会 | 会务费 | 若干 | 2021-08-01";

    fn judged(cells: &str) -> Verdicts {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n001 | 2021-09-01 | {cells}");
        judge(&RULE, &text, &[("活动批复.xlsx", GRANTS)])
    }

    #[test]
    fn an_item_or_an_activity_without_a_grant_is_cut_whole() {
        for (cells, told) in [
            (
                "接待费 | 300 | HD-1",
                "C2 活动 HD-1 的批复只有会务费、布展费，没有接待费，300.00元 不应列支",
            ),
            ("会务费 | 300 | HD-9", "E2 活动编号 HD-9 没有批复，会务费 300.00元 不应列支"),
        ] {
            let verdicts = judged(cells);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(300.into()));
        }
    }

    #[test]
    fn a_granted_item_by_any_name_and_no_activity_are_quiet() {
        for cells in ["会议费 | 300 | hd-1", "接待费 | 300 |", "购车款 | 300 | HD-1"] {
            assert!(judged(cells).findings.is_empty(), "{cells}");
        }
    }

    #[test]
    fn without_grants_or_with_a_row_set_aside_it_cannot_be_told() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n001 | 2021-09-01 | 会务费 | 300 | HD-1";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["未报活动批复"]);
        let verdicts = judged("会务费 | 300 | HD-2");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["所对应的活动批复行有数据问题，未计入"]);
    }

    fn granted(grants: &str, cells: &str) -> Verdicts {
        let head = "活动编号 | 活动名称 | 支出项目 | 批准金额（元） | 批准日期";
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n001 | 2021-09-01 | {cells}");
        judge(&RULE, &text, &[("活动批复.xlsx", &format!("{head}\n{grants}"))])
    }

    #[test]
    fn a_grant_for_several_items_grants_each() {
        let grant = "HD-1 | 推介会 | 会务费、布展费 | 1000 | 2021-08-01";
        for cells in ["会务费 | 300 | HD-1", "布展费 | 300 | HD-1"] {
            assert!(granted(grant, cells).findings.is_empty(), "{cells}");
        }
        assert_eq!(
            granted(grant, "接待费 | 300 | HD-1").told(),
            ["C2 活动 HD-1 的批复只有会务费、布展费，没有接待费，300.00元 不应列支"]
        );
    }

    #[test]
    fn a_grants_item_that_is_not_understood_cannot_be_told() {
        let verdicts = granted("HD-1 | 推介会 | 活动经费 | 1000 | 2021-08-01", "会务费 | 300 | HD-1");
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["活动 HD-1 批复的支出项目“活动经费”不是规定的开支项目，无法核对"]
        );
        // Another thing by name is not it.
        let verdicts = granted(
            "HD-1 | 推介会 | 布展费 | 1000 | 2021-08-01\nHD-1 | 推介会 | 办公用品 | 100 | 2021-08-01",
            "会务费 | 300 | HD-1",
        );
        assert_eq!(
            verdicts.told(),
            ["C2 活动 HD-1 的批复只有布展费、办公用品，没有会务费，300.00元 不应列支"]
        );
    }

    #[test]
    fn a_grant_after_the_last_day_is_told_with_its_date() {
        let verdicts = granted("HD-1 | 推介会 | 会务费 | 1000 | 2021-10-08", "会务费 | 300 | HD-1");
        assert!(verdicts.findings.is_empty());
        assert_eq!(
            reasons(&verdicts),
            ["活动 HD-1 的批复日期是2021年10月8日，在截止日之后，届时再核查"]
        );
    }

    #[test]
    fn several_activities_must_agree_and_a_note_is_no_part_of_a_number() {
        let grants = "HD-1 | 推介会 | 会务费 | 1000 | 2021-08-01\nHD-2 | 洽谈会 | 会务费 | 1000 | 2021-08-01\nHD-3 | 展会 | 布展费 | 1000 | 2021-08-01";
        for activity in ["HD-1、HD-2", "HD-1（推介会）"] {
            let verdicts = granted(grants, &format!("会务费 | 300 | {activity}"));
            assert_eq!((verdicts.told(), verdicts.kept), (vec![], 1), "{activity}");
        }
        let verdicts = granted(grants, "会务费 | 300 | HD-1、HD-3");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["填了几个活动编号，各自的金额分不开"]);
        assert_eq!(granted(grants, "会务费 | 300 | HD-8、HD-9").findings.len(), 1);
        assert_eq!(granted(grants, "会务费 | 300 | HD-9（推介会）").findings.len(), 1);
    }
}
