//! T001 签约资金未达标

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::cell::Owner;
use crate::records::row::RowAt;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::recognition::Signed;
use crate::rules::recognition::contracts;
use crate::standing::TargetStanding;

use super::Target;
use super::Untold;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "T001",
    name: "签约资金未达标",
    severity: Severity::Error,
    articles: &["方案 三", "考核办法 八", "考核办法 九"],
    checks: "各专班当年签约资金是否达到年度目标；年内看是否落后于序时进度。按设置选定的口径（默认只算已认定引进的合同），同时列出另一口径。",
    why: "签约资金是年度考核的硬指标，决定专班完成与否。",
    remedy: "加快在谈项目签约；已签约的尽快注册落户并补齐认定材料。",
    parameters: &["target_signed"],
    effect: Effect::None,
};

const TARGET: Target = Target {
    code: "T001",
    unit: "个",
    tables: &[Kind::Contract],
    columns: &[
        "注册企业名称",
        "注册日期",
        "合同文本",
        "注册证照",
        "投资方身份证明",
        "资金凭证",
        "项目登记表",
    ],
    open: recognition_untold,
};

/// The squad's formal contracts of the year of which it cannot be told whether they are recognised, where that decides what counts.
fn recognition_untold(case: &Case<'_>, standing: &TargetStanding) -> Option<Untold> {
    let year = case.year_to_date();
    let counted: Vec<&RowAt> = standing.rows.iter().filter_map(|row| case.records.at(*row)).collect();
    let is_counted = |contract: &Signed<'_>| counted.iter().any(|at| std::ptr::eq(*at, &contract.row.at));
    let untold = contracts(case.records).filter(|contract| {
        let of_squad = contract.row.squad.value().and_then(Owner::squad) == Some(standing.squad);
        let counts = of_squad && contract.counts() && year.contains(contract.day);
        counts && contract.row.is_recognised(case.as_of).is_none() && !is_counted(contract)
    });
    let untold: Vec<Signed<'_>> = untold.collect();
    let numbers: Vec<&str> = untold.iter().map(|contract| &**contract.row.number.written()).collect();
    (!numbers.is_empty()).then(|| Untold {
        what: format!("合同{}的注册落户、认定材料栏缺失或无法识别", numbers.join("、")),
        so: "是否已认定无法判断",
        places: untold.iter().map(|contract| contract.row.at.place()).collect(),
    })
}

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    super::tell(case, docket, &TARGET);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::targets::testing::judge_sheet;
    use crate::rules::targets::testing::reasons;

    const HEAD: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（亿元） | 注册企业名称 | 注册日期 \
        | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表";

    #[test]
    fn a_contract_of_which_the_recognition_cannot_be_told_leaves_it_open() {
        let judged = |yi: u32, kind: &str| {
            let text = format!("{HEAD}\nHT1 | 古城 | 甲公司 | {kind} | 2021-03-01 | {yi} | 甲运城公司 | 2021年 | 是 | 是 | 是 | 是 | 是");
            judge_sheet(&RULE, "签约合同", &text)
        };
        let verdicts = judged(10, "正式合同");
        assert!(verdicts.findings.is_empty());
        assert!(reasons(&verdicts).contains(&"合同HT1的注册落户、认定材料栏缺失或无法识别，是否已认定无法判断"));
        assert_eq!(
            judged(9, "正式合同").told(),
            [
                "- 文化旅游专班2021年签约资金 0万元，年度目标不少于 100,000万元，差 100,000万元（按另一口径为 90,000万元）；另有合同HT1的注册落户、认定材料栏缺失或无法识别，未计入"
            ]
        );
        // A row set aside is in no figure.
        let verdicts = judged(10, "某种合同");
        assert_eq!(
            verdicts.told(),
            [
                "- 文化旅游专班2021年签约资金 0万元，年度目标不少于 100,000万元，差 100,000万元（按另一口径为 0万元）；另有1行签约合同未计入（D023）"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }
}
