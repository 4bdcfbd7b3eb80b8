//! H001: a closed period now gives other figures.

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::history::Changed;
use crate::history::MEMBER;
use crate::history::NOT_REPORTED;
use crate::history::NOT_THERE;
use crate::history::REACHED;
use crate::history::RowChange;
use crate::history::Scope;
use crate::history::YUAN;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::figure_name;
use crate::rules::words::wan;
use crate::rules::words::yuan;
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

/// What is told of a period that an older version closed: that one may have read the same tables otherwise.
const OLDER: &str = "（该期由旧版程序封存，可能是程序读法更新所致，请核对后重新封存）";

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for changed in case.changed {
        docket.broken(broken(case, changed));
    }
    docket.kept();
}

fn broken(case: &Case<'_>, changed: &Changed) -> Broken {
    let period = changed.period;
    let mut rows: Vec<String> = changed.rows.iter().take(ROWS).map(|row| said(changed, row)).collect();
    if changed.rows.len() > ROWS {
        rows.push(format!("等共 {} 行", changed.rows.len()));
    }
    let rows = if rows.is_empty() {
        without_rows(changed).to_owned()
    } else {
        rows.join("；")
    };
    let was = match changed.was.as_str() {
        NOT_THERE => format!("报出时{NOT_THERE}"),
        was => format!("报出时为 {}", value(&changed.key, was)),
    };
    let is = match changed.is.as_str() {
        NOT_THERE => format!("现在{NOT_THERE}"),
        is => format!("现在为 {}", value(&changed.key, is)),
    };
    let older = if changed.is_older { OLDER } else { "" };
    let message = format!("已报的{}{}，{was}，{is}；变动：{rows}{older}", period.title(), figure(changed));
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
        None if changed.squad_name.is_empty() => broken,
        None => broken.about("squad", changed.squad_name.clone()),
    };
    Broken {
        related: changed.places.clone(),
        ..broken
    }
}

/// What happened to a row, as a sentence.
fn said(changed: &Changed, row: &RowChange) -> String {
    let is_money = [&changed.was, &changed.is].iter().any(|value| value.ends_with(YUAN));
    let added = |adds: &str| match is_money {
        true => value(&changed.key, &format!("{adds}{YUAN}")),
        false => adds.to_owned(),
    };
    let (title, place) = (&row.title, &row.place);
    let counts = if changed.key == CUTS { "核减" } else { "计入" };
    match (&row.was, &row.is) {
        (Some(was), Some(is)) if was != is => format!("{title} 由 {} 变为 {}（{place}）", added(was), added(is)),
        (_, Some(_)) if row.was.is_some() => format!("{title} 的内容有改动（{place}）"),
        // The row may have been there all along, and have been read as another one.
        (_, Some(is)) if changed.is_older => format!("现{counts} {title}，{}（{place}）", added(is)),
        (_, Some(is)) => format!("新增 {title}，{}（{place}）", added(is)),
        // The rows of a squad that is not there are those of many figures.
        (_, None) if changed.scope == Scope::Squad => match row.is_there {
            true => format!("不再计入 {title}（原在 {place}）"),
            false => format!("没有了 {title}（原在 {place}）"),
        },
        (was, None) => {
            let was = added(was.as_deref().unwrap_or_default());
            match row.is_there {
                true => format!("不再{counts} {title}，原 {was}（原在 {place}）"),
                false => format!("没有了 {title}，原 {was}（原在 {place}）"),
            }
        }
    }
}

/// What should not be paid.
const CUTS: &str = "cuts";

/// Figures of single vouchers, which are told in yuan; all other money is told in ten thousands.
const IN_YUAN: [&str; 4] = ["spent", "proposed", CUTS, "committed"];

/// A value as people are told it: money with its unit and separators.
fn value(key: &str, value: &str) -> String {
    let sum = value.strip_suffix(YUAN).and_then(|sum| sum.parse::<Decimal>().ok());
    match sum {
        Some(sum) if IN_YUAN.contains(&key) => yuan(sum),
        Some(sum) => wan(sum),
        None => value.to_owned(),
    }
}

/// What changed when no row did.
fn without_rows(changed: &Changed) -> &'static str {
    const OTHERWISE: &str = "没有行的变动，是统计口径或名册的变动";
    match (changed.was.as_str(), changed.is.as_str()) {
        // Of what is not there at all no table tells.
        (NOT_THERE, _) | (_, NOT_THERE) => OTHERWISE,
        (_, NOT_REPORTED) => "没有收到有关的表，报出时收到过",
        (NOT_REPORTED, _) => "收到了有关的表，报出时没有收到",
        _ => OTHERWISE,
    }
}

/// The figure in words, with whose it is.
fn figure(changed: &Changed) -> String {
    let whose = match changed.squad_name.as_str() {
        "" => "全市".to_owned(),
        name => format!("{name}专班"),
    };
    let name = figure_name(&changed.key);
    match changed.scope {
        // 文化旅游专班 and 专班在外工作日 share the word.
        Scope::Period if !changed.squad_name.is_empty() => format!("{whose}{}", name.strip_prefix("专班").unwrap_or(name)),
        Scope::Period => format!("{whose}{name}"),
        Scope::Year => format!("{whose}本年累计{name}"),
        Scope::Member => {
            let (member, of_member) = member(&changed.key);
            format!("{whose}{member}{}", of_member.map_or("在外工作日", |(_, name)| name))
        }
        Scope::Target => match changed.key.strip_suffix(REACHED) {
            Some(target) => format!("{whose}目标完成数（{target}）"),
            None => format!("{whose}全年目标（{}）", changed.key),
        },
        Scope::Fund => format!("专项经费{name}"),
        Scope::Squad => whose,
    }
}

/// The member's name, and which of the figures beside the working days out it is.
fn member(key: &str) -> (&str, Option<&'static (&'static str, &'static str)>) {
    let mut of_member = MEMBER.iter().filter_map(|figure| Some((key.strip_suffix(figure.0)?, Some(figure))));
    of_member.next().unwrap_or((key, None))
}

/// The key, as `trace` writes it.
fn key(changed: &Changed) -> String {
    let key = &changed.key;
    match changed.scope {
        Scope::Period | Scope::Target | Scope::Squad => key.clone(),
        Scope::Year => format!("{key}.ytd"),
        Scope::Member => {
            let (member, of_member) = member(key);
            format!("members.{member}{}", of_member.map_or(".workdays_out", |(suffix, _)| suffix))
        }
        Scope::Fund => format!("fund.{key}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::regulation::SquadId;
    use crate::testing::Scene;

    use super::*;

    fn row(title: &str, was: Option<&str>, is: Option<&str>) -> RowChange {
        RowChange {
            title: title.to_owned(),
            was: was.map(str::to_owned),
            is: is.map(str::to_owned),
            place: "a.xlsx › 表 › 第2行".to_owned(),
            is_there: title != "HT-3",
        }
    }

    fn changed(rows: &[RowChange]) -> Changed {
        Changed {
            period: Period::parse("2021-08").unwrap(),
            scope: Scope::Period,
            squad: Some(SquadId(3)),
            squad_name: "文化旅游".to_owned(),
            key: "signed_formal".to_owned(),
            is_older: false,
            was: "1000000.00元".to_owned(),
            is: "2000000.00元".to_owned(),
            rows: rows.to_vec(),
            places: Vec::new(),
        }
    }

    #[test]
    fn a_changed_figure_is_told_with_both_values_and_its_rows() {
        let scene = Scene::new("2021-09").changed(vec![changed(&[row("HT-1", Some("1000000"), Some("2000000"))])]);
        let verdicts = scene.judge(&RULE);
        assert_eq!(
            verdicts.findings[0].message,
            "已报的2021年8月文化旅游专班签约资金（正式合同），报出时为 100万元，现在为 200万元；变动：HT-1 由 100万元 变为 200万元（a.xlsx › 表 › 第2行）"
        );
        assert_eq!(verdicts.findings[0].subject["month"], "2021-08");
    }

    #[test]
    fn a_period_closed_by_an_older_version_may_have_been_read_otherwise() {
        let older = Changed {
            is_older: true,
            ..changed(&[row("HT-1", None, Some("1000000"))])
        };
        let verdicts = Scene::new("2021-09").changed(vec![older]).judge(&RULE);
        assert!(
            verdicts.findings[0].message.ends_with(
                "；变动：现计入 HT-1，100万元（a.xlsx › 表 › 第2行）（该期由旧版程序封存，可能是程序读法更新所致，请核对后重新封存）"
            ),
            "{}",
            verdicts.findings[0].message
        );
    }

    #[test]
    fn what_happened_to_a_row_is_told_as_it_is() {
        for (key, was, is, row, said) in [
            (
                "received",
                "1元",
                "未报",
                row("P-1", Some("7"), Some("7")),
                "P-1 的内容有改动（a.xlsx › 表 › 第2行）",
            ),
            ("received", "1元", "未报", row("P-1", None, Some("50000")), "新增 P-1，5万元（"),
            (
                "received",
                "1元",
                "未报",
                row("P-1", Some("50000"), None),
                "不再计入 P-1，原 5万元（原在 ",
            ),
            (
                "received",
                "1元",
                "未报",
                row("HT-3", Some("50000"), None),
                "没有了 HT-3，原 5万元（原在 ",
            ),
            (
                "cuts",
                "1元",
                "0.00元",
                row("B2", Some("500"), None),
                "不再核减 B2，原 500.00元（原在 ",
            ),
            ("starts", "1", "0", row("古城", Some("1"), None), "不再计入 古城，原 1（原在 "),
        ] {
            let changed = Changed {
                key: key.to_owned(),
                was: was.to_owned(),
                is: is.to_owned(),
                ..changed(&[row])
            };
            let verdicts = Scene::new("2021-09").changed(vec![changed]).judge(&RULE);
            let message = &verdicts.findings[0].message;
            assert!(message.contains(&format!("变动：{said}")), "{message}");
        }
    }

    #[test]
    fn what_is_not_there_on_one_side_is_told_as_that() {
        for (was, is, said) in [
            ("3 个工作日", NOT_THERE, "王伟在外工作日，报出时为 3 个工作日，现在没有这一项；"),
            (NOT_THERE, "3 个工作日", "王伟在外工作日，报出时没有这一项，现在为 3 个工作日；"),
        ] {
            let changed = Changed {
                scope: Scope::Member,
                key: "王伟".to_owned(),
                was: was.to_owned(),
                is: is.to_owned(),
                ..changed(&[])
            };
            let verdicts = Scene::new("2021-09").changed(vec![changed]).judge(&RULE);
            assert!(verdicts.findings[0].message.contains(said), "{}", verdicts.findings[0].message);
        }
        let gone = Changed {
            scope: Scope::Squad,
            squad: None,
            squad_name: "现代服务".to_owned(),
            key: "squad".to_owned(),
            was: "有此专班".to_owned(),
            is: NOT_THERE.to_owned(),
            ..changed(&[])
        };
        let verdicts = Scene::new("2021-09").changed(vec![gone]).judge(&RULE);
        assert!(
            verdicts.findings[0]
                .message
                .starts_with("已报的2021年8月现代服务专班，报出时为 有此专班，现在没有这一项"),
            "{}",
            verdicts.findings[0].message
        );
        assert_eq!(verdicts.findings[0].subject["squad"], "现代服务");
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
            (
                Scope::Member,
                Some(SquadId(3)),
                "王伟.firms_met",
                "文化旅游专班王伟对接单位数",
                "members.王伟.firms_met",
            ),
            (Scope::Target, Some(SquadId(3)), "T001", "文化旅游专班全年目标（T001）", "T001"),
            (
                Scope::Target,
                Some(SquadId(3)),
                "T001.reached",
                "文化旅游专班目标完成数（T001）",
                "T001.reached",
            ),
            (Scope::Period, Some(SquadId(3)), "cuts", "文化旅游专班核减金额", "cuts"),
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
                squad_name: squad.map_or_else(String::new, |_| "文化旅游".to_owned()),
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
            ("未报", NOT_THERE, "变动：没有行的变动，是统计口径或名册的变动"),
            (NOT_THERE, "未报", "变动：没有行的变动，是统计口径或名册的变动"),
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
        let scene = Scene::new("2021-09").changed(vec![changed(&vec![row("甲", Some("1"), None); 9])]);
        assert!(scene.judge(&RULE).findings[0].message.ends_with("等共 9 行"));
    }
}
