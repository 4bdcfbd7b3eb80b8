//! E014 应由县级承担

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::records::expense::Bearer;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::words::yuan;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E014",
    name: "应由县级承担",
    severity: Severity::Error,
    articles: &["经费办法 三(四)"],
    checks: "承担单位写明为县级（县、市、区、开发区）的支出，是否在市级经费中申报。",
    why: "统一组织的活动市、县各付各的，县级的费用不能在市级经费中报销。",
    remedy: "退由县级承担；承担单位填错的，改正后重报。",
    parameters: &[],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let bearer = &line.row.bearer;
        let verdict = known(Kind::Expense, "承担单位", bearer).map(|known| {
            let county = known.filter(|bearer| **bearer == Bearer::County)?;
            // 盐湖区 says county by its name only.
            let which = if **bearer.written() == *county.name() {
                county.name().to_owned()
            } else {
                format!("“{}”（{}）", bearer.written(), county.name())
            };
            let message = format!(
                "{} {} 的承担单位是{which}，不应在市级经费中列支",
                line.row.item.written(),
                yuan(line.sum),
            );
            Some(line.broken(case, bearer, message).cutting(line.sum))
        });
        settle(docket, line.squad, verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;

    fn expenses(bearer: &str) -> String {
        format!("凭证号 | 日期 | 支出项目 | 金额（元） | 承担单位\n001 | 2021-09-03 | 会务费 | 900 | {bearer}")
    }

    #[test]
    fn what_the_county_bears_is_cut_whole() {
        let verdicts = judge(&RULE, &expenses("县级"), &[]);
        assert_eq!(verdicts.told(), ["E2 会务费 900.00元 的承担单位是县级，不应在市级经费中列支"]);
        assert_eq!(verdicts.findings[0].cut, Some(900.into()));
    }

    #[test]
    fn the_name_of_a_county_is_the_county() {
        for bearer in ["盐湖区", "永济市", "运城开发区", "盐湖区、永济市", "盐湖区（县级）", "临猗县财政局"]
        {
            let verdicts = judge(&RULE, &expenses(bearer), &[]);
            let told = format!("E2 会务费 900.00元 的承担单位是“{bearer}”（县级），不应在市级经费中列支");
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(900.into()));
        }
        for bearer in ["盐湖区（市级承担）", "盐湖区、市级", "运城市盐务局"] {
            let verdicts = judge(&RULE, &expenses(bearer), &[]);
            assert_eq!(reasons(&verdicts), ["经费支出的“承担单位”无法识别"]);
            assert!(verdicts.findings.is_empty(), "{bearer}");
        }
    }

    #[test]
    fn what_the_city_bears_or_nothing_written_is_quiet() {
        for bearer in ["市级", ""] {
            let verdicts = judge(&RULE, &expenses(bearer), &[]);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{bearer}");
        }
    }

    #[test]
    fn without_the_column_it_cannot_be_told() {
        let text = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-03 | 会务费 | 900";
        assert_eq!(reasons(&judge(&RULE, text, &[])), ["经费支出没有“承担单位”列"]);
    }
}
