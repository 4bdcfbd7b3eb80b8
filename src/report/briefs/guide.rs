//! 使用说明: what staff need to know, made from the tables' declarations and the rules' cards.

use chrono::NaiveDate;
use serde::Serialize;

use crate::finding::RuleCard;
use crate::records::Kind;
use crate::records::column::Need;
use crate::regulation::City;
use crate::report::write::Error;
use crate::report::write::docx;
use crate::report::write::docx::Document;

use super::template::Templates;
use super::words;

const TEMPLATE: &str = "使用说明.gw.j2";

#[derive(Debug, Serialize)]
struct Guide {
    city: String,
    office: String,
    today: String,
    tables: Vec<TableGuide>,
    rules: Vec<(String, &'static str, &'static str)>,
}

#[derive(Debug, Serialize)]
struct TableGuide {
    name: &'static str,
    required: String,
    others: String,
}

/// The columns of which one, or one set, must be there: 合同编号或项目名称; 日期，或开始日期和结束日期.
fn one_of(group: &[&[&str]]) -> String {
    let sets: Vec<String> = group.iter().map(|set| set.join("和")).collect();
    let or = if group.iter().any(|set| set.len() > 1) { "，或" } else { "或" };
    sets.join(or)
}

/// The guide as a Word document.
pub fn document(city: &City, cards: &[&'static RuleCard], today: NaiveDate) -> Result<Vec<u8>, Error> {
    let tables = Kind::ALL.into_iter().map(|kind| {
        let names = |wanted: fn(Need) -> bool| {
            let columns = kind.table().columns.iter().filter(|column| wanted(column.need));
            columns.map(|column| column.name).collect::<Vec<_>>().join("、")
        };
        let mut required: Vec<String> = kind.table().alternatives.iter().map(|group| one_of(group)).collect();
        required.push(names(|need| matches!(need, Need::Required | Need::Context)));
        TableGuide {
            name: kind.name(),
            required: required.join("；"),
            others: names(|need| need == Need::Optional),
        }
    });
    let guide = Guide {
        city: city.name.clone(),
        office: city.office.clone(),
        today: words::day(today),
        tables: tables.collect(),
        rules: cards
            .iter()
            .map(|card| (format!("{} {}", card.code, card.name), card.severity.name(), card.remedy))
            .collect(),
    };
    let blocks = Templates::default().blocks(TEMPLATE, guide)?;
    docx::write(&Document {
        title: "招商专班数据核查与汇报使用说明",
        author: &city.office,
        date: today,
        blocks: &blocks,
        reference: None,
    })
}
