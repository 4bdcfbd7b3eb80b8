//! P006 台账与合同不一致

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::Kind;
use crate::records::cell::Cell;
use crate::records::cell::Money;
use crate::records::cell::OfValue;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::project::Project;
use crate::regulation::SquadId;
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
             外币按原币比较；同一项目在台账中有几行的，各栏以最后填写的为准；空白不算不一致。",
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
            Some(row) => {
                let words = match differences_elsewhere(case, contract, row) {
                    Ok(found) => found.words().join("；"),
                    Err(reason) => {
                        docket.cannot_tell(contract.squad, reason);
                        String::new()
                    }
                };
                docket.broken(other_squad(case, contract, row, &words));
            }
            None => docket.kept(),
        }
    }
    let records = case.records;
    let rows = rows_of_projects(case);
    for (row, tie) in records.tables.projects.iter().zip(&records.ties.projects) {
        let contracts = tie
            .contracts
            .iter()
            .filter_map(|contract| records.tables.contracts.get(*contract as usize));
        let contracts: Vec<&Contract> = contracts.collect();
        let in_force = |contract: &&Contract| contract.signed.get().is_some_and(|day| day >= case.policy.in_force_from());
        if contracts.iter().any(in_force) {
            let squad = row.squad.value().and_then(Owner::squad);
            let rows = rows.get(&(squad, tie.project)).map_or(&[][..], Vec::as_slice);
            let verdict = differences(rows, &contracts).map(|found| found.told(case, &contracts));
            settle(docket, squad, verdict);
        }
    }
}

/// The rows of each project in a squad's ledger, in file order.
fn rows_of_projects<'a>(case: &Case<'a>) -> BTreeMap<(Option<SquadId>, u32), Vec<&'a Project>> {
    let records = case.records;
    let mut rows: BTreeMap<_, Vec<&Project>> = BTreeMap::new();
    for (row, tie) in records.tables.projects.iter().zip(&records.ties.projects) {
        let squad = row.squad.value().and_then(Owner::squad);
        rows.entry((squad, tie.project)).or_default().push(row);
    }
    rows
}

/// What differs between a squad's contracts of a project and its rows in another squad's ledger: told at the first of the contracts.
fn differences_elsewhere<'a>(case: &Case<'a>, contract: &Signed<'_>, row: &Project) -> Result<Differences<'a>, String> {
    let tables = &case.records.tables;
    let first = contract.tie.first_of_project;
    if first
        .and_then(|first| tables.contracts.get(first as usize))
        .is_none_or(|first| !std::ptr::eq(first, contract.row))
    {
        return Ok(Differences::default());
    }
    let ties = tables.contracts.iter().zip(&case.records.ties.contracts);
    let contracts: Vec<&Contract> = ties.filter(|(_, tie)| tie.first_of_project == first).map(|(row, _)| row).collect();
    let name = row.name.value().map(|name| &name.key);
    let same = |other: &&Project| other.squad.value() == row.squad.value() && other.name.value().map(|name| &name.key) == name;
    let rows: Vec<&Project> = tables.projects.iter().filter(same).collect();
    differences(&rows, &contracts)
}

/// A contract whose project stands in another squad's ledger only.
fn other_squad(case: &Case<'_>, contract: &Signed<'_>, row: &Project, differences: &str) -> Broken {
    let name = |squad: Option<_>| squad.map_or("其他单位".to_owned(), |squad| format!("{}专班", case.city().squad(squad).name));
    let message = format!(
        "合同 {} 的项目“{}”属{}，项目台账却登记在{}{}{differences}",
        contract.row.number.written(),
        contract.row.project.written(),
        name(contract.squad),
        name(row.squad.value().and_then(Owner::squad)),
        if differences.is_empty() { "" } else { "；" }
    );
    contract.broken(case.records, &contract.row.squad, message).with(row.at.place())
}

/// What differs between a project's rows in the ledger and its contracts: the words for it, each with the row that says so.
#[derive(Default)]
struct Differences<'a> {
    day: Option<(String, &'a Project)>,
    sum: Option<(String, &'a Project)>,
}

/// The last row that says something in a column: a ledger may have a sheet for each month, and the last word holds.
fn last_word<'a, T: OfValue>(
    rows: &[&'a Project],
    column: &str,
    cell: fn(&Project) -> &Cell<T>,
) -> Result<Option<(&'a Project, &'a T)>, String> {
    for row in rows.iter().rev() {
        if let Some(value) = known_or_blank(Kind::Project, column, cell(row))? {
            return Ok(Some((row, value)));
        }
    }
    Ok(None)
}

fn differences<'a>(rows: &[&'a Project], contracts: &[&Contract]) -> Result<Differences<'a>, String> {
    let mut found = Differences::default();
    if let Some((row, ledger)) = last_word(rows, "签约日期", |row| &row.signed)? {
        let days: BTreeSet<_> = contracts.iter().filter_map(|contract| contract.signed.get()).collect();
        if !days.is_empty() && !days.contains(ledger) {
            let days: Vec<String> = days.into_iter().map(day).collect();
            let words = format!("签约日期台账为{}，合同为{}", day(*ledger), days.join("、"));
            found.day = Some((words, row));
        }
    }
    if let Some((row, ledger)) = last_word(rows, "总投资", |row| &row.investment)? {
        let sums: Vec<Money> = contracts.iter().filter_map(|contract| contract.amount.get()).collect();
        if sums.iter().any(|money| money.currency != ledger.currency) {
            return if found.day.is_none() {
                Err("台账与合同的币种不同，金额无法比较".to_owned())
            } else {
                Ok(found)
            };
        }
        let contracts = sum(sums.iter().map(|money| money.amount))?;
        if contracts != ledger.amount {
            let more = ledger.amount.checked_sub(contracts).unwrap_or_default();
            let words = format!(
                "金额台账为 {}，合同为 {}，相差 {}",
                shown(ledger.amount, ledger.currency),
                shown(contracts, ledger.currency),
                shown(more.abs(), ledger.currency)
            );
            found.sum = Some((words, row));
        }
    }
    Ok(found)
}

/// Yuan in 万元, other money in its own currency.
fn shown(amount: Decimal, currency: Currency) -> String {
    if currency == Currency::Cny {
        wan(amount)
    } else {
        format!("{}{}", number(amount), currency.name())
    }
}

impl Differences<'_> {
    fn words(&self) -> Vec<&str> {
        let found = [&self.day, &self.sum].into_iter().flatten();
        found.map(|(words, _)| words.as_str()).collect()
    }

    /// One finding for all that differs, at the signing day's cell, else at the sum's.
    fn told(&self, case: &Case<'_>, contracts: &[&Contract]) -> Option<Broken> {
        let (_, row) = self.day.as_ref().or(self.sum.as_ref())?;
        let numbers: Vec<&str> = contracts.iter().map(|contract| &**contract.number.written()).collect();
        let words = self.words();
        let message = format!(
            "项目“{}”的台账与合同（{}）不一致：{}",
            row.name.written(),
            numbers.join("、"),
            words.join("；")
        );
        let mut broken = match self.day {
            Some(_) => about(case, row, &row.signed, message),
            None => about(case, row, &row.investment, message),
        };
        let of_sum = self.sum.as_ref().map(|(_, of_sum)| of_sum).filter(|of_sum| of_sum.at != row.at);
        let of_sum = of_sum.map(|of_sum| of_sum.at.place());
        broken.related = contracts.iter().map(|contract| contract.at.place()).chain(of_sum).collect();
        Some(broken)
    }
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
    fn of_a_project_on_a_sheet_for_each_month_the_last_word_is_compared() {
        let head = "项目名称 | 阶段 | 投资方 | 签约日期 | 总投资（万元）";
        let told = |months: &[(&str, &str)]| {
            let contracts = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
                HT-9 | 甲乙项目 | 甲公司 | 正式合同 | 2021-09-06 | 100";
            let scene = Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", contracts);
            let scene = months.iter().fold(scene, |scene, (path, row)| {
                scene.sheet(&format!("文化旅游/{path}.xlsx"), "台账", &format!("{head}\n{row}"))
            });
            let findings = scene.judge(&RULE).findings.into_iter();
            let findings = findings.map(|finding| {
                let place = finding.place.expect("a place");
                format!("{} {}", place, finding.message)
            });
            findings.collect::<Vec<_>>()
        };
        let talks = ("台账", "甲乙项目 | 在谈 | 甲公司 | |");
        assert_eq!(
            told(&[talks, ("台账9月", "甲乙项目 | 签约 | 甲公司 | 2021-09-05 | 200")]),
            [
                "文化旅游/台账9月.xlsx › 台账 › D2 项目“甲乙项目”的台账与合同（HT-9）不一致：签约日期台账为2021年9月5日，合同为2021年9月6日；金额台账为 200万元，合同为 100万元，相差 100万元"
            ]
        );
        // A blank later takes nothing back, and a later value is the ledger's word.
        assert_eq!(
            told(&[
                ("台账", "甲乙项目 | 签约 | 甲公司 | 2021-09-06 | 200"),
                ("台账9月", "甲乙项目 | 签约 | 甲公司 | |")
            ]),
            ["文化旅游/台账.xlsx › 台账 › E2 项目“甲乙项目”的台账与合同（HT-9）不一致：金额台账为 200万元，合同为 100万元，相差 100万元"]
        );
        assert_eq!(
            told(&[
                ("台账", "甲乙项目 | 签约 | 甲公司 | 2021-09-05 | 200"),
                ("台账9月", "甲乙项目 | 签约 | 甲公司 | 2021-09-06 | 100")
            ]),
            [""; 0]
        );
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
        // What else differs is told with it.
        let verdicts = judged("高效农业", "永乐宫文创园 | 签约 | 乙公司 | 2021-05-02 | 300万美元");
        assert_eq!(
            verdicts.findings[0].message,
            "合同 HT-3 的项目“永乐宫文创园”属文化旅游专班，项目台账却登记在高效农业专班；签约日期台账为2021年5月2日，合同为2021年5月1日；金额台账为 3000000美元，合同为 2000000美元，相差 1000000美元"
        );
        assert_eq!(verdicts.findings.len(), 1);
        // Contracts of one project are added up, and told at the first.
        let verdicts = judged("高效农业", "盐湖康养度假区 | 签约 | 甲公司 | | 7000");
        let messages: Vec<&str> = verdicts.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "合同 HT-1 的项目“盐湖康养度假区”属文化旅游专班，项目台账却登记在高效农业专班；金额台账为 7,000万元，合同为 8,000万元，相差 1,000万元",
                "合同 HT-2 的项目“盐湖康养度假区”属文化旅游专班，项目台账却登记在高效农业专班"
            ]
        );
    }
}
