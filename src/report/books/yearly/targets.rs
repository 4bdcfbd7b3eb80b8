//! 目标完成情况: each target, squad by squad: goal, reached, share, what is short, and the other way of counting 签约.

use rust_decimal::Decimal;

use crate::report::Outcome;
use crate::report::assessment::verdict;
use crate::report::briefs::words;
use crate::report::look::Tint;
use crate::report::look::colour;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::DataBars;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;
use crate::report::sheet::Value;
use crate::standing::TargetStanding;

use super::cells;
use super::listing::Column;
use super::listing::HEAD_ROW;
use super::listing::Listing;

/// Columns that the chart of the verdicts reads.
pub(super) const SQUAD: u16 = 1;
pub(super) const SHARE: u16 = 5;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("目标任务", 14.0, 20.0),
        Column::new("专班", 10.0, 14.0),
        Column::new("单位", 7.0, 8.0),
        Column::new("年度目标", 13.0, 18.0),
        Column::new("已完成", 13.0, 18.0),
        Column::new("完成率", 10.0, 12.0),
        Column::new("尚差", 13.0, 18.0),
        Column::new("是否完成", 9.0, 11.0),
        Column::new("另一签约口径", 13.0, 18.0),
        Column::new("依据", 20.0, 34.0),
    ];
    let rows: Vec<Vec<Cell>> = ordered(outcome).into_iter().map(|target| line(outcome, target)).collect();
    let last = HEAD_ROW + u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let other = if outcome.settings.verdict.signed_formal {
        "按规定认定的合同金额"
    } else {
        "全部正式合同金额"
    };
    let mut sheet = Listing {
        name: super::name::TARGETS,
        title: format!("{}产业招商专班年度目标任务完成情况表", outcome.period.title()),
        unit: "金额单位：万元",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes: vec![
            format!("“另一签约口径”为{other}。专题招商活动只列出，不决定结论。"),
            "未报指该专班没有报送相应表格，不等于零。".to_owned(),
        ],
        keep: 2,
    }
    .sheet(outcome);
    if last > HEAD_ROW {
        sheet.bars.push(DataBars {
            area: Area::column(SHARE, HEAD_ROW + 1, last),
            colour: colour::BAR,
        });
    }
    sheet
}

/// The targets, all squads of one below one another.
fn ordered<'a>(outcome: &Outcome<'a>) -> Vec<&'a TargetStanding> {
    let mut all: Vec<&TargetStanding> = outcome.figures.squads.iter().flat_map(|squad| &squad.targets).collect();
    all.sort_by_key(|target| (target.target, target.squad));
    all
}

/// The deciding targets with the first and last row of each.
pub(super) fn blocks<'a>(outcome: &Outcome<'a>) -> Vec<(&'a TargetStanding, (u32, u32))> {
    let mut blocks: Vec<(&TargetStanding, (u32, u32))> = Vec::new();
    for (row, target) in (HEAD_ROW + 1..).zip(ordered(outcome)) {
        match blocks.last_mut() {
            Some((first, (_, last))) if first.target == target.target => *last = row,
            _ => blocks.push((target, (row, row))),
        }
    }
    blocks.retain(|(target, _)| verdict::decides(target));
    blocks
}

/// Green when met, red when missed, faint when it cannot be told.
pub(super) fn tint(target: &TargetStanding) -> Tint {
    match target.met {
        Some(true) => Tint::Good,
        Some(false) => Tint::Bad,
        None => Tint::Faint,
    }
}

/// What was reached, held to the figure.
pub(super) fn reached(outcome: &Outcome<'_>, target: &TargetStanding) -> Cell {
    let unit = if target.money { Unit::Wan } else { Unit::Same };
    let name = cells::squad_name(outcome, target.squad);
    let cell = target
        .reached
        .map_or_else(|| cells::faint(cells::NOT_REPORTED), |reached| amount(target, reached));
    cell.showing(format!("{name}.{}", target.target), unit)
}

fn amount(target: &TargetStanding, value: Decimal) -> Cell {
    if target.money {
        let exactly = target.reached.is_some_and(|reached| words::misleads(reached, target.goal));
        cells::wan_towards(value, exactly && value != target.goal)
    } else {
        Cell::new(Value::Number(value), cells::count_style())
    }
}

fn line(outcome: &Outcome<'_>, target: &TargetStanding) -> Vec<Cell> {
    let unknown = || cells::faint(cells::NOT_REPORTED);
    let none = || cells::faint(cells::NO_VALUE);
    let short = target.reached.map(|reached| target.goal - reached);
    let mut met = match target.met {
        Some(true) => cells::word("完成"),
        Some(false) => cells::word("未完成"),
        None => unknown(),
    };
    met.style = met.style.tint(tint(target));
    vec![
        cells::word(target.name),
        cells::squad(outcome, target.squad),
        cells::word(verdict::unit(target)),
        amount(target, target.goal),
        reached(outcome, target),
        match (cells::share_below(target), target.share) {
            (Some(below), _) => below,
            (None, Some(share)) => cells::share(Some(share)),
            (None, None) => unknown(),
        },
        match short {
            None => unknown(),
            Some(short) if short > Decimal::ZERO => amount(target, short),
            Some(_) => none(),
        },
        met,
        match (verdict::is_signed(target), target.other_basis) {
            (true, None) => unknown(),
            (true, Some(other)) => amount(target, other),
            (false, _) => none(),
        },
        cells::text(verdict::articles(target)),
    ]
}
