//! D016: two rows with one key and different content.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::Difference;
use crate::problem::What;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::Seen;
use super::Wording;
use super::elsewhere;
use super::tell;

/// D016 同号不同内容
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D016",
    name: "同号不同内容",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "合同编号、审批单号、活动编号与支出项目、申请编号相同的行，同一年度的预算，以及两份名册中的同一人，内容是否一致。",
    why: "一个编号只能对应一件事；内容不同，无法知道以哪一行为准。",
    remedy: "核对原件，改正编号，或删去有误的一行。",
    parameters: &[],
    effect: Effect::SetAside,
};

/// The most columns that a message lists.
const LISTED: usize = 5;

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::SameKey { key, differences } => {
            let first = elsewhere(seen.problem);
            // People and years have no number.
            let (what, key) = match seen.kind() {
                Some(Kind::Budget) => ("", key.clone()),
                Some(Kind::Roster) => ("", words::quote(key)),
                _ => ("编号", words::quote(key)),
            };
            let found = differences;
            let differences = told(seen, differences);
            let said = |counts: &str| Wording::new(format!("{what}{key}在{first}已有，内容不同：{differences}；{counts}"));
            Some(match (seen.problem.sets_aside, seen.kind()) {
                (true, _) => said(&format!("计先出现的一行{}", seen.fate())),
                (false, Some(Kind::Budget)) => {
                    let remedy = "核对批复文件，只保留正确的一行；另行追加的，在备注中写明“追加预算”。";
                    said("无法判断以哪一行为准，两行都不作数，预算无法确定").remedy(remedy)
                }
                (false, Some(Kind::Roster)) => said(on_post(found)).of_severity(Severity::Warning),
                (false, _) => said("无法判断以哪一行为准，两行都计入").of_severity(Severity::Warning),
            })
        }
        _ => None,
    });
}

/// What two rosters that differ on a person mean for who was on post.
fn on_post(differences: &[Difference]) -> &'static str {
    const BLANK: &str = "空白";
    let days = || differences.iter().filter(|difference| difference.column != "角色");
    let is_end = |difference: &Difference| difference.column == "离岗日期" && (&*difference.first == BLANK) != (&*difference.this == BLANK);
    let is_start_in_one =
        |difference: &Difference| difference.column == "到岗日期" && (&*difference.first == BLANK) != (&*difference.this == BLANK);
    match days().count() {
        0 => "无法判断以哪一行为准，两行都计入",
        _ if days().count() < differences.len() => "无法判断以哪一行为准，两行都计入，两处不一致的日子不核查",
        _ if days().any(is_end) && days().all(|day| is_end(day) || is_start_in_one(day)) => "以写明离岗日期的一行为准",
        _ => "无法判断以哪一行为准，两处不一致的日子不核查",
    }
}

fn told(seen: &Seen<'_>, differences: &[Difference]) -> String {
    let shown = |column: &str, written: &str| words::quote(&seen.shown_in(column, written));
    let each = differences.iter().take(LISTED).map(|difference| {
        let column = difference.column;
        let (first, this) = (shown(column, &difference.first), shown(column, &difference.this));
        format!("“{column}”原为{first}，此处为{this}")
    });
    let list: Vec<String> = each.collect();
    match differences.len().checked_sub(LISTED) {
        Some(more) if more > 0 => format!("{}，另有{more}栏不同", list.join("，")),
        _ => list.join("，"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;
    use std::sync::Arc;

    use crate::problem::Problem;

    fn same_key(columns: usize) -> Problem {
        let differences = vec![
            Difference {
                column: "合同金额",
                first: Arc::from("3000"),
                this: Arc::from("5000"),
            };
            columns
        ];
        let what = What::SameKey {
            key: "HT-01".to_owned(),
            differences,
        };
        let problem = testing::problem(what, "合同编号", "HT-01");
        Problem {
            related: vec![problem.place.clone()],
            sets_aside: true,
            ..problem
        }
    }

    #[test]
    fn both_contents_are_told() {
        assert_eq!(
            testing::message(&RULE, same_key(1)),
            "编号“HT-01”在文化旅游/台账.xlsx › 9月 › C5已有，内容不同：“合同金额”原为“3000”，此处为“5000”；\
             计先出现的一行，该行未计入"
        );
    }

    #[test]
    fn of_many_differences_the_rest_are_counted() {
        assert!(testing::message(&RULE, same_key(7)).contains("，另有2栏不同；"));
    }
    #[test]
    fn where_neither_is_set_aside_both_count() {
        let problem = Problem {
            sets_aside: false,
            ..same_key(1)
        };
        let verdicts = testing::judge(&RULE, &[problem]);
        assert!(verdicts.findings[0].message.ends_with("；无法判断以哪一行为准，两行都计入"));
        assert_eq!(verdicts.findings[0].severity, Severity::Warning);
    }
}
