//! F008 外币无汇率

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::ties::ReceiptStanding;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;
use crate::rules::words::money;
use crate::values::currency::Currency;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F008",
    name: "外币无汇率",
    severity: Severity::Error,
    articles: &["考核办法 九(4)", "数据一致性"],
    checks: "以外币计的到位资金和正式合同，设置中有没有当天（到账日期、签订日期）可用的汇率。",
    why: "没有汇率就折不成人民币，不能计入。",
    remedy: "在设置中补充该币种的汇率和起始日期；币种写错的，改正后重报。",
    parameters: &[],
    effect: Effect::NotCounted,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for receipt in super::judged(case, docket) {
        if !matches!(receipt.standing, ReceiptStanding::NoRate { .. }) {
            docket.kept();
            continue;
        }
        let currency = receipt.row.amount.get().map_or("外币", |money| money.currency.name());
        let message = format!(
            "{currency}在{}没有汇率，该笔到位资金 {} 不计入",
            day(receipt.day),
            receipt.row.amount.get().map_or_else(String::new, money)
        );
        docket.broken(receipt.broken(case, &receipt.row.amount, message));
    }
    for contract in crate::rules::recognition::contracts(case.records) {
        let foreign = contract.row.amount.get().filter(|money| money.currency != Currency::Cny);
        let (Some(sum), None) = (foreign, contract.tie.yuan) else {
            continue;
        };
        if contract.counts() && case.judges(Some(contract.day)) {
            let message = format!(
                "{}在{}没有汇率，合同金额 {} 不计入签约资金",
                sum.currency.name(),
                day(contract.day),
                money(sum)
            );
            docket.broken(contract.broken(case.records, &contract.row.amount, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::scene;
    use super::*;

    const RECEIPT: &[&str] = &["HT-1 | 2021-03-03 | 100 | 发票 | 001 | 美元 |"];

    #[test]
    fn foreign_money_without_a_rate_of_its_day_is_told() {
        let contract = "HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-03-02 | 5000 | 美元 | |";
        let mut scene = scene(contract, RECEIPT);
        let told = [
            "C2 美元在2021年3月3日没有汇率，该笔到位资金 100万美元 不计入",
            "F2 美元在2021年3月2日没有汇率，合同金额 5,000万美元 不计入签约资金",
        ];
        assert_eq!(scene.judge(&RULE).told(), told);
        scene.settings.city.rates = vec![crate::regulation::city::Rate {
            currency: Currency::Usd,
            from: "2021-03-03".parse().unwrap(),
            yuan: "6.5".parse().unwrap(),
        }];
        assert_eq!(scene.judge(&RULE).told(), told[1..]);
    }

    #[test]
    fn yuan_is_quiet() {
        let contract = "HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-03-02 | 5000 | | |";
        assert!(
            scene(contract, &["HT-1 | 2021-03-03 | 100 | 发票 | 001 | 人民币 |"])
                .judge(&RULE)
                .findings
                .is_empty()
        );
    }
}
