//! Flaws of the expenses and of the applications.

use std::collections::BTreeMap;

use chrono::Days;
use chrono::NaiveDate;

use super::super::Fault;
use super::super::day;
use super::super::form::Cell;
use super::super::form::Row;
use super::super::form::RowKind;
use super::super::logs;
use super::super::pipeline::WAN;
use super::super::spending;
use super::super::spending::YUAN;
use super::super::squads::SQUADS;
use super::planter::At;
use super::planter::Planter;
use super::planter::SEPTEMBER;
use super::planter::WHOLE;

pub(super) fn travel(year: &mut Planter) -> Result<(), Fault> {
    let (first, second) = (spending::expenses_path(0, 9), spending::expenses_path(1, 9));
    let (a, b) = ((first.as_str(), "9月"), (second.as_str(), "三季度差旅"));
    let parts = ["伙食补助", "交通补助", "住宿费", "城市间交通费"];
    let total = |row: &mut Row| {
        let sum = parts.iter().map(|part| row.fen(part)).sum();
        row.cells.insert("金额", Cell::Money(sum));
    };
    let claims = |year: &mut Planter, at: At<'_>| -> Result<Vec<Row>, Fault> {
        let rows = year.sheet(at)?.rows.iter();
        Ok(rows
            .filter(|row| row.text("支出项目") == "差旅费" && row.day("出发日期") >= Some(day(9, 1)))
            .cloned()
            .collect())
    };
    let of = |row: &Row| {
        let voucher = row.text("凭证号").to_owned();
        move |row: &Row| row.text("凭证号") == voucher
    };

    let hire = year.copy(a, |row| row.text("支出项目") == "租车费")?;
    let all = claims(year, a)?;
    let during = |row: &Row| {
        row.text("出差人员") == hire.text("出差人员")
            && row.day("出发日期") <= hire.day("租车起")
            && row.day("返回日期") >= hire.day("租车止")
    };
    let with_hire = all.iter().find(|row| during(row)).ok_or("no claim with a hire")?;
    let hires: Vec<Row> = year
        .sheet(a)?
        .rows
        .iter()
        .filter(|row| row.text("支出项目") == "租车费")
        .cloned()
        .collect();
    let plain: Vec<&Row> = all
        .iter()
        .filter(|claim| {
            !hires.iter().any(|hire| {
                hire.text("出差人员") == claim.text("出差人员")
                    && hire.day("租车起") >= claim.day("出发日期")
                    && hire.day("租车止") <= claim.day("返回日期")
            })
        })
        .collect();
    let mut plain = plain.into_iter();
    let mut next = || plain.next().ok_or("too few claims");

    let flaw = year.flaw("E005", SEPTEMBER, "租车两天，仍按全程领取市内交通补助");
    let row = year.row(a, of(with_hire))?;
    let days = row
        .day("返回日期")
        .zip(row.day("出发日期"))
        .map_or(0, |(to, from)| (to - from).num_days() + 1);
    row.cells.insert("交通补助", Cell::Money(80 * days * YUAN));
    total(row);
    row.flaws.push((flaw, Some("交通补助")));

    let claim = next()?;
    let flaw = year.flaw("E015", SEPTEMBER, "金额比各项之和多 200 元");
    let row = year.row(a, of(claim))?;
    row.cells.insert("金额", Cell::Money(claim.fen("金额") + 200 * YUAN));
    row.flaws.push((flaw, Some("金额")));

    let claim = next()?;
    let flaw = year.flaw("E017", SEPTEMBER, "住宿费每晚 980 元，超过标准");
    let row = year.row(a, of(claim))?;
    let nights = row
        .day("返回日期")
        .zip(row.day("出发日期"))
        .map_or(0, |(to, from)| (to - from).num_days());
    row.cells.insert("住宿费", Cell::Money(980 * nights * YUAN));
    total(row);
    row.flaws.push((flaw, Some("住宿费")));

    let claim = next()?;
    let flaw = year.flaw("E019", SEPTEMBER, "天数与起止日期不符");
    let row = year.row(a, of(claim))?;
    row.set("天数", 9_u32);
    row.flaws.push((flaw, Some("天数")));

    let all = claims(year, b)?;
    let mut all = all.iter();
    let mut next = || all.next().ok_or("too few claims");
    let claim = next()?;
    let flaw = year.flaw("E003", SEPTEMBER, "伙食补助按每天 150 元领取");
    let row = year.row(b, of(claim))?;
    row.cells.insert("伙食补助", Cell::Money(claim.fen("伙食补助") * 3 / 2));
    total(row);
    row.flaws.push((flaw, Some("伙食补助")));

    let claim = next()?;
    let flaw = year.flaw("E004", SEPTEMBER, "市内交通补助按每天 120 元领取");
    let row = year.row(b, of(claim))?;
    row.cells.insert("交通补助", Cell::Money(claim.fen("交通补助") * 3 / 2));
    total(row);
    row.flaws.push((flaw, Some("交通补助")));

    // The last day of a journey claimed once more.
    let claim = next()?;
    let mut again = claim.clone();
    let last = claim.day("返回日期").ok_or("no return")?;
    let persons = claim.text("出差人员").split('、').count() as i64;
    again.set("凭证号", "00049901");
    again.set("日期", day(9, 28));
    again.set("出发日期", last);
    again.set("返回日期", last);
    again.set("天数", 1_u32);
    again.set("事由", "补报差旅补助");
    again.cells.insert("伙食补助", Cell::Money(100 * persons * YUAN));
    again.cells.insert("交通补助", Cell::Money(80 * persons * YUAN));
    again.cells.remove("住宿费");
    again.cells.remove("城市间交通费");
    total(&mut again);
    year.add("E018", "同一天的补助在两张报销单上领取", b, again, Some("出差人员"))?;

    // A day on which the log has the traveller at home.
    let log = logs::path(1, 9);
    let home = year
        .copy((&log, "9月份"), |row| {
            row.text("姓名") == "何俊杰" && row.text("地点") == "市工信局" && row.day("日期") > Some(day(9, 1))
        })?
        .day("日期")
        .ok_or("no day at home")?;
    let mut row = Row::data()
        .with("凭证号", "00049902")
        .with("日期", day(9, 29))
        .with("支出项目", "差旅费")
        .with("出差人员", "何俊杰")
        .with("人数", 1_u32)
        .with("出差地点", "西安")
        .with("事由", "赴西安对接特种玻璃项目")
        .with("出发日期", home)
        .with("返回日期", home)
        .with("天数", 1_u32)
        .with_money("伙食补助", 100 * YUAN)
        .with_money("交通补助", 80 * YUAN)
        .with_money("城市间交通费", 146 * YUAN)
        .with("申请编号", "SQ-2021-CL09");
    total(&mut row);
    year.add("E011", "何俊杰报销差旅费的当天日志在机关", b, row, Some("出差人员"))
}

pub(super) fn expenses(year: &mut Planter) -> Result<(), Fault> {
    let (first, second) = (spending::expenses_path(0, 9), spending::expenses_path(1, 9));
    let (a, b) = ((first.as_str(), "9月"), (second.as_str(), "三季度其他"));
    let office = (spending::OFFICE_EXPENSES, "下半年");
    let line = |voucher: &str, on: NaiveDate, item: &str, yuan: i64, purpose: &str, application: &str| {
        Row::data()
            .with("凭证号", voucher)
            .with("日期", on)
            .with("支出项目", item)
            .with_money("金额", yuan * YUAN)
            .with("事由", purpose)
            .with("申请编号", application)
            .with("经办人", "孙晓燕")
    };
    let (mine, theirs) = ("SQ-2021-ZZ09", "SQ-2021-CL09");

    let row = line("ZZBX202109-51", day(9, 15), "办公用品费", 1_860, "购置打印机硒鼓", mine);
    year.add("E001", "办公用品不在开支范围", a, row, Some("支出项目"))?;
    let before = year.copy((&spending::expenses_path(0, 8), "8月"), |row| {
        row.text("支出项目") == "宣传和资料印刷费"
    })?;
    let row = line(
        before.text("凭证号"),
        day(9, 16),
        "宣传和资料印刷费",
        before.fen("金额") / YUAN,
        "印制招商手册、产业链图谱",
        mine,
    );
    year.add("E002", "8 月已报销的凭证 9 月又报", a, row, Some("凭证号"))?;
    let row = line("00049903", day(9, 16), "租车费", 1_200, "接送考察客商", theirs)
        .with("租车起", day(9, 15))
        .with("租车止", day(9, 15));
    year.add("E006", "租车没有合同号和租赁公司", b, row, Some("租车合同号"))?;
    let row = line("00049904", day(9, 17), "接待费", 980, "客商用餐", theirs)
        .with("来访人数", 6_u32)
        .with("陪同人数", 2_u32)
        .with("审批单号", "CL-SP-2021-JD91");
    year.add("E007", "接待在前，审批单 9 月 23 日才批准", b, row, Some("审批单号"))?;
    let approval = Row::data()
        .with("审批单号", "CL-SP-2021-JD91")
        .with("事项类型", "接待")
        .with("申请日期", day(9, 22))
        .with("批准日期", day(9, 23))
        .with("批准人", SQUADS[1].head)
        .with_money("批准金额", 1_000 * YUAN)
        .with("事由", "客商用餐（补办）");
    year.insert((&spending::approvals_path(1), "审批单"), approval)?;
    year.spoil(
        "E008",
        "赠品由专班自行采购",
        a,
        |row| row.text("支出项目") == "赠品",
        "采购单位",
        "先进制造专班",
    )?;
    let flaw = year.flaw("E016", SEPTEMBER, "来访 8 人，陪同 6 人");
    let row = year.row(a, |row| row.text("支出项目") == "接待费")?;
    row.set("来访人数", 8_u32);
    row.set("陪同人数", 6_u32);
    row.flaws.push((flaw, Some("陪同人数")));
    let row = line("00049905", day(9, 23), "会务费", 3_000, "新材料产业深圳专题招商会", theirs).with("活动编号", "HD-2021-CL06");
    year.add("E009", "会务费累计超过批复金额", b, row, Some("金额"))?;
    let row = line("00049906", day(9, 23), "培训费", 2_400, "新材料产业深圳专题招商会", theirs).with("活动编号", "HD-2021-CL06");
    year.add("E010", "批复中没有培训费", b, row, Some("支出项目"))?;
    let row = line("中心〔2021〕031", day(9, 22), "布展费", 8_800, "闻喜县参展布展费", "SQ-2021-ZX09")
        .with("申报单位", spending::OFFICE_UNIT)
        .with("承担单位", "县级")
        .with("经办人", "范晓东");
    year.add("E014", "应由县级承担的费用向市级申报", office, row, Some("承担单位"))?;
    let row = line(
        "ZZBX202109-52",
        day(9, 22),
        "宣传和资料印刷费",
        1_350,
        "印制宣传折页",
        "SQ-2021-ZZ19",
    );
    year.add("A006", "申请编号不存在", a, row, Some("申请编号"))?;

    let budget = (spending::BUDGET, "预算");
    let early = year.flaw("E013", SEPTEMBER, "预算数误录为 128 万元，到 9 月已用九成以上");
    let whole = year.flaw("E012", WHOLE, "预算数误录为 128 万元，全年支出超过预算");
    let row = year.row(budget, |row| row.kind == RowKind::Data)?;
    row.cells.insert("预算金额", Cell::Money(128 * WAN));
    row.flaws.extend([(early, None), (whole, None)]);
    Ok(())
}

pub(super) fn applications(year: &mut Planter) -> Result<(), Fault> {
    settle_applications(year)?;
    let third = (spending::APPLICATIONS, "三季度");
    let second = (spending::APPLICATIONS, "二季度");
    let of = |number: &'static str| move |row: &Row| row.text("申请编号") == number;

    let flaw = year.flaw("A001", SEPTEMBER, "没有审核日期，已有初审日期");
    let row = year.row(third, of("SQ-2021-ZZ07"))?;
    row.cells.remove("审核日期");
    row.flaws.push((flaw, Some("审核日期")));
    let reviewed = year.row(third, of("SQ-2021-CL07"))?.day("审核日期").ok_or("not reviewed")?;
    year.spoil(
        "A002",
        "初审早于审核",
        third,
        of("SQ-2021-CL07"),
        "初审日期",
        reviewed - Days::new(2),
    )?;
    year.spoil("A003", "负责人没有签字", third, of("SQ-2021-NY07"), "负责人签字", false)?;
    let fixed = year.row(third, of("SQ-2021-WL07"))?.fen("核定金额");
    year.spoil(
        "A004",
        "支出合计超过核定金额 1,000 元",
        third,
        of("SQ-2021-WL07"),
        "核定金额",
        Cell::Money(fixed - 1_000 * YUAN),
    )?;
    year.spoil("A005", "市商务局的实效未核实", second, of("SQ-2021-SW05"), "实效核实", "未核实")?;
    let flaw = year.flaw("A007", SEPTEMBER, "没有审批日期，已报销");
    let row = year.row(second, of("SQ-2021-ZZ06"))?;
    row.cells.remove("审批日期");
    row.flaws.push((flaw, Some("审批日期")));
    Ok(())
}

/// Asks for what is spent, as the squads would have done, so that planted expenses do not also exceed what was fixed.
fn settle_applications(year: &mut Planter) -> Result<(), Fault> {
    let mut sums = BTreeMap::<String, i64>::new();
    for book in year.books.iter().filter(|book| book.path != spending::APPLICATIONS) {
        for row in book.sheets.iter().flat_map(|sheet| &sheet.rows) {
            *sums.entry(row.text("申请编号").to_owned()).or_default() += row.fen("金额");
        }
    }
    for sheet in &mut year.book(spending::APPLICATIONS)?.sheets {
        for row in &mut sheet.rows {
            if let Some(sum) = sums.get(row.text("申请编号")).filter(|_| row.kind == RowKind::Data) {
                row.cells.insert("申请金额", Cell::Money(*sum));
                if row.cells.contains_key("核定金额") {
                    row.cells.insert("核定金额", Cell::Money(*sum));
                }
            }
        }
    }
    Ok(())
}
