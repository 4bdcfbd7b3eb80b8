//! The figures of a run as a closed report keeps them, with the rows that they are made of (spec 2.11).

use crate::figures::Figure;
use crate::figures::Figures;
use crate::figures::WindowFigures;
use crate::history::closed::ALL;
use crate::history::closed::Closed;
use crate::history::closed::ClosedFigure;
use crate::history::closed::ClosedRow;
use crate::records::Records;
use crate::values::id_number::mask_in_text;

use super::trace::said;

/// The figures kept, with their names. Left out are quotients, and the number of findings, which other rules change too.
const KEPT: [(&str, &str); 25] = [
    ("signed_formal", "签约资金"),
    ("signed_recognised", "已认定签约资金"),
    ("contracts_formal", "正式合同数"),
    ("contracts_recognised", "已认定合同数"),
    ("received", "到位资金"),
    ("starts", "开工项目数"),
    ("starts_industrial", "产业类开工项目数"),
    ("in_talks", "在谈项目数"),
    ("events", "专题招商活动数"),
    ("firm_visits", "企业来访数"),
    ("firm_visits_leading", "龙头企业来访数"),
    ("leader_trips", "领导带队次数"),
    ("squad_days_out", "专班外出天数"),
    ("investors", "新增投资信息数"),
    ("reserve", "新增储备项目数"),
    ("talents", "新增人才信息数"),
    ("investors_all", "投资信息总数"),
    ("reserve_all", "储备项目总数"),
    ("talents_all", "人才信息总数"),
    ("dispatches", "调度次数"),
    ("reports", "书面汇报次数"),
    ("spent", "经费支出"),
    ("spent_by_item", "分项经费支出"),
    ("proposed", "核定支出"),
    ("cuts", "核减金额"),
];

/// What a run says of its period, to be kept.
pub fn closed(records: &Records, figures: &Figures) -> Closed {
    let mut kept = Vec::new();
    for squad in &figures.squads {
        let name = &records.city.squad(squad.squad).name;
        keep(&mut kept, records, &squad.period, name, "period", "本期");
        keep(&mut kept, records, &squad.ytd, name, "ytd", "本年累计");
    }
    keep(&mut kept, records, &figures.total_period, ALL, "period", "本期");
    keep(&mut kept, records, &figures.total_ytd, ALL, "ytd", "本年累计");
    Closed::new(figures.period.to_string(), records.as_of.to_string(), kept)
}

fn keep(kept: &mut Vec<ClosedFigure>, records: &Records, figures: &WindowFigures, whose: &str, window: &str, window_name: &str) {
    for (key, name) in KEPT {
        let Some(figure) = figures.get(key) else { continue };
        kept.push(ClosedFigure {
            key: format!("{whose}.{key}.{window}"),
            name: match whose {
                ALL => format!("全市{window_name}{name}"),
                squad => format!("{squad}专班{window_name}{name}"),
            },
            value: said(&figure.value),
            rows: rows(records, figure),
        });
    }
}

fn rows(records: &Records, figure: &Figure) -> Vec<ClosedRow> {
    let rows = figure.parts.iter().filter_map(|part| {
        let at = records.at(part.row)?;
        Some(ClosedRow {
            digest: format!("{:016x}", at.digest),
            kind: part.row.kind.name().to_owned(),
            title: mask_in_text(&records.title(part.row)),
            adds: part.adds.normalize().to_string(),
            place: at.place().to_string(),
        })
    });
    rows.collect()
}
