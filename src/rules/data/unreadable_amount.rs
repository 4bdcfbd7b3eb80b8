//! D008: money or a number that is not surely one value, or a long number that lost its digits.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::Unreadable;

use super::Wording;
use super::tell;

/// D008 金额无法识别
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D008",
    name: "金额无法识别",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "金额、数量是否为确定的数；号码是否以文本保存；文本文件（CSV）中各行的字段是否多于表头的列。",
    why: "约数、范围不是数字，不能加总；以数字保存的长号码末位已丢失，对不上凭证；金额中的千分位逗号不加引号会被当作分隔符，其后各栏错位。",
    remedy: "改写为确定的数；长号码先把单元格设为文本再重新录入。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::Amount(why @ (Unreadable::DigitsLost | Unreadable::Exponent)) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("把该列设为文本格式，按原件重新录入号码。"))
        }
        What::Amount(why @ Unreadable::Shared) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("取消合并单元格，在每行填写各自的金额。"))
        }
        What::Amount(why @ Unreadable::UnitsDiffer) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("使本行的单位与表头一致，或在金额后直接写明单位。"))
        }
        What::Amount(why @ Unreadable::CurrenciesDiffer) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("核对币种，使金额中所写的币种与“币种”列一致。"))
        }
        What::Amount(why @ Unreadable::Several) => Some(
            Wording::of_cell(format!("写为{}，{why}", seen.value()))
                .remedy("确为几张凭证的，写全每个号码，用顿号分开（如 记-12、记-13），或分行填写；是一个号码的，去掉其中的分隔符。")
                .of_severity(Severity::Warning),
        ),
        What::Amount(why @ Unreadable::SoFar) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("增加“本次到位资金”列，逐笔填写本次到账的金额。"))
        }
        What::Amount(why @ Unreadable::Parted) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("给金额加上英文引号（如 \"1,000\"）或去掉其中的逗号。"))
        }
        What::AmountsDiffer { other, title, place } => {
            let cell = place.a1().unwrap_or_default();
            let (title, other) = (words::quote(title), words::quote(other));
            let said = format!(
                "写为{}，同一行{title}（{cell}）写为{other}，两者不同，无法判断取哪一个",
                seen.value()
            );
            Some(Wording::of_cell(said).remedy("核对两列：是同一金额的，改为一致；不是同一金额的，把不报送的一列改名（如“其中：…”）。"))
        }
        What::Amount(why @ Unreadable::SeveralUnits) => {
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy("列名只写一个单位，或在每行金额后直接写明单位。"))
        }
        What::Fields { fields, columns } => {
            let (row, fate) = (
                seen.problem.place.row,
                if seen.problem.sets_aside {
                    "该行未计入"
                } else {
                    "该行的合计未核对"
                },
            );
            let said = format!("第{row}行有{fields}个字段，表头只有{columns}列，无法判断哪些字段属于同一格，{fate}");
            Some(
                Wording::new(said)
                    .remedy("找出该行内含分隔符的字段（多为金额的千分位逗号，如 1,000），加上英文引号（\"1,000\"）或去掉逗号。"),
            )
        }
        What::Amount(why) => Some(Wording::of_cell(format!("写为{}，{why}", seen.value()))),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn the_written_amount_and_the_reason_are_told() {
        let amount = |why, written| Problem {
            sets_aside: true,
            ..testing::problem(What::Amount(why), "合同金额", written)
        };
        for (why, written, told) in [
            (
                Unreadable::Inexact,
                "约3000万",
                "HT-01的“合同金额”写为“约3000万”，数字不确定（约数），该行未计入",
            ),
            (
                Unreadable::Range,
                "1-2亿",
                "HT-01的“合同金额”写为“1-2亿”，是一个范围，不是一个确定的值，该行未计入",
            ),
        ] {
            assert_eq!(testing::message(&RULE, amount(why, written)), told);
        }
    }

    #[test]
    fn two_amounts_that_differ_are_both_named() {
        let problem = testing::problem(What::Amount(Unreadable::Unknown), "金额", "10");
        let what = What::AmountsDiffer {
            other: "20".into(),
            title: "实付金额（元）".into(),
            place: Place {
                column: Some(5),
                row: 7,
                ..problem.place.clone()
            },
        };
        let problem = Problem {
            what,
            sets_aside: true,
            ..problem
        };
        assert_eq!(
            testing::message(&RULE, problem),
            "HT-01的“金额”写为“10”，同一行“实付金额（元）”（E7）写为“20”，两者不同，无法判断取哪一个，该行未计入"
        );
    }

    #[test]
    fn a_number_that_lost_its_digits_has_a_remedy_of_its_own() {
        for (why, written) in [(Unreadable::DigitsLost, "12345678901234567000"), (Unreadable::Exponent, "1.23E+05")] {
            let problem = testing::problem(What::Amount(why), "凭证号", written);
            let verdicts = testing::judge(&RULE, &[problem]);
            assert!(verdicts.findings[0].remedy.contains("文本"));
        }
    }
    #[test]
    fn a_line_with_too_many_fields_is_told_with_both_numbers() {
        let line = |sets_aside| Problem {
            sets_aside,
            ..testing::problem(What::Fields { fields: 7, columns: 6 }, "", "")
        };
        for (sets_aside, told) in [
            (true, "第5行有7个字段，表头只有6列，无法判断哪些字段属于同一格，该行未计入"),
            (false, "第5行有7个字段，表头只有6列，无法判断哪些字段属于同一格，该行的合计未核对"),
        ] {
            let verdicts = testing::judge(&RULE, &[line(sets_aside)]);
            assert_eq!(verdicts.findings[0].message, told);
            assert!(verdicts.findings[0].remedy.contains("引号"));
        }
    }
}
