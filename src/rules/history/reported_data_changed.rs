//! H001: a month whose report was closed now gives other figures.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::history::closed::Change;
use crate::history::closed::ClosedRow;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::values::period::Period;

/// H001 已报月份数据变动
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "H001",
    name: "已报月份数据变动",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "已报送并封存的期间，用现在的数据重新计算，各项数据是否与报送时一致。",
    why: "已经报送的数据事后变动，前后两份报告就不一致，须查明原因。",
    remedy: "核对变动的行：改错了的改回；确需更正的，经批准后重新报送并封存。",
    parameters: &[],
    effect: Effect::None,
};

/// Rows told in one sentence.
const SHOWN: usize = 5;

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for change in case.changes {
        let Some(period) = Period::parse(&change.period) else {
            continue;
        };
        let message = format!(
            "{}已报送的{}为 {}，现为 {}{}",
            period.title(),
            change.name,
            change.was,
            change.is,
            rows(change)
        );
        let broken = Broken::period(When::Window(period.window()), message);
        docket.broken(broken.about("month", change.period.clone()).about("item", change.name.clone()));
    }
}

/// The rows that changed.
fn rows(change: &Change) -> String {
    let named = |row: &ClosedRow| format!("{}“{}”（{}）", row.kind, row.title, row.place);
    let changed = change.changed.iter().map(|(was, is)| match was.adds == is.adds {
        true => format!("改动的行：{}", named(is)),
        false => format!("改动的行：{}，由 {} 变为 {}", named(is), was.adds, is.adds),
    });
    let gone = change.gone.iter().map(|row| format!("少了的行：{}，原计 {}", named(row), row.adds));
    let added = change.added.iter().map(|row| format!("多了的行：{}，计 {}", named(row), row.adds));
    let all: Vec<String> = changed.chain(gone).chain(added).collect();
    let more = all.len().saturating_sub(SHOWN);
    let shown: String = all.iter().take(SHOWN).map(|row| format!("；{row}")).collect();
    match more {
        0 => shown,
        more => format!("{shown}；另有 {more} 行"),
    }
}
