//! What came back, and what changed: 答复与豁免 lists every reply with how it stands, 整改情况 what is mended since the last run.

use crate::finding::Finding;
use crate::records::reply::Answer;
use crate::records::reply::Reply;
use crate::report::Outcome;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheets that there is something to say on.
pub(super) fn sheets(outcome: &Outcome<'_>) -> Vec<Sheet> {
    let replies = (!outcome.records.tables.replies.is_empty()).then(|| replies(outcome));
    let mended = (!outcome.past.is_first()).then(|| mended(outcome));
    replies.into_iter().chain(mended).collect()
}

fn replies(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("编号", 15.5, 20.0),
        Column::new("处理情况", 10.0, 10.0),
        Column::new("说明", 18.0, 34.0),
        Column::new("批准人", 9.0, 14.0),
        Column::new("有效期至", 11.5, 12.0),
        Column::new("原值", 9.0, 16.0),
        Column::new("问题", 28.0, 44.0),
        Column::new("效力", 20.0, 34.0),
        Column::new("出处", 18.0, 34.0),
    ];
    let rows = outcome.records.tables.replies.iter().map(|reply| {
        let exemption = match &reply.answer {
            Answer::Exempted(exemption) => Some(exemption),
            _ => None,
        };
        let approver = exemption.and_then(|exemption| exemption.approver.clone());
        let until = exemption.and_then(|exemption| exemption.until);
        vec![
            cells::code(&reply.id),
            cells::word(reply.answer.name()),
            cells::masked(reply.note.clone()),
            cells::masked(approver.unwrap_or_default()),
            cells::word(&until.map(|until| until.to_string()).unwrap_or_default()),
            cells::masked_code(reply.value.clone()),
            cells::masked(reply.message.clone()),
            cells::masked(standing(outcome, reply)),
            cells::place(outcome, &reply.place),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let count = rows.len();
    Listing {
        name: "答复与豁免",
        title: format!("{}问题答复与豁免", outcome.period.title()),
        unit: "",
        columns,
        rows,
        empty: cells::nothing(outcome.period),
        notes: vec![format!(
            "共{count}条。豁免的问题仍列入问题清单和各项计数，不改变任何数据，只是不再作为退出的错误。"
        )],
        keep: 1,
    }
    .sheet(outcome)
}

/// How a reply stands in this run.
fn standing(outcome: &Outcome<'_>, reply: &Reply) -> String {
    let findings = &outcome.judgement.findings;
    let holds = |finding: &&Finding| finding.reply.as_ref().is_some_and(|held| held.place == reply.place);
    let void = |finding: &&Finding| finding.rule.code == "H002" && finding.place.as_ref() == Some(&reply.place);
    if findings.iter().any(|finding| holds(&finding)) {
        return "有效".to_owned();
    }
    if let Some(finding) = findings.iter().find(void) {
        return finding.message.clone();
    }
    let there = findings.iter().any(|finding| finding.id == reply.id);
    match (&reply.answer, there) {
        (Answer::Mended, false) => "问题已消除".to_owned(),
        (_, true) => "已有后来的答复，或属其他期间".to_owned(),
        (_, false) => "属其他期间".to_owned(),
    }
}

fn mended(outcome: &Outcome<'_>) -> Sheet {
    let findings = &outcome.judgement.findings;
    let columns = vec![
        Column::new("编号", 15.5, 20.0),
        Column::new("规则", 9.0, 12.0),
        Column::new("专班", 9.0, 12.0),
        Column::new("问题", 40.0, 80.0),
        Column::new("状态", 9.0, 12.0),
    ];
    let rows = outcome.past.mended(findings).into_iter().map(|known| {
        vec![
            cells::code(&known.id),
            cells::word(&known.rule),
            cells::word(known.squad.as_deref().unwrap_or(cells::NO_VALUE)),
            cells::masked(known.message.clone()),
            cells::word("已整改"),
        ]
    });
    let balance = outcome.past.balance(findings);
    Listing {
        name: "整改情况",
        title: format!("{}问题整改情况", outcome.period.title()),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: "上次的问题都还在".to_owned(),
        notes: vec![format!(
            "上次{}条，新增{}条，重新出现{}条，已整改{}条，仍未改{}条，现有{}条。",
            balance.old,
            balance.new,
            balance.back,
            balance.mended,
            balance.open,
            findings.len()
        )],
        keep: 1,
    }
    .sheet(outcome)
}
