//! D002: a sheet with data that is no known table.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::Layout;
use crate::problem::What;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D002 未识别的表
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D002",
    name: "未识别的表",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "有数据的工作表能否按表头认出是哪一种表。",
    why: "认不出的表，其中的数据不在任何报表里。",
    remedy: "补上缺少的必填列，或把表头改为通用的列名；不需要报送的表可以不理会。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::UnknownTable { layout: Some(layout), .. } => {
            let (is, remedy) = of_layout(*layout);
            Some(Wording::new(format!("这是{is}，不是一行表头、每条一行的清单，其中的数据未读入")).remedy(remedy))
        }
        What::UnknownTable { nearest, tie, .. } => Some(Wording::new(message(nearest, *tie))),
        _ => None,
    });
}

/// What the layout is, and what to hand in instead.
fn of_layout(layout: Layout) -> (&'static str, &'static str) {
    match layout {
        Layout::Form => (
            "竖排的登记表（左边是栏目，右边是内容）",
            "需要计入的，请另报清单：栏目写成一行表头，每个项目（或每笔）填一行；只作附件的不必处理。",
        ),
        Layout::Turned => ("横排的清单（左边是栏目，每列一条）", "请把表转置：栏目写成一行表头，每条填一行。"),
        Layout::Days => (
            "按日期横排的考勤表",
            "外出天数只按工作日志计算，请报送工作日志（日期、姓名、工作内容、地点），每人每次一行；只作附件的不必处理。",
        ),
        Layout::Cross => (
            "按专班汇总的表（每个专班一行，各项金额并列）",
            "请报送逐笔的明细，每笔一行，汇总数由程序计算；只作附件的不必处理。",
        ),
    }
}

fn message(nearest: &[(Kind, Vec<&'static str>)], tie: bool) -> String {
    let kinds: Vec<String> = nearest.iter().map(|(kind, _)| format!("“{}”", kind.name())).collect();
    if tie {
        return format!("表头同样符合{}，无法判断是哪一种表", kinds.join("和"));
    }
    let missing = |columns: &[&str]| {
        let columns: Vec<String> = columns.iter().map(|column| format!("“{column}”")).collect();
        columns.join("、")
    };
    match nearest.first() {
        Some((kind, columns)) if columns.is_empty() => format!(
            "未识别为任何一种表，最接近“{}”，必填列齐全，但认出的列不足3列，也不到表头的一半",
            kind.name()
        ),
        Some((kind, columns)) => format!("未识别为任何一种表，最接近“{}”，缺少{}", kind.name(), missing(columns)),
        None => "有数据，但表头不是任何一种表".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_nearest_kind_and_what_it_misses_are_named() {
        for (nearest, tie, told) in [
            (
                vec![(Kind::Contract, vec!["合同编号", "签订日期"])],
                false,
                "未识别为任何一种表，最接近“签约合同”，缺少“合同编号”、“签订日期”",
            ),
            (
                vec![(Kind::Receipt, vec![]), (Kind::Expense, vec![])],
                true,
                "表头同样符合“到位资金”和“经费支出”，无法判断是哪一种表",
            ),
            (vec![], false, "有数据，但表头不是任何一种表"),
        ] {
            let layout = None;
            let what = What::UnknownTable { nearest, tie, layout };
            assert_eq!(testing::message(&RULE, testing::of_sheet(what)), told);
        }
        let what = What::UnknownTable {
            nearest: Vec::new(),
            tie: false,
            layout: Some(Layout::Days),
        };
        let verdicts = testing::judge(&RULE, &[testing::of_sheet(what)]);
        assert!(verdicts.findings[0].message.starts_with("这是按日期横排的考勤表"));
        assert!(verdicts.findings[0].remedy.contains("工作日志"));
    }
}
