//! F002 凭证类型不符

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::items::unaccepted_kinds;
use crate::records::ties::ReceiptStanding;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F002",
    name: "凭证类型不符",
    severity: Severity::Error,
    articles: &["考核办法 九(4)"],
    checks: "到位资金的凭证类型是否属于认可的种类（按到账日期当天的规定）。",
    why: "没有认可的凭证，资金是否真正到位无从证明。",
    remedy: "改报认可的凭证及其凭证号；确属认可种类而写法不同的，可在政策文件中补充同义词。",
    parameters: &["voucher_kinds"],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for receipt in super::judged(case, docket) {
        if !matches!(receipt.standing, ReceiptStanding::VoucherKind { .. }) {
            docket.kept();
            continue;
        }
        let kinds = case.policy.words("voucher_kinds", receipt.day);
        let names: Vec<&str> = kinds.iter().map(|entry| entry.split('=').next().unwrap_or(entry)).collect();
        let written = receipt.row.voucher_kind.written();
        let others = unaccepted_kinds(case.policy, written, receipt.day);
        let which = if others.contains(&&**written) {
            String::new()
        } else {
            format!("中的“{}”", others.join("”“"))
        };
        let message = format!(
            "凭证类型“{written}”{which}不在认可的范围内（{}），该笔到位资金不计入",
            names.join("、")
        );
        docket.broken(receipt.broken(case, &receipt.row.voucher_kind, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    fn told(kind: &str) -> Vec<String> {
        let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
            HT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000";
        let receipts = format!("合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nHT-1 | 2021-04-01 | 100 | {kind} | 001");
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", contracts)
            .sheet("文化旅游/到位.xlsx", "到位", &receipts)
            .judge(&RULE)
            .told()
    }

    #[test]
    fn a_kind_that_is_not_accepted_is_told_with_the_kinds_that_are() {
        assert_eq!(
            told("收据"),
            ["D2 凭证类型“收据”不在认可的范围内（银行进账单、土地购置合同、设备购置合同、发票），该笔到位资金不计入"]
        );
        assert_eq!(
            told("银行进账单、收据"),
            ["D2 凭证类型“银行进账单、收据”中的“收据”不在认可的范围内（银行进账单、土地购置合同、设备购置合同、发票），该笔到位资金不计入"]
        );
    }

    #[test]
    fn a_kind_or_a_synonym_is_quiet() {
        for kind in ["银行进账单", "增值税专用发票", "土地出让合同", "银行进账单、发票"] {
            assert!(told(kind).is_empty(), "{kind}");
        }
    }
}
