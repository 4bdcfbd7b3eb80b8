//! 经费决算与绩效: the year's fund by heading, and what it brought (经费办法 八).

use crate::figures::FigureValue;
use crate::figures::SquadFigures;
use crate::figures::WindowFigures;
use crate::figures::cost_per_yi;
use crate::report::Outcome;
use crate::report::sheet::Book;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Unit;

use super::account_book;
use super::cells;
use super::listing::Column;
use super::listing::Listing;
use super::monthly;

/// The book.
pub fn book(outcome: &Outcome<'_>) -> Book {
    let city = &outcome.settings.city;
    let mut sheets = vec![monthly::fund_of_the_year(outcome, account_book::LINES), performance(outcome)];
    sheets.extend(account_book::book(outcome).sheets);
    Book {
        title: format!("{}{}招商引资活动经费决算与绩效", city.name, outcome.period.title()),
        author: city.office.clone(),
        sheets,
    }
}

/// What each squad spent, what it reached, and what each 亿元 cost.
fn performance(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("支出（元）", 13.0, 18.0),
        Column::new("核定建议（元）", 13.0, 18.0),
        Column::new("签约资金（万元）", 13.0, 18.0),
        Column::new("到位资金（万元）", 13.0, 18.0),
        Column::new("每签约1亿元支出（元）", 13.0, 18.0),
        Column::new("每到位1亿元支出（元）", 13.0, 18.0),
        Column::new("开工项目", 8.0, 10.0),
        Column::new("绩效目标数", 8.0, 10.0),
        Column::new("已完成", 8.0, 10.0),
        Column::new("未报", 8.0, 10.0),
        Column::new("未完成的目标", 16.0, 36.0),
    ];
    let mut rows: Vec<Vec<Cell>> = outcome.figures.squads.iter().map(|squad| line(outcome, squad)).collect();
    let total = &outcome.figures.total_ytd;
    let none = || cells::faint(cells::NO_VALUE);
    rows.push(vec![
        cells::word("合计"),
        shown("合计", total, "spent", Unit::Same),
        shown("合计", total, "proposed", Unit::Same),
        shown("合计", total, "signed_formal", Unit::Wan),
        shown("合计", total, "received", Unit::Wan),
        shown("合计", total, "cost_per_yi_signed", Unit::Same),
        in_yuan(Some(&cost_per_yi(total.get("spent"), total.get("received")))),
        shown("合计", total, "starts", Unit::Same),
        none(),
        none(),
        none(),
        none(),
    ]);
    Listing {
        name: "绩效目标",
        title: format!("{}招商引资活动经费绩效表", outcome.period.title()),
        unit: "",
        columns,
        rows,
        empty: "本年无".to_owned(),
        notes: vec![
            "签约资金为正式合同金额；每签约、每到位1亿元支出为专班支出除以相应金额，保留两位小数，没有签约或到位的不计算。".to_owned(),
            "绩效目标为年度目标任务；绩效评价由市财政局进行，本表只列数据。".to_owned(),
        ],
        keep: 1,
    }
    .sheet(outcome)
}

/// A sum in yuan.
fn in_yuan(value: Option<&FigureValue>) -> Cell {
    match value {
        Some(FigureValue::Money(sum)) => cells::yuan(*sum),
        Some(FigureValue::NotReported) => cells::faint(cells::NOT_REPORTED),
        _ => cells::faint(cells::NO_VALUE),
    }
}

/// A figure of the year, held to it; money in the unit of its column.
fn shown(whose: &str, figures: &WindowFigures, key: &str, unit: Unit) -> Cell {
    let value = figures.get(key).map(|figure| &figure.value);
    let cell = match (value, unit) {
        (Some(FigureValue::Money(_)), Unit::Same) => in_yuan(value),
        _ => cells::figure(value),
    };
    cell.showing(format!("{whose}.{key}.ytd"), unit)
}

fn line(outcome: &Outcome<'_>, squad: &SquadFigures) -> Vec<Cell> {
    let figures = &squad.ytd;
    let name = cells::squad_name(outcome, squad.squad);
    let of_squad = |key, unit| shown(&name, figures, key, unit);
    let count = |met: Option<bool>| squad.targets.iter().filter(|target| target.met == met).count() as u64;
    let missed = squad.targets.iter().filter(|target| target.met == Some(false));
    let missed: Vec<&str> = missed.map(|target| target.name).collect();
    vec![
        cells::squad(outcome, squad.squad),
        of_squad("spent", Unit::Same),
        of_squad("proposed", Unit::Same),
        of_squad("signed_formal", Unit::Wan),
        of_squad("received", Unit::Wan),
        of_squad("cost_per_yi_signed", Unit::Same),
        in_yuan(Some(&cost_per_yi(figures.get("spent"), figures.get("received")))),
        of_squad("starts", Unit::Same),
        cells::count(squad.targets.len() as u64),
        cells::count(count(Some(true))),
        cells::count(count(None)),
        cells::text(&missed.join("、")),
    ]
}
