//! E007 接待未经事前审批

use crate::finding::Effect;
use crate::finding::RuleCard;
use crate::finding::Severity;
use crate::records::approval::ApprovalKind;
use crate::rules::Case;
use crate::rules::Docket;
use crate::rules::Rule;
use crate::rules::known::settle;
use crate::rules::words::yuan;

use super::approvals::Approvals;

/// The rule.
pub const RULE: Rule = Rule { card: &CARD, check };

const CARD: RuleCard = RuleCard {
    code: "E007",
    name: "接待未经事前审批",
    severity: Severity::Error,
    articles: &["考核办法 四"],
    checks: "接待支出是否有本专班的接待审批单，且批准日期不晚于支出日期；填了审批单号的按号核对，\
             没填的看此前有无本专班（填了活动编号的，同一活动）已批准的接待审批单。",
    why: "接待要先批后办，未批先办的费用不能报销。",
    remedy: "补报审批单或填写审批单号；确未事前审批的，不予报销。",
    parameters: &["items_reception"],
    effect: Effect::Cut,
};

fn check(case: &Case<'_>, docket: &mut Docket<'_>) {
    let approvals = Approvals::new(case);
    for line in super::judged(case, docket) {
        if !line.is(case, "items_reception") {
            continue;
        }
        let verdict = approvals.before(&line, ApprovalKind::Reception).map(|answer| {
            let fault = answer.err()?;
            let message = format!("接待费 {} {}", yuan(line.sum), fault.what);
            let mut broken = line.broken(case, &line.row.approval, message).cutting(line.sum);
            if let Some(number) = line.row.approval.value() {
                broken = broken.about("approval", &*number.shown);
            }
            broken.related = fault.rows;
            Some(broken)
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

    const APPROVALS: &str = "审批单号 | 事项类型 | 申请日期 | 批准日期 | 活动编号 | 专班\n\
        SP-1 | 接待 | 2021-09-01 | 2021-09-03 | HD-1 | 文化旅游\n\
        SP-2 | 接待 | 2021-09-01 | | | 文化旅游\n\
        SP-3 | 赠礼 | 2021-09-01 | 2021-09-01 | | 文化旅游\n\
        SP-4 | 接待 | 2021-09-01 | 2021-09-01 | HD-4 | 高效农业\n\
        SP-5 | 接待 | 2021-09-01 | 三日 | HD-5 | 高效农业\n\
        SP-6 | 接待 | 上旬 | 2021-09-01 | | 高效农业";

    fn judged(day: &str, number: &str, activity: &str) -> Verdicts {
        let text =
            format!("凭证号 | 日期 | 支出项目 | 金额（元） | 审批单号 | 活动编号\n001 | {day} | 接待费 | 800 | {number} | {activity}");
        judge(&RULE, &text, &[("审批/审批单.xlsx", APPROVALS)])
    }

    #[test]
    fn each_way_of_lacking_an_approval_is_told_and_cut_whole() {
        for (day, number, activity, told) in [
            ("2021-09-05", "SP-9", "", "E2 接待费 800.00元 所填审批单号 SP-9 没有对应的审批单"),
            ("2021-09-05", "SP-2", "", "E2 接待费 800.00元 所依据的审批单 SP-2 尚未批准"),
            (
                "2021-09-02",
                "SP-1",
                "",
                "E2 接待费 800.00元 所依据的审批单 SP-1 于2021年9月3日批准，晚于支出日期2021年9月2日",
            ),
            (
                "2021-09-05",
                "SP-3",
                "",
                "E2 接待费 800.00元 所依据的审批单 SP-3 是赠礼审批单，不是接待审批单",
            ),
            (
                "2021-09-05",
                "SP-4",
                "",
                "E2 接待费 800.00元 所依据的审批单 SP-4 不是本专班的审批单",
            ),
            (
                "2021-09-05",
                "",
                "HD-4",
                "E2 接待费 800.00元 没有本专班活动 HD-4 已批准的接待审批单",
            ),
            (
                "2021-09-02",
                "",
                "",
                "E2 接待费 800.00元 在2021年9月2日之前没有本专班已批准的接待审批单",
            ),
        ] {
            let verdicts = judged(day, number, activity);
            assert_eq!(verdicts.told(), [told]);
            assert_eq!(verdicts.findings[0].cut, Some(800.into()));
        }
    }

    #[test]
    fn approved_on_the_very_day_is_quiet() {
        for (number, activity) in [("SP-1", ""), ("sp-1", ""), ("", "HD-1"), ("", "")] {
            let verdicts = judged("2021-09-03", number, activity);
            assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 1), "{number}{activity}");
        }
    }

    #[test]
    fn what_is_no_reception_is_not_judged() {
        let verdicts = judge(
            &RULE,
            "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-02 | 会务费 | 800",
            &[("审批/审批单.xlsx", APPROVALS)],
        );
        assert_eq!((verdicts.findings.len(), verdicts.kept), (0, 0));
    }

    #[test]
    fn without_approvals_or_with_one_that_cannot_be_read_it_cannot_be_told() {
        let bare = "凭证号 | 日期 | 支出项目 | 金额（元）\n001 | 2021-09-02 | 接待费 | 800";
        assert_eq!(reasons(&judge(&RULE, bare, &[])), ["未报审批单"]);
        let own = APPROVALS.replace("高效农业", "文化旅游");
        let text = "凭证号 | 日期 | 支出项目 | 金额（元） | 活动编号\n001 | 2021-09-05 | 接待费 | 800 | HD-5";
        let verdicts = judge(&RULE, text, &[("审批/审批单.xlsx", own.as_str())]);
        assert_eq!(reasons(&verdicts), ["审批单的“批准日期”无法识别"]);
        assert_eq!(reasons(&judged("2021-09-05", "SP-6", "")), ["所对应的审批单行有数据问题，未计入"]);
    }

    #[test]
    fn each_of_several_numbers_is_looked_up() {
        for number in ["SP-1、SP-1", "SP-1、SP-3", "SP-1（接待）"] {
            let verdicts = judged("2021-09-05", number, "");
            assert_eq!((verdicts.told(), verdicts.kept), (vec![], 1), "{number}");
        }
        for number in ["SP-1、SP-2", "SP1、SP-1"] {
            let verdicts = judged("2021-09-05", number, "");
            assert!(verdicts.findings.is_empty(), "{number}");
            assert_eq!(reasons(&verdicts), ["填了几个审批单号，有的不符合要求，各自的金额分不开"]);
        }
        assert_eq!(judged("2021-09-05", "SP-2、SP-9", "").findings.len(), 1);
    }
}
