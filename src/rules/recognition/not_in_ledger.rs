//! P009 合同未入台账

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::set_aside;
use crate::rules::known::settle;
use crate::rules::known::unreported;
use crate::values::company;

use super::Ledgers;
use super::Signed;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P009",
    name: "合同未入台账",
    severity: Severity::Warning,
    articles: &["方案 二", "数据一致性"],
    checks: "签约合同的项目是否登记在项目台账中。",
    why: "项目不入台账，签约之后的注册、开工就无从跟踪统计。",
    remedy: "把项目补入项目台账；名称不一致的，统一名称。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let ledgers = Ledgers::new(case);
    let aside = set_aside(case, Kind::Project, company::fold);
    for contract in super::judged(case, docket) {
        let verdict = judge(case, &ledgers, &contract, |name| aside.contains(name));
        settle(docket, contract.squad, verdict);
    }
}

fn judge(case: &Case<'_>, ledgers: &Ledgers<'_>, contract: &Signed<'_>, is_aside: impl Fn(&str) -> bool) -> Verdict {
    if contract.tie.project.is_some() || ledgers.untied(contract).is_some() {
        return Ok(None);
    }
    if contract.squad.is_some_and(|squad| !case.handed_in(Kind::Project, squad)) {
        return Err(unreported(Kind::Project));
    }
    let row = contract.row;
    if row.project.value().is_some_and(|name| is_aside(&name.key)) {
        return Err(points_to_set_aside(Kind::Project));
    }
    let message = format!(
        "合同 {} 的项目“{}”没有登记在项目台账中",
        row.number.written(),
        row.project.written()
    );
    Ok(Some(contract.broken(case.records, &row.project, message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
        HT-1 | 盐湖康养度假区 | 甲公司 | 框架协议 | 2021-03-01 | 5000";

    fn judged(ledgers: &[(&str, &str)]) -> Verdicts {
        let scene = Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", CONTRACTS);
        let scene = ledgers.iter().fold(scene, |scene, (path, row)| {
            scene.sheet(path, "台账", &format!("项目名称 | 阶段\n{row}"))
        });
        scene.judge(&RULE)
    }

    #[test]
    fn a_project_in_no_ledger_is_told() {
        assert_eq!(
            judged(&[("文化旅游/台账.xlsx", "永乐宫文创园 | 在谈")]).told(),
            ["B2 合同 HT-1 的项目“盐湖康养度假区”没有登记在项目台账中"]
        );
    }

    #[test]
    fn a_project_in_a_ledger_is_quiet_in_whosever() {
        for path in ["文化旅游/台账.xlsx", "高效农业/台账.xlsx"] {
            assert!(judged(&[(path, "（盐湖）康养度假区 | 在谈")]).findings.is_empty(), "{path}");
        }
    }

    #[test]
    fn without_the_squads_ledger_or_with_its_row_set_aside_it_cannot_be_told() {
        for (ledgers, reason) in [
            (vec![("高效农业/台账.xlsx", "永乐宫文创园 | 在谈")], "未报项目台账"),
            (
                vec![("文化旅游/台账.xlsx", "盐湖康养度假区 | 未知阶段")],
                "所对应的项目台账行有数据问题，未计入",
            ),
        ] {
            let verdicts = judged(&ledgers);
            assert!(verdicts.findings.is_empty());
            assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason == reason), "{verdicts:?}");
        }
    }
}
