//! P003 材料不全

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::Verdict;
use crate::rules::known::known;
use crate::rules::known::settle;

use super::Signed;
use super::registered;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P003",
    name: "材料不全",
    severity: Severity::Error,
    articles: &[
        "考核办法 九(1)",
        "考核办法 九(2)",
        "考核办法 九(3)",
        "考核办法 九(4)",
        "考核办法 九(5)",
    ],
    checks: "已注册落户的正式合同，五项认定材料是否都已提供；空白视为未提供。",
    why: "材料缺一项，项目就不能认定为引进，签约资金不能计入考核。",
    remedy: "补齐所缺材料，并在合同表相应栏填“是”。",
    parameters: &[],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for contract in super::judged(case, docket).into_iter().filter(Signed::counts) {
        match registered(case, contract.row) {
            Ok(Ok(())) => settle(docket, contract.squad, judge(case, &contract)),
            // P002 tells it; the materials are due once it is registered.
            Ok(Err(_)) => {}
            Err(reason) => docket.cannot_tell(contract.squad, reason),
        }
    }
}

fn judge(case: &Case<'_>, contract: &Signed<'_>) -> Verdict {
    let mut missing: Vec<(&str, &Cell<bool>)> = Vec::new();
    let mut unknown = None;
    for (name, cell) in contract.row.materials() {
        match known(Kind::Contract, name, cell) {
            Ok(Some(true)) => {}
            Ok(Some(false) | None) => missing.push((name, cell)),
            Err(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    let Some((_, first)) = missing.first() else {
        return unknown.map_or(Ok(None), Err);
    };
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let message = format!(
        "合同 {} 已注册落户，五项认定材料缺 {} 项：{}，暂不能认定为引进",
        contract.row.number.written(),
        names.len(),
        names.join("、")
    );
    Ok(Some(contract.broken(case.records, first, message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const MATERIALS: &str = "合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表";

    fn judged(header: &str, cells: &str) -> Verdicts {
        let text = format!(
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册企业名称 | 注册日期 | {header}\n\
             HT-1 | 文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000 | 甲运城公司 | {cells}"
        );
        Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &text).judge(&RULE)
    }

    #[test]
    fn what_is_blank_or_no_is_missing() {
        assert_eq!(
            judged(MATERIALS, "2021-05-01 | 是 | √ | | 有 | 否").told(),
            ["K2 合同 HT-1 已注册落户，五项认定材料缺 2 项：投资方身份证明、项目登记表，暂不能认定为引进"]
        );
    }

    #[test]
    fn with_all_five_it_is_quiet() {
        let verdicts = judged(MATERIALS, "2021-05-01 | 是 | √ | 已提供 | 有 | 是");
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1));
    }

    #[test]
    fn before_registration_nothing_is_due() {
        let verdicts = judged(MATERIALS, " | 是 | √ | | 有 | 否");
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0));
    }

    #[test]
    fn without_a_material_s_column_it_cannot_be_told() {
        let verdicts = judged("合同文本 | 注册证照 | 投资方身份证明 | 资金凭证", "2021-05-01 | 是 | 是 | 是 | 是");
        assert!(verdicts.findings.is_empty());
        assert!(
            verdicts
                .unjudged
                .iter()
                .any(|unjudged| unjudged.reason == "签约合同没有“项目登记表”列")
        );
    }
}
