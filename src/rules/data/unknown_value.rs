//! D023: a value that is none of the known words.

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::finding::When;
use crate::problem::What;
use crate::records::Kind;
use crate::rules::Broken;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::words;

use super::Wording;
use super::of_owner;
use super::tell;

/// D023 取值不在选项内
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "D023",
    name: "取值不在选项内",
    severity: Severity::Error,
    articles: &["数据一致性"],
    checks: "阶段、合同类型、角色等栏写的是否为规定的选项或其同义写法；已开工项目的产业类是否明确；写着“同上”的格是否看得出指什么；备注、名称中是否写着作废、取消、撤销。",
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
        What::Ditto { own } => {
            let (why, remedy) = match own {
                true => ("金额、凭证号和编号每行各有，不能这样写", "写明本行自己的金额或号码。"),
                false => ("其正上方没有数据，无法判断指什么", "写明本行该格的内容。"),
            };
            Some(Wording::of_cell(format!("写为{}，{why}", seen.value())).remedy(remedy))
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
    tell_untold_classes(case, docket);
}

/// Tells the starts whose 产业类 holds a word that tells no class: of a project in talks it may still be open, of one that has started it
/// decides whether the target is reached (T004).
fn tell_untold_classes(case: &Case<'_>, docket: &mut Docket<'_>) {
    for row in &case.records.tables.projects {
        let Some(started) = row.started.get().filter(|day| case.judges(Some(*day)) && row.is_class_unknown()) else {
            continue;
        };
        let message = format!(
            "{}的{}写为{}，看不出是否产业类，已开工的项目要写明",
            row.name.written(),
            words::quote("产业类"),
            words::quote(row.industrial.written())
        );
        let broken = Broken::cell(case.records, &row.at, &row.industrial, When::Day(started), message);
        let broken = broken.about("table", Kind::Project.name()).about("project", &**row.name.written());
        docket.broken(of_owner(case, broken, row.squad.value()).remedy("改为是、否，或写明产业类别。"));
    }
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
    fn a_start_of_no_known_class_is_told_at_its_cell() {
        let ledger = "项目名称 | 阶段 | 产业类 | 开工日期\n古城 | 开工 | 待定 | 2021-09-09\n温泉 | 在谈 | 待定 |\n\
            画廊 | 开工 | 新材料 | 2021-09-09\n书院 | 开工 | | 2021-09-09\n民宿 | 开工 | 否 | 2021-09-09";
        let scene = crate::testing::Scene::new("2021-09").sheet("文化旅游/台账.xlsx", "台账", ledger);
        assert_eq!(
            scene.judge(&RULE).told(),
            ["C2 古城的“产业类”写为“待定”，看不出是否产业类，已开工的项目要写明"]
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
