//! Flaws of the roster, the logs and the meetings.

use chrono::NaiveDate;

use super::super::Fault;
use super::super::activities;
use super::super::day;
use super::super::form::Cell;
use super::super::form::Row;
use super::super::ids;
use super::super::libraries;
use super::super::logs;
use super::super::spending;
use super::planter::MIDDLE;
use super::planter::Planter;
use super::planter::QUARTER;
use super::planter::SEPTEMBER;
use super::planter::in_september;

pub(super) fn roster(year: &mut Planter) -> Result<(), Fault> {
    let at = (libraries::ROSTER, "名册");
    let person = |squad: &str, name: &str, role: &str, unit: &str, level: &str, born: &str| {
        Row::data()
            .with("专班", squad)
            .with("姓名", name)
            .with("角色", role)
            .with("单位", unit)
            .with("级别", level)
            .with("到岗日期", day(1, 4))
            .with("离岗日期", "—")
            .with("身份证号", ids::identity_number(born))
    };
    let after = |year: &mut Planter, name: &str, row: Row| -> Result<(), Fault> {
        let rows = &mut year.sheet(at)?.rows;
        let position = rows.iter().position(|row| row.text("姓名") == name).ok_or("no such person")?;
        rows.insert(position + 1, row);
        Ok(())
    };
    let mut lent = person("先进制造专班", "何俊杰", "专职成员", "市工业和信息化局", "科员", "19920903")
        .with("到岗日期", day(9, 13))
        .with("离岗日期", day(9, 24));
    lent.set("备注", "临时借用");
    year.flaw("R003", SEPTEMBER, "先进制造专班 9 月 13 日至 24 日有 4 名专职成员");
    let both = year.flaw("R004", SEPTEMBER, "何俊杰同时在先进制造、新型材料两个专班");
    lent.flaws.push((both, None));
    year.flaw("L004", SEPTEMBER, "何俊杰借到先进制造专班的 9 个工作日没有日志");
    after(year, "孙晓燕", lent)?;

    year.flaw("R001", SEPTEMBER, "新型材料专班有两名组长");
    after(
        year,
        "周海涛",
        person("新型材料专班", "乔振华", "组长", "市科学技术局", "正县级", "19720816"),
    )?;

    let flaw = year.flaw("R002", SEPTEMBER, "文化旅游专班副组长梁振宇的级别写成正科级");
    let row = year.row(at, |row| row.text("姓名") == "梁振宇")?;
    row.set("级别", "正科级");
    row.flaws.push((flaw, Some("级别")));

    let sound = ids::identity_number("19890514");
    let (front, last) = sound.split_at(17);
    let wrong = format!("{front}{}", if last == "6" { "7" } else { "6" });
    year.spoil(
        "D021",
        "田瑞芳的身份证号校验码不对",
        at,
        |row| row.text("姓名") == "田瑞芳",
        "身份证号",
        wrong,
    )?;

    let mut stranger = person("数字经济专班", "闻人杰", "专职成员", "市大数据中心", "科员", "19910320");
    let flaw = year.flaw("D017", SEPTEMBER, "名册中有“数字经济专班”，不是本市的专班");
    stranger.flaws.push((flaw, Some("专班")));
    after(year, "贾思远", stranger)
}

pub(super) fn work_logs(year: &mut Planter) -> Result<(), Fault> {
    let first = logs::path(0, 9);
    let at = (first.as_str(), "9月");
    let log = |name: &str, on: NaiveDate, place: &str, out: bool, text: &str| {
        Row::data()
            .with("姓名", name)
            .with("日期", on)
            .with("地点", place)
            .with("是否外出", out)
            .with("工作内容", text)
    };

    // 赵志刚 stays at home until the 17th, and claims no journey of the month.
    let mut kept = 0;
    for row in &mut year.sheet(at)?.rows {
        if row.text("姓名") == "赵志刚" && row.day("日期") <= Some(day(9, 17)) && row.cells.get("是否外出") == Some(&Cell::Mark(true))
        {
            kept += 1;
            if kept > 3 {
                stay_home(row);
            }
        }
    }
    year.remove((&spending::expenses_path(0, 9), "9月"), |row| row.text("出差人员") == "赵志刚")?;
    year.flaw(
        "L006",
        MIDDLE,
        "赵志刚到 9 月 20 日只外出 4 个工作日，余下工作日全部外出也不足 15 个",
    );
    year.flaw("L001", SEPTEMBER, "赵志刚 9 月外出不足 15 个工作日");

    let flaw = year.flaw("L003", SEPTEMBER, "王伟同一天既外出又在机关");
    let row = year.row(at, |row| {
        row.text("姓名") == "王伟" && row.cells.get("是否外出") == Some(&Cell::Mark(true))
    })?;
    row.flaws.push((flaw, None));
    let out_day = row.day("日期").ok_or("no day out")?;
    year.insert(at, log("王  伟", out_day, "机关", false, "参加局机关学习"))?;
    year.flaw("L007", SEPTEMBER, "王伟 9 月 11 日（星期六）外出，不是工作日");
    year.insert(at, log("王伟", day(9, 11), "上海市", true, "周末参加在沪运城商会座谈会"))?;
    year.add(
        "D018",
        "日志中的“王玮”不在名册（应为王伟）",
        at,
        log("王玮", day(9, 8), "机关", false, "整理招商资料"),
        Some("姓名"),
    )?;
    let twin = year.copy(at, |row| row.text("姓名") == "孙晓燕" && row.day("日期") == Some(day(9, 9)))?;
    year.add("D015", "孙晓燕 9 月 9 日的日志写了两遍", at, twin, None)?;

    // 新型材料: nobody is said to lead.
    let second = logs::path(1, 9);
    for row in &mut year.sheet((&second, "9月份"))?.rows {
        if row.cells.remove("带队领导").is_some() {
            row.set("工作内容", "拜访企业，就项目投资事宜进行座谈");
        }
    }
    year.flaw("L002", SEPTEMBER, "新型材料专班 9 月没有组长带队外出");

    // 高效农业: at home from the 16th on, and no problems told.
    let third = logs::path(2, 9);
    for row in &mut year.sheet((&third, "下半月"))?.rows {
        stay_home(row);
    }
    for half in ["上半月", "下半月"] {
        for row in &mut year.sheet((&third, half))?.rows {
            row.cells.remove("存在问题");
        }
    }
    year.sheet((&spending::expenses_path(2, 9), "第三季度"))?
        .rows
        .retain(|row| row.day("返回日期") < Some(day(9, 16)));
    year.flaw("L005", SEPTEMBER, "高效农业专班 9 月日志没有填写存在问题");
    year.flaw("L009", SEPTEMBER, "高效农业专班 9 月下半月无人外出");
    year.flaw("L001", SEPTEMBER, "高效农业专班专职成员 9 月外出不足 15 个工作日");

    let june = logs::path(2, 6);
    year.add(
        "L008",
        "曹永强 7 月 1 日到岗，6 月已有日志",
        (&june, "下半月"),
        Row::data()
            .with("姓名", "曹永强")
            .with("日期", day(6, 29))
            .with("地点", "机关")
            .with("工作内容", "到专班报到，熟悉情况"),
        None,
    )
}

/// Makes a day out one at home.
fn stay_home(row: &mut Row) {
    row.set("地点", "机关");
    row.set("工作内容", "在机关整理项目资料");
    for key in ["对接单位", "带队领导", "项目信息"] {
        row.cells.remove(key);
    }
    if row.cells.contains_key("是否外出") {
        row.set("是否外出", false);
    }
}

pub(super) fn cadence(year: &mut Planter) -> Result<(), Fault> {
    let meetings = (activities::MEETINGS, "调度会议");
    year.remove(meetings, |row| in_september(row) && row.text("活动名称").starts_with("9月上半月"))?;
    year.flaw("C001", SEPTEMBER, "9 月上半月没有调度先进制造、新型材料、高效农业专班的记录");
    year.remove((&activities::path(1), "活动记录"), |row| {
        in_september(row) && row.text("活动类型") == "月度汇报"
    })?;
    year.flaw("C002", SEPTEMBER, "新型材料专班 9 月没有书面汇报");
    year.remove(meetings, |row| in_september(row) && row.text("活动类型") == "市长办公会")?;
    year.flaw("C003", QUARTER, "第三季度没有市长办公会");
    Ok(())
}
