//! 履职情况: the duties of every month, squad by squad and member by member.

use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::assessment::duties;
use crate::report::assessment::duties::State;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheet, of one squad or of all.
pub(super) fn sheet(outcome: &Outcome<'_>, only: Option<SquadId>) -> Sheet {
    let mut columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("职责", 16.0, 24.0),
        Column::new("单位", 7.0, 9.0),
    ];
    columns.extend((1..=12).map(|month| Column::new(format!("{month}月"), 7.5, 8.5)));
    columns.extend([Column::new("未达到（月）", 9.0, 11.0), Column::new("不能判断（月）", 9.0, 11.0)]);
    let rows = super::squads(outcome, only).flat_map(|squad| {
        duties::of_squad(outcome, squad.squad).into_iter().map(|duty| {
            let mut row = vec![cells::squad(outcome, squad.squad), cells::word(&duty.name), cells::word(duty.unit)];
            row.extend(duty.states.map(cell));
            row.push(cells::count(duty.broken().len() as u64));
            row.push(cells::count(duty.unknown().len() as u64));
            row
        })
    });
    let rows = rows.collect();
    let mut notes = vec![
        "√为达到，×为未达到，其后为当月天数或次数（半月调度为当月有调度的半月数）；未报为当月没有报工作日志，未核为材料不全不能判断（原因见“未能核查”）；不满月为当月不是整月在岗；—为规定尚未施行或当月尚未结束。".to_owned(),
        format!("规定标准：{}；各月按当月有效的标准判断。", duties::standards(outcome)),
    ];
    let missing: Vec<String> = super::squads(outcome, only)
        .filter(|squad| squad.ytd.members.is_none())
        .map(|squad| cells::squad_name(outcome, squad.squad))
        .collect();
    if !missing.is_empty() {
        notes.push(format!("{}未报名册，其专职成员的外出情况未列入。", missing.join("、")));
    }
    if !outcome.settings.verdict.duties_decide {
        notes.push("以上为履职情况，不决定是否完成年度目标任务。".to_owned());
    }
    Listing {
        name: super::name::DUTIES,
        title: match only {
            Some(squad) => format!("{}专班{}履职情况表", cells::squad_name(outcome, squad), outcome.period.title()),
            None => format!("{}产业招商专班履职情况表", outcome.period.title()),
        },
        unit: "",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes,
        keep: 3,
    }
    .sheet(outcome)
}

fn cell(state: State) -> Cell {
    let (word, tint) = match state {
        State::Kept(found) => (format!("√ {}", found.normalize()), Tint::None),
        State::Broken(found) => (format!("× {}", found.normalize()), Tint::Bad),
        State::NotReported => (cells::NOT_REPORTED.to_owned(), Tint::Faint),
        State::Unknown => ("未核".to_owned(), Tint::Faint),
        State::OffPost => ("不满月".to_owned(), Tint::Faint),
        State::Outside => (cells::NO_VALUE.to_owned(), Tint::RestDay),
    };
    let mut cell = cells::word(&word);
    cell.style = cell.style.tint(tint);
    cell
}
