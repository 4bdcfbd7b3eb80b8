//! F008 外币无汇率

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::cell::Owner;
use crate::records::ties::ReceiptStanding;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::day;
use crate::rules::words::money;
use crate::rules::words::number;
use crate::values::currency::Currency;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "F008",
    name: "外币无汇率",
    severity: Severity::Error,
    articles: &["考核办法 九(4)", "数据一致性"],
    checks: "以外币计的到位资金、正式合同和经费支出，设置中有没有当天（到账日期、签订日期、支出日期）可用的汇率。",
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
    expenses(case, docket);
}

/// Expenses in foreign money: they claim no sum, so they are among no lines of expenses.
fn expenses(case: &Case<'_>, docket: &mut Docket<'_>) {
    for row in &case.records.tables.expenses {
        let (Some(date), Some(sum)) = (row.date.get(), row.amount.get()) else {
            continue;
        };
        if sum.in_yuan(case.city(), date).is_some() || !case.judges(Some(date)) {
            continue;
        }
        let currency = sum.currency.name();
        let message = format!(
            "{currency}在{}没有汇率，支出金额 {}{currency} 不计入经费支出",
            day(date),
            number(sum.amount)
        );
        let broken = Broken::cell(case.records, &row.at, &row.amount, When::Day(date), message)
            .about("voucher", &**row.voucher.written())
            .about("item", &**row.item.written());
        docket.broken(match row.owner().and_then(Owner::squad) {
            Some(squad) => broken.of(case.city(), squad),
            None => broken,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::scene;
    use super::*;
    use crate::testing::Scene;

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
    fn an_expense_is_told_too() {
        let expenses = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-03-04 | 会务费 | 1200美元\n002 | 2020-03-04 | 会务费 | 1200美元\n\
            003 | 2021-03-04 | 会务费 | 1200";
        let mut scene = Scene::new("2021-09").sheet("文化旅游/支出.xlsx", "支出", expenses);
        assert_eq!(
            scene.judge(&RULE).told(),
            ["D2 美元在2021年3月4日没有汇率，支出金额 1200美元 不计入经费支出"]
        );
        scene.settings.city.rates = vec![crate::regulation::city::Rate {
            currency: Currency::Usd,
            from: "2021-03-04".parse().unwrap(),
            yuan: "6.5".parse().unwrap(),
        }];
        assert_eq!(scene.judge(&RULE).told(), [""; 0]);
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
