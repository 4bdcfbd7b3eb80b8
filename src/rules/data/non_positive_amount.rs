//! D010: money that is negative or zero, and no reversal.

use rust_decimal::Decimal;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::place::Place;
use crate::problem::Excess;
use crate::problem::What;
use crate::records::Kind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::Wording;
use super::tell;

/// D010 金额为负或为零
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D010",
    name: "金额为负或为零",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "金额是否大于零；经费支出中注明原凭证、且不超过原金额的红冲除外。",
    why: "负数和零多为录入错误，混入后合计不实。",
    remedy: "核对后改正；确为红冲的，在事由或原凭证号中写明冲销的凭证。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::NotPositive(sum) if *sum < Decimal::ZERO && seen.kind() == Some(Kind::Expense) => {
            let said = format!(
                "为{}，应大于零；如为红冲，没有写明原凭证号，或所写的凭证不在已报支出中",
                words::yuan(*sum)
            );
            Some(Wording::of_cell(said))
        }
        What::NotPositive(sum) => Some(Wording::of_cell(format!("为{}，应大于零", words::yuan(*sum)))),
        What::BeyondVoucher(excess) => Some(Wording::of_cell(beyond(excess, &seen.problem.related)).remedy(LIMIT)),
        _ => None,
    });
}

const LIMIT: &str = "核对红冲的金额、日期和所冲的凭证；红冲不得早于原支出，累计不得超过原凭证金额。";

/// What the reversal may take back, and by how much it goes beyond.
fn beyond(excess: &Excess, rows: &[Place]) -> String {
    let Excess {
        sum,
        voucher,
        there,
        before,
    } = excess;
    let mut of = rows.first().map(Place::to_string).unwrap_or_default();
    if rows.len() > 1 {
        of.push_str(&format!("等{}行", rows.len()));
    }
    let sum_told = words::yuan(*sum);
    let Some(there) = there else {
        return format!("为{sum_told}，所冲的凭证 {voucher} 的支出（{of}）日期在后，当日没有可冲的金额");
    };
    let left = (*there - *before).max(Decimal::ZERO);
    let voucher = format!("凭证 {voucher} 的支出（{of}）共{}", words::yuan(*there));
    let over = words::yuan(sum.abs() - left);
    if before.is_zero() {
        format!("为{sum_told}，所冲的{voucher}，多冲{over}")
    } else {
        let (before, left) = (words::yuan(*before), words::yuan(left));
        format!("为{sum_told}，所冲的{voucher}，已红冲{before}，只能再冲{left}，多冲{over}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;
    use crate::testing::Scene;

    #[test]
    fn the_sum_is_told_in_yuan() {
        let what = What::NotPositive("-1200.5".parse().expect("a sum"));
        let problem = testing::problem(what, "金额", "-1200.5");
        assert_eq!(testing::message(&RULE, problem), "HT-01的“金额”为-1,200.50元，应大于零");
    }

    #[test]
    fn a_reversal_beyond_its_voucher_is_told_with_the_sums_and_the_row() {
        const HEAD: &str = "凭证号 | 日期 | 支出项目 | 金额（元） | 专班";
        let of = |rows: &str| {
            let scene = Scene::new("2021-09").sheet("经费.xlsx", "经费支出", &format!("{HEAD}\n{rows}"));
            scene.judge(&RULE)
        };
        for (rows, told) in [
            (
                "P1 | 2021-09-01 | 会务费 | 100 | 文旅\nP1 | 2021-09-02 | 会务费 | -150 | 文旅",
                "D3 P1的“金额（元）”为-150.00元，所冲的凭证 P1 的支出（经费.xlsx › 经费支出 › 第2行）共100.00元，多冲50.00元，该行未计入",
            ),
            (
                "P1 | 2021-09-01 | 会务费 | 60 | 文旅\nP1 | 2021-09-01 | 租赁费 | 40 | 文旅\nP1 | 2021-09-02 | 会务费 | -70 | 文旅\n\
                 P1 | 2021-09-03 | 会务费 | -50 | 文旅",
                "D5 P1的“金额（元）”为-50.00元，所冲的凭证 P1 的支出（经费.xlsx › 经费支出 › 第2行等2行）共100.00元，已红冲70.00元，\
                 只能再冲30.00元，多冲20.00元，该行未计入",
            ),
            (
                "P1 | 2021-09-05 | 会务费 | 100 | 文旅\nP1 | 2021-09-02 | 会务费 | -50 | 文旅",
                "D3 P1的“金额（元）”为-50.00元，所冲的凭证 P1 的支出（经费.xlsx › 经费支出 › 第2行）日期在后，当日没有可冲的金额，该行未计入",
            ),
            (
                "P1 | 2021-09-05 | 会务费 | 100 | 文旅\nP2 | 2021-09-06 | 会务费 | -50 | 文旅",
                "D3 P2的“金额（元）”为-50.00元，应大于零；如为红冲，没有写明原凭证号，或所写的凭证不在已报支出中，该行未计入",
            ),
        ] {
            assert_eq!(of(rows).told(), [told]);
        }
        assert!(
            of("P1 | 2021-09-01 | 会务费 | 100 | 文旅\nP1 | 2021-09-02 | 会务费 | -100 | 文旅")
                .findings
                .is_empty()
        );
    }

    #[test]
    fn a_reversal_that_names_no_voucher_is_told_so() {
        let head = "凭证号 | 日期 | 支出项目 | 金额（元） | 事由 | 专班";
        let rows = "P1 | 2021-09-01 | 会务费 | 100 | 会场 | 文旅\nP2 | 2021-09-02 | 会务费 | -50 | 红冲上月多报 | 文旅";
        let scene = Scene::new("2021-09").sheet("经费.xlsx", "经费支出", &format!("{head}\n{rows}"));
        assert_eq!(
            scene.judge(&RULE).told(),
            ["D3 P2的“金额（元）”为-50.00元，应大于零；如为红冲，没有写明原凭证号，或所写的凭证不在已报支出中，该行未计入"]
        );
    }
}
