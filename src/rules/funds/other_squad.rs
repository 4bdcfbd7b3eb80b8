//! F009 专班不一致

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::cell::Owner;
use crate::records::ties::ReceiptStanding;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F009",
    name: "专班不一致",
    severity: Severity::Warning,
    articles: &["考核办法 九", "数据一致性"],
    checks: "填报到位资金的专班与所对应合同的专班是否一致；不一致的，计入合同的专班。",
    why: "到位资金跟着合同走，填在别的专班名下容易重复或漏计。",
    remedy: "改正到位资金的专班，或核对合同编号是否填错。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for receipt in super::judged(case, docket) {
        let (Some(contract), ReceiptStanding::Counted { squad: counts_for, .. }) = (receipt.counted_under(case), receipt.standing) else {
            continue;
        };
        let (Some(own), Some(signed)) = (receipt.squad, contract.squad.value().and_then(Owner::squad)) else {
            continue;
        };
        if own == signed {
            docket.kept();
            continue;
        }
        let name = |squad| &case.city().squad(squad).name;
        let message = format!(
            "填报专班是{}专班，合同 {} 属{}专班，该笔到位资金计入{}专班",
            name(own),
            contract.number.written(),
            name(signed),
            name(*counts_for)
        );
        docket.broken(receipt.broken(case, &receipt.row.squad, message).with(contract.at.place()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    fn told(folder: &str) -> Vec<String> {
        let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
            HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-03-01 | 5000";
        let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT-1 | 2021-04-01 | 100 | 发票 | 001";
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", contracts)
            .sheet(&format!("{folder}/到位.xlsx"), "到位", receipts)
            .judge(&RULE)
            .told()
    }

    #[test]
    fn another_squads_receipt_is_told() {
        assert_eq!(
            told("高效农业"),
            ["2 填报专班是高效农业专班，合同 HT-1 属文化旅游专班，该笔到位资金计入文化旅游专班"]
        );
    }

    #[test]
    fn the_contracts_squad_is_quiet() {
        assert!(told("文化旅游").is_empty());
    }
}
