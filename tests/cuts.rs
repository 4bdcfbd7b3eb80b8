//! 核定建议: what is cut is claimed less proposed, of each expense and of all, and no yuan is cut twice (spec 2.8).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use zhuanban::figures::WindowFigures;
use zhuanban::records::Kind;

use crate::sample_data::FLAWED;
use crate::sample_data::RUNS;

/// The rule that cuts on an activity's rows before its finding too.
const OVER_GRANT: &str = "E009";

fn parts(figures: &WindowFigures, key: &str) -> BTreeMap<u32, Decimal> {
    let parts = &figures.get(key).unwrap().parts;
    let by_row: BTreeMap<u32, Decimal> = parts.iter().map(|part| (part.row.index, part.adds)).collect();
    assert!(parts.iter().all(|part| part.row.kind == Kind::Expense));
    assert_eq!(by_row.len(), parts.len(), "{key} counts a row twice");
    by_row
}

#[test]
fn cuts_are_what_is_claimed_less_what_is_proposed() {
    for (period, as_of) in RUNS {
        FLAWED.run(period, as_of, |_, _, figures| {
            let squads = figures.squads.iter().flat_map(|squad| [&squad.period, &squad.ytd]);
            let mut seen = 0;
            for window in squads.chain([&figures.total_period, &figures.total_ytd]) {
                let (Some(spent), Some(proposed), Some(cuts)) = (window.money("spent"), window.money("proposed"), window.money("cuts"))
                else {
                    continue;
                };
                assert_eq!(cuts, spent - proposed, "{period} {as_of}");
                let (claimed, cut) = (parts(window, "spent"), parts(window, "cuts"));
                for (row, paid) in parts(window, "proposed") {
                    let cut = cut.get(&row).copied().unwrap_or_default();
                    assert_eq!(claimed[&row] - cut, paid);
                    assert!(
                        cut >= Decimal::ZERO && cut <= claimed[&row].max(Decimal::ZERO),
                        "row {row}: {cut} of {}",
                        claimed[&row]
                    );
                }
                assert_eq!(cut.values().sum::<Decimal>(), cuts);
                seen += usize::from(!cuts.is_zero());
            }
            assert!(seen > 2, "{period} {as_of}: hardly anything was cut");
        });
    }
}

#[test]
fn an_expense_is_cut_by_its_findings_and_by_no_more_than_it_claims() {
    let mut several = 0;
    FLAWED.run("2021", "", |records, judgement, figures| {
        let claimed = parts(&figures.total_ytd, "spent");
        let cut = parts(&figures.total_ytd, "cuts");
        let grants = judgement.findings.iter().filter(|finding| finding.rule.code == OVER_GRANT);
        let activities: Vec<&String> = grants.filter_map(|finding| finding.subject.get("activity")).collect();
        for (index, claimed) in claimed {
            let expense = &records.tables.expenses[index as usize];
            let of_grant = |activity: &str| activities.iter().any(|other| *other == activity);
            if expense.activity.value().is_some_and(|activity| of_grant(&activity.shown)) {
                continue;
            }
            let own = judgement.findings.iter().filter(|finding| {
                let place = finding.place.as_ref();
                place.is_some_and(|place| place.source == expense.at.source && place.row == expense.at.row)
            });
            let sums: Vec<Decimal> = own.filter_map(|finding| finding.cut).collect();
            assert!(
                sums.iter().all(|sum| *sum > Decimal::ZERO && *sum <= claimed),
                "{sums:?} of {claimed}"
            );
            several += usize::from(sums.len() > 1);
            let expected = sums.iter().sum::<Decimal>().min(claimed.max(Decimal::ZERO));
            assert_eq!(cut.get(&index).copied().unwrap_or_default(), expected, "{:?}", expense.voucher);
        }
        // What the findings cut of no expense would be cut nowhere.
        let lost = judgement
            .findings
            .iter()
            .filter(|finding| finding.cut.is_some_and(|cut| cut > Decimal::ZERO));
        for finding in lost {
            let place = finding.place.as_ref().unwrap();
            let mut expenses = records.tables.expenses.iter();
            assert!(
                expenses.any(|expense| place.source == expense.at.source && place.row == expense.at.row),
                "{}",
                finding.message
            );
        }
    });
    assert!(several > 0, "no expense of the sample is cut twice");
}
