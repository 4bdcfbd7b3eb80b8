//! 工作日志: a workbook per squad and month, each squad in its own way.

use chrono::Datelike;
use chrono::NaiveDate;

use super::YEAR;
use super::day;
use super::firms::FIRMS;
use super::firms::Firm;
use super::form::Book;
use super::form::Column;
use super::form::DayStyle;
use super::form::MarkStyle;
use super::form::Row;
use super::form::Sheet;
use super::form::col;
use super::ids::Dice;
use super::itinerary;
use super::itinerary::Stay;
use super::squads::SQUADS;
use super::squads::Squad;

const PROBLEMS: [&str; 6] = [
    "对方对土地价格和能耗指标存在顾虑，需进一步协调",
    "企业总部决策周期较长，年内难以确定投资计划",
    "周边地市给出的优惠政策力度较大，竞争激烈",
    "项目所需标准化厂房面积不足",
    "产业配套企业偏少，物流成本偏高",
    "环评审批时限需与生态环境部门提前沟通",
];

const NEXT: [&str; 6] = [
    "邀请企业负责人来运实地考察",
    "整理项目需求清单，商请有关县区反馈选址方案",
    "跟进合同文本修改，争取尽快签约",
    "继续拜访上下游配套企业",
    "与商会对接，收集会员企业投资意向",
    "向综合协调组报送有价值项目信息",
];

const PROGRESS: [&str; 6] = [
    "企业同意组团来运考察",
    "已达成初步合作意向",
    "双方交换了项目投资协议初稿",
    "完成项目可行性研究报告编制",
    "企业已到拟选地块踏勘",
    "就用地、用能、税收等事项交换意见",
];

const REQUESTS: [&str; 3] = ["请市自然资源部门协助落实用地指标", "请有关县区尽快反馈承载条件", "无"];

/// One person-run of the log before it is laid out.
struct Entry {
    from: NaiveDate,
    to: NaiveDate,
    people: String,
    /// Where, when out of town.
    place: Option<&'static str>,
    led: bool,
    firm: Firm,
    text: String,
    dice: usize,
}

/// The year's logs of every squad.
pub(crate) fn books() -> Vec<Book> {
    let mut books = Vec::new();
    for (number, squad) in SQUADS.iter().enumerate() {
        for month in 1..=12 {
            books.push(book(number, squad, month));
        }
    }
    books
}

/// Where a squad keeps the log of a month.
pub(crate) fn path(number: usize, month: u32) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/工作日志/{YEAR}年{month:02}月工作日志.xlsx"),
        1 => format!("{folder}/日志/新材料专班{month}月份工作日志.xlsx"),
        2 => format!("{folder}/{YEAR}年工作日志/高效农业{YEAR}{month:02}.xlsx"),
        _ => format!("{folder}/工作日志/文旅日志{month}月.xlsx"),
    }
}

fn book(number: usize, squad: &Squad, month: u32) -> Book {
    let stays = itinerary::month(squad, number, month);
    let last = itinerary::workdays(month).last().copied().unwrap_or_default();
    let filled = format!("{YEAR}年{month}月{}日", last.day());
    let sheets = match number {
        0 => vec![daily(squad, month, &stays, &filled)],
        1 => vec![team_days(squad, month, &stays, &filled)],
        2 => halves(squad, month, &stays, &filled),
        _ => vec![ranges(squad, month, &stays, &filled)],
    };
    Book::new(path(number, month), sheets)
}

/// 先进制造: a row per person and day, true dates, 星期, 是否外出.
fn daily(squad: &Squad, month: u32, stays: &[Stay], filled: &str) -> Sheet {
    let columns = vec![
        col("序号", "序号", 6.0),
        col("日期", "日  期", 12.0).days(DayStyle::Serial),
        col("星期", "星期", 8.0),
        col("姓名", "姓  名", 10.0),
        col("是否外出", "是否\n外出", 7.0).marks(MarkStyle::YesNo),
        col("地点", "工作地点", 14.0),
        col("对接单位", "对接企业", 24.0),
        col("工作内容", "工作内容", 40.0),
        col("项目信息", "获取的有价值\n项目信息", 26.0),
        col("进展情况", "进展情况", 22.0),
        col("存在问题", "存在问题", 26.0),
        col("下一步打算", "下一步打算", 26.0),
        col("带队领导", "带队领导", 10.0),
        col("备注", "备注", 8.0),
    ];
    let entries = entries(squad, 0, month, &split_days(stays));
    Sheet::new(format!("{month}月"), columns)
        .title(format!("{}{YEAR}年{month}月工作日志", squad.full))
        .ends(format!("填报单位：{}", squad.full), format!("填报时间：{filled}"))
        .rows(entries.iter().map(|entry| {
            let mut row = common(entry, "机关", squad)
                .with("日期", entry.from)
                .with("是否外出", entry.place.is_some());
            if entry.place.is_some() {
                row.set("对接单位", entry.firm.name);
            }
            row
        }))
        .note(format!("填表人：{}          审核：{}          {filled}", "孙晓燕", squad.deputy))
}

/// 新型材料: a row per team and day, 3月5日, several names in a cell.
fn team_days(squad: &Squad, month: u32, stays: &[Stay], filled: &str) -> Sheet {
    let columns = vec![
        col("序号", "序号", 6.0),
        col("姓名", "人员", 16.0),
        col("日期", "时间", 11.0).days(DayStyle::MonthDay),
        col("地点", "去向", 18.0),
        col("对接单位", "拜访企业", 26.0).under("招商工作"),
        col("工作内容", "主要工作内容", 40.0).under("招商工作"),
        col("项目信息", "项目线索", 24.0).under("招商工作"),
        col("存在问题", "存在的问题", 26.0),
        col("需协调事项", "需协调事项", 24.0),
        col("下一步打算", "下步打算", 24.0),
        col("带队领导", "带队人", 10.0),
    ];
    let entries = entries(squad, 1, month, &split_days(stays));
    Sheet::new(format!("{month}月份"), columns)
        .title(format!("新材料产业招商专班工作日志（{YEAR}年{month}月）"))
        .ends(format!("单位：{}（新材料专班）", squad.unit), "")
        .rows(entries.iter().map(|entry| {
            let mut row = common(entry, "市工信局", squad).with("日期", entry.from);
            if entry.place.is_some() {
                row.set("对接单位", entry.firm.name);
            }
            row.set("需协调事项", REQUESTS[entry.dice % REQUESTS.len()]);
            row
        }))
        .note(format!("负责人：{}　　　填表人：陈立新　　　填报日期：{filled}", squad.deputy))
}

/// 高效农业: two sheets a month, a row per run of days: 2021.9.6-9.10.
fn halves(squad: &Squad, month: u32, stays: &[Stay], filled: &str) -> Vec<Sheet> {
    let halves = [("上半月", 1..=15), ("下半月", 16..=31)];
    let mut sheets = Vec::new();
    for (name, days) in halves {
        let part: Vec<Stay> = stays
            .iter()
            .filter_map(|stay| {
                let from = stay.from.max(day(month, *days.start()));
                let to = stay.to.min(if *days.end() == 15 { day(month, 15) } else { stay.to });
                (from <= to).then(|| Stay { from, to, ..stay.clone() })
            })
            .collect();
        let columns: Vec<Column> = vec![
            col("序号", "序号", 6.0),
            col("姓名", "工作人员", 16.0),
            col("日期", "工作时间", 18.0).days(DayStyle::Dots),
            col("地点", "前往地点", 16.0),
            col("工作内容", "工作开展情况", 44.0),
            col("项目信息", "有价值项目信息", 26.0),
            col("进展情况", "项目进展", 22.0),
            col("存在问题", "困难和问题", 26.0),
            col("下一步打算", "下一步工作打算", 26.0),
            col("带队领导", "带队领导", 10.0),
            col("备注", "备 注", 8.0),
        ];
        let entries = entries(squad, 2, month, &part);
        sheets.push(
            Sheet::new(name, columns)
                .title(format!("{}{YEAR}年{month}月{name}工作日志", squad.full))
                .ends("", format!("填报人：田瑞芳    填报时间：{filled}"))
                .rows(entries.iter().map(|entry| {
                    let row = common(entry, "机关", squad);
                    if entry.from == entry.to {
                        row.with("日期", entry.from)
                    } else {
                        row.with("日期", super::form::Cell::Days(entry.from, entry.to))
                    }
                }))
                .note("注：地点栏填“机关”的为在单位整理资料、汇总情况。"),
        );
    }
    sheets
}

/// 文化旅游: a row per journey, 外出时间 over 起 and 止.
fn ranges(squad: &Squad, month: u32, stays: &[Stay], filled: &str) -> Sheet {
    let columns = vec![
        col("序号", "序号", 6.0),
        col("姓名", "姓名", 24.0),
        col("开始日期", "起", 12.0).under("时间").days(DayStyle::Slash),
        col("结束日期", "止", 12.0).under("时间").days(DayStyle::Slash),
        col("工作类型", "工作类型", 10.0),
        col("地点", "地 点", 16.0),
        col("对接单位", "对接单位", 24.0),
        col("工作内容", "工作内容及成效", 44.0),
        col("项目信息", "项目信息", 24.0),
        col("进展情况", "进展", 22.0),
        col("存在问题", "存在问题", 26.0),
        col("下一步打算", "下一步计划", 26.0),
        col("带队领导", "带队负责人", 12.0),
    ];
    let entries = entries(squad, 3, month, stays);
    Sheet::new(format!("{month}月"), columns)
        .title(format!("{YEAR}年{month}月文化旅游产业招商专班工作日志"))
        .ends(format!("填报单位（盖章）：{}", squad.unit), format!("填报时间：{filled}"))
        .rows(entries.iter().map(|entry| {
            let mut row = common(entry, "机关", squad)
                .with("开始日期", entry.from)
                .with("结束日期", entry.to)
                .with("工作类型", if entry.place.is_some() { "外出招商" } else { "机关工作" });
            if entry.place.is_some() {
                row.set("对接单位", entry.firm.name);
            }
            row
        }))
        .note(format!("填表人：贾思远                    审核人：{}", squad.deputy))
}

/// The cells that all styles share.
fn common(entry: &Entry, home: &str, squad: &Squad) -> Row {
    let mut row = Row::data()
        .with("姓名", entry.people.as_str())
        .with("地点", entry.place.unwrap_or(home))
        .with("工作内容", entry.text.as_str());
    if entry.place.is_some() {
        row.set("进展情况", PROGRESS[entry.dice % PROGRESS.len()]);
        if entry.dice.is_multiple_of(3) {
            row.set("项目信息", format!("{}拟投资{}", entry.firm.name, entry.firm.project));
            row.set("存在问题", PROBLEMS[entry.dice % PROBLEMS.len()]);
        }
    } else {
        row.set("项目信息", format!("“{}”项目", entry.firm.project));
        row.set("存在问题", PROBLEMS[(entry.dice + 1) % PROBLEMS.len()]);
    }
    if entry.dice.is_multiple_of(2) || entry.place.is_none() {
        row.set("下一步打算", NEXT[entry.dice % NEXT.len()]);
    }
    if entry.led {
        row.set("带队领导", squad.head);
    }
    row
}

fn entries(squad: &Squad, number: usize, month: u32, stays: &[Stay]) -> Vec<Entry> {
    let mut dice = Dice::new(77 + number as u64 * 100 + u64::from(month));
    let mut entries: Vec<Entry> = stays
        .iter()
        .map(|stay| {
            // One of the firms of the place, if there is one.
            let here = |firm: &&Firm| stay.city.is_some_and(|city| firm.name.starts_with(city.short));
            let near: Vec<Firm> = FIRMS[number].iter().filter(here).copied().collect();
            let firm = dice.pick(if near.is_empty() { FIRMS[number] } else { &near });
            let topic = dice.pick(squad.topics);
            let text = match (&stay.city, stay.led, dice.below(4)) {
                (Some(city), true, _) => format!(
                    "陪同{}局长赴{}拜访{}，洽谈{}项目",
                    &squad.head[..3],
                    city.short,
                    firm.name,
                    firm.project
                ),
                (Some(_), _, 0) => format!("拜访{}，就{}项目投资事宜进行座谈", firm.name, firm.project),
                (Some(city), _, 1) => format!("走访{}{}企业，推介我市招商政策，收集投资意向", city.short, topic),
                (Some(_), _, 2) => format!("与{}对接，参观生产线，介绍运城区位和产业基础", firm.name),
                (Some(city), ..) => format!("参加{}{topic}产业对接会，会后走访{}", city.short, firm.name),
                (None, _, 0) => "整理外出对接资料，更新在谈项目台账".to_owned(),
                (None, _, 1) => format!("与有关县区对接{}项目选址，准备汇报材料", firm.project),
                (None, ..) => format!("汇总本周工作情况，研究{topic}产业链招商方案"),
            };
            Entry {
                from: stay.from,
                to: stay.to,
                people: {
                    let deputy = stay.deputy.then_some(squad.deputy);
                    deputy.iter().chain(stay.people).copied().collect::<Vec<_>>().join("、")
                },
                place: stay.city.map(|city| city.place),
                led: stay.led,
                firm,
                text,
                dice: dice.below(60),
            }
        })
        .collect();
    entries.sort_by_key(|a| a.from);
    entries
}

/// Day by day.
fn split_days(stays: &[Stay]) -> Vec<Stay> {
    stays
        .iter()
        .flat_map(|stay| {
            stay.from.iter_days().take_while(|day| *day <= stay.to).map(|day| Stay {
                from: day,
                to: day,
                ..stay.clone()
            })
        })
        .collect()
}
