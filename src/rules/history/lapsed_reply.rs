//! H002: a reply or an exemption that no longer holds.

use std::collections::BTreeMap;

use crate::finding::Effect;
use crate::finding::Finding;
use crate::finding::Judgement;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::history::Reply;
use crate::history::ReplyKind;
use crate::records::row::digest_of;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::recognition::claimed_by_two_squads::ruling_fails;

/// H002 答复或豁免失效
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "H002",
    name: "答复或豁免失效",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "对问题的答复和豁免是否仍然对得上：问题还在、原值没有变、豁免手续齐全且没有过期、确定归属写明专班和批准人且互不矛盾、答复已整改的确已整改。",
    why: "答复只对当时的那个问题有效，数据变了，原来的答复不能算数。",
    remedy: "按最新的问题清单重新答复；过期的豁免重新报批。",
    parameters: &[],
    effect: Effect::None,
};

/// Runs after every other rule: it looks at what they found.
fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let mut lapsed = Vec::new();
    let by_id: BTreeMap<&str, &Finding> = docket.found().iter().rev().map(|finding| (&*finding.id, finding)).collect();
    for reply in case.replies {
        let finding = by_id.get(&*reply.finding).copied();
        let changed = match finding {
            Some(_) => None,
            None => reply.changed_in(docket.found(), case.replies),
        };
        let why = match (finding, changed) {
            _ if !reply.names_a_finding() => Some(unnamed(reply)),
            (Some(finding), _) => why(case, reply, finding),
            (None, Some(changed)) => Some(of_changed(reply, changed)),
            (None, None) => gone(case, docket.said(), reply),
        };
        if let Some(why) = why {
            lapsed.push((reply, finding.or(changed).and_then(|finding| finding.squad), why));
        }
    }
    for (reply, squad, why) in lapsed {
        let message = match reply.names_a_finding() {
            true => format!("对问题 {} 的答复“{}”{why}", reply.finding, reply.answer()),
            false => why,
        };
        let broken = Broken {
            place: Some(reply.place.clone()),
            squad,
            // Several lists may reply to one finding: what they say tells them apart, also when the lists are renamed.
            digest: digest_of(&[reply.answer(), &reply.words, reply.value.as_deref().unwrap_or_default()]),
            ..Broken::period(When::Undated, message).about("column", reply.finding.clone())
        };
        docket.broken(broken);
    }
    docket.kept();
}

/// What is told of a reply in a line without an id that can be read.
fn unnamed(reply: &Reply) -> String {
    let id = match reply.finding.as_str() {
        "" => "编号没有填".to_owned(),
        written => format!("编号写为“{written}”，不完整或有误"),
    };
    format!(
        "答复“{}”所在行的{id}，不知是对哪个问题的答复，没有采用；应按原问题清单填写编号",
        reply.answer()
    )
}

/// Why a reply to a finding that is not there does not hold, or cannot be told to; `None` when it does, or when the finding is no part
/// of this run.
fn gone(case: &Case<'_>, said: &Judgement, reply: &Reply) -> Option<String> {
    // A contract of an earlier year is not judged again, and its project counts as it was ruled.
    if case.records.rulings.contains_key(&reply.finding) || !reply.is_judged_in(case.period, case.as_of) {
        return None;
    }
    let doubt = case.ground.doubt(&reply.finding, reply.stood(), reply.squad(), said);
    // Whoever says that it is mended wants it gone.
    match (reply.kind, doubt) {
        (ReplyKind::Mended, Some(doubt)) => Some(format!("说已整改，但{}，无法核实", doubt.name())),
        (ReplyKind::Mended, None) => None,
        (_, Some(doubt)) => Some(format!("所指的问题这次未能核查（{}），答复是否仍然适用无法核实", doubt.name())),
        (_, None) => Some("所指的问题已经没有了，答复不再适用".to_owned()),
    }
}

/// Why a reply does not hold when what it was to has another value that is wrong too, or stands in a row that has changed otherwise.
fn of_changed(reply: &Reply, now: &Finding) -> String {
    let value = now.value.as_deref().unwrap_or_default();
    let is_same_value = reply.is_of(now.value.as_deref());
    match reply.kind {
        ReplyKind::Mended => format!("说已整改，但原处仍有问题（现为“{value}”，见问题 {}）", now.id),
        // Its id is made of both contracts, by a recipe that versions have of their own: which of the two differs is not known.
        ReplyKind::Ruled if is_same_value => format!(
            "所指的问题仍在，但编号已变（有关合同的内容有改动，或程序已更新），请核对后按新编号重新确定归属（见问题 {}）",
            now.id
        ),
        // Its sentence names no row: the cell may hold another row by now.
        _ if reply.is_of_subject(now).is_none() => format!("所指的单元格所在行已变动，答复失效（现见问题 {}）", now.id),
        _ if is_same_value => format!("所指的问题仍在，但该行其他内容已变动，答复失效（见问题 {}）", now.id),
        _ => format!("{}，答复失效（见问题 {}）", another_value(reply, value), now.id),
    }
}

fn another_value(reply: &Reply, now: &str) -> String {
    format!("所指的值已由“{}”变为“{now}”", reply.value.as_deref().unwrap_or_default())
}

/// Why the reply to a finding that is there does not hold; `None` when it does.
fn why(case: &Case<'_>, reply: &Reply, finding: &Finding) -> Option<String> {
    if !reply.is_of(finding.value.as_deref()) {
        let now = finding.value.as_deref().unwrap_or_default();
        return Some(format!("{}，答复失效", another_value(reply, now)));
    }
    if finding.place.is_none() && reply.kind != ReplyKind::Mended && !reply.has_figures_of(&finding.message) {
        return Some("所指问题的数字已变动，答复失效".to_owned());
    }
    match reply.kind {
        ReplyKind::Mended => Some("说已整改，但问题仍在".to_owned()),
        ReplyKind::Exempted => match reply.exemption() {
            None => Some("手续不全：应在说明中写明“批准人：…；理由：…；有效期至：…”".to_owned()),
            Some(exemption) if exemption.until < case.as_of => Some(format!("已于{}到期", exemption.until)),
            Some(_) => None,
        },
        ReplyKind::Ruled => ruling_fails(case.records, reply, finding),
        ReplyKind::Other => Some("不是可选的答复（已整改、情况属实、说明、豁免、确定归属）".to_owned()),
        ReplyKind::Admitted | ReplyKind::Explained => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::place::Place;
    use crate::place::Source;
    use crate::rules::organisation::missing_squad;
    use crate::testing::Scene;

    use super::*;

    fn reply(finding: &str, value: &str, kind: &str, words: &str) -> Reply {
        let source = Arc::new(Source {
            file: "问题清单.xlsx".into(),
            sheet: "全部问题".into(),
            order: 2,
        });
        Reply {
            cell: None,
            finding: finding.to_owned(),
            value: Some(value.to_owned()),
            message: String::new(),
            squad: String::new(),
            when: None,
            listed: Arc::default(),
            period: String::new(),
            kind: ReplyKind::of(kind),
            written: kind.to_owned(),
            words: words.to_owned(),
            place: Place::row(&source, 5),
        }
    }

    /// What is told of a reply to a finding that is there.
    fn told(value: &str, kind: &str, words: &str) -> Vec<String> {
        let scene = Scene::new("2021-09").sheet("文旅/日志.xlsx", "9月", "日期 | 姓名 | 工作内容\n2021-09-01 | 王伟 | 拜访");
        let id = scene.judge(&missing_squad::RULE).findings[0].id.clone();
        let scene = scene.replies(vec![reply(&id, value, kind, words)]);
        let all = scene.judge_all().findings;
        all.into_iter()
            .filter(|finding| finding.rule.code == "H002")
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_reply_that_does_not_hold_is_told_with_the_reason() {
        for (value, kind, words, why) in [
            ("", "已整改", "", "问题仍在"),
            ("12", "情况属实", "", "答复失效"),
            ("", "豁免", "领导同意", "手续不全"),
            ("", "豁免", "批准人：张三；理由：甲；有效期至：2021-08-31", "已于2021-08-31到期"),
            ("", "随便", "", "不是可选的答复"),
        ] {
            let told = told(value, kind, words);
            assert_eq!(told.len(), 1, "{kind}: {told:?}");
            assert!(told[0].contains(why), "{told:?}");
        }
    }

    #[test]
    fn a_reply_that_holds_is_quiet() {
        for (kind, words) in [
            ("情况属实", ""),
            ("说明", "正在补报"),
            ("豁免", "批准人：张三；理由：甲；有效期至：2021-12-31"),
        ] {
            assert_eq!(told("", kind, words), [""; 0], "{kind}");
        }
    }

    #[test]
    fn what_was_written_is_quoted() {
        let told = told("", "正在核实", "");
        assert!(told[0].contains("的答复“正在核实”不是可选的答复"), "{told:?}");
    }

    #[test]
    fn each_of_several_replies_to_one_finding_has_an_id_of_its_own_that_files_do_not_change() {
        let ids = |replies: &[(&str, &str, &str)]| {
            let replies = replies.iter().map(|(file, kind, words)| {
                let source = Arc::new(Source {
                    file: (*file).into(),
                    sheet: "全部问题".into(),
                    order: 2,
                });
                Reply {
                    place: Place::row(&source, 5),
                    ..reply("E003-ABCDEFGH", "400", kind, words)
                }
            });
            let judgement = Scene::new("2021-09").replies(replies.collect()).judge_all();
            let findings = judgement.findings.into_iter().filter(|finding| finding.rule.code == "H002");
            let mut ids: Vec<String> = findings.map(|finding| finding.id).collect();
            ids.sort();
            ids
        };
        let before = ids(&[
            ("甲.xlsx", "豁免", "领导同意"),
            ("乙.xlsx", "豁免", "组长同意"),
            ("丙.xlsx", "说明", "组长同意"),
        ]);
        let renamed = ids(&[
            ("1.xlsx", "说明", "组长同意"),
            ("2.xlsx", "豁免", "领导同意"),
            ("3.xlsx", "豁免", "组长同意"),
        ]);
        assert_eq!(before, renamed);
        let equal = ids(&[("甲.xlsx", "豁免", "领导同意"), ("乙.xlsx", "豁免", "领导同意")]);
        for mut ids in [before, equal] {
            let count = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), count, "{ids:?}");
        }
    }

    #[test]
    fn another_wrong_value_in_the_same_cell_is_told_and_not_taken_for_mended() {
        let scene = |amount: &str| {
            let text = format!(
                "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\nHT-1 | 古城 | 乙公司 | 框架协议 | 2021-09-01 | {amount}"
            );
            Scene::new("2021-09").sheet("文旅/合同.xlsx", "合同", &text)
        };
        let wrong = |judgement: crate::finding::Judgement| judgement.findings.into_iter().find(|finding| finding.rule.code == "D008");
        let before = wrong(scene("约3000").judge_all()).unwrap();
        let told = |amount: &str, kind: &str| -> Vec<String> {
            let reply = Reply {
                message: before.message.clone(),
                ..reply(&before.id, "约3000", kind, "")
            };
            let findings = scene(amount).replies(vec![reply]).judge_all().findings.into_iter();
            findings
                .filter(|finding| finding.rule.code == "H002")
                .map(|finding| finding.message)
                .collect()
        };
        assert!(
            told("约3500", "已整改")[0].contains("说已整改，但原处仍有问题（现为“约3500”"),
            "{:?}",
            told("约3500", "已整改")
        );
        assert!(told("约3500", "情况属实")[0].contains("所指的值已由“约3000”变为“约3500”"));
        assert_eq!(told("3500", "已整改"), [""; 0]);
        assert!(told("3500", "情况属实")[0].contains("已经没有了"));
    }

    #[test]
    fn the_same_value_in_a_row_that_has_changed_otherwise_is_not_said_to_have_changed() {
        let scene = |number: &str| {
            let text = format!("凭证号 | 日期 | 支出项目 | 金额（元） | 事由\n001 | 2021-09-01 | 烟酒 | 100 | {number}");
            Scene::new("2021-09").sheet("文旅/支出.xlsx", "支出", &text)
        };
        let findings = scene("甲").judge_all().findings;
        let before = findings.iter().find(|finding| finding.rule.code == "E001").unwrap();
        let reply = Reply {
            message: before.message.clone(),
            cell: before.place.as_ref().map(Reply::cell_of),
            ..reply(&before.id, "烟酒", "情况属实", "")
        };
        let told = |number: &str| -> Vec<String> {
            let findings = scene(number).replies(vec![reply.clone()]).judge_all().findings.into_iter();
            findings
                .filter(|finding| finding.rule.code == "H002")
                .map(|finding| finding.message)
                .collect()
        };
        assert_eq!(told("甲"), [""; 0]);
        let told = told("乙");
        assert!(told[0].contains("所指的单元格所在行已变动，答复失效（现见问题 E001-"), "{told:?}");
        assert!(!told[0].contains("变为"), "{told:?}");
    }

    #[test]
    fn a_ruling_of_another_id_is_not_said_to_be_of_changed_contracts() {
        let sheet = |number: &str, day: &str| {
            format!(
                "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元）\n{number} | 古城 | 乙公司 | 正式合同 | {day} | 5000"
            )
        };
        let scene = Scene::new("2021-09")
            .sheet("文旅/合同.xlsx", "合同", &sheet("HT-1", "2021-03-01"))
            .sheet("农业/合同.xlsx", "合同", &sheet("HT-9", "2021-04-01"));
        let findings = scene.judge_all().findings;
        let claim = findings.iter().find(|finding| finding.rule.code == "P004").unwrap();
        let ruling = Reply {
            message: claim.message.clone(),
            ..reply("P004-AAAAAAAA", "古城", "确定归属", "归属：高效农业专班；批准人：张三")
        };
        let ruling = Reply {
            value: claim.value.clone(),
            ..ruling
        };
        let findings = scene.replies(vec![ruling]).judge_all().findings;
        let told = findings.iter().find(|finding| finding.rule.code == "H002").unwrap();
        assert!(
            told.message
                .contains("编号已变（有关合同的内容有改动，或程序已更新），请核对后按新编号重新确定归属（见问题 P004-"),
            "{}",
            told.message
        );
    }

    #[test]
    fn a_reply_to_a_finding_that_is_gone_lapses_unless_it_says_so() {
        let of = |kind: &str| {
            let scene = Scene::new("2021-09").replies(vec![reply("E003-ABCDEFGH", "400", kind, "")]);
            scene
                .judge_all()
                .findings
                .into_iter()
                .filter(|finding| finding.rule.code == "H002")
                .count()
        };
        assert_eq!((of("情况属实"), of("已整改")), (1, 0));
    }
}
