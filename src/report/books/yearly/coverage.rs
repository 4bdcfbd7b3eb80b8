//! 规定对照: every article of the three documents, and who checks it (spec 2.1).

use crate::report::Outcome;
use crate::report::sheet::Sheet;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("序号", 5.0, 8.0),
        Column::new("条款", 14.0, 18.0),
        Column::new("要求", 24.0, 50.0),
        Column::new("核查方式", 10.0, 12.0),
        Column::new("规则", 18.0, 34.0),
        Column::new("说明", 24.0, 44.0),
    ];
    let rows = (1..).zip(outcome.coverage).map(|(number, row)| {
        let codes: Vec<&str> = row.rules.iter().map(|card| card.code).collect();
        vec![
            cells::number(number),
            cells::word(&row.article.id),
            cells::text(&row.article.about),
            cells::word(row.article.state.name()),
            cells::text(&codes.join("、")),
            cells::text(&row.article.why),
        ]
    });
    Listing {
        name: super::name::COVERAGE,
        title: "规定逐条核查对照表".to_owned(),
        unit: "",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes: vec!["“由人判断”的条款，程序不作结论。本次因缺少材料未能核查的，见“未能核查”。".to_owned()],
        keep: 2,
    }
    .sheet(outcome)
}
