//! Cells, sheets and files that cannot be read, or not as they stand.

use chrono::NaiveDate;

use super::super::Fault;
use super::super::activities;
use super::super::day;
use super::super::firms::FIRMS;
use super::super::form::Book;
use super::super::form::Cell;
use super::super::form::Damage;
use super::super::form::DayStyle;
use super::super::form::MoneyStyle;
use super::super::form::Row;
use super::super::form::Sheet;
use super::super::form::SheetSpot;
use super::super::form::col;
use super::super::libraries;
use super::super::logs;
use super::super::pipeline;
use super::super::pipeline::WAN;
use super::super::spending;
use super::super::spending::YUAN;
use super::planter::Planter;
use super::planter::SEPTEMBER;
use super::planter::in_september;

/// Cells that cannot be read, and numbers that do not agree.
pub(super) fn cells(year: &mut Planter) -> Result<(), Fault> {
    let first = spending::expenses_path(0, 9);
    let a = (first.as_str(), "9月");
    let line = |voucher: &str, on: NaiveDate, item: &str, yuan: i64, purpose: &str| {
        Row::data()
            .with("凭证号", voucher)
            .with("日期", on)
            .with("支出项目", item)
            .with_money("金额", yuan * YUAN)
            .with("事由", purpose)
            .with("申请编号", "SQ-2021-ZZ09")
    };
    let mut row = line("ZZBX202109-61", day(9, 24), "", 620, "购买展板");
    row.cells.remove("支出项目");
    year.add("D004", "没有填写支出项目", a, row, Some("支出项目"))?;
    let mut row = line("ZZBX202109-62", day(9, 27), "宣传和资料印刷费", 760, "印制名片");
    row.set("日期", "2021年9月31日");
    year.add("D005", "9 月 31 日不存在", a, row, Some("日期"))?;
    let mut row = line("ZZBX202109-63", day(9, 27), "会务费", 0, "座谈会");
    row.set("金额", "约3000元");
    year.add("D008", "金额写成“约3000元”", a, row, Some("金额"))?;
    let mut row = line("ZZBX202109-64", day(9, 27), "宣传和资料印刷费", 0, "资料复印");
    row.cells.insert("金额", Cell::Broken);
    year.add("D011", "金额是错误值 #REF!", a, row, Some("金额"))?;
    let mut row = line("ZZBX202109-65", day(9, 28), "样品", 0, "展品");
    row.cells.insert("金额", Cell::Uncalculated);
    year.add("D012", "金额是没有计算结果的公式", a, row, Some("金额"))?;

    let receipts = pipeline::contracts_path(0);
    let row = Row::data()
        .with("合同编号", pipeline::contract_number(0, 3))
        .with("到账日期", day(9, 28))
        .with_money("金额", -50 * WAN)
        .with("凭证类型", "银行进账单")
        .with("凭证号", "HD202109280404")
        .with("付款方", FIRMS[0][3].name);
    year.add("D010", "到账金额为负数", (&receipts, "到位资金"), row, Some("金额"))?;

    let approvals = spending::approvals_path(1);
    let mut row = year.copy((&approvals, "审批单"), |row| in_september(row) && row.text("事项类型") == "接待")?;
    let amount = row.fen("批准金额");
    row.cells.insert("批准金额", Cell::Money(amount + 500 * YUAN));
    year.add("D016", "同一审批单号两次登记，金额不同", (&approvals, "审批单"), row, None)?;

    let reserve = libraries::path(1);
    let flaw = year.flaw("D013", SEPTEMBER, "储备库合计比明细多 0.5 亿元");
    let sheet = year.sheet((&reserve, "项目储备库"))?;
    let sum: i64 = sheet.rows.iter().map(|row| row.fen("总投资")).sum();
    let total = sheet.rows.last_mut().ok_or("no total")?;
    total.cells.insert("总投资", Cell::Money(sum + 5_000 * WAN));
    total.flaws.push((flaw, Some("总投资")));

    let flaw = year.flaw("D019", SEPTEMBER, "多出一列“领导批示”");
    let path = activities::path(1);
    let sheet = year.sheet((&path, "活动记录"))?;
    sheet.columns.push(col("领导批示", "领导批示", 14.0));
    for row in &mut sheet.rows {
        if row.text("活动类型") == "月度汇报" {
            row.set("领导批示", "请继续跟进");
        }
    }
    sheet.flaws.push((flaw, SheetSpot::Title("领导批示")));
    Ok(())
}

/// Files and sheets that cannot be read or placed.
pub(super) fn files(year: &mut Planter) -> Result<(), Fault> {
    let note = |title: &str| {
        Sheet::new("周报", vec![col("序号", "序号", 6.0), col("内容", "内容", 60.0)])
            .title(title)
            .rows((0..30).map(|at| Row::data().with("内容", format!("第{}项工作进展情况", at + 1))))
    };
    for (path, damage, what) in [
        ("先进制造专班/9月周报汇总.xlsx", Damage::Truncated, "文件不完整（传输中断）"),
        ("新材料专班/新建 Microsoft Excel 工作表.xlsx", Damage::Emptied, "空文件"),
    ] {
        let flaw = year.flaw("D001", SEPTEMBER, what);
        let mut book = Book::new(path, vec![note("周报")]);
        book.damage = damage;
        book.flaws.push(flaw);
        year.books.push(book);
    }

    let columns = vec![
        col("序号", "序号", 6.0),
        col("值班日期", "值班日期", 14.0).days(DayStyle::Iso),
        col("带班领导", "带班领导", 12.0),
        col("值班人员", "值班人员", 14.0),
        col("值班电话", "值班电话", 14.0),
    ];
    let rows = [3, 10, 17, 24].map(|on| {
        Row::data()
            .with("值班日期", day(9, on))
            .with("带班领导", "李建民")
            .with("值班人员", "孙晓燕")
            .with("值班电话", "2020000")
    });
    let mut sheet = Sheet::new("值班表", columns).title("2021年9月值班安排表").rows(rows);
    let flaw = year.flaw("D002", SEPTEMBER, "值班表不是要报的表");
    sheet.flaws.push((flaw, SheetSpot::Whole));
    year.add_book("先进制造专班/9月值班安排.xlsx", sheet);

    let columns = || {
        vec![
            col("序号", "序号", 6.0),
            col("合同编号", "合同编号", 18.0),
            col("到账日期", "到账日期", 14.0).days(DayStyle::Iso),
            col("金额", "到账金额（万元）", 14.0).money(MoneyStyle::Wan),
            col("凭证类型", "凭证类型", 12.0),
            col("凭证号", "凭证号", 20.0),
        ]
    };
    let receipt = |contract: String, voucher: &str| {
        Row::data()
            .with("合同编号", contract)
            .with("到账日期", day(9, 26))
            .with_money("金额", 60 * WAN)
            .with("凭证类型", "银行进账单")
            .with("凭证号", voucher)
    };
    let flaw = year.flaw("D003", SEPTEMBER, "没有专班列，文件、表名也看不出是哪个专班");
    let mut sheet = Sheet::new("补报", columns())
        .title("2021年9月到位资金补报")
        .rows([receipt(pipeline::contract_number(0, 1), "HD202109260901")]);
    sheet.flaws.push((flaw, SheetSpot::Header));
    year.add_book("补充材料/9月到位资金补报.xlsx", sheet);

    let flaw = year.flaw("D009", SEPTEMBER, "金额没有写单位");
    let mut sheet = Sheet::new("补报", columns())
        .title("新材料产业招商专班2021年9月到位资金补报")
        .rows([receipt(pipeline::contract_number(1, 1), "HD202109260902")]);
    if let Some(column) = sheet.column_mut("金额") {
        column.title = "到账金额".to_owned();
    }
    sheet.flaws.push((flaw, SheetSpot::Title("金额")));
    year.add_book("新材料专班/到位资金补报.xlsx", sheet);

    let columns = vec![
        col("序号", "序号", 6.0),
        col("姓名", "姓名", 10.0),
        col("日期", "日期", 12.0).days(DayStyle::MonthDay),
        col("地点", "地点", 14.0),
        col("工作内容", "工作内容", 40.0),
    ];
    let flaw = year.flaw("D006", SEPTEMBER, "日期只有月日，没有年份");
    let mut row = Row::data()
        .with("姓名", "周海涛")
        .with("日期", day(9, 7))
        .with("地点", "北京市")
        .with("工作内容", "拜访北京运城商会");
    row.flaws.push((flaw, Some("日期")));
    let sheet = Sheet::new("补充", columns).title("新材料产业招商专班工作日志（补充）").rows([row]);
    year.add_book("新材料专班/日志/补充日志.xlsx", sheet);

    let original = logs::path(1, 8);
    let flaw = year.flaw("D014", SEPTEMBER, "与 8 月工作日志内容相同");
    let mut copy = year.book(&original)?.clone();
    copy.path = original.replace(".xlsx", "（2）.xlsx");
    copy.flaws.push(flaw);
    year.books.push(copy);
    Ok(())
}
