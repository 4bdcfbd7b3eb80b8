//! D015: the same row in another place.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;

use super::Wording;
use super::elsewhere;
use super::tell;

/// D015 重复行
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D015",
    name: "重复行",
    severity: Severity::Warning,
    articles: &["数据一致性"],
    checks: "同一种表中是否有各栏完全相同的两行。",
    why: "同一件事记了两次，只能计一次。",
    remedy: "删去多余的一行；如确为两件事，请写明区别。",
    parameters: &[],
    effect: Effect::CountedOnce,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match seen.problem.what {
        What::SameRow => {
            let first = elsewhere(seen.problem);
            let row = seen.row();
            Some(Wording::new(format!("{row}与{first}的一行完全相同，只计一次")))
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
    fn the_first_place_is_named_and_related() {
        let problem = testing::problem(What::SameRow, "", "");
        let problem = Problem {
            related: vec![problem.place.clone()],
            ..problem
        };
        let verdicts = testing::judge(&RULE, &[problem]);
        assert_eq!(
            verdicts.findings[0].message,
            "HT-01与文化旅游/台账.xlsx › 9月 › C5的一行完全相同，只计一次"
        );
        assert_eq!(verdicts.findings[0].related.len(), 1);
    }
}
