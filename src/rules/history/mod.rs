//! H · 已报数据: what was handed in, replied and exempted before (spec 2.11).

pub mod reported_data_changed;
pub mod void_reply;

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::records::reply::Answer;
use crate::records::reply::Reply;
use crate::values::date;
use crate::values::id_number::mask_in_text;
use crate::values::text::fold;

use super::Case;

/// How a reply stands to the findings of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// It answers the finding of that position.
    To(usize),
    /// 已整改, and the finding is gone.
    Mended,
    /// Another period's list: its findings are no part of this run.
    Elsewhere,
    /// It answers nothing any more; why, in Chinese.
    Void(String),
}

/// How a reply stands.
pub(super) fn bound(case: &Case<'_>, findings: &[Finding], reply: &Reply) -> Bound {
    let here = reply.period.is_empty() || reply.period == case.period.title();
    let Some(at) = findings.iter().position(|finding| finding.id == reply.id) else {
        return match reply.answer {
            Answer::Mended => Bound::Mended,
            _ if !here => Bound::Elsewhere,
            _ => Bound::Void("所答复的问题已不存在，或该行内容已改动".to_owned()),
        };
    };
    let Some(finding) = findings.get(at) else {
        return Bound::Elsewhere;
    };
    if reply.answer == Answer::Mended {
        return Bound::Void("答复为已整改，但问题仍在".to_owned());
    }
    if let Some(lapsed) = lapsed(finding, reply) {
        return if here { Bound::Void(lapsed) } else { Bound::Elsewhere };
    }
    match &reply.answer {
        Answer::Exempted(exemption) if !exemption.missing().is_empty() => {
            Bound::Void(format!("豁免没有写明{}，不作数", exemption.missing().join("、")))
        }
        Answer::Exempted(exemption) if !exemption.holds(case.as_of) => {
            let until = exemption.until.map(super::words::day).unwrap_or_default();
            Bound::Void(format!("豁免的有效期至{until}，已过期"))
        }
        _ => Bound::To(at),
    }
}

/// Why the finding is another one now: by its value, by the sum cut, and for one about a period by its figures.
fn lapsed(finding: &Finding, reply: &Reply) -> Option<String> {
    let value = finding.value.as_deref().unwrap_or_default();
    if !same(&reply.value, value) {
        return Some(format!("原值已由“{}”变为“{}”", reply.value, mask_in_text(value)));
    }
    let cut = finding.cut.map(|cut| cut.to_string()).unwrap_or_default();
    if !same(&reply.cut, &cut) {
        return Some(format!("核减金额已由“{}”变为“{cut}”", reply.cut));
    }
    (finding.place.is_none() && !same(&reply.message, &finding.message)).then(|| "该问题的数字已变动".to_owned())
}

/// Whether a list that spreadsheet programs saved again says the same.
fn same(written: &str, now: &str) -> bool {
    let number = |text: &str| text.trim().replace([',', '，'], "").parse::<Decimal>().ok();
    let day = |text: &str| date::parse(text, None).ok().flatten().map(|written| written.from);
    let alike = |a: &str, b: &str| fold(a) == fold(b);
    alike(written, now)
        // The list shows no whole number of a person.
        || alike(written, &mask_in_text(now))
        || number(written).is_some_and(|number_written| number(now) == Some(number_written))
        || day(written).is_some_and(|day_written| day(now) == Some(day_written))
}

/// Puts every reply that holds beside its finding; of several the last in file order.
pub(super) fn attach(case: &Case<'_>, findings: &mut [Finding]) {
    for reply in &case.records.tables.replies {
        if let Bound::To(at) = bound(case, findings, reply)
            && let Some(finding) = findings.get_mut(at)
        {
            finding.reply = Some(reply.clone());
        }
    }
}
