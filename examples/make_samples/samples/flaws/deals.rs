//! Flaws of the ledgers, the contracts and the receipts.

use chrono::NaiveDate;

use super::super::Fault;
use super::super::day;
use super::super::firms::FIRMS;
use super::super::form::Cell;
use super::super::form::DayStyle;
use super::super::form::MoneyStyle;
use super::super::form::Row;
use super::super::form::Sheet;
use super::super::form::SheetSpot;
use super::super::form::col;
use super::super::ids;
use super::super::pipeline;
use super::super::pipeline::WAN;
use super::super::squads::SQUADS;
use super::planter::Planter;
use super::planter::SEPTEMBER;

pub(super) fn projects(year: &mut Planter) -> Result<(), Fault> {
    let (first, second, fourth) = (pipeline::ledger_path(0), pipeline::ledger_path(1), pipeline::ledger_path(3));
    let (a, b, d) = ((first.as_str(), "项目台账"), (second.as_str(), "台账"), (fourth.as_str(), "2021年"));
    let named = |squad: usize, at: usize| move |row: &Row| row.text("项目名称") == FIRMS[squad][at].project;

    let flaw = year.flaw("P007", SEPTEMBER, "台账阶段为开工，没有开工日期");
    let row = year.row(a, named(0, 1))?;
    row.cells.remove("开工日期");
    row.flaws.push((flaw, Some("开工日期")));
    year.spoil("P008", "在谈项目 5 月以后没有进展", a, named(0, 12), "最近进展日期", day(5, 10))?;
    let code = ids::credit_code(13).replacen("MA0", "MAO", 1);
    year.spoil("D020", "信用代码中数字 0 误作字母 O", a, named(0, 13), "统一社会信用代码", code)?;
    let code = ids::credit_code(154);
    let (front, last) = code.split_at(17);
    let code = format!("{front}{}", if last == "1" { "2" } else { "1" });
    year.spoil("D020", "信用代码校验码不对", d, named(3, 14), "统一社会信用代码", code)?;

    year.spoil(
        "P006",
        "台账总投资 1.56 亿元，合同 1.65 亿元",
        b,
        named(1, 2),
        "总投资",
        Cell::Money(15_600 * WAN),
    )?;
    let flaw = year.flaw("D022", SEPTEMBER, "首次对接日期晚于签约日期");
    let row = year.row(b, named(1, 1))?;
    row.set("首次对接日期", day(5, 6));
    row.flaws.push((flaw, Some("签约日期")));
    let old = NaiveDate::from_ymd_opt(1920, 9, 3).unwrap_or_default();
    year.spoil("D007", "首次对接日期写成 1920 年", b, named(1, 10), "首次对接日期", old)?;
    year.spoil("D023", "阶段写成“接触中”", b, named(1, 11), "阶段", "接触中")?;

    let sheet = year.sheet(a)?;
    if let Some(column) = sheet.column_mut("责任人") {
        column.hidden = true;
    }
    if let Some(row) = sheet.rows.iter_mut().find(|row| named(0, 20)(row)) {
        row.hidden = true;
    }
    let flaw = year.flaw("D024", SEPTEMBER, "台账隐藏了一行和一列");
    year.sheet(a)?.flaws.push((flaw, SheetSpot::Whole));
    Ok(())
}

pub(super) fn contracts(year: &mut Planter) -> Result<(), Fault> {
    let (first, second) = (pipeline::contracts_path(0), pipeline::contracts_path(1));
    let (a, b) = ((first.as_str(), "签约合同"), (second.as_str(), "签约项目"));
    let ledger = pipeline::ledger_path(0);
    let ledger = (ledger.as_str(), "项目台账");
    let contract = |number: &str, project: &str, investor: &str, kind: &str, signed: NaiveDate, wan: i64| {
        Row::data()
            .with("合同编号", number)
            .with("项目名称", project)
            .with("投资方", investor)
            .with("合同类型", kind)
            .with("签订日期", signed)
            .with_money("合同金额", wan * WAN)
            .with("合同文本", true)
    };
    let in_ledger = |project: &str, investor: &str, stage: &str, wan: i64| {
        Row::data()
            .with("项目名称", project)
            .with("投资方", investor)
            .with("投资方类型", "民企")
            .with("产业类", true)
            .with_money("总投资", wan * WAN)
            .with("阶段", stage)
            .with("首次对接日期", day(3, 15))
            .with("最近进展日期", day(12, 8))
            .with("落地县区", "盐湖区")
            .with("责任人", "王伟")
    };

    // A formal contract whose enterprise is not registered yet.
    let firm = FIRMS[0][9];
    let row = contract("ZZ-HT-2021-009", firm.project, firm.name, "正式合同", day(9, 14), firm.wan).with("专班", SQUADS[0].full);
    year.add("P002", "正式合同，企业尚未注册", a, row, Some("注册企业名称"))?;
    let row = year.row(ledger, |row| row.text("项目名称") == firm.project)?;
    row.set("阶段", "签约");
    row.set("签约日期", day(9, 14));

    // The contract of another squad, claimed again.
    let twin = FIRMS[1][3];
    let mut row = year.copy(b, |row| row.text("项目名称") == twin.project)?;
    row.set("合同编号", "ZZ-HT-2021-010");
    row.set("专班", SQUADS[0].full);
    row.set("签订日期", day(9, 8));
    row.set("注册日期", day(9, 10));
    year.add(
        "P004",
        "新型材料专班 6 月已签的项目，先进制造专班又报一次",
        a,
        row,
        Some("项目名称"),
    )?;
    let row = in_ledger(twin.project, twin.name, "注册", twin.wan)
        .with("签约日期", day(9, 8))
        .with("注册日期", day(9, 10))
        .with("统一社会信用代码", ids::credit_code(43));
    year.insert(ledger, row)?;

    // A name that is nearly another squad's project.
    let (project, investor) = ("锂离子电池负极一体化生产线", "湖南某新能源公司");
    let row = contract("ZZ-HT-2021-011", project, investor, "正式合同", day(9, 16), 12_000)
        .with("专班", SQUADS[0].full)
        .with("注册企业名称", "运城某新能源有限公司")
        .with("注册日期", day(9, 24))
        .with("注册证照", true)
        .with("投资方身份证明", true)
        .with("资金凭证", true)
        .with("项目登记表", true);
    year.add("P005", "与新型材料专班“锂离子电池负极一体化生产”名称相近", a, row, Some("项目名称"))?;
    let row = in_ledger(project, investor, "注册", 12_000)
        .with("签约日期", day(9, 16))
        .with("注册日期", day(9, 24));
    year.insert(ledger, row)?;

    let firm = FIRMS[1][9];
    let row = contract("运新材合〔2021〕9号", firm.project, firm.name, "意向协议", day(9, 10), firm.wan);
    year.add("P001", "意向协议，不是正式合同", b, row, Some("合同类型"))?;
    let row = contract(
        "运新材合〔2021〕10号",
        "玄武岩纤维拉丝",
        "四川蜀玄纤维公司",
        "框架协议",
        day(9, 9),
        6_000,
    );
    year.add("P009", "合同项目不在台账", b, row, Some("项目名称"))?;
    let firm = FIRMS[1][4];
    year.spoil(
        "P003",
        "已注册，缺资金凭证",
        b,
        |row| row.text("项目名称") == firm.project,
        "资金凭证",
        false,
    )
}

pub(super) fn receipts(year: &mut Planter) -> Result<(), Fault> {
    let (first, second) = (pipeline::contracts_path(0), pipeline::contracts_path(1));
    let (a, b) = ((first.as_str(), "到位资金"), (second.as_str(), "资金到位"));
    let receipt = |number: String, on: NaiveDate, wan: i64, kind: &str, voucher: &str, payer: &str| {
        Row::data()
            .with("合同编号", number)
            .with("到账日期", on)
            .with_money("金额", wan * WAN)
            .with("凭证类型", kind)
            .with("凭证号", voucher)
            .with("付款方", payer)
    };
    let slip = "银行进账单";
    let of = pipeline::contract_number;

    year.add(
        "F001",
        "没有这个编号的合同",
        a,
        receipt("ZZ-HT-2021-099".into(), day(9, 13), 300, slip, "HD20210913-88", "—"),
        Some("合同编号"),
    )?;
    let row = receipt(of(0, 1), day(9, 14), 200, "收款收据", "SJ0914-02", FIRMS[0][1].name);
    year.add("F002", "凭证是收款收据", a, row, Some("凭证类型"))?;
    let used = year
        .copy(a, |row| row.text("凭证类型") == slip && row.day("到账日期") < Some(day(9, 1)))?
        .text("凭证号")
        .to_owned();
    let row = receipt(of(1, 0), day(9, 17), 150, slip, &used, FIRMS[1][0].name);
    year.add("F003", "进账单号先进制造专班已用过", b, row, Some("凭证号"))?;
    let row = receipt(of(1, 4), day(7, 20), 180, slip, "HD202107200519", FIRMS[1][4].name);
    year.add("F004", "资金 7 月到账，合同 8 月才签", b, row, Some("到账日期"))?;
    let row = receipt(of(0, 2), day(9, 27), 15_600, slip, "HD202109270777", FIRMS[0][2].name).with("备注", "分期投入");
    year.add("F005", "累计到位超过合同金额 1.5 亿元", a, row, Some("金额"))?;
    let row = receipt(of(1, 1), day(9, 15), 160, slip, "HD202109150332", "晋南某商贸有限公司");
    year.add("F006", "付款方不是投资方或注册企业", b, row, Some("付款方"))?;
    let row = receipt(of(1, 2), day(9, 23), 120, slip, "HD202109230645", FIRMS[1][2].name);
    year.add("F009", "先进制造专班填报了新型材料专班合同的资金", a, row, None)?;

    let columns = vec![
        col("序号", "序号", 6.0),
        col("合同编号", "协议编号", 18.0),
        col("到账日期", "到账时间", 14.0).days(DayStyle::Iso),
        col("金额", "到账金额（万元）", 14.0).money(MoneyStyle::Wan),
        col("币种", "币种", 8.0),
        col("凭证类型", "凭证类型", 12.0),
        col("凭证号", "回单号", 20.0),
        col("付款方", "付款单位", 28.0),
    ];
    let flaw = year.flaw("F008", SEPTEMBER, "美元到账，没有汇率");
    let mut row = receipt(of(1, 3), day(9, 22), 80, slip, "SWIFT2109220061", FIRMS[1][3].name).with("币种", "美元");
    row.flaws.push((flaw, Some("金额")));
    let sheet = Sheet::new("外资", columns)
        .title("新材料产业招商专班2021年9月外资到位情况")
        .rows([row]);
    year.add_book("新材料专班/外资到位（9月）.xlsx", sheet);
    Ok(())
}
