//! F005 到位超过合同额

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Money;
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
    checks: "一份合同历年计入的到位资金累计（到截止日）是否超过合同金额；未填合同编号、按项目名称对应的，与该项目各份正式合同的合计比较；在超过的那一笔上提示。外币合同的资金都是同一外币时按原币比较。",
    why: "到位资金超过合同额，可能是别的项目的资金，也可能金额单位有误。",
    remedy: "核对金额和单位；追加投资的，补报补充合同。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unreported(case, docket, Kind::Receipt);
    for project in projects(case) {
        let mut told: BTreeSet<Place> = BTreeSet::new();
        for account in project.accounts() {
            match account.crossing() {
                // One receipt may cross its contract's sum and the project's: that is told once.
                Ok(Some((receipt, _))) if told.contains(&receipt.row.at.place()) => {}
                Ok(Some((receipt, message))) if case.judges(Some(receipt.day)) => {
                    told.insert(receipt.row.at.place());
                    let mut broken = receipt.broken(case, &receipt.row.amount, message);
                    broken.related = account.contracts.iter().map(|contract| contract.row.at.place()).collect();
                    docket.broken(broken);
                }
                Ok(Some(_)) => {}
                Ok(None) => docket.kept(),
                Err(reason) => docket.cannot_tell(account.receipts.first().and_then(|receipt| receipt.squad), reason),
            }
        }
    }
}

/// Most numbers of contracts that a message has.
const MOST_NUMBERS: usize = 5;

/// A formal contract.
#[derive(Clone, Copy)]
struct Signed<'a> {
    index: u32,
    row: &'a Contract,
    /// Its sum in yuan.
    yuan: Option<Decimal>,
}

/// A squad's formal contracts of one project, first signed first, and the receipts that count under them, by day.
#[derive(Default)]
struct Project<'a> {
    contracts: Vec<Signed<'a>>,
    receipts: Vec<Received<'a>>,
}

/// The projects under whose contracts receipts count.
fn projects<'a>(case: &Case<'a>) -> Vec<Project<'a>> {
    let records = case.records;
    let mut projects = BTreeMap::<u32, Project<'a>>::new();
    for ((index, row), tie) in (0_u32..).zip(&records.tables.contracts).zip(&records.ties.contracts) {
        if let Some(first) = tie.first_of_project {
            let contract = Signed {
                index,
                row,
                yuan: tie.yuan,
            };
            projects.entry(first).or_default().contracts.push(contract);
        }
    }
    for receipt in super::receipts(case) {
        if let ReceiptStanding::Counted { contract, .. } = receipt.standing
            && let Some(first) = records.ties.contracts.get(*contract as usize).and_then(|tie| tie.first_of_project)
            && let Some(project) = projects.get_mut(&first)
        {
            project.receipts.push(receipt);
        }
    }
    let mut projects: Vec<Project<'_>> = projects.into_values().filter(|project| !project.receipts.is_empty()).collect();
    for project in &mut projects {
        project
            .contracts
            .sort_by_key(|contract| (contract.row.signed.get(), contract.index));
        project.receipts.sort_by_key(|receipt| receipt.day);
    }
    projects
}

/// Contracts, and the receipts that are held against them.
struct Account<'a> {
    contracts: Vec<Signed<'a>>,
    receipts: Vec<Received<'a>>,
}

impl<'a> Project<'a> {
    /// What is held against what: receipts that name a contract against that one; those that name the project only are of any of
    /// its contracts, so that all its receipts are held against all of them.
    fn accounts(self) -> Vec<Account<'a>> {
        let Project { contracts, receipts } = self;
        let names_contract = |receipt: &&Received<'_>| receipt.row.contract.value().is_some();
        let mut by_contract: BTreeMap<u32, Vec<Received<'a>>> = BTreeMap::new();
        for receipt in receipts.iter().filter(names_contract) {
            if let ReceiptStanding::Counted { contract, .. } = receipt.standing {
                by_contract.entry(*contract).or_default().push(*receipt);
            }
        }
        let mut accounts = Vec::new();
        if contracts.len() > 1 {
            accounts.extend(contracts.iter().filter_map(|contract| {
                Some(Account {
                    contracts: vec![*contract],
                    receipts: by_contract.remove(&contract.index)?,
                })
            }));
        }
        if contracts.len() == 1 || !receipts.iter().all(|receipt| names_contract(&receipt)) {
            accounts.push(Account { contracts, receipts });
        }
        accounts
    }
}

impl<'a> Account<'a> {
    /// The receipt at which the sum of the receipts, by day, first exceeds that of the contracts.
    fn crossing(&self) -> Result<Option<(Received<'a>, String)>, String> {
        let Some(currency) = self
            .contracts
            .iter()
            .find_map(|contract| contract.row.amount.get())
            .map(|money| money.currency)
        else {
            return Ok(None);
        };
        let own = |money: Option<Money>| money.filter(|money| money.currency == currency).map(|money| money.amount);
        let bounds = self.contracts.iter().map(|contract| own(contract.row.amount.get()));
        let parts = self.receipts.iter().map(|receipt| own(receipt.row.amount.get()));
        let in_own = bounds.chain(parts).all(|sum| sum.is_some());
        let bound = |contract: &Signed<'_>| match own(contract.row.amount.get()) {
            Some(own) if in_own => Ok(own),
            _ => contract.yuan.ok_or("外币合同没有汇率，无法与到位资金比较"),
        };
        let bounds: Vec<Decimal> = self.contracts.iter().map(bound).collect::<Result<_, _>>()?;
        let bound = sum(bounds)?;
        let shown = |amount: Decimal| {
            if in_own && currency != Currency::Cny {
                format!("{}{}", number(amount), currency.name())
            } else {
                wan(amount)
            }
        };
        let mut total = Decimal::ZERO;
        for receipt in &self.receipts {
            let ReceiptStanding::Counted { yuan, .. } = receipt.standing else {
                continue;
            };
            let part = own(receipt.row.amount.get()).filter(|_| in_own).unwrap_or(*yuan);
            total = sum([total, part])?;
            if total > bound {
                let (whose, of_all) = self.name();
                let message = format!(
                    "{whose}累计到位 {}，合同金额{of_all} {}，超 {}",
                    shown(total),
                    shown(bound),
                    shown(difference(total, bound)?)
                );
                return Ok(Some((*receipt, message)));
            }
        }
        Ok(None)
    }

    /// Whose money it is, and the word for the sum of several contracts.
    fn name(&self) -> (String, &'static str) {
        let numbers = self.contracts.iter().take(MOST_NUMBERS);
        let numbers: Vec<&str> = numbers.map(|contract| &**contract.row.number.written()).collect();
        let more = match self.contracts.len() {
            all if all > MOST_NUMBERS => format!("等{all}份"),
            _ => String::new(),
        };
        match (self.contracts.first(), numbers.as_slice()) {
            (Some(first), [_, _, ..]) => {
                let name = format!("项目“{}”（合同 {}{more}）", first.row.project.written(), numbers.join("、"));
                (name, "合计")
            }
            _ => (format!("合同 {} ", numbers.join("、")), ""),
        }
    }
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
    fn receipts_by_name_count_against_the_projects_contracts_together() {
        let told = |receipts: &str| {
            let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
                C1 | 古城 | 甲公司 | 正式合同 | 2021-01-01 | 100\nC2 | 古城 | 甲公司 | 正式合同 | 2021-02-01 | 50\n\
                C3 | 古城 | 甲公司 | 框架协议 | 2021-02-01 | 900";
            let head = "合同编号 | 项目名称 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号";
            let scene = crate::testing::Scene::new("2021-09")
                .sheet("文化旅游/合同.xlsx", "合同", contracts)
                .sheet("文化旅游/到位.xlsx", "到位", &format!("{head}\n{receipts}"));
            let verdicts = scene.judge(&RULE);
            let related: Vec<usize> = verdicts.findings.iter().map(|finding| finding.related.len()).collect();
            (verdicts.told(), related)
        };
        let none = (vec![], vec![]);
        assert_eq!(told(" | 古城 | 2021-03-01 | 120 | 发票 | 001"), none);
        assert_eq!(
            told(" | 古城 | 2021-03-01 | 120 | 发票 | 001\n | 古城 | 2021-03-02 | 30 | 发票 | 002"),
            none
        );
        let over = "D3 项目“古城”（合同 C1、C2）累计到位 160万元，合同金额合计 150万元，超 10万元";
        assert_eq!(
            told(" | 古城 | 2021-03-01 | 120 | 发票 | 001\n | 古城 | 2021-03-02 | 40 | 发票 | 002"),
            (vec![over.to_owned()], vec![2])
        );
        // Those with a number are held against theirs, and are money of the project too.
        assert_eq!(
            told("C2 | | 2021-03-01 | 60 | 发票 | 001"),
            (vec!["D2 合同 C2 累计到位 60万元，合同金额 50万元，超 10万元".to_owned()], vec![1])
        );
        assert_eq!(
            told(" | 古城 | 2021-03-01 | 120 | 发票 | 001\nC2 | | 2021-03-02 | 40 | 发票 | 002"),
            (vec![over.to_owned()], vec![2])
        );
        // One excess is told once.
        assert_eq!(
            told("C1 | | 2021-03-01 | 160 | 发票 | 001\n | 古城 | 2021-03-02 | 1 | 发票 | 002")
                .0
                .len(),
            1
        );
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
