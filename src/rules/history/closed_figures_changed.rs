//! H001: a closed period now gives other figures.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::history::Changed;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::values::period::Period;

/// H001 已报月份数据变动
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "H001",
    name: "已报期间数据变动",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "已经报出并封存的期间，按现在的表格重新计算，各项指标是否与报出时相同。",
    why: "报给领导的数字不能在事后悄悄变动，变了就要说明。",
    remedy: "核对变动的行：改错了的改回来；确需更正的，重新报送并再次封存该期间。",
    parameters: &[],
    effect: Effect::None,
};

/// Rows named in one sentence; all places stand among the related ones.
const ROWS: usize = 5;

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for changed in case.changed {
        docket.broken(broken(case, changed));
    }
    docket.kept();
}

fn broken(case: &Case<'_>, changed: &Changed) -> Broken {
    let period = changed.period;
    let mut rows: Vec<&str> = changed.rows.iter().take(ROWS).map(String::as_str).collect();
    let more = changed.rows.len().saturating_sub(ROWS);
    let others = format!("等共 {} 行", changed.rows.len());
    if more > 0 {
        rows.push(&others);
    }
    let rows = if rows.is_empty() {
        "没有行的变动，是统计口径或名册的变动".to_owned()
    } else {
        rows.join("；")
    };
    let message = format!(
        "已报的{}{}专班{}，报出时为 {}，现在为 {}；变动：{rows}",
        period.title(),
        case.city().squad(changed.squad).name,
        crate::rules::words::figure_name(&changed.key),
        changed.was,
        changed.is,
    );
    let kind = match period {
        Period::Quarter { .. } => "quarter",
        Period::HalfMonth { .. } => "half",
        _ => "month",
    };
    let broken = Broken::period(When::Window(period.window()), message)
        .of(case.city(), changed.squad)
        .about(kind, period.to_string())
        .about("column", changed.key.clone());
    Broken {
        related: changed.places.clone(),
        ..broken
    }
}

#[cfg(test)]
mod tests {
    use crate::regulation::SquadId;
    use crate::testing::Scene;

    use super::*;

    fn changed(rows: &[&str]) -> Changed {
        Changed {
            period: Period::parse("2021-08").unwrap(),
            squad: SquadId(3),
            key: "signed_formal".to_owned(),
            was: "100.00元".to_owned(),
            is: "200.00元".to_owned(),
            rows: rows.iter().map(|row| (*row).to_owned()).collect(),
            places: Vec::new(),
        }
    }

    #[test]
    fn a_changed_figure_is_told_with_both_values_and_its_rows() {
        let scene = Scene::new("2021-09").changed(vec![changed(&["HT-1 由 100 变为 200（a.xlsx › 表 › 第2行）"])]);
        let verdicts = scene.judge(&RULE);
        assert_eq!(
            verdicts.findings[0].message,
            "已报的2021年8月文化旅游专班签约资金（正式合同），报出时为 100.00元，现在为 200.00元；变动：HT-1 由 100 变为 200（a.xlsx › 表 › 第2行）"
        );
        assert_eq!(verdicts.findings[0].subject["month"], "2021-08");
    }

    #[test]
    fn nothing_changed_is_quiet() {
        assert!(Scene::new("2021-09").judge(&RULE).findings.is_empty());
    }

    #[test]
    fn many_rows_are_counted() {
        let scene = Scene::new("2021-09").changed(vec![changed(&["甲"; 9])]);
        assert!(scene.judge(&RULE).findings[0].message.ends_with("等共 9 行"));
    }
}
