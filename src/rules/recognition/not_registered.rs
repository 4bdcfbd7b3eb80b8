//! P002 尚未注册落户

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::settle;

use super::Signed;
use super::registered;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P002",
    name: "尚未注册落户",
    severity: Severity::Warning,
    articles: &["考核办法 九", "考核办法 九(2)"],
    checks: "正式合同在截止日是否已有企业在本市注册（注册企业名称、注册日期）。",
    why: "签了正式合同而没有在本市办好企业证照的，不能认定为引进。",
    remedy: "督促投资方在本市注册企业；已注册的，补填注册企业名称和注册日期。",
    parameters: &[],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for contract in super::judged(case, docket).into_iter().filter(Signed::counts) {
        settle(docket, contract.squad, judge(case, &contract));
    }
}

fn judge(case: &Case<'_>, contract: &Signed<'_>) -> Verdict {
    let Err(reason) = registered(case, contract.row)? else {
        return Ok(None);
    };
    let message = format!(
        "正式合同 {} 尚未注册落户：{reason}，暂不能认定为引进",
        contract.row.number.written()
    );
    let row = contract.row;
    Ok(Some(if row.company.is_empty() {
        contract.broken(case.records, &row.company, message)
    } else {
        contract.broken(case.records, &row.registered, message)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judged(header: &str, cells: &str) -> Verdicts {
        let text = format!(
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | {header}\nHT-1 | 文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000 | {cells}"
        );
        Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &text).judge(&RULE)
    }

    #[test]
    fn without_company_or_day_or_with_a_later_day_it_is_told() {
        for (cells, told) in [
            (" | ", "G2 正式合同 HT-1 尚未注册落户：未填注册企业名称和注册日期，暂不能认定为引进"),
            (" | 2021-05-01", "G2 正式合同 HT-1 尚未注册落户：未填注册企业名称，暂不能认定为引进"),
            ("甲运城公司 | ", "H2 正式合同 HT-1 尚未注册落户：未填注册日期，暂不能认定为引进"),
            (
                "甲运城公司 | 2021-10-01",
                "H2 正式合同 HT-1 尚未注册落户：注册日期 2021年10月1日 晚于截止日 2021年9月30日，暂不能认定为引进",
            ),
        ] {
            assert_eq!(judged("注册企业名称 | 注册日期", cells).told(), [told]);
        }
    }

    #[test]
    fn registered_on_the_last_day_is_quiet() {
        let verdicts = judged("注册企业名称 | 注册日期", "甲运城公司 | 2021-09-30");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
    }

    #[test]
    fn without_the_column_or_with_an_unreadable_day_it_cannot_be_told() {
        for (header, cells, reason) in [
            ("注册企业名称", "甲运城公司", "签约合同没有“注册日期”列"),
            ("注册企业名称 | 注册日期", "甲运城公司 | 五月初", "签约合同的“注册日期”无法识别"),
        ] {
            let verdicts = judged(header, cells);
            assert!(verdicts.findings.is_empty());
            assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason == reason), "{verdicts:?}");
        }
    }
}
