//! 成员情况: what is known of each member, as evidence for what people judge; the judgement itself is left empty.

use rust_decimal::Decimal;

use crate::figures::MemberFigures;
use crate::figures::SquadFigures;
use crate::finding::Measured;
use crate::records::roster::Role;
use crate::regulation::SquadId;
use crate::report::Outcome;
use crate::report::assessment::duties;
use crate::report::assessment::duties::Duty;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The rules that measure the days out of a month, and the days with a log.
const DAYS_OUT: &str = "L001";
const LOGS: &str = "L004";

/// The sheet, of one squad or of all.
pub(super) fn sheet(outcome: &Outcome<'_>, only: Option<SquadId>) -> Sheet {
    let columns = vec![
        Column::new("专班", 9.0, 14.0),
        Column::new("姓名", 9.0, 12.0),
        Column::new("角色", 9.0, 12.0),
        Column::new("在岗工作日", 8.0, 10.0),
        Column::new("外出工作日", 8.0, 10.0),
        Column::new("外出天数", 8.0, 10.0),
        Column::new("有日志天数", 8.0, 10.0),
        Column::new("对接单位数", 8.0, 10.0),
        Column::new("外出不足月数", 8.0, 10.0),
        Column::new("缺日志天数", 8.0, 10.0),
        Column::new("专班签约合同", 8.0, 10.0),
        Column::new("专班认定合同", 8.0, 10.0),
        Column::new("相关问题数", 8.0, 10.0),
        Column::new("表现突出", 9.0, 11.0),
        Column::new("表现特别差", 9.0, 11.0),
        Column::new("考核意见", 18.0, 24.0),
    ];
    let rows = super::squads(outcome, only).flat_map(|squad| {
        let duties = duties::of_squad(outcome, squad.squad);
        let members = squad.ytd.members.iter().flatten();
        members
            .enumerate()
            .map(move |(position, member)| line(outcome, squad, &duties, position, member))
    });
    let rows = rows.collect();
    let missing = super::squads(outcome, only).filter(|squad| squad.ytd.members.is_none());
    let missing: Vec<String> = missing.map(|squad| cells::squad_name(outcome, squad.squad)).collect();
    let mut notes = vec![
        "“表现突出”“表现特别差”和“考核意见”由考核人员判断填写（考核办法 十），本表只列依据。外出不足月数和缺日志天数只考核专职成员。"
            .to_owned(),
    ];
    if !missing.is_empty() {
        notes.push(format!("{}未报名册，其成员未列入。", missing.join("、")));
    }
    Listing {
        name: super::name::MEMBERS,
        title: match only {
            Some(squad) => format!("{}专班{}成员工作情况表", cells::squad_name(outcome, squad), outcome.period.title()),
            None => format!("{}产业招商专班成员工作情况表", outcome.period.title()),
        },
        unit: "",
        columns,
        rows,
        empty: cells::NOT_REPORTED.to_owned(),
        notes,
        keep: 2,
    }
    .sheet(outcome)
}

fn line(outcome: &Outcome<'_>, squad: &SquadFigures, duties: &[Duty], position: usize, member: &MemberFigures) -> Vec<Cell> {
    let name = cells::squad_name(outcome, squad.squad);
    let shown = |key: &str, cell: Cell| cell.showing(format!("{name}.members.{position}.{key}.ytd"), Unit::Same);
    let of_squad =
        |key: &str| cells::figure(squad.ytd.get(key).map(|figure| &figure.value)).showing(format!("{name}.{key}.ytd"), Unit::Same);
    let reported = |count: Option<u64>| count.map_or_else(|| cells::faint(cells::NOT_REPORTED), cells::count);
    let measured: Vec<&Measured> = outcome
        .judgement
        .measured
        .iter()
        .filter(|one| one.squad == squad.squad && one.person.as_ref() == Some(&member.name.key))
        .collect();
    let of_rule = |rule: &str| measured.iter().copied().filter(|one| one.rule == rule).collect::<Vec<_>>();
    let (out, logs) = (of_rule(DAYS_OUT), of_rule(LOGS));
    let has_log = member.log_days.is_some();
    let duty = |judged: &[&Measured], sum: Decimal| match (judged.is_empty(), member.role, has_log) {
        (false, _, _) => Cell::new(Value::Number(sum), cells::count_style()),
        (true, Role::Dedicated, false) => cells::faint(cells::NOT_REPORTED),
        (true, _, _) => cells::faint(cells::NO_VALUE),
    };
    let roster = outcome.records.at(member.row);
    let short = out.iter().filter(|one| !one.is_kept()).count();
    let months_short = match duties::unknown_months_out(duties, &member.name.key) {
        unknown if unknown > 0 && !out.is_empty() => cells::word(&format!("{short}（另{unknown}个月未报或无法判断）")),
        _ => duty(&out, Decimal::from(short)),
    };
    let missing: Decimal = logs.iter().map(|one| one.required - one.found).sum();
    let findings = outcome.judgement.findings.iter().filter(|finding| {
        finding.squad == Some(squad.squad) && finding.subject.get("person").is_some_and(|person| **person == *member.name.shown)
    });
    vec![
        cells::squad(outcome, squad.squad),
        cells::word(&member.name.shown).linked(roster.and_then(|at| cells::source_link(outcome, &at.place()))),
        cells::word(member.role.name()),
        shown("workdays", cells::count(member.workdays)),
        shown("workdays_out", reported(member.workdays_out)),
        shown("days_out", reported(member.days_out)),
        shown("log_days", reported(member.log_days)),
        shown("firms_met", reported(member.firms_met)),
        months_short,
        duty(&logs, missing),
        of_squad("contracts_formal"),
        of_squad("contracts_recognised"),
        cells::count(findings.count() as u64),
        cells::blank(),
        cells::blank(),
        cells::blank(),
    ]
}
