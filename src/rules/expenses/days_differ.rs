//! E019 天数与起止不符

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::known;
use crate::rules::known::settle;
use crate::rules::words::day;
use crate::rules::words::number;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E019",
    name: "天数与起止不符",
    severity: Severity::Warning,
    articles: &["考核办法 六", "数据一致性"],
    checks: "所填天数是否等于出发日期到返回日期的自然天数（两头都算）；不等的，以日期为准计算补助。",
    why: "补助按天计发，天数与日期对不上就无法核定。",
    remedy: "核对车票等凭证，改正天数或起止日期。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for line in super::judged(case, docket) {
        let row = line.row;
        let Some(trip) = row.trip() else { continue };
        // A table need not have the column, since the dates decide.
        if row.days.is_empty() || row.days.column().is_none() {
            continue;
        }
        let verdict = known(Kind::Expense, "天数", &row.days).map(|days| {
            let (written, counted) = (*days?, Decimal::from(trip.length()));
            let message = format!(
                "天数填 {}，{}到{}应为 {} 天",
                number(written),
                day(trip.from),
                day(trip.to),
                number(counted)
            );
            (written != counted).then(|| line.broken(case, &row.days, message))
        });
        settle(docket, line.squad, verdict);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::judge;
    use super::super::tests::reasons;
    use super::*;
    use crate::testing::Verdicts;

    fn judged(cells: &str) -> Verdicts {
        let header = "凭证号 | 日期 | 支出项目 | 金额（元） | 出发日期 | 返回日期 | 天数";
        judge(&RULE, &format!("{header}\n001 | 2021-09-10 | 差旅费 | 900 | {cells}"), &[])
    }

    #[test]
    fn days_that_are_not_those_of_the_dates_are_told() {
        for (days, told) in [
            ("3", "G2 天数填 3，2021年9月1日到2021年9月4日应为 4 天"),
            ("3.5", "G2 天数填 3.5，2021年9月1日到2021年9月4日应为 4 天"),
        ] {
            assert_eq!(judged(&format!("2021-09-01 | 2021-09-04 | {days}")).told(), [told]);
        }
    }

    #[test]
    fn both_ends_counted_and_blanks_are_quiet() {
        assert_eq!(judged("2021-09-01 | 2021-09-04 | 4").kept, 1);
        for cells in ["2021-09-01 | 2021-09-04 |", "2021-09-01 | | 3"] {
            let verdicts = judged(cells);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0), "{cells}");
        }
    }

    #[test]
    fn an_unreadable_number_cannot_be_told() {
        assert_eq!(reasons(&judged("2021-09-01 | 2021-09-04 | 三四")), ["经费支出的“天数”无法识别"]);
    }
}
