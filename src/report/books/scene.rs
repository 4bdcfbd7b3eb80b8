//! A year up to September 2021 of four squads, for the tests of the books: full enough that every sheet has something to show.

use std::fmt::Write;

use crate::testing::Scene;

/// Squads with their heads, deputies and members.
const SQUADS: [(&str, [&str; 5]); 4] = [
    ("先进制造", ["赵国强", "钱丽华", "孙建军", "李小明", "周海"]),
    ("新型材料", ["吴振国", "郑秀英", "王伟", "冯敏", "陈晓东"]),
    ("高效农业", ["褚卫东", "卫红", "蒋涛", "沈佳", "韩雪"]),
    ("文化旅游", ["杨帆", "朱琳", "秦勇", "尤美", "许文博"]),
];

/// The scene; the last squad hands in no contracts and no receipts.
pub(super) fn scene(period: &str) -> Scene {
    let mut scene = Scene::new(period).today("2021-10-08");
    for (index, (squad, people)) in SQUADS.iter().enumerate() {
        scene = scene
            .sheet(&format!("{squad}/{squad}名册.xlsx"), "名册", &roster(people))
            .sheet(&format!("{squad}/{squad}日志.xlsx"), "工作日志", &logs(index, people))
            .sheet(&format!("{squad}/{squad}项目台账.xlsx"), "项目台账", &projects(index, squad))
            .sheet(&format!("{squad}/{squad}经费支出.xlsx"), "经费支出", &expenses(index, people));
        if index < 3 {
            scene = scene
                .sheet(&format!("{squad}/{squad}签约合同.xlsx"), "签约合同", &contracts(index, squad))
                .sheet(&format!("{squad}/{squad}到位资金.xlsx"), "到位资金", &receipts(index, squad));
        }
    }
    scene.sheet("综合/活动记录.xlsx", "活动记录", &activities()).sheet(
        "综合/年度预算.xlsx",
        "年度预算",
        "年度 | 预算金额 | 科目 | 上年结转\n2021 | 300 | 合计 | 12.5",
    )
}

fn roster(people: &[&str; 5]) -> String {
    let mut text = String::from("姓名 | 角色 | 级别 | 到岗日期");
    for (person, role) in people.iter().zip(["组长", "副组长", "专职成员", "专职成员", "专职成员"]) {
        let level = if role == "副组长" { "副县级" } else { "" };
        write!(text, "\n{person} | {role} | {level} | 2020-07-10").unwrap();
    }
    text
}

/// Members are out on most working days of September; one of them is not, and the head of the first squad leads no trip.
fn logs(index: usize, people: &[&str; 5]) -> String {
    let mut text =
        String::from("日期 | 姓名 | 工作内容 | 地点 | 是否外出 | 工作类型 | 对接单位 | 带队领导 | 项目信息 | 存在问题 | 下一步打算");
    let places = ["深圳", "苏州", "寿光", "杭州"];
    for month in [7, 8, 9] {
        for day in 1..=30 {
            for (position, person) in people.iter().enumerate().skip(2) {
                let away = (day + position) % 7 > usize::from(position == 4) * 4 + 1;
                let leave = day == 13 && position == 3;
                let (place, out, kind) = match (leave, away) {
                    (true, _) => ("", "否", "请假"),
                    (_, true) => (places[index], "是", ""),
                    (_, false) => ("机关", "否", ""),
                };
                write!(
                    text,
                    "\n2021-{month:02}-{day:02} | {person} | 走访{place}企业，洽谈项目落地事宜，联系电话13812345678 | {place} | {out} | {kind} | {}公司{} |  | 拟投资建设生产基地 | 用地指标尚未落实 | 继续跟进",
                    places[index],
                    day % 5,
                )
                .unwrap();
            }
        }
        if index > 0 {
            for day in 6..=8 {
                write!(
                    text,
                    "\n2021-{month:02}-{day:02} | {} | 带队赴{}考察重点企业并召开座谈会 | {} | 是 |  | 某某集团有限公司 | {} |  |  | ",
                    people[0], places[index], places[index], people[0]
                )
                .unwrap();
            }
        }
    }
    text
}

fn projects(index: usize, squad: &str) -> String {
    let mut text = String::from(
        "项目名称 | 阶段 | 投资方 | 投资方类型 | 产业类 | 总投资 | 首次对接日期 | 最近进展日期 | 签约日期 | 注册日期 | 开工日期 | 落地县区 | 进展情况 | 存在问题 | 责任人",
    );
    for number in 1..=18 - index * 3 {
        let contact = 1 + number % 8;
        write!(
            text,
            "\n{squad}在谈项目第{number}号高端装备及配套产业园 | 在谈 | 客商{number}实业集团有限公司 | 民企 | 是 | {} | 2021-{contact:02}-10 | 2021-{:02}-20 |  |  |  | 盐湖区 | 已完成初步对接，正在编制可行性研究报告 | 用地、用能指标待落实 | 王主任",
            number * 1250,
            (contact + 1).min(9),
        )
        .unwrap();
    }
    for number in 1..=3 {
        let (stage, started) = if number < 3 {
            ("开工", format!("2021-0{}-18", 6 + number))
        } else {
            ("签约", String::new())
        };
        write!(
            text,
            "\n{squad}一号园区{number}标段 | {stage} | 投资方{number}（集团）有限公司 | 央企 | {} | {} | 2021-01-08 | 2021-09-10 | 2021-0{}-12 | 2021-0{}-25 | {started} | 永济市 | 主体施工 |  | 张科长",
            if number == 1 { "是" } else { "否" },
            30_000 * number,
            number + 2,
            number + 3,
        )
        .unwrap();
    }
    text
}

fn contracts(index: usize, squad: &str) -> String {
    let mut text = String::from(
        "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额 | 注册企业名称 | 统一社会信用代码 | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表",
    );
    for number in 1..=3 {
        let whole = if number == 2 { "否" } else { "是" };
        write!(
            text,
            "\n{}-2021-00{number} | {squad}一号园区{number}标段 | 投资方{number}（集团）有限公司 | 正式合同 | 2021-0{}-12 | {} | 运城{squad}{number}号科技有限公司 |  | 2021-0{}-25 | 是 | 是 | 是 | {whole} | 是",
            ["ZZ", "CL", "NY", "WL"][index],
            number + 2 + index * 2,
            ["30000", "60000.123456", "25000.5"][number - 1],
            number + 3,
        )
        .unwrap();
    }
    write!(
        text,
        "\n{}-2021-K01 | {squad}战略合作 | =SUM(集团) | 框架协议 | 2021-09-02 | 500000 |  |  |  |  |  |  |  | ",
        ["ZZ", "CL", "NY", "WL"][index]
    )
    .unwrap();
    text
}

fn receipts(index: usize, squad: &str) -> String {
    let mut text = String::from("合同编号 | 项目名称 | 到账日期 | 金额 | 凭证类型 | 凭证号 | 付款方 | 收款方");
    let prefix = ["ZZ", "CL", "NY", "WL"][index];
    for month in 4..=9 {
        let number = 1 + month % 2;
        write!(
            text,
            "\n{prefix}-2021-00{number} | {squad}一号园区{number}标段 | 2021-0{month}-15 | {} | 银行进账单 | 00{index}{month}20211234567890 | 投资方{number}（集团）有限公司 | 运城{squad}{number}号科技有限公司",
            ["1200", "850.75", "2300.5"][month % 3],
        )
        .unwrap();
    }
    write!(
        text,
        "\n{prefix}-2021-999 | 不存在的项目 | 2021-09-16 | 700 | 银行进账单 | 990{index} | 某公司 | 某公司"
    )
    .unwrap();
    write!(
        text,
        "\n{prefix}-2021-001 | {squad}一号园区1标段 | 2021-09-17 | 300.25 | 承诺函 | 991{index} | 某公司 | 某公司"
    )
    .unwrap();
    text
}

fn expenses(index: usize, people: &[&str; 5]) -> String {
    let mut text = String::from(
        "凭证号 | 日期 | 支出项目 | 金额 | 事由 | 经办人 | 出差人员 | 人数 | 出差地点 | 出发日期 | 返回日期 | 天数 | 伙食补助 | 交通补助 | 住宿费 | 城市间交通费",
    );
    for month in 3..=9 {
        write!(
            text,
            "\n0{index}{month}0012345678901234 | 2021-0{month}-20 | 差旅费 | 2{month}40.50 | 赴外对接企业 | {} | {} | 1 | 深圳 | 2021-0{month}-06 | 2021-0{month}-08 | 3 | {} | 240 | 800 | 1100.50",
            people[2],
            people[2],
            if month == 9 { 400 } else { 300 },
        )
        .unwrap();
        write!(
            text,
            "\nJD{index}{month} | 2021-0{month}-22 | 接待费 | 1380 | 接待来运考察客商 | {} |  |  |  |  |  |  |  |  |  | ",
            people[3]
        )
        .unwrap();
    }
    write!(
        text,
        "\nQT{index} | 2021-09-25 | 办公家具 | 5600 | 购置办公桌椅 | {} |  |  |  |  |  |  |  |  |  | ",
        people[3]
    )
    .unwrap();
    text
}

fn activities() -> String {
    let mut text = String::from("日期 | 活动类型 | 活动名称 | 专班 | 带队领导 | 客商单位 | 投资方类型 | 成果");
    for (index, (squad, people)) in SQUADS.iter().enumerate() {
        write!(
            text,
            "\n2021-0{}-16 | 企业来访 | 某企业来运考察 | {squad} | {} | 世界某强公司 | 世界500强 | 初步意向",
            6 + index,
            people[0]
        )
        .unwrap();
        if index != 2 {
            write!(
                text,
                "\n2021-05-2{index} | 专题招商活动 | {squad}产业推介会 | {squad} | {} |  |  | 签约3个",
                people[0]
            )
            .unwrap();
        }
        write!(text, "\n2021-09-1{index} | 半月调度 | 半月调度会 | {squad} |  |  |  | ").unwrap();
    }
    text
}
