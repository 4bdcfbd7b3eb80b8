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
                let message = format!("对 {} 的答复“{}”失效：{why}", reply.id, reply.answer.name());
                let mut broken = Broken::period(When::Undated, message).about("item", reply.id.clone());
                broken.place = Some(reply.place.clone());
                docket.broken(broken);
            }
            Bound::To(_) | Bound::Mended | Bound::Elsewhere => docket.kept(),
        }
    }
}
