//! `figures.json`: what the figures of a period are, with or without the findings behind them.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap;

use crate::figures::Figure;
use crate::figures::FigureValue;
use crate::figures::MemberFigures;
use crate::figures::Verdict;
use crate::figures::WindowFigures;
use crate::report::Outcome;
use crate::standing::TargetStanding;
use crate::values::id_number::mask_in_text;

use super::SCHEMA;
use super::findings::Finding;
use super::numbers::Number;
use super::numbers::Quantity;
use super::numbers::Yuan;

/// The key of `figures` that `members` follows (spec 3.1).
const BEFORE_MEMBERS: &str = "squad_days_out";

#[derive(Serialize)]
pub(super) struct Figures<'a> {
    schema: u32,
    period: String,
    from: String,
    to: String,
    as_of: String,
    squads: Vec<Squad<'a>>,
    total: Total<'a>,
    fund: FigureMap<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Finding<'a>>>,
}

impl<'a> Figures<'a> {
    pub(super) fn new(outcome: &Outcome<'a>, findings: Option<Vec<Finding<'a>>>) -> Figures<'a> {
        let window = outcome.period.window();
        let squads = outcome.figures.squads.iter().map(|squad| Squad {
            squad: &outcome.records.city.squad(squad.squad).name,
            period: WindowMap(&squad.period),
            ytd: WindowMap(&squad.ytd),
            targets: squad.targets.iter().map(Target::new).collect(),
            verdict: squad.verdict.map(|verdict| match verdict {
                Verdict::Reached => "完成",
                Verdict::Missed => "未完成",
            }),
        });
        Figures {
            schema: SCHEMA,
            period: outcome.period.to_string(),
            from: window.from.to_string(),
            to: window.to.to_string(),
            as_of: outcome.as_of.to_string(),
            squads: squads.collect(),
            total: Total {
                period: WindowMap(&outcome.figures.total_period),
                ytd: WindowMap(&outcome.figures.total_ytd),
            },
            fund: FigureMap(&outcome.figures.fund),
            findings,
        }
    }
}

#[derive(Serialize)]
struct Squad<'a> {
    squad: &'a str,
    period: WindowMap<'a>,
    ytd: WindowMap<'a>,
    targets: Vec<Target<'a>>,
    verdict: Option<&'static str>,
}

#[derive(Serialize)]
struct Total<'a> {
    period: WindowMap<'a>,
    ytd: WindowMap<'a>,
}

/// The figures of a window by key, with `members` in their place among them.
struct WindowMap<'a>(&'a WindowFigures);

impl Serialize for WindowMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let WindowFigures { figures, members, .. } = self.0;
        let members = members
            .as_ref()
            .map(|members| members.iter().map(Member::new).collect::<Vec<Member<'_>>>());
        let after = figures
            .iter()
            .position(|figure| figure.key == BEFORE_MEMBERS)
            .map_or(figures.len(), |position| position + 1);
        let (before, behind) = figures.split_at(after);
        let mut map = serializer.serialize_map(None)?;
        for figure in before {
            map.serialize_entry(figure.key, &ValueOf(&figure.value))?;
        }
        map.serialize_entry("members", &members)?;
        for figure in behind {
            map.serialize_entry(figure.key, &ValueOf(&figure.value))?;
        }
        map.end()
    }
}

/// Figures by key.
struct FigureMap<'a>(&'a [Figure]);

impl Serialize for FigureMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|figure| (figure.key, ValueOf(&figure.value))))
    }
}

struct ValueOf<'a>(&'a FigureValue);

impl Serialize for ValueOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            FigureValue::NotReported | FigureValue::None => serializer.serialize_none(),
            FigureValue::Money(sum) => Yuan(*sum).serialize(serializer),
            FigureValue::Count(count) => count.serialize(serializer),
            FigureValue::Share(share) => Number(*share).serialize(serializer),
            FigureValue::Sums(sums) => serializer.collect_map(sums.iter().map(|(name, sum)| (name, Yuan(*sum)))),
            FigureValue::Counts(counts) => serializer.collect_map(counts.iter().map(|(name, count)| (name, count))),
        }
    }
}

#[derive(Serialize)]
struct Member<'a> {
    name: String,
    role: &'a str,
    workdays_out: Option<u64>,
    days_out: Option<u64>,
    log_days: Option<u64>,
    workdays: u64,
    firms_met: Option<u64>,
}

impl<'a> Member<'a> {
    fn new(member: &'a MemberFigures) -> Member<'a> {
        Member {
            name: mask_in_text(&member.name.shown),
            role: member.role.name(),
            workdays_out: member.workdays_out,
            days_out: member.days_out,
            log_days: member.log_days,
            workdays: member.workdays,
            firms_met: member.firms_met,
        }
    }
}

#[derive(Serialize)]
struct Target<'a> {
    target: &'a str,
    name: &'a str,
    goal: Quantity,
    reached: Option<Quantity>,
    share: Option<Number>,
    pace: Number,
    behind: Option<bool>,
    met: Option<bool>,
}

impl<'a> Target<'a> {
    fn new(target: &'a TargetStanding) -> Target<'a> {
        let quantity = |value| {
            if target.money {
                Quantity::Money(Yuan(value))
            } else {
                Quantity::Count(Number(value))
            }
        };
        Target {
            target: target.target,
            name: target.name,
            goal: quantity(target.goal),
            reached: target.reached.map(quantity),
            share: target.share.map(Number),
            pace: Number(target.pace),
            behind: target.behind,
            met: target.met,
        }
    }
}
