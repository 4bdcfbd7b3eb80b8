//! E008 赠礼手续不符

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::records::Kind;
use crate::records::approval::ApprovalKind;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::items::is_item;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::known::unreported;
use crate::rules::post;
use crate::rules::words::day;
use crate::rules::words::yuan;
use crate::values::person;
use crate::values::person::Mention;

use super::Line;
use super::approvals::Approvals;
use super::approvals::Fault;
use super::approvals::Given;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E008",
    name: "赠礼手续不符",
    severity: Severity::Error,
    articles: &["考核办法 五"],
    checks: "专班的赠礼支出（支出项目或品名是礼品）：是否由批准当天在任的本专班组长事前批准，是否由市招投中心采购。",
    why: "赠礼由专班主要负责人把关、中心统一采购，是防止送礼失控的两道手续。",
    remedy: "补报赠礼审批单、写明批准人和采购单位；手续确实不符的，不予报销。",
    parameters: &["items_gift"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let approvals = Approvals::new(case);
    for line in super::judged(case, docket) {
        let row = line.row;
        let is_gift = line.is(case, "items_gift") || is_item(case.policy, "items_gift", row.goods.written(), line.day);
        if let (true, Some(squad)) = (is_gift, line.squad) {
            settle(docket, line.squad, judge(case, &approvals, &line, squad));
        }
    }
}

/// Both formalities: one that is surely broken decides, even when the other cannot be told.
fn judge<'a>(case: &Case<'a>, approvals: &Approvals<'a>, line: &Line<'a>, squad: SquadId) -> Verdict {
    let approval = approval(case, approvals, line, squad);
    let buyer = buyer(case, line);
    let mut faults = Vec::new();
    let mut rows: Vec<Place> = Vec::new();
    if let Ok(Err(fault)) = &approval {
        faults.push(fault.what.clone());
        rows.extend(fault.rows.iter().cloned());
    }
    if let Ok(Err(fault)) = &buyer {
        faults.push(fault.clone());
    }
    if faults.is_empty() {
        approval?.ok();
        buyer?.ok();
        return Ok(None);
    }
    let message = format!("赠礼 {}：{}", yuan(line.sum), faults.join("；"));
    let broken = match (&approval, line.row.approval.value()) {
        (Ok(Err(_)), Some(number)) => line.broken(case, &line.row.approval, message).about("approval", &*number.shown),
        (Ok(Err(_)), None) => line.broken(case, &line.row.approval, message),
        _ => line.broken(case, &line.row.buyer, message),
    };
    let mut broken = broken.cutting(line.sum);
    broken.related = rows;
    Ok(Some(broken))
}

/// Whether the squad's head approved it in time.
fn approval<'a>(case: &Case<'a>, approvals: &Approvals<'a>, line: &Line<'a>, squad: SquadId) -> Result<Result<(), Fault>, String> {
    let given = match approvals.before(line, ApprovalKind::Gift)? {
        Ok(given) => given,
        Err(fault) => return Ok(Err(fault)),
    };
    // Of any approval before it one will do; of those that the expense names each bears a part of it.
    let is_named = line.row.approval.value().is_some();
    let mut is_heads = false;
    let mut fault = None;
    let mut unknown = None;
    for given in given {
        match by_head(case, given, squad) {
            Ok(None) if !is_named => return Ok(Ok(())),
            Ok(None) => is_heads = true,
            Ok(Some(what)) => {
                let rows = vec![given.row.at.place()];
                fault = fault.or(Some(Fault { what, rows }));
            }
            Err(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    match (unknown, fault) {
        (Some(reason), _) => Err(reason),
        (None, Some(_)) if is_heads => Err("填了几个审批单号，有的不是本专班组长批准，各自的金额分不开".to_owned()),
        (None, Some(fault)) => Ok(Err(fault)),
        (None, None) => Ok(Ok(())),
    }
}

/// What is wrong with who approved it: it must be a head of the squad on post that day.
fn by_head(case: &Case<'_>, given: Given<'_>, squad: SquadId) -> Result<Option<String>, String> {
    let number = given.row.number.written();
    let Some(approver) = known(Kind::Approval, "批准人", &given.row.approver)? else {
        return Ok(Some(format!("审批单 {number} 未写批准人")));
    };
    if !case.handed_in(Kind::Roster, squad) {
        return Err(unreported(Kind::Roster));
    }
    if post::roster_rows_set_aside(&case.records.tables, squad).next().is_some() {
        return Err("名册有未计入的行".to_owned());
    }
    let heads = post::people(&case.records.tables, squad, Some(Role::Head));
    let everyone = post::people(&case.records.tables, squad, None);
    let signed: Vec<String> = person::split(given.row.approver.written())
        .iter()
        .map(|name| person::fold(name))
        .collect();
    let mention = |head: &Name| {
        let is_another = |signed: &str| *head.key != *signed && everyone.iter().any(|member| *member.name.key == *signed);
        let others = signed.iter().filter(|signed| !is_another(signed));
        others
            .map(|signed| person::mention(signed, &head.key))
            .max()
            .unwrap_or(Mention::Not)
    };
    let mut unknown = None;
    let mut names = Vec::new();
    for head in &heads {
        match (head.on_post(given.day), mention(head.name)) {
            (Some(true), Mention::Named) => return Ok(None),
            (Some(true), Mention::Unclear) => {
                unknown = Some(format!("审批单 {number} 的批准人写作“{approver}”，无法确定是否由组长本人批准"))
            }
            (None, Mention::Named | Mention::Unclear) => {
                unknown = unknown.or(Some("名册中组长的到岗、离岗日期无法确定".to_owned()));
            }
            (Some(true), Mention::Not) => names.push(&*head.name.shown),
            (Some(false), _) | (None, Mention::Not) => {}
        }
    }
    if let Some(reason) = unknown {
        return Err(reason);
    }
    let head = if names.is_empty() {
        "当天没有在任组长".to_owned()
    } else {
        format!("当天组长是{}", names.join("、"))
    };
    Ok(Some(format!(
        "审批单 {number} 由{approver}于{}批准，不是本专班组长（{head}）",
        day(given.day)
    )))
}

/// Whether the office bought it.
fn buyer(case: &Case<'_>, line: &Line<'_>) -> Result<Result<(), String>, String> {
    Ok(match known(Kind::Expense, "采购单位", &line.row.buyer)? {
        Some(Owner::Office) => Ok(()),
        Some(_) => Err(format!("采购单位是“{}”，不是{}", line.row.buyer.written(), case.city().office)),
        None => Err(format!("未填采购单位，应由{}采购", case.city().office)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    const APPROVALS: &str = "审批单号 | 事项类型 | 申请日期 | 批准日期 | 批准人\n\
        SP-1 | 赠礼 | 2021-09-01 | 2021-09-03 | 陈 刚\n\
        SP-2 | 赠礼 | 2021-09-01 | 2021-09-03 | 李娜\n\
        SP-3 | 赠礼 | 2021-06-01 | 2021-06-03 | 陈刚\n\
        SP-4 | 赠礼 | 2021-09-01 | 2021-09-03 |";
    const ROSTER: &str = "姓名 | 角色 | 到岗日期 | 离岗日期\n陈刚 | 组长 | 2021-07-01 |\n周平 | 组长 | | 2021-06-30\n李娜 | 副组长 | |";

    fn judged(row: &str) -> Verdicts {
        let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 审批单号 | 品名 | 采购单位\n001 | 2021-09-03 | {row}");
        judge(&RULE, &text, &[("文化旅游/审批单.xlsx", APPROVALS), ("文化旅游/名册.xlsx", ROSTER)])
    }

    #[test]
    fn each_formality_is_told_and_cut_whole() {
        for (row, told) in [
            (
                "礼品费 | 800 | SP-2 | 面塑 | 市招投中心",
                "E2 赠礼 800.00元：审批单 SP-2 由李娜于2021年9月3日批准，不是本专班组长（当天组长是陈刚）",
            ),
            (
                "赠品 | 800 | SP-3 | 面塑 | 市招投中心",
                "E2 赠礼 800.00元：审批单 SP-3 由陈刚于2021年6月3日批准，不是本专班组长（当天组长是周平）",
            ),
            ("赠品 | 800 | SP-4 | 面塑 | 市招投中心", "E2 赠礼 800.00元：审批单 SP-4 未写批准人"),
            (
                "会务费 | 800 | SP-9 | 礼品 | 市招投中心",
                "E2 赠礼 800.00元：所填审批单号 SP-9 没有对应的审批单",
            ),
            (
                "赠品 | 800 | SP-1 | 面塑 | 文化旅游专班",
                "G2 赠礼 800.00元：采购单位是“文化旅游专班”，不是市招商投资促进中心",
            ),
            (
                "赠品 | 800 | SP-1 | 面塑 |",
                "G2 赠礼 800.00元：未填采购单位，应由市招商投资促进中心采购",
            ),
            (
                "赠品 | 800 | SP-4 | 面塑 |",
                "E2 赠礼 800.00元：审批单 SP-4 未写批准人；未填采购单位，应由市招商投资促进中心采购",
            ),
        ] {
            let verdicts = judged(row);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(800.into()));
        }
    }

    #[test]
    fn approved_by_the_head_on_the_day_and_bought_by_the_office_is_quiet() {
        for row in ["赠品 | 800 | SP-1 | 面塑 | 市招商投资促进中心", "赠品 | 800 | | 面塑 | 市招投中心"] {
            let verdicts = judged(row);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{row}");
        }
    }

    #[test]
    fn of_several_approvals_each_must_be_the_heads() {
        for several in ["SP-1、SP-2", "SP-2、SP-1"] {
            let verdicts = judged(&format!("赠品 | 800 | {several} | 面塑 | 市招投中心"));
            assert!(verdicts.findings.is_empty(), "{several}");
            assert_eq!(
                reasons(&verdicts),
                ["填了几个审批单号，有的不是本专班组长批准，各自的金额分不开"],
                "{several}"
            );
        }
    }

    #[test]
    fn the_head_is_known_by_title_and_among_others() {
        let judged = |approver: &str| {
            let approvals =
                format!("审批单号 | 事项类型 | 申请日期 | 批准日期 | 批准人\nSP-1 | 赠礼 | 2021-09-01 | 2021-09-03 | {approver}");
            let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 审批单号 | 采购单位\n001 | 2021-09-03 | 赠品 | 800 | SP-1 | 市招投中心";
            judge(&RULE, text, &[("文化旅游/审批单.xlsx", &approvals), ("文化旅游/名册.xlsx", ROSTER)])
        };
        for approver in [
            "陈刚（组长）",
            "陈刚、李娜",
            "李娜 陈刚",
            "陈刚局长",
            "组长陈刚",
            "组长（陈刚）",
            "陈刚同志",
            "李娜和陈刚",
        ] {
            let verdicts = judged(approver);
            assert_eq!((verdicts.told(), verdicts.kept), (vec![], 1), "{approver}");
        }
        for approver in ["陈刚（李娜代）", "李娜代陈刚", "市文旅局陈刚"] {
            let verdicts = judged(approver);
            let reason = format!("审批单 SP-1 的批准人写作“{approver}”，无法确定是否由组长本人批准");
            assert_eq!(reasons(&verdicts), [reason]);
            assert!(verdicts.findings.is_empty(), "{approver}");
        }
        for approver in ["陈刚强局长", "李娜（副组长）", "周平（原组长）"] {
            assert_eq!(judged(approver).findings.len(), 1, "{approver}");
        }
    }

    #[test]
    fn without_roster_or_buyer_column_it_cannot_be_told() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 审批单号\n001 | 2021-09-03 | 赠品 | 800 | SP-1";
        let verdicts = judge(&RULE, text, &[("文化旅游/审批单.xlsx", APPROVALS)]);
        assert_eq!(reasons(&verdicts), ["未报名册"]);
        let verdicts = judge(&RULE, text, &[("文化旅游/审批单.xlsx", APPROVALS), ("文化旅游/名册.xlsx", ROSTER)]);
        assert_eq!(reasons(&verdicts), ["经费支出没有“采购单位”列"]);
        assert!(verdicts.findings.is_empty());
    }

    #[test]
    fn a_surname_with_a_title_may_be_the_heads_and_words_of_consent_are_no_name() {
        let judged = |approver: &str| {
            let approvals =
                format!("审批单号 | 事项类型 | 申请日期 | 批准日期 | 批准人\nSP-1 | 赠礼 | 2021-09-01 | 2021-09-03 | {approver}");
            let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 审批单号 | 采购单位\n001 | 2021-09-03 | 赠品 | 800 | SP-1 | 市招投中心";
            judge(&RULE, text, &[("文化旅游/审批单.xlsx", &approvals), ("文化旅游/名册.xlsx", ROSTER)])
        };
        let verdicts = judged("陈局长");
        assert!(verdicts.findings.is_empty());
        assert_eq!(reasons(&verdicts), ["审批单 SP-1 的批准人写作“陈局长”，无法确定是否由组长本人批准"]);
        for approver in [
            "同意。陈刚",
            "同意，陈刚",
            "同意陈刚",
            "已批。陈刚",
            "批准：陈刚",
            "陈刚 同意",
            "陈刚已批",
        ] {
            let verdicts = judged(approver);
            assert_eq!((verdicts.told(), verdicts.kept), (vec![], 1), "{approver}");
        }
        for approver in ["李局长", "同意。李娜", "陈强局长"] {
            assert_eq!(judged(approver).findings.len(), 1, "{approver}");
        }
    }
}
