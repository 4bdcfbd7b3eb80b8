//! The tables of texts, documents and pages: which figure a cell means by its row and its column, and whether it says it.

use rust_decimal::Decimal;

use super::FIGURES;
use super::figures::Figures;
use super::figures::NO_NUMBER;
use super::figures::in_text;
use super::figures::number;

/// The columns by which the table of targets is known in a text.
const TARGET_COLUMNS: [&str; 3] = ["指标", "目标", "完成"];

/// The rows of a table that has the squads beside each other: what they are called, their key, whether they are money in 万元.
const SIDE_BY_SIDE: [(&str, &str, bool); 12] = [
    ("正式合同（份）", "contracts_formal", false),
    ("签约资金（万元）", "signed_formal", true),
    ("其中已认定（万元）", "signed_recognised", true),
    ("到位资金（万元）", "received", true),
    ("开工项目（个）", "starts", false),
    ("其中产业类（个）", "starts_industrial", false),
    ("在谈项目（个）", "in_talks", false),
    ("专题招商活动（次）", "events", false),
    ("企业来访（批）", "firm_visits", false),
    ("组长带队外出（次）", "leader_trips", false),
    ("在外工作日（个）", "squad_days_out", false),
    ("经费支出（万元）", "spent", true),
];

/// The columns of tables that have the squads below each other.
const BELOW_EACH_OTHER: [(&str, &str, bool); 4] = [
    ("签约资金", "signed_formal", true),
    ("到位资金", "received", true),
    ("开工", "starts", false),
    ("在谈", "in_talks", false),
];

/// The columns of the tables of an application for money, in yuan.
const APPLIED: [(&str, &str); 2] = [("申请金额", "spent"), ("建议核定", "proposed")];

/// A table that is read row by row.
pub(super) struct Table {
    /// The last row that names columns.
    head: Vec<String>,
    /// Whose rows they are, unless they say so themselves.
    squad: String,
}

impl Table {
    /// A table of whose rows it is known that they are the squad's, if they do not say so themselves.
    pub(super) fn new(squad: &str) -> Table {
        Table {
            head: Vec::new(),
            squad: squad.to_owned(),
        }
    }

    /// Reads one more row: a head, or cells that are held to the figures.
    pub(super) fn row(&mut self, place: &str, figures: &Figures<'_>, cells: Vec<String>, told: &mut Vec<String>) {
        let is_head = self.head.is_empty() || TARGET_COLUMNS.iter().all(|name| cells.iter().any(|cell| cell == name));
        if is_head {
            self.head = cells;
            return;
        }
        let column = |name: &str| self.head.iter().position(|title| title == name);
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
        let (first, title) = (cell(0), self.head.first().map(String::as_str).unwrap_or_default());
        if let [Some(names), Some(goals), Some(reached)] = TARGET_COLUMNS.map(column) {
            if let Some(squad) = column("专班").map(cell).filter(|squad| !squad.is_empty()) {
                self.squad = squad.to_owned();
            }
            let name = cell(names).split('（').next().unwrap_or_default();
            return target(place, figures, [&self.squad, name, cell(goals), cell(reached)], told);
        }
        let mut held = |name: String, written: &str, money: bool| {
            if let Some(figure) = figures.get(&name) {
                compare(place, &name, written, &in_text(figure, money), told);
            }
        };
        if title == "指标" {
            let indicator = SIDE_BY_SIDE.iter().find(|(name, ..)| *name == first);
            for (at, whose) in self.head.iter().enumerate().skip(1) {
                if let Some((_, key, money)) = indicator {
                    held(format!("{whose}.{key}.period"), cell(at), *money);
                }
            }
        }
        if title == "专班" {
            for (at, (_, key, money)) in BELOW_EACH_OTHER.iter().filter_map(|known| Some((column(known.0)?, known))) {
                held(format!("{first}.{key}.period"), cell(at), *money);
            }
        }
        let whose = match (title, self.squad.as_str()) {
            ("专班", _) => first,
            ("支出项目", "") => "合计",
            ("支出项目", squad) => squad,
            _ => return,
        };
        let spending = self.head.iter().enumerate().skip(1).filter(|(_, title)| title.ends_with("支出"));
        for (at, spent) in spending {
            let window = if spent == "本年支出" { "ytd" } else { "period" };
            if title == "支出项目" && first != "合计" {
                held(format!("{whose}.spent_by_item.{first}.{window}"), cell(at), true);
                continue;
            }
            let beside = [
                ("建议核定", "proposed"),
                ("建议核减", "cuts"),
                ("每亿元签约经费", "cost_per_yi_signed"),
            ];
            held(format!("{whose}.spent.{window}"), cell(at), true);
            for (at, (name, key)) in (at + 1..).zip(beside) {
                if self.head.get(at).is_some_and(|title| title == name) {
                    held(format!("{whose}.{key}.{window}"), cell(at), true);
                }
            }
        }
        if column("申请金额").is_none() {
            return;
        }
        for (at, key) in APPLIED.iter().filter_map(|(name, key)| Some((column(name)?, *key))) {
            let name = match (title, first, key) {
                ("专班", ..) | (_, "合计", _) => format!("{whose}.{key}.period"),
                (_, item, "spent") => format!("{whose}.spent_by_item.{item}.period"),
                _ => continue,
            };
            if let Some(figure) = figures.get(&name) {
                let expected = number(figure).map_or_else(|| "未报".to_owned(), |yuan| yuan.normalize().to_string());
                let written = cell(at).parse::<Decimal>();
                let written = written.map_or_else(|_| cell(at).to_owned(), |yuan| yuan.normalize().to_string());
                compare(place, &name, &written, &expected, told);
            }
        }
    }
}

/// What is written against the figure of that name.
fn compare(place: &str, name: &str, written: &str, expected: &str, told: &mut Vec<String>) {
    // The dash stands for what cannot be proposed, or that there is none of.
    let both_none = NO_NUMBER.contains(&expected) && NO_NUMBER.contains(&written);
    if written != expected && !both_none {
        told.push(format!("{place}写的是 {written}，{FIGURES} 中的 {name} 是 {expected}"));
    }
}

/// What is written of a squad's target (squad, name, goal, reached) against its figures; other names are no targets.
pub(super) fn target(place: &str, figures: &Figures<'_>, [squad, name, goal, reached]: [&str; 4], told: &mut Vec<String>) {
    let of_squad = figures.squads.get(squad);
    let mut targets = of_squad.and_then(|figures| figures["targets"].as_array()).into_iter().flatten();
    let Some(target) = targets.find(|target| target["name"] == *name) else {
        return;
    };
    for (key, written) in [("goal", goal), ("reached", reached)] {
        let money = target["goal"].is_string();
        // A sum just below its goal is written with all of its places, which is right in every text.
        let wan = number(&target[key]).map(|yuan| yuan / Decimal::from(10_000));
        if money && wan.is_some() && written.parse().ok() == wan {
            continue;
        }
        let expected = in_text(&target[key], money);
        let code = target["target"].as_str().unwrap_or_default();
        let place = format!("{place}（{squad} {name}）");
        compare(&place, &format!("{squad}.{code}.{key}"), written, &expected, told);
    }
}
