//! E001 超出开支范围

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words::yuan;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E001",
    name: "超出开支范围",
    severity: Severity::Error,
    articles: &["经费办法 四"],
    checks: "支出项目是否属于经费办法列明的开支项目（含政策文件中的同义写法，按支出日期当天的规定）。",
    why: "招商经费专款专用，范围以外的支出不能报销。",
    remedy: "不予报销；项目名称写得不规范的，改为规定的名称，或在政策文件中补充同义词（政策文件给出的开支项目整列代替原有的，须把仍然有效的项目连同新的一并写全）。",
    parameters: &["expense_items"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let item = &line.row.item;
        if line.item.is_some() {
            docket.kept();
            continue;
        }
        let lawful = case.policy.words("expense_items", line.day);
        if lawful.is_empty() {
            continue;
        }
        let names: Vec<&str> = lawful.iter().map(|entry| entry.split('=').next().unwrap_or(entry)).collect();
        let message = format!(
            "支出项目“{}”不在规定的开支项目（{}）之内，{} 不应列支",
            item.written(),
            names.join("、"),
            yuan(line.sum)
        );
        docket.broken(line.broken(case, item, message).cutting(line.sum));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::*;

    fn expenses(item: &str, sum: &str) -> String {
        format!("凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-03 | {item} | {sum}")
    }

    #[test]
    fn an_item_that_the_article_does_not_name_is_cut_whole() {
        let verdicts = judge(&RULE, &expenses("购车款", "1200.50"), &[]);
        assert_eq!(
            verdicts.told(),
            [
                "C2 支出项目“购车款”不在规定的开支项目（宣传和资料印刷费、租赁费、布展费、租车费、会务费、培训费、接待费、差旅费、奖励、样品、赠品）之内，1,200.50元 不应列支"
            ]
        );
        assert_eq!(verdicts.findings[0].cut, Some("1200.50".parse().unwrap()));
    }

    #[test]
    fn lawful_items_and_their_synonyms_are_quiet() {
        for item in ["差旅费", "业务招待费", "宣传和资料印刷费", "奖金"] {
            let verdicts = judge(&RULE, &expenses(item, "100"), &[]);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{item}");
        }
    }

    #[test]
    fn before_the_regulation_nothing_is_judged() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2020-07-07 | 购车款 | 100\n002 | 2020-07-08 | 购车款 | 100";
        let verdicts = crate::testing::Scene::new("2020-09")
            .sheet("文旅/支出.xlsx", "支出", text)
            .judge(&RULE);
        assert_eq!(verdicts.findings.len(), 1);
        assert_eq!(verdicts.findings[0].place.as_ref().unwrap().row, 3);
    }
}
