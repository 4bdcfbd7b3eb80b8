//! F004 到账早于签约

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F004",
    name: "到账早于签约",
    severity: Severity::Warning,
    articles: &["考核办法 九", "数据一致性"],
    checks: "到位资金的到账日期是否早于所对应合同的签订日期。",
    why: "先到账后签约，可能不是这份合同的资金，也可能日期有误。",
    remedy: "核对凭证和合同日期；确属提前到账的，说明原因。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for receipt in super::judged(case, docket) {
        let Some(contract) = receipt.counted_under(case) else { continue };
        let Some(signed) = contract.signed.get().filter(|signed| receipt.day < *signed) else {
            docket.kept();
            continue;
        };
        let message = format!(
            "{}到账，早于合同 {} 的签订日期{} {} 天",
            day(receipt.day),
            contract.number.written(),
            day(signed),
            (signed - receipt.day).num_days()
        );
        docket.broken(receipt.broken(case, &receipt.row.received, message).with(contract.at.place()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;

    const CONTRACT: &str = "HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-03-02 | 5000 | | |";

    #[test]
    fn before_the_day_of_signing_is_told() {
        let verdicts = judge(&RULE, CONTRACT, &["HT-1 | 2021-03-01 | 100 | 发票 | 001 | | |"]);
        assert_eq!(verdicts.told(), ["B2 2021年3月1日到账，早于合同 HT-1 的签订日期2021年3月2日 1 天"]);
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }

    #[test]
    fn on_the_day_of_signing_is_quiet() {
        let verdicts = judge(&RULE, CONTRACT, &["HT-1 | 2021-03-02 | 100 | 发票 | 001 | | |"]);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1));
    }

    #[test]
    fn a_receipt_that_does_not_count_is_not_judged() {
        let verdicts = judge(&RULE, CONTRACT, &["HT-9 | 2021-03-01 | 100 | 发票 | 001 | | |"]);
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0));
    }
}
