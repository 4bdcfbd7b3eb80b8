//! P005 疑似同一项目

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::Kind;
use crate::records::alike::Likeness;
use crate::records::alike::neighbours;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::contract::ContractKind;
use crate::records::project::Stage;
use crate::records::row::RowAt;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::tell_unreported;
use crate::rules::words::percent;
use crate::values::currency::Currency;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P005",
    name: "疑似同一项目",
    severity: Severity::Warning,
    articles: &["考核办法 九", "方案 一(三)", "数据一致性"],
    checks: "不同专班之间、不同合同编号之间项目名称很相近，又没有统一社会信用代码可供判断的；或同一信用代码下项目名称并不相近的；\
             或同一专班两份编号不同的正式合同，项目、投资方和金额都相同的。只差数字、规模或一期、二期、扩建的不算相近。",
    why: "同一个项目换个名称重复登记，会虚增签约资金和项目个数。",
    remedy: "核实是否同一项目：是的，统一名称并只保留一处；不是的，补填各自的统一社会信用代码。",
    parameters: &["similarity"],
    effect: Effect::None,
};

/// A contract or a ledger row that claims a project.
struct Claim<'a> {
    squad: Option<SquadId>,
    name: &'a Cell<Name>,
    key: &'a str,
    code: Option<&'a str>,
    /// Whether the code can tell the claim from another one.
    well_formed: bool,
    /// Contract number, for a contract.
    number: Option<&'a str>,
    formal: bool,
    /// Investor and amount, for a formal contract.
    terms: Option<(&'a str, Decimal, Currency)>,
    at: &'a RowAt,
    when: When,
    judged: bool,
}

impl<'a> Claim<'a> {
    /// Whether two claims of alike names without a code to decide may be one project under two names: those of two squads, or two
    /// formal contracts of one squad. One name in one squad is plainly one project.
    fn may_be(&self, class: &Class<'a>) -> bool {
        let (squad, key, formal) = class;
        *squad != self.squad || *key != self.key && *formal && self.formal && self.number.is_some()
    }
}

/// What `may_be` asks of the earlier claim: squad, folded name, formal.
type Class<'a> = (Option<SquadId>, &'a str, bool);

/// The first claim of each class under one name.
#[derive(Default)]
struct Group<'a> {
    coded: BTreeMap<Class<'a>, usize>,
    uncoded: BTreeMap<Class<'a>, usize>,
}

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell_unreported(case, docket, Kind::Contract);
    tell_unreported(case, docket, Kind::Project);
    compare(case, docket, &contracts(case));
    compare(case, docket, &ledger(case));
}

/// Every contract that P004 does not settle, first signed first.
fn contracts<'a>(case: &Case<'a>) -> Vec<Claim<'a>> {
    let mut contracts: Vec<_> = super::contracts(case.records)
        .filter(|contract| contract.tie.later_claim_of.is_none())
        .collect();
    contracts.sort_by_key(|contract| contract.day);
    let claims = contracts.into_iter().filter_map(|contract| {
        let formal = contract.row.contract_kind.get() == Some(ContractKind::Formal);
        let terms = contract.row.investor.value().zip(contract.row.amount.get());
        let terms = terms.map(|(investor, money)| (&*investor.key, money.amount.normalize(), money.currency));
        Some(Claim {
            squad: contract.squad,
            name: &contract.row.project,
            key: &contract.row.project.value()?.key,
            code: contract.row.credit_code.code(),
            well_formed: contract.row.credit_code.well_formed_code().is_some(),
            number: contract.row.number.value().map(|number| &*number.shown),
            formal,
            terms: terms.filter(|_| formal),
            at: &contract.row.at,
            when: When::Day(contract.day),
            judged: case.judges(Some(contract.day)),
        })
    });
    claims.collect()
}

/// Every ledger row of a project under way that stands for itself, in file order.
fn ledger<'a>(case: &Case<'a>) -> Vec<Claim<'a>> {
    let records = case.records;
    let rows = records.tables.projects.iter().zip(&records.ties.projects);
    let claims = rows.filter_map(|(row, tie)| {
        let stands = tie.counted_at.is_none() && row.stage.get() != Some(Stage::Ended);
        Some(Claim {
            squad: row.squad.value().and_then(Owner::squad),
            name: &row.name,
            key: &row.name.value().filter(|_| stands)?.key,
            code: row.credit_code.code(),
            well_formed: row.credit_code.well_formed_code().is_some(),
            number: None,
            formal: false,
            terms: None,
            at: &row.at,
            when: When::Undated,
            judged: true,
        })
    });
    claims.collect()
}

/// Tells each claim that an earlier one may be the same as. `claims` are in the order of "later".
fn compare(case: &Case<'_>, docket: &mut Docket<'_>, claims: &[Claim<'_>]) {
    let Some(threshold) = case.policy.number("similarity", case.as_of) else {
        return;
    };
    let likenesses: Vec<Likeness> = claims.iter().map(|claim| Likeness::of(claim.key)).collect();
    let mut names: Vec<Likeness> = likenesses.clone();
    names.sort_unstable();
    names.dedup();
    let alike = neighbours(&names, threshold);
    let mut groups: Vec<Group<'_>> = names.iter().map(|_| Group::default()).collect();
    let mut codes = BTreeMap::<&str, BTreeMap<usize, usize>>::new();
    // Several formal contracts of one project in one squad are lawful, and add up; two of them with all the same may be one, entered twice.
    let mut entered = BTreeMap::<(Option<SquadId>, &str, (&str, Decimal, Currency)), Vec<usize>>::new();
    for (position, (claim, likeness)) in claims.iter().zip(&likenesses).enumerate() {
        let Ok(name) = names.binary_search(likeness) else { continue };
        let like: BTreeSet<usize> = alike.get(name).into_iter().flatten().copied().chain([name]).collect();
        let similar = like.iter().filter_map(|name| groups.get(*name)?.first(claim)).min();
        let same_code = claim.code.and_then(|code| {
            let others = codes.get(code)?.iter().filter(|(other, _)| !like.contains(other));
            // In ledgers one enterprise may well have several projects with one squad.
            others
                .map(|(_, row)| *row)
                .find(|row| claim.number.is_some() || claims.get(*row).is_some_and(|other| other.squad != claim.squad))
        });
        let twin = claim.terms.and_then(|terms| {
            let before = entered.entry((claim.squad, claim.key, terms)).or_default();
            let told_apart = |row: &usize| {
                let other = claims.get(*row);
                other.is_some_and(|other| other.well_formed && claim.well_formed && other.code != claim.code)
            };
            let twin = before.iter().copied().find(|row| !told_apart(row));
            if twin.is_none() {
                before.push(position);
            }
            twin
        });
        if claim.judged {
            let twin = twin.and_then(|first| claims.get(first));
            let similar = similar.and_then(|first| claims.get(first));
            let same_code = same_code.and_then(|first| claims.get(first));
            match (twin, similar, same_code) {
                (Some(first), _, _) => {
                    let why = "投资方和金额都相同，只有合同编号不同，疑似重复登记";
                    docket.broken(broken(case, claim, first, why));
                }
                (None, Some(first), _) => {
                    let measure = format!(
                        "名称相近（相似度不低于 {}），又没有有效的信用代码可供判断，疑似同一项目",
                        percent(threshold)
                    );
                    docket.broken(broken(case, claim, first, &measure));
                }
                (None, None, Some(first)) => {
                    let code = format!(
                        "的统一社会信用代码同为 {}，而名称并不相近，疑似同一项目",
                        claim.code.unwrap_or_default()
                    );
                    docket.broken(broken(case, claim, first, &code));
                }
                (None, None, None) => docket.kept(),
            }
        }
        if let Some(group) = groups.get_mut(name) {
            let class = (claim.squad, claim.key, claim.formal);
            let of = if claim.well_formed { &mut group.coded } else { &mut group.uncoded };
            of.entry(class).or_insert(position);
        }
        if let Some(code) = claim.code {
            codes.entry(code).or_default().entry(name).or_insert(position);
        }
    }
}

impl<'a> Group<'a> {
    /// The first claim of the group that no code tells apart from this one. Two claims with codes are decided by them.
    fn first(&self, claim: &Claim<'a>) -> Option<usize> {
        let coded = (!claim.well_formed).then_some(&self.coded);
        let earlier = coded.into_iter().chain([&self.uncoded]).flatten();
        earlier
            .filter(|(class, _)| claim.may_be(class))
            .map(|(_, position)| *position)
            .min()
    }
}

fn broken(case: &Case<'_>, claim: &Claim<'_>, first: &Claim<'_>, why: &str) -> Broken {
    let squad = first
        .squad
        .map_or_else(String::new, |squad| format!("{}专班", case.city().squad(squad).name));
    let source = first.number.map_or_else(|| "台账".to_owned(), |number| format!("合同 {number} "));
    let message = format!("项目“{}”与{squad}{source}的“{}”{why}", claim.name.written(), first.name.written());
    let mut broken = Broken::cell(case.records, claim.at, claim.name, claim.when, message)
        .about("project", &**claim.name.written())
        .with(first.at.place());
    if let Some(number) = claim.number {
        broken = broken.about("contract", number);
    }
    match claim.squad {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const CODE: &str = "91140800MA0KXXXX01";
    const OTHER: &str = "91140800MA0KXXXX02";

    /// Two contracts of two squads or one, each as `name | code | type`.
    fn contracts(first: &str, second: &str, same_squad: bool) -> Verdicts {
        let header = "合同编号 | 签订日期 | 投资方 | 合同金额（万元） | 项目名称 | 统一社会信用代码 | 合同类型";
        let first = format!("{header}\nHT-1 | 2021-03-01 | 甲公司 | 100 | {first}");
        let second = format!("{header}\nHT-2 | 2021-04-01 | 乙公司 | 100 | {second}");
        let folder = if same_squad { "文化旅游" } else { "先进制造" };
        Scene::new("2021-09")
            .sheet("文化旅游/合同1.xlsx", "合同", &first)
            .sheet(&format!("{folder}/合同2.xlsx"), "合同", &second)
            .judge(&RULE)
    }

    #[test]
    fn alike_names_of_two_squads_or_two_numbers_are_told_at_the_later_one() {
        let verdicts = contracts("盐湖康养度假区项目 | | 正式合同", "盐湖康养度假区建设项目 | | 正式合同", false);
        assert_eq!(
            verdicts.told(),
            [
                "E2 项目“盐湖康养度假区建设项目”与文化旅游专班合同 HT-1 的“盐湖康养度假区项目”名称相近（相似度不低于 85.00%），又没有有效的信用代码可供判断，疑似同一项目"
            ]
        );
        assert_eq!(&*verdicts.findings[0].related[0].source.file, "文化旅游/合同1.xlsx");
        for (first, second, same_squad) in [
            ("盐湖康养度假区项目 | | 正式合同", "盐湖康养度假区建设项目 | | 正式合同", true),
            ("盐湖康养度假区项目 | | 正式合同", "盐湖康养度假区项目 | | 正式合同", false),
            (
                "盐湖康养度假区项目 | | 框架协议",
                "盐湖康养度假区项目 | 91140800MA0KXXXX01 | 正式合同",
                false,
            ),
        ] {
            assert_eq!(contracts(first, second, same_squad).findings.len(), 1, "{first} {second}");
        }
    }

    #[test]
    fn one_code_under_names_that_are_not_alike_is_told() {
        let verdicts = contracts(
            &format!("盐湖康养度假区 | {CODE} | 正式合同"),
            &format!("永乐宫文创园 | {CODE} | 正式合同"),
            true,
        );
        assert_eq!(
            verdicts.told(),
            [
                "E2 项目“永乐宫文创园”与文化旅游专班合同 HT-1 的“盐湖康养度假区”的统一社会信用代码同为 91140800MA0KXXXX01，而名称并不相近，疑似同一项目"
            ]
        );
    }

    #[test]
    fn a_contract_entered_under_two_numbers_is_told() {
        let header = "合同编号 | 签订日期 | 投资方 | 合同金额（万元） | 项目名称 | 合同类型 | 统一社会信用代码";
        let judged = |first: &str, second: &str| {
            let text = format!("{header}\nHT-2021-01 | 2021-03-01 | {first}\nHT-2021-001 | 2021-03-01 | {second}");
            Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &text).judge(&RULE)
        };
        let first = "甲公司 | 30000 | 玻璃基板项目 | 正式合同 |";
        assert_eq!(
            judged(first, "甲公司 | 3亿元 | 玻璃基板 项目 | 正式合同 |").told(),
            ["E3 项目“玻璃基板 项目”与文化旅游专班合同 HT-2021-01 的“玻璃基板项目”投资方和金额都相同，只有合同编号不同，疑似重复登记"]
        );
        let (coded, other) = (format!("{first} {CODE}"), format!("{first} {OTHER}"));
        assert_eq!(judged(&coded, &coded).findings.len(), 1);
        assert_eq!(judged(&coded, first).findings.len(), 1);
        // Two enterprises, another sum, another investor, a framework before it.
        for (first, second) in [
            (&*coded, &*other),
            (first, "甲公司 | 20000 | 玻璃基板项目 | 正式合同 |"),
            (first, "乙公司 | 30000 | 玻璃基板项目 | 正式合同 |"),
            ("甲公司 | 30000 | 玻璃基板项目 | 框架协议 |", first),
        ] {
            assert!(judged(first, second).findings.is_empty(), "{second}");
        }
    }

    #[test]
    fn what_codes_numbers_or_phases_tell_apart_is_quiet() {
        for (first, second, same_squad) in [
            (
                format!("盐湖康养度假区 | {CODE} | 正式合同"),
                format!("盐湖康养度假区项目 | {OTHER} | 正式合同"),
                false,
            ),
            (
                format!("盐湖康养度假区 | {CODE} | 正式合同"),
                format!("盐湖康养度假区项目 | {CODE} | 正式合同"),
                true,
            ),
            (
                "盐湖康养度假区一期 | | 正式合同".to_owned(),
                "盐湖康养度假区二期 | | 正式合同".to_owned(),
                false,
            ),
            (
                "年产10万吨铝材深加工项目 | | 正式合同".to_owned(),
                "年产20万吨铝材深加工项目 | | 正式合同".to_owned(),
                false,
            ),
            (
                "盐湖康养度假区 | | 正式合同".to_owned(),
                "盐湖康养度假区 | | 正式合同".to_owned(),
                true,
            ),
            (
                "盐湖康养度假区 | | 框架协议".to_owned(),
                "盐湖康养度假区项目 | | 正式合同".to_owned(),
                true,
            ),
        ] {
            let verdicts = contracts(&first, &second, same_squad);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 2), "{first} {second}");
        }
    }

    #[test]
    fn ledgers_of_two_squads_are_compared() {
        let row = |name: &str, stage: &str| format!("项目名称 | 阶段 | 投资方\n{name} | {stage} | 甲公司{stage}");
        let judged = |stage: &str| {
            Scene::new("2021-09")
                .sheet("文化旅游/台账.xlsx", "台账", &row("盐湖康养度假区项目", "在谈"))
                .sheet("高效农业/台账.xlsx", "台账", &row("盐湖康养度假区建设项目", stage))
                .judge(&RULE)
        };
        assert_eq!(judged("签约").findings.len(), 1);
        assert!(judged("终止").findings.is_empty());
    }
}
