//! D023: a value that is none of the known words.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::tell;

/// D023 取值不在选项内
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D023",
    name: "取值不在选项内",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "阶段、合同类型、角色等栏写的是否为规定的选项或其同义写法；备注、名称中是否写着作废、取消、撤销。",
    why: "写法不在选项内，无法判断该行属于哪一类；写着作废的行是否还算数，程序不能判断。",
    remedy: "改为规定的选项。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::UnknownWord(nearest) => {
            let near = nearest.map(|word| format!("，最接近“{word}”")).unwrap_or_default();
            Some(Wording::of_cell(format!("写为{}，不在选项内{near}", seen.value())))
        }
        What::Void => {
            let row = seen.row();
            let of = if row.is_empty() { "" } else { "的" };
            let said = format!(
                "{row}{of}{}写为{}，表中没有说明该行是否有效的列，无法判断是否作废，该行照常计入",
                seen.column(),
                seen.value()
            );
            let remedy = "确已作废的，从表中删去该行（或移到另一张不报送的表）；仍有效的，改正该处文字。";
            Some(Wording::new(said).remedy(remedy).of_severity(Severity::Warning))
        }
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use crate::rules::data::testing;

    #[test]
    fn the_nearest_word_is_told() {
        let word = |nearest| Problem {
            sets_aside: true,
            ..testing::problem(What::UnknownWord(nearest), "合同类型", "半正式")
        };
        assert_eq!(
            testing::message(&RULE, word(Some("正式合同"))),
            "HT-01的“合同类型”写为“半正式”，不在选项内，最接近“正式合同”，该行未计入"
        );
        assert_eq!(
            testing::message(&RULE, word(None)),
            "HT-01的“合同类型”写为“半正式”，不在选项内，该行未计入"
        );
    }
    #[test]
    fn a_row_that_is_marked_as_void_is_a_warning() {
        let verdicts = testing::judge(&RULE, &[testing::problem(What::Void, "备注", "已作废")]);
        let finding = &verdicts.findings[0];
        assert_eq!(
            finding.message,
            "HT-01的“备注”写为“已作废”，表中没有说明该行是否有效的列，无法判断是否作废，该行照常计入"
        );
        assert_eq!(finding.severity, Severity::Warning);
    }
}
