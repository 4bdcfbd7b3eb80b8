//! C · 调度汇报: the rhythm of dispatches, reports and meetings (方案 四(一), 考核办法 三).

pub mod missing_dispatch;
pub mod missing_mayor_meeting;
pub mod missing_report;

use rust_decimal::Decimal;

use crate::finding::When;
use crate::records::Kind;
use crate::records::activity::ActivityKind;
use crate::records::cell::Owner;
use crate::regulation::SquadId;
use crate::values::period::Period;
use crate::values::period::Window;

use super::Broken;
use super::Case;
use super::Docket;
use super::known::unreported;
use super::words;

/// What must take place so often in each span.
struct Duty {
    kind: ActivityKind,
    /// The policy's key of how often.
    times: &'static str,
    /// The subject's key of the span.
    subject: &'static str,
}

/// Judges a duty of each squad in each span.
fn judge_squads(case: &Case<'_>, docket: &mut Docket<'_>, duty: &Duty, spans: &[Period]) {
    if !spans.is_empty() && !has_activities(case, docket) {
        return;
    }
    for squad in case.city().squad_ids() {
        if let Some(missing) = case.missing(squad) {
            docket.cannot_tell(Some(squad), missing.reason());
            continue;
        }
        // Meetings without a squad are those of all.
        let of_all = case
            .records
            .tables
            .activities
            .iter()
            .any(|activity| concerns_all(activity.squad.value()));
        if !of_all && !case.handed_in(Kind::Activity, squad) {
            docket.cannot_tell(Some(squad), unreported(Kind::Activity));
            continue;
        }
        for span in spans {
            judge(case, docket, duty, *span, Some(squad));
        }
    }
}

/// Judges a duty in one span: a squad's, or everybody's together when `squad` is none.
fn judge(case: &Case<'_>, docket: &mut Docket<'_>, duty: &Duty, span: Period, squad: Option<SquadId>) {
    let window = span.window();
    // How often is what holds on the span's first day.
    let Some(required) = case.policy.number(duty.times, window.from) else {
        return;
    };
    let found = Decimal::from(times(case, duty.kind, window, squad));
    let name = duty.kind.name();
    let measured = |docket: &mut Docket<'_>| {
        if let Some(squad) = squad {
            docket.measured(squad, None, window, found, required);
        }
    };
    if found >= required {
        measured(docket);
        docket.kept();
        return;
    }
    if may_be_set_aside(case, window, squad) {
        let reason = format!("{}有活动记录未计入，无法核查{name}", span.title());
        docket.cannot_tell(squad, reason);
        return;
    }
    measured(docket);
    let who = squad.map_or(String::new(), |squad| format!("{}专班 ", case.city().squad(squad).name));
    let message = format!("{who}{}{name} {found} 次，应不少于 {} 次", span.title(), words::number(required));
    let broken = Broken::period(When::Window(window), message).about(duty.subject, span.to_string());
    docket.broken(match squad {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    });
}

/// How many activities of the kind have a day in the window: the squad's and those of no single squad, which count for all.
fn times(case: &Case<'_>, kind: ActivityKind, window: Window, squad: Option<SquadId>) -> usize {
    let activities = case.records.tables.activities.iter();
    let of_kind = activities.filter(|activity| {
        let days = activity.days.get();
        activity.activity_kind.get() == Some(kind)
            && concerns(activity.squad.value(), squad)
            && days.is_some_and(|days| days.overlaps(&window))
    });
    of_kind.count()
}

/// Whether a row in no figure may be the one that is missed: which kind of activity it is can no longer be said.
fn may_be_set_aside(case: &Case<'_>, window: Window, squad: Option<SquadId>) -> bool {
    case.records
        .tables
        .set_aside
        .iter()
        .any(|row| row.kind == Kind::Activity && concerns(row.owner.as_ref(), squad) && row.date.is_none_or(|day| window.contains(day)))
}

fn concerns_all(owner: Option<&Owner>) -> bool {
    owner.and_then(Owner::squad).is_none()
}

fn concerns(owner: Option<&Owner>, squad: Option<SquadId>) -> bool {
    match (owner.and_then(Owner::squad), squad) {
        (Some(owner), Some(squad)) => owner == squad,
        (None, _) | (_, None) => true,
    }
}

/// Whether anyone handed in activities at all; if not, it is told that nothing can be.
fn has_activities(case: &Case<'_>, docket: &mut Docket<'_>) -> bool {
    let handed_in = case.records.anyone_handed_in(Kind::Activity);
    if !handed_in {
        docket.cannot_tell(None, "没有活动记录，无法核查");
    }
    handed_in
}

#[cfg(test)]
mod testing {
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    /// Two squads with a roster and a row in September 2021, and the activities of all, among them an event of each squad.
    pub(super) fn scene(period: &str, activities: &str) -> Scene {
        let of_each = "2021-01-04 | 业务培训 | 培训 | 高效农业\n2021-01-04 | 业务培训 | 培训 | 文化旅游";
        bare_scene(period, &format!("{of_each}\n{activities}"))
    }

    /// The same with these activities alone.
    pub(super) fn bare_scene(period: &str, activities: &str) -> Scene {
        squads(period).sheet("活动.xlsx", "活动记录", &format!("日期 | 活动类型 | 活动名称 | 专班\n{activities}"))
    }

    /// The two squads alone.
    pub(super) fn squads(period: &str) -> Scene {
        let mut scene = Scene::new(period);
        for squad in ["高效农业", "文化旅游"] {
            let log = "日期 | 姓名 | 工作内容 | 地点\n2021-09-01 | 王伟 | 拜访企业 | 上海\n2021-09-30 | 王伟 | 拜访企业 | 上海";
            scene = scene
                .sheet(&format!("{squad}/名册.xlsx"), "名册", "姓名 | 角色\n王伟 | 专职成员")
                .sheet(&format!("{squad}/日志.xlsx"), "日志", log);
        }
        scene
    }

    pub(super) fn messages(verdicts: &Verdicts) -> Vec<&str> {
        verdicts.findings.iter().map(|finding| finding.message.as_str()).collect()
    }
}
