//! 项目台账, 签约合同, 到位资金: what the squads brought in.

use chrono::NaiveDate;

use super::YEAR;
use super::day;
use super::firms::COURSES;
use super::firms::Course;
use super::firms::FIRMS;
use super::firms::Firm;
use super::firms::SIGNED;
use super::firms::shifted;
use super::form::Book;
use super::form::DayStyle;
use super::form::MarkStyle;
use super::form::MoneyStyle;
use super::form::Row;
use super::form::RowKind;
use super::form::Sheet;
use super::form::col;
use super::ids;
use super::ids::Dice;
use super::squads::SQUADS;
use super::squads::Squad;

/// One 万元 in fen.
pub(crate) const WAN: i64 = 1_000_000;

/// How many of its firms each squad has in its ledger.
const LISTED: [usize; 4] = [30, 29, 30, 29];

/// How many of its projects each squad has under way.
const BUILDING: [usize; 4] = [4, 3, 2, 3];

/// The five materials.
pub(crate) const MATERIALS: [&str; 5] = ["合同文本", "注册证照", "投资方身份证明", "资金凭证", "项目登记表"];

/// Where a squad keeps its project ledger.
pub(crate) fn ledger_path(number: usize) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/{YEAR}年招商项目台账.xlsx"),
        1 => format!("{folder}/新材料项目台账（截至12月）.xlsx"),
        2 => format!("{folder}/高效农业招商项目进展台账.xlsx"),
        _ => format!("{folder}/文旅项目台账{YEAR}.xlsx"),
    }
}

/// Where a squad keeps its contracts and receipts.
pub(crate) fn contracts_path(number: usize) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/签约及到位资金统计表（{YEAR}年）.xlsx"),
        1 => format!("{folder}/{YEAR}年签约项目一览表.xlsx"),
        2 => format!("{folder}/签约项目及资金到位情况.xlsx"),
        _ => format!("{folder}/文旅签约合同台账.xlsx"),
    }
}

/// Ledgers, contracts and receipts of every squad.
pub(crate) fn books() -> Vec<Book> {
    let mut books = Vec::new();
    for (number, squad) in SQUADS.iter().enumerate() {
        books.push(Book::new(ledger_path(number), vec![ledger(number, squad)]));
        books.push(Book::new(
            contracts_path(number),
            vec![contracts(number, squad), receipts(number, squad)],
        ));
    }
    books
}

/// A firm with its number in the squad's list.
fn signed(number: usize) -> impl Iterator<Item = (usize, Firm, Course)> {
    let firms = FIRMS[number].iter().copied().zip(COURSES).enumerate();
    firms.map(|(at, (firm, course))| (at, firm, course))
}

fn on(date: (u32, u32), number: usize) -> NaiveDate {
    let (month, dom) = shifted(date, number);
    day(month, dom)
}

/// The number of a squad's contract.
pub(crate) fn contract_number(number: usize, at: usize) -> String {
    let serial = at + 1;
    match number {
        0 => format!("ZZ-HT-{YEAR}-{serial:03}"),
        1 => format!("运新材合〔{YEAR}〕{serial}号"),
        2 => format!("NY{YEAR}{serial:03}"),
        _ => format!("WL-{YEAR}-{serial:02}"),
    }
}

fn project_number(number: usize, at: usize) -> String {
    format!("{}{YEAR}-{:03}", SQUADS[number].letters, at + 1)
}

/// What the enterprise registered in the city is called.
fn company(firm: &Firm) -> String {
    format!("运城{}有限公司", firm.brand)
}

fn ledger(number: usize, squad: &Squad) -> Sheet {
    let mut dice = Dice::new(500 + number as u64);
    let members: Vec<&str> = squad.teams.iter().flat_map(|team| team.people.iter().copied()).collect();
    let mut rows = Vec::new();
    for (at, firm) in FIRMS[number].iter().take(LISTED[number]).enumerate() {
        let mut row = Row::data()
            .with("项目编号", project_number(number, at))
            .with("项目名称", firm.project)
            .with("投资方", firm.name)
            .with("投资方类型", firm.kind)
            .with_money("总投资", firm.wan * WAN)
            .with("落地县区", firm.county)
            .with("责任人", members[at % members.len()]);
        let industrial = !(number == 3 && at % 3 == 1);
        row.set("产业类", industrial);
        match COURSES.get(at) {
            Some(course) => {
                let (year, month, dom) = course.met;
                let signed = on(course.signed, number);
                row.set(
                    "首次对接日期",
                    NaiveDate::from_ymd_opt(year, month, dom + number as u32).unwrap_or_default(),
                );
                row.set("签约日期", signed);
                row.set("注册日期", on(course.registered, number));
                row.set("统一社会信用代码", ids::credit_code((number * 40 + at) as u32));
                row.set("最近进展日期", day(12, 10 + (at as u32 * 2) % 17));
                match course.started.filter(|_| at < BUILDING[number]) {
                    Some(started) => {
                        row.set("阶段", "开工");
                        row.set("开工日期", on(started, number));
                        row.set("进展情况", "主体工程正在建设，部分设备已进场");
                    }
                    None => {
                        row.set("阶段", "注册");
                        row.set("进展情况", "项目公司已注册，正在办理用地、环评等前期手续");
                    }
                }
            }
            None => {
                let (year, month) = if at % 3 == 0 || at == SIGNED {
                    (2020, 8 + at as u32 % 5)
                } else {
                    (YEAR, 1 + at as u32 % 8)
                };
                row.set(
                    "首次对接日期",
                    NaiveDate::from_ymd_opt(year, month, 3 + at as u32 % 24).unwrap_or_default(),
                );
                row.set("最近进展日期", day(11 + at as u32 % 2, 15 + at as u32 % 13));
                row.set("阶段", "在谈");
                let progress = [
                    "已签订框架协议，正在商谈正式合同条款",
                    "企业已来运考察，正在比选地块",
                    "双方就投资强度、能耗指标进行磋商",
                    "企业完成可研报告，待集团投委会审议",
                    "已交换意见，拟于近期再次拜访",
                ];
                row.set("进展情况", if at == SIGNED { progress[0] } else { progress[1 + dice.below(4)] });
                if dice.below(3) == 0 {
                    row.set("存在问题", "用地指标尚未落实，需有关县区配合");
                }
            }
        }
        rows.push(row);
    }
    let of_all = |style: MoneyStyle, title: &str| col("总投资", title, 13.0).sum(style);
    match number {
        0 => Sheet::new(
            "项目台账",
            vec![
                col("序号", "序号", 6.0),
                col("项目编号", "项目编码", 12.0),
                col("项目名称", "项目名称", 30.0),
                col("投资方", "投资主体", 28.0),
                col("投资方类型", "企业类型", 11.0),
                col("产业类", "是否\n产业类", 8.0),
                of_all(MoneyStyle::Wan, "总投资\n（万元）"),
                col("统一社会信用代码", "统一社会信用代码", 22.0),
                col("阶段", "项目阶段", 8.0),
                col("首次对接日期", "首次对接", 12.0).under("时 间 节 点").days(DayStyle::Serial),
                col("最近进展日期", "最近进展日期", 12.0)
                    .under("时 间 节 点")
                    .days(DayStyle::Serial),
                col("签约日期", "签约日期", 12.0).under("时 间 节 点").days(DayStyle::Serial),
                col("注册日期", "注册日期", 12.0).under("时 间 节 点").days(DayStyle::Serial),
                col("开工日期", "开工日期", 12.0).under("时 间 节 点").days(DayStyle::Serial),
                col("落地县区", "落地县（市、区）", 12.0),
                col("进展情况", "进展情况", 34.0),
                col("存在问题", "存在问题", 28.0),
                col("责任人", "责任人", 9.0),
                col("备注", "备注", 8.0),
            ],
        )
        .title(format!("{}{YEAR}年招商项目台账", squad.full))
        .ends(format!("填报单位：{}", squad.full), "填报时间：2021年12月31日")
        .rows(rows)
        .total("合  计")
        .with_formulas()
        .note("注：总投资以合同或备案数为准。"),
        1 => Sheet::new(
            "台账",
            vec![
                col("序号", "序号", 6.0),
                col("项目名称", "项 目 名 称", 30.0),
                col("投资方", "投资方名称", 28.0),
                col("投资方类型", "投资方性质", 11.0),
                col("产业类", "是否产业类项目", 9.0).marks(MarkStyle::Tick),
                of_all(MoneyStyle::Yi, "计划总投资\n【亿元】"),
                col("阶段", "当前阶段", 8.0),
                col("首次对接日期", "首次洽谈日期", 14.0).days(DayStyle::SerialWords),
                col("最近进展日期", "最新进展日期", 14.0).days(DayStyle::SerialWords),
                col("签约日期", "签约时间", 14.0).days(DayStyle::SerialWords),
                col("注册日期", "注册时间", 14.0).days(DayStyle::SerialWords),
                col("开工日期", "开工时间", 14.0).days(DayStyle::SerialWords),
                col("落地县区", "拟落地县区", 11.0),
                col("进展情况", "目前进展", 34.0),
                col("责任人", "包联责任人", 10.0),
            ],
        )
        .title("新材料产业招商专班项目台账")
        .ends("", "截至2021年12月31日")
        .rows([Row::new(RowKind::Total("合计：".to_owned()))].into_iter().chain(rows))
        .with_formulas()
        .note("填表人：吴敏    审核：周海涛"),
        2 => Sheet::new(
            "项目进展",
            vec![
                col("序号", "序号", 6.0),
                col("项目名称", "招商项目名称", 30.0),
                col("投资方", "投资企业", 28.0),
                col("投资方类型", "投资企业类型", 11.0),
                col("产业类", "产业类\n项目", 8.0),
                of_all(MoneyStyle::WanText, "投资总额"),
                col("阶段", "项目状态", 8.0),
                col("首次对接日期", "对接日期", 12.0).days(DayStyle::Dots),
                col("最近进展日期", "最近更新日期", 12.0).days(DayStyle::Dots),
                col("签约日期", "签约日期", 12.0).days(DayStyle::Dots),
                col("注册日期", "注册落户日期", 12.0).days(DayStyle::Dots),
                col("开工日期", "开工建设日期", 12.0).days(DayStyle::Dots),
                col("落地县区", "落户地", 10.0),
                col("进展情况", "最新进展", 34.0),
                col("责任人", "跟进人", 10.0),
            ],
        )
        .title(format!("{}招商项目进展台账", squad.full))
        .ends("填报人：薛文斌    填报时间：2021年12月30日", "单位：万元")
        .rows(rows)
        .pages(12),
        _ => Sheet::new(
            "2021年",
            vec![
                col("序号", "序号", 6.0),
                col("项目编号", "项目编号", 13.0),
                col("项目名称", "项目名称", 30.0),
                col("投资方", "投资方", 28.0),
                col("投资方类型", "投资方类型", 11.0),
                col("产业类", "产业类项目", 9.0),
                of_all(MoneyStyle::Worded, "总投资额"),
                col("统一社会信用代码", "信用代码", 22.0),
                col("阶段", "推进阶段", 8.0),
                col("首次对接日期", "首次接洽日期", 14.0).days(DayStyle::Words),
                col("最近进展日期", "最近对接日期", 14.0).days(DayStyle::Words),
                col("签约日期", "签约日期", 14.0).days(DayStyle::Words),
                col("注册日期", "落户日期", 14.0).days(DayStyle::Words),
                col("开工日期", "实际开工日期", 14.0).days(DayStyle::Words),
                col("落地县区", "建设地点", 10.0),
                col("进展情况", "当前进展", 34.0),
                col("存在问题", "困难问题", 28.0),
                col("责任人", "项目负责人", 10.0),
            ],
        )
        .title("文化旅游产业招商专班招商项目台账")
        .ends("填报单位：文化旅游产业招商专班", "填报时间：2021年12月31日")
        .rows(rows)
        .note("填表人：贾思远    审核人：梁振宇"),
    }
}

fn contracts(number: usize, squad: &Squad) -> Sheet {
    let mut rows: Vec<Row> = signed(number)
        .map(|(at, firm, course)| {
            let mut row = Row::data()
                .with("专班", squad.full)
                .with("合同编号", contract_number(number, at))
                .with("项目编号", project_number(number, at))
                .with("项目名称", firm.project)
                .with("投资方", firm.name)
                .with("合同类型", "正式合同")
                .with("签订日期", on(course.signed, number))
                .with_money("合同金额", firm.wan * WAN)
                .with("注册企业名称", company(&firm))
                .with("统一社会信用代码", ids::credit_code((number * 40 + at) as u32))
                .with("注册日期", on(course.registered, number));
            for material in MATERIALS {
                row.set(material, true);
            }
            row
        })
        .collect();
    if let Some(firm) = FIRMS[number].get(SIGNED) {
        rows.insert(
            3,
            Row::data()
                .with("专班", squad.full)
                .with("合同编号", contract_number(number, SIGNED))
                .with("项目编号", project_number(number, SIGNED))
                .with("项目名称", firm.project)
                .with("投资方", firm.name)
                .with("合同类型", "框架协议")
                .with("签订日期", day(5, 11 + number as u32))
                .with_money("合同金额", firm.wan * WAN)
                .with("合同文本", true),
        );
    }
    let group = "认定材料";
    let total = |sheet: Sheet| sheet.total("合计");
    match number {
        0 => total(
            Sheet::new(
                "签约合同",
                vec![
                    col("序号", "序号", 6.0),
                    col("专班", "专班", 22.0),
                    col("合同编号", "合同编号", 16.0),
                    col("项目名称", "签约项目名称", 28.0),
                    col("投资方", "投资主体", 28.0),
                    col("合同类型", "合同类型", 10.0),
                    col("签订日期", "签订日期", 12.0).days(DayStyle::Serial),
                    col("合同金额", "合同金额\n（万元）", 13.0).sum(MoneyStyle::Wan),
                    col("注册企业名称", "注册企业名称", 24.0),
                    col("统一社会信用代码", "统一社会信用代码", 22.0),
                    col("注册日期", "注册日期", 12.0).days(DayStyle::Serial),
                    col("合同文本", "合同\n文本", 7.0).under(group).marks(MarkStyle::Tick),
                    col("注册证照", "注册\n证照", 7.0).under(group).marks(MarkStyle::Tick),
                    col("投资方身份证明", "投资方\n身份证明", 9.0).under(group).marks(MarkStyle::Tick),
                    col("资金凭证", "资金\n凭证", 7.0).under(group).marks(MarkStyle::Tick),
                    col("项目登记表", "项目\n登记表", 8.0).under(group).marks(MarkStyle::Tick),
                    col("备注", "备注", 8.0),
                ],
            )
            .title(format!("{}{YEAR}年签约合同统计表", squad.full))
            .ends("填报单位：先进制造产业招商专班", "填报时间：2021年12月31日")
            .rows(rows)
            .merged("专班")
            .with_formulas(),
        )
        .note("填表人：孙晓燕          审核：李建民"),
        1 => total(
            Sheet::new(
                "签约项目",
                vec![
                    col("序号", "序号", 6.0),
                    col("合同编号", "协议编号", 18.0),
                    col("项目名称", "项目名称", 28.0),
                    col("投资方", "签约企业", 28.0),
                    col("合同类型", "协议类型", 10.0),
                    col("签订日期", "签约时间", 14.0).days(DayStyle::SerialWords),
                    col("合同金额", "签约金额\n【亿元】", 12.0).sum(MoneyStyle::Yi),
                    col("注册企业名称", "项目公司", 24.0),
                    col("统一社会信用代码", "信用代码", 22.0),
                    col("注册日期", "注册时间", 14.0).days(DayStyle::SerialWords),
                    col("合同文本", "合同文本", 9.0).marks(MarkStyle::Have),
                    col("注册证照", "注册证照", 9.0).marks(MarkStyle::Have),
                    col("投资方身份证明", "身份证明", 9.0).marks(MarkStyle::Have),
                    col("资金凭证", "资金凭证", 9.0).marks(MarkStyle::Have),
                    col("项目登记表", "登记表", 9.0).marks(MarkStyle::Have),
                ],
            )
            .title("新材料产业招商专班签约项目一览表（2021年1—12月）")
            .rows(rows),
        ),
        2 => total(
            Sheet::new(
                "签约",
                vec![
                    col("序号", "序号", 6.0),
                    col("合同编号", "合同号", 13.0),
                    col("签订日期", "签约日期", 12.0).days(DayStyle::Dots),
                    col("项目名称", "签约项目", 28.0),
                    col("投资方", "投资企业", 28.0),
                    col("合同类型", "合同性质", 10.0),
                    col("合同金额", "合同资金", 13.0).sum(MoneyStyle::WanText),
                    col("注册企业名称", "落户企业名称", 24.0),
                    col("统一社会信用代码", "企业信用代码", 22.0),
                    col("注册日期", "落户日期", 12.0).days(DayStyle::Dots),
                    col("合同文本", "合同文本", 9.0).marks(MarkStyle::YesNo),
                    col("注册证照", "营业执照", 9.0).marks(MarkStyle::YesNo),
                    col("投资方身份证明", "投资方身份证明", 9.0).marks(MarkStyle::YesNo),
                    col("资金凭证", "到位凭证", 9.0).marks(MarkStyle::YesNo),
                    col("项目登记表", "项目登记表", 9.0).marks(MarkStyle::YesNo),
                    col("备注", "备 注", 8.0),
                ],
            )
            .title(format!("{}签约项目情况表", squad.full))
            .ends("填报时间：2021年12月30日", "单位：万元")
            .rows(rows),
        )
        .note("填表人：薛文斌        审核：张玉兰"),
        _ => total(
            Sheet::new(
                "签约合同",
                vec![
                    col("序号", "序号", 6.0),
                    col("合同编号", "合同编号", 13.0),
                    col("项目编号", "项目编号", 13.0),
                    col("项目名称", "签约项目名称", 28.0),
                    col("投资方", "投资方（乙方）", 28.0),
                    col("合同类型", "合同类别", 10.0),
                    col("签订日期", "签订时间", 15.0).days(DayStyle::Words),
                    col("合同金额", "合同总金额", 13.0).sum(MoneyStyle::Worded),
                    col("注册企业名称", "注册企业", 24.0),
                    col("统一社会信用代码", "统一社会信用代码", 22.0),
                    col("注册日期", "注册落户日期", 15.0).days(DayStyle::Words),
                    col("合同文本", "合同文本复印件", 10.0).under(group).marks(MarkStyle::Done),
                    col("注册证照", "证照", 10.0).under(group).marks(MarkStyle::Done),
                    col("投资方身份证明", "身份证复印件", 10.0).under(group).marks(MarkStyle::Done),
                    col("资金凭证", "进账凭证", 10.0).under(group).marks(MarkStyle::Done),
                    col("项目登记表", "登记表", 10.0).under(group).marks(MarkStyle::Done),
                ],
            )
            .title("文化旅游产业招商专班签约合同台账")
            .ends("填报单位：文化旅游产业招商专班", "2021年度")
            .rows(rows),
        )
        .note("填表人：贾思远    审核人：梁振宇"),
    }
}

/// Twelve monthly instalments, each of a contract signed before, mostly by bank slip.
fn receipts(number: usize, squad: &Squad) -> Sheet {
    let mut dice = Dice::new(900 + number as u64);
    let mut rows = Vec::new();
    for month in 1..=12_u32 {
        let received = day(month, 22 + number as u32);
        let open: Vec<(usize, Firm, Course)> = signed(number)
            .filter(|(_, _, course)| on(course.registered, number) < received)
            .collect();
        let Some((at, firm, _)) = open.get((month as usize * 5 + number) % open.len().max(1)).copied() else {
            continue;
        };
        let wan = 960 + dice.below(9) as i64 * 15 + if month == 1 { 40 } else { 0 };
        let (kind, voucher) = match month % 6 {
            3 if number.is_multiple_of(2) => ("土地购置合同", format!("CR-2021-{:04}", 1100 + month * 7 + number as u32)),
            5 => ("设备购置合同", format!("SB{}21{:03}", squad.letters, month * 9)),
            0 => ("发票", format!("{:08}", 2_310_455 + month * 137 + number as u32 * 11)),
            _ => (
                "银行进账单",
                format!("HD2021{month:02}{:02}{:04}", 22 + number, 3071 + month * 113 + number as u32 * 17),
            ),
        };
        rows.push(
            Row::data()
                .with("合同编号", contract_number(number, at))
                .with("项目名称", firm.project)
                .with("到账日期", received)
                .with_money("金额", wan * WAN)
                .with("凭证类型", kind)
                .with("凭证号", voucher)
                .with(
                    "付款方",
                    if kind == "银行进账单" {
                        firm.name.to_owned()
                    } else {
                        company(&firm)
                    },
                )
                .with(
                    "收款方",
                    if kind == "银行进账单" {
                        company(&firm)
                    } else {
                        "—".to_owned()
                    },
                ),
        );
    }
    match number {
        0 => Sheet::new(
            "到位资金",
            vec![
                col("序号", "序号", 6.0),
                col("合同编号", "对应合同编号", 16.0),
                col("项目名称", "项目名称", 28.0),
                col("到账日期", "到账日期", 12.0).days(DayStyle::Serial),
                col("金额", "到账金额\n（万元）", 12.0).sum(MoneyStyle::Wan),
                col("凭证类型", "凭证类型", 13.0),
                col("凭证号", "凭证号", 22.0),
                col("付款方", "付款单位", 28.0),
                col("收款方", "收款单位", 24.0),
                col("备注", "备注", 8.0),
            ],
        )
        .title(format!("{}{YEAR}年到位资金统计表", squad.full))
        .rows(rows)
        .total("合  计")
        .with_formulas()
        .note("填表人：孙晓燕          审核：李建民"),
        1 => Sheet::new(
            "资金到位",
            vec![
                col("序号", "序号", 6.0),
                col("合同编号", "协议编号", 18.0),
                col("到账日期", "资金到位时间", 15.0).days(DayStyle::SerialWords),
                col("金额", "实际到位资金\n【亿元】", 13.0).sum(MoneyStyle::Yi),
                col("凭证类型", "凭证名称", 13.0),
                col("凭证号", "凭证编号", 22.0),
                col("付款方", "付款人", 28.0),
            ],
        )
        .title("新材料产业招商专班资金到位情况（2021年）")
        .rows(rows)
        .total("总计"),
        2 => Sheet::new(
            "资金到位",
            vec![
                col("序号", "序号", 6.0),
                col("项目名称", "项目名称", 28.0),
                col("到账日期", "到位日期", 12.0).days(DayStyle::Dots),
                col("金额", "到位金额", 12.0).sum(MoneyStyle::WanText),
                col("凭证类型", "凭证种类", 13.0),
                col("凭证号", "票据号", 22.0),
                col("付款方", "出资方", 28.0),
                col("收款方", "收款方", 24.0),
            ],
        )
        .title(format!("{}到位资金情况表", squad.full))
        .ends("2021年1—12月", "单位：万元")
        .rows(rows)
        .total("合计"),
        _ => Sheet::new(
            "到位资金",
            vec![
                col("序号", "序号", 6.0),
                col("合同编号", "合同编号", 13.0),
                col("项目名称", "对应项目", 28.0),
                col("到账日期", "进账日期", 15.0).days(DayStyle::Words),
                col("金额", "进账金额（元）", 17.0).sum(MoneyStyle::YuanText),
                col("凭证类型", "凭证类别", 13.0),
                col("凭证号", "银行回单号", 22.0),
                col("付款方", "付款户名", 28.0),
                col("收款方", "收款户名", 24.0),
            ],
        )
        .title("文化旅游产业招商专班到位资金明细")
        .rows(rows)
        .with_shifted_totals()
        .total("合计")
        .note("填表人：贾思远    审核人：梁振宇"),
    }
}
