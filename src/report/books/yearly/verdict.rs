//! 考核结论: each squad's verdict on one page, with the shares of the goals as a chart.

use crate::figures::SquadFigures;
use crate::figures::Verdict;
use crate::report::Outcome;
use crate::report::assessment::duties;
use crate::report::assessment::verdict;
use crate::report::assessment::verdict::Evidence;
use crate::report::chart::Chart;
use crate::report::chart::ChartKind;
use crate::report::chart::Draw;
use crate::report::chart::Placed;
use crate::report::chart::Range;
use crate::report::chart::Series;
use crate::report::look::Tint;
use crate::report::look::colour;
use crate::report::sheet::Area;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::standing::TargetStanding;

use super::cells;
use super::fit;
use super::listing::Column;
use super::listing::Listing;
use super::targets;

/// The chart's height in pixels; it is as wide as the table.
const CHART_HEIGHT: u32 = 320;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let duties_decide = outcome.settings.verdict.duties_decide;
    let mut columns = vec![Column::new("专班", 10.0, 14.0), Column::new("考核结论", 10.0, 12.0)];
    let named = outcome.figures.squads.iter().max_by_key(|squad| squad.targets.len());
    let named = named.map(|squad| squad.targets.as_slice()).unwrap_or_default();
    columns.extend(named.iter().map(|target| Column::new(heading(target), 11.5, 15.0)));
    columns.extend([
        Column::new(
            if outcome.is_final() {
                "未完成的目标"
            } else {
                "落后序时的目标"
            },
            18.0,
            28.0,
        ),
        Column::new("未报的目标", 10.0, 18.0),
        Column::new(
            if duties_decide {
                "履职情况"
            } else {
                "履职情况（不决定结论）"
            },
            22.0,
            32.0,
        ),
    ]);
    let rows = outcome.figures.squads.iter().map(|squad| line(outcome, squad, named));
    let basis = if outcome.settings.verdict.signed_formal {
        "正式合同金额"
    } else {
        "规定认定的合同金额"
    };
    let mut notes = vec![
        format!("签约资金按{basis}计，两种口径的对照见“签约口径对照”；逐项目标见“目标完成情况”。"),
        "考核办法 八所列目标全部完成的为完成，缺一项即为未完成；有目标未报的，不作结论。专题招商活动（方案 二(三)）只列出，不决定结论。"
            .to_owned(),
    ];
    if duties_decide {
        let (deciding, others) = duties::names();
        notes.push(format!("按设置，{deciding}也决定结论；{others}不决定结论。见“履职情况”。"));
    }
    let mut sheet = Listing {
        name: super::name::VERDICT,
        title: format!("{}产业招商专班年度目标任务考核结论表", outcome.period.title()),
        unit: "金额单位：万元",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes,
        keep: 2,
    }
    .sheet(outcome);
    if let Some(chart) = shares(outcome) {
        let below = sheet.cells.keys().map(|(row, _)| *row).max().unwrap_or_default();
        let width = sheet.widths.values().copied().map(fit::pixels).sum();
        sheet.charts.push(Placed {
            chart,
            row: below + 2,
            column: 0,
            right_by: 0,
            width,
            height: CHART_HEIGHT,
        });
    }
    sheet
}

/// 签约资金（目标100,000.00万元）
fn heading(target: &TargetStanding) -> String {
    let goal = match target.money {
        true => cells::wan_words(target.goal),
        false => format!("{}{}", target.goal.normalize(), verdict::unit(target)),
    };
    format!("{}\n（目标{goal}）", target.name)
}

fn line(outcome: &Outcome<'_>, squad: &SquadFigures, named: &[TargetStanding]) -> Vec<Cell> {
    let evidence = Evidence::of(outcome, squad, |yuan, _| cells::wan_words(yuan));
    let mut row = vec![cells::squad(outcome, squad.squad), verdict_cell(squad.verdict)];
    row.extend(named.iter().map(|named| {
        let target = squad.targets.iter().find(|target| target.target == named.target);
        target.map_or_else(
            || cells::faint(cells::NO_VALUE),
            |target| {
                let mut cell = targets::reached(outcome, target);
                cell.style = cell.style.tint(targets::tint(target));
                cell
            },
        )
    }));
    let unknown = evidence.unknown.join("、");
    row.extend([
        cells::text(&or_none(evidence.missed.join("；"))),
        cells::text(&or_none(unknown)),
        cells::text(&evidence.duties),
    ]);
    row
}

fn or_none(text: String) -> String {
    if text.is_empty() { cells::NO_VALUE.to_owned() } else { text }
}

/// The verdict in its colour.
pub(super) fn verdict_cell(verdict: Option<Verdict>) -> Cell {
    let tint = match verdict {
        Some(Verdict::Reached) => Tint::Good,
        Some(Verdict::Missed) => Tint::Bad,
        None => Tint::Faint,
    };
    let mut cell = cells::word(verdict::word(verdict));
    cell.style = cell.style.tint(tint);
    cell
}

/// The share of each deciding goal that each squad reached; the cells stand on the sheet of targets.
fn shares(outcome: &Outcome<'_>) -> Option<Chart> {
    let blocks = targets::blocks(outcome);
    let range = |column: u16, (first, last): (u32, u32)| Range {
        sheet: super::name::TARGETS.to_owned(),
        area: Area::column(column, first, last),
    };
    let (_, first) = blocks.first()?;
    let series = blocks.iter().zip(colour::SERIES).map(|((target, rows), colour)| Series {
        name: target.name.to_owned(),
        values: range(targets::SHARE, *rows),
        draw: Draw::Solid(colour),
        labels: None,
    });
    Some(Chart {
        kind: ChartKind::Columns,
        title: "各专班年度目标完成率".to_owned(),
        categories: range(targets::SQUAD, *first),
        series: series.collect(),
        value_format: Some("0%"),
        second_format: "0%",
        value_title: None,
        second_title: None,
        max: None,
        legend: true,
    })
}
