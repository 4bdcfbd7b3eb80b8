//! One squad's paragraphs.

use serde::Serialize;

use crate::figures::DUTIES;
use crate::figures::FigureValue;
use crate::figures::SquadFigures;
use crate::regulation::SquadId;
use crate::report::Outcome;

use super::deals::Change;
use super::deals::Deals;
use super::deals::changes;
use super::deals::is_untied;
use super::fund::spending;
use super::sayings;
use super::sayings::Sayings;
use super::squad_name;
use super::targets;
use super::targets::Target;
use super::words;

/// One squad's paragraphs.
#[derive(Debug, Serialize)]
pub(super) struct Squad {
    numeral: String,
    name: String,
    now: Deals,
    changes: Vec<Change>,
    ytd: Deals,
    carried: Option<Carried>,
    targets: Vec<Target>,
    /// Whether any table of contracts, receipts or projects was handed in.
    has_deals: bool,
    /// Whether there are receipts without the contracts to tie them to.
    is_untied: bool,
    has_log: bool,
    /// Whether it cannot be told of which days the log is.
    log_is_untold: bool,
    /// The 专职成员; `None` without a roster.
    members: Option<Vec<Member>>,
    /// Duties that were not kept, each with the people concerned.
    duties: Vec<Duty>,
    progress: Sayings,
    leads: Sayings,
    problems: Sayings,
    requests: Sayings,
    plans: Sayings,
    /// The row of the spending table.
    spending: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Member {
    name: String,
    workdays_out: String,
}

/// 上年签约、本年落户: contracts that by the letter are recognised in neither year.
#[derive(Debug, Serialize)]
struct Carried {
    projects: Vec<String>,
    sum: String,
}

fn carried(outcome: &Outcome<'_>, squad: &SquadFigures) -> Option<Carried> {
    let FigureValue::Money(sum) = squad.carried.value else {
        return None;
    };
    let contracts = &outcome.records.tables.contracts;
    let rows = squad.carried.parts.iter().filter_map(|part| contracts.get(part.row.index as usize));
    let projects: Vec<String> = rows.filter_map(|contract| words::quote(&contract.project.value()?.shown)).collect();
    (!projects.is_empty()).then(|| Carried {
        projects,
        sum: words::wan_yuan(sum),
    })
}

#[derive(Debug, Serialize)]
struct Duty {
    name: &'static str,
    people: Vec<String>,
}

impl Squad {
    fn new(outcome: &Outcome<'_>, position: usize, squad: &SquadFigures) -> Squad {
        let (records, window) = (outcome.records, outcome.window());
        // The monthly days are a duty of the 专职成员; the head leads trips, which are counted beside them.
        let members = squad.period.members.as_ref().map(|members| {
            let dedicated = super::dedicated(members);
            let members = dedicated.into_iter().map(|member| Member {
                name: words::person(&member.name.shown),
                workdays_out: member
                    .workdays_out
                    .map_or_else(|| words::NOT_REPORTED.to_owned(), |days| format!("{days}个")),
            });
            members.collect()
        });
        let logged = records.logged(squad.squad, squad.period.window, &outcome.policy.calendar);
        let has_undated_log = records.has_undated_log(squad.squad);
        Squad {
            numeral: words::numeral(position + 1),
            name: squad_name(outcome, squad.squad),
            now: Deals::new(&squad.period),
            changes: changes(&squad.period, &squad.previous),
            ytd: Deals::new(&squad.ytd),
            carried: carried(outcome, squad),
            has_deals: ["signed_formal", "received", "starts", "in_talks"]
                .iter()
                .any(|key| words::told(squad.period.get(key), "").known),
            is_untied: is_untied(outcome, squad.squad),
            targets: targets::of_squad(outcome, squad),
            has_log: logged || has_undated_log,
            log_is_untold: !logged && has_undated_log,
            members,
            duties: duties(outcome, squad.squad),
            progress: sayings::progress(records, squad.squad, window),
            leads: sayings::leads(records, squad.squad, window),
            problems: sayings::problems(records, squad.squad, window),
            requests: sayings::requests(records, squad.squad, window),
            plans: sayings::plans(records, squad.squad, window),
            spending: spending(&squad.period, &squad.ytd),
        }
    }
}

/// Every squad's paragraphs, in report order.
pub(super) fn all(outcome: &Outcome<'_>) -> Vec<Squad> {
    let squads = outcome.figures.squads.iter().enumerate();
    squads.map(|(position, squad)| Squad::new(outcome, position, squad)).collect()
}

/// The monthly duties of which there is a finding in the period, in rule order.
fn duties(outcome: &Outcome<'_>, squad: SquadId) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    let findings = outcome.judgement.findings.iter();
    let of_squad = findings.filter(|finding| finding.squad == Some(squad) && DUTIES.contains(&finding.rule.code));
    for finding in of_squad {
        let person = finding.subject.get("person").map(|person| words::person(person));
        match duties.iter_mut().find(|duty| duty.name == finding.rule.name) {
            Some(duty) => duty.people.extend(person.filter(|person| !duty.people.contains(person))),
            None => duties.push(Duty {
                name: finding.rule.name,
                people: person.into_iter().collect(),
            }),
        }
    }
    duties
}
