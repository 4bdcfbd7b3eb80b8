//! D018: a person in a log or a travel claim who is on no roster.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::problem::What;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::id_number;

use super::Wording;
use super::tell;

/// D018 人员不在名册
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D018",
    name: "人员不在名册",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "工作日志和差旅支出中的人员是否在名册上；工作日志是否写明每个人的姓名。",
    why: "名册以外的人，其外出天数和补助不能计入专班。",
    remedy: "核对姓名；确为专班人员的，补报名册。",
    parameters: &[],
    effect: Effect::SetAside,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    tell(case, docket, |seen| match &seen.problem.what {
        What::NotOnRoster(name) => {
            let name = id_number::mask_in_text(name);
            let fate = match seen.problem.sets_aside {
                true => "，此人该行未计入",
                false => "，此人的日志和补助无法核对，该行金额仍计入",
            };
            Some(Wording::new(format!("{}不在任何名册上{fate}", words::quote(&name))).person(&name))
        }
        What::Unnamed => Some(
            Wording::of_cell(format!(
                "写为{}，其余人员没有写明姓名，其外出未计入；写明的人照常计入",
                seen.value()
            ))
            .remedy("逐一写明同行人员的姓名。")
            .of_severity(Severity::Warning),
        ),
        _ => None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::data::testing;

    #[test]
    fn the_person_is_named_also_as_the_subject() {
        let problem = testing::problem(What::NotOnRoster("赵六".to_owned()), "姓名", "王伟、赵六");
        let verdicts = testing::judge(&RULE, &[problem]);
        assert_eq!(
            verdicts.findings[0].message,
            "“赵六”不在任何名册上，此人的日志和补助无法核对，该行金额仍计入"
        );
        assert_eq!(verdicts.findings[0].subject["person"], "赵六");
    }

    #[test]
    fn another_problem_of_the_row_is_left_to_its_rule() {
        let problem = testing::problem(What::UnknownSquad, "专班", "体育专班");
        assert_eq!(testing::judge(&RULE, &[problem]).kept, 1);
    }
}
