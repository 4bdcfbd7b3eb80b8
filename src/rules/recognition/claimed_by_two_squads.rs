//! P004 跨专班重复申报

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::history::Reply;
use crate::history::ReplyKind;
use crate::records::Records;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::contract::Contract;
use crate::records::row::digest_of;
use crate::regulation::Policy;
use crate::regulation::SquadId;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::identity;
use crate::rules::words::day;

use super::Signed;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "P004",
    name: "跨专班重复申报",
    severity: Severity::Error,
    articles: &["考核办法 九", "方案 一(三)"],
    checks: "同一项目被两个专班以正式合同申报：项目名称与投资方相同，或统一社会信用代码相同且项目名称相近。",
    why: "一个项目只能算一个专班的业绩，重复申报会虚增全市数字。",
    remedy: "由综合协调组确定项目归属：在问题清单的“处理情况”中选“确定归属”，在“说明”中写“归属：…专班；批准人：…”，各项数据即计入该专班；另一专班撤回该合同。",
    parameters: &["similarity"],
    effect: Effect::CountedOnce,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for contract in super::judged(case, docket) {
        match later_claim(case.records, &contract) {
            Some(broken) => docket.broken(broken),
            None => docket.kept(),
        }
    }
}

/// What is told of a contract whose project another squad claimed before.
fn later_claim(records: &Records, contract: &Signed<'_>) -> Option<Broken> {
    let first = records.tables.contracts.get(contract.tie.later_claim_of? as usize)?;
    let name = |squad: Option<SquadId>| squad.map_or_else(String::new, |squad| format!("{}专班", records.city.squad(squad).name));
    let first_squad = squad_of(first);
    let signed = first
        .signed
        .get()
        .map_or_else(String::new, |signed| format!("{}签订的", day(signed)));
    let (project, number, first_number) = (
        contract.row.project.written(),
        contract.row.number.written(),
        first.number.written(),
    );
    let claimed = format!(
        "项目“{project}”已由{}以{signed}合同 {first_number}（{}）申报",
        name(first_squad),
        first.project.written()
    );
    let ruled_for = contract.tie.ruled_for;
    let counting = name(ruled_for.or(first_squad));
    let out = match ruled_for {
        Some(squad) if Some(squad) == squad_of(contract.row) => format!("合同 {first_number} "),
        Some(squad) if Some(squad) != first_squad => format!("合同 {first_number} 和本合同 {number} 都"),
        _ => format!("本合同 {number} "),
    };
    let ruling = if ruled_for.is_some() { "；项目归属已确定" } else { "" };
    let message = format!("{claimed}{ruling}，只计入{counting}；{out}不再计入，其到位资金计入{counting}");
    let broken = contract.broken(records, &contract.row.project, message);
    let broken = match ruled_for {
        Some(_) => broken.remedy("归属已确定，未取得归属的专班撤回该合同。"),
        None => broken,
    };
    // The id hangs on both claims, and on nothing that is filled in later: a ruling lapses when either is another one.
    let facts: Vec<String> = [contract.row, first]
        .into_iter()
        .flat_map(|contract| facts(records, contract))
        .collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    Some(Broken {
        digest: digest_of(&facts),
        ..broken.with(first.at.place())
    })
}

/// What a contract claims: whose it is, what it is about, when it was signed and for how much. The squad by its name, since others may
/// be listed before it; without the credit code, which an enterprise gets after the contract is signed.
fn facts(records: &Records, contract: &Contract) -> [String; 6] {
    let key = |cell: &Cell<Name>| cell.value().map_or_else(String::new, |name| name.key.to_string());
    let money = contract.amount.get();
    [
        squad_of(contract).map_or_else(String::new, |squad| records.city.squad(squad).name.to_string()),
        key(&contract.number),
        key(&contract.project),
        key(&contract.investor),
        contract.signed.get().map_or_else(String::new, |day| day.to_string()),
        money.map_or_else(String::new, |money| format!("{} {:?}", money.amount.normalize(), money.currency)),
    ]
}

fn squad_of(contract: &Contract) -> Option<SquadId> {
    contract.squad.value().and_then(Owner::squad)
}

/// The records by the rulings among the replies: each project counts for the squad that it was ruled for. A ruling holds for contracts
/// of all years, also for those that this run does not judge.
pub fn ruled(records: Records, policy: &Policy, replies: &[Reply]) -> Records {
    let rulings: Vec<&Reply> = replies.iter().filter(|reply| reply.kind == ReplyKind::Ruled).collect();
    if rulings.is_empty() {
        return records;
    }
    let mut projects: BTreeMap<u32, Vec<(String, u32, SquadId)>> = BTreeMap::new();
    for (contract, first, broken) in later_claims(&records) {
        let id = identity(CARD.code, &broken);
        let of_claim = rulings
            .iter()
            .filter(|reply| reply.finding == id && reply.is_of(broken.value.as_deref()));
        for squad in of_claim.filter_map(|reply| Some(reply.ruling(&records.city)?.squad)) {
            if claimants(&records, first).contains(&squad) {
                projects.entry(first).or_default().push((id.clone(), contract, squad));
            }
        }
    }
    // Rulings that contradict each other are none.
    let agreed = |rulings: &Vec<(String, u32, SquadId)>| {
        rulings
            .iter()
            .all(|(_, _, squad)| rulings.first().is_some_and(|first| first.2 == *squad))
    };
    let rulings = projects.into_values().filter(agreed).flatten().collect();
    records.ruled(policy, rulings)
}

/// Each later claim: its position among the contracts, that of the first claim, and what is told of it.
fn later_claims(records: &Records) -> impl Iterator<Item = (u32, u32, Broken)> {
    let tied = (0..).zip(records.tables.contracts.iter().zip(&records.ties.contracts));
    tied.filter_map(|(position, (row, tie))| {
        let contract = Signed::new(row, tie)?;
        Some((position, tie.later_claim_of?, later_claim(records, &contract)?))
    })
}

/// The squads that claim the project of a first claim.
fn claimants(records: &Records, first: u32) -> BTreeSet<SquadId> {
    let tied = (0..).zip(records.tables.contracts.iter().zip(&records.ties.contracts));
    tied.filter(|(position, (_, tie))| *position == first || tie.later_claim_of == Some(first))
        .filter_map(|(_, (row, _))| squad_of(row))
        .collect()
}

/// Why a ruling of a finding does not hold; `None` when it does.
pub(in crate::rules) fn ruling_fails(records: &Records, reply: &Reply, finding: &Finding) -> Option<String> {
    if finding.rule.code != CARD.code {
        return Some(format!("不适用：只有{}（{}）可以确定归属", CARD.name, CARD.code));
    }
    let Some(ruling) = reply.ruling(&records.city) else {
        return Some("手续不全：应在说明中写明“归属：…专班；批准人：…”，归属只能写一个专班".to_owned());
    };
    let name = &records.city.squad(ruling.squad).name;
    let mut of_finding = later_claims(records).filter(|(_, _, broken)| identity(CARD.code, broken) == finding.id);
    let claims = of_finding
        .next()
        .is_some_and(|(_, first, _)| claimants(records, first).contains(&ruling.squad));
    if !claims {
        return Some(format!("不适用：{name}专班没有以正式合同申报该项目"));
    }
    let holds = records.rulings.get(&finding.id) == Some(&ruling.squad);
    (!holds).then(|| "与另一份确定归属的答复不一致，都不作数".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    const HEADER: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 统一社会信用代码";

    fn judged(period: &str, first: &str, second: &str) -> Verdicts {
        Scene::new(period)
            .sheet("文化旅游/合同.xlsx", "合同", &format!("{HEADER}\n{first}"))
            .sheet("高效农业/合同.xlsx", "合同", &format!("{HEADER}\n{second}"))
            .judge(&RULE)
    }

    const FIRST: &str = "HT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-03-01 | 5000 |";

    #[test]
    fn the_later_contract_is_told_with_the_first_one() {
        let verdicts = judged("2021-09", FIRST, "HT-9 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-04-01 | 6000 |");
        assert_eq!(
            verdicts.told(),
            [
                "B2 项目“盐湖文旅小镇”已由文化旅游专班以2021年3月1日签订的合同 HT-1（盐湖文旅小镇）申报，只计入文化旅游专班；本合同 HT-9 不再计入，其到位资金计入文化旅游专班"
            ]
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
        assert_eq!(&*verdicts.findings[0].related[0].source.file, "文化旅游/合同.xlsx");
    }

    #[test]
    fn one_number_in_two_squads_is_one_project_of_the_first_by_day_and_squad() {
        for (tourism, agriculture, first) in [
            ("2021-03-01", "2021-03-02", "文化旅游"),
            // Of one day the squads' order decides, and not that of the files.
            ("2021-03-01", "2021-03-01", "高效农业"),
        ] {
            let row = |day: &str| format!("{HEADER}\nHT-1 | 盐湖文旅小镇 | 甲公司 | 正式合同 | {day} | 5000 |");
            let ledger = "项目名称 | 阶段 | 投资方 | 开工日期\n盐湖文旅小镇 | 开工 | 甲公司 | 2021-09-01";
            let scene = || {
                Scene::new("2021-09")
                    .sheet("1文化旅游/合同.xlsx", "合同", &row(tourism))
                    .sheet("2高效农业/合同.xlsx", "合同", &row(agriculture))
                    .sheet("1文化旅游/台账.xlsx", "台账", ledger)
                    .sheet("2高效农业/台账.xlsx", "台账", ledger)
            };
            let verdicts = scene().judge(&RULE);
            assert_eq!(verdicts.findings.len(), 1);
            assert!(
                verdicts.findings[0].message.contains(&format!("只计入{first}专班")),
                "{}",
                verdicts.findings[0].message
            );
            let of_projects = scene().records().ties.projects;
            let squads: BTreeSet<Option<SquadId>> = of_projects.iter().map(|tie| tie.counts_for).collect();
            assert_eq!(squads.len(), 1);
        }
    }

    #[test]
    fn another_investor_or_a_framework_is_quiet() {
        for second in [
            "HT-9 | 盐湖文旅小镇 | 乙公司 | 正式合同 | 2021-04-01 | 6000 |",
            "HT-9 | 盐湖文旅小镇 | 甲公司 | 框架协议 | 2021-04-01 | 6000 |",
        ] {
            assert!(judged("2021-09", FIRST, second).findings.is_empty(), "{second}");
        }
    }

    #[test]
    fn what_is_no_credit_code_neither_joins_nor_parts_projects() {
        let coded = |name: &str, investor: &str, code: &str| format!("HT-9 | {name} | {investor} | 正式合同 | 2021-04-01 | 6000 | {code}");
        let first = |code: &str| format!("{FIRST} {code}");
        const SOUND: &str = "91440300708461136T";
        let found = |first: &str, second: &str| judged("2021-09", first, second).findings.len();
        // Alike names: one code makes them one project, 办理中 does not.
        for (code, expected) in [(SOUND, 1), ("91440300708461136", 1), ("办理中", 0), ("000000000000000000", 0)] {
            assert_eq!(
                found(&first(code), &coded("盐湖文旅小镇建设项目", "乙公司", code)),
                expected,
                "{code}"
            );
        }
        // Same name and investor: another code makes them two projects, a slip of the pen does not.
        for (code, expected) in [("91350211M0000XUF46", 0), ("9144O300708461136T", 1), ("待办", 1)] {
            assert_eq!(found(&first(SOUND), &coded("盐湖文旅小镇", "甲公司", code)), expected, "{code}");
        }
    }

    #[test]
    fn a_later_contract_of_the_year_before_is_not_told_again() {
        let verdicts = judged("2022-09", FIRST, "HT-9 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-04-01 | 6000 |");
        assert!(verdicts.findings.is_empty());
    }

    /// Two squads' contracts of one project, of which the second was signed later.
    fn scene(first: &str, second: &str, replies: Vec<Reply>) -> Scene {
        Scene::new("2021-09")
            .sheet("文化旅游/合同.xlsx", "合同", &format!("{HEADER} | 注册日期\n{first}"))
            .sheet("高效农业/合同.xlsx", "合同", &format!("{HEADER} | 注册日期\n{second}"))
            .replies(replies)
    }

    const SECOND: &str = "HT-9 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-04-01 | 6000 |";

    fn reply(id: &str, words: &str) -> Reply {
        let source = crate::place::Source {
            file: "问题清单.xlsx".into(),
            sheet: "全部问题".into(),
            order: 2,
        };
        Reply {
            cell: None,
            finding: id.to_owned(),
            value: Some("盐湖文旅小镇".to_owned()),
            message: String::new(),
            squad: String::new(),
            when: None,
            listed: std::sync::Arc::default(),
            period: "2021年9月".to_owned(),
            kind: ReplyKind::Ruled,
            written: String::new(),
            words: words.to_owned(),
            place: crate::place::Place::row(&std::sync::Arc::new(source), 5),
        }
    }

    /// What is told of the claim, what of the replies, and the contracts that yield.
    fn outcome(scene: &Scene) -> (Vec<String>, Vec<String>, Vec<String>) {
        let found = scene.judge_all().findings;
        let of = |code: &str| -> Vec<String> {
            let of_rule = found.iter().filter(|finding| finding.rule.code == code);
            of_rule.map(|finding| finding.message.clone()).collect()
        };
        let records = scene.records();
        let tied = records.tables.contracts.iter().zip(&records.ties.contracts);
        let yielding = tied.filter(|(_, tie)| tie.yields_to.is_some());
        (
            of("P004"),
            of("H002"),
            yielding.map(|(row, _)| row.number.written().to_string()).collect(),
        )
    }

    fn id(scene: &Scene) -> String {
        scene.judge(&RULE).findings[0].id.clone()
    }

    #[test]
    fn a_ruling_moves_the_project_to_the_squad_ruled_for() {
        let id = id(&scene(FIRST, SECOND, Vec::new()));
        let ruled = |words: &str| outcome(&scene(FIRST, SECOND, vec![reply(&id, words)]));
        let (told, lapsed, yielding) = ruled("归属：高效农业专班；批准人：综合协调组 张三");
        assert_eq!(
            told,
            [
                "项目“盐湖文旅小镇”已由文化旅游专班以2021年3月1日签订的合同 HT-1（盐湖文旅小镇）申报；项目归属已确定，只计入高效农业专班；合同 HT-1 不再计入，其到位资金计入高效农业专班"
            ]
        );
        assert_eq!((lapsed, yielding), (Vec::<String>::new(), vec!["HT-1".to_owned()]));
        let (told, lapsed, yielding) = ruled("归属：文化旅游；批准人：张三");
        assert!(told[0].ends_with("项目归属已确定，只计入文化旅游专班；本合同 HT-9 不再计入，其到位资金计入文化旅游专班"));
        assert_eq!((lapsed, yielding), (Vec::<String>::new(), vec!["HT-9".to_owned()]));
    }

    #[test]
    fn a_ruling_that_is_not_clear_changes_nothing_and_is_told() {
        let id = id(&scene(FIRST, SECOND, Vec::new()));
        for (words, why) in [
            (&["归属：高效农业专班"][..], "手续不全"),
            (&["归属：高效农业专班、文化旅游专班；批准人：张三"], "手续不全"),
            (&["归属：先进制造专班；批准人：张三"], "先进制造专班没有以正式合同申报该项目"),
            (
                &["归属：高效农业专班；批准人：张三", "归属：文化旅游专班；批准人：李四"],
                "不一致，都不作数",
            ),
        ] {
            let replies = words.iter().map(|words| reply(&id, words)).collect();
            let (told, lapsed, yielding) = outcome(&scene(FIRST, SECOND, replies));
            assert!(told[0].contains("本合同 HT-9 不再计入") && !told[0].contains("归属"), "{told:?}");
            assert_eq!(lapsed.len(), words.len(), "{lapsed:?}");
            assert!(lapsed.iter().all(|told| told.contains(why)), "{lapsed:?}");
            assert_eq!(yielding, ["HT-9"]);
        }
    }

    #[test]
    fn a_ruling_lapses_when_either_claim_is_another_one_and_survives_what_is_filled_in_later() {
        let id = id(&scene(FIRST, SECOND, Vec::new()));
        let ruled = |first: &str, second: &str| {
            let replies = vec![reply(&id, "归属：高效农业专班；批准人：张三")];
            let (_, lapsed, yielding) = outcome(&scene(first, second, replies));
            (lapsed.len(), yielding)
        };
        let (one, nine) = (vec!["HT-1".to_owned()], vec!["HT-9".to_owned()]);
        assert_eq!(ruled(FIRST, &format!("{SECOND} | 2021-08-01")), (0, one.clone()));
        assert_eq!(ruled(&format!("{FIRST} | 2021-08-01"), SECOND), (0, one));
        assert_eq!(ruled(&FIRST.replace("5000", "5001"), SECOND), (1, nine.clone()));
        assert_eq!(ruled(FIRST, &SECOND.replace("6000", "6001")), (1, nine.clone()));
        assert_eq!(ruled(FIRST, &SECOND.replace("04-01", "04-02")), (1, nine));
    }

    #[test]
    fn three_claims_of_one_project_follow_one_ruling() {
        let third = "HT-5 | 盐湖文旅小镇 | 甲公司 | 正式合同 | 2021-05-01 | 7000 |";
        let with = |replies| scene(FIRST, SECOND, replies).sheet("先进制造/合同.xlsx", "合同", &format!("{HEADER}\n{third}"));
        let ids: Vec<String> = with(Vec::new())
            .judge(&RULE)
            .findings
            .into_iter()
            .map(|finding| finding.id)
            .collect();
        let words = "归属：先进制造专班；批准人：张三";
        for id in &ids {
            let (told, lapsed, yielding) = outcome(&with(vec![reply(id, words)]));
            assert_eq!((told.len(), lapsed.len(), yielding.len()), (2, 0, 2), "{told:?} {lapsed:?}");
            assert!(!yielding.contains(&"HT-5".to_owned()));
            assert!(
                told.iter().any(|told| told.contains("合同 HT-1 和本合同 HT-9 都不再计入")),
                "{told:?}"
            );
        }
        let both = [(0, "先进制造"), (1, "高效农业")].map(|(at, squad)| reply(&ids[at], &words.replace("先进制造", squad)));
        let (_, lapsed, yielding) = outcome(&with(both.to_vec()));
        assert_eq!((lapsed.len(), yielding.len()), (2, 2), "{lapsed:?}");
        assert!(!yielding.contains(&"HT-1".to_owned()));
    }

    #[test]
    fn a_ruling_of_the_year_before_still_holds() {
        let id = id(&scene(FIRST, SECOND, Vec::new()));
        let next = Scene::new("2022-09")
            .sheet("文化旅游/合同.xlsx", "合同", &format!("{HEADER}\n{FIRST}"))
            .sheet("高效农业/合同.xlsx", "合同", &format!("{HEADER}\n{SECOND}"))
            .replies(vec![reply(&id, "归属：高效农业专班；批准人：张三")]);
        let (told, lapsed, yielding) = outcome(&next);
        assert_eq!((told.len(), lapsed.len(), yielding), (0, 0, vec!["HT-1".to_owned()]));
    }
}
