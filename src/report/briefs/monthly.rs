//! The monthly report to the vice-mayor in charge (方案 四(一), 考核办法 三): what 月报.gw.j2 is filled with.

use serde::Serialize;

use crate::report::Outcome;
use crate::report::OutputFile;
use crate::report::write::Error;

use super::common::Common;
use super::compare;
use super::compare::Ranking;
use super::findings::Findings;
use super::fund::Fund;
use super::squad::Squad;
use super::targets::OtherBasis;
use super::targets::Progress;
use super::targets::SquadTargets;
use super::targets::other_basis;

const TEMPLATE: &str = "月报.gw.j2";

/// The report as a Word document and as Markdown.
pub fn files(outcome: &Outcome<'_>) -> Result<Vec<OutputFile>, Error> {
    let brief = Brief::new(outcome);
    super::files(outcome, TEMPLATE, &brief.common.title, &brief)
}

/// All that the template may say. Every number is written out.
#[derive(Debug, Serialize)]
struct Brief {
    #[serde(flatten)]
    common: Common,
    progress: Progress,
    targets: Vec<SquadTargets>,
    other_basis: Vec<OtherBasis>,
    rankings: Vec<Ranking>,
    signed_by_recognition: bool,
    squads: Vec<Squad>,
    findings: Findings,
    fund: Fund,
}

impl Brief {
    fn new(outcome: &Outcome<'_>) -> Brief {
        let squads = &outcome.figures.squads;
        Brief {
            common: Common::new(outcome),
            progress: Progress::new(outcome),
            targets: squads.iter().map(|squad| SquadTargets::new(outcome, squad)).collect(),
            other_basis: other_basis(outcome),
            rankings: compare::rankings(outcome),
            signed_by_recognition: !outcome.settings.verdict.signed_formal,
            squads: super::squad::all(outcome),
            findings: Findings::new(outcome),
            fund: Fund::new(outcome),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::FigureValue;
    use crate::figures::WindowFigures;
    use crate::finding::Unjudged;
    use crate::regulation::SquadId;
    use crate::report::sample::Sample;
    use crate::report::sample::money;
    use crate::testing::Scene;

    const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册企业名称 | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表
HT-1 | 甲项目 | 甲公司 | 正式合同 | 2021-09-03 | 12000 | 甲运城公司 | 2021-09-20 | 是 | 是 | 是 | 是 | 是
HT-2 | 乙项目 | 乙公司 | 正式合同 | 2021-09-06 | 8000 | | | 是 | | | |
HT-3 | 丙项目 | 丙公司 | 正式合同 | 2020-11-06 | 500 | 丙运城公司 | 2021-03-20 | 是 | 是 | 是 | 是 | 是";

    const LOG: &str = "日期 | 姓名 | 工作内容 | 地点 | 项目名称 | 进展情况 | 存在问题 | 需协调事项 | 下一步打算 | 带队领导
2021-09-02 | 王伟 | 洽谈 | 上海 | A*B<C>&\"D\" | 完成考察 # 一 ** | 用地未落实，联系13812345678 | 请协调用地 | 赴上海";

    fn scene(period: &str) -> Scene {
        Scene::new(period)
            .today("2021-10-08")
            .sheet(
                "文旅专班/名册.xlsx",
                "名册",
                "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n王  伟 | 专职成员 | 2020-07-10",
            )
            .sheet("文旅专班/签约.xlsx", "合同", CONTRACTS)
            .sheet("文旅专班/日志.xlsx", "9月", LOG)
    }

    fn told(outcome: &Outcome<'_>) -> String {
        let files = files(outcome).unwrap_or_else(|error| panic!("{error}"));
        assert!(files[0].path.ends_with(".docx"), "{}", files[0].path);
        String::from_utf8(files[1].bytes.clone()).unwrap()
    }

    #[test]
    fn the_words_carry_the_figures() {
        let text = scene("2021-09").report(told);
        for part in [
            "# 2021年9月招商专班工作情况汇报\n\n（数据截至2021年9月30日）\n\n市政府分管副市长：\n",
            "本月，四个专班新签正式合同2份、合同金额20000.00万元（其中按规定认定1份、12000.00万元）；到位资金未报；开工项目未报；截至9月30日在谈项目未报。",
            "与上月相比，签约金额增加20000.00万元。",
            "序时进度为74.79%",
            "|  | 到位资金（万元） | 10000.00 | 未报 | 未报 | 74.79% | 未报 |",
            "| 文化旅游 | 签约资金（万元） | 100000.00 | 12000.00 | 12.00% | 74.79% | 落后 |",
            "全部正式合同金额：文化旅游20000.00万元。",
            "签约资金（按规定认定）完成年度目标的12.00%，落后序时进度62.79个百分点。",
            "上年签约、本年落户的有丙项目，合同金额500.00万元。",
            "本月在外招商1个工作日，组长未带队外出。专职成员外出工作日：王伟1个。",
            "**先进制造专班：**未报。",
            "**文化旅游专班：**用地未落实，联系138\\*\\*\\*\\*\\*\\*78（9月2日）。",
            "## 五、下月打算",
            "经费支出未报。",
            "特此报告。\n\n附件：\n\n1. 2021年9月招商专班工作情况汇报附表\n2. 问题清单\n\n市招商投资促进中心\n\n2021年10月8日\n",
        ] {
            assert!(text.contains(part), "{part}\n\n{text}");
        }
    }

    #[test]
    fn what_people_wrote_cannot_break_the_layout() {
        let text = scene("2021-09").report(told);
        let shown = "A\\*B\\<C\\>\\&\"D\"：完成考察 # 一 \\*\\*（9月2日）。";
        assert!(text.contains(shown), "{text}");
    }

    #[test]
    fn nothing_but_chinese_and_no_empty_section() {
        let log = "日期 | 姓名 | 工作内容 | 地点\n2021-09-02 | 王伟 | 洽谈 | 上海";
        let scene = Scene::new("2021-09").today("2021-10-08").sheet("文旅专班/日志.xlsx", "九月", log);
        let text = scene.report(told);
        let latin: String = text.chars().filter(char::is_ascii_alphabetic).collect();
        assert_eq!(latin, "", "{text}");
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let rank = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
        for pair in lines.windows(2) {
            let (heading, next) = (rank(pair[0]), rank(pair[1]));
            assert!(heading == 0 || next == 0 || next > heading, "nothing below {}", pair[0]);
        }
        assert!(!text.contains("。。") && !text.contains("，。") && !text.contains("；。"), "{text}");
    }

    #[test]
    fn what_was_not_reported_is_not_zero() {
        let sample = Sample::new();
        let text = told(&sample.outcome());
        let from = text.find("（四）文化旅游专班").unwrap();
        let to = text.find("## 三、").unwrap();
        let squad = &text[from..to];
        assert!(squad.contains("签约合同、到位资金、项目台账未报。"), "{squad}");
        assert!(squad.contains("工作日志未报，外出和带队情况无法统计。"), "{squad}");
        assert!(!squad.contains('0'), "{squad}");
        assert!(text.contains("文化旅游专班未报签约合同、到位资金、项目台账、工作日志、经费支出。以上合计不含未报数据。"));
        assert!(text.contains("| 文化旅游 | 未报 | 未报 | 未报 | 未报 | 未报 | 未报 |"));
        assert!(text.contains("文化旅游/加密.xlsx（文件有密码）"));
    }

    #[test]
    fn what_could_not_be_judged_is_told_once_for_each_reason() {
        let mut sample = Sample::new();
        let unjudged = |rule, squad: Option<u8>, reason: &str| Unjudged {
            rule,
            squad: squad.map(SquadId),
            reason: reason.to_owned(),
        };
        sample.judgement.unjudged = vec![
            unjudged("L001", Some(3), "无名册"),
            unjudged("L004", Some(1), "无名册"),
            unjudged("E009", None, "无活动批复"),
        ];
        let told = told(&sample.outcome());
        let expected = "**未能核查的事项。**无名册（新型材料、文化旅游专班）；无活动批复。以上事项不能视为没有问题。";
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn rounded_parts_that_do_not_add_up_are_told() {
        let mut sample = Sample::new();
        let note = "因四舍五入，分项之和与合计可能略有出入";
        let set = |figures: &mut WindowFigures, items: [&str; 2], spent: &str| {
            for figure in &mut figures.figures {
                match figure.key {
                    "spent" | "proposed" => figure.value = money(spent),
                    "spent_by_item" => {
                        let sums = items.map(|sum| (sum.to_owned(), sum.parse().unwrap()));
                        figure.value = FigureValue::Sums(sums.into());
                    }
                    "cuts" => figure.value = money("0"),
                    _ => {}
                }
            }
        };
        for (items, spent, told_so) in [(["3640", "2000"], "5640", false), (["3640", "2040"], "5680", true)] {
            for squad in &mut sample.figures.squads {
                set(&mut squad.period, ["0", "0"], "0");
                set(&mut squad.ytd, ["0", "0"], "0");
            }
            set(&mut sample.figures.squads[0].period, items, spent);
            set(&mut sample.figures.squads[0].ytd, items, spent);
            set(&mut sample.figures.total_period, items, spent);
            set(&mut sample.figures.total_ytd, items, spent);
            assert_eq!(told(&sample.outcome()).contains(note), told_so, "{items:?}");
        }
        // Beside each other: 5640 as 0.56, of which 5590 and 50 as 0.56 and 0.005.
        set(&mut sample.figures.squads[0].period, ["3640", "2000"], "5640");
        set(&mut sample.figures.squads[0].ytd, ["3640", "2000"], "5640");
        set(&mut sample.figures.total_period, ["3640", "2000"], "5640");
        set(&mut sample.figures.total_ytd, ["3640", "2000"], "5640");
        assert!(!told(&sample.outcome()).contains(note));
        for figure in &mut sample.figures.squads[0].period.figures {
            match figure.key {
                "proposed" => figure.value = money("5590"),
                "cuts" => figure.value = money("50"),
                _ => {}
            }
        }
        assert!(told(&sample.outcome()).contains(note));
    }

    #[test]
    fn every_kind_of_period_has_its_words_and_the_same_bytes_twice() {
        for (period, heading) in [
            ("2021-W36", "## 五、下周打算"),
            ("2021-09-H1", "## 五、下期打算"),
            ("2021-09", "## 五、下月打算"),
            ("2021-Q3", "## 五、下季度打算"),
            ("2021", "## 五、下年打算"),
        ] {
            let scene = scene(period);
            let text = scene.report(told);
            assert!(text.contains(heading), "{text}");
            let both = || scene.report(|outcome| files(outcome).unwrap());
            assert_eq!(both(), both());
        }
    }

    #[test]
    fn an_empty_workspace_has_a_report_too() {
        let text = Scene::new("2021-09").report(told);
        assert!(text.contains("签约资金未报；到位资金未报"), "{text}");
    }
}
