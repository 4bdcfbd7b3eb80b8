//! The briefs of all periods: each its own text, each true to the figures.

use crate::report::Outcome;
use crate::report::sample::Sample;
use crate::testing::Scene;

const ROSTER: &str = "姓名 | 角色 | 到岗日期\n杨帆 | 组长 | 2020-07-10\n王  伟 | 专职成员 | 2020-07-10\n李娜 | 专职成员 | 2020-07-10";

const LOG: &str = "日期 | 姓名 | 工作内容 | 地点 | 是否外出 | 工作类型 | 带队领导 | 对接单位 | 项目名称 | 项目信息 | 进展情况 | 存在问题 | 需协调事项 | 下一步打算
2021-09-06 | 王伟 | 洽谈 | 江苏省苏州市 | 是 | | | 甲公司 | | 甲公司拟扩产 | | 用地未落实 | 请协调用地 | 赴上海
2021-09-07 | 王伟 | 洽谈 | 上海 | 是 | | 杨帆 | 甲公司、乙公司 | 氢能项目 | | 完成考察 | | |
2021-09-08 | 王伟 | 整理材料 | 机关 | 否 | | | | | | | | |
2021-09-09 | 王伟 | 请假 | | | 请假 | | | | | | | |
2021-09-06 | 李娜 | 洽谈 | | 是 | | | | | | | | |";

const PROJECTS: &str = "项目名称 | 阶段 | 投资方 | 总投资（万元） | 首次对接日期 | 最近进展日期 | 开工日期 | 落地县区 | 进展情况
氢能项目 | 开工 | 甲公司 | 30000 | 2021-01-10 | 2021-11-20 | 2021-11-18 | 永济市 | 已进入主体施工
小项目 | 在谈 | 乙公司 | 500 | 2021-08-10 | 2021-09-01 | | |
后来的项目 | 在谈 | 丙公司 | 90000 | 2021-12-01 | 2021-12-01 | | |
终止的项目 | 终止 | 丁公司 | 80000 | 2021-01-01 | 2021-02-01 | | |";

const APPLICATIONS: &str = "申请编号 | 申报单位 | 申请金额 | 申报日期 | 审核日期 | 初审日期 | 审批日期 | 报销日期
SQ-1 | 文化旅游专班 | 30000 | 2021-08-31 | 2021-09-02 | 2021-09-20 | 2021-09-25 | 2021-10-08
SQ-2 | 文化旅游专班 | 20000 | 2021-07-31 | 2021-08-02 | 2021-08-03 | 2021-08-04 | 2021-08-05";

const APPROVALS: &str = "审批单号 | 事项类型 | 专班 | 申请日期 | 批准日期 | 批准金额
SP-1 | 接待 | 文化旅游 | 2021-09-10 | 2021-09-18 | 1500
SP-2 | 接待 | 文化旅游 | 2021-09-01 | 2021-09-02 | 1500";

fn scene(period: &str) -> Scene {
    Scene::new(period)
        .today("2022-01-10")
        .sheet("文旅专班/名册.xlsx", "名册", ROSTER)
        .sheet("文旅专班/日志.xlsx", "9月", LOG)
        .sheet("文旅专班/项目台账.xlsx", "项目台账", PROJECTS)
        .sheet("中心/经费申请.xlsx", "经费申请", APPLICATIONS)
        .sheet("中心/审批单.xlsx", "审批单", APPROVALS)
}

/// The title and the text of an outcome's brief.
fn told(outcome: &Outcome<'_>) -> (String, String) {
    let files = super::of_period(outcome).unwrap_or_else(|error| panic!("{error}"));
    let title = files[0].path.strip_suffix(".docx").unwrap().to_owned();
    assert_eq!(files[1].path, format!("{title}.md"));
    (title, String::from_utf8(files[1].bytes.clone()).unwrap())
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n\n{text}");
    }
}

#[test]
fn a_week_tells_who_was_where_and_whom_they_met() {
    let (title, text) = scene("2021-W36").report(told);
    assert_eq!(title, "2021年第36周招商专班工作周报");
    holds(
        &text,
        &[
            "| 姓名 | 周一 | 周二 | 周三 | 周四 | 周五 | 周六 | 周日 |",
            "| 王伟 | 苏州市 | 上海 | 在岗 | 请假 | — |  |  |",
            "| 李娜 | 外出 | — | — | — | — |  |  |",
            "| 杨帆 | — | 带队外出 | — | — | — |  |  |",
            "**对接企业。**甲公司、乙公司。",
            "**有价值项目信息。**甲公司拟扩产（9月6日）。",
            "**重点项目进展。**氢能项目：完成考察（9月7日）。",
            "**需协助推进的工作。**请协调用地（9月6日）。",
            "**下周打算。**赴上海（9月6日）。",
            "工作日志未报，人员动态、对接企业和项目信息无法统计。",
        ],
    );
}

#[test]
fn a_half_month_tells_what_changed_and_what_waits() {
    let (title, text) = scene("2021-09-H1").report(told);
    assert_eq!(title, "2021年9月上半月招商专班工作情况通报");
    holds(
        &text,
        &[
            "| 文化旅游 | 未报 | 无法计算 | 未报 | 无法计算 | 0 | 持平 | 1 | 持平 |",
            "**外出天数预警（2项）。**",
            "| SP-1 | 文化旅游 | 接待 | 0.15 | 2021年9月10日 |",
            "| SQ-1 | 文化旅游 | 3.00 | 2021年8月31日 | 初审 |",
            "**下期打算。**赴上海（9月6日）。",
        ],
    );
    assert!(!text.contains("SQ-2") && !text.contains("SP-2"), "{text}");
}

#[test]
fn a_quarter_tells_the_large_projects_as_they_stood() {
    let (title, text) = scene("2021-Q3").report(told);
    assert_eq!(title, "2021年第三季度招商专班工作情况汇报");
    holds(
        &text,
        &[
            "| 指标 | 先进制造 | 新型材料 | 高效农业 | 文化旅游 | 合计 |",
            "| 签约资金（万元） | 未报 | 未报 | 未报 | 未报 | 未报 |",
            "**1. 氢能项目（文化旅游专班）。**总投资30000.00万元，投资方为甲公司，落地县区为永济市。本季度最新动态：完成考察（9月7日）。",
            "**2. 小项目（文化旅游专班）。**总投资500.00万元，投资方为乙公司，处于在谈阶段。",
            "**文化旅游专班：**请协调用地（9月6日）。",
        ],
    );
    for later in ["主体施工", "后来的项目", "终止的项目", "由高到低"] {
        assert!(!text.contains(later), "{later}");
    }
}

#[test]
fn every_brief_says_what_was_not_reported_and_nothing_but_chinese() {
    for period in ["2021-W36", "2021-09-H1", "2021-09-H2", "2021-Q3", "2021-09", "2021"] {
        for text in [Scene::new(period).report(told).1, {
            let mut sample = Sample::new();
            sample.period = crate::values::period::Period::parse(period).unwrap();
            told(&sample.outcome()).1
        }] {
            assert!(text.contains("未报"), "{text}");
            assert!(!text.contains("13812345678"));
            for slip in ["。。", "，。", "；。", "；；", "：。", "，，", "（）", "{{", "None", "本月无。。"] {
                assert!(!text.contains(slip), "{period} {slip}: {text}");
            }
            let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            let rank = |line: &str| line.bytes().take_while(|byte| *byte == b'#').count();
            for pair in lines.windows(2) {
                let (heading, next) = (rank(pair[0]), rank(pair[1]));
                assert!(heading == 0 || next == 0 || next > heading, "nothing below {}", pair[0]);
            }
        }
        let full = scene(period).report(told).1;
        assert!(!full.contains("。。"), "{full}");
        for word in match period {
            "2021-W36" => ["本月", "本季度"],
            "2021-Q3" => ["本月", "本周"],
            _ => ["本周", "本季度"],
        } {
            assert!(!full.contains(word), "{period} {word}");
        }
    }
}

#[test]
fn a_year_that_is_not_over_is_not_called_whole() {
    let whole = ["全年", "年末"];
    let (_, text) = scene("2021").as_of("2021-09-30").report(told);
    for word in whole {
        assert!(!text.contains(word), "{word}\n\n{text}");
    }
    holds(
        &text,
        &["截至9月30日四个专班", "对截至9月30日的报送数据", "主要指标（截至9月30日）"],
    );
    let (_, text) = scene("2021").report(told);
    holds(&text, &whole);
}

#[test]
fn a_week_on_which_nobody_works_lacks_no_log() {
    let roster = "姓名 | 角色 | 到岗日期\n王伟 | 专职成员 | 2020-07-10";
    let log = "日期 | 姓名 | 工作内容 | 地点\n2026-02-10 | 王伟 | 洽谈 | 上海";
    let (_, text) = Scene::new("2026-W08")
        .today("2026-03-01")
        .sheet("文旅专班/名册.xlsx", "名册", roster)
        .sheet("文旅专班/日志.xlsx", "2月", log)
        .report(told);
    let squad = text.rsplit("文化旅游专班\n").next().unwrap();
    for untold in ["工作日志未报", "未计入", "本周工作日志"] {
        assert!(!squad.contains(untold), "{untold}: {text}");
    }
    holds(squad, &["| 王伟 |", "**对接企业。**本周无。", "**下周打算。**日志未写明。"]);
}

const CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册企业名称 | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表
HT-1 | 甲项目 | 甲公司 | 正式合同 | 2021-09-03 | 12000 | 甲运城公司 | 2021-09-20 | 是 | 是 | 是 | 是 | 是
HT-2 | 乙项目 | 乙公司 | 正式合同 | 2021-09-06 | 8000 | | | 是 | | | |
HT-3 | 丙项目 | 丙公司 | 正式合同 | 2020-11-06 | 500 | 丙运城公司 | 2021-09-20 | 是 | 是 | 是 | 是 | 是
HT-4 | 丁项目 | 丁公司 | 正式合同 | 2020-11-06 | 600 | 丁运城公司 | 2021-09-20 | 是 | 是 | 是 | 是 | 否";

/// What is recognised of the year before is no part of what was signed in this one.
#[test]
fn recognition_carried_over_is_told_apart_from_what_was_signed() {
    let carrying = |period: &str| {
        let mut scene = Scene::new(period)
            .today("2022-01-10")
            .sheet("文旅专班/签约.xlsx", "合同", CONTRACTS);
        scene.settings.verdict.carry_recognition = true;
        scene.report(|outcome| {
            let form = super::yearly::forms(outcome)
                .unwrap()
                .into_iter()
                .find(|file| file.path.contains("文化旅游/年度考核表"));
            (told(outcome).1, form.map(|file| file.bytes))
        })
    };
    let besides = "另有上年签约、本年落户按设置认定1份、500.00万元";
    let note = "认定金额含上年签约、本年落户按设置认定的合同1份、500.00万元，这些合同不在正式合同金额内。";
    holds(
        &carrying("2021-09").0,
        &[
            &format!("新签正式合同2份、合同金额20000.00万元（其中按规定认定1份、12000.00万元，{besides}）"),
            &format!("累计签订正式合同2份、合同金额20000.00万元，其中按规定认定1份、12000.00万元，{besides}；"),
            note,
            "| 文化旅游 | 签约资金（万元） | 100000.00 | 12500.00 |",
        ],
    );
    let (year, form) = carrying("2021");
    holds(
        &year,
        &[
            &format!("签订正式合同2份、合同金额20000.00万元，其中按规定认定1份、12000.00万元，{besides}；"),
            note,
            "**文化旅游专班。**申报正式合同2份、20000.00万元，予以认定1份、12000.00万元，未予认定1份。另有上年签约、本年落户的合同2份：\
             丙项目（500.00万元）、丁项目（600.00万元），按设置计入本年认定1份、500.00万元，其余不符合认定条件，未予认定。",
        ],
    );
    assert!(form.is_some());
    let (quarter, _) = carrying("2021-Q3");
    assert_eq!(quarter.matches(note).count(), 2, "{quarter}");
    // By the letter nothing is told of it but the names.
    let letter = Scene::new("2021")
        .today("2022-01-10")
        .sheet("文旅专班/签约.xlsx", "合同", CONTRACTS)
        .report(told)
        .1;
    assert!(
        !letter.contains("按设置") && letter.contains("按规定原文两年均不计入认定"),
        "{letter}"
    );
}

#[test]
fn the_duties_that_decide_by_the_settings_are_told_apart_from_the_others() {
    let mut scene = scene("2021");
    scene.settings.verdict.duties_decide = true;
    let (_, text) = scene.report(told);
    holds(&text, &["按设置，其中专职成员外出、专班在外、组长带队外出也决定考核结论"]);
    let verdicts: Vec<&str> = text.lines().filter(|line| line.contains("按设置决定结论的月度职责：")).collect();
    assert_eq!(verdicts.len(), 4, "{text}");
    for verdict in verdicts {
        assert!(verdict.contains("专班在外（"), "{verdict}");
        assert!(!verdict.contains("半月调度") && !verdict.contains("月度书面汇报"), "{verdict}");
    }
    holds(&text, &["半月调度（1至12月）"]);
}

#[test]
fn somebody_with_two_posts_is_named_once() {
    let roster = "姓名 | 角色 | 到岗日期 | 离岗日期\n王伟 | 专职成员 | | 2021-09-15\n李娜 | 专职成员 | |\n王伟 | 专职成员 | 2021-09-16 |\n\
                  杨帆 | 组长 | |";
    let scene = |period: &str| {
        Scene::new(period)
            .sheet("文旅专班/名册.xlsx", "名册", roster)
            .sheet("文旅专班/日志.xlsx", "9月", LOG)
    };
    let (_, text) = scene("2021-09").report(told);
    holds(&text, &["专职成员外出工作日：王伟2个，李娜1个。"]);
}

#[test]
fn a_period_that_is_not_over_is_compared_with_a_whole_one_in_so_many_words() {
    for (period, as_of, told_so, whole) in [
        ("2021-Q3", "2021-09-10", "与上季度全期（本季度只到9月10日）相比，", "与上季度相比，"),
        ("2021-09", "2021-09-10", "与上月全期（本月只到9月10日）相比，", "与上月相比，"),
        ("2021-09-H1", "2021-09-10", "与上期全期（本期只到9月10日）相比，", "与上期相比，"),
    ] {
        let scene = || Scene::new(period).sheet("文旅专班/签约.xlsx", "合同", CONTRACTS);
        let (_, cut) = scene().as_of(as_of).report(told);
        assert!(cut.contains(told_so) && !cut.contains(whole), "{cut}");
        let (_, text) = scene().report(told);
        assert!(text.contains(whole) && !text.contains("全期"), "{text}");
    }
}

const YEAR_CONTRACTS: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种 | 注册企业名称 | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表";

/// The text of a year whose contracts of two squads are these rows.
fn assessed(tourism: &str, farming: &str) -> String {
    let sheet = |rows: &str| format!("{YEAR_CONTRACTS}\n{rows}");
    let scene = Scene::new("2021")
        .today("2022-01-10")
        .sheet("文旅专班/合同.xlsx", "合同", &sheet(tourism))
        .sheet("农业专班/合同.xlsx", "合同", &sheet(farming));
    scene.report(told).1
}

#[test]
fn what_was_handed_in_and_left_out_is_told_with_its_reason() {
    let whole = "甲运城公司 | 2021-04-01 | 是 | 是 | 是 | 是 | 是";
    let text = assessed(
        &format!(
            "W1 | 古城 | 甲公司 | 正式合同 | 2021-04-01 | 300 | | {whole}\n\
             W2 | 温泉 | 乙公司 | 正式合同 | 2021-05-01 | 500 | 美元 | {whole}\n\
             W3 | 画廊 | 丙公司 | 正式合同 | 2021-06-01 | 若干 | | {whole}\n\
             W4 | 民宿 | 丁公司 | 正式合同 | 2021-06-01 | 700 | | {whole}\n\
             W5 | 书院 | 丁公司 | 框架协议 | 2021-06-01 | 700 | | {whole}"
        ),
        &format!("N1 | 古城 | 甲公司 | 正式合同 | 2021-03-01 | 300 | | {whole}"),
    );
    holds(
        &text,
        &[
            "**文化旅游专班。**申报正式合同3份（其中2份归属其他专班或没有适用汇率，不计金额）、700.00万元，予以认定1份、700.00万元，未予认定2份。\
             另有签约合同1份因填写有误未计入。",
            "**高效农业专班。**申报正式合同1份、300.00万元，全部予以认定。",
            "| 文化旅游 | 古城 | W1 | — |",
            "| 文化旅游 | 温泉 | W2 | — |",
            "| 文化旅游 | — | W3 | — | W3的“合同金额（万元）”写为“若干”，无法识别，该行未计入 |",
        ],
    );
    assert!(!text.contains("| W4 |") && !text.contains("| W5 |"), "{text}");
    // A squad all of whose contracts are left out did hand some in.
    let text = assessed(
        &format!("W2 | 温泉 | 乙公司 | 正式合同 | 2021-05-01 | 500 | 美元 | {whole}"),
        &format!("N2 | 书院 | 丁公司 | 框架协议 | 2021-06-01 | 700 | | {whole}"),
    );
    holds(
        &text,
        &[
            "**文化旅游专班。**申报正式合同1份（其中1份没有适用汇率，不计金额），均未予认定。",
            "**高效农业专班。**全年没有正式合同。",
        ],
    );
}

#[test]
fn a_registration_after_the_as_of_day_is_not_one_after_the_year() {
    let contract = "W1 | 古城 | 甲公司 | 正式合同 | 2021-01-04 | 300 | | 甲运城公司 | 2021-01-20 | 是 | 是 | 是 | 是 | 是";
    let scene = |as_of: &str| {
        Scene::new("2021")
            .today("2022-01-10")
            .as_of(as_of)
            .sheet("文旅专班/合同.xlsx", "合同", &format!("{YEAR_CONTRACTS}\n{contract}"))
    };
    let (_, text) = scene("2021-01-15").report(told);
    holds(&text, &["注册日期2021年1月20日晚于截止日"]);
    assert!(!scene("2021-01-20").report(told).1.contains("晚于截止日"));
    let contract = contract.replace("2021-01-20", "2022-01-05");
    let whole = Scene::new("2021")
        .today("2022-01-10")
        .sheet("文旅专班/合同.xlsx", "合同", &format!("{YEAR_CONTRACTS}\n{contract}"));
    holds(&whole.report(told).1, &["注册日期2022年1月5日在考核期之后"]);
}

#[test]
fn before_the_first_month_has_ended_no_month_is_kept() {
    let activities = "日期 | 活动类型 | 活动名称\n2021-01-08 | 半月调度 | 调度会";
    let scene = |as_of: &str| {
        Scene::new("2021")
            .today("2021-10-08")
            .as_of(as_of)
            .sheet("文旅专班/名册.xlsx", "名册", ROSTER)
            .sheet("文旅专班/项目台账.xlsx", "项目台账", PROJECTS)
            .sheet("中心/活动记录.xlsx", "活动记录", activities)
    };
    let (_, text) = scene("2021-01-15").report(told);
    let squad = text.rsplit("## 五、履职情况").next().unwrap();
    holds(
        squad,
        &["**文化旅游专班。**已核查的半月调度（1月）达到规定；王伟外出、李娜外出、专班在外、组长带队外出、月度书面汇报尚无整月可核查。"],
    );
    // What is on pace is not missed, and nothing is 未完成 before the year has ended.
    assert!(!text.contains("未完成目标"), "{text}");
    holds(
        &text,
        &["达到序时进度3项：开工项目0个（目标2个）、产业类开工项目0个（目标1个）、在谈项目0个（目标20个）"],
    );
    let (_, text) = scene("2021-01-10").report(told);
    holds(&text, &["**文化旅游专班。**尚无整月可核查。"]);
}

#[test]
fn a_half_month_duty_is_in_force_from_the_first_whole_half() {
    let (_, text) = Scene::new("2020").today("2021-01-05").report(told);
    holds(&text, &["7月下半月起每半月调度不少于1次", "8月起每月书面汇报不少于1次"]);
    let (_, text) = Scene::new("2021").today("2022-01-05").report(told);
    holds(&text, &["，每半月调度不少于1次，每月书面汇报不少于1次"]);
}

#[test]
fn just_below_a_goal_is_not_shown_as_the_goal() {
    let receipts = |sum: &str| format!("合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nW1 | 2021-05-01 | {sum} | 银行进账单 | 1");
    let text = |sum: &str| {
        let contract = "W1 | 古城 | 甲公司 | 正式合同 | 2021-01-04 | 50000.005 | | 甲运城公司 | 2021-01-20 | 是 | 是 | 是 | 是 | 是";
        let scene = Scene::new("2021")
            .today("2022-01-10")
            .sheet("文旅专班/合同.xlsx", "合同", &format!("{YEAR_CONTRACTS}\n{contract}"))
            .sheet("文旅专班/到位.xlsx", "到位资金", &receipts(sum));
        scene.report(told).1
    };
    holds(
        &text("9999.9999"),
        &[
            "到位资金9999.9999万元，比目标10000.00万元少0.0001万元",
            "签约资金50000.005万元，比目标100000.00万元少49999.995万元",
            "|  | 到位资金（万元） | 10000.00 | 9999.9999 | 99.999999% | 未完成 |",
        ],
    );
    holds(
        &text("9000"),
        &[
            "到位资金9000.00万元，比目标10000.00万元少1000.00万元",
            "|  | 到位资金（万元） | 10000.00 | 9000.00 | 90.00% | 未完成 |",
        ],
    );
}

#[test]
fn what_was_handed_in_is_not_called_unreported() {
    let receipts = "合同编号 | 到账日期 | 金额（万元） | 凭证类型 | 凭证号\nW1 | 2021-09-01 | 100 | 银行进账单 | 1";
    let with_receipts = |path: &str| Scene::new("2021-09").today("2021-10-08").sheet(path, "到位资金", receipts);
    let (_, text) = with_receipts("文旅专班/到位.xlsx").report(told);
    holds(
        &text,
        &[
            "文化旅游专班未报签约合同（已报的到位资金无法对应）、项目台账",
            "签约合同、项目台账未报，到位资金无法对应。",
        ],
    );
    assert!(
        text.contains("高效农业专班未报签约合同、到位资金、项目台账") || text.contains("高效农业、"),
        "{text}"
    );

    let log = |rows: &str| {
        let log = format!("日期 | 姓名 | 工作内容 | 地点\n{rows}");
        let scene = Scene::new("2021-09").today("2021-10-08").sheet("文旅专班/日志.xlsx", "日志", &log);
        scene.sheet("文旅专班/名册.xlsx", "名册", ROSTER).report(told).1
    };
    // All rows without a readable day: of which month they are cannot be told.
    let text = log("某日 | 王伟 | 洽谈 | 上海\n某日 | 李娜 | 洽谈 | 上海");
    holds(
        &text,
        &[
            "**文化旅游专班：**无法确定（工作日志各行均未计入）。",
            "工作日志各行均未计入，外出和带队情况无法统计。",
        ],
    );
    let from = text.find("**未报情况。**").unwrap();
    let missing = text[from..].lines().next().unwrap();
    let of_squad = missing.split('；').find(|part| part.contains("文化旅游")).unwrap();
    assert!(!of_squad.contains("工作日志"), "{of_squad}");
    // One such row beside sound ones of another month says nothing of this one.
    let text = log("某日 | 王伟 | 洽谈 | 上海\n2021-08-02 | 李娜 | 洽谈 | 上海");
    holds(&text, &["**文化旅游专班：**未报。"]);
}

#[test]
fn each_lead_of_a_firm_is_told() {
    let log = "日期 | 姓名 | 工作内容 | 地点 | 对接单位 | 项目信息\n\
               2021-09-09 | 王伟 | 拜访 | 上海 | 某商会 | 甲企业拟投资一亿元\n\
               2021-09-10 | 王伟 | 拜访 | 上海 | 某商会 | 丁企业拟投资九亿元\n\
               2021-09-10 | 李娜 | 拜访 | 上海 | 某商会 | 丁企业拟投资九亿元。";
    let scene = Scene::new("2021-W36").today("2021-10-08").sheet("文旅专班/日志.xlsx", "日志", log);
    let (_, text) = scene.report(told);
    holds(
        &text,
        &["**有价值项目信息。**某商会：丁企业拟投资九亿元（9月10日）；某商会：甲企业拟投资一亿元（9月9日）。"],
    );
}

#[test]
fn a_place_that_is_cut_is_marked_and_a_day_of_another_year_has_it() {
    let log =
        "日期 | 姓名 | 工作内容 | 地点\n2020-12-30 | 王伟 | 拜访 | 北京市朝阳区建国路八十八号\n2020-12-31 | 王伟 | 拜访 | 内蒙古自治区包头";
    let scene = Scene::new("2020-W53").today("2021-01-05").sheet("文旅专班/日志.xlsx", "日志", log);
    let (_, text) = scene.report(told);
    holds(
        &text,
        &[
            "北京市朝阳区建… | 内蒙古自治区包头 |",
            "（12月28日至2021年1月3日）",
            "截至2021年1月3日在谈项目",
        ],
    );
    let (_, text) = Scene::new("2021-W36").today("2021-10-08").report(told);
    holds(&text, &["（9月6日至9月12日）"]);
}

#[test]
fn the_fund_says_whose_budget_it_is_and_what_is_not_known() {
    let expenses = "凭证号 | 日期 | 支出项目 | 金额（元）\nF1 | 2021-09-01 | 会务费 | 500";
    let scene = || {
        Scene::new("2021-Q3")
            .today("2021-10-08")
            .sheet("文旅专班/经费.xlsx", "经费支出", expenses)
    };
    let (_, text) = scene().report(told);
    holds(
        &text,
        &[
            "经费预算300.00万元（未报年度预算，按考核办法 七计）",
            "已批准尚未报销的金额未报。",
            "## 三、重点项目情况\n\n项目台账未报。",
        ],
    );
    let with_budget = scene().sheet("中心/预算.xlsx", "年度预算", "年度 | 预算金额（万元） | 科目\n2021 | 300 | 合计");
    let (_, text) = with_budget.report(told);
    assert!(!text.contains("按考核办法 七计"), "{text}");
    let ledger = "项目名称 | 阶段 | 投资方\n温泉 | 在谈 | 甲公司";
    let (_, text) = scene().sheet("文旅专班/台账.xlsx", "项目台账", ledger).report(told);
    holds(&text, &["项目台账中没有写明总投资的在办项目。"]);
}

#[test]
fn one_squad_alone_is_not_ranked_and_many_take_two_tables() {
    let ranked = |settings: fn(&mut Scene)| {
        let mut scene = Scene::new("2021-Q3")
            .today("2021-10-08")
            .sheet("文旅专班/签约.xlsx", "合同", CONTRACTS);
        settings(&mut scene);
        scene.report(told).1
    };
    let one = ranked(|scene| {
        let squads = &mut scene.settings.city.squads;
        squads.retain(|squad| &*squad.name == "文化旅游");
    });
    assert!(!one.contains("由高到低"), "{one}");
    let many = ranked(|scene| {
        let squads = &mut scene.settings.city.squads;
        for name in ["数字经济", "生物医药"] {
            let mut squad = squads.last().unwrap().clone();
            squad.name = name.into();
            squad.aliases.clear();
            squads.push(squad);
        }
    });
    holds(
        &many,
        &[
            "| 指标 | 先进制造 | 新型材料 | 高效农业 | 文化旅游 | 数字经济 |",
            "**表2（续）　本季度各专班主要指标**",
            "| 指标 | 生物医药 | 合计 |",
        ],
    );
}
