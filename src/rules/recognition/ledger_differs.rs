//! P006 台账与合同不一致

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::place::Place;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Money;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::project::Project;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::known_or_blank;
use crate::rules::known::settle;
use crate::rules::known::sum;
use crate::rules::known::tell_unreported;
use crate::rules::words::day;
use crate::rules::words::number;
use crate::rules::words::wan;
use crate::values::currency::Currency;

use super::Ledgers;
use super::Signed;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P006",
    name: "台账与合同不一致",
    severity: Severity::Warning,
    articles: &["考核办法 九", "数据一致性"],
    checks: "同一项目在项目台账和签约合同中的专班、签约日期、金额是否一致；一个项目有几份正式合同的，金额相加后比较，\
             外币按原币比较；空白不算不一致。",
    why: "两张表对不上，至少有一处是错的。",
    remedy: "对照合同原件，改正错的一处。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let contracts = super::judged(case, docket);
    tell_unreported(case, docket, Kind::Project);
    let ledgers = Ledgers::new(case);
    for contract in contracts.iter().filter(|contract| contract.counts()) {
        let elsewhere = ledgers
            .untied(contract)
            .filter(|row| row.squad.value() != contract.row.squad.value());
        match elsewhere {
            Some(row) => docket.broken(other_squad(case, contract, row)),
            None => docket.kept(),
        }
    }
    let records = case.records;
    for (row, tie) in records.tables.projects.iter().zip(&records.ties.projects) {
        let contracts = tie
            .contracts
            .iter()
            .filter_map(|contract| records.tables.contracts.get(*contract as usize));
        let contracts: Vec<&Contract> = contracts.collect();
        let in_force = |contract: &&Contract| contract.signed.get().is_some_and(|day| day >= case.policy.in_force_from());
        if contracts.iter().any(in_force) {
            let squad = row.squad.value().and_then(Owner::squad);
            settle(
                docket,
                squad,
                differences(row, &contracts).map(|found| told(case, row, &contracts, &found?)),
            );
        }
    }
}

/// A contract whose project stands in another squad's ledger only.
fn other_squad(case: &Case<'_>, contract: &Signed<'_>, row: &Project) -> Broken {
    let name = |squad: Option<_>| squad.map_or("其他单位".to_owned(), |squad| format!("{}专班", case.city().squad(squad).name));
    let message = format!(
        "合同 {} 的项目“{}”属{}，项目台账却登记在{}",
        contract.row.number.written(),
        contract.row.project.written(),
        name(contract.squad),
        name(row.squad.value().and_then(Owner::squad))
    );
    contract.broken(case.records, &contract.row.squad, message).with(row.at.place())
}

/// What differs between a ledger row and its contracts.
struct Differences {
    words: Vec<String>,
    /// The first cell at fault: the signing day's, else the sum's.
    of_day: bool,
}

fn differences(row: &Project, contracts: &[&Contract]) -> Result<Option<Differences>, String> {
    let mut found = Differences {
        words: Vec::new(),
        of_day: false,
    };
    if let Some(ledger) = known_or_blank(Kind::Project, "签约日期", &row.signed)? {
        let days: BTreeSet<_> = contracts.iter().filter_map(|contract| contract.signed.get()).collect();
        if !days.is_empty() && !days.contains(ledger) {
            let days: Vec<String> = days.into_iter().map(day).collect();
            found
                .words
                .push(format!("签约日期台账为{}，合同为{}", day(*ledger), days.join("、")));
            found.of_day = true;
        }
    }
    if let Some(ledger) = known_or_blank(Kind::Project, "总投资", &row.investment)? {
        let sums: Vec<Money> = contracts.iter().filter_map(|contract| contract.amount.get()).collect();
        if sums.iter().any(|money| money.currency != ledger.currency) {
            return if found.words.is_empty() {
                Err("台账与合同的币种不同，金额无法比较".to_owned())
            } else {
                Ok(Some(found))
            };
        }
        let contracts = sum(sums.iter().map(|money| money.amount))?;
        if contracts != ledger.amount {
            let more = ledger.amount.checked_sub(contracts).unwrap_or_default();
            found.words.push(format!(
                "金额台账为 {}，合同为 {}，相差 {}",
                shown(ledger.amount, ledger.currency),
                shown(contracts, ledger.currency),
                shown(more.abs(), ledger.currency)
            ));
        }
    }
    Ok((!found.words.is_empty()).then_some(found))
}

/// Yuan in 万元, other money in its own currency.
fn shown(amount: Decimal, currency: Currency) -> String {
    if currency == Currency::Cny {
        wan(amount)
    } else {
        format!("{}{}", number(amount), currency.name())
    }
}

fn told(case: &Case<'_>, row: &Project, contracts: &[&Contract], found: &Differences) -> Option<Broken> {
    let numbers: Vec<&str> = contracts.iter().map(|contract| &**contract.number.written()).collect();
    let message = format!(
        "项目“{}”的台账与合同（{}）不一致：{}",
        row.name.written(),
        numbers.join("、"),
        found.words.join("；")
    );
    let places: Vec<Place> = contracts.iter().map(|contract| contract.at.place()).collect();
    let mut broken = if found.of_day {
        about(case, row, &row.signed, message)
    } else {
        about(case, row, &row.investment, message)
    };
    broken.related = places;
    Some(broken)
}

fn about<T>(case: &Case<'_>, row: &Project, cell: &Cell<T>, message: String) -> Broken {
    let broken = Broken::cell(case.records, &row.at, cell, When::Undated, message).about("project", &**row.name.written());
    match row.squad.value().and_then(Owner::squad) {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种\n\
        HT-1 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-03-01 | 5000 |\n\
        HT-2 | 盐湖康养度假区 | 甲公司 | 正式合同 | 2021-05-01 | 3000 |\n\
        HT-3 | 永乐宫文创园 | 乙公司 | 正式合同 | 2021-05-01 | 200 | 美元";

    fn judged(folder: &str, row: &str) -> Verdicts {
        let ledger = format!("项目名称 | 阶段 | 投资方 | 签约日期 | 总投资（万元）\n{row}");
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", CONTRACTS)
            .sheet(&format!("{folder}/台账.xlsx"), "台账", &ledger)
            .judge(&RULE)
    }

    #[test]
    fn day_and_sum_are_compared_in_one_finding() {
        let verdicts = judged("文化旅游", "盐湖康养度假区 | 签约 | 甲公司 | 2021-03-02 | 8001");
        assert_eq!(
            verdicts.told(),
            [
                "D2 项目“盐湖康养度假区”的台账与合同（HT-1、HT-2）不一致：签约日期台账为2021年3月2日，合同为2021年3月1日、2021年5月1日；金额台账为 8,001万元，合同为 8,000万元，相差 1万元"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 2);
        let verdicts = judged("文化旅游", "盐湖康养度假区 | 签约 | 甲公司 | | 7999");
        assert_eq!(verdicts.findings[0].place.as_ref().unwrap().a1().unwrap(), "E2");
    }

    #[test]
    fn contracts_added_up_blanks_and_own_currency_are_quiet() {
        for row in [
            "盐湖康养度假区 | 签约 | 甲公司 | 2021-05-01 | 8000",
            "盐湖康养度假区 | 签约 | 甲公司 | |",
            "永乐宫文创园 | 签约 | 乙公司 | 2021-05-01 | 200万美元",
        ] {
            assert!(judged("文化旅游", row).findings.is_empty(), "{row}");
        }
    }

    #[test]
    fn another_currency_cannot_be_told() {
        let verdicts = judged("文化旅游", "永乐宫文创园 | 签约 | 乙公司 | 2021-05-01 | 1300");
        assert!(verdicts.findings.is_empty());
        assert!(verdicts.unjudged.iter().any(|unjudged| unjudged.reason.contains("币种不同")));
    }

    #[test]
    fn a_project_in_another_squads_ledger_is_told_at_the_contract() {
        let verdicts = judged("高效农业", "永乐宫文创园 | 签约 | 乙公司 | |");
        assert_eq!(
            verdicts.findings[0].message,
            "合同 HT-3 的项目“永乐宫文创园”属文化旅游专班，项目台账却登记在高效农业专班"
        );
        assert_eq!(verdicts.findings.len(), 1);
    }
}
