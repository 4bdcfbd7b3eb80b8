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
    let changed = change.changed.iter();
    let changed = changed.map(|(was, is)| format!("改动的行：{}，由 {} 变为 {}", named(is), was.adds, is.adds));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::closed::Closed;
    use crate::history::closed::ClosedFigure;
    use crate::testing::Scene;

    fn figure(value: &str, digest: &str, adds: &str) -> ClosedFigure {
        ClosedFigure {
            key: "文化旅游.received.period".to_owned(),
            name: "文化旅游专班本期到位资金".to_owned(),
            value: value.to_owned(),
            rows: vec![ClosedRow {
                digest: digest.to_owned(),
                kind: "到位资金".to_owned(),
                title: "JZ-1".to_owned(),
                adds: adds.to_owned(),
                place: "到位.xlsx › 9月 › 第2行".to_owned(),
            }],
        }
    }

    /// What is told of a closed September that is `now` today.
    fn judged(now: &[ClosedFigure]) -> Vec<String> {
        let was = vec![figure("100.00元", "a", "100")];
        let closed = Closed::new("2021-09".to_owned(), "2021-09-30".to_owned(), was);
        Scene::new("2021-10").judge_changes(&RULE, &closed.changes(now)).told()
    }

    #[test]
    fn a_changed_row_is_told_with_both_figures() {
        assert_eq!(
            judged(&[figure("90.00元", "b", "90")]),
            ["- 2021年9月已报送的文化旅游专班本期到位资金为 100.00元，现为 90.00元；\
              改动的行：到位资金“JZ-1”（到位.xlsx › 9月 › 第2行），由 100 变为 90"]
        );
    }

    #[test]
    fn the_same_figure_is_quiet() {
        assert_eq!(judged(&[figure("100.00元", "a", "100")]), [""; 0]);
    }

    #[test]
    fn a_figure_that_is_no_longer_kept_cannot_be_told() {
        assert_eq!(judged(&[]), [""; 0]);
    }
}
