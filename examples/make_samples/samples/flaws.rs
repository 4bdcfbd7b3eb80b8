//! The flawed year: the clean one with a flaw for every rule, each in its own row where that can be.

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;

use super::Fault;
use super::YEAR;
use super::activities;
use super::day;
use super::firms::FIRMS;
use super::firms::SIGNED;
use super::form::Book;
use super::form::Cell;
use super::form::Damage;
use super::form::DayStyle;
use super::form::MoneyStyle;
use super::form::Row;
use super::form::RowKind;
use super::form::Sheet;
use super::form::SheetSpot;
use super::form::col;
use super::ids;
use super::libraries;
use super::logs;
use super::pipeline;
use super::pipeline::WAN;
use super::spending;
use super::spending::YUAN;
use super::squads::SQUADS;

/// A run that tells a flaw: the period, and the as-of day when it is not the period's last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// 2021-09, 2021-Q3, 2021.
    pub(crate) period: &'static str,
    /// 2021-09-20, or nothing.
    pub(crate) as_of: Option<&'static str>,
}

const SEPTEMBER: Run = Run {
    period: "2021-09",
    as_of: None,
};
const MIDDLE: Run = Run {
    period: "2021-09",
    as_of: Some("2021-09-20"),
};
const QUARTER: Run = Run {
    period: "2021-Q3",
    as_of: None,
};
const WHOLE: Run = Run {
    period: "2021",
    as_of: None,
};

/// A planted flaw.
#[derive(Clone, Debug)]
pub(crate) struct Flaw {
    /// The rule that must speak.
    pub(crate) rule: &'static str,
    /// The run in which it must.
    pub(crate) run: Run,
    /// What was planted, in Chinese.
    pub(crate) what: &'static str,
}

/// The year while flaws are planted in it.
pub(crate) struct Planter {
    /// The workbooks.
    pub(crate) books: Vec<Book>,
    /// What was planted; the number of a flaw is its position.
    pub(crate) flaws: Vec<Flaw>,
}

/// A sheet of a workbook.
type At<'a> = (&'a str, &'a str);

impl Planter {
    fn flaw(&mut self, rule: &'static str, run: Run, what: &'static str) -> usize {
        self.flaws.push(Flaw { rule, run, what });
        self.flaws.len() - 1
    }

    fn book(&mut self, path: &str) -> Result<&mut Book, Fault> {
        let book = self.books.iter_mut().find(|book| book.path == path);
        book.ok_or_else(|| format!("no workbook {path}").into())
    }

    fn sheet(&mut self, (path, name): At<'_>) -> Result<&mut Sheet, Fault> {
        let sheet = self.book(path)?.sheets.iter_mut().find(|sheet| sheet.name == name);
        sheet.ok_or_else(|| format!("no sheet {name} in {path}").into())
    }

    fn row(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<&mut Row, Fault> {
        let row = self.sheet(at)?.rows.iter_mut().find(|row| find(row));
        row.ok_or_else(|| format!("no such row in {} of {}", at.1, at.0).into())
    }

    /// Plants a flaw in a cell that is there.
    fn spoil(
        &mut self,
        rule: &'static str,
        what: &'static str,
        at: At<'_>,
        find: impl Fn(&Row) -> bool,
        key: &'static str,
        cell: impl Into<Cell>,
    ) -> Result<(), Fault> {
        let flaw = self.flaw(rule, SEPTEMBER, what);
        let row = self.row(at, find)?;
        row.set(key, cell);
        row.flaws.push((flaw, Some(key)));
        Ok(())
    }

    /// Plants a flaw by adding a row; `key` is the cell that is told, none for the row as a whole.
    fn add(&mut self, rule: &'static str, what: &'static str, at: At<'_>, mut row: Row, key: Option<&'static str>) -> Result<(), Fault> {
        let flaw = self.flaw(rule, SEPTEMBER, what);
        row.flaws.push((flaw, key));
        self.insert(at, row)
    }

    /// Adds a row after the last one of the same or an earlier day.
    fn insert(&mut self, at: At<'_>, row: Row) -> Result<(), Fault> {
        let sheet = self.sheet(at)?;
        let is_data = |other: &Row| other.kind == RowKind::Data;
        let earlier = |other: &Row| is_data(other) && date(other) <= date(&row);
        let position = match date(&row) {
            Some(_) => sheet.rows.iter().rposition(earlier),
            None => sheet.rows.iter().rposition(is_data),
        };
        let first = sheet.rows.iter().position(is_data).unwrap_or(0);
        sheet.rows.insert(position.map_or(first, |position| position + 1), row);
        Ok(())
    }

    /// A copy of a row, without the flaws that it holds.
    fn copy(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<Row, Fault> {
        let mut row = self.row(at, find)?.clone();
        row.flaws.clear();
        Ok(row)
    }

    fn remove(&mut self, at: At<'_>, find: impl Fn(&Row) -> bool) -> Result<(), Fault> {
        let sheet = self.sheet(at)?;
        let before = sheet.rows.len();
        sheet.rows.retain(|row| row.kind != RowKind::Data || !find(row));
        if sheet.rows.len() == before {
            return Err(format!("nothing to remove in {} of {}", at.1, at.0).into());
        }
        Ok(())
    }

    fn add_book(&mut self, path: &str, sheet: Sheet) {
        self.books.push(Book::new(path, vec![sheet]));
    }
}

/// The day that dates a row, whichever column keeps it.
fn date(row: &Row) -> Option<NaiveDate> {
    let keys = ["日期", "开始日期", "签订日期", "到账日期", "申请日期", "申报日期", "更新日期"];
    keys.iter().find_map(|key| row.day(key))
}

fn in_september(row: &Row) -> bool {
    date(row).is_some_and(|day| day.year() == YEAR && day.month() == 9)
}

/// The year with every flaw in it.
pub(crate) fn flawed() -> Result<Planter, Fault> {
    let mut year = Planter {
        books: super::clean(),
        flaws: Vec::new(),
    };
    squad_behind(&mut year)?;
    squad_missing(&mut year)?;
    roster(&mut year)?;
    work_logs(&mut year)?;
    cadence(&mut year)?;
    projects(&mut year)?;
    contracts(&mut year)?;
    receipts(&mut year)?;
    travel(&mut year)?;
    expenses(&mut year)?;
    applications(&mut year)?;
    cells(&mut year)?;
    files(&mut year)?;
    Ok(year)
}

/// 高效农业 falls behind: few contracts, little money, no start, few talks, no event.
fn squad_behind(year: &mut Planter) -> Result<(), Fault> {
    let ledger = pipeline::ledger_path(2);
    let contracts = pipeline::contracts_path(2);
    let known: Vec<&str> = FIRMS[2]
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < 2 || (SIGNED..SIGNED + 8).contains(at))
        .map(|(_, firm)| firm.project)
        .collect();
    year.remove((&ledger, "项目进展"), |row| !known.contains(&row.text("项目名称")))?;
    for row in &mut year.sheet((&ledger, "项目进展"))?.rows {
        if row.cells.remove("开工日期").is_some() {
            row.set("阶段", "注册");
            row.set("进展情况", "项目公司已注册，前期手续进展缓慢");
        }
    }
    year.remove((&contracts, "签约"), |row| !known.contains(&row.text("项目名称")))?;
    year.remove((&contracts, "资金到位"), |row| date(row) > Some(day(3, 31)))?;
    let event = "HD-2021-NY08";
    year.remove((&spending::expenses_path(2, 8), "第三季度"), |row| {
        row.text("活动编号") == event
    })?;
    year.remove((&spending::approvals_path(2), "审批单"), |row| row.text("活动编号") == event)?;
    year.remove((spending::GRANTS, "活动批复"), |row| row.text("活动编号") == event)?;
    year.remove((&activities::path(2), "活动记录"), |row| row.text("活动类型") == "专题招商活动")?;

    year.flaw("T001", SEPTEMBER, "高效农业专班全年只签 2 个正式合同，到 9 月落后于序时进度");
    year.flaw("T002", SEPTEMBER, "高效农业专班 3 月以后没有资金到位");
    year.flaw("T003", SEPTEMBER, "高效农业专班没有项目开工");
    year.flaw("T004", WHOLE, "高效农业专班全年没有产业类项目开工");
    year.flaw("T005", SEPTEMBER, "高效农业专班在谈项目只有 8 个");
    year.flaw("T006", WHOLE, "高效农业专班全年没有专题招商活动");
    Ok(())
}

/// 文化旅游 hands in nothing for September.
fn squad_missing(year: &mut Planter) -> Result<(), Fault> {
    let log = logs::path(3, 9);
    year.books.retain(|book| book.path != log);
    year.book(&spending::expenses_path(3, 9))?
        .sheets
        .retain(|sheet| sheet.name != "2021.9");
    year.remove((&activities::path(3), "活动记录"), in_september)?;
    year.remove((&pipeline::contracts_path(3), "到位资金"), in_september)?;
    year.remove((&spending::approvals_path(3), "审批单"), in_september)?;
    year.remove((spending::APPLICATIONS, "三季度"), |row| row.text("申请编号") == "SQ-2021-WL09")?;
    year.remove((&libraries::path(3), "投资信息库"), in_september)?;
    for sheet in &mut year.book(&libraries::path(3))?.sheets {
        sheet.rows.retain(|row| !in_september(row));
    }
    for row in &mut year.sheet((&pipeline::ledger_path(3), "2021年"))?.rows {
        if row.day("开工日期").is_some_and(|day| day.month() == 9) {
            row.set("开工日期", day(8, 28));
        }
    }
    year.flaw("R005", SEPTEMBER, "文化旅游专班 9 月没有报送任何材料");
    Ok(())
}

fn roster(year: &mut Planter) -> Result<(), Fault> {
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
    year.flaw("L004", SEPTEMBER, "何俊杰借到先进制造专班的 10 个工作日没有日志");
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

fn work_logs(year: &mut Planter) -> Result<(), Fault> {
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
        "赵志刚到 9 月 20 日只外出 3 个工作日，余下工作日全部外出也不足 15 个",
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

fn cadence(year: &mut Planter) -> Result<(), Fault> {
    let meetings = (activities::MEETINGS, "调度会议");
    year.remove(meetings, |row| in_september(row) && row.text("活动名称").starts_with("9月上半月"))?;
    year.flaw("C001", SEPTEMBER, "9 月上半月没有调度记录");
    year.remove((&activities::path(1), "活动记录"), |row| {
        in_september(row) && row.text("活动类型") == "月度汇报"
    })?;
    year.flaw("C002", SEPTEMBER, "新型材料专班 9 月没有书面汇报");
    year.remove(meetings, |row| in_september(row) && row.text("活动类型") == "市长办公会")?;
    year.flaw("C003", QUARTER, "第三季度没有市长办公会");
    Ok(())
}

fn projects(year: &mut Planter) -> Result<(), Fault> {
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

fn contracts(year: &mut Planter) -> Result<(), Fault> {
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

fn receipts(year: &mut Planter) -> Result<(), Fault> {
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

fn travel(year: &mut Planter) -> Result<(), Fault> {
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

fn expenses(year: &mut Planter) -> Result<(), Fault> {
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
    year.spoil(
        "E016",
        "来访不足 10 人，陪同 6 人",
        a,
        |row| row.text("支出项目") == "接待费",
        "陪同人数",
        6_u32,
    )?;
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

fn applications(year: &mut Planter) -> Result<(), Fault> {
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
    let mut sums = std::collections::BTreeMap::<String, i64>::new();
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

/// Cells that cannot be read, and numbers that do not agree.
fn cells(year: &mut Planter) -> Result<(), Fault> {
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
fn files(year: &mut Planter) -> Result<(), Fault> {
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
