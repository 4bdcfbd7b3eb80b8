//! D020: a unified social credit code that its own digits contradict.

use chrono::NaiveDate;

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::records::cell::Cell;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::row::Record;
use crate::records::row::RowAt;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;
use crate::values::credit_code;
use crate::values::credit_code::Check;

use super::of_owner;

/// D020 统一社会信用代码有误
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D020",
    name: "统一社会信用代码有误",
    severity: Severity::Error,
    articles: &["GB 32100-2015"],
    checks: "统一社会信用代码的位数、字符和两处校验码是否相符；只有校验码不符的列为待核。",
    why: "代码写错，就对不上企业，同一项目也查不出重复申报。",
    remedy: "对照营业执照改正；校验码不符而与执照一致的，说明即可。",
    parameters: &[],
    effect: Effect::None,
};

/// How long a code is.
const LENGTH: usize = 18;

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let tables = &case.records.tables;
    let projects = tables.projects.iter().map(|row| Coded {
        at: &row.at,
        code: &row.credit_code,
        owner: row.squad.value(),
        date: None,
        key: ("project", row.title()),
    });
    let contracts = tables.contracts.iter().map(|row| Coded {
        at: &row.at,
        code: &row.credit_code,
        owner: row.squad.value(),
        date: row.date(),
        key: ("contract", row.title()),
    });
    for row in projects.chain(contracts) {
        let Some(code) = row.code.value() else { continue };
        if !case.judges(row.date) {
            continue;
        }
        let Some((severity, what)) = fault(&code.key) else {
            docket.kept();
            continue;
        };
        let (key, title) = row.key;
        let message = format!("{title}的统一社会信用代码{}{what}", words::quote(row.code.written()));
        let when = row.date.map_or(When::Undated, When::Day);
        let broken = Broken::cell(case.records, row.at, row.code, when, message).as_severity(severity);
        docket.broken(of_owner(case, broken, row.owner).about(key, title));
    }
}

/// A row with a credit code.
struct Coded<'a> {
    at: &'a RowAt,
    code: &'a Cell<Name>,
    owner: Option<&'a Owner>,
    date: Option<NaiveDate>,
    /// The subject's key and the row's name.
    key: (&'static str, String),
}

/// What is wrong with a folded code, and how grave it is.
fn fault(code: &str) -> Option<(Severity, String)> {
    match credit_code::check(code) {
        Check::Sound => None,
        Check::Length(length) => Some((Severity::Error, format!("共{length}位，应为{LENGTH}位"))),
        Check::Alphabet { found, likely } => {
            let likely = likely.map(|code| format!("，可能是“{code}”")).unwrap_or_default();
            Some((Severity::Error, format!("含有不应出现的字符“{found}”{likely}")))
        }
        Check::CheckCharacter { expected } if code.ends_with(expected) => {
            Some((Severity::Warning, "第9至17位的校验码不符，待核".to_owned()))
        }
        Check::CheckCharacter { expected } => Some((
            Severity::Warning,
            format!("末位校验码不符，按前{}位应为“{expected}”，待核", LENGTH - 1),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scene;
    use crate::testing::Verdicts;

    fn judge(code: &str) -> Verdicts {
        let text = format!("项目名称 | 阶段 | 统一社会信用代码\n文旅小镇 | 在谈 | {code}");
        Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", &text).judge(&RULE)
    }

    #[test]
    fn each_fault_has_its_own_words_and_severity() {
        for (code, severity, told) in [
            ("91140800MA0K12345", Severity::Error, "共17位，应为18位"),
            ("9135O211M0000XUF46", Severity::Error, "含有不应出现的字符“O”"),
            ("91440300708461136X", Severity::Warning, "末位校验码不符，按前17位应为“T”，待核"),
        ] {
            let verdicts = judge(code);
            let finding = &verdicts.findings[0];
            assert_eq!(finding.severity, severity, "{code}");
            assert_eq!(finding.message, format!("文旅小镇的统一社会信用代码“{code}”{told}"));
            assert_eq!(finding.value.as_deref(), Some(code));
        }
    }

    #[test]
    fn the_likely_code_is_named() {
        let verdicts = judge("9144O300708461136T");
        assert!(verdicts.findings.iter().all(|finding| finding.severity == Severity::Error));
        let verdicts = judge("91440300708461136T".replace('0', "O").as_str());
        assert!(verdicts.findings[0].message.ends_with("，可能是“91440300708461136T”"));
    }

    #[test]
    fn a_sound_code_and_an_empty_cell_are_quiet() {
        let verdicts = judge("91440300708461136T");
        assert!(verdicts.findings.is_empty());
        assert_eq!(verdicts.kept, 1);
        assert_eq!(judge("").kept, 0);
    }

    #[test]
    fn a_contract_of_another_year_is_not_judged() {
        let judge = |day: &str| {
            let text = format!(
                "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额 | 统一社会信用代码\n\
                 HT-01 | 文旅小镇 | 甲公司 | 正式合同 | {day} | 3000 | 91140800"
            );
            Scene::new("2021-09").sheet("文化旅游/合同.xlsx", "合同", &text).judge(&RULE)
        };
        assert_eq!(judge("2021-09-06").findings[0].subject["contract"], "HT-01");
        assert!(judge("2020-12-31").findings.is_empty());
    }
}
