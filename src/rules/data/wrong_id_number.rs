//! D021: a citizen identity number that is not sound; it is never shown whole.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::values::id_number;

use super::of_owner;

/// D021 身份证号有误
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D021",
    name: "身份证号有误",
    severity: Severity::Warning,
    articles: &["GB 11643-1999"],
    checks: "名册中身份证号的位数、出生日期和校验码是否相符；输出中从不显示完整号码。",
    why: "号码写错，评优、报销时对不上本人。",
    remedy: "对照身份证改正。",
    parameters: &[],
    effect: Effect::None,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    for row in &case.records.tables.roster {
        let Some(number) = row.id_number.value() else { continue };
        if id_number::is_sound(&number.key) {
            docket.kept();
            continue;
        }
        let name = row.name.written().to_string();
        let masked = id_number::mask(&number.key);
        let message = format!("{name}的身份证号“{masked}”位数、出生日期或校验码不符");
        let broken = Broken {
            value: Some(masked),
            ..Broken::cell(case.records, &row.at, &row.id_number, When::Undated, message)
        };
        docket.broken(of_owner(case, broken, row.squad.value()).about("person", name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judge(number: &str) -> Verdicts {
        let text = format!("姓名 | 角色 | 身份证号\n王伟 | 专职成员 | {number}");
        Scene::new("2021-09").sheet("文化旅游/名册.xlsx", "名册", &text).judge(&RULE)
    }

    #[test]
    fn a_wrong_number_is_told_and_never_shown_whole() {
        let verdicts = judge("11010519491231002Y");
        assert_eq!(verdicts.findings.len(), 1);
        let said = format!("{:?}", verdicts.findings[0]);
        assert!(!said.contains("19491231"), "{said}");
        assert!(verdicts.findings[0].message.starts_with("王伟的身份证号“110"));
    }

    #[test]
    fn a_sound_number_is_quiet_and_an_empty_cell_is_not_judged() {
        let verdicts = judge("11010519491231002X");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
        assert_eq!(judge("").kept, 0);
    }
}
