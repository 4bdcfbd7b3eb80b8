//! H002: a reply or an exemption that has expired, or whose finding is gone or another one.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Bound;
use super::bound;

/// H002 答复或豁免失效
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "H002",
    name: "答复或豁免失效",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "放回的问题清单中，答复所对应的问题是否还在、原值是否未变；豁免是否写明批准人、理由和有效期，是否过期；答复已整改的问题是否确已消除。",
    why: "答复只对当时的问题和当时的数值有效，失效的答复和过期的豁免不能继续作为依据。",
    remedy: "请在最新的问题清单中重新答复；豁免到期的，重新报批或按规定整改。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for reply in &case.records.tables.replies {
        match bound(case, docket.so_far(), reply) {
            Bound::Void(why) => {
                let message = format!("对“{}”的答复“{}”失效：{why}", reply.id, reply.answer.name());
                let answered = docket.so_far().iter().find(|finding| finding.id == reply.id);
                let squad = answered.and_then(|finding| finding.squad);
                let mut broken = Broken::period(When::Undated, message).about("item", reply.id.clone());
                broken.squad = squad;
                broken.place = Some(reply.place.clone());
                docket.broken(broken);
            }
            Bound::To(_) | Bound::Mended | Bound::Elsewhere => docket.kept(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;

    /// A framework agreement, told by P001, and a list with the reply to it.
    fn judged(answer: &str, note: &str, value: &str) -> Vec<String> {
        let scene = Scene::new("2021-09").sheet(
            "文化旅游/合同.xlsx",
            "合同",
            "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n\
             HT-1 | 古城 | 乙公司 | 框架协议 | 2021-09-01 | 3000",
        );
        let (id, written) = scene.report(|outcome| {
            let finding = outcome
                .judgement
                .findings
                .iter()
                .find(|finding| finding.rule.code == "P001")
                .expect("P001");
            (finding.id.clone(), finding.value.clone().unwrap_or_default())
        });
        let value = if value.is_empty() { written } else { value.to_owned() };
        let list = format!("2021年9月数据问题清单\n编号 | 规则 | 原值 | 处理情况 | 说明\n{id} | P001 | {value} | {answer} | {note}");
        scene.sheet("问题清单.xlsx", "全部问题", &list).report(|outcome| {
            let findings = outcome.judgement.findings.iter();
            let void = findings.filter(|finding| finding.rule.code == "H002");
            void.map(|finding| finding.message.replace(&id, "甲")).collect()
        })
    }

    #[test]
    fn a_reply_to_another_value_is_told() {
        assert_eq!(
            judged("情况属实", "", "意向书"),
            ["对“甲”的答复“情况属实”失效：原值已由“意向书”变为“框架协议”"]
        );
    }

    #[test]
    fn a_reply_that_holds_is_quiet() {
        assert_eq!(judged("情况属实", "", ""), [""; 0]);
        // The last day of an exemption is one on which it holds.
        assert_eq!(judged("豁免", "批准人：甲；理由：乙；有效期至：2021-09-30", ""), [""; 0]);
    }

    #[test]
    fn a_reply_to_another_period_cannot_be_told() {
        let list = "2021年8月数据问题清单\n编号 | 规则 | 原值 | 处理情况 | 说明\nL001-7K3F9Q2M | L001 | | 说明 | 培训";
        let verdicts = Scene::new("2021-09").sheet("问题清单.xlsx", "全部问题", list).judge(&RULE);
        assert!(verdicts.findings.is_empty());
    }
}
