//! F005 到位超过合同额

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::contract::Contract;
use crate::records::ties::ReceiptStanding;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::difference;
use crate::rules::known::sum;
use crate::rules::known::tell_unreported;
use crate::rules::words::number;
use crate::rules::words::wan;
use crate::values::currency::Currency;

use super::Received;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F005",
    name: "到位超过合同额",
    severity: Severity::Warning,
    articles: &["考核办法 九(4)", "数据一致性"],
    checks: "一份合同历年计入的到位资金累计（到截止日）是否超过合同金额；在超过的那一笔上提示。外币合同的资金都是同一外币时按原币比较。",
    why: "到位资金超过合同额，可能是别的项目的资金，也可能金额单位有误。",
    remedy: "核对金额和单位；追加投资的，补报补充合同。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let mut by_contract = BTreeMap::<u32, Vec<Received<'_>>>::new();
    for receipt in super::receipts(case) {
        if let ReceiptStanding::Counted { contract, .. } = receipt.standing {
            by_contract.entry(*contract).or_default().push(receipt);
        }
    }
    tell_unreported(case, docket, Kind::Receipt);
    for (index, mut receipts) in by_contract {
        let tables = &case.records.tables;
        let Some(contract) = tables.contracts.get(index as usize) else {
            continue;
        };
        receipts.sort_by_key(|receipt| receipt.day);
        let yuan = case.records.ties.contracts.get(index as usize).and_then(|tie| tie.yuan);
        match crossing(contract, yuan, &receipts) {
            Ok(None) => docket.kept(),
            Ok(Some((receipt, message))) if case.judges(Some(receipt.day)) => {
                let broken = receipt.broken(case, &receipt.row.amount, message);
                docket.broken(broken.with(contract.at.place()));
            }
            Ok(Some(_)) => {}
            Err(reason) => docket.cannot_tell(receipts.first().and_then(|receipt| receipt.squad), reason),
        }
    }
}

/// The receipt at which the sum of the contract's receipts, by day, first exceeds its amount.
fn crossing<'a>(contract: &Contract, yuan: Option<Decimal>, receipts: &[Received<'a>]) -> Result<Option<(Received<'a>, String)>, String> {
    let Some(money) = contract.amount.get() else { return Ok(None) };
    let currency = money.currency;
    let own = |receipt: &Received<'_>| {
        receipt
            .row
            .amount
            .get()
            .filter(|amount| amount.currency == currency)
            .map(|amount| amount.amount)
    };
    let in_own = receipts.iter().all(|receipt| own(receipt).is_some());
    let bound = if in_own {
        money.amount
    } else {
        yuan.ok_or("外币合同没有汇率，无法与到位资金比较")?
    };
    let shown = |amount: Decimal| {
        if in_own && currency != Currency::Cny {
            format!("{}{}", number(amount), currency.name())
        } else {
            wan(amount)
        }
    };
    let mut total = Decimal::ZERO;
    for receipt in receipts {
        let ReceiptStanding::Counted { yuan, .. } = receipt.standing else {
            continue;
        };
        let part = if in_own { own(receipt).unwrap_or_default() } else { *yuan };
        total = sum([total, part])?;
        if total > bound {
            let message = format!(
                "合同 {} 累计到位 {}，合同金额 {}，超 {}",
                contract.number.written(),
                shown(total),
                shown(bound),
                shown(difference(total, bound)?)
            );
            return Ok(Some((*receipt, message)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;

    const CONTRACT: &str = "HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2020-03-02 | 5000 | | |";
    const IN_DOLLARS: &str = "HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2020-03-02 | 100 | 美元 | |";

    #[test]
    fn the_receipt_that_crosses_is_told_whatever_year_the_others_are_of() {
        let receipts = [
            "HT-1 | 2021-05-01 | 3000.01 | 发票 | 002 | | |",
            "HT-1 | 2020-12-01 | 2000 | 发票 | 001 | | |",
            "HT-1 | 2021-06-01 | 1 | 发票 | 003 | | |",
        ];
        assert_eq!(
            judge(&RULE, CONTRACT, &receipts).told(),
            ["C2 合同 HT-1 累计到位 5,000.01万元，合同金额 5,000万元，超 0.01万元"]
        );
    }

    #[test]
    fn exactly_the_amount_and_what_does_not_count_is_quiet() {
        for receipts in [
            [
                "HT-1 | 2021-05-01 | 3000 | 发票 | 002 | | |",
                "HT-1 | 2020-12-01 | 2000 | 发票 | 001 | | |",
            ],
            [
                "HT-1 | 2021-05-01 | 5000 | 发票 | 001 | | |",
                "HT-1 | 2021-06-01 | 2000 | 发票 | 001 | | |",
            ],
        ] {
            assert!(judge(&RULE, CONTRACT, &receipts).findings.is_empty());
        }
    }

    #[test]
    fn foreign_money_is_compared_in_its_own_currency_or_not_at_all() {
        let mut scene = super::super::tests::scene(IN_DOLLARS, &["HT-1 | 2021-05-01 | 101 | 发票 | 002 | 美元 | |"]);
        scene.settings.city.rates = vec![crate::regulation::city::Rate {
            currency: Currency::Usd,
            from: "2021-01-01".parse().unwrap(),
            yuan: "6.5".parse().unwrap(),
        }];
        assert_eq!(
            scene.judge(&RULE).told(),
            ["C2 合同 HT-1 累计到位 1010000美元，合同金额 1000000美元，超 10000美元"]
        );
        let verdicts = judge(&RULE, IN_DOLLARS, &["HT-1 | 2021-05-01 | 101 | 发票 | 002 | | |"]);
        assert!(verdicts.findings.is_empty());
        assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason.contains("没有汇率")));
    }
}
