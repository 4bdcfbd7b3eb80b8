//! H001: a closed period now gives other figures.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::history::Changed;
use crate::history::NOT_REPORTED;
use crate::history::Scope;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::figure_name;
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

/// Rows named in one sentence; those that are still there all stand among the related ones.
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
        without_rows(changed).to_owned()
    } else {
        rows.join("；")
    };
    let message = format!(
        "已报的{}{}，报出时为 {}，现在为 {}；变动：{rows}",
        period.title(),
        figure(case, changed),
        changed.was,
        changed.is,
    );
    let kind = match period {
        Period::Quarter { .. } => "quarter",
        Period::HalfMonth { .. } => "half",
        _ => "month",
    };
    let broken = Broken::period(When::Window(period.window()), message)
        .about(kind, period.to_string())
        .about("column", key(changed));
    let broken = match changed.squad {
        Some(squad) => broken.of(case.city(), squad),
        None => broken,
    };
    Broken {
        related: changed.places.clone(),
        ..broken
    }
}

/// What changed when no row did.
fn without_rows(changed: &Changed) -> &'static str {
    match (changed.was.as_str(), changed.is.as_str()) {
        (_, NOT_REPORTED) => "没有收到有关的表，报出时收到过",
        (NOT_REPORTED, _) => "收到了有关的表，报出时没有收到",
        _ => "没有行的变动，是统计口径或名册的变动",
    }
}

/// The figure in words, with whose it is.
fn figure(case: &Case<'_>, changed: &Changed) -> String {
    let whose = changed
        .squad
        .map_or_else(|| "全市".to_owned(), |squad| format!("{}专班", case.city().squad(squad).name));
    let name = figure_name(&changed.key);
    match changed.scope {
        // 文化旅游专班 and 专班在外工作日 share the word.
        Scope::Period if changed.squad.is_some() => format!("{whose}{}", name.strip_prefix("专班").unwrap_or(name)),
        Scope::Period => format!("{whose}{name}"),
        Scope::Year => format!("{whose}本年累计{name}"),
        Scope::Member => format!("{whose}{}在外工作日", changed.key),
        Scope::Target => format!("{whose}全年目标（{}）", changed.key),
        Scope::Fund => format!("专项经费{name}"),
    }
}

/// The key, as `trace` writes it.
fn key(changed: &Changed) -> String {
    let key = &changed.key;
    match changed.scope {
        Scope::Period | Scope::Target => key.clone(),
        Scope::Year => format!("{key}.ytd"),
        Scope::Member => format!("members.{key}.workdays_out"),
        Scope::Fund => format!("fund.{key}"),
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
            scope: Scope::Period,
            squad: Some(SquadId(3)),
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
    fn each_scope_has_its_words_and_its_key() {
        for (scope, squad, key, said, column) in [
            (
                Scope::Year,
                Some(SquadId(3)),
                "received",
                "文化旅游专班本年累计到位资金",
                "received.ytd",
            ),
            (
                Scope::Member,
                Some(SquadId(3)),
                "王伟",
                "文化旅游专班王伟在外工作日",
                "members.王伟.workdays_out",
            ),
            (Scope::Target, Some(SquadId(3)), "T001", "文化旅游专班全年目标（T001）", "T001"),
            (Scope::Period, None, "dispatches", "全市半月调度次数", "dispatches"),
            (
                Scope::Period,
                Some(SquadId(3)),
                "squad_days_out",
                "文化旅游专班在外工作日",
                "squad_days_out",
            ),
            (Scope::Period, None, "squad_days_out", "全市专班在外工作日", "squad_days_out"),
            (Scope::Fund, None, "committed", "专项经费已批未报销金额", "fund.committed"),
        ] {
            let changed = Changed {
                scope,
                squad,
                key: key.to_owned(),
                ..changed(&[])
            };
            let verdicts = Scene::new("2021-09").changed(vec![changed]).judge(&RULE);
            let message = &verdicts.findings[0].message;
            assert!(message.starts_with(&format!("已报的2021年8月{said}，报出时为")), "{message}");
            assert_eq!(verdicts.findings[0].subject["column"], column);
        }
    }

    #[test]
    fn a_table_that_came_or_went_is_no_change_of_the_roster() {
        for (was, is, said) in [
            ("0.00元", "未报", "变动：没有收到有关的表，报出时收到过"),
            ("未报", "0.00元", "变动：收到了有关的表，报出时没有收到"),
            ("1", "2", "变动：没有行的变动，是统计口径或名册的变动"),
        ] {
            let changed = Changed {
                was: was.to_owned(),
                is: is.to_owned(),
                ..changed(&[])
            };
            let verdicts = Scene::new("2021-09").changed(vec![changed]).judge(&RULE);
            assert!(verdicts.findings[0].message.ends_with(said), "{}", verdicts.findings[0].message);
        }
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
