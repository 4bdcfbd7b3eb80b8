//! Which approval an expense stands on, and whether it was given in time (考核办法 四, 五): E007 and E008.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::place::Place;
use crate::records::Kind;
use crate::records::approval::Approval;
use crate::records::approval::ApprovalKind;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::rules::Case;
use crate::rules::known::anyone_handed_in;
use crate::rules::known::known;
use crate::rules::known::numbers_in;
use crate::rules::known::points_to_set_aside;
use crate::rules::known::set_aside;
use crate::rules::known::unreported;
use crate::rules::words::day;
use crate::values::long_number;

use super::Line;

/// The approvals up to the as-of day.
pub(super) struct Approvals<'a> {
    rows: &'a [Approval],
    by_number: BTreeMap<&'a str, &'a Approval>,
    /// Numbers of the rows set aside.
    aside: BTreeSet<String>,
    /// Whose rows were set aside; `None` where that could not be read.
    aside_of: BTreeSet<Option<&'a Owner>>,
    handed_in: bool,
}

/// What is wrong with the approval, as the end of a sentence, and the rows that show it.
pub(super) struct Fault {
    /// In Chinese.
    pub(super) what: String,
    /// The approval, if there is one.
    pub(super) rows: Vec<Place>,
}

/// An approval that was given in time.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// The approval.
    pub(super) row: &'a Approval,
    /// 批准日期
    pub(super) day: NaiveDate,
}

impl<'a> Approvals<'a> {
    /// The approvals of the run.
    pub(super) fn new(case: &Case<'a>) -> Approvals<'a> {
        let tables = &case.records.tables;
        let rows = &tables.approvals;
        let aside = tables.set_aside.iter().filter(|row| row.kind == Kind::Approval);
        Approvals {
            aside_of: aside.map(|row| row.owner.as_ref()).collect(),
            rows,
            by_number: rows.iter().filter_map(|row| Some((&*row.number.value()?.key, row))).collect(),
            aside: set_aside(case, Kind::Approval, long_number::fold),
            handed_in: anyone_handed_in(case, Kind::Approval),
        }
    }

    /// The approvals of the kind that the expense stands on, all of its own squad and given no later than its day; or what is wrong;
    /// or why that cannot be told. A number on the expense decides; without one any approval before it will do, unless it is
    /// of another activity.
    pub(super) fn before(&self, line: &Line<'a>, kind: ApprovalKind) -> Result<Result<Vec<Given<'a>>, Fault>, String> {
        if !self.handed_in {
            return Err(unreported(Kind::Approval));
        }
        if let Some(number) = line.row.approval.value() {
            return self.numbered(line, kind, number);
        }
        let activity = line.row.activity.value();
        let mut given = Vec::new();
        let hidden = self.aside_of.contains(&None) || self.aside_of.contains(&line.owner);
        let mut unknown = hidden.then(|| points_to_set_aside(Kind::Approval));
        for row in self.rows {
            let fits = row.approval_kind.get() == Some(kind)
                && row.squad.value() == line.owner
                // An approval that names no activity may be for any.
                && (activity.is_none() || row.activity.value().is_none_or(|own| activity.is_some_and(|activity| own.key == activity.key)));
            if !fits {
                continue;
            }
            match known(Kind::Approval, "批准日期", &row.approved) {
                Ok(Some(day)) if *day <= line.day => given.push(Given { row, day: *day }),
                Ok(_) => {}
                Err(reason) => unknown = Some(reason),
            }
        }
        if !given.is_empty() {
            return Ok(Ok(given));
        }
        if let Some(reason) = unknown {
            return Err(reason);
        }
        let what = match activity {
            Some(activity) => format!("没有本专班活动 {activity} 已批准的{}审批单", kind.name()),
            None => format!("在{}之前没有本专班已批准的{}审批单", day(line.day), kind.name()),
        };
        Ok(Err(Fault { what, rows: Vec::new() }))
    }

    /// The approvals that the expense names by their numbers. One that holds will do, beside others that are of another kind; beside one
    /// that does not hold it is unknown how much of the sum stands on each.
    fn numbered(&self, line: &Line<'a>, kind: ApprovalKind, number: &Name) -> Result<Result<Vec<Given<'a>>, Fault>, String> {
        let is_known = |number: &str| self.by_number.contains_key(number) || self.aside.contains(number);
        let numbers = numbers_in(number, is_known);
        let mut given = Vec::new();
        let mut first: Option<Fault> = None;
        let mut is_contradicted = false;
        for one in &numbers {
            let fault = match self.by_number.get(one.as_str()) {
                Some(row) => match numbered(row, line, kind)? {
                    Ok(holds) => {
                        given.push(holds);
                        continue;
                    }
                    Err(fault) => {
                        is_contradicted |= row.approval_kind.get() == Some(kind);
                        fault
                    }
                },
                None if self.aside.contains(one) => return Err(points_to_set_aside(Kind::Approval)),
                None => {
                    is_contradicted = true;
                    let written = if numbers.len() > 1 { one.as_str() } else { &*number.shown };
                    Fault {
                        what: format!("所填审批单号 {written} 没有对应的审批单"),
                        rows: Vec::new(),
                    }
                }
            };
            first = first.or(Some(fault));
        }
        match first {
            Some(_) if is_contradicted && !given.is_empty() => Err("填了几个审批单号，有的不符合要求，各自的金额分不开".to_owned()),
            Some(fault) if given.is_empty() => Ok(Err(fault)),
            _ => Ok(Ok(given)),
        }
    }
}

/// An approval that the expense names by its number.
fn numbered<'a>(row: &'a Approval, line: &Line<'_>, kind: ApprovalKind) -> Result<Result<Given<'a>, Fault>, String> {
    let number = row.number.written();
    let fault = |what: String| {
        Ok(Err(Fault {
            what: format!("所依据的审批单 {number} {what}"),
            rows: vec![row.at.place()],
        }))
    };
    if row.approval_kind.get() != Some(kind) {
        let other = row.approval_kind.get().map_or("其他", ApprovalKind::name);
        return fault(format!("是{other}审批单，不是{}审批单", kind.name()));
    }
    if row.squad.value() != line.owner {
        return fault("不是本专班的审批单".to_owned());
    }
    match known(Kind::Approval, "批准日期", &row.approved)? {
        None => fault("尚未批准".to_owned()),
        Some(approved) if *approved > line.day => fault(format!("于{}批准，晚于支出日期{}", day(*approved), day(line.day))),
        Some(approved) => Ok(Ok(Given { row, day: *approved })),
    }
}
