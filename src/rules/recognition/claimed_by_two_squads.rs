//! P004 跨专班重复申报

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::Owner;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P004",
    name: "跨专班重复申报",
    severity: Severity::Error,
    articles: &["考核办法 九", "方案 一(三)"],
    checks: "同一项目被两个专班以正式合同申报：项目名称与投资方相同，或统一社会信用代码相同且项目名称相近。",
    why: "一个项目只能算一个专班的业绩，重复申报会虚增全市数字。",
    remedy: "由综合协调组确定项目归属，另一专班撤回该合同；合作引进的，说明分工并只由一个专班申报。",
    parameters: &["similarity"],
    effect: Effect::CountedOnce,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for contract in super::judged(case, docket) {
        let first = contract.tie.later_claim_of;
        let Some(first) = first.and_then(|first| case.records.tables.contracts.get(first as usize)) else {
            docket.kept();
            continue;
        };
        let squad = first.squad.value().and_then(Owner::squad);
        let first_squad = squad.map_or_else(String::new, |squad| format!("{}专班", case.city().squad(squad).name));
        let signed = first
            .signed
            .get()
            .map_or_else(String::new, |signed| format!("{}签订的", day(signed)));
        let message = format!(
            "项目“{}”已由{first_squad}以{signed}合同 {}（{}）申报，只计入{first_squad}；本合同 {} 不再计入，其到位资金计入{first_squad}",
            contract.row.project.written(),
            first.number.written(),
            first.project.written(),
            contract.row.number.written()
        );
        let broken = contract.broken(case, &contract.row.project, message);
        docket.broken(broken.with(first.at.place()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const HEADER: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 统一社会信用代码";

    fn judged(period: &str, first: &str, second: &str) -> Verdicts {
        Scene::new(period)
            .sheet("文化旅游/合同.xlsx", "合同", &format!("{HEADER}\n{first}"))
            .sheet("高效农业/合同.xlsx", "合同", &format!("{HEADER}\n{second}"))
            .judge(&RULE)
    }

    const FIRST: &str = "HT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000 |";

    #[test]
    fn the_later_contract_is_told_with_the_first_one() {
        let verdicts = judged("2021-09", FIRST, "HT-9 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-04-01 | 6000 |");
        assert_eq!(
            verdicts.told(),
            [
                "B2 项目“盐湖文旅小镇”已由文化旅游专班以2021年3月1日签订的合同 HT-1（盐湖文旅小镇）申报，只计入文化旅游专班；本合同 HT-9 不再计入，其到位资金计入文化旅游专班"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
        assert_eq!(&*verdicts.findings[0].related[0].source.file, "文化旅游/合同.xlsx");
    }

    #[test]
    fn another_investor_or_a_framework_is_quiet() {
        for second in [
            "HT-9 | 盐湖文旅小镇 | 乙公司 | 正式合同 | 2021-04-01 | 6000 |",
            "HT-9 | 盐湖文旅小镇 | 甲公司 | 框架协议 | 2021-04-01 | 6000 |",
        ] {
            assert!(judged("2021-09", FIRST, second).findings.is_empty(), "{second}");
        }
    }

    #[test]
    fn a_later_contract_of_the_year_before_is_not_told_again() {
        let verdicts = judged("2022-09", FIRST, "HT-9 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-04-01 | 6000 |");
        assert!(verdicts.findings.is_empty());
    }
}
